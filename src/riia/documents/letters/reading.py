"""A document as a grant determination letter: recognised, read into `Letter`, recomputed, checked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from riia.documents.letters import clauses as of_clauses
from riia.documents.letters import conditions, heading
from riia.documents.letters.checking import check
from riia.documents.letters.material import Material
from riia.documents.letters.paragraphs import Paragraph, paragraphs
from riia.documents.letters.parts import Parts, parts_of
from riia.documents.letters.purposes import Purposes, read_purposes
from riia.documents.letters.recomputing import recomputed
from riia.documents.letters.showing import understood
from riia.documents.letters.structure import Annex, Letter, Said, When, YearSaid
from riia.documents.letters.tables import annex_of, years_of_heads
from riia.documents.model import BlockKind, Document, Kind, Reading

_SIGNS: Final = (
    (40, r"\bgrant determination\b", "it calls itself a grant determination"),
    (20, r"\bgrant\b.{0,4000}\bmakes the following determination\b", "it is about a grant"),
    (30, r"\bin exercise of (?:the|his|her|its) powers? conferred by section 31\b", "it is made under section 31"),
    (25, r"\bdetermination may be cited as\b|\bmakes the following determination\b", "it makes a determination"),
    (20, r"\bsection 31 of the Local Government Act\b|\bS\.?31\b", "it names section 31 of the Local Government Act"),
    (15, r"\bauthorit(?:y|ies) to (?:which|whom) (?:the )?grant is to be paid\b|\bto which grant is to be paid\b",
     "it says to whom grant is to be paid"),
    (10, r"\bconsent of the Treasury\b", "it has the Treasury's consent"),
    (10, r"\bvariation\s+(?:number|no|order|\d)", "it is a variation"),
    (10, r"\bringfenced\b|\bring-fenced\b|\binstalments?\b", "it speaks of instalments or ring-fencing"),
)  # fmt: skip

_DEPARTMENT: Final = re.compile(
    r"\b(?:Department for (?:Education|Levelling Up, Housing and Communities|Communities and Local Government|"
    r"Health and Social Care|Work and Pensions|Transport|[A-Z]\w+(?: and [A-Z]\w+)?)"
    r"|Department of Health(?: and Social Care)?|Ministry of (?:Housing, Communities and Local Government|Justice)"
    r"|Home Office|Cabinet Office)\b"
)


def recognise(document: Document) -> tuple[int, str]:
    """How sure it is that a document is a grant determination letter, 0 to 100, and why."""
    if document.form == "json":
        return 0, "it is no letter"
    # a line may end anywhere inside a phrase
    text = " ".join(" ".join(block.text.split()) for block in document.blocks[:4000])[:200_000]
    found = [(points, why) for points, pattern, why in _SIGNS if re.search(pattern, text, re.I)]
    sure = min(100, sum(points for points, _ in found))
    if re.search(r"\bmemorandum of understanding\b", text[:1500], re.I) or len(document.blocks) > 700:
        sure //= 3
    return sure, " and ".join(why for _, why in found[:3]) or "it has nothing of a grant determination"


def read(document: Document) -> Reading:
    """What a grant determination letter says and what is wrong with it."""
    found = paragraphs(document.blocks, document.form)
    material = _material(found)
    because = recognise(document)[1]
    return Reading(
        document, Kind.LETTER, because, tuple(understood(material.letter)), tuple(check(material)), material.letter
    )


def _material(found: Sequence[Paragraph]) -> Material:
    parts = parts_of(found)
    written, effective = heading.written_on(parts.head), heading.effective_from(parts.main)
    numbers = heading.variations(parts.main)
    on = _day(effective, written)
    inside, lines = _purpose_part(parts), _annex_lines(parts)
    uplift_from = _uplift_from(bool(numbers), effective, written)
    purposes = read_purposes([*inside, *lines], on, uplift_from)
    texts = frozenset(purpose.text for purpose in purposes.lines)
    letter = _letter(parts, written, effective, on, purposes, texts)
    letter = replace(
        letter, variation=numbers[0][0] if numbers else None, variations=tuple(said for _, said in numbers)
    )
    letter = recomputed(letter)
    return Material(found, parts, letter, purposes, numbers)


def _letter(
    parts: Parts,
    written: When | None,
    effective: When | None,
    on: date | None,
    purposes: Purposes,
    texts: frozenset[str],
) -> Letter:
    who = heading.parties(parts.parties, on)
    titles = heading.titles(parts)
    annexes = tuple(_annexes(parts, on))
    times, counts = conditions.payments((*conditions.scheduled(parts.head), *parts.body, *parts.clauses), texts)
    fences = conditions.ring_fence(parts.main)
    power, consent = of_clauses.power(parts.main), of_clauses.consent(parts)
    state, names = conditions.signatures(parts.main)
    ruled = {purpose.text for purpose in purposes.lines if purpose.rules}
    years = (*conditions.years(parts, texts), *_years_of(annexes))
    return Letter(
        title=Said(titles[0].text, titles[0].where) if titles else None,
        department=_department(parts.main),
        programme=_programme(titles[0].text if titles else ""),
        written=written,
        effective=effective,
        references=tuple(heading.references(parts)),
        financial_years=years,
        year=_main_year(years),
        addressee=heading.addressee(parts.head),
        parties=tuple(who),
        ministers=tuple(heading.ministers(parts, who)),
        power=power[0] if power else None,
        consent=consent[0] if consent else None,
        citation=of_clauses.citation(parts),
        clauses=tuple(of_clauses.clauses(parts)),
        amendments=tuple(heading.amendments(parts)),
        purposes=tuple(purposes.lines),
        payments=tuple(times),
        instalments=counts[0][0] if counts else None,
        ring_fence=fences[0][0] if fences else Letter().ring_fence,
        ring_fence_at=fences[0][1] if fences else None,
        reporting_voluntary=conditions.voluntary(parts.main),
        cut_off=conditions.cut_off(parts.main),
        total_in_text=conditions.total_in_text(
            [p for p in (*parts.head, *parts.body, *parts.clauses) if p.text not in ruled]
        ),
        annexes=annexes,
        success_measures=tuple(_measures(annexes)),
        copied_to=tuple(conditions.copied_to(parts.main)),
        signature=state,
        signatories=tuple(names),
        redactions=tuple(conditions.redactions(parts)),
    )


def _day(effective: When | None, written: When | None) -> date | None:
    return next((when.last for when in (effective, written) if when is not None and when.last is not None), None)


def _uplift_from(varied: bool, effective: When | None, written: When | None) -> date | None:
    """From which day on a payment belongs to what a variation adds."""
    when = next((w for w in (effective, written) if w is not None and w.first is not None), None)
    return when.first if varied and when is not None else None


def _purpose_part(parts: Parts) -> list[Paragraph]:
    """The body up to the signature, and clauses that give money themselves."""
    found = []
    for item in parts.body:
        if re.match(r"^(?:Yours|Signed)\b", item.text):
            break
        if item.kind is not BlockKind.ROW and item not in parts.amendments:
            found.append(item)
    return [*found, *(item for item in parts.clauses if "£" in item.text and item.kind is not BlockKind.ROW)]


def _annex_lines(parts: Parts) -> list[Paragraph]:
    """Lines of annexes that give money in words; rows of a table are no purposes."""
    return [
        item
        for annex in parts.annexes
        for item in annex.inside
        if item.kind is not BlockKind.ROW
        and re.search(r"£.*\b(?:each|every|per)\b|\b(?:each|every|per)\b.*£", item.text)
    ]


def _annexes(parts: Parts, on: date | None) -> list[Annex]:
    found = [
        annex for part in parts.annexes for annex in annex_of(part.letter, part.title, part.where, part.inside, on)
    ]
    loose = [item for item in parts.main if item.kind is BlockKind.ROW]
    if loose:
        found += annex_of("", "", loose[0].where, loose, on)
    return found


def _years_of(annexes: Sequence[Annex]) -> list[YearSaid]:
    return [
        YearSaid(said.text, said.where, start, "column of the annex")
        for annex in annexes
        for said, start in years_of_heads(annex)
    ]


def _main_year(years: Sequence[YearSaid]) -> YearSaid | None:
    """The financial year that most of the authoritative places name; the citation goes first where they are even."""
    weight = {"citation": 4, "title": 3, "distribution": 3, "column of the annex": 2, "funding": 1, "payment": 1}
    votes: Counter[int] = Counter()
    for year in years:
        if year.start is not None:
            votes[year.start] += weight.get(year.part, 0)
    if not votes or not votes.most_common(1)[0][1]:
        return next((year for year in years if year.start is not None), None)
    start = votes.most_common(1)[0][0]
    return next(year for year in years if year.start == start and weight.get(year.part, 0))


def _department(main: Sequence[Paragraph]) -> Said | None:
    for item in main:
        hit = _DEPARTMENT.search(item.text)
        if hit:
            return Said(hit[0], item.at(hit.start()))
    return None


def _programme(title: str) -> str:
    said = re.sub(r"^Re:\s*", "", title)
    said = re.sub(r"^(?:S\.?31|Section 31) grant determination(?: letter)?\s*[:–-]\s*", "", said, flags=re.I)
    said = re.sub(r"^.*?\bDetermination Letter\s*(?:for|:|-|–)\s*(?:the\s+)?", "", said, flags=re.I)
    said = re.split(r"[:;]|,\s*variation|\bDfE ref|\s+\(?ref\b", said, flags=re.I)[0]
    for token in heading.tokens_of(said):
        said = said.replace(token, "")
    return re.sub(r"\s+", " ", said).strip(" .,")


def _measures(annexes: Sequence[Annex]) -> list[Said]:
    for annex in annexes:
        if re.search(r"success measures", annex.title, re.I):
            starts = next((at for at, line in enumerate(annex.lines) if line.text.endswith(":")), -1)
            return list(annex.lines[starts + 1 :])
    return []
