"""Letters as other departments and years write them: nothing is found that is not so, and what they say is read."""

import io

import openpyxl
import pytest

from riia.documents.allocation import Verdict
from riia.documents.letters import Letter, read
from riia.documents.letters.structure import RingFence
from riia.documents.model import Reading
from riia.documents.readers import read_document

WITHOUT_PARTIES = """Ministry of Housing, Communities and Local Government
4 November 2024

Our ref: SF-2024/119
To: Chief Finance Officers of the authorities in Annex A

DATA PIONEERS: GRANT DETERMINATION (2024-25): No 31/7402

The Minister of State for Housing ("the Minister of State"), in exercise of the powers conferred by section 31 of the \
Local Government Act 2003, makes the following determination:

Citation
1) This determination may be cited as the Data Pioneers Grant Determination (2024-25) [No 31/7402, SF-2024/119].
Purpose of the grant
2) The purpose of the grant is to support authorities in expenditure lawfully incurred or to be incurred by them.
Determination
3) The Minister of State determines the authorities to which grant is to be paid and the amounts set out in Annex A.
Grant conditions
4) Pursuant to section 31(4) of that Act the grant will be paid subject to the conditions in Annex B.
Treasury consent
5) Before making this determination, the Minister of State obtained the consent of the Treasury.
Signed by authority of the Minister of State
P. Okafor
4 November 2024

ANNEX A
| Local authority | 2024-25 (£) | 2025-26 (£) | Total (£) |
| --- | --- | --- | --- |
| Barnsley | 45,000 | 15,000 | 60,000 |
| Brighton & Hove | 45,000 | 15,000 | 60,000 |
| St Helens | 22,500 | 7,500 | 30,000 |
| Total | 112,500 | 37,500 | 150,000 |

ANNEX B: GRANT CONDITIONS
1. The grant may be used only for the purposes described.
2. Each authority returns a declaration by 30 September 2025.
"""
WITH_BULLETS = """Department for Education
Date: 14th March 2025

Dear Director of Children's Services

Section 31 grant determination: Care Co-operatives set-up funding 2024-25 (ref: RCC-S31-04)

The funding was agreed by ministers on Tuesday 4 March 2025.

Background
In 2023-24 we gave £1,900,000 to the same regions. This letter concerns funding for the 2024-25 financial year only.

Purpose
The money is for:
• £150,000 per local authority towards mobilisation;
• a fixed amount of £500,000 for each region for programme management, paid under another letter;
• £75,000 to Salford City Council, as lead of the pathfinder, for legal advice.

The grant is not ring-fenced, and there are no conditions on its use.

Payment
The grant will be paid in full in March 2025.

Yours faithfully
Ann Example

Determination
The Secretary of State for Education ("the Secretary of State"), in exercise of the powers conferred by section 31 of \
the Local Government Act 2003, makes the following determination:
1. Citation: This determination may be cited as the Care Co-operatives Grant Determination 2024-25 [RCC-S31-04].
2. Purpose: The purpose of the grant is to support authorities in expenditure lawfully incurred or to be incurred.
3. Determination: The Secretary of State determines the authorities to which grant is to be paid, as in the table below.
4. Treasury consent: Before making this determination the Secretary of State obtained the consent of the Treasury.

Table 1: Amounts
Local authority\tMobilisation\tLead authority\tTotal
Salford City Council\t£150,000\t£75,000\t£225,000
Bury Metropolitan Borough Council\t£150,000\t-\t£150,000
Reading Borough Council\t£150,000\t£0\t£150,000
Total\t£450,000\t£75,000\t£525,000
"""
HOSTS = """Annex 1 - Allocations

Region          Host authority       LAs   Core      Per-LA    Total
North East      Gateshead Council    12    £60,000   £24,000   £84,000
South West      Somerset Council     15    £60,000   £30,000   £90,000

Dear colleagues,

Re: S31 Grant Determination Letter for Regional Workforce Academies, DfE reference: CON_221, 31/7810

Dated 2 September 2025

This Determination is made between
(1) The Secretary of State for Education
and
(2) Gateshead Council and Somerset Council

Purpose of the Grant
1) £60,000 for each region to run an academy.
2) £2,000 per council in the region.
Funds are for the 2025/26 financial year and are ring-fenced to workforce development.

Payment will be made in one instalment by 31 March 2026.

The Secretary of State for Education (the "Secretary of State"), in exercise of the powers conferred by section 31 of \
the Local Government Act 2003, makes the following determination:
Citation
1. This determination may be cited as the Regional Workforce Academies Determination 2025/26 (CON_221; 31/7810).
Purpose of the grant
2. The purpose of the grant is to support authorities in expenditure lawfully incurred or to be incurred by them.
Determination
3. The Secretary of State determines the authorities to which grant is to be paid; these are set out in Annex 1.
Treasury consent
4. Before making this determination, the Secretary of State obtained the consent of the Treasury.
Signed on behalf of the Secretary of State
Dr Jo Bloggs
"""


