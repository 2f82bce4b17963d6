"""Chance on the packaged statistics: counts in, answers of the statistics out, and a reason wherever there is none."""

from datetime import date

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.figures.nouns import Series
from riia.alliance.insight.chance import Chance, chance_in, interval_of
from riia.alliance.insight.comparisons import Basis
from riia.alliance.insight.grounds import Grounds, Kind
from riia.alliance.insight.peers import councils_on
from riia.alliance.insight.standings import newest_of_councils
from riia.indicators.model import Missing, Period, Symbol
from riia.indicators.statistics import VerdictKind, byar, wilson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TESTS = Scope.system("tests")
DERBY, SCILLY, EAST_MIDLANDS, ENGLAND = "831", "420", "E12000004", "E92000001"


def series_of(address: str) -> Series:
    return figures.series(TESTS, address)


def chance(address: str) -> Chance:
    series = series_of(address)
    period = newest_of_councils(series)
    assert period is not None
    return chance_in(series, period)


def test_an_interval_is_that_of_the_count_and_the_base() -> None:
    rate = chance("referrals").interval(DERBY)
    assert rate is not None
    assert (rate.lower, rate.upper) == pytest.approx(tuple(byar(3557, 62113)))
    share = chance("repeat-cpps-ever").interval(DERBY)
    assert share is not None
    assert (share.lower, share.upper) == pytest.approx(tuple(100 * end for end in wilson(73, 283)))


def test_a_rounded_count_has_the_interval_of_all_that_it_can_stand_for() -> None:
    found, exact = chance("ehe").interval(DERBY), byar([655, 665], 62113)
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx((exact.lower[0], exact.upper[1]))
    small = interval_of(Grounds(Kind.RATE, 0, 1000, 10_000, ""), 10)
    assert small is not None
    assert small.lower == 0
    assert interval_of(Grounds(Kind.SHARE, 9, 10, 100, ""), 10).upper == 100


@pytest.mark.parametrize("address", ["sw-agency", "sw-caseload", "sw-establishment", "care-leavers-eet:age=22-25"])
def test_what_rests_on_nothing_has_no_interval_and_no_verdict(address: str) -> None:
    found = chance(address)
    assert found.interval(DERBY) is None
    assert all(found.verdict(DERBY, basis) is None for basis in Basis)
    assert found.control_chart(DERBY) is None


def test_england_and_the_region_contain_the_council() -> None:
    referrals = chance("referrals")
    for found, name in (
        (referrals.verdict(DERBY, Basis.ENGLAND), "England"),
        (referrals.against_region(DERBY), "the East Midlands"),
    ):
        assert found is not None
        assert found.name == name
        assert f"{name} without the place itself" in found.method
        assert found.kind is VerdictKind.HIGHER


def test_neighbours_are_tested_by_their_plain_mean() -> None:
    found = chance("referrals")
    told = found.verdict(DERBY, Basis.NEIGHBOURS_MEAN)
    assert told is not None
    codes = ["331", "874", "861", "852", "350", "354", "335", "373", "357", "382"]
    held = [found.grounds(code) for code in codes]
    assert told.comparator == pytest.approx(sum(one.count / one.base for one in held) * 1_000)
    assert told.name == "the mean of its statistical neighbours"
    assert told == found.verdict(DERBY, Basis.NEIGHBOURS)


def test_the_other_councils_of_a_region_are_tested_by_their_plain_mean() -> None:
    found = chance("repeat-referrals")
    told = found.verdict(DERBY, Basis.REGION)
    assert told is not None
    others = [code for code in councils_on(date(2025, 3, 31), EAST_MIDLANDS) if code != DERBY]
    held = [found.grounds(code) for code in others]
    assert told.comparator == pytest.approx(sum(one.count / one.base for one in held) / 9 * 100)
    assert told.name == "the mean of the 9 other councils of the East Midlands"
    # In the whole the largest counties count most: two questions, and two answers.
    whole = found.against_region(DERBY)
    assert whole is not None
    assert (told.kind, whole.kind) == (VerdictKind.LOWER_BY_CHANCE, VerdictKind.LOWER)


