"""May this happen now: states, windows, days. Pure functions; who may do it is in `permissions`."""

import calendar
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from riia.alliance.custody.errors import CustodyError
from riia.alliance.custody.states import FILE_TRANSITIONS, FileState
from riia.indicators.model import Period, PeriodKind, day_in_words
from riia.indicators.records import Dataset


class Window(Protocol):
    """The days in which files may come."""

    opens_on: date
    closes_on: date


def check_move(state: str, then: FileState) -> None:
    """Raise unless a file may go from one state to another."""
    if then not in FILE_TRANSITIONS[FileState(state)]:
        raise CustodyError(f"This file is {state}, so it can no longer be {then}. Look at it again.")


def check_new(sha256: str, waiting: str, accepted: str) -> None:
    """Raise where these very records wait or are accepted already. Each is a hash, "" where there is no such file."""
    if sha256 not in (waiting, accepted):
        return
    if waiting and sha256 == accepted:
        raise CustodyError(
            "These very records are accepted already, and stand until another file is accepted. If the file that waits "
            "is wrong, destroy it on its page, or ask the region's desk to refuse it."
        )
    raise CustodyError("These very records are lodged already. There is nothing to do.")


def check_window(dataset: Dataset, window: Window | None, on: date) -> None:
    """Raise unless files of a dataset may come on this day (R4.30)."""
    if not dataset.windowed:
        return
    if window is None:
        raise CustodyError(
            f"{dataset.title}: no window is open for this period. The regional coordinator sets its days each term."
        )
    if not window.opens_on <= on <= window.closes_on:
        raise CustodyError(
            f"{dataset.title}: files for this period come from {day_in_words(window.opens_on)} to "
            f"{day_in_words(window.closes_on)}. Ask the regional coordinator for another day."
        )


def check_period(dataset: Dataset, period: Period, on: date) -> None:
    """Raise unless the period is one that files of the dataset are for, and has begun."""
    wanted = PeriodKind.ACADEMIC_TERM if dataset.year == "AY" else PeriodKind.FINANCIAL_QUARTER
    if period.kind is not wanted:
        raise CustodyError(f"{dataset.title}: files are for an {wanted.value}." if dataset.year == "AY" else
                           f"{dataset.title}: files are for a {wanted.value}.")  # fmt: skip
    if period.start > on:
        raise CustodyError(f"{dataset.title}: {period.label} has not begun yet. Check the period.")


def span_of(period: Period) -> str:
    """The year that the pseudonyms of a period's records are made for: "2025-26"."""
    return f"{period.named_year}-{(period.named_year + 1) % 100:02}"


def keep_until(dataset: Dataset, on: date, months: int | None = None) -> date:
    """The last day a file is kept: as many months as the register says, else the dataset's own."""
    count = on.year * 12 + on.month - 1 + (months if months is not None else dataset.keep_months)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def check_purpose(purpose: str) -> str:
    """The purpose of a reading, trimmed. Raises where none is given."""
    said = " ".join(purpose.split())
    if not said:
        raise CustodyError("Say what you read the records for. It is kept in the read log.")
    return said[:300]


def check_days(opens_on: date, closes_on: date) -> None:
    """Raise unless a window or a naming ends after it begins."""
    if closes_on < opens_on:
        raise CustodyError("The last day lies before the first. Give the days in order.")


def check_not_same(reference: str | None, others: Iterable[str | None]) -> None:
    """Who lodges a file does not settle it (R14.01)."""
    if reference is not None and reference in others:
        raise CustodyError("You lodged this file, so somebody else decides on it.")
