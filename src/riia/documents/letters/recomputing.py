"""The annex of a letter worked out by the letter's own rules. Pure."""

from dataclasses import replace

from riia.documents.allocation import AnnexRow, Column, Facts, Hidden, Recomputation, Verdict, recompute
from riia.documents.letters.names import recipient
from riia.documents.letters.structure import Annex, Letter, Row
from riia.indicators.reference import BeforeRegister


def recomputed(letter: Letter) -> Letter:
    """The letter with its annex worked out again; blank cells of a redacted letter are redacted."""
    if letter.redactions or (letter.total_in_text and letter.total_in_text.amount is Hidden.REDACTED):
        letter = replace(letter, annexes=tuple(_redacted(annex) for annex in letter.annexes))
    annex = next((annex for annex in letter.annexes if annex.rows), None)
    if annex is None:
        return letter
    rows = [annex_row(row, letter) for row in annex.rows]
    totals = {column: money.amount for column, money in annex.totals.items()}
    rules, facts = letter.rules, facts_of(letter)
    made = recompute(rows, rules, facts, totals)
    if Column.PREVIOUS in annex.columns and Column.REVISED in annex.columns and not any(rule.uplift for rule in rules):
        # The letter does not say which purpose came later, but the two columns do where nearly every row agrees.
        tries = [(*rules[:at], replace(rule, uplift=True), *rules[at + 1 :]) for at, rule in enumerate(rules)]
        answers = [(one, recompute(rows, one, facts, totals)) for one in tries]
        best = max(answers, key=lambda answer: _agreeing(answer[1]), default=None)
        if best is not None and _agreeing(best[1]) > _agreeing(made) and _agreeing(best[1]) * 3 >= 2 * len(rows):
            return replace(letter, recomputed=best[1])
    return replace(letter, recomputed=made)


def _agreeing(made: Recomputation) -> int:
    """Rows whose total of before is what the rules give."""
    return sum(
        check.verdict is Verdict.AGREES for row in made.rows for check in row.checks if check.what == Column.PREVIOUS
    )


def facts_of(letter: Letter) -> Facts:
    """The councils of the day the letter means; none where it has no day or one before the register."""
    try:
        return Facts.from_register(letter.on) if letter.on else Facts(None, {})
    except BeforeRegister:
        return Facts(letter.on, {})


def annex_row(row: Row, letter: Letter) -> AnnexRow:
    """A row as the allocation rules take it; who is no known place keeps the name as written.

    Where rules give money for regions, a council that receives it for its region stands for that region.
    """
    stated = {column: money.amount for column, money in row.amounts.items()}
    place = row.recipient.place
    if row.region is not None and not row.recipient.is_region and letter.rules:
        region = recipient(row.region.text, row.region.where, letter.on)
        place = region.place if region.is_region else place
    return AnnexRow(place or row.recipient.name, row.recipient.name, stated, row.councils)


def _redacted(annex: Annex) -> Annex:
    def mended(row: Row) -> Row:
        known = any(isinstance(money.amount, int) for money in row.amounts.values())
        amounts = {
            column: replace(money, amount=Hidden.REDACTED)
            if known and money.amount is Hidden.NOT_STATED and column is not Column.TOTAL
            else money
            for column, money in row.amounts.items()
        }
        return replace(row, amounts=amounts)

    return replace(annex, rows=tuple(mended(row) for row in annex.rows))
