"""Keyed pseudonyms against the published vectors, and a council's own list on its way out."""

import base64
import hashlib
import hmac
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS, RecordsRefused, read_records
from riia.indicators.records import pseudonymising as module
from riia.indicators.records.pseudonymising import day_of, pseudonymised, write_csv, write_workbook
from riia.indicators.records.pseudonyms import (
    KeyRefused,
    keyed,
    make_key,
    may_be_read_by_others,
    normalised,
    not_keyed,
    pseudonym,
    read_key,
)
from tests.indicators.records.made import KEY, TODAY, YEAR, as_csv, as_workbook

# RFC 4231, test cases 1, 2 and 3.
VECTORS = [
    (b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
]
OWN = {
    "UPN": "A 1234 5678 9012", "Surname": "Carter", "Forename": "Emily", "DOB": "14/03/2012", "Postcode": "DE1 3AB",
    "Provider name": "Oak Tree School", "URN": "123456", "Sector": "ISS", "Type of placement": "DAY",
    "Start date": "03/09/2024", "Annual cost": "48,750.00", "Notes": "spoke to mum",
}  # fmt: skip


@pytest.mark.parametrize(("key", "message", "digest"), VECTORS)
def test_the_published_vectors(key: bytes, message: bytes, digest: str) -> None:
    assert keyed(key, message).hex() == digest


@given(st.binary(min_size=32, max_size=32), st.text(alphabet="ABC0123456789", min_size=1))
def test_a_pseudonym_is_what_the_document_says(key: bytes, identifier: str) -> None:
    import base64

    message = f"riia\nschool-exclusions\n2025-26\n{identifier}".encode()
    expected = base64.b32encode(hmac.new(key, message, hashlib.sha256).digest()).decode().lower()[:26]
    assert pseudonym(key, SCHOOL_MOVES, "2025-26", identifier) == f"d5-2025-26-{expected}"


def test_datasets_and_years_do_not_link() -> None:
    made = {
        pseudonym(KEY, dataset, year, "A123456789012")[11:]
        for dataset in (SEND_PLACEMENTS, SCHOOL_MOVES)
        for year in ("2024-25", "2025-26")
    }
    assert len(made) == 4


@pytest.mark.parametrize("text", ["a123456789012", " A 1234-5678 9012 ", "Ａ123456789012", "A123456789012.0"])
def test_the_same_child_however_written(text: str) -> None:
    assert normalised(text) == "A123456789012"


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    make_key(path)
    assert len(read_key(path)) == 32
    assert not may_be_read_by_others(path)
    with pytest.raises(KeyRefused, match="is not overwritten"):
        make_key(path)
    if os.name == "posix":
        path.chmod(0o644)
        assert may_be_read_by_others(path)


@pytest.mark.parametrize("text", ["", "password", "riia-pseudonym-key-1:c2hvcnQ=", "riia-pseudonym-key-1:***"])
def test_what_is_no_key_is_refused_without_repeating_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text)
    with pytest.raises(KeyRefused) as caught:
        read_key(tmp_path / "key")
    assert not text or text not in str(caught.value)
    with pytest.raises(KeyRefused, match="cannot be read"):
        read_key(tmp_path / "nowhere")


def made(path: Path, **asked):
    return pseudonymised([path], SEND_PLACEMENTS, key=KEY, year=YEAR, council="831", **asked)


def test_a_councils_own_list_goes_out_without_anybody_in_it(tmp_path: Path) -> None:
    result = made(as_csv(tmp_path / "own.csv", [OWN, OWN | {"UPN": "B123456789012", "DOB": "2019-01-01"}]))
    (first, second) = result.lists["placements"]
    assert first[0] == pseudonym(KEY, SEND_PLACEMENTS, YEAR, "A123456789012")
    assert dict(zip(SEND_PLACEMENTS.list("placements").names, first, strict=True)) | {"age_band": "11-15"} == {
        "pseudonym": first[0], "council": "831", "provider": "Oak Tree School", "provider_urn": "123456",
        "sector": "ISS", "placement_type": "DAY", "age_band": "11-15", "primary_need": "", "starts": "2024-09",
        "ends": "", "price_per_week": "", "weeks_per_year": "", "price_per_year": "48,750.00", "joint_funding": "",
    }  # fmt: skip
    assert second[6] == "5-10"
    for value in ("Carter", "Emily", "14/03", "DE1", "mum", "A123456789012"):
        assert value not in str(result.lists) + result.report


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_written_passes_the_scan_and_is_the_same_each_time(tmp_path: Path, ending: str) -> None:
    result = made(as_csv(tmp_path / "own.csv", [OWN]))
    write = write_workbook if ending == "xlsx" else write_csv
    for name in ("one", "two"):
        write(result, tmp_path / f"{name}.{ending}")
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()
    path = tmp_path / f"one.{ending}"
    assert read_records([(path, path.name)], SEND_PLACEMENTS, today=TODAY, council="831", year=YEAR).rows == 1


