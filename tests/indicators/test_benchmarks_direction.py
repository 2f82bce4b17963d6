"""Directions: the words grow with the run, and a missing year breaks it and is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.statistics.benchmarks import BenchmarkError, Gap, Step, direction, expected_before

C, X = Missing(Symbol.SUPPRESSED), Missing(Symbol.NOT_AVAILABLE)


def years(*figures: float | Missing | None, last: int = 2025) -> list[tuple[Period, Value]]:
    """A series of years ending March up to `last`; None leaves a year out."""
    first = last - len(figures) + 1
    return [
        (Period.year_ending_march(first + at), figure if isinstance(figure, Missing) else Number(figure))
        for at, figure in enumerate(figures)
        if figure is not None
    ]


@pytest.mark.parametrize(
    ("figures", "step", "run", "words"),
    [
        ((1, 2, 3, 4), Step.RISEN, 3, "risen for three years"),
        ((9, 1, 2, 3, 4, 5), Step.RISEN, 4, "risen for four years"),
        (tuple(range(12)), Step.RISEN, 11, "risen for 11 years"),
        ((4, 3, 2, 1), Step.FALLEN, 3, "fallen for three years"),
        ((5, 5, 5, 5), Step.UNCHANGED, 3, "unchanged for three years"),
        ((1, 5, 4, 3), Step.FALLEN, 2, "fallen since 2023"),
        ((1, 2, 3), Step.RISEN, 2, "risen since 2023"),
        ((5, 1, 5, 6), Step.RISEN, 2, "risen since 2023"),
        ((1, 3, 2), Step.FALLEN, 1, "no steady direction, lower than 2024"),
        ((1, 2, 2), Step.UNCHANGED, 1, "no steady direction, the same as 2024"),
        ((1, 2), Step.RISEN, 1, "higher than 2024"),
        ((2, 2), Step.UNCHANGED, 1, "the same as 2024"),
    ],
)
def test_words_grow_with_the_run(figures: tuple[float, ...], step: Step, run: int, words: str) -> None:
    answer = direction(years(*figures))
    assert (answer.step, answer.run, answer.words) == (step, run, words)
    assert answer.gap is None
    assert answer.since == Period.year_ending_march(2025 - run)
    assert answer.is_steady == (run > 1)


@pytest.mark.parametrize(
    ("figures", "run", "gap", "words"),
    [
        (
            (1, C, 3),
            0,
            Gap(Period.year_ending_march(2024), Symbol.SUPPRESSED),
            "no direction: 2024 is missing (suppressed because it is small, or would reveal a small number)",
        ),
        (
            (1, None, 3),
            0,
            Gap(Period.year_ending_march(2024), None),
            "no direction: 2024 is missing (no figure held)",
        ),
        (
            (1, X, 3, 4),
            1,
            Gap(Period.year_ending_march(2023), Symbol.NOT_AVAILABLE),
            "higher than 2024; 2023 is missing (not available or not collected)",
        ),
        (
            (1, None, 3, 4, 5),
            2,
            Gap(Period.year_ending_march(2022), None),
            "risen since 2023; 2022 is missing (no figure held)",
        ),
        ((X, 2, 3, 4, 5), 3, Gap(Period.year_ending_march(2021), Symbol.NOT_AVAILABLE), "risen for three years"),
        ((1, X, 3, 2, 3), 1, None, "no steady direction, higher than 2024"),
        (
            (1, 2, 3, C),
            0,
            Gap(Period.year_ending_march(2025), Symbol.SUPPRESSED),
            "2025 is missing (suppressed because it is small, or would reveal a small number)",
        ),
        ((3,), 0, None, "no earlier figure to compare with"),
    ],
)
def test_a_missing_year_breaks_the_run_and_is_named(
    figures: tuple[float | Missing | None, ...], run: int, gap: Gap | None, words: str
) -> None:
    answer = direction(years(*figures))
    assert (answer.run, answer.gap, answer.words) == (run, gap, words)
    if run == 0:
        assert answer.step is Step.UNKNOWN
        assert answer.since is None
        assert isinstance(answer.change, Missing)


def test_the_change_is_from_the_period_before() -> None:
    assert direction(years(9, 2, 7)).change == Number(5)
    assert direction(years(9, C, 7)).change == C
    assert direction(years(9, None, 7)).change == X
    assert direction(years(9, 7, C)).change == C


def test_order_does_not_matter_and_quarters_and_terms_have_their_own_words() -> None:
    quarters = [(quarter, Number(at)) for at, quarter in enumerate(Period.financial_year(2025).quarters())]
    assert direction(reversed(quarters)).words == "risen for three quarters"
    terms = [(term, Number(9 - at)) for at, term in enumerate(Period.academic_year(2025).terms())]
    assert direction(terms).words == "fallen since Autumn 2025/26"
    own_dates = Period.academic_term(2025, 2, start=date(2026, 1, 5), end=date(2026, 3, 27))
    assert direction([terms[0], (own_dates, Number(99))]).words == "higher than Autumn 2025/26"


def test_snapshots_are_compared_with_the_one_before() -> None:
    snapshots = [
        (Period.day(day), Number(day.year)) for day in (date(2023, 1, 19), date(2024, 1, 18), date(2025, 1, 16))
    ]
    assert direction(snapshots).words == "risen since 19 Jan 2023"


def test_what_is_not_one_series_is_refused() -> None:
    with pytest.raises(BenchmarkError, match="at least one period"):
        direction([])
    with pytest.raises(BenchmarkError, match="calendar year, year ending 31 March"):
        direction([(Period.calendar_year(2024), Number(1)), (Period.year_ending_march(2025), Number(1))])
    with pytest.raises(BenchmarkError, match="YE2025-03 comes twice"):
        direction(years(1) + years(2))


@given(st.lists(st.one_of(st.none(), st.just(C), st.integers(0, 3)), max_size=8), st.integers(0, 3))
def test_a_run_is_what_the_figures_show(earlier: list[int | Missing | None], latest: int) -> None:
    answer = direction(years(*earlier, latest))
    figures: list[int | Missing | None] = [*earlier, latest]
    signs: list[int] = []
    for at in range(len(figures) - 1, 0, -1):
        later, before = figures[at], figures[at - 1]
        if not isinstance(later, int) or not isinstance(before, int):
            break
        signs.append((later > before) - (later < before))
    run = 0
    while run < len(signs) and signs[run] == signs[0]:
        run += 1
    assert answer.run == run
    expected = {1: Step.RISEN, 0: Step.UNCHANGED, -1: Step.FALLEN}
    assert answer.step is (expected[signs[0]] if signs else Step.UNKNOWN)


def snapshots(*figures: float | None, last: int = 2025) -> list[tuple[Period, Value]]:
    """A series of 30 Septembers up to `last`; None leaves a year out."""
    first = last - len(figures) + 1
    held = [(Period.day(date(first + at, 9, 30)), figure) for at, figure in enumerate(figures)]
    return [(day, Number(figure)) for day, figure in held if figure is not None]


@pytest.mark.parametrize(
    ("figures", "run", "words"),
    [
        ((1, 2, 3, 4), 3, "risen for three years"),
        ((1, 2, 3), 2, "risen since 30 Sep 2023"),
        ((1, 2, None, 3, 4), 1, "higher than 30 Sep 2024; 30 Sep 2023 is missing (no figure held)"),
        ((1, 2, None, 3), 0, "no direction: 30 Sep 2024 is missing (no figure held)"),
    ],
)
def test_snapshots_of_one_day_of_the_year_are_years(figures: tuple[float | None, ...], run: int, words: str) -> None:
    answer = direction(snapshots(*figures))
    assert (answer.run, answer.words) == (run, words)


def test_the_period_expected_before_is_named_whether_or_not_it_is_held() -> None:
    held = [day for day, _ in snapshots(1, None, 3)]
    assert expected_before(held[-1], held) == Period.day(date(2024, 9, 30))
    moving = [Period.day(date(2023, 1, 19)), Period.day(date(2025, 1, 16))]
    assert expected_before(moving[1], moving) == moving[0]
    assert expected_before(moving[0], moving) is None
    year = Period.year_ending_march(2025)
    assert expected_before(year, [Period.year_ending_march(2023), year]) == Period.year_ending_march(2024)
