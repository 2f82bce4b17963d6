"""The verdict: its words in every case, the tests under it, and that it never says more than the counts allow."""

from math import isnan, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Polarity, Symbol
from riia.indicators.statistics import (
    FigureKind,
    Observed,
    Relation,
    StatisticsError,
    Verdict,
    VerdictKind,
    binomial_test,
    byar,
    difference_of_rates,
    difference_of_shares,
    fisher_test,
    poisson_test,
    rate_test,
    verdict,
    wilson,
)
from riia.indicators.statistics.benchmarks import Judgement

SHARE, RATE = FigureKind.SHARE, FigureKind.RATE
ENGLAND = Observed(30_000, 120_000)  # 25%


def against_england(own: Observed, other: Observed = ENGLAND, kind: FigureKind = SHARE, **more: object) -> Verdict:
    asked = {"name": "England", "relation": Relation.CONTAINS, "kind": kind} | more
    return verdict(own, other, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "relation", "polarity"),
    [
        ("share", "contains", "up"),
        ("proportion", "contains", "up"),
        ("rate", "apart", "down"),
        ("share", "known", "none"),
    ],
)
def test_texts_and_pairs_do_as_well(kind: str, relation: str, polarity: str) -> None:
    typed = verdict(
        Observed(22, 40),
        ENGLAND,
        name="England",
        relation=Relation(relation),
        kind=RATE if kind == "rate" else SHARE,
        polarity=Polarity(polarity),
    )
    plain = verdict((22, 40), [30_000, 120_000], name="England", relation=relation, kind=kind, polarity=polarity)
    assert plain == typed
    assert plain.judgement == {"up": "better", "down": "worse", "none": "not judged"}[polarity]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "median"}, "kind='median' is not known"),
        ({"relation": "inside"}, "relation='inside' is not known"),
        ({"polarity": "lower"}, "polarity='lower' is not known"),
        ({"own": 5}, "own: 5 is not a figure with its denominator"),
        ({"other": (5, 10, 15)}, "other: .* is not a figure with its denominator"),
    ],
)
def test_what_is_not_known_is_told(wrong: dict[str, object], told: str) -> None:
    asked = {"own": (22, 40), "other": ENGLAND, "name": "England", "relation": "contains", "kind": "share"} | wrong
    with pytest.raises(StatisticsError, match=told):
        verdict(**asked)  # type: ignore[arg-type]


def a_year_earlier(own: Observed, other: Observed, kind: FigureKind = RATE, **more: object) -> Verdict:
    return verdict(own, other, name="a year earlier", relation=Relation.APART, kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "polarity", "kind", "words"),
    [
        (22, Polarity.NONE, VerdictKind.HIGHER, "higher than England, and more than chance would explain"),
        (22, Polarity.UP, VerdictKind.HIGHER, "higher (better) than England, and more than chance would explain"),
        (22, Polarity.DOWN, VerdictKind.HIGHER, "higher (worse) than England, and more than chance would explain"),
        (0, Polarity.DOWN, VerdictKind.LOWER, "lower (better) than England, and more than chance would explain"),
        (40, Polarity.NONE, VerdictKind.HIGHER, "higher than England, and more than chance would explain"),
        (12, Polarity.DOWN, VerdictKind.HIGHER_BY_CHANCE, "higher than England, but chance alone could explain it"),
        (8, Polarity.UP, VerdictKind.LOWER_BY_CHANCE, "lower than England, but chance alone could explain it"),
        (10, Polarity.UP, VerdictKind.SAME, "no different from England"),
    ],
)
def test_the_words(count: int, polarity: Polarity, kind: VerdictKind, words: str) -> None:
    """Of 40, against 25%. Better and worse are said only with a polarity, and only of what is more than chance."""
    found = against_england(Observed(count, 40), polarity=polarity)
    assert (found.kind, found.words, found.why) == (kind, words, "")
    assert found.sentence("Derby") == f"Derby is {words}."
    assert (found.judgement is Judgement.NOT_JUDGED) == ("(" not in words)
    assert found.kind.more_than_chance == ("more than" in words)


def test_three_children_more_are_not_a_trend() -> None:
    found = a_year_earlier(Observed(6, 60_058), Observed(3, 60_010))
    assert found.sentence("Derby") == "Derby is higher than a year earlier, but chance alone could explain it."
    assert found.p == pytest.approx(rate_test(6, 60_058, 3, 60_010))
    assert found.difference_limits.lower < 0 < found.difference_limits.upper


