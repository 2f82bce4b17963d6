"""Exemptions as pages show them: who, why, when, and what they change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans import permissions
from riia.alliance.plans.models import Exemption
from riia.alliance.plans.presenters.words import value
from riia.alliance.plans.queries import reading
from riia.alliance.plans.queries.standing import standings_of
from riia.alliance.plans.states import ExemptionState

TAGS: dict[str, tuple[str, Tone]] = {
    ExemptionState.PROPOSED: ("Waits for a decision", "moving"),
    ExemptionState.APPROVED: ("Approved", "done"),
    ExemptionState.DECLINED: ("Declined", "quiet"),
    ExemptionState.WITHDRAWN: ("Withdrawn", "quiet"),
    ExemptionState.ENDED: ("Ended", "quiet"),
}


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    """An exemption in the list."""

    one: Exemption
    tag: tuple[str, Tone]
    kpis: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """Every exemption, what waits first."""

    title: str
    lines: Sequence[ExemptionLine]


def list_page(found: Iterable[Exemption]) -> ListPage:
    """The list as this viewer sees it."""
    lines = [
        ExemptionLine(one, TAGS[ExemptionState(one.state)], ", ".join(each.key for each in one.kpis.all()))
        for one in found
    ]
    lines.sort(key=lambda line: (line.one.state != ExemptionState.PROPOSED, -line.one.proposed_at.timestamp()))
    approved = sum(line.one.state == ExemptionState.APPROVED for line in lines)
    waiting = sum(line.one.state == ExemptionState.PROPOSED for line in lines)
    said = f"{plural(approved, 'exemption')} {'is' if approved == 1 else 'are'} approved"
    if waiting:
        said = f"{said}; {waiting} {'waits' if waiting == 1 else 'wait'} for a decision"
    return ListPage(said, lines)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an exemption does to one measure: with it and without."""

    key: str
    reference: str
    words: str
    with_it: str
    without: str
    status_with: str
    status_without: str


@dataclass(frozen=True, slots=True)
class ExemptionPage:
    """Everything the page of an exemption shows."""

    one: Exemption
    tag: tuple[str, Tone]
    effects: Sequence[Effect]
    may_decide: bool
    may_withdraw: bool
    may_end: bool


def exemption_page(scope: Scope, one: Exemption, at: date) -> ExemptionPage:
    """The page as this viewer sees it. What an exemption that waits would do is worked out as if it were approved."""
    region = one.plan.alliance.region.code
    proposer = str(one.proposed_by.reference) if one.proposed_by else None
    state = ExemptionState(one.state)
    own = proposer is not None and proposer == scope.person_ref
    return ExemptionPage(
        one=one,
        tag=TAGS[state],
        effects=_effects(scope, one, at) if state in (ExemptionState.PROPOSED, ExemptionState.APPROVED) else [],
        may_decide=state is ExemptionState.PROPOSED
        and permissions.may_decide(scope, region, one.council.code, proposer),
        may_withdraw=state is ExemptionState.PROPOSED and (own or permissions.may_keep(scope, region)),
        may_end=state is ExemptionState.APPROVED and permissions.may_decide(scope, region, one.council.code, None),
    )


def _effects(scope: Scope, one: Exemption, at: date) -> list[Effect]:
    version = reading.version_of(one.plan)
    if version is None:
        return []
    keys = list(one.kpis.values_list("pk", flat=True))
    found = standings_of(version, at=at, viewer=scope, sees_councils=reading.sees_councils(scope, one.plan), only=keys,
                         as_if=one)  # fmt: skip
    return [
        Effect(row.key, row.reference, each.words, value(each), value(each, without=True),
               each.standing.status.value, each.standing.status_without.value)
        for row in found.rows
        for each in row.measures
        if each.all_councils
    ]  # fmt: skip
