"""Links between promises, held against the dates of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.kit.filters import plural, short_date
from riia.alliance.kit.pieces import Tone
from riia.alliance.plans.dependencies import Fit, Held, Lead, LeadUnit, Promise
from riia.alliance.plans.models import Dependency
from riia.alliance.plans.presenters.costs import Tag

FIT_TONES: Mapping[Fit, Tone] = {
    Fit.VIOLATED: "problem", Fit.ZERO: "attention", Fit.UNKNOWN: "attention", Fit.HOLDS: "done"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link with how it stands against the dates."""

    model: Dependency
    before_words: str
    after_words: str
    dates: str
    lead: str
    tag: Tag
    gap: str
    try_key: str
    rank: tuple[int, int] = (0, 0)
    """The worst first: out of order before no time between, and of each the longest the wrong way round first."""


def link_row(one: Dependency, found: Sequence[Held], promises: Mapping[str, Promise]) -> LinkRow:
    """A link as it was entered, by the worst of the links between measures that it stands for."""
    order = list(FIT_TONES)
    worst = min(found, key=lambda each: (order.index(each.fit), each.gap or 0), default=None)
    lead = Lead(one.lead_amount, LeadUnit(one.lead_unit))
    if worst is None:
        return LinkRow(one, one.before.words, one.after.words, "", lead.words, ("cannot say", "attention"), "", "")
    gap = (
        "" if worst.gap is None else f"{plural(abs(worst.gap), 'day')}{' the wrong way round' if worst.gap < 0 else ''}"
    )
    dates = f"{_unbroken(day_words(worst.before.due))} → {_unbroken(due_words(worst.after))}"
    return LinkRow(
        one, worst.before.title, worst.after.title, dates, lead.words,
        (worst.fit.value, FIT_TONES[worst.fit]), gap, one.before_at if promises[worst.link.before].due else "",
        (order.index(worst.fit), worst.gap or 0),
    )  # fmt: skip


def _unbroken(words: str) -> str:
    """A date that stays on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def links_title(rows: Sequence[LinkRow]) -> str:
    """The finding of the page of links."""
    if not rows:
        return "Nothing is said yet about what has to come before what"
    wrong = sum(each.tag[0] == Fit.VIOLATED.value for each in rows)
    none = sum(each.tag[0] == Fit.ZERO.value for each in rows)
    return f"{plural(len(rows), 'link')}: {wrong} out of order, {none} with no time between"


def due_words(one: Promise) -> str:
    """The due date; of what is to hold from a day on, that day."""
    return f"from {day_words(one.due)}" if one.holds_from else day_words(one.due)


def day_words(day: date | None) -> str:
    """A day, or that there is none."""
    return short_date(day) if day else "no date"
