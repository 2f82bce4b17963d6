"""The SSDA903 return: folders, years, names, XML, and what is said of what is odd."""

from datetime import date
from pathlib import Path

import pytest

from riia.indicators.model.findings import Severity
from riia.indicators.readers import ssda903
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.ssda903.finding import year_in
from riia.indicators.tables.ssda903 import SSDA903

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "child-level-samples" / "ssda903"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,2,27/03/2008,WROM,D051910639385,,\n2,1,09/09/2011,REFU,UN1,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "1,15/05/2022,S,C2,N3,U4,PR1,14/08/2022,X1,CLOSE,,,4244474\n"
    "1,14/08/2022,P,C2,N3,K2,PR4,,,,EG19 7TT,WV27 9FW,8969628\n"
    "2,26/02/2023,S,V2,N8,U6,PR2,30/03/2023,E4A,,EH14 8EC,WD10 6ZQ,1157828\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<EXPSSDA903><CHILD><HEADER><CHILDID>1</CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>27/03/2008</DOB><ETHNIC>WROM</ETHNIC>
<UASC>1</UASC><DUC>26/03/2026</DUC><AREVIEW><REVIEW>01/06/2022</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
<AREVIEW><REVIEW>01/12/2022</REVIEW><REVIEW_CODE>PN2</REVIEW_CODE></AREVIEW><MOTHER /><MC_DOB />
<PERMANENCE><PREV_PERM>Z1</PREV_PERM></PERMANENCE><OC2><SDQ_SCORE>21</SDQ_SCORE><IMMUNISATIONS>1</IMMUNISATIONS>
</OC2><AMISSING><MISSING>M</MISSING><MIS_START>02/05/2022</MIS_START><MIS_END>03/05/2022</MIS_END></AMISSING></HEADER>
<EPISODE><DECOM>06/01/2022</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N4</CIN><PL>U4</PL><PLACE_PROVIDER>PR2</PLACE_PROVIDER>
<DEC>06/10/2022</DEC><REC>X1</REC></EPISODE><EPISODE><DECOM>06/10/2022</DECOM><RNE>P</RNE><LS>C2</LS><CIN>N4</CIN>
<PL>P2</PL></EPISODE></CHILD><CHILD><HEADER><CHILDID>2</CHILDID><SEX>1</SEX><DOB>01/02/2004</DOB><ETHNIC>BAFR</ETHNIC>
<UASC /><IN_TOUCH>YES</IN_TOUCH><ACTIV>F1</ACTIV><ACCOM>K1</ACCOM></HEADER></CHILD></EXPSSDA903>
"""


def folder(root: Path, **tables: str) -> Path:
    """A folder of CSV files; `__` in a name is a folder below."""
    for name, text in tables.items():
        path = root / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def codes(reading) -> list[str]:
    return [finding.code for finding in reading.findings]


def test_a_folder_of_one_year(tmp_path: Path) -> None:
    reading = ssda903.read([folder(tmp_path / "2023", header=HEADER, episodes=EPISODES)])
    assert {one.name: (one.year, one.first, one.last, one.declared) for one in reading.files} == {
        "episodes.csv": (2023, date(2022, 4, 1), date(2023, 3, 31), True),
        "header.csv": (2023, date(2022, 4, 1), date(2023, 3, 31), True),
    }
    episodes = reading.tables["episodes"]
    assert episodes["DEC"].to_list() == [date(2022, 8, 14), None, date(2023, 3, 30)]
    assert episodes["_row"].to_list() == [2, 3, 4]
    assert episodes["_file"].unique().to_list() == ["episodes.csv"]
    assert reading.findings == ()
    assert [(one.read, one.used, one.set_aside) for one in reading.summaries] == [(3, 3, {}), (2, 2, {})]


def test_without_a_year_in_the_name_the_dates_tell(tmp_path: Path) -> None:
    reading = ssda903.read([folder(tmp_path / "files", header=HEADER, episodes=EPISODES)])
    one = reading.files[0]
    assert (one.year, one.first, one.last, one.declared) == (2023, date(2022, 4, 1), date(2023, 3, 31), False)
    (said,) = reading.findings
    assert (said.code, said.severity) == ("READ-YEAR", Severity.NOTE)
    assert "1 April 2022 to 31 March 2023" in said.words


def test_an_extract_made_within_the_year_answers_to_its_last_event(tmp_path: Path) -> None:
    text = EPISODES.replace("26/02/2023", "26/06/2022").replace("30/03/2023", "30/09/2022")
    assert ssda903.read([folder(tmp_path / "files", episodes=text)]).files[0].last == date(2022, 9, 29)


def test_a_return_named_for_a_year_that_stops_within_it(tmp_path: Path) -> None:
    head = EPISODES.splitlines()[0]
    lines = [f"{at},{at % 28 + 1:02}/{at % 6 + 4:02}/2025,S,C2,N3,U4,PR1,,,,,," for at in range(60)]
    reading = ssda903.read([folder(tmp_path / "2026", episodes="\n".join([head, *lines]) + "\n")])
    (file,) = reading.files
    assert (file.year, file.first, file.last, file.declared) == (2026, date(2025, 4, 1), date(2025, 9, 26), False)
    assert codes(reading) == ["READ-YEAR"]
    few = ssda903.read([folder(tmp_path / "few/2026", episodes="\n".join([head, *lines[:20]]) + "\n")])
    assert [(one.last, one.declared) for one in few.files] == [(date(2026, 3, 31), True)]


def test_named_for_the_year_in_which_it_begins(tmp_path: Path) -> None:
    tables = {"2022-episodes": EPISODES, "2022-header": HEADER, "2023-header": HEADER}
    reading = ssda903.read([folder(tmp_path, **tables)])
    assert [(one.name, one.year) for one in reading.files] == [
        ("2022-episodes.csv", 2023),
        ("2022-header.csv", 2023),
        ("2023-header.csv", 2024),
    ]
    assert all("taken as the year it begins" in finding.words for finding in reading.findings)


def test_years_in_folders_below(tmp_path: Path) -> None:
    later = EPISODES.replace("2022", "2023").replace("/2023,E4A", "/2024,E4A").replace("26/02/2023", "26/02/2024")
    reading = ssda903.read([folder(tmp_path, **{"2022-23__episodes": EPISODES, "2023-24__episodes": later})])
    assert [(one.name, one.year) for one in reading.files] == [
        ("2022-23/episodes.csv", 2023),
        ("2023-24/episodes.csv", 2024),
    ]
    assert reading.tables["episodes"].height == 6


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("SSDA903_2020_episodes", 2020), ("2022-23", 2023), ("2022_2023", 2023), ("202223", 2023), ("903", None),
        ("2017_2021", None), ("episodes 2024-06", 2024), ("20240331", None), ("1999", None), ("YE2025", 2025),
    ],
)  # fmt: skip
def test_the_year_in_a_name(text: str, year: int | None) -> None:
    assert year_in(text) == year


def test_columns_in_any_order_case_and_under_older_names(tmp_path: Path) -> None:
    text = "dob;Gender;child;duc;Team\n2011-09-09;M;7;09/09/2029 00:00:00;North\n"
    reading = ssda903.read([folder(tmp_path / "2025", uasc=text)])
    row = reading.tables["uasc"].row(0, named=True)
    assert (row["CHILD"], row["SEX"], row["DOB"], row["DUC"]) == ("7", "M", date(2011, 9, 9), date(2029, 9, 9))
    assert codes(reading) == ["READ-EXTRA"]


def test_an_open_episode_that_the_same_file_says_has_ended_is_set_aside(tmp_path: Path) -> None:
    later = (
        "2,26/02/2023,S,V2,N8,U6,PR2,,,,EH14 8EC,WD10 6ZQ,1157828\n"  # as the year before told it
        "1,15/05/2022,S,C2,N3,K2,PR1,,,,,,4244474\n"  # another placement: not the same episode
    )
    reading = ssda903.read([folder(tmp_path / "2023", episodes=EPISODES + later)])
    assert reading.tables["episodes"].select("CHILD", "_row").rows() == [("1", 2), ("1", 3), ("2", 4), ("1", 6)]
    assert [(one.code, [spot.row for spot in one.spots]) for one in reading.findings] == [("READ-ENDED", [5])]
    (summary,) = reading.summaries
    assert (summary.read, summary.used, sum(summary.set_aside.values())) == (5, 4, 1)


def test_identifiers_that_a_spreadsheet_took_for_numbers(tmp_path: Path) -> None:
    header = HEADER.replace("\n1,", "\n1.0,").replace("\n2,", "\n2.00,")
    reading = ssda903.read([folder(tmp_path / "2023", header=header, episodes=EPISODES)])
    assert reading.tables["header"]["CHILD"].to_list() == ["1", "2"]
    assert reading.findings == ()


def test_days_as_a_spreadsheet_numbers_them(tmp_path: Path) -> None:
    lines = "".join(f"{child},{45413 + child},S,C2,N3,U4,PR1,45566,E4A\n" for child in range(3))
    text = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\n" + lines
    reading = ssda903.read([folder(tmp_path, episodes=text)])
    assert reading.tables["episodes"]["DECOM"].to_list() == [date(2024, 5, day) for day in (1, 2, 3)]
    assert reading.tables["episodes"]["DEC"].to_list() == [date(2024, 10, 1)] * 3
    assert [one.year for one in reading.files] == [2025]


def test_a_table_of_several_years_is_read_year_by_year(tmp_path: Path) -> None:
    lines = ("1,2023-05-15,S,,,One,2024", "1,2023-05-15,S,2024-08-14,E4A,One,2025", "2,2024-06-01,S,,,Two,2025")
    text = "CHILD,DECOM,RNE,DEC,REC,LA,YEAR\n" + "".join(f"{line}\n" for line in lines)
    reading = ssda903.read([folder(tmp_path, all_episodes=text)])
    assert {one.name: (one.year, one.declared) for one in reading.files} == {
        "all_episodes.csv (2024)": (2024, True),
        "all_episodes.csv (2025)": (2025, True),
    }
    assert reading.tables["episodes"].select("_file", "_row").rows() == [
        ("all_episodes.csv (2024)", 2),
        ("all_episodes.csv (2025)", 3),
        ("all_episodes.csv (2025)", 4),
    ]
    assert {"READ-YEARS", "READ-COUNCILS"} <= set(codes(reading))
    assert "YEAR" not in next(one.rule for one in reading.findings if one.code == "READ-EXTRA")


def test_a_column_of_the_year_names_the_year_of_the_file(tmp_path: Path) -> None:
    text = "CHILD,DECOM,RNE,DEC,REC,YEAR\n1,2023-05-15,S,,,2023-24\n2,2023-06-15,S,,,2023-24\n"
    reading = ssda903.read([folder(tmp_path, episodes=text)])
    assert [(one.name, one.year, one.declared) for one in reading.files] == [("episodes.csv", 2024, True)]
    untold = text.replace("2,2023-06-15,S,,,2023-24", "2,2023-06-15,S,,,")
    reading = ssda903.read([folder(tmp_path / "untold", episodes=untold)])
    assert [(one.name, one.declared) for one in reading.files] == [("episodes.csv", False)]


def test_dates_of_several_layouts_in_one_column(tmp_path: Path) -> None:
    days = ("01/05/2022", "02/05/22", "3-May-2022", "2022-05-04 00:00:00", "05.05.2022", "31/02/2022")
    lines = "".join(f"{child},{day},S,C2,N3,U4,PR1,,\n" for child, day in enumerate(days))
    text = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\n" + lines
    reading = ssda903.read([folder(tmp_path / "2023", episodes=text)])
    assert reading.tables["episodes"]["DECOM"].to_list() == [*(date(2022, 5, day) for day in range(1, 6)), None]
    assert [one.spots[0].value for one in reading.findings if one.code == "READ-DATE"] == ["31/02/2022"]


def test_a_table_is_known_by_its_columns_whatever_it_is_called(tmp_path: Path) -> None:
    reading = ssda903.read([folder(tmp_path / "2023", extract7=EPISODES)])
    assert reading.tables["episodes"].height == 3


def test_a_missing_column_is_told_and_counts_as_not_known(tmp_path: Path) -> None:
    text = "\n".join(",".join(cells[:2] + cells[3:]) for cells in (line.split(",") for line in EPISODES.splitlines()))
    reading = ssda903.read([folder(tmp_path / "2023", episodes=text + "\n")])
    assert reading.tables["episodes"]["RNE"].null_count() == 3
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == ("READ-COLUMN", Severity.ERROR)
    assert "RNE" in finding.words


def test_every_table_has_every_column(tmp_path: Path) -> None:
    reading = ssda903.read([folder(tmp_path / "2023", oc3="CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n")])
    names = [column.name for column in SSDA903["oc3"].columns]
    assert reading.tables["oc3"].columns == [*names, "_file", "_row"]
    assert reading.tables["oc3"].is_empty()


def test_codes_of_the_year(tmp_path: Path) -> None:
    text = EPISODES.replace("E4A", "E44").replace("U6", "P2")
    (folder(tmp_path, **{"2018__episodes": text.replace("2023", "2018").replace("2022", "2017")}))
    assert codes(ssda903.read([tmp_path / "2018"])) == []
    folder(tmp_path, **{"2025__episodes": text.replace("2023", "2025").replace("2022", "2024")})
    found = ssda903.read([tmp_path / "2025"]).findings
    assert {finding.column for finding in found} == {"REC", "PLACE"}
    assert {finding.code for finding in found} == {"READ-CODE"}


def test_rows_without_a_child_and_rows_that_are_alike_are_set_aside(tmp_path: Path) -> None:
    extra = EPISODES.splitlines()[1]
    text = EPISODES + ",01/05/2022,S,C2,N3,U4,PR1,,,,,,\n" + extra + "\n"
    reading = ssda903.read([folder(tmp_path / "2023", episodes=text)])
    (summary,) = reading.summaries
    assert (summary.read, summary.used) == (5, 3)
    assert sorted(summary.set_aside.values()) == [1, 1]
    assert codes(reading) == ["READ-BLANK", "READ-ALIKE"]


def test_two_files_for_one_table_the_plain_name_is_used(tmp_path: Path) -> None:
    text = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n1,15/06/2013,22/11/2022,07/02/2023,RD1\n"
    wrong = text.replace("22/11/2022", "22/11/2021")
    tables = {"placed_for_adoption": text, "placed_for_adoption_errors": wrong}
    reading = ssda903.read([folder(tmp_path / "2023", **tables)])
    assert reading.tables["placed_for_adoption"]["DATE_PLACED"].to_list() == [date(2022, 11, 22)]
    (finding,) = reading.findings
    assert (finding.code, finding.severity, finding.file) == (
        "READ-TWICE",
        Severity.ERROR,
        "placed_for_adoption_errors.csv",
    )
    aside = next(one for one in reading.summaries if one.file == "placed_for_adoption_errors.csv")
    assert (aside.read, aside.used) == (1, 0)


def test_a_copy_is_read_once_and_halves_are_read_both(tmp_path: Path) -> None:
    lines = EPISODES.splitlines(keepends=True)
    halves = {
        "a_episodes": "".join(lines[:2]),
        "b_episodes": lines[0] + "".join(lines[2:]),
        "c_episodes": "".join(lines[:2]),
    }
    reading = ssda903.read([folder(tmp_path / "2023", **halves)])
    assert reading.tables["episodes"].height == 3
    assert [(one.code, one.severity.value) for one in reading.findings] == [
        ("READ-TWICE", "warning"),
        ("READ-TWICE", "note"),
    ]


def test_xml_gives_the_same_tables(tmp_path: Path) -> None:
    path = tmp_path / "return.xml"
    path.write_text(XML, encoding="utf-8")
    assert ssda903.recognises(path)
    reading = ssda903.read([path])
    shapes = {name: frame.height for name, frame in reading.tables.items()}
    assert shapes == {
        "header": 2, "episodes": 2, "reviews": 2, "uasc": 1, "oc2": 1, "oc3": 1, "ad1": 0, "placed_for_adoption": 0,
        "previous_permanence": 1, "missing": 1,
    }  # fmt: skip
    assert reading.tables["reviews"]["CHILD"].to_list() == ["1", "1"]
    assert reading.tables["missing"].row(0, named=True)["DOB"] == date(2008, 3, 27)
    assert reading.tables["episodes"].row(1, named=True)["PLACE"] == "P2"
    assert reading.tables["uasc"]["DUC"].to_list() == [date(2026, 3, 26)]
    assert reading.files[0].year == 2023


def test_csv_tables_are_preferred_to_the_same_in_xml(tmp_path: Path) -> None:
    folder(tmp_path, header=HEADER, episodes=EPISODES)
    (tmp_path / "return.xml").write_text(XML, encoding="utf-8")
    reading = ssda903.read([tmp_path])
    assert reading.tables["episodes"].height == 3
    assert reading.tables["missing"].height == 1, "a table that only the XML has is taken from it"
    twice = next(one for one in reading.findings if one.code == "READ-TWICE")
    assert twice.file == "return.xml"
    assert "header" in twice.words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("episodes.csv", "", "empty"),
        ("episodes.csv", "<html>no access</html>", "web page"),
        ("episodes.csv", EPISODES[:-20], "cut short"),
        ("episodes.csv", EPISODES.replace(",DECOM", ",STARTED"), "DECOM"),
        ("episodes.csv", EPISODES.replace("4244474", "=HYPERLINK(A1)"), "formula"),
        ("other.csv", "CHILD,COLOUR\n1,red\n", "not a table"),
        ("return.xml", XML[:-200], "cut off"),
        ("return.xml", '<!DOCTYPE a [<!ENTITY b "c">]><EXPSSDA903>&b;</EXPSSDA903>', "DOCTYPE|document type"),
        ("return.xml", "<Message><Children/></Message>", "Message"),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, name: str, content: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused, match=words) as refusal:
        ssda903.read([path])
    assert all(problem.remedy for problem in refusal.value.problems)


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        ssda903.read([folder(tmp_path, header="", episodes=EPISODES[:-20])])
    assert {problem.table for problem in refusal.value.problems} == {"header.csv", "episodes.csv"}


def test_a_foreign_file_in_a_folder_is_passed_over_and_told(tmp_path: Path) -> None:
    reading = ssda903.read([folder(tmp_path / "2023", header=HEADER, homes="Name,Beds\nThe Elms,4\n")])
    assert codes(reading) == ["READ-OTHER"]
    (tmp_path / "2023" / "README.txt").write_text("Exported, by hand,\non Monday\n", encoding="utf-8")
    (both,) = ssda903.read([tmp_path / "2023"]).findings
    assert (both.code, both.count) == ("READ-OTHER", 2)


def test_a_folder_without_any_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="no table"):
        ssda903.read([tmp_path])
    assert not ssda903.recognises(tmp_path)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "years", "episodes"),
    [
        ("d2i_fake", {2018}, 5050),
        ("d2i_fake/fake_903.xml", {2018}, 459),
        ("liia", {2017, 2018, 2019, 2020, 2022, 2023}, 22),
        ("multi_year_2017_2021", {2018, 2019, 2020, 2021, 2022}, 3737),
    ],
)
def test_the_samples_are_read(name: str, years: set[int], episodes: int) -> None:
    path = SAMPLES / name
    assert ssda903.recognises(path)
    reading = ssda903.read([path])
    assert {one.year for one in reading.files} == years
    assert reading.tables["episodes"].height == episodes
    for one in reading.summaries:
        assert one.read == one.used + sum(one.set_aside.values())
    used = {name: frame.height for name, frame in reading.tables.items()}
    for name, height in used.items():
        assert sum(one.used for one in reading.summaries if one.table == name) == height


def test_a_table_without_its_heading_is_refused_without_naming_a_child(tmp_path: Path) -> None:
    strange = folder(tmp_path, header="SECRET0000001,F,20/09/2009,APKN,L857990000001,0\n") / "header.csv"
    with pytest.raises(FileRefused, match="columns are those of none") as refusal:
        ssda903.read([strange])
    assert "SECRET" not in str(refusal.value)
    with pytest.raises(FileRefused, match="'Colour, Size'"):
        ssda903.read([folder(tmp_path, other="Colour,Size\nred,1\n") / "other.csv"])


def test_episodes_without_a_record_are_told(tmp_path: Path) -> None:
    heading = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "episodes.csv").write_text(heading, encoding="utf-8")
    (tmp_path / "2025" / "uasc.csv").write_text("CHILD,SEX,DOB,DUC\n", encoding="utf-8")
    told = [(one.code, one.table) for one in ssda903.read([tmp_path]).findings if one.code == "READ-EMPTY"]
    assert told == [("READ-EMPTY", "episodes")]
