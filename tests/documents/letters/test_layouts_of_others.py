"""Letters in layouts of their own: several annexes, one council over two years, parted clauses, a schedule of payments.

Each is right as it stands; each slip is told, and where a slip has one cause it is told by at most two rules.
"""

from collections.abc import Sequence

import pytest

from riia.documents.letters import read
from riia.documents.model import Finding
from riia.documents.readers import read_document

CLAUSES = """The Secretary of State for Education ("the Secretary of State"), in exercise of the powers conferred by \
section 31 of the Local Government Act 2003, makes the following determination:

1) Citation. This determination may be cited as the {programme} Determination {year} [No {reference}].
2) Purpose. The purpose of the grant is to provide support to local authorities in England towards expenditure \
lawfully incurred or to be incurred by them.
3) Determination. The authorities to which grant is to be paid and the amounts are set out in {annex}.
4) Treasury consent. Before making this determination the Secretary of State obtained the consent of the Treasury.

Signed by authority of the Secretary of State
Helen Marsh
{day}
"""
OF_ANNEXES = CLAUSES.format(
    programme="Families First Grant", year="2025-26", reference="31/8123", annex="Annexes A and B", day="11 July 2025"
)
ANNEXES = f"""Department for Education

11 July 2025

Dear Director,

Re: S31 Grant Determination Letter for the Families First Grant 2025-26. Reference: 31/8123.

This determination is made between:

(1) The Secretary of State for Education; and
(2) The local authorities listed in Annex A and Annex B.

Purpose of the grant

1. The total grant in 2025-26 is £680,000.00: £480,000.00 of core funding (Annex A) and £200,000.00 for learning \
partners (Annex B).
2. Core funding of £120,000 is paid to each of the four authorities in Annex A.
3. Learning funding of £100,000 is paid to each of the two authorities in Annex B.
4. The grant is paid in one instalment in August 2025.
5. Authorities are asked to send a short note by 30 January 2026.

Yours sincerely,

Helen Marsh

{OF_ANNEXES}
Annex A: core funding
Local authority\tCore funding
Derbyshire County Council\t£120,000
Gateshead Council\t£120,000
Isle of Wight Council\t£120,000
Wiltshire Council\t£120,000
Total\t£480,000

Annex B: learning partners
Local authority\tLearning funding
Essex County Council\t£100,000
Leeds City Council\t£100,000
Total\t£200,000
"""
TWO_YEARS = """Our reference: 31/7990
Your reference: TORB/CS/25

20 May 2025

Torbay Council

Dear Director

SECTION 31 GRANT DETERMINATION FOR THE PLACEMENTS PILOT 2025/26 AND 2026/27 (NO. 31/7990)

I am pleased to tell you that ministers have agreed a grant of £640,000 for the pilot.

The grant is £640,000 over two financial years: £400,000 in 2025/26 and £240,000 in 2026/27.

Payment will be made in three instalments:
Instalment 1: £200,000 in June 2025
Instalment 2: £200,000 in January 2026
Instalment 3: £240,000 in May 2026

The council must:
(a) spend it on the pilot by 31 March 2027;
(b) send a statement within 30 days after the end of each financial year; and
(c) return any unspent grant by 30 June 2027.

The Secretary of State for Education (the "Secretary of State"), in exercise of the powers conferred by section 31 of \
the Local Government Act 2003, determines as follows.

1. This determination may be cited as the Placements Pilot Grant Determination 2025/26 and 2026/27: No. 31/7990.
2. The purpose of the grant is to provide support to Torbay Council towards expenditure incurred or to be incurred.
3. The Secretary of State determines that the grant is to be paid to Torbay Council and that the amount of grant to be \
paid is £640,000.
4. Before making this determination, the Secretary of State obtained the consent of the Treasury.

Signed by authority of the Secretary of State for Education
Ian Whitlock
20 May 2025
"""
PARTED = """GRANT DETERMINATION LETTER
Staying Close Fund

Reference    SCX/2026/14
Determination number    31/8555
Dated    20 April 2026

1  Introduction
1.1  I write on behalf of the Minister for Children and Families ("the Minister") to confirm grants for four local
authorities. The authorities and amounts are in Schedule 1.
1.2  The grants total £1,260,000 for the financial year 2026-27.

2  Payment
2.1  Authorities paid in two payments receive 50% on 29 May 2026 and 50% on 29 January 2027.

3  The determination
3.1  The Minister, in exercise of the powers conferred by section 31 of the Local Government
Act 2003, makes this determination.
3.2  Citation: this determination may be cited as the Staying Close Fund Determination 2026-27, 31/8555 and SCX/2026/14.
3.3  Purpose: the purpose of the grant is to provide support to local authorities in England towards expenditure.
3.4  Determination: the Minister determines the authorities to which grant is to be paid and the amount of grant.
3.5  Consent: before making this determination the Minister obtained the consent of the Treasury.

Signed by authority of the Minister for Children and Families
Rosalind Teague, Director

SCHEDULE 1: places and grants

Authority    Places    Grant    Payments
Barnsley Metropolitan Borough Council    18    £252,000    1
Cornwall Council    30    £420,000    2
Kent County Council    34    £476,000    2
Wolverhampton City Council    8    £112,000    1
Total    90    £1,260,000
"""
OF_REGION = CLAUSES.format(
    programme="Care Leaver Pilot", year="2022-23", reference="31/6201", annex="Annex A", day="19 May 2022"
)
REGION = f"""Department for Education

19 May 2022

To: the councils of the South East named in Annex A

CARE LEAVER PILOT (SOUTH EAST): GRANT FOR 2022-23, reference 31/6201

Background

I am pleased to confirm funding for the four councils listed in Annex A, all of which are in the South East region of \
England, where supported lodgings are tested.

The grant is paid in three stages:
Stage 1    50% of the allocation    30 May 2022
Stage 2    30% of the allocation    14 October 2022
Stage 3    20% of the allocation    13 January 2023

{OF_REGION}
ANNEX A: AMOUNTS
1. Kent County Council                £14,250.00
2. Medway Council                     £14,250.00
3. Surrey County Council              £14,250.00
4. Portsmouth City Council            £14,250.00
All councils                          £57,000.00
"""
LETTERS = {"annexes": ANNEXES, "two years": TWO_YEARS, "parted": PARTED, "region": REGION}


