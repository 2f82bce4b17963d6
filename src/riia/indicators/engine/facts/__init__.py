"""Facts from each source's tables: which source gives which fact, and how.

A builder takes a source's tables (narwhals frames, lazy) and the period, and gives the fact's frame with the columns
that `tables.facts` promises, those the source does not know as nulls; None when the files lack the table.
"""

from collections.abc import Callable, Mapping

from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period

type Builder = Callable[[Tables, Period], Frame | None]


def builders(collection: str) -> Mapping[str, Builder]:
    """The builders of a collection, by fact. Only its own module is loaded."""
    match collection:
        case "annex-a":
            from riia.indicators.engine.facts.annex_a import BUILDERS as annex_a

            return annex_a
        case "cin-census":
            from riia.indicators.engine.facts.cin_census import BUILDERS as cin_census

            return cin_census
        case "ssda903":
            from riia.indicators.engine.facts.ssda903 import BUILDERS as ssda903

            return ssda903
        case "sen2":
            from riia.indicators.engine.facts.sen2 import BUILDERS as sen2

            return sen2
        case "ehe":
            from riia.indicators.engine.facts.ehe import BUILDERS as ehe

            return ehe
        case _:
            raise ValueError(f"{collection!r} is not a collection that facts can be made from.")
