"""Panels: who may be on one, who may score which application, and how applications stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Prefetch, Q

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.scope import Scope
from riia.alliance.offer.models import Application, Call, Criterion, Interest, PanelMember, Score, Sheet, Version
from riia.alliance.offer.permissions import belongs_to
from riia.alliance.offer.points import Standing, Weighed, ranked, total
from riia.alliance.offer.queries.reading import NOT_SHOWN, councils_of_panel, latest, member_for, panel
from riia.alliance.offer.states import ApplicationState

_REGIONAL = [role for role, rule in ROLES.items() if Action.SEE_CALLS in rule.actions and role is not Role.AUDITOR]
"""Roles whose holders over a region may be asked to score: who sees its calls, but for who audits them."""


def candidates(call: Call) -> list[Person]:
    """Who may be on the panel: panel members by role in the region, and people with a role over the region itself."""
    region = call.alliance.region
    regional = Q(place=region, role__in=_REGIONAL)
    assigned = Q(role=Role.PANEL_MEMBER) & (Q(place=region) | Q(place__region=region) | Q(place__isnull=True))
    held = in_force().filter(regional | assigned, person__is_active=True).order_by("person__name")
    return list({each.person.pk: each.person for each in held}.values())


def eligible(
    one: Application,
    members: Sequence[PanelMember] | None = None,
    councils: Mapping[int, frozenset[str]] | None = None,
    conflicts: frozenset[int] | None = None,
) -> list[PanelMember]:
    """Who of the panel scores an application: not those from its council, nor those who declared an interest."""
    members = panel(one.call) if members is None else members
    councils = councils_of_panel(one.call) if councils is None else councils
    if conflicts is None:
        conflicts = frozenset(one.interests.filter(conflict=True).values_list("member", flat=True))
    return [each for each in members
            if one.council.code not in councils.get(each.pk, frozenset()) and each.pk not in conflicts]  # fmt: skip


def conflicted(one: Application) -> frozenset[str]:
    """References of the people who declared an interest in an application."""
    found = one.interests.filter(conflict=True, member__left_on=None)
    return frozenset(str(each) for each in found.values_list("member__person__reference", flat=True))


def submitted_sheets(version: Version) -> int:
    """How many have handed in scores for a version."""
    return version.sheets.filter(submitted_at__isnull=False).count()


@dataclass(frozen=True, slots=True)
class Row:
    """An application in the ranking. `hidden` says why the viewer does not see how it stands."""

    one: Application
    version: Version
    standing: Standing
    by_criterion: tuple[tuple[Criterion, tuple[int, ...]], ...] = ()
    sheets: tuple[Sheet, ...] = ()
    eligible: tuple[PanelMember, ...] = ()
    hidden: str = ""


def ranking(scope: Scope, call: Call) -> list[Row]:
    """The submitted applications by their points. A panel member sees others' scores of what they have scored.

    What the viewer may not see is not in the ranking but comes after it, and says why.
    """
    criteria = list(call.criteria.all())
    weighed = [each.weighed for each in criteria]
    members, councils, mine = panel(call), councils_of_panel(call), member_for(scope, call)
    rows: list[Row] = []
    for one in _submitted(call):
        version = latest(one)
        if version is None:
            continue
        conflicts = frozenset(each.member_id for each in one.interests.all() if each.conflict)
        sheets = [each for each in version.sheets.all() if each.submitted_at is not None]
        who = eligible(one, members, councils, conflicts)
        counted = [each for each in sheets if each.member_id not in conflicts]
        hidden = _hidden(scope, one, mine, conflicts, counted)
        standing = Standing(one.pk, tuple(points_of(weighed, each) for each in counted), _expected(who, counted))
        rows.append(Row(one, version, standing, _by_criterion(criteria, counted), tuple(counted), tuple(who), hidden))
    seen = {row.one.pk: row for row in rows if not row.hidden}
    order = ranked({key: (row.standing.totals, row.standing.expected) for key, row in seen.items()})
    placed = [_with(seen[each.key], each) for each in order]
    return [*placed, *(_blank(row) for row in rows if row.hidden)]


def _submitted(call: Call) -> list[Application]:
    sheets = Sheet.objects.select_related("member").prefetch_related(
        Prefetch("scores", queryset=Score.objects.select_related("criterion"))
    )
    found = call.applications.exclude(state__in=[*NOT_SHOWN, ApplicationState.WITHDRAWN]).select_related(
        "council", "call"
    )
    return list(
        found.prefetch_related(
            Prefetch("versions", queryset=Version.objects.order_by("number").prefetch_related(
                Prefetch("sheets", queryset=sheets))),
            Prefetch("interests", queryset=Interest.objects.all()),
        ).order_by("council__name")
    )  # fmt: skip


def points_of(weighed: Sequence[Weighed], sheet: Sheet) -> Fraction:
    """The points of a submitted sheet, which is whole."""
    found = total(weighed, {each.criterion_id: each.score for each in sheet.scores.all() if each.score is not None})
    assert found is not None, "a submitted sheet has every score"
    return found


def _expected(who: Sequence[PanelMember], sheets: Sequence[Sheet]) -> int:
    return len({each.pk for each in who} | {each.member_id for each in sheets})


def _by_criterion(
    criteria: Sequence[Criterion], sheets: Sequence[Sheet]
) -> tuple[tuple[Criterion, tuple[int, ...]], ...]:
    scores = [each for sheet in sheets for each in sheet.scores.all()]
    return tuple(
        (one, tuple(each.score for each in scores if each.criterion_id == one.pk and each.score is not None))
        for one in criteria
    )


def _hidden(
    scope: Scope, one: Application, mine: PanelMember | None, conflicts: frozenset[int], sheets: Sequence[Sheet]
) -> str:
    if belongs_to(scope, one.council.code):
        return "You hold a role at this council."
    if mine is None:
        return ""
    if mine.pk in conflicts:
        return "You declared an interest."
    own = any(each.member_id == mine.pk for each in sheets)
    undecided = one.state in (ApplicationState.SUBMITTED, ApplicationState.MORE_ASKED)
    return "" if own or not undecided else "You see others’ scores once you have submitted your own."


def _with(row: Row, standing: Standing) -> Row:
    return Row(row.one, row.version, standing, row.by_criterion, row.sheets, row.eligible)


def _blank(row: Row) -> Row:
    empty = Standing(row.one.pk, (), row.standing.expected)
    return Row(row.one, row.version, empty, eligible=row.eligible, hidden=row.hidden)
