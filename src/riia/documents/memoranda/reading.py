"""A document read as a memorandum of understanding: clauses, terms, signatures, and what does not fit."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from riia.documents.dates import Basis, DateMention, date_mentions, in_words
from riia.documents.memoranda.catalogue import CODES
from riia.documents.memoranda.checks.gathering import Prepared, agreement_findings, once, prepared
from riia.documents.memoranda.clauses import ReadClause, read_clauses
from riia.documents.memoranda.counts import count_findings
from riia.documents.memoranda.findings import ClauseFinding
from riia.documents.memoranda.lasting import far_from_others, term_findings
from riia.documents.memoranda.lettered import lettered_findings
from riia.documents.memoranda.numbering import numbering_findings
from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date
from riia.documents.memoranda.signature_pages import SignedAs, is_party, read_signatures
from riia.documents.model import Block, BlockKind, Document, Evidence, Finding, Kind, Reading, Understood, Where
from riia.documents.rules import rule_of
from riia.documents.text.passages import numbered_lines, plain

_TITLE: Final = re.compile(
    r"\bmemorandum of (?:understanding|agreement)\b|(?<![-\w])(?-i:MoU|MOU)(?![-\w])|\bconcordat\b|\bheads of terms\b"
    r"|\b(?:sharing|working|partnership|collaboration|collaborative|joint|inter-authority|alliance|co-operation)"
    r" agreement\b"
    r"|\b(?:hosting|shared services?|service level|section 75|pooled (?:budget|fund)|consortium|delegation|"
    r"mutual aid|framework"
    r"|inter-council|co-operation|cooperation) agreement\b"
    r"|^(?:this |the |an )?agreement (?:for|between|on|to|about|relating)\b"
    r"|\b(?:joint|information[- ]sharing|data[- ]sharing|multi-agency|cross-border|regional|inter-authority|"
    r"mutual aid|working) protocol\b",
    re.I,
)
_SELF: Final = re.compile(r"\bthis (?:memorandum|MoU|agreement)\b", re.I)
_AGREE: Final = re.compile(
    r"\b(?:each|every|the) (?:party|parties|member|council|authority|partner)s?"
    r" (?:will|agrees?|commits?|undertakes?|shall)\b",
    re.I,
)
_PARTS: Final = re.compile(
    r"\W*(?:(?:article|clause|section|part|schedule)?\s*[\dA-Z]{0,3}\s?[.:)–-]*\s*)?(part(?:y|ies)|definitions|interpretation|"
    r"term(?:ination)?|duration|commencement|withdrawal|signatures|signatories|notice|variation|disputes?|liability|"
    r"confidentiality|governance|hosting|charges|contributions|retention|lawful basis|data protection)\b",
    re.I,
)
"""Titles of what agreements have in common."""
_COMMENCES: Final = re.compile(
    r"\b(?:commence[sd]?|comes? into (?:force|effect)|takes? effect|begins?|starts?|effective)\b", re.I
)
_REVIEWED: Final = re.compile(r"\b(?:reviewed|review(?: date)?)\b", re.I)
_OFFICES: Final = {
    "dcs": "Director of Children's Services",
    "lead-member": "Lead Member",
    "chief-executive": "Chief Executive",
    "trust-chief-executive": "chief executive of the Trust",
}
_SIGNED: Final = re.compile(r"\s*Sign(?:ature|ed)\s*:\s*(?P<who>.*\S)?\s*$", re.I)
_COUNCIL: Final = re.compile(r"\b(?:council|borough|authority|corporation|city|county|CC|BC|MBC)\b", re.I)
_HEAD: Final = 15
_MANY: Final = 3
"""Missing signatures that are told one by one."""


@dataclass(frozen=True, slots=True)
class Memorandum:
    """What was read of a memorandum. `commences` and `executed` are None where the text does not say."""

    title: str
    clauses: tuple[ReadClause, ...]
    signatures: tuple[SignedAs, ...]
    commences: DateMention | None
    executed: date | None

    @property
    def parties(self) -> tuple[str, ...]:
        """Who signs, in order."""
        return tuple(dict.fromkeys(one.party for one in self.signatures if one.party))


def recognise(document: Document) -> tuple[int, str]:
    """How sure it is that a document is a memorandum (0 to 100), and why."""
    if document.form in ("json", "csv", "xlsx"):
        return 0, "It is a table or data, not an agreement."
    titled = _titled(document)
    text, _ = numbered_lines(document)
    said = len(_SELF.findall(text))
    agree = len(_AGREE.findall(text))
    signed = len(read_signatures(text))
    parts = {match[1].lower() for line in text.splitlines() if len(line) < 60 and (match := _PARTS.match(line))}
    sure = (
        (60 if titled else 0)
        + (25 if len(parts) > 2 else 0)
        + min(said * 5, 25)
        + min(agree * 5, 20)
        + (25 if signed > 1 else 0)
    )
    if not titled and (said < 3 or not signed) and (agree < 2 or signed < 2):
        return min(sure, 20), "It does not call itself a memorandum or agreement."
    named = f"It calls itself “{titled[:80]}”" if titled else "Its parties agree on what each will do"
    return min(sure, 100), f"{named}{', and has signatures' if signed else ''}."


def read(document: Document) -> Reading:
    """Read a document as a memorandum, whatever it is."""
    ready = prepared(document)
    text, owners = "\n".join(ready.lines), ready.owners
    clauses = read_clauses("\n".join(ready.for_clauses))
    signatures = read_signatures("\n".join(ready.for_signatures))
    commences, _ = _said(clauses, _COMMENCES)
    days = [day for one in signatures if (day := _day(one)) is not None]
    held = Memorandum(_title(document), clauses, signatures, commences, max(days, default=None))
    places = _Places(owners, {clause.number: clause for clause in clauses})
    findings = [*_of_clauses(clauses, places), *_of_signatures(held, places), *_of_term(held, places)]
    findings += [*_lettered(text, places), *_unsigned(text, places), *_far(held, places)]
    signed_at = [places.line(one.line, one.party)[0] for one in signatures]
    findings = [*_without_tables(findings, ready), *agreement_findings(document, ready, clauses, signatures, signed_at)]
    return Reading(
        document,
        Kind.MEMORANDUM,
        recognise(document)[1],
        tuple(_understood(held, places)),
        tuple(once(findings)),
        held,
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Finds the place in the file of a clause or line."""

    owners: Sequence[Block | None]
    clauses: dict[str, ReadClause]

    def line(self, number: int, label: str = "") -> tuple[Where, str]:
        block = self.owners[number - 1] if 0 < number <= len(self.owners) else None
        if block is None:
            return Where(label=label), ""
        at = block.where
        return Where(at.line, at.page, at.table, at.row, None, at.sheet, at.cell, label or at.label), block.text

    def clause(self, number: str) -> tuple[Where, str]:
        clause = self.clauses[number]
        return self.line(clause.line, number if clause.printed or clause.under else "")


