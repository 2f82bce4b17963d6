"""One command on all files of a large council, and how soon `riia` answers at all.

Claims: every indicator from all returns of Birmingham, England's largest council, takes seconds; `riia --help` answers
in under 1.5 seconds from a cold start. Named limits: those two. Each run is a process of its own, as an analyst's is;
the median of three is printed. The files are simulated (`riia simulate`), three census and 903 years of them.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLACE, RUNS = "330", 3
LIMITS = {"riia --help": 1.5, "riia indicators compute": 30.0}


def main() -> None:
    """Simulate the council once, then time the commands."""
    with tempfile.TemporaryDirectory(prefix="riia-bench-") as name:
        folder = Path(name) / "files"
        started = time.perf_counter()
        _riia("simulate", "--place", PLACE, "--year", "2025", "--seed", "1", "--out", str(folder))
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        print(f"council {PLACE} simulated in {time.perf_counter() - started:.0f} s, {size:.0f} MB")
        files = ["--ssda903", str(folder / "ssda903"), "--sen2", str(folder / "sen2")]
        for option, pattern in (("--annex-a", "annex_a*.xlsx"), ("--cin", "cin_*.xml"), ("--ehe", "ehe*.csv")):
            for path in sorted(folder.glob(pattern)):
                files += [option, str(path)]
        asked = ["indicators", "compute", "--place", PLACE, "--period", "2024-25Q4", "--format", "json", *files]
        for what, arguments in (("riia --help", ["--help"]), ("riia indicators compute", asked)):
            seconds = statistics.median(_riia(*arguments) for _ in range(RUNS))
            print(f"{what:<26}{seconds:>6.2f} s {seconds / LIMITS[what]:>6.2f} of {LIMITS[what]:.1f} s")


def _riia(*arguments: str) -> float:
    """Run a command in a process of its own; gives the seconds it took."""
    command = [sys.executable, "-c", "from riia.cli import main; main()", *arguments]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
