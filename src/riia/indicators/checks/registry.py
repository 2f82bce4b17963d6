"""The register of checks: each one function with a code, what should hold, what to do, and two worked examples.

A check looks at the tables of one return (`Held`) and gives the rows that break its rule, as a frame. It is registered
by a decorator that asks for a passing and a failing example; a test runs every check on both, and the documentation
pages print them, so a check without examples cannot exist.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from riia.indicators.model.findings import Severity

if TYPE_CHECKING:
    import polars as pl

    from riia.indicators.checks.held import Held

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
NOTE: Final = Severity.NOTE

type Row = Mapping[str, object]
type Example = Mapping[str, Sequence[Row]]
"""Rows by table. Dates are written as ISO text."""
type Finds = Callable[["Held"], "pl.DataFrame"]
"""Gives the rows of the check's table that break its rule, with `_file` and `_row`."""

PREFIXES: Final[Mapping[str, str]] = {
    "CIN": "cin-census", "LAC": "ssda903", "AXA": "annex-a", "SEN": "sen2", "EHE": "ehe",
}  # fmt: skip
"""The collection that a code's first letters name."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about one return.

    `since` and `until` are the collection years it holds for (inclusive; None: always). `echoes` is the number of the
    Department for Education's own rule with the same aim, or "". `years` is True for a check that compares several
    files of a collection, such as this year's census with last year's; it then sees them all at once.
    """

    code: str
    table: str
    column: str
    severity: Severity
    rule: str
    remedy: str
    finds: Finds
    passing: Example
    failing: Example
    since: int | None = None
    until: int | None = None
    echoes: str = ""
    years: bool = False

    @property
    def collection(self) -> str:
        """The key of the return it is about."""
        return PREFIXES[self.code[:3]]

    @property
    def about(self) -> str:
        """What the function says it does, in its own words."""
        return (self.finds.__doc__ or "").strip()

    def in_year(self, year: int | None) -> bool:
        """Whether it holds for a file of `year`; a file that does not say is held to the newest rules."""
        if year is None:
            return self.until is None
        return (self.since or year) <= year <= (self.until or year)


class Registering(Protocol):
    """What `check` gives: a decorator that leaves the function as it is."""

    def __call__(self, finds: Finds, /) -> Finds:
        """Register `finds`."""
        ...


_CHECKS: Final[dict[str, Check]] = {}


def check(
    code: str,
    table: str,
    column: str,
    severity: Severity,
    *,
    rule: str,
    remedy: str,
    passing: Sequence[Row] | Example,
    failing: Sequence[Row] | Example,
    since: int | None = None,
    until: int | None = None,
    echoes: str = "",
    years: bool = False,
) -> Registering:
    """Register the function below as a check of `table`.

    `passing` and `failing` are rows of `table`, or rows by table where the rule looks at several. Raises ValueError
    when the code is taken, names no collection, or an example is empty.
    """
    if code in _CHECKS or code[:3] not in PREFIXES:
        raise ValueError(f"{code}: this code is taken, or does not begin with one of {', '.join(PREFIXES)}.")
    if not passing or not failing:
        raise ValueError(f"{code}: a check needs a passing and a failing example.")

    def register(finds: Finds) -> Finds:
        _CHECKS[code] = Check(
            code, table, column, severity, rule, remedy, finds, _by_table(table, passing), _by_table(table, failing),
            since, until, echoes, years,
        )  # fmt: skip
        return finds

    return register


def registered() -> Mapping[str, Check]:
    """The checks whose modules have been imported; `riia.indicators.checks.every` has them all."""
    return _CHECKS


def _by_table(table: str, example: Sequence[Row] | Example) -> Example:
    return example if isinstance(example, Mapping) else {table: tuple(example)}
