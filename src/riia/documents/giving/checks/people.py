"""Personal data: a published grant names organisations, and no person."""

import re
from collections.abc import Iterator
from typing import Any, Final

from riia.documents.giving.package import Findings, Grant, text_of

_EMAIL: Final = re.compile(r"[\w.%+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re.compile(
    r"(?<![\w£.,-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?[1-9]|\(?0[1-9])(?:[\s()-]{0,2}\d){7,9}(?![\d-]*\d)"
)
_INSURANCE: Final = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d\d\s?\d\d\s?\d\d\s?[A-D]\b")
_HEALTH: Final = re.compile(
    r"\bNHS\s*(?:no|number|num)?\.?\s*:?\s*(\d{3}\s?\d{3}\s?\d{4})\b|\b(\d{3} \d{3} \d{4})\b", re.IGNORECASE
)
_BIRTH: Final = re.compile(
    r"\b(?:date of birth|d\.?o\.?b\.?|born(?: on)?)\s*:?\s*(?:the )?\d{1,2}(?:st|nd|rd|th)?[\s/.-]"
    r"(?:\d{1,2}|[A-Z][a-z]+)[\s/.-]\d{2,4}",
    re.IGNORECASE,
)
_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Rev|Reverend)\.?\s+(?:[A-Z]\.?\s?){0,3}[A-Z][a-z]+"
    r"(?:[-'’][A-Z][a-z]+)?(?:\s+[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?)?"
)
_INTRODUCED: Final = re.compile(
    r"\b(?:[Cc]ontact(?:ed)?(?: person)?|[Ll]ed by|[Aa]ttention of|[Pp]repared by|[Ss]igned by|[Aa]pplicant|"
    r"[Pp]roject (?:lead|manager)|[Ll]ead officer|[Ss]ocial worker|[Ff]oster carer|[Cc]arer|[Cc]hild|[Mm]other|"
    r"[Ff]ather|[Pp]upil|[Yy]oung person)(?: is| was|:| name:?)?\s*[:\-–]?\s+"
    r"([A-Z][a-z]+(?:[-'’][A-Z][a-z]+)? [A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?)\b"
)
_WORDS: Final = """
    council county city borough district trust fund foundation school college academy university service
    services care children childrens social hub centre support team programme project education family families
    health partner partnership alliance region regional north south east west midlands london england wales
    scotland board authority protection development group network association department improvement plan act
    grant the and of for january february march april may june july august september october november december
    monday tuesday wednesday thursday friday
"""
_NOT_NAMES: Final = frozenset(_WORDS.split())
_ANONYMOUS: Final = re.compile(
    r"individual|anonym|recipient|redact|withheld|person|applicant|grantee|not (?:published|disclosed|named)|"
    r"beneficiar|n/?a|household|family|families|student|carer|artist|confidential|\d",
    re.IGNORECASE,
)
_PERSONAL_ADDRESS: Final = re.compile(r"[a-z]{1,20}[._][a-z'-]{2,30}@", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"\s*[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\s*", re.IGNORECASE)
_OWN_FIELDS: Final = frozenset({"email", "telephone", "url", "website", "logo", "dataSource", "id", "geoCode"})
_SHOWN: Final = 3
"""Letters of personal data that a message repeats."""


