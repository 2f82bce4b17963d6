"""Annexes with recipients and amounts: real tables, rows parted by tabs, and lines such as "London £290,800"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from riia.documents.allocation import Column
from riia.documents.letters.days import find_dates, find_years
from riia.documents.letters.names import is_known, recipient
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.structure import Annex, Money, Row, Said, When
from riia.documents.letters.sums import POUNDS, cell_money, looks_like_money
from riia.documents.model import BlockKind, Cell, Where

_AMOUNT: Final = rf"(?:{POUNDS}|\bn/a\b|\bnil\b|(?<=\s)[-–](?=\s|$))"
_LINE_ROW: Final = re.compile(rf"^(?P<name>[A-Z][^£]*?)[\s:.–-]*(?P<amounts>{POUNDS}\s*(?:{_AMOUNT}\s*)*)$")
_NUMBER_AND_REGION: Final = re.compile(r"^(?P<name>[A-Z][^\d£]*?)\s+(?P<number>\d{1,2})\s+(?P<region>[A-Z][^\d£]+)$")
_HEADS: Final = re.compile(
    r"\b(?:(?:original|previous|current|revised|new|base|total|core) (?:allocation|total|amount|funding|grant|award)s?"
    r"|total paid\b[^A-Z]*|top.?up(?: amount| funding)?|uplift|instalment[^A-Z]* (?:[A-Z]\w+ \d{4})?|amount|total)\b",
    re.I,
)
_TOTAL: Final = re.compile(
    r"^(?:(?:grand|overall|national|england|combined|regional|programme)\s+)?totals?\b(?!\s+grant|\s+funding)"
    r"|^(?:all|both)\s+(?:\w+\s+)?(?:regions?|councils?|authorities|LAs|recipients?|payments?|instalments?"
    r"|alliances?|hosts?"
    r"|areas?)\W*$|^(?:all|both|altogether|together|overall|sum)\W*$",
    re.I,
)
_SUBTOTAL: Final = re.compile(r"\bsub-?\s?total", re.I)
_TIMES: Final = re.compile(
    r"^(?:stage|instalment|payment|tranche|phase|part|quarter|q[1-4]\b|first|second|third|fourth|final|initial"
    r"|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|20\d\d|\d{1,2} [A-Z][a-z]+ 20\d\d)\b",
    re.I,
)
_WHO: Final = re.compile(
    r"authorit|recipient|council|\bRII?As?\b|\bLAs?\b|payee|alliance|\bname\b|grant is to be paid", re.I
)
_HOW_MANY: Final = re.compile(
    r"\b(?:no\.?|number|count|#)\s+of\s+(?:LAs?|local authorit|authorit|council)|^(?:LAs|councils)$", re.I
)
_REGION: Final = re.compile(r"\bregion\b", re.I)
_AGREED: Final = re.compile(r"\b(?:agreed|approved|date)\b", re.I)
_OTHER: Final = re.compile(r"\b(?:ref(?:erence)?|code|project title|contact|notes?|%|per ?cent|share)\b", re.I)


@dataclass(slots=True)
class _Table:
    """Rows of one table while they are gathered."""

    heads: list[tuple[Cell, ...]] = field(default_factory=list)
    rows: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the columns hold, by position."""

    who: int
    amounts: Mapping[int, Column]
    parts: Mapping[int, str]
    many: int | None
    region: int | None
    agreed: int | None
    heads: Mapping[int, Said]


def annex_of(letter: str, title: str, where: Where, inside: Sequence[Paragraph], on: date | None) -> list[Annex]:
    """The annex that stands under a heading: one for each table in it, or one with lines where there is none."""
    lines = tuple(Said(item.text, item.where) for item in inside if item.kind is not BlockKind.ROW)
    found = [made for table in _tables(inside) if (made := _read(table, Annex(letter, title, where), on)) is not None]
    if not found:
        return [Annex(letter, title, where, lines=lines)] if letter else []
    return [replace(found[0], lines=lines), *found[1:]]


