"""What was frozen, checked against its fingerprint, and what changed since the report before."""

from dataclasses import replace

from riia.alliance.kit.filters import long_date
from riia.alliance.places.models import Alliance
from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.content import ReportData, fingerprint, from_stored
from riia.alliance.reporting.errors import Changed
from riia.alliance.reporting.models import Snapshot
from riia.alliance.reporting.queries.reading import snapshot_before
from riia.alliance.reporting.summary import figures


def compared(data: ReportData, alliance: Alliance) -> ReportData:
    """The values with what changed since the last report that was sent."""
    before = snapshot_before(alliance, data.period, data.as_at)
    if before is None:
        return replace(data, changes=(), compared_with="", before=())
    earlier = content_of(before)
    words = f"the report on {earlier.period_words}, as at {long_date(earlier.as_at)}"
    return replace(data, changes=changes(earlier, data), compared_with=words, before=figures(earlier))


def content_of(snapshot: Snapshot) -> ReportData:
    """What was frozen.

    Raises:
        Changed: what is kept is not what was frozen.
    """
    if fingerprint(snapshot.content) != snapshot.sha256:
        raise Changed(
            "What is kept of this report does not fit its fingerprint. Do not use it, and tell whoever runs this "
            "service."
        )
    return from_stored(snapshot.content)
