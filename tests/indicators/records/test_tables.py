"""Tables of one council's records: safe together, safe beside what was shown before, and no price of one provider."""

from collections import Counter

import pytest

from riia.indicators.disclosure import Dimension, Table, attack
from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS, Records
from riia.indicators.records.tables import HIDDEN, PRICES, TOTAL, annual_prices, tables_of
from tests.indicators.records.made import PLACEMENT

NAMES = SEND_PLACEMENTS.list("placements").names


def placements(*groups: tuple[int, dict[str, str]]) -> Records:
    """Groups of placements that are alike; the providers in a group differ as `providers` says."""
    rows = []
    for count, changes in groups:
        providers = int(changes.pop("providers", "4"))
        for at in range(count):
            urn = str(100_000 + at % providers)
            one = PLACEMENT | {"pseudonym": f"d4-2025-26-{len(rows):026}", "provider_urn": urn} | changes
            rows.append(tuple(one[name] for name in NAMES))
    return Records(SEND_PLACEMENTS, "831", "2025-26", {"placements": tuple(rows)})


def made(records: Records, **more):
    return {one.slug: one for one in tables_of(records, **more)}


MIXED = (
    (40, {"sector": "ISS", "placement_type": "DAY"}),
    (3, {"sector": "NMSS", "placement_type": "DAY", "age_band": "5-10"}),
    (12, {"sector": "ISS", "placement_type": "YEAR", "primary_need": "SEMH", "price_per_year": "210000.00"}),
    (8, {"sector": "NMSS", "placement_type": "YEAR", "primary_need": ""}),
)


def test_small_counts_are_hidden_and_cannot_be_worked_out() -> None:
    tables = made(placements(*[(count, dict(changes)) for count, changes in MIXED]))
    cells = {labels: values[0] for labels, values in tables["type-sector"].cells}
    assert cells["DAY", "NMSS"] == HIDDEN
    assert cells[TOTAL, TOTAL] == 63
    assert cells["PART", "IAP"] == 0  # a true zero is shown
    assert Counter(cells.values())[HIDDEN] >= 4
    shown = [
        Table.from_rows(
            [(*cut.by, "number"), *((*labels, values[0]) for labels, values in tables[cut.slug].cells)],
            [Dimension(name, total=TOTAL) for name in cut.by],
            "number",
            at={"list": "placements"},
        )
        for cut in SEND_PLACEMENTS.cuts
    ]
    assert attack(shown, "dfe-1-5").is_safe


def test_what_was_not_given_has_a_row_of_its_own() -> None:
    tables = made(placements(*[(count, dict(changes)) for count, changes in MIXED]))
    labels = [labels[0] for labels, _ in tables["need"].cells]
    assert "Not given" in labels


def test_prices_of_few_providers_are_hidden() -> None:
    groups = (
        (30, {"sector": "ISS", "placement_type": "DAY"}),
        (30, {"sector": "NMSS", "placement_type": "DAY", "providers": "1"}),
        (30, {"sector": "ISS", "placement_type": "YEAR"}),
        (30, {"sector": "NMSS", "placement_type": "YEAR"}),
    )
    cells = dict(made(placements(*groups))[PRICES].cells)
    assert cells["DAY", "NMSS"] == (HIDDEN,) * 3
    assert cells[TOTAL, TOTAL] == ("5850000", "48750", "49000")


def test_a_price_is_hidden_where_its_count_is() -> None:
    tables = made(placements(*[(count, dict(changes)) for count, changes in MIXED]))
    counts = {labels: values[0] for labels, values in tables["type-sector"].cells}
    for labels, values in tables[PRICES].cells:
        assert counts[labels] != HIDDEN or values == (HIDDEN,) * 3
    assert tables[PRICES].with_prices
    assert not any(one.with_prices for slug, one in tables.items() if slug != PRICES)


def test_a_corrected_file_does_not_undo_what_the_first_one_hid() -> None:
    first = made(placements(*[(count, dict(changes)) for count, changes in MIXED]))
    earlier = {slug: one.as_json() for slug, one in first.items() if not one.with_prices}
    changed = [(count, dict(changes)) for count, changes in MIXED]
    changed[0] = (41, changed[0][1])
    second = made(placements(*changed), earlier=earlier)
    assert {slug for slug, one in second.items() if one.cells} <= set(second)
    assert second["type-sector"].withheld or dict(second["type-sector"].cells)[TOTAL, TOTAL] == (64,)


def test_a_median_is_never_the_price_of_one_placement() -> None:
    prices = made(placements((11, {"price_per_year": "48750.00"})))[PRICES].cells
    assert {values[2] for _, values in prices} <= {"49000", HIDDEN}
    few = made(placements((9, {"price_per_year": "48750.00"})))[PRICES].cells
    assert {values[2] for _, values in few} == {HIDDEN}


def test_the_price_of_a_year_may_be_made_of_weeks() -> None:
    records = placements((1, {"price_per_year": "", "price_per_week": "100.50", "weeks_per_year": "38"}))
    assert [str(one) for one in annual_prices(records)] == ["3819.00"]


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_record_makes_tables_that_say_so(count: int) -> None:
    tables = made(placements((count, {})))
    assert tables[PRICES].withheld or all(values == (HIDDEN,) * 3 for _, values in tables[PRICES].cells)


def test_lists_of_children_have_no_prices() -> None:
    records = Records(SCHOOL_MOVES, "831", "2025-26", {"exclusions": (), "leavers": (), "joiners": ()})
    assert {one.slug for one in tables_of(records)} == {cut.slug for cut in SCHOOL_MOVES.cuts}
