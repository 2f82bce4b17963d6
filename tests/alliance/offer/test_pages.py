"""The pages, as the people who use them: what each shows, refuses and answers with 404; what needs somebody now."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.offer.models import Application, Award, Call, Criterion, Decision
from riia.alliance.offer.queries.needs import needs
from riia.alliance.offer.services import calls, deciding, telling
from riia.alliance.places.models import Alliance
from tests.alliance.offer.conftest import (
    AFTER,
    CLOSES,
    DERBY,
    LEICESTER,
    TODAY,
    WHOLE,
    Live,
    People,
    SignedIn,
    ruling,
)


def page(client: Client, route: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"offer:{route}", args=args), query)
    assert response.status_code == 200, (route, response.status_code)
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def send(client: Client, route: str, *args: Any, **typed: str) -> Any:
    return client.post(reverse(f"offer:{route}", args=args), typed)


def day(name: str, when: dt.date) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def test_a_call_from_nothing_to_open_by_its_pages(alliance: Alliance, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    assert "There is no call yet" in page(client, "home")
    missing = send(client, "new", title="", kind="ai-project").content.decode()
    assert "Enter a title" in missing
    send(client, "new", title="AI projects", kind="ai-project", purpose="Time.", guidance="", source="KPI 1.2.4")
    call = Call.objects.get()
    ref = call.reference
    assert "It cannot open yet" in page(client, "step", ref, "open")
    send(client, "money", ref, available="", most="25,000.50")
    send(client, "days", ref, **{key: value for name, when in zip(
        ("opens_on", "closes_on", "panel_by", "decision_by", "awards_end"),
        (TODAY, CLOSES, dt.date(2026, 2, 16), dt.date(2026, 2, 23), dt.date(2027, 2, 22)), strict=True)
        for key, value in day(name, when).items()})  # fmt: skip
    send(client, "new_criterion", ref, title="Need", asks="How far.", weight="60", meanings="None\nSome\nAll")
    for person in (people.performance, people.panellist):
        send(client, "panel", ref, person=str(person.reference))
    seen = page(client, "call", ref)
    assert "not yet settled" in seen
    assert "20 working days after the opening" in seen
    assert client.post(reverse("offer:step", args=[ref, "open"])).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.most_pence, call.available_pence) == ("open", 2_500_050, None)
    criterion = Criterion.objects.get()
    assert criterion.meanings == ["None", "Some", "All"]


def test_days_that_cannot_be_are_said_beside_their_field(draft: Call, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    typed = day("opens_on", CLOSES) | day("closes_on", TODAY)
    told = client.post(reverse("offer:days", args=[draft.reference]), typed).content.decode()
    assert "The last day to apply must be after the opening, 2 February 2026" in told
    assert 'href="#id_closes_on-day"' in told


def test_a_draft_changed_meanwhile_by_a_page(draft: Call, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    typed = {"title": "One", "kind": "other", "purpose": "p", "revision": str(draft.revision)}
    assert client.post(reverse("offer:text", args=[draft.reference]), typed).status_code == 302
    told = client.post(reverse("offer:text", args=[draft.reference]), typed | {"title": "Two"}).content.decode()
    assert "Somebody else changed this call" in told


def test_criteria_documents_and_panel_are_removed(draft: Call, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    send(client, "documents", draft.reference, title="Guide", url="example.org/guide")
    assert "Guide" in page(client, "documents", draft.reference)
    send(client, "remove_document", draft.documents.get().reference)
    first = draft.criteria.first()
    send(client, "criterion", first.reference, title="Need!", asks="a", weight="5", meanings="a\nb")
    assert "Need!" in page(client, "criteria", draft.reference)
    send(client, "remove_criterion", first.reference)
    send(client, "remove_member", draft.panel.get(person=people.lead).reference)
    assert (draft.documents.count(), draft.criteria.count(), draft.panel.filter(left_on=None).count()) == (0, 1, 2)


def test_a_council_applies_by_its_pages(call: Call, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.derby_officer)
    assert "Apply for Derby" in page(client, "call", call.reference)
    assert send(client, "apply", call.reference, council=LEICESTER).status_code == 404
    send(client, "apply", call.reference, council=DERBY)
    one = Application.objects.get()
    told = send(client, "write", one.reference, title="Ours", asked="some", revision="0").content.decode()
    assert "Enter the amount as numbers" in told
    assert "What you wrote is saved" in told
    clash = send(client, "write", one.reference, title="Theirs", revision="0").content.decode()
    assert "Lena changed this while you were writing" in clash
    assert ">Ours</p>" in clash
    one.refresh_from_db()
    assert one.content["title"] == "Ours"
    assert client.get(reverse("offer:submit", args=[one.reference])).status_code == 403
    client = signed_in(people.derby)
    assert "This application is not complete" in page(client, "submit", one.reference)
    assert "Enter why it is needed" in page(client, "write", one.reference, problems="")
    saved = send(client, "write", one.reference, revision=str(one.revision), check="yes", **WHOLE)
    assert saved["Location"] == reverse("offer:submit", args=[one.reference])
    one.refresh_from_db()
    assert "Somebody changed" in send(client, "submit", one.reference, revision="1").content.decode()
    send(client, "submit", one.reference, revision=str(one.revision))
    one.refresh_from_db()
    assert one.state == "submitted"
    assert "£12,500.50" in page(client, "application", one.reference)
    send(client, "take_back", one.reference)
    send(client, "withdraw", one.reference, reason="Not now.")
    one.refresh_from_db()
    assert one.state == "withdrawn"


def test_the_panel_and_the_decision_by_their_pages(
    with_panel: dict[str, Application], call: Call, people: People, signed_in: SignedIn
) -> None:
    one = with_panel[DERBY]
    for person in (people.performance, people.panellist):
        client = signed_in(person)
        assert "A data apprentice" not in page(client, "application", one.reference)
        assert client.get(reverse("offer:score", args=[one.reference])).status_code == 302
        assert "Select whether you have an interest" in send(client, "interest", one.reference).content.decode()
        send(client, "interest", one.reference, conflict="no")
        assert "A data apprentice" in page(client, "score", one.reference)
        typed = {"version": "1", "score-1": "3", "reason-1": "a", "score-2": "2", "reason-2": ""}
        told = send(client, "score", one.reference, submit="yes", **typed).content.decode()
        assert "Enter your reason for the score for “Value”" in told
        assert 'href="#id_reason-2"' in told
        send(client, "score", one.reference, submit="yes", **typed | {"reason-2": "b"})
        assert "Your scores are handed in: 86.7 of 100 points" in page(client, "score", one.reference)
    client = signed_in(people.coordinator)
    assert "86.7" in page(client, "ranking", call.reference)
    told = send(client, "decide", one.reference, decision="award", amount="", reason="", version="1").content.decode()
    for words in ("Enter how much is awarded", "Enter the reason", "Enter the minute of the meeting"):
        assert words in told
    typed = {"decision": "award", "amount": "12,000.01", "reason": "Good.", "minute": "Item 4", "version": "1"}
    send(client, "decide", one.reference, **typed)
    assert Decision.objects.get().amount_pence == 1_200_001
    client = signed_in(people.derby)
    assert "£12,000.01 awarded" in page(client, "application", one.reference)
    assert "Good." in page(client, "application", one.reference)


def test_monitoring_by_its_pages(award: Award, people: People, signed_in: SignedIn) -> None:
    client = signed_in(people.coordinator)
    due_on = AFTER + dt.timedelta(days=30)
    send(client, "ask", award.reference, kind="milestone", title="In post", **day("due_on", due_on))
    due = award.dues.get(kind="milestone")
    send(client, "plan_payment", award.reference, amount="6,000", after=str(due.reference), **day("due_on", due_on))
    assert "waits for “In post”" in page(client, "award", award.reference)
    client = signed_in(people.derby)
    assert "Ask for a milestone" not in page(client, "award", award.reference)
    send(client, "due", due.reference, said="Since March.")
    client = signed_in(people.coordinator)
    assert "Enter what is missing" in send(client, "due", due.reference, back="yes").content.decode()
    send(client, "due", due.reference, accept="yes", answer="Thanks.")
    payment = award.payments.get()
    send(client, "payment", payment.reference, paid_as="INV 1", **day("paid_on", AFTER))
    assert "reference INV 1" in page(client, "award", award.reference)
    end = award.dues.get(kind="end-report")
    client = signed_in(people.derby)
    send(client, "due", end.reference, said="All.", changed="Fewer errors.", spent="6000")
    client = signed_in(people.coordinator)
    send(client, "due", end.reference, accept="yes")
    send(client, "close", award.reference)
    assert "The award of £12,000.00 to Derby is closed" in page(client, "award", award.reference)
    assert "£6,000.00" in page(client, "award", award.reference)


@pytest.fixture
def published(award: Award, scored: dict[str, Application], call: Call, people: People) -> Call:
    one = scored[LEICESTER]
    deciding.decline(one=one, ruling=ruling(one, "Secret reason.", "Item 5"), by=people.coordinator)
    return calls.publish(call=call, by=people.coordinator)


def test_the_department_sees_awards_with_amounts_and_no_more(
    published: Call, award: Award, people: People, signed_in: SignedIn
) -> None:
    for person in (people.dfe, people.lga):
        client = signed_in(person)
        assert "1 award, £12,000.00 together" in page(client, "home")
        seen = page(client, "results", published.reference)
        assert "Derby £12,000.00" in seen
        for hidden in ("Leicester", "apprentice", "Secret", "£12,500.50"):
            assert hidden not in seen
        Call.objects.filter(pk=published.pk).update(title="=1+1")
        csv = client.get(reverse("offer:results", args=[published.reference]), {"form": "csv"}).content.decode()
        assert csv.splitlines()[1].startswith("'=1+1,")
        assert csv.splitlines()[1].split(",")[2:5] == ["831", "Derby", "12000.00"]
        for route, reference in (("call", published.reference), ("award", award.reference),
                                 ("application", award.application.reference)):  # fmt: skip
            assert client.get(reverse(f"offer:{route}", args=[reference])).status_code in (403, 404)


def refused(client: Client, route: str, *args: Any) -> bool:
    return client.get(reverse(f"offer:{route}", args=args)).status_code in (403, 404)


@pytest.mark.parametrize(
    ("who", "open_to"),
    [
        ("coordinator", {"call", "ranking", "application", "award", "decide", "money", "ask"}),
        ("lead", {"call", "ranking", "application", "award", "decide"}),
        ("performance", {"call", "ranking", "application", "award"}),
        ("auditor", {"call", "ranking", "application", "award"}),
        ("panellist", {"call", "ranking", "application"}),
        ("derby", {"call", "award", "application of Derby"}),
        ("leicester", {"call", "application"}),
        ("nottingham", {"call"}),
        ("dfe", set()),
        ("bristol", set()),
        ("southwest", set()),
    ],
)
def test_who_is_let_where(
    award: Award, scored: dict[str, Application], call: Call, people: People, signed_in: SignedIn, who: str,
    open_to: set[str],
) -> None:  # fmt: skip
    client = signed_in(getattr(people, who))
    leicester = scored[LEICESTER].reference
    doors = {
        "call": ("call", call.reference),
        "ranking": ("ranking", call.reference),
        "application": ("application", leicester),
        "application of Derby": ("application", scored[DERBY].reference),
        "decide": ("decide", leicester),
        "award": ("award", award.reference),
        "money": ("money", call.reference),
        "ask": ("ask", award.reference),
    }
    found = {name for name, door in doors.items() if not refused(client, *door)}
    assert found - {"application of Derby"} == open_to - {"application of Derby"}
    assert ("application of Derby" in found) == (
        who in {"derby", "lead", "coordinator", "performance", "auditor", "panellist"}
    )


def texts(who: Person, day: dt.date) -> list[str]:
    return [need.text for need in needs(scope_for(who), day)]


def test_what_needs_whom(call: Call, submitted: dict[str, Application], people: People, live: Live) -> None:
    assert texts(people.nottingham, TODAY) == ["Apply for “Data capacity”, if you want to"]
    assert texts(people.derby, TODAY) == texts(people.auditor, TODAY) == texts(people.bristol, TODAY) == []
    assert texts(people.coordinator, AFTER) == ["Give 2 applications for “Data capacity” to the panel"]
    live(AFTER)
    calls.give_to_panel(call=call, by=people.coordinator)
    assert texts(people.panellist, AFTER) == ["Score 2 applications for “Data capacity”"]
    assert texts(people.lead, AFTER) == ["Score 1 application for “Data capacity”"]


def test_what_needs_whom_once_scored(scored: dict[str, Application], people: People) -> None:
    assert texts(people.coordinator, AFTER) == ["Decide on 1 application for “Data capacity”"]
    assert texts(people.panellist, AFTER) == []
    assert texts(people.lead, AFTER) == ["Score 1 application for “Data capacity”"]


def test_what_needs_whom_once_a_day_has_passed(with_panel: dict[str, Application], people: People, live: Live) -> None:
    late = dt.date(2026, 2, 17)
    assert texts(people.coordinator, dt.date(2026, 2, 16)) == []
    live(late)
    assert texts(people.coordinator, late) == ["Decide on 2 applications for “Data capacity”"]
    assert "Decide on 1 application for “Data capacity”" in texts(people.lead, late)


def test_an_email_that_did_not_go_out_is_seen(
    draft: Call, people: People, signed_in: SignedIn, sent_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MailNotSentError("The e-mail could not be sent.")

    monkeypatch.setattr(telling, "send", broken)
    calls.open_call(call=draft, by=people.coordinator)
    seen = page(signed_in(people.coordinator), "call", draft.reference)
    assert "E-mails that did not go out" in seen
    assert "Priya, Derby: a call opened" in seen
    assert "did not go out" not in page(signed_in(people.derby), "call", draft.reference)
