"""Explanations come back for the same question, grow older, and wear out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.definitions import Measure
from riia.indicators.model import Period
from riia.indicators.returns.ageing import RUNNING_MOST, explained, offers, worn_out
from riia.indicators.returns.nouns import Cell, Explanation, Outcome, Weight

CELL = Cell("initial-contacts", Measure.NUMBER)
SOFT = Outcome("RET-NOT-GIVEN", Weight.SOFT, (CELL,), "Words.", "Why.", "Remedy.")
HARD = Outcome("RET-BLANK", Weight.HARD, (CELL,), "Words.", "Why.", "Remedy.")
NOW = Period.parse("2026-27Q2")


def given_since(
    quarters: int, *, key: str = SOFT.key, text: str = "No system yet.", until: Period = NOW
) -> Explanation:
    """An explanation given for so many quarters in a row, up to the one before."""
    last = since = until.previous()
    for _ in range(quarters - 1):
        since = since.previous()
    return Explanation(key, text, last, since)


@pytest.mark.parametrize(
    ("quarters", "words"),
    [
        (1, "Given once so far. If it is given now, it is for the second quarter running."),
        (2, "Given twice so far. If it is given now, it is for the third quarter running."),
        (3, "Given 3 times so far. If it is given now, it is for the fourth quarter running. This is the last time"),
    ],
)
def test_offers(quarters: int, words: str) -> None:
    """Up to the fourth quarter the text of the quarter before is offered with its age."""
    offered = offers([SOFT, HARD], [given_since(quarters)], NOW)
    assert offered.keys() == {SOFT.key}
    assert offered[SOFT.key].text == "No system yet."
    assert offered[SOFT.key].running == quarters
    assert offered[SOFT.key].words.startswith(words)
    assert not worn_out([SOFT], [given_since(quarters)], NOW)


@pytest.mark.parametrize("quarters", [4, 5, 40])
def test_wears_out(quarters: int) -> None:
    """After four quarters in a row a new text is asked for."""
    assert not offers([SOFT], [given_since(quarters)], NOW)
    worn = worn_out([SOFT], [given_since(quarters)], NOW)[SOFT.key]
    assert "quarters running. Say what has changed since" in worn.words
    assert worn.is_repeated_by("no  system YET.")
    assert not worn.is_repeated_by("A system goes live in May.")


def test_offers_nothing_else() -> None:
    """Not for another question, an older quarter, a hard outcome, or where nothing was written."""
    older = Explanation(SOFT.key, "No system yet.", NOW.previous().previous(), NOW.previous().previous())
    for explanation in (
        given_since(1, key="RET-ZERO cla-uasc.number"),
        given_since(1, key=HARD.key),
        given_since(1, text=" "),
        older,
    ):
        assert not offers([SOFT, HARD], [explanation], NOW)
    assert not offers([SOFT], [given_since(1)], Period.parse("CY1900Q1"))
    assert not offers([], [given_since(1)], NOW)


def test_terms_are_called_terms() -> None:
    """The words follow the kind of period."""
    term = Period.parse("AY2025-26T2")
    offer = offers([SOFT], [given_since(2, until=term)], term)[SOFT.key]
    assert "third term running" in offer.words


def test_a_new_text_begins_again() -> None:
    """The same text goes on from where it began; another begins with this quarter, and so can be offered again."""
    same = explained(SOFT.key, " no system  yet. ", [given_since(3)], NOW)
    assert (same.period, same.since) == (NOW, given_since(3).since)
    other = explained(SOFT.key, "A system goes live in May.", [given_since(4)], NOW)
    assert (other.text, other.since) == ("A system goes live in May.", NOW)
    assert explained(SOFT.key, "New.", [], NOW).since == NOW


@given(st.lists(st.booleans(), min_size=1, max_size=14))
def test_no_text_runs_longer_than_a_year(accepted: list[bool]) -> None:
    """Whoever takes every offer, and writes anew only when nothing is offered, writes at least every fourth quarter."""
    period, kept, run = Period.parse("2020-21Q1"), [], 0
    for number, takes in enumerate(accepted):
        offer = offers([SOFT], kept, period).get(SOFT.key)
        text = offer.text if offer and takes else f"Text {number}."
        run = run + 1 if offer and takes else 1
        assert run <= RUNNING_MOST
        kept.append(explained(SOFT.key, text, kept, period))
        period = period.next()
