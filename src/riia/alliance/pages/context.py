"""The navigation every page shows, according to what the viewer may do."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.pages.ways import Section, Way, sections

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
    """`navigation`, `beside` (the ways of this section), `footer_links` and `footer_text` for header and footer."""
    scope: Scope = getattr(request, "scope", Scope.nobody())
    found = sections(scope)
    here = _way_to(request.path, found)
    section = next((each for each in found if here in each.ways), None)
    home = reverse("pages:home")
    first = [_link("Home", home, request, active=request.path == home)] if found else []
    return {
        "navigation": [
            *first,
            *(_link(each.title, each.ways[0].href, request, active=each is section) for each in found),
        ],
        "beside": _beside(section, here, request),
        "footer_links": [
            {"text": "How the comparisons are made", "href": reverse("pages:method")},
            {"text": "Programming interface", "href": reverse("insight:api_docs")},
        ],
        "footer_text": OF_RETURNS if request.path.startswith(reverse("returns:home")) else SOURCE,
    }


def _way_to(path: str, found: Sequence[Section]) -> Way | None:
    """The way this page lies on: of those whose address it begins with, the longest."""
    ways = [way for section in found for way in section.ways if path.startswith(way.href)]
    return max(ways, key=lambda way: len(way.href), default=None)


def _beside(section: Section | None, here: Way | None, request: HttpRequest) -> dict[str, object]:
    """The ways of the section one is in, where there is more than one to choose from."""
    if section is None or len(section.ways) == 1:
        return {}
    # Somebody of several regions goes on looking at the same one.
    region = request.GET.get("region")
    query = f"?{urlencode({'region': region})}" if region else ""
    links = [_link(way.text, way.href, request, active=way is here, query=query) for way in section.ways]
    return {"label": section.title, "links": links}


def _link(text: str, href: str, request: HttpRequest, *, active: bool, query: str = "") -> dict[str, object]:
    return {"text": text, "href": href + query, "active": active, "current": href == request.path}


def demonstration() -> bool:
    """Whether the simulated people may be offered."""
    return bool(settings.DEMO)
