"""An application: what it says, where it stands, and what the viewer does next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import pounds
from riia.alliance.kit.pieces import Clock
from riia.alliance.offer.models import Application, Call, Decision, Step, Version
from riia.alliance.offer.parts import ASKED, PARTS, asked_pence, submitting_problems
from riia.alliance.offer.permissions import belongs_to, may_decide
from riia.alliance.offer.presenters.words import Tag, application_tag, clock
from riia.alliance.offer.queries import reading
from riia.alliance.offer.services.applications import Clash
from riia.alliance.offer.states import UNDECIDED, WRITABLE, ApplicationState, CallState
from riia.alliance.places.naming import plain_name, possessive


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part with what is said in it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ClashLine:
    """A part that somebody else changed meanwhile: what stands, and by whom."""

    name: str
    label: str
    theirs: str
    words: str


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """Everything an application's page shows."""

    one: Application
    title: str
    tag: Tag
    clock: Clock | None
    reads: bool
    why_not: str
    parts: Sequence[PartLine]
    version: Version | None
    own: bool
    decisions: Sequence[Decision]
    steps: Sequence[Step]
    award_href: str
    writes: bool
    submits: bool
    takes_back: bool
    withdraws: bool
    scores_href: str
    decides_href: str
    not_submitted: bool


def whose(one: Application) -> str:
    """ "Derby’s application"."""
    return f"{possessive(plain_name(one.council.label))} application"


def part_lines(content: Mapping[str, str]) -> list[PartLine]:
    """Every part with its text; the amount exact to the penny where it can be read."""
    asked = asked_pence(content)
    return [PartLine(part.label, pounds(asked) if part.name == ASKED and asked is not None
                     else content.get(part.name, "")) for part in PARTS]  # fmt: skip


def clash_lines(clashes: Sequence[Clash]) -> list[ClashLine]:
    """What two people changed differently, to choose from."""
    labels = {part.name: part.label for part in PARTS}
    return [ClashLine(each.name, labels[each.name], each.theirs,
                      f"{each.who} changed this while you were writing. Yours is not saved yet: see theirs above")
            for each in clashes]  # fmt: skip


def problems(one: Application) -> dict[str, str]:
    """What stands in the way of submitting, by part."""
    return submitting_problems(one.content, most=one.call.most_pence, available=one.call.available_pence)


def problem_lines(one: Application) -> list[dict[str, str]]:
    """The same as a list of links to where each is put right."""
    page = f"{reverse('offer:write', args=[one.reference])}?problems"
    return [{"text": words, "href": f"{page}#id_{name}"} for name, words in problems(one).items()]


def limits(call: Call) -> str:
    """What one application may ask for, in a sentence."""
    if call.most_pence is not None:
        return f"One application may ask for {pounds(call.most_pence)} at most."
    if call.available_pence is not None:
        return f"There is {pounds(call.available_pence)} in all."
    return "It is not settled yet how much money there is."


def clock_of(one: Application, today: date) -> Clock | None:
    """The day the application waits for."""
    if one.state == ApplicationState.MORE_ASKED:
        return clock(one.answer_by, today)
    return clock(one.call.closes_on, today) if one.call.state == CallState.OPEN else None


def application_page(scope: Scope, one: Application, today: date) -> ApplicationPage:
    """An application's page as this viewer sees it."""
    own, reads = reading.is_own(scope, one), reading.may_read(scope, one)
    version, state = reading.latest(one), ApplicationState(one.state)
    member = reading.member_for(scope, one.call)
    content = one.content if own and state in WRITABLE else (version.content if version else one.content)
    region, council = one.call.alliance.region.code, one.council.code
    in_time = one.call.state == CallState.OPEN and (one.call.closes_on or today) >= today
    may_submit = own and scope.may(Action.SUBMIT_APPLICATION, council)
    with_panel = one.call.state == CallState.WITH_PANEL
    return ApplicationPage(
        one=one,
        title=(content.get("title") if reads else "") or whose(one),
        tag=application_tag(one.state),
        clock=clock_of(one, today) if state in WRITABLE else None,
        reads=reads,
        why_not=_why_not(one, state, member is not None),
        parts=part_lines(content) if reads else (),
        version=version,
        own=own,
        decisions=list(one.decisions.all()) if reads else (),
        steps=list(one.steps.all()),
        award_href=_award(scope, one),
        writes=own and state in WRITABLE and scope.may(Action.APPLY_FOR_FUNDING, council) and (in_time or with_panel),
        submits=may_submit and state in WRITABLE and (in_time or state is ApplicationState.MORE_ASKED),
        takes_back=may_submit and state is ApplicationState.SUBMITTED and in_time,
        withdraws=may_submit and state in (*UNDECIDED, ApplicationState.DRAFT),
        scores_href=reverse("offer:score", args=[one.reference])
        if member and not belongs_to(scope, council) and with_panel and version and state in UNDECIDED
        else "",
        decides_href=reverse("offer:decide", args=[one.reference])
        if with_panel and version and state in UNDECIDED and may_decide(scope, region, council)
        else "",
        not_submitted=state is ApplicationState.DRAFT and one.call.state == CallState.OPEN and not in_time,
    )


def _why_not(one: Application, state: ApplicationState, on_panel: bool) -> str:
    if state in reading.NOT_SHOWN:
        return f"What {plain_name(one.council.label)} writes is its own until it is submitted."
    if one.call.closed_at is None:
        return "It can be read once the applications are with the panel, after the last day to apply."
    if on_panel:
        return "Declare first whether you have an interest in this application; with one, others read and score it."
    return "There is nothing to read."


def _award(scope: Scope, one: Application) -> str:
    award = getattr(one, "award", None)
    if award is None or not scope.may(Action.SEE_CALLS):
        return ""
    return reverse("offer:award", args=[award.reference])
