"""What happens to a document: it is taken, read, decided on, taken up elsewhere, removed."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts, System
from riia.alliance.audit.services import record
from riia.alliance.intake import tasks
from riia.alliance.intake.errors import IntakeError
from riia.alliance.intake.models import Paper, PaperFinding
from riia.alliance.intake.states import PAPER_TRANSITIONS, Decision, PaperState
from riia.alliance.kit.uploads import harmless
from riia.documents.check import check_file
from riia.documents.model import DocumentError, Finding, Kind, Reading, Where

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 20 * MEGABYTE
AT_ONCE: Final = MEGABYTE // 2
"""Up to this a file is read while the person waits; a plan of forty pages takes a tenth of it."""
DEAD_AFTER: Final = timedelta(minutes=5)
"""A reading that has not ended by then has died with its process."""
_LONGEST: Final = 4000
"""Of a text that stands beside a finding; a page of a document is shorter."""


@transaction.atomic
def take(*, name: str, data: bytes, place: str, by: Acts) -> Paper:
    """Keep a file as it came. A small one the caller has read at once; another is put in line.

    Raises IntakeError when it is empty, too large, or the person may not have documents read for this place.
    """
    if not scope_of_actor(by).may(Action.CHECK_DOCUMENTS, place):
        raise IntakeError("Your role does not let you have documents read here. Ask whoever manages access.")
    if not data:
        raise IntakeError("The file is empty. Save it again where it was made, then choose it again")
    if len(data) > LARGEST:
        raise IntakeError(f"The file is larger than {LARGEST // MEGABYTE} MB. Take pictures out, or save it as text")
    paper = Paper.objects.create(
        place=place, name=harmless(name), data=data, sha256=sha256(data).hexdigest(), size=len(data),
        given_by=by if isinstance(by, Person) else None, giver_label=by.as_actor().label,
    )  # fmt: skip
    record(by=by, action="intake.take", target=paper, summary=f"Gave a document of {len(data):,} bytes to be checked",
           details={"sha256": paper.sha256})  # fmt: skip
    if not is_small(paper):
        tasks.read_paper.enqueue(paper=paper.pk)
    return paper


def is_small(paper: Paper) -> bool:
    """Whether it is read while the person waits."""
    return paper.size <= AT_ONCE


def is_dead(paper: Paper, moment: datetime) -> bool:
    """Whether a reading began and can no longer be going on."""
    return paper.state == PaperState.READING and paper.begun_at is not None and moment - paper.begun_at > DEAD_AFTER


def read(*, paper: Paper) -> Paper:
    """Read a document that waits. Beginning and end are a transaction each: what dies between is read again."""
    begun = _begin(paper)
    if begun is None:
        return Paper.objects.get(pk=paper.pk)
    kind = Kind(begun.kind_chosen) if begun.kind_chosen else None
    try:
        reading = check_file(bytes(begun.data), begun.name, kind=kind)
    except DocumentError as error:
        return _refuse(begun, error.rule, error.remedy)
    except Exception:
        # A file nobody thought of must not stand in the way of the next one, and whoever gave it hears of it.
        _refuse(
            begun,
            "It could not be read, for a reason that is not yours.",
            "Save it in another format, such as Word or text, and choose that. The fault has been noted.",
        )
        raise
    return _keep(begun, reading)


@transaction.atomic
def _begin(paper: Paper) -> Paper | None:
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    if held.state != PaperState.WAITING:
        return None
    held.begun_at = timezone.now()
    _move(held, PaperState.READING, "begun_at")
    return held


@transaction.atomic
def _refuse(begun: Paper, rule: str, remedy: str) -> Paper:
    held = _held_reading(begun)
    if held is None:
        return begun
    held.rule, held.remedy, held.read_at = rule[:500], remedy[:500], timezone.now()
    _move(held, PaperState.REFUSED, "rule", "remedy", "read_at")
    record(by=_READER, action="intake.refuse", target=held, summary="A document could not be read", details={})
    return held


@transaction.atomic
def _keep(begun: Paper, reading: Reading) -> Paper:
    held = _held_reading(begun)
    if held is None:
        return begun
    held.form, held.kind, held.because = reading.document.form, reading.kind.value, reading.because[:500]
    held.notes = list(reading.document.notes)
    held.blocks = [{"where": str(block.where), "kind": block.kind.value, "text": block.text,
                    "cells": [cell.text for cell in block.cells]} for block in reading.document.blocks]  # fmt: skip
    held.understood = [
        {"path": list(one.path), "name": one.name, "value": one.value, "as_written": one.as_written[:_LONGEST],
         "where": str(one.where)} for one in reading.understood
    ]  # fmt: skip
    held.rule = held.remedy = ""
    held.read_at = timezone.now()
    _move(
        held, PaperState.READ, "form", "kind", "because", "notes", "blocks", "understood", "rule", "remedy", "read_at"
    )
    before = {one.mark: one for one in held.findings.all()}
    held.findings.all().delete()
    at = {_place(block.where): index for index, block in reversed(list(enumerate(reading.document.blocks)))}
    rows: dict[str, PaperFinding] = {}
    for order, found in enumerate(reading.findings):
        row = _as_row(held, order, found, at.get(_place(found.where), -1))
        if (earlier := before.get(row.mark)) is not None:
            # The same finding keeps its address: somebody may be deciding on it at this moment.
            row.reference = earlier.reference
            row.decision, row.note, row.decided_at = earlier.decision, earlier.note, earlier.decided_at
            row.decided_by, row.decider_label = earlier.decided_by, earlier.decider_label
        rows.setdefault(row.mark, row)
    PaperFinding.objects.bulk_create(rows.values())
    record(by=_READER, action="intake.read", target=held, summary=f"Read a document as {held.kind}",
           details={"findings": len(rows), "understood": len(held.understood)})  # fmt: skip
    return held


_READER: Final = System("document reader")


def _place(where: Where) -> tuple[object, ...]:
    """A place without the document's own name for it, so that a finding meets the block it is about."""
    if where.line is not None and not where.sheet:
        return (where.page, where.line)
    return (where.sheet, where.page, where.table, where.row)


