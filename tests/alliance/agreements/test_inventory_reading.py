"""Reading a project's file: what is taken, and what is refused by line with rule and remedy."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.agreements.policies_inventory import core_items
from riia.alliance.agreements.projects_reading import LARGEST, MOST_SAID, Expected, read_delivery
from riia.indicators.model import Missing, Number
from riia.indicators.returns.canonical import restored

HEAD = "council,indicator,period,value"
CORE = core_items()
EXPECTED = Expected(
    {"831": "Derby", "856": "Leicester"},
    {slug: CORE[slug] for slug in ("cla-current", "referrals")},
    dt.date(2026, 11, 2),
)


def read(*lines: str, head: str = HEAD):
    return read_delivery("\r\n".join((head, *lines)).encode(), EXPECTED)


def told(*lines: str, head: str = HEAD) -> str:
    found = read(*lines, head=head)
    assert not found.values, "a file with anything wrong gives no figure"
    return "\n".join(each.told for each in found.refusals)


def test_every_kind_of_value_is_kept_apart() -> None:
    found = read(
        "831,cla-current,2026-27Q2,0",
        "Leicester,Children looked after on the day,2026-27Q2,",
        "831,cla-current,2026-27Q1,[c]",
        "856,cla-current,2026-27Q1,z",
        '831,referrals,2026-27Q2,"1,234"',
        "856,referrals,2026-27Q2, x ",
        "",
        ",,,",
    )
    assert not found.refusals
    assert [(one.line, one.council, one.indicator, one.period.code, one.value) for one in found.values] == [
        (2, "831", "cla-current", "2026-27Q2", "0"),
        (3, "856", "cla-current", "2026-27Q2", ""),
        (4, "831", "cla-current", "2026-27Q1", "[c]"),
        (5, "856", "cla-current", "2026-27Q1", "[z]"),
        (6, "831", "referrals", "2026-27Q2", "1234"),
        (7, "856", "referrals", "2026-27Q2", "[x]"),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",cla-current,2026-27Q2,1", "Line 2 names no council"),
        ("Nowhere,cla-current,2026-27Q2,1", "Line 2 names a council that is not known"),
        ("801,cla-current,2026-27Q2,1", "not a council of this alliance"),
        ("E12000004,cla-current,2026-27Q2,1", "not a council of this alliance"),
        ("x" * 5000 + ",cla-current,2026-27Q2,1", "longer than any name"),
        ("831,children,2026-27Q2,1", "which the project does not supply. It supplies: cla-current, referrals"),
        ("831,cpps-current,2026-27Q2,1", "which the project does not supply"),
        ("831,cla-current,Q2 2026,1", "Give one of"),
        ("831,cla-current,,1", "Line 2 has the period"),
        ("831,cla-current,2026-27Q3,1", "had not ended when the file was received"),
        ("831,cla-current,2026-27Q2", "Line 2 has 3 cells where the heading has 4"),
        ("831,cla-current,2026-27Q2,1,Ann Smith", "Line 2 has 5 cells"),
        ('831,cla-current,2026-27Q2,"1', "quotation mark"),
    ],
)
def test_a_line_is_refused_with_its_number_the_rule_and_the_remedy(line: str, says: str) -> None:
    assert says in told(line)


@pytest.mark.parametrize(
    "value", ["<5", "-", "-4", "4.5", "n/k", "=1+1", '"=HYPERLINK(""http://x"")"', "99999999999", "12%", "٣", "1e3"]
)
def test_a_value_that_is_neither_a_count_nor_a_symbol_is_refused(value: str) -> None:
    said = told(f"831,cla-current,2026-27Q2,{value}")
    assert said.startswith('Line 2 has the value "')
    assert ", which " in said


def test_all_bad_lines_are_told_at_once_and_the_good_ones_do_not_count() -> None:
    said = told("831,cla-current,2026-27Q2,1", "831,x,2026-27Q2,1", "831,cla-current,2026-27Q2,1", "9,9,9,9")
    assert [line.split()[1] for line in said.splitlines()] == ["3", "4", "5"]
    assert "same council, indicator and period as line 2" in said
    many = read(*["831,x,2026-27Q2,1"] * (MOST_SAID + 7))
    assert len(many.refusals) == MOST_SAID + 1
    assert many.refusals[-1].told.startswith("7 more lines are refused")


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("council,indicator,period", "does not name the column value"),
        ("council;indicator;period;value", "separated by commas, not semicolons"),
        ("", "does not name the column council"),
        ("council,indicator,period,value,upn", "nothing about single children"),
        ("council,indicator,period,value,value", "one of them twice"),
        ("=cmd|' /C calc'!A0,council,indicator,period,value", "nothing else"),
    ],
)
def test_the_heading_names_four_columns_and_no_other(head: str, says: str) -> None:
    assert says in told("831,cla-current,2026-27Q2,1", head=head)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "does not name the column council"),
        (HEAD.encode(), "no line after its heading"),
        (b"x" * (LARGEST + 1), "larger than 1024 KB"),
        (b"PK\x03\x04\x00\x00", "no CSV text"),
        (HEAD.encode("utf-16"), "no CSV text"),
        (f"{HEAD}\n831,cla-current,2026-27Q2,1\n".encode() + b"\xff\xfe", "Line 3 is not UTF-8"),
        (f"{HEAD}\n".encode() + b'831,"' + b"x" * 200_000 + b'",2026-27Q2,1', "cannot be read"),
    ],
)
def test_files_that_are_no_table_are_refused_as_such(content: bytes, says: str) -> None:
    found = read_delivery(content, EXPECTED)
    assert not found.values
    assert says in found.refusals[0].told


def test_columns_may_stand_in_any_order_with_a_mark_of_the_byte_order() -> None:
    content = "\ufeffVALUE, Period ,council,Indicator\n7,2026-27Q2,Derby,REFERRALS\n".encode()
    (value,) = read_delivery(content, EXPECTED).values
    assert (value.council, value.indicator, value.value) == ("831", "referrals", "7")


@given(st.binary(max_size=400))
def test_no_bytes_whatsoever_break_the_reader(content: bytes) -> None:
    found = read_delivery(HEAD.encode() + b"\n" + content, EXPECTED)
    assert bool(found.values) != bool(found.refusals)
    assert all(each.told.isprintable() or "\n" in each.told for each in found.refusals)


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["831", "856"]),
            st.sampled_from(["cla-current", "referrals"]),
            st.sampled_from(["2026-27Q1", "2026-27Q2", "2025-26Q4"]),
        ),
        st.one_of(st.integers(0, 10**9).map(str), st.sampled_from(["", "c", "x", "z", "[c]"])),
        min_size=1,
    )
)
def test_what_is_written_is_what_is_read(wanted: dict[tuple[str, str, str], str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    writer.writerows([*key, value] for key, value in wanted.items())
    found = {(one.council, one.indicator, one.period.code): one.value for one in
             read_delivery(out.getvalue().encode(), EXPECTED).values}  # fmt: skip
    assert found.keys() == wanted.keys()
    for key, text in wanted.items():
        if not text:
            assert found[key] == ""
        elif text.isdigit():
            assert restored(found[key]) == Number(int(text))
        else:
            value = restored(found[key])
            assert isinstance(value, Missing)
            assert value.symbol.value == text.strip("[]")
