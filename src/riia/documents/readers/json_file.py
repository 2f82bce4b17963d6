"""A JSON file: every value is a block, with the line it stands on and its path.

The path reads as in the 360Giving standard: "grants/0/amountAwarded". `nested` puts the values together again, each as
exact as it was written: a number is an int or a Decimal, never a float.
"""

import re
from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from riia.documents.model import Block, BlockKind, Cell, Document, DocumentError, Where
from riia.documents.readers.encodings import decoded
from riia.documents.readers.limits import DEEPEST, MOST_BLOCKS, MOST_LETTERS, too_large

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign>[][{}:,])|(?P<text>\"(?:[^\"\\\x00-\x1f]|\\.)*\")|"
    r"(?P<number>-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?)(?![\w.])|(?P<word>true|false|null)\b)"
)
_ESCAPE: Final = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_PLAIN: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "\\": "\\", "/": "/"}
_WORDS: Final = {"true": True, "false": False, "null": None}
_ROOT: Final = "~root"
_SAVE: Final = "Make the export again, or have the program that made it mended."


def looks_like_json(raw: bytes) -> bool:
    """Whether bytes begin as an object or a list of JSON does."""
    head = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return bool(re.match(rb"\{\s*(?:\"|\})|\[\s*(?:\{|\]|\"|\[)", head))


def read_json(raw: bytes, name: str, sha256: str) -> Document:
    """Read a JSON file. Raises DocumentError."""
    text, encoding = decoded(raw, name)
    if len(text) > MOST_LETTERS:
        raise too_large(name, f"{len(text):,} letters of text")
    reader = _Reader(text, name)
    blocks = tuple(reader.read())
    return Document(name, "json", sha256, blocks, tuple(reader.notes), {"encoding": encoding})


def nested(document: Document) -> Any:
    """The objects and lists of a JSON document, from its blocks. A key that stands twice has its last value."""
    whole: dict[str, Any] = {}
    for block in document.blocks:
        steps = [_ROOT, *block.where.label.split("/")] if block.where.label else [_ROOT]
        at: Any = whole
        for step, following in pairwise(steps):
            at = _into(at, step, [] if following.isdigit() else {})
        _into(at, steps[-1], copy(block.cells[0].value), replace=True)
    return whole.get(_ROOT)


def _step(key: str) -> str:
    """A field's name as a step of a path; one of digits only is marked, because plain digits count in a list."""
    step = key.replace("~", "~0").replace("/", "~1")
    return f"~k{step}" if step.isdigit() or not step else step


def _key(step: str) -> str:
    return step.removeprefix("~k").replace("~1", "/").replace("~0", "~")


def _into(holder: Any, step: str, value: Any, *, replace: bool = False) -> Any:
    """What stands at a step of an object or list, put there where nothing does."""
    key = _key(step)
    if isinstance(holder, list):
        at = int(step)
        while len(holder) <= at:
            holder.append(value)
        if replace:
            holder[at] = value
        return holder[at]
    if replace:
        holder[key] = value
    return holder.setdefault(key, value)


class _Reader:
    """Goes through the text once, keeping the line it is on."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.at, self.line, self.counted = 0, 1, 0
        self.notes: list[str] = []

    def read(self) -> Iterator[Block]:
        for many, block in enumerate(self._value(*self._next(), [], 0), 1):
            if many > MOST_BLOCKS:
                raise too_large(self.name, f"more than {MOST_BLOCKS:,} values")
            yield block
        if self.text[self.at :].strip():
            self._refuse("something follows after the end")

    def _next(self) -> tuple[str, str]:
        found = _TOKEN.match(self.text, self.at)
        if found is None or found.lastgroup is None:
            self._refuse("a value, a comma or a bracket is expected")
        assert found is not None
        assert found.lastgroup is not None
        start = found.start(found.lastgroup)
        self.line += self.text.count("\n", self.counted, start)
        self.counted, self.at = start, found.end()
        return found.lastgroup, found[found.lastgroup]

    def _value(self, kind: str, said: str, path: list[str], depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            raise too_large(self.name, f"lists within lists more than {DEEPEST} deep")
        if said == "{" and kind == "sign":
            yield from self._object(path, depth)
        elif said == "[" and kind == "sign":
            yield from self._list(path, depth)
        elif kind == "text":
            yield self._leaf(path, self._unescaped(said), self._unescaped(said))
        elif kind == "number":
            value = int(said) if re.fullmatch(r"-?\d+", said) else Decimal(said)
            yield self._leaf(path, said, value)
        elif kind == "word":
            yield self._leaf(path, said, _WORDS[said])
        else:
            self._refuse(f"“{said}” stands where a value is expected")

    def _object(self, path: list[str], depth: int) -> Iterator[Block]:
        seen: set[str] = set()
        kind, said = self._next()
        if said == "}" and kind == "sign":
            yield self._leaf(path, "{}", {})
            return
        while True:
            if kind != "text":
                self._refuse("the name of a field is expected, in double quotes")
            key = self._unescaped(said)
            if key in seen:
                self.notes.append(f"Line {self.line}: “{key}” stands twice in one object; the last one counts.")
            seen.add(key)
            if self._next()[1] != ":":
                self._refuse(f"a colon is expected after “{key}”")
            yield from self._value(*self._next(), [*path, _step(key)], depth + 1)
            if self._goes_on("}"):
                kind, said = self._next()
            else:
                return

    def _list(self, path: list[str], depth: int) -> Iterator[Block]:
        kind, said = self._next()
        if said == "]" and kind == "sign":
            yield self._leaf(path, "[]", [])
            return
        place = 0
        while True:
            yield from self._value(kind, said, [*path, str(place)], depth + 1)
            place += 1
            if self._goes_on("]"):
                kind, said = self._next()
            else:
                return

    def _goes_on(self, end: str) -> bool:
        kind, said = self._next()
        if kind != "sign" or said not in (",", end):
            self._refuse(f"a comma or “{end}” is expected")
        return said == ","

    def _leaf(self, path: list[str], shown: str, value: object) -> Block:
        where = Where(line=self.line, label="/".join(path))
        return Block(BlockKind.ROW, shown.strip(), where, (Cell(shown, where, value),))

    def _unescaped(self, said: str) -> str:
        if "\\" not in said:
            return said[1:-1]
        return _ESCAPE.sub(self._one, said[1:-1])

    def _one(self, found: re.Match[str]) -> str:
        first, second, single, sign = found.groups()
        if sign is not None:
            if sign not in _PLAIN:
                self._refuse(f"“\\{sign}” means nothing in JSON")
            return _PLAIN[sign]
        return bytes.fromhex(single or first + second).decode("utf-16-be", "replace")

    def _refuse(self, what: str) -> None:
        line = 1 + self.text.count("\n", 0, self.at)
        raise DocumentError(self.name, f"it is no valid JSON: in line {line}, {what}.", _SAVE)
