"""Codes of places."""

import re

_COUNCIL = re.compile(r"[2-9]\d\d", re.ASCII)
_ONS = re.compile(r"E\d{8}", re.ASCII)
# The Local Authority Interactive Tool numbers regions and England 970 to 999 in the column of council codes.
_LAIT_REGIONS = range(970, 1000)


class PlaceCodeError(ValueError):
    """Text is not a code of a council, a region or England."""


class PlaceCode(str):
    """A place: a council by its three-digit DfE code ("831"), a region or England by its ONS code ("E12000004").

    It is a `str`, so it can be a key, a column and a part of a URL. The constructor checks the form and raises
    PlaceCodeError; whether a place of that code exists, and when, is known by `riia.indicators.reference`.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> "PlaceCode":
        """Check the form of `text`; a number is refused, since a spreadsheet has then already changed the code."""
        if not isinstance(text, str):
            raise PlaceCodeError(f"{text!r} is not text. {_RULE} Read code columns as text.")
        if isinstance(text, PlaceCode):
            return text
        if _COUNCIL.fullmatch(text):
            if int(text) in _LAIT_REGIONS:
                raise PlaceCodeError(
                    f"{text!r} is not a council: the Local Authority Interactive Tool uses 970 to 999 for regions and "
                    "England. Give the ONS code of the region, such as E12000004."
                )
            return super().__new__(cls, text)
        if _ONS.fullmatch(text):
            return super().__new__(cls, text)
        raise PlaceCodeError(f"{text!r} is not a place code. {_RULE} {_hint(text)}".rstrip())

    @property
    def is_dfe(self) -> bool:
        """True for a council's three-digit DfE code, False for an ONS code."""
        return len(self) == 3

    @property
    def is_ons(self) -> bool:
        """True for an ONS nine-character code."""
        return len(self) == 9


_RULE = (
    "A council is given by its three-digit DfE code, such as 831; a region or England by its nine-character ONS code, "
    "such as E12000004 or E92000001."
)


def _hint(text: str) -> str:
    tidy = text.strip().upper()
    if tidy != text and (_COUNCIL.fullmatch(tidy) or _ONS.fullmatch(tidy)):
        return f"Did you mean {tidy}?"
    if re.fullmatch(r"\d+\.0+", tidy):
        return "It looks as if a spreadsheet turned the code into a decimal number: read the column as text."
    return ""
