"""What is gathered from the plan is what the plan's own page says."""

import datetime as dt

import pytest
from django.utils import timezone

from riia.alliance.access.scope import Scope
from riia.alliance.plans.models import Evidence, EvidenceFor, Kpi, Measure, Override, Plan, Risk
from riia.alliance.plans.queries.reading import standings
from riia.alliance.plans.states import EvidenceState
from riia.alliance.reporting.audiences import Audience, for_audience
from riia.alliance.reporting.content import Rag, ReportData, as_stored, fingerprint, from_stored
from riia.alliance.reporting.due_rules import Often, stretch_of
from riia.alliance.reporting.layout import headline
from riia.alliance.reporting.making import as_file, made
from riia.alliance.reporting.models import Snapshot
from riia.alliance.reporting.queries.frozen import content_of
from riia.alliance.reporting.queries.gathering import gather
from riia.alliance.reporting.queries.preparing import prepared
from riia.alliance.reporting.rows import counted, rating
from riia.alliance.reporting.services.freezing import freeze
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.states import RoundState
from tests.alliance.plans.conftest import plan  # noqa: F401 - a fixture
from tests.alliance.reporting.conftest import TODAY, owed_q3

pytestmark = pytest.mark.django_db
QUARTER = stretch_of(Often.QUARTER, dt.date(2025, 12, 31))
DAY = dt.date(2026, 1, 31)


def show(measure: Measure, n: int | None, of: int | None = None, day: dt.date = TODAY, title: str = "Log") -> None:
    """Accepted evidence of a measure."""
    evidence = Evidence.objects.create(
        plan=measure.kpi.version.plan, kind="note", title=title, note="x", effective_on=day,
        state=EvidenceState.ACCEPTED, recorder_label="a", reviewer_label="b", reviewed_at=timezone.now(),
    )  # fmt: skip
    EvidenceFor.objects.create(evidence=evidence, measure=measure, n=n, of=of, covers=["minutes"])


@pytest.fixture
def data(plan: Plan, people) -> ReportData:  # noqa: F811 - the fixture
    two = list(Measure.objects.filter(kpi__key="1.1.2").order_by("number"))
    show(Measure.objects.get(kpi__key="1.1.1"), 2, 2, title="Attendance")
    show(two[0], 1)
    kpi = Kpi.objects.get(key="1.1.4")
    kpi.owner = people.coordinator
    kpi.save()
    Override.objects.create(kpi=kpi, rag="amber", reason="Rosalind asks the venue.", from_on=dt.date(2026, 1, 1),
                            expires_on=dt.date(2026, 3, 1), maker_label="Rosalind")  # fmt: skip
    version = plan.versions.get()
    Risk.objects.create(version=version, words="Low", likelihood=1, impact=1, raised_on=TODAY)
    Risk.objects.create(
        version=version, words="High", likelihood=3, impact=3, raised_on=TODAY, owner=people.coordinator
    )
    Risk.objects.create(version=version, words="Later", likelihood=3, impact=3, raised_on=dt.date(2026, 2, 2))
    found = gather(plan.alliance, QUARTER, DAY).data
    assert found is not None
    return found


def test_every_kpi_is_as_the_plan_shows_it(data: ReportData, plan: Plan) -> None:  # noqa: F811
    shown = standings(Scope.system(), plan, at=DAY)
    assert [one.key for one in data.kpis] == [row.key for row in shown.rows]
    for one, row in zip(data.kpis, shown.rows, strict=True):
        assert (one.status, one.reason, one.due) == (row.status.value, row.reason, row.due)
        assert one.rag.name == row.shown_rag.name
        for measure, line in zip(one.measures, row.measures, strict=True):
            assert (measure.n, measure.of) == (line.n, line.of)
            assert measure.met is {"met": True, "missed": False}.get(line.standing.status.value)


def test_results_in_words(data: ReportData) -> None:
    by_key = {one.key: one for one in data.kpis}
    assert counted(by_key["1.1.1"].measures[0]) == "2 of 2 councils"
    assert by_key["1.1.1"].status == "met"
    assert [each.title for each in by_key["1.1.1"].evidence] == ["Attendance"]
    assert [each.met for each in by_key["1.1.2"].measures] == [True, None]
    assert by_key["1.1.4"].rag is Rag.AMBER
    assert "Rated amber by hand until 1 March 2026" in rating(by_key["1.1.4"]).text
    assert headline(data) == "South West: 1 of 4 KPIs met; 1 missed at 31 January 2026"


