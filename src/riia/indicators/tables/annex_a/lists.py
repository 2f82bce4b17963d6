"""The eleven lists: their columns in order, what else headings are called, and what cannot be counted without them."""

from collections.abc import Mapping
from typing import Final

from riia.indicators.tables.annex_a.codes import CODE_LISTS
from riia.indicators.tables.schema import Collection, Column, Kind, TableSchema

_CHILD: Final = "Child Unique ID"


def _id(name: str, *names: str, required: bool = False) -> Column:
    return Column(name, Kind.ID, names=names, required=required)


def _text(name: str, *names: str) -> Column:
    return Column(name, Kind.TEXT, names=names)


def _day(name: str, *names: str) -> Column:
    return Column(name, Kind.DATE, names=names)


def _code(name: str, *names: str) -> Column:
    return Column(name, Kind.CODE, codes=CODE_LISTS[name].codes, names=names)


def _flag(name: str, *names: str) -> Column:
    return Column(name, Kind.FLAG, names=names)


def _whole(name: str, *names: str) -> Column:
    return Column(name, Kind.WHOLE, names=names)


_ID = _id(
    _CHILD, "Child ID", "Child Identifier", "Child Reference", "Person ID", "Unique ID", "Client ID", "PID", "UID",
    "Case Number", "Child Number", "Young Person ID", required=True,
)  # fmt: skip
_BORN = _day("Date of Birth", "DOB", "Birth Date", "Date of Birth or Expected Date of Birth", "Person Birth Date")
_AGE = Column("Age of Child (Years)", Kind.NUMBER, names=("Age", "Age in Years", "Age of Young Person"))
_PERSON = (_code("Gender", "Sex"), _code("Ethnicity", "Ethnic Group", "Ethnic Origin", "Ethnic Code"), _BORN, _AGE)
_DISABLED = _flag("Does the Child have a Disability", "Disability", "Disabled", "Is the Child Disabled")
_TEAM = (
    _text("Allocated Team", "Team", "Team Name"),
    _text("Allocated Worker", "Worker", "Allocated Social Worker", "Social Worker", "Case Worker"),
)


def _list(number: int, title: str, *columns: Column, child: str = _CHILD) -> TableSchema:
    return TableSchema(f"list_{number}", title, columns, child, names=(f"List {number}", title))


