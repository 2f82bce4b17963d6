"""What the columns of a table hold, from its header. Pure."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from riia.documents.model import Cell


class Role(StrEnum):
    """What a column of a plan holds."""

    STRAND = "strand"
    AREA = "area"
    REQUIREMENT = "requirement"
    ACTIVITY = "activity"
    KPI = "kpi"
    REF = "ref"
    """A number of its own: of the KPI, or of the activity where the row has no KPI of its own."""
    ACTIVITY_REF = "activity ref"
    REQUIREMENT_REF = "requirement ref"
    KIND = "kind"
    TARGET = "target"
    DUE = "due"
    EVIDENCE = "evidence"
    FREQUENCY = "frequency"
    OWNER = "owner"
    START = "start"
    NEEDS = "needs"
    """What has to be done first: numbers of other rows."""
    MONEY = "money"
    STATUS = "status"
    """Red, amber or green, or what else the document rates with."""
    OTHER = "other"


_ROLES: Final = (
    (
        Role.REQUIREMENT_REF,
        r"(?:sub.?)?req(?:uirement)?\.?\s*(?:ref(?:erence)?|no|number|id)\b\.?|sor\s*(?:ref|no|id)\b.*",
    ),
    (Role.ACTIVITY_REF, r"(?:activity|action|task)\s*(?:ref(?:erence)?|no|number|id|code)\b\.?"),
    (Role.REF, r"(?:kpi|measure|indicator)?\s*(?:ref(?:erence)?|no|number|id|code|#)\b\.?(?:\s*no\.?)?|#"),
    (Role.START, r"(?:planned )?(?:start|from|begin|commence)\w*(?:\s*(?:date|month|on))?"),
    (Role.NEEDS, r"(?:depend|pre-?requisite|relies on|needs first|predecessor|after which).*"),
    (
        Role.MONEY,
        r"(?:budget|cost|funding|planned spend|spend|amount|investment|grant)s?\b(?!.*(?:line|ref|code)).*|£.*",
    ),
    (Role.KIND, r"(?:kpi\s*)?(?:type|kind)(?:\s*of\s*kpi)?"),
    (Role.EVIDENCE, r"evidence.*|source.*|(?:means of )?verification.*|how (?:it|this) (?:is|will be) evidenced"),
    (Role.STATUS, r"(?:rag|b?rag|current|progress|self)?\s*(?:rating|status|rag|score)s?(?:\s*\(.*\))?"),
    (Role.FREQUENCY, r"frequency.*|how often"),
    (
        Role.DUE,
        r"due(?: date| by)?|(?:target|completion|end|finish|delivery|planned)\s*(?:date|by|month)|deadline.*|by when.*"
        r"|when|end|ends|finish|completion|by|to be done by|time\s?(?:scale"
        r"|frame|line)s?"
        r"|date.*|due.*|complete(?:d)? by|milestone date",
    ),
    (Role.OWNER, r"(?:lead|owner|responsib|accountab|who\b|kpi owner|lead officer|sro).*"),
    (
        Role.KPI,
        r".*\bkpis?\b.*|.*key performance indicator.*|.*(?:measures? of success|success (?:measure|criteri)"
        r"|how (?:will )?we(?: will|'ll)? know).*|(?:key )?(?:performance )?(?:indicator|measure)s?(?: of impact)?"
        r"|outcome measures?|impact measures?",
    ),
    (Role.TARGET, r"targets?(?: value)?|threshold.*"),
    (
        Role.ACTIVITY,
        r".*\bactivit(?:y|ies)\b.*|(?:key |main |planned |proposed |agreed |our )?actions?(?:\s.*)?|planned work"
        r"|what (?:we|will).*|what|tasks?|deliverables?|commitments?",
    ),
    (Role.STRAND, r"strand|grant stream|programme"),
    (Role.AREA, r"area|theme|workstream|pillar|section"),
    (Role.REQUIREMENT, r".*requirement.*|objectives?|priorit(?:y|ies)|aims?|outcomes? sought|goal"),
)
_STANDS_FOR_KPI: Final = re.compile(
    r"(?:expected |intended |key |main )?(?:outcomes?|outputs?|milestones?|results?|impacts?|success)(?: measures?)?"
    r"|what (?:will be different|success looks like|good looks like|we will see).*|(?:how )?success .*"
)
"""The column that says what is to be reached, in plans that do not speak of KPIs or measures."""
_DATA: Final = re.compile(r"\d\.\d|^\d|\bby \d")
"""What no header has: numbers of activities, dates."""
_PLAIN: Final = re.compile(r"\*\*|</?u>|_")


def roles_of(cells: Sequence[Cell]) -> dict[int, Role] | None:
    """The role of each column, by its position from 0, where a row is the header of a plan's table; else None."""
    found = _roles(tuple(cell.text for cell in cells))
    return None if found is None else dict(found)


@lru_cache(maxsize=8192)
def _roles(texts: tuple[str, ...]) -> dict[int, Role] | None:
    heads = [_head(text) for text in texts]
    if sum(1 for text in heads if text) < 2 or any(len(text) > 80 or _DATA.search(text) for text in heads):
        return None
    found: dict[int, Role] = {}
    for at, text in enumerate(heads):
        if text:
            role = _role(text)
            if role is Role.REF and text[:3] in ("kpi", "mea", "ind") and Role.ACTIVITY_REF not in found.values():
                # "Ref" before "KPI ref" numbers the activity.
                found = {one: Role.ACTIVITY_REF if known is Role.REF else known for one, known in found.items()}
            if role in found.values() and role not in (Role.OTHER, Role.OWNER):
                role = Role.TARGET if role is Role.KPI else Role.OTHER
            found[at] = role
    if Role.KPI not in found.values():
        stands = next((at for at, text in enumerate(heads) if _STANDS_FOR_KPI.fullmatch(text)), None)
        if stands is not None and len(found) >= 3:
            found[stands] = Role.KPI
    kinds = set(found.values())
    if Role.KPI not in kinds or not kinds & {Role.ACTIVITY, Role.REQUIREMENT, Role.REF, Role.ACTIVITY_REF, Role.DUE}:
        return None
    return found


def activity_roles_of(cells: Sequence[Cell]) -> dict[int, Role] | None:
    """The role of each column of a list of activities without KPIs, as on a sheet of its own; else None."""
    heads = [_head(cell.text) for cell in cells]
    if sum(1 for text in heads if text) < 2 or any(len(text) > 80 or _DATA.search(text) for text in heads):
        return None
    found: dict[int, Role] = {}
    for at, text in enumerate(heads):
        if text:
            role = _role(text)
            found[at] = Role.OTHER if role in found.values() else role
    return found if Role.ACTIVITY in found.values() and len(found) > 1 else None


def _head(text: str) -> str:
    """The words of a header's cell in lower case, without the note that an asterisk starts."""
    plain = _PLAIN.sub("", re.sub(r"\s+", " ", text))
    return re.split(r"(?<=\S) ?\*(?=\S)", plain, maxsplit=1)[0].strip(" :").lower()


def role_of(label: str) -> Role:
    """What a label beside a text says that the text is."""
    head = _head(label)
    role = _role(head)
    return Role.KPI if role is Role.OTHER and _STANDS_FOR_KPI.fullmatch(head) else role


def _role(head: str) -> Role:
    for role, pattern in _ROLES:
        if re.fullmatch(pattern, head):
            return role
    return Role.OTHER
