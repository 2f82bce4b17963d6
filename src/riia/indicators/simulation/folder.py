"""A folder of simulated files: made, written, and described in truth.json and README.txt."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from riia.indicators.simulation.defects import Files, Planted, plant
from riia.indicators.simulation.files.annex_a import annex_a_sheets
from riia.indicators.simulation.files.care_return import care_sheets
from riia.indicators.simulation.files.cin import Node, census_children, write_census
from riia.indicators.simulation.files.home_register import home_sheet
from riia.indicators.simulation.files.sen2_forms import (
    END,
    PERSON_ID,
    REQUEST_ID,
    as_modules,
    number_for_modules,
    write_xml,
)
from riia.indicators.simulation.files.sen2_return import sen2_sheets
from riia.indicators.simulation.files.sheets import Sheet, blade, csv_text, day_first, write_csv
from riia.indicators.simulation.files.workbook import write_workbook
from riia.indicators.simulation.lives import World
from riia.indicators.simulation.targets import Targets
from riia.indicators.simulation.truth import adding, truths
from riia.indicators.simulation.world import imagine

TRUTH, README = "truth.json", "README.txt"
KINDS: Final = ("annex-a", "cin-census", "ssda903", "sen2", "ehe")
SEN2_FORMS: Final = ("blade", "modules", "xml")

_ENDLESS: Final = 1_000_000
type Told = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What to make. `parts` councils of the targets' size are put together as one, each with children of its own.

    `sen2_as` is the form of the SEN2 return: one of `SEN2_FORMS`.
    """

    targets: Targets
    seed: int
    as_at: date
    years: int = 3
    parts: int = 1
    kinds: tuple[str, ...] = KINDS
    defects: int | str = 0
    name: str = ""
    sen2_as: str = SEN2_FORMS[0]


