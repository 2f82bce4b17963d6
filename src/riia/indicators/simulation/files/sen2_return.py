"""The SEN2 person-level return of January, as COLLECT exports it: one CSV for each module."""

from dataclasses import dataclass, field
from datetime import date

from riia.indicators.simulation.chance import age_on
from riia.indicators.simulation.files.sheets import Cell, Row, Sheet
from riia.indicators.simulation.lives import Plan, World
from riia.indicators.tables.sen2 import PARENTS, SEN2

_BLADE_DAY = "31-01"


def sen2_sheets(world: World) -> dict[str, Sheet]:
    """The modules by name, in `sen2/Blade-Export_<day>_<module>.csv`, of the calendar year before `world.year`."""
    return _Return(world).sheets()


@dataclass
class _Return:
    world: World
    _sheets: dict[str, Sheet] = field(default_factory=dict)
    _order: dict[str, int] = field(default_factory=dict)

    def sheets(self) -> dict[str, Sheet]:
        year = self.world.year - 1
        self._last = date(year, 12, 31)
        for schema in SEN2.tables:
            names = [column.name for column in schema.for_year(min(year, SEN2.last))]
            file = f"sen2/Blade-Export_{_BLADE_DAY}-{self.world.year}_{schema.name}.csv"
            self._sheets[schema.name] = Sheet(file, schema.name, names)
        top = self._add(
            "sen2", None, collection="SEN2", year=self.world.year, referencedate=date(self.world.year, 1, 16),
            sourcelevel="L", lea=self.world.place, softwarecode="riia simulate", release="SIMULATED", serialno="1",
            datetime=date(self.world.year, 1, 31),
        )  # fmt: skip
        for plan in self.world.plans:
            self._history(plan, top)
        return self._sheets

    def _add(self, table: str, parent: Row | None, **cells: Cell) -> Row:
        number = self._order[table] = self._order.get(table, 0) + 1
        row: Row = {
            f"{table}tableid": str(number), "NativeId": f"SIM{number:07d}", f"{table}orderseqcolumn": number,
            "sourceid": "1", **cells,
        }  # fmt: skip
        if parent is not None:
            row[f"{PARENTS[table]}tableid"] = parent[f"{PARENTS[table]}tableid"]
        self._sheets[table].rows.append(row)
        return row

    def _history(self, plan: Plan, top: Row) -> None:
        child = plan.person
        upn = child.upn if age_on(child.born, self._last) >= 4 else None
        sex = child.sex if self.world.year > 2023 else {"M": "1", "F": "2"}[child.sex]
        person = self._add(
            "person", top, surname="Simulated", forename="Simulated", personbirthdate=child.born, sex=sex,
            ethnicity=child.ethnicity, postcode="ZZ99 9ZZ", upn=upn, upnunknown=None if upn else "UN1",
        )  # fmt: skip
        request = self._add(
            "requests", person, receiveddate=plan.received, requestsource=str(plan.source), rya="0",
            requestoutcomedate=plan.decided, requestoutcome=plan.outcome, requestmediation="0", requesttribunal="0",
        )  # fmt: skip
        if plan.result:
            assessment = self._add(
                "assessment", request, assessmentoutcome=plan.result, assessmentoutcomedate=plan.assessed,
                assessmentmediation="0", assessmenttribunal="0", othermediation="0", othertribunal="0",
                week20="1" if plan.excepted else "0",
            )  # fmt: skip
            if plan.started:
                self._named(plan, assessment)
        if plan.started and plan.ceased is None:
            self._active(plan, request)

    def _named(self, plan: Plan, assessment: Row) -> None:
        named = self._add(
            "namedplan", assessment, startdate=plan.started, planres="N", planwbp="N", pb="0", oa="0", dp="N",
            ceasedate=plan.ceased, ceasereason=plan.cease_reason or None,
        )  # fmt: skip
        self._add("plandetail", named, **self._school(plan))

    def _active(self, plan: Plan, request: Row) -> None:
        active = self._add(
            "activeplans", request, transferla="999" if plan.transferred else None, reviewmeeting=plan.review,
            reviewoutcome="A" if plan.review else None, lastreview=plan.review,
        )  # fmt: skip
        self._add("placementdetail", active, **self._school(plan), entrydate=plan.started)
        self._add("senneed", active, sentype=plan.need, sentyperank=1)

    def _school(self, plan: Plan) -> Row:
        return {
            "urn": None if plan.setting else plan.urn, "sensetting": plan.setting or None, "placementrank": 1,
            "senunitindicator": "0", "resourcedprovisionindicator": "0",
        }  # fmt: skip
