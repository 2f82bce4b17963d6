"""`riia figures`: load, look up, list and export published figures."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from riia.commands.answering import answering

if TYPE_CHECKING:
    from riia.alliance.figures.services import FileReport
    from riia.indicators.definitions import Indicator
    from riia.indicators.model import Period
    from riia.indicators.readers.published import PublishedFile

app = App(name="figures", help="Published figures: load, look up, list, export.")

Format = Literal["json", "text"]
_TOLD = 5
_LONGEST_SOURCE = 300


@app.command(name="import")
def import_(
    *paths: Path,
    table: Annotated[
        list[str] | None,
        Parameter(help='What a file is, such as "cin/c1", where it does not say so; one for each file.'),
    ] = None,
    source: Annotated[str, Parameter(help="Where the files were taken from, for the record.")] = "",
    packaged: Annotated[bool, Parameter(negative="", help="Load the series that ship with the package.")] = False,
    format: Annotated[Format, Parameter(help="How to answer.")] = "text",
) -> None:
    """Load published files (CSV, plain or gzip), or folders of them. All are loaded, or none.

    A file is known by its columns; its name is a hint. A file that is already held is left alone, so the command can be
    repeated. In a folder, files that no definition reads are passed over, and standard error says which and why; a file
    named on the command line must be one that is known. An edition newer than those described is loaded with a note.

    Parameters
    ----------
    paths
        Files or folders.
    """
    from riia.commands.database import actor, ready
    from riia.commands.refusals import Refused

    if not paths and not packaged:
        raise Refused("Name the files or folders to load, or give --packaged.")
    if len(source) > _LONGEST_SOURCE:
        raise Refused(f"--source has {len(source)} characters. Say it in {_LONGEST_SOURCE}.")
    with answering():
        files = _files(paths)
        if table and len(table) != len(files):
            raise Refused(f"--table was given {len(table)} times for {len(files)} files. Give it once for each file.")
        ready(figures=False)
        from riia.alliance.figures.errors import ImportRefused
        from riia.alliance.figures.services import import_release, load_packaged

        try:
            reports = [load_packaged(by=actor())] if packaged else []
            if files:
                reports.append(import_release(files=files, by=actor(), source=source, tables=table or ()))
        except ImportRefused as error:
            raise Refused(str(error)) from None
        outcomes = [one for report in reports for one in report.files]
        if format == "json":
            _json([asdict(one) for one in outcomes])
        else:
            _tell_outcomes(outcomes)


def _tell_outcomes(outcomes: list[FileReport]) -> None:
    for one in outcomes:
        _line(one.words)
        for told, what in ((one.notes, "note"), (one.differences, "difference")):
            for sentence in told[:_TOLD]:
                _line(f"  {what}: {sentence}")
            if len(told) > _TOLD:
                _line(f"  and {len(told) - _TOLD} more {what}s.")


@app.command
def value(
    *,
    indicator: Annotated[str, Parameter(help='Such as "referrals", or a variant: "referrals:source=schools".')],
    place: Annotated[str, Parameter(help="Three-digit council code, ONS code of a region or England, or a name.")],
    period: Annotated[str, Parameter(help="Period code: YE2025-03, CY2024, AY2024-25, 2024-09-30.")],
    format: Annotated[Format, Parameter(help="How to answer.")] = "text",
) -> None:
    """One figure of one place in one period, with its count, its base and its source."""
    code, when = _place(place), _period(period)
    _known(indicator)
    from riia.commands.database import ready, viewer

    with answering():
        ready()
        from riia.alliance.figures import machine

        found = machine.describe(viewer(), indicator, code, when)
        if found is None:
            raise _not_held(indicator, code, period)
        if format == "json":
            _json(found)
        else:
            _tell(found)


@app.command
def export(
    *,
    format: Annotated[Literal["csv", "parquet"], Parameter(help="File format.")] = "csv",
    out: Annotated[Path | None, Parameter(help="File to write; standard output when not given.")] = None,
    indicator: Annotated[list[str] | None, Parameter(help="Only these indicators or variants.")] = None,
    place: Annotated[list[str] | None, Parameter(help="Only these places.")] = None,
) -> None:
    """All current figures in long form: one line for each indicator, place, period and measure.

    The columns are indicator, place, period, measure, value, symbol, numerator, denominator and release. `indicator` is
    the slug for the default variant and "slug:key" for another, such as "referrals:source=schools". Values are at full
    precision; where there is no number the value is empty and the symbol says why.
    """
    for address in indicator or []:
        _known(address)
    places = [_place(text) for text in place] if place else None
    from riia.commands.database import ready, viewer

    with answering(out):
        ready()
        from riia.alliance.figures import files, queries

        rows = queries.export_rows(viewer(), indicator, places)
        files.write(rows, format, out)


@app.command
def indicators(
    *,
    set: Annotated[str | None, Parameter(help='Only those of a set, such as "mou-2022".')] = None,
    format: Annotated[Format, Parameter(help="How to answer.")] = "text",
) -> None:
    """The indicators with their variants: what each counts, and where it is published. Needs no database."""
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import UnknownDefinition, catalogue

    definitions = catalogue()
    chosen = definitions.indicators
    try:
        if set is not None:
            chosen = tuple(definitions.indicator(slug) for slug in definitions.set(set).members)
    except UnknownDefinition as error:
        raise Refused(str(error)) from None
    if format == "json":
        _json([_definition(one) for one in chosen])
        return
    for one in chosen:
        number = f"{one.dataset}.{one.number}" if one.number else "-"
        _line(f"{number:>5}  {one.slug:<38} {one.unit:<44} {one.title}")
        for variant in one.variants:
            if not variant.default:
                _line(f"       {one.address(variant):<38} {variant.title}")


def _definition(one: Indicator) -> dict[str, object]:
    return {
        "indicator": one.slug, "dataset": one.dataset or None, "number": one.number, "theme": one.theme,
        "title": one.title, "short_title": one.short_title, "why": one.why, "numerator": one.numerator,
        "denominator": one.denominator, "timing": one.timing.value, "polarity": one.polarity.value,
        "polarity_reason": one.polarity_reason, "measure": one.headline.value, "unit": one.unit,
        "measures": [measure.value for measure in one.measures], "caveats": one.caveats, "watch": one.watch,
        "unpublished": one.unpublished or None, "owner": one.owner, "checked_by": one.checked_by,
        "reviewed_on": one.reviewed_on.isoformat(),
        "variants": [{"indicator": one.address(each), "key": each.key, "title": each.title, "default": each.default}
                     for each in one.variants],
    }  # fmt: skip


def _files(paths: tuple[Path, ...]) -> list[Path | PublishedFile]:
    """The files named, and in folders those that a definition reads. Standard error says what was passed over."""
    from riia.commands.refusals import Refused

    found: list[Path | PublishedFile] = []
    passed: list[str] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.name.lower().endswith((".csv", ".csv.gz"))):
                if not file.is_dir():
                    known, reason = _in_a_folder(file)
                    found += [known] if known else []
                    passed += [] if known else [f"{file.relative_to(path)}: {reason}"]
        elif path.exists():
            found.append(path)
        else:
            raise Refused(f"There is no file or folder {path}. Check the path.")
    told = "\n".join(f"- {line}" for line in passed)
    if paths and not found:
        why = f":\n{told}" if passed else ": there is no .csv or .csv.gz file in it."
        raise Refused(f"No file there is one that the definitions read{why}")
    if passed:
        sys.stderr.write(f"Passed over {len(passed)} of {len(passed) + len(found)} files:\n{told}\n")
    return found


def _in_a_folder(file: Path) -> tuple[Path | PublishedFile | None, str]:
    """A file of a folder if it is one that is read, or why it is not. Raises Refused for one that may be several."""
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import UnknownDefinition, catalogue, table_for
    from riia.indicators.definitions.recognition import SeveralFit, recognise
    from riia.indicators.readers.published import FileRefused, open_file

    definitions = catalogue()
    try:
        table_for(file.name.lower().removesuffix(".gz"), definitions.releases)
    except UnknownDefinition:
        pass
    else:
        return file, ""
    try:
        content = open_file(file)
        recognise(content, definitions)
    except SeveralFit as error:
        raise Refused(f"Nothing was loaded. {error}") from None
    except FileRefused as error:
        first = error.problems[0]
        return None, f"{first.place}: {first.rule}" if first.line else first.rule
    return content, ""


def _known(address: str) -> None:
    """Refuse an indicator that does not exist."""
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import UnknownDefinition, catalogue

    try:
        catalogue().resolve(address)
    except UnknownDefinition as error:
        raise Refused(f"{error} `riia figures indicators` lists them all.") from None


def _place(text: str) -> str:
    """The code of a place given by code or name; refused when it is none, or several."""
    from riia.commands.refusals import Refused
    from riia.indicators.reference import PlaceError, find_place

    try:
        return str(find_place(text).code)
    except PlaceError as error:
        raise Refused(str(error)) from None


def _period(text: str) -> Period:
    from riia.commands.refusals import Refused
    from riia.indicators.model import Period, PeriodError

    try:
        return Period.parse(text)
    except PeriodError as error:
        raise Refused(str(error)) from None


def _not_held(indicator: str, place: str, period: str) -> Exception:
    """Say why there is no figure, and which periods there are."""
    from riia.alliance.figures import queries
    from riia.commands.database import viewer
    from riia.commands.refusals import Refused
    from riia.indicators.definitions import catalogue
    from riia.indicators.reference import place as known

    one, _ = catalogue().resolve(indicator)
    name = known(place).name
    held = [figure.period.code for figure in queries.series(viewer(), indicator).of(place)]
    if held:
        return Refused(f"No figure is held for {indicator} in {name} for {period}. There are: {', '.join(held)}.")
    if one.unpublished:
        return Refused(f"No figure is held for {indicator} in {name}. {one.unpublished}")
    return Refused(f"No figure is held for {indicator} in {name}. Load a release that has it: `riia figures import`.")


def _tell(found: dict[str, object]) -> None:
    """A figure in words."""
    release = found["release"]
    assert isinstance(release, dict)
    rate = found["rate"] if found["symbol"] is None else f"{found['symbol']}: {found['symbol_words']}"
    _line(f"{found['title']}, {found['place_name']}, {found['period_label']}")
    _line(f"  {rate} {found['unit']}" if found["symbol"] is None else f"  {rate}")
    if found["symbol"] is not None and found["number"] is not None:
        # A rate may be missing for want of a population, while the count is known.
        _line(f"  number: {_digits(found['number'])}")
    if found["denominator"] is not None:
        _line(f"  {_digits(found['numerator'])} of {_digits(found['denominator'])}")
    _line(f"  {release['title']}, {release['publisher']} ({release['licence']}), {release['source_file']}")


def _digits(number: object) -> str:
    return f"{number:,}" if isinstance(number, int | float) else "a missing number"


def _json(answer: object) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
