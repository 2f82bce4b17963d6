"""What is asked of `riia protect` and `riia attack`: slips of the pen, nonsense, and how much is told at a terminal."""

import inspect
import re
from pathlib import Path

import pytest

from riia.cli import main
from riia.commands.option_words import WORDS
from riia.indicators import disclosure
from tests.test_cli_protect import CROSSTAB, refused


@pytest.fixture
def crosstab(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(CROSSTAB, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--seconds", "-1"], "--seconds -1: give a time above 0."),
        (["--seconds", "0"], "--seconds 0: "),
        (["--seconds", "nan"], "--seconds nan: "),
        (["--round", "-5"], "--round -5: counts are rounded to multiples of 2 or more"),
        (["--controlled"], "Say to what as well: --round 5 --controlled."),
        (["--totals", "Tota"], "--totals Tota: there is no such label in t.csv. Did you mean Total?"),
        (["--rows", "Counsil"], "--rows Counsil: there is no such column. Did you mean Council?"),
        (["--where", "Town=Derby"], "--where Town: there is no such column. There are: Council, Under 1"),
        (["--where", "Council=Derbi"], "has no row with Council=Derbi. Did you mean Derby?"),
        (["--parts", "East=North"], "--parts East: t.csv has none of its parts."),
        (["--of-which", "Derby=Mackworth"], "--of-which Derby: t.csv has none of its parts."),
        (["--rounded", "England=10"], "--rounded England: there is no such label in t.csv."),
        (["--rounded", "10", "--rounded", "Total=10"], "--rounded 10 says that everything is rounded."),
        (["--blank", "q"], "--blank: 'q' is no known sign. Give 0, or one of these signs: c (suppressed"),
        (["--marks", "-=q"], "--marks: 'q' is no known sign."),
        (["--keep", "Mystery"], "--keep Mystery: there is no such column."),
        (["--percent", "share=Total"], "--percent share: there is no such column."),
        (["--rate", "Under 1=people"], "--rate people: there is no such column."),
        (["--dimensions", "Council"], "Columns of whole numbers are: Under 1,1 to 4"),
        (["--out", "safe.pdf"], "--out safe.pdf: end its name in .csv, .xlsx or .txt"),
        (["--out", "safe.xlsx", "--format", "csv"], "--out safe.xlsx and --format csv do not go together."),
        (["--payee", "Council"], "--payee is about payments. Say which column has the amounts: --amount COLUMN."),
        (["--fewest", "3"], "--fewest is about payments."),
    ],
)
def test_nonsense_is_refused_by_the_option(
    arguments: list[str], said: str, crosstab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "protect", crosstab, *arguments)
    assert [path.name for path in crosstab.parent.iterdir()] == ["t.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--at-least", "-3"], "--at-least -3: no count is below 0."),
        (["--hidden", " , "], "--hidden: name the signs of hidden counts"),
        (["--hidden", "c,12"], "--hidden 12: that is a number"),
    ],
)
def test_nonsense_about_an_attack(
    arguments: list[str], said: str, crosstab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, "attack", crosstab, *arguments)


def test_a_folder_is_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is a folder. Name the file with the table." in refused(capsys, "protect", tmp_path)
    assert "Name the file with the table: riia protect TABLE.csv." in refused(capsys, "protect")


