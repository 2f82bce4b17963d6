"""Over-dispersion: how much more areas differ than chance alone would make them, and the variance between them.

The z-scores are winsorised (those beyond the tenth and the ninetieth percentile are set to it) so that the very areas
the funnel is to find do not widen it; phi is their mean square; tau² follows by the method of moments of R. DerSimonian
and N. Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7 (1986) 177-188, as set out in
D. J. Spiegelhalter, "Handling over-dispersion of performance indicators", Quality and Safety in Health Care 14 (2005)
347-351, and Spiegelhalter and others (2012). The numbers are those of FunnelPlotR's `phi` and `tau2`, but that tau² is
0 wherever phi is 1 or less: the package still prints one down to a phi of 1 - 1/areas, but draws unadjusted limits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from riia.indicators.statistics.arrays import Floats
from riia.indicators.statistics.funnels.scales import Scale

type Trim = Callable[[Floats, float], Floats]


@dataclass(frozen=True, slots=True)
class OverDispersion:
    """How far the areas spread.

    `phi` is the mean square of the trimmed z-scores: 1 by chance alone (somewhat less when winsorised), and NaN when it
    cannot be estimated. `tau2` is the variance between areas on the scale `scale`, 0 where phi leaves nothing to
    explain (up to 1); winsorising makes it smaller than the variance of the areas as they are. `areas` is how many
    z-scores it rests on, `widened` whether the limits include it, and `why_not` says in words why nothing could be
    estimated.
    """

    phi: float
    tau2: float
    areas: int
    scale: str
    widened: bool = False
    why_not: str = ""

    @property
    def is_estimable(self) -> bool:
        """True when there is a phi."""
        return not np.isnan(self.phi)


def winsorised(scores: Floats, share: float) -> Floats:
    """Scores beyond the `share` quantile at either end set to that quantile (R's `quantile`, type 7)."""
    if not share:
        return scores
    with np.errstate(invalid="ignore"):
        low, high = np.quantile(scores, [share, 1 - share])
    return np.clip(scores, low, high)


def truncated(scores: Floats, share: float) -> Floats:
    """Scores in the first and the last of 1/`share` groups by rank as NaN (NHS Digital's SHMI specification)."""
    if not share:
        return scores
    groups = 1 / share
    values, which, many = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    ranks = (last - (many - 1) / 2)[which]
    group = np.floor(ranks * groups / (len(values[which]) + 1))
    return np.where((group > 0) & (group < groups - 1), scores, np.nan)


def estimate(scores: Floats, spreads: Floats, *, trim: Trim, share: float) -> tuple[float, float, int, str]:
    """phi, tau², the number of z-scores they rest on, and why they are NaN where they are.

    `scores` are the z-scores of the usable areas, `spreads` their standard deviations by chance alone.
    """
    if scores.size < 2:
        return np.nan, np.nan, scores.size, "fewer than two areas have a figure"
    trimmed = trim(scores, share)
    kept = ~np.isnan(trimmed)
    areas = int(kept.sum())
    if areas < 2:
        return np.nan, np.nan, areas, "fewer than two areas are left after trimming"
    phi = float(np.mean(trimmed[kept] ** 2))
    if not np.isfinite(phi):
        return np.nan, np.nan, areas, "counts of zero have no logarithm"
    weights = 1 / spreads[kept] ** 2
    if phi <= 1:
        return phi, 0.0, areas, ""
    room = weights.sum() - (weights**2).sum() / weights.sum()
    return phi, float((areas * phi - (areas - 1)) / room), areas, ""


def scores_on(scale: Scale, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
    """The z-scores and the standard deviations by chance alone on `scale`."""
    spreads = scale.spread(denominators)
    return (scale.to(counts / denominators) - scale.centre) / spreads, spreads


def scores_of_counts(counts: Floats, denominators: Floats, target: float) -> tuple[Floats, Floats]:
    """FunnelPlotR's z-scores for `data_type = "RC"`: log ratios of counts with a half added to each."""
    spreads = np.sqrt(counts / (counts + 0.5) ** 2 + denominators / (denominators + 0.5) ** 2)
    return (np.log((counts + 0.5) / (denominators + 0.5)) - np.log(target)) / spreads, spreads
