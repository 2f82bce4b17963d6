"""Signatures read from the pages of a document, set against those an agreement asks for. Pure: nothing is recorded."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date
from riia.documents.memoranda.signature_pages import SignedAs

_SAID_OF_ANY = re.compile(
    r"\b(?:councils?|county|city|borough|metropolitan|royal|district|unitary|authority|london|of|the|[mc]?bc|cc)\b"
)
_ANY_OFFICE = "authorised-signatory"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signature that is asked for. `body` is whose officer signs where that is not the party itself; `signed_on` the
    day on record, if there is one."""

    key: int
    party: str
    office: str
    words: str
    body: str = ""
    signed_on: date | None = None

    def __str__(self) -> str:
        return f"{self.words}, {self.party}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the pages say: the date as written for each signature that is missing on record, and what a person should
    look at, a sentence each."""

    written: Mapping[int, str]
    notes: tuple[str, ...]


def proposed(found: Sequence[SignedAs], wanted: Sequence[Wanted], today: date) -> Proposal:
    """Set signatures as printed against those asked for."""
    matched: dict[int, SignedAs] = {}
    notes: list[str] = []
    strangers: dict[str, None] = {}
    unnamed: list[SignedAs] = []
    for one in found:
        seats = _seats_of(one, wanted)
        if not seats:
            strangers[one.party] = None
            continue
        seat = _seat_for(one, seats)
        if seat is None:
            unnamed.append(one)
        elif seat.key in matched and matched[seat.key].written and one.written not in ("", matched[seat.key].written):
            notes.append(
                f"{seat} stands there twice: “{matched[seat.key].written}” and “{one.written}”. Check which holds."
            )
        elif one.written or seat.key not in matched:
            matched[seat.key] = one
    notes += _without_office(unnamed, wanted, matched)
    notes += [
        f"{name} signs there and is not asked to sign here. Add it as a party, or leave its signature out."
        for name in strangers
    ]
    for seat in wanted:
        notes += _said_of(seat, matched.get(seat.key), today)
    written = {
        seat.key: matched[seat.key].written[:40]
        for seat in wanted
        if seat.signed_on is None and seat.key in matched and matched[seat.key].written
    }
    return Proposal(written, tuple(notes))


def _said_of(seat: Wanted, one: SignedAs | None, today: date) -> list[str]:
    if one is None:
        return [] if seat.signed_on else [f"{seat}: not found in these pages."]
    if not one.written:
        return [] if seat.signed_on else [f"{seat}: there is no date beside it (line {one.line})."]
    try:
        day = parse_signature_date(one.written, today=today)
    except SignatureDateError as error:
        return [f"{seat}: {error}"]
    if seat.signed_on not in (None, day):
        return [f"{seat}: the pages say “{one.written}”, and another day is on record."]
    return []


def _without_office(unnamed: Sequence[SignedAs], wanted: Sequence[Wanted], matched: dict[int, SignedAs]) -> list[str]:
    """A date whose office is lost belongs to the one signature of the party that is left, if only one is."""
    notes = []
    for one in unnamed:
        left = [seat for seat in _seats_of(one, wanted) if seat.key not in matched]
        if len(left) == 1 and not one.office:
            matched[left[0].key] = one
            notes.append(f"{left[0]}: the office is not named beside “{one.written}”. It is the one that is left.")
        else:
            notes.append(f"{one.party}, line {one.line}: it is not clear which office signed. Enter it by hand.")
    return notes


def _seats_of(one: SignedAs, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The signatures asked of a party: the one of that name, or the only one whose name holds all its words."""
    own = _plain(one.party)
    for same in (frozenset.__eq__, _one_in_other):
        seats = [
            seat for seat in wanted if same(own, _plain(seat.party)) or (seat.body and same(own, _plain(seat.body)))
        ]
        bodies = all(seat.body and same(own, _plain(seat.body)) for seat in seats)
        if len({seat.party for seat in seats}) == 1 or (seats and bodies):
            return seats
    return []


def _seat_for(one: SignedAs, seats: Sequence[Wanted]) -> Wanted | None:
    own = _plain(one.party)
    of_body = [seat for seat in seats if seat.body and _plain(seat.body) == own]
    if of_body:
        return of_body[0]
    found = [seat for seat in seats if seat.office == one.office or (one.office and seat.office == _ANY_OFFICE)]
    return found[0] if found else None


def _plain(name: str) -> frozenset[str]:
    words = _SAID_OF_ANY.sub(" ", name.lower().replace("’", "'").replace("&", "and"))
    return frozenset(re.findall(r"[a-z']+", words))


def _one_in_other(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one < other or other < one)
