"""Where somebody may go: the one list behind the navigation of every page and the ways in on the home page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.insight.peers import name_of
from riia.alliance.offer.permissions import LOOK
from riia.indicators import reference


@dataclass(frozen=True, slots=True)
class Way:
    """A page one may go to; `note` says in a few words what is there, for those that the home page offers."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Ways that belong together, at least one. A section of one way goes by that way's name."""

    name: str
    ways: tuple[Way, ...]

    @property
    def title(self) -> str:
        """What the navigation calls it."""
        return self.ways[0].text if len(self.ways) == 1 else self.name


def sections(scope: Scope) -> list[Section]:
    """What this viewer may go to, in the order of the navigation; empty for who is not signed in."""
    if not scope.signed_in:
        return []
    found = (
        ("Place", _own_place(scope)),
        ("Compare", _compare(scope)),
        ("Returns", _returns(scope)),
        ("Self-assessments", _self_assessments(scope)),
        ("Plan", _plan(scope)),
        ("Money", _money(scope)),
        ("Reports", _reports(scope)),
        ("Alliance", _alliance(scope)),
    )
    return [Section(name, ways) for name, some in found if (ways := tuple(some))]


def _own_place(scope: Scope) -> Iterator[Way]:
    home = scope.home_place() if scope.may(Action.SEE_FIGURES) else None
    if home and len(home) == 3:
        yield Way(name_of(home), reverse("pages:place", args=[home]), "All indicators of the council")
    elif home:
        yield Way(name_of(home), reverse("insight:region", args=[home]), "All councils of the region")


def _compare(scope: Scope) -> Iterator[Way]:
    if not scope.may(Action.SEE_FIGURES):
        return
    yield Way("Councils", reverse("pages:places"), "Find any council or region of England")
    home = scope.home_place()
    if home and len(home) == 3:
        region = reference.region_of(home)
        yield Way(region.name, reverse("insight:region", args=[region.code]), "All councils of the region")
    yield Way("Indicators", reverse("insight:indicators"), "What is measured, and England’s newest figures")
    yield Way("Releases", reverse("figures:releases"), "The published files that figures come from")


def _returns(scope: Scope) -> Iterator[Way]:
    if scope.may(Action.SEE_RETURNS):
        yield Way("Returns", reverse("returns:home"), "Where each return stands, and what is next")
        yield Way("Queries", reverse("returns:queries"), "What the desk asked, and what was answered in time")
    if scope.may(Action.SEND_PACKS) or scope.may(Action.RECEIVE_PACKS):
        yield Way("Packs", reverse("returns:packs"), "What goes to the Department, and what came back")
    if scope.may(Action.READ_RECORDS) or scope.may(Action.LODGE_RECORDS):
        words = "Pseudonymised records, and protected tables made of them"
        yield Way("Placements and exclusions", reverse("returns:records"), words)
    if scope.may(Action.RUN_ROUNDS) or scope.may(Action.VALIDATE_RETURNS):
        words = "What others ask about data, and how fast they hear"
        yield Way("Questions from outside", reverse("returns:enquiries"), words)


def _self_assessments(scope: Scope) -> Iterator[Way]:
    if scope.may(Action.SEE_SELF_ASSESSMENTS) or scope.may(Action.SEE_ASSESSMENT_SUMMARIES):
        words = "How ready councils are, what they can share and where they want support"
        yield Way("Self-assessments", reverse("diagnostics:home"), words)


def _plan(scope: Scope) -> Iterator[Way]:
    if not scope.may(Action.SEE_PLAN):
        return
    yield Way("KPIs", reverse("plans:home"), "How each stands, and what shows it")
    yield Way("Due", reverse("plans:due"), "What falls in the next 30, 60 and 90 days")
    yield Way("Activities", reverse("plans:activities"))
    yield Way("Aims", reverse("plans:aims"))
    yield Way("Risks", reverse("plans:risks"))
    yield Way("Exemptions", reverse("plans:exemptions"))
    yield Way("Dependencies", reverse("plans:dependencies"))
    yield Way("Simulator", reverse("plans:simulator"), "If something comes later, what fails?")
    yield Way("Versions", reverse("plans:compare"))
    yield Way("Appendices", reverse("plans:appendices"))
    yield Way("Changes", reverse("plans:changes"))
    if scope.may(Action.KEEP_PLAN):
        yield Way("Owners", reverse("plans:owners"))


def _money(scope: Scope) -> Iterator[Way]:
    if scope.may(Action.SEE_GRANTS):
        yield Way("Grants", reverse("grants:home"), "Letters worked out again, and what was paid")
    if scope.may(Action.SEE_PLAN):
        yield Way("Costs", reverse("plans:costs"), "What the plan costs, line by line")
        yield Way("Spending", reverse("plans:spending"), "What is spent and committed, against the profile")
        yield Way("Line of sight", reverse("plans:line_of_sight"), "From a grant to the KPIs it pays for")
    if any(scope.may(action) for action in LOOK):
        yield Way("Funding", reverse("offer:home"), "Calls for funding, applications and awards")


def _reports(scope: Scope) -> Iterator[Way]:
    if scope.may(Action.SEE_REPORTS) or scope.may(Action.KEEP_REPORTS):
        yield Way("Reports", reverse("reporting:home"), "What is promised to whom, prepared, sent and received")
    yield Way("Calendar", reverse("reporting:calendar"), "Everything due, for you and for each board")


def _alliance(scope: Scope) -> Iterator[Way]:
    if scope.may(Action.SEE_AGREEMENTS):
        yield Way("Agreements", reverse("agreements:agreements"), "Who agreed to what, and the data register")
    if scope.may(Action.CHECK_DOCUMENTS):
        yield Way("Documents", reverse("intake:home"), "Letters, memoranda, plans and costings, checked on the way in")
    yield Way("Alliances", reverse("pages:alliances"), "Who is a member, and how often boards meet")
    if scope.may(Action.SEE_PEOPLE):
        yield Way("People", reverse("access:people"), "Who holds which role")
    if scope.may(Action.READ_AUDIT):
        yield Way("Audit trail", reverse("access:trail"), "Who did what, to what, when and why")
