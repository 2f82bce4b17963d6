"""Explanations that come back: last quarter's is offered for the same question, and grows old.

A council that cannot count its contacts need not write so anew every quarter. But an explanation that has been given
for a year explains nothing any more: something should have been done. So it is offered three times, each time with its
age, and then a new text is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from riia.indicators.model import Period, PeriodError, PeriodKind
from riia.indicators.returns.nouns import Explanation, Outcome, Weight

RUNNING_MOST: Final = 4
"""For how many periods in a row one text may be given."""
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NOUNS: Final = {
    PeriodKind.FINANCIAL_QUARTER: "quarter",
    PeriodKind.CALENDAR_QUARTER: "quarter",
    PeriodKind.ACADEMIC_TERM: "term",
    PeriodKind.DAY: "day",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An explanation of the period before, for the same question now. `running` counts how often it has been given."""

    explanation: Explanation
    running: int

    @property
    def text(self) -> str:
        """What was written."""
        return self.explanation.text

    @property
    def words(self) -> str:
        """How old it is, and what happens next: said beside the offer."""
        noun = _noun(self.explanation.period)
        if self.running >= RUNNING_MOST:
            given = f"This explanation has been given {self.running} {noun}s running."
            return f"{given} Say what has changed since, or what is being done."
        times = "once" if self.running == 1 else "twice" if self.running == 2 else f"{self.running} times"
        last = " This is the last time it can be given unchanged." if self.running + 1 == RUNNING_MOST else ""
        now = f"If it is given now, it is for the {_ordinal(self.running + 1)} {noun} running."
        return f"Given {times} so far. {now}{last}"

    def is_repeated_by(self, text: str) -> bool:
        """Whether a text says the same again; spaces and capitals make no other text."""
        return _plain(text) == _plain(self.text)


def offers(outcomes: Sequence[Outcome], earlier: Sequence[Explanation], period: Period) -> Mapping[str, Offer]:
    """By the key of a soft outcome, the explanation of the period directly before that can be given again."""
    return {key: offer for key, offer in _found(outcomes, earlier, period).items() if offer.running < RUNNING_MOST}


def worn_out(outcomes: Sequence[Outcome], earlier: Sequence[Explanation], period: Period) -> Mapping[str, Offer]:
    """By the key of a soft outcome, the explanation given too often to be offered again: a new text is asked for."""
    return {key: offer for key, offer in _found(outcomes, earlier, period).items() if offer.running >= RUNNING_MOST}


def explained(key: str, text: str, earlier: Sequence[Explanation], period: Period) -> Explanation:
    """The explanation of a period as it is to be kept: the same text as the period before goes on, a new one begins."""
    last = _last(earlier, period).get(key)
    goes_on = last is not None and _plain(last.text) == _plain(text)
    return Explanation(key, text.strip(), period, last.since if last is not None and goes_on else period)


def _found(outcomes: Sequence[Outcome], earlier: Sequence[Explanation], period: Period) -> dict[str, Offer]:
    last = _last(earlier, period)
    asked = [one.key for one in outcomes if one.weight is Weight.SOFT and one.key in last]
    return {key: Offer(last[key], _running(last[key])) for key in asked}


def _last(earlier: Sequence[Explanation], period: Period) -> dict[str, Explanation]:
    """The explanations of the period directly before, by key."""
    try:
        before = period.previous()
    except PeriodError:  # before the first year there is
        return {}
    return {one.key: one for one in earlier if one.period.code == before.code and one.text.strip()}


def _running(one: Explanation) -> int:
    """For how many periods in a row it has been given; one more than allowed is as far as it counts beyond a year."""
    count, at = 1, one.period
    while at.start > one.since.start and count <= 2 * RUNNING_MOST:
        at = at.previous()
        count += 1
    return count


def _plain(text: str) -> str:
    """A text without what does not make it another one: spaces and capitals."""
    return " ".join(text.casefold().split())


def _ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def _noun(period: Period) -> str:
    return _NOUNS.get(period.kind, "year")
