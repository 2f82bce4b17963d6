"""Numbers that may be missing: no operation loses the fact, and rounding is that of published statistics."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.model import (
    Missing,
    MissingPart,
    Number,
    NumberError,
    Symbol,
    SymbolError,
    Value,
    add,
    difference,
    parse_symbol,
    parse_value,
    per_10_000,
    percent,
    ratio,
    rounded,
    total,
)

C, X, Z, U, K, LOW = (Missing(Symbol(code)) for code in ("c", "x", "z", "u", "k", "low"))

missing_values = st.sampled_from(Symbol).map(Missing)
counts = st.integers(min_value=-(10**9), max_value=10**9).map(Number)
decimals = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=6).map(Number)
values: st.SearchStrategy[Value] = st.one_of(counts, decimals, missing_values)


@pytest.mark.parametrize("text", ["c", "x", "z", "u", "k", "low", " c ", "[x]", "[low]"])
def test_published_symbols_are_read(text: str) -> None:
    assert parse_symbol(text).value == text.strip(" []")


@pytest.mark.parametrize("text", ["", " ", "-", "..", ":", "~", "*", "C", "NA", "n/a", "NULL", "Low", "cx", "0", "[c"])
def test_signs_nobody_explained_are_refused(text: str) -> None:
    with pytest.raises(SymbolError, match="not a known symbol"):
        parse_symbol(text)


def test_a_tables_own_notes_explain_its_signs_but_do_not_change_the_known_ones() -> None:
    notes = {"..": Symbol.NOT_AVAILABLE, "~": Symbol.SUPPRESSED, "c": Symbol.LOW}
    assert parse_symbol(" .. ", notes) is Symbol.NOT_AVAILABLE
    assert parse_value("~", notes) == C
    assert parse_symbol("c", notes) is Symbol.SUPPRESSED
    with pytest.raises(SymbolError):
        parse_symbol("-", notes)


def test_every_symbol_is_said_in_words() -> None:
    assert len({symbol.words for symbol in Symbol}) == len(Symbol)
    assert "zero" not in Symbol.SUPPRESSED.words
    assert Missing(Symbol.NOT_APPLICABLE).words == "not applicable"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("2030", 2030),
        ("2030.0", 2030),
        ("1e+05", 100_000),
        ("326.8", Decimal("326.8")),
        ("572.70000000000005", Decimal("572.70000000000005")),
        ("-12", -12),
        (" 7 ", 7),
    ],
)
def test_published_numbers_are_read_exactly(text: str, value: int | Decimal) -> None:
    read = parse_value(text)
    assert read == Number(value)
    assert isinstance(read, Number)
    assert read.is_count == isinstance(value, int)


@pytest.mark.parametrize("text", ["1,234", "12%", "£5", "nan", "inf", "1.", ".5", "0x10", "1_000", "١٢"])
def test_text_that_only_resembles_a_number_is_refused(text: str) -> None:
    with pytest.raises(SymbolError):
        parse_value(text)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), True, None, "5"])
def test_a_number_is_finite_and_a_number(value: object) -> None:
    with pytest.raises(NumberError):
        Number(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [10**18, -(10**18), 1e300, Decimal("1e-351")])
def test_numbers_beyond_any_figure_are_refused(value: float) -> None:
    with pytest.raises(NumberError):
        Number(value)


def test_a_float_is_kept_as_it_prints() -> None:
    assert Number(326.8) == Number(Decimal("326.8"))
    assert str(Number(1e-7)) == "0.0000001"
    assert str(Number(-0.0)) == "0.0"
    assert float(Number(Decimal("0.5"))) == 0.5


def test_missing_needs_a_symbol_and_has_no_truth_value() -> None:
    with pytest.raises(NumberError):
        Missing("c")  # type: ignore[arg-type]
    with pytest.raises(NumberError, match="neither true nor false"):
        bool(C)


def test_a_rate_as_published() -> None:
    # Derby, children in need at 31 March 2025, and the published rate of the same day.
    assert rounded(per_10_000(Number(2030), Number(62_113)), 1) == Number(Decimal("326.8"))


@pytest.mark.parametrize(
    ("numerator", "denominator", "answer"),
    [
        (Number(0), Number(0), Z),
        (Number(5), Number(0), Z),
        (Number(0), Number(9), Number(0)),
        (Number(1), Number(8), Number(Decimal("12.5"))),
        (C, Number(0), C),
        (C, Z, C),
        (Number(3), X, X),
        (Z, X, X),
        (U, X, U),
        (K, LOW, LOW),
        (Z, LOW, Z),
    ],
)
def test_percentages_are_safe_at_zero_and_missing(numerator: Value, denominator: Value, answer: Value) -> None:
    assert percent(numerator, denominator) == answer


def test_a_negative_denominator_is_refused() -> None:
    with pytest.raises(NumberError, match="below zero"):
        ratio(Number(1), Number(-1))


@pytest.mark.parametrize(
    ("value", "places", "answer"),
    [
        ("0.5", 0, 1),
        ("1.5", 0, 2),
        ("2.5", 0, 3),
        ("-2.5", 0, -3),
        ("0.25", 1, "0.3"),
        ("-0.25", 1, "-0.3"),
        ("2.675", 2, "2.68"),
        ("326.85", 1, "326.9"),
        ("45", -1, 50),
        ("-45", -1, -50),
        ("44", -1, 40),
        ("-0.04", 1, "0.0"),
    ],
)
def test_halves_round_away_from_zero(value: str, places: int, answer: str | int) -> None:
    result = rounded(Number(Decimal(value)), places)
    assert isinstance(result, Number)
    assert str(result) == str(answer)
    assert isinstance(result.value, int) == (places <= 0)


@given(st.fractions(min_value=-10_000, max_value=10_000, max_denominator=100_000), st.integers(0, 3))
def test_a_rounded_ratio_agrees_with_exact_fractions(fraction: Fraction, places: int) -> None:
    result = rounded(ratio(Number(fraction.numerator), Number(fraction.denominator)), places)
    scaled = abs(fraction) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    exact = Fraction(whole if fraction >= 0 else -whole, 10**places)
    assert isinstance(result, Number)
    assert Fraction(result.value) == exact


def test_a_callers_decimal_settings_change_nothing() -> None:
    with localcontext() as context:
        context.prec = 3
        context.rounding = "ROUND_DOWN"
        assert rounded(per_10_000(Number(2030), Number(62_113)), 1) == Number(Decimal("326.8"))
        assert add(Number(Decimal("0.1")), Number(12_345)) == Number(Decimal("12345.1"))


@given(values, values, values)
def test_adding_is_associative_and_commutative(a: Value, b: Value, c: Value) -> None:
    assert add(a, b) == add(b, a)
    assert add(add(a, b), c) == add(a, add(b, c)) == add(a, b, c)
    assert add(a, Number(0)) == a


@given(st.lists(values, min_size=1), st.data())
def test_a_missing_part_is_never_lost_by_arithmetic(parts: list[Value], data: st.DataObject) -> None:
    other = data.draw(values)
    any_missing = any(isinstance(part, Missing) for part in parts)
    assert isinstance(add(*parts), Missing) == any_missing
    for answer in (difference(parts[0], other), difference(other, parts[0])):
        assert isinstance(answer, Missing) == (isinstance(parts[0], Missing) or isinstance(other, Missing))
    assert (
        ratio(parts[0], Number(7)) == parts[0]
        if isinstance(parts[0], Missing)
        else isinstance(ratio(parts[0], Number(7)), Number)
    )


@given(counts, counts)
def test_difference_undoes_adding_and_counts_stay_whole(a: Number, b: Number) -> None:
    both = add(a, b)
    assert isinstance(both, Number)
    assert both.is_count
    assert difference(both, b) == a


@given(st.lists(st.sampled_from(Symbol), min_size=1), st.randoms())
def test_the_strongest_symbol_does_not_depend_on_order(symbols: list[Symbol], random: object) -> None:
    shuffled = list(symbols)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    strongest = Symbol.strongest(symbols)
    assert strongest in symbols
    assert Symbol.strongest(shuffled) is strongest
    assert Symbol.strongest([strongest, *symbols]) is strongest
    assert (strongest is Symbol.SUPPRESSED) == (Symbol.SUPPRESSED in symbols)


def test_no_symbols_have_no_strongest() -> None:
    with pytest.raises(ValueError, match="empty"):
        Symbol.strongest([])


def test_a_total_that_misses_parts_says_so() -> None:
    answer = total([("831", Number(10)), ("830", C), ("855", Number(5)), ("856", X)])
    assert answer.known == Number(15)
    assert not answer.is_whole
    assert answer.parts == 4
    assert answer.missing == (MissingPart("830", Symbol.SUPPRESSED), MissingPart("856", Symbol.NOT_AVAILABLE))
    assert answer.value == C
    assert answer.words.startswith("2 of 4 parts. Missing: 830 (suppressed")


def test_a_whole_total_is_a_number() -> None:
    answer = total([("831", Number(10)), ("830", Number(0))])
    assert answer.is_whole
    assert answer.value == Number(10)
    assert answer.words == "All 2 parts."


def test_a_total_of_nothing_is_not_zero() -> None:
    answer = total([])
    assert answer.value == Z
    assert not answer.is_whole
    assert answer.words == "No parts to add."


@given(st.lists(st.tuples(st.text(max_size=3), values)))
def test_a_total_accounts_for_every_part(parts: list[tuple[str, Value]]) -> None:
    answer = total(parts)
    numbers = [value for _, value in parts if isinstance(value, Number)]
    assert answer.parts == len(parts) == len(numbers) + len(answer.missing)
    assert answer.known == add(*numbers)
    assert isinstance(answer.value, Number) == answer.is_whole
    if parts:
        assert answer.value == add(*(value for _, value in parts))
