"""Pages of the desk, the director and the packs: who reaches them, what they show, what their buttons do."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.agreements.models import ItemLine
from riia.alliance.returns.models import Pack, Query, Return, Round, Settled, Signature
from riia.alliance.returns.services.asking import reply, settle
from riia.alliance.returns.services.packing import make_pack
from riia.alliance.returns.states import ReturnState
from tests.alliance.returns.conftest import LEICESTER, At, Give, People
from tests.alliance.returns.desk_steps import (
    FOUND,
    REFERRALS,
    explain,
    fresh,
    hand_in,
    queried,
    sent,
    signed,
    validated,
)

type SignedIn = Callable[[Person], Client]


def words(response: object) -> str:
    """What a page says, without its marks."""
    shown = re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode()))  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", shown)


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(f"returns:{name}", args=args) + query)
    assert response.status_code == 200, f"{name} answered {response.status_code}"
    return words(response)


@pytest.fixture
def query(derby_return: Return, people: People) -> Query:
    explain(derby_return, "A backlog was cleared.")
    return queried(derby_return, people.performance, people.derby)


@pytest.fixture
def ready(derby_return: Return, people: People) -> Return:
    explain(derby_return, "A backlog was cleared.")
    return validated(derby_return, people.performance, people.derby, outcomes=[FOUND])


@pytest.mark.parametrize("who", ["leicester", "leicester_dcs", "bristol", "southwest"])
def test_another_council_or_region_finds_nothing(query: Query, people: People, signed_in: SignedIn, who: str) -> None:
    client, one = signed_in(getattr(people, who)), query.council_return
    for name, key in [
        ("query", query.reference), ("ask", one.reference), ("validate", one.reference), ("reopen", one.reference),
        ("versions", one.reference), ("sign", one.reference), ("decline", one.reference),
        ("make_pack", one.round.reference),
    ]:  # fmt: skip
        for method in (client.get, client.post):
            assert method(reverse(f"returns:{name}", args=[key])).status_code in (403, 404, 405), name
    assert "Derby" not in page(client, "queries")


def test_a_right_held_elsewhere_opens_nothing_here(
    ready: Return, people: People, give: Give, signed_in: SignedIn, other_alliance: object
) -> None:
    """Leicester's director who also leads the desk of another region, and the reverse."""
    give(people.derby, Role.REGIONAL_PERFORMANCE_LEAD, "E12000009")
    give(people.derby, Role.DCS, "801")
    client = signed_in(people.derby)
    for name, key in [("ask", ready.reference), ("validate", ready.reference), ("sign", ready.reference),
                      ("decline", ready.reference), ("make_pack", ready.round.reference)]:  # fmt: skip
        assert client.get(reverse(f"returns:{name}", args=[key])).status_code == 404, name


def test_asking_and_answering(derby_return: Return, people: People, signed_in: SignedIn) -> None:
    one = hand_in(derby_return, people.derby, outcomes=[FOUND])
    client = signed_in(people.performance)
    shown = client.get(reverse("returns:validate", args=[one.reference])).content.decode()
    link = re.search(r'href="([^"]+/queries/new/\?cell=referrals.number&amp;code=RET-SPREAD)"', shown)
    assert link
    form = client.get(html.unescape(link[1])).content.decode()
    assert re.search(r'value="referrals.number" selected', form)
    assert re.search(r'name="code" value="RET-SPREAD"', form)
    address = reverse("returns:ask", args=[one.reference])
    assert "Write what you want to know" in words(client.post(address, {"cell": "", "text": ""}))
    given = {"cell": "referrals.number", "code": "RET-SPREAD", "text": "Why?\n\nAnd since when?"}
    for _ in range(2):
        assert client.post(address, given).status_code == 302
    query = Query.objects.get()
    assert query.code == "RET-SPREAD"
    shown = page(client, "query", query.reference)
    assert "Query about 2 Referrals" in shown
    assert "When asked, version 1 812 referrals" in shown
    assert "Referrals rose more than they usually do. not explained" in shown
    assert "Settle" in shown
    client = signed_in(people.derby)
    shown = page(client, "query", query.reference)
    assert "Settle" not in shown
    assert "Yusuf , for the region" in shown
    address = reverse("returns:query", args=[query.reference])
    assert "Write your message" in words(client.post(address, {"step": "reply", "reply-text": ""}))
    client.post(address, {"step": "reply", "reply-text": "<b>A backlog</b>"})
    assert "<b>A backlog</b>" not in client.get(address).content.decode()
    client.post(address, {"step": "settle", "settle-how": "withdrawn"})
    query.refresh_from_db()
    assert query.state == "answered"


