"""Control charts: is a change over time more than chance?

`xmr` charts any figure by its own moving ranges, as NHS England's "Making Data Count" does.
"""

from riia.indicators.statistics.control_charts.individuals import xmr
from riia.indicators.statistics.control_charts.results import Assurance, ChartKind, ControlChart, PointType, Step
from riia.indicators.statistics.control_charts.rules import Rule
from riia.indicators.statistics.control_charts.timeline import Gaps

__all__ = ["Assurance", "ChartKind", "ControlChart", "Gaps", "PointType", "Rule", "Step", "xmr"]
