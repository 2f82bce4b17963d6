"""Rules as plain JSON and back, so that a database can keep what a determination allocates by. Pure.

A rule is stored as {"kind": …, fields that differ from their default}. Amounts are whole pence or "redacted",
"illegible", "not stated"; percentages and weights are texts such as "14", because JSON's numbers are floats.
"""

from dataclasses import MISSING, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from riia.documents.allocation.amounts import Amount, Hidden, RuleError
from riia.documents.allocation.formulas import (
    Band,
    BasePlusTopUp,
    FlatPerRegion,
    OwnAmounts,
    PackagesTimesDaysTimesRate,
    PerCouncil,
    Rule,
    Weighted,
    Weighting,
)
from riia.documents.allocation.payments import Direct, OneOff, Part, Pooled, Share, Sharer

KINDS: Final[dict[str, type[Rule]]] = {
    kind.KIND: kind
    for kind in (
        FlatPerRegion,
        Weighted,
        PerCouncil,
        PackagesTimesDaysTimesRate,
        BasePlusTopUp,
        Pooled,
        OneOff,
        Direct,
        Share,
    )
}
_PARTS: Final[dict[str, type[Any]]] = {
    "weightings": Weighting,
    "bands": Band,
    "places": OwnAmounts,
    "parts": Part,
    "sharers": Sharer,
}
_AMOUNTS: Final = {"amount", "rate", "day_rate", "stated", "base", "top_up", "per_council", "project"}
_DECIMALS: Final = {"percent", "weight"}
_COUNTS: Final = {"packages", "days", "cap_days", "councils"}


def as_stored(rule: Rule) -> dict[str, Any]:
    """A rule as JSON can hold it."""
    return {"kind": rule.KIND, **_stored_fields(rule)}


def from_stored(stored: object) -> Rule:
    """The rule that was stored. Raises RuleError for what is no rule, naming the field."""
    if not isinstance(stored, dict) or stored.get("kind") not in KINDS:
        raise RuleError(f"A stored rule has a kind: one of {', '.join(KINDS)}.")
    made = _made(KINDS[stored["kind"]], {name: value for name, value in stored.items() if name != "kind"})
    assert isinstance(made, Rule)
    return made


def _stored_fields(item: Any) -> dict[str, Any]:
    found = {}
    for own in fields(item):
        value = getattr(item, own.name)
        if own.default is MISSING or value != own.default:
            found[own.name] = _stored_value(value)
    return found


def _stored_value(value: Any) -> Any:
    if isinstance(value, Rule):
        return as_stored(value)
    if isinstance(value, Hidden):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return [_stored_value(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else _stored_fields(value)


def _made(kind: type[Any], given: object) -> Any:
    if not isinstance(given, dict):
        raise RuleError("A part of a rule is stored as its fields by name.")
    known = {own.name: own for own in fields(kind)}
    strange = sorted(set(given) - set(known))
    if strange:
        raise RuleError(f"A rule of this kind has no field {strange[0]!r}.")
    lacking = [name for name, own in known.items() if own.default is MISSING and name not in given]
    if lacking:
        raise RuleError(f"A rule of this kind needs {lacking[0]!r}.")
    return kind(**{name: _value(name, value) for name, value in given.items()})


def _value(name: str, value: Any) -> Any:
    if name in _PARTS:
        return tuple(_made(_PARTS[name], item) for item in _listed(name, value))
    if name == "of" and isinstance(value, dict):
        return from_stored(value)
    if name in _AMOUNTS:
        return _amount(name, value)
    if name in _DECIMALS:
        return _decimal(name, value)
    if name in _COUNTS:
        if value is not None and type(value) is not int:
            raise RuleError(f"{name!r} is a whole number.")
        return value
    if name in ("only", "not_for", "exclusions", "beneficiaries"):
        return tuple(_text(name, item) for item in _listed(name, value))
    if name == "uplift":
        if not isinstance(value, bool):
            raise RuleError("'uplift' is true or false.")
        return value
    return _text(name, value)


def _listed(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise RuleError(f"{name!r} is a list.")
    return value


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise RuleError(f"{name!r} is a text.")
    return value


def _amount(name: str, value: object) -> Amount | None:
    if value is None or type(value) is int:
        return value
    if isinstance(value, str) and value in {item.value for item in Hidden}:
        return Hidden(value)
    raise RuleError(f"{name!r} is whole pence, or one of {', '.join(Hidden)}.")


def _decimal(name: str, value: object) -> Decimal:
    try:
        made = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        made = Decimal("NaN")
    if not made.is_finite():
        raise RuleError(f'{name!r} is a number written as a text, such as "14".')
    return made
