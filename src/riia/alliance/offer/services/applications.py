"""A council's application: begun, written by several people without loss, submitted, taken back, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import pounds
from riia.alliance.offer import permissions, policies
from riia.alliance.offer.errors import CallError, Incomplete, NotYours, Stale
from riia.alliance.offer.models import Application, Call, Step, Version
from riia.alliance.offer.parts import BY_NAME, PARTS, asked_pence, saving_problems, submitting_problems
from riia.alliance.offer.queries.panels import eligible
from riia.alliance.offer.queries.reading import latest, may_apply
from riia.alliance.offer.services.moving import held_application, move, person_of
from riia.alliance.offer.services.telling import Page, tell_panel
from riia.alliance.offer.states import LIVE, ApplicationState, CallState
from riia.alliance.places.models import Place
from riia.alliance.returns.timekeeping import now, today


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that two people changed to different things. `mine` was not saved; `theirs` stands."""

    name: str
    mine: str
    theirs: str
    who: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the parts saved, those that clash, and what of what is saved cannot be used yet."""

    one: Application
    changed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


def begin(*, call: Call, council: Place, by: Acts) -> Application:
    """The council's application to a call: a new draft, or the one that is there. Two who begin get the same one.

    Raises CallError where the council may not apply, the call is not open or its last day has passed, or the council's
    application is decided.
    """
    try:
        return _begin(call=call, council=council, by=by)
    except IntegrityError:  # somebody else began at the same instant: theirs is there now
        return _begin(call=call, council=council, by=by)


@transaction.atomic
def _begin(*, call: Call, council: Place, by: Acts) -> Application:
    permissions.check_may(scope_of_actor(by), Action.APPLY_FOR_FUNDING, council.code)
    call = Call.objects.select_related("alliance__region").get(pk=call.pk)
    live = Application.objects.filter(call=call, council=council, state__in=[each.value for each in LIVE]).first()
    if live:
        return live
    if council.pk not in {each.pk for each in may_apply(call)}:
        raise NotYours(f"{council.label} is not among the councils that may apply to this call.")
    policies.check_in_time(CallState(call.state), call.closes_on, ApplicationState.DRAFT, None, today())
    moment, label = now(), by.as_actor().label
    one = Application.objects.create(
        call=call, council=council, since=moment, made_at=moment, made_by=person_of(by), maker_label=label,
    )  # fmt: skip
    Step.objects.create(application=one, after=one.state, at=moment, by=person_of(by), by_label=label)
    record(by=by, action="offer.begin_application", target=one, summary=f"Began the {one.audit_label}")
    return one


@transaction.atomic
def save_parts(*, one: Application, typed: Mapping[str, str], base_revision: int, by: Acts) -> Saved:
    """Save parts as typed, also what cannot be used yet. Parts that are not given stay as they are.

    `base_revision` is what the sender saw: a part that somebody changed since to something different is not touched
    and comes back as a clash, every other one is saved.
    """
    one = held_application(one)
    _check_writing(one, by)
    if strange := sorted(set(typed) - set(BY_NAME)):
        raise CallError(f"An application has no part {', '.join(strange)}.")
    wanted = {name: _clean(text) for name, text in typed.items() if _clean(text) != one.content.get(name, "")}
    clashing = [name for name in wanted if one.touched.get(name, {}).get("revision", 0) > base_revision]
    clashes = tuple(Clash(name, wanted[name], one.content.get(name, ""), one.touched[name]["who"]) for name in clashing)
    kept = {name: text for name, text in wanted.items() if name not in clashing}
    if kept:
        one.revision += 1
        note = {"revision": one.revision, "who": by.as_actor().label, "at": now().isoformat()}
        one.content = {**one.content, **kept}
        one.touched = {**one.touched, **dict.fromkeys(kept, note)}
        one.save(update_fields=["revision", "content", "touched"])
        record(by=by, action="offer.save_application", target=one, summary=f"Saved the {one.audit_label}",
               details={"parts": sorted(kept), "clashes": len(clashes)})  # fmt: skip
    return Saved(one, tuple(kept), clashes, saving_problems(one.content))


def _clean(text: str) -> str:
    """A text as it is kept: without blanks around it and without what no database takes."""
    lines = text.replace("\x00", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n")
    return lines.encode("utf-8", "replace").decode().strip()


@transaction.atomic
def submit(*, one: Application, revision: int, by: Acts) -> Version:
    """Submit what the sender saw, by the last day. The director or performance lead does.

    Safe to repeat: what is submitted already answers with its version. Raises Incomplete with a problem for each part,
    Stale where somebody changed it meanwhile, CallError where it is too late.
    """
    one = held_application(one)
    permissions.check_may(scope_of_actor(by), Action.SUBMIT_APPLICATION, one.council.code)
    standing = latest(one)
    if one.state == ApplicationState.SUBMITTED and standing is not None:
        return standing
    call = one.call
    policies.check_application_move(ApplicationState(one.state), ApplicationState.SUBMITTED)
    policies.check_in_time(CallState(call.state), call.closes_on, ApplicationState(one.state), one.answer_by, today())
    if revision != one.revision:
        raise Stale("Somebody changed this application while you were reading it. Read it again, then submit.")
    problems = submitting_problems(one.content, most=call.most_pence, available=call.available_pence)
    if problems:
        raise Incomplete("This application cannot be submitted yet.", problems)
    asked = asked_pence(one.content)
    assert asked is not None  # an application without problems asks for something
    one.answer_by = None
    version = Version.objects.create(
        application=one, number=(standing.number if standing else 0) + 1,
        content={part.name: one.content[part.name] for part in PARTS}, asked_pence=asked, submitted_at=now(),
        submitted_by=person_of(by), submitter_label=by.as_actor().label,
    )  # fmt: skip
    move(one=one, to=ApplicationState.SUBMITTED, by=by, action="offer.submit_application",
         summary=f"Submitted the {one.audit_label}, for {pounds(asked)}",
         details={"version": version.number, "asked_pence": asked})  # fmt: skip
    if call.state == CallState.WITH_PANEL:
        words = (f"{one.council.label} has answered what was asked about its application for “{call.title}”. Read the "
                 "new version; the scores you gave before are there to confirm or change.")  # fmt: skip
        page = Page("offer:application", one.reference)
        tell_panel(call=call, people=[each.person for each in eligible(one)], words=words, page=page, by=by)
    return version


@transaction.atomic
def take_back(*, one: Application, by: Acts) -> Application:
    """Take a submitted application back to change it, while the call is open. It has to be submitted again."""
    one = held_application(one)
    permissions.check_may(scope_of_actor(by), Action.SUBMIT_APPLICATION, one.council.code)
    if one.call.state != CallState.OPEN:
        raise CallError("The applications are with the panel, so this one can be withdrawn but not changed.")
    policies.check_in_time(CallState(one.call.state), one.call.closes_on, ApplicationState.DRAFT, None, today())
    move(one=one, to=ApplicationState.DRAFT, by=by, action="offer.take_back",
         summary=f"Took back the {one.audit_label} to change it")  # fmt: skip
    return one


@transaction.atomic
def withdraw(*, one: Application, reason: str, by: Acts) -> Application:
    """Withdraw an application for good; while the call is open the council may begin another."""
    one = held_application(one)
    permissions.check_may(scope_of_actor(by), Action.SUBMIT_APPLICATION, one.council.code)
    said = policies.check_reason(reason, "the application is withdrawn")
    move(one=one, to=ApplicationState.WITHDRAWN, by=by, action="offer.withdraw",
         summary=f"Withdrew the {one.audit_label}", reason=said)  # fmt: skip
    return one


def _check_writing(one: Application, by: Acts) -> None:
    """Raise CallError unless this person may change what the application says now."""
    permissions.check_may(scope_of_actor(by), Action.APPLY_FOR_FUNDING, one.council.code)
    state = ApplicationState(one.state)
    policies.check_writing(state)
    if state is ApplicationState.DRAFT and one.call.state != CallState.OPEN:
        raise CallError(f"This call is {one.call.state} and takes no applications. What you saved is kept.")
