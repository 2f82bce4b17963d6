"""Counts that a plan states: of councils, of its own parts, beside a share, and of parts that add up to a whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from riia.documents.model import Finding, Where
from riia.documents.plans.checks.catalogue import cut, found
from riia.documents.plans.structure import Kpi, Passage, PlanText
from riia.documents.plans.targets import WORDS, councils_for, number

_TEENS = ("sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_NUMBERS = WORDS | {word: at for at, word in enumerate(_TEENS, 16)}
_NUMBER = r"(?P<n>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_WHO = r"(?:LAPs?|LAs?|(?i:councils?|(?:local |member )?authorities|boroughs?|local areas?|local area partnerships?))"
_LONE = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d)?)\s?(?:%|per ?cent)\s+of\s+(?:the\s+|all\s+|our\s+|its\s+)?(?:(?P<of>\d{1,3})\s+)?"
    r"(?P<what>[A-Za-z][^,.;:()%\d]{1,40}?)\s*\(\s*(?:i\.?e\.?,?\s*|that is\s+|at least\s+)?(?P<n>\d{1,3})"
    r"(?:\s+[a-zA-Z][a-zA-Z ]{1,20})?\s*\)"
)
"""A count in brackets beside a share, and what it is of: "80% of the 10 councils (8)"."""
_WORDED = re.compile(
    r"\b(?P<n>\d{1,3})\s+(?:of|out of)\s+(?:the\s+|our\s+|all\s+)?(?P<of>\d{1,3})\s+"
    r"(?P<what>[A-Za-z][^,.;:()%\d]{1,40}?)\s*\(\s*(?P<share>\d{1,3}(?:\.\d)?)\s?%\s*\)"
)
_EVERY = re.compile(
    rf"\b(?i:all|each of(?: the| our)?|every one of(?: the)?|in all)\s+(?:of\s+)?(?:the\s+|our\s+)?{_NUMBER}\s+"
    rf"(?:participating |member |of the |English )?(?P<who>{_WHO})\b",
)
_SOME = re.compile(rf"(?<![\d/.£%-])\b{_NUMBER}\s+(?:member |participating )?(?P<who>{_WHO})\b")
_OTHERS = re.compile(
    r"^\s*(?:that|which|who|where|with|receiv\w+|in (?:the )?(?:other|north|south|east|west|england)|outside|nationally"
    r"|across england|from other|taking part"
    r"|support\w+|in need|requir\w+|identified|selected|involved|visited|in \w+ strand)\b",
    re.I,
)
_PILOT = re.compile(r"\b(?:pilot|first|other|remaining|these|those|selected|cohort|phase|wave)\b[^.;]{0,20}$", re.I)
_PARTS = {
    "kpi": r"KPIs|key performance indicators|indicators|performance measures|measures",
    "activity": r"activities|actions|tasks|deliverables|commitments",
    "requirement": r"sub-?requirements|requirements|objectives",
    "area": r"areas|themes|priorities|workstreams|strands(?: of work)?|objectives|pillars|goals|sections",
}
_OWN = re.compile(
    rf"(?<![\d.£/-]){_NUMBER}\s+(?:key\s+|main\s+|shared\s+|strategic\s+|separate\s+|planned\s+|numbered\s+)?"
    rf"(?:(?P<kpi>{_PARTS['kpi']})|(?P<activity>{_PARTS['activity']})|(?P<requirement>sub-?requirements|requirements)"
    rf"|(?P<area>{_PARTS['area']}))\b",
    re.I,
)
_OF_THE_PLAN = re.compile(
    r"\b(?:this|the|our)\s+(?:delivery\s+|regional\s+|improvement\s+|annual\s+)*(?:plan|document|programme)\b"
    r"|\bin (?:all|total)\b|\baltogether\b|\bthere are\b|\bset out below\b|\bfollowing\b",
    re.I,
)
_LABELLED = re.compile(
    r"\s*(?:total )?(?:number|no\.?|count) of (?:(?:planned|numbered|key) )?"
    rf"(?:(?P<kpi>{_PARTS['kpi']})|(?P<activity>{_PARTS['activity']})|(?P<requirement>sub-?requirements))"
    r"(?: in (?:this|the) plan)?\s*[:=–-]?\s*(?P<n>\d{1,3})\s*",
    re.I,
)
"""A row of a summary: "Number of KPIs 14"."""
_WITHIN = re.compile(r"\b(?:each|per|every|last year|previous|of (?:the|these) \w+ strand)\b", re.I)
_SUM = re.compile(
    rf"\b{_NUMBER}\s+(?P<what>[a-z-]+(?:\s+[a-z-]+){{0,3}}?)\s*(?:\(|:\s|, (?:of which|made up of|split into)\s|–\s)"
    r"(?P<parts>\d{1,4}\s+[a-zA-Z][^().;:]{2,160})(?:\)|[.;]|$)",
    re.I,
)
_TIMES = re.compile(
    r"\b(?P<a>\d{1,3})\s+(?P<groups>[a-z]+s)\s+of\s+(?P<b>\d{1,3})\s+(?P<what>[a-z]+(?:\s[a-z]+)?)"
    r"[^.;]{0,40}?[,;(]\s*(?:making\s+|that is\s+|so\s+)?(?P<c>\d{1,4})\s+(?:[a-z]+\s+)??(?P<again>[a-z]+)\b",
)


def count_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about stated counts."""
    for kpi in plan.kpis:
        yield from _beside(kpi, plan)
    yield from _councils(plan)
    yield from _own(plan)
    for name, passage in _named(plan):
        yield from _sums(name, passage)


