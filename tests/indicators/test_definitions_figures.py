"""From tables to figures: check values, missing parts, London, rates on the right population, nothing altered."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions import catalogue
from riia.indicators.definitions.published import CELLS_SCHEMA, FIGURES_SCHEMA, cells, differences, figures, newest
from riia.indicators.model import Missing, Number, Period, Symbol, Value, per_10_000, percent, rounded
from riia.indicators.readers.published import open_file
from riia.indicators.readers.published.table import read
from riia.indicators.reference import population
from tests.indicators.check_values import CHECK_VALUES, DERBY
from tests.indicators.packaged import packaged_cells, packaged_figures, packaged_manifest
from tests.indicators.tidy_files import EAST_MIDLANDS, ENGLAND, c1_rows, c1_text, csv_text, row

SYMBOLS = st.sampled_from(list(Symbol))


def of(text: str, address: str, vintage: str = "mid-2024") -> pl.DataFrame:
    """The figures of a small file."""
    table = read(open_file(text.encode(), name="small.csv"), catalogue().layout(address))
    return figures(cells(table, catalogue()), catalogue(), vintage)


def one(found: pl.DataFrame, **where: str) -> dict[str, object]:
    rows = found.filter(**where)
    assert rows.height == 1, (where, rows.height)
    return rows.row(0, named=True)


@pytest.mark.parametrize(("address", "place", "period", "measure", "shown"), CHECK_VALUES, ids=str)
def test_check_values(address: str, place: str, period: str, measure: str, shown: float) -> None:
    """Every published value the files can give, from the packaged series; the newest edition that has it."""
    indicator, variant = catalogue().resolve(address)
    where = {"indicator": indicator.slug, "variant": variant.key, "place": place, "period": period, "measure": measure}
    found = packaged_figures().filter(**where).sort("release").row(-1, named=True)
    value = rounded(Number(found["value"]), indicator.decimals[variant.headline.__class__(measure)])
    assert value == Number(Decimal(str(shown)) if isinstance(shown, float) else shown)


def test_each_edition_rests_on_its_own_population() -> None:
    """Derby, referrals in 2024: the 2024 edition's base was revised from 60,058 to 60,668 in the 2025 edition's."""
    found = packaged_figures().filter(
        indicator="referrals", variant="all", measure="rate", place=DERBY, period="YE2024-03"
    )
    bases = dict(found.select("release", "denominator").iter_rows())
    assert bases == {"cin/c1@2024": 60058, "cin/c1@2025": 60668}
    printed = found.filter(release="cin/c1@2024").row(0, named=True)
    assert printed["published"] == 693.5
    assert round(printed["value"], 1) == 693.5


def test_a_year_ending_march_rests_on_the_mid_year_before_it() -> None:
    found = one(of(c1_text(), "cin/c1"), place=DERBY, measure="rate")
    assert found["population_year"] == 2024
    assert Number(int(found["denominator"])) == population(DERBY, 2024).value


def numbers_and_symbols() -> st.SearchStrategy[Value]:
    return st.one_of(st.integers(0, 10**6).map(Number), SYMBOLS.map(Missing))


@settings(deadline=None, max_examples=60)
@given(numbers_and_symbols(), numbers_and_symbols())
def test_shares_follow_the_value_algebra(number: Value, base: Value) -> None:
    """The vectorised arithmetic against the slow, exact one of the value types, for every pairing of symbols."""
    text = c1_text(c1_rows(rereferral_count=str(number), referral_count=str(base), rereferral_percent="x"))
    found = one(of(text, "cin/c1"), place=DERBY, measure="percent")
    expected = percent(number, base)
    if isinstance(expected, Missing):
        assert (found["value"], found["symbol"]) == (None, expected.symbol.value)
    else:
        assert found["symbol"] is None
        assert found["value"] == pytest.approx(float(expected), rel=1e-12)
    rate = one(of(text, "cin/c1"), place=DERBY, measure="rate")
    on_population = per_10_000(base, population(DERBY, 2024).value)
    assert (rate["value"] is None) == isinstance(on_population, Missing)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.integers(0, 900).map(Number), SYMBOLS.map(Missing)), min_size=6, max_size=6))
def test_bands_add_up_only_when_all_are_there(bands: list[Value]) -> None:
    names = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
    columns = ("category", "Assessments_completed", "Assessments_completed_rate", *names)
    cell = {"category": "Duration of assessment", "Assessments_completed": "6000", "Assessments_completed_rate": "x"}
    rows = [one_row | cell | dict.fromkeys(names, "1") for one_row in c1_rows()]
    rows[-1] |= {name: str(value) for name, value in zip(names, bands, strict=True)}
    found = one(
        of(csv_text(rows, columns), "cin/c2"), place=DERBY, measure="number", indicator="assessments-within-45-days"
    )
    missing = [value.symbol for value in bands if isinstance(value, Missing)]
    if missing:
        assert (found["value"], found["symbol"]) == (None, Symbol.strongest(missing).value)
    else:
        assert found["value"] == sum(int(value.value) for value in bands if isinstance(value, Number))
    assert found["basis"] == "computed"
    assert found["published"] is None


def ehe(inner: str, outer: str, london: str | None = None) -> pl.DataFrame:
    columns = ("ehe_anytime_full_year", "ehe_starts_full_year")
    places = [(ENGLAND, "175900"), (EAST_MIDLANDS | {"region_code": "E13000001"}, inner)]
    places.append((EAST_MIDLANDS | {"region_code": "E13000002"}, outer))
    if london is not None:
        places.append((EAST_MIDLANDS | {"region_code": "E12000007"}, london))
    rows = [
        row(place, "202425", ehe_anytime_full_year=number, ehe_starts_full_year="10")
        | {"time_identifier": "Academic year"}
        for place, number in places
    ]
    return of(csv_text(rows, columns), "ehe/academic-year").filter(variant="count=any-time", measure="number")


def test_london_is_added_up_where_only_its_parts_are_published() -> None:
    london = one(ehe("5610", "12340"), place="E12000007")
    assert (london["value"], london["basis"], london["published"]) == (17950, "computed", None)
    parts = ehe("5610", "12340").filter(pl.col("place").is_in(["E13000001", "E13000002"]))
    assert set(parts["basis"]) == {"published"}


@pytest.mark.parametrize(("inner", "outer", "symbol"), [("c", "12340", "c"), ("5610", "x", "x"), ("low", "c", "c")])
def test_london_is_missing_when_a_part_is(inner: str, outer: str, symbol: str) -> None:
    london = one(ehe(inner, outer), place="E12000007")
    assert (london["value"], london["symbol"]) == (None, symbol)


def test_london_as_published_is_never_added_up_again() -> None:
    assert one(ehe("5610", "12340", "17900"), place="E12000007")["value"] == 17900


def test_real_london_home_education_is_the_sum_of_its_parts() -> None:
    found = packaged_figures().filter(indicator="ehe", variant="count=any-time", measure="number", period="AY2024-25")
    values = dict(found.select("place", "value").iter_rows())
    assert values["E12000007"] == values["E13000001"] + values["E13000002"] == 5610 + 12340


def test_a_column_an_edition_lacks_leaves_nothing_and_is_not_zero() -> None:
    rate = one(of(c1_text(), "cin/c1"), place=DERBY, measure="rate")
    assert (rate["published"], rate["published_symbol"]) == (None, None)


def test_what_is_printed_and_does_not_follow_from_its_counts_is_told_and_kept() -> None:
    found = of(c1_text(c1_rows(rereferral_percent="32.1")), "cin/c1")
    (told,) = differences(found)
    assert (told.place, told.printed, round(told.ours, 1)) == (DERBY, 32.1, 23.1)
    assert "printed as 32.1" in told.words
    assert one(found, place=DERBY, measure="percent")["published"] == 32.1


def test_real_differences_are_few_and_none_is_of_a_council_in_the_24() -> None:
    """Printed and computed agree but for rounding, save for a few regional rows that leave councils out."""
    told = [each for key in packaged_figures()["release"].unique() for each in differences(_of_release(key))]
    assert {"E12000003"} <= {each.place for each in told if each.indicator == "repeat-cpps-ever"}
    assert len(told) < 25
    assert [each for each in told if len(each.place) == 3 and not each.indicator.startswith("sw-")] == []


def test_a_printed_share_of_an_area_wins_where_its_counts_cover_different_councils() -> None:
    yorkshire = {"indicator": "repeat-cpps-ever", "place": "E12000003", "period": "YE2022-03", "measure": "percent"}
    found = one(packaged_figures(), **yorkshire)
    assert (found["value"], found["basis"], found["published"]) == (23.6, "published", 23.6)
    assert round(100 * found["numerator"] / found["denominator"], 1) == 22.2
    councils = packaged_figures().filter(pl.col("place").str.len_chars() == 3, pl.col("denominator").is_not_null())
    assert set(councils["basis"]) == {"computed"}


def _of_release(key: str) -> pl.DataFrame:
    return packaged_figures().filter(release=key)


def test_every_published_variant_has_figures_for_councils() -> None:
    held = set(packaged_cells().filter(pl.col("place").str.len_chars() == 3).select("indicator", "variant").iter_rows())
    expected = {
        (indicator.slug, variant.key)
        for indicator in catalogue().indicators
        for variant in indicator.variants
        if variant.sources and indicator.is_published
    }
    assert held == expected


def test_every_figure_is_a_number_or_a_symbol_and_never_both() -> None:
    found = packaged_figures()
    assert found.filter(pl.col("value").is_null() == pl.col("symbol").is_null()).is_empty()
    assert found.filter(pl.col("value").is_nan()).is_empty()
    assert dict(found.drop("release").schema) == FIGURES_SCHEMA
    assert set(packaged_cells().columns) == {"release", *CELLS_SCHEMA}


def test_council_and_region_coverage_is_whole() -> None:
    """153 councils with a figure or a symbol, nine regions and England, in the newest year of referrals."""
    found = packaged_figures().filter(indicator="referrals", variant="all", measure="number", period="YE2025-03")
    codes = set(found["place"])
    assert len([code for code in codes if len(code) == 3]) == 153
    assert {f"E1200000{n}" for n in range(1, 10)} | {"E92000001"} <= codes


def test_the_manifest_says_for_each_release_what_a_reader_must_know() -> None:
    for entry in packaged_manifest()["releases"]:
        for field in ("publisher", "title", "edition", "newest", "licence", "vintage", "source_file", "sha256", "rows"):
            assert entry[field], (entry["key"], field)
        assert entry["licence"] == "Open Government Licence v3.0"
        assert len(entry["sha256"]) == 64
    assert "Open Government Licence v3.0" in packaged_manifest()["attribution"]


def test_the_newest_period_is_by_time_and_not_by_code() -> None:
    rows = [*c1_rows("2024"), *c1_rows("2025")]
    table = read(open_file(c1_text(rows).encode(), name="small.csv"), catalogue().layout("cin/c1"))
    assert newest(table) == Period.parse("YE2025-03")
