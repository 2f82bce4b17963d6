"""What the rows of costings call themselves: sums, subtotals, the grant, what is left of it. Pure."""

import re
from collections.abc import Sequence
from typing import Final

_TOTAL: Final = re.compile(
    r"(?:(?:the|grand|overall|plan|programme|project|cost|combined|regional|whole|annual|year|final|sum)\s+)*"
    r"(?:totals?|sum)(?:\s*\(.*\))?"
    r"(?:\s+(?:all areas|all|overall|of all|of the plan|for (?:the )?(?:year|plan|programme|region|grant)|costs?|"
    r"planned|"
    r"spend(?:ing)?|expenditure|budget(?:ed)?|cost of (?:the )?(?:plan|programme)|20\d\d.*))*\s*:?"
    r"|(?:all|overall|everything)(?: (?:areas|strands|lines|themes|workstreams|priorities|items|costs))?"
    r" (?:together|totals?)\s*:?",
    re.I,
)
SUBTOTAL: Final = re.compile(
    r"(?:sub-?\s?totals?|totals?|area total)\b.*|.*\S[\s:,–-]+(?:sub-?\s?)?totals?\s*:?|.*\bsub-?\s?totals?\b.*",
    re.I,
)
_ALL: Final = re.compile(
    r"(?:all|overall|grand|plan|programme|whole|everything)(?: areas| strands| lines| themes| workstreams)?", re.I
)
GRANTED: Final = re.compile(
    r"(?:(?:dfe|department(?:al)?|total|our|the|regional|annual|available|agreed|approved|grant|maximum)\s+)*"
    r"(?:grant|allocation|award|funding|envelope|income|ceiling|cap|limit|(?:budget|money|amount|grant) "
    r"(?:available|awarded|allocated))"
    r"(?:\s+(?:allocation|award(?:ed)?|available|received|envelope|limit|ceiling|from .*|for .*|20\d\d.*))*:?",
    re.I,
)
BALANCE: Final = re.compile(
    r".*\b(?:variance|difference|balance|underspend|overspend|remaining|unallocated|headroom|shortfall|surplus|left)\b.*",
    re.I,
)
BY_AREA: Final = re.compile(
    r"(?:(?:sub)?-?(?:totals?|summary|costs?|spend)\s+(?:by|per|for each)\b|summary$|in summary\b)", re.I
)
HINTS: Final = re.compile(
    r"(?:the\s+)?(?:sum|whole|entire|all|overall|altogether|together|combined|everything|aggregate|year|in all)\b", re.I
)
"""Words with which a sum may begin; so may a line."""
LONGEST_TOTAL: Final = 90
_NAME_END: Final = re.compile(
    r"\s+(?=(?:This (?:section|includes|area|funds|covers)|To support|Includes|Funds)\b)|\n|\s+–\s+KPI"
)
CARRIES_ON: Final = re.compile(r"[a-z]|This (?:section|includes|area|funds|covers)\b|\d{1,2}$|To support\b")


def is_total(names: Sequence[str]) -> bool:
    """Whether a row is the sum of all: it says so, and names no area beside the word."""
    if not any(_TOTAL.fullmatch(text) for text in names):
        return bool(names) and all(_ALL.fullmatch(text) for text in names)
    rest = [text for text in names if not _TOTAL.fullmatch(text)]
    return all(_ALL.fullmatch(text) for text in rest)


def is_sum(text: str) -> bool:
    """Whether a row says that it is a sum, or no line at all: the grant, what is left of it."""
    said = text.strip()
    if not said or len(said) > LONGEST_TOTAL:
        return False
    return any(pattern.fullmatch(said) for pattern in (_TOTAL, SUBTOTAL, GRANTED, BALANCE))


def name_of(names: Sequence[str]) -> str:
    """What the name of a sum is the sum of."""
    said = re.sub(r"\b(?:sub-?\s?totals?|totals?|sum|all|for|of)\b|[,:|()–-]", " ", " ".join(names), flags=re.I)
    return " ".join(said.split())


def named(text: str) -> str:
    """The name of an area, without what a cell says of it after that."""
    return _NAME_END.split(text, maxsplit=1)[0].strip()
