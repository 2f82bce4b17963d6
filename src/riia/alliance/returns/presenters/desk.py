"""What the desk's pages show: threads, versions, steps, and the return beside the quarter before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from riia.alliance.kit.amounts import Figure, NoAmount
from riia.alliance.kit.pieces import Change, Clock, Tone
from riia.alliance.places.naming import plain_name, possessive
from riia.alliance.returns.models import Query, Return, Route, Step, Version
from riia.alliance.returns.queries import desk
from riia.alliance.returns.queries.background import earlier
from riia.alliance.returns.queries.reading import (
    form_for,
    outcomes_asked,
    population_of,
    version_answers,
    versions,
)
from riia.alliance.returns.states import AWAITS, QueryState, ReturnState
from riia.indicators.calendar import working_days_between
from riia.indicators.definitions import Measure
from riia.indicators.model import Value
from riia.indicators.returns.differences import Difference
from riia.indicators.returns.nouns import Answers, Cell, Form, Item
from riia.indicators.returns.working_out import left_blank

BLANK = NoAmount("–", "blank: not answered")
TONES: dict[ReturnState, Tone] = {
    ReturnState.NOT_STARTED: "quiet",
    ReturnState.DRAFT: "moving",
    ReturnState.SUBMITTED: "moving",
    ReturnState.IN_QUERY: "attention",
    ReturnState.VALIDATED: "moving",
    ReturnState.SIGNED: "done",
    ReturnState.SENT: "done",
    ReturnState.ACCEPTED: "done",
    ReturnState.REJECTED: "problem",
    ReturnState.REOPENED: "attention",
}
_QUERY_WORDS: dict[QueryState, tuple[str, Tone]] = {
    QueryState.OPEN: ("waits for the council", "attention"),
    QueryState.ANSWERED: ("answered, waits for the desk", "moving"),
    QueryState.RESOLVED: ("settled", "done"),
}


def about(form: Form, cell: str) -> str:
    """What a cell asks, in words; "the return as a whole" where no cell is meant."""
    if not cell:
        return "the return as a whole"
    one = Cell.parse(cell)
    item = form.item(one.item)
    return f"{item.label} {item.title}, {item.unit(one.measure)}"


@dataclass(frozen=True, slots=True)
class QueryLine:
    """One query in a list."""

    href: str
    about: str
    words: str
    tone: Tone
    asked: date
    clock: Clock | None
    first_words: str
    is_open: bool
    council: str
    period: str
    quality: bool
    simulated: bool


def query_line(query: Query, today: date) -> QueryLine:
    """A query as a list shows it. Its clock is that of whose turn it is."""
    words, tone = _QUERY_WORDS[QueryState(query.state)]
    if query.settled:
        words = f"settled: {query.get_settled_display()}"
    messages, one = list(query.messages.all()), query.council_return
    turn = desk.turn_of(query)
    return QueryLine(
        href=reverse("returns:query", args=[query.reference]),
        about=about(form_for(one.round), query.cell),
        words=words,
        tone=tone,
        asked=timezone.localtime(query.opened_at).date(),
        clock=Clock(turn.due, working_days_to(today, turn.due), "working day") if turn else None,
        first_words=messages[0].text if messages else "",
        is_open=turn is not None,
        council=one.council.label,
        period=one.round.as_period.label,
        quality=query.quality,
        simulated=one.round.simulated,
    )


def working_days_to(today: date, due: date) -> int:
    """Working days left; negative once the day has passed, also on the weekend after it."""
    return working_days_between(today, due) if today <= due else -max(working_days_between(due, today), 1)


def query_lines(one: Return, today: date) -> list[QueryLine]:
    """The queries of a return, open ones first."""
    held = one.queries.select_related("council_return__round__alliance__region", "council_return__council")
    found = sorted(held.prefetch_related("messages"), key=lambda each: (each.state == "resolved", -each.pk))
    return [query_line(query, today) for query in found]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a list, with what differs from the one before."""

    number: int
    words: str
    by: str
    at: object
    fingerprint: str
    signature: str
    changed: int | None
    href: str


