"""What a council's simulated year should add up to: published totals, or a stated stand-in where there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ENGLAND = "E92000001"
SOURCES = (
    "individual", "schools", "education-services", "health-services", "housing", "council-services", "police",
    "other-legal-agency", "other", "anonymous", "unknown",
)  # fmt: skip
# Shares of referrals in England, for councils whose own are all suppressed.
_SOURCE_SHARES = (0.08, 0.20, 0.02, 0.15, 0.01, 0.13, 0.29, 0.03, 0.05, 0.02, 0.02)
# Contacts a year for each 10,000 children: between the two England totals that ADCS Safeguarding Pressures gives.
_CONTACT_RATE = 2_400
_EARLY_HELP_RATE = 170
_PLAN_RATE = 470  # EHC plans held, for each 10,000 residents aged 0 to 17, about England's number

type Figures = Mapping[tuple[str, str, str], float]
"""Published numbers by address ("referrals", "referrals:source=police"), period code and place code.

A number that was published with its denominator also has its share, 0 to 1, under the address with "#share" added.
"""

_YEARLY = (
    "referrals", "repeat-referrals", "assessments-completed", "children-in-need", "cin-plans",
    "section-47-enquiries", "icpcs", "icpcs-within-15-days:of=icpcs", "cpps-starting", "cpps-current",
    "repeat-cpps-ever", "cla-current", "cla-starting", "cla-ceasing", "cla-uasc", "cla-adopted", "cla-own-provision",
    "cla-three-or-more-placements", "cla-missing", "care-leavers:age=17-18", "care-leavers:age=19-21",
    "care-leavers:age=22-25",
)  # fmt: skip
_SHARES = (
    "assessments-within-45-days", "care-leavers-eet:age=17-18", "care-leavers-eet:age=19-21",
    "care-leavers-suitable-accommodation:age=17-18", "care-leavers-suitable-accommodation:age=19-21", "cse-factors",
    "cla-immunisations", "cla-dental-checks", "cla-health-assessments", "cla-development-assessments",
    "cla-long-term-placements",
)  # fmt: skip
_CALENDAR = (
    "ehcp-requests", "ehcp-assessments:count=decided", "ehcp-assessments:count=agreed",
    "ehcps-issued:count=new-plans", "ehcps-issued:count=assessments-with-a-plan",
)  # fmt: skip
_ACADEMIC = ("ehe:count=any-time", "ehe:count=starting")


@dataclass(frozen=True)
class Targets:
    """The totals to come close to, by address and year, and where each was taken from."""

    place: str
    year: int
    population: int
    numbers: Mapping[tuple[str, int], int]
    shares: Mapping[str, float]
    sources: Mapping[str, float]
    origins: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, address: str, year: int) -> int:
        """The total of a year; of the nearest year there is for others."""
        known = [one for name, one in self.numbers if name == address]
        if not known:
            return 0
        return self.numbers[address, min(known, key=lambda one: (abs(one - year), one))]


def targets_for(
    place: str, year: int, figures: Figures, population: int, england: int, years: int = 3, scale: float = 1.0
) -> Targets:
    """The totals of a council for `years` years up to `year`.

    A total that is not published for a year is taken, in this order, from the balance of other totals (plans ending),
    the newest earlier year, the next later year, or England's rate for a population of that size; `origins` says which
    for the last year. `scale` makes a larger or smaller council of the same make-up.
    """
    numbers: dict[tuple[str, int], int] = {}
    origins: dict[str, str] = {}
    look = _Look(place, figures, population / england if england else 0.0)
    for code, addresses in ((_year_ending, _YEARLY), (_calendar, _CALENDAR), (_academic, _ACADEMIC)):
        for address in addresses:
            for one in range(year - years, year + 1):
                found, origin = look.number(address, one, code)
                numbers[address, one] = round(found * scale)
                if one == year:
                    origins[address] = origin
    for one in range(year - years, year + 1):
        ends, origin = look.number("cpps-ceasing", one, _year_ending)
        if not origin.startswith("published for YE" + str(one)):
            before = numbers.get(("cpps-current", one - 1))
            balance = (before or 0) + numbers["cpps-starting", one] - numbers["cpps-current", one]
            if before is not None and balance > 0:
                ends, origin = balance / scale, "the balance of plans starting and plans at both year ends"
        numbers["cpps-ceasing", one] = round(ends * scale)
        if one == year:
            origins["cpps-ceasing"] = origin
        numbers["contacts", one] = max(
            round(population * scale * _CONTACT_RATE / 10_000), round(numbers["referrals", one] * 1.15)
        )
        numbers["early-help", one] = round(population * scale * _EARLY_HELP_RATE / 10_000)
        numbers["plans-held", one] = round(population * scale * _PLAN_RATE / 10_000)
    origins["contacts"] = f"not published anywhere: {_CONTACT_RATE:,} for each 10,000 children, about England's rate"
    shares = {address: look.share(address, year) for address in _SHARES}
    for address in _SHARES:
        origins[address] = "the newest published share of the council, otherwise of England"
    origins["referrals:source"] = "the newest published shares by source, applied to the referrals of the year"
    return Targets(place, year, round(population * scale), numbers, shares, look.by_source(year), origins)


def _year_ending(year: int) -> str:
    return f"YE{year}-03"


def _calendar(year: int) -> str:
    return f"CY{year - 1}"


def _academic(year: int) -> str:
    return f"AY{year - 1}-{year % 100:02d}"


class _Look:
    def __init__(self, place: str, figures: Figures, part: float) -> None:
        self.place, self.figures, self.part = place, figures, part

    def number(self, address: str, year: int, code: Callable[[int], str]) -> tuple[float, str]:
        """A number for a year, and where it came from."""
        order = [year, *range(year - 1, year - 8, -1), year + 1, year + 2]
        for one in order:
            found = self.figures.get((address, code(one), self.place))
            if found is not None:
                what = "published for" if one == year else "not published for that year; taken from"
                return found, f"{what} {code(one)}"
        for one in order:
            found = self.figures.get((address, code(one), ENGLAND))
            if found is not None:
                return found * self.part, f"not published for the council; England's rate in {code(one)}"
        return 0.0, "not published at all; 0"

    def share(self, address: str, year: int) -> float:
        """The newest published share, of the council or else of England; a half when there is none."""
        for place in (self.place, ENGLAND):
            for one in (*range(year, year - 8, -1), year + 1, year + 2):
                found = self.figures.get((f"{address}#share", _year_ending(one), place))
                if found is not None:
                    return min(found, 1.0)
        return 0.5

    def by_source(self, year: int) -> dict[str, float]:
        for one in range(year, year - 8, -1):
            found = [self.figures.get((f"referrals:source={key}", _year_ending(one), self.place)) for key in SOURCES]
            if sum(value is not None for value in found) >= 6:
                known = sum(value or 0 for value in found)
                # Suppressed counts are small: a token of a weight each.
                return {k: max(v if v is not None else known * 0.004, 0.0) for k, v in zip(SOURCES, found, strict=True)}
        return dict(zip(SOURCES, _SOURCE_SHARES, strict=True))
