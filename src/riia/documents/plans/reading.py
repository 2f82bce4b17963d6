"""From a document's blocks to a plan in its own structure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from riia.documents.model import Block, BlockKind, Document, Where
from riia.documents.plans.cards import in_cards, is_numbered, label_of
from riia.documents.plans.columns import Role
from riia.documents.plans.costings import read_costings
from riia.documents.plans.entries import Entry, Gathered, Level, joined, plain
from riia.documents.plans.flow import Flow
from riia.documents.plans.heads import heads_of
from riia.documents.plans.identifiers import key, marked, stem
from riia.documents.plans.shaping import shaped
from riia.documents.plans.structure import (
    Activity,
    Aim,
    Area,
    Costings,
    Due,
    DueKind,
    Grant,
    Kpi,
    Passage,
    PlanRow,
    PlanText,
    Strand,
    SubRequirement,
    Threshold,
)
from riia.documents.plans.tables import Tables
from riia.documents.plans.targets import COUNT, EVIDENCE, FREQUENCIES, REFERENCES, WORDS, number, thresholds_of
from riia.documents.plans.when import dues_of
from riia.documents.text.quarters import quarters_of

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)\s?(?:to|[/–-])\s?((?:20)?\d\d)(?![\d-])")
_MONTHS: Final = re.compile(
    r"\bApril\s+(?P<start>20\d\d)\s*(?:to|[-–—]|until)\s*(?:the end of |31(?:st)? )?March\s+(?P<end>20\d\d)\b"
)
_VERSION: Final = re.compile(r"\bV(?:ersion)?\.?\s?(\d+(?:\.\d+)?)\b", re.I)
_COST_TITLE: Final = re.compile(r"\b(?:appendi\w+|annex|costings?|costs|budget|spend|financ\w+|grants?)\b", re.I)
_DATED: Final = re.compile(
    r"\b(?:revis|version|dated|issued|updated|published|as at|draft|date\b|approved|agreed|prepared|adopted|endorsed"
    r"|signed off|reviewed)",
    re.I,
)
_DEADLINE: Final = re.compile(r"\b(?:by|before|until|no later than|from|to)\s+(?:the\s+)?(?:end of\s+)?$", re.I)
_LONGEST_DATED: Final = 200
_COUNCILS: Final = re.compile(
    r"\b(?:all|the|our|fifteen|among the|of)?\s*(?P<n>\d{1,3}|"
    + "|".join(WORDS)
    + r")\s+(?:participating |member |partner |local |[A-Z][a-z]+ )?(?:LAPs?\b|LAs?\b|(?:local )?authorities\b"
    r"|councils\b|local area partnerships|top-tier|boroughs\b)",
    re.I,
)
_ALL_OF: Final = re.compile(r"(?:all|the |our|among)", re.I)
_MADE_UP: Final = re.compile(
    r"\b(?:made up of|brings? together|consists? of|compris\w+|has|have|serves|covers|members?:|alliance of"
    r"|partnership of|region(?:['’]s|al)? (?:of|are|is|\d)|of the region|in the region|work together|agreed by the)\b",
    re.I,
)
_OTHERS: Final = re.compile(r"^\s*(?:that|which|who|where|with|receiv|in other|outside|nationally|taking part)", re.I)
_GRANT: Final = re.compile(
    r"£(?P<pounds>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<pence>\.\d\d)?(?P<million>\s?(?:million|m)\b)?"
    r"(?:\s+(?:is |goes |was )?(?:for|to)\s+(?P<what>[^,.;£]{3,80}?)(?=\s+and\s+£|,|\.|;|$|\s+representing"
    r"|\s+in\s+20))?"
)


def read_plan(document: Document) -> PlanText:
    """The plan in a document, as far as it can be read. Raises nothing: what is not there is not there."""
    blocks = shaped(document)
    plan_blocks, cost_blocks = _parted(blocks)
    gathered = Gathered()
    if _flows(document, plan_blocks):
        Flow(gathered).read(plan_blocks)
    else:
        Tables(gathered).read(plan_blocks)
    strands = _strands(gathered)
    title, starts, year_written = _title_and_year(gathered, blocks, document)
    dated, dated_written = _dated(blocks)
    councils, councils_where = _councils(blocks)
    return PlanText(
        title=title,
        version=next((found[1] for block in blocks[:12] if (found := _VERSION.search(block.text))), ""),
        year_starts=starts,
        year_as_written=year_written,
        dated=dated,
        dated_as_written=dated_written,
        councils=councils,
        councils_where=councils_where,
        strands=strands,
        aims=_aims(gathered),
        grants=_grants(gathered.outside),
        costings=read_costings(cost_blocks, blocks) if cost_blocks else None,
        damages=tuple(gathered.damages),
        outside=tuple(gathered.outside),
        exempts=gathered.exempts,
        rows=tuple(gathered.rows) or _owned(gathered),
        totals=tuple(gathered.totals),
        extra={"form": document.form, "quarters": quarters_of(block.text for block in blocks)},
    )


def _parted(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks of the plan, and those of the costings with the headings above them."""
    plan: list[Block] = []
    costs: list[Block] = []
    inside = False
    heads = heads_of(blocks)
    for at, block in enumerate(blocks):
        if at in heads.costs:
            if not inside:
                while (
                    plan
                    and plan[-1].kind is not BlockKind.ROW
                    and len(plan[-1].text) < 90
                    and plan[-1].text[-1:] != "."
                    and _COST_TITLE.search(plan[-1].text)
                ):
                    costs.append(plan.pop())
            inside = True
        elif (inside and at in heads.plan) or (
            inside and block.where.sheet and costs and block.where.sheet != costs[-1].where.sheet
        ):
            inside = False
        (costs if inside else plan).append(block)
    return plan, sorted(costs, key=lambda block: block.where.order)


