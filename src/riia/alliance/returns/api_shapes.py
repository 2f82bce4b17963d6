"""The shapes of what the programming interface for returns takes and answers, as its description shows them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from riia.alliance.returns.models import Return
from riia.alliance.returns.queries.checking import Checked
from riia.alliance.returns.queries.overview import last_day, progress
from riia.alliance.returns.services import answers as saving
from riia.alliance.returns.services import submitting
from riia.indicators.returns.canonical import written

type Revision = Annotated[int, Field(ge=0, lt=2**31)]
type Given = StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=1000)] | None


class Problem(Schema):
    """Why a call was refused, and what there is instead."""

    model_config = ConfigDict(extra="allow")

    detail: str


class ReturnLine(Schema):
    """One return: where it stands. `due` is the last day in time, with any extension."""

    reference: str
    council: str
    council_name: str
    period: str
    form: str
    state: str
    due: str
    revision: int
    answered: int
    asked: int
    simulated: bool


class CellShape(BaseModel):
    """One cell that is asked: its key, what it counts, and what stands in it. Null is blank; a symbol stands in [ ].

    `problem` says why a text could not be read; such a cell counts as neither blank nor 0.
    """

    cell: str
    item: str
    label: str
    title: str
    measure: str
    unit: str
    counts: str
    value: str | None
    typed: str | None
    problem: str | None
    revision: int | None


class OutcomeShape(BaseModel):
    """What a check found. A soft one is settled by a correction or an explanation of its `key`."""

    key: str
    code: str
    weight: str
    cells: list[str]
    words: str
    why: str
    remedy: str
    explanation: str | None


class WholeReturn(ReturnLine):
    """One return with its form, answers and findings. `in_the_way` is empty when it can be submitted."""

    cells: list[CellShape]
    outcomes: list[OutcomeShape]
    in_the_way: str


class Answers(Schema):
    """Answers by cell: a number, a symbol or other text as it would be typed, or null for blank."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision
    answers: dict[str, Given] = Field(max_length=1000)


class ConflictShape(BaseModel):
    """A cell that two changed: what you sent, what stands, and who changed it when."""

    cell: str
    sent: str
    stands: str
    by: str
    at: str


class Saved(Schema):
    """What came of saving: the new revision, the cells changed, and what could not be read, by cell."""

    revision: int
    changed: list[str]
    problems: dict[str, str]
    conflicts: list[ConflictShape]


class Clashing(Saved):
    """As Saved, with what to do about the conflicts."""

    detail: str


class Explaining(Schema):
    """An explanation of a finding."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision
    key: Annotated[str, Field(max_length=160)]
    text: Annotated[str, Field(max_length=5000)]


class Explained(Schema):
    """The revision after explaining."""

    revision: int


class Submitting(Schema):
    """The revision that is submitted."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision


class Receipt(Schema):
    """That a version is in. `again` says that it was in already."""

    reference: str
    version: int
    fingerprint: str
    submitted_at: str
    again: bool


def text(value: object) -> str:
    """A value as it would be typed: null is blank, a number in digits without an exponent."""
    if value is None:
        return ""
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def line(one: Return, found: Checked | None = None) -> dict[str, Any]:
    """A return as a line of the list."""
    far = progress(one, found.entries if found else None)
    return {
        "reference": str(one.reference),
        "council": one.council.code,
        "council_name": one.council.label,
        "period": one.round.period,
        "form": one.round.form,
        "state": one.state,
        "due": last_day(one)[0].isoformat(),
        "revision": one.revision,
        "answered": far.answered,
        "asked": far.asked,
        "simulated": one.round.simulated,
    }


def whole(one: Return, found: Checked) -> dict[str, Any]:
    """A return with everything in it."""
    return {
        **line(one, found),
        "cells": list(_cells(found)),
        "outcomes": outcomes(found),
        "in_the_way": found.in_the_way,
    }


def _cells(found: Checked) -> Any:
    for item in found.form.items:
        for cell in item.cells:
            entry, value = found.entries.get(cell), found.answers.get(cell)
            yield {
                "cell": str(cell),
                "item": item.key,
                "label": item.label,
                "title": item.title,
                "measure": cell.measure.value,
                "unit": item.unit(cell.measure),
                "counts": item.variant.numerator,
                "value": written(value) if value is not None else None,
                "typed": entry.typed if entry and entry.typed else None,
                "problem": entry.problem if entry and entry.problem else None,
                "revision": entry.revision if entry else None,
            }


def outcomes(found: Checked) -> list[dict[str, Any]]:
    """What the checks find now, hard first, without what only follows from it."""
    return [
        {
            **submitting.stored_outcome(one),
            "explanation": found.explained.get(one.key),
        }
        for one in found.shown
    ]


def unreadable(found: Checked) -> dict[str, str]:
    """What could not be read, by cell."""
    return {str(cell): entry.problem for cell, entry in found.unreadable.items()}


def saved(done: saving.Saved) -> dict[str, Any]:
    """What came of saving."""
    return {
        "revision": done.revision,
        "changed": [str(cell) for cell in done.changed],
        "problems": {str(cell): why for cell, why in done.problems.items()},
        "conflicts": [
            {"cell": str(one.cell), "sent": one.mine, "stands": one.theirs, "by": one.who, "at": _moment(one.at)}
            for one in done.clashes
        ],
    }


def _moment(at: datetime) -> str:
    """A moment in local time, with its difference from UTC."""
    return timezone.localtime(at).isoformat()


def receipt(given: submitting.Receipt) -> dict[str, Any]:
    """A receipt."""
    return {
        "reference": given.reference,
        "version": given.version.number,
        "fingerprint": given.fingerprint,
        "submitted_at": _moment(given.version.made_at),
        "again": given.again,
    }
