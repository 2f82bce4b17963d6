"""Defects of the CIN census, planted in the newest one."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.cin import Node
from riia.indicators.simulation.protection import year_days

_OF: Final = "cin-census"


def inside(node: Node) -> list[Node]:
    """The nodes inside a node."""
    held = node[1]
    return held if isinstance(held, list) else []


def found(node: Node, tag: str) -> list[Node]:
    """The nodes of a tag directly inside."""
    return [one for one in inside(node) if one[0] == tag]


def text(node: Node, tag: str) -> str:
    """The text of the first node of a tag directly inside, or ""."""
    return next((str(one[1]) for one in found(node, tag)), "")


def put(node: Node, tag: str, value: str) -> None:
    """Change the text of the first node of a tag."""
    found(node, tag)[0][1] = value


def drop(node: Node, tag: str) -> None:
    """Take all nodes of a tag out."""
    node[1] = [one for one in inside(node) if one[0] != tag]


def day(node: Node, tag: str) -> date | None:
    """The day in the first node of a tag."""
    held = text(node, tag)
    return date.fromisoformat(held) if held else None


@dataclass(frozen=True)
class Case:
    """A child's node and one of its episodes of need."""

    child: Node
    need: Node

    @property
    def name(self) -> str:
        """The child's identifier."""
        return text(found(self.child, "ChildIdentifiers")[0], "LAchildID")

    @property
    def alone(self) -> bool:
        """Whether it is the child's only episode."""
        return len(found(self.child, "CINdetails")) == 1

    @property
    def nfa(self) -> bool:
        """No further action."""
        return text(self.need, "ReferralNFA") == "1"

    def only(self, *tags: str) -> bool:
        """Whether no other activity is recorded than these."""
        activity = {"Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans", "DateOfInitialCPC"}
        return all(one[0] in tags for one in inside(self.need) if one[0] in activity)


def _draw(files: Files, draw: Draw, fits: Callable[[Case], bool]) -> Case | None:
    """A case of a child with one episode only, which was in no other census, so that nothing else is disturbed."""
    children = files.census[files.year]
    older = [child for year, held in files.census.items() if year < files.year for child in held]
    before = {text(found(child, "ChildIdentifiers")[0], "LAchildID") for child in older}

    def cases() -> Iterator[Case]:
        for child in children:
            needs = found(child, "CINdetails")
            if len(needs) == 1:
                yield Case(child, needs[0])

    return draw.one(cases(), lambda case: case.name, lambda case: case.name not in before and fits(case))


def _days(files: Files) -> tuple[date, date]:
    return year_days(files.year)


def _early_assessed(files: Files) -> Callable[[Case], bool]:
    """One completed assessment, begun and done well inside the year, and nothing else."""
    first, last = _days(files)

    def fits(case: Case) -> bool:
        done = found(case.need, "Assessments")
        if case.nfa or len(done) != 1 or not case.only("Assessments"):
            return False
        start, end = day(done[0], "AssessmentActualStartDate"), day(done[0], "AssessmentAuthorisationDate")
        closed = day(case.need, "CINclosureDate")
        code = text(case.need, "ReasonForClosure")
        return bool(
            start and end and start > first + timedelta(days=40) and end < last - timedelta(days=60)
            and end > start + timedelta(days=3) and closed and code not in ("RC8", "RC9")
        )  # fmt: skip

    return fits


def _open_early(files: Files) -> Callable[[Case], bool]:
    """Open at the end of the year, referred in its first half, assessed, nothing else."""
    first, last = _days(files)

    def fits(case: Case) -> bool:
        start = day(case.need, "CINreferralDate")
        one = found(case.need, "Assessments")
        assessed = len(one) == 1 and bool(text(one[0], "AssessmentAuthorisationDate")) and case.only("Assessments")
        early = start is not None and first < start < last - timedelta(days=180)
        return early and assessed and not case.nfa and not text(case.need, "CINclosureDate")

    return fits


def _dismissed(files: Files) -> Callable[[Case], bool]:
    first, last = _days(files)

    def fits(case: Case) -> bool:
        start = day(case.need, "CINreferralDate")
        return bool(case.nfa and start and first + timedelta(days=30) < start < last - timedelta(days=60))

    return fits


def _at(case: Case, table: str, column: str, node: Node) -> Place:
    return Place(table, column, case.name, node=node)


