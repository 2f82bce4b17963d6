"""A package written as JSON, as a workbook and as CSV: the same grants, to the penny, in each.

Amounts are written as exact as they are held. In a workbook every text is a text and never a formula; in CSV a text
that a spreadsheet would run has an apostrophe in front, which the reader takes away again.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from riia.documents.giving.fields import OBJECTS, Field, heading_of

type Path = tuple[str | int, ...]

_RUNNABLE: Final = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_INK, _BLUE = "#0b0c0c", "#1d4f7c"
_WIDE: Final = {"description": 60, "title": 40, "id": 36, "name": 32}


def as_json(package: Mapping[str, Any]) -> bytes:
    """The package as JSON with two spaces of indentation; the same bytes for the same package."""
    return ("".join(_json(package, 0)) + "\n").encode("utf-8")


def _json(value: Any, depth: int) -> Iterator[str]:
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, Mapping) and value:
        yield "{\n"
        for at, (key, one) in enumerate(value.items()):
            yield f"{',' + chr(10) if at else ''}{inner}{json.dumps(str(key), ensure_ascii=False)}: "
            yield from _json(one, depth + 1)
        yield f"\n{outer}}}"
    elif isinstance(value, list | tuple) and value:
        yield "[\n"
        for at, one in enumerate(value):
            yield f"{',' + chr(10) if at else ''}{inner}"
            yield from _json(one, depth + 1)
        yield f"\n{outer}]"
    elif isinstance(value, Decimal):
        yield number_text(value)
    else:
        yield json.dumps(value, ensure_ascii=False)


def number_text(value: Decimal | int) -> str:
    """A number in plain digits, without noughts that say nothing: 1250.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def columns_of(grants: Sequence[Mapping[str, Any]]) -> tuple[list[Path], frozenset[tuple[str, ...]]]:
    """The paths that grants have values at, in the order of the standard, and the lists whose places are numbered."""
    paths: set[Path] = set()
    numbered: set[tuple[str, ...]] = set()
    for grant in grants:
        for path, _ in leaves_of(grant, "Grant"):
            paths.add(path)
            for at, step in enumerate(path):
                if isinstance(step, int) and step > 0:
                    numbered.add(tuple(str(one) for one in path[:at] if not isinstance(one, int)))
    return sorted(paths, key=_rank), frozenset(numbered)


def _rank(path: Path) -> tuple[tuple[int, int], ...]:
    of, made = "Grant", []
    for step in path:
        if isinstance(step, int):
            made.append((0, step))
            continue
        fields = OBJECTS[of]
        made.append((list(fields).index(step), 0))
        of = fields[step].of or of
    return tuple(made)


def leaves_of(data: Mapping[str, Any], of: str, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of an object that the standard knows, with its path; blanks and nulls are none."""
    for key, value in data.items():
        field = OBJECTS[of].get(key)
        if field is None or value in (None, "", [], {}):
            continue
        yield from _leaves(value, field, (*path, key))


def _leaves(value: Any, field: Field, path: Path) -> Iterator[tuple[Path, Any]]:
    if field.kind == "texts":
        yield path, "; ".join(map(str, value))
    elif field.of and isinstance(value, list | tuple):
        for at, one in enumerate(value):
            yield from leaves_of(one, field.of, (*path, at))
    elif field.of and isinstance(value, Mapping):
        yield from leaves_of(value, field.of, path)
    else:
        yield path, value


def rows_of(package: Mapping[str, Any]) -> list[list[Any]]:
    """The grants as one table with the standard's headings in its first row."""
    grants = package.get("grants", [])
    paths, numbered = columns_of(grants)
    rows: list[list[Any]] = [[heading_of(path, numbered) for path in paths]]
    for grant in grants:
        held = dict(leaves_of(grant, "Grant"))
        rows.append([held.get(path) for path in paths])
    return rows


def as_csv(package: Mapping[str, Any]) -> bytes:
    """The grants as CSV in UTF-8 with its mark, which Excel needs; the package's own fields have no place in CSV."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\r\n")
    for row in rows_of(package):
        writer.writerow(["" if one is None else disarmed(_written(one)) for one in row])
    return held.getvalue().encode("utf-8-sig")


def _written(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else str(value)


def disarmed(text: str) -> str:
    """A text that no spreadsheet runs: what begins as a formula has an apostrophe in front. Numbers stay."""
    return f"'{text}" if _RUNNABLE.match(text) and not _NUMBER.fullmatch(text) else text


def as_xlsx(package: Mapping[str, Any], made: datetime | None = None) -> bytes:
    """The package as a workbook: sheet grants, and sheet Meta where the package has fields of its own."""
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    created = made or datetime(2000, 1, 1, tzinfo=UTC)
    book.set_properties({"title": str(package.get("title", "Grants")), "created": created.replace(tzinfo=None)})
    plain = {"font_name": "Arial", "font_size": 10, "font_color": _INK, "valign": "top"}
    head = book.add_format({**plain, "bold": True, "font_color": "#ffffff", "bg_color": _BLUE, "text_wrap": True})
    text = book.add_format({**plain, "num_format": "@"})
    money = book.add_format({**plain, "num_format": "0.00"})
    number = book.add_format({**plain, "num_format": "General"})
    sheet = book.add_worksheet("grants")
    paths, _ = columns_of(package.get("grants", []))
    for at, path in enumerate(paths):
        sheet.set_column(at, at, _WIDE.get(str(path[-1]), 20))
    for row, values in enumerate(rows_of(package)):
        for column, value in enumerate(values):
            if value is None:
                continue
            if isinstance(value, Decimal | int) and not isinstance(value, bool):
                is_money = str(paths[column][-1]).startswith("amount") or paths[column][-1] == "value"
                sheet.write_number(row, column, float(value), money if is_money else number)
            else:
                sheet.write_string(row, column, str(value), text if row else head)
    sheet.freeze_panes(1, 1)
    _meta(book, package, text, head)
    book.close()
    return held.getvalue()


def _meta(book: Any, package: Mapping[str, Any], text: Any, head: Any) -> None:
    own = {key: value for key, value in package.items() if key != "grants"}
    rows = [(heading_of(path, frozenset(), "Package"), value) for path, value in leaves_of(own, "Package")]
    if not rows:
        return
    sheet = book.add_worksheet("Meta")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for row, (name, value) in enumerate(rows):
        sheet.write_string(row, 0, name, head)
        sheet.write_string(row, 1, _written(value), text)
