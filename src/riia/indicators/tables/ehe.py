"""Elective home education: the council's own list of children, or the totals it returns each term.

No national specification says how a council keeps its list, so headings are taken by their words. The totals have the
columns of the Department's published files (the wide one of 2022/23, the long one since, the one of the academic year).
"""

from typing import Final

from riia.indicators.tables.schema import Collection, Column, Kind, TableSchema

KEY: Final = "ehe"
CHILD: Final = "_child"
SPELL: Final = "_spell"
"""In `register`: who (the child's number, or the UPN, or where the row stands), and the number of the row itself."""

CENSUS_DAY, STARTING, ANY_TIME = "census-day", "starting", "any-time"

_REGISTER: Final = TableSchema(
    "register", "List of children educated at home",
    (
        Column(
            "child_id", Kind.ID, "the council's number of the child",
            names=(
                "Child ID", "Child Unique ID", "Unique ID", "Person ID", "Person Reference", "Pupil ID", "Student ID",
                "Client ID", "Case ID", "Record ID", "System ID", "EHE ID", "Child Reference", "Reference", "Ref", "ID",
                "LAchildID", "Child Number", "Pupil Reference", "Student Number", "Stud ID", "Synergy ID", "Mosaic ID",
                "Reference Number", "Ref No", "Unique Reference", "Case Number", "Case Reference", "EHE Reference",
            ),
        ),
        Column(
            "upn", Kind.ID, "unique pupil number",
            names=("Unique Pupil Number", "Pupil Number", "UPN Number", "UPN No"),
        ),
        Column("birth_date", Kind.DATE, "day of birth", names=("Date of birth", "DOB", "Birth date", "D.O.B.", "Born")),
        Column("sex", Kind.TEXT, "sex", names=("Gender", "M/F")),
        Column(
            "year_group", Kind.TEXT, "year group",
            names=(
                "Year group", "NC year", "NCY", "National curriculum year", "Expected year group", "School year",
                "Year", "Yr", "Yr group", "Current NCY",
            ),
        ),
        Column(
            "start_date", Kind.DATE, "day home education began", required=True,
            names=(
                "EHE start date", "Start date of EHE", "Date EHE started", "Date EHE began",
                "Date home education began", "Date home education started", "Home education start date", "EHE from",
                "Date EHE commenced",
                "EHE commenced", "Date became EHE", "Start date", "Date started", "Date from", "Started", "Began",
                "Date registered as EHE", "EHE registration date", "EHE start", "Date of EHE", "EHE date",
                "Date commenced", "Commencement date", "Commenced",
            ),
        ),
        Column(
            "end_date", Kind.DATE, "day it ended",
            names=(
                "EHE end date", "End date of EHE", "Date EHE ended", "Date EHE ceased", "Date home education ended",
                "Date it ended", "Home education end date", "EHE to", "EHE ceased", "End date", "Date ended", "Date to",
                "Date closed", "Closed date", "Closure date", "Ended", "Date returned to school", "EHE end",
                "Date ceased", "Ceased date", "Date of closure", "EHE closed", "Date finished",
            ),
        ),
        Column(
            "reason", Kind.TEXT, "why the parents chose it",
            names=("Reason for EHE", "EHE reason", "Primary reason", "Reason home educated", "Main reason"),
        ),
        Column(
            "end_reason", Kind.TEXT, "why it ended",
            names=(
                "Reason ended", "Reason for ending", "End reason", "Reason EHE ended", "Destination", "Closure reason",
                "Outcome",
            ),
        ),
        Column(
            "status", Kind.TEXT, "whether the case is open",
            names=("EHE status", "Case status", "Current status", "Open/Closed", "Record status", "Status of case"),
        ),
        Column(
            "kind", Kind.TEXT, "which list the child is on, where one file holds several",
            names=(
                "EHE/CME", "CME/EHE", "Type", "Category", "Cohort", "Register", "Register type", "List",
                "Provision type", "Type of provision", "Education type", "Case type", "Involvement",
                "Involvement type",
            ),
        ),
        Column("previous_school", Kind.TEXT, "school before", names=("Previous school", "Last school", "School left")),
        Column(
            "notified_date", Kind.DATE, "day the council was told",
            names=("Date notified", "Notification date", "Date of notification", "Date LA notified"),
        ),
    ),
    CHILD,
)  # fmt: skip
_AGGREGATE: Final = TableSchema(
    "aggregate", "Totals of a term or a year",
    (
        Column("place", Kind.ID, "three-digit code of the council"),
        Column("time_period", Kind.TEXT, "academic year as in the file"),
        Column("time_identifier", Kind.TEXT, "term, or the academic year"),
        Column("since", Kind.DATE, "first day it speaks for"),
        Column("on", Kind.DATE, "last day it speaks for"),
        Column("measure", Kind.TEXT, "census-day, starting or any-time; otherwise the name of the column"),
        Column("breakdown", Kind.TEXT, "blank for all children; otherwise of whom, such as ehe_female or Sex: Female"),
        Column("count", Kind.WHOLE, "the figure; null where it is not a number"),
        Column("symbol", Kind.TEXT, "what stands there in place of a number, such as low, which is not 0"),
    ),
    "",
)  # fmt: skip

EHE: Final = Collection(KEY, "Elective home education", (_REGISTER, _AGGREGATE), first=2021, last=2025)
"""The collection. Nothing in its layout depends on the year."""
