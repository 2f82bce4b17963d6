"""The check of a file: which kind it is, and findings in order, each cause once."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents import check
from riia.documents.check import check_file
from riia.documents.model import DocumentError, Evidence, Finding, Kind, Reading, Severity, Where
from riia.documents.rules import all_rules, rule_of
from tests.documents.papers import written

_LETTER = """31 March 2024

Re: S31 Grant Determination Letter for the Learning Programme, reference 31/1234.

The Secretary of State for Education, in exercise of the powers conferred by section 31 of the Local Government Act
2003, makes the following determination:

Citation

1) This determination may be cited as the Learning Programme Grant Determination 2024-25 No 31/1234.
"""
_MEMORANDUM = "Memorandum of Understanding\n\n1. This Memorandum is made.\n2. This MoU ends.\n3. This MoU is kept."
_PLAN = (
    "Delivery plan 2025-26\n\nSub-Requirement Detail\tPlanned activity\tKey Performance Indicator (KPI)\n"
    "1.1 Develop data\t1.1.1 Appoint a lead\t1.1.1 Action KPI By 31 December 2025, appoint a lead.\n"
    "1.2 Use data\t1.2.1 Share data\t1.2.1 Action KPI By 31 December 2025, share data.\n"
)
_GIVING = json.dumps({"grants": [{"id": "360G-riia-1", "title": "Grant", "currency": "GBP", "amountAwarded": 5}]})


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (_LETTER, "a.txt", Kind.LETTER),
        (_MEMORANDUM, "a.txt", Kind.MEMORANDUM),
        (_PLAN, "a.txt", Kind.PLAN),
        (_GIVING, "a.json", Kind.GIVING),
        ("A recipe for bread: flour, water and salt.", "a.txt", Kind.UNKNOWN),
        ('{"bread": ["flour", "water"]}', "a.json", Kind.UNKNOWN),
    ],
)
def test_the_kind_is_recognised_by_what_the_document_says(text: str, name: str, kind: Kind) -> None:
    reading = check_file(text.encode(), name)
    assert (reading.kind, bool(reading.because)) == (kind, True)


@pytest.mark.parametrize("kind", Kind)
def test_a_document_is_read_as_the_kind_that_is_said(kind: Kind) -> None:
    reading = check_file(b"By 31 November 2025 we bake bread.", "a.txt", kind)
    assert reading.kind in (kind, Kind.PLAN if kind is Kind.COSTINGS else kind)
    assert "asked" in reading.because


def test_a_kind_that_fails_on_a_layout_leaves_the_text_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(document: object) -> Reading:
        raise ZeroDivisionError

    broken = check._Reader(Kind.MEMORANDUM, lambda document: (100, "it says so"), fails)
    monkeypatch.setattr(check, "READERS", (broken,))
    reading = check_file(b"By 31 November 2025 we meet.", "a.txt")
    assert [one.code for one in reading.findings] == ["DATE-IMPOSSIBLE"]
    assert "could not be read" in reading.document.notes[-1]


def test_what_the_kind_says_itself_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    at = Where(line=1)
    own = Finding("OWN-DATE", Severity.ERROR, Where(line=9), "x", "m", evidence=(Evidence(at, "by 31 November 2025"),))
    other = Finding("OWN-SUM", Severity.AMBIGUITY, at, "31 November 2025", "m")

    def read(document: object) -> Reading:
        return Reading(document, Kind.PLAN, "", (), (other, own))  # type: ignore[arg-type]

    monkeypatch.setattr(check, "READERS", (check._Reader(Kind.PLAN, lambda document: (100, "it is"), read),))
    found = check_file(b"By 31 November 2025 we meet.", "a.txt").findings
    assert [one.code for one in found] == ["OWN-DATE", "OWN-SUM"]


def test_findings_are_sorted_by_severity_then_place() -> None:
    text = "By 28 February we meet.\n\nBy 31 November 2025 we meet.\n\nOn Monday 3 July 2025.\n\nBy 30 February 2026."
    found = check_file(text.encode(), "a.txt", Kind.UNKNOWN).findings
    assert [(one.severity.value, one.where.line) for one in found] == [
        ("error", 3),
        ("error", 7),
        ("conflict", 5),
        ("ambiguity", 1),
    ]


def test_every_rule_of_a_finding_is_registered_and_the_json_has_five_fields() -> None:
    found = check_file(b"Dear ,\n\nBy 31 November 2025 see Annex C (tbc), bi-monthly.", "a.txt", Kind.UNKNOWN).findings
    assert len(found) == 5
    for one in found:
        assert rule_of(one.code).severity is one.severity
        assert list(one.as_json()) == ["code", "severity", "where", "as_written", "message"]


def test_rules_have_everything_that_is_shown_of_them() -> None:
    for rule in all_rules():
        assert rule.code == rule.code.upper()
        assert rule.title
        assert not rule.title.endswith(".") or rule.title[:-1]
        assert rule.why
        assert rule.source


def test_a_workbook_is_checked_cell_by_cell() -> None:
    raw = written([["Council", "Due"], ["Devon", "31 November 2025"], ["Kent", "tbc"]], "xlsx")
    found = check_file(raw, "a.xlsx", Kind.UNKNOWN).findings
    assert [(one.code, str(one.where)) for one in found] == [
        ("DATE-IMPOSSIBLE", "Sheet!B2"),
        ("NOT-FILLED-IN", "Sheet!B3"),
    ]


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(DocumentError):
        check_file(b"%PDF-", "a.pdf")


_LINES = [
    *(line for text in (_LETTER, _PLAN, _MEMORANDUM) for line in text.split("\n")),
    *("Annex A", "Dear ,", "Devon\t£5\t£6", "Total\t£11\t£7", "- a) one", "9.9 KPI"),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=30))
def test_any_mixture_of_documents_is_read_by_every_kind(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    for reader in check.READERS:
        if reader.kind is not Kind.GIVING:
            reading = check_file(text.encode(), "a.txt", reader.kind)
            assert not any("could not be read; only" in note for note in reading.document.notes)
