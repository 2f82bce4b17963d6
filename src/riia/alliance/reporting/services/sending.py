"""Sending a frozen edition to named people, by a link in an e-mail; its files are kept as they were sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.mail import MailNotSentError, address, send
from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force, scope_of_actor
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import Acts
from riia.alliance.kit.filters import and_list, moment
from riia.alliance.places.models import Alliance
from riia.alliance.reporting import making
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.errors import Incomplete, ReportError
from riia.alliance.reporting.models import Copy, Edition, EditionFile
from riia.alliance.reporting.permissions import check_may
from riia.alliance.reporting.policies import RECEIPTS_FROM
from riia.alliance.reporting.queries.frozen import content_of
from riia.alliance.reporting.services.moving import held_edition, move
from riia.alliance.reporting.states import OUT, EditionState
from riia.alliance.returns.timekeeping import is_replay, now, today

_ASKED: Final[dict[Audience, tuple[Role, ...]]] = {
    Audience.DFE: (Role.DFE,),
    Audience.LGA: (Role.LGA,),
    Audience.ADCS: (Role.LEAD_DCS, Role.CHAIR_DCS),
    Audience.BOARD: (Role.BOARD_CHAIR, Role.REGIONAL_LEAD_MEMBER, Role.REGIONAL_LEAD_CHIEF_EXECUTIVE),
    Audience.NATIONAL: (),
    Audience.CIB: (),
}
"""Whom a report is offered to be sent to, for each audience, among those who hold a role over the region."""


@dataclass(frozen=True, slots=True)
class To:
    """Somebody a report goes to: a person who signs in, or a name that the office writes to itself."""

    audience: Audience
    person: Person | None = None
    name: str = ""


def recipients(alliance: Alliance, audiences: Iterable[Audience]) -> list[To]:
    """Who can be sent a report of this alliance by a link: those who hold a fitting role over the region today."""
    found = []
    for audience in audiences:
        held = in_force(today()).filter(
            role__in=list(_ASKED.get(audience, ())), place=alliance.region, person__is_active=True
        )
        people = {each.person_id: each.person for each in held.order_by("person__name")}
        found += [To(audience, person) for person in people.values() if not (person.is_persona and settings.PRODUCTION)]
    return found


@transaction.atomic
def send_edition(*, edition: Edition, to: Sequence[To], shared_first: str = "", by: Acts) -> Edition:
    """Send a frozen edition. One that was sent before is replaced, and stays as it was.

    Raises:
        NotYours: `by` does not keep the reports of this region.
        Incomplete: an audience gets none, or it is not said that it was shared first where the register asks for it.
        ReportError: it was sent or withdrawn already.
    """
    kind = edition.report.kind
    check_may(scope_of_actor(by), Action.KEEP_REPORTS, kind.alliance.region.code)
    held = held_edition(edition)
    if held.state in OUT and held.sent_at is not None:
        raise ReportError(f"This version was sent already, on {moment(held.sent_at)}. Nothing was sent again.")
    _check(held, to, shared_first)
    for earlier in held.report.editions.filter(state__in=[EditionState.SENT, EditionState.RECEIPTED]):
        move(edition=earlier, to=EditionState.REPLACED, by=by, action="reporting.replace",
             summary=f"Replaced {earlier.audit_label} by version {held.number}")  # fmt: skip
    held.sent_at, held.sender_label, held.shared_first = now(), by.as_actor().label, shared_first.strip()
    move(edition=held, to=EditionState.SENT, by=by, action="reporting.send",
         summary=f"Sent {held.audit_label} to {and_list([one.title for one in held.readers])}")  # fmt: skip
    _keep_files(held)
    copies = [_copy(held, one) for one in to]
    if not is_replay():
        # Robust: the change is stored by then, and no fault in an e-mail may make it look otherwise.
        transaction.on_commit(lambda: _write(held, copies), robust=True)
    return held


def _check(edition: Edition, to: Sequence[To], shared_first: str) -> None:
    kind, problems = edition.report.kind, {}
    served = {one.audience for one in to if one.person or one.name.strip()}
    missing = [one.title for one in edition.readers if one not in served]
    if missing:
        problems["to"] = f"Choose somebody of {and_list(missing)}, or name whom you write to yourself."
    if served - set(edition.readers):
        problems["to"] = "Choose only people of those the report is for."
    if kind.share_first and not shared_first.strip():
        problems["shared_first"] = f"Enter when it was shared with {kind.share_first}: it goes to them first."
    if problems:
        raise Incomplete("It cannot be sent like this.", problems)


def _keep_files(edition: Edition) -> None:
    assert edition.snapshot is not None
    data = content_of(edition.snapshot)
    for audience in edition.readers:
        one = making.made(edition, data, audience)
        for form in making.FORMS:
            file = making.as_file(one, form)
            EditionFile.objects.create(
                edition=edition, audience=audience, form=form, data=file, sha256=making.digest(file)
            )


def _copy(edition: Edition, one: To) -> Copy:
    name = str(one.person) if one.person else one.name.strip()[:200]
    return Copy.objects.create(edition=edition, audience=one.audience, person=one.person, name=name,
                               sent_at=now() if one.person is None or is_replay() else None)  # fmt: skip


def send_again(*, copy: Copy) -> None:
    """Write once more to somebody whose message did not go out."""
    _write(copy.edition, [copy])


def _write(edition: Edition, copies: Iterable[Copy]) -> None:
    kind = edition.report.kind
    subject = f"{edition.report}"
    if edition.number > 1:
        subject = f"Corrected: {subject}"
    for copy in copies:
        if copy.person is None:
            continue
        context = {
            "name": copy.person.name,
            "title": str(edition.report),
            "alliance": kind.alliance.name,
            "number": edition.number,
            "correction": edition.corrects_because,
            "receipt": kind.receipt_needed and copy.audience in RECEIPTS_FROM,
            "link": address(reverse("reporting:edition", args=[edition.reference])),
            "service": settings.SERVICE_NAME,
            "simulated": edition.simulated,
        }
        try:
            send("reporting/mail/sent.txt", copy.person.email, subject, context)
        except MailNotSentError as error:
            copy.problem = str(error)[:200]
        else:
            copy.sent_at, copy.problem = now(), ""
        copy.save(update_fields=["sent_at", "problem"])
