"""What is said of a figure, by example. The sentences are the product: they are written out here in full."""

from datetime import date
from decimal import Decimal

import pytest

from riia.alliance.insight.comparisons import NOT_HELD, Basis, Comparison, compare
from riia.alliance.insight.findings import (
    Candidate,
    Finding,
    evidence,
    finding_of,
    headline,
    place_findings,
    verdict,
)
from riia.alliance.insight.peers import peers_of
from riia.alliance.insight.wording import PHRASES, wording_of
from riia.indicators.definitions import catalogue
from riia.indicators.model import Missing, Number, Period, Polarity, Symbol, Value
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.benchmarks import Step

DERBY = peers_of("831", date(2025, 3, 31))
YEARS = [Period.year_ending_march(year) for year in range(2021, 2026)]


def wording(address: str):
    return wording_of(*catalogue().resolve(address))


ENGLAND = Number(150)


def compared(own: Value, england: Value = ENGLAND, polarity: Polarity = Polarity.NONE) -> Comparison:
    values: dict[str, Value] = {code: Number(100 + place) for place, code in enumerate(DERBY.councils)}
    values |= {code: Number(Decimal("120.0")) for code in DERBY.neighbour_codes}
    return compare(DERBY, {**values, "831": own, "E92000001": england}, polarity=polarity, decimals=1)


def moving(*values: float | Value) -> benchmarks.Direction:
    figures = [value if isinstance(value, Number | Missing) else Number(value) for value in values]
    return benchmarks.direction(zip(YEARS[-len(figures) :], figures, strict=True))


@pytest.mark.parametrize(
    ("address", "own", "direction", "basis", "said"),
    [
        ("repeat-referrals", Number(200), moving(1, 2, 3, 4), Basis.ENGLAND,
         "Derby’s share of repeat referrals is higher than England’s and has risen for three years"),
        ("referrals", Number(110), moving(5, 4, 3), Basis.NEIGHBOURS,
         "Derby’s referral rate is lower than its neighbours’ median and has fallen since 2023"),
        ("referrals", Number(200), moving(5, 3, 4), Basis.NEIGHBOURS_MEAN,
         "Derby’s referral rate is higher than its neighbours’ mean and shows no steady direction"),
        ("referrals", Number(150), moving(4, 4, 4), Basis.ENGLAND,
         "Derby’s referral rate is the same as England’s and has not changed since 2023"),
        ("referrals", Number(151), moving(4), Basis.ENGLAND, "Derby’s referral rate is close to England’s"),
        ("referrals", Number(230), moving(3, 4), Basis.REGION,
         "Derby’s referral rate is higher than its region’s median and is higher than in 2024"),
        ("cla-uasc", Missing(Symbol.SUPPRESSED), moving(3, Missing(Symbol.SUPPRESSED)), Basis.ENGLAND,
         "Derby’s rate of unaccompanied asylum-seeking children looked after for 2025 is suppressed because it is "
         "small, or would reveal a small number"),
        ("referrals", Number(200), None, Basis.ENGLAND, "No figure is held for Derby’s referral rate"),
    ],
)  # fmt: skip
def test_titles(address, own, direction, basis, said) -> None:
    assert headline(wording(address), compared(own), direction, basis) == said


@pytest.mark.parametrize(
    ("direction", "trend", "said"),
    [
        (moving(1, 2, 3), Step.UNKNOWN, "and has risen since 2023"),
        (moving(1, 2, 3), Step.RISEN, "and has risen since 2023, in a rising trend over five years"),
        (moving(1, 2, 3), Step.UNCHANGED, "and shows no trend over five years"),
        (moving(1, 2, 3), Step.FALLEN, "and shows a falling trend over five years"),
        (moving(5, 3, 4), Step.RISEN, "and shows a rising trend over five years"),
        (moving(5, 3, 4), Step.UNCHANGED, "and shows no trend over five years"),
        (moving(4, 4, 4), Step.UNCHANGED, "and shows no trend over five years"),
    ],
)
def test_a_title_tells_the_steps_only_where_the_test_bears_them_out(direction, trend: Step, said: str) -> None:
    told = headline(wording("referrals"), compared(Number(200)), direction, Basis.ENGLAND, "", trend)
    assert told == f"Derby’s referral rate is higher than England’s {said}"
    hedged = headline(wording("referrals"), compared(Number(200)), direction, Basis.ENGLAND, "but by chance", trend)
    assert hedged.endswith(f", but by chance; it {said.removeprefix('and ')}")


