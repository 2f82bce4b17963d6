"""Strategies for small Annex A workbooks, SEN2 returns and lists of children educated at home."""

from datetime import date, timedelta

from hypothesis import strategies as st

from riia.indicators.model import Period
from riia.indicators.readers.reading import SourceFile
from riia.indicators.tables.annex_a import ANNEX_A
from riia.indicators.tables.ehe import EHE
from riia.indicators.tables.schema import Column, Kind
from riia.indicators.tables.sen2 import SEN2
from tests.indicators.engine.twin import lists
from tests.indicators.engine.twin.council import Council, Row
from tests.indicators.engine.twin.days import after_working_days
from tests.indicators.engine.twin.small_councils import CHILDREN, DAY, days, maybe

CODES = {
    "Referral Source": ("1A-1D", "2A", "2B", "3A-3F", "4", "5A-5D", "6", "7", "8", "9", "10", "?"),
    "Case Status": ("a", "b", "c", "d", "e"),
    "Child's Legal Status": ("C2", "V2", "V1", "V3", "V4", "?"),
    "Reason Ceased to be Looked After": ("E11-E12", "E11", "E4A-E4B", "E3", "X1"),
    "Placement Type": ("U1-U6", "U4", "K2"),
    "Placement Provider": ("PR1", "PR4", "OTHER"),
    "Eligibility Category": ("a", "b", "c", "d", "e"),
    "LA in Touch": ("YES", "NO", "DIED", "RHOM", "NREQ", "NOT RECORDED", "EXCLUDE"),
    "Type of Accommodation": ("B", "G", "R", "S"),
    "Suitability of Accommodation": ("a", "b", "c", "d"),
    "Activity Status": ("F1", "P4", "G5", "?"),
}
PAIRS = {lists.DONE: (lists.BEGAN, (44, 45, 46)), lists.HELD: (lists.ENQUIRY, (14, 15, 16))}
BORN = "Date of Birth"


def extract(period: Period, name: str, last: date, first: date = date(2019, 1, 1)) -> SourceFile:
    """An extract that says which days it answers for."""
    return SourceFile(name, "0" * 64, None, first, last, declared=True, made_on=last)


@st.composite
def workbooks(draw: st.DrawFn, period: Period) -> Council:
    """One extract of the last day of the period, now and then with an older one."""
    files = [extract(period, "new.xlsx", period.end)]
    if draw(st.booleans()):
        # The newer speaks for all days, or for those from some day on; the older ends before the period or within it.
        first = draw(st.sampled_from([date(2019, 1, 1), period.start - DAY * 40, period.start - DAY]))
        files = [extract(period, "new.xlsx", period.end, first)]
        files.insert(0, extract(period, "old.xlsx", draw(st.sampled_from([period.start - DAY, period.end - DAY * 20]))))
    rows: dict[str, list[Row]] = {f"list_{number}": [] for number in range(1, 11)}
    for table, found in rows.items():
        columns = ANNEX_A[table].columns
        for at in range(draw(st.integers(0, 5))):
            file = draw(st.sampled_from(files))
            row: Row = {"_file": file.name, "_row": at + 1, lists.ID: draw(st.sampled_from(CHILDREN))}
            for column in columns:
                if column.name not in row:
                    row[column.name] = _cell(draw, column, row, period)
            found.append(row)
    return Council(ANNEX_A, tuple(files), rows)


def _cell(draw: st.DrawFn, column: Column, row: Row, period: Period) -> object:
    if column.name == BORN:
        years = draw(st.sampled_from([2, 15, 16, 17, 18, 19, 21, 22, 25, 26]))
        birthday = period.end.replace(year=period.end.year - years, day=28) + DAY * (period.end.day - 28)
        return draw(maybe(st.sampled_from([birthday - DAY, birthday, birthday + DAY, date(2008, 2, 29)])))
    if column.name in PAIRS:
        before, numbers = PAIRS[column.name]
        if (start := row[before]) and draw(st.booleans()):
            return after_working_days(start, draw(st.sampled_from(numbers))) + DAY * draw(st.integers(0, 2))
    match column.kind:
        case Kind.DATE:
            return draw(maybe(days(period)))
        case Kind.CODE if column.name in CODES:
            return draw(maybe(st.sampled_from(CODES[column.name])))
        case Kind.FLAG:
            return draw(st.sampled_from([True, False, None]))
        case Kind.WHOLE:
            return draw(st.sampled_from([None, 0, 1, 2, 3, 4]))
    return None


SEN2_LINKS = {
    "requests": ("_child", "_person", "_request"),
    "assessment": ("_child", "_person", "_request", "_assessment"),
    "namedplan": ("_child", "_person", "_request", "_assessment", "_plan"),
    "activeplans": ("_child", "_person", "_request", "_active"),
}


@st.composite
def sen2_returns(draw: st.DrawFn, period: Period) -> Council:
    """One year's return."""
    file = extract(period, "sen2.csv", period.end + timedelta(days=200))
    rows: dict[str, list[Row]] = {name: [] for name in SEN2_LINKS}
    day = days(period)
    outcome = maybe(st.sampled_from(["Y", "Y", "N", "A", "W", "H"]))
    for at in range(draw(st.integers(0, 9))):
        received = draw(maybe(day))
        on_time = st.nothing() if received is None else st.sampled_from([received + DAY * n for n in (139, 140, 141)])
        place = {"_file": file.name, "_row": at + 1, "_child": draw(st.sampled_from(CHILDREN)), "_request": f"r{at}"}
        place |= {"_assessment": f"a{at}", "_person": f"p{at}"}
        asked = {"receiveddate": received, "requestoutcome": draw(outcome), "requestoutcomedate": draw(maybe(day))}
        rows["requests"].append(place | asked)
        if draw(st.integers(0, 3)) == 0:
            continue
        decided = {
            "assessmentoutcome": draw(outcome),
            "assessmentoutcomedate": draw(maybe(day | on_time)),
            "week20": draw(st.sampled_from([True, False, None])),
        }
        rows["assessment"].append(place | decided)
        if draw(st.booleans()):
            rows["namedplan"].append(place | {"_plan": f"n{at}", "startdate": draw(maybe(day | on_time))})
        if draw(st.booleans()):
            rows["activeplans"].append(
                place | {"_active": f"v{at}", "transferla": draw(st.sampled_from([None, "830", "N"]))}
            )
    return Council(SEN2, (file,), rows, SEN2_LINKS)


@st.composite
def home_lists(draw: st.DrawFn, period: Period) -> Council:
    """A list of the last day, now and then with an older one."""
    files = [extract(period, "new.csv", period.end)]
    if draw(st.booleans()):
        files.insert(0, extract(period, "old.csv", period.start - DAY))
    rows = [
        {
            "_file": draw(st.sampled_from(files)).name,
            "_row": at + 1,
            "_spell": at,
            "_child": draw(st.sampled_from(CHILDREN)),
            "start_date": draw(maybe(days(period))),
            "end_date": draw(st.none() | days(period)),
        }
        for at in range(draw(st.integers(0, 8)))
    ]
    return Council(EHE, tuple(files), {"register": rows}, {"register": ("_child", "_spell")})
