"""Defects of the Annex A workbook."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.sheets import Row

_OF: Final = "annex-a"
_CHILD: Final = "Child Unique ID"
_BORN: Final = "Date of Birth"


def _draw(files: Files, draw: Draw, table: str, fits: Callable[[Row], bool]) -> Row | None:
    """A row of a list, of a child with no other row in that list, born well before anything happened."""
    rows = files.annex_a[table].rows
    count: dict[object, int] = {}
    for row in rows:
        count[row[_CHILD]] = count.get(row[_CHILD], 0) + 1
    return draw.one(
        rows, lambda row: str(row[_CHILD]), lambda row: count[row[_CHILD]] == 1 and bool(row[_BORN]) and fits(row)
    )


def _alone(files: Files, table: str) -> Callable[[Row], bool]:
    """Whether the child is in no other list, so that lists cannot disagree."""
    others = {row.get(_CHILD) for name, sheet in files.annex_a.items() if name != table for row in sheet.rows}
    return lambda row: row[_CHILD] not in others


def _at(files: Files, table: str, column: str, row: Row) -> Place:
    return Place(table, column, str(row[_CHILD]), sheet=files.annex_a[table], cells=row)


def _day(row: Row, column: str) -> date:
    held = row[column]
    if not isinstance(held, date):
        raise ValueError(f"{column} holds no day")
    return held


@kind("contact-in-the-future", _OF, "AXA-121", "The contact lies in the future.")
def contact_in_the_future(files: Files, draw: Draw) -> Place | None:
    """The year becomes 2099."""
    row = _draw(files, draw, "list_1", _alone(files, "list_1"))
    if row is None:
        return None
    row["Date of Contact"] = date(2099, 3, 2)
    return _at(files, "list_1", "Date of Contact", row)


@kind("contact-twice", _OF, "AXA-301", "The same contact is there twice.")
def contact_twice(files: Files, draw: Draw) -> Place | None:
    """The row is repeated at the end."""
    row = _draw(files, draw, "list_1", _alone(files, "list_1"))
    if row is None:
        return None
    again = dict(row)
    files.annex_a["list_1"].rows.append(again)
    return _at(files, "list_1", "", again)


@kind("wrong-age", _OF, "AXA-101", "The age is twelve years more than the day of birth says.")
def wrong_age(files: Files, draw: Draw) -> Place | None:
    """Twelve years are added to the age."""
    row = _draw(files, draw, "list_1", _alone(files, "list_1"))
    if row is None:
        return None
    age = row["Age of Child (Years)"]
    row["Age of Child (Years)"] = 12 + (age if isinstance(age, int) else 0)
    return _at(files, "list_1", "Age of Child (Years)", row)


@kind("born-after-care-began", _OF, "AXA-211", "The child was born after it came into care.", ("AXA-108", "AXA-508"))
def born_after_care_began(files: Files, draw: Draw) -> Place | None:
    """The birth is moved to 40 days after the start of care."""
    row = _draw(files, draw, "list_8", lambda row: row["Date Ceased to be Looked After"] is None)
    if row is None:
        return None
    row[_BORN] = _day(row, "Date Started to be Looked After") + timedelta(days=40)
    return _at(files, "list_8", _BORN, row)


@kind("no-child-in-list", _OF, "READ-BLANK", "The row has no child.")
def no_child_in_list(files: Files, draw: Draw) -> Place | None:
    """The identifier is taken out."""
    row = _draw(files, draw, "list_2", _alone(files, "list_2"))
    if row is None:
        return None
    name = str(row[_CHILD])
    row[_CHILD] = None
    return Place("list_2", _CHILD, name, sheet=files.annex_a["list_2"], cells=row)


@kind("early-help-ends-before-start", _OF, "AXA-202", "The early help assessment was completed before it began.")
def early_help_ends_before_start(files: Files, draw: Draw) -> Place | None:
    """The completion is moved to five days before the start."""
    row = _draw(files, draw, "list_2", lambda row: row["Assessment completion date"] is not None)
    if row is None:
        return None
    row["Assessment completion date"] = _day(row, "Assessment start date") - timedelta(days=5)
    return _at(files, "list_2", "Assessment completion date", row)


@kind("date-in-words", _OF, "READ-DATE", "The day of the referral is not a date.")
def date_in_words(files: Files, draw: Draw) -> Place | None:
    """The day becomes a text."""
    row = _draw(files, draw, "list_3", lambda row: row["Referral NFA?"] == "Yes")
    if row is None:
        return None
    row["Date of referral"] = "last Tuesday"
    return _at(files, "list_3", "Date of referral", row)


@kind("authorised-before-start-in-list", _OF, "AXA-204", "The assessment was authorised before it began.")
def authorised_before_start_in_list(files: Files, draw: Draw) -> Place | None:
    """The authorisation is moved to four days before the start."""
    row = _draw(files, draw, "list_4", lambda row: row["Continuous Assessment Date of Authorisation"] is not None)
    if row is None:
        return None
    start = _day(row, "Continuous Assessment Start Date")
    row["Continuous Assessment Date of Authorisation"] = start - timedelta(days=4)
    return _at(files, "list_4", "Continuous Assessment Date of Authorisation", row)


@kind("conference-before-enquiry-in-list", _OF, "AXA-205", "The conference was held before the enquiry began.")
def conference_before_enquiry_in_list(files: Files, draw: Draw) -> Place | None:
    """The conference is moved to a week before the enquiry."""
    column = "Date of Initial Child Protection Conference"
    start = "Strategy discussion initiating Section 47 Enquiry Start Date"
    plan = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
    row = _draw(
        files, draw, "list_5", lambda row: row[column] is not None and row[start] is not None and row[plan] == "No"
    )
    if row is None:
        return None
    monday = _day(row, start) - timedelta(days=7)
    row[column] = monday - timedelta(days=max(monday.weekday() - 4, 0))
    return _at(files, "list_5", column, row)


@kind("closed-without-day", _OF, "AXA-411", "The case is closed, but has no day of closure.", ("AXA-413",))
def closed_without_day(files: Files, draw: Draw) -> Place | None:
    """The day is taken out."""
    row = _draw(files, draw, "list_6", lambda row: row["CIN Closure Date"] is not None)
    if row is None:
        return None
    row["CIN Closure Date"] = None
    return _at(files, "list_6", "CIN Closure Date", row)


@kind("plan-ends-before-start-in-list", _OF, "AXA-207", "The child protection plan ended before it began.")
def plan_ends_before_start_in_list(files: Files, draw: Draw) -> Place | None:
    """The end is moved to ten days before the start."""
    row = _draw(files, draw, "list_7", lambda row: row["Child Protection Plan End Date"] is not None)
    if row is None:
        return None
    row["Child Protection Plan End Date"] = _day(row, "Child Protection Plan Start Date") - timedelta(days=10)
    return _at(files, "list_7", "Child Protection Plan End Date", row)


@kind("unknown-legal-status", _OF, "READ-CODE", "The legal status is not a code.")
def unknown_legal_status(files: Files, draw: Draw) -> Place | None:
    """The status becomes words that mean nothing."""
    row = _draw(files, draw, "list_8", lambda row: row["Date Ceased to be Looked After"] is None)
    if row is None:
        return None
    row["Child's Legal Status"] = "zz) Nowhere"
    return _at(files, "list_8", "Child's Legal Status", row)


@kind("left-care-before-start", _OF, "AXA-208", "Care ended before it began.", ("AXA-222",))
def left_care_before_start(files: Files, draw: Draw) -> Place | None:
    """The start is moved to a week after the end."""
    row = _draw(files, draw, "list_8", lambda row: row["Reason Ceased to be Looked After"] is not None)
    if row is None:
        return None
    row["Date Ceased to be Looked After"] = _day(row, "Date Started to be Looked After") - timedelta(days=7)
    return _at(files, "list_8", "Date Ceased to be Looked After", row)


@kind("contact-long-before-birth", _OF, "AXA-231", "The contact is of two years before the birth.", ("AXA-101",))
def contact_long_before_birth(files: Files, draw: Draw) -> Place | None:
    """The birth is moved to two years after the contact."""
    row = _draw(files, draw, "list_1", _alone(files, "list_1"))
    if row is None:
        return None
    row[_BORN] = _day(row, "Date of Contact") + timedelta(days=730)
    return _at(files, "list_1", _BORN, row)


@kind("other-gender", _OF, "AXA-543", "The child has another gender in the list of contacts.",
      tuple(f"AXA-{540 + number}" for number in range(2, 11)))  # fmt: skip
def other_gender(files: Files, draw: Draw) -> Place | None:
    """The gender in list 3 becomes the other one, of a child that list 1 knows and no other list."""
    genders = {row[_CHILD]: row["Gender"] for row in files.annex_a["list_1"].rows}
    elsewhere = {
        row.get(_CHILD)
        for name, sheet in files.annex_a.items()
        if name not in ("list_1", "list_3")
        for row in sheet.rows
    }
    turned = {"a) Male": "b) Female", "b) Female": "a) Male"}
    row = _draw(
        files, draw, "list_3",
        lambda row: row["Gender"] in turned and genders.get(row[_CHILD]) == row["Gender"]
        and row[_CHILD] not in elsewhere,
    )  # fmt: skip
    if row is None:
        return None
    row["Gender"] = turned[str(row["Gender"])]
    return _at(files, "list_3", "Gender", row)


@kind("adopted-and-still-in-care", _OF, "AXA-534", "The child has been adopted and has not left care.", ("AXA-522",))
def adopted_and_still_in_care(files: Files, draw: Draw) -> Place | None:
    """The day and the reason of leaving care are taken out of list 8, of a child with an adoption order."""
    ordered = {row[_CHILD] for row in files.annex_a["list_10"].rows if row["Date of Adoption Order"] is not None}
    row = _draw(
        files, draw, "list_8",
        lambda row: row["Date Ceased to be Looked After"] is not None and row[_CHILD] in ordered,
    )  # fmt: skip
    if row is None:
        return None
    row["Date Ceased to be Looked After"] = row["Reason Ceased to be Looked After"] = None
    return _at(files, "list_8", "Date Ceased to be Looked After", row)
