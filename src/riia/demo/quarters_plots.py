"""What happened around the simulated returns, as declared data: lateness, extensions, queries, explanations, edits.

`quarters_stories` fills in the figures. Everything here is invented; the reasons are those any council could have.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """Where a return stands at the end of its story."""

    NOT_STARTED = "not started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_QUERY = "in query"
    VALIDATED = "validated"
    SIGNED = "signed"
    VOIDED = "signature voided by an edit"
    ACCEPTED = "accepted"


class Ending(StrEnum):
    """How a query ended."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPLAINED = "explanation accepted"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of the desk. `by` is how many more an item was when first sent, for one that ends with a correction.

    `after` counts working days from submission to the question, `took` from the question to the answer.
    """

    council: str
    period: str
    item: str
    text: str
    reply: str = ""
    ending: Ending = Ending.OPEN
    by: int = 0
    after: int = 1
    took: int = 2


@dataclass(frozen=True, slots=True)
class Explained:
    """What a council says about an item that a soft check asks about, from one period to another."""

    council: str
    item: str
    text: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A change after signing: an item that was `by` more when it was signed, and why it was changed."""

    council: str
    item: str
    by: int
    why: str


@dataclass(frozen=True, slots=True)
class Extended:
    """More time: how many working days after the due date, and why it was asked for."""

    council: str
    period: str
    days: int
    reason: str


NEWEST: Final = "2026-27Q2"

NEWEST_STANDING: Final[dict[str, tuple[Standing, int | None]]] = {
    # South West
    "908": (Standing.SIGNED, -6),
    "838": (Standing.SIGNED, -5),
    "933": (Standing.VOIDED, -7),
    "801": (Standing.VALIDATED, -5),
    "878": (Standing.IN_QUERY, -4),
    "880": (Standing.IN_QUERY, -3),
    "916": (Standing.DRAFT, None),
    "800": (Standing.SUBMITTED, -1),
    "803": (Standing.SUBMITTED, 0),
    "420": (Standing.SUBMITTED, -2),
    "839": (Standing.SUBMITTED, 3),
    "802": (Standing.DRAFT, None),
    "879": (Standing.DRAFT, None),
    "866": (Standing.DRAFT, None),
    "865": (Standing.NOT_STARTED, None),
    # East Midlands
    "830": (Standing.SIGNED, -7),
    "925": (Standing.SIGNED, -4),
    "891": (Standing.VOIDED, -6),
    "856": (Standing.VALIDATED, -3),
    "855": (Standing.IN_QUERY, -4),
    "857": (Standing.SUBMITTED, -1),
    "940": (Standing.SUBMITTED, 2),
    "831": (Standing.DRAFT, None),
    "892": (Standing.DRAFT, None),
    "941": (Standing.NOT_STARTED, None),
}
"""The newest quarter: standing, and working days from the due date to submission."""

EARLIER_LATE: Final[dict[tuple[str, str], int]] = {
    ("880", "2024-25Q4"): 2,
    ("802", "2025-26Q2"): 4,
    ("892", "2025-26Q1"): 3,
    ("941", "2025-26Q3"): 1,
}
"""Earlier returns that came late, with the working days by which they did."""

EXTENDED: Final = (
    Extended(
        "802",
        NEWEST,
        10,
        "Two analysts are on leave and the leaving care list is being checked against the new system.",
    ),
    Extended("892", NEWEST, 8, "The case system changed on 1 September; assessments come over in the second week."),
    Extended("866", "2025-26Q3", 5, "The statutory returns of autumn and this one fell into the same week."),
    Extended("830", "2025-26Q2", 4, "A failure of the data centre closed the case system for three days."),
)

EDITED: Final = (
    Edited("933", "care-leavers", -3, "Three young people who turned 21 in August were missing from the list."),
    Edited("891", "ehcps-issued", 4, "Four plans counted as issued were still drafts on 30 September."),
)

_OPEN_GAP: Final = (
    "The number at the end of June, with this quarter’s starts and ends, does not lead to {now}. Which of the figures "
    "is not right?"
)

