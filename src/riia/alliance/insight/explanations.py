"""Is it real, in sentences: what pages and the command line say of chance, phrased once.

The verdict, the place in the funnel, the trend and the control chart are phrased by the statistics. Here they are put
in order for one place and one indicator, with what they rest on and when not to trust them. Nothing says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Final

from riia.alliance.insight.chance import CONFIDENCE, MEAN_OF, OUTER, Chance, InFunnel, Interval, Mean, chance_of
from riia.alliance.insight.comparisons import Basis, Comparison, Gap
from riia.alliance.insight.findings import FEWEST_CHILDREN, FEWEST_COUNTED, bears_out, movement
from riia.alliance.insight.grounds import Grounds, Kind, counts_people, in_families
from riia.alliance.insight.standings import Standing
from riia.alliance.kit.filters import number
from riia.alliance.places.naming import possessive
from riia.indicators.definitions import Timing
from riia.indicators.model import Number
from riia.indicators.statistics import RecentTrend, TrendVerdict, Verdict, VerdictKind
from riia.indicators.statistics.benchmarks import Step

# Where more than this share of councils is not in a funnel, a reader should know that the rest are no chance selection.
MANY_LEFT_OUT: Final = 0.1
WIDE: Final = 1.5
# Where a median is shown a mean is tested, and named wherever the test is told.
MEANS: Final = {Basis.NEIGHBOURS: "their mean", Basis.REGION: "the other councils’ mean"}
_ABOVE: Final = {VerdictKind.HIGHER: "above", VerdictKind.LOWER: "below"}
_TRENDS: Final = {
    TrendVerdict.INCREASING: Step.RISEN,
    TrendVerdict.DECREASING: Step.FALLEN,
    TrendVerdict.NO_SIGNIFICANT_CHANGE: Step.UNCHANGED,
}
LEVEL: Final = f"{CONFIDENCE:.0%}"
OUTER_LEVEL: Final = f"{OUTER:.1%}"
_SIDES: Final = {
    Gap.HIGHER: (VerdictKind.HIGHER, VerdictKind.HIGHER_BY_CHANCE),
    Gap.LOWER: (VerdictKind.LOWER, VerdictKind.LOWER_BY_CHANCE),
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of chance about one place's figure. Sentences are empty where there is nothing to say.

    `no_interval` says why nothing could be reckoned from the figure; then there is no interval and no verdict. `beside`
    is a second verdict, against the region as a whole where the first is against its councils. `course` says how the
    figure moved, where `trend` says whether that is more than chance.
    """

    interval: str
    no_interval: str
    verdict: str
    verdict_note: str
    beside: str
    method: str
    funnel: str
    spread: str
    course: str
    trend: str
    control: str
    rests_on: str
    cautions: tuple[str, ...]


def explanation(standing: Standing, basis: Basis) -> Explanation | None:
    """Everything that is said of chance about a standing; None where it has no figure in any period."""
    chance, place = chance_of(standing), str(standing.subject.code)
    if chance is None or not standing.wording.comparable:
        return None
    grounds = chance.grounds(place)
    found = chance.verdict(place, basis)
    trend, chart = chance.trend(place), chance.control_chart(place)
    in_funnel = chance.in_funnel.get(place)
    return Explanation(
        interval=interval_sentence(standing, chance),
        no_interval=grounds.reason,
        verdict=sentence(standing, found) if found else "",
        verdict_note=against_what(standing, chance, basis, found),
        beside=_region_as_a_whole(standing, chance, found) if basis is Basis.REGION else "",
        method=found.method if found else "",
        funnel=funnel_sentence(chance, in_funnel),
        spread=chance.funnel.summary(noun="councils") if chance.funnel else "",
        course=course_sentence(standing, trend),
        trend=trend_sentence(trend) if trend else "",
        control=chart.summary if chart else "",
        rests_on=rests_on(standing, grounds),
        cautions=tuple(cautions(standing, chance)) if grounds.holds else (),
    )


def sentence(standing: Standing, found: Verdict) -> str:
    """A verdict as a sentence about the figure: "Derby's referral rate is higher than England's, and ..."."""
    whose = found.name if found.name.startswith(MEAN_OF) else possessive(found.name)
    words = found.sentence(f"{standing.subject.possessive} {standing.wording.phrase}", whose)
    return words[0].upper() + words[1:]


