"""Rates and percentages as printed, against what the counts printed beside them give."""

from dataclasses import dataclass

import polars as pl

from riia.indicators.definitions.nouns import Measure

_GROUP = ("indicator", "variant", "measure")


@dataclass(frozen=True, slots=True)
class Difference:
    """A rate or percentage that is printed and does not follow from the printed counts, beyond rounding."""

    indicator: str
    variant: str
    measure: str
    place: str
    period: str
    ours: float
    printed: float

    @property
    def words(self) -> str:
        """The difference as a sentence."""
        return (
            f"{self.indicator} ({self.variant}), {self.place}, {self.period}: {self.measure} is printed as "
            f"{self.printed:g}; the printed counts give {self.ours:.4g}."
        )


def differences(found: pl.DataFrame) -> tuple[Difference, ...]:
    """Where what is printed differs from what its counts give by more than rounding allows. Reported, never altered."""
    columns = (*_GROUP, "place", "period", "ours", "published")
    beyond = found.with_columns(ours=from_counts()).filter(apart())
    return tuple(Difference(*row) for row in beyond.select(columns).iter_rows())


def from_counts() -> pl.Expr:
    """A rate or percentage from the counts under it; null where they are missing."""
    per = pl.when(pl.col("measure") == Measure.RATE.value).then(10_000).otherwise(100)
    return pl.when(pl.col("denominator") > 0).then(pl.col("numerator") * per / pl.col("denominator"))


def apart() -> pl.Expr:
    """Whether a printed rate or percentage is further from that of its counts than rounding explains.

    Printed figures are rounded to their last decimal. Counts are exact for councils, rounded to 10 for England and the
    regions, and full-time equivalents are rounded to a tenth everywhere; each moves a rate or percentage a little, and
    a percentage moves with its denominator too, which may be the sum of two rounded numbers.
    """
    tenths = ((pl.col("published") * 10).round(0) != pl.col("published").round(0) * 10).any().over(_GROUP)
    equivalents = (pl.col("numerator") != pl.col("numerator").floor()).any().over(_GROUP)
    off = pl.when(equivalents).then(0.05).when(is_area()).then(5.0).otherwise(0.0)
    share = pl.col("measure") == Measure.PERCENT.value
    per = pl.when(share).then(100).otherwise(10_000)
    moved = pl.when(share).then(1 + 2 * from_counts() / 100).otherwise(1.0)
    allowed = pl.when(tenths).then(0.05).otherwise(0.5) + off * per / pl.col("denominator") * moved + 1e-9
    return ((from_counts() - pl.col("published")).abs() > allowed).fill_null(value=False)


def is_area() -> pl.Expr:
    """Whether a row is of England or a region: their codes are longer than a council's."""
    return pl.col("place").str.len_chars() > 3