def version_lines(one: Return) -> list[VersionLine]:
    """The versions of a return, newest first."""
    found = list(versions(one).select_related("council_return__round").prefetch_related("signatures"))
    lines: list[VersionLine] = []
    before: Version | None = None
    for version in found:
        changed = len(desk.between(before, version)) if before else None
        href = ""
        if before:
            address = reverse("returns:versions", args=[one.reference])
            href = f"{address}?from={before.number}&to={version.number}"
        lines.append(
            VersionLine(
                number=version.number,
                words="as first submitted" if before is None else _why(version),
                by=version.maker_label,
                at=version.made_at,
                fingerprint=version.fingerprint[:12],
                signature=_signature_words(version),
                changed=changed,
                href=href,
            )
        )
        before = version
    return lines[::-1]


def _why(version: Version) -> str:
    return "submitted again" if version.why == "submitted" else "as it was when it was reopened or declined"


def _signature_words(version: Version) -> str:
    for signature in version.signatures.all():
        return "Signature voided" if signature.voided_at else f"Signed by {signature.signer_label}"
    return ""


def changes_of(differences: Sequence[Difference], form: Form) -> list[Change]:
    """Differences of two versions as the kit's table of changes shows them."""
    lines = []
    for one in differences:
        item = form.item(one.cell.item)
        label = f"{item.label} {item.title}, {item.unit(one.cell.measure)}"
        lines.append(Change(label, _shown(one.before), _shown(one.after), decimals=item.decimals(one.cell.measure)))
    return lines


@dataclass(frozen=True, slots=True)
class ReviewCell:
    """One measure of one item for the desk: this period, the period before, and where to ask about it."""

    figure: Figure
    last: Figure
    decimals: int
    unit: str
    short_unit: str
    ask: str
    worked_out: bool
    """Left blank by the council and worked out from its numbers, as in the pack."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One item for the desk."""

    label: str
    title: str
    number: ReviewCell
    measure: ReviewCell | None
    flagged: bool


def review_rows(one: Return, version: Version) -> list[ReviewRow]:
    """The answers of a version beside those of the period before, item by item."""
    answers, form = version_answers(version), form_for(one.round)
    worked_out = left_blank(form, answers, population_of(version))
    last = earlier(one).get(one.round.as_period.previous(), {})
    flagged = {cell for outcome in outcomes_asked(version, form) for cell in outcome.get("cells", [])}
    rows = []
    for item in form.items:
        cells = [_cell(one, item, cell, answers, worked_out, last) for cell in item.cells]
        named = any(str(cell) in flagged for cell in item.cells)
        rows.append(ReviewRow(item.label, item.title, cells[0], cells[1] if len(cells) > 1 else None, named))
    return rows


def _cell(one: Return, item: Item, cell: Cell, answers: Answers, worked_out: Answers, last: Answers) -> ReviewCell:
    ask = reverse("returns:ask", args=[one.reference])
    return ReviewCell(
        _shown(answers.get(cell, worked_out.get(cell))), _shown(last.get(cell)), item.decimals(cell.measure),
        item.unit(cell.measure), "%" if cell.measure is Measure.PERCENT else "",
        f"{ask}?{urlencode({'cell': str(cell)})}", cell in worked_out,
    )  # fmt: skip


def _shown(value: Value | None) -> Figure:
    return BLANK if value is None else value


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a return's history in words."""

    at: object
    words: str
    by: str
    reason: str


def step_lines(steps: Sequence[Step]) -> list[StepLine]:
    """The history of a return, newest first."""
    return [StepLine(step.at, f"{step.before} to {step.after}", step.by_label, step.reason) for step in steps][::-1]


def whose(one: Return) -> str:
    """ "Bristol’s return", of the council as it is called in running text."""
    return f"{possessive(plain_name(one.council.label))} return"


def state_tag(one: Return) -> tuple[str, Tone]:
    """The state of a return as a tag."""
    return one.state, TONES[ReturnState(one.state)]


def whose_turn(one: Return) -> str:
    """Whom the return waits for, in words."""
    if one.round.route == Route.DIRECT and ReturnState(one.state) is ReturnState.SIGNED:
        return "the council"  # which sends it itself
    return AWAITS[ReturnState(one.state)]
