"""Receipts: one click by whoever it was sent to, or noted by the office with what shows it."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts, System
from riia.alliance.audit.services import record
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.errors import Incomplete, NotYours, ReportError
from riia.alliance.reporting.models import Copy, Edition
from riia.alliance.reporting.permissions import check_may, confirms_for
from riia.alliance.reporting.policies import all_confirmed
from riia.alliance.reporting.services.moving import held_edition, move, person_of
from riia.alliance.reporting.states import EditionState
from riia.alliance.returns.timekeeping import now

_CONFIRMABLE = (EditionState.SENT, EditionState.RECEIPTED)


@transaction.atomic
def confirm(*, edition: Edition, by: Person) -> Edition:
    """Confirm receipt for one's own side. Confirming again changes nothing.

    Raises:
        NotYours: the viewer confirms for none of those it was sent to.
        ReportError: it was replaced or never sent.
    """
    region = edition.report.kind.alliance.region.code
    sides = confirms_for(scope_of_actor(by), region) & set(edition.readers)
    if not sides:
        raise NotYours("Receipt is confirmed by those of DfE and LGA it was sent to.")
    held = held_edition(edition)
    if held.state not in _CONFIRMABLE:
        raise ReportError("There is a later version of this report. Confirm that one.")
    for side in sorted(sides):
        copy, _ = Copy.objects.select_for_update().get_or_create(
            edition=held, audience=side, person=by, defaults={"name": str(by), "sent_at": held.sent_at}
        )
        _confirm(copy, held, "", by)
    return held


@transaction.atomic
def note_receipt(*, copy: Copy, words: str, by: Acts) -> Edition:
    """Note that somebody has confirmed outside this service, with what shows it."""
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, copy.edition.report.kind.alliance.region.code)
    if not words.strip():
        raise Incomplete("Say what shows it.", {"words": "Enter who confirmed, when and how, such as the e-mail."})
    held = held_edition(copy.edition)
    if held.state not in _CONFIRMABLE:
        raise ReportError("There is a later version of this report. Note the receipt of that one.")
    own = Copy.objects.select_for_update().get(pk=copy.pk)
    if own.receipted_at is not None:
        raise ReportError("This receipt is noted already.")
    _confirm(own, held, words.strip()[:300], by)
    return held


def _confirm(copy: Copy, edition: Edition, words: str, by: Acts) -> None:
    if copy.receipted_at is not None:
        return
    copy.receipted_at, copy.receipt_by = now(), person_of(by)
    copy.receipt_label, copy.receipt_words = by.as_actor().label, words
    copy.opened_at = copy.opened_at or (None if words else copy.receipted_at)
    copy.save()
    side = Audience(copy.audience).title
    copy.edition = edition
    record(by=by, action="reporting.confirm", target=copy, reason=words,
           summary=f"{'Noted' if words else 'Confirmed'} receipt of {edition.audit_label} by {side}")  # fmt: skip
    confirmed = edition.copies.filter(receipted_at__isnull=False).values_list("audience", flat=True)
    asked = edition.report.kind.receipt_needed
    whole = asked and (
        all_confirmed(edition.readers, map(Audience, confirmed)) or set(edition.audiences) <= set(confirmed)
    )
    if whole and edition.state == EditionState.SENT:
        edition.receipted_at = now()
        move(edition=edition, to=EditionState.RECEIPTED, by=System("receipts"), action="reporting.receipt",
             summary=f"Everybody asked has confirmed receipt of {edition.audit_label}")  # fmt: skip


@transaction.atomic
def note_opened(*, edition: Edition, by: Person) -> None:
    """Note when somebody a copy was sent to opens it for the first time."""
    own = list(edition.copies.select_for_update().filter(person=by, opened_at__isnull=True))
    for copy in own:
        copy.opened_at = now()
        copy.save(update_fields=["opened_at"])
        record(by=by, action="reporting.open", target=copy, summary=f"Opened {edition.audit_label} for the first time")
