"""Two versions of a plan side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.forms.comparison import PapersForm
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.presenters import comparison as show
from riia.alliance.plans.queries.comparison import compared
from riia.alliance.plans.queries.comparison_papers import choices, compared_papers
from riia.alliance.plans.queries.costs import versions
from riia.alliance.plans.views.at import scope_of
from riia.alliance.plans.views.costs_at import nothing, shown, version_at


@allow(Action.SEE_PLAN)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What changed between two versions; by default the one in force and the one before it."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    held = list(versions(scope_of(request)).filter(plan=version.plan).order_by("id"))
    before, after = _named(held, request.GET.get("a", "")), _named(held, request.GET.get("b", ""))
    place = [each.pk for each in held].index(version.pk)
    after = after or version
    before = before or (held[place - 1] if place else None)
    only = request.GET.get("only", "")
    page = None
    if before is not None and before.pk != after.pk and before.content_known and after.content_known:
        sides = show.versions_compared(before, after, version.plan.alliance.region.code)
        page = show.comparison_shown(compared(before, after), only, sides)
    return shown(request, "plans/comparison.html", version, "compare", page=page, older=before, newer=after, held=held,
                 title=show.title_of(before, after, page), before_words=before.label if before else "",
                 after_words=after.label)  # fmt: skip


@allow(Action.CHECK_DOCUMENTS)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """What changed between two plans or costings that were uploaded to be checked; nothing is entered."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    scope = scope_of(request)
    form = PapersForm(choices(scope), request.GET if "older" in request.GET else None)
    page, before, after = None, "", ""
    if form.is_valid():
        chosen = form.cleaned_data
        before, after = form.names[chosen["older"]], form.names[chosen["newer"]]
        found = compared_papers(scope, *form.chosen())
        if found is None:
            form.add_error(None, "One of the two can no longer be read. Upload it again under Documents.")
        else:
            base = {"region": version.plan.alliance.region.code, "older": chosen["older"], "newer": chosen["newer"]}
            sides = show.Sides(before, after, reverse("plans:compare_documents"), base)
            page = show.comparison_shown(found, request.GET.get("only", ""), sides)
    return shown(request, "plans/comparison_papers.html", version, "compare", form=form, page=page, before_words=before,
                 after_words=after, title=page.title if page else "Compare two documents")  # fmt: skip


def _named(held: list[PlanVersion], label: str) -> PlanVersion | None:
    """The version with this label. One that is not there is an address that leads nowhere."""
    if not label:
        return None
    found = next((each for each in held if each.label == label), None)
    if found is None:
        raise Http404
    return found
