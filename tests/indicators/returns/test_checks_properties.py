"""Whatever is answered: the checks never raise, do not depend on order, and take nothing missing for 0."""

import random
from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.checks import check, shown
from riia.indicators.returns.nouns import Answers, Background, Cell, Known, Outcome, Weight
from tests.indicators.returns.steady_councils import FORM, returns

MISSING = st.sampled_from([Missing(symbol) for symbol in Symbol])
NUMBERS = st.one_of(
    st.integers(-5, 2000),
    st.sampled_from([0, 1, 10, 100, 10**17, Decimal("0.05"), Decimal("12.5"), Decimal("1E-300"), Decimal("99999.99")]),
).map(Number)
VALUES = st.one_of(NUMBERS, MISSING)
CELLS = st.sampled_from(FORM.cells)
PERIODS = st.sampled_from(["2026-27Q1", "2025-26Q4", "CY2026Q1", "2025-26Q3", "2025-26Q2", "2026-27Q3", "YE2026-03"])
KEYS = st.sampled_from([item.key for item in FORM.items])
ANSWERS = st.dictionaries(CELLS, VALUES, max_size=59)


@st.composite
def backgrounds(draw: st.DrawFn) -> Background:
    """Anything that can be known beside a return."""
    published = draw(st.dictionaries(KEYS, st.tuples(VALUES, st.sampled_from(["YE2026-03", "CY2025", "AY2025-26"]))))
    return Background(
        Period.parse(draw(st.sampled_from(["2026-27Q2", "CY2026Q3", "2025-26Q4", "AY2025-26T2", "CY1900Q1"]))),
        draw(st.one_of(st.just(Number(60_000)), VALUES)),
        "children aged 0 to 17, mid-2025",
        {Period.parse(code): held for code, held in draw(st.dictionaries(PERIODS, ANSWERS, max_size=5)).items()},
        {key: Known(value, Period.parse(code), "a release") for key, (value, code) in published.items()},
        draw(st.dictionaries(KEYS, st.lists(st.floats(0, 1e6), max_size=7).map(tuple))),
    )


@st.composite
def likely(draw: st.DrawFn) -> tuple[Answers, Background]:
    """The return of a steady council with a few cells changed: what is nearly right is what people send."""
    size, seed, history = draw(st.sampled_from([3, 40, 400])), draw(st.integers(0, 50)), draw(st.integers(0, 6))
    answers, background = returns(size, seed, history)
    rates = {Cell(item.key, Measure.RATE): Number(Decimal("12.3")) for item in FORM.items if item.rate_base}
    changed = dict(answers) | (rates if draw(st.booleans()) else {})
    for cell in draw(st.lists(CELLS, max_size=6)):
        changed[cell] = draw(VALUES)
    return changed, background


CASES = st.one_of(likely(), st.tuples(ANSWERS, backgrounds()))


@given(CASES)
@settings(max_examples=80, deadline=None)
def test_total_and_in_order(case: tuple[Answers, Background]) -> None:
    """Keys are told apart, hard comes first and then the form's order, and what is hidden is behind something shown."""
    outcomes = check(FORM, *case)
    keys = [one.key for one in outcomes]
    assert len(set(keys)) == len(keys)
    place = {cell: at for at, cell in enumerate(FORM.cells)}
    order = [(one.weight is Weight.SOFT, place[one.cells[0]] if one.cells else -1) for one in outcomes]
    assert order == sorted(order)
    by_key = {one.key: one for one in outcomes}
    for one in outcomes:
        root = one
        for _ in outcomes:
            root = by_key[root.because] if root.because else root
        assert root in shown(outcomes)
        assert root.weight is Weight.HARD or one.weight is Weight.SOFT


@given(CASES, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_order_of_answers_does_not_matter(case: tuple[Answers, Background], seed: int) -> None:
    """The same answers give the same outcomes, in whichever order they and the earlier returns come."""
    answers, background = case
    shuffled = _shuffled(answers, seed)
    before = {period: _shuffled(held, seed) for period, held in _shuffled(background.before, seed).items()}
    again = Background(
        background.period, background.population, background.population_words, before,
        _shuffled(background.published, seed), _shuffled(background.peers, seed),
    )  # fmt: skip
    assert check(FORM, shuffled, again) == check(FORM, answers, background)


@given(CASES, CELLS, MISSING)
@settings(max_examples=60, deadline=None)
def test_missing_is_never_0(case: tuple[Answers, Background], cell: Cell, missing: Missing) -> None:
    """Saying that a number is missing makes nothing else wrong that was right."""
    answers, background = case
    new = _hard(check(FORM, {**answers, cell: missing}, background)) - _hard(check(FORM, answers, background))
    assert new <= {f"RET-SYMBOL {cell}"}


@given(CASES, CELLS)
@settings(max_examples=60, deadline=None)
def test_blank_is_never_0(case: tuple[Answers, Background], cell: Cell) -> None:
    """Leaving a cell blank makes nothing wrong but that it is blank."""
    answers, background = case
    left = {one: value for one, value in answers.items() if one != cell}
    new = _hard(check(FORM, left, background)) - _hard(check(FORM, answers, background))
    assert {key.partition(" ")[0] for key in new} <= {"RET-BLANK", "RET-PARTS", "RET-EMPTY"}


@given(CASES, st.sampled_from(sorted({"2026-27Q1", "2025-26Q4"})), CELLS)
@settings(max_examples=60, deadline=None)
def test_missing_in_the_past_makes_no_hard_outcome(case: tuple[Answers, Background], code: str, cell: Cell) -> None:
    """Nor does an earlier number that is missing."""
    answers, background = case
    period = Period.parse(code)
    held: dict[Cell, Value] = {**background.before.get(period, {}), cell: Missing(Symbol.SUPPRESSED)}
    past = Background(
        background.period, background.population, background.population_words, {**background.before, period: held},
        background.published, background.peers,
    )  # fmt: skip
    assert _hard(check(FORM, answers, past)) <= _hard(check(FORM, answers, background))


def _hard(outcomes: tuple[Outcome, ...]) -> set[str]:
    return {one.key for one in outcomes if one.weight is Weight.HARD}


def _shuffled[Key, Held](mapping: Mapping[Key, Held], seed: int) -> dict[Key, Held]:
    pairs = list(mapping.items())
    random.Random(seed).shuffle(pairs)
    return dict(pairs)
