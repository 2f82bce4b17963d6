"""From tables to figures: counts, bases, coverage, symbols, and the rows behind them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from riia.indicators.definitions.countings import find
from riia.indicators.engine.computing import Question, figures
from riia.indicators.engine.explaining import explain, words_of
from riia.indicators.engine.own_files import OwnFiles, children, compute
from riia.indicators.engine.reconciling import reconcile
from riia.indicators.engine.results import Figure, Population, Reach
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.readers.cin_census import read
from tests.indicators.readers.annex_a_files import table, write
from tests.indicators.readers.cin_files import assessment, census, child, enquiry, episode, header, need_plan, plan

Q2 = Period.parse("2024-25Q2")


def figure(address: str, *paths: Path, period: Period = Q2, population: int = 10_000) -> Figure:
    question = Question("831", period, Population(Number(population), "given"))
    return figures([Tables.of(read(list(paths)))], find(address), question)[0]


def test_a_rate_is_the_count_per_ten_thousand(tmp_path: Path) -> None:
    found = figure(
        "referrals:all", census(tmp_path, child("A", episode("2024-08-01")), child("B", episode("2024-06-30")))
    )
    row = found.as_row()
    assert (row["number"], row["denominator"], row["rate"], row["symbol"]) == (1, 10_000, 1.0, None)
    assert row["percent"] is None
    assert found.coverage.reach is Reach.WHOLE


def test_a_share_is_of_the_rows_looked_at(tmp_path: Path) -> None:
    blocks = [child(str(at), episode("2024-08-01", ReferralSource=code)) for at, code in enumerate(("6", "6", "2A"))]
    found = figure("referrals:source=police", census(tmp_path, *blocks))
    assert (found.number, found.denominator) == (Number(2), Number(3))
    assert found.as_row()["rate"] is None


def test_a_share_of_nothing_is_not_applicable_and_not_zero(tmp_path: Path) -> None:
    row = figure("referrals:source=police", census(tmp_path)).as_row()
    assert (row["number"], row["denominator"], row["percent"], row["symbol"]) == (0, 0, None, "z")


def test_outside_what_the_file_answers_for_there_is_no_number(tmp_path: Path) -> None:
    later = figure(
        "referrals:all", census(tmp_path, child("A", episode("2024-08-01"))), period=Period.parse("2025-26Q1")
    )
    assert later.number == Missing(Symbol.NOT_AVAILABLE)
    assert later.as_row()["symbol"] == "x"
    assert later.coverage.reach is Reach.NONE


def test_a_repeat_referral_needs_the_year_before_and_says_so(tmp_path: Path) -> None:
    newer = census(tmp_path, child("A", episode("2024-08-01")))
    alone = figure("repeat-referrals", newer)
    assert (alone.number, alone.coverage.reach) == (Number(0), Reach.SHORT_HISTORY)
    older = census(
        tmp_path, child("A", episode("2023-08-01", CINclosureDate="2023-09-01")), head=header(2024), name="older.xml"
    )
    both = figure("repeat-referrals", older, newer)
    assert (both.number, both.denominator, both.coverage.reach) == (Number(1), Number(1), Reach.WHOLE)


@pytest.mark.parametrize(
    ("before", "repeats"), [("2023-07-31", 0), ("2023-08-01", 1), ("2024-07-31", 1), ("2024-08-01", 0)]
)
def test_twelve_months_include_the_same_day_a_year_before(tmp_path: Path, before: str, repeats: int) -> None:
    older = census(tmp_path, child("A", episode(before, CINclosureDate=before)), head=header(2024), name="older.xml")
    newer = census(tmp_path, child("A", episode("2024-08-01")))
    assert figure("repeat-referrals", older, newer).number == Number(repeats)


def test_the_year_before_29_february_begins_on_28_february(tmp_path: Path) -> None:
    older = census(
        tmp_path, child("A", episode("2023-02-28", CINclosureDate="2023-03-01")), head=header(2023), name="older.xml"
    )
    newer = census(tmp_path, child("A", episode("2024-02-29")), head=header(2024))
    assert figure("repeat-referrals", older, newer, period=Period.parse("2023-24Q4")).number == Number(1)


def test_a_child_with_two_open_episodes_is_in_need_once(tmp_path: Path) -> None:
    path = census(tmp_path, child("A", episode("2024-05-01"), episode("2024-06-01")), child("B", episode("2024-05-01")))
    assert figure("children-in-need", path).number == Number(2)


@pytest.mark.parametrize(("closed", "open_then"), [("2024-09-29", 0), ("2024-09-30", 0), ("2024-10-01", 1), (None, 1)])
def test_what_ends_on_the_last_day_is_not_open_any_more(tmp_path: Path, closed: str | None, open_then: int) -> None:
    path = census(tmp_path, child("A", episode("2024-05-01", CINclosureDate=closed)))
    assert figure("children-in-need", path).number == Number(open_then)


def test_an_open_record_that_a_newer_file_does_not_hold_is_not_known_to_be_open(tmp_path: Path) -> None:
    older = census(tmp_path, child("GONE", episode("2023-05-01")), head=header(2024), name="older.xml")
    newer = census(tmp_path, child("A", episode("2024-05-01")))
    assert figure("children-in-need", older, newer).number == Number(1)
    assert figure("children-in-need", older, newer, period=Period.parse("2024-03-31")).number == Number(1)


def test_conferences_are_shared_both_ways(tmp_path: Path) -> None:
    held = episode("2024-07-01", enquiry("2024-07-02", conference="2024-07-23"))
    late = episode("2024-07-01", enquiry("2024-07-02", conference="2024-07-24"))
    path = census(
        tmp_path, child("A", held), child("B", late), child("C", episode("2024-07-01", enquiry("2024-08-02")))
    )
    of_conferences = figure("icpcs-within-15-days:of=icpcs", path)
    of_enquiries = figure("icpcs-within-15-days:of=section-47-enquiries", path)
    assert (of_conferences.number, of_conferences.denominator) == (Number(1), Number(2))
    assert (of_enquiries.number, of_enquiries.denominator) == (Number(1), Number(3))


def test_an_untimed_conference_stays_in_the_base_and_is_told(tmp_path: Path) -> None:
    path = census(tmp_path, child("A", episode("2024-07-01", DateOfInitialCPC="2024-07-23")))
    found = figure("icpcs-within-15-days:of=icpcs", path)
    assert (found.number, found.denominator) == (Number(0), Number(1))
    assert "For 1 of these" in found.coverage.words


def test_a_file_in_which_nothing_can_be_timed_gives_no_figure(tmp_path: Path) -> None:
    path = census(tmp_path, *(child(str(at), episode("2024-07-01", DateOfInitialCPC="2024-07-23")) for at in range(10)))
    assert figure("icpcs-within-15-days:of=icpcs", path).number == Missing(Symbol.NOT_AVAILABLE)


def test_assessments_open_too_long_are_told_beside_those_completed(tmp_path: Path) -> None:
    # 30 September is working day 46 after 25 July and 45 after 26 July 2024: 26 August is a bank holiday.
    days = ("2024-07-24", "2024-07-25", "2024-07-26", "2024-09-30", "2024-10-01")
    blocks = [child(str(at), episode("2024-07-01", assessment(day))) for at, day in enumerate(days)]
    closed = child("X", episode("2024-07-01", assessment("2024-07-02", "2024-09-30")))
    words = figure("assessments-within-45-days:all", census(tmp_path, *blocks, closed)).coverage.words
    assert "45 working days after the start of the assessment, and so not in the figure yet: 2." in words
    words = figure("assessments-within-45-days:from=referral", census(tmp_path, *blocks, closed)).coverage.words
    assert "45 working days after the referral, and so not in the figure yet: 4." in words


def test_quarters_add_up_to_the_year(tmp_path: Path) -> None:
    days = ("2024-04-01", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2025-03-31", "2024-03-31")
    path = census(tmp_path, *(child(str(at), episode(day, plan(day))) for at, day in enumerate(days)))
    year = Period.parse("YE2025-03")
    for address in ("referrals:all", "cpps-starting"):
        parts = [figure(address, path, period=quarter).number for quarter in year.quarters()]
        assert sum(part.value for part in parts if isinstance(part, Number)) == 6
        assert figure(address, path, period=year).number == Number(6)


def test_rows_behind_a_figure_say_why(tmp_path: Path) -> None:
    older = census(
        tmp_path, child("A", episode("2023-08-01", CINclosureDate="2023-09-01")), head=header(2024), name="older.xml"
    )
    newer = census(tmp_path, child("A", episode("2024-08-01")), child("B", episode("2024-08-02")))
    (one,) = explain([Tables.of(read([older, newer]))], find("repeat-referrals")[0], Q2)
    fates = {(row["child"], row["referred"]): row["fate"] for row in one.rows.iter_rows(named=True)}
    assert fates == {
        ("A", date(2023, 8, 1)): "not counted",
        ("A", date(2024, 8, 1)): "counted",
        ("B", date(2024, 8, 2)): "only in the base",
    }
    assert sum(count for _, _, count in one.reasons) == 3


def test_a_conference_that_is_not_in_time_is_no_enquiry_of_the_base(tmp_path: Path) -> None:
    path = census(tmp_path, child("A", episode("2024-07-01", enquiry("2024-07-02", "2024-09-16"))))
    for base, fate in (("icpcs", "only in the base"), ("section-47-enquiries", "not counted")):
        (asked,) = find(f"icpcs-within-15-days:of={base}")
        (found,) = explain([Tables.of(read([path]))], asked, Q2)
        assert found.rows.get_column("fate").to_list() == [fate]


def test_every_counting_explains_itself() -> None:
    from riia.indicators.definitions.countings import countings

    for one in countings():
        words = words_of(one)
        assert all(sentence.endswith(".") for sentence in words), (one.address, words)
        assert len(words) >= 2


def test_two_sources_are_compared_row_by_row(tmp_path: Path) -> None:
    first = census(
        tmp_path,
        child("A", episode("2024-08-01")),
        child("B", episode("2024-08-05")),
        child("C", episode("2024-07-03")),
    )
    second = census(
        tmp_path, child("A", episode("2024-08-01")), child("B", episode("2024-08-07")),
        child("D", episode("2024-07-04")), name="other.xml",
    )  # fmt: skip
    sides = [explain([Tables.of(read([path]))], find("referrals:all")[0], Q2)[0] for path in (first, second)]
    (found,) = reconcile(sides)
    assert found.same == 1
    reasons = sorted(found.differences.get_column("why").to_list())
    assert [reason.split(" ")[0] for reason in reasons] == ["in", "in", "only", "only"]
    assert "1 row is the same in " in found.words


def test_sources_that_differ_say_how(tmp_path: Path) -> None:
    def done(day: str | None) -> str:
        return episode("2024-08-01", assessment("2024-08-02", day))

    first = census(
        tmp_path, child("A", done("2024-08-30")), child("B", done("2024-08-30"), done("2024-08-30")),
        child("C", done("2024-08-30")), child("D", done("2024-08-30")), child("E", done("2024-09-30")),
    )  # fmt: skip
    second = census(
        tmp_path, child("A", done(None)), child("B", done("2024-08-30")), child("C", done("2024-09-03")),
        child("E", done("2024-10-02")), name="other.xml",
    )  # fmt: skip
    asked = find("assessments-completed")[0]
    sides = [explain([Tables.of(read([path]))], asked, Q2)[0] for path in (first, second)]
    sides[1] = replace(sides[1], source="the other")
    differences = reconcile(sides)[0].differences.filter(source="cin-census")
    outside = "the day of authorisation does not fall in the period, or has no date"
    assert dict(differences.select("child", "why").iter_rows()) == {
        "A": f"only in cin-census: the other has it, but {outside}",
        "B": "more often in cin-census than in the other for one child and day",
        "C": "in cin-census with another date than in the other",
        "D": "only in cin-census: the other has nothing about the child",
        "E": f"only in cin-census: the other has it, but {outside}",
    }


def test_compute_answers_for_every_indicator_also_those_no_file_gives(tmp_path: Path) -> None:
    path = census(tmp_path, child("A", episode("2024-08-01", assessment("2024-08-02", "2024-09-02"))))
    answer = compute(OwnFiles(cin=(path,)), place="831", period="2024-25Q2")
    by_indicator = {one.counting.indicator: one for one in answer.figures}
    missing = by_indicator["initial-contacts"]
    assert (missing.source, missing.number) == ("", Missing(Symbol.NOT_AVAILABLE))
    assert by_indicator["assessments-completed"].number == Number(1)


def test_a_file_of_another_council_is_told(tmp_path: Path) -> None:
    answer = compute(OwnFiles(cin=(census(tmp_path),)), place="857", period="2024-25Q2")
    assert [one.code for one in answer.findings if one.code == "READ-PLACE"] == ["READ-PLACE"]


@pytest.mark.parametrize(("year", "told"), [(2025, 0), (2024, 1), (2026, 1)])
def test_a_census_whose_header_says_another_year_is_told(tmp_path: Path, year: int, told: int) -> None:
    blocks = [child(str(at), episode("2024-08-01")) for at in range(20)]
    answer = compute(OwnFiles(cin=(census(tmp_path, *blocks, head=header(year)),)), place="831", period="2024-25Q2")
    found = [one for one in answer.findings if one.code == "READ-YEAR"]
    assert len(found) == told
    assert all("Correct the year in the header" in one.remedy for one in found)


def test_a_region_is_told_to_be_no_council(tmp_path: Path) -> None:
    book = write(tmp_path / "lists.xlsx", {"List 3": table(3, {"child": "1"})})
    files = OwnFiles(annex_a=(book,), as_at=date(2024, 9, 30))
    for place, told in (("831", []), ("East Midlands", ["READ-PLACE"])):
        answer = compute(files, place=place, period="2024-25Q2", indicators=["referrals:all"])
        assert [one.code for one in answer.findings if one.code == "READ-PLACE"] == told


def test_the_population_of_a_year_not_yet_estimated_is_the_newest_and_said(tmp_path: Path) -> None:
    known = children("831", Period.parse("YE2025-03"))
    assert known.value == Number(62_113)
    ahead = children("831", Period.parse("2026-27Q1"))
    assert ahead.value == Number(62_113)
    assert "newest" in ahead.words
    assert children("831", Q2, 1_000).value == Number(1_000)
    assert children("928", Q2).value == Missing(Symbol.NOT_AVAILABLE)
    assert "--population" in children("928", Q2).words


def test_rows_that_name_no_child_count_each_and_are_told(tmp_path: Path) -> None:
    book = write(
        tmp_path / "lists.xlsx", {"List 6": [["CIN Start Date", "CIN Closure Date", "Case Status"]] + [
            [date(2024, 8, day), None, "c) Child in need plan"] for day in (1, 2, 3)
        ]},
    )  # fmt: skip
    files = OwnFiles(annex_a=(book,), as_at=date(2024, 9, 30))
    found = compute(files, place="831", period=Q2, indicators=["children-in-need"]).figures[0]
    assert found.number == Number(3)
    assert "3 of these name no child: each counts by itself." in found.coverage.words


def test_a_file_without_its_table_does_not_stretch_what_the_others_answer_for(tmp_path: Path) -> None:
    head = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    for year, name, lines in (
        (2024, "header", ["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", "A,M,01/01/2015,WBRI,,,"]),
        (2025, "episodes", [head, "A,01/05/2024,S,C2,N1,U4,PR1,,,,,,"]),
    ):
        (tmp_path / f"{year}").mkdir()
        (tmp_path / f"{year}" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    files = OwnFiles(ssda903=(tmp_path,))
    for period, reach in (("YE2024-03", Reach.NONE), ("YE2025-03", Reach.WHOLE)):
        found = compute(files, place="831", period=period, indicators=["cla-current"]).figures[0]
        assert found.coverage.reach is reach


def test_a_census_of_before_2022_does_not_say_that_there_were_no_need_plans(tmp_path: Path) -> None:
    open_then = episode("2020-05-01", need_plan("2020-06-01"))
    newer = census(tmp_path, child("A", open_then), name="b.xml", head=header(2022))
    older = census(tmp_path, child("A", episode("2020-05-01")), name="a.xml", head=header(2021))
    for period, reach in (("2020-21Q4", Reach.NONE), ("2021-22Q1", Reach.WHOLE)):
        found = figure("cin-plans", older, newer, period=Period.parse(period))
        assert found.coverage.reach is reach
    assert figure("referrals:all", older, newer, period=Period.parse("2020-21Q1")).number == Number(1)
    assert figure("cin-plans", older, period=Period.parse("2020-21Q4")).number == Missing(Symbol.NOT_AVAILABLE)


def test_the_list_of_adoptions_reaches_back_twelve_months_and_the_others_six(tmp_path: Path) -> None:
    adopted = {"child": "1", "Date the Child Entered Care": date(2023, 1, 1),
               "Date Placed for Adoption": date(2023, 12, 1), "Date of Adoption Order": date(2024, 5, 1)}  # fmt: skip
    book = write(tmp_path / "lists.xlsx", {"List 10": table(10, adopted), "List 3": table(3, {"child": "1"})})
    answer = compute(OwnFiles(annex_a=(book,), as_at=date(2025, 3, 31)), place="831", period="YE2025-03")
    by_slug = {one.counting.indicator: one for one in answer.figures}
    assert by_slug["adoption-within-14-months"].number == Number(1)
    assert by_slug["referrals"].coverage.reach is Reach.PART


def test_missing_incidents_of_twelve_months_are_told_in_a_quarter(tmp_path: Path) -> None:
    missing = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
    cells = {"child": "1", "Date Started to be Looked After": date(2023, 1, 1), missing: 2}
    book = write(tmp_path / "lists.xlsx", {"List 8": table(8, cells)})
    files = OwnFiles(annex_a=(book,), as_at=date(2024, 9, 30))
    found = compute(files, place="831", period=Q2, indicators=["cla-missing"]).figures[0]
    assert found.number == Number(1)
    assert "counts the 12 months before the extract" in found.coverage.words


def test_the_base_of_the_health_checks_is_of_children_under_18(tmp_path: Path) -> None:
    began, teeth = "Date Started to be Looked After", "Date of Last Dental Check"
    cells = [
        {"child": name, "born": born, began: date(2020, 1, 1), teeth: date(2024, 9, 1)}
        for name, born in (("grown", date(2006, 9, 30)), ("child", date(2006, 10, 1)))
    ]
    book = write(tmp_path / "lists.xlsx", {"List 8": table(8, *cells)})
    files = OwnFiles(annex_a=(book,), as_at=date(2024, 9, 30))
    found = compute(files, place="831", period=Q2, indicators=["cla-dental-checks"]).figures[0]
    assert (found.number, found.denominator) == (Number(1), Number(1))


CONTACTED = {"child": "1", "Date of Contact": date(2025, 3, 3)}
REFERRED = {"child": "1", "Date of referral": date(2024, 12, 3)}


@pytest.mark.parametrize(("newer", "number", "reach"), [
    ({}, Missing(Symbol.NOT_AVAILABLE), Reach.NONE),
    ({"List 3": table(3)}, Number(0), Reach.WHOLE),
    ({"List 3": [*table(3), ["No referrals in this period"]]}, Number(0), Reach.WHOLE),
])  # fmt: skip
def test_a_list_that_the_newer_extract_lacks_is_not_known_and_an_empty_one_is_none(
    tmp_path: Path, newer: dict[str, list[list[object]]], number: Number | Missing, reach: Reach
) -> None:
    """The older extract has the list; it says nothing of the days after its own."""
    said = [["Extract date: 31/12/2024"]]
    older = write(tmp_path / "a.xlsx", {"List 3": [*said, *table(3, REFERRED)]})
    said = [["Extract date: 31/03/2025"]]
    book = write(tmp_path / "b.xlsx", {"List 1": [*said, *table(1, CONTACTED)], **newer})
    files = OwnFiles(annex_a=(older, book))
    found = compute(files, place="831", period="2024-25Q4", indicators=["referrals:all"]).figures[0]
    assert (found.number, found.coverage.reach) == (number, reach)
    before = compute(files, place="831", period="2024-25Q3", indicators=["referrals:all"]).figures[0]
    assert before.number == Number(0 if newer else 1)
