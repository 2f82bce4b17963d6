"""The region's pages of a round: sentences, spreads, the matrix, what is offered and wanted, what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.urls import reverse

from riia.alliance.diagnostics.answers import Answer
from riia.alliance.diagnostics.counting import Move, Moved, Spread, furthest_behind, moved
from riia.alliance.diagnostics.models import AssessmentRound
from riia.alliance.diagnostics.presenters.words import (
    NOT_IN,
    Mark,
    clock_of,
    mark_of,
    ready_words,
    spread_words,
    state_tag,
)
from riia.alliance.diagnostics.queries.picture import Comparison, Picture, Row
from riia.alliance.diagnostics.states import IN_HAND, AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Group, Statement, Topic
from riia.alliance.kit.filters import and_list, number, plural, pounds
from riia.alliance.kit.pieces import Chip, Clock, Tone


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """One statement with how councils answered it."""

    number: int
    statement: Statement
    spread: Spread
    words: str
    ready: str
    href: str


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """One council in the list of a round."""

    name: str
    href: str
    tag: tuple[str, Tone]
    since: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of a round."""

    title: str
    tag: tuple[str, Tone]
    clock: Clock | None
    findings: Sequence[tuple[str, str]]
    groups: Sequence[tuple[Group, Sequence[SpreadLine]]]
    councils: Sequence[CouncilLine]
    days: str
    missing: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A statement with every council's mark, in the order of the columns."""

    number: int
    statement: Statement
    cells: Sequence[tuple[Mark, str, str]]


def chips(one: AssessmentRound, current: str) -> list[Chip]:
    """The pages of a round."""
    parts = (("round", "Summary"), ("matrix", "Every council"), ("offers", "Strengths and support"),
             ("compare", "What moved"))  # fmt: skip
    return [Chip(words, reverse(f"diagnostics:{name}", args=[one.reference]), current=name == current)
            for name, words in parts]  # fmt: skip


def overview(found: Picture, today: date) -> Overview:
    """The first page of a round."""
    one, topic = found.round, found.topic
    matrix = reverse("diagnostics:matrix", args=[one.reference])
    groups = [
        (group, [_spread_line(found, statement, matrix) for statement in statements])
        for group, statements in topic.grouped()
    ]
    return Overview(
        title=_title(found),
        tag=state_tag(one.state),
        clock=clock_of(one, today) if RoundState(one.state) is RoundState.OPEN else None,
        findings=_findings(found),
        groups=groups,
        councils=[_council(row) for row in found.rows],
        days=_days(found),
        missing=_missing(found),
    )


def _title(found: Picture) -> str:
    if found.round.state == RoundState.PLANNED:
        return f"{found.round.title} is planned for {plural(len(found.rows), 'council')}"
    counts = f"{found.submitted} of {plural(len(found.rows), 'council')} submitted"
    behind = furthest_behind(found.topic, found.spreads)
    if not behind:
        return f"{found.round.title}: {counts}"
    spread = found.spreads[behind[0].key]
    if spread.ready(found.topic) == spread.rated:
        return f"{counts}: every council that rated a statement is ready on it"
    return f"{counts}; furthest behind is “{behind[0].title}”"


def _findings(found: Picture) -> list[tuple[str, str]]:
    """The three statements furthest behind, and the three furthest on, each with both of its numbers."""
    order = furthest_behind(found.topic, found.spreads)
    behind = [one for one in order if not _all_ready(found, one)][:3]
    on = [one for one in reversed(order) if one not in behind and found.spreads[one.key].ready(found.topic)][:3]
    lines = [(f"{one.title}: {ready_words(found.topic, found.spreads[one.key])}.", "furthest behind") for one in behind]
    return lines + [(f"{one.title}: {ready_words(found.topic, found.spreads[one.key])}.", "furthest on") for one in on]


def _all_ready(found: Picture, one: Statement) -> bool:
    spread = found.spreads[one.key]
    return spread.ready(found.topic) == spread.rated


def _spread_line(found: Picture, one: Statement, matrix: str) -> SpreadLine:
    spread = found.spreads[one.key]
    return SpreadLine(
        found.topic.number_of(one.key), one, spread, spread_words(found.topic, spread),
        ready_words(found.topic, spread), f"{matrix}#{one.key}",
    )  # fmt: skip


def _council(row: Row) -> CouncilLine:
    one = row.assessment
    notes = []
    if row.version:
        notes.append(f"version {row.version.number}")
    if row.version and one.state == AssessmentState.REOPENED:
        notes.append("being changed; what was submitted last counts")
    if row.by_name:
        notes.append("may be shown by name")
    return CouncilLine(
        row.name, reverse("diagnostics:assessment", args=[one.reference]), state_tag(one.state), one.since,
        ", ".join(notes),
    )  # fmt: skip


def _days(found: Picture) -> str:
    """Directors' time, beside what the grant pays; who recorded none is said, not counted as 0."""
    funding = found.topic.funding
    days, told = found.director_days()
    if funding is None:
        return ""
    paid = pounds(funding.days * funding.pounds_a_day * 100, whole=True)
    granted = f"The grant pays each council {plural(funding.days, 'day')} of its director’s time ({paid})."
    if not told:
        return f"{granted} No council has recorded any yet."
    silent = len(found.rows) - told
    rest = f" {plural(silent, 'council has', 'councils have')} recorded none yet." if silent else ""
    return f"{granted} {plural(told, 'council has', 'councils have')} recorded {_plain(days)} days.{rest}"


def _plain(days: Decimal) -> str:
    return number(days.normalize() if days else Decimal(0))