def _flows(document: Document, blocks: Sequence[Block]) -> bool:
    """Whether the rows are lines of text, and not rows: text taken from a PDF."""
    if document.form not in ("txt", "pdf"):
        return False
    if in_cards(blocks) and (
        any(block.kind is BlockKind.ROW and label_of(block) for block in blocks) or not is_numbered(blocks)
    ):
        return False
    headers = [(blocks[at], roles) for at, roles in heads_of(blocks).plan.items()]
    if any(set(roles.values()) & {Role.REF, Role.DUE, Role.TARGET, Role.ACTIVITY_REF} for _, roles in headers):
        return False
    return not headers or headers[0][0].where.table is None


def _strands(gathered: Gathered) -> tuple[Strand, ...]:
    kpis = [_kpi(entry) for entry in gathered.of(Level.KPI)]
    by_activity: dict[str, list[Kpi]] = {}
    numbers = gathered.numbers(Level.ACTIVITY)
    for entry, kpi in zip(gathered.of(Level.KPI), kpis, strict=True):
        by_activity.setdefault(_owner(entry, numbers), []).append(kpi)
    stated = [entry for entry in gathered.of(Level.REQUIREMENT) if not entry.empty or entry.number]
    activities = gathered.of(Level.ACTIVITY)
    subs: dict[str, tuple[Entry | None, list[Entry]]] = {}
    for entry in stated:
        subs.setdefault(entry.number or f"={len(subs)}", (entry, []))
    seen = list(subs)
    current = ""
    for entry in gathered.entries:
        if entry.level is Level.REQUIREMENT:
            current = next((name for name in seen if subs[name][0] is entry), current)
        elif entry.level is Level.ACTIVITY:
            wanted = stem(entry.number) if entry.number else (stem(entry.parent) or current)
            if wanted not in subs and not entry.number.count(".") and current:
                wanted = current
            subs.setdefault(wanted, (None, []))[1].append(entry)
    used: set[int] = set()
    built: list[tuple[str, int, SubRequirement]] = []
    names = {entry.number for entry in activities}
    loose = {name: found for name, found in by_activity.items() if name not in names and not name.endswith(".")}
    for lonely_number in loose:
        subs.setdefault(stem(lonely_number), (None, []))
    for name, (requirement, inside) in subs.items():
        made: list[Activity] = []
        for entry in inside:
            own = [kpi for kpi in by_activity.get(entry.number, []) if id(kpi) not in used] if entry.number else []
            used.update(id(kpi) for kpi in own)
            made.append(_activity(entry, own))
        lonely = tuple(
            kpi for number, found in loose.items() if stem(number) == name for kpi in found if kpi.identifier
        )
        passage = joined(requirement.pieces) if requirement else Passage("", ((0, made[0].where, ""),) if made else ())
        area = requirement.area if requirement else inside[0].area if inside else 0
        shown = "" if name.startswith("=") else name
        built.append(
            (
                name,
                area,
                SubRequirement(shown, passage, requirement is not None and requirement.stated, tuple(made), lonely),
            )
        )
    built = _with_unnumbered(built, kpis, gathered)
    return _grouped(built, gathered)


