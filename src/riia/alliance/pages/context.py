"""The navigation every page shows, according to what the viewer may do."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.insight.peers import name_of
from riia.alliance.offer.permissions import LOOK

SOURCE = (
    "Figures are official statistics of the Department for Education and the Office for National Statistics. "
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
OF_RETURNS = (
    "Figures of returns are the councils’ own: they are not published and are no official statistics. What stands "
    "published beside them is from the Department for Education and the Office for National Statistics, licensed under "
    "the Open Government Licence v3.0."
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """`navigation`, `footer_links` and `footer_text` for the kit's header and footer."""
    scope: Scope = getattr(request, "scope", Scope.nobody())
    links = [("Home", reverse("pages:home")), *_main(scope)] if scope.signed_in else []
    home = reverse("pages:home")
    inside = [href for _, href in links if href != home and request.path.startswith(href)]
    here = max(inside, key=len, default=home if request.path == home else "")
    return {
        "navigation": [
            {"text": text, "href": href, "active": href == here, "current": href == request.path}
            for text, href in links
        ],
        "footer_links": [
            *([{"text": "Alliances", "href": reverse("pages:alliances")}] if scope.signed_in else []),
            *([{"text": "Calendar", "href": reverse("reporting:calendar")}] if scope.signed_in else []),
            *([{"text": "Releases", "href": reverse("figures:releases")}] if scope.may(Action.SEE_FIGURES) else []),
            *([{"text": "Documents", "href": reverse("intake:home")}] if scope.may(Action.CHECK_DOCUMENTS) else []),
            {"text": "How the comparisons are made", "href": reverse("pages:method")},
            {"text": "Programming interface", "href": reverse("insight:api_docs")},
        ],
        "footer_text": OF_RETURNS if request.path.startswith(reverse("returns:home")) else SOURCE,
    }


def _main(scope: Scope) -> list[tuple[str, str]]:
    """The links after Home: the viewer's own place first, then the lists, then what few may do."""
    links: list[tuple[str, str]] = []
    if scope.may(Action.SEE_FIGURES):
        home = scope.home_place()
        if home:
            route = "pages:place" if len(home) == 3 else "insight:region"
            links.append((name_of(home), reverse(route, args=[home])))
        links += [("Councils", reverse("pages:places")), ("Indicators", reverse("insight:indicators"))]
    if scope.may(Action.SEE_RETURNS):
        links.append(("Returns", reverse("returns:home")))
    elif scope.may(Action.RECEIVE_PACKS):
        links.append(("Packs", reverse("returns:packs")))
    elif scope.may(Action.READ_RECORDS) or scope.may(Action.LODGE_RECORDS):
        links.append(("Placements and exclusions", reverse("returns:records")))
    if scope.may(Action.SEE_SELF_ASSESSMENTS) or scope.may(Action.SEE_ASSESSMENT_SUMMARIES):
        links.append(("Self-assessments", reverse("diagnostics:home")))
    if scope.may(Action.SEE_PLAN):
        links.append(("Plan", reverse("plans:home")))
    if any(scope.may(action) for action in LOOK):
        links.append(("Funding", reverse("offer:home")))
    if scope.may(Action.SEE_GRANTS):
        links.append(("Grants", reverse("grants:home")))
    if scope.may(Action.SEE_REPORTS) or scope.may(Action.KEEP_REPORTS):
        links.append(("Reports", reverse("reporting:home")))
    if scope.may(Action.SEE_AGREEMENTS):
        links.append(("Agreements", reverse("agreements:agreements")))
    if scope.may(Action.SEE_PEOPLE):
        links.append(("People", reverse("access:people")))
    if scope.may(Action.READ_AUDIT):
        links.append(("Audit trail", reverse("access:trail")))
    return links


def demonstration() -> bool:
    """Whether the simulated people may be offered."""
    return bool(settings.DEMO)
