"""Explanations in a file: from the sheet of our workbook, and from tidy rows that name a check.

An explanation carried over from an earlier return is an offer. It counts when the council says that it is still true.
"""

from collections.abc import Mapping
from typing import Final

from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_nouns import Given, Grid, Kind
from riia.indicators.returns.files_tables import Names, Table, fold
from riia.indicators.returns.files_values import Found
from riia.indicators.returns.nouns import Form
from riia.indicators.returns.tidy import FORMULA
from riia.indicators.returns.workbook_words import ABOUT_ITEM, ABOUT_MEASURE, CARRIED, CHECK, STILL, TEXT

LONGEST: Final = 4_000
_MOST: Final = 500
_TOP: Final = 20
_YES: Final = ("yes", "y", "true", "still true")
_NO: Final = ("no", "n", "false")


def read_explanations(grid: Grid, form: Form, found: Found) -> bool:
    """Take the explanations of a sheet that has them. Whether it is such a sheet."""
    for top in sorted(grid.rows)[:_TOP]:
        heads = {fold(given.text): at for at, given in grid.rows[top].items() if given.kind is Kind.TEXT}
        if {fold(CHECK), fold(TEXT)} <= heads.keys():
            for row in sorted(grid.rows):
                if row > top:
                    _read(grid, row, heads, form, found)
            return True
    return False


def _read(grid: Grid, row: int, heads: Mapping[str, int], form: Form, found: Found) -> None:
    def at(heading: str) -> str:
        column = heads.get(fold(heading))
        return grid.at(row, column).text.strip() if column else ""

    code, item, measure, text = at(CHECK), at(ABOUT_ITEM), at(ABOUT_MEASURE), at(TEXT)
    place = grid.place(row, heads[fold(TEXT)], TEXT)
    if at(CARRIED):
        still = at(STILL).casefold()
        if still in _NO:
            return
        if still not in _YES:
            rule = "was carried over from an earlier return and nobody has said that it is still true; left out."
            found.note("FILE-CARRIED", place, rule, f"Answer yes or no in the column {STILL}.")
            return
    if not text and not code:
        return
    key = key_of(code, item, measure, form)
    if not text:
        found.note("FILE-EXPLAIN", place, "names a check and explains nothing; left out.", text=shown(code))
    elif key is None:
        rule = "does not say what it explains."
        remedy = "Give the check's code, and the item and measure as the check names them."
        found.wrong("FILE-EXPLAIN", place, rule, remedy, text=shown(" ".join((code, item, measure))))
    else:
        add(found, key, text, place)


def add(found: Found, key: str, text: str, place: str) -> None:
    """Keep an explanation, unless there is another for the same."""
    if len(text) > LONGEST:
        rule = f"is longer than {LONGEST:,} signs."
        found.wrong("FILE-EXPLAIN", place, rule, "Say it shorter; a file can be attached to the answer to a query.")
    elif len(found.explanations) >= _MOST and key not in found.explanations:
        found.wrong("FILE-EXPLAIN", place, f"is one of more than {_MOST} explanations.", "Leave out the others.")
    elif found.explanations.setdefault(key, text) != text:
        rule = f"explains {key} a second time in other words."
        found.wrong("FILE-EXPLAIN", place, rule, "Keep one explanation for each check and cell.")


def key_of(code: str, item: str, measure: str, form: Form) -> str | None:
    """By which an explanation is tied to its check; None where it cannot be told."""
    if not code or any(sign.isspace() for sign in code) or len(code) > 40:
        return None
    if not item:
        return code.upper()
    meant = Names(form).one(Given(item))
    cell = next((one for one in meant.cells if one.measure.value == fold(measure)), None) if meant else None
    return f"{code.upper()} {cell}" if cell else None


def read_tidy_explanations(table: Table, rows: tuple[int, ...], form: Form, found: Found) -> None:
    """Take the explanations of a tidy table: rows with a check, whose value is the text."""
    for row in rows:
        code = table.at(row, "check").words
        if not code:
            continue
        names = (table.at(row, name).words for name in ("key", "item", "title", "indicator"))
        item = next(filter(None, names), "")
        key = key_of(code, item, table.at(row, "measure").words, form)
        text, place = _unguarded(table.at(row, "value").text.strip()), table.place(row, "value")
        if key is None:
            remedy = "Give the check's code, and the item and measure it is about."
            found.wrong("FILE-EXPLAIN", place, "does not say what it explains.", remedy, text=shown(code))
        elif text:
            add(found, key, text, place)


def _unguarded(text: str) -> str:
    """A text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
