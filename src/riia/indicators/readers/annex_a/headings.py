"""Which column of a list a heading means, however it is written.

A heading is matched by its letters and digits alone; then by the other wordings that the list knows; then by its
content words, whatever their order and the small words between them: "Start date of the assessment" is "Assessment
start date", "D.O.B." is "Date of Birth". Nothing is matched by likeness: two headings either say the same or do not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from riia.indicators.tables.annex_a import ANNEX_A
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
    (r"\bno\.(?=\s|$)", " number "),
)
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


@lru_cache(maxsize=4_096)
def words(heading: str) -> frozenset[str]:
    """The content words of a heading."""
    text = heading.lower()
    for pattern, meaning in _PHRASES:
        text = re.sub(pattern, meaning, text)
    return frozenset(_SAME.get(word, word) for word in re.findall(r"[a-z0-9]+", text)) - _SMALL


def column_of(heading: str, schema: TableSchema) -> Column | None:
    """The column that a heading means in a list, or None."""
    return _column_of(heading, schema.name)


@lru_cache(maxsize=32_768)
def _column_of(heading: str, name: str) -> Column | None:
    schema = ANNEX_A[name]
    plain = re.sub(r"\s*\(?\s*(y\s*/\s*n|yes\s*/\s*no|dd/mm/yy(yy)?)\s*\)*\s*\??\s*$", "", heading.strip(), flags=re.I)
    exact = schema.column(heading) or schema.column(plain)
    if exact or not folded(plain):
        return exact
    return _by_words(schema.name).get(words(plain))


def match(row: Sequence[str | None], schema: TableSchema) -> Matched:
    """Read a row of a sheet as the headings of a list."""
    columns: dict[int, str] = {}
    repeated, unknown = [], []
    taken: set[str] = set()
    for at, cell in enumerate(row):
        heading = " ".join((cell or "")[:_LONGEST].split())
        if not heading:
            continue
        column = column_of(heading, schema)
        if column is None:
            unknown.append((at, heading))
        elif column.name in taken:
            repeated.append((at, heading, column.name))
        else:
            taken.add(column.name)
            columns[at] = column.name
    return Matched(columns, tuple(repeated), tuple(unknown))


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
    return {key: column for key, column in found.items() if column is not None and key}