def _missing(found: Picture) -> str:
    """Who has not submitted, by name: the region's own people chase them."""
    if found.round.state not in (RoundState.OPEN, RoundState.CLOSED):
        return ""
    names = [row.name for row in found.rows if row.answers is None]
    if not names:
        return ""
    verb = "has" if len(names) == 1 else "have"
    when = "yet" if found.round.state == RoundState.OPEN else "in this round"
    return f"{and_list(names)} {verb} not submitted {when}. They are counted as not submitted, never at a level."


def matrix(found: Picture) -> list[tuple[Group, list[MatrixLine]]]:
    """Every council by every statement. A cell is its mark, what else is said of it, and where it leads."""
    return [(group, [_matrix_line(found, one) for one in statements]) for group, statements in found.topic.grouped()]


def matrix_title(found: Picture) -> str:
    """How many of the ratings given are at the level of readiness or above; of those given, not of those asked."""
    rated = sum(spread.rated for spread in found.spreads.values())
    ready = sum(spread.ready(found.topic) for spread in found.spreads.values())
    if not rated:
        return "No rating has been given yet"
    word = found.topic.level(found.topic.ready_from).word
    return f"{ready} of the {plural(rated, 'rating')} given {'is' if ready == 1 else 'are'} “{word}” or above"


def _matrix_line(found: Picture, one: Statement) -> MatrixLine:
    cells = []
    for row in found.rows:
        answer = row.answers.get(one.key) if row.answers is not None else None
        mark = mark_of(found.topic, answer) if row.answers is not None else NOT_IN
        flags = [word for word, there in (("strength", answer and answer.strength), ("support", answer and answer.need))
                 if there]  # fmt: skip
        address = f"{reverse('diagnostics:all', args=[row.assessment.reference])}#{one.key}" if row.answers else ""
        cells.append((mark, " and ".join(flags), address))
    return MatrixLine(found.topic.number_of(one.key), one, cells)


def by_statement(said: Sequence[tuple[Statement, Row, Answer]]) -> list[tuple[Statement, list[tuple[Row, Answer]]]]:
    """What councils said, under the statement they said it of."""
    found: dict[str, tuple[Statement, list[tuple[Row, Answer]]]] = {}
    for statement, row, answer in said:
        found.setdefault(statement.key, (statement, []))[1].append((row, answer))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A statement with what happened to it, council by council."""

    statement: Statement
    counts: Sequence[int]
    up: str
    down: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class MovesPage:
    """What moved since an earlier round."""

    title: str
    sentences: Sequence[str]
    kinds: Sequence[str]
    lines: Sequence[MoveLine]
    new: Sequence[Statement]


def moves_page(found: Comparison) -> MovesPage:
    """What moved between two rounds, by statement, with the councils that moved by name."""
    all_moves = [move for moves in found.by_council.values() for move in moves]
    counts = moved(all_moves)
    both = len(found.by_council)
    then = found.then.round.title
    title = (
        f"Since {then}, {counts[Moved.UP]} ratings went up and {counts[Moved.DOWN]} down"
        if both
        else f"No council has answered both {then} and {found.now.round.title} yet"
    )
    sentences = []
    if both:
        compared = counts[Moved.UP] + counts[Moved.SAME] + counts[Moved.DOWN]
        sentences.append(
            f"{plural(both, 'council')} answered in both rounds. Of {plural(compared, 'rating')} given in both, "
            f"{counts[Moved.UP]} went up, {counts[Moved.SAME]} stayed and {counts[Moved.DOWN]} went down. "
            f"{counts[Moved.NEWLY]} are rated now and were not before; {counts[Moved.NO_LONGER]} the other way round."
        )
    if found.only_then:
        sentences.append(f"Only in {then}: {and_list(list(found.only_then))}.")
    if found.only_now:
        sentences.append(f"Only in {found.now.round.title}: {and_list(list(found.only_now))}.")
    known = {one.key for one in found.then.topic.statements}
    return MovesPage(
        title=title,
        sentences=sentences,
        kinds=[kind.value for kind in Moved],
        lines=[_move_line(found, one) for one in found.now.topic.statements if one.key in known] if both else [],
        new=[one for one in found.now.topic.statements if one.key not in known],
    )


def _move_line(found: Comparison, one: Statement) -> MoveLine:
    here = {name: move for name, moves in found.by_council.items() for move in moves if move.statement.key == one.key}
    counts = moved(here.values())
    return MoveLine(
        one,
        [counts[kind] for kind in Moved],
        _who(found.now.topic, here, Moved.UP),
        _who(found.now.topic, here, Moved.DOWN),
        any(move.reworded for move in here.values()),
    )


def _who(topic: Topic, here: Mapping[str, Move], kind: Moved) -> str:
    return "; ".join(
        f"{name}: {mark_of(topic, move.before).word} → {mark_of(topic, move.after).word}"
        for name, move in here.items()
        if move.kind is kind
    )


def waits_for(found: Picture) -> str:
    """What closing would leave open, so that it is known before."""
    out = sum(AssessmentState(row.assessment.state) not in IN_HAND for row in found.rows)
    unsigned = sum(row.assessment.state == AssessmentState.SUBMITTED for row in found.rows)
    parts = []
    if out:
        parts.append(f"{plural(out, 'council has', 'councils have')} not submitted")
    if unsigned:
        parts.append(f"{plural(unsigned, 'self-assessment waits', 'self-assessments wait')} for a director’s signature")
    return f"{' and '.join(parts)}. Neither is possible once the round is closed." if parts else ""
