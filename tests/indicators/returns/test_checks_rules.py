"""What holds inside one return: kinds, rates, shares, bounds, sums, and what follows from what."""

import pytest

from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.checks import LIMITS, Limits, check, followers, shown
from riia.indicators.returns.checks.registry import Texts, values
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Background, Cell, Known, Outcome, Weight

FORM = form_of("mou-2022")
_AT_ALL = ("RET-BLANK", "RET-PARTS", "RET-EMPTY")
CONFERENCES = "icpcs-within-15-days:of=section-47-enquiries"


def found(answers: Texts, *, population: int = 60_000, before: Texts | None = None, limits: Limits = LIMITS,
          other_bases: dict[str, int] | None = None) -> dict[str, Outcome]:  # fmt: skip
    """The outcomes about what is answered, by key."""
    known = Number(population) if population else Missing(Symbol.NOT_AVAILABLE)
    earlier = {Period.parse("2026-27Q1"): values(before)} if before else {}
    background = Background(Period.parse("2026-27Q2"), known, "children aged 0 to 17, mid-2025", earlier)
    bases = {words: Number(number) for words, number in (other_bases or {}).items()}
    outcomes = check(FORM, values(answers), background, limits=limits, other_bases=bases)
    return {one.key: one for one in outcomes if one.code not in _AT_ALL}


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ({"referrals.number": "412.0"}, []),
        ({"referrals.number": "0.5"}, ["RET-WHOLE referrals.number"]),
        ({"referrals.rate": "-1"}, ["RET-NEGATIVE referrals.rate"]),
        ({"repeat-referrals.percent": 100}, []),
        ({"repeat-referrals.percent": "100.1"}, ["RET-PERCENT repeat-referrals.percent"]),
        ({"referrals.rate": "low"}, ["RET-SYMBOL referrals.rate"]),
        ({"referrals.number": "u"}, ["RET-NOT-GIVEN referrals.number"]),
        ({"referrals.number": "c", "referrals.rate": "c"}, []),
        ({"referrals.number": "z"}, ["RET-NOT-APPLICABLE referrals.number"]),
        ({"referrals.number": "z", "referrals.rate": "z"}, ["RET-NOT-APPLICABLE referrals.number"]),
        ({"referrals.number": 9, "referrals.rate": "z"}, ["RET-NOT-APPLICABLE referrals.rate"]),
        ({"referrals.number": 9, "repeat-referrals.number": 2, "repeat-referrals.percent": "z"},
         ["RET-NOT-APPLICABLE repeat-referrals.percent"]),
        ({"referrals.number": "c", "repeat-referrals.number": 2, "repeat-referrals.percent": "z"}, []),
        ({"cla-current.number": 60_000}, []),
        ({"cla-current.number": 60_001}, ["RET-POPULATION cla-current.number"]),
        ({"care-leavers.number": 60_001}, []),
        ({"initial-contacts.number": 70_000}, []),
    ],
)  # fmt: skip
def test_kinds(answers: Texts, keys: list[str]) -> None:
    """Whole, not below 0, within 100, with symbols that a council may use."""
    assert list(found(answers)) == keys


@pytest.mark.parametrize(
    ("number", "rate", "right"),
    [
        (412, "68.7", True),  # 68.666…
        (412, "68.6", True),
        (412, "68.8", True),  # 0.1 from the rounded rate
        (412, "68.57", True),  # 0.1 from the rate itself
        (412, "68.56", False),
        (412, "68.85", False),
        (412, "69", False),
        (0, "0", True),
        (0, "0.2", False),
        (412, "z", None),
        (412, "c", True),
    ],
)
def test_rates(number: int, rate: str, right: bool | None) -> None:
    """A rate may be 0.1 off, before or after rounding (R4.19)."""
    keys = list(found({"referrals.number": number, "referrals.rate": rate}))
    assert ("RET-RATE referrals.rate" in keys) is (right is False)


