"""Councils among funders and recipients: that they exist, existed then, and are the ones that are named."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from riia.documents.giving.checks.organisations import parties
from riia.documents.giving.councils import NATIONS, Council, councils, is_civic, named, shares_name
from riia.documents.giving.lists import list_of
from riia.documents.giving.moments import moment_of
from riia.documents.giving.package import Findings, Grant, text_of
from riia.indicators import reference
from riia.indicators.reference.wording import normal

_SERVICE: Final = re.compile(
    r"\b(children|services|education|schools|social care|directorate|department)\b", re.IGNORECASE
)
"""What makes a part of a council of a name that does not say council."""


def award_day(grant: Grant) -> date | None:
    """The day of the award in this country, where it is one."""
    said = text_of(grant.data, "awardDate")
    moment = moment_of(said, "day") if said else None
    return moment.here if moment else None


def check_councils(findings: Findings, grant: Grant) -> None:
    """The councils of one grant."""
    day = award_day(grant)
    for role, pointer, one in parties(grant):
        identifier, name = "".join(text_of(one, "id").split()).upper(), text_of(one, "name")
        if list_of(identifier) in NATIONS:
            _identified(findings, pointer, identifier, name, role, day)
        elif identifier and name and is_civic(name):
            _unidentified(findings, pointer, one, identifier, name, day)


def _identified(findings: Findings, pointer: str, identifier: str, name: str, role: str, day: date | None) -> None:
    council = councils().get(identifier)
    meant = named(name) if name else ()
    nation = NATIONS[list_of(identifier)]
    others = [one for one in meant if one.nation != nation]
    if others and len(others) == len(meant):
        right = _on(others, day)
        listed = identifier.rpartition("-")[0]
        rule = f"“{name}” is a council of {right.nation}, and {listed} is the list of {nation}."
        findings.add("GIVING-COUNCIL-NATION", f"{pointer}/id", rule, f"Write {right.identifier}.")
        return
    if council is None:
        rule = f"No council of {nation} has the identifier {identifier}."
        remedy = f"“{name}” is {_on(meant, day).identifier}." if meant else "Look it up in the register of councils."
        findings.add("GIVING-COUNCIL-CODE", f"{pointer}/id", rule, remedy)
        return
    if name and not _is_named(name, council, meant):
        rule = f"{identifier} is {council.name}, and the {role} is named “{name}”."
        remedy = f"“{name}” is {_on(meant, day).identifier}." if meant else "Correct the identifier or the name."
        findings.add("GIVING-COUNCIL-NAME", f"{pointer}/id", rule, remedy, beside=(f"{pointer}/name",))
    elif day is not None and not council.existed(day):
        rule = f"{council.name} ({identifier}) existed {council.days}, and the grant was awarded on {_long(day)}."
        findings.add("GIVING-COUNCIL-DAY", f"{pointer}/id", rule, _then(council, meant, day))


def _then(council: Council, meant: tuple[Council, ...], day: date) -> str:
    then = [one for one in (*meant, *_same_code(council)) if one.existed(day)]
    if then:
        return f"On that day it was {then[0].name}, {then[0].identifier}."
    others = list(dict.fromkeys(f"{one.name} ({one.identifier})" for one in _kin(council) if one.existed(day)))
    if others:
        return f"Check the date. On that day there was {' and '.join(others)} in its place."
    return "Check the date, and which council was there on that day."


def _kin(council: Council) -> list[Council]:
    """The councils that took over from this one, and those it took over from."""
    if not council.code:
        return []
    codes = {
        *(str(one.successor) for one in reference.successors(council.code)),
        *(str(one.predecessor) for one in reference.predecessors(council.code)),
    }
    return [one for one in councils().values() if one.code in codes]


def _same_code(council: Council) -> list[Council]:
    return [one for one in councils().values() if council.code and one.code == council.code]


def _is_named(name: str, council: Council, meant: tuple[Council, ...]) -> bool:
    if any(one.identifier == council.identifier or (one.code and one.code == council.code) for one in meant):
        return True
    return not meant and bool(is_civic(name) or _SERVICE.search(name)) and shares_name(name, council)


def _unidentified(
    findings: Findings, pointer: str, one: Mapping[str, Any], identifier: str, name: str, day: date | None
) -> None:
    meant = named(name)
    if not meant or not list_of(identifier):  # an unknown list is told already
        return
    right = _on(meant, day)
    rule = f"“{name}” is a council, and is not identified as one ({identifier})."
    findings.add("GIVING-COUNCIL-ID", f"{pointer}/id", rule, f"Write {right.identifier}.")


def _on(some: tuple[Council, ...] | list[Council], day: date | None) -> Council:
    """The one that was there on a day; the latest where that tells none."""
    then = [one for one in some if day is None or one.existed(day)]
    return (then or list(some))[-1] if day is None else (then or list(some))[0]


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def english_recipient(grant: Grant) -> Council | None:
    """The English council that a grant goes to, where it goes to one and to nobody else."""
    found = [councils().get(text_of(one, "id").upper()) for _, one in grant.objects("recipientOrganization")]
    if len(found) == 1 and found[0] is not None and found[0].nation == "England":
        return found[0]
    return None


def same_place(name: str, council: Council) -> bool:
    """Whether a name of an area is one of a council's, with or without its kind."""
    return (
        normal(name) in council.names
        or any(one.areas & council.areas for one in named(name))
        or shares_name(name, council)
    )
