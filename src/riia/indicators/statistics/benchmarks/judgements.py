"""Better or worse, only where an indicator has a polarity."""

from enum import StrEnum

from riia.indicators.model import Missing, Polarity, Value
from riia.indicators.statistics.benchmarks.figures import polarity_of


class Judgement(StrEnum):
    """What a difference means. NOT_JUDGED where neither direction is better, or there is no number to judge."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "the same"
    NOT_JUDGED = "not judged"


def judge(difference: Value, polarity: Polarity) -> Judgement:
    """What `difference` (own figure minus the one compared with) means for an indicator of this polarity.

    It says nothing about chance: a small council's figure can be better or worse by luck alone. Raises BenchmarkError
    for an unknown polarity.
    """
    polarity = polarity_of(polarity)
    if isinstance(difference, Missing) or polarity is Polarity.NONE:
        return Judgement.NOT_JUDGED
    if difference.value == 0:
        return Judgement.SAME
    return Judgement.BETTER if (difference.value > 0) == (polarity is Polarity.UP) else Judgement.WORSE
