"""Facts from lists 8 to 10: care, its health checks and missing incidents, care leavers, adoptions."""

from datetime import date
from typing import Any, Final

import narwhals as nw

from riia.indicators.calendar import add_months
from riia.indicators.engine.facts.annex_a.rows import (
    DAY,
    ID,
    ListRows,
    is_one_of,
    known,
    list_rows,
    named,
    none,
    snapshot,
    speaks_for,
)
from riia.indicators.engine.facts.days import days_between, part
from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period

_BORN: Final = "Date of Birth"
_CATEGORIES: Final = {"a": "relevant", "b": "former-relevant", "c": "qualifying", "d": "eligible", "e": "other"}
_ADOPTED: Final = ("E11", "E12", "E11-E12")
_FOSTERED: Final = ("U1", "U2", "U3", "U4", "U5", "U6", "U1-U3", "U1-U6")
_STILL_IN_CARE: Final = ("d",)
"""Eligible: entitled to leaving care services, but looked after still; they count there."""
_NOT_COUNTED: Final = ("DIED", "RHOM", "EXCLUDE")
_NOT_HOUSED: Final = ("G", "H", "R")
_BEGAN, _ENDED = "Date Started to be Looked After", "Date Ceased to be Looked After"
_LEGAL, _TYPE, _PROVIDER = "Child's Legal Status", "Placement Type", "Placement Provider"
_REASON: Final = "Reason Ceased to be Looked After"
_SHORT_BREAKS: Final = ("V1", "V3", "V4", "V3-V4")
_UASC_8: Final = "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"
_PLACEMENTS, _PLACED = "Number of Placements in the Last 12 months", "Start Date of Most Recent Placement"


def care(tables: Tables, period: Period) -> Frame | None:
    """List 8, one row for a whole period of care. Unaccompanied within 12 months is taken as unaccompanied."""
    found = list_rows(tables, 8, _BEGAN, _ENDED)
    if found is None:
        return None
    over = ~nw.col(_ENDED).is_null() if _ENDED in found.has else None
    goes_on = nw.coalesce(nw.col(_REASON) == "X1", nw.lit(False)) if _REASON in found.has else nw.lit(False)
    adopted = nw.when(over).then(is_one_of(_REASON, _ADOPTED)).otherwise(nw.lit(False)) if over is not None else None
    if _PLACEMENTS in found.has and not any(speaks_for(one, period) for one in tables.files_with("list_8")[-1:]):
        # The count looks back from the newest extract, and says nothing of an earlier year.
        found = ListRows(found.frame, found.has - {_PLACEMENTS})
    return found.fact(
        "care",
        {
            "born": ((_BORN,), nw.col(_BORN)),
            "began": ((_BEGAN,), nw.col(_BEGAN)),
            "ended": ((_ENDED,), nw.col(_ENDED)),
            "starts_care": ((_BEGAN,), ~nw.col(_BEGAN).is_null()),
            "leaves_care": ((_ENDED,), over & ~goes_on if over is not None else None),
            "short_break": ((_LEGAL,), is_one_of(_LEGAL, _SHORT_BREAKS)),
            "reason": ((_REASON,), nw.col(_REASON)),
            "adopted": ((_REASON, _ENDED), adopted),
            "fostered_by_council": (
                (_TYPE, _PROVIDER),
                is_one_of(_TYPE, _FOSTERED) & is_one_of(_PROVIDER, ("PR1",)),
            ),
            "own_provision": ((_PROVIDER,), is_one_of(_PROVIDER, ("PR1",))),
            "uasc": ((_UASC_8,), nw.col(_UASC_8)),
            "uasc_ended": ((), none(DAY)),
            "placements": ((_PLACEMENTS,), nw.col(_PLACEMENTS)),
            "period_began": ((_BEGAN,), nw.col(_BEGAN)),
            "placement_began": ((_PLACED,), nw.col(_PLACED)),
        },
    )


def _looked_after(tables: Tables, period: Period, began_by: date, not_ended_by: date) -> ListRows | None:
    """List 8 of one extract: each child's latest period of care that began by one day and had not ended by another."""
    found = snapshot(tables, 8, period)
    if found is None or not found.has.issuperset((_BEGAN, _ENDED)):
        return None
    kept = (nw.col(_BEGAN) <= began_by) & (nw.col(_ENDED).is_null() | (nw.col(_ENDED) > not_ended_by))
    frame = found.frame.filter(kept)
    if _LEGAL in found.has:
        frame = frame.filter(~nw.coalesce(is_one_of(_LEGAL, _SHORT_BREAKS), nw.lit(False)))
    if ID in found.has:
        latest = nw.col(_BEGAN).max().over(ID)
        frame = frame.with_columns(_latest=latest).filter((nw.col(_BEGAN) == nw.col("_latest")) | nw.col(ID).is_null())
    return ListRows(frame, found.has)


