"""What the pages of the log of national groups say: quarters with the plan's measures, and one meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.returns import policies
from riia.alliance.returns.in_time import Share
from riia.alliance.returns.models import FeedbackPoint, GroupMeeting
from riia.alliance.returns.policies import LOGGED_WITHIN, POINTS_SETTLED, SHARED_WITHIN
from riia.alliance.returns.presenters.desk import working_days_to
from riia.alliance.returns.queries.feedback import Quarter
from riia.alliance.returns.states_care import MeetingState, PointState


@dataclass(frozen=True)
class Measure:
    """One measure of the plan for a quarter, in a sentence with both its numbers."""

    name: str
    tag: tuple[str, Tone]
    words: str


@dataclass(frozen=True)
class MeetingLine:
    """One meeting in the log."""

    title: str
    name: str
    href: str
    tag: tuple[str, Tone]
    clock: Clock | None
    words: str
    simulated: bool


@dataclass(frozen=True)
class QuarterBlock:
    """One quarter: its measures, its meetings, and its review."""

    title: str
    measures: Sequence[Measure]
    meetings: Sequence[MeetingLine]
    review: str
    review_href: str


def title(quarters: Sequence[Quarter]) -> str:
    """The finding of the page: what waits, else the newest quarter with a relevant point."""
    unlogged = sum(quarter.unlogged for quarter in quarters)
    waiting = sum(quarter.settled.of - quarter.settled.good for quarter in quarters)
    if waiting:
        return f"{plural(waiting, 'point')} of national groups {'waits' if waiting == 1 else 'wait'} to be considered"
    if unlogged:
        return f"{plural(unlogged, 'meeting')} to log"
    return "No point of national groups waits to be considered"


def quarter_block(quarter: Quarter) -> QuarterBlock:
    """A quarter with its four measures."""
    period = quarter.period
    return QuarterBlock(
        title=period.label[:1].upper() + period.label[1:],
        measures=_measures(quarter) if quarter.meetings else [],
        meetings=[meeting_line(one, quarter.today) for one in quarter.meetings],
        review=_review(quarter),
        review_href=reverse("returns:review_feedback", args=[str(period)])
        if quarter.is_over and quarter.review is None and quarter.meetings
        else "",
    )


def _measures(quarter: Quarter) -> list[Measure]:
    """The measures that count something, or will."""
    over = quarter.is_over
    held = [
        ("Relevant points actioned or considered", quarter.settled, POINTS_SETTLED, "relevant point", over),
        (f"Logged within {LOGGED_WITHIN} working days", quarter.logged_in_time, 100, "meeting", True),
        (f"Summary shared within {SHARED_WITHIN} working days", quarter.shared_in_time, 100, "summary", True),
        ("Attended for the region", quarter.attended, 100, "logged meeting", True),
    ]
    return [_measure(*one) for one in held if one[1].of or one[1].running or over]


def _measure(name: str, share: Share, target: int, what: str, over: bool) -> Measure:
    many = "summaries" if what == "summary" else f"{what}s"
    running = f" {share.running} more {'is' if share.running == 1 else 'are'} still in time." if share.running else ""
    if share.percent is None:
        return Measure(name, ("nothing to count", "quiet"), f"No {what} counts yet.{running}")
    words = f"{share.good} of {plural(share.of, what, many)}: {share.percent}%. The plan says {target}%.{running}"
    if share.is_met:
        return Measure(name, ("met", "done"), words)
    return Measure(name, ("not met", "problem") if over else ("not yet", "moving"), words)


def _review(quarter: Quarter) -> str:
    held = quarter.review
    if held is not None:
        then = f"{held.settled} of {plural(held.relevant, 'relevant point')} actioned or considered"
        then = then if held.relevant else "no relevant point"
        return f"Reviewed on {long_date(held.reviewed_on)} by {held.by_label}, then with {then}. {held.note}"
    if not quarter.is_over:
        return f"The quarter runs until {long_date(quarter.period.end)} and is reviewed after that."
    return "The quarter is over and not reviewed yet." if quarter.meetings else ""


def meeting_line(one: GroupMeeting, today: date) -> MeetingLine:
    """A meeting with the clock that runs: of the log, then of the summary."""
    return MeetingLine(
        title=f"{one.group}, {long_date(one.held_on)}",
        name=one.group_name,
        href=reverse("returns:group_meeting", args=[one.reference]),
        tag=_meeting_tag(one, today),
        clock=_clock(one, today),
        words=_points_words(list(one.points.all())) if one.state == MeetingState.LOGGED else "",
        simulated=one.simulated,
    )


def _clock(one: GroupMeeting, today: date) -> Clock | None:
    if one.state == MeetingState.EXPECTED and today >= one.held_on:
        return Clock(one.log_due_on, working_days_to(today, one.log_due_on), "working day")
    if one.state == MeetingState.LOGGED and one.summary_due_on and not one.summary_shared_on:
        return Clock(one.summary_due_on, working_days_to(today, one.summary_due_on), "working day")
    return None


def _meeting_tag(one: GroupMeeting, today: date) -> tuple[str, Tone]:
    if one.state == MeetingState.CANCELLED:
        return "not held", "quiet"
    if one.state == MeetingState.EXPECTED:
        if today < one.held_on:
            return "to come", "quiet"
        return ("to be logged", "problem") if today > one.log_due_on else ("to be logged", "attention")
    if one.summary_due_on and not one.summary_shared_on:
        return "summary to share", "problem" if today > one.summary_due_on else "attention"
    return "logged", "done"


def _points_words(points: Sequence[FeedbackPoint]) -> str:
    relevant = [one for one in points if one.relevant]
    waiting = sum(one.state == PointState.WAITING for one in relevant)
    if not points:
        return "no point noted"
    words = f"{plural(len(points), 'point')}, {len(relevant)} of them relevant"
    return f"{words}, {waiting} waiting" if waiting else words


def point_tag(point: FeedbackPoint) -> tuple[str, Tone]:
    """What became of a point."""
    if not point.relevant:
        return "does not concern the region", "quiet"
    tones: dict[PointState, Tone] = {
        PointState.WAITING: "attention", PointState.CONSIDERED: "moving", PointState.ACTIONED: "done",
    }  # fmt: skip
    return point.state, tones[PointState(point.state)]


def facts(one: GroupMeeting) -> list[tuple[str, str]]:
    """What the log says of a meeting, with how its days were kept."""
    held: list[tuple[str, str]] = [("Held on", long_date(one.held_on))]
    if one.logged_on:
        met = policies.log_clock(one.held_on, one.logged_on).met(one.logged_on)
        day = f"{long_date(one.logged_on)} by {one.logger_label}"
        held.append(("Logged", f"{day}, {'in time' if met else f'late: due on {long_date(one.log_due_on)}'}"))
        held.append(("Attended by", one.attended_by or "nobody"))
        held.append(("Key messages came", long_date(one.told_on) if one.told_on else "none have come"))
    else:
        held.append(("In the log by", long_date(one.log_due_on)))
    if one.summary_due_on:
        held.append(("Summary shared", _summary_words(one)))
    return held


def _summary_words(one: GroupMeeting) -> str:
    assert one.summary_due_on is not None
    if one.summary_shared_on is None:
        return f"not yet, due on {long_date(one.summary_due_on)}"
    late = one.summary_shared_on > one.summary_due_on
    timing = f"late: due on {long_date(one.summary_due_on)}" if late else "in time"
    return f"{long_date(one.summary_shared_on)}, {timing}, with: {one.summary_shared_with}"
