"""Files that councils give: kept as they came, read apart, looked at first, then used whole or not at all."""

import contextlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from riia.alliance.audit.actors import Acts, System
from riia.alliance.audit.services import record
from riia.alliance.kit.uploads import harmless
from riia.alliance.returns import tasks
from riia.alliance.returns.errors import Conflict, DeskError, Stale
from riia.alliance.returns.models import Entry, Return, Source, Upload
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import entries, form_for, heading_of
from riia.alliance.returns.services.answers import Saved, check_preparing, save_answers
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.services.findings import as_kept, as_stored
from riia.alliance.returns.services.moving import locked, person_of
from riia.alliance.returns.states import UPLOAD_TRANSITIONS, UploadState
from riia.alliance.returns.timekeeping import now
from riia.indicators.model import Missing, Symbol
from riia.indicators.returns.canonical import written
from riia.indicators.returns.files import read_return
from riia.indicators.returns.files_nouns import Problem, ReturnRefused
from riia.indicators.returns.nouns import Cell

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
"""A return has some sixty cells. Ten megabytes hold any workbook of them with its formatting, a hundred times over."""
AT_ONCE: Final = MEGABYTE // 2
"""Up to this a file is read while the person waits: the region's own workbook takes a tenth of it."""
DEAD_AFTER: Final = timedelta(minutes=2)
"""A reading that has not ended by then has died with its process: no file in the limits takes a tenth of that."""
_NOT_HELD: Final = written(Missing(Symbol.NOT_AVAILABLE))


@transaction.atomic
def take_upload(*, one: Return, name: str, data: bytes, by: Acts) -> Upload:
    """Keep a file as it came. A large one is put in line to be read; a small one the caller has read at once.

    Raises DeskError when it is empty or too large, or the state of the return does not let answers change.
    """
    one = locked(one)
    check_preparing(one, by)
    if not data:
        raise DeskError("The file is empty. Save it again where it was made, then choose it again.")
    if len(data) > LARGEST:
        raise DeskError(
            f"The file is larger than {LARGEST // MEGABYTE} MB, and a return takes a fraction of that. Take out other "
            "sheets and pictures, or use the region’s workbook."
        )
    upload = Upload.objects.create(
        council_return=one,
        name=harmless(name),
        data=data,
        sha256=sha256(data).hexdigest(),
        given_at=now(),
        given_by=person_of(by),
        giver_label=by.as_actor().label,
    )
    record(
        by=by,
        action="returns.upload",
        target=one,
        summary=f"Uploaded a file of {len(data):,} bytes",
        details={"upload": str(upload.reference), "sha256": upload.sha256},
    )
    if not is_small(upload):
        tasks.read_upload.enqueue(upload=upload.pk)
    return upload


def is_small(upload: Upload) -> bool:
    """Whether the file is read while the person waits."""
    return len(upload.data) <= AT_ONCE


def read(*, upload: Upload) -> Upload:
    """Read a file that waits. Nothing of the return changes: what was found is kept with the file, to be looked at.

    Beginning and end are a transaction each, so a process that dies in between leaves a file that is known to be read
    again. Two readers of one file do no harm: the first to begin ends it, the other's work is dropped.
    """
    begun = _begin(upload)
    if begun is None:
        return Upload.objects.get(pk=upload.pk)
    one, form = begun.council_return, form_for(begun.council_return.round)
    try:
        found = read_return(begun.name, bytes(begun.data), form, heading_of(one))
    except ReturnRefused as error:
        return _end(begun, UploadState.REFUSED, {}, [as_stored(Problem("refused", "", error.rule, error.remedy))])
    except Exception:
        # A file nobody thought of must not stand in the way of the next one, and whoever gave it hears of it.
        _end(begun, UploadState.REFUSED, {}, [as_stored(_UNREAD)])
        raise
    kept = as_kept(found, form)
    # A file without a single answer, such as another council's, is told why and is nothing to use.
    to = UploadState.READ if kept["typed"] else UploadState.REFUSED
    said = [as_stored(each) for each in (*found.problems, *found.notes)]
    return _end(begun, to, kept, said or ([] if kept["typed"] else [as_stored(_NOTHING)]))


_UNREAD: Final = Problem(
    "refused",
    "",
    "The file could not be read, for a reason that is not yours.",
    "Save it as CSV and choose that, or type the figures into the form. The region can see that this happened.",
)
_NOTHING: Final = Problem(
    "empty",
    "",
    "No answer was found in the file.",
    "Fill in the column for this quarter of the region’s workbook, save it, and choose it again.",
)


@transaction.atomic
def _begin(upload: Upload) -> Upload | None:
    held = _held(upload)
    if UploadState(held.state) is not UploadState.WAITING:
        return None
    held.begun_at, held.progress = now(), 10
    _move(held, UploadState.READING)
    return held


@transaction.atomic
def _end(begun: Upload, to: UploadState, found: dict[str, Any], problems: list[dict[str, Any]]) -> Upload:
    held = _held(begun)
    if UploadState(held.state) is not UploadState.READING or held.begun_at != begun.begun_at:
        return held
    held.found, held.problems, held.progress, held.finished_at = found, problems, 100, now()
    _move(held, to)
    record(
        by=System("file reader"),
        action="returns.read_upload",
        target=held.council_return,
        summary="Read an uploaded file" if to is UploadState.READ else "Refused an uploaded file",
        details={"upload": str(held.reference), "answers": len(found.get("typed", {})), "problems": len(problems)},
    )
    return held


