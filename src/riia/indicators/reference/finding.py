"""From what people write to the place they mean, without guessing."""

import re
from collections import defaultdict
from datetime import date
from difflib import get_close_matches
from functools import cache

from riia.indicators.reference import packaged
from riia.indicators.reference.errors import AmbiguousPlace, CodeAndNameDisagree, UnknownPlace
from riia.indicators.reference.register import Authority, Region, authorities, authority, region, regions_by_code
from riia.indicators.reference.wording import normal

type Place = Authority | Region

_CODE = re.compile(r"\d{3}|E\d{8}|GB-LAE-[A-Z]{3}", re.IGNORECASE)
# Endings that a council's own name shows it may be given; "CC" is read as what that council is, city or county.
_ENDINGS = {
    "County Council": ("county council", "county", "cc"),
    "City Council": ("city council", "city", "cc"),
    "Metropolitan Borough Council": ("metropolitan borough council", "metropolitan borough", "mbc", "borough council"),
    "Metropolitan District Council": ("metropolitan district council", "mdc"),
    "Borough Council": ("borough council", "borough", "bc"),
    "Council": (),
}


def place(code: str) -> Place:
    """The place of a code as the product uses them: DfE for councils, ONS for regions. Raises UnknownPlace."""
    return authority(code) if len(code) == 3 else region(code)


def find_place(text: str, on: date | None = None) -> Place:
    """The one place that `text` names or gives a code of.

    Understands DfE, ONS (of any date), GB-LAE and LAIT region codes; published and official names, every variant found
    in the source files, and a council's name with or without the ending of its own kind ("Derby", "Derby City Council",
    "Leicestershire CC"). With `on`, only councils that existed on that day are considered.

    Raises AmbiguousPlace when there are several readings ("Dorset" is two councils, until and from 1 April 2019;
    "North East, Yorkshire and the Humber" is two regions), UnknownPlace with the nearest names when there is none.
    """
    tidy = text.strip()
    if not tidy:
        raise UnknownPlace(text, remedy="The text is empty: give a name or a code.")
    if _CODE.fullmatch(tidy):
        return _of_code(tidy.upper())
    wanted = normal(tidy)
    spanning = {normal(name): codes for name, codes in packaged.manifest()["spanning_names"].items()}
    if wanted in spanning:
        raise _ambiguous(text, spanning[wanted])
    codes = _names().get(wanted) or _forms().get(wanted) or frozenset()
    held = [code for code in sorted(codes) if on is None or _existed(code, on)]
    if len(held) == 1:
        return place(held[0])
    if held:
        raise _ambiguous(text, held)
    if codes and on:
        labels = ", ".join(place(code).label for code in sorted(codes))
        raise UnknownPlace(text, remedy=f"{labels} did not exist on {on.day} {on:%B %Y}. Check the date.")
    raise UnknownPlace(text, _suggestions(wanted))


def confirm(code: str, name: str) -> Place:
    """The place of `code`, once `name` is seen to be one of its names.

    For files that give both. Raises CodeAndNameDisagree when they belong to different places, as in the published
    tribunal table, where Nottinghamshire stands beside Northamptonshire's code; UnknownPlace when either is unknown.
    """
    found = find_place(code)
    wanted = normal(name)
    meant = (_names().get(wanted, frozenset()) | _forms().get(wanted, frozenset())) or {find_place(name).code}
    if found.code not in meant:
        raise CodeAndNameDisagree(
            f"{code} is {found.label}, but the name beside it is {name!r}. "
            "Ask the publisher which is right; do not load the row."
        )
    return found


def _of_code(code: str) -> Place:
    found = _codes().get(code)
    if found is None:
        raise UnknownPlace(code, remedy="Check the code; a code column read as numbers can lose digits.")
    return place(found)


def _existed(code: str, on: date) -> bool:
    found = place(code)
    return not isinstance(found, Authority) or found.holds_on(on)


def _ambiguous(text: str, codes: list[str]) -> AmbiguousPlace:
    return AmbiguousPlace(text, codes, [f"{_since(place(code))} ({code})" for code in codes])


def _since(found: Place) -> str:
    if isinstance(found, Authority) and found.valid_from and not found.valid_to:
        return f"{found.name} (from {found.valid_from.day} {found.valid_from:%B %Y})"
    return found.label


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {council.code: council.code for council in authorities()}
    for council in authorities():
        found |= {dated.code: council.code for dated in council.codes}
    for area in regions_by_code().values():
        found |= {area.code: area.code, area.lait_code: area.code}
    return found


@cache
def _names() -> dict[str, frozenset[str]]:
    """Written names, in the form in which they are compared."""
    found: dict[str, set[str]] = defaultdict(set)
    places: tuple[Place, ...] = (*authorities(), *regions_by_code().values())
    for known in places:
        for name in known.names:
            found[normal(name.text)].add(known.code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _forms() -> dict[str, frozenset[str]]:
    """Names with the ending of the council's own kind, tried when no written name matches."""
    found: dict[str, set[str]] = defaultdict(set)
    for council in authorities():
        official = [name.text for name in council.names if name.kind == "official"]
        endings = {"council"}
        for own in official:
            endings |= set(next((forms for end, forms in _ENDINGS.items() if own.endswith(end)), ()))
        stems = {normal(name.text) for name in council.names if name.kind != "official"}
        for stem in stems:
            for ending in endings:
                found[f"{stem} {ending}"].add(council.code)
            if any("London Borough" in own or "Royal Borough" in own for own in official):
                found[f"london borough of {stem}"].add(council.code)
                found[f"{stem} london borough council"].add(council.code)
            if "city council" in endings:
                found[f"city of {stem}"].add(council.code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _suggestions(wanted: str) -> list[str]:
    """Up to five places whose names are near, or hold every word of what was written."""
    known = _names()
    words = set(wanted.split())
    near = get_close_matches(wanted, known, n=5, cutoff=0.7)
    near += [name for name in sorted(known) if words <= set(name.split())]
    labels: dict[str, None] = {}
    for name in near:
        for code in sorted(known[name]):
            labels[f"{place(code).label} ({code})"] = None
    return list(labels)[:5]
