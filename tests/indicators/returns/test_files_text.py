"""Returns as CSV and JSON, and figures that were computed: every way in gives the same answers or says why not."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Symbol, Value
from riia.indicators.returns.files import ReadReturn, ReturnRefused, Way, causes, read_return
from riia.indicators.returns.nouns import Cell, Heading, Weight
from riia.indicators.returns.tidy import as_csv, as_json
from tests.indicators.returns.written_returns import FORM, HEADING, LEICESTER, cell, codes, noted, read, whole

EXPLAINED = {"RET-JUMP referrals.number": 'A new system, "Mosaic"; since May.', "RET-LATE": "Late: system down."}
HEAD = "indicator,variant,place,period,number,numerator,denominator,rate,percent,symbol,source,coverage,definition"


def csv(*lines: str, heading: Heading | None = HEADING) -> ReadReturn:
    return read("\r\n".join(lines).encode(), heading)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_is_written_as_csv_is_read_back(encoding: str, delimiter: str) -> None:
    text = as_csv(FORM, HEADING, whole(), EXPLAINED).decode()
    if delimiter != ",":
        text = "\r\n".join(delimiter.join(_cells(line)) for line in text.splitlines())
    found = read(text.encode(encoding))
    assert found.answers == whole()
    assert found.explanations == EXPLAINED
    assert found.heading == HEADING
    assert (found.problems, found.missing) == ((), ())


def _cells(line: str) -> list[str]:
    import csv as reader

    return ['"' + one.replace('"', '""') + '"' for one in next(reader.reader([line]))]


def test_what_is_written_as_json_is_read_back() -> None:
    found = read(as_json(HEADING, whole(), EXPLAINED))
    assert (found.way, found.heading, found.answers, found.explanations) == (Way.JSON, HEADING, whole(), EXPLAINED)
    assert (found.problems, found.notes, found.missing) == ((), (), ())


@settings(max_examples=50)
@given(
    answers=st.dictionaries(
        st.sampled_from(FORM.cells),
        st.sampled_from([Missing(one) for one in Symbol])
        | st.integers(0, 100).map(Number)
        | st.just(Number(Decimal("0.5"))),
    ),
    text=st.text(min_size=1, max_size=40).map(str.strip).filter(bool),
)
def test_any_answers_survive_both_forms(answers: dict[Cell, Value], text: str) -> None:
    answers = {
        one: Number(1) if one.measure.value == "number" and value == Number(Decimal("0.5")) else value
        for one, value in answers.items()
    }
    explained = {"RET-ODD referrals.number": "".join(sign if sign.isprintable() else "." for sign in text)}
    assert read(as_json(HEADING, answers, explained)).answers == answers
    found = read(as_csv(FORM, HEADING, answers, explained))
    assert found.answers == answers
    assert found.explanations == explained


class TestTables:
    def test_tidy_rows_by_key_number_or_title(self) -> None:
        found = csv("item,measure,value", "referrals,number,12", "2.10,number,0", "Care leavers,Number,c", "3,%,12.5")
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals.number": "12", "referrals:source=anonymous.number": "0", "care-leavers.number": "c",
            "repeat-referrals.percent": "12.5",
        }  # fmt: skip
        assert noted(found) == {"FILE-UNSIGNED", "FILE-MISSING"}

    def test_wide_rows(self) -> None:
        found = csv("Item;Number;Rate;Percent", '2;"1,234";198.7;', "3;100;;8.1", "cla-current;n/a;;")
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals.number": "1234", "referrals.rate": "198.7", "repeat-referrals.number": "100",
            "repeat-referrals.percent": "8.1", "cla-current.number": "z",
        }  # fmt: skip

    def test_a_line_that_only_says_what_divides(self) -> None:
        assert csv("sep=;", "item;number", "2;5").answers == {cell("referrals.number"): Number(5)}

    def test_titles_above_the_headings_say_whose_it_is(self) -> None:
        lines = ("Our return", "Council,Derby City Council", "Period,2026-27Q2", "", "item,number", "2,5")
        assert csv(*lines).heading == HEADING
        assert codes(csv(*lines, heading=LEICESTER)) == ["FILE-COUNCIL"]

    def test_rows_of_others_are_left_out_and_told(self) -> None:
        lines = ("council,period,item,number", "Derby,2026-27Q2,2,5", "Leicester,2026-27Q2,2,7", "831,2026-27Q1,2,9")
        found = csv(*lines)
        assert found.answers == {cell("referrals.number"): Number(5)}
        assert "FILE-OTHERS" in noted(found)
        nottingham = replace(HEADING, place=type(HEADING.place)("892"), place_name="Nottingham")
        assert set(codes(csv(*lines, heading=nottingham))) == {"FILE-COUNCIL", "FILE-PERIOD"}
        with pytest.raises(ReturnRefused, match="3 different councils or periods"):
            csv(*lines, heading=None)

    def test_councils_and_periods_that_are_not_known_are_told(self) -> None:
        found = csv("council,period,item,number", "Derbby,2026-27Q2,2,5", "Derby,Q2 2026,2,5")
        assert [(one.code, one.place, one.text) for one in found.problems] == [
            ("FILE-ROW", "line 2, council", '"Derbby"'), ("FILE-ROW", "line 3, period", '"Q2 2026"'),
        ]  # fmt: skip
        assert found.answers == {}

    def test_errors_name_line_and_column(self) -> None:
        found = csv("item,measure,value", '"referrals","number","<5"', '"cla-current","number","nil"')
        assert [(one.place, one.code) for one in found.problems] == [
            ("line 2, value", "FILE-ENTRY"), ("line 3, value", "FILE-ENTRY"),
        ]  # fmt: skip

    def test_a_fraction_is_known_by_the_numbers_beside_it(self) -> None:
        found = csv("item,number,percent", "2,200,", "3,25,0.125", "6,10,0.3")
        assert found.answers[cell("repeat-referrals.percent")] == Number(Decimal("12.5"))
        assert str(found.answers[cell("repeat-referrals.percent")]) == "12.5"
        assert found.answers[cell("assessments-within-45-days.percent")] == Number(Decimal("0.3"))
        assert [one.place for one in found.notes if one.code == "FILE-FRACTION"] == ["line 3, percent"]

    def test_measures_that_are_not_asked_are_told(self) -> None:
        found = csv("item,measure,value", "referrals,percent,5", "2.1,rate,5", "nonsense,number,5")
        assert found.answers == {}
        assert [one.place for one in found.notes if one.code == "FILE-NOT-ASKED"] == [
            "line 2, measure", "line 3, measure", "line 4, item",
        ]  # fmt: skip

    def test_item_numbers_that_excel_has_shortened_clash(self) -> None:
        found = csv("item,number", "2.1,5", "2.1,6")
        assert codes(found) == ["FILE-TWICE"]
        assert "2.10 into 2.1" in found.problems[0].remedy

    def test_our_workbook_saved_as_csv_is_read(self) -> None:
        """With the lines above the headings, the numbers as they are shown, and the item numbers that Excel spoils."""
        found = csv(
            "Return of Derby,,,,,,,",
            "Council,Derby (831),,Still blank,33,,,",
            "Period,2026-27Q2: July to September,,,,,,",
            'Population,"62,113",,,,,,',
            "Item,What is counted,Counted in,Last return: Q1,Number,Rate or percentage,Rate or percentage of,Item key",
            '2,Referrals to children\'s social care,referrals in the period,812,"1,234",198.7,per 10000,referrals',
            "2.1,Anonymous,referrals in the period,,c,,,referrals:source=anonymous",
            "3,,,,200,,,repeat-referrals",
        )
        assert found.heading == HEADING
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals.number": "1234", "referrals.rate": "198.7", "referrals:source=anonymous.number": "c",
            "repeat-referrals.number": "200",
        }  # fmt: skip
        assert not found.problems

    def test_explanations_without_end_and_long_entries_are_cut(self) -> None:
        many = [f"referrals,number,RET-{at},why" for at in range(510)]
        found = csv("item,measure,check,value", "referrals,number,," + "9" * 20_000, *many)
        assert len(found.explanations) == 500
        assert codes(found) == ["FILE-ENTRY"] + ["FILE-EXPLAIN"] * 10
        assert found.typed[cell("referrals.number")] == "9" * 200

    def test_a_wide_table_explains_nothing(self) -> None:
        found = csv("item,number,check", "2,5,RET-JUMP")
        assert (found.explanations, found.problems) == ({}, ())

    def test_windows_letters_are_told(self) -> None:
        found = read("item,number,remark\r\n2,5,caf\u00e9".encode("cp1252"))
        assert "FILE-ENCODING" in noted(found)


class TestJson:
    def test_plain_numbers_symbols_and_null(self) -> None:
        answers = {
            "referrals.number": 12, "repeat-referrals.percent": 12.5, "cla-current.number": "c",
            "cla-uasc.number": None, "care-leavers.number": 0, "ehcps-issued.number": 7.0,
        }  # fmt: skip
        found = read(json.dumps({"answers": answers}).encode())
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals.number": "12", "repeat-referrals.percent": "12.5", "cla-current.number": "c",
            "care-leavers.number": "0", "ehcps-issued.number": "7",
        }  # fmt: skip
        assert found.typed[cell("cla-uasc.number")] == ""

    @pytest.mark.parametrize(
        ("more", "code"),
        [({"place": "856"}, "FILE-COUNCIL"), ({"place": "nowhere"}, "FILE-COUNCIL"),
         ({"period": "2026-27Q1"}, "FILE-PERIOD"), ({"period": "soon"}, "FILE-PERIOD"),
         ({"form": "letter-2023"}, "FILE-FORM")],
    )  # fmt: skip
    def test_another_return_is_told_alone(self, more: dict[str, str], code: str) -> None:
        found = read(json.dumps({"answers": {"referrals.number": "-"}} | more).encode())
        assert codes(found) == [code]
        assert found.answers == {}

    @pytest.mark.parametrize("value", [True, [1], {"a": 1}, "-", -1, 1.5, 1e400, "1e5"])
    def test_wrong_values_are_told_by_cell(self, value: object) -> None:
        found = read(json.dumps({"answers": {"referrals.number": value}}).replace("Infinity", "1e999999999").encode())
        assert codes(found) == ["FILE-ENTRY"]
        assert found.problems[0].place == 'answers, "referrals.number"'
        assert set(found.unread) == {cell("referrals.number")}

    def test_names_given_twice_and_cells_that_are_none_are_told(self) -> None:
        found = read(b'{"answers": {"referrals.number": 1, "referrals.number": 2, "referrals": 3, "ehe.rate": 4}}')
        assert set(codes(found)) == {"FILE-TWICE", "FILE-NOT-ASKED"}
        assert found.answers == {}, "which of the two is meant nobody knows"
        assert set(found.unread) == {cell("referrals.number")}

    @pytest.mark.parametrize(
        "text",
        ["{", "[]", "[1]", "{}", '{"answers": []}', '{"format": "other", "answers": {}}', "[" * 100_000,
         '{"answers": NaN}', "1" * 10, '"text"'],
    )  # fmt: skip
    def test_other_json_is_refused(self, text: str) -> None:
        with pytest.raises(ReturnRefused):
            read(text.encode())

    def test_explanations_have_to_be_texts(self) -> None:
        found = read(b'{"answers": {}, "explanations": {"RET-A": 1, "RET-B": "why"}}')
        assert codes(found) == ["FILE-EXPLAIN"]
        assert found.explanations == {"RET-B": "why"}


def row(**cells: Any) -> dict[str, Any]:
    made = {
        "indicator": "referrals", "variant": "all", "place": "831", "period": "2026-27Q2", "number": 900,
        "numerator": 900, "denominator": 62113, "rate": 144.89719, "percent": None, "symbol": None,
        "source": "cin-census", "coverage": "whole", "definition": "referrals v1", "choice": "", "base": "mid-2024",
    }  # fmt: skip
    return made | cells


class TestComputed:
    def figures(self, *rows: dict[str, Any], heading: Heading | None = HEADING) -> ReadReturn:
        return read(json.dumps(list(rows)).encode(), heading)

    def test_figures_are_taken_to_the_decimals_that_are_shown(self) -> None:
        found = self.figures(row(), row(indicator="children-in-need", number=0, rate=0.0))
        assert found.way is Way.COMPUTED
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals.number": "900", "referrals.rate": "144.9", "children-in-need.number": "0",
            "children-in-need.rate": "0",
        }  # fmt: skip
        assert not found.problems
        assert "FILE-MISSING" in noted(found)

    def test_variants_are_matched_to_the_items_of_the_form(self) -> None:
        found = self.figures(
            row(variant="source=police", rate=1.0),
            row(
                indicator="icpcs-within-15-days", variant="of=section-47-enquiries", number=4, rate=None, percent=50.04
            ),
            row(indicator="icpcs-within-15-days", variant="all", number=5, rate=None, percent=60.0),
        )
        assert {str(one): str(value) for one, value in found.answers.items()} == {
            "referrals:source=police.number": "900",
            "icpcs-within-15-days:of=section-47-enquiries.number": "4",
            "icpcs-within-15-days:of=section-47-enquiries.percent": "50",
        }

    def test_files_that_do_not_reach_have_to_be_explained(self) -> None:
        found = self.figures(row(coverage="short history: last year's census is not there."))
        (problem,) = found.problems
        assert (problem.code, problem.weight, problem.cell) == ("FILE-COVERAGE", Weight.SOFT, cell("referrals.number"))
        assert problem.key == "FILE-COVERAGE referrals.number"
        assert found.answers[cell("referrals.number")] == Number(900)

    def test_a_figure_the_files_cannot_give_is_not_available(self) -> None:
        found = self.figures(row(number=None, rate=None, symbol="x", coverage="none: no file given answers for it"))
        assert found.answers[cell("referrals.number")] == Missing(Symbol.NOT_AVAILABLE)
        assert found.answers[cell("referrals.rate")] == Missing(Symbol.NOT_AVAILABLE)
        assert "FILE-NO-FIGURE" in noted(found)

    def test_two_returns_that_differ_are_not_settled_by_us(self) -> None:
        found = self.figures(row(), row(source="annex-a", number=890))
        assert codes(found) == ["FILE-SOURCES"]
        assert "900 by cin-census and 890 by annex-a" in found.problems[0].rule
        assert cell("referrals.number") not in found.answers
        assert {cell("referrals.number"), cell("referrals.rate")} == found.unread.keys()
        assert not found.unread.keys() & set(found.missing)

    def test_notes_name_the_items_and_not_rows_alone(self) -> None:
        found = self.figures(
            row(source="annex-a"),
            row(),
            row(indicator="children-in-need", source="annex-a"),
            row(indicator="children-in-need", source="b"),
        )
        (told,) = [one.words for one in causes(found.notes) if one.problems[0].code == "FILE-SOURCES"]
        items = [FORM.item(key) for key in ("referrals", "children-in-need")]
        for item, line in zip(items, ("figure 1, number", "figure 3, number"), strict=True):
            assert f"{item.label} {item.title} ({line})" in told
        assert told.count("given by several returns") == 1
        lacking = self.figures(row(number=None, rate=None, symbol="x", coverage="none: no file"))
        assert [one.place for one in lacking.notes if one.code == "FILE-NO-FIGURE"] == [
            f"{items[0].label} {items[0].title} (figure 1, coverage)"
        ]

    @pytest.mark.parametrize(
        "other", [{"number": 900}, {"number": None}, {"number": 5, "coverage": "short history: x"}]
    )
    def test_two_returns_of_which_one_is_better_are_told(self, other: dict[str, Any]) -> None:
        found = self.figures(row(source="annex-a", **other), row())
        assert found.answers[cell("referrals.number")] == Number(900)
        assert "FILE-SOURCES" in noted(found)
        assert not found.problems

    def test_rows_of_others_are_not_taken(self) -> None:
        found = self.figures(row(), row(place="856", number=1), row(period="2026-27Q1", number=2))
        assert found.answers[cell("referrals.number")] == Number(900)
        assert codes(self.figures(row(place="856"))) == ["FILE-COUNCIL"]
        assert self.figures(row(place="856"), heading=None).heading == LEICESTER

    def test_the_csv_is_read_alike(self) -> None:
        found = csv(HEAD, 'referrals,all,831,2026-27Q2,900,900,62113,144.89719,,,cin-census,"whole",referrals v1')
        assert found.answers == self.figures(row()).answers


def test_the_files_that_riia_computes_are_read_alike(tmp_path: Any) -> None:
    """Real ones: from a simulated council's census."""
    from riia.cli import main

    given = tmp_path / "files"
    main(["simulate", "--place", "Rutland", "--year", "2025", "--only", "cin-census", "--out", str(given)])
    when = ["--place", "Rutland", "--period", "2024-25Q4"]
    read_all = []
    for ending in ("json", "csv", "xlsx"):
        out = tmp_path / f"figures.{ending}"
        main(["indicators", "compute", str(given), *when, "--out", str(out)])
        read_all.append(read_return(out.name, out.read_bytes(), FORM, None))
    first = read_all[0]
    assert first.heading is not None
    assert first.heading.period.code == "2024-25Q4"
    assert isinstance(first.answers[cell("referrals.number")], Number)
    assert isinstance(first.answers[cell("referrals.rate")], Number)
    assert first.answers == read_all[1].answers == read_all[2].answers
    assert {one.code for found in read_all for one in found.problems} <= {"FILE-COVERAGE"}


