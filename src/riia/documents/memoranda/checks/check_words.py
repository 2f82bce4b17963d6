"""Words that an agreement defines: used at all, defined once, and no others in capitals that it never says. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from riia.documents.memoranda.checks.bodies import councils_in
from riia.documents.memoranda.checks.known_words import KNOWN_WORDS
from riia.documents.memoranda.checks.material import Material, Unit, cells_of, made, short
from riia.documents.model import Finding, Where
from riia.documents.text.passages import plain

_TERM: Final = r"[A-Z][\w’'/&-]*(?:\s+(?:of|and|the|for|to|in|&|[A-Z0-9][\w’'/&-]*)){0,6}?"
_QUOTED: Final = re.compile(
    rf"[“\"‘']\s?(?:the |an? )?(?P<term>{_TERM}s?)\s?[”\"’']\s*(?:\([^)]*\)\s*)?"
    r"(?:,|:|–|—|-|means?|shall mean|refers? to|is|are|has the|have the|includes?|will mean)\s+(?=\S)"
)
_BARE: Final = re.compile(
    rf"(?:the |an? )?(?P<term>{_TERM})\s+(?:means|shall mean|has the meaning|refers to)\s+(?P<text>\S.*)"
)
_COLON: Final = re.compile(rf"(?P<term>{_TERM})\s*(?::|\s[–—-])\s+(?P<text>\S.*)")
_BRACKETED: Final = re.compile(
    rf"\(\s*(?:together|collectively|each,?|jointly|hereinafter|hereafter|in this \w+|known as|referred to as|"
    rf"called|and|,|the|an?|or|\s)*"
    rf"[“\"‘']\s?(?:the )?(?P<term>{_TERM}s?)\s?[”\"’'][^()]{{0,40}}\)"
)
_DEFINING: Final = re.compile(
    r"\b(?:definitions?|interpretation|meanings?|glossary|defined terms|words? (?:we|used)|terms used|language|"
    r"terminology)\b",
    re.I,
)
_HEADS: Final = re.compile(r"(?:defined )?(?:term|word|expression|definition|phrase)s?$", re.I)
_ALWAYS: Final = re.compile(
    r"(?:the )?(?:part(?:y|ies)|agreement|this agreement|mou|memorandum|memorandum of understanding|dsa|"
    r"data protection (?:legislation|laws?)|"
    r"working days?|business days?|law|commencement date|effective date)",
    re.I,
)
"""Terms whose definition is a habit, used or not."""
_HEADWORDS: Final = (
    "Panel Board Group Committee Steward Officer Lead Manager Hub Fund Plan Protocol Period Service Team File Extract "
    "Policy Procedure Forum Executive Budget Contribution Register Date Partner Authority Borough Council Sponsor "
    "Programme Project Log Network Coordinator Co-ordinator Director Secretariat Report Charter Framework Dataset "
    "Portal Platform System Pool Scheme Tool Standard Standards Dashboard Assembly Chair Representative Controller "
    "Processor Custodian Custodians Statement Return Pack Template Form Analyst Adviser Advisor Owner Host Member "
    "Information Records Days Hours Assets Manual Handbook Code Strategy Index Directory Terms Criteria Matrix Ledger "
    "Inventory Playbook Guidance Procedures List Summary Model Formula Calculator Threshold Thresholds Arrangements "
    "Account Reserve Administrator Broker Desk Cell Unit Review Schedule Toolkit Specification Guide"
)

_USED: Final = re.compile(
    rf"(?<=[a-z,] )(?:(?:the|an?|each|any|every|its|their|this|that|to|by|of|with|"
    rf"from)\s+)(?P<term>(?:[A-Z][a-z][\w’'-]*\s+(?:(?:of|and|for)\s+(?=[A-Z]))?){{1,4}}"
    rf"(?:{'|'.join(_HEADWORDS.split())})s?)\b(?!\s+(?:of|for|and)\s+[A-Z])(?!\s+[A-Z])"
)
_EXPLAINS: Final = (
    r"{term}s?\W+(?:(?:is|are|will be) (?:a|an|the|one|made|composed|those|each|any|held|set|run|led)\b|"
    r"comprises?|consists?|includes?|contains?|means?|shall be|has|made up|"
    r"(?:,? which|,? who) (?:is|are|consists?|comprises?|includes?)|will (?:be|consist|comprise|include)|\()",
    r"(?:establish|set up|create|form|appoint|convene|elect|designate|nominate|known as|called|"
    r"publish)\w*\s+(?:an?|the|its|one)?\s*[“\"‘']?{term}",
    r"[(“\"‘'](?:the )?{term}s?[)”\"’']",
)


@dataclass(frozen=True, slots=True)
class _Defined:
    """A term, the words that define it, and where. `loose` where it stands in brackets within a sentence."""

    term: str
    text: str
    where: Where
    written: str
    loose: bool = False


def word_findings(material: Material) -> Iterator[Finding]:
    """Terms defined and not used, used and not defined, and defined twice."""
    defined = list(_definitions(material))
    yield from _twice(defined)
    whole = " ".join(" ".join(plain(text) for text, _ in cells_of(material.document)).split())
    strict = [one for one in defined if not one.loose]
    yield from _unused(defined, whole, material)
    if len(strict) > 1 or len(defined) > 2:
        yield from _undefined(defined, whole, material)


def _definitions(material: Material) -> Iterator[_Defined]:
    for unit in material.units:
        if unit.clause is None:
            continue
        quoted = list(_QUOTED.finditer(unit.text))
        for match, following in pairwise([*quoted, None]):
            assert match is not None
            text = unit.text[match.end() : following.start() if following else len(unit.text)]
            written = unit.text[match.start() : match.end() + len(text)].strip()
            yield _Defined(match["term"], text.strip(), unit.at(written), written)
        bare = None if quoted else _BARE.match(unit.text)
        if bare is None and not quoted and _DEFINING.search(unit.heading) and unit.text != unit.heading:
            bare = _COLON.match(unit.text)
        if bare:
            yield _Defined(bare["term"], bare["text"], unit.where, unit.text)
        for found in _BRACKETED.finditer(unit.text):
            yield _Defined(found["term"], unit.text[: found.start()][-80:], unit.at(found[0]), found[0], loose=True)
    yield from _of_tables(material)


def _of_tables(material: Material) -> Iterator[_Defined]:
    for table in material.tables:
        if table.width != 2:
            continue
        rows = [(row.text(0), row.text(1), row.block) for row in table.rows]
        if table.before is not None and _DEFINING.search(table.before.text[:60]) and len(table.head) == 2:
            rows = [(*table.head, table.blocks[0]), *rows]  # a list of words has no head of its own
        elif not table.head or not _HEADS.fullmatch(table.head[0]):
            continue
        for said, text, block in rows:
            term = plain(said).strip(" “”\"'‘’:")
            if re.fullmatch(_TERM, term) and not _HEADS.fullmatch(term):
                where = block.cells[0].where if block.cells else block.where
                yield _Defined(term, plain(text), where, said if block.cells else block.text)


def _stem(term: str) -> str:
    """A term without the ending of the plural, so that "Duty Officers" is "Duty Officer"."""
    return re.sub(r"ies$", "y", re.sub(r"(?<!s)s$", "", term)) if not term.endswith("ies") else f"{term[:-3]}y"


def _pattern(term: str) -> str:
    stem = _stem(" ".join(term.split()))
    ending = r"(?:y|ies)" if stem.endswith("y") else r"(?:e?s)?"
    return rf"(?<![\w-]){re.escape(stem.removesuffix('y') if stem.endswith('y') else stem)}{ending}(?:[’']s?)?(?![\w-])"


def _unused(defined: Sequence[_Defined], whole: str, material: Material) -> Iterator[Finding]:
    for one in defined:
        if _ALWAYS.fullmatch(one.term) or councils_in(one.term, material.dated):
            continue
        own = " ".join(plain(one.written).split())
        spare = whole
        for other in defined:
            if other.term == one.term:
                spare = spare.replace(" ".join(plain(other.written).split()), " ", 1)
        if one.loose and councils_in(one.text[-60:], material.dated):
            continue  # a short name of a party
        if re.search(_pattern(one.term), spare, re.I) or (not one.loose and own not in whole):
            continue
        yield made(
            "MOU-WORD-UNUSED", one.where, one.written[:160], f"“{one.term}” is defined and used nowhere else.",
            "Ask whether a clause that used it was left out, or take the definition out.",
        )  # fmt: skip


def _twice(defined: Sequence[_Defined]) -> Iterator[Finding]:
    seen: dict[str, _Defined] = {}
    for one in defined:
        before = seen.setdefault(_stem(one.term).lower(), one)
        if before is one or one.loose or before.loose or _words(before.text) == _words(one.text):
            continue
        yield made(
            "MOU-WORD-TWICE", one.where, one.written[:160],
            f"“{one.term}” is defined twice: “{short(before.text, 80)}” and “{short(one.text, 80)}”.",
            "Ask which of the two holds.", [(before.where, before.written[:160])],
        )  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _undefined(defined: Sequence[_Defined], whole: str, material: Material) -> Iterator[Finding]:
    """Words in capitals that are used like defined terms, in an agreement that defines its terms."""
    known = {_stem(one.term).lower() for one in defined}
    told: set[str] = set()
    for unit, sentence in material.sentences():
        for match in _USED.finditer(sentence):
            term = " ".join(match["term"].split())
            stem = _stem(term).lower()
            if stem in told or _is_known(stem, known) or councils_in(term, material.dated):
                continue
            told.add(stem)
            if _is_explained(term, whole, unit, material):
                continue
            yield made(
                "MOU-WORD-NOWHERE", unit.at(term), term,
                f"“{short(sentence)}” uses “{term}” like a defined term, and no clause says what it is.",
                "Ask who or what is meant, and define it as the others are.",
            )  # fmt: skip


def _is_known(stem: str, known: set[str]) -> bool:
    if stem in known or any(stem.endswith(f" {one}") or stem.startswith(f"{one} ") for one in known if " " in one):
        return True
    return bool(KNOWN_WORDS.search(stem))


def _is_explained(term: str, whole: str, unit: Unit, material: Material) -> bool:
    """Whether the text says anywhere what it is, or it is the title of a clause, a schedule or the document."""
    name = re.escape(_stem(term))
    if any(re.search(pattern.format(term=name), whole) for pattern in _EXPLAINS):
        return True
    heads = {one.heading.lower() for one in material.units} | {
        block.text.lower() for block in material.document.blocks[:6]
    }
    if any(_stem(term).lower() in head for head in heads):
        return True
    titles = [
        block.text
        for block in material.document.blocks
        if re.match(r"(?:schedule|annexe?|appendix|part)\b", block.text, re.I)
    ]
    labels = [row.name for table in material.tables for row in (*table.rows,)]
    return any(_stem(term).lower() in text.lower() for text in (*titles, *labels)) or unit.heading.startswith(term)
