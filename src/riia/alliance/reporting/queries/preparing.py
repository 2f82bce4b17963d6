"""What the next edition of a report would say: numbers frozen for its period already, or those of today."""

from dataclasses import dataclass
from datetime import date

from riia.alliance.reporting.content import ReportData, as_stored, fingerprint
from riia.alliance.reporting.models import Snapshot
from riia.alliance.reporting.policies import as_at
from riia.alliance.reporting.queries.frozen import compared, content_of
from riia.alliance.reporting.queries.gathering import gather
from riia.alliance.reporting.queries.reading import Owed, snapshot_of
from riia.alliance.reporting.states import Standing


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that can be frozen: of a snapshot, or new. `key` tells whether it is still the same when it is frozen."""

    data: ReportData | None
    snapshot: Snapshot | None = None
    key: str = ""
    problem: str = ""

    @property
    def content(self) -> ReportData | Snapshot | None:
        """What is to be frozen."""
        return self.snapshot or self.data


def prepared(one: Owed, today: date, *, fresh: bool) -> Prepared:
    """The content of the next edition. Two reports of a period show the same numbers unless `fresh` ones are asked for.

    A correction is always of fresh numbers.
    """
    alliance = one.kind.alliance
    fresh = fresh or one.standing in (Standing.SENT, Standing.RECEIPTED)
    snapshot = None if fresh else snapshot_of(alliance, one.stretch.code)
    if snapshot is not None:
        return Prepared(content_of(snapshot), snapshot, snapshot.sha256)
    found = gather(alliance, one.stretch, as_at(one.stretch.ends, today))
    if found.data is None:
        return Prepared(None, problem=found.problem)
    data = compared(found.data, alliance)
    return Prepared(data, None, fingerprint(as_stored(data)))
