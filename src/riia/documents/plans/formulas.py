"""Values of simple formulas in a workbook that was saved without them: sums, differences, shares. Pure.

Programs that write workbooks often leave the working-out to Excel; then the file holds the formula and no number.
Only sums of cells and plain arithmetic are worked out; what else there is stays without a value.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation
from typing import Final

from riia.documents.model import Block, Cell

_SHEET: Final = r"(?:(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?"
_REFERENCE: Final = re.compile(rf"(?P<sheet>{_SHEET})\$?([A-Z]{{1,3}})\$?(\d{{1,5}})", re.I)
_RANGE: Final = re.compile(
    rf"(?P<sheet>{_SHEET})\$?(?P<left>[A-Z]{{1,3}})\$?(?P<top>\d{{1,5}}):"
    r"\$?(?P<right>[A-Z]{1,3})\$?(?P<bottom>\d{1,5})",
    re.I,
)
_TOKEN: Final = re.compile(
    rf"\s*(SUM(?=\()|ROUND(?=\()|{_SHEET}\$?[A-Z]{{1,3}}\$?\d{{1,5}}(?::\$?[A-Z]{{1,3}}\$?\d{{1,5}})?"
    r"|\d+(?:\.\d+)?%?|[-+*/(),])",
    re.I,
)
_DEEPEST: Final = 40
_FEW: Final = 2
_PENNY: Final = Decimal("0.01")
_MOST_CELLS: Final = 20_000


def with_values(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the value worked out in each cell that has a formula and no value."""
    blocks = _without_noughts(blocks)
    missing = [cell for block in blocks for cell in block.cells if cell.formula and cell.value is None]
    if not missing:
        return tuple(blocks)
    grid = {(cell.where.sheet, cell.where.cell): cell for block in blocks for cell in block.cells if cell.where.cell}
    sums = _Sums(grid)
    return tuple(
        replace(block, cells=tuple(sums.filled(cell) for cell in block.cells))
        if any(c.formula for c in block.cells)
        else block
        for block in blocks
    )


