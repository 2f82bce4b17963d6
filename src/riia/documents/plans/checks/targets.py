"""The amounts that KPIs ask for: percentages against counts, counts against lists, kinds against numbers."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from riia.documents.model import Finding, Where
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.dates import day
from riia.documents.plans.structure import Kpi, Passage, PlanText, Threshold
from riia.documents.plans.targets import (
    COUNT,
    COUNT_OF_COUNCILS,
    PERCENT_CHANGE,
    PERCENT_OF_COUNCILS,
    WORDS,
    councils_for,
    number,
    thresholds_of,
)
from riia.documents.plans.when import quarter_days

_WHOLE = 100
_OUT_OF = re.compile(
    r"(?<![\d./£%])(?P<n>\d{1,3})\s*(?:/|out of|of)\s*(?:the\s+)?(?P<of>\d{1,3})(?![\d/.%])"
    r"(?=\s*(?:LA|local|council|authorit|borough|region|school|partner|\())"
    r"(?:[^,.;:()%\d]{0,40}\(\s*(?P<share>\d{1,3}(?:\.\d)?)\s?%\s*\))?"
)
_SOME = re.compile(
    r"\b(?:support\w*|receiv\w*|engag\w*|participat\w*|taking part|inspected|eligible|identified)\b", re.I
)
_NUMBER = r"(?P<n>\d{1,2}|" + "|".join(WORDS) + r")"
_BESIDE = re.compile(
    rf"(?P<sign>at least |minimum of |up to )?\b{_NUMBER}\s+(?P<noun>(?:[A-Za-z-]+\s+){{0,3}}[A-Za-z-]+s)\s*"
    r"(?:\((?P<round>[^()]{6,200})\)|:\s+(?P<colon>[A-Za-z][^.:;()]{8,200})(?=[.;]|$))"
)
_NOT_WHOLE = re.compile(
    r"\b(?:e\.?g\.?|including|such as|for example|etc|among|i\.e\.|see|to be|up to)\b|\d|%|£|/", re.I
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+20\d\d)?"
_MONTHS_ONLY = re.compile(rf"(?:in\s+)?{_MONTH}(?:,\s*{_MONTH})*,?\s+and\s+{_MONTH}", re.I)
_MARKS = re.compile(r"\((\d{1,2})\)\s")
_AIMS = re.compile(
    rf"\b(?:the )?{_NUMBER} (?:key |main |strategic )?(?P<noun>aims|priorities|objectives|pillars|themes|goals)\b", re.I
)


def target_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about thresholds."""
    yield from _shares(plan)
    yield from _kinds(plan)
    yield from _limits(plan)
    yield from _columns(plan)
    for passage in _passages(plan):
        yield from _lists(passage)
    yield from _numbered_aims(plan)
    yield from _fits(plan)


def _passages(plan: PlanText) -> list[Passage]:
    return [kpi.passage for kpi in plan.kpis] + [a.passage for a in plan.activities] + list(plan.paragraphs)


def percent(value: Decimal) -> str:
    return f"{value.normalize():f} %"


def _shares(plan: PlanText) -> Iterator[Finding]:
    for kpi in plan.kpis:
        yield from _beyond(kpi)
        for threshold in kpi.thresholds:
            stated = threshold.stated
            if stated is None or stated.of == 0:
                continue
            where = kpi.passage.at(threshold.offset)
            share = Decimal(100 * stated.n) / stated.of
            wanted = councils_for(threshold.value, stated.of)
            exact = share.quantize(Decimal("0.1"), ROUND_HALF_UP)
            if stated.n != wanted and abs(share - threshold.value) >= 1:
                yield found(
                    "PLAN-COUNT-SHARE",
                    where,
                    threshold.as_written,
                    f"{kpi.name} says “{threshold.as_written}”: {percent(threshold.value)} of {stated.of} is {wanted}, "
                    f"and {stated.n} of {stated.of} is {exact} %.",
                    "Decide which of the two holds.",
                )
            elif (
                plan.councils is not None
                and stated.of != plan.councils
                and threshold.unit == PERCENT_OF_COUNCILS
                and not _SOME.search(threshold.of)
                and plan.councils_where is not None
            ):
                yield found(
                    "PLAN-COUNT-COUNCILS",
                    where,
                    threshold.as_written,
                    f"{kpi.name} says “{threshold.as_written}”, of {stated.of} councils; elsewhere the region has "
                    f"{plan.councils}, "
                    f"of which {percent(threshold.value)} is {councils_for(threshold.value, plan.councils)}.",
                    "Correct the count.",
                    [(plan.councils_where, f"{plan.councils} councils")],
                )


