"""Simulated care of the data function in the South West.

A closed survey, collection reviews, the log of national groups, and a funded coordinator who worked part time a while.

Every text says that it is simulated, or stands on a page that does.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import CollectionReview, FundedPost, GroupMeeting, ReviewFinding, Survey
from riia.alliance.returns.services import collection_review as reviewing
from riia.alliance.returns.services import feedback
from riia.alliance.returns.services.collection_review import Area, Frame
from riia.alliance.returns.services.collection_review_publishing import note_progress, publish_review
from riia.alliance.returns.services.enquiries import answer_enquiry, note_enquiry
from riia.alliance.returns.services.staffing import note_funding, set_working_time
from riia.alliance.returns.services.survey import answer_survey, close_survey, open_survey
from riia.alliance.returns.services.survey_invitations import send_invitations
from riia.alliance.returns.states_care import AreaState, PointState
from riia.alliance.returns.survey_scale import Opinion, SurveyQuestion
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.calendar import add_working_days, next_working_day, period_of
from riia.indicators.model import Period, PeriodKind

SOUTH_WEST = "E12000009"
_O = Opinion


def load_care(*, by: Acts, today: date | None = None) -> None:
    """Replay it where nothing of it is there yet; each part is one transaction."""
    alliance = places.alliance_in(SOUTH_WEST)
    if alliance is None:
        return
    day = today or timezone.localdate()
    for model, load in _PARTS:
        if not model.objects.filter(alliance=alliance).exists():
            with transaction.atomic():
                load(alliance, day, by)


def _on(day: date) -> AbstractContextManager[None]:
    return as_of(timezone.make_aware(datetime.combine(day, time(11))))


# the survey

ANSWERS = (
    (_O.VERY_GOOD, _O.VERY_GOOD, _O.GOOD, _O.VERY_GOOD), (_O.GOOD, _O.GOOD, _O.GOOD, _O.GOOD),
    (_O.VERY_GOOD, _O.GOOD, _O.VERY_GOOD, _O.VERY_GOOD), (_O.GOOD, _O.POOR, _O.GOOD, _O.GOOD),
    (_O.GOOD, _O.GOOD, None, _O.GOOD), (_O.VERY_GOOD, _O.VERY_GOOD, _O.VERY_GOOD, _O.VERY_GOOD),
    (_O.NEITHER, _O.POOR, _O.NEITHER, _O.NEITHER), (_O.GOOD, _O.VERY_GOOD, _O.GOOD, _O.VERY_GOOD),
    (_O.CANNOT_SAY, _O.GOOD, _O.CANNOT_SAY, _O.CANNOT_SAY), (_O.GOOD, _O.NEITHER, _O.GOOD, _O.GOOD),
    (_O.POOR, _O.VERY_POOR, _O.POOR, _O.POOR), (_O.VERY_GOOD, _O.GOOD, _O.GOOD, _O.VERY_GOOD),
    (_O.GOOD, _O.GOOD, _O.NEITHER, _O.GOOD), (_O.VERY_GOOD, _O.VERY_GOOD, _O.GOOD, _O.VERY_GOOD),
)  # fmt: skip
COMMENTS = {
    3: "The answer was good; it would have helped two days earlier. (simulated)",
    6: "I was sent to the published table and would have liked a sentence on what it means. (simulated)",
    10: "My question went to two people before anybody answered. (simulated)",
    13: "The note on small numbers saved us from a wrong headline. (simulated)",
}
_KINDS = ("Integrated care board", "Schools forum", "Police analysis unit", "Voluntary sector network",
          "University research team", "Family hubs partnership", "Health visitors", "Youth justice board")  # fmt: skip


def _survey(alliance: Alliance, today: date, by: Acts) -> None:
    # Two months back, so that the survey of the year before has run its course on whatever day this is loaded.
    year = period_of(today - timedelta(days=60), PeriodKind.FINANCIAL_YEAR).start.year - 1
    period = Period.financial_year(year)
    for number in range(16):
        kind, place = _KINDS[number % 8], "north" if number < 8 else "south"
        came = next_working_day(period.start + timedelta(days=14 + 21 * number))
        with _on(came):
            one = note_enquiry(alliance=alliance, asker=f"{kind}, {place} (simulated)", received_on=came, by=by,
                               subject=f"Figures for a plan of the {kind.lower()}, {place}?", simulated=True,
                               address=f"{kind.lower().replace(' ', '-')}-{place}@asks.demo.invalid")  # fmt: skip
        answered = add_working_days(came, 2 + number % 4)
        with _on(answered):
            answer_enquiry(enquiry=one, answer="Sent the published table with its page.", answered_on=answered, by=by)
    opens = add_working_days(period.end, 5)
    closes = add_working_days(opens, 20)
    with _on(opens):
        survey = open_survey(alliance=alliance, year=year, closes_on=closes, by=by, simulated=True)
        send_invitations(survey=survey, by=by)
    for number, (invitation, said) in enumerate(zip(survey.invitations.all(), ANSWERS, strict=False)):
        with _on(add_working_days(opens, 1 + number)):
            opinions = dict(zip(SurveyQuestion, said, strict=True))
            answer_survey(invitation=invitation, opinions=opinions, comment=COMMENTS.get(number, ""))
    with _on(next_working_day(closes)):
        close_survey(survey=survey, by=by)


# collection reviews

_AREAS = (
    ("Fewer questions that come again", "The same question came again on figures of several councils.",
     "Go through the definition and the source with each council before the next round; put a note into the template.",
     "Regional performance lead", 40),
    ("Returns by the first deadline", "Returns came after the last day in most rounds.",
     "Agree dates with each council a term ahead, and remind ten working days before as well.",
     "Regional coordinator", -12),
    ("Queries answered within five working days", "Some queries of the desk were answered late or not at all.",
     "Name a second person in each council who answers while the first is away.", "Performance leads’ network", 110),
    ("One list of contacts", "Reminders went to people who had moved on.",
     "Review who is named for each return at the start of every round.", "Regional performance lead", -60),
)  # fmt: skip
"""What, what shows it, the plan, the owner, and in how many days from today it is due: one is past its day."""


def _reviews(alliance: Alliance, today: date, by: Acts) -> None:
    year = period_of(today - timedelta(days=90), PeriodKind.FINANCIAL_YEAR).start.year
    last = Period.financial_year(year - 1)
    began = add_working_days(last.end, 20)
    with _on(began):
        review = _begin(alliance, last, last.end, by)
        _take_up(review, by)
        made = [
            reviewing.add_area(review=review, by=by, area=Area(what, shown, plan, owner, today + timedelta(days=days)))
            for what, shown, plan, owner, days in _AREAS
        ]
        reviewing.save_gap(
            review=review, against="national", requirement="All returns at the Department in 5 working days (5.1.4)",
            gap="One pack waited for a late return.", area=made[1], by=by,
        )  # fmt: skip
        reviewing.save_gap(
            review=review, against="regional", requirement="In-year figures beside published ones (5.1.5)",
            gap="Councils read the definition of repeat referrals in two ways.", area=made[0], by=by,
        )  # fmt: skip
        publish_review(review=review, by=by)
    steps = ((3, AreaState.DONE, "The list is gone through when a round is opened. (simulated)", 25),
             (0, AreaState.UNDER_WAY, "Notes are in the template since the summer round. (simulated)", 40))  # fmt: skip
    for number, state, words, days in steps:
        on = min(today, add_working_days(began, days))
        with _on(on):
            note_progress(area=made[number], state=state, note=words, on=on, by=by)
    present = Period.financial_year(year)
    with _on(today):
        draft = _begin(alliance, present, today, by)
        for what, shown, plan, owner, _ in _AREAS[:2]:
            area = Area(what, shown, plan, owner, today + timedelta(days=180))
            reviewing.add_area(review=draft, area=area, by=by)


def _begin(alliance: Alliance, year: Period, last: date, by: Acts) -> CollectionReview:
    title = f"Collecting and checking in {year.short_label} (simulated)"
    members = tuple(places.members(alliance, last).order_by("name"))
    covers = "How the quarterly returns are asked for, filled in, checked, queried, signed and sent. Simulated."
    frame = Frame(title, covers, year.start, last, members[:-1])
    return reviewing.start_review(alliance=alliance, frame=frame, by=by, simulated=True)


def _take_up(review: CollectionReview, by: Acts) -> None:
    """All but the last finding are taken up."""
    keys = list(ReviewFinding.objects.filter(review=review).values_list("key", flat=True))
    decided = dict.fromkeys(keys[:-1], ("taken up", ""))
    decided |= dict.fromkeys(keys[-1:], ("set aside", "A single case, settled with the council. (simulated)"))
    reviewing.decide_findings(review=review, decided=decided, by=by)


# the log of national groups


@dataclass(frozen=True)
class _Point:
    text: str
    relevant: bool = True
    state: PointState = PointState.WAITING
    where: str = ""


_ACTIONED, _CONSIDERED = PointState.ACTIONED, PointState.CONSIDERED
_LOG: tuple[tuple[int, str, int, tuple[_Point, ...]], ...] = (
    (2, "SPI", 4, (
        _Point("Say in commentaries how many children a percentage is of", state=_ACTIONED, where="Insight pages"),
        _Point("Ask for the date of the last case-system change", state=_CONSIDERED,
               where="Minute of the network: explanations have it already"),
    )),
    (2, "NPIMG", 3, (
        _Point("Keep one definition of repeat referrals", state=_ACTIONED, where="Template, sheet Definitions"),
        _Point("A survey of London councils", relevant=False),
        _Point("Share what a query cost in hours", state=_ACTIONED, where="Plan, section 5.1"),
    )),
    (2, "STAR", 14, (_Point("Collect nothing that is published already", state=_ACTIONED, where="Data register"),)),
    (1, "NPIMG", 6, (
        _Point("Send the calendar of national returns with each round", state=_ACTIONED, where="Opening e-mail"),
        _Point("Try the machine interface with two councils", state=_CONSIDERED, where="Minute of the network"),
        _Point("Name who answers for care leavers’ data"),
    )),
    (1, "SPI", 5, (
        _Point("Say what changed since the last inspection", state=_ACTIONED, where="Insight pages"),
        _Point("A review of adult services data", relevant=False),
        _Point("Check counts of children on plans against censuses", state=_ACTIONED, where="Checks of the return"),
    )),
)  # fmt: skip
"""Quarters back, group, working days until it was logged, and its points: the Star Chamber's was logged late."""


