"""Grants as 360Giving has them: which rows of which annexes can be written, and why others cannot.

Nothing is made up. A row that names a region without a council that answers for its money has no recipient; a redacted
amount has no number; a grant whose letter is not held has no award date. Each is listed with its reason, never written
with a nought or a guess. Payments are internal, so what was paid is not written either.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.conf import settings

from riia.alliance.access.scope import Scope
from riia.alliance.grants import giving_terms as terms
from riia.alliance.grants.models import (
    Allocation,
    Amount,
    AmountState,
    ColumnKind,
    Condition,
    Determination,
    DeterminationVersion,
    Host,
    Power,
    PurposeLine,
)
from riia.alliance.grants.queries.reading import rows_of
from riia.alliance.grants.queries.statements import Held, held_on
from riia.alliance.grants.states import VersionState
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.places.models import Place
from riia.documents.giving import Package, as_json, read_giving
from riia.documents.giving.councils import Council
from riia.documents.giving.fields import VERSION
from riia.documents.model import Finding, Severity
from riia.indicators import reference
from riia.indicators.model import day_in_words

_CONDITIONS: Final = {
    Condition.RING_FENCED: "The money is ring-fenced.",
    Condition.UNRINGFENCED: "The money is not ring-fenced.",
    Condition.NOT_STATED: "The letter does not say whether the money is ring-fenced.",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: grants (None is all), a place (a region with its councils, or a council), and whether letters
    that are not published are written as well."""

    day: date
    grants: frozenset[str] | None = None
    place: Place | None = None
    unpublished: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A row that is written."""

    identifier: str
    grant: Determination
    recipient: str
    pence: int
    awarded: date


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row, or a whole grant, that is not written, and why."""

    grant: Determination
    row: str
    amount: str
    why: str


@dataclass(frozen=True, slots=True)
class Export:
    """A package of grants with what is in it, what is not, and what our own checks say of it."""

    wanted: Wanted
    package: dict[str, Any]
    written: tuple[Written, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]

    @property
    def total(self) -> int:
        """The sum of what is written, in pence."""
        return sum(one.pence for one in self.written)


class _Refused(Exception):
    """A row that cannot be written. The message says why."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all rows of a grant share."""

    held: Held
    lines: tuple[PurposeLine, ...]
    hosts: dict[str, Host]
    funder: tuple[str, str]
    firsts: dict[Any, DeterminationVersion]
    """The first letter that is held of each row, by its place."""
    before: dict[Any, str]
    """What each row had in that letter, or before it by what a variation says, in words."""

    def first(self, row: Allocation) -> DeterminationVersion:
        """The letter that awarded a row, as far as it is held."""
        version = self.held.at.version
        assert version is not None
        return self.firsts.get(row.place_id, version)

    def awarded(self, row: Allocation) -> date:
        """The day of that letter, or of its effect where it gives a month only."""
        first = self.first(row)
        return first.letter_date or first.effective_from


def export_of(scope: Scope, wanted: Wanted, *, today: date) -> Export:
    """Everything asked for that the viewer sees, as at a day, checked by our own rules."""
    written: list[tuple[Written, dict[str, Any]]] = []
    left_out: list[LeftOut] = []
    taken: set[str] = set()
    for held in _asked(scope, wanted):
        rows = [row for row in held.rows if _is_of(row, wanted.place)]
        if not rows and held.at.version is not None:
            continue
        try:
            basis = _basis(scope, held, wanted)
        except _Refused as refused:
            if wanted.place is None or rows:
                left_out.append(LeftOut(held.determination, "", "", str(refused)))
            continue
        for row in rows:
            try:
                one, data = _row(basis, row, taken)
            except _Refused as refused:
                left_out.append(LeftOut(held.determination, row.written, _amount_words(held, row), str(refused)))
            else:
                written.append((one, data))
    return _checked(wanted, written, left_out, today)


def _asked(scope: Scope, wanted: Wanted) -> list[Held]:
    found = held_on(scope, wanted.day)
    return [one for one in found if wanted.grants is None or str(one.determination.reference) in wanted.grants]


