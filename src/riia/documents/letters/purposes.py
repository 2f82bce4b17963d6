"""The purpose of a grant in numbered lines, each with its rules and its times of payment. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from riia.documents.agreed.misread import as_meant
from riia.documents.letters.days import find_dates
from riia.documents.letters.inferring import Context, Inferred, infer
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.structure import Payment, Purpose, When
from riia.documents.model import Where

_MAIN: Final = re.compile(r"^\(?(\d{1,2})[.)]?$")
_SUB: Final = re.compile(r"^\(?(?:(\d{1,2})\.)?([a-z]|\d{1,2}|[ivx]{1,4})[.)]?$")
_PAID: Final = re.compile(
    r"\b(?P<future>receives?\b(?=[^.;]*%)|(?:to be|will be|being|is to be|shall be|due to be|is|are)\s+(?:paid|made)"
    r"|payable|payment (?:will|is))\b"
    r"|\b(?P<past>(?:was|were|has been|have been|been)\s+(?:paid|made)|already paid|(?<!be )(?<!being )paid(?! in "
    r"(?:one|two|three|four|five|six|\d) (?:payments?|instalments?)))\b",
    re.I,
)


@dataclass(slots=True)
class Purposes:
    """The lines, the amounts nobody read, and the amounts announced to be the sum of the lines under them."""

    lines: list[Purpose] = field(default_factory=list)
    unread: list[tuple[str, Where]] = field(default_factory=list)
    announced: list[tuple[str, str, int, Where]] = field(default_factory=list)
    """Number of the line, as written, pence, place."""


def read_purposes(inside: Sequence[Paragraph], on: date | None, uplift_from: date | None) -> Purposes:
    """The numbered lines among the paragraphs of the purpose, and paragraphs without number that give money."""
    made = Purposes()
    main, title, parent = "", "", Inferred()
    for item in inside:
        label, is_main = _number(item, main)
        if not label and "£" not in item.text:
            continue
        goes_on = not label
        label = label or main  # a paragraph without a number under a numbered line belongs to it
        body = item.body
        if is_main:
            main, title, parent = label, _title(body), Inferred()
        own = title if is_main else _title(body)
        # "£94,000 allocated to each region" says nothing by itself: the line over it says what for
        context = Context(label, own or title, on, uplift_from, parent.uplift, parent.cap_days)
        found = infer(as_meant(body), context)
        if is_main or (goes_on and found.announced):
            parent = found
        offset = len(item.text) - len(body)
        made.announced += [(label, said, amount, item.at(start + offset)) for start, said, amount in found.announced]
        made.unread += [(said, item.where) for said in found.unread]
        payments = tuple(payments_in(item, item.text))
        made.lines.append(Purpose(label, item.text, item.where, tuple(found.rules), payments, found.cap_days))
    return made


def _number(item: Paragraph, main: str) -> tuple[str, bool]:
    mark = item.mark.strip()
    if hit := _MAIN.match(mark):
        return hit[1], True
    if hit := _SUB.match(mark):
        return f"{hit[1] or main}{hit[2]}", False
    return ("", False) if not item.bullet else (main, False)


def _title(text: str) -> str:
    """What a line is about, in a few words."""
    if "£" in text[:60]:
        said = re.search(
            r"\b(?:to fund|towards|for|to)\s+(?!each\b|every\b|per\b|all\b|be\b|the region)(?P<what>[a-z][^£]*)", text
        )
        text = said["what"] if said else ""
    first = re.split(r"(?<=[a-z])[.,;:(]| - | – |\bwith a view\b", text)[0].strip()
    words = first.split()
    return first if len(words) <= 12 else f"{' '.join(words[:12])} …"


def payments_in(item: Paragraph, text: str) -> list[Payment]:
    """Months and days in a text that speak of paying, with whether they say that it is done."""
    found = []
    for piece_start, piece in _clauses_of(text):
        verbs = list(_PAID.finditer(piece))
        if not verbs:
            continue
        for when in find_dates(piece):
            if when.first is None and not when.problem:
                continue
            before = [verb for verb in verbs if verb.start() < when.start] or verbs
            if re.search(r"\b(?:as )?at $", piece[: when.start]):
                continue  # a day on which something is counted
            past = before[-1]["past"] is not None and not re.search(r"\breceives?\b", piece)
            place = item.at(min(piece_start + when.start, len(item.text) - 1))
            told = When(when.text, place, when.first, when.last, when.problem)
            found.append(Payment(told, past, piece.strip(" ().")))
    return found


def _clauses_of(text: str) -> list[tuple[int, str]]:
    """Pieces between brackets, full stops and semicolons, with their offsets."""
    pieces, start = [], 0
    for hit in re.finditer(r"[();]|\.\s", text):
        pieces.append((start, text[start : hit.start()]))
        start = hit.end()
    return [*pieces, (start, text[start:])]
