"""`riia simulate`: a folder of fictional files of any council, whose totals come close to the published ones."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from riia.commands.answering import answering
from riia.commands.paths import plain

if TYPE_CHECKING:
    from riia.indicators.simulation.folder import Request, Written
    from riia.indicators.simulation.targets import Figures

_EARLIEST, _LATEST = 2021, 2035
_QUARTER_ENDS = ((6, 30), (9, 30), (12, 31), (3, 31))


def simulate(
    *,
    place: Annotated[str, Parameter(help="Three-digit council code, or a name.")],
    year: Annotated[int, Parameter(help="Year ending 31 March, such as 2025.")],
    out: Annotated[Path, Parameter(help="Folder to write to. It is made if need be.")],
    seed: Annotated[int, Parameter(help="The same seed gives the same files, byte for byte.")] = 1,
    as_at: Annotated[
        str, Parameter(help="Day of the Annex A extract: 31 March or another quarter end of the year.")
    ] = "",
    years: Annotated[int, Parameter(help="Census and 903 years to make, the last being --year.")] = 3,
    defects: Annotated[str, Parameter(help='How many defects to plant, or "all": one of each kind.')] = "0",
    scale: Annotated[int, Parameter(help="As many times the council's size; above 1 without Annex A.")] = 1,
    only: Annotated[
        list[Literal["annex-a", "cin-census", "ssda903", "sen2", "ehe"]] | None,
        Parameter(help="Make only these files. Give it again for another."),
    ] = None,
    sen2_as: Annotated[
        Literal["blade", "modules", "xml"],
        Parameter(help="SEN2 as COLLECT's CSV (blade), modules m1 to m5, or XML. The figures are the same."),
    ] = "blade",
    overwrite: Annotated[bool, Parameter(negative="", help="Replace an earlier simulation in the folder.")] = False,
    format: Annotated[Literal["json", "text"], Parameter(help="How to answer.")] = "text",
) -> None:
    """Make a believable, entirely fictional set of a council's files: Annex A, CIN census, SSDA903, SEN2 and EHE.

    No row is about a real child. The year's totals come close to the council's published figures; truth.json in the
    folder says what every indicator should come to, and where each planted defect is.
    """
    from riia.commands.refusals import Refused

    with answering():
        request = _request(place, year, seed, as_at, years, defects, scale, only, sen2_as)
        if request.as_at > date.today():  # noqa: DTZ011 (the user's own day)
            _say(f"The year ending March {year} is not over: checks will say that some of its days lie in the future.")
        out = plain(out)
        _ready(out, overwrite=overwrite)
        from riia.indicators.simulation.replacing import simulate_in_place

        try:
            written = simulate_in_place(request, out, _say)
        except OSError as error:
            reason = (error.strerror or str(error)).rstrip(".")
            where = error.filename or out
            raise Refused(
                f"{where} cannot be written: {reason}. If it is open in Excel, close it there; else check the folder "
                "and its permissions."
            ) from None
        if request.defects != "all" and len(written.planted) < int(request.defects):
            _say(f"Only {len(written.planted)} defects were planted: the council is too small for more.")
        if format == "json":
            sys.stdout.write(json.dumps(_answer(request, out, written), indent=2) + "\n")
        else:
            sys.stdout.write("\n".join(_told(request, out, written)) + "\n")


def _request(
    place: str,
    year: int,
    seed: int,
    as_at: str,
    years: int,
    defects: str,
    scale: int,
    only: list[Any] | None,
    sen2_as: str,
) -> Request:
    """What was asked for, or a refusal that says what can be."""
    from riia.commands.refusals import Refused

    if not _EARLIEST <= year <= _LATEST:
        raise Refused(f"--year {year}: give a year from {_EARLIEST} to {_LATEST}.")
    if not 1 <= years <= 5:
        raise Refused(f"--years {years}: give 1 to 5.")
    if scale < 1:
        raise Refused(f"--scale {scale}: give 1 or more.")
    if defects != "all" and not (defects.isdecimal() and len(defects) < 6):
        raise Refused(f'--defects {defects}: give a number, or "all".')
    code, name = _council(place)
    from riia.indicators.simulation.folder import KINDS, Request
    from riia.indicators.simulation.targets import targets_for

    figures = packaged_figures(code)
    targets = targets_for(code, year, figures, *_populations(code, year), years=years)
    kinds = tuple(one for one in KINDS if one in only) if only else KINDS
    if scale > 1:
        kinds = tuple(one for one in kinds if one != "annex-a")
        if not kinds:
            raise Refused("An Annex A workbook is made of one council only. Leave out --scale.")
    wanted = defects if defects == "all" else int(defects)
    return Request(targets, seed, _day(as_at, year), years, scale, kinds, wanted, name, sen2_as)


def _council(place: str) -> tuple[str, str]:
    from riia.commands.refusals import Refused
    from riia.indicators.reference import Authority, PlaceError, find_place

    try:
        found = find_place(place)
    except PlaceError as error:
        raise Refused(str(error)) from None
    if not isinstance(found, Authority):
        raise Refused(f"--place {place}: {found.label} is not a council. Name one, such as Derby or 831.")
    return str(found.code), found.official_name


def _populations(code: str, year: int) -> tuple[int, int]:
    """Children of the council and of England, nine months before the year's end, or in the nearest year held."""
    from riia.indicators.model import Number
    from riia.indicators.reference import ENGLAND, find_vintage, population

    vintage = find_vintage()
    at = min(max(year - 1, vintage.first), vintage.last)
    held = [population(place, at).value for place in (code, ENGLAND)]
    england = int(held[1].value) if isinstance(held[1], Number) else 0
    council = int(held[0].value) if isinstance(held[0], Number) else england // 153
    return council, england


