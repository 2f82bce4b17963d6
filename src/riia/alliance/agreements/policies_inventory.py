"""The rules of the inventory and of projects: pure functions. Who may do it is in `permissions_inventory`."""

from datetime import date
from typing import Final

from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.states_inventory import OBSTACLE_MOVES, HolderKind, ObstacleState
from riia.indicators.model import day_in_words
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Item

CORE_SET: Final = "mou-2022"
"""The agreed core indicators (R4.17)."""


def said(text: str, what: str) -> str:
    """The text without blanks around it. Raises RegisterChangeError where nothing is said."""
    if not text.strip():
        raise RegisterChangeError(f"Enter {what}.")
    return text.strip()


def check_past(day: date | None, today: date, what: str) -> None:
    """Nothing is recorded before it has happened."""
    if day is not None and day > today:
        raise RegisterChangeError(
            f"{what} is {day_in_words(day)}, which is in the future. Record it on that day or later."
        )


def holder_of(kind: HolderKind, name: str) -> str:
    """The partner's name; none where each council holds the data itself."""
    if not kind.is_partner:
        return ""
    return said(name, "which partner holds the data, such as the integrated care board")


def check_obstacle(now: ObstacleState | None, then: ObstacleState, escalated_to: str, outcome: str) -> None:
    """Whether an obstacle may come into a state; None is one that is new.

    Raises RegisterChangeError where the states do not allow it, nobody is named to whom it is escalated, or nothing is
    said of how it was resolved.
    """
    if now is None and then is ObstacleState.RESOLVED:
        raise RegisterChangeError(
            "A new obstacle is not resolved yet. Note it as open, or note an observation instead."
        )
    if now is not None and then is not now and then not in OBSTACLE_MOVES[now]:
        raise RegisterChangeError(
            f"An obstacle that is {now.words} does not become {then.words}. Choose another state."
        )
    if then is ObstacleState.ESCALATED and not escalated_to.strip():
        raise RegisterChangeError("Enter to whom it is escalated, such as the termly data meeting with DfE.")
    if then is ObstacleState.RESOLVED and not outcome.strip():
        raise RegisterChangeError("Enter how it was resolved.")


def core_items() -> dict[str, Item]:
    """The core indicators by canonical name, in the order of the return that asks them."""
    return {item.register_key: item for item in form_of(CORE_SET).items if not item.part_of}


def check_indicator(slug: str) -> str:
    """The canonical name of a core indicator, or none. Raises RegisterChangeError for any other text."""
    if slug and slug not in core_items():
        raise RegisterChangeError(
            f"“{slug}” is not a core indicator. Choose one of those that the councils return themselves."
        )
    return slug


def indicator_title(slug: str) -> str:
    """What a core indicator is called; the name itself where the set has it no more."""
    item = core_items().get(slug)
    return item.title if item else slug
