"""Funders and recipients: their lists, the shape of their numbers, and names that do not agree."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from riia.documents.giving.lists import GIVEN_UP, NEAR_MISSES, OWN, list_of
from riia.documents.giving.package import Findings, Grant, text_of
from riia.indicators.reference.wording import normal

_COMPANY: Final = re.compile(
    r"\d{8}|R\d{7}|(?:OC|SC|SO|NI|NC|LP|SL|NL|FC|SF|NF|GE|GS|GN|IP|SP|NP|NO|RC|SR|NR|AC|SA|NA|CE|CS|ZC|SZ|NZ|OE|PC|RS|"
    r"IC|SI|NV|ES|SG|FE|EN)\d{6}|(?:IP|SP|NP|RS)\d{5}[A-Z]"
)
_CHARITY: Final = re.compile(r"(?:[2-9]\d{5}|1\d{6})(?:-\d{1,3})?")
_SHAPES: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "GB-CHC": (_CHARITY, "six digits from 2 on, or seven from 1 on"),
    "GB-COH": (_COMPANY, "eight digits, or two letters and six digits"),
    "GB-SC": (re.compile(r"SC0\d{5}"), "SC and six digits, the first of them 0"),
    "GB-NIC": (re.compile(r"1\d{5}"), "six digits from 1 on"),
    "GB-EDU": (re.compile(r"[1-9]\d{5}"), "six digits"),
    "GB-UKPRN": (re.compile(r"1\d{7}"), "eight digits from 1 on"),
    "GB-LAE": (re.compile(r"[A-Z]{3,4}"), "three capital letters"),
    "GB-LAS": (re.compile(r"[A-Z]{3}"), "three capital letters"),
    "GB-PLA": (re.compile(r"[A-Z]{3}"), "three capital letters"),
    "GB-LANI": (re.compile(r"[A-Z]{3}"), "three capital letters"),
    "GB-GOR": (re.compile(r"[A-Z]{1,3}\d{1,5}"), "letters and digits, such as D6"),
    "GB-NHS": (re.compile(r"[A-Z0-9]{3,6}"), "three to six letters and digits"),
}
_SIGNS: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\s]")
_DEPARTMENT: Final = "GB-GOR-D6"
_DEPARTMENT_NAMES: Final = frozenset(
    {"department for education", "dfe", "the department for education", "department for education dfe"}
)
_POSTCODE: Final = re.compile(
    r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y])"
    r" ?\d[ABD-HJLNP-UW-Z]{2})"
)  # fmt: skip
_ROLES: Final = {"fundingOrganization": "funder", "recipientOrganization": "recipient"}


def parties(grant: Grant) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Funders and recipients of a grant: role, pointer, content."""
    for key, role in _ROLES.items():
        for pointer, one in grant.objects(key):
            yield role, pointer, one


def check_organisations(findings: Findings, grant: Grant) -> None:
    """Funder and recipient of one grant."""
    for role, pointer, one in parties(grant):
        identifier = one.get("id")
        if isinstance(identifier, str) and identifier.strip():
            _identifier(findings, f"{pointer}/id", identifier, one, role)
        _numbers(findings, pointer, one)
        _postcode(findings, pointer, one)
    _self(findings, grant)


def _identifier(findings: Findings, where: str, said: str, one: Mapping[str, Any], role: str) -> None:
    if _SIGNS.search(said.strip()) or said != said.strip():
        rule = f"The identifier of the {role} has a space or line break in it."
        findings.add("GIVING-ORG-SIGNS", where, rule, "Take it out: tools of the standard break on it.")
    tidy = "".join(said.split())
    code = list_of(tidy)
    if not code:
        begins = "-".join(tidy.upper().split("-")[:2])
        near = NEAR_MISSES.get(begins, "")
        remedy = f"Is {near} meant?" if near else "Look the list up at org-id.guide, or use your own prefix (360G-…)."
        rule = f"“{tidy}” does not begin with a list of org-id.guide, so nobody can tell which organisation it is."
        findings.add("GIVING-ORG-LIST", where, rule, remedy)
        return
    if code == OWN:
        _own(findings, where, one, role, tidy)
        return
    if code in GIVEN_UP:
        findings.add("GIVING-ORG-LIST-OLD", where, f"The list {code} is given up.", "Use GB-GOR for departments.")
    written, number = tidy[: len(code)], tidy[len(code) + 1 :]
    if written != code:
        findings.add("GIVING-ORG-CASE", where, f"The list is written {written}.", f"Write {code}, in capitals.")
    if code in _SHAPES and not _SHAPES[code][0].fullmatch(number):
        rule = f"“{number}” is not what the list {code} gives: {_SHAPES[code][1]}."
        findings.add("GIVING-ORG-SHAPE", where, rule, _number_remedy(code, number))
    _department(findings, where, f"{code}-{number}", one)