@pytest.mark.parametrize(
    ("rate", "right"),
    [("76.7", True), ("76.6", True), ("76.8", True), ("77", False), ("77.0", False), ("76", False), ("76.9", False)],
)
def test_rates_that_are_published_as_whole_numbers(rate: str, right: bool) -> None:
    """One decimal is asked of rates of children looked after too: 460 of 60,000 are 76.67, and 77 is not within 0.1."""
    said = found({"cla-current.number": 460, "cla-current.rate": rate})
    assert ("RET-RATE cla-current.rate" not in said) is right
    if rate == "77":
        assert said["RET-RATE cla-current.rate"].words.endswith("but 77 is entered; one decimal is asked.")


def test_percentages_that_are_published_as_whole_numbers() -> None:
    said = found({"care-leavers.number": 90, "uasc-care-leavers.number": 20, "uasc-care-leavers.percent": "22"})
    assert said["RET-SHARE uasc-care-leavers.percent"].words.endswith(
        "make 22.2%, but 22% is entered; one decimal is asked."
    )


def test_whole_rates_do_not_look_like_another_population() -> None:
    """Rates that are right but for their rounding, and fit 59,000 children too."""
    said = found(
        {"cla-current.number": 59, "cla-current.rate": "10", "cla-starting.number": 118, "cla-starting.rate": "20",
         "cla-ceasing.number": 177, "cla-ceasing.rate": "30"},
    )  # fmt: skip
    assert "RET-RATE-BASE" not in said
    assert {"RET-RATE cla-starting.rate", "RET-RATE cla-ceasing.rate"} <= said.keys()


def test_rate_without_population_or_number() -> None:
    """Without either nothing is said."""
    assert found({"referrals.number": 412, "referrals.rate": "1"}, population=0) == {}
    assert found({"referrals.number": "x", "referrals.rate": "1"}).keys() == {"RET-NOT-GIVEN referrals.number"}
    assert found({"referrals.rate": "1"}) == {}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("mid-2024 estimate (mid-2024 edition)", "62,113 children (mid-2024 estimate)"),
        ("mid-2024 estimate, the newest packaged, as mid-2026 is not", "62,113 children (mid-2024 estimate)"),
        ("62,113 children aged 0 to 17, as given", "62,113 children (aged 0 to 17, as given)"),
        ("", "62,113 children"),
    ],
)
def test_the_population_is_told_as_people_say_it(words: str, said: str) -> None:
    """In sentences about rates: children, and which estimate of them."""
    known = Background(Period.parse("2026-27Q2"), Number(62_113), words)
    (rate,) = (
        one
        for one in check(FORM, values({"referrals.number": 412, "referrals.rate": "86.7"}), known)
        if one.code == "RET-RATE"
    )
    assert f"in a population of {said} make 66.3 per 10,000, but 86.7 is entered" in rate.words
    (many,) = (
        one for one in check(FORM, values({"cla-current.number": 70_000}), known) if one.code == "RET-POPULATION"
    )
    assert f"more than the {said.replace('children', 'children who live in the area', 1)}." in many.words


def test_rate_of_another_year() -> None:
    """A rate that agrees with another mid-year estimate says so."""
    bases = {"mid-2023": 58_200, "mid-2024": 59_000}
    wrong = found({"referrals.number": 412, "referrals.rate": "70.8"}, other_bases=bases)
    assert "it agrees with the mid-2023 estimate (58,200)" in wrong["RET-RATE referrals.rate"].words
    unclear = found({"referrals.number": 4, "referrals.rate": "0.8"}, other_bases=bases)
    assert "agrees" not in unclear["RET-RATE referrals.rate"].words if unclear else True


