"""The pages of a plan: what each viewer sees, that filters and days are in the address, and steps on a phone."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.roles import Role
from riia.alliance.places.models import Place
from riia.alliance.plans.models import Aim, AimKpi, Evidence, Exemption, Kpi, Measure, Override, Plan, Risk
from riia.alliance.plans.services import evidence
from riia.alliance.plans.services.evidence import Given, Shows
from riia.alliance.plans.states import EvidenceState, ExemptionState

from .conftest import BRISTOL, DEVON, REGION, TORBAY, Holds, Live, SignedIn

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(f"plans:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def recorded(plan: Plan, measure: Measure, by: Person) -> Evidence:
    given = Given("Letter of appointment", dt.date(2025, 12, 12), note="Signed.")
    return evidence.record_evidence(plan=plan, given=given, shows=[Shows(measure)], by=by)


def test_the_plan_says_what_is_red_and_filters_are_in_the_address(
    plan: Plan, coordinator: Person, signed_in: SignedIn
) -> None:
    client = signed_in(coordinator)
    text = page(client, "home")
    assert "1 of 4 KPIs is red and 2 amber" in text
    assert "2 of 2 due so far missed (November 2025 and December 2025)" in text
    assert "Not rated" in text
    amber = page(client, "home", rag="amber")
    assert "2 of 4 KPIs." in amber
    assert "Monthly meetings" not in amber
    assert "No KPI fits these filters" in page(client, "home", rag="green")
    assert "2 of 4 KPIs." in page(client, "home", due="30")
    assert "4 of 4 KPIs." in page(client, "home", show="no-evidence", nonsense="x")
    earlier = page(client, "home", at="2025-06-01")
    assert "None of 4 KPIs is red or amber" in earlier
    assert "Shown as it stood on 1 June 2025" in earlier


def test_a_plan_whose_year_is_over_stands_on_its_last_day(
    plan: Plan, coordinator: Person, signed_in: SignedIn, live: Live
) -> None:
    live(dt.date(2026, 11, 22))
    assert "The year of this plan ended on 31 March 2026." in page(signed_in(coordinator), "home")


def test_without_a_plan_the_page_says_so(coordinator: Person, signed_in: SignedIn, alliance: object) -> None:
    assert "No plan is entered for your region" in page(signed_in(coordinator), "home")


def test_the_page_of_a_kpi_says_how_its_date_is_read(
    plan: Plan, measures: dict[str, Measure], officer: Person, signed_in: SignedIn
) -> None:
    text = page(signed_in(officer), "kpi", measures["1.1.4/1"].kpi.reference)
    assert "“29 February 2026” is not settled as a day" in text
    assert "Record evidence" not in text
    assert "Keep this KPI" not in text


def test_evidence_is_recorded_looked_at_and_counts(
    plan: Plan, measures: dict[str, Measure], analyst: Person, coordinator: Person, signed_in: SignedIn
) -> None:
    kpi = measures["1.1.1/1"].kpi
    address = reverse("plans:record", args=[kpi.reference])
    typed = {
        "title": "Minutes of December", "m1_councils": [BRISTOL, DEVON, TORBAY], "m1_covers": ["minutes"],
        "effective_on-day": "12", "effective_on-month": "12", "effective_on-year": "2025",
        "file": SimpleUploadedFile("minutes.txt", b"All came."),
    }  # fmt: skip
    client = signed_in(analyst)
    assert "Which councils count?" in page(client, "record", kpi.reference)
    assert client.post(address, typed).status_code == 302
    made = Evidence.objects.get()
    assert (made.kind, made.shows.get().parts.filter(counts=True).count()) == ("file", 3)
    desk = signed_in(coordinator)
    assert "1 piece of evidence waits for your look" in page(desk, "to_review")
    answer = desk.get(reverse("plans:evidence_file", args=[made.reference]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.content, answer.headers["Content-Type"]) == (b"All came.", "application/octet-stream")
    step = reverse("plans:evidence", args=[made.reference])
    assert "Your role does not let you" in client.post(step, {"step": "accept"}).content.decode()
    assert desk.post(step, {"step": "back"}).status_code == 200
    assert desk.post(step, {"step": "accept"}).status_code == 302
    made.refresh_from_db()
    assert made.state == EvidenceState.ACCEPTED
    assert "3 of 3 councils, 3 needed" in page(desk, "kpi", kpi.reference)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter what the evidence is"),
        ({"title": "x"}, "Choose a file, enter an address or write a note"),
        ({"title": "x", "note": "y"}, "Select at least one thing that the evidence shows"),
        ({"title": "x", "note": "y", "m1_n": "-1"}, "Enter 0 or more"),
    ],
)
def test_what_is_missing_is_said_beside_it(
    plan: Plan, measures: dict[str, Measure], analyst: Person, signed_in: SignedIn, typed: dict[str, str], words: str
) -> None:
    address = reverse("plans:record", args=[measures["1.1.1/1"].kpi.reference])
    days = {"effective_on-day": "12", "effective_on-month": "12", "effective_on-year": "2025"}
    answer = signed_in(analyst).post(address, {**days, **typed})
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_council_opens_no_evidence_of_others(
    plan: Plan, measures: dict[str, Measure], analyst: Person, officer: Person, signed_in: SignedIn
) -> None:
    made = recorded(plan, measures["1.1.2/1"], analyst)
    client = signed_in(officer)
    assert client.get(reverse("plans:evidence", args=[made.reference])).status_code == 404
    assert client.get(reverse("plans:evidence_file", args=[made.reference])).status_code == 404
    assert client.get(reverse("plans:record", args=[measures["1.1.2/1"].kpi.reference])).status_code == 404


def test_an_exemption_is_proposed_and_decided_with_its_effect_in_view(
    plan: Plan, measures: dict[str, Measure], coordinator: Person, lead: Person, signed_in: SignedIn
) -> None:
    typed = {"council": TORBAY, "reason": "Inspection", "kpis": [str(measures["1.1.1/1"].kpi.reference)]}
    for name, day in (("from_on", ("1", "1", "2026")), ("to_on", ("28", "2", "2026"))):
        typed |= {f"{name}-{part}": said for part, said in zip(("day", "month", "year"), day, strict=True)}
    assert signed_in(coordinator).post(reverse("plans:propose_exemption"), typed).status_code == 302
    one = Exemption.objects.get()
    client = signed_in(lead)
    assert "0 exemptions are approved; 1 waits for a decision" in page(client, "exemptions")
    address = reverse("plans:exemption", args=[one.reference])
    assert "Approve it" in client.get(address).content.decode()
    assert "Say why the council is not left out" in client.post(address, {"step": "decline"}).content.decode()
    assert client.post(address, {"step": "approve"}).status_code == 302
    one.refresh_from_db()
    assert one.state == ExemptionState.APPROVED


def test_the_keeper_names_owners_settles_dates_and_shows_another_colour(
    plan: Plan, measures: dict[str, Measure], coordinator: Person, analyst: Person, signed_in: SignedIn
) -> None:
    client, kpi = signed_in(coordinator), measures["1.1.4/1"].kpi
    typed = {"kpis": [str(each.reference) for each in Kpi.objects.all()], "office": "Data lead"}
    assert client.post(reverse("plans:owners"), typed).status_code == 302
    assert set(Kpi.objects.values_list("owner_office", flat=True)) == {"Data lead"}
    day = {"due-day": "28", "due-month": "2", "due-year": "2026"}
    answer = client.post(reverse("plans:dates", args=[kpi.reference]), {"measure": "1", "why": "Last day", **day})
    assert answer.status_code == 302
    assert "“29 February 2026”, read as 28 February 2026 (Last day); decided by" in page(client, "kpi", kpi.reference)
    until = {"expires_on-day": "1", "expires_on-month": "2", "expires_on-year": "2026"}
    address = reverse("plans:override", args=[kpi.reference])
    assert client.post(address, {"rag": "red", "reason": "Nobody booked it", **until}).status_code == 302
    assert "Red, by hand" in page(client, "home")
    assert client.post(address, {"step": "end"}).status_code == 302
    assert not Override.objects.filter(expires_on__gt=dt.date(2026, 1, 5)).exists()
    label = {"step": "add", "measure": "1", "label": "The event of May", **day}
    assert client.post(reverse("plans:instances", args=[kpi.reference]), label).status_code == 302
    instance = kpi.measures.get().instances.get()
    excuse = {"step": "excuse", "instance": str(instance.reference), "because": "Called off"}
    assert client.post(reverse("plans:instances", args=[kpi.reference]), excuse).status_code == 302
    for name in ("owners", "propose_exemption"):
        allowed = name == "propose_exemption"
        assert signed_in(analyst).get(reverse(f"plans:{name}")).status_code == (200 if allowed else 403)


def test_the_plan_from_other_sides(
    plan: Plan, measures: dict[str, Measure], coordinator: Person, officer: Person, signed_in: SignedIn
) -> None:
    version, kpi = plan.versions.get(), measures["1.1.1/1"].kpi
    aim = Aim.objects.create(version=version, strand_code="SEND", words="Every council takes part", claims_percent=100,
                             order=0)  # fmt: skip
    AimKpi.objects.create(aim=aim, kpi=kpi)
    Aim.objects.create(version=version, strand_code="SEND", words="Voices are heard", order=1)
    client = signed_in(coordinator)
    aims = page(client, "aims")
    assert "The aim claims 100% of councils; its KPI is met by 86%." in aims
    assert "No KPI would show it." in aims
    assert "1 of 2 activities has no KPI" in page(client, "activities")
    due = page(client, "due")
    assert "3 of 4 KPIs are due on 31 January 2026." in due
    assert "Without a day of its own" in due
    assert "Due after the year of the plan" not in due
    Measure.objects.filter(pk=measures["1.1.1/1"].pk).update(due=dt.date(2026, 7, 31))
    assert "Due after the year of the plan" in page(client, "due")
    risk = {"words": "The analyst starts late", "likelihood": "3", "impact": "2"}
    assert client.post(reverse("plans:risks"), risk).status_code == 302
    one = Risk.objects.get()
    assert "1 risk to the plan, 1 of them high" in page(client, "risks")
    assert client.post(reverse("plans:close_risk", args=[one.reference]), {"words": ""}).status_code == 200
    assert client.post(reverse("plans:close_risk", args=[one.reference]), {"words": "Started"}).status_code == 302
    assert "The analyst starts late" in page(client, "changes")
    assert "Changes are read by the people of the region" in page(signed_in(officer), "changes")


def test_the_file_holds_a_line_for_each_measure_and_no_formula(
    plan: Plan, coordinator: Person, signed_in: SignedIn
) -> None:
    Kpi.objects.filter(key="1.1.2").update(words="=SUM(A1)")
    answer = signed_in(coordinator).get(reverse("plans:download"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 + 5
    assert "'=SUM(A1)" in lines[3]


@pytest.mark.parametrize("role", [Role.DFE, Role.LGA, Role.BOARD_CHAIR, Role.LEAD_DCS])
def test_readers_of_the_region_see_the_plan_and_change_nothing(
    plan: Plan, places: dict[str, Place], measures: dict[str, Measure], holds: Holds, signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(holds("Rae Reader", role, REGION))
    assert "1 of 4 KPIs is red" in page(client, "home")
    assert client.get(reverse("plans:override", args=[measures["1.1.1/1"].kpi.reference])).status_code == 403
    assert "Record evidence" not in page(client, "kpi", measures["1.1.1/1"].kpi.reference)
