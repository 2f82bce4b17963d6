"""Costs of the South West plan 2025-26 and the links between its KPIs; simulated spending and virements.

Amounts are those of the plan's two appendices, as written and as read. What a line's money waits for is our own reading
of the plan's text, with the reason; so are the links (`plans_links`). Everything that was spent, committed,
expected or moved is made up, and marked as simulated.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.grants.models import Determination
from riia.alliance.plans.costs import Amount, How, reads_as
from riia.alliance.plans.costs_scope import in_order
from riia.alliance.plans.dependencies import Lead, LeadUnit
from riia.alliance.plans.entering_costs import HeadingGiven, LineGiven, Reading, SheetGiven
from riia.alliance.plans.models import CostLine, CostSheet, Kpi, Measure, PlanVersion
from riia.alliance.plans.services import costs, dependencies, spending
from riia.alliance.plans.spending import SpendKind
from riia.alliance.plans.states import VersionState
from riia.alliance.returns.timekeeping import as_of
from riia.demo.plans_links import LINKS

DATA: Final = Path(__file__).resolve().parent / "data" / "south-west-costs.csv"
SOUTH_WEST: Final = "E12000009"
YEAR: Final = 2025


NO_SCOPE: Final = Reading()


@dataclass(frozen=True, slots=True)
class Sums:
    """What an appendix states of a heading, and which KPIs it says the heading pays for."""

    allocation: str
    total: str
    variance: str
    scope: Reading = NO_SCOPE


HEADINGS: Final[Mapping[str, Sums]] = {
    "SEND data capacity and capability": Sums("£160,000", "£211,859", "£51,859", Reading(
        "all the KPI in section 1 1.1.1 to 1.1.3B", "section 1",
        "There is no KPI 1.1.3B; the last one of the section is 1.3.1B. Read as the whole section, as the words say.")),
    "SEND regional diagnostics": Sums("£60,000", "£19,000", "-£41,000", Reading(
        "all KPI in section 2 2.1.1 to 2.5.1", "2.1.1 to 2.5.1",
        "“All KPI” and the range differ by 2.5.2, which the range leaves out. Read as the range.")),
    "SEND universal improvement: project management": Sums("£200,000", "£266,563", "£66,563", Reading(
        "all KPI in section 3 3.1.2B as it has been costed separately", "3.1.2B",
        "A word is missing before 3.1.2B. Read as 3.1.2B alone, which the workstream excludes.")),
    "SEND universal improvement: workstream": Sums("£400,000", "£368,529", "-£31,471", Reading(
        "KPI in section 3 Excluding 3.1.2B", "section 3 excluding 3.1.2B")),
    "SEND targeted support": Sums("£370,200", "£324,250", "-£45,950", Reading("all KPI in section 4", "section 4")),
    "CSC data capacity and capability": Sums("£80,000", "£80,000", "£0"),
    "CSC regional diagnostics": Sums("£48,000", "£48,000", "£0"),
    "CSC universal improvement": Sums("£200,000", "£200,000", "£0"),
    "CSC targeted support": Sums("£100,388", "£100,388", "£0"),
}  # fmt: skip
TOTALS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "SEND": ("I", "£1,190,200", {"spend": "£1,190,200", "q2": "£238,040", "q3": "£357,060", "q4": "£595,100",
                                 "allocation": "£1,190,200", "variance": "£0"}),
    "CSC": ("II", "£428,388", {"spend": "£428,388", "q2": "£85,678", "q3": "£128,516", "q4": "£214,194",
                               "allocation": "£428,388", "variance": "£0"}),
}  # fmt: skip
TITLES: Final = {"SEND": "grant costings SEND", "CSC": "grant costings CSC"}
DERIVED: Final = (
    "The sum of its quarters is £106,869; the total of its area less the other lines is £106,868. The sum of the "
    "quarters is taken: with it all lines come to the grant."
)
MIRRORED: Final = {
    "63": "Read as £0: both other quarters of the row are £0, and the columns come to their totals only so.",
    "0 2": "Read as £0: the row’s spend is £0.",
    "03": "Read as £0: the row’s spend is £0.",
    "0083": "Read as £800: 20% of £4,000, and the column comes to its total only so.",
}

WAITS: Final[tuple[tuple[str, int | str, tuple[str, ...], str], ...]] = (
    ("SEND data capacity and capability", 1, ("1.1.1/1",), "Our reading: the two equal amounts are the two posts."),
    ("SEND data capacity and capability", 3, ("1.1.3/1",), "Our reading: the two equal amounts are the two posts."),
    ("SEND universal improvement: project management", 1, ("3.1.2B/1",), "Our reading: these are the posts of 3.1.2B."),
    ("SEND universal improvement: project management", 2, ("3.1.2B/1",), "Our reading: these are the posts of 3.1.2B."),
    ("SEND universal improvement: project management", 3, ("3.1.2B/1",), "Our reading: these are the posts of 3.1.2B."),
    ("SEND targeted support", 1, ("4.1.9/1",), "Support is bought from suppliers that meet published criteria."),
    ("CSC targeted support", "8.2", ("8.1.2/1",), "Packages need the approved criteria and process."),
    ("CSC data capacity and capability", "5.2", ("5.2.6/1",), "Our reading: most of this is the analyst’s post."),
)

SPENDING: Final[tuple[tuple[str, int | str, str, tuple[int, int, int], int, str], ...]] = (
    ("SEND data capacity and capability", 1, "Post of the performance coordinator", (0, 11_250, 41_300), 0, "PAY"),
    ("SEND data capacity and capability", 2, "Dashboard licence and set-up", (5_000, 7_500, 9_400), 3_100, "PO"),
    ("SEND data capacity and capability", 3, "Post of the data coordinator", (0, 9_800, 40_150), 0, "PAY"),
    ("SEND regional diagnostics", 3, "Peer challenges: travel and leads", (2_150, 5_240, 6_980), 0, "EXP"),
    ("SEND universal improvement: project management", 3, "Project officers", (18_400, 36_900, 61_210), 6_500, "PAY"),
    ("SEND universal improvement: workstream", 5, "Inclusive practice programme", (9_500, 17_250, 24_800), 5_200, "PO"),
    ("SEND universal improvement: workstream", 13, "Agreements with parent carer forums", (11_558, 17_338, 28_896), 0,
     "AGR"),
    ("SEND targeted support", 1, "Packages of support", (6_200, 38_400, 96_750), 41_300, "PO"),
    ("CSC data capacity and capability", "5.2", "Post of the data analyst", (0, 1_900, 16_850), 0, "PAY"),
    ("CSC data capacity and capability", "5.1", "Collection and checking of returns", (2_900, 4_350, 7_100), 0, "SLA"),
    ("CSC regional diagnostics", "6.2", "Peer challenges", (5_200, 10_400, 15_150), 900, "EXP"),
    ("CSC universal improvement", "7.1", "Events and their coordinator", (16_300, 25_950, 43_400), 1_250, "PAY"),
    ("CSC universal improvement", "7.4", "Training programmes", (8_000, 22_600, 31_900), 4_800, "PO"),
    ("CSC targeted support", "8.2", "Days of support between councils", (0, 12_600, 34_200), 11_400, "PO"),
)  # fmt: skip
"""Simulated: heading, line, what for, pounds spent in Q2, Q3 and Q4, pounds still committed, and the books it is in."""
PAID_ON: Final = {2: date(2025, 9, 24), 3: date(2025, 12, 17), 4: date(2026, 3, 18)}


def load_costs(*, by: Acts) -> None:
    """Enter both appendices, the links, and simulated spending, where the South West plan has none yet."""
    version = PlanVersion.objects.filter(
        plan__alliance__region__code=SOUTH_WEST, plan__year=YEAR, state=VersionState.IN_FORCE
    ).first()
    if version is None or version.cost_sheets.exists():
        return
    with transaction.atomic():
        sheets = {each.strand.code: each for each in _enter(version, by)}
        measures = _measures(version)
        _links(measures, by)
        _waits(version, measures, by)
        _packages(version, by)
        _spending(version, by)
        _virements(sheets["SEND"], by)


def _enter(version: PlanVersion, by: Acts) -> Iterator[CostSheet]:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for code, (appendix, grant, totals) in TOTALS.items():
        strand = version.strands.get(code=code)
        own = [row for row in rows if row["strand"] == code]
        headings = tuple(_heading(title, list(lines)) for title, lines in groupby(own, key=lambda row: row["heading"]))
        given = SheetGiven(appendix, TITLES[code], _stated(grant), "Introduction and total of the appendix",
                           {name: _stated(text) for name, text in totals.items()}, headings)  # fmt: skip
        yield costs.enter_sheet(strand=strand, given=given, determination=_grant(code), by=by)


def _grant(code: str) -> Determination | None:
    """The grant of a strand, where the demonstration has it: its award is for the same sum."""
    pence = reads_as(TOTALS[code][1])
    assert pence is not None
    return Determination.objects.filter(financial_year=YEAR, awards__amount_pence=pence).first()


def _heading(title: str, rows: list[dict[str, str]]) -> HeadingGiven:
    sums = HEADINGS[title]
    return HeadingGiven(title, _stated(sums.allocation), _stated(sums.total), _stated(sums.variance),
                        tuple(_line(row) for row in rows), sums.scope)  # fmt: skip


def _line(row: Mapping[str, str]) -> LineGiven:
    """A row as written and as read. Q1 is no column of the appendices: nothing is profiled before July."""
    q2, q3, q4 = (_read(row[name], row[f"{name}_read"]) for name in ("q2", "q3", "q4"))
    spend = _read(row["spend"], row["spend_read"])
    if spend.how is How.UNKNOWN:
        spend = Amount(sum(each.pence or 0 for each in (q2, q3, q4)), How.DERIVED, "", DERIVED)
    return LineGiven(spend, (Amount(0, How.DERIVED), q2, q3, q4), row["requirement"], Reading(row["scope"]),
                     no_separate_funding=spend.pence == 0)  # fmt: skip


def _read(written: str, read: str) -> Amount:
    if not read:
        return Amount(None, How.UNKNOWN, written)
    pence = int(read) * 100
    if reads_as(written) == pence:
        return Amount(pence, How.STATED, written)
    return Amount(pence, How.ARTEFACT, written, MIRRORED[written])


def _stated(written: str) -> Amount:
    return Amount(reads_as(written), How.STATED, written)


def _measures(version: PlanVersion) -> dict[tuple[object, int], tuple[Kpi, Measure]]:
    """Every measure by its KPI's number, however that is written, and its own."""
    found = Measure.objects.filter(kpi__version=version).select_related("kpi__version__plan__alliance__region")
    return {(in_order(each.kpi.key), each.number): (each.kpi, each) for each in found}


