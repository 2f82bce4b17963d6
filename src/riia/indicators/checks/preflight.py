"""A pre-flight: files in, everything that is to be said about them out, before anything is counted or sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from riia.indicators.checks.recognising import Sorted, files_of, reader_of, sort
from riia.indicators.checks.running import NotMade, check_reading
from riia.indicators.checks.schemas import collection_of
from riia.indicators.checks.unknown import damaged_return, why_unknown
from riia.indicators.model.findings import Finding, Severity, in_order
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import Progress, Reading, SourceFile, TableSummary

_ALSO_CHECKED: Final = {
    "READ-CHILD": ("CIN-101",), "EHE-ORDER": ("EHE-101",), "EHE-TWICE": ("EHE-103", "EHE-109"),
}  # fmt: skip
"""What readers say on the way that a check says too: told once, by the check."""


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file that was read, what it was taken for, and what became of its rows."""

    name: str
    collection: str
    title: str
    year: int | None
    first: date | None
    last: date | None
    tables: tuple[TableSummary, ...]

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(table.read for table in self.tables)

    @property
    def used(self) -> int:
        """Rows used."""
        return sum(table.used for table in self.tables)

    @property
    def set_aside(self) -> int:
        """Rows set aside, for the reasons that the tables give."""
        return self.read - self.used


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read, and why."""

    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is to be said, the worst first. `made` counts checks, `passed` names files that are no return."""

    files: tuple[FileTold, ...]
    findings: tuple[Finding, ...]
    refusals: tuple[Refusal, ...]
    made: int
    not_made: tuple[NotMade, ...]
    passed: tuple[str, ...]
    on: date

    def count(self, severity: Severity) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def without_identifiers(self) -> "Report":
        """The same without children's identifiers and without what stands in any cell; rows stay."""
        bare = tuple(
            replace(one, spots=tuple(replace(spot, child="", value="") for spot in one.spots)) for one in self.findings
        )
        refused = tuple(
            Refusal(one.name, tuple(replace(problem, value="") for problem in one.problems)) for one in self.refusals
        )
        return replace(self, findings=bare, refusals=refused)


type Step = Callable[[str], None]
"""Told in words what begins."""


def preflight(
    paths: Sequence[Path],
    *,
    collection: str | None = None,
    year: int | None = None,
    today: date | None = None,
    step: Step | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read and check files and folders.

    `collection` says what they are, otherwise their content does. `year` is the collection year that files are held to
    in place of the one they give. `step` and `progress` are told what is going on. A file that cannot be read is a
    refusal in the report and does not keep the others from being checked. Raises OSError when one cannot be opened.
    """
    say = step or (lambda _: None)
    now = today or date.today()  # noqa: DTZ011 (the user's own day)
    say("Looking at what the files are")
    found: Sorted = sort(paths, collection=collection)
    refusals = [Refusal(_called(path), (why_unknown(path),)) for path in found.named]
    damaged = {path: Refusal(path.name, (why,)) for path in found.passed if (why := damaged_return(path))}
    files: list[FileTold] = []
    findings: list[Finding] = []
    not_made: list[NotMade] = []
    made = 0
    for key, some in found.by_collection.items():
        title = collection_of(key).title
        say(f"Reading {title}")
        reading, refused = _read(key, some, year, progress)
        refusals += refused
        if reading is None:
            continue
        if year is not None:
            reading = _of_year(reading, year)
        say(f"Checking {title}")
        checked = check_reading(reading, today=now, progress=progress)
        files += [_told(reading, file, title) for file in reading.files]
        findings += [*_not_repeated(reading.findings, checked.findings), *checked.findings]
        not_made += checked.not_made
        made += checked.made
    told = {name for one in refusals for name in (one.name, *(Path(problem.table).name for problem in one.problems))}
    refusals += [refusal for path, refusal in damaged.items() if path.name not in told]
    passed = tuple(path.name for path in found.passed if path not in damaged)
    return Report(tuple(files), in_order(findings), tuple(refusals), made, tuple(not_made), passed, now)


def _called(path: Path) -> str:
    return path.name or str(path)


def _read(
    key: str, paths: Sequence[Path], year: int | None, progress: Progress | None
) -> tuple[Reading | None, list[Refusal]]:
    """Read what can be read. A refused file is left out and the others are tried again."""
    left, refusals = list(paths), list[Refusal]()
    asked: dict[str, Any] = {"progress": progress} | ({"year": year} if key == "sen2" and year is not None else {})
    while left:
        try:
            reading: Reading = reader_of(key).read(left, **asked)
        except FileRefused as refused:
            refusals.append(Refusal(refused.file, refused.problems))
            # A reader of folders names the folder, and the file in it as the table of a problem.
            culprits = (refused.file, *(one.table for one in refused.problems if one.table))
            without = _without(culprits, left, key)
            if without == left:
                return None, refusals
            left = without
        else:
            return reading, refusals
    return None, refusals


def _without(culprits: tuple[str, ...], paths: Sequence[Path], key: str) -> list[Path]:
    """The paths less refused files; a folder that holds one becomes its other files. The same when none is found."""
    left: list[Path] = []
    for path in paths:
        inside = files_of(path, key) if path.is_dir() else [path]
        others = [one for one in inside if not one.as_posix().endswith(culprits)]
        left += [path] if len(others) == len(inside) else others
    return left


def _not_repeated(read: Sequence[Finding], checked: Sequence[Finding]) -> list[Finding]:
    """The readers' findings without those whose every row a check has found for the same cause."""
    rows: dict[tuple[str, str], set[int]] = {}
    for one in checked:
        rows.setdefault((one.code, one.file), set()).update(spot.row for spot in one.spots)
    left = []
    for one in read:
        told = [rows.get((code, one.file), set()) for code in _ALSO_CHECKED.get(one.code, ())]
        if not told or not one.spots or {spot.row for spot in one.spots} - set().union(*told):
            left.append(one)
    return left


def _of_year(reading: Reading, year: int) -> Reading:
    calendar = reading.collection == "sen2"
    first = date(year, 1, 1) if calendar else date(year - 1, 4, 1)
    last = date(year, 12, 31) if calendar else date(year, 3, 31)
    files = tuple(replace(file, year=year, first=first, last=last, declared=True) for file in reading.files)
    return replace(reading, files=files)


def _told(reading: Reading, file: SourceFile, title: str) -> FileTold:
    tables = tuple(one for one in reading.summaries if one.file == file.name)
    return FileTold(file.name, reading.collection, title, file.year, file.first, file.last, tables)
