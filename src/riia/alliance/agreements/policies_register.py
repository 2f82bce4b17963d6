"""May an item be collected, shown or sent on a day: pure functions over what the register says. No database.

Every function gives the refusal, or None where nothing stands against it. The gate asks them; pages use the same words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.agreements import register_errors as errors
from riia.alliance.agreements.audiences import Audience, Privacy, admits
from riia.alliance.agreements.register_errors import Refused, RegisterChangeError, RegisterRefused
from riia.alliance.agreements.states_register import ItemStatus
from riia.indicators.model import day_in_words

DEFAULT_NOTICE: Final = 10
"""Working days of notice for onward sharing until an alliance has settled them: clause 6.7 says only "good notice"."""


@dataclass(frozen=True, slots=True)
class VersionStanding:
    """How a version of an agreement stands on a day. Both `signed` and `in_force` must hold; `why` says what fails."""

    title: str
    label: str
    reference: str
    number: int
    signed: bool
    in_force: bool
    why: str = ""

    @property
    def words(self) -> str:
        return f"{self.title}, {self.label}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of one item on one day, with all it takes to judge.

    `status` is None before the first line of the item begins. `superseded_to` is the last day of the figures that DfE
    has published instead. `agreed_to` are the recipients of agreed requests whose notice has run out.
    """

    key: str
    title: str
    dataset_key: str
    dataset: str
    clause: str
    standing: VersionStanding
    status: ItemStatus | None
    starts_on: date | None
    ends_on: date | None
    audiences: frozenset[Audience]
    onward: frozenset[Audience]
    privacy: Privacy
    frequency: str = ""
    onward_rule: str = ""
    publication_rule: str = ""
    until_superseded: bool = False
    superseded_to: date | None = None
    superseded_by: str = ""
    agreed_to: frozenset[Audience] = frozenset()
    retention_months: int | None = None
    number: int = 0
    item_pk: int = 0
    item_reference: str = ""
    dataset_pk: int = 0


def refusal_to_collect(entry: Entry, on: date, covers: date | None = None) -> Refused | None:
    """Why the item may not be collected. `covers` is the last day the figures are about, where that is known."""
    stopped = _not_open(entry, on, "collected")
    if stopped is not None:
        return stopped
    if covers is not None and entry.superseded_to is not None and covers <= entry.superseded_to:
        return _refused(entry, _superseded(entry), errors.SupersededByDfE)
    return None


def refusal_to_show(entry: Entry, audience: Audience, on: date, covers: date | None = None) -> Refused | None:
    """Why the item may not be shown to an audience. Without `covers`, once superseded means not shown."""
    stopped = _not_open(entry, on, "shown") or _withdrawn(entry, covers)
    if stopped is not None or admits(_shown_to(entry), audience):
        return stopped
    allowed = _named(_shown_to(entry))
    return _refused(entry, f"may be shown to {allowed}, not to {audience.words}", errors.MayNotShow)


def refusal_to_send(entry: Entry, to: Audience, on: date, covers: date | None = None) -> Refused | None:
    """Why the item may not be sent to a recipient; those inside the alliance are the audiences it may be shown to."""
    stopped = _not_open(entry, on, "sent") or _withdrawn(entry, covers)
    granted = entry.onward | entry.agreed_to if to.is_onward else entry.audiences
    if stopped is not None or admits(granted, to):
        return stopped
    said = f": {entry.onward_rule}" if entry.onward_rule and to.is_onward else ""
    return _refused(entry, f"{entry.dataset} may not be sent to {to.words}{said.rstrip('.')}", errors.MayNotSend)


def _shown_to(entry: Entry) -> frozenset[Audience]:
    return entry.audiences | entry.onward | entry.agreed_to


