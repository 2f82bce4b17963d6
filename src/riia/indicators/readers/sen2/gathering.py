"""From folders and files to returns: which files belong together, and how each is called."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.delimited import open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.sen2.layout import LAYOUT
from riia.indicators.readers.sen2.recognition import OTHER_SUFFIXES, SUFFIXES, Form, Module, is_xml, module_of
from riia.indicators.readers.sen2.sheets import Table, holds_modules, tables_in
from riia.indicators.readers.workbook import is_workbook
from riia.indicators.readers.xml_rows import read_rows
from riia.indicators.tables.schema import folded
from riia.indicators.tables.sen2 import SEN2

_TITLE: Final = "SEN2 person-level return"
_WHAT: Final = f"a {_TITLE} (COLLECT's CSV for each module, modules m1 to m5 as CSV or workbook, or XML)"
_MARKUP: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_LONG_NAMES: Final = sorted(
    (folded(name) for table in SEN2.tables for name in (table.name, *table.names)), key=len, reverse=True
)


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one table of a workbook. `name` is what the file is called, once among all; `module` None for XML.

    `found` is the table of a workbook, and `digest` that of its file.
    """

    path: Path
    name: str
    module: Module | None = None
    found: Table | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """The files that make up one return."""

    form: Form
    parts: tuple[Part, ...]

    @property
    def label(self) -> str:
        """How the return is called: its file, or its first."""
        return self.parts[0].name


