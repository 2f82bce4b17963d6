"""Which quarters a document means, where it says so once: "Q1 is April to June"."""

import re
from collections.abc import Iterable
from typing import Final

_DEFINED: Final = re.compile(
    r"\bQ(?:uarter )?(?P<quarter>[1-4])\s*(?:\(|=|:|–|-|is|means|runs|being)\s*(?:from\s+)?(?:1(?:st)? )?"
    r"(?P<month>Jan|Apr|Jul|Oct)[a-z]*",
    re.I,
)
_FINANCIAL: Final = re.compile(
    r"\b(?:financial|calendar)[ -](?:year )?quarters?\b|\bquarters?\b[^.;]{0,40}\b(?:financial|calendar) year\b", re.I
)
_FIRST: Final = {"1": "apr", "2": "jul", "3": "oct", "4": "jan"}


def quarters_of(texts: Iterable[str]) -> str:
    """ "financial" or "calendar" where a text defines the quarters of the document; otherwise blank."""
    for text in texts:
        if found := _DEFINED.search(text):
            return "financial" if found["month"][:3].lower() == _FIRST[found["quarter"]] else "calendar"
        if found := _FINANCIAL.search(text):
            return "calendar" if "calendar" in found[0].lower() else "financial"
    return ""
