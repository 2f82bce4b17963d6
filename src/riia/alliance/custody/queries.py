"""Reads of files, windows, access lists and logs: never of a record. The viewer's scope comes first."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.custody.models import MadeTable, NamedPerson, ReadLog, RecordFile, RecordWindow
from riia.alliance.custody.states import LIVE, FileState
from riia.alliance.places.models import Alliance
from riia.indicators.records import DATASETS, Dataset

_ACTIONS = (Action.LODGE_RECORDS, Action.READ_RECORDS, Action.RUN_ROUNDS)


def files_seen(scope: Scope) -> QuerySet[RecordFile]:
    """The files of the councils at which the viewer has to do with records, the newest first.

    Of datasets with an access list only those that the viewer is named for, or looks after as coordinator.
    """
    found = RecordFile.objects.select_related("alliance__region", "council", "lodged_by")
    codes = _codes(scope)
    if codes is not None:
        found = found.filter(council__code__in=codes)
    for dataset in DATASETS.values():
        if dataset.named_readers and not scope.is_system:
            named = _named_alliances(scope, dataset)
            looked_after = scope.places_for(Action.RUN_ROUNDS)
            kept = RecordFile.objects.filter(dataset=dataset.key).exclude(alliance__in=named)
            if looked_after is not None:
                kept = kept.exclude(council__code__in=looked_after)
                found = found.exclude(pk__in=kept.values("pk"))
    return found


def file_seen(scope: Scope, reference: Any) -> RecordFile | None:
    """One of those files, or None."""
    return files_seen(scope).filter(reference=reference).first()


def _codes(scope: Scope) -> frozenset[str] | None:
    found: set[str] = set()
    for action in _ACTIONS:
        places = scope.places_for(action)
        if places is None:
            return None
        found |= places
    return frozenset(found)


def _named_alliances(scope: Scope, dataset: Dataset) -> list[int]:
    if scope.person_ref is None:
        return []
    today = timezone.localdate()
    rows = named_people(dataset, today).filter(person__reference=scope.person_ref)
    return list(rows.values_list("alliance_id", flat=True))


def other_file(scope: Scope, file: RecordFile) -> RecordFile | None:
    """What a file may replace, or be replaced by: the accepted one beside one that waits, and the other way round."""
    if FileState(file.state) not in LIVE:
        return None
    beside = files_seen(scope).filter(dataset=file.dataset, council=file.council, period=file.period)
    return beside.filter(state__in=[one.value for one in LIVE]).exclude(pk=file.pk).first()


def tables_shown(files: QuerySet[RecordFile], slug: str) -> QuerySet[MadeTable]:
    """The tables of accepted files."""
    return MadeTable.objects.filter(file__in=files.filter(state=FileState.ACCEPTED), slug=slug).select_related(
        "file__council", "file__alliance__region"
    )


def last_tables(file: RecordFile) -> dict[str, list[Any]]:
    """The cells, by table, that were last shown of the same council and period before this file, without prices."""
    earlier = MadeTable.objects.filter(
        file__dataset=file.dataset, file__council=file.council, file__period=file.period, with_prices=False
    ).exclude(file=file)
    return {one.slug: one.cells for one in earlier.order_by("file__lodged_at") if one.cells}


def reads_of(file: RecordFile) -> QuerySet[ReadLog]:
    """Who read a file, the latest first."""
    return ReadLog.objects.filter(file=file)


def windows(alliance: Alliance, dataset: Dataset | None = None) -> QuerySet[RecordWindow]:
    """The windows of an alliance, the latest first."""
    found = RecordWindow.objects.filter(alliance=alliance)
    return found.filter(dataset=dataset.key) if dataset else found


def window_of(alliance: Alliance, dataset: Dataset, period: str) -> RecordWindow | None:
    """The window of a period, or None."""
    return windows(alliance, dataset).filter(period=period).first()


def named_people(dataset: Dataset, on: date) -> QuerySet[NamedPerson]:
    """Everybody on the access lists of a dataset on a day."""
    return NamedPerson.objects.filter(dataset=dataset.key, starts_on__lte=on, ends_on__gte=on).select_related(
        "person", "alliance__region"
    )


def is_named(scope: Scope, dataset: Dataset, alliance: Alliance, on: date) -> bool:
    """Whether the viewer is on the access list of an alliance's dataset on a day."""
    if scope.person_ref is None:
        return False
    return named_people(dataset, on).filter(alliance=alliance, person__reference=scope.person_ref).exists()


def tables_due(on: date) -> QuerySet[RecordFile]:
    """Files that are destroyed and whose tables are kept still, though the time of the file is over on a day."""
    held = MadeTable.objects.values("file")
    gone = RecordFile.objects.filter(pk__in=held, keep_until__lt=on, state=FileState.PURGED)
    return gone.select_related("alliance__region", "council")


def due(on: date) -> QuerySet[RecordFile]:
    """Files whose time is over on a day."""
    live = [one.value for one in LIVE]
    return RecordFile.objects.filter(keep_until__lt=on, state__in=live).select_related("alliance__region", "council")
