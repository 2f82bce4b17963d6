"""Loading every packaged series into a fresh embedded database, beside plain inserts of the same rows.

The load reads the packaged cells, makes figures from them by the definitions, decides which edition counts, checks
and writes them with their releases and audit entry, in one transaction. The peer is Python's own `sqlite3`:
`executemany` of the finished rows into the same table with the same indexes, in one transaction, with nothing read,
made or checked.
Each is run three times in a process of its own; the medians are compared. Peak memory is the whole process's.
"""

import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
MEGABYTE = 1_000_000
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        ours = [_in_a_process("ours", Path(folder) / f"ours-{n}") for n in range(RUNS)]
        peer = [_in_a_process("peer", Path(folder) / f"ours-{n}") for n in range(RUNS)]
    seconds, plain = (statistics.median(one["seconds"] for one in runs) for runs in (ours, peer))
    rows, size = ours[0]["rows"], ours[0]["bytes"]
    peak, before = (statistics.median(one[name] for one in ours) for name in ("peak", "before"))
    print(f"{rows:,} values, {size / MEGABYTE:.0f} MB of database; median of {RUNS} runs")
    for what, taken in (("load with reading, definitions, checks, audit", seconds), ("sqlite3 executemany", plain)):
        print(f"  {what:<44} {taken:6.2f} s   {rows / taken:9,.0f} values a second")
    print(f"  {'ratio':<44} {seconds / plain:6.2f}")
    print(
        f"  peak memory {peak / MEGABYTE:.0f} MB, of which {before / MEGABYTE:.0f} MB before the load: "
        f"the load adds {(peak - before) / size:.1f} times the database"
    )


def _in_a_process(which: str, folder: Path) -> dict[str, float]:
    environment = {**os.environ, "RIIA_MODE": "development", "RIIA_DATA": str(folder), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load_published", which, str(folder)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def ours(folder: Path) -> dict[str, float]:
    """Load into a fresh database. Making the tables and loading the places is not counted."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "riia.alliance.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from riia.alliance.audit.services import System
    from riia.alliance.figures.models import Value
    from riia.alliance.figures.services import load_packaged
    from riia.alliance.places.services import load_reference

    call_command("migrate", verbosity=0)
    load_reference(by=System("benchmark"))
    before, started = _peak(), time.perf_counter()
    load_packaged(by=System("benchmark"))
    seconds = time.perf_counter() - started
    rows = Value.objects.count()
    connection.close()
    size = (folder / "riia.sqlite3").stat().st_size
    return {"seconds": seconds, "rows": rows, "bytes": size, "peak": _peak(), "before": before}


def peer(folder: Path) -> dict[str, float]:
    """Insert the rows that `ours` made, in the order it made them, into an empty table of the same shape."""
    with sqlite3.connect(folder / "riia.sqlite3") as source:
        shape = source.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'figures_value' AND sql IS NOT NULL")
        statements = [row[0] for row in shape]
        rows = source.execute("SELECT * FROM figures_value ORDER BY id").fetchall()
    target = sqlite3.connect(folder / "peer.sqlite3", isolation_level=None)
    target.executescript(PRAGMAS + ";".join(statements))
    places = ", ".join("?" * len(rows[0]))
    started = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    target.executemany(f"INSERT INTO figures_value VALUES ({places})", rows)
    target.execute("COMMIT")
    return {"seconds": time.perf_counter() - started}


def _peak() -> int:
    """Most memory this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "peer": peer}[sys.argv[1]](Path(sys.argv[2]))))
