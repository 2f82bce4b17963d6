"""Being looked after: periods of care with their 903 episodes, incidents and adoptions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.calendar import add_working_days
from riia.indicators.simulation.chance import Chance, Share, age_on, stays, years_after
from riia.indicators.simulation.lives import Adoption, Care, CareEpisode, Missing
from riia.indicators.simulation.people import People, born_at
from riia.indicators.simulation.protection import year_days
from riia.indicators.simulation.targets import Targets

_AGES: Final = {
    0: 17.0, 1: 5.0, 2: 4.5, 3: 4.0, 4: 4.0, 5: 4.0, 6: 3.5, 7: 3.5, 8: 3.5, 9: 4.0, 10: 4.0, 11: 4.5, 12: 5.0,
    13: 6.0, 14: 7.0, 15: 8.0, 16: 7.0, 17: 3.0,
}  # fmt: skip
_NEEDS: Final = {"N1": 66.0, "N2": 3.0, "N3": 3.0, "N4": 8.0, "N5": 14.0, "N6": 2.0, "N7": 0.2, "N8": 4.0}
_HOME: Final = {"E4A": 60.0, "E4B": 8.0, "E13": 6.0, "E41": 6.0, "E46": 5.0, "E45": 3.0, "E3": 5.0, "E8": 7.0}
_OLDER: Final = {"E5": 25.0, "E6": 40.0, "E7": 5.0, "E9": 2.0, "E8": 28.0}
_PLACES_OLD: Final = {"U6": 36.0, "U4": 16.0, "U3": 12.0, "K2": 20.0, "K3": 12.0, "S1": 1.0, "P1": 3.0}
_PLACES_YOUNG: Final = {"U6": 58.0, "U4": 14.0, "U3": 20.0, "U1": 3.0, "R3": 1.0, "P1": 4.0}
_CHANGES: Final = {"CARPL": 50.0, "CREQB": 15.0, "CREQO": 4.0, "CHILD": 8.0, "LAREQ": 10.0, "CLOSE": 2.0, "OTHER": 11.0}
_ADOPTERS: Final = {("MF", "L11"): 75.0, ("F1", "L0"): 9.0, ("MM", "L12"): 8.0, ("FF", "L12"): 6.0, ("M1", "L0"): 2.0}
_OTHER_PROVIDERS: Final = {"PR4": 92.0, "PR2": 8.0}
_TO_FOSTER_CARER: Final = ("E45", "E46")
CHECKS: Final = {
    "IMMUNISATIONS": "cla-immunisations",
    "TEETH_CHECK": "cla-dental-checks",
    "HEALTH_ASSESSMENT": "cla-health-assessments",
    "HEALTH_CHECK": "cla-development-assessments",
}
"""The checks of the OC2 return, and the indicators that count them."""
_LONG: Final = 915
"""Days in care from which a child counts as looked after long term: two and a half years."""
_SETTLED: Final = 732
SUPPORTED_FROM: Final = date(2024, 4, 1)
"""K3, supported accommodation, is in the code list from the 2025 return; before it nobody is placed there here."""


@dataclass
class Caring:
    """Makes the periods of care of all years at once."""

    chance: Chance
    people: People
    targets: Targets
    years: list[int]

    def periods(self) -> list[Care]:
        """Every period open at any time in the years, in order of their start; flows and stocks as the targets say."""
        first, last = year_days(self.years[0])[0], year_days(self.years[-1])[1]
        starts = self._days("cla-starting")
        ends = self._days("cla-ceasing")
        opening = max(self.targets("cla-current", self.years[-1]) - len(starts) + len(ends), 0)
        before = self._opening(first, opening)
        begun = [(day + timedelta(days=self.chance.whole(3, 60)), day, day) for day in (*before, *starts)]
        spells = stays(begun, ends, self._any)
        unaccompanied = self._unaccompanied(spells, last)
        adopted = self._adopted(spells, unaccompanied)
        self._own = Share(self._own_share())
        self._own_now = Share(self._own_share())
        self._aged = self._ageing_out(ends)
        self._settled = Share(self.targets.shares["cla-long-term-placements"])
        unstable = self._unstable(spells, last)
        found = []
        for at, (began, ended) in enumerate(spells):
            kind = "UASC" if at in unaccompanied else "adoption" if at in adopted else ""
            found.append(self._period(began, ended, last, kind, at in unstable))
        self._go_missing(found)
        self._check_health(found)
        return found

    def _days(self, address: str) -> list[date]:
        """The days of a flow; none on 1 April, where "looked after for a whole year" could be read two ways."""
        found = []
        for year in self.years:
            first, last = year_days(year)
            found += self.chance.spread(first + timedelta(days=1), last, self.targets(address, year))
        return found

    def _any(self, number: int) -> int:
        draw = self.chance.random.random
        # Many leave soon after they came, the others at any time.
        return number - 1 - int(draw() * number * 0.3) if draw() < 0.4 else int(draw() * number)

    def _opening(self, first: date, number: int) -> list[date]:
        """Starts before the first day: half of them within two years."""
        draw = self.chance.random.random
        return sorted(first - timedelta(days=1 + int(2_400 * draw() ** 2)) for _ in range(number))

    def _unaccompanied(self, spells: list[tuple[date, date | None]], last: date) -> set[int]:
        """Those who are alone: as many of those in care on the last day as published, and half as many before."""
        recent = last - timedelta(days=2 * 365)
        found: set[int] = set()
        now = [at for at, (began, ended) in enumerate(spells) if ended is None and began > recent]
        older = [at for at, (began, ended) in enumerate(spells) if ended is None and began <= recent][::-1]
        wanted = self.targets("cla-uasc", self.years[-1])
        self.chance.random.shuffle(now)
        found.update((now + older)[:wanted])
        gone = [at for at, (began, ended) in enumerate(spells) if ended and (ended - began).days in range(150, 800)]
        found.update(self.chance.random.sample(gone, min(wanted // 2, len(gone) // 3)))
        return found

    def _adopted(self, spells: list[tuple[date, date | None]], not_these: set[int]) -> set[int]:
        found: set[int] = set()
        for year in self.years:
            first, last = year_days(year)
            able = [
                at
                for at, (began, ended) in enumerate(spells)
                if ended
                and first <= ended <= last
                and (ended - began).days in range(480, 1_400)
                and at not in not_these
            ]
            found.update(self.chance.random.sample(able, min(self.targets("cla-adopted", year), len(able))))
        return found

    def _ageing_out(self, ends: list[date]) -> Share:
        """How many leave at 18: a third, but no more than the published care leavers of 17 and 18 allow."""
        leavers = 0.8 * self.targets("care-leavers:age=17-18", self.years[-1])
        last_year = sum(day >= year_days(self.years[-1])[0] for day in ends)
        return Share(min(0.33, leavers / last_year if last_year else 0))

    def _own_share(self) -> float:
        held = self.targets("cla-current", self.years[-1])
        # Those with their parents are in nobody's provision.
        return self.targets("cla-own-provision", self.years[-1]) / held * 1.04 if held else 0.4

    def _unstable(self, spells: list[tuple[date, date | None]], last: date) -> set[int]:
        able = [at for at, (began, ended) in enumerate(spells) if ended is None and (last - began).days > 120]
        wanted = self.targets("cla-three-or-more-placements", self.years[-1])
        newer = [at for at in able if (last - spells[at][0]).days < _LONG]
        able = newer if len(newer) >= wanted else able
        return set(self.chance.random.sample(able, min(wanted, len(able))))

    def _period(self, began: date, ended: date | None, last: date, kind: str, unstable: bool) -> Care:
        """One period with a child whose age fits it."""
        reason, born = self._end_and_birth(began, ended, last, kind)
        sex = ""
        child = self.people.child(born, uasc=kind == "UASC", sex=sex, disabled=0.1)
        need = "N8" if kind == "UASC" else self.chance.pick(_NEEDS)
        home = f"ZZ{self.chance.whole(1, 9)} {self.chance.whole(1, 9)}{self._letters()}"
        care = Care(child, began, ended, reason, need, [], "" if child.uasc else home, began)
        if kind == "adoption" and ended:
            care.adoption = self._adoption(care)
        long = ended is None and (last - began).days >= _LONG and age_on(born, last) < 16
        settled = self._settled() if long and not unstable else None
        Placing(self.chance, care, last, self._own, self._own_now).place(unstable, settled)
        return care

    def _end_and_birth(self, began: date, ended: date | None, last: date, kind: str) -> tuple[str, date]:
        chance = self.chance
        stay = (ended or last) - began
        if kind == "adoption" and ended:
            born = began - timedelta(days=chance.whole(0, 900))
            return ("E12" if chance.random.random() < 0.8 else "E11"), born
        if kind == "UASC":
            # The last day in care is the one before the 18th birthday.
            if ended:
                return chance.pick(_OLDER), years_after(ended + timedelta(days=1), -18)
            left = chance.whole(20, max(30, 1_000 - min(stay.days, 950)))
            return "", years_after(last + timedelta(days=left), -18)
        if ended and stay.days > 60 and self._aged():
            return chance.pick(_OLDER), years_after(ended + timedelta(days=1), -18)
        for _ in range(30):
            age = chance.pick(_AGES)
            born = born_at(chance, age, began)
            if years_after(born, 18) > (ended or last) + timedelta(days=40):
                break
        else:
            born = began - timedelta(days=chance.whole(0, 300))
        reason = ""
        if ended:
            reason = chance.pick(_HOME)
            if reason == "E3" and stay.days > 900:
                reason = "E4A"
        return reason, born

    def _letters(self) -> str:
        return "".join(self.chance.random.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))

    def _adoption(self, care: Care) -> Adoption:
        if care.ended is None:
            raise ValueError("an adoption ends care")
        days = (care.ended - care.began).days
        marks = [care.began + timedelta(days=int(days * part)) for part in (0.3, 0.36, 0.55, 0.62)]
        decided, ordered, matched, placed = (add_working_days(day, 1) for day in marks)
        adopters, status = self.chance.pick(_ADOPTERS)
        family = 9_000_000 + care.child.number
        return Adoption(care.began, decided, ordered, matched, placed, care.ended, False, adopters, status, family)

    def _check_health(self, periods: list[Care]) -> None:
        """Which checks of a year were done, for those in care throughout it: shares as published."""
        done = {name: Share(self.targets.shares[address]) for name, address in CHECKS.items()}
        for year in self.years:
            first, last = year_days(year)
            for care in periods:
                if care.began <= first and (care.ended is None or care.ended > last):
                    young = age_on(care.child.born, last) < 5
                    asked = [name for name in CHECKS if young or name != "HEALTH_CHECK"]
                    care.checked[year] = frozenset(name for name in asked if done[name]())

    def _go_missing(self, periods: list[Care]) -> None:
        """As many children with an incident in each year as published; older children, in care throughout it."""
        for year in self.years:
            first, last = year_days(year)
            able = [
                care
                for care in periods
                if age_on(care.child.born, first) >= 11
                and max(care.began, first) + timedelta(days=30) < min(care.ended or last, last) - timedelta(days=20)
            ]
            wanted = min(self.targets("cla-missing", year), len(able))
            for care in self.chance.random.sample(able, wanted):
                self._incidents(care, max(care.began, first), min(care.ended or last, last))

    def _incidents(self, care: Care, first: date, last: date) -> None:
        chance = self.chance
        room = (last - first).days - 10
        number = max(1, min(chance.whole(1, 5), room // 12))
        for at in range(number):
            day = first + timedelta(days=2 + at * room // number + chance.whole(0, max(room // number - 8, 0)))
            offered = chance.random.random() < 0.86
            accepted = offered and chance.random.random() < 0.62
            kind = "A" if at and chance.random.random() < 0.2 else "M"
            care.missing.append(Missing(kind, day, day + timedelta(days=chance.whole(1, 3)), offered, accepted))


@dataclass
class Placing:
    """Splits one period of care into episodes: changes of placement and of legal status, with the right reasons."""

    chance: Chance
    care: Care
    last: date
    own: Share
    own_now: Share

    def place(self, unstable: bool, settled: bool | None) -> None:
        """Fill the episodes of the period; `settled` says of a long one whether its home is that of two years ago."""
        care, child = self.care, self.care.child
        moves = self._moves(unstable)
        if settled is not None:
            moves = self._settling(moves, settled)
        orders = self._orders()
        status = "V2" if child.uasc or not orders or orders[0][1] != "C1" else "C1"
        if orders and orders[0][0] == care.began:
            status = orders.pop(0)[1]
        events: dict[date, list[str]] = {}
        for day in moves:
            events.setdefault(day, []).append("move")
        for day, order in orders:
            events.setdefault(day, []).append(order)
        end = care.ended or self.last + timedelta(days=1)
        days = [day for day in sorted(events) if care.began < day < end]
        here = self._placed(care.began, "S", status, current=not days and care.ended is None)
        care.episodes.append(here)
        for at, day in enumerate(days):
            here = self._next(here, day, events[day], last_one=at == len(days) - 1)
        if care.ended:
            here.ended, here.rec = care.ended, care.reason

    def _next(self, before: CareEpisode, day: date, what: list[str], *, last_one: bool) -> CareEpisode:
        order = next((one for one in what if one != "move"), before.status)
        before.ended, before.rec = day, "X1"
        if "move" not in what:
            new = CareEpisode(day, "L", order, before.place, before.provider, before.urn, before.post)
        else:
            current = last_one and self.care.ended is None
            rne = "B" if order != before.status else "P"
            before.next_reason = self.chance.pick(_CHANGES)
            new = self._placed(day, rne, order, current=current, previous=before)
        self.care.episodes.append(new)
        return new

    def _moves(self, unstable: bool) -> list[date]:
        """Days of a change of placement, never two within ten days."""
        care, adoption = self.care, self.care.adoption
        end = care.ended or self.last
        if adoption:
            return [adoption.placed]
        year_ago = self.last - timedelta(days=364)
        if unstable:
            first = max(care.began, year_ago)
            room = (end - first).days
            return [first + timedelta(days=room * part // 10) for part in (3, 6, 8)]
        moves = []
        day = care.began + timedelta(days=self.chance.whole(20, 900))
        in_last_year = 0
        while day < end - timedelta(days=10):
            if day >= year_ago:
                in_last_year += 1
                # Others stay below three placements in the last year, the one they began it with included.
                if in_last_year > 1 or (care.began > year_ago and in_last_year > 1):
                    break
            moves.append(day)
            day += timedelta(days=self.chance.whole(120, 1_400))
        return moves

    def _settling(self, moves: list[date], settled: bool) -> list[date]:
        """Without a move in the last two years, or with one."""
        since = self.last - timedelta(days=_SETTLED)
        if settled:
            return [day for day in moves if day < since]
        return moves if moves and moves[-1] > since else [*moves, since + timedelta(days=self.chance.whole(20, 700))]

    def _orders(self) -> list[tuple[date, str]]:
        """Days on which the legal status changed; the first may be the first day."""
        care, adoption = self.care, self.care.adoption
        if care.child.uasc:
            return [(care.began, "V2")]
        if adoption:
            return [(care.began, "C1"), (adoption.ordered, "E1")]
        young = age_on(care.child.born, care.began) < 13
        orders = [(care.began, "C1" if self.chance.random.random() < (0.6 if young else 0.3) else "V2")]
        if orders[0][1] == "V2" and young and self.chance.random.random() < 0.5:
            orders.append((care.began + timedelta(days=self.chance.whole(30, 150)), "C1"))
        if orders[-1][1] == "C1":
            orders.append((orders[-1][0] + timedelta(days=self.chance.whole(160, 300)), "C2"))
        return orders

    def _placed(
        self, day: date, rne: str, status: str, *, current: bool, previous: CareEpisode | None = None
    ) -> CareEpisode:
        chance, care = self.chance, self.care
        if previous and care.adoption and day == care.adoption.placed:
            return CareEpisode(day, rne, status, "A6", self._provider(current), self._urn(), self._post())
        age = age_on(care.child.born, day)
        place = chance.pick(_PLACES_OLD if age >= 11 else _PLACES_YOUNG)
        late = (care.ended or self.last) < day + timedelta(days=60)
        if place == "P1" and (status not in ("C1", "C2") or late or care.adoption):
            place = "U6"
        if place == "K3" and (age < 16 or day < SUPPORTED_FROM):
            place = "K2" if not care.child.uasc else "U4"
        if care.adoption or (care.reason in _TO_FOSTER_CARER and not place.startswith("U")):
            place = "U6"
        if place == "P1":
            return CareEpisode(day, rne, status, place, "PR0", "", care.home_post)
        return CareEpisode(day, rne, status, place, self._provider(current), self._urn(), self._post())

    def _provider(self, current: bool) -> str:
        if (self.own_now if current else self.own)():
            return "PR1"
        return self.chance.pick(_OTHER_PROVIDERS)

    def _urn(self) -> str:
        return f"99{self.chance.whole(1, 99_999):05d}"

    def _post(self) -> str:
        if self.care.child.uasc:
            return ""
        return f"ZZ{self.chance.whole(10, 98)} {self.chance.whole(1, 9)}{self.chance.random.choice('ABDEFGHJLN')}X"
