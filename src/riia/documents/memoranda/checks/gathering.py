"""From a document to what the rules about agreements need, and all their findings. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.documents.dates import context_of, date_mentions
from riia.documents.memoranda.checks.check_agreeing import agreeing_findings
from riia.documents.memoranda.checks.check_days import day_findings
from riia.documents.memoranda.checks.check_hosts import host_findings
from riia.documents.memoranda.checks.check_laws import law_findings
from riia.documents.memoranda.checks.check_parties import party_findings
from riia.documents.memoranda.checks.check_references import reference_findings
from riia.documents.memoranda.checks.check_shares import share_findings
from riia.documents.memoranda.checks.check_sums import sum_findings
from riia.documents.memoranda.checks.check_tables import table_findings
from riia.documents.memoranda.checks.check_words import word_findings
from riia.documents.memoranda.checks.material import Material, units_of
from riia.documents.memoranda.checks.numbered_rows import is_numbered
from riia.documents.memoranda.checks.parties import known_as, parties_of
from riia.documents.memoranda.checks.tables import Table, columns_of, tables_of
from riia.documents.memoranda.clauses import ReadClause
from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date
from riia.documents.memoranda.signature_pages import SignedAs
from riia.documents.model import Block, BlockKind, Document, Finding, Where
from riia.documents.text.passages import lines_of, numbered_lines

_SIGNS: Final = re.compile(r"\*\*|^\s*#{1,6}\s+(?=\S)")
"""Signs for bold and headings, which are no bullets."""
_RULES: Final[tuple[Callable[[Material], Iterator[Finding]], ...]] = (
    party_findings,
    table_findings,
    sum_findings,
    share_findings,
    agreeing_findings,
    host_findings,
    word_findings,
    law_findings,
    reference_findings,
    day_findings,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as lines with the block of each: columns set apart by blanks have tabs.

    In `for_clauses` the rows of tables that only count their rows are blank, as none of them is a clause; in
    `for_signatures` those of tables that speak of no signature or date.
    """

    lines: tuple[str, ...]
    for_clauses: tuple[str, ...]
    for_signatures: tuple[str, ...]
    owners: tuple[Block | None, ...]
    tables: tuple[Table, ...]


def prepared(document: Document) -> Prepared:
    """The lines of a document as its clauses and signatures are read from them."""
    text, owners = numbered_lines(document)
    lines = [_SIGNS.sub("", line) for line in text.split("\n")]
    tables = tables_of(document)
    spaced = {id(block) for table in tables for block in table.blocks if block.kind is not BlockKind.ROW}
    counted = {id(block) for table in tables if is_numbered(table) for block in table.blocks}
    tabbed = [
        "\t".join(columns_of(line)) if id(owner) in spaced else line for line, owner in zip(lines, owners, strict=True)
    ]
    shown = ["" if id(owner) in counted else line for line, owner in zip(tabbed, owners, strict=True)]
    unsigned = {id(block) for table in tables if not _is_signed(table) for block in table.blocks}
    signing = ["" if id(owner) in unsigned else line for line, owner in zip(tabbed, owners, strict=True)]
    return Prepared(tuple(tabbed), tuple(shown), tuple(signing), tuple(owners), tables)


def _is_signed(table: Table) -> bool:
    """Whether a table speaks of signatures or days at all."""
    return any(re.search(r"\bsign|\bdate|\d{4}|\d[./]\d", block.text, re.I) for block in table.blocks)


def agreement_findings(
    document: Document, ready: Prepared, clauses: Sequence[ReadClause], signatures: Sequence[SignedAs],
    places: Sequence[Where],
) -> Iterator[Finding]:  # fmt: skip
    """Everything that the rules about agreements find."""
    material = _material(document, ready, clauses, signatures, places)
    for rule in _RULES:
        yield from rule(material)


def _material(
    document: Document, ready: Prepared, clauses: Sequence[ReadClause], signatures: Sequence[SignedAs],
    places: Sequence[Where],
) -> Material:  # fmt: skip
    units = units_of(clauses, ready.owners, ready.tables)
    dated = _dated(document, signatures)
    parties, named_by = parties_of(units, ready.tables, dated)
    text = " ".join(" ".join(line.split()) for line in ready.lines)
    return Material(
        document, units, ready.tables, tuple(signatures), tuple(places), parties, named_by, dated, text,
        known_as(text, parties, dated),
    )  # fmt: skip


def _dated(document: Document, signatures: Sequence[SignedAs]) -> date | None:
    """The day of an agreement: what its head says, else the middle one of its signatures or of all."""
    written = context_of(lines_of(document)).written
    if written is not None:
        return written
    days = []
    for one in signatures:
        try:
            days.append(parse_signature_date(one.written))
        except SignatureDateError:
            continue
    if days:
        return sorted(days)[len(days) // 2]
    said = [one.first for block in document.blocks for one in date_mentions(block.text) if one.first is not None]
    return sorted(said)[len(said) // 2] if said else None


def once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """One finding for one cause: of two rules that say the same of the same words, the first."""
    told: set[tuple[str, str]] = set()
    for one in findings:
        key = (
            (one.code, str(one.where))
            if one.code in ("COUNT-LIST", "MOU-TERM")
            else (one.code, f"{one.where}{one.as_written}")
        )
        if key not in told:
            told.add(key)
            yield one