def _named(plan: PlanText) -> Iterator[tuple[str, Passage]]:
    for kpi in plan.kpis:
        yield kpi.name, kpi.passage
    for activity in plan.activities:
        yield activity.name, activity.passage
    for passage in plan.paragraphs:
        yield "the text outside the tables", passage


def _beside(kpi: Kpi, plan: PlanText) -> Iterator[Finding]:
    """A share with the count alone in brackets: "90% of 14 councils (12)"."""
    for match in (*_LONE.finditer(kpi.text), *_WORDED.finditer(kpi.text)):
        of = int(match["of"]) if match["of"] else None
        if of is None and re.fullmatch(_WHO, match["what"].strip()):
            of = plan.councils
        n, share = int(match["n"]), Decimal(match["share"])
        if not of or share > 100:
            continue
        exact = (Decimal(100 * n) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
        wanted = councils_for(share, of)
        if n == wanted or abs(exact - share) < 1:
            continue
        said = " ".join(match[0].split())
        yield found(
            "PLAN-COUNT-SHARE",
            kpi.passage.at(match.start()),
            said,
            f"{kpi.name} says “{said}”: {share.normalize():f} % of {of} is {wanted}, and {n} of {of} is {exact} %.",
            "Decide which of the two holds.",
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """A number of councils somewhere in the plan."""

    count: int
    name: str
    where: Where
    written: str


def _councils(plan: PlanText) -> Iterator[Finding]:
    """All of another number of councils than the region has, or more of them than there are."""
    if plan.councils is None or plan.councils_where is None:
        return
    told: set[tuple[int, Where]] = set()
    for name, passage in _named(plan):
        for pattern, every in ((_EVERY, True), (_SOME, False)):
            for match in pattern.finditer(passage.text):
                count = _value(match["n"])
                wrong = count != plan.councils if every else count > plan.councils
                where = passage.at(match.start())
                rest, before = passage.text[match.end() : match.end() + 40], passage.text[: match.start("n")]
                if not wrong or count < 3 or (count, where) in told or _OTHERS.match(rest) or _PILOT.search(before):
                    continue
                told.add((count, where))
                said = " ".join(match[0].split())
                yield found(
                    "PLAN-COUNT-COUNCILS",
                    where,
                    said,
                    f"{name[0].upper()}{name[1:]} says “{said}”; the region has {plan.councils}.",
                    "Correct the count.",
                    [(plan.councils_where, f"{plan.councils} councils")],
                )


def _value(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()] if text.lower() in _NUMBERS else int(number(text))


def _own(plan: PlanText) -> Iterator[Finding]:
    """How many KPIs, activities or areas the plan says that it has, against those that are in it."""
    there = {
        "kpi": len([kpi for kpi in plan.kpis if kpi.identifier]) or len(plan.kpis),
        "activity": len(plan.activities),
        "requirement": len([sub for sub in plan.sub_requirements if sub.stated and sub.text]),
        "area": len({area.number or area.title for area in plan.areas}),
    }
    told: set[str] = set()
    for passage in plan.outside:
        match = _LABELLED.fullmatch(passage.text)
        what = next((name for name in there if match and name != "area" and match[name]), "")
        if match is None or there[what] < 2:
            continue
        real = len(plan.kpis) if what == "kpi" else there[what]
        if int(match["n"]) in (real, there[what]):
            continue
        told.add(what)
        yield found(
            "PLAN-COUNT-OWN",
            passage.at(match.start("n")),
            match["n"],
            f"“{cut(passage.text, 110)}”: {real} are in the plan.",
            "Correct the number, or add what is missing.",
        )
    for passage in plan.paragraphs:
        for match in _OWN.finditer(passage.text):
            what = next(name for name in there if match[name])
            said, real = _value(match["n"]), there[what]
            sentence = _sentence(passage.text, match.start())
            if not _OF_THE_PLAN.search(sentence) or _WITHIN.search(sentence) or what in told:
                continue
            if real < 2 or said == real or abs(said - real) > max(2, real // 5):
                continue  # far off: it counts something else
            if what == "area" and said in (len(plan.strands), len(plan.areas), there["requirement"]):
                continue
            told.add(what)
            yield found(
                "PLAN-COUNT-OWN",
                passage.at(match.start()),
                match[0],
                f"“{cut(sentence, 110)}” says {match['n']} {match[what]}; {real} are in the plan.",
                "Correct the number, or add what is missing.",
            )


def _sentence(text: str, at: int) -> str:
    start = text.rfind(". ", 0, at)
    end = text.find(". ", at)
    return text[start + 2 if start >= 0 else 0 : end + 1 if end >= 0 else len(text)]


def _sums(name: str, passage: Passage) -> Iterator[Finding]:
    """ "40 days of support (20 of diagnostics and 15 of coaching)"; "2 cohorts of 16 leaders, 30 leaders in all"."""
    for match in _SUM.finditer(passage.text):
        numbers = [int(one) for one in re.findall(r"(?<![\d.,/£%-])\b\d{1,4}\b(?![\d.,/%-]|\s?%)", match["parts"])]
        chunks = [
            part for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*\+\s*|\s*;\s*", match["parts"]) if part.strip()
        ]
        if (
            len(numbers) < 2
            or len(numbers) != len(chunks)
            or any(not re.match(r"\d", chunk.strip()) for chunk in chunks)
        ):
            continue
        if re.search(r"\b(?:20\d\d|minimum|at least|up to|including|e\.?g)\b|Q[1-4]", match["parts"]):
            continue
        whole = _value(match["n"])
        if sum(numbers) != whole and max(numbers) <= whole:
            yield _parts(name, passage, match, f"{' + '.join(map(str, numbers))} = {sum(numbers)}, not {whole}")
    for match in _TIMES.finditer(passage.text):
        made, said = int(match["a"]) * int(match["b"]), int(match["c"])
        if made != said and match["again"].rstrip("s") == match["what"].split()[-1].rstrip("s"):
            yield _parts(name, passage, match, f"{match['a']} × {match['b']} = {made}, not {said}")


def _parts(name: str, passage: Passage, match: re.Match[str], working: str) -> Finding:
    said = " ".join(match[0].split())
    return found(
        "PLAN-COUNT-PARTS",
        passage.at(match.start()),
        cut(said, 120),
        f"{name[0].upper()}{name[1:]} says “{cut(said, 130)}”: {working}.",
        "Correct the whole or one of its parts.",
    )
