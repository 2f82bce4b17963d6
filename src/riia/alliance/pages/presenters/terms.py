"""A council's term dates: what is entered, what is missing, and what stands in meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from riia.alliance.audit.models import Entry
from riia.alliance.kit.filters import long_date
from riia.alliance.kit.pieces import Link
from riia.alliance.places import calendar
from riia.alliance.places.calendar import Standing
from riia.alliance.places.models import AcademicTerm, Place
from riia.alliance.places.naming import plain_name, possessive
from riia.indicators.model import Period, PeriodKind

NAMES = {1: "Autumn", 2: "Spring", 3: "Summer"}


@dataclass(frozen=True)
class Term:
    """One term with its days."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Year:
    """The terms of one academic year: the council's own, or the national ones that stand in for them."""

    label: str
    anchor: str
    when: str
    entered: bool
    terms: tuple[Term, ...]
    source: str
    source_href: str
    who: str
    href: str


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    title: str
    name: str
    profile: str
    today: str
    years: tuple[Year, ...]
    others: tuple[Link, ...]
    alliance: Link | None
    may_enter: bool
    ended: str


def open_years(council: Place, today: date) -> list[int]:
    """The academic years whose dates can be entered or corrected: last year, this year, the two after, where the
    council exists throughout."""
    now = calendar.period_of(today, PeriodKind.ACADEMIC_YEAR).named_year
    years = [Period.academic_year(year) for year in range(now - 1, now + 3)]
    return [year.named_year for year in years if council.exists_on(year.start) and council.exists_on(year.end)]


def page(
    council: Place,
    rows: Sequence[AcademicTerm],
    entries: Mapping[int, Entry],
    *,
    alliance: Link | None,
    may_enter: bool,
    sees_figures: bool,
    today: date,
) -> Page:
    """Put the page together, this year first, then those to come, then those that are over."""
    this = calendar.period_of(today, PeriodKind.ACADEMIC_YEAR).named_year
    entered = {year: list(own) for year, own in groupby(rows, key=lambda row: row.academic_year)}
    can = open_years(council, today)
    years = sorted(
        {*entered, *(year for year in can if year in (this, this + 1))},
        key=lambda year: (year < this, abs(year - this)),
    )
    return Page(
        title=_title(council, this, entered, can),
        name=plain_name(council.name),
        profile=reverse("pages:place", args=[council.code]) if sees_figures else "",
        today=_today(council, today, has_any=bool(entered)),
        years=tuple(
            _year(council, year, this, entered.get(year, []), entries.get(year), may=may_enter and year in can)
            for year in years
        ),
        others=tuple(_other(council, year) for year in can if may_enter and year not in years),
        alliance=alliance,
        may_enter=may_enter,
        ended=long_date(council.valid_to) if council.valid_to else "",
    )


def heading(council: Place, year: int, *, entered: bool) -> str:
    """The title of the form."""
    verb = "Change" if entered else "Enter"
    return f"{verb} {possessive(plain_name(council.name))} term dates for {Period.academic_year(year).short_label}"


def _title(council: Place, this: int, entered: Mapping[int, object], can: Sequence[int]) -> str:
    name = plain_name(council.name)
    if this in can and this not in entered:
        return f"{name} has not entered its term dates for {Period.academic_year(this).short_label}"
    return f"{possessive(name)} term dates"


def _today(council: Place, today: date, *, has_any: bool) -> str:
    """How today stands to the terms; empty where the page says already that they are missing."""
    found = calendar.term_on(council, today) if has_any else None
    if found is None or found.standing is Standing.NOT_ENTERED:
        return ""
    return f"Today is in the {found.term.label}." if found.term else "Today is between two terms."


def _other(council: Place, year: int) -> Link:
    return Link(Period.academic_year(year).short_label, reverse("pages:enter_terms", args=[council.code, year]))


def _year(
    council: Place, year: int, this: int, rows: Sequence[AcademicTerm], entry: Entry | None, *, may: bool
) -> Year:
    source = rows[0].source if rows else ""
    period = Period.academic_year(year)
    terms = [(row.term, row.start, row.end) for row in rows] or [
        (number, term.start, term.end) for number, term in enumerate(period.terms(), start=1)
    ]
    return Year(
        label=period.short_label,
        anchor=period.code,
        when={this: "this year", this + 1: "next year"}.get(year, ""),
        entered=bool(rows),
        terms=tuple(Term(NAMES[number], start, end) for number, start, end in terms),
        source=source,
        source_href=source if source.startswith(("https://", "http://")) and " " not in source else "",
        who=f"Entered by {entry.actor_label} on {long_date(entry.at)}" if entry else "",
        href=reverse("pages:enter_terms", args=[council.code, year]) if may else "",
    )
