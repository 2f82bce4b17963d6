"""Stated totals: of columns, of parts, in the text; and the one row that may explain why a total is wrong. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.allocation import Column, Verdict, counted, in_pounds
from riia.documents.letters.material import Material, finding, quoted
from riia.documents.letters.structure import Annex, Money, Row
from riia.documents.letters.views import views
from riia.documents.model import Evidence, Finding

_FEW: Final = 3
"""Rows from which on it can be seen how totals come about."""
_OF_A_TOTAL: Final = (Column.BASE, Column.TOP_UP)


def totals(material: Material) -> Iterator[Finding]:
    """Stated totals to the penny: of columns, of parts, and the one in the text."""
    for view, _ in views(material):
        for annex in view.letter.annexes:
            for column, money in annex.totals.items():
                yield from _total(view, annex, column, money)
    for annex in material.letter.annexes:
        for head, money in annex.part_totals:
            amounts = [dict(row.parts)[head].amount for row in annex.rows if head in dict(row.parts)]
            known = [amount for amount in amounts if isinstance(amount, int)]
            if len(known) == len(amounts) and isinstance(money.amount, int) and sum(known) != money.amount:
                yield _wrong_total(annex, f"column {quoted(head)}", sum(known), money, "")
    yield from _text_total(material)


def _total(material: Material, annex: Annex, column: Column, money: Money) -> Iterator[Finding]:
    known = [row.amounts[column].amount for row in annex.rows if column in row.amounts]
    amounts = [amount for amount in known if isinstance(amount, int)]
    if len(amounts) < len(known) or not isinstance(money.amount, int) or money.amount == sum(amounts):
        return
    difference = money.amount - sum(amounts)
    if _row_differences(material, annex, column) == -difference:
        return  # the total is right once the row is: said there
    twice = [row for row in annex.rows if sum(row.recipient.place == o.recipient.place != "" for o in annex.rows) > 1]
    if any(row.amounts[column].amount == -difference for row in twice if column in row.amounts):
        return  # a row that stands twice: said there
    hint, evidence = _hint(annex, column, difference)
    what = f"column {quoted(annex.columns[column].text, 60)}"
    yield _wrong_total(annex, what, sum(amounts), money, hint, evidence)


def _hint(annex: Annex, column: Column, difference: int) -> tuple[str, list[Evidence]]:
    """One row that explains the difference: left out, counted twice, or with two digits exchanged."""
    cells = [(row, row.amounts[column]) for row in annex.rows if column in row.amounts]
    whole = [(row, cell) for row, cell in cells if cell.amount == abs(difference)]
    if len(whole) == 1:
        row, cell = whole[0]
        return f" That is the amount of {row.recipient.name}.", [Evidence(cell.where, cell.text)]
    turned = [
        (row, cell, meant)
        for row, cell in cells
        if isinstance(cell.amount, int) and (meant := _exchanged(cell.amount, difference)) is not None
    ]
    if not 0 < len(turned) <= 2:
        return "", []
    said = " or ".join(f"{row.recipient.name} ({cell.text} for {in_pounds(meant)})" for row, cell, meant in turned)
    return f" Perhaps two digits were exchanged: {said}.", [Evidence(cell.where, cell.text) for _, cell, _ in turned]


def _exchanged(amount: int, difference: int) -> int | None:
    """The amount with two neighbouring digits exchanged, if that is what the difference comes from."""
    digits, wanted = str(amount), str(amount + difference)
    for at in range(len(digits) - 1):
        turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if turned == wanted and turned != digits:
            return int(turned)
    return None


def _row_differences(material: Material, annex: Annex, column: Column) -> int:
    """By how much rows of a column are already known to be off: by the rules, or by their own uplift and parts."""
    again = material.letter.recomputed
    found = 0
    if again is not None and annex.rows == next(a for a in material.letter.annexes if a.rows).rows:
        for result in again.rows:
            known = {check.what: check.difference or 0 for check in result.checks if check.verdict is Verdict.DIFFERS}
            own = known.get("previous total + uplift", 0) if column is Column.REVISED else 0
            own = known.get("base + top-up", 0) if column is Column.TOTAL else own
            found += known.get(column.value, own)
    if found or column is not Column.TOTAL:
        return found
    return sum(off_by_parts(row, annex) for row in annex.rows)


def off_by_parts(row: Row, annex: Annex) -> int:
    """By how much the total of a row is off the sum of its parts; 0 where they agree or cannot be added."""
    offs = [_off(row, way) for way in ways_of_adding(annex)]
    return next((off for off in offs if off), 0)


def working(row: Row, annex: Annex) -> list[int]:
    """The parts of a row that do not make its total."""
    return next((_amounts(row, way) or [] for way in ways_of_adding(annex) if _off(row, way)), [])


def ways_of_adding(annex: Annex) -> list[tuple[str, ...]]:
    """The columns that make the total of a row, as most rows show: "base + reviews", "first + second instalment".

    Where no row keeps the reading that all parts make the total, the reading is doubted and nothing is said.
    """
    parts = next((tuple(head for head, _ in row.parts) for row in annex.rows if row.parts), ())
    if not parts or len(annex.rows) < _FEW or any(_off(row, parts) == 0 for row in annex.rows):
        return [parts]
    names = (*(column.value for column in annex.columns if column in _OF_A_TOTAL), *parts)
    runs = [names[first:last] for first in range(len(names)) for last in range(first + 2, len(names) + 1)]
    return [way for way in runs if 2 * sum(_off(row, way) == 0 for row in annex.rows) > len(annex.rows)]


def _amounts(row: Row, way: Sequence[str]) -> list[int] | None:
    """The amounts of some columns of a row; None where one is not known, or there are too few to add."""
    held = {column.value: money for column, money in row.amounts.items()} | dict(row.parts)
    known = [held[name].amount for name in way if name in held]
    amounts = [amount for amount in known if isinstance(amount, int)]
    return amounts if len(amounts) == len(known) > 1 else None


def _off(row: Row, way: Sequence[str]) -> int | None:
    """By how much the total is off what some columns give; None where that cannot be said."""
    money, amounts = row.amounts.get(Column.TOTAL), _amounts(row, way)
    return (
        None if amounts is None or money is None or not isinstance(money.amount, int) else money.amount - sum(amounts)
    )


def _wrong_total(
    annex: Annex, what: str, total: int, money: Money, hint: str, evidence: Sequence[Evidence] = ()
) -> Finding:
    assert isinstance(money.amount, int)
    difference = money.amount - total
    return finding(
        "ANNEX-TOTAL", money.where, money.text,
        f"The {counted(len(annex.rows), 'row')} of the {what} add up to {in_pounds(total)}, but "
        f"{in_pounds(money.amount)} is "
        f"stated: {in_pounds(abs(difference))} {'more' if difference > 0 else 'less'}.{hint}",
        "Ask whether a row or the total is wrong.", evidence,
    )  # fmt: skip


def _text_total(material: Material) -> Iterator[Finding]:
    letter, said = material.letter, material.letter.total_in_text
    annex = next((annex for annex in letter.annexes if annex.rows), None)
    if annex is None or said is None or not isinstance(said.amount, int):
        return
    if len([annex for annex in letter.annexes if annex.rows]) > 1:
        return  # which annex the total is of is not said
    column = next((c for c in (Column.REVISED, Column.TOTAL) if c in annex.columns), None)
    if column is None:
        return
    cells = [row.amounts[column].amount for row in annex.rows if column in row.amounts]
    known = [amount for amount in cells if isinstance(amount, int)]
    stated = annex.totals.get(column)
    if said.amount in (sum(known), stated.amount if stated else None):
        return
    if len(known) < len(cells):
        if stated is not None and isinstance(stated.amount, int):
            yield finding(
                "TEXT-TOTAL", said.where, said.text,
                f"The text gives {said.text} in total, and the annex {stated.text}.",
                "Ask which of the two is right.", [Evidence(stated.where, stated.text)],
            )  # fmt: skip
        return
    twice = [row for row in annex.rows if sum(row.recipient.place == o.recipient.place != "" for o in annex.rows) > 1]
    if any(row.amounts[column].amount == sum(known) - said.amount for row in twice if column in row.amounts):
        return
    parties = {who.place for party in letter.parties for who in party.named}
    if said.amount > sum(known) and parties - {row.recipient.place for row in annex.rows}:
        return  # the annex lacks rows of parties: said there
    again = letter.recomputed
    if again is not None:
        wrong = [c.difference or 0 for r in again.rows for c in r.checks if c.what == column.value and c.difference]
        if wrong and sum(known) - sum(wrong) == said.amount:
            return
    yield finding(
        "TEXT-TOTAL", said.where, said.text,
        f"The text gives {said.text} in total; the {counted(len(known), "row")} of the annex add up to "
        f"{in_pounds(sum(known))}: "
        f"{in_pounds(abs(said.amount - sum(known)))} apart.",
        "Ask which of the two is right.", [Evidence(stated.where, stated.text)] if stated else [],
    )  # fmt: skip