def _named(measures: Mapping[tuple[object, int], tuple[Kpi, Measure]], key: str) -> tuple[Kpi, Measure]:
    kpi, _, number = key.partition("/")
    return measures[in_order(kpi), int(number)]


def _links(measures: Mapping[tuple[object, int], tuple[Kpi, Measure]], by: Acts) -> None:
    for one in LINKS:
        lead = Lead(one.weeks, LeadUnit.WEEKS) if one.weeks else Lead()
        dependencies.add_link(before=_named(measures, one.before), after=_named(measures, one.after), lead=lead,
                              reason=one.why, needed_on=one.needed_on, by=by)  # fmt: skip


def _line_of(version: PlanVersion, title: str, which: int | str) -> CostLine:
    found = CostLine.objects.filter(heading__sheet__version=version, heading__title=title)
    found = found.select_related("heading__sheet__version__plan__alliance__region", "requirement")
    return found.get(number=which) if isinstance(which, int) else found.get(requirement__number=which)


def _waits(version: PlanVersion, measures: Mapping[tuple[object, int], tuple[Kpi, Measure]], by: Acts) -> None:
    for title, which, keys, why in WAITS:
        waited = [_named(measures, key)[1] for key in keys]
        costs.name_waits(line=_line_of(version, title, which), measures=waited, why=why, by=by)


