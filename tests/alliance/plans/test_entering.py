"""A plan that was read becomes a draft as written, comes into force, and what was recorded goes along with its KPIs."""

import csv
import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.audit.models import Entry as Line
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.intake.states import Decision
from riia.alliance.places.models import Alliance, Place
from riia.alliance.plans.entering import plan_given
from riia.alliance.plans.entering_text import clause, fingerprint, shortened
from riia.alliance.plans.errors import Incomplete, NotYours, PlanError
from riia.alliance.plans.models import (
    Change,
    CostExemption,
    Dependency,
    Evidence,
    Exemption,
    Kpi,
    Measure,
    Plan,
    PlanVersion,
    Risk,
)
from riia.alliance.plans.queries import needs, reading
from riia.alliance.plans.queries.carrying import along
from riia.alliance.plans.queries.comparison import compared
from riia.alliance.plans.queries.costs import versions
from riia.alliance.plans.queries.entering import Entry, entry_of
from riia.alliance.plans.services import costs, evidence, exemptions, keeping
from riia.alliance.plans.services.entering import Answers, discard_draft, enter_plan
from riia.alliance.plans.services.evidence import Given, Shows
from riia.alliance.plans.services.exemptions import Ground
from riia.alliance.plans.services.forcing import bring_into_force
from riia.alliance.plans.states import VERSION_TRANSITIONS, VersionState
from riia.alliance.plans.units import Operator, Recurrence, Unit
from riia.documents.check import check_file
from riia.documents.model import Kind
from tests.alliance.plans.conftest import BRISTOL, DERBY, REGION, TODAY, Holds

HEAD = "Sub-Requirement Detail\tPlanned activity to meet requirements\tKey Performance Indicator (KPI)\n"
TEXT = (
    "Alliance plan 2025 to 2026\n\nSEND Data Capacity\n\n" + HEAD
    + "1.1 Data expertise\t1.1.1 Build a network of councils\t"
    "1.1.1 By 28 February 2026, have at least 86% of LAs taking part in the network, shown in minutes.\n"
    "\t1.1.2 Buy a dashboard\t1.1.2 By 31 January 2026, commission a provider for the dashboard of the region.\n"
    "\t1.1.3 Meet\t1.1.3 Hold monthly meetings of the network of performance leads.\n"
    "\t1.1.4 Meet once more\t1.1.4 By 31 November 2025, host an event for all councils of the region.\n"
    "\t1.1.5 Publish\t1.1.5 By 31 March 2026, publish a report on the quality of data, see 1.1.2.\n"
)  # fmt: skip
SEED = Path(__file__).parents[4] / "shared" / "seeds" / "5-south-west-csc-send-plan-2025-26.txt"


def given(text: str, by: Person, name: str = "plan.txt") -> Paper:
    return intake.read(paper=intake.take(name=name, data=text.encode(), place=REGION, by=by))


def entry(paper: Paper, by: Person, year: int | None = None) -> Entry:
    found = entry_of(scope_for(by), paper, year)
    assert found is not None
    return found


def entered(text: str, by: Person, same: frozenset[str] = frozenset()) -> PlanVersion:
    paper = given(text, by)
    return enter_plan(paper=paper, entry=entry(paper, by), answers=Answers(2025, "Asked the author.", same), by=by)


@pytest.fixture
def draft(plan: Plan, coordinator: Person) -> PlanVersion:
    return entered(TEXT, coordinator)


def test_every_row_keeps_its_text_and_place_and_how_it_is_read(draft: PlanVersion, coordinator: Person) -> None:
    assert (draft.label, draft.state, draft.document) == ("V3", "draft", "plan.txt")
    assert Paper.objects.get(pk=draft.paper_id).used_as == "V3 of Plan of the South West"
    kpi = draft.kpis.get(key="1.1.1")
    assert kpi.as_written.startswith("By 28 February 2026, have at least 86% of LAs")
    assert (kpi.source_place[:6], kpi.activity.words, kpi.activity.as_written) == (
        "line 6", "Build a network of councils", "Build a network of councils"
    )  # fmt: skip
    one = kpi.measures.get()
    assert (one.operator, one.value, one.unit, one.all_councils) == (Operator.AT_LEAST, 86, Unit.COUNCILS_PERCENT, True)
    assert one.denominator.startswith("LAs")
    assert (one.due_written, one.due, one.proofs) == ("28 February 2026", dt.date(2026, 2, 28), ["minutes"])
    monthly = draft.kpis.get(key="1.1.3").measures.get()
    assert (monthly.unit, monthly.recurrence) == (Unit.PER_MONTH, Recurrence.MONTHLY)
    unreal = draft.kpis.get(key="1.1.4").measures.first()
    assert (unreal.due_written, unreal.due) == ("31 November 2025", None)
    assert any("no such day" in one["why"] for one in draft.left_out)
    report = draft.kpis.get(key="1.1.5").references.get()
    assert (report.target.key, report.target.version_id) == ("1.1.2", draft.pk)
    assert Line.objects.filter(action="plans.enter_version").count() == 1


