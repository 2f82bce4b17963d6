"""Steps of an agreement, one question each: begin, draft, agree, bring into force, review, revoke."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.forms.agreements import (
    AgreementForm,
    DraftForm,
    MinuteForm,
    ReasonForm,
    ReviewForm,
    RevokeForm,
    TextForm,
    VersionForm,
)
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.presenters import agreements as shown
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.services import agreements as services
from riia.alliance.agreements.services import agreements_ending
from riia.alliance.agreements.services.agreements import ClauseText
from riia.alliance.agreements.views.agreements import scope_of, version_or_404
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Link
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.documents.memoranda.clauses import read_clauses

both = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Question:
    """What a page of one question shows: caption, heading, button, where it goes back to, and what is said before."""

    caption: str
    heading: str
    button: str
    back: str
    lead: str = ""
    fields: Any = None
    other: Link | None = None
    """Something else that may be wanted instead."""


def ask(
    request: HttpRequest,
    question: Question,
    form: forms.Form,
    do: Callable[[Any], str],
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Ask, do, say what came of it and go on to `then`. What may not happen is said on the form; nothing is saved."""
    if form.is_bound and form.is_valid():
        try:
            said = do(form)
        except AgreementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(then() if then else question.back)
    return render(request, "agreements/form.html", {"form": form, "question": question})


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def kept(request: HttpRequest, reference: uuid.UUID) -> AgreementVersion:
    """A version that the viewer keeps; whoever only reads it is told who keeps it."""
    version = version_or_404(request, reference)
    check_may_keep(scope_of(request), version.agreement.alliance)
    return version


def question_about(
    version: AgreementVersion, heading: str, button: str, lead: str = "", fields: Any = None
) -> Question:
    return Question(str(version), heading, button, shown.address(version), lead, fields)


@allow(Action.KEEP_AGREEMENTS)
@both
def new(request: HttpRequest) -> HttpResponse:
    """A new agreement and its first version."""
    alliance = _own_alliance(request)
    agreement_form = AgreementForm(request.POST or None)
    version_form = VersionForm(request.POST or None)
    if request.method == "POST" and agreement_form.is_valid() & version_form.is_valid():
        try:
            version = services.start_with_version(
                alliance=alliance,
                details=agreement_form.details(),
                first=version_form.details(),
                by=person_of(request),
            )
        except AgreementError as error:
            agreement_form.add_error(None, str(error))
        else:
            messages.success(request, "The agreement is entered. Add its parties and its text next.")
            return redirect(shown.address(version))
    context = {"forms": [agreement_form, version_form], "alliance": alliance}
    return render(request, "agreements/new.html", context)


def _own_alliance(request: HttpRequest) -> Alliance:
    """The alliance whose agreements the viewer keeps: that of the region given, or else of their own."""
    scope = scope_of(request)
    mine = [each for each in places.alliances() if scope.may(Action.KEEP_AGREEMENTS, each.region.code)]
    wanted = request.GET.get("region", "")
    chosen = next((each for each in mine if each.region.code == wanted), mine[0] if mine else None)
    if chosen is None:
        raise Http404("There is no alliance whose agreements you keep.")
    return chosen


