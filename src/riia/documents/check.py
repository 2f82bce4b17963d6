"""Reads a file, says what it understood and what cannot be as it was meant.

The kind is recognised by what the document says; its own rules and those for any text are held against it. What
follows from something else is left out: one cause, one finding. Nothing is corrected.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from riia.documents import giving, letters, memoranda, plans
from riia.documents.agreed.checking import findings as agreed_findings
from riia.documents.agreed.misread import misread_findings
from riia.documents.dates import context_of
from riia.documents.memoranda.reading import count_list_findings
from riia.documents.model import Document, Finding, Kind, Reading, Severity, Understood, Where
from riia.documents.readers import read_document
from riia.documents.text import date_rules, frequencies, redactions, references, scans, terms
from riia.documents.text.passages import lines_of, passages, vocabulary

_SURE: Final = 40
"""How sure a kind must be of a document, of 100, before it is read as one."""
_TABLES: Final = ("xlsx", "csv")
_AGREED: Final = (Kind.LETTER, Kind.MEMORANDUM, Kind.UNKNOWN)
"""Plans and costings have rules of their own for sums, terms and dates."""
_ORDER: Final = {severity: place for place, severity in enumerate(Severity)}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How documents of one kind are recognised and read."""

    kind: Kind
    recognise: Callable[[Document], tuple[int, str]]
    read: Callable[[Document], Reading]


READERS: Final = (
    _Reader(Kind.LETTER, letters.recognise, letters.read),
    _Reader(Kind.MEMORANDUM, memoranda.recognise, memoranda.read),
    _Reader(Kind.PLAN, plans.recognise, plans.read),  # costings too: the reading says which
    _Reader(Kind.GIVING, giving.recognise, giving.read),
)


def check_file(source: Path | bytes, name: str = "", kind: Kind | None = None) -> Reading:
    """Read a file of any known format and kind, or as the kind that is said, and check it by all rules.

    Raises:
        DocumentError: the file cannot be read at all; says why and what to do.
    """
    return check_document(read_document(source, name), kind)


def check_document(document: Document, kind: Kind | None = None) -> Reading:
    """Check a document that was read."""
    reading = _read(document, kind)
    if reading.kind is Kind.GIVING or document.form == "json":
        return replace(reading, findings=_sorted(_once(reading.findings)))
    generic, damaged = _of_any_text(document, reading.kind)
    own = [one for one in reading.findings if one.code.startswith("SCAN") or not _stands_on(one.where, damaged)]
    added = [_labelled(one, reading.understood) for one in generic if not _is_told(one, own)]
    return replace(reading, findings=_sorted(_once([*own, *added])))


def _read(document: Document, kind: Kind | None) -> Reading:
    """What the kind's own reader makes of a document; of an unknown kind nothing is understood."""
    if kind is Kind.UNKNOWN:
        return Reading(document, Kind.UNKNOWN, "It was read as any text, as was asked.", (), ())
    if kind is not None:
        wanted = Kind.PLAN if kind is Kind.COSTINGS else kind
        reader = next(reader for reader in READERS if reader.kind is wanted)
        return replace(_tried(reader, document), because="It was read as such because that was asked.")
    said = [(*reader.recognise(document), reader) for reader in READERS]
    sure, because, reader = max(said, key=lambda one: one[0])
    if sure < _SURE:
        return Reading(document, Kind.UNKNOWN, "It has the marks of no kind of document that is known here.", (), ())
    return replace(_tried(reader, document), because=because)


def _tried(reader: _Reader, document: Document) -> Reading:
    try:
        return reader.read(document)
    except Exception:  # a layout nobody thought of must not keep back what holds for any text
        _log.exception("%s could not be read as %s", document.name, reader.kind.value)
        notes = (
            *document.notes,
            f"Its structure as a {reader.kind.value} could not be read; only the text was checked.",
        )
        return Reading(replace(document, notes=notes), reader.kind, "", (), ())


def _of_any_text(document: Document, kind: Kind) -> tuple[list[Finding], list[Where]]:
    """Findings of the rules for any text, and the places of lines that were read twice."""
    texts = list(passages(document))
    words = vocabulary(document)
    twins = [] if document.form in _TABLES else scans.twins(document, words)
    keys = {twin.key for twin in twins}
    blocks = {key for key, _ in keys}
    found = [
        *date_rules.date_findings(texts, context_of(lines_of(document)), keys),
        *scans.letter_findings(document),
        *scans.amount_findings(document),
        *redactions.redaction_findings(document),
        *frequencies.frequency_findings(texts),
    ]
    if document.form not in _TABLES:
        found += [
            *scans.twin_findings(twins),
            *scans.word_findings(document, words, blocks),
            *scans.cut_findings(document, words),
            *references.reference_findings(document, texts),
        ]
        if kind is not Kind.UNKNOWN:
            found += terms.term_findings(texts, blocks)
        if kind is not Kind.MEMORANDUM:
            found += count_list_findings(document)
    if kind in _AGREED:
        found += [one for one in agreed_findings(document, kind, words) if not _is_told(one, found)]
    else:
        found += misread_findings(document, words)
    damaged = [twin.where for twin in twins]
    # A line that was read twice is told as that, and not for each of its words.
    return [one for one in found if one.code != "SCAN-MISREAD" or not _stands_on(one.where, damaged)], damaged


