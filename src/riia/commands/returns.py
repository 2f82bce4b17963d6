"""`riia returns`: a council's quarterly return on its own machine: the workbook, its checks, other forms of it."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from riia.commands.answering import answering
from riia.commands.paths import meant, target
from riia.commands.telling import say
from riia.commands.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from riia.indicators.model import Period, Value
    from riia.indicators.returns.files import ReadReturn
    from riia.indicators.returns.nouns import Answers, Form, Heading, Outcome

app = App(name="returns", help="A council's quarterly return: its workbook, its checks. Nothing leaves the machine.")

_TEMPLATE = """
Examples:

    riia returns template --council Derby --period 2026-27Q2 --out derby.xlsx

    riia returns template --council 831 --period 2026-27Q2 --last "Q1 return.xlsx" --due 2026-11-06 --out derby.xlsx
"""
_CHECK = """
Examples:

    riia returns check derby.xlsx

    riia returns check figures.csv --council Derby --period 2026-27Q2 --last q1.xlsx --last q4.xlsx

Exit code 0: nothing to correct or to explain. 3: something was found. 2: the file could not be read.
"""
_CONVERT = """
Examples:

    riia returns convert derby.xlsx --to csv --out derby.csv

    riia returns convert q2.json --council Derby --period 2026-27Q2 --to xlsx --out derby.xlsx
