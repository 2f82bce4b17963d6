"""What of calls and awards needs a viewer now, each one click from done. The home page shows the most urgent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.offer.models import Application, Call, Due, PanelMember
from riia.alliance.offer.permissions import belongs_to, may_run
from riia.alliance.offer.queries.awards import dues, payments
from riia.alliance.offer.queries.panels import eligible
from riia.alliance.offer.queries.reading import applications, calls, latest, own_councils
from riia.alliance.offer.states import LIVE, UNDECIDED, ApplicationState, AwardState, CallState, DueState, PaymentState
from riia.alliance.places.naming import plain_name
from riia.indicators.calendar import add_working_days

AHEAD: Final = 10
"""Working days before its day that a milestone or report is mentioned."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day."""

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "working day"


def needs(scope: Scope, today: date) -> list[Need]:
    """Everything that needs the viewer, what is due first in front."""
    found = [need for source in _SOURCES for need in source(scope, today)]
    return sorted(found, key=lambda need: (need.due is None, need.due or date.max, need.text))


def _to_apply(scope: Scope, today: date) -> Iterator[Need]:
    """Calls the viewer's council may apply to, and applications that wait for it."""
    if not scope.may(Action.APPLY_FOR_FUNDING):
        return
    own = [one for one in applications(scope).filter(state__in=list(LIVE)) if belongs_to(scope, one.council.code)]
    begun = {(one.call_id, one.council_id) for one in own}
    for call in calls(scope).filter(state=CallState.OPEN, closes_on__gte=today):
        if any((call.pk, council.pk) not in begun for council in own_councils(scope, call)):
            yield Need(f"Apply for “{call.title}”, if you want to", _page(call), call.closes_on)
    for one in own:
        page = reverse("offer:application", args=[one.reference])
        if not scope.may(Action.APPLY_FOR_FUNDING, one.council.code):
            continue
        if one.state == ApplicationState.DRAFT and one.call.state == CallState.OPEN:
            yield Need(f"Finish the application for “{one.call.title}”", page, one.call.closes_on)
        elif one.state == ApplicationState.MORE_ASKED:
            yield Need(f"Say more about the application for “{one.call.title}”", page, one.answer_by)


def _to_report(scope: Scope, today: date) -> Iterator[Need]:
    """Milestones and reports of the viewer's council that are due soon or overdue."""
    if not scope.may(Action.APPLY_FOR_FUNDING):
        return
    soon = add_working_days(today, AHEAD)
    for due in dues(scope).filter(state=DueState.DUE, due_on__lte=soon, award__state=AwardState.RUNNING):
        council = due.award.application.council
        if belongs_to(scope, council.code) and scope.may(Action.APPLY_FOR_FUNDING, council.code):
            verb = "Show" if due.kind == "milestone" else "Write"
            yield Need(f"{verb} “{due.title}” for the award", _due(due), due.due_on,
                       due.award.application.call.title)  # fmt: skip


def _to_score(scope: Scope, today: date) -> Iterator[Need]:
    """Applications that wait for the viewer's scores, a line for each call."""
    if scope.person_ref is None:
        return
    seats = PanelMember.objects.filter(
        person__reference=scope.person_ref, left_on=None, call__state=CallState.WITH_PANEL
    )
    for seat in seats.select_related("call__alliance__region"):
        waiting = 0
        for one in _submitted(seat.call):
            version = latest(one)
            done = version is None or version.sheets.filter(member=seat, submitted_at__isnull=False).exists()
            waiting += not done and seat in eligible(one)
        if waiting:
            text = f"Score {plural(waiting, 'application')} for “{seat.call.title}”"
            yield Need(text, _page(seat.call), seat.call.panel_by)


