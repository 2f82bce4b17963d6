"""A project's delivery beside the returns: the difference in words, within the viewer's scope and through the gate."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.queries import scope_for
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import AgreementVersion, Delivery, RegisterItem
from riia.alliance.agreements.services.projects import ProjectText, Received, enter_project, receive, supply
from riia.alliance.agreements.services.register import Decided, decide_item
from riia.alliance.agreements.services.register_entering import DatasetText, enter_dataset, enter_items
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.actors import System
from riia.alliance.returns.models import Return, Version
from riia.alliance.returns.presenters.projects import delivery_page, difference_in_words
from riia.alliance.returns.queries.projects import Pair, Returned, compared
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.canonical import as_stored
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell
from tests.alliance.returns.conftest import DERBY, LEICESTER, NOTTINGHAM, PERIOD, People

TODAY = dt.date(2026, 11, 23)
BY = System("tests")
CELL = Cell("cla-current", Measure.NUMBER)
ROWS = (
    (DERBY, PERIOD, "612"), (LEICESTER, PERIOD, "c"), (NOTTINGHAM, PERIOD, ""), (DERBY, "2026-27Q1", "600"),
    (DERBY, "CY2026Q3", "612"), (LEICESTER, "2026-09-30", "700"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def delivery(register: AgreementVersion) -> Delivery:
    """Children looked after as Fostering counts them, of three councils."""
    alliance = register.agreement.alliance
    dataset = enter_dataset(
        version=register, text=DatasetText(8, "Fostering", "6.4", Privacy.AGGREGATED, "a schedule"), by=BY
    )
    text = ItemText("Children, as Fostering counts", Privacy.AGGREGATED, audiences=frozenset({Audience.PARTNERS}))
    (item,) = enter_items(
        dataset=dataset, items=[("fostering-cla", text, ItemStatus.ACTIVE)], starts_on=dt.date(2022, 9, 1), by=BY
    )
    project = enter_project(alliance=alliance, text=ProjectText("Fostering", "The partnership"), by=BY)
    supply(project=project, item=item, indicator="cla-current", since=dt.date(2022, 9, 1),
           differences="On the last Friday.", by=BY)  # fmt: skip
    lines = [f"{council},cla-current,{period},{value}" for council, period, value in ROWS]
    content = "\n".join(("council,indicator,period,value", *lines)).encode()
    return receive(project=project, received=Received("f.csv", content, dt.date(2026, 11, 2)), by=BY)


def submitted(one: Return, value: Value | None, number: int = 1, why: str = "submitted") -> Version:
    answers = as_stored({} if value is None else {CELL: value})
    return Version.objects.create(council_return=one, number=number, why=why, answers=answers, source="form",
                                  fingerprint="0" * 64, maker_label="tests")  # fmt: skip


def found(delivery: Delivery, person: Any) -> dict[tuple[str, str], Pair]:
    return {(one.council.code, one.period.code): one for one in compared(scope_for(person), delivery, TODAY).pairs}


def test_each_figure_stands_beside_the_latest_that_was_submitted(
    delivery: Delivery, returns: dict[str, Return], people: People
) -> None:
    submitted(returns[DERBY], Number(600))
    submitted(returns[DERBY], Number(610), 2)
    submitted(returns[DERBY], Number(999), 3, why="reopened")
    submitted(returns[LEICESTER], None)
    pairs = found(delivery, people.analyst)
    derby, leicester = pairs[DERBY, PERIOD], pairs[LEICESTER, PERIOD]
    assert (derby.delivered, derby.returned.value, derby.returned.version.number) == (Number(612), Number(610), 2)
    assert (leicester.delivered, leicester.returned.value) == (Missing(Symbol.SUPPRESSED), None)
    assert (pairs[NOTTINGHAM, PERIOD].delivered, pairs[NOTTINGHAM, PERIOD].why) == (None, "not submitted yet")
    assert pairs[DERBY, "2026-27Q1"].why == "no return is asked for these days"
    assert pairs[DERBY, "CY2026Q3"].returned.value == Number(610), "a period is its days, whatever its code"
    assert pairs[LEICESTER, "2026-09-30"].returned is None, "a day is not the quarter it ends"
    page = delivery_page(compared(scope_for(people.analyst), delivery, TODAY))
    assert page.title == "3 of 3 figures differ from what was returned"
    assert page.differences == (("Children looked after on the day", "On the last Friday."),)


def test_nobody_sees_more_than_the_returns_they_see(
    delivery: Delivery, returns: dict[str, Return], people: People
) -> None:
    submitted(returns[LEICESTER], Number(700))
    assert {council for council, _ in found(delivery, people.derby)} == {DERBY}
    assert {council for council, _ in found(delivery, people.coordinator)} == {DERBY, LEICESTER, NOTTINGHAM}
    assert found(delivery, people.dfe) == {}
    assert found(delivery, people.bristol) == {}


def test_what_the_register_does_not_show_is_not_shown(
    delivery: Delivery, returns: dict[str, Return], people: People
) -> None:
    decided = Decided("Directors, 4", TODAY, TODAY, "Looked at again")
    item = RegisterItem.objects.get(key="fostering-cla")
    decide_item(item=item, status=ItemStatus.UNDER_REVIEW, decided=decided, by=BY)
    compare = compared(scope_for(people.analyst), delivery, TODAY)
    assert compare.pairs == ()
    assert "under review" in compare.refused[0]
    assert delivery_page(compare).title == "This delivery may not be shown"


def test_an_item_that_was_taken_out_of_the_round_is_not_compared(
    delivery: Delivery, returns: dict[str, Return], people: People
) -> None:
    submitted(returns[DERBY], Number(600))
    one = returns[DERBY].round
    one.items = [key for key in one.items if key != "cla-current"]
    one.save()
    pair = found(delivery, people.analyst)[DERBY, PERIOD]
    assert (pair.returned, pair.why) == (None, "the return does not ask it")


def test_the_page(
    delivery: Delivery, returns: dict[str, Return], people: People, signed_in: Callable[[Any], Client], client: Client
) -> None:
    submitted(returns[DERBY], Number(600))
    page = reverse("returns:delivery", args=[delivery.reference])
    content = signed_in(people.analyst).get(page).content.decode()
    assert "12 more in the delivery, 2.0% of what was returned." in content
    assert "not submitted yet" in content
    assert "Leicester" not in signed_in(people.derby).get(page).content.decode()
    for person, status in ((people.dfe, 403), (people.bristol, 404), (people.southwest, 404)):
        assert signed_in(person).get(page).status_code == status
    client.logout()
    assert client.get(page).status_code == 302


def test_the_notice_stands_before_it(delivery: Delivery, people: People, client: Client) -> None:
    client.force_login(people.analyst, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_step"] = str(people.analyst.reference)
    session.save()
    response = client.get(reverse("returns:delivery", args=[delivery.reference]))
    assert response.headers["Location"].startswith(reverse("agreements:notice"))


VALUES = st.one_of(
    st.none(), st.integers(0, 10**6).map(Number), st.sampled_from([Missing(symbol) for symbol in Symbol])
)


def pair_of(delivered: Value | None, returned: Value | None) -> Pair:
    item = form_of("mou-2022").item("cla-current")
    return Pair(None, "cla-current", Period.parse(PERIOD), delivered, Returned(returned, item, Version()))  # type: ignore[arg-type]


@given(VALUES, VALUES)
def test_two_figures_differ_exactly_when_they_are_not_the_same(first: Value | None, second: Value | None) -> None:
    words, differs = difference_in_words(pair_of(first, second))
    assert differs == (first != second)
    assert words.endswith(".")
    assert ("more in the" in words or "fewer in the" in words) == (
        isinstance(first, Number) and isinstance(second, Number) and first != second
    ), "what is missing is never counted as 0"


@pytest.mark.parametrize(
    ("delivered", "returned", "words"),
    [
        (Number(5), Number(5), "The same."),
        (Number(7), Number(0), "7 more in the delivery."),
        (Number(90), Number(100), "10 fewer in the delivery, 10.0% of what was returned."),
        (Number(0), None, "The return leaves it blank; the other says 0."),
        (None, None, "Both are blank."),
        (Missing(Symbol.NOT_APPLICABLE), Missing(Symbol.NOT_APPLICABLE), "Both say “not applicable”."),
    ],
)
def test_the_difference_in_words(delivered: Value | None, returned: Value | None, words: str) -> None:
    assert difference_in_words(pair_of(delivered, returned))[0] == words
