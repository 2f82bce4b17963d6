"""Home, the list of places and the profile of a council."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import ROLES, Reach, Role
from riia.alliance.access.scope import Scope
from riia.alliance.access.states import HoldingState
from riia.alliance.pages import attention
from riia.alliance.places.models import Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return response.content.decode()


# Home


def test_nobody_is_told_what_this_is_and_how_to_get_in(settings) -> None:
    settings.DEMO = False
    shown = text(Client(), "/")
    assert "Improve children’s services together" in shown
    assert 'href="/sign-in/"' in shown
    settings.DEMO = True
    assert 'href="/sign-in/demo/"' in text(Client(), "/")


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_home(sign_in, role: Role) -> None:
    reach = ROLES[role].reach
    place = "831" if Reach.COUNCIL in reach else "E12000004" if Reach.REGION in reach else None
    shown = text(sign_in(role, place), "/")
    assert "needs you now" in shown or "need you now" in shown
    assert "Go to" in shown


def test_a_council_sees_its_moves_releases_and_ways(reader: Client) -> None:
    shown = text(reader, "/")
    assert "Largest moves in Derby" in shown
    assert "up from 64% to 75%" in shown
    assert "Children in need 2025" in shown
    assert 'href="/places/831/"' in shown
    assert 'href="/regions/E12000004/"' in shown


RECORDS = {
    Role.COMMISSIONER, Role.PROCESSOR, Role.DCS, Role.COUNCIL_PERFORMANCE_LEAD, Role.COORDINATOR,
    Role.REGIONAL_PERFORMANCE_LEAD, Role.ANALYST,
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_whoever_reads_or_lodges_records_finds_them_from_home(sign_in, role: Role) -> None:
    reach = ROLES[role].reach
    place = "831" if Reach.COUNCIL in reach else "E12000004" if Reach.REGION in reach else None
    client = sign_in(role, place)
    assert ("Placements and exclusions" in text(client, "/")) == (role in RECORDS)
    status = 200 if role in RECORDS else 403
    assert client.get("/returns/records/").status_code == status


def test_the_menu_leads_a_commissioner_to_records(sign_in) -> None:
    shown = text(sign_in(Role.COMMISSIONER, "831"), "/returns/records/")
    link = shown[: shown.index("Placements and exclusions")].rpartition("<a")[2]
    assert 'href="/returns/records/"' in link
    assert 'aria-current="page"' in link or 'aria-current="true"' in link


def test_a_region_sees_the_moves_of_its_councils_by_name(sign_in) -> None:
    shown = text(sign_in(Role.COORDINATOR, "E12000009"), "/")
    assert "Largest moves in the South West" in shown


def test_nothing_to_do_is_said_with_a_way_on(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "SOURCES", [])
    shown = text(reader, "/")
    assert "Nothing needs you now" in shown
    assert "What waits for you stands here first" in shown
    assert "Compare your council on every indicator" in shown


@pytest.mark.parametrize("region", ["E12000004", "E12000007"])
def test_a_home_page_asks_the_database_the_same_however_many_councils(
    sign_in, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries, region: str
) -> None:
    monkeypatch.setattr(attention, "SOURCES", [])
    client = sign_in(Role.COORDINATOR, region)
    client.get("/")
    with django_assert_num_queries(6):
        client.get("/")


def test_roles_to_approve_and_reviews_come_first(sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attention, "SOURCES", attention.SOURCES[:2])
    coordinator = sign_in(Role.COORDINATOR, "E12000004")
    today = timezone.localdate()
    for at, state in enumerate((HoldingState.PROPOSED, HoldingState.APPROVED)):
        RoleHolding.objects.create(
            person=Person.objects.create(email=f"p{at}@example.org", name="P", is_persona=True),
            role=Role.COUNCIL_OFFICER,
            place=Place.objects.get(code="831"),
            purpose="test",
            state=state,
            starts=today,
            expires=today + dt.timedelta(days=300),
            review_due=today + dt.timedelta(days=2),
            proposer_label="test",
            approved_at=timezone.now() if state is HoldingState.APPROVED else None,
            approver_label="test" if state is HoldingState.APPROVED else "",
        )
    shown = text(coordinator, "/")
    assert "2 things need you now" in shown
    assert "1 role to confirm or end" in shown
    assert "1 role to approve" in shown
    assert shown.index("1 role to confirm or end") < shown.index("1 role to approve")


def test_what_is_due_first_stands_first_and_beyond_seven_is_folded_away(sign_in, monkeypatch) -> None:
    today = dt.date(2026, 11, 22)
    needs = [attention.Need(f"thing {days}", "#", today + dt.timedelta(days=days)) for days in (9, 1, 5)]
    needs += [attention.Need(f"some time {at}", "#") for at in range(6)]
    monkeypatch.setattr(attention, "SOURCES", [lambda scope, day: needs])
    shown = attention.needs_of(Scope.nobody(), today)
    assert [todo.text for todo in shown[:4]] == ["thing 1", "thing 5", "thing 9", "some time 0"]
    assert len(shown) == 9
    assert shown[0].clock is not None
    assert shown[0].clock.words == "1 day left"
    page = text(sign_in(Role.COORDINATOR, "E12000004"), "/")
    assert "9 things need you now" in page
    assert page.index("some time 3") < page.index("2 more") < page.index("some time 4") < page.index("some time 5")


def test_the_method_is_open_to_all_and_names_both_averages() -> None:
    shown = text(Client(), "/method/")
    assert "median" in shown
    assert "Local Authority Interactive Tool the mean" in shown


# Places


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Derby", "/places/831/"),
        ("831", "/places/831/"),
        ("E06000015", "/places/831/"),
        ("hull", "/places/810/"),
        ("Derby City Council", "/places/831/"),
        ("East Midlands", "/regions/E12000004/"),
        ("London", "/regions/E12000007/"),
    ],
)
def test_a_name_or_code_with_one_meaning_leads_straight_there(reader: Client, typed: str, leads_to: str) -> None:
    response = reader.get("/places/", {"q": typed})
    assert (response.status_code, response.headers.get("Location")) == (302, leads_to)


def test_a_name_with_several_meanings_is_not_guessed(reader: Client) -> None:
    shown = text(reader, "/places/?q=dorset")
    assert "Dorset (to 31 March 2019)" in shown
    assert "2 places" in shown


def test_nothing_found_says_what_to_do(reader: Client) -> None:
    assert "Nothing is found" in text(reader, "/places/?q=Atlantis")


def test_all_153_councils_and_the_ended_ones_are_listed(reader: Client) -> None:
    shown = text(reader, "/places/").partition("insight-regions")[2]
    assert shown.partition('aria-labelledby="ended"')[0].count('href="/places/') == 153
    assert "Northamptonshire (to 31 March 2021)" in shown


# Profile


def test_a_profile_has_findings_every_indicator_and_their_sources(reader: Client) -> None:
    shown = text(reader, "/places/831/")
    assert shown.count("kit-finding__sentence") == 3
    assert "Derby’s share of EHC plans issued within 20 weeks is lower than its neighbours’ median" in shown
    assert "51 indicators" in shown
    assert shown.count("year ending 31 March 2025, Children in need 2025") >= 8
    for reason in ("Contacts are not part of any statutory return", "A figure is published for England only"):
        assert reason in shown


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sort=indicator", "Agency social workers"),
        ("sort=-against&with=england", "Child"),
        ("theme=front-door", "Front door"),
    ],
)
def test_a_profile_is_filtered_and_ordered_by_its_address(reader: Client, query: str, first: str) -> None:
    shown = text(reader, f"/places/831/?{query}")
    assert first in shown.partition('<tbody class="govuk-table__body" role="rowgroup">')[2][:900]


@pytest.mark.parametrize("show", ["better", "worse"])
def test_better_and_worse_only_hold_indicators_with_a_polarity(reader: Client, show: str) -> None:
    body = text(reader, f"/places/831/?show={show}").partition('id="indicators"')[2]
    other = "worse" if show == "better" else "better"
    assert f": {show}</span>" in body
    assert f": {other}</span>" not in body
    assert "Referrals to children" not in body


def row_of(shown: str, slug: str) -> str:
    return next(part for part in shown.split("<tr") if f'href="/indicators/{slug}/' in part)


def test_a_row_has_the_interval_and_whether_the_difference_is_more_than_chance(reader: Client) -> None:
    shown = text(reader, "/places/831/?with=england")
    referrals = row_of(shown, "referrals")
    assert "554.0 to 591.8" in referrals
    assert "more than chance" in referrals
    repeated = row_of(shown, "repeat-referrals")
    assert "chance could explain it" in repeated
    assert "kit-verdict--similar" in repeated, "chance could explain it, so it is not called worse"
    in_time = row_of(shown, "assessments-within-45-days")
    assert "lower: worse" in in_time
    agency = row_of(shown, "sw-agency")
    assert "not tested" in agency
    assert "95% interval" not in agency


def test_what_chance_could_explain_is_neither_better_nor_worse_nor_a_headline(reader: Client) -> None:
    worse = text(reader, "/places/831/?with=england&show=worse")
    assert 'href="/indicators/assessments-within-45-days/' in worse
    assert 'href="/indicators/repeat-referrals/' not in worse
    head = text(reader, "/places/831/").partition('id="indicators"')[0]
    assert head.count(" their mean than chance would explain") == 3
    assert head.count("and further ") == 3
    assert "but no further" not in head


def test_an_old_or_broken_address_still_shows_the_page(reader: Client) -> None:
    assert "Every indicator" in text(reader, "/places/831/?sort=nonsense&with=nobody&theme=gone&show=odd")


def test_a_filter_that_leaves_nothing_says_so(reader: Client) -> None:
    assert "No indicator fits" in text(reader, "/places/831/?theme=education&show=worse")


def test_councils_of_other_regions_are_seen_as_well(reader: Client) -> None:
    assert "Bristol’s" in text(reader, "/places/801/")


def test_ended_and_new_councils_name_each_other(reader: Client) -> None:
    old, new = text(reader, "/places/928/"), text(reader, "/places/940/")
    assert "This council ended on 31 March 2021. North Northamptonshire and West Northamptonshire took over" in old
    assert 'href="/places/940/"' in old
    assert "It took over from Northamptonshire on 1 April 2021." in new
    assert 'href="/places/928/"' in new


@pytest.mark.parametrize(("code", "leads_to"), [("E12000004", "/regions/E12000004/"), ("E92000001", "/places/")])
def test_regions_and_england_have_pages_of_their_own(reader: Client, code: str, leads_to: str) -> None:
    assert reader.get(f"/places/{code}/").headers["Location"] == leads_to


@pytest.mark.parametrize("code", ["999", "E99999999", "derby", "83"])
def test_a_place_that_does_not_exist_is_not_found(reader: Client, code: str) -> None:
    assert reader.get(f"/places/{code}/").status_code == 404


def test_the_table_of_a_profile_has_intervals_and_verdicts(reader: Client) -> None:
    found = {
        row["indicator"]: row
        for row in csv.DictReader(
            io.StringIO(text(reader, "/places/831/table.csv?with=england").removeprefix("\ufeff"))
        )
    }
    assert (found["referrals"]["interval lower"], found["referrals"]["interval upper"]) == ("553.999", "591.801")
    assert found["referrals"]["verdict"] == "higher than England, and more than chance would explain"
    assert (found["sw-agency"]["interval lower"], found["sw-agency"]["verdict"]) == ("", "")


def test_the_table_of_a_profile_is_what_the_page_shows(reader: Client) -> None:
    body = text(reader, "/places/831/table.csv?theme=front-door&with=england").removeprefix("\ufeff")
    found = {row["indicator"]: row for row in csv.DictReader(io.StringIO(body))}
    assert set(found) == {"initial-contacts", "referrals", "repeat-referrals"}
    row = found["referrals"]
    assert (row["value"], row["comparator"], row["against comparator"]) == ("572.7", row["England"], "higher")
    assert (row["rank"], row["ranked"], row["rank 1 is"]) == ("58", "153", "the highest")
    assert found["initial-contacts"]["value"] == ""
    assert found["initial-contacts"]["direction"].startswith("Contacts are not part of any statutory return")
    assert reader.get("/places/831/table.xlsx").status_code == 200
    assert reader.get("/places/831/table.pdf").status_code == 404


@pytest.mark.parametrize("code", ["420", "201"])
def test_a_very_small_council_has_no_headline_on_a_few_children_or_social_workers(reader: Client, code: str) -> None:
    """Isles of Scilly led with a caseload of 6.0, City of London with a rate on 847 children."""
    shown = text(reader, f"/places/{code}/").partition('id="indicators"')[0]
    assert "caseload" not in shown
    assert " per 10,000" not in shown
    if "Nothing stands out" in shown:
        assert "rests on too few" in shown


def test_where_no_row_is_published_a_page_says_so_and_shows_no_symbol(reader: Client) -> None:
    """North Northamptonshire has no row of its own in the workforce release."""
    cell = '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">no figure held</span>'
    shown = text(reader, "/places/940/?theme=workforce")
    assert shown.count(cell) >= 6
    assert '<span aria-hidden="true">x</span>' not in shown
    assert cell in text(reader, "/regions/E12000004/?theme=workforce")
    table = reader.get("/places/940/table.csv?theme=workforce").content.decode("utf-8-sig")
    assert {row["value"] for row in csv.DictReader(io.StringIO(table))} == {""}


def test_a_home_without_moves_says_why(sign_in) -> None:
    shown = text(sign_in(Role.COUNCIL_PERFORMANCE_LEAD, "420"), "/")
    assert "Largest moves in Isles of Scilly" in shown or "Largest moves in the Isles of Scilly" in shown
    assert "None stands out" in shown
    assert "2,000 children" in text(Client(), "/method/")
