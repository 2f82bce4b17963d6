"""One call as its page shows it, by who looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list, plural, pounds
from riia.alliance.kit.pieces import Clock
from riia.alliance.offer.models import Application, Award, Call, Criterion, Document, Letter, PanelMember, Sheet
from riia.alliance.offer.permissions import belongs_to, may_run
from riia.alliance.offer.points import at_most
from riia.alliance.offer.policies import SMALLEST_PANEL, DayLine, Days, day_lines
from riia.alliance.offer.presenters.awards import AwardLine, award_line
from riia.alliance.offer.presenters.words import Tag, application_tag, call_tag, clock, left_words, money
from riia.alliance.offer.queries import awards, panels, reading
from riia.alliance.offer.states import LIVE, UNDECIDED, ApplicationState, CallState
from riia.alliance.places.models import Place


@dataclass(frozen=True, slots=True)
class PanelLine:
    """Somebody on the panel."""

    member: PanelMember
    person: int
    councils: str


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application as the region or the panel sees it in a list."""

    href: str
    council: str
    tag: Tag
    asked: str
    scored: str
    step: str = ""
    step_href: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A part of preparing a call, and whether it is there."""

    text: str
    href: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class CallPage:
    """Everything a call's page shows."""

    call: Call
    tag: Tag
    clock: Clock | None
    facts: Sequence[tuple[str, str]]
    criteria: Sequence[Criterion]
    points: int
    documents: Sequence[Document]
    days: Sequence[DayLine]
    panel: Sequence[PanelLine]
    runs: bool
    regional: bool
    on_panel: bool
    tasks: Sequence[Task] = ()
    apply_for: Sequence[Place] = ()
    own: Sequence[Application] = ()
    applications: Sequence[ApplicationLine] = ()
    to_score: Sequence[ApplicationLine] = ()
    awards: Sequence[AwardLine] = ()
    steps: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    """Steps the region can take: words, address, and how loud the button is."""
    unsent: Sequence[Letter] = ()
    """E-mails that the mail server did not take, for whoever can tell the person otherwise."""


def call_page(scope: Scope, call: Call, today: date) -> CallPage:
    """A call's page as this viewer sees it."""
    region = call.alliance.region.code
    runs, regional = may_run(scope, region), scope.may(Action.SEE_CALLS, region)
    member = reading.member_for(scope, call)
    criteria = list(call.criteria.all())
    taking = call.state == CallState.OPEN and (call.closes_on or today) >= today
    mine = [one for one in reading.applications(scope).filter(call=call) if belongs_to(scope, one.council.code)]
    held = {one.council_id for one in mine if one.state in LIVE}
    found = awards.watched(awards.awards(scope).filter(application__call=call), today)
    return CallPage(
        call=call,
        tag=call_tag(call, today),
        clock=clock(call.closes_on, today) if taking else None,
        facts=_facts(call, regional),
        criteria=criteria,
        points=at_most([each.weighed for each in criteria]),
        documents=list(call.documents.all()),
        days=day_lines(Days(call.opens_on, call.closes_on, call.panel_by, call.decision_by, call.awards_end)),
        panel=panel_lines(call) if regional or member else [],
        runs=runs,
        regional=regional,
        on_panel=member is not None,
        tasks=_tasks(call, criteria) if runs and call.state == CallState.DRAFT else (),
        apply_for=[each for each in reading.own_councils(scope, call) if each.pk not in held] if taking else (),
        own=mine,
        applications=_applications(scope, call) if regional else (),
        to_score=_to_score(scope, call, member) if member and call.state == CallState.WITH_PANEL else (),
        awards=[award_line(each, today) for each in found],
        steps=_steps(call, today) if runs else (),
        unsent=list(call.letters.filter(sent_at=None).select_related("council")) if runs else (),
    )


def panel_lines(call: Call) -> list[PanelLine]:
    """Who is on the panel, with the councils whose applications they do not score."""
    councils = reading.councils_of_panel(call)
    names = dict(Place.objects.filter(code__in={code for held in councils.values() for code in held})
                 .values_list("code", "name"))  # fmt: skip
    return [PanelLine(each, each.person_id, and_list(sorted(names[code] for code in councils[each.pk])) if
                      councils[each.pk] else "") for each in reading.panel(call)]  # fmt: skip


def _facts(call: Call, regional: bool) -> list[tuple[str, str]]:
    named = list(call.councils.order_by("name").values_list("name", flat=True))
    facts = [
        ("What is to be better", call.purpose or "not said yet"),
        ("Who may apply", and_list(named) if named else f"Every council of {call.alliance.name}"),
        ("Money in all", money(call.available_pence)),
        ("Most for one application", "no limit" if call.most_pence is None else pounds(call.most_pence)),
    ]
    if regional:
        facts += [("Awarded", pounds(call.awarded_pence)), ("Left", left_words(call))]
    if call.source:
        facts.append(("Where the plan asks for it", call.source))
    if call.cancelled_because:
        facts.append(("Cancelled because", call.cancelled_because))
    return facts


