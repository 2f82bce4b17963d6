"""What the reference packages answered, read from the files in this folder, and how near our answer must be."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from riia.indicators.statistics.arrays import ArrayLike

HERE = Path(__file__).resolve().parent
NEAR = 1e-9
"""Ours and theirs may differ by this part of theirs: the ninth significant decimal."""
NOUGHT = 1e-12
"""Where theirs is 0 or nearly, ours may differ by this much."""


def answers(name: str) -> Any:
    """The inputs and answers of one package, as written by reference.R."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def assert_same(ours: ArrayLike, theirs: ArrayLike, near: float = NEAR, what: str = "") -> None:
    """Ours is theirs to the ninth decimal, and missing exactly where theirs is missing."""
    np.testing.assert_allclose(_floats(ours), _floats(theirs), rtol=near, atol=min(near, NOUGHT), err_msg=what)


def _floats(numbers: ArrayLike) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)
