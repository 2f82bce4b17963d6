"""Simulated councils in which nothing changes but by chance, for what the checks make of them."""

import random
from collections.abc import Mapping

from riia.indicators.definitions import Measure
from riia.indicators.model import Number, Period
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers, Background, Cell

FORM = form_of("mou-2022")
_SHARES = (0.08, 0.17, 0.04, 0.15, 0.02, 0.13, 0.27, 0.02, 0.05, 0.04, 0.03)
_EHE = next(item.key for item in FORM.items if item.indicator.slug == "ehe")
_SOURCES = tuple(item.key for item in FORM.parts_of("referrals"))


class SteadyCouncil:
    """A council with `size` referrals a quarter, and the rest in proportion.

    Events are Poisson; `clumping` above 1 makes them come in groups, as brothers and sisters do, which multiplies their
    variance by about that.
    """

    def __init__(self, size: float, seed: int, clumping: float = 1.0) -> None:
        """Start with stocks at their level."""
        self.random = random.Random(seed)
        self.size, self.clumping = size, clumping
        self.stocks = {"children-in-need": 3.2, "cpps-current": 0.45, "cla-current": 0.6, "cla-uasc": 0.04}
        self.stocks |= {"care-leavers": 0.3, "uasc-care-leavers": 0.03, _EHE: 0.5}
        self.held = {key: self.events(size * share) for key, share in self.stocks.items()}

    def events(self, mean: float) -> int:
        """A count with this mean."""
        groups = _poisson(self.random, mean / self.clumping)
        return groups if self.clumping == 1 else round(groups * self.clumping)

    def some(self, count: int, share: float) -> int:
        """How many of a count have a property."""
        return _binomial(self.random, count, share)

    def quarter(self) -> dict[str, int]:
        """The next quarter's numbers, consistent with each other."""
        size = self.size
        counts = {key: self.events(size * share) for key, share in zip(_SOURCES, _SHARES, strict=True)}
        counts["referrals"] = sum(counts.values())
        counts["initial-contacts"] = counts["referrals"] + self.events(size * 3)
        counts["repeat-referrals"] = self.some(counts["referrals"], 0.22)
        counts["assessments-started"] = self.events(size * 0.9)
        counts["assessments-completed"] = self.events(size * 0.9)
        counts["assessments-within-45-days"] = self.some(counts["assessments-completed"], 0.84)
        counts["section-47-enquiries"] = self.events(size * 0.35)
        counts["icpcs-within-15-days:of=section-47-enquiries"] = self.some(counts["section-47-enquiries"], 0.3)
        for stock, came, went, share in (
            ("cpps-current", "cpps-starting", "cpps-ceasing", 0.3),
            ("cla-current", "cla-starting", "cla-ceasing", 0.1),
        ):
            counts[went] = self.some(self.held[stock], share)
            counts[came] = self.events(size * self.stocks[stock] * share)
            self.held[stock] += counts[came] - counts[went]
            counts[stock] = self.held[stock]
        for stock in ("children-in-need", "care-leavers", "cla-uasc", "uasc-care-leavers", _EHE):
            self.held[stock] += self.events(size * self.stocks[stock] * 0.15) - self.some(self.held[stock], 0.15)
            counts[stock] = self.held[stock]
        counts["cla-uasc"] = min(counts["cla-uasc"], counts["cla-current"])
        counts["uasc-care-leavers"] = min(counts["uasc-care-leavers"], counts["care-leavers"])
        counts["repeat-cpps-ever"] = self.some(counts["cpps-starting"], 0.22)
        counts["repeat-cpps-2-years"] = self.some(counts["repeat-cpps-ever"], 0.5)
        for key, share in (("ehcp-requests", 0.22), ("ehcp-assessments", 0.15), ("ehcps-issued", 0.13)):
            counts[key] = self.events(size * share)
        return counts


def returns(size: float, seed: int, history: int, clumping: float = 1.0) -> tuple[Answers, Background]:
    """The latest return of a steady council and what is known beside it: so many earlier ones, and its population."""
    council = SteadyCouncil(size, seed, clumping)
    period = Period.parse("2026-27Q2")
    periods = [period]
    for _ in range(history):
        periods.append(periods[-1].previous())
    made = {one: answers_of(council.quarter()) for one in reversed(periods)}
    now = made.pop(period)
    return now, Background(period, Number(round(size * 150)), "children aged 0 to 17, mid-2025", made)


def answers_of(counts: Mapping[str, int]) -> Answers:
    """Numbers as answers."""
    return {Cell(key, Measure.NUMBER): Number(count) for key, count in counts.items()}


def _poisson(source: random.Random, mean: float) -> int:
    """By the normal approximation where the mean is large; otherwise by counting exponential waiting times."""
    if mean > 200:
        return max(0, round(source.gauss(mean, mean**0.5)))
    count, left = -1, mean
    while left > 0:
        left -= source.expovariate(1.0)
        count += 1
    return max(0, count)


def _binomial(source: random.Random, count: int, share: float) -> int:
    if count * share > 100:
        return min(count, max(0, round(source.gauss(count * share, (count * share * (1 - share)) ** 0.5))))
    return sum(source.random() < share for _ in range(count))