@kind("closure-before-referral", _OF, "CIN-203", "The episode is closed before the referral.")
def closure_before_referral(files: Files, draw: Draw) -> Place | None:
    """The closure of a case of no further action is moved to nine days before the referral."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    start = day(case.need, "CINreferralDate") or date.min
    put(case.need, "CINclosureDate", (start - timedelta(days=9)).isoformat())
    return _at(case, "CINdetails", "CINclosureDate", case.need)


@kind("closure-without-reason", _OF, "CIN-205", "The episode is closed, but the reason is missing.")
def closure_without_reason(files: Files, draw: Draw) -> Place | None:
    """The reason is taken out."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    drop(case.need, "ReasonForClosure")
    return _at(case, "CINdetails", "ReasonForClosure", case.need)


@kind("no-primary-need", _OF, "CIN-207", "The referral led to action, but has no primary need.")
def no_primary_need(files: Files, draw: Draw) -> Place | None:
    """The need is taken out."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    drop(case.need, "PrimaryNeedCode")
    return _at(case, "CINdetails", "PrimaryNeedCode", case.need)


@kind("authorised-before-start", _OF, "CIN-302", "The assessment is authorised before it began.")
def authorised_before_start(files: Files, draw: Draw) -> Place | None:
    """The authorisation is moved to six days before the start."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    start = day(one, "AssessmentActualStartDate") or date.min
    put(one, "AssessmentAuthorisationDate", (start - timedelta(days=6)).isoformat())
    return _at(case, "Assessments", "AssessmentAuthorisationDate", one)


@kind("assessment-before-referral", _OF, "CIN-301", "The assessment began before the referral.")
def assessment_before_referral(files: Files, draw: Draw) -> Place | None:
    """The start is moved to eight days before the referral."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    start = day(case.need, "CINreferralDate") or date.min
    put(one, "AssessmentActualStartDate", (start - timedelta(days=8)).isoformat())
    return _at(case, "Assessments", "AssessmentActualStartDate", one)


@kind("open-assessment-of-closed-case", _OF, "CIN-309", "The case is closed, but its assessment is not completed.",
      also=("CIN-305", "CIN-320"))  # fmt: skip
def open_assessment_of_closed_case(files: Files, draw: Draw) -> Place | None:
    """The authorisation is taken out, and the factors with it."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    one = found(case.need, "Assessments")[0]
    drop(one, "AssessmentAuthorisationDate")
    drop(one, "FactorsIdentifiedAtAssessment")
    return _at(case, "Assessments", "AssessmentAuthorisationDate", one)


@kind("factor-21-with-others", _OF, "CIN-322", "Factor 21, nothing found, stands beside another factor.",
      also=("CIN-325",))  # fmt: skip
def factor_21_with_others(files: Files, draw: Draw) -> Place | None:
    """21 is added to the factors."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    factors = found(found(case.need, "Assessments")[0], "FactorsIdentifiedAtAssessment")[0]
    extra: Node = ["AssessmentFactors", "21"]
    inside(factors).append(extra)
    return _at(case, "AssessmentFactors", "AssessmentFactors", extra)


@kind("factor-twice", _OF, "CIN-323", "The assessment has the same factor twice.")
def factor_twice(files: Files, draw: Draw) -> Place | None:
    """A factor is repeated."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    factors = found(found(case.need, "Assessments")[0], "FactorsIdentifiedAtAssessment")[0]
    extra: Node = list(inside(factors)[0])
    inside(factors).append(extra)
    return _at(case, "AssessmentFactors", "AssessmentFactors", extra)


@kind("two-open-episodes", _OF, "CIN-210", "The child has two open episodes.", also=("CIN-211", "CIN-212"))
def two_open_episodes(files: Files, draw: Draw) -> Place | None:
    """A second open episode is added, referred 50 days after the first."""
    case = _draw(files, draw, _open_early(files))
    if case is None:
        return None
    start = (day(case.need, "CINreferralDate") or date.min) + timedelta(days=50)
    second: Node = [
        "CINdetails",
        [["CINreferralDate", start.isoformat()], ["ReferralSource", "6"], ["PrimaryNeedCode", "N1"],
         ["ReferralNFA", "0"]],
    ]  # fmt: skip
    inside(case.child).append(second)
    return _at(case, "CINdetails", "CINclosureDate", second)


@kind("same-day-second-referral", _OF, "CIN-213", "The child is referred twice on one day.", also=("CIN-212",))
def same_day_second_referral(files: Files, draw: Draw) -> Place | None:
    """A referral with no further action is there twice."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    put(case.need, "CINclosureDate", text(case.need, "CINreferralDate"))
    second = deepcopy(case.need)
    inside(case.child).append(second)
    return _at(case, "CINdetails", "CINreferralDate", second)


@kind("referral-after-the-year", _OF, "CIN-201", "The referral is dated after the census year.", also=("CIN-203",))
def referral_after_the_year(files: Files, draw: Draw) -> Place | None:
    """A referral with no further action is dated 12 days after the reference date."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    put(case.need, "CINreferralDate", (_days(files)[1] + timedelta(days=12)).isoformat())
    drop(case.need, "CINclosureDate")
    drop(case.need, "ReasonForClosure")
    return _at(case, "CINdetails", "CINreferralDate", case.need)


