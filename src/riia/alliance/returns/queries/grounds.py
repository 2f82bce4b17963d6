"""On what a round rests: what the alliance's data register lets it collect, and under which agreement (R4.02).

The one place in which rounds ask the gate of the register.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from riia.alliance.agreements import gate
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.places.models import Alliance
from riia.indicators.returns.forms import form_of


@dataclass(frozen=True)
class Grounds:
    """What may be collected, as the register stood on a day.

    `items` are the register's keys that are active; `left_out` says of each other item of the set why it is not asked.
    `stored` is what a round keeps, `words` the same in a sentence. `refusal` says, in the gate's own words, why nothing
    may be collected; it is empty where something may.
    """

    items: frozenset[str]
    left_out: tuple[str, ...] = ()
    stored: Mapping[str, object] = field(default_factory=dict)
    words: str = ""
    refusal: str = ""


def grounds_for(alliance: Alliance, form: str, dataset: str, on: date, covers: date) -> Grounds:
    """What a round of this set may ask on a day; `covers` is the last day its figures are about."""
    titles = {item.register_key: item.indicator.title for item in form_of(form).items}
    allowed = gate.collectable(alliance, dataset, on, covers=covers) & titles.keys()
    if not allowed:
        return Grounds(allowed, refusal=_refusal(alliance, titles, on, covers))
    passed = gate.check_collect(alliance, allowed, on, covers=covers)
    left_out = _left_out(alliance, {key: title for key, title in titles.items() if key not in allowed}, on, covers)
    stored = passed.as_dict() | {"words": passed.words, "left_out": list(left_out)}
    return Grounds(allowed, left_out, stored, passed.words)


def _refusal(alliance: Alliance, keys: Iterable[str], on: date, covers: date) -> str:
    try:
        gate.check_collect(alliance, keys, on, covers=covers)
    except RegisterRefused as refused:
        return str(refused)
    return f"The register of {alliance.short_name} has these items in another dataset only, so a round cannot ask them."


def _left_out(alliance: Alliance, titles: Mapping[str, str], on: date, covers: date) -> tuple[str, ...]:
    """A sentence for each item that is not asked, in the order of the set."""
    if not titles:
        return ()
    try:
        gate.check_collect(alliance, titles, on, covers=covers)
    except RegisterRefused as refused:
        why = {each.key: each.why for each in refused.refused}
        return tuple(f"{title}: {why.get(key, 'in another dataset only')}" for key, title in titles.items())
    return tuple(f"{title}: in another dataset only" for title in titles.values())
