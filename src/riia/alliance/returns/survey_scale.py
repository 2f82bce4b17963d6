"""The survey's questions and the scale they are answered on, with the words they are asked in. Data, not code."""

from enum import StrEnum
from typing import Final


class Opinion(StrEnum):
    """One answer to one question."""

    VERY_GOOD = "very-good"
    GOOD = "good"
    NEITHER = "neither"
    POOR = "poor"
    VERY_POOR = "very-poor"
    CANNOT_SAY = "cannot-say"

    @property
    def words(self) -> str:
        """As it is asked."""
        return _OPINION_WORDS[self]


_OPINION_WORDS = {
    Opinion.VERY_GOOD: "Very good",
    Opinion.GOOD: "Good",
    Opinion.NEITHER: "Neither good nor poor",
    Opinion.POOR: "Poor",
    Opinion.VERY_POOR: "Very poor",
    Opinion.CANNOT_SAY: "I cannot say",
}
POSITIVE: Final = frozenset({Opinion.VERY_GOOD, Opinion.GOOD})


class SurveyQuestion(StrEnum):
    """The four questions, by the name under which answers keep them."""

    QUALITY = "quality"
    SPEED = "speed"
    CLARITY = "clarity"
    OVERALL = "overall"

    @property
    def words(self) -> str:
        """As it is asked."""
        return _QUESTION_WORDS[self]


_QUESTION_WORDS = {
    SurveyQuestion.QUALITY: "How good was the answer itself?",
    SurveyQuestion.SPEED: "How good was the time it took?",
    SurveyQuestion.CLARITY: "How clear was the answer?",
    SurveyQuestion.OVERALL: "Overall, how good is the region’s help with data?",
}
