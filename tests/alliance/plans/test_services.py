"""Evidence, exemptions, colours by hand, dates and owners: what they change, who may, and what is refused."""

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

import pytest

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.audit.models import Entry
from riia.alliance.places import measures as registry
from riia.alliance.places.models import Place
from riia.alliance.plans.errors import Incomplete, NotYours, PlanError
from riia.alliance.plans.models import Change, Evidence, Exemption, Instance, Kpi, Measure, Plan
from riia.alliance.plans.queries import needs, reading
from riia.alliance.plans.rows import KpiRow
from riia.alliance.plans.services import evidence, exemptions, keeping
from riia.alliance.plans.services import logging as lines
from riia.alliance.plans.services.evidence import Given, Shows
from riia.alliance.plans.services.exemptions import Ground
from riia.alliance.plans.states import AWAITS, EvidenceState, ExemptionState, Rag, SheetState, Status, VersionState
from riia.alliance.plans.states import EVIDENCE_TRANSITIONS as EVIDENCE_STEPS
from riia.alliance.plans.states import EXEMPTION_TRANSITIONS as EXEMPTION_STEPS
from riia.alliance.plans.states import SHEET_TRANSITIONS as SHEET_STEPS
from riia.alliance.plans.states import VERSION_TRANSITIONS as VERSION_STEPS

from .conftest import BRISTOL, DERBY, DEVON, REGION, TODAY, TORBAY, Holds, Live

pytestmark = pytest.mark.django_db
ON = dt.date(2025, 12, 12)
NOTE = Given("Minutes of 12 December", ON, note="All came.")


def row(plan: Plan, key: str, at: dt.date = TODAY, scope: Scope | None = None) -> KpiRow:
    found = reading.standings(scope or Scope.system(), plan, at=at).row(key)
    assert found is not None
    return found


def shown(measures: dict[str, Measure], places: dict[str, Place], *codes: str) -> Shows:
    counts = {places[code]: code in codes for code in (BRISTOL, DEVON, TORBAY)}
    return Shows(measures["1.1.1/1"], councils=counts, covers=("minutes",))


def test_a_kpi_turns_once_somebody_else_has_accepted_the_evidence(
    plan: Plan, measures: dict[str, Measure], places: dict[str, Place], analyst: Person, coordinator: Person
) -> None:
    assert row(plan, "1.1.1").status is Status.AT_RISK
    every = shown(measures, places, BRISTOL, DEVON, TORBAY)
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[every], by=analyst)
    waiting = row(plan, "1.1.1")
    assert (waiting.status, waiting.waiting, waiting.main.n if waiting.main else 0) == (Status.ON_TRACK, 1, None)
    evidence.accept_evidence(one=made, by=coordinator)
    met = row(plan, "1.1.1")
    assert (met.status, met.reason) == (Status.MET, "Green: 3 of 3 councils, 3 needed; evidence of 12 December 2025.")
    assert row(plan, "1.1.1", ON - dt.timedelta(days=1)).status is not Status.MET
    assert [each.action for each in Entry.objects.order_by("id")] == ["plans.record_evidence", "plans.accept_evidence"]
    assert Change.objects.filter(kpi__key="1.1.1").count() == 2


def test_nobody_reviews_their_own_evidence(plan: Plan, measures: dict[str, Measure], coordinator: Person) -> None:
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(measures["1.1.2/1"])], by=coordinator)
    with pytest.raises(NotYours, match="You recorded this evidence"):
        evidence.accept_evidence(one=made, by=coordinator)


def test_the_owner_of_a_kpi_records_evidence_wherever_they_work(
    plan: Plan, measures: dict[str, Measure], officer: Person, coordinator: Person
) -> None:
    with pytest.raises(NotYours, match="by the owner of the KPI"):
        evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(measures["1.1.2/1"])], by=officer)
    keeping.assign_owner(kpis=[measures["1.1.2/1"].kpi], person=officer, by=coordinator)
    measures["1.1.2/1"].kpi.refresh_from_db()
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(measures["1.1.2/1"])], by=officer)
    assert made.state == EvidenceState.RECORDED


