"""May a round be like this: its period, its set and its days. Pure: no database.

Sources: requirements R5.01 (kinds of period), R4.17 (which set on which day), R5.05 and R5.09 (days of the desk).
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from riia.alliance.places.models.alliance import RETURN_PERIODS
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.policies import DFE_WITHIN
from riia.indicators.calendar import Deadline, bank_holiday, is_working_day, next_working_day
from riia.indicators.definitions import catalogue
from riia.indicators.model import Period, day_in_words
from riia.indicators.returns.forms import FORMS

RETURN_WITHIN: Final = 15
"""Working days councils are proposed to have from the opening; a round's people change it as they agreed."""
DESK_WITHIN: Final = DFE_WITHIN - 1
"""Working days the desk is proposed to have, so that one is left to send the pack."""


@dataclass(frozen=True, slots=True)
class Days:
    """The four days of a round (R5.01)."""

    opens_on: date
    due_on: date
    desk_until: date
    dfe_due_on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """Days as they are proposed, each with how it was reached."""

    days: Days
    opening_words: str
    due: Deadline
    desk: Deadline
    dfe: Deadline


def proposed_days(period: Period) -> Proposal:
    """The days of a round for a period, counted in working days from its last day (R5.09)."""
    opening = next_working_day(period.end)
    due = Deadline.in_working_days(opening, RETURN_WITHIN)
    desk, dfe = _after(due.due)
    words = f"The first working day after the period ends on {day_in_words(period.end)}: {in_words(opening)}."
    return Proposal(Days(opening, due.due, desk.due, dfe.due), words, due, desk, dfe)


def days_after(due_on: date) -> tuple[date, date]:
    """The last day of the desk and that of the pack, when only the councils' deadline is known."""
    desk, dfe = _after(due_on)
    return desk.due, dfe.due


def _after(due_on: date) -> tuple[Deadline, Deadline]:
    return Deadline.in_working_days(due_on, DESK_WITHIN), Deadline.in_working_days(due_on, DFE_WITHIN)


def check_days(days: Days) -> None:
    """The days of a round follow each other."""
    named = (
        ("The opening", days.opens_on),
        ("the deadline for councils", days.due_on),
        ("the last day of the desk", days.desk_until),
        ("the day the pack is due at the Department", days.dfe_due_on),
    )
    for (earlier, first), (later, second) in pairwise(named):
        if second < first:
            said = f"{earlier[0].upper()}{earlier[1:]} ({day_in_words(first)})"
            raise DeskError(f"{said} comes after {later} ({day_in_words(second)}). Correct one of the two days.")


def warnings_about(days: Days, period: Period | None = None) -> list[str]:
    """What somebody should know about days that are possible but unusual; none where all is well."""
    named = (
        ("The round opens", days.opens_on),
        ("Councils’ returns are due", days.due_on),
        ("The desk’s last day is", days.desk_until),
        ("The pack is due", days.dfe_due_on),
    )
    found = [f"{what} on {in_words(day)}, {_why(day)}." for what, day in named if not is_working_day(day)]
    if period is not None and days.opens_on <= period.end:
        found.append(
            f"The round opens on {day_in_words(days.opens_on)}, before the period ends on {day_in_words(period.end)}: "
            "councils cannot have all its figures yet."
        )
    within = Deadline.in_working_days(days.due_on, DFE_WITHIN)
    if days.dfe_due_on > within.due:
        found.append(f"The plan gives {DFE_WITHIN} working days for the pack. {within.words}")
    return found


def check_period(period: Period) -> None:
    """Rounds cover a financial quarter, a calendar quarter or an academic term, and nothing else (R5.01)."""
    if period.kind not in RETURN_PERIODS:
        kinds = ", a ".join(kind.value for kind in RETURN_PERIODS[:-1])
        raise DeskError(
            f"A round cannot cover {period.label}, which is a {period.kind.value}. "
            f"Choose a {kinds} or an {RETURN_PERIODS[-1].value}."
        )


def form_on(day: date) -> str:
    """The indicator set in use on a day, the newest of those in force (R4.17)."""
    return forms_on(day)[-1]


def forms_on(day: date) -> list[str]:
    """Every set that a round may collect for a period that ends on a day, the newest last."""
    found = [catalogue().set(key) for key in FORMS]
    in_force = [
        one for one in found if (one.valid_from or date.min) <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    if not in_force:
        first = min(one.valid_from for one in found if one.valid_from)
        raise DeskError(
            f"No indicator set was agreed on {day_in_words(day)}. The first holds from {day_in_words(first)}; "
            "choose a later period."
        )
    return [one.key for one in sorted(in_force, key=lambda one: one.valid_from or date.min)]


def check_form(form: str, period: Period) -> None:
    """The set was agreed by the end of the period it is asked for (R4.17)."""
    if form not in forms_on(period.end):
        known = form in FORMS
        title = catalogue().set(form).title if known else form
        raise DeskError(f"The set “{title}” was not in use at the end of {period.label}. Choose another set.")


def in_words(day: date) -> str:
    """ "Thursday 1 October 2026"."""
    return f"{day:%A} {day_in_words(day)}"


def _why(day: date) -> str:
    holiday = bank_holiday(day)
    return f"a bank holiday ({holiday})" if holiday else "which is not a working day"
