"""`riia indicators`: a council's own files to its indicators, with the rows behind each. Nothing leaves the machine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from riia.commands.answering import answering
from riia.commands.paths import target
from riia.commands.telling import reading, say, tell_findings, tell_reconciliations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riia.indicators.engine.own_files import OwnFiles
    from riia.indicators.model import Period

app = App(name="indicators", help="A council's own files to its indicators; nothing leaves the machine.")

Paths = Annotated[
    Path, Parameter(name="FILES", help="Files, or a folder that holds them all: each is recognised by its content.")
]
AnnexA = Annotated[
    list[Path] | None, Parameter(consume_multiple=True, help="Ofsted Annex A workbook; may be given several times.")
]
Cin = Annotated[
    list[Path] | None,
    Parameter(consume_multiple=True, help="CIN census XML; give last year's too, for repeat referrals."),
]
Ssda903 = Annotated[
    list[Path] | None, Parameter(name="--ssda903", consume_multiple=True, help="Folder or file of the SSDA903 return.")
]
Sen2 = Annotated[
    list[Path] | None,
    Parameter(name="--sen2", consume_multiple=True, help="Folder or file of the SEN2 person level return."),
]
Ehe = Annotated[
    list[Path] | None,
    Parameter(consume_multiple=True, help="Register of children educated at home, or the termly return."),
]
Place = Annotated[str, Parameter(help="Council: Derby, 831 or E06000015.")]
When = Annotated[
    str,
    Parameter(help="A quarter 2025-26Q2, a year YE2025-03 (to March), CY2024 or AY2024-25, or a day 2025-09-30."),
]
AsAt = Annotated[str | None, Parameter(help="The day the Annex A workbook was made, such as 2025-09-30.")]
Sen2Year = Annotated[
    int | None,
    Parameter(name="--sen2-year", help="Calendar year a SEN2 return tells of that does not say so (modules m1 to m5)."),
]
Which = Annotated[
    list[str] | None,
    Parameter(name=["--indicator"], consume_multiple=True, help='Only these, such as "referrals" or "1.3".'),
]

_NOT_ALL_READ = 3
_SEN2_YEARS = range(2010, 2041)
_USAGE = "Usage: riia indicators {} FILES... --place COUNCIL --period PERIOD [OPTIONS]"
_COMPUTE = """
Examples:

    riia indicators compute "Q2 return" --place Derby --period 2025-26Q2

    riia indicators compute --place 831 --period YE2025-03 --cin cin_2025.xml --cin cin_2024.xml --out year.xlsx

Exit code 0: done. 2: refused, nothing was written. 3: done, but a file of the folder could not be read.
"""
_EXPLAIN = """
Examples:

    riia indicators explain repeat-referrals

    riia indicators explain repeat-referrals "Q2 return" --place Derby --period 2025-26Q2 --rows rows.csv
"""
_RECONCILE = """
Example:

    riia indicators reconcile "Q2 return" --place Derby --period 2025-26Q2 --indicator referrals --rows differ.csv
