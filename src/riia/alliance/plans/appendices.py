"""The appendices of a plan made again from its data: rows to show, to print and to download. Pure.

A cell has its amount as read; where the document wrote something else, or nothing, a note says so. Nothing is put in
the place of a stated amount: a total that does not come to its parts stands as stated, with a note.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from riia.alliance.kit.filters import pounds
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.plans.costs import QUARTERS, Amount, Check, Heading, How, Line, Sheet, Verdict, checks, reads_as

TITLES: Final = (
    "Area of DfE grant", "Sub-requirement", "Plan activity and KPI numbers", "Finance projected spend",
    "Q1", "Q2", "Q3", "Q4", "Total projected spend per area", "DfE allocation", "Variance of spend against grant",
)  # fmt: skip
AMOUNTS: Final = ("spend", "q1", "q2", "q3", "q4", "total", "allocation", "variance")


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount in the appendix; None is one the document does not give. `notes` are numbers of notes below."""

    pence: int | None
    notes: tuple[int, ...] = ()
    blank: bool = False
    """Nothing belongs here, such as an area's total on the rows after its first."""

    @property
    def words(self) -> str:
        """The amount as it is printed."""
        return "" if self.blank else "not stated" if self.pence is None else pounds(self.pence, whole=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of costs. The first of its heading carries the heading's name, total, allocation and variance."""

    heading: str
    first: bool
    of: int
    requirement: str
    scope: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Appendix:
    """One appendix: rows, the line of totals, and the notes in order."""

    label: str
    shares: tuple[int, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, Cell]
    notes: tuple[str, ...]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns of amounts. A quarter in which nothing is profiled has none, as in the document."""
        return tuple(name for name in AMOUNTS if name not in self._left_out)

    @property
    def _left_out(self) -> frozenset[str]:
        return frozenset(f"q{number}" for number, share in enumerate(self.shares, start=1) if not share)

    def titles(self) -> tuple[str, ...]:
        """Headings of the columns, with the share of each quarter."""
        texts = TITLES[:3]
        shown = dict(zip(AMOUNTS, TITLES[3:], strict=True))
        return (*texts, *(self._title(name, shown[name]) for name in self.amounts))

    def _title(self, name: str, title: str) -> str:
        return f"{title} ({self.shares[int(name[1]) - 1]}%)" if name.startswith("q") else title


@dataclass(slots=True)
class _Notes:
    """Notes as they come up; the same words have one number."""

    words: list[str] = field(default_factory=list)

    def add(self, words: str) -> int:
        if words not in self.words:
            self.words.append(words)
        return self.words.index(words) + 1


def appendix(sheet: Sheet, named: Mapping[str, tuple[str, str]]) -> Appendix:
    """Lay a sheet out. `named` gives for the key of a line its sub-requirement and the KPIs it pays for, in words."""
    notes = _Notes()
    off = [each for each in checks(sheet) if each.verdict in (Verdict.ERROR, Verdict.ROUNDING)]
    rows = tuple(row for heading in sheet.headings for row in _rows(heading, named, off, notes))
    totals = {
        "spend": _cell(sheet.spend, notes, _about(off, sheet.label, "lines-sheet")),
        **{f"q{number}": _cell(sheet.quarters[number - 1], notes, _about(off, f"{sheet.label}, Q{number}", "column"))
           for number in QUARTERS},
        "total": _cell(sheet.spend, notes, _about(off, sheet.label, "headings-total")),
        "allocation": _cell(sheet.allocation, notes, _about(off, sheet.label, "allocations", "grant")),
        "variance": _cell(sheet.variance, notes, _about(off, sheet.label, "variances-zero")),
    }  # fmt: skip
    return Appendix(sheet.label, tuple(sheet.shares), rows, totals, tuple(notes.words))


def _rows(heading: Heading, named: Mapping[str, tuple[str, str]], off: Sequence[Check], notes: _Notes) -> Iterator[Row]:
    for place, line in enumerate(heading.lines):
        requirement, scope = named.get(line.key, ("", ""))
        first = place == 0
        cells = _line_cells(line, off, notes)
        empty = Cell(None, blank=True)
        cells |= {"total": empty, "allocation": empty, "variance": empty}
        if first:
            cells["total"] = _cell(heading.total, notes, _about(off, heading.label, "lines-total"))
            cells["allocation"] = Cell(heading.allocation)
            cells["variance"] = _cell(heading.variance, notes, _about(off, heading.label, "variance"))
        yield Row(heading.label, first, len(heading.lines), requirement, scope, cells)


def _line_cells(line: Line, off: Sequence[Check], notes: _Notes) -> dict[str, Cell]:
    cells = {"spend": _cell(line.spend, notes, _about(off, line.label, "quarters-sum"))}
    for number in QUARTERS:
        cells[f"q{number}"] = _cell(
            line.quarters[number - 1], notes, _about(off, f"{line.label}, Q{number}", "profile")
        )
    return cells


def _about(off: Sequence[Check], about: str, *codes: str) -> list[Check]:
    return [each for each in off if each.about == about and each.code in codes]


def _cell(amount: Amount, notes: _Notes, off: Sequence[Check]) -> Cell:
    said: list[int] = []
    if amount.how is How.DERIVED and amount.note:
        said.append(notes.add(f"Not in the document; derived: {amount.note}"))
    elif amount.how is How.ARTEFACT or (
        amount.as_written and amount.how is How.STATED and reads_as(amount.as_written) != amount.pence
    ):
        read = "not stated" if amount.pence is None else pounds(amount.pence, whole=True)
        said.append(notes.add(f"The document’s text has “{amount.as_written}”. {amount.note or f'Read as {read}.'}"))
    for check in off:
        assert check.difference is not None
        assert check.stated is not None
        assert check.computed is not None
        amount_off = pounds(abs(check.difference), whole=True)
        said.append(notes.add(
            f"{check.what} ({check.about}): stated {pounds(check.stated, whole=True)}, computed "
            f"{pounds(check.computed, whole=True)}; {amount_off} {check.verdict.value}. {check.working}".strip()
        ))  # fmt: skip
    return Cell(amount.pence, tuple(said))


def as_csv(found: Sequence[Appendix]) -> str:
    """All appendices in one file: one row for each line, amounts in pounds without signs, and notes in a column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Appendix", *TITLES, "Notes"])
    for one in found:
        for row in one.rows:
            writer.writerow(_row_of(one, row.heading, row.requirement, row.scope, row.cells))
        writer.writerow(_row_of(one, "Total", "", "", one.totals))
    return "\ufeff" + out.getvalue()


def _row_of(one: Appendix, heading: str, requirement: str, scope: str, cells: Mapping[str, Cell]) -> list[str]:
    texts = [safe_cell(text) for text in (one.label, heading, requirement, scope)]
    return [*texts, *(_plain(cells[name]) for name in AMOUNTS), safe_cell(_notes(one, cells))]


def _plain(cell: Cell) -> str:
    """An amount for a machine: 1234 or 1234.50, empty where nothing is given."""
    if cell.blank or cell.pence is None:
        return ""
    sign, pence = ("-" if cell.pence < 0 else ""), abs(cell.pence)
    whole, odd = divmod(pence, 100)
    return f"{sign}{whole}" + (f".{odd:02d}" if odd else "")


def _notes(one: Appendix, cells: Mapping[str, Cell]) -> str:
    numbers = dict.fromkeys(number for cell in cells.values() for number in cell.notes)
    return " ".join(one.notes[number - 1] for number in numbers)
