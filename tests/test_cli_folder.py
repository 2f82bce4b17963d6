"""`riia indicators` on a folder that holds everything: what each file is taken for, and what is not used or refused."""

import json
import os
import shutil
from pathlib import Path

import pytest

from riia.cli import main
from tests.indicators.readers.cin_files import census, child, episode, header

COMMON = ("--place", "831", "--period", "2024-25Q2", "--format", "json")
EHE = (
    "Unique Pupil Number,Child ID,Surname,Forename,Date of Birth,EHE Start Date\n"
    "A,1,SIM,SIM,01/05/2014,02/09/2023\nB,2,SIM,SIM,01/06/2013,04/09/2023\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two censuses, an SSDA903 folder in a folder, and what else lies about."""
    here = tmp_path / "Q2 return é"
    here.mkdir()
    census(here, child("A", episode("2024-08-01")), name="CIN now.xml")
    older = child("A", episode("2024-01-01", CINclosureDate="2024-02-01"))
    census(here, older, head=header(2024), name="CIN before.xml")
    care = here / "old stuff" / "care 2025"
    care.mkdir(parents=True)
    (care / "header.csv").write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,F,01/05/2015,WBRI,UN3,0,\n")
    (care / "episodes.csv").write_text(
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        "1,03/06/2024,S,C1,N1,U6,PR1,,,,,,\n"
    )
    for name in ("~$Annex A.xlsx", "desktop.ini", "Thumbs.db", "minutes.docx"):
        (here / name).write_bytes(b"x")
    return here


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = 0
    try:
        main(["indicators", *map(str, arguments)])
    except SystemExit as ended:
        code = int(str(ended.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def number(out: str, address: str, source: str) -> int | None:
    """The number of one figure of an answer in JSON."""
    rows = json.loads(out)
    found = [row["number"] for row in rows if row["definition"].startswith(f"{address} v") and row["source"] == source]
    return found[0] if found else None


def test_a_folder_is_computed_from_and_every_file_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "compute", folder, *COMMON)
    assert code == 0
    assert number(out, "referrals", "cin-census") == 1
    assert number(out, "repeat-referrals", "cin-census") == 1
    assert number(out, "cla-current", "ssda903") == 1
    assert "Taken for CIN census: CIN before.xml, CIN now.xml" in err
    assert "folder old stuff" in err
    assert "Not used, being none of the returns: minutes.docx" in err
    for name in ("~$", "desktop.ini", "Thumbs.db"):
        assert name not in err


def test_our_own_answers_in_the_folder_are_no_returns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second run finds what the first one wrote there."""
    for ending in ("csv", "xlsx", "json"):
        out, rows = folder / f"q2.{ending}", folder / f"rows of {ending}.csv"
        code, _, _ = run(capsys, "compute", folder, *COMMON[:4], "--out", out, "--rows", rows)
        assert code == 0
        assert out.exists()
    run(capsys, "explain", "referrals", folder, *COMMON[:4], "--rows", folder / "referrals.csv")
    run(capsys, "explain", "cla-current", folder, *COMMON[:4], "--rows", folder / "cla.csv")
    run(capsys, "reconcile", folder, *COMMON[:4], "--rows", folder / "differ.csv")
    with pytest.raises(SystemExit):
        main(["check", str(folder), "--html", str(folder / "report.html"), "--xlsx", str(folder / "report.xlsx")])
    capsys.readouterr()
    code, out_text, err = run(capsys, "compute", folder, *COMMON)
    assert code == 0, err
    assert number(out_text, "referrals", "cin-census") == 1
    assert {row["source"] for row in json.loads(out_text)} <= {"", "cin-census", "ssda903"}
    code, _, err = run(capsys, "compute", *COMMON, "--annex-a", folder / "referrals.csv")
    assert code == 2
    assert "is an answer of riia" in err


def test_files_and_options_go_together_and_none_counts_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = folder / "CIN now - Copy.xml"
    shutil.copy(folder / "CIN now.xml", copy)
    code, out, err = run(capsys, "compute", folder, *COMMON, "--cin", folder / "CIN now.xml")
    assert code == 0
    assert number(out, "referrals", "cin-census") == 1
    assert "same content" in err


def test_a_folder_named_for_one_return_gives_its_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "compute", *COMMON, "--cin", folder)
    assert code == 0
    assert number(out, "repeat-referrals", "cin-census") == 1
    assert number(out, "cla-current", "ssda903") is None
    code, _, err = run(capsys, "compute", *COMMON, "--ehe", folder)
    assert code == 2
    assert "holds no file that --ehe could mean" in err


def test_wildcards_are_expanded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for given in ((folder / "cin*.XML",), ("--cin", folder / "CIN*.xml")):
        code, out, _ = run(capsys, "compute", *given, *COMMON)
        assert code == 0
        assert number(out, "repeat-referrals", "cin-census") == 1
    code, _, err = run(capsys, "compute", folder / "*.csv", *COMMON)
    assert code == 2
    assert "No file or folder fits" in err


def test_a_damaged_return_in_the_folder_is_told_and_ends_with_3(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "Annex A.xlsx").write_bytes(b"PK\x03\x04 cut")
    code, out, err = run(capsys, "compute", folder, *COMMON)
    assert code == 3
    assert number(out, "referrals", "cin-census") == 1
    assert "NOT READ: Annex A.xlsx" in err
    assert "1 file of the folder was not read" in err


def test_a_return_that_is_cut_off_is_refused_also_in_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = (folder / "CIN now.xml").read_bytes()
    (folder / "CIN now.xml").write_bytes(whole[:-30])
    code, out, err = run(capsys, "compute", folder, *COMMON)
    assert (code, out) == (2, "")
    assert "CIN now.xml was not read" in err


def test_a_file_named_itself_that_is_no_return_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "compute", folder / "minutes.docx", *COMMON)
    assert code == 2
    assert "minutes.docx was not read" in err
    assert "--as" not in err.replace("--as-at", "")
    empty = folder / "empty"
    empty.mkdir()
    code, _, err = run(capsys, "compute", empty, *COMMON)
    assert code == 2
    assert "the folder holds none of the files" in err


def test_a_workbook_that_excel_holds_is_told_as_that(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read: refused with what to do. In a folder: told. To write: refused before anything is read."""
    held_name = "Annex A.xlsx"
    (folder / held_name).write_bytes(b"PK\x03\x04")
    plain_open = Path.open

    def held(path: Path, *more: object, **named: object) -> object:
        if path.name == held_name:
            raise PermissionError(13, "Permission denied", str(path))
        return plain_open(path, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    for given in (("--annex-a", folder / held_name), (folder / held_name,)):
        code, _, err = run(capsys, "compute", *given, *COMMON)
        assert code == 2
        assert held_name in err
        assert "Excel" in err or "close it in other programs" in err
    code, _, err = run(capsys, "compute", folder, *COMMON)
    assert code == 3
    assert f"NOT READ: {held_name}" in err
    code, _, err = run(capsys, "compute", "--cin", folder / "CIN now.xml", *COMMON[:4], "--out", folder / held_name)
    assert code == 2
    assert "cannot be written: Permission denied. If it is open in Excel, close it there" in err
    assert "rows read" not in err


def test_an_answer_is_kept_when_its_file_was_opened_meanwhile(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = folder / "q2.csv"
    out.write_text("yesterday", encoding="utf-8")
    plain_replace = Path.replace

    def held(path: Path, target: Path) -> Path:
        if Path(target).name == out.name:
            raise PermissionError(13, "Access is denied", str(target))
        return plain_replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    code, _, err = run(capsys, "compute", "--cin", folder / "CIN now.xml", *COMMON[:4], "--out", out)
    assert code == 2
    assert "q2.csv cannot be written: it is open in another program." in err
    assert "q2 (2).csv instead; nothing was lost" in err
    assert out.read_text(encoding="utf-8") == "yesterday"
    assert (folder / "q2 (2).csv").read_text(encoding="utf-8").startswith("indicator,")
    assert not [name for name in os.listdir(folder) if name.startswith(".q2")]


def test_an_answer_does_not_overwrite_a_return(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = folder / "CIN now.xml"
    code, _, err = run(capsys, "compute", folder, *COMMON, "--out", now)
    assert code == 2
    assert "is one of the files to be read" in err
    code, _, err = run(
        capsys,
        "compute",
        *("--ssda903", folder / "old stuff", *COMMON[:4]),
        *("--out", folder / "old stuff/care 2025/header.csv"),
    )
    assert code == 2
    assert "is one of the files to be read" in err


def test_two_copies_of_a_register_are_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("EHE.csv", "EHE - Copy.csv"):
        (tmp_path / name).write_text(EHE, encoding="utf-8")
    code, _, err = run(capsys, "compute", tmp_path, *COMMON)
    assert code == 0, err
    assert "has the same content as EHE - Copy.csv, so it was read once" in err
    assert "2 rows read" in err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--format", "xlsx", "--out", "q2.csv"), "the name of a workbook ends in .xlsx"),
        (("--format", "json", "--out", "q2.xlsx"), "json is no workbook"),
        (("--out", "q2.xls"), "text is no workbook"),
        (("--out", "q2.csv", "--rows", "q2.csv"), "--out and --rows name the same file"),
        (("--out", "*.csv"), "name one file"),
    ],
)
def test_formats_and_endings_agree(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder)
    code, _, err = run(capsys, "compute", "CIN now.xml", "--place", "831", "--period", "2024-25Q2", *more)
    assert code == 2
    assert said in err
    assert "rows read" not in err
