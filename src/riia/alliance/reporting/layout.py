"""A report laid out once, as headings, texts and tables of text: every file shows these and nothing else.

So a number is the same on the page, in the PDF and in the Word document, because each of them prints the same words.
A report begins with one page; what stands there is not said again further down, but for the KPIs' own table.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from riia.alliance.kit.filters import long_date, moment, number, plural
from riia.alliance.reporting import layout_parts as parts
from riia.alliance.reporting.audiences import Version
from riia.alliance.reporting.blocks import Bar, Block, Cell, Column, Grid, Heading, Items, NewPage, Text
from riia.alliance.reporting.content import Rag, ReportData
from riia.alliance.reporting.rows import ORDER
from riia.alliance.reporting.summary import asked, figures, went_wrong


class Shape(StrEnum):
    """What a report looks like: the whole quarterly report, or a board pack that lists only what is red or amber."""

    REPORT = "report"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Mark:
    """What identifies a version: whose, which number, when it was frozen and the fingerprint of its content.

    `asks` is what the office asks of the readers, one thing a line; `receipt` whether this reader confirms receipt.
    """

    title: str
    number: int
    frozen_at: datetime
    fingerprint: str
    cover_note: str = ""
    instead_of: str = ""
    asks: str = ""
    receipt: bool = False


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
    made_up = ", simulated" if data.simulated else ""
    return Laid(
        title=headline(data),
        subject=mark.title,
        author=data.alliance,
        on=data.as_at,
        frozen_at=mark.frozen_at,
        facts=tuple(_facts(version, mark)),
        blocks=tuple(_blocks(version, mark, shape)),
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
    yield "As at", long_date(data.as_at)
    yield "Plan", data.plan
    yield "Version", f"{mark.number}, {f'frozen on {moment(mark.frozen_at)}' if mark.fingerprint else 'not frozen yet'}"
    if mark.instead_of:
        yield "Corrects", mark.instead_of


def _blocks(version: Version, mark: Mark, shape: Shape) -> Iterator[Block]:
    data = version.data
    yield from _first_page(version, mark)
    if mark.cover_note:
        yield Heading("Cover note")
        yield Text(mark.cover_note, typed=True)
    yield NewPage()
    yield from parts.areas(data)
    yield from parts.changed(data)
    yield from parts.money(data)
    yield from parts.grants(data)
    yield from parts.risks(data)
    yield from parts.exemptions(data)
    yield from parts.returned(data)
    yield NewPage()
    if shape is Shape.BOARD:
        yield from parts.kpis(data, (Rag.RED, Rag.AMBER), "Annex: KPIs that are red or amber")
        yield Text("The others stand in the quarterly report of the same numbers.")
    else:
        yield from parts.kpis(data, ORDER, "Annex: every KPI, the red first")
    yield from _about(version, mark)


_NUMBERS: Final = "The quarter in five numbers"


def _first_page(version: Version, mark: Mark) -> Iterator[Block]:
    """The five numbers, what went wrong, and what is asked of the reader."""
    data = version.data
    if data.simulated:
        yield Text("Simulated: entries of this report are made up, for demonstration.")
    yield Heading(_NUMBERS)
    if data.kpis:
        count = Counter(one.rag for one in data.kpis)
        words = ", ".join(f"{count[rag]} {rag.value.lower()}" for rag in ORDER)
        alternative = f"Ratings of {plural(len(data.kpis), 'KPI')}: {words}."
        yield Bar(tuple((rag, count[rag]) for rag in ORDER if count[rag]), alternative)
        yield Text(alternative)
    else:
        yield Text("The plan has no KPIs at this day.")
    before = {one.key: one.said for one in data.before}
    shown = [one for one in figures(data) if not (one.money and version.without_money)]
    unknown = "–" if data.compared_with else "no earlier report"
    yield Grid(
        f"At {long_date(data.as_at)} and in the report before",
        (Column("What", 5), Column("Now", 3), Column("In the report before", 3)),
        tuple((Cell(one.words), Cell(one.said), Cell(before.get(one.key, unknown))) for one in shown),
    )
    yield Heading("What went wrong")
    wrong = went_wrong(data)
    yield Items(wrong) if wrong else Text("No KPI is red, and nothing else stands out.")
    yield Heading("What is asked of you")
    wanted = asked(data, version.audience, mark.asks, receipt=mark.receipt)
    yield Items(wanted) if wanted else Text("Nothing beyond reading it.")


def _about(version: Version, mark: Mark) -> Iterator[Block]:
    data = version.data
    yield Heading("About this report")
    points = [
        f"{one.title}: {one.words}{f' As at {long_date(one.as_at)}.' if one.as_at else ''}" for one in data.sources
    ]
    points += [f"Not known: {one}." for one in data.missing]
    points += list(version.left_out)
    points.append("“Not known” and “not entered” are not 0.")
    yield Items(tuple(points))
    if mark.fingerprint:
        said = f"Its fingerprint (SHA-256) is {_in_eights(mark.fingerprint)}."
        yield Text(f"Everything here comes from one frozen set of values. {said}")


def _in_eights(text: str) -> str:
    """A long fingerprint in groups that a line can be broken between and a person can compare."""
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))