def care_year(tables: Tables, period: Period) -> Frame | None:
    """List 8: children looked after for the 12 months to the last day, with their last dental and health checks.

    The list knows nothing of immunisations and of development checks, so the fact has no such columns.
    """
    a_year_before = add_months(period.end, -12)
    found = _looked_after(tables, period, a_year_before, period.end)
    teeth, health = "Date of Last Dental Check", "Date of Last Health Assessment"

    def in_year(day: str) -> Any:
        done = nw.col(day) > a_year_before
        checked = nw.when(nw.col(day).is_null() | (nw.col(day) <= period.end))
        return checked.then(nw.coalesce(done, nw.lit(False)))

    if found is None:
        return None
    return found.fact(
        "care_year",
        {
            "on": ((), nw.lit(period.end).cast(DAY)),
            "born": ((_BORN,), nw.col(_BORN)),
            "teeth_checked": ((teeth,), in_year(teeth)),
            "health_assessed": ((health,), in_year(health)),
        },
    )


def missing_in_care(tables: Tables, period: Period) -> Frame | None:
    """List 8: children looked after in the period; the incidents are those of the 12 months to the extract."""
    episodes = "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"
    offered = "Was the child offered a Return Interview after their last missing episode (Y/N)?"
    accepted = "Did the child accept a Return Interview after their last missing episode (Y/N)?"
    found = _looked_after(tables, period, period.end, period.start)
    if found is None:
        return None
    if not tables.says("list_8", episodes):
        # A heading over nothing: 0 would say that nobody went missing.
        found = ListRows(found.frame, found.has - {episodes})
    return found.fact(
        "missing_in_care",
        {
            "on": ((), nw.lit(period.end).cast(DAY)),
            "went_missing": ((episodes,), nw.col(episodes) > 0),
            "offered": ((offered,), nw.col(offered)),
            "accepted": ((accepted,), nw.col(accepted)),
        },
    )


def care_leavers(tables: Tables, period: Period) -> Frame | None:
    """List 9 as one extract tells it. Who is on it counts, but for those marked as left out and those still in care."""
    uasc = "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)"
    category, touch, activity = "Eligibility Category", "LA in Touch", "Activity Status"
    suitability, home = "Suitability of Accommodation", "Type of Accommodation"
    found = snapshot(tables, 9, period)
    if found is None:
        return None
    left_out = [is_one_of(touch, _NOT_COUNTED)] if touch in found.has else []
    left_out += [is_one_of(category, _STILL_IN_CARE)] if category in found.has else []
    unhoused = [is_one_of(home, _NOT_HOUSED)] if home in found.has else []
    unhoused += [is_one_of(suitability, ("d",))] if suitability in found.has else []
    suits = nw.when(nw.col(suitability).is_in(["a", "b"])).then(nw.col(suitability) == "a")
    return found.fact(
        "care_leavers",
        {
            "on": ((), nw.col("on")),
            "born": ((_BORN,), nw.col(_BORN)),
            "age": ((_BORN,), _age(_BORN, "on")),
            "category": ((category,), named(category, {name: (code,) for code, name in _CATEGORIES.items()})),
            "counts": ((), _none_of(left_out)),
            "uasc": ((uasc,), nw.col(uasc)),
            "in_eet": ((activity,), known(activity).str.starts_with("G") == nw.lit(False)),
            "in_touch": ((touch,), nw.when(nw.col(touch) != "NOT RECORDED").then(known(touch) == "YES")),
            "suitable": ((suitability,), suits),
            "housed": ((), _none_of(unhoused)),
        },
    )


def _none_of(tests: list[Any]) -> Any:
    """None of the tests is known to hold."""
    kept = nw.lit(True)
    for test in tests:
        kept = kept & ~nw.coalesce(test, nw.lit(False))
    return kept


def _age(born: str, on: str) -> Any:
    """Whole years lived on a day: the age at the last birthday."""
    birthday_to_come = _in_year(on) < _in_year(born)
    years = part(on, "year") - part(born, "year")
    return nw.when(birthday_to_come).then(years - 1).otherwise(years)


def _in_year(day: str) -> Any:
    """Month and day as one number that sorts as they do."""
    return part(day, "month") * 100 + part(day, "day")


def adoptions(tables: Tables, period: Period) -> Frame | None:
    """List 10, the children with an adoption order; the others on it are still on their way, or no longer."""
    entered, placed, adopted = "Date the Child Entered Care", "Date Placed for Adoption", "Date of Adoption Order"
    ordered, matched = "Date of Placement Order", "Date of Matching Child and Prospective Adopters"
    found = list_rows(tables, 10, entered)
    if found is None:
        return None
    if adopted in found.has:
        found = ListRows(found.frame.filter(~nw.col(adopted).is_null()), found.has)
    in_time = nw.col(placed) < nw.col(entered).dt.offset_by("14mo")
    return found.fact(
        "adoptions",
        {
            "adopted": ((adopted,), nw.col(adopted)),
            "entered": ((entered,), nw.col(entered)),
            "placed": ((placed,), nw.col(placed)),
            "ordered": ((ordered,), nw.col(ordered)),
            "matched": ((matched,), nw.col(matched)),
            "days_to_placed": ((entered, placed), days_between(entered, placed)),
            "days_to_matched": ((ordered, matched), days_between(ordered, matched)),
            "placed_within_14_months": ((entered, placed), nw.when(nw.col(placed) >= nw.col(entered)).then(in_time)),
        },
    )