def _without_tables(findings: Sequence[Finding], ready: Prepared) -> Iterator[Finding]:
    """All but those that miss a list where a table follows."""
    before = {id(table.before) for table in ready.tables}
    at = {(owner.where.page, owner.where.line) for owner in ready.owners if owner is not None and id(owner) in before}
    for one in findings:
        missed = one.code == "NUMBER-MISSING" and "announces a list" in one.message
        if not (missed and any((one.where.page, line) in at for line in _lines_of(one, ready))):
            yield one


def _lines_of(finding: Finding, ready: Prepared) -> list[int | None]:
    """The lines of the paragraph in which a finding stands: a PDF breaks it into several."""
    line = finding.where.line
    return [line] if line is None else [line, *range(line + 1, line + 6)]


def count_list_findings(document: Document) -> Iterator[Finding]:
    """Stated counts that differ from the list, in a document of any kind."""
    text, owners = numbered_lines(document)
    clauses = read_clauses(text)
    places = _Places(owners, {clause.number: clause for clause in clauses})
    for one in count_findings(clauses):
        yield _finding(one, places)


def _of_clauses(clauses: Sequence[ReadClause], places: _Places) -> Iterator[Finding]:
    found = (*numbering_findings(clauses), *count_findings(clauses), *term_findings(clauses))
    lost = {one.where for one in found if one.code == "beginning-lost"}
    for one in found:
        if one.code == "letter-lost" and one.where in lost:
            continue  # the beginning that was lost holds the letter
        yield _finding(one, places)


