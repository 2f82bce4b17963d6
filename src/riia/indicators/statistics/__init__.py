"""Statistics on plain arrays: whether a difference is real, and where a place stands.

`benchmarks` describes in the standard library alone: averages, ranks, quarters, direction. Everything named here tests
and estimates, and needs numpy and scipy (`pip install riia[statistics]`). Names are loaded when they are first asked
for, so that `riia.indicators.statistics.benchmarks` stays light.

A module must not have the name of a function exported here: importing the module would put it in the function's place.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riia.indicators.statistics.arrays import (
        StatisticsError,
    )
    from riia.indicators.statistics.control_charts import (
        Assurance,
        ChartChoice,
        ChartKind,
        ChartLimits,
        ChartRule,
        ChartStep,
        ControlChart,
        Gaps,
        PointType,
        control_chart,
        p_chart,
        suitable_chart,
        u_chart,
        xmr,
    )
    from riia.indicators.statistics.funnels import (
        Funnel,
        FunnelCurve,
        FunnelLimits,
        FunnelRow,
        FunnelSide,
        NotCompared,
        OverDispersion,
        funnel_limits,
    )
    from riia.indicators.statistics.intervals import (
        Limits,
        byar,
        clopper_pearson,
        difference_of_rates,
        difference_of_shares,
        exact_poisson,
        rate_ratio,
        wilson,
    )
    from riia.indicators.statistics.many_tests import (
        benjamini_hochberg,
        discoveries,
    )
    from riia.indicators.statistics.observed import (
        FigureKind,
        Observed,
    )
    from riia.indicators.statistics.published_years import (
        AgainstPublished,
        Agreement,
        QuarterlyComparator,
        compare_with_published,
        quarterly_comparator,
    )
    from riia.indicators.statistics.recent_trends import (
        LeftOut,
        RecentTrend,
        TrendKind,
        TrendVerdict,
        recent_trend,
        recent_trend_of_values,
    )
    from riia.indicators.statistics.robust_trends import (
        Alternative,
        KendallTest,
        SenSlope,
        kendall,
        mann_kendall,
        theil_sen,
    )
    from riia.indicators.statistics.rolling import (
        Counted,
        YearOfQuarters,
        quarterly_share,
        rolling_year,
        rolling_year_rate,
        year_of_quarters,
    )
    from riia.indicators.statistics.standardised import (
        DirectlyStandardised,
        IndirectlyStandardised,
        directly_standardised,
        directly_standardised_repeats,
        indirectly_standardised,
    )
    from riia.indicators.statistics.standing import (
        NeighbourAverages,
        average_of,
        band_of,
        neighbours_average,
        quartile_edges,
        quartile_of,
        rank_of,
    )
    from riia.indicators.statistics.trends import (
        TrendTest,
        trend_of_proportions,
        trend_of_rates,
        trend_of_values,
    )
    from riia.indicators.statistics.two_samples import (
        binomial_test,
        fisher_test,
        poisson_test,
        rate_test,
    )
    from riia.indicators.statistics.verdict_results import (
        Relation,
        Verdict,
        VerdictKind,
    )
    from riia.indicators.statistics.verdicts import (
        verdict,
    )
    from riia.indicators.statistics.verdicts_on_means import (
        verdict_on_mean,
    )

# Which module holds which names. Add a name in three places: above, here and in __all__ (a test compares them).
_MODULES = {
    "arrays": ("StatisticsError",),
    "control_charts": (
        "Assurance",
        "ChartChoice",
        "ChartKind",
        "ChartLimits",
        "ChartRule",
        "ChartStep",
        "ControlChart",
        "Gaps",
        "PointType",
        "control_chart",
        "p_chart",
        "suitable_chart",
        "u_chart",
        "xmr",
    ),
    "funnels": (
        "Funnel",
        "FunnelCurve",
        "FunnelLimits",
        "FunnelRow",
        "FunnelSide",
        "NotCompared",
        "OverDispersion",
        "funnel_limits",
    ),
    "intervals": (
        "Limits",
        "byar",
        "clopper_pearson",
        "difference_of_rates",
        "difference_of_shares",
        "exact_poisson",
        "rate_ratio",
        "wilson",
    ),
    "many_tests": (
        "benjamini_hochberg",
        "discoveries",
    ),
    "observed": (
        "FigureKind",
        "Observed",
    ),
    "published_years": (
        "AgainstPublished",
        "Agreement",
        "QuarterlyComparator",
        "compare_with_published",
        "quarterly_comparator",
    ),
    "recent_trends": (
        "LeftOut",
        "RecentTrend",
        "TrendKind",
        "TrendVerdict",
        "recent_trend",
        "recent_trend_of_values",
    ),
    "robust_trends": (
        "Alternative",
        "KendallTest",
        "SenSlope",
        "kendall",
        "mann_kendall",
        "theil_sen",
    ),
    "rolling": (
        "Counted",
        "YearOfQuarters",
        "quarterly_share",
        "rolling_year",
        "rolling_year_rate",
        "year_of_quarters",
    ),
    "standardised": (
        "DirectlyStandardised",
        "IndirectlyStandardised",
        "directly_standardised",
        "directly_standardised_repeats",
        "indirectly_standardised",
    ),
    "standing": (
        "NeighbourAverages",
        "average_of",
        "band_of",
        "neighbours_average",
        "quartile_edges",
        "quartile_of",
        "rank_of",
    ),
    "trends": (
        "TrendTest",
        "trend_of_proportions",
        "trend_of_rates",
        "trend_of_values",
    ),
    "two_samples": (
        "binomial_test",
        "fisher_test",
        "poisson_test",
        "rate_test",
    ),
    "verdict_results": (
        "Relation",
        "Verdict",
        "VerdictKind",
    ),
    "verdicts": ("verdict",),
    "verdicts_on_means": ("verdict_on_mean",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "AgainstPublished",
    "Agreement",
    "Alternative",
    "Assurance",
    "ChartChoice",
    "ChartKind",
    "ChartLimits",
    "ChartRule",
    "ChartStep",
    "ControlChart",
    "Counted",
    "DirectlyStandardised",
    "FigureKind",
    "Funnel",
    "FunnelCurve",
    "FunnelLimits",
    "FunnelRow",
    "FunnelSide",
    "Gaps",
    "IndirectlyStandardised",
    "KendallTest",
    "LeftOut",
    "Limits",
    "NeighbourAverages",
    "NotCompared",
    "Observed",
    "OverDispersion",
    "PointType",
    "QuarterlyComparator",
    "RecentTrend",
    "Relation",
    "SenSlope",
    "StatisticsError",
    "TrendKind",
    "TrendTest",
    "TrendVerdict",
    "Verdict",
    "VerdictKind",
    "YearOfQuarters",
    "average_of",
    "band_of",
    "benjamini_hochberg",
    "binomial_test",
    "byar",
    "clopper_pearson",
    "compare_with_published",
    "control_chart",
    "difference_of_rates",
    "difference_of_shares",
    "directly_standardised",
    "directly_standardised_repeats",
    "discoveries",
    "exact_poisson",
    "fisher_test",
    "funnel_limits",
    "indirectly_standardised",
    "kendall",
    "mann_kendall",
    "neighbours_average",
    "p_chart",
    "poisson_test",
    "quarterly_comparator",
    "quarterly_share",
    "quartile_edges",
    "quartile_of",
    "rank_of",
    "rate_ratio",
    "rate_test",
    "recent_trend",
    "recent_trend_of_values",
    "rolling_year",
    "rolling_year_rate",
    "suitable_chart",
    "theil_sen",
    "trend_of_proportions",
    "trend_of_rates",
    "trend_of_values",
    "u_chart",
    "verdict",
    "verdict_on_mean",
    "wilson",
    "xmr",
    "year_of_quarters",
]


def __getattr__(name: str) -> object:
    """Load what is exported from its module, the first time it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"numpy", "scipy"}:
            raise
        raise ImportError(
            f"{name} needs {error.name}, which is not installed. Install it with: pip install riia[statistics]"
        ) from error
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The exported names, loaded or not."""
    return sorted({*globals(), *__all__})
