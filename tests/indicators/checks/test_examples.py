"""Every check finds what its failing example breaks, and nothing in its passing one."""

import pytest

from riia.indicators.checks.every import checks
from riia.indicators.checks.examples import example
from riia.indicators.checks.registry import ERROR, Check, check
from riia.indicators.checks.running import told
from riia.indicators.checks.schemas import KEYS, collection_of

ALL = [pytest.param(one, id=one.code) for one in checks().values()]


@pytest.mark.parametrize("one", ALL)
def test_examples(one: Check) -> None:
    """The passing example has no failing row, the failing one has, and each becomes findings with a place."""
    right, _ = example(one, one.passing)
    broken, _ = example(one, one.failing)
    assert one.finds(right).is_empty()
    rows = one.finds(broken)
    assert not rows.is_empty()
    findings = list(told(one, rows))
    assert findings
    assert all(finding.code == one.code and finding.count for finding in findings)


def test_no_reader_says_the_same() -> None:
    """What typing reports for a required column that is blank is not reported again by a check."""
    for one in checks().values():
        broken, said = example(one, one.failing)
        found = set(one.finds(broken)["_row"])
        for finding in said:
            if finding.code == "READ-BLANK" and finding.table == one.table and finding.column == one.column:
                assert not found & {spot.row for spot in finding.spots}, one.code


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