def _beyond(kpi: Kpi) -> Iterator[Finding]:
    """More than all, "35 of 33 councils" or "110 %"; and a count whose percentage follows it: "8 of 11 (83%)"."""
    for match in _OUT_OF.finditer(kpi.text):
        n, of = int(match["n"]), int(match["of"])
        if of == 0 or (n <= of and not match["share"]):
            continue
        exact = (Decimal(100 * n) / of).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if n > of or abs(exact - Decimal(match["share"])) >= 1:
            said = " ".join(match[0].split())
            why = f"{n} is more than all {of}" if n > of else f"{n} of {of} is {exact} %"
            yield found(
                "PLAN-COUNT-SHARE",
                kpi.passage.at(match.start()),
                said,
                f"{kpi.name} says “{said}”: {why}.",
                "Decide which of the two holds.",
            )
    for threshold in kpi.thresholds:
        if threshold.unit.startswith("percent") and threshold.unit != PERCENT_CHANGE and threshold.value > _WHOLE:
            if re.search(r"\b(?:funding|budget|baseline|target|increase|capacity|growth)\b", threshold.of, re.I):
                continue
            yield found(
                "PLAN-COUNT-SHARE",
                kpi.passage.at(threshold.offset),
                threshold.as_written,
                f"{kpi.name} says “{threshold.as_written}”: a share of "
                f"{threshold.of.split(',')[0].strip() or 'a whole'} cannot be more than 100 %.",
                "Correct the percentage.",
            )


def _is_share(threshold: Threshold) -> bool:
    return (threshold.unit.startswith("percent") and threshold.unit != PERCENT_CHANGE) or (
        threshold.unit == COUNT_OF_COUNCILS and threshold.as_written.lower().startswith("all")
    )


def _kinds(plan: PlanText) -> Iterator[Finding]:
    """One finding for all Action KPIs with a share, one for all Performance KPIs without a number."""
    actions = [(kpi, t) for kpi in plan.kpis if kpi.kind == "Action" for t in kpi.thresholds if _is_share(t)]
    first: dict[int, tuple[Kpi, Threshold]] = {}
    for kpi, threshold in actions:
        first.setdefault(id(kpi), (kpi, threshold))
    if first:
        several = list(first.values())
        kpi, threshold = several[0]
        yield found(
            "PLAN-KPI-KIND",
            kpi.passage.at(threshold.offset),
            threshold.as_written,
            f"{_many(len(several), 'Action KPI')} a share, as a Performance KPI does: "
            + listed([f"{k.identifier or k.name} “{t.as_written}” ({k.where})" for k, t in several])
            + ".",
            "Say whether the action or the share is what counts, or split them.",
            [(k.passage.at(t.offset), f"{k.name}: {t.as_written}") for k, t in several[1:]],
        )
    bare = [
        kpi
        for kpi in plan.kpis
        if kpi.kind == "Performance"
        and not (kpi.thresholds or kpi.references or re.search(r"\d", kpi.target))  # "3 days" is a number to reach
    ]
    if bare:
        yield found(
            "PLAN-KPI-NUMBER",
            bare[0].where,
            cut(bare[0].text),
            f"{_many(len(bare), 'Performance KPI', 'has no number', 'have no number')} to reach: "
            + "; ".join(f"{k.name} “{cut(k.text, 100)}” ({k.where})" for k in bare)
            + ".",
            "Set a number, or make it an Action KPI.",
            [(k.where, f"{k.name}: {cut(k.text)}") for k in bare[1:]],
        )


