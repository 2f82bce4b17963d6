"""The pages of money and time, as the people who use them: what each shows, refuses and answers with 404."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.plans.models import CostExemption, CostLine, Dependency, Kpi, PlanVersion, Spending, Virement
from riia.alliance.plans.queries.costs_sight import line_of_sight
from riia.alliance.plans.queries.needs import needs
from riia.alliance.plans.services import costs, dependencies, spending
from riia.alliance.plans.services.spending import Given
from riia.alliance.plans.spending import SpendKind
from riia.alliance.plans.states import VersionState
from tests.alliance.plans.conftest import BACKEND, Live, SignedIn
from tests.alliance.plans.costs_world import World, make_kpis, make_world
from tests.alliance.plans.test_simulator import link


@pytest.fixture
def world(db: None, live: Live) -> World:
    live(dt.date(2026, 1, 5))
    return make_world()


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser of their own for each, signed in with the second step done."""

    def made(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        session = client.session
        session["second_step"] = str(person.reference)
        session.save()
        return client

    return made


def page(client: Client, route: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"plans:{route}", args=args), query)
    assert response.status_code == 200, (route, response.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def send(client: Client, route: str, *args: Any, **typed: str) -> Any:
    return client.post(reverse(f"plans:{route}", args=args), typed)


def test_costs_say_what_was_found(world: World, signed_in: SignedIn) -> None:
    link(world, "1.1/1", "1.2/1")
    costs.name_waits(line=world.lines[0], measures=[world.measure("1.1")], why="The post", by=world.coordinator)
    costs.name_packages(line=world.lines[2], packages=2, days=3, rate=60_000, where="Letter", by=world.coordinator)
    said = page(signed_in(world.lead), "costs")
    assert "£15,000 of grant: every sum comes out" in said
    assert "Data plans £2,000 more than allocated" in said
    assert "Support, 2 names KPI 2.3, which the plan does not have." in said
    assert "Data, line 1: £800 in Q2, but 1.1/1 (1.1 is done) comes on 30 December 2025." in said
    assert "2 × 3 × £600 = £3,600: £1,400 is left for something else" in said


def test_a_kpi_without_a_line_is_told_until_it_is_marked(world: World, signed_in: SignedIn) -> None:
    CostLine.objects.filter(pk=world.lines[2].pk).update(scope_written="2.1")
    client = signed_in(world.lead)
    assert "No line pays for KPI 2.2" in page(client, "costs")
    costs.mark_not_funded(kpi=world.kpis["2.2"], why="Done in working time", by=world.coordinator)
    assert CostExemption.objects.get().marker_label == "Rosa"
    assert "No line pays for" not in page(client, "costs")


def test_the_page_of_a_line_and_what_it_waits_for(world: World, signed_in: SignedIn) -> None:
    client, ref = signed_in(world.coordinator), world.lines[2].reference
    assert "Support, 2: £5,000" in page(client, "cost_line", ref)
    told = send(client, "cost_waits", ref, measures="9.9/1", why="x").content.decode()
    assert "The plan has no KPI “9.9/1”" in told or "The plan has no KPI “9.9”" in told
    assert "has 2 measures" in send(client, "cost_waits", ref, measures="1.1/5", why="x").content.decode()
    assert send(client, "cost_waits", ref, measures="1.1, 2.1/1", why="Criteria first").status_code == 302
    assert [str(each) for each in world.lines[2].waits_for.all()] == ["1.1 measure 1", "1.1 measure 2", "2.1 measure 1"]
    assert "Criteria first" in page(client, "cost_line", ref)


def test_spending_is_entered_corrected_and_shown_as_at_a_day(world: World, signed_in: SignedIn) -> None:
    client, ref = signed_in(world.coordinator), world.lines[0].reference
    typed = {"kind": "actual", "quarter": "3", "pence": "1,234.56", "dated_on-day": "1", "dated_on-month": "12",
             "dated_on-year": "2025", "words": "Post", "settles": ""}  # fmt: skip
    assert "Enter the reference in the accounts" in send(client, "enter_spending", ref, **typed).content.decode()
    assert send(client, "enter_spending", ref, **typed, own_reference="INV-7").status_code == 302
    entry = Spending.objects.get()
    assert (entry.amount_pence, entry.own_reference) == (123_456, "INV-7")
    assert "£1,234.56 of £15,000 is spent (8%)" in page(client, "spending")
    assert "£0 of £15,000 is spent (0%)" in page(client, "spending", at="2025-11-30")
    assert "not known: no instalment is recorded under Grants" in page(client, "spending")
    assert send(client, "correct_spending", entry.reference, pence="1000", reason="Credit").status_code == 302
    assert "£1,000 of £15,000 is spent" in page(client, "spending")
    assert "correction" in page(client, "cost_line", ref)


def test_money_is_moved_by_two_people(world: World, signed_in: SignedIn, live: Live) -> None:
    client, sheet = signed_in(world.coordinator), world.sheet
    data, support = sheet.headings.order_by("order")
    typed = {"source": str(support.reference), "target": str(data.reference), "pence": "2000", "reason": "Posts"}
    too_much = send(client, "propose_virement", sheet.reference, **{**typed, "pence": "7,000.01"})
    assert "at most £7,000.00 can be moved from it" in too_much.content.decode()
    assert send(client, "propose_virement", sheet.reference, **typed).status_code == 302
    ref = Virement.objects.get().reference
    assert "Withdraw the proposal" in page(client, "virement", ref)
    lead = signed_in(world.lead)
    scope, today = scope_for(world.lead), dt.date(2026, 1, 5)
    assert [each.text for each in needs(scope, today) if "moving" in each.text] == ["Decide on moving £2,000 to Data"]
    assert not [each for each in needs(scope_for(world.coordinator), today) if "moving" in each.text]
    assert "Select approve or decline" in send(lead, "virement", ref).content.decode()
    assert "Enter why you decline" in send(lead, "virement", ref, decision="decline").content.decode()
    assert send(lead, "virement", ref, decision="approve", words="Group, item 2").status_code == 302
    assert "+£2,000" in page(lead, "spending")
    assert "Group, item 2" in page(lead, "virement", ref)
    assert send(lead, "virement_limit", sheet.reference, limit="500", why="Board").status_code == 302
    assert "Up to £500 may be moved without approval: Board" in page(lead, "spending")


def test_the_simulator_answers_from_its_address(world: World, signed_in: SignedIn) -> None:
    link(world, "1.1/1", "1.1/2", weeks=6)
    client = signed_in(world.lead)
    assert "If something comes later, what fails?" in page(client, "simulator")
    said = page(client, "simulator", of="1.1/1", by="2", unit="weeks", stand="plan")
    assert "If 1.1/1 comes 2 weeks later, 1 KPI misses its day: 1.1" in said
    assert "Due on 10 February 2026, comes on 24 February 2026, 14 days late." in said
    far = page(client, "simulator", of="1.1/1", by="90", unit="days", stand="plan")
    assert "1.1/2 falls after the end of the grant year, 31 March 2026." in far
    assert "If 2.1 comes 1 week later, 1 KPI misses its day: 2.1" in page(
        client, "simulator", of="2.1", by="1", unit="weeks", stand="plan"
    )
    assert "The plan has no KPI “7.7”" in page(client, "simulator", of="7.7", by="1", stand="plan")
    assert "gives no day that can be read" in page(client, "simulator", of="2.2", by="1", stand="plan")
    address = reverse("plans:simulator_chart", args=["svg"])
    picture = client.get(address, {"of": "1.1/1", "by": "2", "unit": "weeks", "stand": "plan"})
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"1.1/2" in picture.content
    assert client.get(address).status_code == 404
    assert client.get(reverse("plans:simulator_chart", args=["gif"]), {"of": "1.1/1", "by": "2"}).status_code == 404


def test_links_are_entered_shown_and_removed(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.coordinator)
    typed = {"before": "1.2", "after": "1.1/1", "amount": "2", "unit": "weeks", "reason": "Because"}
    assert send(client, "add_dependency", **typed).status_code == 302
    said = page(client, "dependencies")
    assert "1 link: 1 out of order, 0 with no time between" in said
    assert "60 days the wrong way round" in said
    back = send(client, "add_dependency", **{**typed, "before": "1.1/1", "after": "1.2/1"}).content.decode()
    assert "This link would run in a circle" in back
    ref = Dependency.objects.get().reference
    assert send(client, "remove_dependency", ref, reason="No longer so").status_code == 302
    assert "Nothing is said yet" in page(client, "dependencies")


def test_two_versions_are_compared(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.lead)
    assert "V1 is the only version" in page(client, "compare")
    PlanVersion.objects.filter(pk=world.version.pk).update(state=VersionState.SUPERSEDED)
    later = PlanVersion.objects.create(plan=world.plan, label="V2", state=VersionState.IN_FORCE)
    kpis = make_kpis(later)
    Kpi.objects.filter(pk=kpis["1.2"].pk).update(words="Something else entirely")
    kpis["2.1"].measures.update(due=dt.date(2025, 10, 31))
    Kpi.objects.filter(pk=kpis["2.2"].pk).update(key="2.3", written="2.3", words="Quite another matter")
    said = page(client, "compare")
    assert "V1 to V2: 1 added, 1 removed and 2 changed of 5 KPIs" in said
    assert "31 days later" in said
    assert "by number only: the words have little in common" in said
    assert "No KPI of this kind" not in page(client, "compare", a="V1", b="V2", only="added")
    assert "1 added" in page(client, "compare", a="V2", b="V1")
    assert client.get(reverse("plans:compare"), {"a": "V9"}).status_code == 404
    PlanVersion.objects.filter(pk=world.version.pk).update(content_known=False)
    assert "The text of V1 is not held, so it cannot be compared" in page(client, "compare")


def test_appendices_are_shown_and_taken_along(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.lead)
    assert "Appendix I, costs of the test" in page(client, "appendices")
    response = client.get(reverse("plans:appendices_download", args=["csv"]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="appendices-south-west-2025-26-V1.csv"'
    assert "Data,,all KPI in section 1,4000,0,800,1200,2000,10000,8000,2000" in response.content.decode()
    assert client.get(reverse("plans:appendices_download", args=["xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("plans:appendices_download", args=["pdf"])).status_code == 404


def test_the_line_of_sight_ends_where_the_viewer_may_not_see(world: World, signed_in: SignedIn) -> None:
    said = page(signed_in(world.lead), "line_of_sight")
    assert "No grant is recorded for this strand, or you may not see it" in said
    assert "Its lines together pay for KPI 1.1 , 1.2 ." in said
    (found,) = line_of_sight(scope_for(world.lead), world.version)
    assert [[each.key for each in area.kpis] for area in found.areas] == [["1.1", "1.2"], []]
    assert [each.key for each in found.areas[1].lines[0].kpis] == ["2.1", "2.2"]


SEEN = ("costs", "spending", "dependencies", "simulator", "compare", "appendices", "line_of_sight")


def test_another_region_finds_nothing(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.stranger)
    for route in SEEN:
        assert "No delivery plan is entered for your region" in page(client, route)
    made = spending.propose_virement(source=world.sheet.headings.get(order=1), target=world.sheet.headings.get(order=2),
                                     pence=5, reason="x", by=world.coordinator)  # fmt: skip
    given = Given(SpendKind.ACTUAL, 2, 5, dt.date(2025, 9, 1), "x", "x")
    entry = spending.enter(line=world.lines[0], given=given, by=world.coordinator)
    one = link(world, "1.1/1", "1.2/1")
    ref, sheet = world.lines[0].reference, world.sheet.reference
    for route, arg in (("cost_line", ref), ("cost_waits", ref), ("enter_spending", ref), ("virement", made.reference),
                       ("correct_spending", entry.reference), ("propose_virement", sheet), ("virement_limit", sheet),
                       ("remove_dependency", one.reference)):  # fmt: skip
        assert client.get(reverse(f"plans:{route}", args=[arg])).status_code in (403, 404), route
        assert send(client, route, arg).status_code in (403, 404, 405), route
    assert client.get(reverse("plans:add_dependency")).status_code == 404
    assert client.get(reverse("plans:appendices_download", args=["csv"])).status_code == 404


def test_who_only_sees_the_plan_changes_nothing(world: World, signed_in: SignedIn) -> None:
    reader: Person = world.lead
    client, ref = signed_in(reader), world.lines[0].reference
    for route, args in (("cost_waits", [ref]), ("enter_spending", [ref]), ("add_dependency", []),
                        ("propose_virement", [world.sheet.reference])):  # fmt: skip
        assert client.get(reverse(f"plans:{route}", args=args)).status_code == 403, route
    said = page(client, "cost_line", ref)
    assert "Enter spending" not in said
    assert "Change what it waits for" not in said
    assert dependencies.name_of(world.kpis["1.1"], None) == "1.1"
