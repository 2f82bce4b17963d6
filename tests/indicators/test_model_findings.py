"""Findings in words: a place can be found again, and no child is named."""

import pytest

from riia.indicators.model.findings import Finding, Severity, Spot, identifies


@pytest.mark.parametrize(
    "column",
    ["CHILD", "LAchildID", "UPN", "FormerUPN", "Child Unique ID", "NativeId", "surname", "PL_POST", "child_id"],
)
def test_identifiers_are_not_told(column: str) -> None:
    assert identifies(column)
    one = Finding("LAC-101", Severity.ERROR, "f.csv", "t", column, "is wrong.", "Mend it.", 1, (Spot(9, "S1", "S1"),))
    assert "S1" not in one.words
    assert "(row 9)" in one.words


def test_other_values_are_told() -> None:
    one = Finding("C", Severity.ERROR, "f.csv", "t", "DECOM", "is wrong.", "Mend it.", 1, (Spot(9, "31/02", "S1"),))
    assert one.places == ("row 9 '31/02'",)
    assert "S1" not in one.words
