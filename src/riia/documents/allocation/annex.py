"""What an annex states for its recipients, and what comes out when its rules are executed beside it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from riia.documents.allocation.amounts import Amount, CannotVerify, Hidden, Worked, in_pounds


class Column(StrEnum):
    """What an amount column of an annex holds."""

    PREVIOUS = "previous total"
    UPLIFT = "uplift"
    REVISED = "revised total"
    BASE = "base"
    TOP_UP = "top-up"
    TOTAL = "total"


class Verdict(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_VERIFY = "cannot verify"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One recipient. `place` is its code (see Facts), `name` as written; `councils` where the annex states a number."""

    place: str
    name: str
    stated: Mapping[Column, Amount]
    councils: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One rule executed for one recipient."""

    line: str
    title: str
    uplift: bool
    paid_in: str
    answer: Worked | CannotVerify


@dataclass(frozen=True, slots=True)
class Check:
    """A stated amount beside the computed one. `difference` is stated less computed, in pence."""

    what: str
    computed: int | None
    stated: Amount | None
    verdict: Verdict
    sentence: str

    @property
    def difference(self) -> int | None:
        """Stated less computed; None where one of them is not known."""
        return self.stated - self.computed if isinstance(self.stated, int) and self.computed is not None else None


@dataclass(frozen=True, slots=True)
class RowResult:
    """A recipient with its lines, its checks, what it is paid and what of that is its own.

    `paid`, `own` and `for_others` are None where a line cannot be verified.
    """

    row: AnnexRow
    lines: tuple[Line, ...]
    checks: tuple[Check, ...]

    @property
    def paid(self) -> int | None:
        """Everything that is paid to it."""
        return self._sum("paid")

    @property
    def own(self) -> int | None:
        """Everything that is meant for it, whoever is paid: own £244,800 where £324,800 is paid."""
        return self._sum("own")

    @property
    def for_others(self) -> int | None:
        """What it is paid for other beneficiaries."""
        held = [line.answer for line in self.lines if isinstance(line.answer, Worked)]
        if len(held) < len(self.lines):
            return None
        return sum(max(0, answer.paid - answer.own) for answer in held)

    def total(self, which: str, *, uplift: bool | None = None) -> int | None:
        """The sum of "paid" or "own" over all lines, or those of the uplift or of before. None: cannot be verified."""
        return self._sum(which, uplift)

    @property
    def verdict(self) -> Verdict:
        """Differs if one check does; else cannot verify if one cannot; else agrees."""
        found = {check.verdict for check in self.checks}
        return next(
            (verdict for verdict in (Verdict.DIFFERS, Verdict.CANNOT_VERIFY) if verdict in found), Verdict.AGREES
        )

    def _sum(self, which: str, uplift: bool | None = None) -> int | None:
        total = 0
        for line in self.lines:
            if uplift is not None and line.uplift is not uplift:
                continue
            if isinstance(line.answer, CannotVerify):
                return None
            total += line.answer.paid if which == "paid" else line.answer.own
        return total


@dataclass(frozen=True, slots=True)
class Recomputation:
    """An annex worked out again. `totals` compares each column; one that is not stated is computed (R1.48)."""

    rows: tuple[RowResult, ...]
    totals: Mapping[Column, Check] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The worst of all rows and totals."""
        found = {row.verdict for row in self.rows} | {check.verdict for check in self.totals.values()}
        return next(
            (verdict for verdict in (Verdict.DIFFERS, Verdict.CANNOT_VERIFY) if verdict in found), Verdict.AGREES
        )

    def for_place(self, place: str) -> RowResult | None:
        """The first row of a place."""
        return next((result for result in self.rows if result.row.place == place), None)


def compare(what: str, working: str, computed: int | None, stated: Amount | None, hidden: str = "") -> Check:
    """A check of one amount. `working` ends with the computed amount; `hidden` says what cannot be known."""
    if computed is None:
        return Check(what, None, stated, Verdict.CANNOT_VERIFY, hidden or f"The {what} cannot be verified.")
    if isinstance(stated, Hidden):
        return Check(what, computed, stated, Verdict.CANNOT_VERIFY, f"{working}; what is stated is {stated.value}.")
    if stated is None:
        return Check(what, computed, None, Verdict.AGREES, f"{working}; the document states none.")
    if stated == computed:
        return Check(what, computed, stated, Verdict.AGREES, f"{working}, as stated.")
    difference = stated - computed
    more = "more" if difference > 0 else "less"
    told = f"{working}, but {in_pounds(stated)} is stated: {in_pounds(abs(difference))} {more}."
    return Check(what, computed, stated, Verdict.DIFFERS, told)
