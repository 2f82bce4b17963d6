"""What the pages of an uploaded file show: how far its reading is, what it says, what differs, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Change, Link, Work
from riia.alliance.returns.models import Return, Upload
from riia.alliance.returns.presenters.filling import cell_title, possessive, short_period
from riia.alliance.returns.queries.reading import entries, form_for
from riia.alliance.returns.services.answers import read
from riia.alliance.returns.services.uploads import is_dead, texts_of
from riia.alliance.returns.states import UploadState
from riia.indicators.returns.files_nouns import Cause, Problem, causes
from riia.indicators.returns.nouns import Cell, Weight

_PATIENCE: Final = timedelta(seconds=30)
"""After so long in line the page offers to read the file at once."""


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Everything the page of a file shows."""

    title: str
    caption: str
    state: UploadState
    work: Work | None
    may_read_now: bool
    hard: tuple[str, ...]
    soft: tuple[str, ...]
    notes: tuple[str, ...]
    changes: tuple[Change, ...]
    same: int
    blank: int
    unreadable: int
    revision: int
    facts: tuple[tuple[str, str], ...]
    href: str
    back: str
    again: str
    simulated: bool


def page(one: Return, upload: Upload, moment: datetime, *, progress: bool = False) -> UploadPage:
    """A file beside the return as it stands. With `progress` how far its reading is, also when it has ended."""
    state = UploadState(upload.state)
    said = [_problem(one_) for one_ in upload.problems]
    changes, same = _changes(one, upload) if state is UploadState.READ else ((), 0)
    back = reverse("returns:return", args=[one.reference])
    return UploadPage(
        title=_title(one, upload, state, len(changes)),
        caption=f"{one.council.label}, {short_period(one.round.as_period)}",
        state=state,
        work=_work(upload, state, progress=progress),
        may_read_now=_may_read_now(upload, state, moment),
        hard=_told(said, Weight.HARD),
        soft=_told(said, Weight.SOFT),
        notes=_told(said, None),
        changes=changes,
        same=same,
        blank=len(upload.found.get("blank", [])) if upload.found else 0,
        unreadable=sum(bool(change.note) for change in changes),
        revision=one.revision,
        facts=(
            ("File", upload.name),
            ("Given by", upload.giver_label),
            ("SHA-256", upload.sha256[:12]),
        ),
        href=reverse("returns:uploaded", args=[upload.reference]),
        back=back,
        again=reverse("returns:upload", args=[one.reference]),
        simulated=one.round.simulated,
    )


def _title(one: Return, upload: Upload, state: UploadState, changes: int) -> str:
    whose = f"{possessive(one.council.label)} return"
    if state is UploadState.READ:
        if not changes:
            return f"{upload.name} says what stands in {whose} already"
        return f"{upload.name} would change {plural(changes, 'answer')} in {whose}"
    return {
        UploadState.WAITING: f"{upload.name} waits to be read",
        UploadState.READING: f"{upload.name} is being read",
        UploadState.REFUSED: f"{upload.name} cannot be used",
        UploadState.USED: f"The figures of {upload.name} are in {whose}",
        UploadState.SET_ASIDE: f"{upload.name} was set aside",
    }[state]


def _work(upload: Upload, state: UploadState, *, progress: bool) -> Work | None:
    """The reading as work of two steps: its turn in line, then the file itself."""
    ended = state not in (UploadState.WAITING, UploadState.READING)
    if ended and not progress:
        return None
    done = 2 if ended else int(state is UploadState.READING)
    note = "It is in line." if state is UploadState.WAITING else ""
    links = (Link("See what it says", reverse("returns:uploaded", args=[upload.reference])),) if ended else ()
    return Work("Reading the file", done, 2, "step", ended=ended, note=note, links=links)


def _may_read_now(upload: Upload, state: UploadState, moment: datetime) -> bool:
    """Whether to offer reading while the person waits: when the worker has not begun for a while, or has died."""
    late = state is UploadState.WAITING and moment - upload.given_at > _PATIENCE
    return late or is_dead(upload, moment)


def _changes(one: Return, upload: Upload) -> tuple[tuple[Change, ...], int]:
    """What the file says otherwise than what stands, in the order of the form, and how much it says the same."""
    form, stands = form_for(one.round), entries(one)
    typed = texts_of(upload, stands)
    lines, same = [], 0
    for cell in (cell for cell in form.cells if cell in typed):
        new, entry = read(typed[cell], cell, form), stands.get(cell)
        if entry is not None and (entry.value, entry.problem) == (new.value, new.problem) and entry.typed:
            same += 1
            continue
        before = entry.typed if entry and entry.typed else "blank"
        note = f"cannot be read: {new.problem}" if new.problem else ""
        lines.append(Change(cell_title(form, cell), before, new.typed, note=note))
    return tuple(lines), same


def _problem(stored: dict[str, Any]) -> Problem:
    return Problem(
        code=stored["code"],
        place=stored["place"],
        rule=stored["rule"],
        remedy=stored["remedy"],
        cell=Cell.parse(stored["cell"]) if stored["cell"] else None,
        text=stored["text"],
        weight=Weight(stored["weight"]) if stored["weight"] else None,
    )


def _told(problems: Iterable[Problem], weight: Weight | None) -> tuple[str, ...]:
    found: tuple[Cause, ...] = causes([one for one in problems if one.weight is weight])
    return tuple(cause.words for cause in found)
