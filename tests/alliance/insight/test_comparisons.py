"""A figure against England, region and neighbours, by example and by property."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.insight.comparisons import NOT_HELD, Basis, Gap, Group, compare, rank_everyone
from riia.alliance.insight.peers import peers_of
from riia.indicators.model import Missing, Number, Polarity, Symbol, Value
from riia.indicators.statistics.benchmarks import Judgement, Position

ON = date(2025, 3, 31)
DERBY = peers_of("831", ON)
C = Missing(Symbol.SUPPRESSED)


def figures(**own: Value) -> dict[str, Value]:
    """Every council at 100, 101, 102 …; England 150; the East Midlands 140; some changed."""
    values: dict[str, Value] = {code: Number(100 + place) for place, code in enumerate(DERBY.councils)}
    changed = {code.removeprefix("c"): value for code, value in own.items()}
    return {**values, "E92000001": Number(150), "E12000004": Number(140), **changed}


def compared(values: dict[str, Value], polarity: Polarity = Polarity.NONE):
    return compare(DERBY, values, polarity=polarity, decimals=1)


def test_neighbours_have_both_averages_and_say_how_many_are_usable() -> None:
    ten = {f"c{code}": Number(value) for code, value in zip(DERBY.neighbour_codes, range(10, 110, 10), strict=True)}
    ten[f"c{DERBY.neighbour_codes[9]}"] = C
    found = compared(figures(c831=Number(60), **ten))
    assert found.comparator(Basis.NEIGHBOURS) == Number(Decimal("50.0"))
    assert found.comparator(Basis.NEIGHBOURS_MEAN) == Number(Decimal("50.0"))
    assert (found.neighbours_median.usable, found.neighbours_median.of) == (9, 10)
    rank = found.rank(Basis.NEIGHBOURS)
    assert isinstance(rank, Position)
    assert (rank.position, rank.of, rank.tied_with) == (4, 10, 1)


def test_ties_share_the_lowest_rank() -> None:
    found = compared(figures(c830=Number(500), c831=Number(500), c855=Number(400)))
    rank = found.ranks[Group.REGION]
    assert isinstance(rank, Position)
    assert (rank.position, rank.of, rank.tied_with) == (1, 10, 1)


@pytest.mark.parametrize(
    ("polarity", "own", "gap", "judgement"),
    [
        (Polarity.NONE, 250, Gap.HIGHER, Judgement.NOT_JUDGED),
        (Polarity.UP, 250, Gap.HIGHER, Judgement.BETTER),
        (Polarity.DOWN, 250, Gap.HIGHER, Judgement.WORSE),
        (Polarity.UP, 100, Gap.LOWER, Judgement.WORSE),
        (Polarity.DOWN, 100, Gap.LOWER, Judgement.BETTER),
        (Polarity.DOWN, 150, Gap.SAME, Judgement.SAME),
        # The quarter marks lie 76 apart, so that a gap of less than 7.6 is close, and not called better or worse.
        (Polarity.DOWN, 157, Gap.CLOSE, Judgement.SAME),
        (Polarity.NONE, 157, Gap.CLOSE, Judgement.NOT_JUDGED),
        (Polarity.NONE, 158, Gap.HIGHER, Judgement.NOT_JUDGED),
    ],
)
def test_better_and_worse_follow_polarity_only(polarity: Polarity, own: int, gap: Gap, judgement: Judgement) -> None:
    against = compared(figures(c831=Number(own)), polarity).against(Basis.ENGLAND)
    assert (against.gap, against.judgement) == (gap, judgement)


def test_a_suppressed_figure_has_no_rank_and_no_difference() -> None:
    found = compared(figures(c831=C))
    assert found.ranks[Group.ENGLAND] == C
    against = found.against(Basis.ENGLAND)
    assert (against.gap, against.difference, against.spread) == (Gap.UNKNOWN, C, None)


def test_a_place_nobody_holds_a_figure_for_is_not_the_same_as_a_published_x() -> None:
    values = figures()
    del values["831"]
    found = compared(values)
    assert (found.own, str(found.own)) == (NOT_HELD, "")
    assert found.own != Missing(Symbol.NOT_AVAILABLE)
    assert compared(figures(c831=Missing(Symbol.NOT_AVAILABLE))).own == Missing(Symbol.NOT_AVAILABLE)


def test_a_region_is_ranked_among_the_regions_and_not_among_councils() -> None:
    peers = peers_of("E12000004", ON)
    values: dict[str, Value] = {code: Number(place) for place, code in enumerate(peers.equals)}
    found = compare(peers, values, polarity=Polarity.NONE, decimals=0)
    rank = found.ranks[Group.ENGLAND]
    assert isinstance(rank, Position)
    assert rank.of == 9
    assert found.ranks[Group.REGION] == Missing(Symbol.NOT_APPLICABLE)
    assert found.comparator(Basis.NEIGHBOURS) == Missing(Symbol.NOT_APPLICABLE)


CELLS = st.one_of(
    st.integers(0, 5000).map(lambda tenths: Number(Decimal(tenths) / 10)),
    st.sampled_from(list(Symbol)).map(Missing),
)


@given(own=CELLS, england=CELLS, others=st.lists(CELLS, min_size=152, max_size=152), polarity=st.sampled_from(Polarity))
def test_a_comparison_never_invents_a_number(
    own: Value, england: Value, others: list[Value], polarity: Polarity
) -> None:
    rest = [code for code in DERBY.councils if code != "831"]
    values: dict[str, Value] = dict(zip(rest, others, strict=True)) | {"831": own, "E92000001": england}
    found = compare(DERBY, values, polarity=polarity, decimals=1)
    against = found.against(Basis.ENGLAND)
    assert (against.gap is Gap.UNKNOWN) == (isinstance(own, Missing) or isinstance(england, Missing))
    assert isinstance(found.ranks[Group.ENGLAND], Missing) == isinstance(own, Missing)
    if polarity is Polarity.NONE:
        assert against.judgement is Judgement.NOT_JUDGED
    assert found.neighbours_median.usable == sum(isinstance(values[c], Number) for c in DERBY.neighbour_codes)


@given(others=st.lists(CELLS, min_size=153, max_size=153), polarity=st.sampled_from(Polarity))
def test_sharing_the_ranking_of_all_councils_changes_nothing(others: list[Value], polarity: Polarity) -> None:
    values: dict[str, Value] = dict(zip(DERBY.councils, others, strict=True))
    ranking, quarters = rank_everyone(DERBY, values, polarity)
    alone = compare(DERBY, values, polarity=polarity, decimals=1)
    assert compare(DERBY, values, polarity=polarity, decimals=1, ranking=ranking, quarters=quarters) == alone
