"""What the page about one return shows: where it stands in a sentence, what is next, ways in, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import NoReverseMatch, reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.queries.register import guidance_used
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Clock, Link, Tone
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Return, Step, Upload
from riia.alliance.returns.presenters import desk as shown
from riia.alliance.returns.presenters.filling import Group, groups, last_answers, possessive, short_period
from riia.alliance.returns.queries import desk
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.overview import Progress, last_day, open_upload, progress
from riia.alliance.returns.queries.reading import entries, form_for
from riia.alliance.returns.states import EDITABLE, ReturnState, RoundState, UploadState
from riia.indicators.calendar import working_days_between
from riia.indicators.model import day_in_words

R = ReturnState
_STARTS: Final = (R.NOT_STARTED, R.DRAFT)


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Everything the page about a return shows."""

    title: str
    caption: str
    tag: tuple[str, Tone]
    turn: str
    clock: Clock | None
    next: Link | None
    why_not: str
    progress: Progress
    may_prepare: bool
    is_editable: bool
    findings: str
    upload: Link | None
    links: dict[str, str]
    steps: Sequence[shown.StepLine]
    queries: Sequence[shown.QueryLine]
    versions: Sequence[shown.VersionLine]
    groups: Sequence[Group]
    unknown: tuple[str, ...]
    stands_on: tuple[str, ...]
    note: str
    given_back: Step | None
    receipt: bool
    simulated: bool


def page(one: Return, scope: Scope, today: date) -> OverviewPage:
    """The return as this viewer sees it."""
    state, far = R(one.state), progress(one)
    may_prepare = scope.may(Action.PREPARE_RETURN, one.council.code)
    is_editable = state in EDITABLE and one.round.state != RoundState.CANCELLED
    found = checked(one) if may_prepare and is_editable and far.answered else None
    in_the_way = found.in_the_way if found else ""
    upload = open_upload(one) if may_prepare and is_editable else None
    form = form_for(one.round)
    last_period, last = last_answers(one)
    return OverviewPage(
        title=_title(one, state, far, today),
        caption=f"{one.round.alliance.short_name}, {form.title}",
        tag=shown.state_tag(one),
        turn=shown.whose_turn(one),
        clock=_clock(one, state, today),
        next=_next(one, scope, far, in_the_way) if is_editable or not may_prepare or state is R.VALIDATED else None,
        why_not=_why_not(one, state, may_prepare=may_prepare, is_editable=is_editable),
        progress=far,
        may_prepare=may_prepare,
        is_editable=is_editable,
        findings=in_the_way,
        upload=_upload(upload),
        links=_links(one, today),
        steps=shown.step_lines(list(desk.steps(one))),
        queries=shown.query_lines(one, today),
        versions=shown.version_lines(one),
        groups=groups(form, entries(one), last, last_period),
        unknown=form.unknown,
        stands_on=_stands_on(one),
        note=one.round.note,
        given_back=desk.why_given_back(one),
        receipt=one.first_submitted_on is not None,
        simulated=one.round.simulated,
    )


def _stands_on(one: Return) -> tuple[str, ...]:
    """The indicator set the round asks, and the template and guidance in force when it opened (R4.16, R4.17)."""
    round_ = one.round
    used = guidance_used(round_.alliance, round_.dataset, round_.form, round_.opens_on)
    said = tuple(
        f"{each.get_kind_display().capitalize()}: {each}, in force since {day_in_words(each.starts_on)}"
        for each in used
    )
    if any(each.kind == "set" for each in used):
        return said
    return (f"Indicator set: {form_for(round_).title}", *said)


