"""Text to dates, numbers, flags and codes: what is read is what stands there; what is not is null and told."""

import re
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.typed import BLADE, DAY_FIRST, ISO, typed
from riia.indicators.tables.schema import Column, Kind, TableSchema

EVERY = (*ISO, *BLADE, *DAY_FIRST)
CODES = {"A1": "one", "b2": "two", "10": "ten", "OLD": "gone", "NEW": "come"}
SCHEMA = TableSchema(
    "t", "Table",
    (
        Column("day", Kind.DATE), Column("whole", Kind.WHOLE), Column("number", Kind.NUMBER), Column("flag", Kind.FLAG),
        Column("code", Kind.CODE, codes=CODES, retired={"OLD": 2020}, introduced={"NEW": 2024}),
        Column("free", Kind.CODE),
        Column("text", Kind.TEXT), Column("key", Kind.ID, required=True),
        Column("later", Kind.TEXT, required=True, since=2024),
    ),
    "child",
)  # fmt: skip


def read(
    column: str,
    *cells: str | None,
    formats: tuple[str, ...] = EVERY,
    serials: bool = False,
    blanks: tuple[str, ...] = (),
    year: int | None = None,
) -> tuple[list[object], list[Finding]]:
    """One column typed, and the findings."""
    texts = pl.DataFrame(
        {column: cells, "_row": range(2, len(cells) + 2), "child": [f"C{at}" for at in range(len(cells))]},
        schema={column: pl.String, "_row": pl.Int64, "child": pl.String},
    )
    frame, findings = typed(texts, SCHEMA, file="f.csv", formats=formats, serials=serials, blanks=blanks, year=year)
    return frame[column].to_list(), findings


def value(column: str, cell: str, **options: object) -> object:
    """One cell typed; what is not null is not told, what is null is."""
    [found], findings = read(column, cell, **options)  # type: ignore[arg-type]
    told = sum(finding.count for finding in findings)
    assert told == (found is None), (cell, found, findings)
    return found


FIRST = date(2024, 2, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-02-01", "2024-2-1", "2024-02-01 00:00:00", "2024-02-01T09:30", "2024-02-01T00:00:00.000+01:00",
        "2024-02-01Z", "2024-02-01+00:00", "2024-Feb-01", "2024-Feb-01 00:00:00", "2024-FEB-01", "01/02/2024",
        "1/2/2024", "01/02/2024 00:00", "01/02/2024 12:00 AM", "01-02-2024", "01.02.2024", "01/02/24", "1/2/24",
        "01.02.24", "1 Feb 2024", "01-Feb-2024", "1-feb-24", "1 Feb 24", "1 February 2024", "01 FEBRUARY 2024",
        "\u00a001/02/2024 ", "\u200b01/02/2024\u202f",
    ],
)  # fmt: skip
def test_a_day_in_any_layout(cell: str) -> None:
    assert value("day", cell) == FIRST


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2024", "02/13/2024", "29/02/2023", "2024-02-30", "01/02/0024", "01/02/224", "01/02/20244", "01/02/1899",
        "01/02/2101", "24-02-01", "20240201", "01 / 02 / 2024", "01/02/2024x", "x01/02/2024", "+1/02/2024", "45000",
        "2024-02-01T24:00:00", "01/02/2024 25:10", "01/02/2024 10:61", "0024-02-01", "12024-02-01", "2024-02-011",
        "1st Feb 2024", "today", "2024", "00/00/0000", "٠١/٠٢/٢٠٢٤",
    ],
)  # fmt: skip
def test_what_is_no_day_is_null_and_told(cell: str) -> None:
    assert value("day", cell) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/02/50", date(1950, 2, 1)), ("01/02/69", date(1969, 2, 1)), ("01/02/99", date(1999, 2, 1)),
        ("01/02/00", date(2000, 2, 1)), ("29/02/00", date(2000, 2, 29)), ("01/02/49", date(2049, 2, 1)),
        ("1 Sept 2024", date(2024, 9, 1)), ("30-Sept-24", date(2024, 9, 30)),
    ],
)  # fmt: skip
def test_years_of_two_digits_and_september(cell: str, day: date) -> None:
    assert value("day", cell) == day


