"""A whole fictional council from its targets: every history, each made once."""

from riia.indicators.simulation.assessing import Assessing
from riia.indicators.simulation.beginnings import Beginning
from riia.indicators.simulation.care import Caring
from riia.indicators.simulation.chance import Chance
from riia.indicators.simulation.leaving import Leaving
from riia.indicators.simulation.lives import World
from riia.indicators.simulation.needs import Referring
from riia.indicators.simulation.people import People
from riia.indicators.simulation.protection import year_days
from riia.indicators.simulation.schooling import Schooling
from riia.indicators.simulation.targets import Targets

CHILDREN_A_WORKER = 16


def imagine(targets: Targets, seed: str, *, years: int = 3, first_number: int = 0, needs_only: bool = False) -> World:
    """The histories of a council for `years` years up to 31 March of the targets' year.

    The same targets, seed and number of years give the same world. Children are numbered from `first_number` + 1.
    With `needs_only` it ends with what a CIN census needs, which is the same as in the whole world.
    """
    chance = Chance(seed)
    span = list(range(targets.year - years + 1, targets.year + 1))
    workers = targets("children-in-need", targets.year) // CHILDREN_A_WORKER
    people = People(chance, targets.place, first_number, workers)
    world = World(targets.place, targets.year, year_days(span[0])[0], year_days(span[-1])[1])
    world.care = Caring(chance, people, targets, span).periods()
    world.needs = Referring(chance, people, targets, span, world.care).needs()
    Assessing(chance, targets, span).assess(world.needs)
    world.last_number = people.last
    if needs_only:
        return world
    world.leavers = Leaving(chance, people, targets, world.last).leavers(world.care)
    Beginning(chance, people, targets).begin(world)
    schooling = Schooling(chance, people, targets, targets.year)
    world.plans = schooling.plans()
    world.home = schooling.home()
    world.last_number = people.last
    return world
