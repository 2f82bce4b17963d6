"""What the return desk knows that a delivery plan promises: returns, queries, posts, national groups, the review.

Each is asked for a region and a span of days and counts only what had happened by the last of them, so that a plan can
be asked as at an earlier day. Sources: requirements R5.04 to R5.09, R5.14 to R5.17 and section 5.1 of the South West
plan. Offered through `places.measures` when the app is ready.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from riia.alliance.access.roles import ROLES, Role
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.places.measures import Asked, Measure, Measured, Part, Unit, once
from riia.alliance.places.models import Alliance
from riia.alliance.returns import policies
from riia.alliance.returns.feedback_groups import settled_share
from riia.alliance.returns.in_time import Share
from riia.alliance.returns.models import (
    CollectionReview,
    Enquiry,
    GroupMeeting,
    PackReturn,
    Return,
    Round,
    Route,
)
from riia.alliance.returns.queries.feedback import log_clock, summary_clock
from riia.alliance.returns.queries.sending import sent_days
from riia.alliance.returns.queries.staffing import POSTS, holders, known_from, last_day_of, posts
from riia.alliance.returns.states import RoundState
from riia.alliance.returns.states_care import MeetingState, PointState, ReviewState

type Judge = Callable[[Return], bool | None]
"""Whether a return counts; None where that cannot be said yet."""


def validated(asked: Asked) -> Measured:
    """5.1.2: councils whose return of every round that was due is submitted and validated."""

    def judge(one: Return) -> bool:
        return one.validated_on is not None and one.validated_on <= asked.until

    return _by_council(asked, judge, "validated")


def in_time(asked: Asked) -> Measured:
    """5.1.6: returns first submitted by the round's own deadline, of all that were due; extensions do not count."""

    def judge(one: Return) -> bool:
        return one.first_submitted_on is not None and one.first_submitted_on <= one.round.due_on

    return _by_return(asked, judge, "by the first deadline")


def exceptions(asked: Asked) -> Measured:
    """5.1.6: returns that missed the deadline and came within seven working days of it."""

    def judge(one: Return) -> bool | None:
        came = one.first_submitted_on if one.first_submitted_on and one.first_submitted_on <= asked.until else None
        return policies.exception_clock(one.round.due_on, came).met(asked.until)

    missed = [one for one in _due(asked) if _came_after(one, one.round.due_on)]
    return _of_returns(asked, missed, judge, "resolved within seven working days", "exceptions")


def at_department(asked: Asked) -> Measured:
    """5.1.4: returns that reached the Department within five working days of the councils' deadline."""
    sent: dict[int, date] = {}
    for one in _rounds(asked):
        sent |= sent_days(one)

    def judge(one: Return) -> bool | None:
        went = sent.get(one.pk)
        return policies.dfe_clock(one.round.due_on, went if went and went <= asked.until else None).met(asked.until)

    via = [one for one in _due(asked) if one.round.route != Route.DIRECT]
    return _of_returns(asked, via, judge, "at the Department within five working days")


def rejected(asked: Asked) -> Measured:
    """5.1.4: returns that the Department sent back for the quality of their data; none is the promise."""
    found = _due(asked)
    if not found:
        return _nothing_due(asked)
    back = PackReturn.objects.filter(council_return__in=found, rejected_for=PackReturn.Because.QUALITY)
    codes = {
        code
        for code, moment in back.values_list("council_return__council__code", "answered_at")
        if moment is None or timezone.localtime(moment).date() <= asked.until
    }
    count = len(codes)
    back_from = [one.council for one in found if one.council.code in codes]
    parts = [Part(council.label, True, "sent back", place=council.code) for council in back_from]
    words = f"{plural(count, 'council')} had a return sent back for its quality." if count else "None was sent back."
    return Measured(count, None, words, asked.until, _once(parts), reverse("returns:quality"), _simulated(found))


