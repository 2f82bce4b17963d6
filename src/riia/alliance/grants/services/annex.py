"""What stands in a letter: clauses, parties, purposes with their rules, the annex, and the menus it offers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants.annex_text import Said
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import (
    Allocation,
    Amount,
    AmountState,
    AnnexColumn,
    Chosen,
    Clause,
    ClauseKind,
    ColumnKind,
    DeterminationVersion,
    MenuItem,
    MenuKind,
    Party,
    PurposeLine,
)
from riia.alliance.grants.permissions import check_may_keep
from riia.alliance.grants.services.holding import held_draft
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.documents.allocation import Rule, as_stored
from riia.indicators.reference import PlaceError


@dataclass(frozen=True)
class PurposeDetails:
    """A line of the purpose: see `models.PurposeLine`. `rule` works it out; None where it names no money."""

    number: str
    heading: str
    text: str = ""
    rule: Rule | None = None
    basis_written: str = ""
    uplift: bool = False
    pays_on: date | None = None
    pays_month_only: bool = True
    pays_written: str = ""
    year_written: int | None = None
    payee: Place | None = None
    beneficiary: str = ""
    cap: int | None = None
    cap_unit: str = ""
    exclusion: str = ""
    plan: str = ""
    area: str = ""


@dataclass(frozen=True)
class ColumnDetails:
    """A column of the annex, and the total under it where one is stated."""

    kind: ColumnKind
    heading: str
    total: Said | None = None


@dataclass(frozen=True)
class RowDetails:
    """A recipient as written with its amounts, one for each column. Places are found by name and day; or given."""

    written: str
    amounts: Sequence[Said]
    place: Place | None = None
    supports: Place | None = None
    authorities: int | None = None
    about: str = ""
    note: str = ""


@dataclass(frozen=True)
class MenuDetails:
    """Something a letter offers; `under` is the number of the item it is a part of."""

    kind: MenuKind
    number: str
    text: str
    heading: str = ""
    under: str = ""


def place_named(written: str, on: date) -> Place | None:
    """The council or region that a name means on a day; None where it means none or several."""
    try:
        return places.find(written, on)
    except PlaceError:
        return None


@transaction.atomic
def set_clauses(
    *, version: DeterminationVersion, clauses: Sequence[tuple[str, ClauseKind, str]], by: Acts
) -> DeterminationVersion:
    """Enter the clauses of a letter: number, what it is for, and its content in our short words."""
    version = held_draft(version, by)
    numbers = [number for number, _, _ in clauses]
    if len(set(numbers)) < len(numbers):
        raise GrantError("Clauses: two have the same number. Number them as the letter does.")
    version.clauses.all().delete()
    Clause.objects.bulk_create(
        [Clause(version=version, number=number, kind=kind, text=text.strip()) for number, kind, text in clauses]
    )
    _record(version, by, "set_clauses", f"Entered the clauses of {version.audit_label}", {"clauses": len(clauses)})
    return version


@transaction.atomic
def set_parties(
    *, version: DeterminationVersion, parties: Sequence[tuple[str, bool]], by: Acts
) -> DeterminationVersion:
    """Enter whom the determination is made with, as written; True marks one that stands for a list elsewhere."""
    version = held_draft(version, by)
    version.parties.all().delete()
    Party.objects.bulk_create(
        [
            Party(version=version, written=written.strip(), group=group,
                  place=None if group else place_named(written, version.effective_from))
            for written, group in parties
            if written.strip()
        ]
    )  # fmt: skip
    _record(version, by, "set_parties", f"Entered the parties of {version.audit_label}", {"parties": len(parties)})
    return version


@transaction.atomic
def put_purpose(
    *, version: DeterminationVersion, details: PurposeDetails, by: Acts, instead: PurposeLine | None = None
) -> PurposeLine:
    """Enter a line of the purpose, or change one."""
    version = held_draft(version, by)
    number = details.number.strip()
    if not number or not details.heading.strip():
        raise GrantError("Enter the number of the line, as the letter has it, and what it is for.")
    others = version.purposes.exclude(pk=instead.pk) if instead else version.purposes.all()
    if others.filter(number=number).exists():
        raise GrantError(f"Number: line {number} is entered already. Give each line its own number, such as 3a.")
    if details.cap is not None and not details.cap_unit.strip():
        raise GrantError("Cap: enter what it counts, such as days.")
    values = {name: value for name, value in asdict_shallow(details).items() if name != "rule"}
    values["rule"] = as_stored(details.rule) if details.rule else {}
    values["number"] = number
    if instead is None:
        line = PurposeLine.objects.create(version=version, **values)
    else:
        PurposeLine.objects.filter(pk=instead.pk, version=version).update(**values)
        line = PurposeLine.objects.get(pk=instead.pk)
    _record(version, by, "put_purpose", f"Entered {line.audit_label}", {"rule": values["rule"]})
    return line


@transaction.atomic
def remove_purpose(*, line: PurposeLine, by: Acts) -> None:
    """Take a line out of a draft."""
    version = held_draft(line.version, by)
    label = line.audit_label
    PurposeLine.objects.filter(pk=line.pk, version=version).delete()
    _record(version, by, "remove_purpose", f"Took out {label}", {})


@transaction.atomic
def set_annex(
    *, version: DeterminationVersion, columns: Sequence[ColumnDetails], rows: Sequence[RowDetails], by: Acts
) -> DeterminationVersion:
    """Enter the annex: its columns with their totals, and every row with its amounts."""
    version = held_draft(version, by)
    kinds = [column.kind for column in columns]
    if len(set(kinds)) < len(kinds):
        raise GrantError("Columns: each kind stands there once.")
    version.allocations.all().delete()
    version.columns.all().delete()
    made = [_column(version, column) for column in columns]
    amounts: list[Amount] = []
    for position, row in enumerate(rows, start=1):
        if len(row.amounts) != len(made):
            raise GrantError(f"{row.written}: enter one amount for each column, or “not stated”.")
        allocation = Allocation.objects.create(
            version=version, position=position, written=row.written.strip(), supports=row.supports,
            place=row.place or place_named(row.written, version.effective_from), authorities=row.authorities,
            about=row.about, note=row.note,
        )  # fmt: skip
        amounts += [Amount(allocation=allocation, column=column, **asdict(said))
                    for column, said in zip(made, row.amounts, strict=True)]  # fmt: skip
    Amount.objects.bulk_create(amounts)
    _record(version, by, "set_annex", f"Entered the annex of {version.audit_label}", {"rows": len(rows)})
    return version


@transaction.atomic
def set_place(*, allocation: Allocation, place: Place | None, by: Acts) -> Allocation:
    """Say which council or region a row means, where its name was not understood."""
    version = held_draft(allocation.version, by)
    allocation.place = place
    allocation.save(update_fields=["place"])
    _record(version, by, "set_place", f"Said which place {allocation.written} is", {"place": place and place.code})
    return allocation


@transaction.atomic
def set_menu(*, version: DeterminationVersion, items: Sequence[MenuDetails], by: Acts) -> DeterminationVersion:
    """Enter the success measures and activities that a letter offers."""
    version = held_draft(version, by)
    version.menu.all().delete()
    made: dict[tuple[str, str], MenuItem] = {}
    for item in items:
        under = made.get((item.kind, item.under))
        if item.under and under is None:
            raise GrantError(f"{item.number}: it is a part of {item.under}, which does not stand before it.")
        made[item.kind, item.number] = MenuItem.objects.create(
            version=version, kind=item.kind, number=item.number, heading=item.heading, text=item.text, under=under
        )
    _record(version, by, "set_menu", f"Entered the menu of {version.audit_label}", {"items": len(items)})
    return version


@transaction.atomic
def choose(*, items: Sequence[MenuItem], version: DeterminationVersion, region: Place, by: Acts) -> int:
    """Say which of the offered measures and activities a region takes up; the others are not chosen (R1.25)."""
    check_may_keep(scope_of_actor(by), region.code)
    wanted = {item.pk for item in items if item.version_id == version.pk}
    held = Chosen.objects.filter(item__version=version, region=region)
    before = set(held.values_list("item_id", flat=True))
    held.exclude(item_id__in=wanted).delete()
    label = by.as_actor().label
    Chosen.objects.bulk_create(
        [Chosen(item_id=pk, region=region, chooser_label=label) for pk in sorted(wanted - before)]
    )
    record(by=by, action="grants.choose", target=version, places=[region.code],
           summary=f"{region.label} chose {len(wanted)} of the measures and activities of {version.audit_label}",
           details={"chosen": len(wanted), "added": len(wanted - before), "dropped": len(before - wanted)})  # fmt: skip
    return len(wanted)


def copy_from(last: DeterminationVersion, version: DeterminationVersion) -> None:
    """What a new letter begins with: parties, purposes and rows of the last, whose amounts are now those before it."""
    for party in last.parties.all():
        Party.objects.create(version=version, written=party.written, place=party.place, group=party.group)
    for line in last.purposes.all():
        line.pk, line.version, line.uplift = None, version, False
        line.rule = {name: value for name, value in line.rule.items() if name != "uplift"}
        line.save()
    before = AnnexColumn.objects.create(version=version, kind=ColumnKind.PREVIOUS, heading="Before this letter")
    after = AnnexColumn.objects.create(version=version, kind=ColumnKind.REVISED, heading="Revised total")
    for row in last.allocations.prefetch_related("amounts__column").select_related("place", "supports"):
        held = row.entitlement
        row.pk, row.version, row.reference = None, version, Allocation._meta.get_field("reference").get_default()
        row._state.adding = True
        row.save()
        if held is not None:
            Amount.objects.create(
                allocation=row, column=before, state=held.state, pence=held.pence, written=held.written
            )
        Amount.objects.create(allocation=row, column=after, state=AmountState.NOT_STATED)


def asdict_shallow(details: PurposeDetails) -> dict[str, Any]:
    """The fields of a line without copying its place and rule."""
    return {name: getattr(details, name) for name in details.__dataclass_fields__}


def _column(version: DeterminationVersion, column: ColumnDetails) -> AnnexColumn:
    total = column.total or Said(AmountState.NOT_STATED, None, "")
    return AnnexColumn.objects.create(
        version=version, kind=column.kind, heading=column.heading.strip() or ColumnKind(column.kind).label,
        total_state=total.state, total_pence=total.pence, total_written=total.written,
    )  # fmt: skip


def _record(version: DeterminationVersion, by: Acts, verb: str, summary: str, details: Mapping[str, object]) -> None:
    record(by=by, action=f"grants.{verb}", target=version, summary=summary, details=details,
           places=version.audit_places)  # fmt: skip
