"""A KPI taken apart into what is measured: amounts, times, how often, and what is done or written. Pure.

"By 31 January publish the first report, with at least 86 % of councils confirming its use" is two measures: a report,
and a share of councils. A KPI is met only when all are. What the text sets no number for stays without one.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from riia.documents.plans.structure import Due, DueRole, ReadMeasure, Threshold
from riia.documents.plans.targets import (
    COUNT,
    COUNT_OF_COUNCILS,
    EVIDENCE,
    FTE,
    PERCENT_CHANGE,
    PERCENT_OF_COUNCILS,
    thresholds_of,
)
from riia.documents.plans.when import dues_of

_QUALIFIES: Final = re.compile(
    r"\b(?:in|attend(?:ed|ing)?|include[sd]?|to include|access(?:ed)?|mapped to|contributing|aligned to|host|hosts"
    r"|complete)"
    r"\s+(?:at least |a minimum of )?$",
    re.I,
)
"""Words before "at least one", which then says what counts as taking part and is no target of its own."""
_EVERY: Final = re.compile(
    r"\b(?:from |to |by |with |across |of |for )?all (?:\d+ |fifteen |ten )?(?:participating )?(?P<noun>LAPs?|LAs?"
    r"|councils|local authorities)\b"
)
_NONE: Final = re.compile(r"\bno (?P<noun>\w+(?: \w+)?) (?:rejected|missed|late|overdue|lost)\b", re.I)
_LEAD: Final = re.compile(
    r"^(?:By|Before|From|In|During|Following|Throughout|Quarterly|Monthly|Termly|Annually)\b[^,]{0,60},\s*", re.I
)
_DOCUMENT: Final = re.compile(
    r"\b(?:reports?|plan|framework|strategy|criteria|register|statement|document|MOU|memorandum|charter|map|list"
    r"|template"
    r"|protocol|log|summary|baseline|terms of reference|TOR|tracker|policy|offer|guidance|process|toolkit|digest"
    r"|handbook"
    r"|briefings?|data)\b",
    re.I,
)
_DONE: Final = re.compile(
    r"\b(?:appoint(?:ed)?|recruit(?:ed|ment)?|commission(?:ed)?|launch(?:ed)?|establish(?:ed)?|implement(?:ed)?"
    r"|confirm(?:ed)?|finalise[d]?|sign(?:ed)? off|approv(?:e|ed|al)|agree[d]?|publish(?:ed)?|produce[d]?"
    r"|develop(?:ed)?"
    r"|co-produce[d]?|co-design(?:ed)?|complete[d]?|create[d]?|present|host|hold|initiate|available|in place|in post"
    r"|adopt"
    r"|plan\b|identify|share[d]?|finali[sz]e|distribute|deliver|facilitate|maintain|embed|set up|procure|write"
    r"|draft)\b",
    re.I,
)
_SECOND: Final = re.compile(
    r"(?:,?\s+and\s+|,\s+with\s+|,\s+|;\s*|\bresulting in\s+|\bproducing\s+|\. )"
    r"(?P<what>(?:publish|produce|publication|approv\w+|establish|agreed terms of reference|a? ?published \w+|a "
    r"draft \w+"
    r"|(?:a|the) (?:\w+ ){0,2}report\b|contracts? signed|governance approval|documented (?:terms|approval|roles"
    r"|process)"
    r"|progress reports? submitted|an induction)[^,.;]{0,60})",
    re.I,
)
_OFTEN: Final = re.compile(
    r"(?<!-)\b(?P<word>monthly|quarterly|termly|weekly"
    r"|biannual(?:ly)?)\b(?:\s+(?P<noun>[A-Za-z-]+(?:\s+[A-Za-z-]+){0,2}))?",
    re.I,
)
_PER: Final = {"mont": "per_month", "quar": "per_quarter", "term": "per_term", "week": "per_week", "bian": "per_year"}
_KINDS: Final = (
    ("time-to-complete", r"\bwithin\b"),
    (
        "survey",
        r"\b(?:report(?:s|ing)?|feedback|survey|satisf\w+|confiden\w+|confirming|useful|gained|understanding"
        r"|awareness)\b",
    ),
    ("offer-log", r"\b(?:available to|opportunit\w+|access to|able to request|enable)\b"),
    ("attendance", r"\b(?:attend\w*|participat\w*|meetings?|sessions?|workshops?|events?|conferences?|engaged)\b"),
    ("submission", r"\b(?:submi\w+|returns?)\b"),
    ("milestone", r"\b(?:appoint\w*|recruit\w*|commission|FTE|in post|launch|establish\w*|approv\w+)\b"),
    ("document", r"\b(?:newsletters?|briefings?|summaries|reports?|examples?|publish\w*|document\w*)\b"),
)


def measures_of(text: str) -> tuple[ReadMeasure, ...]:
    """What a KPI's text asks for, one measure for each thing, in the order of the text."""
    dues = dues_of(text)
    evidence = tuple(found[0] for found in EVIDENCE.finditer(text))
    made: list[tuple[int, ReadMeasure]] = []
    found = [t for t in thresholds_of(text) if not _is_qualifier(text, t)]
    amounts = [t for t in found if t.unit != COUNT_OF_COUNCILS or not t.as_written.lower().startswith("all")]
    made += _of_all(text, amounts, dues, evidence)
    for threshold in amounts:
        made.append((threshold.offset, _of_amount(text, threshold, dues, evidence)))
    made += _of_frequency(text, amounts, dues, evidence)
    made += _of_deeds(text, amounts, dues, evidence)
    return tuple(measure for _, measure in sorted(made, key=lambda pair: pair[0]))


