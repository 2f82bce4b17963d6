"""What the check of a return says on a screen: what must be corrected, what explained, what is worth knowing."""

from collections.abc import Iterator, Sequence
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final

from riia.indicators.returns.files import ReadReturn, causes
from riia.indicators.returns.nouns import Form, Heading, Outcome, Weight

_WIDTH, _NARROWEST, _INDENT = 100, 40, "    "
_PLACES: Final = 4


def told(found: ReadReturn, heading: Heading, form: Form, outcomes: Sequence[Outcome]) -> list[str]:
    """The lines of the answer."""
    answered = f"{len(found.answers)} of {len(form.cells)} cells answered"
    lines = [f"{heading.place_name}, {heading.period.label}: {found.way.value}, {answered}.", ""]
    for weight in Weight:
        own = [one for one in outcomes if one.weight is weight and one.key not in found.explanations]
        of_file = causes(one for one in found.problems if one.weight is weight)
        lines += _section(weight.words, [*(_of_file(one.words, one.problems[0].code) for one in of_file)], own, found)
    explained = [one for one in outcomes if one.key in found.explanations]
    if explained:
        lines += ["EXPLAINED", ""]
        for one in explained:
            lines += [*_outcome(one, found), *_wrapped(f"Your explanation: {found.explanations[one.key]}"), ""]
    if found.notes:
        lines += ["WORTH KNOWING", ""]
        for cause in causes(found.notes):
            lines += [*_of_file(cause.words, cause.problems[0].code), ""]
    if len(lines) == 2:
        lines += ["Nothing to correct and nothing to explain."]
    return lines


def _section(words: str, of_file: list[list[str]], outcomes: Sequence[Outcome], found: ReadReturn) -> Iterator[str]:
    count = len(of_file) + len(outcomes)
    if not count:
        return
    yield f"{words.upper()}: {count}"
    yield ""
    for lines in of_file:
        yield from [*lines, ""]
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault((one.code, one.remedy), []).append(one)
    for (code, remedy), alike in groups.items():
        if len(alike) == 1:
            yield from [*_outcome(alike[0], found), ""]
            continue
        yield f"{code}: {len(alike)} times"
        for one in alike:
            yield from _wrapped(f"{where}: {one.words}" if (where := _where(one, found)) else one.words)
        yield from [*_wrapped(remedy), ""]


def _of_file(words: str, code: str) -> list[str]:
    return [code, *_wrapped(words)]


def _outcome(one: Outcome, found: ReadReturn) -> list[str]:
    return [f"{one.code} {_where(one, found)}".rstrip(), *_wrapped(one.words), *_wrapped(one.remedy)]


def _where(one: Outcome, found: ReadReturn) -> str:
    """Where the cells of an outcome stand in the file."""
    places = [found.places[cell] for cell in one.cells if cell in found.places]
    more = f" and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    return f"{', '.join(places[:_PLACES])}{more}"


def _wrapped(text: str) -> list[str]:
    width = max(_NARROWEST, min(_WIDTH, get_terminal_size((_WIDTH + 1, 24)).columns - 1))
    return wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT)
