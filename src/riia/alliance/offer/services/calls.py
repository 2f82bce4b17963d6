"""Calls are prepared, opened, changed, given to the panel, published, finished and cancelled here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import pounds
from riia.alliance.offer import permissions, policies
from riia.alliance.offer.errors import CallError, Incomplete
from riia.alliance.offer.models import Application, Call, CallKind, LetterKind
from riia.alliance.offer.policies import Days
from riia.alliance.offer.queries.reading import may_apply, panel
from riia.alliance.offer.services.moving import held_call, move, person_of
from riia.alliance.offer.services.telling import page_of, tell_council, tell_panel
from riia.alliance.offer.states import UNDECIDED, ApplicationState, AwardState, CallState
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Text:
    """What a call says: its title and kind, what the money is for, the guidance, and where the plan asks for it."""

    title: str
    kind: CallKind
    purpose: str = ""
    guidance: str = ""
    source: str = ""


@transaction.atomic
def prepare_call(*, alliance: Alliance, text: Text, by: Acts, simulated: bool = False) -> Call:
    """Begin a call as a draft that only the region sees. One that a simulated person begins is simulated as well."""
    check_runs(by, alliance)
    call = Call.objects.create(
        alliance=alliance, **_fields(text), simulated=simulated or (isinstance(by, Person) and by.is_persona),
        made_at=now(), made_by=person_of(by), maker_label=by.as_actor().label,
    )  # fmt: skip
    record(by=by, action="offer.prepare_call", target=call, summary=f"Began the {call.audit_label}",
           details={"kind": str(call.kind)})  # fmt: skip
    return call


@transaction.atomic
def change_text(*, call: Call, text: Text, by: Acts, revision: int | None = None) -> Call:
    """Change what a draft says. With `revision`, what somebody else changed in between is not overwritten."""
    call = held_draft(call, by)
    if revision is not None and revision != call.revision:
        raise CallError(
            "Somebody else changed this call while you were writing. Look at theirs, then save yours again."
        )
    fields = _fields(text)
    for name, value in fields.items():
        setattr(call, name, value)
    call.revision += 1
    call.save(update_fields=[*fields, "revision"])
    record(by=by, action="offer.change_call", target=call, summary=f"Changed the text of the {call.audit_label}")
    return call


def _fields(text: Text) -> dict[str, str]:
    title = " ".join(text.title.split())  # it is the subject of e-mails, which has one line
    if not title:
        raise CallError("Give the call a title.")
    return {"title": title, "kind": CallKind(text.kind).value, "purpose": text.purpose.strip(),
            "guidance": text.guidance.strip(), "source": text.source.strip()}  # fmt: skip


@transaction.atomic
def settle_money(*, call: Call, available: int | None, most: int | None, reason: str = "", by: Acts) -> Call:
    """Say how many pence there are, and how many one application may ask for. None is not settled, or no limit.

    Once the call is open it takes a reason, and money that is awarded stays covered.
    """
    call = held_call(call)
    check_runs(by, call.alliance)
    if call.state in (CallState.FINISHED, CallState.CANCELLED):
        raise CallError(f"This call is {call.state}, so its money stays as it is.")
    policies.check_available(available, call.awarded_pence)
    if any(amount is not None and amount <= 0 for amount in (available, most)):
        raise CallError("An amount is more than £0. Leave it empty where it is not settled.")
    if available is not None and most is not None and most > available:
        raise CallError("The most for one application is more than all the money there is. Correct one of the two.")
    if call.state != CallState.DRAFT:
        policies.check_reason(reason, "the money of an open call changes")
    before = {"available_pence": call.available_pence, "most_pence": call.most_pence}
    call.available_pence, call.most_pence = available, most
    call.save(update_fields=["available_pence", "most_pence"])
    said = "not settled yet" if available is None else pounds(available)
    after = {"available_pence": available, "most_pence": most}
    record(by=by, action="offer.settle_money", target=call, summary=f"Money of the {call.audit_label}: {said}",
           reason=reason.strip(), details={"before": before, "after": after})  # fmt: skip
    if call.state == CallState.OPEN and before != after:
        limit = "no limit" if most is None else pounds(most)
        words = f"The money of “{call.title}” is now {said}, for one application {limit}. {reason.strip()}"
        _tell_councils(call, LetterKind.CHANGED, words, by)
    return call


@transaction.atomic
def set_days(*, call: Call, days: Days, reason: str = "", by: Acts) -> Call:
    """Set the days of a call. Once it is open it takes a reason, its opening stays, and councils are told.

    The last day to apply can move until the applications are with the panel: the remedy of whoever is late.
    """
    call = held_call(call)
    check_runs(by, call.alliance)
    if problems := policies.day_problems(days):
        raise Incomplete("The days of a call follow each other.", problems)
    before = days_of(call)
    if call.state not in (CallState.DRAFT, CallState.OPEN, CallState.WITH_PANEL):
        raise CallError(f"This call is {call.state}, so its days stay as they are.")
    if call.state != CallState.DRAFT:
        _check_open_days(call, before, days)
        policies.check_reason(reason, "the days of an open call change")
    for name, day in asdict(days).items():
        setattr(call, name, day)
    call.save(update_fields=list(asdict(days)))
    record(by=by, action="offer.set_days", target=call, summary=f"Set the days of the {call.audit_label}",
           reason=reason.strip(), details={"before": _told(before), "after": _told(days)})  # fmt: skip
    if call.state == CallState.OPEN and before.closes_on != days.closes_on and days.closes_on:
        words = f"The last day to apply for “{call.title}” is now {day_in_words(days.closes_on)}. {reason.strip()}"
        _tell_councils(call, LetterKind.CHANGED, words, by)
    return call


def _check_open_days(call: Call, before: Days, days: Days) -> None:
    if None in asdict(days).values():
        raise CallError("This call is open, so all its days stay set.")
    if before.opens_on != days.opens_on:
        raise CallError("This call has opened, and that day stays. Move the other days.")
    if call.state == CallState.WITH_PANEL and before.closes_on != days.closes_on:
        raise CallError("The applications are with the panel, so the last day to apply stays as it was.")
    if days.closes_on is not None and call.state == CallState.OPEN and days.closes_on < today():
        raise CallError("The last day to apply cannot be moved into the past.")


def days_of(call: Call) -> Days:
    """The days of a call as a value."""
    return Days(call.opens_on, call.closes_on, call.panel_by, call.decision_by, call.awards_end)


def _told(days: Days) -> dict[str, str]:
    return {name: day.isoformat() for name, day in asdict(days).items() if day}


@transaction.atomic
def choose_councils(*, call: Call, councils: Sequence[Place], by: Acts) -> Call:
    """Say which councils may apply to a draft; none means every member of the alliance."""
    call = held_draft(call, by)
    members = set(places.members(call.alliance, today()).values_list("pk", flat=True))
    if any(each.pk not in members for each in councils):
        raise CallError(f"Only member councils of {call.alliance.name} may apply. Choose among them.")
    call.councils.set([] if {each.pk for each in councils} == members else list(councils))
    record(by=by, action="offer.choose_councils", target=call, summary=f"Chose who may apply to the {call.audit_label}",
           details={"councils": [each.code for each in councils]})  # fmt: skip
    return call


@transaction.atomic
def open_call(*, call: Call, by: Acts) -> Call:
    """Open a call for applications and tell the councils that may apply.

    Raises Incomplete, with everything that is missing, without criteria, a panel of two, or its days in order.
    """
    call = held_call(call)
    check_runs(by, call.alliance)
    policies.check_call_move(CallState(call.state), CallState.OPEN)
    missing = policies.missing_to_open(readiness(call), today())
    if missing:
        raise Incomplete("This call cannot open yet.", {str(place): words for place, words in enumerate(missing)})
    assert call.opens_on is not None
    assert call.closes_on is not None
    call.state, call.opened_at = CallState.OPEN, now()
    call.opens_on = min(call.opens_on, today())  # opened ahead of its day, it is open
    call.save(update_fields=["state", "opened_at", "opens_on"])
    record(by=by, action="offer.open_call", target=call, summary=f"Opened the {call.audit_label}",
           details={**_told(days_of(call)), "available_pence": call.available_pence},
           places=[each.code for each in may_apply(call)])  # fmt: skip
    words = (f"“{call.title}” is open for applications until {day_in_words(call.closes_on)}. The guidance and what "
             "applications are scored by are on its page.")  # fmt: skip
    _tell_councils(call, LetterKind.OPENED, words, by)
    return call


def readiness(call: Call) -> policies.Readiness:
    """What a call has of what it needs to open."""
    return policies.Readiness(
        call.purpose, days_of(call), call.criteria.count(), len(panel(call)), len(may_apply(call))
    )


@transaction.atomic
def give_to_panel(*, call: Call, by: Acts) -> Call:
    """After the last day to apply: the panel gets what was submitted; drafts that were not stay with their councils."""
    call = held_call(call)
    check_runs(by, call.alliance)
    policies.check_call_move(CallState(call.state), CallState.WITH_PANEL)
    assert call.closes_on is not None
    if today() <= call.closes_on:
        raise CallError(
            f"Councils may apply until {day_in_words(call.closes_on)}. The panel gets all of them after it."
        )
    call.state, call.closed_at = CallState.WITH_PANEL, now()
    call.save(update_fields=["state", "closed_at"])
    drafts = _held(call, ApplicationState.DRAFT)
    for one in drafts:
        move(one=one, to=ApplicationState.NOT_SUBMITTED, by=by, action="offer.close_draft",
             summary=f"Closed a draft that was not submitted: {one.audit_label}")  # fmt: skip
    count = call.applications.filter(state=ApplicationState.SUBMITTED).count()
    record(by=by, action="offer.give_to_panel", target=call, summary=f"Gave {count} applications to the panel",
           details={"submitted": count, "not_submitted": len(drafts)})  # fmt: skip
    if count:
        by_day = f" by {day_in_words(call.panel_by)}" if call.panel_by else ""
        words = f"{count} application{'' if count == 1 else 's'} for “{call.title}” wait for your scores{by_day}."
        tell_panel(call=call, people=[each.person for each in panel(call)], words=words, page=page_of(call), by=by)
    return call


@transaction.atomic
def publish(*, call: Call, by: Acts) -> Call:
    """Publish the results once everything is decided: awards with their amounts, for DfE, LGA and every council."""
    call = held_call(call)
    check_runs(by, call.alliance)
    waiting = call.applications.filter(state__in=UNDECIDED).count()
    if call.state == CallState.WITH_PANEL and waiting:
        raise CallError(f"{waiting} application{' waits' if waiting == 1 else 's wait'} for a decision. Decide first.")
    policies.check_call_move(CallState(call.state), CallState.DECIDED)
    call.state, call.published_at = CallState.DECIDED, now()
    call.save(update_fields=["state", "published_at"])
    awards = call.applications.filter(state=ApplicationState.AWARDED).count()
    record(by=by, action="offer.publish", target=call, summary=f"Published the results of the {call.audit_label}",
           details={"awards": awards, "awarded_pence": call.awarded_pence})  # fmt: skip
    return call


@transaction.atomic
def finish(*, call: Call, by: Acts) -> Call:
    """Finish a call once every award has ended."""
    call = held_call(call)
    check_runs(by, call.alliance)
    policies.check_call_move(CallState(call.state), CallState.FINISHED)
    running = call.applications.filter(award__state=AwardState.RUNNING).count()
    if running:
        raise CallError(f"{running} award{' is' if running == 1 else 's are'} still running. Close or stop each first.")
    call.state = CallState.FINISHED
    call.save(update_fields=["state"])
    record(by=by, action="offer.finish", target=call, summary=f"Finished the {call.audit_label}")
    return call


@transaction.atomic
def cancel(*, call: Call, reason: str, by: Acts) -> Call:
    """Cancel a call of which nothing is awarded; councils that may apply are told why."""
    call = held_call(call)
    check_runs(by, call.alliance)
    said = policies.check_reason(reason, "the call is cancelled")
    policies.check_call_move(CallState(call.state), CallState.CANCELLED)
    if call.awarded_pence:
        raise CallError(
            f"{pounds(call.awarded_pence)} is awarded already, so this call can be finished, not cancelled."
        )
    was_open = call.state != CallState.DRAFT
    call.state, call.cancelled_because = CallState.CANCELLED, said
    call.save(update_fields=["state", "cancelled_because"])
    record(by=by, action="offer.cancel", target=call, summary=f"Cancelled the {call.audit_label}", reason=said)
    if was_open:
        _tell_councils(call, LetterKind.CHANGED, f"“{call.title}” is cancelled. {said}", by)
    return call


def _held(call: Call, state: ApplicationState) -> list[Application]:
    found = call.applications.select_for_update(of=("self",)).select_related("call__alliance__region", "council")
    return list(found.filter(state=state).order_by("pk"))


def held_draft(call: Call, by: Acts) -> Call:
    """The call, held, as long as it is a draft that this person runs."""
    call = held_call(call)
    check_runs(by, call.alliance)
    if call.state != CallState.DRAFT:
        raise CallError(f"This call is {call.state}: councils rely on what it says, so this no longer changes.")
    return call


def check_runs(by: Acts, alliance: Alliance) -> None:
    """Raise NotYours unless the person runs calls of this alliance."""
    permissions.check_may(scope_of_actor(by), Action.RUN_CALLS, alliance.region.code)


def _tell_councils(call: Call, kind: LetterKind, words: str, by: Acts) -> None:
    for council in may_apply(call):
        tell_council(call=call, council=council, kind=kind, words=words, page=page_of(call), by=by)
