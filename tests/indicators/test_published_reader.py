"""Reading published files: what is right comes through exactly, what is wrong is refused with its place."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions import catalogue, table_for
from riia.indicators.model import Symbol
from riia.indicators.readers.published import FileRefused, Layout, Limits, NumberColumn, PeriodRule, open_file
from riia.indicators.readers.published.table import PublishedTable, read
from tests.indicators.tidy_files import (
    C1_NAME,
    DERBY,
    EAST_MIDLANDS,
    ENGLAND,
    REFERENCE,
    c1_rows,
    c1_text,
    csv_text,
    row,
    zipped,
)

COUNT = NumberColumn(("number",), whole=True)
SHARE = NumberColumn(("percentage",), whole=False, optional=True, highest=100)
LAYOUT = Layout("test/one", PeriodRule.YEAR_ENDING_MARCH, ("group",), (COUNT, SHARE))


def table(
    rows: list[dict[str, str]], layout: Layout = LAYOUT, columns: tuple[str, ...] = ("group", "number")
) -> PublishedTable:
    return read(open_file(csv_text(rows, columns).encode(), name="one.csv"), layout)


def three(**cells: str) -> list[dict[str, str]]:
    """England, the East Midlands and Derby with a number; `cells` replace cells of Derby, on line 4."""
    made = [row(place, group="all", number=str(n)) for place, n in ((ENGLAND, 1000), (EAST_MIDLANDS, 100), (DERBY, 7))]
    made[-1] |= cells
    return made


def refusal(rows: list[dict[str, str]], **options: object) -> str:
    with pytest.raises(FileRefused) as refused:
        table(rows, **options)  # type: ignore[arg-type]
    return str(refused.value)


# What is right


def test_numbers_places_and_periods_come_through() -> None:
    found = table(three()).frame
    assert found["place"].to_list() == ["E92000001", "E12000004", "831"]
    assert found["period"].to_list() == ["YE2025-03"] * 3
    assert found["number"].to_list() == [1000.0, 100.0, 7.0]
    assert found["number!"].to_list() == [None, None, None]
    assert found["line"].to_list() == [2, 3, 4]


@pytest.mark.parametrize("symbol", list(Symbol), ids=str)
def test_a_symbol_stays_a_symbol_and_never_becomes_a_number(symbol: Symbol) -> None:
    found = table(three(number=symbol.value)).frame.filter(place="831").row(0, named=True)
    assert found["number"] is None
    assert found["number!"] == symbol.value


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.integers(0, 10**8).map(str), st.sampled_from([s.value for s in Symbol])), min_size=1))
def test_every_cell_is_exactly_one_of_number_and_symbol(cells: list[str]) -> None:
    rows = three() + [row(DERBY, group=f"g{at}", number=cell) for at, cell in enumerate(cells)]
    found = table(rows).frame.slice(3)
    for cell, number, symbol in zip(cells, found["number"], found["number!"], strict=True):
        assert (number is None) != (symbol is None)
        assert cell == (symbol or str(int(number)))


def test_byte_order_mark_windows_lines_quotes_and_gzip_make_no_difference() -> None:
    plain = c1_text()
    layout = catalogue().layout("cin/c1")
    expected = read(open_file(plain.encode(), name="a.csv"), layout).frame
    for content in (b"\xef\xbb\xbf" + plain.encode(), plain.replace("\n", "\r\n").encode(), zipped(plain)):
        assert read(open_file(content, name="a.csv.gz"), layout).frame.equals(expected)


def test_columns_are_found_by_name_in_any_order_case_and_edition() -> None:
    older = {
        "referral_count": "Referrals",
        "rereferral_count": "Re_referrals",
        "rereferral_percent": "Re_referrals_percent",
    }
    lines = [line.split(",") for line in c1_text().strip().split("\n")]
    lines[0] = [older.get(name, name).upper() for name in lines[0]]
    turned = "\n".join(",".join(reversed(cells)) for cells in lines)
    found = read(open_file(turned.encode(), name="a.csv"), catalogue().layout("cin/c1"))
    derby = found.frame.filter(place="831").row(0, named=True)
    assert (derby["referral_count"], derby["rereferral_count"], derby["rereferral_percent"]) == (3557, 823, 23.1)


def test_an_optional_column_may_be_absent_and_is_then_not_there() -> None:
    assert table(three()).numbers == ("number",)
    with_share = table([one | {"percentage": "1.5"} for one in three()], columns=("group", "number", "percentage"))
    assert with_share.numbers == ("number", "percentage")


@pytest.mark.parametrize(
    ("rule", "identifier", "text", "code"),
    [
        (PeriodRule.YEAR_ENDING_MARCH, "Reporting year", "2025", "YE2025-03"),
        (PeriodRule.CALENDAR_YEAR, "Calendar year", "2024", "CY2024"),
        (PeriodRule.ACADEMIC_YEAR, "Academic year", "202425", "AY2024-25"),
        (PeriodRule.ACADEMIC_YEAR, "Academic year", "199900", "AY1999-00"),
        (PeriodRule.SEPTEMBER_SNAPSHOT, "Reporting year", "2025", "2025-09-30"),
        (PeriodRule.CENSUS_TERM, "Autumn term", "202223", "2022-10-06"),
    ],
)
def test_the_same_year_is_the_period_its_file_means(rule: PeriodRule, identifier: str, text: str, code: str) -> None:
    rows = [one | {"time_period": text, "time_identifier": identifier} for one in three()]
    layout = Layout("test/one", rule, ("group",), (COUNT,))
    assert set(table(rows, layout).frame["period"]) == {code}


def test_london_and_its_parts_are_kept_as_published() -> None:
    parts = ("E12000007", "E13000001", "E13000002")
    rows = three() + [row(EAST_MIDLANDS | {"region_code": code}, group="all", number="5") for code in parts]
    assert set(parts) < set(table(rows).frame["place"])


def test_a_converted_file_may_give_regions_by_name() -> None:
    layout = Layout("test/one", PeriodRule.YEAR_ENDING_MARCH, ("group",), (COUNT,), regions_by_name=True)
    rows = [one | {"region_code": ""} for one in three()]
    rows[1]["geo_breakdown"] = "Yorkshire and The Humber"
    assert table(rows, layout, ("geo_breakdown", "group", "number")).frame["place"].to_list()[1] == "E12000003"
    rows[1]["geo_breakdown"] = "Mercia"
    assert "Mercia" in refusal(rows, layout=layout, columns=("geo_breakdown", "group", "number"))


def test_a_council_that_is_no_more_keeps_its_own_code() -> None:
    rows = three(old_la_code="837", new_la_code="E06000028", la_name="Bournemouth")
    assert "837" in set(table(rows).frame["place"])


def test_a_joint_row_belongs_to_no_council_and_is_told() -> None:
    found = table([*three(), row(DERBY | {"old_la_code": "940 / 941"}, group="all", number="9")])
    assert found.frame.height == 3
    assert [(note.line, "940 / 941" in note.words) for note in found.notes] == [(5, True)]


# What is wrong

WRONG = [
    ({"number": ""}, "number", "blank"),
    ({"number": "-"}, "number", "neither a number nor a documented symbol"),
    ({"number": ".."}, "number", "neither a number nor a documented symbol"),
    ({"number": "NA"}, "number", "neither"),
    ({"number": "nan"}, "number", "neither"),
    ({"number": "inf"}, "number", "neither"),
    ({"number": "1e999"}, "number", "neither"),
    ({"number": "C"}, "number", "neither"),
    ({"number": "x2"}, "number", "neither"),
    ({"number": '"1,234"'}, "number", "neither"),
    ({"number": "٧"}, "number", "neither"),
    ({"number": "=1+1"}, "number", "neither"),
    ({"number": "-7"}, "number", "below zero"),
    ({"number": "7.5"}, "number", "not a whole number"),
    ({"number": "7e8"}, "number", "above"),
    ({"time_period": "25"}, "time_period", "a year such as 2025"),
    ({"time_period": "202425"}, "time_period", "a year such as 2025"),
    ({"time_identifier": "Calendar year"}, "time_identifier", "Reporting year"),
    ({"geographic_level": "LA"}, "geographic_level", "National, Regional or Local authority"),
    ({"old_la_code": "E06000015"}, "old_la_code", "three-digit"),
    ({"old_la_code": "83l"}, "old_la_code", "three-digit"),
    ({"new_la_code": "831"}, "new_la_code", "ONS code"),
    ({"geographic_level": "Regional", "region_code": "E12000010"}, "region_code", "not an English region"),
    ({"geographic_level": "National", "country_code": "W92000004", "group": "b"}, "country_code", "England"),
    ({"la_name": '"=cmd|calc!A1"'}, "la_name", "spreadsheet formula"),
    ({"group": "@SUM(A1)"}, "group", "spreadsheet formula"),
]


@pytest.mark.parametrize(("cells", "column", "rule"), WRONG, ids=[str(case[0]) for case in WRONG])
def test_a_wrong_cell_is_refused_with_file_line_column_and_value(cells: dict[str, str], column: str, rule: str) -> None:
    told = refusal(three(**cells))
    for part in ("one.csv", "line 4", column, rule):
        assert part in told
    assert cells[column].strip('"')[:10] in told


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = [one | {"la_name": '"two\nlines"'} for one in three(number="?")]
    assert "line 6" in refusal(rows)


def test_two_rows_about_the_same_thing_are_refused_with_both_lines() -> None:
    told = refusal([*three(), row(DERBY, group="all", number="8")])
    assert "line 5" in told
    assert "on line 4" in told


def test_the_same_problem_many_times_is_told_once_with_how_many() -> None:
    told = refusal(three() + [row(DERBY, group=f"g{n}", number="?") for n in range(40)])
    assert told.count("neither a number") == 1
    assert "35 more" in told
    assert "40 problems" in told


def test_a_period_without_england_is_refused_as_cut() -> None:
    assert "England has no row" in refusal([*three(), row(DERBY, "2024", group="all", number="7")])


def test_a_place_outside_the_register_is_refused() -> None:
    layout = Layout("test/one", PeriodRule.YEAR_ENDING_MARCH, ("group",), (COUNT,), places=frozenset({"830"}))
    assert "not a council in the register" in refusal(three(), layout=layout)


def test_a_missing_and_a_doubled_column_are_refused_together() -> None:
    text = csv_text(three(), ("group", "NUMBER", "number")).replace("old_la_code", "code")
    with pytest.raises(FileRefused) as refused:
        read(open_file(text.encode(), name="one.csv"), LAYOUT)
    assert "there is no column old_la_code" in str(refused.value)
    assert "stands in columns 12, 13" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        ("a,b\nDerby \u00a3".encode("latin-1"), "line 2"),
        (c1_text().encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\0\n", "NUL"),
        (b"a,b\n1,\x1b[2J\n", "control character"),
        (b"a,b\r1,2\r", "control character"),
        (b'a,"b" c\n1,2\n', "line 1: is not CSV"),
        (b"PK\x03\x04rest", "workbook"),
        (zipped(c1_text())[:-20], "ends too early"),
        (b"\x1f\x8b" + b"nonsense" * 9, "damaged"),
        (csv_text([], ("group", "number")).encode(), "no rows"),
    ],
    ids=[
        "empty",
        "blank",
        "latin-1",
        "utf-16",
        "nul",
        "control",
        "lone-cr",
        "bad-heading",
        "workbook",
        "cut-gzip",
        "bad-gzip",
        "only-heading",
    ],
)
def test_hostile_or_damaged_content_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(FileRefused, match=told):
        read(open_file(content, name="one.csv"), LAYOUT)


def test_a_small_file_that_unpacks_without_end_is_stopped() -> None:
    bomb = gzip.compress(b"0," * 40_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(FileRefused, match="larger than"):
        open_file(bomb, name="bomb.csv.gz", limits=Limits(text=1_000_000))


def test_limits_hold_for_rows_columns_cells_and_bytes(tmp_path: Path) -> None:
    text = csv_text(three(la_name="x" * 50), ("group", "number"))
    for limits, told in (
        (Limits(rows=2), "more than 2 rows"),
        (Limits(columns=5), "12 columns"),
        (Limits(cell=40), "longer than 40 characters"),
        (Limits(text=10), "larger than"),
    ):
        path = tmp_path / "one.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FileRefused, match=told):
            read(path, LAYOUT, limits=limits)


def test_a_cut_line_and_a_stray_quote_are_refused_with_their_line() -> None:
    text = csv_text(three(), ("group", "number"))
    with pytest.raises(FileRefused, match="line 4: has 11 cells where the heading has 12"):
        read(open_file(text.rsplit(",", 1)[0].encode(), name="one.csv"), LAYOUT)
    with pytest.raises(FileRefused, match="line 4: is not CSV"):
        read(open_file(text.replace("Derby", '"Derby" x').encode(), name="one.csv"), LAYOUT)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    try:
        read(open_file(content, name="any"), LAYOUT)
    except FileRefused as refused:
        assert refused.problems  # noqa: PT017 (reading is as good an outcome as refusing)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=3))
def test_a_good_file_with_a_hole_in_it_is_read_or_refused(at: int, noise: bytes) -> None:
    content = c1_text().encode()
    damaged = content[: at % len(content)] + noise + content[at % len(content) :]
    try:
        read(open_file(damaged, name="any"), catalogue().layout("cin/c1"))
    except FileRefused as refused:
        assert refused.problems  # noqa: PT017 (reading is as good an outcome as refusing)


def test_the_hash_is_of_the_uncompressed_file() -> None:
    text = c1_text()
    assert open_file(zipped(text), name="a.csv.gz").sha256 == open_file(text.encode(), name="b.csv").sha256
    assert open_file(zipped(text), name="a.csv.gz").name == "a.csv"


def test_a_table_is_recognised_by_name() -> None:
    assert table_for(C1_NAME, catalogue().releases).address == "cin/c1"
    assert len(c1_rows()) == 3


def test_every_real_file_is_read_whole() -> None:
    """All files of the reference folder that a definition reads. A clone without the folder reads the package's own."""
    from tests.indicators.packaged import packaged_cells

    if not REFERENCE.is_dir():
        print(f"There is no {REFERENCE}: the packaged series stand in for the files.")
        assert packaged_cells().height > 100_000
        return
    seen = set()
    for path in sorted(REFERENCE.rglob("*.csv.gz")):
        try:
            known = table_for(path.name.removesuffix(".gz"), catalogue().releases)
        except LookupError:
            continue
        found = read(path, catalogue().layout(known.address))
        seen.add(known.address)
        lines = gzip.decompress(path.read_bytes()).strip().count(b"\n")
        assert found.frame.height + len(found.notes) == lines, path.name
    assert seen == set(catalogue().sources)