@dataclass
class Written:
    """What was written: files with their rows, the planted defects and the true numbers."""

    files: dict[str, int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    truths: dict[str, dict[str, int]] = field(default_factory=dict)


def simulate(request: Request, folder: Path, told: Told = lambda _: None) -> Written:
    """Make everything and write it into a folder, which is made if need be. The same request, the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = Written()
    told("Imagining the children ...")
    if request.parts == 1:
        world = imagine(request.targets, _seed(request, 0), years=request.years)
        files = _projected(request, world)
        told("Writing ...")
        written.planted = plant(files, request.defects, _seed(request, 0))
        _write_sheets(files, folder, written)
        _write_censuses(files, folder, request, written)
        written.truths = truths(world, request.targets.year)
    else:
        _write_parts(request, folder, written, told)
    _write_truth(request, folder, written)
    _write_readme(request, folder, written)
    return written


def census_of(request: Request, path: Path, told: Told = lambda _: None, *, children: int | None = None) -> int:
    """Write only the CIN census of the request's year; gives the number of children in it.

    With `children` as many parts are made as so many children need, otherwise the request's parts. One part is in
    memory at a time, so England's million fits any machine.
    """
    year = request.targets.year
    endless = request if children is None else replace(request, parts=_ENDLESS)

    def nodes() -> Iterator[Node]:
        for world in _worlds(endless, told, needs_only=True):
            before = world.last_number
            yield from census_children(world.needs, year)
            if not before:
                return  # targets of nothing make nobody, however often

    with path.open("w", encoding="utf-8", newline="\n") as file:
        return write_census(file, request.targets.place, year, islice(nodes(), children))[0]


def _seed(request: Request, part: int) -> str:
    return f"riia {request.targets.place} {request.targets.year} {request.seed} {part}"


def _worlds(request: Request, told: Told, *, needs_only: bool = False) -> Iterator[World]:
    number = 0
    for part in range(request.parts):
        world = imagine(
            request.targets, _seed(request, part), years=request.years, first_number=number, needs_only=needs_only
        )
        number = world.last_number
        told(f"Part {part + 1} of {request.parts}: {number:,} people so far")
        yield world


def _years(request: Request) -> range:
    return range(request.targets.year - request.years + 1, request.targets.year + 1)


def _projected(request: Request, world: World) -> Files:
    files = Files(request.targets.place, request.targets.year, request.as_at, sen2_as=request.sen2_as)
    if "annex-a" in request.kinds:
        files.annex_a = annex_a_sheets(world, request.as_at)
    if "cin-census" in request.kinds:
        files.census = {year: list(census_children(world.needs, year)) for year in _years(request)}
    if "ssda903" in request.kinds:
        files.care = {year: care_sheets(world, year) for year in _years(request)}
    if "sen2" in request.kinds:
        files.sen2 = sen2_sheets(world)
        if request.sen2_as == "modules":
            number_for_modules(files.sen2)
    if "ehe" in request.kinds:
        files.home = home_sheet(world)
    return files


def _write_sheets(files: Files, folder: Path, written: Written) -> None:
    if files.annex_a:
        sheets = list(files.annex_a.values())
        write_workbook(folder / sheets[0].file, files.annex_a)
        written.files[sheets[0].file] = sum(len(sheet.rows) for sheet in sheets)
    for sheet, days in _texts(files):
        written.files[sheet.file] = write_csv(folder / sheet.file, [sheet], days)
    if files.sen2 and files.sen2_as == "xml":
        _write_sen2(files, folder, written, first=True)
        _close_sen2(files, folder)
    for planted in written.planted:
        planted.find_row()


def _texts(files: Files) -> Iterator[tuple[Sheet, Callable[[date], str]]]:
    for sheets in files.care.values():
        yield from ((sheet, day_first) for sheet in sheets.values())
    if files.sen2 and files.sen2_as == "blade":
        yield from ((sheet, blade) for sheet in files.sen2.values())
    if files.sen2 and files.sen2_as == "modules":
        yield from ((sheet, day_first) for sheet in as_modules(files.sen2, files.year))
    if files.home:
        yield files.home, day_first


def _write_sen2(files: Files, folder: Path, written: Written, *, first: bool) -> None:
    """The return as XML, still open at its end; or the persons of another part, added to it."""
    path = folder / _sen2_xml(files)
    path.parent.mkdir(parents=True, exist_ok=True)
    own = {id(row) for sheet in files.sen2.values() for row in sheet.rows}
    here = [one for one in written.planted if first and id(one.cells) in own]
    with path.open("w" if first else "a", encoding="utf-8", newline="\n") as file:
        number, lines = write_xml(file, files.sen2, [one.cells for one in here if one.cells], heading=first)
    for one in here:
        one.row = lines[id(one.cells)]
    for sheet in files.sen2.values():
        sheet.file = _sen2_xml(files)
    written.files[_sen2_xml(files)] = written.files.get(_sen2_xml(files), 0) + number


def _close_sen2(files: Files, folder: Path) -> None:
    with (folder / _sen2_xml(files)).open("a", encoding="utf-8", newline="\n") as file:
        file.write(END)


def _sen2_xml(files: Files) -> str:
    return f"sen2_{files.year}.xml"


def _write_censuses(files: Files, folder: Path, request: Request, written: Written) -> None:
    for year, children in files.census.items():
        name = f"cin_{year}.xml"
        here = [one for one in written.planted if one.file == name]
        watched = [one.node for one in here if one.node is not None]
        with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
            number, lines = write_census(file, request.targets.place, year, children, watched)
        written.files[name] = number
        for one in here:
            if one.node is not None:
                one.row = lines.get(id(one.node), 0)


def _write_parts(request: Request, folder: Path, written: Written, told: Told) -> None:
    """Several councils' worth, one after the other: text files and censuses grow as they come."""
    single = replace(request, kinds=tuple(kind for kind in request.kinds if kind != "annex-a"))
    for part, world in enumerate(_worlds(request, told)):
        files = _projected(single, world)
        if part == 0:
            written.planted = plant(files, request.defects, _seed(request, 0))
        for sheet, days in _texts(files):
            path = folder / sheet.file
            path.parent.mkdir(parents=True, exist_ok=True)
            if part and sheet.name == "sen2":
                continue
            _renumber(sheet, part)
            with path.open("w" if part == 0 else "a", encoding="utf-8", newline="") as file:
                file.write(csv_text(sheet, days, heading=part == 0))
            written.files[sheet.file] = written.files.get(sheet.file, 0) + len(sheet.rows)
        if files.sen2 and files.sen2_as == "xml":
            _write_sen2(files, folder, written, first=part == 0)
            if part == request.parts - 1:
                _close_sen2(files, folder)
        for planted in written.planted if part == 0 else ():
            planted.find_row()
        written.truths = adding(written.truths, truths(world, request.targets.year))
        for year, children in files.census.items():
            _append_census(folder / f"cin_{year}.xml", request, year, children, written, first=part == 0)
    for year in _years(request) if "cin-census" in request.kinds else ():
        with (folder / f"cin_{year}.xml").open("a", encoding="utf-8", newline="\n") as file:
            file.write(_END)


_END: Final = " </Children>\n</Message>\n"


def _append_census(
    path: Path, request: Request, year: int, children: list[Node], written: Written, *, first: bool
) -> None:
    """Add a part's children to a census that is still open at its end."""
    from io import StringIO

    here = [one for one in written.planted if one.file == path.name] if first else []
    text = StringIO()
    number, lines = write_census(text, request.targets.place, year, children, [one.node for one in here if one.node])
    body = text.getvalue().removesuffix(_END)
    if not first:
        body = body[body.index(" <Children>\n") + len(" <Children>\n") :]
    with path.open("w" if first else "a", encoding="utf-8", newline="\n") as file:
        file.write(body)
    for one in here:
        if one.node is not None:
            one.row = lines.get(id(one.node), 0)
    written.files[path.name] = written.files.get(path.name, 0) + number


def _renumber(sheet: Sheet, part: int) -> None:
    """Keep COLLECT's row numbers apart: each part counts from another ten million."""
    if part and sheet.file.startswith("sen2/"):
        for row in sheet.rows:
            for name, cell in row.items():
                keyed = name.endswith("tableid") or name in (PERSON_ID, REQUEST_ID)
                if keyed and name != "sen2tableid" and isinstance(cell, str) and cell:
                    row[name] = str(int(cell) + part * 10_000_000)


def _write_truth(request: Request, folder: Path, written: Written) -> None:
    targets = request.targets
    told: dict[str, Any] = {
        "simulated": True,
        "made_by": "riia simulate",
        "place": targets.place,
        "name": request.name,
        "year": targets.year,
        "seed": request.seed,
        "as_at": request.as_at.isoformat(),
        "parts": request.parts,
        "population": targets.population * request.parts,
        "files": dict(sorted(written.files.items())),
        "targets": {
            name: number * request.parts for (name, year), number in targets.numbers.items() if year == targets.year
        },
        "targets_from": dict(targets.origins),
        "values": written.truths,
        "values_are": "Counted from the life histories, before defects were planted. Stocks are at the period's end.",
        "defects": [one.told() for one in written.planted],
    }
    text = json.dumps(told, indent=1, ensure_ascii=False)
    (folder / TRUTH).write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_readme(request: Request, folder: Path, written: Written) -> None:
    lines = [
        "SIMULATED",
        "",
        "Everything in this folder is made up. No row is about a real child, family or worker.",
        f"Made by: {_command(request)}",
        f"Made to look like: {request.name or request.targets.place}, year ending 31 March {request.targets.year}.",
        "",
        "Annex A is as at the day in its name; the CIN census and the SSDA903 are as at 31 March of their years;",
        "SEN2 tells of the calendar year before; the register of home education is as at 31 August.",
        "truth.json says what each indicator should come to, and every defect that was planted, with its row.",
        f"Defects planted: {len(written.planted)}.",
        "",
        *(f"{name}: {rows:,} rows" for name, rows in sorted(written.files.items())),
    ]
    (folder / README).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _command(request: Request) -> str:
    """The command that makes the same folder again."""
    words = [
        f"riia simulate --place {request.targets.place} --year {request.targets.year} --seed {request.seed}",
        f"--as-at {request.as_at} --years {request.years}",
    ]
    if request.defects:
        words.append(f"--defects {request.defects}")
    if request.parts > 1:
        words.append(f"--scale {request.parts}")
    if request.sen2_as != SEN2_FORMS[0]:
        words.append(f"--sen2-as {request.sen2_as}")
    if request.kinds != KINDS:
        words += [f"--only {kind}" for kind in request.kinds]
    return " ".join(words)
