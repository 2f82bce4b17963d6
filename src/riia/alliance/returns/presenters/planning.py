"""Planning a round: which periods there are to choose from, how days are reached, what will be asked of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from riia.alliance.kit.filters import long_date, plural, short_date
from riia.alliance.kit.pieces import Link
from riia.alliance.places import calendar
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Rhythm
from riia.alliance.returns.models import Round, Route
from riia.alliance.returns.queries.grounds import Grounds, grounds_for
from riia.alliance.returns.queries.named import named
from riia.alliance.returns.round_days import in_words, proposed_days
from riia.alliance.returns.states import RoundState
from riia.indicators.calendar import period_of
from riia.indicators.definitions import catalogue
from riia.indicators.model import Period, PeriodKind

BACK: Final = 4
"""How many periods before the present one are offered."""


@dataclass(frozen=True)
class PeriodChoice:
    """A period to choose, and what to know of it."""

    period: Period
    href: str
    words: str
    taken: bool
    recommended: bool


@dataclass(frozen=True)
class Planned:
    """A round before it opens: what it will ask of whom, on what grounds."""

    facts: list[tuple[str, str]]
    grounds: Grounds
    councils: list[str]
    written_to: str
    bare: list[str]
    too_late: str


def period_choices(alliance: Alliance, route: Route, kinds: Sequence[PeriodKind], today: date) -> list[PeriodChoice]:
    """The present period and those before it, of every kind that is settled; the last one that ended is recommended."""
    found = []
    held = set(
        Round.objects.filter(alliance=alliance).exclude(state=RoundState.CANCELLED).values_list("period", flat=True)
    )
    for kind in kinds:
        period, free = period_of(today, kind), True
        for _ in range(BACK + 1):
            ended, taken = period.end < today, period.code in held
            recommended = free and ended and not taken
            free = free and not recommended
            words = "has a round" if taken else f"ended {short_date(period.end)}" if ended else "still running"
            address = f"{reverse('returns:new_round')}?region={alliance.region.code}&route={route}&period={period.code}"
            found.append(PeriodChoice(period, address, words, taken, recommended))
            period = period.previous()
    return found


def last_set(alliance: Alliance, sets: Sequence[str]) -> dict[str, str]:
    """The set of the alliance's newest round, where it can be asked again: what councils know is proposed."""
    asked = Round.objects.filter(alliance=alliance, form__in=sets).exclude(state=RoundState.CANCELLED)
    newest = asked.order_by("-period_end", "-made_at").values_list("form", flat=True).first()
    return {"form": newest} if newest else {}


def settle_links(waiting: Sequence[Rhythm]) -> list[Link]:
    """Where the words that are not settled are settled."""
    return [
        Link(
            f"Settle what “{rhythm.written}” means: {rhythm.subject}",
            reverse("pages:settle", args=[rhythm.alliance.region.code, rhythm.pk]),
        )
        for rhythm in waiting
    ]


def hints(period: Period) -> dict[str, str]:
    """How each proposed day was reached, by the name of its field (R5.09)."""
    proposal = proposed_days(period)
    return {
        "opens_on": f"Proposed: {proposal.opening_words[:1].lower()}{proposal.opening_words[1:]}",
        "due_on": f"Proposed: {proposal.due.words}",
        "desk_until": f"Proposed: {proposal.desk.words}",
        "dfe_due_on": f"Proposed: {proposal.dfe.words}",
    }


def set_hints(sets: Sequence[str]) -> dict[str, str]:
    """What to know of each indicator set: where it comes from, and what of it nobody has named (R4.17)."""
    found = {key: catalogue().set(key) for key in sets}
    return {key: " ".join([one.words, *(each.words for each in one.unknown)]) for key, one in found.items()}


def initial(period: Period) -> dict[str, date]:
    """The proposed days."""
    days = proposed_days(period).days
    return {
        "opens_on": days.opens_on,
        "due_on": days.due_on,
        "desk_until": days.desk_until,
        "dfe_due_on": days.dfe_due_on,
    }


def without_terms(alliance: Alliance, period: Period, today: date) -> list[str]:
    """For a round over school terms: councils that have not entered their own dates (R15.01)."""
    if period.kind is not PeriodKind.ACADEMIC_TERM:
        return []
    missing = calendar.councils_without_term(places.members(alliance, today), period)
    return [council.label for council in missing]


def planned(one: Round, today: date) -> Planned:
    """What opening the round will do, as things stand."""
    councils = list(places.members(one.alliance, today).order_by("name"))
    people = named(councils, today)
    writing = sum(len(people[council.code].preparing) for council in councils)
    passed = today > one.due_on
    return Planned(
        facts=facts(one),
        grounds=grounds_for(one.alliance, one.form, one.dataset, today, one.period_end),
        councils=[council.label for council in councils],
        written_to=plural(writing, "person", "people"),
        bare=[council.label for council in councils if not people[council.code].preparing],
        too_late=f"Its deadline, {long_date(one.due_on)}, has passed. Move its days first." if passed else "",
    )


def facts(one: Round) -> list[tuple[str, str]]:
    """What a round is, line by line."""
    found = [
        ("Period", f"{one.as_period.label}: {long_date(one.period_start)} to {long_date(one.period_end)}"),
        ("Indicator set", catalogue().set(one.form).title),
        ("Route to the Department", Route(one.route).label),
        ("Opens", in_words(one.opens_on)),
        ("Councils’ returns due", in_words(one.due_on)),
        ("Desk’s last day", in_words(one.desk_until)),
        ("Pack due at the Department", in_words(one.dfe_due_on)),
        ("Planned by", f"{one.maker_label}, {long_date(one.made_at)}"),
    ]
    if one.grounds.get("words"):
        found.append(("Collected under", str(one.grounds["words"])))
    if one.items:
        found.append(("Asked", plural(len(one.items), "indicator")))
    if one.grounds.get("left_out"):
        found.append(("Not asked", "; ".join(map(str, one.grounds["left_out"]))))
    if one.note:
        found.append(("Note to councils", one.note))
    return found
