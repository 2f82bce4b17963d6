"""Saving answers: every text as it was typed, nothing of anybody overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Entry, Return, Source
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries.reading import entries, form_for
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.states import ReturnState, RoundState
from riia.alliance.returns.timekeeping import now
from riia.indicators.model import Value
from riia.indicators.returns.canonical import written
from riia.indicators.returns.entries import EntryError, parse_entry
from riia.indicators.returns.nouns import Cell, Form

_LONGEST_TYPED: Final = 100
_LONGEST_PROBLEM: Final = 500


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it is stored: as typed, what it was read as ("" for blank or unreadable), and why it was not."""

    typed: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that two people changed to different things. `mine` was not saved; `theirs` stands."""

    cell: Cell
    mine: str
    theirs: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving. `changed` are the cells saved; `problems` what of these could not be read, and why."""

    one: Return
    changed: tuple[Cell, ...] = ()
    clashes: tuple[Clash, ...] = ()
    problems: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        """The revision after saving: what the next save starts from."""
        return self.one.revision


@transaction.atomic
def save_answers(
    *,
    one: Return,
    typed: Mapping[Cell, str],
    base_revision: int | Mapping[Cell, int],
    source: Source,
    by: Acts,
    places: Mapping[Cell, str] | None = None,
    unread: Mapping[Cell, str] | None = None,
) -> Saved:
    """Save texts into cells. Cells that are not given stay as they are.

    `base_revision` is what the sender saw, for all cells or by cell: a cell that somebody else has changed since to
    something different is not touched and comes back as a clash, every other one is saved. A text that cannot be read
    is kept as typed, with the reason, and counts as neither blank nor 0. `places` says where in a file each stood,
    `unread` why a cell of a file could not be read at all: it is kept without a text, and has to be corrected.

    Raises DeskError when the state does not let answers change, or the return does not ask a cell.
    """
    one = locked(one)
    check_preparing(one, by)
    form = form_for(one.round)
    check_asked(form, typed)
    standing = entries(one)
    wanted = {cell: read(text, cell, form) for cell, text in typed.items()}
    wanted |= {cell: Read("", "", why[:_LONGEST_PROBLEM]) for cell, why in (unread or {}).items() if cell in typed}
    wanted = {cell: new for cell, new in wanted.items() if not _says_the_same(standing.get(cell), new)}
    clashing = {cell for cell in wanted if _changed_since(standing.get(cell), _base(base_revision, cell))}
    clashes = tuple(_clash(cell, wanted[cell], standing[cell]) for cell in sorted(clashing))
    kept = {cell: new for cell, new in wanted.items() if cell not in clashing}
    if kept:
        _note(one, kept, len(clashes), source, by)
        _store(one, kept, standing, source, by, places or {})
    return Saved(one, tuple(kept), clashes, {cell: new.problem for cell, new in kept.items() if new.problem})


def check_preparing(one: Return, by: Acts) -> None:
    """Raise DeskError unless this person may change answers and explanations of this return now."""
    check_may(scope_of_actor(by), Action.PREPARE_RETURN, one.council.code)
    check_changeable(one)


def check_changeable(one: Return) -> None:
    """Raise DeskError unless answers and explanations of this return may be changed now, by whoever prepares it."""
    if RoundState(one.round.state) is RoundState.CANCELLED:
        raise DeskError("This round was cancelled, so its returns cannot be changed. What was saved is kept.")
    policies.check_editable(ReturnState(one.state))


def check_asked(form: Form, cells: Mapping[Cell, object]) -> None:
    """Raise DeskError for cells that the return does not ask."""
    asked = frozenset(form.cells)
    if strange := sorted(str(cell) for cell in cells if cell not in asked):
        listed = ", ".join(strange[:5]) + (f" and {len(strange) - 5} more" if len(strange) > 5 else "")
        raise DeskError(f"This return does not ask {listed}. Leave them out; the form lists every cell it asks.")


def read(text: str, cell: Cell, form: Form) -> Read:
    """A typed text as it is stored. Never raises: what cannot be read is kept with the reason."""
    clean = _storable(text)
    try:
        value: Value | None = parse_entry(clean, cell, form.item(cell.item))
    except EntryError as error:
        short = clean if len(clean) <= _LONGEST_TYPED else f"{clean[: _LONGEST_TYPED - 1]}…"
        return Read(short, "", str(error)[:_LONGEST_PROBLEM])
    return Read("" if value is None else clean.strip(), "" if value is None else written(value), "")


def _storable(text: str) -> str:
    """The text without what no database takes: NUL and halves of characters show as the sign for unreadable."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()


def _says_the_same(entry: Entry | None, new: Read) -> bool:
    """Whether a cell says this already: the same value, however it is written, or the same unreadable text."""
    if entry is None:
        return not new.value and not new.problem
    if entry.problem or new.problem:
        alike = bool(entry.problem) == bool(new.problem) if new.typed else entry.problem == new.problem
        return entry.typed == new.typed and alike
    return entry.value == new.value


def _base(base: int | Mapping[Cell, int], cell: Cell) -> int:
    return base if isinstance(base, int) else base.get(cell, 0)


def _changed_since(entry: Entry | None, base: int) -> bool:
    """Whether the cell was changed after `base`, by anybody: one may work in two windows, or with a program."""
    return entry is not None and entry.revision > base


def _clash(cell: Cell, mine: Read, theirs: Entry) -> Clash:
    return Clash(cell, mine.typed, theirs.typed, theirs.changer_label, theirs.changed_at)


def _note(one: Return, kept: Mapping[Cell, Read], clashes: int, source: Source, by: Acts) -> None:
    """One step of the revision with its one row in the trail; the first answers make the return a draft."""
    unreadable = sum(bool(new.problem) for new in kept.values())
    details: dict[str, object] = {
        "cells": sorted(str(cell) for cell in kept),
        "saved": len(kept),
        "unreadable": unreadable,
        "clashes": clashes,
        "source": source.value,
    }
    summary = f"Saved {len(kept)} answer{'' if len(kept) == 1 else 's'}"
    if ReturnState(one.state) is ReturnState.NOT_STARTED:
        move(
            one=one,
            to=ReturnState.DRAFT,
            by=by,
            action="returns.save_answers",
            summary=f"{summary}, the first",
            details=details,
        )
        return
    one.revision += 1
    one.save(update_fields=["revision"])
    record(by=by, action="returns.save_answers", target=one, summary=summary, details=details)


def _store(
    one: Return,
    kept: Mapping[Cell, Read],
    standing: Mapping[Cell, Entry],
    source: Source,
    by: Acts,
    places: Mapping[Cell, str],
) -> None:
    moment, person, label = now(), person_of(by), by.as_actor().label
    new = []
    for cell, text in kept.items():
        entry = standing.get(cell) or Entry(council_return=one, cell=str(cell))
        entry.typed, entry.value, entry.problem = text.typed, text.value, text.problem
        entry.source, entry.place, entry.revision = source, places.get(cell, "")[:120], one.revision
        entry.changed_at, entry.changed_by, entry.changer_label = moment, person, label
        new.append(entry)
    held = [entry for entry in new if entry.pk is not None]  # before the others get keys of their own
    Entry.objects.bulk_create([entry for entry in new if entry.pk is None])
    Entry.objects.bulk_update(held, _CHANGING)


_CHANGING: Final = (
    "typed", "value", "problem", "source", "place", "revision", "changed_at", "changed_by", "changer_label",
)  # fmt: skip
