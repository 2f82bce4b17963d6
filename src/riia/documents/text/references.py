"""References within a document that lead nowhere: an annex, section or table that is not in it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from riia.documents.model import Block, BlockKind, Document, Finding, Severity
from riia.documents.rules import Rule, register
from riia.documents.text.passages import Passage, plain

register(
    Rule(
        "REF-MISSING",
        Severity.CONFLICT,
        "A reference leads nowhere",
        "What it refers to was left out or renumbered, so that what it says cannot be known.",
        "R11.18",
    )
)
_PARTS: Final = r"annex(?:e)?|appendix|schedule"
_PART: Final = re.compile(rf"\b(?P<what>{_PARTS})\s+(?P<label>[A-Z]|\d{{1,2}}|[IVX]{{1,4}})\b(?![’'])", re.I)
_PART_HEAD: Final = re.compile(
    rf"(?P<what>{_PARTS})\s+(?P<label>[A-Z]|\d{{1,2}}|[IVX]{{1,4}})\b(?P<rest>.*)", re.I | re.S
)
_FIGURE: Final = re.compile(r"\b(?:see|in|shown in|from)\s+(?P<what>table|figure)\s+(?P<label>\d{1,2})\b", re.I)
_FIGURE_HEAD: Final = re.compile(r"(?P<what>table|figure)\s+(?P<label>\d{1,2})\b", re.I)
_SECTION: Final = re.compile(
    r"\b(?P<what>sections?|clauses?|paragraphs?)\s+(?P<labels>\d{1,2}(?:\.\d{1,2}){0,2}(?:(?:\s*,\s*|\s+and\s+|\s+or\s+|\s+to\s+)\d{1,2}(?:\.\d{1,2}){0,2})*)"
    r"(?![\w%]|\.\d|\s*\()",
    re.I,
)
_ELSEWHERE: Final = re.compile(
    r"(?:\s*(?:,|and|or)\s*(?:sections?|s\.?)\s*\d+)*[\s)\]]*(?:above|below)?\s*(?:\([a-z0-9]\)\s*)*(?:,?\s*(?:of|to|in|from|under)\s+"
    r"(?!(?:this|the present|our|the)\s+(?:MoU|memorandum|agreement|plan|letter|document|determination)\b|this\b)"
    r"|\b(?:Act|Regulations|Agreement|Guidance)\b)",
    re.I,
)
_LAW: Final = re.compile(
    r"\b(?:under|by|pursuant to|Act|Regulations?|statutory|legislation|powers?)\W+(?:\w+\W+){0,3}$", re.I
)
_UNDER: Final = re.compile(r"\b(?:Act|Regulations?|statutory|legislation)\W+(?:\w+\W+){0,3}$", re.I)
"""Clauses and paragraphs are an agreement's own even after "under"; sections may be those of an Act."""
_NUMBER: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})")
_HEADING: Final = re.compile(
    r"(?:\W*)(?:section|part|clause)?\s*(\d{1,2}(?:\.\d{1,2}){0,3})[.):]?(?=\s|\*|$|[A-Z])", re.I
)
_OF_ACTS: Final = frozenset(["11", "17", "20", "31", "36", "37", "42", "47", "75", "85", "251"])
"""Sections of Acts that people in the field name without the Act: section 47 enquiries, section 75 agreements."""
_LONGEST_HEAD: Final = 200


def reference_findings(document: Document, texts: Sequence[Passage]) -> Iterator[Finding]:
    """Each reference that leads nowhere, at its first place."""
    heads = [text for block in document.blocks for text in _heads(block)]
    parts = {_key(match) for head in heads if (match := _PART_HEAD.match(head)) and _begins(match)}
    figures = {_key(match) for head in heads if (match := _FIGURE_HEAD.match(head))}
    told: set[str] = set()
    for passage in texts:
        for pattern, known in ((_PART, parts), (_FIGURE, figures)):
            for match in pattern.finditer(passage.text):
                key = _key(match)
                if key in known or key in told or _leads_out(passage.text, match):
                    continue
                if match["label"].lower() in ("a", "i") and match["label"].islower():
                    continue  # "the annex a council fills in"
                told.add(key)
                what = f"{match['what'].capitalize()} {match['label']}"
                yield _finding(passage, match.start(), match[0], f"There is no {what} in this document.")
    yield from _sections(document, texts)


