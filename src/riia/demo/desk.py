"""Documents that wait on the desk of the demonstration: somebody is to read their findings and enter them.

Both are made up for it and say so: costings that would take the place of those of the South West's plan, and the plan
of the East Midlands for the year after. Each has a fault in it, so that the findings have something to find.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

from riia.alliance.access.models import Person
from riia.alliance.access.personas import PERSONAS
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.plans.models import CostLine, CostSheet, PlanVersion
from riia.alliance.plans.states import SheetState, VersionState

SOUTH_WEST: Final = "E12000009"
EAST_MIDLANDS: Final = "E12000004"
COSTINGS: Final = "costings-social-care-revised.xlsx"
PLAN: Final = "east-midlands-plan-2026-27.docx"
MOVED: Final = {"7.1": -400_000, "7.4": 400_000}
"""Pence by which lines are changed: fewer events, more training. The sum stays."""
WRONG: Final = "6.3"
"""The line whose last quarter is £100 too much: £500 where the line leaves £400."""

TITLE: Final = "East Midlands improvement plan for SEND and children’s social care 2026 to 2027 (simulated)"
HEAD: Final = ("Sub-requirement", "Planned activity", "Key Performance Indicator (KPI)")
AREAS: Final[tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]] = (
    ("SEND Data and Analysis", (
        ("1.1 Know where children wait for support, and why", "1.1.1 Bring the returns of ten councils together",
         "1.1.1 By 30 September 2026, publish a regional report on waiting times for assessments and plans."),
        ("", "1.1.2 Meet as performance leads",
         "1.1.2 Hold monthly meetings of performance leads, with at least 80% of LAs attending, shown in minutes."),
        ("1.2 Share data safely", "1.2.1 Agree on one data sharing agreement",
         "1.2.1 By 31 November 2026, have all 10 LAs sign the data sharing agreement."),
    )),
    ("CSC Regional Diagnostics", (
        ("2.1 Learn from each other", "2.1.1 Carry out peer challenges",
         "2.1.1A By 31 March 2027, complete at least 4 peer challenges."),
        ("", "", "2.1.1B By 31 March 2027, at least 75% of participants report that the challenge was useful."),
        ("", "2.1.2 Write down what was learnt",
         "2.1.2 Within 20 working days of each challenge, share a summary of what was learnt."),
    )),
)  # fmt: skip


def load_desk() -> None:
    """Put both documents on the desks of the two coordinators, read and checked, where they are not there yet."""
    people = {each.email: each for each in Person.objects.filter(is_persona=True)}
    slugs = {each.slug: each.email for each in PERSONAS}
    version = PlanVersion.objects.filter(plan__alliance__region__code=SOUTH_WEST, state=VersionState.IN_FORCE).first()
    south_west, east_midlands = (people.get(slugs[slug]) for slug in ("sw-coordinator", "em-coordinator"))
    if version is not None and south_west is not None:
        _give(COSTINGS, SOUTH_WEST, lambda: costings(version), south_west)
    if east_midlands is not None:
        _give(PLAN, EAST_MIDLANDS, plan, east_midlands)


def _give(name: str, place: str, make: Callable[[], bytes], by: Person) -> None:
    if Paper.objects.filter(place=place, name=name).exists():
        return
    data = make()
    if data:
        intake.read(paper=intake.take(name=name, data=data, place=place, by=by))


def costings(version: PlanVersion) -> bytes:
    """The social care costs that hold, as a workbook, with two lines changed and a quarter that does not add up."""
    import xlsxwriter

    sheet = CostSheet.objects.filter(version=version, strand__code="CSC", state=SheetState.CONFIRMED).first()
    if sheet is None:
        return b""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet("CSC costings")
    money = book.add_format({"num_format": "£#,##0"})
    page.set_column(0, 0, 34)
    page.write_row(0, 0, ("Area of the grant", "Sub-requirement", "KPIs", "Projected spend", "Q2 (20%)", "Q3 (30%)",
                          "Q4 (50%)", "DfE allocation"))  # fmt: skip
    row, sums = 1, [0, 0, 0, 0]
    for heading in sheet.headings.order_by("order").prefetch_related("lines__quarters", "lines__requirement"):
        for place, line in enumerate(heading.lines.all()):
            number = line.requirement.number if line.requirement else ""
            amounts = _amounts(line, number)
            sums = [total + amount for total, amount in zip(sums, amounts, strict=True)]
            page.write_row(row, 0, (heading.title, number, line.scope_written))
            for column, pence in enumerate(amounts, start=3):
                page.write_number(
                    row, column, (pence + (10_000 if column == 6 and number == WRONG else 0)) / 100, money
                )
            if place == 0:
                page.write_number(row, 7, heading.allocation_pence / 100, money)
            row += 1
    page.write(row, 0, "Total")
    for column, pence in enumerate([*sums, sheet.grant_pence], start=3):
        page.write_number(row, column, pence / 100, money)
    book.close()
    return held.getvalue()


def _amounts(line: CostLine, number: str) -> list[int]:
    """Spend and the three quarters in pence: as they hold, or 20, 30 and 50 per cent of the changed line."""
    spend = (line.spend_pence or 0) + MOVED.get(number, 0)
    if number in MOVED:
        return [spend, spend * 20 // 100, spend * 30 // 100, spend * 50 // 100]
    quarters = {each.quarter: each.pence or 0 for each in line.quarters.all()}
    return [spend, *(quarters.get(quarter, 0) for quarter in (2, 3, 4))]


def plan() -> bytes:
    """The plan of the East Midlands for 2026-27 as a Word document. One of its dates does not exist."""
    from docx import Document

    made = Document()
    made.add_heading(TITLE, 0)
    made.add_paragraph("Made up for the demonstration. The 10 councils of the region work on it together.")
    for title, rows in AREAS:
        made.add_heading(title, 1)
        table = made.add_table(1, 3)
        for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
            cell.text = text
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    held = BytesIO()
    made.save(held)
    return held.getvalue()