def test_no_row_is_told_as_such() -> None:
    found = compared(NOT_HELD)
    said = headline(wording("referrals"), found, moving(1, 2), Basis.ENGLAND)
    assert said == "No figure is held for Derby’s referral rate for 2025"
    assert evidence(wording("referrals"), found, YEARS[-1], Basis.ENGLAND) == (
        "Derby, year ending 31 March 2025: no figure held."
    )


def test_a_missing_comparator_is_told_and_not_compared() -> None:
    found = compared(Number(200), Missing(Symbol.NOT_AVAILABLE))
    said = headline(wording("referrals"), found, moving(3, 4, 5), Basis.ENGLAND)
    assert said == "Derby’s referral rate cannot be set against England’s, which has no figure; it has risen since 2023"


def test_england_by_itself_says_only_where_it_is_going() -> None:
    peers = peers_of("E92000001", date(2025, 3, 31))
    found = compare(peers, {"E92000001": Number(5)}, polarity=Polarity.NONE, decimals=1)
    assert headline(wording("referrals"), found, moving(3, 4, 5), Basis.ENGLAND) == (
        "England’s referral rate has risen since 2023"
    )


def test_the_evidence_has_value_unit_period_comparator_and_rank() -> None:
    said = evidence(wording("repeat-referrals"), compared(Number(Decimal("121.5"))), YEARS[-1], Basis.NEIGHBOURS)
    assert said == (
        "Derby 121.5% of referrals, year ending 31 March 2025; median of 10 of 10 statistical neighbours 120.0%; "
        "rank 1 of 11 among its statistical neighbours and itself (1 is the highest)."
    )


def test_better_and_worse_are_words_of_polarity() -> None:
    assert verdict(compared(Number(200)), Basis.ENGLAND) == "higher"
    assert verdict(compared(Number(200), polarity=Polarity.DOWN), Basis.ENGLAND) == "higher: worse"
    assert verdict(compared(Number(200), polarity=Polarity.UP), Basis.ENGLAND) == "higher: better"
    assert verdict(compared(Number(151), polarity=Polarity.UP), Basis.ENGLAND) == "close"
    assert verdict(compared(Missing(Symbol.SUPPRESSED)), Basis.ENGLAND) == "not comparable"


def test_nothing_is_found_where_nothing_differs() -> None:
    assert finding_of(wording("referrals"), compared(Number(151)), moving(3, 4), Basis.ENGLAND) is None
    assert finding_of(wording("referrals"), compared(Missing(Symbol.SUPPRESSED)), moving(3, 4), Basis.ENGLAND) is None


def candidate(key: str, theme: str, weight: str, *, enough: bool = True) -> Candidate:
    return Candidate(key, theme, Finding(f"{key}.", "", Decimal(weight)), enough)


def test_findings_come_from_different_themes_first_and_never_from_too_few() -> None:
    chosen = place_findings(
        [
            candidate("a", "front-door", "3"),
            candidate("b", "front-door", "2"),
            candidate("c", "send", "1"),
            candidate("tiny", "children-looked-after", "9", enough=False),
        ]
    )
    assert [item.key for item in chosen] == ["a", "c", "b"]


def test_every_reading_of_every_indicator_has_its_phrase() -> None:
    addresses = {one.address(variant) for one in catalogue().indicators for variant in one.published_variants}
    assert set(PHRASES) == addresses


@pytest.mark.parametrize("phrase", PHRASES.values())
def test_phrases_fit_the_grammar_and_claim_nothing(phrase: str) -> None:
    assert phrase[0].islower() or phrase.startswith("EHC")
    assert not set(phrase.split()) & {"significant", "significantly", "poor", "failing", "failed", "best", "worst"}