@kind("assessment-after-no-further-action", _OF, "CIN-221", "An assessment follows a referral with no further action.",
      also=("CIN-207", "CIN-310"))  # fmt: skip
def assessment_after_no_further_action(files: Files, draw: Draw) -> Place | None:
    """The flag of an assessed case is set."""
    case = _draw(files, draw, _early_assessed(files))
    if case is None:
        return None
    put(case.need, "ReferralNFA", "1")
    return _at(case, "CINdetails", "ReferralNFA", case.need)


@kind("unknown-referral-source", _OF, "READ-CODE", "The source of the referral is not a code.")
def unknown_referral_source(files: Files, draw: Draw) -> Place | None:
    """The source becomes 7Z."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    put(case.need, "ReferralSource", "7Z")
    return _at(case, "CINdetails", "ReferralSource", case.need)


@kind("impossible-date", _OF, "READ-DATE", "The closure is on 31 February.", also=("CIN-206",))
def impossible_date(files: Files, draw: Draw) -> Place | None:
    """A closure becomes a day that does not exist."""
    case = _draw(files, draw, _dismissed(files))
    if case is None:
        return None
    put(case.need, "CINclosureDate", f"{files.year}-02-31")
    return _at(case, "CINdetails", "CINclosureDate", case.need)


@kind("no-date-of-birth", _OF, "CIN-120", "The child has no date of birth.", also=("CIN-142",))
def no_date_of_birth(files: Files, draw: Draw) -> Place | None:
    """The day is taken out."""
    case = _draw(files, draw, lambda case: _dismissed(files)(case) and _young(case))
    if case is None:
        return None
    drop(found(case.child, "ChildIdentifiers")[0], "PersonBirthDate")
    return _at(case, "Child", "PersonBirthDate", case.child)


@kind("born-after-the-year", _OF, "CIN-121", "The child is born after the census year.", also=("CIN-202",))
def born_after_the_year(files: Files, draw: Draw) -> Place | None:
    """The birth is moved to a month after the reference date."""
    case = _draw(files, draw, lambda case: _dismissed(files)(case) and _young(case))
    if case is None:
        return None
    late = (_days(files)[1] + timedelta(days=30)).isoformat()
    put(found(case.child, "ChildIdentifiers")[0], "PersonBirthDate", late)
    return _at(case, "Child", "PersonBirthDate", case.child)


@kind("wrong-check-letter", _OF, "CIN-111", "The first letter of the UPN does not agree with its digits.")
def wrong_check_letter(files: Files, draw: Draw) -> Place | None:
    """The letter is replaced by the next one."""
    case = _draw(files, draw, lambda case: bool(text(found(case.child, "ChildIdentifiers")[0], "UPN")))
    if case is None:
        return None
    identifiers = found(case.child, "ChildIdentifiers")[0]
    upn = text(identifiers, "UPN")
    put(identifiers, "UPN", ("B" if upn[0] == "A" else "A") + upn[1:])
    return _at(case, "Child", "UPN", case.child)


@kind("child-twice", _OF, "CIN-101", "The child is in the file twice.", also=("READ-CHILD", "CIN-213", "CIN-212"))
def child_twice(files: Files, draw: Draw) -> Place | None:
    """A child with one referral and no UPN is repeated, with another day of referral."""
    case = _draw(files, draw, lambda case: _dismissed(files)(case) and _young(case))
    if case is None:
        return None
    again = deepcopy(case.child)
    need = found(again, "CINdetails")[0]
    later = (day(need, "CINclosureDate") or date.min) + timedelta(days=10)
    put(need, "CINreferralDate", later.isoformat())
    put(need, "CINclosureDate", later.isoformat())
    files.census[files.year].append(again)
    return Place("Child", "LAchildID", case.name, node=again)


def _young(case: Case) -> bool:
    identifiers = found(case.child, "ChildIdentifiers")[0]
    return bool(text(identifiers, "PersonBirthDate")) and not text(identifiers, "UPN")


def _enquired(files: Files, *, conference: bool, plan: bool) -> Callable[[Case], bool]:
    """One enquiry and one assessment; with a conference or not, with a plan or not; nothing near the year's ends."""
    first, last = _days(files)

    def fits(case: Case) -> bool:
        held = found(case.need, "Section47")
        if len(held) != 1 or case.nfa or len(found(case.need, "Assessments")) != 1:
            return False
        met = day(held[0], "DateOfInitialCPC")
        start = day(held[0], "S47ActualStartDate")
        plans = found(case.need, "ChildProtectionPlans")
        closed = day(case.need, "CINclosureDate")
        return bool(
            start and first + timedelta(days=30) < start < last - timedelta(days=120)
            and bool(met) == conference and bool(plans) == plan
            and (closed is None or met is None or closed > met + timedelta(days=9))
            and not found(case.need, "CINPlanDates")
        )  # fmt: skip

    return fits


