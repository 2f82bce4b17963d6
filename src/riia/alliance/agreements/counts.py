"""Does a stated count equal what is listed? "Three characteristics" followed by four items is a finding (R2.21)."""

import re
from collections.abc import Iterator, Sequence

from riia.alliance.agreements.findings import Finding, Numbered, items_of, own_clauses

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
WORDS = tuple(_WORDS.split())
NUMBERS = {word: number for number, word in enumerate(WORDS, start=1)}

_NUMBER = rf"(?P<number>{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d{{1,2}})"
# "Within five working days" counts time, not what is listed.
_TIME = r"(?!(?:working\s+|school\s+)?(?:days|weeks|months|terms|quarters|years|times)\b)"
_NOUN = r"(?P<noun>[a-z-]+(?:s|ia|a|children|people))"
_COUNT = re.compile(rf"(?<![\w-]){_NUMBER}(?![\w%-])\s+{_TIME}(?:[a-z-]+\s+){{0,2}}?{_NOUN}\b", re.I)
_ALL = re.compile(rf"\ball\s+(?:of\s+the\s+|the\s+)?{_NUMBER}\b", re.I)
_NAME = r"[A-Z][\w’'&-]*(?:\s+(?:of|and|upon|the|[A-Z][\w’'&-]*)){0,7}?"
_NAMES = re.compile(rf"(?:{_NAME},\s+){{2,}}(?:and\s+)?{_NAME}(?=\s*(?:[:.;(]|$|\s+[aA]ll\b|,\s*all\b))")
_NAMELY = re.compile(r"\bnamely:?\s+|:\s+", re.I)
# "The two directors will:" counts those who act, not what is listed.
_WHO_ACTS = re.compile(r"\b(?:will|to|shall|must|should|may|can|by)\s*:$", re.I)


def count_findings(clauses: Sequence[Numbered]) -> tuple[Finding, ...]:
    """Where a clause states one number and lists another: items under it, or names within its own sentence."""
    found: list[Finding] = []
    for clause in own_clauses(clauses):
        found += _against_items(clause, items_of(clauses, clause.number))
        found += _against_names(clause)
    return tuple(found)


def _against_items(clause: Numbered, items: Sequence[Numbered]) -> Iterator[Finding]:
    text = clause.text.rstrip()
    if not items or not text.endswith(":") or _WHO_ACTS.search(text):
        return
    announcing = re.split(r"(?<=[.;])\s+", text)[-1]
    stated = _COUNT.search(announcing)
    if stated and _value(stated["number"]) != len(items):
        yield _finding(clause, stated["number"], stated["noun"], len(items), "items")


def _against_names(clause: Numbered) -> Iterator[Finding]:
    """Names separated by commas, in a sentence that says how many there are: "A, B and C: all four councils"."""
    names = _NAMES.search(clause.text)
    if names is None:
        return
    listed = len([part for part in re.split(r",\s+(?:and\s+)?|\s+and\s+(?=[A-Z])", names[0]) if part])
    after = _ALL.match(clause.text[names.end() :].lstrip(" :.,;("))
    before = clause.text[: names.start()]
    stated = after or (_last(_COUNT, before) if _NAMELY.search(before[-12:]) else None)
    if stated and _value(stated["number"]) != listed:
        noun = stated.groupdict().get("noun") or _noun_after(clause.text, stated["number"])
        yield _finding(clause, stated["number"], noun, listed, "names")


def _finding(clause: Numbered, number: str, noun: str, listed: int, what: str) -> Finding:
    return Finding(
        "count-differs",
        clause.number,
        f"It says {number.lower()} {noun} and lists {listed} {what}.",
        "Take the list as what was agreed, and settle in the next version which is right.",
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def _noun_after(text: str, number: str) -> str:
    match = re.search(rf"\ball\s+(?:of\s+the\s+|the\s+)?{number}\s+((?:[a-z-]+\s+){{0,1}}[a-z-]+)", text, re.I)
    return match[1] if match else "of them"


def _value(number: str) -> int:
    return int(number) if number.isdigit() else NUMBERS[number.lower()]