def test_nothing_counts_and_nobody_else_sees_it_before_it_is_in_force(
    draft: PlanVersion, plan: Plan, coordinator: Person, analyst: Person, officer: Person, lead: Person
) -> None:
    version = reading.version_of(plan)
    assert version is not None
    assert version.label == "V2"
    sees = {who.name: versions(scope_for(who)).filter(pk=draft.pk).exists()
            for who in (coordinator, lead, analyst, officer)}  # fmt: skip
    assert list(sees.values()) == [True, True, False, False]
    kpi = draft.kpis.get(key="1.1.1")
    assert reading.kpis(scope_for(lead)).filter(pk=kpi.pk).exists()
    assert not reading.kpis(scope_for(officer)).filter(pk=kpi.pk).exists()
    assert [one.text for one in needs.needs(scope_for(lead), TODAY)] == ["Bring Plan of the South West, V3 into force"]
    assert "into force" not in " ".join(one.text for one in needs.needs(scope_for(coordinator), TODAY))
    with pytest.raises(PlanError, match="once it is in force"):
        evidence.record_evidence(plan=plan, given=Given("Minutes", TODAY, note="x"),
                                 shows=[Shows(kpi.measures.get())], by=analyst)  # fmt: skip


def test_errors_that_nobody_decided_on_are_decided_or_acknowledged(plan: Plan, coordinator: Person) -> None:
    paper = given(TEXT, coordinator)
    found = entry(paper, coordinator)
    with pytest.raises(Incomplete) as told:
        enter_plan(paper=paper, entry=found, answers=Answers(2025), by=coordinator)
    assert "Decide on the" in told.value.problems["why_undecided"]
    assert not plan.versions.filter(state="draft").exists()
    for finding in paper.findings.filter(severity="error"):
        intake.decide(finding=finding, decision=Decision.ASK, note="", by=coordinator)
    assert enter_plan(paper=paper, entry=found, answers=Answers(2025), by=coordinator).why_undecided == ""


