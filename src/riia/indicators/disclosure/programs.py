"""Linear and integer programs, solved by HiGHS.

HiGHS keeps its basis between two solves, so asking many questions of the same rows costs little more than asking one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int32]
type Bools = NDArray[np.bool_]

_CLOSE: Final = 1e-6
_FAR: Final = 1e6
"""Whole numbers without a bound stop here, or ten times beyond all others: else the solver may never return."""
_SHARP: Final = 1e-9


class Outcome(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    UNBOUNDED = "unbounded"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program answered: the objective's `value`, the columns' `values`, and the best `bound` proven.

    `duals` are those of the rows of a linear program. Without a solution `values` is empty.
    """

    outcome: Outcome
    value: float
    bound: float
    values: Floats
    duals: Floats


_OUTCOMES: Final = {
    highspy.HighsModelStatus.kOptimal: Outcome.OPTIMAL,
    highspy.HighsModelStatus.kUnbounded: Outcome.UNBOUNDED,
    highspy.HighsModelStatus.kInfeasible: Outcome.INFEASIBLE,
}


class Program:
    """Rows over columns with bounds, whose objective, bounds and rows can be changed between two solves."""

    def __init__(
        self,
        matrix: sparse.csr_array,
        row_bounds: tuple[Floats, Floats],
        column_bounds: tuple[Floats, Floats],
        *,
        whole: Bools | None = None,
    ) -> None:
        """Hand the program over. `whole` marks the columns that must be whole numbers."""
        rows, columns = matrix.shape
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        lower, upper = column_bounds
        known = np.abs(np.concatenate([lower, upper[np.isfinite(upper)]])).max(initial=0.0)
        self._far = max(_FAR, 10 * known) if whole is not None else np.inf
        model.col_lower_, model.col_upper_ = lower, np.minimum(upper, self._far)
        model.row_lower_, model.row_upper_ = row_bounds
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = columns, rows
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        if whole is not None:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[bool(is_whole)] for is_whole in whole]
        self._columns = columns
        self._is_mixed = whole is not None and bool(whole.any())
        self._highs = highspy.Highs()
        self._set("output_flag", False)
        self._set("threads", 1)
        if not self._is_mixed:
            self._set("presolve", "off")  # which would throw the basis away
        self._highs.passModel(model)
        self._costs = np.zeros(columns)

    def set_bounds(self, columns: Sequence[int] | Integers, lower: Floats, upper: Floats) -> None:
        """New bounds for these columns."""
        at = np.asarray(columns, dtype=np.int32)
        self._highs.changeColsBounds(len(at), at, np.asarray(lower, dtype=float), np.minimum(upper, self._far))

    def set_objective(self, columns: Sequence[int] | Integers, costs: Sequence[float] | Floats) -> None:
        """The objective: `costs` at these columns and 0 everywhere else."""
        new = np.zeros(self._columns)
        new[np.asarray(columns, dtype=np.int32)] = costs
        changed = np.flatnonzero(new != self._costs).astype(np.int32)
        if len(changed):
            self._highs.changeColsCost(len(changed), changed, new[changed])
        self._costs = new

    def forget(self) -> None:
        """Begin the next solve from scratch: quicker where an answer lies near the start, far from the last answer."""
        self._highs.clearSolver()

    def sharpen(self) -> None:
        """Ask for whole numbers as whole as the solver can: rows with large coefficients multiply what is missing."""
        self._set("mip_feasibility_tolerance", _SHARP)
        self._set("primal_feasibility_tolerance", _SHARP)

    def start_from(self, values: Floats) -> None:
        """A solution to begin with, if it is one."""
        solution = highspy.HighsSolution()
        solution.col_value = list(values)
        self._highs.setSolution(solution)

    def solve(
        self, *, maximise: bool = False, seconds: float | None = None, gap: float = 0.0, margin: float = 1e-6
    ) -> Answer:
        """Solve; an integer program until within the share `gap` or `margin` of its bound, or out of `seconds`."""
        highs = self._highs
        sense = highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize
        highs.changeObjectiveSense(sense)
        self._set("mip_rel_gap", gap)
        self._set("mip_abs_gap", margin)
        self._set("time_limit", highs.getRunTime() + seconds if seconds is not None else float("inf"))
        highs.run()
        outcome = _OUTCOMES.get(highs.getModelStatus(), Outcome.STOPPED)
        if outcome is Outcome.STOPPED and seconds is None:
            outcome = self._again()
        solution, info = highs.getSolution(), highs.getInfo()
        has_values = info.primal_solution_status == 2  # kSolutionStatusFeasible
        values = np.array(solution.col_value) if has_values else np.zeros(0)
        duals = np.array(solution.row_dual) if not self._is_mixed else np.zeros(0)
        value = info.objective_function_value
        bound = info.mip_dual_bound if self._is_mixed else value
        return Answer(outcome, value, bound, values, duals)

    def _again(self) -> Outcome:
        """Solve from scratch, by the primal and then by the dual simplex: a kept basis can lead astray."""
        for strategy in (4, 1):
            self._highs.clearSolver()
            self._set("simplex_strategy", strategy)
            self._highs.run()
            self._set("simplex_strategy", 1)
            outcome = _OUTCOMES.get(self._highs.getModelStatus(), Outcome.STOPPED)
            if outcome is not Outcome.STOPPED:
                break
        return outcome

    def _set(self, option: str, value: bool | int | float | str) -> None:
        self._highs.setOptionValue(option, value)


def are_whole(values: Floats) -> bool:
    """Whether all are whole numbers but for the arithmetic's last digits."""
    return bool(np.all(np.abs(values - np.rint(values)) <= _CLOSE))
