"""What figures rest on: counts and bases that make the figure shown, and a reason wherever there are none."""

from dataclasses import replace

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.figures.nouns import Figure, Series
from riia.alliance.insight.grounds import Kind, counts_people, grounds_of, kind_of, rounding_of
from riia.alliance.insight.standings import newest_of_councils
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Missing, Number, PlaceCode, Symbol

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TESTS = Scope.system("tests")
HIDDEN = Missing(Symbol.SUPPRESSED)


def series_of(address: str, measure: Measure | None = None) -> Series:
    return figures.series(TESTS, address, measure=measure)


def figure_of(address: str, place: str = "831") -> tuple[Series, Figure]:
    series = series_of(address)
    period = newest_of_councils(series)
    assert period is not None
    figure = series.get(place, period)
    assert figure is not None
    return series, figure


def test_a_rate_and_a_share_rest_on_their_counts() -> None:
    rate = grounds_of(*figure_of("referrals"))
    assert (rate.kind, rate.count, rate.base, rate.per, rate.holds) == (Kind.RATE, 3557, 62113, 10_000, True)
    share = grounds_of(*figure_of("repeat-cpps-ever"))
    assert (share.kind, share.count, share.base, share.per) == (Kind.SHARE, 73, 283, 100)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sw-establishment", "follows the size of the council"),
        ("sw-agency", "full-time equivalents"),
        ("sw-turnover", "full-time equivalents"),
        ("sw-absence", "Days are counted"),
        ("sw-caseload", "average"),
        ("care-leavers-eet:age=22-25", "suppressed"),
    ],
)
def test_where_there_is_nothing_to_reckon_with_it_says_why(address: str, said: str) -> None:
    found = grounds_of(*figure_of(address))
    assert not found.holds
    assert said in found.reason
    assert found.count == 0


@pytest.mark.parametrize(
    ("address", "councils", "regions", "england"),
    [("referrals", 1, 10, 10), ("ehe", 10, 10, 100), ("ehcps-issued", 1, 1, 1), ("cla-current", 1, 10, 10)],
)
def test_rounding_is_told_by_the_counts(address: str, councils: int, regions: int, england: int) -> None:
    series = series_of(address)
    period = newest_of_councils(series)
    assert period is not None
    found = rounding_of(series, period)
    assert (found.of("831"), found.of("E12000004"), found.of("E92000001")) == (councils, regions, england)


def test_a_few_round_numbers_are_no_rounding() -> None:
    series = series_of("referrals")
    few = series.only(frozenset({PlaceCode("831"), PlaceCode("E92000001")}))
    assert rounding_of(few, series.periods[-1]).regions == 1
    assert rounding_of(few, series.periods[-1]).councils == 1


def test_what_does_not_make_the_figure_is_not_used() -> None:
    series, figure = figure_of("repeat-cpps-ever")
    for changed, said in (
        (replace(figure, shown=Number(99)), "do not make the figure"),
        (replace(figure, numerator=HIDDEN), "the count it rests on is not held"),
        (replace(figure, denominator=None), "the base it rests on is not held"),
        (replace(figure, numerator=Number(300), shown=Number(106)), "The part is larger than the whole"),
        (replace(figure, shown=HIDDEN, value=HIDDEN), "There is no figure: suppressed"),
        (replace(figure, numerator=Number(0), denominator=Number(0), shown=Number(0)), "its base is 0"),
    ):
        assert said in grounds_of(series, changed).reason
    assert grounds_of(series, None).reason == "No figure is held."


def test_every_series_is_either_whole_counts_or_set_aside() -> None:
    """A series whose published counts are not whole numbers must be known as such from its definition."""
    for one in catalogue().indicators:
        for variant in one.published_variants:
            series = series_of(one.address(variant))
            kind, reason = kind_of(series)
            assert (kind is None) == bool(reason)
            if kind is not None:
                assert not any("not a whole count" in grounds_of(series, figure).reason for figure in series)


def test_people_and_what_happens_to_them_are_told_apart() -> None:
    assert counts_people(series_of("cla-current"))
    assert counts_people(series_of("care-leavers"))
    assert not counts_people(series_of("referrals"))
    assert not counts_people(series_of("cpps-current"))


def test_a_count_by_itself_is_no_rate() -> None:
    kind, reason = kind_of(series_of("referrals", Measure.NUMBER))
    assert kind is None
    assert "no base" in reason