"""
Set = Annotated[str, Parameter(name="--set", help="Indicator set that the return asks.")]
Council = Annotated[str | None, Parameter(help="Council: Derby, 831 or E06000015; what the file says when not given.")]
When = Annotated[str | None, Parameter(help="Quarter, such as 2026-27Q2; what the file says when not given.")]
People = Annotated[int | None, Parameter(help="Children aged 0 to 17, in place of the packaged estimate.")]
_MOU = "mou-2022"
_FOUND = 3
_MOST = 10**8


@app.command(help_epilogue=_TEMPLATE)
def template(
    *,
    council: Annotated[str, Parameter(help="Council: Derby, 831 or E06000015.")],
    period: Annotated[str, Parameter(help="Quarter, such as 2026-27Q2.")],
    out: Annotated[Path, Parameter(help="Workbook to write.")],
    set_: Set = _MOU,
    last: Annotated[
        Path | None, Parameter(help="The return before: its numbers are shown, its explanations offered.")
    ] = None,
    due: Annotated[str | None, Parameter(help="Day by which the return is asked, such as 2026-11-06.")] = None,
    population: People = None,
) -> None:
    """The workbook of a council's return, to be filled in.

    It carries over what is known: council, period, population, the last return's numbers and explanations.
    """
    from riia.commands.asking import day_meant
    from riia.commands.refusals import Refused
    from riia.indicators.returns.nouns import Explanation
    from riia.indicators.returns.workbook import write_template

    with _refusing():
        form, heading = _form(set_), _heading(council, period, set_)
        day = day_meant(due, "--due") if due is not None else None
        given = meant([last]) if last is not None else []
        path = target(out, "--out", given)
        assert path is not None
        if path.suffix.lower() != ".xlsx":
            raise Refused(f"{path}: the name of a workbook ends in .xlsx. Change the ending.")
        earlier = {one.period: found for one, found in _earlier(given, form, heading)}
        before = next(iter(earlier), None)
        offered = (
            [Explanation(key, text, before, before) for key, text in _explained(earlier, before)] if before else []
        )
        people, words = _population(heading, population)
        made = write_template(
            form,
            heading,
            due=day,
            population=people,
            population_words=words,
            before=earlier[before].answers if before else None,
            before_period=before,
            offered=offered,
        )
        _write(made, path)
        say(f"{path} written: {len(form.items)} lines to fill in for {heading.place_name}, {heading.period.label}.")


@app.command(help_epilogue=_CHECK, usage="Usage: riia returns check FILE [OPTIONS]")
def check(
    file: Annotated[Path, Parameter(help="Workbook, CSV, JSON, or figures from riia indicators compute.")],
    *,
    council: Council = None,
    period: When = None,
    set_: Set = _MOU,
    last: Annotated[
        list[Path] | None, Parameter(consume_multiple=True, help="Earlier returns, for changes and flows.")
    ] = None,
    population: People = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How to answer.")] = "text",
) -> None:
    """Check a return before it is sent: what cannot be read, what cannot be right, what has to be explained.

    The checks are those of the region's desk, but for those that need other councils or published figures.
    """
    with _refusing():
        form = _form(set_)
        found, heading = _read(file, form, council, period, set_)
        earlier = {one.period: other.answers for one, other in _earlier(meant(last or []), form, heading)}
        outcomes = _checked(form, found, heading, earlier, population)
        if format == "json":
            sys.stdout.write(_json(found, heading, outcomes))
        else:
            from riia.commands.answers.returns import told

            sys.stdout.write("\n".join(told(found, heading, form, outcomes)) + "\n")
        sys.stdout.flush()
    if found.problems or any(one.key not in found.explanations for one in outcomes):
        sys.exit(_FOUND)


@app.command(help_epilogue=_CONVERT, usage="Usage: riia returns convert FILE --to FORM [OPTIONS]")
def convert(
    file: Annotated[Path, Parameter(help="Workbook, CSV, JSON, or figures from riia indicators compute.")],
    *,
    to: Annotated[Literal["csv", "json", "xlsx"], Parameter(help="What to make of it.")],
    out: Annotated[Path | None, Parameter(help="File to write; the screen when not given.")] = None,
    council: Council = None,
    period: When = None,
    set_: Set = _MOU,
    population: People = None,
) -> None:
    """A return in another form: a row for each cell, JSON, or the region's workbook with the answers in it.

    Nothing is written while something in the file cannot be read, so that no answer is lost on the way.
    """
    from riia.commands.refusals import Refused
    from riia.indicators.returns.files import causes
    from riia.indicators.returns.tidy import as_csv, as_json
    from riia.indicators.returns.workbook import write_template

    with _refusing():
        if to == "xlsx" and out is None:
            raise Refused("A workbook needs a file: add --out return.xlsx.")
        form = _form(set_)
        path = target(out, "--out", meant([file]))
        found, heading = _read(file, form, council, period, set_)
        if not found.is_usable:
            told = "\n".join(f"- {one.words}" for one in causes(found.problems))
            raise Refused(f"{file} cannot be read whole, so nothing was written:\n{told}")
        if to == "csv":
            made = as_csv(form, heading, found.answers, found.explanations)
        elif to == "json":
            made = as_json(heading, found.answers, found.explanations)
        else:
            people, words = _population(heading, population)
            more: dict[str, Any] = {"answers": found.answers, "explanations": found.explanations}
            made = write_template(form, heading, population=people, population_words=words, **more)
        for one in causes((*found.problems, *found.notes)):
            say(one.words)
        _write(made, path)
        if path is not None:
            say(f"{path} written: {len(found.answers)} of {len(form.cells)} cells are answered.")


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the library refuses into a refusal of the command."""
    from riia.commands.refusals import Refused
    from riia.indicators.model import PeriodError
    from riia.indicators.reference import PlaceError
    from riia.indicators.returns.nouns import ReturnError

    try:
        with answering():
            yield
    except (PeriodError, PlaceError, ReturnError) as error:
        raise Refused(str(error)) from None


def _form(key: str) -> Form:
    from riia.indicators.returns.forms import form_of

    return form_of(key)


def _heading(council: str, period: str, form: str) -> Heading:
    from riia.commands.asking import period_meant
    from riia.commands.refusals import Refused
    from riia.indicators.model import PeriodKind
    from riia.indicators.reference import Authority, find_place
    from riia.indicators.returns.nouns import Heading

    where, when = find_place(council), period_meant(period)
    if not isinstance(where, Authority):
        raise Refused(f"{where.name} is not a council. Name the council whose return it is, such as Derby or 831.")
    if when.kind is PeriodKind.DAY:
        raise Refused(f"{when.code} is a day. Name the period of the return, such as 2026-27Q2.")
    return Heading(where.code, where.name, when, form)