_LISTS: Final = (
    _list(
        1, "Contacts", _ID, *_PERSON,
        _day("Date of Contact", "Contact Start Date", "Contact Received Date", "Date Contact Received"),
        _code("Contact Source", "Source of Contact", "Contact / Referral Source"),
    ),
    _list(
        2, "Early help assessments", _ID, *_PERSON,
        _day("Assessment start date", "Early Help Assessment Start Date", "Date Assessment Started", "EHA Start Date"),
        _day("Assessment completion date", "Early Help Assessment Completion Date", "Date Assessment Completed",
             "Assessment end date", "EHA Completion Date"),
        _text("Organisation completing assessment", "Organisation", "Agency completing assessment"),
    ),
    _list(
        3, "Referrals", _ID, *_PERSON,
        _day("Date of referral", "Referral Start Date", "Referral Received Date", "Date Referral Received"),
        _code("Referral Source", "Source of Referral", "Contact / Referral Source"),
        _flag("Referral NFA?", "NFA", "Referral No Further Action", "No Further Action"),
        _whole("Number of Referrals in Last 12 Months", "Referrals in Last 12 Months",
               "Previous Referrals in 12 Months"),
        *_TEAM,
    ),
    _list(
        4, "Assessments", _ID, *_PERSON, _DISABLED,
        _day("Continuous Assessment Start Date", "Assessment Start Date", "Single Assessment Start Date",
             "Child and Family Assessment Start Date", "C&F Assessment Start Date", "Date Assessment Started"),
        _flag("Child Seen During Continuous Assessment", "Child Seen During Assessment", "Child Seen"),
        _day("Continuous Assessment Date of Authorisation", "Assessment Authorisation Date",
             "Date Assessment Authorised", "Single Assessment Date of Authorisation",
             "Assessment Completion Date", "Assessment End Date"),
        _text("Was the child assessed as requiring LA children's social care support?",
              "Was the child assessed as being in need at assessment?", "Assessed as requiring social care support"),
        *_TEAM,
    ),
    _list(
        5, "Section 47 enquiries and conferences", _ID, *_PERSON, _DISABLED,
        _day("Strategy discussion initiating Section 47 Enquiry Start Date", "Section 47 Enquiry Start Date",
             "S47 Start Date", "Section 47 Start Date", "Strategy Discussion Date", "Date of Strategy Discussion"),
        _flag("Was an Initial Child Protection Conference deemed unnecessary?", "ICPC not required",
              "ICPC unnecessary"),
        _day("Date of Initial Child Protection Conference", "ICPC Date", "Initial Conference Date"),
        _flag("Did the Initial Child Protection Conference Result in a Child Protection Plan",
              "ICPC result in CP plan", "ICPC resulted in a child protection plan"),
        _whole("Number of Section 47 Enquiries in the last 12 months", "Section 47 Enquiries in the last 12 months"),
        _whole("Number of ICPCs in the last 12 months", "ICPCs in the last 12 months",
               "Number of Initial Child Protection Conferences in the last 12 months"),
        *_TEAM,
    ),
    _list(
        6, "Children in need", _ID, *_PERSON, _DISABLED,
        _day("CIN Start Date", "Child in Need Start Date", "CIN Episode Start Date", "Episode of Need Start Date"),
        _code("Primary Need Code", "Primary Need", "Category of Need", "Need Code"),
        _day("Date Child Was Last Seen", "Date Last Seen", "Last Seen"),
        _day("CIN Closure Date", "Child in Need Closure Date", "CIN End Date", "CIN Episode End Date", "Closure Date"),
        _code("Reason for Closure", "Closure Reason", "CIN Reason for Closure"),
        _code("Case Status", "Status", "CIN Status"),
        *_TEAM,
    ),
    _list(
        7, "Child protection plans", _ID, *_PERSON, _DISABLED,
        _day("Child Protection Plan Start Date", "CPP Start Date", "CP Plan Start Date", "CP Start Date"),
        _code("Initial Category of Abuse", "Initial Category"),
        _code("Latest Category of Abuse", "Current Category of Abuse", "Category of Abuse", "Latest Category"),
        _day("Date of the Last Statutory Visit", "Last Statutory Visit", "Date of Last CP Visit"),
        _flag("Was the Child Seen Alone?", "Child Seen Alone", "Seen Alone"),
        _day("Date of latest review conference", "Latest Review Conference", "Date of Last Review"),
        _day("Child Protection Plan End Date", "CPP End Date", "CP Plan End Date", "CP End Date"),
        _flag("Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
              "Emergency Protection Order or Police Powers", "EPO or Police Protection in Last Six Months"),
        _whole("Number of Previous Child Protection Plans", "Previous Child Protection Plans",
               "Number of Previous CPP"),
        *_TEAM,
    ),
    _list(
        8, "Children looked after", _ID, *_PERSON,
        _flag("Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", "UASC",
              "Unaccompanied Asylum Seeking Child", "UASC within the Last 12 Months", "UASC in the Last 12 Months"),
        _DISABLED,
        _day("Date Started to be Looked After", "Looked After Start Date", "CLA Start Date", "Date Became Looked After",
             "Period of Care Start Date"),
        _code("Child's Category of Need", "Category of Need", "Primary Need", "Primary Need Code"),
        _flag("Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
              "Second or subsequent period of being looked after in the last 12 months",
              "Is this a second or subsequent episode of being a Looked After Child within the last 12 months (Y/N)"),
        _day("Start date of current legal status", "Legal Status Start Date", "Current Legal Status Start Date"),
        _code("Child's Legal Status", "Legal Status", "Current Legal Status"),
        _day("Date of Latest Statutory Review", "Latest Review", "Date of Last LAC Review", "Date of Last Review"),
        _day("Date of Last Social Work Visit", "Date of Last Visit", "Date of Last Statutory Visit"),
        _code("What is the permanence plan for this child?", "Permanence Plan", "Permanency Plan"),
        _day("Date of Last IRO Visit / Contact to the Child", "Date of Last IRO Visit", "Last IRO Visit or Contact",
             "Date of Last IRO Contact"),
        _day("Date of Last Health Assessment", "Last Health Assessment", "Date of Health Assessment"),
        _day("Date of Last Dental Check", "Last Dental Check", "Date of Dental Check"),
        _whole("Number of Placements in the Last 12 months", "Placements in the Last 12 months"),
        _day("Date Ceased to be Looked After", "Looked After End Date", "CLA End Date", "Period of Care End Date"),
        _code("Reason Ceased to be Looked After", "Reason Ceased", "Reason for Ceasing to be Looked After"),
        _day("Start Date of Most Recent Placement", "Placement Start Date", "Date of Most Recent Placement"),
        _code("Placement Type", "Type of Placement"),
        _code("Placement Provider", "Provider of Placement", "Provider"),
        _text("Placement postcode", "Postcode of Placement", "Postcode"),
        _text("URN of Placement", "URN", "Placement URN", "Ofsted URN"),
        _code("Placement Location", "Location of Placement", "In or Out of LA"),
        _text("LA of Placement", "Local Authority of Placement", "Placement LA"),
        _whole("Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
               "Number of Missing Episodes in the last 12 months", "Missing Episodes"),
        _whole("Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
               "Number of Absent Episodes in the last 12 months", "Absent Episodes"),
        _flag("Was the child offered a Return Interview after their last missing episode (Y/N)?",
              "Return Interview Offered", "Offered Return Interview", "Offered a Return Home Interview"),
        _flag("Did the child accept a Return Interview after their last missing episode (Y/N)?",
              "Return Interview Accepted", "Accepted Return Interview", "Accepted a Return Home Interview"),
        *_TEAM,
    ),
    _list(
        9, "Care leavers", _ID, *_PERSON,
        _flag("Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)", "UASC",
              "Unaccompanied Asylum Seeking Child", "UASC or formerly UASC"),
        _DISABLED, *_TEAM,
        _text("Allocated Personal Advisor", "Personal Advisor", "Allocated Personal Adviser", "Personal Adviser", "PA"),
        _code("Eligibility Category", "Eligibility", "Leaving Care Eligibility", "Category of Eligibility"),
        _day("Latest Pathway Plan Review Date", "Pathway Plan Review Date", "Date of Latest Pathway Plan Review"),
        _code("LA in Touch", "In Touch", "LA in Contact"),
        _day("Latest Date of Contact", "Date of Last Contact", "Last Contact"),
        _code("Type of Accommodation", "Accommodation", "Accommodation Type"),
        _code("Suitability of Accommodation", "Accommodation Suitability", "Suitable Accommodation", "Suitability"),
        _code("Activity Status", "Activity", "Main Activity", "EET Status"),
    ),
    _list(
        10, "Adoption", _ID, _id("Family identifier", "Family ID", "Adoptive Family ID"), *_PERSON, _DISABLED,
        _day("Date the Child Entered Care", "Date Entered Care", "Date Started to be Looked After"),
        _day("Date of Decision that Child Should be Placed for Adoption", "Decision to be Placed for Adoption",
             "SHOBPA Date", "Date of Agency Decision"),
        _day("Date of Placement Order", "Placement Order Date", "Date Placement Order Granted"),
        _day("Date of Matching Child and Prospective Adopters", "Date of Match", "Matching Date", "Date Matched"),
        _day("Date Placed for Adoption", "Date of Adoptive Placement", "Adoption Placement Date"),
        _day("Date of Adoption Order", "Adoption Order Date", "Date Adoption Order Granted", "Date Adopted"),
        _day("Date of Decision that Child Should No Longer be Placed for Adoption",
             "Decision No Longer Placed for Adoption"),
        _code("Reason Why Child No Longer Placed for Adoption", "Reason No Longer Placed for Adoption"),
        _day("Date the child was placed for fostering in FFA or concurrent planning placement",
             "Date Placed for Fostering for Adoption", "FFA Placement Date"),
    ),
    _list(
        11, "Adopters",
        _id("Individual adopter identifier", "Adopter ID", "Individual Adopter ID", "Adopter Identifier",
            required=True),
        _id("Family identifier", "Family ID", "Adoptive Family ID"), *_PERSON[:2], _flag("Disability", "Disabled"),
        _flag("Is the (prospective) adopter fostering for adoption?", "Fostering for Adoption", "FFA"),
        _day("Date enquiry received", "Enquiry Date"),
        _day("Date Stage 1 started", "Stage 1 Start"), _day("Date Stage 1 ended", "Stage 1 End"),
        _day("Date Stage 2 started", "Stage 2 Start"), _day("Date Stage 2 ended", "Stage 2 End"),
        _day("Date application submitted", "Application Date"), _day("Date application approved", "Approval Date"),
        _day("Date adopter matched with child(ren)", "Date Matched", "Matching Date"),
        _day("Date child/children placed with adopter(s)", "Date Child Placed", "Date Placed"),
        _whole("No. of children placed", "Number of children placed", "Children placed"),
        _day("Date of Adoption Order", "Adoption Order Date", "Date Adoption Order Granted"),
        _day("Date of leaving adoption process", "Date Left Adoption Process"),
        _code("Reason for leaving adoption process", "Reason Left Adoption Process"),
        child="Individual adopter identifier",
    ),
)  # fmt: skip

