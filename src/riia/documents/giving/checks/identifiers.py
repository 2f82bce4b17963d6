"""Identifiers of grants: one each, with the publisher's prefix, and without signs that tools break on."""

import re
from collections import Counter
from typing import Final

from riia.documents.giving.package import Findings, Grant, text_of

_PREFIX: Final = re.compile(r"(360[Gg]-[A-Za-z0-9_]+)[-_:.]?(.*)", re.DOTALL)
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_ADVISED_AGAINST: Final = re.compile(r"[\s/\\]")


def check_identifiers(findings: Findings, grants: tuple[Grant, ...]) -> None:
    """The identifiers of all grants together."""
    first: dict[str, Grant] = {}
    prefixes: Counter[str] = Counter()
    for grant in grants:
        said = grant.id.strip()
        if not said:
            continue
        where = f"{grant.pointer}/id"
        known = first.setdefault(said, grant)
        if known is not grant:
            same = "The same grant stands" if known.data == grant.data else "Another grant with this identifier stands"
            place = findings.package.spot(f"{known.pointer}/id").where
            rule = f"{same} in {place} as well ({said})."
            remedy = "Delete one of them, or give each its own identifier."
            findings.add("GIVING-ID-TWICE", where, rule, remedy, beside=(f"{known.pointer}/id",))
        _signs(findings, where, grant.id)
        found = _PREFIX.match(said)
        if found is None or not found[2]:
            rule = f"“{said}” does not begin with the publisher's prefix and a hyphen, so it is unique nowhere else."
            findings.add(
                "GIVING-ID-PREFIX", where, rule, "Write it as 360G-prefix-reference, with your registered prefix."
            )
        else:
            prefixes[found[1]] += 1
    _several(findings, grants, prefixes)
    _alike(findings, grants)


def _signs(findings: Findings, where: str, said: str) -> None:
    if _BREAKS.search(said):
        remedy = "Take it out: the grant does not show in tools of the standard."
        findings.add("GIVING-ID-SIGNS", where, "The identifier has a line break or control sign in it.", remedy)
    elif said != said.strip():
        findings.add("GIVING-ID-SIGNS", where, f"The identifier “{said}” begins or ends with a space.", "Take it away.")
    elif found := _ADVISED_AGAINST.search(said):
        what = "a space" if found[0].isspace() else f"a slash ({found[0]})"
        rule = f"The identifier has {what} in it, which the standard's guidance advises against."
        findings.add("GIVING-ID-ADVICE", where, rule, "Write an underscore or a hyphen.")


def _alike(findings: Findings, grants: tuple[Grant, ...]) -> None:
    """Grants of the same title, amount, day and recipient under different identifiers."""
    first: dict[str, Grant] = {}
    for grant in grants:
        recipients = sorted(text_of(one, "id").upper() for _, one in grant.objects("recipientOrganization"))
        said = [grant.data.get(key) for key in ("title", "description", "amountAwarded", "awardDate")]
        if not recipients or None in said:
            continue
        known = first.setdefault(repr([said, recipients, grant.data.get("plannedDates")]), grant)
        if known is not grant and known.id != grant.id:
            rule = f"The grant is the same as {known.id} in everything but its identifier."
            where, other = f"{grant.pointer}/id", f"{known.pointer}/id"
            findings.add("GIVING-ALIKE", where, rule, "Delete one, if it is the same grant.", beside=(other,))


def _several(findings: Findings, grants: tuple[Grant, ...], prefixes: Counter[str]) -> None:
    if len(prefixes) < 2:
        return
    usual = prefixes.most_common(1)[0][0]
    for grant in grants:
        found = _PREFIX.match(grant.id.strip())
        if found and found[2] and found[1] != usual and prefixes[found[1]] * 5 <= prefixes[usual]:
            rule = f"The prefix is {found[1]}, and that of {prefixes[usual]} other grants is {usual}."
            findings.add(
                "GIVING-ID-PREFIXES", f"{grant.pointer}/id", rule, "Correct it, unless two publishers are meant."
            )
