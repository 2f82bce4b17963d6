"""Awards that depend on something, hosts that answer for a region's money, and projects with their shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants import policies
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import Award, Determination, Host, Project, ProjectShare
from riia.alliance.grants.permissions import check_may_keep
from riia.alliance.grants.queries.reading import region_code
from riia.alliance.grants.services.holding import held_award, held_grant
from riia.alliance.grants.states import AwardState
from riia.alliance.places.models import Place
from riia.indicators.model import day_in_words


@dataclass(frozen=True)
class AwardDetails:
    """An award that holds once something is handed in by a day: see `models.Award`."""

    what: str
    pence: int
    depends_on: str
    due_on: date
    due_written: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class ProjectDetails:
    """A project that money of a grant pays for: see `models.Project`."""

    title: str
    strand: str = ""
    test: str = ""
    learning: str = ""
    replication: str = ""
    agreed_on: date | None = None
    total_pence: int | None = None
    simulated: bool = False


@transaction.atomic
def make_award(*, determination: Determination, place: Place, details: AwardDetails, by: Acts) -> Award:
    """Enter a contingent award."""
    check_may_keep(scope_of_actor(by), region_code(place))
    policies.check_amount(details.pence)
    if not details.what.strip() or not details.depends_on.strip():
        raise GrantError("Enter what is awarded and what it depends on.")
    award = Award.objects.create(
        determination=determination, place=place, what=details.what.strip(), amount_pence=details.pence,
        depends_on=details.depends_on.strip(), due_on=details.due_on, due_written=details.due_written,
        simulated=details.simulated,
    )  # fmt: skip
    record(by=by, action="grants.make_award", target=award, summary=f"Entered the contingent {award.audit_label}",
           details={"amount_pence": details.pence, "due_on": details.due_on.isoformat()})  # fmt: skip
    return award


@transaction.atomic
def hand_in(*, award: Award, on: date, what: str, by: Acts) -> Award:
    """Record what was handed in and when. In time, the award is final; later, it stays contingent (R1.46)."""
    award = held_award(award)
    check_may_keep(scope_of_actor(by), region_code(award.place))
    if award.state != AwardState.CONTINGENT:
        raise GrantError(f"This award is {award.state}, so nothing more is handed in for it.")
    if on > timezone.localdate():
        raise GrantError("Day: enter the day it was handed in, which cannot be in the future.")
    if not what.strip():
        raise GrantError("What was handed in: enter its name and version, such as “Delivery plan, version 1”.")
    award.handed_in_on, award.handed_in_as = on, what.strip()
    if policies.handed_in_time(on, award.due_on):
        policies.check_award_move(AwardState(award.state), AwardState.FINAL)
        award.state = AwardState.FINAL
    award.save()
    record(by=by, action="grants.hand_in", target=award, details={"on": on.isoformat(), "state": award.state},
           summary=f"Recorded what was handed in for the {award.audit_label} on {day_in_words(on)}")  # fmt: skip
    return award


@transaction.atomic
def settle_award(*, award: Award, final: bool, because: str, by: Acts) -> Award:
    """Record what the department decided about an award that was handed in for late, or not at all."""
    award = held_award(award)
    check_may_keep(scope_of_actor(by), region_code(award.place))
    if not because.strip():
        raise GrantError("Reason: enter how the department said so, and when.")
    to = AwardState.FINAL if final else AwardState.LAPSED
    policies.check_award_move(AwardState(award.state), to)
    award.state, award.confirmed_because = to, because.strip()
    award.save(update_fields=["state", "confirmed_because"])
    record(by=by, action="grants.settle_award", target=award, summary=f"The {award.audit_label} is {to}",
           reason=because.strip())  # fmt: skip
    return award


@transaction.atomic
def record_host(
    *, determination: Determination, region: Place, council: Place, because: str, by: Acts, simulated: bool = False
) -> Host:
    """Record which council answers for a region's money (R1.07)."""
    held_grant(determination)
    check_may_keep(scope_of_actor(by), region.code)
    if not region.is_region or not council.is_council:
        raise GrantError("A host is a council that answers for a region. Choose a council of the region.")
    if council.region_id != region.pk:
        raise GrantError(f"{council.label} is not in {region.label}. Choose a council of the region.")
    values = {
        "council": council, "because": because.strip(), "recorded_on": timezone.localdate(),
        "recorder_label": by.as_actor().label, "simulated": simulated,
    }  # fmt: skip
    host, _ = Host.objects.update_or_create(determination=determination, region=region, defaults=values)
    record(by=by, action="grants.record_host", target=host, reason=because.strip(),
           summary=f"Recorded {council.label} as {host.audit_label}", places=host.audit_places)  # fmt: skip
    return host


@transaction.atomic
def put_project(
    *,
    determination: Determination,
    details: ProjectDetails,
    shares: Sequence[tuple[Place, int | None]],
    by: Acts,
    instead: Project | None = None,
) -> Project:
    """Enter a project with who shares its money, or change one. Spending stays each council's own choice (R1.53)."""
    held_grant(determination)
    scope = scope_of_actor(by)
    if not details.title.strip():
        raise GrantError("Title: enter what the project is called.")
    if not shares:
        raise GrantError("Councils: choose who carries the project.")
    for place, pence in shares:
        check_may_keep(scope, region_code(place))
        if pence is not None and pence < 0:
            raise GrantError(f"{place.label}: a share is £0 or more.")
    known = [pence for _, pence in shares if pence is not None]
    if details.total_pence is not None and sum(known) > details.total_pence:
        raise GrantError("Shares: together they are more than the project’s total. Check both.")
    project = instead or Project(determination=determination)
    for name, value in details.__dict__.items():
        setattr(project, name, value.strip() if isinstance(value, str) else value)
    project.save()
    project.shares.all().delete()
    ProjectShare.objects.bulk_create(
        [ProjectShare(project=project, place=place, pence=pence) for place, pence in shares]
    )
    record(by=by, action="grants.put_project", target=project, summary=f"Entered the {project.audit_label}",
           places=[place.code for place, _ in shares])  # fmt: skip
    return project


def residual(project: Project) -> int | None:
    """Pence of a project that no share holds (R1.39); None where the total or a share is not known."""
    held = [share.pence for share in project.shares.all()]
    if project.total_pence is None or any(pence is None for pence in held):
        return None
    return project.total_pence - sum(pence for pence in held if pence is not None)
