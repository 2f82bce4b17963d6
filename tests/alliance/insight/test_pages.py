"""The pages of an indicator and a region: what they show, what they refuse, what they cost."""

import csv
import html
import io

import openpyxl
import pytest
from django.test import Client

from riia.alliance.access.roles import Role
from riia.indicators.definitions import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
INDICATOR = "/indicators/referrals/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    return response.content.decode()


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, address).removeprefix("\ufeff"))))


def test_the_title_is_the_finding(reader: Client) -> None:
    shown = text(reader, INDICATOR + "?place=831&with=england")
    assert (
        "<title>Derby’s referral rate is higher than England’s, and more than chance would explain; it has fallen for "
        "three years, in a falling trend over five years" in shown
    )
    assert "Neither higher nor lower is better in itself" in shown
    assert "Children in need 2025" in shown
    # Published rates stand beside ours with the population they rest on.
    assert "693.5 (2024 release, mid-2023 population)" in shown


def test_every_indicator_has_a_page_with_and_without_figures(reader: Client) -> None:
    for one in catalogue().indicators:
        shown = text(reader, f"/indicators/{one.slug}/?place=831")
        words = html.unescape(shown)
        assert one.why in words, one.slug
        assert one.is_published or one.unpublished in words, one.slug


def test_every_reading_can_be_chosen(reader: Client) -> None:
    for one in catalogue().indicators:
        for variant in one.variants:
            address = f"/indicators/{one.slug}/?place=831&variant={variant.key}"
            assert reader.get(address).status_code == 200, address


def test_six_councils_fit_on_the_chart_and_a_seventh_is_refused_in_words(reader: Client) -> None:
    six = "".join(f"&overlay={code}" for code in ("852", "331", "350", "335", "382", "874"))
    assert "There is a problem" not in text(reader, f"{INDICATOR}?place=831{six}")
    refused = text(reader, f"{INDICATOR}?place=831{six}&add=354")
    assert "Choose up to 6 councils to show on the chart. 7 are chosen." in refused
    assert "<title>Error: Derby’s referral rate" in refused


@pytest.mark.parametrize("query", ["place=999", "place=831&with=nobody", "place=831&period=YE1980-03", "place=%27"])
def test_an_address_with_a_mistake_is_told_and_answered(reader: Client, query: str) -> None:
    assert "There is a problem" in text(reader, f"{INDICATOR}?{query}")


def test_an_unknown_indicator_is_not_found(reader: Client) -> None:
    assert reader.get("/indicators/referalls/").status_code == 404


