"""Telling the people a return concerns, by e-mail, once the change is safely stored. Every message is logged."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from riia.alliance.access.mail import MailNotSentError, address, send
from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import Acts
from riia.alliance.places.naming import plain_name
from riia.alliance.returns.models import Notice, NoticeKind, Return
from riia.alliance.returns.timekeeping import is_replay, now, today
from riia.indicators.model import day_in_words

_COUNCIL, _DIRECTOR, _DESK = "council", "director", "desk"
_ROLES: dict[str, tuple[tuple[Role, ...], ...]] = {
    _COUNCIL: ((Role.COUNCIL_PERFORMANCE_LEAD,),),
    _DIRECTOR: ((Role.DCS,),),
    _DESK: ((Role.REGIONAL_PERFORMANCE_LEAD, Role.ANALYST), (Role.COORDINATOR,)),
}
"""Roles to look for at the place, in this order: the first that anybody holds."""
_TO: dict[NoticeKind, str] = {
    NoticeKind.QUERY: _COUNCIL,
    NoticeKind.ANSWER: _DESK,
    NoticeKind.TO_SIGN: _DIRECTOR,
    NoticeKind.DECIDED: _COUNCIL,
}
_SUBJECTS: dict[NoticeKind, str] = {
    NoticeKind.QUERY: "A question about {return_}",
    NoticeKind.ANSWER: "An answer about {return_}",
    NoticeKind.TO_SIGN: "Ready to sign: {return_}",
    NoticeKind.DECIDED: "News of {return_}",
}
_TEMPLATES: dict[NoticeKind, str] = {
    NoticeKind.QUERY: "returns/mail/query.txt",
    NoticeKind.ANSWER: "returns/mail/answer.txt",
    NoticeKind.TO_SIGN: "returns/mail/to-sign.txt",
    NoticeKind.DECIDED: "returns/mail/decided.txt",
}
_PAGES: dict[NoticeKind, str] = {NoticeKind.TO_SIGN: "returns:sign"}


def people_of(one: Return, whom: str) -> list[Person]:
    """Who is written to about a return: those who prepare it, the director, or the region's desk; as of today.

    A region without an analyst or performance lead has its coordinator at the desk.
    """
    place = one.round.alliance.region.code if whom == _DESK else one.council.code
    for roles in _ROLES[whom]:
        held = in_force(today()).filter(role__in=roles, place__code=place, person__is_active=True)
        found = {holding.person.pk: holding.person for holding in held.order_by("person__name")}
        if found:
            return list(found.values())
    return []


def tell(*, one: Return, kind: NoticeKind, by: Acts, words: str = "") -> None:
    """Log and send one message of this kind to everybody it concerns but whoever acts. Sent after the commit."""
    people = [person for person in people_of(one, _TO[kind]) if person != by]
    notices = [
        Notice.objects.create(
            council_return=one, kind=kind, day=today(), person=person, person_label=str(person),
            by_label=by.as_actor().label, words=words, made_at=now(), sent_at=now() if is_replay() else None,
        )
        for person in people
    ]  # fmt: skip
    if not is_replay():
        # Robust: the change is stored by then, and no fault in an e-mail may make it look otherwise.
        transaction.on_commit(lambda: _send(notices, one, kind, words), robust=True)


def _send(notices: Iterable[Notice], one: Return, kind: NoticeKind, words: str) -> None:
    what = f"the return of {plain_name(one.council.label)} for {one.round.as_period.label}"
    page = reverse(_PAGES.get(kind, "returns:return"), args=[one.reference])
    for notice in notices:
        context = {
            "name": notice.person.name,
            "what": what,
            "kind": kind.value,
            "words": words,
            "link": address(page),
            "due": day_in_words(one.round.due_on),
            "service": settings.SERVICE_NAME,
            "simulated": one.round.simulated,
        }
        try:
            send(_TEMPLATES[kind], notice.person.email,
                 _SUBJECTS[kind].format(return_=what), context)  # fmt: skip
        except MailNotSentError as error:
            notice.problem = str(error)[:200]
        else:
            notice.sent_at = now()
        notice.save(update_fields=["sent_at", "problem"])
