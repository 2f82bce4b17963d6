"""Clauses read from a text, what is wrong with its numbers and counts, and what differs between versions."""

import re
from pathlib import Path

import pytest

import riia.alliance.agreements
from riia.alliance.agreements.differences import clause_changes, party_changes
from riia.alliance.agreements.states import NEXT
from riia.documents.memoranda.clauses import ReadClause, read_clauses
from riia.documents.memoranda.counts import count_findings
from riia.documents.memoranda.numbering import numbering_findings


def found(text: str) -> list[tuple[str, str]]:
    clauses = read_clauses(text)
    return [(one.code, one.where) for one in (*numbering_findings(clauses), *count_findings(clauses))]


def test_sections_clauses_items_and_what_goes_on() -> None:
    text = """Preamble of two
lines.

1. Introduction
1.1. First clause, broken

by a page.
- 1.2 Second, announcing:
- one
- two
2. Next
2.1 Letters:
(a) first
b) second
Signature\tsomebody
"""
    assert [(one.number, one.printed, one.under, one.text) for one in read_clauses(text)] == [
        ("paragraph 1", "", "", "Preamble of two lines."),
        ("1", "1", "", "Introduction"),
        ("1.1", "1.1", "", "First clause, broken by a page."),
        ("1.2", "1.2", "", "Second, announcing:"),
        ("1.2(1)", "", "1.2", "one"),
        ("1.2(2)", "", "1.2", "two"),
        ("2", "2", "", "Next"),
        ("2.1", "2.1", "", "Letters:"),
        ("2.1(a)", "a", "2.1", "first"),
        ("2.1(b)", "b", "2.1", "second"),
    ]


def test_a_text_from_a_word_processor() -> None:
    text = (
        "Article 1\tPurpose\n1.1\tThe councils:\n\t(a)\tshare data\n\t(b)\tanswer questions\n"
        "2.\tTerm\n2.1\tIt covers:\n•\tone\no\ttwo\n\uf0b7\tthree\n3) numbered\ni. small\n"
        "Name\tSigned\nDirector\tA Person\n\tDate 1 May 2026\n"
    )
    assert [(one.number, one.printed, one.text) for one in read_clauses(text)] == [
        ("1", "1", "Purpose"),
        ("1.1", "1.1", "The councils:"),
        ("1.1(a)", "a", "share data"),
        ("1.1(b)", "b", "answer questions"),
        ("2", "2", "Term"),
        ("2.1", "2.1", "It covers:"),
        ("2.1(1)", "", "one"),
        ("2.1(2)", "", "two"),
        ("2.1(3)", "", "three"),
        ("2.1(3) again", "3", "numbered"),
        ("2.1(i)", "i", "small"),
    ]


