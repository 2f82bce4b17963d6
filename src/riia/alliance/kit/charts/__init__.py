"""Charts drawn on the server: a line over time (`Trend`, `Control`), places in order (`Ranking`) or by size (`Funnel`).

Each is a frozen value made of labels and numbers. It answers its picture as `svg()` and `png()`, its content as words
(`summary`) and as a table (`table()`), and a `fingerprint` for caches. Missing numbers are gaps with their letter,
never zeros and never bridged. One accent colour marks "mine"; the rest is told apart by position, dash, shape and name.
"""

from riia.alliance.kit.charts.control import Control, ControlPoint
from riia.alliance.kit.charts.funnel import Funnel, FunnelItem, FunnelLimit
from riia.alliance.kit.charts.model import Band, Chart, ChartTable, Frame, ReferenceLine, Role, Series
from riia.alliance.kit.charts.ranking import RankedItem, Ranking
from riia.alliance.kit.charts.trend import Trend

__all__ = [
    "Band",
    "Chart",
    "ChartTable",
    "Control",
    "ControlPoint",
    "Frame",
    "Funnel",
    "FunnelItem",
    "FunnelLimit",
    "RankedItem",
    "Ranking",
    "ReferenceLine",
    "Role",
    "Series",
    "Trend",
]
