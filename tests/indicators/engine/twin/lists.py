"""Ofsted's Annex A lists, counted by hand."""

from datetime import date

from tests.indicators.engine.twin.care import ADOPTED, BANDS, EET, FOSTER, gap, mean
from tests.indicators.engine.twin.census import SOURCES, at_most
from tests.indicators.engine.twin.council import Council, Count, Row, children, count, is_open, within
from tests.indicators.engine.twin.days import age_on, months_before, working_days, years_before

ID = "Child Unique ID"
REFERRED = "Date of referral"
BEGAN, DONE = "Continuous Assessment Start Date", "Continuous Assessment Date of Authorisation"
ENQUIRY = "Strategy discussion initiating Section 47 Enquiry Start Date"
HELD = "Date of Initial Child Protection Conference"
PLAN, PLAN_END = "Child Protection Plan Start Date", "Child Protection Plan End Date"
IN, OUT = "Date Started to be Looked After", "Date Ceased to be Looked After"
UASC = "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)"
UASC_IN_YEAR = "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"
MISSING = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
OFFERED = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
ACCEPTED = "Did the child accept a Return Interview after their last missing episode (Y/N)?"
EVERY_SOURCE = {**SOURCES, "individual": (*SOURCES["individual"], "1A-1D")}
EVERY_SOURCE["health-services"] = (*SOURCES["health-services"], "3A-3F")
EVERY_SOURCE["council-services"] = (*SOURCES["council-services"], "5A-5D")


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of the lists for the days from first to last. The newest extract is that of the last day."""
    return (
        _front_door(council, first, last)
        | _assessments(council, first, last)
        | _protection(council, first, last)
        | _care(council, first, last)
        | _extract_of_care(council, first, last)
        | _leavers(council, last)
        | _adoptions(council, first, last)
    )


def not_taken_back(council: Council, table: str, *days: str) -> Council:
    """The council without rows of an older extract that a newer one, which speaks for their day, has no longer."""
    age = {file.name: at for at, file in enumerate(council.files)}

    def day_of(row: Row) -> date | None:
        return next((row[day] for day in days if row[day] is not None), None)

    def taken_back(row: Row) -> bool:
        day = day_of(row)
        for newer in council.files[age[row["_file"]] + 1 :]:
            its_days = [found for other in council[table] if other["_file"] == newer.name if (found := day_of(other))]
            assert newer.first is not None
            assert newer.last is not None
            since = max([newer.first, *([min(its_days)] if its_days else [])])
            if day is not None and since <= day <= newer.last:
                return True
        return False

    kept = [row for row in council[table] if not taken_back(row)]
    return Council(council.collection, council.files, {table: kept})


def known_from(council: Council, referrals: list[Row]) -> date:
    """The first day of the extracts, or an earlier one to which referrals go back without a month between them."""
    since = min(file.first for file in council.files if file.first)
    for day in sorted((row[REFERRED] for row in referrals if row[REFERRED]), reverse=True):
        if (since - day).days > 31:
            break
        since = min(since, day)
    return since


def _front_door(council: Council, first: date, last: date) -> dict[str, Count]:
    contacts = not_taken_back(council, "list_1", "Date of Contact").newest("list_1", ID, "Date of Contact")
    start = "Assessment start date"
    helped = not_taken_back(council, "list_2", start).newest("list_2", ID, start)
    every = not_taken_back(council, "list_3", REFERRED).newest("list_3", ID, REFERRED)
    rows = [row for row in every if within(row[REFERRED], first, last)]

    def repeats(row: Row) -> bool:
        return any(
            other[ID] == row[ID]
            and other[REFERRED] is not None
            and years_before(row[REFERRED], 1) <= other[REFERRED] < row[REFERRED]
            for other in every
        )

    def repeats_by_the_list(row: Row) -> bool:
        return (row["Number of Referrals in Last 12 Months"] or 0) > 0

    a_year = known_from(council, every) <= months_before(first, 12)

    def source(row: Row) -> str:
        return next((key for key, codes in EVERY_SOURCE.items() if row["Referral Source"] in codes), "unknown")

    found = {
        "initial-contacts": count([row for row in contacts if within(row["Date of Contact"], first, last)]),
        "early-help-assessments": count([row for row in helped if within(row["Assessment start date"], first, last)]),
        "referrals": count(rows),
        "repeat-referrals": count(rows, repeats if a_year else repeats_by_the_list),
    }
    for key in (*EVERY_SOURCE, "unknown"):
        found[f"referrals:source={key}"] = count(rows, lambda row, key=key: source(row) == key)
    return found


def _assessments(council: Council, first: date, last: date) -> dict[str, Count]:
    every = not_taken_back(council, "list_4", BEGAN).newest("list_4", ID, BEGAN)
    done = [row for row in every if within(row[DONE], first, last)]
    open_cases = [
        row
        for row in council.newest("list_6", ID, "CIN Start Date", end="CIN Closure Date")
        if is_open(row["CIN Start Date"], row["CIN Closure Date"], row["known_until"], last)
        and not (row["CIN Closure Date"] is None and row["Case Status"] == "e")
    ]
    return {
        "assessments-started": count([row for row in every if within(row[BEGAN], first, last)]),
        "assessments-completed": count(done),
        "assessments-within-45-days": count(done, lambda row: at_most(working_days(row[BEGAN], row[DONE]), 45)),
        "children-in-need": children(open_cases, ID),
    }


def _protection(council: Council, first: date, last: date) -> dict[str, Count]:
    enquiries = _newest_enquiries(council)
    started = [row for row in enquiries if within(row[ENQUIRY], first, last)]
    held = [row for row in enquiries if within(row[HELD], first, last)]
    in_time = count(held, lambda row: at_most(working_days(row[ENQUIRY], row[HELD]), 15))
    plans = council.newest("list_7", ID, PLAN, end=PLAN_END)
    new = [row for row in plans if within(row[PLAN], first, last)]

    def within_2_years(row: Row) -> bool:
        return any(
            other[ID] == row[ID]
            and other[PLAN] is not None
            and other[PLAN] < row[PLAN]
            and within(other[PLAN_END], years_before(row[PLAN], 2), row[PLAN])
            for other in plans
        )

    return {
        "section-47-enquiries": count(started),
        "icpcs": count(held),
        "icpcs-within-15-days:of=icpcs": in_time,
        "icpcs-within-15-days:of=section-47-enquiries": Count(in_time.number, len(started)),
        "cpps-starting": count(new),
        "cpps-current": count([row for row in plans if is_open(row[PLAN], row[PLAN_END], row["known_until"], last)]),
        "cpps-ceasing": count([row for row in plans if within(row[PLAN_END], first, last)]),
        "repeat-cpps-ever": count(new, lambda row: (row["Number of Previous Child Protection Plans"] or 0) > 0),
        "repeat-cpps-2-years": count(new, within_2_years),
    }


def _newest_enquiries(council: Council) -> list[Row]:
    """Known again by the day of the enquiry; a conference without one by its own."""
    told = not_taken_back(council, "list_5", ENQUIRY, HELD)
    keyed = [row | {"key": row[ENQUIRY] or row[HELD]} for row in told["list_5"]]
    return Council(council.collection, council.files, {"list_5": keyed}).newest("list_5", ID, "key")


def is_care(row: Row) -> bool:
    """Not only short breaks."""
    return row["Child's Legal Status"] not in ("V1", "V3", "V4", "V3-V4")


def _care(council: Council, first: date, last: date) -> dict[str, Count]:
    every = [row for row in council.newest("list_8", ID, IN, end=OUT) if is_care(row)]
    started = [row for row in every if within(row[IN], first, last)]
    ended = [row for row in every if within(row[OUT], first, last) and row["Reason Ceased to be Looked After"] != "X1"]
    current = [
        row
        for row in every
        if is_open(row[IN], row[OUT], row["known_until"], last)
        and (row["Date of Birth"] is None or age_on(row["Date of Birth"], last) < 18)
    ]

    def share(chosen: list[Row], among: list[Row]) -> Count:
        return Count(len({row[ID] for row in chosen}), len({row[ID] for row in among}))

    own = [row for row in current if row["Placement Provider"] == "PR1"]
    long_in_care = [
        row
        for row in current
        if row["Date of Birth"] is not None
        and age_on(row["Date of Birth"], last) < 16
        and row[IN] <= months_before(last, 30)
    ]
    placed = "Start Date of Most Recent Placement"
    stable = [row for row in long_in_care if row[placed] is not None and row[placed] <= months_before(last, 24)]
    unaccompanied = [row for row in current if row[UASC_IN_YEAR] is True]
    return {
        "cla-current": children(current, ID),
        "cla-starting": count(started),
        "cla-starting:count=children": children(started, ID),
        "cla-ceasing": count(ended),
        "cla-ceasing:count=children": children(ended, ID),
        "cla-uasc": children(unaccompanied, ID),
        "cla-uasc:of=cla-current": share(unaccompanied, current),
        "cla-adopted": share(
            [row for row in ended if row["Reason Ceased to be Looked After"] in (*ADOPTED, "E11-E12")], ended
        ),
        "cla-own-provision": share(own, current),
        "cla-own-provision:placement=foster": share(
            [row for row in own if row["Placement Type"] in (*FOSTER, "U1-U3", "U1-U6")], current
        ),
        "cla-three-or-more-placements": share(
            [row for row in current if (row["Number of Placements in the Last 12 months"] or 0) >= 3], current
        ),
        "cla-long-term-placements": share(stable, long_in_care),
    }


def of_newest(council: Council, table: str) -> list[Row]:
    """The rows of the newest extract alone, which is that of the last day."""
    return [row for row in council[table] if row["_file"] == council.files[-1].name]


def _extract_of_care(council: Council, first: date, last: date) -> dict[str, Count]:
    """What list 8 says of the 12 months before the extract: of each child's latest time in care."""

    def of_each(rows: list[Row]) -> list[Row]:
        return [row for row in rows if row[IN] == max(other[IN] for other in rows if other[ID] == row[ID])]

    def looked_after(by: date, beyond: date) -> list[Row]:
        return of_each(
            [
                row
                for row in of_newest(council, "list_8")
                if is_care(row) and row[IN] is not None and row[IN] <= by and (row[OUT] is None or row[OUT] > beyond)
            ]
        )

    a_year_before = months_before(last, 12)
    whole_year = looked_after(a_year_before, last)
    in_period = looked_after(last, first)
    went = [row for row in in_period if (row[MISSING] or 0) > 0]

    def checked(column: str) -> Count:
        young = [row for row in whole_year if row["Date of Birth"] is None or age_on(row["Date of Birth"], last) < 18]
        done = {row[ID] for row in young if row[column] is not None and a_year_before < row[column] <= last}
        return Count(len(done), len({row[ID] for row in young}))

    return {
        "cla-dental-checks": checked("Date of Last Dental Check"),
        "cla-health-assessments": checked("Date of Last Health Assessment"),
        "cla-missing": Count(len({row[ID] for row in went}), len({row[ID] for row in in_period})),
        "cla-return-interviews-offered": count(went, lambda row: row[OFFERED] is True),
        "cla-return-interviews-accepted": count(went, lambda row: row[ACCEPTED] is True),
        "cla-return-interviews-accepted:of=offered": Count(
            len([row for row in went if row[ACCEPTED] is True]), len([row for row in went if row[OFFERED] is True])
        ),
    }