def _without_noughts(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks; where a program wrote nought for every formula, as if it had written nothing."""
    worked = [cell for block in blocks for cell in block.cells if cell.formula]
    if len(worked) < _FEW or any(cell.value != 0 for cell in worked):
        return blocks
    return [
        replace(block, cells=tuple(replace(c, value=None, text="") if c.formula else c for c in block.cells))
        for block in blocks
    ]


def stale(blocks: Sequence[Block]) -> list[tuple[Cell, Decimal]]:
    """Cells that show another number than their formula gives, to the penny, with what it gives."""
    sums = _Sums(
        {(cell.where.sheet, cell.where.cell): cell for block in blocks for cell in block.cells if cell.where.cell}
    )
    found: list[tuple[Cell, Decimal]] = []
    for block in blocks:
        for cell in block.cells:
            if not cell.formula or not isinstance(cell.value, int | Decimal):
                continue
            made = _Working(sums, cell.where.sheet, cell.formula, 0).result()
            if made is not None and abs(made - Decimal(cell.value)) >= _PENNY:
                found.append((cell, made))
    return found


class _Sums:
    def __init__(self, grid: dict[tuple[str, str], Cell]) -> None:
        self.grid = grid
        self.known: dict[tuple[str, str], Decimal | None] = {}

    def filled(self, cell: Cell) -> Cell:
        if not cell.formula or cell.value is not None:
            return cell
        value = self.value(cell.where.sheet, cell.where.cell, 0)
        return (
            cell if value is None else replace(cell, value=value, text=cell.text or f"{value:,.2f}".removesuffix(".00"))
        )

    def value(self, sheet: str, name: str, depth: int) -> Decimal | None:
        cell = self.grid.get((sheet, name))
        if cell is None or (not cell.formula and not cell.text.strip() and cell.value is None):
            return Decimal(0)
        if cell.value is not None and not isinstance(cell.value, str):
            try:
                return Decimal(str(cell.value))
            except InvalidOperation:
                return None
        if not cell.formula:
            return None
        if (sheet, name) not in self.known:
            self.known[(sheet, name)] = None  # a circle has no value
            if depth < _DEEPEST:
                self.known[(sheet, name)] = _Working(self, sheet, cell.formula, depth).result()
        return self.known[(sheet, name)]

    def many(self, sheet: str, found: re.Match[str], depth: int) -> list[Decimal] | None:
        sheet = _sheet(found["sheet"]) or sheet
        left, top = _column(found["left"].upper()), int(found["top"])
        right, bottom = _column(found["right"].upper()), int(found["bottom"])
        if (right - left + 1) * (bottom - top + 1) > _MOST_CELLS:
            return None
        values = []
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                cell = self.grid.get((sheet, f"{_letters(column)}{row}"))
                if cell is None or (not cell.formula and isinstance(cell.value, str | type(None))):
                    continue  # SUM leaves out blanks and text
                value = self.value(sheet, f"{_letters(column)}{row}", depth + 1)
                if value is None:
                    return None
                values.append(value)
        return values


class _Working:
    """Works out one formula, from left to right with the usual precedence."""

    def __init__(self, sums: _Sums, sheet: str, formula: str, depth: int) -> None:
        self.sums, self.sheet, self.depth = sums, sheet, depth
        text = formula.lstrip("=").strip()
        self.tokens = _TOKEN.findall(text)
        self.sound = "".join(self.tokens).replace(" ", "") == text.replace(" ", "") and len(self.tokens) < 500
        self.at = 0

    def result(self) -> Decimal | None:
        if not self.sound:
            return None
        try:
            value = self._sum()
        except (ValueError, IndexError, DivisionByZero, InvalidOperation, RecursionError):
            return None
        return value if self.at == len(self.tokens) else None

    def _sum(self) -> Decimal:
        value = self._product()
        while self.at < len(self.tokens) and self.tokens[self.at] in "+-":
            sign = self._next()
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._single()
        while self.at < len(self.tokens) and self.tokens[self.at] in "*/":
            sign = self._next()
            other = self._single()
            value = value * other if sign == "*" else value / other
        return value

    def _single(self) -> Decimal:
        token = self._next()
        if token == "-":  # noqa: S105 - a sign
            return -self._single()
        if token == "(":  # noqa: S105 - a sign
            value = self._sum()
            self._expect(")")
            return value
        if token.upper() == "SUM":
            return self._added()
        if token.upper() == "ROUND":
            self._expect("(")
            value = self._sum()
            self._expect(",")
            places = self._sum()
            self._expect(")")
            return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
        if reference := _REFERENCE.fullmatch(token):
            name = f"{reference[2]}{reference[3]}".upper()
            found = self.sums.value(_sheet(reference["sheet"]) or self.sheet, name, self.depth + 1)
            if found is None:
                raise ValueError(token)
            return found
        return Decimal(token[:-1]) / 100 if token.endswith("%") else Decimal(token)

    def _added(self) -> Decimal:
        self._expect("(")
        total = Decimal(0)
        while True:
            found = _RANGE.fullmatch(self.tokens[self.at])
            if found:
                self.at += 1
                values = self.sums.many(self.sheet, found, self.depth)
                if values is None:
                    raise ValueError("no value in the range")
                total += sum(values, Decimal(0))
            else:
                total += self._sum()
            if self._next() == ")":
                return total

    def _next(self) -> str:
        token = str(self.tokens[self.at])
        self.at += 1
        return token

    def _expect(self, wanted: str) -> None:
        if self._next() != wanted:
            raise ValueError(wanted)


def _sheet(said: str) -> str:
    """The name of a sheet from the words before a cell: "'By area'!"; blank where there are none."""
    return said.removesuffix("!").strip("'").replace("''", "'")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
