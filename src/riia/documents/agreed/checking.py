"""What of an agreement or letter does not fit itself: every rule of this package once. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from riia.documents.agreed import catalogue
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.counts import count_findings
from riia.documents.agreed.laws import law_findings
from riia.documents.agreed.lines import Sentence, Table, sentences, tables
from riia.documents.agreed.misread import misread_findings
from riia.documents.agreed.parties import party_findings
from riia.documents.agreed.party_names import Known, Signed, parties_of, resolved
from riia.documents.agreed.rates import rate_findings
from riia.documents.agreed.regions import region_findings, regions_named
from riia.documents.agreed.standing import standing_findings
from riia.documents.agreed.sums import list_findings, sum_findings
from riia.documents.agreed.tables import numbering_findings, table_findings
from riia.documents.agreed.term import term_findings
from riia.documents.agreed.weekends import weekend_findings
from riia.documents.dates import context_of, in_words
from riia.documents.letters.names import is_known, recipient
from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date
from riia.documents.memoranda.signature_pages import read_signatures
from riia.documents.model import Document, Finding, Kind, Where
from riia.documents.text.passages import numbered_lines

assert catalogue.RULES
_HEAD = 12
_FAR = 400
"""Days between the date of an agreement and a signature beyond which the year of one of them is likely wrong."""


def findings(document: Document, kind: Kind, words: Mapping[str, int]) -> Iterator[Finding]:
    """Findings about a letter, a memorandum, or a document of no known kind; `words` is how often each stands in it."""
    said, sheets = sentences(document), tables(document)
    known = parties_of(said, sheets) if kind is Kind.MEMORANDUM else Known()
    # Tables and counts of memoranda have rules of their own, which know the parties and the clauses.
    for table in sheets if kind is not Kind.MEMORANDUM else ():
        yield from table_findings(table)
        yield from numbering_findings(table)
    yield from sum_findings(said, len(known.parties))
    yield from list_findings(said)
    yield from rate_findings(said, sheets)
    if kind is not Kind.MEMORANDUM:
        yield from count_findings(said, sheets)
    yield from law_findings(said)
    yield from misread_findings(document, words)
    yield from weekend_findings(said, context_of([block.text for block in document.blocks]).written)
    if kind is Kind.LETTER:
        yield from standing_findings(said, Known())
        yield from _recipients(said, sheets)
    if kind is Kind.MEMORANDUM:
        yield from _signed_far(document, _signed(document))
        if known.parties:
            yield from party_findings(known, said, sheets, resolved(_signed(document), said, sheets))
        yield from standing_findings(said, known)
        yield from term_findings(said, said[:_HEAD])
        yield from _regions(known, said)


def _recipients(said: Sequence[Sentence], sheets: Sequence[Table]) -> Iterator[Finding]:
    """Councils with a row in a table, against the one region that the heading or the table names."""
    named = {cell.text: cell.where for table in sheets for row in table.rows for cell in row[:2] if is_known(cell.text)}
    councils = [(name, where) for name, where in named.items() if not recipient(name, where, None).is_region]
    heads = [(table.title, Where()) for table in sheets if table.title]
    found = regions_named([(one.text, one.where) for one in said[:_HEAD] if len(one.text) < 200] + heads)
    columns = any("region" in table.head(at).lower() for table in sheets for at in range(table.width))
    if found and len(councils) > 2 and not columns:
        yield from region_findings(*found, councils, [(one.text, one.where) for one in said])


def _signed(document: Document) -> list[Signed]:
    """Who signs, with the place of each signature."""
    text, owners = numbered_lines(document)
    found = ((one, owners[one.line - 1]) for one in read_signatures(text))
    return [Signed(one.party, block.where, one.written) for one, block in found if block is not None]


def _signed_far(document: Document, signed: Sequence[Signed]) -> Iterator[Finding]:
    """Signatures dated more than a year from the date of the agreement itself."""
    written = context_of([block.text for block in document.blocks[:_HEAD]]).written
    for one in signed if written else ():
        try:
            day = parse_signature_date(one.written)
        except SignatureDateError:
            continue
        if written and abs((day - written).days) > _FAR:
            yield told(
                "MOU-SIGNATURE", one.where, one.written,
                f"The signature for {one.party} is dated {one.written}, and the agreement {in_words(written)}.",
                "Ask whether the year is right.",
            )  # fmt: skip


def _regions(known: Known, said: Sequence[Sentence]) -> Iterator[Finding]:
    if not known.parties:
        return
    near: list[tuple[str, Where]] = [(one.text, one.where) for one in said[:_HEAD]]
    found = regions_named(near)
    if found:
        named = [(party.name, party.where) for party in known.parties]
        yield from region_findings(*found, named, [(one.text, one.where) for one in said])
