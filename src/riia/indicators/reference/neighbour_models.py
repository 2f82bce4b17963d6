"""DfE's statistical neighbours of children's services: ten councils like a given one, in order of likeness.

A model belongs to the councils there were when it was made. Some members have ended since (Cumbria in the April 2021
model), and councils that began later are not in it: ask their predecessors, or another model.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache

from riia.indicators.model import PlaceCode
from riia.indicators.reference import packaged
from riia.indicators.reference.errors import NotInModel
from riia.indicators.reference.register import authority, predecessors, successors

CURRENT_MODEL = "2025"


@dataclass(frozen=True, slots=True)
class NeighbourModel:
    """A published model. `councils_on` is the day whose councils it covers."""

    code: str
    title: str
    year: int
    councils_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One of ten: rank 1 is the most alike; `closeness` is in the words of the publisher ("Very close")."""

    rank: int
    code: PlaceCode
    closeness: str


@cache
def neighbour_models() -> tuple[NeighbourModel, ...]:
    """The models, newest first."""
    found = [
        NeighbourModel(
            row["model"], row["title"], int(row["year"]), date.fromisoformat(row["councils_on"]), row["note"]
        )
        for row in packaged.rows("neighbour_models.csv")
    ]
    return tuple(sorted(found, key=lambda model: model.year, reverse=True))


def neighbours(code: str, model: str = CURRENT_MODEL) -> tuple[Neighbour, ...]:
    """The ten statistical neighbours of a council, rank 1 first.

    Raises UnknownPlace for a code that is no council, NotInModel for a model that does not exist or does not hold it.
    """
    council = authority(code)
    known = {item.code: item for item in neighbour_models()}
    if model not in known:
        raise NotInModel(f"There is no statistical neighbour model {model!r}. Choose {' or '.join(known)}.")
    found = _members().get((model, council.code))
    if found is None:
        related = [item.successor for item in successors(code)] + [item.predecessor for item in predecessors(code)]
        instead = " or ".join(f"{authority(other).name} ({other})" for other in related)
        raise NotInModel(
            f"{council.label} ({code}) is not in the {known[model].title}. Ask for {instead}, or choose another model."
        )
    return found


def neighbour_lists(model: str = CURRENT_MODEL) -> dict[PlaceCode, tuple[Neighbour, ...]]:
    """The neighbours of every council a model holds. Empty for a model that does not exist."""
    return {council: members for (held, council), members in _members().items() if held == model}


@cache
def _members() -> dict[tuple[str, PlaceCode], tuple[Neighbour, ...]]:
    found: dict[tuple[str, PlaceCode], list[Neighbour]] = defaultdict(list)
    for row in packaged.rows("neighbours.csv"):
        member = Neighbour(int(row["rank"]), PlaceCode(row["neighbour"]), row["closeness"])
        found[row["model"], PlaceCode(row["council"])].append(member)
    return {key: tuple(sorted(members, key=lambda member: member.rank)) for key, members in found.items()}
