"""What a read of figures hands out: small frozen values, never rows of the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

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
    withdrawn: bool

    @property
    def standing(self) -> str:
        """In one word: current, superseded or withdrawn."""
        return "withdrawn" if self.withdrawn else "superseded" if self.superseded else "current"

    @property
    def name(self) -> str:
        """ "Children in need 2025: Referrals and re-referrals"."""
        return f"{self.title} {self.edition}: {self.table}"

    @property
    def short_hash(self) -> str:
        """The beginning of the hash: how the page of the release is addressed."""
        return self.sha256[:12]

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


class Series:
    """All current figures of one variant in one measure: every place, every period.

    `periods` are in order of time. `of` gives a place through time, `at` every place in a period. Immutable to its
    readers; a figure is made from its row when it is first asked for and kept, because a page needs few of the many.
    """

    __slots__ = ("_at", "_by_code", "_make", "_rows", "indicator", "measure", "periods", "variant")

    def __init__(
        self,
        indicator: Indicator,
        variant: Variant,
        measure: Measure,
        rows: Mapping[PlaceCode, dict[str, Any]],
        make: Callable[[PlaceCode, Period, Any], Figure],
    ) -> None:
        """Keep `rows` by place and period code; `make` turns one into a Figure."""
        self.indicator = indicator
        self.variant = variant
        self.measure = measure
        self.periods = tuple(sorted({Period.parse(code) for held in rows.values() for code in held}))
        self._by_code = {period.code: period for period in self.periods}
        self._rows = rows
        self._make = make
        self._at: dict[str, Mapping[PlaceCode, Figure]] = {}

    @classmethod
    def nothing(cls, indicator: Indicator, variant: Variant, measure: Measure) -> "Series":
        """A series without figures."""
        return cls(indicator, variant, measure, {}, _never)

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
    def places(self) -> frozenset[PlaceCode]:
        """The places with any figure."""
        return frozenset(self._rows)

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
        held = self._rows.get(PlaceCode(place))
        if held is None:
            return ()
        return tuple(self._figure(PlaceCode(place), period) for period in self.periods if period.code in held)

    def at(self, period: Period | str) -> Mapping[PlaceCode, Figure]:
        """The figures of every place in a period, by place; empty when there are none."""
        code = str(period)
        found = self._at.get(code)
        if found is None:
            places = [place for place, held in self._rows.items() if code in held]
            found = MappingProxyType({place: self._figure(place, self._by_code[code]) for place in places})
            self._at[code] = found
        return found

    def get(self, place: str, period: Period | str) -> Figure | None:
        """One figure, or None when nothing is held."""
        code = str(period)
        if code not in self._rows.get(PlaceCode(place), ()):
            return None
        return self._figure(PlaceCode(place), self._by_code[code])

    def only(self, places: frozenset[str]) -> "Series":
        """The same for some places."""
        rows = {place: held for place, held in self._rows.items() if place in places}
        return Series(self.indicator, self.variant, self.measure, rows, self._make)

    def __iter__(self) -> Iterator[Figure]:
        """Every figure, by place and then time."""
        return (figure for place in self._rows for figure in self.of(place))

    def _figure(self, place: PlaceCode, period: Period) -> Figure:
        held = self._rows[place]
        found = held[period.code]
        if not isinstance(found, Figure):
            found = held[period.code] = self._make(place, period, found)
        return found


def _never(place: PlaceCode, period: Period, row: Any) -> Figure:
    raise AssertionError(f"An empty series was asked for {place} in {period}.")


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