def told(text: str) -> Sequence[Finding]:
    return read(read_document(text.encode(), "letter.txt")).findings


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_is_found_in_a_letter_that_comes_out(name: str) -> None:
    assert [one.message for one in told(LETTERS[name])] == []


@pytest.mark.parametrize(
    ("name", "right", "wrong", "code"),
    [
        ("annexes", "is £680,000.00", "is £860,000.00", "TEXT-TOTAL"),
        ("annexes", "£480,000.00 of core", "£408,000.00 of core", "TEXT-TOTAL"),
        ("annexes", "Core funding of £120,000 is", "Core funding of £125,000 is", "RULES-NOT-ANNEX"),
        ("annexes", "each of the two authorities", "each of the three authorities", "COUNT-VS-LIST"),
        ("annexes", "Total\t£200,000", "Total\t£210,000", "ANNEX-TOTAL"),
        ("annexes", "by 30 January 2026", "by 30 June 2025", "DEADLINE-PAST"),
        ("annexes", "Helen Marsh\n11 July 2025", "Helen Marsh\n11 July 2024", "SIGNED-ON"),
        ("annexes", "4. The grant is paid", "5. The grant is paid", "LINE-NUMBERING"),
        ("annexes", "Local Government Act 2003", "Local Government Act 2000", "POWER-OTHER"),
        ("two years", "agreed a grant of £640,000", "agreed a grant of £604,000", "TEXT-TOTAL"),
        ("two years", "paid is £640,000", "paid is £650,000", "TEXT-TOTAL"),
        ("two years", "is to be paid to Torbay", "is to be paid to Plymouth City Council, not Torbay", "PAYEE"),
        ("two years", "£240,000 in May 2026", "£240,000 in May 2028", "PAYMENT-OUTSIDE-YEAR"),
        ("two years", "£240,000 in May 2026", "£240,000 in July 2025", "INSTALMENT-ORDER"),
        ("two years", "(c) return", "(e) return", "LINE-NUMBERING"),
        ("parted", "grants for four local", "grants for six local", "COUNT-VS-LIST"),
        ("parted", "total £1,260,000", "total £1,620,000", "TEXT-TOTAL"),
        ("parted", "31/8555 and SCX", "31/8565 and SCX", "REFERENCE-MISMATCH"),
        ("parted", "3.4  Determination", "3.6  Determination", "CLAUSE-NUMBERING"),
        ("parted", "authority of the Minister for", "authority of the Secretary of State for", "MINISTERS"),
        ("parted", "obtained the consent of the Treasury", "wrote to all", "CONSENT-MISSING"),
        ("region", "the four councils listed", "the five councils listed", "COUNT-VS-LIST"),
        ("region", "allocation    30 May 2022", "allocation    30 April 2022", "PAYMENT-BEFORE-LETTER"),
        ("region", "ay Council                     £14,250", "ay Council                     £14,25O", "AMOUNT-FORM"),
        ("region", "£57,000.00", "£57,000.10", "ANNEX-TOTAL"),
    ],
)  # fmt: skip
def test_one_slip_is_told(name: str, right: str, wrong: str, code: str) -> None:
    text = LETTERS[name]
    assert text.count(right) == 1, text.count(right)
    found = [one.code.removeprefix("LETTER-") for one in told(text.replace(right, wrong))]
    assert code in found
    assert len(set(found)) <= 2, found