def _heads(block: Block) -> list[str]:
    if block.kind is BlockKind.ROW:
        return [plain(cell.text) for cell in block.cells if cell.text and len(cell.text) < _LONGEST_HEAD]
    bare = plain(block.text)
    return [bare] if len(bare) < _LONGEST_HEAD or block.kind is BlockKind.HEADING else []


def _begins(match: re.Match[str]) -> bool:
    """Whether a line that begins with "Annex B" is its title, not a sentence about it."""
    rest = match["rest"].strip()
    return not re.match(
        r"(?:sets?|provides?|contains?|is|are|lists?|shows?|gives?|reflects|details|below|above|and|to)\b", rest
    )


def _key(match: re.Match[str]) -> str:
    what = match["what"].lower().replace("annexe", "annex")
    return f"{what} {match['label'].upper()}"


def _leads_out(text: str, match: re.Match[str]) -> bool:
    """Whether it is a part of another document: "Annex A of the guidance", the lists that Ofsted calls Annex A."""
    if _ELSEWHERE.match(text, match.end()):
        return True
    after = text[match.end() : match.end() + 30]
    return bool(re.match(r"\s+(?:data|lists?|dataset|returns?|template|inspection)\b", after, re.I)) or bool(
        re.search(r"\b(?:Ofsted|ILACS|their|its own|Act)\W+(?:\w+\W+){0,2}$", text[: match.start()][-60:], re.I)
    )


def _sections(document: Document, texts: Sequence[Passage]) -> Iterator[Finding]:
    """References to numbered sections, where the document numbers its sections."""
    numbers = set()
    for block in document.blocks:
        for head in [plain(cell.text) for cell in block.cells] or [plain(block.text)]:
            for line in head.split("\n"):
                if match := _HEADING.match(line):
                    numbers.add(match[1])
                numbers.update(re.findall(r"(?:SoR|Actions|section|part)\s+(\d{1,2})$", line, re.I))
    whole = {number.split(".")[0] for number in numbers}
    if len(whole) < 3:
        return
    told: set[str] = set()
    for passage in texts:
        for match in _SECTION.finditer(passage.text):
            law = _LAW if match["what"].lower().startswith("section") else _UNDER
            if _ELSEWHERE.match(passage.text, match.end()) or law.search(passage.text[: match.start()][-60:]):
                continue
            if match["what"][0].isupper() and match["what"].isupper():
                continue
            asked = bool(re.search(r"\bsee\s+$", passage.text[: match.start()][-8:], re.I))
            for label in _NUMBER.findall(match["labels"]):
                known = (
                    label in numbers
                    or (label in _OF_ACTS and law is _LAW and not asked)
                    or ("." not in label and label in whole)
                )
                # Section 47 is one of an Act; a clause or paragraph is the document's own.
                far = law is _LAW and int(label.split(".")[0]) > max(map(int, whole)) + 10
                if known or far or label in told:
                    continue
                told.add(label)
                yield _finding(
                    passage, match.start(), match[0], f"There is no {match['what'].rstrip('s').lower()} {label} in it."
                )


def _finding(passage: Passage, at: int, written: str, what: str) -> Finding:
    return Finding(
        "REF-MISSING",
        Severity.CONFLICT,
        passage.at(at).where,
        " ".join(written.split()),
        f"“{passage.sentence(at)[:160]}” {what}",
        "Ask for what it refers to, or for the number that is meant.",
    )
