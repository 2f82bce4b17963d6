"""Which heading of a list of home education is which column: by its name, otherwise by its words.

No specification says how councils keep the list. Of several headings that could be a column the one that speaks of home
education goes before one that does not, and a name we know before a guess; two that are equally good are refused for
dates, because the wrong one would count other things.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.tables.ehe import EHE
from riia.indicators.tables.schema import Kind, folded

ABOUT: Final = re.compile(r"(?<![a-z])ehe(?![a-z])|elective|home.?ed", re.IGNORECASE)
"""Words that are about home education."""
ELSEWHERE: Final = r"(?i)\bcme\b|missing|eotas|otherwise than|alternative prov|tuition|flexi"
"""Words of other lists: children missing education, educated otherwise by the council, on a school's roll in part."""
UNNAMED: Final = re.compile(r"column \d+")
"""What a column without heading is called."""
_ASIDE: Final = re.compile(r"\([^()]*\)")
_ENDING: Final = frozenset(
    ("end", "ended", "ends", "ending", "ceased", "ceases", "cease", "closed", "closure", "left", "leaving", "leave",
     "returned", "finished", "finish", "stopped", "removed")
)  # fmt: skip
_STARTING: Final = frozenset(
    ("start", "started", "starts", "starting", "began", "begin", "begins", "commenced", "commencement", "from", "since",
     "registered", "registration", "became", "opened", "withdrawn")
)  # fmt: skip
_WEAK: Final = frozenset(
    ("registered", "registration", "became", "opened", "withdrawn", "closed", "closure", "left", "leaving", "returned",
     "removed", "known")
)  # fmt: skip
"""Words that give way where another heading says outright that it began or ended."""
_OFF_ROLL: Final = frozenset({"off", "removed", "left", "withdrawn", "deregistered", "deregistration"})
_WHOSE: Final = frozenset(
    ("school", "parent", "parents", "carer", "mother", "father", "officer", "worker", "gp", "sibling", "contact",
     "setting", "user", "file", "by")
)  # fmt: skip
"""Whose name it is, when not the child's."""
_WHY: Final = frozenset({"reason", "reasons", "why", "rationale", "motivation"})
_HOME: Final = frozenset({"ehe", "home", "elective", "education", "educated"})
_OTHER_THINGS: Final = frozenset(
    ("plan", "ehcp", "ehc", "sen", "send", "support", "visit", "review", "order", "sao", "contact", "meeting", "letter",
     "tuition", "social", "cin", "cp", "cla", "lac", "help", "assessment", "by", "birth", "dob", "worker", "officer",
     "report", "response", "consent", "referral", "referred", "enquiry")
)  # fmt: skip
"""Words of dates of something else; "by" is followed by who did it."""
_SCHOOL: Final = frozenset({"school", "roll", "offroll", "offrolled"})


@dataclass(frozen=True)
class Register:
    """A list of children: heading to column, the headings taken by their words, and those that are no column.

    `names` hold the child's name, by which the same child is known again where no number tells; the name itself is not
    kept. `unnamed` are columns without a heading.
    """

    columns: dict[str, str]
    guessed: dict[str, str]
    unknown: tuple[str, ...]
    names: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def is_other_list(name: str, headings: Sequence[str]) -> bool:
    """Whether a file or sheet is called another list, and none of its headings speaks of home education."""
    if ABOUT.search(name) or any(ABOUT.search(heading) for heading in headings):
        return False
    return bool(re.search(ELSEWHERE, re.sub(r"[\W_]+", " ", name)))


def register(headings: Sequence[str], file: str, sheet: str = "") -> Register | None:
    """A list of children, or None. It has the day home education began, and something that tells children apart.

    Raises FileRefused where two headings could just as well be the same date.
    """
    candidates: dict[str, list[tuple[int, int, str]]] = {}
    for heading in headings:
        if heading and not UNNAMED.fullmatch(heading):
            for rank, place, name in _meanings(heading):
                candidates.setdefault(name, []).append((rank, place, heading))
    columns: dict[str, str] = {}
    guessed: dict[str, str] = {}
    for name, found in candidates.items():
        rank, place, heading = min(found, key=lambda one: one[:2])
        if EHE["register"].by_name[name].kind is Kind.DATE:
            _refuse_two(name, [text for *how, text in found if how == [rank, place]], file, sheet)
        columns[heading] = name
        if rank % 2:
            guessed[heading] = name
    names = tuple(heading for heading in headings if heading not in columns and _is_name(heading))
    have = set(columns.values())
    if "start_date" not in have or not (names or have & {"child_id", "upn", "birth_date", "year_group"}):
        return None
    unnamed = tuple(heading for heading in headings if UNNAMED.fullmatch(heading))
    known = {*columns, *names, *unnamed, ""}
    unknown = tuple(heading for heading in headings if heading not in known)
    return Register(columns, guessed, unknown, names, unnamed)


def _refuse_two(name: str, alike: Sequence[str], file: str, sheet: str) -> None:
    """Two dates that could be the same one; of a name that is there exactly twice the file itself is refused before."""
    if len(alike) > 1:
        column = EHE["register"].by_name[name]
        rule = f"and {alike[0]!r} could both be {column.about}."
        raise FileRefused(file, [Problem(0, alike[1], "", rule, f"Call the right one {column.names[0]!r}.", sheet)])


def _is_name(heading: str) -> bool:
    words = _words(heading)
    return bool(words & {"name", "surname", "forename", "forenames", "firstname", "lastname"}) and not words & _WHOSE


def _meanings(heading: str) -> list[tuple[int, int, str]]:
    """The column that a heading can be: how good that is (0 best, odd: guessed), its place among the like, column."""
    other = 0 if ABOUT.search(heading) else 2
    bare = _ASIDE.sub(" ", heading)
    words = _words(bare)
    weak = int(bool(words & _WEAK))
    for text in (heading, bare):
        if column := EHE["register"].column(text):
            names = [folded(name) for name in (column.name, *column.names)]
            return [(other, weak if column.kind is Kind.DATE else names.index(folded(text)), column.name)]
    if words & _SCHOOL and words & _OFF_ROLL and "date" in words:
        return [(5, 0, "start_date")]  # the day the school took the child off its roll
    name = _by_words(words)
    return [(other + 1, weak, name)] if name else []


def _words(heading: str) -> set[str]:
    return set(re.findall(r"[a-z]+", heading.lower().replace("de-", "de").replace("off-", "off")))


def _by_words(words: set[str]) -> str:
    """The column that a heading means by its words, or ""."""
    if words & _WHY:
        return "end_reason" if words & _ENDING and not words & _SCHOOL else "reason"
    if words & {"dob", "birth"}:
        return "birth_date"
    if words & _OTHER_THINGS or words & _SCHOOL:
        return ""
    dated = words & {"date", "day", "on", "when"} or words & _HOME
    if dated and words & {"deregistered", "deregistration"}:
        return "end_date" if "from" in words and words & {*_HOME, "register"} else "start_date"
    if dated and words & _ENDING:
        return "end_date"
    if dated and words & _STARTING:
        return "start_date"
    if "year" in words and words & {"group", "nc", "curriculum"}:
        return "year_group"
    return ""
