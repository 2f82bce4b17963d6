"""Days of an agreement against each other: its term, its reviews and payments, and the days on which it was signed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from riia.documents.dates import Basis, DateMention, date_mentions, in_words
from riia.documents.memoranda.checks.material import NUMBER, Material, Unit, cells_of, made, number, short
from riia.documents.model import Finding

_SELF: Final = (
    r"\b(?:this|the|our)\s+(?:memorandum|MoU|agreement|partnership|protocol|arrangement|collaboration|"
    r"concordat|service)\b|\bit\b|\bterm\b"
)
_BEGINS: Final = re.compile(
    r"\b(?:begins?|starts?|commences?|comes? into (?:force|effect|operation)|takes? effect|effective|runs?|"
    r"in force|lasts?|"
    r"commencement date|start date|effective date|continues?|operates?)\b[^.;]{0,25}?\b(?:on|from|:|is|of|"
    r"with effect from)\s*(?:the\s+)?$",
    re.I,
)
_ENDS: Final = re.compile(
    r"\b(?:ends?|ending|expires?|expiring|terminates?|lapses?|until|to|through to|continues? (?:until|to)|"
    r"expiry(?: date)?|"
    r"end date|up to)"
    r"\s*(?:on|until|to|at the end of|is|:|of|and including)?\s*(?:the\s+)?$",
    re.I,
)
_LASTS: Final = re.compile(
    rf"\b(?:term|period|duration|lasts?|runs?|continues?|force|holds?|operates?)\b(?:[^.;]{{0,40}}?\b(?:of|for|"
    rf"is))?\s+(?:a\s+)?(?:(?:initial|fixed|total|further)\s+)?(?:(?:period|term)\s+of\s+)?"
    rf"(?P<many>{NUMBER})[\s-]+(?P<unit>year|month)s?\b"
    rf"|\b(?P<many3>{NUMBER})[\s-]+(?P<unit3>year|month)s?\s+(?:later|after (?:(?:it|that)(?=\s*[.,;]|$)|"
    rf"its (?:start|beginning)\b))"
    rf"|\b(?P<many2>{NUMBER})[\s-](?P<unit2>year|month)s?[’']?\s+(?:term|agreement|period|memorandum|partnership)\b",
    re.I,
)
_TERM: Final = re.compile(r"\b(?:term|duration|commencement|length|period|how long|in force)\b", re.I)
_OTHER_LENGTH: Final = re.compile(
    r"\b(?:extend|further|renew|notice|data|retain|kept|delet|destroy|review|appoint)", re.I
)
_ALONE: Final = re.compile(rf"(?P<many>{NUMBER})[\s-]+(?P<unit>year|month)s?\b", re.I)
"""How long, where the title beside it says that it is the term."""
_DONE: Final = re.compile(
    r"\b(?P<what>reviews?|reviewed|meets?|meetings?|paid|pays?|payments?|payable|instalments?|invoices?d?|due|"
    r"submit(?:s|ted)?|reports?|reported)\b",
    re.I,
)
_AFTER_END: Final = re.compile(
    r"\b(?:final|closing|closure|evaluat\w+|after (?:the|this|its)|retain\w*|kept|delet\w*|destroy\w*|"
    r"extend\w*|extension|renew\w*|successor|"
    r"replac\w*|supersed\w*|previous\w*|last year|figures|data for|published|Act|Regulations|audit|outturn|notice)\b",
    re.I,
)
_PAST: Final = re.compile(
    r"\b(?:memorandum|MoU|protocol|decision|strategy|report|inspection|meeting|letter)\s+(?:of|dated|"
    r"from)\s+(?:\w+ ){0,2}?$"
    r"|\b(?:since|was (?:agreed|signed|made|approved|set up|established)|were (?:agreed|approved)|has been|have been|"
    r"agreed|approved|established|set up)\s+(?:[a-z]+ ){0,3}?(?:in|on|since)?\s*$"
    r"|\b(?:was|were)\s+(?:\w+ed|chosen|held|made|given|begun|won)\s+(?:in|on)\s+$",
    re.I,
)
_LATE: Final = 35
"""Days after the end within which a last payment or report is as it should be."""
_DECADES: Final = 15 * 366


@dataclass(frozen=True, slots=True)
class _Edge:
    """The first or last day that a sentence gives the agreement."""

    day: date
    mention: DateMention
    unit: Unit
    sentence: str


def day_findings(material: Material) -> Iterator[Finding]:
    """Days that cannot be so beside the others of the agreement."""
    begins, ends = _edges(material)
    yield from _lasting(material, begins, ends)
    for edges, what in ((begins, "begins"), (ends, "ends")):
        yield from _edges_differ(edges, what)
    yield from _outside(material, begins, ends)
    yield from _far_off(material)
    yield from _written(material, ends)
    yield from _in_order(material)
    yield from _of_the_past(material)


def _mentions(sentence: str) -> list[DateMention]:
    known = [one for one in date_mentions(sentence) if one.basis in (Basis.DAY, Basis.MONTH, Basis.RANGE) and one.first]
    return [one for one in known if not any(problem for problem in one.problems)]


def _edges(material: Material) -> tuple[list[_Edge], list[_Edge]]:
    """Every first and last day that sentences give the agreement itself."""
    begins, ends = [], []
    for unit, sentence in material.sentences():
        about = f"{sentence} {unit.heading}"
        if not re.search(_SELF, sentence, re.I) and not _TERM.search(about):
            continue
        if re.search(
            r"\b(?:replaces?|supersedes?|previous|data|file|figures|grant|funding|contributions?|"
            r"financial year|extend|renew|review)",
            sentence,
            re.I,
        ):
            continue
        for one in _mentions(sentence):
            before = sentence[: one.start]
            if one.basis is Basis.RANGE and one.first and one.last and one.first < one.last:
                begins.append(_Edge(one.first, one, unit, sentence))
                ends.append(_Edge(one.last, one, unit, sentence))
            elif _ENDS.search(before) and one.last:
                ends.append(_Edge(one.last, one, unit, sentence))
            elif _BEGINS.search(before) and one.first:
                begins.append(_Edge(one.first, one, unit, sentence))
    return begins, ends


def _lasting(material: Material, begins: list[_Edge], ends: list[_Edge]) -> Iterator[Finding]:
    """ "A term of three years", and days that are two years apart, in one clause or in two."""
    if not begins or not ends or begins[0].day >= ends[0].day:
        return
    months = (ends[0].day - begins[0].day).days * 12 / 365.25
    for unit, sentence in material.sentences():
        match = _length_said(unit, sentence)
        if match is None or _is_told_already(sentence, match, begins[0], ends[0]):
            continue
        known = [value for value in match.groups() if value]
        many = number(known[0]) * (12 if known[1].lower() == "year" else 1)
        if abs(months - many) > max(1.4, many * 0.04):
            yield made(
                "MOU-TERM", unit.at(match[0]), match[0],
                f"It says “{short(sentence, 110)}”, and from {in_words(begins[0].day)} to {in_words(ends[0].day)} are "
                f"{round(months)} months.",
                "Ask how long it is meant to hold.",
                [(one.unit.at(one.sentence), one.mention.as_written) for one in (begins[0], ends[0])],
            )  # fmt: skip
            return


def _length_said(unit: Unit, sentence: str) -> re.Match[str] | None:
    """Where a sentence says how long the agreement itself lasts."""
    titled = _TERM.search(unit.heading)
    if (not titled and not re.search(_SELF, sentence, re.I)) or _OTHER_LENGTH.search(sentence):
        return None
    return _LASTS.search(sentence) or (_ALONE.match(sentence) if titled else None)


def _is_told_already(sentence: str, match: re.Match[str], begin: _Edge, end: _Edge) -> bool:
    """Whether `lasting` holds the length against the days, which stand in the same sentence."""
    same = begin.sentence == end.sentence == sentence and begin.mention.basis is not Basis.RANGE
    return same and bool(re.search(r"\blater\b|\bterm of\b|\bperiod of\b|\bduration of\b", match[0], re.I))


def _edges_differ(edges: list[_Edge], what: str) -> Iterator[Finding]:
    for other in edges[1:]:
        first = edges[0]
        months = {first.mention.basis, other.mention.basis}
        if other.day != first.day and other.sentence != first.sentence and Basis.MONTH not in months:
            where = f" ({other.unit.label})" if other.unit.label else ""
            yield made(
                "MOU-TERM", first.unit.at(first.mention.as_written), first.mention.as_written,
                f"It {what} on {in_words(first.day)}, and by another clause{where} on {in_words(other.day)}: "
                f"“{short(other.sentence, 110)}”.",
                "Ask which of the days holds.", [(other.unit.at(other.mention.as_written), other.mention.as_written)],
            )  # fmt: skip
            return


def _outside(material: Material, begins: list[_Edge], ends: list[_Edge]) -> Iterator[Finding]:
    """Reviews, meetings and payments after the end, or payments and meetings long before the beginning."""
    end = max((one.day for one in ends), default=None)
    begin = min((one.day for one in begins), default=None)
    edges = {one.sentence for one in (*begins, *ends)}
    for unit, sentence in material.sentences():
        done = _DONE.search(sentence) or _DONE.search(unit.heading)
        before_it_ends = re.search(r"\bbefore (?:it|the \w+) (?:ends|expires)\b", sentence, re.I)
        if not before_it_ends and (done is None or sentence in edges or _AFTER_END.search(sentence)):
            continue
        review = done is None or done["what"].lower().startswith(("review", "meet"))
        for one in _mentions(sentence):
            day = one.last
            if (
                one.basis is Basis.RANGE
                or day is None
                or (material.dated and day < material.dated - timedelta(days=366))
            ):
                continue
            late = end and day > end + timedelta(days=0 if review else _LATE)
            early = (
                begin
                and day < begin - timedelta(days=62)
                and not review
                and re.search(r"\b(?:by|on|before)\s*$|:\s*$", sentence[: one.start])
            )
            if late or early:
                edge = end if late else begin
                assert edge is not None
                yield made(
                    "MOU-DATE", unit.at(one.as_written), one.as_written,
                    f"“{short(sentence)}” The agreement {'ends' if late else 'begins'} on {in_words(edge)}.",
                    "Ask for the day that is meant, or for the term.",
                )  # fmt: skip
                break


def _far_off(material: Material) -> Iterator[Finding]:
    """A day decades after the document's own: two digits of its year were likely exchanged."""
    if material.dated is None:
        return
    told = {one.written for one in material.signatures}  # said of the signature
    for text, where in cells_of(material.document):
        for one in date_mentions(text):
            if one.basis is not Basis.DAY or one.first is None or one.as_written in told:
                continue
            if one.first > material.dated + timedelta(days=_DECADES):
                told.add(one.as_written)
                yield made(
                    "MOU-DATE", where, one.as_written,
                    f"{one.as_written} lies {(one.first - material.dated).days // 365} years after the agreement "
                    f"({in_words(material.dated)}).",
                    "Ask whether the year is right.",
                )  # fmt: skip


