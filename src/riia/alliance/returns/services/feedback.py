"""The log of national groups: meetings and their points, what became of them, summaries, and the quarterly review."""

from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places.models import Alliance
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import FeedbackPoint, FeedbackReview, GroupMeeting, NationalGroup
from riia.alliance.returns.permissions import may_keep_enquiries
from riia.alliance.returns.queries.feedback import groups, quarter_of
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.states_care import MEETING_TRANSITIONS, POINT_TRANSITIONS, MeetingState, PointState
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import Period


@transaction.atomic
def expect_meeting(*, alliance: Alliance, group: str, held_on: date, by: Acts, simulated: bool = False) -> GroupMeeting:
    """Note that a group meets, or met, on a day. Its ten working days for the log run from then."""
    alliance = _locked(alliance)
    _check_may(by, alliance)
    names = groups(alliance)
    if group not in names:
        raise DeskError("The region does not follow this group. Choose one it follows, or add it to the groups.")
    same = GroupMeeting.objects.filter(alliance=alliance, group=group, held_on=held_on)
    held = same.exclude(state=MeetingState.CANCELLED).first()
    if held:
        return held
    meeting = GroupMeeting.objects.create(
        alliance=alliance, group=group, group_name=names[group], held_on=held_on,
        log_due_on=policies.log_clock(held_on, None).due, noted_by=person_of(by), noter_label=by.as_actor().label,
        simulated=simulated,
    )  # fmt: skip
    record(by=by, action="returns.expect_meeting", target=meeting, summary=f"Noted the meeting {meeting}",
           details={"log_due_on": meeting.log_due_on.isoformat()})  # fmt: skip
    return meeting


@transaction.atomic
def log_meeting(
    *, meeting: GroupMeeting, attended_by: str, told_on: date | None, logged_on: date, by: Acts
) -> GroupMeeting:
    """Enter a meeting in the log: who attended for the region, and when its key messages came.

    `attended_by` is an office, and blank where nobody attended. From `told_on` run the ten working days of the summary.
    """
    meeting = _held(meeting, by)
    _check_move(meeting, MeetingState.LOGGED)
    if not meeting.held_on <= logged_on <= today():
        raise DeskError("A meeting is logged on a day between the meeting and today.")
    if told_on is not None and not meeting.held_on <= told_on <= today():
        raise DeskError("The key messages came on a day between the meeting and today.")
    meeting.state, meeting.logged_on, meeting.logger_label = MeetingState.LOGGED, logged_on, by.as_actor().label
    meeting.attended_by, meeting.told_on = attended_by.strip(), told_on
    meeting.summary_due_on = policies.summary_clock(told_on, None).due if told_on else None
    meeting.save(update_fields=["state", "logged_on", "logger_label", "attended_by", "told_on", "summary_due_on"])
    record(by=by, action="returns.log_meeting", target=meeting, summary=f"Logged the meeting {meeting}",
           details={"logged_on": logged_on.isoformat(), "attended": bool(meeting.attended_by)})  # fmt: skip
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: GroupMeeting, reason: str, by: Acts) -> GroupMeeting:
    """Note that an expected meeting was not held, or was noted by mistake."""
    meeting = _held(meeting, by)
    _check_move(meeting, MeetingState.CANCELLED)
    policies.check_reason(reason, "the meeting does not count")
    meeting.state, meeting.cancelled_because = MeetingState.CANCELLED, reason.strip()
    meeting.save(update_fields=["state", "cancelled_because"])
    record(by=by, action="returns.cancel_meeting", target=meeting, summary=f"The meeting {meeting} was not held",
           reason=reason.strip())  # fmt: skip
    return meeting


@transaction.atomic
def add_point(*, meeting: GroupMeeting, point: str, relevant: bool, by: Acts) -> FeedbackPoint:
    """Add a point to a logged meeting: what was said, and whether it concerns the region. The same is added once."""
    meeting = _held(meeting, by)
    if meeting.state != MeetingState.LOGGED:
        raise DeskError("Log the meeting first: who attended, and when its messages came.")
    if not point.strip():
        raise DeskError("Say what the group's point is.")
    same = FeedbackPoint.objects.filter(meeting=meeting, point=point.strip()).first()
    if same:
        return same
    made = FeedbackPoint.objects.create(
        meeting=meeting, point=point.strip(), relevant=relevant, by_label=by.as_actor().label
    )
    record(by=by, action="returns.add_point", target=made, summary=f"Noted a point of {meeting}",
           details={"relevant": relevant})  # fmt: skip
    return made


@transaction.atomic
def settle_point(*, point: FeedbackPoint, state: PointState, where: str, on: date, by: Acts) -> FeedbackPoint:
    """Note that a relevant point was actioned or considered, and where it went in. It can be put right."""
    point = _held_point(point, by)
    if not point.relevant:
        raise DeskError("This point does not concern the region, so nothing is settled. Change that first.")
    if state not in POINT_TRANSITIONS[PointState(point.state)]:
        raise DeskError(f"This point is {point.state}, so it cannot become {state.value}.")
    if not where.strip():
        raise DeskError("Say where it went in, or what speaks against it: a plan, a paper, a minute.")
    if not point.meeting.held_on <= on <= today():
        raise DeskError("A point is settled on a day between the meeting and today.")
    before = point.state
    point.state, point.where, point.settled_on, point.by_label = state, where.strip(), on, by.as_actor().label
    point.save(update_fields=["state", "where", "settled_on", "by_label"])
    record(by=by, action="returns.settle_point", target=point, summary=f"A point of {point.meeting} is {state.value}",
           details={"before": before, "after": state.value, "on": on.isoformat()})  # fmt: skip
    return point


