"""On what a round rests: what the alliance's data register lets it collect, and under which agreement (R4.02)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from riia.alliance.agreements.models import ItemLine
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.places.models import Alliance
from riia.indicators.returns.forms import form_of


@dataclass(frozen=True)
class Grounds:
    """What may be collected, as the register stood on a day.

    `items` are the register's keys that are active, `left_out` says of each other item of the set why it is not asked.
    `stored` is what the round keeps: agreement, version, dataset, clause and day. `refusal` says why nothing may be
    collected, empty where something may.
    """

    items: frozenset[str]
    left_out: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, object] = field(default_factory=dict)
    refusal: str = ""
    words: str = ""


def grounds_for(alliance: Alliance, form: str, dataset: str, on: date) -> Grounds:
    """What a round of this set may ask on a day."""
    asked = {item.register_key: item.indicator.title for item in form_of(form).items}
    lines = _lines(alliance, dataset, on)
    if not lines:
        return Grounds(
            frozenset(),
            refusal=f"{alliance.short_name} has no signed agreement whose register holds {dataset}, so nothing may be "
            "collected. Record the agreement, its signatures and its register first.",
        )
    active = frozenset(key for key, line in lines.items() if line.status == ItemStatus.ACTIVE)
    allowed = active & asked.keys()
    left_out = {
        key: f"{title}: {lines[key].get_status_display() if key in lines else 'not in the register'}"
        for key, title in asked.items()
        if key not in allowed
    }
    held = next(iter(lines.values())).item.dataset
    words = f"{held.version}, clause {held.clause}"
    stored = {
        "agreement": held.version.agreement.title,
        "version": held.version.label,
        "version_reference": str(held.version.reference),
        "dataset": held.key,
        "clause": held.clause,
        "on": on.isoformat(),
        "left_out": list(left_out.values()),
    }
    refusal = "" if allowed else f"No item of this set is active in the register of {held.version}."
    return Grounds(allowed, left_out, stored, refusal, words)


def _lines(alliance: Alliance, dataset: str, on: date) -> dict[str, ItemLine]:
    rows = (
        ItemLine.objects.filter(
            item__dataset__version__agreement__alliance=alliance,
            item__dataset__version__state=VersionState.IN_FORCE,
            item__dataset__key=dataset,
            set_aside=False,
            starts_on__lte=on,
        )
        .select_related("item__dataset__version__agreement")
        .order_by("starts_on")
    )
    found = {row.item.key: row for row in rows}  # the latest line that has begun is the one that holds
    return {key: line for key, line in found.items() if line.ends_on is None or on <= line.ends_on}