def _feedback(alliance: Alliance, today: date, by: Acts) -> None:
    present = period_of(today, PeriodKind.FINANCIAL_QUARTER)
    quarters = {0: present}
    for back in (1, 2):
        quarters[back] = period_of(quarters[back - 1].start - timedelta(days=1), PeriodKind.FINANCIAL_QUARTER)
    for number, (back, group, days, points) in enumerate(_LOG):
        held = next_working_day(quarters[back].start + timedelta(days=12 + 15 * (number % 3)))
        _meeting(alliance, group, held, days, points, by)
    for back in (2, 1):
        on = add_working_days(quarters[back].end, 8)
        # The newest is left to be reviewed: something for whoever tries it to do.
        if back == 2:
            with _on(on):
                feedback.review_quarter(
                    alliance=alliance, period=quarters[back], on=on, by=by,
                    note="All points went in. One meeting was logged late; dates are in the calendar now. (simulated)",
                )  # fmt: skip
    if add_working_days(today, -6) >= present.start:
        held = add_working_days(today, -6)
        with _on(held):
            feedback.expect_meeting(alliance=alliance, group="STAR", held_on=held, by=by, simulated=True)


def _meeting(alliance: Alliance, group: str, held: date, days: int, points: tuple[_Point, ...], by: Acts) -> None:
    with _on(held):
        one = feedback.expect_meeting(alliance=alliance, group=group, held_on=held, by=by, simulated=True)
    logged = add_working_days(held, days)
    with _on(logged):
        feedback.log_meeting(
            meeting=one, attended_by="Regional performance lead", told_on=held, logged_on=logged, by=by
        )
        for told in points:
            noted = feedback.add_point(meeting=one, point=f"{told.text} (simulated)", relevant=told.relevant, by=by)
            if told.state is not PointState.WAITING:
                feedback.settle_point(point=noted, state=told.state, where=told.where, on=logged, by=by)
        feedback.share_summary(
            meeting=one, summary=f"Simulated: {group} went through {len(points)} points; they stand in the log.",
            shared_with="Performance leads’ network and the alliance’s team", on=logged, by=by,
        )  # fmt: skip


