"""What councils commit to: the matrix and its evidence, self-evaluations and plans, and support activities."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.derived import source_of
from riia.alliance.agreements.forms.agreements import ReasonForm
from riia.alliance.agreements.forms.agreements_commitments import (
    CommitmentsForm,
    DocumentForm,
    EvidenceForm,
    PeriodForm,
    PublishForm,
    ShownByForm,
    SignOffForm,
    SupportForm,
)
from riia.alliance.agreements.models import MetBy, SignedDocument
from riia.alliance.agreements.models.commitments import DocumentKind
from riia.alliance.agreements.permissions import check_may_keep
from riia.alliance.agreements.presenters import agreements as shown
from riia.alliance.agreements.presenters.agreements_commitments import document_lines, matrix_page
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.queries.compliance import compliance
from riia.alliance.agreements.services import agreements_commitments as services
from riia.alliance.agreements.services.agreements_commitments import CommitmentText, PeriodDays
from riia.alliance.agreements.views.agreements import frame, keeps_it, scope_of, version_or_404
from riia.alliance.agreements.views.agreements_steps import Question, ask, both, kept, person_of, question_about
from riia.alliance.kit.filters import plural


@allow(Action.SEE_AGREEMENTS)
@require_safe
def commitments(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """The compliance matrix of a period: councils by commitments (R2.10)."""
    version = version_or_404(request, reference)
    matrix = compliance(scope_of(request), version, request.GET.get("period", ""), timezone.localdate())
    page = None
    if matrix and matrix.commitments:
        mine = scope_of(request).councils
        page = matrix_page(version, matrix, keeps=keeps_it(request, version), mine=mine)
    activities = version.support_activities.all()
    context = frame(request, version, "commitments") | {"page": page, "activities": activities}
    return render(request, "agreements/commitments.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def documents(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Self-evaluations and plans, and whose sign-off is missing (R2.11, R2.12)."""
    version = version_or_404(request, reference)
    lines = document_lines(queries.documents(version), keeps=keeps_it(request, version))
    return render(request, "agreements/documents.html", frame(request, version, "documents") | {"lines": lines})


@allow(Action.KEEP_AGREEMENTS)
@both
def record_evidence(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)
    chosen = {name: request.GET.get(name) for name in ("party", "commitment", "period")}
    form = EvidenceForm(request.POST or None, version=version, initial=chosen)

    def do(form: Any) -> str:
        evidence = services.record_evidence(**form.cleaned_data, by=person_of(request))
        return f"Recorded: {evidence}."

    question = question_about(version, "Record evidence", "Record the evidence")
    return ask(request, question, form, do, lambda: shown.page(version, "commitments"))


