"""Survey, collection reviews, national groups and the coordinator's post: how each stands, with the way there."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from riia.alliance.access.scope import Scope
from riia.alliance.kit.pieces import Tone
from riia.alliance.places.models import Alliance
from riia.alliance.returns.permissions import may_keep_enquiries
from riia.alliance.returns.presenters import collection_review, feedback, survey
from riia.alliance.returns.presenters.staffing import funded_block
from riia.alliance.returns.presenters.threads import kpi_tag
from riia.alliance.returns.queries import feedback as log
from riia.alliance.returns.queries.collection_review import newest_published
from riia.alliance.returns.queries.staffing_funded import funded
from riia.alliance.returns.queries.survey import newest_closed, result


@dataclass(frozen=True)
class CareLine:
    """One part, how it stands, and the way there."""

    title: str
    href: str
    tag: tuple[str, Tone] | None
    words: str


def care_lines(scope: Scope, alliance: Alliance, today: date) -> list[CareLine]:
    """What a viewer of the region's quality report may go on to."""
    lines = [_survey(alliance), _review(alliance, today)]
    if may_keep_enquiries(scope, alliance.region.code):
        region = urlencode({"region": alliance.region.code})
        lines += [_log(alliance, today, region), _post(alliance, today, region)]
    return lines


def _survey(alliance: Alliance) -> CareLine:
    newest = newest_closed(alliance)
    held = result(newest) if newest else None
    page = reverse("returns:surveys")
    if newest is None or held is None:
        return CareLine("Yearly survey of those who asked", page, None, "No survey is closed yet.")
    words = f"{newest.period.short_label}: {survey.share_words(held.decides)}"
    return CareLine("Yearly survey of those who asked", page, kpi_tag(held.decides, "no opinion given"), words)


def _review(alliance: Alliance, today: date) -> CareLine:
    newest = newest_published(alliance)
    page = reverse("returns:collection_reviews")
    if newest is None:
        return CareLine("Reviews of collection and validation", page, None, "No review is published yet.")
    words = collection_review.standing(list(newest.areas.all()), today)
    return CareLine("Reviews of collection and validation", page, None, f"Number {newest.number}: {words}")


def _log(alliance: Alliance, today: date, region: str) -> CareLine:
    words = f"{feedback.title(log.quarters(alliance, today))}."
    return CareLine("Log of national groups", f"{reverse('returns:feedback')}?{region}", None, words)


def _post(alliance: Alliance, today: date, region: str) -> CareLine:
    held = [funded_block(one).words for one in funded(alliance, today)]
    words = held[-1] if held else "Note when the post is funded, and the days without one are listed."
    return CareLine("The coordinator’s post", f"{reverse('returns:staffing')}?{region}", None, words)
