"""How judgements are said: days left and late, lists, how far a value is. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from riia.alliance.plans.thresholds import Threshold, number
from riia.alliance.plans.units import DONE, LENGTHS, RATES, Unit, words_for


def day(on: date) -> str:
    """31 December 2025."""
    return f"{on.day} {on:%B %Y}"


def days(count: int) -> str:
    """ "1 day" or "24 days"."""
    return f"{count} day{'' if count == 1 else 's'}"


def days_left(at: date, due: date) -> str:
    """ "24 days left", or "due that day"."""
    left = (due - at).days
    return f"{days(left)} left" if left else "that is the day itself"


def days_late(at: date, due: date) -> str:
    """ "15 days late"."""
    return f"{days((at - due).days)} late"


def listed(words: Sequence[str]) -> str:
    """ "agenda", "agenda or minutes", "agenda, minutes or attendance log"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def joined(words: Sequence[str], most: int = 3) -> str:
    """ "October 2025 and November 2025"; beyond `most`, how many more."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def percent(n: Fraction, of: int) -> str:
    """n of N as a percentage with one decimal, never more than it is: 12 of 14 is 85.7%."""
    share = (Decimal(n.numerator) * 100 / Decimal(n.denominator * of)).quantize(Decimal("0.1"), ROUND_FLOOR)
    return f"{number(share)}%"


def value_words(threshold: Threshold, n: Fraction | None, of: int | None) -> str:
    """What a value is: "11 of 15 councils", "82 of 100 attendees (82%)", "5 weeks"; "no number" for none."""
    if n is None:
        return "no number"
    if threshold.unit in DONE:
        return "done" if n else "not done"
    if threshold.is_share and of:
        what = "councils" if threshold.counts_councils else threshold.denominator or words_for(threshold.unit, True)
        what = what.lstrip("0123456789 ")
        return f"{number(n)} of {of} {what}" + ("" if threshold.counts_councils else f" ({percent(n, of)})")
    if of:
        return f"{number(n)} of {of}{' councils' if threshold.counts_councils else ''}"
    what = threshold.denominator if threshold.unit is Unit.COUNT else words_for(threshold.unit, n != 1)
    return f"{number(n)} {what}".strip()


def so_far(threshold: Threshold, n: Fraction | None, of: int | None, least: Fraction | None) -> str:
    """How far a value is from what is needed: "11 of 13 councils needed", "5 weeks, at most 4 allowed"."""
    if n is None:
        return "no number is recorded"
    if not threshold.given or threshold.value is None:
        return value_words(threshold, n, of)
    if of and threshold.unit in LENGTHS | RATES:
        # A part that counts itself says how many kept to the time: all of them is what the plan asks.
        what = "in time" if threshold.unit in LENGTHS else words_for(threshold.unit, True)
        return f"{number(n)} of {of} {what}, all needed"
    if threshold.at_most:
        allowed = "none" if threshold.value == 0 else f"at most {number(threshold.value)}"
        return f"{value_words(threshold, n, of)}, {allowed} allowed"
    if threshold.unit in DONE:
        return "it is not shown to be done"
    if threshold.is_share and not threshold.counts_councils:
        return f"{value_words(threshold, n, of)}, {number(threshold.value)}% needed"
    if least is None:
        return value_words(threshold, n, of)
    what = "councils" if threshold.counts_councils else threshold.denominator or words_for(threshold.unit, True)
    return f"{number(n)} of {number(least)} {what} needed".replace("  ", " ")
