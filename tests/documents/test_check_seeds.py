"""The five documents that the rules come from: what was found in them by hand is found, and little else.

They do not belong to the product: where they are not beside the checkout, this says so and passes.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from riia.documents.check import check_file
from riia.documents.model import Finding, Kind

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
NAMES = {
    "1": "1-s31-grant-letter-regional-improvement-2023-variation-3.txt",
    "2": "2-s31-grant-letter-innovation-programme-2017.txt",
    "3": "3-s31-grant-letter-send-regional-coordinator-2021.txt",
    "4": "4-east-midlands-memorandum-of-understanding-2022-24.txt",
    "5": "5-south-west-csc-send-plan-2025-26.txt",
}


@cache
def _found(number: str, kind: Kind) -> tuple[Finding, ...]:
    path = SEEDS / NAMES[number]
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside this checkout")
    reading = check_file(path, path.name)
    assert reading.kind is kind
    assert not any("could not be read; only" in note for note in reading.document.notes)
    return reading.findings


@pytest.mark.parametrize(
    ("number", "kind", "most"),
    [("1", Kind.LETTER, 14), ("2", Kind.LETTER, 6), ("3", Kind.LETTER, 14), ("4", Kind.MEMORANDUM, 12)],
)
def test_a_letter_or_memorandum_gives_few_findings(number: str, kind: Kind, most: int) -> None:
    assert len(_found(number, kind)) <= most


@pytest.mark.parametrize(
    ("line", "sign", "written"),
    [
        (49, "DATE", "Thursday 3 July"),
        (175, "DATE", "28 February"),
        (237, "DATE-IMPOSSIBLE", "29 February 2026"),
        (245, "DATE-IMPOSSIBLE", "29 February 2026"),
        (845, "DATE-IMPOSSIBLE", "31 November 2025"),
        (183, "SCAN-DUPLICATE", "avaraight"),
        (717, "SCAN-DUPLICATE", "laint"),
        (919, "SCAN-DUPLICATE", "Fatablish"),
        (712, "SCAN-WORD", "Decembe r"),
        (45, "TERM", "CRABB"),
        (247, "REF", "Annex 1"),
    ],
)
def test_what_is_wrong_in_the_plan_is_found_where_it_stands(line: int, sign: str, written: str) -> None:
    found = _found("5", Kind.PLAN)
    assert any(one.where.line == line and sign in one.code and written in one.as_written for one in found)


def test_nothing_is_said_twice_in_the_plan() -> None:
    found = _found("5", Kind.PLAN)
    dated = Counter((one.where.line, one.where.column) for one in found if "DATE-IMPOSSIBLE" in one.code)
    assert set(dated.values()) == {1}
    damaged = [one for one in found if one.where.line == 183]
    assert [one.code for one in damaged] == ["SCAN-DUPLICATE"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (9, "COUNT-LIST"),
        (23, "COUNT-LIST"),
        (43, "ITEM-AS-CLAUSE"),
        (109, "NUMBER-LOST"),
        (111, "TEXT-LOST"),
        (128, "FREQUENCY-AMBIGUOUS"),
        (164, "MOU-COMMENCEMENT"),
    ],
)
def test_what_is_wrong_in_the_memorandum_is_found_where_it_stands(line: int, code: str) -> None:
    assert (line, code) in {(one.where.line, one.code) for one in _found("4", Kind.MEMORANDUM)}
