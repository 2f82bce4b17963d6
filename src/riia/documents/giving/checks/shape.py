"""Whether the package has the standard's shape: fields, types, codes, addresses and the form of dates."""

import difflib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from riia.documents.giving.fields import OBJECTS, VERSION, Field, required
from riia.documents.giving.lists import CODE_WORDS, CODES
from riia.documents.giving.moments import Faults, moment_of
from riia.documents.giving.package import Findings
from riia.documents.giving.tables import day_in_words

_DEI: Final = "project"
"""Where the extension for diversity data puts them; not unknown, though not of the standard itself."""
_PLACEHOLDERS: Final = frozenset(
    {"n/a", "na", "none", "null", "tbc", "tba", "unknown", "-", "--", "?", "x", "nil", "."}
)
_VERSIONS: Final = re.compile(r"\d+\.\d+")
_KNOWN_VERSIONS: Final = frozenset({"1.0", "1.1", "1.2", "1.3", VERSION})
_RUNNABLE: Final = re.compile(r"\s*(?:=|@[A-Za-z]+\(|[+-]\s*[A-Za-z]+[!(|]|[+-]?cmd\|)")


def check_shape(findings: Findings) -> None:
    """Everything that the published schema asks, and blanks, addresses and days that it lets pass."""
    tree = findings.package.tree
    grants = tree.get("grants")
    if not isinstance(grants, list) or not grants:
        rule = "There are no grants in the file." if grants == [] else "The file has no list of grants."
        remedy = "A package is an object with “grants”, a list of grants, in it."
        if findings.package.sheets:
            remedy = (
                "Give a sheet whose first row has the standard's headings: Identifier, Title, Amount Awarded and so on."
            )
        findings.add("GIVING-GRANTS", "/grants", rule, remedy)
    _object(findings, "", tree, "Package", skip="grants")
    _version(findings, tree)
    for at, grant in enumerate(grants if isinstance(grants, list) else []):
        pointer = f"/grants/{at}"
        if not isinstance(grant, dict):
            findings.add("GIVING-TYPE", pointer, "A grant has to be an object with fields.", "Write it as an object.")
            continue
        _object(findings, pointer, grant, "Grant")
        _recipients(findings, pointer, grant)


def _version(findings: Findings, tree: Mapping[str, Any]) -> None:
    said = tree.get("version")
    if isinstance(said, str) and said not in _KNOWN_VERSIONS:
        rule = f"“{said}” is no version of the standard" if _VERSIONS.fullmatch(said) else f"“{said}” is no version"
        findings.add("GIVING-VERSION", "/version", f"{rule}; it has two numbers.", f"The current one is {VERSION}.")


def _recipients(findings: Findings, pointer: str, grant: Mapping[str, Any]) -> None:
    both = [key for key in ("recipientOrganization", "recipientIndividual") if key in grant]
    if len(both) == 2:
        findings.add(
            "GIVING-RECIPIENTS",
            f"{pointer}/recipientIndividual",
            "The grant has an organisation and an individual as its recipients.",
            "Keep the one that was awarded the grant.",
            beside=(f"{pointer}/recipientOrganization",),
        )
    if not both:
        what = "Recipient Org:Identifier and Recipient Org:Name" if findings.package.sheets else "recipientOrganization"
        findings.add("GIVING-MISSING", pointer, f"The grant has no recipient ({what}).", "Say who was awarded it.")


def _object(findings: Findings, pointer: str, data: Mapping[str, Any], of: str, *, skip: str = "") -> None:
    fields = OBJECTS[of]
    for field in required(of):
        if field.id not in data and field.id != skip:
            name = field.heading if findings.package.sheets and not field.of else field.id
            findings.add("GIVING-MISSING", pointer, f"“{name}” is missing, which the standard requires.", "Add it.")
    for key, value in data.items():
        if key == skip:
            continue
        if key in fields:
            _value(findings, f"{pointer}/{key}", value, fields[key])
        elif not (key == _DEI and of == "Grant"):
            near = difflib.get_close_matches(key, fields, 1, 0.8)
            remedy = f"Is {near[0]} meant?" if near else "Take it out, or keep it knowing that nobody's tools read it."
            findings.add("GIVING-FIELD-UNKNOWN", f"{pointer}/{key}", f"“{key}” is no field of the standard.", remedy)


def _value(findings: Findings, pointer: str, value: Any, field: Field) -> None:
    if value is None and field.nullable:
        return
    if field.many:
        if not isinstance(value, list):
            findings.add("GIVING-TYPE", pointer, f"“{field.id}” has to be a list.", "Put it in square brackets.")
            return
        if not value and field.required:
            findings.add("GIVING-MISSING", pointer, f"“{field.id}” is an empty list, and one is required.", "Add it.")
        for at, one in enumerate(value):
            _single(findings, f"{pointer}/{at}", one, field)
        return
    _single(findings, pointer, value, field)


