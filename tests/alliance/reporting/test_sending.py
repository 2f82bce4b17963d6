"""Freezing, sending, receipts and corrections: what was frozen never changes, and the trail tells of every step."""

import datetime as dt
import io
from dataclasses import replace

import docx
import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from riia.alliance.access.mail import MailNotSentError
from riia.alliance.audit.models import Entry
from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.content import as_stored
from riia.alliance.reporting.errors import Changed, Incomplete, NotYours, ReportError
from riia.alliance.reporting.models import Copy, Edition, EditionFile, Report, Snapshot
from riia.alliance.reporting.queries.frozen import compared, content_of
from riia.alliance.reporting.queries.reading import get_owed, snapshot_of
from riia.alliance.reporting.services import sending
from riia.alliance.reporting.services.freezing import freeze, withdraw
from riia.alliance.reporting.services.receipts import confirm, note_opened, note_receipt
from riia.alliance.reporting.services.register import add_kind
from riia.alliance.reporting.services.reports import ask_for, drop, note_sent, take_up_again
from riia.alliance.reporting.services.sending import To, recipients, send_again, send_edition
from riia.alliance.reporting.states import EditionState, Standing
from tests.alliance.reporting.conftest import NATIONAL, Q3, UPDATE, owed_q3
from tests.alliance.reporting.sample import EARLIER, SAMPLE

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(Entry.objects.filter(action__startswith="reporting.").order_by("pk").values_list("action", flat=True))


def test_what_is_frozen_is_what_was_given(frozen, people) -> None:
    assert frozen.snapshot is not None
    assert content_of(frozen.snapshot) == SAMPLE
    assert (frozen.number, frozen.state, frozen.audiences) == (1, EditionState.FROZEN, ["dfe", "lga"])
    assert frozen.report.due_on == dt.date(2025, 12, 31)
    assert actions()[-1] == "reporting.freeze"


@pytest.mark.parametrize("spoil", ["update", "delete"])
def test_the_database_itself_keeps_what_was_frozen_and_sent(sent, spoil: str) -> None:
    for rows in (Snapshot.objects.all(), EditionFile.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(sha256="0" * 64) if spoil == "update" else rows._raw_delete(rows.db)
        assert rows.exists()


def test_content_that_does_not_fit_its_fingerprint_is_refused(frozen) -> None:
    frozen.snapshot.content = as_stored(replace(SAMPLE, alliance="another"))
    with pytest.raises(Changed):
        content_of(frozen.snapshot)


def test_only_one_frozen_edition_at_a_time(frozen, quarterly, people) -> None:
    with pytest.raises(ReportError, match="frozen and not yet sent"):
        freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="", by=people.coordinator)
    withdraw(edition=frozen, because="A mistake", by=people.coordinator)
    again = freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="", by=people.coordinator)
    assert again.number == 2


def test_who_does_not_keep_reports_neither_freezes_nor_sends(frozen, quarterly, people) -> None:
    for person in (people.dfe, people.lead, people.elsewhere, people.analyst):
        with pytest.raises(NotYours):
            send_edition(edition=frozen, to=[], by=person)
        with pytest.raises(NotYours):
            freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="", by=person)


def test_sending_writes_to_everybody_and_keeps_the_files(frozen, people, sent_at_once) -> None:
    to = recipients(frozen.report.kind.alliance, frozen.readers)
    assert [(one.audience, one.person) for one in to] == [(Audience.DFE, people.dfe), (Audience.LGA, people.lga)]
    sent = send_edition(edition=frozen, to=to, by=people.coordinator)
    assert sent.state == EditionState.SENT
    assert sorted(message.to[0] for message in mail.outbox) == ["graham@example.org", "imogen@example.org"]
    assert f"/reports/versions/{sent.reference}/" in mail.outbox[0].body
    assert "confirm receipt" in mail.outbox[0].body
    assert sent.files.count() == 2 * len(making.FORMS)
    kept = sent.files.get(audience="dfe", form="docx")
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(bytes(kept.data))).paragraphs)
    assert "Please read." in words
    assert making.digest(bytes(kept.data)) == kept.sha256
    made = making.made(sent, SAMPLE, Audience.DFE)
    assert bytes(sent.files.get(audience="dfe", form="pdf").data) == making.as_file(made, "pdf")


def test_each_audience_gets_it_or_it_is_not_sent(frozen, people) -> None:
    with pytest.raises(Incomplete) as refused:
        send_edition(edition=frozen, to=[To(Audience.DFE, people.dfe)], by=people.coordinator)
    assert "Local Government Association" in refused.value.problems["to"]
    with pytest.raises(Incomplete):
        send_edition(edition=frozen, to=[To(Audience.BOARD, people.chair)], by=people.coordinator)
    frozen.refresh_from_db()
    assert frozen.state == EditionState.FROZEN
    assert not EditionFile.objects.exists()
    sent = send_edition(
        edition=frozen, to=[To(Audience.DFE, people.dfe), To(Audience.LGA, name="A. Adviser")], by=people.coordinator
    )
    assert sent.copies.get(audience="lga").name == "A. Adviser"


