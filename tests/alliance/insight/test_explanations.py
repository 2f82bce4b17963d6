"""Is it real, in sentences and for machines: the same words, one answer for each question, and when not to trust it."""

import json
import re

import pytest

from riia.alliance.access.scope import Scope
from riia.alliance.insight import answers, queries
from riia.alliance.insight.chance import chance_of
from riia.alliance.insight.choices import Choice
from riia.alliance.insight.comparisons import Basis
from riia.alliance.insight.explanations import (
    Explanation,
    certainty,
    course_sentence,
    explanation,
    in_short,
    sentence,
    trend_of,
)
from riia.alliance.insight.presenters.indicator import title_of
from riia.alliance.insight.standings import Standing
from riia.indicators.definitions import catalogue
from riia.indicators.statistics.benchmarks import Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TESTS = Scope.system("tests")


def of(address: str, place: str = "831") -> Standing:
    return queries.standing_of(TESTS, address, place)


def told(address: str, place: str = "831", basis: Basis = Basis.ENGLAND) -> Explanation:
    found = explanation(of(address, place), basis)
    assert found is not None
    return found


def test_the_answer_comes_in_the_words_of_the_statistics() -> None:
    found = told("referrals")
    assert found.verdict == "Derby’s referral rate is higher than England’s, and more than chance would explain."
    assert found.interval == "95% interval 554.0 to 591.8 (Byar’s method, exact below a count of 10)."
    assert found.funnel.startswith("Among the 153 councils such a figure is usual, for they differ from each other")
    assert found.trend.startswith("Recent trend: decreasing from 2021 to 2025")
    assert found.rests_on.startswith("It rests on a count of 3,557 and a base of 62,113 (children aged 0 to 17")
    assert told("repeat-referrals").verdict.endswith("is higher than England’s, but chance alone could explain it.")


def test_a_figure_is_compared_with_a_figure_and_not_with_a_country() -> None:
    region = chance_of(of("repeat-referrals", "831")).against_region("831")
    assert sentence(of("repeat-referrals", "831"), region).startswith(
        "Derby’s share of repeat referrals is lower (better) than the East Midlands’, and more than chance"
    )
    # What stands on its own, after the place has been named, keeps the comparator's plain name.
    assert region.words.startswith("lower (better) than the East Midlands, and")


def test_a_control_chart_of_percentages_says_so() -> None:
    assert re.search(
        r"the latest figure, \d+\.\d% \(.*limits of \d+\.\d% and \d+\.\d%", told("repeat-referrals").control
    )
    assert "%" not in told("referrals").control


def test_better_and_worse_are_said_of_what_is_more_than_chance_only() -> None:
    assert "lower (worse) than England" in told("assessments-within-45-days").verdict
    assert "worse" not in told("repeat-referrals").verdict


def test_a_median_is_told_from_the_mean_that_is_tested() -> None:
    found = told("referrals", basis=Basis.NEIGHBOURS)
    assert found.verdict_note == "A median cannot be tested, so this is against the mean of all 10 (553.1)."
    assert told("referrals", basis=Basis.NEIGHBOURS_MEAN).verdict_note == ""
    region = told("repeat-referrals", basis=Basis.REGION)
    assert region.verdict == (
        "Derby’s share of repeat referrals is lower than the mean of the 9 other councils of the East Midlands, but "
        "chance alone could explain it."
    )
    assert region.verdict_note == "A median cannot be tested, so this is against the mean of all 9 (24.3%)."
    assert region.beside == (
        "Against the East Midlands as a whole (24.7%), where larger councils count more: lower (better), and more than "
        "chance would explain."
    )
    assert "also higher, and more than chance" in told("referrals", basis=Basis.REGION).beside
    assert told("referrals").beside == ""


@pytest.mark.parametrize(
    ("address", "place", "said"),
    [
        ("sw-agency", "831", "full-time equivalents"),
        ("sw-caseload", "831", "average"),
        ("care-leavers-eet:age=22-25", "831", "suppressed"),
    ],
)
def test_no_interval_says_why(address: str, place: str, said: str) -> None:
    found = told(address, place)
    assert said in found.no_interval
    assert (found.interval, found.verdict, found.funnel, found.rests_on, found.cautions) == ("", "", "", "", ())


