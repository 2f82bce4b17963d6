"""What the parser read past: kept once for each cause, with how often and where, and made into findings."""

from dataclasses import dataclass, field
from typing import Final

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot

_CAUSES_KEPT: Final = 200
_VALUE_KEPT: Final = 200
_OTHER: Final = "(other names)"

UNKNOWN: Final = "READ-UNKNOWN"
PLACE: Final = "READ-PLACE"
REPEATED: Final = "READ-REPEATED"
STRAY: Final = "READ-TEXT"
ATTRIBUTE: Final = "READ-ATTRIBUTE"

_SAYS: Final = {
    UNKNOWN: (
        Severity.WARNING,
        "<{name}> in <{parent}> is not part of the layout, so it was read past, with all inside it.",
        "Check the name against the return's specification, and tell us if it is new.",
    ),
    PLACE: (
        Severity.WARNING,
        "<{name}> does not belong in <{parent}>, so its value was read past.",
        "Put it where the return's specification has it.",
    ),
    REPEATED: (
        Severity.WARNING,
        "<{name}> is given more than once where one is allowed; the first value counts.",
        "Leave one value in the source system.",
    ),
    STRAY: (
        Severity.WARNING,
        "text stands in <{parent}> between its elements, so it was read past.",
        "Remove the text, or put it inside the element it belongs to.",
    ),
    ATTRIBUTE: (
        Severity.NOTE,
        "<{parent}> has the attribute {name}, which is not part of the layout and was read past.",
        "No action is needed unless the attribute carries data.",
    ),
}


@dataclass
class _Cause:
    count: int = 0
    spots: list[Spot] = field(default_factory=list)


class Notes:
    """Collects what was read past. The number of causes and of places kept is bounded; all are counted."""

    def __init__(self) -> None:
        """Nothing noted yet."""
        self._causes: dict[tuple[str, str, str], _Cause] = {}

    def add(self, code: str, parent: str, name: str, line: int, value: str = "") -> None:
        """One more of a cause, at a line."""
        key = (code, parent, name[:_VALUE_KEPT])
        if key not in self._causes and len(self._causes) >= _CAUSES_KEPT:
            key = (code, parent, _OTHER)
        cause = self._causes.setdefault(key, _Cause())
        cause.count += 1
        if len(cause.spots) < SPOTS_KEPT:
            cause.spots.append(Spot(line, value.strip()[:_VALUE_KEPT]))

    def findings(self, file: str) -> list[Finding]:
        """A finding for each cause."""
        found = []
        for (code, parent, name), cause in self._causes.items():
            severity, rule, remedy = _SAYS[code]
            column = "" if code == STRAY else name
            rule = rule.format(name=name, parent=parent)
            found.append(Finding(code, severity, file, parent, column, rule, remedy, cause.count, tuple(cause.spots)))
        return found
