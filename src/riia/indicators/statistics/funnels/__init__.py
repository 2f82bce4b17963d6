"""Funnel plots: which areas lie further from the others than chance, or chance and their usual spread, explains."""

from riia.indicators.statistics.funnels.areas import NotCompared
from riia.indicators.statistics.funnels.compute import funnel_limits
from riia.indicators.statistics.funnels.dispersion import OverDispersion
from riia.indicators.statistics.funnels.funnel import Funnel, FunnelCurve, FunnelLimits, FunnelRow
from riia.indicators.statistics.funnels.words import FunnelSide

__all__ = [
    "Funnel",
    "FunnelCurve",
    "FunnelLimits",
    "FunnelRow",
    "FunnelSide",
    "NotCompared",
    "OverDispersion",
    "funnel_limits",
]
