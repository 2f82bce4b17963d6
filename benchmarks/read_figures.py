"""Loading and reading every packaged figure, on SQLite (decision 0010).

Claims: everything is loaded in seconds; a fresh process reads all default series in about a second; a warm read of all
a place profile needs takes a small share of the 50 ms it may spend on figures. Printed is processor time, which a busy
machine changes little.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

LIMIT_MS, RUNS = 50.0, 5


def main() -> None:
    """Measure in a process of its own: Django's settings are read once, and other benchmarks have theirs."""
    subprocess.run([sys.executable, "-m", "benchmarks.read_figures"], check=True)


def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        os.environ.update(
            RIIA_DATA=folder, RIIA_MODE="development", DJANGO_SETTINGS_MODULE="riia.alliance.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", interactive=False, verbosity=0)
        _measure()
        connections.close_all()


def _measure() -> None:
    from riia.alliance.access.scope import Scope
    from riia.alliance.audit.services import System
    from riia.alliance.figures import queries, store
    from riia.alliance.figures.services import load_packaged
    from riia.alliance.places.services import load_reference

    scope = Scope.system("benchmark")
    load_reference(by=System("benchmark"))
    seconds, report = _timed(lambda: load_packaged(by=System("benchmark")))
    print(f"load {report.values:,} values: {seconds:.1f} s of processor time")

    def fresh() -> object:
        store._memory.mark = "another"
        return queries.all_series(scope)

    def profile() -> object:
        """What a place profile reads: every council's latest figures, and the years of one, England and neighbours."""
        latest = queries.latest(scope)
        series = queries.all_series(scope)
        return latest, [one.of(code) for one in series.values() for code in ("831", "E92000001", "E12000004")]

    for name, read in (("a fresh process, all default series", fresh), ("a warm place profile", profile)):
        read()
        spent = sorted(_timed(read)[0] * 1000 for _ in range(RUNS))
        print(f"{name:<38}{spent[RUNS // 2]:>7.1f} ms{spent[RUNS // 2] / LIMIT_MS:>8.2f} of {LIMIT_MS:.0f} ms")
    seconds, count = _timed(lambda: sum(1 for _ in queries.export_rows(scope)))
    print(f"export {count:,} rows: {seconds:.1f} s")


def _timed[T](what: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = what()
    return time.process_time() - started, result


if __name__ == "__main__":
    _main()
