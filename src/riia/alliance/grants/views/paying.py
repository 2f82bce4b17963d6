"""Payments, hosts, awards and projects: lists, one thing to a page, and each step."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.forms import payments as forms
from riia.alliance.grants.models import Determination, Payment, Project
from riia.alliance.grants.permissions import may_keep
from riia.alliance.grants.presenters import payments as shown
from riia.alliance.grants.queries import reading
from riia.alliance.grants.services import awarding, paying
from riia.alliance.grants.services.awarding import AwardDetails, ProjectDetails
from riia.alliance.grants.services.paying import PaymentDetails
from riia.alliance.grants.views.at import (
    METHODS,
    asked_of,
    back_to,
    done,
    form_page,
    found_award,
    found_grant,
    found_payment,
    kept_regions,
    person_at,
    posted,
    scope_of,
)
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.indicators.reference import PlaceError


@allow(Action.SEE_GRANTS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """Every payment of the viewer's places as at a day, what waits first."""
    asked = asked_of(request)
    context = {"page": shown.payments_page(scope_of(request), asked.day), "asked": asked}
    return render(request, "grants/payments.html", context)


@allow(Action.SEE_GRANTS)
@require_safe
def payment(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One payment, with the steps that are the viewer's."""
    one = found_payment(request, reference)
    page = shown.payment_page(scope_of(request), one, timezone.localdate())
    return render(request, "grants/payment.html", {"page": page})


@allow(Action.APPROVE_SPENDING)
@require_POST
def approve(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Approve a payment: the button on its page."""
    one = found_payment(request, reference)
    try:
        paying.approve(payment=one, by=person_at(request))
        messages.success(request, "It is approved. Whoever proposed it can have it paid.")
    except GrantError as error:
        messages.error(request, str(error))
    return redirect("grants:payment", one.reference)


@allow(Action.APPROVE_SPENDING)
@require_http_methods(METHODS)
def send_back(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Not approve a payment, or take an approval back, with the reason."""
    one = found_payment(request, reference)
    form = forms.ReasonForm(posted(request))
    if form.is_valid() and done(form, lambda: paying.send_back(
        payment=one, because=form.cleaned_data["reason"], by=person_at(request)
    )):  # fmt: skip
        return back_to(request, "grants:payment", one.reference, "It is not approved, with your reason.")
    return form_page(request, form, "Do not approve this payment", _to_payment(one), button="Do not approve",
                     caption=one.determination.title)  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def paid(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a payment was made, or an instalment came."""
    one = _kept(request, reference)
    form = forms.PaidForm(one, posted(request))

    def act() -> None:
        given = form.cleaned_data
        paying.note_paid(payment=one, paid_on=given["paid_on"], paid_as=given["paid_as"], pence=given.get("amount"),
                         by=person_at(request))  # fmt: skip

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:payment", one.reference, "It is noted as paid.")
    title = "Note this payment as paid" if one.is_onward else "Note that this instalment came"
    return form_page(request, form, title, _to_payment(one), caption=shown.caption(one), button="Note it")


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def reconcile(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note that a payment was found in the accounts."""
    one = _kept(request, reference)
    form = forms.OnForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_valid() and done(form, lambda: paying.reconcile(
        payment=one, on=form.cleaned_data["on"], by=person_at(request)
    )):  # fmt: skip
        return back_to(request, "grants:payment", one.reference, "It is reconciled with the accounts.")
    return form_page(request, form, "Found in the accounts", _to_payment(one), caption=shown.caption(one))


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def cancel(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take out a payment that is not made."""
    one = _kept(request, reference)
    form = forms.ReasonForm(posted(request))
    if form.is_valid() and done(form, lambda: paying.cancel(
        payment=one, because=form.cleaned_data["reason"], by=person_at(request)
    )):  # fmt: skip
        return back_to(request, "grants:payment", one.reference, "It is cancelled.")
    return form_page(request, form, "Cancel this payment", _to_payment(one), caption=shown.caption(one),
                     button="Cancel the payment")  # fmt: skip


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def instalment(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Expect an instalment of a grant."""
    grant = found_grant(request, reference)
    found = _payees(request)
    form = forms.InstalmentForm(found, posted(request))

    def act() -> None:
        given = form.cleaned_data
        details = PaymentDetails(form.places[given["place"]], given["due_on"], given["amount"], given["month_only"],
                                 note=given["note"])  # fmt: skip
        paying.expect_instalment(determination=grant, details=details, by=person_at(request))

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:determination", grant.reference, "The instalment is expected.")
    return form_page(request, form, "Expect an instalment", _to_grant(grant), caption=grant.title)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def propose(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Propose a payment out of a grant."""
    grant = found_grant(request, reference)
    at = reading.as_at(
        grant, list(reading.versions(scope_of(request)).filter(determination=grant)), timezone.localdate()
    )
    lines = list(at.version.purposes.all()) if at.version else []
    form = forms.ProposeForm(_payees(request), lines, posted(request))

    def act() -> None:
        given = form.cleaned_data
        line = form.lines.get(given["purpose"])
        details = PaymentDetails(form.places[given["place"]], given["due_on"], given["amount"], note=given["note"],
                                 purpose=line, payee_words=given["payee_words"])  # fmt: skip
        paying.propose(determination=grant, details=details, by=person_at(request))

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:determination", grant.reference, "It is proposed. Somebody else approves it.")
    return form_page(request, form, "Propose a payment", _to_grant(grant), caption=grant.title, button="Propose")


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def host(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Record which council answers for the region's money."""
    grant, regions = found_grant(request, reference), kept_regions(request)
    councils = [(each, region) for region in regions for each in places.councils_in(region)]
    region_of = {council.code: region for council, region in councils}
    form = forms.HostForm([council for council, _ in councils], posted(request))
    if form.is_valid() and done(form, lambda: awarding.record_host(
        determination=grant, region=region_of[form.cleaned_data["council"]],
        council=form.places[form.cleaned_data["council"]], because=form.cleaned_data["because"], by=person_at(request),
    )):  # fmt: skip
        return back_to(request, "grants:determination", grant.reference, "The host is recorded.")
    whom = regions[0].label if len(regions) == 1 else "its region"
    note = f"By law the grant goes to councils; this one answers for what is paid to {whom}."
    return form_page(request, form, "Record the host", _to_grant(grant), caption=grant.title, note=note)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def new_award(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter an award that depends on something."""
    grant = found_grant(request, reference)
    form = forms.AwardForm(kept_regions(request), posted(request))

    def act() -> None:
        given = form.cleaned_data
        details = AwardDetails(given["what"], given["amount"], given["depends_on"], given["due_on"])
        awarding.make_award(determination=grant, place=form.region(), details=details, by=person_at(request))

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:determination", grant.reference, "The award is entered.")
    return form_page(request, form, "Enter a contingent award", _to_grant(grant), caption=grant.title)


@allow(Action.SEE_GRANTS)
@require_http_methods(METHODS)
def award(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One award: what it depends on, and what is recorded of it."""
    one = found_award(request, reference)
    keeps = may_keep(scope_of(request), reading.region_code(one.place)) and one.state == "contingent"
    late = one.handed_in_on is not None
    form: forms.HandInForm | forms.SettleForm | None = None
    if keeps:
        form = (
            forms.SettleForm(posted(request)) if late or "settle" in request.GET else forms.HandInForm(posted(request))
        )
    if form is not None and form.is_valid() and done(form, _award_step(request, one.reference, form)):
        return back_to(request, "grants:award", one.reference, "It is recorded.")
    return render(request, "grants/award.html", {"page": shown.award_page(one), "form": form, "one": one})


def _award_step(
    request: HttpRequest, reference: UUID, form: forms.HandInForm | forms.SettleForm
) -> Callable[[], object]:
    one, given, by = found_award(request, reference), form.cleaned_data, person_at(request)
    if isinstance(form, forms.HandInForm):
        return lambda: awarding.hand_in(award=one, on=given["on"], what=given["what"], by=by)
    return lambda: awarding.settle_award(award=one, final=given["final"] == "yes", because=given["reason"], by=by)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def new_project(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter a project of a grant."""
    return _project(request, found_grant(request, reference), None)


@allow(Action.KEEP_GRANTS)
@require_http_methods(METHODS)
def project(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change a project."""
    one = Project.objects.filter(reference=reference).select_related("determination").first()
    if one is None:
        raise Http404
    return _project(request, found_grant(request, one.determination.reference), one)


def _project(request: HttpRequest, grant: Determination, one: Project | None) -> HttpResponse:
    form = forms.ProjectForm(posted(request), initial=shown.project_initial(one) if one else {})

    def act() -> None:
        given = form.cleaned_data
        shares: list[tuple[Place, int | None]] = []
        for name, pence in given["shares"]:
            try:
                shares.append((places.find(name, grant.year_ends), pence))
            except PlaceError as error:
                raise GrantError(f"Who shares it: {error}") from error
        details = ProjectDetails(given["title"], given["strand"], given["test"], given["learning"],
                                 given["replication"], given["agreed_on"], given["total"])  # fmt: skip
        awarding.put_project(determination=grant, details=details, shares=shares, instead=one, by=person_at(request))

    if form.is_valid() and done(form, act):
        return back_to(request, "grants:determination", grant.reference, "The project is entered.")
    note = "What it spends the money on stays the council’s own choice. Do not name a child."
    return form_page(request, form, "A project", _to_grant(grant), caption=grant.title, note=note,
                     fields={"shares": {"rows": 3}})  # fmt: skip


def _kept(request: HttpRequest, reference: UUID) -> Payment:
    one = found_payment(request, reference)
    if not may_keep(scope_of(request), reading.region_code(one.place)):
        raise Http404
    return one


def _payees(request: HttpRequest) -> list[Place]:
    """The regions that the viewer keeps, and their councils."""
    found: list[Place] = []
    for region in kept_regions(request):
        found += [region, *places.councils_in(region)]
    return found


def _to_payment(one: Payment) -> tuple[str, str]:
    return "Back to the payment", reverse("grants:payment", args=[one.reference])


def _to_grant(grant: Determination) -> tuple[str, str]:
    return "Back to the grant", reverse("grants:determination", args=[grant.reference])
