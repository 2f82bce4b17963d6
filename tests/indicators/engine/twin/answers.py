"""The twin's answers for any collection, and the engine's in the same shape."""

from collections.abc import Sequence

from riia.indicators.definitions.counting import Base, Counting
from riia.indicators.definitions.countings import countings
from riia.indicators.engine.computing import Question, applies, figures
from riia.indicators.engine.results import Figure, Population
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Missing, Number, Period, Value
from tests.indicators.engine.twin import care, census, home, lists, send
from tests.indicators.engine.twin.council import Council, Count

POPULATION = 62_113
TWINS = {
    "annex-a": lists.answers,
    "cin-census": census.answers,
    "ssda903": care.answers,
    "sen2": send.answers,
    "ehe": home.answers,
}

type Answer = tuple[float | None, float | None]
"""Number and denominator; None where the files cannot give it."""


def counted_by_twin(council: Council, period: Period) -> dict[str, Answer]:
    """Every counting of the collection, by address; what the files cannot give has no number."""
    counts = TWINS[council.collection.key](council, period.start, period.end)
    return {one.address: _answer(one, counts.get(one.address)) for one in applicable(council.collection.key)}


def counted_by_engine(tables: Tables, period: Period) -> dict[str, Answer]:
    """The same of the engine, on whatever the tables are."""
    population = Population(Number(POPULATION), "as given")
    found = figures([tables], applicable(tables.collection), Question("831", period, population))
    return {one.counting.address: _shown(one) for one in found}


def applicable(collection: str) -> Sequence[Counting]:
    """The countings that a collection can be asked for."""
    return [one for one in countings() if applies(one, collection)]


def _answer(counting: Counting, found: Count | None) -> Answer:
    base = POPULATION if counting.of is Base.POPULATION else found.base if found else None
    return found.number if found else None, base


def _shown(figure: Figure) -> Answer:
    return _plain(figure.number), _plain(figure.denominator)


def _plain(value: Value) -> float | None:
    return None if isinstance(value, Missing) else float(value.value)
