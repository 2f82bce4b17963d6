"""A package of grants as it was read: a tree in the standard's own shape, and the place of every value in the file.

Values are texts, ints, Decimals, true, false, None, lists and objects; a number is as exact as it was written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from riia.documents.model import Document, Evidence, Finding, Where
from riia.documents.rules import rule_of


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands, and what stands there."""

    where: Where
    text: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant: its place in the tree ("/grants/0"), and its content as the standard shapes it."""

    pointer: str
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its identifier as written, blank where there is none."""
        said = self.data.get("id")
        return said if isinstance(said, str) else ""

    def objects(self, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list of the grant, each with its pointer. What is no object is left to other checks."""
        yield from objects_in(self.data, self.pointer, key)


@dataclass(frozen=True)
class Package:
    """What a file says. `tree` is the package as JSON has it; `sheets` tells that it came from a spreadsheet."""

    document: Document
    tree: Mapping[str, Any]
    spots: Mapping[str, Spot] = field(repr=False, default_factory=dict)
    sheets: bool = False
    faults: dict[str, list[Finding]] = field(repr=False, default_factory=dict)
    """What was found about each grant, by its pointer. What is about the file as a whole stands in the reading only."""

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Its grants that are objects, in order."""
        held = self.tree.get("grants")
        rows = held if isinstance(held, list) else []
        return tuple(Grant(f"/grants/{at}", one) for at, one in enumerate(rows) if isinstance(one, dict))

    def faults_of(self, grant: Grant) -> tuple[Finding, ...]:
        """What was found about one grant."""
        return tuple(self.faults.get(grant.pointer, ()))

    def spot(self, pointer: str) -> Spot:
        """The place of a value, or of the nearest thing that holds it."""
        at = pointer
        while at:
            if at in self.spots:
                held = self.spots[at]
                return held if at == pointer else Spot(held.where, "")
            at = at.rpartition("/")[0]
        return self.spots.get("", Spot(Where()))


def objects_in(data: Mapping[str, Any], pointer: str, key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a list, each with its pointer."""
    held = data.get(key)
    for at, one in enumerate(held if isinstance(held, list) else []):
        if isinstance(one, dict):
            yield f"{pointer}/{key}/{at}", one


def text_of(data: Mapping[str, Any], key: str) -> str:
    """A text without spaces at both ends; blank where there is none, or something that is no text."""
    said = data.get(key)
    return said.strip() if isinstance(said, str) else ""


@dataclass
class Findings:
    """Collects what the checks find, with the place of each."""

    package: Package
    found: list[Finding] = field(default_factory=list)

    def add(
        self, code: str, pointer: str, message: str, remedy: str = "", *, beside: tuple[str, ...] = (), text: str = ""
    ) -> None:
        """A finding about the value at a pointer; `beside` are other places that it rests on."""
        spot = self.package.spot(pointer)
        steps = pointer.split("/", 3)
        evidence = tuple(Evidence(other.where, other.text) for other in map(self.package.spot, beside))
        found = Finding(code, rule_of(code).severity, spot.where, text or spot.text, message, remedy, evidence)
        self.found.append(found)
        if len(steps) > 2 and steps[1] == "grants":
            self.package.faults.setdefault("/".join(steps[:3]), []).append(found)
