"""Defects are planted beside one another: one may have changed the episode that another looks at."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from riia.indicators.simulation.defects.care_return import _long_enough, _pair


def test_an_episode_that_another_defect_opened_again_is_left_alone() -> None:
    rows = [
        {"CHILD": "A", "DECOM": date(2024, 5, 1), "DEC": None},
        {"CHILD": "A", "DECOM": date(2024, 8, 1), "DEC": None},
    ]
    sheets = {"episodes": SimpleNamespace(rows=rows), "missing": SimpleNamespace(rows=[])}
    files: Any = SimpleNamespace(year=2025, care={2025: sheets})
    draw: Any = SimpleNamespace(one=lambda pairs, *_: pairs)
    assert _pair(files, draw, _long_enough) == []
    rows[0]["DEC"] = date(2024, 8, 1)
    assert len(_pair(files, draw, _long_enough) or ()) == 1