def test_rates_on_another_population() -> None:
    """Three rates on one other population are one thing to mend; a fourth that is wrong by itself stays its own."""
    answers: Texts = {
        "referrals.number": 412, "referrals.rate": "70.8",
        "children-in-need.number": 1830, "children-in-need.rate": "314.4",
        "section-47-enquiries.number": 231, "section-47-enquiries.rate": "39.7",
        "initial-contacts.number": 1204, "initial-contacts.rate": "12.0",
    }  # fmt: skip
    outcomes = found(answers)
    base = outcomes["RET-RATE-BASE"]
    assert base.words.startswith("3 rates")
    assert "(items 2, 7 and 8)" in base.words
    assert "about 58,200 would make" in base.words
    assert [key for key, one in outcomes.items() if one.because == "RET-RATE-BASE"] == [
        f"RET-RATE {key}.rate" for key in ("referrals", "children-in-need", "section-47-enquiries")
    ]
    assert outcomes["RET-RATE initial-contacts.rate"].because == ""


@pytest.mark.parametrize(
    ("number", "of", "percent", "keys"),
    [
        (88, 412, "21.4", []),
        (88, 412, "21.3", []),
        (88, 412, "21.5", []),
        (88, 412, "21.2", ["RET-SHARE repeat-referrals.percent"]),
        (0, 412, "0", []),
        (0, 0, "0", ["RET-NO-SHARE repeat-referrals.percent"]),
        (0, 0, "z", []),
        (0, 0, "100", ["RET-NO-SHARE repeat-referrals.percent"]),
        ("c", 0, "0", ["RET-NO-SHARE repeat-referrals.percent"]),
        ("c", 412, "c", []),
        ("c", 412, "0.5", ["RET-REVEALED repeat-referrals.percent"]),
        ("c", "c", "12", []),
        (3, "c", "12", []),
        ("x", 412, "12", ["RET-NOT-GIVEN repeat-referrals.number"]),
    ],
)
def test_shares(number: str | int, of: str | int, percent: str, keys: list[str]) -> None:
    """A percentage may be 0.1 off (R4.20); there is none of 0; missing is never 0."""
    answers: Texts = {"repeat-referrals.number": number, "referrals.number": of, "repeat-referrals.percent": percent}
    assert list(found(answers)) == keys


def test_hidden_numbers_are_not_printed() -> None:
    """What a percentage gives away is not said by the outcome that warns of it."""
    answers: Texts = {"referrals.number": 400, "repeat-referrals.number": "c", "repeat-referrals.percent": "0.75"}
    words = found(answers)["RET-REVEALED repeat-referrals.percent"].words
    assert "0.75" not in words
    assert " 3 " not in words


@pytest.mark.parametrize(
    ("lesser", "greater"),
    [
        ("repeat-referrals", "referrals"),
        ("assessments-within-45-days", "assessments-completed"),
        ("repeat-cpps-ever", "cpps-starting"),
        ("repeat-cpps-2-years", "repeat-cpps-ever"),
        ("repeat-cpps-2-years", "cpps-starting"),
        ("cla-uasc", "cla-current"),
        ("uasc-care-leavers", "care-leavers"),
    ],
)
def test_among(lesser: str, greater: str) -> None:
    """R4.21, line by line: as many is right, one more is wrong, missing says nothing."""
    key = f"RET-AMONG {lesser}.number"
    assert key not in found({f"{lesser}.number": 7, f"{greater}.number": 7})
    wrong = found({f"{lesser}.number": 8, f"{greater}.number": 7})[key]
    assert wrong.weight is Weight.HARD
    assert FORM.item(greater).label in wrong.words
    assert key not in found({f"{lesser}.number": 8, f"{greater}.number": "c"})
    assert key not in found({f"{lesser}.number": 8})


def test_chain_of_repeat_plans() -> None:
    """14 is told apart from 13: more than plans in all follows where 13 is so too."""
    outcomes = found({"cpps-starting.number": 5, "repeat-cpps-ever.number": 8, "repeat-cpps-2-years.number": 7})
    assert outcomes["RET-AMONG repeat-cpps-2-years.number"].because == "RET-AMONG repeat-cpps-ever.number"
    both = found({"cpps-starting.number": 5, "repeat-cpps-ever.number": 8, "repeat-cpps-2-years.number": 9})
    assert both["RET-AMONG repeat-cpps-2-years.number"].because == ""


