"""What a letter says of conditions, totals, instalments, copies and signatures, and what was taken out of it. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.allocation import Hidden
from riia.documents.letters.days import find_dates, find_years
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.parts import Parts
from riia.documents.letters.purposes import payments_in
from riia.documents.letters.structure import (
    Money,
    Payment,
    Redaction,
    RingFence,
    Said,
    SignatureState,
    When,
    YearSaid,
)
from riia.documents.letters.sums import NUMBER, POUNDS, REDACTED, number, pence
from riia.documents.model import BlockKind

_FREE: Final = re.compile(r"\bun-?ring-?\s?fenced\b|\bnot (?:be )?ring-?\s?fenced\b|\bnon-?ring-?\s?fenced\b", re.I)
_TIED: Final = re.compile(r"(?<!un)(?<!un-)(?<!not )(?<!be )\bring-?\s?fenced\b|\bis ring-?\s?fenced\b", re.I)
_CHOICE: Final = re.compile(r"\bmay\b[^.]{0,20}\bchoose how to spend\b|\bfree to (?:choose|decide) how\b", re.I)
_VOLUNTARY: Final = re.compile(r"\breporting\b[^.]*\bnot (?:be )?a (?:formal )?condition\b", re.I)
_CUT_OFF: Final = re.compile(r"\b(?:agreed|approved) (?:by|on or before|up to|before)\s+(?=\d)", re.I)
_INSTALMENTS: Final = re.compile(rf"\b(?P<many>{NUMBER})\s+(?:equal\s+|\w+ly\s+)?instalments?\b", re.I)
_PAYING: Final = re.compile(
    r"\binstalments?\b|\bpayments? (?:will|is to|shall|are)\b"
    r"|\b(?:grant|item|part|money|sum|second|third|rest) will be paid\b|\bpaid in (?:full|one)\b",
    re.I,
)
_SCHEDULED: Final = re.compile(
    r"^(?:(?:stage|instalment|payment|tranche|part|phase)\s+(?:\d|one|two|three|four|five|six|[A-F])\b|(?:first"
    r"|second|third|fourth|final)\b"
    r"(?:\s+(?:payment|instalment|stage))?(?=\s*[|:]))",
    re.I,
)
_TOTAL: Final = re.compile(
    r"\b(?:total|overall|aggregate)\s+(?:\w+\s+){0,3}?(?:of|is|:|available|to be paid is|amounts to)\s+(?P<what>\S+)"
    r"|\b(?P<all>totalling|totals|amounting to|grants? total|(?:together|altogether) (?:are|is|come to|make"
    r"|amount to)|come together to)"
    r"\s+(?P<sum>£\S+)",
    re.I,
)
_COPIED: Final = re.compile(r"\bcopied\b[^.]*?\bto\s+(?P<who>.+?)(?:\.|$)", re.I)
_PERSON: Final = re.compile(
    r"^(?:(?:Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Prof)\.? )?[A-Z](?:\.|[a-z’'-]+)(?: (?:[A-Z]\.?|[A-Z][A-Za-z’'-]+|de|van)){1,3}"
    r"(?=,|\s*\(|$)"
)
_OFFICE: Final = re.compile(
    r"\b(?:Director|Department|Group|Minister|Secretary|Treasury|Division|Education|Street|Gate|Senior|Servant"
    r"|Head|Team)\b"
)
_IMAGE: Final = re.compile(
    r"\bhandwritten signature\b|\bsignature (?:image|appearing|appears)\b|\[?(?:signature|signed image)\]", re.I
)


def ring_fence(found: Sequence[Paragraph]) -> list[tuple[RingFence, Said]]:
    """Every statement on whether the money is tied."""
    rules = ((_FREE, RingFence.UNRINGFENCED), (_TIED, RingFence.RING_FENCED), (_CHOICE, RingFence.FREE_CHOICE))
    return [
        (state, Said(hit[0], item.at(hit.start())))
        for item in found
        for pattern, state in rules
        if (hit := pattern.search(item.text)) is not None
    ]


def voluntary(found: Sequence[Paragraph]) -> Said | None:
    """Where the letter says that reporting is no condition (R1.22)."""
    return _first(found, _VOLUNTARY)


def cut_off(found: Sequence[Paragraph]) -> When | None:
    """The day by which funding had to be agreed (R1.18)."""
    for item in found:
        for hit in _CUT_OFF.finditer(item.text):
            when = next(find_dates(item.text[hit.end() :]), None)
            if when is not None and when.start == 0 and not when.no_year:
                return When(when.text, item.at(hit.end()), when.first, when.last, when.problem)
    return None


def payments(found: Sequence[Paragraph], purposes: frozenset[str]) -> tuple[list[Payment], list[tuple[int, Said]]]:
    """Times of payment outside the purpose lines, and the stated numbers of instalments."""
    times: list[Payment] = []
    counts: list[tuple[int, Said]] = []
    for item in found:
        if label := _SCHEDULED.match(item.text):
            times += [
                Payment(When(w.text, item.at(w.start), w.first, w.last, w.problem), False, item.text)
                for w in find_dates(item.text)
                if w.first is not None and w.start >= label.end() - 1
            ]
        if item.text in purposes or not _PAYING.search(item.text) or item.kind is BlockKind.ROW:
            continue
        times += payments_in(item, item.text)
        hit = _INSTALMENTS.search(item.text)
        if hit:
            counts.append((number(hit["many"]), Said(item.text, item.where)))
    return times, counts


def scheduled(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Lines that give the time of one instalment, stage or payment, wherever they stand."""
    return [item for item in found if _SCHEDULED.match(item.text)]


