"""Where a measure and a KPI stand on a day, and why, in one sentence. Pure: everything that is looked at is given.

A KPI is met when all its measures are, each with every document that the plan's text names (R11.05, R11.13).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from riia.alliance.plans.finding import (
    Around,
    Asked,
    Found,
    Result,
    TimeStanding,
    found,
    judged_by_times,
    share_of_times,
    times_of,
)
from riia.alliance.plans.sentences import day, days, days_late, days_left, joined, listed, so_far, value_words
from riia.alliance.plans.states import Rag, Status
from riia.alliance.plans.thresholds import number

SOON: Final = 30
"""Days before its day from which what is not reached is at risk."""
LAST: Final = 7
"""Days before its day from which nothing at all in hand is red."""

ORDER: Final = (
    Status.SUPERSEDED, Status.MISSED, Status.AT_RISK, Status.NOT_KNOWN, Status.NOT_STARTED, Status.ON_TRACK, Status.MET,
    Status.EXEMPT,
)  # fmt: skip
"""From the worst: a KPI stands where the first of its measures in this order stands."""
_NOTHING: Final = "nothing is recorded"
_RAG_ORDER: Final = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a measure stands. `result` leaves exempt councils out, `without` does not; `reason` is one sentence."""

    status: Status
    rag: Rag
    reason: str
    result: Result
    without: Result
    status_without: Status
    late: bool = False
    met_on: date | None = None
    missing: tuple[str, ...] = ()
    """Documents that the text names and no accepted evidence is."""
    times: tuple[TimeStanding, ...] = ()
    assumed: str = ""
    """What is taken for granted where an exemption cannot be taken out exactly."""


def judge(asked: Asked, around: Around) -> Standing:
    """Where a measure stands on the day."""
    left_out = around.left_out(asked.due) if asked.threshold.counts_councils and asked.all_councils else frozenset()
    standing = _judge(asked, around, left_out)
    if not left_out:
        return standing
    plain = _judge(asked, around, frozenset())
    reason = standing.reason
    differs = plain.status is not standing.status or plain.result != standing.result
    if standing.status is not Status.EXEMPT and differs and plain.result.n is not None:
        reason = f"{reason[:-1]}, with {len(left_out)} exempt ({_without(plain)})."
    return replace(standing, without=plain.result, status_without=plain.status, reason=reason)


def compound(standings: Sequence[Standing]) -> Standing | None:
    """The measure that decides where a KPI stands: the worst; None for a KPI without measures.

    What is exempt decides only where everything is. "Not started" is for a KPI of which nothing has begun.
    """
    judged = [each for each in standings if each.status is not Status.EXEMPT] or list(standings)
    if not judged:
        return None
    worst = min(judged, key=lambda each: (ORDER.index(each.status), _RAG_ORDER.index(each.rag)))
    begun = any(each.status in (Status.ON_TRACK, Status.MET) for each in judged)
    if worst.status is Status.NOT_STARTED and begun:
        met = sum(each.status is Status.MET for each in judged)
        rest = worst.reason.removeprefix("Not started: ")
        reason = f"Green: {met} of {len(judged)} measures met; {rest}" if met else f"Green: begun; {rest}"
        return replace(worst, status=Status.ON_TRACK, rag=Rag.GREEN, reason=reason)
    return worst


def _judge(asked: Asked, around: Around, left_out: frozenset[str]) -> Standing:
    now = found(asked, around, left_out, around.at)
    times = times_of(asked, around.at)
    base = Standing(Status.NOT_KNOWN, Rag.GREY, "", now.result, now.result, Status.NOT_KNOWN, times=times,
                    missing=now.missing, assumed=now.assumed)  # fmt: skip
    said = _decide(asked, around, left_out, now, times)
    return replace(base, status=said.status, rag=said.rag, reason=said.reason, status_without=said.status,
                   late=said.late, met_on=said.met_on)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: Status
    rag: Rag
    reason: str
    late: bool = False
    met_on: date | None = None


def _decide(
    asked: Asked, around: Around, left_out: frozenset[str], now: Found, times: tuple[TimeStanding, ...]
) -> _Verdict:
    at, due = around.at, asked.due
    if around.superseded:
        return _Verdict(Status.SUPERSEDED, Rag.GREY, "Superseded: another version of the plan is in force.")
    if left_out and not around.councils - left_out:
        return _Verdict(Status.EXEMPT, Rag.GREY, "Exempt: every council that would count is exempt.")
    if judged_by_times(asked):
        return _by_times(asked, around, times)
    if now.met and share_of_times(asked) and any(each.words == "to come" for each in times):
        return _Verdict(Status.ON_TRACK, Rag.GREEN, f"Green: {_met_words(asked, now.result)} so far; more are to come.")
    if now.met:
        return _when_met(asked, around, left_out, now)
    lapsed = found(asked, around, left_out, at, expiring=False)
    if lapsed.met:
        return _Verdict(Status.AT_RISK, Rag.AMBER, f"Amber: it was met, but {_expired(asked, at)}.")
    said = _said(asked, now)
    waits = any(each.waiting and each.effective_on <= at for each in asked.shown)
    in_hand = waits and found(asked, around, left_out, at, waiting=True).met
    if now.result.reached and now.missing:
        lead = f"{said}, but no accepted evidence is the {listed(now.missing)} that the plan names"
        if due is not None and (due - at).days > SOON:
            return _Verdict(Status.ON_TRACK, Rag.GREEN, f"Green: {lead}; {days_left(at, due)}.")
        return _Verdict(Status.AT_RISK, Rag.AMBER, f"Amber: {lead}.")
    if due is None:
        why = f"“{asked.due_written}” is not settled as a day" if asked.due_written else "the plan gives no day"
        tail = "evidence waits for review" if in_hand else said
        return _Verdict(Status.NOT_KNOWN, Rag.GREY, f"Not rated: {why}; {tail}.")
    return _by_day(asked, at, due, now, said, waits, in_hand)


