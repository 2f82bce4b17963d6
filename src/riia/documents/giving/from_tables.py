"""A package from a spreadsheet: rows of the same grant are put together, over sheets, as the standard asks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from riia.documents.giving.package import Package, Spot
from riia.documents.giving.tables import Leaf, Row, Table, Trouble, grids_in, is_meta, meta_of, table_of
from riia.documents.model import Document

_TOTAL: Final = re.compile(r"(grand |sub-?)?totals?\b.*|sum", re.IGNORECASE)


@dataclass
class _Branch:
    """An object or list while rows are put together."""

    items: dict[str | int, "_Branch | Leaf"] = field(default_factory=dict)
    row: Row | None = None


def package_of_tables(document: Document) -> tuple[Package, list[Trouble]]:
    """The package of a workbook or CSV file, and what was noticed as it was read."""
    troubles: list[Trouble] = []
    tables: list[Table] = []
    meta: dict[tuple[str | int, ...], Leaf] = {}
    unread: list[str] = []
    for sheet, blocks in grids_in(document):
        if is_meta(sheet):
            meta |= meta_of(blocks, troubles)
            continue
        table = table_of(sheet, blocks)
        if table is None:
            unread.append(sheet)
            if len(blocks) > 1 and sheet:
                troubles.append(_unread(sheet, blocks[0].where))
            continue
        tables.append(table)
        troubles += table.troubles
    if tables and not any(table.is_main for table in tables):
        tables[0].chosen = True
    merged = _Merged(troubles)
    for table in sorted(tables, key=lambda one: not one.is_main):
        for row in table.rows:
            merged.take(table, row)
    tree, spots = merged.tree(meta)
    troubles += merged.total_troubles()
    return Package(document, tree, spots, sheets=True), troubles


def _unread(sheet: str, where: Any) -> Trouble:
    rule = f"No row of the sheet “{sheet}” has headings of the 360Giving standard, so the sheet was not read."
    return Trouble("GIVING-SHEET", where, sheet, rule, "Give its columns the standard's headings, or delete the sheet.")


class _Merged:
    """Grants by identifier, in the order in which each came first."""

    def __init__(self, troubles: list[Trouble]) -> None:
        self.grants: list[_Branch] = []
        self.main: dict[str, list[_Branch]] = {}
        self.troubles = troubles
        self.totals: list[Row] = []

    def take(self, table: Table, row: Row) -> None:
        if self._is_total(row):
            self.totals.append(row)
            return
        if not row.identifier:
            self._without_identifier(table, row)
            return
        known = self.main.get(row.identifier, [])
        if not table.is_main and not known:
            rule = f"The row belongs to the grant {row.identifier}, which is not among the grants of this file."
            place = row.leaves.get(("id",))
            where = place.where if place else row.where
            self.troubles.append(
                Trouble("GIVING-ROW-ORPHAN", where, row.identifier, rule, "Correct the identifier, or add the grant.")
            )
            return
        for other in known:
            if _fits(other, row):
                if (
                    table.is_main
                    and other.row
                    and other.row.leaves.keys() == row.leaves.keys()
                    and _same(other.row, row)
                ):
                    rule = f"The same row stands in {other.row.where} as well; it is counted once."
                    self.troubles.append(
                        Trouble("GIVING-ROW-TWICE", row.where, row.identifier, rule, "Delete one of the two rows.")
                    )
                    return
                _graft(other, row)
                return
        branch = _Branch(row=row)
        _graft(branch, row)
        self.grants.append(branch)
        self.main.setdefault(row.identifier, []).append(branch)

    def _without_identifier(self, table: Table, row: Row) -> None:
        rule = "The row has no identifier of a grant, so it is not known what it belongs to."
        if table.is_main and row.leaves:
            branch = _Branch(row=row)
            _graft(branch, row)
            self.grants.append(branch)
        elif row.leaves:
            self.troubles.append(
                Trouble("GIVING-ROW-ORPHAN", row.where, row.texts[0], rule, "Give the grant's identifier in the row.")
            )

    def _is_total(self, row: Row) -> bool:
        if not any(_TOTAL.fullmatch(text.strip().rstrip(":")) for text in row.texts):
            return False
        return ("awardDate",) not in row.leaves and ("recipientOrganization", 0, "id") not in row.leaves

    def total_troubles(self) -> Iterator[Trouble]:
        """What the totals under the list say against what stands above them."""
        for row in self.totals:
            rule = "The row is a total and no grant; it was left out."
            yield Trouble("GIVING-TOTAL-ROW", row.where, " ".join(row.texts[:3]), rule, "Delete the row: tools take it "
                          "for a grant.")  # fmt: skip
            stated = row.leaves.get(("amountAwarded",))
            if stated is None or not isinstance(stated.value, int | Decimal):
                continue
            summed = sum((self._amount(branch) for branch in self.grants), Decimal(0))
            if summed != Decimal(stated.value):
                difference = Decimal(stated.value) - summed
                yield Trouble(
                    "GIVING-TOTAL",
                    stated.where,
                    stated.text,
                    f"The total of the amounts awarded is given as {Decimal(stated.value):,} and the rows add up to "
                    f"{summed:,}, a difference of {difference:,}.",
                    "Check whether a row is missing or an amount is wrong.",
                )

    @staticmethod
    def _amount(branch: _Branch) -> Decimal:
        held = branch.items.get("amountAwarded")
        return Decimal(held.value) if isinstance(held, Leaf) and isinstance(held.value, int | Decimal) else Decimal(0)

    def tree(self, meta: Mapping[tuple[str | int, ...], Leaf]) -> tuple[dict[str, Any], dict[str, Spot]]:
        """The tree and the place of everything in it."""
        whole = _Branch()
        for path, leaf in meta.items():
            _set(whole, path, leaf)
        listed = _Branch()
        for at, grant in enumerate(self.grants):
            listed.items[at] = grant
        whole.items["grants"] = listed
        spots: dict[str, Spot] = {}
        tree = _plain(whole, "", spots)
        if not self.grants:
            tree["grants"] = []
        for at, grant in enumerate(self.grants):
            if grant.row is not None:
                spots[f"/grants/{at}"] = Spot(grant.row.where)
        return tree, spots


def _same(one: Row, other: Row) -> bool:
    return all(one.leaves[path].value == other.leaves[path].value for path in one.leaves)


def _fits(branch: _Branch, row: Row) -> bool:
    """Whether a row can be more of a grant that is known: nothing of the grant itself is said otherwise."""
    for path, leaf in row.leaves.items():
        if len(path) == 1:
            held = branch.items.get(path[0])
            if isinstance(held, Leaf) and held.value != leaf.value:
                return False
    return True


def _graft(branch: _Branch, row: Row) -> None:
    """Add a row to a grant. An item of a list that is there already is filled up; another one is added."""
    offered = _Branch()
    for path, leaf in row.leaves.items():
        _set(offered, path, leaf)
    _merge(branch, offered)


def _merge(into: _Branch, offered: _Branch) -> None:
    for key, value in offered.items.items():
        held = into.items.get(key)
        if held is None:
            into.items[key] = value
        elif isinstance(held, _Branch) and isinstance(value, _Branch):
            if all(isinstance(at, int) for at in (*held.items, *value.items)):
                _merge_lists(held, value)
            else:
                _merge(held, value)


def _merge_lists(held: _Branch, offered: _Branch) -> None:
    for item in offered.items.values():
        if not isinstance(item, _Branch):
            continue
        for known in held.items.values():
            if isinstance(known, _Branch) and _is_same_item(known, item):
                _merge(known, item)
                break
        else:
            held.items[max((int(at) for at in held.items), default=-1) + 1] = item


def _is_same_item(known: _Branch, item: _Branch) -> bool:
    """Whether two items of a list are one: the same identifier, or nothing but what the known one says."""
    one, other = known.items.get("id"), item.items.get("id")
    if isinstance(one, Leaf) and isinstance(other, Leaf):
        return bool(one.value == other.value)
    return all(_says(known, key, value) for key, value in item.items.items())


def _says(known: _Branch, key: str | int, value: "_Branch | Leaf") -> bool:
    held = known.items.get(key)
    if isinstance(held, Leaf) and isinstance(value, Leaf):
        return bool(held.value == value.value)
    if isinstance(held, _Branch) and isinstance(value, _Branch):
        return all(_says(held, inner, one) for inner, one in value.items.items())
    return False


def _set(branch: _Branch, path: tuple[str | int, ...], leaf: Leaf) -> None:
    at = branch
    for step in path[:-1]:
        held = at.items.setdefault(step, _Branch())
        if isinstance(held, Leaf):
            return
        at = held
    at.items[path[-1]] = leaf


def _plain(branch: _Branch, pointer: str, spots: dict[str, Spot]) -> Any:
    """The branch as plain objects and lists; the place of each is that of the first value in it."""
    is_list = bool(branch.items) and all(isinstance(key, int) for key in branch.items)
    keys = sorted(branch.items, key=lambda key: int(key)) if is_list else list(branch.items)
    made: list[Any] = []
    first: Spot | None = None
    for place, key in enumerate(keys):
        at = f"{pointer}/{place if is_list else key}"
        value = branch.items[key]
        if isinstance(value, Leaf):
            spots[at] = Spot(value.where, value.text)
            made.append(value.value)
        else:
            made.append(_plain(value, at, spots))
        first = first or spots.get(at)
    if first is not None and pointer:
        spots.setdefault(pointer, Spot(first.where))
    return made if is_list else dict(zip(map(str, keys), made, strict=True))
