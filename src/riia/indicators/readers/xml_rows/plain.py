"""The quick way through an ordinary file: whole columns at a time, without a parser.

Nearly every return is written by a program as nothing but elements and their text: `<name>`, `</name>`, `<name/>`, the
names of the layout, each in its place. Such a file is cut at every "<" and read with a few operations on millions of
pieces, many times faster than a parser that calls back for each. Everything that XML has beyond that (comments, CDATA,
`&`, attributes), and everything that is unexpected (other names, a value given twice, text between elements, any fault)
is declined here, and the file is read again from its beginning by `parsing`, which knows what to say. So this module
never judges a file: it gives exactly what the parser would, or nothing. A property test holds the two ways against each
other, on files damaged at random too.
"""

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import polars as pl

from riia.indicators.readers.xml_rows.nodes import Compiled, Node, Sheet
from riia.indicators.readers.xml_rows.parsing import LONGEST

_UNCUT: Final = 1 << 24
"""Bytes that may be held before the end of a record is met at which to cut."""
_TAG: Final = 3
"""Bytes of the shortest tag. With more "<" than these allow, the pieces of a block take far more memory than it."""
_BLANK: Final = " \t\n"
_SPACE: Final = rb"(?:[ \t\n]|\r\n)"


def _spaced(pattern: bytes) -> bytes:
    """A pattern in which _ stands for white space as XML has it."""
    return pattern.replace(b"_", _SPACE)


_DECLARATION: Final = _spaced(
    rb"""(?:<\?xml_+version_*=_*(["'])1\.0\1"""
    rb"""(?:_+encoding_*=_*(["'])(?P<encoding>(?i:utf-8|us-ascii|iso-8859-1))\2)?"""
    rb"""(?:_+standalone_*=_*(["'])(?:yes|no)\4)?_*\?>)?"""
)
_COMMENTS: Final = _spaced(rb"""(?:_*<!--(?:[\w:;/.,()'"+=@#*!?|]|_|-(?!-))*-->)*""")
_ATTRIBUTE: Final = _spaced(rb"""_+(xmlns(?::[a-z]+)?|xsi:[A-Za-z]+)_*=_*(?:"[\w:/.# -]*"|'[\w:/.# -]*')""")
_ROOT: Final = _spaced(rb"_*<(?P<root>\w+)(?P<attributes>(?:" + _ATTRIBUTE + rb")*)_*>")
_OPENING: Final = re.compile(_DECLARATION + _COMMENTS + _ROOT)
"""What may stand before the second element: the declaration, comments, and the root, which may say its namespaces."""
_HEAD: Final = 4096
_WIDEST: Final = 1000
"""More columns than any record has."""
_DECLINED: Final = (b"&", b"]", b"\xef")
"""What entities and the end of CDATA begin with, and the two characters of Unicode that XML does not have."""
_CONTROLS: Final = bytes(one for one in range(32) if chr(one) not in _BLANK)


class NotPlain(Exception):
    """The file, or the layout, has something that only the parser knows how to deal with."""


