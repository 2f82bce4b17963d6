"""The states of a version of an agreement, and which may follow which (R2.17)."""

from collections.abc import Mapping
from enum import StrEnum


class VersionState(StrEnum):
    """Where a version stands, from what it is to cover to the day it no longer holds."""

    SCOPED = "scoped"
    DRAFTED = "drafted"
    AGREED = "agreed"
    IN_FORCE = "in force"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


NEXT: Mapping[VersionState, frozenset[VersionState]] = {
    VersionState.SCOPED: frozenset({VersionState.DRAFTED, VersionState.REVOKED}),
    VersionState.DRAFTED: frozenset({VersionState.AGREED, VersionState.REVOKED}),
    VersionState.AGREED: frozenset({VersionState.IN_FORCE, VersionState.DRAFTED, VersionState.REVOKED}),
    VersionState.IN_FORCE: frozenset({VersionState.REVOKED, VersionState.SUPERSEDED}),
    VersionState.REVOKED: frozenset(),
    VersionState.SUPERSEDED: frozenset(),
}
"""What a version may become. Once in force it only ends: revoked by its parties, or replaced by a later version."""

UNSIGNED = frozenset({VersionState.SCOPED, VersionState.DRAFTED})
"""States whose text may still change, so that nobody signs it yet."""

BEING_MADE = UNSIGNED | {VersionState.AGREED}
"""States before a version holds. An agreement has one such version at a time."""

ENDED = frozenset({VersionState.REVOKED, VersionState.SUPERSEDED})
"""States of a version that holds no more."""


def may_become(now: VersionState, then: VersionState) -> bool:
    """Whether a version in one state may go to another."""
    return then in NEXT[now]