def _of_all(
    text: str, amounts: list[Threshold], dues: tuple[Due, ...], evidence: tuple[str, ...]
) -> list[tuple[int, ReadMeasure]]:
    """ "From all councils" is 100 %, where the sentence has no share of its own; "no return rejected" is 0."""
    made = []
    for match in _EVERY.finditer(text):
        start, end = max(text.rfind(". ", 0, match.start()), 0), text.find(". ", match.end())
        shares = [
            t
            for t in amounts
            if t.unit == PERCENT_OF_COUNCILS or (t.unit.startswith("percent") and "from" not in match[0])
        ]
        if any(start <= t.offset < (end if end > 0 else len(text)) for t in shares):
            continue
        due = _due_near(text, match.start(), dues)
        written = due.as_written if due else ""
        kind = _kind(text[slice(*_part(text, match.start()))])
        made.append(
            (
                match.start(),
                ReadMeasure(
                    "=", Decimal(100), PERCENT_OF_COUNCILS, match["noun"], kind, match[0], written, _read(due), evidence
                ),
            )
        )
    for match in _NONE.finditer(text):
        made.append(
            (
                match.start(),
                ReadMeasure("=", Decimal(0), COUNT, match["noun"], "data-quality", match[0], "", None, evidence),
            )
        )
    return made


def _is_qualifier(text: str, threshold: Threshold) -> bool:
    """Whether "at least one" only says what counts as taking part."""
    start = threshold.offset - len(threshold.as_written.split(" ")[0]) if threshold.value == 1 else threshold.offset
    before = re.sub(r"(?:at least|a minimum of)\s*$", "", text[: threshold.offset])
    if text.rfind("(", 0, threshold.offset) > text.rfind(")", 0, threshold.offset):
        return True  # beside the amount it explains: "100% of meetings (minimum 4 annually)"
    if threshold.unit == COUNT and threshold.value == 1:
        return bool(_QUALIFIES.search(before)) and bool(re.search(r"\d\s?%|\beach\b", text[:start]))
    return False


def _of_amount(text: str, threshold: Threshold, dues: tuple[Due, ...], evidence: tuple[str, ...]) -> ReadMeasure:
    due = _due_near(text, threshold.offset, dues)
    start, end = _part(text, threshold.offset)
    return ReadMeasure(
        threshold.operator,
        threshold.value,
        threshold.unit,
        threshold.of,
        "baseline-change"
        if threshold.unit == PERCENT_CHANGE
        else "milestone"
        if threshold.unit == FTE
        else _kind(threshold.as_written if threshold.operator == "<=" else text[start:end]),
        threshold.as_written,
        due.as_written if due else "",
        _read(due),
        evidence,
    )


