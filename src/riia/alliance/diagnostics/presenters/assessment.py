"""The pages of one council's self-assessment: where it stands, the whole of it, and how the others answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.answers import Answer, Answers, missing
from riia.alliance.diagnostics.counting import LEAST
from riia.alliance.diagnostics.models import Assessment, Rating
from riia.alliance.diagnostics.permissions import WRITES_FOR_COUNCIL, belongs
from riia.alliance.diagnostics.presenters.words import Mark, assessment_clock, mark_of, spread_words, state_tag
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.picture import Others, sees_others
from riia.alliance.diagnostics.services.answering import Clash
from riia.alliance.diagnostics.states import EDITABLE, AssessmentState, RoundState
from riia.alliance.diagnostics.topic import Group, Statement, Topic
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.places.naming import possessive


@dataclass(frozen=True, slots=True)
class Item:
    """One statement with what stands for it, and what the council said in an earlier round."""

    number: int
    statement: Statement
    answer: Answer
    mark: Mark
    before: Mark | None
    moved: str
    href: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Page:
    """A self-assessment as one viewer sees it."""

    title: str
    tag: tuple[str, Tone]
    clock: Clock | None
    groups: Sequence[tuple[Group, Sequence[Item]]]
    answered: int
    asked: int
    strengths: int
    needs: int
    earlier: str
    may_fill: bool
    may_sign: bool
    may_reopen: bool
    may_agree: bool
    may_withdraw: bool
    sees_others: bool
    own: bool
    next_href: str
    left_out_because: str
    standing: str


def page(scope: Scope, one: Assessment, today: date) -> Page:
    """A self-assessment as this viewer sees it: its own people what stands now, others what was submitted last."""
    topic = one.round.as_topic
    answers, version = reading.seen_answers(scope, one)
    own = belongs(scope, one.council.code)
    earlier = reading.before(one)
    rows = reading.ratings(one) if own else {}
    may = _rights(scope, one)
    groups = [
        (group, [_item(one, topic, statement, answers, earlier[1] if earlier else {}, rows) for statement in members])
        for group, members in topic.grouped()
    ]
    absent = missing(topic, answers)
    return Page(
        title=_title(one, len(absent), may["fill"], own or version is not None),
        tag=state_tag(one.state),
        clock=assessment_clock(one, today),
        groups=groups,
        answered=len(topic.statements) - len(absent),
        asked=len(topic.statements),
        strengths=sum(bool(answer.strength) for answer in answers.values()),
        needs=sum(bool(answer.need) for answer in answers.values()),
        earlier=earlier[0].title if earlier else "",
        may_fill=may["fill"],
        may_sign=may["sign"],
        may_reopen=may["reopen"],
        may_agree=may["agree"],
        may_withdraw=may["withdraw"],
        sees_others=sees_others(scope, one),
        own=own,
        next_href=_rate_href(one, absent[0]) if absent else "",
        left_out_because=version.left_out_because if version and (not own or not may["fill"]) else "",
        standing=_standing(one),
    )


def _rights(scope: Scope, one: Assessment) -> dict[str, bool]:
    """What the viewer may do with it now: the person's rights and the states together."""
    code, state = one.council.code, AssessmentState(one.state)
    open_ = one.round.state == RoundState.OPEN
    writes = any(scope.may(action, code) for action in WRITES_FOR_COUNCIL)
    signs = scope.may(Action.SIGN_SELF_ASSESSMENT, code)
    return {
        "fill": open_ and state in EDITABLE and scope.may(Action.SELF_ASSESS, code),
        "sign": open_ and state is AssessmentState.SUBMITTED and signs,
        "reopen": open_ and state not in EDITABLE and writes,
        "agree": signs and not one.may_be_named and state is AssessmentState.SIGNED,
        "withdraw": writes and one.may_be_named,
    }


