"""Whether everything is there: numbers that must be given, parts beside their whole, a return that holds anything."""

from collections.abc import Iterator

from riia.indicators.definitions import Measure
from riia.indicators.returns.checks.case import Case, months, number_cell
from riia.indicators.returns.checks.registry import HARD, SOFT, Example, Found, rule
from riia.indicators.returns.checks.wording import counted, opening, spanned
from riia.indicators.returns.nouns import Item

_EMPTY = "RET-EMPTY"
_PARTS = "RET-PARTS"


@rule(
    _EMPTY,
    HARD,
    "A return holds at least one answer.",
    why="Nothing has been entered yet.",
    remedy="Fill in the form, or upload the workbook or file.",
    passing=Example({"referrals.number": 412}),
    failing=Example({}),
)
def not_empty(case: Case) -> Iterator[Found]:
    """A symbol is an answer too."""
    if case.form.items and not case.answers:
        words = f"None of the {len(case.form.items)} numbers for {months(case.period)} is entered yet."
        yield Found((), words)


@rule(
    _PARTS,
    HARD,
    "An item that is asked in parts has its parts.",
    why="The agreement asks for the total and for each source, so that councils can see where their work comes from.",
    remedy="Enter the number of each part, 0 where there were none.",
    passing=Example({"referrals.number": 12, "referrals:source=police.number": 12}),
    failing=Example({"referrals.number": 412}),
    covers=True,
)
def parts_given(case: Case) -> Iterator[Found]:
    """Speaks where every part is blank; a single blank part is told by RET-BLANK."""
    for whole in case.wholes:
        parts = case.form.parts_of(whole.key)
        if any(case.value(part) is not None for part in parts):
            continue
        number = case.number(whole)
        beside = f", though there are {counted(number, whole)}" if number is not None else ""
        said = f"none of its {len(parts)} parts ({spanned(parts)}) is entered {case.when(whole)}"
        because = _EMPTY if not case.answers else ""
        yield Found(tuple(number_cell(part) for part in parts), f"{opening(whole)}: {said}{beside}.", because=because)


@rule(
    "RET-BLANK",
    HARD,
    "Every number asked is answered.",
    why="A blank says nothing: it is not 0, and nobody can tell whether it was forgotten.",
    remedy="Enter the number, 0 if there were none, x if it cannot be had, or c if it may not be told.",
    passing=Example(
        {"assessments-started.number": 0, "assessments-completed.number": 3},
        only=("assessments-started", "assessments-completed"),
    ),
    failing=Example({"assessments-completed.number": 3}, only=("assessments-started", "assessments-completed")),
    after=(_PARTS,),
)
def numbers_given(case: Case) -> Iterator[Found]:
    """Only numbers: a rate or percentage left blank is worked out and never asked for."""
    for item in case.form.items:
        if case.value(item) is not None:
            continue
        because = "" if case.answers else _EMPTY
        words = (
            f"{opening(item)}: the number of {item.unit(Measure.NUMBER)} {case.when(item)} is blank{_hint(case, item)}."
        )
        yield Found((number_cell(item),), words, because=because)


@rule(
    "RET-ALL-ZERO",
    SOFT,
    "Not every number is 0.",
    why="A council without a single contact, child or plan would be news. Zeros in every line usually come from an "
    "empty report or from formulas that found nothing.",
    remedy="Run the report again and enter what it says, or explain.",
    passing=Example({"referrals.number": 3, "cla-current.number": 0, "care-leavers.number": 0}),
    failing=Example({"referrals.number": 0, "cla-current.number": 0, "care-leavers.number": 0}),
)
def not_all_zero(case: Case) -> Iterator[Found]:
    """Speaks where at least three items, parts left aside, have a number and every number is 0."""
    wholes = [item for item in case.form.items if not item.part_of]
    numbers = [(item, number) for item in wholes if (number := case.number(item)) is not None]
    if len(numbers) >= 3 and not any(number for _, number in numbers):
        words = f"All {len(numbers)} numbers entered for {months(case.period)} are 0."
        yield Found((), words)


def _hint(case: Case, item: Item) -> str:
    """What the parts would add up to, where they are all there."""
    parts = [case.number(part) for part in case.form.parts_of(item.key)]
    known = [number for number in parts if number is not None]
    if not known or len(known) < len(parts):
        return ""
    return f"; its parts add up to {counted(sum(known[1:], known[0]), item)}"