@kind("conference-at-weekend", _OF, "CIN-404", "The conference is on a Saturday.")
def conference_at_weekend(files: Files, draw: Draw) -> Place | None:
    """A conference that led to no plan is moved to the Saturday after it."""
    case = _draw(files, draw, _enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    held = day(one, "DateOfInitialCPC") or date.min
    put(one, "DateOfInitialCPC", (held + timedelta(days=5 - held.weekday())).isoformat())
    return _at(case, "Section47", "DateOfInitialCPC", one)


@kind("conference-before-enquiry", _OF, "CIN-402", "The conference was held before the enquiry began.")
def conference_before_enquiry(files: Files, draw: Draw) -> Place | None:
    """The enquiry is said to have begun a week after the conference."""
    case = _draw(files, draw, _enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    held = day(one, "DateOfInitialCPC") or date.min
    put(one, "S47ActualStartDate", (held + timedelta(days=7)).isoformat())
    drop(one, "InitialCPCtarget")
    return _at(case, "Section47", "DateOfInitialCPC", one)


@kind("enquiry-without-outcome", _OF, "CIN-409",
      "The case is closed, but its enquiry has neither a conference nor the decision that none was needed.",
      also=("CIN-407",))  # fmt: skip
def enquiry_without_outcome(files: Files, draw: Draw) -> Place | None:
    """The flag of an enquiry without conference is set to 0."""
    fits = _enquired(files, conference=False, plan=False)
    case = _draw(files, draw, lambda case: fits(case) and bool(text(case.need, "CINclosureDate")))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    put(one, "ICPCnotRequired", "0")
    return _at(case, "Section47", "ICPCnotRequired", one)


@kind("conference-recorded-twice", _OF, "CIN-414", "The conference stands with the enquiry and with the episode.")
def conference_recorded_twice(files: Files, draw: Draw) -> Place | None:
    """The date is repeated at the episode."""
    case = _draw(files, draw, _enquired(files, conference=True, plan=False))
    if case is None:
        return None
    one = found(case.need, "Section47")[0]
    at = next(at for at, node in enumerate(inside(case.need)) if node[0] == "Assessments")
    inside(case.need).insert(at, ["DateOfInitialCPC", text(one, "DateOfInitialCPC")])
    return _at(case, "Section47", "DateOfInitialCPC", one)


@kind("plan-end-before-start", _OF, "CIN-601", "The child protection plan ended before it began.")
def plan_end_before_start(files: Files, draw: Draw) -> Place | None:
    """An end five days before the start is added to an open plan."""
    fits = _enquired(files, conference=True, plan=True)
    case = _draw(files, draw, lambda case: fits(case) and not text(_plan(case), "CPPendDate"))
    if case is None:
        return None
    plan = _plan(case)
    start = day(plan, "CPPstartDate") or date.min
    inside(plan).insert(1, ["CPPendDate", (start - timedelta(days=5)).isoformat()])
    drop(plan, "Reviews")
    return _at(case, "ChildProtectionPlans", "CPPendDate", plan)


@kind("plan-not-on-conference-day", _OF, "CIN-610", "The plan began on another day than the conference.")
def plan_not_on_conference_day(files: Files, draw: Draw) -> Place | None:
    """The plan begins four days after the conference."""
    fits = _enquired(files, conference=True, plan=True)
    case = _draw(files, draw, lambda case: fits(case) and not text(_plan(case), "CPPendDate"))
    if case is None:
        return None
    plan = _plan(case)
    start = day(plan, "CPPstartDate") or date.min
    put(plan, "CPPstartDate", (start + timedelta(days=4)).isoformat())
    return _at(case, "ChildProtectionPlans", "CPPstartDate", plan)


@kind("no-number-of-plans", _OF, "CIN-611", "The number of earlier plans is missing.")
def no_number_of_plans(files: Files, draw: Draw) -> Place | None:
    """The number is taken out."""
    fits = _enquired(files, conference=True, plan=True)
    case = _draw(files, draw, lambda case: fits(case) and text(_plan(case), "NumberOfPreviousCPP") == "0")
    if case is None:
        return None
    drop(_plan(case), "NumberOfPreviousCPP")
    return _at(case, "ChildProtectionPlans", "NumberOfPreviousCPP", _plan(case))


def _plan(case: Case) -> Node:
    return found(case.need, "ChildProtectionPlans")[0]
