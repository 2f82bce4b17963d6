"""Where the returns of a round stand: each council's state, clock, people, last contact and what waits (R5.02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.returns import policies
from riia.alliance.returns.counting import ROUNDS_A_YEAR, Counts, Reading, reading_of_round, reading_of_year
from riia.alliance.returns.models import Enquiry, Extension, Notice, Query, Return, Round
from riia.alliance.returns.policies import Clock, Timeliness
from riia.alliance.returns.queries.named import Named, named
from riia.alliance.returns.queries.reading import round_returns
from riia.alliance.returns.queries.timeliness import Standing, standings
from riia.alliance.returns.states import ExtensionState, QueryState, RoundState
from riia.indicators.calendar import period_of
from riia.indicators.model import PeriodKind


@dataclass(frozen=True)
class Line:
    """One council's return as the board shows it."""

    one: Return
    standing: Standing
    people: Named
    last_contact: Notice | None
    asked: Extension | None
    open_queries: int
    """Questions that the council has not answered."""
    answered: int
    """Questions whose answer the desk has not read."""


@dataclass(frozen=True)
class Board:
    """A round and its lines, as on a day."""

    round: Round
    day: date
    lines: Sequence[Line]

    @property
    def counts(self) -> Counts:
        """How the returns came, counted apart."""
        return Counts.of(line.standing.timeliness for line in self.lines)

    @property
    def reading(self) -> Reading:
        """The 95 % of this round by itself."""
        return _reading(self.counts, (line.standing for line in self.lines), self.day)


def may_see_board(scope: Scope, one: Round) -> bool:
    """The board is the region's: it shows every council. A council's people see their own return instead."""
    return scope.may(Action.SEE_RETURNS, one.alliance.region.code)


def board(scope: Scope, one: Round, today: date) -> Board:
    """The board of a round, with no more than the returns the viewer may see."""
    found = list(round_returns(scope, one))
    stand = standings(found, today)
    people = named((each.council for each in found), _day_of(one, today))
    contacts = _last_contacts(found)
    asked = {
        extension.council_return_id: extension
        for extension in Extension.objects.filter(council_return__in=found, state=ExtensionState.ASKED)
    }
    waiting = {
        (key, state): count
        for key, state, count in Query.objects.filter(council_return__in=found)
        .exclude(state=QueryState.RESOLVED)
        .values_list("council_return", "state")
        .annotate(Count("pk"))
    }
    lines = [
        Line(
            each, stand[each.pk], people[each.council.code], contacts.get(each.pk), asked.get(each.pk),
            waiting.get((each.pk, QueryState.OPEN), 0), waiting.get((each.pk, QueryState.ANSWERED), 0),
        )
        for each in found
    ]  # fmt: skip
    return Board(one, today, lines)


def year_reading(scope: Scope, one: Round, today: date) -> Reading:
    """The 95 % of the year the round lies in: rounds held, and those to come with the councils of this one."""
    kind = one.as_period.kind
    start, end = _year_of(one)
    found = Round.objects.filter(
        alliance=one.alliance, route=one.route, period_end__gte=start, period_end__lte=end
    ).exclude(state__in=[RoundState.CANCELLED, RoundState.PLANNED])
    alike = [each for each in found if each.as_period.kind is kind]
    held = counts_of(scope, alike, today)
    to_come = ROUNDS_A_YEAR[kind] - len({each.period for each in alike})
    return reading_of_year(held.values(), max(0, to_come), round_returns(scope, one).count())


def counts_of(scope: Scope, rounds: Iterable[Round], today: date) -> Mapping[int, Reading]:
    """How the returns of several rounds stand to the 95 %, by the key of the round."""
    found: dict[int, Reading] = {}
    for one in rounds:
        returns = list(round_returns(scope, one))
        stand = standings(returns, today)
        found[one.pk] = _reading(Counts.of(each.timeliness for each in stand.values()), stand.values(), today)
    return found


def timeliness_of(scope: Scope, one: Round, today: date) -> Counts:
    """The returns of a round by how they came."""
    return Counts.of(each.timeliness for each in standings(round_returns(scope, one), today).values())


def quality_queries(one: Round) -> QuerySet[Query]:
    """Quality issues found in a round's returns, for which support is offered (R5.06)."""
    return (
        Query.objects.filter(council_return__round=one, quality=True)
        .select_related("council_return__council")
        .order_by("opened_at")
    )


def enquiries_in(one: Round) -> QuerySet[Enquiry]:
    """Questions from outside that came while the round ran (R5.08)."""
    return Enquiry.objects.filter(
        Q(received_on__gte=one.opens_on, received_on__lte=one.dfe_due_on), alliance=one.alliance
    )


def clock_of_enquiry(enquiry: Enquiry) -> Clock:
    """The five working days of a question from outside."""
    return policies.answer_clock(enquiry.received_on, enquiry.answered_on)


def _reading(counts: Counts, stand: Iterable[Standing], today: date) -> Reading:
    still_out = {Timeliness.OUTSTANDING, Timeliness.OVERDUE}
    missed = sum(each.timeliness in still_out and today > each.due_on for each in stand)
    return reading_of_round(counts, missed)


def _day_of(one: Round, today: date) -> date:
    """The day whose people are shown: today, or the day on which the round was closed."""
    return min(today, timezone.localtime(one.closed_at).date()) if one.closed_at else today


def _last_contacts(returns: Sequence[Return]) -> dict[int, Notice]:
    rows = Notice.objects.filter(council_return__in=returns).order_by("made_at", "pk")
    return {notice.council_return_id: notice for notice in rows}


def _year_of(one: Round) -> tuple[date, date]:
    kinds = {
        PeriodKind.ACADEMIC_TERM: PeriodKind.ACADEMIC_YEAR,
        PeriodKind.CALENDAR_QUARTER: PeriodKind.CALENDAR_YEAR,
    }
    year = period_of(one.period_end, kinds.get(one.as_period.kind, PeriodKind.FINANCIAL_YEAR))
    return year.start, year.end
