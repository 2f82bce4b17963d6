"""Numbers beside their past, beside other councils and beside published years: what is asked about, and what is not."""

from itertools import pairwise

import pytest

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.checks import check, shown
from riia.indicators.returns.checks.spread import (
    Kind,
    chance_of_as_many,
    chance_of_none,
    count_at,
    median,
    robust_deviation,
    root,
    unusual,
)
from riia.indicators.returns.nouns import Answers, Background, Cell, Known, Outcome
from tests.indicators.returns.steady_councils import FORM, returns

NOW = Period.parse("2026-27Q2")
FLOW = Kind(season=4)
STOCK = Kind(0.35, 0.01, 4)
_INSIDE = ("RET-BLANK", "RET-PARTS", "RET-EMPTY")


def score(now: float, *past: float | None, kind: Kind = FLOW) -> float | None:
    """How unusual a count is after these, the latest first."""
    found = unusual(now, past, kind, least=4, k=3.5)
    return found and found.score


def outcomes(
    key: str,
    now: str | int,
    *past: str | int | None,
    period: Period = NOW,
    population: int = 60_000,
    published: tuple[int, str] | None = None,
    peers: tuple[float, ...] = (),
) -> list[Outcome]:
    """What is found about one number, with its earlier ones from the latest back."""
    before: dict[Period, Answers] = {}
    at = period
    for number in past:
        at = at.previous()
        if number is not None:
            before[at] = _answer(key, number)
    known = {key: Known(Number(published[0]), Period.parse(published[1]), "the release")} if published else {}
    background = Background(period, Number(population), "", before, known, {key: peers} if peers else {})
    return [one for one in check(FORM, _answer(key, now), background) if one.code not in _INSIDE]


def _answer(key: str, number: str | int) -> Answers:
    value: Value = Number(number) if isinstance(number, int) else Missing(Symbol(number))
    return {Cell(key, Measure.NUMBER): value}


def codes(key: str, now: str | int, *past: str | int | None, **known: object) -> list[str]:
    """The codes of those that follow from nothing else."""
    return [one.code for one in shown(outcomes(key, now, *past, **known))]  # type: ignore[arg-type]


def test_robust_spread() -> None:
    """Median, and the deviation that one wild value does not move."""
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 2.5
    assert robust_deviation([1, 2, 3, 4, 500]) == pytest.approx(1.206 * 1.4826)
    assert count_at(root(412)) == pytest.approx(412)


@pytest.mark.parametrize(
    ("now", "past", "asked"),
    [
        (431, (398, 411, 420, 388, 405), False),
        (841, (398, 411, 420, 388, 405), True),
        (199, (398, 411, 420, 388, 405), True),
        (841, (398, 411, 420), False),  # three earlier numbers say too little
        (841, (None, 411, 420, 388, 405), False),  # no quarter directly before
        (841, (398, None, 411, 420, 388, 405), True),
        (9, (4, 5, 3, 6, 4), False),  # small numbers double by chance
        (1, (4, 5, 3, 6, 4), False),
        (60, (30, 28, 33, 31, 29, 27, 32, 30), True),  # the level of eight quarters tells what one change cannot
        (100, (300, 100, 105, 98, 102), False),  # back to where it was
        (300, (300, 100, 105, 98, 102), False),  # a new level is asked about once
        (40, (110, 100, 120, 105, 98), True),
        (40, (110, 100, 120, 42, 105), False),  # as last summer
        (105, (110, 100, 120, 40, 105, 98, 115, 38), True),  # a summer without its dip
        (42, (110, 100, 120, 40, 105, 98, 115, 38), False),
        (240, (220, 200, 180, 160, 140), False),  # a trend that goes on
    ],
)
def test_changes(now: int, past: tuple[float | None, ...], asked: bool) -> None:
    """A change is asked about where it is far from the council's own and from chance."""
    found = score(now, *past)
    assert (found is not None and abs(found) >= 3.5) is asked


def test_stocks_are_calmer() -> None:
    """An eighth more referrals is chance; an eighth more children looked after is not."""
    assert abs(score(688, 612, 610, 605, 600, 598) or 0) < 3.5
    assert abs(score(688, 612, 610, 605, 600, 598, kind=STOCK) or 0) > 3.5