def test_a_share_against_the_rest_of_england() -> None:
    found = against_england(Observed(22, 40))
    assert found.p == fisher_test(22, 40, 29_978, 119_960)
    assert (found.figure, found.comparator, found.difference) == pytest.approx((55, 25, 30))
    assert found.limits == pytest.approx([100 * limit for limit in wilson(22, 40)])
    rest = difference_of_shares(22, 40, 29_978, 119_960)
    assert found.difference_limits == pytest.approx([100 * limit * (1 - 40 / 120_000) for limit in rest])
    assert found.method == (
        "Fisher's exact test against England without the place itself: p below 0.001. "
        "Intervals at 95%: of the figure Wilson, of the difference Newcombe."
    )


def test_a_rate_against_a_year_earlier() -> None:
    found = a_year_earlier(Observed(Number(573), Number(10_000)), Observed(518, 10_050), confidence=0.9)
    assert found.p == rate_test(573, 10_000, 518, 10_050)
    assert found.limits == pytest.approx(byar(573, 10_000, confidence=0.9))
    assert found.difference_limits == pytest.approx(difference_of_rates(573, 10_000, 518, 10_050, confidence=0.9))
    assert found.kind is VerdictKind.HIGHER
    assert against_england(Observed(573, 10_000), Observed(5730, 100_000), RATE).kind is VerdictKind.SAME
    assert "of two Poisson counts against a year earlier: p = 0.0844. Intervals at 90%" in found.method


def test_a_figure_taken_as_known_is_tried_at_both_ends_of_its_rounding() -> None:
    share = against_england(Observed(20, 40), Observed(published=25.0), relation=Relation.KNOWN)
    assert share.p == pytest.approx(binomial_test(20, 40, 0.2505))
    assert share.difference_limits == pytest.approx(
        (100 * wilson(20, 40).lower - 25.05, 100 * wilson(20, 40).upper - 24.95)
    )
    assert "Exact binomial test against the figure of England, taken as known" in share.method
    rate = against_england(Observed(640, 10_000), Observed(published=518.0), RATE, relation=Relation.KNOWN)
    assert rate.p == pytest.approx(poisson_test(640, 10_000, 518.05))
    # One of 2,000 against a printed 0.0: chance if that stands for 0.04, more than chance if for none at all.
    unclear = against_england(Observed(1, 2000), Observed(published=0.0), relation=Relation.KNOWN)
    assert unclear.kind is VerdictKind.UNKNOWN
    missing = against_england(Observed(20, 40), Observed(published="x"), relation=Relation.KNOWN)
    assert missing.why == "the figure of England is not available or not collected"


@pytest.mark.parametrize(
    ("own", "other", "relation", "why"),
    [
        (Observed("c", 40), ENGLAND, "contains", "its own count is suppressed because it is small, or would reveal a"),
        (Observed("c", 40, 30.0), ENGLAND, "contains", "its own count is suppressed"),
        (Observed(Missing(Symbol.UNRELIABLE), 40), ENGLAND, "contains", "its own count is withheld as unreliable"),
        (Observed(3, None), ENGLAND, "contains", "its own denominator is not available"),
        (Observed(0, 0), ENGLAND, "contains", "its own denominator is 0, so there is nothing to make a share of"),
        (Observed(5, 4), ENGLAND, "contains", "its own count is larger than its denominator"),
        (Observed(5, 40), Observed("x", 100), "apart", "the count of England is not available or not collected"),
        (Observed(nan, 40), Observed(None, 0), "apart", "its own count is not available or not collected, and the den"),
        (Observed(5, 40), ENGLAND, "average", "England is an average of several places, which has no count of its own"),
        (Observed(5, 40), Observed(5, 40), "contains", "there is nobody in England besides it"),
        (Observed(5, 40), Observed(5, 39), "contains", "its denominator is larger than that of England"),
        (Observed(9, 40), Observed(5, 90), "contains", "its count is larger than that of England, "),
        (Observed(5, 10), Observed(3, 10), "contains", "its count is larger than that of England, "),
        (Observed(3, 10), Observed(5, 10), "contains", "its count is smaller than that of England, "),
        (Observed(0, 40), Observed(60, 90), "contains", "its count does not fit into that of England"),
        (Observed(None, 40, 31.3), ENGLAND, "apart", "no whole count on its own denominator gives the printed 31.3"),
        (Observed(None, 40.5, 31.3), ENGLAND, "apart", "its own count is not printed, and its own denominator is not"),
        (Observed(5, 40), Observed(published=101), "known", "the figure of England is above 100, which a share cannot"),
    ],
)
def test_what_cannot_be_told_says_why(own: Observed, other: Observed, relation: str, why: str) -> None:
    found = against_england(own, other, relation=Relation(relation))
    assert found.kind is VerdictKind.UNKNOWN
    assert found.why.startswith(why)
    assert found.words == f"cannot be told: {found.why}"
    assert found.sentence("Derby") == f"Whether Derby differs from England by more than chance {found.words}."
    assert isnan(found.p)
    assert all(map(isnan, found.difference_limits))
    assert found.judgement is Judgement.NOT_JUDGED


