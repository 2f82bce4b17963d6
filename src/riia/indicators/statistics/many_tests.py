"""Testing many areas at once: p-values adjusted so that chance findings stay a small share of all findings.

Of 150 councils that differ by chance alone, one in twenty lies outside its 95% limits: seven or eight findings that
mean nothing. The adjusted p-value of an area is the smallest share of false findings at which it would be found.

Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate: a practical and powerful approach to multiple
testing", Journal of the Royal Statistical Society B 57 (1995) 289-300; the numbers are those of base R's
`p.adjust(p, method = "BH", n)`.
"""

import numpy as np

from riia.indicators.statistics.arguments import confidence_of, whole_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, StatisticsError, as_given, given

_MOST_TESTS = 10**15  # beyond it, a float no longer tells one from the next


def benjamini_hochberg(p_values: ArrayLike, *, tests: int | None = None) -> float | Floats:
    """The p-values adjusted for having been looked at together, in the shape given; NaN where there was none.

    `tests` is how many tests were made, when more than the p-values given (R's `n`); otherwise it is the number of
    p-values that are not missing. Raises StatisticsError for p-values outside 0 to 1 and for fewer `tests` than that.
    """
    read = given("p_values", p_values, least=0)
    flat = read.values.ravel()
    above = np.flatnonzero(flat > 1)
    if above.size:
        raise StatisticsError(f"p_values, position {above[0]}: {flat[above[0]]:g} is above 1. Give p-values, 0 to 1.")
    known = np.flatnonzero(~np.isnan(flat))
    made = known.size if tests is None else whole_of("tests", tests, known.size, _MOST_TESTS)
    adjusted = np.full(flat.shape, np.nan)
    if known.size:
        order = known[np.argsort(-flat[known], kind="stable")]  # the largest first
        ranks = np.arange(known.size, 0, -1)
        # A p-value is never adjusted to more than a larger one is, nor to more than 1.
        adjusted[order] = np.minimum(1.0, np.minimum.accumulate(made / ranks * flat[order]))
    return as_given(adjusted.reshape(read.values.shape))


def discoveries(p_values: ArrayLike, *, false_share: float = 0.05, tests: int | None = None) -> Bools:
    """True where an area stands out when at most `false_share` of such findings may be false; False where missing.

    Raises StatisticsError as `benjamini_hochberg` does, and for a `false_share` that is not between 0 and 1.
    """
    level = confidence_of(false_share, "false_share")
    adjusted = np.asarray(benjamini_hochberg(p_values, tests=tests))
    with np.errstate(invalid="ignore"):
        return np.asarray(adjusted <= level, dtype=np.bool_)
