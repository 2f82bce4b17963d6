"""The columns beside an activity: does it end before it begins, come before what it needs, cost what the total says."""

import re
from collections.abc import Iterator, Sequence

from riia.documents.model import Finding
from riia.documents.plans.amounts import as_pounds, pence_of
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.checks.dates import span_of
from riia.documents.plans.checks.subjects import said_words
from riia.documents.plans.identifiers import ID, base, key, normal, shape_of
from riia.documents.plans.structure import Due, DueRole, Kpi, PlanRow, PlanText

_RANGE = re.compile(rf"(?P<first>{ID})\s*(?:to|[-–—]|through)\s*(?P<last>{ID})")
_STAGE = re.compile(
    r"\b(?:start\w*|begin\w*|from|baseline|interim|each|every|updated?|mid-?\w*|since|"
    r"phase \w+|pilot)\b[^.;]{0,40}$",
    re.I,
)
"""Words before a date that is not the one by which the whole is done."""
_FIRST = re.compile(r"\b(?:first|initial\w*|draft\w*)\b[^.;]{0,60}$", re.I)
_LEAD, _REST = 20, 30
"""Letters before and after a date that is for the whole of a KPI: "By 30 June, …" or "… by 30 June"."""
_FEW = 4
_SUM = r"£?\d[\d,]*(?:\.\d\d)?"
_IN_ALL = re.compile(
    r"\b(?:the plan|this plan|the programme|cost of (?:the|this) plan)\b[^.£]{0,20}"
    r"\b(?:costs?|is|comes to|adds up to)\b[^.£]{0,25}(?P<before>£\d[\d,]*(?:\.\d\d)?)(?!\s?(?:m\b|million))"
    r"|\b(?:total|overall|whole)\s+(?:cost|budget|spend|planned spend)\b[^.£\d]{0,30}?[:\s]"
    rf"(?P<after>{_SUM})(?!\s?(?:m\b|million|%))",
    re.I,
)


def row_findings(plan: PlanText) -> Iterator[Finding]:
    """All findings about what stands in the columns beside activities and KPIs."""
    yield from _runs(plan)
    yield from _columns(plan)
    yield from _needs(plan)
    yield from _costs(plan)
    yield from _stated(plan)
    yield from _owners(plan)
    yield from _ratings(plan)


def _runs(plan: PlanText) -> Iterator[Finding]:
    for row in plan.rows:
        start, end = row.start, row.end
        if start is None or end is None or start.first is None or end.last is None or row.start_where is None:
            continue
        if start.first > end.last:
            yield found(
                "PLAN-DATE-RUNS",
                row.end_where or row.where,
                end.as_written,
                f"{row.name} starts on {start.as_written} and ends on {end.as_written}, before that.",
                "Correct one of the two days.",
                [(row.start_where, start.as_written)],
            )


def _columns(plan: PlanText) -> Iterator[Finding]:
    """The date in the words of a KPI against the one in the column beside it."""
    for kpi in plan.kpis:
        pair = _two_days(kpi, plan)
        if pair is not None:
            said, beside = pair
            yield found(
                "PLAN-DATE-COLUMN",
                kpi.passage.at(beside.offset),
                beside.as_written,
                f"{kpi.name} says “{said.as_written}” in its text and “{beside.as_written}” in the column of dates.",
                "Decide which day holds.",
                [(kpi.passage.at(said.offset), said.as_written)],
            )


def _two_days(kpi: Kpi, plan: PlanText) -> tuple[Due, Due] | None:
    """The one deadline of the text, where it is for the whole of it, and the other day in the column."""
    at = kpi.text.rfind(kpi.deadline) if kpi.deadline else -1
    beside = [due for due in kpi.dues if due.offset >= at]
    said = [due for due in kpi.dues if due.offset < at and due.role is not DueRole.DURING]
    if at <= 0 or len(beside) != 1 or len(said) != 1 or kpi.frequencies:
        return None
    (ours,), (theirs,) = said, beside
    words = kpi.text[: kpi.text.rfind(kpi.target, 0, at) if kpi.target else at].strip()
    leads, rest = kpi.text[: ours.offset], words[ours.offset + len(ours.as_written) :]
    if ours.role is not DueRole.BY or ours.problem or theirs.problem or _STAGE.search(leads):
        return None
    if rest.strip(" .") and _FIRST.search(leads):
        return None  # the first of several, and not the whole
    if len(leads) > _LEAD and (len(rest) > _REST or re.search(r"[.;]\s", leads)):
        return None  # one of several things that the KPI asks for
    mine, other = span_of(ours, plan), span_of(theirs, plan)
    if mine is None or other is None or (mine[0] <= other[1] and other[0] <= mine[1]):
        return None
    return ours, theirs


