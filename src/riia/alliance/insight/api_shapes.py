"""The shapes of the programming interface's answers, as its description shows them."""

from typing import Any

from ninja import Schema

from riia.alliance.figures import machine
from riia.alliance.figures.nouns import Figure
from riia.indicators import definitions, reference
from riia.indicators.definitions import Measure
from riia.indicators.model import Missing
from riia.indicators.reference import Authority


class Problem(Schema):
    """Why a call was refused, and what there is instead."""

    detail: str


class Reading(Schema):
    """One reading of an indicator: `indicator` is what other calls take."""

    indicator: str
    title: str
    default: bool
    measure: str


class Indicator(Schema):
    """A definition. `unpublished` says why there is no figure by council, and is null where there is one."""

    indicator: str
    dataset: str | None
    number: int | None
    theme: str
    title: str
    numerator: str
    denominator: str
    timing: str
    polarity: str
    measure: str
    unit: str
    decimals: int
    unpublished: str | None
    readings: list[Reading]


class Place(Schema):
    """A council, region, sub-region or England. `until` is the last day of a council that has ended."""

    place: str
    name: str
    kind: str
    region: str | None
    ons_code: str | None
    until: str | None


class Point(Schema):
    """One figure. `rate` is the headline figure in the indicator's unit; null with a symbol where there is none."""

    place: str
    period: str
    period_label: str
    value: int | float | None
    numerator: int | float | None
    denominator: int | float | None
    rate: int | float | None
    symbol: str | None
    release: str


def indicator(one: definitions.Indicator) -> dict[str, Any]:
    """A definition as an answer."""
    return {
        "indicator": one.slug,
        "dataset": one.dataset or None,
        "number": one.number,
        "theme": one.theme,
        "title": one.title,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "timing": one.timing.value,
        "polarity": one.polarity.value,
        "measure": one.headline.value,
        "unit": one.unit,
        "decimals": one.decimals[one.headline],
        "unpublished": one.unpublished or None,
        "readings": [
            {
                "indicator": one.address(each),
                "title": each.title,
                "default": each.default,
                "measure": each.headline.value,
            }
            for each in one.variants
        ],
    }


def place(found: reference.Place) -> dict[str, Any]:
    """A place as an answer."""
    if isinstance(found, Authority):
        until = found.valid_to.isoformat() if found.valid_to else None
        return {
            "place": str(found.code),
            "name": found.name,
            "kind": "council",
            "region": str(found.region),
            "ons_code": found.ons_code(),
            "until": until,
        }
    parent = str(found.parent) if found.parent else None
    return {
        "place": str(found.code),
        "name": found.name,
        "kind": found.kind.value,
        "region": parent,
        "ons_code": str(found.code),
        "until": None,
    }


def point(figure: Figure) -> dict[str, Any]:
    """A figure as an answer."""
    count = figure.value if figure.measure is Measure.NUMBER else figure.numerator
    return {
        "place": str(figure.place),
        "period": figure.period.code,
        "period_label": figure.period.label,
        "value": machine.plain(count),
        "numerator": machine.plain(figure.numerator),
        "denominator": machine.plain(figure.denominator),
        "rate": machine.plain(figure.shown),
        "symbol": figure.shown.symbol.value if isinstance(figure.shown, Missing) else None,
        "release": figure.release.name,
    }