def test_a_plan_is_entered_whole_or_not_at_all(
    plan: Plan, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = given(TEXT, coordinator)

    def fails(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("riia.alliance.plans.services.entering.record", fails)
    with pytest.raises(RuntimeError):
        enter_plan(paper=paper, entry=entry(paper, coordinator), answers=Answers(2025, "x"), by=coordinator)
    assert (PlanVersion.objects.count(), Kpi.objects.count(), Change.objects.count()) == (1, 4, 0)


def test_only_one_draft_at_a_time_and_only_who_keeps_the_plan(
    draft: PlanVersion, coordinator: Person, analyst: Person
) -> None:
    with pytest.raises(PlanError, match="a draft already"):
        entered(TEXT, coordinator)
    paper = given(TEXT, analyst)
    found = entry(paper, analyst)
    with pytest.raises(NotYours):
        enter_plan(paper=paper, entry=found, answers=Answers(2025, "x"), by=analyst)


def test_a_discarded_draft_leaves_nothing_but_its_line_in_the_trail(
    draft: PlanVersion, plan: Plan, coordinator: Person
) -> None:
    kpi = draft.kpis.get(key="1.1.4")
    keeping.assign_owner(kpis=[kpi], person=None, office="Board", by=coordinator)
    measure = kpi.measures.first()
    assert measure is not None
    keeping.settle_due(measure=measure, due=dt.date(2025, 11, 30), why="The author says so", by=coordinator)
    costs.mark_not_funded(kpi=kpi, why="Held online", by=coordinator)
    with pytest.raises(Incomplete):
        discard_draft(version=draft, why=" ", by=coordinator)
    discard_draft(version=draft, why="The wrong file", by=coordinator)
    assert [each.label for each in plan.versions.all()] == ["V2"]
    assert Kpi.objects.count() == 4
    paper = Paper.objects.get()
    assert paper.used_href == ""
    assert Line.objects.get(action="plans.discard_version").reason == "The wrong file"
    assert (
        enter_plan(paper=paper, entry=entry(paper, coordinator), answers=Answers(2025, "x"), by=coordinator).label
        == "V3"
    )


def test_a_first_plan_of_a_region_is_hidden_until_it_is_in_force_and_gone_when_discarded(
    alliance: Alliance, coordinator: Person, officer: Person, lead: Person
) -> None:
    version = entered(TEXT.replace("2025 to 2026", "Version 4, 2025 to 2026"), coordinator)
    assert version.label in ("V1", "V4")
    assert reading.plan_of(scope_for(coordinator), REGION) == version.plan
    assert reading.plan_of(scope_for(officer), REGION) is None
    bring_into_force(version=version, valid_from=TODAY, words="Board of 2 January", by=lead)
    assert reading.plan_of(scope_for(officer), REGION) == version.plan
    monthly = Measure.objects.get(kpi__version=version, unit=Unit.PER_MONTH)
    assert monthly.instances.count() >= 11
    other = entered(TEXT.replace("2025 to 2026", "2026 to 2027").replace("network", "group"), coordinator)
    assert other.plan_id == version.plan_id  # the year that was said: 2025


def test_a_plan_without_a_year_or_without_anything_is_not_guessed(alliance: Alliance, coordinator: Person) -> None:
    paper = given(TEXT.replace("2025 to 2026", ""), coordinator)
    assert entry(paper, coordinator).given.year is None
    assert entry(paper, coordinator, 2026).plan is None
    empty = entry(paper, coordinator)
    bare = Entry(plan_given(_read("Alliance plan\n\n" + HEAD)), empty.alliance, None, None, None, None)
    with pytest.raises(PlanError, match="nothing to enter"):
        enter_plan(paper=paper, entry=bare, answers=Answers(2026, "x"), by=coordinator)


def _read(text: str):  # type: ignore[no-untyped-def]  # the structure of a plan
    return check_file(text.encode(), "plan.txt", Kind.PLAN).structure


@pytest.fixture
def recorded(plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person, lead: Person,
             places: dict[str, Place]) -> Evidence:  # fmt: skip
    """Evidence, an exemption, an owner, a risk, a link and a KPI that needs no money, all of V2."""
    one = measures["1.1.1/1"]
    shows = Shows(one, councils={places[BRISTOL]: True}, covers=("minutes",))
    made = evidence.record_evidence(plan=plan, given=Given("Minutes", TODAY, note="x"), shows=[shows], by=analyst)
    evidence.accept_evidence(one=made, by=coordinator)
    proposed = exemptions.propose_exemption(
        plan=plan, council=places[BRISTOL], kpis=[one.kpi], ground=Ground("Inspection", TODAY, TODAY), by=coordinator
    )
    exemptions.approve_exemption(one=proposed, words="", by=lead)
    keeping.assign_owner(kpis=[one.kpi], person=analyst, by=coordinator)
    keeping.settle_due(measure=measures["1.1.4/1"], due=dt.date(2026, 2, 28), why="As meant", by=coordinator)
    costs.mark_not_funded(kpi=one.kpi, why="Held online", by=coordinator)
    keeping.raise_risk(plan=plan, text=keeping.RiskText("Posts stay empty", 2, 3), kpis=[one.kpi], by=coordinator)
    two = measures["1.1.2/1"]
    Dependency.objects.create(version=two.kpi.version, before=two.kpi, before_at="1.1.2", after=one.kpi,
                              after_measure=one, after_at="1.1.1/1", reason="x", maker_label="test")  # fmt: skip
    return made


def test_what_was_recorded_goes_along_with_the_kpi(
    plan: Plan, recorded: Evidence, coordinator: Person, lead: Person, analyst: Person
) -> None:
    old = Kpi.objects.get(key="1.1.1")
    address, history = old.reference, old.changes.count()
    draft = entered(TEXT, coordinator)
    before = PlanVersion.objects.get(label="V2")
    found = along(before, draft)
    assert (found.kpis, found.evidence, found.owners, found.exemptions, found.stays) == (4, 1, 1, 1, ())
    bring_into_force(version=draft, valid_from=TODAY, words="Board of 2 January", by=lead)
    new = draft.kpis.get(key="1.1.1")
    old.refresh_from_db()
    assert (new.reference, new.owner, new.follows) == (address, analyst, old)
    assert (old.reference != address, old.changes.count(), new.changes.count()) == (True, 0, history)
    assert recorded.shows.get().measure.kpi == new
    assert Exemption.objects.get().kpis.get() == new
    assert CostExemption.objects.get(kpi=new).why == "Held online"
    assert Risk.objects.get().version == draft
    assert [(each.before_at, each.after_at) for each in draft.dependencies.all()] == [("1.1.2", "1.1.1/1")]
    meeting = draft.kpis.get(key="1.1.3").measures.get()
    assert {"November 2025", "December 2025"} <= set(meeting.instances.values_list("label", flat=True))
    rows = {row.key: row for row in reading.standings(scope_for(lead), plan, at=TODAY).rows}
    assert len(rows) == 5
    assert (rows["1.1.1"].main.n, len(rows["1.1.1"].exemptions)) == (1, 1)
    before.refresh_from_db()
    draft.refresh_from_db()
    assert (before.state, draft.valid_from) == ("superseded", TODAY)


def test_a_date_that_was_settled_stays_so_where_it_is_written_the_same(
    plan: Plan, recorded: Evidence, coordinator: Person, lead: Person
) -> None:
    draft = entered(TEXT.replace("31 November 2025", "29 February 2026"), coordinator)
    assert draft.kpis.get(key="1.1.4").measures.order_by("number").values_list("due", flat=True)[0] is None
    bring_into_force(version=draft, valid_from=TODAY, words="Board", by=lead)
    settled = {each.due_decided_by for each in Measure.objects.filter(kpi__version=draft, kpi__key="1.1.4")}
    assert "Cara Coordinator" in " ".join(settled)


def test_the_same_text_keeps_what_people_made_of_it(plan: Plan, coordinator: Person, lead: Person) -> None:
    first = entered(TEXT, coordinator)
    bring_into_force(version=first, valid_from=TODAY, words="Board", by=lead)
    report = Measure.objects.get(kpi__version=first, kpi__key="1.1.5", number=1)
    Measure.objects.filter(pk=report.pk).update(words="Ours", proofs=["report"])
    again = entered(TEXT.replace("86%", "75%"), coordinator)
    kept = Measure.objects.get(kpi__version=again, kpi__key="1.1.5", number=1)
    assert (kept.words, kept.proofs) == ("Ours", ["report"])
    found = compared(first, again)
    assert {pair.key: pair.happened for pair in found.pairs if pair.happened != "unchanged"} == {"1.1.1": "changed"}
    assert "threshold" in " ".join(edit.what for pair in found.pairs for edit in pair.edits)


def test_another_promise_under_the_same_number_takes_nothing_over_unless_a_person_says_so(
    plan: Plan, coordinator: Person, lead: Person
) -> None:
    bring_into_force(version=entered(TEXT, coordinator), valid_from=TODAY, words="Board", by=lead)
    other = TEXT.replace(
        "Hold monthly meetings of the network of performance leads", "Recruit two apprentices each quarter"
    )
    draft = entered(other, coordinator)
    assert draft.kpis.get(key="1.1.3").follows is None
    discard_draft(version=draft, why="Again", by=coordinator)
    assert entered(other, coordinator, frozenset({"1.1.3"})).kpis.get(key="1.1.3").follows is not None


def test_a_kpi_that_got_another_number_is_found_by_its_words(plan: Plan, coordinator: Person, lead: Person) -> None:
    bring_into_force(version=entered(TEXT, coordinator), valid_from=TODAY, words="Board", by=lead)
    moved = TEXT.replace("1.1.5 Publish\t1.1.5", "1.1.6 Publish\t1.1.6").replace(
        "\t1.1.4 Meet", "\t1.1.5 Ask\t1.1.5 By 31 March 2026, survey every council about its software.\n\t1.1.4 Meet"
    )
    draft = entered(moved, coordinator)
    follows = {kpi.key: kpi.follows.key if kpi.follows else None for kpi in draft.kpis.select_related("follows")}
    assert (follows["1.1.6"], follows["1.1.5"], follows["1.1.4"]) == ("1.1.5", None, "1.1.4")


def test_who_brings_a_draft_into_force_and_when(
    draft: PlanVersion, plan: Plan, coordinator: Person, lead: Person, holds: Holds
) -> None:
    for who, day, words, wrong in (
        (coordinator, TODAY, "Board", NotYours),
        (holds("Emil Elsewhere", Role.LEAD_DCS, "E12000004"), TODAY, "Board", NotYours),
        (lead, TODAY + dt.timedelta(days=1), "Board", Incomplete),
        (lead, dt.date(2020, 1, 1), "Board", Incomplete),
        (lead, TODAY, " ", Incomplete),
    ):
        with pytest.raises(wrong):
            bring_into_force(version=draft, valid_from=day, words=words, by=who)
    assert plan.versions.get(state="in force").label == "V2"
    PlanVersion.objects.filter(pk=draft.pk).update(entered_by=lead)
    with pytest.raises(NotYours, match="You entered this"):
        bring_into_force(version=draft, valid_from=TODAY, words="Board", by=lead)


def test_the_states_of_a_version_are_walked(draft: PlanVersion, plan: Plan, coordinator: Person, lead: Person) -> None:
    second = PlanVersion.objects.get(label="V2")
    for version in (second, draft):
        state = VersionState(PlanVersion.objects.get(pk=version.pk).state)
        allowed = VersionState.IN_FORCE in VERSION_TRANSITIONS[state]
        if allowed:
            bring_into_force(version=version, valid_from=TODAY, words="Board", by=lead)
        else:
            with pytest.raises(PlanError, match="cannot become"):
                bring_into_force(version=version, valid_from=TODAY, words="Board", by=lead)
    assert [each.state for each in plan.versions.order_by("id")] == ["superseded", "in force"]
    with pytest.raises(PlanError, match="Only a draft"):
        discard_draft(version=draft, why="x", by=coordinator)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("By 1 May, “do” it.", 'by 1 May "do" it', True), ("do it", "do it twice", False), ("", "", True)],
)
def test_fingerprints(one: str, other: str, same: bool) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same