@pytest.mark.parametrize(
    ("conferences", "before", "weight"),
    [
        (31, None, None),
        (32, None, Weight.SOFT),
        (40, 12, Weight.SOFT),
        (43, 12, Weight.SOFT),
        (44, 12, Weight.HARD),
        (44, "c", Weight.SOFT),
    ],
)
def test_conferences(conferences: int, before: str | int | None, weight: Weight | None) -> None:
    """Conferences of 31 enquiries: more can follow from those of the quarter before, but not more than both."""
    answers: Texts = {"section-47-enquiries.number": 31, f"{CONFERENCES}.number": conferences}
    outcomes = found(answers, before={"section-47-enquiries.number": before} if before is not None else None)
    one = outcomes.get(f"RET-CONFERENCES {CONFERENCES}.number")
    assert (one and one.weight) is weight


def test_share_of_conferences_above_100() -> None:
    """Where conferences pass enquiries, their percentage passes 100 and is not asked about again."""
    answers: Texts = {"section-47-enquiries.number": 4, f"{CONFERENCES}.number": 5, f"{CONFERENCES}.percent": 125}
    assert list(found(answers)) == [f"RET-CONFERENCES {CONFERENCES}.number"]
    fewer: Texts = {**answers, f"{CONFERENCES}.number": 3}
    outcomes = found(fewer)
    assert outcomes[f"RET-SHARE {CONFERENCES}.percent"].because == f"RET-PERCENT {CONFERENCES}.percent"


def _sources(**changed: str | int) -> dict[str, str | int]:
    numbers: dict[str, str | int] = {part.key.partition("=")[2]: 10 for part in FORM.parts_of("referrals")} | changed
    return {f"referrals:source={source}.number": number for source, number in numbers.items()}


@pytest.mark.parametrize(
    ("total", "sources", "says"),
    [
        (110, _sources(), None),
        (109, _sources(), "1 more than the 109 referrals"),
        (111, _sources(), "1 fewer than the 111 referrals"),
        (111, _sources(police="c"), None),
        (102, _sources(police="c"), None),
        (99, _sources(police="c"), "its 10 of 11 parts add up to 100"),
        (99, _sources(police="x"), "its 10 of 11 parts add up to 100"),
        ("c", _sources(), None),
        (110, _sources(police=35, other=14), "29 more than the 110"),
        (90, _sources(police=20, schools=0), "the difference is just the number of item 2.7"),
        (0, _sources(**{part.key.partition("=")[2]: 0 for part in FORM.parts_of("referrals")}), None),
    ],
)
def test_sums(total: str | int, sources: dict[str, str | int], says: str | None) -> None:
    """The sources add up to all; where one is missing the others may leave something, but not exceed."""
    outcomes = found({"referrals.number": total, **sources})
    one = outcomes.get("RET-SUM referrals.number")
    assert (one is None) is (says is None)
    if one and says:
        assert says in one.words


def test_parts_and_blanks() -> None:
    """All parts blank are one outcome; some blank, each its own; a blank whole is told what its parts add up to."""
    background = Background(Period.parse("2026-27Q2"), Number(60_000))
    none = check(FORM, values({"referrals.number": 412}), background)
    parts = next(one for one in none if one.code == "RET-PARTS")
    behind = followers(none, parts.key)
    assert [one.code for one in behind] == ["RET-BLANK"] * 11
    some = check(FORM, values({"referrals.number": 412, "referrals:source=police.number": 30}), background)
    assert "RET-PARTS" not in {one.code for one in some}
    assert sum(one.key.startswith("RET-BLANK referrals:") for one in shown(some)) == 10
    whole = check(FORM, values(_sources()), background)
    blank = next(one for one in whole if one.key == "RET-BLANK referrals.number")
    assert blank.words.endswith("is blank; its parts add up to 110 referrals.")


def test_parts_that_are_not_given() -> None:
    """Where no source is known, that is one thing to explain; where some are, each that is not."""
    every: Texts = {f"{part.key}.number": "x" for part in FORM.parts_of("referrals")} | {"referrals.number": 412}
    outcomes = found(every)
    assert list(outcomes) == ["RET-NOT-GIVEN referrals:source=individual.number"]
    (one,) = outcomes.values()
    assert "none of its 11 parts (items 2.1 to 2.11) is given" in one.words
    assert len(one.cells) == 11
    assert len(found({**every, "referrals:source=police.number": 12})) == 10


