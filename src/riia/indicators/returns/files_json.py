"""A return as JSON: our own, which any program can write, and the figures that `riia indicators compute` wrote."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from riia.indicators.returns.canonical import FORMAT
from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_explanations import add
from riia.indicators.returns.files_identity import identity_of
from riia.indicators.returns.files_nouns import Given, Grid, Identity, Kind, ReturnRefused
from riia.indicators.returns.files_values import Found
from riia.indicators.returns.nouns import Cell, ReturnError
from riia.indicators.returns.workbook_cells import digits

_FIGURES: Final = 5_000
_LONGEST: Final = 32_000
_REMEDY: Final = "Give an object with answers, such as the one that riia returns convert writes."


class _Pairs(dict[str, Any]):
    """An object; `twice` are the names that it has more than once, of which JSON keeps the last."""

    twice: tuple[str, ...] = ()


def parsed(name: str, text: str) -> Any:
    """The content of JSON. Raises ReturnRefused."""
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        rule = f"it is not JSON: line {error.lineno}, sign {error.colno}."
        raise ReturnRefused(name, rule, "Write it again from the program that made it.") from None
    except (RecursionError, ValueError, ArithmeticError):
        raise ReturnRefused(name, "it is JSON that no return is written in.", _REMEDY) from None


def _object(pairs: list[tuple[str, Any]]) -> _Pairs:
    made = _Pairs(pairs)
    if len(made) < len(pairs):
        given = Counter(name for name, _ in pairs)
        made.twice = tuple(sorted(name for name, times in given.items() if times > 1))
    return made


def _number(text: str) -> Decimal | str:
    return Decimal(text) if len(text) < 400 else text


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def figures_grid(name: str, content: list[Any]) -> Grid:
    """The list of figures as a grid, headed by the names of its fields. Raises ReturnRefused."""
    if not all(isinstance(one, Mapping) for one in content) or not content:
        raise ReturnRefused(name, "it is a list of something else than figures.", _REMEDY)
    if len(content) > _FIGURES:
        raise ReturnRefused(name, f"it has more than {_FIGURES:,} figures.", "Compute it again, for one council.")
    heads = list(dict.fromkeys(str(field) for one in content for field in one))[:100]
    rows = {0: {at: Given(head) for at, head in enumerate(heads, 1)}}
    for row, one in enumerate(content, 1):
        filled = {at: _given(one.get(head)) for at, head in enumerate(heads, 1)}
        rows[row] = {at: given for at, given in filled.items() if given.text}
    return Grid("", rows, rows_are="figure")


def identity_in(content: Mapping[str, Any]) -> Identity:
    """Whose return the JSON says it is."""
    fields = {name: _given(content.get(name)).words for name in ("place", "period", "form", "population")}
    return identity_of(fields, "")


def refuse_others(name: str, content: Mapping[str, Any]) -> None:
    """Refuse an object that is no return of ours, or one of a format that is newer than this program."""
    said = content.get("format", FORMAT)
    if said != FORMAT:
        rule = f"it says that its format is {shown(str(said))}, and {shown(FORMAT)} is read."
        raise ReturnRefused(name, rule, "Write it again, or ask the region's desk.")
    if not isinstance(content.get("answers"), Mapping):
        raise ReturnRefused(name, "it is a JSON object without answers.", _REMEDY)


def read_answers(content: Mapping[str, Any], found: Found) -> None:
    """Take the answers and the explanations of our own JSON."""
    answers = content["answers"]
    for where, names in (("answers", getattr(answers, "twice", ())), ("the file", getattr(content, "twice", ()))):
        for one in names:
            rule = f"{shown(one)} stands in {where} more than once."
            cell = _cell(one, found) if where == "answers" else None
            found.wrong("FILE-TWICE", "", rule, "Give each name once.", cell=cell)
    for text, value in answers.items():
        if text not in getattr(answers, "twice", ()):
            _answer(text, value, found)
    explanations = content.get("explanations") or {}
    if not isinstance(explanations, Mapping):
        found.wrong("FILE-EXPLAIN", "explanations", "is not an object of texts by check and cell.", _REMEDY)
        return
    for key, value in explanations.items():
        if isinstance(value, str) and key.strip() and len(key) < 200:
            if value.strip():
                add(found, " ".join(key.split()), value.strip(), f"explanations, {shown(key)}")
        else:
            found.wrong(
                "FILE-EXPLAIN", f"explanations, {shown(key)}", "is not a text.", "Give a text in quotation marks."
            )


def _cell(text: str, found: Found) -> Cell | None:
    """The cell of the form that a name is of, if any."""
    try:
        cell = Cell.parse(text)
    except ReturnError:
        return None
    return cell if found.form.asks(cell) else None


def _answer(text: str, value: Any, found: Found) -> None:
    place = f"answers, {shown(text)}"
    try:
        cell = Cell.parse(text)
    except ReturnError:
        rule = "is not a cell: an item, a full stop and number, rate or percent."
        found.wrong("FILE-NOT-ASKED", place, rule, 'Write it as "referrals.number".')
        return
    if not found.form.asks(cell):
        found.note("FILE-NOT-ASKED", place, "is not asked in this return; its value was left out.")
    elif isinstance(value, Mapping | list):
        remedy = "Give a number, a symbol in quotation marks, or null."
        found.wrong("FILE-ENTRY", place, "is not one value.", remedy, cell=cell)
    else:
        found.take(cell, _given(value), place)


def _given(value: Any) -> Given:
    """A value of JSON as a cell."""
    match value:
        case None:
            return Given("")
        case bool():
            return Given("true" if value else "false", Kind.TRUTH)
        case Decimal():
            return Given(digits(str(value)), Kind.NUMBER)
        case str():
            return Given(value[:_LONGEST])
        case _:
            return Given(shown(str(value)))
