"""Defects of the CIN census, planted in the newest one: enquiries, conferences and child protection plans."""

from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.cases import (
    Case,
    at_node,
    day,
    draw_case,
    drop,
    enquired,
    found,
    inside,
    put,
    text,
)
from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.cin import Node

_OF: Final = "cin-census"


@kind("conference-at-weekend", _OF, "CIN-404", "The conference is on a Saturday.")
def conference_at_weekend(files: Files, draw: Draw) -> Place | None:
    """A conference that led to no plan is moved to the Saturday after it."""
    case = draw_case(files, draw, enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    held = day(one, "DateOfInitialCPC") or date.min
    put(one, "DateOfInitialCPC", (held + timedelta(days=5 - held.weekday())).isoformat())
    return at_node(case, "Section47", "DateOfInitialCPC", one)


@kind("conference-before-enquiry", _OF, "CIN-402", "The conference was held before the enquiry began.")
def conference_before_enquiry(files: Files, draw: Draw) -> Place | None:
    """The enquiry is said to have begun a week after the conference."""
    case = draw_case(files, draw, enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    held = day(one, "DateOfInitialCPC") or date.min
    put(one, "S47ActualStartDate", (held + timedelta(days=7)).isoformat())
    drop(one, "InitialCPCtarget")
    return at_node(case, "Section47", "DateOfInitialCPC", one)


@kind("enquiry-without-outcome", _OF, "CIN-409",
      "The case is closed, but its enquiry has neither a conference nor the decision that none was needed.",
      also=("CIN-407",))  # fmt: skip
def enquiry_without_outcome(files: Files, draw: Draw) -> Place | None:
    """The flag of an enquiry without conference is set to 0."""
    fits = enquired(files, conference=False, plan=False)
    case = draw_case(files, draw, lambda case: fits(case) and bool(text(case.need, "CINclosureDate")))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    put(one, "ICPCnotRequired", "0")
    return at_node(case, "Section47", "ICPCnotRequired", one)


@kind("conference-recorded-twice", _OF, "CIN-414", "The conference stands with the enquiry and with the episode.")
def conference_recorded_twice(files: Files, draw: Draw) -> Place | None:
    """The date is repeated at the episode."""
    case = draw_case(files, draw, enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    at = next(at for at, node in enumerate(inside(case.need)) if node[0] == "Assessments")
    inside(case.need).insert(at, ["DateOfInitialCPC", text(one, "DateOfInitialCPC")])
    return at_node(case, "Section47", "DateOfInitialCPC", one)


@kind("plan-end-before-start", _OF, "CIN-601", "The child protection plan ended before it began.")
def plan_end_before_start(files: Files, draw: Draw) -> Place | None:
    """An end five days before the start is added to an open plan."""
    fits = enquired(files, conference=True, plan=True)
    case = draw_case(files, draw, lambda case: fits(case) and not text(_plan(case), "CPPendDate"))
    if case is None:
        return None
    plan = _plan(case)
    start = day(plan, "CPPstartDate") or date.min
    inside(plan).insert(1, ["CPPendDate", (start - timedelta(days=5)).isoformat()])
    drop(plan, "Reviews")
    return at_node(case, "ChildProtectionPlans", "CPPendDate", plan)


@kind("plan-not-on-conference-day", _OF, "CIN-610", "The plan began on another day than the conference.")
def plan_not_on_conference_day(files: Files, draw: Draw) -> Place | None:
    """The plan begins four days after the conference."""
    fits = enquired(files, conference=True, plan=True)
    case = draw_case(files, draw, lambda case: fits(case) and not text(_plan(case), "CPPendDate"))
    if case is None:
        return None
    plan = _plan(case)
    start = day(plan, "CPPstartDate") or date.min
    put(plan, "CPPstartDate", (start + timedelta(days=4)).isoformat())
    return at_node(case, "ChildProtectionPlans", "CPPstartDate", plan)


@kind("no-number-of-plans", _OF, "CIN-611", "The number of earlier plans is missing.")
def no_number_of_plans(files: Files, draw: Draw) -> Place | None:
    """The number is taken out."""
    fits = enquired(files, conference=True, plan=True)
    case = draw_case(files, draw, lambda case: fits(case) and text(_plan(case), "NumberOfPreviousCPP") == "0")
    if case is None:
        return None
    drop(_plan(case), "NumberOfPreviousCPP")
    return at_node(case, "ChildProtectionPlans", "NumberOfPreviousCPP", _plan(case))


def _plan(case: Case) -> Node:
    return found(case.need, "ChildProtectionPlans")[0]