def _owner(entry: Entry, numbers: set[str]) -> str:
    """The number of the activity that a KPI belongs to: its own, the one beside it, or the one above in the count."""
    if entry.activity in numbers:
        return entry.activity
    if entry.parent in numbers:
        return entry.parent
    return stem(entry.activity) if stem(entry.activity) in numbers else entry.activity


def _with_unnumbered(
    built: list[tuple[str, int, SubRequirement]], kpis: list[Kpi], gathered: Gathered
) -> list[tuple[str, int, SubRequirement]]:
    """KPIs without a number go to the activity without a number of the same requirement, or to the one they follow."""
    entries = gathered.of(Level.KPI)
    placed = {id(kpi) for _, _, sub in built for kpi in sub.kpis}
    for entry, kpi in zip(entries, kpis, strict=True):
        if id(kpi) in placed:
            continue
        wanted = stem(entry.parent) or entry.parent
        at = next((at for at, (name, _, sub) in enumerate(built) if name == wanted), None)
        if at is None:
            at = _sub_before(built, kpi.where)
        name, area, sub = built[at] if at is not None else ("", 0, SubRequirement("", Passage("", ()), False))
        free = next(
            (
                a
                for a in sub.activities
                if (not a.number and not a.kpis) or (a.number and a.number == entry.parent and not _has_free(sub))
            ),
            None,
        )
        row = next((a for a in sub.activities if _same_row(a.where, kpi.where)), None)
        free = row or free
        if free is not None:
            changed = tuple(replace(a, kpis=(*a.kpis, kpi)) if a is free else a for a in sub.activities)
            sub = SubRequirement(sub.number, sub.passage, sub.stated, changed, sub.loose_kpis)
        else:
            sub = SubRequirement(sub.number, sub.passage, sub.stated, sub.activities, (*sub.loose_kpis, kpi))
        if at is None:
            built.append((name, area, sub))
        else:
            built[at] = (name, area, sub)
    return built


def _has_free(sub: SubRequirement) -> bool:
    return any(not activity.number and not activity.kpis for activity in sub.activities)


def _same_row(a: Where, b: Where) -> bool:
    return a.row is not None and (a.sheet, a.table, a.row, a.page) == (b.sheet, b.table, b.row, b.page)


def _sub_before(built: list[tuple[str, int, SubRequirement]], where: Where) -> int | None:
    before = [at for at, (_, _, sub) in enumerate(built) if sub.where.order <= where.order]
    return before[-1] if before else None


