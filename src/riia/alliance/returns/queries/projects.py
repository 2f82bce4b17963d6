"""What a project delivered, beside what the councils returned of the same indicator and the same days (R5.19).

Deliveries are kept by `agreements`; what was returned stands here, so that here is where the two can be seen together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.gate import check_show
from riia.alliance.agreements.models import DeliveredValue, Delivery
from riia.alliance.agreements.queries import projects as deliveries
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.places.models import Place
from riia.alliance.returns.models import Return, Version
from riia.alliance.returns.queries.reading import form_for, returns, version_answers
from riia.alliance.returns.states import RoundState
from riia.indicators.definitions import Measure
from riia.indicators.model import Period, Value
from riia.indicators.returns.canonical import restored
from riia.indicators.returns.nouns import Cell, Item


@dataclass(frozen=True, slots=True)
class Returned:
    """What a council's latest submitted version says of an item: a value, or None where it is blank."""

    value: Value | None
    item: Item
    version: Version


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of a delivery, and what the council returned. `why` says why nothing was returned to compare with."""

    council: Place
    indicator: str
    period: Period
    delivered: Value | None
    returned: Returned | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A delivery beside the returns: its pairs for the councils the viewer may see, and what may not be shown."""

    delivery: Delivery
    pairs: tuple[Pair, ...]
    refused: tuple[str, ...]
    differences: tuple[tuple[str, str], ...]
    """By indicator, what was noted about period and basis."""


def compared(scope: Scope, delivery: Delivery, on: date) -> Compared:
    """A delivery beside the returns. Ask only for a delivery that the viewer may read.

    Only councils whose returns the viewer may see are in it, and only items that may be shown to partners on the day.
    """
    values = _values(scope, delivery)
    open_, refused = _through_gate(delivery, values, on)
    kept = [value for value in values if value.supply_id in open_]
    versions = _versions(scope, delivery, kept)
    noted = {each.supply.indicator: each.supply.differences for each in kept if each.supply.differences}
    return Compared(delivery, tuple(_pair(value, versions) for value in kept), refused, tuple(noted.items()))


def _values(scope: Scope, delivery: Delivery) -> list[DeliveredValue]:
    found = deliveries.values(delivery)
    places = scope.places_for(Action.SEE_RETURNS)
    return list(found if places is None else found.filter(council__code__in=places))


def _through_gate(
    delivery: Delivery, values: Iterable[DeliveredValue], on: date
) -> tuple[frozenset[int], tuple[str, ...]]:
    """The supplies whose items may be shown to partners on a day; of the others, why not."""
    ends: dict[int, date] = {}
    keys: dict[int, str] = {}
    for value in values:
        end = Period.parse(value.period).end
        ends[value.supply_id] = min(end, ends.get(value.supply_id, end))
        keys[value.supply_id] = value.supply.item.key
    refused = {}
    for supply, key in keys.items():
        try:
            check_show(delivery.project.alliance, {key}, Audience.PARTNERS, on, covers=ends[supply])
        except RegisterRefused as error:
            refused[supply] = str(error)
    return frozenset(keys) - frozenset(refused), tuple(refused.values())


type _Key = tuple[int, date, date]


def _versions(scope: Scope, delivery: Delivery, values: Iterable[DeliveredValue]) -> dict[_Key, Version | None]:
    """By council and days: the latest submitted version, or None where a return is asked and not submitted yet."""
    asked = {(value.council_id, Period.parse(value.period)) for value in values}
    found: dict[_Key, Version | None] = {}
    rows = returns(scope).filter(
        round__alliance=delivery.project.alliance,
        council__in={council for council, _ in asked},
        round__period_end__in={period.end for _, period in asked},
    )
    seen: dict[int, Return] = {}
    for one in rows.exclude(round__state__in=(RoundState.PLANNED, RoundState.CANCELLED)):
        found[one.council_id, one.round.period_start, one.round.period_end] = None
        seen[one.pk] = one
    for version in Version.objects.filter(council_return__in=seen, why="submitted").order_by("number"):
        one = seen[version.council_return_id]
        version.council_return = one
        found[one.council_id, one.round.period_start, one.round.period_end] = version
    return found


def _pair(value: DeliveredValue, versions: dict[_Key, Version | None]) -> Pair:
    period = Period.parse(value.period)
    key = (value.council_id, period.start, period.end)
    version = versions.get(key)
    delivered = restored(value.value) if value.value else None
    slug = value.supply.indicator
    if version is None:
        why = "not submitted yet" if key in versions else "no return is asked for these days"
        return Pair(value.council, slug, period, delivered, None, why)
    form = form_for(version.council_return.round)
    item = next((each for each in form.items if each.register_key == slug and not each.part_of), None)
    if item is None:
        return Pair(value.council, slug, period, delivered, None, "the return does not ask it")
    answer = version_answers(version).get(Cell(item.key, Measure.NUMBER))
    return Pair(value.council, slug, period, delivered, Returned(answer, item, version))
