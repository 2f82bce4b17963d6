"""How a round's answers look together: to the region by name, to a council without naming those who did not agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.answers import Answer, Answers
from riia.alliance.diagnostics.counting import (
    Move,
    Spread,
    may_publish,
    may_show_others,
    moves,
    spread_of,
    spreads_of,
)
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, AssessmentVersion
from riia.alliance.diagnostics.permissions import belongs, sees_region
from riia.alliance.diagnostics.queries.reading import latest_versions, version_answers
from riia.alliance.diagnostics.states import AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Statement, Topic


@dataclass(frozen=True, slots=True)
class Row:
    """One council of a round with what it submitted last; None where it has not submitted."""

    assessment: Assessment
    version: AssessmentVersion | None
    answers: Answers | None

    @property
    def name(self) -> str:
        return self.assessment.council.label

    @property
    def by_name(self) -> bool:
        """Whether other councils may see its levels by name: its director agreed, and has signed what stands."""
        return self.assessment.may_be_named and self.assessment.state == AssessmentState.SIGNED


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole round: its councils, and how they answered each statement."""

    round: AssessmentRound
    topic: Topic
    rows: Sequence[Row]
    spreads: Mapping[str, Spread]

    @property
    def submitted(self) -> int:
        """How many councils have submitted."""
        return sum(row.answers is not None for row in self.rows)

    @property
    def signed(self) -> int:
        """How many are signed."""
        return sum(row.assessment.state == AssessmentState.SIGNED for row in self.rows)

    def offered(self) -> list[tuple[Statement, Row, Answer]]:
        """Strengths worth sharing, by statement."""
        return [(one, row, answer) for one, row, answer in self._said() if answer.strength]

    def wanted(self) -> list[tuple[Statement, Row, Answer]]:
        """Support that is wanted, by statement."""
        return [(one, row, answer) for one, row, answer in self._said() if answer.need]

    def director_days(self) -> tuple[Decimal, int]:
        """Days of directors' time that were recorded, and by how many; who recorded none is not counted as 0."""
        days = [row.assessment.director_days for row in self.rows if row.assessment.director_days is not None]
        return sum(days, Decimal(0)), len(days)

    def publishable(self, key: str) -> bool:
        """Whether the spread of a statement may be published."""
        return may_publish(*_named_and_not(self.rows, key))

    def _said(self) -> list[tuple[Statement, Row, Answer]]:
        return [
            (one, row, row.answers[one.key])
            for one in self.topic.statements
            for row in self.rows
            if row.answers and one.key in row.answers
        ]


@dataclass(frozen=True, slots=True)
class Others:
    """How the other councils answered one statement: `spread` is None where it would tell who said what."""

    statement: Statement
    spread: Spread | None
    named: Sequence[tuple[str, Answer]]


def picture(scope: Scope, one: AssessmentRound) -> Picture | None:
    """The round by name, for whoever sees its region; None for others."""
    return whole(one) if sees_region(scope, one.alliance.region.code) else None


def whole(one: AssessmentRound) -> Picture:
    """The round by name, whoever asks: for services, which check for themselves."""
    topic = one.as_topic
    rows = _rows(one)
    return Picture(one, topic, rows, spreads_of(topic, [row.answers for row in rows]))


def sees_others(scope: Scope, one: Assessment) -> bool:
    """Whether it is time for a council's people to see how others answered: after they have, or after the round."""
    late = one.round.state == RoundState.CLOSED
    return belongs(scope, one.council.code) and (late or one.versions.exists())


def others(scope: Scope, one: Assessment) -> list[Others] | None:
    """How the other councils answered, for a council's own people; None before they see it."""
    if not sees_others(scope, one):
        return None
    topic = one.round.as_topic
    rows = [row for row in _rows(one.round) if row.assessment.pk != one.pk]
    found = []
    for statement in topic.statements:
        shown = may_show_others(*_named_and_not(rows, statement.key))
        spread = spread_of(topic, statement.key, [row.answers for row in rows]) if shown else None
        named = [
            (row.name, row.answers[statement.key])
            for row in rows
            if row.by_name and row.answers and row.answers.get(statement.key, Answer()).answered
        ]
        found.append(Others(statement, spread, named))
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds beside each other: every move of every council that answered in both, by council."""

    now: Picture
    then: Picture
    by_council: Mapping[str, Sequence[Move]]
    only_now: Sequence[str]
    only_then: Sequence[str]


def compare(now: Picture, then: Picture) -> Comparison:
    """What moved between two rounds on the same topic."""
    earlier = {row.assessment.council_id: row for row in then.rows if row.answers is not None}
    by_council, only_now = {}, []
    for row in now.rows:
        if row.answers is None:
            continue
        before = earlier.pop(row.assessment.council_id, None)
        if before is None or before.answers is None:
            only_now.append(row.name)
        else:
            by_council[row.name] = moves(now.topic, then.topic, row.answers, before.answers)
    return Comparison(now, then, by_council, only_now, sorted(row.name for row in earlier.values()))


def _rows(one: AssessmentRound) -> list[Row]:
    found = list(
        Assessment.objects.filter(round=one).select_related("round__alliance__region", "council")
        .order_by("council__name")
    )  # fmt: skip
    latest = latest_versions(found)
    rows = []
    for assessment in found:
        version = latest.get(assessment.pk)
        rows.append(Row(assessment, version, version_answers(version) if version else None))
    return rows


def _named_and_not(rows: Sequence[Row], key: str) -> tuple[int, int]:
    """How many answered a statement by name, and how many otherwise."""
    answered = [row for row in rows if row.answers and row.answers.get(key, Answer()).answered]
    named = sum(row.by_name for row in answered)
    return named, len(answered) - named
