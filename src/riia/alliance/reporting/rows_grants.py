"""The words of grants: each row of a grant and of its payments, the only place where they are put into words."""

from collections.abc import Sequence
from typing import Final

from riia.alliance.kit.filters import and_list, pounds, short_date
from riia.alliance.reporting.blocks import Cell, Column
from riia.alliance.reporting.content_grants import Grant, GrantCondition, GrantPayment
from riia.alliance.reporting.rows import simulated

UNKNOWN: Final = "not known"
GRANT_COLUMNS: Final = (
    Column("Grant", 4), *(Column(words, 2, numeric=True) for words in
    ("Allocated", "Received", "In the quarter", "Still to come", "Paid on")),
)  # fmt: skip
CONDITION_COLUMNS: Final = (Column("What", 6), Column("Due", 2), Column("Where it stands", 4))
PAYMENT_COLUMNS: Final = (Column("What", 6), Column("Amount", 2, numeric=True), Column("When", 3))


def exact(pence: int | None, *, whole: bool = False) -> str:
    """An amount to the penny, with `whole` without .00; one that is not known is never £0."""
    return UNKNOWN if pence is None else pounds(pence, whole=whole)


def grant_row(one: Grant) -> tuple[Cell, ...]:
    """The row of a grant; its letter stands under its name."""
    name = f"{one.title}{f' ({one.references})' if one.references else ''}{simulated(one.simulated)}"
    amounts = (one.allocated, one.received, one.in_period, one.expected, one.passed_on)
    return Cell(f"{name}\n{one.letter}" if one.letter else name), *(Cell(exact(each)) for each in amounts)


def grants_total(grants: Sequence[Grant]) -> Grant:
    """All grants together: of amounts that are all known; where one is not, the total is not known either."""

    def together(name: str) -> int | None:
        amounts = [getattr(one, name) for one in grants]
        return None if not amounts or None in amounts else sum(amounts)

    return Grant(
        "All these grants",
        allocated=together("allocated"),
        received=together("received"),
        in_period=together("in_period"),
        expected=together("expected"),
        passed_on=together("passed_on"),
    )


def payment_row(grant: Grant, one: GrantPayment) -> tuple[Cell, ...]:
    """A payment: what came or went, and what is due."""
    name = f"{one.what}, {grant.title}{simulated(one.simulated and not grant.simulated)}"
    return Cell(name), Cell(exact(one.amount)), Cell(when(one))


def when(one: GrantPayment) -> str:
    """Where a payment stands: came or went on a day, due, or overdue."""
    day = f"{one.day:%B %Y}" if one.month_only else short_date(one.day)
    if one.moved:
        return f"{'received' if one.instalment else 'paid'} {day}"
    return f"was due {day}, not {'received' if one.instalment else 'paid'}" if one.overdue else f"due {day}"


def condition_row(grant: Grant, one: GrantCondition) -> tuple[Cell, ...]:
    """What a grant depends on or asks for, by when, and where that stands."""
    words = f"{grant.title}: {one.words}"
    return Cell(words), Cell(short_date(one.due) if one.due else "no day"), Cell(one.standing or "–")


def overdue(grants: Sequence[Grant]) -> list[tuple[Grant, GrantPayment]]:
    """Instalments of the department whose day has passed."""
    return [(one, each) for one in grants for each in one.payments if each.overdue and each.instalment]


def agreeing(grants: Sequence[Grant]) -> str:
    """Of which grants every sum was worked out again and agrees; blank where of none."""
    named = [one.title for one in grants if one.checked and not one.findings]
    if not named:
        return ""
    return f"Worked out again by the rules of the letter in force, every amount agrees: {and_list(named)}."
