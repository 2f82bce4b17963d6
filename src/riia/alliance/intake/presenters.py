"""What the pages of the intake show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.intake.forms import KINDS
from riia.alliance.intake.models import Paper, PaperFinding
from riia.alliance.intake.queries import SEVERITIES
from riia.alliance.intake.states import Decision, PaperState
from riia.alliance.intake.takers import taker_of
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.kit.pieces import Chip, Link, Tone, Work
from riia.documents.model import Kind, Severity
from riia.documents.rules import rule_of

WORDS: Final = {
    Severity.ERROR: ("error", "errors", "It cannot be so."),
    Severity.CONFLICT: ("conflict", "conflicts", "Two places cannot both hold."),
    Severity.AMBIGUITY: ("ambiguity", "ambiguities", "It can be read in more than one way, or is not said."),
    Severity.ARTEFACT: ("damaged text", "damaged texts", "Likely right in the document, damaged in this file."),
}
TONES: Final[dict[Severity, Tone]] = {
    Severity.ERROR: "problem",
    Severity.CONFLICT: "problem",
    Severity.AMBIGUITY: "attention",
    Severity.ARTEFACT: "quiet",
}
_AROUND: Final = 3
_LINES: Final = 150


def kind_words(kind: str) -> str:
    """What a document is, in words."""
    return KINDS[Kind(kind)] if kind in set(Kind) else "Not read yet"


def counted(counts: Counter[str] | dict[str, int]) -> str:
    """ "2 errors, 1 conflict and 4 ambiguities", the gravest first; "nothing to look at" where there is none."""
    said = [plural(counts[one.value], WORDS[one][0], WORDS[one][1]) for one in SEVERITIES if counts.get(one.value)]
    return and_list(said) if said else "nothing to look at"


@dataclass(frozen=True, slots=True)
class Line:
    """A document in the list."""

    name: str
    href: str
    kind: str
    standing: str
    undecided: str
    given: object
    who: str


def line(paper: Paper) -> Line:
    """One document with what was found, from counts that the query made."""
    counts = {one.value: getattr(paper, f"n_{one.value}") for one in SEVERITIES}
    state = PaperState(paper.state)
    left: int = paper.undecided  # type: ignore[attr-defined]  # annotated by the query
    return Line(
        paper.name, reverse("intake:paper", args=[paper.reference]), kind_words(paper.kind),
        counted(counts) if state is PaperState.READ else state.label,
        f"{left} to decide" if left else "", paper.given_at, paper.giver_label,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as a list shows it."""

    severity: str
    tone: Tone
    where: str
    as_written: str
    message: str
    remedy: str
    evidence: Sequence[tuple[str, str]]
    rule: str
    href: str
    decision: str
    note: str
    decider: str


def row(found: PaperFinding) -> Row:
    """One finding with what was decided."""
    severity = Severity(found.severity)
    return Row(
        WORDS[severity][0], TONES[severity], found.where,
        "" if found.as_written in found.message else found.as_written,  # said once is enough
        found.message, found.remedy,
        [(one["where"], one["as_written"]) for one in found.evidence], title_of(found.code),
        reverse("intake:finding", args=[found.reference]),
        Decision(found.decision).label if found.decision else "", found.note, found.decider_label,
    )  # fmt: skip


