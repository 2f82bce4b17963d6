"""CIN census XML to typed tables: how long, against what, and how much memory.

Claims: a file of 8,000 children (9 MB) is read at least 200 times faster than by the D2I CIN validator, which needs
over a minute for it; one of 60,000 (70 MB) to tables and all CIN-based indicators within 4 times a bare parse by lxml;
200 MB well under 1 GB resident.

The validator wants an environment of its own: name its Python in `CIN_VALIDATOR_PYTHON`, and it is run once, from XML
to tables, without its rules. Otherwise its minute stands in, which flatters it (0.1.9 took 127 s on two cores).
Where lxml is not installed, the parser of Python's own ElementTree stands in, which builds the same tree and is slower,
and expat without any handler, which builds nothing. A file with a comment in it is not plain and goes through the
parser: that slower way is measured too. The children are fictional. Medians of three runs, in processor time of all
threads, which a busy machine changes less than elapsed time.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from benchmarks._memory import peak_gb

RUNS, VALIDATOR_SECONDS, LIMIT_GB = 3, 60.0, 1.0
SMALL, LARGE, LARGEST = 8_000, 60_000, 172_000
PERIOD, PLACE = "2024-25Q3", "831"
FIRST = date(2024, 4, 1)
_CONVERT = """
import sys, time, xml.etree.ElementTree as tree
from cin_validator import cin_validator
root = tree.parse(sys.argv[1]).getroot()
cin_validator.process_data(cin_validator.convert_data(root))
print(time.process_time())
"""


def main() -> None:
    """Write the three files, then measure each claim."""
    from riia.indicators.engine.own_files import OwnFiles, compute
    from riia.indicators.readers.cin_census import read

    with tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        small, large, largest = (_written(Path(folder), children) for children in (SMALL, LARGE, LARGEST))
        read([small])  # what is loaded once is not what is measured

        ours = _median(lambda: read([small]))
        print(f"{SMALL:,} children, {_megabytes(small)}: to tables in {ours:.2f} s")
        peer, seconds = _validator(small)
        print(f"  {peer}: {seconds:.0f} s, {seconds / ours:.0f} times as long")
        strange = Path(folder) / "cin_strange.xml"
        strange.write_bytes(small.read_bytes().replace(b"</Children>", b"<!-- the end --></Children>"))
        slow = _median(lambda: read([strange]))
        print(f"  with a comment in it, through the parser: {slow:.2f} s; {peer}: {seconds / slow:.0f} times as long")

        tables = _median(lambda: read([large]))
        figures = _median(lambda: compute(OwnFiles(cin=(large,)), place=PLACE, period=PERIOD))
        print(f"{LARGE:,} children, {_megabytes(large)}: to tables {tables:.2f} s, with all indicators {figures:.2f} s")
        for name, parse in _parsers():
            bare = _median(lambda parse=parse: parse(large))
            print(f"  {name}: {bare:.2f} s; tables take {tables / bare:.1f} times as long, all {figures / bare:.1f}")

        command = [sys.executable, "-m", "benchmarks.read_cin_census", str(largest)]
        peak = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        share = f"{peak / LIMIT_GB:.2f} of {LIMIT_GB:.0f} GB"
        print(f"{LARGEST:,} children, {_megabytes(largest)}: peak {peak:.2f} GB, {share}")


def _parsers() -> list[tuple[str, Callable[[Path], object]]]:
    def handlers_none(path: Path) -> None:
        with path.open("rb") as file:
            expat.ParserCreate().ParseFile(file)

    others: list[tuple[str, Callable[[Path], object]]] = [
        ("ElementTree, bare parse", lambda path: ElementTree.parse(path)),
        ("expat without handlers", handlers_none),
    ]
    try:
        from lxml import etree
    except ImportError:
        print("  lxml is not here: others stand in")
        return others
    return [("lxml, bare parse", lambda path: etree.parse(str(path))), *others]


def _validator(path: Path) -> tuple[str, float]:
    """The D2I CIN validator's time from XML to tables, measured where there is a Python that has it."""
    python = os.environ.get("CIN_VALIDATOR_PYTHON")
    if not python:
        return "D2I CIN validator (not here; the minute it is known to need at least)", VALIDATOR_SECONDS
    told = subprocess.run([python, "-c", _CONVERT, str(path)], check=True, capture_output=True, text=True).stdout
    return "D2I CIN validator, XML to tables alone", float(told.split()[-1])


