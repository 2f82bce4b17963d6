"""Signed returns as what shows a commitment of an agreement: the quarterly data of the memorandum (R2.10, MoU 1.6).

Clause 1.6 of the memorandum has each council "arrange for the submission of quarterly agreed data". The rule is ours,
because the document gives none: a council meets it in a period of the compliance matrix when every round of the
alliance whose figures end in the period, and whose deadline has passed for that council, has its return signed or
further. A round still running is not due yet; a period without a round is not known, which is not the same as unmet.
More time or a late return make no difference to whether it is met, and are said.

Agreements ask for it through `agreements.derived`; nothing is kept there, so a return that is reopened takes it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.agreements.derived import Asked, Derived, Found, Part, Source
from riia.alliance.agreements.models import AgreementVersion, CommitmentPeriod, Party
from riia.alliance.agreements.policies import Met
from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.returns.models import Return, Round, Signature, Step
from riia.alliance.returns.policies import Timeliness
from riia.alliance.returns.queries.timeliness import Standing, standings
from riia.alliance.returns.states import ReturnState, RoundState
from riia.indicators.model import Period, PeriodKind

R = ReturnState
RETURNED: Final = frozenset({R.SIGNED, R.SENT, R.ACCEPTED})
"""States in which a director's signature stands and nothing is waited for from the council."""
QUARTERS: Final = frozenset({PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER})
RULE: Final = (
    "a council meets it when it has a signed return in every round of the period whose deadline has passed; rounds "
    "still running are not due yet, and a period without a round is not known."
)
_WHY_NOT: Final = {
    R.NOT_STARTED: "not started",
    R.DRAFT: "begun, not submitted",
    R.SUBMITTED: "submitted, being checked",
    R.IN_QUERY: "in query",
    R.VALIDATED: "waits for the director’s signature",
    R.REOPENED: "reopened, so its signature no longer counts",
    R.REJECTED: "rejected by the Department",
}


@dataclass(frozen=True, slots=True)
class _Held:
    """A return with what decides: its clock, when it was signed, and the reason of its last step."""

    one: Return
    clock: Standing
    signed_on: date | None
    reason: str

    @property
    def returned(self) -> bool:
        return ReturnState(self.one.state) in RETURNED

    def is_due(self, today: date) -> bool:
        return self.returned or today > self.clock.last_day


def evidence(asked: Asked) -> Found:
    """How each council of an agreement stands with its quarterly data, period by period."""
    rounds = list(_rounds(asked.version))
    held = _held(rounds, asked.today)
    cells: dict[tuple[int, int], Derived] = {}
    notes: dict[int, str] = {}
    for place, period in enumerate(asked.periods):
        within = [one for one in rounds if period.first_day <= one.period_end <= period.last_day]
        for party in asked.councils:
            found = _derived(asked, party, [held[key] for one in within if (key := _key(one, party)) in held])
            if found is not None:
                cells[party.pk, place] = found
        if within and (words := _gaps(period, within, asked.today)):
            notes[place] = words
    return Found(cells, notes)


SOURCE: Final = Source(RULE[:1].upper() + RULE[1:], evidence)


def _rounds(version: AgreementVersion) -> QuerySet[Round]:
    """The rounds that were opened under an agreement, in any of its versions, oldest period first."""
    agreement = version.agreement
    own = {str(reference) for reference in agreement.versions.values_list("reference", flat=True)}
    found = Round.objects.filter(alliance=agreement.alliance, state__in=[RoundState.OPEN, RoundState.CLOSED])
    rests = [
        one.pk
        for one in found.only("pk", "grounds")
        if not (on := str(one.grounds.get("agreement_reference", ""))) or own & set(on.split())
    ]
    return found.filter(pk__in=rests).order_by("period_end", "pk")


def _key(one: Round, party: Party) -> tuple[int, int | None]:
    return one.pk, party.council_id


def _held(rounds: Iterable[Round], today: date) -> Mapping[tuple[int, int | None], _Held]:
    found = list(Return.objects.filter(round__in=rounds).select_related("round", "council"))
    clocks = standings(found, today)
    signed = dict(
        Signature.objects.filter(council_return__in=found, voided_at=None).values_list("council_return", "signed_at")
    )
    # The last step says why a return came where it is: why it was reopened, or rejected.
    steps = Step.objects.filter(council_return__in=found, after__in=[R.REOPENED, R.REJECTED]).order_by("at", "pk")
    reasons = dict(steps.values_list("council_return", "reason"))
    return {
        (one.round_id, one.council_id): _Held(
            one,
            clocks[one.pk],
            timezone.localtime(signed[one.pk]).date() if one.pk in signed else None,
            reasons.get(one.pk, "") if one.state in (R.REOPENED, R.REJECTED) else "",
        )
        for one in found
    }