def total_in_text(found: Sequence[Paragraph]) -> Money | None:
    """The total of the grant where a sentence gives one, or a redacted one."""
    for item in found:
        if item.kind is BlockKind.ROW:
            if len(item.cells) == 2 and re.match(
                r"(?:total|amount)\b.*\b(?:grant|funding|award|allocation)\b", item.text, re.I
            ):
                read = pence(item.cells[1].text)
                if read is not None:
                    return Money(read, item.cells[1].text, item.cells[1].where)
            continue
        for hit in _TOTAL.finditer(item.text):
            said = hit["sum"] or hit["what"]
            at = item.at(hit.start("sum" if hit["sum"] else "what"))
            amount = re.match(POUNDS, item.text[hit.start("sum" if hit["sum"] else "what") :])
            if amount is not None:
                read = pence(amount[0].rstrip(","))
                return Money(Hidden.ILLEGIBLE if read is None else read, amount[0].rstrip(","), at)
            if _stands_for_money(hit[0], said, item):
                return Money(Hidden.REDACTED, said, at)
    return None


def _stands_for_money(phrase: str, said: str, item: Paragraph) -> bool:
    """ "Total funding of sector is available": a word, marked in the file, where an amount belongs."""
    if REDACTED.search(said):
        return True
    if re.search(
        rf"\btotal (?:grant )?funding of {re.escape(said)} (?:is|will be|has been) (?:made "
        rf")?available\b",
        item.text,
        re.I,
    ):
        return re.fullmatch(r"[a-z]+", said) is not None
    about_money = re.search(r"\b(?:funding|grant|amount|sum)\b", phrase, re.I) is not None
    marked = any(f"**{said}**" in span.raw or f"[{said}]" in span.raw for span in item.spans)
    return about_money and marked and said.islower()


def copied_to(found: Sequence[Paragraph]) -> list[Said]:
    """To whom the letter was copied."""
    for item in found:
        if hit := _COPIED.search(item.text):
            return [
                Said(part.strip(), item.where)
                for part in re.split(r"\s+and (?:to\s+|(?=the Department))|;\s*", hit["who"])
            ]
    return []


