"""From folders and files to returns: which files belong together, and how each is called."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.delimited import open_delimited
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.sen2.recognition import Form, Module, files_in, is_xml, module_of
from riia.indicators.readers.xml_rows import root_name
from riia.indicators.tables.schema import folded
from riia.indicators.tables.sen2 import SEN2

_WHAT: Final = "a SEN2 person-level return (COLLECT's CSV for each module, modules m1 to m5, or XML)"
_LONG_NAMES: Final = sorted(
    (folded(name) for table in SEN2.tables for name in (table.name, *table.names)), key=len, reverse=True
)


@dataclass(frozen=True, slots=True)
class Part:
    """One file. `name` is what it is called, once among all; `module` is None for XML."""

    path: Path
    name: str
    module: Module | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """The files that make up one return."""

    form: Form
    parts: tuple[Part, ...]

    @property
    def label(self) -> str:
        """How the return is called: its file, or its first."""
        return self.parts[0].name


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
        part = _part(path, names[path])
        if part is None and (path in given or _says(path)):
            raise FileRefused(names[path], [_not_ours(path)])
        if part is None:
            rule = "The file is not of a SEN2 person-level return and was not read."
            remedy = "No action is needed unless it should be: check its headings."
            notes.append(Finding("READ-FILE", Severity.NOTE, names[path], "", "", rule, remedy, 1))
        elif part.module is None:
            returns.append(Return(Form.XML, (part,)))
        else:
            modules.append(part)
    returns += _grouped(modules)
    if not returns:
        told = ", ".join(sorted({path.name for path in paths})) or "nothing"
        rule = f"holds no file of {_WHAT}."
        raise FileRefused(told, [Problem(0, "", "", rule, "Give the folder, or the files, of the return.")])
    return returns, notes


def _part(path: Path, name: str) -> Part | None:
    if path.is_file() and is_xml(path):
        return Part(path, name)
    found = module_of(path)
    return Part(path, name, found) if found else None


def _says(path: Path) -> bool:
    """Whether the name of a file is that of a module: then it belongs to the return, whatever is wrong with it."""
    stem = folded(path.stem)
    return path.suffix.lower() == ".csv" and (
        stem in _LONG_NAMES
        or bool(re.search(r"(^|[\W_])m[1-5]$", path.stem.lower()))
        or (stem.startswith("bladeexport") and stem.endswith(tuple(_LONG_NAMES)))
    )


def _not_ours(path: Path) -> Problem:
    if not path.is_file():
        return Problem(0, "", "", "there is no such file.", "Check the path.")
    if path.stat().st_size == 0:
        return Problem(0, "", "", "the file is empty.", "Make the export again: even an empty return has a heading.")
    if root := root_name(path):
        rule = f"is XML (<{root}>) whose header does not name the collection SEN2."
        return Problem(0, "", "", rule, "Check that it is the right return: <Collection>SEN2</Collection> says so.")
    try:
        open_delimited(path)
    except FileRefused as refused:  # it is no table at all, which says more
        return refused.problems[0]
    rule = f"is not {_WHAT}: its headings are not those of a module."
    remedy = "Check that it is the right file. Modules m1 to m5 need the column Person ID, COLLECT's their ...tableid."
    return Problem(0, "", "", rule, remedy)


def _called(paths: Sequence[Path]) -> dict[Path, str]:
    """Each file's name, with its folder's where two files have the same."""
    short = Counter(path.name for path in paths)
    names = {path: path.name if short[path.name] == 1 else f"{path.parent.name}/{path.name}" for path in paths}
    twice = Counter(names.values())
    return {path: name if twice[name] == 1 else path.as_posix() for path, name in names.items()}


def _grouped(parts: Sequence[Part]) -> list[Return]:
    """Modules of one folder belong together; where a folder holds one twice, those whose names have the rest alike."""
    by_folder: dict[tuple[Path, Form], list[Part]] = {}
    for part in parts:
        assert part.module is not None
        by_folder.setdefault((part.path.parent, part.module.form), []).append(part)
    found: list[Return] = []
    for (_, form), group in by_folder.items():
        if not _twice(group):
            found.append(Return(form, tuple(group)))
            continue
        by_name: dict[str, list[Part]] = {}
        for part in group:
            by_name.setdefault(_rest_of(part), []).append(part)
        if any(len(named) == 1 or _twice(named) for named in by_name.values()):
            repeated = _twice(group)
            assert repeated is not None
            rule = (
                f"is the second file of the module {_table(repeated)} in its folder; names do not tell returns apart."
            )
            raise FileRefused(repeated.name, [Problem(0, "", "", rule, "Put the files of each return in a folder.")])
        found += [Return(form, tuple(named)) for named in by_name.values()]
    return found


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
