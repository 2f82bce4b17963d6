"""An England's worth of children in need through the indicators: on one machine, and the same definitions on Spark.

Claim: the census of a million children, as Parquet tables, gives every CIN-based indicator in bounded memory on one
machine, and Spark gives the same numbers. The children are fictional, made from a counter. Named peer: PySpark on the
same tables and machine (left out, and said, where it or Java is missing). Each run is a process of its own, so that its
peak memory is its own; the median of three is printed.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks._memory import peak_gb

CHILDREN, RUNS, LIMIT_GB = 1_000_000, 3, 4.0
PERIOD, PLACE = "2024-25Q3", "831"
FIRST, DAYS = date(2024, 4, 1), 365


def main() -> None:
    """Write the tables once, then count on each engine."""
    with tempfile.TemporaryDirectory(prefix="riia-bench-") as folder:
        _write(Path(folder))
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        print(f"{CHILDREN:,} children, {size:.0f} MB of Parquet")
        answers = {}
        for engine in ("polars", "spark"):
            runs = [_run(engine, folder) for _ in range(RUNS if engine == "polars" else 1)]
            if None in runs:
                print("spark: not measured, PySpark or Java is not here")
                continue
            seconds = statistics.median(run["seconds"] for run in runs if run)
            peak = statistics.median(run["peak"] for run in runs if run)
            answers[engine] = (runs[0] or {})["numbers"], seconds
            against = f"{peak / LIMIT_GB:.2f} of {LIMIT_GB:.0f} GB" if engine == "polars" else "of the Python side"
            print(f"{engine}: {seconds:.1f} s, peak {peak:.2f} GB, {against}")
        if len(answers) == 2:
            same = answers["polars"][0] == answers["spark"][0]
            print(
                f"the same numbers: {same}; Spark takes {answers['spark'][1] / answers['polars'][1]:.1f} times as long"
            )


def _write(folder: Path) -> None:
    """Tables as the reader gives them, from a counter: one to two episodes a child, and what follows some of them."""

    def chance(salt: int, of: int) -> pl.Expr:
        return pl.int_range(pl.len()).hash(salt) % of

    def day(salt: int, within: int = DAYS) -> pl.Expr:
        return pl.lit(FIRST) + pl.duration(days=chance(salt, within).cast(pl.Int64))

    def later(what: str, salt: int, most: int) -> pl.Expr:
        return pl.col(what) + pl.duration(days=chance(salt, most).cast(pl.Int64))

    count = CHILDREN * 5 // 4
    number = pl.int_range(count)
    child = number % CHILDREN
    episodes = pl.select(number.alias("_episode")).with_columns(
        LAchildID=pl.format("SIM{}", child), _child=child, _row=number * 10, _file=pl.lit("cin.xml"),
        CINreferralDate=day(1), ReferralSource=pl.lit("6"), ReferralNFA=chance(2, 8) == 0,
        DateOfInitialCPC=pl.lit(None, pl.Date),
    )  # fmt: skip
    closed = pl.when(chance(3, 2) == 0).then(later("CINreferralDate", 4, 200))
    episodes = episodes.with_columns(CINclosureDate=closed)
    keys = ["LAchildID", "_child", "_episode", "_row", "_file"]
    assessments = (
        episodes.filter(chance(5, 4) > 0).select(*keys, AssessmentActualStartDate=later("CINreferralDate", 6, 5))
        .with_columns(AssessmentAuthorisationDate=later("AssessmentActualStartDate", 7, 80), _assessment=number_of())
    )  # fmt: skip
    enquiries = episodes.filter(chance(8, 4) == 0).select(*keys, S47ActualStartDate=later("CINreferralDate", 9, 20))
    enquiries = enquiries.with_columns(
        DateOfInitialCPC=pl.when(chance(10, 3) == 0).then(later("S47ActualStartDate", 11, 30))
    )
    plans = episodes.filter(chance(12, 12) == 0).select(*keys, CPPstartDate=later("CINreferralDate", 13, 40))
    plans = plans.with_columns(
        CPPendDate=pl.when(chance(14, 2) == 0).then(later("CPPstartDate", 15, 300)),
        NumberOfPreviousCPP=(chance(16, 4) == 0).cast(pl.Int64),
    )
    factors = assessments.select("_file", "_assessment", AssessmentFactors=pl.lit("3A"))
    tables = {
        "CINdetails": episodes, "Assessments": assessments, "Section47": enquiries, "ChildProtectionPlans": plans,
        "AssessmentFactors": factors,
    }  # fmt: skip
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")


def number_of() -> pl.Expr:
    """The number of each row."""
    return pl.int_range(pl.len())


def _run(engine: str, folder: str) -> dict[str, float] | None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.compute_england", engine, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def _measure(engine: str, folder: Path) -> None:
    """Count everything once and print the numbers, the seconds and the peak in GB."""
    import narwhals as nw

    from riia.indicators.definitions.countings import countings
    from riia.indicators.engine.computing import Question, figures
    from riia.indicators.engine.own_files import children
    from riia.indicators.engine.tables import Tables
    from riia.indicators.model import Period
    from riia.indicators.readers.reading import SourceFile

    started = time.perf_counter()
    if engine == "spark":
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "4g").getOrCreate()
        frames = {path.stem: nw.from_native(session.read.parquet(str(path))) for path in folder.glob("*.parquet")}
        started = time.perf_counter()  # the engine of a cluster is already running
    else:
        frames = {path.stem: nw.from_native(pl.scan_parquet(path)) for path in folder.glob("*.parquet")}
    files = (SourceFile("cin.xml", "", 2025, FIRST, date(2025, 3, 31), declared=True),)
    period = Period.parse(PERIOD)
    tables = Tables("cin-census", frames, files)
    found = figures([tables], countings(), Question(PLACE, period, children(PLACE, period)))
    numbers = {one.counting.address: str(one.number) for one in found if one.source}
    seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"numbers": numbers, "seconds": seconds, "peak": peak_gb()}) + "\n")


if __name__ == "__main__":
    _measure(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 1 else main()
