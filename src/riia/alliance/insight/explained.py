"""What is known of chance, for machines: the part `explain` of a comparison, on the command line and over HTTP.

Numbers are in the unit of the figure (`rate`), unrounded as far as six significant digits go beyond what is shown; what
cannot be had is null, and a sentence beside it says why. The sentences are those of the pages.
"""

from math import isfinite
from typing import Any

from riia.alliance.insight.chance import CONFIDENCE, METHODS, OUTER, Chance, chance_of
from riia.alliance.insight.comparisons import Basis
from riia.alliance.insight.explanations import Explanation, explanation, sentence
from riia.alliance.insight.standings import Standing
from riia.indicators.statistics import RecentTrend, Verdict
from riia.indicators.statistics.control_charts import ControlChart

type Json = dict[str, Any]

DIGITS = 8


def explained(standing: Standing) -> Json:
    """Interval, verdicts, funnel, trend and control chart of a standing, what they rest on, when not to trust them."""
    chance, said = chance_of(standing), explanation(standing, Basis.ENGLAND)
    place = str(standing.subject.code)
    if chance is None or said is None:
        reason = standing.indicator.unpublished or chance_reason(chance)
        return _nothing(reason)
    return {
        "interval": _interval(chance, place),
        "no_interval": said.no_interval or None,
        "rests_on": _rests_on(standing, chance, said),
        "verdicts": _verdicts(standing, chance, place),
        "funnel": _funnel(chance, place, said),
        "trend": _trend(chance.trend(place), said),
        "control_chart": _control_chart(chance.control_chart(place)),
        "cautions": list(said.cautions),
    }


def _verdicts(standing: Standing, chance: Chance, place: str) -> Json:
    """Against whom the figure was tested: England, the region as a whole, its other councils, the neighbours."""
    found = {
        "england": chance.verdict(place, Basis.ENGLAND),
        "region": chance.against_region(place),
        "region_councils": chance.verdict(place, Basis.REGION),
        "neighbours": chance.verdict(place, Basis.NEIGHBOURS),
    }
    return {name: _verdict(one, standing) for name, one in found.items() if one is not None}


def chance_reason(chance: Chance | None) -> str:
    """Why nothing can be said of a series at all."""
    return chance.reason if chance and chance.reason else "No figure is held."


def _nothing(reason: str) -> Json:
    empty: Json = dict.fromkeys(("interval", "rests_on", "funnel", "trend", "control_chart"))
    return empty | {"no_interval": reason, "verdicts": {}, "cautions": []}


def _interval(chance: Chance, place: str) -> Json | None:
    found = chance.interval(place)
    if found is None or chance.kind is None:
        return None
    return {
        "lower": _number(found.lower),
        "upper": _number(found.upper),
        "confidence": CONFIDENCE,
        "method": METHODS[chance.kind],
    }


def _rests_on(standing: Standing, chance: Chance, said: Explanation) -> Json | None:
    grounds = chance.grounds(str(standing.subject.code))
    if not grounds.holds or standing.figure is None:
        return None
    return {
        "count": grounds.count,
        "denominator": grounds.base,
        "rounded_to": chance.rounding.of(str(standing.subject.code)),
        "kind": grounds.kind.value if grounds.kind else None,
        "release": standing.figure.release.name,
        "source_file": standing.figure.release.source_file,
        "sha256": standing.figure.release.sha256,
        "words": said.rests_on,
    }


def _verdict(found: Verdict, standing: Standing) -> Json:
    lower, upper = found.difference_limits
    return {
        "kind": found.kind.value,
        "more_than_chance": found.kind.more_than_chance,
        "words": found.words,
        "sentence": sentence(standing, found),
        "judgement": found.judgement.value,
        "against": found.name,
        "comparator": _number(found.comparator),
        "difference": _number(found.difference),
        "difference_lower": _number(lower),
        "difference_upper": _number(upper),
        "confidence": found.confidence,
        "p": _number(found.p),
        "method": found.method,
        "note": found.note or None,
        "why": found.why or None,
    }


def _funnel(chance: Chance, place: str, said: Explanation) -> Json | None:
    funnel = chance.funnel
    if funnel is None:
        return None
    found = chance.in_funnel.get(place)
    answer: Json = {
        "words": said.funnel or None,
        "side": found.side.value if found else None,
        "p": _number(found.p) if found else None,
        "p_adjusted": _number(found.p_adjusted) if found else None,
        "stands_out": found.stands_out if found else None,
        "limits": {},
        "target": _number(funnel.target),
        "councils": len(chance.in_funnel),
        "not_compared": [one.area for one in funnel.left_out],
        "phi": _number(funnel.dispersion.phi),
        "widened": funnel.dispersion.widened,
        "summary": said.spread,
    }
    if found:
        at = chance.grounds(place).base
        answer["limits"] = {
            f"{100 * level:g}": {
                "lower": _number(limits.lower),
                "upper": _number(limits.upper),
                "lower_by_chance": _number(by_chance.lower),
                "upper_by_chance": _number(by_chance.upper),
            }
            for level in (CONFIDENCE, OUTER)
            for limits, by_chance in [(funnel.at(at)[level], funnel.at(at, by_chance=True)[level])]
        }
    return answer


def _trend(found: RecentTrend | None, said: Explanation) -> Json | None:
    if found is None:
        return None
    return {
        "verdict": found.verdict.value,
        "words": said.trend,
        "judgement": found.judgement.value,
        "points": list(found.points),
        "p": _number(found.p),
        "confidence": found.confidence,
        "rests_on": list(found.rests_on),
        "reason": found.reason or None,
    }


def _control_chart(found: ControlChart | None) -> Json | None:
    if found is None or found.latest is None:
        return None
    at = found.latest
    return {
        "variation": found.variation.value,
        "words": found.summary,
        "mean": _number(found.mean[at]),
        "lower": _number(found.lower[at]),
        "upper": _number(found.upper[at]),
        "rules": [rule.value for rule in found.rules[at]],
        "notes": list(found.notes),
    }


def _number(value: Any) -> float | None:
    """A plain number with as many digits as mean anything; None for what is not estimable."""
    number = float(value)
    return float(f"{number:.{DIGITS}g}") if isfinite(number) else None
