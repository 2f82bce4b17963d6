"""What a letter says of the whole grant in several places: its amount, its payee, its deadlines, its day. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.allocation import Column, in_pounds
from riia.documents.letters.days import find_dates
from riia.documents.letters.material import Material, finding, quoted
from riia.documents.letters.names import first_named, recipient
from riia.documents.letters.paragraphs import Paragraph, sentences
from riia.documents.letters.structure import Annex, Said
from riia.documents.letters.sums import POUNDS, pence
from riia.documents.model import BlockKind, Evidence, Finding

_WHOLE: Final = re.compile(
    r"\b(?:total |overall |a |the |this )grant\s+(?:to be paid\s+)?(?:is|of|will be|amounts to|comes to"
    r"|totals)\s+(?:of\s+)?"
    rf"(?P<a>{POUNDS})"
    rf"|\bamount of (?:the )?grant(?: to be paid)?(?: to [A-Z][\w ]+?)?\s+(?:is|will be)\s+(?P<b>{POUNDS})"
    rf"|\btotal (?:grant|funding|allocation|award)(?:\s+\w+){{0,4}}?\s+(?:is|of|:|in 20\d\d[-/]\d\d "
    rf"is)\s+(?P<c>{POUNDS})",
    re.I,
)
_PART: Final = re.compile(
    r"\b(?:up to|further|additional|previous|original|core|first|second|each|per|every|supplementary|separate)\b", re.I
)
_IN_YEAR: Final = re.compile(
    r"\s*(?:\w+\s+){0,2}(?:in|for) (?:the )?(?:financial year )?20\d\d|\s+(?:per|each|for each|to each|a year)\b", re.I
)
_PAYEE: Final = re.compile(
    r"\b(?:grant|it|amount|sum|money|support)\s+(?:is|will be|are)?\s*(?:to be\s+)?(?:paid|payable"
    r"|awarded)?\s*(?:of grant )?(?:directly )?to\s+(?:the\s+)?(?=[A-Z])"
)
_DUE: Final = re.compile(
    r"\b(?:must|should|shall|asked to|required to|requested to|please|expected to|will need to|to be (?:returned"
    r"|sent|submitted|spent|completed))\b",
    re.I,
)
_DONE: Final = re.compile(
    r"\b(?:was|were|had|has been|have been|since|agreed|published|replaces|dated|issued|received|confirmed)\b", re.I
)
_BY: Final = re.compile(
    r"\b(?:by|before|no later than|not later than|on or before|until)\s+(?:\w+day,?\s+)?(?:the\s+)?$", re.I
)
_FOR_ANNEX: Final = re.compile(
    rf"(?P<amount>{POUNDS})(?P<between>[^£;.]{{0,60}}?)\((?:see |in |as in )?(?:Annex|Schedule|Table)\s+"
    r"(?P<letter>[A-Z\d])\)"
)
_FAR: Final = 45
"""Days by which the day beside a signature may be off that of the letter."""


def whole(material: Material) -> Iterator[Finding]:
    """The amount of the whole grant wherever it is said, and what is said of each annex."""
    claims = [claim for item in material.parts.main if item.kind is not BlockKind.ROW for claim in _claims(item)]
    annexes = [annex for annex in material.letter.annexes if annex.rows]
    if not annexes:
        yield from _one_amount(claims)
        return
    if len(annexes) > 1:
        yield from _of_all(material, claims, annexes)
    for item in material.parts.main:
        if item.kind is not BlockKind.ROW:
            yield from _of_annexes(item, annexes)


def _claims(item: Paragraph) -> Iterator[tuple[int, Said]]:
    for start, sentence in sentences(item):
        for hit in _WHOLE.finditer(sentence):
            name = next(name for name in ("a", "b", "c") if hit[name])
            amount = pence(hit[name].rstrip(","))
            before = sentence[max(0, hit.start() - 25) : hit.start() + 10]
            if isinstance(amount, int) and not _PART.search(before) and not _IN_YEAR.match(sentence[hit.end() :]):
                yield amount, Said(hit[name].rstrip(","), item.at(start + hit.start(name)))


def _one_amount(claims: Sequence[tuple[int, Said]]) -> Iterator[Finding]:
    """Every place gives the same amount; the one that stands alone is told."""
    values = [amount for amount, _ in claims]
    if len(set(values)) < 2:
        return
    common = max(set(values), key=lambda value: (values.count(value), value == values[-1]))
    base = next(said for amount, said in claims if amount == common)
    for amount, said in claims:
        if amount != common:
            yield finding(
                "TEXT-TOTAL", said.where, said.text,
                f"The grant is said to be {said.text} here and {base.text} elsewhere ({base.where}): "
                f"{in_pounds(abs(amount - common))} apart.",
                "Ask which of the two is right.", [base],
            )  # fmt: skip


def _sum(annex: Annex) -> int | None:
    """What an annex comes to: the sum of its rows, or what is stated where they cannot be added."""
    column = next((c for c in (Column.REVISED, Column.TOTAL) if c in annex.columns), None)
    if column is None:
        return None
    cells = [row.amounts[column].amount for row in annex.rows if column in row.amounts]
    known = [amount for amount in cells if isinstance(amount, int)]
    return sum(known) if known and len(known) == len(cells) else None


def _of_all(material: Material, claims: Sequence[tuple[int, Said]], annexes: Sequence[Annex]) -> Iterator[Finding]:
    """The total in the text against one annex, or any of them together."""
    sums = [(annex, total) for annex in annexes if (total := _sum(annex)) is not None]
    said = material.letter.total_in_text
    stated = [*claims, *([(said.amount, Said(said.text, said.where))] if said and isinstance(said.amount, int) else [])]
    if not stated or len(sums) < len(annexes):
        return
    possible = {0}
    for _, total in sums:
        possible |= {known + total for known in possible}
    totals = {money.amount for annex in annexes for money in annex.totals.values()}
    amount, at = stated[0]
    if amount in possible or amount in totals or (len(claims) > 1 and len({one for one, _ in claims}) > 1):
        return
    working = " + ".join(f"{in_pounds(total)} (Annex {annex.letter})" for annex, total in sums)
    yield finding(
        "TEXT-TOTAL", at.where, at.text,
        f"The text gives {at.text} in total; the annexes come to {working}, and no sum of them is that.",
        "Ask which of the two is right.", [Evidence(annex.where, annex.title) for annex, _ in sums],
    )  # fmt: skip


def _of_annexes(item: Paragraph, annexes: Sequence[Annex]) -> Iterator[Finding]:
    """ "£720,000 of core funding (Annex A)" against what Annex A comes to."""
    for hit in _FOR_ANNEX.finditer(item.text):
        annex = next((one for one in annexes if one.letter == hit["letter"]), None)
        total, amount = (_sum(annex) if annex else None), pence(hit["amount"].rstrip(","))
        if annex is None or total is None or amount in (total, *(m.amount for m in annex.totals.values())):
            continue
        if re.search(r"\b(?:each|every|per|up to)\b", hit["between"]) or amount in {
            m.amount for row in annex.rows for m in row.amounts.values()
        }:
            continue
        yield finding(
            "TEXT-TOTAL", item.at(hit.start()), hit["amount"],
            f"The text gives {hit['amount']} for Annex {annex.letter}; its {len(annex.rows)} rows add up to "
            f"{in_pounds(total)}.",
            "Ask which of the two is right.", [Evidence(annex.where, annex.title or f"Annex {annex.letter}")],
        )  # fmt: skip


def payee(material: Material) -> Iterator[Finding]:
    """A letter to one council pays one council."""
    letter = material.letter
    if letter.rows:
        return
    found: dict[str, Said] = {}
    for item in material.parts.main:
        for hit in _PAYEE.finditer(item.text):
            name = first_named(item.text[hit.end() : hit.end() + 70])
            who = recipient(name, item.where, letter.on) if name and item.text[hit.end() :].startswith(name) else None
            if who and who.place and not who.is_region:
                found.setdefault(who.place, Said(name, item.at(hit.end())))
    named = {who.place for party in letter.parties for who in party.named}
    if letter.addressee:
        named.add(recipient(letter.addressee.text, letter.addressee.where, letter.on).place)
    if len(found) == 2 and len(named - {""}) < 2:
        first, second = found.values()
        odd, base = (first, second) if next(iter(found)) not in named and named & set(found) else (second, first)
        yield finding(
            "PAYEE", odd.where, odd.text,
            f"The grant is to be paid to {odd.text} here, and to {base.text} elsewhere ({base.where}).",
            "Ask which council is to be paid.", [base],
        )  # fmt: skip


def deadlines(material: Material) -> Iterator[Finding]:
    """What is asked for is not due before the letter."""
    written = material.letter.written
    if written is None or written.first is None:
        return
    lead = ""
    for item in material.parts.main:
        lead = item.text if item.text.endswith(":") else lead if item.mark or item.bullet else ""
        for start, sentence in sentences(item):
            asked = _DUE.search(sentence) or (lead and _DUE.search(lead))
            if not asked or _DONE.search(sentence):
                continue
            for when in find_dates(sentence):
                if when.last and when.last < written.first and _BY.search(sentence[: when.start]):
                    yield finding(
                        "DEADLINE-PAST", item.at(start + when.start), when.text,
                        f"The letter is dated {written.text} and asks for something by {when.text}: {quoted(sentence)}",
                        "Ask for the day that is meant.", [Evidence(written.where, written.text)],
                    )  # fmt: skip


def signed_on(material: Material) -> Iterator[Finding]:
    """The day beside the signature is near that of the letter."""
    written = material.letter.written
    if written is None or written.first is None or written.last is None:
        return
    for at, item in enumerate(material.parts.main):
        if not re.match(r"^(?:Yours\b|Signed\b)", item.text):
            continue
        for following in material.parts.main[at + 1 : at + 6]:
            when = next(find_dates(following.text), None)
            if when is None or when.first is None or when.first != when.last or len(following.text) > 45:
                continue
            apart = min(abs((when.first - written.first).days), abs((when.first - written.last).days))
            if when.first != written.first and apart > _FAR:
                yield finding(
                    "SIGNED-ON", following.where, when.text,
                    f"The letter is dated {written.text} and was signed on {when.text}, {apart} days apart.",
                    "Ask on which day the determination was made.", [Evidence(written.where, written.text)],
                )  # fmt: skip
            break


def numbering(material: Material) -> Iterator[Finding]:
    """Numbered or lettered lines that follow each other leave none out and give none twice."""
    run: list[tuple[int, Paragraph]] = []
    last_kind = ""
    clauses = {clause.where for clause in material.letter.clauses}
    for item in (*material.parts.body, *material.parts.clauses):
        if item.where in clauses:
            run, last_kind = [], ""  # CLAUSE-NUMBERING is for these
            continue
        mark = re.fullmatch(r"(\(?)(?:(\d{1,2})|([a-z]))([.)])", item.mark.strip()) if item.mark else None
        if mark is None:
            if item.kind is BlockKind.HEADING or (run and not item.mark and len(item.text) < 60):
                run, last_kind = [], ""
            continue
        kind = f"{mark[1]}{'1' if mark[2] else 'a'}{mark[4]}"
        number = int(mark[2]) if mark[2] else ord(mark[3]) - 96
        if kind != last_kind or number == 1:
            if number == 1 or not run or kind != last_kind:
                run, last_kind = [(number, item)], kind
            continue
        before = run[-1][0]
        run.append((number, item))
        if number != before + 1 and len(run) > 2 and run[0][0] == 1:
            say = item.mark.strip()
            yield finding(
                "LINE-NUMBERING", item.where, item.text,
                f"{say} follows {run[-2][1].mark.strip()}: "
                f"{'a line is missing' if number > before else 'a number stands twice'}.",
                "Ask whether a line was left out, or correct the "
                "number.", [Evidence(run[-2][1].where, run[-2][1].text)],
            )  # fmt: skip
