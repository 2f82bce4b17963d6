"""A piece of evidence as its page shows it, and the list of what waits for a look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from riia.alliance.access.scope import Scope
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans import permissions
from riia.alliance.plans.models import Evidence, EvidenceFile, EvidenceFor, Kpi
from riia.alliance.plans.sentences import value_words
from riia.alliance.plans.states import EvidenceState
from riia.alliance.plans.thresholds import Threshold, target_words
from riia.alliance.plans.units import Operator, Unit

TAGS: dict[str, tuple[str, Tone]] = {
    EvidenceState.RECORDED: ("Waits for review", "moving"),
    EvidenceState.ACCEPTED: ("Accepted", "done"),
    EvidenceState.SENT_BACK: ("Sent back", "attention"),
    EvidenceState.WITHDRAWN: ("Withdrawn", "quiet"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What it shows of one measure."""

    kpi: Kpi
    words: str
    target: str
    value: str
    covers: str
    instance: str
    councils: Sequence[str]
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Everything the page of a piece of evidence shows."""

    one: Evidence
    tag: tuple[str, Tone]
    shows: Sequence[ShownLine]
    file: EvidenceFile | None
    may_review: bool
    may_withdraw: bool
    may_put_right: bool


def evidence_page(scope: Scope, one: Evidence) -> EvidencePage:
    """The page as this viewer sees it."""
    region = one.plan.alliance.region.code
    recorder = str(one.recorded_by.reference) if one.recorded_by else None
    own = recorder is not None and recorder == scope.person_ref
    shows = one.shows.select_related("measure__kpi", "instance").prefetch_related("parts__council")
    state = EvidenceState(one.state)
    unsettled = state in (EvidenceState.RECORDED, EvidenceState.SENT_BACK)
    return EvidencePage(
        one=one,
        tag=TAGS[state],
        shows=[_shown(each) for each in shows],
        file=EvidenceFile.objects.filter(evidence=one).defer("content").first(),
        may_review=permissions.may_review(scope, region, recorder)
        and state in (EvidenceState.RECORDED, EvidenceState.ACCEPTED),
        may_withdraw=unsettled and (own or permissions.may_keep(scope, region)),
        may_put_right=state is EvidenceState.SENT_BACK and (own or permissions.may_record(scope, region)),
    )


def _shown(each: EvidenceFor) -> ShownLine:
    measure = each.measure
    threshold = Threshold(
        Operator(measure.operator) if measure.operator else None, measure.value,
        Unit(measure.unit) if measure.unit else None, measure.denominator,
    )  # fmt: skip
    parts = list(each.parts.all())
    counted = [part.council.label for part in parts if part.counts]
    if parts:
        value = f"{len(counted)} of {len(parts)} councils"
    elif each.n is None:
        value = "no number"
    else:
        value = value_words(threshold, Fraction(each.n), int(each.of) if each.of is not None else None)
    return ShownLine(
        kpi=measure.kpi,
        words=measure.words,
        target=target_words(threshold),
        value=value,
        covers=", ".join(each.covers),
        instance=each.instance.label if each.instance else "",
        councils=counted,
        others=[part.council.label for part in parts if not part.counts],
    )


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A piece of evidence in the list of what waits."""

    one: Evidence
    kpis: str


def waiting_lines(found: Iterable[Evidence]) -> list[WaitingLine]:
    """What waits, oldest first, with its KPIs."""
    return [WaitingLine(one, ", ".join(sorted({each.measure.kpi.key for each in one.shows.all()}))) for one in found]
