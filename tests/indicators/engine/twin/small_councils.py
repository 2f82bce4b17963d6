"""Strategies for small councils: few children, and days where rules turn.

Days lie at the ends of the period and of years, on leap days, around Christmas and 8 May 2023, and exactly 14 to 16 or
44 to 46 working days after another; dates are missing, two things happen on one day, and several yearly files tell of
the same children.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from riia.indicators.model import Period
from riia.indicators.readers.reading import SourceFile
from riia.indicators.tables.cin_census import CIN_CENSUS
from tests.indicators.engine.twin.council import Council, Row
from tests.indicators.engine.twin.days import after_working_days, years_before

CHILDREN = ("A", "B", "C")
PERIODS = ("2023-24Q1", "2023-24Q4", "2024-25Q4", "2022-23Q4", "YE2024-03", "2024-25Q3")
TURNS = (
    date(2023, 5, 5), date(2023, 5, 8), date(2023, 12, 22), date(2024, 12, 24), date(2024, 2, 28), date(2024, 2, 29),
    date(2023, 2, 28), date(2024, 3, 1), date(2025, 2, 28),
)  # fmt: skip
DAY = timedelta(days=1)
SOURCES = ("1A", "2A", "2B", "3F", "4", "5B", "6", "7", "8", "9", "10", "XX")


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A quarter or a year with something in it: a leap day, a one-off holiday, Christmas."""
    return Period.parse(draw(st.sampled_from(PERIODS)))


def days(period: Period) -> st.SearchStrategy[date]:
    """Days on, just before and just after those where something turns."""
    ends = [period.start, period.end, *TURNS]
    near = [day + step * DAY for day in ends for step in (-1, 0, 1)]
    earlier = [years_before(day, back) for day in near for back in (1, 2) if day.year - back >= 2021]
    inside = [period.start + DAY * step for step in range(2, 60, 9)]
    return st.sampled_from(sorted({*near, *earlier, *inside}))


def maybe[T](strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """Missing now and then."""
    return st.one_of(strategy, strategy, strategy, st.none())


@st.composite
def yearly_files(draw: st.DrawFn, period: Period, suffix: str, most: int = 3) -> tuple[SourceFile, ...]:
    """Files of years ending 31 March without a gap, one of which holds the period; the newest may be a later one."""
    year = period.end.year + (period.end.month > 3)
    newest = year + draw(st.integers(0, 1))
    oldest = min(year, newest - draw(st.integers(0, most - 1)))
    return tuple(
        SourceFile(f"{one}{suffix}", "0" * 64, one, date(one - 1, 4, 1), date(one, 3, 31), declared=True)
        for one in range(oldest, newest + 1)
    )


@st.composite
def censuses(draw: st.DrawFn, period: Period) -> Council:
    """A CIN census of one to four years."""
    files = draw(yearly_files(period, ".xml"))
    tables: dict[str, list[Row]] = {name: [] for name in CENSUS_LINKS}
    for file in files:
        for at in range(draw(st.integers(0, 4))):
            _episode(draw, period, tables, file.name, at + 1)
        _corrections(draw, tables, file.name)
    return Council(CIN_CENSUS, files, tables, CENSUS_LINKS)


CENSUS_LINKS = {
    "CINdetails": ("_child", "_episode"),
    "Assessments": ("_child", "_episode", "_assessment"),
    "AssessmentFactors": ("_child", "_episode", "_assessment"),
    "CINPlanDates": ("_child", "_episode"),
    "Section47": ("_child", "_episode"),
    "ChildProtectionPlans": ("_child", "_episode", "_plan"),
}


def _episode(draw: st.DrawFn, period: Period, tables: dict[str, list[Row]], file: str, at: int) -> None:
    child, day = draw(st.sampled_from(CHILDREN)), days(period)
    place = {"_file": file, "LAchildID": child, "_child": CHILDREN.index(child) + 1, "_episode": at}

    def add(table: str, **cells: object) -> None:
        tables[table].append(place | {"_row": len(tables[table]) + 1} | cells)

    referred = draw(maybe(day))
    add(
        "CINdetails",
        CINreferralDate=referred,
        ReferralSource=draw(
            maybe(st.sampled_from(["1A", "2A", "2B", "3F", "4", "5B", "6", "7", "8", "9", "10", "XX"]))
        ),
        CINclosureDate=draw(st.none() | day),
        DateOfInitialCPC=draw(st.none() | st.none() | day),
        ReferralNFA=draw(st.sampled_from([None, False, True])),
    )
    for _ in range(draw(st.integers(0, 2))):
        began = draw(maybe(day))
        number = len(tables["Assessments"]) + 1
        done = draw(st.none() | day | _after(began, (44, 45, 46)) | _after(referred, (45, 46)))
        add("Assessments", _assessment=number, AssessmentActualStartDate=began, AssessmentAuthorisationDate=done)
        for factor in draw(st.lists(st.sampled_from(["11A", "24A", "21", None]), max_size=2)):
            add("AssessmentFactors", _assessment=number, AssessmentFactors=factor)
    for _ in range(draw(st.integers(0, 1))):
        add("CINPlanDates", CINPlanStartDate=draw(maybe(day)), CINPlanEndDate=draw(st.none() | day))
    for _ in range(draw(st.integers(0, 2))):
        began = draw(maybe(day))
        held = draw(st.none() | day | _after(began, (0, 14, 15, 16)))
        add("Section47", S47ActualStartDate=began, DateOfInitialCPC=held)
    for _ in range(draw(st.integers(0, 2))):
        add(
            "ChildProtectionPlans",
            _plan=len(tables["ChildProtectionPlans"]) + 1,
            CPPstartDate=draw(maybe(day)),
            CPPendDate=draw(st.none() | day),
            NumberOfPreviousCPP=draw(st.sampled_from([None, 0, 1, 2])),
        )


def _corrections(draw: st.DrawFn, tables: dict[str, list[Row]], file: str) -> None:
    """Records of older files again, now and then with another first day: corrected, or too far away for that."""
    for table, began in (("CINdetails", "CINreferralDate"), ("ChildProtectionPlans", "CPPstartDate")):
        older = [row for row in tables[table] if row["_file"] != file and row[began]]
        for row in draw(st.lists(st.sampled_from(older), max_size=2)) if older else ():
            step = draw(st.sampled_from([-15, -14, -1, 0, 1, 14, 15]))
            new = {"_file": file, "_row": len(tables[table]) + 1, "_episode": 100 + len(tables[table])}
            tables[table].append(row | new | {began: row[began] + step * DAY})


def _after(start: date | None, numbers: tuple[int, ...]) -> st.SearchStrategy[date | None]:
    """So many working days after a day; weekends and holidays that follow count with the day before them."""
    if start is None:
        return st.none()
    return st.sampled_from([after_working_days(start, number) + step * DAY for number in numbers for step in (0, 1, 2)])
