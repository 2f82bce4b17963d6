"""A whole return without contradictions, as texts, and what else the tests of submitting share."""

from collections.abc import Mapping

from riia.alliance.access.models import Person
from riia.alliance.returns.models import Return, Source
from riia.alliance.returns.queries.checking import checked
from riia.alliance.returns.queries.reading import form_for
from riia.alliance.returns.services.answers import Saved, save_answers
from riia.alliance.returns.services.explaining import explain
from riia.indicators.definitions import Measure
from riia.indicators.returns.nouns import Cell, Form

NUMBERS = {
    "initial-contacts": 2400,
    "referrals": 800,
    "repeat-referrals": 160,
    "assessments-started": 700,
    "assessments-completed": 690,
    "assessments-within-45-days": 590,
    "children-in-need": 2100,
    "section-47-enquiries": 300,
    "icpcs-within-15-days:of=section-47-enquiries": 90,
    "cpps-starting": 100,
    "cpps-current": 320,
    "cpps-ceasing": 95,
    "repeat-cpps-ever": 22,
    "repeat-cpps-2-years": 9,
    "cla-current": 620,
    "cla-starting": 60,
    "cla-ceasing": 55,
    "cla-uasc": 30,
    "care-leavers": 280,
    "uasc-care-leavers": 40,
    "ehe:count=census-day": 410,
    "ehcp-requests": 150,
    "ehcp-assessments": 130,
    "ehcps-issued": 110,
}
OTHER = 20
"""What every other item counts, such as the parts of referrals beyond the first."""


def cell(text: str) -> Cell:
    return Cell.parse(text)


def whole(form: Form) -> dict[Cell, str]:
    """A number for each item, parts adding up to their whole; rates and percentages are left blank."""
    texts: dict[Cell, str] = {}
    for item in form.items:
        if item.part_of:
            continue
        number = NUMBERS.get(item.key, OTHER)
        texts[Cell(item.key, Measure.NUMBER)] = str(number)
        parts = form.parts_of(item.key)
        for place, part in enumerate(parts):
            each = number // len(parts)
            texts[Cell(part.key, Measure.NUMBER)] = str(each if place else number - each * (len(parts) - 1))
    return texts


def save(one: Return, texts: Mapping[str, str], by: Person, base: int | None = None) -> Saved:
    """Save typed texts, as from the form."""
    one.refresh_from_db()
    typed = {cell(key): text for key, text in texts.items()}
    revision = one.revision if base is None else base
    return save_answers(one=one, typed=typed, base_revision=revision, source=Source.FORM, by=by)


def fill(one: Return, by: Person, **changes: str) -> Return:
    """Save a whole return and explain whatever the checks find worth explaining."""
    texts = {str(key): text for key, text in whole(form_for(one.round)).items()}
    saved = save(one, texts | {key.replace("__", "."): text for key, text in changes.items()}, by)
    for outcome in checked(saved.one).soft:
        explain(one=one, key=outcome.key, text="This is right: the front door opened again in July.", by=by)
    one.refresh_from_db()
    return one
