"""From cells of a file to answers, with everything that is wrong told at once and nothing settled in silence."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Symbol, Value
from riia.indicators.returns.canonical import written
from riia.indicators.returns.entries import EntryError, parse_entry, shown
from riia.indicators.returns.files_nouns import Given, Kind, Problem
from riia.indicators.returns.nouns import Cell, Form, Weight
from riia.indicators.returns.workbook_cells import digits
from riia.indicators.returns.working_out import worked_out

_NEAR: Final = Decimal("0.1")
"""As near as two roundings of one share may be (R4.20)."""
_LONGEST: Final = 200
"""So much of what was typed is kept; an entry has at most forty signs."""
_DATE_REMEDY: Final = "Excel makes dates of entries such as 3-4. Format the cell as a number and type the number anew."


@dataclass
class Found:
    """What has been found in a file so far."""

    form: Form
    population: Value = field(default_factory=lambda: Missing(Symbol.NOT_AVAILABLE))
    answers: dict[Cell, Value] = field(default_factory=dict)
    typed: dict[Cell, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    places: dict[Cell, str] = field(default_factory=dict)
    """Where each cell stands in the file."""
    unread: dict[Cell, Problem] = field(default_factory=dict)
    """Cells the file has something for that could not be read, with why. None of them is blank."""
    _uncounted: dict[Cell, str] = field(default_factory=dict)
    _disputed: dict[Cell, Problem] = field(default_factory=dict)
    _plain: set[Cell] = field(default_factory=set)
    """Percentages given without a percent sign, which may be fractions."""

    def wrong(
        self, code: str, place: str, rule: str, remedy: str = "", *, cell: Cell | None = None, text: str = ""
    ) -> None:
        """Tell what must be corrected. Where it is about a cell, that cell could not be read."""
        problem = Problem(code, place, rule, remedy, cell, text)
        self.problems.append(problem)
        if cell is not None:
            self.refuse(cell, problem)

    def refuse(self, cell: Cell, problem: Problem) -> None:
        """Take no answer for a cell that the file has something for, however often it is given."""
        self.drop(cell)
        self.unread.setdefault(cell, problem)
        self.places.setdefault(cell, problem.place)
        self.typed.setdefault(cell, "")

    def dispute(self, cell: Cell, problem: Problem) -> None:
        """Refuse a cell in the end that a row seems to be for, unless another row gives it."""
        self._disputed.setdefault(cell, problem)

    def soft(self, code: str, place: str, rule: str, remedy: str, *, cell: Cell | None = None, text: str = "") -> None:
        """Tell what must be corrected or explained."""
        self.problems.append(Problem(code, place, rule, remedy, cell, text, Weight.SOFT))

    def note(
        self, code: str, place: str, rule: str, remedy: str = "", *, cell: Cell | None = None, text: str = ""
    ) -> None:
        """Tell what is worth knowing."""
        self.notes.append(Problem(code, place, rule, remedy, cell, text, None))

    def take(self, cell: Cell, given: Given, place: str) -> None:
        """Read one cell of the file as the answer in a cell of the return."""
        if cell in self.places:
            self._twice(cell, given, place)
            return
        self.places[cell] = place
        self.typed[cell] = given.words[:_LONGEST]
        if self._is_uncounted(cell, given):
            self._uncounted[cell] = place
            return
        if given.links:
            rule = "is a formula that takes its value from another workbook; the value it had last is used."
            self.note("FILE-LINK", place, rule, cell=cell)
        text = self._text(cell, given, place)
        if text is None:
            return
        self.typed[cell] = text[:_LONGEST]
        value = self._value(cell, text, given, place)
        if value is not None:
            self.answers[cell] = value
        if cell.measure is Measure.PERCENT and not given.is_percent and "%" not in text:
            self._plain.add(cell)

    def drop(self, cell: Cell) -> None:
        """Take an answer back that turned out to be doubtful."""
        self.answers.pop(cell, None)
        self._uncounted.pop(cell, None)
        self._plain.discard(cell)

    def finish(self) -> None:
        """Work out shares that the file's program never worked out, and recognise fractions given for percentages."""
        for cell, problem in self._disputed.items():
            if not self.typed.get(cell) and cell not in self._uncounted:
                self.refuse(cell, problem)
        for cell, place in list(self._uncounted.items()):
            value = worked_out(cell, self.form.item(cell.item), self.answers, self.population)
            if value is None:
                self._not_worked_out(cell, place)
                continue
            self.answers[cell], self.typed[cell] = value, written(value)
            rule = "has a formula without a usable value; the share was worked out anew from the numbers."
            self.note("FILE-WORKED-OUT", place, rule, cell=cell)
        for cell in sorted(self._plain & self.answers.keys()):
            self._unfold(cell)

    def _not_worked_out(self, cell: Cell, place: str) -> None:
        """A share without a value is blank where its number is; beside a number, it is one that cannot be read."""
        number = self.form.item(cell.item).cells[0]
        if self.typed.get(number) or number in self.unread:
            rule = "has a formula without a usable value, and cannot be worked out from the numbers."
            self.refuse(cell, Problem("FILE-WORKED-OUT", place, rule, "", cell, weight=None))

    def _unfold(self, cell: Cell) -> None:
        given = self.answers[cell]
        worked = worked_out(cell, self.form.item(cell.item), self.answers, self.population)
        if not isinstance(given, Number) or not isinstance(worked, Number) or given.value > 1:
            return
        share, right = Decimal(given.value), Decimal(worked.value)
        if abs(share * 100 - right) <= _NEAR < abs(share - right):
            self.answers[cell] = value = Number(Decimal(written(Number(share * 100))))  # 9.8 and not 9.800
            rule = f"is a fraction: the numbers give {right} %, so it was read as {written(value)} %."
            remedy = "Type percentages as 12.5, not as 0.125."
            self.note("FILE-FRACTION", self.places[cell], rule, remedy, cell=cell, text=self.typed[cell])

    def _is_uncounted(self, cell: Cell, given: Given) -> bool:
        """Whether a rate or percentage is a formula that gives nothing to read."""
        if cell.measure is Measure.NUMBER or not given.is_formula:
            return False
        return not given.is_counted or not given.words or given.kind is Kind.ERROR

    def _text(self, cell: Cell, given: Given, place: str) -> str | None:
        """The entry as it would be typed; None, with the problem told, where there is none."""
        if given.is_formula and not given.is_counted:
            rule = "has a formula whose value is not in the file."
            self.wrong(
                "FILE-FORMULA", place, rule, "Open it in Excel, save it and try again; or type the number.", cell=cell
            )
            return None
        if given.kind is Kind.ERROR:
            rule, remedy = "is an Excel error.", "Mend the formula, or type the number over it."
            self.wrong("FILE-EXCEL", place, rule, remedy, cell=cell, text=shown(given.words))
            return None
        if given.kind is Kind.DATE:
            self.wrong("FILE-DATE", place, "is a date.", _DATE_REMEDY, cell=cell, text=shown(given.words))
            return None
        if given.kind is Kind.NUMBER and given.is_percent:
            if cell.measure is Measure.PERCENT:
                return _hundredfold(given.words)
            rule, remedy = "is formatted as a percentage, and none is asked for.", "Format it as a number and check it."
            self.typed[cell] = f"{_hundredfold(given.words)} %"[:_LONGEST]
            self.wrong("FILE-PERCENT", place, rule, remedy, cell=cell, text=shown(self.typed[cell]))
            return None
        return given.text if len(given.words) > 1 and given.kind is Kind.TEXT else given.words

    def _value(self, cell: Cell, text: str, given: Given, place: str) -> Value | None:
        try:
            return parse_entry(text, cell, self.form.item(cell.item))
        except EntryError as error:
            if given.is_formula and cell.measure is not Measure.NUMBER:
                # It follows from numbers that do not fit, of which the checks tell.
                rule = "is worked out from numbers that do not fit, and was left out."
                self.note("FILE-WORKED-OUT", place, rule, cell=cell, text=shown(text))
                self.typed[cell] = ""
                self.refuse(cell, self.notes[-1])
                return None
            self.wrong("FILE-ENTRY", place, error.rule, error.remedy, cell=cell, text=shown(text))
            return None

    def _twice(self, cell: Cell, given: Given, place: str) -> None:
        """A second cell for the same answer: alike is well, blank is let be, anything else has to be settled."""
        first = self.places[cell]
        if not given.words or given.words[:_LONGEST] == self.typed[cell]:
            if given.words:
                self.note("FILE-TWICE", place, f"says the same as {first}.", cell=cell, text=shown(given.words))
            return
        if not self.typed[cell] and cell not in self._uncounted and cell not in self.unread:
            del self.places[cell]
            self.take(cell, given, place)
            return
        rule = f"is the same item as {first}, which says {shown(self.typed[cell])}."
        remedy = "Delete one of the two rows. Excel turns an item number such as 2.10 into 2.1: give the item's key."
        self.wrong("FILE-TWICE", place, rule, remedy, cell=cell, text=shown(given.words))


def _hundredfold(text: str) -> str:
    """A stored fraction as the percentage that is shown; a text that is no plain number stays."""
    try:
        return digits(str(Decimal(text) * 100))
    except ArithmeticError:
        return text
