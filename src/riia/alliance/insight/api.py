"""The programming interface, read only: what the command line answers, over HTTP with an API key.

Every call carries `Authorization: Bearer <key>`; the gate checks the key and sets the scope, which narrows what the
key's owner may see to what the key was made for. Keys are made on the account page. The description is served as
OpenAPI at openapi.json and, readable, at `/api/`.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.params.functions import Query
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from riia.alliance.access import gate
from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.figures import machine
from riia.alliance.figures import queries as figures
from riia.alliance.figures.files import csv_pieces
from riia.alliance.insight import answers, api_shapes
from riia.alliance.insight.errors import NoSuchPeriod
from riia.indicators import reference
from riia.indicators.definitions import UnknownDefinition, catalogue
from riia.indicators.model import Period, PeriodError
from riia.indicators.reference import PlaceError

MOST_PLACES = 200
LATEST = "latest"
REFUSALS: dict[int, Any] = {
    401: api_shapes.Problem,
    403: api_shapes.Problem,
    404: api_shapes.Problem,
    422: api_shapes.Problem,
    429: api_shapes.Problem,
}
RATE = "120/m"


Several = Annotated[list[str], Query(max_length=MOST_PLACES)]
_NONE: list[str] = []


class ApiKey(HttpBearer):
    """The key as the OpenAPI description names it. The gate has already checked it before a view is reached."""

    openapi_name = "API key"

    def authenticate(self, request: HttpRequest, token: str) -> Scope | None:
        """The scope the gate found for the key."""
        scope: Scope = request.scope  # type: ignore[attr-defined]
        return scope if scope.may(Action.USE_API) else None


class PerPerson(SimpleRateThrottle):
    """So many calls a minute for each key's owner, so that one program cannot slow everybody's pages."""

    scope = "api"

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Count by person rather than by address: councils share addresses."""
        scope: Scope = request.scope  # type: ignore[attr-defined]
        return f"api-{scope.person_ref}"


api = NinjaAPI(
    title="riia",
    version="1",
    description="Published figures of children’s services in England, and how councils compare on them. Read only.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="insight:api",
    auth=ApiKey(),
    throttle=[PerPerson(RATE)],
)


def scope_of(request: HttpRequest, action: Action = Action.SEE_FIGURES) -> Scope:
    """The caller's scope. Raises HttpError 403 where the key does not cover the action."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if not scope.may(action):
        raise HttpError(403, f"This key does not let you {action.words}. Make one that does on the account page.")
    return scope


def _refused(status: int) -> Callable[[HttpRequest, Exception], HttpResponse]:
    return lambda request, error: api.create_response(request, {"detail": str(error)}, status=status)


for _error, _status in ((UnknownDefinition, 404), (NoSuchPeriod, 404), (PlaceError, 404), (PeriodError, 422)):
    api.exception_handler(_error)(_refused(_status))


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """One sentence on what is wrong with the parameters, in the same form as every other refusal."""
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return api.create_response(request, {"detail": f"{said}."}, status=422)


@api.get(
    "indicators", response={200: list[api_shapes.Indicator], **REFUSALS}, summary="Every indicator with its readings"
)
def indicators(request: HttpRequest) -> Any:
    """The definitions: what is counted, against what, which way is better, and where nothing is published."""
    scope_of(request)
    return [api_shapes.indicator(one) for one in catalogue().indicators]


@api.get("places", response={200: list[api_shapes.Place], **REFUSALS}, summary="Every council, region and England")
def places(request: HttpRequest) -> Any:
    """Councils past and present by three-digit DfE code, regions and England by ONS code."""
    scope_of(request)
    found: list[reference.Place] = [*reference.regions_by_code().values(), *reference.authorities()]
    return [api_shapes.place(one) for one in found]


@api.get("figures/value", response={200: dict[str, Any], **REFUSALS}, summary="One figure")
def value(request: HttpRequest, indicator: str, place: str, period: str) -> Any:
    """One figure of one place in one period, with its count, its base and its source.

    `indicator` is a slug, or slug:reading such as referrals:source=schools. 404 when nothing is held.
    """
    found = machine.describe(scope_of(request), indicator, _code(place), Period.parse(period))
    if found is None:
        raise HttpError(
            404, f"No figure is held for {indicator} in {place} for {period}. Ask for the series to see which."
        )
    return found


@api.get("figures/series", response={200: list[api_shapes.Point], **REFUSALS}, summary="One indicator through time")
def series(request: HttpRequest, indicator: str, place: Several) -> Any:
    """The headline figures of one or more places (repeat `place`) in every period held, oldest first."""
    found = figures.series(scope_of(request), indicator)
    return [api_shapes.point(figure) for code in map(_code, place) for figure in found.of(code)]


@api.get(
    "compare",
    response={200: dict[str, Any], **REFUSALS},
    summary="One place against England, its region and its neighbours",
)
def compare(request: HttpRequest, indicator: str, place: str, period: str = LATEST, explain: bool = False) -> Any:
    """What `riia compare` answers: the figure, whom it is compared with, ranks with ties, and direction.

    `neighbours` holds mean and median with how many of the ten have a figure. `period` is a code such as YE2025-03, or
    latest. With `explain=true` the answer says under `explain` whether the differences are more than chance: interval,
    a verdict against each comparator, the funnel of all councils, the recent trend, what it rests on and when not to
    trust it.
    """
    when = None if period == LATEST else Period.parse(period)
    return answers.comparison(scope_of(request), indicator, _code(place), when, explain=explain)


@api.get("figures/export", response={200: str, **REFUSALS}, summary="Figures in long form, as CSV")
def export(
    request: HttpRequest,
    indicator: Several = _NONE,
    place: Several = _NONE,
) -> HttpResponse | StreamingHttpResponse:
    """Every current figure, or those of the indicators and places named (repeat either), streamed.

    Columns: indicator, place, period, measure, value, symbol, numerator, denominator, release.
    """
    scope = scope_of(request, Action.EXPORT_FIGURES)
    for address in indicator:
        catalogue().resolve(address)
    rows = figures.export_rows(scope, indicator or None, [_code(text) for text in place] or None)
    response = StreamingHttpResponse(csv_pieces(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="riia-figures.csv"'
    return response


def _code(text: str) -> str:
    """The code of a place given by code or name. Raises PlaceError."""
    return str(reference.find_place(text).code)


def declare_access() -> None:
    """Say who may reach the routes: ninja makes the views, so their names are declared rather than marked."""
    for pattern in api.urls[0]:
        name = getattr(pattern, "name", None)
        public = name == "openapi-json"
        rule = gate.Rule(audience=gate.PUBLIC if public else gate.BY_TOKEN)
        gate.THIRD_PARTY[f"insight:api:{name}"] = rule


declare_access()
