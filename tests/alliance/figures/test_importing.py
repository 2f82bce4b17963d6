"""Loading releases: all or nothing, safe to repeat, with its audit row, superseding and never deleting."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.figures import queries, services
from riia.alliance.figures.errors import ImportRefused
from riia.alliance.figures.models import DataVersion, Release, Value
from riia.alliance.figures.services import importing
from riia.alliance.places.models import Place
from riia.indicators.readers.published import PublishedFile, open_file
from tests.indicators.tidy_files import C1_NAME, DERBY, c1_rows, c1_text, csv_text, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

NAME_2024 = C1_NAME.replace("2025", "2024")


def file(text: str, name: str = C1_NAME) -> PublishedFile:
    return open_file(text.encode(), name=name)


def edition_2024(**cells: str) -> PublishedFile:
    """The 2024 edition of the referrals table: old column names, and the rates it still printed."""
    old = {
        "referral_count": "Referrals",
        "rereferral_count": "Re_referrals",
        "rereferral_percent": "Re_referrals_percent",
    }
    rows = [
        {old.get(name, name): cell for name, cell in each.items()} | {"Referrals_rate": "693.5"}
        for each in c1_rows("2024")
    ]
    rows[-1] |= {"Referrals": "4165", "Re_referrals": "936", "Re_referrals_percent": "22.5"} | cells
    return file(csv_text(rows, ("category", *old.values(), "Referrals_rate")), NAME_2024)


def loads() -> QuerySet[Entry]:
    return Entry.objects.filter(action="figures.import")


def current(period: str = "YE2025-03", measure: str = "number", indicator: str = "referrals") -> Value:
    return Value.objects.get(
        indicator=indicator, variant="all", measure=measure, place__code="831", period=period, current=True
    )


def test_a_release_is_loaded_with_its_values_source_and_hash(clerk: System) -> None:
    text = file(c1_text())
    report = services.import_release(files=[text], by=clerk, source="explore education statistics")
    release = Release.objects.get()
    assert (release.table, release.edition, release.vintage) == ("cin/c1", "2025", "mid-2024")
    assert (release.source_file, release.sha256, release.rows) == (C1_NAME, text.sha256, 3)
    assert release.licence == "Open Government Licence v3.0"
    assert release.origin == "explore education statistics"
    assert report.values == Value.objects.count() == 12
    rate = current(measure="rate")
    assert (rate.numerator, rate.denominator, rate.population_year, rate.basis) == (3557, 62113, 2024, "computed")
    assert round(rate.value or 0, 1) == 572.7


def test_the_same_file_again_changes_nothing(clerk: System) -> None:
    services.import_release(files=[file(c1_text())], by=clerk)
    before = (Value.objects.count(), DataVersion.objects.get().mark, Entry.objects.count())
    report = services.import_release(files=[file(c1_text())], by=clerk)
    assert not report.changed_anything
    assert report.files[0].held_before
    assert (Value.objects.count(), DataVersion.objects.get().mark, Entry.objects.count()) == before


def test_one_file_given_twice_is_loaded_once(clerk: System) -> None:
    services.import_release(files=[file(c1_text()), file(c1_text())], by=clerk)
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (C1_NAME, c1_text(c1_rows(referral_count="3,557".replace(",", ";"))), "line 4"),
        (C1_NAME, c1_text(c1_rows("2031")), "YE2031-03"),
        ("own_figures.csv", c1_text().replace("referral_count", "a_count"), "own_figures.csv"),
        (C1_NAME, c1_text([*c1_rows(), *c1_rows(old_la_code="299")[2:]]), "not a council in the register"),
    ],
    ids=["cell", "unknown edition", "unknown file", "unknown council"],
)
def test_a_bad_file_among_good_ones_leaves_nothing(clerk: System, name: str, text: str, told: str) -> None:
    with pytest.raises(ImportRefused, match=told) as refused:
        services.import_release(files=[edition_2024(), file(text, name)], by=clerk)
    assert "Nothing was loaded: 1 file refused" in str(refused.value)
    assert (Release.objects.count(), Value.objects.count(), loads().count()) == (0, 0, 0)


def test_a_missing_file_is_refused(clerk: System, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no such file"):
        services.import_release(files=[tmp_path / C1_NAME], by=clerk)


def test_a_renamed_file_is_read_as_what_it_is_said_to_be(clerk: System) -> None:
    services.import_release(files=[file(c1_text(), "download (1).csv")], tables=["cin/c1"], by=clerk)
    assert Release.objects.get().source_file == "download (1).csv"


def test_the_audit_row_says_what_was_loaded_and_by_whom(clerk: System) -> None:
    rows = c1_rows(rereferral_percent="32.1")
    services.import_release(files=[file(c1_text(rows))], by=clerk)
    entry = loads().get()
    assert (entry.action, entry.actor_label) == ("figures.import", "figures clerk")
    assert "Children in need 2025: Referrals and re-referrals" in entry.summary
    assert entry.details["differences_in_all"] == 1
    assert "printed as 32.1" in entry.details["differences"][0]


def test_when_the_audit_cannot_be_written_nothing_is_loaded(clerk: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(importing, "record", broken)
    with pytest.raises(RuntimeError, match="trail is full"):
        services.import_release(files=[file(c1_text())], by=clerk)
    assert (Release.objects.count(), Value.objects.count()) == (0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["older first", "newer first"])
def test_a_new_edition_supersedes_and_the_old_one_stays(clerk: System, order: tuple[int, int], scope) -> None:
    """Whatever the order of loading: the newest edition is shown, the older keeps its years and printed rates."""
    newer = file(
        c1_text(
            [
                *c1_rows("2025"),
                *c1_rows("2024", referral_count="4165", rereferral_count="936", rereferral_percent="22.5"),
            ]
        )
    )
    both = (edition_2024(), newer)
    for at in order:
        services.import_release(files=[both[at]], by=clerk)
    older, latest = Release.objects.order_by("newest")
    assert older.superseded_by == latest
    assert latest.superseded_by is None
    assert older.values.count() == 12
    assert current("YE2024-03", "rate").release == latest
    figure = queries.value(scope, "referrals", "831", "YE2024-03")
    assert figure is not None
    assert (figure.denominator.value, figure.release.edition) == (60668, "2025")
    assert (str(figure.published), figure.published_in.edition) == ("693.5", "2024")
    assert [one.release.edition for one in queries.versions(scope, "referrals", "831", "YE2024-03")] == ["2025", "2024"]


def test_a_year_that_only_the_older_edition_has_is_still_shown(clerk: System) -> None:
    services.import_release(files=[edition_2024(), file(c1_text())], by=clerk)
    assert current("YE2024-03").release.edition == "2024"
    assert current("YE2025-03").release.edition == "2025"


def test_a_number_withdrawn_by_a_newer_edition_is_not_shown_from_the_older(clerk: System, scope) -> None:
    newer = file(
        c1_text([*c1_rows("2025"), *c1_rows("2024", referral_count="u", rereferral_count="c", rereferral_percent="c")])
    )
    services.import_release(files=[edition_2024(), newer], by=clerk)
    figure = queries.value(scope, "repeat-referrals", "831", "YE2024-03")
    assert figure is not None
    assert (str(figure.value), figure.release.edition) == ("c", "2025")
    assert str(queries.value(scope, "referrals", "831", "YE2024-03", measure="number").value) == "u"


def test_a_revised_file_of_the_same_edition_is_shown_instead_of_the_first(clerk: System, scope) -> None:
    services.import_release(files=[file(c1_text())], by=clerk)
    assert str(queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value) == "3557"
    services.import_release(files=[file(c1_text(c1_rows(referral_count="3560")))], by=clerk)
    assert str(queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value) == "3560"
    first, second = Release.objects.order_by("pk")
    assert first.superseded_by == second
    found = queries.versions(scope, "referrals", "831", "YE2025-03", measure="number")
    assert [(str(one.value), one.release.sha256) for one in found] == [("3560", second.sha256), ("3557", first.sha256)]
    # The first file again is held already, and does not come back to the front.
    assert not services.import_release(files=[file(c1_text())], by=clerk).changed_anything
    assert str(queries.value(scope, "referrals", "831", "YE2025-03", measure="number").value) == "3560"
    assert Value.objects.filter(indicator="referrals", measure="number", place__code="831").count() == 2


def test_a_later_edition_nobody_has_described_is_loaded_and_says_so(clerk: System, scope) -> None:
    """Its counts are shown; its newest rate waits for the population; its older rates are made as ever."""
    services.import_release(files=[file(c1_text())], by=clerk)
    later = c1_text([*c1_rows("2026", referral_count="3600"), *c1_rows("2025", referral_count="3559")])
    (report,) = services.import_release(files=[file(later, "referrals_latest.csv")], by=clerk).files
    assert report.release == "Children in need 2026: Referrals and re-referrals"
    assert "has not been described and reviewed" in report.notes[0]
    assert "not available (x) for periods that need a mid-year after 2024" in report.notes[1]
    release = Release.objects.get(edition="2026")
    assert (release.published, release.vintage, str(release.newest)) == ("", "mid-2024", "2026-03-31")
    assert current("YE2026-03").value == 3600
    rate = current("YE2026-03", "rate")
    assert (rate.value, rate.symbol, rate.numerator, rate.denominator_symbol) == (None, "x", 3600, "x")
    assert current("YE2025-03", "rate").denominator == 62113
    assert current("YE2025-03").value == 3559
    assert Release.objects.get(edition="2025").superseded_by == release
    repeated = queries.value(scope, "repeat-referrals", "831", "YE2026-03")
    assert repeated is not None
    assert (repeated.numerator.value, repeated.denominator.value) == (823, 3600)


def test_an_earlier_edition_is_loaded_behind_the_one_that_is_held(clerk: System) -> None:
    services.import_release(files=[file(c1_text([*c1_rows("2025"), *c1_rows("2023")]))], by=clerk)
    (report,) = services.import_release(files=[file(c1_text(c1_rows("2023", referral_count="9")))], by=clerk).files
    assert report.release.startswith("Children in need 2023")
    assert any("mid-2022) are not packaged: rates rest on mid-2023" in note for note in report.notes)
    assert current("YE2023-03").value == 3557
    assert Release.objects.get(edition="2023").superseded_by == Release.objects.get(edition="2025")


def test_a_place_the_database_lacks_is_told_with_its_remedy(clerk: System) -> None:
    Place.objects.filter(code="831").update(code="799")
    with pytest.raises(ImportRefused, match=r"does not hold the places 831.*load_places"):
        services.import_release(files=[file(c1_text())], by=clerk)
    assert not Release.objects.exists()


def test_an_address_that_is_no_table_is_refused_also_for_a_file_that_is_held(clerk: System) -> None:
    services.import_release(files=[file(c1_text())], by=clerk)
    with pytest.raises(ImportRefused, match="published table 'cin/zz'"):
        services.import_release(files=[file(c1_text())], tables=["cin/zz"], by=clerk)


def test_notes_of_a_file_reach_the_report(clerk: System) -> None:
    shared = row(DERBY | {"old_la_code": "940 / 941"}, category="Referrals and Re-referrals",
                 referral_count="1", rereferral_count="1", rereferral_percent="1")  # fmt: skip
    report = services.import_release(files=[file(c1_text([*c1_rows(), shared]))], by=clerk)
    assert any("940 / 941" in note for note in report.files[0].notes)


@pytest.mark.parametrize(
    "change",
    [
        {"value": 1.0, "symbol": "c"},
        {"value": None, "symbol": ""},
        {"value": None, "symbol": "q"},
        {"numerator": 1.0, "numerator_symbol": "c"},
        {"denominator": 1.0, "denominator_symbol": "x"},
        {"published": 1.0, "published_symbol": "x"},
        {"basis": "guessed"},
        {"measure": "feeling"},
    ],
    ids=str,
)
def test_the_database_itself_refuses_a_figure_that_is_not_one_thing(clerk: System, change: dict[str, object]) -> None:
    services.import_release(files=[file(c1_text())], by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.filter(pk=current().pk).update(**change)


def test_the_database_refuses_a_second_current_value(clerk: System) -> None:
    services.import_release(files=[edition_2024(), file(c1_text([*c1_rows(), *c1_rows("2024")]))], by=clerk)
    older = Value.objects.filter(release__edition="2024", indicator="referrals", measure="number", place__code="831")
    with pytest.raises(IntegrityError), transaction.atomic():
        older.update(current=True)