def _median(what: Callable[[], object]) -> float:
    spent = []
    for _ in range(RUNS):
        started = time.process_time()
        what()
        spent.append(time.process_time() - started)
    return statistics.median(spent)


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.0f} MB"


def _written(folder: Path, children: int) -> Path:
    """A census of fictional children, laid out as case management systems do: indented, an element a line."""
    path, chance = folder / f"cin_{children}.xml", random.Random(children)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="utf-8"?>\n<Message>\n  <Header>\n    <CollectionDetails>\n'
            "      <Collection>CIN</Collection>\n      <Year>2025</Year>\n"
            "      <ReferenceDate>2025-03-31</ReferenceDate>\n    </CollectionDetails>\n    <Source>\n"
            f"      <SourceLevel>L</SourceLevel>\n      <LEA>{PLACE}</LEA>\n"
            "      <DateTime>2025-05-31T10:00:00</DateTime>\n    </Source>\n  </Header>\n  <Children>\n"
        )
        for number in range(children):
            file.write(_child(number, chance))
        file.write("  </Children>\n</Message>\n")
    return path


def _child(number: int, chance: random.Random) -> str:
    def day(since: date, most: int) -> date:
        return since + timedelta(days=chance.randrange(most))

    referred = day(FIRST, 300)
    started = day(referred, 5)
    factors = _field("AssessmentFactors", "3B", 6) + _field("AssessmentFactors", "4B", 6)
    inside = _tag(
        "Assessments", 4,
        _field("AssessmentActualStartDate", started, 5) + _field("AssessmentAuthorisationDate", day(started, 80), 5)
        + _tag("FactorsIdentifiedAtAssessment", 5, factors),
    )  # fmt: skip
    if number % 3 == 0:
        enquiry, held = day(referred, 20), day(started, 40)
        dates = _field("S47ActualStartDate", enquiry, 5)
        if number % 9 == 0:
            dates += _field("DateOfInitialCPC", held, 5)
        inside += _tag("Section47", 4, dates + _field("ICPCnotRequired", int(number % 9 != 0), 5))
        if number % 9 == 0:
            abuse = _field("InitialCategoryOfAbuse", "NEG", 5) + _field("LatestCategoryOfAbuse", "NEG", 5)
            plan = _field("CPPstartDate", held, 5) + abuse + _field("NumberOfPreviousCPP", number % 4 // 3, 5)
            inside += _tag("ChildProtectionPlans", 4, plan)
    elif number % 3 == 1:
        inside += _tag("CINPlanDates", 4, _field("CINPlanStartDate", day(started, 60), 5))
    source = chance.choice(["1A", "2A", "3E", "5B", "6", "8"])
    episode = (
        _field("CINreferralDate", referred, 4) + _field("ReferralSource", source, 4)
        + _field("PrimaryNeedCode", "N1", 4)
        + (_field("CINclosureDate", day(started, 200), 4) + _field("ReasonForClosure", "RC7", 4) if number % 2 else "")
        + inside + _field("ReferralNFA", 0, 4)
    )  # fmt: skip
    named = _field("LAchildID", f"BENCH{number:07}", 4) + _field("Sex", "MF"[number % 2], 4)
    identifiers = named + _field("PersonBirthDate", day(date(2008, 1, 1), 6000), 4)
    disability = _tag("Disabilities", 4, _field("Disability", "NONE", 5))
    traits = _tag("ChildCharacteristics", 3, _field("Ethnicity", "WBRI", 4) + disability)
    return _tag("Child", 2, _tag("ChildIdentifiers", 3, identifiers) + traits + _tag("CINdetails", 3, episode))


def _field(name: str, value: object, deep: int) -> str:
    return f"{'  ' * deep}<{name}>{value}</{name}>\n"


def _tag(name: str, deep: int, inside: str) -> str:
    return f"{'  ' * deep}<{name}>\n{inside}{'  ' * deep}</{name}>\n"


def _peak(path: Path) -> None:
    """Read one file and print the most memory that this process has held, in GB."""
    from riia.indicators.readers.cin_census import read

    read([path])
    print(peak_gb())


if __name__ == "__main__":
    _peak(Path(sys.argv[1]))