def test_a_plain_count_is_not_compared_at_all() -> None:
    assert explanation(of("sw-establishment"), Basis.ENGLAND) is None


def test_cautions_fit_the_figure() -> None:
    referrals = " ".join(told("referrals").cautions)
    assert "Brothers and sisters come together, and a child can be counted more than once: chance is" in referrals
    assert "counted on one day" not in referrals
    assert "rounded" not in referrals
    looked_after = " ".join(told("cla-current").cautions)
    assert "Brothers and sisters come together: chance is larger than reckoned" in looked_after
    assert "Brothers" not in " ".join(told("care-leavers-eet").cautions)
    assert "counted on one day" in looked_after
    assert "rounded to 10s" in " ".join(told("ehe").cautions)
    assert "rounded to 10s" in " ".join(told("referrals", "E12000004").cautions)
    assert "The count is below 20" in " ".join(told("ehcps-within-20-weeks", "420").cautions)
    assert "Fewer than 2,000 children live there" in " ".join(told("referrals", "420").cautions)
    assert "23 of 153 councils have no figure to compare" in " ".join(told("cla-adopted").cautions)


def test_what_stands_out_is_said_with_all_councils_allowed_for() -> None:
    assert (
        "and stands out also when the tests of all of them are allowed for" in told("cla-immunisations", "940").funnel
    )
    scilly = told("referrals", "420").funnel
    assert "above the 95% limit, but does not stand out when the tests of all" in scilly
    assert scilly.endswith("of so many, some lie there by chance.")


@pytest.mark.parametrize(
    ("address", "basis", "title", "short"),
    [
        ("referrals", Basis.ENGLAND, "and more than chance would explain", "more than chance"),
        ("repeat-referrals", Basis.NEIGHBOURS, "and further above their mean than chance would explain",
         "against the mean: more than chance"),
        ("repeat-referrals", Basis.NEIGHBOURS_MEAN, "and more than chance would explain", "more than chance"),
        ("repeat-referrals", Basis.REGION,
         "but no further from the other councils’ mean than chance could explain",
         "against the mean: chance could explain it"),
        ("cse-factors", Basis.NEIGHBOURS, "but no further from their mean than chance could explain",
         "against the mean: chance could explain it"),
        ("sw-agency", Basis.ENGLAND, "", "not tested"),
        # 94% beside a median of 93% is close; beside their mean, 90%, it is higher by more than chance.
        ("cla-immunisations", Basis.NEIGHBOURS, "but higher than their mean by more than chance would explain",
         "against the mean: higher, more than chance"),
        ("repeat-referrals", Basis.ENGLAND, "", "chance could explain it"),
    ],
)  # fmt: skip
def test_titles_and_cells_agree_with_the_verdict(address: str, basis: Basis, title: str, short: str) -> None:
    standing = of(address)
    chance = chance_of(standing)
    assert chance is not None
    assert standing.comparison is not None
    found = chance.verdict("831", basis)
    assert certainty(standing.comparison, basis, found) == title
    assert in_short(standing.comparison, basis, found) == short


@pytest.mark.parametrize(
    ("address", "place", "title"),
    [
        ("ehcp-assessments", "316", "but no further from their mean than chance could explain"),
        ("cla-missing", "878", "but no different from their mean"),
        # Rounded to tens, so that the counts beneath could lead to either answer.
        ("ehe", "822", "but whether by more than chance cannot be told"),
        # 10% and 10%, and so many children that the tenths beneath are more than chance.
        ("cla-three-or-more-placements", "E12000004", "but before rounding lower by more than chance would explain"),
    ],
)
def test_a_title_says_what_speaks_against_it(address: str, place: str, title: str) -> None:
    basis = Basis.ENGLAND if place in ("822", "E12000004") else Basis.NEIGHBOURS
    standing = of(address, place)
    chance = chance_of(standing)
    assert chance is not None
    assert standing.comparison is not None
    assert certainty(standing.comparison, basis, chance.verdict(place, basis)) == title


