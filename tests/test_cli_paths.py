"""Paths as they come from a prompt that expands nothing, keeps quotation marks and separates by backslashes."""

import os
from pathlib import Path

import pytest

from riia.commands import paths
from riia.commands.refusals import Refused


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CIN_2024.XML", "cin_2025.xml", "~$list.xlsx", "desktop.ini", "q2 £ é/episodes.csv", "q2 £ é/b.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*given: str) -> list[str]:
    return [one.as_posix() for one in paths.meant(map(Path, given))]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("*.xml", ["CIN_2024.XML", "cin_2025.xml"]),
        ("Cin_202?.Xml", ["CIN_2024.XML", "cin_2025.xml"]),
        ("*", ["CIN_2024.XML", "cin_2025.xml", "q2 £ é"]),
        ("~*", ["~$list.xlsx"]),
        ("q2*/*.csv", ["q2 £ é/b.csv", "q2 £ é/episodes.csv"]),
        ("q2 £ é/e*", ["q2 £ é/episodes.csv"]),
    ],
)
def test_wildcards_are_expanded_whatever_the_case(folder: Path, given: str, found: list[str]) -> None:
    assert names(given) == found
    assert [Path(one).name for one in names(str(folder / given))] == [Path(one).name for one in found]


def test_a_file_named_twice_is_one(folder: Path) -> None:
    assert names("cin_2025.xml", "*.xml", str(folder / "cin_2025.xml")) == ["cin_2025.xml", "CIN_2024.XML"]


def test_a_name_with_brackets_is_a_name(folder: Path) -> None:
    """PowerShell and Excel's copies make them; they are no wildcard on Windows."""
    (folder / "cin [1].xml").write_text("x", encoding="utf-8")
    assert names("cin [1].xml", "cin [*.xml") == ["cin [1].xml"]


@pytest.mark.parametrize("marks", ['{}"', '"{}"', "'{}'", "\u201c{}\u201d", " {} "])
def test_marks_that_a_prompt_leaves_are_not_part_of_a_name(folder: Path, marks: str) -> None:
    assert names(marks.format("q2 £ é")) == ["q2 £ é"]


@pytest.mark.skipif(os.sep == "\\", reason="here a backslash separates folders as it is")
def test_a_command_copied_from_windows(folder: Path) -> None:
    assert names("q2 £ é\\b.csv", "q2 £ é\\*.csv") == ["q2 £ é/b.csv", "q2 £ é/episodes.csv"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("cin_2025", "Did you mean cin_2025.xml?"),
        ("cin2025.xml", "Did you mean cin_2025.xml"),
        ("*.csv", "No file or folder fits *.csv. In this folder there are: CIN_2024.XML, cin_2025.xml, q2 £ é."),
        ("zzzzzz", "There is no file or folder zzzzzz. In this folder there are: CIN_2024.XML"),
        ("elsewhere/cin.xml", "The folder elsewhere is not there either"),
        ("elsewhere/*.xml", "The folder elsewhere is not there either"),
        ("~$list.xlsx", "the mark that Excel leaves beside an open workbook. Name list.xlsx itself."),
    ],
)
def test_what_is_not_there_is_told_with_what_is(folder: Path, given: str, said: str) -> None:
    with pytest.raises(Refused) as told:
        names(given)
    assert said in str(told.value)


def test_a_backslash_before_the_mark_that_swallows_what_follows() -> None:
    """cmd makes one argument of "C:\\data\\" --place 831."""
    with pytest.raises(Refused) as told:
        paths.refuse_misread(["compute", "--ssda903", 'C:\\data" --place 831 --period 2025-26Q2'])
    assert 'Leave out that \\ and write "C:\\data".' in str(told.value)
    assert "--place 831" in str(told.value)
    paths.refuse_misread(["compute", 'C:\\data"', "a name", '"b"'])


def test_a_file_to_write_is_none_that_is_read(folder: Path) -> None:
    read = [folder / "cin_2025.xml"]
    assert paths.target(Path("new.xlsx"), "--out", read) == Path("new.xlsx")
    assert paths.target(Path('new"'), "--out", read) == Path("new")
    with pytest.raises(Refused, match=r"--out cin_2025\.xml is one of the files to be read"):
        paths.target(Path("cin_2025.xml"), "--out", read)
    with pytest.raises(Refused, match="name one file"):
        paths.target(Path("*.csv"), "--rows", read)


def test_a_name_that_windows_would_hide_or_refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.target(Path("figures.xlsx"), "--out") == Path("figures.xlsx")
    monkeypatch.setattr("sys.platform", "win32")
    assert paths.target(Path("figures.xlsx"), "--out") == Path("figures.xlsx")
    with pytest.raises(Refused, match="Windows allows no : in the name of a file"):
        paths.target(Path("q2 at 12:30.xlsx"), "--out")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "\u2014place"], "Type --place."),
        (["check", "\u2013html"], "Type --html."),
        (["check", "\u201cQ2", "return\u201d"], 'Type them anew: "Q2 ..."'),
    ],
)
def test_what_a_word_processor_made_of_a_command(arguments: list[str], said: str) -> None:
    with pytest.raises(Refused) as told:
        paths.refuse_misread(arguments)
    assert said in str(told.value)
    paths.refuse_misread(["check", "", "\u201cQ2 return\u201d", "a \u2013 b.csv"])
