"""Sentences about money and the rules they mean; what is not understood is left unread."""

from datetime import date

import pytest

from riia.documents.allocation import (
    CannotVerify,
    Facts,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Pooled,
    Worked,
)
from riia.documents.letters.inferring import Context, infer

ON = date(2023, 12, 14)
FACTS = Facts.from_register(ON)
NORTH_EAST, LONDON, SOUTH_EAST, SOUTH_WEST = "E12000001", "E12000007", "E12000008", "E12000009"


def given(text: str, where: str) -> list[int]:
    """What a sentence gives a place, line by line, in pounds."""
    answers = [rule.for_place(where, FACTS) for rule in infer(text, Context("1", "T", ON, ON)).rules]
    assert not any(isinstance(answer, CannotVerify) for answer in answers)
    return [answer.paid // 100 for answer in answers if isinstance(answer, Worked)]


@pytest.mark.parametrize(
    ("text", "where", "pounds"),
    [
        ("£3,200 per LA (paid in June 2023)", NORTH_EAST, [38_400]),
        ("£3,200 for every local authority in the region", NORTH_EAST, [38_400]),
        ("Each local authority will receive £3,200.", NORTH_EAST, [38_400]),
        ("£3200 allocated to each LA within the region", "831", [3_200]),
        ("£80,000 to each of the nine regions for a coordinator", NORTH_EAST, [80_000]),
        ("£80,000 per region. London will receive an additional 14%.", LONDON, [91_200]),
        ("£80,000 per region. London will receive an additional 14%.", NORTH_EAST, [80_000]),
        ("£80,000 per region, with a 14% weighting for London", LONDON, [91_200]),
        ("£80,000 is allocated to every RIIA. A weighting of 14 per cent applies to London.", LONDON, [91_200]),
        ("£80,000 for each region to fund a post (£91,200 for London)", LONDON, [91_200]),
        ("£80,000 for each region to fund a post (£91,200 for London)", NORTH_EAST, [80_000]),
        ("£94,000 per region, for 4 local authorities receiving 39 days each at £600 per day", NORTH_EAST, [94_000]),
        ("Each region receives £93,600 for four LAs with 39 days at a day rate of £600", NORTH_EAST, [93_600]),
        ("Four packages of 39 days at £600 a day for each region (£93,600)", NORTH_EAST, [93_600]),
        ("Four packages of 39 days at £600 a day for each region.", NORTH_EAST, [93_600]),
        ("£10,000 per region, with the total of £90,000 paid to South East", SOUTH_EAST, [90_000]),
        ("£10,000 per region, with the total of £90,000 paid to South East", NORTH_EAST, [0]),
        ("£15,600 was paid to Leicester City Council in July 2023", "856", [15_600]),
        ("£15,600 was paid to Leicester City Council in July 2023", NORTH_EAST, []),
        ("A one-off payment of £15,600 to the South East", SOUTH_EAST, [15_600]),
        ("£5,000 for each of the 15 councils in the South West", SOUTH_WEST, [75_000]),
        ("£5,000 for each of the 15 councils in the South West", NORTH_EAST, []),
        ("£80,000 for each region except London", LONDON, []),
        ("£0.5m for each region", NORTH_EAST, [500_000]),
        ("£500,000 for each region", "831", []),
        ("£45,000 to each of the seven regional coordinators", "856", [45_000]),
        ("£3,200 per local authority and a further £1,000 per local authority in January 2024", "831", [3_200, 1_000]),
    ],
)
def test_a_sentence_gives_what_it_says(text: str, where: str, pounds: list[int]) -> None:
    assert given(text, where) == pounds
    assert infer(text, Context("1", "T", ON, ON)).unread == []


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("£2,500 per child in need", ["£2,500"]),
        ("£20 per day for each child", ["£20"]),
        ("up to £50,000 for each region", ["£50,000"]),
        ("£6,000 for each council, capped at £60,000 for each region", ["£6,000", "£60,000"]),
        ("£3,200 x number of LAs in the region", ["£3,200"]),
        ("A total of £48,000 is available", ["£48,000"]),
    ],
)
def test_what_gives_no_rule_is_unread(text: str, unread: list[str]) -> None:
    found = infer(text, Context("1", "T", ON, ON))
    assert found.rules == []
    assert found.unread == unread


def test_operands_are_kept() -> None:
    packages = infer("£94,000 to each region: four LAs receiving 39 days at £600 per day (paid in June 2023)",
                     Context("3a", "T", ON, ON, cap_days=39)).rules[0]  # fmt: skip
    assert isinstance(packages, PackagesTimesDaysTimesRate)
    assert (packages.packages, packages.days, packages.day_rate, packages.stated) == (4, 39, 60_000, 9_400_000)
    assert (packages.cap_days, packages.paid_in, packages.uplift, packages.line) == (39, "2023-06", False, "3a")
    rate = infer(
        "£1600 allocated to each LA to cover two days - costed at £800 per day", Context("4a", "T", ON, ON)
    ).rules[0]
    assert isinstance(rate, PerCouncil)
    assert (rate.rate, rate.days, rate.day_rate) == (160_000, 2, 80_000)
    pooled = infer(
        "£10,000 allocated for each region (full £90,000 was paid to South East)", Context("2a", "T", ON, ON)
    ).rules[0]
    assert isinstance(pooled, Pooled)
    assert (pooled.payee, pooled.stated) == (SOUTH_EAST, 9_000_000)


def test_what_comes_after_the_variation_takes_effect_is_uplift() -> None:
    text = (
        "£3,200 to each LA (paid in June 2023). Additional funding of £1,600 to each LA (to be paid in January 2024)."
    )
    assert [rule.uplift for rule in infer(text, Context("4", "T", ON, ON)).rules] == [False, True]
    assert [rule.uplift for rule in infer(text, Context("4", "T", ON, None)).rules] == [False, True]
