"""What the standard does not require and its readers need: titles, programmes, places, dates and sources.

What is missing from many grants is told once, with the number of grants and the first of them.
"""

from collections.abc import Callable
from typing import Final

from riia.documents.giving.package import Findings, Grant, text_of
from riia.indicators.reference.wording import normal

_LONGEST: Final = 140
_PLACES: Final = 5
_SINGULAR: Final = (
    ("do not", "does not"),
    ("name no", "names no"),
    ("their", "its"),
    ("they are", "it is"),
    ("they were", "it was"),
    ("they come", "it comes"),
)


def check_usefulness(findings: Findings, grants: tuple[Grant, ...]) -> None:
    """All grants together."""
    for grant in grants:
        title, description = text_of(grant.data, "title"), text_of(grant.data, "description")
        if len(title) > _LONGEST:
            rule = f"The title has {len(title)} characters."
            findings.add("GIVING-TITLE-LONG", f"{grant.pointer}/title", rule, f"Say it in {_LONGEST}.")
        if title and normal(title) == normal(description):
            rule = "The description repeats the title."
            findings.add("GIVING-TITLE-SAME", f"{grant.pointer}/description", rule, "Say what the grant is for.")
        for pointer, programme in grant.objects("grantProgramme"):
            if not text_of(programme, "title"):
                rule = "The grant's programme has no title."
                findings.add("GIVING-PROGRAMME", pointer, rule, "Give its title.")
        for pointer, place in grant.objects("beneficiaryLocation"):
            if text_of(place, "name") and not text_of(place, "geoCode") and place.get("latitude") is None:
                rule = f"“{text_of(place, 'name')}” has no code of an area, so it cannot be put on a map."
                findings.add("GIVING-LOCATION", f"{pointer}/name", rule, "Add the code and its type.")
    _without(
        findings, grants, "GIVING-PROGRAMME", "name no programme", lambda one: not list(one.objects("grantProgramme"))
    )
    _without(findings, grants, "GIVING-LOCATION", "do not say where they are of use", _placeless)
    _without(findings, grants, "GIVING-PLANNED", "do not say when their work is planned", _unplanned)
    _without(findings, grants, "GIVING-UPDATED", "do not say when they were last changed", _field("dateModified"))
    _without(findings, grants, "GIVING-SOURCE", "do not say where they come from (data source)", _field("dataSource"))


def _without(
    findings: Findings, grants: tuple[Grant, ...], code: str, what: str, lacks: Callable[[Grant], bool]
) -> None:
    some = [grant for grant in grants if lacks(grant)]
    if not some:
        return
    many = f"{len(some)} of {len(grants)} grants"
    if len(some) == len(grants):
        many = "Both grants" if len(some) == 2 else f"All {len(grants)} grants"
    if len(some) == 1:
        for plural, singular in _SINGULAR:
            what = what.replace(plural, singular)
        rule = f"The grant {what}."
    else:
        rule = f"{many} {what}."
    others = tuple(f"{grant.pointer}/id" for grant in some[1:_PLACES])
    findings.add(code, f"{some[0].pointer}/id", rule, "Add it where it is known.", beside=others)


def _placeless(grant: Grant) -> bool:
    return not list(grant.objects("beneficiaryLocation"))


def _unplanned(grant: Grant) -> bool:
    planned = [event for key in ("plannedDates", "actualDates") for _, event in grant.objects(key)]
    return not any(event.get("duration") is not None or event.get("startDate") for event in planned)


def _field(key: str) -> Callable[[Grant], bool]:
    return lambda grant: not text_of(grant.data, key)