def test_a_comma_that_divides_a_number_is_no_small_number() -> None:
    """1,234 without quotation marks is two cells: neither 1 nor 234 is read."""
    found = csv("item,number,rate", "2,1,234", "3,5", "4,1,234,144.9")
    assert [(one.code, one.place, one.text) for one in found.problems] == [
        ("FILE-LONG", "line 4", '"144.9"'), ("FILE-LONG", "line 4", '"144.9"')
    ]  # fmt: skip
    short = csv("item,number,,", "2,1,234", "3,5,,")
    assert (codes(short), dict(short.answers)) == (["FILE-LONG"], {cell("repeat-referrals.number"): Number(5)})
    assert cell("referrals.number") in short.unread


def test_two_columns_with_one_heading_are_read_only_where_they_agree() -> None:
    found = csv("item,number,number", "2,900,901", "3,200,200", "4,7,", "5,,8", "7,,")
    assert [(one.code, one.place, str(one.cell)) for one in found.problems] == [
        ("FILE-HEADING", "line 2, number", "referrals.number"),
        ("FILE-HEADING", "line 5, number", "assessments-completed.number"),
    ]
    assert {str(one): str(value) for one, value in found.answers.items()} == {
        "repeat-referrals.number": "200", "assessments-started.number": "7",
    }  # fmt: skip


