"""The XML of the SEN2 return: which elements are rows, and which fields they have."""

from collections.abc import Sequence
from typing import Final

from riia.indicators.readers.xml_rows import Element, group, record
from riia.indicators.tables.sen2 import ACTIVE, ASSESSMENT, PERSON, PLAN, REQUEST


def _cased(name: str) -> tuple[str, ...]:
    """Other cases in which systems write an element."""
    return tuple(dict.fromkeys((name.lower(), name.upper(), name[:1].lower() + name[1:])))


def _fields(*names: str | Sequence[str]) -> tuple[Element, ...]:
    """Fields by the names of their elements; the column is the first name in small letters."""
    found = []
    for name in names:
        first, *others = (name,) if isinstance(name, str) else name
        spellings = (*others, *_cased(first), *(case for other in others for case in _cased(other)))
        found.append(Element(first, column=first.lower(), names=tuple(dict.fromkeys(spellings))))
    return tuple(found)


_PLACE: Final = _fields(
    "URN", "UKPRN", ("SENSetting", "SENsetting"), ("SENSettingOther", "SENsettingOther"), "PlacementRank",
    ("SENUnitIndicator", "SENunitIndicator"), "ResourcedProvisionIndicator",
)  # fmt: skip
_PLAN: Final = record(
    "NamedPlan", "namedplan",
    _fields("StartDate", "PlanRes", ("PlanWBP", "PlanWPB"), "PB", "OA", "DP", "CeaseDate", "CeaseReason"),
    inside=(record("PlanDetail", "plandetail", _PLACE, names=_cased("PlanDetail")),),
    ordinal=PLAN, names=_cased("NamedPlan"),
)  # fmt: skip
_ASSESSMENT: Final = record(
    "Assessment", "assessment",
    _fields(
        "AssessmentOutcome", "AssessmentOutcomeDate", "AssessmentMediation", "AssessmentTribunal", "OtherMediation",
        "OtherTribunal", "Week20",
    ),
    inside=(_PLAN,), ordinal=ASSESSMENT, names=_cased("Assessment"),
)  # fmt: skip
_ACTIVE: Final = record(
    "ActivePlans", "activeplans",
    _fields(
        "TransferLA", "RES", ("WBP", "WPB"), "ReviewMeeting", "ReviewOutcome", "ReviewDraft", "PhaseTransferDueDate",
        "PhaseTransferFinalDate", "LastReview",
    ),
    inside=(
        record(
            "PlacementDetail", "placementdetail",
            (*_PLACE, *_fields("EntryDate", "LeavingDate", "AttendancePattern", "RES", ("WBP", "WPB"))),
            names=_cased("PlacementDetail"),
        ),
        record(
            "SENNeed", "senneed", _fields(("SENType", "SENtype"), ("SENTypeRank", "SENtypeRank")),
            names=("SENneed", *_cased("SENNeed")),
        ),
    ),
    ordinal=ACTIVE, names=_cased("ActivePlans"),
)  # fmt: skip
_REQUEST: Final = record(
    "Requests", "requests",
    _fields(
        "ReceivedDate", "RequestSource", "RYA", "RequestOutcomeDate", "RequestOutcome", "RequestMediation",
        "RequestTribunal", "Exported",
    ),
    inside=(_ASSESSMENT, _ACTIVE), ordinal=REQUEST, names=_cased("Requests"),
)  # fmt: skip
_PERSON: Final = record(
    "Person", "person",
    _fields(
        ("Surname", "FamilyName"), ("Forename", "FirstName", "Firstname"), "PersonBirthDate",
        ("Sex", "GenderCurrent"), "Ethnicity", "PostCode", "UPN",
        "UniqueLearnerNumber", ("UPNUnknown", "UPNunknown"),
    ),
    inside=(_REQUEST,), ordinal=PERSON, names=_cased("Person"),
)  # fmt: skip
_OFFICERS: Final = _fields("DMO", "DCO", "DSCO")

LAYOUT: Final = group(
    "Message",
    record(
        "Header", "sen2", _OFFICERS,
        inside=(
            group(
                "CollectionDetails", _fields("Collection", "Year", "ReferenceDate"), names=_cased("CollectionDetails")
            ),
            group(
                "Source", _fields("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"),
                names=_cased("Source"),
            ),
        ),
        names=_cased("Header"),
    ),
    group("Persons", _PERSON, names=_cased("Persons")),
    names=(*_cased("Message"), "SEN2"),
)  # fmt: skip
"""Message / Header and Persons / Person / Requests / Assessment / NamedPlan, with plans in force beside assessments."""
