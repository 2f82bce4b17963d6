"""Numbers of requirements, activities and KPIs: how they are written, and one way to write them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_LETTERS: Final = r"(?:[A-PR-UW-Z]|(?!KPI)[A-Z]{2,5}(?=-))-?"
"""Letters before a number that are a part of it, as in "B1.2" and "TV-1.1"; Q1 is a quarter and V1 a version."""
_NUMBER: Final = rf"(?:{_LETTERS})?\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}"
_SHORT: Final = rf"(?:{_LETTERS})?\d{{1,2}}(?!\s?(?:%|st|nd|rd|th)|[\d.,/]*\d)"
"""A number without a point: only after a word that says what it numbers."""
_WORD: Final = (
    r"KPI|Activity|Action|Commitment|Task|Deliverable|Milestone|Measure|Indicator|Ref(?:erence)?|Requirement|Objective"
)
ID: Final = r"(?:[A-Z]{1,5}-?)?\d{1,2}(?:\.\d{1,2}){0,3}(?:\.?[A-Za-z])?(?![A-Za-z\d])"
"""A number of a KPI or activity in any form: only for columns that hold such numbers."""
_CODE: Final = re.compile(
    r"(?:KPI\s?)?[A-Z]{0,5}[- ]?\d{1,3}(?:[.-][A-Z]{0,2}\d{1,3}){0,3}\s?(?:\.?[A-Za-z]|\([a-z]\))?\.?", re.I
)
"""What stands in a column of numbers: "1.2.3B", "A1-K1", "NW-01", "DA 1.1", "1.1(a)", "KPI 7"."""
_CODE_LISTS: Final = re.compile(r"\s*(?:,|;|/|&|\n|\band\b|\bto\b|–)\s*")
_KIND: Final = r"(?P<kind>Action|Performance)(?:\s+KPI\b|(?=\s*[:–-]))|(?P<bare>KPI)\b"
START: Final = re.compile(
    rf"(?:(?P<word>{_WORD})\s*(?:no\.?|number)?\s*[:#]?\s*(?P<worded>(?:{_NUMBER}|{_SHORT}))|(?P<alone>{_NUMBER}))"
    rf"(?P<dot>\.)?\s?(?P<letter>(?:(?<=\.)|(?<=\d))[A-Z](?![A-Za-z0-9'’])"
    rf"|(?<=\d)[a-z](?![A-Za-z0-9'’])|(?<=\d)\([a-z]\))?"
    rf"\.?[:)]?(?=\s|$|[–-])\s*[:–-]?\s*(?:{_KIND})?\s*[:–-]?\s*"
)
"""A number at the start of a text, with the words that say what it numbers."""
PART: Final = re.compile(r"KPI\s+(?P<part>\d{1,2})\s*(?P<title>\([^)]{1,80}\))?\s*:\s*")
"""A KPI numbered within the activity whose number stands above it."""
_PART_BESIDE: Final = re.compile(r"(\d{1,2})\s*(?:\([^)]{1,80}\))?\s*[:–-]?\s+(?=[A-Z])")
_INSIDE: Final = re.compile(
    r"(?<![\d.£/])(?P<number>\d{1,2}(?:\.\d{1,2}){2})(?:\.?[A-Z])?(?=\s+(?:(?:Action|Performance)\s+KPI|[A-Z0-9]))"
)
_LEADS: Final = re.compile(
    r"(?:\b(?:see|kpis?|sections?|activit(?:y|ies)|and|to|or|in|of|sor|with|from|for|under)|[,(&/–-])\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A number as it starts a text: `number` "1.1.6", `letter` "A", `kind` "Action", and where the text goes on."""

    written: str
    number: str
    letter: str
    kind: str
    is_kpi: bool
    rest: int
    word: str = ""
    """What the text says that it numbers, in lower case: "kpi", "activity"; blank where it does not."""

    @property
    def of_work(self) -> bool:
        """Whether a word says that it is the number of an activity."""
        return self.word in ("activity", "action", "commitment", "task", "deliverable", "milestone") and not self.is_kpi

    @property
    def of_requirement(self) -> bool:
        return self.word in ("requirement", "objective")

    @property
    def depth(self) -> int:
        return self.number.count(".") + 1


def marked(text: str) -> Marked | None:
    """The number that a text begins with, if it begins with one."""
    found = START.match(text)
    if found is None:
        return None
    named = "worded" if found["word"] else "alone"
    letter = (found["letter"] or "").strip("()").upper()
    word = (found["word"] or "").lower()
    written = text[found.start(named) : found.end("letter") if letter else found.end(named)]
    kind = found["kind"] or ""
    rest = found.end()
    part = _PART_BESIDE.match(text, rest) if found["bare"] else None
    if part:
        letter, rest, written = f"-KPI{part[1]}", part.end(), text[found.start(named) : part.end(1)]
    measured = word in ("kpi", "measure", "indicator")
    number = found[named]
    if letter and word and word not in ("kpi", "measure", "indicator", "ref", "reference"):
        number, letter = f"{number}{letter}", ""  # of an activity
    is_kpi = bool((letter and word in ("", "kpi", "measure", "indicator", "ref", "reference")) or kind or found["bare"])
    return Marked(written, number, letter, kind, is_kpi or measured, rest, word)


