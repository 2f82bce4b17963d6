"""A figure in the shape machines read: the command line and the API answer with the same words."""

from typing import Any

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries
from riia.alliance.figures.nouns import Figure, ReleaseLine
from riia.indicators import reference
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Missing, Period, Value


def describe(scope: Scope, indicator: str, place: str, period: Period | str) -> dict[str, Any] | None:
    """One figure in every measure of its indicator, or None when nothing is held for this place and period.

    `value` and `number` are the count; `rate` is the headline figure (per 10,000, in per cent or a count, as `unit`
    says) rounded to the decimals of the definition; `percent` is the percentage where there is one. `symbol` says why
    the headline figure is missing, and is null where it is not. `published` holds what is printed for each measure.
    """
    one, variant = catalogue().resolve(indicator)
    found = queries.in_measures(scope, indicator, place, period)
    headline = found.get(variant.headline)
    if headline is None:
        return None
    count, percent = found.get(Measure.NUMBER), found.get(Measure.PERCENT)
    return {
        "indicator": one.slug,
        "title": one.title,
        "variant": variant.key,
        "variant_title": variant.title,
        "place": str(headline.place),
        "place_name": reference.place(headline.place).name,
        "period": headline.period.code,
        "period_label": headline.period.label,
        "measure": headline.measure.value,
        "value": plain(count.value) if count else None,
        "number": plain(count.value) if count else None,
        "numerator": plain(headline.numerator),
        "denominator": plain(headline.denominator),
        "rate": plain(headline.shown),
        "percent": plain(percent.shown) if percent else None,
        "unit": one.units[headline.measure],
        "decimals": one.decimals[headline.measure],
        "symbol": _symbol(headline.value),
        "symbol_words": headline.value.words if isinstance(headline.value, Missing) else None,
        "basis": headline.basis.value,
        "published": {
            measure.value: plain(found[measure].published) if measure in found else None for measure in Measure
        },
        "published_in": headline.published_in.name if headline.published_in else None,
        "release": release(headline),
    }


def release(figure: Figure) -> dict[str, Any]:
    """The release of a figure; `vintage` is of the population estimates, `population` the mid-year under a rate."""
    line: ReleaseLine = figure.release
    return {
        "publisher": line.publisher,
        "title": line.name,
        "edition": line.edition,
        "published": line.published or None,
        "licence": line.licence,
        "vintage": line.vintage,
        "population": figure.population_year,
        "address": line.address or None,
        "source_file": line.source_file,
        "sha256": line.sha256,
    }


def plain(value: Value | None) -> int | float | None:
    """A value as a plain number; None where a symbol stands or nothing is held. Say the symbol beside it."""
    if value is None or isinstance(value, Missing):
        return None
    return value.value if isinstance(value.value, int) else float(value.value)


def _symbol(value: Value) -> str | None:
    return value.symbol.value if isinstance(value, Missing) else None
