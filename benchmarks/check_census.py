"""`riia check` on a CIN census of 60,000 children: how long the checks take beside reading the same file.

Claim: every check of a census that large is made in less time than it takes to read it. The children are fictional: a
simulated council, each of whose children is given as many doubles as it takes. Medians of three runs, in processor time
of all threads, which a busy machine changes less than elapsed time.
"""

import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS, CHILDREN = 3, 60_000
PLACE, YEAR = "831", 2025


def main() -> None:
    """Write the file, read it, check it."""
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
