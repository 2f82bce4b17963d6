"""What changed between two versions: matching by number, by words, and what is then left. Pure."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.plans.comparison import KpiFacts, Match, MeasureFacts, compare, likeness

POST = MeasureFacts(1, "Analyst in post", "done", "30 December 2025", dt.date(2025, 12, 30))
SHARE = MeasureFacts(2, "Councils engaged", "at least 86% of 15 councils", "March 2026", dt.date(2026, 3, 31))
ANALYST = KpiFacts("5.2.6", "CSC, 5.2", "Action", "Recruit a data analyst who speaks with every council", (POST, SHARE))
FORUM = KpiFacts("5.2.5B", "CSC, 5.2", "unspecified", "Three forums on data insights for all councils")
STRATEGY = KpiFacts("6.1.1", "CSC, 6.1", "unspecified", "A diagnostics strategy approved by all")
PLAN = (FORUM, ANALYST, STRATEGY)


def happened(before: tuple[KpiFacts, ...], after: tuple[KpiFacts, ...]) -> dict[str, tuple[str, Match]]:
    return {pair.key: (pair.happened, pair.match) for pair in compare(before, after).pairs}


def edits(after: KpiFacts) -> list[tuple[str, str | None, str | None, str]]:
    (pair,) = compare([ANALYST], [after]).pairs
    return [(each.what, each.before, each.after, each.note) for each in pair.edits]


def test_the_same_is_the_same() -> None:
    assert compare(PLAN, PLAN, {"x": 1}, {"x": 1}).is_same
    assert compare([replace(FORUM, key="5.2.5.B")], [FORUM]).is_same  # another way to write one number


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (replace(ANALYST, kind="Performance"), [("kind", "Action", "Performance", "")]),
        (replace(ANALYST, measures=(replace(POST, due=dt.date(2026, 2, 10), due_written="10 February 2026"), SHARE)),
         [("measure 1, due", "30 December 2025 (read as 2025-12-30)", "10 February 2026 (read as 2026-02-10)",
           "42 days later")]),
        (replace(ANALYST, measures=(POST, replace(SHARE, threshold="at least 75% of 15 councils"))),
         [("measure 2, threshold", "at least 86% of 15 councils", "at least 75% of 15 councils", "")]),
        (replace(ANALYST, measures=(POST,)),
         [("measure 2", "Councils engaged; at least 86% of 15 councils; March 2026 (read as 2026-03-31)", None, "")]),
        (replace(ANALYST, measures=(replace(SHARE, number=1), replace(POST, number=2))), []),  # only their order
        (replace(ANALYST, measures=(replace(POST, due=None, due_written="31 November"), SHARE)),
         [("measure 1, due", "30 December 2025 (read as 2025-12-30)", "31 November (not a day that can be read)", "")]),
        (replace(ANALYST, measures=(replace(POST, recurrence="quarterly"), SHARE)),
         [("measure 1, how often", None, "quarterly", "")]),
    ],
)  # fmt: skip
def test_what_is_different_is_named(after: KpiFacts, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    assert edits(after) == expected


def test_a_kpi_that_got_another_number_is_found_by_its_words() -> None:
    moved = replace(ANALYST, key="5.2.7", words="Recruit a data analyst who speaks with all councils")
    assert happened(PLAN, (FORUM, moved, STRATEGY)) == {
        "5.2.5B": ("unchanged", Match.NUMBER),
        "5.2.7": ("changed", Match.WORDS),
        "6.1.1": ("unchanged", Match.NUMBER),
    }


def test_numbers_that_moved_on_by_one_are_not_taken_for_rewording() -> None:
    shifted = (KpiFacts("5.2.5B", "CSC, 5.2", "Action", "Publish open data"), replace(FORUM, key="5.2.6"),
               replace(ANALYST, key="5.2.7"), STRATEGY)  # fmt: skip
    found = happened(PLAN, shifted)
    assert found["5.2.6"] == ("changed", Match.WORDS)
    assert found["5.2.7"] == ("changed", Match.WORDS)
    assert found["5.2.5B"] == ("added", Match.NONE)


def test_another_promise_under_an_old_number_says_so() -> None:
    other = replace(ANALYST, words="Publish open figures monthly", measures=())
    assert happened((ANALYST,), (other,)) == {"5.2.6": ("changed", Match.NUMBER_ONLY)}


def test_money_is_compared_by_name_and_unknown_is_not_nothing() -> None:
    found = compare(
        PLAN, PLAN, {"Data": 8_000_000, "Travel": None, "Old": 5}, {"Data": 9_000_000, "Travel": 0, "New": 5}
    )
    assert [(each.what, each.before, each.after, each.note) for each in found.money] == [
        ("Data", "£80,000", "£90,000", "£10,000 more"),
        ("Travel", "not stated", "£0", ""),
        ("Old", "£0.05", None, ""),
        ("New", None, "£0.05", ""),
    ]


@pytest.mark.parametrize(
    ("one", "other", "percent"), [("", "", 100), ("a", "", 0), ("a b", "B a", 100), ("a b", "a c", 50)]
)
def test_likeness_is_the_share_of_common_words(one: str, other: str, percent: int) -> None:
    assert likeness(one, other) == percent


WORDS = st.lists(
    st.sampled_from(["data", "analyst", "forum", "strategy", "council", "report", "board"]), min_size=1, max_size=5
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[KpiFacts, ...]:
    keys = draw(st.lists(st.sampled_from(["1.1", "1.2", "1.10", "2.1A", "2.1B"]), unique=True))
    return tuple(KpiFacts(key, "SEND", "Action", " ".join(draw(WORDS))) for key in keys)


@given(plans(), plans())
def test_nothing_is_lost_and_the_way_back_is_the_reverse(
    before: tuple[KpiFacts, ...], after: tuple[KpiFacts, ...]
) -> None:
    there, back = compare(before, after), compare(after, before)
    assert sorted(pair.before.key for pair in there.pairs if pair.before) == sorted(each.key for each in before)
    assert sorted(pair.after.key for pair in there.pairs if pair.after) == sorted(each.key for each in after)
    assert there.counted()["added"] == back.counted()["removed"]
    assert there.counted()["removed"] == back.counted()["added"]
