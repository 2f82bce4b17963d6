"""The pages on which a return is filled in: nothing typed is lost, and everything can be found again."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.returns.models import Entry, Return
from riia.alliance.returns.queries.reading import answers, form_for
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.timekeeping import as_of
from riia.indicators.model import Number
from tests.alliance.returns.conftest import DERBY, LEICESTER, People
from tests.alliance.returns.filled import cell, fill, save

pytestmark = pytest.mark.django_db
REFERRALS, CARE = "referrals.number", "cla-current.number"


@pytest.fixture
def one(derby_return: Return) -> Return:
    return derby_return


@pytest.fixture
def council(people: People, signed_in: Callable[[Person], Client]) -> Client:
    return signed_in(people.derby)


def posted(one: Return, revision: int, shown: dict[str, str] | None = None, **typed: str) -> dict[str, str]:
    """What a browser sends: every box, what the page showed in it, and what was typed over it."""
    shown = shown or {}
    cells = [str(each) for each in form_for(one.round).cells]
    return {
        "revision": str(revision),
        **{f"was:{name}": shown.get(name, "") for name in cells},
        **{name: typed.get(name, shown.get(name, "")) for name in cells},
    }


def text(answer) -> str:
    return answer.content.decode()


def test_typed_saved_and_shown_again(one: Return, council: Client) -> None:
    address = f"/returns/{one.reference}/fill/"
    page = text(council.get(address))
    assert len(re.findall(r'<input class="govuk-input', page)) == len(form_for(one.round).cells)
    answer = council.post(address, posted(one, 0, **{REFERRALS: "812", CARE: "nil"}), follow=True)
    shown = text(answer)
    assert "2 answers saved" in shown
    assert "There is a problem" in shown
    assert f'href="#id_{CARE}"' in shown
    assert f'id="id_{CARE}"' in shown
    assert 'value="nil"' in shown
    assert answers(one) == {cell(REFERRALS): Number(812)}


def test_only_what_was_changed_is_sent_on(one: Return, people: People, make, council: Client) -> None:
    """Somebody with an old page changes one box; the others, which they never touched, do not go back."""
    lena = make("Lena", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    save(one, {REFERRALS: "10"}, people.derby)
    save(one, {REFERRALS: "11"}, lena)
    answer = council.post(f"/returns/{one.reference}/fill/", posted(one, 1, {REFERRALS: "10"}, **{CARE: "7"}))
    assert answer.status_code == 302
    assert answers(one) == {cell(REFERRALS): Number(11), cell(CARE): Number(7)}


def test_where_two_changed_the_same_one_chooses(one: Return, people: People, make, council: Client) -> None:
    lena = make("Lena", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    save(one, {REFERRALS: "10", CARE: "1"}, people.derby)
    save(one, {REFERRALS: "11", CARE: "2"}, lena)
    typed = {REFERRALS: "12", CARE: "3", "ehe:count=census-day.number": "5"}
    answer = council.post(f"/returns/{one.reference}/fill/", posted(one, 1, {REFERRALS: "10", CARE: "1"}, **typed))
    assert answer.status_code == 409
    page = text(answer)
    assert "2 answers were changed by two people" in page
    assert "Your other 1 answer is saved" in page
    assert "Lena, at 10am" in page
    chosen = {
        "revision": re.search(r'name="revision" value="(\d+)"', page)[1],
        f"mine:{REFERRALS}": "12",
        f"mine:{CARE}": "3",
        f"keep:{REFERRALS}": "mine",
        f"keep:{CARE}": "theirs",
    }
    assert "1 answer replaced" in text(council.post(f"/returns/{one.reference}/fill/choose/", chosen, follow=True))
    assert answers(one)[cell(REFERRALS)] == Number(12)
    assert answers(one)[cell(CARE)] == Number(2)
    # Chosen on a page that somebody has overtaken again: asked again, nothing lost.
    save(one, {REFERRALS: "13"}, lena)
    chosen[f"mine:{REFERRALS}"] = "14"
    assert council.post(f"/returns/{one.reference}/fill/choose/", chosen).status_code == 409
    assert answers(one)[cell(REFERRALS)] == Number(13)


def test_somebody_else_at_work_is_told(one: Return, people: People, make, council: Client) -> None:
    lena = make("Lena", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    save(one, {REFERRALS: "10", CARE: "3"}, lena)
    shown = text(council.get(f"/returns/{one.reference}/fill/"))
    assert "Somebody else is working on this return: Lena changed 2 answers at 10am" in shown
    with as_of(timezone.now().replace(year=2026, month=10, day=1, hour=15)):
        assert "Somebody else" not in text(council.get(f"/returns/{one.reference}/fill/"))


def test_what_was_typed_into_a_page_too_late_is_said_back(one: Return, people: People, council: Client) -> None:
    fill(one, people.derby)
    Return.objects.filter(pk=one.pk).update(state=ReturnState.SUBMITTED)
    answer = council.post(f"/returns/{one.reference}/fill/", posted(one, 1, **{CARE: "777"}), follow=True)
    assert "You had typed, and this was not saved: 15 Current CLA" in text(answer) or "777" in text(answer)
    assert answers(one)[cell(CARE)] == Number(620)


def test_the_overview_says_what_is_next(one: Return, people: People, council: Client) -> None:
    def page() -> str:
        return text(council.get(f"/returns/{one.reference}/"))

    shown = page()
    asked = len(form_for(one.round).items)
    assert (
        f"Derby’s return for July to September 2026 is due on Thursday 22 October 2026: 0 of {asked} numbers" in shown
    )
    assert "Start filling in" in shown
    save(one, {REFERRALS: "10"}, people.derby)
    assert "Carry on filling in" in page()
    fill(one, people.derby)
    assert f'href="/returns/{one.reference}/submit/"' in page()
    save(one, {"ehcp-requests.number": "x"}, people.derby)
    assert "See what the checks found" in page()
    Return.objects.filter(pk=one.pk).update(state=ReturnState.SUBMITTED)
    shown = page()
    assert "is with the desk, which checks it" in shown
    assert "Ways to fill it in" not in shown


@pytest.mark.parametrize("state", ReturnState)
@pytest.mark.parametrize("who", ["derby", "derby_dcs", "analyst", "coordinator"])
def test_the_overview_in_every_state_for_everyone(
    one: Return, people: People, signed_in: Callable[[Person], Client], state: ReturnState, who: str
) -> None:
    save(one, {REFERRALS: "10"}, people.derby)
    Return.objects.filter(pk=one.pk).update(state=state)
    client = signed_in(getattr(people, who))
    answer = client.get(f"/returns/{one.reference}/")
    assert answer.status_code == 200
    ways = "Ways to fill it in" in text(answer)
    assert ways == (who == "derby" and state in {"not started", "draft", "in query", "reopened"})


@pytest.mark.parametrize("part", ["", "fill/", "checks/", "upload/", "template/", "submit/", "submitted/"])
def test_another_councils_return_is_not_there(returns: dict[str, Return], council: Client, part: str) -> None:
    assert council.get(f"/returns/{returns[LEICESTER].reference}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["fill/", "checks/", "upload/", "template/", "submit/"])
@pytest.mark.parametrize("who", ["derby_dcs", "analyst"])
def test_who_sees_a_return_does_not_prepare_it(
    one: Return, people: People, signed_in: Callable[[Person], Client], part: str, who: str
) -> None:
    client = signed_in(getattr(people, who))
    for answer in (client.get(f"/returns/{one.reference}/{part}"), client.post(f"/returns/{one.reference}/{part}")):
        assert answer.status_code in {403, 405}
    assert not Entry.objects.exists()


def test_nothing_on_the_pages_breaks_on_what_people_type(one: Return, people: People, council: Client) -> None:
    save(one, {REFERRALS: '"><script>alert(1)</script>', CARE: "{{ 7 * 7 }}"}, people.derby)
    for part in ("", "fill/", "checks/"):
        shown = text(council.get(f"/returns/{one.reference}/{part}"))
        assert "<script>alert" not in shown
