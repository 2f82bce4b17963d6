"""Renamed, damaged and hostile files: each is refused with its place, rule and remedy, or read exactly right."""

import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.alliance.audit.services import System
from riia.alliance.figures import queries, services
from riia.alliance.figures.errors import ImportRefused
from riia.alliance.figures.models import DataVersion, Release, Value
from riia.indicators.readers.published import FileRefused, PublishedFile, open_file
from tests.indicators.tidy_files import EAST_MIDLANDS, REFERENCE, c1_rows, c1_text, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

CLERK = System("figures clerk")
NAME = "download (1).csv"
LONDON = {"E12000007": "London", "E13000001": "Inner London", "E13000002": "Outer London"}
NUMBERS = {"category": "Referrals and Re-referrals", "rereferral_count": "50", "rereferral_percent": "50.0"}


def load(content: bytes, folder: Path, name: str = NAME) -> services.FileReport:
    path = folder / name
    path.write_bytes(content)
    return services.import_release(files=[path], by=CLERK).files[0]


def text(**cells: str) -> str:
    return c1_text(c1_rows(**cells))


def region(code: str) -> dict[str, str]:
    place = EAST_MIDLANDS | {"region_code": code, "region_name": LONDON[code]}
    return row(place, **NUMBERS, referral_count="100")


def columns(change: Callable[[list[str]], list[str]]) -> bytes:
    return "".join(",".join(change(line.split(","))) + "\n" for line in text().splitlines()).encode()


READ = {
    "as it is": text().encode(),
    "byte order mark": b"\xef\xbb\xbf" + text().encode(),
    "gzip under another name": gzip.compress(text().encode()),
    "two gzip members": gzip.compress(text()[:200].encode()) + gzip.compress(text()[200:].encode()),
    "windows line ends": text().replace("\n", "\r\n").encode(),
    "columns in another order": columns(lambda cells: cells[::-1]),
    "capital heading": (text().split("\n", 1)[0].upper() + "\n" + text().split("\n", 1)[1]).encode(),
    "columns nobody knows": columns(lambda cells: [*cells, "7", "=1+1", "12%"]),
    "every cell quoted": columns(lambda cells: [f'"{cell}"' for cell in cells]),
    "spaces around cells": columns(lambda cells: [f" {cell} " for cell in cells]),
    "scientific notation": text(referral_count="3.557e3").encode(),
    "symbol in brackets and spaces": text(rereferral_percent=" [c] ").encode(),
    "no line break at the end": text().rstrip("\n").encode(),
    "empty lines": text().replace("\n", "\n\n").encode(),
    "London with its parts": c1_text([*c1_rows(), *(region(code) for code in LONDON)]).encode(),
    "a name in another form": text(la_name="Derby City Council").encode(),
    "an ONS code of a later boundary": text(new_la_code="E06000099").encode(),
}


@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_what_says_the_same_is_read_the_same(content: bytes, tmp_path: Path, scope) -> None:
    report = load(content, tmp_path)
    assert report.release == "Children in need 2025: Referrals and re-referrals"
    figure = queries.value(scope, "referrals", "831", "YE2025-03")
    assert figure is not None
    assert (figure.numerator.value, figure.denominator.value) == (3557, 62113)
    england = queries.value(scope, "repeat-referrals", "E92000001", "YE2025-03")
    assert england is not None
    assert england.numerator.value == 142900


def test_a_file_without_its_last_line_break_is_read_with_a_word_of_warning(tmp_path: Path) -> None:
    assert any(
        "does not end with a line break" in note for note in load(READ["no line break at the end"], tmp_path).notes
    )


def test_a_part_of_a_file_is_not_taken_for_the_whole(tmp_path: Path) -> None:
    assert any("YE2025-03 (1 of 153)" in note for note in load(text().encode(), tmp_path).notes)