def texts_in(data: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Every text below a place, with its pointer."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts_in(value, f"{pointer}/{key}")
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from texts_in(value, f"{pointer}/{at}")
    elif isinstance(data, str):
        yield pointer, data


def check_people(findings: Findings, grant: Grant) -> None:
    """Personal data in one grant."""
    for pointer, text in texts_in(grant.data, grant.pointer):
        key = pointer.rpartition("/")[2]
        if key == "contactName" and text.strip():
            findings.add("GIVING-CONTACT", pointer, "The name of a contact is published.", _ASK)
        elif key == "email":
            if _PERSONAL_ADDRESS.search(text):
                findings.add("GIVING-CONTACT", pointer, "The address is that of a person, by its form.", _OFFICE)
        elif key == "email" or key in _OWN_FIELDS:
            if key == "id" and _EMAIL.search(text):
                findings.add("GIVING-EMAIL", pointer, "The identifier has an e-mail address in it.", _TAKE_OUT)
        else:
            _text(findings, pointer, text)
    if isinstance(grant.data.get("recipientIndividual"), dict):
        _individual(findings, grant)
    elif isinstance(grant.data.get("toIndividualsDetails"), dict) and "recipientOrganization" in grant.data:
        rule = "The grant goes to an organisation and has details for a grant to an individual."
        findings.add("GIVING-INDIVIDUAL-DETAILS", f"{grant.pointer}/toIndividualsDetails", rule, "Take them out.")


_TAKE_OUT: Final = "Take it out before the file is published or sent on."
_ASK: Final = "Take it out, unless the person has agreed to be published."
_OFFICE: Final = "Give the address of an office, or none."


def _text(findings: Findings, pointer: str, text: str) -> None:
    if _EMAIL.search(text):
        findings.add("GIVING-EMAIL", pointer, "The text has an e-mail address in it.", _TAKE_OUT)
    if _PHONE.search(_EMAIL.sub("", text)):
        findings.add("GIVING-PHONE", pointer, "The text has a telephone number in it.", _TAKE_OUT)
    if _INSURANCE.search(text):
        findings.add("GIVING-IDENTITY", pointer, "The text has a national insurance number in it.", _TAKE_OUT)
    if any(_is_health_number(one or other) for one, other in _HEALTH.findall(text)):
        findings.add("GIVING-IDENTITY", pointer, "The text has an NHS number in it.", _TAKE_OUT)
    if _BIRTH.search(text):
        findings.add("GIVING-IDENTITY", pointer, "The text has a date of birth in it.", _TAKE_OUT)
    name = _person_in(text)
    if name:
        rule = f"The text seems to name a person (“{name}”)."
        findings.add("GIVING-PERSON", pointer, rule, "Take the name out, unless the person has agreed to be published.")


def _person_in(text: str) -> str:
    for found in _TITLED.finditer(text):
        words = found[0].replace(".", " ").split()[1:]
        if not any(word.casefold().strip("'’") in _NOT_NAMES for word in words):
            return found[0].strip()
    for found in _INTRODUCED.finditer(text):
        if not any(word.casefold() in _NOT_NAMES for word in found[1].split()):
            return found[1]
    return ""


def _is_health_number(text: str) -> bool:
    digits = [int(sign) for sign in text if sign.isdecimal()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return (0 if rest == 11 else rest) == digits[9]


def _individual(findings: Findings, grant: Grant) -> None:
    person = grant.data["recipientIndividual"]
    pointer = f"{grant.pointer}/recipientIndividual"
    name, said = text_of(person, "name"), text_of(person, "id")
    if name and not _ANONYMOUS.search(name):
        rule = "The recipient is an individual, and the name looks like that of a person."
        findings.add("GIVING-INDIVIDUAL", f"{pointer}/name", rule, "Write “Individual recipient” or a like text.")
    if said and (not said.upper().startswith("360G-") or _INSURANCE.search(said.upper().replace("-", " "))):
        rule = "The identifier of an individual has to be the publisher's own (360G-…), and no official number."
        findings.add("GIVING-INDIVIDUAL-ID", f"{pointer}/id", rule, "Use your prefix and a number that says nothing.")
    for where, place in grant.objects("beneficiaryLocation"):
        for key in ("geoCode", "name", "description"):
            if _POSTCODE.fullmatch(text_of(place, key)):
                rule = "A postcode stands in a grant to an individual."
                findings.add("GIVING-INDIVIDUAL-PLACE", f"{where}/{key}", rule, "Give the code of the council's area.")
    if "project" in grant.data:
        rule = "Diversity data stand in a grant to an individual."
        findings.add("GIVING-INDIVIDUAL-DEI", f"{grant.pointer}/project", rule, _TAKE_OUT)
    if not isinstance(grant.data.get("toIndividualsDetails"), dict):
        rule = "Purpose and reason of the grant to an individual are not given (toIndividualsDetails)."
        findings.add("GIVING-INDIVIDUAL-DETAILS", pointer, rule, "Give a code of each list.")
