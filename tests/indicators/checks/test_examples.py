"""Every check finds what its failing example breaks, and nothing in its passing one."""

import pytest

from riia.indicators.checks.every import checks, checks_of
from riia.indicators.checks.examples import example
from riia.indicators.checks.registry import ERROR, Check, check
from riia.indicators.checks.running import told
from riia.indicators.checks.schemas import KEYS, collection_of


@pytest.mark.parametrize("collection", KEYS)
def test_examples(collection: str) -> None:
    """Each passing example has no failing row; each failing one has, and becomes findings with a place.

    What typing reports for a required column that is blank is not reported again by a check.
    """
    wrong = {one.code: words for one in checks_of(collection) if (words := _wrong(one))}
    assert wrong == {}


def _wrong(one: Check) -> str:
    right, _ = example(one, one.passing)
    if one.finds(right).height:
        return "finds something in its passing example"
    broken, said = example(one, one.failing)
    rows = one.finds(broken)
    findings = list(told(one, rows))
    if not findings or any(finding.code != one.code or not finding.count for finding in findings):
        return "finds nothing in its failing example"
    blank = [found for found in said if found.code == "READ-BLANK"]
    same = [found for found in blank if (found.table, found.column) == (one.table, one.column)]
    if set(rows["_row"]) & {spot.row for found in same for spot in found.spots}:
        return "says what the reader says already"
    return ""


def test_all_are_told_well() -> None:
    """Rule, remedy and what it finds are sentences; table and column exist."""
    for one in checks().values():
        for words in (one.rule, one.remedy, one.about):
            assert words[:1].isupper() or words[:1].isdigit(), one.code
            assert words.endswith("."), one.code
        assert one.column in collection_of(one.collection)[one.table].by_name, one.code


@pytest.mark.parametrize(
    ("collection", "at_least"), [("cin-census", 45), ("ssda903", 45), ("annex-a", 25), ("sen2", 15), ("ehe", 8)]
)
def test_coverage(collection: str, at_least: int) -> None:
    """Each collection is checked widely."""
    assert collection in KEYS
    assert sum(one.collection == collection for one in checks().values()) >= at_least


def test_no_check_without_examples() -> None:
    """A check cannot be registered without examples, nor under a code that is taken or of no collection."""
    row = [{"LAchildID": "1"}]
    with pytest.raises(ValueError, match="needs a passing and a failing example"):
        check("CIN-999", "Child", "LAchildID", ERROR, rule="A.", remedy="B.", passing=row, failing=[])
    with pytest.raises(ValueError, match="is taken"):
        check("CIN-101", "Child", "LAchildID", ERROR, rule="A.", remedy="B.", passing=row, failing=row)
    with pytest.raises(ValueError, match="does not begin with"):
        check("XYZ-101", "Child", "LAchildID", ERROR, rule="A.", remedy="B.", passing=row, failing=row)