def test_a_large_neighbour_does_not_turn_the_verdict_round() -> None:
    # Hampshire's 41.0% of 44,000 makes the sum of Rutland's neighbours 31.7%, their mean is 21.0%.
    told = chance("repeat-referrals").verdict("857", Basis.NEIGHBOURS_MEAN)
    assert told is not None
    assert (round(told.figure, 1), round(told.comparator, 1)) == (26.8, 21.0)
    assert told.kind in (VerdictKind.HIGHER, VerdictKind.HIGHER_BY_CHANCE)


def test_too_few_neighbours_with_counts_are_no_comparator() -> None:
    series = series_of("referrals")
    near = ("331", "874", "861", "852")
    fewer = series.only(frozenset({DERBY, ENGLAND, EAST_MIDLANDS, *near}))
    assert chance_in(fewer, Period.year_ending_march(2025)).verdict(DERBY, Basis.NEIGHBOURS) is None
    five = series.only(frozenset({DERBY, ENGLAND, EAST_MIDLANDS, *near, "350"}))
    told = chance_in(five, Period.year_ending_march(2025)).verdict(DERBY, Basis.NEIGHBOURS)
    assert told is not None
    assert told.name == "the mean of 5 of its 10 statistical neighbours"


def test_a_place_is_not_set_against_itself() -> None:
    found = chance("cla-current")
    assert found.verdict(EAST_MIDLANDS, Basis.REGION) is None
    assert found.against_region(EAST_MIDLANDS) is None
    assert found.against_region(ENGLAND) is None
    assert found.verdict(ENGLAND, Basis.ENGLAND) is None
    assert found.verdict(EAST_MIDLANDS, Basis.ENGLAND).kind is VerdictKind.LOWER


def test_a_funnel_has_every_council_of_the_period_and_says_who_is_missing() -> None:
    found = chance("cla-immunisations")
    assert found.funnel is not None
    assert len(found.councils) == 153
    assert set(found.in_funnel) == {code for code in found.councils if found.grounds(code).holds}
    missing = {one.area for one in found.funnel.left_out}
    assert missing == set(found.councils) - set(found.in_funnel)
    # North Northamptonshire had 48 of 100 immunised where all councils together had 84.
    assert found.in_funnel["940"].stands_out
    assert not found.in_funnel["940"].usual
    assert found.in_funnel[DERBY].usual
    assert not found.in_funnel[DERBY].stands_out


def test_too_few_councils_make_no_funnel() -> None:
    series = series_of("referrals")
    few = series.only(frozenset(sorted(series.places)[:19]))
    assert chance_in(few, Period.year_ending_march(2025)).funnel is None
    assert chance_in(few, Period.year_ending_march(2025)).in_funnel == {}


def test_a_control_chart_needs_thirteen_figures() -> None:
    assert chance("referrals").control_chart(DERBY) is not None
    assert chance("cla-current").control_chart(DERBY) is None
    earlier = chance_in(series_of("referrals"), Period.year_ending_march(2024))
    assert earlier.control_chart(DERBY) is None


def test_a_missing_year_stays_in_the_course_and_stops_the_trend() -> None:
    hackney = "204"
    found = chance("referrals")
    course = dict(found.course(hackney))
    assert course[Period.year_ending_march(2022)] == Missing(Symbol.NOT_AVAILABLE)
    told = found.trend(hackney)
    assert told is not None
    assert "2022" in told.words


def test_answers_belong_to_one_set_of_figures() -> None:
    series = series_of("referrals")
    year = Period.year_ending_march(2025)
    first = chance_in(series, year)
    assert chance_in(series, year) is first
    other = series.only(series.places - {DERBY})
    assert chance_in(other, year) is not first
    assert chance_in(other, year).grounds(DERBY).reason == "No figure is held."


def test_a_comparator_whose_counts_do_not_make_its_figure_is_taken_as_known() -> None:
    found = Chance(series_of("repeat-cpps-ever"), Period.year_ending_march(2025))
    found._grounds[ENGLAND] = Grounds(Kind.SHARE, 0, 0, 1, "The count and base do not make the figure.")
    told = found.verdict(DERBY, Basis.ENGLAND)
    assert told is not None
    assert "taken as known" in told.method
    assert told.comparator == pytest.approx(24.5)
