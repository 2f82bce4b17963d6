"""The open tools of official statistics on the same tables: GaussSuppression and sdcTable, run in R where there is one.

Tables go over as CSV (innermost cells, and each dimension as a hierarchy), and what a tool hides comes back as CSV. The
words of the R below are the packages' own names and options, nothing else of theirs.
"""

import csv
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.indicators.disclosure.generated_tables import Cells, Dimension

VARIABLE: Final = "SUPPRESSION_RSCRIPT"
TOOLS: Final = ("GaussSuppression", "GaussSuppression with intervals", "sdcTable SIMPLEHEURISTIC", "sdcTable HITAS")
_SECONDS: Final = float(os.environ.get("SUPPRESSION_SECONDS", "120"))
_SCRIPT: Final = """
given <- commandArgs(TRUE); folder <- given[1]; tool <- given[2]; largest <- as.integer(given[3])
data <- read.csv(file.path(folder, "cells.csv"), colClasses = "character"); data$n <- as.integer(data$n)
axes <- setdiff(names(data), "n")
trees <- lapply(axes, function(axis) read.csv(file.path(folder, paste0(axis, ".csv")), colClasses = "character"))
names(trees) <- axes
sink(stderr())
suppressPackageStartupMessages(if (grepl("^Gauss", tool)) library(GaussSuppression) else library(sdcTable))
started <- proc.time()[["elapsed"]]
if (grepl("^Gauss", tool)) {
  more <- if (grepl("intervals", tool)) list(lpPackage = "Rglpk", rangeMin = largest + 1) else list()
  out <- do.call(SuppressSmallCounts, c(list(data = data, maxN = largest, freqVar = "n", hierarchies = trees,
    protectZeros = FALSE, secondaryZeros = FALSE, extend0 = FALSE, printInc = FALSE), more))
  out$hidden <- as.integer(out$suppressed)
} else {
  problem <- makeProblem(data = data, dimList = trees, freqVarInd = "n")
  problem <- primarySuppression(problem, type = "freq", maxN = largest, allowZeros = FALSE)
  result <- protectTable(problem, method = sub("sdcTable ", "", tool), verbose = FALSE)
  out <- as.data.frame(if (is(result, "sdcProblem")) sdcProb2df(result, addDups = FALSE, dimCodes = "original")
                       else getInfo(result, "finalData"))
  out$hidden <- as.integer(out$sdcStatus %in% c("u", "x"))
}
took <- proc.time()[["elapsed"]] - started
sink()
write.csv(out[, c(axes, "hidden")], file.path(folder, "out.csv"), row.names = FALSE, quote = FALSE)
cat(took)
"""


@dataclass(frozen=True)
class Hidden:
    """What a tool hides, by position, and the seconds it says it took; or why there is nothing."""

    cells: frozenset[int] = frozenset()
    seconds: float = 0.0
    why_not: str = ""


def is_here() -> bool:
    """Whether somebody named an R that has the packages."""
    return bool(os.environ.get(VARIABLE))


def hidden_by(tool: str, cells: Cells, largest: int) -> Hidden:
    """What the tool hides in a crosstab whose counts from 1 to `largest` are to be hidden."""
    with tempfile.TemporaryDirectory(prefix="riia-bench-") as name:
        folder = Path(name)
        _write(cells, folder)
        script = folder / "peer.R"
        script.write_text(_SCRIPT, encoding="utf-8")
        command = [*os.environ[VARIABLE].split(), str(script), name, tool, str(largest)]
        try:
            told = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            return Hidden(why_not=f"not done in {_SECONDS:.0f} s")
        if told.returncode:
            return Hidden(why_not=(told.stderr.strip().splitlines() or ["failed"])[-1][:70])
        with (folder / "out.csv").open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["hidden"] == "1"]
    at = {node: position for position, node in enumerate(cells.nodes)}
    axes = _axes(cells)
    hidden = frozenset(at[tuple(int(row[axis][1:]) - 1000 for axis in axes)] for row in rows)
    return Hidden(hidden, float(told.stdout.split()[-1]))


def _axes(cells: Cells) -> list[str]:
    return [f"axis{number}" for number in range(len(cells.dimensions))]


def _code(group: int) -> str:
    return f"g{group + 1000}"


def _write(cells: Cells, folder: Path) -> None:
    axes = _axes(cells)
    for axis, dimension in zip(axes, cells.dimensions, strict=True):
        with (folder / f"{axis}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("levels", "codes"), *_levels(dimension, 0, 1)])
    leaves = [set(dimension.leaves) for dimension in cells.dimensions]
    with (folder / "cells.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*axes, "n"])
        for node, count in zip(cells.nodes, cells.counts, strict=True):
            if all(group in inner for group, inner in zip(node, leaves, strict=True)):
                writer.writerow([*map(_code, node), count])


def _levels(dimension: Dimension, group: int, depth: int) -> list[tuple[str, str]]:
    below = [line for part in dimension.parts[group] for line in _levels(dimension, part, depth + 1)]
    return [("@" * depth, _code(group)), *below]
