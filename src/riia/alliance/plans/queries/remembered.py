"""Rows that were worked out and still hold: nothing has happened in the whole system since.

Every change anywhere leaves a line in the audit trail within its own transaction. While the last lines are the same,
so is everything a plan rests on, what other parts count for it included. Kept in this process only, for a few plans.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

from django.db import connection

from riia.alliance.audit.models import Entry
from riia.alliance.plans.rows import Standings

_MOST: Final = 12
_LAST: Final = 50
"""Lines of the trail that are looked at: a change that commits late has a lower number than one that did not wait."""
_kept: OrderedDict[Hashable, Standings] = OrderedDict()
_lock = Lock()


def remembered(key: Hashable, work_out: Callable[[], Standings]) -> Standings:
    """What was worked out for this key, if nothing has happened since; else it is worked out now.

    Inside a transaction nothing is kept, because what is read there may never be.
    """
    if connection.in_atomic_block:
        return work_out()
    full = (key, tuple(Entry.objects.order_by("-id").values_list("id", flat=True)[:_LAST]))
    with _lock:
        if full in _kept:
            _kept.move_to_end(full)
            return _kept[full]
    found = work_out()
    with _lock:
        _kept[full] = found
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
