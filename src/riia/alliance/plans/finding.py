"""What the evidence for a measure comes to on a day: n of N, what is proven, which instances are met. Pure.

What counts is evidence that somebody else accepted, from the day it speaks for until it expires. A council, a meeting
or a number that nothing says anything of is not known; it is never taken for 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from riia.alliance.places.measures import Measured
from riia.alliance.plans.thresholds import Threshold, needed, reaches
from riia.alliance.plans.units import DONE, LENGTHS, RATES, Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """What one piece of evidence shows of a measure. `order` breaks ties between days: the later record holds."""

    effective_on: date
    accepted: bool
    waiting: bool = False
    expires_on: date | None = None
    n: Fraction | None = None
    of: int | None = None
    parts: Mapping[str, bool] = field(default_factory=dict)
    covers: frozenset[str] = frozenset()
    instance: int | None = None
    order: int = 0
    title: str = ""

    def holds(self, at: date, *, expiring: bool = True) -> bool:
        """Whether it counts on a day."""
        if not self.accepted or self.effective_on > at:
            return False
        return not (expiring and self.expires_on is not None and self.expires_on <= at)


@dataclass(frozen=True, slots=True)
class Time:
    """One instance of what recurs."""

    key: int
    label: str
    due: date
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure as the plan has it, with everything recorded for it."""

    threshold: Threshold
    words: str
    due: date | None
    due_written: str = ""
    all_councils: bool = False
    proofs: tuple[str, ...] = ()
    recurs: bool = False
    times: tuple[Time, ...] = ()
    shown: tuple[Shown, ...] = ()
    measured: Measured | None = None
    takes_itself: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """n of N, how many are needed, and whether that is reached. None is not known."""

    n: Fraction | None
    of: int | None
    needed: Fraction | None
    reached: bool | None


@dataclass(frozen=True, slots=True)
class TimeStanding:
    """Where one instance stands: "met", "waits for review", "missed", "to come" or "not needed"."""

    time: Time
    words: str

    @property
    def met(self) -> bool:
        return self.words == "met"


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all measures of a plan on a day: councils by code, who is exempt and when, whether it still holds.

    `exempt` gives for each council the days of its approved exemptions, from and to, for the KPI that is judged.
    """

    at: date
    councils: frozenset[str]
    ends_on: date
    superseded: bool = False
    exempt: Mapping[str, Sequence[tuple[date, date]]] = field(default_factory=dict)

    def left_out(self, due: date | None) -> frozenset[str]:
        """Councils exempt on the day that decides: the due day once it has passed, else the day asked about."""
        deciding = min(self.at, due) if due else self.at
        return frozenset(
            code
            for code, spans in self.exempt.items()
            if code in self.councils and any(begins <= deciding <= ends for begins, ends in spans)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What the evidence that holds on a day comes to."""

    result: Result
    proven: bool
    missing: tuple[str, ...]
    anything: bool
    assumed: str = ""

    @property
    def met(self) -> bool:
        return bool(self.result.reached) and self.proven


def found(
    asked: Asked, around: Around, left_out: frozenset[str], on: date, *, expiring: bool = True, waiting: bool = False
) -> Found:
    """What is found on a day. With `waiting` what waits for review is taken as accepted; to say so, not to count it."""
    held = [
        each
        for each in asked.shown
        if (each.holds(on, expiring=expiring)) or (waiting and each.waiting and each.effective_on <= on)
    ]
    n, of, assumed = _value(asked, around, left_out, held, on)
    least = needed(asked.threshold, of)
    covered = frozenset().union(*(each.covers for each in held)) if held else frozenset()
    missing = () if asked.measured else tuple(each for each in asked.proofs if each not in covered)
    proven = not missing and (bool(held) or asked.measured is not None)
    if asked.measured is not None and of is not None and asked.threshold.unit in LENGTHS | RATES:
        # The part counts how many of them kept to the time themselves: all of them is what the plan asks.
        reached, least = (n >= of if n is not None and of else None), Fraction(of)
    elif asked.threshold.given:
        reached = reaches(asked.threshold, n, of)
        if reached is None and judged_by_times(asked):
            reached = None
    else:
        # The plan gives no number: what was accepted for it stands for it.
        reached = True if held or (asked.measured is not None and bool(asked.measured.n)) else None
    return Found(Result(n, of, least, reached), proven, missing, bool(held) or n is not None, assumed)


def _value(
    asked: Asked, around: Around, left_out: frozenset[str], held: Sequence[Shown], on: date
) -> tuple[Fraction | None, int | None, str]:
    if asked.measured is not None:
        return _measured(asked, around, left_out, asked.measured)
    if asked.takes_itself and not held:
        return None, _councils_left(asked, around, left_out), ""
    plain = [each for each in held if each.instance is None]
    if asked.times and not any(each.n is not None or each.parts for each in plain):
        return _oftimes_of(asked, on, held)
    if asked.all_councils:
        return _of_councils(asked, around, left_out, plain)
    said = max((each for each in plain if each.n is not None), key=_recency, default=None)
    if said is not None:
        return said.n, said.of, ""
    if asked.threshold.unit in DONE and plain:
        return Fraction(1), None, ""
    return None, None, ""


