"""One place's figure against England, its region and its statistical neighbours. Pure: from values to a comparison.

What it says is where a figure stands; whether a difference is more than chance is said by `chance`. Two official tools
make different "neighbour averages" (the Local Authority Interactive Tool the mean, the DfE dashboard the median): both
are here, each with its method and how many of the ten have a figure. Better and worse follow polarity only (R6.01).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from riia.alliance.insight.peers import Peers, Subject
from riia.indicators.model import Missing, Number, Polarity, Symbol, Value, difference, rounded
from riia.indicators.reference import ENGLAND
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.benchmarks import Average, Judgement, Position, QuartileBands, Ranking


@dataclass(frozen=True, slots=True)
class NotHeld(Missing):
    """No row is published, which is not the same as a published "x": it is counted like one and never written as one.

    On a page it is `sign`; in an export its text is empty, as every symbol's text is what the publisher printed.
    """

    @property
    def words(self) -> str:
        """What is said of it."""
        return "no figure held"

    @property
    def sign(self) -> str:
        """What a page shows in place of the publisher's letter."""
        return "–"

    def __str__(self) -> str:
        """Nothing: the publisher printed nothing."""
        return ""


NOT_HELD = NotHeld(Symbol.NOT_AVAILABLE)
# A gap under a tenth of the distance between the quarter marks of all councils is called close.
CLOSE = Decimal("0.1")


class Basis(StrEnum):
    """What a place is measured against; the value stands in the address (`with=`)."""

    NEIGHBOURS = "neighbours"
    NEIGHBOURS_MEAN = "neighbours-mean"
    REGION = "region"
    ENGLAND = "england"


class Group(StrEnum):
    """Among whom a place is ranked."""

    REGION = "region"
    NEIGHBOURS = "neighbours"
    ENGLAND = "england"


class Gap(StrEnum):
    """How a figure stands to the one it is compared with, without judgement."""

    HIGHER = "higher than"
    LOWER = "lower than"
    CLOSE = "close to"
    SAME = "the same as"
    UNKNOWN = "not comparable with"


@dataclass(frozen=True, slots=True)
class Against:
    """A figure against one comparator.

    `spread` is the difference measured by the distance between the quarter marks of all councils (None where those do
    not exist): it orders findings and says nothing about chance.
    """

    basis: Basis
    comparator: Value
    difference: Value
    gap: Gap
    judgement: Judgement
    spread: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where one place stands in one period.

    `region` is the region's own published figure; `region_average` the median of its councils, which counts every
    council the same. Ranks are among the councils with a figure, the place itself included.
    """

    subject: Subject
    region_subject: Subject | None
    polarity: Polarity
    decimals: int
    own: Value
    england: Value
    region: Value
    region_average: Average
    neighbours_median: Average
    neighbours_mean: Average
    ranks: Mapping[Group, Position | Missing]
    quarters: QuartileBands

    def comparator(self, basis: Basis) -> Value:
        """The figure of a basis, rounded as the indicator is."""
        unrounded = {
            Basis.NEIGHBOURS: self.neighbours_median.value,
            Basis.NEIGHBOURS_MEAN: self.neighbours_mean.value,
            Basis.REGION: self.region_average.value,
            Basis.ENGLAND: self.england,
        }[basis]
        return rounded(unrounded, self.decimals)

    def against(self, basis: Basis) -> Against:
        """The figure against a basis; UNKNOWN where either is missing."""
        comparator = self.comparator(basis)
        apart = difference(self.own, comparator)
        if isinstance(apart, Missing):
            return Against(basis, comparator, apart, Gap.UNKNOWN, Judgement.NOT_JUDGED, None)
        spread = self._spread(apart)
        gap = _gap(apart, spread)
        judged = benchmarks.judge(apart, self.polarity)
        if gap is Gap.CLOSE and judged is not Judgement.NOT_JUDGED:
            judged = Judgement.SAME
        return Against(basis, comparator, apart, gap, judged, spread)

    def rank(self, basis: Basis) -> Position | Missing:
        """The rank in the group a basis belongs to."""
        return self.ranks[group_of(basis)]

    def _spread(self, apart: Number) -> Decimal | None:
        edges = self.quarters.edges
        if not edges or edges[3] == edges[1]:
            return None
        return Decimal(apart.value) / (Decimal(edges[3]) - Decimal(edges[1]))


def group_of(basis: Basis) -> Group:
    """The group whose rank goes with a basis."""
    return Group.NEIGHBOURS if basis is Basis.NEIGHBOURS_MEAN else Group(basis.value)


def compare(
    peers: Peers,
    values: Mapping[str, Value],
    *,
    polarity: Polarity,
    decimals: int,
    ranking: Ranking | None = None,
    quarters: QuartileBands | None = None,
) -> Comparison:
    """Compare a place with its peers in one period.

    `values` holds the headline figures by place code, rounded as published, with those of England and the regions.
    A place without an entry has no figure held, which is not the same as a suppressed one. `ranking` and `quarters` of
    all councils may be passed in when many places are compared; they must rest on the same values.
    """
    own = peers.subject.code
    everyone = _pairs(values, peers.councils)
    region_pairs = _pairs(values, peers.region_councils)
    neighbours = _pairs(values, peers.neighbour_codes)
    ranks: dict[Group, Position | Missing] = {
        Group.ENGLAND: _rank(own, _pairs(values, peers.equals), polarity, ranking),
        Group.REGION: _rank(own, region_pairs, polarity),
        Group.NEIGHBOURS: _rank(own, {own: values.get(own, NOT_HELD)} | neighbours if neighbours else {}, polarity),
    }
    return Comparison(
        subject=peers.subject,
        region_subject=peers.region,
        polarity=polarity,
        decimals=decimals,
        own=values.get(own, NOT_HELD),
        england=values.get(ENGLAND, NOT_HELD),
        region=values.get(peers.region.code, NOT_HELD) if peers.region else Missing(Symbol.NOT_APPLICABLE),
        region_average=benchmarks.median(region_pairs.items()),
        neighbours_median=benchmarks.median(neighbours.items()),
        neighbours_mean=benchmarks.mean(neighbours.items()),
        ranks=ranks,
        quarters=quarters or benchmarks.quartile_bands(everyone.items(), polarity),
    )


def rank_everyone(peers: Peers, values: Mapping[str, Value], polarity: Polarity) -> tuple[Ranking, QuartileBands]:
    """The ranking and quarters of all councils of a day, to be shared between many comparisons."""
    everyone = _pairs(values, peers.councils)
    return benchmarks.rank(everyone.items(), polarity), benchmarks.quartile_bands(everyone.items(), polarity)


def _pairs(values: Mapping[str, Value], codes: tuple[str, ...]) -> dict[str, Value]:
    return {code: values.get(code, NOT_HELD) for code in codes}


def _rank(
    own: str, among: Mapping[str, Value], polarity: Polarity, ranking: Ranking | None = None
) -> Position | Missing:
    """The rank of a place in a group; not applicable where it is not of the group (a region among councils)."""
    if own not in among:
        return Missing(Symbol.NOT_APPLICABLE)
    return (ranking or benchmarks.rank(among.items(), polarity)).of_place(own)


def _gap(apart: Number, spread: Decimal | None) -> Gap:
    if apart.value == 0:
        return Gap.SAME
    if spread is not None and abs(spread) < CLOSE:
        return Gap.CLOSE
    return Gap.HIGHER if apart.value > 0 else Gap.LOWER
