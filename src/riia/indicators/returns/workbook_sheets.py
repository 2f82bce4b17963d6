"""The other sheets of our workbook: how to fill it in, explanations, definitions, and whose it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from riia.indicators.model import Missing, Symbol, day_in_words
from riia.indicators.returns.canonical import written
from riia.indicators.returns.nouns import Cell, Form, Heading, ReturnError, Weight
from riia.indicators.returns.workbook_form import HEADING_ROW, LINE, height
from riia.indicators.returns.workbook_words import (
    ABOUT_ITEM,
    ABOUT_MEASURE,
    CARRIED,
    CHECK,
    CHECKS,
    EXPLANATIONS,
    READ_ME,
    RETURN,
    STILL,
    TEMPLATE,
    TEXT,
    fingerprint_of,
)

if TYPE_CHECKING:
    from riia.indicators.returns.workbook import Filling

_BLUE, _YELLOW, _PALE, _INK, _GREY = "#1d4f7c", "#fff9db", "#f3f2f1", "#0b0c0c", "#484949"
_LONGEST: Final = 32_000
_READ_ME_WIDTHS: Final = (16, 110)
_EXPLANATION_WIDTHS: Final = (18, 46, 16, 80, 26, 12)
_DEFINITION_WIDTHS: Final = (7, 32, 44, 30, 18, 70, 36, 30)
_SYMBOLS: Final = (Symbol.SUPPRESSED, Symbol.NOT_AVAILABLE, Symbol.NOT_APPLICABLE, Symbol.UNRELIABLE)
"""What a council may have in place of a number; the others are for figures that were rounded."""
_CHECK_WIDTHS: Final = (22, 22, 46, 60, 60)
_OF_FILES: Final = {
    "FILE-COVERAGE": (
        "The files behind a computed figure reach all the way.",
        "A figure from files that are too short may be wrong.",
        "Compute it again with the files that are lacking, or explain it.",
    ),
    "FILE-TEMPLATE": (
        "The workbook was made for the present items and definitions.",
        "What was counted by an older definition may not be what is asked.",
        "Copy your numbers into the present workbook, or explain why they are right as they are.",
    ),
}
"""The checks of files that can be explained."""
_BLANK_ROWS: Final = 40
"""Lines for explanations that are new."""


def formats_of(book: Any) -> dict[str, Any]:
    """The looks of all cells. Every text has a contrast of at least 7 to 1."""
    plain = {"font_name": "Arial", "font_size": 11, "font_color": _INK, "valign": "top"}
    entry = {**plain, "bg_color": _YELLOW, "border": 1, "border_color": _GREY, "locked": False, "align": "right"}
    looks: dict[str, dict[str, Any]] = {
        "plain": {},
        "title": {"font_size": 16, "bold": True},
        "label": {"bold": True},
        "text": {"text_wrap": True, "align": "left"},
        "part": {"text_wrap": True, "align": "left", "indent": 2},
        "quiet": {"text_wrap": True, "font_color": _GREY, "align": "left", "indent": 1},
        "known": {"align": "right", "num_format": "#,##0", "font_color": _GREY},
        "people": {"align": "left", "num_format": "#,##0"},
        "head": {"bold": True, "text_wrap": True, "font_color": "#ffffff", "bg_color": _BLUE, "border": 1},
    }
    made = {name: book.add_format({**plain, **look}) for name, look in looks.items()}
    made["count"] = book.add_format({**entry, "num_format": "#,##0"})
    made["share"] = book.add_format({**entry, "num_format": "#,##0.0", "bg_color": _PALE})
    made["words"] = book.add_format({**entry, "align": "left", "text_wrap": True, "num_format": "@"})
    return made


def write_read_me(book: Any, sheet: Any, form: Form, heading: Heading, filling: "Filling", formats: Any) -> None:
    """What this is, for whom, until when, and what to type."""
    _begin(sheet, _READ_ME_WIDTHS)
    sheet.write_string(0, 0, f"Return of {heading.place_name}, {heading.period.label}", formats["title"])
    lines = [
        ("Council", f"{heading.place_name} ({heading.place})"),
        ("Period", f"{heading.period.label}: the last day is {day_in_words(heading.period.end)}"),
        *([("Round", filling.round_title)] if filling.round_title else []),
        *([("Due", day_in_words(filling.due))] if filling.due else []),
        ("What is asked", f"{form.title}. {len(form.items)} lines; the sheet {RETURN} has them all."),
        *(("Not asked", words) for words in form.unknown),
        ("Step 1", f"On the sheet {RETURN}, type this period's number into each yellow cell of the column Number. Tab "
         "goes from one yellow cell to the next."),
        ("Step 2", "Look at the rate or percentage beside it. It is worked out from your numbers. Type your own over "
         "it if it differs, and say why."),
        ("Step 3", f"On the sheet {EXPLANATIONS}, say what needs saying. Explanations of the last return stand there "
         "already: answer yes where one is still true; any other is left out."),
        ("Step 4", "Save the workbook and upload it on the page of your return, or check it first on your own machine: "
         "riia returns check."),
        ("Blank", "A blank cell is not answered yet. It is neither 0 nor a symbol."),
        ("0", "You counted, and there were none."),
        ("Small numbers", "Give the number itself, however small. Small numbers are protected before anything is shown "
         "beyond what your agreement allows."),
        ("Children", "Nothing about a single child belongs in this workbook: no name, no number, no date of birth."),
    ]  # fmt: skip
    for row, (about, text) in enumerate(lines, 2):
        sheet.set_row(row, height((about, text), _READ_ME_WIDTHS))
        sheet.write_string(row, 0, about, formats["label"])
        sheet.write_string(row, 1, clean(text), formats["text"])
    top = len(lines) + 3
    sheet.write_string(top, 0, "Symbol", formats["head"])
    sheet.write_string(top, 1, "What it means, where there is no number", formats["head"])
    symbols = [(one.value, f"{one.words[:1].upper()}{one.words[1:]}.") for one in _SYMBOLS]
    symbols.append(("n/a", "The same as z."))
    for row, (symbol, words) in enumerate(symbols, top + 1):
        sheet.write_string(row, 0, symbol, formats["label"])
        sheet.write_string(row, 1, words, formats["text"])
    book.define_name("Symbols", f"='{READ_ME}'!$A${top + 2}:$A${top + 1 + len(symbols)}")
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def write_explanations(sheet: Any, form: Form, filling: "Filling", formats: Any) -> None:
    """This return's explanations so far, those of earlier ones on offer, and lines for new ones."""
    _begin(sheet, _EXPLANATION_WIDTHS)
    sheet.set_row(2, 2 * LINE)
    sheet.write_string(0, 0, "Explanations", formats["title"])
    intro = (
        "One line for each check that asks for one. A line that was carried over counts when its last cell says yes."
    )
    sheet.write_string(1, 0, intro, formats["plain"])
    for column, title in enumerate((CHECK, ABOUT_ITEM, ABOUT_MEASURE, TEXT, CARRIED, STILL)):
        sheet.write_string(2, column, title, formats["head"])
    own = dict(filling.explanations or {})
    lines = [(key, text, "") for key, text in sorted(own.items())]
    lines += [
        (one.key, one.text, f"{one.period.code}, first given {one.since.code}")
        for one in filling.offered
        if one.key not in own
    ]
    row = 3
    for key, text, carried in lines:
        code, item, measure = parts_of(key, form)
        cells = (code, item, measure, text, carried, "")
        sheet.set_row(row, height(cells, _EXPLANATION_WIDTHS))
        for column, cell in enumerate(cells[:5]):
            sheet.write_string(row, column, clean(cell), formats["text"] if column == 4 else formats["words"])
        sheet.write_blank(row, 5, None, formats["words"])
        row += 1
    for blank in range(row, row + _BLANK_ROWS):
        for column in range(6):
            sheet.write_blank(blank, column, None, formats["text"] if column == 4 else formats["words"])
    _with_lists(sheet, 3, row + _BLANK_ROWS - 1, len(form.items))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def _with_lists(sheet: Any, first: int, last: int, items: int) -> None:
    """Drop-downs for the item, the measure, and whether an explanation is still true."""
    begin = HEADING_ROW + 2
    asked = {"error_title": "Not in the list", "error_message": "Choose from the list, or leave the cell blank."}
    titles = f"={RETURN}!$B${begin}:$B${begin + items - 1}"
    for column, source in ((1, titles), (2, ["number", "rate", "percent"]), (5, ["yes", "no"])):
        sheet.data_validation(first, column, last, column, {"validate": "list", "source": source, **asked})
    known = f"={CHECKS}!$A$3:$A${len(checks_listed()) + 2}"
    told = {"error_type": "warning", "error_title": "Not a check we know", "error_message": "Take the code as it is?"}
    sheet.data_validation(first, 0, last, 0, {"validate": "list", "source": known, **told})


