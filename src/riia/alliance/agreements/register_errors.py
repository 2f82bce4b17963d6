"""What the register refuses, as one tree. Each message names every item, the rule and the remedy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self


class RegisterError(Exception):
    """The base of everything the data register says no to."""


class RegisterChangeError(RegisterError):
    """The register, a request or an instruction cannot be changed in this way. Nothing was saved."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One item refused: which, under which agreement and clause, why, by which rule, and what to do.

    `agreement` is empty where no agreement's register has the item. `because` is the class of the refusal.
    """

    key: str
    title: str
    dataset: str
    agreement: str
    clause: str
    why: str
    because: "type[RegisterRefused]"

    @property
    def name(self) -> str:
        """The item as a sentence names it: with its key, by which files and programs call it."""
        return f"“{self.title}” ({self.key})" if self.title and self.title != self.key else f"“{self.key}”"


class RegisterRefused(RegisterError):
    """Items may not be collected, shown or sent. `refused` holds each with its own reason.

    Where items are refused for different reasons the exception is of the gravest class among them.
    """

    rule: str = "R4.02, MoU 6.4"
    remedy: str = "Ask for it in the data register."

    def __init__(self, refused: Iterable[Refused]) -> None:
        self.refused = tuple(refused)
        super().__init__(" ".join(_sentences(self.refused)))

    @classmethod
    def of(cls, refused: Iterable[Refused]) -> Self:
        """The exception of the gravest class among these refusals."""
        found = tuple(refused)
        gravest = min((each.because for each in found), key=GRAVEST_FIRST.index)
        return gravest(found)  # type: ignore[return-value]


class NotInRegister(RegisterRefused):
    """No register of the alliance has the item (R4.02)."""

    remedy = "Ask for it as a new item: the analyst checks it and the directors’ group decides."


class NotSigned(RegisterRefused):
    """The agreement that has the item is not signed by everybody who has to."""

    remedy = "Record the missing signatures first."


class NotInForce(RegisterRefused):
    """The agreement that has the item does not hold on that day: not begun, revoked or replaced."""

    remedy = "Use the version of the agreement that is in force on that day."


class NotActive(RegisterRefused):
    """The register has the item, and it is not active on that day."""

    remedy = "The directors’ group decides whether it becomes active."


class SupersededByDfE(RegisterRefused):
    """DfE has published these figures, so the local ones are withdrawn (R4.13)."""

    rule = "R4.13, MoU data appendix"
    remedy = "Use the figures that DfE published."


class MayNotShow(RegisterRefused):
    """The item is not for this audience."""

    rule = "R4.01, MoU 6.3"
    remedy = "Ask the directors’ group to share it with them."


class MayNotSend(RegisterRefused):
    """The register does not let the item go to this recipient."""

    rule = "R4.01, MoU 6.5 to 6.7"
    remedy = "Take it out of what is sent, or ask the directors’ group to share it with them."


class NotInstructed(RegisterError):
    """The processor has no written instruction for this dataset on this day (R4.08)."""


GRAVEST_FIRST: Final[tuple[type[RegisterRefused], ...]] = (
    NotInRegister,
    NotSigned,
    NotInForce,
    NotActive,
    SupersededByDfE,
    MayNotSend,
    MayNotShow,
)


def _sentences(refused: tuple[Refused, ...]) -> list[str]:
    """One sentence for each reason, with all items it holds for, and the remedy after it."""
    groups: dict[tuple[str, str, str, type[RegisterRefused]], list[str]] = {}
    for each in refused:
        source = ", ".join(part for part in (each.dataset, each.agreement) if part)
        groups.setdefault((each.why, source, each.clause, each.because), []).append(each.name)
    found = []
    for (why, source, clause, kind), names in groups.items():
        rule = f"{kind.rule}; shared under clause {clause}" if clause else kind.rule
        found.append(f"{_listed(names)}{f' ({source})' if source else ''}: {why} ({rule}). {kind.remedy}")
    return found


def _listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