def enquiries_in_time(asked: Asked) -> Measured:
    """5.1.3: questions from outside answered within five working days, of those answered or past their day."""
    found = [one for one in _enquiries(asked) if one.received_on <= asked.until]
    met = [policies.answer_clock(one.received_on, _by(one.answered_on, asked.until)).met(asked.until) for one in found]
    share = Share(met.count(True), len(met) - met.count(None), policies.ANSWERED_IN_TIME, met.count(None))
    return _of_share(asked, share, "questions answered within five working days", "returns:enquiries",
                     any(one.simulated for one in found))  # fmt: skip


def askers_satisfied(asked: Asked) -> Measured:
    """5.1.3: askers who were content with the answer, of those who said so."""
    found = [one for one in _enquiries(asked) if _by(one.answered_on, asked.until)]
    said = [one.satisfied for one in found if one.satisfied is not None]
    share = Share(said.count(True), len(said), policies.SATISFIED)
    return _of_share(asked, share, "askers who said so were satisfied", "returns:enquiries",
                     any(one.simulated for one in found))  # fmt: skip


def staffed(asked: Asked) -> Measured:
    """5.1.3: posts of the data function (coordinator, analyst, lead officer) that had a holder on every day."""
    alliance = _alliance(asked)
    if alliance is None or (first := known_from(alliance, asked.since)) > asked.until:
        return Measured(None, None, "No role is known in the region for these days.", asked.until)
    held = posts(alliance, first, asked.until)
    parts = tuple(
        Part(one.title, not one.vacant, plural(one.days_vacant, "day") + " without a holder" if one.vacant else "held")
        for one in held
    )
    good = sum(one.counts is True for one in parts)
    words = f"{good} of {len(parts)} posts were held on every day since {long_date(first)}."
    simulated = any(one.person.is_persona for one in holders(alliance, *POSTS))
    return Measured(good, len(parts), words, asked.until, parts, reverse("returns:quality"), simulated)


def in_post(role: Role) -> Callable[[Asked], Measured]:
    """Whether somebody holds a post of the region on the last day, such as the analyst of 1.1.3 and 5.2.6."""

    def find(asked: Asked) -> Measured:
        alliance = _alliance(asked)
        if alliance is None or known_from(alliance, asked.until) > asked.until:
            return Measured(None, None, "No role is known in the region on this day.", asked.until)
        held = [one for one in holders(alliance, role) if one.starts <= asked.until <= last_day_of(one)]
        title = ROLES[role].title
        since = f" since {long_date(min(one.starts for one in held))}" if held else ""
        words = f"{title}: in post{since}." if held else f"{title}: nobody in post."
        simulated = any(one.person.is_persona for one in held)
        return Measured(int(bool(held)), 1, words, asked.until, href=reverse("access:people"), simulated=simulated)

    return find


def groups_logged(asked: Asked) -> Measured:
    """5.1.9: meetings of national groups that were in the log within ten working days."""
    return _of_meetings(asked, lambda one: log_clock(one).met(asked.until), "meetings logged within ten working days")


def groups_shared(asked: Asked) -> Measured:
    """5.1.8: summaries of national groups shared within ten working days of being told."""

    def judge(one: GroupMeeting) -> bool | None:
        clock = summary_clock(one)
        return clock.met(asked.until) if clock else None

    return _of_meetings(asked, judge, "summaries shared within ten working days")


def groups_settled(asked: Asked) -> Measured:
    """5.1.9: relevant points of national groups that were actioned or considered."""
    found = list(_meetings(asked).prefetch_related("points"))
    if not found:
        return Measured(None, None, "No meeting of a national group is in the log for these days.", asked.until)
    share = settled_share((point.relevant, PointState(point.state)) for one in found for point in one.points.all())
    return _of_share(asked, share, "relevant points were actioned or considered", "returns:feedback",
                     any(one.simulated for one in found))  # fmt: skip