def test_three_lists_share_the_pseudonym_of_a_child(tmp_path: Path) -> None:
    child = {"UPN": "A123456789012", "Name": "Emily Carter", "Date of birth": "2012-03-14", "Phase": "S", "SEN": "K"}
    sheets = {
        "Exclusions": [child | {"Type": "SUSP", "Reason": "DB", "Sessions": 4, "Exclusion date": "2025-11-03"}],
        "Leavers": [child | {"Destination": "EHE", "Date left": "2025-12-19"}],
        "Joiners": [child | {"Origin": "ELSE", "Date joined": "2025-09-03"}],
    }
    as_workbook(tmp_path / "own.xlsx", sheets)
    result = pseudonymised([tmp_path / "own.xlsx"], SCHOOL_MOVES, key=KEY, year=YEAR, council="831")
    assert len({rows[0][0] for rows in result.lists.values()}) == 1
    assert {rows[0][-3] for rows in result.lists.values()} == {"9"}  # 13 on 31 August 2025
    write_workbook(result, tmp_path / "out.xlsx")
    found = read_records([(tmp_path / "out.xlsx", "out.xlsx")], SCHOOL_MOVES, today=TODAY)
    assert found.column("leavers", "month") == ["2025-12"]


def test_another_column_may_be_the_identifier(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "own.csv", [{"Case": "77"} | {k: v for k, v in OWN.items() if k != "UPN"}])
    with pytest.raises(RecordsRefused, match="no column to make pseudonyms from"):
        made(path)
    assert made(path, columns=["case"]).lists["placements"][0][0] == pseudonym(KEY, SEND_PLACEMENTS, YEAR, "77")


def test_a_row_without_identifier_is_refused_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(RecordsRefused, match="line 3: has no identifier"):
        made(as_csv(tmp_path / "own.csv", [OWN, OWN | {"UPN": " - "}]))


def test_two_children_never_share_a_pseudonym(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "pseudonym", lambda *_: "d4-2025-26-" + "a" * 26)
    with pytest.raises(RecordsRefused, match="same pseudonym"):
        made(as_csv(tmp_path / "own.csv", [OWN, OWN | {"UPN": "B123456789012"}]))


@pytest.mark.parametrize("text", ["2012-03-14", "14/03/2012", "14 Mar 2012", "40982", "2012-03-14 00:00:00"])
def test_days(text: str) -> None:
    assert f"{day_of(text)}" == "2012-03-14"
    assert day_of("soon") is None


def test_the_report_names_no_foreign_heading(tmp_path: Path) -> None:
    report = made(as_csv(tmp_path / "own.csv", [OWN | {"Emily Carter": "x"}])).report
    assert re.search(r"column 13: removed, not part of the list", report)
    assert "Emily" not in report


def test_pseudonyms_that_no_keyed_hash_makes() -> None:
    """Numbered, padded or only written in base 32: of the right form, and undone by whoever sees them."""
    real = [pseudonym(KEY, SEND_PLACEMENTS, YEAR, f"child {at}") for at in range(5_000)]
    assert not_keyed(real) == frozenset()
    head = "d4-2025-26-"
    numbered = [f"{head}{'qwertyuiopasd'}{real[at][-13:-1]}a" for at in range(3)]
    ended = [f"{head}{letter}{real[0][-25:]}" for letter in "abc"]
    padded = [f"{head}{'a' * 25}b", f"{head}{'ab' * 13}"]
    plain = [head + base64.b32encode(text).decode().lower()[:26] for text in (b"A823456789012...", b"emily rose smith")]
    for made in (numbered, ended, padded, plain):
        assert not_keyed([*real, *made]) >= set(made)
    assert not_keyed(["", "P001"]) == frozenset()


def test_a_key_that_can_be_guessed_is_no_key(tmp_path: Path) -> None:
    for weak in (bytes(32), b"derby" * 6 + b"de", b"\x01\x02" * 16):
        path = tmp_path / "weak.key"
        path.write_text(f"riia-pseudonym-key-1:{base64.urlsafe_b64encode(weak).decode()}\n")
        with pytest.raises(KeyRefused, match="is no key file"):
            read_key(path)