def test_usual_numbers_are_told() -> None:
    """The sentence says between which numbers one would have been usual, and those are not asked about."""
    past = (398, 411, 420, 388, 405)
    found = unusual(841, past, FLOW, least=4, k=3.5)
    assert found is not None
    for inside in (found.low + 1, found.high - 1):
        assert abs(score(inside, *past) or 0) < 3.5
    (one,) = outcomes("initial-contacts", 841, *past)
    assert f"between {found.low} and {found.high} would be usual" in one.words
    assert "841 contacts in July to September 2026 after 398 in April to June 2026" in one.words


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (4070, "It looks like a 0 too many: 407 would be usual."),
        (41, "It looks like a digit too few: 410 would be usual."),
        (148, "It looks like two digits changed places: 418 would be usual."),
        (4112, "It looks like a digit typed twice: 412 would be usual."),
        (9000, ""),
    ],
)
def test_slips_of_the_pen(now: int, says: str) -> None:
    """A number that one slip makes of a usual one is told so."""
    (one,) = outcomes("initial-contacts", now, 398, 411, 420, 388, 405)
    assert ("looks like" in one.words) is bool(says)
    assert says in one.words


def test_rate_beside_a_wrong_number() -> None:
    """The rate that was entered tells which number was meant."""
    answers = {**_answer("initial-contacts", 142), Cell("initial-contacts", Measure.RATE): Number(69)}
    before: dict[Period, Answers] = {}
    at = NOW
    for number in (398, 411, 420, 388, 405):
        at = at.previous()
        before[at] = _answer("initial-contacts", number)
    found = check(FORM, answers, Background(NOW, Number(60_000), "", before))
    words = next(one.words for one in found if one.code == "RET-CHANGE")
    assert "The rate entered, 69, would make it 414, which would be usual." in words


@pytest.mark.parametrize(
    ("now", "past", "found"),
    [
        (0, (1,), []),
        (0, (3, 2, 4, 1), []),
        (0, (8,), []),
        (0, (12,), ["RET-ZERO"]),
        (0, (9,), ["RET-ZERO"]),
        (0, (7, 7, 7, 7, 7, 7, 7, 7), ["RET-ZERO"]),
        (0, (6, 6, 6, 6, 6, 6, 6, 6), []),
        (0, (9, 9, 9, 9), ["RET-ZERO"]),
        (0, (0, 12, 12, 12), []),  # it was 0 before
        (0, (None, 12, 12, 12), []),
        (0, ("c", 12, 12), []),
        ("x", (12, 12), ["RET-NOT-GIVEN"]),
        (6, (0, 0, 0, 0), []),
        (9, (0, 0, 0, 0), ["RET-AFTER-ZERO"]),
        (9, (0, 0, 0), []),
        (4, (0, 0, 3, 0, 0), []),
        (9, (0, 0, 3, 0, 0), ["RET-CHANGE"]),
        ("c", (3, 12, 12), []),
        ("c", (11, 12, 12), ["RET-SUPPRESSED"]),
    ],
)
def test_zeros_and_suppression(now: str | int, past: tuple[str | int | None, ...], found: list[str]) -> None:
    """A few can become none and come back; a dozen cannot. Missing is neither."""
    assert codes("ehcp-requests", now, *past) == found


def test_chances() -> None:
    """By the Poisson law with a rate that is itself guessed: rarer with more and with longer."""
    for fewer, more in pairwise(range(1, 30)):
        assert chance_of_none([more]) < chance_of_none([fewer])
        assert chance_of_none([9.0] * more) < chance_of_none([9.0] * fewer)
    for count in range(7, 15):
        assert chance_of_as_many(count + 1, 6) < chance_of_as_many(count, 6) < chance_of_as_many(count, 5)
    assert chance_of_none([]) == 1
    assert chance_of_as_many(7, 8) < 0.001


