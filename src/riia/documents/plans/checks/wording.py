"""Words of a plan: undecided, vague, of two meanings, unexplained; sentences that stop."""

import re
from collections.abc import Iterator

from riia.documents.model import Finding, Severity, Where
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.subjects import said_words
from riia.documents.plans.structure import Kpi, Passage, PlanText
from riia.documents.text.terms import KNOWN

_PENDING = re.compile(
    r"\b(?:details?\s+)?(?:tbc|tbd|tba)\b|\(to be (?:\w+ )?(?:confirmed|agreed|decided|determined|designed|set"
    r"|identified)\)"
    r"|\bto be confirmed\b|\[(?:insert|name|date|number|amount|tbc|xx?)[^\]]{0,40}\]|<insert[^>]{0,40}>"
    r"|(?<![A-Za-z])[Xx]{2,3}\s?%?(?![A-Za-z])",
    re.I,
)
_TWO_WAYS = (
    (re.compile(r"\bbi-?monthly\b", re.I), "“Bi-monthly” is twice a month or every two months"),
    (re.compile(r"\bbi-?annual(?:ly)?\b", re.I), "“Biannual” is twice a year; many read every two years"),
    (re.compile(r"\bbi-?weekly\b", re.I), "“Bi-weekly” is twice a week or every two weeks"),
)
_VAGUE = re.compile(
    r"\b(?:actively (?:engaged?|engaging|participat\w+|involved)|measurabl[ey] improve\w*"
    r"|improved (?:strategic oversight|data quality|outcomes|engagement outcomes)"
    r"|active (?:communities|member|network)\b|meaningful(?:ly)? (?:\w+)|appropriate (?:level|support|training)"
    r"|good (?:progress|engagement)"
    r"|significant(?:ly)? (?:improve\w*|increase\w*|progress)|better (?:outcomes|engagement)|functioning governance"
    r"|strengthened (?:\w+)|effective (?:governance|engagement))",
    re.I,
)
_ABBREVIATION = re.compile(r"(?<![A-Za-z.&])(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z]{1,4})s?(?![A-Za-z&])")
_EXPLAINED = re.compile(r"[A-Za-z'’]+\s*\(([A-Z][A-Za-z]{1,7})s?\)")
_KNOWN = (KNOWN - said_words("LAP LAPS")) | said_words(
    "KPI KPIS UK EU PDF SEND LA LAS DFE NHS FTE WTE OK IT HR AI II III IV VI VII VIII IX ID FAQ PLAN "
    "DRAFT TBC TBD TBA XX XXX NOTE RAG AND THE FOR CEO CPD GDPR URL GOV HMRC"
)
_STOPS = said_words(
    "the of and to with for a an at by in or their best positive more increased improved national "
    "regional local addressing ensuring that which from through their its"
)


def word_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about words."""
    yield from _pending(plan)
    yield from _two_ways(plan)
    yield from _vague(plan)
    yield from _abbreviations(plan)
    yield from _stops(plan)


def _named(plan: PlanText) -> list[tuple[str, Passage]]:
    named = [(kpi.name, kpi.passage) for kpi in plan.kpis]
    return named + [(activity.name, activity.passage) for activity in plan.activities]


def _pending(plan: PlanText) -> Iterator[Finding]:
    for name, passage in _named(plan):
        for match in _PENDING.finditer(passage.text):
            yield found(
                "PLAN-WORD-PENDING",
                passage.at(match.start()),
                match[0],
                f"“{match[0]}” in {name}: “{cut(passage.text[max(0, match.start() - 90) :], 130)}”.",
                "Decide it before the plan is sent.",
            )
            break


def _two_ways(plan: PlanText) -> Iterator[Finding]:
    for pattern, meaning in _TWO_WAYS:
        places = [(name, passage, match) for name, passage in _named(plan) if (match := pattern.search(passage.text))]
        if places:
            _, passage, match = places[0]
            yield found(
                "PLAN-WORD-FREQUENCY",
                passage.at(match.start()),
                match[0],
                f"{meaning}: {listed([name for name, _, _ in places])}.",
                "Write “twice a year”, “every two months” or how many.",
                [(p.at(m.start()), f"{n}: {m[0]}") for n, p, m in places[1:]],
            )


def _vague(plan: PlanText) -> Iterator[Finding]:
    """One finding for the document."""
    places: list[tuple[Kpi, re.Match[str]]] = []
    for kpi in plan.kpis:
        if match := _VAGUE.search(kpi.text):
            places.append((kpi, match))
    if places:
        kpi, match = places[0]
        yield found(
            "PLAN-WORD-VAGUE",
            kpi.passage.at(match.start()),
            match[0],
            "Without a definition two people would count these differently: "
            + "; ".join(f"{k.name} “{m[0]}”" for k, m in places)
            + ".",
            "Define each: what is looked at, what counts as reached.",
            [(k.passage.at(m.start()), f"{k.name}: {m[0]}") for k, m in places[1:]],
        )


def _abbreviations(plan: PlanText) -> Iterator[Finding]:
    """One finding for the document: abbreviations used in tables and never explained anywhere."""
    everything = [passage for _, passage in _named(plan)]
    everything += [sub.passage for sub in plan.sub_requirements] + list(plan.outside)
    whole = " ".join(passage.text for passage in everything)
    explained = {match[1].rstrip("s").upper() for match in _EXPLAINED.finditer(whole)}
    used: dict[str, tuple[str, Where]] = {}
    for _, passage in _named(plan):
        for match in _ABBREVIATION.finditer(passage.text):
            short = match[0].rstrip("s").upper()
            if (
                short in _KNOWN
                or short in explained
                or _numbers(match, passage.text)
                or re.fullmatch(r"Q[1-4]|V\d", match[0])
                or len(short) < 2
            ):
                continue
            if _spelled_out(short, whole):
                continue
            if short.endswith("S") and short[:-1] in used:
                continue
            used.setdefault(short, (match[0].removesuffix("s"), passage.at(match.start())))
    if not used:
        return
    names = sorted(used, key=lambda short: used[short][1].order)
    first = names[0]
    yield found(
        "PLAN-WORD-UNKNOWN",
        used[first][1],
        used[first][0],
        "Used and explained nowhere in the document: "
        + listed([f"{written} ({where})" for written, where in (used[name] for name in names)])
        + ".",
        "Explain each where it is first used, or add a list.",
        [(used[name][1], name) for name in names[1:]],
    )


def _numbers(match: re.Match[str], text: str) -> bool:
    """Whether letters belong to a number, as in "DA 1.1"."""
    return bool(re.match(r"[- ]?\d", text[match.end() :]))


def _spelled_out(short: str, whole: str) -> bool:
    """Whether words with these initials stand in the text: "Children's Social Care" for CSC."""
    letters = r"[\s-]+(?:of |for |and |the |in )?".join(rf"{letter}[a-z'’]+" for letter in short)
    return len(short) > 2 and re.search(rf"\b{letters}\b", whole) is not None


def _stops(plan: PlanText) -> Iterator[Finding]:
    for name, passage in _named(plan):
        words = passage.text.split()
        if len(words) < 6 or words[-1].lower() not in _STOPS:
            continue
        last = passage.marks[-1][1]
        loose = plan.extra.get("form") in ("txt", "pdf")
        yield found(
            "PLAN-TEXT-CUT",
            last,
            " ".join(words[-8:]),
            f"{name[0].upper()}{name[1:]} stops in the middle of a sentence: “…{' '.join(words[-12:])}”.",
            "Take the rest from the original.",
            severity=None if loose else Severity.AMBIGUITY,
        )
