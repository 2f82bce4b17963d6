"""Councils and other bodies as agreements name them, each with what identifies it: the code of a council. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from riia.documents.memoranda.signature_pages import is_party
from riia.indicators.reference import (
    AmbiguousPlace,
    Authority,
    PlaceError,
    Region,
    authorities,
    find_place,
    region_of,
    regions,
)

_BEFORE: Final = (
    r"(?:(?:[Tt]he )?(?:London Borough|Royal Borough|Metropolitan Borough|Borough|City|County|Council) of )?"
)
_LOUD_BEFORE: Final = (
    r"(?:(?:THE )?(?:LONDON BOROUGH|ROYAL BOROUGH|METROPOLITAN BOROUGH|BOROUGH|CITY|COUNTY|"
    r"COUNCIL) OF )?"
)
_AFTER: Final = (
    r"(?:,? (?:City of|County of))?(?: (?:City|County|Borough|Metropolitan|District|Unitary|MBC|MDC|BC|CC|"
    r"Council|Corporation|Authority)\b)*"
)
_CAPITALS: Final = (
    r"(?:,? (?:CITY OF|COUNTY OF))?(?: (?:CITY|COUNTY|BOROUGH|METROPOLITAN|DISTRICT|UNITARY|"
    r"COUNCIL|CORPORATION)\b)+"
)
_NOT_OTHERS: Final = (
    r"(?!\s(?:Road|Street|House|Hall|Park|Town)\b)(?!(?:,? (?:and|&) [A-Z]\w+)?(?:\sNHS)?\s(?:Police|"
    r"Constabulary|Integrated|ICB|"
    r"Partnership NHS|Fire|University|College|Safeguarding|Healthcare|Hospitals?|Community Health|Clinical|"
    r"Mental|Foundation|"
    r"Probation|Combined|Children[’']?s Trust|Primary Care|Health)\b)"
)
"""What makes the name of a place part of that of another body: "Kent Police"."""
_OTHER_BODY: Final = re.compile(r"\b(?:Board|Trust|ICB|Police|Constabulary|College|University|Partnership|Service)\b")
_OFFICIAL: Final = re.compile(r"\b(?:Council|Borough|Corporation|CC|MBC|MDC|BC)\b|^City of|^Royal", re.I)
_END_OF_NAME: Final = re.compile(
    r"\s*(?:[,;:(“\"]|\bof (?=[A-Z0-9])|\bwhose\b|\bacting\b|\ba (?:body|company)\b|[–—]| - ).*$", re.S
)
_ITS_SENTENCE: Final = re.compile(r"\s+(?:and|&)\s*$|[.;,:\s]+$", re.I)
_GOES_ON: Final = r"\s+[A-Z(]?[a-z]+(?:’s)?\s+[a-z]"
"""What follows a name in a sentence about it, which is no name of a party."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as written, where its name begins in the text, and what identifies it."""

    name: str
    start: int
    key: str
    official: bool
    """Written as a council, not as a place: "Reading Borough Council", not "Reading"."""

    @property
    def end(self) -> int:
        return self.start + len(self.name)

    @property
    def code(self) -> str:
        """The code of a council; blank for another body."""
        return self.key if self.key.isdigit() else ""


@lru_cache(1)
def _names() -> re.Pattern[str]:
    names = {name.text for council in authorities() for name in council.names if len(name.text) > 2}
    names |= {name.upper() for name in names}
    tried = [re.escape(name).replace(r"\ ", r"\s") for name in sorted(names, key=len, reverse=True)]
    before, after = f"(?:{_BEFORE}|{_LOUD_BEFORE})", f"(?:{_CAPITALS}|{_AFTER})"
    return re.compile(rf"(?<![\w-])(?<!Greater ){before}(?:{'|'.join(tried)}){after}(?![\w-]){_NOT_OTHERS}")


def councils_in(text: str, on: date | None) -> list[Body]:
    """Every council named in a text, in order."""
    found = []
    for match in _names().finditer(text):
        if code := code_of(match[0], on):
            found.append(Body(match[0], match.start(), code, bool(_OFFICIAL.search(match[0]))))
    return found


def body_of(text: str, on: date | None) -> Body | None:
    """The body that a line, item or cell names and begins with; None where it begins with anything else."""
    bare = text.strip(" \t•*-–")
    bare = re.sub(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+", "", bare)
    bare = re.sub(r"^the\s+(?=[A-Z])", "", bare, flags=re.I)
    name = _ITS_SENTENCE.sub("", _END_OF_NAME.sub("", bare))
    if _OTHER_BODY.search(name) and "Council" not in name and (is_party(name) or _OTHER_BODY.search(name.split()[-1])):
        return Body(name, 0, _plain(name), True) if len(name.split()) < 9 and name[0].isupper() else None
    first = next(iter(councils_in(bare, on)), None)
    after = bare[first.end :] if first is not None else ""
    if first is not None and first.start == 0 and (re.match(r"\s+of\b", after) or not re.match(_GOES_ON, after)):
        return first
    return Body(name, 0, _plain(name), True) if is_party(name) else None


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w&]+", " ", name.lower()).split())


@lru_cache(4096)
def code_of(name: str, on: date | None) -> str:
    """The code of the council that a name means on a day; blank for none."""
    tried = (name, re.sub(r"^[Tt]he ", "", name), _short(name))
    for attempt in dict.fromkeys(tried):
        for day in dict.fromkeys((on, None)):
            try:
                found = find_place(attempt, on=day)
            except AmbiguousPlace:
                return _newest(attempt)
            except PlaceError:
                continue
            if isinstance(found, Authority):
                return found.code
    return ""


def _short(name: str) -> str:
    """A name without what kind of council it is."""
    bare = re.sub(rf"^{_BEFORE}", "", name, flags=re.I)
    return re.sub(rf"{_AFTER}$", "", bare, flags=re.I).strip(" ,")


def _newest(name: str) -> str:
    """Of councils of one name, that which has not ended."""
    known = [one for one in authorities() if any(each.text.lower() == name.lower() for each in one.names)]
    return next((one.code for one in known if not one.ended), "")


def regions_in(text: str) -> Iterator[Region]:
    """The regions of England that a text names."""
    for region in regions():
        names = "|".join(re.escape(name.text) for name in region.names)
        if re.search(
            rf"(?<![-\w])(?:{names})\b(?![-\w])(?!\s+(?:London|Lincolnshire|Combined|Derbyshire|Leicestershire"
            r"|Essex|Surrey|Hampshire))",
            text,
            re.I if len(region.name) > 12 else 0,  # "the north east" is a direction too
        ):
            yield region


def region_by_code(code: str) -> Region:
    """The region of a council."""
    return region_of(code)