def _number_remedy(code: str, number: str) -> str:
    if code == "GB-COH" and re.fullmatch(r"\d{5,7}", number):
        return f"Noughts in front were lost: {code}-{number:0>8}, if it is that company."
    if code == "GB-CHC" and number.upper().startswith("SC"):
        return f"A Scottish charity is GB-SC-{number.upper()}."
    if code == "GB-SC" and re.fullmatch(r"0\d{5}", number):
        return f"Write GB-SC-SC{number}."
    if number != number.upper() and code in _SHAPES and _SHAPES[code][0].fullmatch(number.upper()):
        return f"Write {code}-{number.upper()}, in capitals."
    return "Look the number up in the register."


def _own(findings: Findings, where: str, one: Mapping[str, Any], role: str, said: str) -> None:
    parts = said.split("-", 2)
    if not all(parts) or len(parts) < (3 if role == "recipient" else 2):
        rule = f"“{said}” has the publisher's prefix and nothing behind it."
        findings.add("GIVING-ORG-SHAPE", where, rule, "Add your own reference for the organisation.")
    for key, code in (("charityNumber", "GB-CHC"), ("companyNumber", "GB-COH")):
        number = text_of(one, key)
        if number and _SHAPES[code][0].fullmatch(number):
            rule = f"The {role} is identified by the publisher's own reference, though its {code} number is known."
            findings.add("GIVING-ORG-OWN", where, rule, f"Write {code}-{number}.")
            return


def _department(findings: Findings, where: str, identifier: str, one: Mapping[str, Any]) -> None:
    name = normal(text_of(one, "name"))
    is_named = name in {normal(known) for known in _DEPARTMENT_NAMES}
    if is_named and identifier != _DEPARTMENT:
        rule = f"The Department for Education is {_DEPARTMENT}, and not {identifier}."
        findings.add("GIVING-DEPARTMENT", where, rule, "Correct the identifier or the name.")
    elif identifier == _DEPARTMENT and name and not is_named and "education" not in name:
        rule = f"{_DEPARTMENT} is the Department for Education, and the name is “{text_of(one, 'name')}”."
        findings.add("GIVING-DEPARTMENT", where, rule, "Correct the identifier or the name.")


def _numbers(findings: Findings, pointer: str, one: Mapping[str, Any]) -> None:
    charity, company = text_of(one, "charityNumber"), text_of(one, "companyNumber")
    abroad = text_of(one, "addressCountry").casefold() not in (
        "", "gb", "uk", "united kingdom", "england", "wales", "scotland", "northern ireland", "great britain",
    )  # fmt: skip
    if (
        charity
        and not abroad
        and not re.fullmatch(rf"{_CHARITY.pattern}|SC0\d{{5}}|(?:NIC|NI)?1\d{{5}}", charity.upper())
    ):
        rule = f"“{charity}” is no number of a charity of the United Kingdom."
        findings.add("GIVING-CHARITY", f"{pointer}/charityNumber", rule, "Look it up in the register of charities.")
    if company and not abroad and not _COMPANY.fullmatch(company.upper()):
        rule = f"“{company}” is no number of Companies House, which has eight digits or two letters and six digits."
        remedy = "Look it up at Companies House."
        if re.fullmatch(r"\d{5,7}", company):
            remedy = f"Noughts in front were lost: {company:0>8}, if it is that company."
        findings.add("GIVING-COMPANY", f"{pointer}/companyNumber", rule, remedy)
    elif company and not company.strip("0"):
        findings.add("GIVING-COMPANY", f"{pointer}/companyNumber", "The company number is all noughts.", "Look it up.")
    _agreement(findings, pointer, one, charity, company)