def certainty(comparison: Comparison, basis: Basis, found: Verdict | None) -> str:
    """What a title adds to "higher than England's": "and more than chance would explain", or what speaks against it.

    Beside a median the mean is named, against which the test is: a figure can lie on one side of a median and on the
    other of a mean, or be no different. Empty without a verdict, and where close figures differ by chance at most.
    """
    gap, mean = comparison.against(basis).gap, MEANS.get(basis)
    if found is None or gap is Gap.UNKNOWN:
        return ""
    if found.kind is VerdictKind.UNKNOWN:
        return "but whether by more than chance cannot be told" if gap in _SIDES else ""
    if gap not in _SIDES:
        if not found.kind.more_than_chance:
            return ""
        alike = "but before rounding" if gap is Gap.SAME else "yet"
        than = f"but {found.kind.value} than {mean}" if mean else f"{alike} {found.kind.value}"
        return f"{than} by more than chance would explain"
    if mean is None:
        return f"but {found.words}" if found.kind is VerdictKind.SAME else found.words.rpartition(", ")[2]
    if found.kind is VerdictKind.SAME:
        return f"but no different from {mean}"
    if not found.kind.more_than_chance:
        return f"but no further from {mean} than chance could explain"
    if found.kind not in _SIDES[gap]:
        return f"but {found.kind.value} than {mean} by more than chance would explain"
    return f"and further {_ABOVE[found.kind]} {mean} than chance would explain"


def in_short(comparison: Comparison, basis: Basis, found: Verdict | None) -> str:
    """The verdict for a cell of a table, under "higher", "lower" or "close" against the same comparator."""
    if not isinstance(comparison.own, Number):
        return ""
    if found is None or found.kind is VerdictKind.UNKNOWN:
        return "not tested" if found is None else "cannot be told"
    told = "against the mean: " if basis in MEANS else ""
    if not found.kind.more_than_chance:
        return f"{told}chance could explain it"
    if found.kind in _SIDES.get(comparison.against(basis).gap, ()):
        return f"{told}more than chance"
    return f"{told}{'' if told else 'a little '}{found.kind.value}, more than chance"


def interval_sentence(standing: Standing, chance: Chance) -> str:
    """The interval with its unit, confidence and method."""
    found = between(standing, chance.interval(str(standing.subject.code)))
    if not found or chance.kind is None:
        return ""
    method = {Kind.SHARE: "Wilson’s method", Kind.RATE: "Byar’s method, exact below a count of 10"}[chance.kind]
    return f"{LEVEL} interval {found} ({method})."


def between(standing: Standing, found: Interval | None) -> str:
    """An interval beside its figure: "554.0 to 591.8"; empty where there is none, or nothing is compared."""
    if found is None or not standing.wording.comparable:
        return ""
    return f"{written(standing, found.lower)} to {written(standing, found.upper)}"


def written(standing: Standing, value: float) -> str:
    """A number in the figure's unit, with one decimal more than the figure where that has none."""
    suffix = "%" if standing.wording.short_unit == "%" else ""
    return number(value, max(standing.series.decimals, 1)) + suffix


def against_what(standing: Standing, chance: Chance, basis: Basis, found: Verdict | None) -> str:
    """What the verdict was made against where that is not what the page compares with, and its caveats."""
    if basis is Basis.ENGLAND or standing.peers is None:
        return found.note if found else ""
    mean = chance.mean_of(standing.peers, basis)
    if found is None:
        if not mean.of or not chance.grounds(str(standing.subject.code)).holds:
            return ""
        whom = "the other councils of its region" if basis is Basis.REGION else "its neighbours"
        return f"No test against {whom}: the counts of only {len(mean.usable)} of {mean.of} are held."
    return " ".join(filter(None, [_against_mean(written(standing, found.comparator), basis, mean), found.note]))


def _against_mean(value: str, basis: Basis, mean: Mean) -> str:
    """Which mean a verdict is against, and its value. One that is shown as it was tested needs no word."""
    some = len(mean.usable) < mean.of
    held = f"the {len(mean.usable)} of {mean.of} whose counts are held" if some else f"all {mean.of}"
    if basis in MEANS:
        return f"A median cannot be tested, so this is against the mean of {held} ({value})."
    return f"This is against the mean of {held} ({value})." if some else ""


def _region_as_a_whole(standing: Standing, chance: Chance, beside: Verdict | None) -> str:
    """The verdict against the region's own figure, in which its largest councils count most."""
    found = chance.against_region(str(standing.subject.code))
    if found is None:
        return ""
    said = f"Against {found.name} as a whole ({written(standing, found.comparator)}), where larger councils count more"
    if found.kind is VerdictKind.UNKNOWN:
        return f"{said}: it {found.words}."
    words = found.words.replace(f" than {found.name}", "").replace(f" from {found.name}", "")
    also = "also " if beside is not None and beside.kind is found.kind else ""
    return f"{said}: {also}{words}."


