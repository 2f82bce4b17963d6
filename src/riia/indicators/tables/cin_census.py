"""The children in need census: its tables and fields as the collection has had them since 2017.

A census of year Y holds every episode of need open at any time from 1 April of Y-1 to 31 March of Y, so events of
earlier years are in it too. The XML nests; here each element that repeats is a table, and `Child` holds what stands in
`ChildIdentifiers` and `ChildCharacteristics`. Besides the columns below every table has, as the reader makes them,

* `_child`: which `Child` of the file it belongs to, counted from 1; a child's two blocks in one file have two numbers;
* `_episode` (below `CINdetails`), `_assessment` (`Assessments`, `AssessmentFactors`), `_plan` (`ChildProtectionPlans`,
  `Reviews`): likewise. Rows are joined by `_file` and these numbers.

Differences between years, read off the schemas of the collection: factors 18B, 18C, 19B and 19C came in 2021; dates of
child in need plans and factor 24A in 2022; referral source 5D and closure reason RC9 in 2023; `Sex` (M, F, U) took the
place of `GenderCurrent` (1, 2, 0, 9) in 2025; pre-proceedings and family group decision making came in 2026.
"""

from typing import Final

from riia.indicators.tables.schema import Collection, Column, Kind, TableSchema

FIRST: Final = 2017
LAST: Final = 2026

REFERRAL_SOURCES: Final = {
    "1A": "family, relative or carer",
    "1B": "acquaintance, neighbour or childminder",
    "1C": "the child",
    "1D": "another individual",
    "2A": "school",
    "2B": "education service",
    "3A": "general practitioner",
    "3B": "health visitor",
    "3C": "school nurse",
    "3D": "other primary health service",
    "3E": "accident and emergency department",
    "3F": "other health service",
    "4": "housing",
    "5A": "the council's adult or other social care",
    "5B": "another department of the council",
    "5C": "another council",
    "5D": "early help",
    "6": "police",
    "7": "court, probation, immigration, Cafcass or prison",
    "8": "other: children's centre, voluntary or independent body",
    "9": "anonymous",
    "10": "not known",
}
NEEDS: Final = {
    "N1": "abuse, neglect or exploitation",
    "N2": "the child's disability",
    "N3": "a parent's illness or disability",
    "N4": "family in acute stress",
    "N5": "family dysfunction",
    "N6": "socially unacceptable behaviour",
    "N7": "low income",
    "N8": "absent parenting",
    "N9": "not a case of a child in need",
    "N0": "not stated",
}
CLOSURE_REASONS: Final = {
    "RC1": "adopted",
    "RC2": "died",
    "RC3": "child arrangements order",
    "RC4": "special guardianship order",
    "RC5": "moved to another council's services",
    "RC6": "moved to adult services",
    "RC7": "no longer in need, or another reason",
    "RC8": "assessed, no further action",
    "RC9": "assessed, passed to early help",
}
ABUSE: Final = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "several categories",
}
ETHNICITIES: Final = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "other White",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "other mixed",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "other Asian",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "other Black",
    "CHNE": "Chinese",
    "OOTH": "another ethnic group",
    "REFU": "refused",
    "NOBT": "not yet obtained",
}
DISABILITIES: Final = {
    "NONE": "no disability",
    "MOB": "mobility",
    "HAND": "hand function",
    "PC": "personal care",
    "INC": "continence",
    "COMM": "communication",
    "LD": "learning",
    "HEAR": "hearing",
    "VIS": "vision",
    "BEH": "behaviour",
    "CON": "consciousness",
    "AUT": "autism or Asperger syndrome",
    "DDA": "another, within the meaning of the law",
}
UPN_UNKNOWN: Final = {
    "UN1": "not of school age",
    "UN2": "never at a maintained school in England",
    "UN3": "educated outside England",
    "UN4": "newly in care or need: not yet obtained",
    "UN5": "sources give different numbers",
    "UN6": "an unaccompanied asylum-seeking child without one",
    "UN7": "referred without further action: not sought",
}
SEXES: Final = {
    "M": "male",
    "F": "female",
    "U": "not known",
    "1": "male",
    "2": "female",
    "0": "not known",
    "9": "not specified",
}

