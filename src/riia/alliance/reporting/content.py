"""What a report holds: one frozen set of plain values, from which every version and file is made (R13.14, R13.17).

Nothing here reads a database or knows a page. `as_stored` and `from_stored` are exact opposites; `fingerprint` is of
the canonical bytes: two sets with the same fingerprint say the same thing.
"""

import dataclasses
import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from riia.alliance.reporting.content_grants import Grant

FORM: Final = 1
"""Which shape of stored content this is; a later shape reads the earlier ones."""


class Rag(StrEnum):
    """How a KPI stands. Colour never stands alone: these words are always printed."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    GREY = "Not rated"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing a KPI promises that can be counted. `n` of `of` with exemptions left out, `n_all` of `of_all` without.

    None is "not known", which is not 0. `people` says that it counts persons, so that small numbers are hidden from
    some audiences; `hidden` that this was done.
    """

    number: int
    words: str
    target: str = ""
    unit: str = ""
    n: int | None = None
    of: int | None = None
    n_all: int | None = None
    of_all: int | None = None
    met: bool | None = None
    found: str = ""
    due: date | None = None
    as_at: date | None = None
    source: str = ""
    people: bool = False
    hidden: bool = False
    simulated: bool = False
    result: str = ""
    """The result in words, with what it counts; blank where `n` and `of` say it all."""
    result_all: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: what it is called, the day it speaks for, and where it can be read. `href` is a path."""

    title: str
    effective: date | None = None
    href: str = ""
    standing: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Kpi:
    """A KPI of the plan as it stood on the day."""

    key: str
    words: str
    strand: str
    area: str
    requirement: str = ""
    kind: str = ""
    status: str = ""
    rag: Rag = Rag.GREY
    reason: str = ""
    due: date | None = None
    due_written: str = ""
    owner: str = ""
    owner_role: str = ""
    by_hand: str = ""
    measures: tuple[Measure, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    simulated: bool = False
    deciding: int | None = None
    """Number of the measure that decides where the KPI stands."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A council that is left out of a KPI for a time, with the reason and who approved it."""

    kpi: str
    council: str
    since: date
    until: date | None
    reason: str
    approved_by: str = ""
    confidential: bool = False
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Money of one area, in pence: the year's allocation and projection, the profile to the day, spent and committed.

    None is "not entered", which is not £0.
    """

    strand: str
    area: str
    allocation: int | None = None
    projected: int | None = None
    profile: int | None = None
    spent: int | None = None
    committed: int | None = None
    forecast: int | None = None
    note: str = ""
    simulated: bool = False

    @property
    def variance(self) -> int | None:
        """What is spent above the profile to the day (below it: negative)."""
        return None if self.spent is None or self.profile is None else self.spent - self.profile


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk of the plan, most serious first in the list of a report."""

    title: str
    rating: str = ""
    owner: str = ""
    owner_role: str = ""
    response: str = ""
    kpis: tuple[str, ...] = ()
    confidential: bool = False
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """How many councils submitted a round of returns by its day, and how many in the end."""

    round: str
    due: date
    by_day: int
    ever: int
    of: int
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from the report before: a KPI by its id or another thing by its name."""

    what: str
    label: str
    before: str
    after: str
    better: bool | None = None

    @property
    def around(self) -> bool:
        """Whether it is of something around the KPIs: money, a grant, a risk or an exemption."""
        return self.what in ("Money", "Grant", "Risk") or self.label.startswith("exemption of ")


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the numbers that a summary begins with, in words; `money` where it says what was spent or received."""

    key: str
    words: str
    said: str
    money: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where numbers come from and the day they speak for."""

    title: str
    words: str
    as_at: date | None = None


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything a report says. `people` and `councils` are the names that some audiences do not get to see."""

    alliance: str
    region: str
    period: str
    period_words: str
    as_at: date
    plan: str
    kpis: tuple[Kpi, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    risks: tuple[Risk, ...] = ()
    submitted: tuple[Submitted, ...] = ()
    changes: tuple[Change, ...] = ()
    compared_with: str = ""
    sources: tuple[Source, ...] = ()
    missing: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    councils: tuple[str, ...] = ()
    simulated: bool = False
    short: str = ""
    """The alliance in a word or two, for titles."""
    grants: tuple[Grant, ...] = ()
    before: tuple[Figure, ...] = ()
    """The numbers of the summary as they were in the report before."""


class ContentError(ValueError):
    """What is stored is not a report of a shape this program knows."""


def as_stored(data: ReportData) -> dict[str, Any]:
    """As plain JSON values."""
    found = _plain(data)
    assert isinstance(found, dict)
    return {"form": FORM, "report": found}


def from_stored(stored: Mapping[str, Any]) -> ReportData:
    """The report again.

    Raises:
        ContentError: it is of another shape.
    """
    if stored.get("form") != FORM:
        raise ContentError(f"The stored report has form {stored.get('form')!r}; this program reads form {FORM}.")
    try:
        made = _made(ReportData, stored["report"])
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(f"The stored report cannot be read: {error}") from error
    assert isinstance(made, ReportData)
    return made


def canonical(stored: Mapping[str, Any]) -> bytes:
    """The one way to write it: sorted, without blanks, in UTF-8."""
    return json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(stored: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(stored)).hexdigest()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    """A value of this kind out of plain JSON; refuses what is none."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [each for each in get_args(kind) if each is not type(None)]
        return None if value is None else _made(inner[0], value)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"a list was expected, not {value!r}")
        return tuple(_made(get_args(kind)[0], each) for each in value)
    if dataclasses.is_dataclass(kind):
        assert isinstance(kind, type)
        hints = _hints(kind)
        if not isinstance(value, dict) or not set(value) <= set(hints):
            raise TypeError(f"{kind.__name__} was expected, not {str(value)[:60]}")
        return kind(**{name: _made(hints[name], each) for name, each in value.items()})
    if kind is date:
        return date.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} was expected, not {value!r}")
    return value