def test_nothing_is_sent_twice(sent, people) -> None:
    before = (sent.sent_at, sent.copies.count(), sent.files.count())
    with pytest.raises(ReportError, match="sent already"):
        send_edition(edition=sent, to=recipients(sent.report.kind.alliance, sent.readers), by=people.coordinator)
    sent.refresh_from_db()
    assert (sent.sent_at, sent.copies.count(), sent.files.count()) == before


def test_a_message_that_does_not_go_out_is_kept_with_why_and_can_be_sent_again(frozen, people, sent_at_once) -> None:
    def broken(*_: object) -> None:
        raise MailNotSentError("The mail server does not answer.")

    to = recipients(frozen.report.kind.alliance, frozen.readers)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sending, "send", broken)
        sent = send_edition(edition=frozen, to=to, by=people.coordinator)
    copy = sent.copies.get(audience="dfe")
    assert (sent.state, copy.sent_at, copy.problem) == (EditionState.SENT, None, "The mail server does not answer.")
    send_again(copy=copy)
    copy.refresh_from_db()
    assert copy.sent_at
    assert copy.problem == ""


def test_what_goes_to_somebody_first_says_when_it_did(alliance, people) -> None:
    kind = add_kind(alliance=alliance, line=NATIONAL, by=people.coordinator)
    edition = freeze(one=owed_q3(kind), content=SAMPLE, cover_note="", by=people.coordinator)
    to = [To(Audience.NATIONAL, name="The secretary")]
    with pytest.raises(Incomplete) as refused:
        send_edition(edition=edition, to=to, by=people.coordinator)
    assert "Chair DCS" in refused.value.problems["shared_first"]
    assert send_edition(edition=edition, to=to, shared_first="2 January", by=people.coordinator).shared_first


def test_one_click_confirms_and_both_make_it_receipted(sent, people, live) -> None:
    live(dt.date(2026, 1, 7))
    confirm(edition=sent, by=people.dfe)
    sent.refresh_from_db()
    assert sent.state == EditionState.SENT
    confirm(edition=sent, by=people.dfe)  # again: nothing changes
    assert sent.copies.filter(receipted_at__isnull=False).count() == 1
    confirm(edition=sent, by=people.lga)
    sent.refresh_from_db()
    assert sent.state == EditionState.RECEIPTED
    assert actions()[-3:] == ["reporting.confirm", "reporting.confirm", "reporting.receipt"]
    assert sent.receipted_at.date() == dt.date(2026, 1, 7)


def test_others_do_not_confirm(sent, people) -> None:
    for person in (people.coordinator, people.chair, people.dfe_elsewhere, people.supplier):
        with pytest.raises(NotYours):
            confirm(edition=sent, by=person)


def test_a_receipt_from_outside_is_noted_with_what_shows_it(frozen, people) -> None:
    to = [To(Audience.DFE, people.dfe), To(Audience.LGA, name="A. Adviser")]
    sent = send_edition(edition=frozen, to=to, by=people.coordinator)
    copy = sent.copies.get(audience="lga")
    with pytest.raises(Incomplete):
        note_receipt(copy=copy, words=" ", by=people.coordinator)
    with pytest.raises(NotYours):
        note_receipt(copy=copy, words="by e-mail", by=people.lga)
    note_receipt(copy=copy, words="E-mail of 6 January", by=people.coordinator)
    confirm(edition=sent, by=people.dfe)
    sent.refresh_from_db()
    assert sent.state == EditionState.RECEIPTED


def test_the_first_opening_is_noted(sent, people) -> None:
    note_opened(edition=sent, by=people.dfe)
    first = sent.copies.get(person=people.dfe).opened_at
    note_opened(edition=sent, by=people.dfe)
    assert first
    assert sent.copies.get(person=people.dfe).opened_at == first
    assert actions().count("reporting.open") == 1


def test_a_correction_is_a_new_version_and_leaves_the_old_one(sent, quarterly, people) -> None:
    before = {one.pk: bytes(one.data) for one in sent.files.all()}
    with pytest.raises(Incomplete):
        freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="", by=people.coordinator)
    right = replace(SAMPLE, kpis=SAMPLE.kpis[:2])
    second = freeze(
        one=owed_q3(quarterly), content=right, cover_note="", corrects_because="One KPI", by=people.coordinator
    )
    send_edition(edition=second, to=recipients(quarterly.alliance, second.readers), by=people.coordinator)
    sent.refresh_from_db()
    assert sent.state == EditionState.REPLACED
    assert content_of(sent.snapshot) == SAMPLE
    assert {one.pk: bytes(one.data) for one in sent.files.all()} == before
    with pytest.raises(ReportError):
        confirm(edition=sent, by=people.dfe)
    confirm(edition=second, by=people.dfe)