_PERSONS: Final = {"A": "of the child", "B": "of a parent or carer", "C": "of another person in the household"}
_FOUND_OF: Final = {
    "1": "alcohol misuse",
    "2": "drug misuse",
    "4": "mental health",
    "5": "learning disability",
    "6": "physical disability or illness",
}
FACTORS: Final = {
    **{f"{number}{one}": f"{what} {whose}" for number, what in _FOUND_OF.items() for one, whose in _PERSONS.items()},
    "3A": "domestic abuse, the child as victim",
    "3B": "domestic abuse, a parent or carer as victim",
    "3C": "domestic abuse, another person in the household as victim",
    "7A": "young carer",
    "8B": "privately fostered, from abroad and to return",
    "8C": "privately fostered, from abroad and to stay",
    "8D": "privately fostered, at school in the UK",
    "8E": "privately fostered, family arrangement in the UK",
    "8F": "privately fostered, other",
    "9A": "unaccompanied asylum-seeking child",
    "10A": "going missing",
    "11A": "child sexual exploitation",
    "12A": "trafficking",
    "13A": "gangs",
    "14A": "socially unacceptable behaviour",
    "15A": "self-harm",
    "16A": "neglect",
    "17A": "emotional abuse",
    "18A": "physical abuse",
    "18B": "physical abuse by a child",
    "18C": "physical abuse by an adult",
    "19A": "sexual abuse",
    "19B": "sexual abuse by a child",
    "19C": "sexual abuse by an adult",
    "20": "other",
    "21": "none found, and no further action",
    "22A": "female genital mutilation",
    "23A": "abuse linked to faith or belief",
    "24A": "child criminal exploitation",
}
"""What an assessment found at its end. 18A and 19A gave way to B and C; older systems still send them."""

FACTORS_SINCE: Final = {"18B": 2021, "18C": 2021, "19B": 2021, "19C": 2021, "24A": 2022}

CSE_FACTOR: Final = "11A"


def _date(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, about, required=required)


_ID: Final = Column("LAchildID", Kind.ID, "the council's own identifier of the child")
_ABUSE_AT: Final = "category of abuse under which the plan "

