"""Whose return a file says it is, of which period and form: by its hidden sheet, its head or its columns.

What a file says of itself is held against what is expected. A file of another council is not read any further: all its
other errors would be answers to a question nobody asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from riia.indicators.model import Missing, Number, Period, PeriodError, PlaceCode, Symbol, Value
from riia.indicators.reference import PlaceError, councils, find_place, place
from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_nouns import Given, Grid, Identity, Kind, Problem
from riia.indicators.returns.files_tables import Table, fold
from riia.indicators.returns.nouns import Form, Heading, Weight
from riia.indicators.returns.workbook_words import COUNCIL, PERIOD, POPULATION, STILL_BLANK, TEMPLATE, fingerprint_of

_ABOUT_ROWS: Final = 40
_LONGEST: Final = 80
_COUNCILS: Final = 400
"""So many different names of councils are looked up in one file; England has 153."""
_CODE: Final = re.compile(r".*\((\d{3}|E\d{8})\)", re.ASCII)
_YEAR: Final = r"(?P<first>\d{4}) ?[-/\u2013] ?(?P<second>\d{4}|\d{2})"
_QUARTER: Final = r"q(?:uarter)? ?(?P<quarter>[1-4])"
_QUARTERS: Final = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (rf"(?:.*\()?{_QUARTER}[ ,:]*{_YEAR}\)?", rf"{_YEAR}[ ,:]*{_QUARTER}")
)
_FAMILY: Final = TEMPLATE.rpartition(" ")[0]


def place_of(text: str) -> PlaceCode | None:
    """The council that a text names, by code or by name; None where it names none."""
    tidy = " ".join(text.split())
    if not tidy or len(tidy) > _LONGEST:
        return None
    coded = _CODE.fullmatch(tidy)
    try:
        return find_place(coded[1] if coded else tidy).code
    except PlaceError:
        return None


def period_of(text: str) -> Period | None:
    """The period of a text that begins with its code or is a quarter of a financial year, as people write it.

    None where it is neither. "Q2 2026" is none: it may be of a financial or of a calendar year.
    """
    tidy = " ".join(text[:_LONGEST].split())
    code = tidy.split(":")[0].strip()
    for pattern in _QUARTERS:
        if found := pattern.fullmatch(tidy.rstrip(".")):
            first, second, quarter = int(found["first"]), int(found["second"]), int(found["quarter"])
            if second % 100 == (first + 1) % 100:
                code = f"{first}-{(first + 1) % 100:02}Q{quarter}"
    if not code:
        return None
    try:
        return Period.parse(code)
    except PeriodError:
        return None


def identities(grids: Iterable[Grid], table: Table | None) -> list[Identity]:
    """What the file says of itself, once for each place in it that does."""
    found = [said for grid in grids if (said := _about(grid)) is not None]
    if table is not None and (head := _head(table)) is not None:
        found.append(head)
    return found


def _about(grid: Grid) -> Identity | None:
    """The hidden sheet of our workbook, whatever it is called now."""
    said: dict[str, str] = {}
    for row in sorted(grid.rows)[:_ABOUT_ROWS]:
        cells = [given.words for _, given in sorted(grid.rows[row].items())]
        if len(cells) > 1:
            said.setdefault(fold(cells[0]), cells[1])
    if not said.get("format", "").startswith(_FAMILY):
        return None
    return identity_of(said, grid.place(1, 1))


def identity_of(said: Mapping[str, str], where: str) -> Identity:
    """An identity from its fields as texts."""
    council, period = said.get("place", ""), said.get("period", "")
    code, when = place_of(council), period_of(period)
    return Identity(
        code,
        said.get("place name", "")[:_LONGEST],
        when,
        said.get("form", "")[:_LONGEST],
        said.get("form fingerprint", "")[:_LONGEST],
        _population(Given(said.get("population", ""))),
        where,
        _unknown(council, code, period, when),
    )


def _unknown(council: str, code: PlaceCode | None, period: str, when: Period | None) -> tuple[tuple[str, str], ...]:
    """What is said of council and period and names none."""
    said: tuple[tuple[str, str, object], ...] = (("council", council, code), ("period", period, when))
    return tuple((what, text[:_LONGEST]) for what, text, known in said if text and known is None)


def _head(table: Table) -> Identity | None:
    """The lines above a table that name council and period."""
    said: dict[str, Given] = {}
    first: tuple[int, int] | None = None
    for row in (row for row in sorted(table.grid.rows) if row < table.top):
        cells = sorted(table.grid.rows[row].items())
        for (at, given), (_, value) in pairwise(cells):
            name = fold(given.text) if len(given.text) < _LONGEST else ""
            if name in _HEADS and fold(value.text) not in _LABELS:
                said.setdefault("council" if name in ("local authority", "place") else name, value)
                first = first or (row, at)
    if first is None:
        return None
    council, period = (said.get(fold(name), Given("")).words for name in (COUNCIL, PERIOD))
    population = _population(said.get(fold(POPULATION), Given("")))
    where, code, when = table.grid.place(*first), place_of(council), period_of(period)
    unknown = _unknown(council, code, period, when)
    return Identity(code, council[:_LONGEST], when, population=population, where=where, unknown=unknown)


_HEADS: Final = (fold(COUNCIL), fold(PERIOD), fold(POPULATION), "local authority", "place")
_LABELS: Final = (*_HEADS, fold(STILL_BLANK))
"""What is written in the head and is nobody's name: it stands next to a label whose own value is gone."""


