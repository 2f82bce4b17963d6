"""What was worked out and still holds: no line of the audit trail since that could change it.

Every change anywhere leaves a line in the trail within its own transaction, and its action names the part it is of
("returns.validate"). Rows of a plan, and what another part counted for it, are kept until a line of a part they rest on
has come; what a part keeps without a line (`Measure.mark`) is asked for by itself. In this process only.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from threading import Lock
from typing import Final

from django.db import connection

from riia.alliance.audit.models import Entry
from riia.alliance.places import measures as registry

_LAST: Final = 50
"""Lines of the trail that are looked at: a change that commits late has a lower number than one that did not wait."""
_QUIET: Final = frozenset({"access.sign_in", "access.sign_out", "access.sign_in_refused", "access.lock_out"})
"""Lines that change nothing anybody counts."""
type _Line = tuple[int, datetime]
type Seen = Callable[[Iterable[str] | None], Hashable]
"""Which lines of some parts (of all, for None) had come at one moment: another answer once there is another line."""


class _Trail:
    """Counts for each part how often this process found new lines of it."""

    def __init__(self) -> None:
        self._known: dict[_Line, None] = {}
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def look(self) -> Seen:
        """Read the end of the trail once, and tell of each part what has come of it so far."""
        lines = list(Entry.objects.order_by("-id").values_list("id", "at", "action")[:_LAST])
        with self._lock:
            new = [line for line in lines if line[:2] not in self._known]
            if lines and len(new) == len(lines):
                self._counts[""] += 1  # nothing of what was known is left: more may have come, of any part
            self._counts.update({action.partition(".")[0] for *_, action in new if action not in _QUIET})
            self._known = dict.fromkeys(line[:2] for line in lines) | self._known
            while len(self._known) > 4 * _LAST:
                self._known.popitem()
            counts = dict(self._counts)

        def seen(parts: Iterable[str] | None) -> Hashable:
            chosen = counts if parts is None else {"", *parts}
            return tuple((part, counts.get(part, 0)) for part in sorted(chosen))

        return seen


class _Memory[Found]:
    """The last things that were worked out, by what they are of and what had come of the trail then."""

    def __init__(self, most: int) -> None:
        self._kept: OrderedDict[Hashable, Found] = OrderedDict()
        self._most, self._lock = most, Lock()

    def forget(self) -> None:
        """Keep nothing of what was worked out."""
        with self._lock:
            self._kept.clear()

    def get(
        self, key: Hashable, work_out: Callable[[], Found], *, still: Callable[[Found], bool] | None = None
    ) -> Found:
        """What is kept for a key and still holds; else it is worked out now."""
        with self._lock:
            if key in self._kept and (still is None or still(self._kept[key])):
                self._kept.move_to_end(key)
                return self._kept[key]
        found = work_out()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


_trail = _Trail()
_rows: _Memory[object] = _Memory(12)
_taken: _Memory[registry.Measured] = _Memory(400)
_judged: _Memory[tuple[object, object]] = _Memory(3000)


def look() -> Seen | None:
    """What has come of the trail; None inside a transaction, where nothing is kept: what is read there may never be."""
    return None if connection.in_atomic_block else _trail.look()


def remembered[Found](key: Hashable, seen: Seen | None, parts: Iterable[str], work_out: Callable[[], Found]) -> Found:
    """What was worked out for this key, if nothing has come of these parts and of what they count; else worked out."""
    if seen is None:
        return work_out()
    every = registry.measures()
    named = {part for one in every for part in one.changed_by or ()}
    any_line = any(one.changed_by is None for one in every)
    marks = tuple(one.mark() for one in every if one.mark)
    state = seen(None if any_line else named.union(parts))
    return _rows.get((key, state, marks), work_out)  # type: ignore[return-value]  # what this key was worked out as


def take(measure: registry.Measure, asked: registry.Asked, seen: Seen | None) -> registry.Measured:
    """What a part says, asked only if a line of what it rests on has come since it last said so."""
    if seen is None:
        return measure.find(asked)
    key = (measure.key, asked, seen(measure.changed_by), measure.mark() if measure.mark else None)
    return _taken.get(key, lambda: measure.find(asked))


def as_before[Found](key: Hashable, facts: object, work_out: Callable[[], Found]) -> Found:
    """What followed from these facts the last time, if they are the same; else what follows from them now."""
    _, found = _judged.get(key, lambda: (facts, work_out()), still=lambda kept: kept[0] == facts)
    return found  # type: ignore[return-value]  # what this key was worked out as


def forget_judged() -> None:
    """Work every row out anew at the next look: to measure what that takes."""
    _judged.forget()
