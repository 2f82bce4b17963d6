"""A report laid out once, as headings, texts and tables of text: every file shows these and nothing else.

So a number is the same on the page, in the PDF and in the Word document, because each of them prints the same words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from riia.alliance.kit.filters import long_date, moment, number, plural, short_date
from riia.alliance.reporting.audiences import Audience, Version
from riia.alliance.reporting.blocks import Bar, Block, Cell, Column, Grid, Heading, Items, NewPage, Text
from riia.alliance.reporting.content import Exemption, Kpi, MoneyLine, Rag, ReportData, Risk, Submitted
from riia.alliance.reporting.rows import (
    NOT_KNOWN,
    ORDER,
    amount,
    area_row,
    change_row,
    counted,
    due,
    exemption_row,
    kpi_row,
    money_row,
    rating,
    risk_row,
    score,
    share,
    simulated,
    total_of,
)

MOST_LISTED: Final = 5
"""Risks and KPIs that a summary names."""


class Shape(StrEnum):
    """What a report looks like: the whole quarterly report, or a board pack that begins with one page."""

    REPORT = "report"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Mark:
    """What identifies a version: whose, which number, when it was frozen and the fingerprint of its content."""

    title: str
    number: int
    frozen_at: datetime
    fingerprint: str
    cover_note: str = ""
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A report, ready to be put on a page or in a file."""

    title: str
    subject: str
    author: str
    on: date
    frozen_at: datetime
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    foot: str
    simulated: bool


def laid(version: Version, mark: Mark, shape: Shape) -> Laid:
    """The report in this shape, for this audience."""
    data = version.data
    parts = _board(version, mark) if shape is Shape.BOARD else _report(version, mark)
    made_up = ", simulated" if data.simulated else ""
    return Laid(
        title=headline(data),
        subject=mark.title,
        author=data.alliance,
        on=data.as_at,
        frozen_at=mark.frozen_at,
        facts=tuple(_facts(version, mark)),
        blocks=tuple(parts),
        foot=f"{mark.title}, version {mark.number}, for {version.audience.title}{made_up}",
        simulated=data.simulated,
    )


def headline(data: ReportData) -> str:
    """The finding, in a sentence: the title of every version."""
    name, count = data.short or data.alliance, Counter(one.status.lower() for one in data.kpis)
    if not data.kpis:
        return f"{name}: no KPIs to report at {long_date(data.as_at)}"
    missed = f"; {number(count['missed'])} missed" if count["missed"] else ""
    met = f"{number(count['met'])} of {plural(len(data.kpis), 'KPI')} met"
    return f"{name}: {met}{missed} at {long_date(data.as_at)}"


def _facts(version: Version, mark: Mark) -> Iterator[tuple[str, str]]:
    data = version.data
    yield "Report", mark.title
    yield "For", version.audience.title
    yield "Period", data.period_words
    yield "As at", long_date(data.as_at)
    yield "Plan", data.plan
    yield "Version", f"{mark.number}, {f'frozen on {moment(mark.frozen_at)}' if mark.fingerprint else 'not frozen yet'}"
    if mark.instead_of:
        yield "Corrects", mark.instead_of


def _report(version: Version, mark: Mark) -> Iterator[Block]:
    data = version.data
    yield from _warnings(data)
    yield from _note(mark)
    yield Heading("Summary")
    yield from _summary(data)
    yield Heading("What changed")
    yield from _changes(data)
    yield Heading("What needs attention")
    yield from _attention(data)
    yield from _all_kpis(data)
    yield from _measures(data)
    yield from _exemptions(data)
    yield from _money(data, version.audience)
    yield from _risks(data)
    yield from _submitted(data)
    yield from _about(version, mark)


def _board(version: Version, mark: Mark) -> Iterator[Block]:
    """The same numbers in the order a board needs them: one page, then tables, money and risks."""
    data = version.data
    yield from _warnings(data)
    yield Heading("On one page")
    yield from _summary(data)
    worst = [one for one in data.kpis if one.rag is Rag.RED][:MOST_LISTED]
    points = [f"{one.key} {one.words}: {one.reason or one.status}" for one in worst]
    points += [f"Risk, {risk.rating or 'not rated'}: {risk.title}" for risk in data.risks[:MOST_LISTED]]
    total = total_of(data.money)
    if data.money:
        points.append(f"Spent to date {amount(total.spent)}, against {amount(total.profile)} profiled.")
    if points:
        yield Items(tuple(points))
    yield from _note(mark)
    yield NewPage()
    yield Heading("What changed")
    yield from _changes(data)
    yield from _all_kpis(data)
    yield from _exemptions(data)
    yield from _money(data, version.audience)
    yield from _risks(data)
    yield from _submitted(data)
    yield from _about(version, mark)


