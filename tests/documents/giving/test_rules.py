"""One planted fault for each rule, and that a package without a fault has no finding."""

from typing import Any

import pytest

from riia.documents.giving import RULES, read_giving
from riia.documents.rules import all_rules
from tests.documents.giving.samples import TODAY, codes_of, findings_of, package, workbook

R, F, B = "recipientOrganization/0/", "fundingOrganization/0/", "beneficiaryLocation/0/"
INDIVIDUAL = {
    "recipientOrganization": ...,
    "recipientIndividual": {"id": "360G-samples-i-77", "name": "Individual recipient"},
    "toIndividualsDetails": {"primaryGrantReason": "GTIR010", "grantPurpose": ["GTIP010"]},
}

ONE_GRANT: list[tuple[str, dict[str, Any]]] = [
    ("MISSING", {"title": ...}),
    ("MISSING", {"recipientOrganization": ...}),
    ("MISSING", {"fundingOrganization": []}),
    ("MISSING", {R + "id": ...}),
    ("BLANK", {"description": "  "}),
    ("BLANK", {"description": "N/A"}),
    ("BLANK", {F + "name": ""}),
    ("TYPE", {"amountAwarded": "12500"}),
    ("TYPE", {"amountAwarded": None}),
    ("TYPE", {"amountAwarded": True}),
    ("TYPE", {"recipientOrganization": {"id": "GB-LAE-DER", "name": "Derby City Council"}}),
    ("TYPE", {"title": 12}),
    ("TYPE", {"plannedDates/0/duration": -3}),
    ("TYPE", {"plannedDates/0": "2024"}),
    ("CODE", {"currency": "gbp"}),
    ("CODE", {"currency": "£"}),
    ("CODE", {"regrantType": "FRG080"}),
    ("CODE", {"locationScope": "GLS070"}),
    ("CODE", {"fromOpenCall": "yes"}),
    ("CODE", {B + "countryCode": "UK"}),
    ("CODE", INDIVIDUAL | {"toIndividualsDetails": {"primaryGrantReason": "GTIR130", "grantPurpose": ["GTIP010"]}}),
    ("CODE", INDIVIDUAL | {"toIndividualsDetails": {"primaryGrantReason": "GTIR010", "grantPurpose": ["Debt"]}}),
    ("ADDRESS", {"dataSource": "www.example.org"}),
    ("ADDRESS", {"url": "https://example.org/a b"}),
    ("ADDRESS", {"url": "http://["}),
    ("RECIPIENTS", INDIVIDUAL | {"recipientOrganization": [{"id": "GB-LAE-DER", "name": "Derby City Council"}]}),
    ("FIELD-UNKNOWN", {"awardedDate": "2024-01-01"}),
    ("FORMULA", {"title": "=HYPERLINK(\"https://example.org\")"}),
    ("ID-PREFIX", {"id": "2024-001"}),
    ("ID-PREFIX", {"id": "360G-samples"}),
    ("ID-SIGNS", {"id": "360G-samples-1\n"}),
    ("ID-SIGNS", {"id": " 360G-samples-1"}),
    ("ID-ADVICE", {"id": "360G-samples-1/2"}),
    ("ID-ADVICE", {"id": "360G-samples-1 2"}),
    ("ORG-LIST", {R + "id": "GB-LAC-DER"}),
    ("ORG-LIST", {R + "id": "DERBY"}),
    ("ORG-LIST-OLD", {F + "id": "GB-GOVUK-dfe", F + "name": "A department"}),
    ("ORG-CASE", {R + "id": "gb-lae-DER"}),
    ("ORG-SHAPE", {R + "id": "GB-CHC-12345", R + "name": "A charity"}),
    ("ORG-SHAPE", {R + "id": "GB-COH-1234567", R + "name": "A company"}),
    ("ORG-SHAPE", {R + "id": "GB-LAE-831"}),
    ("ORG-SHAPE", {R + "id": "360G-samples", R + "name": "A group"}),
    ("ORG-SIGNS", {R + "id": "GB-LAE-DER\n"}),
    ("ORG-OWN", {R + "id": "360G-samples-org1", R + "name": "A charity", R + "charityNumber": "1164883"}),
    ("SELF", {R + "id": "GB-GOR-D6", R + "name": "Department for Education"}),
    ("CHARITY", {R + "charityNumber": "12"}),
    ("COMPANY", {R + "companyNumber": "7444723"}),
    ("NUMBERS", {R + "id": "GB-CHC-1164883", R + "name": "A charity", R + "charityNumber": "1164884"}),
    ("POSTCODE", {R + "postalCode": "DE1 2FSS"}),
    ("COUNCIL-CODE", {R + "id": "GB-LAE-QQQ"}),
    ("COUNCIL-DAY", {R + "id": "GB-LAE-DOR", R + "name": "Dorset County Council", B + "name": ...}),
    ("COUNCIL-DAY", {R + "id": "GB-LAE-NYK", R + "name": "North Yorkshire County Council"}),
    ("COUNCIL-DAY", {R + "id": "GB-LAE-BPC", R + "name": "Bournemouth, Christchurch and Poole Council",
                     "awardDate": "2018-04-15"}),
    ("COUNCIL-NATION", {R + "id": "GB-LAS-DER"}),
    ("COUNCIL-NATION", {R + "id": "GB-LAS-EDH"}),
    ("COUNCIL-NATION", {R + "id": "GB-PLA-CRF"}),
    ("COUNCIL-NATION", {R + "id": "GB-LANI-BFS"}),
    ("COUNCIL-NAME", {R + "id": "GB-LAE-DBY"}),
    ("COUNCIL-NAME", {R + "name": "Derby Museums"}),
    ("COUNCIL-ID", {R + "id": "360G-samples-derby"}),
    ("COUNCIL-ID", {R + "id": "GB-COH-09506232"}),
    ("DEPARTMENT", {F + "id": "GB-GOR-D4"}),
    ("DEPARTMENT", {F + "name": "Home Office"}),
    ("AMOUNT-NEGATIVE", {"amountAwarded": -1}),
    ("AMOUNT-NEGATIVE", {"amountDisbursed": -0.01}),
    ("AMOUNT-ZERO", {"amountAwarded": 0}),
    ("AMOUNT-PENCE", {"amountAwarded": 100.005}),
    ("AMOUNT-LARGE", {"amountAwarded": 10_000_000_000}),
    ("APPLIED", {"amountAppliedFor": 10}),
    ("DISBURSED", {"amountDisbursed": 12500.51}),
    ("TRANSACTIONS", {"commitmentTransaction": [{"id": "a", "value": 12500, "currency": "GBP"}]}),
    ("CURRENCY", {"currency": "EUR"}),
    ("CURRENCY", {"currency": "XXX"}),
    ("DATE-FORMAT", {"awardDate": "15/04/2024"}),
    ("DATE-FORMAT", {"awardDate": "2024-4-15"}),
    ("DATE-FORMAT", {"awardDate": "2024-04-15T00:00:00"}),
    ("DATE-FORMAT", {"dateModified": "2024-06-03"}),
    ("DATE-FORMAT", {"plannedDates/0/startDate": "April 2024"}),
    ("DATE-IMPOSSIBLE", {"awardDate": "2024-02-30"}),
    ("DATE-IMPOSSIBLE", {"awardDate": "2023-02-29"}),
    ("DATE-IMPOSSIBLE", {"dateModified": "2024-06-03T25:00:00Z"}),
    ("DATE-ZONE", {"awardDate": "2024-04-14T23:30:00Z"}),
    ("DATE-FAR", {"plannedDates/0/endDate": "2042-03-31"}),
    ("DATE-FAR", {"awardDate": "1999-04-15"}),
    ("AWARD-FUTURE", {"awardDate": "2026-11-02"}),
    ("AWARD-EARLY", {"awardDate": "1900-01-01"}),
    ("AWARD-LATE", {"plannedDates/0/startDate": "2023-04-01", "plannedDates/0/endDate": "2024-03-31"}),
    ("DATES-ORDER", {"plannedDates/0/endDate": "2024-03-31"}),
    ("DATES-ORDER", {"actualDates": [{"startDate": "2025", "endDate": "2024-12"}]}),
    ("DURATION", {"plannedDates/0/duration": 24}),
    ("MODIFIED", {"dateModified": "2024-01-01T00:00:00Z"}),
    ("MODIFIED", {"dateModified": "2027-01-01T00:00:00Z"}),
    ("EMAIL", {"description": "Write to someone.here@example.org about it."}),
    ("PHONE", {"description": "Ring 01632 960 001 about it."}),
    ("PHONE", {"description": "Ring +44 (0)7700 900123 about it."}),
    ("IDENTITY", {"description": "Number QQ 12 34 56 C is made up, AB 12 34 56 C too."}),
    ("IDENTITY", {"description": "NHS number 943 476 5919, of no patient."}),
    ("IDENTITY", {"description": "Born on 3 May 2012."}),
    ("PERSON", {"description": "The work is led by Mrs Ada Sample in Derby."}),
    ("PERSON", {"description": "Contact: Ada Sample, second floor."}),
    ("CONTACT", {R + "contactName": "Ada Sample"}),
    ("CONTACT", {R + "email": "ada.sample@example.org"}),
    ("INDIVIDUAL", INDIVIDUAL | {"recipientIndividual": {"id": "360G-samples-i-77", "name": "Ada Sample"}}),
    ("INDIVIDUAL-ID", INDIVIDUAL | {"recipientIndividual": {"id": "AB123456C", "name": "Individual"}}),
    ("INDIVIDUAL-PLACE", INDIVIDUAL | {B + "geoCode": "DE1 2FS"}),
    ("INDIVIDUAL-DEI", INDIVIDUAL | {"project": {"populationGroup": "x"}}),
    ("INDIVIDUAL-DETAILS", {"toIndividualsDetails": {"primaryGrantReason": "GTIR010"}}),
    ("INDIVIDUAL-DETAILS", {k: v for k, v in INDIVIDUAL.items() if k != "toIndividualsDetails"}),
    ("AREA-TYPE", {B + "geoCodeType": "ua"}),
    ("AREA-SHAPE", {B + "geoCodeType": "CTY"}),
    ("AREA-SHAPE", {B + "geoCode": "E0600015"}),
    ("AREA-SHAPE", {B + "geoCode": "E12000004", B + "name": "East Midlands"}),
    ("AREA-CODE", {B + "geoCode": "E06000099"}),
    ("AREA-DAY", {B + "geoCode": "E06000028", B + "name": "Bournemouth"}),
    ("AREA-NAME", {B + "name": "Cornwall"}),
    ("AREA-NAME", {B + "geoCode": "E12000009", B + "geoCodeType": "RGN/GOR", B + "name": "East Midlands"}),
    ("AREA-NATION", {B + "geoCode": "S12000036", B + "geoCodeType": "CA", B + "name": "Edinburgh"}),
    ("AREA-NATION", {B + "geoCode": ..., B + "geoCodeType": ..., B + "name": "Wales"}),
    ("AREA-NATION", {B + "countryCode": "FR", B + "geoCode": ..., B + "geoCodeType": ...}),
    ("POSITION", {B + "latitude": -1.47, B + "longitude": 52.92}),
    ("POSITION", {B + "latitude": 152.92, B + "longitude": 1}),
    ("POSITION", {B + "latitude": 52.92}),
    ("TITLE-LONG", {"title": "a " * 75}),
    ("TITLE-SAME", {"description": "Practice learning between councils, Derby"}),
    ("PROGRAMME", {"grantProgramme": ...}),
    ("PROGRAMME", {"grantProgramme/0/title": ...}),
    ("LOCATION", {"beneficiaryLocation": ...}),
    ("LOCATION", {B + "geoCode": ..., B + "geoCodeType": ...}),
    ("PLANNED", {"plannedDates": ...}),
    ("UPDATED", {"dateModified": ...}),
    ("SOURCE", {"dataSource": ...}),
]  # fmt: skip
SEVERAL: list[tuple[str, Any]] = [
    ("GRANTS", {"version": "1.4", "grants": []}),
    ("GRANTS", {"version": "1.4", "title": "none"}),
    ("VERSION", package(version="1.4.2")),
    ("VERSION", package(version="2.0")),
    ("META", package(issued="2024-05-02", modified="2024-05-01")),
    ("TYPE", {"version": "1.4", "grants": ["a grant"]}),
    ("MISSING", package(publisher={"identifier": "GB-GOR-D6"})),
    ("ID-TWICE", package({}, {"id": "360G-samples-2024-001", "title": "Another grant"})),
    ("ID-TWICE", package({}, {"id": "360G-samples-2024-001"})),
    ("ALIKE", package({}, {})),
    ("ID-PREFIXES", package(*[{}] * 5, {"id": "360G-sample-6"})),
    ("ORG-NAMES", package({}, {}, {F + "name": "DfE, Department for Education and more"})),
    ("ORG-IDS", package({}, {}, {R + "name": "A charity", R + "id": "GB-CHC-1164883"},
                        {R + "name": "A charity", R + "id": "GB-CHC-1164884"})),
    ("FUNDERS", package({}, {}, {F + "id": "GB-CHC-1164887", F + "name": "A trust"})),
]  # fmt: skip
HEAD = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Award Date", "Recipient Org:Identifier",
        "Recipient Org:Name", "Funding Org:Identifier", "Funding Org:Name", "Beneficiary Location:Name"]  # fmt: skip
