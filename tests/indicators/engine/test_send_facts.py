"""Requests, assessments, plans and home education from files to figures, with the traps of each."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions.counting import Counting
from riia.indicators.definitions.countings import education, send
from riia.indicators.engine.computing import Question, fact_frame, figures
from riia.indicators.engine.explaining import explain
from riia.indicators.engine.results import Figure, Population, Reach
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Missing, Number, Period
from riia.indicators.readers import ehe, sen2
from riia.indicators.tables.facts import COMMON, FACTS
from tests.indicators.readers.sen2_files import Case, awaiting, blade, historical, modules, xml

YEAR = "CY2025"
REQUESTS, DECIDED, AGREED = "ehcp-requests:all", "ehcp-assessments:count=decided", "ehcp-assessments:count=agreed"
NEW, WITH_PLAN, BASE = (
    f"ehcps-issued:count={one}" for one in ("new-plans", "assessments-with-a-plan", "twenty-week-base")
)
ALL_IN_TIME, PLAIN_IN_TIME = (f"ehcps-within-20-weeks:exceptions={one}" for one in ("included", "excluded"))


def counted(tables: Tables, period: str, countings: tuple[Counting, ...]) -> dict[str, Figure]:
    """Every figure by its address."""
    question = Question("831", Period.parse(period), Population(Number(60_000), "given"))
    return {f"{one.counting.indicator}:{one.counting.variant}": one for one in figures([tables], countings, question)}


def figure(address: str, folder: Path, *cases: Case, period: str = YEAR) -> Figure:
    """One figure of one year's return."""
    tables = Tables.of(sen2.read([xml(folder / "sen2.xml", cases)]))
    return counted(tables, period, send.COUNTINGS)[address]