@transaction.atomic
def set_relevance(*, point: FeedbackPoint, relevant: bool, reason: str, by: Acts) -> FeedbackPoint:
    """Put right whether a point concerns the region; the reason is in the trail, as it moves the quarter's share."""
    point = _held_point(point, by)
    policies.check_reason(reason, "this changes")
    if point.relevant is relevant:
        return point
    if point.state != PointState.WAITING:
        raise DeskError(f"This point was {point.state}, so it concerned the region. It stays counted.")
    point.relevant = relevant
    point.save(update_fields=["relevant"])
    summary = f"A point of {point.meeting} {'concerns' if relevant else 'does not concern'} the region"
    record(by=by, action="returns.set_relevance", target=point, summary=summary, reason=reason.strip())
    return point


@transaction.atomic
def share_summary(*, meeting: GroupMeeting, summary: str, shared_with: str, on: date, by: Acts) -> GroupMeeting:
    """Note the written summary of a group's key messages, with whom it was shared and when. Once."""
    meeting = _held(meeting, by)
    if meeting.told_on is None:
        raise DeskError("This meeting has no day on which its key messages came, so no summary of them is due.")
    if meeting.summary_shared_on:
        raise DeskError("The summary of this meeting is shared already. What was shared is not rewritten.")
    if not summary.strip() or not shared_with.strip():
        raise DeskError("Write the summary, and say with whom it was shared.")
    if not meeting.told_on <= on <= today():
        raise DeskError("A summary is shared on a day between hearing the messages and today.")
    meeting.summary, meeting.summary_shared_with = summary.strip(), shared_with.strip()
    meeting.summary_shared_on = on
    meeting.save(update_fields=["summary", "summary_shared_with", "summary_shared_on"])
    record(by=by, action="returns.share_summary", target=meeting, summary=f"Shared the summary of {meeting}",
           details={"on": on.isoformat(), "with": meeting.summary_shared_with})  # fmt: skip
    return meeting


@transaction.atomic
def review_quarter(*, alliance: Alliance, period: Period, note: str, on: date, by: Acts) -> FeedbackReview:
    """Record the review of a quarter's log, with its numbers as they stand. Once a quarter, after its end.

    Raises DeskError while a meeting of the quarter is neither logged nor noted as not held.
    """
    alliance = _locked(alliance)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)
    quarter = quarter_of(alliance, period, today())
    if quarter.review:
        raise DeskError("The log of this quarter is reviewed already. Its numbers stay as they were on that day.")
    if not period.end < on <= today():
        raise DeskError("A quarter is reviewed on a day after its end, and not after today.")
    if quarter.unlogged:
        raise DeskError(
            f"{quarter.unlogged} of this quarter's meetings are not in the log. Log them, or note that they were not "
            "held, then record the review."
        )
    if not note.strip():
        raise DeskError("Say what the review came to, in a sentence or two.")
    share = quarter.settled
    review = FeedbackReview.objects.create(
        alliance=alliance, quarter=str(period), reviewed_on=on, settled=share.good, relevant=share.of,
        note=note.strip(), by=person_of(by), by_label=by.as_actor().label,
    )  # fmt: skip
    record(by=by, action="returns.review_feedback", target=review, summary=f"Recorded the {review}",
           details={"settled": share.good, "relevant": share.of})  # fmt: skip
    return review


@transaction.atomic
def set_group(*, alliance: Alliance, key: str, name: str, followed: bool, by: Acts) -> NationalGroup:
    """Follow a further national group, rename one, or leave one. Meetings in the log keep the name they had."""
    alliance = _locked(alliance)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)
    key, name = key.strip(), name.strip()
    if not key or not name:
        raise DeskError("A group has the letters it goes by, and a name.")
    group, _ = NationalGroup.objects.update_or_create(
        alliance=alliance, key=key, defaults={"name": name, "followed": followed}
    )
    record(
        by=by, action="returns.set_group", target=group, summary=f"{'Follows' if followed else 'Left'} {key}, {name}"
    )
    return group


def _locked(alliance: Alliance) -> Alliance:
    return Alliance.objects.select_for_update(of=("self",)).select_related("region").get(pk=alliance.pk)


def _check_may(by: Acts, alliance: Alliance) -> None:
    if not may_keep_enquiries(scope_of_actor(by), alliance.region.code):
        raise NotYours("The log of national groups is kept at the region's desk. Ask whoever manages access.")


def _held(meeting: GroupMeeting, by: Acts) -> GroupMeeting:
    held = GroupMeeting.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=meeting.pk)
    _check_may(by, held.alliance)
    return held


def _held_point(point: FeedbackPoint, by: Acts) -> FeedbackPoint:
    held = FeedbackPoint.objects.select_for_update(of=("self",)).select_related("meeting__alliance__region")
    found = held.get(pk=point.pk)
    _check_may(by, found.meeting.alliance)
    return found


def _check_move(meeting: GroupMeeting, then: MeetingState) -> None:
    if then not in MEETING_TRANSITIONS[MeetingState(meeting.state)]:
        raise DeskError(f"This meeting is {meeting.state}, so it cannot become {then.value}.")
