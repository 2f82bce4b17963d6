"""Whether a value reaches a threshold, in exact fractions; and a percentage of councils as whole councils. Pure.

86 % of 15 councils is 12.9, and 12 would be 80 %: so 13 are needed, always the next whole council (R11.07). Nothing is
rounded for the comparison: 12 of 14 is 85.7 %, which is less than 86 %.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from riia.alliance.plans.units import OF_COUNCILS, SHARES, Operator, Unit, words_for


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a measure asks for. Without a value the plan gives no number, and nothing can be reached or missed by it."""

    operator: Operator | None
    value: Decimal | None
    unit: Unit | None
    denominator: str = ""

    @property
    def given(self) -> bool:
        """Whether the plan gives a number."""
        return self.value is not None and self.operator is not None

    @property
    def at_most(self) -> bool:
        """Whether less is better: "at most", and "exactly 0", such as no return rejected.

        Any other "exactly" is read as "at least": a plan that promises 12 newsletters is not missed by 13.
        """
        return self.operator is Operator.AT_MOST or (self.operator is Operator.EXACTLY and self.value == 0)

    @property
    def is_share(self) -> bool:
        return self.unit in SHARES

    @property
    def counts_councils(self) -> bool:
        return self.unit in OF_COUNCILS


def whole(percent: Decimal | int, of: int) -> int:
    """The least whole number that is at least this percentage of `of`: 86 % of 15 is 13."""
    return ceil(Fraction(percent) * of / 100)


def needed(threshold: Threshold, of: int | None) -> Fraction | None:
    """How many are needed of `of`: whole councils, people or things for a percentage, else the number itself.

    A plain number of councils is never more than there are left: a package for all 15 is one for 14 if one is exempt.
    """
    if threshold.value is None or not threshold.given:
        return None
    if threshold.is_share:
        return Fraction(whole(threshold.value, of)) if of is not None and not threshold.at_most else None
    value = Fraction(threshold.value)
    if threshold.unit is Unit.COUNCILS and of is not None:
        return min(value, Fraction(of))
    return value


def reaches(threshold: Threshold, n: Fraction | None, of: int | None = None) -> bool | None:
    """Whether n (of `of`, for a percentage) reaches it; None where the threshold, n or `of` is not known."""
    if threshold.value is None or not threshold.given or n is None:
        return None
    if threshold.is_share:
        if not of:
            return None
        share, wanted = n * 100, Fraction(threshold.value) * of
        return share <= wanted if threshold.at_most else share >= wanted
    wanted = needed(threshold, of) or Fraction(0)
    return n <= wanted if threshold.at_most else n >= wanted


def number(value: Fraction | Decimal | int) -> str:
    """A number as it is read: "13", "0.6", "85.5"."""
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    return f"{float(fraction):.2f}".rstrip("0").rstrip(".")


def target_words(threshold: Threshold, of: int | None = None) -> str:
    """The threshold in words: "at least 86% of 15 LAPs (13 councils)", "at most 4 weeks", "no number in the plan"."""
    if threshold.value is None or threshold.unit is None:
        return "no number in the plan"
    value = number(threshold.value)
    if threshold.unit in (Unit.MILESTONE, Unit.DOCUMENT):
        return "done" if threshold.unit is Unit.MILESTONE else "document in place"
    if threshold.unit in (Unit.PER_MONTH, Unit.PER_QUARTER, Unit.PER_YEAR):
        each = {"per_month": "month", "per_quarter": "quarter", "per_year": "year"}[threshold.unit.value]
        return f"{value} in each {each}" if value != "1" else f"one in each {each}"
    lead = {Operator.AT_LEAST: "at least ", Operator.AT_MOST: "at most "}.get(
        threshold.operator or Operator.EXACTLY, ""
    )
    if threshold.is_share:
        what = threshold.denominator or words_for(threshold.unit, True)
        asked = f"{lead}{value}% of {what}" if value != "100" else f"all of {what}"
        least = needed(threshold, of)
        return f"{asked} ({number(least)} of {of})" if threshold.counts_councils and least is not None else asked
    if threshold.unit is Unit.CHANGE_PERCENT:
        return f"{lead}{value}% more than {threshold.denominator or 'before'}"
    what = threshold.denominator if threshold.unit is Unit.COUNT else words_for(threshold.unit, threshold.value != 1)
    asked = f"{lead}{value} {what}".strip()
    return asked if lead else asked if value != "0" else f"no {what}"


_LEAD = {Operator.AT_LEAST: "at least ", Operator.AT_MOST: "at most ", Operator.EXACTLY: ""}
