"""How private data are and who may see them, in the words of the register.

Source: MoU 6.3 to 6.7 and its data appendix; R4.03 (privacy levels), R4.01 (access list, onward sharing).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Privacy(StrEnum):
    """The privacy levels of R4.03, from the most open to the most closed."""

    AGGREGATED = "aggregated"
    NON_PERSONAL = "non-personal"
    RECORD = "record"
    RECORD_WITH_PRICE = "record-with-price"
    CLOSELY_LIMITED = "closely-limited"

    @property
    def words(self) -> str:
        """The level in the words of a page."""
        return _PRIVACY[self]

    @property
    def of_records(self) -> bool:
        """Whether the data are about single children, so that they are personal data however pseudonymised."""
        return self in {Privacy.RECORD, Privacy.RECORD_WITH_PRICE, Privacy.CLOSELY_LIMITED}


_PRIVACY: Final = {
    Privacy.AGGREGATED: "Anonymised, aggregated to council level",
    Privacy.NON_PERSONAL: "Not about persons",
    Privacy.RECORD: "Pseudonymised records",
    Privacy.RECORD_WITH_PRICE: "Pseudonymised records with price",
    Privacy.CLOSELY_LIMITED: "Pseudonymised records, closely limited access",
}


class Audience(StrEnum):
    """Who may be shown or sent something. An item names those it is for; everybody else is refused."""

    COUNCIL = "council"
    PARTNERS = "partners"
    DIRECTORS = "directors"
    WORKFORCE = "workforce-group"
    COMMISSIONERS = "commissioners"
    NAMED = "named-persons"
    PROCESSOR = "processor"
    DFE = "dfe"
    GOVERNMENT = "government"
    PUBLIC = "public"

    @property
    def words(self) -> str:
        """Who that is, to stand inside a sentence."""
        return _AUDIENCES[self]

    @property
    def is_onward(self) -> bool:
        """Whether reaching them takes data out of the alliance."""
        return self in ONWARD


_AUDIENCES: Final = {
    Audience.COUNCIL: "the council itself",
    Audience.PARTNERS: "the partner councils",
    Audience.DIRECTORS: "the directors’ group",
    Audience.WORKFORCE: "the regional workforce group",
    Audience.COMMISSIONERS: "commissioning users",
    Audience.NAMED: "named persons",
    Audience.PROCESSOR: "the data processor",
    Audience.DFE: "DfE",
    Audience.GOVERNMENT: "other government departments",
    Audience.PUBLIC: "the public",
}
ONWARD: Final = frozenset({Audience.DFE, Audience.GOVERNMENT, Audience.PUBLIC})
"""Recipients outside the alliance: the register says for each item whether it may go to them."""

_WITHIN: Final[dict[Audience, frozenset[Audience]]] = {
    Audience.PUBLIC: frozenset(Audience),
    Audience.GOVERNMENT: frozenset({Audience.DFE}),
    Audience.PARTNERS: frozenset(
        {Audience.COUNCIL, Audience.DIRECTORS, Audience.WORKFORCE, Audience.COMMISSIONERS, Audience.NAMED}
    ),
}
"""Whom an audience includes: what all partners may see, each of their groups may see."""


def admits(granted: Iterable[Audience], asked: Audience) -> bool:
    """Whether one of the audiences granted is the one asked for, or includes it."""
    return any(asked is each or asked in _WITHIN.get(each, frozenset()) for each in granted)