def test_a_suppressed_count_is_never_worked_out_from_the_figure_beside_it() -> None:
    """3 of 40 is the only count that prints as 7.5; the limits of a hidden count would give it away."""
    found = against_england(Observed("c", 40, published=7.5))
    assert found.kind is VerdictKind.UNKNOWN
    assert all(map(isnan, found.limits))


def test_a_count_that_is_only_not_printed_is_worked_out_where_it_is_certain() -> None:
    found = against_england(Observed(None, 40, published=55.0))
    assert (found.p, found.limits) == (against_england(Observed(22, 40)).p, against_england(Observed(22, 40)).limits)
    assert found.note == "Its own count is not printed; the only one that gives the printed figure was used."
    several = against_england(Observed(None, 4_000, published=30.0))
    assert several.kind is VerdictKind.HIGHER
    assert "5 would give the printed figure" in several.note
    # 26.3% of 4,000 is 1,050 to 1,054, of which only the larger are more than chance.
    assert fisher_test(1_050, 4_000, 28_950, 116_000) > 0.05 > fisher_test(1_054, 4_000, 28_946, 116_000)
    unclear = against_england(Observed(None, 4_000, published=26.3))
    assert unclear.why == "the counts behind the rounded figures could lead to either answer"


def test_rounded_counts_and_full_time_equivalents_must_agree_both_ways() -> None:
    assert against_england(Observed(5, 40, rounded_to=5)).why.startswith("the counts behind the rounded figures")
    assert against_england(Observed(10, 40, rounded_to=5)).kind is VerdictKind.SAME
    far = against_england(Observed(30, 40, rounded_to=5))
    assert far.kind is VerdictKind.HIGHER
    assert far.p > against_england(Observed(30, 40)).p
    assert far.note == "Its own count is rounded to 5s; all that it can stand for leads to the same answer."
    people = against_england(Observed(30.4, 40.2))
    assert people.kind is VerdictKind.HIGHER
    assert people.note.endswith("is not whole (full-time equivalents) and was taken as one of people.")


def test_figures_shown_alike_are_not_called_different() -> None:
    found = a_year_earlier(Observed(5_000, 100_000), Observed(5_001, 100_010), decimals=0)
    assert found.kind is VerdictKind.SAME
    assert found.difference != 0
    assert against_england(Observed(0, 40), Observed(0, 4_000)).kind is VerdictKind.SAME


def test_a_close_call_is_told() -> None:
    """Wilson's limits leave 0 out of the difference, and Fisher's test asks for more."""
    close = a_year_earlier(Observed(10, 40), Observed(3, 40), SHARE)
    assert close.kind is VerdictKind.HIGHER_BY_CHANCE
    assert close.difference_limits.lower > 0
    assert close.note.startswith("A close call")
    assert not a_year_earlier(Observed(20, 40), Observed(3, 40), SHARE).note


def test_the_interval_holds_the_difference_also_where_whole_and_part_were_rounded_apart() -> None:
    found = against_england(Observed(2, 5), Observed(0, 2, rounded_to=10))
    assert found.difference == pytest.approx(40)
    assert found.difference_limits.upper >= found.difference


def test_figures_of_any_size_are_judged() -> None:
    found = a_year_earlier(Observed(100, 1e-9), Observed(5, 40), polarity=Polarity.DOWN)
    assert found.judgement is Judgement.WORSE