def _needs(plan: PlanText) -> Iterator[Finding]:
    """What a row says that it needs: is it there, and is it done before the row is."""
    rows: dict[str, PlanRow] = {}
    for row in plan.rows:
        for identifier in row.identifiers:
            rows.setdefault(identifier, row)
    known = set(rows) | {base(one) for one in rows} | {sub.number for sub in plan.sub_requirements}
    known |= {area.number for area in plan.areas}
    for row in plan.rows:
        if not row.needs or row.needs_where is None:
            continue
        for wanted in _named(row.needs, sorted(rows, key=key)):
            if wanted not in known and not any(one.startswith(f"{wanted}.") for one in known):
                yield found(
                    "PLAN-REFERENCE-NOWHERE",
                    row.needs_where,
                    row.needs,
                    f"{row.name} depends on {wanted}, which is not in the plan.",
                    "Correct the reference.",
                )
                continue
            first = rows.get(wanted) or next((rows[one] for one in rows if base(one) == wanted), None)
            if first is not None and first is not row:
                yield from _too_early(row, first, wanted)
            elif first is row:
                yield found(
                    "PLAN-ORDER",
                    row.needs_where,
                    row.needs,
                    f"{row.name} depends on itself.",
                    "Name what has to be done first.",
                )


def _named(text: str, known: Sequence[str]) -> list[str]:
    """The numbers in a text that have the form of those of the plan; of a range, all that are in it."""
    shapes = {shape_of(one) for one in known} | {shape_of(base(one)) for one in known}
    wanted: list[str] = []
    for match in _RANGE.finditer(text):
        first, last = normal(match["first"]), normal(match["last"])
        if {shape_of(first), shape_of(last)} <= shapes:
            wanted += [one for one in known if key(first) <= key(one) <= key(last)]
    said = [normal(match[0]) for match in re.finditer(rf"(?<![\w.£-]){ID}", text)]
    return list(dict.fromkeys([*wanted, *(one for one in said if shape_of(one) in shapes)]))


def _too_early(row: PlanRow, first: PlanRow, wanted: str) -> Iterator[Finding]:
    ours, theirs = row.end, first.end
    if ours is None or theirs is None or ours.last is None or theirs.last is None or ours.last >= theirs.last:
        return
    yield found(
        "PLAN-ORDER",
        row.end_where or row.where,
        ours.as_written,
        f"{row.name} is due by {ours.as_written} and depends on {wanted}, which is due by {theirs.as_written}.",
        "Move one of the dates, or say what does not have to wait.",
        [(first.end_where or first.where, theirs.as_written)],
    )


def _costs(plan: PlanText) -> Iterator[Finding]:
    """A row of totals against the costs of the rows above it, of its own table or of all."""
    for total in plan.totals:
        if total.cost.pence is None:
            continue
        several = []
        for rows in (
            [row for row in plan.rows if row.table == total.table],
            [row for row in plan.rows if row.table <= total.table],
        ):
            amounts = [row.cost.pence for row in rows if row.cost is not None]
            if len(amounts) > 1 and all(value is not None for value in amounts):
                several.append(sum(value or 0 for value in amounts))
        if not several or total.cost.pence in several:
            continue
        added = min(several, key=lambda value: abs(value - (total.cost.pence or 0)))
        yield found(
            "COST-TOTAL-SUM",
            total.cost.where,
            total.cost.as_written,
            f"The costs of the activities add up to {as_pounds(added)}, the total says {as_pounds(total.cost.pence)} "
            f"({as_pounds(abs(total.cost.pence - added))} {'more' if total.cost.pence > added else 'less'}).",
            "Correct the total, or the amount that is wrong or missing.",
            [(row.cost.where, row.cost.as_written) for row in plan.rows if row.cost is not None],
        )