def test_a_file_is_kept_with_its_hash_and_must_be_what_its_name_says(
    plan: Plan, measures: dict[str, Measure], analyst: Person
) -> None:
    content = b"%PDF-1.7 minutes"
    given = Given("Minutes", ON, file_name="../../min\x00utes.pdf", content=content)
    made = evidence.record_evidence(plan=plan, given=given, shows=[Shows(measures["1.1.2/1"])], by=analyst)
    assert (made.file.name, made.file.sha256) == ("minutes.pdf", hashlib.sha256(content).hexdigest())
    large = b"x" * (10 * 1024 * 1024 + 1)
    for name, data, words in (("a.exe", b"MZ", "Choose a file that is"), ("a.pdf", b"<html>", "something else"),
                              ("a.pdf", b"", "empty"), ("a.txt", large, "smaller than")):  # fmt: skip
        wrong = Given("Minutes", ON, file_name=name, content=data)
        with pytest.raises(Incomplete) as told:
            evidence.record_evidence(plan=plan, given=wrong, shows=[Shows(measures["1.1.2/1"])], by=analyst)
        assert words in told.value.problems["file"]
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "shows", "name"),
    [
        (Given("", ON, note="x"), {}, "title"),
        (Given("Minutes", ON), {}, "file"),
        (Given("Minutes", TODAY + dt.timedelta(days=1), note="x"), {}, "effective_on"),
        (Given("Minutes", ON, expires_on=ON, note="x"), {}, "expires_on"),
        (NOTE, {"n": Decimal(5), "of": Decimal(3)}, "n"),
        (NOTE, {"covers": ("a photo",)}, "covers"),
    ],
)
def test_evidence_that_is_not_whole_is_refused(
    plan: Plan, measures: dict[str, Measure], analyst: Person, given: Given, shows: dict[str, Any], name: str
) -> None:
    with pytest.raises(Incomplete) as told:
        evidence.record_evidence(plan=plan, given=given, shows=[Shows(measures["1.1.1/1"], **shows)], by=analyst)
    assert name in told.value.problems


def test_sent_back_put_right_and_withdrawn(
    plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person
) -> None:
    shows = [Shows(measures["1.1.2/1"])]
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=shows, by=analyst)
    with pytest.raises(Incomplete):
        evidence.send_back(one=made, words=" ", by=coordinator)
    made = evidence.send_back(one=made, words="Which meeting?", by=coordinator)
    assert [need.note for need in needs.needs(scope_for(analyst), TODAY)] == ["Which meeting?"]
    made = evidence.record_again(one=made, given=NOTE, shows=shows, by=analyst)
    assert (made.state, made.revision, made.reviewed_by) == (EvidenceState.RECORDED, 2, None)
    made = evidence.withdraw_evidence(one=made, reason="Wrong meeting", by=analyst)
    assert row(plan, "1.1.2").evidence == ()
    with pytest.raises(PlanError, match="is withdrawn, so it cannot"):
        evidence.accept_evidence(one=made, by=coordinator)


def test_nothing_is_kept_if_the_audit_trail_fails(
    plan: Plan, measures: dict[str, Measure], analyst: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**given: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(lines, "record", fail)
    with pytest.raises(RuntimeError):
        evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(measures["1.1.2/1"])], by=analyst)
    assert not Evidence.objects.exists()
    assert not Change.objects.exists()


def test_a_compound_kpi_is_met_only_when_every_measure_is(
    plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person
) -> None:
    for number, status in ((1, Status.AT_RISK), (2, Status.MET)):
        made = evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(measures[f"1.1.2/{number}"])], by=analyst)
        evidence.accept_evidence(one=made, by=coordinator)
        assert row(plan, "1.1.2").status is status


def test_a_missing_instance_and_one_that_was_not_needed(
    plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person
) -> None:
    monthly = measures["1.1.3/1"]
    november, december = monthly.instances.all()
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[Shows(monthly, november)], by=analyst)
    evidence.accept_evidence(one=made, by=coordinator)
    assert "1 of 2 due so far missed (December 2025)" in row(plan, "1.1.3").reason
    keeping.excuse_instance(instance=december, because="Nobody was there between the years", by=coordinator)
    assert row(plan, "1.1.3").status is Status.MET
    assert keeping.add_instances(measure=monthly, by=coordinator)
    assert Instance.objects.filter(measure=monthly).count() == 12
    with pytest.raises(Incomplete, match="there"):
        keeping.add_instance(measure=monthly, label="June 2025", due=TODAY, by=coordinator)


