"""Collection reviews: the list, a draft with its findings, gaps and areas, and the published report."""

import csv
import io
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.filters import plural
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.places import queries as places
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.forms.care import WhyForm
from riia.alliance.returns.forms.collection_review import FindingsForm, FrameForm
from riia.alliance.returns.models import CollectionReview
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.policies import FEWEST_AREAS
from riia.alliance.returns.presenters import collection_review as shown
from riia.alliance.returns.queries import collection_review as queries
from riia.alliance.returns.services import collection_review as services
from riia.alliance.returns.services import collection_review_publishing as publishing
from riia.alliance.returns.states_care import ReviewState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.care_steps import Step, ask, at_my_desk, both, posted
from riia.alliance.returns.views.desk import person_at, scope_of
from riia.alliance.returns.views.survey import READERS, share_step

_FRAME_FIELDS: dict[str, dict[str, Any]] = {"covers": {"rows": 4}, "participants": {"small": True}}


@allow(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The reviews the viewer may see."""
    scope, day = scope_of(request), today()
    lines = [shown.review_line(one, day) for one in queries.reviews(scope)]
    context = {"lines": lines, "writes": any(map(scope.may, KEEP_ENQUIRIES))}
    return render(request, "returns/collection_reviews.html", context)


@allow(*KEEP_ENQUIRIES)
@both
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft."""
    alliance, _ = at_my_desk(request)
    members = list(places.members(alliance, today()).order_by("name"))
    form = FrameForm(members, posted(request), initial={"participants": [place.code for place in members]})
    step = Step(
        alliance.short_name, "Begin a review of collection and validation", "Begin the review",
        reverse("returns:collection_reviews"),
        "What the system knows of that time, such as late returns and questions that come again, is put before you.",
        _FRAME_FIELDS,
    )  # fmt: skip
    made: list[CollectionReview] = []

    def do(_: dict[str, Any]) -> str:
        made.append(services.start_review(alliance=alliance, frame=form.frame(), by=person_at(request)))
        return f"The draft is begun, with {plural(made[0].findings.count(), 'finding')} drawn in."

    return ask(request, step, form, do, lambda: page_of(made[0]))


@allow(*READERS)
@require_safe
def review(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A draft with what is still missing, or the published report."""
    one = found(request, reference)
    scope = scope_of(request)
    context: dict[str, Any] = {
        "one": one,
        "writes": queries.is_at_desk(scope, one),
        "runs": scope.may(Action.RUN_ROUNDS, one.alliance.region.code),
    }
    if one.state == ReviewState.PUBLISHED:
        return render(request, "returns/collection_review.html", context | {"page": shown.report(one, today())})
    part = queries.taking_part(one)
    findings = list(one.findings.all())
    context |= {
        "part": part,
        "councils": shown.draft_councils(len(part.here), part.of),
        "findings": findings,
        "undecided": sum(not finding.taken for finding in findings),
        "gaps": list(one.gaps.select_related("area")),
        "areas": [(area, shown.owner_words(area)) for area in one.areas.all()],
        "missing": publishing.missing_areas(one),
        "fewest": FEWEST_AREAS,
    }
    return render(request, "returns/collection_review_draft.html", context)


@allow(*KEEP_ENQUIRIES)
@both
def change(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What a draft says about itself."""
    one = written(request, reference)
    members = list(places.members(one.alliance, one.last_day).order_by("name"))
    initial = {name: getattr(one, name) for name in ("title", "covers", "first_day", "last_day")}
    initial["participants"] = [place.code for place in one.participants.all()]
    form = FrameForm(members, posted(request), initial=initial)
    step = Step(one.title, "What is reviewed?", "Save", page_of(one), fields=_FRAME_FIELDS)

    def do(_: dict[str, Any]) -> str:
        services.change_review(review=one, frame=form.frame(), by=person_at(request))
        return "The review is changed."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def findings(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What the system found, each to be taken up or set aside."""
    one = written(request, reference)
    form = FindingsForm(one.findings.all(), posted(request))
    if form.is_valid():
        try:
            services.decide_findings(review=one, decided=form.decided(), by=person_at(request))
        except DeskError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your decisions are saved.")
            return redirect("returns:collection_review", one.reference)
    rows = [(each, form[f"taken-{each.pk}"], form[f"note-{each.pk}"]) for each in form.findings]
    return render(request, "returns/collection_review_findings.html", {"one": one, "form": form, "rows": rows})


@allow(*KEEP_ENQUIRIES)
@require_POST
def draw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Bring the findings up to date."""
    one = written(request, reference)
    new = services.draw_findings(review=one, by=person_at(request))
    messages.success(request, f"The findings are up to date; {plural(new, 'is', 'are')} new.")
    return redirect("returns:review_findings", one.reference)


@allow(Action.RUN_ROUNDS)
@both
def publish(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Publish the review, which freezes it; with too few areas it says what to do."""
    one = written(request, reference)
    undecided = one.findings.filter(taken="").count()
    lead = "It gets a number, and its text stays as it is. Councils and directors of the region can read it from then, "
    lead += "with the councils that its findings name."
    if undecided:
        lead += f" {plural(undecided, 'finding')} nobody decided on will be counted in it as not considered."
    step = Step(one.title, "Publish the review?", "Publish it", page_of(one), lead)

    def do(_: dict[str, Any]) -> str:
        return f"Published as number {publishing.publish_review(review=one, by=person_at(request)).number}."

    return ask(request, step, forms.Form(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def set_aside(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Give up a draft."""
    one = written(request, reference)
    step = Step(one.title, "Set the draft aside?", "Set it aside", page_of(one), fields={"reason": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        publishing.set_review_aside(review=one, reason=given["reason"], by=person_at(request))
        return "The draft is set aside. It stays on record."

    return ask(request, step, WhyForm(posted(request)), do)


@allow(Action.RUN_ROUNDS)
@both
def share(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Let the Department read the report, or end that."""
    one = found(request, reference)
    if not scope_of(request).may(Action.RUN_ROUNDS, one.alliance.region.code):
        raise Http404
    what = "They read the whole report, with the councils that it names."
    return share_step(request, one, one.title, page_of(one), what)


@allow(*READERS)
@require_safe
def areas_table(request: HttpRequest, reference: UUID, form: str) -> HttpResponse:
    """The improvement areas of a published review as CSV."""
    one = found(request, reference)
    if form != "csv" or one.state != ReviewState.PUBLISHED:
        raise Http404
    out = io.StringIO()
    rows = [shown.HEADINGS, *shown.csv_rows(one)]
    csv.writer(out, lineterminator="\r\n").writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"riia-{one.alliance.code}-collection-review-{one.number}-areas.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def found(request: HttpRequest, reference: UUID) -> CollectionReview:
    """The review of an address; one the viewer may not see is not there."""
    one = queries.get_review(scope_of(request), reference)
    if one is None:
        raise Http404
    return one


def written(request: HttpRequest, reference: UUID) -> CollectionReview:
    """A draft that the viewer writes; one that is published, or of another desk, is not there to write on."""
    one = found(request, reference)
    if one.state != ReviewState.DRAFT or not queries.is_at_desk(scope_of(request), one):
        raise Http404
    return one


def page_of(one: CollectionReview) -> str:
    """The address of a review."""
    return reverse("returns:collection_review", args=[one.reference])
