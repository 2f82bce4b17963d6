"""The determination of December 2023 executed: every amount of its annex comes out to the pound (R1.28 to R1.37)."""

from datetime import date
from decimal import Decimal

import pytest

from riia.documents.allocation import (
    AnnexRow,
    Column,
    Facts,
    FlatPerRegion,
    OneOff,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Pooled,
    Verdict,
    Weighted,
    Weighting,
    Worked,
    as_stored,
    councils_from,
    from_stored,
    recompute,
)

LONDON, SOUTH_EAST, SOUTH_WEST = "E12000007", "E12000008", "E12000009"
FACTS = Facts.from_register(date(2023, 12, 14))
RULES = (
    Weighted(
        line="1a",
        title="Data coordinator",
        of=FlatPerRegion(line="1a", title="Data coordinator", amount=8_000_000),
        weightings=(Weighting(LONDON, Decimal(14)),),
        paid_in="2023-06",
    ),
    Pooled(line="2a", title="Data project", amount=1_000_000, payee=SOUTH_EAST, stated=9_000_000, paid_in="2023-07"),
    OneOff(line="2b", title="Research", amount=1_560_000, payee=SOUTH_EAST, uplift=True, paid_in="2024-01"),
    PackagesTimesDaysTimesRate(
        line="3a", title="Support", packages=4, days=39, day_rate=60_000, stated=9_400_000, cap_days=39
    ),
    PerCouncil(line="4", title="Self-assessment", rate=320_000, days=4, day_rate=80_000),
    PerCouncil(line="4a", title="Framework", rate=160_000, days=2, day_rate=80_000, uplift=True),
    PerCouncil(line="4b", title="Agency rules", rate=160_000, days=2, day_rate=80_000, uplift=True),
)
ANNEX = {
    "E12000004": (206_000, 238_000, 10),
    "E12000006": (209_200, 244_400, 11),
    LONDON: (290_800, 396_400, 33),
    "E12000001": (212_400, 250_800, 12),
    "E12000002": (250_800, 327_600, 24),
    SOUTH_EAST: (324_800, 401_200, 19),
    SOUTH_WEST: (222_000, 270_000, 15),
    "E12000005": (218_800, 263_600, 14),
    "E12000003": (222_000, 270_000, 15),
}
ROWS = tuple(
    AnnexRow(place, FACTS.name_of(place), {Column.PREVIOUS: before * 100, Column.REVISED: after * 100})
    for place, (before, after, _) in ANNEX.items()
)


def test_every_row_of_the_annex_comes_out_with_its_working() -> None:
    found = recompute(ROWS, RULES, FACTS)
    assert found.verdict is Verdict.AGREES
    assert [result.paid for result in found.rows] == [after * 100 for _, after, _ in ANNEX.values()]
    london = found.for_place(LONDON)
    assert london is not None
    assert [check.sentence for check in london.checks] == [
        "£91,200 (1a) + £94,000 (3a) + £105,600 (4) = £290,800, as stated.",
        "£91,200 (1a) + £94,000 (3a) + £105,600 (4) + £52,800 (4a) + £52,800 (4b) = £396,400, as stated.",
        "£290,800 + £105,600 = £396,400, as stated.",
    ]


def test_totals_that_the_annex_does_not_state_are_computed() -> None:
    totals = recompute(ROWS, RULES, FACTS).totals
    assert totals[Column.PREVIOUS].computed == 215_680_000
    assert totals[Column.REVISED].computed == 266_200_000
    assert totals[Column.REVISED].sentence == "9 rows add up to £2,662,000; the document states none."


def test_the_payee_of_a_pooled_payment_is_paid_more_than_is_its_own() -> None:
    found = recompute(ROWS, RULES, FACTS)
    south_east, south_west = found.for_place(SOUTH_EAST), found.for_place(SOUTH_WEST)
    assert south_east is not None
    assert south_west is not None
    assert (south_east.total("paid", uplift=False), south_east.total("own", uplift=False)) == (32_480_000, 24_480_000)
    assert south_east.for_others == 8_000_000
    assert (south_west.total("paid", uplift=False), south_west.total("own", uplift=False)) == (22_200_000, 23_200_000)
    assert sum(row.own or 0 for row in found.rows) == sum(row.paid or 0 for row in found.rows)


def test_four_packages_are_stated_four_hundred_pounds_over_what_they_come_to() -> None:
    answer = RULES[3].for_place(SOUTH_WEST, FACTS)
    assert isinstance(answer, Worked)
    assert (answer.paid, answer.computed, answer.stated, answer.difference) == (9_400_000, 9_360_000, 9_400_000, 40_000)
    assert answer.sentence == ("3a Support: 4 councils × 39 days × £600 = £93,600; £94,000 is stated: £400 more")


def test_the_weighting_touches_its_own_line_only() -> None:
    london = RULES[0].for_place(LONDON, FACTS)
    elsewhere = RULES[0].for_place(SOUTH_WEST, FACTS)
    assert isinstance(london, Worked)
    assert isinstance(elsewhere, Worked)
    assert (london.paid, elsewhere.paid) == (9_120_000, 8_000_000)
    assert london.steps[-1].text == "£80,000 × 1.14 (14% weighting) = £91,200"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_number_of_councils_follows_from_both_amounts(row: AnnexRow) -> None:
    counts = councils_from(row, RULES, FACTS)
    assert [(item.derived, item.register, item.verdict) for item in counts] == [
        (ANNEX[row.place][2], ANNEX[row.place][2], Verdict.AGREES)
    ] * 2


def test_an_allocation_with_another_number_of_councils_says_so() -> None:
    row = AnnexRow(SOUTH_WEST, "South West", {Column.PREVIOUS: 22_520_000, Column.REVISED: 27_000_001})
    counts = councils_from(row, RULES, FACTS)
    assert [item.derived for item in counts] == [16, None]
    assert counts[0].sentence == (
        "(£225,200 − £174,000) ÷ £3,200 = 16 councils; the register has 15 on 14 December 2023."
    )


def test_a_penny_is_a_difference() -> None:
    row = AnnexRow(SOUTH_WEST, "South West", {Column.PREVIOUS: 22_200_000, Column.REVISED: 27_000_001})
    result = recompute([row], RULES, FACTS).rows[0]
    assert [check.verdict for check in result.checks] == [Verdict.AGREES, Verdict.DIFFERS, Verdict.DIFFERS]
    assert result.checks[1].difference == 1
    assert result.checks[1].sentence.endswith("but £270,000.01 is stated: £0.01 more.")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.line)
def test_every_rule_comes_back_from_json(rule: object) -> None:
    import json

    assert from_stored(json.loads(json.dumps(as_stored(rule)))) == rule  # type: ignore[arg-type]