@allow(Action.KEEP_AGREEMENTS)
@both
def withdraw_evidence(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    evidence = queries.evidence_seen(scope_of(request), reference)
    if evidence is None:
        raise Http404("There is no such evidence, or it is not of an agreement of your region.")
    version = evidence.commitment.version
    check_may_keep(scope_of(request), version.agreement.alliance)

    def do(form: Any) -> str:
        services.withdraw_evidence(evidence=evidence, reason=form.cleaned_data["reason"], by=person_of(request))
        return "The evidence is withdrawn. It stays on record."

    lead = f"{evidence}: {evidence.note or evidence.link}"
    question = Question(str(version), "Withdraw this evidence?", "Withdraw", shown.page(version, "commitments"), lead)
    return ask(request, question, ReasonForm(request.POST or None), do)


@allow(Action.KEEP_AGREEMENTS)
@both
def set_commitments(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """What every council commits to, one on each line."""
    version = kept(request, reference)
    now = "\n".join(f"{one.clause} | {one.title}" if one.clause else one.title for one in version.commitments.all())

    def do(form: Any) -> str:
        lines = [line.strip() for line in form.cleaned_data["lines"].splitlines() if line.strip()]
        keep = {one.title: one for one in version.commitments.all()}
        texts = []
        for place, line in enumerate(lines, start=1):
            clause, bar, title = line.rpartition("|")
            had = keep.get(title.strip())
            texts.append(
                CommitmentText(
                    had.key if had else f"commitment-{place}",
                    title.strip()[:120],
                    (clause if bar else "").strip()[:20],
                    had.once_in if had else 1,
                    had.needs_document if had else "",
                    had.met_by if had else "",
                )
            )
        services.set_commitments(version=version, commitments=texts, by=person_of(request))
        return f"{plural(len(texts), 'commitment')} entered."

    form = CommitmentsForm(request.POST or None, initial={"lines": now})
    question = question_about(version, "What does every council commit to?", "Save")
    return ask(request, question, form, do, lambda: shown.page(version, "commitments"))


@allow(Action.KEEP_AGREEMENTS)
@both
def shown_by(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Which commitment is shown by signed returns, so that nobody records evidence for it."""
    version = kept(request, reference)
    now = version.commitments.filter(met_by=MetBy.RETURNS).first()
    form = ShownByForm(request.POST or None, version=version, initial={"commitment": now.pk if now else "none"})

    def do(form: Any) -> str:
        chosen = form.chosen()
        services.set_shown_by(version=version, met_by=MetBy.RETURNS, commitment=chosen, by=person_of(request))
        return f"“{chosen}” is shown by signed returns." if chosen else "Signed returns show no commitment."

    source = source_of(MetBy.RETURNS)
    lead = f"It then needs no evidence by hand; what people record still stands. {source.rule if source else ''}"
    question = question_about(version, "Which commitment do signed quarterly returns show?", "Save", lead.strip())
    return ask(request, question, form, do, lambda: shown.page(version, "commitments"))


@allow(Action.KEEP_AGREEMENTS)
@both
def add_period(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)

    def do(form: Any) -> str:
        period = services.add_period(version=version, period=PeriodDays(**form.cleaned_data), by=person_of(request))
        return f"The period {period} is open."

    question = question_about(version, "Open a period", "Open the period")
    return ask(request, question, PeriodForm(request.POST or None), do, lambda: shown.page(version, "commitments"))


@allow(Action.KEEP_AGREEMENTS)
@both
def open_document(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    version = kept(request, reference)

    def do(form: Any) -> str:
        typed = form.cleaned_data | {"kind": DocumentKind(form.cleaned_data["kind"])}
        document = services.open_document(**typed, by=person_of(request))
        return f"{document.title} is entered. Record its three sign-offs."

    question = question_about(version, "Enter a self-evaluation or plan", "Enter")
    form = DocumentForm(request.POST or None, version=version)
    return ask(request, question, form, do, lambda: shown.page(version, "documents"))


@allow(Action.KEEP_AGREEMENTS)
@both
def sign_off(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    document = _kept_document(request, reference)

    def do(form: Any) -> str:
        services.sign_off_document(document=document, **form.cleaned_data, by=person_of(request))
        return "The sign-off is recorded."

    form = SignOffForm(request.POST or None, document=document)
    return ask(request, _about(document, "Record a sign-off", "Record"), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def publish(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    document = _kept_document(request, reference)

    def do(form: Any) -> str:
        services.publish_document(document=document, **form.cleaned_data, by=person_of(request))
        return "The publication is recorded."

    form = PublishForm(request.POST or None)
    return ask(request, _about(document, "Where is it published?", "Record"), form, do)


@allow(Action.KEEP_AGREEMENTS)
@both
def plan_support(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """A support activity: it may begin once directors approved it and it has money (R2.14)."""
    version = kept(request, reference)
    wanted = version.support_activities.filter(title=request.GET.get("title", "")).first()
    now = {name: getattr(wanted, name) for name in SupportForm.base_fields} if wanted else {}

    def do(form: Any) -> str:
        activity = services.plan_support(version=version, **form.cleaned_data, by=person_of(request))
        return "It may begin." if activity.may_begin else "It is entered, and waits for approval or money."

    lead = "It may begin once the directors’ group has approved it and its money is found."
    question = question_about(version, "Enter a support activity", "Save", lead)
    form = SupportForm(request.POST or None, initial=now)
    return ask(request, question, form, do, lambda: shown.page(version, "commitments"))


def _kept_document(request: HttpRequest, reference: uuid.UUID) -> SignedDocument:
    document = queries.document_seen(scope_of(request), reference)
    if document is None:
        raise Http404("There is no such document, or it is not of an agreement of your region.")
    check_may_keep(scope_of(request), document.version.agreement.alliance)
    return document


def _about(document: SignedDocument, heading: str, button: str) -> Question:
    return Question(document.title, heading, button, shown.page(document.version, "documents"))
