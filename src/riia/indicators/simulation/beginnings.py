"""What lies before and beside social care: contacts, early help, adopters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.calendar import add_months, add_working_days
from riia.indicators.simulation.chance import Chance
from riia.indicators.simulation.lives import Adopter, Contact, EarlyHelp, World
from riia.indicators.simulation.people import People
from riia.indicators.simulation.protection import year_days
from riia.indicators.simulation.targets import Targets

_BY: Final = {"Simulated Academy": 40.0, "Simulated Family Hub": 35.0, "Simulated Health Trust": 15.0, "Other": 10.0}


@dataclass
class Beginning:
    """Adds contacts, early help assessments and adopters to a world that has its needs and its care."""

    chance: Chance
    people: People
    targets: Targets

    def begin(self, world: World) -> None:
        """Contacts and early help of the last year, and of the half year before it, which an early extract shows."""
        first, last = year_days(world.year)
        earlier = add_months(first, -6), first - timedelta(days=1)
        yearly, helped = self.targets("contacts", world.year), self.targets("early-help", world.year)
        for days, contacts, early_help in (
            (earlier, yearly // 2, helped // 2),
            ((first, last), yearly, helped),
        ):
            self._contacts(world, *days, contacts)
            self._early_help(world, *days, early_help)
        world.contacts.sort(key=lambda one: (one.day, one.child.number))
        self._adopters(world)

    def _contacts(self, world: World, first: date, last: date, number: int) -> None:
        """Every referral has a contact on its day or the day before; the others lead to no referral."""
        found = []
        for need in world.needs:
            day = need.referred - timedelta(days=1 if self.chance.random.random() < 0.3 else 0)
            if first <= day <= last:
                found.append(Contact(need.whose, day, need.source))
        held = [need.source for need in world.needs if not need.nfa] or ["10"]
        child = None
        for day in self.chance.spread(first, last, number - len(found)):
            # Brothers, sisters and second calls: one contact in six is about the child of the one before.
            if child is None or self.chance.random.random() > 0.16:
                child = self.people.referred(day)
            source = held[int(self.chance.random.random() * len(held))]
            found.append(Contact(child, day, source))
        seen = {(one.child.number, one.day) for one in world.contacts}
        for one in found:
            # The same child and day twice cannot be told from a row entered twice.
            if (one.child.number, one.day) not in seen:
                seen.add((one.child.number, one.day))
                world.contacts.append(one)

    def _early_help(self, world: World, first: date, last: date, number: int) -> None:
        for day in self.chance.spread(first, last, number):
            done = add_working_days(day, self.chance.whole(5, 40))
            child = self.people.referred(day)
            if child.born > day:
                child.born = day - timedelta(days=self.chance.whole(30, 300))
            completed = done if done <= world.last else None
            world.early_help.append(EarlyHelp(child, day, completed, self.chance.pick(_BY)))

    def _adopters(self, world: World) -> None:
        number = 0
        for care in world.care:
            if care.adoption is None:
                continue
            way = care.adoption
            steps = [way.matched - timedelta(days=days) for days in (420, 400, 330, 320, 220, 215, 190)]
            for letter in way.adopters.replace("1", ""):
                number += 1
                days = (*steps, way.matched, way.placed)
                world.adopters.append(
                    Adopter(number, way.family, letter, care.child.ethnicity, days, 1, way.adopted, None)
                )
        first, last = year_days(world.year)
        for day in self.chance.spread(first, last, max(len(world.adopters) // 3, 1)):
            number += 1
            steps = [day + timedelta(days=days) for days in (0, 20, 80, 90, 180, 185, 200)]
            gone = day + timedelta(days=60) if self.chance.random.random() < 0.4 else None
            until = min(gone or last, last)
            known = tuple(one if one <= until else None for one in steps)
            left = gone if gone and gone <= last else None
            world.adopters.append(Adopter(number, 9_500_000 + number, "F", "WBRI", (*known, None, None), 0, None, left))
