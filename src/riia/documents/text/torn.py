"""Dates that are what a misreading left of another: "5 September" of "l5 September". Pure.

The misreading is told by itself (SCAN-MISREAD), and not what would follow from it.
"""

import re
from typing import Final

_MIXED: Final = r"(?=[OoIlSB]*\d)(?=\d*[OoIlSB])[\dOoIlSB]"
_LEFT: Final = re.compile(rf"(?<!\w)(?:[OoIlSB]|{_MIXED}{{2}}(?:st|nd|rd|th)?\s+)$")
_RIGHT: Final = re.compile(rf"\s+{_MIXED}{{4}}(?!\w)")


def is_torn(text: str, start: int, end: int) -> bool:
    """Whether the date between two offsets of a text lacks a day or year that stands beside it, misread."""
    return bool(_LEFT.search(text[max(0, start - 5) : start]) or _RIGHT.match(text[end:]))