def _finding(one: ClauseFinding, places: _Places) -> Finding:
    rule = rule_of(CODES[one.code])
    where, written = places.clause(one.where)
    return Finding(rule.code, rule.severity, where, written, one.says, one.remedy)


def _of_signatures(held: Memorandum, places: _Places) -> Iterator[Finding]:
    """Offices that most parties sign by and one does not; signatures without a date. Many are told as one."""
    found = [*_missing(held, places), *_undated(held, places)]
    if len(found) <= _MANY:
        yield from found
        return
    first = found[0]
    others = tuple(Evidence(one.where, one.as_written) for one in found[1:])
    says = (
        f"{len(found)} signatures or their dates were not found: {first.message} The pages may have lost their layout."
    )
    yield replace(first, message=says, remedy="Compare the signatures with the signed document.", evidence=others)


def _missing(held: Memorandum, places: _Places) -> Iterator[Finding]:
    rule = rule_of("MOU-SIGNATURE")
    offices = Counter(one.office for one in held.signatures if one.office)
    # An office that nearly every party signs by; where parties sign by different offices, none is missing.
    usual = [office for office, times in offices.items() if times >= max(2, len(held.parties) * 0.66)]
    for party in held.parties:
        of_party = [one for one in held.signatures if one.party == party]
        missing = [office for office in usual if office not in {one.office for one in of_party}]
        if not _COUNCIL.search(party):
            continue  # a trust or a health board has other offices
        unnamed = [one for one in of_party if not one.office]
        if missing and unnamed:
            where, written = places.line(unnamed[0].line, party)
            office = _OFFICES[missing[0]]
            says = f"A signature for {party} does not say for which office; that of the {office} is missing."
            yield Finding(rule.code, rule.severity, where, written, says, "Check it against the signed document.")
            missing = missing[len(unnamed) :]
        for office in missing:
            where, written = places.line(of_party[0].line, party)
            says = f"{party} has no signature of its {_OFFICES[office]}, unlike the other parties."
            yield Finding(rule.code, rule.severity, where, written, says, "Ask for the missing signature.")


def _undated(held: Memorandum, places: _Places) -> Iterator[Finding]:
    rule = rule_of("MOU-SIGNATURE")
    dated = [one for one in held.signatures if one.written]
    if len(dated) * 2 <= len(held.signatures):
        return  # a copy that nobody has signed yet
    for one in held.signatures:
        if not one.written:
            where, written = places.line(one.line, one.party)
            office = _OFFICES.get(one.office, "signatory")
            says = f"The signature of the {office} of {one.party} has no date."
            yield Finding(rule.code, rule.severity, where, written, says, "Ask when it was signed.")


def _lettered(text: str, places: _Places) -> Iterator[Finding]:
    for one in lettered_findings(text.splitlines()):
        rule = rule_of(one.code)
        where, _ = places.line(one.line)
        remedy = "Ask for what was left out, or correct the number in the next version."
        yield Finding(rule.code, rule.severity, where, one.written, one.says, remedy)


def _unsigned(text: str, places: _Places) -> Iterator[Finding]:
    """ "Signature:" with nothing after it, straight before the date, where most others have a name."""
    lines = text.splitlines()
    signed = [place for place, line in enumerate(lines) if _SIGNED.match(line)]
    filled = [place for place in signed if (match := _SIGNED.match(lines[place])) and match["who"]]
    for place in signed:
        after = next((line.strip() for line in lines[place + 1 :] if line.strip()), "")
        if place in filled or not re.match(r"date", after, re.I) or len(signed) - len(filled) > len(filled) / 2:
            continue
        rule = rule_of("MOU-SIGNATURE")
        where, written = places.line(place + 1)
        above = next((line.strip() for line in reversed(lines[max(0, place - 4) : place]) if is_party(line)), "")
        says = f"Nothing stands beside “Signature”{f' for {above}' if above else ''}, unlike the other {len(filled)}."
        yield Finding(rule.code, rule.severity, where, written, says, "Ask for the missing signature.")


