"""What the checks find, as the pages show it: grouped by rule, each with the way to its cells and what can be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Link
from riia.alliance.returns.models import Return
from riia.alliance.returns.presenters.filling import cell_title, element_id, possessive, short_period
from riia.alliance.returns.queries.checking import Checked
from riia.indicators.returns.checks import registered
from riia.indicators.returns.nouns import Cell, Outcome

_LINKS: Final = 4


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What the council said to this before."""

    text: str
    words: str
    usable: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding."""

    key: str
    code: str
    words: str
    why: str
    remedy: str
    links: tuple[Link, ...]
    more: int
    field: str
    place: int
    text: str
    by: str
    offer: OfferLine | None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one rule, told once with its reason."""

    title: str
    why: str
    remedy: str
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class ChecksPage:
    """Everything the checks page shows."""

    title: str
    caption: str
    revision: int
    unreadable: tuple[FindingLine, ...]
    hard: tuple[FindingGroup, ...]
    soft: tuple[FindingLine, ...]
    hidden: int
    ready: bool
    back: str
    fill: str
    submit: str
    simulated: bool


def page(one: Return, found: Checked) -> ChecksPage:
    """The findings of a return as it stands."""
    fill = reverse("returns:fill", args=[one.reference])
    return ChecksPage(
        title=_title(one, found),
        caption=f"{one.council.label}, {short_period(one.round.as_period)}",
        revision=one.revision,
        unreadable=tuple(_unreadable(found, cell, fill) for cell in found.unreadable),
        hard=_grouped(found, found.hard, fill),
        soft=tuple(_line(found, outcome, fill, place) for place, outcome in enumerate(found.soft)),
        hidden=found.hidden,
        ready=not found.in_the_way,
        back=reverse("returns:return", args=[one.reference]),
        fill=fill,
        submit=reverse("returns:submit", args=[one.reference]),
        simulated=one.round.simulated,
    )


def _title(one: Return, found: Checked) -> str:
    whose = f"{possessive(one.council.label)} return"
    if found.in_the_way:
        return f"{whose} is not ready yet: {found.in_the_way}"
    if found.soft:
        return f"{whose} is ready to submit: {plural(len(found.soft), 'finding')} explained"
    return f"{whose} is ready to submit: the checks found nothing"


def _unreadable(found: Checked, cell: Cell, fill: str) -> FindingLine:
    entry = found.unreadable[cell]
    link = Link(cell_title(found.form, cell), f"{fill}#{element_id(cell)}")
    return FindingLine(str(cell), "", entry.problem, "", entry.place, (link,), 0, "", 0, "", "", None)


def _grouped(found: Checked, outcomes: Sequence[Outcome], fill: str) -> tuple[FindingGroup, ...]:
    groups: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.code, outcome.why), []).append(outcome)
    rules = registered()
    return tuple(
        FindingGroup(
            rules[code].rule if code in rules else code,
            why,
            _shared([outcome.remedy for outcome in members]),
            tuple(_line(found, outcome, fill, 0) for outcome in members),
        )
        for (code, why), members in groups.items()
    )


def _shared(remedies: Sequence[str]) -> str:
    """The remedy where all have the same; otherwise each line says its own."""
    return remedies[0] if len(set(remedies)) == 1 else ""


def _line(found: Checked, outcome: Outcome, fill: str, place: int) -> FindingLine:
    links = tuple(
        Link(cell_title(found.form, cell), f"{fill}#{element_id(cell)}")
        for cell in outcome.cells[:_LINKS]
        if found.form.asks(cell)
    )
    standing = found.texts.get(outcome.key)
    offer = found.offers.get(outcome.key) or found.worn.get(outcome.key)
    return FindingLine(
        key=outcome.key,
        code=outcome.code,
        words=outcome.words,
        why=outcome.why,
        remedy=outcome.remedy,
        links=links,
        more=max(0, len(outcome.cells) - _LINKS),
        field=f"text-{place}",
        place=place,
        text=standing.text if standing else "",
        by=standing.changer_label if standing else "",
        offer=OfferLine(offer.text, offer.words, outcome.key in found.offers) if offer and not standing else None,
    )
