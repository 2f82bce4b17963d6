"""The plan on one page: what is red and why, what is due, what evidence is missing, by strand, area and requirement."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Chip, Tone
from riia.alliance.plans import permissions
from riia.alliance.plans.models import Plan
from riia.alliance.plans.presenters.words import reason, short_value, tag
from riia.alliance.plans.rows import KpiRow, Standings
from riia.alliance.plans.sentences import day
from riia.alliance.plans.states import Rag, Status
from riia.alliance.plans.units import DONE

_OPEN: Final = (Status.MISSED, Status.AT_RISK, Status.NOT_KNOWN, Status.NOT_STARTED, Status.ON_TRACK)
FILTERS: Final = ("rag", "area", "due", "show", "owner")
"""Names in the address that choose KPIs, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Bar:
    """n of N as a bar: parts of 100, and where the target stands."""

    filled: int
    target: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A KPI in the list."""

    row: KpiRow
    tag: tuple[str, Tone]
    reason: str
    value: str
    bar: Bar | None
    evidence: str
    due: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """A sub-requirement with its KPIs."""

    number: str
    words: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class AreaBlock:
    """An area with its requirements; `counts` are its KPIs by colour in words."""

    key: str
    title: str
    strand: str
    requirements: Sequence[Requirement]
    counts: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything the page of the plan shows."""

    plan: Plan
    title: str
    standings: Standings
    at: date
    at_words: str
    chips: Sequence[tuple[str, Sequence[Chip]]]
    more_open: bool
    filters: Mapping[str, str]
    blocks: Sequence[AreaBlock]
    shown: int
    download: str
    may_keep: bool
    may_review: int
    keep: Mapping[str, str]
    all_href: str


