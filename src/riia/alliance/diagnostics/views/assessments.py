"""A council's self-assessment: where it stands, rating a statement, the whole of it, and how the others answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.policies import PolicyError
from riia.alliance.diagnostics.forms.answers import RateForm, rated
from riia.alliance.diagnostics.models import Assessment
from riia.alliance.diagnostics.permissions import belongs
from riia.alliance.diagnostics.presenters import assessment as shown
from riia.alliance.diagnostics.presenters import exports
from riia.alliance.diagnostics.presenters.words import mark_of
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.picture import others as others_of
from riia.alliance.diagnostics.services.answering import Saved, save_answers
from riia.alliance.diagnostics.states import EDITABLE, AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Statement, Topic
from riia.alliance.diagnostics.views.finding import csv_file, found_assessment, person_at, scope_of
from riia.alliance.returns.timekeeping import today


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def assessment(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Where it stands: every statement with its answer, and the next step."""
    one = found_assessment(request, reference)
    page = shown.page(scope_of(request), one, today())
    return render(request, "diagnostics/assessment.html", {"one": one, "page": page, "topic": one.round.as_topic})


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def everything(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The whole self-assessment on one page, to read and to print."""
    one = found_assessment(request, reference)
    page = shown.page(scope_of(request), one, today())
    return render(request, "diagnostics/all.html", {"one": one, "page": page, "topic": one.round.as_topic})


@allow(Action.SELF_ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, reference: UUID, slug: str) -> HttpResponse:
    """Rate one statement. Where somebody else changed it in the meantime, both answers are shown."""
    one = found_assessment(request, reference, Action.SELF_ASSESS)
    topic = one.round.as_topic
    statement = topic.statement(slug)
    if statement is None:
        raise Http404
    if AssessmentState(one.state) not in EDITABLE or one.round.state != RoundState.OPEN:
        messages.info(request, "This self-assessment does not change now. Reopen it first, while its round is open.")
        return redirect("diagnostics:assessment", one.reference)
    row = reading.ratings(one).get(slug)
    standing = reading.answer_of(row) if row else None
    form = RateForm(topic, statement, request.POST if request.method == "POST" else None, initial=rated(standing))
    base, clash = row.revision if row else 0, None
    if form.is_valid():
        base = _seen(request)
        try:
            saved = save_answers(one=one, given={slug: form.answer()}, base={slug: base}, by=person_at(request))
        except PolicyError as error:
            form.add_error(None, str(error))
        else:
            if not saved.clashes:
                return _after(request, one, topic, statement, saved)
            clash = shown.clash_view(topic, saved.clashes[0])
            base = saved.clashes[0].revision
    elif request.method == "POST":
        base = _seen(request)  # what was seen stays what was seen
    earlier = reading.before(one)
    context = {
        "one": one,
        "topic": topic,
        "statement": statement,
        "number": topic.number_of(slug),
        "form": form,
        "base": base,
        "clash": clash,
        "then": mark_of(topic, earlier[1].get(slug)) if earlier and slug in earlier[1] else None,
        "earlier": earlier[0] if earlier else None,
    }
    return render(request, "diagnostics/rate.html", context)


def _seen(request: HttpRequest) -> int:
    """The revision of the statement on the page that was sent; 0 where there was none, or what came is no number."""
    text = request.POST.get("base", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _after(request: HttpRequest, one: Assessment, topic: Topic, statement: Statement, saved: Saved) -> HttpResponse:
    """On to the next statement, or back to the list."""
    if saved.changed:
        messages.success(request, f"Saved: {statement.title}.")
    keys = [each.key for each in topic.statements]
    here = keys.index(statement.key) + 1
    if request.POST.get("then") == "list" or here == len(keys):
        return redirect("diagnostics:assessment", one.reference)
    return redirect(reverse("diagnostics:rate", args=[one.reference, keys[here]]))


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def others(request: HttpRequest, reference: UUID) -> HttpResponse:
    """How the other councils answered, none by name that did not agree to it."""
    one = found_assessment(request, reference)
    scope = scope_of(request)
    if not belongs(scope, one.council.code):
        raise Http404
    found = others_of(scope, one)
    answers = reading.answers(one)
    context = {"one": one, "groups": shown.others_lines(one, answers, found) if found is not None else None}
    return render(request, "diagnostics/others.html", context)


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def answers_csv(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One council's answers as a tidy file: what its own people see now, or what was submitted last."""
    one = found_assessment(request, reference)
    answers, version = reading.seen_answers(scope_of(request), one)
    known = answers if version or belongs(scope_of(request), one.council.code) else None
    name = f"riia-self-assessment-{one.round.topic}-{one.council.code}-{one.round.opens_on:%Y}.csv"
    return csv_file(name, exports.table(exports.ANSWER_HEADINGS, exports.council_rows(one, one.round.as_topic, known)))