@pytest.mark.parametrize(
    ("address", "case", "number"),
    [
        (REQUESTS, Case("A"), 1),
        (REQUESTS, awaiting("A", "2025-12-31"), 1),
        (REQUESTS, Case("A", "2025-03-01", "W", "", "", "", "", ""), 1),
        (REQUESTS, Case("A", rya="1", exported="A"), 1),
        (REQUESTS, historical("A", "2025-02-01", "2025-05-01"), 0),
        (REQUESTS, Case("A", transfer="830"), 0),
        (REQUESTS, Case("A", "2024-12-31"), 0),
        (DECIDED, Case("A"), 1),
        (DECIDED, Case("A", assessed="N", start=""), 1),
        (DECIDED, Case("A", assessed="A", assessed_on="", start=""), 0),
        (DECIDED, Case("A", assessed="W", assessed_on="2025-06-20", start=""), 0),
        (DECIDED, Case("A", assessed="H", assessed_on="2025-06-20"), 0),
        (DECIDED, Case("A", assessed_on="2024-12-31"), 0),
        (DECIDED, Case("A", transfer="830"), 0),
        (AGREED, Case("A"), 1),
        (AGREED, Case("A", outcome_on="2024-12-31"), 0),
        (AGREED, Case("A", "2024-12-01", outcome_on="2025-01-10"), 1),
        (AGREED, Case("A", outcome="N", assessed="", start=""), 0),
        (NEW, Case("A"), 1),
        (NEW, Case("A", start="2024-12-31"), 0),
        (NEW, Case("A", transfer="830"), 0),
        (NEW, historical("A", "2019-02-01", "2025-05-01"), 0),
        (NEW, Case("A", outcome="H", outcome_on="", received="2024-10-01"), 1),
        (WITH_PLAN, Case("A"), 1),
        (WITH_PLAN, Case("A", assessed="N", start=""), 0),
        (BASE, Case("A"), 1),
        (BASE, Case("A", transfer="830"), 0),
        (BASE, historical("A", "2019-02-01", "2025-05-01"), 0),
        (BASE, Case("A", received="2025-07-01"), 0),
        (ALL_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-21"), 1),
        (ALL_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-22"), 0),
        (ALL_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-21", start="2025-09-01"), 1),
        (ALL_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-21", week20="1"), 1),
        (PLAIN_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-21", week20="1"), 0),
        (PLAIN_IN_TIME, Case("A", "2025-02-01", assessed_on="2025-06-21", week20=""), 1),
    ],
)  # fmt: skip
def test_what_counts(address: str, case: Case, number: int, tmp_path: Path) -> None:
    assert figure(address, tmp_path, case).number == Number(number)


def test_the_two_bases_of_twenty_weeks(tmp_path: Path) -> None:
    cases = (Case("A"), Case("B", week20="1"), Case("C", "2024-11-01"), Case("D", "2024-11-01", week20="1"))
    tables = Tables.of(sen2.read([xml(tmp_path / "x.xml", cases)]))
    found = counted(tables, YEAR, send.COUNTINGS)
    assert (found[ALL_IN_TIME].number, found[ALL_IN_TIME].denominator) == (Number(2), Number(4))
    assert (found[PLAIN_IN_TIME].number, found[PLAIN_IN_TIME].denominator) == (Number(1), Number(2))
    assert found[BASE].number == Number(4)


def test_only_the_first_plan_of_a_person_is_new(tmp_path: Path) -> None:
    first = Case("A", cease="2025-07-31")
    again = Case("A", "2025-08-01", outcome_on="2025-08-20", assessed_on="2025-11-01", start="2025-11-01")
    found = figure(NEW, tmp_path, first, again)
    assert found.number == Number(1)
    assert figure(WITH_PLAN, tmp_path, first, again).number == Number(2)


def test_a_request_after_a_refusal_counts_again(tmp_path: Path) -> None:
    refused = Case("A", "2025-01-06", "N", "2025-02-14", "", "", "", "")
    assert figure(REQUESTS, tmp_path, refused, awaiting("A", "2025-06-01")).number == Number(2)


CASES = (
    Case("Alba"),
    awaiting("Birch", "2025-04-07", upn=""),
    historical("Cole", "2019-04-07", "2025-05-20", transfer="830"),
    Case("Dunn", "2025-01-06", "N", "2025-02-14", "", "", "", ""),
    Case("Dunn", "2025-07-01", "Y", "2025-08-01", "N", "2025-10-03", "0", ""),
    Case("Esk", "2024-10-01", "Y", "2024-11-10", "Y", "2025-01-15", "1", "2025-01-15", cease="2025-12-01"),
)


def test_the_three_forms_give_the_same_figures(tmp_path: Path) -> None:
    readings = [
        sen2.read([blade(tmp_path / "b", CASES)]),
        sen2.read([modules(tmp_path / "m", CASES)], year=2025),
        sen2.read([xml(tmp_path / "x.xml", CASES)]),
    ]
    found = [
        {
            address: (one.number, one.denominator)
            for address, one in counted(Tables.of(reading), YEAR, send.COUNTINGS).items()
        }
        for reading in readings
    ]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == len(send.COUNTINGS)
    assert found[0][REQUESTS][0] == Number(4)


def two_years(folder: Path, old: tuple[Case, ...], new: tuple[Case, ...]) -> Tables:
    """The returns of two years after one another."""
    before = xml(folder / "old.xml", old, census=2025, made="2025-02-10")
    return Tables.of(sen2.read([xml(folder / "new.xml", new), before]))


def test_what_one_years_return_decides_the_next_calls_historical(tmp_path: Path) -> None:
    decided = Case("A", "2024-02-05", "Y", "2024-03-15", "Y", "2024-06-14", "0", "2024-06-14")
    amended = historical("A", "2024-02-05", "2025-09-01")
    tables = two_years(tmp_path, (decided,), (amended,))
    then, now = (counted(tables, period, send.COUNTINGS) for period in ("CY2024", YEAR))
    for address in (REQUESTS, DECIDED, AGREED, NEW, WITH_PLAN, BASE, ALL_IN_TIME):
        assert then[address].number == Number(1), address
        assert now[address].number == Number(0), address


def test_an_open_request_of_last_year_is_counted_once_and_told_by_the_newer_return(tmp_path: Path) -> None:
    answered = Case("A", "2024-12-02", "Y", "2025-01-10", "Y", "2025-04-10", "0", "2025-04-10")
    tables = two_years(tmp_path, (awaiting("A", "2024-12-02", upn=""),), (answered,))
    assert counted(tables, "CY2024", send.COUNTINGS)[REQUESTS].number == Number(1)
    now = counted(tables, YEAR, send.COUNTINGS)
    assert (now[REQUESTS].number, now[AGREED].number, now[NEW].number) == (Number(0), Number(1), Number(1))


def test_outside_the_year_there_is_no_figure(tmp_path: Path) -> None:
    found = figure(REQUESTS, tmp_path, Case("A"), period="2025-26Q4")
    assert isinstance(found.number, Missing)
    assert found.coverage.reach is Reach.NONE


def test_without_the_assessments_new_plans_are_not_available(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    (tmp_path / "m3.csv").unlink()
    found = counted(Tables.of(sen2.read([tmp_path], year=2025)), YEAR, send.COUNTINGS)
    assert found[REQUESTS].number == Number(4)
    assert isinstance(found[NEW].number, Missing)
    assert isinstance(found[BASE].number, Missing)
    assert isinstance(found[DECIDED].number, Missing)


@pytest.mark.parametrize(
    ("module", "not_known"), [("assessment", (NEW, BASE, DECIDED)), ("requests", (REQUESTS, BASE))]
)
def test_without_a_module_what_needs_it_is_not_available(
    module: str, not_known: tuple[str, ...], tmp_path: Path
) -> None:
    blade(tmp_path, CASES)
    next(tmp_path.rglob(f"*_{module}.csv")).unlink()
    found = counted(Tables.of(sen2.read([tmp_path], year=2025)), YEAR, send.COUNTINGS)
    wanted = (*not_known, ALL_IN_TIME, PLAIN_IN_TIME)
    assert [address for address in wanted if not isinstance(found[address].number, Missing)] == []


def test_a_column_that_is_missing_makes_no_zero(tmp_path: Path) -> None:
    modules(tmp_path, CASES)
    for number, heading in ((2, "Request Outcome Date"), (3, "Twenty Weeks Time Limit Exceptions Apply")):
        path = tmp_path / f"m{number}.csv"
        path.write_text(path.read_text("utf-8").replace(heading, "Other"), encoding="utf-8")
    found = counted(Tables.of(sen2.read([tmp_path], year=2025)), YEAR, send.COUNTINGS)
    assert found[REQUESTS].number == Number(4)
    assert isinstance(found[AGREED].number, Missing)
    assert isinstance(found[PLAIN_IN_TIME].number, Missing)
    assert found[ALL_IN_TIME].number == Number(2)


@pytest.mark.parametrize("fact", ["ehc_requests", "ehc_assessments", "ehc_plans"])
def test_facts_have_the_promised_columns(fact: str, tmp_path: Path) -> None:
    tables = Tables.of(sen2.read([blade(tmp_path, CASES)]))
    frame = fact_frame(tables, fact, Period.parse(YEAR))
    assert frame is not None
    assert set(frame.collect_schema().names()) == {*COMMON, *FACTS[fact].columns}


def test_an_explanation_says_why_a_plan_is_not_new(tmp_path: Path) -> None:
    tables = Tables.of(sen2.read([blade(tmp_path, CASES)]))
    counting = next(one for one in send.COUNTINGS if one.variant == "count=new-plans")
    [told] = explain([tables], counting, Period.parse(YEAR))
    assert [(fate, count) for fate, _, count in told.reasons] == [("counted", 2), ("not counted", 1)]
    assert "amended plan" in told.reasons[1][1]


def days(first: int, last: int) -> st.SearchStrategy[str]:
    """ISO days of 2025 by number, or none."""
    from datetime import date, timedelta

    return st.integers(first, last).map(lambda at: (date(2025, 1, 1) + timedelta(at)).isoformat())


@st.composite
def cases(draw: Callable[..., object]) -> Case:
    """Any case: outcomes and dates that fit and that do not."""
    return Case(
        draw(st.sampled_from("ABC")), draw(days(-400, 400)), draw(st.sampled_from("YNAWH")), draw(days(-40, 400)),
        draw(st.sampled_from(["Y", "N", "A", "W", "H"])), draw(days(-40, 400)), draw(st.sampled_from(["0", "1", ""])),
        draw(days(-400, 400)), "", draw(st.sampled_from(["", "", "830"])),
    )  # type: ignore[arg-type]  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(st.lists(cases(), max_size=8))
def test_a_plain_count_agrees(tmp_path_factory: pytest.TempPathFactory, some: list[Case]) -> None:
    from datetime import date, timedelta

    folder = tmp_path_factory.mktemp("sen2")
    found = counted(Tables.of(sen2.read([xml(folder / "x.xml", some)])), YEAR, send.COUNTINGS)

    def within(day: str) -> bool:
        return day[:4] == "2025"

    own = [one for one in some if not one.transfer]
    assert found[REQUESTS].number == Number(sum(within(one.received) and one.outcome != "H" for one in own))
    agreed = [one for one in own if one.outcome == "Y" and within(one.outcome_on)]
    assert found[AGREED].number == Number(len(agreed))
    decided = [one for one in own if one.assessed in "YN" and within(one.assessed_on)]
    assert found[DECIDED].number == Number(len(decided))
    earliest = {one.who: min(each.start for each in some if each.who == one.who) for one in some}
    new = {one.who for one in own if one.assessed != "H" and within(one.start) and one.start == earliest[one.who]}
    assert found[NEW].number == Number(len(new))
    timed = []
    for one in own:
        issued = one.assessed_on if one.assessed == "Y" else one.start
        if one.assessed != "H" and within(issued) and issued >= one.received:
            limit = date.fromisoformat(one.received) + timedelta(weeks=20)
            timed.append(date.fromisoformat(issued) <= limit)
    assert (found[BASE].number, found[ALL_IN_TIME].number) == (Number(len(timed)), Number(sum(timed)))


REGISTER = """Child ID,Date of birth,EHE start date,EHE end date
1,01/09/2014,03/03/2024,
2,01/09/2013,03/03/2024,30/06/2025
2,01/09/2013,03/09/2025,
3,01/09/2012,15/08/2025,15/08/2025
4,01/09/2012,01/07/2025,30/09/2025
1,01/09/2014,03/03/2024,
5,01/09/2011,,
"""
ON_DAY, STARTING, ANY_TIME = (f"ehe:count={one}" for one in ("census-day", "starting", "any-time"))


def home(folder: Path, period: str, **texts: str) -> dict[str, Figure]:
    """The figures of files with these texts."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return counted(Tables.of(ehe.read(paths)), period, education.COUNTINGS)


@pytest.mark.parametrize(
    ("period", "on_day", "starting", "any_time"),
    [
        # On 30 June child 2 has just ended; on 30 September child 4 has, and child 2 is back.
        ("2025-26Q1", 1, 0, 2),
        ("2025-26Q2", 2, 3, 4),
        ("AY2024-25", 2, 2, 4),
        ("2025-09-29", 3, 0, 3),
        ("2025-09-30", 2, 0, 3),
    ],
)
def test_a_list_counts_each_child_once(period: str, on_day: int, starting: int, any_time: int, tmp_path: Path) -> None:
    found = home(tmp_path, period, register=REGISTER)
    numbers = tuple(found[address].number for address in (ON_DAY, STARTING, ANY_TIME))
    assert numbers == (Number(on_day), Number(starting), Number(any_time))


HEADING = "time_period,time_identifier,geographic_level,old_la_code,la_name,"
CENSUS = (
    HEADING
    + """ehe_census_date,ehe_female
202526,Autumn term,Local authority,831,Derby,"1,190",600
202425,Summer term,Local authority,831,Derby,low,low
202425,Spring term,Local authority,831,Derby,0,0
"""
)
YEARLY = (
    HEADING
    + """ehe_starts_full_year,ehe_anytime_full_year,ehe_schtype_ey
202425,Academic year,Local authority,831,Derby,310,660,low
"""
)


@pytest.mark.parametrize(
    ("period", "number"),
    [
        ("2025-26Q3", 1190), ("AY2025-26T1", 1190), ("2025-10-02", 1190), ("2025-26Q1", None), ("2024-25Q4", 0),
        ("2024-25Q3", None),
    ],
)  # fmt: skip
def test_totals_of_a_term(period: str, number: int | None, tmp_path: Path) -> None:
    found = home(tmp_path, period, census=CENSUS)[ON_DAY].number
    assert found == Number(number) if number is not None else isinstance(found, Missing)


def test_totals_of_a_year_are_not_those_of_a_day(tmp_path: Path) -> None:
    found = home(tmp_path, "AY2024-25", yearly=YEARLY)
    assert (found[STARTING].number, found[ANY_TIME].number) == (Number(310), Number(660))
    assert isinstance(found[ON_DAY].number, Missing)
    assert isinstance(home(tmp_path, "2024-25Q3", yearly=YEARLY)[ANY_TIME].number, Missing)


def test_a_list_goes_before_totals(tmp_path: Path) -> None:
    found = home(tmp_path, "2025-26Q2", register=REGISTER, census=CENSUS)
    assert found[ON_DAY].number == Number(2)


def test_two_lists_of_different_days_are_one_history(tmp_path: Path) -> None:
    heading = "Child ID,EHE start date,EHE end date\n"
    older = heading + "1,03/03/2024,\n2,03/04/2024,\n3,03/01/2024,20/03/2025\n"
    newer = heading + "1,03/03/2024,\n4,29/09/2025,\n3,03/01/2024,20/03/2025\n"
    found = home(tmp_path, "2025-09-30", older=older, newer=newer)
    # Child 2 is not on the newer list: it is not known to be educated at home any more.
    assert found[ON_DAY].number == Number(2)


def test_home_education_has_the_promised_columns(tmp_path: Path) -> None:
    for name, text in (("register", REGISTER), ("census", CENSUS)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        frame = fact_frame(Tables.of(ehe.read([path])), "home_educated", Period.parse(YEAR))
        assert frame is not None
        assert set(frame.collect_schema().names()) == {*COMMON, *FACTS["home_educated"].columns}


def test_every_counting_is_in_the_catalogue() -> None:
    from riia.indicators.definitions import catalogue

    for one in (*send.COUNTINGS, *education.COUNTINGS):
        variants = {variant.key for variant in catalogue().indicator(one.indicator).variants}
        assert one.variant in variants
        assert one.choice
        assert one.columns <= {*COMMON, *FACTS[one.fact].columns}


@pytest.mark.parametrize(("again", "number"), [("2024-12-06", 1), ("2024-12-02", 1), ("2024-12-30", 2)])
def test_an_awaited_request_whose_day_was_corrected_counts_once(again: str, number: int, tmp_path: Path) -> None:
    """What was awaited at the end of a year must be in the next return; a request of some weeks later is another."""
    tables = two_years(tmp_path, (awaiting("A", "2024-12-02"),), (Case("A", again, outcome_on="2025-01-10"),))
    assert counted(tables, "CY2024", send.COUNTINGS)[REQUESTS].number == Number(number)
