"""Episodes of need: who is referred when, how often again, and when each case closes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import Final

from riia.indicators.simulation.chance import Chance, Share, age_on, stays, working_day_before, years_after
from riia.indicators.simulation.lives import Care, Child, Need
from riia.indicators.simulation.people import People
from riia.indicators.simulation.protection import Protection, year_days
from riia.indicators.simulation.targets import Targets

_NFA: Final = 0.07
_NEEDS: Final = {"N1": 57.0, "N2": 9.0, "N3": 3.0, "N4": 8.0, "N5": 15.0, "N6": 3.0, "N7": 0.3, "N8": 1.5, "N0": 3.2}
_CODES: Final = {
    "individual": {"1A": 5.0, "1B": 2.0, "1C": 1.0, "1D": 1.0}, "schools": {"2A": 1.0},
    "education-services": {"2B": 1.0},
    "health-services": {"3A": 3.0, "3B": 3.0, "3C": 1.0, "3D": 4.0, "3E": 4.0, "3F": 2.0}, "housing": {"4": 1.0},
    "council-services": {"5A": 4.0, "5B": 2.0, "5C": 2.0, "5D": 3.0}, "police": {"6": 1.0},
    "other-legal-agency": {"7": 1.0}, "other": {"8": 1.0}, "anonymous": {"9": 1.0}, "unknown": {"10": 1.0},
}  # fmt: skip
_AGAIN_LATER: Final = 0.12  # of other referrals: children last known more than a year ago
_FROM_PLAN_TO_CARE: Final = 0.3
_SEEN_PLAN: Final = 0.55  # of repeat plans: the earlier one is within the simulated years


@dataclass
class Referring:
    """Makes every episode of need of all years: the children, their referrals and the days their cases close."""

    chance: Chance
    people: People
    targets: Targets
    years: list[int]
    care: list[Care]

    def needs(self) -> list[Need]:
        """All needs, in order of referral. Assessments and child in need plans are still to come."""
        self._first, self._last = year_days(self.years[0])[0], year_days(self.years[-1])[1]
        guarded = Protection(self.chance, self.targets, self.years).needs()
        found = guarded + self._cared_for(guarded)
        plain, dismissed = self._plain(found)
        self._close_after_plan(found)
        waiting = [need for need in found if not need.protection and need.care is None] + plain
        settled = [need for need in found if need.protection or need.care]
        self._close(waiting, settled)
        found = sorted([*settled, *waiting, *dismissed], key=lambda need: need.referred)
        Naming(self.chance, self.people, self.targets, self.years).name(found)
        self._describe(found)
        return found

    def _cared_for(self, guarded: list[Need]) -> list[Need]:
        """A need for each period of care: an existing one whose plan ended as care began, or one of its own."""
        plans: dict[date, list[Need]] = {}
        for need in guarded:
            if need.protection and need.protection[0].ended:
                plans.setdefault(need.protection[0].ended, []).append(need)
        through = Share(_FROM_PLAN_TO_CARE)
        made = []
        for care in self.care:
            joined = None
            if not care.child.uasc and care.began >= self._first and through():
                joined = self._plan_before(care, plans)
            if joined is None:
                wait = self.chance.whole(0, 1) if care.child.uasc else self.chance.whole(0, 45)
                joined = Need(max(care.began - timedelta(days=wait), min(care.child.born, care.began)), "")
                made.append(joined)
            joined.care, joined.child = care, care.child
        return made

    def _plan_before(self, care: Care, plans: dict[date, list[Need]]) -> Need | None:
        for days in range(40):
            for need in plans.get(care.began + timedelta(days=days), ()):
                early = need.referred > care.child.born - timedelta(days=200)
                plan = need.protection[0]
                ended_in_care = care.ended is None or (plan.ended is not None and plan.ended < care.ended)
                if need.care is None and early and plan.started < care.began and ended_in_care:
                    return need
        return None

    def _plain(self, found: list[Need]) -> tuple[list[Need], list[Need]]:
        """The other referrals of each year: those that lead to something, and those with no further action."""
        plain, dismissed = [], []
        for year in self.years:
            first, last = year_days(year)
            held = sum(first <= need.referred <= last for need in found)
            days = self.chance.spread(first, last, self.targets("referrals", year) - held)
            nfa = self.chance.chosen(round(self.targets("referrals", year) * _NFA), len(days))
            for day, ends_there in zip(days, nfa, strict=True):
                if ends_there:
                    closed = min(day + timedelta(days=self.chance.whole(0, 2)), last)
                    dismissed.append(Need(day, "", nfa=True, closed=closed, reason="RC7"))
                else:
                    plain.append(Need(day, ""))
        return plain, dismissed

    def _close_after_plan(self, found: list[Need]) -> None:
        """Needs with a plan or a period of care close some time after it."""
        for need in found:
            ends: list[date | None] = [plan.ended for plan in need.protection]
            if need.care:
                ends.append(need.care.ended)
            if not ends or None in ends:
                continue
            slack = 20 if need.care else self.chance.whole(0, 130)
            closed = max(end for end in ends if end) + timedelta(days=self.chance.whole(0, slack))
            conferences = [one.conference or one.started for one in need.enquiries]
            if closed > self._last:
                continue
            if need.care:
                closed = min(closed, years_after(need.care.child.born, 18)) if need.care.ended else closed
                closed = max(closed, *(end for end in ends if end))
            need.closed = max(closed, *conferences) if conferences else closed

    def _close(self, waiting: list[Need], settled: list[Need]) -> None:
        """Close the other cases so that the number open at each year end is as published."""
        wanted = {}
        for year in (self.years[0] - 1, *self.years):
            day = year_days(year)[1]
            held = sum(n.referred <= day and (n.closed is None or n.closed > day) for n in settled)
            wanted[year] = max(self.targets("children-in-need", year) - held, 0)
        begun = dict.fromkeys(self.years, 0)
        early = 0
        for need in waiting:
            if need.referred < self._first:
                early += 1
            else:
                begun[need.referred.year + (need.referred.month > 3)] += 1
        for year in reversed(self.years):
            # Never so few open cases that more would be open at the end of the year than could be.
            least = wanted[year] - begun[year] + begun[year] // 3
            wanted[year - 1] = max(wanted[year - 1], least)
        opening = max(wanted[self.years[0] - 1] - early, 0)
        waiting += [Need(day, "") for day in self._long_open(opening)]
        ends = []
        for year in self.years:
            number = wanted[year - 1] + begun[year] - wanted[year]
            if year == self.years[0]:
                number += max(early - wanted[year - 1], 0)
            ends += self.chance.spread(*year_days(year), number, working=True)
        waiting.sort(key=lambda need: need.referred)
        for need, closed in stays(
            [(self._earliest(one), one.referred, one) for one in waiting], ends, self._mostly_new
        ):
            need.closed = closed

    def _long_open(self, number: int) -> list[date]:
        draw = self.chance.random.random
        return [self._first - timedelta(days=1 + int(900 * draw() ** 2)) for _ in range(number)]

    def _earliest(self, need: Need) -> date:
        """The first day on which the case may close: after what must come before, and some days to look into it."""
        days = [need.referred + timedelta(days=self.chance.whole(4, 40))]
        days += [(one.conference or one.started) + timedelta(days=12) for one in need.enquiries]
        if any(one.pending for one in need.enquiries):
            return date.max
        if need.conference:
            days.append(need.conference + timedelta(days=5))
        return max(days)

    def _mostly_new(self, number: int) -> int:
        draw = self.chance.random.random
        return number - 1 - int(draw() * number * 0.35) if draw() < 0.62 else int(draw() * number)

    def _describe(self, needs: list[Need]) -> None:
        """Who referred, and what the need is."""
        sources = {key: weight for key, weight in self.targets.sources.items() if weight > 0}
        for need in needs:
            need.source = self.chance.pick(_CODES[self.chance.pick(sources)])
            if not need.nfa:
                need.code = need.care.need if need.care else self.chance.pick(_NEEDS)
            if need.protection:
                need.code = need.code if need.care else "N1"


@dataclass
class Naming:
    """Says which child each need is of, so that as many come back within 12 months as published."""

    chance: Chance
    people: People
    targets: Targets
    years: list[int]
    _busy: list[tuple[date, int, Child]] = field(default_factory=list)
    _known: list[Child] = field(default_factory=list)
    _lapsed: list[Child] = field(default_factory=list)
    _planned: list[Child] = field(default_factory=list)
    _last: dict[int, date] = field(default_factory=dict)
    _plans: dict[int, int] = field(default_factory=dict)

    def name(self, needs: list[Need]) -> None:
        """Give every need its child; `needs` are in order of referral."""
        for year in (self.years[0] - 1, *self.years):
            first, last = year_days(year)
            these = [n for n in needs if n.referred <= last and (n.referred >= first or year < self.years[0])]
            wanted = self.targets("repeat-referrals", year) if year in self.years else 0
            self._year(these, wanted, self._repeat_plans(these, year))

    def _repeat_plans(self, needs: list[Need], year: int) -> Iterator[bool]:
        planned = [need for need in needs if need.protection]
        number = self.targets("repeat-cpps-ever", year)
        starting = max(self.targets("cpps-starting", year), 1)
        return iter(self.chance.chosen(round(number * len(planned) / starting), len(planned)))

    def _year(self, needs: list[Need], wanted: int, again: Iterator[bool]) -> None:
        free = sum(need.child is None for need in needs)
        seen = Share(_SEEN_PLAN)
        for need in needs:
            repeat_plan = bool(need.protection) and next(again)
            if need.child is None:
                due = self.chance.random.random() * free < wanted
                free -= 1
                wanted -= self._one(need, due=due, repeat_plan=repeat_plan, seen=repeat_plan and seen())
            elif repeat_plan:
                need.protection[0].previous = 1
            self._after(need)

    def _one(self, need: Need, *, due: bool, repeat_plan: bool, seen: bool) -> bool:
        """Name one need; answers whether it turned out to be a repeat referral."""
        self._release(need.referred)
        child = self._from(self._planned, need, planned=True) if seen else None
        if child is None and due:
            child = self._from(self._known, need, planned=False)
        if child is None and not due and self.chance.random.random() < _AGAIN_LATER:
            child = self._from(self._lapsed, need, planned=False)
        if child is None:
            child = self.people.referred(need.referred)
        need.child = child
        before = self._last.get(child.number)
        need.repeat = before is not None and need.referred <= years_after(before, 1)
        if need.protection:
            held = self._plans.get(child.number, 0)
            need.protection[0].previous = held or (self.chance.whole(1, 10) // 9 + 1 if repeat_plan else 0)
        return need.repeat

    def _release(self, day: date) -> None:
        """Children whose case was closed before the day can be referred again."""
        while self._busy and self._busy[0][0] < day:
            _, _, child = heappop(self._busy)
            (self._planned if child.number in self._plans else self._known).append(child)

    def _from(self, pool: list[Child], need: Need, *, planned: bool) -> Child | None:
        for _ in range(8):
            if not pool:
                return None
            at = int(self.chance.random.random() * len(pool))
            pool[at], pool[-1] = pool[-1], pool[at]
            child = pool.pop()
            recent = need.referred <= years_after(self._last[child.number], 1)
            if age_on(child.born, need.referred) >= 17:
                continue
            if pool is self._known and not recent:
                self._lapsed.append(child)
                continue
            if child.born - need.referred > timedelta(days=200):
                continue
            return child
        return None

    def _after(self, need: Need) -> None:
        child = need.whose
        self._last[child.number] = need.referred
        if need.protection:
            held = max(self._plans.get(child.number, 0), need.protection[0].previous)
            self._plans[child.number] = held + len(need.protection)
        if need.closed and need.care is None:
            heappush(self._busy, (need.closed, child.number, child))


def assessed_by(need: Need, last: date) -> date:
    """The last working day on which an assessment of a need can be authorised."""
    return working_day_before(min(need.closed or last, last))