def test_only_the_layouts_that_were_asked_for() -> None:
    assert value("day", "01/02/2024", formats=ISO) is None
    assert value("day", "2024-02-01", formats=DAY_FIRST) is None
    # Month first is never tried: 02/01/2024 is 2 January.
    assert value("day", "02/01/2024") == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("45000", date(2023, 3, 15)), ("45000.0", date(2023, 3, 15)), ("45000.75", date(2023, 3, 15)),
        ("36526", date(2000, 1, 1)), ("73415", date(2100, 12, 31)), ("73416", None), ("99999", None), ("4500", None),
        ("450000", None), ("-45000", None), ("45000 days", None), ("4e4", None),
    ],
)  # fmt: skip
def test_serial_days_where_they_are_asked_for(cell: str, day: date | None) -> None:
    assert value("day", cell, serials=True) == day
    assert value("day", cell) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1), ("007", 7), ("1.0", 1), ("1.00", 1), ("-3", -3), ("+3", 3), (" 7 ", 7), ("1,000", 1000),
        ("12,345,678", 12_345_678), ("1.5", None), ("1e3", None), ("12,34", None), ("1,0000", None), ("1 000", None),
        ("9223372036854775808", None), ("0x10", None), ("--1", None), ("1_000", None), ("٣", None), ("one", None),
    ],
)  # fmt: skip
def test_whole_numbers(cell: str, number: int | None) -> None:
    assert value("whole", cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1.0), ("1.5", 1.5), (".5", 0.5), ("-2", -2.0), ("£1,234.50", 1234.5), ("-£5", -5.0), ("1e3", 1000.0),
        ("1E+05", 100_000.0), ("inf", None), ("NaN", None), ("infinity", None), ("1e400", None), ("1,5", None),
        ("1.234,5", None), ("£", None), ("5%", None), ("5£", None), ("", None),
    ],
)  # fmt: skip
def test_numbers(cell: str, number: float | None) -> None:
    if cell:
        assert value("number", cell) == number
    else:
        assert read("number", cell) == ([None], [])


@pytest.mark.parametrize("cell", ["Y", "y", "Yes", "TRUE", "t", "1", "1.0"])
def test_yes(cell: str) -> None:
    assert value("flag", cell) is True


@pytest.mark.parametrize("cell", ["N", "no", "False", "F", "0", "0.0"])
def test_no(cell: str) -> None:
    assert value("flag", cell) is False


@pytest.mark.parametrize("cell", ["2", "-1", "on", "maybe", "10", "yn"])
def test_neither_yes_nor_no(cell: str) -> None:
    assert value("flag", cell) is None


def test_codes_are_brought_to_the_spelling_of_the_list_and_others_stay() -> None:
    cells, findings = read("code", "a1", "B2", "10", "10.0", "010", "1", None, "", "Female")
    assert cells == ["A1", "b2", "10", "10", "010", "1", None, None, "Female"]
    [finding] = findings
    assert (finding.code, finding.severity, finding.count) == ("READ-CODE", Severity.WARNING, 3)
    assert [spot.value for spot in finding.spots] == ["010", "1", "Female"]
    assert read("free", "anything", "a1") == (["anything", "a1"], [])


@pytest.mark.parametrize(("year", "told"), [(2020, ["NEW"]), (2021, ["OLD", "NEW"]), (2024, ["OLD"]), (None, [])])
def test_a_code_is_right_in_its_years(year: int | None, told: list[str]) -> None:
    cells, findings = read("code", "old", "new", "A1", year=year)
    assert cells == ["OLD", "NEW", "A1"]
    assert [spot.value.upper() for finding in findings for spot in finding.spots] == told
    assert all(finding.rule == f"is a code for code, but not of {year}." for finding in findings)


def test_a_code_of_no_year_is_told_apart_from_one_of_other_years() -> None:
    _, findings = read("code", "old", "x", year=2022)
    assert [finding.rule.partition(" in ")[0] for finding in findings] == [
        "is a code for code, but not of 2022.", "is not one of the codes for code",
    ]  # fmt: skip


def test_blanks_are_null_and_not_told() -> None:
    cells, findings = read("day", None, "", "  ", "\u00a0", "-", "N/A", blanks=("-", "n/a"))
    assert cells == [None] * 6
    assert findings == []
    assert read("text", "-", " a b ")[0] == ["-", "a b"]


def test_a_required_column_must_not_be_blank_in_its_years() -> None:
    cells, [finding] = read("key", "1", " ", None)
    assert cells == ["1", None, None]
    assert (finding.code, finding.count, [spot.row for spot in finding.spots]) == ("READ-BLANK", 2, [3, 4])
    assert read("later", "", year=2023)[1] == []
    assert read("later", "", year=2024)[1][0].code == "READ-BLANK"
    assert read("later", "")[1][0].code == "READ-BLANK"


def test_a_finding_names_the_place_and_whose_row_it_is() -> None:
    _, [finding] = read("day", "01/02/2024", "31/02/2024", "x")
    assert (finding.file, finding.table, finding.column, finding.count) == ("f.csv", "t", "day", 2)
    assert [(spot.row, spot.value, spot.child) for spot in finding.spots] == [(3, "31/02/2024", "C1"), (4, "x", "C2")]
    assert "C1" not in finding.words


def test_of_many_wrong_cells_all_are_counted_and_the_first_kept() -> None:
    cells = ["x"] * (SPOTS_KEPT + 7)
    _, [finding] = read("whole", *cells)
    assert finding.count == len(cells)
    assert len(finding.spots) == SPOTS_KEPT


