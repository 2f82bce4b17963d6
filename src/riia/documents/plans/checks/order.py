"""What must come first: a post before its work, a strategy before what it governs. Inferred from the text, with care.

An enabler is a KPI that appoints, publishes or agrees something with a name of its own; a dependent is one that names
the same thing as doing, leading or being used, and is due before or on the same day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from riia.documents.model import Finding
from riia.documents.plans.checks.catalogue import cut, found
from riia.documents.plans.checks.dates import day, span_of
from riia.documents.plans.checks.subjects import GENERIC
from riia.documents.plans.structure import Due, DueKind, DueRole, Kpi, PlanText, SubRequirement

_POST = (
    r"(?:coordinator|co-ordinator|analyst|manager|officer|adviser|advisor|director|consultant|specialist"
    r"|facilitator|evaluator|lead|administrator|provider|supplier|contractor|partner|agency)"
)
_THING = (
    r"(?:strategy|framework|dashboard|MOU|memorandum|protocol|criteria|template|toolkit|system|charter|policy"
    r"|portal|platform|hub|handbook|programme|self-assessment tool|tool|matrix|report|agreement|guidance)"
)
_NAME = r"(?P<name>(?:[A-Za-z][A-Za-z/-]*\s+){0,4}?"
_APPOINTS = re.compile(
    rf"(?:\b(?:appoint|recruit|hire|employ|commission|procure|engage)(?:ment of|ing)?\s+(?:and\s+\w+\s+)?(?:an?|the"
    rf"|one|our)?\s*(?:\d\.\d\s*FTE\s+)?{_NAME}{_POST})\b"
    rf"|\b[Rr]ecruitment (?:and on-?boarding )?of (?:an?|the)?\s*(?P<name2>(?:[A-Za-z][A-Za-z-]*\s+){{0,4}}?{_POST})\b"
    rf"|^(?:An?|The)\s+(?P<name3>(?:[A-Za-z][A-Za-z-]*\s+){{0,4}}?{_POST})\s+(?:is|will be)\s+(?:appointed|recruited"
    rf"|in post)"
    rf"|\b(?P<name4>(?:[A-Za-z][A-Za-z-]*\s+){{1,4}}?{_POST})\s+(?:appointed|recruited|in post)\b)",
    re.I,
)
_MAKES = re.compile(
    rf"\b(?:publish|launch|finalise|approve|sign off|sign|agree|complete|present|issue|go live with|commission"
    rf"|procure|implement|roll out)\w*\s+(?:and\s+[a-z ]{{3,14}}\s+)?(?:an?|the|our|its)?\s*{_NAME}{_THING})\b"
    rf"|\b(?:the|an?)\s+(?P<name2>(?:[A-Za-z][A-Za-z-]*\s+){{0,4}}?{_THING})\s+(?:is"
    rf"|will be)\s+(?:[a-z]+,?\s+){{0,4}}?(?:published|launched|finalised|approved|agreed|adopted|signed|completed"
    rf"|in place|live)",
    re.I,
)
_CRITERIA = re.compile(
    r"\bcriteria for (?:identifying|selecting|choosing|appointing) (?:suppliers?|providers?|partners?)", re.I
)
_CONTRACTS = re.compile(
    r"\bcontracts? (?:are |is |to be )?signed\b|\bappoint (?:the )?(?:suppliers?|providers?)\b", re.I
)
_APPROVED = re.compile(r"\b(?:finalise|sign(?:ed)? off|approv\w+|agreed?|publish\w*|adopt\w*)\b", re.I)
_IN_ONE = re.compile(
    r"\b(?:publish|launch)\b[^.;]{5,160}?\b(?:confirming (?:its|their) use|application in at least \w+ [a-z ]*cases?"
    r"|reporting (?:its|their) use|applied in at least)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Enabler:
    """Something that a KPI brings into being, by when."""

    kpi: Kpi
    name: str
    is_post: bool
    due: Due
    first: date
    """The earliest day that its deadline can mean."""


def order_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about the order of things."""
    enablers = list(enablers_of(plan))
    for enabler in enablers:
        yield from _dependents(enabler, enablers, plan)
    yield from _appointed_twice(enablers)
    yield from _designed(plan)
    yield from _criteria(plan)
    yield from _in_one(plan)


