"""Amounts of money as people type them, to whole pence and back. Pure; no float ever touches an amount (R1.40)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

MOST_PENCE: Final = 10**12 - 1
"""£9,999,999,999.99: more is a slip of the finger."""
_AMOUNT = re.compile(r"(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{1,2}))?")


class MoneyError(ValueError):
    """A text that is no amount of money. The message says what to write instead."""


def parse_pounds(text: str) -> int:
    """Pence from "£12,345.60", "12345.6" or "12345". Raises MoneyError for what could be read in two ways."""
    clean = "".join(text.split()).removeprefix("£")
    found = _AMOUNT.fullmatch(clean)
    if not clean:
        raise MoneyError("Enter an amount in pounds, such as 12,500 or 12,500.50")
    if found is None or not clean.isascii():
        if re.fullmatch(r"-.*", clean):
            raise MoneyError("The amount must be more than £0")
        if re.fullmatch(r"[\d,]+\.\d{3,}", clean):
            raise MoneyError("Pence have two digits after the point, such as 12,500.50")
        raise MoneyError("Enter the amount as numbers, such as 12,500 or 12,500.50")
    pence = int(found["pounds"].replace(",", "")) * 100 + int((found["pence"] or "0").ljust(2, "0"))
    if pence > MOST_PENCE:
        raise MoneyError("The amount is too large. Check the number of digits")
    return pence


def typed(pence: int | None) -> str:
    """An amount as it stands in a box: "12,500.50", and nothing where there is none."""
    return "" if pence is None else f"{pence // 100:,}.{pence % 100:02d}"


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount of money in a text. `start` is its place there, in letters from 0.

    `pence` is None where the amount is redacted, still to be said, or cannot be read in one way; `why` says which.
    `approximate` where the text says that it is rounded.
    """

    as_written: str
    start: int
    pence: int | None
    why: str = ""
    approximate: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.as_written)


_TIMES: Final = {
    "million": 10**6, "m": 10**6, "mn": 10**6, "thousand": 10**3, "k": 10**3, "billion": 10**9, "bn": 10**9, "b": 10**9,
}  # fmt: skip
_MENTION: Final = re.compile(
    r"(?P<minus>[-–−]\s?|\()?£\s?(?P<number>\d[\d,]*(?:\s,\d{3}(?:,\d{3})*)?(?:\.\d+)?)(?:\s?(?P<times>million|billion|thousand|mn|bn|m|k)\b)?(?P<close>\))?"
    r"|£\s?(?P<hidden>\*\*[^*\n]{1,40}\*\*|\[[^\]\n]{1,40}\]|[Xx]{2,}|[█■▇_]{2,}|\.{3,}|…|TBC\b|tbc\b|tba\b)",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:approximately|approx\.?|around|about|circa|c\.?|roughly|nearly|almost|over|more than|up to|some|"
    r"estimated(?: at)?)\s*$",
    re.IGNORECASE,
)
_ABOUT_AFTER: Final = re.compile(r"\s*\(?(?:approximately|approx\.?|or so|or thereabouts)", re.IGNORECASE)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def amount_mentions(text: str) -> list[AmountMention]:
    """Every amount in pounds in a text, in order: "£1,600", "£1600", "£1.6 million approximately", "£[redacted]"."""
    found: list[AmountMention] = []
    for match in _MENTION.finditer(text):
        if match["hidden"]:
            why = "still to be said" if match["hidden"].lower() in ("tbc", "tba") else "redacted"
            found.append(AmountMention(match[0], match.start(), None, why))
            continue
        start, end = match.start(), match.end()
        if match["minus"] == "(" and not match["close"]:
            start += 1  # a bracket around more than the amount
        elif match["close"] and match["minus"] != "(":
            end -= 1
        negative = bool(match["minus"]) and start == match.start() and (match["minus"] != "(" or bool(match["close"]))
        if negative and match["minus"] != "(" and start and not text[start - 1].isspace():
            start, negative = match.start() + len(match["minus"]), False  # a dash between two amounts
        written = text[start:end].rstrip(",")
        pence, why = _pence_of(match["number"].rstrip(","), (match["times"] or "").lower())
        about = bool(_ABOUT.search(text[max(0, start - 20) : start]) or _ABOUT_AFTER.match(text, end))
        found.append(AmountMention(written, start, -pence if negative and pence else pence, why, about))
    return found


def _pence_of(number: str, times: str) -> tuple[int | None, str]:
    whole, _, part = re.sub(r"\s", "", number).partition(".")
    if not _GROUPED.fullmatch(whole):
        return None, "its commas do not stand where thousands end"
    if not times and len(part) > 2:
        return None, "it has more than two digits of pence"
    scale = 100 * _TIMES.get(times, 1)
    exact = Fraction(f"{whole.replace(',', '')}.{part or '0'}") * scale
    return (int(exact), "") if exact.denominator == 1 else (None, "it is no whole number of pence")
