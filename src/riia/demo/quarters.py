"""The simulated quarterly returns of the demonstration: what each council says, quarter by quarter.

Nobody sent these figures. They follow each council's published annual ones (`quarters_history`), with a few declared
oddities in the newest quarter (`quarters_quirks`), so that every page of the return desk has something to show.
The same call always answers the same.

    >>> said = simulated("831", QUARTERS)
    >>> str(said[QUARTERS[0]][Cell.parse("referrals.number")])
"""

from collections.abc import Mapping, Sequence
from typing import Final

from riia.demo.quarters_history import History
from riia.demo.quarters_published import FORM, Figures, packaged
from riia.demo.quarters_quirks import LASTING, QUIRKS, Quirk, Scene, altered
from riia.demo.quarters_stating import stated
from riia.indicators.engine.own_files import children
from riia.indicators.model import Missing, Number, Period, Value
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers

FIRST: Final = Period.financial_quarter(2024, 1)
"""Before this quarter no return can be made: the published years that the simulation stands on begin here."""
QUARTERS: Final = tuple(
    Period.parse(code)
    for code in (
        "2024-25Q3", "2024-25Q4", "2025-26Q1", "2025-26Q2", "2025-26Q3", "2025-26Q4", "2026-27Q1", "2026-27Q2",
    )
)  # fmt: skip
"""The eight quarters of the demonstration."""
LATEST: Final = QUARTERS[-1]


def simulated(
    council: str, periods: Sequence[Period], figures: Figures | None = None, *, quirks: Sequence[Quirk] = QUIRKS
) -> Mapping[Period, Answers]:
    """What a council of the South West or the East Midlands returns, for each of the financial quarters asked.

    `figures` are the published counts to follow, the packaged ones by default. Raises ValueError for a quarter before
    the first, and for a council about which nothing is published in them.
    """
    periods = tuple(periods)
    if not periods:
        return {}
    if min(periods) < FIRST:
        raise ValueError(f"There is no simulated return of {min(periods).label}. Ask from {FIRST.label} on.")
    published = packaged() if figures is None else figures
    if not any(place == council for place, _ in published["referrals"]):
        raise ValueError(f"Nothing is published about {council} to follow. Ask a council of the two regions.")
    made = History(council, published, max(periods)).counts()
    clean = {period: _answers(council, period, made) for period in _with_previous(periods)}
    return {period: _told(council, period, clean, quirks) for period in periods}


def _with_previous(periods: Sequence[Period]) -> list[Period]:
    """The periods and the one before each, where the simulation has it."""
    return sorted({one for period in periods for one in (period.previous(), period) if one >= FIRST})


def _answers(council: str, period: Period, made: Mapping[str, Mapping[Period, int]]) -> Answers:
    numbers: dict[str, Value] = {}
    for item in form_of(FORM).items:
        symbol = LASTING.get((council, item.key))
        numbers[item.key] = Number(made[item.key][period]) if symbol is None else Missing(symbol)
    return stated(numbers, children(council, period).value)


def _told(council: str, period: Period, clean: Mapping[Period, Answers], quirks: Sequence[Quirk]) -> Answers:
    scene = Scene(council, clean[period], clean.get(period.previous(), {}), children(council, period).value)
    return altered(council, period, scene, quirks)