def _many(count: int, noun: str, one: str = "asks for", several: str = "ask for") -> str:
    return (
        f"An {noun} {one}"
        if count == 1 and noun[0] in "AEIO"
        else f"A {noun} {one}"
        if count == 1
        else f"{count} {noun}s {several}"
    )


def _limits(plan: PlanText) -> Iterator[Finding]:
    for kpi in plan.kpis:
        for threshold in kpi.thresholds:
            if threshold.operator == "<=" and re.match(r"up to\b", threshold.as_written, re.I):
                yield found(
                    "PLAN-TARGET-LIMIT",
                    kpi.passage.at(threshold.offset),
                    threshold.as_written,
                    f"{kpi.name} promises “{cut(threshold.as_written, 70)}”: that is a limit, and none at all would "
                    f"meet it.",
                    "Say how much there has to be at least.",
                )
    for activity in plan.activities:
        ours = {_head(t): t for t in thresholds_of(activity.text) if t.of}
        for kpi in activity.kpis:
            for theirs in kpi.thresholds:
                mine = ours.get(_head(theirs)) if theirs.of else None
                if mine is not None and {mine.operator, theirs.operator} == {"<=", ">="}:
                    yield found(
                        "PLAN-TARGET-DIRECTION",
                        kpi.passage.at(theirs.offset),
                        theirs.as_written,
                        f"{activity.name} says “{cut(mine.as_written, 60)}” and {kpi.name} "
                        f"“{cut(theirs.as_written, 60)}”.",
                        "Decide whether it is a limit or a minimum.",
                        [(activity.passage.at(mine.offset), mine.as_written)],
                    )


def _head(threshold: Threshold) -> str:
    words = re.findall(r"[a-z]+", threshold.of.lower())
    return f"{threshold.unit} {words[-1].rstrip('s')}" if words and threshold.unit == COUNT else threshold.unit


def _columns(plan: PlanText) -> Iterator[Finding]:
    """A KPI's text against the target in a column of its own."""
    for kpi in plan.kpis:
        if not kpi.target:
            continue
        at = kpi.text.rfind(kpi.target)
        inside = [t for t in kpi.thresholds if t.offset < at]
        beside = [t for t in kpi.thresholds if t.offset >= at]
        for family in ("percent", "count"):
            ours = {t.value: t for t in inside if t.unit.startswith(family)}
            theirs = {t.value: t for t in beside if t.unit.startswith(family)}
            if len(ours) == 1 and len(theirs) == 1 and set(ours) != set(theirs):
                (mine,), (other,) = ours.values(), theirs.values()
                if mine.unit != other.unit and mine.of and other.of and COUNT_OF_COUNCILS in (mine.unit, other.unit):
                    continue  # "a dashboard for all 11 councils" against "1 dashboard": not the same thing
                yield found(
                    "PLAN-TARGET-COLUMN",
                    kpi.passage.at(other.offset),
                    kpi.target,
                    f"{kpi.name} says “{mine.as_written}” in its text and “{kpi.target}” as its target.",
                    "Decide which of the two holds.",
                    [(kpi.passage.at(mine.offset), mine.as_written)],
                )


