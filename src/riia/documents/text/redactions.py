"""What was taken out of a document, or never filled in. It is never read as nothing (R1.13)."""

import re
from collections.abc import Iterator
from typing import Final

from riia.documents.model import Document, Finding, Severity
from riia.documents.rules import Rule, register

register(
    Rule(
        "REDACTED",
        Severity.AMBIGUITY,
        "Something was taken out",
        "What is redacted is not nothing: sums that need it cannot be verified.",
        "R1.13",
    ),
    Rule(
        "NOT-FILLED-IN",
        Severity.AMBIGUITY,
        "Something was left to be filled in",
        "The document was sent before it was finished.",
        "R1.13",
    ),
)
_REDACTED: Final = re.compile(
    r"\[\s*(?:redacted|withheld|name removed|removed|personal information|exempt)\b[^\]\n]{0,60}\]|\(redacted\)"
    r"|(?<![`\w-])(?-i:REDACTED)(?![`\w-])|[█■▇]{2,}",
    re.IGNORECASE,
)
_SALUTATION: Final = re.compile(r"(?:\*\*)?Dear\s*[,:]?(?:\*\*)?")
_OPEN: Final = re.compile(
    r"\[\s*(?:insert|enter|add|name|date|amount|tbc|tba|to be confirmed|xx+|council|local authority|la name)\b"
    r"[^\]\n]{0,60}\]"
    r"|<\s*(?:insert|enter|name|date|amount)\b[^>\n]{0,60}>"
    r"|(?<![\w/])(?:tbc|tba)(?![\w/])|(?:(?<=[(\[:])|(?<=[(\[:] )|^)to be (?:confirmed|agreed|determined|decided)"
    r"(?=\s*(?:$|[)\].,;]))|\bx{2}[/.]x{2}[/.](?:x{2}|20)\w*|£\s?x{2,}",
    re.IGNORECASE,
)


def redaction_findings(document: Document) -> Iterator[Finding]:
    """Every place that was blacked out, emptied or never filled in."""
    for block in document.blocks:
        for cell in block.cells or (block,):
            for match in _REDACTED.finditer(cell.text):
                yield Finding(
                    "REDACTED",
                    Severity.AMBIGUITY,
                    cell.where,
                    match[0],
                    f"Something was taken out here: “{_around(cell.text, match)}”.",
                    "Record it as redacted, not as blank or nought, and ask for it where it is needed.",
                )
            for match in _OPEN.finditer(cell.text):
                yield Finding(
                    "NOT-FILLED-IN",
                    Severity.AMBIGUITY,
                    cell.where,
                    match[0],
                    f"Something is still to be filled in: “{_around(cell.text, match)}”.",
                    "Ask for what is missing.",
                )
        if _SALUTATION.fullmatch(block.text):
            yield Finding(
                "REDACTED",
                Severity.AMBIGUITY,
                block.where,
                block.text,
                "The letter is addressed to nobody: the name after “Dear” is missing.",
                "Record the addressee as redacted.",
            )


def _around(text: str, match: re.Match[str]) -> str:
    return " ".join(text[max(0, match.start() - 50) : match.end() + 30].split())
