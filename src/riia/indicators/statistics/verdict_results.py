"""What a verdict holds and how it is said: the one place where its sentences are made."""

from dataclasses import dataclass
from enum import StrEnum
from math import floor

import numpy as np

from riia.indicators.model import Number, Polarity
from riia.indicators.statistics.arguments import choice_of, confidence_of, text_of, unit_of, whole_of
from riia.indicators.statistics.arrays import Floats
from riia.indicators.statistics.benchmarks.judgements import Judgement, judge
from riia.indicators.statistics.intervals import Answer, Limits, byar, wilson
from riia.indicators.statistics.observed import FigureKind, Possible

NO_LIMITS = Limits(float("nan"), float("nan"))


class Relation(StrEnum):
    """How the comparator stands to the figure."""

    APART = "apart"
    """Nothing is counted in both: another council, the same place a year earlier."""
    CONTAINS = "contains"
    """The place is part of it: England, its region."""
    KNOWN = "known"
    """Taken as known without error: a target; England, where only its printed figure can be used."""
    AVERAGE = "average"
    """A mean or median of several places, which has no count of its own; for a mean there is `verdict_on_mean`."""

    @classmethod
    def of(cls, relation: str) -> "Relation":
        """The relation, also from its text. Raises StatisticsError for any other text."""
        return choice_of("relation", relation, cls)


class VerdictKind(StrEnum):
    """What can be said."""

    HIGHER = "higher"
    LOWER = "lower"
    HIGHER_BY_CHANCE = "higher, within chance"
    LOWER_BY_CHANCE = "lower, within chance"
    SAME = "the same"
    UNKNOWN = "cannot be told"

    @property
    def more_than_chance(self) -> bool:
        """True for a difference that chance alone would not explain."""
        return self in {VerdictKind.HIGHER, VerdictKind.LOWER}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of `verdict`. Numbers are in the unit asked for, and NaN where they cannot be had.

    `words` stand on their own: "higher than England, and more than chance would explain"; `sentence` puts them in one
    with the place. `method` is for the line under it, `note` what else a careful reader should know, empty where there
    is nothing. `why` says what is missing where `kind` is UNKNOWN, and is empty otherwise. `judgement` is better or
    worse only where there is a polarity and more than chance. `limits` are those of the figure itself; `difference` is
    the figure minus that of the comparator, called `name`, and `difference_limits` are its.
    """

    name: str
    kind: VerdictKind
    words: str
    method: str
    note: str
    why: str
    judgement: Judgement
    figure: float
    limits: Limits[float]
    comparator: float
    difference: float
    difference_limits: Limits[float]
    p: float
    confidence: float

    def sentence(self, place: str, name: str = "") -> str:
        """The verdict as a sentence: "Derby is higher than England, and more than chance would explain.".

        Where `place` is a figure ("Derby's rate") give the comparator's `name` to match: "England's".
        """
        name = name or self.name
        if self.kind is VerdictKind.UNKNOWN:
            return f"Whether {place} differs from {name} by more than chance {self.words}."
        return f"{place} is {_words(self.kind, name, self.judgement)}."


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, apart from the figures."""

    name: str
    kind: FigureKind
    per: float
    decimals: int
    polarity: Polarity
    confidence: float

    @classmethod
    def of(
        cls, name: str, kind: str, per: float | None, decimals: int, polarity: Polarity | str, confidence: float
    ) -> "Asked":
        """What was asked, read from its texts. Raises StatisticsError for what is not known."""
        read = FigureKind.of(kind)
        return cls(
            name=text_of("name", name, 'Say whom the comparator is, such as "England".'),
            kind=read,
            per=unit_of(read.per if per is None else per),
            decimals=whole_of("decimals", decimals, 0, 9),
            polarity=choice_of("polarity", polarity, Polarity),
            confidence=confidence_of(confidence),
        )

    @property
    def alpha(self) -> float:
        """Below this p a difference is more than chance; 0.05 for a confidence of 0.95, free of binary dust."""
        return round(1 - self.confidence, 12)

    def around(self, counts: Floats, denominators: Floats) -> Answer:
        """The interval of each figure, in the unit asked for."""
        if self.kind is FigureKind.RATE:
            return byar(counts, denominators, self.per, self.confidence)
        lower, upper = wilson(counts, denominators, self.confidence)
        return Limits(lower * self.per, upper * self.per)

    def around_all(self, those: Possible | str) -> Limits[float]:
        """The interval that holds those of all counts a figure can rest on; NaN where it rests on none."""
        return NO_LIMITS if isinstance(those, str) else envelope(self.around(those.counts, those.denominators))

    @property
    def level(self) -> str:
        """The confidence in words: "95%"."""
        return f"{100 * self.confidence:.10g}%"