def recognises(path: Path) -> bool:
    """Whether a file, or a file in a folder, is of a SEN2 person-level return. Looks at the beginning; never raises."""
    try:
        if path.is_dir():
            return any(recognises(one) for one in files_in(path))
        if is_workbook(path):
            return holds_modules(path)
        return is_xml(path) or module_of(path) is not None
    except (OSError, FileRefused):
        return False


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its folders that could be of a return, in order of name."""
    endings = (*SUFFIXES, *OTHER_SUFFIXES)
    found = (one for one in folder.rglob("*") if one.suffix.lower() in endings and not one.name.startswith(("~", ".")))
    return sorted(one for one in found if one.is_file())


def gather(paths: Sequence[Path]) -> tuple[list[Return], list[Finding]]:
    """The returns among `paths`, and notes on files of a folder that are not of one. Raises FileRefused."""
    given: list[Path] = []
    inside: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside += files_in(path)
        else:
            given.append(path)
    every = list(dict.fromkeys([*given, *inside]))
    names = _called(every)
    returns: list[Return] = []
    modules: list[Part] = []
    notes: list[Finding] = []
    for path in every:
        parts, told = _parts(path, names[path], named=path in given or _says(path))
        notes += told
        if not parts and (path in given or _says(path)):
            raise FileRefused(names[path], [_not_ours(path)])
        if not parts and path.suffix.lower() in SUFFIXES:
            rule = "The file is not of a SEN2 person-level return and was not read."
            remedy = "No action is needed unless it should be: check its headings."
            notes.append(Finding("READ-FILE", Severity.NOTE, names[path], "", "", rule, remedy, 1))
        for part in parts:
            if part.module is None:
                returns.append(Return(Form.XML, (part,)))
            else:
                modules.append(part)
    returns += _grouped(modules)
    if not returns:
        told_of = ", ".join(sorted({path.name for path in paths})) or "nothing"
        rule = f"holds no file of {_WHAT}."
        raise FileRefused(told_of, [Problem(0, "", "", rule, "Give the folder, or the files, of the return.")])
    return returns, notes


def _parts(path: Path, name: str, *, named: bool) -> tuple[list[Part], list[Finding]]:
    """What of a return a file holds, and notes. A workbook that cannot be opened is refused if it was asked for."""
    if not path.is_file():
        return [], []
    if is_workbook(path):
        try:
            tables, notes, digest = tables_in(path, name)
        except FileRefused:
            if named:
                raise
            return [], []
        return [Part(path, name, one.module, one, digest) for one in tables], notes
    if is_xml(path):
        return [Part(path, name)], []
    found = module_of(path)
    return ([Part(path, name, found)] if found else []), []


def _says(path: Path) -> bool:
    """Whether the name of a file is that of a module: then it belongs to the return, whatever is wrong with it."""
    stem = folded(path.stem)
    return path.suffix.lower() in (".csv", ".xlsx", ".xlsm") and (
        stem in _LONG_NAMES
        or bool(re.search(r"(^|[\W_])m[1-5]$", path.stem.lower()))
        or (stem.startswith("bladeexport") and stem.endswith(tuple(_LONG_NAMES)))
    )


def _not_ours(path: Path) -> Problem:
    if not path.is_file():
        return Problem(0, "", "", "there is no such file.", "Check the path.")
    if path.stat().st_size == 0:
        return Problem(0, "", "", "the file is empty.", "Make the export again: even an empty return has a heading.")
    if path.suffix.lower() == ".zip":
        return Problem(0, "", "", "is a zip archive.", "Unpack it and give what is in it.")
    if is_workbook(path):
        rule = f"holds no sheet of {_WHAT}."
        remedy = "Each module needs its headings in one row, with Person ID, and below the requests Requests Record ID."
        return Problem(0, "", "", rule, remedy)
    if _is_markup(path):
        return _wrong_xml(path)
    try:
        open_delimited(path)
    except FileRefused as refused:  # it is no table at all, which says more
        return refused.problems[0]
    rule = f"is not {_WHAT}: its headings are not those of a module."
    remedy = "Check that it is the right file. Modules m1 to m5 need the column Person ID, COLLECT's their ...tableid."
    return Problem(0, "", "", rule, remedy)


def _is_markup(path: Path) -> bool:
    with path.open("rb") as stream:
        return path.suffix.lower() == ".xml" or stream.read(64).lstrip().startswith(_MARKUP)


def _wrong_xml(path: Path) -> Problem:
    """What is wrong with XML whose beginning does not say SEN2: cut off, not XML, another root, another collection."""
    try:
        read_rows(path, LAYOUT, title=_TITLE)
    except FileRefused as refused:
        return refused.problems[0]
    rule = "is XML whose header does not name the collection SEN2."
    return Problem(0, "", "", rule, "Check that it is the right return: <Collection>SEN2</Collection> says so.")


def _called(paths: Sequence[Path]) -> dict[Path, str]:
    """Each file's name, with its folder's where two files have the same."""
    short = Counter(path.name for path in paths)
    names = {path: path.name if short[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths}
    twice = Counter(names.values())
    return {path: name if twice[name] == 1 else path.as_posix() for path, name in names.items()}


def _grouped(parts: Sequence[Part]) -> list[Return]:
    """Modules of one folder belong together; where a folder holds one twice, those of one workbook or of like names."""
    by_folder: dict[tuple[Path, Form], list[Part]] = {}
    for part in _decided(parts):
        assert part.module is not None
        by_folder.setdefault((part.path.parent, part.module.form), []).append(part)
    found: list[Return] = []
    for (_, form), group in by_folder.items():
        if not _twice(group):
            found.append(Return(form, tuple(group)))
            continue
        by_name: dict[str, list[Part]] = {}
        for part in group:
            several = sum(other.path == part.path for other in group) > 1
            by_name.setdefault(part.path.as_posix() if several else _rest_of(part), []).append(part)
        alone = [named for named in by_name.values() if len(named) == 1]
        repeated = next((again for named in by_name.values() if (again := _twice(named))), None)
        if repeated or alone:
            culprit = repeated or _twice(group)
            assert culprit is not None
            raise FileRefused(culprit.name, [_one_too_many(culprit)])
        found += [Return(form, tuple(named)) for named in by_name.values()]
    return found


def _one_too_many(part: Part) -> Problem:
    if part.found:
        rule = f"is the second sheet of the module {_table(part)}."
        return Problem(0, "", "", rule, "Keep one sheet for each module in a workbook.", part.found.sheet)
    rule = f"is the second file of the module {_table(part)} in its folder; names do not tell returns apart."
    return Problem(0, "", "", rule, "Put the files of each return in a folder of its own.")


def _decided(parts: Sequence[Part]) -> list[Part]:
    """Parts that could be joined as in either form are joined as the others of their folder are."""
    blade = {part.path.parent for part in parts if part.module and part.module.form is Form.BLADE}
    return [
        replace(part, module=replace(part.module, form=Form.BLADE, person="", request=""))
        if part.module and part.module.either and part.path.parent in blade
        else part
        for part in parts
    ]


def _twice(parts: Sequence[Part]) -> Part | None:
    seen: set[str] = set()
    for part in parts:
        if _table(part) in seen:
            return part
        seen.add(_table(part))
    return None


def _table(part: Part) -> str:
    assert part.module is not None
    return part.module.table.name


def _rest_of(part: Part) -> str:
    """The file's name without what says which module it is."""
    stem = folded(part.path.stem)
    own = next((name for name in _LONG_NAMES if stem.endswith(name) or stem.startswith(name)), "")
    return re.sub(f"^{own}|{own}$", "", stem) if own else stem