ROW = ["360G-samples-1", "Learning", "Towards learning.", "GBP", 100, "2024-04-15", "GB-LAE-DER", "Derby City Council",
       "GB-GOR-D6", "Department for Education", "Derby"]  # fmt: skip


def row(**changes: Any) -> list[Any]:
    """A row in which the columns called by the first word of their heading are changed."""
    names = {name.split(":")[0].split()[0]: at for at, name in reversed(list(enumerate(HEAD)))}
    made = list(ROW)
    for name, value in changes.items():
        made[names[name]] = value
    return made


SHEETS: list[tuple[str, bytes]] = [
    ("NUMBER", workbook(grants=[HEAD, row(Amount="£1,000")])),
    ("NUMBER", workbook(grants=[HEAD, row(Amount="a lot")])),
    ("DATE-FORMAT", workbook(grants=[HEAD, row(Award="15/04/2024")])),
    ("DATE-FORMAT", workbook(grants=[HEAD, row(Award=45397)])),
    ("FIELD-UNKNOWN", workbook(grants=[[*HEAD, "Officer"], [*ROW, "x"]])),
    ("HEADING-TWICE", workbook(grants=[[*HEAD, "Title"], [*ROW, "x"]])),
    ("SHEET", workbook(grants=[HEAD, ROW], Notes=[["Some words"], ["more"]])),
    ("ROW-ORPHAN", workbook(grants=[HEAD, ROW], places=[
        ["Identifier", "Beneficiary Location:Name"], ["360G-samples-9", "Kent"]])),
    ("ROW-TWICE", workbook(grants=[HEAD, ROW, ROW])),
    ("ID-TWICE", workbook(grants=[HEAD, ROW, row(Title="Another")])),
    ("TOTAL-ROW", workbook(grants=[HEAD, ROW, [None, "Total", None, None, 100]])),
    ("TOTAL", workbook(grants=[HEAD, ROW, [None, "Total", None, None, 110]])),
    ("CELL", workbook(grants=[HEAD, row(Title="#REF!")])),
    ("MISSING", workbook(grants=[HEAD, row(Identifier=None)])),
    ("GRANTS", workbook(grants=[HEAD])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), ONE_GRANT)
