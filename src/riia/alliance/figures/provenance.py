"""Where the figures of one release come from, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from riia.alliance.access.scope import Scope
from riia.alliance.audit.queries import about
from riia.alliance.figures import store
from riia.alliance.figures.models import Release, Value
from riia.alliance.figures.nouns import ReleaseLine
from riia.alliance.figures.policies import may_see
from riia.indicators.definitions import Measure

if TYPE_CHECKING:
    from riia.indicators.definitions.published import Difference

_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Use:
    """How many figures of an indicator a release gave, and how many of them are the ones shown today."""

    figures: int
    current: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """A release with its origin. `loaded_by` is empty where it came with the product; `uses` is by indicator."""

    line: ReleaseLine
    rows: int
    origin: str
    loaded_at: datetime
    loaded_by: str
    supersedes: tuple[ReleaseLine, ...]
    superseded_by: ReleaseLine | None
    superseded_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    uses: Mapping[str, Use]


def find(scope: Scope, sha: str) -> Provenance | None:
    """The release whose file has this hash, or a hash that begins so; None when there is none the viewer may see."""
    if not may_see(scope) or len(sha) < _SHORTEST:
        return None
    release = Release.objects.filter(sha256__startswith=sha.lower()).first()
    if release is None:
        return None
    known = store.releases()
    entry = about(Release._meta.label, release.reference).filter(action="figures.import").last()
    return Provenance(
        line=known[release.pk],
        rows=release.rows,
        origin=release.origin,
        loaded_at=release.loaded_at,
        loaded_by=entry.actor_label if entry else "",
        supersedes=tuple(known[earlier.pk] for earlier in release.supersedes.all()),
        superseded_by=known[release.superseded_by_id] if release.superseded_by_id else None,
        superseded_at=release.superseded_at,
        withdrawn_at=release.withdrawn_at,
        withdrawn_because=release.withdrawn_because,
        uses=_uses(release),
    )


def _uses(release: Release) -> dict[str, Use]:
    counted = release.values.order_by().values("indicator").annotate(
        figures=Count("pk"), shown=Count("pk", filter=Q(current=True))
    )  # fmt: skip
    return {row["indicator"]: Use(row["figures"], row["shown"]) for row in counted}


def differences(line: ReleaseLine) -> "tuple[Difference, ...]":
    """Where a release prints a rate or percentage that its own counts do not give, beyond rounding.

    Worked out from the stored figures, so that it is told of every release, however and whenever it was loaded.
    """
    import polars as pl

    from riia.indicators.definitions.published import FIGURES_SCHEMA, differences

    columns = ("indicator", "variant", "measure", "place__code", "period", "numerator", "denominator", "published")
    rows = Value.objects.filter(release_id=line.id).exclude(measure=Measure.NUMBER.value).values_list(*columns)
    names = [column.removesuffix("__code") for column in columns]
    schema = {name: FIGURES_SCHEMA[name] for name in names}
    frame = pl.DataFrame(list(rows.order_by()), schema=schema, orient="row")
    return differences(frame.sort("indicator", "variant", "measure", "period", "place"))
