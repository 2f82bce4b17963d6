"""What a council says of one statement, and the canonical form that a version's fingerprint is made of. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from riia.alliance.diagnostics.topic import Topic


class Kind(StrEnum):
    """What a statement got. Not answering is not a level, and neither is "not applicable"."""

    LEVEL = "level"
    NOT_APPLICABLE = "not applicable"
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands for one statement. `strength` and `need` are empty where nothing is offered or wanted."""

    level: int | None = None
    not_applicable: bool = False
    why: str = ""
    evidence: str = ""
    links: str = ""
    strength: str = ""
    need: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it is a level, not applicable, or not answered."""
        if self.level is not None:
            return Kind.LEVEL
        return Kind.NOT_APPLICABLE if self.not_applicable else Kind.NOT_ANSWERED

    @property
    def answered(self) -> bool:
        """Whether the statement is rated or said to be not applicable."""
        return self.kind is not Kind.NOT_ANSWERED

    @property
    def says_anything(self) -> bool:
        """Whether anything at all is there, evidence without a level included."""
        return self != Answer()

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of evidence."""
        return tuple(line for line in self.links.split("\n") if line)

    def tidy(self) -> Self:
        """The same without blanks around its texts and between lines of addresses."""
        links = "\n".join(line.strip() for line in self.links.splitlines() if line.strip())
        texts = {name: _lines(getattr(self, name)) for name in ("why", "evidence", "strength", "need")}
        return type(self)(self.level, self.not_applicable, links=links, **texts)

    def stored(self) -> dict[str, Any]:
        """As a version keeps it."""
        return asdict(self)

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Self:
        """The answer that a version kept."""
        return cls(**kept)


type Answers = Mapping[str, Answer]
"""Answers by the key of their statement. A statement without one, or with a blank one, is not answered."""


def missing(topic: Topic, answers: Answers) -> list[str]:
    """Keys of the statements that are not answered, in the topic's order."""
    return [one.key for one in topic.statements if not answers.get(one.key, Answer()).answered]


def fingerprint(heading: Mapping[str, str], answers: Answers, left_out_because: str) -> str:
    """The SHA-256 of a self-assessment: whose, of which round, every answer, and why some are left out."""
    said = {key: answer.stored() for key, answer in answers.items() if answer.says_anything}
    return digest({"heading": dict(heading), "answers": said, "left_out_because": left_out_because})


def digest(content: object) -> str:
    """The SHA-256 of anything JSON can say, the same whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