def test_a_planted_fault_is_found(code: str, change: dict[str, Any]) -> None:
    assert f"GIVING-{code}" in codes_of(package(change))


@pytest.mark.parametrize(("code", "tree"), SEVERAL)
def test_a_fault_between_grants_or_of_the_package_is_found(code: str, tree: Any) -> None:
    assert f"GIVING-{code}" in codes_of(tree)


@pytest.mark.parametrize(("code", "data"), SHEETS)
def test_a_fault_of_a_spreadsheet_is_found(code: str, data: bytes) -> None:
    reading = read_giving(data, "grants.xlsx", today=TODAY)
    assert f"GIVING-{code}" in [finding.code for finding in reading.findings]


def test_a_field_that_stands_twice_is_found() -> None:
    reading = read_giving(b'{"grants": [{"id": "360G-a-1", "id": "360G-a-2"}]}', "grants.json", today=TODAY)
    assert "GIVING-KEY-TWICE" in [finding.code for finding in reading.findings]


def test_a_package_without_a_fault_has_no_finding() -> None:
    assert findings_of(package({}, {"title": "Practice learning between councils, again"})) == ()


def test_every_rule_has_a_planted_fault() -> None:
    planted = {f"GIVING-{code}" for code, _ in (*ONE_GRANT, *SEVERAL, *SHEETS)} | {"GIVING-KEY-TWICE"}
    assert planted == {rule.code for rule in RULES} <= {rule.code for rule in all_rules()}