def test_words_for_lists() -> None:
    assert shortened("word " * 100, 30) == "word word word word word…"
    text = "By May, appoint a lead, with at least 86% of LAs agreeing; and publish a report. Then stop."
    assert clause(text, "at least 86%") == "at least 86% of LAs agreeing"
    assert clause(text, "not there") == "not there"


def test_numbers_that_stand_twice_and_texts_that_are_long_are_named() -> None:
    text = TEXT.replace("1.1.2 By 31", "1.1.1 By 31").replace("quality of data", "quality of data " * 200)
    found = plan_given(_read(text))
    keys = [kpi.key for kpi in found.kpis]
    assert len(set(keys)) == len(keys) == 5
    long = next(kpi for kpi in found.kpis if kpi.key == "1.1.5")
    assert len(long.words) <= 300 < len(long.as_written)


@pytest.mark.skipif(not SEED.exists(), reason="the source documents are not here")
def test_the_plan_of_the_south_west_is_entered_whole(plan: Plan, coordinator: Person) -> None:
    data = SEED.read_bytes()
    paper = Paper.objects.create(place=REGION, name=SEED.name, form="txt", data=data, sha256="0" * 64, size=len(data),
                                 state="read", kind="plan", giver_label="Cara")  # fmt: skip
    version = enter_plan(paper=paper, entry=entry(paper, coordinator), answers=Answers(2025), by=coordinator)
    counted = Measure.objects.filter(kpi__version=version)
    assert (version.kpis.count(), version.label) == (147, "V3")
    assert counted.count() > 230
    assert counted.filter(value__isnull=False).exclude(unit="").count() > 230
    unread = counted.filter(due__isnull=True).exclude(due_written="").values_list("kpi__key", "due_written")
    assert {("8.1.3", "31 November 2025"), ("2.1.2B", "29 February 2026")} <= set(unread)
    text = resources.files("riia.demo").joinpath("data", "south-west-plan-kpis.csv").read_text(encoding="utf-8")
    packaged = {row["kpi"]: row["fingerprint"] for row in csv.DictReader(text.splitlines())}
    same = sum(packaged.get(kpi.key) == kpi.fingerprint for kpi in version.kpis.all())
    assert same >= 145  # the demonstration knows this text again, word by word


def test_derby_is_not_of_this_region(holds: Holds) -> None:
    with pytest.raises(Exception, match="does not let you"):
        given(TEXT, holds("Dina Derby", Role.COUNCIL_PERFORMANCE_LEAD, DERBY))