def _warnings(data: ReportData) -> Iterator[Block]:
    if data.simulated:
        yield Text("Simulated: entries of this report are made up, for demonstration.")


def _note(mark: Mark) -> Iterator[Block]:
    if mark.cover_note:
        yield Heading("Cover note")
        yield Text(mark.cover_note, typed=True)


def _summary(data: ReportData) -> Iterator[Block]:
    count = Counter(one.rag for one in data.kpis)
    if not data.kpis:
        yield Text("The plan has no KPIs at this day.")
        return
    words = ", ".join(f"{count[rag]} {rag.value.lower()}" for rag in ORDER)
    alternative = f"Ratings of {plural(len(data.kpis), 'KPI')}: {words}."
    yield Bar(tuple((rag, count[rag]) for rag in ORDER if count[rag]), alternative)
    yield Text(alternative)
    rows = [area_row(area, kpis) for area, kpis in by_area(data.kpis)]
    total = area_row("All areas", data.kpis)
    columns = (
        Column("Area", 5),
        Column("KPIs", numeric=True),
        Column("Met", numeric=True),
        *(Column(rag.value, numeric=True) for rag in ORDER),
    )
    yield Grid("KPIs by area of the plan", columns, (*rows, total), totals=True)


def by_area(kpis: Iterable[Kpi]) -> list[tuple[str, list[Kpi]]]:
    """KPIs in groups of strand and area, in the order in which they stand."""
    found: dict[str, list[Kpi]] = {}
    for one in kpis:
        found.setdefault(": ".join(part for part in (one.strand, one.area) if part), []).append(one)
    return list(found.items())


def _changes(data: ReportData) -> Iterator[Block]:
    if not data.compared_with:
        yield Text("This is the first report, so there is nothing to compare it with.")
        return
    yield Text(f"Compared with {data.compared_with}.")
    if not data.changes:
        yield Text("Nothing changed.")
        return
    better, worse = (sum(one.better is way for one in data.changes) for way in (True, False))
    yield Text(f"{plural(len(data.changes), 'change')}: {better} for the better, {worse} for the worse.")
    ordered = sorted(data.changes, key=lambda one: (one.better is not False, one.better is not True))
    yield Grid(
        "Changes since the report before",
        (Column("What", 4), Column("Before", 2), Column("Now", 2), Column("Direction", 1)),
        tuple(change_row(one) for one in ordered),
    )


def _attention(data: ReportData) -> Iterator[Block]:
    found = [one for rag in (Rag.RED, Rag.AMBER) for one in data.kpis if one.rag is rag]
    if not found:
        yield Text("No KPI is red or amber.")
        return
    yield Grid(
        f"{plural(len(found), 'KPI')} rated red or amber",
        (Column("KPI", 5), Column("Result", 2), Column("Rating and why", 5), Column("Due", 2)),
        tuple((Cell(f"{one.key} {one.words}"), Cell(score(one)), rating(one), Cell(due(one))) for one in found),
    )


def _all_kpis(data: ReportData) -> Iterator[Block]:
    yield Heading("Every KPI")
    columns = (
        Column("KPI", 5), Column("Result", 2), Column("Rating and why", 5), Column("Due", 2), Column("Owner", 2),
        Column("Evidence", 3),
    )  # fmt: skip
    for area, kpis in by_area(data.kpis):
        yield Heading(area, 3)
        caption, shown = labelled(f"KPIs of {area}", kpis)
        yield Grid(caption, columns, tuple(kpi_row(one) for one in shown))