def _of_frequency(
    text: str, amounts: list[Threshold], dues: tuple[Due, ...], evidence: tuple[str, ...]
) -> list[tuple[int, ReadMeasure]]:
    """ "Monthly meetings": at least one a month. "12 monthly newsletters" is counted already."""
    made = []
    for match in _OFTEN.finditer(text):
        counted = any(t.offset <= match.start() <= t.end for t in amounts if t.unit == COUNT)
        if counted or re.search(r"\(\s*$|termly\s*\($", text[: match.start()]):
            continue
        unit = _PER[match["word"].lower()[:4]]
        due = _due_near(text, match.start(), dues)
        value = Decimal(2) if unit == "per_year" else Decimal(1)
        of = match["noun"] or ""
        made.append(
            (
                match.start(),
                ReadMeasure(
                    ">=",
                    value,
                    unit,
                    of,
                    _kind(match[0]),
                    match[0],
                    due.as_written if due else "",
                    _read(due),
                    evidence,
                ),
            )
        )
    return made


def _of_deeds(
    text: str, amounts: list[Threshold], dues: tuple[Due, ...], evidence: tuple[str, ...]
) -> list[tuple[int, ReadMeasure]]:
    """What is done or written, where no amount says the same."""
    made = []
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    comma = re.search(
        r" ?,\s+(?:with|including|ensuring|each|identifying|demonstrating|evidenced|to|producing)\b|;|\. ", text[start:]
    )
    end = start + comma.start() if comma else len(text)
    head = text[start:end]
    inside = any(start <= t.offset < end and t.unit not in ("weeks", "days", "working_days", "months") for t in amounts)
    often = _OFTEN.search(head)
    if not inside and not often and (_DONE.search(head) or _DOCUMENT.search(head)):
        made.append((start, _deed(text, start, head, dues, evidence)))
    for match in _SECOND.finditer(text):
        at = match.start("what")
        if start <= at < start + 3 or any(
            t.offset <= match.end() and t.end >= at for t in amounts if t.operator != "<="
        ):
            continue
        made.append((at, _deed(text, at, match["what"], dues, evidence)))
    return made


def _deed(text: str, at: int, said: str, dues: tuple[Due, ...], evidence: tuple[str, ...]) -> ReadMeasure:
    done = re.match(
        r"\s*(?:a |the |an )?(?:\w+ly )?"
        r"(?:appoint|recruit|commission|launch|establish|confirm|implement|approv|hold|governance)",
        said,
        re.I,
    )
    kind = "milestone" if done else "document" if _DOCUMENT.search(said) else "milestone"
    due = _due_near(text, at, dues)
    return ReadMeasure(
        "=", Decimal(1), kind, "", kind, said.strip(" ,"), due.as_written if due else "", _read(due), evidence
    )


def _part(text: str, at: int) -> tuple[int, int]:
    """The part of the sentence that holds a letter, between commas that part clauses."""
    starts = [match.end() for match in re.finditer(r"(?:, with|, and|;|\. |, )", text[:at])]
    ends = [match.start() for match in re.finditer(r"(?:, with|, and|;|\.(?:\s|$)|, )", text[at:])]
    return (starts[-1] if starts else 0), at + (ends[0] if ends else len(text) - at)


def _due_near(text: str, at: int, dues: tuple[Due, ...]) -> Due | None:
    """The date of the same clause, else the one that leads the sentence, else the first deadline."""
    start, end = _part(text, at)
    near = [due for due in dues if start <= due.offset < end and due.role is not DueRole.DURING]
    after = [due for due in near if due.offset > at]
    if after or near:
        return (after or near)[0]
    sentence = max(text.rfind(". ", 0, at), 0)
    before = [due for due in dues if sentence <= due.offset < at]
    if before:
        return before[0]
    return next((due for due in dues if due.role is DueRole.BY), dues[0] if dues else None)


def _read(due: Due | None) -> date | None:
    return due.read if due is not None else None


def _kind(said: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, said, re.I)), "coverage")
