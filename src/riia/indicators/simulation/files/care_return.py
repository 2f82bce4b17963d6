"""The SSDA903 of a year: a folder of CSV tables, as known on 31 March."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.chance import age_on, years_after
from riia.indicators.simulation.files.sheets import Row, Sheet
from riia.indicators.simulation.lives import Care, Child, Leaver, World
from riia.indicators.simulation.people import upn_on
from riia.indicators.simulation.protection import year_days
from riia.indicators.tables.ssda903 import SSDA903

LETTERS_SINCE: Final = 2025
"""The first return with M, F and U for sex; before it 1 and 2."""
_OLDER_LEAVERS_SINCE: Final = 2024
"""The first return that tells of care leavers of 22 to 25; before it 21 was the oldest."""
_APPRENTICES_SINCE: Final = 2022
"""The first return that tells apprenticeships from other training or work."""
_BEFORE_APPRENTICES: Final = {"F4": "F3", "F5": "F3", "P4": "P3", "P5": "P3"}
_GUARDIANS_SINCE: Final = 2019
"""The first return that tells former carers who are kin from others among special guardians."""
_FIRST_PERMANENCE: Final = date(2016, 4, 1)
_REVIEW_WAYS: Final = ("PN1", "PN1", "PN2", "PN5", "PN6", "PN6", "PN7", "PN1")


def care_sheets(world: World, year: int) -> dict[str, Sheet]:
    """The tables of a year by name, in files `ssda903/<year>/<name>.csv`."""
    return _Return(world, year).sheets()


@dataclass
class _Return:
    world: World
    year: int
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheets(self) -> dict[str, Sheet]:
        self._first, self._last = year_days(self.year)
        for schema in SSDA903.tables:
            if schema.since is None or schema.since <= self.year:
                names = [column.name for column in schema.for_year(self.year)]
                self._sheets[schema.name] = Sheet(f"ssda903/{self.year}/{schema.name}.csv", schema.name, names)
        periods = [one for one in self.world.care if self._in_year(one)]
        for care in sorted(periods, key=lambda one: (one.child.number, one.began)):
            self._period(care)
        seen = {care.child.number for care in periods}
        for leaver in sorted(self.world.leavers, key=lambda one: one.child.number):
            if self._returned(leaver):
                self._leaver(leaver, header=leaver.child.number not in seen)
        return self._sheets

    def _in_year(self, care: Care) -> bool:
        return care.began <= self._last and (care.ended is None or care.ended >= self._first)

    def _add(self, table: str, child: Child, **cells: object) -> None:
        row: Row = {"CHILD": child.identifier, "DOB": child.born}
        row.update(cells)  # type: ignore[arg-type]
        self._sheets[table].rows.append(row)

    def _header(self, child: Child, *, in_care: bool) -> None:
        mother = "0" if in_care and child.sex == "F" else None
        upn = upn_on(child, self._last) or "UN1"
        self._add("header", child, SEX=self._sex(child), ETHNIC=child.ethnicity, UPN=upn, MOTHER=mother)

    def _sex(self, child: Child) -> str:
        if self.year >= LETTERS_SINCE:
            return child.sex
        return "1" if child.sex == "M" else "2"

    def _period(self, care: Care) -> None:
        child = care.child
        ended = care.ended if care.ended and care.ended <= self._last else None
        self._header(child, in_care=True)
        self._episodes(care)
        self._reviews(care, ended or self._last)
        if child.uasc:
            self._add("uasc", child, SEX=self._sex(child), DUC=ended)
        if self.year in care.checked:
            self._oc2(child, care.checked[self.year])
        if care.began >= _FIRST_PERMANENCE:
            self._add("previous_permanence", child, PREV_PERM="Z1")
        for one in care.missing:
            if one.started <= self._last and one.ended >= self._first:
                back = one.ended if one.ended <= self._last else None
                self._add("missing", child, MISSING=one.kind, MIS_START=one.started, MIS_END=back)
        if "sw_episodes" in self._sheets:
            worker = f"SW99{child.worker:05d}"
            self._add("sw_episodes", child, SW_ID=worker, SW_DECOM=care.worker_since, SW_DEC=ended, SW_REASON="FCONTA")
        self._adoption(care, ended)

    def _episodes(self, care: Care) -> None:
        for one in care.episodes:
            if one.began > self._last or (one.ended and one.ended < self._first):
                continue
            over = one.ended if one.ended and one.ended <= self._last else None
            self._sheets["episodes"].rows.append(
                {
                    "CHILD": care.child.identifier,
                    "DECOM": one.began,
                    "RNE": one.rne,
                    "LS": one.status,
                    "CIN": care.need,
                    "PLACE": one.place,
                    "PLACE_PROVIDER": one.provider,
                    "DEC": over,
                    "REC": self._ending(one.rec) if over else None,
                    "REASON_PLACE_CHANGE": (one.next_reason or None) if over else None,
                    "HOME_POST": care.home_post or None,
                    "PL_POST": one.post or None,
                    "URN": one.urn or None,
                }
            )

    def _ending(self, code: str) -> str:
        return "E43" if self.year < _GUARDIANS_SINCE and code in ("E45", "E46") else code

    def _reviews(self, care: Care, until: date) -> None:
        """After four weeks, after three months more, then every half year."""
        day, gap, turn = care.began + timedelta(days=25), 88, care.child.number
        while day < until:
            if day >= self._first:
                turn += 1
                way = "PN0" if age_on(care.child.born, day) < 4 else _REVIEW_WAYS[turn % len(_REVIEW_WAYS)]
                self._add("reviews", care.child, REVIEW=day, REVIEW_CODE=way)
            day += timedelta(days=gap)
            gap = 178

    def _oc2(self, child: Child, done: frozenset[str]) -> None:
        """Children looked after for the whole year: which boxes there are depends on age."""
        age = age_on(child.born, self._last)
        cells: dict[str, object] = {
            name: "1" if name in done else "0" for name in ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT")
        }
        if age >= 4 and years_after(child.born, 17) >= self._first:
            if child.number % 7:
                cells["SDQ_SCORE"] = child.number * 7 % 31
            else:
                cells["SDQ_REASON"] = ("SDQ2", "SDQ4", "SDQ5")[child.number % 3]
        if age >= 10:
            cells["CONVICTED"] = "1" if child.number % 50 == 0 else "0"
        if age < 5:
            cells["HEALTH_CHECK"] = "1" if "HEALTH_CHECK" in done else "0"
        misuse = age >= 13 and child.number % 25 == 0
        cells["SUBSTANCE_MISUSE"] = "1" if misuse else "0"
        if misuse:
            helped = child.number % 2 == 0
            cells["INTERVENTION_RECEIVED"] = "1" if helped else "0"
            if not helped:
                cells["INTERVENTION_OFFERED"] = "1"
        self._add("oc2", child, **cells)

    def _adoption(self, care: Care, ended: date | None) -> None:
        way = care.adoption
        if way is None or way.decided > self._last:
            return
        self._add("placed_for_adoption", care.child, DATE_PLACED=way.decided)
        if ended:
            self._add(
                "ad1", care.child, DATE_INT=way.decided, DATE_MATCH=way.matched, FOSTER_CARE="0",
                NB_ADOPTR=1 if "1" in way.adopters else 2, SEX_ADOPTR=way.adopters, LS_ADOPTR=way.status,
            )  # fmt: skip

    def _returned(self, leaver: Leaver) -> bool:
        """17 or older on 31 March, and no longer looked after on the birthday before it."""
        age = age_on(leaver.child.born, self._last)
        oldest = 25 if self.year >= _OLDER_LEAVERS_SINCE else 21
        if not 17 <= age <= oldest or leaver.left > self._last:
            return False
        return leaver.left < years_after(leaver.child.born, min(age, 18))

    def _leaver(self, leaver: Leaver, *, header: bool) -> None:
        if header:
            self._header(leaver.child, in_care=False)
        age = age_on(leaver.child.born, self._last)
        doing, place = leaver.activity, leaver.accommodation
        if age < 18:
            # What they do now they need not have been old enough for in the year before.
            doing = "F2" if doing in ("F1", "P1") else doing
            place = "D1" if place in ("Z1", "T1") else place
        if self.year < _APPRENTICES_SINCE:
            doing = _BEFORE_APPRENTICES.get(doing, doing)
        if not leaver.in_touch:
            self._add("oc3", leaver.child, IN_TOUCH="NO", ACTIV="0", ACCOM="0")
        else:
            self._add("oc3", leaver.child, IN_TOUCH="YES", ACTIV=doing, ACCOM=place)
