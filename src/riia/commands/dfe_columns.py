"""The standard columns of the Department for Education's tidy files, and the hierarchy of places in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from riia.indicators.disclosure.dimensions import Dimension

STANDARD: Final = frozenset(
    {
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
        "region_name", "old_la_code", "new_la_code", "la_name", "geo_breakdown",
    }
)  # fmt: skip
"""Columns that say when and where; see the department's open data standards."""
_LONDON, _HALVES = "London", ("Inner London", "Outer London")


def is_dfe(headings: Sequence[str]) -> bool:
    """Whether a file has them."""
    return {"geographic_level", "region_name", "la_name"} <= set(headings)


def places(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], Dimension]:
    """The rows with a column "place", and the places: councils within regions within England.

    Inner and Outer London are parts of London, which is the region where all three are printed.
    """
    from riia.indicators.disclosure.dimensions import Dimension

    out: list[dict[str, Any]] = []
    councils: dict[str, dict[str, None]] = {}
    regions: dict[str, None] = {}
    for row in rows:
        level, region, council = row["geographic_level"], row["region_name"] or "", row["la_name"] or ""
        if level == "National":
            place = "England"
        elif level == "Regional":
            place = region
            regions[region] = None
        else:
            place = council
            councils.setdefault(region, {})[council] = None
            regions.setdefault(region, None)
        out.append({"place": place, **row})
    parts = {region: tuple(members) for region, members in councils.items()}
    halves = tuple(half for half in _HALVES if half in regions)
    if halves and (_LONDON in regions):
        parts.setdefault(_LONDON, halves)
        regions = {name: None for name in regions if name not in halves}
    parts["England"] = tuple(regions)
    return out, Dimension("place", total="England", parts=parts)
