"""How often something of an alliance happens: as written, as read, and what each reading would mean."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.audit.models import Entry
from riia.alliance.kit.filters import long_date, plural
from riia.alliance.kit.pieces import Link
from riia.alliance.places import calendar
from riia.alliance.places.models import Alliance, Rhythm
from riia.alliance.places.models.alliance import RhythmKind
from riia.alliance.places.policies import Reading, choices, readings
from riia.indicators.calendar import Frequency
from riia.indicators.model import PeriodKind

COVERED = {
    PeriodKind.FINANCIAL_QUARTER: "a financial quarter",
    PeriodKind.CALENDAR_QUARTER: "a calendar quarter",
    PeriodKind.ACADEMIC_TERM: "an academic term",
}


@dataclass(frozen=True)
class Option:
    """One way in which a rhythm may be settled, as the form offers it."""

    value: str
    reading: Reading
    text: str
    hint: str
    in_force: bool


@dataclass(frozen=True)
class Side:
    """One reading of words that have two, with what would follow from it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class RhythmLine:
    """How often something happens. `href` is where it is settled, empty for whom may not or where nothing is open."""

    subject: str
    kind: str
    written: str
    source: str
    words: str
    why: str
    who: str
    sides: tuple[Side, ...]
    href: str


@dataclass(frozen=True)
class Settling:
    """The page on which one rhythm is settled."""

    line: RhythmLine
    title: str
    alliance: Link
    again: bool


def settling(alliance: Alliance, rhythm: Rhythm, entry: Entry | None) -> Settling:
    """The page on which a rhythm is settled, or settled anew."""
    return Settling(
        line=rhythm_line(rhythm, entry, may_settle=True),
        title=f"What does “{rhythm.written}” mean?",
        alliance=Link(alliance.short_name, address_of(alliance)),
        again=rhythm.is_settled,
    )


def is_open(rhythm: Rhythm) -> bool:
    """Whether there is anything to choose, now or again. A number of times and words with one meaning leave nothing."""
    return rhythm.times_a_year is None and len(choices(rhythm.written, rhythm.kind)) > 1


def options(rhythm: Rhythm, today: date) -> list[Option]:
    """Every way in which a rhythm may be settled, each with an example."""
    now = (rhythm.frequency, rhythm.period_kind)
    return [
        Option(
            value="/".join(filter(None, (reading.frequency.value, reading.period_kind and reading.period_kind.value))),
            reading=reading,
            text=_words(reading),
            hint=_example(rhythm, reading, today),
            in_force=now == (reading.frequency.value, reading.period_kind.value if reading.period_kind else ""),
        )
        for reading in choices(rhythm.written, rhythm.kind)
    ]


def rhythm_line(rhythm: Rhythm, entry: Entry | None, *, may_settle: bool) -> RhythmLine:
    """A rhythm as its document writes it and as it is read; `entry` is the trail's of who settled it, if anybody."""
    return RhythmLine(
        subject=rhythm.subject,
        kind=RhythmKind(rhythm.kind).label,
        written=rhythm.written,
        source=rhythm.source,
        words=capital(rhythm.words) if rhythm.is_settled else "",
        why=_why(rhythm),
        who=_who(rhythm, entry),
        sides=() if rhythm.is_settled else tuple(_side(rhythm, frequency) for frequency in readings(rhythm.written)),
        href=reverse("pages:settle", args=[rhythm.alliance.region.code, rhythm.pk])
        if may_settle and is_open(rhythm)
        else "",
    )


def address_of(alliance: Alliance) -> str:
    return reverse("pages:alliance", args=[alliance.region.code])


def in_two_years(frequency: Frequency) -> int:
    """How often it happens in two years: the shortest time in which every reading can be counted."""
    if frequency.months:
        return 24 // frequency.months
    if frequency.weeks:
        return 104 // frequency.weeks
    return {Frequency.TERMLY: 6, Frequency.TWICE_A_MONTH: 48, Frequency.TWICE_A_WEEK: 208}[frequency]


def _why(rhythm: Rhythm) -> str:
    """Why a settled rhythm is read as it is: the reason given, or that its words leave nothing to choose."""
    if not rhythm.is_settled:
        return ""
    if rhythm.settled_because:
        return rhythm.settled_because
    return "The document gives a number." if rhythm.times_a_year else "The words have one meaning."


def _who(rhythm: Rhythm, entry: Entry | None) -> str:
    if entry:
        return f"Settled by {entry.actor_label} on {long_date(entry.at)}"
    return "Settled when the service was set up" if rhythm.is_settled and rhythm.settled_because else ""


def _side(rhythm: Rhythm, frequency: Frequency) -> Side:
    kind = RhythmKind(rhythm.kind)
    periods = [each.period_kind for each in choices(rhythm.written, rhythm.kind) if each.frequency is frequency]
    covered = " or ".join(COVERED[period] for period in periods if period)
    count = f"{plural(in_two_years(frequency), kind.label)} in two years"
    return Side(capital(frequency.words), (count, f"Each for {covered}") if covered else (count,))


def _words(reading: Reading) -> str:
    often = capital(reading.frequency.words)
    return f"{often}, each for {COVERED[reading.period_kind]}" if reading.period_kind else often


def _example(rhythm: Rhythm, reading: Reading, today: date) -> str:
    """What a choice would mean: how many in two years, and for a return the period of today."""
    count = f"{plural(in_two_years(reading.frequency), RhythmKind(rhythm.kind).label)} in two years"
    if not reading.period_kind:
        return count
    now = calendar.period_of(today, reading.period_kind)
    term = reading.period_kind is PeriodKind.ACADEMIC_TERM
    shown = f"the {now.label}, on each council’s own dates" if term else now.label
    return f"{count}. The present one would be for {shown}"


def capital(text: str) -> str:
    """The words as a sentence or a cell begins with them."""
    return text[:1].upper() + text[1:]
