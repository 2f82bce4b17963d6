"""Requests for new data: asked, checked by the analyst, decided by the directors' group, in the register (R4.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models import Dataset, ItemRequest, RegisterItem, RequestedItem
from riia.alliance.agreements.permissions_register import alliance_of, check_may, check_not_own
from riia.alliance.agreements.policies_register import check_move, check_said
from riia.alliance.agreements.queries.register import lines_on, similar_to
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.register_lines import Grounding, ItemText, decision, new_item, write_line
from riia.alliance.agreements.states_register import REQUEST_MOVES, Basis, ItemStatus, RequestState
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request is for: why, with whom the data are to be shared, and how private they are."""

    purpose: str
    partners: str
    privacy: Privacy
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the directors' group: meeting and minute, its day, their words; with `active_from` it is yes."""

    minute: str
    decided_on: date
    words: str
    active_from: date | None = None


@transaction.atomic
def ask_for_items(*, dataset: Dataset, wish: Wish, items: Sequence[ItemText], by: Acts) -> ItemRequest:
    """Ask for new items in a dataset. They stand in the register as proposed, and nothing can be done with them yet.

    Raises RegisterChangeError where nothing is asked for, or the register has an item of that name already.
    """
    if not items:
        raise RegisterChangeError("Name at least one item that you ask for.")
    request = _ask(dataset, wish, by)
    for text in items:
        title = check_said(text.title, "a title for the item")
        item = new_item(dataset, slugify(title)[:60].strip("-") or "item")
        said = Grounding(Basis.REQUEST, reason=wish.purpose.strip())
        write_line(item=item, text=text, status=ItemStatus.PROPOSED, starts_on=request.asked_on, grounding=said, by=by)
        RequestedItem.objects.create(request=request, item=item)
    _note(request, by, "ask", f"Asked for {len(items)} new in {dataset}", wish.purpose)
    return request


@transaction.atomic
def ask_to_share(
    *, dataset: Dataset, wish: Wish, items: Sequence[RegisterItem], audience: Audience, by: Acts
) -> ItemRequest:
    """Ask to share items that are in the register with further partners; they stay as they are until decided."""
    if not items:
        raise RegisterChangeError("Choose at least one item that is to be shared.")
    if any(item.dataset_id != dataset.pk for item in items):
        raise RegisterChangeError("All items of a request belong to one dataset. Make a request for each.")
    request = _ask(dataset, wish, by)
    RequestedItem.objects.bulk_create(
        [RequestedItem(request=request, item=item, audience=audience.value) for item in items]
    )
    _note(request, by, "ask", f"Asked to share {len(items)} of {dataset} with {audience.words}", wish.purpose)
    return request


def _ask(dataset: Dataset, wish: Wish, by: Acts) -> ItemRequest:
    check_may(by, Action.REQUEST_ITEM, alliance_of(dataset))
    return ItemRequest.objects.create(
        dataset=dataset,
        requester=by if isinstance(by, Person) else None,
        requester_label=by.as_actor().label,
        asked_on=timezone.localdate(),
        purpose=check_said(wish.purpose, "what the data are for"),
        partners=check_said(wish.partners, "with whom the data are to be shared"),
        privacy=wish.privacy,
        simulated=wish.simulated,
    )


@transaction.atomic
def check(*, request: ItemRequest, answer: str, covered_by: RegisterItem | None = None, by: Acts) -> ItemRequest:
    """Step 1: the analyst's answer whether the data are already covered; with `covered_by` the request ends there."""
    check_may(by, Action.CHECK_ITEM, alliance_of(request.dataset))
    request = _locked(request)
    check_not_own(by, request.requester, "checks")
    then = RequestState.COVERED if covered_by else RequestState.CHECKED
    check_move(REQUEST_MOVES, RequestState(request.state), then, "This request")
    if covered_by and request.wanted.filter(item=covered_by).exists():
        raise RegisterChangeError("An item does not cover itself. Choose the item that was there before.")
    request.check_answer = check_said(answer, "what you found")
    request.checked_on = timezone.localdate()
    request.checker_label = by.as_actor().label
    request.similar = [
        {"key": like.item.key, "title": like.item.title, "why": like.why, "score": like.score, "wanted": wanted.key}
        for wanted, found in similar_to(request)
        for like in found
    ]
    request.covered_by = covered_by
    request.state = then
    request.save()
    status = ItemStatus.DROPPED if covered_by else ItemStatus.CHECKED
    _move_items(request, status, Grounding(Basis.REQUEST, reason=request.check_answer), request.checked_on, by)
    said = f"Checked a request for {request.dataset}: {'already covered' if covered_by else 'not covered yet'}"
    _note(request, by, "check", said, request.check_answer, similar=[each["key"] for each in request.similar])
    return request


