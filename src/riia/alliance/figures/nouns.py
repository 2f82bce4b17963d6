"""What a read of figures hands out: small frozen values, never rows of the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from riia.alliance.figures.models import Basis
from riia.indicators.definitions import Indicator, Measure, Variant
from riia.indicators.model import Period, PlaceCode, Value

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release, as a page names it under a figure.

    `key` is the address of the table ("cin/c1"), `published` as much of the date as is known, `vintage` the population
    estimates under its rates, `sha256` the hash of the published file.
    """

    id: int
    key: str
    edition: str
    newest: date
    publisher: str
    title: str
    table: str
    published: str
    licence: str
    address: str
    vintage: str
    source_file: str
    sha256: str
    superseded: bool

    @property
    def name(self) -> str:
        """ "Children in need 2025: Referrals and re-referrals"."""
        return f"{self.title} {self.edition}: {self.table}"

    @property
    def published_words(self) -> str:
        """ "30 October 2025", "October 2025" or "2025"; "publication date not known" where it is not."""
        parts = self.published.split("-")
        if not self.published:
            return "publication date not known"
        if len(parts) == 3:
            day = date.fromisoformat(self.published)
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else parts[0]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, with all that a reader needs to trust it.

    `value` is at full precision, `shown` rounded to the decimals of the definition; both are Missing with a symbol
    where there is no number. `numerator` and `denominator` are None for a count and where nothing is published.
    `published` is what a release prints for this measure (None where none does), and `published_in` that release, which
    may be an earlier edition than `release`. `population_year` is the mid-year under a rate, in the release's vintage.
    """

    indicator: str
    variant: str
    measure: Measure
    place: PlaceCode
    period: Period
    value: Value
    shown: Value
    numerator: Value | None
    denominator: Value | None
    basis: Basis
    published: Value | None
    published_in: ReleaseLine | None
    population_year: int | None
    release: ReleaseLine


@dataclass(frozen=True, slots=True)
class Series:
    """All current figures of one variant in one measure: every place, every period.

    `periods` are in order of time. `of` gives a place through time, `at` every place in a period.
    """

    indicator: Indicator
    variant: Variant
    measure: Measure
    periods: tuple[Period, ...]
    by_place: Mapping[PlaceCode, tuple[Figure, ...]] = field(repr=False)
    by_period: Mapping[str, Mapping[PlaceCode, Figure]] = field(repr=False)

    @property
    def address(self) -> str:
        """The text form of the variant: "referrals", "referrals:source=schools"."""
        return self.indicator.address(self.variant)

    @property
    def decimals(self) -> int:
        """The decimals in which the measure is shown."""
        return self.indicator.decimals[self.measure]

    @property
    def unit(self) -> str:
        """The unit of the measure, in words."""
        return self.indicator.units[self.measure]

    @property
    def newest(self) -> Period | None:
        """The newest period, None when there are no figures."""
        return self.periods[-1] if self.periods else None

    @property
    def latest(self) -> Mapping[PlaceCode, Figure]:
        """Every place in the newest period; empty when there are no figures."""
        return self.at(self.periods[-1]) if self.periods else MappingProxyType({})

    def of(self, place: str) -> tuple[Figure, ...]:
        """The figures of a place in order of time; empty when it has none."""
        return self.by_place.get(PlaceCode(place), ())

    def at(self, period: Period | str) -> Mapping[PlaceCode, Figure]:
        """The figures of every place in a period, by place; empty when there are none."""
        return self.by_period.get(str(period), MappingProxyType({}))

    def get(self, place: str, period: Period | str) -> Figure | None:
        """One figure, or None when nothing is held."""
        return self.at(period).get(PlaceCode(place))

    def only(self, places: "frozenset[str]") -> "Series":
        """The same for some places."""
        return Series(
            self.indicator,
            self.variant,
            self.measure,
            self.periods,
            MappingProxyType({place: found for place, found in self.by_place.items() if place in places}),
            MappingProxyType(
                {
                    period: MappingProxyType({place: figure for place, figure in found.items() if place in places})
                    for period, found in self.by_period.items()
                }
            ),
        )

    def __iter__(self) -> Iterator[Figure]:
        """Every figure, by place and then time."""
        return (figure for figures in self.by_place.values() for figure in figures)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One line of the long form. `indicator` is the text form; numbers are None where a symbol stands."""

    indicator: str
    place: str
    period: str
    measure: str
    value: float | None
    symbol: str
    numerator: float | None
    denominator: float | None
    release: str


EXPORT_COLUMNS = ("indicator", "place", "period", "measure", "value", "symbol", "numerator", "denominator", "release")
