"""The scope: who looks, from where, and what they may do. Every query of every context starts from one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from riia.alliance.access.actions import Action
from riia.alliance.access.roles import ROLES, Role


@dataclass(frozen=True)
class HeldRole:
    """A role in force, with the places it reaches: none for an assigned role, `everywhere` for one over all England."""

    reference: str
    role: Role
    place: str | None = None
    region: bool = False
    """The place is a region: `reach` then holds its councils as well."""
    reach: frozenset[str] = frozenset()
    everywhere: bool = False
    body: str = ""
    deputy: bool = False

    @property
    def actions(self) -> frozenset[Action]:
        return ROLES[self.role].actions

    def covers(self, place: str) -> bool:
        return self.everywhere or place in self.reach


@dataclass(frozen=True)
class Scope:
    """What one viewer may see and do now (R14.02). Immutable, free of the database, safe to pass anywhere.

    `councils` and `regions` are those the viewer belongs to by a holding of their own; what a regional holder may reach
    beyond them is asked with `covers`. Codes are three-digit DfE codes for councils and ONS codes for regions.
    """

    person_ref: str | None
    label: str
    holdings: tuple[HeldRole, ...] = ()
    councils: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    actions: frozenset[Action] = frozenset()
    all_places: bool = False
    needs_second_step: bool = False
    is_system: bool = field(default=False)

    @classmethod
    def nobody(cls) -> Scope:
        """The scope of a visitor who is not signed in: no place, no action."""
        return cls(person_ref=None, label="not signed in")

    @classmethod
    def system(cls, name: str = "this machine") -> Scope:
        """The scope of the command line on its owner's machine: every place, every action."""
        return cls(person_ref=None, label=name, actions=frozenset(Action), all_places=True, is_system=True)

    @classmethod
    def of(cls, person_ref: str, label: str, holdings: tuple[HeldRole, ...]) -> Scope:
        return cls(
            person_ref=person_ref,
            label=label,
            holdings=holdings,
            councils=frozenset(h.place for h in holdings if h.place and h.place in h.reach and not h.region),
            regions=frozenset(h.place for h in holdings if h.place and h.place in h.reach and h.region),
            actions=frozenset().union(*(h.actions for h in holdings)),
            all_places=any(h.everywhere for h in holdings),
            needs_second_step=any(ROLES[h.role].non_public for h in holdings),
        )

    def narrowed(self, actions: frozenset[Action]) -> Scope:
        """The same viewer with no more than these actions: what an API key was made for."""
        return replace(self, actions=self.actions & actions)

    def without_second_step(self) -> Scope:
        """The same viewer, excused from a second step of sign-in: simulated people have no phone."""
        return replace(self, needs_second_step=False)

    @property
    def signed_in(self) -> bool:
        return self.person_ref is not None

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(held.role for held in self.holdings)

    def may(self, action: Action, place: str | None = None) -> bool:
        """Whether the viewer may do this, at this place where one is given.

        A right held for one place never counts for another: the coordinator of one region who is also an officer of a
        council elsewhere manages access in the region only.
        """
        if place is None or self.is_system or action not in self.actions:
            return action in self.actions
        return any(action in held.actions and held.covers(place) for held in self.holdings)

    def covers(self, place: str) -> bool:
        """Whether any holding reaches this council or region."""
        return self.all_places or any(held.covers(place) for held in self.holdings)

    def places_for(self, action: Action) -> frozenset[str] | None:
        """Codes of the places at which the viewer may do this; None means everywhere."""
        if action not in self.actions:
            return frozenset()
        if self.is_system or any(held.everywhere and action in held.actions for held in self.holdings):
            return None
        return frozenset().union(*(held.reach for held in self.holdings if action in held.actions))

    def home_place(self) -> str | None:
        """The place pages open on: the first council the viewer belongs to, else the first region, else none."""
        for wanted in (False, True):
            for held in self.holdings:
                if held.place and held.region is wanted:
                    return held.place
        return None