def funnel_sentence(chance: Chance, found: InFunnel | None) -> str:
    """Where the council lies among all, and whether it is still found when all are allowed for."""
    if found is None:
        return ""
    count = len(chance.in_funnel)
    if found.usual:
        widened = chance.funnel is not None and chance.funnel.dispersion.widened
        # Else "more than chance" against one comparator and "usual" among all would seem to contradict each other.
        why = ", for they differ from each other by more than chance" if widened else ""
        return f"Among the {count} councils such a figure is usual{why}: it lies {found.words}."
    more = "and stands out also" if found.stands_out else "but does not stand out"
    some = "" if found.stands_out else ": of so many, some lie there by chance"
    said = f"Among the {count} councils it lies {found.words}, {more} when the tests of all of them are allowed for"
    return f"{said}{some}."


def trend_of(found: RecentTrend | None) -> Step:
    """What the test of the latest five years says of a title; UNKNOWN where it could not be made."""
    return _TRENDS.get(found.verdict, Step.UNKNOWN) if found else Step.UNKNOWN


def course_sentence(standing: Standing, trend: RecentTrend | None) -> str:
    """How the figure moved where the title tells the trend instead: "It has risen since 2023."; else empty."""
    tested = trend_of(trend)
    if standing.direction is None or tested is Step.UNKNOWN or bears_out(tested, standing.direction):
        return ""
    moved = movement(standing.direction)
    return f"It {moved.removeprefix('and ')}." if moved else ""


def trend_sentence(found: RecentTrend) -> str:
    """The recent trend; its words begin with the verdict or with "The recent trend"."""
    if found.verdict is TrendVerdict.CANNOT_BE_CALCULATED:
        return found.words
    return f"Recent trend: {found.words[0].lower()}{found.words[1:]}"


def rests_on(standing: Standing, grounds: Grounds) -> str:
    """The count and the base a figure rests on, and the release they come from."""
    if not grounds.holds or standing.figure is None:
        return ""
    base = standing.variant.denominator
    said = f"It rests on a count of {number(grounds.count)} and a base of {number(grounds.base)} ({base})"
    return f"{said}, from {standing.figure.release.name}."


def cautions(standing: Standing, chance: Chance) -> Iterator[str]:
    """When not to trust it."""
    place = str(standing.subject.code)
    grounds, step = chance.grounds(place), chance.rounding.of(place)
    if grounds.count < FEWEST_COUNTED:
        yield (
            f"The count is below {FEWEST_COUNTED}, so that one or two make the difference. Look at the single cases "
            "rather than at the figure."
        )
    if grounds.kind is Kind.RATE and grounds.base < FEWEST_CHILDREN:
        yield (
            f"Fewer than {FEWEST_CHILDREN:,} children live there, so that each one moves the rate a lot. Look at the "
            "single cases rather than at the figure."
        )
    yield (
        f"{_why_larger(standing)}: chance is larger than reckoned, and an answer near the edge is weaker than it looks."
    )
    if standing.variant.timing is Timing.STOCK:
        yield (
            "It is counted on one day, and many of the same children were there a year before. The years do not stand "
            "by themselves: take a trend over them as a hint."
        )
    if step > 1:
        yield (
            f"The count is rounded to {step}s. The interval and the verdict allow for all that it can stand for, the "
            "funnel and the trend take it as printed."
        )
    yield from _about_the_funnel(chance)
    yield (
        "All are counted and none sampled. The interval says how far such a count moves by chance, not that it is "
        "wrong. It does not see differences in recording or in practice, and says nothing of causes."
    )


def _why_larger(standing: Standing) -> str:
    """Why what is counted does not come one by one, as the tests take it to."""
    if not in_families(standing.series):
        return "One change of practice moves many at once"
    once = counts_people(standing.series)
    return "Brothers and sisters come together" + ("" if once else ", and a child can be counted more than once")


def _about_the_funnel(chance: Chance) -> Iterator[str]:
    if chance.funnel is None:
        return
    left_out = len(chance.councils) - len(chance.in_funnel)
    if left_out > MANY_LEFT_OUT * len(chance.councils):
        yield (
            f"{left_out} of {len(chance.councils)} councils have no figure to compare, often because it is small. The "
            "funnel is of the others, which are no chance selection."
        )
    if chance.funnel.dispersion.widened:
        # phi is a ratio of variances, and readers think in distances.
        times = sqrt(chance.funnel.dispersion.phi)
        far = f"about {times:.0f} times as far" if times >= WIDE else "somewhat further"
        yield (
            f"Councils lie {far} apart {'as' if times >= WIDE else 'than'} chance alone would set them. The limits of "
            "the funnel are widened by that: to lie within them is usual among councils, which is not to say that all "
            "is well."
        )