def _by_day(asked: Asked, at: date, due: date, now: Found, said: str, waits: bool, in_hand: bool) -> _Verdict:
    """What is not met, by how far its day is."""
    if at > due:
        if in_hand:
            reason = f"Amber: evidence for it waits for review; it was due {day(due)}"
            return _Verdict(Status.AT_RISK, Rag.AMBER, f"{reason}.")
        return _Verdict(Status.MISSED, Rag.RED, f"Red: {_by(said, due, days_late(at, due))}.")
    left = days_left(at, due)
    if in_hand:
        return _Verdict(Status.ON_TRACK, Rag.GREEN, f"Green: evidence waits for review; due {day(due)}, {left}.")
    begun = now.anything or waits
    if (due - at).days > SOON:
        if not begun:
            return _Verdict(Status.NOT_STARTED, Rag.GREY, f"Not started: due {day(due)}, {left}.")
        return _Verdict(Status.ON_TRACK, Rag.GREEN, f"Green: {_by(said, due, left)}.")
    if not begun and (due - at).days <= LAST:
        return _Verdict(Status.AT_RISK, Rag.RED, f"Red: {_by(said, due, left)}.")
    return _Verdict(Status.AT_RISK, Rag.AMBER, f"Amber: {_by(said, due, left)}.")


def _by(said: str, due: date, how_far: str) -> str:
    """A value and its day: "11 of 13 councils needed by 31 December 2025; 24 days left"."""
    if said == _NOTHING:
        return f"{said}; due {day(due)}, {how_far}"
    return f"{said} by {day(due)}; {how_far}"


def _by_times(asked: Asked, around: Around, times: Sequence[TimeStanding]) -> _Verdict:
    """Instance by instance: a missing one is that instance missed, and not the whole."""
    asked_for = [each for each in times if each.time.needed]
    fallen = [each for each in asked_for if each.words in ("missed", "falls short")]
    met = sum(each.met for each in asked_for)
    ahead = [each for each in asked_for if each.words in ("to come", "waits for review")]
    behind = len(asked_for) - len(ahead)
    if not asked_for:
        return _Verdict(Status.NOT_KNOWN, Rag.GREY, "Not rated: none of its instances was needed.")
    if not fallen and not ahead:
        return _Verdict(Status.MET, Rag.GREEN, f"Green: all {len(asked_for)} met.")
    coming = [each.time.due for each in ahead if each.words == "to come"]
    following = (
        f"the next is due {day(min(coming))}" if coming else "the rest waits for review" if ahead else "that was all"
    )
    if not fallen:
        if not met:
            return _Verdict(Status.NOT_STARTED, Rag.GREY, f"Not started: {following}.")
        return _Verdict(Status.ON_TRACK, Rag.GREEN, f"Green: {met} of {len(asked_for)} met, none missed; {following}.")
    names = joined([each.time.label for each in fallen])
    said = f"{len(fallen)} of {behind} due so far missed ({names}); {following}"
    if not ahead and not met:
        return _Verdict(Status.MISSED, Rag.RED, f"Red: {said}.")
    red = not met and len(fallen) > 1
    return _Verdict(Status.AT_RISK, Rag.RED if red else Rag.AMBER, f"{'Red' if red else 'Amber'}: {said}.")


def _when_met(asked: Asked, around: Around, left_out: frozenset[str], now: Found) -> _Verdict:
    """Met: on time, or late by the day that the evidence speaks for. What the system counts itself has no such day."""
    said = _met_words(asked, now.result)
    days_known = sorted({each.effective_on for each in asked.shown if each.holds(around.at, expiring=False)})
    met_on = None
    if asked.measured is None:
        met_on = next((on for on in days_known if found(asked, around, left_out, on, expiring=False).met), None)
    if met_on is not None and asked.due is not None and met_on > asked.due:
        late = days((met_on - asked.due).days)
        reason = f"Amber: met {late} late, by evidence of {day(met_on)}; it was due {day(asked.due)}."
        return _Verdict(Status.MET, Rag.AMBER, reason, True, met_on)
    shown = f"; evidence of {day(met_on)}" if met_on else "; counted by the system itself" if asked.measured else ""
    return _Verdict(Status.MET, Rag.GREEN, f"Green: {said}{shown}.", met_on=met_on)


def _met_words(asked: Asked, result: Result) -> str:
    said = value_words(asked.threshold, result.n, result.of)
    if not asked.threshold.given:
        return "met as evidence shows; the plan gives no number"
    if said == "done":
        return "done"
    if result.needed is None or asked.threshold.at_most:
        return f"{said}, as promised"
    return f"{said}, {number(result.needed)} needed"


def _said(asked: Asked, now: Found) -> str:
    if not now.anything and asked.measured is not None:
        return f"not known ({asked.measured.words.rstrip('.')})" if asked.measured.words else "not known"
    if not now.anything:
        return _NOTHING
    return so_far(asked.threshold, now.result.n, now.result.of, now.result.needed)


def _expired(asked: Asked, at: date) -> str:
    gone = [each for each in asked.shown if each.holds(at, expiring=False) and not each.holds(at)]
    last = max(each.expires_on for each in gone if each.expires_on is not None)
    return f"evidence for it expired on {day(last)}"


def _without(plain: Standing) -> str:
    result = plain.result
    if result.n is None or result.of is None:
        return "without exemption: not known"
    enough = "enough" if result.reached else "not enough"
    return f"without exemption: {number(result.n)} of {result.of}, {enough}"