def _lists(passage: Passage) -> Iterator[Finding]:
    text = passage.text
    for match in _BESIDE.finditer(text):
        said = match["round"] or match["colon"] or ""
        if _MONTHS_ONLY.fullmatch(said):
            said = re.sub(r"^in\s+|\s*20\d\d", "", said)
        if _NOT_WHOLE.search(said) or "," not in said:
            continue
        items = [part for part in re.split(r",\s*(?:and\s+|or\s+)?|\s+and\s+", said) if part.strip()]
        stated = int(number(match["n"]))
        few = len(items) < stated
        if len(items) == stated or (match["sign"] and not few) or any(len(item.split()) > 7 for item in items):
            continue
        if " and " in said and len(re.split(r",", said)) == stated:
            continue  # one item has "and" in its own name
        yield _list_finding(passage, match.start("n"), text[match.start() : match.end()], stated, items)
    marks = [(int(found_[1]), found_.start()) for found_ in _MARKS.finditer(text)]
    if len(marks) >= 2 and [value for value, _ in marks] == list(range(1, len(marks) + 1)):
        before = text[max(0, marks[0][1] - 90) : marks[0][1]]
        said_numbers = re.findall(rf"\b{_NUMBER}\s+[a-z-]+(?:\s+[a-z-]+)*\s*(?:[a-z ]*)[:–-]?\s*$", before)
        if said_numbers and int(number(said_numbers[-1])) != len(marks):
            stated = int(number(said_numbers[-1]))
            start = text.rfind(said_numbers[-1], 0, marks[0][1])
            end = text.find(".", marks[-1][1])
            quoted = text[start : end if end > 0 else len(text)]
            yield _list_finding(passage, start, quoted, stated, [f"({value})" for value, _ in marks])


def _list_finding(passage: Passage, at: int, quoted: str, stated: int, items: list[str]) -> Finding:
    return found(
        "PLAN-COUNT-LIST",
        passage.at(at),
        cut(passage.piece(at, at + len(quoted)), 160),
        f"{stated} are announced and {len(items)} are listed: “{cut(quoted, 160)}”.",
        "Correct the number or the list.",
    )


def _numbered_aims(plan: PlanText) -> Iterator[Finding]:
    """ "The 4 key aims" against the numbered headings that follow."""
    outside = plan.outside
    for at, passage in enumerate(outside):
        match = _AIMS.search(passage.text)
        if match is None or len(passage.text) > 140:
            continue
        count, where = 0, Where()
        for below in outside[at + 1 : at + 60]:
            if _AIMS.search(below.text) and len(below.text) < 140:
                break
            if re.match(rf"{count + 1}[.)]\s", below.text):
                count, where = count + 1, below.where
        stated = int(number(match["n"]))
        if count >= 2 and count != stated:
            yield found(
                "PLAN-COUNT-LIST",
                passage.at(match.start()),
                match[0],
                f"“{cut(passage.text, 90)}” announces {stated}, and {count} are listed, the last at {where}.",
                "Correct the number or the list.",
            )


def _fits(plan: PlanText) -> Iterator[Finding]:
    """ "4 quarterly reports, the first by the end of Q3": how many quarters are left."""
    if plan.year_starts is None:
        return
    end = date(plan.year_starts.year + 1, 3, 31)
    for kpi in plan.kpis:
        promised = next(
            (
                t
                for t in kpi.thresholds
                if t.unit == COUNT and re.search(r"\bquarterly\b", t.as_written) and t.value >= 2
            ),
            None,
        )
        first = re.search(r"\b[Ff]irst (?:report|one|return|update|meeting|bulletin)?[^.;]*", kpi.text)
        if promised is None or first is None:
            continue
        due = next((d for d in kpi.dues if first.start() <= d.offset <= first.end()), None)
        if due is None:
            continue
        starts = (
            [quarter_days(due.quarter, due.year, financial=way)[1] for way in (False, True)]
            if due.quarter and due.year
            else [due.last]
            if due.last
            else []
        )
        left = {start: sum(1 for q in _quarter_ends(plan.year_starts) if start <= q <= end) for start in starts}
        if left and promised.value > max(left.values()):
            rooms = "; ".join(f"from {day(start)} there are {room}" for start, room in left.items())
            yield found(
                "PLAN-COUNT-FIT",
                kpi.passage.at(promised.offset),
                promised.as_written,
                f"{kpi.name} promises {promised.as_written} and the first by {due.as_written}. Ends of quarters up "
                f"to {day(end)}: {rooms}.",
                "Correct the number, or the date of the first.",
                [(kpi.passage.at(due.offset), due.as_written)],
            )


def _quarter_ends(start: date) -> list[date]:
    return [quarter_days(quarter, start.year, financial=True)[1] for quarter in (1, 2, 3, 4)]