def test_capitals_and_repetitions_do_not_matter(crosstab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--totals", "total", "--totals", "Total", "--where", "council=derby", "--format", "csv"]
    main(["protect", str(crosstab), *asked])
    assert capsys.readouterr().out.replace("\r", "").splitlines()[1:] == ["Derby,c,45,67,c,88,215"]


def wide(rows: int) -> str:
    lines = [f"C{at},{1 + at % 4},{30 + at},{31 + at + at % 4}" for at in range(rows)]
    return "\n".join(["council,boys,girls,Total", *lines, ""])


def test_reasons_are_told_at_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first twenty, the most closely told first; with --all every one; with --out they are in the report."""
    path = tmp_path / "wide.csv"
    path.write_text(wide(30), encoding="utf-8")
    main(["protect", str(path)])
    said = capsys.readouterr().err.splitlines()
    start = said.index("Why, and what can be worked out (not for publication):")
    assert len(said) == start + 1 + 20 + 1
    assert said[start + 1] == "  column boys, council C0: hidden because it is small; can be 1 to 30"
    assert said[-1] == "  and 40 more (--all lists them)"
    main(["protect", str(path), "--all"])
    assert len(capsys.readouterr().err.splitlines()) == start + 1 + 60
    main(["protect", str(path), "--out", str(tmp_path / "safe.csv")])
    assert "not for publication):" not in capsys.readouterr().err
    main(["attack", str(tmp_path / "safe.csv")])
    assert "  and 40 more (--all lists them)" in capsys.readouterr().out
    main(["attack", str(tmp_path / "safe.csv"), "--all"])
    assert "more (--all" not in capsys.readouterr().out


def test_rounding_says_what_it_hides_and_what_would_hide_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "leaks.csv"
    path.write_text("council,boys,girls,Total\nDerby,3,4,7\n", encoding="utf-8")
    main(["protect", str(path), "--round", "5", "--format", "csv"])
    said = capsys.readouterr()
    assert said.out.replace("\r", "").splitlines()[1:] == ["Derby,5,5,c"]
    assert "so one of them is hidden; rounding to 5 (controlled) would hide none." in said.err


def test_a_contradiction_names_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "half.csv"
    path.write_text("council,boys,girls,Total,share\nDerby,c,c,13,50\nStoke,8,7,15,53\n", encoding="utf-8")
    told = refused(capsys, "attack", path, "--totals", "Total", "--percent", "share=boys/Total")
    assert "half.csv: No table of whole numbers agrees" in told
    assert "'share' of column boys, council Derby is 50, made of" in told


def test_what_the_library_says_of_arguments_is_still_what_it_says() -> None:
    """Each sentence that the command line puts in its own words stands in the library."""
    folder = Path(inspect.getfile(disclosure)).parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    joined = re.sub(r"\"\s*\n\s*f?\"", "", code).replace("{{", "{").replace("}}", "}").replace('\\"', '"')
    for theirs, ours in WORDS:
        assert theirs in joined or theirs.replace(' "', " ") in joined, theirs
        assert ours not in joined


def test_no_words_of_the_library_reach_a_terminal(crosstab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crosstab.write_text(CROSSTAB.replace("45,67", "45,"), encoding="utf-8")
    assert "(blank; --blank)" not in refused(capsys, "protect", crosstab)
    crosstab.write_text(CROSSTAB.replace("88,215", "88,217"), encoding="utf-8")
    told = refused(capsys, "protect", crosstab)
    assert '(--parts "WHOLE=PART,PART")' in told
    assert "(of_which)" not in told


@pytest.fixture
def quarters(tmp_path: Path) -> list[str]:
    """A first quarter that is out, and half a year."""
    (tmp_path / "q1.csv").write_text("place,number\nDerby,10\nStoke,20\nTotal,30\n", encoding="utf-8")
    (tmp_path / "half.csv").write_text("place,number\nDerby,13\nStoke,24\nTotal,37\n", encoding="utf-8")
    return [str(tmp_path / "half.csv"), "--totals", "Total", "--earlier", str(tmp_path / "q1.csv")]


def test_what_was_counted_since_an_earlier_file_is_protected(
    quarters: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["protect", *quarters, "--format", "csv"])
    told = capsys.readouterr()
    assert told.out.replace("\r", "").splitlines()[1:] == ["Derby,c", "Stoke,c", "Total,37"]
    assert "the earlier release was read as part of a period that runs on" in told.err
    with pytest.raises(SystemExit) as ended:
        main(["attack", *quarters])
    assert ended.value.code == 3
    assert "counted since the earlier release, place Derby must be exactly 3" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["revised", "separate"])
def test_an_earlier_file_can_be_something_else(
    word: str, quarters: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["protect", *quarters, "--earlier-is", word, "--format", "csv"])
    assert "Derby,13" in capsys.readouterr().out
    main(["attack", *quarters, "--earlier-is", word])
    assert "another period" in capsys.readouterr().out


def test_what_an_earlier_file_is_can_be_asked(
    quarters: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "place,number\nDerby,11\nStoke,20\nCorby,30\nLeek,40\n"
    (tmp_path / "half.csv").write_text(page + "Total,101\n", encoding="utf-8")
    (tmp_path / "q1.csv").write_text(page.replace("11", "10") + "Total,100\n", encoding="utf-8")
    for command in ("protect", "attack"):
        told = refused(capsys, command, *quarters)
        assert "2 grew (column number, place Derby from 10 to 11), 0 fell, 3 are the same." in told
        assert "Say what it is (--earlier-is): running" in told
    assert "--earlier-is running: name the release" in refused(
        capsys, "attack", *quarters[:1], "--earlier-is", "running"
    )


def test_an_earlier_file_without_a_cell_of_this_one_is_told(
    quarters: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "q1.csv").write_text("town,number\nDerby,10\nStoke,20\nTotal,30\n", encoding="utf-8")
    (tmp_path / "half.csv").write_text("place,number\nDerby,13\nStoke,24\n", encoding="utf-8")
    main(["attack", quarters[0], *quarters[3:]])
    assert "q1.csv has no cell of half.csv" in capsys.readouterr().err
    assert "--earlier-is" in refused(capsys, "attack", quarters[0], *quarters[3:], "--earlier-is", "running")


@pytest.mark.parametrize("sign", ["<5", "fewer than 5", "<=4"])
def test_a_sign_that_says_below_what_a_count_is_tells_that(
    sign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """8 of 28 are left for two hidden counts of at most 4."""
    path = tmp_path / "t.csv"
    path.write_text(f"place,x,y,z,Total\nDerby,{sign},{sign},20,28\nStoke,8,7,15,30\n", encoding="utf-8")
    for more in ([], ["--hidden", sign]):
        with pytest.raises(SystemExit) as ended:
            main(["attack", str(path), *more])
        assert ended.value.code == 3
        told = capsys.readouterr()
        assert "column x, place Derby: exactly 4" in told.out
        assert f't.csv: "{sign}" read as hidden counts.' in told.err
    main(["protect", str(path), "--marks", f"{sign}=c"])
    assert "place Derby must be 1 to 7" in capsys.readouterr().err  # the answer prints c


def test_labels_among_the_counts_of_a_crosstab_are_tidy_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tidy.csv"
    path.write_text("place,age,number\nDerby,0-4,3\nDerby,5-9,8\nDerby,Total,11\n", encoding="utf-8")
    told = refused(capsys, "protect", path)
    assert told.startswith("tidy.csv: Line 2, column 'age' is '0-4', and no row has a number there.")
    assert "--value" in told
    assert "are: number." in told
    main(["protect", str(path), "--value", "number", "--format", "csv"])
    assert "Derby,Total,11" in capsys.readouterr().out


def test_sums_at_fault_name_what_was_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "areas.csv"
    path.write_text(
        "area,boys,girls,Total\nEngland,50,60,110\nNorth,50,60,110\nDerby,20,30,50\nLeeds,30,30,60\n", encoding="utf-8"
    )
    told = refused(capsys, "protect", path, "--totals", "England,Total")
    assert "What was added up first is area: North, Derby, Leeds." in told
    assert "subtotals beside their parts" in told
    main(["protect", str(path), "--totals", "England,Total", "--parts", "North=Derby,Leeds", "--format", "csv"])
    assert "North,50,60,110" in capsys.readouterr().out


def test_a_blank_council_in_a_row_of_a_higher_level(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "levels.csv"
    page = "geographic_level,la_name,sex,number\nLocal authority,Derby,Boys,10\nLocal authority,Derby,Girls,20\n"
    path.write_text(page + "National,,Boys,10\nNational,,Girls,20\n", encoding="utf-8")
    given = ["protect", str(path), "--value", "number", "--dimensions", "la_name,sex"]
    told = refused(capsys, *given)
    assert "Line 4, column 'la_name' is blank in a row of the level National." in told
    where = "geographic_level=Local authority"
    assert f'--where "{where}"' in told
    main([*given, "--where", where, "--format", "csv"])
    assert "Derby,Boys,10" in capsys.readouterr().out
