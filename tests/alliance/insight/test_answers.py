"""Comparisons on the packaged statistics: check values as published, and what is said where nothing is."""

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.insight import answers
from riia.alliance.insight.errors import NoSuchPeriod
from riia.indicators.definitions import UnknownDefinition, catalogue
from riia.indicators.model import Period
from riia.indicators.reference import UnknownPlace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
SCOPE = Scope.system("tests")


def compared(address: str, place: str = "831", period: str | None = None) -> dict:
    return answers.comparison(SCOPE, address, place, Period.parse(period) if period else None)


@pytest.mark.parametrize(
    ("address", "period", "derby_count", "derby_rate", "england_count", "england_rate"),
    [
        ("referrals", "YE2025-03", 3557, 572.7, 632830, None),
        ("repeat-referrals", "YE2025-03", 823, 23.1, 142900, 22.6),
        ("assessments-completed", "YE2024-03", 2820, 469.5, 643170, 536.0),
        ("assessments-within-45-days", "YE2024-03", None, 81.1, None, None),
        ("children-in-need", "YE2025-03", 2030, 326.8, 402400, None),
        ("section-47-enquiries", "YE2025-03", 1441, 232.0, 230590, None),
        ("icpcs-within-15-days", "YE2025-03", 292, 95.4, 58670, None),
        ("cpps-starting", "YE2025-03", 283, 45.6, 61840, None),
        ("cpps-current", "YE2025-03", 253, 40.7, 49420, None),
        ("cpps-ceasing", "YE2024-03", 343, 57.1, 62870, None),
        ("repeat-cpps-ever", "YE2025-03", 73, 25.8, 15130, 24.5),
        ("cla-current", "YE2025-03", 545, 88, 81770, 67),
        ("cla-starting", "YE2025-03", 156, 25, 32270, 26),
        ("cla-ceasing", "YE2025-03", 217, 35, 34450, 28),
        ("ehcp-requests", "CY2024", 769, None, 154489, None),
        ("ehcp-assessments", "CY2024", 573, None, 105340, None),
        ("ehcps-issued", "CY2024", 492, None, 97747, None),
    ],
)
def test_derby_and_england_as_published(
    address: str,
    period: str,
    derby_count: int | None,
    derby_rate: float | None,
    england_count: int | None,
    england_rate,
) -> None:
    found = compared(address, period=period)
    england = found["england"]
    for said, expected in (
        (found["value"], derby_count),
        (found["rate"], derby_rate),
        (england["value"], england_count),
        (england["rate"], england_rate),
    ):
        assert expected is None or said == expected
    assert (found["symbol"], england["symbol"]) == (None, None)


def test_an_answer_has_everything_the_page_has() -> None:
    found = compared("referrals", period="YE2025-03")
    assert (found["place_name"], found["unit"]) == ("Derby", "per 10,000 children aged 0 to 17")
    assert found["region"]["name"] == "East Midlands"
    near = found["neighbours"]
    assert (near["usable"], near["of"], near["model"], len(near["members"])) == (10, 10, "2025", 10)
    rates = sorted(member["rate"] for member in near["members"])
    assert near["median"] == pytest.approx((rates[4] + rates[5]) / 2, abs=0.06)
    assert near["mean"] == pytest.approx(sum(rates) / 10, abs=0.06)
    rank = found["ranks"]["neighbours"]
    assert rank["position"] == 1 + sum(rate > found["rate"] for rate in rates)
    assert rank == rank | {"of": 11, "order": "1 is the highest", "tied_with": 0}
    assert found["rank"]["of"] == 153
    assert found["direction"]["words"] == "fallen for three years"


def test_lower_is_better_turns_the_ranks_round() -> None:
    assert compared("repeat-referrals")["rank"]["order"] == "1 is the lowest"


def test_every_reading_answers_for_a_council_a_region_and_england() -> None:
    addresses = [one.address(variant) for one in catalogue().indicators for variant in one.variants]
    for address in addresses:
        for place in ("831", "E12000004", "E92000001", "420", "928"):
            found = compared(address, place)
            for one in (found, found.get("england"), *((found.get("neighbours") or {}).get("members") or ())):
                if one is not None:
                    missing = one["held"] and one["rate"] is None
                    assert missing == (one["symbol"] is not None), (address, place)


@pytest.mark.parametrize("slug", ["initial-contacts", "assessments-started", "repeat-cpps-2-years"])
def test_what_is_not_published_is_null_with_its_reason(slug: str) -> None:
    found = compared(slug)
    assert (found["value"], found["rate"], found["period"]) == (None, None, None)
    assert (found["held"], found["symbol"]) == (False, None)
    assert found["symbol_words"] == catalogue().indicator(slug).unpublished


def test_no_row_is_not_answered_as_a_symbol_that_a_publisher_printed() -> None:
    """North and West Northamptonshire make one return, so the release has no row for either."""
    found = compared("sw-agency", "940")
    assert (found["held"], found["rate"], found["symbol"], found["symbol_words"]) == (
        False, None, None, "no figure held",
    )  # fmt: skip
    assert found["direction"] is None
    member = next(one for one in compared("sw-agency", "941")["neighbours"]["members"] if one["place"] == "940")
    assert (member["held"], member["rate"], member["symbol"]) == (False, None, None)


def test_a_published_symbol_stays_a_symbol() -> None:
    found = compared("sw-turnover", "420")
    assert (found["held"], found["rate"], found["symbol"]) == (True, None, "z")


def test_a_suppressed_figure_stays_suppressed_and_is_not_ranked() -> None:
    found = compared("cla-uasc", "420")
    assert (found["rate"], found["value"], found["rank"]) == (None, None, None)
    assert found["symbol"] in {"c", "z", "x"}


def test_a_council_that_ended_is_compared_in_its_last_year() -> None:
    found = compared("referrals", "928")
    assert found["period"] == "YE2021-03"
    assert found["ranks"]["region"]["of"] == 9
    assert found["neighbours"]["model"] == "2021"


def test_london_is_one_region_of_33() -> None:
    found = compared("children-in-need", "E12000007")
    assert found["region"]["median"]["of"] == 33
    assert found["rank"]["of"] == 9


def test_a_plain_count_is_neither_ranked_nor_called_higher() -> None:
    assert compared("sw-establishment")["rank"] is None


@pytest.mark.parametrize(
    ("address", "place", "period", "error", "said"),
    [
        ("referalls", "831", None, UnknownDefinition, "referrals"),
        ("referrals:source=scholls", "831", None, UnknownDefinition, "source=schools"),
        ("referrals", "999", None, UnknownPlace, "999"),
        ("referrals", "831", "YE1999-03", NoSuchPeriod, "YE2025-03"),
        ("initial-contacts", "831", "YE2025-03", NoSuchPeriod, "No figures of it are published"),
    ],
)
def test_mistakes_are_refused_with_what_there_is(address, place, period, error, said) -> None:
    with pytest.raises(error, match=said):
        compared(address, place, period)


def test_nobody_sees_nothing() -> None:
    found = answers.comparison(Scope.nobody(), "referrals", "831")
    assert (found["rate"], found["held"], found["symbol"]) == (None, False, None)
