"""A finding about the text of an agreement, and the clauses it is made from. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Numbered(Protocol):
    """What the checks need of a clause or item; see `reading.ReadClause`."""

    @property
    def number(self) -> str: ...
    @property
    def printed(self) -> str: ...
    @property
    def under(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """Something in the document that cannot be as it was meant: where, what, and what to do. It corrects nothing."""

    code: str
    where: str
    says: str
    remedy: str


def own_clauses(clauses: Sequence[Numbered]) -> list[Numbered]:
    """Clauses that are not items of another."""
    return [clause for clause in clauses if not clause.under]


def by_lead(clauses: Sequence[Numbered]) -> dict[str, list[Numbered]]:
    """The items of every clause or item that has some, in order."""
    found: dict[str, list[Numbered]] = {}
    for clause in clauses:
        if clause.under:
            found.setdefault(clause.under, []).append(clause)
    return found


def scope_of(clause: Numbered) -> str:
    """The schedule, part or lettered section whose own numbering a clause belongs to; blank for the main text."""
    return clause.number.rpartition(", ")[0]


def items_of(clauses: Sequence[Numbered], number: str) -> list[Numbered]:
    """The items listed under a clause, in order."""
    return [clause for clause in clauses if clause.under == number]
