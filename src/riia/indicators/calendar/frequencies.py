"""Words for how often something happens, each with one meaning, and the words that have two (R15.02).

The agreements and plans of alliances say "bi-annually", "bi-monthly" and "termly (quarterly)". Whoever enters such a
word is asked which of its readings is meant; nothing here chooses for them.
"""

import re
from enum import StrEnum
from typing import Final


class Frequency(StrEnum):
    """How often something happens. The value is the word to store; `words` is for a sentence."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    TWICE_A_WEEK = "twice a week"
    TWICE_A_MONTH = "twice a month"
    SIX_WEEKLY = "six-weekly"
    MONTHLY = "monthly"
    EVERY_TWO_MONTHS = "every two months"
    QUARTERLY = "quarterly"
    TERMLY = "termly"
    TWICE_A_YEAR = "twice a year"
    ANNUAL = "annual"
    EVERY_TWO_YEARS = "every two years"

    @property
    def words(self) -> str:
        """The frequency in words that have one meaning, to follow a verb: "every six weeks", "once a term"."""
        return _WORDS.get(self, self.value)

    @property
    def weeks(self) -> int | None:
        """The distance in weeks, when it is a steady number of weeks."""
        return {Frequency.WEEKLY: 1, Frequency.FORTNIGHTLY: 2, Frequency.SIX_WEEKLY: 6}.get(self)

    @property
    def months(self) -> int | None:
        """The distance in months, when it is a steady number of months."""
        return _MONTHS.get(self)

    @property
    def no_distance(self) -> str:
        """What to do for a frequency with neither weeks nor months; empty for the others."""
        return _NO_DISTANCE.get(self, "")


class FrequencyError(ValueError):
    """A word for a frequency that has several meanings, or none that is known.

    `readings` are the meanings to choose from, empty for an unknown word.
    """

    def __init__(self, text: str, readings: tuple[Frequency, ...] = ()) -> None:
        """Build the message from the word and its readings."""
        self.text = text
        self.readings = readings
        if readings:
            choice = " or ".join(f'"{reading.value}"' for reading in readings)
            message = f"{text!r} can mean more than one thing, and is not guessed. Say {choice}."
        else:
            known = ", ".join(frequency.value for frequency in Frequency)
            message = f"{text!r} is not a known word for how often something happens. The known ones are: {known}."
        super().__init__(message)


def parse_frequency(text: str) -> Frequency:
    """The frequency that a word means.

    A word in brackets explains the one before it: "bi-annually (twice per year)" is twice a year, while "termly
    (quarterly)" says two things and is refused. Raises FrequencyError with the readings to choose from.
    """
    word, _, explanation = text.strip().rstrip(")").partition("(")
    readings = _readings(word)
    if explanation and readings:
        explained = _readings(explanation)
        shared = tuple(reading for reading in readings if reading in explained)
        readings = shared or readings + explained if explained else ()
    if len(readings) != 1:
        raise FrequencyError(text, readings)
    return readings[0]


def _readings(word: str) -> tuple[Frequency, ...]:
    tidy = re.sub(r"[\s-]+", " ", word.strip().lower())
    return _VOCABULARY.get(tidy, ())


_WORDS: Final = {
    Frequency.WEEKLY: "every week",
    Frequency.FORTNIGHTLY: "every two weeks",
    Frequency.SIX_WEEKLY: "every six weeks",
    Frequency.MONTHLY: "every month",
    Frequency.QUARTERLY: "every quarter",
    Frequency.TERMLY: "every school term",
    Frequency.ANNUAL: "every year",
}

_MONTHS: Final = {
    Frequency.MONTHLY: 1,
    Frequency.EVERY_TWO_MONTHS: 2,
    Frequency.QUARTERLY: 3,
    Frequency.TWICE_A_YEAR: 6,
    Frequency.ANNUAL: 12,
    Frequency.EVERY_TWO_YEARS: 24,
}

_NO_DISTANCE: Final = {
    Frequency.TERMLY: "Use the term dates of the council.",
    Frequency.TWICE_A_WEEK: "Name the two days of the week.",
    Frequency.TWICE_A_MONTH: "Name the two days of the month.",
}

# Lower case, with hyphens written as spaces. "Biannual" in one word has one meaning in R15.02; "bi-annual" has two.
_EXPLICIT: Final = {
    Frequency.WEEKLY: ("weekly", "every week", "once a week", "each week"),
    Frequency.FORTNIGHTLY: ("fortnightly", "every fortnight", "every two weeks", "every 2 weeks", "once a fortnight"),
    Frequency.TWICE_A_WEEK: ("twice a week", "twice per week", "twice weekly"),
    Frequency.TWICE_A_MONTH: ("twice a month", "twice per month", "twice monthly"),
    Frequency.SIX_WEEKLY: ("six weekly", "6 weekly", "every six weeks", "every 6 weeks"),
    Frequency.MONTHLY: ("monthly", "every month", "once a month", "each month"),
    Frequency.EVERY_TWO_MONTHS: ("every two months", "every 2 months", "two monthly", "every other month"),
    Frequency.QUARTERLY: ("quarterly", "every quarter", "each quarter", "every three months", "once a quarter"),
    Frequency.TERMLY: ("termly", "every term", "each term", "once a term", "every school term"),
    Frequency.TWICE_A_YEAR: (
        "twice a year",
        "twice per year",
        "twice yearly",
        "biannual",
        "biannually",
        "half yearly",
        "six monthly",
        "every six months",
        "every 6 months",
        "semi annual",
        "semi annually",
    ),
    Frequency.ANNUAL: ("annual", "annually", "yearly", "every year", "once a year", "each year"),
    Frequency.EVERY_TWO_YEARS: (
        "biennial",
        "biennially",
        "every two years",
        "every 2 years",
        "two yearly",
        "every other year",
    ),
}

_TWO_MEANINGS: Final = {
    (Frequency.TWICE_A_WEEK, Frequency.FORTNIGHTLY): ("bi weekly", "biweekly"),
    (Frequency.TWICE_A_MONTH, Frequency.EVERY_TWO_MONTHS): ("bi monthly", "bimonthly"),
    (Frequency.TWICE_A_YEAR, Frequency.EVERY_TWO_YEARS): ("bi annual", "bi annually", "bi yearly", "biyearly"),
}

_VOCABULARY: Final[dict[str, tuple[Frequency, ...]]] = {
    word: (frequency,) for frequency, words in _EXPLICIT.items() for word in words
} | {word: readings for readings, words in _TWO_MEANINGS.items() for word in words}
