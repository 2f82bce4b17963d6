"""The SSDA903 return, counted by hand."""

from datetime import date, timedelta

from tests.indicators.engine.twin.council import Council, Count, Row, children, count, is_open, within
from tests.indicators.engine.twin.days import age_on, months_before, years_before

SHORT_BREAKS = ("V1", "V3", "V4")
FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
FOR_ADOPTION = ("A3", "A4", "A5", "A6")
ADOPTED = ("E11", "E12")
GOES_ON = "X1"
NEW_PLACEMENT = ("S", "P", "B")
EET = ("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5")
ENOUGH = 10
"""So many episodes without one day of birth: then nobody knows who is under 16."""
BANDS = {"age=17-18": (17, 18), "age=19-21": (19, 21), "age=22-25": (22, 25)}


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of the return for the days from first to last."""
    found = _on_the_day(council, last) | _moves(council, first, last)
    if "missing" in council.rows:
        found |= _missing(council, first, last)
    return found | _health(council, last) | _leavers(council, last)


def episodes(council: Council) -> list[Row]:
    """Episodes of care as the newest return tells them; short breaks are no care."""
    return [row for row in council.newest("episodes", "CHILD", "DECOM") if row["LS"] not in SHORT_BREAKS]


def born(council: Council, child: str) -> date | None:
    """The child's day of birth by the newest header that has one."""
    told = [row for row in council["header"] if row["CHILD"] == child and row["DOB"] is not None]
    return max(told, key=lambda row: row["_file"])["DOB"] if told else None


def looked_after(council: Council, day: date) -> list[Row]:
    """The episodes that cover the day, of children under 18 (or of an age nobody knows)."""
    rows = []
    for row in episodes(council):
        birth = born(council, row["CHILD"])
        under_18 = birth is None or age_on(birth, day) < 18
        if under_18 and is_open(row["DECOM"], row["DEC"], row["known_until"], day):
            rows.append(row)
    return rows


def times_in_care(council: Council, child: str) -> list[list[Row]]:
    """The child's episodes in order, one list for each time in care: it begins with reason S, and after a real end."""
    mine = [row for row in episodes(council) if row["CHILD"] == child]
    times: list[list[Row]] = []
    for row in sorted(mine, key=lambda one: (one["DECOM"], one["DEC"] or date.max)):
        if not times or row["RNE"] == "S" or left_care(times[-1][-1]):
            times.append([])
        times[-1].append(row)
    return times


def homes(time: list[Row]) -> list[list[Row]]:
    """The episodes of one time in care, one list for each placement: it begins with reason S, P or B."""
    found: list[list[Row]] = []
    for row in time:
        if not found or row["RNE"] in NEW_PLACEMENT:
            found.append([])
        found[-1].append(row)
    return found


def left_care(row: Row) -> bool:
    """The episode ended, and care with it. Why it ended has to be recorded."""
    return row["DEC"] is not None and row["REC"] not in (None, GOES_ON)


def _on_the_day(council: Council, day: date) -> dict[str, Count]:
    current = looked_after(council, day)
    everybody = {row["CHILD"] for row in current}

    def share(chosen: list[Row]) -> Count:
        return Count(len({row["CHILD"] for row in chosen}), len(everybody))

    own = [row for row in current if row["PLACE_PROVIDER"] == "PR1"]
    found = {
        "cla-current": children(current, "CHILD"),
        "cla-own-provision": share(own),
        "cla-own-provision:placement=foster": share([row for row in own if row["PLACE"] in FOSTER]),
        "cla-three-or-more-placements": share([row for row in current if _placements(council, row["CHILD"], day) >= 3]),
    }
    told = council.newest("episodes", "CHILD", "DECOM")
    if len(told) < ENOUGH or any(born(council, row["CHILD"]) for row in told):
        found["cla-long-term-placements"] = _long_term(council, current, day)
    if "uasc" in council.rows:
        unaccompanied = [row for row in current if _is_uasc(council, row["CHILD"], day)]
        found["cla-uasc"] = children(unaccompanied, "CHILD")
        found["cla-uasc:of=cla-current"] = share(unaccompanied)
    return found