def test_a_column_of_dates_in_another_layout_refuses_the_file() -> None:
    """Its rows would be counted nowhere, and the figure would be 0."""
    with pytest.raises(FileRefused, match=r"column day, line 2 '26/03/2018': 11 of the 11 dates .* as 2025-03-31"):
        read("day", *["26/03/2018"] * 11, formats=ISO)
    month_first = ["03/26/2018", "12/31/2018"] * 8 + ["01/02/2018"] * 10
    with pytest.raises(FileRefused, match=r"16 of the 26 dates .* The month seems to come before the day"):
        read("day", *month_first, formats=DAY_FIRST)


def test_a_few_wrong_dates_are_findings() -> None:
    days, [finding] = read("day", *["03/26/2018"] * 11, *["26/03/2018"] * 11, None, formats=DAY_FIRST)
    assert (finding.code, finding.count) == ("READ-DATE", 11)
    assert days.count(date(2018, 3, 26)) == 11
    assert read("day", *["x"] * 10)[1][0].count == 10


def test_columns_that_are_missing_or_not_of_the_schema_are_let_be() -> None:
    texts = pl.DataFrame({"text": ["a"], "other": [" b "], "_row": [2]})
    frame, findings = typed(texts, SCHEMA, file="f.csv", table="Sheet 1")
    assert frame.columns == ["text", "other", "_row", "_file"]
    assert frame.row(0) == ("a", " b ", 2, "f.csv")
    assert findings == []


def test_an_empty_table_keeps_its_types() -> None:
    texts = pl.DataFrame(schema={column.name: pl.String for column in SCHEMA.columns} | {"_row": pl.Int64})
    frame, findings = typed(texts, SCHEMA, file="f.csv")
    kinds = {"day": pl.Date, "whole": pl.Int64, "number": pl.Float64, "flag": pl.Boolean, "code": pl.String}
    assert {name: frame.schema[name] for name in kinds} == kinds
    assert findings == []


_LAYOUTS = st.sampled_from(
    ["%Y-%m-%d", "%Y-%b-%d 00:00:00", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y"]
)


@settings(max_examples=150, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), _LAYOUTS)
@example(date(1900, 1, 1), "%d/%m/%Y")
@example(date(2000, 2, 29), "%d %B %Y")
def test_every_day_comes_back(day: date, layout: str) -> None:
    assert value("day", day.strftime(layout)) == day


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(["%d/%m/%y", "%d.%m.%y", "%d-%b-%y"]))
def test_every_short_day_comes_back(day: date, layout: str) -> None:
    assert value("day", day.strftime(layout)) == day


@settings(max_examples=40, deadline=None)
@given(st.integers(10_000, 73_415))
def test_every_serial_day_comes_back(days: int) -> None:
    assert value("day", str(days), serials=True) == date(1899, 12, 30) + timedelta(days)


_CELLS = st.lists(
    st.one_of(
        st.text(alphabet="0123456789/-.: TZ,£eEabFn", max_size=12),
        st.from_regex(r"\A\d{1,4}[-/. ]\d{1,3}[-/. ]\d{1,5}\Z"),
        st.sampled_from(["Y", "n", "1.0", "A1", "10.0", "-", " ", "1,000"]),
    ),
    max_size=8,
)


def plainly(cell: str) -> date | None:
    """A day read in plain Python: figures with the day first, or four of them first."""
    text = re.sub(r"[ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d+)?( ?[AaPp][Mm])?(Z|[+-]\d\d:?\d\d)?$", "", cell)
    text = re.sub(r"^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:?\d\d)$", r"\1", text)
    if found := re.fullmatch(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\2\s*(\d{4}|\d\d)", text):
        day, mark, month, year = found.groups()
        if len(year) == 2 and mark == "-":
            return None
        numbers = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= 50 else 2000), int(month), int(day)
    elif found := re.fullmatch(r"(\d{4})-\s*(\d{1,2})-\s*(\d{1,2})", text):
        numbers = int(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        day_found = date(*numbers)
    except ValueError:
        return None
    return day_found if 1900 <= day_found.year <= 2100 else None


@settings(max_examples=150, deadline=None)
@given(_CELLS)
def test_no_cell_becomes_another_day_and_none_is_lost(cells: list[str]) -> None:
    found, findings = read("day", *cells)
    for cell, day in zip(cells, found, strict=True):
        if day is not None:
            assert day == plainly(cell.strip()), cell
    assert sum(one.count for one in findings) == sum(
        1 for cell, day in zip(cells, found, strict=True) if cell.strip() and day is None
    )


@settings(max_examples=100, deadline=None)
@given(_CELLS, st.sampled_from(["whole", "number", "flag"]))
def test_numbers_and_flags_are_what_stands_there(cells: list[str], column: str) -> None:
    found, findings = read(column, *cells)
    for cell, one in zip(cells, found, strict=True):
        if one is None:
            continue
        if column == "flag":
            assert one is (cell.strip().lower() in ("y", "yes", "true", "t", "1", "1.0"))
        else:
            assert float(cell.replace(",", "").replace("£", "")) == one
            assert not re.search(r",\d{1,2}(?!\d)", cell)
    assert sum(one.count for one in findings) == sum(
        1 for cell, one in zip(cells, found, strict=True) if cell.strip() and one is None
    )
