"""Requests for new data, instructions and onward sharing, as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import Instruction, ItemLine, ItemRequest, OnwardRequest
from riia.alliance.agreements.presenters.register import named, often
from riia.alliance.agreements.queries.register import may_take_next_step, notice_ends, shares_from
from riia.alliance.agreements.similar import Described, Likeness
from riia.alliance.agreements.states_register import OnwardState, RequestState
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Clock, Link, Tone
from riia.alliance.places.calendar import working_days_between

REQUEST_TONES: Mapping[RequestState, Tone] = {
    RequestState.ASKED: "attention",
    RequestState.CHECKED: "attention",
    RequestState.COVERED: "quiet",
    RequestState.AGREED: "done",
    RequestState.DECLINED: "quiet",
    RequestState.WITHDRAWN: "quiet",
}
ONWARD_TONES: Mapping[OnwardState, Tone] = {
    OnwardState.ASKED: "attention",
    OnwardState.AGREED: "done",
    OnwardState.DECLINED: "quiet",
    OnwardState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class RequestLine:
    """A request in the list."""

    title: str
    href: str
    state: str
    tone: Tone
    asked: str
    purpose: str
    simulated: bool


@dataclass(frozen=True)
class WantedItem:
    """One item a request is about, with those of the register that resemble it."""

    title: str
    href: str
    facts: tuple[tuple[str, str], ...]
    similar: tuple[tuple[Likeness, str], ...]
    remembered: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """One of the three steps of a request: what it is, whether it is done, and what came of it."""

    title: str
    done: bool
    words: str
    detail: str = ""


@dataclass(frozen=True)
class RequestPage:
    """Everything the page of one request shows."""

    title: str
    request: ItemRequest
    back: Link
    state: str
    tone: Tone
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    wanted: tuple[WantedItem, ...]
    action: Link | None
    waits_for: str
    may_withdraw: bool


def titles(request: ItemRequest, lines: Mapping[int, ItemLine]) -> str:
    """What a request is about, by the names of its items."""
    names = [lines[each.item_id].title if each.item_id in lines else each.item.key for each in request.wanted.all()]
    return "; ".join(names) or str(request.dataset)


def request_line(request: ItemRequest, lines: Mapping[int, ItemLine]) -> RequestLine:
    """One line of the list."""
    state = RequestState(request.state)
    return RequestLine(
        title=titles(request, lines),
        href=reverse("agreements:request", args=[request.reference]),
        state=state.words,
        tone=REQUEST_TONES[state],
        asked=f"{request.requester_label}, {long_date(request.asked_on)}",
        purpose=request.purpose,
        simulated=request.simulated,
    )


def requests_title(requests: Sequence[ItemRequest]) -> str:
    """How many requests wait, and for what."""
    if not requests:
        return "Nobody has asked for new data yet"
    check = sum(each.state == RequestState.ASKED for each in requests)
    decide = sum(each.state == RequestState.CHECKED for each in requests)
    if not check and not decide:
        return f"{plural(len(requests), 'request')} for new data, none of them waiting"
    parts = [f"{check} for the check" if check else "", f"{decide} for the directors’ decision" if decide else ""]
    waiting = check + decide
    verb = "waits" if waiting == 1 else "wait"
    return f"{plural(waiting, 'request')} for new data {verb}: {' and '.join(part for part in parts if part)}"


def request_page(
    request: ItemRequest,
    lines: Mapping[int, ItemLine],
    similar: Sequence[tuple[Described, list[Likeness]]],
    addresses: Mapping[str, str],
    scope: Scope,
) -> RequestPage:
    """One request: what it asks, what resembles it, and how far it has come. `addresses` are pages of items by key."""
    state = RequestState(request.state)
    alliance = request.dataset.version.agreement.alliance
    own = request.requester is not None and str(request.requester.reference) == scope.person_ref
    back = Link("Requests for new data", reverse("agreements:requests", args=[alliance.region.code]))
    return RequestPage(
        title=f"“{titles(request, lines)}” {_came(state)}",
        request=request,
        back=back,
        state=state.words,
        tone=REQUEST_TONES[state],
        facts=_facts(request),
        steps=_steps(request),
        wanted=tuple(_wanted(request, lines, similar, addresses)),
        action=_action(request, scope),
        waits_for=_waits_for(state, own),
        may_withdraw=state.is_open and own,
    )


def _came(state: RequestState) -> str:
    return {
        RequestState.ASKED: "is asked for and waits for the analyst’s check",
        RequestState.CHECKED: "is checked and waits for the directors’ decision",
        RequestState.COVERED: "is already covered by the register",
        RequestState.AGREED: "is agreed and in the register",
        RequestState.DECLINED: "was declined",
        RequestState.WITHDRAWN: "was withdrawn",
    }[state]


def _facts(request: ItemRequest) -> tuple[tuple[str, str], ...]:
    audiences = {each.audience for each in request.wanted.all() if each.audience}
    shared = named(Audience(each) for each in audiences) if audiences else ""
    found = (
        ("Asked by", f"{request.requester_label}, {long_date(request.asked_on)}"),
        ("Dataset", str(request.dataset)),
        ("What for", request.purpose),
        ("Shared with", request.partners),
        ("To be opened to", shared),
        ("Privacy level", Privacy(request.privacy).words),
    )
    return tuple((label, said) for label, said in found if said)


def _steps(request: ItemRequest) -> tuple[Step, ...]:
    checked = request.checked_on is not None
    check = f"{request.checker_label}, {long_date(request.checked_on)}" if request.checked_on else "Not yet"
    decided = f"{request.minute}, {long_date(request.decided_on)}" if request.decided_on else "Not yet"
    decision = f"{request.decision} Recorded by {request.decider_label}." if request.decided_on else ""
    state = RequestState(request.state)
    if state in {RequestState.COVERED, RequestState.WITHDRAWN} and not request.decided_on:
        decided = "Not needed"
    active = f"Active from {long_date(request.active_from)}" if request.active_from else _not_active(state)
    return (
        Step("Is it already covered?", checked, check, request.check_answer),
        Step("Decision of the directors’ group", request.decided_on is not None, decided, decision),
        Step("In the register", request.active_from is not None, active, request.closed_because),
    )


def _not_active(state: RequestState) -> str:
    return "Not yet: the gate refuses it until then" if state.is_open else "Not active: the gate refuses it"


def _wanted(
    request: ItemRequest,
    lines: Mapping[int, ItemLine],
    similar: Sequence[tuple[Described, list[Likeness]]],
    addresses: Mapping[str, str],
) -> Iterable[WantedItem]:
    found = {described.key: likes for described, likes in similar}
    for each in request.wanted.all():
        line = lines.get(each.item_id)
        facts = (
            ("Definition", line.definition if line else ""),
            ("Unit", line.unit if line else ""),
            ("Numerator", line.numerator if line else ""),
            ("Denominator", line.denominator if line else ""),
            ("How often", often(line.frequency) if line else ""),
        )
        remembered = [] if RequestState(request.state) is RequestState.ASKED else request.similar
        yield WantedItem(
            title=line.title if line else each.item.key,
            href=reverse("agreements:register_item", args=[each.item.reference]),
            facts=tuple((label, said) for label, said in facts if said),
            similar=tuple((like, addresses.get(like.item.key, "")) for like in found.get(each.item.key, ())),
            remembered=tuple(
                (one["title"], one["why"]) for one in remembered if one.get("wanted", each.item.key) == each.item.key
            ),
        )


def _action(request: ItemRequest, scope: Scope) -> Link | None:
    if not may_take_next_step(scope, request):
        return None
    if request.state == RequestState.ASKED:
        return Link("Record the check", reverse("agreements:check_request", args=[request.reference]))
    return Link("Record the directors’ decision", reverse("agreements:decide_request", args=[request.reference]))


def _waits_for(state: RequestState, own: bool) -> str:
    if not state.is_open:
        return ""
    somebody = "The region’s data team checks it." if state is RequestState.ASKED else "The directors’ group decides."
    return f"{somebody} Nobody checks or decides their own request." if own else somebody


@dataclass(frozen=True)
class OnwardLine:
    """A request to share further, with its clock."""

    title: str
    href: str
    state: str
    tone: Tone
    clock: Clock | None
    notice: str
    purpose: str
    response: str
    simulated: bool


def onward_line(request: OnwardRequest, today: date) -> OnwardLine:
    """One request, with its clock: until when the region considers it, and from when data may go."""
    state, full = OnwardState(request.state), notice_ends(request)
    waiting = state is OnwardState.ASKED
    clock = Clock(full, working_days_between(today, full), unit="working day") if waiting else None
    short = "" if request.proposed_on >= full else f" That is before the notice has run out, on {long_date(full)}."
    told = (
        f"Asked by {request.asked_by}. Notice on {long_date(request.notice_on)}, "
        f"{plural(request.notice_working_days, 'working day')} to consider; "
        f"proposed for {long_date(request.proposed_on)}.{short}"
    )
    if state is OnwardState.AGREED:
        told += f" May be shared from {long_date(shares_from(request))}."
    answered = f"{request.responder_label}, {long_date(request.responded_on)}" if request.responded_on else ""
    minute = f" ({request.minute})" if request.minute else ""
    return OnwardLine(
        title=_onward_title(request, state),
        href=reverse("agreements:onward_one", args=[request.reference]),
        state=state.words,
        tone=ONWARD_TONES[state],
        clock=clock,
        notice=told,
        purpose=request.purpose,
        response=f"{request.response.rstrip('.')}{minute}. Recorded by {answered}." if answered else "",
        simulated=request.simulated,
    )


def _onward_title(request: OnwardRequest, state: OnwardState) -> str:
    """The finding: a question until it is answered, then what came of it."""
    what, whom = str(request.dataset), request.recipients
    return {
        OnwardState.ASKED: f"Share {what} with {whom}?",
        OnwardState.AGREED: f"{what} may be shared with {whom} from {long_date(shares_from(request))}",
        OnwardState.DECLINED: f"{what} is not shared with {whom}: the region declined",
        OnwardState.WITHDRAWN: f"{what} is not shared with {whom}: it was withdrawn",
    }[state]


@dataclass(frozen=True)
class InstructionLine:
    """An instruction with how it stands."""

    title: str
    text: str
    words: str
    state: str
    tone: Tone
    end: str
    simulated: bool


def instruction_line(one: Instruction, today: date) -> InstructionLine:
    """One instruction: what, who gave it, and whether it holds today."""
    if one.ends_on is not None and today > one.ends_on:
        state, tone = "ended", "quiet"
    else:
        state, tone = ("in force", "done") if one.starts_on <= today else ("not begun", "moving")
    until = f" to {long_date(one.ends_on)}" if one.ends_on else ""
    why = f" It ends because: {one.ended_because}." if one.ended_because else ""
    return InstructionLine(
        title=f"Instruction {one.number}, {one.version.agreement.title}",
        text=one.text,
        words=(
            f"For {one.processor}: {', '.join(one.datasets)}. Given by {one.given_by} on {long_date(one.given_on)}; "
            f"holds from {long_date(one.starts_on)}{until}.{why}"
        ),
        state=state,
        tone=tone,  # type: ignore[arg-type]
        end=reverse("agreements:end_instruction", args=[one.reference]) if state != "ended" else "",
        simulated=one.simulated,
    )
