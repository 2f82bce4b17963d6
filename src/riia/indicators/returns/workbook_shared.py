"""What all cells of a workbook share: its texts, its number formats, and the way its parts are read.

The parser is told that a part is in UTF-8, whatever the part says, and gives up at a document type.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers import expat

from riia.indicators.returns.files_nouns import Kind

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_NUMBER: Final = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")
"""What of a number format is printed as it is, is room, or is a colour or a condition."""
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTS: Final = frozenset({9, 10})
"""The formats that Excel knows by number alone (ECMA-376, part 1, 18.8.30)."""


class PartReader:
    """Walks one part. Names come without their prefix."""

    def read(self, body: bytes) -> None:
        """Walk the part. Raises ExpatError or ValueError."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, said: self.start(tag.rpartition(":")[2], said)
        parser.EndElementHandler = lambda tag: self.end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.Parse(body, True)

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        """An element begins, with its attributes."""
        raise NotImplementedError

    def end(self, tag: str) -> None:
        """An element ends."""
        raise NotImplementedError

    def text(self, some: str) -> None:
        """Some of the text within the element."""
        raise NotImplementedError


def _refuse_document_type(*_: object) -> None:
    raise ValueError("a document type")


class SharedTexts(PartReader):
    """The shared texts: runs joined, phonetic readings left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_reading = False

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        self._in_text = tag == "t"
        self._in_reading = self._in_reading or tag == "rPh"

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._in_reading = False
        elif tag == "si":
            self.found.append(unescaped("".join(self._parts)))
            self._parts = []

    def text(self, some: str) -> None:
        if self._in_text and not self._in_reading:
            self._parts.append(some)


class Styles(PartReader):
    """Which styles show a date or a percentage."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._used: list[str] = []
        self._in_cells = False

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self._codes[said.get("numFmtId", "")] = said.get("formatCode", "")
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self._used.append(said.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False

    def text(self, some: str) -> None:
        return

    def kinds(self) -> tuple[list[Kind | None], list[bool]]:
        """For each style: DATE for a date, and whether it shows per cent."""
        return [self._kind(one) for one in self._used], [self._is_percent(one) for one in self._used]

    def _kind(self, number: str) -> Kind | None:
        if number not in self._codes:
            return Kind.DATE if number.isdecimal() and int(number) in _DATES else None
        bare = _NO_NUMBER.sub("", self._codes[number].split(";")[0]).lower()
        return Kind.DATE if bare != "general" and any(sign in bare for sign in "dmyhs") else None

    def _is_percent(self, number: str) -> bool:
        if number not in self._codes:
            return number.isdecimal() and int(number) in _PERCENTS
        return "%" in _NO_NUMBER.sub("", self._codes[number])


def unescaped(text: str) -> str:
    """Text as it was typed: "_x000D_" is how a workbook keeps a sign that XML cannot hold."""
    if "_x" not in text:
        return text
    sign: Callable[[re.Match[str]], str] = lambda found: _sign(int(found[1], 16))  # noqa: E731
    return _ESCAPED.sub(sign, text)


def _sign(number: int) -> str:
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