def _leavers(council: Council, last: date) -> dict[str, Count]:
    listed = of_newest(council, "list_9")
    entitled = [row for row in listed if row["Eligibility Category"] in ("a", "b")]
    qualifying = [row for row in listed if row["Eligibility Category"] == "c"]
    key = "eligibility=relevant-and-former-relevant"

    def share(rows: list[Row], chosen: list[Row]) -> Count:
        return Count(len({row[ID] for row in chosen}), len({row[ID] for row in rows}))

    found = {
        f"care-leavers:{key}": children(entitled, ID),
        "care-leavers:eligibility=qualifying": children(qualifying, ID),
        f"uasc-care-leavers:{key}": share(entitled, [row for row in entitled if row[UASC] is True]),
    }
    for band, (youngest, oldest) in BANDS.items():
        rows = [
            row
            for row in listed
            if row["Date of Birth"] is not None
            and youngest <= age_on(row["Date of Birth"], last) <= oldest
            and row["LA in Touch"] not in ("DIED", "RHOM", "EXCLUDE")
            and row["Eligibility Category"] != "d"  # still in care, and counted there
        ]
        housed = [
            row
            for row in rows
            if row["Type of Accommodation"] not in ("G", "H", "R") and row["Suitability of Accommodation"] != "d"
        ]
        found[f"care-leavers:{band}"] = children(rows, ID)
        found[f"care-leavers-eet:{band}"] = share(rows, [row for row in rows if row["Activity Status"] in EET])
        found[f"care-leavers-suitable-accommodation:{band}"] = share(
            housed, [row for row in housed if row["Suitability of Accommodation"] == "a"]
        )
        if band == "age=19-21":
            found[f"uasc-care-leavers:{band}"] = share(rows, [row for row in rows if row[UASC] is True])
    return found


def _adoptions(council: Council, first: date, last: date) -> dict[str, Count]:
    adopted = [
        row
        for row in council.newest("list_10", ID, "Date the Child Entered Care")
        if within(row["Date of Adoption Order"], first, last)
    ]
    entered, placed = "Date the Child Entered Care", "Date Placed for Adoption"
    ordered, matched = "Date of Placement Order", "Date of Matching Child and Prospective Adopters"
    timed = [row for row in adopted if gap(row[entered], row[placed]) is not None]
    return {
        "adoption-entry-to-moving-in": mean([gap(row[entered], row[placed]) for row in adopted]),
        "adoption-order-to-match": mean([gap(row[ordered], row[matched]) for row in adopted]),
        "adoption-within-14-months": count(timed, lambda row: row[placed] < months_before(row[entered], -14)),
    }
