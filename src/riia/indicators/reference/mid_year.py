"""Mid-year population estimates of children aged 0 to 17, by vintage.

The ONS revises its estimates, so a rate is only reproducible when the vintage of its denominator is kept with it. A
vintage is named after the newest mid-year it holds ("mid-2024"), because the files print no publication date.

As published: Bournemouth, Poole and old Dorset (835, 836, 837) have "x" in every year of both vintages, and so the
councils of the South West do not add up to the region before mid-2019. Inner and Outer London are rows beside London,
so regions add up to England only without them (`regions()` leaves them out).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from riia.indicators.model import Missing, PlaceCode, Symbol, Value, parse_value
from riia.indicators.reference import packaged
from riia.indicators.reference.errors import NotInVintage
from riia.indicators.reference.finding import place

AGES = "0-17"


@dataclass(frozen=True, slots=True)
class Vintage:
    """An edition of the estimates. `first` and `last` are mid-years (30 June)."""

    code: str
    title: str
    first: int
    last: int
    current: bool
    note: str


@dataclass(frozen=True, slots=True)
class Population:
    """Children aged 0 to 17 who lived in a place on 30 June of `mid_year`, as this vintage has it."""

    place: PlaceCode
    mid_year: int
    value: Value
    vintage: Vintage
    ages: str = AGES


@cache
def vintages() -> tuple[Vintage, ...]:
    """The vintages, current one first."""
    found = [
        Vintage(row["vintage"], row["title"], int(row["first"]), int(row["last"]), row["current"] == "yes", row["note"])
        for row in packaged.rows("vintages.csv")
    ]
    return tuple(sorted(found, key=lambda vintage: vintage.last, reverse=True))


def find_vintage(code: str | None = None) -> Vintage:
    """A vintage by code, or the current one. Raises NotInVintage."""
    for found in vintages():
        if found.code == code or (code is None and found.current):
            return found
    raise NotInVintage(f"There is no population vintage {code!r}. Choose {' or '.join(v.code for v in vintages())}.")


def population(code: str, mid_year: int, vintage: str | None = None) -> Population:
    """Children aged 0 to 17 in a council, a region, Inner or Outer London, or England, at mid-year.

    A symbol in the file is kept; a place and year the vintage does not hold answer Missing(NOT_AVAILABLE): Cumbria
    after mid-2022, Cumberland before mid-2023, any year past the vintage's last. Raises UnknownPlace for a code that is
    no place, NotInVintage for a vintage that does not exist.
    """
    chosen = find_vintage(vintage)
    known = place(code).code
    value = populations(chosen.code).get((known, mid_year), Missing(Symbol.NOT_AVAILABLE))
    return Population(known, mid_year, value, chosen)


def populations(vintage: str | None = None) -> Mapping[tuple[PlaceCode, int], Value]:
    """Every published cell of a vintage by place and mid-year. Raises NotInVintage."""
    return _cells()[find_vintage(vintage).code]


@cache
def _cells() -> dict[str, Mapping[tuple[PlaceCode, int], Value]]:
    found: dict[str, dict[tuple[PlaceCode, int], Value]] = {known.code: {} for known in vintages()}
    for row in packaged.rows("populations.csv"):
        code = PlaceCode(row["place"])
        for year, cell in row.items():
            if year.isdecimal() and cell:
                found[row["vintage"]][code, int(year)] = parse_value(cell)
    return {name: MappingProxyType(cells) for name, cells in found.items()}