"""


@app.command(help_epilogue=_COMPUTE, usage=_USAGE.format("compute"))
def compute(
    *files: Paths,
    place: Place,
    period: When,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    format: Annotated[
        Literal["text", "json", "csv", "xlsx"] | None,
        Parameter(help="How to answer; what the ending of --out says, otherwise text."),
    ] = None,
    out: Annotated[Path | None, Parameter(help="File to write; the screen when not given.")] = None,
    population: Annotated[
        int | None, Parameter(help="Children aged 0 to 17, in place of the packaged estimate.")
    ] = None,
    as_at: AsAt = None,
    sen2_year: Sen2Year = None,
    indicator: Which = None,
    rows: Annotated[Path | None, Parameter(help="CSV file for the rows behind; keep it in the council.")] = None,
) -> None:
    """All indicators that the files can give, for one council and period.

    Every figure says its source, how far the files reach (coverage), its definition and the choice that this makes.
    Where two returns can give an indicator, each gives a figure, and a message says how they differ.
    """
    from riia.commands.asking import addresses_meant
    from riia.commands.refusals import Refused
    from riia.indicators.engine import own_files

    if population is not None and population < 1:
        raise Refused(f"--population {population} is not a number of children. Give a whole number from 1.")
    with _refusing():
        when, asked = _period(period), addresses_meant(indicator or ())
        _known(place)
        given, unread = _files(files, annex_a, cin, ssda903, sen2, ehe, as_at, sen2_year)
        out, rows = target(out, "--out", given.paths), target(rows, "--rows", given.paths)
        form = _format(format, out)
        if out is not None and out == rows:
            raise Refused("--out and --rows name the same file. Name two.")
        with reading() as progress:
            answer = own_files.compute(
                given, place=place, period=when, population=population, indicators=asked, progress=progress
            )
        tell_findings(answer)
        from riia.commands.answers import figures as writing

        with answering(out):
            writing.write(answer, form, out)
        if out is not None:
            say(f"{writing.counted(len(answer.figures), 'figure')} written to {out}.")
        if rows is not None:
            with answering(rows):
                writing.write_rows(answer, rows)
        tell_reconciliations(answer)
        sys.stdout.flush()
    _leave(unread)


@app.command(
    help_epilogue=_EXPLAIN,
    usage="Usage: riia indicators explain INDICATOR [FILES... --place COUNCIL --period PERIOD] [OPTIONS]",
)
def explain(
    indicator: Annotated[str, Parameter(help='Such as "repeat-referrals", "referrals:source=police" or "1.3".')],
    *files: Paths,
    place: Annotated[str | None, Parameter(help="Council: Derby, 831 or E06000015.")] = None,
    period: Annotated[str | None, Parameter(help="As for compute; needed with files.")] = None,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    as_at: AsAt = None,
    sen2_year: Sen2Year = None,
    limit: Annotated[int, Parameter(help="How many rows to show for each reason.")] = 5,
    rows: Annotated[Path | None, Parameter(help="CSV file for every row; keep it in the council.")] = None,
) -> None:
    """An indicator in plain words; with files, the rows counted, the rows not counted, and why."""
    from riia.commands.answers import explanations
    from riia.commands.asking import addresses_meant
    from riia.commands.refusals import Refused
    from riia.indicators.engine import own_files

    with _refusing():
        (address, *others) = addresses_meant([indicator]) or [""]
        if not address or others:
            raise Refused("Name one indicator to explain, such as repeat-referrals.")
        _known(place)
        given, unread = _files(files, annex_a, cin, ssda903, sen2, ehe, as_at, sen2_year, needed=False)
        if given.paths and period is None:
            raise Refused("Say for which period: --period 2025-26Q2.")
        if not given.paths and rows is not None:
            raise Refused("There are no rows without files: name the folder or the files, and --period.")
        when, rows = _period(period) if period else None, target(rows, "--rows", given.paths)
        explanations.tell_definition(address)
        if when is None or not given.paths:
            return
        with reading() as progress:
            answer = own_files.compute(given, place=place, period=when, indicators=[address], progress=progress)
        explanations.tell_rows(answer, address, max(0, limit))
        if rows is not None:
            with answering(rows):
                explanations.write_rows(answer, address, rows)
        sys.stdout.flush()
    _leave(unread)


@app.command(help_epilogue=_RECONCILE, usage=_USAGE.format("reconcile"))
def reconcile(
    *files: Paths,
    place: Place,
    period: When,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    as_at: AsAt = None,
    sen2_year: Sen2Year = None,
    indicator: Which = None,
    rows: Annotated[Path | None, Parameter(help="CSV file for the rows that differ; keep it in the council.")] = None,
) -> None:
    """Where two returns give the same indicator: how many rows agree, which differ, and why."""
    from riia.commands.answers import explanations
    from riia.commands.asking import addresses_meant
    from riia.indicators.engine import own_files

    with _refusing():
        when, asked = _period(period), addresses_meant(indicator or ())
        _known(place)
        given, unread = _files(files, annex_a, cin, ssda903, sen2, ehe, as_at, sen2_year)
        rows = target(rows, "--rows", given.paths)
        with reading() as progress:
            answer = own_files.compute(given, place=place, period=when, indicators=asked, progress=progress)
        with answering(rows):
            explanations.tell_differences(answer, rows)
        sys.stdout.flush()
    _leave(unread)


def _files(
    paths: tuple[Path, ...],
    annex_a: list[Path] | None,
    cin: list[Path] | None,
    ssda903: list[Path] | None,
    sen2: list[Path] | None,
    ehe: list[Path] | None,
    as_at: str | None,
    sen2_year: int | None,
    *,
    needed: bool = True,
) -> tuple[OwnFiles, int]:
    from riia.commands.asking import day_meant
    from riia.commands.own_files import OPTIONS, gather
    from riia.commands.refusals import Refused

    day = day_meant(as_at, "--as-at") if as_at is not None else None
    if sen2_year is not None and sen2_year not in _SEN2_YEARS:
        raise Refused(f"--sen2-year {sen2_year}: give a calendar year, such as 2025 for the census of January 2026.")
    named = {"annex-a": annex_a, "cin-census": cin, "ssda903": ssda903, "sen2": sen2, "ehe": ehe}
    for key, given in named.items():
        if given is not None and not given:
            raise Refused(f"{OPTIONS[key]} names no file. Write the file, or its folder, after it.")
    if needed and not paths and not any(named.values()):
        raise Refused(
            "Give at least one of --annex-a, --cin, --ssda903, --sen2 and --ehe, or name the folder that holds them."
        )
    files, unread = gather(paths, named, day)
    if paths and not files.paths:
        raise Refused("There is nothing to compute from. Name the folder or the files of the returns.")
    return replace(files, sen2_year=sen2_year), unread


def _leave(unread: int) -> None:
    """End with exit code 3 where the answer is without files that should perhaps be in it."""
    if unread:
        files = "1 file of the folder was" if unread == 1 else f"{unread} files of the folder were"
        say(f"{files} not read, as said above: put that right and run this again, or take it out of the folder.")
        sys.exit(_NOT_ALL_READ)


def _format(given: str | None, out: Path | None) -> str:
    """How to answer: as asked, or as the ending of the file says."""
    from riia.commands.refusals import Refused

    ending = out.suffix.lower() if out is not None else ""
    form = given or {".xlsx": "xlsx", ".csv": "csv", ".json": "json"}.get(ending, "text")
    if form == "xlsx" and out is None:
        raise Refused("A workbook needs a file: add --out figures.xlsx.")
    if form == "xlsx" and ending not in ("", ".xlsx"):
        raise Refused(f"{out}: the name of a workbook ends in .xlsx. Change the ending, or the --format.")
    if form != "xlsx" and ending in (".xlsx", ".xlsm", ".xlsb", ".xls"):
        raise Refused(f"{out}: {form} is no workbook. For one say --format xlsx and end the name in .xlsx.")
    return form


def _period(text: str) -> Period:
    """The period; where it was not written as a code, how it was understood is said."""
    from riia.commands.asking import period_meant

    found = period_meant(text)
    if found.code != text:
        say(f"Period: {text.strip()} is {found.code}, {found.label}.")
    return found


def _known(place: str | None) -> None:
    """Raise PlaceError for a council that is not known, before anything is read for it."""
    from riia.indicators.reference import find_place

    if place is not None:
        find_place(place)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the library refuses into a refusal of the command."""
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import UnknownDefinition
    from riia.indicators.model import PeriodError
    from riia.indicators.readers.problems import FileRefused
    from riia.indicators.reference import PlaceError

    try:
        with answering():
            yield
    except UnknownDefinition as error:
        raise Refused(f"{error} `riia figures indicators` lists them all.") from None
    except FileRefused as error:
        raise Refused(f"{error}\nNothing was computed. Put the file right, or leave it out.") from None
    except (PeriodError, PlaceError) as error:
        raise Refused(str(error)) from None
