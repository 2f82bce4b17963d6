"""Clean letters in every layout and form: all of it is read, and nothing is found that is not so."""

from collections.abc import Callable, Sequence
from functools import cache, partial

import pytest

from riia.documents.allocation import Column, Verdict
from riia.documents.letters import Letter, read, recognise
from riia.documents.letters.structure import RingFence, SignatureState
from riia.documents.model import Document
from tests.documents.letters.writing import BASELINE, FORMS, LAYOUTS, Part, as_pdf, as_text

SLOW = ("regional core", "coordinators", "uplifted")
"""A PDF takes half a second to make and to read, so not every layout is tried as one."""
EVERY_FORM: dict[str, Callable[[Sequence[Part]], Document]] = {
    **FORMS,
    "text broken into lines": partial(as_text, width=78),
    "text with bars": partial(as_text, pipes=True),
    "pdf without rules": partial(as_pdf, ruled=False),
}
READ = [(layout, form) for layout in LAYOUTS for form in EVERY_FORM if "pdf" not in form or layout in SLOW]
ROWS = {"regional core": 9, "named councils": 8, "annex first": 3, "coordinators": 3, "one council": 0, "uplifted": 3}


def letter_of(document: Document) -> Letter:
    letter = read(document).structure
    assert isinstance(letter, Letter)
    return letter


@cache
def document_of(layout: str, form: str) -> Document:
    return EVERY_FORM[form](LAYOUTS[layout]())


@pytest.mark.parametrize(("layout", "form"), READ)
def test_a_clean_letter_is_read_whole_and_nothing_is_found(layout: str, form: str) -> None:
    document = document_of(layout, form)
    reading = read(document)
    found = sorted(finding.code.removeprefix("LETTER-") for finding in reading.findings)
    assert found == BASELINE.get(layout, []), [finding.message for finding in reading.findings]
    letter = reading.structure
    assert isinstance(letter, Letter)
    assert len(letter.rows) == ROWS[layout]
    assert len(letter.clauses) == 4
    assert [party.number for party in letter.parties] == ["1", "2"]
    assert letter.written is not None
    assert letter.written.exact
    assert letter.signature is SignatureState.NAMED
    assert recognise(document)[0] > 80


@pytest.mark.parametrize("form", EVERY_FORM)
def test_the_rules_of_a_letter_give_its_annex_in_every_form(form: str) -> None:
    letter = letter_of(document_of("regional core", form))
    assert [(rule.line, rule.KIND, rule.uplift) for rule in letter.rules] == [
        ("1a", "weighted", False),
        ("2a", "pooled", False),
        ("3a", "packages", False),
        ("4", "per-council", False),
        ("4", "per-council", True),
    ]
    assert letter.recomputed is not None
    assert letter.recomputed.verdict is Verdict.AGREES
    assert letter.recomputed.totals[Column.REVISED].computed == 181_980_000


@pytest.mark.parametrize("form", EVERY_FORM)
def test_columns_are_told_apart(form: str) -> None:
    row = letter_of(document_of("coordinators", form)).rows[1]
    assert (row.recipient.name, row.recipient.place, row.councils) == ("Portsmouth City Council", "851", 19)
    assert {column.value: money.amount for column, money in row.amounts.items()} == {
        "base": 1_500_000,
        "top-up": 851_181,
        "total": 2_351_181,
    }
    uplifted = letter_of(document_of("uplifted", form)).rows[0]
    assert {column.value: money.amount for column, money in uplifted.amounts.items()} == {
        "previous total": 4_000_000,
        "uplift": 150_000,
        "revised total": 4_150_000,
    }


def test_conditions_are_read_and_never_assumed() -> None:
    fences = {layout: letter_of(as_text(made())).ring_fence for layout, made in LAYOUTS.items()}
    assert fences == {
        "regional core": RingFence.NOT_STATED,
        "named councils": RingFence.UNRINGFENCED,
        "annex first": RingFence.FREE_CHOICE,
        "coordinators": RingFence.UNRINGFENCED,
        "one council": RingFence.NOT_STATED,
        "uplifted": RingFence.NOT_STATED,
    }
    assert letter_of(as_text(LAYOUTS["coordinators"]())).reporting_voluntary is not None


def test_everything_understood_stands_in_the_letter() -> None:
    parts = LAYOUTS["named councils"]()
    document = as_text(parts)
    whole = "\n".join(block.text for block in document.blocks)
    reading = read(document)
    assert len(reading.understood) > 30
    for item in reading.understood:
        assert item.as_written in whole, item


def test_findings_name_text_that_stands_at_their_place() -> None:
    document = as_text(LAYOUTS["regional core"]())
    lines = {block.where.line: block.text for block in document.blocks}
    for finding in read(document).findings:
        assert finding.as_written in lines[finding.where.line]
