"""`riia indicators`: a council's own files to its indicators, with the rows behind each. Nothing leaves the machine."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from riia.commands.answering import answering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riia.indicators.engine.own_files import Answer, OwnFiles
    from riia.indicators.readers.reading import Progress

app = App(name="indicators", help="A council's own files to its indicators; nothing leaves the machine.")

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
Place = Annotated[str, Parameter(help="Three-digit council code, or its name.")]
When = Annotated[str, Parameter(help="Period code: 2025-26Q2, YE2025-03, CY2024, AY2024-25, 2025-09-30.")]
AsAt = Annotated[str | None, Parameter(help="The day the Annex A workbook was made, such as 2025-09-30.")]
Which = Annotated[
    list[str] | None, Parameter(name=["--indicator"], consume_multiple=True, help='Only these, such as "referrals".')
]

_FINDINGS_TOLD, _FILES_TOLD = 12, 3


@app.command
def compute(
    *,
    place: Place,
    period: When,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    format: Annotated[Literal["text", "json", "csv", "xlsx"], Parameter(help="How to answer.")] = "text",
    out: Annotated[Path | None, Parameter(help="File to write; standard output when not given.")] = None,
    population: Annotated[
        int | None, Parameter(help="Children aged 0 to 17, in place of the packaged estimate.")
    ] = None,
    as_at: AsAt = None,
    indicator: Which = None,
    rows: Annotated[Path | None, Parameter(help="CSV file for the rows behind; keep it in the council.")] = None,
) -> None:
    """All indicators that the files can give, for one council and period.

    Every figure says its source, how far the files reach (coverage), its definition and the choice that this makes.
    Where two returns can give an indicator, each gives a figure, and standard error says how they differ.
    """
    from riia.commands.refusals import Refused
    from riia.indicators.engine import own_files

    if format == "xlsx" and out is None:
        raise Refused("A workbook needs a file: add --out figures.xlsx.")
    files = _files(annex_a, cin, ssda903, sen2, ehe, as_at)
    if population is not None and population < 1:
        raise Refused(f"--population {population} is not a number of children. Give a whole number from 1.")
    with _refusing():
        answer = own_files.compute(
            files, place=place, period=period, population=population, indicators=indicator or (), progress=_progress()
        )
        _tell_findings(answer)
        from riia.commands.answers import figures as writing

        with answering(out):
            writing.write(answer, format, out)
        if rows is not None:
            with answering(rows):
                writing.write_rows(answer, rows)
        _tell_reconciliations(answer)
        sys.stdout.flush()


@app.command
def explain(
    indicator: Annotated[str, Parameter(help='Such as "repeat-referrals" or "referrals:source=police".')],
    *,
    place: Annotated[str | None, Parameter(help="Three-digit council code, or its name.")] = None,
    period: Annotated[str | None, Parameter(help="Period code, needed with files.")] = None,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    as_at: AsAt = None,
    limit: Annotated[int, Parameter(help="How many rows to show for each reason.")] = 5,
    rows: Annotated[Path | None, Parameter(help="CSV file for every row; keep it in the council.")] = None,
) -> None:
    """An indicator in plain words; with files, the rows counted, the rows not counted, and why."""
    from riia.commands.answers import explanations
    from riia.commands.refusals import Refused
    from riia.indicators.engine import own_files

    files = _files(annex_a, cin, ssda903, sen2, ehe, as_at, needed=False)
    with _refusing():
        explanations.tell_definition(indicator)
        if not files.paths:
            return
        if period is None:
            raise Refused("Say for which period: --period 2025-26Q2.")
        answer = own_files.compute(files, place=place, period=period, indicators=[indicator], progress=_progress())
        explanations.tell_rows(answer, indicator, limit)
        if rows is not None:
            with answering(rows):
                explanations.write_rows(answer, indicator, rows)
        sys.stdout.flush()


@app.command
def reconcile(
    *,
    place: Place,
    period: When,
    annex_a: AnnexA = None,
    cin: Cin = None,
    ssda903: Ssda903 = None,
    sen2: Sen2 = None,
    ehe: Ehe = None,
    as_at: AsAt = None,
    indicator: Which = None,
    rows: Annotated[Path | None, Parameter(help="CSV file for the rows that differ; keep it in the council.")] = None,
) -> None:
    """Where two returns give the same indicator: how many rows agree, which differ, and why."""
    from riia.commands.answers import explanations
    from riia.indicators.engine import own_files

    files = _files(annex_a, cin, ssda903, sen2, ehe, as_at)
    with _refusing():
        answer = own_files.compute(files, place=place, period=period, indicators=indicator or (), progress=_progress())
        with answering(rows):
            explanations.tell_differences(answer, rows)
        sys.stdout.flush()


def _files(
    annex_a: list[Path] | None,
    cin: list[Path] | None,
    ssda903: list[Path] | None,
    sen2: list[Path] | None,
    ehe: list[Path] | None,
    as_at: str | None,
    *,
    needed: bool = True,
) -> OwnFiles:
    from riia.commands.refusals import Refused
    from riia.indicators.engine.own_files import OwnFiles

    day = None
    if as_at is not None:
        try:
            day = date.fromisoformat(as_at)
        except ValueError:
            raise Refused(f"--as-at {as_at} is not a day. Write it as 2025-09-30.") from None
    files = OwnFiles(
        annex_a=tuple(annex_a or ()),
        cin=tuple(cin or ()),
        ssda903=tuple(ssda903 or ()),
        sen2=tuple(sen2 or ()),
        ehe=tuple(ehe or ()),
        as_at=day,
    )
    for path in files.paths:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}. Check the path.")
    if needed and not files.paths:
        raise Refused("Give at least one of --annex-a, --cin, --ssda903, --sen2 and --ehe.")
    return files


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
    except (PeriodError, PlaceError, FileRefused) as error:
        raise Refused(str(error)) from None


def _tell_findings(answer: Answer) -> None:
    """On standard error: what became of the rows, and the worst of what was found. Without any child's identifier."""
    from riia.commands.answers.figures import counted

    for reading in answer.readings:
        rows = sum(one.read for one in reading.summaries)
        used = sum(one.used for one in reading.summaries)
        files = ", ".join(file.name for file in reading.files[:_FILES_TOLD])
        more = f" and {len(reading.files) - _FILES_TOLD} more files" if len(reading.files) > _FILES_TOLD else ""
        _say(f"{reading.collection}: {counted(rows, 'row')} read, {used:,} used, from {files}{more}.")
        for one in reading.summaries:
            for reason, count in one.set_aside.items():
                _say(f"  {one.file}, {one.table}: {count:,} set aside: {reason}")
    for finding in answer.findings[:_FINDINGS_TOLD]:
        _say(finding.words)
    if (untold := len(answer.findings) - _FINDINGS_TOLD) > 0:
        _say(f"and {untold:,} more findings; `riia check` with the same files lists them all.")


def _tell_reconciliations(answer: Answer) -> None:
    """Where two returns give an indicator, on standard error: how many agree, and each that does not."""
    found = answer.reconciliations()
    differing = [one for one in found if not one.differences.is_empty()]
    if found:
        _say(f"{len(found)} figures come from two returns; {len(found) - len(differing)} of them from the same rows.")
    for one in differing:
        _say(f"  {one.words}")
    if differing:
        _say("`riia indicators reconcile` with the same files shows the rows.")


def _progress() -> Progress | None:
    """Say how far reading has come, on a terminal only."""
    if not sys.stderr.isatty():
        return None
    shown = -1

    def tell(done: int, whole: int) -> None:
        nonlocal shown
        percent = 100 * done // whole if whole else 100
        if percent != shown:
            shown = percent
            sys.stderr.write(f"\rReading {percent} %{'' if percent < 100 else chr(10)}")
            sys.stderr.flush()

    return tell


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