def test_a_chart_has_words_an_entity_tag_and_no_script(reader: Client) -> None:
    address = INDICATOR + "chart/trend.svg?place=831"
    first = reader.get(address)
    assert first["Content-Type"] == "image/svg+xml"
    assert "private" in first["Cache-Control"]
    body = first.content.decode()
    assert "Derby" in body
    assert "<script" not in body
    assert "style=" not in body
    again = reader.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    other = reader.get(address + "&overlay=852", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("name", ["trend", "standing", "funnel", "control"])
def test_pictures_and_tables_can_be_taken_away(reader: Client, name: str) -> None:
    png = reader.get(f"{INDICATOR}chart/{name}.png?place=831&download=1")
    assert png.content.startswith(b"\x89PNG")
    assert png["Content-Disposition"] == f'attachment; filename="riia-referrals-derby-{name}.png"'
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{INDICATOR}table/{name}.xlsx?place=831").content))
    assert book.sheetnames == ["Table", "Notes"]
    assert any("Privacy level: public" in str(row[0].value) for row in book["Notes"])
    assert reader.get(f"{INDICATOR}table/{name}.pdf?place=831").status_code == 404


def test_the_table_of_where_places_stand_has_their_ranks(reader: Client) -> None:
    found = rows(reader, INDICATOR + "table/standing.csv?place=831&among=region")
    assert [row["rank"] for row in found] == [str(rank) for rank in range(1, 11)]
    assert next(row for row in found if row["name"] == "Derby")["rate"] == "572.7"


def test_the_table_of_the_course_has_every_place_on_the_chart(reader: Client) -> None:
    found = rows(reader, INDICATOR + "table/trend.csv?place=831&overlay=852")
    assert {row["name"] for row in found} == {"Derby", "East Midlands", "England", "Southampton"}
    derby = next(row for row in found if (row["name"], row["period"]) == ("Derby", "YE2024-03"))
    assert (derby["numerator"], derby["as printed"], derby["value"]) == ("4165", "693.5", "686.5")
    assert (derby["interval lower"], derby["interval upper"]) == ("665.83", "707.696")
    agency = rows(reader, "/indicators/sw-agency/table/trend.csv?place=831")
    assert {row["interval lower"] for row in agency} == {""}


def test_an_indicator_says_whether_it_is_real_before_its_charts(reader: Client) -> None:
    shown = html.unescape(text(reader, INDICATOR + "?place=831&with=england"))
    first, _, rest = shown.partition('id="over-time"')
    assert "Derby’s referral rate is higher than England’s, and more than chance would explain." in first
    assert "Among the 153 councils such a figure is usual" in first
    assert "95% interval 554.0 to 591.8" in first
    assert "Derby among all councils" in rest
    assert shown.count("Among the 153 councils such a figure is usual") == 1
    assert "When not to trust it".lower() in rest.lower()
    assert "799.6 to 846.3" in rest  # the interval of 2022 in the table of every figure


def test_a_figure_without_a_base_says_so_and_has_no_funnel(reader: Client) -> None:
    shown = text(reader, "/indicators/sw-agency/?place=831")
    assert "made of full-time equivalents" in shown
    assert 'id="funnel"' not in shown
    assert "95% interval" not in shown
    assert reader.get("/indicators/sw-agency/chart/funnel.svg?place=831").status_code == 404
    assert reader.get("/indicators/cla-current/chart/control.svg?place=831").status_code == 404
    assert reader.get("/indicators/sw-agency/table/funnel.csv?place=831").status_code == 404


def test_a_region_is_set_against_england(reader: Client) -> None:
    shown = text(reader, "/indicators/cla-current/?place=E12000004")
    assert "<title>The East Midlands’ rate of children looked after is lower than England’s, and more than" in shown


def test_the_table_of_the_funnel_has_every_council_with_its_limits(reader: Client) -> None:
    found = rows(reader, INDICATOR + "table/funnel.csv?place=831")
    assert len(found) == 153
    derby = next(row for row in found if row["name"] == "Derby")
    assert (derby["count"], derby["base"], derby["stands out"]) == ("3557", "62113", "no")
    assert float(derby["lower 99.8%"]) < float(derby["lower 95%"]) < 572.7 < float(derby["upper 95%"])
    missing = rows(reader, "/indicators/cla-adopted/table/funnel.csv?place=831")
    assert sum(row["verdict"].startswith("not compared: There is no figure") for row in missing) == 23
    assert all(row["count"] == "" for row in missing if row["verdict"].startswith("not compared"))


def test_the_table_of_the_control_chart_has_every_year(reader: Client) -> None:
    found = rows(reader, INDICATOR + "table/control.csv?place=831")
    assert [row["period"] for row in found][::12] == ["YE2013-03", "YE2025-03"]
    assert {row["shows"] for row in found} >= {"common cause variation"}


def test_a_matrix_marks_what_stands_out(reader: Client) -> None:
    shown = text(reader, "/regions/E12000004/?theme=results")
    marked = "stands out among all councils, by more than chance and their usual spread explain"
    cell = next(part for part in shown.split("<td") if "cla-immunisations/?place=940" in part)
    assert marked in cell
    assert marked not in next(part for part in shown.split("<td") if "cla-immunisations/?place=831" in part)
    assert "kit-flag" not in text(reader, "/regions/E12000004/?theme=front-door")


def test_the_list_of_indicators_says_what_is_not_published(reader: Client) -> None:
    shown = text(reader, "/indicators/")
    for one in catalogue().indicators:
        assert f'href="/indicators/{one.slug}/"' in shown
    assert "Contacts are not part of any statutory return" in shown


@pytest.mark.parametrize(("region", "councils"), [("E12000004", 10), ("E12000007", 33), ("E12000009", 15)])
def test_a_matrix_has_each_council_once_and_marks_quarters(reader: Client, region: str, councils: int) -> None:
    shown = text(reader, f"/regions/{region}/")
    heading = shown.partition("<thead>")[2].partition("</thead>")[0]
    assert heading.count('href="/places/') == councils
    assert "highest quarter" in shown
    assert ("Inner London" in heading) == (region == "E12000007")


def test_a_matrix_is_ordered_by_columns_and_by_rows(reader: Client) -> None:
    shown = text(reader, "/regions/E12000004/?sort=-831&by=-referrals")
    heading = shown.partition("<thead>")[2].partition("</thead>")[0]
    names = [name for name in ("Derbyshire", "Lincolnshire", "Derby<", "Leicester<") if name in heading]
    assert sorted(names, key=heading.index) == ["Derbyshire", "Lincolnshire", "Derby<", "Leicester<"]
    assert "Indicators are in the order of Derby’s position, highest first." in shown
    assert 'aria-sort="descending"' in heading


def test_a_matrix_of_one_theme_and_its_table(reader: Client) -> None:
    assert "Care leavers" in text(reader, "/regions/E12000004/?theme=care-leavers")
    found = rows(reader, "/regions/E12000004/table.csv?theme=front-door")
    assert {row["indicator"] for row in found} == {"referrals", "repeat-referrals"}
    assert {row["stands out"] for row in found} == {"no", ""}
    assert len({row["place"] for row in found}) == 12


@pytest.mark.parametrize("code", ["831", "E13000001", "E92000001", "E12000010", "nowhere"])
def test_only_regions_have_a_matrix(reader: Client, code: str) -> None:
    assert reader.get(f"/regions/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/indicators/", 4),
        ("/regions/{region}/", 4),
    ],
)
def test_pages_ask_the_database_the_same_however_many_councils(
    reader: Client, django_assert_num_queries, address: str, queries: int
) -> None:
    """Three questions are who looks; the others whether figures have changed."""
    small = address.format(council="831", region="E12000004")
    large = address.format(council="202", region="E12000007")
    reader.get(small)
    for asked in (small, large):
        with django_assert_num_queries(queries):
            reader.get(asked)


@pytest.mark.parametrize(("address", "queries"), [(f"{INDICATOR}?place={{council}}", 6), ("/places/{council}/", 4)])
def test_pages_with_figures_in_year_ask_the_same_however_many_councils(
    sign_in, django_assert_num_queries, address: str, queries: int
) -> None:
    """As the pages above, for somebody outside every agreement; for those inside, test_in_year_pages.py counts."""
    reader = sign_in(Role.LEAD_MEMBER)
    reader.get(address.format(council="831"))
    for council in ("831", "202"):
        with django_assert_num_queries(queries):
            reader.get(address.format(council=council))


def test_whoever_may_not_see_figures_sees_no_page(sign_in) -> None:
    refused = sign_in(Role.ADMINISTRATOR, None)
    for address in ("/indicators/", INDICATOR, INDICATOR + "chart/trend.svg", "/regions/E12000004/", "/places/831/"):
        assert refused.get(address).status_code in (200, 403)
    assert Client().get(INDICATOR).status_code == 302
