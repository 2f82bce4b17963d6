"""Figures printed beside counts: what each tells, and that none that tells anything is printed."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.derived import (
    Average,
    Change,
    DerivedFigure,
    Mean,
    Percent,
    Rate,
    Recipe,
    Rounded,
    Sum,
)
from riia.indicators.disclosure.dimensions import Key, TableError
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.tables import Table
from riia.indicators.model import Missing, Number, Symbol, rounded
from tests.indicators.disclosure.table_makers import percent, tried_out

A, B = Key((("cell", "a"),)), Key((("cell", "b"),))


def holds(figure: DerivedFigure, counts: dict[Key, int], *, ties_known: bool = True) -> bool:
    sums = [
        (known, sum(Fraction(factor) * counts[key] for key, factor in known.coefficients.items()))
        for known in figure.knowledge(ties_known=ties_known)
    ]
    return all(known.lower <= value <= known.upper for known, value in sums)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 3), st.integers(0, 60), st.integers(1, 60))
def test_what_a_percentage_tells_is_exactly_what_rounds_to_it(a: int, b: int, digits: int, other: int, of: int) -> None:
    value = Number(Decimal(percent(a, b, digits)))
    step = Decimal(1).scaleb(-digits)
    figure = DerivedFigure("percentage", "p", A, value, step, Sum(((A, 1),)), Sum(((B, 1),)), 100)
    assert holds(figure, {A: a, B: b})
    assert figure.agrees({A: a, B: b})
    assert holds(figure, {A: other, B: of}) == (Decimal(percent(other, of, digits)) == value.value)


@given(st.integers(-80, 80), st.integers(-80, 80), st.integers(1, 40))
def test_changes_below_zero_are_rounded_away_from_it(now: int, printed: int, then: int) -> None:
    """-12.5 % is printed as -13, so -13 begins at -13.5, which it does not hold, and ends at -12.5, which it does."""
    figure = DerivedFigure("change", "p", A, Number(printed), Decimal(1), Sum(((A, 1),)), Sum(((B, 1),)), 100)
    half_up = rounded(Number(Decimal(100 * now) / Decimal(then)), 0)
    exact = Fraction(100 * now, then)
    if abs(exact - printed) == Fraction(1, 2):
        assert holds(figure, {A: now, B: then}, ties_known=False)
    assert holds(figure, {A: now, B: then}) == (half_up == Number(printed))


def page(recipe: Recipe, hidden: list[int], figures: list[str], **more: object) -> Table:
    """Three councils and their total; `hidden` ones have c, and a figure stands beside each."""
    numbers: list[object] = [3, 8, 30, 41]
    rows = [
        {"council": name, "number": "c" if at in hidden else number, "figure": figure, "people": 1000 + at}
        for at, (name, number, figure) in enumerate(zip(("A", "B", "C", "All"), numbers, figures, strict=True))
    ]
    return Table.from_rows(rows, {"council": "All"}, derived=[recipe], **more)


def test_a_percentage_beside_a_hidden_count_gives_it_away() -> None:
    """The classic trap: 3 of 41 is hidden, and 7.3 % is not."""
    table = page(Percent(column="figure", of="All"), [0, 1], ["7.3", "c", "73.2", "100.0"])
    assert [interval for _, interval in sorted(attack(table).intervals.items())] == [(3, 3), (8, 8)]


def test_the_percentage_of_the_others_gives_it_away_too() -> None:
    table = page(Percent(column="figure", of="All", complement=True), [0, 1], ["92.7", "c", "26.8", "0.0"])
    assert [interval for _, interval in sorted(attack(table).intervals.items())] == [(3, 3), (8, 8)]


RECIPES = [
    (Percent(column="figure", of="All"), ["7.3", "19.5", "73.2", "100.0"]),
    (Percent(column="figure", of="All", complement=True), ["92.7", "80.5", "26.8", "0.0"]),
    (Percent(column="figure", of="All", decimals=0), ["7", "20", "73", "100"]),
    (Rate(column="figure", population="people"), ["30.0", "79.9", "299.4", "408.8"]),
    (Rate(column="figure", population={"A": 500, "B": 600, "C": 700, "All": 1800}, per=1000),
     ["6.0", "13.3", "42.9", "22.8"]),
    (Rounded(column="figure", to=5), ["5", "10", "30", "40"]),
    (Mean(column="figure"), ["2.33", "1.25", "2.07", "2.05"]),
]  # fmt: skip


@pytest.mark.parametrize(("recipe", "figures"), RECIPES)
def test_what_would_tell_is_withheld_and_the_rest_stays(recipe: Recipe, figures: list[str]) -> None:
    safe = protect(page(recipe, [], figures, keep=["people"]))
    printed = [row["figure"] for row in safe.to_rows()]
    counts = [row["number"] for row in safe.to_rows()]
    assert counts == ["c", "c", 30, 41]
    assert printed[:2] == ["c", "c"]
    assert [str(one) for one in printed[2:]] == figures[2:]
    assert len(safe.withheld) == 2
    assert "would tell about council A" in safe.withheld[0].why
    bare = attack(page(Percent(column="figure", of="All"), [0, 1], ["c", "c", "c", "c"]))
    assert safe.report.intervals == bare.intervals  # nothing is narrowed by what stays


def test_a_figure_that_tells_nothing_new_may_stay() -> None:
    """The average of the two hidden councils says what the total says already; "0 to 100 per cent" says nothing."""
    rows = [{"council": name, "number": number, "mean": mean, "share": share}
            for name, number, mean, share in [("A", 3, "x", "x"), ("B", 8, "x", "x"), ("C", 30, "x", "x"),
                                              ("All", 41, "5.5", "x")]]  # fmt: skip
    table = Table.from_rows(rows, {"council": "All"}, derived=[Average(column="mean", dimension="council",
                                                                       of=("A", "B"))])  # fmt: skip
    safe = protect(table)
    assert safe.withheld == ()
    assert str(safe.to_rows()[3]["mean"]) == "5.5"


def test_an_average_over_one_hidden_and_one_shown_cell_is_withheld() -> None:
    rows = [{"council": name, "number": number, "mean": mean}
            for name, number, mean in [("A", 3, "x"), ("B", 8, "x"), ("C", 30, "x"), ("All", 41, "16.5")]]  # fmt: skip
    recipe = Average(column="mean", dimension="council", of=("A", "C"))
    safe = protect(Table.from_rows(rows, {"council": "All"}, derived=[recipe]))
    assert [row["mean"] for row in safe.to_rows()] == ["x", "x", "x", "c"]


def test_a_mean_of_whole_numbers_tells_what_the_count_is_a_multiple_of() -> None:
    """2.33 moves a child, and 10 children or fewer: 3, 6 or 9 of them."""
    rows = [{"council": "A", "number": "c", "mean": "2.33"}, {"council": "B", "number": "c", "mean": "x"},
            {"council": "All", "number": 11, "mean": "x"}]  # fmt: skip
    report = attack(Table.from_rows(rows, {"council": "All"}, derived=[Mean(column="mean")]))
    assert report.interval({"council": "A"}) == (3, 9)


def test_a_change_since_a_published_count() -> None:
    before = [{"council": "A", "number": 12}, {"council": "B", "number": 28}, {"council": "All", "number": 40}]
    earlier = Table.from_rows(before, {"council": "All"}, at={"year": "2024"})
    rows = [{"council": "A", "number": "c", "change": "-9"}, {"council": "B", "number": "c", "change": "c"},
            {"council": "All", "number": 41, "change": "1"}]  # fmt: skip
    table = Table.from_rows(rows, {"council": "All"}, at={"year": "2025"},
                            derived=[Change(column="change", since={"year": "2024"})])  # fmt: skip
    assert attack(table, earlier=earlier).interval({"council": "A", "year": "2025"}) == (3, 3)
    full = [{**row, "number": number} for row, number in zip(rows, (3, 38, 41), strict=True)]
    safe = protect(
        Table.from_rows(
            full, {"council": "All"}, at={"year": "2025"}, derived=[Change(column="change", since={"year": "2024"})]
        ),
        earlier=earlier,
    )
    assert [row["change"] for row in safe.to_rows()] == ["c", "c", 1]


def test_a_change_in_per_cent() -> None:
    earlier = Table.from_rows([{"council": "A", "number": 40}], {"council": "All"}, at={"year": "2024"})
    rows = [{"council": "A", "number": "c", "change": "-92.5"}]
    table = Table.from_rows(rows, {"council": "All"}, at={"year": "2025"},
                            derived=[Change(column="change", since={"year": "2024"}, percent=True)])  # fmt: skip
    assert attack(table, earlier=earlier).interval({"council": "A", "year": "2025"}) == (3, 3)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_the_attacker_finds_exactly_what_trying_everything_finds(seed: int) -> None:
    random = Random(seed)
    counts = {name: random.randint(1, 3) for name in "abcd"}
    rows = {"top": "ab", "bottom": "cd", "left": "ac", "right": "bd"}
    counts |= {name: sum(counts[part] for part in parts) for name, parts in rows.items()}
    counts["all"] = counts["top"] + counts["bottom"]
    of, digits = random.choice([("all", 0), ("top", 0), ("all", 1)])
    shares = random.sample("abcd", 2)
    labels = {"a": ("t", "l"), "b": ("t", "r"), "c": ("b", "l"), "d": ("b", "r"), "top": ("t", "All"),
              "bottom": ("b", "All"), "left": ("All", "l"), "right": ("All", "r"), "all": ("All", "All")}  # fmt: skip
    hidden = ["a", "b", "c", "d", *random.sample(["top", "left"], random.randint(0, 1))]
    if of in hidden:
        of = "all"
    shares = [one for one in shares if of == "all" or one in "ab"]
    printed = {one: percent(counts[one], counts[of], digits) for one in shares}
    lines = [
        {"row": row, "column": column, "number": "c" if name in hidden else counts[name], "p": printed.get(name, "x")}
        for name, (row, column) in labels.items()
    ]
    recipe = Percent(column="p", of={"row": labels[of][0], "column": labels[of][1]}, decimals=digits)
    table = Table.from_rows(lines, {"row": "All", "column": "All"}, derived=[recipe])
    found = attack(table).intervals
    relations = [("top", "ab"), ("bottom", "cd"), ("left", "ac"), ("right", "bd"), ("all", ("top", "bottom"))]
    shown = {name: count for name, count in counts.items() if name not in hidden}
    told = [(one, of, Fraction(figure), digits) for one, figure in printed.items()]
    wanted = tried_out(shown, hidden, relations, told, most=6)
    assert {name: found[table.key(labels[name])] for name in hidden} == wanted


def test_recipes_that_name_what_is_not_there() -> None:
    with pytest.raises(TableError, match=r"'Every' is no label of the table"):
        page(Percent(column="figure", of="Every"), [], ["1", "1", "1", "1"])
    with pytest.raises(TableError, match=r"there is no population for 'figure'"):
        page(Rate(column="figure", population={"A": 500}), [], ["1", "1", "1", "1"])
    with pytest.raises(TableError, match=r"no dimension 'age'"):
        page(Percent(column="figure", of={"age": "All"}), [], ["1", "1", "1", "1"])


def test_a_withheld_figure_is_typed() -> None:
    safe = protect(page(Percent(column="figure", of="All"), [], ["7.3", "19.5", "73.2", "100.0"]))
    assert safe.table.figures[0].value == Missing(Symbol.SUPPRESSED)


def test_a_mean_beside_a_total_that_is_printed_rounded() -> None:
    """What it is the mean of is printed nowhere, and the count only rounded."""
    rows = [("council", "number", "mean"), ("Derby", 3, "2.3"), ("Stoke", 9, "3.0"), ("Leeds", 8, "1.0")]
    rows.append(("England", 20, "2.1"))
    table = Table.from_rows(rows, {"council": "England"}, derived=[Mean(column="mean")], rounded={"England": 10})
    safe = protect(table)
    assert [row["mean"] for row in safe.to_rows()] == ["c", Decimal("3.0"), Decimal("1.0"), Decimal("2.1")]
    assert safe.report.interval(table.key(("Derby",))) == (1, 7)


def test_what_means_are_of_adds_up_to_that_of_the_total() -> None:
    """20 children with 3.0 and some with 1.0 have 2.9 together: one or two with 1.0."""
    rows = [("need", "number", "mean"), ("a", "c", "1.0"), ("b", 20, "3.0"), ("Total", "c", "2.9")]
    assert not attack(Table.from_rows(rows, {"need": "Total"}, derived=[Mean(column="mean")])).is_safe