def enablers_of(plan: PlanText) -> Iterator[Enabler]:
    for kpi in plan.kpis:
        due = next((d for d in kpi.dues if d.role is DueRole.BY), None)
        span = span_of(due, plan) if due is not None else None
        if due is None or span is None:
            continue
        first = span[1] if due.kind is not DueKind.QUARTER else _earliest(due, plan)
        for pattern, is_post in ((_APPOINTS, True), (_MAKES, False)):
            match = pattern.search(kpi.text)
            if match is None:
                continue
            name = next(value for value in match.groupdict().values() if value)
            name = _trimmed(name)
            if re.match(r"complet", match[0], re.I) and re.search(r"programme$", name, re.I):
                continue  # people complete a programme that is there already
            if own_name(name) or (is_post and len(name.split()) > 1):
                yield Enabler(kpi, name, is_post, due, first)


def _earliest(due: Due, plan: PlanText) -> date:
    """The earliest end that a quarter can have."""
    from riia.documents.plans.when import quarter_days

    year = due.year or (plan.year_starts.year if plan.year_starts else 2025)
    assert due.quarter is not None
    return min(quarter_days(due.quarter, year, financial=way)[1] for way in (False, True))


def _trimmed(name: str) -> str:
    said = re.sub(r"\s+", " ", name).strip()
    return re.sub(r"^(?:(?:and|with|a|an|the|of|or|to|for|on|new|first|its)\s+)+", "", said, flags=re.I)


def own_name(name: str) -> list[str]:
    """The words of a name that tell it from others of its kind, its head left out."""
    return [word.lower() for word in name.split()[:-1] if word.lower() not in GENERIC]


def _mention(enabler: Enabler) -> re.Pattern[str]:
    """The name in a text, with words such as "regional" left out or put in."""
    own = own_name(enabler.name) or [word.lower() for word in enabler.name.split()[:-1]]
    head = enabler.name.split()[-1]
    body = r"\s+(?:\w+\s+)?".join(re.escape(word) for word in [*own[-2:], head])
    return re.compile(rf"\b{body}\b", re.I)


_DOES = (
    r"\s+(?:will|to|is to|shall|leads?|provides?|delivers?|produces?|supports?|visits?|writes?|meets?|reviews?|runs?"
    r"|chairs?|attends?|reports?|presents?|shares?|and \w+ (?:lead )?will|jointly)\b"
)


def _works(text: str, mention: re.Pattern[str], *, is_post: bool) -> re.Match[str] | None:
    """Whether a text names the thing as doing something or as being used."""
    does = re.search(mention.pattern + _DOES, text, re.I)
    used = re.search(
        rf"\b(?:using|used by|use(?:s)? of|via|through|against|in line with|based on|in accordance with|led by"
        rf"|organised by|delivered by|provided by|supported by|as set out in|reported (?:on|through|in))\s+(?:the|a"
        rf"|an|our|their)?\s*(?:newly? \w+\s+)?(?:regional\s+)?{mention.pattern}",
        text,
        re.I,
    )
    passive = re.search(
        mention.pattern
        + r"s?\s+(?:is|are|will be|to be|being)\s+(?:\w+\s+)?(?:used|applied|accessed|shared|followed)\b",
        text,
        re.I,
    )
    uses = re.search(
        rf"\b(?:use|using|access|accessing|apply|applying|adopt|adopting|embed|embedding|follow|following|log in to"
        rf"|rate|populate|trained (?:on|in)|under|(?:take part|taking part|participate|participating) in|sign up to)"
        rf"\s+(?:of\s+)?(?:the|a|an|our)?\s*(?:regional\s+)?{mention.pattern}",
        text,
        re.I,
    )
    made = re.search(
        rf"\b(?:built|made|drawn up|designed|developed|prepared|written|produced|run|led|drafted|compiled|published|"
        rf"delivered|carried out|maintained|managed|facilitated|chaired|[a-z]{{3,}}ed)\s+by\s+(?:the|a|an|our)?\s*"
        rf"(?:newly? \w+\s+)?(?:regional\s+)?{mention.pattern}",
        text,
        re.I,
    )
    done = re.search(
        mention.pattern
        + (r"\s+(?:has|have|had)\s+[a-z]+\b" if not is_post else r"\s+(?:(?:has|have|had)\s+[a-z]+|[a-z]{3,}ed)\b"),
        text,
        re.I,
    )
    return does or used or passive or uses or made or (done if _is_deed(done) else None)


