"""Defects of the CIN census, planted in the newest one: children, episodes and assessments."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.cases import (
    at_node,
    day,
    days_of,
    dismissed,
    draw_case,
    drop,
    early_assessed,
    found,
    inside,
    open_early,
    put,
    text,
    young,
)
from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.cin import Node

_OF: Final = "cin-census"


@kind("closure-before-referral", _OF, "CIN-203", "The episode is closed before the referral.")
def closure_before_referral(files: Files, draw: Draw) -> Place | None:
    """The closure of a case of no further action is moved to nine days before the referral."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    start = day(case.need, "CINreferralDate") or date.min
    put(case.need, "CINclosureDate", (start - timedelta(days=9)).isoformat())
    return at_node(case, "CINdetails", "CINclosureDate", case.need)


@kind("closure-without-reason", _OF, "CIN-205", "The episode is closed, but the reason is missing.")
def closure_without_reason(files: Files, draw: Draw) -> Place | None:
    """The reason is taken out."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    drop(case.need, "ReasonForClosure")
    return at_node(case, "CINdetails", "ReasonForClosure", case.need)


@kind("no-primary-need", _OF, "CIN-207", "The referral led to action, but has no primary need.")
def no_primary_need(files: Files, draw: Draw) -> Place | None:
    """The need is taken out."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    drop(case.need, "PrimaryNeedCode")
    return at_node(case, "CINdetails", "PrimaryNeedCode", case.need)


@kind("authorised-before-start", _OF, "CIN-302", "The assessment is authorised before it began.")
def authorised_before_start(files: Files, draw: Draw) -> Place | None:
    """The authorisation is moved to six days before the start."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    start = day(one, "AssessmentActualStartDate") or date.min
    put(one, "AssessmentAuthorisationDate", (start - timedelta(days=6)).isoformat())
    return at_node(case, "Assessments", "AssessmentAuthorisationDate", one)


@kind("assessment-before-referral", _OF, "CIN-301", "The assessment began before the referral.")
def assessment_before_referral(files: Files, draw: Draw) -> Place | None:
    """The start is moved to eight days before the referral."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    start = day(case.need, "CINreferralDate") or date.min
    put(one, "AssessmentActualStartDate", (start - timedelta(days=8)).isoformat())
    return at_node(case, "Assessments", "AssessmentActualStartDate", one)


@kind("open-assessment-of-closed-case", _OF, "CIN-309", "The case is closed, but its assessment is not completed.",
      also=("CIN-305", "CIN-320"))  # fmt: skip
def open_assessment_of_closed_case(files: Files, draw: Draw) -> Place | None:
    """The authorisation is taken out, and the factors with it."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    drop(one, "AssessmentAuthorisationDate")
    drop(one, "FactorsIdentifiedAtAssessment")
    return at_node(case, "Assessments", "AssessmentAuthorisationDate", one)


@kind("factor-21-with-others", _OF, "CIN-322", "Factor 21, nothing found, stands beside another factor.",
      also=("CIN-325",))  # fmt: skip
def factor_21_with_others(files: Files, draw: Draw) -> Place | None:
    """21 is added to the factors."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    factors = found(found(case.need, "Assessments")[0], "FactorsIdentifiedAtAssessment")[0]
    extra: Node = ["AssessmentFactors", "21"]
    inside(factors).append(extra)
    return at_node(case, "AssessmentFactors", "AssessmentFactors", extra)


@kind("factor-twice", _OF, "CIN-323", "The assessment has the same factor twice.")
def factor_twice(files: Files, draw: Draw) -> Place | None:
    """A factor is repeated."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    factors = found(found(case.need, "Assessments")[0], "FactorsIdentifiedAtAssessment")[0]
    extra: Node = list(inside(factors)[0])
    inside(factors).append(extra)
    return at_node(case, "AssessmentFactors", "AssessmentFactors", extra)


@kind("two-open-episodes", _OF, "CIN-210", "The child has two open episodes.", also=("CIN-211", "CIN-212"))
def two_open_episodes(files: Files, draw: Draw) -> Place | None:
    """A second open episode is added, referred 50 days after the first."""
    case = draw_case(files, draw, open_early(files))
    if case is None:
        return None
    start = (day(case.need, "CINreferralDate") or date.min) + timedelta(days=50)
    second: Node = [
        "CINdetails",
        [["CINreferralDate", start.isoformat()], ["ReferralSource", "6"], ["PrimaryNeedCode", "N1"],
         ["ReferralNFA", "0"]],
    ]  # fmt: skip
    inside(case.child).append(second)
    return at_node(case, "CINdetails", "CINclosureDate", second)


@kind("same-day-second-referral", _OF, "CIN-213", "The child is referred twice on one day.", also=("CIN-212",))
def same_day_second_referral(files: Files, draw: Draw) -> Place | None:
    """A referral with no further action is there twice."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    put(case.need, "CINclosureDate", text(case.need, "CINreferralDate"))
    second = deepcopy(case.need)
    inside(case.child).append(second)
    return at_node(case, "CINdetails", "CINreferralDate", second)


