"""Writing the trail: inside a transaction, without secrets, with who, what, to what, when, why and where."""

import pytest
from django.db import transaction

from riia.alliance.audit import trail
from riia.alliance.audit.actors import ActorKind, Nobody, System
from riia.alliance.audit.errors import AppendOnly, NotInTransaction, SecretInDetails
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import Target, record

LOADER = System("demo loader")


def write(**changes) -> Entry:
    return record(**{"by": LOADER, "action": "test.do", "target": None, "summary": "Did it", **changes})


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(NotInTransaction, match=r"'test\.do'.*transaction\.atomic"):
        write()
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_when_its_transaction_does() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_an_entry_says_who_what_to_what_when_why_and_where() -> None:
    entry = write(
        target=Target("figures.Release", "r1", "Children in need 2024"),
        details={"rows": 3},
        reason="new release",
        places=["831", "E12000004", "831"],
    )
    entry.refresh_from_db()
    assert (entry.actor_kind, entry.actor_label) == (ActorKind.SYSTEM, "demo loader")
    assert (entry.target_type, entry.target_reference, entry.target_label) == (
        "figures.Release",
        "r1",
        "Children in need 2024",
    )
    assert (entry.summary, entry.details, entry.reason) == ("Did it", {"rows": 3}, "new release")
    assert sorted(entry.places.values_list("code", flat=True)) == ["831", "E12000004"]
    assert entry.at.tzinfo is not None


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["password", "new_password", "api_key", "apikey", "accessToken", "recovery-codes"])
def test_a_secret_in_details_stops_the_change(key: str) -> None:
    with pytest.raises(SecretInDetails, match=key):
        write(details={"outer": [{key: "x"}]})


@pytest.mark.django_db
def test_addresses_are_taken_out_of_what_is_written() -> None:
    entry = write(summary="Invited jo.o'neil@derby.gov.uk", details={"to": ["a@b.gov.uk", 3]})
    assert entry.summary == "Invited [e-mail address removed]"
    assert entry.details == {"to": ["[e-mail address removed]", 3]}


@pytest.mark.django_db
def test_long_summaries_are_cut_visibly() -> None:
    assert write(summary="x" * 600).summary == "x" * 499 + "…"


@pytest.mark.django_db
def test_nobody_can_act_too() -> None:
    assert write(by=Nobody()).actor_kind == ActorKind.NOBODY


@pytest.mark.django_db
def test_entries_of_one_request_carry_its_trail() -> None:
    here = trail.Trail(trail.Origin.WEB, "abc", trail.Network.PRIVATE)
    with trail.following(here):
        entry = write()
    assert (entry.origin, entry.request_id, entry.network) == ("web", "abc", "private network")
    assert write().origin == "program"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "own machine"),
        ("::1", "own machine"),
        ("10.1.2.3", "private network"),
        ("81.2.69.142", "internet"),
        ("", "unknown"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_only_the_class_of_network_is_kept(address: str | None, network: str) -> None:
    assert trail.network_of(address) == network


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(summary="other"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["summary"]),
        lambda entry: Entry.objects.update_or_create({"summary": "other"}, pk=entry.pk),
    ],
)
def test_code_refuses_to_change_an_entry(change) -> None:
    entry = write()
    entry.summary = "other"
    with pytest.raises(AppendOnly, match="append-only"):
        change(entry)
    assert Entry.objects.get().summary == "Did it"
