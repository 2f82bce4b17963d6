"""The content of a published summary: no council by name, and no number that would tell who said what."""

from typing import Any

from riia.alliance.diagnostics.counting import LEAST, Spread
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.queries.picture import Picture, whole


def summary_content(one: AssessmentRound) -> dict[str, Any]:
    """What a summary of the round says now: JSON that a published one keeps."""
    found = whole(one)
    return {
        "title": one.title,
        "topic": found.topic.title,
        "source": found.topic.source.title,
        "version": found.topic.version,
        "levels": [level.word for level in found.topic.levels],
        "ready_from": found.topic.ready_from,
        "simulated": one.simulated,
        "asked": len(found.rows),
        "submitted": found.submitted,
        "signed": found.signed,
        "statements": [_statement(found, statement.key) for statement in found.topic.statements],
    }


def _statement(found: Picture, key: str) -> dict[str, Any]:
    statement = found.topic.statement(key)
    assert statement is not None
    shown = found.publishable(key)
    strengths = sum(one.key == key for one, _, _ in found.offered())
    needs = sum(one.key == key for one, _, _ in found.wanted())
    return {
        "key": key,
        "title": statement.title,
        "text": statement.text,
        "spread": _stored(found.spreads[key]) if shown else None,
        "strengths": _few_hidden(strengths) if shown else None,
        "needs": _few_hidden(needs) if shown else None,
    }


def _few_hidden(count: int) -> int | None:
    """A number of councils; None where there are some and fewer than may be told."""
    return None if 0 < count < LEAST else count


def _stored(spread: Spread) -> dict[str, Any]:
    return {
        "levels": list(spread.levels),
        "not_applicable": spread.not_applicable,
        "not_answered": spread.not_answered,
        "not_in": spread.not_in,
    }


def spread_from(kept: dict[str, Any] | None) -> Spread | None:
    """The spread that a summary kept; None where it was not shown."""
    if kept is None:
        return None
    return Spread(tuple(kept["levels"]), kept["not_applicable"], kept["not_answered"], kept["not_in"])
