"""Control charts: is a change over time more than chance?

`xmr` charts any figure by its own moving ranges, as NHS England's "Making Data Count" does. `p_chart` and
`u_chart` chart shares and rates of small counts by the chance that counts of their size are subject to. `control_chart`
takes the one that fits, which `suitable_chart` names. All answer a `ControlChart`.
"""

from riia.indicators.statistics.control_charts.attributes import ChartLimits, p_chart, u_chart
from riia.indicators.statistics.control_charts.choosing import ChartChoice, control_chart, suitable_chart
from riia.indicators.statistics.control_charts.individuals import xmr
from riia.indicators.statistics.control_charts.results import Assurance, ChartKind, ChartStep, ControlChart, PointType
from riia.indicators.statistics.control_charts.rules import ChartRule
from riia.indicators.statistics.control_charts.timeline import Gaps

__all__ = [
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
]
