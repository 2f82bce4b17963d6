"""Councils of the United Kingdom by the identifiers of open grant data, with the days on which they existed.

English councils with children's services come from the register of `riia.indicators.reference`. The others (districts,
combined authorities, Scotland, Wales, Northern Ireland) are packaged beside this module: list, code, names, area
codes, first and last day. Sources: the local authority registers of the Government Digital Service (Open Government
Licence v3.0) and their continuation by mySociety; areas are the nine-letter codes of ONS, NRS and NISRA.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from riia.indicators import reference
from riia.indicators.reference.wording import normal

_FILE: Final = Path(__file__).parent / "data" / "other_councils.csv"
NATIONS: Final = {"GB-LAE": "England", "GB-LAS": "Scotland", "GB-PLA": "Wales", "GB-LANI": "Northern Ireland"}
_KIND: Final = re.compile(
    r"\b(council|borough|district|county|city|metropolitan|corporation|authority|of|the|london|royal|unitary|cc|bc|dc|"
    r"mbc|lbc|lb|rb|and)\b"
)
_CIVIC: Final = re.compile(
    r"\b(council|borough|city of|county of|corporation of london|metropolitan|unitary authority|[lm]bc)\b"
    r"|\b(comhairle|cyngor)\b|\b(county|district|city) (cc|dc|bc)\b"
)
_NOT_CIVIC: Final = re.compile(
    r"\b(for voluntary|voluntary service|voluntary action|parish|town council|community council|on alcohol|on ageing|"
    r"of churches|for ethnic|for racial|racial equality|youth council|students|housing|arts council|sports council|"
    r"research council|trust|charity|cvs|school|college|university|football|cricket|rugby|club|church|society|ltd|"
    r"limited|cic|museum|association|foundation|fund)\b"
)
_PLAIN_CUTS: Final = (
    re.compile(r"\s*\([^)]*\)"),
    re.compile(r"\s+[-–—]\s+.*$"),
    re.compile(r"\s*,\s*(the )?(london borough|royal borough|city|county|city and county) of$", re.IGNORECASE),
)
_FORMS: Final = (
    ("the council of the ", ""),
    ("council of the ", ""),
    ("royal borough of ", ""),
    ("london borough of ", ""),
    ("metropolitan borough of ", ""),
    ("borough of ", ""),
    ("county of ", ""),
    ("city of ", ""),
    ("lb ", ""),
    ("rb ", ""),
    ("", " london borough council"),
    ("", " royal borough council"),
    ("", " metropolitan borough council"),
    ("", " metropolitan district council"),
    ("", " borough council"),
    ("", " unitary authority"),
    ("", " county council"),
    ("", " city council"),
    ("", " lbc"),
    ("", " cc"),
    ("", " bc"),
    ("", " city"),
    ("", " county"),
    ("", " mbc"),
    ("", " council"),
)


@dataclass(frozen=True, slots=True)
class Council:
    """A council under one identifier. `first` and `last` are the days it was valid from and to; None is open."""

    identifier: str
    name: str
    names: frozenset[str]
    nation: str
    areas: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    code: str = ""
    """The three-digit code of an English council with children's services; blank for others."""

    def existed(self, on: date) -> bool:
        """Whether it was there on a day."""
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)

    @property
    def days(self) -> str:
        """When it existed, for a message: "from 1 April 2019", "until 31 March 2019"."""
        said = [f"{word} {day.day} {day:%B %Y}" for word, day in (("from", self.first), ("until", self.last)) if day]
        return " ".join(said)


@cache
def councils() -> dict[str, Council]:
    """Every council by identifier, in capitals."""
    return {council.identifier: council for council in (*_with_children(), *_others())}


def _with_children() -> Iterator[Council]:
    for one in reference.authorities():
        names = frozenset({normal(one.name), *(normal(name.text) for name in one.names)})
        areas = frozenset(code.code for code in one.codes if code.scheme == "ons")
        for code in one.codes:
            if code.scheme == "gb-lae":
                first = max((day for day in (code.valid_from, one.valid_from) if day), default=None)
                last = min((day for day in (code.valid_to, one.valid_to) if day), default=None)
                dated = {
                    (known.valid_from, known.valid_to): known.text for known in one.names if known.kind == "official"
                }
                name = dated.get((code.valid_from, code.valid_to), one.official_name)
                yield Council(code.code, name, names, "England", areas, first, last, str(one.code))


def _others() -> Iterator[Council]:
    with _FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            shown = row["name"]
            names = frozenset(normal(text) for text in (shown, row["short"]) if text)
            first, last = (date.fromisoformat(row[key]) if row[key] else None for key in ("first_day", "last_day"))
            identifier = f"{row['list']}-{row['code']}"
            yield Council(identifier, shown, names, NATIONS[row["list"]], frozenset(row["areas"].split()), first, last)


@cache
def areas() -> dict[str, tuple[Council, ...]]:
    """Councils by the code of their area."""
    found: dict[str, list[Council]] = {}
    for council in councils().values():
        for area in council.areas:
            found.setdefault(area, []).append(council)
    return {area: tuple(some) for area, some in found.items()}


@cache
def _by_name() -> dict[str, tuple[Council, ...]]:
    found: dict[str, list[Council]] = {}
    for council in councils().values():
        for name in council.names:
            found.setdefault(name, []).append(council)
    return {name: tuple(some) for name, some in found.items()}


@lru_cache(maxsize=20_000)
def named(text: str) -> tuple[Council, ...]:
    """Every council that a name may mean: with or without its kind, as departments write it. Empty for none."""
    for form in _forms(text):
        found = _by_name().get(form)
        if found:
            return found
    return ()


def is_civic(text: str) -> bool:
    """Whether a name says that it is a council: "Kent County Council", and not "Kent Community Foundation"."""
    tidy = normal(text)
    return bool(_CIVIC.search(tidy)) and not _NOT_CIVIC.search(tidy)


def shares_name(text: str, council: Council) -> bool:
    """Whether a name holds the distinctive words of the council's: "Derby City Council, Children's Services"."""
    said = set(normal(text).split())
    return any(
        (words := set(_KIND.sub(" ", name).split())) and words <= said
        for name in (*council.names, normal(council.name))
    )


def _forms(text: str) -> Iterator[str]:
    tidy = text
    for cut in _PLAIN_CUTS:
        tidy = cut.sub("", tidy)
    seen: set[str] = set()
    for whole in (normal(text), normal(tidy)):
        for start, end in (("", ""), *_FORMS):
            if whole.startswith(start) and whole.endswith(end):
                form = whole[len(start) : len(whole) - len(end)].strip() if start or end else whole
                if form and form not in seen:
                    seen.add(form)
                    yield form