def _written(material: Material, ends: list[_Edge]) -> Iterator[Finding]:
    """The day of the agreement itself after its own end."""
    if material.dated is None or not ends or material.dated <= max(one.day for one in ends):
        return
    end = max(one.day for one in ends)
    for text, where in cells_of(material.document):
        for one in date_mentions(text):
            if one.basis is Basis.DAY and one.first == material.dated and end.year + 1 < material.dated.year:
                yield made(
                    "MOU-DATE", where, one.as_written,
                    f"The agreement is dated {one.as_written}, and ends on {in_words(end)}.",
                    "Ask whether the year is right.",
                )  # fmt: skip
                return


def _of_the_past(material: Material) -> Iterator[Finding]:
    """ "It replaces the memorandum of March 2031", in one of 2025."""
    if material.dated is None:
        return
    for unit, sentence in material.sentences():
        for one in date_mentions(sentence):
            known = one.basis in (Basis.DAY, Basis.MONTH) and one.first is not None and not one.problems
            if known and one.first > material.dated + timedelta(days=62) and _PAST.search(sentence[: one.start]):  # type: ignore[operator]
                yield made(
                    "MOU-DATE", unit.at(one.as_written), one.as_written,
                    f"“{short(sentence)}” speaks of {one.as_written} as past, and the agreement is of "
                    f"{in_words(material.dated)}.",
                    "Ask whether the year is right.",
                )  # fmt: skip


def _in_order(material: Material) -> Iterator[Finding]:
    """Days listed in one sentence, each after the one before but for one of another year."""
    for unit, sentence in material.sentences():
        said = [one for one in date_mentions(sentence) if one.basis is Basis.DAY and one.first and not one.problems]
        between = [sentence[one.end : other.start] for one, other in pairwise(said)]
        if len(said) < 3 or not all(re.fullmatch(r"\s*(?:,|and|,\s*and|;)\s*", words) for words in between):
            continue
        back = [other for one, other in pairwise(said) if one.first and other.first and other.first < one.first]
        if len(back) == 1:
            yield made(
                "MOU-DATE", unit.at(back[0].as_written), back[0].as_written,
                f"“{short(sentence)}” The days follow each other but for {back[0].as_written}.",
                "Ask whether its year is right.",
            )  # fmt: skip
