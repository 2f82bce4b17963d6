"""The SEN2 person-level return: requests, assessments and plans for special educational needs (from census 2023).

Councils hold it in three forms, which all become the same tables:

* the files that COLLECT exports for a council, one CSV for each module ("Blade"), whose names are used here;
* modules m1 to m5 with headings in words, as case systems write them: CSV, or sheets of a workbook, or one below the
  other on the sheet that the Department gives out to be filled in;
* the XML that is sent to the Department, whose elements are the same names in another case.

The forms join their modules differently: Blade by `<parent>tableid`, m1 to m5 by "Person ID" and "Requests Record ID",
XML by standing inside each other. Readers replace these by link columns, the same for all forms:

| column        | in                                          | says                                    |
|---------------|---------------------------------------------|-----------------------------------------|
| `_child`      | every table but `sen2`                      | who: the same text in every file        |
| `_person`     | `person` and all below                      | the row of `person`                     |
| `_request`    | `requests` and all below                    | the row of `requests`                   |
| `_assessment` | `assessment`, `namedplan`, `plandetail`     | the row of `assessment`                 |
| `_plan`       | `namedplan`, `plandetail`                   | the row of `namedplan`                  |
| `_active`     | `activeplans`, `placementdetail`, `senneed` | the row of `activeplans`                |

They are texts, unique over everything read at once, and null where the parent cannot be told. `_child` is the council's
"Person ID", otherwise the UPN, otherwise the ULN, otherwise "person" with the number of the row.

Years are the calendar years that a census tells of: the census of January 2025 is 2024.
Source of names and codes: the Department's guide and technical specification to the person-level return, versions 1.0
(census 2023) to 1.4 (2025), as public tools that read the return carry them.
"""

from typing import Final

from riia.indicators.tables.schema import Collection, Column, Kind, TableSchema

KEY: Final = "sen2"
CHILD: Final = "_child"
PERSON, REQUEST, ASSESSMENT, PLAN, ACTIVE = "_person", "_request", "_assessment", "_plan", "_active"

PARENTS: Final = {
    "person": "sen2", "requests": "person", "assessment": "requests", "namedplan": "assessment",
    "plandetail": "namedplan", "activeplans": "requests", "placementdetail": "activeplans", "senneed": "activeplans",
}  # fmt: skip
"""Each table's parent."""

LINKS: Final = {
    "person": PERSON, "requests": REQUEST, "assessment": ASSESSMENT, "namedplan": PLAN, "activeplans": ACTIVE,
}  # fmt: skip
"""The link column that numbers a table's rows, for the tables that others hang on."""

PERSON_KEYS: Final = ("Person ID", "PersonID", "Person Identifier", "Person Reference", "Person Ref")
REQUEST_KEYS: Final = (
    "Requests Record ID", "Request Records ID", "Request Record ID", "Requests Records ID", "Requests ID",
    "Request ID", "Request Reference",
)  # fmt: skip
"""How modules m1 to m5 spell the keys that they are joined by."""

_OUTCOME: Final = {
    "Y": "yes", "N": "no", "A": "awaiting a decision", "W": "withdrawn or ceased before a decision",
    "H": "historical: decided before the year of the return, or by the council the person came from",
}  # fmt: skip
_SEX: Final = {"F": "female", "M": "male", "U": "unknown", "0": "not known", "1": "male", "2": "female", "9": "neither"}
_SETTINGS: Final = {
    "OLA": "arranged by the council otherwise than at school", "OPA": "arranged by parents or the young person",
    "EHE": "educated at home by choice", "EYP": "early years provider without a register number",
    "OTH": "other, or no particular place named", "NEET": "aged 16 to 25 and not in education, employment or training",
    "NIEC": "not in education, notice to cease given", "NIEO": "not in education, another reason",
}  # fmt: skip
_NEEDS: Final = {
    "SPLD": "specific learning difficulty", "MLD": "moderate learning difficulty", "SLD": "severe learning difficulty",
    "PMLD": "profound and multiple learning difficulty", "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication", "HI": "hearing", "VI": "vision", "MSI": "hearing and vision",
    "PD": "physical disability", "ASD": "autism", "DS": "Down syndrome", "OTH": "other difficulty",
}  # fmt: skip
_CEASED: Final = {
    "1": "reached the highest age", "2": "needs met without a plan", "3": "higher education", "4": "paid work",
    "5": "moved to another council in England", "6": "no longer engages", "7": "left England", "8": "died",
    "9": "other",
}  # fmt: skip


def _id(name: str, about: str, *names: str) -> Column:
    return Column(name, Kind.ID, about, names=names)


def _date(name: str, about: str, *names: str) -> Column:
    return Column(name, Kind.DATE, about, names=names)


def _flag(name: str, about: str, *names: str) -> Column:
    return Column(name, Kind.FLAG, about, names=names)


def _text(name: str, about: str, *names: str) -> Column:
    return Column(name, Kind.TEXT, about, names=names)


