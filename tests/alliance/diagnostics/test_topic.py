"""Topics as data: whole, kept by a round as they were asked, and based on each other by what differs."""

import json
import re
from pathlib import Path

import pytest

from riia.alliance.diagnostics.states import (
    ASSESSMENT_TRANSITIONS,
    AWAITS,
    ROUND_TRANSITIONS,
    AssessmentState,
    RoundState,
)
from riia.alliance.diagnostics.topic import Topic, TopicError, from_stored, newest, topic_of, topics

README = Path(__file__).resolve().parents[3] / "src/riia/alliance/diagnostics/README.md"


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: f"{topic.key} {topic.version}")
def test_a_topic_is_whole(topic: Topic) -> None:
    keys = [one.key for one in topic.statements]
    assert len(keys) == len(set(keys))
    assert {one.group for one in topic.statements} == {group.key for group in topic.groups}
    assert [one for _, group in topic.grouped() for one in group] == list(topic.statements)
    for one in topic.statements:
        assert one.clause
        assert len(set(one.levels)) == len(topic.levels)
    assert topic.source.link.startswith("https://")


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: f"{topic.key} {topic.version}")
def test_a_round_keeps_it_as_it_was(topic: Topic) -> None:
    assert from_stored(json.loads(json.dumps(topic.stored()))) == topic


def test_a_later_version_says_what_differs() -> None:
    then, now = topic_of("agency-rules", "2023"), topic_of("agency-rules", "2024")
    assert {one.key for one in now.statements} - {one.key for one in then.statements} == {"departures", "legacy"}
    reworded = [one.key for one in now.statements if one.since == "2024" and then.statement(one.key)]
    assert reworded == ["data-return"]
    assert [one.version for one in newest() if one.key == "agency-rules"] == ["2024"]


def test_the_rules_are_stated_as_they_are() -> None:
    """The figures of the guidance: three years, two references, four weeks, three months."""
    topic = topic_of("agency-rules")
    for key, words in (("experience", "three years"), ("references-asked", "two detailed references"),
                       ("notice", "four weeks"), ("cool-off", "three months")):  # fmt: skip
        statement = topic.statement(key)
        assert statement
        assert words in statement.text


def test_an_unknown_topic_names_those_there_are() -> None:
    with pytest.raises(TopicError, match="agency-rules 2023"):
        topic_of("nothing")


def test_every_state_has_an_owner_and_the_readme_shows_the_tables() -> None:
    assert set(AWAITS) == set(AssessmentState) == set(ASSESSMENT_TRANSITIONS)
    assert set(ROUND_TRANSITIONS) == set(RoundState)
    drawn = set(re.findall(r"^ +(\w+) --> (\w+)", README.read_text(encoding="utf-8"), re.MULTILINE))
    told = {
        (before.value.replace(" ", "_"), after.value.replace(" ", "_"))
        for table in (ASSESSMENT_TRANSITIONS, ROUND_TRANSITIONS)
        for before, afters in table.items()
        for after in afters
    }
    assert drawn == told
