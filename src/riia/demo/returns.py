"""The rounds of the demonstration: two years of simulated returns, replayed through the services that people use.

Every step happens at its simulated moment (`returns.timekeeping.as_of`), so that versions, clocks and reports are what
they would have been. Nobody is written to. The newest round ends a week before the day of loading, whatever that is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.personas import COLLEAGUES, PERSONAS
from riia.alliance.access.queries import scopes_as_they_are
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import Acts, System
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.places.models.alliance import RhythmKind
from riia.alliance.places.services import settle_rhythm
from riia.alliance.returns.models import Query as DeskQuery
from riia.alliance.returns.models import Return, Round, Settled, Source
from riia.alliance.returns.queries.packs import signatures_of
from riia.alliance.returns.queries.reading import latest_version
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.answers import save_answers
from riia.alliance.returns.services.asking import ask, offer_support, reply_for_council, settle
from riia.alliance.returns.services.explaining import explain
from riia.alliance.returns.services.extensions import ask_extension, grant_extension
from riia.alliance.returns.services.packing import answer_pack, make_pack, send_pack
from riia.alliance.returns.services.reopening import reopen
from riia.alliance.returns.services.rounds import close_round, open_round, plan_round
from riia.alliance.returns.services.signing import sign
from riia.alliance.returns.services.submitting import NotReady, submit
from riia.alliance.returns.services.validating import validate
from riia.alliance.returns.timekeeping import as_of
from riia.demo.quarters import LATEST, QUARTERS, simulated
from riia.demo.quarters_letters import letters
from riia.demo.quarters_plots import Ending, Standing
from riia.demo.quarters_published import FORM, REGIONS, packaged
from riia.demo.quarters_stories import Query, Story, of_region, stories
from riia.indicators.calendar import Frequency, add_working_days, next_working_day
from riia.indicators.model import Period, PeriodKind
from riia.indicators.returns.canonical import written
from riia.indicators.returns.nouns import Answers

DUE_AFTER = 30
"""Working days councils have from the end of a quarter; the newest round ends `RECENT` working days before today."""
RECENT = 5
_SIGNED = (Standing.SIGNED, Standing.VOIDED, Standing.ACCEPTED)
_VALID = (Standing.VALIDATED, *_SIGNED)


@dataclass(frozen=True)
class Event:
    """Something that happens at a moment."""

    at: datetime
    do: Callable[[], object]


def load_returns(*, by: Acts, today: date | None = None) -> None:
    """Replay every round that is not there yet, one transaction a round."""
    told, figures = stories(), packaged()
    day = today or timezone.localdate()
    for region in REGIONS:
        alliance = places.alliance_in(region)
        assert alliance is not None
        _settle(alliance, by)
        said = {one.code: simulated(one.code, QUARTERS, figures) for one in places.members(alliance)}
        for period in QUARTERS:
            if Round.objects.filter(alliance=alliance, period=period.code).exists():
                continue
            with transaction.atomic(), scopes_as_they_are():
                answers = {code: quarters[period] for code, quarters in said.items()}
                _Replay(alliance, period, day, by).run(of_region(told, region, period), answers)


def _settle(alliance: Alliance, by: Acts) -> None:
    """Read "termly (quarterly)" as quarterly, so that rounds have a period: no document says which is meant."""
    for rhythm in places.rhythms(alliance).filter(kind=RhythmKind.RETURN):
        if not rhythm.is_settled:
            settle_rhythm(
                rhythm=rhythm, frequency=Frequency.QUARTERLY, period_kind=PeriodKind.FINANCIAL_QUARTER,
                reason="Simulated: the directors’ group reads it as each quarter, as the Department collects.", by=by,
            )  # fmt: skip


class _Replay:
    """One round as it happened."""

    def __init__(self, alliance: Alliance, period: Period, today: date, by: Acts) -> None:
        self.alliance, self.period, self.by = alliance, period, by
        after = add_working_days(next_working_day(period.end), DUE_AFTER)
        self.due = add_working_days(today, -RECENT) if period == LATEST else after
        self.opens = min(next_working_day(period.end), add_working_days(self.due, -10))
        self.desk = _persona(Role.REGIONAL_PERFORMANCE_LEAD, alliance.region) or by
        self.round: Round
        self._minute = 0

    def run(self, told: tuple[Story, ...], answers: Mapping[str, Answers]) -> None:
        with as_of(self._moment(self.opens, 8)):
            planned = plan_round(
                alliance=self.alliance, form=FORM, period=self.period, opens_on=self.opens, due_on=self.due,
                simulated=True, by=self.desk,
            )  # fmt: skip
            self.round = open_round(round_=planned, by=self.desk)
        events = [event for story in told for event in self._of(story, answers[story.council])]
        if self.period in QUARTERS[-2:]:
            events += [self._at(*letter) for letter in letters(self.round, self.desk)]
        if self.period != LATEST:
            events += self._packs(told)
        for event in sorted(events, key=lambda one: one.at):
            with as_of(event.at):
                event.do()

    def _of(self, story: Story, answers: Answers) -> Iterator[Event]:
        """Everything that happens to one council's return."""
        if story.standing is Standing.NOT_STARTED:
            return
        one = Return.objects.select_related("council", "round__alliance__region").get(
            round=self.round, council__code=story.council
        )
        lead = _persona(Role.COUNCIL_PERFORMANCE_LEAD, one.council) or _somebody("performance lead", one.council)
        began = min(0, story.submitted_on or 0)
        if story.extension:
            until, reason = self._day(story.extension.days), story.extension.reason
            yield self._at(began - 3, 9, lambda: self._extend(one, until, reason, lead))
        yield self._at(began - 1, 11, lambda: self._save(one, story.first_sent(answers), lead))
        if story.submitted_on is None:
            return
        sent = story.submitted_on
        yield self._at(sent, 14, lambda: self._submit(one, story, lead))
        last = sent
        for query in story.queries:
            asked = sent + query.asked_after
            last = max(last, asked + (query.replied_after or 0))
            yield self._at(asked, 15, partial(self._ask, one, query))
            if query.replied_after is not None:
                at = asked + query.replied_after
                yield self._at(at, 16, partial(self._answer, one, story, query, answers, lead))
        if story.standing not in _VALID:
            return
        if not story.queries:
            last = sent + 1
        yield self._at(last, 17, lambda: validate(one=one, version=_number(one), by=self.desk))
        if story.standing not in _SIGNED:
            return
        director = _persona(Role.DCS, one.council) or _somebody("director", one.council)
        yield self._at(last, 18, lambda: sign(one=one, seen=sheet_of(one).seen, by=director))
        if story.edit:
            why = story.edit.why
            yield self._at(last + 1, 9, lambda: reopen(one=one, reason=why, by=lead))
            yield self._at(last + 1, 10, lambda: self._save(one, answers, lead))
            yield self._at(last + 1, 11, lambda: self._submit(one, story, lead))

    def _packs(self, told: tuple[Story, ...]) -> Iterator[Event]:
        """The pack of what is signed within the desk's days, and a second one for what came later."""
        yield self._at(5, 10, self._send)
        yield self._at(12, 10, self._send)
        yield self._at(15, 9, lambda: close_round(round_=self.round, by=self.desk))

    def _send(self) -> None:
        if not signatures_of(self.round):
            return
        pack = make_pack(round_=self.round, by=self.desk)
        send_pack(pack=pack, to="regional improvement team", how="secure file service (simulated)", by=self.desk)
        for packed in pack.returns.all():
            answer_pack(packed=packed, outcome="accepted", by=self.desk)

    def _extend(self, one: Return, until: date, reason: str, lead: Acts) -> None:
        asked = ask_extension(one=one, until=until, reason=reason, by=lead)
        grant_extension(extension=asked, reason="The reason is outside the council’s control.", by=self.desk)

    def _save(self, one: Return, answers: Answers, lead: Acts) -> None:
        typed = {cell: written(value) for cell, value in answers.items()}
        revision = Return.objects.values_list("revision", flat=True).get(pk=one.pk)
        save_answers(one=one, typed=typed, base_revision=revision, source=Source.TEMPLATE, by=lead)

    def _submit(self, one: Return, story: Story, lead: Acts) -> None:
        while True:
            try:
                submit(one=one, by=lead)
                return
            except NotReady as error:
                found = error.checked
                if not found.unexplained:
                    raise
            for outcome in found.unexplained:  # an explanation can bring out what it does not answer
                # A text that has stood for a year is not taken again as it is.
                still = f" Looked at again for {self.period.label}." if outcome.key in found.worn else ""
                explain(one=one, key=outcome.key, text=story.reason_for(outcome) + still, by=lead)

    def _ask(self, one: Return, query: Query) -> None:
        ask(one=one, text=query.text, cell=query.cell, by=self.desk, quality=query.ending is Ending.CORRECTED)

    def _answer(self, one: Return, story: Story, query: Query, answers: Answers, lead: Acts) -> None:
        held = DeskQuery.objects.filter(council_return=one, cell=str(query.cell)).latest("pk")
        reply_for_council(query=held, text=query.reply, by=lead)
        if query.ending is Ending.CORRECTED:
            offer_support(query=held, words="A call to go through the figure together (simulated).", by=self.desk)
            self._save(one, story.signed(answers), lead)
            self._submit(one, story, lead)
            settle(query=held, how=Settled.CORRECTED, by=self.desk)
        elif query.ending is Ending.EXPLAINED:
            settle(query=held, how=Settled.EXPLAINED, by=self.desk)

    def _at(self, days: int, hour: int, do: Callable[[], object]) -> Event:
        self._minute = (self._minute + 7) % 55
        return Event(self._moment(self._day(days), hour) + timedelta(minutes=self._minute), do)

    def _day(self, days: int) -> date:
        return add_working_days(self.due, days)

    def _moment(self, day: date, hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour)))


def _number(one: Return) -> int:
    version = latest_version(one)
    assert version is not None
    return version.number


def _persona(role: Role, place: Place) -> Person | None:
    """The simulated person in a role at a place, where the demonstration has one."""
    emails = [one.email for one in PERSONAS if one.role is role and one.place == place.code]
    emails += [one.email for one in COLLEAGUES if one.role is role and one.place == place.code]
    return Person.objects.filter(email=emails[0]).first() if emails else None


def _somebody(office: str, council: Place) -> System:
    return System(f"{office} of {council.label} (simulated)")
