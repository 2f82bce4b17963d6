"""One council's simulated counts, quarter by quarter, around its published years.

The story begins on 31 March 2024, a published day. The four quarters to March 2025 make up the newest published year:
their flows add up to it and the stocks of the last day are those published. From April 2025 the council goes on at that
level, with seasons and a slight drift. Requests and plans for special needs are published by calendar year, so theirs
begins in January 2024.

Where nothing is published, or only an older year:

* initial contacts: 2.8 to 7 for each referral, one ratio for each council (some three million contacts a year in
  England, by a survey of directors, against 0.63 million referrals);
* assessments completed are published to 2024: that year's number follows half of the change in referrals since;
  some 4 % more are started, because a case may close before its assessment is authorised;
* plans ceasing are published to 2024: from then they are what the published stocks and starts leave;
* plans within two years of an earlier one: 30 to 48 % of repeat plans;
* care leavers who came alone: England's share (27 %), moved by the council's share of such children in its care;
* home education: the day's count against the year's, from the two census days packaged (England: 66 %);
* a suppressed count is 1 to 5; where that cannot be (it was suppressed to protect another), it is the newest known
  share of its whole;
* children starting and ceasing to be looked after: the year counts a child once, so the quarters may add up to a few
  more; they are as many more as the published stocks need.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from riia.demo.quarters_published import ANY_TIME, CENSUS_DAY, FORM, Figures
from riia.demo.quarters_shapes import (
    FLAT,
    SEASONS,
    STANDING,
    apportioned,
    chance,
    drift,
    settled,
    uniform,
    wobble,
)
from riia.indicators import reference
from riia.indicators.model import Missing, Period, Symbol, Value
from riia.indicators.returns.forms import form_of

ENGLAND: Final = str(reference.ENGLAND)
BEGIN: Final = Period.financial_quarter(2023, 4)
"""The first quarter of the published calendar year 2024; the others begin with the next one."""
YEAR: Final = Period.year_ending_march(2025)
CALENDAR: Final = tuple(Period.parse(code) for code in ("2023-24Q4", "2024-25Q1", "2024-25Q2", "2024-25Q3"))
MOMENTUM: Final = 0.4
"""How much of a stock's change in the published year comes again after it."""
ALONG: Final = 0.6
STOCK: Final = 0.33
"""How much of a count's chance is left to a share of another item, and to a stock."""
CARE_OF_ENGLAND: Final = 0.08
"""Unaccompanied children among children looked after in England on 31 March 2025."""
UNACCOMPANIED_LEAVERS: Final = 0.27
"""Care leavers aged 19 to 21 in England who came as unaccompanied children, March 2024."""
HOME: Final = next(item.key for item in form_of(FORM).items if item.indicator.slug == "ehe")
HOME_ON_A_DAY: Final = 0.66

type Counts = dict[Period, int]


