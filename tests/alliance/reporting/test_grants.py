"""Grants in a report: the letter in force on the day, money to the penny, sums worked out again, and what is due."""

import datetime as dt

import pytest

from riia.alliance.grants.models import Determination, PaymentKind
from riia.alliance.places.models import Place
from riia.alliance.reporting.content_grants import Grant, GrantCondition, GrantPayment
from riia.alliance.reporting.due_rules import Often, stretch_of
from riia.alliance.reporting.queries.gathering_grants import grants_of
from riia.alliance.reporting.rows_grants import agreeing, condition_row, grant_row, grants_total, overdue, payment_row
from tests.alliance.grants.conftest import england, letters  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SOUTH_WEST, SOUTH_EAST, EAST_MIDLANDS, NORTH_EAST = "E12000009", "E12000008", "E12000004", "E12000001"


def on(region: str, day: dt.date) -> list[Grant]:
    """The grants of a region in a report on the quarter that ends on this day."""
    return list(grants_of(Place.objects.get(code=region), stretch_of(Often.QUARTER, day), day))


def a_variation_counts_from_its_day_and_its_sums_are_worked_out_again() -> None:
    before, after = on(SOUTH_WEST, dt.date(2023, 9, 30)), on(SOUTH_WEST, dt.date(2023, 12, 31))
    assert [one.allocated for one in before] == [22_200_000]
    assert [one.allocated for one in after] == [27_000_000]
    assert "says of the time before it took effect" in before[0].letter
    assert after[0].letter == "Variation 3, in effect from 14 December 2023"
    assert after[0].references == "31/6558, CON_007"
    assert [(each.where, each.unsure) for each in after[0].findings if "£93,600" in each.words] == [
        ("Purpose 3a", False)
    ]
    assert before[0].findings == ()


def instalments_are_received_overdue_or_still_to_come(chain: Determination) -> None:
    own = chain.payments.filter(place__code=NORTH_EAST, kind=PaymentKind.INSTALMENT)
    january = [each for each in own if each.due_on == dt.date(2024, 1, 1)]
    known = sum(each.amount_pence for each in own if each.paid_on)
    (quarter,) = on(NORTH_EAST, dt.date(2023, 12, 31))
    assert (quarter.received, quarter.in_period) == (known, 0)
    assert quarter.expected == sum(each.amount_pence for each in january)
    assert [(each.overdue, each.moved) for each in quarter.payments] == [(False, False)] * len(january)
    (late,) = on(NORTH_EAST, dt.date(2024, 3, 31))
    assert [each.overdue for each in late.payments] == [True] * len(january)
    assert "was due January 2024, not received" in payment_row(late, late.payments[0])[2].text
    assert len(overdue([late])) == len(january)
    assert late.allocated == late.received + late.expected


def what_is_hidden_is_not_known_and_never_nought() -> None:
    found = on(EAST_MIDLANDS, dt.date(2021, 6, 30))
    one = next(each for each in found if "project_5368" in each.references)
    assert one.allocated == 2_127_192
    assert one.expected is None
    assert any(each.unsure and "redacted" in each.words for each in one.findings)
    row = grant_row(one)
    assert "not known" in {cell.text for cell in row}
    assert "not known" in {cell.text for cell in grant_row(grants_total([one, one]))}
    assert not any("required" in each.words for each in one.conditions)
    assert one.conditions[0].words == "unringfenced"


def an_old_grant_is_history_unless_its_money_moves() -> None:
    titles = [one.title for one in on(SOUTH_WEST, dt.date(2026, 3, 31))]
    assert len(titles) == 2
    assert all("2025-26" in one for one in titles)
    assert on(SOUTH_WEST, dt.date(2030, 3, 31)) == []


def a_grant_without_its_letter_and_its_award() -> None:
    send = on(SOUTH_WEST, dt.date(2025, 6, 30))[0]
    assert (send.allocated, send.received, send.letter_held) == (119_020_000, 0, False)
    award = next(each for each in send.conditions if each.due)
    assert (award.due, award.open) == (dt.date(2025, 7, 3), True)
    assert [cell.text for cell in condition_row(send, award)][1:] == ["3 Jul 2025", "not handed in"]


def test_grants_as_they_stood_on_a_day(letters: dict[str, Determination]) -> None:  # noqa: F811 - the fixture
    """One test, as the letters of all England take long to load."""
    a_variation_counts_from_its_day_and_its_sums_are_worked_out_again()
    instalments_are_received_overdue_or_still_to_come(letters["31/6558"])
    what_is_hidden_is_not_known_and_never_nought()
    an_old_grant_is_history_unless_its_money_moves()
    a_grant_without_its_letter_and_its_award()


def test_the_words_of_a_row() -> None:
    grant = Grant("G", allocated=1, received=0, in_period=0, expected=1, passed_on=0)
    assert [cell.text for cell in grant_row(grant)] == ["G", "£0.01", "£0.00", "£0.00", "£0.01", "£0.00"]
    paid = GrantPayment("Payment to Devon", dt.date(2025, 11, 3), amount=150, moved=True, instalment=False)
    assert [cell.text for cell in payment_row(grant, paid)] == ["Payment to Devon, G", "£1.50", "paid 3 Nov 2025"]
    ring = GrantCondition("ring-fenced")
    assert [cell.text for cell in condition_row(grant, ring)] == ["G: ring-fenced", "no day", "–"]
    assert agreeing([grant]) == ""
    assert agreeing([Grant("H", checked=True)]).endswith("every amount agrees: H.")
