"""Telling people that something waits for them, by e-mail, once the change is stored. Every message is logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from riia.alliance.access.mail import MailNotSentError, address, send
from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import Acts
from riia.alliance.kit.filters import and_list
from riia.alliance.offer.models import Call, Letter, LetterKind
from riia.alliance.places.models import Place
from riia.alliance.returns.timekeeping import is_replay, now, today

_SUBJECTS: Final = {
    LetterKind.OPENED: "Open for applications: {call}",
    LetterKind.CHANGED: "Changed: {call}",
    LetterKind.TO_SCORE: "Applications to score: {call}",
    LetterKind.TO_DECIDE: "Applications to decide on: {call}",
    LetterKind.MORE: "More is asked about your application: {call}",
    LetterKind.DECIDED: "A decision on your application: {call}",
    LetterKind.TO_CHECK: "To look at: {call}",
    LetterKind.SENT_BACK: "Sent back to you: {call}",
}
APPLICANTS: Final = (Role.DCS, Role.COUNCIL_PERFORMANCE_LEAD)
_REGION: Final = (Role.COORDINATOR,)
_DECIDERS: Final = (Role.LEAD_DCS, Role.CHAIR_DCS)


@dataclass(frozen=True, slots=True)
class Page:
    """Where a message leads; its address is made when it is sent."""

    route: str
    reference: UUID

    @property
    def address(self) -> str:
        """The whole address."""
        return address(reverse(self.route, args=[self.reference]))


def tell_council(*, call: Call, council: Place, kind: LetterKind, words: str, page: Page, by: Acts) -> None:
    """Write to the director and performance lead of a council."""
    _tell(call, council, kind, _holders(APPLICANTS, council.code), words, page, by)


def tell_region(
    *, call: Call, kind: LetterKind, words: str, page: Page, by: Acts, council: Place | None = None
) -> None:
    """Write to the region's coordinator."""
    _tell(call, council, kind, _holders(_REGION, call.alliance.region.code), words, page, by)


def tell_deciders(*, call: Call, words: str, page: Page, by: Acts) -> None:
    """Write to the Lead and Chair DCS; to the coordinator, who records a minute, where nobody holds either role."""
    region = call.alliance.region.code
    people = _holders(_DECIDERS, region) or _holders(_REGION, region)
    _tell(call, None, LetterKind.TO_DECIDE, people, words, page, by)


def tell_panel(*, call: Call, people: Iterable[Person], words: str, page: Page, by: Acts) -> None:
    """Write to members of the panel."""
    _tell(call, None, LetterKind.TO_SCORE, list(people), words, page, by)


def _holders(roles: Iterable[Role], place: str) -> list[Person]:
    held = in_force(today()).filter(role__in=list(roles), place__code=place, person__is_active=True)
    return list({each.person.pk: each.person for each in held.order_by("person__name")}.values())


def _tell(
    call: Call, council: Place | None, kind: LetterKind, people: Iterable[Person], words: str, page: Page, by: Acts
) -> None:
    """Log a message to everybody named but whoever acts, and send it after the commit; nobody is told of a replay."""
    if is_replay():
        return
    moment = now()
    letters = [
        Letter.objects.create(call=call, council=council, kind=kind, person=person, person_label=str(person),
                              made_at=moment)
        for person in people
        if person != by and not (person.is_persona and settings.PRODUCTION)
    ]  # fmt: skip
    # Robust: the change is stored by then, and no fault in an e-mail may make it look otherwise.
    transaction.on_commit(lambda: _send(letters, call, words, page), robust=True)


def _send(letters: Iterable[Letter], call: Call, words: str, page: Page) -> None:
    coordinators = _holders(_REGION, call.alliance.region.code)
    for letter in letters:
        asked = [f"{each.name} ({each.email})" for each in coordinators if each != letter.person]
        context = {
            "ask": and_list(asked) if asked else "",
            "name": letter.person.name,
            "words": words,
            "link": page.address,
            "service": settings.SERVICE_NAME,
            "simulated": call.simulated,
        }
        subject = _SUBJECTS[LetterKind(letter.kind)].format(call=call.title)
        try:
            send("offer/mail/letter.txt", letter.person.email, subject, context)
        except MailNotSentError as error:
            letter.problem = str(error)[:200]
        else:
            letter.sent_at = now()
        letter.save(update_fields=["sent_at", "problem"])


def page_of(call: Call) -> Page:
    """The page of a call."""
    return Page("offer:call", call.reference)