def _stated(plan: PlanText) -> Iterator[Finding]:
    """ "The plan costs £100,000 in all", against what its activities cost."""
    amounts = [row.cost.pence for row in plan.rows if row.cost is not None]
    if len(amounts) < _FEW - 1 or any(pence is None for pence in amounts) or plan.totals:
        return
    added = sum(pence or 0 for pence in amounts)
    for passage in plan.paragraphs:
        match = _IN_ALL.search(passage.text)
        said = pence_of(match["before"] or match["after"]) if match is not None else None
        if match is None or said is None or said == added:
            continue
        yield found(
            "COST-TOTAL-SUM",
            passage.at(match.start()),
            match[0],
            f"The costs of the {len(amounts)} activities add up to {as_pounds(added)}, “{cut(match[0], 90)}” says "
            f"{as_pounds(said)} ({as_pounds(abs(said - added))} {'more' if said > added else 'less'}).",
            "Correct the total, or the amount that is wrong or missing.",
            [(row.cost.where, row.cost.as_written) for row in plan.rows if row.cost is not None],
        )
        return


def _owners(plan: PlanText) -> Iterator[Finding]:
    """Rows without an owner, where nearly all others have one: one finding."""
    asked = [row for row in plan.rows if row.owner is not None]
    bare = [row for row in asked if not row.owner]
    if len(asked) < _FEW or not bare or len(bare) * 4 > len(asked):
        return
    yield found(
        "PLAN-OWNER-MISSING",
        bare[0].where,
        cut(bare[0].name),
        f"Nobody is named as responsible for {listed([row.name for row in bare])}, unlike the other "
        f"{len(asked) - len(bare)} rows.",
        "Name who leads it.",
        [(row.where, row.name) for row in bare[1:]],
    )


_COLOURS = said_words("red amber green blue yellow orange black grey gray purple white pink brown complete")
_BASIC = r"(?:red|amber|green|blue|black|grey)"
_KEYED = re.compile(
    r"\b(?P<word>[A-Z][a-z]+|[A-Z])\s*(?:=|means|–|(?<!status)(?<!rating)(?<!rag)(?<!ratings):)\s*(?=[a-z])"
    rf"|\b(?P<list>{_BASIC}(?:,\s*{_BASIC})*,?\s+(?:and|or)\s+{_BASIC})\b",
    re.I,
)


def _ratings(plan: PlanText) -> Iterator[Finding]:
    """Ratings that are not in the key, or in none of the colours that ratings have."""
    rated = [row for row in plan.rows if row.status]
    key_words = _key_words(plan)
    usual = {word[0] for word in key_words} | key_words if len(key_words) > 1 else set()
    known = usual or {"red", "amber", "green", "blue", "r", "a", "g", "b"}
    mostly = sum(row.status.strip().lower() in known for row in rated) * 4 >= 3 * len(rated)
    for row in rated:
        said = row.status.strip().lower()
        if said in known or not mostly or not re.fullmatch(r"[a-z]+", said) or (not usual and said not in _COLOURS):
            continue
        yield found(
            "PLAN-RATING-UNKNOWN",
            row.status_where or row.where,
            row.status,
            f"{row.name} is rated “{row.status}”"
            + (f", which the key does not have ({listed(sorted(key_words))})." if usual else ", unlike all others."),
            "Use a rating of the key, or explain it.",
        )


def _key_words(plan: PlanText) -> set[str]:
    """The ratings that a key explains, in lower case."""
    words: set[str] = set()
    for passage in plan.paragraphs:
        if re.search(r"\b(?:rat(?:ed|ing)s?|status|RAG|progress)\b", passage.text, re.I):
            for match in _KEYED.finditer(passage.text):
                words |= set(re.findall(r"[a-z]+", (match["word"] or match["list"]).lower()))
    return words - {"and", "or", "rating", "status", "progress", "rag"}