def _keys(table: str) -> tuple[Column, ...]:
    """The columns by which COLLECT numbers and joins the rows of a module."""
    parent = PARENTS.get(table)
    return (
        _id(f"{table}tableid", "COLLECT's number of the row"),
        _id("NativeId", "number of the record in the file that was sent"),
        Column(f"{table}orderseqcolumn", Kind.WHOLE, "order of the row"),
        _id("sourceid", "number of the file that was sent"),
        *((_id(f"{parent}tableid", f"the row of {parent} that this one belongs to"),) if parent else ()),
    )


def _place(*, unit: str = "SEN Unit indicator") -> tuple[Column, ...]:
    """What is said about a school or another setting."""
    return (
        _id("urn", "register number of the school", "URN - Unique Reference Number", "Unique Reference Number"),
        _id("ukprn", "register number of the provider", "UKPRN - UK Provider Reference Number"),
        Column(
            "sensetting", Kind.CODE, "kind of setting without a register number", _SETTINGS,
            names=("SEN Setting - Establishment type", "SEN Setting"),
        ),
        _text("sensettingother", "the setting in words", "SEN Setting - Other", "Not in education - Other"),
        Column("placementrank", Kind.WHOLE, "1 for the main placement", names=("Placement rank",)),
        _flag("senunitindicator", "in a special unit", unit),
        _flag("resourcedprovisionindicator", "in resourced provision", "Resourced provision indicator"),
    )  # fmt: skip


