"""The head of a letter: date, title, references, variation, parties, and the ministers it names. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from riia.documents.letters.days import find_dates
from riia.documents.letters.names import is_known, recipient, split_names
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.parts import Parts
from riia.documents.letters.structure import Amendment, Mention, Party, Reference, Said, When

_LABELLED: Final = re.compile(
    r"\b(?:ref(?:erence)?s?|No)\b\.?\s*(?:(?:no|number)\b\.?)?\s*[:.]?\s*(?P<token>[A-Za-z0-9][\w/-]*\d[\w/-]*)", re.I
)
_TOKEN: Final = re.compile(
    r"(?<![\w/£.-])(?:\d{2}/\d{3,6}|[A-Za-z]{2,12}[_-]?\d{2,}(?:[/_-]\d+)*"
    r"|[A-Z][A-Z0-9]*\d*(?:[/_-][A-Z0-9]+)*[/_-]\d{2,})"
    r"(?![\w/-])"
)
_YEARLIKE: Final = re.compile(r"(?:(?:19|20)?\d\d[-/](?:20)?\d\d|(?:FY|S|COVID)[-_]?\d+|\d{4})", re.I)
_TITLE: Final = re.compile(r"^Re:|^Subject:|\b(?:S\.?31|section 31)\b.*\bdetermination\b|\bgrant determination\b", re.I)
_VARIATION: Final = re.compile(r"\bvariation(?:\s+(?:number|no)\b\.?)?\s*[:#]?\s*(?P<number>\d{1,2})\b", re.I)
_EFFECT: Final = re.compile(
    r"\b(?:takes? effect (?:from|on)|with effect from|effective (?:from|on|date)|comes? into (?:effect|force) "
    r"(?:from|on))\W*"
    r"(?=[\dA-Z])",
    re.I,
)
RANK: Final = re.compile(
    r"Parliamentary Under[- ]?Secretary(?: of State)?|Minister of State|Secretary of State|Minister\b|Chancellor\b",
    re.I,
)
_PREAMBLE: Final = re.compile(
    r"^(?:The\s+)?(?P<title>[^(]{5,140}?)\s*\(\s*(?:hereafter|hereinafter|referred to as)?\s*[“\"‘'”]?\s*(?:the\s+)?"
    r"(?P<term>[^”\"’')(]{3,80})[”\"’'“]?\s*\)",
    re.I,
)
_SIGNED: Final = re.compile(r"^Signed\b.*|^For (?:and on behalf of )?the\b.*(?:Secretary|Minister).*", re.I)


def written_on(head: Sequence[Paragraph]) -> When | None:
    """The date of the letter: the first date that stands alone or is labelled, near the top."""
    for item in head:
        if len(item.text) > 90 or _EFFECT.search(item.text) or "£" in item.text:
            continue
        for found in find_dates(item.text):
            rest = (item.text[: found.start] + item.text[found.end :]).strip(" :,.|")
            alone = len(rest) <= 30 and not re.search(
                r"\b(?:grant|determination|variation|between|by|in)\b", rest, re.I
            )
            if alone and not found.no_year:
                return When(found.text, item.where, found.first, found.last, found.problem)
    return None


def effective_from(main: Sequence[Paragraph]) -> When | None:
    """The day from which the determination or variation takes effect."""
    for item in main:
        for hit in _EFFECT.finditer(item.text):
            found = next(find_dates(item.text[hit.end() :]), None)
            if found is not None and found.start <= 4 and not found.no_year:
                return When(found.text, item.at(hit.end()), found.first, found.last, found.problem)
    return None


def variations(main: Sequence[Paragraph]) -> list[tuple[int, Said]]:
    """The number of this variation wherever the letter gives it: in its title, its citation, or labelled as such."""
    return [
        (int(hit["number"]), Said(hit[0], item.at(hit.start())))
        for item in main
        if _TITLE.search(item.text)
        or re.match(r"\W*(?:This is )?variation\s+(?:number|no)\b", item.text, re.I)
        or re.search(r"\bmay be cited\b", item.text)
        for hit in _VARIATION.finditer(item.text)
        if not re.search(r"\bvariations?\s+\d+\s*(?:to|and|,|-)", item.text[hit.start() :], re.I)
    ]


def amendments(parts: Parts) -> list[Amendment]:
    """The paragraphs that a variation replaces."""
    return [Amendment(item.mark, item.body.rstrip(" :-"), item.where) for item in parts.amendments]


def titles(parts: Parts) -> list[Paragraph]:
    """The headings that name the determination: of the letter and of the determination itself."""
    found = [item for item in parts.head if _TITLE.search(item.text) and len(item.text) < 320]
    found = [item for item in found if not re.search(r"\b(?:attached|enclosed|queries|I am writing)\b", item.text)]
    if parts.preamble is not None:
        found += [
            item
            for item in parts.body[-4:]
            if re.search(r"\bgrant determination\b|\bdetermination\b", item.text, re.I)
            and len(item.text) < 320
            and not re.match(r"This\b", item.text)
        ]
    return found


def references(parts: Parts) -> Iterator[Reference]:
    """References in headings, in the citation and over annexes, in that order."""
    heading = {id(item): item for item in titles(parts)}
    for item in parts.head:
        if re.match(r"Your ref", item.text, re.I):
            continue
        labelled = re.search(r"\bref(?:erence)?s?\b\.?|\bdetermination (?:number|no)\b", item.text, re.I)
        if id(item) in heading or (labelled and len(item.text) < 160):
            yield from _tokens(item, "heading")
    for item in parts.body:
        if id(item) in heading:
            yield from _tokens(item, "heading")
    for item in parts.clauses:
        if re.search(r"\bmay be cited\b", item.text, re.I):
            yield from _tokens(item, "citation")
    for annex in parts.annexes:
        lines = [Paragraph(item.kind, item.text, item.spans) for item in annex.inside[:3] if not item.cells]
        for token in tokens_of(annex.title):
            yield Reference(token, annex.where, "annex")
        for item in lines:
            if re.search(r"\bref(?:erence)?\b", item.text, re.I):
                yield from _tokens(item, "annex")


def _tokens(item: Paragraph, part: str) -> Iterator[Reference]:
    for token in tokens_of(item.text):
        yield Reference(token, item.at(max(item.text.find(token), 0)), part)


def tokens_of(text: str) -> list[str]:
    """What looks like a reference in a text, in order."""
    found: dict[str, int] = {}
    for hit in _LABELLED.finditer(text):
        found.setdefault(hit["token"].rstrip("-/"), hit.start("token"))
    for hit in _TOKEN.finditer(text):
        found.setdefault(hit[0], hit.start())
    kept = [token for token in found if not _YEARLIKE.fullmatch(token) and len(token) > 3 and not _is_month(token)]
    return sorted(kept, key=lambda token: found[token])


def _is_month(token: str) -> bool:
    return bool(re.fullmatch(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d", token))


def parties(found: Sequence[Paragraph], on: date | None) -> list[Party]:
    """The numbered parties; what is listed under one belongs to it."""
    made: list[Party] = []
    if found and (inside := list(re.finditer(r"\((\d)\)\s*", found[0].text))) and len(inside) > 1:
        ends = [*(hit.start() for hit in inside[1:]), len(found[0].text)]
        return [
            _party(hit[1], replace(found[0], text=found[0].text[:end].rstrip(" ;,.")), hit.end(), on)
            for hit, end in zip(inside, ends, strict=True)
        ]
    for item in found[1:] if found else []:
        hit = re.match(r"^\(?(\d)[).]\s*", item.text)
        if hit:
            made.append(_party(hit[1], item, len(hit[0]), on))
        elif made and not re.match(r"^(?:and|&)\W*$", item.text) and item.text:
            more = _party(made[-1].number, item, 0, on)
            named = (*made[-1].named, *more.named)
            made[-1] = Party(made[-1].number, f"{made[-1].text} {item.text}", made[-1].where, named)
    return made


def _party(number: str, item: Paragraph, start: int, on: date | None) -> Party:
    text = re.sub(r"\s*[;,]?\s+(?:and|&)$", "", item.text[start:])
    listed = text
    offset = start
    if (colon := re.search(r":\s+(?=[A-Z])", text)) is not None:
        listed, offset = text[colon.end() :], start + colon.end()
    named = []
    refers = re.search(r"\b(?:listed|named|set out|shown)\s+(?:at|in|below)\b", text) is not None
    if not refers and not RANK.search(text):
        named = [recipient(name, item.at(offset + at), on) for at, name in split_names(listed)]
    return Party(number, text, item.where, tuple(named))


def addressee(head: Sequence[Paragraph]) -> Said | None:
    """To whom the letter is written: the line "To …", a council on its own line, or "Dear …"."""
    for item in head[:12]:
        if re.match(r"^To\s+(?!Whom)", item.text) and len(item.text) < 120:
            return Said(item.text[3:], item.where)
        if is_known(item.text):
            return Said(item.text, item.where)
    dear = next((item for item in head if re.match(r"^(?:Dear\b|To Whom)", item.text)), None)
    return Said(dear.text.removeprefix("Dear").strip(" ,"), dear.where) if dear else None


def ministers(parts: Parts, made: Sequence[Party]) -> Iterator[Mention]:
    """Every minister named in a part that has to agree: parties, preamble, defined term, clauses, signature."""
    for party in made:
        if party.number == "1" and (hit := RANK.search(party.text)):
            yield Mention(rank_of(hit[0]), party.text, party.where, "party 1")
            break
    if parts.preamble is not None:
        said = _PREAMBLE.match(parts.preamble.text)
        if said:
            if hit := RANK.search(said["title"]):
                yield Mention(rank_of(hit[0]), said["title"].strip(), parts.preamble.where, "preamble")
            if hit := RANK.search(said["term"]):
                term = said["term"].strip()
                yield Mention(rank_of(hit[0]), term, parts.preamble.where, "defined term")
        elif hit := RANK.search(parts.preamble.text):
            yield Mention(rank_of(hit[0]), hit[0], parts.preamble.at(hit.start()), "preamble")
    for item in parts.clauses:
        if item.mark:
            for hit in RANK.finditer(item.text):
                yield Mention(rank_of(hit[0]), hit[0], item.at(hit.start()), f"clause {item.mark.strip('().')}")
        elif _SIGNED.match(item.text) and (hit := RANK.search(item.text)):
            yield Mention(rank_of(hit[0]), item.text, item.where, "signature")


def rank_of(text: str) -> str:
    """The office in lower case: "parliamentary under-secretary", "minister of state", "secretary of state"."""
    low = text.lower()
    if "under" in low:
        return "parliamentary under-secretary"
    return next((rank for rank in ("minister of state", "secretary of state", "chancellor") if rank in low), "minister")
