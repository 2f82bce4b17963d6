"""What term dates and rhythms must be like. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from riia.alliance.places.errors import SettlementError, TermDatesError
from riia.alliance.places.models.alliance import RETURN_PERIODS, RhythmKind
from riia.indicators.calendar import Frequency, FrequencyError, parse_frequency
from riia.indicators.model import Period, PeriodError, PeriodKind

TERMS = (1, 2, 3)


@dataclass(frozen=True)
class TermDates:
    """First and last day of term 1 (autumn), 2 (spring) or 3 (summer)."""

    term: int
    start: date
    end: date


def check_terms(council: str, academic_year: int, dates: Sequence[TermDates], others: Sequence[Period]) -> list[Period]:
    """The three terms of a council's academic year as periods, in order.

    `others` are the terms it has entered for other years. Raises TermDatesError when a term is missing or given twice,
    lies outside the academic year, or overlaps another.
    """
    year = Period.academic_year(academic_year).label
    if sorted(item.term for item in dates) != list(TERMS):
        raise TermDatesError(
            f"{council}, {year}: give the autumn, spring and summer term, each once. A council with six terms gives "
            "the first day of the earlier and the last day of the later of each pair."
        )
    ordered = sorted(dates, key=lambda item: item.term)
    try:
        terms = [Period.academic_term(academic_year, item.term, start=item.start, end=item.end) for item in ordered]
    except PeriodError as error:
        raise TermDatesError(f"{council}: {error}") from error
    for earlier, later in pairwise(terms):
        if later.start <= earlier.end:
            raise TermDatesError(
                f"{council}: the {later.label} begins on {_day(later.start)}, before the {earlier.label} ends on "
                f"{_day(earlier.end)}. Correct one of the two days."
            )
    for term in terms:
        for other in others:
            if term.start <= other.end and other.start <= term.end:
                raise TermDatesError(
                    f"{council}: the {term.label} ({_day(term.start)} to {_day(term.end)}) overlaps the {other.label} "
                    f"({_day(other.start)} to {_day(other.end)}), which is already entered. Correct one of the two."
                )
    return terms


def readings(written: str) -> tuple[Frequency, ...]:
    """What a document's words for "how often" can mean: one reading, several to choose from, or none known."""
    try:
        return (parse_frequency(written),)
    except FrequencyError as error:
        return error.readings


@dataclass(frozen=True)
class Reading:
    """One way to read how often something happens; a data return's also says which period it covers."""

    frequency: Frequency
    period_kind: PeriodKind | None = None


def choices(written: str, kind: str) -> tuple[Reading, ...]:
    """Every way in which a rhythm may be settled: the readings of what is written, or all frequencies where none is
    known, and for a data return each with every period that fits it (R5.01)."""
    possible = readings(written) or tuple(Frequency)
    if kind != RhythmKind.RETURN:
        return tuple(Reading(frequency) for frequency in possible)
    return tuple(Reading(frequency, period) for frequency in possible for period in _fitting(frequency))


def check_settlement(
    written: str, kind: str, frequency: Frequency, period_kind: PeriodKind | None, reason: str
) -> None:
    """May a rhythm be settled so? The frequency must be a reading of what is written, where that has known readings.

    A data return also needs the period it covers: a financial quarter, a calendar quarter or an academic term, and one
    that fits the frequency (R5.01). Raises SettlementError.
    """
    possible = readings(written)
    if possible and frequency not in possible:
        choice = " or ".join(reading.words for reading in possible)
        raise SettlementError(f"{written!r} can mean {choice}, not {frequency.words}. Choose one of its readings.")
    if not reason.strip():
        raise SettlementError(f"Say why {written!r} is read as {frequency.words}: who agreed it, and when.")
    if kind != RhythmKind.RETURN:
        if period_kind is not None:
            raise SettlementError("Only a data return covers a period. Leave the period out.")
        return
    fitting = _fitting(frequency)
    if period_kind not in fitting:
        choice = " or ".join(f"{period.value}" for period in fitting)
        raise SettlementError(f"A data return {frequency.words} also needs the period it covers: {choice}. Give it.")


def _fitting(frequency: Frequency) -> tuple[PeriodKind, ...]:
    """The kinds of period a data return of this frequency can cover."""
    return {
        Frequency.QUARTERLY: (PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER),
        Frequency.TERMLY: (PeriodKind.ACADEMIC_TERM,),
    }.get(frequency, RETURN_PERIODS)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
