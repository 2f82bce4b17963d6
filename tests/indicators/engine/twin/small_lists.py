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
    "Child's Legal Status": ("C2", "V2", "V1", "V3", "V4", "V3-V4", "?"),
    "Reason Ceased to be Looked After": ("E11-E12", "E11", "E4A-E4B", "E3", "X1"),
    "Placement Type": ("U1-U6", "U1-U3", "U4", "K2"),
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
    # Alone it holds the period and no year before it, or everything.
    files = [extract(period, "new.xlsx", period.end, draw(st.sampled_from([date(2019, 1, 1), period.start])))]
    if draw(st.booleans()):
        # The newer speaks for all days, or for those from some day on; the older ends before the period or within it.
        first = draw(st.sampled_from([date(2019, 1, 1), period.start - DAY * 40, period.start - DAY]))
        files = [extract(period, "new.xlsx", period.end, first)]
        files.insert(0, extract(period, "old.xlsx", draw(st.sampled_from([period.start - DAY, period.end - DAY * 20]))))
    rows: dict[str, list[Row]] = {f"list_{number}": [] for number in range(1, 11)}
    for table, found in rows.items():
        columns = ANNEX_A[table].columns
        # Referrals are counted in two ways, so there are some more of them.
        for at in range(draw(st.integers(2, 7) if table == "list_3" else st.integers(0, 5))):
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
            return draw(st.sampled_from([1, 0, 2, None, 3, 4]))
    return None


SEN2_LINKS = {
    "requests": ("_child", "_person", "_request"),
    "assessment": ("_child", "_person", "_request", "_assessment"),
    "namedplan": ("_child", "_person", "_request", "_assessment", "_plan"),
    "activeplans": ("_child", "_person", "_request", "_active"),
}


LIVES = (
    ("A", "Y", "H"),
    ("A", "N"),
    ("Y", "H"),
    ("Y", "H", "H"),
    ("N", "H"),
    ("A", "A", "W"),
    ("H", "H"),
    ("Y",),
    (None,),
)
"""What the returns of one year after another say of the same request."""


@st.composite
def sen2_returns(draw: st.DrawFn, period: Period) -> Council:
    """The returns of one to three years, which tell of the same requests: awaited, decided and then historical."""
    last = period.end + timedelta(days=draw(st.sampled_from([10, 200, 400, 750])))
    ends = [last - at * timedelta(days=365) for at in range(draw(st.integers(1, 3)))][::-1]
    files = [extract(period, f"sen2 {at}.csv", end) for at, end in enumerate(ends)]
    rows: dict[str, list[Row]] = {name: [] for name in SEN2_LINKS}
    inside = st.sampled_from([period.start, period.end, *(period.start + DAY * at for at in range(5, 80, 15))])
    for _ in range(draw(st.integers(0, 4))):
        child, received = draw(st.sampled_from(CHILDREN)), draw(maybe(inside | inside | days(period)))
        life = draw(st.sampled_from(LIVES))
        decided, first = draw(maybe(inside | days(period))), draw(st.integers(0, len(files) - 1))
        for file, outcome in zip(files[first:], life, strict=False):
            moved = DAY * draw(st.sampled_from([0, 0, 0, 0, 1, 14, 15, -14]))
            asked = {"receiveddate": received and received + moved, "requestoutcome": outcome}
            _request(draw, period, rows, {"_file": file.name, "_child": child}, asked | {"requestoutcomedate": decided})
    return Council(SEN2, tuple(files), rows, SEN2_LINKS)


def _request(draw: st.DrawFn, period: Period, rows: dict[str, list[Row]], place: Row, asked: Row) -> None:
    """A request in one return, with what followed of it."""
    at = len(rows["requests"]) + 1
    place = place | {"_row": at, "_request": f"r{at}", "_assessment": f"a{at}", "_person": f"p{at}"}
    rows["requests"].append(place | asked)
    if draw(st.integers(0, 3)) == 0:
        return
    inside = st.sampled_from([period.start, period.end, period.start + DAY * 30])
    received = asked["receiveddate"]
    day = inside | days(period)
    if received is not None:
        day |= st.sampled_from([received + DAY * n for n in (139, 140, 141)])
    said = {"Y": ("Y", "Y", "N"), "H": ("H", "H", "Y")}.get(str(asked["requestoutcome"]), ("Y", "N", "A", "W", "H"))
    decided = {
        "assessmentoutcome": draw(maybe(st.sampled_from(said))),
        "assessmentoutcomedate": draw(maybe(day)),
        "week20": draw(st.sampled_from([True, False, None])),
    }
    rows["assessment"].append(place | decided)
    if draw(st.booleans()):
        rows["namedplan"].append(place | {"_plan": f"n{at}", "startdate": draw(maybe(day))})
    if draw(st.integers(0, 3)) == 0:
        rows["activeplans"].append(
            place | {"_active": f"v{at}", "transferla": draw(st.sampled_from([None, "830", "N"]))}
        )


@st.composite
def home_totals(draw: st.DrawFn, period: Period) -> Council:
    """Totals of terms and years, of the whole and by sex; now and then without a number, or told again by a newer file.

    Terms end with their months, and the spring term is the last quarter of a year ending in March.
    """
    files = [extract(period, "new.csv", period.end)]
    if draw(st.booleans()):
        files.insert(0, extract(period, "old.csv", period.end - DAY))
    year = period.end.year
    terms = [
        (date(at, first, 1), date(at, last, 31)) for at in (year - 1, year) for first, last in ((9, 12), (1, 3), (4, 8))
    ]
    spans = [
        *terms,
        *((date(at, 9, 1), date(at + 1, 8, 31)) for at in (year - 2, year - 1)),
        (period.start, period.end),
    ]
    rows: dict[tuple[object, ...], Row] = {}
    for at in range(draw(st.integers(0, 12))):
        measure = draw(st.sampled_from(["census-day", "starting", "any-time", "ehe_other"]))
        since, on = draw(st.sampled_from(terms if measure == "census-day" else spans))
        whom, file = draw(st.sampled_from(["", "", "", "Sex: Female"])), draw(st.sampled_from(files)).name
        count = draw(st.none() | st.integers(0, 600))
        told = {"measure": measure, "since": since, "on": on, "breakdown": whom, "count": count}
        rows[file, measure, since, on, whom] = {"_file": file, "_row": at + 1, "place": "831", **told}
    return Council(EHE, tuple(files), {"aggregate": list(rows.values())})


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
