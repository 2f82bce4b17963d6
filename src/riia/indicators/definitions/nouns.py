"""What a definition is made of: frozen types, all of them read from the TOML files of this folder.

An indicator has one default variant and may have labelled others: other breakdowns, age bands or denominators under the
same heading. The text form of a variant is the slug alone for the default and `slug:key` for the others
("referrals:source=schools"); it is used in addresses, exports and the command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from riia.indicators.model import Polarity


class Measure(StrEnum):
    """How a figure is expressed: a count, a rate per 10,000 residents, or a percentage."""

    NUMBER = "number"
    RATE = "rate"
    PERCENT = "percent"


class Timing(StrEnum):
    """Whether events in a period are counted, or what exists on its last day."""

    FLOW = "flow"
    STOCK = "stock"

    @property
    def words(self) -> str:
        """The timing in plain words."""
        return "counted over the period" if self is Timing.FLOW else "counted on the last day of the period"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one number stands in a published table: a column, and the rows it is read from.

    `columns` are the names the column has had over the editions; `where` maps key columns to the value a row must have.
    """

    columns: tuple[str, ...]
    where: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """How a variant is read from one published table (`table` is "release/table", such as "cin/c1").

    `number` and `denominator` are sums over their cells; an empty denominator means there is none in the table.
    `rate` and `percent` are the figures as printed, kept beside ours.
    """

    table: str
    number: tuple[Cell, ...]
    denominator: tuple[Cell, ...] = ()
    rate: Cell | None = None
    percent: Cell | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell the source reads."""
        printed = tuple(cell for cell in (self.rate, self.percent) if cell is not None)
        return self.number + self.denominator + printed


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading of an indicator. `headline`, `timing` and the words fall back on the indicator's own.

    `numerator` and `denominator` are in words. `sources` are in order of preference within one edition.
    """

    key: str
    title: str
    default: bool
    note: str
    numerator: str
    denominator: str
    timing: Timing
    headline: Measure
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: what it counts, how to read it, where it is published and who answers for the definition.

    `number` is its place in Dataset 1 or 2 of the memorandum, None for context. `polarity` says which way is better and
    `polarity_reason` why; `lait_polarity` is what the Local Authority Interactive Tool prints, where it prints one.
    `rate_base` is "population 0-17" or empty. `units` and `decimals` are by measure. `unpublished` says why there is no
    published figure for councils; it is empty where there is one.
    """

    slug: str
    theme: str
    dataset: str
    number: int | None
    title: str
    short_title: str
    why: str
    timing: Timing
    polarity: Polarity
    polarity_reason: str
    lait_measure: str
    lait_polarity: str
    headline: Measure
    units: Mapping[Measure, str]
    decimals: Mapping[Measure, int]
    rate_base: str
    caveats: tuple[str, ...]
    watch: tuple[str, ...]
    unpublished: str
    variants: tuple[Variant, ...]
    owner: str
    checked_by: str
    reviewed_on: date
    valid_from: date
    valid_to: date | None

    @property
    def default(self) -> Variant:
        """The variant that is meant when none is named."""
        return next(variant for variant in self.variants if variant.default)

    @property
    def published_variants(self) -> tuple[Variant, ...]:
        """The default variant, and the others that are published; the rest can only be counted from own files."""
        return tuple(variant for variant in self.variants if variant.default or variant.sources)

    @property
    def numerator(self) -> str:
        """What is counted, in words, in the default variant."""
        return self.default.numerator

    @property
    def denominator(self) -> str:
        """What it is measured against, in words, in the default variant."""
        return self.default.denominator

    @property
    def unit(self) -> str:
        """The unit of the headline measure, in words."""
        return self.units[self.headline]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures in which the indicator is expressed, in a fixed order."""
        return tuple(measure for measure in Measure if measure in self.units)

    @property
    def is_published(self) -> bool:
        """Whether there is a published figure for councils."""
        return not self.unpublished

    def address(self, variant: Variant) -> str:
        """The text form: the slug for the default variant, `slug:key` for another."""
        return self.slug if variant.default else f"{self.slug}:{variant.key}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of indicators that people look at together."""

    key: str
    title: str
    order: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class UnknownMember:
    """An item a set is said to have and no public text names."""

    position: int
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """A versioned list of indicators as an agreement or a collection fixed it (R4.17).

    `size` is the count the agreement states; `members` are slugs in its order; `unknown` are items nobody has named in
    public. `members` and `unknown` together make `size`.
    """

    key: str
    title: str
    words: str
    source: str
    size: int
    members: tuple[str, ...]
    unknown: tuple[UnknownMember, ...]
    valid_from: date
    valid_to: date | None
