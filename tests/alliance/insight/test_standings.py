"""What is remembered for all places of a period belongs to one set of figures only."""

from types import SimpleNamespace

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.figures.nouns import Series
from riia.alliance.insight.comparisons import NOT_HELD, Basis, Gap
from riia.alliance.insight.standings import latest_for, newest_of_councils, quarters_of, standing
from riia.indicators.model import Period
from riia.indicators.reference import ENGLAND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
YEAR = Period.year_ending_march(2025)


def referrals() -> Series:
    return figures.series(Scope.system("tests"), "referrals")


def without(series: Series, place: str) -> Series:
    """The same figures as if one place had never been loaded."""
    return series.only(series.places - {place})


def test_new_figures_are_not_answered_from_old_ones() -> None:
    series = referrals()
    assert "831" in quarters_of(series, YEAR).quarters
    fewer = without(series, "831")
    assert "831" not in quarters_of(fewer, YEAR).quarters
    assert "831" in quarters_of(series, YEAR).quarters


def test_the_newest_period_is_one_in_which_councils_have_figures() -> None:
    """Where a series ends in a year that only England has, the comparison stays with the year that councils have."""
    series = figures.series(Scope.system("tests"), "referrals:source=police")
    later, held = Period.year_ending_march(2030), series.periods
    ahead = SimpleNamespace(
        periods=(*held, later),
        newest=later,
        at=lambda period: {ENGLAND: None} if period == later else series.at(period),
    )
    assert newest_of_councils(ahead) == held[-1]


@pytest.mark.parametrize(("place", "period"), [("831", "YE2025-03"), ("928", "YE2021-03"), ("E12000004", "YE2025-03")])
def test_a_place_is_told_in_its_own_newest_period(place: str, period: str) -> None:
    found = latest_for(referrals(), place)
    assert found is not None
    assert found.code == period


def test_a_council_without_a_row_has_no_figure_held_and_no_symbol_of_a_publisher() -> None:
    found = standing(without(referrals(), "831"), "831")
    assert (found.figure, found.course, found.direction) == (None, (), None)
    assert found.comparison is not None
    assert found.comparison.own == NOT_HELD
    assert found.comparison.against(Basis.ENGLAND).gap is Gap.UNKNOWN
