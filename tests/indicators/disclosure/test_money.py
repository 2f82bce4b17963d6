"""Tables of money: dominance and the p % rule, exact pence, and what an estimate may come to."""

import re
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.dimensions import Dimension, TableError
from riia.indicators.disclosure.money import Dominance, WithinPercent, protect_money
from riia.indicators.disclosure.protected import Kind
from riia.indicators.disclosure.systems import DisclosureError


@pytest.mark.parametrize(
    ("rule", "contributions", "needed"),
    [
        (Dominance(n=1, k=75), [80, 10, 10], Decimal(80) / Decimal("0.75") - 100),
        (Dominance(n=1, k=75), [75, 15, 10], None),
        (Dominance(n=2, k=85), [60, 30, 10], Decimal(90) / Decimal("0.85") - 100),
        (WithinPercent(p=10), [100, 50, 9], Decimal(1)),
        (WithinPercent(p=10), [100, 50, 10], None),
        (WithinPercent(p=10), [100], Decimal(10)),
        (WithinPercent(p=10), [], None),
    ],
)
def test_rules(rule: Dominance | WithinPercent, contributions: list[int], needed: Decimal | None) -> None:
    found = rule.needed(contributions)
    assert found is None if needed is None else found == pytest.approx(needed)


def rows_of(random: Random) -> list[tuple[str, str, str, str]]:
    rows = [("council", "kind", "provider", "amount")]
    for council in ("Derby", "Stoke", "Corby"):
        for kind in ("fostering", "homes", "schools"):
            for _ in range(random.randint(1, 5)):
                pounds = random.choice((50, 900, 40_000, 1_250_000, 900_000_000))
                rows.append(
                    (council, kind, random.choice("ABCDEF"), f"{random.randint(1, pounds)}.{random.randint(0, 99):02}")
                )
    return rows  # fmt: skip


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from([Dominance(), Dominance(n=2, k=90), WithinPercent(p=15)]))
def test_no_contribution_can_be_estimated_too_closely(seed: int, rule: Dominance | WithinPercent) -> None:
    rows = rows_of(Random(seed))
    try:
        safe = protect_money(rows, {"council": "All", "kind": "Total"}, rule=rule)
    except DisclosureError:
        return  # refused, so nothing is published
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for council, kind, who, amount in rows[1:]:
        for labels in ((council, kind), (council, "Total"), ("All", kind), ("All", "Total")):
            parts = cells.setdefault(labels, {})
            parts[who] = parts.get(who, 0) + int(Decimal(amount) * 100)
    for labels, parts in cells.items():
        truth, distance = Decimal(sum(parts.values())) / 100, rule.needed(list(parts.values()))
        if not safe[labels].kind.is_hidden:
            assert distance is None
            assert safe[labels].value.value == truth
            continue
        near = Decimal("0.01") + truth / 10**9
        low, high = safe.intervals[safe.table.key(labels)]
        assert low <= truth + near
        assert high is None or truth <= high + near
        if distance is not None:
            assert safe[labels].kind is Kind.SMALL
            assert high is None or high >= truth + distance / 100 - near
            assert low <= max(Decimal(0), truth - distance / 100) + near


def test_amounts_are_exact() -> None:
    rows = [("council", "provider", "amount"), *(("Derby", who, "0.10") for who in "ABC"), ("Stoke", "D", "0.70"),
            ("Stoke", "E", 0.6), ("Stoke", "F", Decimal("0.61"))]  # fmt: skip
    safe = protect_money(rows, {"council": "All"})
    assert [str(row["amount"]) for row in safe.to_rows()] == ["0.30", "1.91", "2.21"]


def test_regions_between_are_added_up() -> None:
    place = Dimension("place", parts={"England": ["North", "South"], "North": ["A", "B"], "South": ["C"]})
    rows = [("place", "provider", "amount"), *((p, w, 100) for p in "ABC" for w in "VWXYZ")]
    safe = protect_money(rows, [place])
    assert {labels[0]: str(value) for labels, value in safe.table.cells.items()} == {
        "A": "500.00", "B": "500.00", "C": "500.00", "North": "1000.00", "South": "500.00", "England": "1500.00"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "said"),
    [("1.005", "no amount in pounds and pence"), ("five", "neither"), ("c", "An amount is needed"), ("", "is blank")],
)
def test_what_is_no_amount_is_refused_by_its_place(amount: object, said: str) -> None:
    with pytest.raises(TableError, match=said) as refused:
        protect_money([("council", "provider", "amount"), ("Derby", "A", amount)], {"council": "All"})
    assert "Row 1, column 'amount'" in str(refused.value)


def test_of_two_contributors_each_knows_the_other() -> None:
    """Half and half is no dominance; with `fewest` it is hidden, and what is left open is a tenth of the larger."""
    rows = [("council", "provider", "amount"), ("Derby", "A", "500"), ("Derby", "B", "500")]
    rows += [("Stoke", name, "300") for name in "ABC"] + [("Ely", name, "100") for name in "ABC"]
    assert str(protect_money(rows, {"council": "All"})["Derby"].value) == "1000.00"
    safe = protect_money(rows, {"council": "All"}, fewest=3)
    assert safe["Derby"].why == "hidden because it has too few contributors"
    low, high = safe.intervals[safe.table.key(("Derby",))]
    assert low <= 950
    assert high is None or high >= 1050
    with pytest.raises(TableError, match="0 is no number of contributors"):
        protect_money(rows, {"council": "All"}, fewest=0)


def test_one_contributor_under_several_names() -> None:
    """Taken for two, they would hide that one has nearly all."""
    rows = [("council", "provider", "amount"), ("Derby", "Acorn Ltd.", "£500.00"), ("Derby", "ACORN  LIMITED", "£400"),
            ("Derby", "Birch", "£90"), ("Stoke", "Birch", "300"), ("Stoke", "Cedar", "310"), ("Ely", "Cedar", "50"),
            ("Ely", "Birch", "60"), ("Ely", "Dove", "(5.00)"), ("Ely", "Dove", "15")]  # fmt: skip
    safe = protect_money(rows, {"council": "All"})
    assert safe["Derby"].why == "hidden by the (1, 75) dominance"
    assert safe.notes == ("names taken for one contributor: Acorn Ltd. = ACORN  LIMITED",)
    assert str(safe["All"].value) == "1720.00"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Derby", "A", "-5"), "A comes to -5.00 in Derby, credits taken off"),
        (("Derby", "", "5"), "Row 1, column 'provider' is blank. Say who was paid"),
        (("Total", "A", "5"), "Row 1, column 'council' is 'Total'. Totals are added up here"),
        ((" ", "A", "5"), "Row 1, column 'council' is blank"),
    ],
)
def test_rows_that_are_no_payments_are_refused(row: tuple[str, str, str], said: str) -> None:
    with pytest.raises(TableError, match=re.escape(said)):
        protect_money([("council", "provider", "amount"), row], {"council": "All"})
