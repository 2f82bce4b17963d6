"""Taking back a file that should not have been loaded."""

from itertools import batched

from django.db import transaction
from django.utils import timezone

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.figures.errors import WithdrawalRefused
from riia.alliance.figures.models import Release, Value
from riia.alliance.figures.services.storing import BATCH, changed, lock, supersede

_WHAT = ("indicator", "variant", "measure", "place_id", "period")


def withdraw_release(*, release: Release, reason: str, by: Acts) -> int:
    """Remove the values of a release and show what stood before it again; returns how many figures came back.

    The release itself stays, with the reason, and its file cannot be loaded again by mistake.

    Raises WithdrawalRefused without a reason or for a release already withdrawn; nothing is changed then.
    """
    if not reason.strip():
        raise WithdrawalRefused("Say why the file is withdrawn.")
    with transaction.atomic():
        lock()
        kept = Release.objects.select_for_update().get(pk=release.pk)
        if kept.withdrawn_at:
            raise WithdrawalRefused(f"{kept.audit_label} has already been withdrawn.")
        now = timezone.now()
        gone = set(kept.values.filter(current=True).values_list(*_WHAT))
        removed = kept.values.count()
        kept.values.all().delete()
        back = _restore(gone)
        kept.withdrawn_at, kept.withdrawn_because = now, reason.strip()
        kept.superseded_by = kept.superseded_at = None
        kept.save(update_fields=["withdrawn_at", "withdrawn_because", "superseded_by", "superseded_at"])
        supersede(kept.table, now)
        changed(now)
        record(
            by=by,
            action="figures.withdraw",
            target=kept,
            summary=f"Withdrew {kept.audit_label}: {removed:,} values removed, {back:,} earlier ones shown again",
            details={"file": kept.source_file, "sha256": kept.sha256},
            reason=reason.strip(),
        )
    return back


def _restore(gone: set[tuple[object, ...]]) -> int:
    """Make the best of what is left current for these figures: the order in which `storing` decides."""
    slugs = {key[0] for key in gone}
    rows = (
        Value.objects.filter(current=False, indicator__in=slugs)
        .order_by("release__newest", "-preference", "release_id")
        .values_list("pk", *_WHAT)
    )
    best = {key: pk for pk, *rest in rows.iterator(BATCH) if (key := tuple(rest)) in gone}
    for some in batched(best.values(), BATCH):
        Value.objects.filter(pk__in=some).update(current=True)
    return len(best)