def _read(file: Path, form: Form, council: str | None, period: str | None, set_: str) -> tuple[ReadReturn, Heading]:
    """The return in a file, and whose it is: as asked, or as the file says."""
    from riia.commands.refusals import Refused
    from riia.indicators.returns.files import read_return

    (path,) = meant([file])[:1]
    data = _bytes(path)
    if council is None or period is None:
        said = read_return(path.name, data, form, None).heading
        if said is None:
            raise Refused(f"{path.name} does not say whose return it is. Say it: --council Derby --period 2026-27Q2.")
        council, period = council or str(said.place), period or said.period.code
    heading = _heading(council, period, set_)
    return read_return(path.name, data, form, heading), heading


def _bytes(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large."""
    from riia.indicators.returns.files import LARGEST

    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _earlier(paths: list[Path], form: Form, heading: Heading) -> list[tuple[Heading, ReadReturn]]:
    """Earlier returns of the same council, each of the period that it says, the latest first. Raises Refused."""
    from riia.commands.refusals import Refused
    from riia.indicators.returns.files import causes, read_return

    found: dict[Period, tuple[Heading, ReadReturn]] = {}
    for path in paths:
        read = read_return(path.name, _bytes(path), form, None)
        said = read.heading
        if said is None:
            raise Refused(f"{path.name} does not say which council and period it is of, so nothing can be held to it.")
        if said.place != heading.place:
            raise Refused(f"{path.name} is the return of {said.place_name}, not of {heading.place_name}.")
        if said.period >= heading.period:
            raise Refused(f"{path.name} is for {said.period.label}, which is not before {heading.period.label}.")
        if said.period in found:
            raise Refused(f"{path.name} and {found[said.period][1].name} are for the same period. Give one of them.")
        for one in causes(read.problems):
            say(f"{path.name}: {one.words}")
        found[said.period] = said, read
    return [found[one] for one in sorted(found, reverse=True)]


def _explained(earlier: Mapping[Period, ReadReturn], period: Period) -> list[tuple[str, str]]:
    return sorted(earlier[period].explanations.items())


def _population(heading: Heading, given: int | None) -> tuple[Value, str]:
    from riia.commands.refusals import Refused
    from riia.indicators.engine.own_files import children

    if given is not None and not 1 <= given <= _MOST:
        raise Refused(f"--population {given} is not a number of children. Give a whole number from 1.")
    found = children(heading.place, heading.period, given)
    return found.value, found.words


def _checked(
    form: Form, found: ReadReturn, heading: Heading, earlier: Mapping[Period, Answers], population: int | None
) -> tuple[Outcome, ...]:
    """What the checks say; nothing where the file is another return's."""
    from riia.indicators.returns.checks import check as run
    from riia.indicators.returns.checks import other_bases, shown
    from riia.indicators.returns.nouns import Background

    if not found.typed:
        return ()
    people, words = _population(heading, population)
    background = Background(heading.period, people, words, earlier)
    bases = other_bases(heading.place, heading.period)
    outcomes = run(form, found.answers, background, other_bases=bases)
    return found.not_knocked_on(shown(outcomes, found.explanations))


def _json(found: ReadReturn, heading: Heading, outcomes: tuple[Outcome, ...]) -> str:
    from riia.indicators.returns.canonical import as_stored

    answer = {
        "file": found.name,
        "way": found.way.value,
        "place": str(heading.place),
        "period": heading.period.code,
        "form": heading.form,
        "answers": as_stored(found.answers),
        "explanations": dict(found.explanations),
        "problems": [
            {
                "code": one.code, "weight": one.weight.value if one.weight else "note", "place": one.place,
                "cell": str(one.cell) if one.cell else None, "text": one.text, "rule": one.rule, "remedy": one.remedy,
            }
            for one in (*found.problems, *found.notes)
        ],
        "outcomes": [
            {
                "code": one.code, "weight": one.weight.value, "cells": [str(cell) for cell in one.cells],
                "places": [found.places[cell] for cell in one.cells if cell in found.places], "words": one.words,
                "why": one.why, "remedy": one.remedy, "explanation": found.explanations.get(one.key),
            }
            for one in outcomes
        ],
    }  # fmt: skip
    return json.dumps(answer, indent=1) + "\n"


def _write(made: bytes, path: Path | None) -> None:
    if path is None:
        sys.stdout.write(made.decode("utf-8-sig").replace("\r\n", "\n"))
        sys.stdout.flush()
        return
    with answering(path), replacing(path) as part:
        part.write_bytes(made)
