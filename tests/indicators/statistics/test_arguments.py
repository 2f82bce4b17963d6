"""Every public function, every argument, every kind of nonsense: a StatisticsError in words, or an answer of numbers.

One walk for all of them: a function that is exported without a place here fails, and so does one with an argument that
is not walked.
"""

import inspect
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf, isinf, nan

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators import statistics
from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.statistics import StatisticsError, funnel_limits, verdict, xmr, year_of_quarters
from riia.indicators.statistics.arrays import given as numbers_given
from riia.indicators.statistics.arrays import shown

PART = [12, 15, 9, 20, 18, 14, 11, 16, 13, 17, 19, 10, 21, 15]
WHOLE = [100, 120, 90, 150, 140, 110, 95, 130, 105, 135, 145, 99, 160, 125]
TIMES = list(range(14))
NAMES = [f"A{at}" for at in TIMES]
LOWER, UPPER = [part - 2 for part in PART], [part + 2.5 for part in PART]
QUARTERS = [Period.financial_quarter(2023, quarter) for quarter in (1, 2, 3, 4)]
YEAR = Period.year_ending_march(2024)
SERIES = [(quarter, Number(10)) for quarter in QUARTERS]

SHARES = {"numerator": PART, "denominator": WHOLE}
RATES = {"count": PART, "denominator": WHOLE}
OTHER_SHARES = {"other_numerator": PART, "other_denominator": WHOLE}
OTHER_RATES = {"other_count": PART, "other_denominator": WHOLE}
LEVEL = {"confidence": 0.95}
UNIT = {"per": 100}
CHART = {
    "polarity": "up", "target": 10, "rebase": (), "fix_after_n_points": None, "gaps": "break", "minimum": 13,
    "periods": NAMES, "decimals": 1, "suffix": "%",
}  # fmt: skip
FIVE = {"periods": [1, 2, 3, 4, 5], "polarity": "up", "confidence": 0.998}
VERDICT = {"name": "England", "kind": "share", "per": 100, "decimals": 1, "polarity": "up", "confidence": 0.95}
KENDALL = {"alternative": "two-sided", "exact": None, "continuity": False}
STANDARD = UNIT | LEVEL | {"axis": -1, "groups": NAMES}