@kind("referral-after-the-year", _OF, "CIN-201", "The referral is dated after the census year.", also=("CIN-203",))
def referral_after_the_year(files: Files, draw: Draw) -> Place | None:
    """A referral with no further action is dated 12 days after the reference date."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    put(case.need, "CINreferralDate", (days_of(files)[1] + timedelta(days=12)).isoformat())
    drop(case.need, "CINclosureDate")
    drop(case.need, "ReasonForClosure")
    return at_node(case, "CINdetails", "CINreferralDate", case.need)


@kind("assessment-after-no-further-action", _OF, "CIN-221", "An assessment follows a referral with no further action.",
      also=("CIN-207", "CIN-310"))  # fmt: skip
def assessment_after_no_further_action(files: Files, draw: Draw) -> Place | None:
    """The flag of an assessed case is set."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    put(case.need, "ReferralNFA", "1")
    return at_node(case, "CINdetails", "ReferralNFA", case.need)


@kind("unknown-referral-source", _OF, "READ-CODE", "The source of the referral is not a code.")
def unknown_referral_source(files: Files, draw: Draw) -> Place | None:
    """The source becomes 7Z."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    put(case.need, "ReferralSource", "7Z")
    return at_node(case, "CINdetails", "ReferralSource", case.need)


@kind("impossible-date", _OF, "READ-DATE", "The closure is on 31 February.", also=("CIN-206",))
def impossible_date(files: Files, draw: Draw) -> Place | None:
    """A closure becomes a day that does not exist."""
    case = draw_case(files, draw, dismissed(files))
    if case is None:
        return None
    put(case.need, "CINclosureDate", f"{files.year}-02-31")
    return at_node(case, "CINdetails", "CINclosureDate", case.need)


@kind("no-date-of-birth", _OF, "CIN-120", "The child has no date of birth.", also=("CIN-142",))
def no_date_of_birth(files: Files, draw: Draw) -> Place | None:
    """The day is taken out."""
    case = draw_case(files, draw, lambda case: dismissed(files)(case) and young(case))
    if case is None:
        return None
    drop(found(case.child, "ChildIdentifiers")[0], "PersonBirthDate")
    return at_node(case, "Child", "PersonBirthDate", case.child)


@kind("born-after-the-year", _OF, "CIN-121", "The child is born after the census year.", also=("CIN-202",))
def born_after_the_year(files: Files, draw: Draw) -> Place | None:
    """The birth is moved to a month after the reference date."""
    case = draw_case(files, draw, lambda case: dismissed(files)(case) and young(case))
    if case is None:
        return None
    late = (days_of(files)[1] + timedelta(days=30)).isoformat()
    put(found(case.child, "ChildIdentifiers")[0], "PersonBirthDate", late)
    return at_node(case, "Child", "PersonBirthDate", case.child)


@kind("wrong-check-letter", _OF, "CIN-111", "The first letter of the UPN does not agree with its digits.")
def wrong_check_letter(files: Files, draw: Draw) -> Place | None:
    """The letter is replaced by the next one."""
    case = draw_case(files, draw, lambda case: bool(text(found(case.child, "ChildIdentifiers")[0], "UPN")))
    if case is None:
        return None
    identifiers = found(case.child, "ChildIdentifiers")[0]
    upn = text(identifiers, "UPN")
    put(identifiers, "UPN", ("B" if upn[0] == "A" else "A") + upn[1:])
    return at_node(case, "Child", "UPN", case.child)


@kind("child-twice", _OF, "CIN-101", "The child is in the file twice.", also=("READ-CHILD", "CIN-213", "CIN-212"))
def child_twice(files: Files, draw: Draw) -> Place | None:
    """A child with one referral and no UPN is repeated, with another day of referral."""
    case = draw_case(files, draw, lambda case: dismissed(files)(case) and young(case))
    if case is None:
        return None
    again = deepcopy(case.child)
    need = found(again, "CINdetails")[0]
    later = (day(need, "CINclosureDate") or date.min) + timedelta(days=10)
    put(need, "CINreferralDate", later.isoformat())
    put(need, "CINclosureDate", later.isoformat())
    files.census[files.year].append(again)
    return Place("Child", "LAchildID", case.name, node=again)
