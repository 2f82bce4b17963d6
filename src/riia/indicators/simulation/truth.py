"""The true value of each indicator, from the histories and not from any file: what a correct count should find."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.indicators.calendar import working_days_between
from riia.indicators.model import Period
from riia.indicators.simulation.care import CHECKS
from riia.indicators.simulation.chance import age_on, years_after
from riia.indicators.simulation.lives import Care, CareEpisode, World, open_on
from riia.indicators.simulation.targets import SOURCES

_GROUPS: Final = dict(zip(("1", "2A", "2B", "3", "4", "5", "6", "7", "8", "9", "10"), SOURCES, strict=True)) | {
    "1": "individual", "2A": "schools", "2B": "education-services", "3": "health-services", "4": "housing",
    "5": "council-services", "6": "police", "7": "other-legal-agency", "8": "other", "9": "anonymous", "10": "unknown",
}  # fmt: skip
_LIMIT, _CONFERENCE_LIMIT = 45, 15
_EET: Final = ("F", "P")


def periods_of(year: int) -> list[Period]:
    """The year ending 31 March and its four quarters; the calendar and academic years that go with it."""
    quarters = [Period.parse(f"{year - 1}-{year % 100:02d}Q{number}") for number in (1, 2, 3, 4)]
    return [
        Period.year_ending_march(year), *quarters, Period.calendar_year(year - 1), Period.academic_year(year - 1),
    ]  # fmt: skip


def truths(world: World, year: int) -> dict[str, dict[str, int]]:
    """By period code and indicator address: the number."""
    return {period.code: _Truth(world, period).numbers() for period in periods_of(year)}


def adding(left: dict[str, dict[str, int]], right: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """The truths of two councils taken together."""
    return {
        period: {name: left.get(period, {}).get(name, 0) + number for name, number in numbers.items()}
        for period, numbers in right.items()
    }


@dataclass
class _Truth:
    world: World
    period: Period

    def numbers(self) -> dict[str, int]:
        first, last = self.period.start, self.period.end
        found: dict[str, int] = {}
        if first >= self.world.first and last <= self.world.last:
            found.update(self._front_door())
            found.update(self._assessment())
            found.update(self._protection())
            found.update(self._care())
        found.update(self._schooling())
        return found

    def _in(self, day: date | None) -> bool:
        return day is not None and self.period.start <= day <= self.period.end

    def _count[T](self, things: Iterable[T], day: Callable[[T], date | None]) -> int:
        return sum(self._in(day(thing)) for thing in things)

    def _front_door(self) -> Iterator[tuple[str, int]]:
        needs = [need for need in self.world.needs if self._in(need.referred)]
        if self.period.start >= date(self.world.year - 1, 4, 1):
            yield "initial-contacts", self._count(self.world.contacts, lambda one: one.day)
            yield "early-help-assessments", self._count(self.world.early_help, lambda one: one.started)
        yield "referrals", len(needs)
        by_source = dict.fromkeys(SOURCES, 0)
        for need in needs:
            by_source[_GROUPS.get(need.source) or _GROUPS[need.source[0]]] += 1
        yield from ((f"referrals:source={key}", number) for key, number in by_source.items())
        yield "repeat-referrals", sum(need.repeat for need in needs)

    def _assessment(self) -> Iterator[tuple[str, int]]:
        pairs = [(need, one) for need in self.world.needs for one in need.assessments]
        done = [(need.referred, one.started, one.authorised) for need, one in pairs if self._in(one.authorised)]
        yield "assessments-started", sum(self._in(one.started) for _, one in pairs)
        yield "assessments-completed", len(done)
        from_start = sum(working_days_between(start, end) <= _LIMIT for _, start, end in done if end)
        yield "assessments-within-45-days", from_start
        from_referral = sum(working_days_between(referred, end) <= _LIMIT for referred, _, end in done if end)
        yield "assessments-within-45-days:from=referral", from_referral
        named = {need.whose.number for need, one in pairs if self._in(one.authorised) and "11A" in one.factors}
        yield "cse-factors", len(named)
        last = self.period.end
        yield (
            "children-in-need",
            sum(not need.nfa and open_on(need.referred, need.closed, last) for need in self.world.needs),
        )
        yield "cin-plans", sum(open_on(p.started, p.ended, last) for need in self.world.needs for p in need.plans)

    def _protection(self) -> Iterator[tuple[str, int]]:
        enquiries = [one for need in self.world.needs for one in need.enquiries]
        yield "section-47-enquiries", self._count(enquiries, lambda one: one.started)
        timed = [(one.started, one.conference) for one in enquiries if self._in(one.conference)]
        without = sum(self._in(need.conference) for need in self.world.needs)
        yield "icpcs", len(timed) + without
        in_time = sum(working_days_between(start, held) <= _CONFERENCE_LIMIT for start, held in timed if held)
        yield "icpcs-within-15-days:of=icpcs", in_time
        yield "icpcs-within-15-days:of=section-47-enquiries", in_time
        plans = [(need, plan) for need in self.world.needs for plan in need.protection]
        new = [(need, plan) for need, plan in plans if self._in(plan.started)]
        yield "cpps-starting", len(new)
        yield "cpps-ceasing", sum(self._in(plan.ended) for _, plan in plans)
        yield "cpps-current", sum(open_on(plan.started, plan.ended, self.period.end) for _, plan in plans)
        yield "repeat-cpps-ever", sum(plan.previous > 0 for _, plan in new)
        ends: dict[int, list[date]] = {}
        for need, plan in plans:
            if plan.ended:
                ends.setdefault(need.whose.number, []).append(plan.ended)
        yield (
            "repeat-cpps-2-years",
            sum(
                any(end <= plan.started <= years_after(end, 2) for end in ends.get(need.whose.number, ()))
                for need, plan in new
            ),
        )

    def _care(self) -> Iterator[tuple[str, int]]:
        care, last = self.world.care, self.period.end
        now = [one for one in care if one.looked_after_on(last)]
        yield "cla-current", len(now)
        yield "cla-starting", self._count(care, lambda one: one.began)
        yield "cla-ceasing", self._count(care, lambda one: one.ended)
        yield "cla-uasc", sum(one.child.uasc for one in now)
        yield "cla-own-provision", sum(_placed_on(one, last).provider == "PR1" for one in now)
        yield "cla-three-or-more-placements", sum(_placements(one, last) > 2 for one in now)
        yield (
            "cla-missing",
            len(
                {
                    one.child.number
                    for one in care
                    for away in one.missing
                    if away.kind == "M" and self._in(away.started)
                }
            ),
        )
        yield "cla-adopted", sum(self._in(one.ended) and one.reason in ("E11", "E12") for one in care)
        if (last.month, last.day) == (3, 31):
            for name, address in CHECKS.items():
                yield address, sum(name in one.checked.get(last.year, ()) for one in care)
        if last != self.world.last:
            return
        leavers = self.world.leavers
        for low, high in ((17, 18), (19, 21), (22, 25)):
            these = [one for one in leavers if low <= age_on(one.child.born, last) <= high]
            band = f"age={low}-{high}"
            yield f"care-leavers:{band}", len(these)
            busy = sum(one.in_touch and one.activity.startswith(_EET) for one in these)
            yield f"care-leavers-eet:{band}", busy
            suits = sum(one.in_touch and one.accommodation.endswith("1") for one in these)
            yield f"care-leavers-suitable-accommodation:{band}", suits
            yield f"uasc-care-leavers:{band}", sum(one.child.uasc for one in these)

    def _schooling(self) -> Iterator[tuple[str, int]]:
        first, last = self.period.start, self.period.end
        plans, home = self.world.plans, self.world.home
        held = date(self.world.year - 1, 1, 1), date(self.world.year - 1, 12, 31)
        if first >= held[0] and last <= held[1]:
            yield "ehcp-requests", sum(self._in(one.received) and one.outcome != "H" for one in plans)
            yield "ehcp-assessments:count=agreed", sum(self._in(one.decided) and one.outcome == "Y" for one in plans)
            decided = [one for one in plans if self._in(one.assessed)]
            yield "ehcp-assessments:count=decided", sum(one.result in ("Y", "N") for one in decided)
            yield "ehcps-issued:count=assessments-with-a-plan", sum(one.result == "Y" for one in decided)
            new = [one for one in plans if self._in(one.started) and not one.transferred and one.result != "H"]
            yield "ehcps-issued:count=new-plans", len(new)
        year = date(self.world.year - 1, 4, 1), date(self.world.year, 8, 31)
        if first >= year[0] and last <= year[1]:
            yield "ehe:count=starting", self._count(home, lambda one: one.started)
            yield (
                "ehe:count=any-time",
                sum(one.started <= last and (one.ended is None or one.ended >= first) for one in home),
            )
            yield "ehe:count=census-day", sum(open_on(one.started, one.ended, last) for one in home)


def _placed_on(care: Care, day: date) -> CareEpisode:
    return [one for one in care.episodes if one.began <= day][-1]


def _placements(care: Care, day: date) -> int:
    """Placements with a day in the twelve months to `day`; a change of legal status alone is no new placement."""
    begun = [one.began for one in care.episodes if one.rne != "L" and one.began <= day]
    year_ago = day.replace(year=day.year - 1)
    return sum(end > year_ago for end in (*begun[1:], day))