ANNEX_A: Final = Collection("annex-a", "Ofsted Annex A lists", _LISTS, first=2015, last=2026)
"""The lists as Ofsted's newest template has them. The file does not say its year, so all years' headings are known."""

SHARED: Final = frozenset(
    column.name for column in (_ID, *_PERSON, _DISABLED, *_TEAM, _id("Family identifier"), _flag("Disability"))
)
"""Columns that several lists have: they do not tell one list from another."""

SHEET_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "list_1": ("contact",),
    "list_2": ("early help", "eha", "caf"),
    "list_3": ("referral",),
    "list_4": ("assessment",),
    "list_5": ("section 47", "s47", "icpc", "enquir"),
    "list_6": ("in need", "cin"),
    "list_7": ("protection", "cpp", "cp plan"),
    "list_8": ("looked after", "in care", "cla", "lac"),
    "list_9": ("care leaver", "leaving care"),
    "list_10": ("adoption",),
    "list_11": ("adopter",),
}
"""Words in a sheet's name that suggest a list. "care leaver" is looked for before "in care"."""

SHORT_HEADINGS: Final[Mapping[str, Mapping[str, str]]] = {
    "list_1": {"Source": "Contact Source", "Date": "Date of Contact"},
    "list_2": {
        "Start Date": "Assessment start date",
        "Started": "Assessment start date",
        "Completion Date": "Assessment completion date",
        "Completed": "Assessment completion date",
        "End Date": "Assessment completion date",
        "Closure Date": "Assessment completion date",
    },
    "list_3": {"Source": "Referral Source", "Date": "Date of referral"},
    "list_4": {
        "Start Date": "Continuous Assessment Start Date",
        "Assessment Start": "Continuous Assessment Start Date",
        "Authorised": "Continuous Assessment Date of Authorisation",
        "Authorised Date": "Continuous Assessment Date of Authorisation",
        "Assessment Authorised": "Continuous Assessment Date of Authorisation",
        "Completion Date": "Continuous Assessment Date of Authorisation",
        "End Date": "Continuous Assessment Date of Authorisation",
    },
    "list_5": {
        "Section 47 Start": "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Section 47 Date": "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Section 47 Enquiry Date": "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Initial Child Protection Conference": "Date of Initial Child Protection Conference",
    },
    "list_6": {
        "Start Date": "CIN Start Date",
        "CIN Start": "CIN Start Date",
        "End Date": "CIN Closure Date",
        "CIN End": "CIN Closure Date",
        "CIN Closure": "CIN Closure Date",
        "Need": "Primary Need Code",
    },
    "list_7": {
        "Start Date": "Child Protection Plan Start Date",
        "CP Plan Start": "Child Protection Plan Start Date",
        "End Date": "Child Protection Plan End Date",
        "CP Plan End": "Child Protection Plan End Date",
        "Previous Plans": "Number of Previous Child Protection Plans",
    },
    "list_8": {
        "Looked After Start": "Date Started to be Looked After",
        "Looked After End": "Date Ceased to be Looked After",
        "LAC Start": "Date Started to be Looked After",
        "LAC End": "Date Ceased to be Looked After",
        "Became Looked After": "Date Started to be Looked After",
        "Entered Care Date": "Date Started to be Looked After",
        "Left Care Date": "Date Ceased to be Looked After",
    },
    "list_9": {"Care Leaver Eligibility": "Eligibility Category", "Care Leaver Category": "Eligibility Category"},
}
"""Short headings that mean a column where the name of the sheet says which list it is; elsewhere they say nothing."""