_CHILD = TableSchema(
    "Child", "Children", child="LAchildID", columns=(
        Column("LAchildID", Kind.ID, "the council's own identifier of the child", required=True),
        Column("UPN", Kind.ID, "unique pupil number"),
        Column("FormerUPN", Kind.ID, "unique pupil number before this one"),
        Column("UPNunknown", Kind.CODE, "why there is no unique pupil number", UPN_UNKNOWN),
        _date("PersonBirthDate", "day of birth; blank before birth"),
        _date("ExpectedPersonBirthDate", "day on which a child not yet born is expected"),
        Column(
            "Sex", Kind.CODE, "sex; until 2024 GenderCurrent", SEXES, names=("GenderCurrent",),
            retired={"1": 2024, "2": 2024, "0": 2024, "9": 2024}, introduced={"M": 2025, "F": 2025, "U": 2025},
        ),
        _date("PersonDeathDate", "day of death"),
        Column("Ethnicity", Kind.CODE, "ethnic group", ETHNICITIES),
    ),
)  # fmt: skip
_DISABILITIES = TableSchema(
    "Disabilities", "Disabilities of a child", (_ID, Column("Disability", Kind.CODE, "disability", DISABILITIES)),
    child="LAchildID",
)  # fmt: skip
_DETAILS = TableSchema(
    "CINdetails", "Episodes of need", child="LAchildID", columns=(
        _ID,
        _date("CINreferralDate", "day of the referral that began the episode", required=True),
        Column("ReferralSource", Kind.CODE, "who referred the child", REFERRAL_SOURCES, introduced={"5D": 2023}),
        Column("PrimaryNeedCode", Kind.CODE, "main need", NEEDS),
        _date("CINclosureDate", "day the episode was closed"),
        Column("ReasonForClosure", Kind.CODE, "why it was closed", CLOSURE_REASONS, introduced={"RC9": 2023}),
        _date("DateOfInitialCPC", "day of an initial child protection conference that no enquiry here led to"),
        Column("ReferralNFA", Kind.FLAG, "whether the referral led to no further action"),
    ),
)  # fmt: skip
_ASSESSMENTS = TableSchema(
    "Assessments", "Continuous assessments", child="LAchildID", columns=(
        _ID,
        _date("AssessmentActualStartDate", "day the assessment began", required=True),
        _date("AssessmentInternalReviewDate", "day its internal review was due or held"),
        _date("AssessmentAuthorisationDate", "day it was authorised, which completes it"),
    ),
)  # fmt: skip
_FACTORS = TableSchema(
    "AssessmentFactors", "Factors found at the end of an assessment",
    (_ID, Column("AssessmentFactors", Kind.CODE, "factor", FACTORS, introduced=FACTORS_SINCE)), child="LAchildID",
)  # fmt: skip
_NEED_PLANS = TableSchema(
    "CINPlanDates", "Child in need plans", child="LAchildID", since=2022, columns=(
        _ID,
        _date("CINPlanStartDate", "day the plan began", required=True),
        _date("CINPlanEndDate", "day the plan ended"),
    ),
)  # fmt: skip
_ENQUIRIES = TableSchema(
    "Section47", "Section 47 enquiries", child="LAchildID", columns=(
        _ID,
        _date("S47ActualStartDate", "day of the strategy discussion that began the enquiry", required=True),
        _date("InitialCPCtarget", "day by which the conference was due, as the council's system has it"),
        _date("DateOfInitialCPC", "day of the initial child protection conference"),
        Column("ICPCnotRequired", Kind.FLAG, "whether no conference was needed"),
    ),
)  # fmt: skip
_PLANS = TableSchema(
    "ChildProtectionPlans", "Child protection plans", child="LAchildID", columns=(
        _ID,
        _date("CPPstartDate", "day the plan began", required=True),
        _date("CPPendDate", "day the plan ended"),
        Column("InitialCategoryOfAbuse", Kind.CODE, _ABUSE_AT + "began", ABUSE),
        Column("LatestCategoryOfAbuse", Kind.CODE, _ABUSE_AT + "now is", ABUSE),
        Column("NumberOfPreviousCPP", Kind.WHOLE, "earlier plans of the child, this one not counted"),
    ),
)  # fmt: skip
_REVIEWS = TableSchema(
    "Reviews", "Reviews of child protection plans", (_ID, _date("CPPreviewDate", "day of the review")),
    child="LAchildID",
)  # fmt: skip
_PRE_PROCEEDINGS = TableSchema(
    "PreProceedings", "Pre-proceedings and family group decision making", child="LAchildID", since=2026,
    names=("PreProceedingsandFGDM",), columns=(
        _ID,
        _date("PPStartDate", "day pre-proceedings began"),
        _date("LBPSentDate", "day the letter before proceedings was sent"),
        Column("FGDMMeetingOffer", Kind.FLAG, "whether a family group decision meeting was offered"),
        Column("FGDMMeetingFac", Kind.FLAG, "whether a family group decision meeting was held"),
        _date("InitialPPMeetingDate", "day of the first pre-proceedings meeting"),
        Column("ReviewMeetingsCount", Kind.WHOLE, "review meetings held"),
        _date("StepDecisionDate", "day it was decided to step up or down"),
        Column("PPOutcome", Kind.TEXT, "outcome, the code as recorded"),
        _date("CourtAppDate", "day of the application to court"),
        _date("LetterInitCPDate", "day of the letter that began care proceedings"),
    ),
)  # fmt: skip

HEADER: Final = TableSchema(
    "Header", "Header of the file", child="", columns=(
        Column("Collection", Kind.TEXT, "CIN"),
        Column("Year", Kind.WHOLE, "the year in which the census year ends"),
        _date("ReferenceDate", "last day that the file answers for"),
        Column("SourceLevel", Kind.TEXT, "L, a local authority"),
        Column("LEA", Kind.ID, "three-digit code of the council"),
        Column("SoftwareCode", Kind.TEXT, "system that made the file"),
        Column("Release", Kind.TEXT, "its version"),
        Column("SerialNo", Kind.ID, "which of the council's submissions this is"),
        Column("DateTime", Kind.DATE, "when the file was made; only the day is kept"),
    ),
)  # fmt: skip
"""What the file says of itself. It becomes the `SourceFile` and the place of a reading, not a table."""

CIN_CENSUS: Final = Collection(
    "cin-census",
    "CIN census",
    (
        _CHILD,
        _DISABILITIES,
        _DETAILS,
        _ASSESSMENTS,
        _FACTORS,
        _NEED_PLANS,
        _ENQUIRIES,
        _PLANS,
        _REVIEWS,
        _PRE_PROCEEDINGS,
    ),
    FIRST,
    LAST,
)