def signatures(found: Sequence[Paragraph]) -> tuple[SignatureState, list[Said]]:
    """The names under the letter and the determination, and what there is of a signature."""
    names: list[Said] = []
    signed = image = False
    for at, item in enumerate(found):
        if _IMAGE.search(item.text):
            image = True
        if not re.match(r"^(?:Yours\b|Signed\b|For (?:and on behalf of )?the\b)", item.text):
            continue
        signed = True
        for following in found[at + 1 : at + 4]:
            hit = _PERSON.match(following.text)
            if hit and not _OFFICE.search(hit[0]):
                names.append(Said(hit[0], following.where))
                break
    if names:
        return SignatureState.NAMED, names
    if image:
        return SignatureState.IMAGE, []
    return (SignatureState.NAMELESS if signed else SignatureState.MISSING), []


def redactions(parts: Parts) -> Iterator[Redaction]:
    """What was taken out of the text: names, contacts, amounts."""
    for item in parts.main:
        if re.match(r"^Dear\s*,?$", item.text):
            yield Redaction("the addressee", item.text, item.where)
        contact = re.search(
            r"\b(?:programme lead|contact|officer|lead)\s*,\s*(?:(?P<word>[a-z]+),\s+at\b|$)", item.text
        )
        if contact:
            yield Redaction("the name of the programme lead or contact", contact[0].strip(), item.at(contact.start()))
        elif item.kind is not BlockKind.ROW and (hit := REDACTED.search(item.text)) and not hit[0].startswith("#"):
            yield Redaction("a part of the text", hit[0].strip(), item.at(hit.start()))
    for at, item in enumerate(parts.main[:-1]):
        following = parts.main[at + 1].text
        signing = re.match(r"^(?:Yours (?:sincerely|faithfully)|Signed\b)", item.text)
        if signing and re.match(r"^(?:Deputy|Director|Assistant|Head|For the)\b", following):
            yield Redaction("the name of who signed", item.text, item.where)


def years(parts: Parts, purposes: frozenset[str]) -> Iterator[YearSaid]:
    """Financial years in places that speak of the money: title, citation, purpose lines, payment, distribution."""
    for annex in parts.annexes:
        for found in find_years(annex.title, heading=True):
            yield YearSaid(found.text, annex.where, found.start, "heading of the annex")
    for item in (*parts.head, *parts.body, *parts.clauses):
        if item.kind is BlockKind.ROW:
            continue
        part = _part(item, parts, purposes)
        if not part:
            continue
        for found in find_years(item.text):
            around = item.text[max(0, found.offset - 60) : found.offset + 60]
            if re.search(
                r"\b(?:previous|last year|since|prior|earlier|building "
                r"on|carried|following|next|future|published|agreed in|"
                r"replaces|in contrast|compared|unlike|we gave|we paid|received|fell|rose|grew|spent|spending|ended)\b",
                around,
                re.I,
            ):
                continue
            yield YearSaid(found.text, item.at(found.offset), found.start, part)
        if part == "citation" and not any(True for _ in find_years(item.text)):
            hit = re.search(r"\bDetermination\s+\(?(20\d\d)\b(?![-/])", item.text)
            if hit:
                yield YearSaid(hit[1], item.at(hit.start(1)), None, "citation by calendar year")


def _part(item: Paragraph, parts: Parts, purposes: frozenset[str]) -> str:
    if re.search(r"\bmay be cited\b", item.text):
        return "citation"
    if (
        re.search(
            r"\bfinancial year\b.{0,20}$|\b(?:in|for) the financial year 20\d\d"
            r"|\bdistribut\w+ this sum\b|\bdistributing\b",
            item.text,
        )
        and item.text not in purposes
    ):
        return "distribution"
    if item in parts.head or (re.search(r"\bgrant determination\b", item.text, re.I) and len(item.text) < 320):
        return "title"
    if item.text in purposes:
        return "purpose"
    if re.match(r"(?:Table|Annex|Schedule|Appendix)\s+\w{1,2}\b", item.text) and len(item.text) < 120:
        return "heading of the annex"
    if _PAYING.search(item.text):
        return "payment"
    if re.search(r"\b(?:funding|grant|allocat|award)", item.text, re.I):
        return "funding"
    return ""


def _first(found: Sequence[Paragraph], pattern: re.Pattern[str]) -> Said | None:
    return next((Said(item.text, item.at(hit.start())) for item in found if (hit := pattern.search(item.text))), None)
