"""Rules of the CIN census that depend on its year or on several tables, on whole files as a council has them."""

from pathlib import Path

import pytest

from riia.indicators.checks.preflight import preflight
from riia.indicators.model.findings import Severity

SOURCE = "<ReferralSource>6</ReferralSource>"


def told(folder: Path, year: int, children: str, *, made: str = "") -> dict[str, Severity]:
    """What a census of `year` with these children is told, by code; `made` is the day it says it was made on."""
    file = folder / "census.xml"
    stamp = f"<DateTime>{made}T09:00:00</DateTime>" if made else ""
    head = f"<Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{year}-03-31</ReferenceDate>"
    file.write_text(
        f"<Message><Header><CollectionDetails>{head}</CollectionDetails><Source><LEA>831</LEA>{stamp}</Source></Header>"
        f"<Children>{children}</Children></Message>",
        encoding="utf-8",
    )
    return {one.code: one.severity for one in preflight([file]).findings}


def child(year: int, identifiers: str = "", episode: str = "", *, nfa: int = 0, referred: str = "") -> str:
    """A child about whom there is nothing to say but what is added; a pupil of ten with one open episode."""
    sex = "<Sex>F</Sex>" if year >= 2025 else "<GenderCurrent>2</GenderCurrent>"
    known = identifiers or f"<UPNunknown>UN3</UPNunknown><PersonBirthDate>{year - 10}-05-01</PersonBirthDate>"
    day = referred or f"{year - 1}-11-12"
    return (
        f"<Child><ChildIdentifiers><LAchildID>A1</LAchildID>{known}{sex}</ChildIdentifiers>"
        "<ChildCharacteristics><Ethnicity>WBRI</Ethnicity><Disabilities><Disability>NONE</Disability></Disabilities>"
        f"</ChildCharacteristics><CINdetails><CINreferralDate>{day}</CINreferralDate>{SOURCE}"
        f"<PrimaryNeedCode>N1</PrimaryNeedCode><ReferralNFA>{nfa}</ReferralNFA>{episode}</CINdetails></Child>"
    )


@pytest.mark.parametrize("year", range(2017, 2027))
def test_a_child_in_order_is_in_order_in_every_year(tmp_path: Path, year: int) -> None:
    """And no check is asked that the year's census cannot answer."""
    assert told(tmp_path, year, child(year)) == {}
    assert preflight([tmp_path / "census.xml"]).not_made == ()


@pytest.mark.parametrize(
    ("year", "born", "reason", "missing"),
    [
        (2024, "2018-03-30", "", True),  # over six at the end of the year
        (2024, "2018-03-31", "", False),
        (2025, "2019-08-31", "", True),  # six by the next school year
        (2025, "2019-09-01", "", False),
        (2025, "2015-05-01", "UN1", True),  # too young for school, though nine
        (2025, "2023-05-01", "UN1", False),
        (2025, "2015-05-01", "UN4", False),
    ],
)
def test_school_age_is_that_of_the_year(tmp_path: Path, year: int, born: str, reason: str, *, missing: bool) -> None:
    why = f"<UPNunknown>{reason}</UPNunknown>" if reason else ""
    found = told(tmp_path, year, child(year, f"{why}<PersonBirthDate>{born}</PersonBirthDate>"))
    assert ("CIN-115" in found) is missing


@pytest.mark.parametrize(
    ("upn", "wrong"),
    [("Y831200001001", False), ("T943200001001", False), ("L002200001001", False), ("A999200001001", True)],
)
def test_a_upn_is_of_a_council_that_is_or_was(tmp_path: Path, upn: str, *, wrong: bool) -> None:
    known = f"<UPN>{upn}</UPN><PersonBirthDate>2015-05-01</PersonBirthDate>"
    assert ("CIN-117" in told(tmp_path, 2025, child(2025, known))) is wrong


def test_disability_is_asked_of_born_children_whose_referral_went_on(tmp_path: Path) -> None:
    bare = "<Disabilities><Disability>NONE</Disability></Disabilities>"
    assert told(tmp_path, 2025, child(2025).replace(bare, ""))["CIN-142"] is Severity.ERROR
    assert "CIN-142" not in told(tmp_path, 2025, child(2025, nfa=1).replace(bare, ""))
    unborn = "<ExpectedPersonBirthDate>2025-06-01</ExpectedPersonBirthDate>"
    assert "CIN-142" not in told(tmp_path, 2025, child(2025, unborn).replace(bare, ""))