def _packages(version: PlanVersion, by: Acts) -> None:
    costs.name_packages(
        line=_line_of(version, "CSC targeted support", "8.2"), packages=2, days=39, rate=60_000,
        where="Packages: KPI 8.2.1; days: KPI 8.2.3; £600 a day: letter of December 2023, item 3",
        by=by,
    )  # fmt: skip


def _spending(version: PlanVersion, loader: Acts) -> None:
    """Quarter by quarter, each entry on its own day, so that spending never passes what had come in by then."""
    by = _person("sw-coordinator") or loader
    named = {(title, which): _line_of(version, title, which) for title, which, *_ in SPENDING}
    others = _others(version, {line.pk for line in named.values()})
    for quarter in (2, 3, 4):
        with as_of(_at(PAID_ON[quarter])):
            for title, which, words, pounds, committed, books in SPENDING:
                _enter_line(named[title, which], quarter, words, pounds, committed, books, by)
            for line in others if quarter > 2 else []:
                # In two payments: a little under half by December, the rest by March.
                pence = (line.spend_pence or 0) // 10_000 * (46 if quarter == 3 else 49) * 100
                _enter_one(line, SpendKind.ACTUAL, quarter, pence, "As planned", "GEN", by)


def _enter_line(
    line: CostLine, quarter: int, words: str, pounds: tuple[int, int, int], committed: int, books: str, by: Acts
) -> None:
    """What was spent in the quarter; in the third what the fourth will cost; in the fourth what is still committed."""
    _enter_one(line, SpendKind.ACTUAL, quarter, pounds[quarter - 2] * 100, words, books, by)
    if quarter == 3 and committed:
        _enter_one(line, SpendKind.FORECAST, 4, (pounds[2] + committed) * 100, words, "", by)
    if quarter == 4:
        _enter_one(line, SpendKind.COMMITMENT, 4, committed * 100, words, f"{books}-C", by)


