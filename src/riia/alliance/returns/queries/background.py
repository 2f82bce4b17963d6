"""What is known beside a return's answers when they are checked: population, earlier quarters, published figures."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db.models import F

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.returns.models import Explained, Return, Version
from riia.alliance.returns.queries.reading import form_for
from riia.indicators.definitions import Measure
from riia.indicators.engine.own_files import children
from riia.indicators.model import Missing, Number, Period, Symbol, per_10_000
from riia.indicators.returns.canonical import from_stored
from riia.indicators.returns.nouns import Answers, Background, Cell, Explanation, Form, Known

ENOUGH_HISTORY = 4
"""Earlier periods from which on a council's own spread is known (R4.23)."""
_NOTHING = Missing(Symbol.NOT_AVAILABLE)
_DESK = Scope.system("return desk")


def background(one: Return) -> Background:
    """Everything the checks of this return may use. It is the desk's knowledge, so it needs no viewer's scope."""
    period = one.round.as_period
    under = children(one.council.code, period)
    before = earlier(one)
    return Background(
        period=period,
        population=under.value,
        population_words=under.words,
        before=before,
        published=published(one.council.code, form_for(one.round)),
        # A council is compared with itself where it can be; only a newcomer is compared with the others.
        peers=peers(one) if len(before) < ENOUGH_HISTORY else {},
    )


def earlier(one: Return) -> Mapping[Period, Answers]:
    """The council's latest submitted answers of earlier periods of the same form and kind of period."""
    period = one.round.as_period
    rows = (
        Version.objects.filter(
            council_return__council=one.council,
            council_return__round__alliance=one.round.alliance,
            council_return__round__period_end__lt=one.round.period_end,
            why="submitted",
        )
        .order_by("council_return__round__period_end", "made_at", "number")
        .values_list("council_return__round__period", "answers")
    )
    found: dict[Period, Answers] = {}
    for code, answers in rows:  # what was submitted last for a period comes last and stays
        then = Period.parse(code)
        if then.kind is period.kind:
            found[then] = from_stored(answers)
    return found


def peers(one: Return) -> dict[str, tuple[float, ...]]:
    """Each item's number per 10,000 in the other councils of the alliance in the period before, by item key."""
    last = one.round.as_period.previous()
    rows = (
        Version.objects.filter(
            council_return__round__alliance=one.round.alliance, council_return__round__period=last.code, why="submitted"
        )
        .exclude(council_return__council=one.council)
        .order_by("made_at", "number")
        .values_list("council_return__council__code", "answers")
    )
    newest = {council: from_stored(answers) for council, answers in rows}
    found: dict[str, list[float]] = {}
    for council, answers in newest.items():
        population = children(council, last).value
        for item in form_for(one.round).items:
            rate = per_10_000(answers.get(Cell(item.key, Measure.NUMBER), _NOTHING), population)
            if isinstance(rate, Number):
                found.setdefault(item.key, []).append(float(rate))
    return {key: tuple(rates) for key, rates in found.items()}


def earlier_explanations(one: Return) -> Sequence[Explanation]:
    """What the council explained in earlier periods, oldest first."""
    return so_far_explained(one)[1]


def so_far_explained(one: Return) -> tuple[dict[str, Explained], Sequence[Explanation]]:
    """The explanations of a return by their key, and what the council explained in earlier periods, oldest first."""
    rows = (
        Explained.objects.filter(
            council_return__council=one.council, council_return__round__period_end__lte=one.round.period_end
        )
        .annotate(period=F("council_return__round__period"), ended=F("council_return__round__period_end"))
        .order_by("ended", "key")
    )
    now: dict[str, Explained] = {}
    before = []
    for row in rows:
        if row.council_return_id == one.pk:
            now[row.key] = row
        elif row.ended < one.round.period_end:  # what another form asks of the same period is neither
            before.append(Explanation(row.key, row.text, Period.parse(row.period), Period.parse(row.since)))
    return now, before


def published(council: str, form: Form) -> dict[str, Known]:
    """The newest published annual number of each item that has one, by item key. A symbol is carried as such."""
    wanted = tuple(item.key for item in form.items if item.indicator.is_published and item.variant.sources)
    mark = figures.mark(_DESK)
    return dict(_published(council, wanted, mark)) if mark else {}  # no mark: nothing was ever loaded


@lru_cache(maxsize=1024)  # a mark is never used again, so what is remembered under one is never out of date
def _published(council: str, wanted: tuple[str, ...], mark: str) -> Mapping[str, Known]:
    found = {}
    for key, series in figures.all_series(_DESK, wanted, measure=Measure.NUMBER).items():
        own = series.of(council)
        if own:
            figure = own[-1]
            found[key] = Known(figure.value, figure.period, figure.release.name)
    return found
