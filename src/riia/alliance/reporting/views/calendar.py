"""What is due, as a page by month and as a private address for a person's own calendar."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from riia.alliance.access.gate import PUBLIC, SIGNED_IN, allow
from riia.alliance.access.mail import address
from riia.alliance.access.queries import scope_for
from riia.alliance.kit.pieces import Chip
from riia.alliance.reporting.calendars import AHEAD, BACK, Filter, as_ics, by_month
from riia.alliance.reporting.errors import ReportError
from riia.alliance.reporting.forms.sending import FeedForm
from riia.alliance.reporting.queries.feeds import bodies_and_places, due_for, feed_of, own_feed, own_feeds
from riia.alliance.reporting.services.feeds import make_feed, note_feed_use, stop_feed
from riia.alliance.reporting.views.at import person_at, posted, say, scope_of
from riia.alliance.reporting.views.listing import both
from riia.alliance.returns.timekeeping import today

_LIMIT = "calendar_feed"


@allow(SIGNED_IN)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Everything due that the viewer may see, by month."""
    day = today()
    everything = due_for(scope_of(request), day - timedelta(days=31), day + AHEAD, Filter())
    bodies, places = bodies_and_places(everything)
    wanted = Filter(
        request.GET.get("only") == "mine",
        next((one for one in bodies if one == request.GET.get("body")), ""),
        next((one for one in places if one == request.GET.get("place")), ""),
    )
    found = [one for one in everything if wanted.admits(one)]
    context = {
        "months": by_month(found),
        "today": day,
        "count": len([one for one in found if one.day >= day]),
        "mine": len([one for one in found if one.mine and one.day >= day]),
        "chips": _chips(bodies, wanted),
        "feeds": own_feeds(person_at(request)).count(),
    }
    return render(request, "reporting/calendar.html", context)


def _chips(bodies: list[str], wanted: Filter) -> list[Chip]:
    here = reverse("reporting:calendar")
    chips = [
        Chip("Everything", here, current=wanted == Filter()),
        Chip("What you have to act on", f"{here}?only=mine", current=wanted.mine_only),
    ]
    return chips + [Chip(one, f"{here}?{urlencode({'body': one})}", current=wanted.body == one) for one in bodies]


@allow(SIGNED_IN)
@both
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own calendar addresses; a new one is shown this once."""
    person, made = person_at(request), ""
    day = today()
    bodies, places = bodies_and_places(due_for(scope_of(request), day - BACK, day + AHEAD, Filter()))
    form = FeedForm(bodies, places, posted(request))
    if form.is_valid():
        try:
            _, raw = make_feed(**form.chosen(), by=person)
        except ReportError as error:
            say(form, error)
        else:
            made = address(reverse("reporting:feed", args=[raw]))
            form = FeedForm(bodies, places)
    context = {"form": form, "made": made, "webcal": made.replace("https://", "webcal://"),
               "feeds": own_feeds(person)}  # fmt: skip
    response = render(request, "reporting/feeds.html", context)
    if made:
        response["Cache-Control"] = "no-store"
    return response


@allow(SIGNED_IN)
@require_POST
def stop(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Stop one of one's own addresses."""
    found = own_feed(person_at(request), reference)
    if found is None:
        raise Http404
    stop_feed(feed=found, by=person_at(request))
    messages.success(request, f"“{found.label}” does not work any more. Remove it from your calendar as well.")
    return redirect("reporting:feeds")


@allow(PUBLIC, before_second_step=True)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is due, for a calendar program: it has no session, so the address itself is the key.

    What it shows is what its owner may see now; without a role, nothing.
    """
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action=_LIMIT, limit_get=True)
    if too_many:
        return too_many
    found = feed_of(token)
    if found is None:
        raise Http404
    day = today()
    scope = scope_for(found.person)
    wanted = Filter(found.mine_only, found.body, found.place)
    data = as_ics(due_for(scope, day - BACK, day + AHEAD, wanted), name=f"riia: {found.label}", today=day)
    note_feed_use(feed=found)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["Content-Disposition"] = 'inline; filename="riia.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
