"""The CIN census of a year, as XML: every episode open at any time in the year, as it was known on its last day."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, TextIO
from xml.sax.saxutils import escape

from riia.indicators.calendar import add_working_days
from riia.indicators.simulation.lives import Child, Enquiry, Need
from riia.indicators.simulation.people import upn_on
from riia.indicators.simulation.protection import year_days

type Node = list[object]
"""A tag and its text, or a tag and the nodes inside it. A list, so that it can be changed."""

SEX_SINCE: Final = 2025
"""The first census with M, F, U in `Sex`; before it `GenderCurrent` holds 1, 2 and 0."""
NEED_PLANS_SINCE: Final = 2022
"""The first census with child in need plans."""
PRE_PROCEEDINGS_SINCE: Final = 2026
"""The first census with pre-proceedings and family group decision making."""
_GENDERS: Final = {"M": "1", "F": "2", "U": "0"}
_BEFORE: Final = {
    "5D": (2023, "5B"), "RC9": (2023, "RC8"), "24A": (2022, "13A"),
    "18B": (2021, "18A"), "18C": (2021, "18A"), "19B": (2021, "19A"), "19C": (2021, "19A"),
}  # fmt: skip
"""Codes with the first census that has them, and what was used before."""
_TARGET_DAYS: Final = 15


def census_children(needs: Iterable[Need], year: int) -> Iterator[Node]:
    """The Child elements of a census, by number of the child."""
    first, last = year_days(year)
    held: dict[int, list[Need]] = {}
    for need in needs:
        if need.referred <= last and (need.closed is None or need.closed >= first):
            held.setdefault(need.whose.number, []).append(need)
    for number in sorted(held):
        yield _child(held[number], year, first, last)


def header(place: str, year: int) -> Node:
    """The Header element. The software names itself."""
    return [
        "Header",
        [
            ["CollectionDetails", [["Collection", "CIN"], ["Year", f"{year}"], ["ReferenceDate", f"{year}-03-31"]]],
            [
                "Source",
                [
                    ["SourceLevel", "L"],
                    ["LEA", place],
                    ["SoftwareCode", "riia simulate"],
                    ["Release", "SIMULATED"],
                    ["SerialNo", "001"],
                    ["DateTime", f"{year}-05-31T09:00:00"],
                ],
            ],
        ],
    ]


def _child(needs: list[Need], year: int, first: date, last: date) -> Node:
    child = needs[0].whose
    unborn = child.born > last
    number = "" if unborn else upn_on(child, last)
    identifiers: list[Node] = [["LAchildID", child.identifier]]
    identifiers.append(["UPN", number] if number else ["UPNunknown", "UN1"])
    identifiers.append(["ExpectedPersonBirthDate" if unborn else "PersonBirthDate", child.born.isoformat()])
    identifiers.append(_sex("U" if unborn else child.sex, year))
    characteristics: list[Node] = [
        ["Ethnicity", "NOBT" if unborn else child.ethnicity],
        ["Disabilities", [["Disability", code] for code in _disabilities(child, unborn)]],
    ]
    details = [_need(need, first, last) for need in sorted(needs, key=lambda one: one.referred)]
    return ["Child", [["ChildIdentifiers", identifiers], ["ChildCharacteristics", characteristics], *details]]


def _sex(sex: str, year: int) -> Node:
    return ["Sex", sex] if year >= SEX_SINCE else ["GenderCurrent", _GENDERS[sex]]


def _disabilities(child: Child, unborn: bool) -> tuple[str, ...]:
    return ("NONE",) if unborn else child.disabilities


def _of_year(code: str, year: int) -> str:
    since, before = _BEFORE.get(code, (year, code))
    return code if year >= since else before


def _need(need: Need, first: date, last: date) -> Node:
    source = _of_year(need.source, last.year)
    inside: list[Node] = [["CINreferralDate", need.referred.isoformat()], ["ReferralSource", source]]
    if need.code:
        inside.append(["PrimaryNeedCode", need.code])
    if need.closed and need.closed <= last:
        reason = _of_year(need.reason, last.year)
        inside += [["CINclosureDate", need.closed.isoformat()], ["ReasonForClosure", reason]]
    if need.conference and first <= need.conference <= last:
        inside.append(["DateOfInitialCPC", need.conference.isoformat()])
    inside += _assessments(need, first, last)
    for plan in need.plans if last.year >= NEED_PLANS_SINCE else ():
        if days := _stretch("CINPlan", plan.started, plan.ended, first, last):
            inside.append(["CINPlanDates", days])
    inside += [shown for one in need.enquiries if (shown := _enquiry(one, first, last))]
    inside.append(["ReferralNFA", "1" if need.nfa else "0"])
    inside += _plans(need, first, last)
    if last.year >= PRE_PROCEEDINGS_SINCE:
        inside += _pre_proceedings(need, first, last)
    return ["CINdetails", inside]


def _assessments(need: Need, first: date, last: date) -> Iterator[Node]:
    """Those authorised in the year, and those begun in it that are still open at its end."""
    for one in need.assessments:
        if (one.authorised and one.authorised < first) or one.started > last:
            continue
        done = one.authorised is not None and one.authorised <= last
        if not done and one.started < first:
            continue
        inside: list[Node] = [["AssessmentActualStartDate", one.started.isoformat()]]
        if done and one.authorised:
            inside.append(["AssessmentAuthorisationDate", one.authorised.isoformat()])
            factors = dict.fromkeys(_of_year(code, last.year) for code in one.factors)
            inside.append(["FactorsIdentifiedAtAssessment", [["AssessmentFactors", code] for code in factors]])
        yield ["Assessments", inside]


def _enquiry(one: Enquiry, first: date, last: date) -> Node | None:
    if one.started > last:
        return None
    wanted = one.pending or one.conference is not None
    held = one.conference if one.conference and one.conference <= last else None
    if (held and held < first) or (held is None and one.started < first):
        return None
    inside: list[Node] = [["S47ActualStartDate", one.started.isoformat()]]
    if wanted:
        inside.append(["InitialCPCtarget", add_working_days(one.started, _TARGET_DAYS).isoformat()])
    if held:
        inside.append(["DateOfInitialCPC", held.isoformat()])
    inside.append(["ICPCnotRequired", "0" if wanted else "1"])
    return ["Section47", inside]


def _plans(need: Need, first: date, last: date) -> Iterator[Node]:
    for plan in need.protection:
        shown = _stretch("CPP", plan.started, plan.ended, first, last, plan_word="")
        if not shown:
            continue
        shown += [
            ["InitialCategoryOfAbuse", plan.category],
            ["LatestCategoryOfAbuse", plan.latest],
            ["NumberOfPreviousCPP", str(plan.previous)],
        ]
        reviews: list[Node] = [["CPPreviewDate", day.isoformat()] for day in plan.reviews if first <= day <= last]
        if reviews:
            shown.append(["Reviews", reviews])
        yield ["ChildProtectionPlans", shown]


def _pre_proceedings(need: Need, first: date, last: date) -> Iterator[Node]:
    """Of every fourth child protection plan: begun two months into it, in the year, while the case was open."""
    until = min(need.closed or last, last)
    for plan in need.protection:
        days = [plan.started + timedelta(days=after) for after in (60, 65, 80, 200)]
        began, sent, met, decided = days
        if plan.started.toordinal() % 4 or not first <= began <= until:
            continue
        inside: list[Node] = [["PPStartDate", began.isoformat()]]
        if sent <= until:
            inside += [["LBPSentDate", sent.isoformat()], ["FGDMMeetingOffer", "1"]]
        if met <= until:
            reviews = 2 if decided <= until else 0
            inside += [["FGDMMeetingFac", "1"], ["InitialPPMeetingDate", met.isoformat()]]
            inside.append(["ReviewMeetingsCount", str(reviews)])
        if decided <= until:
            inside += [["StepDecisionDate", decided.isoformat()], ["PPOutcome", "A"]]
        yield ["PreProceedingsandFGDM", inside]


def _stretch(
    word: str, started: date, ended: date | None, first: date, last: date, *, plan_word: str = "S"
) -> list[Node]:
    """The two days of something that was open in the year, or nothing."""
    if started > last or (ended and ended < first):
        return []
    start, end = (f"{word}StartDate", f"{word}EndDate") if plan_word else (f"{word}startDate", f"{word}endDate")
    days: list[Node] = [[start, started.isoformat()]]
    if ended and ended <= last:
        days.append([end, ended.isoformat()])
    return days


def write_census(
    file: TextIO, place: str, year: int, children: Iterable[Node], watched: Iterable[Node] = ()
) -> tuple[int, dict[int, int]]:
    """Write a census as it comes, one element to a line; gives the number of children and the lines of `watched`.

    Lines are by `id` of the node, and count from 1. Memory does not grow with the children.
    """
    wanted = {id(node) for node in watched}
    lines: dict[int, int] = {}
    file.write('<?xml version="1.0" encoding="utf-8"?>\n<!-- SIMULATED: no real child. Made by riia simulate. -->\n')
    out: list[str] = ["<Message>"]
    line = _element(header(place, year), 1, out, 4, wanted, lines)
    out.append(" <Children>")
    line += 1
    number = 0
    for child in children:
        number += 1
        line = _element(child, 2, out, line, wanted, lines)
        if len(out) > 20_000:
            file.write("\n".join(out) + "\n")
            out.clear()
    file.write("\n".join([*out, " </Children>", "</Message>"]) + "\n")
    return number, lines


def _element(node: Node, depth: int, out: list[str], line: int, wanted: set[int], lines: dict[int, int]) -> int:
    """Add an element's lines, the first of which has the number `line`; gives the number of the next line."""
    if wanted and id(node) in wanted:
        lines[id(node)] = line
    tag, inside = node[0], node[1]
    space = " " * depth
    if isinstance(inside, list):
        out.append(f"{space}<{tag}>")
        line += 1
        for one in inside:
            line = _element(one, depth + 1, out, line, wanted, lines)
        out.append(f"{space}</{tag}>")
    else:
        out.append(f"{space}<{tag}>{escape(str(inside))}</{tag}>")
    return line + 1
