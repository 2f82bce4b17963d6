"""Requests for new data: two steps, two other people, every way through; and what the register suggests."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.models import Dataset, ItemRequest, RegisterItem
from riia.alliance.agreements.queries.register import similar_to
from riia.alliance.agreements.queries.register_needs import register_needs
from riia.alliance.agreements.register_errors import MayNotShow, NotActive, RegisterChangeError
from riia.alliance.agreements.services import requests
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.services.requests import (
    Decision,
    Wish,
    ask_for_items,
    ask_to_share,
    check,
    decide,
    withdraw,
)
from riia.alliance.agreements.similar import Described, similar, stem
from riia.alliance.agreements.states_register import RequestState
from riia.alliance.audit.models import Entry
from tests.alliance.agreements.register_world import (
    AGGREGATED,
    TODAY,
    alliance,
    item,
    on_a_monday,
    people,
    statuses,
    version,
)

__all__ = ["alliance", "on_a_monday", "people", "version"]
DAY = dt.timedelta(days=1)
WISH = Wish("to plan", "all councils", AGGREGATED)
WANTED = ItemText(
    "Children schooled at home", AGGREGATED, "Children in elective home education at the end of the quarter",
    audiences=frozenset({Audience.PARTNERS}),
)  # fmt: skip
KEY = "children-schooled-at-home"
YES = Decision("Directors, minute 5", TODAY, "agreed", TODAY + DAY)
NO = Decision("Directors, minute 5", TODAY, "not needed")


@pytest.fixture
def asked(version, people) -> ItemRequest:
    return ask_for_items(dataset=Dataset.objects.get(number=1), wish=WISH, items=[WANTED], by=people.derby)


def refused(alliance, day: dt.date = TODAY) -> bool:
    try:
        gate.check_collect(alliance, [KEY], day)
    except NotActive:
        return True
    return False


def test_three_steps_bring_an_item_into_the_register(alliance, asked, people) -> None:
    assert (asked.state, statuses(KEY)) == (RequestState.ASKED, ["proposed"])
    assert refused(alliance)
    asked = check(request=asked, answer="not covered", by=people.analyst)
    assert (asked.state, statuses(KEY)) == (RequestState.CHECKED, ["checked"])
    assert [each["key"] for each in asked.similar] == ["ehe"], "what was suggested is kept"
    assert refused(alliance)
    asked = decide(request=asked, decided=YES, by=people.chair)
    assert (asked.state, statuses(KEY)) == (RequestState.AGREED, ["checked", "active"])
    assert refused(alliance), "until the day that was decided"
    assert not refused(alliance, TODAY + DAY)
    line = item(KEY).lines.get(status="active")
    assert (line.minute, line.decided_on, line.reason) == (YES.minute, TODAY, "agreed")
    actions = Entry.objects.filter(action__endswith="_item", target_type="agreements.ItemRequest").order_by("id")
    assert [entry.action.removeprefix("agreements.") for entry in actions] == ["ask_item", "check_item", "decide_item"]


@pytest.mark.parametrize(
    ("way", "state", "status"),
    [
        ("covered", RequestState.COVERED, "dropped"),
        ("declined", RequestState.DECLINED, "dropped"),
        ("withdrawn at once", RequestState.WITHDRAWN, "dropped"),
        ("withdrawn later", RequestState.WITHDRAWN, "dropped"),
    ],
)
def test_every_other_way_ends_without_the_item(alliance, asked, people, way, state, status) -> None:
    if way == "covered":
        asked = check(request=asked, answer="the same", covered_by=item("ehe"), by=people.analyst)
    elif way == "withdrawn at once":
        asked = withdraw(request=asked, reason="no longer needed", by=people.derby)
    else:
        check(request=asked, answer="not covered", by=people.analyst)
        asked = (
            decide(request=asked, decided=NO, by=people.chair)
            if way == "declined"
            else withdraw(request=asked, reason="no longer needed", by=people.coordinator)
        )
    assert (asked.state, statuses(KEY)[-1]) == (state, status)
    assert refused(alliance, TODAY + 400 * DAY)
    for again in (
        lambda: check(request=asked, answer="x", by=people.analyst),
        lambda: decide(request=asked, decided=YES, by=people.chair),
        lambda: withdraw(request=asked, reason="x", by=people.derby),
    ):
        with pytest.raises(RegisterChangeError, match="cannot become"):
            again()


def test_no_decision_without_a_check(asked, people) -> None:
    with pytest.raises(RegisterChangeError, match="waits for the analyst’s check"):
        decide(request=asked, decided=YES, by=people.chair)
    assert statuses(KEY) == ["proposed"]


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision("", TODAY, "agreed", TODAY), "meeting and minute"),
        (Decision("m", TODAY, " ", TODAY), "what the directors decided"),
        (Decision("m", TODAY + DAY, "agreed", TODAY + DAY), "in the future"),
        (Decision("m", TODAY, "agreed", TODAY - DAY), "on the day of the decision or later"),
        (Decision("m", TODAY - DAY, "agreed", TODAY), "decide after the check"),
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(asked, people, decision, said) -> None:
    check(request=asked, answer="not covered", by=people.analyst)
    with pytest.raises(RegisterChangeError, match=said):
        decide(request=asked, decided=decision, by=people.chair)
    asked.refresh_from_db()
    assert (asked.state, statuses(KEY)) == (RequestState.CHECKED, ["checked"])


def test_nobody_checks_or_decides_their_own_request(version, people) -> None:
    mine = ask_for_items(dataset=Dataset.objects.get(number=1), wish=WISH, items=[WANTED], by=people.coordinator)
    with pytest.raises(RegisterChangeError, match="Nobody checks their own request"):
        check(request=mine, answer="not covered", by=people.coordinator)
    check(request=mine, answer="not covered", by=people.analyst)
    with pytest.raises(RegisterChangeError, match="Nobody decides their own request"):
        decide(request=mine, decided=YES, by=people.coordinator)
    decide(request=mine, decided=YES, by=people.chair)


def test_who_takes_which_step(asked, people) -> None:
    for who in (people.derby_dcs, people.dfe, people.chair):
        with pytest.raises(PermissionDenied):
            check(request=asked, answer="not covered", by=who)
    check(request=asked, answer="not covered", by=people.processor)
    for who in (people.analyst, people.derby_dcs, people.dfe):
        with pytest.raises(PermissionDenied):
            decide(request=asked, decided=YES, by=who)
    with pytest.raises(PermissionDenied):
        withdraw(request=asked, reason="x", by=people.dfe)
    with pytest.raises(PermissionDenied):
        ask_for_items(dataset=asked.dataset, wish=WISH, items=[WANTED], by=people.supplier)


def test_sharing_an_item_further_takes_the_same_two_steps(alliance, version, people) -> None:
    def show() -> None:
        gate.check_show(alliance, ["referrals"], Audience.PUBLIC, TODAY)

    request = ask_to_share(
        dataset=Dataset.objects.get(number=1), wish=WISH, items=[item("referrals")], audience=Audience.PUBLIC,
        by=people.derby,
    )  # fmt: skip
    check(request=request, answer="not shared with them yet", by=people.analyst)
    with pytest.raises(MayNotShow):
        show()
    assert statuses("referrals") == ["active"], "nothing changes before the decision"
    decide(request=request, decided=Decision("m", TODAY, "agreed", TODAY), by=people.chair)
    show()
    gate.check_send(alliance, "dataset-1", ["referrals"], Audience.PUBLIC, TODAY)
    with pytest.raises(MayNotShow):
        gate.check_show(alliance, ["ehe"], Audience.PUBLIC, TODAY)


def test_what_waits_for_whom(asked, people) -> None:
    from riia.alliance.access.queries import scope_for

    def routes(person) -> list[str]:
        return [need.route for need in register_needs(scope_for(person), TODAY)]

    assert "agreements:request" in routes(people.analyst)
    assert "agreements:request" not in routes(people.derby)
    assert "agreements:request" not in routes(people.chair)
    check(request=asked, answer="not covered", by=people.analyst)
    assert "agreements:request" not in routes(people.analyst)
    assert "agreements:request" in routes(people.chair)
    assert "agreements:notice" in routes(people.derby)
    assert routes(people.supplier) == []


@pytest.mark.parametrize("step", ["ask", "check", "decide", "withdraw"])
def test_when_the_trail_fails_nothing_has_changed(version, people, monkeypatch, step) -> None:
    request = ask_for_items(dataset=Dataset.objects.get(number=1), wish=WISH, items=[WANTED], by=people.derby)
    if step == "decide":
        check(request=request, answer="not covered", by=people.analyst)
    before = (ItemRequest.objects.values_list("state").get(), statuses(KEY), RegisterItem.objects.count())

    def fails(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(requests, "record", fails)
    with pytest.raises(RuntimeError, match="no trail"):
        {
            "ask": lambda: ask_for_items(
                dataset=request.dataset, wish=WISH, items=[ItemText("Else", AGGREGATED)], by=people.derby
            ),
            "check": lambda: check(request=request, answer="not covered", by=people.analyst),
            "decide": lambda: decide(request=request, decided=YES, by=people.chair),
            "withdraw": lambda: withdraw(request=request, reason="x", by=people.derby),
        }[step]()
    assert (ItemRequest.objects.values_list("state").get(), statuses(KEY), RegisterItem.objects.count()) == before


REGISTER = (
    Described("ehe", "Children in elective home education", "Children educated at home by the parents' choice"),
    Described("referrals", "Referrals to children's social care", "Requests for services accepted as referrals"),
    Described("repeat", "Repeat referrals within 12 months", "Referrals within 12 months of an earlier one"),
    Described("dental", "Children looked after whose teeth were checked by a dentist"),
    Described("missing", "Children looked after with a missing incident"),
    Described("s47", "Section 47 enquiries", "Enquiries begun under section 47"),
)


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("EHE numbers", "ehe"),
        ("Home educated pupils", "ehe"),
        ("Re-referrals", "referrals"),
        ("CLA dental checks", "dental"),
        ("Runaways from care", "missing"),
        ("S47", "s47"),
        ("Section 47 enquiries", "s47"),
    ],
)
def test_the_likest_item_comes_first_and_says_why(title, first) -> None:
    found = similar(Described("wanted", title), REGISTER)
    assert found, title
    assert found[0].item.key == first
    assert all(like.why for like in found)


def test_nothing_is_suggested_for_what_is_new() -> None:
    assert (
        similar(Described("wanted", "Turnover of foster carers", "Fostering households deregistered"), REGISTER) == []
    )


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=6))
def test_likeness_is_between_nought_and_one_in_order_and_never_of_itself(title, others) -> None:
    register = [Described(f"k{n}", text) for n, text in enumerate(others)]
    found = similar(Described("k0", title), register)
    scores = [like.score for like in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert "k0" not in {like.item.key for like in found}


@pytest.mark.parametrize(
    ("one", "two"),
    [("assessments", "assessed"), ("referral", "referrals"), ("adoption", "adopted"), ("studies", "study")],
)
def test_words_of_one_stem(one, two) -> None:
    assert stem(one) == stem(two)


def test_the_page_suggests_from_the_alliances_own_register(asked) -> None:
    [(wanted, likes)] = similar_to(asked)
    assert (wanted.key, [like.item.key for like in likes]) == (KEY, ["ehe"])
