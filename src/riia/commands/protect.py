"""`riia protect` and `riia attack`: a table made safe to publish, and what can be worked out from one that was."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from riia.commands.answering import answering
from riia.commands.layouts import Asked, Layout, refuse_unknown_totals, refuse_unlinked, tables_in
from riia.commands.paths import meant, target
from riia.commands.refusals import Refused

if TYPE_CHECKING:
    from riia.indicators.disclosure.reports import Attack
    from riia.indicators.model import Symbol

_DISCLOSED = 3
_FORMATS = (".csv", ".xlsx")


def protect(
    *paths: Path,
    layout: Layout | None = None,
    policy: Annotated[str, Parameter(help="Which counts are small: dfe-1-5 or dfe-1-9.")] = "dfe-1-5",
    earlier: Annotated[
        list[Path] | None, Parameter(help="Releases of before, as they were published. What they showed stays known.")
    ] = None,
    round: Annotated[
        int | None, Parameter(help="Round every count to a multiple of this in place of hiding small ones: 5 or 10.")
    ] = None,
    controlled: Annotated[bool, Parameter(negative="", help="Round so that all sums still hold.")] = False,
    seconds: Annotated[float, Parameter(help="How long to look for fewer cells to hide.")] = 60.0,
    format: Annotated[
        Literal["text", "csv", "xlsx"] | None, Parameter(help="How to answer. As --out is called, else text.")
    ] = None,
    out: Annotated[Path | None, Parameter(help="Write the table here, and the attacker's report beside it.")] = None,
) -> None:
    """Hide what must be hidden in a table so that no small count can be worked out, and no more than that.

    The table is a crosstab or has tidy rows, in a CSV file or a workbook. Several files are protected together: cells
    with the same labels are one cell. The report beside the answer says how many cells are hidden and why each; it
    tells which are small, so it is not for publication.

    Parameters
    ----------
    paths
        The table, or several that are to be published together.
    """
    disclosure = _ready()
    given, before = _read(paths, layout or Layout(), earlier)
    out = target(out, "--out", [one.path for one in (*given, *before)])
    format = _format(format, out)
    tables = [table for one in given for table in one.tables]
    releases = [table for one in before for table in one.tables]
    try:
        if round is not None:
            from riia.indicators.disclosure.rounding import protect_by_rounding

            method: Literal["conventional", "controlled"] = "controlled" if controlled else "conventional"
            safe = protect_by_rounding(tables, policy, base=round, method=method, earlier=releases, seconds=seconds)
        else:
            from riia.indicators.disclosure.publishing import protect as protected

            safe = protected(tables, policy, earlier=releases, seconds=seconds)
    except (disclosure.DisclosureError, disclosure.PolicyError) as error:
        raise Refused(_placed(error, given, before)) from None
    for note in (note for one in (*given, *before) for note in one.notes):
        _say(f"{note}.")
    from riia.commands.answers.protected import write

    with answering(out):
        write(given, safe, format, out)
    _say(safe.summary)


def attack(
    *paths: Path,
    layout: Layout | None = None,
    policy: Annotated[str, Parameter(help="Which counts are small: dfe-1-5 or dfe-1-9.")] = "dfe-1-5",
    hidden: Annotated[
        str,
        Parameter(
            help='How hidden counts are written, with commas between them: "c,*,-,low".', allow_leading_hyphen=True
        ),
    ] = "c,[c],*,[*]",
    at_least: Annotated[
        int | None, Parameter(help="What a hidden count holds at least: 1, or 0 where true zeros are hidden too.")
    ] = None,
    earlier: Annotated[list[Path] | None, Parameter(help="Releases of before, which are known as well.")] = None,
    ties_known: Annotated[
        bool, Parameter(negative="", help="Percentages and rates are known to be rounded with halves up.")
    ] = False,
) -> None:
    """What can be worked out from a table in which counts were hidden, by whoever has the table.

    Exit code 0: nothing small; 3: something small is disclosed.

    Parameters
    ----------
    paths
        The table, or several that were published together.
    """
    disclosure = _ready()
    marks = _marks(hidden)
    given, before = _read(paths, layout or Layout(), earlier, marks)
    tables = [table for one in given for table in one.tables]
    releases = [table for one in before for table in one.tables]
    from riia.indicators.disclosure.publishing import attack as attacked

    try:
        report = attacked(tables, policy, earlier=releases, at_least=at_least, ties_known=ties_known)
    except (disclosure.DisclosureError, disclosure.PolicyError) as error:
        raise Refused(_placed(error, given, before)) from None
    with answering():
        for note in (note for one in (*given, *before) for note in one.notes):
            _say(f"{note}.")
        sys.stdout.write("\n".join(_told(report)) + "\n")
    if not report.is_safe:
        sys.exit(_DISCLOSED)


def _ready() -> ModuleType:
    """The library. Raises Refused where what it needs is not installed."""
    try:
        from riia.indicators import disclosure
    except ModuleNotFoundError as error:
        if error.name not in ("highspy", "numpy", "scipy"):
            raise
        raise Refused("This command needs numpy, scipy and the solver HiGHS: install riia[protect].") from None
    return disclosure


def _read(
    paths: tuple[Path, ...], layout: Layout, earlier: list[Path] | None, marks: dict[str, Symbol] | None = None
) -> tuple[list[Asked], list[Asked]]:
    if not paths:
        raise Refused("Name the file with the table.")
    given = [tables_in(path, layout, marks) for path in meant(paths)]
    before = [tables_in(path, layout, marks) for path in meant(earlier or ())]
    refuse_unknown_totals(layout, (*given, *before))
    refuse_unlinked((*given, *before))
    return given, before


def _placed(error: Exception, given: list[Asked], before: list[Asked]) -> str:
    """What was refused; where there is one file, with its name."""
    from riia.indicators.disclosure import PolicyError

    if isinstance(error, PolicyError):
        return str(error)
    return f"{given[0].path.name}: {error}" if len(given) == 1 and not before else str(error)


def _format(format: Literal["text", "csv", "xlsx"] | None, out: Path | None) -> Literal["text", "csv", "xlsx"]:
    if format is None:
        if out is not None and out.suffix.lower() == ".csv":
            return "csv"
        if out is not None and out.suffix.lower() == ".xlsx":
            return "xlsx"
        return "text"
    if format == "xlsx" and out is None:
        raise Refused("A workbook needs a file to be written to: --out protected.xlsx.")
    return format


def _marks(hidden: str) -> dict[str, Symbol]:
    from riia.indicators.model import Symbol

    return {mark.strip(): Symbol.SUPPRESSED for mark in hidden.split(",") if mark.strip()}


def _told(report: Attack) -> list[str]:
    """The report and every hidden cell, the most closely told first."""
    from riia.indicators.disclosure.reports import in_words

    lines = [report.words]
    if report.intervals:
        lines += ["", "Every hidden cell:"]
        closest = sorted(report.intervals.items(), key=lambda pair: (pair[1][1] - pair[1][0], repr(pair[0])))
        lines += [f"  {key!r}: {in_words(interval)}" for key, interval in closest]
    return lines


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