BASES = {
    "average_of": {"values": PART, "method": "mean"},
    "band_of": {"values": PART, "polarity": "up"},
    "benjamini_hochberg": {"p_values": [0.01, 0.5, 0.03], "tests": 6},
    "binomial_test": SHARES | {"reference": 0.1},
    "byar": RATES | UNIT | LEVEL,
    "clopper_pearson": SHARES | LEVEL,
    "compare_with_published": {
        "ours": year_of_quarters(SERIES, QUARTERS[-1]), "published": Number(45), "year": YEAR, "rate": False,
        "rounded_to": 1, "child_once_a_year": False,
    },
    "control_chart": {"counts": PART, "denominators": WHOLE, "share": True} | UNIT,
    "difference_of_rates": RATES | OTHER_RATES | UNIT | LEVEL,
    "difference_of_shares": SHARES | OTHER_SHARES | LEVEL,
    "directly_standardised": {"counts": PART, "populations": WHOLE, "standard_population": WHOLE} | STANDARD,
    "directly_standardised_repeats": {
        "children": [[5, 1], [3, 2]], "times": [1, 2], "populations": [100, 200], "standard_population": [50, 60],
        "groups": ["a", "b"],
    } | UNIT | LEVEL,
    "discoveries": {"p_values": [0.01, 0.5, 0.03], "false_share": 0.05, "tests": 6},
    "exact_poisson": RATES | UNIT | LEVEL,
    "fisher_test": SHARES | OTHER_SHARES,
    "funnel_limits": SHARES | UNIT | {
        "kind": "proportion", "target": 10, "confidences": (0.95, 0.998), "method": "exact",
        "overdispersion": "when needed", "winsorise": 0.1, "areas": NAMES,
    },
    "indirectly_standardised": {
        "counts": PART, "populations": WHOLE, "reference_counts": PART, "reference_populations": WHOLE,
    } | STANDARD,
    "kendall": {"x": PART, "y": WHOLE} | KENDALL,
    "mann_kendall": {"values": PART, "times": TIMES} | KENDALL,
    "neighbours_average": {"values": PART, "neighbours": [[(at + 1) % 14, (at + 2) % 14] for at in TIMES]},
    "p_chart": {"numerators": PART, "denominators": WHOLE, "limits": "3-sigma"} | UNIT | CHART,
    "poisson_test": RATES | UNIT | {"reference": 10},
    "quarterly_comparator": {"published": Number(45), "year": YEAR, "counted": "flow", "child_once_a_year": False},
    "quarterly_share": {"annual": PART, "counted": "flow"},
    "quartile_edges": {"values": PART},
    "quartile_of": {"values": PART},
    "rank_of": {"values": PART, "polarity": "up"},
    "rate_ratio": RATES | OTHER_RATES | LEVEL,
    "rate_test": RATES | OTHER_RATES,
    "recent_trend": {"numerators": PART[:5], "denominators": WHOLE[:5], "kind": "proportion"} | UNIT | FIVE,
    "recent_trend_of_values": {
        "values": PART[:5], "lower": LOWER[:5], "upper": UPPER[:5], "limits_confidence": 0.95,
    } | FIVE,
    "rolling_year": {"values": PART, "counted": "flow"},
    "rolling_year_rate": {"counts": PART, "base": WHOLE, "counted": "flow"} | UNIT,
    "suitable_chart": {"counts": PART, "denominators": WHOLE, "share": True},
    "theil_sen": {"values": PART, "times": TIMES} | LEVEL,
    "trend_of_proportions": {"numerators": PART, "denominators": WHOLE, "times": TIMES},
    "trend_of_rates": {"counts": PART, "denominators": WHOLE, "times": TIMES} | UNIT,
    "trend_of_values": {"values": PART, "lower": LOWER, "upper": UPPER, "times": TIMES, "limits_confidence": 0.95},
    "u_chart": {"counts": PART, "denominators": WHOLE, "limits": "3-sigma"} | UNIT | CHART,
    "verdict": {"own": (5, 20), "other": (500, 3000), "relation": "contains"} | VERDICT,
    "verdict_on_mean": {"own": (5, 20), "others": [(50, 300), (3, 30)]} | VERDICT,
    "wilson": SHARES | LEVEL,
    "xmr": {"values": PART, "screen_outliers": True, "least": 0, "most": 100} | CHART,
    "year_of_quarters": {"series": SERIES, "to": QUARTERS[-1], "counted": "flow", "base": Number(900), "per": 10_000},
}  # fmt: skip


def nonsense() -> Iterator[object]:
    """What stands where something else should; some of it is sense for some of the arguments."""
    yield from (
        None,
        "c",
        "abc",
        "",
        "12",
        b"c",
        True,
        False,
        np.True_,
        nan,
        inf,
        -inf,
        -1,
        0,
        1,
        1.5,
        95,
        1e12,
        10**400,
    )
    yield from (Decimal("0.5"), Decimal("sNaN"), Fraction(1, 3), np.int64(1), np.float32(0.5), np.array(3), 1j)
    yield from (object(), len, int, NotImplemented, Number(3), Missing(Symbol.SUPPRESSED), QUARTERS[0])
    yield from ([], (), {}, {1, 2}, {"a": 1}, range(14), (part for part in PART), np.array([]), [[1, 2], [3]], [[1]])
    for entry in (None, "c", "abc", "12", True, -1, 0, 1e12, inf, Decimal(9), Period.calendar_year(2024)):
        yield [entry] * 14
    yield from (PART[:3], [PART, PART], np.ones((2, 2, 2)), np.array(["a"] * 14), np.full(14, nan))
    yield from (np.ma.array(PART, mask=[True] * 14), np.array(["2024-01-01"] * 14, dtype="datetime64[D]"))
    yield from (pl.Series(PART), pl.Series([str(part) for part in PART]), pl.Series([None] * 14), pl.Series(["a"]))


