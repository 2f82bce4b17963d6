"""The SEN2 return in the other forms that councils hold: modules m1 to m5, and the XML that is sent."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TextIO
from xml.sax.saxutils import escape

from riia.indicators.simulation.files.sheets import Row, Sheet, iso
from riia.indicators.tables.sen2 import PARENTS

PERSON_ID, REQUEST_ID = "Person ID", "Requests Record ID"
"""The keys of modules m1 to m5; m4 and m5 spell the second otherwise."""
_KEYS: Final = {PERSON_ID: "Person ID", REQUEST_ID: "Requests Record ID"}
_OTHER_KEYS: Final = {PERSON_ID: "Person ID", REQUEST_ID: "Request Records ID"}
_PLAN: Final = {"planres": "Residential Settings", "planwbp": "Worked based learning activity"}
_MODULES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "person": ("m1", {
        PERSON_ID: "Person ID", "surname": "Surname", "forename": "Forename",
        "personbirthdate": "Dob (ccyy-mm-dd)", "sex": "Gender", "ethnicity": "Ethnicity", "postcode": "Postcode",
        "upn": "UPN - Unique Pupil Number", "uniquelearnernumber": "ULN - Young Persons Unique Learner Number",
        "upnunknown": "UPN and ULN unavailable reason",
    }),
    "requests": ("m2", _KEYS | {
        "receiveddate": "Date Request Was Received", "rya": "Initial Request Whilst In RYA",
        "requestoutcomedate": "Request Outcome Date", "requestoutcome": "Request Outcome",
        "requestmediation": "Request Mediation", "requesttribunal": "Request Tribunal",
        "exported": "Exported - Child Or Young Person Moves Out Of LA Before Assessment Is Completed",
    }),
    "assessment": ("m3", _KEYS | {
        "assessmentoutcome": "Assessment Outcome To Issue EHCP", "assessmentoutcomedate": "Assessment Outcome Date",
        "assessmentmediation": "Assessment Mediation", "assessmenttribunal": "Assessment Tribunal",
        "othermediation": "Other Mediation", "othertribunal": "Other Tribunal",
        "week20": "Twenty Weeks Time Limit Exceptions Apply",
    }),
    "namedplan": ("m4", _OTHER_KEYS | {"startdate": "EHC Plan Start Date"} | _PLAN | {
        "pb": "Personal budget taken up", "oa": "Personal budget - organised arrangements",
        "dp": "Personal budget - direct payments", "ceasedate": "Date EHC Plan Ceased",
        "ceasereason": "Reason EHC Plan Ceased",
    }),
    "activeplans": ("m5", _OTHER_KEYS | {
        "transferla": "EHC Plan (Transfer)", "res": "Residential Settings", "wbp": "Worked based learning activity",
        "lastreview": "EHCP review decisions date",
    }),
}  # fmt: skip
"""By table: the module, and its columns with their headings."""
_PLACE: Final = (
    "URN", "UKPRN", "SENSetting", "SENSettingOther", "PlacementRank", "SENunitIndicator", "ResourcedProvisionIndicator",
)  # fmt: skip
_ELEMENTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "person": ("Person", (
        "Surname", "Forename", "PersonBirthDate", "Sex", "Ethnicity", "PostCode", "UPN", "UniqueLearnerNumber",
        "UPNunknown",
    )),
    "requests": ("Requests", (
        "ReceivedDate", "RequestSource", "RYA", "RequestOutcomeDate", "RequestOutcome", "RequestMediation",
        "RequestTribunal", "Exported",
    )),
    "assessment": ("Assessment", (
        "AssessmentOutcome", "AssessmentOutcomeDate", "AssessmentMediation", "AssessmentTribunal", "OtherMediation",
        "OtherTribunal", "Week20",
    )),
    "namedplan": ("NamedPlan", ("StartDate", "PlanRes", "PlanWBP", "PB", "OA", "DP", "CeaseDate", "CeaseReason")),
    "plandetail": ("PlanDetail", _PLACE),
    "activeplans": ("ActivePlans", (
        "TransferLA", "ReviewMeeting", "ReviewOutcome", "ReviewDraft", "PhaseTransferDueDate",
        "PhaseTransferFinalDate", "LastReview",
    )),
    "placementdetail": ("PlacementDetail", (
        *_PLACE, "EntryDate", "LeavingDate", "AttendancePattern", "RES", "WBP",
    )),
    "senneed": ("SENneed", ("SENtype", "SENtypeRank")),
}  # fmt: skip
"""By table: its element, and those in it in their order."""
END: Final = " </Persons>\n</Message>\n"
"""What closes the XML."""


def number_for_modules(sheets: Mapping[str, Sheet]) -> None:
    """Give every row the keys of modules m1 to m5, from those by which COLLECT joins them."""
    above = {
        table: {row[f"{table}tableid"]: row for row in sheets[table].rows}
        for table in ("person", "requests", "assessment")
    }
    for table in _MODULES:
        for row in sheets[table].rows:
            up = above["assessment"][row["assessmenttableid"]] if table == "namedplan" else row
            if table != "person":
                row[REQUEST_ID] = up["requeststableid"]
                up = above["requests"][up["requeststableid"]]
            row[PERSON_ID] = up["persontableid"]


def as_modules(sheets: Mapping[str, Sheet], year: int) -> list[Sheet]:
    """The same sheets, turned into modules m1 to m5 of the census of `year`; those that the modules lack are left out.

    A row that belongs to a request which is not there keeps its person.
    """
    found = []
    for table, (module, headings) in _MODULES.items():
        sheet = sheets[table]
        sheet.file = f"sen2/SEN2_{year}_{module}.csv"
        sheet.headings = [name for name in headings if name in (PERSON_ID, REQUEST_ID) or name in sheet.headings]
        sheet.shown = [headings[name] for name in sheet.headings]
        for row in sheet.rows:
            if table != "person" and "requeststableid" in row:
                row[REQUEST_ID] = row["requeststableid"]
        found.append(sheet)
    return found


def write_xml(
    file: TextIO, sheets: Mapping[str, Sheet], watched: Iterable[Row] = (), *, heading: bool = True
) -> tuple[int, dict[int, int]]:
    """Write the return, one element to a line, up to `END`; gives the number of rows and the lines of `watched`.

    Lines are by `id` of the row, and count from 1. Without `heading` only the persons are written, to add to a file.
    """
    wanted, lines = {id(row) for row in watched}, dict[int, int]()
    out = _heading(sheets["sen2"].rows[0]) if heading else []
    below: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for table, parent in PARENTS.items():
        for row in sheets[table].rows:
            below.setdefault((parent, str(row[f"{parent}tableid"])), []).append((table, row))

    def element(table: str, row: Row, depth: int) -> int:
        name, fields = _ELEMENTS[table]
        if id(row) in wanted:
            lines[id(row)] = len(out) + 1
        out.append(f"{' ' * depth}<{name}>")
        for tag in fields:
            cell = row.get(tag.lower())
            if cell not in (None, ""):
                text = iso(cell) if isinstance(cell, date) else str(cell)
                out.append(f"{' ' * depth} <{tag}>{escape(text)}</{tag}>")
        inside = below.get((table, str(row[f"{table}tableid"])), [])
        rows = 1 + sum(element(kind, one, depth + 1) for kind, one in inside)
        out.append(f"{' ' * depth}</{name}>")
        return rows

    number = sum(element("person", row, 2) for row in sheets["person"].rows)
    file.write("".join(f"{line}\n" for line in out))
    return number, lines


def _heading(top: Row) -> list[str]:
    def fields(depth: int, *tags: str) -> list[str]:
        cells = ((tag, top.get(tag.lower())) for tag in tags)
        shown = ((tag, iso(cell) if isinstance(cell, date) else str(cell)) for tag, cell in cells if cell is not None)
        return [f"{' ' * depth}<{tag}>{escape(text)}</{tag}>" for tag, text in shown]

    return [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!-- SIMULATED: no real child. Made by riia simulate. -->",
        "<Message>",
        " <Header>",
        "  <CollectionDetails>",
        *fields(3, "Collection", "Year", "ReferenceDate"),
        "  </CollectionDetails>",
        "  <Source>",
        *fields(3, "SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime"),
        "  </Source>",
        " </Header>",
        " <Persons>",
    ]