def test_a_rate_left_blank_is_never_asked_for() -> None:
    """A return with every number and no rate or percentage is complete."""
    answers: Texts = {f"{item.key}.number": 10 for item in FORM.items} | {"referrals.number": 110}
    background = Background(Period.parse("2026-27Q2"), Number(60_000))
    assert check(FORM, values(answers), background) == ()


def test_what_follows_is_kept_back() -> None:
    """A number of the wrong kind, a number above its whole: what cannot be right because of them waits."""
    wrong = found({"referrals.number": "412.5", "referrals.rate": "60"})
    assert wrong["RET-RATE referrals.rate"].because == "RET-WHOLE referrals.number"
    above = found({"referrals.number": 41, "repeat-referrals.number": 88, "repeat-referrals.percent": "21.4"})
    assert above["RET-SHARE repeat-referrals.percent"].because == "RET-AMONG repeat-referrals.number"


def test_a_shorter_form() -> None:
    """Where a register allows fewer items, what needs the others is left out."""
    short = FORM.only(frozenset({"repeat-referrals", "cla-uasc", "cpps-current"}))
    answers: Texts = {"repeat-referrals.number": 430, "repeat-referrals.percent": 12, "cla-uasc.number": 7,
                      "cpps-current.number": 88, "referrals.number": 1}  # fmt: skip
    background = Background(Period.parse("2026-27Q2"), Number(60_000))
    assert check(short, values(answers), background) == ()
    assert check(FORM.only(frozenset()), {}, background) == ()


@pytest.mark.parametrize(("now", "allowed"), [(613, True), (619, True), (620, False), (607, True), (606, False)])
def test_stock_and_flow(now: int, allowed: bool) -> None:
    """598 and 58 less 43 make 613; 1%, 6, may be missing or too many."""
    answers: Texts = {"cla-current.number": now, "cla-starting.number": 58, "cla-ceasing.number": 43}
    outcomes = found(answers, before={"cla-current.number": 598})
    assert ("RET-STOCK cla-current.number" not in outcomes) is allowed
    assert "RET-STOCK cla-current.number" not in found(answers)
    assert "RET-STOCK cla-current.number" not in found(answers, before={"cla-current.number": "c"})
    assert "RET-STOCK cla-current.number" not in found(
        {**answers, "cla-ceasing.number": "c"}, before={"cla-current.number": 1}
    )


def test_limits_can_be_agreed() -> None:
    """A stricter tolerance is kept to."""
    answers: Texts = {"cpps-current.number": 41, "cpps-starting.number": 5, "cpps-ceasing.number": 5}
    before: Texts = {"cpps-current.number": 40}
    assert found(answers, before=before) == {}
    strict = found(answers, before=before, limits=Limits(flow_least=0))
    assert strict.keys() == {"RET-STOCK cpps-current.number"}
    assert strict["RET-STOCK cpps-current.number"].weight is Weight.SOFT


def shown_keys(answers: Texts, explained: tuple[str, ...] = (), before: Texts | None = None) -> list[str]:
    return [one.key for one in shown(list(found(answers, before=before).values()), explained)]


def test_percentage_above_100_that_follows_from_its_number() -> None:
    """The number is told; the percentage only where it does not follow from it."""
    counts: Texts = {"referrals.number": 400, "repeat-referrals.number": 401}
    assert shown_keys({**counts, "repeat-referrals.percent": "100.3"}) == ["RET-AMONG repeat-referrals.number"]
    assert "RET-PERCENT repeat-referrals.percent" in shown_keys({**counts, "repeat-referrals.percent": "214"})
    none: Texts = {"referrals.number": 0, "repeat-referrals.number": 4, "repeat-referrals.percent": "400"}
    assert "RET-PERCENT repeat-referrals.percent" not in shown_keys(none)


