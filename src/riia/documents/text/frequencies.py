"""Words for how often that mean two things: "bi-monthly" is twice a month or every two months (R15.02)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.model import Finding, Severity
from riia.documents.rules import Rule, register
from riia.documents.text.passages import Passage

register(
    Rule(
        "FREQUENCY-AMBIGUOUS",
        Severity.AMBIGUITY,
        "A word for how often means two things",
        "Half as many meetings or reports are due in one reading as in the other.",
        "R15.02",
    )
)
_WORDS: Final = re.compile(r"\b(?:bi-?monthly|bi-annual(?:ly)?|bi-?weekly|fortnightly or monthly)\b", re.IGNORECASE)
_SAID: Final = re.compile(r"\b(?:twice|every (?:two|second|other)|two times|six times|26)\b", re.IGNORECASE)
_MEANS: Final = {
    "month": "twice a month or every two months",
    "annual": "twice a year or every two years",
    "week": "twice a week or every two weeks",
}


def frequency_findings(texts: Sequence[Passage]) -> Iterator[Finding]:
    """Each such word, where its sentence does not say which is meant."""
    told: set[str] = set()
    for passage in texts:
        for match in _WORDS.finditer(passage.text):
            sentence = passage.sentence(match.start())
            if _SAID.search(sentence) or sentence in told:
                continue
            told.add(sentence)
            means = next(meaning for stem, meaning in _MEANS.items() if stem in match[0].lower())
            yield Finding(
                "FREQUENCY-AMBIGUOUS",
                Severity.AMBIGUITY,
                passage.at(match.start()).where,
                match[0],
                f"“{match[0]}” can mean {means}: “{sentence[:140]}”",
                "Agree which is meant before dates are made from it.",
            )