def title_of(code: str) -> str:
    """The rule in a sentence; its code where a newer program no longer has it."""
    try:
        return rule_of(code).title.rstrip(".")
    except KeyError:
        return code


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A document: what it was taken for, what was found, what was understood, its text."""

    paper: Paper
    title: str
    caption: str
    work: Work | None
    views: Sequence[Link]
    view: str
    chips: Sequence[Chip]
    rows: Sequence[Row]
    understood: Page[dict[str, object]] | None
    text: Page[dict[str, object]] | None
    undecided: int
    onward: Link | None
    used: Link | None
    questions: int


def paper_page(scope: Scope, paper: Paper, view: str, severity: str, number: str) -> PaperPage:
    """Everything the page of a document shows. `view` is "findings", "understood" or "text"."""
    findings = list(paper.findings.all())
    counts = Counter(one.severity for one in findings)
    state, here = PaperState(paper.state), reverse("intake:paper", args=[paper.reference])
    shown = [one for one in findings if not severity or one.severity == severity]
    chips = [Chip("All", here, len(findings), not severity)] + [
        Chip(WORDS[one][1].capitalize(), f"{here}?severity={one.value}", counts[one.value], severity == one.value)
        for one in SEVERITIES
        if counts[one.value]
    ]
    at: dict[int, list[Row]] = {}
    for one in findings if view == "text" else ():
        at.setdefault(one.block, []).append(row(one))
    blocks = [{**block, "text": text_of(block), "found": at.get(index, [])} for index, block in enumerate(paper.blocks)]
    taker = taker_of(paper.kind) if state is PaperState.READ else None
    may_take = taker is not None and scope.may(taker.action, paper.place)
    return PaperPage(
        paper,
        _first_upper(f"{counted(counts)} in {paper.name}") if state is PaperState.READ else paper.name,
        kind_words(paper.kind) if state is PaperState.READ else "Document",
        _work(state, paper),
        [Link(f"Findings ({len(findings)})", here),
         Link(f"What was understood ({len(paper.understood)})", f"{here}?view=understood"),
         Link("The text", f"{here}?view=text")],
        view, chips if len(chips) > 2 else [], [row(one) for one in shown],
        Paginator(paper.understood, _LINES).get_page(number) if view == "understood" else None,
        Paginator(blocks, _LINES).get_page(number) if view == "text" else None,
        sum(not one.decision for one in findings),
        Link(taker.words, taker.href(paper)) if taker and may_take and not paper.used_href else None,
        Link(paper.used_as, paper.used_href) if paper.used_href else None,
        sum(one.decision == Decision.ASK for one in findings),
    )  # fmt: skip


def _first_upper(text: str) -> str:
    """A sentence's first letter, without touching names in it."""
    return text[:1].upper() + text[1:]


def _work(state: PaperState, paper: Paper) -> Work | None:
    if state not in (PaperState.WAITING, PaperState.READING):
        return None
    return Work("Reading the document", 0, 1, note="waiting in line" if state is PaperState.WAITING else "being read")


@dataclass(frozen=True, slots=True)
class Near:
    """A line of the text at a finding; of the line itself `hit` is what the finding is about."""

    where: str
    before: str
    hit: str = ""
    after: str = ""


def around(found: PaperFinding) -> list[Near]:
    """The text at a finding with a few lines before and after; empty where its place is not one of the text."""
    if found.block < 0:
        return []
    blocks = found.paper.blocks
    first, last = max(0, found.block - _AROUND), found.block + _AROUND + 1
    near = []
    for number, block in enumerate(blocks[first:last], first):
        text = text_of(block)
        if number != found.block:
            near.append(Near(block["where"], text))
        elif found.as_written and found.as_written in text:
            before, hit, after = text.partition(found.as_written)
            near.append(Near(block["where"], before, hit, after))
        else:
            near.append(Near(block["where"], "", text))
    return near


def text_of(block: Mapping[str, Any]) -> str:
    """A line as it is read: the filled cells of a row with bars between them."""
    return " | ".join(cell for cell in block["cells"] if cell) or str(block["text"])


def table(paper: Paper) -> list[list[str]]:
    """Every finding as a row for download, with what was decided."""
    head = ["code", "severity", "where", "as written", "message", "remedy", "decision", "note", "decided by"]
    return [head] + [
        [one.code, one.severity, one.where, one.as_written, one.message, one.remedy,
         Decision(one.decision).label if one.decision else "", one.note, one.decider_label]
        for one in paper.findings.all()
    ]  # fmt: skip


def questions(paper: Paper) -> str:
    """What is to be asked of the author, as text to send: place, what is written, what does not fit."""
    asked = [one for one in paper.findings.all() if one.decision == Decision.ASK]
    lines = [f"Questions about {paper.name}", ""]
    for number, one in enumerate(asked, 1):
        lines += [f"{number}. {one.where}", f"   It says: {one.as_written}", f"   {one.message}"]
        lines += [f"   {one.note}"] if one.note else []
        lines += [""]
    return "\n".join(lines if asked else [*lines, "There is nothing to ask.", ""])
