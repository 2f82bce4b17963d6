"""Who acts, as plain text.

The trail lies below `access`, so it cannot point to a person's row, and it must still read well when that row is gone.
Anything with an `as_actor()` can act: a `Person`, or a `System` such as the demo loader or a nightly task.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ActorKind(StrEnum):
    PERSON = "person"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Actor:
    """The identity that goes into the trail: kind, a stable reference and a label for people to read."""

    kind: ActorKind
    reference: str
    label: str


class Acts(Protocol):
    """Whoever can be named as `by=` of a change."""

    def as_actor(self) -> Actor: ...


@dataclass(frozen=True)
class System:
    """The system itself acting, named by the task that acts: `System("demo loader")`."""

    name: str

    def as_actor(self) -> Actor:
        return Actor(ActorKind.SYSTEM, self.name, self.name)


@dataclass(frozen=True)
class Nobody:
    """A visitor who has not signed in, for example one whose sign-in was locked out."""

    def as_actor(self) -> Actor:
        return Actor(ActorKind.NOBODY, "", "someone not signed in")