def review_published(asked: Asked) -> Measured:
    """5.1.1: improvement areas in the collection review that was published in these days."""
    found = CollectionReview.objects.filter(
        alliance__region__code=asked.region, state=ReviewState.PUBLISHED,
        published_at__date__gte=asked.since, published_at__date__lte=asked.until,
    ).order_by("-published_at")  # fmt: skip
    one = found.first()
    if one is None:
        return Measured(0, None, "No collection review was published in these days.", asked.until)
    areas = one.areas.count()
    published_on = timezone.localtime(one.published_at).date()
    words = f"The review published on {long_date(published_on)} names {plural(areas, 'area')}."
    return Measured(areas, None, words, asked.until, href=reverse("returns:collection_review", args=[one.reference]),
                    simulated=one.simulated)  # fmt: skip


_MEASURES: Final = (
    Measure("returns.validated", "Councils with every return validated", Unit.COUNCILS,
            "Councils whose return was validated by the desk in every round due in the time.", validated),
    Measure("returns.on-time", "Returns by the first deadline", Unit.SHARE,
            "Returns first submitted by the deadline of the round, of all due; an extension does not make one on time.",
            in_time),
    Measure("returns.exceptions", "Late returns resolved in time", Unit.SHARE,
            "Returns that missed the deadline and were submitted within seven working days of it.", exceptions),
    Measure("returns.at-department", "Returns at the Department in time", Unit.SHARE,
            "Returns sent in a pack within five working days of the councils’ deadline.", at_department),
    Measure("returns.rejected", "Returns rejected for quality", Unit.COUNT,
            "Councils of whom the Department sent a return back for the quality of its data.", rejected),
    Measure("returns.enquiries-in-time", "Questions from outside answered in time", Unit.SHARE,
            "Questions answered within five working days, of those answered or past that.", enquiries_in_time),
    Measure("returns.askers-satisfied", "Askers satisfied", Unit.SHARE,
            "Askers who were satisfied, of those who said whether they were.", askers_satisfied),
    Measure("returns.staffed", "Posts of the data function held", Unit.SHARE,
            "Coordinator, analyst and lead officer: posts with a holder on every day of the time.", staffed),
    Measure("returns.groups-logged", "National meetings logged in time", Unit.SHARE,
            "Meetings of national groups logged within ten working days.", groups_logged),
    Measure("returns.groups-shared", "Summaries of national meetings shared in time", Unit.SHARE,
            "Summaries shared within ten working days of being told.", groups_shared),
    Measure("returns.groups-settled", "Points of national groups settled", Unit.SHARE,
            "Relevant points that were actioned or considered.", groups_settled),
    Measure("returns.review", "Areas in the published collection review", Unit.COUNT,
            "Improvement areas of the newest collection review that was published in the time.", review_published),
    *(Measure(f"returns.in-post.{role.value}", f"{ROLES[role].title} in post", Unit.DONE,
              "Whether somebody holds the role on the day; a deputy does not fill a post.", in_post(role))
      for role in POSTS),
)  # fmt: skip
MEASURES: Final = tuple(replace(one, changed_by=("returns", "access", "places")) for one in _MEASURES)


@dataclass(frozen=True, slots=True)
class _Counted:
    parts: tuple[Part, ...]

    @property
    def good(self) -> int:
        return sum(one.counts is True for one in self.parts)

    @property
    def of(self) -> int:
        return sum(one.counts is not None for one in self.parts)


def _by_council(asked: Asked, judge: Judge, what: str) -> Measured:
    """Councils for which every return that was due counts."""
    found = _due(asked)
    if not found:
        return _nothing_due(asked)
    councils = {one.council.code: one.council for one in found}
    parts = []
    for code, council in councils.items():
        own = [one for one in found if one.council.code == code]
        good = sum(judge(one) is True for one in own)
        parts.append(Part(council.label, good == len(own), f"{good} of {len(own)} {what}", _href(own[-1]), code))
    counted = _Counted(tuple(parts))
    words = f"{counted.good} of {counted.of} councils have every return {what}."
    return Measured(counted.good, counted.of, words, asked.until, counted.parts, reverse("returns:quality"),
                    _simulated(found))  # fmt: skip


def _by_return(asked: Asked, judge: Judge, what: str) -> Measured:
    found = _due(asked)
    return _of_returns(asked, found, judge, what) if found else _nothing_due(asked)


