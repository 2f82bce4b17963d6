"""Projects that supply data: what they supply, and their deliveries, through the register's gate (R4.36, R5.19)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from riia.alliance.agreements import gate
from riia.alliance.agreements.models import DataProject, DeliveredValue, Delivery, ProjectSupply, RegisterItem
from riia.alliance.agreements.permissions_inventory import check_may_keep
from riia.alliance.agreements.permissions_register import alliance_of
from riia.alliance.agreements.policies_inventory import check_indicator, check_past, core_items, said
from riia.alliance.agreements.projects_reading import Expected, Read, ReadValue, Refusal, read_delivery
from riia.alliance.agreements.register_errors import RegisterChangeError, RegisterRefused
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place


class DeliveryRefused(RegisterChangeError):
    """A file is not taken, nothing was saved. `refusals` says why, line by line."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("The file is not taken. " + " ".join(each.told for each in self.refusals))


@dataclass(frozen=True, slots=True)
class ProjectText:
    """What is said of a project: see `models.DataProject`."""

    title: str
    run_by: str
    about: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came: its name and bytes, the day, and what was done with it."""

    file_name: str
    content: bytes
    on: date
    use: str = ""
    simulated: bool = False


@transaction.atomic
def enter_project(*, alliance: Alliance, text: ProjectText, by: Acts) -> DataProject:
    """Enter a project of the region that supplies data."""
    check_may_keep(by, alliance)
    title = said(text.title, "what the project is called")
    if DataProject.objects.filter(alliance=alliance, title=title).exists():
        raise RegisterChangeError(f"{alliance.short_name} already has the project “{title}”. Use that one.")
    if text.starts_on and text.ends_on and text.ends_on < text.starts_on:
        raise RegisterChangeError("The last day of the project is before its first. Correct one of the two.")
    project = DataProject.objects.create(
        alliance=alliance,
        title=title,
        run_by=said(text.run_by, "who runs the project"),
        about=text.about.strip(),
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        simulated=text.simulated,
        recorder_label=by.as_actor().label,
    )
    record(by=by, action="agreements.enter_project", target=project, summary=f"Entered the project “{title}”")
    return project


@transaction.atomic
def supply(
    *, project: DataProject, item: RegisterItem, indicator: str = "", since: date, differences: str = "", by: Acts
) -> ProjectSupply:
    """Say that a project supplies an item of the register, and of which core indicator its figures are.

    The item need not be active yet: the gate refuses deliveries until it is.
    """
    check_may_keep(by, project.alliance)
    if alliance_of(item.dataset).pk != project.alliance_id:
        raise RegisterChangeError("That item is in the register of another alliance. Choose one of this register.")
    slug = check_indicator(indicator)
    if item.key in core_items():
        raise RegisterChangeError(
            f"“{item.key}” is the item that the councils return themselves. Enter an item of the project’s own dataset "
            "in the register, then choose that."
        )
    if ProjectSupply.objects.filter(item=item).exists():
        raise RegisterChangeError(f"The item “{item.key}” is supplied already. Choose another item.")
    if slug and ProjectSupply.objects.filter(project=project, indicator=slug).exists():
        raise RegisterChangeError(f"{project} supplies that indicator already. Choose another one.")
    supplied = ProjectSupply.objects.create(
        project=project,
        item=item,
        indicator=slug,
        since=since,
        differences=differences.strip(),
        recorder_label=by.as_actor().label,
    )
    record(
        by=by,
        action="agreements.supply",
        target=project,
        summary=f"Entered that {project} supplies “{item.key}”",
        details={"item": item.key, "indicator": slug, "since": str(since)},
    )
    return supplied


def read_file(project: DataProject, received: Received) -> Read:
    """What a file of a project says, or why it is not taken."""
    councils = {each.code: each.label for each in places.members(project.alliance, received.on)}
    core = core_items()
    supplied = project.supplies.exclude(indicator="").values_list("indicator", flat=True)
    indicators = {slug: core[slug] for slug in supplied if slug in core}
    return read_delivery(received.content, Expected(councils, indicators, received.on))


@transaction.atomic
def receive(*, project: DataProject, received: Received, by: Acts) -> Delivery:
    """Take a file of aggregate figures, whole or not at all.

    Raises DeliveryRefused, with each line that is wrong; lines of items that the data register does not let be
    collected on that day are among them.
    """
    check_may_keep(by, project.alliance)
    check_past(received.on, timezone.localdate(), "The day it was received")
    DataProject.objects.select_for_update().get(pk=project.pk)  # one delivery of a project at a time
    digest = sha256(received.content).hexdigest()
    before = Delivery.objects.filter(project=project, sha256=digest).first()
    if before is not None:
        raise RegisterChangeError(f"This very file is recorded already, as {before.file_name}. Nothing was added.")
    read = read_file(project, received)
    if read.refusals:
        raise DeliveryRefused(read.refusals)
    supplies = {each.indicator: each for each in project.supplies.select_related("item")}
    _check_gate(project, read.values, supplies, received.on)
    delivery = Delivery.objects.create(
        project=project,
        received_on=received.on,
        file_name=_name(received.file_name),
        sha256=digest,
        use=received.use.strip(),
        simulated=received.simulated,
        recorder_label=by.as_actor().label,
    )
    _keep(delivery, read.values, supplies)
    record(
        by=by,
        action="agreements.receive",
        target=delivery,
        summary=f"Received a delivery of {project}: {len(read.values)} figures",
        details={"sha256": digest, "figures": len(read.values), "indicators": sorted(supplies)},
    )
    return delivery


@transaction.atomic
def note_use(*, delivery: Delivery, use: str, by: Acts) -> Delivery:
    """Say what was done with a delivery."""
    check_may_keep(by, delivery.project.alliance)
    delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("project__alliance__region").get(pk=delivery.pk)
    )
    before, delivery.use = delivery.use, said(use, "what was done with it")
    delivery.save(update_fields=["use"])
    record(
        by=by,
        action="agreements.note_use",
        target=delivery,
        summary=f"Noted what was done with the {delivery.audit_label}",
        details={"before": before, "use": delivery.use},
    )
    return delivery


def _check_gate(
    project: DataProject, values: Sequence[ReadValue], supplies: dict[str, ProjectSupply], on: date
) -> None:
    """Every item in a file passes the gate on the day it came, or the file is refused with its lines."""
    refusals = []
    for slug in dict.fromkeys(value.indicator for value in values):
        own = [value for value in values if value.indicator == slug]
        key = supplies[slug].item.key
        try:
            gate.check_collect(project.alliance, {key}, on, covers=min(value.period.end for value in own))
        except RegisterRefused as refused:
            refusals.append(Refusal(own[0].line, f"is of an item that may not be collected. {refused}"))
    if refusals:
        raise DeliveryRefused(refusals)


def _keep(delivery: Delivery, values: Sequence[ReadValue], supplies: dict[str, ProjectSupply]) -> None:
    councils = {each.code: each for each in Place.objects.filter(code__in={value.council for value in values})}
    DeliveredValue.objects.bulk_create(
        DeliveredValue(
            delivery=delivery,
            supply=supplies[value.indicator],
            council=councils[value.council],
            period=value.period.code,
            value=value.value,
            line=value.line,
        )
        for value in values
    )


def _name(given: str) -> str:
    """The file's own name, without folders and signs unseen, short enough to be kept."""
    last = given.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:150] or "unnamed.csv"