def _title(one: Return, state: ReturnState, far: Progress, today: date) -> str:
    """The finding: where the return stands, in a sentence."""
    what = f"{possessive(one.council.label)} return for {short_period(one.round.as_period)}"
    if one.round.state == RoundState.CANCELLED:
        return f"{what} is not needed: the round was cancelled"
    if state in _STARTS:
        last, moved = last_day(one)
        due = f"{'is' if today <= last else 'was'} due {'today' if last == today else f'on {_weekday(last)}'}"
        more = ", with more time granted" if moved else ""
        return f"{what} {due}{more}: {far.answered} of {far.asked} numbers are in"
    open_queries = desk.open_queries(one).count()
    said = {
        R.SUBMITTED: "is with the desk, which checks it",
        R.IN_QUERY: f"has {plural(open_queries, 'open question')} from the desk"
        if open_queries
        else "is with the desk again",
        R.VALIDATED: "has been checked and waits for the director’s signature",
        R.SIGNED: "is signed and will go to the Department",
        R.SENT: "has been sent to the Department",
        R.ACCEPTED: "has been accepted by the Department",
        R.REJECTED: "was not accepted by the Department and has to be opened again",
        R.REOPENED: "is open again: correct it, then submit it",
    }
    return f"{what} {said[state]}"


def _weekday(day: date) -> str:
    return f"{day:%A} {day_in_words(day)}"


def _clock(one: Return, state: ReturnState, today: date) -> Clock | None:
    """The deadline of the council, stopped on the day it was first met or missed."""
    last, moved = last_day(one)
    if one.first_submitted_on:
        return Clock(last, 0, done_on=one.first_submitted_on, moved_from=moved)
    if one.round.state == RoundState.CANCELLED or state not in EDITABLE:
        return None
    left = working_days_between(today, last) if today <= last else -working_days_between(last, today)
    return Clock(last, left, "working day", moved_from=moved)


def _next(one: Return, scope: Scope, far: Progress, in_the_way: str) -> Link | None:
    """The one thing that this viewer does next, where there is one."""
    state, council, args = R(one.state), one.council.code, [one.reference]
    if scope.may(Action.PREPARE_RETURN, council) and state in EDITABLE:
        return _next_for_council(one, state, far, in_the_way)
    if scope.may(Action.VALIDATE_RETURNS, council) and state in (R.SUBMITTED, R.IN_QUERY):
        return Link("Check and validate", reverse("returns:validate", args=args))
    if scope.may(Action.SIGN_RETURN, council) and state is R.VALIDATED:
        return Link("Read and sign", reverse("returns:sign", args=args))
    return None


def _next_for_council(one: Return, state: ReturnState, far: Progress, in_the_way: str) -> Link:
    args = [one.reference]
    waiting = desk.open_queries(one).filter(state="open").first() if state is R.IN_QUERY else None
    if waiting:
        return Link("Answer the desk", reverse("returns:query", args=[waiting.reference]))
    if not far.answered and not far.unreadable:
        return Link("Start filling in", reverse("returns:fill", args=args))
    if not far.is_whole or far.unreadable:
        return Link("Carry on filling in", reverse("returns:fill", args=args))
    if in_the_way:
        return Link("See what the checks found", reverse("returns:checks", args=args))
    return Link("Submit", reverse("returns:submit", args=args))


def _why_not(one: Return, state: ReturnState, *, may_prepare: bool, is_editable: bool) -> str:
    """Why the council cannot change the return now, and what would change that."""
    if is_editable or not may_prepare:
        return ""
    try:
        policies.check_editable(state)
    except DeskError as error:
        return str(error)
    return "This round was cancelled, so nothing has to be returned."


def _upload(upload: Upload | None) -> Link | None:
    """The file that waits to be looked at."""
    if upload is None:
        return None
    words = {
        UploadState.WAITING: f"{upload.name} waits to be read",
        UploadState.READING: f"{upload.name} is being read",
        UploadState.READ: f"{upload.name} is read: look at it and use its figures",
    }
    return Link(words[UploadState(upload.state)], reverse("returns:uploaded", args=[upload.reference]))


def _links(one: Return, today: date) -> dict[str, str]:
    named = ("fill", "upload", "template", "checks", "submit", "submitted", "reopen", "extension")
    found = {}
    for name in named:
        try:
            found[name] = reverse(f"returns:{name}", args=[one.reference])
        except NoReverseMatch:  # a part of the desk that is not served here
            continue
    if today > last_day(one)[0] and not one.extensions.exists():
        found.pop("extension", None)  # more time is asked for before the last day
    return found
