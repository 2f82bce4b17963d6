"""A CSV file of items: read whole, or refused with every fault and nothing entered."""

import random

import pytest

from riia.alliance.agreements.items_file import MOST_SAID, read_items


def test_what_a_spreadsheet_saves() -> None:
    for data in (
        '\ufefftitle,definition,unit\r\nReferrals,"All, in total",number\r\n\r\nPlans,,\r\n'.encode(),
        "Title;Definition;Unit\nReferrals;All, in total;number\nPlans;-;\n".encode("cp1252"),
        b"title\tdefinition\tunit\nReferrals\tAll, in total\tnumber\nPlans\n",
    ):
        rows, problems = read_items(data)
        assert problems == []
        assert [(row["key"], row["title"], row.get("definition", "")) for row in rows] == [
            ("referrals", "Referrals", "All, in total"),
            ("plans", "Plans", ""),
        ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "The file is empty"),
        (b"title\n", "columns and no item"),
        (b"name\nReferrals\n", "Line 1: there is no column \u201ctitle\u201d"),
        (b"title,colour\nReferrals,red\n", "colour is no column of an item"),
        (b"title,title\nA,B\n", "a column stands there twice"),
        (b"title\n\nOne\nTwo\nONE\n", "Line 5, title: \u201cONE\u201d is the title of line 3 already"),
        (b"title,unit\n,number\n", "Line 2, title: it is missing"),
        (b"title\nA,b\n", "Line 2 has more cells than columns"),
        (b"title,unit\nA," + b"x" * 121 + b"\n", "Line 2, unit: it has 121 characters; 120 fit"),
        (b"title\n=cmd|' /C calc'!A0\n", "begins like a formula"),
        (b'title\n"A\n', "Line 2: it is no line of a table"),
        (b"title\n" + b"\n".join(b"Item %d" % n for n in range(501)), "501 items, and 500 fit"),
        (b"PK\x03\x04rest", "no CSV file"),
        (b"title\nA\x00B\n", "no CSV file"),
        (b"x" * (1024 * 1024 + 1), "larger than 1 megabyte"),
    ],
)
def test_refused_with_line_rule_and_remedy(data: bytes, says: str) -> None:
    rows, problems = read_items(data)
    assert rows == []
    assert any(says in problem for problem in problems), problems
    assert all(problem.endswith(".") for problem in problems)


def test_every_fault_is_said_at_once_and_no_more_than_fit() -> None:
    _, problems = read_items(b"title,unit\n,a\n=B,c\n")
    assert len(problems) == 2
    _, problems = read_items(b"title\n" + b"=A\n" * 60)
    assert len(problems) == MOST_SAID + 1
    assert "more of the kind" in problems[-1]


def test_any_bytes_are_rows_or_sentences() -> None:
    chosen = random.Random(3)
    for _ in range(200):
        data = b"title,unit\n" + bytes(chosen.choice(b'ab,;\t"\r\n=\xe9\xff\x81 ') for _ in range(60))
        rows, problems = read_items(data)
        assert bool(rows) is not bool(problems)