def _derived(asked: Asked, party: Party, returns: list[_Held]) -> Derived | None:
    """A council's standing in a period, from its returns of the rounds in it; None where it was asked for none."""
    council = party.council
    counted = [each for each in returns if _was_party(party, each.one.round.due_on)]
    if council is None or not counted:
        return None
    sees = asked.scope.may(Action.SEE_RETURNS, council.code)
    due = [each for each in counted if each.is_due(asked.today)]
    missing = [each for each in due if not each.returned]
    standing = Met.NOT_YET if missing else Met.MET if due else Met.NOT_DUE
    signed = [each.signed_on for each in due if each.signed_on is not None]
    return Derived(
        standing,
        _words(counted, due, missing, asked.today, sees=sees),
        max(signed, default=None) if standing is Met.MET else None,
        tuple(_part(each, asked.today, sees=sees) for each in counted),
    )


def _was_party(party: Party, on: date) -> bool:
    """Whether a council was party on the day a round was due: what it was asked before or after is not its duty."""
    return (party.valid_from is None or party.valid_from <= on) and (party.valid_to is None or on <= party.valid_to)


def _words(counted: list[_Held], due: list[_Held], missing: list[_Held], today: date, *, sees: bool) -> str:
    """Such as "3 of 4 quarters returned: October to December 2025 missing; January to March 2026 not due yet"."""
    one = "quarter" if all(each.one.round.as_period.kind in QUARTERS for each in counted) else "return"
    running = [each for each in counted if not each.is_due(today)]
    said = f"{len(due) - len(missing)} of {plural(len(due), one)} returned" if due else ""
    if missing:
        said += f": {and_list([_name(each) for each in missing])} missing"
    late = [each for each in due if each.returned and each.clock.timeliness is Timeliness.LATE]
    if late and sees:
        said += f", {len(late)} late"
    if running:
        names = and_list([_name(each) for each in running])
        said += f"{'; ' if said else ''}{names} not due yet"
    return said


def _part(each: _Held, today: date, *, sees: bool) -> Part:
    """One round: how its return stands, and to those who may see it why, how it came, and where."""
    words, state = "missing", ReturnState(each.one.state)
    if each.returned:
        words = f"signed {long_date(each.signed_on)}" if each.signed_on else "signed"
    elif not each.is_due(today):
        words = f"not due until {long_date(each.clock.last_day)}"
    if not sees:
        return Part(_name(each), words)
    if each.returned and each.clock.timeliness in (Timeliness.LATE, Timeliness.EXTENDED):
        words += f", came {each.clock.timeliness.value}"
    elif not each.returned and (state in (R.REOPENED, R.REJECTED) or each.is_due(today)):
        why = f"{_WHY_NOT[state]}{f' (“{each.reason}”)' if each.reason else ''}"
        words = why if words == "missing" else f"{words}; {why}"
    return Part(_name(each), words, reverse("returns:return", args=[each.one.reference]))


def _name(each: _Held) -> str:
    return _plain(each.one.round.as_period)


def _plain(period: Period) -> str:
    """A period by its months, without the number of its quarter: the matrix is read beside the year."""
    return period.label.partition(" (")[0]


def _gaps(period: CommitmentPeriod, rounds: list[Round], today: date) -> str:
    """Quarters of a period that are over and have no round here, said once for every council.

    While the period runs, those after its latest round can still get theirs.
    """
    held = {one.as_period for one in rounds}
    first = min(held)
    if first.kind not in QUARTERS:
        return ""
    while first.previous().start >= period.first_day:
        first = first.previous()
    until = today if period.last_day < today else min(today, max(one.end for one in held))
    without = []
    while first.end <= period.last_day:
        if first not in held and first.end < until:
            without.append(_plain(first))
        first = first.next()
    if not without:
        return ""
    it = "it" if len(without) == 1 else "them"
    return f"No round is held here for {and_list(without)}, so nothing is known of {it}."
