"""Who is named: councils and regions as letters write them, held against the register of the day. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from riia.documents.letters.structure import Recipient
from riia.documents.model import Where
from riia.indicators.reference import (
    AmbiguousPlace,
    Authority,
    PlaceError,
    Region,
    RegionKind,
    UnknownPlace,
    authorities,
    find_place,
    region_of,
    regions_by_code,
)

_ALLIANCE: Final = re.compile(
    r"\s*(?:(?:regional )?improvement(?: and innovation)? alliance|RII?A|region|alliance)s?\b(?:\s*\(.*?\))?$", re.I
)
_NOTE: Final = re.compile(r"\s*(?:\([^)]*\)|\*+|[¹²³†]|\[\d\])$")
_COUNCIL: Final = re.compile(
    r"\b(?:Council|Borough|Corporation|Authority|Boro)\b|^(?:City|County) of |^Royal Borough", re.I
)
_MOST_WORDS: Final = 9


def recipient(text: str, where: Where, on: date | None) -> Recipient:
    """What a recipient's name means on a day. A name that is no council or region says so in `problem`."""
    name = text.strip(" .,;:")
    found, problem = _found(name, on)
    if found is None:
        return Recipient(name, where, "", False, problem)
    if isinstance(found, Region):
        if found.kind is not RegionKind.REGION:
            return Recipient(name, where, "", False, f"{found.name} is neither a council nor one of the nine regions.")
        return Recipient(name, where, found.code, True)
    return Recipient(name, where, found.code, False, problem)


@lru_cache(4096)
def _found(name: str, on: date | None) -> tuple[Authority | Region | None, str]:
    tried = dict.fromkeys([name, _NOTE.sub("", name), _ALLIANCE.sub("", _NOTE.sub("", name))])
    problem = ""
    for attempt in tried:
        try:
            return find_place(attempt, on=on), ""
        except AmbiguousPlace as error:
            if on is None:
                return None, ""  # two councils of one name, and no day to tell which: nothing is wrong with the name
            problem = problem or str(error)
        except UnknownPlace as error:
            try:
                other = find_place(attempt)
            except PlaceError:
                problem = problem or str(error)
            else:
                return other, _not_then(other, on)
        except PlaceError as error:
            problem = problem or str(error)
    return None, problem


def _not_then(other: Authority | Region, on: date | None) -> str:
    assert isinstance(other, Authority)
    assert on is not None
    if other.valid_to is not None and other.valid_to < on:
        return f"it ended on {other.valid_to.day} {other.valid_to:%B %Y}"
    begun = other.valid_from
    return f"it began on {begun.day} {begun:%B %Y}" if begun else "it did not exist then"


def region_code(code: str) -> str:
    """The region of a council by their codes; blank for what is no council."""
    return region_of(code).code if len(code) == 3 and code.isdigit() else ""


@lru_cache(1)
def _vocabulary() -> frozenset[str]:
    """Every word of every name, and those that names are written with: most texts have one that is in none."""
    names = [name.text for region in regions_by_code().values() for name in region.names]
    names += [name.text for council in authorities() for name in council.names]
    more = (
        "council county city borough metropolitan district london royal of the and riia ria region alliance cc "
        "mbc bc mdc"
    )
    return frozenset(re.findall(r"\w+", f"{' '.join(names)} {more}".lower()))


@lru_cache(8192)
def is_known(text: str) -> bool:
    """True for the name of a council, past or present, or of one of the nine regions."""
    name = text.strip(" .,;:()")
    if not name or not name[0].isupper():
        return False
    if not _vocabulary().issuperset(re.findall(r"\w+", _ALLIANCE.sub("", name).lower())):
        return False
    try:
        found = find_place(_ALLIANCE.sub("", name))
    except AmbiguousPlace:
        return True
    except PlaceError:
        return False
    return not isinstance(found, Region) or found.kind is RegionKind.REGION


@lru_cache(1)
def _names() -> re.Pattern[str]:
    regions = [name.text for region in regions_by_code().values() for name in region.names]
    councils = [name.text for council in authorities() for name in council.names]
    wanted = sorted({re.escape(name) for name in (*regions, *councils) if len(name) > 3}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(wanted)})\b")


def first_named(text: str) -> str:
    """The first council or region named in a sentence, as written; blank where there is none."""
    hit = _names().search(text)
    if hit is None:
        return ""
    longer = re.match(r"(?: (?:County|City|Borough|Metropolitan|District))* (?:Council|RII?A)\b", text[hit.end() :])
    return hit[0] + (longer[0] if longer else "")


def split_names(text: str) -> Iterator[tuple[int, str]]:
    """The councils and regions of a list, with offsets: one by one, or run together without any sign between them.

    What is no known name but looks like one ("Northshire County Council") is given too; other words are passed over.
    """
    words = [(hit.start(), hit[0]) for hit in re.finditer(r"[^\s,;]+[,;]?", text)]
    at = 0
    unknown: list[tuple[int, str]] = []
    while at < len(words):
        length = _longest(words, at)
        if length:
            yield from _unknown(unknown)
            unknown = []
            yield words[at][0], " ".join(word for _, word in words[at : at + length]).strip(" ,;.()")
        elif words[at][1].strip(",;.").lower() in ("and", "&"):
            yield from _unknown(unknown)
            unknown = []
        else:
            unknown.append(words[at])
            if words[at][1].endswith((",", ";")) or words[at][1].strip(",;.") == "Council":
                yield from _unknown(unknown)
                unknown = []
        at += length or 1
    yield from _unknown(unknown)


def _longest(words: list[tuple[int, str]], at: int) -> int:
    """How many words from here make the longest known name; 0 for none."""
    for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        last = words[at + length - 1][1]
        if last.strip(",;.").lower() in ("and", "&", "of"):
            continue
        if is_known(" ".join(word for _, word in words[at : at + length])):
            return length
    return 0


def _unknown(words: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    text = " ".join(word for _, word in words).strip(" ,;.()")
    if text and text[0].isupper() and _COUNCIL.search(text):
        yield words[0][0], text
