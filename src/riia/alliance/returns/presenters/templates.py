"""The files a council fills in: the region's workbook and a CSV file, with what is known in them."""

import csv
import io

from riia.alliance.returns.models import Return
from riia.alliance.returns.presenters.filling import last_answers, short_period
from riia.alliance.returns.queries.background import background, earlier_explanations
from riia.alliance.returns.queries.overview import last_day
from riia.alliance.returns.queries.reading import answers, explanations, form_for, heading_of
from riia.indicators.definitions import Measure
from riia.indicators.returns.canonical import written
from riia.indicators.returns.nouns import Cell
from riia.indicators.returns.workbook import write_template

_MEASURES = (Measure.NUMBER, Measure.RATE, Measure.PERCENT)


def workbook(one: Return) -> bytes:
    """The region's workbook for a return: its form, last quarter's answers, and what has been answered so far."""
    known = background(one)
    before_period, before = last_answers(one)
    last, _ = last_day(one)
    offered = [each for each in earlier_explanations(one) if each.period == before_period]
    return write_template(
        form_for(one.round),
        heading_of(one),
        round_title=f"{one.round.alliance.short_name}: return for {short_period(one.round.as_period)}"
        + (" (simulated)" if one.round.simulated else ""),
        due=last,
        population=known.population,
        population_words=known.population_words,
        before=before or None,
        before_period=before_period,
        answers=answers(one),
        explanations=explanations(one),
        offered=offered,
    )


def table(one: Return) -> bytes:
    """A CSV file with a line for each item, as it stands now. Numbers may be typed over and the file uploaded."""
    form, heading, stands = form_for(one.round), heading_of(one), answers(one)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["place", "period", "form", "key", "item", "title", *(measure.value for measure in _MEASURES)])
    for item in form.items:
        values = [stands.get(Cell(item.key, measure)) for measure in _MEASURES]
        rows.writerow(
            [heading.place, heading.period.code, heading.form, item.key, item.label, item.title]
            + ["" if value is None else written(value) for value in values]
        )
    # Excel reads UTF-8 only where it is told so.
    return b"\xef\xbb\xbf" + text.getvalue().encode()
