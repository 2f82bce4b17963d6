"""How far a return is and what there is to do, for the page about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from riia.alliance.returns.models import Entry, Return, Upload
from riia.alliance.returns.queries.reading import entries, extension_in_force, form_for
from riia.alliance.returns.states import UploadState
from riia.indicators.returns.nouns import Cell


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the numbers a return asks are answered; a text that could not be read counts as none.

    Rates and percentages are not counted: they are worked out where a council does not give them.
    """

    answered: int
    asked: int
    unreadable: int

    @property
    def is_whole(self) -> bool:
        """Whether every number is answered."""
        return self.answered == self.asked


def progress(one: Return, stands: Mapping[Cell, Entry] | None = None) -> Progress:
    """How far a return is. `stands` is what stands in its cells, where that has been read already."""
    numbers = {item.cells[0] for item in form_for(one.round).items}
    stands = entries(one) if stands is None else stands
    return Progress(
        sum(bool(stands[cell].value) for cell in numbers if cell in stands),
        len(numbers),
        sum(bool(entry.problem) for entry in stands.values()),
    )


def last_day(one: Return) -> tuple[date, date | None]:
    """The last day in time, and the round's own where an extension moved it."""
    extension = extension_in_force(one)
    due: date = one.round.due_on
    return (extension.until, due) if extension and extension.until > due else (due, None)


def open_upload(one: Return) -> Upload | None:
    """The newest file of a return that waits to be read or to be used."""
    waiting = (UploadState.WAITING, UploadState.READING, UploadState.READ)
    return one.uploads.filter(state__in=waiting).defer("data").order_by("-id").first()


def uploads(one: Return) -> list[Upload]:
    """The files of a return, newest first."""
    return list(one.uploads.defer("data").order_by("-id"))
