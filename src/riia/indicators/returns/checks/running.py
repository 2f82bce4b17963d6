"""All checks made of one return: what they found, what follows from what, in the order to mend it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from riia.indicators.model import Value
from riia.indicators.returns.checks.case import NO_BASES, Case
from riia.indicators.returns.checks.every import checks
from riia.indicators.returns.checks.limits import LIMITS, Limits
from riia.indicators.returns.checks.registry import Check, Found
from riia.indicators.returns.nouns import Answers, Background, Cell, Form, Outcome, Weight


def check(
    form: Form,
    answers: Answers,
    background: Background,
    *,
    limits: Limits = LIMITS,
    other_bases: Mapping[str, Value] = NO_BASES,
) -> tuple[Outcome, ...]:
    """What the checks find in a return: hard before soft, then in the order of the form.

    `other_bases` are populations that a council may have used by mistake, by how they are called ("mid-2023"), so that
    a wrong rate can be told for what it is; `bases.other_bases` finds them. Never raises, whatever the answers; the
    same answers give the same outcomes in whichever order they come. Knock-ons are among the outcomes and say so in
    `because`; see `shown`.
    """
    case = Case(form, answers, background, limits, other_bases)
    found: dict[str, Outcome] = {}
    wanted: dict[tuple[str, Cell], str] = {}
    for one in checks().values():
        for thing in one.finds(case):
            outcome = _outcome(one, thing, found, wanted)
            found.setdefault(outcome.key, outcome)
            _lead(one, outcome, found, wanted)
            for cell in outcome.cells if one.covers else outcome.cells[:1]:
                wanted.setdefault((one.code, cell), outcome.key)
    first = {code: place for place, code in enumerate(checks())}
    return tuple(sorted(found.values(), key=lambda one: (*_place(case, one), first[one.code])))


def shown(outcomes: Sequence[Outcome], explained: Collection[str] = ()) -> tuple[Outcome, ...]:
    """The outcomes to show: those that follow from no other one that is still to be settled.

    `explained` are the keys of outcomes that stand explained. What follows from one of them is shown after all, unless
    the explanation answers it as well: that a number is right explains why it is not of the usual size, but not why the
    number of the day before, those coming and those going do not add up to it.
    """
    by_key, settled = {one.key: one for one in outcomes}, frozenset(explained)
    return tuple(one for one in outcomes if not _is_kept_back(one, by_key, settled))


def _is_kept_back(one: Outcome, by_key: Mapping[str, Outcome], explained: frozenset[str]) -> bool:
    """Whether what an outcome follows from is not settled yet, or was settled by an explanation that answers both."""
    cause = by_key.get(one.because)
    if cause is None:
        return False
    return not _is_settled(cause, by_key, explained) or (one.code, cause.code) in _ANSWERED


def _is_settled(one: Outcome, by_key: Mapping[str, Outcome], explained: frozenset[str]) -> bool:
    cause = by_key.get(one.because)
    answered = cause is not None and (one.code, cause.code) in _ANSWERED and _is_settled(cause, by_key, explained)
    return answered or one.key in explained


_OF_SIZE: Final = ("RET-ZERO", "RET-AFTER-ZERO", "RET-CHANGE", "RET-PEERS", "RET-PUBLISHED")
_ANSWERED: Final = frozenset(
    {(later, cause) for later in _OF_SIZE for cause in (*_OF_SIZE, "RET-ALL-ZERO", "RET-DAY")}
    | {("RET-SUPPRESSED", "RET-HIDDEN")}
)
"""Which outcome an explanation of which other one answers as well: whether a number can be as large as it is."""


def followers(outcomes: Sequence[Outcome], key: str) -> tuple[Outcome, ...]:
    """The outcomes that follow from one, directly or through another, in their order."""
    causes = {key}
    while more := {one.key for one in outcomes if one.because in causes and one.key not in causes}:
        causes |= more
    return tuple(one for one in outcomes if one.key in causes and one.key != key)


def _outcome(
    one: Check, found: Found, earlier: Mapping[str, Outcome], wanted: Mapping[tuple[str, Cell], str]
) -> Outcome:
    weight = found.weight or one.weight
    outcome = Outcome(one.code, weight, found.cells, found.words, found.why or one.why, found.remedy or one.remedy)
    # What must be corrected is never hidden behind something that an explanation settles.
    for key in _causes(one, found, earlier, wanted):
        cause = earlier.get(key)
        if cause is not None and key != outcome.key and (cause.weight is Weight.HARD or weight is Weight.SOFT):
            return Outcome(outcome.code, weight, outcome.cells, outcome.words, outcome.why, outcome.remedy, because=key)
    return outcome


def _lead(one: Check, outcome: Outcome, found: dict[str, Outcome], wanted: Mapping[tuple[str, Cell], str]) -> None:
    """Let what earlier checks found about the same cell follow from this outcome, which says more of it."""
    for code in one.leads if outcome.cells else ():
        key = wanted.get((code, outcome.cells[0]))
        if key is not None and not found[key].because and outcome.because != key:
            found[key] = replace(found[key], because=outcome.key)


def _causes(
    one: Check, found: Found, earlier: Mapping[str, Outcome], wanted: Mapping[tuple[str, Cell], str]
) -> list[str]:
    """The keys of outcomes that this one could follow from, the likeliest first."""
    named = [found.because] if found.because else []
    about = [
        key
        for at, cell in enumerate(found.cells)
        for code in one.after
        if (at or code not in one.leads) and (key := wanted.get((code, cell)))
    ]
    return named + about + [code for code in one.after if code in earlier]  # of the whole return, by its code alone


def _place(case: Case, outcome: Outcome) -> tuple[bool, int]:
    at = case.position.get(outcome.cells[0], -1) if outcome.cells else -1
    return outcome.weight is Weight.SOFT, at
