"""Facts from Annex A: what each row of a list says, from one extract and from several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions.countings import countings
from riia.indicators.engine.computing import Question, figures
from riia.indicators.engine.facts.annex_a import BUILDERS
from riia.indicators.engine.results import Population
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Missing, Number, Period
from riia.indicators.readers.annex_a import read
from riia.indicators.readers.reading import FILE, ROW, Reading, SourceFile
from riia.indicators.tables.annex_a import ANNEX_A, NEEDED_FOR
from riia.indicators.tables.facts import COMMON, FACTS
from riia.indicators.tables.schema import Kind
from tests.indicators.readers.annex_a_files import SAMPLES, table, write

QUARTER = Period.parse("2024-25Q2")
NEW, OLD = "q2.xlsx", "q1.xlsx"
_ENDED = {"Date Ceased to be Looked After": date(2024, 9, 1)}
_TYPES = {Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean, Kind.WHOLE: pl.Int64, Kind.NUMBER: pl.Float64}

type Row = Mapping[str, object]


def _frame(number: int, rows: Sequence[tuple[str, Row]], without: Sequence[str] = ()) -> pl.DataFrame:
    schema = ANNEX_A[f"list_{number}"]
    short = {"child": schema.child, "born": "Date of Birth"}
    named = [{short.get(key, key): value for key, value in row.items()} for _, row in rows]
    assert all(set(row) <= set(schema.by_name) for row in named)
    columns = [column for column in schema.columns if column.name not in without]
    data = {column.name: [row.get(column.name) for row in named] for column in columns}
    frame = pl.DataFrame(data, schema={column.name: _TYPES.get(column.kind, pl.String) for column in columns})
    return frame.with_columns(
        pl.Series(FILE, [file for file, _ in rows], dtype=pl.String), pl.int_range(2, frame.height + 2).alias(ROW)
    )


def _tables(frames: Mapping[int, pl.DataFrame], *files: tuple[str, date, bool]) -> Tables:
    files = files or ((NEW, date(2024, 10, 2), True),)
    sources = tuple(SourceFile(name, "", None, None, last, declared=declared) for name, last, declared in files)
    named = {f"list_{number}": frame for number, frame in frames.items()}
    return Tables.of(Reading(ANNEX_A.key, sources, named, (), ()))


def _fact(name: str, tables: Tables, period: Period = QUARTER) -> list[dict[str, Any]]:
    frame = BUILDERS[name](tables, period)
    assert frame is not None
    return sorted(frame.collect().rows(named=True), key=lambda row: row["row"])


def _one(name: str, number: int, period: Period = QUARTER, **cells: object) -> dict[str, Any]:
    (row,) = _fact(name, _tables({number: _frame(number, [(NEW, {"child": "1"} | cells)])}), period)
    return row


_LISTS = {
    "contacts": 1, "early_help_assessments": 2, "referrals": 3, "assessments": 4, "enquiries": 5, "conferences": 5,
    "needs": 6, "protection_plans": 7, "care": 8, "care_year": 8, "missing_in_care": 8, "care_leavers": 9,
    "adoptions": 10,
}  # fmt: skip


_NOT_IN_THE_LISTS = {"care_year": {"immunised", "development_checked"}}


@pytest.mark.parametrize("name", BUILDERS)
def test_a_fact_has_exactly_its_columns_also_without_rows(name: str) -> None:
    frame = BUILDERS[name](_tables({_LISTS[name]: _frame(_LISTS[name], [])}), QUARTER)
    assert frame is not None
    collected = frame.collect()
    known = [column for column in FACTS[name].columns if column not in _NOT_IN_THE_LISTS.get(name, ())]
    assert collected.columns == [*COMMON, *known]
    assert not [column for column, kind in collected.schema.items() if str(kind) == "Unknown"]


@pytest.mark.parametrize("name", BUILDERS)
def test_without_its_list_there_is_no_fact(name: str) -> None:
    other = 2 if _LISTS[name] == 1 else 1
    assert BUILDERS[name](_tables({other: _frame(other, [])}), QUARTER) is None


@pytest.mark.parametrize(
    ("name", "heading", "columns"),
    [
        ("contacts", "Date of Contact", {"contacted"}),
        ("referrals", "Referral Source", {"source"}),
        ("assessments", "Continuous Assessment Start Date", {"started", "working_days_from_start"}),
        ("conferences", "Date of Initial Child Protection Conference", {"held", "working_days"}),
        ("needs", "Case Status", {"status"}),
        ("care", "Child's Legal Status", {"short_break"}),
        ("care", "Placement Provider", {"own_provision", "fostered_by_council"}),
        ("care_leavers", "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)", {"uasc"}),
        ("care_leavers", "Suitability of Accommodation", {"suitable"}),
        ("adoptions", "Date of Placement Order", {"ordered", "days_to_matched"}),
    ],
)
def test_what_the_file_has_no_heading_for_is_left_out(name: str, heading: str, columns: set[str]) -> None:
    number = _LISTS[name]
    frame = BUILDERS[name](_tables({number: _frame(number, [(NEW, {"child": "1"})], without=[heading])}), QUARTER)
    assert frame is not None
    assert {*COMMON, *FACTS[name].columns} - set(frame.collect().columns) == columns


def test_a_list_without_identifiers_still_gives_its_facts() -> None:
    frame = _frame(3, [(NEW, {"Date of referral": date(2024, 8, 1)})], without=["Child Unique ID"])
    (row,) = _fact("referrals", _tables({3: frame}))
    assert row["child"] is None
    assert row["referred"] == date(2024, 8, 1)
    assert "previous_referred" not in row


# Lists 1 to 7


def test_contacts_that_are_alike_are_all_kept() -> None:
    contact = {"child": "1", "Date of Contact": date(2024, 8, 1), "Contact Source": "6"}
    assert len(_fact("contacts", _tables({1: _frame(1, [(NEW, contact)] * 2)}))) == 2


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("1C", "individual"), ("1A-1D", "individual"), ("2A", "schools"), ("2B", "education-services"),
        ("3F", "health-services"), ("3A-3F", "health-services"), ("4", "housing"), ("5A-5D", "council-services"),
        ("6", "police"), ("7", "other-legal-agency"), ("8", "other"), ("9", "anonymous"), ("10", "unknown"),
        (None, "unknown"), ("zzCodeError", "unknown"),
    ],
)  # fmt: skip
def test_sources_of_referrals(code: str | None, source: str) -> None:
    assert _one("referrals", 3, **{"Referral Source": code})["source"] == source


def test_the_referral_before_is_on_an_earlier_day() -> None:
    days = [date(2024, 1, 5), date(2024, 8, 1), date(2024, 8, 1), None]
    rows: list[tuple[str, Row]] = [(NEW, {"child": "1", "Date of referral": day}) for day in days]
    rows += [(NEW, {"child": "2", "Date of referral": date(2024, 9, 1)}), (NEW, {"Date of referral": date(2024, 9, 1)})]
    found = _fact("referrals", _tables({3: _frame(3, rows)}))
    assert [row["previous_referred"] for row in found] == [None, days[0], days[0], None, None, None]


def test_working_days_of_assessments_and_conferences() -> None:
    done = {"Continuous Assessment Start Date": date(2024, 8, 23)}
    row = _one("assessments", 4, **done, **{"Continuous Assessment Date of Authorisation": date(2024, 8, 27)})
    assert row["working_days_from_start"] == 1, "a weekend and the August bank holiday lie between"
    assert row["working_days_from_referral"] is None
    enquiry = {"Strategy discussion initiating Section 47 Enquiry Start Date": date(2024, 9, 2)}
    held = "Date of Initial Child Protection Conference"
    assert _one("conferences", 5, **enquiry, **{held: date(2024, 9, 23)})["working_days"] == 15
    assert _one("conferences", 5, **enquiry, **{held: date(2024, 8, 30)})["working_days"] is None


def test_enquiries_and_conferences_of_list_5() -> None:
    start, held = (
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Date of Initial Child Protection Conference",
    )
    rows = [
        (NEW, {"child": "1", start: date(2024, 9, 2), held: date(2024, 9, 20)}),
        (NEW, {"child": "2", start: date(2024, 9, 2)}),
        (NEW, {"child": "3", held: date(2024, 9, 20)}),
    ]
    tables = _tables({5: _frame(5, rows)})
    assert [row["child"] for row in _fact("enquiries", tables)] == ["1", "2"]
    assert [(row["child"], row["working_days"]) for row in _fact("conferences", tables)] == [("1", 14), ("3", None)]


def test_a_conference_held_since_is_of_the_same_enquiry() -> None:
    start, held = (
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Date of Initial Child Protection Conference",
    )
    rows = [
        (OLD, {"child": "1", start: date(2024, 6, 20)}),
        (NEW, {"child": "1", start: date(2024, 6, 20), held: date(2024, 7, 5)}),
    ]
    tables = _tables({5: _frame(5, rows)}, (OLD, date(2024, 7, 1), True), (NEW, date(2024, 10, 2), True))
    assert [row["conference"] for row in _fact("enquiries", tables)] == [date(2024, 7, 5)]
    assert len(_fact("conferences", tables)) == 1


@pytest.mark.parametrize(
    ("closed", "code", "status"),
    [(None, "c", "c"), (None, "e", "e"), (date(2024, 9, 1), "e", None), (None, "zz", None), (None, None, None)],
)
def test_the_status_of_a_need(closed: date | None, code: str | None, status: str | None) -> None:
    row = _one("needs", 6, **{"CIN Start Date": date(2024, 5, 1), "CIN Closure Date": closed, "Case Status": code})
    assert (row["opened"], row["closed"], row["status"], row["nfa"]) == (date(2024, 5, 1), closed, status, None)


def test_an_earlier_plan_is_known_from_an_older_extract() -> None:
    start, end = "Child Protection Plan Start Date", "Child Protection Plan End Date"
    rows = [
        (OLD, {"child": "1", start: date(2023, 1, 1), end: date(2024, 2, 1)}),
        (OLD, {"child": "2", start: date(2024, 1, 1)}),
        (NEW, {"child": "1", start: date(2024, 8, 1), "Number of Previous Child Protection Plans": 1}),
    ]
    tables = _tables({7: _frame(7, rows)}, (OLD, date(2024, 7, 1), True), (NEW, date(2024, 10, 2), True))
    first, gone, second = _fact("protection_plans", tables)
    assert (second["previous_ended"], second["previous_plans"]) == (date(2024, 2, 1), 1)
    assert (first["previous_ended"], gone["known_until"], second["known_until"]) == (None, date(2024, 7, 1), None)


# List 8


def test_a_period_of_care() -> None:
    row = _one(
        "care", 8,
        **{
            "born": date(2010, 2, 3), "Date Started to be Looked After": date(2023, 1, 2),
            "Date Ceased to be Looked After": date(2024, 9, 1), "Reason Ceased to be Looked After": "E12",
            "Child's Legal Status": "E1", "Placement Type": "U4", "Placement Provider": "PR1",
            "Number of Placements in the Last 12 months": 2, "Start Date of Most Recent Placement": date(2023, 5, 1),
            "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": False,
        },
    )  # fmt: skip
    assert (row["starts_care"], row["leaves_care"], row["adopted"], row["short_break"]) == (True, True, True, False)
    assert (row["fostered_by_council"], row["own_provision"], row["uasc"], row["uasc_ended"]) == (
        True,
        True,
        False,
        None,
    )
    assert (row["period_began"], row["placement_began"], row["placements"]) == (date(2023, 1, 2), date(2023, 5, 1), 2)


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"Child's Legal Status": "V4"}, "short_break", True),
        ({"Child's Legal Status": "V1"}, "short_break", True),
        ({}, "short_break", None),
        ({}, "leaves_care", False),
        ({}, "adopted", False),
        (_ENDED, "adopted", None),
        (_ENDED | {"Reason Ceased to be Looked After": "E3"}, "adopted", False),
        (_ENDED | {"Reason Ceased to be Looked After": "X1"}, "leaves_care", False),
        ({"Placement Type": "U4", "Placement Provider": "PR4"}, "fostered_by_council", False),
        ({"Placement Type": "K2", "Placement Provider": "PR1"}, "fostered_by_council", False),
        ({"Placement Type": "K2", "Placement Provider": "PR1"}, "own_provision", True),
        ({"Placement Type": "U4"}, "fostered_by_council", None),
        ({"Placement Type": "K2"}, "fostered_by_council", False),
        ({"Placement Type": "U4", "Placement Provider": "mystery"}, "fostered_by_council", None),
        ({"Placement Type": "U1-U6", "Placement Provider": "PR1"}, "fostered_by_council", True),
    ],
)  # fmt: skip
def test_what_a_period_of_care_says(cells: Row, column: str, value: bool | None) -> None:
    assert _one("care", 8, **{"Date Started to be Looked After": date(2023, 1, 2), **cells})[column] is value


def _children(*rows: Row) -> Tables:
    return _tables({8: _frame(8, [(NEW, {"Date Started to be Looked After": date(2020, 1, 1)} | row) for row in rows])})


def test_the_yearly_checks_of_those_in_care_for_a_year() -> None:
    teeth = "Date of Last Dental Check"
    began, ended = "Date Started to be Looked After", "Date Ceased to be Looked After"
    found = _fact(
        "care_year",
        _children(
            {"child": "in time", teeth: date(2023, 10, 1)},
            {"child": "too early", teeth: date(2023, 9, 30)},
            {"child": "none"},
            {"child": "after the last day", teeth: date(2024, 10, 1)},
            {"child": "just a year", began: date(2023, 9, 30)},
            {"child": "too new", began: date(2023, 10, 1)},
            {"child": "left that day", ended: date(2024, 9, 30)},
            {"child": "left later", ended: date(2024, 10, 1)},
            {"child": "short breaks", "Child's Legal Status": "V3"},
        ),
    )
    assert {row["child"]: row["teeth_checked"] for row in found} == {
        "in time": True, "too early": False, "none": False, "after the last day": None, "just a year": False,
        "left later": False,
    }  # fmt: skip
    assert {row["on"] for row in found} == {date(2024, 9, 30)}
    assert all("immunised" not in row for row in found)


def test_missing_in_care() -> None:
    episodes = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
    offered = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
    ended = "Date Ceased to be Looked After"
    found = _fact(
        "missing_in_care",
        _children(
            {"child": "1", episodes: 2, offered: True},
            {"child": "2", episodes: 0},
            {"child": "3"},
            {"child": "left on the first day", ended: date(2024, 7, 1)},
            {"child": "left before", ended: date(2024, 6, 30)},
            {"child": "back", ended: date(2024, 8, 1), episodes: 1},
            {"child": "back", "Date Started to be Looked After": date(2024, 9, 1), episodes: 0},
        ),
    )
    assert [(row["child"], row["went_missing"], row["offered"]) for row in found] == [
        ("1", True, True), ("2", False, None), ("3", None, None), ("back", False, None),
    ]  # fmt: skip


# List 9


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"Eligibility Category": "b"}, "category", "former-relevant"),
        ({"Eligibility Category": "d"}, "category", "eligible"),
        ({"Eligibility Category": "huh"}, "category", None),
        ({"LA in Touch": "YES"}, "in_touch", True),
        ({"LA in Touch": "REFU"}, "in_touch", False),
        ({"LA in Touch": "NOT RECORDED"}, "in_touch", None),
        ({"LA in Touch": "DIED"}, "counts", False),
        ({"LA in Touch": "NO"}, "counts", True),
        ({}, "counts", True),
        ({"Activity Status": "P5"}, "in_eet", True),
        ({"Activity Status": "G4"}, "in_eet", False),
        ({"Activity Status": "huh"}, "in_eet", None),
        ({}, "in_eet", None),
        ({"Suitability of Accommodation": "a"}, "suitable", True),
        ({"Suitability of Accommodation": "b"}, "suitable", False),
        ({"Suitability of Accommodation": "c"}, "suitable", None),
        ({"Suitability of Accommodation": "d"}, "housed", False),
        ({"Type of Accommodation": "H"}, "housed", False),
        ({"Type of Accommodation": "U"}, "housed", True),
        ({}, "housed", True),
        ({"born": date(2006, 9, 30)}, "age", 18),
        ({"born": date(2006, 10, 1)}, "age", 17),
        ({"born": date(2005, 12, 31)}, "age", 18),
        ({"born": date(2006, 1, 1)}, "age", 18),
        ({"born": date(2003, 2, 28)}, "age", 21),
        ({"born": date(2003, 11, 15)}, "age", 20),
        ({}, "age", None),
        ({"Eligibility Category": "d"}, "counts", False),
        ({"Eligibility Category": "huh"}, "counts", True),
    ],
)
def test_care_leavers(cells: Row, column: str, value: object) -> None:
    row = _one("care_leavers", 9, **cells)
    assert row[column] == value
    assert row["on"] == date(2024, 9, 30), "made two days after the quarter, the list speaks for its last day"


@pytest.mark.parametrize(
    ("last", "declared", "on"),
    [
        (date(2024, 9, 30), True, date(2024, 9, 30)),
        (date(2024, 10, 31), True, date(2024, 9, 30)),
        (date(2024, 11, 1), True, None),
        (date(2024, 9, 27), True, None),
        (date(2024, 9, 27), False, date(2024, 9, 30)),
        (date(2024, 6, 30), False, None),
    ],
)
def test_the_day_that_a_list_of_care_leavers_speaks_of(last: date, declared: bool, on: date | None) -> None:
    tables = _tables({9: _frame(9, [(NEW, {"child": "1"})])}, (NEW, last, declared))
    if on is None:
        assert BUILDERS["care_leavers"](tables, QUARTER) is None
    else:
        assert [row["on"] for row in _fact("care_leavers", tables)] == [on]


@pytest.mark.parametrize(("last", "known"), [(date(2024, 10, 31), True), (date(2024, 11, 1), False)])
def test_placements_of_the_last_12_months_say_nothing_of_a_day_long_before_the_extract(last: date, known: bool) -> None:
    moves = "Number of Placements in the Last 12 months"
    tables = _tables({8: _frame(8, [(NEW, {"child": "1", moves: 3})])}, (NEW, last, True))
    assert ("placements" in _fact("care", tables)[0]) is known


def test_of_two_lists_of_care_leavers_the_one_for_the_period_is_taken() -> None:
    rows = [(OLD, {"child": "1"}), (OLD, {"child": "2"}), (NEW, {"child": "2"}), (NEW, {"child": "3"})]
    tables = _tables({9: _frame(9, rows)}, (OLD, date(2024, 7, 2), True), (NEW, date(2024, 10, 2), True))
    assert [row["child"] for row in _fact("care_leavers", tables)] == ["2", "3"]
    assert [row["child"] for row in _fact("care_leavers", tables, Period.parse("2024-25Q1"))] == ["1", "2"]


def test_an_empty_list_of_the_newer_extract_says_that_there_is_nobody() -> None:
    """Also where the older extract has rows, which say nothing of the later day."""
    frame = _frame(9, [(OLD, {"child": "1"})])
    files = (OLD, date(2024, 7, 2), True), (NEW, date(2024, 10, 2), True)
    assert _fact("care_leavers", _tables({9: frame}, *files)) == []
    assert [row["child"] for row in _fact("care_leavers", _tables({9: frame}, *files), Period.parse("2024-25Q1"))] == [
        "1"
    ]
    lacking = replace(_tables({9: frame}, *files), holders={"list_9": frozenset({OLD})})
    assert BUILDERS["care_leavers"](lacking, QUARTER) is None


@pytest.mark.parametrize(("name", "number", "heading"), [
    ("contacts", 1, "Date of Contact"), ("early_help_assessments", 2, "Assessment start date"),
    ("referrals", 3, "Date of referral"), ("assessments", 4, "Continuous Assessment Start Date"),
    ("enquiries", 5, "Strategy discussion initiating Section 47 Enquiry Start Date"),
])  # fmt: skip
def test_what_the_newer_extract_has_no_longer_was_taken_back(name: str, number: int, heading: str) -> None:
    """Its list holds every event from its first on; before that, and beyond its six months, the older one stands."""
    days = (OLD, date(2024, 5, 2)), (OLD, date(2024, 7, 1)), (OLD, date(2024, 7, 5)), (NEW, date(2024, 7, 3))
    frame = _frame(number, [(file, {"child": str(at), heading: day}) for at, (file, day) in enumerate(days)])

    def children(frame: pl.DataFrame, since: date) -> list[str]:
        old = SourceFile(OLD, "", None, date(2024, 3, 1), date(2024, 8, 31), declared=True)
        new = SourceFile(NEW, "", None, since, date(2024, 10, 2), declared=True)
        reading = Reading(ANNEX_A.key, (old, new), {f"list_{number}": frame}, (), ())
        return [row["child"] for row in _fact(name, Tables.of(reading))]

    assert children(frame, date(2024, 4, 2)) == ["0", "1", "3"]
    assert children(frame, date(2024, 7, 5)) == ["0", "1", "3"]
    assert children(frame, date(2024, 7, 6)) == ["0", "1", "2", "3"]
    assert children(frame.filter(pl.col(FILE) == OLD), date(2024, 7, 1)) == ["0"]


@pytest.mark.parametrize(("name", "number", "began"), [
    ("needs", 6, "CIN Start Date"), ("protection_plans", 7, "Child Protection Plan Start Date"),
    ("care", 8, "Date Started to be Looked After"),
])  # fmt: skip
def test_a_first_day_that_was_corrected_between_extracts_counts_once(name: str, number: int, began: str) -> None:
    rows = [(OLD, {"child": "1", began: date(2024, 6, 3)}), (NEW, {"child": "1", began: date(2024, 6, 5)})]
    found = _fact(
        name, _tables({number: _frame(number, rows)}, (OLD, date(2024, 7, 2), True), (NEW, date(2024, 10, 2), True))
    )
    assert [row["file"] for row in found] == [NEW]


def test_a_heading_over_nothing_says_nothing_of_missing_children() -> None:
    began = "Date Started to be Looked After"
    rows = [(NEW, {"child": str(at), began: date(2023, 1, 1)}) for at in range(12)]
    (row, *_) = _fact("missing_in_care", _tables({8: _frame(8, rows)}))
    assert "went_missing" not in row


# List 10


def test_adoptions() -> None:
    entered, placed, adopted = "Date the Child Entered Care", "Date Placed for Adoption", "Date of Adoption Order"
    ordered, matched = "Date of Placement Order", "Date of Matching Child and Prospective Adopters"
    rows = [
        {"child": "1", entered: date(2023, 1, 31), placed: date(2024, 3, 30), adopted: date(2024, 9, 1),
         ordered: date(2023, 12, 1), matched: date(2024, 3, 1)},
        {"child": "2", entered: date(2023, 1, 31), placed: date(2024, 3, 31), adopted: date(2024, 9, 1),
         ordered: date(2024, 3, 1), matched: date(2023, 3, 1)},
        {"child": "waiting", entered: date(2023, 1, 1)},
    ]  # fmt: skip
    first, second = _fact("adoptions", _tables({10: _frame(10, [(NEW, row) for row in rows])}))
    assert (first["days_to_placed"], first["days_to_matched"], first["placed_within_14_months"]) == (424, 91, True)
    assert (second["days_to_placed"], second["days_to_matched"]) == (425, None)
    assert second["placed_within_14_months"] is False


# From the file on


def test_from_two_workbooks_to_facts(tmp_path: Path) -> None:
    day, said = "Date of referral", "Referral Source"
    old = write(tmp_path / OLD, {"List 3": table(
        3, {"child": "7", day: date(2024, 2, 1), said: "g) Police"},
        {"child": "8", day: date(2024, 6, 20), said: "Housing"}
    )})  # fmt: skip
    new = write(tmp_path / NEW, {"List 3": table(
        3, {"child": "7", day: date(2024, 9, 3), said: "3A"}, {"child": "8", day: date(2024, 6, 20), said: "4"}
    )})  # fmt: skip
    tables = Tables.of(read([new, old], as_at=date(2024, 10, 1), today=date(2024, 10, 5)))
    found = {(row["child"], row["referred"]): row for row in _fact("referrals", tables)}
    assert len(found) == 3
    assert found["7", date(2024, 9, 3)]["previous_referred"] == date(2024, 2, 1)
    assert found["8", date(2024, 6, 20)]["file"] == NEW
    assert found["7", date(2024, 2, 1)]["known_until"] == date(2024, 6, 20)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not beside the checkout")
def test_the_sample_gives_every_fact() -> None:
    tables = Tables.of(read([SAMPLES / "annex_a" / "Annex_A_2024_Jan.xlsx"]))
    of_a_day = ("care_year", "missing_in_care", "care_leavers")
    assert [BUILDERS[name](tables, Period.parse("2010-11Q1")) for name in of_a_day] == [None] * 3
    day = Period.parse(f"{tables.files[-1].last}")
    counts = {name: len(_fact(name, tables, day)) for name in BUILDERS}
    assert counts == {
        "contacts": 5, "early_help_assessments": 5, "referrals": 6, "assessments": 5, "enquiries": 5, "conferences": 3,
        "needs": 5, "protection_plans": 7, "care": 5, "care_year": 4, "missing_in_care": 4, "care_leavers": 6,
        "adoptions": 5,
    }  # fmt: skip


_DAYS = st.dates(date(1995, 1, 1), date(2025, 12, 31))


@given(st.lists(st.tuples(_DAYS, _DAYS), min_size=1, max_size=60), st.dates(date(2020, 1, 1), date(2025, 12, 31)))
@settings(max_examples=25, deadline=None)
def test_ages_and_days_are_those_of_the_calendar(pairs: list[tuple[date, date]], on: date) -> None:
    leavers = [(NEW, {"child": str(at), "born": born}) for at, (born, _) in enumerate(pairs)]
    found = _fact("care_leavers", _tables({9: _frame(9, leavers)}, (NEW, on, True)), Period.day(on))
    assert [row["age"] for row in found] == [
        on.year - born.year - ((on.month, on.day) < (born.month, born.day)) for born, _ in pairs
    ]
    adopted = [
        (NEW, {"child": str(at), "Date the Child Entered Care": entered, "Date Placed for Adoption": placed,
               "Date of Adoption Order": on})
        for at, (entered, placed) in enumerate(pairs)
    ]  # fmt: skip
    found = _fact("adoptions", _tables({10: _frame(10, adopted)}))
    assert [row["days_to_placed"] for row in found] == [
        (placed - entered).days if placed >= entered else None for entered, placed in pairs
    ]


def test_a_copy_of_a_workbook_is_not_twice_as_many_children() -> None:
    """Two workbooks of one day: what both hold is one record, and what one of them adds is kept."""
    day = date(2024, 10, 2)
    row = {"child": "1", "Date of referral": date(2024, 8, 1)}
    frame = _frame(3, [("a.xlsx", row), ("b.xlsx", row), ("b.xlsx", row | {"child": "2"})])
    rows = _fact("referrals", _tables({3: frame}, ("a.xlsx", day, True), ("b.xlsx", day, True)))
    assert [(row["child"], row["file"], row["known_until"]) for row in rows] == [
        ("1", "b.xlsx", None),
        ("2", "b.xlsx", None),
    ]


def test_a_copy_of_a_snapshot_is_not_twice_as_many_care_leavers() -> None:
    day = date(2024, 10, 2)
    born = {"born": date(2004, 8, 1)}
    rows = [("a.xlsx", {"child": "1"} | born), ("b.xlsx", {"child": "1"} | born), ("a.xlsx", {"child": "2"} | born)]
    tables = _tables({9: _frame(9, rows)}, ("a.xlsx", day, True), ("b.xlsx", day, True))
    assert [(row["child"], row["file"]) for row in _fact("care_leavers", tables)] == [("1", "b.xlsx"), ("2", "a.xlsx")]


@pytest.mark.parametrize(("lowest", "known"), [(0, True), (1, False)])
def test_a_count_of_referrals_without_any_0_counts_the_referral_itself(lowest: int, known: bool) -> None:
    count = "Number of Referrals in Last 12 Months"
    rows = [(NEW, {"child": str(at), "Date of referral": date(2024, 8, 1), count: max(at, lowest)}) for at in range(10)]
    found = _fact("referrals", _tables({3: _frame(3, rows)}))
    assert [row["referrals_in_12_months"] for row in found] == [max(at, lowest) if known else None for at in range(10)]


_NEEDED = [(name, column) for name, columns in NEEDED_FOR.items() for column in (ANNEX_A[name].child, *columns)]


@pytest.mark.parametrize(("name", "column"), _NEEDED)
def test_a_missing_column_never_stops_the_figures(name: str, column: str) -> None:
    """What needs it is not available, and the rest is counted, from a list that has all its other columns."""
    number = int(name.removeprefix("list_"))
    row = {column.name: date(2024, 8, 1) for column in ANNEX_A[name].columns if column.kind is Kind.DATE}
    frame = _frame(number, [(NEW, row)]).drop(column)
    question = Question("831", QUARTER, Population(Number(100), "given"))
    asked = [one for one in countings() if _LISTS.get(one.fact) == number]
    found = figures([_tables({number: frame})], asked, question)
    assert len(found) == len(asked)
    assert all(isinstance(one.number, Missing) for one in found if column in one.coverage.words)