def _tables(inside: Sequence[Paragraph]) -> Iterator[_Table]:
    table = _Table()
    title = ""
    for item in inside:
        row = _row_of(item)
        if row is None:
            title = item.text
            _completed(table, item.text)
            continue
        if len([cell for cell in row.cells if cell.text]) == 1 and _completed(table, row.text.strip(" |")):
            continue
        if _is_head(row, table):
            if table.rows and [cell.text for cell in row.cells] in [[c.text for c in head] for head in table.heads]:
                continue
            if table.rows:
                yield table
                table = _Table()
            table.heads.append(row.cells)
        else:
            if not table.rows and (not table.heads or all(len(h) != len(row.cells) for h in table.heads)):
                said = " ".join([title, *(cell.text for head in table.heads for cell in head)])
                table.heads = [_heads_for_lines(said, row)]
            table.rows.append(row)
    if table.rows:
        yield table


def _row_of(item: Paragraph) -> Paragraph | None:
    """A row of a table; a line or a badly parted row that reads as one; None for other text."""
    if item.kind is not BlockKind.ROW:
        return _line_row(item)
    texts = [cell.text for cell in item.cells]
    mixed = any(len(re.findall(POUNDS, text)) > 1 for text in texts) or (
        "£" in texts[0] and not texts[0].startswith("£")
    )
    mixed = mixed or re.search(r"[a-z] \d{1,2}$", texts[0]) is not None
    if not mixed:
        return item
    whole = replace(item, text=" ".join(text for text in texts if text), kind=BlockKind.PARAGRAPH, cells=())
    return _line_row(whole) or item


def _completed(table: _Table, text: str) -> bool:
    """Whether a text is the rest of a name that was broken between two lines; the name is made whole."""
    if not table.rows or len(text) > 40 or not table.rows[-1].cells or is_known(text):
        return False
    row = table.rows[-1]
    longer = f"{row.cells[0].text} {text}"
    if not is_known(longer):
        return False
    table.rows[-1] = replace(row, cells=(replace(row.cells[0], text=longer), *row.cells[1:]))
    return True


def _line_row(item: Paragraph) -> Paragraph | None:
    """A line that ends in amounts and begins with a name, as a row."""
    hit = _LINE_ROW.match(item.text)
    if hit is None or item.kind is BlockKind.ROW or len(hit["name"]) > 90:
        return None
    name, between = hit["name"].strip(" :.–-"), []
    if inner := _NUMBER_AND_REGION.match(name):
        name, between = inner["name"], [inner["number"], inner["region"]]
    if not (is_known(name) or _TOTAL.match(name) or between or name.endswith(("Council", "Borough"))):
        return None
    texts = [name, *between, *(found.strip() for found in re.findall(_AMOUNT, hit["amounts"]))]
    cells = tuple(
        Cell(text, replace(item.where, column=at if item.where.line is None else item.where.column))
        for at, text in enumerate(texts, 1)
    )
    return replace(item, kind=BlockKind.ROW, cells=cells, mark="")


def _heads_for_lines(title: str, row: Paragraph) -> tuple[Cell, ...]:
    """Column heads that cannot be told apart in a line of text: what the line says of them, by their number."""
    between = ["Number of LAs", "Region"] if len(row.cells) > 3 and row.cells[1].text.isdigit() else []
    amounts = len(row.cells) - 1 - len(between)
    names = ["Amount"]
    said = [hit[0] for hit in _HEADS.finditer(title)]
    if amounts > 1 and len(said) == amounts:
        names = said
    elif amounts == 2 and re.search(r"revised|uplift|amended", title, re.I):
        names = ["Previous total", "Revised total"]
    elif amounts == 3 and re.search(r"top.?up", title, re.I):
        names = ["Base", "Top up", "Total"]
    elif amounts == 3 and re.search(r"uplift|additional", title, re.I):
        names = ["Previous total", "Uplift", "Revised total"]
    elif amounts > 1:
        names = [*(f"Amount {at}" for at in range(1, amounts)), "Total"]
    return tuple(Cell(name, row.where) for name in ("Recipient", *between, *names))


def _is_head(row: Paragraph, table: _Table) -> bool:
    texts = [cell.text for cell in row.cells]
    first = next((text for text in texts if text), "")
    if _TOTAL.match(first) and any(looks_like_money(cell.text, cell.value) for cell in row.cells):
        return False
    if any(looks_like_money(text) and "£" in text for text in texts) or is_known(first):
        return False
    if not table.heads and not table.rows:
        return True
    if table.rows:
        return sum(bool(_WHO.search(text) or _amount_column(text)) for text in texts) >= 2 and not any(
            looks_like_money(cell.text, cell.value) for cell in row.cells
        )
    return not any(looks_like_money(cell.text, cell.value) for cell in row.cells)