def _of_returns(asked: Asked, found: Sequence[Return], judge: Judge, what: str, name: str = "returns") -> Measured:
    """How many of some returns count, of those of which it can be said."""
    if not found:
        if not _due(asked):
            return _nothing_due(asked)
        return Measured(0, 0, f"There were no {name}.", asked.until, href=reverse("returns:quality"))
    parts = tuple(
        Part(f"{one.council.label}, {one.round.as_period.short_label}", judge(one), "", _href(one), one.council.code)
        for one in found
    )
    counted = _Counted(parts)
    if not counted.of:
        return Measured(None, None, "Their time is still running.", asked.until, parts, reverse("returns:quality"),
                        _simulated(found))  # fmt: skip
    running = len(parts) - counted.of
    words = f"{counted.good} of {counted.of} {name} {what}." + (f" {running} still in time." if running else "")
    return Measured(counted.good, counted.of, words, asked.until, parts, reverse("returns:quality"), _simulated(found))


def _of_meetings(asked: Asked, judge: Callable[[GroupMeeting], bool | None], what: str) -> Measured:
    found = [one for one in _meetings(asked) if one.held_on <= asked.until]
    parts = tuple(Part(str(one), judge(one)) for one in found)
    counted = _Counted(parts)
    if not counted.of:
        return Measured(None, None, "Nothing of a national group was due in these days.", asked.until)
    words = f"{counted.good} of {counted.of} {what}."
    return Measured(counted.good, counted.of, words, asked.until, parts, reverse("returns:feedback"),
                    any(one.simulated for one in found))  # fmt: skip


def _of_share(asked: Asked, share: Share, what: str, route: str, simulated: bool) -> Measured:
    if not share.of:
        return Measured(None, None, "There is nothing to count in these days.", asked.until, href=reverse(route))
    words = f"{share.good} of {share.of} {what}." + (f" {share.running} still in time." if share.running else "")
    return Measured(share.good, share.of, words, asked.until, href=reverse(route), simulated=simulated)


def _nothing_due(asked: Asked) -> Measured:
    return Measured(None, None, "No return was due in these days.", asked.until)


def _rounds(asked: Asked) -> QuerySet[Round]:
    """Rounds whose deadline for councils fell in these days."""
    return Round.objects.filter(
        alliance__region__code=asked.region, state__in=[RoundState.OPEN, RoundState.CLOSED],
        due_on__gte=asked.since, due_on__lt=asked.until,
    ).order_by("due_on")  # fmt: skip


def _due(asked: Asked) -> Sequence[Return]:
    """Every return due in these days; read once where several measures are asked one after the other."""

    def read() -> list[Return]:
        found = Return.objects.filter(round__in=_rounds(asked)).select_related("round__alliance__region", "council")
        return list(found.order_by("council__name", "round__due_on"))

    return once(("returns.due", asked), read)


def _came_after(one: Return, day: date) -> bool:
    return one.first_submitted_on is None or one.first_submitted_on > day


def _enquiries(asked: Asked) -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(alliance__region__code=asked.region, received_on__range=(asked.since, asked.until))


def _meetings(asked: Asked) -> QuerySet[GroupMeeting]:
    return (
        GroupMeeting.objects.filter(alliance__region__code=asked.region, held_on__range=(asked.since, asked.until))
        .exclude(state=MeetingState.CANCELLED)
        .order_by("held_on", "pk")
    )


def _alliance(asked: Asked) -> Alliance | None:
    found = Alliance.objects.filter(region__code=asked.region).select_related("region")
    return once(("returns.alliance", asked.region), found.first)


def _by(day: date | None, until: date) -> date | None:
    """A day, where it had come."""
    return day if day and day <= until else None


def _href(one: Return) -> str:
    return reverse("returns:return", args=[one.reference])


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple({one.place: one for one in parts}.values())


def _simulated(found: Iterable[Return]) -> bool:
    return any(one.round.simulated for one in found)
