"""Funnel plots: which areas lie further from the others than chance, or chance and their usual spread, explains."""

from riia.indicators.statistics.funnels.areas import LeftOut
from riia.indicators.statistics.funnels.compute import funnel_limits
from riia.indicators.statistics.funnels.dispersion import Dispersion
from riia.indicators.statistics.funnels.funnel import Curve, Funnel, FunnelRow, Limits
from riia.indicators.statistics.funnels.words import Side

__all__ = ["Curve", "Dispersion", "Funnel", "FunnelRow", "LeftOut", "Limits", "Side", "funnel_limits"]
