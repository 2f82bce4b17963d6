"""Dates of award, of planned and actual work, and of changes: in order, in reach, and on the same day here."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from riia.documents.giving.moments import Moment, moment_of
from riia.documents.giving.package import Findings, Grant, text_of

_FIRST: Final = date(1990, 1, 1)
_PAST, _FUTURE, _ACTUAL_FUTURE = 25, 12, 5
"""Years; those of the standard's own tool."""
_MONTH: Final = Decimal("30.4375")


def check_dates(findings: Findings, grant: Grant, today: date) -> None:
    """All dates of one grant."""
    award = _moment(grant.data, "awardDate", "day")
    where = f"{grant.pointer}/awardDate"
    day = award.here if award else None
    if award and award.first and day and award.first != day:
        rule = f"Written as {_long(award.first)} with a time and zone, which is {_long(day)} in this country."
        findings.add("GIVING-DATE-ZONE", where, rule, f"Write the day alone: {day.isoformat()}, if that was the day.")
    if day and day > today:
        rule = f"The grant is awarded on {_long(day)}, which is to come."
        findings.add(
            "GIVING-AWARD-FUTURE", where, rule, "Correct the date, or leave the grant out until it is awarded."
        )
    elif day and day < _FIRST:
        rule = f"The grant is awarded on {_long(day)}."
        findings.add("GIVING-AWARD-EARLY", where, rule, "Correct the date: spreadsheets show an empty one in 1900.")
    elif day and day < _years(today, -_PAST):
        rule = f"The grant was awarded on {_long(day)}, more than {_PAST} years ago."
        findings.add("GIVING-DATE-FAR", where, rule, "Check the year.")
    for key in ("plannedDates", "actualDates"):
        for pointer, event in grant.objects(key):
            _event(findings, pointer, event, key, day, today)
    _modified(findings, grant, day, today)


def _event(
    findings: Findings, pointer: str, event: Mapping[str, Any], key: str, award: date | None, today: date
) -> None:
    start, end = (_moment(event, name, "part") for name in ("startDate", "endDate"))
    if start and end and start.first and end.last and start.first > end.last:
        rule = f"The work starts on {event['startDate']}, after its end on {event['endDate']}."
        remedy = "Exchange the two, or correct the one that is wrong."
        findings.add("GIVING-DATES-ORDER", f"{pointer}/startDate", rule, remedy, beside=(f"{pointer}/endDate",))
    elif start and end:
        _duration(findings, pointer, event, start, end)
    years = _FUTURE if key == "plannedDates" else _ACTUAL_FUTURE
    for name, moment in (("startDate", start), ("endDate", end)):
        if moment and moment.first and moment.first > _years(today, years):
            rule = f"{event[name]} is more than {years} years from now."
            findings.add("GIVING-DATE-FAR", f"{pointer}/{name}", rule, "Check the year.")
        elif moment and moment.last and moment.last < _years(today, -_PAST):
            rule = f"{event[name]} is more than {_PAST} years ago."
            findings.add("GIVING-DATE-FAR", f"{pointer}/{name}", rule, "Check the year.")
    if (
        key == "plannedDates"
        and award
        and end
        and end.last
        and end.last < award
        and not (start and start.first and start.first > end.last)
    ):
        rule = f"The grant is awarded on {_long(award)}, after the work it is for has ended ({event['endDate']})."
        findings.add("GIVING-AWARD-LATE", f"{pointer}/endDate", rule, "Check both dates.")


def _duration(findings: Findings, pointer: str, event: Mapping[str, Any], start: Moment, end: Moment) -> None:
    said = event.get("duration")
    if isinstance(said, bool) or not isinstance(said, int | Decimal) or said < 0:
        return
    if not (start.first and start.last and end.first and end.last):
        return
    shortest, longest = (
        Decimal(max((last - first + timedelta(days=1)).days, 0)) / _MONTH
        for first, last in ((start.last, end.first), (start.first, end.last))
    )
    if not shortest - 1 <= said <= longest + 1:
        about = f"{longest:.1f}".removesuffix(".0")
        rule = f"From {event['startDate']} to {event['endDate']} it is about {about} months, and {said} are given."
        findings.add(
            "GIVING-DURATION", f"{pointer}/duration", rule, "Correct one of the three; a duration is in months."
        )


def _modified(findings: Findings, grant: Grant, award: date | None, today: date) -> None:
    modified = _moment(grant.data, "dateModified", "moment")
    if modified is None or modified.here is None:
        return
    where = f"{grant.pointer}/dateModified"
    if modified.here > today:
        findings.add("GIVING-MODIFIED", where, "The record was last changed on a day to come.", "Correct the date.")
    elif award and modified.here < award:
        rule = f"The record was last changed on {_long(modified.here)}, before the award on {_long(award)}."
        findings.add("GIVING-MODIFIED", where, rule, "Correct one of the two.", beside=(f"{grant.pointer}/awardDate",))


def check_package_dates(findings: Findings) -> None:
    """When the package was issued and changed."""
    tree = findings.package.tree
    issued, modified = _moment(tree, "issued", "day"), _moment(tree, "modified", "day")
    if issued and modified and issued.here and modified.here and modified.here < issued.here:
        rule = f"The package was changed on {_long(modified.here)}, before it was issued on {_long(issued.here)}."
        findings.add("GIVING-META", "/modified", rule, "Correct one of the two.", beside=("/issued",))


def _moment(data: Mapping[str, Any], key: str, kind: str) -> Moment | None:
    said = text_of(data, key)
    moment = moment_of(said, kind) if said else None
    return moment if moment and moment.fault is None else None


def _years(day: date, years: int) -> date:
    """The same day some years on; 28 February for a 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + years, day.month, last)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