def _to_decide(scope: Scope, today: date) -> Iterator[Need]:
    """Applications that all have scored, or whose day for scores or an answer has passed, for those who decide."""
    if not scope.may(Action.DECIDE_APPLICATIONS) and not scope.may(Action.RUN_CALLS):
        return
    for call in calls(scope).filter(state=CallState.WITH_PANEL):
        region = call.alliance.region.code
        if not scope.may(Action.DECIDE_APPLICATIONS, region) and not may_run(scope, region):
            continue
        waiting = [one for one in _waiting(call) if not belongs_to(scope, one.council.code)]
        whole = sum(_is_scored(one) for one in waiting)
        ready = sum(_is_scored(one) or _is_late(one, call, today) for one in waiting)
        if ready:
            page = reverse("offer:ranking", args=[call.reference])
            text = f"Decide on {plural(ready, 'application')} for “{call.title}”"
            note = (
                "Everybody who may has scored." if ready == whole else "The day for scores or for an answer has passed."
            )
            yield Need(text, page, call.decision_by, note)


def _is_late(one: Application, call: Call, today: date) -> bool:
    """The day for scores has passed, or the day for the council's answer."""
    day = one.answer_by if one.state == ApplicationState.MORE_ASKED else call.panel_by
    return day is not None and day < today


def _is_scored(one: Application) -> bool:
    version = latest(one)
    if version is None or one.state != ApplicationState.SUBMITTED:
        return False
    return version.sheets.filter(submitted_at__isnull=False).count() >= len(eligible(one)) > 0


def _to_run(scope: Scope, today: date) -> Iterator[Need]:
    """What a call waits for: the panel, its results; of awards what is overdue, to look at, or to pay."""
    if not scope.may(Action.RUN_CALLS):
        return
    mine = [call for call in calls(scope) if may_run(scope, call.alliance.region.code)]
    for call in mine:
        if call.state == CallState.OPEN and call.closes_on and call.closes_on < today:
            count = call.applications.filter(state=ApplicationState.SUBMITTED).count()
            page = reverse("offer:step", args=[call.reference, "give"])
            yield Need(f"Give {plural(count, 'application')} for “{call.title}” to the panel", page, call.panel_by)
        elif call.state == CallState.WITH_PANEL and not call.applications.filter(state__in=UNDECIDED).exists():
            page = reverse("offer:step", args=[call.reference, "publish"])
            yield Need(f"Publish the results of “{call.title}”", page, call.decision_by)
    running = dues(scope).filter(award__state=AwardState.RUNNING, award__application__call__in=mine)
    for due in running.filter(state=DueState.GIVEN):
        yield Need(f"Look at “{due.title}” of {_council(due)}", _due(due))
    for due in running.filter(state=DueState.DUE, due_on__lt=today):
        yield Need(f"Ask {_council(due)} for “{due.title}”", _due(due), due.due_on, due.award.application.call.title)
    soon = payments(scope).filter(state=PaymentState.PLANNED, due_on__lte=add_working_days(today, 5))
    for payment in soon.filter(award__state=AwardState.RUNNING, award__application__call__in=mine):
        if payment.after is None or payment.after.state == DueState.ACCEPTED:
            council = plain_name(payment.award.application.council.label)
            page = reverse("offer:payment", args=[payment.reference])
            yield Need(f"Note the payment to {council}", page, payment.due_on, payment.award.application.call.title)


def _submitted(call: Call) -> list[Application]:
    return [one for one in _waiting(call) if one.state == ApplicationState.SUBMITTED]


def _waiting(call: Call) -> list[Application]:
    found = call.applications.filter(state__in=sorted(UNDECIDED)).select_related("council", "call")
    return list(found.prefetch_related("versions").order_by("pk"))


def _council(due: Due) -> str:
    return plain_name(due.award.application.council.label)


def _page(call: Call) -> str:
    return reverse("offer:call", args=[call.reference])


def _due(due: Due) -> str:
    return reverse("offer:due", args=[due.reference])


_SOURCES: Final[tuple[Callable[[Scope, date], Iterator[Need]], ...]] = (
    _to_apply, _to_report, _to_score, _to_decide, _to_run,
)  # fmt: skip