def _agreement(findings: Findings, pointer: str, one: Mapping[str, Any], charity: str, company: str) -> None:
    said = text_of(one, "id").upper()
    for code, number, key in (("GB-CHC-", charity, "charityNumber"), ("GB-COH-", company, "companyNumber")):
        if said.startswith(code) and number and number.upper().lstrip("0") != said[len(code) :].lstrip("0"):
            rule = f"The identifier is {said}, and the {'charity' if key[:2] == 'ch' else 'company'} number {number}."
            findings.add(
                "GIVING-NUMBERS", f"{pointer}/{key}", rule, "Correct one of the two.", beside=(f"{pointer}/id",)
            )


def _postcode(findings: Findings, pointer: str, one: Mapping[str, Any]) -> None:
    said = text_of(one, "postalCode")
    british = text_of(one, "addressCountry").casefold() in ("", "gb", "uk", "united kingdom", "england")
    if said and british and text_of(one, "id").upper().startswith(("GB-", "360G")):
        tidy = " ".join(said.upper().split())
        if not _POSTCODE.fullmatch(tidy):
            findings.add(
                "GIVING-POSTCODE", f"{pointer}/postalCode", f"“{said}” has not the form of a postcode.", "Correct it."
            )


def _self(findings: Findings, grant: Grant) -> None:
    funders = {text_of(one, "id").upper(): pointer for pointer, one in grant.objects("fundingOrganization")}
    for pointer, one in grant.objects("recipientOrganization"):
        said = text_of(one, "id").upper()
        if said and said in funders:
            rule = f"Funder and recipient are the same organisation ({said})."
            remedy = "Correct the one that is wrong; a transfer within an organisation is no grant."
            findings.add("GIVING-SELF", f"{pointer}/id", rule, remedy, beside=(f"{funders[said]}/id",))


def check_names(findings: Findings, grants: tuple[Grant, ...]) -> None:
    """Over all grants: an identifier with several names, a name with several identifiers, several funders."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    ids: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    every = [(role, pointer, one) for grant in grants for role, pointer, one in parties(grant)]
    spelt: dict[str, str] = {}
    told: set[str] = set()
    for role, _, one in every:
        identifier, name = text_of(one, "id").upper(), text_of(one, "name")
        if identifier and name:
            key = normal(name)
            spelt.setdefault(key, name)
            names[identifier][key] += 1
            ids[(role, key)][identifier] += 1
    for role, pointer, one in every:
        identifier, name = text_of(one, "id").upper(), text_of(one, "name")
        if not (identifier and name):
            continue
        key = normal(name)
        usual = names[identifier].most_common(1)[0][0]
        if key != usual:
            rule = f"{identifier} is “{name}” here and “{spelt[usual]}” elsewhere in the file."
            findings.add("GIVING-ORG-NAMES", f"{pointer}/name", rule, "Give one name for it throughout.")
        common = ids[(role, key)].most_common(1)[0][0]
        if identifier != common:
            rule = f"“{name}” has the identifier {identifier} here and {common} elsewhere in the file."
            findings.add("GIVING-ORG-IDS", f"{pointer}/id", rule, "Correct the one that is wrong.")
            told.add(f"{pointer}/id")
    _funders(findings, every, told)


def _funders(findings: Findings, every: list[tuple[str, str, Mapping[str, Any]]], told: set[str]) -> None:
    counted: Counter[str] = Counter(text_of(one, "id").upper() for role, _, one in every if role == "funder")
    counted.pop("", None)
    if len(counted) < 2:
        return
    usual = counted.most_common(1)[0][0]
    seen = {usual}
    for role, pointer, one in every:
        said = text_of(one, "id").upper()
        if role == "funder" and said and said not in seen:
            seen.add(said)
            if f"{pointer}/id" in told:
                continue
            rule = f"The funder is {said} here and {usual} elsewhere in the file."
            findings.add("GIVING-FUNDERS", f"{pointer}/id", rule, "Correct it, unless the file is of several funders.")
