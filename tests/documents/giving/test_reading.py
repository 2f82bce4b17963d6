"""Reading packages from JSON, workbooks and CSV: layouts, recognition, and files that mean harm."""

import copy
import json
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.giving import as_json, read_giving, recognise
from riia.documents.giving.fields import OBJECTS, column_of
from riia.documents.giving.moments import Faults, moment_of
from riia.documents.model import DocumentError, Kind
from riia.documents.readers import read_document
from tests.documents.giving.samples import TODAY, package, workbook

HEAD = ["identifier", "TITLE", "Description", "Currency", "Amount awarded", "Award Date", "Recipient Org: Identifier",
        "Recipient Org:Name", "fundingOrganization/0/id", "fundingOrganization/0/name"]  # fmt: skip
ROW: list[Any] = ["360G-samples-1", "Learning", "Towards learning.", "GBP", 1250.5, date(2024, 4, 15), "GB-LAE-DER",
       "Derby City Council", "GB-GOR-D6", "Department for Education"]  # fmt: skip


def tree_of(data: bytes, name: str) -> dict[str, Any]:
    made: dict[str, Any] = read_giving(data, name, today=TODAY).structure.tree
    return made


def test_headings_are_known_by_title_or_id_in_any_case_and_dates_by_their_format() -> None:
    (grant,) = tree_of(workbook(grants=[HEAD, ROW]), "g.xlsx")["grants"]
    assert grant == {
        "id": "360G-samples-1",
        "title": "Learning",
        "description": "Towards learning.",
        "currency": "GBP",
        "amountAwarded": Decimal("1250.5"),
        "awardDate": "2024-04-15",
        "recipientOrganization": [{"id": "GB-LAE-DER", "name": "Derby City Council"}],
        "fundingOrganization": [{"id": "GB-GOR-D6", "name": "Department for Education"}],
    }


def test_rows_of_one_grant_are_put_together_over_sheets() -> None:
    more = [["Identifier", "Beneficiary Location:Name"], [ROW[0], "Derby"], [ROW[0], "Leicester"], [ROW[0], "Derby"]]
    where = [["Identifier", "Recipient Org:Identifier", "Recipient Org:Location:Geographic Code"],
             [ROW[0], "GB-LAE-DER", "E06000015"]]  # fmt: skip
    (grant,) = tree_of(workbook(places=more, where=where, grants=[HEAD, ROW]), "g.xlsx")["grants"]
    assert grant["beneficiaryLocation"] == [{"name": "Derby"}, {"name": "Leicester"}]
    assert grant["recipientOrganization"][0]["location"] == [{"geoCode": "E06000015"}]


def test_numbered_headings_keep_their_order() -> None:
    head = [*HEAD, "Beneficiary Location:1:Name", "Beneficiary Location:0:Name", "Planned Dates:Duration (months)"]
    (grant,) = tree_of(workbook(grants=[head, [*ROW, "Leicester", "Derby", 12]]), "g.xlsx")["grants"]
    assert [place["name"] for place in grant["beneficiaryLocation"]] == ["Derby", "Leicester"]
    assert grant["plannedDates"] == [{"duration": 12}]


def test_a_sheet_without_fields_of_the_grant_itself_is_taken_for_the_grants() -> None:
    rows = [
        ["Identifier", "Recipient Ind:Identifier", "Beneficiary Location:Geographic Code"],
        ["360G-a-1", "i", "DE1"],
    ]
    assert len(tree_of(workbook(grants=rows), "g.xlsx")["grants"]) == 1


def test_a_day_of_a_spreadsheet_is_a_moment_where_one_is_asked() -> None:
    (grant,) = tree_of(workbook(grants=[[*HEAD, "Last Modified"], [*ROW, date(2024, 5, 2)]]), "g.xlsx")["grants"]
    assert grant["dateModified"] == "2024-05-02T00:00:00+00:00"


def test_headings_may_stand_below_a_title() -> None:
    tree = tree_of(workbook(grants=[["Grants of the year"], [], HEAD, ROW]), "g.xlsx")
    assert len(tree["grants"]) == 1


def test_a_meta_sheet_gives_the_packages_own_fields() -> None:
    meta = [
        ["Version", "1.4"],
        ["Publisher:Name", "Department for Education"],
        ["Extensions", "a; b"],
        ["Officer", "x"],
    ]
    tree = tree_of(workbook(Meta=meta, grants=[HEAD, ROW]), "g.xlsx")
    assert {key: tree[key] for key in tree if key != "grants"} == {
        "version": "1.4",
        "publisher": {"name": "Department for Education"},
        "extensions": ["a", "b"],
    }


def test_csv_is_read_as_a_sheet() -> None:
    text = "Identifier;Title;Amount Awarded;Recipient Org:Name\r\n360G-samples-1;Learning;1250.50;Derby\r\n"
    (grant,) = tree_of(text.encode("cp1252"), "g.csv")["grants"]
    assert grant["amountAwarded"] == Decimal("1250.50")


def test_a_list_of_grants_without_a_package_is_read() -> None:
    assert len(tree_of(json.dumps(package()["grants"]).encode(), "g.json")["grants"]) == 1


def test_amounts_are_as_exact_as_written() -> None:
    (grant,) = tree_of(b'{"grants": [{"amountAwarded": 571595.67, "amountDisbursed": 0.10}]}', "g.json")["grants"]
    assert (grant["amountAwarded"], str(grant["amountDisbursed"])) == (Decimal("571595.67"), "0.10")