def _tasks(call: Call, criteria: Sequence[Criterion]) -> list[Task]:
    def at(name: str) -> str:
        return reverse(f"offer:{name}", args=[call.reference])

    set_days = [getattr(call, name) for name in Days.__dataclass_fields__]
    people, councils = len(reading.panel(call)), len(reading.may_apply(call))
    documents = plural(call.documents.count(), "document") if call.documents.exists() else "none, if none is needed"
    return [
        Task("What the call says", at("text"), bool(call.purpose), "" if call.purpose else "the purpose is missing"),
        Task("Who may apply", at("councils"), bool(councils), plural(councils, "council")),
        Task("Money", at("money"), True, money(call.available_pence)),
        Task("Criteria", at("criteria"), bool(criteria), f"{len(criteria)} so far" if criteria else "none yet"),
        Task("Days", at("days"), all(set_days), "" if all(set_days) else "not all set"),
        Task("Panel", at("panel"), people >= SMALLEST_PANEL, plural(people, "person", "people")),
        Task("Documents", at("documents"), True, documents),
    ]  # fmt: skip


def _steps(call: Call, today: date) -> list[tuple[str, str, str]]:
    def at(step: str) -> str:
        return reverse("offer:step", args=[call.reference, step])

    state, found = CallState(call.state), []
    if state is CallState.DRAFT:
        found.append(("Open the call", at("open"), ""))
    elif state is CallState.OPEN and call.closes_on and call.closes_on < today:
        found.append(("Give the applications to the panel", at("give"), ""))
    elif state is CallState.WITH_PANEL:
        waiting = call.applications.filter(state__in=UNDECIDED).exists()
        loud = "secondary" if waiting else ""
        found.append(("See the ranking and decide", reverse("offer:ranking", args=[call.reference]), ""))
        if not waiting:
            found.append(("Publish the results", at("publish"), loud))
    elif state is CallState.DECIDED and not call.applications.filter(award__state="running").exists():
        found.append(("Finish the call", at("finish"), ""))
    if state in (CallState.DRAFT, CallState.OPEN, CallState.WITH_PANEL) and not call.awarded_pence:
        found.append(("Cancel the call", at("cancel"), "secondary"))
    return found


def _applications(scope: Scope, call: Call) -> list[ApplicationLine]:
    expected = {row.one.pk: row.standing for row in panels.ranking(scope, call)}
    open_to_viewer = call.closed_at is not None or not reading.competes(scope, call)
    lines = []
    for one in reading.applications(scope).filter(call=call):
        version = reading.latest(one) if one.state not in reading.NOT_SHOWN else None
        standing = expected.get(one.pk)
        scored = ""
        if version and standing and call.state == CallState.WITH_PANEL:
            done = panels.submitted_sheets(version)
            scored = f"{done} of {standing.expected}"
        lines.append(
            ApplicationLine(
                href=reverse("offer:application", args=[one.reference]),
                council=one.council.label,
                tag=application_tag(one.state),
                asked=pounds(version.asked_pence) if version and open_to_viewer else "",
                scored=scored,
            )
        )
    return lines


def _to_score(scope: Scope, call: Call, member: PanelMember) -> list[ApplicationLine]:
    """The applications of a panel member, with what they do next about each."""
    lines = []
    for one in reading.applications(scope).filter(call=call).exclude(state__in=[*reading.NOT_SHOWN]):
        version = reading.latest(one)
        if version is None:
            continue
        declared = reading.interest_of(member, one)
        sheet = Sheet.objects.filter(version=version, member=member).first()
        tag, step = _scoring(scope, one, declared.conflict if declared else None, sheet)
        lines.append(
            ApplicationLine(
                href=reverse("offer:application", args=[one.reference]) if declared and not declared.conflict else "",
                council=one.council.label,
                tag=tag,
                asked=pounds(version.asked_pence),
                scored="",
                step=step,
                step_href=reverse("offer:score", args=[one.reference]) if step else "",
            )
        )
    return lines


def _scoring(scope: Scope, one: Application, conflict: bool | None, sheet: Sheet | None) -> tuple[Tag, str]:
    if belongs_to(scope, one.council.code):
        return ("your own council’s: others score it", "quiet"), ""
    if conflict:
        return ("you declared an interest", "quiet"), ""
    if sheet and sheet.submitted_at:
        return ("scored", "done"), "See your scores"
    if one.state != ApplicationState.SUBMITTED:
        return (one.state, "quiet"), ""
    if sheet:
        return ("begun", "attention"), "Go on scoring"
    return ("to score", "attention"), "Score"


def results_title(call: Call, found: Sequence[Award]) -> str:
    """What a call came to."""
    if not found:
        return f"“{call.title}” made no award"
    together = sum(each.amount_pence for each in found)
    return f"“{call.title}” awarded {pounds(together)} to {plural(len(found), 'council')}"