def test_an_exemption_counts_once_another_lead_has_approved_it(
    plan: Plan,
    measures: dict[str, Measure],
    places: dict[str, Place],
    analyst: Person,
    coordinator: Person,
    lead: Person,
) -> None:
    two = shown(measures, places, BRISTOL, DEVON)
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[two], by=analyst)
    evidence.accept_evidence(one=made, by=coordinator)
    ground = Ground("Inspection", dt.date(2025, 12, 1), dt.date(2026, 2, 28), "Letter")
    one = exemptions.propose_exemption(
        plan=plan, council=places[TORBAY], kpis=[measures["1.1.1/1"].kpi], ground=ground, by=coordinator
    )
    assert row(plan, "1.1.1").status is Status.AT_RISK
    assert [need.text for need in needs.needs(scope_for(lead), TODAY)] == ["Decide on the exemption of Torbay"]
    exemptions.approve_exemption(one=one, by=lead)
    found = row(plan, "1.1.1").measures[0].standing
    assert (found.status, found.status_without) == (Status.MET, Status.AT_RISK)
    assert (found.result.n, found.result.of, found.without.of) == (2, 2, 3)
    exemptions.end_exemption(one=one, words="The inspection was called off", by=lead)
    assert row(plan, "1.1.1").status is Status.AT_RISK


def test_who_decides_on_exemptions(
    plan: Plan, measures: dict[str, Measure], places: dict[str, Place], coordinator: Person, lead: Person,
    officer: Person, holds: Holds,
) -> None:  # fmt: skip
    kpis, ground = [measures["1.1.1/1"].kpi], Ground("Inspection", TODAY, TODAY)
    own = exemptions.propose_exemption(plan=plan, council=places[TORBAY], kpis=kpis, ground=ground, by=lead)
    with pytest.raises(NotYours, match="You proposed"):
        exemptions.approve_exemption(one=own, by=lead)
    with pytest.raises(NotYours, match="Lead or Chair"):
        exemptions.approve_exemption(one=own, by=coordinator)
    chair = holds("Chai Chair", Role.CHAIR_DCS, REGION)
    exemptions.decline_exemption(one=own, words="It was foreseen", by=chair)
    with pytest.raises(NotYours):
        exemptions.propose_exemption(plan=plan, council=places[BRISTOL], kpis=kpis, ground=ground, by=officer)
    with pytest.raises(Incomplete, match="no member"):
        exemptions.propose_exemption(plan=plan, council=places[DERBY], kpis=kpis, ground=ground, by=coordinator)
    assert Exemption.objects.get().state == ExemptionState.DECLINED


def test_a_colour_by_hand_stands_beside_the_derived_one_until_it_expires(
    plan: Plan, measures: dict[str, Measure], coordinator: Person, analyst: Person
) -> None:
    kpi = measures["1.1.2/1"].kpi
    expires = TODAY + dt.timedelta(days=10)
    keeping.override_rag(
        kpi=kpi, rag=Rag.GREEN, reason="Contract is with the lawyers", expires_on=expires, by=coordinator
    )
    held = row(plan, "1.1.2")
    assert (held.shown_rag, held.rag) == (Rag.GREEN, Rag.AMBER)
    assert row(plan, "1.1.2", expires).override is None
    keeping.end_override(kpi=kpi, by=coordinator)
    assert row(plan, "1.1.2").override is None
    with pytest.raises(Incomplete):
        keeping.override_rag(kpi=kpi, rag=Rag.GREEN, reason="", expires_on=expires, by=coordinator)
    year = TODAY + dt.timedelta(days=365)
    with pytest.raises(Incomplete):
        keeping.override_rag(kpi=kpi, rag=Rag.GREEN, reason="because", expires_on=year, by=coordinator)
    with pytest.raises(NotYours):
        keeping.override_rag(kpi=kpi, rag=Rag.GREEN, reason="because", expires_on=expires, by=analyst)


def test_a_date_that_does_not_exist_is_settled_by_a_person_and_kept_as_written(
    plan: Plan, measures: dict[str, Measure], coordinator: Person
) -> None:
    assert row(plan, "1.1.4").reason == ("Not rated: “29 February 2026” is not settled as a day; nothing is recorded.")
    one = keeping.settle_due(measure=measures["1.1.4/1"], due=dt.date(2026, 2, 28), why="Last day", by=coordinator)
    assert (one.due_written, one.due_decided_by) == ("29 February 2026", coordinator.as_actor().label)
    assert row(plan, "1.1.4").status is Status.NOT_STARTED
    change = Change.objects.get(what="due date")
    assert (change.before, change.after) == ("“29 February 2026” read as nothing", "28 February 2026")


def test_owners_are_named_in_bulk_and_every_change_is_kept(plan: Plan, officer: Person, coordinator: Person) -> None:
    kpis = list(Kpi.objects.all())
    assert keeping.assign_owner(kpis=kpis, person=None, office="Data lead", by=coordinator) == 4
    assert keeping.assign_owner(kpis=kpis[:2], person=officer, by=coordinator) == 2
    assert keeping.assign_owner(kpis=kpis[:2], person=officer, by=coordinator) == 0
    assert row(plan, "1.1.1").owner_words == str(officer)
    assert Change.objects.filter(what="owner").count() == 6


