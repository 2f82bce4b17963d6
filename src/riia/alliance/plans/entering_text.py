"""Texts of documents as rows keep them: for lists, to be found again, and the part that asks for something. Pure."""

import re
from hashlib import sha256
from typing import Final

LONGEST: Final = 300
"""Letters of the words that lists show; the whole text is kept beside them."""
_ENDS: Final = re.compile(r";|\.\s|,\s+(?:with|and|including|ensuring|each|resulting|producing|demonstrating)\b")


def fingerprint(text: str) -> str:
    """Sixteen signs that are the same for texts of the same words in the same order; blank for no text."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return sha256(" ".join(words).encode()).hexdigest()[:16] if words else ""


def shortened(text: str, most: int = LONGEST) -> str:
    """A text for a list: whole where it fits, else to the last whole word, with dots."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return f"{plain[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def clause(text: str, written: str) -> str:
    """The part of a sentence that holds a piece of it, in the document's own words."""
    at = text.find(written) if written else -1
    if at < 0:
        return written or text
    starts = [match.end() if match[0] in (";", ". ") else match.start() + 1 for match in _ENDS.finditer(text[:at])]
    after = _ENDS.search(text, at + len(written))
    whole = text[(starts[-1] if starts else 0) : (after.start() if after else len(text))]
    return re.sub(r"^(?:[\s,.;–-]|(?:and|with)\b)+", "", whole).rstrip(" ,.;") or written