class History:
    """Builds the counts of one council. Ask `counts` once; everything else serves it."""

    def __init__(self, council: str, figures: Figures, last: Period) -> None:
        """From the beginning to the quarter `last`."""
        self.council = council
        self._figures = figures
        self.quarters: list[Period] = [BEGIN]
        while self.quarters[-1] < last:
            self.quarters.append(self.quarters[-1].next())

    def counts(self) -> dict[str, Mapping[Period, int]]:
        """By item key: the number of every quarter."""
        made: dict[str, Mapping[Period, int]] = {}
        referrals = self._flow("referrals", self._year("referrals"))
        made["referrals"] = referrals
        made["initial-contacts"] = self._contacts(referrals)
        made |= self._sources(referrals)
        made["repeat-referrals"] = self._share("repeat-referrals", "referrals", referrals)
        made |= self._assessments(referrals)
        enquiries = self._flow("section-47-enquiries", self._year("section-47-enquiries"))
        made["section-47-enquiries"] = enquiries
        conferences = "icpcs-within-15-days:of=section-47-enquiries"
        made[conferences] = self._share(conferences, "section-47-enquiries", enquiries)
        made["children-in-need"] = self._stock("children-in-need")
        made |= self._plans()
        made |= self._care()
        leavers = self._stock("care-leavers")
        made["care-leavers"] = leavers
        made["uasc-care-leavers"] = self._unaccompanied_leavers(leavers)
        made[HOME] = self._home()
        return made | self._special_needs()

    # Published years

    def _published(self, key: str, code: str, place: str | None = None) -> Value:
        return self._figures[key].get((place or self.council, code), Missing(Symbol.NOT_AVAILABLE))

    def _year(self, key: str, code: str = YEAR.code, expected: float | None = None) -> int:
        """The published count of a year, or one that its symbol allows; `expected` says what would be usual."""
        value = self._published(key, code)
        if not isinstance(value, Missing):
            return int(value.value)
        if value.symbol is Symbol.SUPPRESSED and expected is not None and expected > 5:
            return round(expected)
        if value.symbol in {Symbol.SUPPRESSED, Symbol.LOW}:
            return min(max(round(3 if expected is None else expected), 1), 4)
        return round(expected or 0)

    # The two kinds of course

    def _flow(
        self,
        key: str,
        total: int,
        base: Mapping[Period, float] | None = None,
        ceiling: Mapping[Period, int] | None = None,
        held: Sequence[Period] = YEAR.quarters(),
    ) -> Counts:
        """A flow that adds up to `total` in the quarters `held`, a year, and goes on at its level.

        `base` is what it runs along with, its seasons where nothing is given; `ceiling` what no quarter may exceed.
        """
        run = base or {quarter: _of(SEASONS.get(key, FLAT), quarter) for quarter in self.quarters}
        scale = total / (sum(run[quarter] for quarter in held) or 1)
        found: Counts = {}
        # What runs along with another item has that one's chance already.
        calm = 1.0 if base is None else ALONG
        weights = [run[one] * wobble(scale * run[one], self.council, key, one, calm=calm) for one in held]
        limits = None if ceiling is None else [ceiling[one] for one in held]
        found |= dict(zip(held, apportioned(total, weights, limits), strict=True))
        for one in self.quarters:
            if one in found:
                continue
            expected = scale * run[one] * drift(key, self.council, _years_after(held[-1], one))
            count = settled(expected * wobble(expected, self.council, key, one, calm=calm), self.council, key, one)
            found[one] = count if ceiling is None else min(count, ceiling[one])
        return dict(sorted(found.items()))

    def _share(self, key: str, whole: str, counts: Counts) -> Counts:
        """A part of another item: the published year's, or its newest known share where that is suppressed."""
        shares = []
        for code in ("YE2025-03", "YE2024-03", "YE2023-03"):
            part, all_ = self._published(key, code), self._published(whole, code)
            if not isinstance(part, Missing) and not isinstance(all_, Missing) and float(all_):
                shares.append(float(part) / float(all_))
        share = shares[0] if shares else float(self._of_england(key)) / float(self._of_england(whole))
        year = sum(counts[one] for one in YEAR.quarters())
        total = min(self._year(key, expected=share * year), year)
        return self._flow(key, total, _as_base(counts), counts)

    def _of_england(self, key: str) -> float:
        value = self._published(key, "YE2024-03", ENGLAND)
        if isinstance(value, Missing):
            raise ValueError(
                f"England's {key} for the year ending March 2024 is not published, and stands under others."
            )
        return float(value)

    def _stock(self, key: str) -> Counts:
        """Counts on the last day of each quarter: both published days exact, a straight course between, then on."""
        first, last = self._year(key, "YE2024-03"), self._year(key)
        standing = STANDING.get(key, FLAT)
        anchors = {BEGIN: first, YEAR.quarters()[-1]: last}
        found: Counts = {}
        for position, one in enumerate(self.quarters):
            if one in anchors:
                found[one] = anchors[one]
                continue
            course = first + (last - first) * min(position, 4) / 4
            expected = course * drift(key, self.council, _years_after(YEAR.quarters()[-1], one)) * _of(standing, one)
            # A stock moves less than a flow: most of those counted are the same as on the day before.
            moved = wobble(expected, self.council, key, one, calm=STOCK)
            found[one] = settled(expected * moved, self.council, key, one)
        return found

    # Items that need more

    def _contacts(self, referrals: Counts) -> Counts:
        key = "initial-contacts"
        ratio = 2.8 + 4.2 * uniform("contacts", self.council)
        base = {one: n * 0.5 + sum(referrals.values()) / len(referrals) * 0.5 for one, n in referrals.items()}
        year = sum(referrals[one] for one in YEAR.quarters())
        return self._flow(key, round(ratio * year), base)

    def _sources(self, referrals: Counts) -> dict[str, Mapping[Period, int]]:
        """Referrals by source: the shares of 2024, the newest year published; they add up to the referrals."""
        keys = [item.key for item in form_of(FORM).parts_of("referrals")]
        shares = self._shares_of_sources(keys)
        found: dict[str, Counts] = {key: {} for key in keys}
        for one, total in referrals.items():
            weights = [
                share * _of(SEASONS.get(key, FLAT), one) * wobble(share * total, self.council, key, one)
                for key, share in shares.items()
            ]
            for key, part in zip(keys, apportioned(total, weights), strict=True):
                found[key][one] = part
        return dict(found)

    def _shares_of_sources(self, keys: Sequence[str]) -> dict[str, float]:
        code = "YE2024-03"
        known = {key: self._published(key, code) for key in keys}
        hidden = [key for key, value in known.items() if isinstance(value, Missing)]
        whole = self._year("referrals", code)
        counted = {key: float(value) for key, value in known.items() if not isinstance(value, Missing)}
        left = max(whole - sum(counted.values()), len(hidden))
        england = {key: self._of_england(key) for key in hidden}
        for key in hidden:
            counted[key] = left * england[key] / sum(england.values())
        return {key: counted[key] / whole for key in keys}

    def _assessments(self, referrals: Counts) -> dict[str, Mapping[Period, int]]:
        before, year = self._year("referrals", "YE2024-03"), sum(referrals[one] for one in YEAR.quarters())
        old = self._year("assessments-completed", "YE2024-03")
        completed = round(old * (year / before) ** 0.5) if before else old
        earlier = {one: referrals.get(one.previous(), referrals[one]) for one in self.quarters}
        ended = self._flow("assessments-completed", completed,
                           {one: 0.6 * n + 0.4 * earlier[one] for one, n in referrals.items()})  # fmt: skip
        begun = self._flow("assessments-started",
                           round(completed * (1.03 + 0.02 * uniform("started", self.council))),
                           {one: 0.9 * n + 0.1 * earlier[one] for one, n in referrals.items()})  # fmt: skip
        key = "assessments-within-45-days"
        return {"assessments-started": begun, "assessments-completed": ended,
                key: self._share(key, "assessments-completed", ended)}  # fmt: skip

    def _plans(self) -> dict[str, Mapping[Period, int]]:
        """Child protection plans: stock, starts and ends that fit each other exactly."""
        first, last = self._year("cpps-current", "YE2024-03"), self._year("cpps-current", expected=3)
        starts = max(self._year("cpps-starting", expected=3), last - first)
        starting = self._flow("cpps-starting", starts)
        current, ceasing = self._run("cpps", starting, first, last)
        ever = self._share("repeat-cpps-ever", "cpps-starting", starting)
        share = 0.30 + 0.18 * uniform("two years", self.council)
        year = round(share * sum(ever[one] for one in YEAR.quarters()))
        soon = self._flow("repeat-cpps-2-years", year, _as_base(ever), ever)
        return {"cpps-starting": starting, "cpps-current": current, "cpps-ceasing": ceasing,
                "repeat-cpps-ever": ever, "repeat-cpps-2-years": soon}  # fmt: skip

    def _care(self) -> dict[str, Mapping[Period, int]]:
        """Children looked after. Where the release prints "not applicable" nobody is, which a council says with 0."""
        first, last = self._year("cla-current", "YE2024-03"), self._year("cla-current")
        starts, ends = self._year("cla-starting"), self._year("cla-ceasing")
        # The year counts a child once; the stocks tell how many came twice, or left twice.
        twice = (last - first) - (starts - ends)
        starting = self._flow("cla-starting", starts + max(twice, 0))
        current, ceasing = self._run("cla", starting, first, last)
        alone = self._stock("cla-uasc")
        return {"cla-current": current, "cla-starting": starting, "cla-ceasing": ceasing,
                "cla-uasc": {one: min(n, current[one]) for one, n in alone.items()}}  # fmt: skip

    def _run(self, family: str, starting: Counts, first: int, last: int) -> tuple[Counts, Counts]:
        """Stock and ends: from the first published day to the last, then ends in proportion to the stock."""
        key = f"{family}-ceasing"
        held = YEAR.quarters()
        total = first + sum(starting[one] for one in held) - last
        weights = [_of(SEASONS[key], one) * wobble(total / 4, self.council, key, one) for one in held]
        in_year = dict(zip(held, apportioned(total, weights), strict=True))
        # Ends follow the stock, so that it finds back to its level: a quarter's usual ends for each child of the stock.
        level = max(last, 1)
        pace = sum(starting[one] for one in held) / 4 / level
        current, ceasing = {BEGIN: first}, {BEGIN: 0}
        for one in self.quarters[1:]:
            before = current[one.previous()]
            years = _years_after(held[-1], one)
            # What rose in the published year goes on rising a little, and settles.
            target = level + MOMENTUM * (last - first) * (1 - 0.3**years)
            target *= drift(f"{family}-current", self.council, years)
            usual = pace * target + 0.5 * (before + starting[one] - pace * target - target)
            expected = usual * _of(SEASONS[key], one) * wobble(usual, self.council, key, one)
            ends = in_year.get(one, settled(max(expected, 0.0), self.council, key, one))
            ceasing[one] = min(ends, before + starting[one])
            current[one] = before + starting[one] - ceasing[one]
        return current, ceasing

    def _unaccompanied_leavers(self, leavers: Counts) -> Counts:
        alone, all_ = self._published("cla-uasc", YEAR.code), self._published("cla-current", YEAR.code)
        if isinstance(alone, Missing) or isinstance(all_, Missing):
            return dict.fromkeys(leavers, 0)
        share = UNACCOMPANIED_LEAVERS * (float(alone) / float(all_) / CARE_OF_ENGLAND) ** 0.6
        share = min(share, 0.55) * (1 + 0.05 * chance("unaccompanied leavers", self.council))
        return {one: round(share * n) for one, n in leavers.items()}

    def _special_needs(self) -> dict[str, Mapping[Period, int]]:
        """Requests have the seasons; assessments follow them, and plans follow assessments, some months later."""
        keys = ("ehcp-requests", "ehcp-assessments", "ehcps-issued")
        base, made = None, {}
        for key in keys:
            made[key] = counts = self._flow(key, self._year(key, "CY2024"), base, held=CALENDAR)
            usual = sum(counts.values()) / len(counts)
            earlier = {one: counts.get(one.previous(), counts[one]) for one in counts}
            base = {one: 0.4 * usual + 0.2 * n + 0.4 * earlier[one] for one, n in counts.items()}
        return dict(made)

    def _home(self) -> Counts:
        """Children educated at home on the last day, from those of the newest year and the census days known."""
        year = self._year(ANY_TIME, "AY2024-25", expected=0)
        ratios = []
        any_time = self._published(ANY_TIME, "AY2022-23")
        for code in ("2022-10-06", "2023-01-19"):
            on_the_day = self._published(CENSUS_DAY, code)
            if not isinstance(on_the_day, Missing) and not isinstance(any_time, Missing) and float(any_time):
                ratios.append(float(on_the_day) / float(any_time))
        ratio = min(max(sum(ratios) / len(ratios), 0.62), 0.78) if ratios else HOME_ON_A_DAY
        found: Counts = {}
        for one in self.quarters:
            expected = ratio * year * _of(STANDING["ehe"], one)
            expected *= drift("ehe", self.council, _years_after(YEAR.quarters()[-1], one))
            moved = wobble(expected, self.council, "ehe", one, calm=STOCK)
            found[one] = round(expected * moved)
        return found


def _as_base(counts: Counts) -> dict[Period, float]:
    return {quarter: float(count) for quarter, count in counts.items()}


def _of(seasons: tuple[float, float, float, float], quarter: Period) -> float:
    return seasons[int(quarter.code[-1]) - 1]


def _years_after(last: Period, quarter: Period) -> float:
    """How long after a published year a quarter lies; 0 within it and before."""
    return max((quarter.end - last.end).days / 365.25, 0.0)
