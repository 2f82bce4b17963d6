"""What an application says: its parts, in order, each with its words and how long it may be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from riia.alliance.kit.filters import pounds
from riia.documents.money import MoneyError, parse_pounds


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an application. `missing` is what its error says when it is empty."""

    name: str
    label: str
    hint: str
    missing: str
    longest: int
    rows: int = 5


ASKED: Final = "asked"
PARTS: Final = (
    Part("title", "Title of the project", "A few words that people who have not read the rest understand.",
         "Enter a title for the project", 120, 1),
    Part("what", "What do you want to do?", "The work itself, who does it, and who it is for. Do not name a child.",
         "Enter what you want to do", 3000, 8),
    Part("why", "Why is it needed?", "The problem in your own figures, and what you have tried.",
         "Enter why it is needed", 3000, 8),
    Part("timetable", "When will it happen?", "The main steps and their months.",
         "Enter when it will happen", 2000),
    Part(ASKED, "How much do you ask for?", "In pounds, exact to the penny, such as 12,500 or 12,500.50.",
         "Enter how much you ask for", 30, 1),
    Part("spending", "What will it be spent on?", "Posts, licences, days of support, each with its amount.",
         "Enter what it will be spent on", 2000),
    Part("measures", "How will you know that it worked?", "What you will measure, where it stands now, and where you "
         "expect it by the end.", "Enter how you will know that it worked", 2000),
    Part("other_funding", "What other money is there for this?", "From the council or others. If there is none, write "
         "“none”.", "Enter what other money there is, or “none”", 1000, 3),
)  # fmt: skip
BY_NAME: Final = {part.name: part for part in PARTS}


def money_problem(text: str) -> str:
    """Why a typed amount cannot be read; nothing for one that can, or for none yet."""
    if not text.strip():
        return ""
    try:
        return "" if parse_pounds(text) else "The amount must be more than £0"
    except MoneyError as error:
        return str(error)


def asked_pence(content: Mapping[str, str]) -> int | None:
    """The amount asked for, where one is typed that can be read."""
    text = content.get(ASKED, "")
    return None if not text.strip() or money_problem(text) else parse_pounds(text)


def saving_problems(content: Mapping[str, str]) -> dict[str, str]:
    """What of a draft cannot be read or is too long. It is kept as typed all the same."""
    found = {name: too_long(name, text) for name, text in content.items() if too_long(name, text)}
    if problem := money_problem(content.get(ASKED, "")):
        found.setdefault(ASKED, problem)
    return found


def too_long(name: str, text: str) -> str:
    """What to do about a part that is longer than it may be; nothing where it is not."""
    part = BY_NAME[name]
    over = len(text) - part.longest
    return f"“{part.label}” must be {part.longest} characters or fewer: take out {over}" if over > 0 else ""


def submitting_problems(content: Mapping[str, str], *, most: int | None, available: int | None) -> dict[str, str]:
    """What stands in the way of submitting, by part: missing parts, and an amount above what may be asked."""
    found = {part.name: part.missing for part in PARTS if not content.get(part.name, "").strip()}
    found |= saving_problems(content)
    asked = asked_pence(content)
    if asked is not None and ASKED not in found:
        if most is not None and asked > most:
            found[ASKED] = f"The amount must be {pounds(most)} or less, the most for one application"
        elif available is not None and asked > available:
            found[ASKED] = f"The amount must be {pounds(available)} or less, all the money of this call"
    return {part.name: found[part.name] for part in PARTS if part.name in found}
