"""The log of national groups: quarters, meetings, points, summaries, the quarterly review, and the groups followed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.returns.forms.care import WhyForm
from riia.alliance.returns.forms.feedback import (
    GroupForm,
    LogForm,
    MeetingForm,
    PointForm,
    QuarterForm,
    SettleForm,
    SummaryForm,
)
from riia.alliance.returns.models import FeedbackPoint, GroupMeeting
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.presenters import feedback as shown
from riia.alliance.returns.queries import feedback as queries
from riia.alliance.returns.services import feedback as services
from riia.alliance.returns.states_care import PointState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.care_steps import Step, ask, at_my_desk, both, posted
from riia.alliance.returns.views.desk import person_at, scope_of
from riia.indicators.model import Period, PeriodError, PeriodKind


@allow(*KEEP_ENQUIRIES)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The log by quarters, with the plan's measures."""
    alliance, others = at_my_desk(request)
    found = queries.quarters(alliance, today())
    context = {
        "alliance": alliance,
        "alliances": others,
        "title": shown.title(found),
        "quarters": [shown.quarter_block(one) for one in found],
        "runs": scope_of(request).may(Action.RUN_ROUNDS, alliance.region.code),
    }
    return render(request, "returns/feedback.html", context)


@allow(*KEEP_ENQUIRIES)
@both
def new_meeting(request: HttpRequest) -> HttpResponse:
    """Note that a group meets, or met."""
    alliance, _ = at_my_desk(request)
    form = MeetingForm(queries.groups(alliance), posted(request))
    lead = "Its ten working days for the log run from the day of the meeting, so note it ahead where you can."
    step = Step(alliance.short_name, "Note a meeting", "Note the meeting", reverse("returns:feedback"), lead)
    made: list[GroupMeeting] = []

    def do(given: dict[str, Any]) -> str:
        made.append(services.expect_meeting(alliance=alliance, **given, by=person_at(request)))
        return "The meeting is noted."

    return ask(request, step, form, do, lambda: _page(made[0]))


@allow(*KEEP_ENQUIRIES)
@require_safe
def meeting(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One meeting: how it was logged, its points and its summary."""
    one = _found(request, reference)
    points = [(point, shown.point_tag(point)) for point in one.points.all()]
    context = {"one": one, "line": shown.meeting_line(one, today()), "facts": shown.facts(one), "points": points,
               "may_log": one.held_on <= today()}  # fmt: skip
    return render(request, "returns/feedback_meeting.html", context)


@allow(*KEEP_ENQUIRIES)
@both
def log_meeting(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter a meeting in the log."""
    one = _found(request, reference)
    form = LogForm(posted(request), initial={"logged_on": today(), "told_on": one.held_on})
    step = Step(str(one), "Log the meeting", "Log it", _page(one))

    def do(given: dict[str, Any]) -> str:
        services.log_meeting(meeting=one, **given, by=person_at(request))
        return "The meeting is in the log. Add its points next."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def cancel_meeting(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a meeting was not held."""
    one = _found(request, reference)
    step = Step(str(one), "Was it not held?", "It does not count", _page(one), fields={"reason": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        services.cancel_meeting(meeting=one, reason=given["reason"], by=person_at(request))
        return "The meeting does not count. It stays on record."

    return ask(request, step, WhyForm(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def new_point(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Add a point to a meeting."""
    one = _found(request, reference)
    step = Step(str(one), "Add a point", "Add the point", _page(one), fields={"point": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        relevant = given["relevant"] == "yes"
        services.add_point(meeting=one, point=given["point"], relevant=relevant, by=person_at(request))
        return "The point is noted."

    return ask(request, step, PointForm(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def settle_point(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note what became of a relevant point."""
    point = _found_point(request, reference)
    form = SettleForm(PointState(point.state), posted(request), initial={"on": today()})
    step = Step(str(point.meeting), "What became of this point?", "Note it", _page(point.meeting), point.point)

    def do(given: dict[str, Any]) -> str:
        state = PointState(given["state"])
        services.settle_point(point=point, state=state, where=given["where"], on=given["on"], by=person_at(request))
        return "It is noted."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def change_relevance(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Put right whether a point concerns the region."""
    point = _found_point(request, reference)
    heading = "Does this point not concern the region?" if point.relevant else "Does this point concern the region?"
    button = "It does not concern it" if point.relevant else "It concerns it"
    step = Step(str(point.meeting), heading, button, _page(point.meeting), point.point, {"reason": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        services.set_relevance(point=point, relevant=not point.relevant, reason=given["reason"], by=person_at(request))
        return "It is noted."

    return ask(request, step, WhyForm(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def share_summary(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note the summary of a meeting's key messages, and with whom it was shared."""
    one = _found(request, reference)
    form = SummaryForm(posted(request), initial={"on": today()})
    step = Step(str(one), "Share the summary", "It is shared", _page(one), fields={"summary": {"rows": 6}})

    def do(given: dict[str, Any]) -> str:
        services.share_summary(meeting=one, **given, by=person_at(request))
        return "The summary is on record."

    return ask(request, step, form, do)


@allow(Action.RUN_ROUNDS)
@both
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Record the review of a quarter's log."""
    alliance, _ = at_my_desk(request)
    period = _quarter(code)
    share = queries.quarter_of(alliance, period, today()).settled
    lead = f"{share.good} of {share.of} relevant points are actioned or considered. The review keeps these numbers."
    step = Step(
        alliance.short_name, f"Review the log for {period.label}", "Record the review", reverse("returns:feedback"),
        lead if share.of else "This quarter has no relevant point.", {"note": {"rows": 3}},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        services.review_quarter(alliance=alliance, period=period, **given, by=person_at(request))
        return "The review is recorded."

    return ask(request, step, QuarterForm(posted(request), initial={"on": today()}), do)


@allow(Action.RUN_ROUNDS)
@both
def groups(request: HttpRequest) -> HttpResponse:
    """Follow a further group, or leave one."""
    alliance, _ = at_my_desk(request)
    followed = "; ".join(f"{key}, {name}" for key, name in queries.groups(alliance).items())
    step = Step(
        alliance.short_name, "Which national groups does the region follow?", "Save", reverse("returns:feedback"),
        f"Now: {followed or 'none'}. Meetings in the log keep the name they had.",
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        facts = given | {"followed": given["followed"] == "yes"}
        services.set_group(alliance=alliance, **facts, by=person_at(request))
        return "The groups are changed."

    return ask(request, step, GroupForm(posted(request), initial={"followed": "yes"}), do)


def _quarter(code: str) -> Period:
    """The quarter of an address."""
    try:
        period = Period.parse(code)
    except PeriodError:
        raise Http404 from None
    if period.kind is not PeriodKind.FINANCIAL_QUARTER:
        raise Http404
    return period


def _found(request: HttpRequest, reference: UUID) -> GroupMeeting:
    one = queries.get_meeting(scope_of(request), reference)
    if one is None:
        raise Http404
    return one


def _found_point(request: HttpRequest, reference: UUID) -> FeedbackPoint:
    point = queries.get_point(scope_of(request), reference)
    if point is None:
        raise Http404
    return point


def _page(one: GroupMeeting) -> str:
    return reverse("returns:group_meeting", args=[one.reference])