def _long_term(council: Council, current: list[Row], day: date) -> Count:
    """Of those under 16 and in care for two and a half years, who has been in one placement for two years."""
    base, stable = set(), set()
    for row in current:
        birth = born(council, row["CHILD"])
        if birth is None or age_on(birth, day) >= 16:
            continue
        for time in times_in_care(council, row["CHILD"]):
            if row in time and time[0]["DECOM"] <= months_before(day, 30):
                base.add(row["CHILD"])
                every = homes(time)
                (at,) = (at for at, one in enumerate(every) if row in one)
                if row["PLACE"] in FOR_ADOPTION and at:  # together with where the child lived before
                    at -= 1
                if every[at][0]["DECOM"] <= months_before(day, 24):
                    stable.add(row["CHILD"])
    return Count(len(stable), len(base))


def _is_uasc(council: Council, child: str, day: date) -> bool:
    """In the table of unaccompanied children, the status not over by the day, nor forgotten by a later return."""
    rows = [row for row in council.newest("uasc", "CHILD") if row["CHILD"] == child]
    listed = [row for row in rows if row["known_until"] is None or row["known_until"] >= day]
    return bool(listed) and all(row["DUC"] is None or row["DUC"] > day for row in listed)


def _placements(council: Council, child: str, day: date) -> int:
    """Placements of a day or longer in the 12 months to the day; those open at either end count."""
    since = years_before(day, 1) + timedelta(days=1)
    found = 0
    for home in (home for time in times_in_care(council, child) for home in homes(time)):
        began, until = home[0]["DECOM"], max(row["DEC"] or date.max for row in home)
        found += began <= day and until > since and until > began
    return found


def _moves(council: Council, first: date, last: date) -> dict[str, Count]:
    every = episodes(council)
    started = [row for row in every if row["RNE"] == "S" and within(row["DECOM"], first, last)]
    ended = [row for row in every if within(row["DEC"], first, last) and left_care(row)]
    left = {child: max(row["DEC"] for row in ended if row["CHILD"] == child) for child in {r["CHILD"] for r in ended}}
    adopted = {row["CHILD"] for row in ended if row["REC"] in ADOPTED and row["DEC"] == left[row["CHILD"]]}
    return {
        "cla-starting": count(started),
        "cla-starting:count=children": children(started, "CHILD"),
        "cla-ceasing": count(ended),
        "cla-ceasing:count=children": children(ended, "CHILD"),
        "cla-adopted": Count(len(adopted), len({row["CHILD"] for row in ended})),
    } | _adoptions(council, first, last)


def _adoptions(council: Council, first: date, last: date) -> dict[str, Count]:
    """Days on the way to an adoption; of those who lack one of the two days nothing can be said."""
    to_placed: list[int | None] = []
    to_match: list[int | None] = []
    in_14_months: list[bool] = []
    for child in sorted({row["CHILD"] for row in council["episodes"]}):
        for time in times_in_care(council, child):
            for end in (row for row in time if row["REC"] in ADOPTED and within(row["DEC"], first, last)):
                assert end is time[-1]
                entered = time[0]["DECOM"] if time[0]["RNE"] == "S" else None
                placed = _first_day(time, "PLACE", FOR_ADOPTION, ("S", "P", "T", "B", "U"))
                ordered = _first_day(time, "LS", ("E1",), ("S", "L", "B", "U"))
                matches = [row["DATE_MATCH"] for row in council.newest("ad1", "CHILD") if row["CHILD"] == child]
                matched = max((day for day in matches if day is not None), default=None)
                to_placed.append(gap(entered, placed))
                to_match.append(gap(ordered, matched))
                if gap(entered, placed) is not None:  # of the others nobody can say
                    in_14_months.append(placed < months_before(entered, -14))
    found = {
        "adoption-entry-to-moving-in": mean(to_placed),
        "adoption-within-14-months": Count(sum(in_14_months), len(in_14_months)),
    }
    return found | ({"adoption-order-to-match": mean(to_match)} if "ad1" in council.rows else {})


def _first_day(time: list[Row], column: str, values: tuple[str, ...], reasons: tuple[str, ...]) -> date | None:
    """The first day with one of the values, if the reason for the new episode says that it changed on that day."""
    for row in time:
        if row[column] in values:
            return row["DECOM"] if row["RNE"] in reasons else None
    return None


def gap(start: date | None, end: date | None) -> int | None:
    """Days from one to the other; unknown if one is, or they are in the wrong order."""
    return None if start is None or end is None or end < start else (end - start).days


