"""The list of calls, with what the viewer's council applied for and has, and what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural, pounds
from riia.alliance.kit.pieces import Clock
from riia.alliance.offer.models import Application, Call
from riia.alliance.offer.permissions import belongs_to, may_run
from riia.alliance.offer.presenters.awards import AwardLine, award_line
from riia.alliance.offer.presenters.words import Tag, application_tag, call_tag, clock, left_words, money
from riia.alliance.offer.queries import awards, reading
from riia.alliance.offer.states import ApplicationState, AwardState, CallState


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in the list. `clock` is its next day."""

    href: str
    title: str
    kind: str
    alliance: str
    tag: Tag
    clock: Clock | None
    what: str
    money: str
    left: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An application of the viewer's council."""

    href: str
    title: str
    council: str
    tag: Tag
    clock: Clock | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A published call with what it awarded."""

    href: str
    title: str
    alliance: str
    on: date
    words: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the list shows."""

    title: str
    own: Sequence[OwnLine]
    calls: Sequence[CallLine]
    awards: Sequence[AwardLine]
    results: Sequence[ResultLine]
    may_begin: bool
    sees_calls: bool
    several: bool
    """Calls of more than one alliance are shown."""


def home_page(scope: Scope, today: date) -> HomePage:
    """The list as this viewer sees it."""
    found = list(reading.calls(scope)) if _sees_calls(scope) else []
    own = [one for one in reading.applications(scope) if belongs_to(scope, one.council.code)] if found else []
    watched = awards.watched(awards.awards(scope), today) if found else []
    running = [each for each in watched if each.award.state == AwardState.RUNNING]
    lines = [_line(each, today) for each in found]
    results = [_result(each) for each in awards.published(scope)] if scope.may(Action.SEE_AWARDS) else []
    overdue = sum(len(each.overdue) for each in running)
    return HomePage(
        title=_title(found, results, overdue, today) if _sees_calls(scope) else _published_title(results),
        own=[_own(each, today) for each in own],
        calls=lines,
        awards=[award_line(each, today) for each in running],
        results=results,
        may_begin=any(may_run(scope, held.place) for held in scope.holdings if held.place and held.region),
        sees_calls=_sees_calls(scope),
        several=len({each.alliance for each in lines}) > 1,
    )


def _sees_calls(scope: Scope) -> bool:
    return scope.may(Action.SEE_CALLS) or scope.may(Action.SCORE_APPLICATIONS)


def _title(found: Sequence[Call], results: Sequence[ResultLine], overdue: int, today: date) -> str:
    taking = sum(each.state == CallState.OPEN and (each.closes_on or today) >= today for each in found)
    judged = sum(each.state == CallState.WITH_PANEL for each in found)
    parts = []
    if taking:
        parts.append(f"{plural(taking, 'call')} for funding {'takes' if taking == 1 else 'take'} applications")
    if judged:
        what = f"{judged} more" if parts else f"{plural(judged, 'call')} for funding"
        parts.append(f"{what} {'is with its panel' if judged == 1 else 'are with their panels'}")
    if not parts:
        parts.append("No call for funding takes applications now")
    if overdue:
        parts.append(f"{plural(overdue, 'milestone or report', 'milestones or reports')} overdue")
    return "; ".join(parts)


def _published_title(results: Sequence[ResultLine]) -> str:
    if not results:
        return "No results of calls for funding are published yet"
    return f"Results of {plural(len(results), 'call')} for funding are published"


def _line(call: Call, today: date) -> CallLine:
    due, what = _next_day(call, today)
    return CallLine(
        href=reverse("offer:call", args=[call.reference]),
        title=call.title,
        kind=call.get_kind_display(),
        alliance=call.alliance.short_name,
        tag=call_tag(call, today),
        clock=clock(due, today),
        what=what,
        money=money(call.available_pence),
        left=left_words(call),
        simulated=call.simulated,
    )


def _next_day(call: Call, today: date) -> tuple[date | None, str]:
    """The day a call waits for now, and what happens by then."""
    if call.state == CallState.OPEN and call.closes_on and call.closes_on >= today:
        return call.closes_on, "apply"
    if call.state in (CallState.OPEN, CallState.WITH_PANEL):
        return (call.panel_by, "score") if (call.panel_by or today) >= today else (call.decision_by, "decide")
    return None, ""


def _own(one: Application, today: date) -> OwnLine:
    due = {ApplicationState.DRAFT: one.call.closes_on if one.call.state == CallState.OPEN else None,
           ApplicationState.MORE_ASKED: one.answer_by}.get(ApplicationState(one.state))  # fmt: skip
    return OwnLine(
        href=reverse("offer:application", args=[one.reference]),
        title=one.content.get("title") or one.call.title,
        council=one.council.label,
        tag=application_tag(one.state),
        clock=clock(due, today),
        simulated=one.call.simulated,
    )


def _result(call: Call) -> ResultLine:
    count = call.applications.filter(state=ApplicationState.AWARDED).count()
    assert call.published_at is not None
    return ResultLine(
        href=reverse("offer:results", args=[call.reference]),
        title=call.title,
        alliance=call.alliance.short_name,
        on=call.published_at,
        words=f"{plural(count, 'award')}, {pounds(sum(_amounts(call)))} together",
        simulated=call.simulated,
    )


def _amounts(call: Call) -> list[int]:
    return [each.amount_pence for each in awards.published_awards(call)]
