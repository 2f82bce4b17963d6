"""What a director signs: everything the page shows, and the hash that the signature binds to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from riia.alliance.diagnostics.answers import Answer, Answers, digest, missing
from riia.alliance.diagnostics.counting import Moved, moved, moves
from riia.alliance.diagnostics.models import Assessment, AssessmentVersion, SignOff
from riia.alliance.diagnostics.queries.reading import before, latest_version, version_answers
from riia.alliance.diagnostics.topic import Topic
from riia.alliance.kit.filters import plural


@dataclass(frozen=True, slots=True)
class Sheet:
    """The director's page. `seen` is the hash of everything else in it."""

    council: str
    round: str
    version: int
    fingerprint: str
    levels: Sequence[str]
    left_out: Sequence[str]
    left_out_because: str
    lowest: Sequence[str]
    strengths: Sequence[tuple[str, str]]
    needs: Sequence[tuple[str, str]]
    since_before: str
    since_signed: Sequence[str]

    @property
    def seen(self) -> str:
        """The SHA-256 of what is shown."""
        return digest(asdict(self))


def sheet_of(one: Assessment) -> Sheet | None:
    """What the director is shown of the version submitted last; None where nothing was submitted."""
    version = latest_version(one)
    if version is None:
        return None
    topic, answers = one.round.as_topic, version_answers(version)
    return Sheet(
        council=one.council.label,
        round=one.round.title,
        version=version.number,
        fingerprint=version.fingerprint,
        levels=_levels(topic, answers),
        left_out=[_title(topic, key) for key in missing(topic, answers)],
        left_out_because=version.left_out_because,
        lowest=_lowest(topic, answers),
        strengths=[(_title(topic, key), said.strength) for key, said in _in_order(topic, answers) if said.strength],
        needs=[(_title(topic, key), said.need) for key, said in _in_order(topic, answers) if said.need],
        since_before=_since_before(one, topic, answers),
        since_signed=_since_signed(one, topic, version),
    )


def _in_order(topic: Topic, answers: Answers) -> list[tuple[str, Answer]]:
    return [(one.key, answers[one.key]) for one in topic.statements if one.key in answers]


def _title(topic: Topic, key: str) -> str:
    statement = topic.statement(key)
    return statement.title if statement else key


def _levels(topic: Topic, answers: Answers) -> list[str]:
    """ "5 statements: In place", the highest level first, then what is not applicable."""
    counted = Counter(said.level for said in answers.values() if said.level is not None)
    lines = [
        f"{plural(counted[one.level], 'statement')}: {one.word}" for one in reversed(topic.levels) if counted[one.level]
    ]
    without = [_title(topic, key) for key, said in _in_order(topic, answers) if said.not_applicable]
    return [*lines, f"Not applicable: {', '.join(without)}"] if without else lines


def _lowest(topic: Topic, answers: Answers) -> list[str]:
    """The statements below the level from which a council is ready, the lowest first, at most five."""
    low = sorted(
        (said.level, topic.number_of(key), key)
        for key, said in _in_order(topic, answers)
        if said.level is not None and said.level < topic.ready_from
    )
    return [f"{_title(topic, key)}: {topic.level(level).word}" for level, _, key in low[:5]]


def _since_before(one: Assessment, topic: Topic, answers: Answers) -> str:
    """What moved since the council's earlier round, in a sentence; empty where there is none."""
    found = before(one)
    if found is None:
        return ""
    earlier, then = found
    counts = moved(moves(topic, earlier.as_topic, answers, then))
    parts = [f"{counts[kind]} {word}" for kind, word in
             ((Moved.UP, "up"), (Moved.SAME, "the same"), (Moved.DOWN, "down"))]  # fmt: skip
    return f"Since {earlier.title}: {', '.join(parts)}."


def _since_signed(one: Assessment, topic: Topic, version: AssessmentVersion) -> list[str]:
    """What differs from the version whose signature was voided last."""
    voided = SignOff.objects.filter(assessment=one, voided_at__isnull=False).select_related("version").last()
    if voided is None or voided.version_id == version.pk:
        return []
    then, now = version_answers(voided.version), version_answers(version)
    return [
        f"{statement.title}: {_difference(topic, then.get(statement.key, Answer()), now.get(statement.key, Answer()))}"
        for statement in topic.statements
        if then.get(statement.key, Answer()) != now.get(statement.key, Answer())
    ]


def _difference(topic: Topic, then: Answer, now: Answer) -> str:
    before_, after = in_word(topic, then), in_word(topic, now)
    return f"from {before_} to {after}" if before_ != after else "what is said about it"


def in_word(topic: Topic, answer: Answer) -> str:
    """An answer in a word or two: "In place", "not applicable", "not answered"."""
    return topic.level(answer.level).word if answer.level is not None else answer.kind.value
