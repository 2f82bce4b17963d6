"""The files that a council gives: which return each is, and all of them read, each once."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Final

from riia.indicators.model.findings import Finding, Severity, in_order
from riia.indicators.readers.problems import Problem
from riia.indicators.readers.reading import Progress, Reading

_KEYS: Final = {"annex_a": "annex-a", "cin": "cin-census", "ssda903": "ssda903", "sen2": "sen2", "ehe": "ehe"}
"""The collection of each field of OwnFiles."""
_FINE: Final = 1_000
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class OwnFiles:
    """The files of one council, by return. `as_at` is the day the Annex A workbook was made, when known.

    `sen2_year` is the calendar year that SEN2 returns tell of which do not say so themselves (modules m1 to m5).
    """

    annex_a: tuple[Path, ...] = ()
    cin: tuple[Path, ...] = ()
    ssda903: tuple[Path, ...] = ()
    sen2: tuple[Path, ...] = ()
    ehe: tuple[Path, ...] = ()
    as_at: date | None = None
    sen2_year: int | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything there is to read."""
        return (*self.annex_a, *self.cin, *self.ssda903, *self.sen2, *self.ehe)

    @property
    def by_collection(self) -> dict[str, tuple[Path, ...]]:
        """What there is to read, by the key of its collection; only those that have something."""
        named = {key: tuple(getattr(self, field)) for field, key in _KEYS.items()}
        return {key: paths for key, paths in named.items() if paths}

    def with_files(self, other: "OwnFiles") -> "OwnFiles":
        """Both together; the day of the workbook is this one's, or else the other's."""
        return OwnFiles(
            (*self.annex_a, *other.annex_a), (*self.cin, *other.cin), (*self.ssda903, *other.ssda903),
            (*self.sen2, *other.sen2), (*self.ehe, *other.ehe), self.as_at or other.as_at,
            self.sen2_year or other.sen2_year,
        )  # fmt: skip


@dataclass(frozen=True)
class Recognised:
    """Files and folders sorted by what they hold.

    `unknown` were named themselves and are none of the returns, `damaged` lay in a folder, are called like a return and
    cannot be read whatever they are: each with what is wrong. `passed` lay in a folder and are no return.
    """

    files: OwnFiles
    unknown: tuple[tuple[Path, Problem], ...] = ()
    damaged: tuple[tuple[Path, Problem], ...] = ()
    passed: tuple[Path, ...] = ()


def recognise(paths: Sequence[Path]) -> Recognised:
    """Tell by its content which return each file is, and look into folders for all that they hold."""
    from riia.indicators.checks.recognising import sort
    from riia.indicators.checks.unknown import damaged_return, why_unknown

    found = sort(paths)
    damaged = {path: why for path in found.passed if (why := damaged_return(path))}
    given = {
        key: tuple(one for path in found.by_collection.get(key, ()) for one in within(path, key))
        for key in _KEYS.values()
    }
    return Recognised(
        OwnFiles(given["annex-a"], given["cin-census"], given["ssda903"], given["sen2"], given["ehe"]),
        tuple((path, why_unknown(path)) for path in found.named),
        tuple(damaged.items()),
        tuple(path for path in found.passed if path not in damaged),
    )


def within(path: Path, collection: str) -> list[Path]:
    """What the reader of a collection is given for a path.

    The SSDA903 and the SEN2 return are many files, and their readers find out in a folder which belong together; of the
    other collections it is the files of a folder that are recognised, which may be none.
    """
    from riia.indicators.checks.recognising import files_of

    if collection in ("ssda903", "sen2") or not path.is_dir():
        return [path]
    return files_of(path, collection)


def read(files: OwnFiles, progress: Progress | None = None, place: str | None = None) -> list[Reading]:
    """Read all files, each return beside the others; `place` chooses the rows of a file of several councils.

    `progress` is told how much of all of them is done. A copy of a file is not read again, and that is a finding.
    Raises FileRefused: of several, that of the first return.
    """
    given = files.by_collection
    kept: dict[str, tuple[Path, ...]] = {}
    copies: dict[str, list[Finding]] = {}
    for key, paths in given.items():
        kept[key], copies[key] = _once(paths) if key in ("annex-a", "ehe") else (paths, [])
    shares = _Shares(progress, {key: sum(map(_size, paths)) for key, paths in kept.items()})
    pool = ThreadPoolExecutor(max_workers=max(1, len(kept)))
    try:
        started = [pool.submit(_reader(key, paths, files, place, shares.of(key))) for key, paths in kept.items()]
        readings = [one.result() for one in started]
    finally:
        # Not waiting: when one return is refused, or the user has had enough, the others are of no use.
        pool.shutdown(wait=False, cancel_futures=True)
    return [_with(reading, copies[key]) for key, reading in zip(kept, readings, strict=True)]