UNREMARKABLE: list[dict[str, Any]] = [
    {R + "id": "GB-LAE-NYE", R + "name": "North Yorkshire Council"},
    {R + "id": "GB-LAE-DOR", R + "name": "Dorset County Council", "awardDate": "2019-03-31", "plannedDates": [
        {"startDate": "2018-04", "endDate": "2019-03", "duration": 12}]},
    {R + "name": "Derby City Council (Children's Services)"},
    {R + "name": "DERBY CITY COUNCIL"},
    {R + "id": "GB-LAE-WSM", R + "name": "City of Westminster"},
    {R + "id": "GB-LAE-KEC", R + "name": "Royal Borough of Kensington & Chelsea"},
    {R + "id": "GB-LAE-ASH", R + "name": "Ashfield District Council"},
    {R + "id": "GB-CHC-1164883", R + "name": "Derby Council for Voluntary Service"},
    {R + "id": "GB-LAS-EDH", R + "name": "City of Edinburgh Council", "beneficiaryLocation": [
        {"name": "Edinburgh", "geoCode": "S12000036", "geoCodeType": "CA"}]},
    {"awardDate": "2024-04-15T12:00:00+01:00"},
    {"awardDate": "2024-04-15T00:00:00+01:00"},
    {"amountAwarded": 1e4, "amountAppliedFor": 12000.1},
    {B + "latitude": 52.92, B + "longitude": -1.47},
    {B + "geoCode": "E92000001", B + "geoCodeType": ..., B + "name": "England"},
    {B + "geoCode": "E12000004", B + "geoCodeType": "RGN/GOR", B + "name": "East Midlands"},
    {"description": "Charity number 1164883, company 09506232, reference 0000012345678, £1,250,000 over 12 months."},
    {"description": "Led by Derby City Council with Children's Services."},
    {"description": "- Learning\n- Practice"},
    {R + "email": "grants@example.org"},
    {"commitmentTransaction": [{"value": 12500, "currency": "GBP"}, {"value": 0.5, "currency": "GBP"}]},
]  # fmt: skip


