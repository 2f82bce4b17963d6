"""Facts and figures of the SSDA903: periods of care, placements, years, and stock that flows explain."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions.countings import find
from riia.indicators.definitions.countings.looked_after import COUNTINGS
from riia.indicators.engine.computing import Question, figures
from riia.indicators.engine.facts.ssda903 import BUILDERS
from riia.indicators.engine.results import Population
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Number, Period
from riia.indicators.readers import ssda903
from riia.indicators.readers.reading import FILE, ROW, Reading, SourceFile
from riia.indicators.tables.facts import COMMON, FACTS
from riia.indicators.tables.schema import Kind
from riia.indicators.tables.ssda903 import SSDA903

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "child-level-samples" / "ssda903"
YEAR = Period.parse("YE2025-03")
DTYPES = {Kind.DATE: pl.Date(), Kind.WHOLE: pl.Int64(), Kind.FLAG: pl.Boolean()}
HEADINGS = {
    "episodes": "CHILD DECOM RNE LS PLACE PLACE_PROVIDER DEC REC URN",
    "header": "CHILD DOB",
    "uasc": "CHILD DUC",
    "missing": "CHILD MISSING MIS_START",
    "oc2": "CHILD DOB IMMUNISATIONS TEETH_CHECK HEALTH_ASSESSMENT HEALTH_CHECK",
    "oc3": "CHILD DOB IN_TOUCH ACTIV ACCOM",
    "ad1": "CHILD DATE_MATCH",
}
FLOWS = ("cla-current", "cla-starting", "cla-starting:count=children", "cla-ceasing", "cla-ceasing:count=children")


def day(text: str) -> date | None:
    """ "1.4.24" is 1 April 2024; "" is no day."""
    if not text:
        return None
    number, month, year = (int(part) for part in text.split("."))
    return date(2000 + year, month, number)


def tables(files: dict[int, dict[str, list[str]]]) -> Tables:
    """Tables from lines such as "A 1.4.24 S C2 U4 PR1 1.6.24 X1" ("-" is blank), by year and table."""
    sources: list[SourceFile] = []
    found: dict[str, list[pl.DataFrame]] = {}
    for year, own in files.items():
        for name, lines in own.items():
            file = f"{year}/{name}.csv"
            sources.append(SourceFile(file, "", year, date(year - 1, 4, 1), date(year, 3, 31), declared=True))
            columns = {column.name: column for column in SSDA903[name].columns}
            rows = []
            for at, line in enumerate(lines, start=2):
                cells = dict(zip(HEADINGS[name].split(), line.split(), strict=False))
                row = {column: read(columns[column].kind, cells.get(column, "-")) for column in columns}
                rows.append({**row, FILE: file, ROW: at})
            schema = {
                **{n: DTYPES.get(c.kind, pl.String()) for n, c in columns.items()},
                FILE: pl.String(),
                ROW: pl.Int64(),
            }
            found.setdefault(name, []).append(pl.DataFrame(rows, schema=schema))
    whole = {name: pl.concat(frames) for name, frames in found.items()}
    ordered = tuple(sorted(sources, key=lambda one: one.age))
    return Tables.of(Reading("ssda903", ordered, whole, (), ()))


def read(kind: Kind, text: str) -> object:
    if text == "-":
        return None
    if kind is Kind.DATE:
        return day(text)
    return text == "1" if kind is Kind.FLAG else text


def rows(files: dict[int, dict[str, list[str]]], fact: str, period: Period = YEAR) -> list[dict[str, object]]:
    frame = BUILDERS[fact](tables(files), period)
    assert frame is not None
    found = frame.collect().to_native()
    assert set(found.columns) <= {*COMMON, *FACTS[fact].columns}
    return found.sort("file", "row").rows(named=True)


def care(*episodes: str, period: Period = YEAR) -> list[dict[str, object]]:
    return rows({2025: {"episodes": list(episodes)}}, "care", period)


def counts(files: dict[int, dict[str, list[str]]], *only: str, period: Period = YEAR) -> dict[str, object]:
    return values(tables(files), period, only)


def values(source: Tables, period: Period, only: tuple[str, ...] = ()) -> dict[str, object]:
    question = Question("831", period, Population(Number(10_000), "as given"))
    asked = [one for one in COUNTINGS if not only or one.address in only]
    return {one.counting.address: one.as_row()["number"] for one in figures([source], asked, question)}


def _shares(files: dict[int, dict[str, list[str]]], address: str, period: Period) -> tuple[object, object]:
    question = Question("831", period, Population(Number(10_000), "as given"))
    (one,) = figures([tables(files)], [one for one in COUNTINGS if one.address == address], question)
    return one.as_row()["numerator"], one.as_row()["denominator"]


def test_a_chain_of_episodes_is_one_period_of_care() -> None:
    found = care(
        "A 10.4.24 S C1 U5 PR1 1.6.24 X1",
        "A 1.6.24 L C2 U5 PR1 1.9.24 X1",
        "A 1.9.24 P C2 K2 PR4 1.12.24 E4A",
        "A 1.2.25 S V2 U6 PR4 - -",
    )
    assert [one["starts_care"] for one in found] == [True, False, False, True]
    assert [one["leaves_care"] for one in found] == [False, False, True, False]
    assert [one["period_began"] for one in found] == [day("10.4.24")] * 3 + [day("1.2.25")]
    assert [one["placement_began"] for one in found] == [day(x) for x in ("10.4.24", "10.4.24", "1.9.24", "1.2.25")]
    assert [one["placements"] for one in found] == [3] * 4
    assert [one["own_provision"] for one in found] == [True, True, False, False]


@pytest.mark.parametrize(
    ("episodes", "placements"),
    [
        (["A 1.1.20 S C2 U4 PR1 - -"], 1),
        (["A 1.1.20 S C2 U4 PR1 31.3.24 X1", "A 31.3.24 P C2 U4 PR4 - -"], 1),
        (["A 1.1.20 S C2 U4 PR1 1.4.24 X1", "A 1.4.24 P C2 U4 PR4 - -"], 1),
        (["A 1.1.20 S C2 U4 PR1 2.4.24 X1", "A 2.4.24 P C2 U4 PR4 - -"], 2),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 P C2 U4 PR4 2.5.24 X1", "A 2.5.24 P C2 U6 PR4 - -"], 2),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 T C2 A3 PR1 - -"], 1),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 U E1 A5 PR1 - -"], 1),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 B E1 A6 PR1 - -"], 2),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1 7", "A 2.5.24 P C2 T1 PR3 9.5.24 X1", "A 9.5.24 P C2 U4 PR1 - - 7"], 1),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1 7", "A 2.5.24 P C2 T1 PR3 9.5.24 X1", "A 9.5.24 P C2 U4 PR1 - - 8"], 2),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1 7", "A 2.5.24 P C2 U4 PR1 - - 7"], 2),
        (["A 1.1.24 S V4 U4 PR1 2.5.24 E8", "A 2.6.24 S C2 U4 PR1 - -"], 1),
        (["A 1.6.24 S C2 U4 PR1 2.7.24 E4A", "A 2.9.24 S C2 U4 PR1 - -"], 2),
    ],
)
def test_placements_in_the_12_months(episodes: list[str], placements: int) -> None:
    assert care(*episodes)[-1]["placements"] == placements


def test_going_back_after_a_temporary_stay_is_the_same_placement() -> None:
    found = care("A 1.1.20 S C2 U4 PR1 2.5.24 X1 7", "A 2.5.24 P C2 T0 PR3 9.5.24 X1", "A 9.5.24 P C2 U4 PR1 - - 7")
    assert {one["placement_began"] for one in found} == {day("1.1.20")}


@pytest.mark.parametrize(
    ("episodes", "began"),
    [
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 B E1 A6 PR1 - -"], "1.1.20"),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 P C2 K2 PR4 2.6.24 X1", "A 2.6.24 B E1 A6 PR1 - -"], "2.5.24"),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1 7", "A 2.5.24 P C2 T1 PR3 9.5.24 X1", "A 9.5.24 B E1 A6 PR1 - -"], "1.1.20"),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 B E1 A6 PR1 2.7.24 X1", "A 2.7.24 L E1 A6 PR1 - -"], "1.1.20"),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 E4A", "A 2.6.24 S E1 A6 PR1 - -"], "2.6.24"),
        (["A 1.1.20 S C2 U4 PR1 2.5.24 X1", "A 2.5.24 B E1 A6 PR1 2.7.24 X1", "A 2.7.24 P E1 U4 PR1 - -"], "2.7.24"),
    ],
)
def test_a_placement_for_adoption_counts_with_the_one_before_it(episodes: list[str], began: str) -> None:
    assert care(*episodes)[-1]["placement_began"] == day(began)


def test_without_days_of_birth_nobody_knows_who_is_under_16() -> None:
    files = {2025: {"episodes": [f"{child} 1.1.20 S C2 U4 PR1 - -" for child in range(12)]}}
    found = counts(files, "cla-current", "cla-long-term-placements")
    assert (found["cla-current"], found["cla-long-term-placements"]) == (12, None)


def test_short_breaks_are_no_care() -> None:
    found = counts(
        {2025: {"episodes": ["A 1.5.24 S V4 U4 PR1 - -", "B 1.5.24 S V3 U4 PR1 3.5.24 E8"], "header": ["A 1.1.15"]}},
        *FLOWS,
    )
    assert (found["cla-current"], found["cla-starting"], found["cla-ceasing"]) == (0, 0, 0)


def test_days_are_half_open_and_18_is_too_old() -> None:
    found = counts(
        {
            2025: {
                "episodes": [
                    "A 1.5.24 S C2 U4 PR1 31.3.25 E4A",
                    "B 31.3.25 S C2 U4 PR1 - -",
                    "C 1.5.24 S C2 U4 PR1 1.4.25 E7",
                    "D 1.5.15 S C2 U4 PR1 - -",
                ],
                "header": ["A 1.1.15", "B 1.1.15", "C 1.4.07", "D 31.3.07"],
            }
        },
        *FLOWS,
    )
    assert found["cla-current"] == 2, "B and C"
    assert found["cla-starting"] == 3
    assert found["cla-ceasing"] == 1


def test_a_child_who_comes_and_goes_twice() -> None:
    episodes = ["A 1.5.24 S C2 U4 PR1 1.6.24 E4A", "A 1.7.24 S C2 U4 PR1 1.8.24 E4B"]
    found = counts({2025: {"episodes": episodes, "header": ["A 1.1.15"]}}, *FLOWS)
    assert (found["cla-starting"], found["cla-starting:count=children"]) == (2, 1)
    assert (found["cla-ceasing"], found["cla-ceasing:count=children"]) == (2, 1)


def test_without_reasons_care_begins_and_ends_where_no_episode_joins() -> None:
    found = care("A 1.5.24 - C2 U4 PR1 1.6.24 -", "A 1.6.24 - C2 U4 PR4 1.8.24 -", "A 1.9.24 - C2 U4 PR4 - -")
    assert [one["starts_care"] for one in found] == [True, False, True]
    assert [one["leaves_care"] for one in found] == [False, True, False]
    assert [one["placement_began"] for one in found] == [day("1.5.24"), day("1.6.24"), day("1.9.24")]


def test_without_a_reason_care_goes_on_while_any_episode_lasts() -> None:
    found = care(
        "A 1.5.24 S C2 U4 PR1 1.9.24 X1",
        "A 1.6.24 P C2 U4 PR1 1.7.24 X1",
        "A 1.9.24 - C2 K2 PR4 - -",
        "B 1.5.24 - C2 U4 PR1 1.9.24 -",
        "B 1.6.24 - C2 U4 PR1 1.7.24 -",
    )
    assert [one["starts_care"] for one in found] == [True, False, False, True, False]
    without = care("B 1.5.24 - C2 U4 PR1 1.9.24 -", "B 1.6.24 - C2 U4 PR1 1.7.24 -", "B 1.8.24 - C2 U4 PR1 1.10.24 -")
    assert [one["leaves_care"] for one in without] == [False, False, True]


def test_the_newest_return_tells_and_a_record_it_lacks_is_known_no_longer() -> None:
    files = {
        2024: {"episodes": ["A 1.5.23 S C2 U4 PR1 - -", "B 1.5.23 S C2 U4 PR1 - -"]},
        2025: {"episodes": ["A 1.5.23 S C2 U4 PR1 1.6.24 E4A"], "header": ["A 1.1.15", "B 1.1.15"]},
    }
    found = rows(files, "care")
    assert [(one["child"], one["known_until"]) for one in found] == [("B", date(2024, 3, 31)), ("A", None)]
    assert counts(files, "cla-current", period=Period.parse("2024-25Q1"))["cla-current"] == 0
    assert counts(files, "cla-current", period=Period.parse("YE2024-03"))["cla-current"] == 2


def test_unaccompanied_until_the_status_ends() -> None:
    files = {
        2025: {
            "episodes": [f"{child} 1.5.24 S C2 U4 PR1 - -" for child in "ABCD"],
            "uasc": ["A 1.1.27", "B 31.3.25", "C -"],
        }
    }
    found = counts(files, "cla-uasc", "cla-uasc:of=cla-current")
    assert set(found.values()) == {2}
    del files[2025]["uasc"]
    assert counts(files, "cla-uasc")["cla-uasc"] is None, "without the table nobody can tell"


def test_the_status_of_a_child_whom_a_later_return_does_not_list_is_not_known() -> None:
    files = {
        2024: {"episodes": ["A 1.5.23 S C2 U4 PR1 - -", "B 1.5.23 S C2 U4 PR1 - -"], "uasc": ["A -", "B 1.1.30"]},
        2025: {"episodes": ["A 1.5.23 S C2 U4 PR1 - -", "B 1.5.23 S C2 U4 PR1 - -"], "uasc": ["B 1.1.30"]},
    }
    assert counts(files, "cla-uasc")["cla-uasc"] == 1
    assert counts(files, "cla-uasc", period=Period.parse("2024-25Q1"))["cla-uasc"] == 1
    assert counts(files, "cla-uasc", period=Period.parse("YE2024-03"))["cla-uasc"] == 2


def test_a_child_adopted_who_came_back_and_left_again_was_not_adopted_last() -> None:
    episodes = [
        "A 1.1.20 S E1 A6 PR1 1.5.24 E12",
        "A 1.7.24 S C2 U4 PR1 1.8.24 E4B",
        "B 1.1.20 S C2 U4 PR1 1.5.24 E4A",
        "B 1.7.24 S E1 A6 PR1 1.8.24 E11",
        "C 1.1.20 S E1 A6 PR1 1.5.24 E12",
        "C 1.7.24 S C2 U4 PR1 1.5.25 E4B",
        "D 1.1.20 S E1 A6 PR1 1.5.24 E12",
        "D 1.7.24 S V3 U4 PR1 3.7.24 E8",
    ]
    files = {2025: {"episodes": episodes}}
    assert _shares(files, "cla-adopted", YEAR) == (3, 4), "B, C and D"
    assert _shares(files, "cla-adopted", Period.parse("2024-25Q1")) == (3, 4), "A, C and D"


def test_the_health_return_is_of_children_in_care_for_the_whole_year() -> None:
    files = {
        2025: {
            "episodes": [
                "A 1.1.20 S C2 U4 PR1 - -",
                "B 2.4.24 S C2 U4 PR1 - -",
                "C 1.1.20 S C2 U4 PR1 1.9.24 X1",
                "C 1.9.24 P C2 U4 PR1 - -",
                "D 1.1.20 S C2 U4 PR1 1.9.24 E4A",
                "E 1.1.20 S V4 U4 PR1 - -",
                "F 1.4.24 S C2 U4 PR1 - -",
            ],
            "header": [f"{child} 1.6.21" for child in "ABCDEF"],
            "oc2": ["A 1.6.21 1 0 1 1", "B 1.6.21 1 1 1 1", "C 1.6.19 1 1 0 1"],
        }
    }
    assert [one["child"] for one in rows(files, "care_year")] == ["A", "C", "F"]
    health = ("cla-immunisations", "cla-dental-checks", "cla-health-assessments", "cla-development-assessments")
    found = counts(files, *health)
    assert (found["cla-immunisations"], found["cla-dental-checks"], found["cla-health-assessments"]) == (2, 1, 1)
    assert found["cla-development-assessments"] == 1, "C is five, of F nothing is known"
    assert set(counts(files, *health, period=Period.parse("2024-25Q2")).values()) == {None}


@pytest.mark.parametrize(("born", "age"), [("31.3.06", 19), ("1.4.06", 18), ("1.4.05", 19), ("29.2.04", 21)])
def test_the_age_of_care_leavers_is_that_of_the_birthday_in_the_year(born: str, age: int) -> None:
    (found,) = rows({2025: {"oc3": [f"A {born} YES F1 K1"]}}, "care_leavers")
    assert (found["age"], found["on"]) == (age, date(2025, 3, 31))


def test_care_leavers() -> None:
    lines = [
        "A 1.5.05 YES F1 K1", "B 1.5.05 NO 0 0", "C 1.5.05 DIED G5 Y2", "D 1.5.05 RHOM F1 B1", "E 1.5.05 NREQ G4 H1",
        "F 1.5.05 YES P5 R2", "G 1.5.05 YES G6 S2", "H 1.5.07 YES F2 U1",
    ]  # fmt: skip
    found = counts({2025: {"oc3": lines}})
    assert (found["care-leavers:age=19-21"], found["care-leavers:age=17-18"]) == (5, 1)
    assert found["care-leavers-eet:age=19-21"] == 2
    assert found["care-leavers-suitable-accommodation:age=19-21"] == 1
    assert found["uasc-care-leavers:age=19-21"] is None


def test_who_came_alone_is_seen_when_enough_returns_are_given() -> None:
    files: dict[int, dict[str, list[str]]] = {
        year: {"episodes": [f"Z{year} 1.5.{year - 2001} S C2 U4 PR1 - -"], "uasc": [f"Z{year} -"]}
        for year in range(2022, 2026)
    }
    files[2022]["uasc"].append("A 1.5.21")
    files[2022]["episodes"] += ["A 1.5.20 S C2 U4 PR1 1.5.21 E6", "B 1.5.20 S C2 U4 PR1 1.5.21 E6"]
    files[2025]["oc3"] = ["A 1.5.03 YES F1 K1", "B 1.5.03 YES F1 K1", "C 1.5.05 YES F1 K1", "D 1.5.07 YES F1 K1"]
    assert _shares(files, "uasc-care-leavers:age=19-21", YEAR) == (1, 3)
    told = {one["child"]: one["uasc"] for one in rows(files, "care_leavers")}
    assert told == {"A": True, "B": False, "C": None, "D": None}
    del files[2024]["uasc"]
    found = tables(files)
    holders = {"uasc": frozenset(f"{year}/uasc.csv" for year in (2022, 2023, 2025)), "oc3": frozenset({"2025/oc3.csv"})}
    assert "uasc" not in rows_of(replace(found, holders=holders), "care_leavers", YEAR)


def test_missing_children_of_all_looked_after_in_the_period() -> None:
    files = {
        2025: {
            "episodes": [
                "A 1.1.20 S C2 U4 PR1 1.7.24 X1",
                "A 1.7.24 P C2 U4 PR1 - -",
                "B 1.1.20 S C2 U4 PR1 1.7.24 E4A",
                "C 1.7.24 S V4 U4 PR1 - -",
                "D 1.10.24 S C2 U4 PR1 - -",
            ],
            "missing": ["A M 5.7.24", "A M 9.7.24", "D A 5.11.24"],
        }
    }
    found = rows(files, "missing_in_care", Period.parse("2024-25Q2"))
    assert [(one["child"], one["row"], one["went_missing"]) for one in found] == [("A", 3, True)], "B left on 1 July"
    assert counts(files, "cla-missing")["cla-missing"] == 1
    del files[2025]["missing"]
    assert counts(files, "cla-missing")["cla-missing"] is None


def test_the_way_to_adoption() -> None:
    files = {
        2025: {
            "episodes": [
                "A 1.2.24 S C1 U5 PR1 1.6.24 X1",
                "A 1.6.24 L E1 U5 PR1 1.9.24 X1",
                "A 1.9.24 P E1 A6 PR1 1.2.25 E12",
                "B 1.2.24 L E1 A5 PR1 1.2.25 E11",
                "C 1.2.20 S C2 U4 PR1 1.2.25 E45",
                "D 1.2.24 S V3 A6 PR1 1.2.25 E11",
            ],
            "ad1": ["A 11.6.24", "B 1.1.24"],
        }
    }
    first, second = rows(files, "adoptions")
    told = {name: first[name] for name in ("entered", "ordered", "placed", "days_to_placed", "days_to_matched")}
    assert told == {
        "entered": day("1.2.24"),
        "ordered": day("1.6.24"),
        "placed": day("1.9.24"),
        "days_to_placed": 213,
        "days_to_matched": 10,
    }
    assert first["placed_within_14_months"] is True
    assert (second["entered"], second["placed"]) == (None, None), "both lie before the return's first day"
    found = counts(files)
    assert (found["cla-adopted"], found["adoption-entry-to-moving-in"], found["adoption-order-to-match"]) == (
        2,
        213,
        10,
    )


def test_a_table_that_the_files_lack_gives_no_fact() -> None:
    alone = tables({2025: {"header": ["A 1.1.15"]}})
    assert all(build(alone, YEAR) is None for build in BUILDERS.values())


# On clean records the children at the end are those at the start, and who came, less who left.


@st.composite
def lives(draw: st.DrawFn) -> list[str]:
    """Clean periods of care of a few children, each a chain of episodes, within and around the year."""
    lines = []
    for child in range(draw(st.integers(1, 4))):
        at = date(2023, 12, 1) + timedelta(days=draw(st.integers(0, 300)))
        for _ in range(draw(st.integers(1, 3))):
            links = draw(st.integers(1, 4))
            goes_on = draw(st.booleans())
            for link in range(links):
                end = at + timedelta(days=draw(st.integers(1, 150)))
                rne = "S" if link == 0 else draw(st.sampled_from("LPTBU"))
                place = draw(st.sampled_from(("U4 PR1", "K2 PR4", "T1 PR3", "A5 PR1")))
                last = link == links - 1
                until = "- -" if last and goes_on else f"{end:%d.%m.%y} {'E4A' if last else 'X1'}"
                lines.append(f"{child} {at:%d.%m.%y} {rne} C2 {place} {until}")
                at = end
            if goes_on:
                break
            at += timedelta(days=draw(st.integers(1, 60)))
    return lines


QUARTERS = [Period.parse(f"2024-25Q{number}") for number in (1, 2, 3, 4)]


@settings(max_examples=10, deadline=None)
@given(lives())
def test_stock_is_what_was_there_and_who_came_less_who_left(lines: list[str]) -> None:
    files = {2024: {"episodes": []}, 2025: {"episodes": lines}}
    source = tables(files)
    told = [values(source, period, FLOWS) for period in (Period.parse("YE2024-03"), *QUARTERS)]
    for before, after in pairwise(told):
        assert after["cla-current"] == before["cla-current"] + after["cla-starting"] - after["cla-ceasing"]
        assert after["cla-starting:count=children"] <= after["cla-starting"]
    year = values(source, YEAR, FLOWS)
    for one in ("cla-starting", "cla-ceasing"):
        assert year[one] == sum(quarter[one] for quarter in told[1:])


@settings(max_examples=30, deadline=None)
@given(lives())
def test_periods_and_placements_as_one_would_find_them_by_hand(lines: list[str]) -> None:
    found = {(one["child"], one["began"]): one for one in care(*lines)}
    by_child: dict[str, list[list[str]]] = {}
    for line in lines:
        by_child.setdefault(line.split()[0], []).append(line.split())
    for child, own in by_child.items():
        period = placement = home_before = None
        spans: dict[object, list[object]] = {}
        for _, began, rne, _, place, _, ended, _ in own:
            start, end = day(began), date.max if ended == "-" else day(ended)
            if rne == "S":
                period, placement, home_before = start, start, None
            elif rne in "PB" and place != "T1":
                placement, home_before = start, placement
            one = found[child, start]
            known = home_before if place == "A5" and home_before else placement
            assert (one["period_began"], one["placement_began"]) == (period, known)
            if start <= YEAR.end and end > YEAR.start:
                spans.setdefault(placement, []).append(place)
        expected = sum(any(place != "T1" for place in places) for places in spans.values())
        assert {one["placements"] for (who, _), one in found.items() if who == child} == {expected or None}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this checkout")
def test_quarters_of_the_five_sample_years_add_up() -> None:
    source = Tables.of(ssda903.read([SAMPLES / "multi_year_2017_2021"]))
    for year in (2019, 2021):
        whole = values(source, Period.parse(f"YE{year}-03"), FLOWS)
        quarters = [values(source, Period.parse(f"{year - 1}-{year % 100}Q{number}"), FLOWS) for number in (1, 2, 3, 4)]
        for one in ("cla-starting", "cla-ceasing"):
            assert whole[one] == sum(quarter[one] for quarter in quarters)
            assert 0 < whole[f"{one}:count=children"] <= whole[one]
        assert whole["cla-current"] == quarters[-1]["cla-current"] > 0


def test_a_return_of_another_year_says_nothing_of_the_day() -> None:
    read = tables({2024: {"episodes": ["A 1.4.23 S C2"]}, 2025: {"episodes": ["A 1.4.23 S C2"], "oc3": ["O 1.4.05"]}})
    holders = {name: frozenset({f"2025/{name}.csv"}) for name in ("oc3", "oc2", "uasc")}
    told = replace(read, holders=holders)
    before, after = Period.parse("YE2024-03"), Period.parse("YE2025-03")
    assert BUILDERS["care_leavers"](told, before) is None
    assert BUILDERS["care_leavers"](told, after) is not None


def test_the_status_of_another_year_is_not_known() -> None:
    read = tables({2024: {"episodes": ["A 1.4.23 S C2"]}, 2025: {"episodes": ["A 1.4.23 S C2"], "uasc": ["A -"]}})
    told = replace(read, holders={"uasc": frozenset({"2025/uasc.csv"})})
    assert "uasc" not in rows_of(told, "care", Period.parse("YE2024-03"))
    assert "uasc" in rows_of(told, "care", Period.parse("YE2025-03"))


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("{} 1.4.24 S - U4 PR1 1.6.24 E3", {"short_break"}),
        ("{} 1.4.24 S C2 U4 - 1.6.24 E3", {"own_provision", "fostered_by_council"}),
        ("{} 1.4.24 S C2 U4 PR1 1.6.24 -", {"reason", "adopted"}),
        ("{} 1.4.24 S C2 U4 PR1 - -", set()),
    ],
)
def test_a_column_that_nobody_filled_is_not_known(line: str, lost: set[str]) -> None:
    told = tables({2025: {"episodes": [line.format(at) for at in range(12)]}})
    whole = {"short_break", "own_provision", "fostered_by_council", "reason", "adopted"}
    assert whole - rows_of(told, "care", YEAR) == lost


def test_where_the_reason_of_one_start_is_blank_the_days_tell() -> None:
    lines = ["A 1.4.24 S C2 U4 PR1 1.6.24 X1", "A 1.6.24 - C2 U4 PR1", "B 1.7.24 - C2 U4 PR1"]
    found = {(row["child"], row["began"]): row["starts_care"] for row in rows({2025: {"episodes": lines}}, "care")}
    assert found["A", date(2024, 6, 1)] is False
    assert found["B", date(2024, 7, 1)] is True


def rows_of(told: Tables, name: str, period: Period) -> set[str]:
    """The columns of a fact."""
    frame = BUILDERS[name](told, period)
    assert frame is not None
    return set(frame.collect_schema().names())


def test_an_end_without_a_reason_does_not_count_and_is_told() -> None:
    lines = ["A 1.4.24 S C2 U4 PR1 1.6.24 E3", "B 1.4.24 S C2 U4 PR1 1.6.24 -", "C 1.4.24 S C2 U4 PR1 1.6.24 X1"]
    question = Question("831", YEAR, Population(Number(10_000), "given"))
    for found in figures([tables({2025: {"episodes": lines}})], find("cla-ceasing"), question):
        assert found.number == Number(1)
        assert "For 1 of these why it ended is not recorded: it does not count." in found.coverage.words
