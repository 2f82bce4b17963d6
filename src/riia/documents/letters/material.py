"""What a check of a letter works on, and how it says what it found. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.documents.letters import catalogue
from riia.documents.letters.paragraphs import Paragraph
from riia.documents.letters.parts import Parts
from riia.documents.letters.purposes import Purposes
from riia.documents.letters.structure import Letter, Said
from riia.documents.model import Evidence, Finding, Where
from riia.documents.rules import rule_of

assert catalogue.RULES  # importing it registers the rules


@dataclass(frozen=True, slots=True)
class Material:
    """A letter as read, with the paragraphs it was read from."""

    found: Sequence[Paragraph]
    parts: Parts
    letter: Letter
    purposes: Purposes
    variation_numbers: Sequence[tuple[int, Said]]


def finding(
    code: str, where: Where, as_written: str, message: str, remedy: str = "", evidence: Sequence[Evidence | Said] = ()
) -> Finding:
    """A finding of the rule LETTER-`code`, with that rule's severity."""
    rule = rule_of(f"LETTER-{code}")
    shown = tuple(Evidence(item.where, item.text) if isinstance(item, Said) else item for item in evidence)
    return Finding(rule.code, rule.severity, where, shortened(as_written), message, remedy, shown)


def shortened(text: str) -> str:
    """A text that is not longer than a person reads at a glance; its beginning stays as written."""
    return text if len(text) <= 300 else f"{text[:297]}…"


def listed(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def quoted(text: str, most: int = 110) -> str:
    """A text in quotation marks, cut where it is long."""
    return f"“{text if len(text) <= most else text[: most - 1].rstrip() + '…'}”"