@transaction.atomic
def decide(*, request: ItemRequest, decided: Decision, by: Acts) -> ItemRequest:
    """Steps 2 and 3: record the directors' decision with its minute; yes makes the items active from a day on.

    Raises RegisterChangeError before the check, for one's own request, without a minute, or for a day before it.
    """
    check_may(by, Action.DECIDE_ITEM, alliance_of(request.dataset))
    request = _locked(request)
    check_not_own(by, request.requester, "decides")
    then = RequestState.AGREED if decided.active_from else RequestState.DECLINED
    check_move(REQUEST_MOVES, RequestState(request.state), then, "This request")
    words = check_said(decided.words, "what the directors decided")
    grounding = decision(decided.minute, decided.decided_on, words)
    if decided.decided_on < (request.checked_on or request.asked_on):
        raise RegisterChangeError("The directors decide after the check. Check the day of the decision.")
    request.decision, request.minute = words, grounding.minute
    request.decided_on, request.decider_label = decided.decided_on, by.as_actor().label
    request.active_from, request.state = decided.active_from, then
    if decided.active_from is not None and decided.active_from < decided.decided_on:
        raise RegisterChangeError("Items become active on the day of the decision or later. Choose a later day.")
    request.save()
    status = ItemStatus.ACTIVE if decided.active_from else ItemStatus.DROPPED
    _move_items(request, status, grounding, decided.active_from or decided.decided_on, by)
    said = f"Recorded the directors’ decision on a request for {request.dataset}: {then.words}"
    _note(request, by, "decide", said, words, minute=grounding.minute, active_from=decided.active_from)
    return request


@transaction.atomic
def withdraw(*, request: ItemRequest, reason: str, by: Acts) -> ItemRequest:
    """Take a request back, saying why: its requester does, or whoever keeps the register."""
    request = _locked(request)
    own = isinstance(by, Person) and request.requester_id == by.pk
    if not own:
        check_may(by, Action.KEEP_AGREEMENTS, alliance_of(request.dataset))
    check_move(REQUEST_MOVES, RequestState(request.state), RequestState.WITHDRAWN, "This request")
    request.closed_because = check_said(reason, "why the request is withdrawn")
    request.state = RequestState.WITHDRAWN
    request.save()
    said = Grounding(Basis.REQUEST, reason=request.closed_because)
    _move_items(request, ItemStatus.DROPPED, said, timezone.localdate(), by)
    _note(request, by, "withdraw", f"Withdrew a request for {request.dataset}", request.closed_because)
    return request


def _move_items(request: ItemRequest, status: ItemStatus, said: Grounding, on: date, by: Acts) -> None:
    """Move the new items with their request; items to be shared further change only when that is agreed."""
    for wanted in request.wanted.select_related("item__dataset"):
        if wanted.audience and status is not ItemStatus.ACTIVE:
            continue
        line = lines_on(on, pk=wanted.item_id).get(wanted.item_id)
        if line is None:
            raise RegisterChangeError(f"{wanted.item} is not in the register on that day. Choose a later day.")
        if wanted.audience and line.status != ItemStatus.ACTIVE:
            raise RegisterChangeError(f"“{line.title}” is {line.get_status_display()}, so it cannot be shared further.")
        text = ItemText.of(line).reaching(Audience(wanted.audience)) if wanted.audience else ItemText.of(line)
        write_line(item=wanted.item, text=text, status=status, starts_on=on, grounding=said, by=by)


def _locked(request: ItemRequest) -> ItemRequest:
    """The request as it is now, kept from being changed by anyone else until this transaction ends."""
    found = ItemRequest.objects.select_for_update(of=("self",))
    return found.select_related("dataset__version__agreement__alliance__region", "requester").get(pk=request.pk)


def _note(request: ItemRequest, by: Acts, verb: str, summary: str, reason: str, **details: object) -> None:
    facts = {"items": list(request.wanted.values_list("item__key", flat=True)), "state": request.state, **details}
    record(
        by=by, action=f"agreements.{verb}_item", target=request, summary=summary, reason=reason.strip(), details=facts
    )
