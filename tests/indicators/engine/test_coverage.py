"""Whether files reach far enough: declared windows are believed, inferred ones are evidence."""

from datetime import date

import pytest

from riia.indicators.definitions.counting import Counting, in_period
from riia.indicators.engine.coverage import Window, coverage, history
from riia.indicators.engine.results import Reach
from riia.indicators.model import Period
from riia.indicators.readers.reading import SourceFile

YEAR = Window(date(2024, 4, 1), date(2025, 3, 31), declared=True)
REPEATS = Counting("repeat-referrals", "all", "referrals", (in_period("referred", "the referral"),), history_months=12)


def file(first: date | None, last: date | None, *, declared: bool = True) -> SourceFile:
    return SourceFile("f", "", first=first, last=last, declared=declared)


def inferred(last: date) -> Window:
    return Window(date(2025, 4, 1), last, declared=False)


@pytest.mark.parametrize(
    ("window", "period", "stock", "reach"),
    [
        (YEAR, "YE2025-03", False, Reach.WHOLE),
        (YEAR, "2024-25Q4", False, Reach.WHOLE),
        (YEAR, "2025-26Q1", False, Reach.NONE),
        (YEAR, "2023-24Q4", False, Reach.NONE),
        (YEAR, "CY2024", False, Reach.PART),
        (YEAR, "CY2024", True, Reach.WHOLE),
        (YEAR, "CY2025", True, Reach.NONE),
        (YEAR, "2025-03-31", True, Reach.WHOLE),
        (YEAR, "2025-04-01", True, Reach.NONE),
        (inferred(date(2025, 9, 26)), "2025-26Q2", False, Reach.WHOLE),
        (inferred(date(2025, 8, 29)), "2025-26Q2", False, Reach.PART),
        (inferred(date(2025, 6, 27)), "2025-26Q2", False, Reach.NONE),
        (Window(None, None, declared=False), "2025-26Q2", False, Reach.UNKNOWN),
    ],
)
def test_reach(window: Window, period: str, stock: bool, reach: Reach) -> None:
    found = coverage(window, Period.parse(period), stock=stock)
    assert found.reach is reach
    assert found.words


def test_windows_of_yearly_files_join_and_a_gap_ends_them() -> None:
    files = (
        file(date(2021, 4, 1), date(2022, 3, 31)),
        file(date(2023, 4, 1), date(2024, 3, 31)),
        file(date(2024, 4, 1), date(2025, 3, 31)),
    )
    newest = Window(date(2023, 4, 1), date(2025, 3, 31), declared=True)
    before = Window(date(2021, 4, 1), date(2022, 3, 31), declared=True)
    assert Window.of(files) == newest
    for code, window in (
        ("2021-22Q4", before),
        ("CY2022", before),
        ("CY2023", newest),
        ("2022-23Q4", newest),
        ("2019-20Q1", newest),
    ):
        assert Window.of(files, Period.parse(code)) == window


def test_one_inferred_file_makes_the_window_inferred() -> None:
    files = (
        file(date(2023, 4, 1), date(2024, 3, 31), declared=False),
        file(date(2024, 4, 1), date(2025, 3, 31)),
    )
    assert not Window.of(files).declared


def test_files_without_dates_have_no_window() -> None:
    assert Window.of((file(None, None),)) == Window(None, None, declared=False)


def test_rows_that_reach_further_back_widen_the_window() -> None:
    assert YEAR.widened([date(2024, 2, 1), date(2024, 3, 1)]).first == date(2024, 2, 1)
    assert YEAR.widened([date(2024, 3, 1), date(2022, 3, 1)]).first == date(2024, 3, 1)
    assert YEAR.widened([date(2023, 4, 1)]) == YEAR
    assert YEAR.widened([date(2024, 5, 1)]) == YEAR
    assert YEAR.widened([]) == YEAR


def test_short_history_says_how_short() -> None:
    words = history(YEAR, REPEATS, Period.parse("2024-25Q3"), stock=False)
    assert "reach back 6" in words
    assert "1 April 2024" in words
    assert history(YEAR, REPEATS, Period.parse("2025-26Q1"), stock=False) == ""
    half_a_year = Window(date(2024, 9, 30), date(2025, 3, 31), declared=True)
    assert "reach back 3 (to 30 September 2024)" in history(
        half_a_year, REPEATS, Period.parse("2024-25Q4"), stock=False
    )
    assert history(YEAR, REPEATS, Period.parse("2024-25Q4"), stock=True) == ""
