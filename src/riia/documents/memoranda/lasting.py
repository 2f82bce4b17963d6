"""From when until when an agreement holds, as its own sentences say: in order, as long as said, after what it replaces.

A sentence that gives two ends of one term must give them in order; "two years later" must be two years later; and what
an agreement replaces was there before it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median_low
from typing import Final

from riia.documents.dates import Basis, DateMention, date_mentions, in_words
from riia.documents.memoranda.counts import NUMBERS, WORDS
from riia.documents.memoranda.findings import ClauseFinding, Numbered

_BEGINS: Final = re.compile(
    r"\b(?:begins?|starts?|commences?|comes? into (?:force|effect)|takes? effect|effective|runs?|in force|lasts?)"
    r"\s+(?:on|from|with effect from)?\s*(?:the\s+)?$",
    re.I,
)
_ENDS: Final = re.compile(
    r"\b(?:ends?|expires?|terminates?|lapses?|until|lasts?|to|continues?)\s+(?:on|until|to|at the end of)?"
    r"\s*(?:the\s+)?$",
    re.I,
)
_LONG: Final = re.compile(
    rf"\b(?P<many>\d{{1,2}}|{'|'.join(WORDS)})[\s-]+(?P<unit>years?|months?)\s+(?:later|after (?:it|that))\b"
    rf"|\b(?:term|period|duration)\s+of\s+(?P<many2>\d{{1,2}}|{'|'.join(WORDS)})\s+(?P<unit2>years?|months?)\b",
    re.I,
)
_REPLACES: Final = re.compile(
    r"\b(?:replaces?|supersedes?)\s+(?:the|an?|any|our|that)\b[^.;]{0,60}?\b(?:of|dated|from|made (?:on|in))\s+$", re.I
)
_SPARE: Final = 40
"""Days by which the end of a term may be off: "two years" is often to the end of a month."""
_LONGEST: Final = 1_500
"""Letters of a sentence that is read."""
_FAR: Final = 400
"""Days between signatures of one agreement beyond which the year of one of them is likely wrong."""
_SLIP, _CLOSE = 270, 75
"""The same where nearly all others lie within a few weeks of each other."""


def term_findings(clauses: Sequence[Numbered]) -> Iterator[ClauseFinding]:
    """What the clauses say of the beginning and end of the agreement, where it cannot be so."""
    began: date | None = None
    replaced: list[tuple[Numbered, DateMention]] = []
    for clause in clauses:
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", clause.text):
            if len(sentence) > _LONGEST:
                continue
            said = [one for one in date_mentions(sentence) if one.basis in (Basis.DAY, Basis.MONTH) and one.first]
            start = next((one for one in said if _BEGINS.search(sentence[: one.start])), None)
            end = next((one for one in said if one is not start and _ENDS.search(sentence[: one.start])), None)
            replaced += [(clause, one) for one in said if _REPLACES.search(sentence[: one.start])]
            if start is None:
                continue
            began = began or start.first
            if end is not None:
                yield from _ends(clause, start, end, sentence)
    for clause, one in replaced:
        if began is not None and one.first is not None and one.first > began:
            yield ClauseFinding(
                "term-differs",
                clause.number,
                f"It replaces what is dated {one.as_written}, and begins earlier itself, on {in_words(began)}.",
                "Ask which of the two dates is right.",
            )


def _ends(clause: Numbered, start: DateMention, end: DateMention, sentence: str) -> Iterator[ClauseFinding]:
    if start.first is None or end.last is None:
        return
    if end.last < start.first:
        yield ClauseFinding(
            "term-backwards",
            clause.number,
            f"It begins on {start.as_written} and ends before that, on {end.as_written}.",
            "Ask for the days that are meant.",
        )
        return
    long = _LONG.search(sentence)
    if long is None:
        return
    many, unit = long["many"] or long["many2"], long["unit"] or long["unit2"]
    months = int(NUMBERS.get(many.lower(), 0) or many) * (12 if unit.lower().startswith("year") else 1)
    wanted = months * 365.25 / 12
    stated = (end.last - start.first).days
    if abs(stated - wanted) > _SPARE:
        yield ClauseFinding(
            "term-differs",
            clause.number,
            f"From {start.as_written} to {end.as_written} are {round(stated * 12 / 365.25)} months, and the text says "
            f"“{long[0]}”.",
            "Ask how long it is meant to hold.",
        )


def far_from_others(days: Sequence[date | None]) -> list[int]:
    """Places of signature dates more than a year from the others, or in another year than all of them: a slip."""
    known = [day.toordinal() for day in days if day is not None]
    if len(known) < 3:
        return []
    middle = median_low(known)
    close = [day for day in known if abs(day - middle) <= _CLOSE]
    limit = _SLIP if len(close) * 4 >= len(known) * 3 or len(close) == len(known) - 1 else _FAR
    far = [at for at, day in enumerate(days) if day is not None and abs(day.toordinal() - middle) > limit]
    return far if len(far) * 3 <= len(known) else []