def _not_open(entry: Entry, on: date, done: str) -> Refused | None:
    """What stops the item whatever is to be done with it: the agreement first, then its status."""
    standing = entry.standing
    if not standing.signed:
        return _refused(entry, f"may not be {done}, because {standing.why}", errors.NotSigned)
    if not standing.in_force:
        return _refused(entry, f"may not be {done}, because {standing.why}", errors.NotInForce)
    if entry.status is None:
        return _refused(entry, f"is not in the register on {day_in_words(on)}", errors.NotActive)
    if entry.status is not ItemStatus.ACTIVE:
        return _refused(entry, f"is {entry.status.words}, and only an active item may be {done}", errors.NotActive)
    if entry.ends_on is not None and on > entry.ends_on:
        return _refused(entry, f"was agreed until {day_in_words(entry.ends_on)}", errors.NotActive)
    return None


def _withdrawn(entry: Entry, covers: date | None) -> Refused | None:
    if entry.superseded_to is None or (covers is not None and covers > entry.superseded_to):
        return None
    return _refused(entry, _superseded(entry), errors.SupersededByDfE)


def _superseded(entry: Entry) -> str:
    assert entry.superseded_to is not None
    return f"figures up to {day_in_words(entry.superseded_to)} are superseded by {entry.superseded_by}"


def _refused(entry: Entry, why: str, because: type[RegisterRefused]) -> Refused:
    return Refused(entry.key, entry.title, entry.dataset, entry.standing.words, entry.clause, why, because)


def _named(audiences: Iterable[Audience]) -> str:
    names = [each.words for each in Audience if each in set(audiences)]
    return " and ".join(names) if names else "nobody"


_BY_ROLE: Final[Mapping[Role, frozenset[Audience]]] = {
    Role.DCS: frozenset({Audience.COUNCIL, Audience.PARTNERS, Audience.DIRECTORS}),
    Role.LEAD_DCS: frozenset({Audience.PARTNERS, Audience.DIRECTORS}),
    Role.CHAIR_DCS: frozenset({Audience.PARTNERS, Audience.DIRECTORS}),
    Role.COUNCIL_PERFORMANCE_LEAD: frozenset({Audience.COUNCIL, Audience.PARTNERS}),
    Role.COUNCIL_OFFICER: frozenset({Audience.COUNCIL, Audience.PARTNERS}),
    Role.LEAD_MEMBER: frozenset({Audience.COUNCIL, Audience.PARTNERS}),
    Role.CHIEF_EXECUTIVE: frozenset({Audience.COUNCIL, Audience.PARTNERS}),
    Role.COORDINATOR: frozenset({Audience.PARTNERS}),
    Role.REGIONAL_PERFORMANCE_LEAD: frozenset({Audience.PARTNERS}),
    Role.ANALYST: frozenset({Audience.PARTNERS}),
    Role.COMMISSIONER: frozenset({Audience.PARTNERS, Audience.COMMISSIONERS}),
    Role.PROCESSOR: frozenset({Audience.PROCESSOR}),
    Role.DFE: frozenset({Audience.DFE}),
}
"""Which audiences a role makes somebody part of. A role not named here is of the public only."""


def audiences_of_viewer(scope: Scope, place: str) -> frozenset[Audience]:
    """The audiences somebody belongs to by the roles they hold over a council or a region; always the public."""
    held = (each for each in scope.holdings if each.covers(place))
    return frozenset({Audience.PUBLIC}).union(*(_BY_ROLE.get(each.role, frozenset()) for each in held))


def wider_rights(
    platform: Mapping[str, frozenset[str]], source: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """What each user may read on the platform and not at the source: nothing, where all is well (R4.06, MoU 6.3).

    Both map a user to what that user may read.
    """
    wider = {user: tuple(sorted(rights - source.get(user, frozenset()))) for user, rights in platform.items()}
    return {user: rights for user, rights in sorted(wider.items()) if rights}


def check_move[State](moves: Mapping[State, frozenset[State]], now: State, then: State, what: str) -> None:
    """Raise RegisterChangeError unless the table of states allows the move."""
    if then not in moves[now]:
        words = {state: getattr(state, "words", str(state)) for state in (now, then)}
        raise RegisterChangeError(f"{what} is “{words[now]}”, so it cannot become “{words[then]}”. Reload the page.")


def check_said(text: str, what: str) -> str:
    """The text without blanks around it. Raises RegisterChangeError where nothing is said."""
    if not text.strip():
        raise RegisterChangeError(f"Enter {what}. It is kept in the register.")
    return text.strip()
