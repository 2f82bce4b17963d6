"""An alliance: its councils, who serves them, how often what happens, and what of that still needs a decision."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.audit.models import Entry
from riia.alliance.kit.filters import and_list, long_date
from riia.alliance.kit.pieces import Link
from riia.alliance.pages.presenters.rhythms import RhythmLine, address_of, capital, rhythm_line
from riia.alliance.places import calendar
from riia.alliance.places.models import Alliance, AllianceMember, Rhythm, Service
from riia.alliance.places.naming import plain_name
from riia.indicators import reference
from riia.indicators.model import Period, PeriodKind


@dataclass(frozen=True)
class CouncilLine:
    """A member council. `profile` is empty for whoever may not see figures."""

    name: str
    profile: str
    since: str
    terms: Link
    has_terms: bool


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation with what it does, for whom and since when."""

    name: str
    does: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Page:
    """Everything the template of one alliance shows."""

    title: str
    name: str
    short_name: str
    indicators: str
    source: str
    waiting: tuple[RhythmLine, ...]
    settled: tuple[RhythmLine, ...]
    councils: tuple[CouncilLine, ...]
    former: tuple[str, ...]
    organisations: tuple[OrganisationLine, ...]
    year: str
    without_terms: tuple[Link, ...]
    terms_words: str


@dataclass(frozen=True)
class AllianceLine:
    """An alliance in the list of all."""

    link: Link
    councils: int
    with_terms: int
    waiting: int


def lines(
    alliances: Iterable[Alliance],
    members: Iterable[AllianceMember],
    with_terms: Collection[str],
    unsettled: Iterable[Rhythm],
    today: date,
) -> list[AllianceLine]:
    """Every alliance with the number of its councils, of those with term dates, and of decisions that are open."""
    codes: dict[int, list[str]] = {}
    for member in members:
        if _is_on(member, today):
            codes.setdefault(member.alliance_id, []).append(member.council.code)
    waiting = [rhythm.alliance_id for rhythm in unsettled]
    return [
        AllianceLine(
            Link(alliance.short_name, address_of(alliance)),
            len(codes.get(alliance.pk, [])),
            sum(code in with_terms for code in codes.get(alliance.pk, [])),
            waiting.count(alliance.pk),
        )
        for alliance in alliances
    ]


def mine(alliances: Iterable[Alliance], scope: Scope) -> Link | None:
    """The alliance of the viewer's own place, where there is one."""
    home = scope.home_place()
    region = reference.region_of(home).code if home else ""
    return next((Link(each.name, address_of(each)) for each in alliances if each.region.code == region), None)


def page(
    alliance: Alliance,
    *,
    members: Sequence[AllianceMember],
    services: Iterable[Service],
    rhythms: Iterable[Rhythm],
    settlements: Mapping[int, Entry],
    with_terms: Collection[str],
    may_settle: bool,
    sees_figures: bool,
    today: date,
) -> Page:
    """Put the page of one alliance together."""
    rows = [(rhythm, rhythm_line(rhythm, settlements.get(rhythm.pk), may_settle=may_settle)) for rhythm in rhythms]
    waiting = tuple(line for rhythm, line in rows if not rhythm.is_settled)
    year = academic_year(today)
    councils = tuple(_council(member, with_terms, sees_figures) for member in members if _is_on(member, today))
    without = tuple(Link(line.name, line.terms.href) for line in councils if not line.has_terms)
    return Page(
        title=_title(alliance, len(waiting)),
        name=alliance.name,
        short_name=alliance.short_name,
        indicators=reverse("insight:region", args=[alliance.region.code]) if sees_figures else "",
        source=alliance.source,
        waiting=waiting,
        settled=tuple(line for rhythm, line in rows if rhythm.is_settled),
        councils=councils,
        former=tuple(_former(member) for member in members if not _is_on(member, today)),
        organisations=tuple(_organisations(alliance, services)),
        year=year.short_label,
        without_terms=without,
        terms_words=_terms_words(len(councils), len(without), year),
    )


def academic_year(today: date) -> Period:
    """The academic year of a day."""
    return calendar.period_of(today, PeriodKind.ACADEMIC_YEAR)


def _title(alliance: Alliance, waiting: int) -> str:
    if not waiting:
        return f"{alliance.short_name}: the alliance and its councils"
    return f"{alliance.short_name}: {'one decision is' if waiting == 1 else f'{waiting} decisions are'} needed"


def _council(member: AllianceMember, with_terms: Collection[str], sees_figures: bool) -> CouncilLine:
    code = member.council.code
    entered = code in with_terms
    return CouncilLine(
        name=plain_name(member.council.name),
        profile=reverse("pages:place", args=[code]) if sees_figures else "",
        since=long_date(member.valid_from) if member.valid_from else "the beginning",
        terms=Link("Entered" if entered else "Not entered", reverse("pages:terms", args=[code])),
        has_terms=entered,
    )


def _former(member: AllianceMember) -> str:
    """ "Northamptonshire, until 31 March 2021"; a council that is yet to join says from when."""
    name = plain_name(member.council.name)
    if member.valid_to:
        return f"{name}, until {long_date(member.valid_to)}"
    return f"{name}, from {long_date(member.valid_from)}" if member.valid_from else name


def _is_on(member: AllianceMember, day: date) -> bool:
    return (member.valid_from or day) <= day <= (member.valid_to or day)


def _since(first: date | None) -> str:
    return f"since {long_date(first)}" if first else "from the beginning"


def _organisations(alliance: Alliance, services: Iterable[Service]) -> Iterable[OrganisationLine]:
    """Who serves the councils, those of several councils with all of them named; then who supports the alliance."""
    for organisation, own in groupby(services, key=lambda service: service.organisation):
        rows = list(own)
        does = [
            f"{capital(what)} for {and_list([plain_name(each.council.name) for each in same])}, {_since(first)}"
            for (what, first), same in _grouped(rows)
        ]
        yield OrganisationLine(organisation.name, tuple(does), and_list(sorted({row.source for row in rows})))
    body = alliance.improvement_body
    if body:
        yield OrganisationLine(body.name, ("Supports the alliance as its improvement body",), body.source)


def _grouped(services: Iterable[Service]) -> Iterable[tuple[tuple[str, date | None], list[Service]]]:
    found: dict[tuple[str, date | None], list[Service]] = {}
    for service in services:
        found.setdefault((service.what, service.valid_from), []).append(service)
    return found.items()


def _terms_words(councils: int, without: int, year: Period) -> str:
    dates = f"term dates for {year.short_label}"
    if not without:
        return f"Every council has entered its {dates}."
    none = without == councils
    entered = (
        "No council has entered its" if none else f"{councils - without} of {councils} councils have entered their"
    )
    standing = "National term boundaries stand in meanwhile."
    return f"{entered} {dates}. {standing}"
