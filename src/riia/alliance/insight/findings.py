"""Findings: what the figures show, in sentences that claim no more than the figures do.

A finding names a place, a position against one comparator and a direction over time, and whether the position is more
than chance would explain, in the words the statistics give it (`explanations.certainty`). It never says why, and calls
nothing better or worse unless the definition has a polarity. Missing and suppressed figures are told, not skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from riia.alliance.insight.comparisons import Basis, Comparison, Gap, NotHeld, group_of
from riia.alliance.insight.wording import Wording
from riia.indicators.model import Missing, Period, PeriodKind
from riia.indicators.statistics.benchmarks import Direction, Judgement, Position, Step

# Counts under this move a lot from one year to the next, so they are never chosen as a headline of a place.
FEWEST_COUNTED = 20
# A rate on fewer children than this (City of London, Isles of Scilly) moves by more than ten per 10,000 with a few of
# them, so it never heads a page.
FEWEST_CHILDREN = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence, the figures it rests on, and how far from its comparator it is (for choosing among findings)."""

    sentence: str
    evidence: str
    weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that could stand at the head of a place's page, and whether it rests on enough to."""

    key: str
    theme: str
    finding: Finding
    enough: bool


def headline(
    wording: Wording,
    comparison: Comparison,
    direction: Direction | None,
    basis: Basis,
    certainty: str = "",
    trend: Step = Step.UNKNOWN,
) -> str:
    """The finding as a title: "Derby's referral rate is higher than England's and has risen for three years".

    `certainty` says whether the position is more than chance would explain: "and more than chance would explain".
    `trend` is what the test of the latest five years says (UNCHANGED: no trend). Steps that it does not bear out are
    not in the title: two years of rising are no trend, and a reader must not get two answers.
    """
    subject = comparison.subject
    own = f"{subject.possessive} {wording.phrase}"
    own = own[0].upper() + own[1:]
    if direction is None:
        return f"No figure is held for {subject.possessive} {wording.phrase}"
    if isinstance(comparison.own, NotHeld):
        period = direction.latest.short_label
        return f"No figure is held for {subject.possessive} {wording.phrase} for {period}"
    if isinstance(comparison.own, Missing):
        return f"{own} for {direction.latest.short_label} is {comparison.own.words}"
    moved = _course(direction, trend)
    if subject.is_england or not wording.comparable:
        return f"{own} {moved.removeprefix('and ')}" if moved else f"{own}: no earlier figure to compare with"
    against = comparison.against(basis)
    if against.gap is Gap.UNKNOWN:
        told = f"{own} cannot be set against {comparator_words(comparison, basis)}, which has no figure"
        return f"{told}; it {moved.removeprefix('and ')}" if moved else told
    told = f"{own} is {against.gap.value} {comparator_words(comparison, basis)}"
    if certainty:
        return f"{told}, {certainty}" + (f"; it {moved.removeprefix('and ')}" if moved else "")
    return f"{told} {moved}".rstrip()


def comparator_words(comparison: Comparison, basis: Basis) -> str:
    """The comparator as a sentence names it: "England's", "its neighbours' median"."""
    if basis is Basis.ENGLAND:
        return "England’s"
    if basis is Basis.REGION:
        return "its region’s median"
    average = "mean" if basis is Basis.NEIGHBOURS_MEAN else "median"
    return f"its neighbours’ {average}"


TRENDS: Final = {
    Step.RISEN: "a rising trend over five years",
    Step.FALLEN: "a falling trend over five years",
    Step.UNCHANGED: "no trend over five years",
}


def bears_out(trend: Step, direction: Direction) -> bool:
    """Whether the test of the latest five years finds a trend in the direction of the latest steps."""
    return direction.is_steady and direction.step is trend and trend in (Step.RISEN, Step.FALLEN)


def _course(direction: Direction, trend: Step) -> str:
    """The direction and the trend as one end of a sentence; the direction alone where no trend was tested."""
    if trend is Step.UNKNOWN:
        return movement(direction)
    if bears_out(trend, direction):
        return f"{movement(direction)}, in {TRENDS[trend]}"
    return f"and shows {TRENDS[trend]}"


def movement(direction: Direction) -> str:
    """The direction as the end of a sentence: "and has risen for three years"; empty where there is none to tell."""
    if direction.step is Step.UNKNOWN or direction.since is None:
        return ""
    since = _when(direction.since)
    if direction.step is Step.UNCHANGED and direction.is_steady:
        return f"and has not changed since {since}"
    if direction.is_steady:
        since_words = f"{direction.step.value} since {since}"
        return f"and has {since_words if direction.run == 2 else direction.words.partition(';')[0]}"
    if direction.words.startswith("no steady"):
        return "and shows no steady direction"
    compared = {Step.RISEN: "higher than", Step.FALLEN: "lower than", Step.UNCHANGED: "the same as"}
    return f"and is {compared[direction.step]} {'on' if direction.since.kind is PeriodKind.DAY else 'in'} {since}"