def texts_of(upload: Upload, standing: Mapping[Cell, Entry]) -> dict[Cell, str]:
    """The texts of a file that was read, by cell, as they are to be used beside what stands.

    Figures computed from a council's own records say x for whatever the files did not hold. That is no answer to put
    over one that somebody gave. A share that follows from numbers which do not give it takes nothing but an old share
    away: it is blank, to be worked out from the numbers.
    """
    found = {Cell.parse(cell): text for cell, text in upload.found.get("typed", {}).items()}
    left = map(Cell.parse, upload.found.get("left", []))
    found |= {cell: "" for cell in left if cell in standing and (standing[cell].typed or standing[cell].problem)}
    if upload.found.get("source") != Source.COMPUTED:
        return found
    answered = {cell.item for cell, entry in standing.items() if entry.typed}
    return {cell: text for cell, text in found.items() if text != _NOT_HELD or cell.item not in answered}


def unread_of(upload: Upload) -> dict[Cell, str]:
    """Why each cell of a file that has no text to correct could not be read, by cell."""
    return {Cell.parse(cell): why for cell, why in upload.found.get("unread", {}).items()}


def is_dead(upload: Upload, moment: datetime) -> bool:
    """Whether a reading began and can no longer be going on."""
    reading = UploadState(upload.state) is UploadState.READING
    return reading and upload.begun_at is not None and moment - upload.begun_at > DEAD_AFTER


@transaction.atomic
def take_up_again(*, upload: Upload, at_once: bool = False) -> Upload:
    """Put a file back in line whose reading died, or one that nobody has begun when `at_once` is asked for.

    With `at_once` the caller reads it; otherwise the worker does. A reading that is going on is left alone.
    """
    held = _held(upload)
    if is_dead(held, now()):
        held.begun_at, held.progress = None, 0
        _move(held, UploadState.WAITING)
        record(
            by=System("file reader"),
            action="returns.read_again",
            target=held.council_return,
            summary="Put a file back in line whose reading had stopped",
            details={"upload": str(held.reference)},
        )
        if not at_once:
            tasks.read_upload.enqueue(upload=held.pk)
    return held


def take_up_dead() -> int:
    """Put every file back in line whose reading died with its process. For the worker and once a night."""
    over = Upload.objects.filter(state=UploadState.READING, begun_at__lt=now() - DEAD_AFTER)
    found = list(over.defer("data"))
    for upload in found:
        take_up_again(upload=upload)
    return len(found)


@transaction.atomic
def use_upload(*, upload: Upload, base_revision: int, by: Acts) -> Saved:
    """Save every figure of a file that was read and looked at: all of them, or none.

    Cells that are blank in the file stay as they are; those that could not be read have to be corrected then.
    `base_revision` is what the preview showed the file beside: when somebody has changed one of its cells since,
    nothing is used and Conflict is raised, so that the two can be looked at again. Raises
    Stale when the file was used or set aside already, DeskError where it says nothing new.
    """
    held = _held(upload)
    one = locked(held.council_return)
    state = UploadState(held.state)
    if state is not UploadState.READ:
        raise Stale(f"This file is {state.value}, so its figures cannot be used now.")
    typed = texts_of(held, entries(one))
    places = {Cell.parse(cell): place for cell, place in held.found.get("places", {}).items()}
    saved = save_answers(
        one=one,
        typed=typed,
        base_revision=base_revision,
        source=Source(held.found["source"]),
        by=by,
        places={cell: f"{held.name}: {place}"[:120] for cell, place in places.items()},
        unread=unread_of(held),
    )
    if saved.clashes:
        names = sorted({clash.who for clash in saved.clashes})
        raise Conflict(
            f"{' and '.join(names)} changed {len(saved.clashes)} of these answers while you looked at the file. "
            "Nothing of the file is used yet. Look at both below, then decide."
        )
    _explain(one, held.found.get("explanations", {}), by)
    _move(held, UploadState.USED)
    record(
        by=by,
        action="returns.use_upload",
        target=one,
        summary=f"Used the figures of a file: {len(saved.changed)} answers changed",
        details={"upload": str(held.reference), "sha256": held.sha256, "changed": len(saved.changed)},
    )
    return saved


def _explain(one: Return, texts: Mapping[str, str], by: Acts) -> None:
    """Take over the explanations a file brings for what the checks find now and nobody has explained.

    One that is taken can bring out what it does not answer, so it is looked again for as long as there are any.
    """
    left = {key: text.strip() for key, text in texts.items() if text.strip()}
    while left and (asked := [outcome.key for outcome in checked(one).unexplained if outcome.key in left]):
        for key in asked:
            with contextlib.suppress(DeskError):  # too old to stand again: the checks page asks for a new one
                explain(one=one, key=key, text=left[key], by=by)
            del left[key]


@transaction.atomic
def set_aside(*, upload: Upload, by: Acts) -> Upload:
    """Do not use a file. It is kept; nothing of the return changes."""
    held = _held(upload)
    check_preparing(locked(held.council_return), by)
    _move(held, UploadState.SET_ASIDE)
    record(
        by=by,
        action="returns.set_upload_aside",
        target=held.council_return,
        summary="Set an uploaded file aside",
        details={"upload": str(held.reference)},
    )
    return held


def _held(upload: Upload) -> Upload:
    found = Upload.objects.select_for_update(of=("self",))
    return found.select_related("council_return__round__alliance__region", "council_return__council").get(pk=upload.pk)


def _move(upload: Upload, to: UploadState) -> None:
    now_in = UploadState(upload.state)
    if to not in UPLOAD_TRANSITIONS[now_in]:
        raise Stale(f"This file is {now_in.value}, so it cannot become {to.value}.")
    upload.state = to
    upload.save(update_fields=["state", "begun_at", "progress", "found", "problems", "finished_at"])
