"""What the region's data-quality report rests on: issues, how long they took, repeats, and timeliness (R5.11).

An issue is what checks found in the first submission of a return, or queries of the desk that are marked as ones of
data quality. There is one issue for each return and item: a query about a figure is the same issue as the finding on
it, however it was asked. A finding without a query is settled when the desk validates the return, or by the first
version that no longer has it. An issue repeats when the same check found the same cell in the council's return of the
round before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.models import PackReturn, Query, Return, Round, Version
from riia.alliance.returns.queries.reading import returns
from riia.alliance.returns.queries.timeliness import Standing, standings
from riia.alliance.returns.states import RoundState
from riia.indicators.calendar import working_days_between

MOST_ROUNDS = 8
"""Two years of quarters."""


@dataclass(frozen=True)
class Issue:
    """One problem of quality in one return. `settled_on` is None while it is open.

    `codes` are the checks that found it, by the key of what they found; blank for a question of the desk's own.
    `again` are the keys that the round before had as well.
    """

    council: str
    period: str
    codes: Mapping[str, str]
    cell: str
    asked: bool
    opened_on: date
    settled_on: date | None
    again: frozenset[str]

    @property
    def repeats(self) -> bool:
        """Whether any of it was there in the round before."""
        return bool(self.again)

    @property
    def days(self) -> int | None:
        """Working days until it was settled."""
        return None if self.settled_on is None else max(0, working_days_between(self.opened_on, self.settled_on))


@dataclass
class _Subject:
    """What was found and asked about one item of a return."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)


@dataclass(frozen=True)
class Quality:
    """The report of an alliance over its latest rounds, oldest first. Returns are found by council code and period."""

    alliance: Alliance
    rounds: Sequence[Round]
    councils: Sequence[Place]
    returns: Mapping[tuple[str, str], Return]
    standings: Mapping[int, Standing]
    issues: Sequence[Issue]
    rejected: Mapping[int, str]
    """Why the Department rejected a return, by the return's key: "quality" or "other"."""

    def of_council(self, code: str) -> list[Issue]:
        """The issues of one council."""
        return [issue for issue in self.issues if issue.council == code]

    def of_period(self, period: str) -> list[Issue]:
        """The issues of one round."""
        return [issue for issue in self.issues if issue.period == period]

    def in_round(self, one: Round) -> list[Return]:
        """The returns of a round."""
        return [each for (_, period), each in self.returns.items() if period == one.period]


def quality(scope: Scope, alliance: Alliance, today: date) -> Quality:
    """The report as on a day, with no more than the returns the viewer may see."""
    rounds = _rounds(alliance)
    found = list(returns(scope).filter(round__in=rounds).order_by("council__name"))
    issues = list(_issues(rounds, found))
    by_place = {(one.council.code, one.round.period): one for one in found}
    councils = list({one.council.code: one.council for one in found}.values())
    outcomes = PackReturn.objects.filter(council_return__in=found).exclude(rejected_for="")
    return Quality(
        alliance, rounds, councils, by_place, standings(found, today), issues,
        dict(outcomes.values_list("council_return", "rejected_for")),
    )  # fmt: skip


def _rounds(alliance: Alliance) -> list[Round]:
    """The latest rounds that councils were asked in, one a period, oldest first."""
    asked = Round.objects.filter(alliance=alliance, state__in=[RoundState.OPEN, RoundState.CLOSED])
    newest: dict[str, Round] = {}
    for one in asked.select_related("alliance__region").order_by("-period_end", "-opened_at"):
        newest.setdefault(one.period, one)
    return list(newest.values())[:MOST_ROUNDS][::-1]


def _issues(rounds: Sequence[Round], found: Sequence[Return]) -> Iterator[Issue]:
    versions: dict[int, list[Version]] = {}
    submitted = Version.objects.filter(council_return__in=found, why="submitted").order_by("number")
    for version in submitted.only("council_return", "number", "outcomes", "made_at"):
        versions.setdefault(version.council_return_id, []).append(version)
    queries: dict[int, list[Query]] = {}
    for query in Query.objects.filter(council_return__in=found, quality=True).order_by("opened_at", "pk"):
        queries.setdefault(query.council_return_id, []).append(query)
    before: dict[str, tuple[int, frozenset[str]]] = {}
    at = {one.pk: place for place, one in enumerate(rounds)}
    for one in sorted(found, key=lambda each: at[each.round_id]):
        code, place = one.council.code, at[one.round_id]
        then, keys = before.get(code, (place - 1, frozenset()))
        last = keys if then == place - 1 else frozenset()
        mine = list(_of_return(one, versions.get(one.pk, []), queries.get(one.pk, []), last))
        before[code] = (place, frozenset(key for issue in mine for key in issue.codes))
        yield from mine


def _of_return(
    one: Return, versions: Sequence[Version], queries: Iterable[Query], last: frozenset[str]
) -> Iterator[Issue]:
    """One issue for each item of the form, whatever number of checks and questions it raised."""
    subjects: dict[str, _Subject] = {}
    for outcome in versions[0].outcomes if versions else []:
        cells = [str(cell) for cell in outcome["cells"]]
        subjects.setdefault(_item(cells[0] if cells else ""), _Subject()).findings.append(outcome)
    for query in queries:
        subjects.setdefault(_subject_of(query, subjects), _Subject()).queries.append(query)
    for subject in subjects.values():
        yield _issue(one, subject, versions, last)


def _subject_of(query: Query, subjects: Mapping[str, "_Subject"]) -> str:
    """Under which item a question counts: its own, or that of a finding which points at the same cell."""
    item = _item(query.cell)
    if item in subjects or not query.cell:
        return item
    pointing = (name for name, subject in subjects.items() if any(query.cell in f["cells"] for f in subject.findings))
    return next(pointing, item)


def _issue(one: Return, subject: "_Subject", versions: Sequence[Version], last: frozenset[str]) -> Issue:
    """What a subject comes to. Once the desk asked, the days are those of its questions."""
    found, asked = subject.findings, subject.queries
    codes = {str(outcome["key"]): str(outcome["code"]) for outcome in found}
    codes |= {_key(query): query.code for query in asked if query.code or not found}
    if asked:
        opened = min(timezone.localtime(query.opened_at).date() for query in asked)
        ends = [timezone.localtime(query.resolved_at).date() if query.resolved_at else None for query in asked]
    else:
        opened, ends = _day(versions[0]), [_settled(one, str(outcome["key"]), versions) for outcome in found]
    done = [day for day in ends if day is not None]
    cell = next(iter(found[0]["cells"]), "") if found else asked[0].cell
    return Issue(
        one.council.code, one.round.period, codes, cell, bool(asked), opened,
        max(done) if len(done) == len(ends) else None, last & codes.keys(),
    )  # fmt: skip


def _settled(one: Return, key: str, versions: Sequence[Version]) -> date | None:
    """The first version without the finding, or the day the desk accepted the return as it is."""
    gone = (version for version in versions[1:] if all(outcome["key"] != key for outcome in version.outcomes))
    first = next(gone, None)
    days = [_day(first)] if first else []
    return min([*days, *([one.validated_on] if one.validated_on else [])], default=None)


def _key(query: Query) -> str:
    """The key of the finding it came from; of a question of the desk's own, what it is about."""
    return f"{query.code} {query.cell}".strip() or "the return as a whole"


def _item(cell: str) -> str:
    """The item of a cell: a number and its rate are one question to the council. Blank for the return as a whole."""
    return cell.rpartition(".")[0]


def _day(version: Version) -> date:
    return timezone.localtime(version.made_at).date()