def test_a_query_shows_the_figure_then_and_now(query: Query, people: People, signed_in: SignedIn) -> None:
    hand_in(query.council_return, people.derby, {REFERRALS: "790"}, outcomes=[FOUND])
    shown = page(signed_in(people.derby), "query", query.reference)
    assert "When asked, version 1 812 referrals" in shown
    assert "Now, version 2 790 referrals, corrected" in shown.replace(" ,", ",")
    assert "April to June 2026" in shown
    assert "A backlog was cleared." in shown


def test_settling_and_support_by_button(query: Query, people: People, signed_in: SignedIn) -> None:
    Query.objects.update(quality=True)
    client, address = signed_in(people.performance), reverse("returns:query", args=[query.reference])
    shown = words(client.post(address, {"step": "settle", "settle-how": "explained"}))
    assert "The council has not answered yet" in shown
    for _ in range(2):
        client.post(address, {"step": "support", "support-words": "A call on Tuesday"})
        client.post(address, {"step": "settle", "settle-how": "withdrawn", "settle-text": "Mine"})
    shown = page(client, "query", query.reference)
    assert "settled: the desk took the query back" in shown
    assert "Support was offered on 1 October 2026: A call on Tuesday" in shown


def test_the_list_of_queries_with_clocks_filters_and_the_share(
    query: Query, returns: dict[str, Return], people: People, signed_in: SignedIn, at: At, live: Callable[..., None]
) -> None:
    other = queried(returns[LEICESTER], people.performance, people.leicester)
    with at(dt.date(2026, 10, 6)):
        reply(query=other, text="A backlog.", by=people.leicester)
    live(dt.date(2026, 10, 9))
    client = signed_in(people.performance)
    shown = page(client, "queries")
    assert "1 query waits for councils, 1 for the desk; 1 is past its day" in shown
    assert "1 of 2 queries were answered within 5 working days: 50%. The plan says 85%." in shown
    assert "Derby: 2 Referrals" in shown
    assert "Leicester: 2 Referrals" in shown
    late = page(client, "queries", query="?show=overdue")
    assert ("Derby: 2" in late, "Leicester: 2" in late) == (True, False)
    one = page(client, "queries", query=f"?council={LEICESTER}")
    assert ("Derby: 2" in one, "Leicester: 2" in one) == (False, True)
    assert "1 of 1 queries to Leicester were answered" in one
    settle(query=query, how=Settled.WITHDRAWN, by=people.performance)
    assert "Derby: 2" in page(client, "queries", query="?show=settled&council=nobody")
    own = page(signed_in(people.leicester), "queries")
    assert "Derby" not in own
    assert "Leicester: 2 Referrals" in own


def test_the_list_costs_the_same_for_many(
    query: Query, returns: dict[str, Return], people: People, signed_in: SignedIn, django_assert_max_num_queries
) -> None:
    queried(returns[LEICESTER], people.performance, people.leicester)
    client = signed_in(people.performance)
    with django_assert_max_num_queries(30):
        page(client, "queries")


def test_validating_by_button(derby_return: Return, people: People, signed_in: SignedIn) -> None:
    one = hand_in(derby_return, people.derby, outcomes=[FOUND])
    client, address = signed_in(people.performance), reverse("returns:validate", args=[one.reference])
    shown = page(client, "validate", one.reference)
    assert "3 answers, 1 finding" in shown
    assert "Submitted by Priya" in shown
    assert "The council has submitted version 1 since" in words(client.post(address, {"version": "7"}))
    for _ in range(2):
        assert client.post(address, {"version": "1"}).status_code == 302
    assert fresh(one).state == ReturnState.VALIDATED
    assert one.steps.filter(after="validated").count() == 1


def test_what_is_not_submitted_has_nothing_to_check_or_sign(
    derby_return: Return, people: People, signed_in: SignedIn
) -> None:
    for who, name in ((people.performance, "validate"), (people.derby_dcs, "sign"), (people.derby, "reopen")):
        response = signed_in(who).get(reverse(f"returns:{name}", args=[derby_return.reference]))
        assert (response.status_code, response.headers["Location"]) == (302, f"/returns/{derby_return.reference}/")


def test_the_director_signs_in_three_taps(ready: Return, people: People, signed_in: SignedIn) -> None:
    client, address = signed_in(people.derby_dcs), reverse("returns:sign", args=[ready.reference])
    shown = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert seen
    assert "A backlog was cleared." in shown
    assert "There is no earlier period to compare with" in shown
    assert "Read it again, then sign" in words(client.post(address, {"seen": "0" * 64}))
    for _ in range(2):
        assert client.post(address, {"seen": seen[1]}).status_code == 302
    assert Signature.objects.count() == 1
    assert "Derby’s return is signed" in page(client, "sign", ready.reference)


def test_what_the_register_stops_is_said(ready: Return, people: People, signed_in: SignedIn) -> None:
    client, address = signed_in(people.derby_dcs), reverse("returns:sign", args=[ready.reference])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())
    assert seen
    ItemLine.objects.filter(item__key="referrals").update(status="dropped")
    assert "referrals" in words(client.post(address, {"seen": seen[1]}))
    assert fresh(ready).state == ReturnState.VALIDATED