@dataclass(frozen=True, slots=True)
class Shown:
    """The figure, its interval and the comparator's figure, as every verdict shows them."""

    figure: float
    limits: Limits[float]
    comparator: float

    @property
    def difference(self) -> float:
        """The figure minus that of the comparator."""
        return self.figure - self.comparator


def told(asked: Asked, shown: Shown, *, real: bool, p: float, around: Limits[float], method: str, note: str) -> Verdict:
    """The verdict on a difference that chance would (not) explain."""
    kind = _kind(shown, asked.decimals, real=real)
    judgement = Judgement.NOT_JUDGED
    if kind.more_than_chance:
        judgement = judge(Number(1 if shown.difference > 0 else -1), asked.polarity)
    return Verdict(
        name=asked.name,
        kind=kind,
        words=_words(kind, asked.name, judgement),
        method=method,
        note=note.strip(),
        why="",
        judgement=judgement,
        figure=shown.figure,
        limits=shown.limits,
        comparator=shown.comparator,
        difference=shown.difference,
        # Where whole and part were rounded apart from each other, what is possible may not hold what is shown.
        difference_limits=Limits(min(around.lower, shown.difference), max(around.upper, shown.difference)),
        p=p,
        confidence=asked.confidence,
    )


def untold(asked: Asked, shown: Shown, why: str) -> Verdict:
    """The verdict that there can be none, and why."""
    return Verdict(
        name=asked.name,
        kind=VerdictKind.UNKNOWN,
        words=f"cannot be told: {why}",
        method="No test was made.",
        note="",
        why=why,
        judgement=Judgement.NOT_JUDGED,
        figure=shown.figure,
        limits=shown.limits,
        comparator=shown.comparator,
        difference=shown.difference,
        difference_limits=NO_LIMITS,
        p=float("nan"),
        confidence=asked.confidence,
    )


def p_in_words(p: float) -> str:
    """A p-value after the letter p: "= 0.0421", "below 0.001"."""
    return "below 0.001" if p < 0.001 else f"= {p:.3g}"


def envelope(those: Answer) -> Limits[float]:
    """The lowest lower and the highest upper limit of all that is possible."""
    return Limits(float(np.min(those.lower)), float(np.max(those.upper)))


def _kind(shown: Shown, decimals: int, *, real: bool) -> VerdictKind:
    higher = shown.difference > 0
    if real:
        return VerdictKind.HIGHER if higher else VerdictKind.LOWER
    # Half up, as published; the inner rounding keeps a binary 0.225 from falling below its decimal half.
    figure, comparator = (floor(round(value * 10**decimals, 6) + 0.5) for value in (shown.figure, shown.comparator))
    if figure == comparator:
        return VerdictKind.SAME
    return VerdictKind.HIGHER_BY_CHANCE if higher else VerdictKind.LOWER_BY_CHANCE


def _words(kind: VerdictKind, name: str, judgement: Judgement) -> str:
    """The verdict. Better or worse is only said of what is more than chance."""
    if kind is VerdictKind.SAME:
        return f"no different from {name}"
    side = "higher" if kind in {VerdictKind.HIGHER, VerdictKind.HIGHER_BY_CHANCE} else "lower"
    if not kind.more_than_chance:
        return f"{side} than {name}, but chance alone could explain it"
    judged = "" if judgement is Judgement.NOT_JUDGED else f" ({judgement.value})"
    return f"{side}{judged} than {name}, and more than chance would explain"