def test_referrals_before_2013_need_no_source(tmp_path: Path) -> None:
    old = "<UPNunknown>UN3</UPNunknown><PersonBirthDate>2010-05-01</PersonBirthDate>"
    before, after = (child(2025, old, referred=day).replace(SOURCE, "") for day in ("2013-03-28", "2013-04-02"))
    assert "CIN-214" not in told(tmp_path, 2025, before)
    assert "CIN-214" in told(tmp_path, 2025, after)


@pytest.mark.parametrize("code", ["M", "F", "1", "2", "9"])
def test_an_unborn_childs_sex_is_not_known(tmp_path: Path, code: str) -> None:
    year = 2025 if code in "MF" else 2024
    unborn = child(year, f"<ExpectedPersonBirthDate>{year}-06-01</ExpectedPersonBirthDate>")
    sexed = unborn.replace("<Sex>F<", f"<Sex>{code}<").replace("<GenderCurrent>2<", f"<GenderCurrent>{code}<")
    assert told(tmp_path, year, sexed) == {"CIN-124": Severity.ERROR}


def test_only_factor_21_and_still_open(tmp_path: Path) -> None:
    assessed = (
        "<Assessments><AssessmentActualStartDate>2024-11-13</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>2024-12-20</AssessmentAuthorisationDate>"
        "<FactorsIdentifiedAtAssessment><AssessmentFactors>21</AssessmentFactors></FactorsIdentifiedAtAssessment>"
        "</Assessments>"
    )
    assert told(tmp_path, 2025, child(2025, episode=assessed)) == {"CIN-325": Severity.WARNING}


@pytest.mark.parametrize(("year", "told_of"), [(2025, False), (2026, True)])
def test_pre_proceedings_are_checked_from_2026_on(tmp_path: Path, year: int, *, told_of: bool) -> None:
    steps = (
        f"<PreProceedingsandFGDM><PPStartDate>{year - 1}-11-20</PPStartDate><LBPSentDate>{year - 1}-11-19</LBPSentDate>"
        "<PPOutcome>X</PPOutcome></PreProceedingsandFGDM>"
    )
    found = told(tmp_path, year, child(year, episode=steps))
    assert {code for code in found if code.startswith("CIN-7")} == (
        {"CIN-702", "CIN-703", "CIN-706"} if told_of else set()
    )


@pytest.mark.parametrize(
    ("made", "late"), [("2024-10-04", set()), ("2025-05-20", {"CIN-305", "CIN-407", "CIN-623"})]
)  # fmt: skip
def test_a_file_made_in_october_is_not_late_for_what_comes_after(tmp_path: Path, made: str, late: set[str]) -> None:
    """An assessment, an enquiry and a plan of September are late at the end of the year, and not in October."""
    going_on = (
        "<Assessments><AssessmentActualStartDate>2024-09-25</AssessmentActualStartDate></Assessments>"
        "<Section47><S47ActualStartDate>2024-09-03</S47ActualStartDate><DateOfInitialCPC>2024-09-12</DateOfInitialCPC>"
        "<ICPCnotRequired>0</ICPCnotRequired></Section47>"
        "<Section47><S47ActualStartDate>2024-09-25</S47ActualStartDate><ICPCnotRequired>0</ICPCnotRequired></Section47>"
        "<ChildProtectionPlans><CPPstartDate>2024-09-12</CPPstartDate>"
        "<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>"
        "<NumberOfPreviousCPP>0</NumberOfPreviousCPP></ChildProtectionPlans>"
    )
    assert set(told(tmp_path, 2025, child(2025, episode=going_on, referred="2024-09-02"), made=made)) == late


@pytest.mark.parametrize(("made", "past"), [("2024-10-04", False), ("2025-05-20", True)])
def test_a_birth_expected_in_november_is_past_only_after_it(tmp_path: Path, made: str, *, past: bool) -> None:
    unborn = child(2025, "<ExpectedPersonBirthDate>2024-11-20</ExpectedPersonBirthDate>", referred="2024-09-02")
    unknown = unborn.replace("<Sex>F<", "<Sex>U<")
    assert ("CIN-122" in told(tmp_path, 2025, unknown, made=made)) is past
