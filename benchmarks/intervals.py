"""Ten thousand intervals and exact tests, against scipy's own.

Claims: intervals of every council on every indicator and year are worked out in milliseconds, and agree with scipy's to
the ninth decimal. Peers, timed in the same run on the same counts: `scipy.stats.binomtest(k, n).proportion_ci`, which
takes one share at a time (and makes its test first, as it must); the exact Poisson limits by `scipy.stats.chi2.ppf`,
which takes arrays; `scipy.stats.fisher_exact`. Printed are the median seconds for 10,000 and the ratio to the peer; the
slow peers are timed on the first 500 and multiplied. `from a list` is the same from Python numbers with gaps.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy import stats

from riia.indicators.statistics import byar, clopper_pearson, exact_poisson, fisher_test, wilson

MANY, FEW, RUNS = 10_000, 500, 7


def main() -> None:
    """Time each interval and its peer, and print how far apart their numbers are."""
    chance = np.random.default_rng(1)
    n = chance.integers(1, 3_000, MANY)
    x = chance.binomial(n, chance.uniform(0, 1, MANY))
    few = list(zip(x[:FEW].tolist(), n[:FEW].tolist(), strict=True))
    gaps = [None if at % 20 == 0 else int(count) for at, count in enumerate(x)]
    y, m = 30_000, 120_000
    print(f"{MANY:,} intervals or tests, seconds (median of {RUNS}){'ours':>12}{'scipy':>10}{'ratio':>10}{'apart':>10}")
    for name, ours, theirs in (
        ("Wilson", lambda: wilson(x, n), lambda: [_scipy(k, of, "wilson") for k, of in few]),
        ("Clopper-Pearson", lambda: clopper_pearson(x, n), lambda: [_scipy(k, of, "exact") for k, of in few]),
        ("exact Poisson", lambda: exact_poisson(x, n, 1), lambda: _chi_squared(x, n)),
        ("Byar, exact below 10", lambda: byar(x, n, 1), lambda: _chi_squared(x, n)),
    ):
        _tell(name, ours, theirs)
    _tell(
        "Fisher's exact test",
        lambda: fisher_test(x, n, y, m),
        lambda: [stats.fisher_exact([[k, of - k], [y, m - y]]).pvalue for k, of in few],
    )
    listed = n.tolist()
    print(f"{'Wilson, from a list with gaps':<48}{_seconds(lambda: wilson(gaps, listed)):>12.4f}")


def _scipy(k: int, n: int, method: str) -> tuple[float, float]:
    low, high = stats.binomtest(k, n).proportion_ci(0.95, method=method)
    return float(low), float(high)


def _chi_squared(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.array([np.nan_to_num(stats.chi2.ppf(0.025, 2 * x)) / 2 / n, stats.chi2.ppf(0.975, 2 * x + 2) / 2 / n]).T


def _tell(name: str, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
    found, peer = np.asarray(ours()), np.asarray(theirs())
    found = found.T[: len(peer)]
    apart = np.abs(found - peer).max()
    times = MANY / len(peer)
    mine = _seconds(ours)
    other = _seconds(theirs, RUNS if times == 1 else 3) * times
    apart_text = "by method" if name.startswith("Byar") else f"{apart:.0e}"
    print(f"{name:<48}{mine:>12.4f}{other:>10.4f}{other / mine:>9.0f}x{apart_text:>10}")


def _seconds(what: Callable[[], object], runs: int = RUNS) -> float:
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        what()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
