"""Settling words with two readings (R15.02, R5.01)."""

import pytest

from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import System
from riia.alliance.places import queries
from riia.alliance.places.errors import SettlementError
from riia.alliance.places.models import Rhythm
from riia.alliance.places.models.alliance import RhythmKind
from riia.alliance.places.policies import Reading, check_settlement, choices, readings
from riia.alliance.places.services import settle_rhythm
from riia.indicators.calendar import Frequency
from riia.indicators.model import PeriodKind

F, P = Frequency, PeriodKind


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("quarterly", {F.QUARTERLY}),
        ("bi-annually", {F.TWICE_A_YEAR, F.EVERY_TWO_YEARS}),
        ("termly (quarterly)", {F.TERMLY, F.QUARTERLY}),
        ("3 times per year", set()),
    ],
)
def test_readings(written: str, possible: set[Frequency]) -> None:
    assert set(readings(written)) == possible


@pytest.mark.parametrize(
    ("written", "kind", "frequency", "period"),
    [
        ("bi-annually", "meeting", F.TWICE_A_YEAR, None),
        ("termly (quarterly)", "return", F.TERMLY, P.ACADEMIC_TERM),
        ("termly (quarterly)", "return", F.QUARTERLY, P.FINANCIAL_QUARTER),
        ("quarterly", "return", F.QUARTERLY, P.CALENDAR_QUARTER),
        ("3 times per year", "meeting", F.TERMLY, None),
    ],
)
def test_may_be_settled(written: str, kind: str, frequency: Frequency, period: PeriodKind | None) -> None:
    check_settlement(written, kind, frequency, period, "Agreed by the board on 3 June 2025")


@pytest.mark.parametrize(
    ("written", "kind", "frequency", "period", "reason", "says"),
    [
        ("bi-annually", "meeting", F.MONTHLY, None, "x", "can mean twice a year or every two years, not every month"),
        ("bi-annually", "meeting", F.TWICE_A_YEAR, None, " ", "Say why"),
        ("bi-annually", "meeting", F.TWICE_A_YEAR, P.ACADEMIC_TERM, "x", "Only a data return covers a period"),
        (
            "termly (quarterly)",
            "return",
            F.TERMLY,
            None,
            "x",
            "also needs the period it covers: academic term",
        ),
        ("termly (quarterly)", "return", F.TERMLY, P.FINANCIAL_QUARTER, "x", "academic term"),
        ("termly (quarterly)", "return", F.QUARTERLY, P.ACADEMIC_TERM, "x", "financial quarter or calendar quarter"),
    ],
)
def test_may_not_be_settled(written, kind, frequency, period, reason, says) -> None:
    with pytest.raises(SettlementError, match=says):
        check_settlement(written, kind, frequency, period, reason)


@pytest.mark.usefixtures("loaded", "db")
class TestSettling:
    def test_settled_with_an_entry_and_the_words_kept(self, clerk) -> None:
        rhythm = Rhythm.objects.get(alliance__code="south-west", written="termly (quarterly)")
        settle_rhythm(
            rhythm=rhythm, frequency=F.TERMLY, period_kind=P.ACADEMIC_TERM, reason="Board, 3 June 2025", by=clerk
        )
        rhythm.refresh_from_db()
        assert rhythm.is_settled
        assert rhythm.words == "every school term (academic terms)"
        assert rhythm.written == "termly (quarterly)"
        entry = Entry.objects.get(action="places.settle_rhythm")
        assert entry.details["written"] == "termly (quarterly)"
        assert "not settled" in entry.details["before"]
        assert entry.reason == "Board, 3 June 2025"
        assert [row.code for row in entry.places.all()] == ["E12000009"]

    def test_the_entry_says_what_held_before_and_not_what_was_read_before(self, clerk) -> None:
        read = Rhythm.objects.get(alliance__code="east-midlands", subject="Executive group")
        first = settle_rhythm(
            rhythm=Rhythm.objects.get(pk=read.pk), frequency=F.TWICE_A_YEAR, reason="First", by=clerk
        ).words
        settle_rhythm(rhythm=read, frequency=F.EVERY_TWO_YEARS, reason="Second", by=clerk)
        assert Entry.objects.get(action="places.settle_rhythm", reason="Second").details["before"] == first

    def test_refused_and_nothing_saved(self, clerk) -> None:
        rhythm = Rhythm.objects.get(alliance__code="east-midlands", subject="Executive group")
        with pytest.raises(SettlementError):
            settle_rhythm(rhythm=rhythm, frequency=F.MONTHLY, reason="x", by=clerk)
        rhythm.refresh_from_db()
        assert not rhythm.is_settled
        assert not Entry.objects.filter(action="places.settle_rhythm").exists()

    def test_what_waits_for_a_decision(self, clerk) -> None:
        waiting = {(rhythm.alliance.code, rhythm.written) for rhythm in queries.unsettled_rhythms()}
        assert waiting == {("east-midlands", "bi-annually"), ("south-west", "termly (quarterly)")}
        here = queries.unsettled_rhythms(frozenset({"E12000009", "831"}))
        assert [rhythm.written for rhythm in here] == ["termly (quarterly)"]
        settle_rhythm(rhythm=here[0], frequency=F.TERMLY, period_kind=P.ACADEMIC_TERM, reason="Board", by=clerk)
        assert queries.unsettled_rhythms(frozenset({"E12000009"})) == []

    def test_who_settled_last(self, clerk) -> None:
        rhythms = list(Rhythm.objects.filter(alliance__code="east-midlands"))
        executive = next(rhythm for rhythm in rhythms if rhythm.subject == "Executive group")
        assert queries.settlements(rhythms) == {}
        settle_rhythm(rhythm=executive, frequency=F.TWICE_A_YEAR, reason="First", by=clerk)
        settle_rhythm(rhythm=executive, frequency=F.EVERY_TWO_YEARS, reason="Second", by=System("another"))
        assert {key: entry.actor_label for key, entry in queries.settlements(rhythms).items()} == {
            executive.pk: "another"
        }


def test_choices_are_what_may_be_settled() -> None:
    """A choice is offered exactly when settling by it is accepted."""
    for written in ("quarterly", "bi-annually", "termly (quarterly)", "3 times per year"):
        for kind in RhythmKind.values:
            offered = set(choices(written, kind))
            for frequency in Frequency:
                for period in (None, *PeriodKind):
                    try:
                        check_settlement(written, kind, frequency, period, "Agreed")
                    except SettlementError:
                        assert Reading(frequency, period) not in offered
                    else:
                        assert Reading(frequency, period) in offered
