"""Reading a file through the parser: chunk by chunk, and every way it can go wrong in words."""

import contextlib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.parsers import expat

import polars as pl

from riia.indicators.model.findings import Finding
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import Progress
from riia.indicators.readers.xml_rows.layout import Element
from riia.indicators.readers.xml_rows.nodes import Compiled, compiled
from riia.indicators.readers.xml_rows.openings import Glance, glanced, objection
from riia.indicators.readers.xml_rows.parsing import LONGEST, Parsing, prepare
from riia.indicators.readers.xml_rows.plain import NotPlain, Plain

QUICK_FROM: Final = 1 << 18
"""Bytes from which the quick way is tried: below, the parser is done before it has begun."""
_BLOCK: Final = 1 << 23
_CHUNK: Final = 1 << 18
_UNFINISHED: Final = 4 * _CHUNK
"""Bytes of one tag or value that may be under way; beyond, the file is not a return and memory is at risk."""
_AGAIN: Final = "Export the file again from the case management system; nothing of it was used."
_ENDED: Final = (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], 5, 6, 20)  # cut off: in a tag, a letter, CDATA
_SAID: Final[Mapping[int, tuple[str, str]]] = {
    4: ("a character stands where XML allows none.", "Write & as &amp; and < as &lt; in values, or export it again."),
    7: ("the closing tag does not belong to {inside}, which is open.", _AGAIN),
    9: ("more follows after the end of the file's only element.", "Give one return in one file."),
    11: ("& begins the name of something that is not defined.", "Write & as &amp; in values."),
    17: ("the XML declaration does not stand at the very beginning.", "Remove what stands before <?xml."),
    30: ("the XML declaration is not well formed.", 'Begin the file with <?xml version="1.0" encoding="UTF-8"?>.'),
    18: ("the encoding that the file declares is not known.", "Save it as UTF-8."),
    19: ("the file is not in the encoding it declares.", "Declare the encoding it has, or save it as UTF-8."),
}
_UTF8: Final = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*\sencoding\s*=\s*["']utf_?8["']""", re.IGNORECASE)
"""UTF-8 by names that programs write and expat does not know."""


@dataclass(frozen=True, slots=True)
class XmlRows:
    """What a file holds: a frame of text for every table of the layout, and what was read past on the way.

    `set_aside` counts the values of listed elements that stood outside their place, by table.
    """

    tables: Mapping[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    set_aside: Mapping[str, int]
    sha256: str


def read_rows(path: Path, layout: Element, *, title: str, name: str = "", progress: Progress | None = None) -> XmlRows:
    """Read one file. `title` is what the file should be, for messages; `name` how it is called in them.

    Raises FileRefused for a file that cannot be trusted, and OSError when it cannot be opened.
    """
    called = name or path.name
    if path.exists() and not path.is_file():  # a device or a pipe may have no end
        rule = "is a folder, not a file." if path.is_dir() else "is not a file on a disk."
        raise FileRefused(called, [Problem(0, "", "", rule, f"Give the XML file of the {title}.")])
    ready = compiled(layout)
    told = _forwards(progress)
    if path.stat().st_size >= QUICK_FROM:
        with contextlib.suppress(NotPlain):
            return _quickly(path, ready, told)
    return _carefully(path, ready, title, called, told)


def _quickly(path: Path, ready: Compiled, progress: Progress) -> XmlRows:
    """Read a file that is plain; raises NotPlain for any other."""
    plain, digest, total, done = Plain(ready), hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK):
            digest.update(chunk)
            plain.feed(chunk)
            done += len(chunk)
            progress(done, total)
    return XmlRows(_whole(ready, plain.finish()), (), {}, digest.hexdigest())


def _carefully(path: Path, ready: Compiled, title: str, called: str, progress: Progress) -> XmlRows:
    """Read any file, or say why not."""
    digest, total, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        parsing = prepare(called, title, ready, "utf-8" if _UTF8.match(file.read(200)) else None)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if not done and (against := objection(chunk[:4096])):
                raise FileRefused(called, [Problem(0, "", "", *against)])
            digest.update(chunk)
            done += len(chunk)
            _feed(parsing, chunk, path, called, final=False)
            if done - parsing.parser.CurrentByteIndex > _UNFINISHED or parsing.held() > LONGEST:
                rule = f"a value or tag in {parsing.inside()} goes on for more than {LONGEST:,} bytes."
                raise FileRefused(called, [Problem(parsing.parser.CurrentLineNumber, "", "", rule, _AGAIN)])
            progress(done, total)
    if not done:
        raise FileRefused(called, [Problem(0, "", "", *(objection(b"") or ("is empty.", _AGAIN)))])
    _feed(parsing, b"", path, called, final=True)
    parsing.finish()
    findings = tuple(parsing.notes.findings(called))
    return XmlRows(_whole(ready, parsing.frames), findings, parsing.set_aside, digest.hexdigest())


def _forwards(progress: Progress | None) -> Progress:
    """Tell progress that never goes back, though a file may be begun twice."""
    farthest = 0

    def tell(done: int, total: int) -> None:
        nonlocal farthest
        if progress and done > farthest:
            farthest = done
            progress(done, total)

    return tell


def glance(path: Path) -> Glance | None:
    """What a file seems to be from its first 64 KB, for choosing a reader; None when it is no XML. Never raises."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return glanced(file.read(1 << 16))
    except (OSError, ValueError):
        return None


def root_name(path: Path) -> str | None:
    """The local name of the file's first element; None when it is no XML. Never raises."""
    seen = glance(path)
    return seen.root if seen else None


def inherit(tables: Mapping[str, pl.DataFrame], source: str, column: str, by: str) -> dict[str, pl.DataFrame]:
    """Copy `column` of the table `source` to every table that has the ordinal `by` and not the column, in front."""
    rows = tables[source]
    if rows[by].equals(pl.Series(by, range(1, rows.height + 1), pl.Int64)):  # a row for each: its place is its number
        found = {name: rows[column].gather(frame[by] - 1) for name, frame in tables.items() if by in frame.columns}
    else:
        values = rows.select(by, column).unique(by, keep="first", maintain_order=True)
        found = {
            name: frame.select(by).join(values, on=by, how="left", maintain_order="left")[column]
            for name, frame in tables.items()
            if by in frame.columns
        }
    return {
        name: frame.select(found[name].alias(column), *frame.columns)
        if name in found and column not in frame.columns
        else frame
        for name, frame in tables.items()
    }


def _feed(parsing: Parsing, chunk: bytes, path: Path, called: str, *, final: bool) -> None:
    try:
        parsing.parser.Parse(chunk, final)
    except FileRefused:
        raise
    except expat.ExpatError as error:
        raise FileRefused(called, [_problem(parsing, error, path)]) from None
    except (LookupError, ValueError):  # ValueError for utf16, a name that only Python knows
        rule = "the encoding that the file declares is not read."
        raise FileRefused(called, [Problem(1, "", parsing.declared(), rule, "Save it as UTF-8.")]) from None


def _problem(parsing: Parsing, error: expat.ExpatError, path: Path) -> Problem:
    at, inside = f"at character {error.offset + 1}, ", parsing.inside()
    if error.code in _ENDED:
        where = f"inside {inside}" if inside else "before its first element"
        return Problem(error.lineno, "", "", f"{at}the file ends {where}: it was cut off.", _AGAIN)
    if error.code == 4 and (byte := _byte(path, parsing.parser.ErrorByteIndex)) >= 0x80:
        declared = parsing.declared()
        says = f"declares {declared}" if declared else "declares no encoding, which means UTF-8"
        rule = f"{at}the byte {byte:#04x} does not fit the encoding: the file {says}."
        remedy = 'Declare the encoding it has (often encoding="windows-1252"), or save it as UTF-8.'
        return Problem(error.lineno, "", "", rule, remedy)
    rule, remedy = _SAID.get(error.code, (f"the XML is not well formed ({expat.ErrorString(error.code)}).", _AGAIN))
    return Problem(error.lineno, "", "", at + rule.format(inside=inside), remedy)


def _byte(path: Path, index: int) -> int:
    with path.open("rb") as file:
        file.seek(max(index, 0))
        return next(iter(file.read(1)), 0)


def _whole(ready: Compiled, frames: Mapping[str, list[pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    empty: dict[str, pl.DataFrame] = {}
    for node in ready.records:
        if sheet := node.sheet:
            schema: dict[str, pl.DataType] = {name: pl.Int64() for name in sheet.numbers}
            schema |= {name: pl.String() for name in sheet.texts}
            before = empty.get(sheet.table)
            made = pl.DataFrame(schema=schema)
            empty[sheet.table] = made if before is None else pl.concat([before, made], how="diagonal")
    return {name: pl.concat([frame, *frames[name]], how="diagonal") for name, frame in empty.items()}
