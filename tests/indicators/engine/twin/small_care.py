"""Strategies for small SSDA903 returns: children's histories, told by one or several yearly returns."""

from datetime import date, timedelta

from hypothesis import strategies as st

from riia.indicators.model import Period
from riia.indicators.readers.reading import SourceFile
from riia.indicators.tables.ssda903 import SSDA903
from tests.indicators.engine.twin.council import Council, Row
from tests.indicators.engine.twin.small_councils import CHILDREN, DAY, days, maybe, yearly_files

LENGTHS = (0, 1, 7, 89, 200, 365, 366, 730, 731, 900)
LEAVING = ("E11", "E12", "E3", "E4A", "E45", "E2")
PLACES = ("U1", "U4", "U6", "K2", "H5", "A3", "A6", "P1")
TABLES = ("header", "episodes", "uasc", "missing", "oc2", "oc3", "ad1")


@st.composite
def care_returns(draw: st.DrawFn, period: Period) -> Council:
    """Returns of one to three years in which each child has one history."""
    files = draw(yearly_files(period, "", most=3))
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for child in CHILDREN[: draw(st.integers(1, 3))]:
        born, history = draw(_births(period)), draw(_histories(period))
        for file in files:
            _project(draw, file, child, born, history, rows)
    for name in ("uasc", "missing", "oc2", "oc3", "ad1"):
        if not rows[name] and draw(st.booleans()):
            del rows[name]
    for table in rows.values():
        for at, row in enumerate(table, 1):
            row["_row"] = at
    return Council(SSDA903, files, rows)


@st.composite
def _births(draw: st.DrawFn, period: Period) -> date | None:
    """Of any age, often on the day before, of or after a birthday that matters, or on a leap day."""
    end = period.end
    years = draw(st.sampled_from([2, 4, 5, 12, 15, 16, 17, 18, 19, 21, 22]))
    step = draw(st.sampled_from([-1, 0, 1, 40]))
    near = end.replace(year=end.year - years, day=28) + DAY * (step + end.day - 28)
    return draw(st.sampled_from([near, near, near, date(2008, 2, 29), date(2004, 2, 29), None]))


@st.composite
def _histories(draw: st.DrawFn, period: Period) -> list[Row]:
    """Times in care one after the other, each of some episodes without a gap; or nothing but short breaks."""
    day = draw(days(period))
    short = draw(st.sampled_from([False, False, False, True]))
    found: list[Row] = []
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(1, 4))
        for at in range(number):
            length = draw(st.sampled_from(LENGTHS))
            last = at == number - 1
            stays = last and draw(st.booleans())
            ended = None if stays else min(day + timedelta(days=length), date(2026, 6, 30))
            reason = "X1" if not last and not short else draw(st.sampled_from(LEAVING))
            found.append(
                {
                    "DECOM": day,
                    "RNE": "S" if at == 0 or short else draw(st.sampled_from("LPTBU")),
                    "LS": draw(st.sampled_from(["V3", "V4", "V1"] if short else ["C2", "V2", "E1"])),
                    "PLACE": draw(st.sampled_from(PLACES)),
                    "PLACE_PROVIDER": draw(st.sampled_from(["PR1", "PR4", None])),
                    "DEC": ended,
                    "REC": None if ended is None else reason,
                }
            )
            if ended is None:
                return found
            day = ended
        day += timedelta(days=draw(st.sampled_from([0, 1, 40])))
    return found


def _project(
    draw: st.DrawFn, file: SourceFile, child: str, born: date | None, history: list[Row], rows: dict[str, list[Row]]
) -> None:
    """What the return of one year tells of a child: episodes that touch it, ends only as far as they are known yet."""
    assert file.first
    assert file.last
    who = {"_file": file.name, "CHILD": child}
    told = False
    for episode in history:
        over = episode["DEC"] is not None and episode["DEC"] < file.first
        if over or episode["DECOM"] > file.last or draw(st.integers(0, 9)) == 0:  # now and then one is forgotten
            continue
        later = episode["DEC"] is not None and episode["DEC"] > file.last
        rows["episodes"].append(who | episode | ({"DEC": None, "REC": None} if later else {}))
        told = True
    near = st.sampled_from([file.first, file.last, file.last - 200 * DAY, file.last - 90 * DAY, file.last - 91 * DAY])
    if told:
        rows["header"].append(who | {"DOB": born})
        if draw(st.booleans()):
            rows["uasc"].append(who | {"DOB": born, "DUC": draw(st.none() | near)})
        for _ in range(draw(st.integers(0, 2))):
            code = draw(st.sampled_from(["M", "M", "A"]))
            rows["missing"].append(who | {"DOB": born, "MISSING": code, "MIS_START": draw(maybe(near))})
        if draw(st.booleans()):
            flags = ("HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT")
            answers = {flag: draw(st.sampled_from([True, False, None])) for flag in flags}
            rows["oc2"].append(who | {"DOB": born} | answers)
        if any(episode["REC"] in ("E11", "E12") for episode in history):
            rows["ad1"].append(who | {"DOB": born, "DATE_MATCH": draw(maybe(near))})
    if draw(st.booleans()):
        leaver = {
            "IN_TOUCH": draw(st.sampled_from(["YES", "NO", "DIED", "RHOM", "REFU", "NREQ", None])),
            "ACTIV": draw(st.sampled_from(["F1", "P2", "F4", "G4", "G5", "0", None])),
            "ACCOM": draw(st.sampled_from(["B1", "B2", "K1", "S2", "G1", "H2", "R2", "0", None])),
        }
        rows["oc3"].append(who | {"DOB": born} | leaver)
