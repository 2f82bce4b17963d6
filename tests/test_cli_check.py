"""`riia check` as its user meets it: what it says, where it writes, how it ends."""

import json
from pathlib import Path

import pytest

from riia.cli import main
from tests.indicators.checks.test_preflight import care_return, census

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "child-level-samples"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, answer and messages."""
    code = 0
    try:
        main(["check", *map(str, arguments)])
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, a summary on standard output, progress on standard error."""
    code, out, err = run(capsys, census(tmp_path / "cin.xml"), "--fail-on", "warning")
    assert code == 0
    assert out.startswith("1 file is in order.")
    assert "CIN census, year to 31 March 2025\n          cin.xml: 3 rows read, 3 used" in out
    assert "Reading CIN census" in err
    assert "Checking CIN census" in err


def test_errors_end_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding names place, rule and remedy, and no child."""
    code, out, _ = run(capsys, census(tmp_path / "cin.xml", child="SECRET", closed="2024-05-01"))
    assert code == 3
    assert "CIN-203   cin.xml, CINdetails, CINclosureDate: 1 row" in out
    assert "An episode is not closed before it was opened." in out
    assert "SECRET" not in out


def test_the_screen_names_no_child_where_the_identifier_is_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line is enough to find it; the reports have the rest."""
    folder = care_return(tmp_path / "care")
    (folder / "episodes.csv").write_text(
        (folder / "episodes.csv").read_text(encoding="utf-8").replace("\n1,", "\nSECRET,"), encoding="utf-8"
    )
    _, out, err = run(capsys, folder)
    assert "CHILD: 1 row" in out
    assert "At row 2\n" in out
    assert "SECRET" not in out + err


def test_lines_of_xml_are_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, census(tmp_path / "cin.xml", closed="2024-05-01"))
    assert "At line 5 '2024-05-01'" in out


def test_a_thousand_other_files_are_not_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in range(1_000):
        (tmp_path / f"{at}.pdf").touch()
    census(tmp_path / "cin.xml")
    code, out, _ = run(capsys, tmp_path)
    assert code == 0
    assert "106.pdf and 990 more." in out


def test_reports_are_written_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier report outlives a run that fails."""
    path, html, xlsx = census(tmp_path / "cin.xml"), tmp_path / "report.html", tmp_path / "report.xlsx"
    for earlier in (html, xlsx):
        earlier.write_text("good", encoding="utf-8")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, path, "--xlsx", xlsx)
    assert (code, xlsx.read_text(encoding="utf-8")) == (2, "good")
    assert "Make room on the disk" in err
    monkeypatch.setattr(Path, "write_text", full)
    assert run(capsys, path, "--html", html)[0] == 2
    assert html.read_bytes() == b"good"


def test_fail_on_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings end with 3 only when asked to."""
    older = census(tmp_path / "older.xml", year=2024, referred="2024-02-01")
    newer = census(tmp_path / "newer.xml", child="B2")
    assert run(capsys, older, newer)[0] == 0
    assert run(capsys, older, newer, "--fail-on", "warning")[0] == 3


def test_refused_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no return, and one that is not there."""
    strange = tmp_path / "letter.txt"
    strange.write_text("Dear all,\n", encoding="utf-8")
    code, out, _ = run(capsys, census(tmp_path / "cin.xml"), strange)
    assert code == 2
    assert "NOT READ  letter.txt" in out
    assert "cin.xml: 3 rows read" in out
    code, _, err = run(capsys, tmp_path / "nowhere.xml")
    assert code == 2
    assert "There is no file or folder" in err
    assert run(capsys)[0] == 2
    code, _, err = run(capsys, strange, "--year", "20255")
    assert code == 2
    assert "give a year" in err


def test_said_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--as takes files and folders."""
    census(tmp_path / "cin.xml")
    assert run(capsys, tmp_path / "cin.xml", "--as", "cin-census")[0] == 0
    assert run(capsys, tmp_path, "--as", "cin-census")[0] == 0
    code, out, _ = run(capsys, tmp_path / "cin.xml", "--as", "ssda903")
    assert code == 2
    assert "NOT READ" in out


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for a program; without identifiers when asked."""
    folder = care_return(tmp_path / "care")
    _, out, _ = run(capsys, folder, "--format", "json")
    answer = json.loads(out)
    (found,) = [one for one in answer["findings"] if one["code"] == "LAC-213"]
    assert found["spots"] == [{"row": 2, "value": "X1", "child": "1"}]
    assert {file["collection"] for file in answer["files"]} == {"ssda903"}
    _, out, _ = run(capsys, folder, "--format", "json", "--without-identifiers")
    spots = [spot for one in json.loads(out)["findings"] for spot in one["spots"]]
    assert spots
    assert all(not spot["child"] and not spot["value"] for spot in spots)


def test_reports_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page and a workbook; a folder that is not there is refused."""
    path = census(tmp_path / "cin.xml", child="SECRET", closed="2024-05-01")
    html, xlsx = tmp_path / "report.html", tmp_path / "report.xlsx"
    run(capsys, path, "--html", html, "--xlsx", xlsx)
    assert "SECRET" in html.read_text(encoding="utf-8")
    assert xlsx.stat().st_size > 5_000
    run(capsys, path, "--html", html, "--without-identifiers")
    assert "SECRET" not in html.read_text(encoding="utf-8")
    code, _, err = run(capsys, path, "--html", tmp_path / "nowhere" / "report.html")
    assert code == 2
    assert "cannot be written" in err


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not on this machine")
@pytest.mark.parametrize("name", ["annex_a", "cin_census", "ssda903/d2i_fake", "ssda903/liia", "send"])
def test_samples_are_read_or_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file of every sample folder is read, refused with a reason, or passed over by name."""
    code, out, _ = run(capsys, SAMPLES / name, "--format", "json")
    assert code in (0, 2, 3)
    answer = json.loads(out)
    assert answer["files"] or answer["not_read"]


def test_a_narrow_screen_is_filled_and_not_overrun(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    code, out, err = run(capsys, census(tmp_path / "cin.xml", closed="2024-05-01"))
    assert code == 3
    told = out[out.index("ERROR") :].splitlines()[2:]
    assert max(map(len, told)) < 60
    assert "--html report.html" in err


def test_wildcards_are_expanded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The Windows command prompt leaves them as they are."""
    census(tmp_path / "CIN.XML")
    code, out, _ = run(capsys, tmp_path / "*.xml")
    assert code == 0
    assert "CIN.XML: 3 rows read" in out
    code, _, err = run(capsys, tmp_path / "*.csv")
    assert code == 2
    assert "No file or folder fits" in err
    assert "CIN.XML" in err


def test_a_report_does_not_overwrite_a_return(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = census(tmp_path / "cin.xml")
    for given in (file, tmp_path):
        code, _, err = run(capsys, given, "--html", file)
        assert code == 2
        assert "is one of the files to be read" in err