def test_risks_that_are_open_on_the_day_the_worst_first(data: ReportData) -> None:
    assert [(one.title, one.rating) for one in data.risks] == [
        ("High", "9 of 9: likelihood high, impact high"), ("Low", "1 of 9: likelihood low, impact low"),
    ]  # fmt: skip
    assert (data.risks[0].owner, data.risks[0].owner_role) == ("Rosalind", "Regional coordinator")


def test_names_do_not_reach_the_department(data: ReportData) -> None:
    assert "Rosalind" in data.people
    assert "Bristol" in data.councils
    version = for_audience(data, Audience.DFE)
    assert "Rosalind" not in str(as_stored(version.data))
    by_key = {one.key: one for one in version.data.kpis}
    assert by_key["1.1.4"].owner_role == "Regional coordinator"
    assert from_stored(as_stored(data)) == data


def test_what_is_missing_is_said(data: ReportData) -> None:
    assert data.money == ()
    assert any("KPIs stand" in one for one in data.missing)


def test_returns_of_the_quarter_are_counted_by_their_day(plan: Plan, people, places) -> None:  # noqa: F811
    one = Round.objects.create(
        alliance=plan.alliance, form="mou-2022", period="2025-26Q2", period_start=dt.date(2025, 7, 1),
        period_end=dt.date(2025, 9, 30), opens_on=dt.date(2025, 10, 1), due_on=dt.date(2025, 11, 12),
        desk_until=dt.date(2025, 11, 19), dfe_due_on=dt.date(2025, 11, 26), state=RoundState.CLOSED, maker_label="x",
    )  # fmt: skip
    Return.objects.create(round=one, council=places["801"], first_submitted_on=dt.date(2025, 11, 12))
    Return.objects.create(round=one, council=places["878"], first_submitted_on=dt.date(2025, 11, 13))
    found = gather(plan.alliance, QUARTER, DAY).data
    assert found is not None
    assert [(each.by_day, each.ever, each.of) for each in found.submitted] == [(1, 2, 2)]


def test_after_its_year_a_plan_stands_as_on_its_last_day(plan: Plan, people) -> None:  # noqa: F811
    after = plan.ends_on + dt.timedelta(days=60)
    found = gather(plan.alliance, stretch_of(Often.QUARTER, after), after).data
    assert found is not None
    assert found.as_at == plan.ends_on
    shown = standings(Scope.system(), plan, at=plan.ends_on)
    assert [one.status for one in found.kpis] == [row.status.value for row in shown.rows]
    assert any("the year of the plan ended" in one for one in found.missing)


def test_a_region_without_a_plan_has_nothing_to_report(alliance) -> None:
    found = gather(alliance, QUARTER, DAY)
    assert found.data is None
    assert "no delivery plan" in found.problem


def test_what_is_prepared_is_the_same_until_something_changes(plan: Plan, quarterly) -> None:  # noqa: F811
    one = owed_q3(quarterly)
    first = prepared(one, TODAY, fresh=False)
    assert first.data is not None
    assert first.data.as_at == dt.date(2025, 12, 31)
    assert prepared(one, TODAY, fresh=False).key == first.key
    show(Measure.objects.get(kpi__key="1.1.1"), 2, 2, dt.date(2025, 12, 1))
    assert prepared(one, TODAY, fresh=False).key != first.key


def test_what_was_frozen_stays_whatever_the_plan_becomes(
    data: ReportData,
    plan: Plan,  # noqa: F811
    quarterly,
    people,
) -> None:
    edition = freeze(one=owed_q3(quarterly), content=data, cover_note="", by=people.coordinator)
    assert edition.snapshot is not None
    stored = fingerprint(edition.snapshot.content)
    words = as_file(made(edition, content_of(edition.snapshot), Audience.DFE), "docx")
    Kpi.objects.filter(key="1.1.1").update(words="Something else")
    Evidence.objects.update(state=EvidenceState.WITHDRAWN)
    Risk.objects.all().delete()
    plan.title = "Another plan"
    plan.save()
    again = gather(plan.alliance, QUARTER, DAY).data
    assert again != data
    kept = Snapshot.objects.get()
    assert fingerprint(kept.content) == stored == kept.sha256
    assert content_of(kept) == data
    assert as_file(made(edition, content_of(kept), Audience.DFE), "docx") == words