scalars = st.sampled_from([entry for entry in nonsense() if not isinstance(entry, list | Iterator)])
mixtures = st.recursive(scalars, lambda entries: st.lists(entries, max_size=5) | st.tuples(entries, entries))


def numbers_in(answer: object) -> Iterator[float]:
    """Every float of an answer, however deep."""
    if isinstance(answer, float | np.floating):
        yield float(answer)
    elif isinstance(answer, np.ndarray):
        yield from map(float, answer.ravel()) if answer.dtype.kind == "f" else ()
    elif is_dataclass(answer) and not isinstance(answer, type):
        for field in fields(answer):
            if field.repr:  # what is left out of the repr are the workings
                yield from numbers_in(getattr(answer, field.name))
    elif isinstance(answer, tuple):
        for part in answer:
            yield from numbers_in(part)


def ask(name: str, argument: str, nonsensical: object) -> None:
    """Ask with one argument replaced; anything but an answer without infinities or a refusal in words is an error."""
    function = getattr(statistics, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = function(**(BASES[name] | {argument: nonsensical}))
    except StatisticsError as error:
        said = str(error)
        parts = ("count", "denominator", "published") if name.startswith("verdict") else ("count",)
        assert any(each in said for each in (*BASES[name], *parts)), f"names no argument: {said}"
        assert said.endswith("."), said
        assert ". " in said, f"has no remedy: {said}"
        assert len(said) < 700, said
    else:
        # No upper limit is finite where nothing was counted on the other side of a ratio.
        allowed = name == "rate_ratio"
        assert allowed or not any(map(isinf, numbers_in(answer))), answer


def test_every_public_function_is_walked_with_every_argument() -> None:
    functions = {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}
    assert set(BASES) == functions
    for name, base in BASES.items():
        assert set(base) == set(inspect.signature(getattr(statistics, name)).parameters) - {"options"}, name


@pytest.mark.parametrize("name", BASES)
def test_nonsense_is_refused_in_words_or_answered_with_numbers(name: str) -> None:
    for argument in BASES[name]:
        for nonsensical in nonsense():
            ask(name, argument, nonsensical)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(BASES)), st.data(), mixtures)
def test_so_is_any_mixture_of_it(name: str, data: st.DataObject, mixed: object) -> None:
    ask(name, data.draw(st.sampled_from(sorted(BASES[name]))), mixed)


@pytest.mark.parametrize(
    ("method", "argument"),
    [("at", "denominators"), ("curve", "points"), ("curve", "start"), ("curve", "stop"), ("sides", "confidence"),
     ("rows", "decimals"), ("sentence", "area")],
)  # fmt: skip
def test_a_funnel_is_asked_as_carefully(method: str, argument: str) -> None:
    funnel = funnel_limits(PART, WHOLE, areas=NAMES)
    for nonsensical in nonsense():
        refused = ""
        try:
            getattr(funnel, method)(**{argument: nonsensical})
        except StatisticsError as error:
            refused = str(error)
        assert not refused or (argument in refused and ". " in refused), refused


