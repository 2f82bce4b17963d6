"""What of survey, collection reviews and the log of national groups waits for the desk, with its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import CollectionReview, Enquiry, ImprovementArea, Survey
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.queries import feedback
from riia.alliance.returns.queries.care_audience import desk_alliances
from riia.alliance.returns.states_care import AreaState, MeetingState, ReviewState, SurveyState
from riia.indicators.calendar import period_of
from riia.indicators.model import Period, PeriodKind


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: what, where to do it, by when, and in what its clock counts."""

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "day"


def waiting(scope: Scope, today: date) -> Iterator[Waiting]:
    """Everything that waits at the viewer's desks."""
    if not any(map(scope.may, KEEP_ENQUIRIES)):
        return
    yield from _meetings(scope, today)
    for alliance in desk_alliances(scope):
        runs = scope.may(Action.RUN_ROUNDS, alliance.region.code)
        if runs:
            yield from _year_to_ask(alliance, today)
            open_surveys = Survey.objects.filter(alliance=alliance, state=SurveyState.OPEN, closes_on__lt=today)
            for survey in open_surveys.select_related("alliance"):
                page = reverse("returns:survey", args=[survey.reference])
                yield Waiting(f"Close the {survey}", page, survey.closes_on, "It takes no more answers.")
            for quarter in feedback.quarters(alliance, today)[1:]:
                if quarter.is_over and quarter.review is None and not quarter.unlogged:
                    page = reverse("returns:review_feedback", args=[str(quarter.period)])
                    yield Waiting(f"Review the log of national groups for {quarter.period.label}", page)
        yield from _late_areas(alliance, today)


def _late_areas(alliance: Alliance, today: date) -> Iterator[Waiting]:
    """Improvement areas whose day has come, a line for each review: what is daily work stands beside it."""
    late = ImprovementArea.objects.filter(
        review__alliance=alliance, review__state=ReviewState.PUBLISHED, due_on__lte=today,
        state__in=[AreaState.NOT_STARTED, AreaState.UNDER_WAY],
    )  # fmt: skip
    by_review: dict[CollectionReview, list[ImprovementArea]] = {}
    for area in late.select_related("review").order_by("due_on"):
        by_review.setdefault(area.review, []).append(area)
    for review, areas in by_review.items():
        page = reverse("returns:collection_review", args=[review.reference])
        text = f"Say how far {plural(len(areas), 'improvement area')} {'is' if len(areas) == 1 else 'are'}"
        yield Waiting(text, page, areas[0].due_on, f"Of collection review {review.number}.")


def _meetings(scope: Scope, today: date) -> Iterator[Waiting]:
    """Meetings to log and summaries to share, each with its ten working days."""
    for one in feedback.meetings(scope).filter(state=MeetingState.EXPECTED, held_on__lte=today):
        page = reverse("returns:group_meeting", args=[one.reference])
        yield Waiting(f"Log the meeting {one}", page, one.log_due_on, unit="working day")
    for one in feedback.meetings(scope).filter(summary_due_on__isnull=False, summary_shared_on=None):
        page = reverse("returns:group_meeting", args=[one.reference])
        yield Waiting(f"Share the summary of {one}", page, one.summary_due_on, unit="working day")


def _year_to_ask(alliance: Alliance, today: date) -> Iterator[Waiting]:
    """The survey of the year that is over, where somebody asked in it and none is on record."""
    year = Period.financial_year(period_of(today, PeriodKind.FINANCIAL_YEAR).start.year - 1)
    asked = Enquiry.objects.filter(alliance=alliance, received_on__range=(year.start, year.end)).exclude(address="")
    held = Survey.objects.filter(alliance=alliance, year=year.start.year).exclude(state=SurveyState.WITHDRAWN)
    if asked.exists() and not held.exists():
        yield Waiting(
            f"Open the yearly survey of those who asked in {year.short_label}", reverse("returns:open_survey")
        )