def _as_row(paper: Paper, order: int, found: Finding, block: int) -> PaperFinding:
    mark = sha256("\x1f".join((found.code, str(found.where), found.as_written)).encode()).hexdigest()
    return PaperFinding(
        paper=paper, order=order, mark=mark, code=found.code, severity=found.severity.value,
        where=str(found.where)[:300], as_written=found.as_written[:_LONGEST], message=found.message,
        remedy=found.remedy, block=block,
        evidence=[{"where": str(one.where), "as_written": one.as_written[:_LONGEST]} for one in found.evidence],
    )  # fmt: skip


def _held_reading(begun: Paper) -> Paper | None:
    held = Paper.objects.select_for_update().get(pk=begun.pk)
    return held if held.state == PaperState.READING and held.begun_at == begun.begun_at else None


def _move(paper: Paper, to: PaperState, *fields: str) -> None:
    """Change the state, and save it with these fields: the content is not written anew each time."""
    if to not in PAPER_TRANSITIONS[PaperState(paper.state)]:
        raise IntakeError(f"A document that is {PaperState(paper.state).label} cannot become {to.label}.")
    paper.state = to
    paper.save(update_fields=["state", *fields])


@transaction.atomic
def read_again(*, paper: Paper, kind: str = "", by: Acts) -> Paper:
    """Put a document back in line: as another kind, with newer rules, or because its reading died.

    Decisions stay with the findings that are found again.
    """
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    _check(by, held)
    if held.state == PaperState.READING and not is_dead(held, timezone.now()):
        raise IntakeError("It is being read at this moment.")
    held.kind_chosen = kind
    if held.state != PaperState.WAITING:
        _move(held, PaperState.WAITING, "kind_chosen")
    else:
        held.save(update_fields=["kind_chosen"])
    record(by=by, action="intake.read_again", target=held, summary="Had a document read again",
           details={"kind": kind or "as recognised"})  # fmt: skip
    if not is_small(held):
        tasks.read_paper.enqueue(paper=held.pk)
    return held


@transaction.atomic
def decide(*, finding: PaperFinding, decision: Decision, note: str, alike: bool = False, by: Acts) -> int:
    """Record what a person made of a finding, or of every undecided one of its rule with `alike`. Returns how many.

    Raises IntakeError when a reading is decided without saying which, and where the finding is gone because the
    document was read again meanwhile.
    """
    paper = Paper.objects.select_for_update().get(pk=finding.paper_id)
    _check(by, paper)
    note = note.strip()
    if decision is Decision.READ_AS and not note:
        raise IntakeError("Say how it is to be read, such as “28 February 2026”")
    chosen = paper.findings.filter(mark=finding.mark)
    if not chosen.exists():
        raise IntakeError("The document was read again meanwhile, and this is no longer found. Nothing needs deciding.")
    if alike:
        chosen |= paper.findings.filter(code=finding.code, decision="")
    moment = timezone.now()
    count = chosen.update(decision=decision, note=note, decided_at=moment,
                          decided_by=by if isinstance(by, Person) else None,
                          decider_label=by.as_actor().label)  # fmt: skip
    record(by=by, action="intake.decide", target=finding, summary=f"Decided on {count} findings: {decision.label}",
           details={"code": finding.code, "decision": decision.value})  # fmt: skip
    return count


@transaction.atomic
def note_use(*, paper: Paper, words: str, href: str, by: Acts) -> Paper:
    """Keep what was entered from the document, so that it leads there and back."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    held.used_as, held.used_href, held.used_at = words[:200], href[:200], timezone.now()
    held.save(update_fields=["used_as", "used_href", "used_at"])
    record(by=by, action="intake.use", target=held, summary=f"Entered a document: {words}", details={})
    return held


@transaction.atomic
def forget_use(*, paper: Paper, why: str, by: Acts) -> Paper:
    """What was entered from the document is no longer there: it can be entered anew."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    held.used_as, held.used_href, held.used_at = "", "", None
    held.save(update_fields=["used_as", "used_href", "used_at"])
    record(by=by, action="intake.forget_use", target=held, summary="What was entered from a document was discarded",
           reason=why)  # fmt: skip
    return held


@transaction.atomic
def remove(*, paper: Paper, by: Acts) -> None:
    """Delete content, text and findings. That it was checked, when and by whom stays in the trail."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    _check(by, held)
    count = held.findings.count()
    held.findings.all().delete()
    held.data, held.understood, held.blocks = b"", [], []
    _move(held, PaperState.REMOVED, "data", "understood", "blocks")
    record(by=by, action="intake.remove", target=held, summary="Removed a document and what was read in it",
           details={"findings": count, "sha256": held.sha256})  # fmt: skip


def _check(by: Acts, paper: Paper) -> None:
    if not scope_of_actor(by).may(Action.CHECK_DOCUMENTS, paper.place):
        raise IntakeError("Your role does not let you decide about this document.")
