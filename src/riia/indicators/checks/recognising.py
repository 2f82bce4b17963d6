"""Which of the files and folders that somebody names belongs to which collection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from riia.indicators.checks.schemas import KEYS
from riia.indicators.readers import annex_a, cin_census, ehe, sen2, ssda903

_OF_MANY_FILES: Final = ("ssda903", "sen2", "annex-a")
"""Collections whose reader takes a folder and finds out for itself which of its files belong together."""
_READERS: Final[dict[str, ModuleType]] = {
    "cin-census": cin_census, "ssda903": ssda903, "sen2": sen2, "annex-a": annex_a, "ehe": ehe,
}  # fmt: skip
"""Each collection's reader, in the order in which they are asked."""
_DATA: Final = (".xml", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".ods", ".zip")

_OURS: Final = (b"indicator,variant,", b"indicator,return,fate,", b"child,day,source,file,row,why,")
"""How the CSV files begin that the commands write."""
_SYSTEM: Final = frozenset({"desktop.ini", "thumbs.db"})


@dataclass
class Sorted:
    """Paths by collection, and what is of none: `named` were given themselves, `passed` only lay in a folder."""

    by_collection: dict[str, list[Path]] = field(default_factory=dict)
    named: list[Path] = field(default_factory=list)
    passed: list[Path] = field(default_factory=list)


def reader_of(key: str) -> Any:
    """The reader of a collection: a module with `read` and `recognises`."""
    return _READERS[key]


def sort(paths: Sequence[Path], *, collection: str | None = None) -> Sorted:
    """Tell each path's collection by its content, unless `collection` says what they all are."""
    result = Sorted()
    if collection is not None:
        result.by_collection[collection] = [one for path in paths for one in _given(path, collection)]
        return result
    for path in paths:
        found = _folder(path) if path.is_dir() else _file(path)
        if not found.by_collection:
            result.named.append(path)
            continue
        for key, some in found.by_collection.items():
            result.by_collection.setdefault(key, []).extend(some)
        result.passed += found.passed
    result.by_collection = {key: result.by_collection[key] for key in KEYS if key in result.by_collection}
    return result


def files_of(folder: Path, collection: str) -> list[Path]:
    """The files in a folder that the reader of a collection knows."""
    recognises = reader_of(collection).recognises
    return [one for one in _data_in(folder) if recognises(one)]


def lies_about(path: Path) -> bool:
    """Whether a file of a folder is nobody's: hidden, Excel's mark of an open workbook, or put there by Windows."""
    return path.name.startswith((".", "~$")) or path.name.casefold() in _SYSTEM


def _data_in(folder: Path) -> list[Path]:
    """The files below a folder that may be returns."""
    inside = (one for one in sorted(folder.rglob("*")) if one.suffix.lower() in _DATA and not lies_about(one))
    return [one for one in inside if one.is_file() and not is_ours(one)]


def _given(path: Path, collection: str) -> list[Path]:
    """A path for a reader, or the files of a folder for a reader that takes only files."""
    if collection in _OF_MANY_FILES or not path.is_dir():
        return [path]
    return _data_in(path)


def is_ours(path: Path) -> bool:
    """Whether a CSV file is an answer of this product: figures, or rows with children's dates, like a list of them."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(100).removeprefix(b"\xef\xbb\xbf").startswith(_OURS)
    except OSError:
        return False


def _file(path: Path) -> Sorted:
    recognises: Callable[[Path], bool]
    if is_ours(path):
        return Sorted(passed=[path])
    for key in _READERS:
        recognises = reader_of(key).recognises
        if recognises(path):
            return Sorted({key: [path]})
    return Sorted(passed=[path])


def _folder(folder: Path) -> Sorted:
    result = Sorted()
    for child in sorted(folder.iterdir()):
        if lies_about(child):
            continue
        if child.is_dir():
            found = _folder(child)
        elif child.suffix.lower() in ("", *_DATA):  # some systems give their text no ending
            found = _file(child)
        else:
            found = Sorted(passed=[child])
        for key, some in found.by_collection.items():
            result.by_collection.setdefault(key, []).extend(some)
        result.passed += found.passed
    # A folder of nothing else is handed over whole, so that its reader sees which files lie together. Of Annex A, the
    # reader sees that by the files, and would take any other workbook in the folder for a part of it.
    kinds = list(result.by_collection)
    if len(kinds) == 1 and kinds[0] in ("ssda903", "sen2"):
        result.by_collection = {kinds[0]: [folder]}
    return result
