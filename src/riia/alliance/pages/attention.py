"""What needs somebody now: one list over all contexts.

Each context offers what it has as a source: a function from the viewer's scope to things that need them. Pages stand
above every context, so a source is entered here by name and no context looks up. A context that comes later adds one
line to SOURCES.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from riia.alliance.access import queries as access
from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.queries import agreements, inventory
from riia.alliance.agreements.queries import register_needs as register
from riia.alliance.diagnostics.queries import needs as diagnostics
from riia.alliance.grants.queries import needs as grants
from riia.alliance.insight.peers import name_of
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Clock, ToDo
from riia.alliance.offer.queries import needs as offer
from riia.alliance.places import calendar
from riia.alliance.places import queries as places
from riia.alliance.places.naming import possessive
from riia.alliance.plans.queries import needs as plans
from riia.alliance.reporting.queries import needs as reporting
from riia.alliance.returns.policies import working_days_left
from riia.alliance.returns.queries import needs as returns
from riia.indicators.model import Period, PeriodKind

type Source = Callable[[Scope, date], Iterable[Need]]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day.

    `unit` is what its clock counts in: "day", or "working day" where the page it leads to counts those.
    """

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "day"

    def as_todo(self, today: date) -> ToDo:
        """As the kit shows it."""
        return ToDo(self.text, self.href, self._clock(self.due, today) if self.due else None, self.note)

    def _clock(self, due: date, today: date) -> Clock:
        left = working_days_left(today, due) if self.unit == "working day" else (due - today).days
        return Clock(due, left, self.unit)


def needs_of(scope: Scope, today: date | None = None) -> list[ToDo]:
    """What needs the viewer now, what is due first in front."""
    day = today or timezone.localdate()
    found = [need for source in SOURCES for need in source(scope, day)]
    ordered = sorted(found, key=lambda need: (need.due is None, need.due or date.max))
    return [need.as_todo(day) for need in ordered]


def _approvals(scope: Scope, today: date) -> list[Need]:
    """Proposed roles that wait for the viewer's approval."""
    if not scope.may(Action.APPROVE_ACCESS):
        return []
    waiting = access.awaiting_approval(scope).count()
    return [Need(f"{plural(waiting, 'role')} to approve", reverse("access:approvals"))] if waiting else []


def _reviews(scope: Scope, today: date) -> list[Need]:
    """Roles whose yearly review is due: access that nobody confirms lapses (R4.07)."""
    if not scope.may(Action.APPROVE_ACCESS):
        return []
    due = list(access.reviews_due(scope, today).values_list("review_due", flat=True))
    text = f"{plural(len(due), 'role')} to confirm or end"
    return [Need(text, reverse("access:reviews"), due[0], "The first one lapses if nobody confirms it.")] if due else []


def _rhythms(scope: Scope, today: date) -> list[Need]:
    """Words of an alliance's documents that can be read in two ways, for whoever settles them (R15.02, R5.01)."""
    if not scope.may(Action.SETTLE_RHYTHM):
        return []
    return [
        Need(
            f"Settle what “{rhythm.written}” means: {rhythm.subject}, {rhythm.alliance.short_name}",
            reverse("pages:settle", args=[rhythm.alliance.region.code, rhythm.pk]),
            note="No dates are made from it until then.",
        )
        for rhythm in places.unsettled_rhythms(scope.places_for(Action.SETTLE_RHYTHM))
    ]


def _term_dates(scope: Scope, today: date) -> list[Need]:
    """Term dates of this academic year that the viewer's own council has not entered (R15.01)."""
    own = [code for code in scope.councils if scope.may(Action.SET_TERM_DATES, code)]
    if not own:
        return []
    year = calendar.period_of(today, PeriodKind.ACADEMIC_YEAR)
    first = Period.academic_term(year.named_year, 1)
    return [
        Need(
            f"Enter {possessive(name_of(council.code))} term dates for {year.short_label}",
            reverse("pages:enter_terms", args=[council.code, year.named_year]),
            note="National term boundaries stand in until then.",
        )
        for council in calendar.councils_without_term(places.councils(today).filter(code__in=own), first)
    ]


def _returns(scope: Scope, today: date) -> list[Need]:
    """Rounds and returns that wait for the viewer (R5.18)."""
    return [Need(one.text, one.href, one.due, one.note, one.unit) for one in returns.needs(scope, today)]


def _self_assessments(scope: Scope, today: date) -> list[Need]:
    """Self-assessments to fill in or sign, and rounds of them to open or chase (R4.28)."""
    return [Need(one.text, one.href, one.due, one.note, "working day") for one in diagnostics.needs(scope, today)]


def _agreement_reviews(scope: Scope, today: date) -> list[Need]:
    """Agreements whose review date has passed without a recorded review (R2.07)."""
    if not scope.may(Action.SEE_AGREEMENTS):
        return []
    return [
        Need(
            f"Review {version.agreement.title}, {version.label}",
            reverse("agreements:version", args=[version.reference]),
            version.review_due,
            "It stays in force until it is revoked.",
        )
        for version in agreements.reviews_overdue(scope, today)
    ]


def _register(scope: Scope, today: date) -> list[Need]:
    """What of the data register waits for the viewer: requests to check or decide, responses, the notice."""
    return [
        Need(
            one.text, reverse(one.route, args=[one.argument] if one.argument else []), one.due, one.note, "working day"
        )
        for one in register.register_needs(scope, today)
    ]


def _inventory(scope: Scope, today: date) -> list[Need]:
    """Sources of data of which the viewer's own council has not said whether it has them (R4.34)."""
    return [
        Need(f"Say what {one.council.called} holds: {plural(one.sources, 'source')} of data",
             reverse("agreements:holdings", args=[one.council.code]))
        for one in inventory.unanswered(scope)
    ]  # fmt: skip


def _calls(scope: Scope, today: date) -> list[Need]:
    """Calls for funding, applications and awards that wait for the viewer (R4.37, R4.38)."""
    return [Need(one.text, one.href, one.due, one.note, one.unit) for one in offer.needs(scope, today)]


def _plans(scope: Scope, today: date) -> list[Need]:
    """Evidence to review, exemptions to decide on, and the viewer's own KPIs that are due soon (R11.17)."""
    return [Need(one.text, one.href, one.due, one.note, one.unit) for one in plans.needs(scope, today)]


def _grants(scope: Scope, today: date) -> list[Need]:
    """Payments to approve or to note, letters that are missing, awards that depend on something (R1.15, R1.44)."""
    return [Need(one.text, one.href, one.due, one.note, one.unit) for one in grants.needs(scope, today)]


def _reports(scope: Scope, today: date) -> list[Need]:
    """Reports to prepare and send, and those that were sent and wait for a receipt (R13.01, R13.02)."""
    return [Need(one.text, one.href, one.due, one.note, one.unit) for one in reporting.needs(scope, today)]


SOURCES: Final[Sequence[Source]] = (
    _approvals, _reviews, _rhythms, _term_dates, _returns, _self_assessments, _agreement_reviews, _register, _inventory,
    _calls, _plans, _grants, _reports,
)  # fmt: skip
