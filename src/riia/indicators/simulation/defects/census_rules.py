"""Defects of the CIN census, planted in the newest one: identifiers, and rules that look at several records."""

from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.cases import (
    Case,
    at_node,
    day,
    days_of,
    draw_case,
    drop,
    early_assessed,
    enquired,
    found,
    inside,
    open_early,
    put,
    text,
)
from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.cin import PRE_PROCEEDINGS_SINCE, Node
from riia.indicators.simulation.people import upn

_OF: Final = "cin-census"
_NO_COUNCIL: Final = "999"
_SCHOOL_AGE: Final = 8


def _identifiers(case: Case) -> Node:
    return found(case.child, "ChildIdentifiers")[0]


@kind("upn-of-no-council", _OF, "CIN-117", "The UPN begins with a number that no council has.")
def upn_of_no_council(files: Files, draw: Draw) -> Place | None:
    """The council's number in it becomes 999, and its first letter agrees with that."""
    case = draw_case(files, draw, lambda case: bool(text(_identifiers(case), "UPN")))
    if case is None:
        return None
    put(_identifiers(case), "UPN", upn(_NO_COUNCIL, int(text(_identifiers(case), "UPN")[-6:])))
    return at_node(case, "Child", "UPN", case.child)


@kind("too-young-at-school-age", _OF, "CIN-115", "A child of school age is said to have no UPN for being too young.")
def too_young_at_school_age(files: Files, draw: Draw) -> Place | None:
    """The UPN gives way to UN1."""
    born_by = date(files.year - _SCHOOL_AGE, 1, 1)
    assessed = early_assessed(files)

    def fits(case: Case) -> bool:
        born = day(_identifiers(case), "PersonBirthDate")
        return assessed(case) and born is not None and born < born_by and bool(text(_identifiers(case), "UPN"))

    case = draw_case(files, draw, fits)
    if case is None:
        return None
    found(_identifiers(case), "UPN")[0][:] = ["UPNunknown", "UN1"]
    return at_node(case, "Child", "UPN", case.child)


@kind("sex-of-unborn-child", _OF, "CIN-124", "The sex of a child not yet born is recorded.")
def sex_of_unborn_child(files: Files, draw: Draw) -> Place | None:
    """The sex becomes female."""
    case = draw_case(files, draw, lambda case: bool(text(_identifiers(case), "ExpectedPersonBirthDate")))
    if case is None:
        return None
    tag, code = ("Sex", "F") if found(_identifiers(case), "Sex") else ("GenderCurrent", "2")
    put(_identifiers(case), tag, code)
    return at_node(case, "Child", "Sex", case.child)


@kind("no-disability-code", _OF, "CIN-142", "It is not recorded whether the child has a disability.")
def no_disability_code(files: Files, draw: Draw) -> Place | None:
    """The disabilities are taken out."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    drop(found(case.child, "ChildCharacteristics")[0], "Disabilities")
    return at_node(case, "Child", "LAchildID", case.child)


@kind("assessments-that-touch", _OF, "CIN-307", "An assessment began on the day another was authorised.")
def assessments_that_touch(files: Files, draw: Draw) -> Place | None:
    """A second assessment is added, begun and done on the last day of the first."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    done = text(found(case.need, "Assessments")[0], "AssessmentAuthorisationDate")
    second: Node = [
        "Assessments",
        [["AssessmentActualStartDate", done], ["AssessmentAuthorisationDate", done],
         ["FactorsIdentifiedAtAssessment", [["AssessmentFactors", "3B"]]]],
    ]  # fmt: skip
    at = next(at for at, node in enumerate(inside(case.need)) if node[0] == "Assessments")
    inside(case.need).insert(at + 1, second)
    return at_node(case, "Assessments", "AssessmentActualStartDate", second)


@kind("nothing-found-yet-in-need", _OF, "CIN-325", "The only assessment found nothing, but the child stayed in need.")
def nothing_found_yet_in_need(files: Files, draw: Draw) -> Place | None:
    """The factors give way to 21."""
    case = draw_case(files, draw, early_assessed(files))
    if case is None:
        return None
    factors = found(found(case.need, "Assessments")[0], "FactorsIdentifiedAtAssessment")[0]
    factors[1] = [["AssessmentFactors", "21"]]
    return at_node(case, "CINdetails", "ReasonForClosure", case.need)


@kind("review-in-need-plan", _OF, "CIN-511", "The child protection plan was reviewed after a child in need plan began.",
      also=("CIN-621",))  # fmt: skip
def review_in_need_plan(files: Files, draw: Draw) -> Place | None:
    """A child in need plan is added from the day the protection plan ended, and a review ten days later."""
    last = days_of(files)[1]
    fits = enquired(files, conference=True, plan=True)

    def ended(case: Case) -> bool:
        over = day(found(case.need, "ChildProtectionPlans")[0], "CPPendDate") if fits(case) else None
        until = day(case.need, "CINclosureDate") or last
        return over is not None and over + timedelta(days=12) < until

    case = draw_case(files, draw, ended)
    if case is None:
        return None
    plan = found(case.need, "ChildProtectionPlans")[0]
    over, until = day(plan, "CPPendDate") or date.min, text(case.need, "CINclosureDate")
    days: list[Node] = [["CINPlanStartDate", over.isoformat()]]
    if until:
        days.append(["CINPlanEndDate", until])
    at = next(at for at, node in enumerate(inside(case.need)) if node[0] == "Section47")
    inside(case.need).insert(at, ["CINPlanDates", days])
    review: Node = ["CPPreviewDate", (over + timedelta(days=10)).isoformat()]
    held = found(plan, "Reviews")
    if held:
        inside(held[0]).append(review)
    else:
        inside(plan).append(["Reviews", [review]])
    return at_node(case, "Reviews", "CPPreviewDate", review)


@kind("letter-before-pre-proceedings", _OF, "CIN-702", "The letter before proceedings was sent before they began.")
def letter_before_pre_proceedings(files: Files, draw: Draw) -> Place | None:
    """Pre-proceedings are added to an open case, with a letter of two days earlier; in censuses that have them."""
    if files.year < PRE_PROCEEDINGS_SINCE:
        return None
    case = draw_case(files, draw, open_early(files))
    if case is None:
        return None
    began = (day(case.need, "CINreferralDate") or date.min) + timedelta(days=60)
    steps: Node = [
        "PreProceedingsandFGDM",
        [["PPStartDate", began.isoformat()], ["LBPSentDate", (began - timedelta(days=2)).isoformat()],
         ["FGDMMeetingOffer", "1"], ["FGDMMeetingFac", "0"]],
    ]  # fmt: skip
    inside(case.need).append(steps)
    return at_node(case, "PreProceedings", "LBPSentDate", steps)
