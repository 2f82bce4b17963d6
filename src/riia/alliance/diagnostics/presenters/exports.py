"""Tidy tables of self-assessments: one line for each council and statement, and one for each statement and place."""

from collections.abc import Iterable, Iterator

from riia.alliance.diagnostics.answers import Answer, Answers
from riia.alliance.diagnostics.models import Assessment
from riia.alliance.diagnostics.presenters.words import mark_of
from riia.alliance.diagnostics.queries.picture import Picture
from riia.alliance.diagnostics.topic import Topic

ANSWER_HEADINGS = (
    "round", "topic", "topic_version", "council_code", "council", "state", "group", "statement", "statement_words",
    "answer", "level", "level_words", "why_not_applicable", "evidence", "links", "strength", "support_wanted",
    "simulated",
)  # fmt: skip
SPREAD_HEADINGS = ("round", "topic", "topic_version", "statement", "statement_words", "place", "level", "councils",
                   "councils_asked", "simulated")  # fmt: skip


def answer_rows(found: Picture) -> Iterator[list[str]]:
    """Every council of a round by every statement; one that has not submitted says so and has no level."""
    for row in found.rows:
        yield from council_rows(row.assessment, found.topic, row.answers)


def council_rows(one: Assessment, topic: Topic, answers: Answers | None) -> Iterator[list[str]]:
    """One council by every statement."""
    groups = {group.key: group.title for group in topic.groups}
    for statement in topic.statements:
        said = (answers or {}).get(statement.key, Answer())
        yield [
            one.round.name, topic.key, topic.version, one.council.code, one.council.label, one.state,
            groups[statement.group], statement.key, statement.text,
            "not submitted" if answers is None else said.kind.value,
            "" if said.level is None else str(said.level), mark_of(topic, said).word if said.level is not None else "",
            said.why, said.evidence, said.links.replace("\n", " "), said.strength, said.need,
            "yes" if one.round.simulated else "no",
        ]  # fmt: skip


def spread_rows(found: Picture) -> Iterator[list[str]]:
    """How many councils stand where on every statement. The places of a statement add up to the councils asked."""
    one, topic = found.round, found.topic
    for statement in topic.statements:
        spread = found.spreads[statement.key]
        places = [(topic.level(number).word, str(number), count) for number, count in enumerate(spread.levels, 1)]
        places += [("not applicable", "", spread.not_applicable), ("not answered", "", spread.not_answered),
                   ("not submitted", "", spread.not_in)]  # fmt: skip
        for words, level, count in places:
            yield [one.name, topic.key, topic.version, statement.key, statement.text, words, level, str(count),
                   str(spread.asked), "yes" if one.simulated else "no"]  # fmt: skip


def table(headings: Iterable[str], rows: Iterable[list[str]]) -> list[list[str]]:
    """Headings and rows as one table."""
    return [list(headings), *rows]
