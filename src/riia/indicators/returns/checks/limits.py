"""The figures at which the checks draw their lines, in one place, so that an alliance can agree others."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the checks draw their lines. The defaults are those of the requirements (R4.19 to R4.23) or argued below.

    `gap`: how far a typed rate or percentage may be from the one worked out again. `flow_least` and `flow_share`: how
    far a stock may be from the earlier one plus what came less what went, the larger of a count and a share of it;
    recording that comes late moves every count by a few. `spread`: beyond how many robust standard deviations a change
    is asked about. `values_least`: how many earlier numbers a council's own spread needs. `chance`: how rare a 0 after
    numbers, or a number after zeros, must be by chance alone to be asked about. `peers_least`: how many other councils
    stand in for a history. `beyond_chance`: by what share a quarter of a large count moves besides pure chance.
    `hidden_most`: the largest number that one suppressed part is expected to hide. `year_share`: how far four quarters
    may be from the published year. `day_share`: how far a stock may be from the one published for the same day.
    """

    gap: Fraction = Fraction(1, 10)
    flow_least: int = 2
    flow_share: Fraction = Fraction(1, 100)
    spread: float = 3.5
    values_least: int = 4
    chance: float = 0.005
    peers_least: int = 5
    beyond_chance: float = 0.05
    hidden_most: int = 10
    year_share: Fraction = Fraction(1, 10)
    day_share: Fraction = Fraction(1, 20)


LIMITS: Final = Limits()
"""What holds where nobody has agreed otherwise."""