def _grouped(built: list[tuple[str, int, SubRequirement]], gathered: Gathered) -> tuple[Strand, ...]:
    areas: dict[str, tuple[str, Where, list[SubRequirement]]] = {}
    ordered = sorted(
        built, key=lambda item: (key(item[0]) if re.match(r"[A-Z\d]", item[0]) else ((10**6,), ""), item[2].where.order)
    )
    for name, area, sub in ordered:
        title, where = gathered.headings[area] if area < len(gathered.headings) else ("", sub.where)
        number = name.split(".")[0] if re.match(r"(?:\d+|[A-Z])(?:\.|$)", name) else ""
        areas.setdefault(number or f"={title}", (title, where, []))[2].append(sub)
    strands: dict[str, list[Area]] = {}
    for number, (title, where, subs) in areas.items():
        strands.setdefault(strand_of(title), []).append(
            Area("" if number.startswith("=") else number, title, where, tuple(subs))
        )
    return tuple(Strand(name, tuple(found)) for name, found in strands.items())


def strand_of(title: str) -> str:
    """The strand that a heading names first: "SEND Data Capacity" is of SEND."""
    found = re.match(r"(?:Appendix \w+\W*)?([A-Z]{3,6}|[A-Z]{2}(?= [A-Z][a-z]))\b", title)
    return found[1] if found else ""


def _activity(entry: Entry, kpis: list[Kpi]) -> Activity:
    passage = joined(entry.pieces)
    return Activity(entry.written, entry.number, passage, dues_of(passage.text), tuple(kpis), entry.id_where)


def _kpi(entry: Entry) -> Kpi:
    passage = joined(entry.pieces)
    text = passage.text
    own = entry.due[1] if entry.due else ""
    at = text.rfind(own) if own else -1
    words = text[:at] if at > 0 else text
    dues = dues_of(words)
    if entry.due and at >= 0:
        dues = (*(_moved(due, at) for due in entry.due[0]), *dues)
    thresholds = thresholds_of(words)
    if re.fullmatch(r"\d{1,4}", entry.target):
        where = words.rfind(entry.target)
        thresholds = (
            *thresholds,
            Threshold(entry.target, "=", number(entry.target), COUNT, "", where, where + len(entry.target)),
        )
    return Kpi(
        id_as_written=entry.written,
        identifier=entry.identifier,
        activity="" if entry.activity.endswith(".") else entry.activity,
        kind=entry.kind,
        passage=passage,
        dues=dues,
        thresholds=thresholds,
        frequencies=tuple(found[0].lower() for found in FREQUENCIES.finditer(f"{words} {entry.frequency}")),
        evidence=tuple(found[0].lower() for found in EVIDENCE.finditer(words))
        + ((entry.evidence,) if entry.evidence else ()),
        references=tuple(found["ids"] for found in REFERENCES.finditer(words)),
        owner=entry.owner,
        target=entry.target,
        id_at=entry.id_where,
        deadline=own,
        timed=entry.timed,
    )


def _moved(due: Due, by: int) -> Due:
    return Due(
        due.as_written,
        due.kind,
        due.role,
        due.offset + by,
        due.first,
        due.last,
        due.day,
        due.month,
        due.year,
        due.quarter,
        due.weekday,
        due.problem,
    )


def _owned(gathered: Gathered) -> tuple[PlanRow, ...]:
    """Activities with those who lead them, where lines below them say so."""
    if not gathered.owners:
        return ()
    return tuple(
        PlanRow(
            (entry.number,),
            f"activity {entry.number}",
            joined(entry.pieces).where,
            0,
            owner=gathered.owners.get(entry.number, ""),
        )
        for entry in gathered.of(Level.ACTIVITY)
        if entry.number
    )


