"""Child protection: enquiries, conferences and plans, and the episodes of need that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.calendar import add_working_days
from riia.indicators.simulation.chance import Chance, Share, stays, working_day_before
from riia.indicators.simulation.lives import Enquiry, Need, ProtectionPlan
from riia.indicators.simulation.targets import Targets

_CATEGORIES: Final = {"NEG": 49.0, "EMO": 36.0, "PHY": 7.0, "SAB": 4.0, "MUL": 4.0}
_LEAST_PLAN: Final = timedelta(days=60)
_OPENING_PLAN_DAYS: Final = 420
_IN_TIME: Final = 15
_TRANSFERRED_IN: Final = 0.25  # of the conferences that were not in time
_PENDING: Final = 0.04  # of a year's conferences: enquiries still without theirs on the last day
_SECOND_ENQUIRIES: Final = 0.08


def year_days(year: int) -> tuple[date, date]:
    """First and last day of the year ending 31 March."""
    return date(year - 1, 4, 1), date(year, 3, 31)


@dataclass
class Protection:
    """Makes the needs with an enquiry, a conference or a plan, for all years at once."""

    chance: Chance
    targets: Targets
    years: list[int]

    def needs(self) -> list[Need]:
        """One need for each plan, each conference without plan and each other enquiry; referral dates included."""
        found = list(self._planned())
        for year in self.years:
            found += self._with_conference(year)
            found += self._enquiries(year, found)
        return found

    def _planned(self) -> Iterator[Need]:
        first, last = year_days(self.years[0])[0], year_days(self.years[-1])[1]
        starts = [
            day
            for year in self.years
            for day in self.chance.spread(*year_days(year), self.targets("cpps-starting", year), working=True)
        ]
        ends = [
            day
            for year in self.years
            for day in self.chance.spread(*year_days(year), self.targets("cpps-ceasing", year), working=True)
        ]
        opening = max(self.targets("cpps-current", self.years[-1]) - len(starts) + len(ends), 0)
        before = first - timedelta(days=_OPENING_PLAN_DAYS), first - timedelta(days=1)
        begun = [
            (day + _LEAST_PLAN, day, day) for day in (*self.chance.spread(*before, opening, working=True), *starts)
        ]
        for (started, ended), manner in zip(
            stays(begun, ends, self._elder), self._manners(starts, opening), strict=True
        ):
            need = self._conferenced(started, manner) if started >= first else self._long_ago(started)
            category = self.chance.pick(_CATEGORIES)
            latest = self.chance.pick(_CATEGORIES) if self.chance.random.random() < 0.1 else category
            reviews = tuple(self._reviews(started, ended or last))
            need.protection.append(ProtectionPlan(started, ended, category, latest, reviews))
            yield need

    def _elder(self, number: int) -> int:
        draw = self.chance.random.random
        return int(min(draw(), draw()) * number)

    def _manners(self, starts: list[date], opening: int) -> Iterator[str]:
        """In time, late or by transfer, for each plan; shares of each year as published."""
        yield from [""] * opening
        at = 0
        for year in self.years:
            of = sum(day <= year_days(year)[1] for day in starts) - at
            at += of
            yield from self._in_time(year, of)

    def _in_time(self, year: int, number: int) -> list[str]:
        all_of_them = max(self.targets("icpcs", year), self.targets("cpps-starting", year))
        share = self.targets("icpcs-within-15-days:of=icpcs", year) / all_of_them if all_of_them else 1
        held = Share(share, start=0.5)
        moved = Share(_TRANSFERRED_IN)
        return ["in time" if held() else "transfer" if moved() else "late" for _ in range(number)]

    def _with_conference(self, year: int) -> Iterator[Need]:
        number = self.targets("icpcs", year) - self.targets("cpps-starting", year)
        days = self.chance.spread(*year_days(year), number, working=True)
        for day, manner in zip(days, self._in_time(year, len(days)), strict=True):
            yield self._conferenced(day, "late" if manner == "transfer" else manner)

    def _conferenced(self, held: date, manner: str) -> Need:
        boundary = year_days(held.year + (held.month > 3))[0]
        if manner == "late":
            started = add_working_days(held, -self.chance.whole(16, 30))
            if started < boundary:
                # It would have been overdue on 31 March: then it came from another council.
                manner = "transfer"
        if manner == "transfer":
            need = self._need(held - timedelta(days=self.chance.whole(3, 25)))
            need.conference = held
            return need
        if manner == "in time":
            days = self.chance.whole(5, _IN_TIME)
            started = add_working_days(held, -days)
            if started < boundary:
                started = add_working_days(held, -min(days, _IN_TIME - 2))
        need = self._need(started - timedelta(days=self._wait()))
        need.enquiries.append(Enquiry(started, held))
        return need

    def _enquiries(self, year: int, so_far: list[Need]) -> Iterator[Need]:
        """The other enquiries of a year: no conference needed, or one still to come on the very last day."""
        first, last = year_days(year)
        held = sum(first <= one.started <= last for need in so_far for one in need.enquiries)
        number = max(self.targets("section-47-enquiries", year) - held, 0)
        room = max(int(self.targets("referrals", year) * 0.85) - held - self.targets("cla-starting", year), 1)
        second = max(round(number * _SECOND_ENQUIRIES), number - room)
        pending = 0
        if year == self.years[-1]:
            pending = min(round(self.targets("icpcs", year) * _PENDING), number - second)
        for _ in range(pending):
            started = add_working_days(last, -self.chance.whole(1, 11))
            need = self._need(started - timedelta(days=self._wait()))
            need.enquiries.append(Enquiry(started, pending=True))
            yield need
        days = self.chance.spread(first, last, number - second - pending)
        made = [self._need(day - timedelta(days=self._wait())) for day in days]
        for need, day in zip(made, days, strict=True):
            need.enquiries.append(Enquiry(day))
        early = [need for need in made if need.enquiries[0].started <= last - timedelta(days=150)]
        for at in range(second):
            if not early:
                break
            need = early[at % len(early)] if second > len(early) else early[at * len(early) // second]
            gap = timedelta(days=self.chance.whole(70, 110))
            again = working_day_before(need.enquiries[-1].started + gap)
            if again <= last - timedelta(days=5):
                need.enquiries.append(Enquiry(again))
        yield from made

    def _long_ago(self, started: date) -> Need:
        return self._need(started - timedelta(days=self.chance.whole(10, 60)))

    def _wait(self) -> int:
        return self.chance.whole(0, 6) if self.chance.random.random() < 0.5 else 0

    def _need(self, referred: date) -> Need:
        return Need(referred, "")

    def _reviews(self, started: date, until: date) -> Iterator[date]:
        day = working_day_before(started + timedelta(days=self.chance.whole(70, 88)))
        while day < until:
            yield day
            day = working_day_before(day + timedelta(days=self.chance.whole(140, 178)))