def _reader(
    key: str, paths: tuple[Path, ...], files: OwnFiles, place: str | None, progress: Progress | None
) -> Callable[[], Reading]:
    """The reading of one collection, to be done in a thread. What it needs is imported here."""
    match key:
        case "annex-a":
            from riia.indicators.readers import annex_a

            return lambda: annex_a.read(paths, as_at=files.as_at, progress=progress)
        case "cin-census":
            from riia.indicators.readers import cin_census

            return lambda: cin_census.read(paths, progress=progress)
        case "ssda903":
            from riia.indicators.readers import ssda903

            return lambda: ssda903.read(paths, progress=progress)
        case "sen2":
            from riia.indicators.readers import sen2

            return lambda: sen2.read(paths, year=files.sen2_year, progress=progress)
        case _:
            from riia.indicators.readers import ehe

            return lambda: ehe.read(paths, as_at=files.as_at, place=place, progress=progress)


class _Shares:
    """One progress out of those of readers that work side by side, each weighing what its files do."""

    def __init__(self, progress: Progress | None, sizes: dict[str, int]) -> None:
        self.progress = progress
        self.sizes = {key: max(1, size) for key, size in sizes.items()}
        self.done = dict.fromkeys(sizes, 0.0)

    def of(self, key: str) -> Progress | None:
        if self.progress is None:
            return None
        progress, whole = self.progress, sum(self.sizes.values())

        def tell(done: int, total: int) -> None:
            self.done[key] = max(self.done[key], min(1.0, done / total if total else 1.0))
            part = sum(self.sizes[one] * share for one, share in self.done.items()) / whole
            progress(round(part * _FINE), _FINE)

        return tell


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        return path.stat().st_size
    except OSError:
        return 0  # the reader says what is the matter


def _once(paths: Sequence[Path]) -> tuple[tuple[Path, ...], list[Finding]]:
    """The paths without those whose content is that of an earlier one, and a finding for each of these."""
    by_size: dict[int, list[Path]] = {}
    for path in paths:
        by_size.setdefault(_size(path), []).append(path)
    alike = {path for some in by_size.values() if len(some) > 1 for path in some if path.is_file()}
    first: dict[str, Path] = {}
    copies: dict[Path, Path] = {}
    for path in paths:
        if path in alike and (said := _digest(path)) is not None:
            earlier = first.setdefault(said, path)
            if earlier is not path:
                copies[path] = earlier
    found = [
        Finding(
            "READ-TWICE", Severity.NOTE, path.name, "", "",
            f"has the same content as {earlier.name}, so it was read once.", "Give each file once.", 1,
        )
        for path, earlier in copies.items()
    ]  # fmt: skip
    return tuple(path for path in paths if path not in copies), found


def _digest(path: Path) -> str | None:
    said = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                said.update(block)
    except OSError:
        return None
    return said.hexdigest()


def _with(reading: Reading, copies: Iterable[Finding]) -> Reading:
    """The reading with what can be told only of its files together."""
    found = [*copies, *_of_one_day(reading)]
    return replace(reading, findings=in_order([*reading.findings, *found])) if found else reading


def _of_one_day(reading: Reading) -> Iterator[Finding]:
    """Two Annex A workbooks of one day are two tellings of the same children. The CSV files of a folder are one."""
    if reading.collection != "annex-a":
        return
    books = [one for one in reading.files if not one.name.lower().endswith((".csv", ".tsv", ".txt"))]
    for one, other in pairwise(books):
        if one.last is not None and one.last == other.last:
            rule = f"is as old as {one.name}: what both hold is taken from this one."
            remedy = "Give only the one that is right; if each holds a part of the children, no action is needed."
            yield Finding("READ-SAME", Severity.WARNING, other.name, "", "", rule, remedy, 1)
