"""What is known beside a return's answers when they are checked: population, earlier quarters, published figures."""

from collections.abc import Mapping, Sequence

from riia.alliance.access.scope import Scope
from riia.alliance.figures import queries as figures
from riia.alliance.places import queries as places
from riia.alliance.returns.models import Explained, Return, Version
from riia.alliance.returns.queries.reading import form_for, version_answers
from riia.indicators.definitions import Measure
from riia.indicators.model import Period
from riia.indicators.model.population import population_year
from riia.indicators.returns.nouns import Answers, Background, Explanation, Form, Known


def background(one: Return) -> Background:
    """Everything the checks of this return may use. It is the desk's knowledge, so it needs no viewer's scope."""
    period = one.round.as_period
    year = population_year(period)
    population = places.population(one.council, year)
    return Background(
        period=period,
        population=population,
        population_words=f"children aged 0 to 17, mid-{year} estimate",
        before=earlier(one),
        published=published(one.council.code, form_for(one.round)),
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
        .select_related("council_return__round")
        .order_by("council_return__round__period_end", "number")
    )
    found: dict[Period, Answers] = {}
    for version in rows:  # the newest version of a period comes last and stays
        then = version.council_return.round.as_period
        if then.kind is period.kind:
            found[then] = version_answers(version)
    return found


def earlier_explanations(one: Return) -> Sequence[Explanation]:
    """What the council explained in earlier periods, oldest first."""
    rows = (
        Explained.objects.filter(
            council_return__council=one.council, council_return__round__period_end__lt=one.round.period_end
        )
        .select_related("council_return__round")
        .order_by("council_return__round__period_end", "key")
    )
    return [Explanation(row.key, row.text, row.council_return.round.as_period, Period.parse(row.since)) for row in rows]


def published(council: str, form: Form) -> dict[str, Known]:
    """The newest published annual number of each item that has one, by item key. A symbol is carried as such."""
    scope = Scope.system("return desk")
    wanted = [item.key for item in form.items if item.indicator.is_published and item.variant.sources]
    found = {}
    for key, series in figures.all_series(scope, wanted, measure=Measure.NUMBER).items():
        own = series.of(council)
        if own:
            figure = own[-1]
            found[key] = Known(figure.value, figure.period, figure.release.name)
    return found
