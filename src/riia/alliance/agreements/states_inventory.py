"""What the inventory of data sources speaks of, as data: topics, holders, levels, what a council says, obstacles."""

from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """What a source is about (R4.34)."""

    SEND = "send"
    ALTERNATIVE_PROVISION = "alternative-provision"
    EARLY_YEARS = "early-years"

    @property
    def words(self) -> str:
        """The topic as a heading says it."""
        return _TOPICS[self]


_TOPICS: Final = {
    Topic.SEND: "SEND",
    Topic.ALTERNATIVE_PROVISION: "Alternative provision",
    Topic.EARLY_YEARS: "Early years",
}


class HolderKind(StrEnum):
    """Whose data they are: each council's own, or a partner's."""

    COUNCIL = "council"
    HEALTH = "health"
    POLICE = "police"
    VCS = "vcs"
    SCHOOLS = "schools"
    OTHER = "other"

    @property
    def words(self) -> str:
        """Who that is, to stand alone."""
        return _HOLDERS[self]

    @property
    def is_partner(self) -> bool:
        """Whether a council gets the data from somebody else."""
        return self is not HolderKind.COUNCIL


_HOLDERS: Final = {
    HolderKind.COUNCIL: "Each council",
    HolderKind.HEALTH: "Health",
    HolderKind.POLICE: "Police",
    HolderKind.VCS: "Voluntary and community sector",
    HolderKind.SCHOOLS: "Schools and settings",
    HolderKind.OTHER: "Another partner",
}


class Level(StrEnum):
    """How close to single children a source is. What identifies a child never leaves its holder."""

    AGGREGATE = "aggregate"
    PSEUDONYMISED = "pseudonymised"
    IDENTIFIABLE = "identifiable"

    @property
    def words(self) -> str:
        """The level in words."""
        return _LEVELS[self]


_LEVELS: Final = {
    Level.AGGREGATE: "Aggregate figures",
    Level.PSEUDONYMISED: "Pseudonymised records",
    Level.IDENTIFIABLE: "Identifiable records: they stay with their holder",
}


class Quality(StrEnum):
    """How good a source is, as the region judges it."""

    GOOD = "good"
    USABLE = "usable"
    POOR = "poor"
    NOT_KNOWN = "not-known"

    @property
    def words(self) -> str:
        """The judgement in words."""
        return {
            Quality.GOOD: "good",
            Quality.USABLE: "usable with care",
            Quality.POOR: "poor",
            Quality.NOT_KNOWN: "not known",
        }[self]


class Held(StrEnum):
    """What a council says of a source: three different things. A council that has not said stands in no row at all."""

    HELD = "held"
    NOT_HELD = "not-held"
    NOT_KNOWN = "not-known"

    @property
    def words(self) -> str:
        """The answer in words."""
        return self.value.replace("-", " ")


class ObservationKind(StrEnum):
    """What is noted about a source, in the words of the regional plan (1.1.5)."""

    GAP = "gap"
    INSIGHT = "insight"
    INCONSISTENCY = "inconsistency"
    BARRIER = "barrier"
    ENABLER = "enabler"

    @property
    def plural(self) -> str:
        """Several of them, as a heading says it."""
        return "Inconsistencies" if self is ObservationKind.INCONSISTENCY else f"{self.value.capitalize()}s"


class ObstacleState(StrEnum):
    """How a persistent obstacle stands."""

    OPEN = "open"
    IN_HAND = "in-hand"
    ESCALATED = "escalated"
    RESOLVED = "resolved"

    @property
    def words(self) -> str:
        """The state in words."""
        return "solution under way" if self is ObstacleState.IN_HAND else self.value


_O = ObstacleState
OBSTACLE_MOVES: Final[dict[ObstacleState, frozenset[ObstacleState]]] = {
    _O.OPEN: frozenset({_O.IN_HAND, _O.ESCALATED, _O.RESOLVED}),
    _O.IN_HAND: frozenset({_O.ESCALATED, _O.RESOLVED}),
    _O.ESCALATED: frozenset({_O.IN_HAND, _O.RESOLVED}),
    _O.RESOLVED: frozenset({_O.OPEN}),
}
"""From what to what. A resolved obstacle that comes back is open again."""