def _is_of(row: Allocation, place: Place | None) -> bool:
    if place is None:
        return True
    named = [one for one in (row.place, row.supports) if one is not None]
    return any(one.pk == place.pk or one.region_id == place.pk for one in named)


def _basis(scope: Scope, held: Held, wanted: Wanted) -> _Basis:
    grant, version = held.determination, held.at.version
    if version is None:
        raise _Refused(f"No letter of this grant is in force on {day_in_words(wanted.day)}.")
    if grant.simulated:
        raise _Refused("The grant is made up for a demonstration, and a published file has real ones only.")
    if not grant.published and not wanted.unpublished:
        raise _Refused("The letter is not published. Choose to write those as well, if they may be.")
    if VersionState(version.state) is VersionState.ANNOUNCED:
        source = f" ({version.source})" if version.source else ""
        raise _Refused(f"The letter is not held: the grant is known from another document only{source}.")
    if held.at.before:
        effect = day_in_words(version.effective_from)
        raise _Refused(f"What was awarded before {effect} is known from {version.label} only, and not when.")
    funder = terms.funder_of(grant.department)
    if funder is None:
        raise _Refused(f"No organisation identifier is known for {grant.department}.")
    recorded = Host.objects.filter(determination=grant).select_related("region", "council")
    hosts = {one.region.code: one for one in recorded}
    firsts, before = _history(version)
    return _Basis(held, tuple(version.purposes.select_related("payee")), hosts, funder, firsts, before)


def _history(version: DeterminationVersion) -> tuple[dict[Any, DeterminationVersion], dict[Any, str]]:
    """By place: the first letter held that has a row for it, and what that row had then."""
    letters = version.determination.versions.filter(state=VersionState.DETERMINED, number__lte=version.number)
    firsts: dict[Any, DeterminationVersion] = {}
    before: dict[Any, str] = {}
    for letter in letters.order_by("number", "edition"):
        for row in rows_of(letter):
            if row.place_id is None or row.place_id in firsts:
                continue
            firsts[row.place_id] = letter
            kinds = {each.column.kind: each for each in row.amounts.all()}
            held = kinds.get(ColumnKind.PREVIOUS) if letter.number else row.entitlement
            if (held is not None and letter.pk != version.pk) or letter.number:
                before[row.place_id] = _pounds(held)
    return firsts, before


def _pounds(amount: Amount | None) -> str:
    if amount is None or amount.pence is None:
        return "" if amount is None else amount.get_state_display()
    return f"£{amount.pence // 100:,}.{amount.pence % 100:02d}"


def _amount_words(held: Held, row: Allocation) -> str:
    return _pounds(held.amount(row))


def _row(basis: _Basis, row: Allocation, taken: set[str]) -> tuple[Written, dict[str, Any]]:
    held, grant = basis.held, basis.held.determination
    council, paid = _recipient(basis, row)
    amount = held.amount(row)
    if amount is None:
        raise _Refused("The annex has no column that says what this row gets.")
    if amount.pence is None:
        state = AmountState(amount.state).label
        raise _Refused(f"The amount is {state}, and a nought in its place would be wrong.")
    if amount.pence == 0:
        raise _Refused("The amount is nothing, which is no award.")
    assert row.place is not None
    plain = terms.identifier(settings.GIVING_PREFIX, grant, row.place.code)
    identifier = next(one for one in (plain, *(f"{plain}-{again}" for again in range(2, 999))) if one not in taken)
    taken.add(identifier)
    data = {
        "id": identifier,
        "title": terms.title_of(
            grant.programme, grant.year_label, row.place.label if row.place.is_region else council.name
        ),
        "description": _description(basis, row, council, amount),
        "currency": "GBP",
        "amountAwarded": terms.amount(amount.pence),
        "awardDate": basis.awarded(row).isoformat(),
        "plannedDates": [
            {"startDate": grant.year_starts.isoformat(), "endDate": grant.year_ends.isoformat(), "duration": 12}
        ],
        "recipientOrganization": [_organisation(council, paid, basis.awarded(row))],
        "fundingOrganization": [{"id": basis.funder[0], "name": basis.funder[1]}],
        "grantProgramme": [_programme(grant)],
        "beneficiaryLocation": _beneficiaries(basis, row, council),
        "classifications": _classifications(grant),
        "locationScope": "GLS040" if row.place.is_region else "GLS050",
        "dateModified": _modified(basis, row),
    }
    if basis.held.at.version is not None and basis.held.at.version.power == Power.SECTION_31:
        what = "Grant under section 31 of the Local Government Act 2003"
        data["fundingType"] = [{"vocabulary": terms.FUNDING, "code": "section-31", "title": what}]
    source = terms.address_in(grant.source)
    if source:
        data["dataSource"] = source
    return Written(identifier, grant, council.name, amount.pence, basis.awarded(row)), data