def _title(one: Assessment, absent: int, may_fill: bool, seen: bool) -> str:
    whose = f"{possessive(one.council.label)} readiness"
    if not seen:
        return f"{one.council.label} has not submitted {one.round.title} yet"
    if may_fill and absent:
        return f"{whose}: {plural(absent, 'statement')} still to rate"
    if may_fill:
        return f"{whose}: every statement is rated, ready to submit"
    if one.state == AssessmentState.SUBMITTED:
        return f"{whose} waits for the director’s signature"
    return f"{whose} is signed" if one.state == AssessmentState.SIGNED else f"{whose}: {one.round.title}"


def _standing(one: Assessment) -> str:
    """Who signed what, or why it is open again."""
    signature = reading.signature(one)
    if signature:
        return (
            f"{signature.signer_label} signed version {signature.version.number} on {long_date(signature.signed_at)} "
            f"as {signature.office}. Fingerprint {signature.fingerprint[:12]}."
        )
    last = reading.steps(one).last()
    if last and last.after == AssessmentState.REOPENED:
        return f"Open again since {long_date(last.at)}, by {last.by_label}: {last.reason}"
    if last and last.after == AssessmentState.SUBMITTED:
        return f"Submitted on {long_date(last.at)} by {last.by_label}."
    return ""


def _item(
    one: Assessment, topic: Topic, statement: Statement, answers: Answers, earlier: Answers, rows: dict[str, Rating]
) -> Item:
    answer = answers.get(statement.key, Answer())
    then = earlier.get(statement.key)
    row = rows.get(statement.key)
    return Item(
        number=topic.number_of(statement.key),
        statement=statement,
        answer=answer,
        mark=mark_of(topic, answer),
        before=mark_of(topic, then) if then else None,
        moved=_moved(then, answer),
        href=_rate_href(one, statement.key),
        said_by=f"{row.changer_label}, {long_date(row.changed_at)}" if row else "",
    )


def _moved(then: Answer | None, now: Answer) -> str:
    if then is None or then.level is None or now.level is None or then.level == now.level:
        return ""
    return "up" if now.level > then.level else "down"


def _rate_href(one: Assessment, key: str) -> str:
    return reverse("diagnostics:rate", args=[one.reference, key])


@dataclass(frozen=True, slots=True)
class ClashView:
    """What somebody else said of the statement since the page was opened."""

    who: str
    when: str
    mark: Mark
    lines: Sequence[tuple[str, str]]


def clash_view(topic: Topic, clash: Clash) -> ClashView:
    """The other person's answer, in full, beside which one's own still stands in the form."""
    said = clash.theirs
    lines = (
        ("Why not applicable", said.why), ("Evidence", said.evidence), ("Addresses", said.links),
        ("Strength", said.strength), ("Support wanted", said.need),
    )  # fmt: skip
    return ClashView(clash.who, long_date(clash.at), mark_of(topic, said), [line for line in lines if line[1]])


@dataclass(frozen=True, slots=True)
class OthersLine:
    """How the others answered one statement, beside one's own answer."""

    number: int
    statement: Statement
    own: Mark
    words: str
    counts: Sequence[tuple[Mark, int]]
    named: Sequence[tuple[str, Mark, str]]


def others_lines(one: Assessment, answers: Answers, found: Sequence[Others]) -> list[tuple[Group, list[OthersLine]]]:
    """Every statement with one's own answer and those of the others, as far as they may be seen."""
    topic = one.round.as_topic
    by_key = {line.statement.key: line for line in found}
    return [
        (group, [_others_line(topic, answers, by_key[statement.key]) for statement in members])
        for group, members in topic.grouped()
    ]


def _others_line(topic: Topic, answers: Answers, line: Others) -> OthersLine:
    counts = []
    words = f"Fewer than {LEAST} other councils answered without agreeing to be named, so their answers are not shown."
    if line.spread:
        words = spread_words(topic, line.spread).replace("councils answered", "other councils answered")
        counts = [
            (mark_of(topic, Answer(level=level)), count)
            for level, count in reversed(list(enumerate(line.spread.levels, 1)))
        ]
    return OthersLine(
        topic.number_of(line.statement.key), line.statement, mark_of(topic, answers.get(line.statement.key)), words,
        counts, [(name, mark_of(topic, answer), answer.strength) for name, answer in line.named],
    )  # fmt: skip
