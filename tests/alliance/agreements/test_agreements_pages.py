"""Pages of agreements: what they say, who sees them, and the steps a coordinator takes."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.access.states import HoldingState
from riia.alliance.agreements.models import Agreement, AgreementVersion, Evidence, Seat, Signature
from riia.alliance.agreements.presenters.agreements import address, page
from riia.alliance.agreements.states import VersionState
from riia.alliance.audit.services import System
from riia.alliance.places.models import Place
from riia.alliance.places.services import load_reference
from riia.demo.agreements_mou import EAST_MIDLANDS_TITLE, SOUTH_WEST_TITLE, load_agreements

EAST_MIDLANDS, SOUTH_WEST, DERBY, BRISTOL = "E12000004", "E12000009", "831", "801"
TODAY = dt.date(2026, 11, 22)
type SignIn = Callable[..., Client]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=System("tests"))
        load_agreements(by=System("tests"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_a_day(_loaded: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture
def sign_in() -> SignIn:
    def client(role: Role, place: str | None = None) -> Client:
        person = Person.objects.create(email=f"{role}.{place}@example.org".lower(), name="A person", is_persona=True)
        RoleHolding.objects.create(
            person=person, role=role, place=Place.objects.get(code=place) if place else None, purpose="test",
            state=HoldingState.APPROVED, starts=TODAY, expires=TODAY + dt.timedelta(days=30),
            review_due=TODAY + dt.timedelta(days=30), proposer_label="test", approved_at=timezone.now(),
            approver_label="test",
        )  # fmt: skip
        signed_in = Client()
        signed_in.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return signed_in

    return client


@pytest.fixture
def coordinator(sign_in: SignIn) -> Client:
    return sign_in(Role.COORDINATOR, EAST_MIDLANDS)


@pytest.fixture
def memorandum() -> AgreementVersion:
    return AgreementVersion.objects.get(agreement__title=EAST_MIDLANDS_TITLE, state=VersionState.IN_FORCE)


def body(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return " ".join(answer.content.decode().split())


def when(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_the_finding_is_the_title(coordinator: Client, memorandum: AgreementVersion) -> None:
    said = body(coordinator, address(memorandum))
    assert (
        "All 32 signatures of the East Midlands memorandum are in; it took effect 25 days before the last one" in said
    )
    assert "Northamptonshire Children&#39;s Trust signs beside North Northamptonshire and West Northamptonshire" in said
    assert "written “17 th August 2022”" in said
    assert "Executive Director for Children’s Services" in said
    assert "A review was due in summer 2024, and none is recorded" in said
    assert "not statutory, not a contract" in said


def test_the_list_says_what_is_late(coordinator: Client) -> None:
    said = body(coordinator, "/agreements/")
    assert "Your agreement is in force; 1 review date has passed without a record" in said
    assert "32 of 32" in said
    assert SOUTH_WEST_TITLE not in said


def test_text_with_findings(coordinator: Client, memorandum: AgreementVersion) -> None:
    said = body(coordinator, page(memorandum, "text"))
    assert "6 places in the East Midlands memorandum, 2022-24, do not fit the rest" in said
    assert "begins “beposit”" in said
    assert "It says three characteristics and lists 4 items." in said
    assert 'id="clause-2.5(k)"' in said


def test_matrix_by_period(coordinator: Client, memorandum: AgreementVersion) -> None:
    said = body(coordinator, page(memorandum, "commitments") + "?period=2022-23")
    assert "10 of 90 commitments due in 2022-23 are shown to be met" in said
    later = body(coordinator, page(memorandum, "commitments"))
    assert "None of 80 commitments due in 2026-27 is shown to be met yet" in later
    assert "met 10 Aug 2022" in later
    assert "These follow from a statement of commitment" in later


def test_simulated_is_said(sign_in: SignIn) -> None:
    client = sign_in(Role.DCS, BRISTOL)
    version = AgreementVersion.objects.get(agreement__title=SOUTH_WEST_TITLE)
    for name in ("version", "text", "commitments", "documents", "versions"):
        assert "simulated</strong>" in body(client, page(version, name))
    assert "simulated</strong>" in body(client, "/agreements/")
    assert "the last came" in body(client, address(version))


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [(Role.DCS, DERBY, 200), (Role.DCS, BRISTOL, 404), (Role.AUDITOR, None, 200), (Role.ADMINISTRATOR, None, 403)],
)
def test_who_reads(sign_in: SignIn, memorandum: AgreementVersion, role: Role, place: str | None, status: int) -> None:
    client = sign_in(role, place)
    for name in ("version", "text", "commitments", "documents", "versions"):
        said = body(client, page(memorandum, name), status)
        assert "What you can do" not in said
    assert client.get(page(memorandum, "review")).status_code == 403


def test_coordinator_of_another_region_cannot_keep(sign_in: SignIn, memorandum: AgreementVersion) -> None:
    other = sign_in(Role.COORDINATOR, SOUTH_WEST)
    seat = Seat.objects.filter(party__version=memorandum).first()
    assert other.post(f"/agreements/signatures/{seat.pk}/", {"as_written": "1.9.22"}).status_code == 404
    assert other.get(page(memorandum, "review")).status_code == 404


def test_a_date_that_cannot_be_is_refused_where_it_was_typed(coordinator: Client, memorandum: AgreementVersion) -> None:
    signature = Signature.objects.filter(seat__party__version=memorandum).first()
    path = f"/agreements/signatures/{signature.seat_id}/"
    answer = coordinator.post(path, {"as_written": "31.09.22", "reason": "Misread"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "September 2022 has 30 days, so there is no day 31. Check the day." in said
    assert 'value="31.09.22"' in said
    assert coordinator.post(path, {"as_written": "11 August 2022", "reason": "Misread"}).status_code == 302
    signature.refresh_from_db()
    assert signature.signed_on == dt.date(2022, 8, 11)


def test_review_and_evidence(coordinator: Client, memorandum: AgreementVersion) -> None:
    sent = {
        "which": "due",
        "outcome": "Kept as it is",
        **when("held_on", TODAY),
        **when("next_due", dt.date(2028, 8, 31)),
    }
    assert coordinator.post(page(memorandum, "review"), sent).status_code == 302
    assert "A review was due" not in body(coordinator, address(memorandum))
    party = memorandum.parties.get(council__code=DERBY)
    chosen = {
        "party": party.pk,
        "commitment": memorandum.commitments.get(key="events").pk,
        "period": memorandum.commitment_periods.get(label="2026-27").pk,
    }
    form = body(coordinator, f"{page(memorandum, 'record_evidence')}?party={party.pk}")
    assert f'value="{party.pk}" selected' in form
    refused = coordinator.post(page(memorandum, "record_evidence"), {**chosen, **when("met_on", TODAY)})
    assert "Enter what shows it" in refused.content.decode()
    good = {**chosen, **when("met_on", TODAY), "note": "Programme of the day"}
    assert coordinator.post(page(memorandum, "record_evidence"), good).status_code == 302
    assert "1 of 80 commitments due in 2026-27 is shown to be met" in body(coordinator, page(memorandum, "commitments"))
    evidence = Evidence.objects.get(note="Programme of the day")
    assert coordinator.post(f"/agreements/evidence/{evidence.reference}/", {"reason": "Wrong year"}).status_code == 302
    assert "None of 80" in body(coordinator, page(memorandum, "commitments"))


def test_self_evaluation_signed_off(coordinator: Client, memorandum: AgreementVersion) -> None:
    period = memorandum.commitment_periods.get(label="2026-27").pk
    sent = {"kind": "self-evaluation", "party": memorandum.parties.get(council__code=DERBY).pk, "period": period}
    assert coordinator.post(page(memorandum, "open_document"), {**sent, "title": "Derby SEF"}).status_code == 302
    assert "1 of 1 document waits for sign-off" in body(coordinator, page(memorandum, "documents"))
    document = memorandum.documents.get()
    for office in ("dcs", "lead-member", "chief-executive"):
        path = f"/agreements/documents/{document.reference}/sign-off/"
        assert coordinator.post(path, {"office": office, **when("signed_on", TODAY)}).status_code == 302
    assert "Every self-evaluation and plan is signed off" in body(coordinator, page(memorandum, "documents"))
    support = {"title": "Help with peer challenge"}
    assert coordinator.post(page(memorandum, "plan_support"), support).status_code == 302
    assert "not approved yet; no money yet" in body(coordinator, page(memorandum, "commitments"))


def test_a_new_agreement_from_scope_to_force(coordinator: Client) -> None:
    answer = coordinator.post("/agreements/new/", {"kind": "data-sharing", "title": "New sharing"})
    assert "Enter what this version is called" in answer.content.decode()
    assert not Agreement.objects.filter(title="New sharing").exists()
    first = {"kind": "data-sharing", "title": "New sharing", "label": "2026", **when("commences", dt.date(2026, 11, 1))}
    assert coordinator.post("/agreements/new/", first).status_code == 302
    version = AgreementVersion.objects.get(agreement__title="New sharing")
    assert "is being scoped" in body(coordinator, address(version))
    adds = {"councils": [DERBY, "940"], "organisation": "northamptonshire-childrens-trust", "beside": ["940"]}
    assert coordinator.post(page(version, "add_parties"), adds).status_code == 302
    assert Seat.objects.filter(party__version=version).count() == 7
    text = "1. Sharing\n1.1 Two things:\na) data\nc) people"
    assert coordinator.post(page(version, "enter_text"), {"text": text}).status_code == 302
    assert "b is missing before c under 1.1" in body(coordinator, page(version, "text"))
    assert coordinator.post(page(version, "draft"), {}).status_code == 302
    assert coordinator.post(page(version, "agree"), {"minute": "Directors, 5 November 2026"}).status_code == 302
    assert "7 of 7 signatures of the East Midlands data-sharing agreement are missing" in body(
        coordinator, address(version)
    )
    early = coordinator.post(page(version, "into_force"), {})
    assert "Signatures are missing: Director of Children’s Services, Derby" in early.content.decode()
    seats = [f"seat-{seat.pk}" for seat in Seat.objects.filter(party__version=version)]
    wrong = coordinator.post(page(version, "sign_many"), dict.fromkeys(seats, "6.11.26") | {seats[0]: "31.11.26"})
    assert "November 2026 has 30 days, so there is no day 31" in wrong.content.decode()
    assert not Signature.objects.filter(seat__party__version=version).exists()
    assert "Enter at least one date" in coordinator.post(page(version, "sign_many"), {}).content.decode()
    assert coordinator.post(page(version, "sign_many"), dict.fromkeys(seats[1:], "6.11.26")).status_code == 302
    last = f"/agreements/signatures/{seats[0].removeprefix('seat-')}/"
    assert coordinator.post(last, {"as_written": "7.11.26"}).status_code == 302
    assert "It was recorded by mistake" in body(coordinator, last)
    assert coordinator.post(f"{last}withdraw/", {"reason": "It is of the other council"}).status_code == 302
    assert "1 of 7 signatures of the East Midlands data-sharing agreement is missing" in body(
        coordinator, address(version)
    )
    assert coordinator.post(last, {"as_written": "6 th November 2026"}).status_code == 302
    assert coordinator.post(page(version, "into_force"), {}).status_code == 302
    assert "it took effect 5 days before the last one" in body(coordinator, address(version))
    left = {"party": version.parties.get(council__code=DERBY).pk, "reason": "Moved", **when("last_day", TODAY)}
    assert coordinator.post(page(version, "end_party"), left).status_code == 302
    assert "Party until 22 November 2026" in body(coordinator, address(version))
    following = f"/agreements/{version.agreement.reference}/new-version/"
    assert coordinator.post(following, {"label": "2028"}).status_code == 302
    second = version.agreement.versions.get(label="2028")
    changed = {"text": "1. Sharing\n1.1 Two things:\na) data\nb) people"}
    assert coordinator.post(page(second, "enter_text"), changed).status_code == 302
    said = body(coordinator, page(second, "versions"))
    assert "1 clause differs between 2026 and 2028" in said
    assert "Parties no more: Derby" in said
    ended = {"reason": "Not wanted", **when("on", TODAY)}
    assert coordinator.post(page(second, "revoke"), ended).status_code == 302
    assert "was revoked on 22 November 2026" in body(coordinator, address(second))


def test_a_partnership_agreement_with_a_body_nobody_has_named_yet(coordinator: Client) -> None:
    sent = {"kind": "partner", "title": "Working with the police", "label": "2026"}
    assert coordinator.post("/agreements/new/", sent).status_code == 302
    version = AgreementVersion.objects.get(agreement__title="Working with the police")
    adds = {"new_body": "Simulated  Police", "responsibilities": "Shares referrals", "contribution": "Two officers"}
    assert coordinator.post(page(version, "add_parties"), adds).status_code == 302
    said = body(coordinator, address(version))
    assert "“Working with the police”, 2026, is being scoped" in said
    assert "Shares referrals Contributes: Two officers." in said
    assert "Authorised signatory" in said
    again = coordinator.post(page(version, "add_parties"), {"new_body": "simulated police"})
    assert "is in the list already. Choose it there." in again.content.decode()


def test_every_page_answers_within_a_few_queries(
    coordinator: Client, memorandum: AgreementVersion, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for name in ("version", "text", "commitments", "documents", "versions"):
        with django_assert_max_num_queries(45):
            body(coordinator, page(memorandum, name))


def test_pasted_pages_fill_in_the_dates_and_record_nothing(coordinator: Client, memorandum: AgreementVersion) -> None:
    seat = Seat.objects.get(party__version=memorandum, party__council__code=DERBY, office="dcs")
    Signature.objects.filter(seat=seat).delete()
    asked = page(memorandum, "read_pages")
    assert asked in body(coordinator, page(memorandum, "sign_many"))
    pasted = "Council\tPosition\tName\tDate\nDerby City Council\tDCS\tSomebody Else\t3rd day of May 2023\n"
    said = coordinator.post(asked, {"text": pasted + "Vale Trust\tChief Executive\tA B\t3.5.23\n"}).content.decode()
    assert 'value="3rd day of May 2023"' in said
    assert "2 signatures found in the pages; 1 of the 1 date missing here is filled in." in said
    assert "Vale Trust signs there and is not asked to sign here" in said
    assert "Somebody Else" not in said
    assert not Signature.objects.filter(seat=seat).exists()
    assert "No signature was found" in coordinator.post(asked, {"text": "1. Nothing"}).content.decode()
    assert (
        coordinator.post(page(memorandum, "sign_many"), {f"seat-{seat.pk}": "3rd day of May 2023"}).status_code == 302
    )
    assert Signature.objects.get(seat=seat).signed_on == dt.date(2023, 5, 3)