@allow(Action.KEEP_AGREEMENTS)
@both
def new_version(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The next version of an agreement."""
    agreement = queries.agreement_seen(scope_of(request), reference)
    if agreement is None:
        raise Http404("There is no such agreement, or it is not one of your region.")
    check_may_keep(scope_of(request), agreement.alliance)
    current = queries.current_version(agreement)
    back = shown.address(current) if current else "/agreements/"
    lead = "It begins with the clauses, parties and commitments of the version it replaces; change what is different."
    question = Question(agreement.title, "Start a new version", "Start", back, lead if current else "")
    form = VersionForm(request.POST or None)

    def do(form: Any) -> str:
        services.scope_version(agreement=agreement, details=form.details(), by=person_of(request))
        return "The new version is started."

    def newest() -> str:
        return shown.address(agreement.versions.order_by("-number")[0])

    return ask(request, question, form, do, newest)


@allow(Action.KEEP_AGREEMENTS)
@both
def details(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Name and dates of a version that is being made."""
    version = kept(request, reference)
    form = VersionForm(request.POST or None, initial=VersionForm.initial_of(version))

    def do(form: Any) -> str:
        services.change_details(version=version, details=form.details(), by=person_of(request))
        return "The details are saved."

    return ask(request, question_about(version, "Name and dates", "Save"), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def enter_text(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The text of a version, pasted and read into clauses."""
    version = kept(request, reference)
    lead = "It is read into clauses and items, and its numbering is checked. It takes the place of the text held now."
    question = question_about(version, "Enter the text", "Read the text", lead, {"text": {"rows": 20}})

    def do(form: Any) -> str:
        read = read_clauses(form.cleaned_data["text"])
        if not read:
            raise AgreementError("No clause was found in this text. Paste the agreement with its numbers.")
        clauses = [ClauseText(one.number[:20], one.text, one.printed[:20], one.under[:20]) for one in read]
        services.set_clauses(version=version, clauses=clauses, by=person_of(request))
        return f"{plural(len(read), 'clause or item', 'clauses and items')} read."

    return ask(request, question, TextForm(request.POST or None), do, lambda: shown.page(version, "text"))


@allow(Action.KEEP_AGREEMENTS)
@both
def draft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)

    def do(form: Any) -> str:
        services.draft(version=version, drafted_on=form.cleaned_data["drafted_on"], by=person_of(request))
        return "The version is drafted."

    form = DraftForm(request.POST if request.method == "POST" else None)
    return ask(request, question_about(version, "Is this version drafted?", "It is drafted"), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def agree(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)
    lead = "From then on the text and the parties stay as they are, and signatures can be recorded."

    def do(form: Any) -> str:
        services.agree(version=version, minute=form.cleaned_data["minute"], by=person_of(request))
        return "The text is agreed. Signatures can be recorded now."

    question = question_about(version, "Is the text agreed?", "The text is agreed", lead)
    return ask(request, question, MinuteForm(request.POST or None), do)


@allow(Action.KEEP_AGREEMENTS)
@both
def redraft(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)

    def do(form: Any) -> str:
        services.redraft(version=version, reason=form.cleaned_data["reason"], by=person_of(request))
        return "The text is open again."

    question = question_about(version, "Open the text again?", "Open the text")
    return ask(request, question, ReasonForm(request.POST or None), do)


@allow(Action.KEEP_AGREEMENTS)
@both
def into_force(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)
    stands = policies.execution(version.signing_dates, version.commences)
    lead = f"{stands.signed} of {plural(stands.required, 'signature')} are in. {shown.warning(version, stands)}".strip()

    def do(form: Any) -> str:
        services.bring_into_force(version=version, by=person_of(request))
        return "The version is in force."

    form = forms.Form(request.POST if request.method == "POST" else None)
    return ask(request, question_about(version, "Bring it into force?", "Bring it into force", lead), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def revoke(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)

    def do(form: Any) -> str:
        agreements_ending.revoke(
            version=version, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"], by=person_of(request)
        )
        return "It is recorded as revoked."

    lead = "It stays on record with everything that was signed. What depends on it, such as its data register, ends."
    question = question_about(version, "Record that it is revoked", "Record", lead)
    return ask(request, question, RevokeForm(request.POST or None), do)


@allow(Action.KEEP_AGREEMENTS)
@both
def review(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)
    due = version.review_words and f"in {version.review_words}"
    if version.review_due and not due:
        due = f"by {long_date(version.review_due)}"
    names = [party.name for party in queries.parties(version).on(timezone.localdate())]
    form = ReviewForm(request.POST or None, parties=names, due=due if version.review_due else "")

    def do(form: Any) -> str:
        typed = form.cleaned_data
        agreements_ending.record_review(
            version=version,
            held_on=typed["held_on"],
            outcome=typed["outcome"],
            next_due=typed["next_due"],
            asked_for_by=form.asked(),
            by=person_of(request),
        )
        return "The review is recorded."

    return ask(request, question_about(version, "Record a review", "Record the review"), form, do)
