"""How a year's figure falls into quarters: the seasons of an item, its drift, and chance that is always the same.

Chance comes from a hash of names, not from a random generator, so a figure depends on nothing but its council, item
and quarter: the same today, tomorrow and on every machine, whichever other figures are made.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from math import floor, sqrt
from statistics import NormalDist
from typing import Final

_NORMAL: Final = NormalDist()
_FAR: Final = 1.6
"""How many standard deviations chance may take a figure: what lies further is told by a declared quirk instead."""
_STEADY: Final = 0.03
"""The relative spread that even large counts have from quarter to quarter."""
_SMALL: Final = 40

FLAT: Final = (1.0, 1.0, 1.0, 1.0)
SEASONS: Final[Mapping[str, tuple[float, float, float, float]]] = {
    # April to June, July to September, October to December, January to March.
    "referrals": (1.02, 0.94, 1.03, 1.01),
    "initial-contacts": (1.02, 0.95, 1.02, 1.01),
    "section-47-enquiries": (1.02, 0.96, 1.02, 1.00),
    "cpps-starting": (1.02, 0.96, 1.02, 1.00),
    "cpps-ceasing": (1.01, 0.97, 1.00, 1.02),
    "cla-starting": (1.00, 1.00, 1.02, 0.98),
    "cla-ceasing": (1.00, 1.02, 0.99, 0.99),
    # Schools send most requests in the spring, and hardly any in August.
    "ehcp-requests": (1.06, 0.86, 0.98, 1.10),
    # Referrals by source: schools are closed for much of July to September, and others see the children instead.
    "referrals:source=schools": (1.05, 0.74, 1.11, 1.10),
    "referrals:source=education-services": (1.05, 0.78, 1.09, 1.08),
    "referrals:source=individual": (1.00, 1.10, 0.96, 0.96),
    "referrals:source=police": (1.00, 1.08, 0.97, 0.96),
}
"""Each quarter's share of a flow against a flat year."""
STANDING: Final[Mapping[str, tuple[float, float, float, float]]] = {
    # On 30 June, 30 September, 31 December, 31 March.
    "children-in-need": (1.010, 0.980, 1.000, 1.000),
    # Year 11 ends its compulsory schooling in June and is off the list in September, which then grows until June.
    "ehe": (1.05, 0.96, 0.98, 1.01),
}
"""A stock on the last day of each quarter against its course through the year."""
DRIFT: Final[Mapping[str, float]] = {
    "cla-current": -0.005,
    "cla-uasc": -0.03,
    "care-leavers": 0.02,
    "ehe": 0.05,
    "ehcp-requests": 0.05,
    "ehcp-assessments": 0.05,
    "ehcps-issued": 0.05,
}
"""Growth in a year after the newest published one, in the direction England went in the newest two; 0 elsewhere."""


def uniform(*names: object) -> float:
    """A number above 0 and below 1 that depends on the names alone."""
    digest = sha256("|".join(map(str, names)).encode()).digest()
    return (int.from_bytes(digest[:6]) + 0.5) / 2**48


def chance(*names: object) -> float:
    """A standard normal number, not beyond `_FAR`, that depends on the names alone."""
    return min(max(_NORMAL.inv_cdf(uniform(*names)), -_FAR), _FAR)


def wobble(count: float, *names: object, calm: float = 1.0) -> float:
    """A factor about 1: by how much a count of this size differs from what was to be expected; less where `calm` is."""
    return max(1 + calm * chance(*names) * sqrt(0.5 / max(count, 1) + _STEADY**2), 0.1)


def settled(expected: float, *names: object) -> int:
    """A whole number near the expected one; a small one by lot, so that 0.4 is not always 0."""
    return floor(expected + uniform("settled", *names)) if expected < _SMALL else round(expected)


def drift(item: str, council: str, years: float) -> float:
    """The factor by which a council's level has moved `years` after the year that is published."""
    if years <= 0:
        return 1.0
    return float((1 + DRIFT.get(item, 0.0) + 0.02 * chance("drift", item, council)) ** years)


def apportioned(total: int, weights: Sequence[float], ceilings: Sequence[int] | None = None) -> list[int]:
    """Whole parts that add up to the total, by largest remainder; none above its ceiling while another has room."""
    whole = sum(weights)
    if whole <= 0:
        weights, whole = [1.0] * len(weights), float(len(weights))
    exact = [total * weight / whole for weight in weights]
    limits = list(ceilings) if ceilings is not None else [total] * len(weights)
    parts = [min(floor(one), limit) for one, limit in zip(exact, limits, strict=True)]
    while (left := total - sum(parts)) > 0:
        open_ = [n for n, limit in enumerate(limits) if parts[n] < limit]
        if not open_:
            raise ValueError(f"{total} do not fit under {limits}. Give ceilings that hold the total.")
        open_.sort(key=lambda n: (parts[n] - exact[n], n))
        for n in open_[:left]:
            parts[n] += 1
    return parts
