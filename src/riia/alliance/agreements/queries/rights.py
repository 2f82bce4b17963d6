"""Who may read which dataset of an alliance's register: the source that a platform of dashboards may not go beyond."""

from collections.abc import Mapping
from datetime import date

from riia.alliance.access.queries import in_force, scope_for
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.policies_register import audiences_of_viewer, refusal_to_show
from riia.alliance.agreements.queries.register import entries
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance


def rights_here(alliance: Alliance, on: date) -> Mapping[str, frozenset[str]]:
    """The keys of the datasets that each person with a role may read on a day, by e-mail address in small letters.

    A dataset may be read where one of its items may be shown to an audience the person is of by a role over the region
    or a member council. Whoever holds no role is not there.
    """
    shown: dict[str, set[Audience]] = {}
    for entry in entries(alliance, on):
        open_to = {each for each in Audience if refusal_to_show(entry, each, on) is None}
        shown.setdefault(entry.dataset_key, set()).update(open_to)
    inside = [alliance.region.code, *places.members(alliance, on).values_list("code", flat=True)]
    found: dict[str, frozenset[str]] = {}
    for person in {holding.person for holding in in_force(on)}:
        scope = scope_for(person, on)
        own = frozenset[Audience]().union(*(audiences_of_viewer(scope, place) for place in inside))
        found[person.email.lower()] = frozenset(key for key, audiences in shown.items() if audiences & own)
    return found


def names_of_datasets(alliance: Alliance, on: date) -> dict[str, str]:
    """The ways in which a file may write a dataset, in small letters, with its key."""
    found: dict[str, str] = {}
    for entry in entries(alliance, on):
        title = " ".join(entry.dataset.lower().split())
        ways = {entry.dataset_key, title, title.partition(": ")[2], title.partition(":")[0]}
        found.update(dict.fromkeys(ways - {""}, entry.dataset_key))
        number = entry.dataset_key.rpartition("-")[2]
        if number.isdigit():
            found[number] = entry.dataset_key
    return found
