"""The coordinator's post: when it is funded, who holds it, and how much of a full week (R5.21)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.places.models import Alliance
from riia.alliance.returns.forms.care import WhyForm
from riia.alliance.returns.forms.staffing import FundingForm, WorkingTimeForm
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.presenters import staffing as shown
from riia.alliance.returns.queries import staffing_funded as queries
from riia.alliance.returns.services import staffing as services
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.care_steps import Step, ask, at_my_desk, both, posted
from riia.alliance.returns.views.desk import person_at, scope_of


@allow(*KEEP_ENQUIRIES)
@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    """Funded times with the days that were not covered, and who holds the post with which working time."""
    alliance, others = at_my_desk(request)
    runs = scope_of(request).may(Action.RUN_ROUNDS, alliance.region.code)
    context = {
        "alliance": alliance,
        "alliances": others,
        "funded": [shown.funded_block(one) for one in queries.funded(alliance, today())],
        # A colleague's working time is for those who keep it.
        "holders": [shown.holder_line(one) for one in queries.coordinators(alliance)] if runs else [],
        "runs": runs,
    }
    return render(request, "returns/staffing.html", context)


@allow(Action.RUN_ROUNDS)
@both
def note_funding(request: HttpRequest) -> HttpResponse:
    """Note a time for which the post is paid for."""
    alliance, _ = at_my_desk(request)
    step = Step(alliance.short_name, "When is the coordinator’s post funded?", "Note it", _page(alliance))

    def do(given: dict[str, Any]) -> str:
        services.note_funding(alliance=alliance, **given, by=person_at(request))
        return "The funded time is noted."

    return ask(request, step, FundingForm(posted(request)), do)


@allow(Action.RUN_ROUNDS)
@both
def withdraw_funding(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take back a funded time that was noted wrongly."""
    alliance, mine = at_my_desk(request)
    found = (queries.get_funded_post(one, reference) for one in mine)
    post = next((each for each in found if each is not None), None)
    if post is None:
        raise Http404
    step = Step(
        str(post)[:1].upper() + str(post)[1:], "Withdraw this funded time?", "Withdraw it", _page(alliance),
        "It stays on record with the reason, and counts no more.", {"reason": {"rows": 3}},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> str:
        services.withdraw_funding(post=post, reason=given["reason"], by=person_at(request))
        return "The funded time is withdrawn."

    return ask(request, step, WhyForm(posted(request)), do)


@allow(Action.RUN_ROUNDS)
@both
def working_time(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Write down how much of a full week a coordinator works."""
    alliance, mine = at_my_desk(request)
    held = (holder for one in mine for holder in queries.coordinators(one))
    holder = next((each for each in held if each.holding.reference == reference), None)
    if holder is None:
        raise Http404
    line = shown.holder_line(holder)
    step = Step(
        f"{line.name}, {line.term}", "How much of a full week?", "Write it down", _page(alliance),
        f"On record: {'; '.join(line.times)}.", {"share": {"width": 4}},
    )  # fmt: skip
    form = WorkingTimeForm(posted(request), initial={"starts_on": holder.holding.starts})

    def do(given: dict[str, Any]) -> str:
        services.set_working_time(holding=holder.holding, **given, by=person_at(request))
        return "The working time is written down."

    return ask(request, step, form, do)


def _page(alliance: Alliance) -> str:
    return f"{reverse('returns:staffing')}?{urlencode({'region': alliance.region.code})}"