class Plain:
    """A file being read in the quick way. Feed it the whole file, then take the frames."""

    def __init__(self, layout: Compiled) -> None:
        """Raises NotPlain for a layout in which the name of a group or record does not say where it stands."""
        self._signs = _Signs(layout)
        self._frames: dict[str, list[pl.DataFrame]] = {_sheet(node).table: [] for node in layout.records}
        self._counts = dict.fromkeys(self._signs.records, 0)
        self._context, self._line, self._roots = 0, 1, 0
        self._groups: set[int] = set()
        self._encoding, self._rest = "", b""

    def feed(self, chunk: bytes) -> None:
        """Take more of the file; raises NotPlain, after which all that was taken is worth nothing."""
        self._rest += chunk
        if len(self._rest) < _HEAD:
            return
        if not self._encoding:
            self._open()
        cut = self._rest.rfind(self._signs.cut) + len(self._signs.cut) if self._signs.cut in self._rest else 0
        _need(cut > 0 or len(self._rest) <= _UNCUT)
        if cut:
            block, self._rest = self._rest[:cut], self._rest[cut:]
            self._take(block)

    def finish(self) -> dict[str, list[pl.DataFrame]]:
        """The frames of every table, when the file has ended where it should; raises NotPlain otherwise."""
        if not self._encoding:
            self._open()
        self._take(self._rest)
        _need(self._context == 0 and self._roots == 1)
        return self._frames

    def _open(self) -> None:
        """Learn the encoding, and leave nothing before the root and in its tag but its name and the ends of lines."""
        marked, block = self._rest.startswith(codecs.BOM_UTF8), self._rest.removeprefix(codecs.BOM_UTF8)
        opening = _OPENING.match(block[:_HEAD])
        if not opening:
            raise NotPlain
        attributes = re.findall(_ATTRIBUTE, opening["attributes"])
        _need(len(set(attributes)) == len(attributes))
        self._encoding = (opening["encoding"] or b"utf-8").decode("ascii").lower()
        _need(self._encoding == "utf-8" or not marked)
        above = b"\n" * block[: opening.start("root")].count(b"\n")
        within = b"\n" * block[opening.start("root") : opening.end()].count(b"\n")
        self._rest = above + b"<" + opening["root"] + b">" + within + block[opening.end() :]

    def _take(self, block: bytes) -> None:
        """Read a part of the file that ends with a record."""
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        _need(not any(one in block for one in _DECLINED) and len(block.translate(None, _CONTROLS)) == len(block))
        _need(block.count(b"<") * _TAG <= len(block))
        try:
            text = block.decode(self._encoding)
        except UnicodeDecodeError:
            raise NotPlain from None
        # What stands before the first "<" has no name, so it gets one that is only allowed to be blank.
        pieces = pl.Series([text]).str.split("<").explode()
        _need(len(pieces[0]) <= LONGEST and not pieces[0].strip(_BLANK))
        lines = pieces.str.count_matches("\n", literal=True).cum_sum()
        tags = pieces.slice(1).str.splitn(">", 2).struct.unnest()
        if tags.height:
            names, texts = tags.get_columns()
            self._sort(names, texts, (lines + self._line).slice(0, tags.height))
        self._line += int(lines[-1])

    def _sort(self, names: pl.Series, texts: pl.Series, lines: pl.Series) -> None:
        """Check that every tag stands where the layout has it, and keep the rows."""
        signs = self._signs
        sign = names.cast(signs.names, strict=False).to_physical().cast(pl.UInt32)
        _need(sign.null_count() == 0 and texts.null_count() == 0)
        is_group = signs.is_group.gather(sign)
        after = signs.after.gather(sign).fill_null(strategy="forward").fill_null(self._context)
        before = after.shift(1, fill_value=self._context)
        _need(bool((signs.before.gather(sign) == before).all()))  # nulls, of fields, are ignored
        self._context = int(after[-1])
        side = sign % 3
        opens = side == 0
        valued = ~is_group & opens
        # The sign of `</name>` follows that of `<name>`; a field has nothing but text inside.
        _need(bool((sign.shift(-1, fill_value=0) == sign + 1).filter(valued).all()))
        _need(int(valued.sum()) == int((~is_group & (side == 1)).sum()))
        _need(bool((texts.filter(~valued).str.strip_chars(_BLANK) == "").all()))
        _need(bool((texts.str.len_bytes() <= LONGEST).all()))
        self._roots += int(sign.is_in(signs.roots).sum())
        # With two names of one element in a file, the end of one could pass for the end of the other.
        self._groups.update((sign.filter(is_group) // 3).unique())
        _need(len({signs.group_at[name] for name in self._groups}) == len(self._groups))

        texts = texts.set(~valued | (texts == ""), None)  # a field without text is null
        at = valued | (~is_group & (side == 2))
        place = signs.cells.gather((before.filter(at) * signs.width + sign.filter(at) // 3).cast(pl.UInt32))
        _need(place.null_count() == 0)
        cells = pl.DataFrame(
            {"record": place // _WIDEST, "column": place % _WIDEST, "at": at.arg_true(), "text": texts.filter(at)}
        )
        starts = is_group & opens
        groups = pl.DataFrame({"context": after.filter(starts), "at": starts.arg_true()})
        self._keep(cells, groups, lines)

    def _keep(self, cells: pl.DataFrame, groups: pl.DataFrame, lines: pl.Series) -> None:
        """Put the cells into the rows of their records, and the rows into frames."""
        signs = self._signs
        of_record = {key: frame for (key,), frame in cells.partition_by("record", as_dict=True).items()}
        of_context = {key: frame["at"] for (key,), frame in groups.partition_by("context", as_dict=True).items()}
        none = cells.clear()
        found = [of_record.get(number, none) for number in range(len(signs.records))]
        rows = {
            node: own["at"] if node.column else of_context.get(signs.contexts[node], none["at"])
            for node, own in zip(signs.records, found, strict=True)
        }
        for node, own in zip(signs.records, found, strict=True):
            sheet, begin = _sheet(node), rows[node]
            if len(begin):
                made = [lines.gather(begin).cast(pl.Int64).alias(sheet.numbers[0])]
                for ordinal, above in zip(sheet.numbers[1:], signs.above[node], strict=True):
                    number = rows[above].search_sorted(begin, side="right").cast(pl.Int64) + self._counts[above]
                    made.append(number.alias(ordinal))
                made += _columns(own, begin, sheet)
                self._frames[sheet.table].append(pl.DataFrame(made))
            else:
                _need(own.is_empty())  # values of a record that began in an earlier part of the file
        for node, begin in rows.items():
            self._counts[node] += len(begin)


class _Signs:
    """The layout as numbers: what each tag is, where it may stand, which field it is there.

    Each name has three signs, one after the other: `<name>`, `</name>` and `<name/>`. A context is a group or record
    that is open, by its number; 0 is the document. A cell is a column of a record, by the numbers of both.
    """

    def __init__(self, layout: Compiled) -> None:
        """Raises NotPlain when a name is a group here and a field there, or a group in two places."""
        named = list(_named(layout.document))
        names = list(dict.fromkeys(name for name, _ in named))
        kinds = {(name, None if node.column else node) for name, node in named}
        sheets = [_sheet(node).table for node in layout.records]
        if len(kinds) != len(names) or len(set(sheets)) != len(sheets):
            raise NotPlain
        groups = {name: node for name, node in named if not node.column}
        contexts = {node: number for number, node in enumerate(dict.fromkeys((layout.document, *groups.values())))}
        self.names = pl.Enum([sign for name in names for sign in (name, f"/{name}", f"{name}/")])
        self.width = len(names)
        self.is_group = pl.Series([name in groups for name in names for _ in range(3)])
        self.after, self.before = _moves([groups.get(name) for name in names], contexts)
        self.roots = [3 * names.index(name) + side for name in layout.document.kids for side in (0, 2)]
        self.records = layout.records
        self.contexts = contexts
        self.group_at = {at: groups[name] for at, name in enumerate(names) if name in groups}
        self.above = {node: _numbered(node) for node in layout.records}
        cells: list[int | None] = [None] * (len(contexts) * self.width)
        for name, node in named:
            if node.column and node.up:
                column = node.column - len(_sheet(node).numbers)
                number = layout.records.index(_record(node)) * _WIDEST + column
                cells[contexts[node.up] * self.width + names.index(name)] = number
        self.cells = pl.Series(cells, dtype=pl.Int32)
        outermost = [node.name for node in layout.records if self.above[node] == (node,)]
        self.cut = f"</{outermost[0]}>".encode() if outermost else b"<"


def _moves(groups: Sequence[Node | None], contexts: Mapping[Node, int]) -> tuple[pl.Series, pl.Series]:
    """For the three signs of each name, the context after the tag and the one it must stand in; null for a field."""
    after: list[int | None] = []
    before: list[int | None] = []
    for node in groups:
        inside = contexts[node] if node else None
        around = contexts[node.up] if node and node.up else None
        after += [inside, around, None]
        # A record of nothing is left to the parser: no context has the number -1.
        before += [around, inside, -1 if node and node.record else around]
    return pl.Series(after, dtype=pl.Int32), pl.Series(before, dtype=pl.Int32)


def _named(node: Node) -> Iterator[tuple[str, Node]]:
    """Every element below this one, with every name it may have."""
    yield from node.kids.items()
    for kid in dict.fromkeys(node.kids.values()):
        yield from _named(kid)


def _sheet(node: Node) -> Sheet:
    if node.sheet is None:
        raise NotPlain
    return node.sheet


def _record(node: Node) -> Node:
    """The record that an element is, or stands in."""
    while not node.record:
        if node.up is None:
            raise NotPlain
        node = node.up
    return node


def _numbered(node: Node) -> tuple[Node, ...]:
    """The numbered records around a record and itself, from the outermost."""
    above, at = [], node
    while at.up:
        if at.record and at.numbered:
            above.append(at)
        at = at.up
    return tuple(reversed(above))


def _columns(cells: pl.DataFrame, begin: pl.Series, sheet: Sheet) -> list[pl.Series]:
    """The texts as columns of the rows that begin at the given tags: each cell belongs to the last before it."""
    height, size = len(begin), len(begin) * len(sheet.texts)
    row = begin.search_sorted(cells["at"], side="right").cast(pl.Int64) - 1
    _need(row.is_empty() or int(row[0]) >= 0)
    # All columns one below the other, so that a few operations do for all of them.
    which = pl.Series([None], dtype=pl.Int64).new_from_index(0, size)
    which = which.scatter(cells["column"] * height + row, pl.int_range(cells.height, eager=True))
    _need(which.null_count() == size - cells.height)  # else one is given twice
    texts = cells["text"].gather(which)
    return [texts.slice(at * height, height).alias(name) for at, name in enumerate(sheet.texts)]


def _need(holds: bool) -> None:
    if not holds:
        raise NotPlain
