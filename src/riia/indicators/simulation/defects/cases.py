"""Looking into and changing the nodes of a CIN census, and cases of the kinds that defects are planted in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from riia.indicators.simulation.defects.planting import Draw, Files, Place
from riia.indicators.simulation.files.cin import Node
from riia.indicators.simulation.protection import year_days


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


def draw_case(files: Files, draw: Draw, fits: Callable[[Case], bool]) -> Case | None:
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


def days_of(files: Files) -> tuple[date, date]:
    """First and last day of the newest census's year."""
    return year_days(files.year)


def early_assessed(files: Files) -> Callable[[Case], bool]:
    """One completed assessment, begun and done well inside the year, and nothing else."""
    first, last = days_of(files)

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


def open_early(files: Files) -> Callable[[Case], bool]:
    """Open at the end of the year, referred in its first half, assessed, nothing else."""
    first, last = days_of(files)

    def fits(case: Case) -> bool:
        start = day(case.need, "CINreferralDate")
        one = found(case.need, "Assessments")
        assessed = len(one) == 1 and bool(text(one[0], "AssessmentAuthorisationDate")) and case.only("Assessments")
        early = start is not None and first < start < last - timedelta(days=180)
        return early and assessed and not case.nfa and not text(case.need, "CINclosureDate")

    return fits


def dismissed(files: Files) -> Callable[[Case], bool]:
    """A referral with no further action, well inside the year."""
    first, last = days_of(files)

    def fits(case: Case) -> bool:
        start = day(case.need, "CINreferralDate")
        return bool(case.nfa and start and first + timedelta(days=30) < start < last - timedelta(days=60))

    return fits


def at_node(case: Case, table: str, column: str, node: Node) -> Place:
    """The place of a defect in a case."""
    return Place(table, column, case.name, node=node)


def young(case: Case) -> bool:
    """Born, and too young for a UPN."""
    identifiers = found(case.child, "ChildIdentifiers")[0]
    return bool(text(identifiers, "PersonBirthDate")) and not text(identifiers, "UPN")


def enquired(files: Files, *, conference: bool, plan: bool) -> Callable[[Case], bool]:
    """One enquiry and one assessment; with a conference or not, with a plan or not; nothing near the year's ends."""
    first, last = days_of(files)

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