def _population(given: Given) -> Value:
    text = given.words.replace(",", "")
    known = given.kind in (Kind.TEXT, Kind.NUMBER) and text.isascii() and text.isdecimal() and len(text) < 10
    return Number(int(text)) if known else Missing(Symbol.NOT_AVAILABLE)


def disagreements(said: Sequence[Identity], expected: Heading | None, form: Form) -> list[Problem]:
    """Why the file is not the expected return. Each of council, period and form is told once."""
    told: dict[str, Problem] = {}
    known = {"council": any(one.place for one in said), "period": any(one.period for one in said)}
    for one in said:
        for what, text in one.unknown:
            if known[what]:
                continue  # another part of the file says it
            if what == "council" and expected is not None and _names(text, expected.place):
                continue
            rule = f"The file says that its {what} is {shown(text)}, which is not known."
            told.setdefault(text, Problem(f"FILE-{what.upper()}", one.where, rule, _SAID_BY[what]))
        if one.form and one.form != form.key:
            rule = f"The file is made for the form {one.form[:40]}, and this return uses {form.key} ({form.title})."
            told.setdefault("form", _another("FILE-FORM", one.where, rule, "form"))
        if expected is None:
            continue
        if one.place is not None and one.place != expected.place:
            rule = f"The file is the return of {_called(one.place)}, and this is the return of {expected.place_name}."
            told.setdefault("council", _another("FILE-COUNCIL", one.where, rule, "council"))
        if one.period is not None and one.period.code != expected.period.code:
            rule = f"The file is for {one.period.label}, and this return is for {expected.period.label}."
            told.setdefault("period", _another("FILE-PERIOD", one.where, rule, "period"))
    return list(told.values())


_SAID_BY: Final = {
    "council": "Write the council by its name or code, such as Derby or 831, or choose the right file.",
    "period": "Write the period by its code, such as 2026-27Q2, or choose the right file.",
}


def _names(text: str, code: PlaceCode) -> bool:
    """Whether a text that is no council's name has that of this one in it, and none that is longer."""
    said, name = f" {fold(text)} ", place(code).name.casefold()
    longer = (one.name.casefold() for one in councils() if name in one.name.casefold() and one.code != code)
    return bool(re.search(rf"\W{re.escape(name)}\W", said)) and not any(one in said for one in longer)


def _another(code: str, where: str, rule: str, what: str) -> Problem:
    return Problem(code, where, rule, f"Choose the file of the right {what}, or go to the return that it belongs to.")


def outdated(said: Sequence[Identity], form: Form) -> list[Problem]:
    """A soft problem where the workbook was made for another version of the form (R4.16)."""
    for one in said:
        if one.fingerprint and one.fingerprint != fingerprint_of(form):
            rule = "The workbook was made before items or definitions of this form were changed."
            remedy = "Copy your numbers into the present workbook, or explain why they are right as they are."
            return [Problem("FILE-TEMPLATE", one.where, rule, remedy, weight=Weight.SOFT)]
    return []


def _called(code: PlaceCode) -> str:
    return f"{place(code).name} ({code})"


@dataclass(frozen=True)
class Whose:
    """Rows of a table that name the same council and period, or none."""

    identity: Identity
    rows: tuple[int, ...]

    def fits(self, expected: Heading) -> bool:
        """Whether the rows may be of the expected return: what a row does not say is taken for what is expected."""
        said = self.identity
        right = said.period is None or said.period.code == expected.period.code
        return right and said.place in (None, expected.place)


def rows_by_whose(table: Table) -> tuple[list[Whose], list[Problem]]:
    """The rows below the headings by the council and the period they name, and those that name something unknown."""
    rows: dict[tuple[PlaceCode | None, Period | None], list[int]] = {}
    unknown: dict[str, Problem] = {}
    codes: dict[str, PlaceCode | None] = {}
    for row in table.below:
        council, period = table.at(row, "place").words, table.at(row, "period").words
        if council not in codes:  # to look for what is near an unknown name takes time, so not without end
            codes[council] = place_of(council) if len(codes) < _COUNCILS else None
        code, when = codes[council], period_of(period)
        for name, text, known in (("place", council, code), ("period", period, when)):
            if text and known is None:
                rule, remedy = f"names no {'council' if name == 'place' else name} that is known.", _ROW_REMEDY
                place_ = table.place(row, name)
                unknown.setdefault(text, Problem("FILE-ROW", place_, rule, remedy, text=shown(text)))
        if bool(council) == (code is not None) and bool(period) == (when is not None):
            rows.setdefault((code, when), []).append(row)
    found = [
        Whose(Identity(code, "", when, where=table.grid.place(some[0], table.columns.get("place", 1))), tuple(some))
        for (code, when), some in rows.items()
    ]
    return found, list(unknown.values())


_ROW_REMEDY: Final = "Write the council by name or code, the period by its code, such as 2026-27Q2."