def reading_of(text: str) -> Reading:
    return read(read_document(text.encode(), "letter.txt"))


def letter_of(text: str) -> Letter:
    letter = reading_of(text).structure
    assert isinstance(letter, Letter)
    return letter


@pytest.mark.parametrize("text", [WITHOUT_PARTIES, WITH_BULLETS, HOSTS], ids=["no parties", "bullets", "hosts"])
def test_nothing_is_found(text: str) -> None:
    assert [finding.message for finding in reading_of(text).findings] == []


def test_a_determination_without_parties() -> None:
    letter = letter_of(WITHOUT_PARTIES)
    assert letter.written is not None
    assert letter.written.text == "4 November 2024"
    assert [clause.number for clause in letter.clauses] == [1, 2, 3, 4, 5]
    assert [ref.text for ref in letter.references if ref.part == "heading"] == ["SF-2024/119", "31/7402"]
    assert [row.recipient.place for row in letter.rows] == ["370", "846", "342"]
    assert [money.amount for _, money in letter.rows[0].parts] == [4_500_000, 1_500_000]
    assert letter.signatories[0].text == "P. Okafor"


def test_money_for_regions_is_not_looked_for_in_rows_of_councils() -> None:
    letter = letter_of(WITH_BULLETS)
    assert [rule.KIND for rule in letter.rules] == ["per-council", "flat", "one-off"]
    assert letter.recomputed is not None
    assert letter.recomputed.verdict is Verdict.AGREES
    assert letter.ring_fence is RingFence.UNRINGFENCED


def test_a_council_that_receives_for_its_region_is_reckoned_as_the_region() -> None:
    letter = letter_of(HOSTS)
    assert [row.recipient.name for row in letter.rows] == ["Gateshead Council", "Somerset Council"]
    assert [row.councils for row in letter.rows] == [12, 15]
    assert letter.recomputed is not None
    south_west = letter.recomputed.for_place("E12000009")
    assert south_west is not None
    assert (south_west.paid, south_west.verdict) == (9_000_000, Verdict.AGREES)
    assert letter.ring_fence is RingFence.RING_FENCED


def test_faults_in_them_are_found() -> None:
    found = reading_of(HOSTS.replace("£30,000   £90,000", "£32,000   £92,000")).findings
    assert [finding.code for finding in found] == ["LETTER-ROW-AMOUNT"]
    assert "(£92,000 − £60,000) ÷ £2,000 = 16 councils; the register has 15" in found[0].message
    found = reading_of(WITHOUT_PARTIES.replace("37,500", "35,700")).findings
    assert [finding.code for finding in found] == ["LETTER-ANNEX-TOTAL"]
    assert "column “2025-26 (£)”" in found[0].message


def test_an_annex_that_comes_as_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Annex A"
    for row in (
        ["Annex A: amounts", None],
        ["Local authority", "Amount of grant"],
        ["Devon County Council", 1250.5],
        ["Plymouth City Council", 2000],
        ["Total", 3250.4],
    ):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    reading = read(read_document(stream.getvalue(), "annex.xlsx"))
    assert [finding.code for finding in reading.findings] == ["LETTER-ANNEX-TOTAL"]
    assert "add up to £3,250.50, but £3,250.40 is stated: £0.10 less" in reading.findings[0].message
    assert str(reading.findings[0].where) == "Annex A!B5"


TWO_ANNEXES = """Annex A: councils
Local authority\tAmount
Devon County Council\t£3,000
Torbay Council\t£3,000
Total\t£6,000

Annex B: hosts
Local authority\tAmount for the host
Devon County Council\t£20,000
Total\t£20,000
"""


def test_a_council_may_stand_in_two_annexes() -> None:
    text = HOSTS[HOSTS.index("Dear colleagues") :].replace("Annex 1", "Annex A and Annex B") + TWO_ANNEXES
    text = text.replace("Gateshead Council and Somerset Council", "Devon County Council and Torbay Council")
    letter = letter_of(text)
    assert [(annex.letter, len(annex.rows)) for annex in letter.annexes] == [("A", 2), ("B", 1)]
    assert [finding.message for finding in reading_of(text).findings] == []
    twice = text.replace("Torbay Council\t£3,000", "Devon CC\t£3,000")
    assert [finding.code.removeprefix("LETTER-") for finding in reading_of(twice).findings] == [
        "PARTY-WITHOUT-ROW",
        "RECIPIENT-TWICE",
    ]


def test_rows_that_no_rule_is_for_are_not_called_wrong() -> None:
    text = WITH_BULLETS.replace("• £150,000 per local authority towards mobilisation;\n", "")
    text = text.replace("• £75,000 to Salford City Council, as lead of the pathfinder, for legal advice.\n", "")
    assert [rule.KIND for rule in letter_of(text).rules] == ["flat"]
    assert [finding.message for finding in reading_of(text).findings] == []