def _far(held: Memorandum, places: _Places) -> Iterator[Finding]:
    days = [_day(one) for one in held.signatures]
    for at in far_from_others(days):
        one, rule = held.signatures[at], rule_of("MOU-SIGNATURE")
        where, _ = places.line(one.line, one.party)
        others = [day for place, day in enumerate(days) if day is not None and place != at]
        says = (
            f"The signature for {one.party} is dated {one.written}, more than a year from the others "
            f"({in_words(min(others))} to {in_words(max(others))})."
        )
        yield Finding(rule.code, rule.severity, where, one.written, says, "Ask whether the year is right.")


def _of_term(held: Memorandum, places: _Places) -> Iterator[Finding]:
    """Whether it begins before the last signature (R2.04)."""
    begins = held.commences.first if held.commences else None
    if begins is None or held.executed is None or held.executed <= begins:
        return
    clause = _said(held.clauses, _COMMENCES)[1]
    assert clause is not None
    assert held.commences is not None
    where, written = places.clause(clause.number)
    last = next(one for one in held.signatures if _day(one) == held.executed)
    rule = rule_of("MOU-COMMENCEMENT")
    yield Finding(
        rule.code,
        rule.severity,
        where,
        written,
        f"It begins {'on' if held.commences.day else 'in'} {held.commences.as_written}, and the last signature is of "
        f"{in_words(held.executed)}.",
        "Record the day from which the parties hold themselves bound.",
        (Evidence(*places.line(last.line, last.party)),),
    )


def _said(clauses: Sequence[ReadClause], pattern: re.Pattern[str]) -> tuple[DateMention | None, ReadClause | None]:
    """The first date that follows certain words in a sentence about the agreement, and its clause."""
    for clause in clauses:
        if not _SELF.search(clause.text):
            continue
        for word in pattern.finditer(clause.text):
            found = date_mentions(clause.text[word.end() : word.end() + 60])
            if found and found[0].start < 30 and found[0].basis in (Basis.DAY, Basis.MONTH):
                return found[0], clause
    return None, None


def _day(one: SignedAs) -> date | None:
    try:
        return parse_signature_date(one.written) if one.written else None
    except SignatureDateError:
        return None


def _titled(document: Document) -> str:
    """The line near the beginning by which a document calls itself an agreement; blank without one."""
    head = [plain(block.text) for block in document.blocks[:_HEAD] if block.kind is not BlockKind.ROW]
    return next((line for line in head if len(line) < 140 and _TITLE.search(line) and line[-1] not in ".;,"), "")


def _title(document: Document) -> str:
    return _titled(document) or plain(document.blocks[0].text)[:140]


def _understood(held: Memorandum, places: _Places) -> Iterator[Understood]:
    where, written = places.line(1)
    own = [clause for clause in held.clauses if not clause.under]
    yield Understood((), "title", held.title, held.title, where)
    yield Understood(
        (), "clauses", f"{len(own)} clauses and paragraphs, {len(held.clauses) - len(own)} items", written, where
    )
    for name, pattern in (("begins", _COMMENCES), ("to be reviewed", _REVIEWED)):
        mention, clause = _said(held.clauses, pattern)
        if mention and clause:
            yield Understood(
                (clause.number,), name, mention.as_written, mention.as_written, places.clause(clause.number)[0]
            )
    if held.executed:
        yield Understood((), "last signature", in_words(held.executed), "", where)
    for one in held.signatures:
        at, said = places.line(one.line, one.party)
        day = _day(one)
        value = in_words(day) if day else one.written or "no date"
        yield Understood(("Signatures", one.party), _OFFICES.get(one.office, "office not said"), value, said, at)
    for clause in held.clauses:
        at, said = places.clause(clause.number)
        yield Understood(
            ("Clauses", clause.under) if clause.under else ("Clauses",), clause.number, clause.text, said, at
        )