def test_two_columns_of_items_that_differ_are_for_no_item() -> None:
    found = csv("item,item,number", "2,3,800", "4,4,7")
    assert codes(found) == ["FILE-HEADING"]
    assert list(found.answers) == [cell("assessments-started.number")]


def test_two_columns_of_measures_that_differ_cannot_be_read() -> None:
    with pytest.raises(ReturnRefused, match='two columns are headed "measure", and differ in line 2, measure'):
        csv("item,measure,value,measure", "2,number,800,rate")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('item,number\n2,900\n3,"200\n4,7\n', "line 3 opens a quotation mark that is never closed"),
        ('item,title,number\n2,"Referrals,900\n3,,7\n', "line 2 opens a quotation mark"),
        ("item,number\n2,900\n3," + "9" * 200_000, "line 3 has a cell of more than 131,072 signs"),
    ],
)
def test_lines_that_do_not_end_where_they_seem_to(text: str, says: str) -> None:
    with pytest.raises(ReturnRefused) as caught:
        read(text.encode())
    assert says in str(caught.value)


def test_a_closed_quotation_mark_is_none_that_is_open() -> None:
    found = csv("item,title,number", '2,"Referrals, ""all"" of\nthem",900', '3,a "quick" one,7')
    assert (found.problems, found.answers[cell("referrals.number")]) == ((), Number(900))
    assert found.answers[cell("repeat-referrals.number")] == Number(7)


