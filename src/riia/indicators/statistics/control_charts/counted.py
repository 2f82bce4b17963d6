"""Counts and what they are counted against, in order of time."""

from dataclasses import dataclass

from riia.indicators.model import Symbol
from riia.indicators.statistics.arrays import ArrayLike, StatisticsError
from riia.indicators.statistics.control_charts.exact import Exact, exactly
from riia.indicators.statistics.control_charts.series import series


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts and denominators as exact numbers; `symbols` says where one is missing, or there is nothing to count."""

    numbers: list[Exact]
    sizes: list[Exact]
    symbols: dict[int, Symbol]

    @property
    def known(self) -> list[bool]:
        """Where there is both a count and a denominator."""
        return [at not in self.symbols for at in range(len(self.numbers))]

    @property
    def ratios(self) -> list[Exact]:
        """Count over denominator, None where not known."""
        return [
            number / size if known and number is not None and size else None
            for number, size, known in zip(self.numbers, self.sizes, self.known, strict=True)
        ]


def shares_of(numerators: ArrayLike, denominators: ArrayLike, name: str = "numerators") -> Counted:
    """Cases of all cases. Raises StatisticsError for numbers that are no whole counts, or more cases than there are."""
    read = _counted(name, numerators, denominators, whole=True)
    for at, (number, size) in enumerate(zip(read.numbers, read.sizes, strict=True)):
        if number is not None and size is not None and number > size:
            raise StatisticsError(
                f"{name}, position {at}: {float(number):g} of {float(size):g} is more than all. Check which is "
                "which, or use u_chart where one case can count twice."
            )
    return read


def rates_of(counts: ArrayLike, denominators: ArrayLike) -> Counted:
    """Events against people or time. Raises StatisticsError for counts not whole, or events without a denominator."""
    return _counted("counts", counts, denominators, whole=False)


def _counted(name: str, numbers: ArrayLike, sizes: ArrayLike, *, whole: bool) -> Counted:
    counts, against = series(name, numbers, least=0, whole=True), series("denominators", sizes, least=0, whole=whole)
    if counts.values.size != against.values.size:
        raise StatisticsError(
            f"{counts.values.size} {name} for {against.values.size} denominators. Give one denominator for each period."
        )
    symbols: dict[int, Symbol] = {}
    for at, (count, size) in enumerate(zip(counts.values, against.values, strict=True)):
        why = [symbol for held in (counts, against) if (symbol := held.symbols.get(at)) is not None]
        if why:
            symbols[at] = Symbol.strongest(why)
        elif size == 0:
            if count:
                raise StatisticsError(
                    f"{name}, position {at}: {count:g} of a denominator of 0. Check the denominator, or give None."
                )
            symbols[at] = Symbol.NOT_APPLICABLE
    return Counted(exactly(counts.values), exactly(against.values), symbols)
