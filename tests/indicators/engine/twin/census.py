"""The CIN census, counted by hand."""

from datetime import date

from tests.indicators.engine.twin.council import Council, Count, Row, children, count, is_open, within
from tests.indicators.engine.twin.days import working_days, years_before

CHILD = "LAchildID"
SOURCES = {
    "individual": ("1A", "1B", "1C", "1D"),
    "schools": ("2A",),
    "education-services": ("2B",),
    "health-services": ("3A", "3B", "3C", "3D", "3E", "3F"),
    "housing": ("4",),
    "council-services": ("5A", "5B", "5C", "5D"),
    "police": ("6",),
    "other-legal-agency": ("7",),
    "other": ("8",),
    "anonymous": ("9",),
}


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of the census for the days from first to last."""
    return (
        _referrals(council, first, last)
        | _assessments(council, first, last)
        | _needs(council, last)
        | _enquiries(council, first, last)
        | _plans(council, first, last)
    )


def source_of(row: Row) -> str:
    """The published group of a referral's source."""
    return next((group for group, codes in SOURCES.items() if row["ReferralSource"] in codes), "unknown")


def episodes_of(council: Council) -> list[Row]:
    """Every episode of need once. A referral without further action is of its own year only."""

    def no_action(row: Row) -> bool:
        return row["ReferralNFA"] is True

    return council.newest("CINdetails", CHILD, "CINreferralDate", end="CINclosureDate", besides=no_action)


def _referrals(council: Council, first: date, last: date) -> dict[str, Count]:
    every = episodes_of(council)
    rows = [row for row in every if within(row["CINreferralDate"], first, last)]

    def repeats(row: Row) -> bool:
        """Whether the same child was referred before, the same day one year earlier or since."""
        day = row["CINreferralDate"]
        for other in every:
            before = other["CINreferralDate"]
            if other[CHILD] == row[CHILD] and before is not None and years_before(day, 1) <= before < day:
                return True
        return False

    found = {"referrals": count(rows), "repeat-referrals": count(rows, repeats)}
    for group in (*SOURCES, "unknown"):
        of_group = [row for row in rows if source_of(row) == group]
        found[f"referrals:source={group}"] = Count(len(of_group), len(rows))
    return found


def _assessments(council: Council, first: date, last: date) -> dict[str, Count]:
    every = council.newest("Assessments", CHILD, "AssessmentActualStartDate", end="AssessmentAuthorisationDate")
    completed = [row for row in every if within(row["AssessmentAuthorisationDate"], first, last)]

    def from_start(row: Row) -> int | None:
        return working_days(row["AssessmentActualStartDate"], row["AssessmentAuthorisationDate"])

    def from_referral(row: Row) -> int | None:
        (episode,) = (one for one in council["CINdetails"] if same(one, row, "_file", "_episode"))
        return working_days(episode["CINreferralDate"], row["AssessmentAuthorisationDate"])

    def factors(row: Row) -> list[str]:
        of_row = [one for one in council["AssessmentFactors"] if same(one, row, "_file", "_assessment")]
        return [one["AssessmentFactors"] for one in of_row if one["AssessmentFactors"] is not None]

    started = [row for row in every if within(row["AssessmentActualStartDate"], first, last)]
    with_factors = [row for row in completed if factors(row)]
    return {
        "assessments-started": count(started),
        "assessments-completed": count(completed),
        "assessments-within-45-days": count(completed, lambda row: at_most(from_start(row), 45)),
        "assessments-within-45-days:from=referral": count(completed, lambda row: at_most(from_referral(row), 45)),
        "cse-factors": Count(
            children([row for row in with_factors if "11A" in factors(row)], CHILD).number,
            children(with_factors, CHILD).number,
        ),
    }


def _needs(council: Council, last: date) -> dict[str, Count]:
    episodes = [
        row
        for row in episodes_of(council)
        if is_open(row["CINreferralDate"], row["CINclosureDate"], row["known_until"], last)
        and row["ReferralNFA"] is not True
    ]
    plans = [
        row
        for row in council.newest("CINPlanDates", CHILD, "CINPlanStartDate")
        if is_open(row["CINPlanStartDate"], row["CINPlanEndDate"], row["known_until"], last)
    ]
    return {"children-in-need": children(episodes, CHILD), "cin-plans": children(plans, CHILD)}


def _enquiries(council: Council, first: date, last: date) -> dict[str, Count]:
    every = council.newest("Section47", CHILD, "S47ActualStartDate")
    started = [row for row in every if within(row["S47ActualStartDate"], first, last)]
    # The day stands with the enquiry, or with the episode when there was no enquiry (a transfer in).
    held = [row | {"start": row["S47ActualStartDate"]} for row in every if row["DateOfInitialCPC"] is not None]
    for episode in episodes_of(council):
        day = episode["DateOfInitialCPC"]
        if day is not None and not any(same(one, episode, CHILD, "DateOfInitialCPC") for one in held):
            held.append(episode | {"start": None})
    conferences = [row for row in held if within(row["DateOfInitialCPC"], first, last)]

    def days(row: Row) -> int | None:
        return working_days(row["start"], row["DateOfInitialCPC"])

    in_time = count(conferences, lambda row: at_most(days(row), 15))
    return {
        "section-47-enquiries": count(started),
        "icpcs": count(conferences),
        "icpcs-within-15-days:of=icpcs": in_time,
        "icpcs-within-15-days:of=section-47-enquiries": Count(in_time.number, len(started)),
    }


def _plans(council: Council, first: date, last: date) -> dict[str, Count]:
    every = council.newest("ChildProtectionPlans", CHILD, "CPPstartDate", end="CPPendDate")
    starting = [row for row in every if within(row["CPPstartDate"], first, last)]
    ceasing = [row for row in every if within(row["CPPendDate"], first, last)]
    current = [row for row in every if is_open(row["CPPstartDate"], row["CPPendDate"], row["known_until"], last)]

    def within_2_years(row: Row) -> bool:
        """Whether a plan of the child that began on an earlier day was over by the start, for two years at most."""
        start = row["CPPstartDate"]
        for other in every:
            of_child = other[CHILD] == row[CHILD]
            if (
                of_child
                and before(other["CPPstartDate"], start)
                and within(other["CPPendDate"], years_before(start, 2), start)
            ):
                return True
        return False

    return {
        "cpps-starting": count(starting),
        "cpps-current": count(current),
        "cpps-ceasing": count(ceasing),
        "repeat-cpps-ever": count(starting, lambda row: (row["NumberOfPreviousCPP"] or 0) > 0),
        "repeat-cpps-2-years": count(starting, within_2_years),
    }


def at_most(days: int | None, limit: int) -> bool:
    """In time; what cannot be told is not."""
    return days is not None and days <= limit


def before(day: date | None, other: date) -> bool:
    """The day is known and earlier."""
    return day is not None and day < other


def same(one: Row, other: Row, *names: str) -> bool:
    """The two agree in all of these."""
    return all(one[name] == other[name] for name in names)