_STATES = re.compile(
    r"(?:in post|in place|appointed|recruited|available|filled|confirmed|live|published|launched|there|signed"
    r"|agreed|approved|recruited|named|employed|funded|hired|based|needed|required|procured|commissioned|been)$",
    re.I,
)


def _is_deed(match: re.Match[str] | None) -> bool:
    """ "The analyst has written all profiles": something it does, and not that it is there."""
    return match is not None and not _STATES.search(match[0])


def _dependents(enabler: Enabler, enablers: list[Enabler], plan: PlanText) -> Iterator[Finding]:
    mention = _mention(enabler)
    before: list[tuple[Kpi, Due, str]] = []
    same: list[tuple[Kpi, Due, str]] = []
    for _, _, activity, kpi in plan.placed():
        if kpi is enabler.kpi or any(other.kpi is kpi and _mention(enabler).search(other.name) for other in enablers):
            continue
        match = _works(kpi.text, mention, is_post=enabler.is_post)
        text = kpi.text
        if match is None and activity is not None and activity.number != enabler.kpi.activity:
            match, text = _works(activity.text, mention, is_post=enabler.is_post), activity.text
            if match is None and enabler.is_post:
                match = _newly(activity.text, enabler, kpi)
        due = _due_for(kpi, text, match)
        if match is None:
            standing = _standing(kpi, enabler, enablers)
            if standing is not None:
                before.append((kpi, standing, cut(kpi.text, 120)))
            continue
        span = span_of(due, plan) if due is not None else None
        if due is None or span is None:
            continue
        quoted = _around(text, match)
        if due.role is DueRole.FROM:
            if span[1] < enabler.first:
                before.append((kpi, due, quoted))
        elif span[1] < enabler.first:
            before.append((kpi, due, quoted))
        elif due.kind is DueKind.DAY and enabler.due.kind is DueKind.DAY and due.last == enabler.due.last:
            same.append((kpi, due, quoted))
    if before:
        yield _finding("PLAN-ORDER", enabler, before, "before")
    if same:
        yield _finding("PLAN-ORDER-NO-TIME", enabler, same, "on the same day as")


def _due_for(kpi: Kpi, text: str, match: re.Match[str] | None) -> Due | None:
    """The date of the sentence that names the thing, or else of the KPI."""
    if match is not None and text == kpi.text:
        start = max(text.rfind(". ", 0, match.start()), 0)
        end = text.find(". ", match.end())
        inside = [d for d in kpi.dues if start <= d.offset <= (end if end > 0 else len(text))]
        if inside:
            return inside[0]
    return kpi.due


def _newly(text: str, enabler: Enabler, kpi: Kpi) -> re.Match[str] | None:
    """ "newly appointed regional performance lead" for the performance coordinator of the same section."""
    if kpi.identifier.split(".")[0] != enabler.kpi.identifier.split(".")[0]:
        return None
    own = own_name(enabler.name)
    return re.search(rf"\bnewly appointed (?:regional )?{re.escape(own[-1])} {_POST}\b", text, re.I) if own else None


