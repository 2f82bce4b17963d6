"""The line of sight from the grant to the KPI, as a page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.kit.filters import and_list, plural, pounds
from riia.alliance.kit.pieces import Link
from riia.alliance.plans.models import Kpi
from riia.alliance.plans.presenters.costs import Tag, amount_shown
from riia.alliance.plans.queries.costs_sight import SightArea, SightGrant, SightLine


@dataclass(frozen=True, slots=True)
class LineStep:
    """A line with the KPIs it pays for itself."""

    text: str
    href: str
    amount: str
    kpis: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AreaStep:
    """An area with the purpose it comes from."""

    title: str
    purpose: str
    allocation: str
    tag: Tag
    lines: tuple[LineStep, ...]
    kpis: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class GrantStep:
    """A strand from its grant down."""

    id: str
    title: str
    grant: str
    href: str
    amount: str
    areas: tuple[AreaStep, ...]
    gaps: tuple[str, ...]


def grant_shown(one: SightGrant) -> GrantStep:
    """A strand with all its steps."""
    grant = one.determination
    return GrantStep(
        id=f"sight-{one.held.model.strand.code.lower()}",
        title=one.held.model.strand.title,
        grant=grant.title if grant is not None else "",
        href=reverse("grants:determination", args=[grant.reference]) if grant is not None else "",
        amount=pounds(one.held.model.grant_pence, whole=True),
        areas=tuple(_area(each) for each in one.areas),
        gaps=tuple(_gaps(one)),
    )


def _area(one: SightArea) -> AreaStep:
    tag: Tag = ("no purpose found", "attention")
    if one.purpose is not None and one.agrees is None:
        tag = ("sum not stated", "attention")
    elif one.purpose is not None:
        tag = ("same sum", "done") if one.agrees else ("another sum", "problem")
    lines = tuple(
        LineStep(_name(each), reverse("plans:cost_line", args=[each.held.model.reference]),
                 amount_shown(each.held.line.spend).words, _links(each.kpis))
        for each in one.lines
    )  # fmt: skip
    return AreaStep(one.held.model.title, str(one.purpose) if one.purpose is not None else "",
                    pounds(one.held.model.allocation_pence, whole=True), tag, lines, _links(one.kpis))  # fmt: skip


def _name(line: SightLine) -> str:
    model = line.held.model
    return model.requirement.number if model.requirement else f"line {model.number}"


def _links(kpis: Sequence[Kpi]) -> tuple[Link, ...]:
    return tuple(Link(each.key, reverse("plans:kpi", args=[each.reference])) for each in kpis)


def _gaps(one: SightGrant) -> Iterable[str]:
    if one.determination is None:
        yield "No grant is recorded for this strand, or you may not see it: the line begins at the plan."
    if one.unreached:
        yield f"No line reaches KPI {and_list([each.key for each in one.unreached])}."
    for each in one.unspent:
        yield f"Purpose {each} reaches no area of the costs."


def title_of(found: Sequence[GrantStep]) -> str:
    """The page's finding in one sentence."""
    if not found:
        return "No costs are entered for this plan yet"
    gaps = sum(len(each.gaps) for each in found)
    areas = sum(len(each.areas) for each in found)
    return f"{plural(areas, 'area')} from grant to KPI" + (f"; {plural(gaps, 'gap')}" if gaps else ", without a gap")
