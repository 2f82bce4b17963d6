"""The register of a return's checks: each one function with a code, a weight, a why, a remedy and two worked examples.

A check looks at a `Case` and gives what it found, one `Found` for each thing to mend. It is registered by a decorator
that asks for a passing and a failing example; a test runs every check on both, and the documentation prints them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

from riia.indicators.model import Missing, Number, Period, Symbol, Value, parse_value
from riia.indicators.returns.checks.case import Case
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Background, Cell, Form, Known, Weight

HARD: Final = Weight.HARD
SOFT: Final = Weight.SOFT

type Texts = Mapping[str, str | int]
"""Answers of an example: values as they are written, by the text form of their cell."""

_NONE: Final[Mapping[str, Texts]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Example:
    """A small return that a check is tried on and explained by: what is answered, and what is known beside it.

    `before` holds earlier answers by the code of their period; `published` a number and the code of its period, by item
    key; `peers` numbers per 10,000 by item key; `other_bases` other populations by how they are called. `only` are the
    indicators that its form asks; all of the memorandum's where none is named.
    """

    answers: Texts
    before: Mapping[str, Texts] = field(default_factory=lambda: _NONE)
    period: str = "2026-27Q2"
    population: int = 60_000
    published: Mapping[str, tuple[int, str]] = field(default_factory=lambda: MappingProxyType({}))
    peers: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))
    other_bases: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    only: tuple[str, ...] = ()

    @property
    def form(self) -> Form:
        """The form it fills in."""
        whole = form_of("mou-2022")
        return whole.only(frozenset(self.only)) if self.only else whole

    @property
    def case(self) -> Case:
        """The example as a case."""
        bases = {words: Number(number) for words, number in self.other_bases.items()}
        return Case(self.form, values(self.answers), self.background, other_bases=bases)

    @property
    def background(self) -> Background:
        """What is known beside the answers."""
        known = {
            key: Known(Number(number), Period.parse(code), "the Department's release")
            for key, (number, code) in self.published.items()
        }
        return Background(
            Period.parse(self.period),
            Number(self.population) if self.population else Missing(Symbol.NOT_AVAILABLE),
            "children aged 0 to 17, mid-2025",
            {Period.parse(code): values(texts) for code, texts in self.before.items()},
            known,
            self.peers,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to mend: the cells, the one to change first in front, and one sentence with the figures in it.

    `weight`, `why` and `remedy` stand in for the check's own where this one differs; `because` is the key of the
    outcome it follows from, where the check knows.
    """

    cells: tuple[Cell, ...]
    words: str
    weight: Weight | None = None
    why: str = ""
    remedy: str = ""
    because: str = ""


type Finds = Callable[[Case], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about a return.

    `after` are the codes of the checks whose outcomes can be the cause of this one's: what this one finds about a cell
    that one of those wants changed first is a knock-on. A check that `covers` wants all of its cells changed. What the
    checks that it `leads`, made before it, find about the same first cell is a knock-on of this one.
    """

    code: str
    weight: Weight
    rule: str
    why: str
    remedy: str
    finds: Finds
    passing: Example
    failing: Example
    after: tuple[str, ...] = ()
    covers: bool = False
    leads: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """What the function says of how it decides, in its own words."""
        return " ".join((self.finds.__doc__ or "").split())


class Registering(Protocol):
    """What `check` gives: a decorator that leaves the function as it is."""

    def __call__(self, finds: Finds, /) -> Finds:
        """Register `finds`."""
        ...


_CHECKS: Final[dict[str, Check]] = {}


def rule(
    code: str,
    weight: Weight,
    says: str,
    *,
    why: str,
    remedy: str,
    passing: Example,
    failing: Example,
    after: tuple[str, ...] = (),
    covers: bool = False,
    leads: tuple[str, ...] = (),
) -> Registering:
    """Register the function below as a check. `after` and `leads` name codes registered before it.

    Raises ValueError when the code is taken or does not begin with RET-, or a code in `after` is not registered yet: so
    no two checks can be the cause of each other.
    """
    if code in _CHECKS or not code.startswith("RET-"):
        raise ValueError(f"{code}: this code is taken, or does not begin with RET-.")
    if unknown := [one for one in (*after, *leads) if one not in _CHECKS]:
        raise ValueError(f"{code}: {', '.join(unknown)} is not registered before it.")

    def register(finds: Finds) -> Finds:
        _CHECKS[code] = Check(code, weight, says, why, remedy, finds, passing, failing, after, covers, leads)
        return finds

    return register


def registered() -> Mapping[str, Check]:
    """The checks by code, in the order they are made."""
    return MappingProxyType(_CHECKS)


def values(texts: Texts) -> dict[Cell, Value]:
    """Answers of an example as values."""
    return {Cell.parse(cell): parse_value(str(text)) for cell, text in texts.items()}
