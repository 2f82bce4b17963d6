"""Findings about dates, in any document: what is in no calendar, lacks its year, or can mean two quarters."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from riia.documents.dates import Basis, Context, DateMention, Problem, date_mentions, in_words
from riia.documents.model import Evidence, Finding, Severity
from riia.documents.rules import Rule, register, rule_of
from riia.documents.text.passages import Passage, Piece
from riia.documents.text.quarters import quarters_of
from riia.documents.text.torn import is_torn
from riia.documents.working_days import beside

register(
    Rule(
        "DATE-IMPOSSIBLE",
        Severity.ERROR,
        "The date does not exist",
        "A promise or payment that is due on no day is due on a day that each reader makes up.",
        "R11.09",
    ),
    Rule(
        "DATE-WEEKDAY",
        Severity.CONFLICT,
        "The day of the week does not fit the date",
        "One of the two is wrong, and readers will go by either.",
        "R11.09",
    ),
    Rule(
        "DATE-NO-YEAR",
        Severity.AMBIGUITY,
        "The date has no year",
        "A plan is read in more than one year, and a deadline without a year cannot be kept by a system.",
        "R11.09",
    ),
    Rule(
        "DATE-QUARTER",
        Severity.AMBIGUITY,
        "The quarter can be one of the financial or of the calendar year",
        "The two readings lie three or more months apart.",
        "R11.09",
    ),
    Rule(
        "DATE-ORDER",
        Severity.ERROR,
        "A period ends before it begins",
        "No day lies in it.",
        "R11.09",
    ),
    Rule(
        "DATE-WEEKEND",
        Severity.AMBIGUITY,
        "A deadline falls on a Saturday or Sunday",
        "Whether the Friday before or the Monday after is meant decides whether it was met.",
        "R11.09",
    ),
)  # fmt: skip
_REMEDY: Final = {
    Problem.IMPOSSIBLE: "Ask the author which day is meant, and record the answer; until then it has no date.",
    Problem.WEEKDAY: "Ask whether the day of the week or the date is meant.",
    Problem.NO_YEAR: "Confirm the year before it is entered.",
    Problem.QUARTER: "Ask for the day that is meant, or for the basis of all quarters in the document.",
    Problem.ORDER: "Ask for the days that are meant.",
}
_DEADLINE: Final = re.compile(
    r"\b(?:by|before|until|no later than|deadline(?:\s+(?:is|of))?:?|due(?:\s+(?:on|by))?:?)"
    r"\s*(?:\*\*|\()?\s*(?:the\s+)?$",
    re.I,
)
_SAID_LATER: Final = re.compile(
    r"(?:\s*(?:,|and|or|&|to|/|–|-)\s*(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)+\s*,?\s*(?:19|20)\d\d",
)
_DUE: Final = re.compile(
    r"\b(?:by|before|until|during|in|from|end\s+of|start\s+of)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.I
)
_EVERY_YEAR: Final = re.compile(
    r"\b(?:years?|periods?|months)\s+(?:that\s+|which\s+)?(?:ending|ends|ended|to|from|beginning|begins|"
    r"starting|starts|runs from)\s+(?:on\s+)?(?:the\s+)?$",
    re.I,
)
_YEARLY: Final = re.compile(
    r"\b(?:each|every|any|following|next|end of the|end of a)\s+(?:(?:financial|academic|calendar)\s+)?year\b"
    r"|\bannual|\byearly"
    r"|\bnotice\b[^.;]{0,40}\b(?:end|ends|ending|expir\w+|before)\b",
    re.I,
)
"""What is done every year has no year of its own."""
_OTHERS: Final = 20
"""Places named beside the first."""


def date_findings(
    texts: Sequence[Passage], context: Context, damaged: Collection[tuple[int, int]] = ()
) -> Iterator[Finding]:
    """What is wrong with the dates of passages. Lines that extraction damaged are left out: their dates are no dates.

    `damaged` are cells and lines as (identity of their block, column from 1, 0 for a line).
    """
    weekends: dict[str, list[tuple[DateMention, Piece]]] = {}
    quarters: dict[str, list[tuple[DateMention, Piece]]] = {}
    for passage in texts:
        for mention in date_mentions(passage.text, context=context):
            piece = passage.at(mention.start)
            key = (id(piece.block), piece.where.column or 0)
            if piece.block.struck or key in damaged or (key[0], 0) in damaged:
                continue
            if is_torn(passage.text, mention.start, mention.start + len(mention.as_written)):
                continue
            for problem, why in mention.problems:
                if problem is Problem.QUARTER:
                    said = "".join(mention.as_written.split())
                    if not re.search(r"\d{4}", said) and not _DUE.search(passage.text[: mention.start][-40:]):
                        continue  # the head of a column, or one of several that are listed
                    quarters.setdefault(said if re.search(r"\d{4}", said) else "", []).append((mention, piece))
                elif problem is not Problem.NO_YEAR or not _year_follows(passage, mention):
                    yield _finding(mention, piece, problem, why)
            if _is_weekend_deadline(mention, passage, context):
                weekends.setdefault(str(mention.due), []).append((mention, piece))
    defined = quarters_of(passage.text for passage in texts)
    for found in quarters.values() if not defined else ():
        mention, piece = found[0]
        ((_, why),) = mention.problems
        one = _finding(mention, piece, Problem.QUARTER, why)
        often = f" It stands in {len(found)} places." if len(found) > 1 else ""
        yield replace(one, message=f"{one.message}{often}", evidence=_others(found))
    for found in weekends.values():
        yield _weekend(found)


def _others(found: Sequence[tuple[DateMention, Piece]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(piece.where, said.as_written) for said, piece in found[1 : _OTHERS + 1])


def _year_follows(passage: Passage, mention: DateMention) -> bool:
    """ "By September and October 2025": the year is that of the last. "Years ending 31 March" are several."""
    before = passage.text[max(0, mention.start - 40) : mention.start]
    sentence = passage.sentence(mention.start)
    return bool(_SAID_LATER.match(passage.text, mention.end) or _EVERY_YEAR.search(before) or _YEARLY.search(sentence))


def _finding(mention: DateMention, piece: Piece, problem: Problem, why: str) -> Finding:
    rule = rule_of(problem.value)
    written = " ".join(mention.as_written.split())
    return Finding(rule.code, rule.severity, piece.where, written, f"“{written}”: {why}", _REMEDY[problem])


def _is_weekend_deadline(mention: DateMention, passage: Passage, context: Context) -> bool:
    if mention.basis is not Basis.DAY or mention.due is None or mention.problems or mention.due.weekday() < 5:
        return False
    if context.written and mention.due <= context.written:
        return False  # a day gone by when it was written binds nobody
    if (mention.due.day, mention.due.month) == (31, 3):
        return False  # the end of the financial year is one whatever day it is
    if (mention.due + timedelta(days=1)).day == 1 and re.search(r"\buntil\s+$", passage.text[: mention.start][-12:]):
        return False  # the end of a time, not something that is due
    return bool(_DEADLINE.search(passage.text[max(0, mention.start - 40) : mention.start]))


def _weekend(found: Sequence[tuple[DateMention, Piece]]) -> Finding:
    mention, piece = found[0]
    due = mention.due
    assert due is not None
    before, after = beside(due)
    others = _others(found)
    often = f" It is the deadline in {len(found)} places." if others else ""
    return Finding(
        "DATE-WEEKEND",
        Severity.AMBIGUITY,
        piece.where,
        " ".join(mention.as_written.split()),
        f"{in_words(due)} is a {due:%A}.{often}",
        f"Say whether it is due on {before:%A} {in_words(before)} or {after:%A} {in_words(after)}.",
        others,
    )