two_years = c1_text([*c1_rows("2025"), *c1_rows("2024")])
REFUSED = {
    "cut gzip": (gzip.compress(text().encode())[:-12], ["ends too early", "Download"]),
    "gzip with junk after it": (gzip.compress(text().encode()) + b"junk", ["damaged", "Download"]),
    "gzip whose checksum is wrong": (gzip.compress(text().encode())[:-8] + b"\0" * 8, ["damaged"]),
    "cut in a row": (text().encode()[:-30], ["line 4", "cells where the heading has 14"]),
    "cut in the last cell of a period": (two_years.rsplit("2024,", 1)[0][:-1].encode(), ["line 6", "cut short"]),
    "utf-16": (text().encode("utf-16"), ["UTF-16", "CSV UTF-8"]),
    "utf-16 without mark": (text().encode("utf-16-le"), ["line 1", "NUL"]),
    "windows-1252": (text(la_name="Derby\u2019s").encode("cp1252"), ["line 4", "not UTF-8"]),
    "mark in the middle": (text().replace("Derby", "\ufeffDerby").encode(), ["line 4", "byte order mark"]),
    "lost character": (text().replace("Derby", "D\ufffdrby").encode(), ["line 4", "lost"]),
    "nul": (text().replace("Derby", "Der\0by").encode(), ["line 4", "NUL"]),
    "carriage returns alone": (text().replace("\n", "\r").encode(), ["line 1", "carriage return"]),
    "huge cell": (text(la_name="x" * 200_000).encode(), ["line 4", "field larger than"]),
    "large cell": (text(la_name="x" * 3_000).encode(), ["line 4", "la_name", "longer than 2000"]),
    "a column twice": (columns(lambda cells: [*cells, cells[11]]), ["stands in columns 12, 15"]),
    "joined files": ((text() + text()).encode(), ["line 5", "heading again", "by itself"]),
    "no England": (c1_text(c1_rows()[1:]).encode(), ["YE2025-03", "England has no row", "whole file"]),
    "a council of the future": (
        text(old_la_code="799", la_name="West Surrey", new_la_code="E06000077").encode(),
        ["line 4", "799 West Surrey", "not a council in the register", "new council"],
    ),
    "another council's name": (
        text(la_name="Nottingham").encode(),
        ["line 4", "la_name", "Nottingham", "831 is Derby"],
    ),
    "nobody's name": (text(la_name="Narnia").encode(), ["line 4", "la_name", "Narnia", "which is Derby"]),
    "another council's ONS code": (text(new_la_code="E06000018").encode(), ["line 4", "new_la_code", "Nottingham"]),
    "another region's name": (
        c1_text([*c1_rows(), region("E13000001") | {"region_name": "Outer London"}]).encode(),
        ["line 5", "region_name", "E13000002"],
    ),
    "symbol in capitals": (text(referral_count="C").encode(), ["line 4", "referral_count", "'C'", "c (suppressed"]),
    "thousands": (text(referral_count='"3,557"').encode(), ["line 4", "3,557", "neither a number"]),
    "percent sign": (text(rereferral_percent="23.1%").encode(), ["line 4", "23.1%", "neither a number"]),
    "negative": (text(referral_count="-1").encode(), ["line 4", "'-1'", "below zero"]),
    "a share above the whole": (text(rereferral_percent="1000000000").encode(), ["line 4", "above"]),
    "formula": (text(referral_count="=1+1").encode(), ["line 4", "=1+1", "neither a number"]),
    "formula in a name": (text(la_name="=cmd()").encode(), ["line 4", "la_name", "formula"]),
    "spreadsheet error": (text(referral_count="#REF!").encode(), ["line 4", "#REF!"]),
    "blank": (text(referral_count="").encode(), ["line 4", "referral_count", "blank"]),
    "NA": (text(referral_count="NA").encode(), ["line 4", "'NA'"]),
    "NULL": (text(referral_count="NULL").encode(), ["line 4", "'NULL'"]),
    "dash": (text(referral_count="-").encode(), ["line 4", "'-'"]),
    "a year that has not ended": (c1_text(c1_rows("2027")).encode(), ["line 2", "YE2027-03", "has not ended"]),
    "workbook": (b"PK\x03\x04" + b"rest" * 9, ["workbook"]),
    "old workbook": (b"\xd0\xcf\x11\xe0" + b"rest" * 9, ["workbook"]),
    "web page": (b"<!DOCTYPE html><html><body>404</body></html>", ["web page", "Download"]),
    "empty": (b"", ["empty", "Download"]),
    "heading alone": (text().split("\n")[0].encode(), ["no rows under the heading"]),
    "semicolons": (text().replace(",", ";").encode(), ["semicolons", "as it was published"]),
    "tabs": (text().replace(",", "\t").encode(), ["tabs"]),
    "prose": (b"Dear all,\nplease find attached\n", ["columns of no published table"]),
    "a renamed column": (
        text().replace("rereferral_count", "rereferrals_count").encode(),
        ["nearest: cin/c1", "lacks rereferral_count", "--table cin/c1"],
    ),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_damaged_is_refused_whole_and_says_why(content: bytes, told: list[str], tmp_path: Path) -> None:
    DataVersion.objects.get_or_create(pk=1)
    mark = DataVersion.objects.get().mark
    with pytest.raises(ImportRefused) as refused:
        load(content, tmp_path)
    said = str(refused.value)
    for part in (NAME, "Nothing was loaded", *told):
        assert part in said
    assert len(said) < 1500
    assert (Release.objects.count(), Value.objects.count(), DataVersion.objects.get().mark) == (0, 0, mark)


def test_one_cause_is_told_once(tmp_path: Path) -> None:
    content = c1_text([*c1_rows(), *c1_rows("2024", new_la_code="E06000018")]).replace("E06000015", "E06000018")
    with pytest.raises(ImportRefused) as refused:
        load(content.encode(), tmp_path)
    assert str(refused.value).count("\n- ") == 1
    assert "2 problems" in str(refused.value)


def test_a_column_that_was_renamed_is_told_with_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(text().replace("rereferral_count", "rereferrals_count"))
    with pytest.raises(ImportRefused, match="Nearest in the file: rereferrals_count"):
        services.import_release(files=[path], tables=["cin/c1"], by=CLERK)


def test_a_name_that_says_one_table_and_columns_that_say_another_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        load(text().encode(), tmp_path, "requests.csv")
    for part in ("requests.csv", "named like ehcp/requests", "contents of cin/c1", "--table cin/c1"):
        assert part in str(refused.value)
    with pytest.raises(ImportRefused, match="is said to be ehcp/requests"):
        services.import_release(files=[tmp_path / "requests.csv"], tables=["ehcp/requests"], by=CLERK)
    services.import_release(files=[tmp_path / "requests.csv"], tables=["cin/c1"], by=CLERK)
    assert Release.objects.get().table == "cin/c1"


def test_a_small_file_that_unpacks_to_ten_gigabytes_is_stopped_early(tmp_path: Path) -> None:
    """Memory stays near the limit of what is unpacked, whatever the file would come to."""
    member = gzip.compress(b"0,0\n" * (1 << 22))
    tracemalloc.start()
    with pytest.raises(ImportRefused, match="larger than 96 MB"):
        load(member * 640, tmp_path, "bomb.csv.gz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300 * 1024 * 1024


def test_a_file_of_a_million_empty_members_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="too many pieces"):
        load(gzip.compress(b"") * 100_000, tmp_path)


def test_a_link_is_followed_and_a_broken_one_refused(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(text())
    (tmp_path / "link.csv").symlink_to(tmp_path / "real")
    (tmp_path / "broken.csv").symlink_to(tmp_path / "nowhere")
    with pytest.raises(ImportRefused, match="no such file"):
        services.import_release(files=[tmp_path / "broken.csv"], by=CLERK)
    assert services.import_release(files=[tmp_path / "link.csv"], by=CLERK).files[0].file == "link.csv"


def test_a_device_and_a_folder_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    for path in (Path("/dev/zero"), tmp_path / "x.csv"):
        with pytest.raises(ImportRefused, match="is not a file"):
            services.import_release(files=[path], by=CLERK)


def test_a_name_no_terminal_should_see_is_made_plain(tmp_path: Path) -> None:
    report = load(text().encode(), tmp_path, "a\x1b[2J\nb" + "c" * 190 + ".csv")
    assert report.file.isprintable()
    assert Release.objects.get().source_file.endswith("c.csv")


SAMPLES = ["c1_", "d1_", "requests", "la_care_leavers_activity.", "ehe_census", "ehe_academic", "csww_"]


def first_lines(start: str) -> bytes:
    """The heading and the first forty rows of a real file, or of a made one where there is no such folder."""
    found = sorted(REFERENCE.rglob(f"{start}*.gz"))
    if not found:
        print(f"There is no {REFERENCE}: a made file stands in for {start}.")
        return text().encode()
    return b"".join(gzip.decompress(found[0].read_bytes()).splitlines(keepends=True)[:41])


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(SAMPLES), st.integers(0, 1 << 30), st.binary(max_size=4), st.integers(0, 40))
def test_any_damage_to_a_file_is_refused_or_leaves_one_release(start: str, at: int, noise: bytes, gone: int) -> None:
    """Never an error of ours, never a release without values, never values without a release."""
    whole = first_lines(start)
    damaged = whole[: at % len(whole)] + noise + whole[at % len(whole) + gone :]
    before = Release.objects.count(), Value.objects.count()
    try:
        report = services.import_release(files=[opened(damaged)], by=CLERK)
    except ImportRefused as refused:
        assert "any.csv" in str(refused)  # noqa: PT017 (reading is as good an outcome as refusing)
        assert (Release.objects.count(), Value.objects.count()) == before
    else:
        held = report.files[0].held_before
        assert Release.objects.count() == before[0] + (not held)
        assert Value.objects.count() == before[1] + report.files[0].values


def opened(content: bytes) -> PublishedFile:
    """A file in memory; what cannot be opened is refused as the importer would."""
    try:
        return open_file(content, name="any.csv")
    except FileRefused as error:
        raise ImportRefused([str(error)]) from None
