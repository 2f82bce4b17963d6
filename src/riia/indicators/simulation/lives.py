"""What happens to the fictional children: their histories, before any file is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Child:
    """A child who does not exist. `born` may lie after a referral: then the child was unborn."""

    number: int
    sex: str
    born: date
    ethnicity: str
    disabilities: tuple[str, ...]
    upn: str
    worker: int
    uasc: bool = False
    still_unborn: bool = False  # no birth by the end of the simulation: only expected

    @property
    def identifier(self) -> str:
        """Says itself that it is simulated."""
        return f"SIM{self.number:07d}"


@dataclass(slots=True)
class Assessment:
    """A continuous assessment."""

    started: date
    authorised: date | None
    factors: tuple[str, ...]


@dataclass(slots=True)
class Enquiry:
    """A section 47 enquiry; `conference` is None when none was needed, or it is still to come (`pending`)."""

    started: date
    conference: date | None = None
    pending: bool = False


@dataclass(slots=True)
class ProtectionPlan:
    """A child protection plan; `previous` counts the child's earlier plans, `unseen` those before the simulation."""

    started: date
    ended: date | None
    category: str
    latest: str
    reviews: tuple[date, ...]
    previous: int = 0


@dataclass(slots=True)
class NeedPlan:
    """A child in need plan."""

    started: date
    ended: date | None


@dataclass(slots=True)
class Need:
    """An episode of need: one referral and what followed. `conference` is a transfer-in conference without enquiry."""

    referred: date
    source: str
    nfa: bool = False
    code: str = ""
    closed: date | None = None
    reason: str = ""
    conference: date | None = None
    child: "Child | None" = None
    repeat: bool = False
    assessments: list[Assessment] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    plans: list[NeedPlan] = field(default_factory=list)
    protection: list[ProtectionPlan] = field(default_factory=list)
    care: "Care | None" = None

    @property
    def whose(self) -> Child:
        """The child; every need has one once the world is made."""
        if self.child is None:
            raise ValueError(f"The need of {self.referred} has no child yet.")
        return self.child


@dataclass(slots=True)
class CareEpisode:
    """One 903 episode; `next_reason` is why the placement changed at its end."""

    began: date
    rne: str
    status: str
    place: str
    provider: str
    urn: str
    post: str
    ended: date | None = None
    rec: str = ""
    next_reason: str = ""


@dataclass(slots=True)
class Missing:
    """A missing ("M") or absent ("A") incident."""

    kind: str
    started: date
    ended: date
    offered: bool
    accepted: bool


@dataclass(slots=True)
class Adoption:
    """The way to an adoption."""

    entered: date
    decided: date
    ordered: date
    matched: date
    placed: date
    adopted: date
    fostered_first: bool
    adopters: str
    status: str
    family: int


@dataclass(slots=True)
class Care:
    """One period of being looked after."""

    child: Child
    began: date
    ended: date | None
    reason: str
    need: str
    episodes: list[CareEpisode]
    home_post: str
    worker_since: date
    missing: list[Missing] = field(default_factory=list)
    adoption: Adoption | None = None
    checked: dict[int, frozenset[str]] = field(default_factory=dict)
    """By year ending in March, for whole years in care: the health checks that were done, by their OC2 names."""

    def looked_after_on(self, day: date) -> bool:
        """A period that ends on the day does not count."""
        return self.began <= day and (self.ended is None or self.ended > day)


@dataclass(slots=True)
class Leaver:
    """A young person who has left care; `left` is the day the last period ended."""

    child: Child
    left: date
    activity: str
    accommodation: str  # letter and 1 (suitable) or 2
    in_touch: bool
    category: str  # relevant or former relevant


@dataclass(slots=True)
class Contact:
    """A contact with the front door about one child."""

    child: Child
    day: date
    source: str


@dataclass(slots=True)
class EarlyHelp:
    """An early help assessment."""

    child: Child
    started: date
    completed: date | None
    by: str


@dataclass(slots=True)
class Adopter:
    """One (prospective) adopter of a family."""

    number: int
    family: int
    sex: str
    ethnicity: str
    days: tuple[date | None, ...]
    placed: int
    adopted: date | None
    left: date | None = None


@dataclass(slots=True)
class Plan:
    """An EHC history of one person: request, assessment and plan, as far as it went."""

    person: Child
    received: date
    decided: date | None
    outcome: str  # of the request: Y, N, A awaited, W withdrawn, H before the year
    assessed: date | None = None
    result: str = ""  # of the assessment: Y, N, A, W, H
    started: date | None = None
    ceased: date | None = None
    cease_reason: str = ""
    transferred: bool = False
    excepted: bool = False
    setting: str = ""
    urn: str = ""
    need: str = "ASD"
    review: date | None = None
    source: int = 1


@dataclass(slots=True)
class HomeEducated:
    """A spell of elective home education."""

    child: Child
    started: date
    ended: date | None
    reason: str


@dataclass(slots=True)
class World:
    """Everything that happened, of one council from `first` to `last`."""

    place: str
    year: int
    first: date
    last: date
    needs: list[Need] = field(default_factory=list)
    care: list[Care] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    early_help: list[EarlyHelp] = field(default_factory=list)
    adopters: list[Adopter] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    home: list[HomeEducated] = field(default_factory=list)
    last_number: int = 0

    @property
    def census_ends(self) -> list[date]:
        """The 31 Marches of the simulation, the opening one included."""
        return [date(year, 3, 31) for year in range(self.first.year, self.year + 1)]


def open_on(started: date, ended: date | None, day: date) -> bool:
    """Open on a day: an end on that day is an end."""
    return started <= day and (ended is None or ended > day)


def until(days: Iterable[date | None], limit: date) -> list[date]:
    """The days that have come by `limit`."""
    return [day for day in days if day is not None and day <= limit]