def checks_listed() -> list[tuple[str, str, str, str, str]]:
    """Every check that may ask for something: code, weight, what should hold, why it is asked, what to do."""
    from riia.indicators.returns.checks import registered

    listed = [(one.code, one.weight.words, one.rule, one.why, one.remedy) for one in registered().values()]
    return listed + [(code, Weight.SOFT.words, *words) for code, words in _OF_FILES.items()]


def write_checks(sheet: Any, formats: Any) -> None:
    """What is checked, so that nobody is surprised; the explanations choose their codes from it."""
    _begin(sheet, _CHECK_WIDTHS)
    sheet.write_string(0, 0, "Checks", formats["title"])
    for column, title in enumerate((CHECK, "What breaks it", "What should hold", "Why we ask", "What to do")):
        sheet.write_string(1, column, title, formats["head"])
    for row, cells in enumerate(checks_listed(), 2):
        sheet.set_row(row, height(cells, _CHECK_WIDTHS))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, clean(text), formats["label"] if column == 0 else formats["text"])
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def parts_of(key: str, form: Form) -> tuple[str, str, str]:
    """The code, the item and the measure of an explanation's key, as they are written in the workbook."""
    code, _, about = key.partition(" ")
    try:
        cell = Cell.parse(about)
        return code, form.item(cell.item).title, cell.measure.value
    except ReturnError:
        return code, about, ""


