"""What may head a page: figures that rest on enough, and moves over one period only."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from riia.alliance.figures.models import Basis
from riia.alliance.figures.nouns import Figure, ReleaseLine, Series
from riia.alliance.insight.peers import councils_on
from riia.alliance.insight.profiles import largest_moves, rests_on_enough
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, Value

NO_RELEASE = cast(ReleaseLine, None)  # never asked for here
DERBY = PlaceCode("831")
ALL = [PlaceCode(code) for code in councils_on(date(2025, 9, 30))]
C = Missing(Symbol.SUPPRESSED)


def a_figure(slug: str, period: Period, value: float, place: str = DERBY, **changed: Any) -> Figure:
    one, variant = catalogue().resolve(slug)
    shown: Value = Number(Decimal(str(value)))
    parts = {"numerator": Number(500), "denominator": Number(60_000)} | changed
    return Figure(one.slug, variant.key, variant.headline, PlaceCode(place), period, shown, shown, parts["numerator"],
                  parts["denominator"], next(iter(Basis)), None, None, None, NO_RELEASE)  # fmt: skip


def a_series(slug: str, held: dict[Period, float], place: str = DERBY, **changed: Any) -> Series:
    """One place's figures as given, and every other council's spread out in the same periods and the year between."""
    one, variant = catalogue().resolve(slug)
    rows: dict[PlaceCode, dict[str, Any]] = {}
    for at, code in enumerate(ALL):
        rows[code] = {period.code: a_figure(slug, period, at, code) for period in held}
    rows[PlaceCode(place)] = {p.code: a_figure(slug, p, value, place, **changed) for p, value in held.items()}
    return Series(one, variant, variant.headline, rows, lambda *_: pytest.fail("every figure is made"))


def year(ending: int) -> Period:
    return Period.year_ending_march(ending)


def september(of: int) -> Period:
    return Period.day(date(of, 9, 30))


@pytest.mark.parametrize(
    ("slug", "periods", "moved"),
    [
        ("referrals", (year(2024), year(2025)), True),
        ("referrals", (year(2023), year(2025)), False),
        ("sw-agency", (september(2024), september(2025)), True),
        ("sw-agency", (september(2023), september(2025)), False),
        # Census days move, so the one before is the one right before.
        ("ehe:count=census-day", (Period.day(date(2024, 10, 3)), Period.day(date(2025, 10, 2))), True),
    ],
)
def test_a_move_is_between_periods_that_adjoin(slug: str, periods: tuple[Period, Period], moved: bool) -> None:
    series = a_series(slug, dict(zip(periods, (10, 90), strict=True)))
    assert bool(largest_moves([series], [DERBY])) is moved


@pytest.mark.parametrize(
    ("slug", "parts", "enough"),
    [
        ("referrals", {"numerator": Number(57), "denominator": Number(847)}, False),
        ("referrals", {"numerator": Number(57), "denominator": Number(1999)}, False),
        ("referrals", {"numerator": Number(57), "denominator": Number(2000)}, True),
        ("referrals", {"numerator": Number(19)}, False),
        ("referrals", {"numerator": C}, False),
        ("referrals", {"numerator": None}, False),
        ("repeat-referrals", {"numerator": Number(20), "denominator": Number(57)}, True),
        ("sw-caseload", {"numerator": None, "denominator": None}, False),
    ],
)
def test_a_rate_needs_children_and_every_figure_needs_a_count(slug: str, parts: Any, enough: bool) -> None:
    assert rests_on_enough(a_figure(slug, year(2025), 5, **parts), None) is enough


@pytest.mark.parametrize(("in_post", "enough"), [(0, False), (11.8, False), (20, True)])
@pytest.mark.parametrize("slug", ["sw-caseload", "sw-absence"])
def test_figures_without_a_published_base_rest_on_the_social_workers_in_post(
    slug: str, in_post: float, enough: bool
) -> None:
    staff = a_series("sw-establishment", {september(2025): in_post})
    assert staff.measure is Measure.NUMBER
    assert rests_on_enough(a_figure(slug, september(2025), 6), staff) is enough
    assert rests_on_enough(a_figure(slug, september(2024), 6), staff) is False


def test_moves_on_too_few_are_left_out() -> None:
    small = {"numerator": Number(57), "denominator": Number(847)}
    held = {year(2024): 10.0, year(2025): 90.0}
    assert largest_moves([a_series("referrals", held, "201", **small)], ["201"]) == []
    assert largest_moves([a_series("referrals", held, "201")], ["201"]) != []