@pytest.mark.parametrize(
    ("address", "course", "tested"),
    [
        # Two years of rising that the test of five does not bear out are told below the title, beside the test.
        ("repeat-referrals", "It has risen since 2023.", Step.UNCHANGED),
        ("cpps-current", "It shows no steady direction.", Step.FALLEN),
        ("referrals", "", Step.FALLEN),
        ("sw-agency", "", Step.UNKNOWN),
    ],
)
def test_how_a_figure_moved_is_told_beside_the_trend(address: str, course: str, tested: Step) -> None:
    standing = of(address)
    chance = chance_of(standing)
    assert chance is not None
    trend = chance.trend("831")
    assert trend_of(trend) is tested
    assert course_sentence(standing, trend) == course


def test_machines_get_the_same_and_nothing_else_changes() -> None:
    plain = answers.comparison(TESTS, "referrals", "831")
    full = answers.comparison(TESTS, "referrals", "831", explain=True)
    added = full.pop("explain")
    assert full == plain
    assert added["interval"] == pytest.approx(
        {"lower": 553.99938, "upper": 591.80113, "confidence": 0.95, "method": added["interval"]["method"]}
    )
    assert set(added["verdicts"]) == {"england", "region", "region_councils", "neighbours"}
    assert added["verdicts"]["region_councils"]["against"] == "the mean of the 9 other councils of the East Midlands"
    england = added["verdicts"]["england"]
    assert (england["kind"], england["more_than_chance"], england["judgement"]) == ("higher", True, "not judged")
    assert england["difference"] == pytest.approx(572.66595 - 519.43624, abs=1e-4)
    assert england["difference_lower"] > 0
    assert england["sentence"] == told("referrals").verdict
    assert added["funnel"]["councils"] == 153
    assert added["funnel"]["limits"]["99.8"]["lower"] < added["funnel"]["limits"]["95"]["lower"]
    assert added["funnel"]["limits"]["95"]["upper_by_chance"] < added["funnel"]["limits"]["95"]["upper"]
    assert added["trend"]["verdict"] == "decreasing"
    assert added["control_chart"]["variation"] == "common_cause"
    assert added["rests_on"]["source_file"].startswith("c1_children_in_need_referrals")
    assert added["cautions"] == list(told("referrals").cautions)


def test_every_indicator_can_be_explained_and_written_as_json() -> None:
    for one in catalogue().indicators:
        for place in ("831", "420", "E12000004", "E92000001"):
            found = answers.comparison(TESTS, one.slug, place, explain=True)["explain"]
            written = json.dumps(found, allow_nan=False)
            assert (found["interval"] is None) == bool(found["no_interval"]), (one.slug, place, written)


def test_a_suppressed_figure_gives_nothing_away() -> None:
    found = answers.comparison(TESTS, "care-leavers-eet:age=22-25", "831", explain=True)["explain"]
    assert "suppressed" in found["no_interval"]
    assert (found["interval"], found["rests_on"], found["verdicts"], found["cautions"]) == (None, None, {}, [])


TREND_WORDS = {
    "a rising trend": "increasing",
    "a falling trend": "decreasing",
    "no trend": "no significant change",
}


@pytest.mark.parametrize("place", ["831", "857", "201", "E12000004", "E92000001"])
def test_no_title_says_another_thing_than_the_answer_below_it(place: str) -> None:
    """Every indicator against every comparator: one answer about chance, and one about the trend."""
    council = place.isdigit()
    for standing in queries.standings_of(TESTS, place):
        for basis in Basis if council else (Basis.ENGLAND,):
            said = explanation(standing, basis)
            if said is None:
                continue
            title = title_of(standing, Choice(place=place, basis=basis))
            told = f"{title} / {said.verdict} / {said.trend}"
            assert ("than chance would explain" in title) == ("more than chance would explain" in said.verdict), told
            assert "could explain" not in title or "chance alone could explain" in said.verdict, told
            for words, verdict in TREND_WORDS.items():
                assert (words in title) == (verdict in said.trend), told
            if "no significant change" in said.trend:
                assert "risen" not in title, told
                assert "fallen" not in title, told
