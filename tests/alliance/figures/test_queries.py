"""Reading figures, on everything that is packaged: the check values, who sees what, and how few queries it takes."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from riia.alliance.access.scope import Scope
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.figures import machine, queries, store
from riia.alliance.figures.files import csv_pieces
from riia.alliance.figures.models import DataVersion, Release, Value, new_mark
from riia.alliance.figures.nouns import EXPORT_COLUMNS
from riia.alliance.figures.services import ImportReport, load_packaged
from riia.indicators.definitions import UnknownDefinition, catalogue
from riia.indicators.model import Missing, Number, Symbol
from tests.indicators.check_values import CHECK_VALUES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packaged")]


def forget() -> None:
    """A process that has read nothing yet."""
    store._memory.mark = "another"


@pytest.mark.parametrize(("address", "place", "period", "measure", "shown"), CHECK_VALUES, ids=str)
def test_check_values(scope: Scope, address: str, place: str, period: str, measure: str, shown: float) -> None:
    figure = queries.value(scope, address, place, period, measure=measure)
    assert figure is not None
    assert figure.shown == Number(Decimal(str(shown)) if isinstance(shown, float) else shown)


def test_loading_again_changes_nothing(packaged: ImportReport) -> None:
    before = (Value.objects.count(), DataVersion.objects.get().mark, Entry.objects.count())
    assert not load_packaged(by=System("tests")).changed_anything
    assert (Value.objects.count(), DataVersion.objects.get().mark, Entry.objects.count()) == before
    assert packaged.values == before[0] > 200_000


def test_loading_is_in_the_audit() -> None:
    entry = Entry.objects.get(action="figures.load_packaged")
    assert len(entry.details["files"]) == Release.objects.count()


def test_a_figure_carries_what_a_reader_needs(scope: Scope) -> None:
    figure = queries.value(scope, "referrals", "831", "YE2025-03")
    assert figure is not None
    assert (str(figure.numerator), str(figure.denominator), figure.population_year) == ("3557", "62113", 2024)
    release = figure.release
    assert release.name == "Children in need 2025: Referrals and re-referrals"
    assert release.published_words == "October 2025"
    assert (release.vintage, release.licence) == ("mid-2024", "Open Government Licence v3.0")
    assert len(release.sha256) == 64
    assert figure.published is None


def test_a_printed_rate_stands_beside_ours(scope: Scope) -> None:
    assessed = queries.value(scope, "assessments-completed", "831", "YE2024-03")
    assert assessed is not None
    assert (assessed.shown, assessed.published) == (Number(Decimal("469.5")), Number(Decimal("469.5")))
    assert str(assessed.denominator) == "60058"


def test_missing_is_missing_with_its_symbol(scope: Scope) -> None:
    """Hackney made no return for 2021: neither a number nor a zero."""
    hackney = queries.value(scope, "referrals", "204", "YE2021-03")
    assert hackney is not None
    assert hackney.value == hackney.shown == Missing(Symbol.NOT_AVAILABLE)
    hampshire = queries.value(scope, "referrals", "850", "YE2024-03")
    assert hampshire is not None
    assert hampshire.value == Missing(Symbol.UNRELIABLE)


def test_a_series_is_in_order_of_time_and_has_legacy_councils(scope: Scope) -> None:
    found = queries.series(scope, "referrals")
    derby = [figure.period.code for figure in found.of("831")]
    assert derby == sorted(derby)
    assert (derby[0], derby[-1]) == ("YE2013-03", "YE2025-03")
    northamptonshire = [figure.period.code for figure in found.of("928")]
    assert northamptonshire[-1] == "YE2021-03"
    assert found.of("940")[0].period.code == "YE2022-03"
    assert len([place for place in found.latest if place.is_dfe]) == 153


def test_some_places_only(scope: Scope) -> None:
    found = queries.series(scope, "referrals", ["831", "E92000001"])
    assert found.places == set(found.latest) == {"831", "E92000001"}
    assert len(list(found)) == 26


def test_latest_is_one_period_for_all_places(scope: Scope) -> None:
    found = queries.latest(scope, indicators=["referrals", "ehcp-requests", "initial-contacts"])
    assert {figure.period.code for figure in found["referrals"].values()} == {"YE2025-03"}
    assert {figure.period.code for figure in found["ehcp-requests"].values()} == {"CY2024"}
    assert found["initial-contacts"] == {}


def test_all_default_variants_come_in_their_headline_measure(scope: Scope) -> None:
    found = queries.all_series(scope)
    assert list(found) == [one.slug for one in catalogue().indicators]
    assert all(series.measure is series.variant.headline for series in found.values())
    assert "cla-uasc" in queries.all_series(scope, measure="percent")
    assert "referrals" in queries.all_series(scope, measure="percent")
    assert "children-in-need" not in queries.all_series(scope, measure="percent")


def test_a_fresh_process_needs_four_queries_and_a_warm_one_a_single_short_one(scope: Scope) -> None:
    forget()
    with CaptureQueriesContext(
        connection,
    ) as cold:
        queries.all_series(scope)
    assert len(cold) == 4
    for read in (
        lambda: queries.all_series(scope),
        lambda: queries.latest(scope),
        lambda: queries.series(scope, "referrals", ["831"]),
        lambda: queries.value(scope, "children-in-need", "831", "YE2025-03"),
    ):
        with CaptureQueriesContext(connection) as warm:
            read()
        assert len(warm) == 1


def test_reads_use_the_index(scope: Scope) -> None:
    forget()
    with CaptureQueriesContext(connection) as found:
        queries.series(scope, "referrals")
    values, _ = [query["sql"] for query in found if "figures_value" in query["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {values}")
            plan = " ".join(str(line) for line in cursor.fetchall())
        assert "SCAN figures_value" not in plan
        assert "indicator=? AND variant=? AND measure=?" in plan


def test_a_change_by_any_process_is_seen_at_the_next_read(scope: Scope) -> None:
    assert queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value == Number(3557)
    with transaction.atomic():
        Value.objects.filter(
            indicator="referrals", variant="all", measure="number", place__code="831", period="YE2025-03"
        ).update(value=4000)
        DataVersion.objects.update(mark=new_mark())
        assert queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value == Number(4000)
        transaction.set_rollback(True)
    assert queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value == Number(3557)


def test_memory_is_bounded(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "CAPACITY", 3)
    forget()
    for slug in ("referrals", "children-in-need", "icpcs", "cpps-current", "cpps-starting"):
        queries.series(scope, slug)
    assert len(store._memory.series) == 3
    assert len(queries.all_series(scope)) == len(catalogue().indicators)


def test_someone_who_may_not_see_figures_gets_nothing() -> None:
    nobody = Scope.nobody()
    assert queries.value(nobody, "referrals", "831", "YE2025-03") is None
    assert list(queries.series(nobody, "referrals")) == []
    assert queries.latest(nobody, indicators=["referrals"]) == {"referrals": {}}
    assert queries.versions(nobody, "referrals", "831", "YE2025-03") == ()
    assert queries.releases_of(nobody) == ()
    assert list(queries.export_rows(nobody)) == []
    assert machine.describe(nobody, "referrals", "831", "YE2025-03") is None
    assert queries.mark(nobody) == ""


def test_unknown_names_and_measures_are_told(scope: Scope) -> None:
    with pytest.raises(UnknownDefinition, match="referrals"):
        queries.series(scope, "referal")
    with pytest.raises(ValueError, match="has no percent"):
        queries.series(scope, "children-in-need", measure="percent")


def test_releases_behind_an_indicator_newest_first(scope: Scope) -> None:
    found = queries.releases_of(scope, "referrals")
    assert [(one.edition, one.superseded) for one in found] == [("2025", False), ("2024", True)]
    assert len(queries.releases_of(scope)) == Release.objects.count()


def test_export_is_the_long_form_streamed_in_two_queries(scope: Scope) -> None:
    with CaptureQueriesContext(connection) as found:
        rows = list(queries.export_rows(scope, ["referrals", "referrals:source=schools"], ["831", "E92000001"]))
    assert len(found) <= 2
    by_key = {(row.indicator, row.place, row.period, row.measure): row for row in rows}
    assert by_key["referrals", "831", "YE2025-03", "rate"].value == pytest.approx(572.666, abs=0.001)
    assert by_key["referrals:source=schools", "831", "YE2024-03", "number"].symbol == ""
    assert by_key["referrals", "831", "YE2025-03", "number"].release.startswith("Children in need 2025")
    text = b"".join(csv_pieces(rows)).decode()
    assert text.splitlines()[0] == ",".join(EXPORT_COLUMNS)
    assert "referrals,831,YE2025-03,number,3557,,,,Children in need 2025: Referrals and re-referrals" in text


def test_every_exported_row_has_a_number_or_a_symbol(scope: Scope) -> None:
    count = 0
    for row in queries.export_rows(scope):
        count += 1
        assert (row.value is None) == (row.symbol != ""), row
    assert count == Value.objects.filter(current=True).count() > 150_000


def test_the_machine_shape(scope: Scope) -> None:
    found = machine.describe(scope, "referrals", "831", "YE2025-03")
    assert found is not None
    assert (found["value"], found["number"], found["rate"], found["denominator"]) == (3557, 3557, 572.7, 62113)
    assert (found["symbol"], found["measure"], found["place_name"]) == (None, "rate", "Derby")
    share = machine.describe(scope, "repeat-referrals", "831", "YE2025-03")
    assert share is not None
    assert (share["value"], share["rate"], share["percent"], share["published"]["percent"]) == (823, 23.1, 23.1, 23.1)
    hackney = machine.describe(scope, "referrals", "204", "YE2021-03")
    assert hackney is not None
    assert (hackney["value"], hackney["rate"], hackney["symbol"]) == (None, None, "x")
    uasc = machine.describe(scope, "cla-uasc", "831", "YE2025-03")
    assert uasc is not None
    assert (uasc["value"], uasc["rate"], uasc["percent"], uasc["published"]["percent"]) == (51, 8.2, 9, 9)
