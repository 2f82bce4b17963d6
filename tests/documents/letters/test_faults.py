"""Faults planted in clean letters: each is found at its place, and nothing else is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pytest

from riia.documents.letters import read
from riia.documents.model import Finding
from tests.documents.letters.writing import BASELINE, LAYOUTS, Part, as_pdf, as_text, as_word

FORMS = {"txt": as_text, "docx": as_word, "pdf": as_pdf, "lines": partial(as_text, width=84)}


@dataclass(frozen=True)
class Fault:
    """A text of a clean letter replaced by another, the rule that must find it, and what must be in the message."""

    layout: str
    old: str
    new: str
    code: str
    shown: str
    cell: bool = False
    """Planted in cells of tables only."""


def planted(parts: Sequence[Part], old: str, new: str, *, cell: bool = False) -> list[Part]:
    made: list[Part] = []
    done = 0
    for part in parts:
        if isinstance(part, str):
            done += old in part and not cell
            made.append(part if cell else part.replace(old, new))
        else:
            rows = []
            for row in part:
                done += any(old in cell for cell in row)
                rows.append([cell.replace(old, new) for cell in row])
            made.append(rows)
    assert done, old
    return [part for part in made if part]


def without_row(parts: Sequence[Part], name: str) -> list[Part]:
    return [part if isinstance(part, str) else [row for row in part if row[0] != name] for part in parts]


def with_row(parts: Sequence[Part], after: str, new: Sequence[str]) -> list[Part]:
    made: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            made.append(part)
        else:
            made.append([line for row in part for line in ([row, new] if row[0] == after else [row])])
    return made


FAULTS = {
    "a sum wrong by a penny": Fault(
        "named councils", "£2,724,847.05", "£2,724,847.06", "ANNEX-TOTAL", "£2,724,847.05, but £2,724,847.06 is "
        "stated: £0.01"
    ),
    "two digits of a row exchanged": Fault(
        "named councils", "£501,000.10", "£510,000.10", "ANNEX-TOTAL", "£2,733,847.05, but £2,724,847.05 is "
        "stated: £9,000 less"
    ),
    "an amount nobody can read": Fault(
        "named councils", "£501,000.10", "£5O1,000.10", "AMOUNT-FORM", "letters among its digits"
    ),
    "commas in the wrong place": Fault(
        "named councils", "£501,000.10", "£5010,00.10", "AMOUNT-FORM", "commas do not part thousands"
    ),
    "a row of the annex too high in one column": Fault(
        "regional core", "£180,600", "£180,700", "ROW-AMOUNT", "= £180,600, but £180,700 is stated: £100 more"
    ),
    "digits of a row exchanged": Fault(
        "regional core", "£222,600", "£226,200", "ROW-AMOUNT", "= £222,600, but £226,200 is stated: £3,600 more"
    ),
    "weighting on another line too": Fault(
        "regional core", "£223,200", "£228,816", "ROW-AMOUNT", "= £223,200, but £228,816 is stated: £5,616 more"
    ),
    "days times rate": Fault(
        "regional core", "three LAs receiving 26 days", "three LAs receiving 25 days", "DAYS-TIMES-RATE",
        "3 LAs × 25 days × £600 = £45,000, but £46,800 is stated: £1,800 more",
    ),
    "a day rate of another year": Fault(
        "regional core", "four days of a director's time - costed at "
        "£700", "four days of a director's time - costed at £750",
        "DAYS-TIMES-RATE", "4 days × £750 = £3,000, but £2,800 is stated for each council: £200 less",
    ),
    "more days than the cap": Fault(
        "regional core", "will not exceed 26 days", "will not exceed 20 days", "DAYS-OVER-CAP", "20 days"
    ),
    "a pooled payment short of a region": Fault(
        "regional core", "full £72,000", "full £64,000", "POOLED-TOTAL", "9 regions × £8,000 = £72,000"
    ),
    "a rate the annex was not reckoned with": Fault(
        "regional core", "£75,000 allocated to each region", "£76,000 allocated to each region", "RULES-NOT-ANNEX",
        "With £75,000 instead of £76,000 in line 1a every row agrees.",
    ),
    "a date that does not exist": Fault(
        "regional core", "14 October 2024", "31 September 2024", "DATE-IMPOSSIBLE", "there is no 31 September 2024"
    ),
    "a leap day in another year": Fault(
        "coordinators", "6 April 2023", "29 February 2023", "DATE-IMPOSSIBLE", "there is no 29 February 2023"
    ),
    "a day of the week": Fault(
        "annex first", "12 May 2022", "Friday 12 May 2022", "DATE-WEEKDAY", "12 May 2022 is a Thursday, not a Friday"
    ),
    "a letter without a day": Fault("annex first", "12 May 2022", "May 2022", "DATE-NO-DAY", "without a day"),
    "a letter after it takes effect": Fault(
        "regional core", "9 October 2024", "21 October 2024", "AFTER-EFFECT", "takes effect earlier, from 14 "
        "October 2024"
    ),
    "the wrong financial year in the text": Fault(
        "annex first", "practice in 2022-23", "practice in the 2021/22 financial "
        "year", "YEAR-CONFLICT", "the grant is for 2022-23"
    ),
    "a financial year that is none": Fault(
        "annex first", "practice in 2022-23", "practice in the 2022/24 financial year", "YEAR-IMPOSSIBLE", "“2022/24”"
    ),
    "an instalment of last year": Fault(
        "coordinators", "July 2023 and January 2024", "July 2022 and January 2024", "PAYMENT-OUTSIDE-YEAR",
        "July 2022 lies outside the financial year 2023-24 (1 April 2023 to 31 March 2024) and before the date of "
        "the letter",
    ),
    "an instalment too few": Fault(
        "coordinators", "two instalments", "three instalments", "INSTALMENT-COUNT", "3 instalments are announced, "
        "but 2 times"
    ),
    "paid after the letter": Fault(
        "regional core", "to be paid in November "
        "2024", "paid in November 2024", "PAID-IN-FUTURE", "planned and not paid"
    ),
    "a payment before the letter": Fault(
        "one council", "July 2024 and January 2025", "May 2024 and January 2025", "PAYMENT-BEFORE-LETTER",
        "May 2024 is before the date of the letter, 17 June 2024",
    ),
    "a reference missing from the citation": Fault(
        "annex first", "[LIP_118, 31/6120]", "[LIP_118]", "REFERENCE-NOT-CITED", "31/6120"
    ),
    "digits of a reference exchanged": Fault(
        "named councils", "[FHL_2204]", "[FHL_2240]", "REFERENCE-MISMATCH",
        "citation gives the reference FHL_2240, the heading FHL_2204",
    ),
    "another minister signs": Fault(
        "named councils", "Signed by authority of the Secretary of "
        "State", "Signed by authority of the Minister of State",
        "MINISTERS", "signature: “Signed by authority of the Minister of State",
    ),
    "another minister is a party": Fault(
        "annex first", "(1) The Secretary of State for "
        "Education", "(1) The Minister of State for Children", "MINISTERS", "party 1"
    ),
    "a term for another minister": Fault(
        "regional core", "(“the Parliamentary Under-Secretary of "
        "State”)", "(“the Minister of State”)", "MINISTERS", "defined term"
    ),
    "the consent to come": Fault(
        "named councils", "obtained the consent of the Treasury", "will seek the consent of the "
        "Treasury", "CONSENT-NOT-BEFORE",
        "will seek",
    ),
    "another section of the act": Fault(
        "named councils", "section 31 of the Local Government Act 2003", "section 32 of the Local Government Act 2003",
        "POWER-OTHER", "section 32 of the Local Government Act 2003",
    ),
    "no power": Fault(
        "named councils", "the powers conferred by section 31 of the Local Government Act 2003", "the powers conferred",
        "POWER-MISSING", "does not name the power",
    ),
    "a clause number twice": Fault("named councils", "4) Before", "3) Before", "CLAUSE-NUMBERING", "1, 2, 3 and 3"),
    "a party without a row": Fault(
        "named councils", "the following eight local authorities: Cumberland Council",
        "the following nine local authorities: Torbay Council; Cumberland "
        "Council", "PARTY-WITHOUT-ROW", "Torbay Council",
    ),
    "a stated number of parties": Fault(
        "named councils", "the following eight local", "the following nine local", "COUNT-VS-LIST", "says 9, but 8 are"
    ),
    "an old council": Fault(
        "annex first", "Durham County Council", "Dorset County Council", "RECIPIENT-ENDED", "it ended on 31 March 2019"
    ),
    "a council that is none": Fault(
        "annex first", "Durham County Council", "Cardiff Council", "RECIPIENT-UNKNOWN", "not in the register of "
        "English councils"
    ),
    "a number of councils": Fault(
        "coordinators", "24", "23", "COUNCIL-COUNT", "the register has 24 on", cell=True
    ),
    "a council for another region": Fault(
        "coordinators", "South East", "South West", "RECIPIENT-REGION", "support South West, but lies in South East"
    ),
    "base and top-up": Fault(
        "coordinators", "£23,511.81", "£23,511.18", "ROW-PARTS", "= £23,511.81, but £23,511.18 is stated: £0.63 less"
    ),
    "a redacted base": Fault("coordinators", "£8,511.81", "[redacted]", "CANNOT-VERIFY", "top-up of Portsmouth "
    "City Council"),
    "parts of a row": Fault(
        "annex first", "£14,500.50", "£14,500.60", "ROW-PARTS", "£14,500.50, but £14,500.60 is stated: £0.10 more"
    ),
    "an uplift that does not add up": Fault(
        "uplifted", "£23,000", "£23,100", "ROW-UPLIFT", "£21,500 + £1,500 = £23,000, but £23,100 is stated: £100 more"
    ),
    "an annex that is not there": Fault(
        "coordinators", "set out in Annex B.", "set out in Annex B and Annex "
        "C.", "REFERENCE-NO-ANNEX", "refers to Annex C"
    ),
    "tied and free": Fault(
        "annex first", "This grant is to help", "This ring-fenced grant is to "
        "help", "RING-FENCE", "may choose how to spend"
    ),
    "two variation numbers": Fault(
        "uplifted", "The variation takes effect", "Variation number: 3. The variation takes "
        "effect", "VARIATION-NUMBERS",
        "“variation 2” and “Variation number: 3”",
    ),
    "a variation from no day": Fault(
        "uplifted", "The variation takes effect from 9 June 2025 and "
        "follows", "The variation follows", "NO-EFFECTIVE-DATE",
        "does not say from which day",
    ),
    "a total in the text": Fault(
        "annex first", "This grant is to help", "Total grant of £36,570.75 is available. This grant is to "
        "help", "TEXT-TOTAL",
        "£36,570.75 in total; the 3 rows of the annex add up to £36,750.75",
    ),
}  # fmt: skip


def findings(layout: str, parts: Sequence[Part], form: str = "txt") -> list[Finding]:
    """What is found besides what is rightly found in the clean letter."""
    found = list(read(FORMS[form](parts)).findings)
    for code in BASELINE.get(layout, []):
        match = next((finding for finding in found if finding.code == f"LETTER-{code}"), None)
        assert match is not None, code
        found.remove(match)
    return found


def codes(found: Sequence[Finding]) -> list[str]:
    return [finding.code.removeprefix("LETTER-") for finding in found]


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(name: str) -> None:
    fault = FAULTS[name]
    parts = planted(LAYOUTS[fault.layout](), fault.old, fault.new, cell=fault.cell)
    found = findings(fault.layout, parts)
    assert codes(found) == [fault.code], [finding.message for finding in found]
    assert fault.shown in found[0].message
    lines = {block.where.line: block.text for block in as_text(parts).blocks}
    places = [found[0].where, *(evidence.where for evidence in found[0].evidence)]
    words = fault.new.split()
    assert any(word in lines[place.line] for place in places for word in words[-2:]) or fault.code in UNPLACED


UNPLACED = ("POWER-MISSING", "NO-EFFECTIVE-DATE", "DAYS-OVER-CAP")
"""What is missing has no place of its own; the cap stands in the line above."""


@pytest.mark.parametrize(
    "name", ["digits of a row exchanged", "days times rate", "an instalment too few", "an old council"]
)
@pytest.mark.parametrize("form", ["docx", "pdf", "lines"])
def test_faults_are_found_in_other_forms(name: str, form: str) -> None:
    fault = FAULTS[name]
    found = findings(fault.layout, planted(LAYOUTS[fault.layout](), fault.old, fault.new, cell=fault.cell), form)
    assert codes(found) == [fault.code]
    assert fault.shown in found[0].message


def test_a_row_that_was_left_out() -> None:
    found = findings("named councils", without_row(LAYOUTS["named councils"](), "City of York Council"))
    assert codes(found) == ["PARTY-WITHOUT-ROW", "ANNEX-TOTAL"]
    assert "City of York Council" in found[0].message


def test_a_row_for_somebody_who_is_no_party() -> None:
    found = findings(
        "coordinators",
        with_row(LAYOUTS["coordinators"](), "Leicester City Council",
                 ["Torbay Council", "15", "South West", "£15,000", "£6,719.85", "£21,719.85"]),
    )  # fmt: skip
    assert codes(found) == ["COUNT-VS-LIST", "ROW-WITHOUT-PARTY"] or codes(found) == ["ROW-WITHOUT-PARTY"]
    assert found[-1].as_written == "Torbay Council"


def test_a_row_that_stands_twice_is_one_finding() -> None:
    row = ["Kent CC", "£1,006,350.00"]
    found = findings("named councils", with_row(LAYOUTS["named councils"](), "Kent County Council", row))
    assert codes(found) == ["RECIPIENT-TWICE"]
    assert "as “Kent County Council” and “Kent CC”" in found[0].message


def test_a_region_that_was_left_out() -> None:
    found = findings("regional core", without_row(LAYOUTS["regional core"](), "South West"))
    assert codes(found) == ["REGION-MISSING"]
    assert "South West has no row" in found[0].message


def test_a_number_of_councils_that_is_wrong_in_both_columns_is_one_finding() -> None:
    parts = planted(
        planted(LAYOUTS["regional core"](), "£161,000", "£163,800", cell=True), "£180,600", "£184,800", cell=True
    )
    found = findings("regional core", parts)
    assert codes(found) == ["COUNCIL-COUNT"]
    assert "= 15 councils; the register has 14 on 14 October 2024." in found[0].message


def test_a_missing_clause_and_a_missing_consent() -> None:
    parts = LAYOUTS["named councils"]()
    no_purpose = [part for part in parts if not (isinstance(part, str) and part.startswith("2) The purpose"))]
    assert codes(findings("named councils", no_purpose)) == ["CLAUSE-MISSING"]
    no_consent = [part for part in parts if not (isinstance(part, str) and "consent" in part)]
    assert codes(findings("named councils", no_consent)) == ["CONSENT-MISSING"]


def test_a_line_nobody_can_read_is_not_taken_for_a_wrong_annex() -> None:
    parts = planted(LAYOUTS["regional core"](), "£75,000 allocated to each region for a performance officer",
                    "£1.20 for each child in need of the region for a performance officer")  # fmt: skip
    found = findings("regional core", parts)
    assert codes(found) == ["NOT-RECOMPUTED"]
    assert "“£1.20”" in found[0].message