def test_symbol_that_a_rate_has_from_its_number() -> None:
    answers: Texts = {
        "care-leavers.number": "k", "care-leavers.rate": "k", "uasc-care-leavers.percent": "k", "cla-uasc.rate": "k",
    }  # fmt: skip
    assert shown_keys(answers) == ["RET-SYMBOL cla-uasc.rate", "RET-SYMBOL care-leavers.number"]


STOCK: Texts = {"cla-current.number": 612, "cla-starting.number": 58, "cla-ceasing.number": 4}
EARLIER: Texts = {"cla-current.number": 598, "cla-starting.number": 55, "cla-ceasing.number": 52}


def long_ago(last: Texts) -> dict[Period, dict[Cell, Value]]:
    """The same numbers for four quarters and those of `last` in the fifth."""
    periods = [Period.parse(code) for code in ("2025-26Q1", "2025-26Q2", "2025-26Q3", "2025-26Q4", "2026-27Q1")]
    return {one: values(last) for one in periods}


def test_an_explanation_brings_out_what_it_does_not_answer() -> None:
    """That 4 children ceased explains that 4 did, and not why the numbers of children do not add up."""
    known = {"cla-ceasing": Known(Number(210), Period.parse("YE2026-03"), "the release")}
    background = Background(Period.parse("2026-27Q2"), Number(60_000), "", long_ago(EARLIER), known)
    outcomes = [one for one in check(FORM, values(STOCK), background) if one.code not in _AT_ALL]
    change, stock = "RET-CHANGE cla-ceasing.number", "RET-STOCK cla-current.number"
    published = "RET-PUBLISHED cla-ceasing.number"
    assert {change, stock, published} <= {one.key for one in outcomes}
    assert [one.key for one in shown(outcomes)] == [change]
    assert [one.key for one in shown(outcomes, {change})] == [stock, change]
    assert [one.key for one in shown(outcomes, {change, stock})] == [stock, change]


def test_a_cause_that_is_settled_through_another_one() -> None:
    """Item 3 follows from 2, which follows from 1: an explanation of 1 that answers 2 but not 3 brings out 3."""
    cell = (Cell.parse("referrals.number"),)

    def outcome(code: str, because: str = "") -> Outcome:
        return Outcome(code, Weight.SOFT, cell, "", "", "", because=because)

    zero, change = outcome("RET-ZERO"), outcome("RET-CHANGE", "RET-ZERO referrals.number")
    year = outcome("RET-YEAR", change.key)
    assert shown([zero, change, year]) == (zero,)
    assert shown([zero, change, year], {zero.key}) == (zero, year)
    assert shown([change, year], {change.key}) == (change, year)
    assert shown([zero, change, year], {year.key}) == (zero,)


def test_all_zero_is_one_thing_to_settle() -> None:
    """No line is asked about beside the return that is empty."""
    before: Texts = {f"{item.key}.number": 40 for item in FORM.items}
    background = Background(Period.parse("2026-27Q2"), Number(60_000), "", long_ago(before))
    outcomes = check(FORM, values({f"{item.key}.number": 0 for item in FORM.items}), background)
    assert [one.key for one in shown(outcomes)] == ["RET-ALL-ZERO"]
    assert len(outcomes) > 10


def test_published_bounds_are_those_that_are_used() -> None:
    """Of 3 in a year chance makes any number from 0 to several: that is what is said, not between 1 and 1."""
    known = {"icpcs-within-15-days:of=section-47-enquiries": Known(Number(3), Period.parse("YE2026-03"), "the release")}
    background = Background(Period.parse("2026-27Q2"), Number(847), "", {}, known)
    key = "icpcs-within-15-days:of=section-47-enquiries.number"
    said = [one for one in check(FORM, values({key: 30}), background) if one.code == "RET-PUBLISHED"]
    assert "so between 0 and 8 would be likely" in said[0].words
    for number in range(9):
        assert not [one for one in check(FORM, values({key: number}), background) if one.code == "RET-PUBLISHED"]
