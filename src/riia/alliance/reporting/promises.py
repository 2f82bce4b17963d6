"""What a delivery plan promises about reports: a line of the register says which of these it keeps. As data."""

from enum import StrEnum
from typing import Final


class Promise(StrEnum):
    """A promise of a plan. The value is what rows carry and what measures of plans are named after."""

    DEPARTMENT = "department"
    INSIGHT = "insight"
    NATIONAL = "national"
    TRACKER = "tracker"
    PARTNERS = "partners"
    REQUESTED = "requested"

    @property
    def words(self) -> str:
        """What it is, for a form and in sentences."""
        return _WORDS[self]


_WORDS: Final = {
    Promise.DEPARTMENT: "quarterly report to DfE and LGA",
    Promise.INSIGHT: "regional insight report",
    Promise.NATIONAL: "update for national ADCS and the Council of Reference",
    Promise.TRACKER: "tracker of support, with how it fits national programmes",
    Promise.PARTNERS: "milestones of partners",
    Promise.REQUESTED: "written update on request",
}