def test_parts_follow_their_whole() -> None:
    """Where the police doubled all referrals, one thing is asked, and the source is named."""
    before: dict[Period, Answers] = {}
    police, others = "referrals:source=police", "referrals:source=schools"
    at = NOW
    for number in (98, 104, 99, 101, 97):
        at = at.previous()
        before[at] = {**_answer("referrals", 2 * number), **_answer(police, number), **_answer(others, number)}
    answers = {**_answer("referrals", 500), **_answer(police, 400), **_answer(others, 100)}
    found = [
        one for one in check(FORM, answers, Background(NOW, Number(60_000), "", before)) if one.code not in _INSIDE
    ]
    assert [(one.key, one.because) for one in found] == [
        ("RET-CHANGE referrals.number", ""),
        ("RET-CHANGE referrals:source=police.number", "RET-CHANGE referrals.number"),
    ]
    assert "Most of the change is in item 2.7, From the police: from 98 to 400." in found[0].words


PEERS = (61.0, 75.5, 58.2, 90.1, 70.3, 66.6)


@pytest.mark.parametrize(
    ("now", "past", "peers", "found"),
    [
        (412, (), PEERS, []),
        (4120, (), PEERS, ["RET-PEERS"]),
        (41, (), PEERS, ["RET-PEERS"]),
        (4120, (), PEERS[:4], []),
        (4120, (4100, 4200, 4150, 4130), PEERS, []),  # its own past says that this is usual
        (4120, (4100, 4200), PEERS, ["RET-PEERS"]),
    ],
)
def test_peers(now: int, past: tuple[int, ...], peers: tuple[float, ...], found: list[str]) -> None:
    """Other councils are asked only where the council's own past is too short."""
    assert codes("initial-contacts", now, *past, peers=peers) == found


@pytest.mark.parametrize(
    ("key", "now", "past", "period", "published", "found"),
    [
        ("initial-contacts", 411, (420, 388, 405), "2025-26Q4", (1640, "YE2026-03"), []),
        ("initial-contacts", 411, (420, 388, 405), "2025-26Q4", (2110, "YE2026-03"), ["RET-YEAR"]),
        ("initial-contacts", 411, (420, 388), "2025-26Q4", (2110, "YE2026-03"), []),  # a quarter is lacking
        ("initial-contacts", 411, (420, "c", 405), "2025-26Q4", (2110, "YE2026-03"), []),
        ("cla-starting", 60, (62, 58, 61), "2025-26Q4", (205, "YE2026-03"), []),  # a child is counted once a year
        ("cla-starting", 60, (62, 58, 61), "2025-26Q4", (330, "YE2026-03"), ["RET-YEAR"]),
        ("ehcps-issued", 96, (), "2026-27Q2", (402, "CY2025"), []),
        ("ehcps-issued", 402, (), "2026-27Q2", (402, "CY2025"), ["RET-PUBLISHED"]),
        ("ehcps-issued", 12, (), "2026-27Q2", (402, "CY2025"), ["RET-PUBLISHED"]),
        ("ehcps-issued", 12, (), "2026-27Q2", (402, "CY2022"), []),  # too old to compare with
        ("ehcps-issued", 7, (), "2026-27Q2", (12, "CY2025"), []),  # chance
        ("cla-current", 598, (), "2025-26Q4", (604, "YE2026-03"), []),
        ("cla-current", 598, (), "2025-26Q4", (604, "2026-03-31"), []),
        ("cla-current", 598, (), "2025-26Q4", (689, "YE2026-03"), ["RET-DAY"]),
        ("cla-current", 598, (), "2026-27Q2", (689, "YE2026-03"), []),
        ("cla-current", 5980, (), "2026-27Q2", (689, "YE2026-03"), ["RET-PUBLISHED"]),
    ],
)
def test_published(
    key: str, now: int, past: tuple[str | int, ...], period: str, published: tuple[int, str], found: list[str]
) -> None:
    """Four quarters beside their year, a day beside the same day, and otherwise the size of it."""
    assert codes(key, now, *past, period=Period.parse(period), published=published) == found


def test_calendar_and_financial_quarters_are_the_same_months() -> None:
    """A past that was called by calendar quarters is found."""
    before = {Period.parse("CY2026Q2"): _answer("cla-current", 598)}
    answers = {**_answer("cla-current", 700), **_answer("cla-starting", 58), **_answer("cla-ceasing", 43)}
    found = check(FORM, answers, Background(NOW, Number(60_000), "", before))
    assert "RET-STOCK" in {one.code for one in found}


