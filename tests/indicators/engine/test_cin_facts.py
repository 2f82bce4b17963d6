"""Facts from the CIN census: what each block becomes, over one file and several years."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.engine.facts.cin_census import BUILDERS
from riia.indicators.engine.tables import Tables
from riia.indicators.model import Period
from riia.indicators.readers.cin_census import read
from riia.indicators.tables.facts import COMMON, FACTS
from tests.indicators.readers.cin_files import assessment, census, child, enquiry, episode, header, need_plan, plan

YEAR = Period.parse("YE2025-03")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def facts(name: str, *paths: Path) -> list[dict[str, Any]]:
    frame = BUILDERS[name](Tables.of(read(list(paths))), YEAR)
    assert frame is not None
    rows = frame.collect().rows(named=True)
    return sorted(rows, key=lambda row: (row["file"], row["row"], str(list(row.values()))))


def values(rows: Sequence[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def in_words(row: tuple[Any, ...]) -> list[str]:
    return [str(value) for value in row]


@pytest.mark.parametrize("name", list(BUILDERS))
def test_every_fact_has_exactly_its_columns_also_from_an_empty_census(tmp_path: Path, name: str) -> None:
    frame = BUILDERS[name](Tables.of(read([census(tmp_path)])), YEAR)
    assert frame is not None
    assert frame.collect().columns == [*COMMON, *FACTS[name].columns]
    two = census(tmp_path, name="older.xml", head=header(2024)), census(tmp_path)
    assert facts(name, *two) == []


def test_a_table_that_no_file_has_gives_no_fact(tmp_path: Path) -> None:
    tables = Tables.of(read([census(tmp_path, head=header(2021))]))
    assert BUILDERS["need_plans"](tables, YEAR) is None


@pytest.mark.parametrize(
    ("code", "source"),
    [
        ("1A", "individual"), ("1D", "individual"), ("2A", "schools"), ("2B", "education-services"),
        ("3A", "health-services"), ("3F", "health-services"), ("4", "housing"), ("5A", "council-services"),
        ("5D", "council-services"), ("6", "police"), ("7", "other-legal-agency"), ("8", "other"), ("9", "anonymous"),
        ("10", "unknown"), ("6A", "unknown"), (None, "unknown"), ("1a", "individual"),
    ],
)  # fmt: skip
def test_the_source_of_a_referral(tmp_path: Path, code: str | None, source: str) -> None:
    rows = facts("referrals", census(tmp_path, child("a", episode("2024-05-01", ReferralSource=code))))
    assert values(rows, "source", "nfa", "referrals_in_12_months") == [(source, False, None)]


def test_the_referral_before_is_of_an_earlier_day(tmp_path: Path) -> None:
    one = child("a", episode("2024-05-01"), episode("2024-05-01"), episode("2024-02-29"), episode(None))
    other = child("b", episode("2024-06-01", ReferralNFA=None))
    rows = facts("referrals", census(tmp_path, one, other))
    assert values(rows, "child", "referred", "previous_referred", "nfa") == [
        ("a", date(2024, 5, 1), date(2024, 2, 29), False),
        ("a", date(2024, 5, 1), date(2024, 2, 29), False),
        ("a", date(2024, 2, 29), None, False),
        ("a", None, None, False),
        ("b", date(2024, 6, 1), None, None),
    ]


def test_two_blocks_of_one_child_are_one_history_and_nobodys_children_are_apart(tmp_path: Path) -> None:
    blocks = child("a", episode("2024-05-01")), child("a", episode("2024-06-01"))
    unnamed = child(None, episode("2024-05-01")), child(None, episode("2024-06-01"))
    rows = facts("referrals", census(tmp_path, *blocks, *unnamed))
    assert values(rows, "child", "previous_referred") == [
        ("a", None), ("a", date(2024, 5, 1)), (None, None), (None, None),
    ]  # fmt: skip


def test_the_newest_file_tells_and_an_older_one_only_so_far(tmp_path: Path) -> None:
    old = census(
        tmp_path,
        child("a", episode("2023-05-01"), episode("2023-09-01", CINclosureDate="2023-10-01")),
        name="1.xml",
        head=header(2024),
    )
    new = census(
        tmp_path,
        child("a", episode("2023-05-01", CINclosureDate="2024-06-01"), episode("2024-08-01")),
        name="2.xml",
    )
    assert values(facts("needs", new, old), "file", "opened", "closed", "known_until", "status") == [
        ("1.xml", date(2023, 9, 1), date(2023, 10, 1), date(2024, 3, 31), None),
        ("2.xml", date(2023, 5, 1), date(2024, 6, 1), None, None),
        ("2.xml", date(2024, 8, 1), None, None, None),
    ]
    assert values(facts("referrals", new, old), "referred", "previous_referred") == [
        (date(2023, 9, 1), date(2023, 5, 1)),
        (date(2023, 5, 1), None),
        (date(2024, 8, 1), date(2023, 9, 1)),
    ]


def test_a_record_whose_first_day_was_corrected_is_one_record(tmp_path: Path) -> None:
    wrong = child("a", episode("2024-02-01", assessment("2024-02-02"), plan("2024-03-01")))
    right = child("a", episode("2024-02-05", assessment("2024-02-06", "2024-04-20"), plan("2024-03-04")))
    # Not in the newer census either, but no record of before April takes their place, or they were over.
    gone = child("b", episode("2024-02-01"))
    no_action = child("c", episode("2024-02-01", ReferralNFA=1))
    closed = child("d", episode("2024-02-01", CINclosureDate="2024-02-20"))
    old = census(tmp_path, wrong, gone, no_action, closed, name="1.xml", head=header(2024))
    later = [child("b", episode("2024-05-01")), child("c", episode("2024-03-01")), child("d", episode("2024-03-01"))]
    new = census(tmp_path, right, *later, name="2.xml")
    told = {name: facts(name, old, new) for name in ("referrals", "assessments", "protection_plans")}
    assert values(told["referrals"], "child", "referred", "previous_referred") == [
        ("b", date(2024, 2, 1), None), ("c", date(2024, 2, 1), None), ("d", date(2024, 2, 1), None),
        ("a", date(2024, 2, 5), None), ("b", date(2024, 5, 1), date(2024, 2, 1)),
        ("c", date(2024, 3, 1), date(2024, 2, 1)), ("d", date(2024, 3, 1), date(2024, 2, 1)),
    ]  # fmt: skip
    assert values(told["assessments"], "started") == [(date(2024, 2, 6),)]
    assert values(told["protection_plans"], "started") == [(date(2024, 3, 4),)]


def test_two_open_episodes_stay_two_rows(tmp_path: Path) -> None:
    rows = facts("needs", census(tmp_path, child("a", episode("2024-05-01"), episode("2024-07-01"))))
    assert values(rows, "child", "opened", "closed") == [("a", date(2024, 5, 1), None), ("a", date(2024, 7, 1), None)]


def test_assessments_are_linked_to_their_referral_and_timed_both_ways(tmp_path: Path) -> None:
    # 1 April, 6 May and 27 May 2024 are bank holidays.
    made = child(
        "a", episode("2024-05-01", assessment("2024-05-03", "2024-05-28", "2A", "11A"), assessment("2024-06-01"))
    )
    other = child("b", episode("2024-04-01", assessment("2024-05-03", "2024-05-02", "21")))
    columns = ("started", "authorised", "referred", "working_days_from_start", "working_days_from_referral")
    rows = facts("assessments", census(tmp_path, made, other))
    assert values(rows, *columns, "has_factors", "has_cse") == [
        (date(2024, 5, 3), date(2024, 5, 28), date(2024, 5, 1), 15, 17, True, True),
        (date(2024, 6, 1), None, date(2024, 5, 1), None, None, False, False),
        (date(2024, 5, 3), date(2024, 5, 2), date(2024, 4, 1), None, 23, True, False),
    ]


def test_assessments_of_two_files_keep_their_own_factors(tmp_path: Path) -> None:
    old = census(
        tmp_path, child("a", episode("2023-05-01", assessment("2023-05-01", None))), name="1.xml", head=header(2024)
    )
    new = census(
        tmp_path, child("b", episode("2024-05-01", assessment("2024-05-01", "2024-06-01", "11A"))), name="2.xml"
    )
    assert values(facts("assessments", old, new), "child", "referred", "has_cse") == [
        ("a", date(2023, 5, 1), False), ("b", date(2024, 5, 1), True),
    ]  # fmt: skip


def test_enquiries_with_their_conference(tmp_path: Path) -> None:
    made = child("a", episode("2024-05-01", enquiry("2024-05-02", "2024-05-20"), enquiry("2024-08-01")))
    assert values(facts("enquiries", census(tmp_path, made)), "started", "conference") == [
        (date(2024, 5, 2), date(2024, 5, 20)), (date(2024, 8, 1), None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        # In time, and one day late: 15 and 16 working days after 3 June.
        ([(None, [("2024-06-03", "2024-06-24")])], [("2024-06-24", "2024-06-03", 15)]),
        ([(None, [("2024-06-03", "2024-06-25")])], [("2024-06-25", "2024-06-03", 16)]),
        # Dated before its enquiry: it happened, and cannot be timed.
        ([(None, [("2024-06-03", "2024-06-02")])], [("2024-06-02", "2024-06-03", None)]),
        # The start is missing: the same.
        ([(None, [(None, "2024-06-02")])], [("2024-06-02", None, None)]),
        # A transfer in: with the episode alone.
        ([("2024-06-02", [])], [("2024-06-02", None, None)]),
        # With both: one conference, the one that can be timed.
        ([("2024-06-24", [("2024-06-03", "2024-06-24")])], [("2024-06-24", "2024-06-03", 15)]),
        # With the episode and with another episode's enquiry: likewise one.
        ([("2024-06-24", []), (None, [("2024-06-03", "2024-06-24")])], [("2024-06-24", "2024-06-03", 15)]),
        # Two episodes that name the same day.
        ([("2024-06-24", []), ("2024-06-24", [])], [("2024-06-24", None, None)]),
        # Another day is another conference.
        (
            [("2024-07-24", [("2024-06-03", "2024-06-24")])],
            [("2024-06-24", "2024-06-03", 15), ("2024-07-24", None, None)],
        ),
        # Several enquiries, one conference: each counts.
        (
            [(None, [("2024-06-03", "2024-06-24"), ("2024-06-10", "2024-06-24")])],
            [("2024-06-24", "2024-06-03", 15), ("2024-06-24", "2024-06-10", 10)],
        ),
        # An enquiry without one.
        ([(None, [("2024-06-03", None)])], []),
    ],
)
def test_conferences(
    tmp_path: Path,
    made: list[tuple[str | None, list[tuple[str | None, str | None]]]],
    expected: list[tuple[str, str | None, int | None]],
) -> None:
    episodes = [
        episode("2024-05-01", *(enquiry(*one) for one in enquiries), DateOfInitialCPC=held) for held, enquiries in made
    ]
    rows = facts("conferences", census(tmp_path, child("a", *episodes)))
    told = sorted(values(rows, "held", "enquiry_started", "working_days"), key=in_words)
    assert told == [(day(held), day(started), days) for held, started, days in expected]


def test_conferences_on_one_day_of_two_children_are_two(tmp_path: Path) -> None:
    alone = episode("2024-05-01", DateOfInitialCPC="2024-06-24")
    timed = episode("2024-05-01", enquiry("2024-06-03", "2024-06-24"))
    rows = facts(
        "conferences", census(tmp_path, child("a", alone), child("b", timed), child(None, alone), child(None, alone))
    )
    assert sorted(values(rows, "child", "working_days"), key=in_words) == [
        (None, None),
        (None, None),
        ("a", None),
        ("b", 15),
    ]


def test_a_conference_that_a_newer_file_times_is_one(tmp_path: Path) -> None:
    old = census(
        tmp_path, child("a", episode("2024-03-01", DateOfInitialCPC="2024-03-25")), name="1.xml", head=header(2024)
    )
    new = census(tmp_path, child("a", episode("2024-03-04", enquiry("2024-03-04", "2024-03-25"))), name="2.xml")
    assert values(facts("conferences", old, new), "file", "held", "working_days") == [("2.xml", date(2024, 3, 25), 15)]


def test_need_plans(tmp_path: Path) -> None:
    made = child("a", episode("2024-05-01", need_plan("2024-06-01", "2024-09-01"), need_plan("2024-10-01")))
    assert values(facts("need_plans", census(tmp_path, made)), "started", "ended") == [
        (date(2024, 6, 1), date(2024, 9, 1)), (date(2024, 10, 1), None),
    ]  # fmt: skip


def test_the_plan_before_is_found_in_any_file(tmp_path: Path) -> None:
    first, ended = plan("2021-02-01"), plan("2021-02-01", "2021-06-01")
    closed, again, unknown = plan("2021-02-01", "2023-01-09"), plan("2024-05-01", None, 1), plan("2024-05-01", None, "")
    referred = "2021-01-01"
    children = child("a", episode(referred, first)), child("b", episode(referred, ended))
    oldest = census(tmp_path, *children, name="1.xml", head=header(2022))
    older = census(tmp_path, child("a", episode(referred, closed)), name="2.xml", head=header(2023))
    children = child("a", episode("2024-01-01", again, again)), child("c", episode("2024-01-01", unknown))
    newest = census(tmp_path, *children, name="3.xml")
    rows = facts("protection_plans", newest, oldest, older)
    assert values(rows, "child", "started", "ended", "previous_plans", "previous_ended", "known_until") == [
        ("b", date(2021, 2, 1), date(2021, 6, 1), 0, None, date(2022, 3, 31)),
        ("a", date(2021, 2, 1), date(2023, 1, 9), 0, None, date(2023, 3, 31)),
        ("a", date(2024, 5, 1), None, 1, date(2023, 1, 9), None),
        ("a", date(2024, 5, 1), None, 1, date(2023, 1, 9), None),
        ("c", date(2024, 5, 1), None, None, None, None),
    ]


DAYS = st.sampled_from(["2023-03-01", "2023-09-04", "2024-03-01", "2024-09-02", None])
EVENTS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), DAYS), max_size=6)


@settings(max_examples=25, deadline=None)
@given(EVENTS, EVENTS)
def test_previous_referrals_as_plainly_counted(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[tuple[str | None, str | None]],
    new: list[tuple[str | None, str | None]],
) -> None:
    folder = tmp_path_factory.mktemp("cin")
    paths = [
        census(folder, *(child(who, episode(on)) for who, on in events), name=f"{at}.xml", head=header(2023 + at))
        for at, events in enumerate((old, new), 1)
    ]
    rows = facts("referrals", *paths)
    kept = [(who, on, "2.xml") for who, on in new]
    kept += [(who, on, "1.xml") for who, on in old if who is None or (who, on) not in new]
    assert len(rows) == len(kept)
    for row in rows:
        earlier = [
            on
            for who, on, _ in kept
            if who and who == row["child"] and on and row["referred"] and day(on) < row["referred"]
        ]
        assert row["previous_referred"] == day(max(earlier, default=None))
