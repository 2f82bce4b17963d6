"""The SEN2 return, counted by hand."""

from datetime import date, timedelta

from tests.indicators.engine.twin.council import Council, Count, Row, children, count, within

HISTORICAL = "H"


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of one year's return for the days from first to last."""
    requests = [row | {"transferred": _came(council, row["_request"])} for row in council["requests"]]
    by_number = {row["_request"]: row for row in requests}
    assessments = [row | {"request": by_number[row["_request"]]} for row in council["assessment"]]
    own = [row for row in requests if row["requestoutcome"] != HISTORICAL and not row["transferred"]]
    decided = [
        row
        for row in assessments
        if within(row["assessmentoutcomedate"], first, last) and not row["request"]["transferred"]
    ]
    agreed = [row for row in own if row["requestoutcome"] == "Y" and within(row["requestoutcomedate"], first, last)]
    return {
        "ehcp-requests": count([row for row in own if within(row["receiveddate"], first, last)]),
        "ehcp-assessments:count=agreed": count(agreed),
        "ehcp-assessments:count=decided": count([row for row in decided if row["assessmentoutcome"] in ("Y", "N")]),
        "ehcps-issued:count=assessments-with-a-plan": count(
            [row for row in decided if row["assessmentoutcome"] == "Y"]
        ),
    } | _plans(council, {row["_assessment"]: row for row in assessments}, first, last)


def _came(council: Council, request: str) -> bool:
    """Whether the plan came from another council."""
    came = [row["transferla"] for row in council["activeplans"] if row["_request"] == request]
    return any(one is not None and one.lower() not in ("n", "no", "0", "false", "f") for one in came)


def _plans(council: Council, assessments: dict[str, Row], first: date, last: date) -> dict[str, Count]:
    """A plan is new when nobody decided on it before the year and it did not come from elsewhere."""
    new = []
    for row in council["namedplan"]:
        assessment = assessments[row["_assessment"]]
        request = assessment["request"]
        outcome = assessment["assessmentoutcome"] or request["requestoutcome"]
        if outcome != HISTORICAL and not request["transferred"]:
            on_outcome = assessment["assessmentoutcome"] == "Y" and assessment["assessmentoutcomedate"] is not None
            issued = assessment["assessmentoutcomedate"] if on_outcome else row["startdate"]
            new.append(row | {"issued": issued, "asked": request["receiveddate"], "week20": assessment["week20"]})
    first_plans = [row for row in new if within(row["startdate"], first, last) and _is_first(council, row)]
    timed = [
        row
        for row in new
        if within(row["issued"], first, last) and row["asked"] is not None and row["asked"] <= row["issued"]
    ]

    without_exception = [row for row in timed if row["week20"] is not True]

    def in_time(row: Row) -> bool:
        return row["issued"] <= row["asked"] + timedelta(weeks=20)

    return {
        "ehcps-issued:count=new-plans": children(first_plans, "_child"),
        "ehcps-issued:count=twenty-week-base": count(timed),
        "ehcps-within-20-weeks:exceptions=included": count(timed, in_time),
        "ehcps-within-20-weeks:exceptions=excluded": count(without_exception, in_time),
    }


def _is_first(council: Council, row: Row) -> bool:
    """No plan of the person has an earlier start."""
    mine = [other["startdate"] for other in council["namedplan"] if other["_child"] == row["_child"]]
    return row["startdate"] == min(day for day in mine if day is not None)