def test_what_changed_since_an_earlier_day(
    plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person
) -> None:
    shows = [Shows(measures["1.1.2/1"]), Shows(measures["1.1.2/2"])]
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=shows, by=analyst)
    evidence.accept_evidence(one=made, by=coordinator)
    found = reading.standings(Scope.system(), plan, at=TODAY, since=dt.date(2025, 11, 1))
    changed = {each.key: each.changed for each in found.rows}
    assert changed["1.1.2"] is not None
    assert changed["1.1.2"].status is Status.NOT_STARTED
    assert changed["1.1.4"] is None


def test_a_measure_that_takes_itself_is_asked_on_every_look(
    plan: Plan, measures: dict[str, Measure], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[registry.Asked] = []
    count = {"n": 1}

    def find(what: registry.Asked) -> registry.Measured:
        asked.append(what)
        parts = [registry.Part(code, index < count["n"], place=code)
                 for index, code in enumerate((BRISTOL, DEVON, TORBAY))]  # fmt: skip
        return registry.Measured(
            count["n"], 3, f"{count['n']} of 3 on time.", what.until, tuple(parts), "/returns/", True
        )

    taken = registry.Measure("test.on-time", "On time", registry.Unit.COUNCILS, "Counted by day.", find)
    monkeypatch.setitem(registry._MEASURES, "test.on-time", taken)
    Measure.objects.filter(pk=measures["1.1.1/1"].pk).update(takes_itself="test.on-time")
    first = row(plan, "1.1.1").measures[0]
    assert (first.n, first.of, first.href, first.simulated) == (1, 3, "/returns/", True)
    count["n"] = 3
    assert row(plan, "1.1.1").reason == "Green: 3 of 3 councils, 3 needed; counted by the system itself."
    assert row(plan, "1.1.1", dt.date(2026, 3, 1)).status is Status.MET
    assert asked[-1].until == dt.date(2026, 1, 31)


def test_a_council_sees_the_plan_and_only_its_own_part(
    plan: Plan, measures: dict[str, Measure], places: dict[str, Place], analyst: Person, coordinator: Person,
    officer: Person, holds: Holds,
) -> None:  # fmt: skip
    made = evidence.record_evidence(plan=plan, given=NOTE, shows=[shown(measures, places, BRISTOL)], by=analyst)
    evidence.accept_evidence(one=made, by=coordinator)
    exemptions.propose_exemption(plan=plan, council=places[TORBAY], kpis=[measures["1.1.1/1"].kpi],
                                 ground=Ground("Inspection", TODAY, TODAY), by=coordinator)  # fmt: skip
    scope = scope_for(officer)
    found = row(plan, "1.1.1", scope=scope)
    assert found.measures[0].parts == ((BRISTOL, True),)
    assert (found.exemptions[0].council, found.exemptions[0].reason) == ("a council", "")
    assert not reading.evidence(scope).exists()
    assert not reading.exemptions(scope).exists()
    stranger = holds("Dan Derby", Role.COUNCIL_PERFORMANCE_LEAD, DERBY)
    assert reading.plan_of(scope_for(stranger), REGION) is None


def test_the_plan_of_a_day(plan: Plan, live: Live) -> None:
    live(dt.date(2026, 11, 22))
    assert reading.plan_of(Scope.system(), REGION) == plan
    assert reading.default_day(plan) == plan.ends_on
    found = reading.standings(Scope.system(), plan)
    assert found.words.startswith("The year of this plan ended on 31 March 2026.")


def test_what_is_due_is_offered_to_calendars(plan: Plan, coordinator: Person) -> None:
    found = list(needs.dues(scope_for(coordinator), dt.date(2025, 11, 1), dt.date(2026, 1, 31)))
    assert [(each.day, each.title) for each in found if "Meeting" in each.title] == [
        (dt.date(2025, 11, 28), "KPI 1.1.3: Meeting, November 2025"),
        (dt.date(2025, 12, 28), "KPI 1.1.3: Meeting, December 2025"),
    ]
    assert len(found) == 5


def test_every_state_has_an_owner_and_leads_only_to_states_of_its_own() -> None:
    for states, steps in ((EvidenceState, EVIDENCE_STEPS), (ExemptionState, EXEMPTION_STEPS),
                          (VersionState, VERSION_STEPS), (SheetState, SHEET_STEPS)):  # fmt: skip
        assert set(steps) == set(states)
        assert all(AWAITS[state] for state in states)
        assert all(following <= set(states) for following in steps.values())
