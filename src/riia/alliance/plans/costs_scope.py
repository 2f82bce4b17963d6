"""Which KPIs a line of costs pays for, read from how plans write it: "5.1.1 to 5.1.9", "section 3 excluding 3.1.2B".

Pure. Nothing is corrected: what a scope names and the plan does not have is reported, and an end of a range that does
not exist still leaves the range readable, with that said.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_ID: Final = r"\d+(?:\.\d+)+(?:\.?[A-Z]\b)?(?:\.U\d+|-KPI\d+)?"
_RANGE = re.compile(rf"(?P<first>{_ID})\s*(?:to|–|-|—|until)\s*(?P<last>{_ID})", re.IGNORECASE)
_ONE = re.compile(_ID, re.IGNORECASE)
_SECTION = re.compile(r"\bsections?\s+(?P<number>\d+)(?![.\d])", re.IGNORECASE)
_NOT = re.compile(r"\b(?:excluding|excl\.?|except(?:\s+for)?|without|but\s+not|other\s+than)\b", re.IGNORECASE)
_PARTS = re.compile(r"\d+|[A-Z]+")


@lru_cache(maxsize=4096)  # a page of costs sorts the same few hundred numbers thousands of times
def in_order(kpi: str) -> tuple[tuple[int, int, str], ...]:
    """What sorts KPIs as a reader expects: 1.1.2 before 1.1.10, 1.1.6A before 1.1.6B, 5.2.2.A as 5.2.2A."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _PARTS.findall(kpi.upper()))


@dataclass(frozen=True, slots=True)
class Scope:
    """The KPIs a scope covers, those it takes out, and what it names that the plan does not have."""

    covers: frozenset[str] = frozenset()
    leaves_out: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Nothing was named, or nothing that exists."""
        return not self.covers


def read_scope(text: str, known: Collection[str]) -> Scope:
    """Read a scope against the KPIs of a plan. `known` are their ids as the plan writes them."""
    said, *taken = _NOT.split(text.replace("\xa0", " "))
    ids = sorted(known, key=in_order)
    covers, missing, problems = _named(said, ids)
    left: set[str] = set()
    for part in taken:
        without, gone, wrong = _named(part, ids)
        left |= without
        missing, problems = [*missing, *gone], [*problems, *wrong]
    return Scope(frozenset(covers - left), frozenset(left), tuple(dict.fromkeys(missing)), tuple(problems))


def _named(text: str, ids: Sequence[str]) -> tuple[set[str], list[str], list[str]]:
    """The KPIs a piece of text names, the names that do not exist, and what else is odd about it."""
    found: set[str] = set()
    missing: list[str] = []
    problems: list[str] = []
    for section in _SECTION.finditer(text):
        of = {one for one in ids if one.split(".")[0] == section["number"]}
        found |= of
        missing += [] if of else [f"section {section['number']}"]
    rest = text
    for pair in _RANGE.finditer(text):
        rest = rest.replace(pair[0], " ", 1)
        missing += [end for end in (pair["first"], pair["last"]) if not matching(end, ids)]
        within = _between(pair["first"], pair["last"], ids)
        if in_order(pair["first"]) > in_order(pair["last"]):
            problems.append(f"The range {pair[0]} runs backwards.")
        found |= within
    for one in _ONE.finditer(_SECTION.sub(" ", rest)):
        of_it = set(matching(one[0], ids))
        found |= of_it
        missing += [] if of_it else [one[0]]
    return found, missing, problems


def names_in(text: str) -> tuple[str, ...]:
    """The KPIs and sections that a scope names, as it writes them, in its order."""
    return tuple(re.findall(rf"{_ID}|sections?\s+\d+|{_NOT.pattern}", text.lower(), re.IGNORECASE))


def matching(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    """KPIs a name means: itself, or all of an activity that has several (6.2.5 means 6.2.5-KPI1 and 6.2.5-KPI2)."""
    wanted = in_order(name)
    exact = tuple(one for one in ids if in_order(one) == wanted)
    if exact:
        return exact
    letters_only = tuple(one for one in ids if in_order(one)[: len(wanted)] == wanted)
    return tuple(one for one in letters_only if _is_part(one, wanted))


def _is_part(one: str, wanted: tuple[tuple[int, int, str], ...]) -> bool:
    """Whether what follows the name is a letter or the number of one KPI among several, not a deeper number."""
    after = in_order(one)[len(wanted):]  # fmt: skip
    return bool(after) and after[0][0] == 1


def _between(first: str, last: str, ids: Sequence[str]) -> set[str]:
    """Everything from one end to the other, both included; an end without its letter takes all its KPIs along."""
    low, high = in_order(first), in_order(last)
    return {one for one in ids if low <= in_order(one) and in_order(one)[: len(high)] <= high and not _unnumbered(one)}


def _unnumbered(one: str) -> bool:
    """A KPI that stands in the plan without a number, such as 8.1.U1: no range names it."""
    return bool(re.search(r"\.U\d+$", one, re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which lines pay for each KPI: exactly one is right, unless it is marked as needing no money of its own (R12.05).

    `by` is for each KPI the keys of the lines or headings that cover it.
    """

    by: dict[str, tuple[str, ...]]
    uncovered: tuple[str, ...]
    twice: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    """(key, name): a line names a KPI that does not exist."""


def coverage(scopes: Sequence[tuple[str, Scope]], known: Collection[str], not_funded: Collection[str]) -> Coverage:
    """Hold every KPI of a plan against the scopes of its lines."""
    by = {one: tuple(key for key, scope in scopes if one in scope.covers) for one in sorted(known, key=in_order)}
    return Coverage(
        by,
        tuple(one for one, keys in by.items() if not keys and one not in not_funded),
        tuple(one for one, keys in by.items() if len(keys) > 1),
        tuple((key, name) for key, scope in scopes for name in scope.missing),
    )