def chosen(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of an address that mean something."""
    return {name: query[name] for name in FILTERS if query.get(name)}


def filtered(found: Standings, filters: Mapping[str, str], viewer: str | None) -> list[KpiRow]:
    """The KPIs that pass every filter."""
    tests = [_test(name, wanted, found.at, viewer) for name, wanted in filters.items()]
    return [row for row in found.rows if all(test(row) for test in tests)]


def _test(name: str, wanted: str, at: date, viewer: str | None) -> Callable[[KpiRow], bool]:
    if name == "rag":
        return lambda row: row.shown_rag.value == wanted
    if name == "area":
        return lambda row: wanted in (row.area, row.strand)
    if name == "owner":
        return lambda row: (row.owner_words or "nobody") == wanted
    if name == "due":
        return lambda row: _is_due(row, wanted, at)
    test = _SHOW.get(wanted)
    return (lambda row: test(row, viewer)) if test else lambda row: True


def _is_due(row: KpiRow, within: str, at: date) -> bool:
    """Whether a KPI that is not met is due in so many days, is overdue, or has no day."""
    if row.status not in _OPEN:
        return False
    if within == "overdue":
        return row.status is Status.MISSED
    if within == "unsettled":
        return any(each.due is None and not each.times for each in row.measures)
    if not within.isdigit():
        return True
    until = at + timedelta(days=min(int(within), 3660))
    return any(at <= due <= until for due in _open_days(row))


def _open_days(row: KpiRow) -> Iterable[date]:
    """The days of what is not met: of measures, and of instances to come."""
    for each in row.measures:
        if each.standing.status in (Status.MET, Status.EXEMPT):
            continue
        coming = [time.time.due for time in each.times if time.words == "to come"]
        yield from coming or ([each.due] if each.due else [])


_SHOW: Final[dict[str, Callable[[KpiRow, str | None], bool]]] = {
    "mine": lambda row, viewer: bool(viewer) and row.owner_reference == viewer,
    "no-evidence": lambda row, viewer: not row.evidence and row.status in _OPEN,
    "waiting": lambda row, viewer: bool(row.waiting),
    "exempt": lambda row, viewer: any(each.approved for each in row.exemptions),
    "by-hand": lambda row, viewer: row.override is not None,
    "no-owner": lambda row, viewer: not row.owner_words,
    "counts-itself": lambda row, viewer: any(each.counted_how for each in row.measures),
}


def home_page(
    scope: Scope, plan: Plan, found: Standings, query: Mapping[str, str], waiting: int, today: date
) -> HomePage:
    """The page as this viewer sees it with these filters."""
    filters = chosen(query)
    keep = {name: query[name] for name in ("region", "at") if query.get(name)}
    rows = filtered(found, filters, scope.person_ref)
    region = plan.alliance.region.code
    return HomePage(
        plan=plan,
        title=_title(found),
        standings=found,
        at=found.at,
        at_words=day(found.at),
        chips=_chips(found, filters, keep, scope.person_ref),
        more_open=bool({"area", "show", "owner"} & set(filters)),
        filters=filters,
        blocks=_blocks(rows),
        shown=len(rows),
        download=f"{reverse('plans:download')}?{urlencode(filters | keep)}",
        may_keep=permissions.may_keep(scope, region),
        may_review=waiting if scope.may(Action.REVIEW_EVIDENCE, region) else 0,
        keep=keep,
        all_href=_link({}, keep),
    )


def _title(found: Standings) -> str:
    counts = found.by_rag()
    red, amber = counts[Rag.RED], counts[Rag.AMBER]
    if not found.rows:
        return "This plan has no KPIs yet"
    if not red and not amber:
        return f"None of {plural(len(found.rows), 'KPI')} is red or amber"
    return f"{red} of {plural(len(found.rows), 'KPI')} {'is' if red == 1 else 'are'} red and {amber} amber"


def _chips(
    found: Standings, filters: Mapping[str, str], keep: Mapping[str, str], viewer: str | None
) -> list[tuple[str, list[Chip]]]:
    def chip(name: str, value: str, text: str, *, whenever: bool = True) -> Chip | None:
        count = len(filtered(found, {**filters, name: value}, viewer))
        current = filters.get(name) == value
        if not count and not current and not whenever:
            return None
        changed = {each: said for each, said in filters.items() if each != name}
        return Chip(text, _link(changed if current else {**filters, name: value}, keep), count, current)

    owners = sorted({row.owner_words or "nobody" for row in found.rows})
    areas = dict.fromkeys((row.area, row.area_title, row.strand) for row in found.rows)
    groups = (
        ("Colour", [chip("rag", rag.value, "Not rated" if rag is Rag.GREY else rag.value.capitalize()) for rag in Rag]),
        ("Due", [chip("due", "overdue", "Overdue"), 
                 *(chip("due", each, f"In {each} days") for each in ("30", "60", "90")),
                 chip("due", "unsettled", "No settled day", whenever=False)]),
        ("Evidence and people", [
            chip("show", "mine", "Mine", whenever=False), chip("show", "no-evidence", "No evidence"),
            chip("show", "waiting", "Waits for review"), chip("show", "exempt", "With an exemption"),
            chip("show", "by-hand", "Colour by hand", whenever=False),
            chip("show", "counts-itself", "Counts itself", whenever=False),
            chip("show", "no-owner", "Nobody owns it", whenever=False)]),
        ("Area", [chip("area", number, f"{number} {strand} {title.lower()}") for number, title, strand in areas]),
        ("Owner", [chip("owner", each, each) for each in owners]),
    )  # fmt: skip
    return [(label, [each for each in chips if each is not None]) for label, chips in groups]


def _link(filters: Mapping[str, str], keep: Mapping[str, str]) -> str:
    said = {**keep, **filters}
    return f"{reverse('plans:home')}?{urlencode(said)}" if said else reverse("plans:home")


def _blocks(rows: Sequence[KpiRow]) -> list[AreaBlock]:
    blocks = []
    for (number, title, strand), some in groupby(rows, key=lambda row: (row.area, row.area_title, row.strand_title)):
        own = list(some)
        requirements = [
            Requirement(key, words, [_line(row) for row in each])
            for (key, words), each in groupby(own, key=lambda row: (row.requirement, row.requirement_words))
        ]
        blocks.append(AreaBlock(number, title, strand, requirements, _counts(own)))
    return blocks


def _counts(rows: Sequence[KpiRow]) -> str:
    said = []
    for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY):
        count = sum(row.shown_rag is rag for row in rows)
        if count:
            said.append(f"{count} {'not rated' if rag is Rag.GREY else rag.value}")
    return ", ".join(said)


def _line(row: KpiRow) -> Line:
    main = row.main
    counted = sum(each.counts for each in row.evidence)
    itself = any(each.counted_how for each in row.measures)
    evidence = plural(counted, "piece") if counted else "counts itself" if itself else "none"
    if row.waiting:
        evidence = f"{evidence}, {row.waiting} to review"
    return Line(
        row=row,
        tag=tag(row),
        reason=reason(row),
        value=short_value(main) if main else "–",
        bar=_bar(row),
        evidence=evidence,
        due=_due(row),
    )


def _due(row: KpiRow) -> str:
    if row.due is not None:
        return f"{row.due.day} {row.due:%b %Y}"
    return f"“{row.due_written}”" if row.due_written else "no day"


def _bar(row: KpiRow) -> Bar | None:
    """n of N of the measure that decides; none where there is no number to draw."""
    main = row.main
    if main is None or main.n is None or main.threshold.at_most or main.threshold.unit in DONE:
        return None
    whole = main.of if main.threshold.is_share or main.threshold.counts_councils else None
    target = main.needed
    if whole is None:
        whole = int(max(target or 0, main.n)) or None
    if not whole:
        return None
    if target is None and main.threshold.is_share and main.threshold.value is not None:
        target = main.threshold.value * whole / 100  # type: ignore[assignment]
    at = None if target is None else round(100 * min(float(target) / whole, 1))
    return Bar(round(100 * min(float(main.n) / whole, 1)), at, f"{short_value(main)}")