def test_the_board_pack_shows_the_same_numbers(sent, pack, people) -> None:
    snapshot = snapshot_of(pack.alliance, Q3)
    assert snapshot == sent.snapshot
    edition = freeze(one=owed_q3(pack), content=snapshot, cover_note="", by=people.coordinator)
    board = making.made(edition, content_of(edition.snapshot), Audience.BOARD)
    dfe = making.made(sent, SAMPLE, Audience.DFE)
    assert [one.measures for one in board.version.data.kpis] == [one.measures for one in dfe.version.data.kpis]
    assert board.report.title == dfe.report.title


def test_what_changed_is_since_the_last_report_that_was_sent(quarterly, people, alliance) -> None:
    assert compared(SAMPLE, alliance).compared_with == ""
    one = get_owed(quarterly, "2025-26Q2")
    stored = replace(EARLIER, period="2025-26Q2")
    edition = freeze(one=one, content=stored, cover_note="", by=people.coordinator)
    assert compared(SAMPLE, alliance).changes == ()
    send_edition(edition=edition, to=recipients(alliance, edition.readers), by=people.coordinator)
    found = compared(SAMPLE, alliance)
    assert "July to September 2025" in found.compared_with
    assert ("5.1.2", "not in it") in [(each.what, each.before) for each in found.changes]


def test_not_needed_and_taken_up_again(quarterly, people) -> None:
    with pytest.raises(Incomplete):
        drop(one=owed_q3(quarterly), because="", by=people.coordinator)
    report = drop(one=owed_q3(quarterly), because="No quarter", by=people.coordinator)
    assert owed_q3(quarterly).standing is Standing.DROPPED
    with pytest.raises(ReportError):
        freeze(one=owed_q3(quarterly), content=SAMPLE, cover_note="", by=people.coordinator)
    take_up_again(report=report, by=people.coordinator)
    assert owed_q3(quarterly).standing is Standing.DUE


def test_a_report_on_request_has_its_own_day(alliance, people) -> None:
    kind = add_kind(alliance=alliance, line=UPDATE, by=people.coordinator)
    with pytest.raises(Incomplete):
        ask_for(kind=kind, on=dt.date(2026, 2, 1), asked_by="", about="", by=people.coordinator)
    report = ask_for(kind=kind, on=dt.date(2025, 12, 18), asked_by="The chair", about="Learning", by=people.coordinator)
    assert report.due_on == dt.date(2025, 12, 24)
    one = get_owed(kind, report.period)
    edition = note_sent(one=one, on=dt.date(2025, 12, 23), to="CIB", link="", words="", by=people.coordinator)
    assert (edition.state, edition.copies.get().name) == (EditionState.SENT, "CIB")
    second = note_sent(one=get_owed(kind, report.period), on=dt.date(2026, 1, 2), to="CIB", link="", words="again",
                       by=people.coordinator)  # fmt: skip
    edition.refresh_from_db()
    assert (edition.state, second.number) == (EditionState.REPLACED, 2)


STEPS = ("freeze", "send_edition", "confirm", "withdraw", "drop", "note_sent")


@pytest.mark.parametrize("step", STEPS)
def test_if_the_trail_fails_nothing_changed(step: str, frozen, pack, people, monkeypatch) -> None:
    if step == "confirm":
        send_edition(edition=frozen, to=recipients(pack.alliance, frozen.readers), by=people.coordinator)
    before = _everything()

    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    for module in ("freezing", "moving", "receipts", "reports"):
        monkeypatch.setattr(f"riia.alliance.reporting.services.{module}.record", broken)
    by = people.coordinator
    to = [To(Audience.DFE, people.dfe), To(Audience.LGA, people.lga)]
    with pytest.raises(RuntimeError), transaction.atomic():
        {
            "freeze": lambda: freeze(one=owed_q3(pack), content=SAMPLE, cover_note="", by=by),
            "send_edition": lambda: send_edition(edition=frozen, to=to, by=by),
            "confirm": lambda: confirm(edition=frozen, by=people.dfe),
            "withdraw": lambda: withdraw(edition=frozen, because="x", by=by),
            "drop": lambda: drop(one=owed_q3(pack), because="x", by=by),
            "note_sent": lambda: note_sent(one=owed_q3(pack), on=dt.date(2026, 1, 2), to="x", link="", words="", by=by),
        }[step]()
    assert _everything() == before


def _everything() -> list[object]:
    return [
        list(Report.objects.values_list("pk", "dropped_on")),
        list(Edition.objects.values_list("pk", "state", "sent_at")),
        list(Copy.objects.values_list("pk", "receipted_at")),
        Snapshot.objects.count(),
        EditionFile.objects.count(),
    ]


def test_nothing_is_written_to_people_in_a_replay(frozen, people, sent_at_once) -> None:
    from riia.alliance.returns.timekeeping import as_of

    with as_of(dt.datetime(2026, 1, 3, tzinfo=dt.UTC)):
        sent = send_edition(edition=frozen, to=recipients(frozen.report.kind.alliance, frozen.readers),
                            by=people.coordinator)  # fmt: skip
    assert mail.outbox == []
    assert sent.copies.filter(sent_at__isnull=False).count() == 2
