"""Contributions to amounts of money, as rows have them: who gave or was paid how much, added up to every cell."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product
from typing import Final

from riia.indicators.disclosure.dimensions import Dimension, Key, TableError
from riia.indicators.disclosure.table_reading import LINE, place_of
from riia.indicators.disclosure.table_values import Data, Reading, records
from riia.indicators.disclosure.tables import CountAt, Labels, Table
from riia.indicators.model import Missing, Number

_PENCE: Final = 100
_SAME: Final = 1e-6
"""So far from a penny an amount may be that a spreadsheet has added up."""
_TOLD: Final = 5


def pounds(pence: int) -> Decimal:
    """An amount in pounds, to the penny."""
    return (Decimal(pence) / _PENCE).quantize(Decimal("0.01"))


class Contributions:
    """Contributions added up: `table` has the amounts in pence, `parts` what each contributor has in each cell."""

    parts: Mapping[Key, Mapping[str, int]]

    def __init__(self, data: Data, dimensions: tuple[Dimension, ...], amount: str, contributor: str) -> None:
        """Read rows with these columns. Raises TableError naming the row."""
        headings, rows = records(data)
        names = [one.name for one in dimensions]
        missing = [name for name in (*names, amount, contributor) if name not in headings]
        if missing:
            known = ", ".join(name for name in headings if name != LINE)
            raise TableError(f"There is no column {', '.join(missing)}. The columns are: {known}.")
        above = [_above(one, [str(row[one.name]).strip() for row in rows]) for one in dimensions]
        self._spelt: dict[str, dict[str, None]] = {}
        finest: dict[Labels, dict[str, int]] = {}
        for number, row in enumerate(rows, start=1):
            where = place_of(row, number)
            pence = _pence(row[amount], f"{where}, column {amount!r}")
            cell = tuple(_label(row[one.name], where, one) for one in dimensions)
            parts = finest.setdefault(cell, {})
            who = self._who(row[contributor], f"{where}, column {contributor!r}")
            parts[who] = parts.get(who, 0) + pence
        sums: dict[Labels, dict[str, int]] = {}
        for cell, given in finest.items():
            self._refuse_credits(cell, given)
            for labels in product(*(above[at][label] for at, label in enumerate(cell))):
                parts = sums.setdefault(labels, {})
                for who, pence in given.items():
                    parts[who] = parts.get(who, 0) + pence
        order = [{label: at for at, label in enumerate(_ordered(one))} for one in above]
        printed = sorted(sums, key=lambda labels: [order[at][label] for at, label in enumerate(labels)])
        self.table = Table(
            dimensions=dimensions,
            cells={labels: Number(sum(sums[labels].values())) for labels in printed},
            headings=(*names, amount),
            lines=tuple((*labels, CountAt(labels)) for labels in printed),
        )
        self.parts = {self.table.key(labels): sums[labels] for labels in printed}

    @property
    def notes(self) -> tuple[str, ...]:
        """Which names were taken for one."""
        several = [list(names) for names in self._spelt.values() if len(names) > 1]
        if not several:
            return ()
        told = "; ".join(" = ".join(names) for names in several[:_TOLD])
        more = f"; and {len(several) - _TOLD:,} more" if len(several) > _TOLD else ""
        return (f"names taken for one contributor: {told}{more}",)

    def _who(self, given: object, place: str) -> str:
        name = "" if given is None else str(given).strip()
        if not name:
            raise TableError(f"{place} is blank. Say who was paid: names decide what must be hidden.")
        words = re.sub(r"[.,]", " ", name.casefold()).split()
        folded = " ".join("ltd" if word == "limited" else word for word in words) or name
        self._spelt.setdefault(folded, {})[name] = None
        return folded

    def _refuse_credits(self, cell: Labels, given: Mapping[str, int]) -> None:
        below = [who for who, pence in given.items() if pence < 0]
        if below:
            raise TableError(
                f"{next(iter(self._spelt[below[0]]))} comes to {pounds(given[below[0]]):,} in {', '.join(cell)}, "
                "credits taken off, and amounts are from 0 on. Put credits where the payments are, or leave them out."
            )


def _label(given: object, where: str, dimension: Dimension) -> str:
    label = "" if given is None else str(given).strip()
    if not label:
        raise TableError(f"{where}, column {dimension.name!r} is blank, and it says which amount the row is part of.")
    if label == dimension.total or label.casefold() in ("total", "grand total"):
        raise TableError(
            f"{where}, column {dimension.name!r} is {label!r}. Totals are added up here: leave out the rows that have "
            "them already, or give the total another name."
        )
    return label


def _ordered(above: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Labels as they come, each whole below its parts."""
    out: dict[str, None] = {}
    for label in above:
        out[label] = None
    for wholes in sorted(above.values(), key=len):
        for whole in wholes[1:]:
            out.pop(whole, None)
            out[whole] = None
    return list(out)


def _above(dimension: Dimension, labels: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each label with everything it is a part of."""
    given = dict.fromkeys(labels)
    all_labels = dict.fromkeys([*given, *([dimension.total] if dimension.total else [])])
    for _ in range(len(given)):  # regions between councils and England are no labels of the rows
        wholes = [split.whole for split in dimension.splits(all_labels)]
        if all(whole in all_labels for whole in wholes):
            break
        all_labels |= dict.fromkeys(wholes)
    wholes_of: dict[str, list[str]] = {}
    for split in dimension.splits(all_labels):
        for part in split.parts:
            wholes_of.setdefault(part, []).append(split.whole)

    def up(label: str) -> dict[str, None]:
        found = {label: None}
        for whole in wholes_of.get(label, ()):
            found |= up(whole)
        return found

    return {label: tuple(up(label)) for label in given}


def _pence(given: object, place: str) -> int:
    text = str(given).strip() if isinstance(given, str | Decimal) else given
    if isinstance(text, str):
        sign, bare = ("-", text[1:-1]) if text.startswith("(") and text.endswith(")") else ("", text)
        bare = bare.replace("\u00a3", "").replace(" ", "").replace("\u2212", "-")
        text = f"{sign}{bare}"
    value = Reading({}).value(text, place)
    if isinstance(value, Missing):
        raise TableError(f"{place} is {value.symbol.value!r}. An amount is needed for every contribution.")
    pence = Decimal(value.value) * _PENCE
    whole = pence.to_integral_value()
    if abs(pence - whole) > _SAME:
        raise TableError(f"{place} is {value}, which is no amount in pounds and pence.")
    return int(whole)
