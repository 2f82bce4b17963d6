"""The populations that a council may have used by mistake: other years' estimates, other editions of them."""

from collections.abc import Mapping

from riia.indicators.model import Missing, Period, Value, population_year
from riia.indicators.reference import PlaceError, population, vintages

_YEARS_AROUND = (-1, 1, -2, 0)
"""Which mid-years are tried, the likeliest mistake first; 0 for another edition of the right one."""


def other_bases(place: str, period: Period) -> Mapping[str, Value]:
    """Packaged child populations of a place near the one under a period's rates, by how they are called ("mid-2023").

    Give them to `check` as `other_bases`, so that it can say with which estimate a wrong rate agrees. Where two
    editions have the same number the current one is named. Empty for a place that no edition holds.
    """
    found: dict[str, Value] = {}
    for edition in vintages():
        # Where the right year's estimate is not out yet, the newest one stands in.
        used = min(population_year(period), edition.last)
        for year in (used + step for step in _YEARS_AROUND):
            try:
                people = population(place, year, edition.code).value
            except PlaceError:
                continue
            if not isinstance(people, Missing) and people not in found.values():
                found[f"mid-{year}" if edition.current else f"mid-{year} ({edition.code} edition)"] = people
    return found
