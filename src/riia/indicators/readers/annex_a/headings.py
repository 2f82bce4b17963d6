"""Which column of a list a heading means, however it is written.

A heading is matched by its letters and digits alone; then by the other wordings that the list knows; then by its
content words, whatever their order and the small words between them: "Start date of the assessment" is "Assessment
start date", "D.O.B." is "Date of Birth". A number before it ("6. Date of Contact") is no part of it. A word that no
list uses, and that is one slip of the pen from one that a list does use, is taken for that word ("Date of referal"),
and told. Otherwise nothing is matched by likeness: two headings either say the same or do not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from riia.indicators.tables.annex_a import ANNEX_A, SHORT_HEADINGS
from riia.indicators.tables.schema import Column, TableSchema, folded

_LONGEST: Final = 400
_PHRASES: Final = (
    (r"[‘’'`]", ""),
    (r"\bd\.?\s?o\.?\s?b\b\.?", " date birth "),
    (r"\bs\.?\s?47s?\b", " section 47 "),
    (r"\bicpcs?\b", " initial child protection conference "),
    (r"\bcpps?\b|\bcp\b", " child protection plan "),
    (r"\bcin\b", " child in need "),
    (r"\b(lac|cla)\b", " looked after child "),
    (r"\bnfa\b", " no further action "),
    (r"\buasc\b", " unaccompanied asylum seeking child "),
    (r"\bmost recent\b", " latest "),
    (r"\bla\b", " local authority "),
    (r"\bstage\s*(\d)", r" stage\1 "),
    (r"(\d+)\s*(months?|mths?)", r" \1 months "),
    (r"\bno\.(?=\s|$)|\bno(?=\s+of\b)", " number "),
)
_NUMBERED: Final = re.compile(
    r"^\s*[\[(]?(?:\d{1,2}|[a-z]{1,2})\s*[\])][.:]?\s*(?=\w)|^\s*\d{1,2}\s*[.:\-–]\s*(?=[a-z])", re.IGNORECASE
)
_NOTHING: Final = (frozenset[str](), frozenset(["number"]))
"""Words that name no column: "No." is the number of the row."""
_LEAST_LETTERS: Final = 5
"""A shorter word is too soon like another one."""
_SAME: Final[Mapping[str, str]] = {
    "last": "latest", "current": "latest", "sex": "gender", "start": "started", "starts": "started",
    "began": "started", "begun": "started", "commenced": "started", "beginning": "started", "end": "ended",
    "ends": "ended", "finish": "ended", "finished": "ended", "complete": "completed", "completion": "completed",
    "completing": "completed", "authorised": "authorisation", "authorized": "authorisation",
    "authorization": "authorisation", "close": "closure", "closed": "closure", "organization": "organisation",
    "identifier": "id", "identification": "id", "identity": "id", "twelve": "12", "six": "6", "count": "number",
    "total": "number", "adviser": "advisor", "enquiries": "enquiry", "referrals": "referral", "visits": "visit",
    "plans": "plan", "placements": "placement", "episodes": "episode", "conferences": "conference",
    "adopters": "adopter", "matched": "match", "matching": "match", "mth": "months", "month": "months",
    "children": "child", "childs": "child", "interviews": "interview", "checks": "check",
}  # fmt: skip
_SMALL: Final = frozenset(
    ["the", "a", "an", "of", "for", "to", "be", "is", "was", "were", "did", "does", "do", "has", "have", "had", "been",
     "this", "that", "their", "they", "in", "on", "by", "with", "from", "within", "and", "or", "at", "s", "y", "n",
     "yn", "dd", "mm", "yy", "yyyy", "please", "unique", "as", "being", "any", "if", "child", "young",
     "person", "persons"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matched:
    """A heading row read as a list: official column by place in the sheet, and what was left over."""

    columns: Mapping[int, str]
    repeated: tuple[tuple[int, str, str], ...]
    """A further heading for a column that has one already: place, the heading, the column."""
    unknown: tuple[tuple[int, str], ...]
    misspelt: tuple[tuple[str, str], ...] = ()
    """A heading with a slip of the pen in it, and the column that it was taken for."""


def words(heading: str) -> frozenset[str]:
    """The content words of a heading."""
    return frozenset(_in_order(heading)) - _SMALL


@lru_cache(maxsize=4_096)
def _in_order(heading: str) -> tuple[str, ...]:
    text = heading.lower()
    for pattern, meaning in _PHRASES:
        text = re.sub(pattern, meaning, text)
    return tuple(_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", text))


def column_of(heading: str, schema: TableSchema, *, named: bool = False) -> Column | None:
    """The column that a heading means in a list, or None.

    `named` says that the sheet's name tells which list it is: then short headings, such as "Start date", are enough.
    """
    return _column_of(heading, schema.name, named)


@lru_cache(maxsize=32_768)
def _column_of(heading: str, name: str, named: bool) -> Column | None:
    schema = ANNEX_A[name]
    plain = _plain(heading)
    exact = schema.column(heading) or schema.column(plain)
    if exact or not folded(plain):
        return exact
    found = _by_words(name).get(words(plain))
    if found is None and named:
        short = SHORT_HEADINGS.get(name, {})
        found = next((schema.by_name[column] for key, column in short.items() if words(key) == words(plain)), None)
    return found


def _plain(heading: str) -> str:
    """A heading without what form-makers add to it: a number before it, how to fill it in after it."""
    text = _NUMBERED.sub("", heading.strip())
    return re.sub(r"\s*\(?\s*(y\s*/\s*n|yes\s*/\s*no|dd/mm/yy(yy)?)\s*\)*\s*\??\s*$", "", text, flags=re.IGNORECASE)


def match(row: Sequence[str | None], schema: TableSchema, *, named: bool = False) -> Matched:
    """Read a row of a sheet as the headings of a list. `named` as for `column_of`."""
    columns: dict[int, str] = {}
    repeated, unknown, misspelt = [], [], []
    found: list[tuple[int, str, Column]] = []
    for at, cell in enumerate(row):
        heading = " ".join((cell or "")[:_LONGEST].split())
        column = column_of(heading, schema, named=named) if heading else None
        if column is not None:
            found.append((at, heading, column))
        elif heading:
            unknown.append((at, heading))
    taken: set[str] = set()
    # Of several headings for a column the official one is meant, otherwise the first.
    for at, heading, column in sorted(found, key=lambda one: folded(one[1]) != folded(one[2].name)):
        if column.name in taken:
            repeated.append((at, heading, column.name))
        else:
            taken.add(column.name)
            columns[at] = column.name
    for at, heading in tuple(unknown):
        column = _misspelt(heading, schema.name)
        if column is not None and column.name not in taken:
            taken.add(column.name)
            columns[at] = column.name
            unknown.remove((at, heading))
            misspelt.append((heading, column.name))
    return Matched(dict(sorted(columns.items())), tuple(sorted(repeated)), tuple(unknown), tuple(misspelt))


@lru_cache(maxsize=32_768)
def _misspelt(heading: str, name: str) -> Column | None:
    """The column that a heading means when each word that no list uses is put right, or None."""
    mended = [_mended(word) for word in _in_order(_plain(heading))]
    if None in mended:
        return None
    return _by_words(name).get(frozenset(_SAME.get(word, word) for word in mended if word) - _SMALL)


@lru_cache(maxsize=4_096)
def _mended(word: str) -> str | None:
    """The word itself when a list uses it; the only one that it is a slip of the pen for; None otherwise."""
    known = _vocabulary()
    if word in known or word in _SMALL or word.isdigit():
        return word
    if len(word) < _LEAST_LETTERS:
        return None
    like = {_SAME.get(one, one) for one in known if abs(len(one) - len(word)) <= 1 and _one_slip(word, one)}
    return like.pop() if len(like) == 1 else None


def _one_slip(word: str, right: str) -> bool:
    """Whether one letter is left out, put in, another, or two neighbours have changed places. The first one stands."""
    if word[0] != right[0] or min(len(word), len(right)) < _LEAST_LETTERS:
        return False
    at = next((at for at, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right)))
    rest, wanted = word[at:], right[at:]
    swapped = rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
    return rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:] or swapped


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of every heading that a list knows, and the words that mean the same."""
    wordings = (
        wording for table in ANNEX_A.tables for column in table.columns for wording in (column.name, *column.names)
    )
    known = {word for wording in wordings for word in _in_order(wording)} | set(_SAME) | _SMALL
    return frozenset(word for word in known if word.isalpha())


@cache
def _by_words(name: str) -> Mapping[frozenset[str], Column]:
    """Columns of a list by content words; words that two columns share mean neither."""
    found: dict[frozenset[str], Column | None] = {}
    for column in ANNEX_A[name].columns:
        for wording in (column.name, *column.names):
            key = words(wording)
            known = found.setdefault(key, column)
            if known is not None and known is not column:
                found[key] = None
    return {key: column for key, column in found.items() if column is not None and key not in _NOTHING}
