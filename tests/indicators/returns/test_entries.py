"""What is typed into a cell: an example for every rule, and what must hold for any text."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Symbol, Value
from riia.indicators.returns.canonical import written
from riia.indicators.returns.entries import LARGEST, EntryError, parse_entry
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell

FORM = form_of("mou-2022")
COUNT = Cell("referrals", Measure.NUMBER)
RATE = Cell("referrals", Measure.RATE)
PERCENT = Cell("repeat-referrals", Measure.PERCENT)
CELLS = st.sampled_from(FORM.cells)


def read(text: str, cell: Cell = COUNT) -> Value | None:
    return parse_entry(text, cell, FORM.item(cell.item))


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\t", "\ufeff", "\u200b "])
def test_blank_is_blank_and_not_zero(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("12", 12), (" 12 ", 12), ("007", 7), ("12.0", 12), ("12.00", 12), ("1,234", 1234), ("1 234", 1234),
        ("1\u00a0234", 1234), ("1\u202f234", 1234), ("1\u2009234", 1234), ("1,234,567", 1234567), ("\ufeff12", 12),
        ("1000000000", LARGEST), ("1,000.00", 1000), ("'125", 125), ("'1,234", 1234),
    ],
)  # fmt: skip
def test_counts(text: str, number: int) -> None:
    found = read(text)
    assert found == Number(number)
    assert isinstance(found, Number)
    assert found.is_count


@pytest.mark.parametrize(
    ("cell", "text", "number"),
    [
        (PERCENT, "12.5%", "12.5"), (PERCENT, "12.5 %", "12.5"), (PERCENT, "12.5\u00a0%", "12.5"),
        (PERCENT, "100", "100"), (PERCENT, ".5", "0.5"), (RATE, "1,234.5", "1234.5"), (RATE, "101", "101"),
        (RATE, "0.125", "0.125"), (PERCENT, "45 per cent", "45"), (PERCENT, "45 percent", "45"),
    ],
)  # fmt: skip
def test_rates_and_percentages(cell: Cell, text: str, number: str) -> None:
    assert read(text, cell) == Number(Decimal(number))


def test_conferences_may_follow_enquiries_of_the_quarter_before() -> None:
    item = next(one for one in FORM.items if one.indicator.slug == "icpcs-within-15-days")
    assert read("104", item.cells[1]) == Number(104)


@pytest.mark.parametrize("bracket", ["{}", "[{}]", "({})", "[ {} ]", " {} "])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
@pytest.mark.parametrize("symbol", list(Symbol))
def test_symbols_in_any_case_and_bracket(symbol: Symbol, case: object, bracket: str) -> None:
    assert callable(case)
    assert read(bracket.format(case(symbol.value))) == Missing(symbol)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("N/A", Symbol.NOT_APPLICABLE), ("n/a", Symbol.NOT_APPLICABLE), ("Not applicable", Symbol.NOT_APPLICABLE),
        ("N / A", Symbol.NOT_APPLICABLE), ("not  available", Symbol.NOT_AVAILABLE),
        ("Not collected", Symbol.NOT_AVAILABLE),
    ],
)  # fmt: skip
def test_phrases_with_one_meaning(text: str, symbol: Symbol) -> None:
    assert read(text) == Missing(symbol)


@pytest.mark.parametrize(
    ("cell", "text", "rule"),
    [
        (COUNT, "-", "may mean 0 or not known"), (COUNT, "\u2013", "may mean 0"), (COUNT, "nil", "may mean 0"),
        (COUNT, "None", "may mean 0"), (COUNT, "zero", "is a word"), (COUNT, "..", "no agreed meaning"),
        (COUNT, "?", "no agreed meaning"), (COUNT, "NA", "no agreed meaning"), (COUNT, "TBC", "no agreed meaning"),
        (COUNT, "<5", "hides the number"), (COUNT, "\u22645", "hides the number"), (COUNT, "under 5", "hides"),
        (COUNT, "1-4", "hides the number"), (COUNT, "1 to 4", "hides the number"), (COUNT, ">10", "is a range"),
        (COUNT, "~12", "is an estimate"), (COUNT, "c. 12", "is an estimate"), (COUNT, "approx 12", "is an estimate"),
        (COUNT, "3/4", "is a date"), (COUNT, "03-Apr", "is a date"), (COUNT, "Apr-26", "is a date"),
        (COUNT, "2026-04-03 00:00:00", "is a date"), (COUNT, "03/04/2026", "is a date"),
        (COUNT, "-5", "is below zero"), (COUNT, "\u22125", "is below zero"), (COUNT, "(5)", "is below zero"),
        (COUNT, "12.5", "a count has none"), (COUNT, "1.234", "type 1234"), (COUNT, "1.000", "Type 1 or 1000"),
        (COUNT, "1.234.567", "more in it"), (COUNT, "0,123", "before a separator"), (COUNT, "12,34", "more in it"),
        (COUNT, "1,234 567", "more in it"), (COUNT, "1e5", "with an exponent"), (COUNT, "1E+09", "with an exponent"),
        (COUNT, "1000000001", "no council counts"), (COUNT, "9" * 30, "no council counts"),
        (COUNT, "9" * 50, "longer than any number"), (COUNT, "12%", "a number is asked for"),
        (RATE, "12%", "a rate is asked for"), (PERCENT, "100.1", "are a part of the referrals"),
        (PERCENT, "%", "not a symbol"), (COUNT, "#REF!", "Excel error"), (COUNT, "=1+1", "formula"),
        (COUNT, "\u00a9", "Type c"), (COUNT, "true", "is no number"), (COUNT, "12 children", "more in it"),
        (COUNT, "[12]", "more in it"), (COUNT, "hello", "The symbols are c, x, z"),
        (COUNT, "\uff11\uff12", "digits other than 0 to 9"), (COUNT, "\u0663", "digits other than 0 to 9"),
        (COUNT, "12\u00b2", "digits other than 0 to 9"),
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused(cell: Cell, text: str, rule: str) -> None:
    with pytest.raises(EntryError, match=re.escape(rule)) as caught:
        read(text, cell)
    assert caught.value.text == text
    assert caught.value.rule.endswith(".")
    assert caught.value.remedy.endswith(".")


@given(
    cell=CELLS,
    value=st.sampled_from([Missing(symbol) for symbol in Symbol])
    | st.integers(0, 100).map(Number)
    | st.decimals(0, 100, places=4).map(Number),
)
def test_what_is_written_is_read_back_the_same(cell: Cell, value: Value) -> None:
    if isinstance(value, Number) and cell.measure is Measure.NUMBER:
        value = Number(int(value.value))
    assert read(written(value), cell) == value


@given(number=st.integers(0, LARGEST), gap=st.sampled_from([",", " ", "\u00a0", "\u202f"]))
def test_thousands_may_be_set_apart(number: int, gap: str) -> None:
    assert read(f"{number:,}".replace(",", gap)) == Number(number)


@given(cell=CELLS, text=st.text() | st.from_regex(r"[-+(<~cxz]?[0-9., /%e-]{0,12}[%)\]]?", fullmatch=True))
def test_any_text_is_a_value_or_refused_in_words(cell: Cell, text: str) -> None:
    found, refused = None, None
    try:
        found = read(text, cell)
    except EntryError as error:
        refused = error
    if refused is not None:
        assert refused.rule
        assert refused.remedy
        assert str(refused).isprintable()
    if isinstance(found, Number):
        assert 0 <= found.value <= LARGEST
        assert found.is_count or cell.measure is not Measure.NUMBER
        assert re.search("[0-9]", text)


@pytest.mark.parametrize(
    ("text", "cell", "says"),
    [
        ("12 (est.)", COUNT, "is an estimate"), ("12 est", COUNT, "is an estimate"), ("40ish", COUNT, "is an estimate"),
        ("5 or fewer", COUNT, "is a range and hides the number"), ("10+", COUNT, "is a range."),
        ("&lt;5", COUNT, "is a range and hides the number"), ("n.a.", COUNT, "has no agreed meaning"),
        ("not known", COUNT, "has no agreed meaning"), ("no data", COUNT, "has no agreed meaning"),
        ("**", COUNT, "c if it is suppressed"), ("1.234,5", COUNT, "A decimal takes a point"),
        ("144,9", RATE, "A decimal takes a point"), ("45,5%", PERCENT, "A decimal takes a point"),
        ("1'234", COUNT, "Type 1234."), ("1\u2019234\u2019567", COUNT, "Type 1234567."),
        ("45 per cent", COUNT, "is a percentage"),
    ],
)  # fmt: skip
def test_what_councils_type_instead_of_a_number(text: str, cell: Cell, says: str) -> None:
    with pytest.raises(EntryError) as caught:
        read(text, cell)
    assert says in str(caught.value)


def test_no_thousands_are_guessed_of_a_number_below_one() -> None:
    with pytest.raises(EntryError) as caught:
        read("0.125")
    assert caught.value.remedy == "Type a whole number."
