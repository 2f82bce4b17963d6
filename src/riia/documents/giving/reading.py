"""From a document to what it says about grants: the package, what was understood of it, and all findings."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from riia.documents.giving.checks.amounts import check_amounts, number_of, shown
from riia.documents.giving.checks.councils import check_councils
from riia.documents.giving.checks.dates import check_dates, check_package_dates
from riia.documents.giving.checks.identifiers import check_identifiers
from riia.documents.giving.checks.organisations import check_names, check_organisations
from riia.documents.giving.checks.people import check_people
from riia.documents.giving.checks.places import check_places
from riia.documents.giving.checks.shape import check_shape
from riia.documents.giving.checks.usefulness import check_usefulness
from riia.documents.giving.fields import OBJECTS
from riia.documents.giving.from_json import package_of_json
from riia.documents.giving.from_tables import package_of_tables
from riia.documents.giving.package import Findings, Grant, Package, text_of
from riia.documents.giving.tables import Trouble, grids_in, headings_in, is_meta
from riia.documents.model import Document, Evidence, Finding, Kind, Reading, Understood, Where
from riia.documents.readers import read_document
from riia.documents.rules import rule_of

_SIGNS: Final = frozenset(
    {"amountAwarded", "awardDate", "fundingOrganization", "recipientOrganization", "recipientIndividual"}
)
_TABLES: Final = frozenset({"xlsx", "csv"})
_TOLD_ONCE: Final = frozenset({"GIVING-MISSING", "GIVING-FIELD-UNKNOWN"})
_PLACES: Final = 5
_SURE, _LIKELY, _PERHAPS = 97, 80, 45


def recognise(document: Document) -> tuple[int, str]:
    """How sure it is that a document is a package of grants in the 360Giving standard (0 to 100), and why."""
    if document.form == "json":
        return _recognise_json(document)
    if document.form in _TABLES:
        return _recognise_tables(document)
    return 0, "It is neither JSON nor a spreadsheet."


def _recognise_json(document: Document) -> tuple[int, str]:
    steps = Counter(step for block in document.blocks[:5_000] for step in set(block.where.label.split("/")))
    signs = sorted(sign for sign in _SIGNS if steps[sign])
    has_list = any(block.where.label.startswith("grants") for block in document.blocks[:200])
    if has_list and len(signs) >= 2:
        return _SURE, f"It is JSON with a list of grants that have {' and '.join(signs[:3])}."
    if len(signs) >= 3:
        return _LIKELY, f"It is JSON, and its objects have {', '.join(signs)} as the 360Giving standard does."
    if has_list:
        return _PERHAPS, "It is JSON with a list called grants."
    return 0, "It is JSON without grants."


def _recognise_tables(document: Document) -> tuple[int, str]:
    best = 0
    shown_names: list[str] = []
    for sheet, blocks in grids_in(document):
        if is_meta(sheet):
            continue
        _, columns = headings_in(blocks)
        names = {str(column.path[0]) for column in columns.values()}
        strong = names & _SIGNS
        if "id" in names and strong and len(columns) > best:
            best, shown_names = len(columns), sorted(strong)
    if best >= 6 and len(shown_names) >= 2:
        return _SURE, f"{best} of its headings are those of the 360Giving standard."
    if best >= 3:
        return _LIKELY - 10, f"{best} of its headings are those of the 360Giving standard."
    return 0, "Its headings are not those of the 360Giving standard."


def read(document: Document, *, today: date | None = None) -> Reading:
    """Read a package and check it against every rule. `today` is the day that dates to come are told by."""
    because = recognise(document)[1]
    troubles: list[Trouble] = []
    if document.form in _TABLES:
        package, troubles = package_of_tables(document)
    else:
        package = package_of_json(document)
    findings = Findings(package)
    _add(findings, troubles)
    _notes(findings)
    check_all(findings, today or datetime.now(tz=UTC).date())
    return Reading(document, Kind.GIVING, because, tuple(_understood(package)), _in_order(findings), package)


def read_giving(data: bytes, name: str, *, today: date | None = None) -> Reading:
    """Read a package from the bytes of a JSON, .xlsx or CSV file. Raises DocumentError for what cannot be read."""
    return read(read_document(data, name), today=today)


def check_all(findings: Findings, today: date) -> None:
    """Every check of the package, in the order of the standard."""
    grants = findings.package.grants
    check_shape(findings)
    check_package_dates(findings)
    check_identifiers(findings, grants)
    for grant in grants:
        check_organisations(findings, grant)
        check_councils(findings, grant)
        check_amounts(findings, grant)
        check_dates(findings, grant, today)
        check_places(findings, grant)
        check_people(findings, grant)
    check_names(findings, grants)
    check_usefulness(findings, grants)


def _add(findings: Findings, troubles: list[Trouble]) -> None:
    """Findings for what was noticed as the rows were read, told of the grant whose row it is."""
    package = findings.package
    rows = {_row(package.spot(grant.pointer).where): grant.pointer for grant in package.grants}
    for one in troubles:
        found = Finding(one.code, rule_of(one.code).severity, one.where, one.text, one.message, one.remedy)
        findings.found.append(found)
        pointer = rows.get(_row(one.where))
        if pointer:
            package.faults.setdefault(pointer, []).append(found)


def _row(where: Where) -> tuple[str, int | None]:
    """The row that a place lies in, whatever the form: of a workbook by its number or its cell, of CSV by its line."""
    number = where.row or (int(digits) if (digits := where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) else where.line)
    return where.sheet, number


def _notes(findings: Findings) -> None:
    """What the reader of the file noticed that is a fault of a package: a field that stands twice."""
    for note in findings.package.document.notes:
        if "stands twice in one object" in note:
            findings.add("GIVING-KEY-TWICE", "", note, "Keep the one that is meant.")


def _in_order(findings: Findings) -> tuple[Finding, ...]:
    """By severity, then as they stand in the file; the same finding once."""
    found = _together(findings)
    rank = {"error": 0, "conflict": 1, "ambiguity": 2, "artefact": 3}
    once = {(one.code, str(one.where), one.message): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: (rank[one.severity.value], one.where.order)))


def _together(findings: Findings) -> list[Finding]:
    """What all grants lack, or a field that many have and the standard has not, is told once."""
    many = len(findings.package.grants)
    kept: list[Finding] = []
    first: dict[str, int] = {}
    counted = Counter(one.message for one in findings.found if one.code in _TOLD_ONCE)
    for one in findings.found:
        times = counted[one.message]
        if one.code not in _TOLD_ONCE or (times < many and one.code == "GIVING-MISSING") or times < 2:
            kept.append(one)
        elif one.message not in first:
            first[one.message] = len(kept)
            which = f"All {many} grants" if times >= many else f"{times} grants"
            kept.append(replace(one, message=f"{one.message} {which} are so."))
        else:
            at = first[one.message]
            if len(kept[at].evidence) < _PLACES:
                evidence = (*kept[at].evidence, Evidence(one.where, one.as_written))
                kept[at] = replace(kept[at], evidence=evidence)
    return kept


def _understood(package: Package) -> list[Understood]:
    """The grants in words, and their sum in every currency."""
    found: list[Understood] = []
    sums: Counter[str] = Counter()
    for grant in package.grants:
        found += _grant_understood(package, grant)
        amount = number_of(grant.data, "amountAwarded")
        if amount is not None:
            sums[text_of(grant.data, "currency") or "no currency"] += amount  # type: ignore[assignment]
    where = package.spot("/grants").where
    many = len(package.grants)
    head = [Understood(("Package",), "grants", f"{many:,}", "", where)]
    head += [
        Understood(("Package",), f"sum awarded, {currency}", shown(Decimal(total), currency), "", where)
        for currency, total in sorted(sums.items())
    ]
    return head + found


def _grant_understood(package: Package, grant: Grant) -> list[Understood]:
    path = ("Grants", grant.id or grant.pointer)
    made = []
    for key in ("title", "amountAwarded", "awardDate"):
        if key in grant.data:
            spot = package.spot(f"{grant.pointer}/{key}")
            amount = number_of(grant.data, key) if key == "amountAwarded" else None
            value = shown(amount, text_of(grant.data, "currency")) if amount is not None else str(grant.data[key])
            name = OBJECTS["Grant"][key].title.lower()
            made.append(Understood(path, name, value, spot.text, spot.where))
    for key, name in (("fundingOrganization", "funder"), ("recipientOrganization", "recipient")):
        for pointer, one in grant.objects(key):
            spot = package.spot(f"{pointer}/id")
            value = f"{text_of(one, 'name')} ({text_of(one, 'id')})"
            made.append(Understood(path, name, value, spot.text, spot.where))
    return made
