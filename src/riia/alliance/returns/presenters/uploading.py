"""What the pages of an uploaded file show: how far its reading is, what it says, what differs, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Change, Link, Work
from riia.alliance.returns.models import Entry, Return, Upload
from riia.alliance.returns.presenters.filling import cell_title, possessive, short_period
from riia.alliance.returns.queries.reading import entries, form_for
from riia.alliance.returns.services.answers import Read, read
from riia.alliance.returns.services.uploads import is_dead, texts_of, unread_of
from riia.alliance.returns.states import UploadState
from riia.indicators.returns.files_nouns import Cause, Problem, causes
from riia.indicators.returns.nouns import Cell, Weight

_UNUSED: Final = frozenset({"FILE-NOT-ASKED", "FILE-OTHERS"})
"""Of the notes those that tell of something in the file that goes nowhere."""
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
    unused: tuple[str, ...]
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


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside what stands: the lines it would change, how many it says alike, how many cannot be read."""

    changes: tuple[Change, ...]
    same: int
    unreadable: int

    @property
    def readable(self) -> int:
        """How many answers it would change to something that can be read."""
        return len(self.changes) - self.unreadable


def page(one: Return, upload: Upload, moment: datetime, *, progress: bool = False) -> UploadPage:
    """A file beside the return as it stands. With `progress` how far its reading is, also when it has ended."""
    state = UploadState(upload.state)
    said = [_problem(one_) for one_ in upload.problems]
    beside = _beside(one, upload) if state is UploadState.READ else Beside((), 0, 0)
    notes = [one_ for one_ in said if one_.weight is None]
    back = reverse("returns:return", args=[one.reference])
    return UploadPage(
        title=_title(one, upload, state, beside, is_whole=not any(map(_is_fault, said))),
        caption=f"{one.council.label}, {short_period(one.round.as_period)}",
        state=state,
        work=_work(upload, state, progress=progress),
        may_read_now=_may_read_now(upload, state, moment),
        hard=_told(said, Weight.HARD),
        soft=_told(said, Weight.SOFT),
        unused=_told([one_ for one_ in notes if one_.code in _UNUSED], None),
        notes=_told([one_ for one_ in notes if one_.code not in _UNUSED], None),
        changes=beside.changes,
        same=beside.same,
        blank=len(upload.found.get("blank", [])) if upload.found else 0,
        unreadable=beside.unreadable,
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


def _title(one: Return, upload: Upload, state: UploadState, beside: Beside, *, is_whole: bool) -> str:
    whose = f"{possessive(one.council.label)} return"
    if state is UploadState.READ:
        return f"{upload.name} {_would(beside, whose, is_whole=is_whole)}"
    return {
        UploadState.WAITING: f"{upload.name} waits to be read",
        UploadState.READING: f"{upload.name} is being read",
        UploadState.REFUSED: f"{upload.name} cannot be used",
        UploadState.USED: f"The figures of {upload.name} are in {whose}",
        UploadState.SET_ASIDE: f"{upload.name} was set aside",
    }[state]


def _would(beside: Beside, whose: str, *, is_whole: bool) -> str:
    """What using the file would do to the return, as the end of a sentence that begins with the file."""
    if beside.readable and beside.unreadable:
        others = plural(beside.unreadable, "other")
        return f"would change {plural(beside.readable, 'answer')} in {whose} and leave {others} to be corrected"
    if beside.unreadable:
        return f"would leave {plural(beside.unreadable, 'answer')} in {whose} to be corrected"
    if beside.changes:
        return f"would change {plural(beside.readable, 'answer')} in {whose}"
    return f"says what stands in {whose} already" if is_whole and beside.same else f"would change nothing in {whose}"


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


def _beside(one: Return, upload: Upload) -> Beside:
    """What the file says otherwise than what stands, in the order of the form, and how much it says the same."""
    form, stands = form_for(one.round), entries(one)
    typed, unread = texts_of(upload, stands), unread_of(upload)
    lines, same, unreadable = [], 0, 0
    for cell in (cell for cell in form.cells if cell in typed):
        entry = stands.get(cell)
        new = Read("", "", unread[cell]) if cell in unread else read(typed[cell], cell, form)
        if entry is not None and (entry.value, entry.problem) == (new.value, new.problem) and _is_answered(entry):
            same += 1
            continue
        unreadable += bool(new.problem)
        after = new.typed or ("cannot be read" if new.problem else "blank")
        lines.append(Change(cell_title(form, cell), _before(entry), after, note=_note(entry, new)))
    return Beside(tuple(lines), same, unreadable)


def _is_answered(entry: Entry | None) -> bool:
    return entry is not None and bool(entry.typed or entry.problem)


def _before(entry: Entry | None) -> str:
    if entry is None or not _is_answered(entry):
        return "blank"
    return entry.typed or "could not be read"


def _note(entry: Entry | None, new: Read) -> str:
    """What using the file would do to a line, where that is more than putting one answer for another."""
    if new.problem and _is_answered(entry):
        return f"would be replaced by something that cannot be read: {new.problem}"
    if new.problem:
        return f"cannot be read: {new.problem}"
    return "" if new.typed else "would be blank, to be worked out from the numbers"


def _is_fault(problem: Problem) -> bool:
    """Whether a file that has it does not say all that it seems to say."""
    return problem.weight is Weight.HARD or problem.code in _UNUSED


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
    return tuple(_sentence(cause.words) for cause in found)


def _sentence(words: str) -> str:
    """What is said of the file as a whole has no place to begin with, and begins like a sentence."""
    return words[:1].upper() + words[1:]