@pytest.mark.parametrize(("code", "words"), [("AY2025-26T2", "in the spring term 2025/26"), (NOW.code, "in July to")])
def test_terms_have_their_past(code: str, words: str) -> None:
    """A round by terms is compared with the terms before it."""
    (one,) = outcomes("initial-contacts", 841, 398, 411, 420, 388, 405, period=Period.parse(code))
    assert one.code == "RET-CHANGE"
    assert f"841 contacts {words}" in one.words


def test_a_copied_return() -> None:
    """Last quarter's numbers again are one thing to see to; the stocks that do not follow are kept back."""
    _, background = returns(300, 1, 8)
    again = background.before[NOW.previous()]
    told = shown(check(FORM, again, background))
    assert [one.code for one in told] == ["RET-COPIED"]
    assert "exactly those of April to June 2026" in told[0].words


@pytest.mark.parametrize("step", [1, -1])
def test_a_shift_by_one_line(step: int) -> None:
    """Numbers one line off are told as such, and their changes are kept back."""
    answers, background = returns(800, 4, 8)
    items = [item for item in FORM.items if not item.part_of][8:20]
    shifted = dict(answers)
    for at, item in enumerate(items):
        if 0 <= at + step < len(items):
            shifted[Cell(item.key, Measure.NUMBER)] = answers[Cell(items[at + step].key, Measure.NUMBER)]
    found = check(FORM, shifted, background)
    (one,) = (one for one in found if one.code == "RET-SHIFT")
    assert ("too far up" if step == 1 else "too far down") in one.words
    assert any(other.because == one.key for other in found)


@pytest.mark.parametrize("history", [1, 4, 8])
def test_steady_councils_are_left_alone(history: int) -> None:
    """Of returns in which nothing changes but by chance, fewer than 1 in 20 is asked about anything, whatever the size.

    One in twenty, because a question costs a council and the desk an hour together: at 15 councils and four rounds a
    year that is three needless questions a year, which people bear without learning to click them away.
    """
    sizes = (2, 6, 20, 60, 200, 600, 2000)
    asked = [bool(shown(check(FORM, *returns(size, seed, history)))) for size in sizes for seed in range(12)]
    assert sum(asked) < len(asked) / 20


def test_clumped_councils_are_not_flooded() -> None:
    """Where children come two by two, fewer than 1 return in 4 is asked about, and hardly ever about two things."""
    told = [shown(check(FORM, *returns(size, seed, 8, 2.0))) for size in (5, 60, 400) for seed in range(25)]
    assert sum(bool(one) for one in told) < len(told) / 4
    assert sum(len(one) for one in told) < len(told) / 3


@pytest.mark.parametrize(("size", "least"), [(100, 0.6), (400, 0.9)])
def test_a_doubled_number_is_found(size: int, least: float) -> None:
    """Assessments started (nine tenths of the size), doubled, are asked about nearly always from 100 on."""
    hits = 0
    for seed in range(20):
        answers, background = returns(size, seed, 8)
        cell = Cell("assessments-started", Measure.NUMBER)
        value = answers[cell]
        assert isinstance(value, Number)
        found = check(FORM, {**answers, cell: Number(value.value * 2)}, background)
        hits += any(one.key == f"RET-CHANGE {cell}" for one in found)
    assert hits / 20 >= least


def test_two_lines_exchanged() -> None:
    """Two unusual numbers that would each be usual in the other's line are told as such."""
    answers, background = returns(400, 6, 8)
    one, other = Cell("section-47-enquiries", Measure.NUMBER), Cell("assessments-started", Measure.NUMBER)
    exchanged = {**answers, one: answers[other], other: answers[one]}
    words = {str(found.cells[0]): found.words for found in check(FORM, exchanged, background) if found.cells}
    assert words[str(one)].endswith("It looks as if it had changed places with item 4, Assessments started.")
    assert words[str(other)].endswith("It looks as if it had changed places with item 8, Section 47 enquiries.")
