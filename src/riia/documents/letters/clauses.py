"""The clauses of a determination, and what they have to say: citation, purpose, determination, consent, power. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from riia.documents.agreed.misread import as_meant
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.parts import Parts, is_signature
from riia.documents.letters.structure import Clause, Said
from riia.documents.model import BlockKind

NEEDED: Final = {
    "Citation": re.compile(r"\bmay be cited\b|\bcited as\b", re.I),
    "Purpose": re.compile(r"\bpurpose of (?:the|this) grant is\b|\bpurpose\b.*\bexpenditure\b", re.I),
    "Determination": re.compile(
        r"\bdetermines? (?:that )?(?:the|each|those) (?:\w+ )?(?:authorit|recipient|amount|grant)|\bhereby "
        r"determines?\b|\b(?:authorit\w+|recipients?|amounts?)\b.{0,120}\b(?:are|is) (?:those )?(?:set out|listed"
        r"|shown|given|named)"
        r" (?:in|at) (?:the )?(?:annex|appendix|schedule|table)\b|\b(?:set out|listed|shown) (?:in|at) (?:annex"
        r"|appendix|schedule|table)"
        r" \w+ (?:are|is) the (?:authorit|recipient|amount)",
        re.I,
    ),
    "Treasury consent": re.compile(
        r"\bconsent of (?:the|Her Majesty's|His Majesty's|HM)\W*Treasury\b|\bTreasury\b.*\bconsent", re.I
    ),
}
"""The clauses that a determination must have (R1.04), by what they say."""
_CAPTION: Final = re.compile(
    r"^(?:Citation|Purposes?(?: of (?:the )?grant)?|Determination|Treasury consent)\s*[:.–-]\s+\S", re.I
)
_POWER: Final = re.compile(
    r"\bsections?\s+(?P<section>\d+[A-Z]?)\s+of\s+(?:the\s+)?(?P<act>[A-Z][\w’' ,]*?\bAct)\s+(?P<year>\d{4})", re.I
)
_BEFORE: Final = re.compile(
    r"\b(?:before|prior to)\b.*\b(?:determination|grant|payment)s?\b.*\bobtained\b|\b(?:has|have|had) (?:been "
    r")?obtained\b|"
    r"\bobtained\b.*\b(?:before|prior to)\b|\bwith the consent of\b",
    re.I,
)
_NOT_BEFORE: Final = re.compile(
    r"\b(?:after making|following this determination|subsequent(?:ly)? to|will (?:obtain|seek|be obtained|be sought)|"
    r"is seeking|are seeking|shall (?:obtain|seek)|subject to (?:the )?(?:\w+ )?consent|has (?:not|yet)|intends "
    r"to|in due course)",
    re.I,
)


def clauses(parts: Parts) -> list[Clause]:
    """The numbered clauses after the preamble, each with the heading over it or at its beginning."""
    found: list[Clause] = []
    heading = ""
    for item in parts.clauses:
        if is_signature(item) or re.search(r"\bamended to read\b", item.text):
            heading = ""
            if found:
                break
            continue
        number = re.match(r"\(?(?:\d{1,2}\.)?(\d{1,2})[.)]?$", item.mark.strip())
        if number and item.kind is not BlockKind.ROW:
            found.append(Clause(int(number[1]), heading, item.body, item.where))
            heading = ""
        elif len(item.text) < 60 and not item.text.endswith("."):
            heading = item.text.strip(" :")
        elif any(pattern.search(item.text) for pattern in NEEDED.values()) or _CAPTION.match(item.text):
            found.append(Clause(0, heading, item.text, item.where))
            heading = ""
    return found


def named(name: str, clause: Clause) -> bool:
    """True where a clause is the one of that name, by its heading or by what it says."""
    said = f"{clause.heading} {clause.text[:40]}".lower()
    if name == "Determination":
        begins = f"{clause.heading} {clause.text}".lower().strip().startswith("determination")
        return NEEDED[name].search(clause.text) is not None or begins
    return name.lower() in said or NEEDED[name].search(clause.text) is not None


def missing(found: Sequence[Clause]) -> list[str]:
    """The needed clauses that are not there, in their order."""
    return [name for name in NEEDED if not any(named(name, clause) for clause in found)]


def citation(parts: Parts) -> Said | None:
    """The clause by which the determination may be cited."""
    return _first(parts.clauses, NEEDED["Citation"])


def power(main: Sequence[Paragraph]) -> tuple[Said, str, str] | None:
    """The power as written, its section and its act: "31", "Local Government Act 2003"."""
    for item in main:
        if re.search(r"\bpowers?\b|\bunder section\b", item.text) and (hit := _POWER.search(item.text)):
            return Said(hit[0], item.at(hit.start())), hit["section"], f"{hit['act']} {hit['year']}"
    return None


def consent(parts: Parts) -> tuple[Said, bool | None] | None:
    """The sentence on the Treasury's consent, and whether it was obtained before: None where that is not said."""
    for item in (*parts.clauses, *parts.body):
        if not re.search(r"\bTreasury\b", as_meant(item.text)) or not re.search(
            r"\bconsent|\bapproval", item.text, re.I
        ):
            continue
        if len(item.text) < 30:
            continue
        said = Said(item.text, item.where)
        if _NOT_BEFORE.search(item.text):
            return said, False
        return said, True if _BEFORE.search(item.text) else None
    return None


def _first(found: Sequence[Paragraph], pattern: re.Pattern[str]) -> Said | None:
    return next((Said(item.text, item.where) for item in found if pattern.search(item.text)), None)
