"""Which kinds of period an alliance has settled for its returns (R5.01)."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Rhythm
from riia.alliance.places.models.alliance import RETURN_PERIODS, RhythmKind
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Route
from riia.indicators.model import PeriodKind


@dataclass(frozen=True)
class Settled:
    """The return rhythms of an alliance: what its documents say, and what of it is settled."""

    kinds: tuple[PeriodKind, ...]
    waiting: Sequence[Rhythm]

    def open_to(self, route: Route) -> tuple[PeriodKind, ...]:
        """The kinds of period a round on this route may cover; none while the words for it are not settled."""
        return () if route is Route.VIA_REGION and self.waiting else self.kinds


def settled(alliance: Alliance) -> Settled:
    """What the alliance has settled. Where its documents say nothing of returns, every kind of period is open."""
    found = list(places.rhythms(alliance).filter(kind=RhythmKind.RETURN))
    kinds = {PeriodKind(one.period_kind) for one in found if one.is_settled}
    waiting = [one for one in found if not one.is_settled]
    return Settled(tuple(kind for kind in RETURN_PERIODS if kind in kinds or not found), waiting)


def check_kind(alliance: Alliance, route: Route, kind: PeriodKind) -> None:
    """A round covers a kind of period that the alliance has settled for its returns."""
    found = settled(alliance)
    if route is Route.VIA_REGION and found.waiting:
        written = found.waiting[0]
        raise DeskError(
            f"{alliance.short_name} has not settled what “{written.written}” means ({written.source}): a quarter or a "
            "school term. Settle it on the alliance’s page; rounds can be planned then."
        )
    if kind not in found.kinds:
        known = " or ".join(one.value for one in found.kinds)
        raise DeskError(
            f"Returns of {alliance.short_name} cover a {known}, so a round for a {kind.value} cannot be planned."
            if known
            else f"Returns of {alliance.short_name} have no settled period. Settle it on the alliance’s page."
        )
