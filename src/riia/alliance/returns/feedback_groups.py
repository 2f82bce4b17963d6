"""The national groups that the plan asks to follow (5.1.8), and how a quarter's points are counted. Pure."""

from collections.abc import Iterable
from typing import Final

from riia.alliance.returns.in_time import Share
from riia.alliance.returns.policies import POINTS_SETTLED
from riia.alliance.returns.states_care import PointState

GROUPS: Final = {
    "SPI": "ADCS Standards, Performance and Inspections Policy Committee",
    "NPIMG": "National Performance and Information Management Group",
    "STAR": "Star Chamber Scrutiny Board",
}
"""By the letters they go by. A region may follow others as well, or leave one of these."""


def settled_share(points: Iterable[tuple[bool, PointState]]) -> Share:
    """Of the relevant points, how many were actioned or considered; one that waits is not (R5.17)."""
    relevant = [state for is_relevant, state in points if is_relevant]
    return Share(sum(state is not PointState.WAITING for state in relevant), len(relevant), POINTS_SETTLED)
