"""The programming interface for returns: what a council's own system needs to fill in and submit its return.

Every call carries `Authorization: Bearer <key>`. The key must have been made for returns, and its owner must still hold
the role. Changes go through the same services as the pages, so a program overwrites nobody either: what it saw is part
of what it sends. The description is served as OpenAPI at openapi.json and, readable, at `/api/returns/`.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from riia.alliance.access import gate
from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.returns import api_shapes as shapes
from riia.alliance.returns.errors import Conflict, DeskError, NotYours, Stale
from riia.alliance.returns.models import Return, Source
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries import reading
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.services.answers import save_answers
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.services.submitting import NotReady
from riia.alliance.returns.services.submitting import submit as submit_return
from riia.indicators.returns.nouns import Cell, ReturnError

RATE = "120/m"
REFUSALS: dict[int, Any] = dict.fromkeys((401, 403, 404, 409, 422, 429), shapes.Problem)


class ApiKey(HttpBearer):
    """The key as the OpenAPI description names it. The gate has already checked it before a view is reached."""

    openapi_name = "API key"

    def authenticate(self, request: HttpRequest, token: str) -> Scope | None:
        """The scope the gate found for the key."""
        scope = scope_of(request)
        return scope if scope.may(Action.USE_API) else None


class PerPerson(SimpleRateThrottle):
    """So many calls a minute for each key's owner, so that one program cannot slow everybody's pages."""

    scope = "returns-api"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Count by person rather than by address: councils share addresses."""
        return f"returns-api-{scope_of(request).person_ref}"


api = NinjaAPI(
    title="riia returns",
    version="1",
    description="A council’s quarterly return: read it, fill it in, submit it. The same rules as on the pages.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="returns:api",
    auth=ApiKey(),
    throttle=[PerPerson(RATE)],
)


def scope_of(request: HttpRequest) -> Scope:
    """The caller's scope, narrowed to what the key was made for."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    """A refusal: why, and what there is instead."""
    return api.create_response(request, {"detail": detail, **more}, status=status)


@api.exception_handler(DeskError)
def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """What may not happen now, in the words that the pages show."""
    if isinstance(error, NotReady):
        found = error.checked
        return problem(request, 422, str(error), outcomes=shapes.outcomes(found), unreadable=shapes.unreadable(found))
    status = 403 if isinstance(error, NotYours) else 409 if isinstance(error, Stale | Conflict) else 422
    return problem(request, status, str(error))


@api.exception_handler(ReturnError)
def _not_a_cell(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 422, str(error))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 422, "The request is larger than any return. Send the answers alone.")


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """One sentence on what is wrong with the request, in the same form as every other refusal."""
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return problem(request, 422, f"{said}.")


@api.get("", response={200: list[shapes.ReturnLine], **REFUSALS}, summary="The returns you prepare, newest first")
def list_returns(request: HttpRequest) -> Any:
    """Every return of the councils you prepare returns for: where it stands, when it is due, how far it is."""
    places = _allowed(request).places_for(Action.PREPARE_RETURN)
    found = reading.returns(scope_of(request)).order_by("-round__period_end", "council__name")
    return [shapes.line(one) for one in (found if places is None else found.filter(council__code__in=places))]


@api.get("{uuid:reference}", response={200: shapes.WholeReturn, **REFUSALS}, summary="One return, with its form")
def get_return(request: HttpRequest, reference: UUID) -> Any:
    """What is asked, what stands, what could not be read, what the checks find, and the revision to send back."""
    return _whole(_found(request, reference))


@api.put(
    "{uuid:reference}/answers",
    response={200: shapes.Saved, **REFUSALS, 409: shapes.Clashing},
    summary="Save answers",
)
def put_answers(request: HttpRequest, reference: UUID, given: shapes.Answers) -> Any:
    """Save answers by cell, such as {"referrals.number": 412, "ehe.number": "c", "icpcs.number": null}.

    `revision` is that of the return you read. A cell that somebody else has changed since to something else is left as
    it is and comes back under `conflicts` with status 409; every other cell is saved in either case. What cannot be
    read is kept as sent, with the reason under `problems`; null makes a cell blank.
    """
    one = _found(request, reference)
    typed = {Cell.parse(cell): shapes.text(value) for cell, value in given.answers.items()}
    saved = save_answers(one=one, typed=typed, base_revision=given.revision, source=Source.API, by=_person(request))
    answer = shapes.saved(saved)
    if saved.clashes:
        detail = (
            f"{len(saved.clashes)} of the answers were changed by somebody else since revision {given.revision} and "
            "are left as they are. Read the return again and decide."
        )
        return Status(409, {"detail": detail, **answer})
    return Status(200, answer)


@api.put("{uuid:reference}/explanations", response={200: shapes.Explained, **REFUSALS}, summary="Explain a finding")
def put_explanation(request: HttpRequest, reference: UUID, given: shapes.Explaining) -> Any:
    """Say why a finding is right. `key` is that of the outcome; an empty text takes the explanation back."""
    one = _found(request, reference)
    done = explain(one=one, key=given.key, text=given.text, by=_person(request), base_revision=given.revision)
    return {"revision": done.revision}


@api.post("{uuid:reference}/submit", response={200: shapes.Receipt, **REFUSALS}, summary="Submit the return")
def submit(request: HttpRequest, reference: UUID, given: shapes.Submitting) -> Any:
    """Submit what stands at `revision`. Sending it twice is safe: the second answer is the receipt of the first.

    409 when the return has changed since; 422 with `outcomes` and `unreadable` while something is in the way.
    """
    one = _found(request, reference)
    return shapes.receipt(submit_return(one=one, by=_person(request), revision=given.revision))


def _allowed(request: HttpRequest) -> Scope:
    """The caller's scope. Raises HttpError 403 where the key was not made for returns."""
    scope = scope_of(request)
    if not (scope.may(Action.PREPARE_RETURN) and scope.may(Action.SEE_RETURNS)):
        raise HttpError(403, "This key was not made for returns. Make one that is on the account page.")
    return scope


def _found(request: HttpRequest, reference: UUID) -> Return:
    """The return, where the caller prepares it; 404 where there is none or it is not theirs to see."""
    scope = _allowed(request)
    one = reading.get_return(scope, reference)
    if one is None:
        raise HttpError(404, "There is no such return among those you may see.")
    check_may(scope, Action.PREPARE_RETURN, one.council.code)
    return one


def _whole(one: Return) -> dict[str, Any]:
    return shapes.whole(one, checked(one))


def _person(request: HttpRequest) -> Person:
    """The key's owner, who acts."""
    owner: Person = request.key_owner  # type: ignore[attr-defined]  # set by the gate, which lets nobody else through
    return owner


def declare_access() -> None:
    """Say who may reach the routes: ninja makes the views, so their names are declared rather than marked."""
    for pattern in api.urls[0]:
        name = getattr(pattern, "name", None)
        public = name == "openapi-json"
        rule = gate.Rule(audience=gate.PUBLIC if public else gate.BY_TOKEN)
        gate.THIRD_PARTY[f"returns:api:{name}"] = rule


declare_access()
