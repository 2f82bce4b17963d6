"""A summary as a page: published or about to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from riia.alliance.diagnostics.counting import LEAST
from riia.alliance.diagnostics.presenters.words import ready_words, spread_words
from riia.alliance.diagnostics.queries.publishing import spread_from
from riia.alliance.diagnostics.topic import Topic
from riia.alliance.kit.filters import plural


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One statement of a summary in words."""

    number: int
    title: str
    text: str
    words: str
    ready: str
    offers: str


def summary_lines(content: Mapping[str, Any], topic: Topic) -> list[SummaryLine]:
    """Every statement of a summary, those that are not shown with why."""
    return [_line(number, kept, topic) for number, kept in enumerate(content["statements"], 1)]


def _line(number: int, kept: Mapping[str, Any], topic: Topic) -> SummaryLine:
    spread = spread_from(kept["spread"])
    if spread is None:
        words = f"Not shown: too few councils answered to hide who said what ({LEAST + 1} are needed)."
        return SummaryLine(number, kept["title"], kept["text"], words, "", "")
    named, asked = _some(kept["strengths"]), _some(kept["needs"])
    offers = f"{named[0].upper()}{named[1:]} named a strength worth sharing; {asked} asked for support."
    return SummaryLine(
        number, kept["title"], kept["text"], spread_words(topic, spread), ready_words(topic, spread), offers
    )


def _some(count: int | None) -> str:
    if count is None:
        return f"fewer than {LEAST} councils"
    return plural(count, "council") if count else "no council"