def _standing(kpi: Kpi, enabler: Enabler, enablers: list[Enabler]) -> Due | None:
    """A period over which a team is to be complete although one of its posts is filled later."""
    if not enabler.is_post:
        return None
    period = next(
        (d for d in kpi.dues if d.role is DueRole.DURING and d.kind is DueKind.YEAR and d.first is not None), None
    )
    if period is None or period.first is None or period.first >= enabler.first:
        return None
    head = enabler.name.split()[-1]
    if not re.search(r"\b(?:fully staffed|in post throughout|all posts filled)\b", kpi.text, re.I):
        return None
    if not re.search(rf"\b{head}\b", kpi.text, re.I):
        return None
    section = kpi.identifier.split(".")[0]
    return period if enabler.kpi.identifier.split(".")[0] == section and _sole(enabler, enablers) else None


def _sole(enabler: Enabler, enablers: list[Enabler]) -> bool:
    """Whether no later appointment of the same post would be the better one to name."""
    head = enabler.name.split()[-1].lower()
    section = enabler.kpi.identifier.split(".")[0]
    same = [
        e
        for e in enablers
        if e.is_post and e.name.split()[-1].lower() == head and e.kpi.identifier.split(".")[0] == section
    ]
    return max(same, key=lambda e: e.first) is enabler


def _around(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(". ", 0, match.start()) + 2, match.start() - 50, 0)
    start = start if start == 0 or text[start - 1] == " " else text.find(" ", start) + 1
    return cut(text[start : match.end() + 50].strip(), 130)


def _finding(code: str, enabler: Enabler, several: list[tuple[Kpi, Due, str]], how: str) -> Finding:
    kpi, due, _ = several[0]
    verb = "appointed" if enabler.is_post else "there"
    said = "; ".join(f"{k.name} ({_when(d)}) “{text}”" for k, d, text in several)
    return found(
        code,
        kpi.passage.at(due.offset),
        due.as_written,
        f"The {enabler.name} is {verb} by {enabler.due.as_written} ({enabler.kpi.name}, {enabler.kpi.where}); "
        f"{'these need' if len(several) > 1 else 'this needs'} it {how} that: {said}.",
        "Move one of the dates, or say who does it until then.",
        [(enabler.kpi.passage.at(enabler.due.offset), f"{enabler.kpi.name}: {enabler.due.as_written}")]
        + [(k.passage.at(d.offset), f"{k.name}: {d.as_written}") for k, d, _ in several[1:]],
    )


def _when(due: Due) -> str:
    return (
        f"{'from' if due.role is DueRole.FROM else 'throughout' if due.role is DueRole.DURING else 'by'} "
        f"{due.as_written}"
    )


def _appointed_twice(enablers: list[Enabler]) -> Iterator[Finding]:
    """The same post filled by two dates."""
    posts = [enabler for enabler in enablers if enabler.is_post]
    for at, one in enumerate(posts):
        for other in posts[at + 1 :]:
            if (
                one.kpi is other.kpi
                or one.first == other.first
                or one.kpi.identifier.split(".")[0] != other.kpi.identifier.split(".")[0]
            ):
                continue
            if (
                own_name(one.name) == own_name(other.name)
                and one.name.split()[-1].lower() == other.name.split()[-1].lower()
            ):
                yield found(
                    "PLAN-DATES-DIFFER",
                    other.kpi.passage.at(other.due.offset),
                    other.due.as_written,
                    f"The {other.name} is in post by {one.due.as_written} in {one.kpi.name} “{cut(one.kpi.text, 80)}” "
                    f"and by {other.due.as_written} in {other.kpi.name} “{cut(other.kpi.text, 80)}”.",
                    "Decide which day holds.",
                    [(one.kpi.passage.at(one.due.offset), one.due.as_written)],
                )


