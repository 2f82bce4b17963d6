"""Writing packages: valid against the published schema, the same in every form, and nothing that a spreadsheet runs."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.giving import as_csv, as_json, as_xlsx, read_giving
from riia.documents.giving.fields import OBJECTS
from riia.documents.giving.lists import AREA_TYPES, CODES, COUNTRIES, CURRENCIES
from riia.documents.giving.moments import moment_of
from riia.documents.giving.writing import disarmed, rows_of
from tests.documents.giving.samples import TODAY, package

PUBLISHED = Path(__file__).parents[4] / "shared" / "360giving"
needs_schema = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the published schema is not beside this clone; our own rules are tested without it"
)


def validator() -> Any:
    """A validator of the published package schema, offline."""
    import jsonschema
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    package_schema, grant_schema = (
        json.loads((PUBLISHED / "schema" / name).read_text())
        for name in ("360-giving-package-schema.json", "360-giving-schema.json")
    )
    asked = package_schema["properties"]["grants"]["items"]["$ref"]
    registry: Any = Registry().with_resources(
        [(where, DRAFT202012.create_resource(grant_schema)) for where in (asked, grant_schema["$id"])]
    )
    checker = jsonschema.FormatChecker([])
    # The library checks date-times only with a package that is not among ours; without one it takes any text for one.
    checker.checks("date-time")(lambda said: moment_of(said, "moment").fault is None)
    return jsonschema.Draft202012Validator(package_schema, registry=registry, format_checker=checker)


@needs_schema
def test_what_is_written_is_valid_against_the_published_schema() -> None:
    errors = list(validator().iter_errors(json.loads(as_json(package({}, {})))))
    assert errors == []


@needs_schema
@pytest.mark.parametrize("path", ["title", "amountAwarded", "recipientOrganization", "fundingOrganization", "currency"])
def test_what_the_schema_refuses_we_refuse(path: str) -> None:
    tree = package({path: ...})
    assert list(validator().iter_errors(tree))
    assert "GIVING-MISSING" in {one.code for one in read_giving(as_json(tree), "g.json", today=TODAY).findings}


@needs_schema
def test_our_table_of_fields_is_the_schemas() -> None:
    schema = json.loads((PUBLISHED / "schema" / "360-giving-schema.json").read_text())
    named = {"Event": "Event", "Person": "Person", "Organization": "Organization", "Location": "Location",
             "GrantProgramme": "Programme", "Classification": "Classification", "Documents": "Related",
             "Transaction": "Transaction"}  # fmt: skip
    pairs = [(schema, "Grant")] + [(schema["$defs"][theirs], ours) for theirs, ours in named.items()]
    for theirs, ours in pairs:
        fields = OBJECTS[ours]
        assert set(theirs["properties"]) == set(fields), ours
        for key, said in theirs["properties"].items():
            if "title" in said and said["title"] != "Currency":
                assert fields[key].title == said["title"], (ours, key)
            kinds = said.get("type", [])
            assert fields[key].nullable is ("null" in kinds), (ours, key)
            if "number" in kinds:
                assert fields[key].kind == "number"
    assert schema["$defs"]["currency"]["enum"] == sorted(CURRENCIES)
    assert set(schema["$defs"]["Location"]["properties"]["countryCode"]["enum"]) == COUNTRIES


@needs_schema
def test_our_codes_are_the_published_ones() -> None:
    files = {"regrant": "regrantType", "scope": "locationScope", "reason": "grantToIndividualsReason",
             "purpose": "grantToIndividualsPurpose"}  # fmt: skip
    for ours, theirs in files.items():
        with (PUBLISHED / "codelists" / f"{theirs}.csv").open(encoding="utf-8") as stream:
            assert {row["Code"] for row in csv.DictReader(stream)} == CODES[ours], ours
    with (PUBLISHED / "codelists" / "geoCodeType.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        assert row["Values (URL)"].rsplit("/", 1)[-1][:3] in AREA_TYPES[row["Code"]]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)
texts = texts.map(lambda text: f"a{text}b".replace(";", ""))
pence = st.integers(1, 10**12 - 1).map(lambda number: Decimal(number) / 100)
places = st.lists(
    st.fixed_dictionaries({"name": texts}, optional={"geoCode": texts, "description": texts}), min_size=1, max_size=3,
    unique_by=lambda place: place["name"],
)  # fmt: skip
grants = st.fixed_dictionaries(
    {"title": texts, "description": texts, "currency": st.just("GBP"), "amountAwarded": pence,
     "awardDate": st.dates().map(lambda day: f"{day:%Y}".zfill(4) + f"-{day:%m-%d}")},
    optional={"beneficiaryLocation": places, "amountDisbursed": pence, "url": st.just("https://example.org/"),
              "recipientOrganization": st.lists(st.fixed_dictionaries({"id": texts, "name": texts},
                                                optional={"location": places}), min_size=1, max_size=1),
              "relatedActivity": st.lists(texts, min_size=1, max_size=3),
              "plannedDates": st.just([{"startDate": "2024-04", "duration": 11}])},
)  # fmt: skip


def same(tree: Any) -> Any:
    """A tree with its amounts as Decimals, for comparison."""
    if isinstance(tree, dict):
        return {key: same(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [same(one) for one in tree]
    return Decimal(str(tree)).normalize() if isinstance(tree, int | float | Decimal) else tree


@settings(max_examples=40, deadline=None)
@given(st.lists(grants, min_size=1, max_size=3))
def test_json_to_workbook_and_csv_and_back_is_the_same(some: list[dict[str, Any]]) -> None:
    tree: dict[str, Any] = {"version": "1.4", "title": "Made up", "publisher": {"name": "Nobody"}}
    tree["grants"] = [{"id": f"360G-samples-{at}", **grant} for at, grant in enumerate(some)]
    for data, name in ((as_json(tree), "g.json"), (as_xlsx(tree), "g.xlsx"), (as_csv(tree), "g.csv")):
        read = read_giving(data, name, today=TODAY).structure.tree
        assert same(read["grants"]) == same(tree["grants"]), name
        if name != "g.csv":
            assert {key: read[key] for key in read if key != "grants"} == {k: tree[k] for k in tree if k != "grants"}


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", " =1"])
def test_no_spreadsheet_runs_what_is_written(text: str) -> None:
    tree = package({"title": text, "description": text})
    assert disarmed(text).startswith("'")
    cells = next(csv.reader(io.StringIO(as_csv(tree).decode("utf-8-sig").split("\r\n", 1)[1])))
    assert f"'{text}" in cells
    assert b"<f>" not in as_xlsx(tree)
    for data, name in ((as_xlsx(tree), "g.xlsx"), (as_csv(tree), "g.csv")):
        (grant,) = read_giving(data, name, today=TODAY).structure.tree["grants"]
        assert grant["title"].strip() == text.strip()


def test_amounts_are_written_without_noughts_and_without_floats() -> None:
    tree = package({"amountAwarded": Decimal("571595.67"), "amountDisbursed": Decimal("100.00")})
    assert b'"amountAwarded": 571595.67,' in as_json(tree)
    assert b'"amountDisbursed": 100,' in as_json(tree)


def test_lists_of_one_need_no_numbers_in_their_headings() -> None:
    head = rows_of(package())[0]
    assert "Recipient Org:Identifier" in head
    assert "Recipient Org:Location:Geographic Code" in head
    assert "Beneficiary Location:1:Name" in head
