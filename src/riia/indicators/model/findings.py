"""What is wrong, doubtful or worth knowing about the rows of a file: found by readers and by checks, told the same way.

One cause is one finding, however many rows it touches: `count` says how many, `spots` where (the first `SPOTS_KEPT`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

_IDENTIFYING: Final = frozenset({
    "child", "childid", "childuniqueid", "lachildid", "personid", "nativeid", "person", "upn", "formerupn",
    "uniquepupilnumber", "upnuniquepupilnumber", "uln", "uniquelearnernumber", "ulnyoungpersonsuniquelearnernumber",
    "surname", "forename", "name", "fullname", "firstname", "lastname", "familyname", "nhsnumber", "postcode",
    "homepost", "plpost", "mcchild", "childreference", "ehcpnumber",
})  # fmt: skip
"""Columns, by name without spaces and case, whose very values say which child it is."""
SPOTS_KEPT: Final = 1_000
"""How many places a finding keeps. All are counted."""
_TOLD: Final = 5
_LONGEST_VALUE: Final = 60


class Severity(StrEnum):
    """How bad it is. An error makes a figure wrong; a warning may; a note explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in a file. `row` is the line of a text file or the row of a sheet, from 1; 0 is the whole table.

    `value` is what stands there, as text. `child` is the council's own identifier and never leaves the machine.
    """

    row: int
    value: str = ""
    child: str = ""

    @property
    def words(self) -> str:
        """Where, in words, without the child."""
        shown = repr(self.value if len(self.value) <= _LONGEST_VALUE else self.value[:_LONGEST_VALUE] + "…")
        value = shown if self.value else ""
        return " ".join(filter(None, (f"row {self.row}" if self.row else "", value)))


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause, with everywhere it was found.

    `code` is the check's or reader rule's own, such as "CIN-101" or "READ-DATE"; `table` the sheet, list, module or XML
    element; `column` may be "". `rule` says what should hold and `remedy` what to do.
    """

    code: str
    severity: Severity
    file: str
    table: str
    column: str
    rule: str
    remedy: str
    count: int
    spots: tuple[Spot, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where it was found, in words, without any child's identifier: "row 12 '2025-02-30'"."""
        unit = "line" if self.file.lower().endswith(".xml") else "row"
        hidden = identifies(self.column)
        named = (replace(spot, value="") if hidden or spot.value == spot.child else spot for spot in self.spots)
        return tuple(words.replace("row", unit, 1) if spot.row else words for spot in named if (words := spot.words))

    @property
    def words(self) -> str:
        """The finding in one line, without any child's identifier."""
        where = ", ".join(filter(None, (self.file, self.table, f"column {self.column}" if self.column else "")))
        named = self.places[:_TOLD]
        more = f" and {self.count - len(named):,} more" if named and self.count > len(named) else ""
        places = f" ({', '.join(named)}{more})" if named else ""
        return f"{self.severity.value}: {where}{places}: {self.rule} {self.remedy}"


def identifies(column: str) -> bool:
    """Whether what stands in a column is itself the identifier of a child, and so is not for a screen or a message."""
    return "".join(sign for sign in column.casefold() if sign.isalnum()) in _IDENTIFYING


def under(finding: Finding, heading: str) -> Finding:
    """The finding for a column that its file calls otherwise. What stands in a column of identifiers stays unsaid."""
    spots = finding.spots
    if identifies(finding.column) and not identifies(heading):
        spots = tuple(replace(spot, value="") for spot in spots)
    return replace(finding, column=heading, spots=spots)


def nameless(finding: Finding) -> Finding:
    """The finding without what has no digit: in a list of persons, a name may stand where a day should."""
    return replace(finding, spots=tuple(replace(spot, value=digits_only(spot.value)) for spot in finding.spots))


def digits_only(text: str) -> str:
    """A text that has a digit, or nothing."""
    return text if any(sign.isdigit() for sign in text) else ""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first; of the same severity the most frequent."""
    rank = {severity: place for place, severity in enumerate(Severity)}
    return tuple(sorted(findings, key=lambda one: (rank[one.severity], -one.count, one.code, one.file, one.table)))