def _measures(data: ReportData) -> Iterator[Block]:
    """KPIs with several measures, taken apart: a KPI is met only when each of them is."""
    several = [one for one in data.kpis if len(one.measures) > 1]
    if not several:
        return
    yield Heading("KPIs with several measures, measure by measure")
    columns = (Column("Measure", 5), Column("Target", 3), Column("Result", 2), Column("Met", 1), Column("Found", 4))
    rows = [
        (
            Cell(f"{one.key} ({each.number}) {each.words}{simulated(each.simulated)}"),
            Cell(each.target or "–"),
            Cell(counted(each)),
            Cell({True: "yes", False: "no", None: NOT_KNOWN}[each.met]),
            Cell(each.found or "–"),
        )
        for one in several
        for each in one.measures
    ]
    yield Grid("Measures of KPIs that have more than one", columns, tuple(rows))


def labelled[One: (Kpi, MoneyLine, Risk, Submitted, Exemption)](
    caption: str, ones: Sequence[One]
) -> tuple[str, Sequence[One]]:
    """A table's caption and its rows: where all of them are made up, the caption says so instead of every row."""
    if not ones or not all(one.simulated for one in ones):
        return caption, ones
    return f"{caption}{simulated(is_so=True)}", [replace(one, simulated=False) for one in ones]


def _exemptions(data: ReportData) -> Iterator[Block]:
    yield Heading("Exemptions")
    if not data.exemptions:
        yield Text("No council is left out of a KPI.")
        return
    yield Text("A council that is exempt is left out of the count for a time. Results are given with and without.")
    columns = (
        Column("KPI", 2), Column("Council", 2), Column("From and to", 3), Column("Reason", 4),
        Column("Approved by", 2),
    )  # fmt: skip
    caption, exemptions = labelled("Exemptions in force", data.exemptions)
    yield Grid(caption, columns, tuple(exemption_row(one) for one in exemptions))


def _money(data: ReportData, audience: Audience) -> Iterator[Block]:
    yield Heading("Money")
    if not data.money:
        yield Text("No spending is given in this version.")
        return
    columns = (
        Column("Area", 4),
        *(Column(words, 2, numeric=True) for words in
          ("Allocation", "Profile to date", "Spent", "Committed", "Forecast", "Spent less profile")),
    )  # fmt: skip
    caption, lines = labelled("Spending against profile", data.money)
    rows = [money_row(one) for one in lines]
    yield Grid(caption, columns, (*rows, money_row(total_of(data.money))), totals=True)
    notes = [f"{one.area}: {one.note}" for one in data.money if one.note]
    if notes:
        yield Items(tuple(notes))


def _risks(data: ReportData) -> Iterator[Block]:
    yield Heading("Risks")
    if not data.risks:
        yield Text("No risk is entered.")
        return
    columns = (Column("Risk", 4), Column("Rating", 2), Column("Response", 4), Column("Owner", 2))
    caption, risks = labelled("Risks, the most serious first", data.risks)
    yield Grid(caption, columns, tuple(risk_row(one) for one in risks))


def _submitted(data: ReportData) -> Iterator[Block]:
    if not data.submitted:
        return
    yield Heading("Returns of data")
    columns = (Column("Round", 4), Column("Due", 2), Column("In by the day", 2), Column("In by now", 2))
    caption, rounds = labelled("Councils that returned their data", data.submitted)
    rows = [
        (
            Cell(f"{one.round}{simulated(one.simulated)}"),
            Cell(short_date(one.due)),
            Cell(share(one.by_day, one.of)),
            Cell(share(one.ever, one.of)),
        )
        for one in rounds
    ]
    yield Grid(caption, columns, tuple(rows))


def _about(version: Version, mark: Mark) -> Iterator[Block]:
    data = version.data
    yield Heading("About this report")
    points = [
        f"{one.title}: {one.words}{f' As at {long_date(one.as_at)}.' if one.as_at else ''}" for one in data.sources
    ]
    points += [f"Not known: {one}" for one in data.missing]
    points += list(version.left_out)
    points.append("“Not known” and “not entered” are not 0.")
    yield Items(tuple(points))
    if mark.fingerprint:
        said = f"Its fingerprint (SHA-256) is {_in_eights(mark.fingerprint)}."
        yield Text(f"Everything here comes from one frozen set of values. {said}")


def _in_eights(text: str) -> str:
    """A long fingerprint in groups that a line can be broken between and a person can compare."""
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
