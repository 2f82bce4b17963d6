"""Signatures: one recorded, corrected or taken out, or all that are missing at once."""

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.forms.agreements import ReasonForm
from riia.alliance.agreements.forms.agreements_signatures import (
    HINT,
    CorrectionForm,
    PagesForm,
    SignatureForm,
    SignaturesForm,
)
from riia.alliance.agreements.models import Seat
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.presenters import agreements as shown
from riia.alliance.agreements.presenters.agreements_signatures import read_words
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.services import signatures as services
from riia.alliance.agreements.signature_matching import proposed
from riia.alliance.agreements.views.agreements import scope_of
from riia.alliance.agreements.views.agreements_steps import ask, both, kept, person_of, question_about
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Link
from riia.documents.memoranda.signature_pages import read_signatures


@allow(Action.KEEP_AGREEMENTS)
@both
def sign_many(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Every signature that is missing, on one page: those whose date is entered are recorded."""
    version = kept(request, reference)
    typed = request.POST if request.method == "POST" else None
    form = SignaturesForm(typed, version=version, seats=queries.seats_unsigned(version))
    if form.is_bound and form.is_valid():
        try:
            done = services.record_signatures(written=form.written(), by=person_of(request))
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{plural(len(done), 'signature')} recorded.")
            return redirect(shown.address(version))
    context = {"form": form, "version": version, "back": shown.address(version), "hint": HINT, "said": "", "to": ""}
    return render(request, "agreements/signatures.html", context)


@allow(Action.KEEP_AGREEMENTS)
@both
def read_pages(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The pages of signatures, pasted: they fill in the dates, and a person compares them before they are recorded."""
    version = kept(request, reference)
    here = reverse("agreements:sign_many", args=[version.reference])
    form = PagesForm(request.POST or None)
    if form.is_bound and form.is_valid():
        found = read_signatures(form.cleaned_data["text"])
        if found:
            proposal = proposed(found, queries.seats_wanted(version), timezone.localdate())
            initial = {f"seat-{key}": written for key, written in proposal.written.items()}
            filled = SignaturesForm(version=version, seats=queries.seats_unsigned(version), initial=initial)
            said = read_words(len(found), len(initial), len(filled.seats))
            context = {"form": filled, "version": version, "back": here, "hint": HINT, "to": here,
                       "said": said, "notes": proposal.notes}  # fmt: skip
            return render(request, "agreements/signatures.html", context)
        form.add_error("text", "No signature was found in these pages. Paste them with parties, offices and dates.")
    lead = "Names of people are not kept. Nothing is recorded until you have compared the dates."
    question = question_about(version, "Paste the pages of signatures", "Read them", lead, {"text": {"rows": 16}})
    return render(request, "agreements/form.html", {"form": form, "question": replace(question, back=here)})


@allow(Action.KEEP_AGREEMENTS)
@both
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a signature, or correct its date."""
    seat = _kept_seat(request, pk)
    version, signature = seat.party.version, getattr(seat, "signature", None)

    def do(form: Any) -> str:
        written, by = form.cleaned_data["as_written"], person_of(request)
        if signature is None:
            done = services.record_signature(seat=seat, as_written=written, by=by)
        else:
            done = services.correct_signature(
                signature=signature, as_written=written, reason=form.cleaned_data["reason"], by=by
            )
        return f"{seat}: signed on {long_date(done.signed_on)}."

    heading = f"When did the {seat.words} of {seat.party.name} sign?"
    wide = {"as_written": {"width": 20}}
    if signature is None:
        question = question_about(version, heading, "Record the signature", fields=wide)
        return ask(request, question, SignatureForm(request.POST or None, version=version), do)
    lead = f"Recorded now: “{signature.as_written}”, read as {long_date(signature.signed_on)}."
    question = question_about(version, heading, "Correct the date", lead, wide)
    if not version.in_force:
        out = Link("It was recorded by mistake", reverse("agreements:withdraw_signature", args=[seat.pk]))
        question = replace(question, other=out)
    form = CorrectionForm(request.POST or None, version=version, initial={"as_written": signature.as_written})
    return ask(request, question, form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def withdraw_signature(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a signature that was recorded by mistake."""
    seat = _kept_seat(request, pk)
    signature = getattr(seat, "signature", None)
    if signature is None:
        raise Http404("This office has not signed.")

    def do(form: Any) -> str:
        services.withdraw_signature(signature=signature, reason=form.cleaned_data["reason"], by=person_of(request))
        return "The signature is taken out."

    question = question_about(seat.party.version, f"Take out the signature of {seat}?", "Take it out")
    return ask(request, question, ReasonForm(request.POST or None), do)


def _kept_seat(request: HttpRequest, pk: int) -> Seat:
    seat = queries.seat_seen(scope_of(request), pk)
    if seat is None:
        raise Http404("There is no such signature to record, or it is not of your region.")
    check_may_keep(scope_of(request), seat.party.version.agreement.alliance)
    return seat
