"""A report as tagged PDF for assistive technology (PDF/UA-1), by typst. Words are data and never markup."""

import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from riia.alliance.reporting.blocks import Bar, Block, Cell, Grid, Heading, Items, NewPage, Text, printable
from riia.alliance.reporting.files import whole_address
from riia.alliance.reporting.layout import Laid

_TEMPLATE: Final = Path(__file__).with_name("report.typ")
_NO_SIGN: Final = "[?]"
_TRIES: Final = 6
_ASCII: Final = 127


def as_pdf(report: Laid) -> bytes:
    """The report as PDF. Its dates are those of the report, so that the same report gives the same bytes.

    PDF/UA allows no sign that the fonts do not have: such signs are printed as [?].
    """
    import typst

    words = json.dumps(_given(report), ensure_ascii=False)
    at = datetime.fromtimestamp(int(report.frozen_at.timestamp()), tz=UTC)
    for sign in (*[_as_reported] * _TRIES, _plain_only):
        try:
            return _compiled(words, at)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
            words = sign(words, error.message)
    return _compiled(words, at)


def _compiled(words: str, at: datetime) -> bytes:
    import typst

    made = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"report": words},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=at,
    )
    assert isinstance(made, bytes)
    return made


def _as_reported(words: str, message: str) -> str:
    """Without the signs that the message names, some of them as their numbers: `the text "…"`."""
    named = re.search(r'the text `"(.*)"` could not', message, re.DOTALL)
    if named is None:
        return _plain_only(words, message)
    signs = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), named[1])
    for sign in {each for each in signs if ord(each) > _ASCII}:
        words = words.replace(sign, _NO_SIGN)
    return words


def _plain_only(words: str, message: str) -> str:
    """With nothing but letters and signs that every Latin font has."""
    return re.sub(r"[^\x20-\x7e\u00a0-\u017f\u2013\u2014\u2018-\u201d\u2022\u2026\u20ac\u2212]", _NO_SIGN, words)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _given(report: Laid) -> dict[str, Any]:
    found = {
        "title": report.title,
        "subject": report.subject,
        "author": report.author,
        "day": [report.on.year, report.on.month, report.on.day],
        "facts": [list(each) for each in report.facts],
        "foot": report.foot,
        "blocks": [_block(each) for each in report.blocks],
    }
    made: dict[str, Any] = _printable(found)
    return made


def _printable(value: Any) -> Any:
    """The same with every text in it free of control characters."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return {name: _printable(each) for name, each in value.items()} if isinstance(value, dict) else value


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Text(text):
            return {"kind": "text", "text": text}
        case Items(items):
            return {"kind": "items", "items": list(items)}
        case Bar(parts, alternative):
            named = [{"rag": rag.value, "count": count} for rag, count in parts]
            return {"kind": "bar", "parts": named, "alternative": alternative}
        case Grid():
            return {
                "kind": "grid",
                "caption": block.caption,
                "totals": block.totals,
                "columns": [{"text": one.text, "width": one.width, "numeric": one.numeric} for one in block.columns],
                "rows": [[_cell(each) for each in row] for row in block.rows],
            }
        case NewPage():
            return {"kind": "page"}


def _cell(cell: Cell) -> dict[str, Any]:
    lines = [[text, whole_address(href)] for text, href in cell.lines]
    return {"lines": lines, "rag": cell.rag.value if cell.rag else ""}
