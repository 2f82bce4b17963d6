"""Who sees which report in which version; what needs whom; what is due."""

import datetime as dt

import pytest

from riia.alliance.access.dues import dues_of
from riia.alliance.access.queries import scope_for
from riia.alliance.access.scope import Scope
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Often
from riia.alliance.reporting.errors import Changed, Incomplete, NotYours
from riia.alliance.reporting.queries import reading
from riia.alliance.reporting.queries.dues import dues
from riia.alliance.reporting.queries.needs import needs
from riia.alliance.reporting.services.freezing import freeze
from riia.alliance.reporting.services.receipts import confirm
from riia.alliance.reporting.services.register import Line, add_kind, change_kind, retire_kind
from riia.alliance.reporting.services.sending import To, send_edition
from tests.alliance.reporting.conftest import PACK, QUARTERLY, TODAY, UPDATE, owed_q3
from tests.alliance.reporting.sample import SAMPLE

pytestmark = pytest.mark.django_db
OLD = dt.date(2025, 1, 1)
YEAR = (dt.date(2025, 12, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("who", "versions"),
    [
        ("coordinator", {Audience.OFFICE, Audience.DFE, Audience.LGA}),
        ("analyst", {Audience.OFFICE, Audience.DFE, Audience.LGA}),
        ("lead", {Audience.OFFICE, Audience.DFE, Audience.LGA}),
        ("auditor", {Audience.OFFICE, Audience.DFE, Audience.LGA}),
        ("dfe", {Audience.DFE}),
        ("lga", {Audience.LGA}),
        ("chair", set()),
        ("bristol_dcs", set()),
        ("bristol_member", set()),
        ("elsewhere", set()),
        ("dfe_elsewhere", set()),
        ("supplier", set()),
    ],
)
def test_who_reads_the_report_to_dfe_and_lga(sent, people, who: str, versions: set[Audience]) -> None:
    scope = scope_for(getattr(people, who))
    edition = reading.get_edition(scope, sent.reference)
    assert (edition is not None) == bool(versions)
    assert set(reading.versions_of(scope, sent)) == versions


def test_the_board_pack_is_read_by_the_board_its_councils_and_the_adviser(pack, people) -> None:
    edition = freeze(one=owed_q3(pack), content=SAMPLE, cover_note="", by=people.coordinator)
    readers = ("chair", "bristol_dcs", "bristol_member", "lga")
    assert not any(reading.get_edition(scope_for(getattr(people, who)), edition.reference) for who in readers)
    send_edition(edition=edition, to=[To(Audience.BOARD, people.chair)], by=people.coordinator)
    for who in readers:
        scope = scope_for(getattr(people, who))
        assert reading.get_edition(scope, edition.reference) is not None, who
        assert reading.versions_of(scope, edition) == [Audience.BOARD]
    assert reading.get_edition(scope_for(people.dfe), edition.reference) is None


def test_nobody_but_the_office_sees_what_is_frozen(frozen, people) -> None:
    assert reading.get_edition(scope_for(people.coordinator), frozen.reference) is not None
    assert reading.get_edition(scope_for(people.dfe), frozen.reference) is None
    assert reading.get_report(scope_for(people.dfe), frozen.report.reference) is None
    assert reading.get_edition(scope_for(people.analyst), frozen.reference, keep=True) is None
    assert reading.get_edition(Scope.nobody(), frozen.reference) is None


def test_reports_are_owed_from_the_first_period_on(quarterly) -> None:
    found = reading.owed(quarterly, dt.date(2025, 1, 1), dt.date(2026, 6, 30))
    assert [one.stretch.code for one in found] == ["2025-26Q2", "2025-26Q3", "2025-26Q4", "2026-27Q1"]
    assert reading.get_owed(quarterly, "2025-26Q1") is None
    assert reading.get_owed(quarterly, "nonsense") is None


def test_what_is_due_within_days_after_its_period_is_found(alliance, people) -> None:
    late = Line("Late", (Audience.DFE,), Often.QUARTER, days=30, first_ends_on=dt.date(2025, 12, 31))
    kind = add_kind(alliance=alliance, line=late, by=people.coordinator)
    (one,) = reading.owed(kind, dt.date(2026, 1, 15), dt.date(2026, 2, 15))
    assert one.due.day == dt.date(2026, 1, 30)


def test_needs_of_whoever_prepares_and_whoever_confirms(quarterly, pack, people) -> None:
    found = needs(scope_for(people.coordinator), TODAY)
    assert [(one.text.split(":")[0], one.due) for one in found] == [
        ("Prepare", dt.date(2025, 9, 30)), ("Prepare", dt.date(2025, 12, 31)), ("Prepare", dt.date(2025, 12, 31)),
    ]  # fmt: skip
    assert needs(scope_for(people.dfe), TODAY) == needs(scope_for(people.chair), TODAY) == []


def test_a_sent_report_needs_a_receipt_of_each_side_once(sent, people) -> None:
    for who in (people.dfe, people.lga):
        (one,) = needs(scope_for(who), TODAY)
        assert one.text.startswith("Confirm receipt")
    confirm(edition=sent, by=people.dfe)
    assert needs(scope_for(people.dfe), TODAY) == []
    assert len(needs(scope_for(people.lga), TODAY)) == 1
    assert needs(scope_for(people.dfe_elsewhere), TODAY) == []


def test_dues_are_the_keeper_s_own_and_known_to_the_readers(quarterly, pack, people) -> None:
    own = list(dues(scope_for(people.coordinator), *YEAR))
    assert len(own) == 10
    assert all(one.mine for one in own)
    assert {one.body for one in list(dues(scope_for(people.chair), *YEAR))} == {"The Board"}
    assert {one.title.split(",")[0] for one in dues(scope_for(people.dfe), *YEAR)} == {QUARTERLY.title}
    assert list(dues(scope_for(people.elsewhere), *YEAR)) == []
    keys = [one.key for one in dues_of(scope_for(people.coordinator), *YEAR)]
    assert len(keys) == len(set(keys))


def test_what_was_sent_is_due_no_more(sent, people) -> None:
    assert dt.date(2025, 12, 31) not in {one.day for one in dues(scope_for(people.coordinator), *YEAR)}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line(" ", (Audience.DFE,), Often.REQUEST), "title"),
        (Line("x", (), Often.REQUEST), "audiences"),
        (Line("x", (Audience.OFFICE,), Often.REQUEST), "audiences"),
        (Line("x", (Audience.DFE,), Often.QUARTER), "first_ends_on"),
        (Line("x", (Audience.DFE,), Often.REQUEST, first_ends_on=TODAY), "first_ends_on"),
        (
            Line("x", (Audience.DFE,), Often.MONTH, first_ends_on=TODAY, last_ends_on=dt.date(2025, 1, 1)),
            "last_ends_on",
        ),
        (Line("x", (Audience.DFE,), Often.REQUEST, days=200), "days"),
    ],
)
def test_a_line_that_says_too_little_is_refused(alliance, people, line: Line, field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        add_kind(alliance=alliance, line=line, by=people.coordinator)
    assert field in refused.value.problems


def test_lines_are_changed_by_their_keepers_one_at_a_time(quarterly, people) -> None:
    with pytest.raises(NotYours):
        change_kind(kind=quarterly, line=QUARTERLY, revision=0, by=people.elsewhere)
    assert change_kind(kind=quarterly, line=UPDATE, revision=0, by=people.coordinator).title == UPDATE.title
    with pytest.raises(Changed):
        change_kind(kind=quarterly, line=QUARTERLY, revision=0, by=people.coordinator)
    retire_kind(kind=quarterly, because="Merged", by=people.coordinator)
    quarterly.refresh_from_db()
    assert reading.owed(quarterly, *YEAR) == []


def test_the_same_title_twice_has_two_addresses(alliance, people) -> None:
    slugs = [add_kind(alliance=alliance, line=PACK, by=people.coordinator).slug for _ in range(2)]
    assert slugs == ["board-pack", "board-pack-2"]