def mean(days: list[int | None]) -> Count:
    """The sum, and of how many."""
    known = [one for one in days if one is not None]
    return Count(sum(known), len(known))


def _missing(council: Council, first: date, last: date) -> dict[str, Count]:
    """Children looked after on any day of the period, and those of them who went missing in it."""
    in_care = set()
    for row in episodes(council):
        ended = row["DEC"] is not None and row["DEC"] <= first
        forgotten = row["DEC"] is None and row["known_until"] is not None and row["known_until"] < first
        if row["DECOM"] <= last and not ended and not forgotten:
            in_care.add(row["CHILD"])
    incidents = [row for row in council.newest("missing", "CHILD", "MIS_START") if row["MISSING"] == "M"]
    went = {row["CHILD"] for row in incidents if within(row["MIS_START"], first, last)}
    return {"cla-missing": Count(len(in_care & went), len(in_care))}


def of_year(council: Council, table: str, day: date) -> list[Row]:
    """Rows of the return that was made for a 31 March."""
    names = [file.name for file in council.files if file.year == day.year]
    return [row for row in council[table] if row["_file"] in names]


def is_of_year(council: Council, day: date) -> bool:
    """Whether there is a return made for the day, a 31 March."""
    return (day.month, day.day) == (3, 31) and any(file.year == day.year for file in council.files)


def _health(council: Council, day: date) -> dict[str, Count]:
    if "oc2" not in council.rows or not is_of_year(council, day):
        return {}
    begins = date(day.year - 1, 4, 1)
    whole_year = [
        child
        for child in sorted({row["CHILD"] for row in council["episodes"]})
        if _without_a_break([row for row in of_year(council, "episodes", day) if row["CHILD"] == child], begins, day)
        and ((birth := born(council, child)) is None or age_on(birth, day) < 18)
    ]

    def answer(child: str, column: str) -> bool:
        return any(row[column] is True for row in of_year(council, "oc2", day) if row["CHILD"] == child)

    def share(column: str, among: list[str]) -> Count:
        return Count(len([child for child in among if answer(child, column)]), len(among))

    def under_5(child: str) -> bool:
        birth = born(council, child)
        return birth is not None and age_on(birth, day) < 5

    return {
        "cla-immunisations": share("IMMUNISATIONS", whole_year),
        "cla-dental-checks": share("TEETH_CHECK", whole_year),
        "cla-health-assessments": share("HEALTH_ASSESSMENT", whole_year),
        "cla-development-assessments": share("HEALTH_CHECK", [child for child in whole_year if under_5(child)]),
    }


def _without_a_break(rows: list[Row], begins: date, day: date) -> bool:
    """Looked after the whole year: no start after its first day, no real end in it, no short break, and there now."""
    there = False
    from_the_start = False
    for row in rows:
        touches = row["DECOM"] <= day and (row["DEC"] is None or row["DEC"] > begins)
        if row["LS"] in SHORT_BREAKS:
            if touches:
                return False
            continue
        if row["RNE"] == "S" and begins < row["DECOM"] <= day:
            return False
        if row["DEC"] is not None and begins < row["DEC"] <= day and row["REC"] not in (None, GOES_ON):
            return False
        from_the_start = from_the_start or row["DECOM"] <= begins
        there = there or is_open(row["DECOM"], row["DEC"], None, day)
    return there and from_the_start


def _leavers(council: Council, day: date) -> dict[str, Count]:
    if "oc3" not in council.rows or not is_of_year(council, day):
        return {}
    listed = of_year(council, "oc3", day)
    found = {}
    for band, (youngest, oldest) in BANDS.items():
        rows = [
            row
            for row in listed
            if row["DOB"] is not None
            and youngest <= age_on(row["DOB"], day) <= oldest
            and row["IN_TOUCH"] not in ("DIED", "RHOM")
        ]
        housed = [row for row in rows if row["ACCOM"] not in NOT_HOUSED]
        found[f"care-leavers:{band}"] = children(rows, "CHILD")
        found[f"care-leavers-eet:{band}"] = count(rows, lambda row: row["ACTIV"] in EET)
        found[f"care-leavers-suitable-accommodation:{band}"] = count(housed, lambda row: str(row["ACCOM"])[1:] == "1")
    return found


NOT_HOUSED = ("G1", "G2", "H1", "H2", "R1", "R2")