@pytest.mark.parametrize("change", UNREMARKABLE)
def test_what_is_right_is_not_found(change: dict[str, Any]) -> None:
    found = [f"{one.code}: {one.message}" for one in findings_of(package(change))]
    assert found == []


def test_the_place_is_a_pointer_in_json_and_a_cell_in_a_workbook() -> None:
    (found,) = [one for one in findings_of(package({}, {"amountAwarded": -5})) if one.code == "GIVING-AMOUNT-NEGATIVE"]
    assert str(found.where).endswith("/grants/1/amountAwarded")
    assert found.as_written == "-5"
    reading = read_giving(
        workbook(grants=[HEAD, ROW, row(Identifier="360G-samples-2", Amount=-5)]), "g.xlsx", today=TODAY
    )
    (found,) = [one for one in reading.findings if one.code == "GIVING-AMOUNT-NEGATIVE"]
    assert str(found.where) == "grants!E3, Amount Awarded"


def test_a_message_gives_the_identifier_that_is_right() -> None:
    found = {one.code: one.remedy for one in findings_of(package({R + "id": "GB-LAS-DER"}))}
    assert found["GIVING-COUNCIL-NATION"] == "Write GB-LAE-DER."
    found = {one.code: one.remedy for one in findings_of(package({R + "id": "GB-LAE-DOR", R + "name": "Dorset"}))}
    assert "GB-LAE-DST" in found["GIVING-COUNCIL-DAY"]
    found = {
        one.code: one.remedy for one in findings_of(package({R + "id": "GB-LAE-NTH", R + "name": "Northamptonshire"}))
    }
    assert "North Northamptonshire Council (GB-LAE-NNT)" in found["GIVING-COUNCIL-DAY"]


def test_what_many_grants_lack_is_told_once() -> None:
    found = [one for one in findings_of(package(*[{"dataSource": ...}] * 4)) if one.code == "GIVING-SOURCE"]
    assert [one.message for one in found] == ["All 4 grants do not say where they come from (data source)."]
    assert len(found[0].evidence) == 3


def test_what_is_found_is_known_of_the_grant_it_is_about() -> None:
    rows: list[list[Any]] = [HEAD, ROW, row(Identifier="360G-samples-2", Amount="£5", Award="2024-02-30")]
    held = read_giving(workbook(grants=rows), "g.xlsx", today=TODAY).structure
    first, second = ({one.code for one in held.faults_of(grant)} for grant in held.grants)
    assert "GIVING-NUMBER" not in first
    assert {"GIVING-NUMBER", "GIVING-DATE-IMPOSSIBLE"} <= second


def test_what_all_grants_lack_is_one_finding_and_each_grants_fault() -> None:
    rows: list[list[Any]] = [
        HEAD[:2] + HEAD[3:],
        *(r[:2] + r[3:] for r in (row(Identifier=f"360G-samples-{n}") for n in range(4))),
    ]
    reading = read_giving(workbook(grants=rows), "g.xlsx", today=TODAY)
    (found,) = [one for one in reading.findings if one.code == "GIVING-MISSING"]
    assert found.message.endswith("All 4 grants are so.")
    held = reading.structure
    assert all("GIVING-MISSING" in {one.code for one in held.faults_of(grant)} for grant in held.grants)


def test_a_field_nobody_knows_is_told_once() -> None:
    found = [one for one in findings_of(package(*[{"officer": "x"}] * 3)) if one.code == "GIVING-FIELD-UNKNOWN"]
    assert len(found) == 1