class NAType:
    """What pandas puts where a nullable column has nothing: neither true nor false, no number, equal to nothing."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> object:  # type: ignore[override]
        return self

    __hash__ = object.__hash__


class Series:
    """As much of a pandas Series as is read of one; pandas itself is not among what the project installs."""

    def __init__(self, entries: list[object], dtype: type = object) -> None:
        self._held = np.array(entries, dtype=dtype)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[object]:
        return iter(self._held.tolist())

    def __array__(self, dtype: type | None = None, copy: bool | None = None) -> np.ndarray:
        return self._held.astype(dtype or self._held.dtype)

    def to_list(self) -> list[object]:
        return self._held.tolist()

    def to_numpy(self) -> np.ndarray:
        return self._held


@pytest.mark.parametrize(
    ("series", "values", "symbols"),
    [
        (Series([3.0, nan, 5.0], float), [3, nan, 5], {1: Symbol.NOT_AVAILABLE}),
        (Series([3, 4, 5], int), [3, 4, 5], {}),
        (Series([3, NAType(), 5]), [3, nan, 5], {1: Symbol.NOT_AVAILABLE}),
        (Series(["3", "c", nan]), [3, nan, nan], {1: Symbol.SUPPRESSED, 2: Symbol.NOT_AVAILABLE}),
        (Series(["3", None, "z"]), [3, nan, nan], {1: Symbol.NOT_AVAILABLE, 2: Symbol.NOT_APPLICABLE}),
    ],
)
def test_pandas_is_read_as_polars_is(series: Series, values: list[float], symbols: dict[int, Symbol]) -> None:
    read = numbers_given("numerator", series)
    np.testing.assert_array_equal(read.values, values)
    assert read.symbols == symbols
    # Not through a method of pandas' own either.
    np.testing.assert_array_equal(numbers_given("numerator", iter(series)).values, values)
    limits = statistics.wilson(series, 10)
    np.testing.assert_array_equal(np.isnan(limits.lower), np.isnan(values))


@pytest.mark.parametrize(
    ("name", "argument"), [("wilson", "numerator"), ("xmr", "values"), ("recent_trend", "periods")]
)
def test_nonsense_in_pandas_is_refused_as_elsewhere(name: str, argument: str) -> None:
    for entries in (BASES[name][argument], [NAType()] * 14, ["q"], [True] * 14):
        ask(name, argument, Series(entries))
    with pytest.raises(StatisticsError, match=argument):
        getattr(statistics, name)(**(BASES[name] | {argument: Series(["q"] * 14)}))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: xmr(PART, least="c"), "least='c' is not a number. Give a number, or None where there is no bound."),  # type: ignore[arg-type]
        (lambda: funnel_limits(PART, WHOLE, winsorise="a"),  # type: ignore[arg-type]
         "winsorise='a' is no share from 0 to below 0.5. Give one, such as 0.1."),
        (lambda: verdict((5, 20), (500, 3000), name="England", relation="contains", kind="share", decimals=-1),
         "decimals=-1 is not possible. Give a whole number from 0 to 9."),
        (lambda: statistics.wilson(["12", "1,200"], 2000),
         "numerator, position 1: '1,200' has a comma, which some read as a decimal point. Take the commas out of the "
         "texts first."),
        (lambda: statistics.wilson(["12", "12 %"], 20),
         "numerator, position 1: '12 %' has a percent sign. Take the signs out of the texts first."),
        (lambda: statistics.wilson(["12", " "], 20),
         "numerator, position 1: a blank does not say why there is no number. Give None, or the symbol of the reason."),
        (lambda: statistics.wilson(["12", "nan"], 20),
         "numerator, position 1: 'nan' is neither a number nor a symbol (c, x, z, u, k, low). Give the number, None, "
         "or the symbol that says why there is none."),
        (lambda: xmr(PART, suffix=None),  # type: ignore[arg-type]
         'suffix=None is no text. Give what stands after each number, such as "%".'),
        (lambda: statistics.wilson([1, 2, 3], [10, 20]),
         "The shapes of numerator (3,) and denominator (2,) do not go together. Give one entry for each place in all."),
        (lambda: statistics.suitable_chart(PART, WHOLE, share="no"),  # type: ignore[arg-type]
         "share='no' is neither yes nor no. Give True or False."),
    ],
)  # fmt: skip
def test_refusals_name_argument_rule_and_remedy(call, said: str) -> None:
    with pytest.raises(StatisticsError) as refused:
        call()
    assert str(refused.value) == said


def test_a_generator_is_read_once_for_the_choice_and_the_chart() -> None:
    whole = statistics.control_chart(PART, WHOLE, share=True)
    drawn = statistics.control_chart((part for part in PART), iter(WHOLE), share=True)
    np.testing.assert_array_equal(drawn.upper, whole.upper)


def test_a_message_shows_no_whole_array() -> None:
    assert shown(np.zeros(1000)).endswith("...")
    assert len(shown(np.zeros(1000))) == 60
    assert shown("up") == "'up'"