def _recipient(basis: _Basis, row: Allocation) -> tuple[Council, Place]:
    """Who is paid: the council of the row, or the one that answers for the region that the row names."""
    place = row.place
    if place is None:
        raise _Refused("It is not known which council or region the row names.")
    if not place.is_council:
        host = basis.hosts.get(place.code)
        if host is None:
            raise _Refused(
                "The row names a region, which cannot be paid. Record the council that answers for its money."
            )
        if host.simulated:
            raise _Refused("The council that answers for the region’s money is made up for a demonstration.")
        place = host.council
    council = terms.council_on(place.code, basis.awarded(row))
    if council is None:
        day = day_in_words(basis.awarded(row))
        raise _Refused(f"{place.label} has no identifier of an English council on {day}, when it was awarded.")
    return council, place


def _organisation(council: Council, place: Place, day: date) -> dict[str, Any]:
    area = terms.council_area(council, place.code, place.name, day)
    return {"id": council.identifier, "name": council.name, "location": [area]}


def _programme(grant: Determination) -> dict[str, Any]:
    references = list(grant.references.all())
    made: dict[str, Any] = {"title": grant.programme}
    return {"code": "; ".join(one.written for one in references), **made} if references else made


def _classifications(grant: Determination) -> list[dict[str, Any]]:
    return [
        {"vocabulary": terms.KIND, "code": grant.kind, "title": grant.get_kind_display()},
        {"vocabulary": terms.CONDITION, "code": grant.condition, "title": grant.get_condition_display()},
    ]


def _modified(basis: _Basis, row: Allocation) -> str:
    """When the record was last changed: when the version in force was entered, and not before it held."""
    version = basis.held.at.version
    assert version is not None
    day = max(version.effective_from, basis.awarded(row))
    held = datetime.combine(day, time(12), tzinfo=UTC)
    entered = version.entered_at or held
    return max(entered, held).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _beneficiaries(basis: _Basis, row: Allocation, council: Council) -> list[dict[str, Any]]:
    """Where the money is of use: the row's own place, and the regions for which it holds a pooled payment."""
    assert row.place is not None
    if row.place.is_council:
        places = [terms.council_area(council, row.place.code, row.place.name, basis.awarded(row))]
    else:
        places = [terms.region_area(row.place.code, row.place.label)]
    others = [*([row.supports.code] if row.supports else []), *_pooled_for(basis, row.place)]
    for code in dict.fromkeys(others):
        if code != row.place.code:
            places.append(terms.region_area(code, reference.region(code).name))
    return places


def _pooled(basis: _Basis, place: Place) -> list[PurposeLine]:
    """Lines that pay this place for others."""
    return [one for one in basis.lines if one.payee_id == place.pk and one.beneficiary]


def _pooled_for(basis: _Basis, place: Place) -> list[str]:
    found: list[str] = []
    for line in _pooled(basis, place):
        said = line.rule.get("beneficiaries") or line.rule.get("beneficiary") or []
        codes = [said] if isinstance(said, str) else list(said)
        if not codes and line.rule.get("kind") == "pooled":
            codes = [one.place.code for one in basis.held.rows if one.place and one.place.is_region]
        found += [str(code) for code in codes if str(code) in reference.regions_by_code()]
    return found