def _title_and_year(gathered: Gathered, blocks: Sequence[Block], document: Document) -> tuple[str, date | None, str]:
    first = next((plain(block.text) for block in blocks[:5] if block.kind is not BlockKind.ROW), "")
    first = first or next((plain(block.text) for block in blocks[:3] if len(plain(block.text)) < 120), "")
    for block in blocks[:15]:
        if (found := _YEAR.search(block.text)) and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
            return first.lstrip("# "), date(int(found[1]), 4, 1), found[0]
        if (found := _MONTHS.search(block.text)) and int(found["end"]) == int(found["start"]) + 1:
            return first.lstrip("# "), date(int(found["start"]), 4, 1), found[0]
    counted = Counter(
        (found[1], found[0])
        for block in blocks
        for found in _YEAR.finditer(block.text)
        if int(found[2]) % 100 == (int(found[1]) + 1) % 100
    )
    if counted:
        (year, written), _ = counted.most_common(1)[0]
        return first.lstrip("# "), date(int(year), 4, 1), written
    return first.lstrip("# "), None, ""


def _dated(blocks: Sequence[Block]) -> tuple[date | None, str]:
    """The day from which the document says it is, near its start."""
    for block in blocks[:12]:
        text = plain(block.text)
        said = marked(text)
        if (block.kind is BlockKind.ROW and len(block.cells) > 2) or (said is not None and not block.where.sheet):
            break
        if len(text) > _LONGEST_DATED or not _DATED.search(text):
            continue
        for due in dues_of(text) or dues_of(f"by {text}"):
            before = text[: text.find(due.as_written)]
            known = due.first is not None and due.kind in (DueKind.DAY, DueKind.MONTH)
            if known and _DATED.search(before or text) and not _DEADLINE.search(before):
                return due.first, due.as_written
    return None, ""


def _councils(blocks: Sequence[Block]) -> tuple[int | None, Where | None]:
    """How many councils the region has: said where it is introduced, or said twice."""
    counted: Counter[int] = Counter()
    first: dict[int, Where] = {}
    for block in blocks:
        for found in _COUNCILS.finditer(plain(block.text)):
            count = int(number(found["n"]))
            if count < 3:
                continue
            said = plain(block.text)[max(0, found.start() - 60) : found.end() + 30]
            sure = 3 if _MADE_UP.search(said) else 2 if _ALL_OF.match(found[0]) else 1
            if _OTHERS.search(plain(block.text)[found.end() : found.end() + 40]):
                sure = 0  # "the three councils that ask for it"
            counted[count] += sure
            first.setdefault(count, block.where)
    if not counted:
        return None, None
    count, times = counted.most_common(1)[0]
    return (count, first[count]) if times >= 2 else (None, None)


def _aims(gathered: Gathered) -> tuple[Aim, ...]:
    found: list[Aim] = []
    strand = ""
    for passage in gathered.outside:
        if named := re.match(r"([A-Z]{3,6})\b(?= [A-Z])", passage.text):
            strand = named[1]
        elif re.match(r"Children's Social Care\b", passage.text):
            strand = "CSC"
        if re.search(r"\bwill\b", passage.text):
            found.append(Aim(passage.text, passage.where, strand))
    return tuple(found)


def _grants(outside: Sequence[Passage]) -> tuple[Grant, ...]:
    found: list[Grant] = []
    for passage in outside:
        if not re.search(r"\b(?:grants?|award|allocation|funding)\b", passage.text, re.I):
            continue
        for match in _GRANT.finditer(passage.text):
            pounds = Decimal(match["pounds"].replace(",", "") + (match["pence"] or ""))
            pence = int(pounds * (10**8 if match["million"] else 100))
            about = bool(match["million"]) or bool(
                re.search(r"\b(?:approximately|about|around|some|over|circa|nearly)\s*$", passage.text[: match.start()])
            )
            named = re.search(r"\b(?:grant|award|allocation)\b[^.£]{0,60}$", passage.text[: match.start()], re.I)
            if (pence >= 5_000_00 and named) or pence >= 100_000_00 or match["what"]:
                found.append(Grant((match["what"] or "").strip(), pence, match[0], passage.at(match.start()), about))
    return tuple(found)


def costings_only(document: Document) -> Costings:
    """The costings in a document that is nothing else."""
    return read_costings(shaped(document))
