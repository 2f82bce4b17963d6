"""References within a plan: do the KPIs, activities and areas that they name exist; does a KPI say more than that."""

import re
from collections.abc import Iterator

from riia.documents.model import Finding
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.identifiers import ID, normal, shape_of
from riia.documents.plans.structure import Kpi, Passage, PlanText
from riia.documents.plans.targets import REFERENCES

_NUMBERED = (
    r"(?:[A-Z]{1,5}[- ]?\d{1,3}(?:[.-][A-Z]{0,2}\d{1,3}){0,3}|\d{1,2}(?:\.\d{1,2}){1,3})"
    r"(?:\.?[A-Za-z](?![A-Za-z])|\([a-z]\))?|\d{1,2}[a-z](?![A-Za-z\d])"
)
_NAMED = re.compile(
    rf"\b(?P<what>KPIs?|activit(?:y|ies)|actions?|measures?|indicators?|commitments?|requirements?|deliverables?)\s+"
    rf"(?P<ids>(?:{_NUMBERED})(?:\s*(?:,|and|or|to|&|–)\s*(?:{_NUMBERED}))*)",
    re.I,
)
"""A number with the word for what it numbers: "using the profiles in action 1.2"."""
_AREA = re.compile(
    r"\b(?P<what>priorit(?:y|ies)|themes?|objectives?|strands?|workstreams?|areas?|pillars?|goals?)\s+"
    r"(?P<label>[A-Z]|\d{1,2})\b(?!\.?\d|%)",
    re.I,
)
_HEAD = re.compile(
    r"(?P<what>priority|theme|objective|strand|workstream|area|pillar|goal)\s+(?P<label>[A-Z]|\d{1,2})\b", re.I
)
_ELSEWHERE = re.compile(
    r"\s*(?:of|in|from) (?:the |our |last )?(?:[A-Z]|national|previous|\d{4}|other|year)|\s*(?:weeks?|days?|months?|%)"
)
_SAID_BEFORE = re.compile(
    r"\b(?:national|previous|last year['’]s|former|their|Ofsted|DfE|NHS|White Paper)\s+(?:\w+\s+)?$", re.I
)


def reference_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about references."""
    known = {kpi.identifier for kpi in plan.kpis} | {kpi.activity for kpi in plan.kpis}
    known |= {a.number for a in plan.activities} | {sub.number for sub in plan.sub_requirements}
    known |= {area.number for area in plan.areas}
    known.discard("")
    named = [(kpi.name, kpi.passage) for kpi in plan.kpis]
    named += [(activity.name, activity.passage) for activity in plan.activities]
    shapes = {shape_of(one) for one in known}
    heads = _area_heads(plan)
    for name, passage in [*named, *(("the text outside the tables", one) for one in plan.paragraphs)]:
        inside = not name.startswith("the text")
        yield from _nowhere(name, passage, known, shapes, seen=inside)
        yield from _areas(name, passage, heads)
    yield from _only(plan)


def _nowhere(name: str, passage: Passage, known: set[str], shapes: set[str], *, seen: bool) -> Iterator[Finding]:
    told: set[str] = set()
    for pattern in (REFERENCES, _NAMED) if seen else (_NAMED,):
        for match in pattern.finditer(passage.text):
            what = (match["what"] or "").lower()
            if _ELSEWHERE.match(passage.text[match.end() : match.end() + 45]):
                continue  # of another document, or no reference
            if _SAID_BEFORE.search(passage.text[: match.start()]):
                continue
            for said in re.findall(ID, match["ids"]):
                wanted = normal(said)
                if wanted.isdigit() and not re.match(r"section|sor", what):
                    continue
                if wanted in told or _is_there(wanted, known) or not _fits(wanted, shapes):
                    continue
                told.add(wanted)
                yield found(
                    "PLAN-REFERENCE-NOWHERE",
                    passage.at(match.start()),
                    match[0],
                    f"{name[0].upper()}{name[1:]} refers to {wanted} (“{match[0]}”), which is not in the plan.",
                    "Correct the reference.",
                )


def _is_there(wanted: str, known: set[str]) -> bool:
    return wanted in known or any(
        other.startswith(f"{wanted}.") or (other.startswith(wanted) and other[len(wanted) :].isalpha())
        for other in known
    )


def _fits(wanted: str, shapes: set[str]) -> bool:
    """Whether a number has the form of those of the plan: letters and dots where they have some."""
    if wanted.isdigit():
        return any(re.fullmatch(r"9(?:\.9)*[A]?", shape) for shape in shapes)
    if re.match(r"[A-Z]", wanted):
        return any(shape_of(wanted) == shape or shape.startswith(f"{shape_of(wanted)}.") for shape in shapes)
    return any(re.match(r"9\.9" if "." in wanted else r"9A$", shape) for shape in shapes)


def _area_heads(plan: PlanText) -> dict[str, set[str]]:
    """What areas are called and how they are counted: priority 1, 2, 3."""
    heads: dict[str, set[str]] = {}
    for title in [area.title for area in plan.areas] + [
        one.text.lstrip("# ") for one in plan.outside if len(one.text) < 100
    ]:
        if match := _HEAD.match(title):
            heads.setdefault(match["what"].lower(), set()).add(match["label"].upper())
    return heads


def _areas(name: str, passage: Passage, heads: dict[str, set[str]]) -> Iterator[Finding]:
    """ "See priority 6", where the priorities are 1 to 4."""
    for match in _AREA.finditer(passage.text):
        what = re.sub(r"ies$", "y", match["what"].lower()).removesuffix("s")
        labels, label = heads.get(what, set()), match["label"].upper()
        lonely = match.start() == 0 or _ELSEWHERE.match(passage.text[match.end() : match.end() + 45])
        if len(labels) < 2 or label in labels or lonely or label.isdigit() != next(iter(labels)).isdigit():
            continue
        if match["label"].islower() and match["label"].isalpha():
            continue
        yield found(
            "PLAN-REFERENCE-NOWHERE",
            passage.at(match.start()),
            match[0],
            f"{name[0].upper()}{name[1:]} refers to {match[0]}; there are "
            f"{listed([f'{what} {one}' for one in sorted(labels)])}.",
            "Correct the reference.",
        )


def _only(plan: PlanText) -> Iterator[Finding]:
    """One finding for all KPIs that have nothing of their own to measure."""
    only: list[Kpi] = []
    for kpi in plan.kpis:
        if kpi.references and len(re.sub(r"[^A-Za-z]", "", REFERENCES.sub("", kpi.text))) < 12:
            only.append(kpi)
    if only:
        yield found(
            "PLAN-KPI-REFERS",
            only[0].where,
            only[0].text,
            f"{'These have' if len(only) > 1 else 'This has'} nothing of {'their' if len(only) > 1 else 'its'} own "
            f"to measure: " + listed([f"{kpi.name} “{kpi.text}” ({kpi.where})" for kpi in only]) + ".",
            "Say that they are reported with the ones they refer to, or give each a measure.",
            [(kpi.where, kpi.text) for kpi in only[1:]],
        )
