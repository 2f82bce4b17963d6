"""Headings and codes of Annex A: the same meaning however it is written, and never another."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.readers.annex_a.cells import code_of
from riia.indicators.readers.annex_a.headings import column_of, match
from riia.indicators.readers.annex_a.locating import hinted
from riia.indicators.tables.annex_a import ANNEX_A, CODE_LISTS, NEEDED_FOR, SHARED
from riia.indicators.tables.schema import Kind, folded

_HEADINGS = [(table.name, column.name, name) for table in ANNEX_A.tables for column in table.columns
             for name in (column.name, *column.names)]  # fmt: skip


@pytest.mark.parametrize("table", ANNEX_A.tables, ids=lambda table: table.name)
def test_every_wording_means_its_own_column(table) -> None:
    for column in table.columns:
        for name in (column.name, *column.names):
            assert column_of(name, table) is column, name


@given(st.sampled_from(_HEADINGS), st.data())
@settings(max_examples=150, deadline=None)
def test_case_spaces_and_punctuation_never_matter(heading: tuple[str, str, str], data: st.DataObject) -> None:
    table, column, name = heading
    letters = [data.draw(st.sampled_from((sign.upper(), sign.lower()))) for sign in name]
    gaps = st.sampled_from(("", "", "", " ", "\n", "\u00a0", "_", "-", "'", "\u2019", " - ", "*", ":"))
    written = "".join(sign + data.draw(gaps) for sign in letters)
    found = column_of(written, ANNEX_A[table])
    assert found is not None
    assert found.name == column


@given(st.sampled_from(_HEADINGS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_words_never_finds_another_column(heading: tuple[str, str, str], random) -> None:
    table, column, name = heading
    words = re.findall(r"[\w&/.']+", name)
    random.shuffle(words)
    found = column_of(" ".join(words), ANNEX_A[table])
    assert found is None or found.name == column


@pytest.mark.parametrize(
    ("number", "heading", "column"),
    [
        (1, "Child ID", "Child Unique ID"),
        (1, "D.O.B.", "Date of Birth"),
        (1, "Child\u2019s date of birth", "Date of Birth"),
        (1, "Sex", "Gender"),
        (1, "Age", "Age of Child (Years)"),
        (3, "Referral\nDate", "Date of referral"),
        (3, "No. of referrals in last twelve months", "Number of Referrals in Last 12 Months"),
        (4, "Assessment start date", "Continuous Assessment Start Date"),
        (4, "Start date of the assessment", "Continuous Assessment Start Date"),
        (4, "Was the child assessed as requiring LA children\u2019s social care support",
         "Was the child assessed as requiring LA children's social care support?"),
        (5, "S47 start date", "Strategy discussion initiating Section 47 Enquiry Start Date"),
        (5, "Date of ICPC", "Date of Initial Child Protection Conference"),
        (7, "Number of previous CP plans", "Number of Previous Child Protection Plans"),
        (7, "CP plan start date (DD/MM/YYYY)", "Child Protection Plan Start Date"),
        (8, "Date ceased to be looked after ", "Date Ceased to be Looked After"),
        (8, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
         "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"),
        (8, "Number of Episodes the Child has been \u2018Missing\u2019 from their Placement in the last 12 months",
         "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months"),
        (8, "Start date of latest placement", "Start Date of Most Recent Placement"),
        (9, "UASC (Y/N)", "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)"),
        (9, "LA In Touch ", "LA in Touch"),
        (10, "Adoption order date", "Date of Adoption Order"),
    ],
)  # fmt: skip
def test_other_wordings(number: int, heading: str, column: str) -> None:
    found = column_of(heading, ANNEX_A[f"list_{number}"])
    assert found is not None
    assert found.name == column


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (8, "Date of legal status"),
        (3, "Referral"),
        (8, "Placement"),
        (1, "Date"),
        (1, "?"),
        (7, "Category"),
        (6, "CIN"),
    ],
)
def test_what_could_mean_several_columns_means_none(number: int, heading: str) -> None:
    assert column_of(heading, ANNEX_A[f"list_{number}"]) is None


def test_a_heading_without_end_is_no_trouble() -> None:
    matched = match(["(" + " " * 32_000 + "Y/N", "Date of Contact" + "\n" * 32_000], ANNEX_A["list_1"])
    assert dict(matched.columns) == {1: "Date of Contact"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("List 1", "list_1"), ("List_11", "list_11"), ("list10", "list_10"), ("3 Referrals", "list_3"),
        ("L8", "list_8"),
        ("Annex A List 4", "list_4"), ("Care leavers", "list_9"), ("Children in care", "list_8"), ("CIN", "list_6"),
        ("Adopters", "list_11"), ("Early Help Assessments", "list_2"), ("S47 and ICPC", "list_5"), ("2024-25", None),
        ("Guidance", None), ("Codes_used", None), ("List 12", None), ("Pivot 2", None),
    ],
)  # fmt: skip
def test_what_a_sheets_name_says(name: str, found: str | None) -> None:
    assert hinted(name) == found


# Codes


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        # Extracts letter the codes in two ways; the words decide.
        ("Contact Source", "q) 6: Police", "6"),
        ("Contact Source", "g) Police", "6"),
        ("Contact Source", "g) 3A: Health services", "3A"),
        ("Contact Source", "d) Health Services", "3A-3F"),
        ("Contact Source", "A - Individual", "1A-1D"),
        ("Contact Source", "a)individual", "1A-1D"),
        ("Contact Source", "INDIVIDUAL", "1A-1D"),
        ("Contact Source", "1a", "1A"),
        ("Contact Source", "1A Individual", "1A"),
        ("Contact Source", "c) Education Services", "2B"),
        ("Contact Source", "c) Education services", "2B"),
        ("Contact Source", "School", "2A"),
        ("Contact Source", "Police - domestic incident", "6"),
        ("Contact Source", "u) 10: Unknown", "10"),
        ("Contact Source", "a", "1A-1D"),
        ("Ethnicity", "a) WBRI", "WBRI"),
        ("Ethnicity", "a) White", "W"),
        ("Ethnicity", "s) NOBT", "NOBT"),
        ("Ethnicity", "White and Asian", "MWAS"),
        ("Gender", "c) Not stated/recorded", "U"),
        ("Gender", "d) Neither", "N"),
        ("Gender", "f", "F"),
        ("Primary Need Code", "N1 - Abuse or Neglect", "N1"),
        ("Primary Need Code", "b) Child\u2019s disability", "N2"),
        ("Case Status", "b) Child Protection plan", "b"),
        ("Case Status", "E", "e"),
        ("Child's Legal Status", "C2: FCO", "C2"),
        ("Child's Legal Status", "e) Accommodated under S20", "V2"),
        ("Child's Legal Status", "V4", "V4"),
        ("Reason Ceased to be Looked After", "k) E47: Special Guardianship Orders - relative/friend", "E47"),
        ("Reason Ceased to be Looked After", "g) Special Guardianship Orders", "E45-E48"),
        ("Reason Ceased to be Looked After", "a) Adopted", "E11-E12"),
        ("Placement Type", "a) U1: Foster placement - relatives - long term", "U1"),
        ("Placement Type", "a) Foster Placement", "U1-U6"),
        ("Placement Type", "h) Children\u2019s Homes", "K2"),
        ("Placement Provider", "a) Own LA", "PR1"),
        ("Placement Provider", "b) PR1 - Own provision", "PR1"),
        ("Type of Accommodation", "B: Parents/relatives", "B"),
        ("Type of Accommodation", "b) Community home", "C"),
        ("Type of Accommodation", "h) Residence not known", "R"),
        ("LA in Touch", "a) Yes", "YES"),
        ("LA in Touch", "f) Rhom", "RHOM"),
        ("Eligibility Category", "b) Former relevant child", "b"),
        ("Suitability of Accommodation", "b) Unsuitable", "b"),
        ("Activity Status", "G5: Not in education, employment or training - other", "G5"),
        ("Reason for leaving adoption process", "1", "1"),
    ],
)
def test_codes(column: str, written: str, code: str) -> None:
    assert code_of(written, column) == code


@pytest.mark.parametrize("written", ["g", "q)", "zzCodeError", "somebody", "5E", "x) 11: New"])
def test_a_letter_alone_or_a_strange_code_is_not_believed(written: str) -> None:
    assert code_of(written, "Contact Source") == written


@pytest.mark.parametrize("column", CODE_LISTS)
def test_every_code_and_wording_means_itself(column: str) -> None:
    for code, wordings in CODE_LISTS[column].words.items():
        for written in (code, code.lower(), f"  {code} ", *wordings, f"z) {wordings[0]}"):
            assert code_of(written, column) == code, written


# The lists themselves


def test_the_lists_agree_with_themselves() -> None:
    for table in ANNEX_A.tables:
        assert set(NEEDED_FOR[table.name]) <= set(table.by_name)
        assert table.child in table.by_name
        assert len({folded(column.name) for column in table.columns}) == len(table.columns)
        assert sum(column.name not in SHARED for column in table.columns) >= 2
        for column in table.columns:
            assert (column.kind is Kind.CODE) == (column.name in CODE_LISTS), column.name


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("Case Status", "Child Looked After", "a"),
        ("Case Status", "Case closed", "e"),
        ("Child's Legal Status", "Respite", "V3-V4"),
        ("Child's Legal Status", "Short breaks", "V3-V4"),
        ("Child's Legal Status", "Short term breaks, episodes", "V3"),
        ("Placement Type", "Kinship care", "U1-U3"),
        ("Placement Type", "In-house fostering", "U1-U6"),
        ("Placement Provider", "In-house", "PR1"),
        ("Suitability of Accommodation", "Yes", "a"),
        ("Suitability of Accommodation", "N", "b"),
        ("Activity Status", "NEET", "G4-G6"),
        ("Activity Status", "NEET - pregnancy", "G6"),
        ("Activity Status", "EET", "F1-P5"),
        ("Referral Source", "Other LA", "5C"),
    ],
)
def test_what_systems_write_instead_of_codes(column: str, written: str, code: str) -> None:
    assert code_of(written, column) == code
