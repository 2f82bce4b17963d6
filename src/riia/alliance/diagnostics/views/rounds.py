"""The home of self-assessments, and the region's pages of a round."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.diagnostics.permissions import sees_region
from riia.alliance.diagnostics.presenters import exports
from riia.alliance.diagnostics.presenters import home as at_home
from riia.alliance.diagnostics.presenters import rounds as shown
from riia.alliance.diagnostics.presenters.publishing import summary_lines
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.picture import compare as compare_rounds
from riia.alliance.diagnostics.queries.picture import whole
from riia.alliance.diagnostics.topic import TopicError, topic_of
from riia.alliance.diagnostics.views.finding import csv_file, found_picture, scope_of
from riia.alliance.returns.timekeeping import today

SEES = (Action.SEE_SELF_ASSESSMENTS, Action.SEE_ASSESSMENT_SUMMARIES)


@allow(*SEES)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The viewer's own self-assessments, the rounds of their region, and what is published."""
    return render(request, "diagnostics/home.html", {"page": at_home.home(scope_of(request), today())})


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def round_(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A round as the region sees it. A council's people are taken to their own self-assessment."""
    scope = scope_of(request)
    one = reading.get_round(scope, reference)
    if one is None:
        raise Http404
    if not sees_region(scope, one.alliance.region.code):
        mine = [each for each in reading.own(scope) if each.round_id == one.pk]
        if not mine:
            raise Http404
        return redirect("diagnostics:assessment", mine[0].reference)
    found = found_picture(request, reference)
    context = {
        "one": one,
        "topic": found.topic,
        "page": shown.overview(found, today()),
        "chips": shown.chips(one, "round"),
        "may_run": scope.may(Action.RUN_SELF_ASSESSMENTS, one.alliance.region.code),
        "summary": one.summaries.last(),
    }
    return render(request, "diagnostics/round.html", context)


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def matrix(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Every council by every statement."""
    found = found_picture(request, reference)
    context = {
        "one": found.round,
        "topic": found.topic,
        "rows": found.rows,
        "groups": shown.matrix(found),
        "title": shown.matrix_title(found),
        "chips": shown.chips(found.round, "matrix"),
    }
    return render(request, "diagnostics/matrix.html", context)


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def offers(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Strengths worth sharing and support that is wanted: what the offer is made of."""
    found = found_picture(request, reference)
    offered, wanted = found.offered(), found.wanted()
    context = {
        "one": found.round,
        "offered": shown.by_statement(offered),
        "wanted": shown.by_statement(wanted),
        "strengths": len(offered),
        "wishes": len(wanted),
        "chips": shown.chips(found.round, "offers"),
    }
    return render(request, "diagnostics/offers.html", context)


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def compare(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What moved since an earlier round on the same topic."""
    found = found_picture(request, reference)
    earlier = list(reading.earlier_rounds(found.round))
    asked = request.GET.get("with", "")
    chosen = next((one for one in earlier if str(one.reference) == asked), earlier[0] if earlier else None)
    context = {
        "one": found.round,
        "chips": shown.chips(found.round, "compare"),
        "earlier": earlier,
        "chosen": chosen,
        "page": shown.moves_page(compare_rounds(found, whole(chosen))) if chosen else None,
    }
    return render(request, "diagnostics/compare.html", context)


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def answers_csv(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Every council by every statement, as a tidy file."""
    found = found_picture(request, reference)
    name = f"riia-self-assessment-{found.round.topic}-{found.round.alliance.code}-{found.round.opens_on:%Y}.csv"
    return csv_file(name, exports.table(exports.ANSWER_HEADINGS, exports.answer_rows(found)))


@allow(Action.SEE_SELF_ASSESSMENTS)
@require_safe
def spread_csv(request: HttpRequest, reference: UUID) -> HttpResponse:
    """How many councils stand where on each statement, as a tidy file."""
    found = found_picture(request, reference)
    name = f"riia-self-assessment-{found.round.topic}-{found.round.alliance.code}-{found.round.opens_on:%Y}-spread.csv"
    return csv_file(name, exports.table(exports.SPREAD_HEADINGS, exports.spread_rows(found)))


@allow(Action.SEE_ASSESSMENT_SUMMARIES)
@require_safe
def summary(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What a region published of a round."""
    one = reading.summaries(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    newest = one.round.summaries.last()
    context = {"one": one, "lines": summary_lines(one.content, one.round.as_topic), "newest": newest}
    return render(request, "diagnostics/summary.html", context)


@allow(*SEES)
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """What a topic asks, with every level, and where it comes from."""
    try:
        found = topic_of(slug, request.GET.get("version", ""))
    except TopicError as error:
        raise Http404(str(error)) from None
    return render(request, "diagnostics/topic.html", {"topic": found})
