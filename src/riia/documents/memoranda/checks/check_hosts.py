"""Who hosts, leads or answers for the money: one council in one clause, another in the next. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from riia.documents.memoranda.checks.bodies import Body, councils_in
from riia.documents.memoranda.checks.material import Material, Unit, made, short
from riia.documents.model import Finding

_ROLES: Final = {
    "host": r"host(?:s|ed|ing)?(?:\s+(?:authority|council|borough|body|organisation|employer|partner))?",
    "lead": r"lead\s+(?:authority|council|borough|body|partner|commissioner|organisation|party)",
    "accountable body": r"accountable\s+(?:body|authority|council|organisation)",
    "treasurer": (
        r"(?:treasurer|banker|fund\s?holder|holder of the (?:fund|budget|money|pooled fund)|"
        r"holds? the (?:\w+ )?"
        r"(?:funds?|budget|money|account)|(?:funds?|budget|money|account) (?:is|are|will be|shall be) held by)"
    ),
    "secretariat": r"(?:provides? the secretariat|secretariat (?:is|will be|shall be) provided by|secretariat)",
    "employer": (
        r"(?:employing\s+(?:authority|council|body)|employer|employs (?:the|its|all) (?:\w+ )?(?:staff|team|officers)|"
        r"(?:staff|team|officers) (?:is|are|will be|shall be) employed by)"
    ),
}
_SAYS: Final = (
    r"\b{name}\W{{1,4}}(?:(?:which|who|as|is|are|will be|will|shall be|shall|acts? as|to act as|act as|be|"
    r"serves? as|remains?|the|a|an|our|its|continues? (?:as|to be)|"
    r"provides|has been appointed|is appointed|appointed)\W+)+{role}\b|\b{name}\s+(?:will\s+|"
    r"shall\s+)?(?P<verb>hosts?)\b|\b{name}\s+(?:will\s+|shall\s+)?{role}\b",
    r"(?:\b{role}\b|[“\"](?:the )?{role}[”\"])(?:\W+(?:for|of|to)\s+(?:the\s+)?(?:[\w’'-]+\s+){{1,5}}?)?"
    r"[\s,:–“”\"-]*(?:means|is|will be|shall be|being|are|by|at|the|in this agreement|\W)+\s*(?:the\s+)?{name}\b",
)
_STAGED: Final = re.compile(
    r"\b(?:until|from \d|from (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)|formerly|previous(?:ly)?|"
    r"first year|second year|in turn|rotat\w+|deputy|successor|if|instead|20\d\d[-/–]\d\d|phase|shadow|interim|"
    r"after)\b",
    re.I,
)
_OBJECT: Final = re.compile(
    r"^\s*(?:of|for|to)?\s*(?:the\s+|this\s+|its\s+|our\s+)?(?P<what>[a-z][\w’'-]*(?:\s+[a-z][\w’'-]*){0,3})"
)

_ALL_PLAIN: Final = (
    "of for the this and is will shall agreement memorandum councils parties partnership authority council borough "
    "body which who employs its staff it on behalf all to under"
)
_PLAIN: Final = frozenset(_ALL_PLAIN.split())


@dataclass(frozen=True, slots=True)
class _Named:
    """A role that a sentence gives to a council: `of` is what it has the role for, blank for all."""

    role: str
    of: frozenset[str]
    body: Body
    unit: Unit
    sentence: str


def host_findings(material: Material) -> Iterator[Finding]:
    """A role that two councils have, for the same thing."""
    found = [one for unit, sentence in material.sentences() for one in _named(unit, sentence, material)]
    for role in _ROLES:
        given = [one for one in found if one.role == role]
        for at, one in enumerate(given):
            other = next((each for each in given[:at] if _same(each, one)), None)
            if other is not None:
                where = f" ({one.unit.label})" if one.unit.label else ""
                yield made(
                    "MOU-HOST", other.unit.at(other.body.name), other.body.name,
                    f"“{short(other.sentence, 110)}” and{where} “{short(one.sentence, 110)}” name two councils "
                    f"as {role}.",
                    "Ask which of them it is.", [(one.unit.at(one.body.name), one.body.name)],
                )  # fmt: skip
                break


def _same(one: _Named, other: _Named) -> bool:
    """Whether two clauses speak of the same role for the same thing and name two councils."""
    if one.body.key == other.body.key or one.sentence == other.sentence:
        return False
    return not one.of or not other.of or bool(one.of & other.of)


def _named(unit: Unit, sentence: str, material: Material) -> Iterator[_Named]:
    if _STAGED.search(sentence):
        return
    councils = councils_in(sentence, material.dated)
    if not 1 <= len(councils) <= 3:
        return
    for role, words in _ROLES.items():
        if not re.search(rf"\b{words}\b", sentence, re.I):
            continue
        for body in councils:
            if match := _holds(body, words, sentence):
                yield _Named(role, _of(match, sentence), body, unit, sentence)
                break


def _holds(body: Body, words: str, sentence: str) -> re.Match[str] | None:
    name = re.escape(body.name)
    for pattern in _SAYS:
        match = re.search(pattern.format(name=name, role=words), sentence, re.I)
        if match:
            return match
    return None


def _of(match: re.Match[str], sentence: str) -> frozenset[str]:
    """What the role is for, in words that can be compared; none where it is for the agreement as a whole."""
    said = _OBJECT.match(sentence[match.end() :])
    inside = re.search(r"\b(?:for|of)\s+(?:the\s+)?((?:[a-z][\w’'-]*\s*){1,4})", match[0])
    words = " ".join([said["what"] if said else "", inside[1] if inside else ""]).lower().split()
    return frozenset(word.rstrip("s") for word in words if word not in _PLAIN)