@pytest.mark.parametrize(
    ("own", "message"),
    [
        (Observed(-1, 40), "count, position 0: -1 is below 0"),
        (Observed([1, 2], 40), "count: a verdict is given on one figure"),
        (Observed("many", 40), "count, position 0: 'many'"),
        (Observed(1, 40, rounded_to=0), "rounded_to=0 is not possible"),
    ],
)
def test_what_is_no_figure_is_refused(own: Observed, message: str) -> None:
    with pytest.raises(StatisticsError) as refused:
        against_england(own)
    assert message in str(refused.value)


@st.composite
def shares(draw: st.DrawFn, most: int = 400) -> tuple[int, int]:
    of = draw(st.integers(1, most))
    return draw(st.one_of(st.sampled_from([0, of]), st.integers(0, of))), of


OTHER_WAY = {
    VerdictKind.HIGHER: VerdictKind.LOWER,
    VerdictKind.LOWER: VerdictKind.HIGHER,
    VerdictKind.HIGHER_BY_CHANCE: VerdictKind.LOWER_BY_CHANCE,
    VerdictKind.LOWER_BY_CHANCE: VerdictKind.HIGHER_BY_CHANCE,
    VerdictKind.SAME: VerdictKind.SAME,
}


@settings(deadline=None)
@given(shares(), shares(), st.sampled_from(FigureKind))
def test_seen_from_the_other_side_it_is_the_other_way(
    one: tuple[int, int], other: tuple[int, int], kind: FigureKind
) -> None:
    found = a_year_earlier(Observed(*one), Observed(*other), kind)
    turned = a_year_earlier(Observed(*other), Observed(*one), kind)
    assert turned.kind is OTHER_WAY[found.kind]
    assert turned.p == pytest.approx(found.p, rel=1e-9)
    assert found.limits.lower <= found.figure <= found.limits.upper
    assert found.difference_limits.lower <= found.difference + 1e-9
    assert found.difference_limits.upper >= found.difference - 1e-9
    assert found.kind.more_than_chance == (found.p < 0.05)


@settings(deadline=None)
@given(shares(), shares(), st.sampled_from(FigureKind), st.floats(0.5, 0.999))
def test_the_whole_is_tested_as_the_rest(
    own: tuple[int, int], rest: tuple[int, int], kind: FigureKind, level: float
) -> None:
    whole = Observed(own[0] + rest[0], own[1] + rest[1])
    found = against_england(Observed(*own), whole, kind, confidence=level, decimals=9)
    apart = a_year_earlier(Observed(*own), Observed(*rest), kind, confidence=level, decimals=9)
    assert (found.kind, found.p) == (apart.kind, apart.p)
    assert found.difference == pytest.approx(apart.difference * rest[1] / (own[1] + rest[1]), abs=1e-9)


@settings(deadline=None)
@given(shares(), shares(), st.sampled_from(FigureKind), st.integers(0, 2))
def test_a_printed_figure_never_leads_to_more_than_its_count_does(
    own: tuple[int, int], rest: tuple[int, int], kind: FigureKind, decimals: int
) -> None:
    printed = round(own[0] / own[1] * kind.per, decimals)
    from_count = a_year_earlier(Observed(*own), Observed(*rest), kind, decimals=decimals)
    from_print = a_year_earlier(Observed(None, own[1], printed), Observed(*rest), kind, decimals=decimals)
    assert from_print.kind is VerdictKind.UNKNOWN or (
        from_print.kind.more_than_chance == from_count.kind.more_than_chance
        and (not from_count.kind.more_than_chance or from_print.kind is from_count.kind)
    )


@settings(deadline=None, max_examples=50)
@given(shares(), shares(), st.sampled_from(FigureKind))
def test_a_rounded_count_never_leads_to_more_than_the_count_itself(
    own: tuple[int, int], rest: tuple[int, int], kind: FigureKind
) -> None:
    rounded = 5 * round(own[0] / 5)
    of = max(own[1], rounded)
    from_count = a_year_earlier(Observed(own[0], of), Observed(*rest), kind)
    from_rounded = a_year_earlier(Observed(rounded, of, rounded_to=5), Observed(*rest), kind)
    assert not from_rounded.kind.more_than_chance or from_rounded.kind is from_count.kind
    assert from_rounded.limits.lower <= from_count.limits.lower
    assert from_rounded.limits.upper >= from_count.limits.upper