@pytest.mark.parametrize(
    "period", ["Q2 2026-27", "2026-27 Q2", "2026/27 Q2", "Quarter 2 2026/27", "Q2 2026/2027", "quarter 2, 2026-27",
               "July to September 2026 (Q2 2026-27)", "2026-27Q2", "2026-27Q2: July to September 2026"],
)  # fmt: skip
def test_quarters_as_people_write_them(period: str) -> None:
    found = csv("Council,Derby", f'Period,"{period}"', "item,number", "2,900")
    assert (found.problems, found.heading) == ((), HEADING)
    assert codes(csv("item,period,number", "2,Q1 2026-27,900")) == ["FILE-PERIOD"]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("Council,Derbie", "FILE-COUNCIL"), ("Council,Derbyshire County", "FILE-COUNCIL"),
        ("Period,Q2 2026", "FILE-PERIOD"), ("Period,Q2 2026-28", "FILE-PERIOD"),
        ("Period,Quarter 1 2026-27", "FILE-PERIOD"),
        ("Council,Derbyshire and Derby", "FILE-COUNCIL"), ("Council,Derby City Council - Performance", ""),
        ("Council,Period", ""), ("Council,", ""),
    ],
)  # fmt: skip
def test_a_head_that_is_not_understood_is_told(head: str, code: str) -> None:
    """Not taken for the expected return in silence; a department of the council is the council."""
    found = csv(head, "item,number", "2,900")
    assert codes(found) == [code] * bool(code)
    assert bool(found.answers) is not bool(code)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"%PDF-1.7", "The file is a PDF document."), (b"", "The file is empty."),
        (b"PK\x03\x04 not a zip", "The file is damaged or cut short: its parts cannot be unpacked."),
        (b"one,two\n1,2\n", "No line has the headings of a return."),
    ],
)  # fmt: skip
def test_a_refusal_has_a_subject(data: bytes, rule: str) -> None:
    with pytest.raises(ReturnRefused) as caught:
        read(data)
    assert caught.value.rule == rule
    assert str(caught.value).startswith("return was not read: ")
    assert not str(caught.value).startswith(("return was not read: is", "return was not read: The"))
