"""How councils' answers add up, and what moved between two rounds. Pure: no database.

A statement that nobody answered has no lowest level: what is missing is counted as missing, beside the levels.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from riia.alliance.diagnostics.answers import Answer, Answers, Kind
from riia.alliance.diagnostics.topic import Statement, Topic

LEAST: Final = 3
"""With fewer other councils than this nothing is shown to a council: it could tell who said what."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the councils that were asked answered one statement. Every council stands in exactly one place.

    `levels` counts those at each level, the lowest first; `not_in` those that have not submitted at all.
    """

    levels: tuple[int, ...]
    not_applicable: int = 0
    not_answered: int = 0
    not_in: int = 0

    @property
    def rated(self) -> int:
        """How many chose a level."""
        return sum(self.levels)

    @property
    def answered(self) -> int:
        """How many chose a level or said that it is not applicable."""
        return self.rated + self.not_applicable

    @property
    def asked(self) -> int:
        """How many were asked."""
        return self.answered + self.not_answered + self.not_in

    def ready(self, topic: Topic) -> int:
        """How many are at the level from which a council is ready, or above."""
        return sum(self.levels[topic.ready_from - 1 :])


def spread_of(topic: Topic, key: str, councils: Iterable[Answers | None]) -> Spread:
    """How councils answered one statement; None stands for a council that has not submitted."""
    levels, others = Counter[int](), Counter[str]()
    for answers in councils:
        if answers is None:
            others["not in"] += 1
            continue
        answer = answers.get(key, Answer())
        if answer.level is not None:
            levels[answer.level] += 1
        else:
            others[answer.kind] += 1
    counted = tuple(levels[one.level] for one in topic.levels)
    return Spread(counted, others[Kind.NOT_APPLICABLE], others[Kind.NOT_ANSWERED], others["not in"])


def may_show_others(named: int, unnamed: int) -> bool:
    """Whether a council may see how others answered a statement, `named` of them also by name.

    Those by name can be taken away from the sum, so that what is left has to be none or enough by itself.
    """
    return unnamed >= LEAST or (unnamed == 0 and named >= LEAST)


def may_publish(named: int, unnamed: int) -> bool:
    """Whether a spread may be published: also for a reader who is one of the councils and takes its own away."""
    return unnamed > LEAST or (unnamed == 0 and named > LEAST)


class Moved(StrEnum):
    """What happened to one council's answer to one statement between two rounds."""

    UP = "up"
    SAME = "the same"
    DOWN = "down"
    NEWLY = "rated now, not before"
    NO_LONGER = "rated before, not now"
    NEITHER = "rated in neither"


@dataclass(frozen=True, slots=True)
class Move:
    """One council's answer then and now. `reworded` says that the statement had other words then."""

    statement: Statement
    before: Answer
    after: Answer
    reworded: bool

    @property
    def kind(self) -> Moved:
        """What happened."""
        if self.before.level is None or self.after.level is None:
            if self.after.level is not None:
                return Moved.NEWLY
            return Moved.NO_LONGER if self.before.level is not None else Moved.NEITHER
        if self.before.level == self.after.level:
            return Moved.SAME
        return Moved.UP if self.after.level > self.before.level else Moved.DOWN


def moves(now: Topic, then: Topic, after: Answers, before: Answers) -> list[Move]:
    """A council's answers to the statements that both rounds asked. Scales of other lengths are not compared."""
    if len(now.levels) != len(then.levels):
        return []
    found = []
    for one in now.statements:
        earlier = then.statement(one.key)
        if earlier is not None:
            reworded = (one.text, one.levels) != (earlier.text, earlier.levels)
            found.append(Move(one, before.get(one.key, Answer()), after.get(one.key, Answer()), reworded))
    return found


def moved(found: Iterable[Move]) -> Mapping[Moved, int]:
    """How many of each kind; every kind is there."""
    counted = Counter(one.kind for one in found)
    return {kind: counted[kind] for kind in Moved}


def furthest_behind(topic: Topic, spreads: Mapping[str, Spread]) -> list[Statement]:
    """Statements by the share of rated councils that are ready, the lowest first; those that nobody rated left out."""
    rated = [one for one in topic.statements if spreads[one.key].rated]
    return sorted(rated, key=lambda one: (spreads[one.key].ready(topic) / spreads[one.key].rated, one.key))


def spreads_of(topic: Topic, councils: Sequence[Answers | None]) -> dict[str, Spread]:
    """The spread of every statement."""
    return {one.key: spread_of(topic, one.key, councils) for one in topic.statements}
