"""The register of reports: lines entered, changed and retired."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Counting, Often
from riia.alliance.reporting.errors import Changed, Incomplete, ReportError
from riia.alliance.reporting.models import Kind
from riia.alliance.reporting.permissions import check_may
from riia.alliance.returns.timekeeping import today

_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody enters of a report that is owed."""

    title: str
    audiences: tuple[Audience, ...]
    often: Often
    body: str = ""
    content: str = ""
    made_from: str = Kind.MadeFrom.HAND.value
    days: int = 0
    counting: Counting = Counting.DAYS
    first_ends_on: date | None = None
    last_ends_on: date | None = None
    how_written: str = ""
    how_read: str = ""
    owner: str = ""
    receipt_needed: bool = False
    share_first: str = ""
    source: str = ""
    promise: str = ""


@transaction.atomic
def add_kind(*, alliance: Alliance, line: Line, by: Acts, simulated: bool = False) -> Kind:
    """Enter a line at the end of the register.

    Raises:
        NotYours: `by` does not keep the reports of this region.
        Incomplete: something is missing or contradicts itself.
    """
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, alliance.region.code)
    _check(line)
    others = set(Kind.objects.filter(alliance=alliance).values_list("slug", flat=True))
    base = slugify(line.title)[:50] or "report"
    slug = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 1000))) if each not in others)
    kind = Kind.objects.create(
        alliance=alliance, slug=slug, order=len(others) + 1, simulated=simulated, **_fields(line)
    )
    record(by=by, action="reporting.add_kind", target=kind, summary=f"Entered the {kind.audit_label} in the register")
    return kind


@transaction.atomic
def change_kind(*, kind: Kind, line: Line, revision: int, by: Acts) -> Kind:
    """Change a line. Reports of which something is kept already keep their day.

    Raises:
        Changed: somebody else has changed it since `revision`.
    """
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, kind.alliance.region.code)
    _check(line)
    held = _held(kind)
    if held.revision != revision:
        raise Changed("Somebody else changed this line while you looked at it. Look at it again, then change it.")
    before = {name: getattr(held, name) for name in _fields(line)}
    for name, value in _fields(line).items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    changed = {name: [str(before[name]), str(value)] for name, value in _fields(line).items() if before[name] != value}
    record(by=by, action="reporting.change_kind", target=held, summary=f"Changed the {held.audit_label}",
           details={"changed": changed})  # fmt: skip
    return held


@transaction.atomic
def retire_kind(*, kind: Kind, because: str, by: Acts) -> Kind:
    """End a line: nothing of it is due any more; what was sent stays readable."""
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, kind.alliance.region.code)
    if not because.strip():
        raise Incomplete("Say why this report is not owed any more.", {"because": "Enter why it is not owed any more."})
    held = _held(kind)
    if held.retired_on is not None:
        raise ReportError("This line was ended before. Look at the register again.")
    held.retired_on, held.retired_because = today(), because.strip()
    held.revision += 1
    held.save()
    record(by=by, action="reporting.retire_kind", target=held, summary=f"Ended the {held.audit_label}",
           reason=because.strip())  # fmt: skip
    return held


def _held(kind: Kind) -> Kind:
    return Kind.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=kind.pk)


def _fields(line: Line) -> dict[str, Any]:
    found = asdict(line)
    found["audiences"] = [one.value for one in line.audiences]
    found["often"], found["counting"] = line.often.value, line.counting.value
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


def _check(line: Line) -> None:
    problems = {}
    if not line.title.strip():
        problems["title"] = "Enter what the report is called."
    if not line.audiences:
        problems["audiences"] = "Choose who the report is for."
    if Audience.OFFICE in line.audiences:
        problems["audiences"] = "The office keeps the reports; choose who they are sent to."
    if line.days > _LONGEST:
        problems["days"] = f"Enter {_LONGEST} days at most."
    if line.often is Often.REQUEST and line.first_ends_on:
        problems["first_ends_on"] = "Leave this blank: a report on request has no first period."
    if line.often is not Often.REQUEST and not line.first_ends_on:
        problems["first_ends_on"] = "Enter the last day of the first period that is reported."
    if line.first_ends_on and line.last_ends_on and line.last_ends_on < line.first_ends_on:
        problems["last_ends_on"] = "The last period ends before the first one. Check both days."
    if problems:
        raise Incomplete("Some of this is missing or does not fit.", problems)
