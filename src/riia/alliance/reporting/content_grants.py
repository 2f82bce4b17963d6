"""What a report says of the grants of a region: allocations, payments, sums worked out again, and what is due.

Money is whole pence. None is an amount that is not known (redacted, illegible, not stated), which is never £0.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GrantPayment:
    """An instalment of the department, or a payment out of the grant, that matters for the period.

    `day` is when it came or went, else when it is due; `moved` whether it did by the day of the report.
    """

    what: str
    day: date
    month_only: bool = False
    amount: int | None = None
    moved: bool = False
    overdue: bool = False
    instalment: bool = True
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class GrantFinding:
    """A sum of a letter that differs from its own rules, or cannot be verified: where, and in a sentence."""

    where: str
    words: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class GrantCondition:
    """What a grant depends on or asks for, by when where there is a day, and where that stands."""

    words: str
    due: date | None = None
    standing: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant as it stood on the day of the report, for the region and its councils.

    `allocated` is the sum of their rows in the letter that was in force; `received` what of it had come, `in_period`
    what came in the period, `expected` what is announced and had not come; `passed_on` what was paid out of it.
    """

    title: str
    references: str = ""
    letter: str = ""
    allocated: int | None = None
    received: int | None = None
    in_period: int | None = None
    expected: int | None = None
    passed_on: int | None = None
    payments: tuple[GrantPayment, ...] = ()
    findings: tuple[GrantFinding, ...] = ()
    checked: bool = False
    """Whether rules of the letter were executed for these rows, so that no finding means that the sums agree."""
    conditions: tuple[GrantCondition, ...] = ()
    letter_held: bool = True
    simulated: bool = False