def _designed(plan: PlanText) -> Iterator[Finding]:
    """ "Design a strategy for X" beside "Deliver the designed X": the strategy is approved after X is delivered."""
    for area in plan.areas:
        for sub in area.sub_requirements:
            design = re.match(
                r"Design (?:and \w+ )?(?:a |the )?(?:\w+ )*?strategy for (?P<what>[A-Z]?[\w ]+?)\.", sub.text
            )
            if design is None:
                continue
            for other in area.sub_requirements:
                if not re.match(rf"Deliver the designed {re.escape(design['what'])}", other.text, re.I):
                    continue
                yield from _delivered_before(sub, other, plan)


def _delivered_before(sub: SubRequirement, other: SubRequirement, plan: PlanText) -> Iterator[Finding]:
    approved = [
        (kpi, due)
        for kpi in sub.kpis
        if re.search(r"\bstrategy\b", kpi.text, re.I)
        and _APPROVED.search(kpi.text)
        and (due := kpi.due) is not None
        and due.last is not None
        and not due.problem
    ]
    if not approved:
        return
    enabler, at = min(approved, key=lambda pair: pair[1].last or date.max)
    assert at.last is not None
    early = [
        (kpi, due)
        for kpi in other.kpis
        if (due := kpi.due) is not None
        and due.role is DueRole.BY
        and (span := span_of(due, plan))
        and span[1] < at.last
    ]
    if early:
        kpi, due = early[0]
        yield found(
            "PLAN-ORDER",
            kpi.passage.at(due.offset),
            due.as_written,
            f"{other.number} delivers what {sub.number} designs; the strategy is approved by {day(at.last)} "
            f"({enabler.name}, {enabler.where}), "
            + "and before that are due: "
            + "; ".join(f"{k.name} by {d.as_written} “{cut(k.text, 100)}”" for k, d in early)
            + ".",
            "Approve the strategy first, or say what governs the work until then.",
            [(enabler.passage.at(at.offset), f"{enabler.name}: {at.as_written}")],
        )


def _criteria(plan: PlanText) -> Iterator[Finding]:
    for sub in plan.sub_requirements:
        for enabler in sub.kpis:
            if not _CRITERIA.search(enabler.text) or enabler.due is None or enabler.due.last is None:
                continue
            for kpi in sub.kpis:
                due = kpi.due
                if kpi is enabler or due is None or due.last is None or not _CONTRACTS.search(kpi.text):
                    continue
                if due.last < enabler.due.last:
                    yield found(
                        "PLAN-ORDER",
                        kpi.passage.at(due.offset),
                        due.as_written,
                        f"{kpi.name} has contracts signed by {due.as_written} (“{cut(kpi.text, 110)}”); the criteria "
                        f"by which suppliers are "
                        f"chosen are published by {enabler.due.as_written} ({enabler.name}, {enabler.where}).",
                        "Publish the criteria first, or say which contracts they are not for.",
                        [(enabler.passage.at(enabler.due.offset), f"{enabler.name}: {enabler.due.as_written}")],
                    )


def _in_one(plan: PlanText) -> Iterator[Finding]:
    """A KPI that has something published and used by others by the same day: one finding for all."""
    several = [
        (kpi, match)
        for kpi in plan.kpis
        if (match := _IN_ONE.search(kpi.text))
        and len([d for d in kpi.dues if d.role is DueRole.BY]) == 1
        and kpi.due is not None
    ]
    if not several:
        return
    kpi, match = several[0]
    yield found(
        "PLAN-ORDER-NO-TIME",
        kpi.passage.at(match.start()),
        cut(match[0]),
        "By one and the same day something is published and used by others: "
        + "; ".join(f"{k.name} by {k.due.as_written if k.due else ''} “{cut(m[0], 130)}”" for k, m in several)
        + ".",
        "Give the use a later date.",
        [(k.passage.at(m.start()), f"{k.name}: {cut(m[0])}") for k, m in several[1:]],
    )