def _description(basis: _Basis, row: Allocation, council: Council, amount: Amount) -> str:
    grant, version = basis.held.determination, basis.held.at.version
    assert version is not None
    assert row.place is not None
    parts = [_sentence(version.legal_purpose), _sentence(row.about)]
    own = [one.heading for one in basis.lines if one.payee_id in (None, row.place.pk)]
    if own:
        parts.append(f"For: {'; '.join(own)}.")
    if not row.place.is_council:
        parts.append(f"For the region {row.place.label}; {council.name} answers for its money.")
    for line in _pooled(basis, row.place):
        parts.append(f"Part of it is paid for others: {line.heading}, {line.beneficiary}.")
    parts.append(_CONDITIONS[Condition(grant.condition)])
    first = basis.first(row)
    if version.number or version.pk != first.pk:
        effect = day_in_words(version.effective_from)
        said = basis.before.get(row.place_id, "")
        before = f"; before that it was {said}" if said and said != _pounds(amount) else ""
        parts.append(f"The amount is that of {version.label}, in effect from {effect}{before}.")
    if not first.letter_date:
        parts.append(f"The award date is the day on which {first.label} took effect; the letter has no day.")
    elif first.number:
        parts.append(f"The award date is that of {first.label}, the first letter that is held.")
    return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    tidy = " ".join(text.split())
    return f"{tidy[0].upper()}{tidy[1:].rstrip('.')}." if tidy else ""


def _checked(
    wanted: Wanted, written: Sequence[tuple[Written, dict[str, Any]]], left_out: list[LeftOut], today: date
) -> Export:
    """The package without grants in which our own checks find an error: those are left out, with the reason."""
    kept = list(written)
    package = _package(wanted, [data for _, data in kept])
    reading = read_giving(as_json(package), "grants.json", today=today)
    held: Package = reading.structure
    wrong = {
        grant.pointer: found[0].message
        for grant in held.grants
        if (found := [one for one in held.faults_of(grant) if one.severity is Severity.ERROR])
    }
    if wrong:
        faulty = {int(pointer.rpartition("/")[2]): why for pointer, why in wrong.items()}
        left_out += [
            LeftOut(one.grant, one.recipient, f"£{one.pence / 100:,.2f}", faulty[at])
            for at, (one, _) in enumerate(kept)
            if at in faulty
        ]
        kept = [pair for at, pair in enumerate(kept) if at not in faulty]
        package = _package(wanted, [data for _, data in kept])
        reading = read_giving(as_json(package), "grants.json", today=today)
    findings = reading.findings if kept else ()
    return Export(wanted, package, tuple(one for one, _ in kept), tuple(left_out), findings)


def _package(wanted: Wanted, grants: list[dict[str, Any]]) -> dict[str, Any]:
    whose = wanted.place.label if wanted.place else "regional alliances and councils"
    made: dict[str, Any] = {
        "version": VERSION,
        "title": f"Grants to {whose}, as at {day_in_words(wanted.day)}",
        "description": "Grants of the Department for Education to councils for regional improvement, from the letters "
        "that determine them. Amounts are those in force on the day in the title.",
        "issued": wanted.day.isoformat(),
        "publisher": {"name": settings.GIVING_PUBLISHER},
    }
    if not wanted.unpublished:
        made["license"] = terms.LICENCE
    return {**made, "grants": grants}


def report_of(export: Export) -> bytes:
    """What was left out and why, and what our checks say: a CSV file to stand beside the grants."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    rows: Iterable[Sequence[str]] = [
        ("What", "Grant", "Row", "Amount", "Reason"),
        *(("left out", one.grant.title, one.row or "all rows", one.amount, one.why) for one in export.left_out),
        *(("to look at", "", str(one.where), "", one.message) for one in export.findings),
        *(("written", one.grant.title, one.recipient, f"£{one.pence // 100:,}.{one.pence % 100:02d}", one.identifier)
          for one in export.written),
    ]  # fmt: skip
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return held.getvalue().encode("utf-8-sig")