def write_definitions(sheet: Any, form: Form, heading: Heading, formats: Any) -> None:
    """Our definitions, so that every council counts the same."""
    headings = ("No.", "What is counted", "Numerator", "Denominator", "When", "Read with care", "Source", "Version")
    _begin(sheet, _DEFINITION_WIDTHS)
    sheet.write_string(0, 0, "Definitions", formats["title"])
    for column, title in enumerate(headings):
        sheet.write_string(1, column, title, formats["head"])
    for row, item in enumerate(form.items, 2):
        of, one = item.indicator, item.variant
        below = item.of_words if item.of else one.denominator if item.rate_base else ""
        whole = not item.part_of
        cells = (
            item.label, item.title, one.numerator, below, one.timing.words,
            "\n".join(filter(None, (one.note, *of.caveats, *of.watch))) if whole else one.note,
            of.unpublished or "Counted as in the published statistics of the Department for Education.",
            f"{item.key}, reviewed {day_in_words(of.reviewed_on)}, {of.owner}",
        )  # fmt: skip
        sheet.set_row(row, height(cells, _DEFINITION_WIDTHS))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, clean(text), formats["label"] if column == 0 else formats["text"])
    sheet.ignore_errors({"number_stored_as_text": f"A3:A{len(form.items) + 2}"})
    sheet.freeze_panes(2, 2)
    sheet.repeat_rows(1)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def write_about(sheet: Any, form: Form, heading: Heading, filling: "Filling", formats: Any) -> None:
    """Whose return this is and what it was made with, for a machine. The sheet is hidden, and plain to read."""
    population = filling.population
    lines = (
        ("format", TEMPLATE),
        ("form", form.key),
        ("form title", form.title),
        ("form fingerprint", fingerprint_of(form)),
        ("place", str(heading.place)),
        ("place name", heading.place_name),
        ("period", heading.period.code),
        ("population", "" if isinstance(population, Missing) else written(population)),
        ("population words", filling.population_words),
        ("round", filling.round_title),
        ("due", filling.due.isoformat() if filling.due else ""),
    )
    sheet.set_column(0, 1, 30)
    for row, (about, text) in enumerate(lines):
        sheet.write_string(row, 0, about, formats["label"])
        sheet.write_string(row, 1, clean(text), formats["plain"])
    sheet.protect("")
    sheet.hide()


def _begin(sheet: Any, widths: Sequence[int]) -> None:
    sheet.set_row(0, 1.6 * LINE)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def clean(text: str) -> str:
    """Without signs that a workbook cannot hold, and no longer than a cell can be."""
    return "".join(one if one.isprintable() or one == "\n" else " " for one in text)[:_LONGEST]
