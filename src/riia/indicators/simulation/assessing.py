"""Assessments and child in need plans of the episodes of need, as many and as timely as published."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.calendar import add_working_days, working_days_between
from riia.indicators.simulation.chance import Chance, Share, on_working_day, working_day_before
from riia.indicators.simulation.lives import Assessment, Need, NeedPlan, open_on
from riia.indicators.simulation.needs import assessed_by
from riia.indicators.simulation.protection import year_days
from riia.indicators.simulation.targets import Targets

LIMIT: Final = 45
_BANDS: Final = {(1, 10): 12.0, (11, 20): 18.0, (21, 30): 20.0, (31, 40): 30.0, (41, 45): 20.0}
_FACTORS: Final = {
    "1A": 3.0, "1B": 11.0, "2A": 5.0, "2B": 12.0, "3A": 14.0, "3B": 30.0, "4A": 16.0, "4B": 28.0, "4C": 4.0,
    "5A": 8.0, "5B": 3.0, "6A": 5.0, "6B": 5.0, "7A": 3.0, "10A": 3.0, "12A": 1.0, "13A": 2.0, "14A": 7.0, "15A": 4.0,
    "16A": 16.0, "17A": 20.0, "18C": 9.0, "18B": 2.0, "19C": 4.0, "19B": 2.0, "20": 8.0, "24A": 3.0,
}  # fmt: skip
SPLIT_FROM: Final = date(2021, 4, 1)
"""18A and 19A were split by who does the harm; the split codes are used for assessments begun from this day."""
_CSE: Final = "11A"
_AFTER_ASSESSMENT: Final = 0.7  # of quick closures after an assessment alone
_REASONS: Final = {"RC7": 92.0, "RC5": 5.0, "RC4": 1.0, "RC3": 2.0}
_CARE_REASONS: Final = {"E11": "RC1", "E12": "RC1", "E45": "RC4", "E46": "RC4", "E41": "RC3", "E3": "RC5", "E7": "RC6"}


@dataclass
class Assessing:
    """Adds assessments, reasons for closure and child in need plans to needs that have their children and days."""

    chance: Chance
    targets: Targets
    years: list[int]

    def assess(self, needs: list[Need]) -> None:
        """Do it, for all years at once."""
        self._first, self._last = year_days(self.years[0])[0], year_days(self.years[-1])[1]
        self._ends = [year_days(year)[1] for year in self.years]
        active = [need for need in needs if not need.nfa]
        in_time = Share(self.targets.shares["assessments-within-45-days"])
        for need in active:
            self._first_one(need, in_time)
            self._further(need)
        for year in self.years:
            self._as_many(active, year)
            self._as_timely(active, year)
        self._factors(active)
        for need in active:
            if need.closed:
                need.reason = self._reason(need)
        self._plans(active)

    def _first_one(self, need: Need, in_time: Share) -> None:
        """The assessment that follows the referral; it is authorised before the case closes."""
        started = self._soon(need.referred)
        least = max((one.conference for one in need.enquiries if one.conference), default=started)
        days = self.chance.whole(*self.chance.pick(_BANDS)) if in_time() else self.chance.whole(46, 75)
        authorised = self._fitted(need, started, add_working_days(started, days))
        crossing = any(
            one.started <= end < (one.conference or one.started) for one in need.enquiries for end in self._ends
        )
        if crossing and authorised and authorised < least:
            authorised = working_day_before(min(add_working_days(least, 2), assessed_by(need, self._last)))
        if need.closed and started > need.closed:
            return
        need.assessments.append(Assessment(started, authorised, ()))

    def _soon(self, day: date) -> date:
        """The next working day, or the day itself when that would be in another census year."""
        soon = on_working_day(day)
        return day if any(day <= end < soon for end in self._ends) else soon

    def _fitted(self, need: Need, started: date, authorised: date) -> date | None:
        """The day of authorisation, moved so that nothing is long overdue on a 31 March; None: open at the end."""
        authorised = min(authorised, assessed_by(need, self._last)) if need.closed else authorised
        for end in self._ends:
            if started <= end < authorised and working_days_between(started, end) >= LIMIT - 1:
                authorised = working_day_before(end)
        if authorised > self._last:
            return None
        return max(authorised, started)

    def _further(self, need: Need) -> None:
        """An enquiry that no assessment of the same year stands beside brings a new one with it."""
        for enquiry in need.enquiries:
            shown = [enquiry.conference or enquiry.started]
            if enquiry.started != shown[0] and enquiry.conference:
                shown.append(enquiry.started)
            for day in shown:
                year = day.year + (day.month > 3)
                first, last = year_days(year)
                if day < self._first or any(self._stands(one, first, last) for one in need.assessments):
                    continue
                started = self._soon(max(day, first))
                if need.assessments and (need.assessments[-1].authorised or date.max) >= started:
                    started = add_working_days(need.assessments[-1].authorised or started, 1)
                if started > last or (need.closed and started > need.closed):
                    continue
                wanted = add_working_days(started, self.chance.whole(10, 40))
                authorised = self._fitted(need, started, wanted)
                need.assessments.append(Assessment(started, authorised, ()))

    def _stands(self, one: Assessment, first: date, last: date) -> bool:
        """Whether a return of the year shows it: authorised in the year, or still open at its end."""
        if one.authorised and one.authorised <= last:
            return one.authorised >= first
        return first <= one.started <= last

    def _as_many(self, needs: list[Need], year: int) -> None:
        """Add or take away assessments until as many are authorised in the year as published."""
        first, last = year_days(year)
        held = sum(bool(one.authorised and first <= one.authorised <= last) for n in needs for one in n.assessments)
        missing = self.targets("assessments-completed", year) - held
        if missing < 0:
            able = [n for n in needs if not n.enquiries and not n.protection and self._one_in(n, first, last)]
            for need in self.chance.random.sample(able, min(-missing, len(able))):
                need.assessments.clear()
            return
        able = [need for need in needs if self._room(need, first, last)]
        self.chance.random.shuffle(able)
        while missing > 0 and able:
            left = []
            for need in able:
                if missing <= 0:
                    break
                room = self._room(need, first, last)
                if not room:
                    continue
                early, late = room
                started = on_working_day(early + timedelta(days=self.chance.whole(0, max((late - early).days - 66, 0))))
                authorised = add_working_days(started, self.chance.whole(8, 44))
                if authorised <= late:
                    need.assessments.append(Assessment(started, authorised, ()))
                    missing -= 1
                    left.append(need)
            able = left

    def _one_in(self, need: Need, first: date, last: date) -> bool:
        return len(need.assessments) == 1 and bool(
            need.assessments[0].authorised and first <= need.assessments[0].authorised <= last
        )

    def _room(self, need: Need, first: date, last: date) -> tuple[date, date] | None:
        """Where a review assessment fits: after the last one, before the case closes, inside the year."""
        if any(one.authorised is None for one in need.assessments):
            return None
        done = max((one.authorised for one in need.assessments if one.authorised), default=need.referred)
        early = max(done + timedelta(days=5), need.referred, first)
        late = min(need.closed or last, last)
        return (early, late) if (late - early).days > 75 else None

    def _as_timely(self, needs: list[Need], year: int) -> None:
        """Lengthen or shorten assessments until as many are in time as published."""
        first, last = year_days(year)
        held = [
            (need, at)
            for need in needs
            for at, one in enumerate(need.assessments)
            if one.authorised and first <= one.authorised <= last
        ]
        wanted = round(self.targets.shares["assessments-within-45-days"] * len(held))
        timely = [self._in_time(need.assessments[at]) for need, at in held]
        surplus = sum(timely) - wanted
        order = list(range(len(held)))
        self.chance.random.shuffle(order)
        for index in order:
            if surplus == 0:
                break
            need, at = held[index]
            one = need.assessments[at]
            if surplus > 0 and timely[index]:
                longer = add_working_days(one.started, self.chance.whole(46, 70))
                latest = min(need.closed or last, last)
                if at + 1 < len(need.assessments):
                    latest = min(latest, need.assessments[at + 1].started)
                crosses = any(
                    one.started <= end < longer and working_days_between(one.started, end) >= LIMIT - 1
                    for end in self._ends
                )
                if longer <= latest and not crosses:
                    one.authorised = longer
                    surplus -= 1
            elif surplus < 0 and not timely[index]:
                shorter = add_working_days(one.started, self.chance.whole(24, LIMIT))
                if first <= shorter <= last:
                    one.authorised = shorter
                    surplus += 1

    def _in_time(self, one: Assessment) -> bool:
        return one.authorised is not None and working_days_between(one.started, one.authorised) <= LIMIT

    def _factors(self, needs: list[Need]) -> None:
        exploited = Share(self.targets.shares["cse-factors"])
        for need in needs:
            for one in need.assessments:
                if one.authorised is None:
                    continue
                found = {self.chance.pick(_FACTORS) for _ in range(self.chance.whole(1, 4))}
                if need.whose.uasc:
                    found.add("9A")
                if exploited():
                    found.add(_CSE)
                if one.started < SPLIT_FROM:
                    found = {{"18B": "18A", "18C": "18A", "19B": "19A", "19C": "19A"}.get(f, f) for f in found}
                one.factors = tuple(sorted(found))

    def _reason(self, need: Need) -> str:
        """Why the case closed: after an assessment alone only when the same return shows that assessment."""
        if need.care:
            return _CARE_REASONS.get(need.care.reason, "RC7")
        alone = not (need.enquiries or need.protection or need.conference)
        if alone and need.closed and len(need.assessments) == 1 and need.assessments[0].authorised:
            done = need.assessments[0].authorised
            same_year = (done.year + (done.month > 3)) == (need.closed.year + (need.closed.month > 3))
            quick = (need.closed - need.referred).days < 75
            if same_year and quick and self.chance.random.random() < _AFTER_ASSESSMENT:
                return "RC9" if self.chance.random.random() < 0.3 else "RC8"
        return self.chance.pick(_REASONS)

    def _plans(self, needs: list[Need]) -> None:
        """Child in need plans of cases that stay open for long, never beside a protection plan or care."""
        able = [(need, room) for need in needs if (room := self._plan_room(need))]
        open_now = sum(open_on(start, end, self._last) for _, (start, end) in able)
        wanted = self.targets("cin-plans", self.years[-1])
        planned = Share(wanted / open_now if open_now else 0)
        for need, (started, ended) in able:
            if planned():
                need.plans.append(NeedPlan(started, ended))

    def _plan_room(self, need: Need) -> tuple[date, date | None] | None:
        if need.care or (need.conference and not need.protection) or need.reason in ("RC8", "RC9"):
            return None
        if need.protection:
            over = need.protection[-1].ended
            start = over + timedelta(days=1) if over else None
        else:
            held = max((one.conference or one.started for one in need.enquiries), default=need.referred)
            done = [one.authorised for one in need.assessments[:1] if one.authorised]
            start = max(done[0], held) + timedelta(days=self.chance.whole(1, 12)) if done else None
        if start is None or start > self._last - timedelta(days=5):
            return None
        if need.closed and (need.closed - start).days < 25:
            return None
        return start, need.closed
