"""Care leavers: those who left in the simulated years, and those who left before them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.chance import Chance, Share, age_on, years_after
from riia.indicators.simulation.lives import Care, Leaver
from riia.indicators.simulation.people import People
from riia.indicators.simulation.targets import Targets

_BANDS: Final = (("17-18", 17, 18), ("19-21", 19, 21), ("22-25", 22, 25))
_BUSY: Final = {"F1": 8.0, "P1": 1.0, "F2": 28.0, "P2": 7.0, "F4": 5.0, "P4": 1.0, "F5": 34.0, "P5": 16.0}
_IDLE: Final = {"G4": 40.0, "G5": 46.0, "G6": 14.0}
_SUITABLE: Final = {
    "U1": 42.0,
    "D1": 12.0,
    "B1": 9.0,
    "T1": 10.0,
    "K1": 9.0,
    "C1": 3.0,
    "Z1": 5.0,
    "E1": 8.0,
}
_UNSUITABLE: Final = {"X2": 45.0, "S2": 25.0, "V2": 15.0, "W2": 15.0}
_BUSY_OLDER: Final = 0.5
_UASC: Final = 0.27
"""Share of care leavers who were unaccompanied, England 2024; scaled by the council's own share in care."""


@dataclass
class Leaving:
    """Makes the care leavers as they are on the last day."""

    chance: Chance
    people: People
    targets: Targets
    last: date

    def leavers(self, care: list[Care]) -> list[Leaver]:
        """As many of each age band as published; those who left in the simulated years first."""
        seen: dict[int, Care] = {}
        for one in care:
            if one.ended and one.ended <= self.last and self._entitled(one):
                seen[one.child.number] = one
        found = []
        for band, low, high in _BANDS:
            wanted = self.targets(f"care-leavers:age={band}", self.last.year)
            busy = Share(self.targets.shares.get(f"care-leavers-eet:age={band}", _BUSY_OLDER))
            housed = Share(self.targets.shares.get(f"care-leavers-suitable-accommodation:age={band}", 0.9))
            known = [one for one in seen.values() if low <= age_on(one.child.born, self.last) <= high]
            left = [self._leaver(one, busy, housed) for one in known[:wanted]]
            left += [self._earlier(low, high, busy, housed) for _ in range(wanted - len(left))]
            found += left
        return found

    def _entitled(self, care: Care) -> bool:
        """In care for 13 weeks, and at 16 or later; not adopted, dead or passed to another council."""
        if care.ended is None or care.reason in ("E11", "E12", "E2", "E3"):
            return False
        left_at = age_on(care.child.born, care.ended)
        # Who is still looked after on the birthday of the year is not a care leaver in the return of that year.
        before_birthday = age_on(care.child.born, self.last) > left_at
        return (care.ended - care.began).days >= 91 and left_at >= 16 and before_birthday

    def _leaver(self, care: Care, busy: Share, housed: Share) -> Leaver:
        leaver = self._described(care.child.born, busy, housed)
        leaver.child, leaver.left = care.child, care.ended or self.last
        return leaver

    def _earlier(self, low: int, high: int, busy: Share, housed: Share) -> Leaver:
        """Someone who left before the first simulated year; a young one left early, at 16."""
        age = self.chance.whole(low, high)
        born = years_after(self.last, -age) - timedelta(days=self.chance.whole(1, 363))
        return self._described(born, busy, housed)

    def _described(self, born: date, busy: Share, housed: Share) -> Leaver:
        chance = self.chance
        held = max(self.targets("cla-current", self.last.year), 1)
        share = min(self.targets("cla-uasc", self.last.year) / held * 2.5, 0.8)
        alone = chance.random.random() < share
        suits, works = housed(), busy()
        touch = suits or works or chance.random.random() < 0.5
        place = chance.pick(_SUITABLE if suits else _UNSUITABLE)
        age = age_on(born, self.last)
        if place in ("Z1", "T1") and age < 18:
            place = "D1"
        doing = chance.pick(_BUSY if works else _IDLE)
        if doing in ("F1", "P1") and age < 18:
            doing = "F2"
        left = years_after(born, 18 if age >= 18 else 16) + timedelta(days=-1 if age >= 18 else 100)
        category = "relevant" if age < 18 else "former relevant"
        return Leaver(self.people.child(born, uasc=alone), min(left, self.last), doing, place, touch, category)
