"""Where the fields of the census stand in its XML."""

from typing import Final

from riia.indicators.readers.xml_rows import Element, fields, group, listed, record
from riia.indicators.tables.cin_census import CIN_CENSUS, HEADER

CHILDREN: Final = "Children"
"""Table with a row for each `Children` element, which tells a file without any from one without children."""
_IDENTIFIERS: Final = (
    "LAchildID",
    "UPN",
    "FormerUPN",
    "UPNunknown",
    "PersonBirthDate",
    "ExpectedPersonBirthDate",
    "PersonDeathDate",
)


def _rows(table: str, *inside: Element, ordinal: str = "", names: tuple[str, ...] = (), element: str = "") -> Element:
    """A record whose fields are all columns of its table but the child's identifier, which stands in `Child` alone."""
    own = [column.name for column in CIN_CENSUS[table].columns if column.name != "LAchildID"]
    return record(element or table, table, fields(*own), inside=inside, ordinal=ordinal, names=names)


_HEADER = record(
    "Header",
    HEADER.name,
    inside=(
        group("CollectionDetails", fields("Collection", "Year", "ReferenceDate")),
        group("Source", fields("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime")),
    ),
)
_DETAILS = _rows(
    "CINdetails",
    _rows(
        "Assessments",
        group("FactorsIdentifiedAtAssessment", listed("AssessmentFactors", "AssessmentFactors")),
        ordinal="_assessment",
    ),
    _rows("CINPlanDates"),
    _rows("Section47"),
    _rows("ChildProtectionPlans", group("Reviews", listed("CPPreviewDate", "Reviews")), ordinal="_plan"),
    _rows("PreProceedings", element="PreProceedingsandFGDM", names=("PreProceedings",)),
    ordinal="_episode",
)
_CHILD = record(
    "Child",
    "Child",
    inside=(
        group("ChildIdentifiers", fields(*_IDENTIFIERS, Sex=("Sex", "GenderCurrent"))),
        group("ChildCharacteristics", fields("Ethnicity"), group("Disabilities", listed("Disability", "Disabilities"))),
        _DETAILS,
    ),
    ordinal="_child",
)
LAYOUT: Final = group("Message", _HEADER, record("Children", CHILDREN, inside=(_CHILD,)))
