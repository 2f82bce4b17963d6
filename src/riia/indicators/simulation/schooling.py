"""EHC requests, assessments and plans of a calendar year, and elective home education of an academic year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.chance import Chance, on_working_day, working_day_before
from riia.indicators.simulation.lives import Child, HomeEducated, Plan
from riia.indicators.simulation.people import People, born_at
from riia.indicators.simulation.targets import Targets

_AGES: Final = {2: 3.0, 3: 8.0, 4: 12.0, 5: 9.0, 6: 8.0, 7: 8.0, 8: 8.0, 9: 8.0, 10: 9.0, 11: 7.0, 12: 6.0, 13: 5.0,
                14: 4.0, 15: 3.0, 16: 1.5, 17: 0.5}  # fmt: skip
_HELD_AGES: Final = {4: 2.0, 6: 8.0, 8: 12.0, 10: 14.0, 12: 15.0, 14: 15.0, 16: 13.0, 18: 10.0, 20: 7.0, 22: 3.0}
_TYPES: Final = {"ASD": 34.0, "SEMH": 20.0, "SLCN": 22.0, "MLD": 8.0, "SLD": 6.0, "PD": 4.0, "SPLD": 3.0, "HI": 2.0,
                 "VI": 1.0}  # fmt: skip
_CEASED: Final = {"1": 20.0, "2": 25.0, "3": 15.0, "4": 10.0, "5": 25.0, "6": 5.0}
_SETTINGS: Final = {"": 94.0, "NEET": 2.0, "EHE": 1.5, "OPA": 1.0, "OLA": 1.5}
_REASONS: Final = {"Philosophical": 16.0, "Lifestyle": 9.0, "Mental health": 16.0, "School dissatisfaction": 14.0,
                   "Religious": 6.0, "SEND": 8.0, "Unknown": 20.0, "Other": 11.0}  # fmt: skip
_TWENTY_WEEKS: Final = timedelta(weeks=20)


@dataclass
class Schooling:
    """Makes the EHC histories and the home educated children of one council."""

    chance: Chance
    people: People
    targets: Targets
    year: int

    def plans(self) -> list[Plan]:
        """EHC histories that the SEN2 return of January shows, for the calendar year before `year`."""
        first, last = date(self.year - 1, 1, 1), date(self.year - 1, 12, 31)
        issued = self.targets("ehcps-issued:count=assessments-with-a-plan", self.year)
        started = self.targets("ehcps-issued:count=new-plans", self.year)
        decided = self.targets("ehcp-assessments:count=decided", self.year)
        both = min(issued, started)
        found = [self._with_plan(day, day) for day in self.chance.spread(first, last, both, working=True)]
        for day in self.chance.spread(
            date(self.year - 1, 1, 2), date(self.year - 1, 1, 31), started - both, working=True
        ):
            # The decision was made before the year began, the plan starts in it.
            found.append(self._with_plan(working_day_before(first - timedelta(days=self.chance.whole(8, 25))), day))
        for day in self.chance.spread(date(self.year - 1, 12, 1), last, issued - both, working=True):
            found.append(self._with_plan(day, None))
        for day in self.chance.spread(first, last, max(decided - issued, 0), working=True):
            found.append(self._assessed(day, "N"))
        self._requests(found, first, last)
        new = sum(one.started is not None for one in found)
        held = max(self.targets("plans-held", self.year) - new, 0)
        found += [self._held(first) for _ in range(held)]
        return found

    def _requests(self, found: list[Plan], first: date, last: date) -> None:
        """The other requests of the year: refused, withdrawn, agreed and still in assessment, not decided yet."""
        wanted = self.targets("ehcp-requests", self.year) - sum(first <= one.received <= last for one in found)
        agreed = self.targets("ehcp-assessments:count=agreed", self.year)
        agreed -= sum(bool(one.decided and first <= one.decided <= last and one.outcome == "Y") for one in found)
        days = self.chance.spread(first, last, max(wanted, 0))
        choices = [on_working_day(day + timedelta(days=self.chance.whole(20, 41))) for day in days]
        late = [at for at, choice in enumerate(choices) if choice <= last and days[at] > last - timedelta(days=220)]
        in_assessment = set(late[len(late) - min(max(agreed, 0), len(late)) :])
        for at, (day, choice) in enumerate(zip(days, choices, strict=True)):
            person = self._person(day)
            if at in in_assessment:
                found.append(Plan(person, day, choice, "Y", result="A", need=self.chance.pick(_TYPES)))
            elif choice > last:
                found.append(Plan(person, day, None, "A"))
            else:
                outcome = "W" if self.chance.random.random() < 0.08 else "N"
                found.append(Plan(person, day, choice, outcome))

    def _with_plan(self, decision: date, start: date | None) -> Plan:
        plan = self._assessed(decision, "Y")
        plan.started = start
        plan.excepted = bool(start and start - plan.received > _TWENTY_WEEKS and self.chance.random.random() < 0.15)
        plan.setting = self.chance.pick(_SETTINGS)
        plan.urn = self._school()
        return plan

    def _assessed(self, outcome_on: date, result: str) -> Plan:
        weeks = self.chance.whole(15, 20) if self.chance.random.random() < 0.5 else self.chance.whole(21, 40)
        received = outcome_on - timedelta(weeks=weeks, days=self.chance.whole(0, 4))
        decided = working_day_before(received + timedelta(days=self.chance.whole(25, 42)))
        person = self._person(received)
        return Plan(person, received, decided, "Y", outcome_on, result, need=self.chance.pick(_TYPES))

    def _held(self, first: date) -> Plan:
        """A plan from before the year: its request and assessment are only historical."""
        started = working_day_before(first - timedelta(days=self.chance.whole(30, 2_600)))
        age = self.chance.pick(_HELD_AGES) + self.chance.whole(0, 1)
        born = min(born_at(self.chance, age, first), started - timedelta(days=800))
        person = self.people.child(born, sex="M" if self.chance.random.random() < 0.72 else "", disabled=0.0)
        received = started - timedelta(weeks=self.chance.whole(16, 30))
        plan = Plan(person, received, None, "H", None, "H", started, need=self.chance.pick(_TYPES))
        plan.setting, plan.urn = self.chance.pick(_SETTINGS), self._school()
        plan.transferred = self.chance.random.random() < 0.02
        if self.chance.random.random() < 0.06:
            plan.ceased = first + timedelta(days=self.chance.whole(5, 355))
            plan.cease_reason = self.chance.pick(_CEASED)
        else:
            plan.review = working_day_before(first + timedelta(days=self.chance.whole(10, 355)))
        return plan

    def _person(self, day: date) -> Child:
        born = born_at(self.chance, self.chance.pick(_AGES), day)
        return self.people.child(born, sex="M" if self.chance.random.random() < 0.68 else "", disabled=0.0)

    def _school(self) -> str:
        return f"99{self.chance.whole(1, 999):04d}"

    def home(self) -> list[HomeEducated]:
        """Home educated at any time in the academic year that ends in `year`; some of them left before it began."""
        first, last = date(self.year - 1, 9, 1), date(self.year, 8, 31)
        at_any_time = self.targets("ehe:count=any-time", self.year)
        starting = min(self.targets("ehe:count=starting", self.year), at_any_time)
        begun = self.chance.spread(first, last - timedelta(days=40), starting)
        draw = self.chance.random.random
        begun += [first - timedelta(days=1 + int(1_100 * draw() ** 1.6)) for _ in range(at_any_time - starting)]
        found = []
        for day in sorted(begun):
            # Who began years ago was young enough then to be of school age still.
            oldest = 14 - max(first - day, timedelta(0)).days // 365
            child = self.people.child(born_at(self.chance, self.chance.whole(5, oldest), day), disabled=0.1)
            # Compulsory school age ends with the school year in which the child is 16.
            leaves = date(child.born.year + 16 + (child.born.month > 8), 6, 30)
            ended = None
            if draw() < 0.3:
                ended = max(day, first) + timedelta(days=self.chance.whole(20, 300))
            if leaves <= last:
                ended = min(ended or leaves, leaves)
            if ended and (ended > last or ended <= day or ended < first):
                ended = None
            found.append(HomeEducated(child, day, ended, self.chance.pick(_REASONS)))
        for day in self.chance.spread(date(self.year - 2, 9, 1), first - timedelta(days=120), at_any_time // 6):
            child = self.people.child(born_at(self.chance, self.chance.whole(5, 14), day), disabled=0.1)
            ended = day + timedelta(days=self.chance.whole(20, 110))
            found.append(HomeEducated(child, day, ended, self.chance.pick(_REASONS)))
        return found