_SEN2 = TableSchema(
    "sen2", "About the return",
    (
        *_keys("sen2"),
        _text("collection", "name of the collection", "Collection name"),
        Column("year", Kind.WHOLE, "year of the census, one after the year it tells of"),
        _date("referencedate", "day of the census"),
        _text("sourcelevel", "who sends it"), _id("lea", "code of the council", "LA", "LA code", "LA number"),
        _text("softwarecode", "program that made it"), _text("release", "its version"),
        _id("serialno", "number of the file", "Serial number"), _date("datetime", "when it was made"),
        _text("dmo", "designated medical officer", "Designated medical officer"),
        _text("dco", "designated clinical officer", "Designated clinical officer"),
        _text("dsco", "designated social care officer", "Designated social care officer"),
    ),
    CHILD, names=("Header",),
)  # fmt: skip
_PERSON = TableSchema(
    "person", "Persons",
    (
        *_keys("person"),
        _text("surname", "family name", "Family name", "Last name"),
        _text("forename", "first name", "First name", "Given name"),
        _date("personbirthdate", "day of birth", "Dob (ccyy-mm-dd)", "Date of birth", "DOB", "Birth date"),
        Column(
            "sex", Kind.CODE, "sex; until the census of 2023 gender, in figures", _SEX,
            retired={"0": 2022, "1": 2022, "2": 2022, "9": 2022}, names=("gendercurrent", "Gender", "Gender current"),
        ),
        _text("ethnicity", "ethnic group, the census code"), _text("postcode", "postcode", "Post code"),
        _id("upn", "unique pupil number", "UPN - Unique Pupil Number", "Unique Pupil Number"),
        _id(
            "uniquelearnernumber", "unique learner number",
            "ULN - Young Persons Unique Learner Number", "ULN - Young person unique learner number", "ULN",
        ),
        _text("upnunknown", "why neither number is known", "UPN and ULN unavailable reason", "UPN unknown reason"),
    ),
    CHILD, names=("m1", "Module 1", "Person details", "Persons"),
)  # fmt: skip
_REQUESTS = TableSchema(
    "requests", "Requests for an assessment",
    (
        *_keys("requests"),
        _date("receiveddate", "day the request was received", "Date Request Was Received", "Request received date"),
        Column(
            "requestsource", Kind.TEXT, "who asked", names=(
                "Request source", "Source of request", "Source of request for an EHC needs assessment", "rquestsource",
            ),
            since=2024,
        ),
        _flag("rya", "asked while in relevant youth accommodation", "Initial Request Whilst In RYA"),
        _date("requestoutcomedate", "day the answer was given", "Request Outcome Date"),
        Column("requestoutcome", Kind.CODE, "whether to assess", _OUTCOME, names=("Request Outcome",)),
        _flag("requestmediation", "changed by mediation", "Request Mediation"),
        _flag("requesttribunal", "changed by the tribunal", "Request Tribunal"),
        _text(
            "exported", "moved to another council before the assessment was done",
            "Exported - Child Or Young Person Moves Out Of LA Before Assessment Is Completed",
        ),
    ),
    CHILD, names=("m2", "Module 2", "Request"),
)  # fmt: skip
_ASSESSMENT = TableSchema(
    "assessment", "Needs assessments",
    (
        *_keys("assessment"),
        Column(
            "assessmentoutcome", Kind.CODE, "whether to issue a plan", _OUTCOME,
            names=(
                "Assessment Outcome To Issue EHCP", "Assessment outcome - decision to issue EHC plan",
                "Assessment Outcome",
            ),
        ),
        _date("assessmentoutcomedate", "day the plan was issued or refused", "Assessment Outcome Date"),
        _flag("assessmentmediation", "changed by mediation", "Assessment Mediation"),
        _flag("assessmenttribunal", "changed by the tribunal", "Assessment Tribunal"),
        _flag("othermediation", "another mediation", "Other Mediation"),
        _flag("othertribunal", "another appeal", "Other Tribunal"),
        _flag(
            "week20", "a lawful exception to the 20 weeks applies",
            "Twenty Weeks Time Limit Exceptions Apply", "20-week time limit exceptions apply",
            "20 weeks time limit exceptions apply", "Twenty week time limit exceptions apply",
            "20 week exceptions apply", "20 week exception",
        ),
    ),
    CHILD, names=("m3", "Module 3", "EHC needs assessments", "Assessments"),
)  # fmt: skip
_NAMEDPLAN = TableSchema(
    "namedplan", "Plans",
    (
        *_keys("namedplan"),
        _date("startdate", "day of the current plan", "EHC Plan Start Date", "Plan Start Date"),
        _text("planres", "residential setting", "Residential Settings"),
        _text(
            "planwbp", "learning at work", "PlanWPB", "Worked based learning activity", "Work-based learning activity"
        ),
        _flag("pb", "personal budget taken up", "Personal budget taken up"),
        _flag("oa", "personal budget with arrangements", "Personal budget - organised arrangements"),
        _text("dp", "personal budget with direct payments", "Personal budget - direct payments"),
        _date("ceasedate", "day the plan ceased", "Date EHC Plan Ceased"),
        Column("ceasereason", Kind.CODE, "why it ceased", _CEASED, names=("Reason EHC Plan Ceased",)),
    ),
    CHILD, names=("m4", "Module 4", "Named plan"),
)  # fmt: skip
_PLANDETAIL = TableSchema(
    "plandetail", "Settings named in plans", (*_keys("plandetail"), *_place()), CHILD, names=("m4b", "Plan detail")
)
_ACTIVEPLANS = TableSchema(
    "activeplans", "Plans in force",
    (
        *_keys("activeplans"),
        _id(
            "transferla", "council the plan came from in the year",
            "EHC Plan (Transfer)", "EHC Plan Transfer", "EHC plan transferred in from another LA during calendar year",
        ),
        Column("res", Kind.TEXT, "residential setting", names=("Residential Settings",), until=2022),
        Column(
            "wbp", Kind.TEXT, "learning at work",
            names=("WPB", "Worked based learning activity", "Work-based learning activity"), until=2022,
        ),
        Column("reviewmeeting", Kind.DATE, "day of the review", names=("Annual review meeting date",), since=2023),
        Column("reviewoutcome", Kind.TEXT, "what was decided", names=("Annual review decision",), since=2023),
        Column(
            "reviewdraft", Kind.DATE, "day of the draft after the review",
            names=("Review draft", "Annual review - date draft amended EHC plan issued"), since=2024,
        ),
        _date(
            "phasetransferduedate", "day by which the change of phase was due",
            "Phase transfer due date", "Phase transfer review - due date for any amended plan",
        ),
        _date(
            "phasetransferfinaldate", "day of the plan for the next phase",
            "Phase transfer final date", "Phase transfer review - final plan date",
        ),
        _date(
            "lastreview", "day of the decision after the review",
            "EHCP review decisions date", "EHC plan review decisions date", "Annual review decision date",
        ),
    ),
    CHILD, names=("m5", "Module 5", "Active plans", "Active plan", "Placements"),
)  # fmt: skip
_PLACEMENTDETAIL = TableSchema(
    "placementdetail", "Placements",
    (
        *_keys("placementdetail"), *_place(),
        _date("entrydate", "day the placement began", "Placement start date"),
        _date("leavingdate", "day it ended", "Placement leaving date"),
        Column("attendancepattern", Kind.TEXT, "pattern of attendance", names=("Attendance pattern",), until=2022),
        Column("res", Kind.TEXT, "residential setting", since=2023),
        Column("wbp", Kind.TEXT, "learning at work", names=("WPB",), since=2023),
    ),
    CHILD, names=("m5b", "Placement detail", "Placement details"),
)  # fmt: skip
_SENNEED = TableSchema(
    "senneed", "Needs",
    (
        *_keys("senneed"),
        Column("sentype", Kind.CODE, "kind of need", _NEEDS, names=("SEN type", "SEN type of need")),
        Column(
            "sentyperank", Kind.WHOLE, "1 for the main need", names=("SEN type rank", "SEN type of need rank"),
        ),
    ),
    CHILD, names=("m5c", "SEN need"),
)  # fmt: skip

SEN2: Final = Collection(
    KEY, "SEN2 person-level return",
    (
        _SEN2, _PERSON, _REQUESTS, _ASSESSMENT, _NAMEDPLAN, _PLANDETAIL, _ACTIVEPLANS, _PLACEMENTDETAIL, _SENNEED,
    ),
    first=2022, last=2025,
)  # fmt: skip
"""The collection. Years are the calendar years it tells of."""
