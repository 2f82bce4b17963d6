"""Sharing further with the region's answer (R4.11), written instructions (R4.08), and the notice (R4.05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.agreements import notice
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.models import (
    AgreementVersion,
    Dataset,
    Instruction,
    NoticeAcceptance,
    OnwardRequest,
)
from riia.alliance.agreements.permissions_register import alliance_of, check_may, check_not_own
from riia.alliance.agreements.policies_register import check_move, check_said
from riia.alliance.agreements.queries.register import notice_days
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.states_register import ONWARD_MOVES, OnwardState
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Onward:
    """A request to share further: who asks, with whom, what for, and when it is proposed for."""

    asked_by: str
    audience: Audience
    recipients: str
    purpose: str
    notice_on: date
    proposed_on: date
    simulated: bool = False


@transaction.atomic
def ask_onward(*, dataset: Dataset, asked: Onward, by: Acts) -> OnwardRequest:
    """Record that somebody asks to share a dataset further; its notice begins on the day the region was told."""
    check_may(by, Action.REQUEST_ITEM, alliance_of(dataset))
    if not asked.audience.is_onward:
        raise RegisterChangeError("Sharing among the partners is asked for as a request for data.")
    if asked.notice_on > timezone.localdate():
        raise RegisterChangeError("The notice is dated in the future. Enter the day on which the region was told.")
    if asked.proposed_on < asked.notice_on:
        raise RegisterChangeError("The proposed day lies before the notice. Check both days.")
    request = OnwardRequest.objects.create(
        dataset=dataset,
        asked_by=check_said(asked.asked_by, "who asks"),
        audience=asked.audience,
        recipients=check_said(asked.recipients, "with whom it is to be shared"),
        purpose=check_said(asked.purpose, "what for"),
        simulated=asked.simulated,
        notice_on=asked.notice_on,
        notice_working_days=notice_days(alliance_of(dataset)),
        proposed_on=asked.proposed_on,
        recorder=by if isinstance(by, Person) else None,
        recorder_label=by.as_actor().label,
    )
    days = f"notice on {day_in_words(asked.notice_on)}, proposed for {day_in_words(asked.proposed_on)}"
    record(
        by=by, action="agreements.ask_onward", target=request, summary=f"Recorded a request: {request} ({days})",
        reason=request.purpose,
    )  # fmt: skip
    return request


@transaction.atomic
def respond_onward(*, request: OnwardRequest, agreed: bool, response: str, minute: str, by: Acts) -> OnwardRequest:
    """Record the region's response. Yes needs a minute, and lets data go once the notice has run out, not before."""
    request = _locked(request)
    check_may(by, Action.DECIDE_ITEM, alliance_of(request.dataset))
    check_not_own(by, request.recorder, "decides")
    then = OnwardState.AGREED if agreed else OnwardState.DECLINED
    check_move(ONWARD_MOVES, OnwardState(request.state), then, "This request")
    request.minute = check_said(minute, "the meeting and minute") if agreed else minute.strip()
    return _close(request, then, check_said(response, "the region’s response"), by)


@transaction.atomic
def withdraw_onward(*, request: OnwardRequest, reason: str, by: Acts) -> OnwardRequest:
    """Take a request, or a permission that was given, back."""
    request = _locked(request)
    if not (isinstance(by, Person) and request.recorder_id == by.pk):
        check_may(by, Action.DECIDE_ITEM, alliance_of(request.dataset))
    check_move(ONWARD_MOVES, OnwardState(request.state), OnwardState.WITHDRAWN, "This request")
    said = check_said(reason, "why it is withdrawn")
    # What the region had answered stays to be read.
    words = f"{request.response} Withdrawn: {said}" if request.response else said
    what = "permission" if request.state == OnwardState.AGREED else "request"
    request.state, request.response = OnwardState.WITHDRAWN, words
    request.responded_on, request.responder_label = timezone.localdate(), by.as_actor().label
    request.save()
    summary = f"Withdrew the {what} to share further ({request})"
    record(by=by, action="agreements.withdraw_onward", target=request, summary=summary, reason=said)
    return request