# the coordinator's post


def _post(alliance: Alliance, today: date, by: Acts) -> None:
    first = period_of(today, PeriodKind.FINANCIAL_YEAR).start
    began = first.replace(year=first.year - 1)
    note_funding(alliance=alliance, starts_on=began, ends_on=first.replace(year=first.year + 1) - timedelta(days=1),
                 source="Section 31 grant for regional improvement (simulated)", by=by, simulated=True)  # fmt: skip
    for role in (Role.COORDINATOR, Role.REGIONAL_PERFORMANCE_LEAD):
        now = RoleHolding.objects.filter(role=role, place=alliance.region, state=HoldingState.APPROVED).first()
        if now is None:
            continue
        earlier = _earlier_term(now, began, by)
        if role is Role.COORDINATOR:
            less, again = began.replace(month=9), began.replace(month=12)
            told = [(earlier, began, "1"), (earlier, less, "0.6"), (earlier, again, "1"), (now, now.starts, "1")]
            for holding, on, share in told:
                set_working_time(holding=holding, starts_on=on, share=Decimal(share), by=by)


def _earlier_term(now: RoleHolding, began: date, by: Acts) -> RoleHolding:
    """The term before the present one of a simulated person, whose role began with the demonstration."""
    label = by.as_actor().label
    earlier = RoleHolding.objects.create(
        person=now.person, role=now.role, place=now.place, purpose=now.purpose, state=HoldingState.ENDED, starts=began,
        expires=now.starts, ended_on=now.starts, review_due=now.starts, proposer_label=label,
        approved_at=timezone.now(), approver_label=label,
    )  # fmt: skip
    record(by=by, action="access.add_holding", target=earlier, summary=f"Gave a simulated earlier term: {earlier}")
    return earlier


type _Load = Callable[[Alliance, date, Acts], None]
_PARTS: tuple[tuple[type[Survey | CollectionReview | GroupMeeting | FundedPost], _Load], ...] = (
    (Survey, _survey), (CollectionReview, _reviews), (GroupMeeting, _feedback), (FundedPost, _post),
)  # fmt: skip
