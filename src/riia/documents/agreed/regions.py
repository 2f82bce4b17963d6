"""Councils that a text puts into a region in which they do not lie, and the one of a region that is left out. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from riia.documents.agreed.amounts import NUMBER, number_of
from riia.documents.agreed.catalogue import told
from riia.documents.letters.names import recipient
from riia.documents.model import Evidence, Finding, Where
from riia.indicators.reference import Authority, ImprovementRegion, authorities, improvement_regions, place, region_of

_NAMES: Final = {
    "north east": "North East", "north west": "North West", "yorkshire and the humber": "Yorkshire and The Humber",
    "yorkshire and humber": "Yorkshire and The Humber", "east midlands": "East Midlands",
    "west midlands": "West Midlands",
    "east of england": "East of England", "london": "London", "south east": "South East", "south west": "South West",
}  # fmt: skip
_REGION: Final = re.compile(
    r"\b(?P<region>North[ -]East(?! London| Lincolnshire)|North[ -]West(?! London)|Yorkshire (?:and|&) (?:the "
    r")?Humber|East Midlands|West Midlands"
    r"|East of England|South[ -]East(?! London)|South[ -]West(?! London)|London(?!\s+(?:Borough|[SNEW][A-Z]?\d)))\b",
    re.I,
)
_ALL_OF: Final = re.compile(
    rf"\b(?:all|the)\s+(?:of\s+the\s+)?(?P<n>{NUMBER})\s+(?:\w+\s+){{0,2}}?(?:councils|authorities|LAs)\s+(?:of"
    rf"|in)\s+the\s+",
    re.I,
)


def regions_named(texts: Sequence[tuple[str, Where]]) -> tuple[ImprovementRegion, str, Where] | None:
    """The one region that the given texts put the councils into; None where they name none, or several."""
    found: dict[str, tuple[str, Where]] = {}
    for text, where in texts:
        for match in _REGION.finditer(text):
            found.setdefault(
                " ".join(match["region"].lower().replace("-", " ").replace("&", "and").split()), (match[0], where)
            )
    names = {_NAMES.get(name, name) for name in found}
    if len(names) != 1:
        return None
    said, where = next(iter(found.values()))
    code = recipient(said.replace("-", " "), where, None).place
    region = next((one for one in improvement_regions() if one.code == code), None)
    return (region, said, where) if region else None


def region_findings(
    region: ImprovementRegion,
    said: str,
    at: Where,
    named: Sequence[tuple[str, Where]],
    statements: Sequence[tuple[str, Where]],
) -> Iterator[Finding]:
    """Councils of a list against the region that the text puts them into, and the region against the list."""
    placed = [(name, where, recipient(name, where, None).place) for name, where in named]
    known = [(name, where, code) for name, where, code in placed if code and isinstance(place(code), Authority)]
    outside = [
        (name, where, code) for name, where, code in known if (own := region_of(code)) and own.code != region.code
    ]
    inside = len(known) - len(outside)
    if inside < 2 or 3 * len(outside) > len(known):
        return
    for name, where, code in outside:
        own = region_of(code)
        yield told(
            "PLACE-OUTSIDE", where, name,
            f"{name} is listed among councils of the region {said}, and lies in {own.name if own else 'another'}.",
            "Ask whether the council or the region is meant otherwise.", [Evidence(at, said)],
        )  # fmt: skip
    yield from _missing(region, {code for _, _, code in known}, len(named), statements, named)


def _missing(
    region: ImprovementRegion,
    have: set[str],
    listed: int,
    statements: Sequence[tuple[str, Where]],
    named: Sequence[tuple[str, Where]],
) -> Iterator[Finding]:
    """ "All fourteen authorities of the West Midlands", thirteen of whom are listed."""
    for text, where in statements:
        match = next((one for one in _ALL_OF.finditer(text) if _REGION.match(text, one.end())), None)
        if match is None or number_of(match["n"]) <= listed:
            continue
        current, lacking = lacking_of(region.code, have)
        if current == number_of(match["n"]) and 0 < len(lacking) <= 3 and named:
            yield told(
                "PLACE-MISSING", where, match[0].strip(),
                f"“{match[0].strip()} {region.name}”, but {listed} are listed: {', '.join(lacking)} "
                f"{'is' if len(lacking) == 1 else 'are'} not among them.",
                "Ask whether it was left out.", [Evidence(named[0][1], named[0][0])],
            )  # fmt: skip
            return


def lacking_of(region: str, have: Collection[str]) -> tuple[int, list[str]]:
    """How many councils a region has today, and the names of those that are not among some."""
    current = [one for one in authorities() if (own := region_of(one.code)) and own.code == region and _is_current(one)]
    return len(current), [one.label for one in current if one.code not in have]


def _is_current(one: Authority) -> bool:
    return not one.ended


__all__ = ["lacking_of", "region_findings", "regions_named"]
