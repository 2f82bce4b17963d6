"""What the system knows about collection and validation in a time, as findings a writer may take up (R5.16).

Four kinds: the same question again, late returns, queries answered late, and items of the set that rounds left out. A
finding is about one council (or one item), and its key stays the same when it is drawn again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.places.models import Place
from riia.alliance.returns.models import Query, ReviewFinding, Round
from riia.alliance.returns.models.collection_review import CollectionReview
from riia.alliance.returns.policies import ANSWER_WITHIN, Timeliness
from riia.alliance.returns.queries import enquiries
from riia.alliance.returns.queries.desk import in_time
from riia.alliance.returns.queries.quality import Issue, Quality, quality
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell

_LATE = frozenset({Timeliness.LATE, Timeliness.OVERDUE})
_Kind = ReviewFinding.Kind


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing the system found: what it is about, of which kind, and a sentence with its numbers."""

    key: str
    kind: ReviewFinding.Kind
    text: str


def drawn(scope: Scope, review: CollectionReview, today: date) -> list[Drawn]:
    """Every finding about the rounds that were due in the review's time."""
    found = quality(scope, review.alliance, today)
    rounds = [one for one in found.rounds if review.first_day <= one.due_on <= review.last_day]
    if not rounds:
        return list(_slow_enquiries(scope, review, today))
    return [
        *_repeats(found, rounds), *_late(found, rounds), *_slow(found, rounds, today),
        *_slow_enquiries(scope, review, today), *_dropped(rounds),
    ]  # fmt: skip


def _repeats(found: Quality, rounds: Sequence[Round]) -> Iterator[Drawn]:
    for council in found.councils:
        again: dict[str, list[Issue]] = defaultdict(list)
        for one in rounds:
            for issue in found.of_council(council.code):
                if issue.period == one.period and issue.repeats:
                    again[_about(one, issue)].append(issue)
        if again:
            figures = sorted(again, key=lambda about: (-len(again[about]), about))
            named = and_list(figures[:3]) + (f" and {len(figures) - 3} more" if len(figures) > 3 else "")
            times = sum(map(len, again.values()))
            yield Drawn(
                f"repeat:{council.code}", _Kind.REPEAT,
                f"{council.label}: the same question came again {plural(times, 'time')} in "
                f"{plural(len(rounds), 'round')}, about {named}.",
            )  # fmt: skip


def _about(one: Round, issue: Issue) -> str:
    form = form_of(one.form)
    if not issue.cell or not form.asks(Cell.parse(issue.cell)):
        return "the return as a whole"
    item = form.item(Cell.parse(issue.cell).item)
    return f"item {item.label} ({item.title})"


def _late(found: Quality, rounds: Sequence[Round]) -> Iterator[Drawn]:
    for council in found.councils:
        held = [(one, found.returns.get((council.code, one.period))) for one in rounds]
        asked = [(one, each) for one, each in held if each is not None]
        late = [one for one, each in asked if found.standings[each.pk].timeliness in _LATE]
        if late:
            yield Drawn(
                f"late:{council.code}", _Kind.LATE,
                f"{council.label}: {len(late)} of {plural(len(asked), 'return')} missed the last day "
                f"({', '.join(one.as_period.short_label for one in late)}).",
            )  # fmt: skip


def _slow(found: Quality, rounds: Sequence[Round], today: date) -> Iterator[Drawn]:
    mine = [each for one in rounds for each in found.in_round(one)]
    asked = Query.objects.filter(council_return__in=mine).select_related("council_return__council", "opened_on_version")
    by_council: dict[Place, list[Query]] = defaultdict(list)
    for query in asked.prefetch_related("messages").order_by("council_return__council__name", "pk"):
        by_council[query.council_return.council].append(query)
    for council, queries in by_council.items():
        share = in_time(queries, today)
        if late := share.of - share.good:
            yield Drawn(
                f"slow:{council.code}", _Kind.SLOW,
                f"{council.label}: {late} of {plural(share.of, 'query', 'queries')} of the desk answered after "
                f"{ANSWER_WITHIN} working days, or not at all.",
            )  # fmt: skip


def _slow_enquiries(scope: Scope, review: CollectionReview, today: date) -> Iterator[Drawn]:
    came = enquiries.enquiries(scope).filter(
        alliance=review.alliance, received_on__range=(review.first_day, review.last_day)
    )
    share = enquiries.in_time(came, today)
    if late := share.of - share.good:
        yield Drawn(
            "slow:enquiries", _Kind.SLOW,
            f"The desk: {late} of {plural(share.of, 'question')} from outside answered after {ANSWER_WITHIN} working "
            "days, or not at all.",
        )  # fmt: skip


def _dropped(rounds: Sequence[Round]) -> Iterator[Drawn]:
    left_out: dict[str, list[Round]] = defaultdict(list)
    for one in rounds:
        for sentence in one.grounds.get("left_out", []):
            left_out[str(sentence)].append(one)
    for sentence, held in sorted(left_out.items()):
        title = sentence.partition(":")[0]
        yield Drawn(
            f"dropped:{title}"[:200], _Kind.DROPPED,
            f"Not asked in {len(held)} of {plural(len(rounds), 'round')}. {sentence[:1].upper()}{sentence[1:]}"[:1000],
        )  # fmt: skip
