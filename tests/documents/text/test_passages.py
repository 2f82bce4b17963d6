"""Lines that a page or column broke are put together, and every letter keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.readers import read_document
from riia.documents.text.passages import numbered_lines, passages, plain


def _texts(text: str) -> list[str]:
    return [passage.text for passage in passages(read_document(text.encode(), "a.txt"))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\ntwo", ["one\ntwo"]),
        ("one\n\nTwo", ["one", "Two"]),
        ("goes on and\n\nends here.", ["goes on and\nends here."]),
        ("It ends.\n\nhere", ["It ends.", "here"]),
        ("# Head\nText", ["# Head", "Text"]),
        ("Lead:\n- one\n- two", ["Lead:", "- one", "- two"]),
        ("By 31\tx\nMay 2025\ty", ["By 31\nMay 2025", "x\ny"]),
        ("a b\tx\n\ty\nC\tz", ["a b", "C", "x\ny\nz"]),
        ("by March\tx\n, , ,\ty\n2026, with\tz", ["by March\n\n2026, with", "x\ny\nz"]),
    ],
)
def test_what_belongs_together_is_one_passage(text: str, found: list[str]) -> None:
    assert sorted(_texts(text)) == sorted(found)


def test_a_letter_knows_its_line_and_cell() -> None:
    (left, right) = passages(read_document(b"By 31\tone\nMay 2025\ttwo", "a.txt"))
    assert str(left.at(left.text.index("2025")).where) == "line 2, column 1"
    assert str(right.at(0).where) == "line 1, column 2"


@given(st.lists(st.sampled_from(["", "one", "Two.", "- item", "a\tb", "# h", "3. x"]), min_size=1, max_size=12))
def test_nothing_is_lost_or_read_twice(lines: list[str]) -> None:
    if not any(line.strip() for line in lines):
        return
    document = read_document("\n".join(lines).encode(), "a.txt")
    words = sorted(word for line in lines for word in line.split())
    assert sorted(word for passage in passages(document) for word in passage.text.split()) == words
    text, owners = numbered_lines(document)
    assert len(text.split("\n")) == len(owners)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("**bold** and <u>under</u>", "bold and under"),
        ("### Heading", "Heading"),
        (r"$\circ$ $\;$ point", "point"),
        (r"project\_5368", "project_5368"),
        ("*Vision for change*", "Vision for change"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_signs_of_programs_are_left_out_for_comparing(text: str, bare: str) -> None:
    assert plain(text) == bare
