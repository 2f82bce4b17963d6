"""The three letters the requirements were taken from: every finding expected, by code and line, and no other.

The documents themselves are not packaged; where they are not beside the checkout these tests are skipped, and the
letters of `test_layouts` and `test_faults`, which are our own, stand for them.
"""

from pathlib import Path

import pytest

from riia.documents.allocation import Column, Hidden, Verdict
from riia.documents.letters import Letter, read, recognise
from riia.documents.letters.structure import RingFence, SignatureState
from riia.documents.model import Reading
from riia.documents.readers import read_document
from tests.documents.letters.writing import Part, as_word

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
VARIATION = "1-s31-grant-letter-regional-improvement-2023-variation-3.txt"
INNOVATION = "2-s31-grant-letter-innovation-programme-2017.txt"
COORDINATOR = "3-s31-grant-letter-send-regional-coordinator-2021.txt"
OTHERS = ("4-east-midlands-memorandum-of-understanding-2022-24.txt", "5-south-west-csc-send-plan-2025-26.txt")

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside this checkout")

EXPECTED = {
    VARIATION: [
        ("DATE-NO-DAY", 8),
        ("PREDECESSOR", 12),
        ("REFERENCE-NOT-CITED", 14),
        ("PARTY-WITHOUT-ROW", 24),
        ("YEAR-CONFLICT", 38),
        ("DAYS-TIMES-RATE", 42),
        ("PAID-IN-FUTURE", 43),
        ("DATE-NO-YEAR", 48),
        ("HOST-NEEDED", 89),
    ],
    INNOVATION: [("REFERENCE-NOT-CITED", 9)],
    COORDINATOR: [
        ("TEXT-REDACTED", 7),
        ("PARTY-WITHOUT-ROW", 33),
        ("CANNOT-VERIFY", 72),
        ("PAYMENT-OUTSIDE-YEAR", 78),
        ("COUNT-VS-LIST", 82),
        ("MINISTERS", 98),
        ("CANNOT-VERIFY", 148),
        ("RECIPIENT-REGION", 148),
    ],
}


def reading_of(name: str) -> Reading:
    return read(read_document(SEEDS / name))


def letter_of(name: str) -> Letter:
    letter = reading_of(name).structure
    assert isinstance(letter, Letter)
    return letter


@pytest.mark.parametrize("name", EXPECTED)
def test_every_finding_is_expected_and_every_expected_one_is_found(name: str) -> None:
    found = [(finding.code.removeprefix("LETTER-"), finding.where.line) for finding in reading_of(name).findings]
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_is_found_in_a_word_document(name: str) -> None:
    parts: list[Part] = []
    for line in (SEEDS / name).read_text(encoding="utf-8").splitlines():
        if "\t" in line and parts and not isinstance(parts[-1], str):
            parts[-1] = [*parts[-1], line.split("\t")]
        elif line.strip():
            parts.append([line.split("\t")] if "\t" in line else line.strip())
    tables = [[[*row, *[""] * (max(map(len, part)) - len(row))] for row in part] if not isinstance(part, str) else part
              for part in parts]  # fmt: skip
    found = [finding.code.removeprefix("LETTER-") for finding in read(as_word(tables)).findings]
    assert found == [code for code, _ in EXPECTED[name]]


def test_findings_show_their_working() -> None:
    said = {finding.code: finding.message for finding in reading_of(VARIATION).findings}
    assert said["LETTER-DAYS-TIMES-RATE"] == ("4 LAs × 39 days × £600 = £93,600, but £94,000 is stated: £400 more.")
    assert "paid in July 2023, which is in 2023-24" in said["LETTER-YEAR-CONFLICT"]
    assert "the original and variations 1 and 2 are needed" in said["LETTER-PREDECESSOR"]


def test_the_variation_is_recomputed_for_nine_regions() -> None:
    letter = letter_of(VARIATION)
    assert letter.recomputed is not None
    assert letter.recomputed.verdict is Verdict.AGREES
    assert len(letter.recomputed.rows) == 9
    assert letter.recomputed.totals[Column.PREVIOUS].computed == 215_680_000
    assert letter.recomputed.totals[Column.REVISED].computed == 266_200_000
    south_east = letter.recomputed.for_place("E12000008")
    assert south_east is not None
    assert (south_east.total("own", uplift=False), south_east.total("paid", uplift=False)) == (24_480_000, 32_480_000)


def test_the_variation_is_understood() -> None:
    letter = letter_of(VARIATION)
    assert [ref.text for ref in letter.references] == ["31/6558", "CON_007", "CON_007"]
    assert (letter.variation, letter.year and letter.year.label) == (3, "2023-24")
    assert letter.effective is not None
    assert letter.effective.text == "14 December 2023"
    assert [amendment.number for amendment in letter.amendments] == ["1.", "2."]
    assert [rule.line for rule in letter.rules] == ["1a", "2a", "2b", "3a", "4", "4a", "4b"]
    assert [rule.uplift for rule in letter.rules] == [False, False, True, False, False, True, True]
    assert letter.ring_fence is RingFence.NOT_STATED


def test_twenty_three_rows_add_up_to_the_penny() -> None:
    letter = letter_of(INNOVATION)
    annex = next(annex for annex in letter.annexes if annex.rows)
    assert len(annex.rows) == 23
    assert annex.totals[Column.TOTAL].amount == 3_235_006_317
    assert all(row.recipient.place for row in annex.rows)
    assert letter.ring_fence is RingFence.FREE_CHOICE
    assert letter.cut_off is not None
    assert letter.cut_off.text == "12 March 2017"
    assert [clause.number for clause in letter.clauses] == [1, 2, 3, 4, 5]


def test_what_is_redacted_is_redacted() -> None:
    letter = letter_of(COORDINATOR)
    row = letter.rows[0]
    assert {column: money.amount for column, money in row.amounts.items()} == {
        Column.BASE: Hidden.REDACTED,
        Column.TOP_UP: Hidden.REDACTED,
        Column.TOTAL: 2_127_192,
    }
    assert (row.councils, row.region and row.region.text) == (14, "West Midlands")
    assert letter.total_in_text is not None
    assert letter.total_in_text.amount is Hidden.REDACTED
    assert letter.signature is SignatureState.NAMELESS
    assert letter.ring_fence is RingFence.UNRINGFENCED
    assert letter.reporting_voluntary is not None
    assert [who.name for who in letter.parties[1].named][:2] == ["Durham County Council", "Leicester City Council"]
    assert len(letter.parties[1].named) == 7
    assert len(letter.success_measures) == 16


@pytest.mark.parametrize("name", OTHERS)
def test_other_documents_are_not_taken_for_letters(name: str) -> None:
    assert recognise(read_document(SEEDS / name))[0] < 30


@pytest.mark.parametrize("name", EXPECTED)
def test_letters_are_recognised(name: str) -> None:
    sure, why = recognise(read_document(SEEDS / name))
    assert sure > 80
    assert "grant determination" in why
