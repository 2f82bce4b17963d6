"""Files of records: what is right is taken whole, what identifies is refused wherever it stands and never repeated."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from riia.indicators.records import (
    DATASETS,
    SCHOOL_MOVES,
    SEND_PLACEMENTS,
    CutRefused,
    RecordsRefused,
    cut_by,
    dataset_of,
    from_bytes,
    read_records,
)
from riia.indicators.records.datasets import UnknownDataset
from riia.indicators.records.pseudonyms import pseudonym
from tests.indicators.records.made import KEY, TODAY, YEAR, as_csv, as_workbook, moves, placements

PLANTED = {
    "a pupil number": "H801200001001",
    "an NHS number": "943 476 5919",
    "a learner number": "7700900123",
    "a postcode": "DE23 6QP",
    "a date of birth": "14/03/2012",
    "an e-mail address": "qzelda.wren@example.org",
    "a telephone number": "0115 496 0123",
    "an address": "12 Quorndon Road",
    "a name": "Emily Qarterson",
    "a name, surname first": "Carter, Emily",
}
"""Values that identify, none of which stands in a right file."""


def read(paths: list[Path] | Path, dataset=SEND_PLACEMENTS, names: list[str] | None = None, **asked: str):
    given_paths = [paths] if isinstance(paths, Path) else paths
    called = names or [path.name for path in given_paths]
    return read_records(list(zip(given_paths, called, strict=True)), dataset, today=TODAY, **asked)


def refusal(*args, **asked) -> RecordsRefused:
    with pytest.raises(RecordsRefused) as caught:
        read(*args, **asked)
    return caught.value


def never_told(error: RecordsRefused, value: str) -> None:
    told = str(error) + repr(error.problems) + repr(error.counts)
    assert value.casefold() not in told.casefold()
    for word in value.replace(",", "").split():
        if len(word) > 4:
            assert word.casefold() not in told.casefold(), word


def test_a_csv_file_of_placements_is_read(tmp_path: Path) -> None:
    found = read(as_csv(tmp_path / "placements.csv", placements(3)), council="831", year=YEAR)
    assert (found.rows, found.council, found.year) == (3, "831", YEAR)
    assert found.column("placements", "price_per_year") == ["48750.00"] * 3
    assert from_bytes(found.to_bytes()) == found


def test_a_workbook_and_a_csv_file_of_the_same_records_are_the_same(tmp_path: Path) -> None:
    rows = placements(4)
    one = read(as_csv(tmp_path / "placements.csv", rows))
    as_workbook(tmp_path / "placements.xlsx", {"Placements": rows[::-1]})
    assert read(tmp_path / "placements.xlsx").sha256 == one.sha256


def test_numbers_and_codes_as_excel_keeps_them(tmp_path: Path) -> None:
    row = placements(1)[0] | {"council": 831, "provider_urn": 123456, "price_per_week": 1250.0, "weeks_per_year": 39.0}
    as_workbook(
        tmp_path / "p.xlsx", {"Placements": [row | {"price_per_year": 48750, "sector": "independent special school"}]}
    )
    found = read(tmp_path / "p.xlsx", council="831")
    assert found.column("placements", "sector") == ["ISS"]
    assert found.column("placements", "price_per_week") == ["1250.00"]


def test_dataset_5_is_three_lists_in_one_workbook_or_three_files(tmp_path: Path) -> None:
    as_workbook(tmp_path / "lists.xlsx", moves())
    files = [as_csv(tmp_path / f"{title.lower()}.csv", rows) for title, rows in moves().items()]
    assert read(tmp_path / "lists.xlsx", SCHOOL_MOVES).sha256 == read(files, SCHOOL_MOVES).sha256


@pytest.mark.parametrize("left_out", ["Exclusions", "Leavers", "Joiners"])
def test_a_list_that_is_not_there_is_missed(tmp_path: Path, left_out: str) -> None:
    sheets = {title: rows for title, rows in moves().items() if title != left_out}
    as_workbook(tmp_path / "lists.xlsx", sheets)
    assert f"there is no list of {left_out.lower()}" in str(refusal(tmp_path / "lists.xlsx", SCHOOL_MOVES))


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    book = as_workbook(tmp_path / "lists.xlsx", moves())
    book["Joiners"].delete_rows(2)
    book.save(tmp_path / "lists.xlsx")
    assert read(tmp_path / "lists.xlsx", SCHOOL_MOVES).lists["joiners"] == ()


@pytest.mark.parametrize("value", PLANTED.values(), ids=PLANTED)
@pytest.mark.parametrize("column", list(placements(1)[0]))
def test_in_any_column_of_a_csv_file(tmp_path: Path, column: str, value: str) -> None:
    rows = placements(3)
    rows[1][column] = value
    error = refusal(as_csv(tmp_path / "p.csv", rows))
    never_told(error, value)
    assert "line 3" in str(error)
    is_month = column in ("starts", "ends") and value == PLANTED["a date of birth"]
    assert error.identifies or is_month  # a day in a column of months is refused by the column's own rule


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_anywhere_in_a_workbook(tmp_path: Path, data: st.DataObject) -> None:
    kind, value = data.draw(st.sampled_from(sorted(PLANTED.items())))
    path = tmp_path / "lists.xlsx"
    book = as_workbook(path, moves())
    sheet = data.draw(st.sampled_from(book.worksheets))
    where = data.draw(st.sampled_from(sorted(PLACES)))
    PLACES[where](book, sheet, value)
    book.save(path)
    error = refusal(path, SCHOOL_MOVES)
    never_told(error, value)
    assert error.identifies or where == "a note on a cell", (kind, where)


def _new_column(book, sheet, value) -> None:
    sheet.cell(1, 12, "remarks")
    sheet.cell(2, 12, f"seen {value} again")


def _hidden_sheet(book, sheet, value) -> None:
    other = book.create_sheet("Old")
    other["A1"], other.sheet_state = value, "veryHidden"


def _far_cell(book, sheet, value) -> None:
    sheet.cell(200, 30, value)


def _heading(book, sheet, value) -> None:
    sheet.cell(1, 12, value)


def _note(book, sheet, value) -> None:
    sheet["A2"].comment = Comment(value, "x")


def _sheet_name(book, sheet, value) -> None:
    book.create_sheet(value.replace("/", "-"))["A1"] = "x"


def _empty_sheet_name(book, sheet, value) -> None:
    book.create_sheet(value.replace("/", "-"))


def _formula(book, sheet, value) -> None:
    sheet.cell(2, 12, f'=IF(A2="{value}",1,0)')


def _prompt(book, sheet, value) -> None:
    rule = DataValidation(type="whole", promptTitle="Check", prompt=value, showInputMessage=True)
    rule.add("B2:B9")
    sheet.add_data_validation(rule)


def _defined_name(book, sheet, value) -> None:
    book.defined_names["Pupil"] = DefinedName("Pupil", attr_text=f'"{value}"')


def _own_property(book, sheet, value) -> None:
    book.custom_doc_props.append(StringProperty(name="About", value=value))


def _filter(book, sheet, value) -> None:
    sheet.auto_filter.ref = "A1:C9"
    sheet.auto_filter.add_filter_column(0, [value])


PLACES = {
    "a formula": _formula,
    "a prompt": _prompt,
    "a defined name": _defined_name,
    "a property of its own": _own_property,
    "a filter": _filter,
    "a new column": _new_column,
    "a hidden sheet": _hidden_sheet,
    "a cell far away": _far_cell,
    "a heading": _heading,
    "a note on a cell": _note,
    "the name of a sheet": _sheet_name,
    "the name of an empty sheet": _empty_sheet_name,
    "the title": lambda book, sheet, value: setattr(book.properties, "title", value),
    "the subject": lambda book, sheet, value: setattr(book.properties, "subject", value),
    "remarks": lambda book, sheet, value: setattr(book.properties, "description", value),
    "keywords": lambda book, sheet, value: setattr(book.properties, "keywords", value),
    "the header of a page": lambda book, sheet, value: setattr(sheet.oddHeader.center, "text", value),
}


@pytest.mark.parametrize("value", PLANTED.values(), ids=PLANTED)
def test_in_the_name_of_a_file(tmp_path: Path, value: str) -> None:
    path = as_csv(tmp_path / "p.csv", placements(1))
    for name in (f"{value}.csv".replace("/", "-"), f"placements_{value}_final.csv".replace("/", "-").replace(" ", "_")):
        error = refusal(path, names=[name])
        assert error.identifies, name
        never_told(error, value)


STAFF = ("Jane Smith", "Emily Qarterson", "Carter, Emily", "jane.smith@derby.example")


@pytest.mark.parametrize("value", STAFF)
def test_who_made_and_saved_a_workbook_is_no_child_and_is_not_kept(tmp_path: Path, value: str) -> None:
    path = tmp_path / "lists.xlsx"
    book = as_workbook(path, moves())
    plainly = read(path, SCHOOL_MOVES)
    book.properties.creator = book.properties.lastModifiedBy = value
    book.save(path)
    records = read(path, SCHOOL_MOVES)
    assert records == plainly
    assert value.encode() not in records.to_bytes()


@pytest.mark.parametrize("of", ["creator", "lastModifiedBy"])
@pytest.mark.parametrize("kind", [kind for kind in PLANTED if "name" not in kind and "e-mail" not in kind])
def test_any_other_identity_in_the_place_of_the_author_is_refused(tmp_path: Path, kind: str, of: str) -> None:
    book = as_workbook(tmp_path / "lists.xlsx", moves())
    setattr(book.properties, of, f"Jane Smith {PLANTED[kind]}")
    book.save(tmp_path / "lists.xlsx")
    error = refusal(tmp_path / "lists.xlsx", SCHOOL_MOVES)
    assert error.identifies
    assert "the author's name among the properties of the workbook holds" in str(error)
    never_told(error, PLANTED[kind])


@pytest.mark.parametrize("name", ["creator", "lastModifiedBy"])
def test_a_property_of_the_organisation_called_like_the_author_is_looked_at(tmp_path: Path, name: str) -> None:
    book = as_workbook(tmp_path / "lists.xlsx", moves())
    book.custom_doc_props.append(StringProperty(name=name, value="Emily Qarterson"))
    book.save(tmp_path / "lists.xlsx")
    assert refusal(tmp_path / "lists.xlsx", SCHOOL_MOVES).identifies


def test_text_of_a_workbook_that_no_cell_shows(tmp_path: Path) -> None:
    import zipfile

    as_workbook(tmp_path / "q.xlsx", {"Placements": placements(1)})
    with zipfile.ZipFile(tmp_path / "q.xlsx", "a") as book:
        book.writestr("xl/sharedStrings.xml", "<sst><si><r><t>Emily </t></r><r><t>Carter</t></r></si></sst>")
    error = refusal(tmp_path / "q.xlsx")
    assert error.identifies
    never_told(error, "Emily Carter")


def test_a_picture_or_a_pivot_table_is_not_let_in(tmp_path: Path) -> None:
    import zipfile

    as_workbook(tmp_path / "p.xlsx", {"Placements": placements(1)})
    for part, words in (("xl/media/image1.png", "pictures"), ("xl/pivotCache/records1.xml", "pivot table")):
        with zipfile.ZipFile(tmp_path / "p.xlsx", "a") as book:
            book.writestr(part, "<x/>")
        assert words in str(refusal(tmp_path / "p.xlsx"))


def test_a_heading_twice_or_a_damaged_file_repeats_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("Emily Carter,Emily Carter\n1,2\n")
    never_told(refusal(path), "Emily Carter")
    path.write_text('pseudonym,council\n"Emily Carter,831\n')
    never_told(refusal(path), "Emily Carter")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sector": "XYZZY"}, "is not one of the codes"),
        ({"starts": "2025-13"}, "is no month"),
        ({"starts": "01/09/2024"}, "has the day as well"),
        ({"ends": "2023-01"}, "lies before the start"),
        ({"council": "856"}, "is the code of another council"),
        ({"price_per_year": "", "weeks_per_year": ""}, "has no price"),
        ({"price_per_year": "9.00"}, "is not the price per week times the weeks"),
        ({"price_per_year": "-3"}, "is no amount"),
        ({"provider": "Xyzzy Brambles", "provider_urn": ""}, "may be the name of a person"),
        ({"provider": ""}, "must not be blank"),
        ({"pseudonym": "5d41402abc4b2a76b9719d911017c592"}, "is no pseudonym made by riia pseudonymise"),
    ],
)
def test_rules_of_the_dataset(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    error = refusal(as_csv(tmp_path / "p.csv", placements(1, **changes)), council="831", year=YEAR)
    assert told in str(error)
    assert not error.identifies
    assert "XYZZY" not in str(error).upper()


def test_pseudonyms_of_another_dataset_or_year_are_refused(tmp_path: Path) -> None:
    for other in (pseudonym(KEY, SCHOOL_MOVES, YEAR, "x"), pseudonym(KEY, SEND_PLACEMENTS, "2024-25", "x")):
        error = refusal(as_csv(tmp_path / "p.csv", placements(1, pseudonym=other)), year=YEAR)
        assert "could be linked" in str(error)
        assert other not in str(error)


def test_no_column_is_taken_beyond_what_was_agreed(tmp_path: Path) -> None:
    rows = [row | {"free school meals": "Y"} for row in placements(1)]
    error = refusal(as_csv(tmp_path / "p.csv", rows))
    assert "is not part of the list" in str(error)
    assert "free school meals" not in str(error)


def test_the_same_record_twice_and_years_that_differ(tmp_path: Path) -> None:
    assert "stands there twice" in str(refusal(as_csv(tmp_path / "p.csv", placements(1) * 2)))
    other = placements(1, pseudonym=pseudonym(KEY, SEND_PLACEMENTS, "2024-25", "x"))
    assert "different years" in str(refusal(as_csv(tmp_path / "q.csv", placements(1) + other)))


def test_tables_are_those_of_the_list_and_no_others() -> None:
    assert cut_by(SEND_PLACEMENTS, "placements", ("sector", "placement_type")).slug == "type-sector"
    with pytest.raises(CutRefused, match="not offered"):
        cut_by(SEND_PLACEMENTS, "placements", ("age_band", "primary_need"))
    with pytest.raises(CutRefused, match="at most 2 fields"):
        cut_by(SEND_PLACEMENTS, "placements", ("age_band", "primary_need", "sector"))
    with pytest.raises(CutRefused, match="not linked with each other"):
        cut_by(SEND_PLACEMENTS, "placements", ("sector", "reason"))


def test_the_datasets_hold_no_identity_by_their_own_rules() -> None:
    from riia.indicators.records.headings import identifying

    names = [field.name for dataset in DATASETS.values() for one in dataset.lists for field in one.fields]
    assert [name for name in names if identifying(name)] == []
    with pytest.raises(UnknownDataset, match="school-exclusions"):
        dataset_of("other")


def test_a_workbook_with_a_password_is_told_as_such(tmp_path: Path) -> None:
    """By its bytes, whatever it is called; an old workbook without one is not."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    for name in ("lists.xlsx", "lists.csv"):
        (tmp_path / name).write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(100))
        assert "it is protected with a password" in str(refusal(tmp_path / name))
    (tmp_path / "lists.xls").write_bytes(ole)
    assert "it is an old Excel workbook" in str(refusal(tmp_path / "lists.xls"))