def _councils_left(asked: Asked, around: Around, left_out: frozenset[str]) -> int | None:
    return len(around.councils - left_out) if asked.all_councils else None


def _measured(
    asked: Asked, around: Around, left_out: frozenset[str], measured: Measured
) -> tuple[Fraction | None, int | None, str]:
    """What the system counted itself; exempt councils are taken out of its parts."""
    named = {part.place: part.counts for part in measured.parts if part.place}
    if asked.all_councils and named:
        counted = {code for code, counts in named.items() if counts and code in around.councils}
        of = len(around.councils - (left_out - counted))
        return (None if measured.n is None else Fraction(len(counted))), of, ""
    n = None if measured.n is None else Fraction(measured.n)
    return n, measured.of, ""


def _of_councils(
    asked: Asked, around: Around, left_out: frozenset[str], held: Sequence[Shown]
) -> tuple[Fraction | None, int | None, str]:
    """Councils that are shown to count: council by council where that is recorded, else the latest number."""
    of = len(around.councils - left_out)
    said = [each for each in held if each.n is not None or each.parts]
    newest = max(said, key=_recency, default=None)
    if newest is None:
        return None, of, ""
    if newest.parts:
        latest: dict[str, bool] = {}
        for each in sorted((one for one in said if one.parts), key=_recency):
            latest |= each.parts
        counted = {code for code, counts in latest.items() if counts and code in around.councils}
        # A council that counts although it is exempt stays in: an exemption never takes away what was done.
        return Fraction(len(counted)), len(around.councils - (left_out - counted)), ""
    assert newest.n is not None
    n = min(newest.n, Fraction(of))
    return n, of, "the exempt council is taken not to be among them" if left_out else ""


def _oftimes_of(asked: Asked, on: date, held: Sequence[Shown]) -> tuple[Fraction | None, int | None, str]:
    """Of instances: the longest of lengths, the number of a count, else how many of those that were due."""
    by_time: dict[int, list[Shown]] = {}
    for each in held:
        if each.instance is not None:
            by_time.setdefault(each.instance, []).append(each)
    if asked.threshold.unit in LENGTHS:
        lengths = [each.n for some in by_time.values() for each in some if each.n is not None]
        return (max(lengths) if lengths else None), None, ""
    met = sum(1 for time in asked.times if time.needed and _time_met(asked, by_time.get(time.key, [])))
    if asked.threshold.unit is Unit.COUNT:
        return (Fraction(met) if by_time else None), None, ""
    due = sum(1 for time in asked.times if time.needed and (time.due < on or by_time.get(time.key)))
    return (Fraction(met) if due else None), due or None, ""


def _time_met(asked: Asked, held: Sequence[Shown]) -> bool:
    """An instance is met by accepted evidence with every named document, that does not itself fall short."""
    if not held or set(asked.proofs) - frozenset().union(*(each.covers for each in held)):
        return False
    newest = max(held, key=_recency)
    if newest.n is None or not asked.threshold.given or asked.threshold.unit is Unit.COUNT:
        return True
    return reaches(asked.threshold, newest.n, newest.of) is not False


def _recency(each: Shown) -> tuple[date, int]:
    return (each.effective_on, each.order)


def judged_by_times(asked: Asked) -> bool:
    """Whether it is judged instance by instance. A count or share is not: 12 newsletters are 12, whenever."""
    if not asked.times or asked.measured is not None or asked.threshold.unit in (Unit.COUNT, Unit.ITEMS_PERCENT):
        return False
    return not any(
        each.accepted and each.instance is None and (each.n is not None or each.parts) for each in asked.shown
    )


def share_of_times(asked: Asked) -> bool:
    """Whether it is a share of its own instances, such as 80% of meetings: then it is open until the last of them."""
    return bool(asked.times) and asked.measured is None and asked.threshold.unit is Unit.ITEMS_PERCENT


def times_of(asked: Asked, at: date) -> tuple[TimeStanding, ...]:
    found = []
    for time in asked.times:
        own = [each for each in asked.shown if each.instance == time.key and each.effective_on <= at]
        held = [each for each in own if each.holds(at)]
        if not time.needed:
            words = "not needed"
        elif _time_met(asked, held):
            words = "met"
        elif any(each.waiting for each in own):
            words = "waits for review"
        elif held:
            words = "falls short"
        else:
            words = "missed" if time.due < at else "to come"
        found.append(TimeStanding(time, words))
    return tuple(found)
