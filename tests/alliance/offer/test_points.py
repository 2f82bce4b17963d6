"""Money and points: exact to the penny, and no missing score is a 0."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.kit.filters import pounds
from riia.alliance.offer.parts import PARTS, asked_pence, submitting_problems
from riia.alliance.offer.points import Weighed, at_most, ranked, shown, total
from riia.documents.money import MOST_PENCE, MoneyError, parse_pounds, typed
from tests.alliance.offer.conftest import WHOLE


@pytest.mark.parametrize(
    ("text", "pence"),
    [("12500", 1250000), ("£12,500.50", 1250050), (" 12 500.5 ", 1250050), ("0.01", 1), ("1,234,567", 123456700),
     ("£ 5", 500), ("0", 0)],
)  # fmt: skip
def test_amounts_that_are_read(text: str, pence: int) -> None:
    assert parse_pounds(text) == pence


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Enter an amount"), ("£", "Enter an amount"), ("-5", "more than £0"), ("12.345", "two digits"),
     ("12,50", "as numbers"), ("1.234,50", "as numbers"), ("about 5", "as numbers"), ("12k", "as numbers"),
     ("١٢", "as numbers"), ("5.", "as numbers"), ("1e5", "as numbers"), ("99999999999", "too large")],
)  # fmt: skip
def test_amounts_that_are_not_guessed(text: str, said: str) -> None:
    with pytest.raises(MoneyError, match=said):
        parse_pounds(text)


@given(st.integers(0, MOST_PENCE))
def test_an_amount_survives_being_shown_and_typed_again(pence: int) -> None:
    assert parse_pounds(typed(pence)) == parse_pounds(pounds(pence)) == pence


SCALES = st.lists(st.tuples(st.integers(1, 100), st.integers(1, 10)), min_size=1, max_size=6)


@given(SCALES, st.data())
def test_points_lie_between_nothing_and_all_and_a_missing_score_is_not_0(
    scales: list[tuple[int, int]], data: st.DataObject
) -> None:
    criteria = [Weighed(key, weight, top) for key, (weight, top) in enumerate(scales)]
    scores = {each.key: data.draw(st.integers(0, each.top)) for each in criteria}
    whole = total(criteria, scores)
    assert whole is not None
    assert 0 <= whole <= at_most(criteria)
    assert total(criteria, {each.key: each.top for each in criteria}) == at_most(criteria)
    raised = next((each for each in criteria if scores[each.key] < each.top), None)
    if raised:
        more = total(criteria, scores | {raised.key: scores[raised.key] + 1})
        assert more is not None
        assert more - whole == Fraction(raised.weight, raised.top)
    del scores[data.draw(st.sampled_from(sorted(scores)))]
    assert total(criteria, scores) is None


def test_no_criteria_give_no_points() -> None:
    assert total([], {}) is None


def test_a_score_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 3"):
        Weighed(1, 10, 3).points(4)


TOTALS = st.lists(st.fractions(0, 100, max_denominator=30), max_size=4)


@given(st.dictionaries(st.integers(1, 9), TOTALS, max_size=6))
def test_the_ranking_is_by_the_mean_of_what_there_is(found: dict[int, list[Fraction]]) -> None:
    order = ranked({key: (totals, 4) for key, totals in found.items()})
    assert {each.key for each in order} == set(found)
    placed = [each for each in order if each.rank is not None]
    assert [each for each in order if each.rank is None] == order[len(placed) :]
    for one in order:
        totals = found[one.key]
        assert one.missing == 4 - len(totals)
        assert (one.mean is None) == (not totals) == (one.rank is None)
        if totals:
            assert one.mean == sum(totals) / Fraction(len(totals))
            assert min(totals) <= one.mean <= max(totals)
            assert one.spread == max(totals) - min(totals)
            assert one.rank == 1 + sum(other.mean > one.mean for other in placed if other.mean is not None)
            assert one.level == (sum(other.mean == one.mean for other in placed) > 1)


def test_points_are_shown_with_one_decimal() -> None:
    assert [shown(Fraction(*each)) for each in ((145, 2), (72, 1), (200, 3), (1, 20))] == ["72.5", "72", "66.7", "0.1"]


def test_what_an_application_needs_to_be_submitted() -> None:
    assert submitting_problems(WHOLE, most=None, available=None) == {}
    assert list(submitting_problems({}, most=1, available=1)) == [part.name for part in PARTS]
    assert submitting_problems(WHOLE, most=1250049, available=None)["asked"].startswith("The amount must be £12,500.49")
    assert "all the money" in submitting_problems(WHOLE, most=None, available=1250049)["asked"]
    assert submitting_problems(WHOLE, most=1250050, available=1250050) == {}
    assert "£0" in submitting_problems(WHOLE | {"asked": "0.00"}, most=None, available=None)["asked"]
    long = submitting_problems(WHOLE | {"title": "x" * 130}, most=None, available=None)["title"]
    assert long.endswith("take out 10")
    assert asked_pence(WHOLE) == 1250050
    assert asked_pence({"asked": "some"}) is None
