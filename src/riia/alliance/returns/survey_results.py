"""What a survey's answers come to. Pure: no database, no request.

Positive are very good and good, of those who gave an opinion. Who cannot say, and who left a question out, count in
neither number: nobody's silence is turned into a judgement (R5.14; plan 5.1.3).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from riia.alliance.returns.in_time import Share
from riia.alliance.returns.policies import SATISFIED
from riia.alliance.returns.survey_scale import POSITIVE, Opinion, SurveyQuestion

DECIDES: Final = SurveyQuestion.OVERALL
"""The plan says 75 % positive without saying of which question: the overall one decides, the others stand beside it."""
FEW: Final = 5
"""With fewer answers the result is shown with a warning: one person more or less moves it far."""
COMMENTS_FROM: Final = 3
"""With fewer answers a comment would say who wrote it."""


@dataclass(frozen=True)
class Tally:
    """How one question was answered. `missing` left it out."""

    counts: Mapping[Opinion, int]
    missing: int = 0

    @property
    def gave_opinion(self) -> int:
        """Those who gave an opinion, whichever."""
        return sum(count for opinion, count in self.counts.items() if opinion is not Opinion.CANNOT_SAY)

    @property
    def cannot_say(self) -> int:
        """Those who said that they cannot say."""
        return self.counts.get(Opinion.CANNOT_SAY, 0)

    @property
    def share(self) -> Share:
        """The positive of those who gave an opinion; all others are running on, in neither number."""
        positive = sum(self.counts.get(opinion, 0) for opinion in POSITIVE)
        return Share(positive, self.gave_opinion, SATISFIED, running=self.cannot_say + self.missing)


@dataclass(frozen=True)
class Result:
    """A survey counted. `invited` is None where it is not known; a question not asked elsewhere has no tally."""

    answers: int
    invited: int | None
    tallies: Mapping[SurveyQuestion, Tally]

    @property
    def decides(self) -> Share:
        """The share that is held against the plan's 75 %."""
        return self.tallies[DECIDES].share

    @property
    def is_few(self) -> bool:
        """Whether to warn that these are few."""
        return self.answers < FEW

    @property
    def shows_comments(self) -> bool:
        """Whether comments may be shown without saying who wrote them."""
        return self.answers >= COMMENTS_FROM

    @property
    def response_rate(self) -> int | None:
        """The nearest whole percent of the invited who answered; None where nobody knows how many were invited."""
        return (self.answers * 200 + self.invited) // (2 * self.invited) if self.invited else None

    def as_dict(self) -> dict[str, Any]:
        """For keeping."""
        return {
            "answers": self.answers,
            "invited": self.invited,
            "questions": {
                asked.value: {"missing": tally.missing} | {one.value: tally.counts.get(one, 0) for one in Opinion}
                for asked, tally in self.tallies.items()
            },
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Result":
        """What `as_dict` kept."""
        tallies = {
            SurveyQuestion(name): Tally({one: held[one.value] for one in Opinion}, held["missing"])
            for name, held in kept["questions"].items()
        }
        return cls(kept["answers"], kept["invited"], tallies)


def result_of(answers: Iterable[Mapping[str, str]], invited: int) -> Result:
    """Count answers, each an opinion by the name of its question; blank where it was left out."""
    held = list(answers)
    tallies = {}
    for asked in SurveyQuestion:
        found = Counter(one[asked.value] for one in held)
        tallies[asked] = Tally({one: found[one.value] for one in Opinion}, found[""])
    return Result(len(held), invited, tallies)
