"""`riia check` on a CIN census: how long the checks take beside reading the file, and beside the tool councils use.

Claims: every check of a census of 60,000 children is made in less time than it takes to read it; one of 8,000 children
(9 MB) is read and checked at least 100 times faster than by the D2I CIN validator, which needs two minutes for it. The
children are fictional: a simulated council, each of whose children is given as many doubles as it takes.

The validator wants an environment of its own: name its Python in `CIN_VALIDATOR_PYTHON`, and it is run once, with all
its rules of the year. Otherwise what it took once stands in (0.1.9 on two cores: 124 s). Medians of three runs, in
processor time of all threads, which a busy machine changes less than elapsed time.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS, CHILDREN, FEW = 3, 60_000, 8_000
PLACE, YEAR = "831", 2025
VALIDATOR_SECONDS = 124.0
_VALIDATE = """
import sys, time, importlib, xml.etree.ElementTree as tree
from cin_validator import cin_validator
rules = importlib.import_module("cin_validator.rules.cin2024_25").registry
data = cin_validator.process_data(cin_validator.convert_data(tree.parse(sys.argv[1]).getroot()))
cin_validator.CinValidator(data, rules)
print(time.process_time())
"""


def main() -> None:
    """Write the files, read them, check them."""
    from benchmarks.read_cin_census import _written as plain
    from riia.indicators.checks.preflight import preflight
    from riia.indicators.checks.running import check_reading
    from riia.indicators.readers.cin_census import read

    with tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        path, children = _written(Path(folder))
        reading = read([path])
        checked = check_reading(reading)  # what is loaded once is not what is measured
        reads, checks = _median(lambda: read([path])), _median(lambda: check_reading(reading))
        size = f"{path.stat().st_size / 1e6:.0f} MB"
        print(f"{children:,} children, {size}: read in {reads:.2f} s")
        print(f"  {checked.made} checks in {checks:.2f} s, {checks / reads:.2f} of the time it takes to read")

        few = plain(Path(folder), FEW)
        whole = _median(lambda: preflight([few]))
        peer, seconds = _validator(few)
        print(f"{FEW:,} children, {few.stat().st_size / 1e6:.0f} MB: read and checked in {whole:.2f} s")
        print(f"  {peer}: {seconds:.0f} s, {seconds / whole:.0f} times as long")


def _validator(path: Path) -> tuple[str, float]:
    """The D2I CIN validator's time for the file and all its rules, measured where there is a Python that has it."""
    python = os.environ.get("CIN_VALIDATOR_PYTHON")
    if not python:
        return "D2I CIN validator (not here; what it took once)", VALIDATOR_SECONDS
    told = subprocess.run(
        [python, "-W", "ignore", "-c", _VALIDATE, str(path)], check=True, capture_output=True, text=True
    )
    return "D2I CIN validator", float(told.stdout.split()[-1])


def _written(folder: Path) -> tuple[Path, int]:
    """A simulated council's census with every child written several times, under as many identifiers and UPNs."""
    from riia.cli import main as riia

    said = sys.stdout
    with (folder / "said.txt").open("w", encoding="utf-8") as sys.stdout:
        riia(["simulate", "--place", PLACE, "--year", str(YEAR), "--years", "1", "--only", "cin-census",
              "--out", str(folder / "council")])  # fmt: skip
    sys.stdout = said
    text = next((folder / "council").glob("*.xml")).read_text(encoding="utf-8")
    start, end = text.index("<Child>"), text.rindex("</Child>") + len("</Child>")
    head, block, tail = text[:start], text[start:end], text[end:]
    each = block.count("<Child>")
    copies = -(-CHILDREN // each)
    block = re.sub(r"<UPN>[^<]*</UPN>", "<UPNunknown>UN3</UPNunknown>", block)
    path = folder / "census.xml"
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(head)
        for copy in range(copies):
            out.write(block.replace("<LAchildID>", f"<LAchildID>{copy}X"))
        out.write(tail)
    return path, each * copies


def _median(what: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        what()
        times.append(time.process_time() - started)
    return statistics.median(times)