def _amount_column(head: str) -> Column | None:
    """What an amount column holds, by its heading."""
    rules = (
        (
            r"\brevised|\bnew (?:total|amount|allocation)|\bamended\b|including (?:the )?uplift|updated "
            r"(?:total|amount|allocation)",
            Column.REVISED,
        ),
        (r"\buplift|\badditional|\bincrease|\bchange\b", Column.UPLIFT),
        (r"\btop.?up", Column.TOP_UP),
        (r"\bbase\b|\bcore amount", Column.BASE),
        (
            r"\bprevious|\boriginal|\bpaid (?:to date|this|so far)|\balready paid|\bcurrent "
            r"(?:total|allocation|amount)",
            Column.PREVIOUS,
        ),
        (r"\btotal|\bamount|\bfunding|\ballocation|\bgrant\b|\baward|£|\bpayment|\binstalment|\bsum\b", Column.TOTAL),
    )
    return next((column for pattern, column in rules if re.search(pattern, head, re.I)), None)


def _shape(table: _Table) -> _Shape | None:
    width = max(len(row.cells) for row in table.rows)
    heads = {
        at: Said(
            " ".join(head[at].text for head in table.heads if at < len(head) and head[at].text),
            next((head[at].where for head in table.heads if at < len(head)), table.rows[0].where),
        )
        for at in range(width)
    }
    money = [at for at in range(width) if _is_money_column(table, at, heads[at].text)]
    many = next((at for at in range(width) if _HOW_MANY.search(heads[at].text)), None)
    money = [at for at in money if at != many and not (_OTHER.search(heads[at].text) and "£" not in heads[at].text)]
    money = _without_counts(table, money, heads)
    names = [at for at in range(width) if at not in money and at != many]
    if not money or not names:
        return None
    who = max(names, key=lambda at: (_known(table, at), bool(_WHO.search(heads[at].text)), -at))
    explicit = [at for at in names if _WHO.search(heads[at].text) and not _REGION.search(heads[at].text)]
    if explicit and _known(table, explicit[0]) * 2 >= _known(table, who) > 0:
        who = explicit[0]
    if not _known(table, who) and not _WHO.search(heads[who].text):
        return None
    amounts, parts = _amount_columns(money, heads)
    region = next((at for at in names if at != who and _REGION.search(heads[at].text)), None)
    agreed = next((at for at in names if at not in (who, region) and _AGREED.search(heads[at].text)), None)
    return _Shape(who, amounts, parts, many, region, agreed, heads)


def _without_counts(table: _Table, money: Sequence[int], heads: Mapping[int, Said]) -> list[int]:
    """Columns of money where some have the sign of the pound: bare numbers beside them are counts."""

    def signed(at: int) -> bool:
        return "£" in heads[at].text or any("£" in row.cells[at].text for row in table.rows if at < len(row.cells))

    typed = any(cell.value is not None for row in table.rows for cell in row.cells)
    return (
        list(money)
        if typed or not any(map(signed, money))
        else [at for at in money if signed(at) or _amount_column(heads[at].text)]
    )


def _is_money_column(table: _Table, at: int, head: str) -> bool:
    cells = [row.cells[at] for row in table.rows if at < len(row.cells)]
    filled = [cell for cell in cells if cell.text]
    if not filled:
        return _amount_column(head) is not None and not _WHO.match(head)
    looking = sum(looks_like_money(cell.text, cell.value) for cell in filled)
    return looking * 2 > len(filled) or (looking > 0 and _amount_column(head) is not None and not _WHO.search(head))


def _known(table: _Table, at: int) -> int:
    return sum(at < len(row.cells) and is_known(row.cells[at].text) for row in table.rows)