ASKED: Final = (
    # South West, newest quarter
    Asked("878", NEWEST, "cla-current", _OPEN_GAP),
    Asked(
        "880", NEWEST, "referrals",
        "Every figure is the same as for April to June, referrals ({now}) among them. Was the earlier file sent again?",
        "Yes, the wrong file went out of the folder. The right one follows this week.", Ending.ANSWERED,
    ),
    Asked(
        "801", NEWEST, "repeat-referrals",
        "Repeat referrals went from {last} to {now}. What happened?",
        "Since July the case system joins a child’s earlier records by itself, so repeats that used to be missed are "
        "counted. Last year’s share would have been higher too.",
        Ending.EXPLAINED, took=3,
    ),
    Asked(
        "908", NEWEST, "cla-ceasing",
        "This is the third quarter in which ends of care fall short of what the numbers on the day need. When will the "
        "late records be in?",
        "The backlog is down to two teams. January’s return will have them all.", Ending.EXPLAINED, took=2,
    ),
    # East Midlands, newest quarter
    Asked("855", NEWEST, "cpps-current", _OPEN_GAP),
    Asked(
        "830", NEWEST, "assessments-within-45-days",
        "{was} assessments in time would be more than usual for you. Please check the count.",
        "The report took the day an assessment was written, not the day a manager signed it off. Run again: "
        "{now}.", Ending.CORRECTED, by=35, took=3,
    ),
    # Earlier quarters, South West
    Asked(
        "933", "2025-26Q1", "cpps-ceasing",
        "Plans ending came to {was}, which the numbers on the day do not bear out. Please check.",
        "Plans moved to another council were counted twice. Corrected to {now}.", Ending.CORRECTED, by=14,
    ),
    Asked(
        "866", "2025-26Q3", "ehcp-requests",
        "Requests went from {last} to {now} in a quarter. Is anything behind it?",
        "The panel of September was moved to October, so two terms’ requests fell into this quarter.",
        Ending.EXPLAINED, took=4,
    ),
    Asked(
        "802", "2025-26Q4", "assessments-within-45-days",
        "Assessments in time went from {last} to {now}. What happened, and when will it be as before?",
        "Three social workers of one team left in December. Two are replaced from March; we expect April to June to be "
        "near the usual share.", Ending.EXPLAINED,
    ),
    Asked(
        "878", "2025-26Q3", "ehcp-requests",
        "Requests went from {last} to {now}. Is anything behind it, or is it the time of year?",
        "The time of year: schools send requests once the new classes have settled.", Ending.EXPLAINED, took=1,
    ),
    Asked(
        "839", "2026-27Q1", "children-in-need",
        "{was} children in need on the day stands apart from the quarters before. Please check.",
        "Cases closed in the last week of June were still open on the report. Run for the day itself: {now}.",
        Ending.CORRECTED, by=210, took=7,
    ),
    Asked(
        "908", "2026-27Q1", "cla-ceasing",
        "Ends of care ({now}) leave a gap to the number on the day for the second time. What is missing?",
        "Ends that are recorded after the quarter’s report is run. We are clearing the backlog.", Ending.EXPLAINED,
    ),
    # Earlier quarters, East Midlands
    Asked(
        "856", "2025-26Q2", "cla-starting",
        "{was} children starting does not fit the numbers on the day. Please check.",
        "Short breaks had slipped in. Without them: {now}.", Ending.CORRECTED, by=16, took=3,
    ),
    Asked(
        "831", "2025-26Q4", "ehcp-requests",
        "Requests went from {last} to {now}. Is a panel date behind it?",
        "Yes: January’s panel took the requests held over from December.", Ending.EXPLAINED, took=4,
    ),
    Asked(
        "891", "2026-27Q1", "initial-contacts",
        "{was} contacts is well above your other quarters. Were contacts about open cases left out?",
        "They were not. Without them there are {now}.", Ending.CORRECTED, by=2400,
    ),
    Asked(
        "925", "2025-26Q4", "initial-contacts",
        "Contacts went from {last} to {now}, and referrals did not. Has the counting changed?",
        "Yes. Since January a contact is recorded for each child of a family. It will stay at this level.",
        Ending.EXPLAINED, took=2,
    ),
    Asked(
        "857", "2025-26Q3", "repeat-cpps-ever",
        "Repeat plans: {now}, against {last} the quarter before. Families of several children?",
        "Yes. With so few plans one family of two or three moves the share by far.", Ending.EXPLAINED, took=1,
    ),
)  # fmt: skip
"""Every query of the desk."""

EXPLAINED: Final = (
    Explained(
        "801", "repeat-referrals",
        "Since July the case system joins a child’s earlier records by itself, so repeats that used to be missed are "
        "counted. Referrals themselves have not changed.", NEWEST, NEWEST,
    ),
    Explained(
        "420", "assessments-started",
        "The case list holds the day an assessment ended, not the day it began. It will with the next version.",
        "2024-25Q3", NEWEST,
    ),
    Explained(
        "908", "cla-ceasing",
        "Ends of care reach the case system some weeks late, so the count of the quarter lacks a few of them.",
        "2025-26Q4", NEWEST,
    ),
    Explained(
        "908", "cla-current",
        "Ends of care reach the case system some weeks late, so the count of the quarter lacks a few of them.",
        "2025-26Q4", NEWEST,
    ),
    Explained(
        "878", "cla-current",
        "The number on the last day is from the placements list, starts and ends are from the case system.",
        NEWEST, NEWEST,
    ),
    Explained(
        "866", "ehcp-requests",
        "The panel of September was moved to October, so two terms’ requests fell into this quarter.",
        "2025-26Q3", "2025-26Q3",
    ),
    Explained(
        "802", "assessments-within-45-days",
        "Three social workers of one team left in December; their cases waited.", "2025-26Q4", "2025-26Q4",
    ),
    Explained(
        "925", "initial-contacts",
        "Since January 2026 a contact is recorded for each child of a family, where one stood for the family.",
        "2025-26Q4", NEWEST,
    ),
    Explained(
        "855", "cpps-current",
        "Plans that ended in the last week of September were not yet closed when the report was run.", NEWEST, NEWEST,
    ),
    Explained(
        "857", "cla-uasc",
        "The number is small enough to point to single children, so it is withheld.", NEWEST, NEWEST,
    ),
    Explained(
        "800", "referrals:source=unknown",
        "A referral cannot be saved without its source, so the question does not arise.", NEWEST, NEWEST,
    ),
    Explained(
        "803", "ehcp-assessments",
        "The special needs team changed its system in August and cannot count assessments yet.", NEWEST, NEWEST,
    ),
)  # fmt: skip
"""What councils say about soft checks, by item. What nothing is declared for gets the words of `USUAL`."""

USUAL: Final[dict[str, str]] = {
    "": "Checked against the case system: the figure is right. Nothing has changed in how it is counted.",
    "RET-PEERS": "The council’s level has been like this for years, as the published figures show.",
    "RET-COPIED": "There is little change to report this quarter.",
    "RET-PUBLISHED": "The year since the published one was different; the figure is right.",
    "RET-CHANGE": "Checked against the case system: the figure is right. A change of this size comes now and then.",
}
"""What a council says where nothing else is declared, by the check's code; "" for any other code."""
