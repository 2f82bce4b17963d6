"""Submitting: once, whole, only when nothing is in the way; explanations with their age."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from riia.alliance.returns import tasks
from riia.alliance.returns.errors import Conflict, DeskError, NotYours, Stale
from riia.alliance.returns.models import Explained, Return, Round, Version
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import heading_of, version_answers
from riia.alliance.returns.services import explaining, submitting
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.services.rounds import open_round
from riia.alliance.returns.services.submitting import NotReady, Receipt, submit
from riia.alliance.returns.states import IN_HAND, RETURN_TRANSITIONS, ReturnState
from riia.indicators.model import Number
from riia.indicators.returns.canonical import fingerprint
from tests.alliance.returns.conftest import At, People, make_round
from tests.alliance.returns.filled import cell, fill, save

pytestmark = pytest.mark.django_db
NOT_GIVEN = "RET-NOT-GIVEN ehcp-requests.number"


@pytest.fixture
def one(derby_return: Return) -> Return:
    return derby_return


@pytest.fixture
def whole(one: Return, people: People) -> Return:
    return fill(one, people.derby)


def test_a_version_is_exactly_what_stands(whole: Return, people: People, at: At) -> None:
    receipt = submit(one=whole, by=people.derby, revision=whole.revision)
    version = Version.objects.get()
    assert receipt == Receipt(version)
    assert (version.number, version.why, version.source, version.maker_label) == (1, "submitted", "form", "Priya")
    assert version_answers(version)[cell("referrals.number")] == Number(800)
    assert version.fingerprint == fingerprint(heading_of(whole), version_answers(version), version.explanations)
    assert receipt.fingerprint == version.fingerprint[:12]
    whole.refresh_from_db()
    assert (whole.state, whole.first_submitted_on) == (ReturnState.SUBMITTED, dt.date(2026, 10, 1))
    assert [(step.before, step.after, step.version) for step in whole.steps.all()] == [
        ("not started", "draft", None),
        ("draft", "submitted", version),
    ]


def test_a_second_press_says_that_it_is_in(whole: Return, people: People) -> None:
    seen = whole.revision
    first = submit(one=whole, by=people.derby, revision=seen)
    again = submit(one=whole, by=people.derby, revision=seen)
    assert again == Receipt(first.version, again=True)
    assert Version.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_not_submitted(whole: Return, people: People) -> None:
    seen = whole.revision
    save(whole, {"referrals.rate": ""}, people.derby)  # says the same: not a change
    save(whole, {"cla-current.number": "621"}, people.derby)
    with pytest.raises(Stale, match="has changed since"):
        submit(one=whole, by=people.derby, revision=seen)
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"referrals.number": ""}, "1 finding must be corrected"),
        ({"cla-current.number": "lots"}, "1 answer cannot be read"),
        ({"repeat-referrals.number": "9999"}, "must be corrected"),
        ({"ehcp-requests.number": "x"}, "1 finding needs an explanation"),
    ],
)
def test_what_is_in_the_way_is_counted(whole: Return, people: People, changes: dict[str, str], words: str) -> None:
    save(whole, changes, people.derby)
    with pytest.raises(NotReady, match=words) as refusal:
        submit(one=whole, by=people.derby)
    assert refusal.value.checked.in_the_way
    whole.refresh_from_db()
    assert (whole.state, whole.first_submitted_on) == (ReturnState.DRAFT, None)


def test_an_unreadable_answer_is_told_once_and_not_as_a_blank(whole: Return, people: People) -> None:
    save(whole, {"cla-current.number": "lots"}, people.derby)
    found = checked(whole)
    assert list(found.unreadable) == [cell("cla-current.number")]
    assert not [outcome for outcome in found.hard if outcome.cells[0] == cell("cla-current.number")]


def test_an_explanation_lets_it_go_on(whole: Return, people: People) -> None:
    save(whole, {"ehcp-requests.number": "x"}, people.derby)
    explain(one=whole, key=NOT_GIVEN, text="  The system was replaced in August. ", by=people.derby)
    version = submit(one=whole, by=people.derby).version
    assert version.explanations == {NOT_GIVEN: "The system was replaced in August."}
    assert [outcome["key"] for outcome in version.outcomes] == [NOT_GIVEN]


def test_an_explanation_of_what_is_mended_does_not_go_along(whole: Return, people: People) -> None:
    save(whole, {"ehcp-requests.number": "x"}, people.derby)
    explain(one=whole, key=NOT_GIVEN, text="The system was replaced.", by=people.derby)
    save(whole, {"ehcp-requests.number": "150"}, people.derby)
    assert submit(one=whole, by=people.derby).version.explanations == {}


@pytest.mark.parametrize("state", ReturnState)
def test_every_state_submits_or_refuses_in_words(whole: Return, people: People, state: ReturnState) -> None:
    submit(one=whole, by=people.derby)
    save_as(whole, state)
    if state in IN_HAND and state is not ReturnState.IN_QUERY:
        assert submit(one=whole, by=people.derby).again
        return
    if ReturnState.SUBMITTED not in RETURN_TRANSITIONS[state]:
        with pytest.raises(DeskError):
            submit(one=whole, by=people.derby)
        return
    if state is ReturnState.IN_QUERY:
        with pytest.raises(DeskError, match="Nothing has changed since version 1"):
            submit(one=whole, by=people.derby)
        save(whole, {"cla-current.number": "621"}, people.derby)
    assert submit(one=whole, by=people.derby).version.number == 2


def save_as(one: Return, state: ReturnState) -> None:
    Return.objects.filter(pk=one.pk).update(state=state)
    one.refresh_from_db()


def test_a_correction_is_a_version_of_its_own_and_keeps_the_first_day(whole: Return, people: People, at: At) -> None:
    submit(one=whole, by=people.derby)
    save_as(whole, ReturnState.IN_QUERY)
    with at(dt.date(2026, 10, 27)):
        save(whole, {"cla-current.number": "621"}, people.derby)
        version = submit(one=whole, by=people.derby).version
    whole.refresh_from_db()
    assert (version.number, version.source) == (2, "correction")
    assert whole.first_submitted_on == dt.date(2026, 10, 1)
    assert version_answers(Version.objects.get(number=1))[cell("cla-current.number")] == Number(620)


@pytest.mark.parametrize("who", ["analyst", "derby_dcs", "leicester", "bristol"])
def test_only_the_council_submits(whole: Return, people: People, who: str) -> None:
    with pytest.raises(NotYours):
        submit(one=whole, by=getattr(people, who))


def test_nothing_is_submitted_when_the_trail_fails(whole: Return, people: People, monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr("riia.alliance.returns.services.moving.record", refuse)
    with pytest.raises(RuntimeError):
        submit(one=whole, by=people.derby)
    whole.refresh_from_db()
    assert (whole.state, Version.objects.count(), whole.first_submitted_on) == (ReturnState.DRAFT, 0, None)


def test_the_receipt_is_sent_to_whoever_submitted(whole: Return, people: People, monkeypatch, mailoutbox) -> None:
    monkeypatch.setattr(submitting, "is_replay", lambda: False)
    receipt = submit(one=whole, by=people.derby)
    assert DBTaskResult.objects.count() == 1
    tasks.send_receipt.call(version=receipt.version.pk, person=str(people.derby.reference))
    (message,) = mail.outbox
    assert message.to == ["priya@example.org"]
    assert message.subject.startswith("Receipt: the return of Derby for July to September 2026")
    for said in (receipt.reference, receipt.fingerprint, f"/returns/{whole.reference}/submitted/"):
        assert said in message.body


class TestExplaining:
    @pytest.fixture
    def asked(self, whole: Return, people: People) -> Return:
        save(whole, {"ehcp-requests.number": "x"}, people.derby)
        whole.refresh_from_db()
        return whole

    def test_it_can_be_changed_and_taken_back(self, asked: Return, people: People) -> None:
        for text in ("First.", "Second.", ""):
            explain(one=asked, key=NOT_GIVEN, text=text, by=people.derby)
            assert [row.text for row in Explained.objects.all()] == ([text] if text else [])

    def test_only_what_the_checks_find_is_explained(self, asked: Return, people: People) -> None:
        with pytest.raises(DeskError, match="do not find this any more"):
            explain(one=asked, key="RET-CHANGE referrals.number", text="Because.", by=people.derby)

    def test_a_text_somebody_else_wrote_since_is_not_overwritten(self, asked: Return, people: People) -> None:
        seen = asked.revision
        explain(one=asked, key=NOT_GIVEN, text="Theirs.", by=people.derby, base_revision=seen)
        with pytest.raises(Conflict, match=r"“Theirs\.” Yours was not saved: “Mine\.”"):
            explain(one=asked, key=NOT_GIVEN, text="Mine.", by=people.derby, base_revision=seen)
        assert Explained.objects.get().text == "Theirs."

    def test_too_long_is_told_with_its_length(self, asked: Return, people: People) -> None:
        with pytest.raises(DeskError, match=r"2,000 characters at most. This one has 2,001"):
            explain(one=asked, key=NOT_GIVEN, text="x" * 2001, by=people.derby)

    def test_nothing_is_explained_when_the_trail_fails(self, asked: Return, people: People, monkeypatch) -> None:
        monkeypatch.delattr(explaining, "record")
        with pytest.raises(NameError):
            explain(one=asked, key=NOT_GIVEN, text="Because.", by=people.derby)
        assert not Explained.objects.exists()

    def test_the_same_text_ages_and_is_worn_out_after_a_year(self, round_: Round, people: People, at: At) -> None:
        """Given in four quarters running; in the fifth a new one is asked for."""
        by, text, kept = people.derby, "Requests are not counted since the system was replaced.", []
        for quarter, opens in enumerate(QUARTERS):
            with at(opens):
                one = derby_of(opened(round_, quarter, opens, people))
                fill_with_missing(one, people)
                found = checked(one)
                if quarter < 4:
                    explain(one=one, key=NOT_GIVEN, text=text, by=by)
                    kept.append(
                        (Explained.objects.get(council_return=one, key=NOT_GIVEN).since, NOT_GIVEN in found.offers)
                    )
                    explain_rest(one, by)
                    submit(one=one, by=by)
                    continue
                assert NOT_GIVEN in found.worn
                with pytest.raises(DeskError, match="4 quarters running"):
                    explain(one=one, key=NOT_GIVEN, text=text, by=by)
                explain(one=one, key=NOT_GIVEN, text="Requests are counted again from October.", by=by)
                assert Explained.objects.get(council_return=one, key=NOT_GIVEN).since == one.round.period
        assert kept == [("2026-27Q2", False), *[("2026-27Q2", True)] * 3]


QUARTERS = [dt.date(2026, 10, 1), dt.date(2027, 1, 4), dt.date(2027, 4, 1), dt.date(2027, 7, 1), dt.date(2027, 10, 1)]
CODES = ["2026-27Q2", "2026-27Q3", "2026-27Q4", "2027-28Q1", "2027-28Q2"]


def opened(first: Round, quarter: int, opens: dt.date, people: People) -> Round:
    if not quarter:
        return first
    due = opens + dt.timedelta(days=21)
    made = make_round(first.alliance, people.coordinator, CODES[quarter], opens_on=opens, due_on=due)
    return open_round(round_=made, by=people.coordinator)


def derby_of(found: Round) -> Return:
    return found.returns.select_related("council", "round__alliance__region").get(council__code="831")


def fill_with_missing(one: Return, people: People) -> None:
    from riia.alliance.returns.queries.reading import form_for
    from tests.alliance.returns.filled import whole

    texts = {str(key): text for key, text in whole(form_for(one.round)).items()}
    save(one, texts | {"ehcp-requests.number": "x"}, people.derby)
    one.refresh_from_db()


def explain_rest(one: Return, by: object) -> None:
    while asked := checked(one).unexplained:
        for outcome in asked:
            explain(one=one, key=outcome.key, text=f"Checked and right in {one.round.period}.", by=by)


class TestPages:
    @pytest.fixture
    def reader(self, people: People, signed_in: Callable[..., Client]) -> Client:
        return signed_in(people.derby)

    def test_look_then_submit_then_the_receipt(self, whole: Return, reader: Client) -> None:
        address = f"/returns/{whole.reference}/submit/"
        page = reader.get(address).content.decode()
        assert "Submit Derby’s return for July to September 2026" in page
        answer = reader.post(address, {"revision": whole.revision}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/returns/{whole.reference}/submitted/"
        version = Version.objects.get()
        shown = answer.content.decode()
        assert version.fingerprint[:12] in shown
        assert Receipt(version).reference in shown
        # Pressed again, from a page that was still open.
        again = reader.post(address, {"revision": whole.revision}, follow=True).content.decode()
        assert "Version 1 is in already" in again
        assert Version.objects.count() == 1

    def test_what_is_in_the_way_leads_to_the_checks(self, whole: Return, people: People, reader: Client) -> None:
        save(whole, {"ehcp-requests.number": "x"}, people.derby)
        answer = reader.get(f"/returns/{whole.reference}/submit/", follow=True)
        assert answer.redirect_chain[-1][0] == f"/returns/{whole.reference}/checks/"
        shown = answer.content.decode()
        assert "Derby’s return is not ready yet: 1 finding needs an explanation" in shown
        said = {"revision": answer.context["page"].revision if answer.context else whole.revision + 1,
                "key-0": NOT_GIVEN, "text-0": "Replaced in August.", "was:text-0": ""}  # fmt: skip
        after = reader.post(f"/returns/{whole.reference}/checks/", said, follow=True).content.decode()
        assert "1 explanation saved" in after
        assert "is ready to submit" in after

    def test_a_text_that_is_not_saved_stays_on_the_page(self, whole: Return, people: People, reader: Client) -> None:
        save(whole, {"ehcp-requests.number": "x"}, people.derby)
        explain(one=whole, key=NOT_GIVEN, text="Theirs.", by=people.derby)
        said = {"revision": 1, "key-0": NOT_GIVEN, "text-0": "Mine.", "was:text-0": ""}
        shown = reader.post(f"/returns/{whole.reference}/checks/", said).content.decode()
        assert "There is a problem" in shown
        assert "Mine." in shown
        assert "Theirs." in shown
