"""Making the rows of a table the same as a list, and counting what that took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet


@dataclass
class Changes:
    """How many rows of each model were added, changed and removed."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    def count(self, what: dict[str, int], model: type[Model], number: int) -> None:
        if number:
            name = str(model._meta.verbose_name)
            what[name] = what.get(name, 0) + number

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def keep_in_step(model: type[Model], key: str, wanted: Iterable[dict[str, Any]], changes: Changes) -> dict[Any, Any]:
    """Add and change rows so that each wanted one is there with its values; leave all others alone.

    Rows are told apart by `key`. Answers every row of the model by key. For rows that others point to.
    """
    held = {getattr(row, key): row for row in model._default_manager.all()}
    new, altered, fields = [], [], set()
    for values in wanted:
        row = held.get(values[key])
        if row is None:
            row = held[values[key]] = model(**values)
            new.append(row)
            continue
        different = [name for name, value in values.items() if getattr(row, name) != value]
        if different:
            for name in different:
                setattr(row, name, values[name])
            altered.append(row)
            fields.update(different)
    model._default_manager.bulk_create(new)
    if altered:
        model._default_manager.bulk_update(altered, sorted(fields))
    changes.count(changes.added, model, len(new))
    changes.count(changes.changed, model, len(altered))
    return held


def replace(held: QuerySet[Any], columns: Sequence[str], wanted: Iterable[tuple[Any, ...]], changes: Changes) -> None:
    """Remove the rows of `held` that are not wanted and add the wanted ones that are missing.

    `columns` are database columns (foreign keys as `place_id`). For rows that nothing points to.
    """
    model, goal = held.model, set(wanted)
    present = {tuple(values[1:]): values[0] for values in held.values_list("pk", *columns)}
    gone = [pk for row, pk in present.items() if row not in goal]
    new = sorted(goal - present.keys(), key=str)
    for at in range(0, len(gone), 500):
        model._default_manager.filter(pk__in=gone[at : at + 500]).delete()
    model._default_manager.bulk_create([model(**dict(zip(columns, row, strict=True))) for row in new])
    changes.count(changes.removed, model, len(gone))
    changes.count(changes.added, model, len(new))