def _stands_on(where: Where, damaged: Sequence[Where]) -> bool:
    """Whether a place is a line or cell that was read twice, once damaged."""
    return any(
        (where.line, where.page) == (one.line, one.page)
        and (where.column is None or one.column is None or where.column == one.column)
        for one in damaged
    )


_FAMILIES: Final = {
    "time": ("TERM-LENGTH", "TERM-OUTSIDE", "MOU-TERM", "MOU-DATE"),
    "date": ("DATE", "YEAR-CONFLICT"),
    "scan": ("SCAN", "DAMAGED", "GARBLED", "TEXT-LOST", "TEXT-CUT"),
    "sum": (
        "TABLE-",
        "SUM-",
        "SHARES-",
        "INSTALMENT-SUM",
        "ROW-AMOUNT",
        "ROW-PARTS",
        "ROW-UPLIFT",
        "-TOTAL",
        "DAYS-TIMES",
        "PARTS-SUM",
        "RULES-NOT",
        "AMOUNT-FORM",
        "MOU-ROW",
        "MOU-RATE",
        "MOU-SHARES",
        "MOU-CURRENCY",
    ),
    "said twice": ("SAID-TWICE", "MOU-CONTRADICTION", "MOU-HOST", "RING-FENCE"),
    "law": ("LAW", "POWER-OTHER"),
    "place": ("PLACE-OUT", "-REGION"),
    "party": ("PARTY-UN", "PARTY-NO", "MOU-SIGNATURE", "MOU-STRANGER", "MOU-SHARE-MISSING"),
    "count": ("COUNT", "PLACE-MISSING"),
    "reference": ("REF-", "REFERENCE"),
    "taken out": ("REDACTED", "FILLED", "CANNOT-VERIFY", "PENDING"),
    "term": ("TERM", "WORD-UNKNOWN"),
    "frequency": ("FREQUENCY",),
}
"""What the code of a rule has in it, by what the rule is about."""
_OF_A_PLACE: Final = ("sum", "said twice", "law", "time", "place")
"""Of these a document has one fault at one place, however it is said."""
_BASES: Final = ("DATE-BASES", "QUARTER")


def _family(code: str) -> str:
    return next((name for name, signs in _FAMILIES.items() if any(sign in code for sign in signs)), code)


def _is_told(generic: Finding, own: Sequence[Finding]) -> bool:
    """Whether the kind's own rules say it already: about the same thing, in the same place."""
    family = _family(generic.code)
    written = "".join(generic.as_written.split()).lower()
    for one in own:
        if generic.code == "DATE-QUARTER" and any(sign in one.code for sign in _BASES):
            return True  # how the whole document counts quarters was asked once
        if _family(one.code) != family:
            continue
        named = family in ("party", "term") and generic.as_written
        if named and re.search(rf"(?<!\w){re.escape(generic.as_written)}(?!\w)", f"{one.message} {one.as_written}"):
            return True
        for place, said in _places(one):
            theirs = "".join(said.split()).lower()
            alike = bool(theirs) and (written in theirs or theirs in written)
            beside = (family == "scan" or not theirs) and place.column == generic.where.column
            cut = generic.code == "SCAN-CUT"
            same = cut or theirs == written  # a paragraph of a PDF has several lines
            if _near(place, generic.where, lines=2 if same else 0) and (alike or beside or cut):
                return True
        if family in _OF_A_PLACE and any(_near(at, to) for at, _ in _places(one) for to, _ in _places(generic)):
            return True
    return False


def _places(finding: Finding) -> list[tuple[Where, str]]:
    return [(finding.where, finding.as_written), *((one.where, one.as_written) for one in finding.evidence)]


def _near(one: Where, other: Where, *, lines: int = 0) -> bool:
    if one.sheet or other.sheet:
        same_row = (one.sheet, one.row) == (other.sheet, other.row)
        return same_row and (not one.cell or not other.cell or one.cell == other.cell)
    if one.line is None or other.line is None:
        return (one.line, one.page, one.table, one.row) == (other.line, other.page, other.table, other.row)
    return one.page == other.page and abs(one.line - other.line) <= lines


def _labelled(finding: Finding, understood: Sequence[Understood]) -> Finding:
    """A finding with the document's own name for its place, where what was understood tells it."""
    if finding.where.label or finding.where.sheet:
        return finding
    near = [
        one
        for one in understood
        if one.where.label
        and one.where.page == finding.where.page
        and one.where.line is not None
        and finding.where.line is not None
        and 0 <= finding.where.line - one.where.line <= 12
        and finding.as_written in " ".join(one.as_written.split())
    ]
    if not near:
        return finding
    nearest = max(near, key=lambda one: one.where.line or 0)
    return replace(finding, where=replace(finding.where, label=nearest.where.label))


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, Where, str]] = set()
    for one in findings:
        key = (one.code, replace(one.where, label=""), one.as_written)
        if key not in seen:
            seen.add(key)
            yield one


def _sorted(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """By severity, then as they follow each other in the file."""
    return tuple(sorted(findings, key=lambda one: (_ORDER[one.severity], one.where.order)))
