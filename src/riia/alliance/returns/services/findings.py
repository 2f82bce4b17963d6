"""What reading a file found, as it is kept with the file until somebody decides whether to use it."""

from typing import Any, Final

from riia.alliance.returns.models import Source
from riia.alliance.returns.services.answers import read as read_text
from riia.indicators.definitions import Measure
from riia.indicators.returns.canonical import written
from riia.indicators.returns.files_nouns import Cause, Problem, ReadReturn, Way
from riia.indicators.returns.nouns import Cell, Form

_SOURCES: Final = {
    Way.TEMPLATE: Source.TEMPLATE,
    Way.TABLE: Source.CSV,
    Way.COMPUTED: Source.COMPUTED,
    Way.JSON: Source.COMPUTED,
}
_LONGEST_REASON: Final = 500


def as_kept(given: ReadReturn, form: Form) -> dict[str, Any]:
    """What is kept of a reading: the texts to be used by cell, and what the file says of itself.

    A text that the reader refused is kept as typed where the form cannot read it either, so that it is corrected there.
    Of a number without such a text, or with one refused for where it stood, the reason alone is kept (`unread`). A rate
    or percentage of that kind is `left` blank, as it is worked out from its number.
    """
    typed, unread, left = {cell: _text(given, cell, form) for cell in given.answers}, {}, []
    for cell, problem in given.unread.items():
        text = given.typed.get(cell, "")
        if read_text(text, cell, form).problem:
            typed[cell] = text
        elif cell.measure is Measure.NUMBER:
            typed[cell], unread[str(cell)] = "", f"In {given.name}, {Cause((problem,)).words}"[:_LONGEST_REASON]
        else:
            left.append(str(cell))
    return {
        "typed": {str(cell): text for cell, text in sorted(typed.items())},
        "places": _places(given),
        "explanations": dict(given.explanations),
        "source": _SOURCES[given.way].value,
        "way": given.way.value,
        "unread": unread,
        "left": sorted(left),
        "missing": sorted(str(cell) for cell in given.missing),
        "blank": sorted(
            str(cell) for cell, text in given.typed.items() if cell not in given.unread and not text.strip()
        ),
    }


def _text(given: ReadReturn, cell: Cell, form: Form) -> str:
    """The text of an answer: as typed where it says the same by itself, else the value, such as of a percent format."""
    value = written(given.answers[cell])
    if given.way is Way.COMPUTED:
        return value
    text = given.typed.get(cell, "")
    return text if read_text(text, cell, form).value == value else value


def _places(given: ReadReturn) -> dict[str, str]:
    """Where each cell that has a problem stands in the file."""
    soft = {str(one.cell): one.place for one in given.problems if one.cell is not None}
    return soft | {str(cell): problem.place for cell, problem in given.unread.items()}


def as_stored(problem: Problem) -> dict[str, Any]:
    """A problem as it is kept with the file."""
    return {
        "code": problem.code,
        "place": problem.place,
        "rule": problem.rule,
        "remedy": problem.remedy,
        "cell": str(problem.cell) if problem.cell else "",
        "text": problem.text,
        "weight": problem.weight.value if problem.weight else "",
    }
