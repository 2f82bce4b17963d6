"""The compliance matrix: how each council stands with each commitment in a period, and what shows it (R2.10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.agreements import policies
from riia.alliance.agreements.derived import Asked, Derived, Found, Source, source_of
from riia.alliance.agreements.models import AgreementVersion, Commitment, CommitmentPeriod, Evidence, Party
from riia.alliance.agreements.policies import Met
from riia.alliance.agreements.queries.agreements import parties


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """How one council stands with one commitment in one period.

    `evidence` is what a person recorded, here or in an earlier period; `derived` is what another part of the system
    says, where one answers for the commitment. Where both are there, the person's stands and both are shown.
    """

    standing: Met
    evidence: Evidence | None = None
    derived: Derived | None = None


@dataclass(frozen=True, slots=True)
class ComplianceMatrix:
    """One period of the matrix: councils by commitments (R2.10)."""

    period: CommitmentPeriod
    periods: tuple[CommitmentPeriod, ...]
    commitments: tuple[Commitment, ...]
    councils: tuple[Party, ...]
    cells: Mapping[tuple[int, int], MatrixCell]
    """By the key of the party and of the commitment."""
    sources: Mapping[int, Source] = field(default_factory=dict)
    """By the key of a commitment: the part that shows it."""
    notes: tuple[str, ...] = ()
    """What holds for every council in this period."""

    def count(self, standing: Met) -> int:
        """How many cells stand so."""
        return sum(cell.standing is standing for cell in self.cells.values())


def compliance(scope: Scope, version: AgreementVersion, label: str, today: date) -> ComplianceMatrix | None:
    """The matrix of a version for a period, by default the one running today or else the last; None without periods."""
    periods = tuple(version.commitment_periods.order_by("first_day"))
    if not periods:
        return None
    at = _place_of(periods, label, today)
    commitments = tuple(version.commitments.all())
    councils = tuple(parties(version).filter(counted_authority=True))
    asked = Asked(scope, version, periods, councils, today)
    sources = {one.pk: source for one in commitments if (source := source_of(one.met_by))}
    # Two commitments may rest on one source: it is asked once.
    found = {source.find: source.find(asked) for source in sources.values()}
    recorded = _recorded(version, periods)
    cells = {}
    for party in councils:
        for commitment in commitments:
            here = recorded.get((party.pk, commitment.pk), {})
            source = sources.get(commitment.pk)
            said = found[source.find] if source else None
            cells[party.pk, commitment.pk] = _cell(asked, party, commitment, at, here, said)
    notes = tuple(each.notes[at] for each in found.values() if at in each.notes)
    return ComplianceMatrix(periods[at], periods, commitments, councils, cells, sources, notes)


def _cell(
    asked: Asked, party: Party, commitment: Commitment, at: int, here: Mapping[int, Evidence], said: Found | None
) -> MatrixCell:
    """`here` is the evidence people recorded, by place of its period; `said` what the source of the commitment says."""
    spans = [policies.Span(period.first_day, period.last_day) for period in asked.periods]
    on = (party.valid_from is None or party.valid_from <= spans[at].last_day) and (
        party.valid_to is None or party.valid_to >= spans[at].first_day
    )
    cells = said.cells if said else {}
    shown = {place for place in range(len(spans)) if _is_met(cells.get((party.pk, place)))}
    how = policies.standing(
        evidence_in=here.keys() | shown, at=at, periods=spans, once_in=commitment.once_in, party_on=on,
        today=asked.today,
    )  # fmt: skip
    derived = cells.get((party.pk, at))
    if said and how is Met.NOT_YET:
        how = derived.standing if derived else Met.NOT_KNOWN
    last = max((place for place in here if place <= at), default=-1)
    stands = how in (Met.MET, Met.NOT_DUE) and not (derived and at not in here)
    return MatrixCell(how, here.get(last) if stands else None, derived)


def _is_met(derived: Derived | None) -> bool:
    return derived is not None and derived.standing is Met.MET


def _recorded(
    version: AgreementVersion, periods: tuple[CommitmentPeriod, ...]
) -> dict[tuple[int, int], dict[int, Evidence]]:
    """The evidence that stands, by party and commitment, and by place of its period."""
    places = {period.pk: place for place, period in enumerate(periods)}
    found: dict[tuple[int, int], dict[int, Evidence]] = {}
    for evidence in Evidence.objects.filter(commitment__version=version, withdrawn_at=None):
        found.setdefault((evidence.party_id, evidence.commitment_id), {})[places[evidence.period_id]] = evidence
    return found


def _place_of(periods: tuple[CommitmentPeriod, ...], label: str, today: date) -> int:
    for place, period in enumerate(periods):
        if period.label == label:
            return place
    running = [place for place, period in enumerate(periods) if period.first_day <= today]
    return running[-1] if running else 0