_AREA: Final = re.compile(
    r"(?:(?i:area|theme|priority(?: area)?|workstream|strand|objective|pillar|goal|section|part|enabler))\s+"
    r"(?:[A-Z]|\d{1,2}|(?i:one|two|three|four|five|six|seven|eight|nine|ten))(?:\s*[.:–-]\s*|\s+)(?P<name>[A-Z].{2,80})"
)


def is_area(text: str) -> bool:
    """Whether a line is the heading of an area: "Theme 2. Honest challenge", "Objective 1  Know ourselves"."""
    return _AREA.fullmatch(text) is not None and text[-1:] not in ".;," and "|" not in text


def is_code(text: str) -> bool:
    """Whether a text is nothing but a number of a KPI, an activity or a line."""
    return _CODE.fullmatch(text.strip()) is not None


def are_codes(texts: Sequence[str], *, lists: bool = False) -> bool:
    """Whether nearly all texts of a column are such numbers, or with `lists` each one or more of them."""
    held = [text for text in texts if text.strip()]
    sure = [
        all(is_code(part) for part in (_CODE_LISTS.split(text.strip()) if lists else [text]) if part) for text in held
    ]
    return len(held) > 0 and sum(sure) >= 0.8 * len(held)


def normal(written: str) -> str:
    """An identifier from a column of its own, written the one way: "5.2.2.A" and "KPI 5.2.2a" are "5.2.2A"."""
    text = re.sub(rf"^(?:{_WORD})\.?(?![A-Za-z])[\s:#.-]*", "", written.strip(), flags=re.I)
    text = re.sub(r"\(([A-Za-z])\)$", r"\1", text)
    found = re.fullmatch(r"((?:[A-Z]{1,5}[- ]?)?\d{1,3}(?:\.\d{1,3}){0,3})\s*[.\s-]?\s*([A-Za-z])?\.?", text)
    if found:
        return f"{found[1].replace(' ', '')}{(found[2] or '').upper()}"
    if part := re.fullmatch(rf"({_NUMBER})\s*-?\s*KPI\s*(\d{{1,2}})", text, re.I):
        return f"{part[1]}-KPI{part[2]}"
    return re.sub(r"(?<=[A-Z]) (?=\d)", "", re.sub(r"\s+", " ", text).upper())


def base(identifier: str) -> str:
    """The number of the activity that a KPI's identifier names: "5.2.2A" gives "5.2.2"."""
    found = re.match(r"((?:[A-Z]{1,5}-?)?\d{1,3}(?:\.\d{1,3})*)", identifier)
    return found[1] if found else identifier


def shape_of(identifier: str) -> str:
    """The form of a number: "A1-K2" and "B3-K1" are both "A9-A9"."""
    return re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "9", identifier))


def stem(number: str) -> str:
    """What a number of an activity is counted within: "3.1" of "3.1.2", "B" of "B4"; blank where nothing is said."""
    return number.rpartition(".")[0] or re.sub(r"[-\d]+$", "", number)


def follows(number: str) -> frozenset[str]:
    """The numbers that may come next: "3.1.2" is followed by 3.1.3, 3.2.1 or 4.1.1."""
    letters = re.match(r"[A-Z]*-?", number)
    lead = letters[0] if letters else ""
    parts = [int(part) for part in re.findall(r"\d+", number)]
    after = set()
    for at in range(len(parts)):
        after.add(lead + ".".join(str(part) for part in [*parts[:at], parts[at] + 1, *[1] * (len(parts) - at - 1)]))
    return frozenset(after)


@lru_cache(maxsize=4096)
def key(identifier: str) -> tuple[tuple[int, ...], str]:
    """What sorts identifiers as people count: 4.1.9 before 4.1.10A."""
    number = base(identifier)
    letters = tuple(ord(letter) for letter in re.sub(r"[^A-Z]", "", number))
    return (*letters, *(int(part) for part in re.findall(r"\d+", number))), identifier[len(number) :]


def with_point(said: Marked, last: str) -> Marked | None:
    """ "7.35" where 7.3.5 comes after `last`: the number with its point put in; else None."""
    first, _, rest = said.number.partition(".")
    if said.depth != 2 or len(rest) < 2:
        return None
    number = f"{first}.{rest[0]}.{rest[1:]}"
    if number not in follows(last or "0.0.0"):
        return None
    return Marked(said.written, number, said.letter, said.kind, said.is_kpi, said.rest)


def refers(before: str) -> bool:
    """Whether a text ends with words after which a number is a reference: "see", "and", "KPI"."""
    return _LEADS.search(before.rstrip()) is not None


def split_inside(text: str) -> list[str]:
    """A text in pieces: a number in the middle of it starts a new one, unless it is a reference."""
    cuts = [0]
    said = marked(text)
    own = said.rest if said is not None and said.word else 0
    for found in _INSIDE.finditer(text, own):
        before = text[: found.start()].rstrip(" ")
        labelled = re.match(r"\.?[A-Z]?\s+(?:Action|Performance)\s+KPI", text[found.end("number") :])
        if before and text[found.start() - 1].isspace() and (labelled or not _LEADS.search(before)):
            cuts.append(found.start())
    return [piece for piece in (text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)) if piece]