def test_declining_by_button(ready: Return, people: People, signed_in: SignedIn) -> None:
    client, address = signed_in(people.derby_dcs), reverse("returns:decline", args=[ready.reference])
    assert "Say why" in words(client.post(address, {"reason": ""}))
    assert client.post(address, {"reason": "Plans look low"}).status_code == 302
    assert "waits for a signature" in words(client.post(address, {"reason": "Plans look low"}))
    assert fresh(ready).versions.filter(why="reopened").count() == 1
    shown = page(client, "versions", ready.reference)
    assert "validated to reopened" in shown
    assert "Plans look low" in shown


def test_reopening_warns_of_the_signature_and_shows_the_difference(
    derby_return: Return, people: People, signed_in: SignedIn
) -> None:
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    client, address = signed_in(people.derby), reverse("returns:reopen", args=[derby_return.reference])
    assert "The signature of Martin under version 1 will be void" in words(client.get(address))
    for _ in range(2):
        assert client.post(address, {"reason": "A slip"}).status_code == 302
    assert fresh(derby_return).versions.count() == 2
    validated(derby_return, people.performance, people.derby, figures={REFERRALS: "790"})
    shown = page(signed_in(people.derby_dcs), "sign", derby_return.reference)
    assert "Changed since it was signed before" in shown
    assert "was 812, now 790" in shown
    compared = page(client, "versions", derby_return.reference, query="?from=3&to=1")
    assert "Version 1 and version 3" in compared
    assert "Signature voided" in compared


def test_a_pack_from_making_to_receipt(
    derby_return: Return, round_: Round, people: People, signed_in: SignedIn
) -> None:
    client = signed_in(people.performance)
    assert "0 signed returns are ready" in page(client, "make_pack", round_.reference)
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    assert "Leicester: not in yet" in page(client, "make_pack", round_.reference)
    assert "Make a pack of the signed returns for" in page(client, "packs")
    for _ in range(2):
        client.post(reverse("returns:make_pack", args=[round_.reference]))
    pack = Pack.objects.get()
    assert "the same bytes when made again" in page(client, "pack", pack.reference, query="?check=yes")
    for file in pack.files.all():
        got = client.get(reverse("returns:pack_file", args=[pack.reference, file.name]))
        assert got.content == bytes(file.data)
        assert f"-pack-1-{file.name}" in got.headers["Content-Disposition"]
    assert client.get(reverse("returns:pack_file", args=[pack.reference, "other.csv"])).status_code == 404
    address = reverse("returns:pack", args=[pack.reference])
    assert "Enter to which office it went" in words(client.post(address, {"to": "", "how": "x"}))
    for _ in range(2):
        client.post(address, {"to": "improvement team", "how": "secure service"})
    assert "sent, 0 of 1 answered" in page(client, "packs")
    client = signed_in(people.dfe)
    assert "Record the answer" in page(client, "pack", pack.reference)
    answer = reverse("returns:answer_pack", args=[pack.reference, pack.returns.get().pk])
    refused = words(client.post(answer, {"outcome": "rejected"}))
    assert "Choose why it is rejected" in refused
    assert "Say in a sentence what is wrong" in refused
    client.post(answer, {"outcome": "rejected", "because": "quality", "words": "A sum is wrong"})
    assert "for quality of the data: A sum is wrong" in page(client, "pack", pack.reference)
    assert fresh(derby_return).state == ReturnState.REJECTED


def test_the_register_refuses_a_pack_by_name(
    derby_return: Return, round_: Round, people: People, signed_in: SignedIn
) -> None:
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    client = signed_in(people.performance)
    pack = make_pack(round_=round_, by=people.performance)
    ItemLine.objects.filter(item__key="referrals").update(onward=[])
    assert "“referrals”" in words(client.post(reverse("returns:make_pack", args=[round_.reference])))
    sending = {"to": "improvement team", "how": "secure service"}
    assert "“referrals”" in words(client.post(reverse("returns:pack", args=[pack.reference]), sending))
    assert Pack.objects.get().sent_at is None


def test_the_department_sees_what_was_sent_and_nothing_before(
    derby_return: Return, round_: Round, people: People, signed_in: SignedIn
) -> None:
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    pack = make_pack(round_=round_, by=people.performance)
    client = signed_in(people.dfe)
    file = pack.files.get(name="figures.csv")
    addresses = [reverse("returns:pack", args=[pack.reference]),
                 reverse("returns:pack_file", args=[pack.reference, file.name])]  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    sent(round_, people.performance)
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    for who in (people.derby, people.southwest, people.analyst):
        assert signed_in(who).get(addresses[1]).status_code in (403, 404)
