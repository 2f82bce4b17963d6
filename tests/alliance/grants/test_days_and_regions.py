"""Payments as they stood on a day, and coordinators who enter the grants of more than one region."""

import datetime as dt

import pytest
from django.utils import timezone

from riia.alliance.access.models import RoleHolding
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.grants.models import Award, Determination, Host, Payment, PaymentKind
from riia.alliance.grants.queries import reading
from riia.alliance.places.models import Place
from tests.alliance.grants.conftest import BRISTOL, EAST_MIDLANDS, People, SignedIn
from tests.alliance.grants.test_pages import day

pytestmark = pytest.mark.django_db
DERBY = "831"


def moment(number: int) -> dt.datetime:
    return dt.datetime(2026, 3, number, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("on", "state"),
    [(1, None), (2, "planned"), (3, "planned"), (4, "approved"), (6, "paid"), (8, "reconciled"), (31, "reconciled")],
)
def test_a_payment_stands_as_it_stood_on_the_day(
    letters: dict[str, Determination], people: People, england: dict[str, Place], on: int, state: str | None
) -> None:
    made = Payment.objects.create(
        kind=PaymentKind.ONWARD, determination=letters["csc"], place=england[BRISTOL], amount_pence=1_00,
        due_on=dt.date(2026, 3, 20), state="reconciled", proposed_by=people.coordinator, proposer_label="Rosa",
        proposed_at=moment(2), approved_by=people.lead, approver_label="Ruth", approved_at=moment(4),
        paid_on=dt.date(2026, 3, 6), paid_as="BACS 1", reconciled_on=dt.date(2026, 3, 8),
    )  # fmt: skip
    found = {each.pk: each for each in reading.payments_on(scope_for(people.coordinator), dt.date(2026, 3, on))}
    assert (found[made.pk].state if made.pk in found else None) == state
    if state in ("planned", "approved"):
        assert (found[made.pk].paid_on, found[made.pk].paid_as) == (None, "")
    made.refresh_from_db()
    assert made.state == "reconciled"


def test_what_a_letter_states_is_known_from_its_day(letters: dict[str, Determination], people: People) -> None:
    stated = reading.payments(scope_for(people.coordinator)).filter(stated_by__determination=letters["31/6558"])
    assert stated.exists()
    for number, known in ((13, False), (14, True)):
        found = {each.pk for each in reading.payments_on(scope_for(people.coordinator), dt.date(2023, 12, number))}
        assert {each.pk in found for each in stated} == {known}


def test_the_page_of_payments_says_its_day(
    letters: dict[str, Determination], people: People, signed_in: SignedIn
) -> None:
    shown = signed_in(people.coordinator).get("/grants/payments/?at=1+December+2015").content.decode()
    assert "As at 1 December 2015" in shown
    assert "No payment is entered yet" in shown


@pytest.fixture
def of_two(people: People, england: dict[str, Place]) -> People:
    """Rosa coordinates the East Midlands as well."""
    RoleHolding.objects.create(
        person=people.coordinator, role=Role.COORDINATOR, place=england[EAST_MIDLANDS], purpose="test",
        state=HoldingState.APPROVED, starts=dt.date(2020, 1, 1), expires=dt.date(2099, 12, 31),
        review_due=dt.date(2099, 12, 31), proposer_label="test", approved_at=timezone.now(), approver_label="test",
    )  # fmt: skip
    return people


def test_who_enters_for_two_regions_says_for_which(
    letters: dict[str, Determination], of_two: People, signed_in: SignedIn
) -> None:
    client, base = signed_in(of_two.coordinator), f"/grants/{letters['31/6558'].reference}/"
    client.post(f"{base}host/", {"council": DERBY, "because": "directors’ group, item 4"})
    host = Host.objects.get(council__code=DERBY)
    assert host.region.code == EAST_MIDLANDS

    award = {"what": "Second tranche", "amount": "1,000", "depends_on": "a report"}
    award |= day("due_on", dt.date(2026, 3, 31))
    assert "Which region is it for?" in client.post(f"{base}award/", award).content.decode()
    client.post(f"{base}award/", award | {"keeper": EAST_MIDLANDS})
    assert Award.objects.get(what="Second tranche").place.code == EAST_MIDLANDS

    assert "Which region enters it?" in client.get(f"{base}letter/").content.decode()
    assert "keeper" not in signed_in(of_two.east).get(f"{base}letter/").content.decode()