NEEDED_FOR: Final[Mapping[str, Mapping[str, str]]] = {
    "list_1": {"Date of Contact": "initial contacts"},
    "list_2": {"Assessment start date": "early help assessments"},
    "list_3": {
        "Date of referral": "referrals and repeat referrals",
        "Referral Source": "referrals by source",
    },
    "list_4": {
        "Continuous Assessment Start Date": "assessments started, and those completed in 45 working days",
        "Continuous Assessment Date of Authorisation": "assessments completed, and those in 45 working days",
    },
    "list_5": {
        "Strategy discussion initiating Section 47 Enquiry Start Date": "section 47 enquiries and conferences in time",
        "Date of Initial Child Protection Conference": "initial conferences and those within 15 working days",
    },
    "list_6": {
        "CIN Start Date": "current children in need",
        "CIN Closure Date": "current children in need",
        "Case Status": "current children in need",
    },
    "list_7": {
        "Child Protection Plan Start Date": "plans starting and current plans",
        "Child Protection Plan End Date": "plans ceasing and current plans",
        "Number of Previous Child Protection Plans": "repeat plans (ever)",
    },
    "list_8": {
        "Date Started to be Looked After": "children starting to be looked after and those looked after",
        "Date Ceased to be Looked After": "children ceasing to be looked after and those looked after",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": "looked-after UASC",
        "Child's Legal Status": "leaving out short breaks",
        "Date of Birth": "leaving out those who are 18",
        "Number of Placements in the Last 12 months": "three or more placements in the year",
        "Start Date of Most Recent Placement": "length of placement",
        "Placement Type": "in-house foster provision",
        "Placement Provider": "in-house foster provision",
        "Date of Last Health Assessment": "annual health assessments",
        "Date of Last Dental Check": "dental checks",
        "Reason Ceased to be Looked After": "looked-after children adopted",
        "Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months": "missing",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?": "interviews offered",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?": "interviews accepted",
    },
    "list_9": {
        "Eligibility Category": "care leavers",
        "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)": "care leavers who were UASC",
        "Date of Birth": "care leavers by age",
        "Activity Status": "care leavers in education, employment or training",
        "Suitability of Accommodation": "care leavers in suitable accommodation",
    },
    "list_10": {
        "Date the Child Entered Care": "days from care to adopters",
        "Date of Placement Order": "days from placement order to match",
        "Date of Matching Child and Prospective Adopters": "days from placement order to match",
        "Date Placed for Adoption": "days from care to adopters",
        "Date of Adoption Order": "children adopted",
    },
    "list_11": {},
}
"""What cannot be counted from a list without a column, or without the list."""
