"""`riia protect` and `riia attack`: a table made safe to publish, and what can be worked out from one that was."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Group, Parameter

from riia.commands.answering import answering
from riia.commands.layouts import Asked, Layout, refuse_unknown_labels, refuse_unlinked, tables_in
from riia.commands.option_words import in_options
from riia.commands.paths import meant, target
from riia.commands.payments import Payments, protect_payments
from riia.commands.refusals import Refused

if TYPE_CHECKING:
    from riia.indicators.disclosure.protected import Protected
    from riia.indicators.model import Symbol

type Format = Literal["text", "csv", "xlsx"]
type EarlierIs = Literal["running", "revised", "separate"]

_HOW = Group("What is hidden, and how it is answered", sort_key=2)
_EARLIER_IS = (
    "What those are where their counts differ: running, part of a period that runs on, so that what was counted since "
    "is protected too; revised, the same figures corrected; separate, another period. Without it the counts tell: "
    "where they grow and none falls, the period runs on."
)
type _Policy = Annotated[str, Parameter(group=_HOW, help="Which counts are small: dfe-1-5 or dfe-1-9.")]
type _EarlierIs = Annotated[EarlierIs | None, Parameter(group=_HOW, help=_EARLIER_IS)]
_DISCLOSED = 3
_SMALLEST_BASE = 2


def protect(
    *paths: Path,
    layout: Layout | None = None,
    payments: Payments | None = None,
    policy: _Policy = "dfe-1-5",
    earlier: Annotated[
        list[Path] | None,
        Parameter(group=_HOW, help="Releases of before, as they were published. What they showed stays known."),
    ] = None,
    earlier_is: _EarlierIs = None,
    round: Annotated[
        int | None,
        Parameter(
            group=_HOW,
            help="Round every count to a multiple of this, 5 or 10; what would tell too much even so is hidden.",
        ),
    ] = None,
    controlled: Annotated[
        bool, Parameter(group=_HOW, show_default=False, negative="", help="With --round: so that all sums still hold.")
    ] = False,
    seconds: Annotated[float, Parameter(group=_HOW, help="How long to look for fewer cells to hide.")] = 60.0,
    notes: Annotated[
        bool,
        Parameter(
            group=_HOW,
            show_default=False,
            negative="",
            help="Keep titles above and notes below the table. Read them first: they may tell.",
        ),
    ] = False,
    every: Annotated[
        bool,
        Parameter(
            group=_HOW,
            show_default=False,
            name="--all",
            negative="",
            help="Without --out: give the reason of every hidden cell, not of 20.",
        ),
    ] = False,
    format: Annotated[
        Format | None, Parameter(group=_HOW, help="How to answer. As --out is called, else text.")
    ] = None,
    out: Annotated[
        Path | None,
        Parameter(group=_HOW, help="Write the table here (.csv, .xlsx, .txt), and the attacker's report beside it."),
    ] = None,
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
    layout, payments = layout or Layout(), payments or Payments()
    _refuse_nonsense(seconds, round, controlled=controlled)
    _refuse_without_earlier(earlier, earlier_is)
    form = _format(format, out)
    if payments.amount is not None:
        _refuse_beside_amounts(policy, earlier, round, notes=notes)
        protect_payments(_named(paths), layout, payments, seconds, form, out, every=every)
        return
    payments.refuse_without_amount()
    given, before = _read(paths, layout, earlier)
    out = target(out, "--out", [one.path for one in (*given, *before)])
    try:
        safe = _protected(given, before, earlier_is, policy, round, controlled=controlled, seconds=seconds)
    except (disclosure.DisclosureError, disclosure.PolicyError) as error:
        raise Refused(_placed(error, given, before)) from None
    _tell_notes(given, before)
    for note in safe.notes[1:] if round is not None else ():
        _say(f"{note[0].upper()}{note[1:]}.")
    from riia.commands.answers.protected import reasons, write

    with answering(out):
        write(given, safe, form, out, notes=notes)
    _say("\n".join([in_options(safe.summary), *(reasons(safe, every=every) if out is None or every else [])]))


def attack(
    *paths: Path,
    layout: Layout | None = None,
    policy: _Policy = "dfe-1-5",
    hidden: Annotated[
        str,
        Parameter(
            group=_HOW,
            help='How hidden counts are written, with commas between them: "c,*,-,low".',
            allow_leading_hyphen=True,
        ),
    ] = "c,[c],*,[*]",
    at_least: Annotated[
        int | None,
        Parameter(group=_HOW, help="What a hidden count holds at least: 1, or 0 where true zeros are hidden too."),
    ] = None,
    earlier: Annotated[
        list[Path] | None, Parameter(group=_HOW, help="Releases of before, which are known as well.")
    ] = None,
    earlier_is: _EarlierIs = None,
    ties_known: Annotated[
        bool,
        Parameter(
            group=_HOW,
            show_default=False,
            negative="",
            help="Percentages and rates are known to be rounded with halves up.",
        ),
    ] = False,
    every: Annotated[
        bool,
        Parameter(
            group=_HOW,
            show_default=False,
            name="--all",
            negative="",
            help="Tell the interval of every hidden cell, not of 20.",
        ),
    ] = False,
) -> None:
    """What can be worked out from a table in which counts were hidden, by whoever has the table.

    Exit code 0: nothing small; 3: something small is disclosed; 2: the request was refused.

    Parameters
    ----------
    paths
        The table, or several that were published together.
    """
    disclosure = _ready()
    marks = _marks(hidden)
    if at_least is not None and at_least < 0:
        raise Refused(f"--at-least {at_least}: no count is below 0. Give 1, or 0 where true zeros are hidden too.")
    _refuse_without_earlier(earlier, earlier_is)
    given, before = _read(paths, layout or Layout(), earlier, marks, as_published=True)
    tables = [table for one in given for table in one.tables]
    releases = [table for one in before for table in one.tables]
    try:
        report = disclosure.attack(
            tables, policy, earlier=releases, earlier_is=earlier_is, at_least=at_least, ties_known=ties_known
        )
    except (disclosure.DisclosureError, disclosure.PolicyError) as error:
        raise Refused(_placed(error, given, before)) from None
    from riia.commands.answers.protected import intervals

    with answering():
        _tell_notes(given, before)
        sys.stdout.write("\n".join([in_options(report.words), *intervals(report, every=every)]) + "\n")
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


def _refuse_nonsense(seconds: float, base: int | None, *, controlled: bool) -> None:
    if not seconds > 0:
        raise Refused(f"--seconds {seconds:g}: give a time above 0.")
    if base is not None and base < _SMALLEST_BASE:
        raise Refused(f"--round {base}: counts are rounded to multiples of 2 or more, such as 5 or 10.")
    if controlled and base is None:
        raise Refused("--controlled says how to round. Say to what as well: --round 5 --controlled.")


def _refuse_beside_amounts(policy: str, earlier: list[Path] | None, base: int | None, *, notes: bool) -> None:
    given = {"--policy": policy != "dfe-1-5", "--earlier": earlier, "--round": base is not None, "--notes": notes}
    if wrong := [option for option, is_given in given.items() if is_given]:
        raise Refused(f"{' and '.join(wrong)}: this is for tables of counts. Leave it out, or leave out --amount.")


def _refuse_without_earlier(earlier: list[Path] | None, earlier_is: EarlierIs | None) -> None:
    if earlier_is is not None and not earlier:
        raise Refused(f"--earlier-is {earlier_is}: name the release of before that is meant: --earlier FILE.csv.")


def _protected(
    given: list[Asked],
    before: list[Asked],
    earlier_is: EarlierIs | None,
    policy: str,
    base: int | None,
    *,
    controlled: bool,
    seconds: float,
) -> Protected:
    tables = [table for one in given for table in one.tables]
    releases = [table for one in before for table in one.tables]
    if base is None:
        from riia.indicators.disclosure.publishing import protect as protected

        return protected(tables, policy, earlier=releases, earlier_is=earlier_is, seconds=seconds)
    from riia.indicators.disclosure.rounding import protect_by_rounding

    method: Literal["conventional", "controlled"] = "controlled" if controlled else "conventional"
    return protect_by_rounding(
        tables, policy, base=base, method=method, earlier=releases, earlier_is=earlier_is, seconds=seconds
    )


def _named(paths: tuple[Path, ...]) -> list[Path]:
    if not paths:
        raise Refused("Name the file with the table: riia protect TABLE.csv.")
    return meant(paths)


def _read(
    paths: tuple[Path, ...],
    layout: Layout,
    earlier: list[Path] | None,
    marks: dict[str, Symbol] | None = None,
    *,
    as_published: bool = False,
) -> tuple[list[Asked], list[Asked]]:
    given = [tables_in(path, layout, marks, as_published=as_published) for path in _named(paths)]
    before = [tables_in(path, layout, marks, as_published=True) for path in meant(earlier or ())]
    refuse_unknown_labels(layout, (*given, *before))
    refuse_unlinked((*given, *before))
    if not (layout.parts or layout.of_which or layout.hierarchy):
        _tell_unlinked(given, before)
    return given, before


def _tell_unlinked(given: list[Asked], before: list[Asked]) -> None:
    """Say which earlier files tell nothing about these, which may be for want of the same names only."""
    keys = {key for one in given for table in one.tables for _, key in table.named()}
    for one in before:
        if keys.isdisjoint(key for table in one.tables for _, key in table.named()):
            _say(
                f"{one.path.name} has no cell of {given[0].path.name}, so it was taken to tell nothing about it. Cells "
                "are the same where rows, columns and their labels are called the same."
            )


def _placed(error: Exception, given: list[Asked], before: list[Asked]) -> str:
    """What was refused; where there is one file, with its name."""
    from riia.indicators.disclosure import PolicyError

    if isinstance(error, PolicyError):
        return str(error)
    told = in_options(str(error))
    return f"{given[0].path.name}: {told}" if len(given) == 1 and not before else told


def _format(format: Format | None, out: Path | None) -> Format:
    """How to answer: as asked, or as the ending of the file says."""
    ending = out.suffix.lower() if out is not None else ""
    by_ending: dict[str, Format] = {".csv": "csv", ".xlsx": "xlsx", ".txt": "text", "": "text"}
    if out is None:
        if format == "xlsx":
            raise Refused("A workbook needs a file to be written to: --out protected.xlsx.")
        return format or "text"
    if ending not in by_ending and format is None:
        raise Refused(f"--out {out}: end its name in .csv, .xlsx or .txt, so that it is clear how to answer.")
    form = format or by_ending[ending]
    if ending and by_ending.get(ending, form) != form:
        raise Refused(f"--out {out} and --format {form} do not go together. Change the ending, or leave --format out.")
    return form


def _marks(hidden: str) -> dict[str, Symbol]:
    from riia.commands.page_edges import is_value
    from riia.indicators.model import Symbol

    marks = [mark.strip() for mark in hidden.split(",") if mark.strip()]
    if not marks:
        raise Refused('--hidden: name the signs of hidden counts, such as "c,*,-".')
    for mark in marks:
        if is_value(mark) and any(sign.isdigit() for sign in mark):
            raise Refused(f"--hidden {mark}: that is a number, and hidden counts are not printed. Name their sign.")
    return dict.fromkeys(marks, Symbol.SUPPRESSED)


def _tell_notes(given: list[Asked], before: list[Asked]) -> None:
    for note in dict.fromkeys(note for one in (*given, *before) for note in one.notes):
        _say(f"{note}.")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
