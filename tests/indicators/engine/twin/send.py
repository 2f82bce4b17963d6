"""The SEN2 return, counted by hand."""

from datetime import date, timedelta

from tests.indicators.engine.twin.council import Council, Count, Row, children, count, within

HISTORICAL = "H"


def answers(council: Council, first: date, last: date) -> dict[str, Count]:
    """Every counting of one or several years' returns for the days from first to last."""
    requests = [row | {"transferred": _came(council, row["_request"])} for row in council["requests"]]
    by_number = {row["_request"]: row for row in requests}
    assessments = [_below(row, by_number[row["_request"]]) for row in council["assessment"]]
    asked = [row | {"historical": row["requestoutcome"] == HISTORICAL or row["transferred"]} for row in requests]
    own = [row for row in _in_time(council, _told(council, asked)) if not row["historical"]]
    told = _told(council, [row | {"historical": row["assessmentoutcome"] == HISTORICAL} for row in assessments])
    decided = [
        row for row in told if within(row["assessmentoutcomedate"], first, last) and not row["request"]["transferred"]
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


def _below(row: Row, request: Row) -> Row:
    """A row with the request it belongs to, by whose day it is known again in another year's return."""
    return row | {"request": request, "receiveddate": request["receiveddate"]}


def _told(council: Council, rows: list[Row]) -> list[Row]:
    """What the newest return tells of each request, of those that do not call it historical; that one when all do."""
    age = {file.name: at for at, file in enumerate(council.files)}
    found = []
    for row in rows:
        same = [one for one in rows if (one["_child"], one["receiveddate"]) == (row["_child"], row["receiveddate"])]
        if len(council.files) > 1 and not all(one["historical"] for one in same):
            same = [one for one in same if not one["historical"]]
        ages = [age[one["_file"]] for one in same]
        if row in same and age[row["_file"]] == max(ages):
            found.append(row | {"oldest": min(ages), "newest": max(ages)})
    return found


def _in_time(council: Council, rows: list[Row]) -> list[Row]:
    """Without those still awaited that a newer return has with another day close by: the day was corrected."""

    def corrected(row: Row) -> bool:
        if row["requestoutcome"] != "A" or row["newest"] == len(council.files) - 1 or row["receiveddate"] is None:
            return False
        known_until = council.files[row["newest"]].last
        return any(
            one["_child"] == row["_child"]
            and one["oldest"] > row["newest"]
            and one["receiveddate"] is not None
            and known_until is not None
            and one["receiveddate"] <= known_until
            and abs((one["receiveddate"] - row["receiveddate"]).days) <= 14
            for one in rows
        )

    return [row for row in rows if not corrected(row)]


def _came(council: Council, request: str) -> bool:
    """Whether the plan came from another council."""
    came = [row["transferla"] for row in council["activeplans"] if row["_request"] == request]
    return any(one is not None and one.lower() not in ("n", "no", "0", "false", "f") for one in came)


def _plans(council: Council, assessments: dict[str, Row], first: date, last: date) -> dict[str, Count]:
    """A plan is new when nobody decided on it before the year and it did not come from elsewhere."""
    every = []
    for row in council["namedplan"]:
        assessment = assessments[row["_assessment"]]
        request = assessment["request"]
        historical = (assessment["assessmentoutcome"] or request["requestoutcome"]) == HISTORICAL
        on_outcome = assessment["assessmentoutcome"] == "Y" and assessment["assessmentoutcomedate"] is not None
        issued = assessment["assessmentoutcomedate"] if on_outcome else row["startdate"]
        more = {"issued": issued, "asked": request["receiveddate"], "week20": assessment["week20"]}
        every.append(_below(row, request) | more | {"historical": historical})
    told = _told(council, every)
    new = [row for row in told if not row["historical"] and not row["request"]["transferred"]]
    first_plans = [row for row in new if within(row["startdate"], first, last) and _is_first(told, row)]
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


def _is_first(plans: list[Row], row: Row) -> bool:
    """No plan of the person has an earlier start."""
    mine = [other["startdate"] for other in plans if other["_child"] == row["_child"]]
    return bool(row["startdate"] == min(day for day in mine if day is not None))
