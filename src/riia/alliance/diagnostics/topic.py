"""What a self-assessment asks: a topic with its statements in groups, and described levels. Data, not code.

Topics are files in `topics/`, one for each version, and a version is not changed once councils have answered it: a
round keeps what it asked. A later version may be based on an earlier one and say only what differs.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "topics"


class TopicError(Exception):
    """A file of a topic does not say what a topic has to say, or there is no such topic."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the scale, from 1, the lowest. There is no level 0: not answering is not a level."""

    level: int
    word: str
    about: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that a council rates. `levels` describes each level for it; `since` is the version of its words."""

    key: str
    group: str
    title: str
    text: str
    clause: str
    levels: tuple[str, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that belong together."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the statements come from; `dated` is the day it was published or came into force."""

    title: str
    link: str
    dated: date


@dataclass(frozen=True, slots=True)
class Funding:
    """What a grant pays each council for its director's time."""

    days: int
    pounds_a_day: int
    source: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One version of a topic. From level `ready_from` on a council is ready."""

    key: str
    version: str
    title: str
    short_title: str
    about: str
    purpose: str
    owner: str
    reviewed_on: date
    ready_from: int
    source: Source
    funding: Funding | None
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    statements: tuple[Statement, ...]

    def level(self, number: int) -> Level:
        """A level of the scale by its number."""
        return self.levels[number - 1]

    def statement(self, key: str) -> Statement | None:
        """A statement by its key, if the topic has it."""
        return next((one for one in self.statements if one.key == key), None)

    def grouped(self) -> list[tuple[Group, list[Statement]]]:
        """The statements under their groups, in order."""
        return [(group, [one for one in self.statements if one.group == group.key]) for group in self.groups]

    def number_of(self, key: str) -> int:
        """The number of a statement, from 1."""
        return [one.key for one in self.statements].index(key) + 1

    def stored(self) -> dict[str, Any]:
        """As a round keeps it."""
        kept = asdict(self)
        kept["reviewed_on"] = self.reviewed_on.isoformat()
        kept["source"]["dated"] = self.source.dated.isoformat()
        return kept


@cache
def topics() -> Mapping[tuple[str, str], Topic]:
    """Every packaged version of every topic, by key and version."""
    read = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    found: dict[tuple[str, str], Topic] = {}
    for name in sorted(read):
        topic = _made(name, read)
        found[topic.key, topic.version] = topic
    return found


def newest() -> list[Topic]:
    """The newest version of each topic, by title: what a new round may ask."""
    latest: dict[str, Topic] = {}
    for topic in topics().values():
        held = latest.get(topic.key)
        if held is None or held.version < topic.version:
            latest[topic.key] = topic
    return sorted(latest.values(), key=lambda topic: topic.title)


def topic_of(key: str, version: str = "") -> Topic:
    """A topic by its key, in a version or the newest. Raises TopicError, which names those there are."""
    found = topics().get((key, version)) if version else next((one for one in newest() if one.key == key), None)
    if found is None:
        known = ", ".join(f"{one.key} {one.version}" for one in topics().values())
        raise TopicError(f"There is no topic “{f'{key} {version}'.strip()}”. There are: {known}.")
    return found


def from_stored(kept: Mapping[str, Any]) -> Topic:
    """The topic that a round kept."""
    return _topic(kept, tuple(Statement(**{**one, "levels": tuple(one["levels"])}) for one in kept["statements"]))


def _made(name: str, read: Mapping[str, Mapping[str, Any]]) -> Topic:
    facts = dict(read[name])
    base: Topic | None = None
    if based_on := facts.pop("based_on", None):
        earlier = f"{facts['key']}-{based_on}"
        if earlier not in read:
            raise TopicError(f"{name}.toml is based on {earlier}.toml, which is not there.")
        base = _made(earlier, read)
        facts = {**base.stored(), **facts}
    own = [
        Statement(**{**one, "levels": tuple(one["levels"])}, since=facts["version"]) for one in read[name]["statements"]
    ]
    topic = _topic(facts, _merged(base.statements if base else (), own, [one["key"] for one in facts["groups"]]))
    _check(name, topic)
    return topic


def _merged(base: Iterable[Statement], own: Sequence[Statement], groups: Sequence[str]) -> tuple[Statement, ...]:
    """Statements of the base with those that replace them, and the new ones at the end of their groups."""
    by_key = {one.key: one for one in base} | {one.key: one for one in own}
    return tuple(one for group in groups for one in by_key.values() if one.group == group)


def _topic(facts: Mapping[str, Any], statements: tuple[Statement, ...]) -> Topic:
    source, funding = facts["source"], facts.get("funding")
    return Topic(
        **{key: facts[key] for key in ("key", "version", "title", "short_title", "about", "purpose", "owner")},
        reviewed_on=_day(facts["reviewed_on"]),
        ready_from=facts["ready_from"],
        source=Source(source["title"], source["link"], _day(source["dated"])),
        funding=Funding(**funding) if funding else None,
        levels=tuple(Level(**one) for one in facts["levels"]),
        groups=tuple(Group(**one) for one in facts["groups"]),
        statements=statements,
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _check(name: str, topic: Topic) -> None:
    if f"{topic.key}-{topic.version}" != name:
        raise TopicError(f"{name}.toml holds {topic.key} {topic.version}. Name the file after what it holds.")
    if [one.level for one in topic.levels] != list(range(1, len(topic.levels) + 1)):
        raise TopicError(f"{name}.toml: levels are numbered from 1 upwards without a gap.")
    if not 1 < topic.ready_from <= len(topic.levels):
        raise TopicError(f"{name}.toml: ready_from is one of the levels above the lowest.")
    for one in topic.statements:
        if len(one.levels) != len(topic.levels):
            raise TopicError(
                f"{name}.toml: “{one.key}” describes {len(one.levels)} levels; there are {len(topic.levels)}."
            )