def _enter_one(line: CostLine, kind: SpendKind, quarter: int, pence: int, words: str, books: str, by: Acts) -> None:
    if not pence:
        return
    day = PAID_ON[3] if kind is SpendKind.FORECAST else PAID_ON[quarter]
    ref = f"SIM-{books}-{line.pk}-{quarter}" if books else ""
    given = spending.Given(kind, quarter, pence, day, f"{words} (simulated)", ref)
    spending.enter(line=line, given=given, by=by, simulated=True)


def _others(version: PlanVersion, named: set[int]) -> list[CostLine]:
    """Every other line with money."""
    found = CostLine.objects.filter(heading__sheet__version=version, no_separate_funding=False).exclude(pk__in=named)
    return list(found.select_related("heading__sheet__version__plan__alliance__region", "requirement"))


def _virements(sheet: CostSheet, loader: Acts) -> None:
    """The plan's own overspends, set off: one virement approved, one that waits for the Lead DCS."""
    by, lead = _person("sw-coordinator"), _person("sw-lead-dcs")
    if by is None or lead is None:
        return
    headings = {each.title: each for each in sheet.headings.select_related("sheet")}
    with as_of(_at(date(2025, 10, 6))):
        made = spending.propose_virement(
            source=headings["SEND regional diagnostics"], target=headings["SEND data capacity and capability"],
            pence=4_100_000, by=by, simulated=True,
            reason="Diagnostics cost less than was allocated; the posts of the data team cost more. (Simulated.)",
        )  # fmt: skip
    with as_of(_at(date(2025, 10, 9))):
        spending.decide_virement(virement=made, approve=True, words="Agreed by the directors’ group. (Simulated.)",
                                 by=lead)  # fmt: skip
    with as_of(_at(date(2026, 3, 19))):
        spending.propose_virement(
            source=headings["SEND universal improvement: workstream"],
            target=headings["SEND universal improvement: project management"], pence=3_147_100, by=by, simulated=True,
            reason="Project officers carry workstreams that were to be bought. (Simulated.)",
        )  # fmt: skip


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(11)))


def _person(slug: str) -> Person | None:
    return Person.objects.filter(email=f"{slug}@demo.invalid", is_persona=True, is_active=True).first()