def _amount_columns(money: Sequence[int], heads: Mapping[int, Said]) -> tuple[dict[int, Column], dict[int, str]]:
    """Which column holds what; several amounts beside a total are its parts (instalments, years, projects)."""
    said = {at: _amount_column(heads[at].text) or Column.TOTAL for at in money}
    if list(said.values()).count(Column.REVISED) == 1 and Column.PREVIOUS not in said.values():
        before = [at for at, column in said.items() if column is Column.TOTAL]
        if len(before) == 1:
            said[before[0]] = Column.PREVIOUS
    if Column.REVISED not in said.values() and Column.UPLIFT in said.values() and Column.PREVIOUS in said.values():
        after = [at for at, column in said.items() if column is Column.TOTAL]
        if len(after) == 1:
            said[after[0]] = Column.REVISED
    totals = [at for at, column in said.items() if column is Column.TOTAL]
    parts: dict[int, str] = {}
    if len(totals) > 1:
        named = [at for at in totals if re.search(r"\btotal\b", heads[at].text, re.I)]
        whole = named[-1] if named else None
        parts = {at: heads[at].text for at in totals if at != whole}
        if whole is None:
            parts.pop(totals[0])
    kept: dict[int, Column] = {}
    for at, column in said.items():
        if at not in parts and column not in kept.values():
            kept[at] = column
        elif at not in parts:
            parts[at] = heads[at].text
    return kept, parts


def _read(table: _Table, annex: Annex, on: date | None) -> Annex | None:
    shape = _shape(table)
    if shape is None or _is_schedule(table):
        return None
    rows: list[Row] = []
    totals: dict[Column, Money] = {}
    part_totals: list[tuple[str, Money]] = []
    for item in table.rows:
        first = next((cell.text for cell in item.cells if cell.text), "")
        who = item.cells[shape.who].text if shape.who < len(item.cells) else ""
        if _SUBTOTAL.match(first):
            continue
        if _TOTAL.match(first) or _TOTAL.match(who) or not who:
            found = _amounts(item, shape)
            named = _TOTAL.match(first) or any(_TOTAL.match(cell.text) for cell in item.cells)
            if not who and not named:
                continue
            totals |= {
                column: money for column, money in found.items() if isinstance(money.amount, int) or money.problem
            }
            part_totals += [(head, m) for head, m in _parts(item, shape) if isinstance(m.amount, int)]
        else:
            rows.append(_row(item, shape, on))
    columns = {column: shape.heads[at] for at, column in shape.amounts.items()}
    if not rows:
        return None
    return replace(annex, columns=columns, rows=tuple(rows), totals=totals, part_totals=tuple(part_totals))


def _is_schedule(table: _Table) -> bool:
    """True for the times of payment, which are no recipients: "Stage 1", "First payment", "June 2025"."""
    firsts = [first for row in table.rows if (first := next((cell.text for cell in row.cells if cell.text), ""))]
    return all(_TIMES.match(first) or _TOTAL.match(first) for first in firsts)


def _amounts(item: Paragraph, shape: _Shape) -> dict[Column, Money]:
    found = {}
    for at, column in shape.amounts.items():
        cell = item.cells[at] if at < len(item.cells) else Cell("", item.where)
        money = cell_money(cell.text, cell.value, cell.where)
        if money is not None:
            found[column] = money
    return found


def _parts(item: Paragraph, shape: _Shape) -> list[tuple[str, Money]]:
    cells = ((head, item.cells[at]) for at, head in shape.parts.items() if at < len(item.cells))
    made = ((head, cell_money(cell.text, cell.value, cell.where)) for head, cell in cells)
    return [(head, money) for head, money in made if money is not None]


def _row(item: Paragraph, shape: _Shape, on: date | None) -> Row:
    def cell(at: int | None) -> Cell | None:
        return item.cells[at] if at is not None and at < len(item.cells) and item.cells[at].text else None

    who = item.cells[shape.who]
    many, region, agreed = cell(shape.many), cell(shape.region), cell(shape.agreed)
    used = {shape.who, shape.many, shape.region, *shape.amounts, *shape.parts}
    others = {shape.heads[at].text: c.text for at, c in enumerate(item.cells) if at not in used and c.text}
    told = next(find_dates(agreed.text), None) if agreed else None
    return Row(
        recipient(who.text, who.where, on),
        item.where,
        _amounts(item, shape),
        tuple(_parts(item, shape)),
        int(many.text) if many and many.text.isdigit() else None,
        Said(many.text, many.where) if many else None,
        Said(region.text, region.where) if region else None,
        When(told.text, agreed.where, told.first, told.last, told.problem) if told and agreed else None,
        others,
    )


def years_of_heads(annex: Annex) -> Iterator[tuple[Said, int]]:
    """Financial years in the headings of amount columns."""
    for head in annex.columns.values():
        for year in find_years(head.text, heading=True):
            if year.start is not None:
                yield head, year.start
