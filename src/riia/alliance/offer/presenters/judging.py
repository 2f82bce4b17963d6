"""Scores and the ranking as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list, plural, pounds
from riia.alliance.offer.models import Application, Call, PanelMember, Score, Sheet
from riia.alliance.offer.permissions import may_decide
from riia.alliance.offer.points import at_most, shown, total
from riia.alliance.offer.presenters.words import Tag, application_tag, left_words, money
from riia.alliance.offer.queries import panels, reading
from riia.alliance.offer.queries.panels import Row
from riia.alliance.offer.states import UNDECIDED, CallState


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One's own scores: for the form, whether they are handed in, and what they come to."""

    initial: Mapping[str, str]
    handed_in: bool
    points: str
    scores: Sequence[Score]
    before: str
    """From which earlier version scores are offered to confirm or change."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """The scores of one criterion."""

    title: str
    scores: str
    mean: str


@dataclass(frozen=True, slots=True)
class RankLine:
    """An application in the ranking."""

    href: str
    council: str
    rank: str
    asked: str
    mean: str
    spread: str
    scored: str
    missing: str
    """Who may score it and has not."""
    tag: Tag
    hidden: str
    criteria: Sequence[CriterionLine]
    reasons: Sequence[tuple[str, str, str, str]]
    decide_href: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """Everything the ranking shows."""

    call: Call
    title: str
    money: Sequence[tuple[str, str]]
    lines: Sequence[RankLine]
    hidden: Sequence[RankLine]
    points: int


def sheet_of(member: PanelMember, one: Application) -> SheetLine:
    """A member's sheet of the latest version; without one, their scores of an earlier version to start from."""
    held = Sheet.objects.filter(member=member, version__application=one).select_related("version")
    sheets = list(held.prefetch_related("scores__criterion").order_by("-version__number"))
    latest = reading.latest(one)
    current = next((each for each in sheets if latest and each.version_id == latest.pk), None)
    source = current or (sheets[0] if sheets else None)
    scores = list(source.scores.all()) if source else []
    initial: dict[str, str] = {}
    for each in scores:
        initial[f"score-{each.criterion.number}"] = "" if each.score is None else str(each.score)
        initial[f"reason-{each.criterion.number}"] = each.reason
    weighed = [each.weighed for each in one.call.criteria.all()]
    points = total(weighed, {each.criterion_id: each.score for each in scores if each.score is not None})
    return SheetLine(
        initial=initial,
        handed_in=current is not None and current.submitted_at is not None,
        points="" if points is None else f"{shown(points)} of {at_most(weighed)} points",
        scores=scores,
        before=str(source.version) if source and current is None else "",
    )


def ranking_page(scope: Scope, call: Call) -> RankingPage:
    """The ranking as this viewer sees it."""
    rows = panels.ranking(scope, call)
    lines = [row_line(row, call, scope) for row in rows if not row.hidden]
    hidden = [row_line(row, call, scope) for row in rows if row.hidden]
    asked = sum(row.version.asked_pence for row in rows)
    points = at_most([each.weighed for each in call.criteria.all()])
    return RankingPage(call, _title(rows), (("Asked for", pounds(asked)), *money_of(call)), lines, hidden, points)


def _title(rows: Sequence[Row]) -> str:
    if not rows:
        return "Nothing was submitted"
    seen = [row for row in rows if not row.hidden]
    if not any(row.standing.totals for row in seen):
        return f"{plural(len(rows), 'application waits', 'applications wait')} for the panel’s scores"
    missing = sum(bool(row.standing.missing) for row in seen)
    if missing or len(seen) < len(rows):
        open_ = missing + len(rows) - len(seen)
        return f"Not final: scores of {plural(open_, 'application')} are missing or not shown to you"
    first = [row.one.council.label for row in seen if row.standing.rank == 1]
    return f"{and_list(first)} {'has' if len(first) == 1 else 'have'} the highest points"


def money_of(call: Call) -> tuple[tuple[str, str], ...]:
    """The money of a call, what is awarded and what is left."""
    return (("Money in all", money(call.available_pence)), ("Awarded", pounds(call.awarded_pence)),
            ("Left", left_words(call)))  # fmt: skip


def row_line(row: Row, call: Call, scope: Scope | None = None) -> RankLine:
    """An application with its points, spread and scores by criterion."""
    standing, one = row.standing, row.one
    able = scope is not None and may_decide(scope, call.alliance.region.code, one.council.code)
    undecided = one.state in UNDECIDED and call.state == CallState.WITH_PANEL
    low, high = (min(standing.totals), max(standing.totals)) if standing.totals else (None, None)
    rank = "" if standing.rank is None else f"{standing.rank}{'=' if standing.level else ''}"
    return RankLine(
        href=reverse("offer:application", args=[one.reference]),
        council=one.council.label,
        rank=rank,
        asked=pounds(row.version.asked_pence),
        mean="no score yet" if standing.mean is None else shown(standing.mean),
        spread="" if low is None or high is None or len(standing.totals) < 2 else f"{shown(low)} to {shown(high)}",
        scored=f"{len(standing.totals)} of {standing.expected}",
        missing="" if row.hidden else _missing(row),
        tag=application_tag(one.state),
        hidden=row.hidden,
        criteria=[_criterion(each.title, each.top, scores) for each, scores in row.by_criterion],
        reasons=[(str(sheet.member), each.criterion.title, "" if each.score is None else str(each.score), each.reason)
                 for sheet in row.sheets for each in sheet.scores.all()],
        decide_href=reverse("offer:decide", args=[one.reference]) if able and undecided else "",
    )  # fmt: skip


def _missing(row: Row) -> str:
    done = {sheet.member_id for sheet in row.sheets}
    names = [str(each) for each in row.eligible if each.pk not in done]
    return and_list(names) if names else ""


def _criterion(title: str, top: int, scores: Sequence[int]) -> CriterionLine:
    mean = shown(Fraction(sum(scores), len(scores))) if scores else "no score yet"
    return CriterionLine(f"{title} (0 to {top})", ", ".join(str(each) for each in sorted(scores)), mean)
