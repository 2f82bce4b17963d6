"""Differences of two versions as a table shows them: numbers, symbols and blanks stay apart."""

from riia.alliance.kit.filters import in_words
from riia.alliance.returns.presenters.desk import changes_of
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.returns.differences import differences
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell

FORM = form_of("mou-2022")
CELL = Cell("cla-uasc", Measure.NUMBER)


def said(before: dict, after: dict) -> list[tuple[str, str]]:
    changes = changes_of(differences(FORM, before, after), FORM)
    return [(in_words(change.before), in_words(change.after)) for change in changes]


def test_a_symbol_that_becomes_a_number_and_back() -> None:
    symbol, number = {CELL: Missing(Symbol.SUPPRESSED)}, {CELL: Number(0)}
    hidden = in_words(Missing(Symbol.SUPPRESSED))
    assert said(symbol, number) == [(hidden, "0")]
    assert said(number, symbol) == [("0", hidden)]


def test_a_blank_is_said_to_be_one() -> None:
    assert [before for before, _ in said({}, {CELL: Number(0)})] == ["blank: not answered"]
    assert [after for _, after in said({CELL: Missing(Symbol.NOT_APPLICABLE)}, {})] == ["blank: not answered"]