def test_what_was_understood_names_the_sum_and_each_grant() -> None:
    reading = read_giving(as_json(package({}, {})), "g.json", today=TODAY)
    said = {(one.path[-1], one.name): one.value for one in reading.understood}
    assert said["Package", "sum awarded, GBP"] == "£25,001.00"
    assert said["360G-samples-2024-001", "recipient"] == "Derby City Council (GB-LAE-DER)"
    assert reading.kind is Kind.GIVING


@pytest.mark.parametrize(
    ("data", "name", "sure"),
    [
        (as_json(package()), "x.json", True),
        (json.dumps(package()["grants"]).encode(), "x.json", True),
        (workbook(grants=[HEAD, ROW]), "x.xlsx", True),
        (b'{"answers": {"referrals.number": 4}, "place": "831"}', "x.json", False),
        (workbook(Costs=[["Area", "KPI scope", "Q2", "Q3"], ["1", "1.1", 2, 3]]), "x.xlsx", False),
        (b"Title,Description\r\na,b\r\n", "x.csv", False),
        (b"Dear Director, the grant is awarded.", "x.txt", False),
    ],
)
def test_a_package_is_recognised_by_what_is_in_it(data: bytes, name: str, sure: bool) -> None:
    how_sure, why = recognise(read_document(data, name))
    assert (how_sure >= 70) is sure
    assert why


def _nested(depth: int) -> bytes:
    return b'{"grants": [{"title": ' + b"[" * depth + b"]" * depth + b"}]}"


def _bomb() -> bytes:
    held = BytesIO(workbook(grants=[HEAD, ROW]))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/filler.xml", b" " * (600 << 20 >> 3))
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"grants": [', "g.json"),
        (b'{"grants": [{"amountAwarded": NaN}]}', "g.json"),
        (_nested(5_000), "g.json"),
        (b"\x00\x01\x02", "g.json"),
        (b"PK\x03\x04 cut short", "g.xlsx"),
        (_bomb(), "g.xlsx"),
        (b"", "g.csv"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(DocumentError):
        read_giving(data, name, today=TODAY)


@pytest.mark.parametrize(
    "data",
    [b"{}", b"[]", b"[1]", b'"grants"', b'{"grants": {"0": {}}}', b'{"grants": [null]}', b'{"grants": [{"id": {}}]}',
     b'{"grants": [{"awardDate": [1], "recipientOrganization": ["x", {"id": 4, "location": {}}]}]}',
     b'{"grants": [{"recipientIndividual": [], "commitmentTransaction": [{"value": 1e300}], "amountAwarded": 1e300}]}',
     b'{"grants": [{"amountAwarded": 99999999999999999999999999999999999999.123}], "version": 1.4}'],
)  # fmt: skip
def test_nonsense_has_findings_and_stops_nothing(data: bytes) -> None:
    assert read_giving(data, "g.json", today=TODAY).findings


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [("2024-02-29", "day", None), ("2023-02-29", "day", Faults.DAY), ("2024", "part", None),
     ("2024", "day", Faults.FORM),
     ("2024-13", "part", Faults.FORM), ("2024-05", "part", None), ("2024-02-01", "moment", Faults.FORM),
     ("2024-02-01T10:00:00Z", "moment", None), ("2024-02-01T10:00:00+01:00", "day", None),
     ("2024-02-01T24:00:00Z", "day", Faults.TIME), ("٢٠٢٤-01-01", "day", Faults.FORM)],
)  # fmt: skip
def test_dates(text: str, kind: str, fault: Faults | None) -> None:
    assert moment_of(text, kind).fault is fault


def test_the_day_in_this_country_follows_summer_time() -> None:
    days = {
        "2024-03-31T00:30:00Z": 31,
        "2024-03-31T23:30:00Z": 1,
        "2024-10-26T23:30:00Z": 27,
        "2024-10-27T23:30:00Z": 27,
    }
    assert {text: moment_of(text).here.day for text in days} == days  # type: ignore[union-attr]


def test_every_heading_leads_to_its_field() -> None:
    for field in OBJECTS["Grant"].values():
        if not field.of and field.title:
            assert column_of(field.title) == column_of(field.id)
    assert column_of("Recipient Org") is None
    assert column_of("Title:Name") is None
    assert column_of("0:Title") is None


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, 12345678901234567890123, "", "x", "2024-02-30", "0000-00-00", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "GB-LAE-", "360G-", "=1", "http://[", "E99999999", [], {}, [[]], [{}], {"id": 1},
    [None], "a" * 5000, "GB-CHC-", "1900", "2024-13",
)  # fmt: skip


def places_in(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(inner for step, value in steps for inner in places_in(value, (*path, step)))]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_stands_anywhere_stops_nothing(data: st.DataObject) -> None:
    tree: Any = package({"commitmentTransaction": [{"id": "a", "value": 1}], "relatedActivity": ["a"]}, {})
    for _ in range(data.draw(st.integers(1, 3))):
        *steps, last = data.draw(st.sampled_from([path for path in places_in(tree) if path]))
        holder = tree
        for step in steps:
            holder = holder[step]
        holder[last] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    reading = read_giving(json.dumps(tree).encode(), "g.json", today=TODAY)
    assert all(str(finding.where) and finding.message for finding in reading.findings)
