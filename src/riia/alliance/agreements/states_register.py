"""States of the data register as data: items, requests for new items, onward-sharing requests (R4.10, R4.11, R4.26)."""

from enum import StrEnum
from typing import Final


class ItemStatus(StrEnum):
    """How an item of the register stands. Only an active one may be collected, shown or sent."""

    PROPOSED = "proposed"
    CHECKED = "checked"
    ACTIVE = "active"
    UNDER_REVIEW = "under-review"
    DROPPED = "dropped"
    SUPERSEDED = "superseded"

    @property
    def words(self) -> str:
        return self.value.replace("-", " ")


class Basis(StrEnum):
    """On what a line of the register rests."""

    AGREEMENT = "agreement"
    REQUEST = "request"
    DECISION = "decision"

    @property
    def words(self) -> str:
        return {
            Basis.AGREEMENT: "the signed agreement",
            Basis.REQUEST: "a request, not yet decided",
            Basis.DECISION: "a decision of the directors’ group",
        }[self]


class RequestState(StrEnum):
    """How a request for new data stands (clause 6.5)."""

    ASKED = "asked"
    CHECKED = "checked"
    COVERED = "covered"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return _REQUEST_WORDS[self]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return bool(REQUEST_MOVES[self])


_REQUEST_WORDS: Final = {
    RequestState.ASKED: "waits for the analyst’s check",
    RequestState.CHECKED: "waits for the directors’ decision",
    RequestState.COVERED: "already covered",
    RequestState.AGREED: "agreed",
    RequestState.DECLINED: "declined",
    RequestState.WITHDRAWN: "withdrawn",
}


class OnwardState(StrEnum):
    """How a request to share further stands (clause 6.7)."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return "waits for the region’s response" if self is OnwardState.ASKED else self.value


_S = ItemStatus
ITEM_MOVES: Final[dict[ItemStatus, frozenset[ItemStatus]]] = {
    _S.PROPOSED: frozenset({_S.CHECKED, _S.DROPPED}),
    _S.CHECKED: frozenset({_S.ACTIVE, _S.DROPPED}),
    _S.ACTIVE: frozenset({_S.ACTIVE, _S.UNDER_REVIEW, _S.DROPPED, _S.SUPERSEDED}),
    _S.UNDER_REVIEW: frozenset({_S.ACTIVE, _S.DROPPED, _S.SUPERSEDED}),
    _S.DROPPED: frozenset(),
    _S.SUPERSEDED: frozenset(),
}
"""From what to what. Active to active is a change of content, such as a wider audience, by decision."""
FIRST_STATUS: Final = {
    Basis.AGREEMENT: frozenset({_S.ACTIVE, _S.UNDER_REVIEW, _S.PROPOSED}),
    Basis.REQUEST: frozenset({_S.PROPOSED}),
}
"""How an item may enter the register: as the agreement has it, or proposed: by a request, or by one person who copies a
signed document, until a second one has compared it."""

_R = RequestState
REQUEST_MOVES: Final[dict[RequestState, frozenset[RequestState]]] = {
    _R.ASKED: frozenset({_R.CHECKED, _R.COVERED, _R.WITHDRAWN}),
    _R.CHECKED: frozenset({_R.AGREED, _R.DECLINED, _R.WITHDRAWN}),
    _R.COVERED: frozenset(),
    _R.AGREED: frozenset(),
    _R.DECLINED: frozenset(),
    _R.WITHDRAWN: frozenset(),
}

_O = OnwardState
ONWARD_MOVES: Final[dict[OnwardState, frozenset[OnwardState]]] = {
    _O.ASKED: frozenset({_O.AGREED, _O.DECLINED, _O.WITHDRAWN}),
    _O.AGREED: frozenset({_O.WITHDRAWN}),
    _O.DECLINED: frozenset(),
    _O.WITHDRAWN: frozenset(),
}
