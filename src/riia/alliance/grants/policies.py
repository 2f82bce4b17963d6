"""May it happen now, and what a letter's dates and numbers have to satisfy. Pure: no database, no request.

Each `check_…` raises GrantError with the words to show. Sources: requirements section 1, the rule is named at each.
"""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.states import (
    AWARD_TRANSITIONS,
    INSTALMENT_TRANSITIONS,
    ONWARD_TRANSITIONS,
    STANDING,
    VERSION_TRANSITIONS,
    AwardState,
    PaymentState,
    VersionState,
)
from riia.indicators.model import day_in_words

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_AND_YEAR = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>(19|20)\d\d)\b", re.IGNORECASE)
_PREFIX = re.compile(r"^(dfe|dluhc|mhclg|dclg|gd)?\s*(ref(erence)?|no)?\.?\s*:?\s*", re.IGNORECASE)


def check_move[State: StrEnum](table: Mapping[State, frozenset[State]], now: State, then: State, what: str) -> None:
    """Raise GrantError unless the table of states allows the move."""
    if then not in table[now]:
        raise GrantError(f"This {what} is {now.value}, so it cannot become {then.value}.")


def check_version_move(now: VersionState, then: VersionState) -> None:
    check_move(VERSION_TRANSITIONS, now, then, "version")


def check_payment_move(now: PaymentState, then: PaymentState, *, onward: bool) -> None:
    """A payment out of the grant is approved first; an instalment of the department never is."""
    if onward and now is PaymentState.PLANNED and then is PaymentState.PAID:
        raise GrantError("This payment is not approved yet. Ask the Lead DCS of the region to approve it.")
    what = "payment" if onward else "instalment"
    check_move(ONWARD_TRANSITIONS if onward else INSTALMENT_TRANSITIONS, now, then, what)


def check_award_move(now: AwardState, then: AwardState) -> None:
    check_move(AWARD_TRANSITIONS, now, then, "award")


def reference_key(written: str) -> str:
    """How references are compared: without "ref" or "No." before them, spaces, case and lost underscores (R1.02)."""
    plain = _PREFIX.sub("", written.strip()).casefold()
    return re.sub(r"[\s_\\]+", "", plain)


class Versioned(Protocol):
    """What the choice of a version looks at."""

    number: int
    edition: int
    effective_from: date
    state: str


def in_force[V: Versioned](versions: Iterable[V], day: date) -> V | None:
    """The version in force on a day: the highest number, then edition, that had taken effect (R1.16)."""
    begun = [one for one in versions if VersionState(one.state) in STANDING and one.effective_from <= day]
    return max(begun, key=lambda one: (one.number, one.edition), default=None)


def missing_before(number: int, held: Iterable[int]) -> tuple[int, ...]:
    """Numbers of the letters that came before this one and are not held; 0 is the original (R1.15)."""
    have = set(held)
    return tuple(each for each in range(number) if each not in have)


def letters_in_words(numbers: Sequence[int]) -> str:
    """ "the original, variation 1 and variation 2"."""
    names = [f"variation {each}" if each else "the original" for each in numbers]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def month_in_words(day: date) -> str:
    """ "January 2024"."""
    return f"{day:%B %Y}"


def written_from(letter_date: date | None, written: str) -> date | None:
    """The earliest day that a letter can have: its own, or the first of the month that it is dated with."""
    if letter_date is not None:
        return letter_date
    found = _MONTH_AND_YEAR.search(written)
    if found is None:
        return None
    return date(int(found["year"]), _MONTHS[found["month"].casefold()], 1)


def due_in_words(day: date, month_only: bool) -> str:
    """A day, or its month where no day is known."""
    return month_in_words(day) if month_only else day_in_words(day)


def latest(day: date, month_only: bool) -> date:
    """The last day that a date can mean."""
    return month_end(day) if month_only else day


@dataclass(frozen=True, slots=True)
class Frame:
    """What the date of an instalment is held against: the letter, the day of effect and the financial year (R1.42)."""

    letter: date | None
    letter_words: str
    year_label: str
    year_starts: date
    year_ends: date


def instalment_problems(due: date, month_only: bool, frame: Frame) -> tuple[str, ...]:
    """Why the date of an instalment cannot be: before the letter, or outside the financial year."""
    said, last = due_in_words(due, month_only), latest(due, month_only)
    found = []
    if frame.letter is not None and last < frame.letter:
        found.append(f"{said} is before the letter of {frame.letter_words}")
    if last < frame.year_starts or due > frame.year_ends:
        found.append(f"{said} is outside the financial year {frame.year_label}")
    return tuple(found)


def paid_already(due: date, month_only: bool, letter: date | None) -> bool:
    """Whether a letter can say of this that it was paid: its time had passed when the letter was written (R1.43)."""
    return letter is not None and latest(due, month_only) <= letter


def check_amount(pence: int | None) -> None:
    """A payment is more than nothing."""
    if pence is not None and pence <= 0:
        raise GrantError("Amount: a payment is more than £0. Enter what is to be paid.")


def check_year(starts: int) -> None:
    """A financial year that can be meant."""
    if not 2003 <= starts <= 2099:
        raise GrantError(
            "Financial year: enter the year it begins in with 4 numbers, such as 2025 for 2025-26. "
            "Section 31 grants begin with 2003-04."
        )


def handed_in_time(handed_in: date | None, due: date) -> bool:
    """Whether what an award depends on was handed in by its day (R1.46)."""
    return handed_in is not None and handed_in <= due
