"""What each audience does not get: names, councils, confidential entries, small numbers of people."""

from dataclasses import replace

import pytest

from riia.alliance.reporting.audiences import RULES, Audience, cleaned, for_audience
from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.content import Change, Measure, as_stored, canonical
from riia.alliance.reporting.layout import Shape, laid
from riia.alliance.reporting.rows import counted
from tests.alliance.reporting.sample import EARLIER, MARK, SAMPLE

FULL = replace(SAMPLE, changes=changes(EARLIER, SAMPLE), compared_with="the report before")
OUTSIDE = [one for one in Audience if one is not Audience.OFFICE]
NAMELESS = [one for one in Audience if not RULES[one].names]


def said(audience: Audience) -> str:
    """Everything a version for this audience holds."""
    version = for_audience(FULL, audience)
    # What is typed beside a report is cleaned before it is laid out, as `making` does.
    mark = replace(MARK, asks=cleaned(MARK.asks, FULL, audience))
    return canonical(as_stored(version.data)).decode() + str(laid(version, mark, Shape.REPORT))


@pytest.mark.parametrize("audience", NAMELESS)
def test_no_name_of_a_person_is_left(audience: Audience) -> None:
    words = said(audience)
    assert [name for name in SAMPLE.people if name in words] == []
    assert "Jane O'Neil" not in words


@pytest.mark.parametrize("audience", [Audience.CIB, Audience.NATIONAL])
def test_no_name_of_a_council_is_left(audience: Audience) -> None:
    words = said(audience)
    assert "Derby" not in words
    assert "Leicester" not in words
    assert "Inspected in November" not in words
    assert "£" not in words.replace("[", "")


@pytest.mark.parametrize("audience", OUTSIDE)
def test_confidential_entries_are_the_office_s_own(audience: Audience) -> None:
    words = said(audience)
    assert "A director may leave" not in words
    assert "A named family" not in words
    assert any("Confidential" in each for each in for_audience(FULL, audience).left_out)


@pytest.mark.parametrize("audience", OUTSIDE)
def test_small_numbers_of_people_are_hidden_wherever_they_stand(audience: Audience) -> None:
    version = for_audience(FULL, audience)
    measure = version.data.kpis[2].measures[0]
    assert (measure.n, measure.of, measure.hidden, counted(measure)) == (None, None, True, "c (hidden)")
    assert "4 of 40" not in said(audience)
    assert [one.after for one in version.data.changes if one.what == "5.1.2"] == ["c"]
    assert "4 of 40" in said(Audience.OFFICE)


@pytest.mark.parametrize(
    ("n", "of", "n_all", "of_all", "hidden"),
    [
        (6, 20, 6, 20, False),
        (0, 20, 0, 20, False),
        (5, 20, 5, 20, True),
        (17, 20, 17, 20, True),  # 3 who are not counted
        (20, 20, 20, 20, False),
        (10, 30, 12, 32, True),  # the difference of two numbers is of 2 people
        (10, 5, 10, 5, True),
        (None, None, None, None, False),
    ],
)
def test_which_numbers_are_small(n, of, n_all, of_all, hidden: bool) -> None:
    measure = Measure(1, "people", n=n, of=of, n_all=n_all, of_all=of_all, people=True)
    data = replace(SAMPLE, kpis=(replace(SAMPLE.kpis[0], measures=(measure,)),))
    assert for_audience(data, Audience.DFE).data.kpis[0].measures[0].hidden is hidden
    councils = replace(data, kpis=(replace(data.kpis[0], measures=(replace(measure, people=False),)),))
    assert not for_audience(councils, Audience.DFE).data.kpis[0].measures[0].hidden


def test_a_change_without_numbers_stays() -> None:
    data = replace(FULL, changes=(Change("5.1.2", "x", "Red", "Amber", True), Change("1.1.1", "y", "3 of 15", "13")))
    assert for_audience(data, Audience.DFE).data.changes == data.changes


def test_the_office_has_everything() -> None:
    version = for_audience(FULL, Audience.OFFICE)
    assert version.data == FULL
    assert version.left_out == ()


def test_a_cover_note_is_cleaned_as_the_rest() -> None:
    note = "Jane O'Neil (jane@example.org) writes about Derby, and Derbyshire stays."
    assert cleaned(note, SAMPLE, Audience.BOARD) == note
    assert (
        cleaned(note, SAMPLE, Audience.DFE)
        == "[name left out] ([address left out]) writes about Derby, and Derbyshire stays."
    )
    assert "about [a council], and Derbyshire" in cleaned(note, SAMPLE, Audience.CIB)


@pytest.mark.parametrize("audience", list(Audience))
def test_numbers_of_the_region_are_the_same_for_all(audience: Audience) -> None:
    kpis = for_audience(FULL, audience).data.kpis
    assert [(one.key, one.rag, one.status) for one in kpis] == [(one.key, one.rag, one.status) for one in FULL.kpis]
    assert kpis[0].measures == FULL.kpis[0].measures
