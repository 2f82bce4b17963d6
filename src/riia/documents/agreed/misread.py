"""Words with a digit for a letter ("pub1ished", "0f"), numbers with a letter for a digit, words cut in two. Pure."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import cells_of
from riia.documents.agreed.words import is_common
from riia.documents.model import Document, Evidence, Finding, Where

_TOKEN: Final = re.compile(r"(?<![\w£€/@#._+])(?<!\d-)[A-Za-z\d]{2,20}(?![\w/@#_+]|[-.]\w)")
_SMALL: Final = {"0f": "of", "0r": "or", "t0": "to", "0n": "on", "1n": "in", "1s": "is", "1t": "it", "1f": "if",
                 "a1l": "all", "s0": "so", "n0": "no", "d0": "do", "g0": "go"}  # fmt: skip
_TURNED: Final = {"0": "o", "1": "l", "5": "s", "8": "b", "3": "e", "4": "a", "|": "l"}
_BAD_NUMBER: Final = re.compile(
    r"(?<![\w£€/-])(?:\d+[Ol][\dOl]*|[OlI]\d[\dOl]*)(?=\s+(?:days?|working|weeks?|months?|years?|per|%|councils?"
    r"|members?"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b|%)"
    r"|(?<![\w£/-])(?:2O\d\d|20[Ol]\d|20\d[Ol]|2O[Ol\d][Ol\d])(?![\w])"
    r"|£\s?(?=[\d,.]*[OolI])(?=[OolI,.]*\d)[\dOolI][\dOolI,.]*[\dOolI]"
)
_SPLIT: Final = re.compile(r"(?<![\w.'’£&/@-])([A-Za-z]{2,12}) (?=([a-z]{2,12})(?![\w'’&/@-]))")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATED: Final = re.compile(r"(?<![\d./£])\d{1,2}(?:st|nd|rd|th)?\s+(?P<month>[A-Z][a-z]{3,10})\.?\s+20\d\d(?!\d)")
"""A day of a month that may be misspelt: then it is a day for nobody."""
_JOINED: Final = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("li", "h"))
_PAIRS: Final = frozenset(
    "pre re un non co sub anti inter over under out up semi multi mid post self ex".split()  # noqa: SIM905
)
_MOST: Final = 20


def misread_findings(document: Document, words: Mapping[str, int]) -> Iterator[Finding]:
    """Words that were misread, all of one kind in one finding for each word. `words` is how often each stands there."""
    seen: dict[str, list[tuple[Where, str]]] = {}
    for block in document.blocks:
        for cell in block.cells or (block,):
            for written, meant in _in_text(cell.text, words):
                if written.startswith("£") and cells_of(block):
                    continue  # TABLE-AMOUNT is for these
                seen.setdefault(f"{written}\n{meant}", []).append((cell.where, cell.text))
    for key, places in list(seen.items())[:_MOST]:
        written, meant = key.split("\n")
        often = f", in {len(places)} places" if len(places) > 1 else ""
        yield told(
            "SCAN-MISREAD", places[0][0], written,
            f"“{written}” is likely “{meant}”{often}: it was misread when the text was taken from a scan.",
            "Read it so, and look at the numbers around it in the document itself.",
            [Evidence(where, text[:120]) for where, text in places[1:_MOST]],
        )  # fmt: skip


def as_meant(text: str) -> str:
    """A text with digits in words and letters in amounts read as what they stand for; every place stays where it is.

    For rules that ask what a text says. What it is written like is told once, by SCAN-MISREAD, and is kept.
    """
    for written, meant in _in_text(text, {}):
        if re.search(r"\d", written) and len(written) == len(meant):
            text = text.replace(written, meant.capitalize() if written[0].isupper() else meant)
    return text


def _in_text(text: str, words: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if meant := _meant(match[0], words):
            yield match[0], meant
    for match in _BAD_NUMBER.finditer(text):
        yield match[0], match[0].replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1")
    for match in _SPLIT.finditer(text):
        if _is_split(match[1].lower(), match[2], words):
            yield f"{match[1]} {match[2]}", match[1] + match[2]
    for match in _DATED.finditer(text):
        said = match["month"]
        if said not in _MONTHS and said != "Sept" and (near := get_close_matches(said, _MONTHS, 1, 0.75)):
            yield said, near[0]


def _meant(token: str, words: Mapping[str, int]) -> str:
    """The word that a token with digits or joined letters stands for; blank where it is as it should be."""
    if token in _SMALL:
        return _SMALL[token]
    lower = token.lower()
    if re.search(r"\d", token):
        if not re.fullmatch(r"[A-Z]?[a-z\d]+", token) or re.fullmatch(r"\d+(?:st|nd|rd|th|s|k|m|bn|x|am|pm)?", token):
            return ""
        plain = "".join(_TURNED.get(sign, sign) for sign in lower)
        inside = re.search(r"[a-z][01]+[a-z]", lower) and not re.search(r"[2-9]", lower) and len(token) > 4
        others = (
            plain,
            plain.replace("l", "i", 1),
            "".join("i" if s == "1" else p for s, p in zip(lower, plain, strict=True)),
        )
        known = next((one for one in others if one.isalpha() and len(one) > 2 and _is_word(one, words)), "")
        return known or (plain if inside and re.search(r"[aeiou]", plain) else "")
    if len(lower) < 4 or not lower.isalpha() or token.isupper() or _is_word(lower, words, often=2):
        return ""
    if re.match(r"l[b-df-hj-km-tv-xz]", token) and len(lower) > 4 and words.get(lower, 0) < 3:
        plain = f"i{lower[1:]}"
        if _is_word(plain, words, often=2):
            return plain.capitalize()
    for wrong, right in _JOINED:
        at = lower.find(wrong)
        if at >= 0:
            plain = lower[:at] + right + lower[at + len(wrong) :]
            if len(plain) > 3 and _is_word(plain, words, often=2) and words.get(lower, 0) < 3:
                return plain
    return ""


def _is_word(word: str, words: Mapping[str, int], often: int = 1) -> bool:
    return is_common(word) or words.get(word, 0) >= often


def _is_split(first: str, second: str, words: Mapping[str, int]) -> bool:
    """Two pieces that make one word, of which one at least is none by itself."""
    whole = first + second
    if len(whole) < 5 or first in _PAIRS or not _is_word(whole, words, often=2):
        return False
    return any(len(part) > 1 and words.get(part, 0) < 2 and not is_common(part) for part in (first, second))