def _close(request: OnwardRequest, then: OnwardState, words: str, by: Acts) -> OnwardRequest:
    request.state, request.response = then, words
    request.responded_on, request.responder_label = timezone.localdate(), by.as_actor().label
    request.save()
    summary = f"Recorded the region’s response to sharing further: {then.words} ({request})"
    details = {"minute": request.minute, "notice_on": request.notice_on, "proposed_on": request.proposed_on}
    action = "agreements.respond_onward"
    record(by=by, action=action, target=request, summary=summary, reason=words, details=details)
    return request


def _locked(request: OnwardRequest) -> OnwardRequest:
    found = OnwardRequest.objects.select_for_update(of=("self",))
    return found.select_related("dataset__version__agreement__alliance__region", "recorder").get(pk=request.pk)


@dataclass(frozen=True, slots=True)
class Instructed:
    """An instruction of the partners: what to do with which datasets, who gave it for them, and from when to when."""

    text: str
    datasets: Sequence[str]
    processor: str
    given_by: str
    given_on: date
    starts_on: date
    ends_on: date | None = None
    simulated: bool = False


@transaction.atomic
def give_instruction(*, version: AgreementVersion, given: Instructed, by: Acts) -> Instruction:
    """Record a written instruction, with the next number of the agreement. Jobs of the processor name it (R4.08)."""
    check_may(by, Action.KEEP_AGREEMENTS, version.agreement.alliance)
    AgreementVersion.objects.select_for_update().get(pk=version.pk)  # one number at a time
    unknown = set(given.datasets) - set(version.datasets.values_list("key", flat=True))
    if unknown or not given.datasets:
        named = ", ".join(sorted(unknown)) or "none"
        raise RegisterChangeError(f"An instruction is about datasets of its agreement’s register (named: {named}).")
    if given.given_on > timezone.localdate():
        raise RegisterChangeError("The instruction is dated in the future. Record it once it has been given.")
    if given.starts_on < given.given_on:
        raise RegisterChangeError("An instruction holds from the day it was given, not before. Choose a later day.")
    if given.ends_on is not None and given.ends_on < given.starts_on:
        raise RegisterChangeError("The last day comes before the first. Choose a later last day.")
    last = version.instructions.aggregate(last=Max("number"))["last"] or 0
    made = Instruction.objects.create(
        version=version,
        number=last + 1,
        text=check_said(given.text, "what the processor is to do"),
        datasets=sorted(given.datasets),
        processor=check_said(given.processor, "who processes"),
        given_by=check_said(given.given_by, "who gave it for the partners"),
        given_on=given.given_on,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        simulated=given.simulated,
        recorder_label=by.as_actor().label,
    )
    summary = f"Recorded instruction {made.number} to {made.processor} for {', '.join(made.datasets)}"
    record(by=by, action="agreements.give_instruction", target=made, summary=summary, reason=made.given_by)
    return made


@transaction.atomic
def end_instruction(*, instruction: Instruction, ends_on: date, reason: str, by: Acts) -> Instruction:
    """Let an instruction end on a day from today on; it then covers no work after that day."""
    check_may(by, Action.KEEP_AGREEMENTS, instruction.version.agreement.alliance)
    held = Instruction.objects.select_for_update().get(pk=instruction.pk)
    if ends_on < max(timezone.localdate(), held.starts_on):
        raise RegisterChangeError("An instruction ends today or later: work already done rested on it.")
    if held.ends_on is not None and ends_on > held.ends_on:
        raise RegisterChangeError("An instruction is not prolonged. Record a new one.")
    held.ends_on, held.ended_because = ends_on, check_said(reason, "why it ends")
    held.save(update_fields=["ends_on", "ended_because"])
    summary = f"Ended {held.audit_label} on {day_in_words(ends_on)}"
    record(by=by, action="agreements.end_instruction", target=held, summary=summary, reason=held.ended_because)
    return held


@transaction.atomic
def accept_notice(*, person: Person) -> NoticeAcceptance:
    """Record that a person has accepted the notice as it reads now, once for each edition (R4.05)."""
    accepted, made = NoticeAcceptance.objects.get_or_create(person=person, edition=notice.EDITION)
    if made:
        summary = f"Accepted the notice against re-identification, edition {notice.EDITION}"
        places = sorted(set(person.holdings.filter(place__isnull=False).values_list("place__code", flat=True)))
        record(by=person, action="agreements.accept_notice", target=person, summary=summary, places=places)
    return accepted
