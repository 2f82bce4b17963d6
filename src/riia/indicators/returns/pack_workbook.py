"""The pack's workbook: councils side by side, the tidy rows, explanations and definitions."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Value

if TYPE_CHECKING:
    from riia.indicators.returns.pack import Contents, Row

_BLUE, _INK, _GREY = "#1d4f7c", "#0b0c0c", "#484949"
_SYMBOLS = (
    "c is suppressed, x not available, z not applicable, u unreliable; blank was not answered and cannot be worked "
    "out. None of them is 0."
)


def workbook_of(contents: "Contents", rows: Sequence["Row"]) -> bytes:
    """The workbook as bytes: the same for the same contents."""
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    title = f"Return of {contents.region}, {contents.period.label}"
    book.set_properties(
        {"title": title, "category": "Return", "created": datetime.combine(contents.period.end, time())}
    )
    formats = _formats(book)
    _read_me(book.add_worksheet("Read me"), contents, title, formats)
    _side_by_side(book.add_worksheet("Numbers"), contents, rows, formats, lambda measure: measure is Measure.NUMBER)
    shares = book.add_worksheet("Rates and percentages")
    _side_by_side(shares, contents, rows, formats, lambda measure: measure is not Measure.NUMBER)
    _councils(book.add_worksheet("Councils"), contents, rows, formats)
    _explanations(book.add_worksheet("Explanations"), contents, formats)
    _definitions(book.add_worksheet("Definitions"), contents, formats)
    for sheet in book.worksheets():
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
    book.close()
    return held.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "top"}
    looks: dict[str, dict[str, Any]] = {
        "title": {"font_size": 16, "bold": True},
        "label": {"bold": True},
        "text": {"text_wrap": True},
        "count": {"num_format": "#,##0", "align": "right"},
        "share": {"num_format": "#,##0.0", "align": "right"},
        "symbol": {"align": "right", "font_color": _GREY},
        "head": {"bold": True, "text_wrap": True, "font_color": "#ffffff", "bg_color": _BLUE, "border": 1},
    }
    return {name: book.add_format({**plain, **look}) for name, look in looks.items()}


def _read_me(sheet: Any, contents: "Contents", title: str, formats: Mapping[str, Any]) -> None:
    grounds = contents.grounds
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, title, formats["title"])
    lines = [
        *([("Simulated", "These figures are made up for a demonstration.")] if contents.simulated else []),
        ("Period", f"{contents.period.label} ({contents.period.code})"),
        ("Indicators", contents.form.title),
        *(("Not collected", words) for words in contents.form.unknown),
        (
            "Agreement",
            f"{grounds.get('agreement', '')}, {grounds.get('version', '')}, clause {grounds.get('clause', '')}",
        ),
        *(("Condition", str(words)) for words in grounds.get("conditions", ())),
        ("Pack", f"number {contents.number}, made on {contents.made_on}"),
        ("Councils", f"{len(contents.returns)} signed returns"),
        *((f"Not in: {name}", why) for name, why in sorted(contents.missing.items())),
        ("Symbols", _SYMBOLS),
        ("Rates", "Per 10,000 children of the population on the sheet Councils; a quarter's rate is not annualised."),
        (
            "Left blank",
            "A rate or percentage that a council left blank is worked out from its numbers: see figures.csv, basis.",
        ),
    ]
    if contents.policy:
        lines.append(
            ("Small numbers", f"Hidden by the policy {contents.policy}, with all from which they would follow.")
        )
    for row, (label, words) in enumerate(lines, 2):
        sheet.write_string(row, 0, label, formats["label"])
        sheet.write_string(row, 1, words, formats["text"])


def _side_by_side(
    sheet: Any,
    contents: "Contents",
    rows: Sequence["Row"],
    formats: Mapping[str, Any],
    wanted: Callable[[Measure], bool],
) -> None:
    councils = list(dict.fromkeys(row.packed.council for row in rows))
    for column, name in enumerate(["Item", "Title", "Unit", *councils]):
        sheet.write_string(0, column, name, formats["head"])
    sheet.set_column(0, 0, 7)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, max(3, 2 + len(councils)), 13)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    place = {name: column for column, name in enumerate(councils, 3)}
    line = 0
    last = None
    for row in sorted(
        (row for row in rows if wanted(row.measure)), key=lambda row: contents.form.items.index(row.item)
    ):
        if (row.item.key, row.measure) != last:
            line += 1
            last = (row.item.key, row.measure)
            for column, words in enumerate([row.item.label, row.item.title, row.item.unit(row.measure)]):
                sheet.write_string(line, column, words, formats["text"])
        look = formats["count" if row.measure is Measure.NUMBER else "share"]
        _write(sheet, line, place[row.packed.council], row.value, look, formats["symbol"])


def _write(sheet: Any, row: int, column: int, value: Value | None, look: Any, symbol: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, Missing):
        sheet.write_string(row, column, value.symbol.value, symbol)
    else:
        sheet.write_number(row, column, float(value), look)


def _councils(sheet: Any, contents: "Contents", rows: Sequence["Row"], formats: Mapping[str, Any]) -> None:
    heads = [("Council", 26), ("DfE code", 10), ("ONS code", 12), ("Version", 9), ("Residents under the rates", 14),
             ("Who and when", 60), ("Worked out here", 12)]  # fmt: skip
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    sheet.freeze_panes(1, 1)
    for line, packed in enumerate(sorted(contents.returns, key=lambda one: one.council_code), 1):
        texts = {0: packed.council, 1: packed.council_code, 2: packed.council_ons_code, 5: packed.population_words}
        for column, words in texts.items():
            sheet.write_string(line, column, words, formats["text"])
        sheet.write_number(line, 3, packed.version, formats["count"])
        _write(sheet, line, 4, packed.population, formats["count"], formats["symbol"])
        worked = sum(row.is_worked_out for row in rows if row.packed is packed)
        sheet.write_number(line, 6, worked, formats["count"])


def _explanations(sheet: Any, contents: "Contents", formats: Mapping[str, Any]) -> None:
    for column, (name, width) in enumerate(
        [("Council", 26), ("What the checks found", 70), ("What the council says", 80)]
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    sheet.freeze_panes(1, 1)
    line = 0
    for packed in sorted(contents.returns, key=lambda one: one.council_code):
        for found in packed.findings:
            line += 1
            for column, said in enumerate([packed.council, found.words, found.explanation]):
                sheet.write_string(line, column, said, formats["text"])
    if not line:
        sheet.write_string(1, 0, "No check had a finding in these returns.", formats["text"])


def _definitions(sheet: Any, contents: "Contents", formats: Mapping[str, Any]) -> None:
    heads = [("Item", 7), ("Title", 40), ("Counted", 60), ("Against", 40), ("When", 30), ("Key", 36)]
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, formats["head"])
    sheet.freeze_panes(1, 2)
    for line, item in enumerate(contents.form.items, 1):
        against = item.of_words or item.variant.denominator
        for column, words in enumerate(
            [item.label, item.title, item.variant.numerator, against, item.variant.timing.words, item.key]
        ):
            sheet.write_string(line, column, words, formats["text"])