def test_a_list_that_starts_again_at_one_is_not_a_section() -> None:
    text = "1. A\n2. B\n\nAppendix\n\n1. first\n2. second\n3. third\n\nAnother\n\n1. first\n"
    assert [one.number for one in read_clauses(text)] == [
        "1",
        "2",
        "paragraph 1",
        "paragraph 1(1)",
        "paragraph 1(2)",
        "paragraph 1(3)",
        "paragraph 2",
        "paragraph 2(1)",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A\n2. B\n3. C", []),
        ("1. A\n1.1 x\n1.2 y\n2. B\n2.1 z", []),
        ("1. A\n3. C", [("number-missing", "3")]),
        ("1. A\n1.1 x\n1.4 y", [("number-missing", "1.4")]),
        ("1. A\n1.2 x", [("number-missing", "1.2")]),
        ("1. A\n1.1 x\n1.1 y\n1.2 z", [("number-repeated", "1.1 again")]),
        ("1. A\n1.1 x\n1.2 y\n1.1 z", [("number-out-of-order", "1.1 again")]),
        ("1. A\n1.1 L:\na) x\nb) y\nd) z", [("letter-missing", "1.1(d)")]),
        ("1. A\n1.1 L:\na) x\nb) y\nb) z", [("letter-repeated", "1.1(b) again")]),
        ("1. A\n1.1 L:\na) x\n- y\nc) z", [("letter-lost", "1.1(b)")]),
        ("1. A\n1.1 L:\na) x\nb) y\n- z", [("letter-lost", "1.1(c)")]),
        ("1. A\n1.1 L:\ni) x\nii) y\niii) z", []),
        ("1. A\n1.1 L:\ni) x\nii) y\niv) z", [("letter-missing", "1.1(iv)")]),
        ("1. A\n1.1 L:\nh) x\ni) y", [("letter-missing", "1.1(h)")]),
        ("1. A\n1.1 L:\n- One\n- Two\n- Tree\n- Four\n- eposit", [("beginning-lost", "1.1(5)")]),
        ("1. A\n1.1 L:\n- one\n- two\n- three\n- Four", []),
        ("1. A\n1.1 These include:\n1.2 First\n- Second\n- Third", [("item-as-clause", "1.2")]),
        ("1. A\n1.1 These include:\n1.2 Next", [("list-missing", "1.1")]),
        ("1. A\n\nAppendix\n\n1. x\n2. y\n4. z", [("item-number-missing", "paragraph 1(4)")]),
        ("1. A\n\nAppendix\n\n1. x\n2. y\n3. z", []),
    ],
)
def test_numbering(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("It has three characteristics:\n- A\n- B\n- C\n- D", "It says three characteristics and lists 4 items."),
        ("The 3 areas of focus are:\n- A\n- B\n- C\n- D", "It says 3 areas and lists 4 items."),
        ("There are three characteristics:\n- A\n- B\n- C", ""),
        ("The 2 Triad DCSs will:\n- A\n- B\n- C", ""),
        ("The two directors commit to:\n- A\n- B\n- C", ""),
        ("A report after 3-6 months on these:\n- A\n- B", ""),
        ("Within five working days, these:\n- A\n- B", ""),
        ("Each council agrees to these four commitments:\n- A\n- B\n- C", "four commitments and lists 3 items"),
        ("Derby, Leicester, Rutland and Lincolnshire: all three councils", "says three councils and lists 4 names"),
        ("Derby City Council, Rutland County Council, Some Trust All two local authorities of it", "two local"),
        ("Between four councils, namely: Derby, Leicester, Rutland and Lincolnshire.", ""),
        ("Between five councils, namely: Derby, Leicester, Rutland and Lincolnshire.", "five councils and lists 4"),
    ],
)
def test_stated_counts(text: str, says: str) -> None:
    findings = count_findings(read_clauses(text))
    assert [says in one.says for one in findings] == ([True] if says else [])


def clause(number: str, text: str) -> ReadClause:
    return ReadClause(number, number, "", text)


def test_differences_of_two_versions() -> None:
    before = [
        clause("1.1", "Ten councils work together."),
        clause("1.2", "Data is shared every quarter with the region."),
        clause("1.3", "Peers challenge every two years."),
        clause("1.4", "Nothing of this is a contract."),
    ]
    after = [
        clause("1.1", "Ten councils work together."),
        clause("1.2", "Peers challenge every two years."),
        clause("1.3", "Data is shared every month with the region."),
        clause("1.5", "Reviewed every spring."),
    ]
    changes = clause_changes(before, after)
    told = [(c.kind, c.before and c.before.number, c.after and c.after.number) for c in changes]
    assert told == [
        ("unchanged", "1.1", "1.1"),
        ("renumbered", "1.3", "1.2"),
        ("changed", "1.2", "1.3"),
        ("added", None, "1.5"),
        ("removed", "1.4", None),
    ]


def test_parties_that_joined_and_left() -> None:
    assert party_changes(["Derby", "Northamptonshire"], ["Derby", "West", "North"]) == (
        ["North", "West"],
        ["Northamptonshire"],
    )


def test_readme_draws_the_states() -> None:
    readme = (Path(riia.alliance.agreements.__file__).parent / "README.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  (\w+) --> (\w+)$", readme, re.MULTILINE))
    moves = {(now.replace(" ", "_"), then.replace(" ", "_")) for now, after in NEXT.items() for then in after}
    assert moves <= drawn