def _when(period: Period) -> str:
    return period.label if period.kind is PeriodKind.DAY else period.short_label


def evidence(wording: Wording, comparison: Comparison, period: Period, basis: Basis) -> str:
    """The figures behind a headline, in one or two sentences."""
    subject = comparison.subject
    if isinstance(comparison.own, Missing):
        return f"{subject.name}, {period.label}: {comparison.own.words}."
    parts = [f"{subject.name} {wording.amount(comparison.own)} {wording.unit}".rstrip() + f", {period.label}"]
    if not subject.is_england and wording.comparable:
        parts.append(_comparator_evidence(wording, comparison, basis))
        rank = comparison.rank(basis)
        parts += [_rank_evidence(comparison, rank, basis)] if isinstance(rank, Position) else []
    return "; ".join(parts) + "."


def place_findings(candidates: Sequence[Candidate], wanted: int = 3) -> list[Candidate]:
    """The findings to head a place's page: those furthest from their comparator, one of each theme first.

    Distance is measured against how much councils differ on that indicator, so that rates and percentages can be
    ordered together. Figures that do not rest on enough are left out: they move a lot by chance.
    """
    usable = [candidate for candidate in candidates if candidate.enough]
    ordered = sorted(usable, key=lambda candidate: (-candidate.finding.weight, candidate.key))
    first_of_theme: dict[str, Candidate] = {}
    for candidate in ordered:
        first_of_theme.setdefault(candidate.theme, candidate)
    leading = [candidate for candidate in ordered if first_of_theme[candidate.theme] is candidate]
    others = [candidate for candidate in ordered if first_of_theme[candidate.theme] is not candidate]
    return (leading + others)[:wanted]


def finding_of(
    wording: Wording,
    comparison: Comparison,
    direction: Direction,
    basis: Basis,
    certainty: str = "",
    trend: Step = Step.UNKNOWN,
) -> Finding | None:
    """The finding about one indicator of a place; None where there is nothing to compare."""
    against = comparison.against(basis)
    if not wording.comparable or against.gap in (Gap.UNKNOWN, Gap.SAME, Gap.CLOSE):
        return None
    sentence = headline(wording, comparison, direction, basis, certainty, trend)
    because = evidence(wording, comparison, direction.latest, basis)
    if against.judgement in (Judgement.BETTER, Judgement.WORSE):
        because = f"{because} {comparison.polarity.words.capitalize()}."
    return Finding(sentence, because, abs(against.spread) if against.spread is not None else Decimal(0))


def verdict(comparison: Comparison, basis: Basis, judged: Judgement | None = None) -> str:
    """Where a figure stands, for one cell of a table: "higher", "close", "lower: better".

    `judged` is better or worse where a test has had its say; without it, as the two figures are.
    """
    against = comparison.against(basis)
    judged = judged or against.judgement
    if against.gap is Gap.UNKNOWN:
        return "not comparable"
    word = against.gap.value.rpartition(" ")[0]
    return f"{word}: {judged.value}" if judged in (Judgement.BETTER, Judgement.WORSE) else word


def _comparator_evidence(wording: Wording, comparison: Comparison, basis: Basis) -> str:
    value = comparison.comparator(basis)
    shown = value.words if isinstance(value, Missing) else wording.amount(value)
    if basis is Basis.ENGLAND:
        return f"England {shown}"
    if basis is Basis.REGION:
        average = comparison.region_average
        return f"median of {average.usable} of {average.of} councils of {_region(comparison)} {shown}"
    average = comparison.neighbours_mean if basis is Basis.NEIGHBOURS_MEAN else comparison.neighbours_median
    return f"{average.method.value} of {average.usable} of {average.of} statistical neighbours {shown}"


def _rank_evidence(comparison: Comparison, rank: Position, basis: Basis) -> str:
    group = {
        "region": f"councils of {_region(comparison)}",
        "neighbours": "among its statistical neighbours and itself",
        "england": "regions" if not comparison.subject.is_council else "councils of England",
    }[group_of(basis).value]
    joint = "joint " if rank.tied_with else ""
    return f"rank {joint}{rank.position} of {rank.of} {group} ({rank.order.value})"


def _region(comparison: Comparison) -> str:
    return comparison.region_subject.in_text if comparison.region_subject else "the region"