def packaged_figures(code: str) -> Figures:
    """The published numbers of a council and of England from the packaged series, without any database."""
    from importlib.resources import files

    import polars as pl

    from riia.indicators.simulation.targets import ENGLAND

    held = pl.read_parquet((files("riia.demo") / "data" / "published.parquet").read_bytes())
    rows = held.filter(pl.col("place").is_in([code, ENGLAND]), pl.col("number").is_not_null())
    found: dict[tuple[str, str, str], float] = {}
    # The preferred source comes last, and so wins.
    for slug, variant, period, place, number, whole in (
        rows.sort("preference", descending=True)
        .select("indicator", "variant", "period", "place", "number", "denominator")
        .iter_rows()
    ):
        address = slug if variant == "all" else f"{slug}:{variant}"
        found[address, period, place] = number
        if whole:
            found[f"{address}#share", period, place] = number / whole
    return found


def _day(text: str, year: int) -> date:
    from riia.commands.asking import day_meant
    from riia.commands.refusals import Refused

    ends = [date(year - (month > 3), month, day) for month, day in _QUARTER_ENDS]
    if not text:
        return ends[-1]
    found = day_meant(text, "--as-at")
    if found not in ends:
        raise Refused(f"--as-at {text}: give a quarter end of the year: {', '.join(map(str, ends))}.")
    return found


def _ready(out: Path, *, overwrite: bool) -> None:
    """Make sure that nothing but an earlier simulation is in the way."""
    from riia.commands.refusals import Refused
    from riia.indicators.simulation.replacing import is_empty, is_simulation

    if out.exists() and not out.is_dir():
        raise Refused(f"{out} is a file. Name a folder.")
    if not out.exists() or is_empty(out):
        return
    if not is_simulation(out):
        raise Refused(f"{out} is not empty, and what is in it is not a simulation. Name another folder.")
    if not overwrite:
        raise Refused(f"{out} holds an earlier simulation. Give --overwrite to replace it, or name another folder.")


def _answer(request: Request, out: Path, written: Written) -> dict[str, Any]:
    return {
        "simulated": True,
        "folder": str(out),
        "place": request.targets.place,
        "year": request.targets.year,
        "seed": request.seed,
        "files": written.files,
        "defects": len(written.planted),
    }


def _told(request: Request, out: Path, written: Written) -> list[str]:
    lines = [f"SIMULATED files of {request.name}, year ending March {request.targets.year}, in {out}:"]
    folders: dict[str, list[int]] = {}
    for name, rows in written.files.items():
        shown = name.rsplit("/", 1)[0] + "/" if "/" in name else name
        folders.setdefault(shown, []).append(rows)
    for shown, counts in folders.items():
        what = f"{len(counts)} tables, " if len(counts) > 1 else ""
        lines.append(f"  {shown}: {what}{sum(counts):,} rows")
    lines.append(f"  truth.json: what each indicator should come to; {len(written.planted)} defects planted")
    return lines


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201
