"""Reports as measures of a delivery plan: sent, receipted, each quarter, in time, shared first (plan 8.3.6 and others).

A report counts on the day on which it was first sent, and is receipted on the day on which the last of those who were
asked had confirmed; a correction moves neither. What is still to come is not in N. A line of the register says which
promise it keeps; where none does, nothing is known, which is not 0. Offered through `places.measures`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.places.measures import Asked, Measure, Measured, Part, Unit, once
from riia.alliance.reporting.models import Kind
from riia.alliance.reporting.promises import Promise
from riia.alliance.reporting.queries.reading import Owed, owed, with_reports
from riia.alliance.reporting.states import OUT, Standing


@dataclass(frozen=True, slots=True)
class _Seen:
    """A report that was owed, with the days on which it was sent and receipted, if that was in the time."""

    one: Owed
    sent: date | None
    receipted: date | None
    shared: str
    passed: bool
    """Whether its day has passed."""

    @property
    def in_time(self) -> bool:
        return self.sent is not None and self.sent <= self.one.due.day

    @property
    def simulated(self) -> bool:
        return self.one.report.simulated if self.one.report else self.one.kind.simulated


def _reports(promise: Promise, asked: Asked) -> list[_Seen] | None:
    """Every report of the promise that was sent or due in the time, by day; None where the register names none."""
    kinds = [kind for kind in _kinds(asked.region) if kind.promise == promise]
    found = [
        _seen(one, asked)
        for kind in kinds
        for one in owed(kind, date(asked.since.year - 1, 1, 1), date(asked.until.year + 1, 12, 31))
        if one.standing is not Standing.DROPPED
    ]
    if not kinds:
        return None
    wanted = [each for each in found if each.sent or asked.since <= each.one.due.day <= asked.until]
    return sorted(wanted, key=lambda each: (each.one.due.day, each.one.kind.order))


def _kinds(region: str) -> list[Kind]:
    """The lines of the register of a region that keep a promise, with their reports; read once for one look."""
    found = Kind.objects.filter(alliance__region__code=region).exclude(promise="").order_by("order")
    return once(("reporting.kinds", region), lambda: list(with_reports(found)))


def _seen(one: Owed, asked: Asked) -> _Seen:
    due = one.due.day
    passed = due <= asked.until and due < asked.today
    if one.report is None:
        return _Seen(one, None, None, "", passed)
    out = [each for each in one.report.editions.all() if each.state in OUT]
    first = min(out, key=lambda each: each.number, default=None)
    return _Seen(
        one,
        _within((each.sent_at for each in out), asked),
        _within((each.receipted_at for each in out), asked),
        first.shared_first if first else "",
        passed,
    )


def _within(moments: Iterable[datetime | None], asked: Asked) -> date | None:
    """The first of these days, if it lies in the time that is asked about."""
    days = [timezone.localtime(each).date() for each in moments if each is not None]
    day = min(days, default=None)
    return day if day is not None and asked.since <= day <= asked.until else None


def _part(each: _Seen, counts: bool | None) -> Part:
    if each.sent is None:
        words = f"was due on {long_date(each.one.due.day)}" if each.passed else "still to come"
    else:
        words = f"sent on {long_date(each.sent)}"
        if each.one.kind.receipt_needed:
            day = each.receipted
            words += f", receipt confirmed on {long_date(day)}" if day else ", receipt not confirmed by all"
        if each.shared:
            words += f", shared before: {each.shared}"
    report = each.one.report
    href = reverse("reporting:report", args=[report.reference]) if report else ""
    return Part(f"{each.one.kind.title}, {each.one.stretch.words}", counts, words, href)


type _Count = Callable[[list[_Seen], Asked], tuple[int, int | None, str, tuple[Part, ...]]]


def _finds(promise: Promise, count: _Count) -> Callable[[Asked], Measured]:
    def find(asked: Asked) -> Measured:
        found = _reports(promise, asked)
        if found is None:
            words = f"No line of the register of reports is a {promise.words}."
            return Measured(None, None, words, asked.until)
        n, of, words, parts = count(found, asked)
        known = None if of == 0 else n
        return Measured(known, of or None, words, asked.until, parts, reverse("reporting:register"),
                        simulated=any(each.simulated for each in found))  # fmt: skip

    return find


def _sent(found: list[_Seen], asked: Asked) -> tuple[int, int | None, str, tuple[Part, ...]]:
    parts = tuple(_part(each, True if each.sent else False if each.passed else None) for each in found)
    n = sum(each.sent is not None for each in found)
    due = sum(each.passed for each in found)
    return n, None, f"{plural(n, 'report')} sent; {due} were due by {long_date(asked.until)}.", parts


def _receipted(found: list[_Seen], asked: Asked) -> tuple[int, int | None, str, tuple[Part, ...]]:
    parts = tuple(
        _part(each, True if each.receipted else False if each.sent or each.passed else None) for each in found
    )
    n, sent = sum(each.receipted is not None for each in found), sum(each.sent is not None for each in found)
    due = sum(each.passed for each in found)
    words = (
        f"{n} of {plural(sent, 'report')} sent are confirmed as received; {due} were due by {long_date(asked.until)}."
    )
    return n, None, words, parts


def _shared_first(found: list[_Seen], _: Asked) -> tuple[int, int | None, str, tuple[Part, ...]]:
    sent = [each for each in found if each.sent]
    n = sum(bool(each.shared) for each in sent)
    words = f"{n} of {plural(len(sent), 'report')} sent were shared before with those the register names."
    return (
        n,
        len(sent),
        words if sent else "None was sent in these days.",
        tuple(_part(one, bool(one.shared)) for one in sent),
    )


def _in_time(found: list[_Seen], asked: Asked) -> tuple[int, int | None, str, tuple[Part, ...]]:
    judged = [each for each in found if each.passed or each.in_time]
    n = sum(each.in_time for each in judged)
    words = f"{n} of {plural(len(judged), 'report')} due by {long_date(asked.until)} were sent by their day."
    return (
        n,
        len(judged),
        words if judged else "None was due in these days.",
        tuple(_part(one, one.in_time) for one in judged),
    )


def _each_quarter(found: list[_Seen], asked: Asked) -> tuple[int, int | None, str, tuple[Part, ...]]:
    """Periods for which everything that keeps the promise was sent; one that is still open is not in N."""
    groups: dict[str, list[_Seen]] = {}
    for each in found:
        groups.setdefault(each.one.stretch.code, []).append(each)
    whole = [code for code, some in groups.items() if all(each.sent for each in some)]
    judged = [
        code for code, some in groups.items() if code in whole or any(each.passed and not each.sent for each in some)
    ]
    missing = [groups[code][0].one.stretch.words for code in judged if code not in whole]
    words = f"Sent for {len(whole)} of {plural(len(judged), 'quarter')}."
    if missing:
        words = f"{words[:-1]}; not for {and_list(missing)}."
    parts = tuple(_part(each, bool(each.sent)) for code in judged for each in groups[code])
    return len(whole), len(judged), words if judged else "None was due in these days.", parts


def _measure(name: str, title: str, unit: Unit, how: str, promise: Promise, count: _Count) -> Measure:
    return Measure(f"reporting.{name}", title, unit, how, _finds(promise, count), changed_by={"reporting", "places"})


_SENT_ON: Final = "A report counts on the day it was first sent; one that is noted as not needed is left out."
MEASURES: Final = (
    _measure("department-receipted", "Quarterly reports to DfE and LGA, sent and receipted", Unit.COUNT,
             f"Reports whose receipt both had confirmed by the day. {_SENT_ON}", Promise.DEPARTMENT, _receipted),
    _measure("insight-quarters", "Quarters with a regional insight report", Unit.SHARE,
             f"Quarters for which it was sent to all it is for, of those whose day has passed. {_SENT_ON}",
             Promise.INSIGHT, _each_quarter),
    _measure("insight-in-time", "Insight reports sent by their day", Unit.SHARE,
             f"Of the reports that were due, those sent by the day of the register. {_SENT_ON}",
             Promise.INSIGHT, _in_time),
    _measure("national-sent", "Updates for national ADCS and the Council of Reference", Unit.COUNT,
             f"Updates that were sent. {_SENT_ON}", Promise.NATIONAL, _sent),
    _measure("national-shared-first", "National updates shared with the region’s leads before", Unit.SHARE,
             "Of the updates that were sent, those for which it is kept when they were shared before.",
             Promise.NATIONAL, _shared_first),
    _measure("tracker-quarters", "Quarters with the tracker of support to ADCS and the board", Unit.SHARE,
             f"Quarters for which every report that holds the tracker was sent. {_SENT_ON}",
             Promise.TRACKER, _each_quarter),
    _measure("partners-quarters", "Quarters with milestones of partners to the board", Unit.SHARE,
             f"Quarters for which they were sent. {_SENT_ON}", Promise.PARTNERS, _each_quarter),
    _measure("requested-in-time", "Written updates sent in time after a request", Unit.SHARE,
             f"Of the updates that were asked for, those sent by their day. {_SENT_ON}", Promise.REQUESTED, _in_time),
)  # fmt: skip
