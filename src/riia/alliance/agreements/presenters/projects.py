"""Projects that supply data, in words; and on the page of an item, who else supplies its indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.agreements.models import DataProject, Delivery, ProjectSupply, RegisterItem
from riia.alliance.agreements.policies_inventory import indicator_title
from riia.alliance.agreements.policies_register import Entry, refusal_to_collect
from riia.alliance.agreements.queries import projects as queries
from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.places.models import Alliance
from riia.indicators.model import Period


@dataclass(frozen=True)
class SupplyLine:
    """An item that a project supplies: what it is called, of which indicator, and what the gate says today."""

    title: str
    href: str
    dataset: str
    indicator: str
    since: str
    differences: str
    verdict: str
    tone: Tone
    why: str
    is_open: bool


def supply_line(supply: ProjectSupply, entry: Entry | None, on: date) -> SupplyLine:
    """One supply, with the gate's answer."""
    refused = refusal_to_collect(entry, on) if entry else None
    is_open = entry is not None and refused is None
    return SupplyLine(
        title=entry.title if entry and entry.title else supply.item.key,
        href=reverse("agreements:register_item", args=[supply.item.reference]),
        dataset=str(supply.item.dataset),
        indicator=indicator_title(supply.indicator) if supply.indicator else "",
        since=long_date(supply.since),
        differences=supply.differences,
        verdict="may be collected" if is_open else "may not be collected or shown",
        tone="done" if is_open else "attention",
        why="" if is_open else f"It {refused.why}." if refused else "It is not in a register that counts.",
        is_open=is_open,
    )


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery as recorded."""

    file_name: str
    sha256: str
    received: str
    by: str
    periods: str
    counted: str
    use: str
    simulated: bool
    compare_href: str
    use_href: str


def delivery_line(delivery: Delivery, periods: Sequence[str]) -> DeliveryLine:
    """One delivery; its figures are shown beside the councils' own by the return desk."""
    blanks = getattr(delivery, "blanks", 0)
    counted = plural(getattr(delivery, "figures", 0), "figure")
    return DeliveryLine(
        file_name=delivery.file_name,
        sha256=delivery.sha256,
        received=long_date(delivery.received_on),
        by=delivery.recorder_label,
        periods=and_list([Period.parse(code).label for code in periods]) if periods else "no period",
        counted=f"{counted}, {blanks} of them blank" if blanks else counted,
        use=delivery.use,
        simulated=delivery.simulated,
        compare_href=reverse("returns:delivery", args=[delivery.reference]),
        use_href=reverse("agreements:note_use", args=[delivery.reference]),
    )


@dataclass(frozen=True)
class ProjectLine:
    """One project in the list."""

    title: str
    href: str
    run_by: str
    simulated: bool
    supplies: str
    closed: int
    last: str


def project_line(
    project: DataProject, lines: Sequence[SupplyLine], last: Delivery | None, periods: Sequence[str]
) -> ProjectLine:
    """One project with what it supplies and its latest delivery."""
    of = [line.indicator for line in lines if line.indicator]
    told = "none yet"
    if last is not None:
        about = f" for {and_list([Period.parse(code).label for code in periods])}" if periods else ""
        told = f"{long_date(last.received_on)}{about}"
    return ProjectLine(
        title=project.title,
        href=reverse("agreements:project", args=[project.reference]),
        run_by=project.run_by,
        simulated=project.simulated,
        supplies=and_list(of) if of else "no core indicator",
        closed=sum(not line.is_open for line in lines),
        last=told,
    )


def projects_title(lines: Sequence[ProjectLine], indicators: int) -> str:
    """How many projects supply how many of the core indicators."""
    if not lines:
        return "No project supplies data yet"
    supply = "supplies" if len(lines) == 1 else "supply"
    return f"{plural(len(lines), 'project')} also {supply} {plural(indicators, 'core indicator')}"


@dataclass(frozen=True)
class AlsoSupplied:
    """On the page of an item: a project that supplies figures of the same indicator, or of this very item."""

    words: str
    project: str
    href: str
    told: str


def supplied_on(item: RegisterItem, alliance: Alliance, on: date) -> tuple[AlsoSupplied, ...]:
    """Who supplies figures of an item’s indicator besides the councils; on a project's own item, the project."""
    own = queries.supply_of(item)
    supplies = [own] if own else queries.also_supplied_by(alliance, item.key)
    entries = queries.supplied_entries(alliance, on) if supplies else {}
    words = "Supplied by" if own else "This indicator is also supplied by"
    found = []
    for supply in supplies:
        line = supply_line(supply, entries.get(supply.item_id), on)
        of = f", as figures of “{line.indicator}”" if own and line.indicator else ""
        differs = f" {supply.differences}" if supply.differences else ""
        closed = "" if line.is_open or own else f" Not collected or shown now: {line.why[:1].lower()}{line.why[1:]}"
        href = reverse("agreements:project", args=[supply.project.reference])
        found.append(AlsoSupplied(words, supply.project.title, href, f"since {line.since}{of}.{differs}{closed}"))
    return tuple(found)
