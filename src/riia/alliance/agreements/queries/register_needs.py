"""What of the register waits for somebody: requests to check or decide, responses to give, the notice to accept."""

from dataclasses import dataclass
from datetime import date

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import ItemRequest, OnwardRequest
from riia.alliance.agreements.queries.register import may_take_next_step, notice_accepted, notice_ends, region_of
from riia.alliance.agreements.states_register import OnwardState, RequestState

_UNPUBLISHED = (Action.SEE_RETURNS, Action.READ_RECORDS)


@dataclass(frozen=True, slots=True)
class RegisterNeed:
    """Something that waits for the viewer: words, the route of the page and its argument, and a day if there is one."""

    text: str
    route: str
    argument: str = ""
    due: date | None = None
    note: str = ""


def register_needs(scope: Scope, today: date) -> list[RegisterNeed]:
    """What of the data registers waits for the viewer today, for the home page."""
    found = [_notice()] if _owes_notice(scope) else []
    found += [_request(each) for each in waiting_requests(scope)]
    found += [_onward(each, today) for each in waiting_onward(scope)]
    return found


def _owes_notice(scope: Scope) -> bool:
    if scope.person_ref is None or not any(scope.may(action) for action in _UNPUBLISHED):
        return False
    person = Person.objects.filter(reference=scope.person_ref).first()
    return person is not None and not notice_accepted(person)


def _notice() -> RegisterNeed:
    return RegisterNeed("Read the notice on data that are not published", "agreements:notice", note="Asked for once.")


def _request(request: ItemRequest) -> RegisterNeed:
    check = request.state == RequestState.ASKED
    verb = "Check" if check else "Record the directors’ decision on"
    words = f"{verb} a request for new data: {request.dataset}"
    return RegisterNeed(words, "agreements:request", str(request.reference), note=request.purpose)


def _onward(request: OnwardRequest, today: date) -> RegisterNeed:
    ends = notice_ends(request)
    note = "" if today <= ends else "The notice has run out; nothing is shared without a response."
    words = f"Respond to a request to share {request.dataset} with {request.recipients}"
    return RegisterNeed(words, "agreements:onward_one", str(request.reference), due=ends, note=note)


def waiting_requests(scope: Scope) -> list[ItemRequest]:
    """Open requests whose next step the viewer may take: the check, or the decision; never on their own request."""
    open_states = [state for state in RequestState if state.is_open]
    found = ItemRequest.objects.filter(state__in=open_states)
    found = found.select_related("dataset__version__agreement__alliance__region", "requester")
    return [each for each in found if may_take_next_step(scope, each)]


def waiting_onward(scope: Scope) -> list[OnwardRequest]:
    """Requests to share further that wait for a response the viewer may record."""
    found = OnwardRequest.objects.filter(state=OnwardState.ASKED).select_related(
        "dataset__version__agreement__alliance__region", "recorder"
    )
    return [each for each in found if scope.may(Action.DECIDE_ITEM, region_of(each.dataset))]
