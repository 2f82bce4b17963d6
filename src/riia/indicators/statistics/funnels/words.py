"""What a reader is told about a funnel, phrased once. Nothing here says that high or low is good or bad."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from riia.indicators.statistics.funnels.areas import NotCompared
from riia.indicators.statistics.funnels.dispersion import OverDispersion

_NOT_COMPARED: Final = "not compared"
# From fewer areas than this the spread is a rough estimate.
_FEW: Final = 10


class FunnelSide(StrEnum):
    """Where an area's figure lies against a pair of limits. A figure on a limit is within."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


def percent_words(confidence: float) -> str:
    """A confidence level as a reader knows it: 0.998 is "99.8%"."""
    return f"{round(100 * confidence, 10):g}%"


def verdict_words(side: FunnelSide, confidence: float | None, *, widened: bool) -> str:
    """The verdict on one area; `confidence` is the widest pair of limits that it lies outside."""
    if side is FunnelSide.WITHIN or confidence is None:
        if widened:
            return "within what chance and the usual spread between areas explain"
        return "within what chance explains"
    return f"{side.value} the {percent_words(confidence)} limit"


def outside_words(
    sides: Sequence[FunnelSide], left_out: Sequence[NotCompared], *, confidence: float, noun: str, widened: bool
) -> str:
    """How many areas lie outside, how many would by chance alone, and which have no figure and why."""
    above, below = sides.count(FunnelSide.ABOVE), sides.count(FunnelSide.BELOW)
    count = len(sides)
    if not count:
        return f"None of the {noun} can be compared. {left_out_words(left_out)}".rstrip()
    outside = above + below
    parts = f" ({above} above, {below} below)" if above and below else f" ({'above' if above else 'below'} them)"
    usual = "if they differed no more than usual" if widened else "by chance alone"
    if count == 1:
        sentence = (
            f"The only one of the {noun} that can be compared lies {'outside' if outside else 'within'} the "
            f"{percent_words(confidence)} limits{parts if outside else ''}."
        )
        return f"{sentence} {left_out_words(left_out)}".rstrip()
    by_chance = count * (1 - confidence)
    expected = f"{by_chance:.1f}" if by_chance >= 0.1 else f"{by_chance:.1g}"
    sentence = (
        f"{outside or 'None'} of {count} {noun} {'lies' if outside == 1 else 'lie'} outside the "
        f"{percent_words(confidence)} limits{parts if outside else ''}; {usual} about {expected} would."
    )
    return f"{sentence} {left_out_words(left_out)}".rstrip()


def left_out_words(left_out: Sequence[NotCompared]) -> str:
    """Which areas are not compared, by reason; nothing to say where none is."""
    if not left_out:
        return ""
    by_reason: dict[str, list[str]] = {}
    for each in left_out:
        by_reason.setdefault(each.why, []).append(each.area)
    listed = "; ".join(f"{', '.join(areas)} ({why})" for why, areas in by_reason.items())
    return f"{len(left_out)} {_NOT_COMPARED}: {listed}."


def spread_words(dispersion: OverDispersion, *, noun: str, without: int | None, confidence: float) -> str:
    """What the spread between areas is and whether the limits allow for it.

    `without` is how many areas would lie outside limits that do not, where the limits do.
    """
    if not dispersion.is_estimable:
        return f"Whether the {noun} differ by more than chance as a whole cannot be estimated: {dispersion.why_not}."
    rough = f" From {dispersion.areas} {noun} that is a rough estimate." if dispersion.areas < _FEW else ""
    if dispersion.phi <= 1:
        alike = f"As a whole the {noun} differ no more than chance would make them (phi {dispersion.phi:.1f})"
        if dispersion.widened:
            return f"{alike}: the limits allow for a variance between {noun}, as was asked, and it is put at 0.{rough}"
        return f"{alike}.{rough}"
    spread = (
        f"As a whole the {noun} differ more than chance would make them: their variance (phi) is "
        f"{dispersion.phi:.1f} times that of chance"
    )
    if not dispersion.widened:
        return f"{spread}. The limits show chance alone, so more {noun} lie outside them than would by chance.{rough}"
    return (
        f"{spread}, so the limits are widened by the variance between {noun} (tau squared {dispersion.tau2:.3g}). "
        f"Lying within the limits means usual among these {noun}, not that a difference is chance. Without widening "
        f"{without} would lie outside the {percent_words(confidence)} limits.{rough}"
    )


def many_tests_words(adjusted: Iterable[float], *, noun: str, tests: int, false_share: float) -> str:
    """How many areas still stand out when all the tests are allowed for."""
    found = sum(p <= false_share for p in adjusted)
    allowing = f"Allowing for the {tests} tests made at once (Benjamini–Hochberg), "
    if not found:
        return f"{allowing}none of the {noun} stands out."
    return (
        f"{allowing}{found} of the {noun} {'stands' if found == 1 else 'stand'} out, of which at most "
        f"{percent_words(false_share)} are expected to be false."
    )


def area_words(area: str, verdict: str, *, p_adjusted: float, tests: int, false_share: float) -> str:
    """The verdict on one area as a sentence, with what becomes of it among so many tests."""
    if verdict.startswith(_NOT_COMPARED):
        return f"{area} is {verdict}."
    if verdict.startswith(FunnelSide.WITHIN):
        return f"{area} lies {verdict}."
    still = "also" if p_adjusted <= false_share else "but no longer"
    return f"{area} lies {verdict}, {still} when the {tests} tests made at once are allowed for."


def not_compared_words(why: str) -> str:
    """The verdict on an area that is left out."""
    return f"{_NOT_COMPARED}: {why}"