def _single(findings: Findings, pointer: str, value: Any, field: Field) -> None:
    if field.of:
        if isinstance(value, dict):
            _object(findings, pointer, value, field.of)
        else:
            findings.add("GIVING-TYPE", pointer, f"“{field.id}” has to be an object with fields.", "Write it as one.")
        return
    if field.kind == "number":
        _number(findings, pointer, value, field)
        return
    if not isinstance(value, str):
        shown = "nothing (null)" if value is None else f"{value}"
        remedy = "Leave the field out." if value is None else "Put it in quotation marks."
        findings.add("GIVING-TYPE", pointer, f"“{field.id}” has to be a text and is {shown}.", remedy)
        return
    _text(findings, pointer, value, field)


def _number(findings: Findings, pointer: str, value: Any, field: Field) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        if not (findings.package.sheets and isinstance(value, str)):  # told as the cell was read
            shown = (
                "nothing (null)" if value is None else f"the text “{value}”" if isinstance(value, str) else str(value)
            )
            rule = f"“{field.id}” has to be a number and is {shown}."
            findings.add("GIVING-TYPE", pointer, rule, "Write digits only, without quotation marks, commas and £.")
    elif field.least is not None and value < field.least:
        findings.add(
            "GIVING-TYPE", pointer, f"“{field.id}” is {value} and cannot be less than {field.least}.", "Correct it."
        )


def _text(findings: Findings, pointer: str, value: str, field: Field) -> None:
    tidy = value.strip()
    if not tidy or (field.required and tidy.casefold() in _PLACEHOLDERS):
        if field.required:
            rule = f"“{field.id}” is blank." if not tidy else f"“{value}” says nothing, and “{field.id}” is required."
            findings.add("GIVING-BLANK", pointer, rule, "Give what is known; without it the grant cannot be published.")
            return
        if not tidy and field.kind == "text" and not field.codes:
            return
    if field.codes and value not in CODES[field.codes]:
        _code(findings, pointer, value, field.codes)
    elif field.id == "grantPurpose" and value not in CODES["purpose"]:
        _code(findings, pointer, value, "purpose")
    elif field.kind in ("day", "part", "moment"):
        _day(findings, pointer, value, field)
    elif field.kind == "uri":
        _address(findings, pointer, value)
    elif _RUNNABLE.match(value) and not findings.package.sheets:
        rule = "The text begins as a formula, which a spreadsheet runs when it opens the file as CSV."
        findings.add("GIVING-FORMULA", pointer, rule, "Put a word in front, or take the sign away.")
    elif _RUNNABLE.match(value):
        rule = "The text begins as a formula, which a spreadsheet would run."
        findings.add("GIVING-FORMULA", pointer, rule, "Put a word in front, or take the sign away.")


def _code(findings: Findings, pointer: str, value: str, codes: str) -> None:
    near = next((code for code in CODES[codes] if code.casefold() == value.strip().casefold()), "")
    remedy = f"Write {near}." if near else f"Give {CODE_WORDS[codes]}."
    findings.add("GIVING-CODE", pointer, f"“{value}” is not {CODE_WORDS[codes]}.", remedy)


def _address(findings: Findings, pointer: str, value: str) -> None:
    try:
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    bad_sign = re.search(r"\s|[<>\"{}|\\^`]", value)
    if bad_sign or parts.scheme.lower() not in ("http", "https") or "." not in host:
        remedy = (
            f"Write https://{value.strip()}."
            if re.fullmatch(r"\s*[\w-]+(\.[\w-]+)+(/\S*)?\s*", value)
            else ("Write the whole address, with http:// or https:// and without spaces.")
        )
        findings.add("GIVING-ADDRESS", pointer, f"“{value}” is no whole web address.", remedy)


def _day(findings: Findings, pointer: str, value: str, field: Field) -> None:
    moment = moment_of(value, field.kind)
    if moment.fault is Faults.FORM:
        iso = day_in_words(value)
        if field.kind == "moment" and moment_of(value, "day").fault is None:
            remedy = f"Add the time and zone: {value.strip()}T00:00:00Z."
        elif re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?", value.strip()):
            remedy = f"Add the zone: {value.strip().replace(' ', 'T')}Z, or give the date alone."
        else:
            remedy = f"Write {iso}, if the day stands first." if iso else "Write it as YYYY-MM-DD, such as 2024-03-31."
        findings.add("GIVING-DATE-FORMAT", pointer, f"“{value}” is not in the standard's form of a date.", remedy)
    elif moment.fault is Faults.DAY:
        findings.add("GIVING-DATE-IMPOSSIBLE", pointer, f"{value} is no day that exists.", "Look the date up again.")
    elif moment.fault is Faults.TIME:
        findings.add("GIVING-DATE-IMPOSSIBLE", pointer, f"{value} has a time that does not exist.", "Correct the time.")
