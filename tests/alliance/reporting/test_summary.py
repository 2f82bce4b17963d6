"""The first page: five numbers, what went wrong, what is asked; and nothing of it twice."""

import datetime as dt
from dataclasses import replace

import pytest

from riia.alliance.reporting.audiences import Audience, for_audience
from riia.alliance.reporting.blocks import Grid, Heading, Items, NewPage, Text
from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.content import Exemption, Kpi, Measure, Rag
from riia.alliance.reporting.layout import Shape, laid
from riia.alliance.reporting.summary import MOST, asked, figures, went_wrong
from tests.alliance.reporting.sample import EARLIER, GRANTS, MARK, SAMPLE


def test_the_five_numbers() -> None:
    assert [one.said for one in figures(SAMPLE)] == [
        "1 of 3", "1 of 3", "not entered of £60,000", "12 of 15, July to September 2025", "£595,100 of not known",
    ]  # fmt: skip
    whole = replace(SAMPLE, money=SAMPLE.money[:1], grants=GRANTS[:1], submitted=())
    assert [one.said for one in figures(whole)][2:] == [
        "£49,999.99 of £50,000", "no round was due", "£595,100 of £1,190,200.01",
    ]  # fmt: skip


def test_what_went_wrong_is_facts_of_this_report_and_five_at_most() -> None:
    points = went_wrong(SAMPLE)
    assert points[0] == "1 of 3 KPIs are red; 1 KPI missed their day."
    assert points[1].startswith("Overdue: 1.1.2 ")
    assert "1 instalment of grants has not come: £595,100.01 of Improvement alliances, 2025-26" in points[2]
    assert "differ from their own rules: Improvement alliances, 2025-26." in points[3]
    assert points[4].startswith("3 councils did not return data for July to September 2025 by the day")
    assert len(points) == MOST
    fine = replace(SAMPLE, kpis=SAMPLE.kpis[:1], grants=(), submitted=(), money=())
    assert went_wrong(fine) == ()


def test_spending_is_away_from_its_profile_from_a_tenth_on() -> None:
    line = replace(SAMPLE.money[0], profile=1000, spent=901)
    only = replace(SAMPLE, kpis=(), grants=(), submitted=())
    assert went_wrong(replace(only, money=(line,))) == ()
    assert went_wrong(replace(only, money=(replace(line, spent=900),))) == (
        "£1 less was spent than profiled to the day.",
    )
    assert went_wrong(replace(only, money=(replace(line, spent=None),))) == ()


def test_what_is_asked_is_what_was_typed_and_what_follows() -> None:
    typed = "Decide on dates.\n\n  Answer. "
    dfe = asked(SAMPLE, Audience.DFE, typed, receipt=True)
    assert dfe[:3] == ("Decide on dates.", "Answer.", "Confirm receipt: one button on the page of this report.")
    assert dfe[3] == "Send the letter of what we know from the plan only: Coordinators, 2025-26."
    assert "Say when the instalment of £595,100.01" in dfe[4]
    assert [one.partition(" in ")[0] for one in dfe[5:]] == ["Settle the difference", "Settle what cannot be verified"]
    assert asked(SAMPLE, Audience.LGA, "", receipt=False) == ()
    assert asked(SAMPLE, Audience.BOARD, "", receipt=False) == ("Name an owner for 1 KPI: 1.1.2.",)


@pytest.mark.parametrize("shape", list(Shape))
def test_a_report_begins_with_one_page_and_says_each_kpi_once(shape: Shape) -> None:
    full = replace(SAMPLE, changes=changes(EARLIER, SAMPLE), compared_with="the report before")
    blocks = laid(for_audience(full, Audience.OFFICE), MARK, shape).blocks
    first = blocks[: next(at for at, one in enumerate(blocks) if isinstance(one, NewPage))]
    assert [one.text for one in first if isinstance(one, Heading)] == [
        "The quarter in five numbers", "What went wrong", "What is asked of you", "Cover note",
    ]  # fmt: skip
    numbers = next(one for one in first if isinstance(one, Grid))
    assert [row[0].text for row in numbers.rows] == [one.words for one in figures(full)]
    assert [cell.text for cell in numbers.rows[0]][1:] == ["1 of 3", "0 of 2"]
    rated = [one for one in blocks if isinstance(one, Grid) and one.caption.startswith("KPIs rated")]
    keys = [row[0].text.split()[0] for one in rated for row in one.rows]
    assert keys == (["1.1.2", "5.1.2", "1.1.1"] if shape is Shape.REPORT else ["1.1.2", "5.1.2"])
    captions = [one.caption for one in blocks if isinstance(one, Grid)]
    headings = [one.text for one in blocks if isinstance(one, Heading)]
    assert len(set(captions)) == len(captions)
    assert len(set(headings)) == len(headings)


def test_who_gets_no_money_reads_none_on_the_first_page_either() -> None:
    version = for_audience(replace(SAMPLE, compared_with="x"), Audience.CIB)
    report = laid(version, MARK, Shape.REPORT)
    numbers = next(one for one in report.blocks if isinstance(one, Grid))
    assert [row[0].text for row in numbers.rows] == [one.words for one in figures(SAMPLE) if not one.money]
    assert not any("grant" in str(one).lower() for one in report.blocks if isinstance(one, Grid))
    assert "Spending of each area and grants are left out of this version." in version.left_out


def test_a_turn_for_the_better_is_told_by_its_number_only() -> None:
    before = replace(SAMPLE.kpis[0], rag=Rag.AMBER, status="at risk")
    full = replace(SAMPLE, changes=changes(replace(EARLIER, kpis=(before,)), SAMPLE), compared_with="the one before")
    blocks = laid(for_audience(full, Audience.OFFICE), MARK, Shape.REPORT).blocks
    points = [item for one in blocks if isinstance(one, Items) for item in one.items]
    assert "From amber to green (1): 1.1.1." in points
    assert any(isinstance(one, Text) and "1 for the better, 0 for the worse" in one.text for one in blocks)


def test_a_turn_for_the_worse_says_its_standing_and_what_is_the_same_in_full() -> None:
    red = replace(SAMPLE.kpis[0], rag=Rag.RED, status="missed")
    fewer = replace(red, key="9.9", measures=(replace(red.measures[0], n=12, n_all=12),))
    data = replace(SAMPLE, kpis=(red, fewer))
    before = replace(EARLIER, kpis=(SAMPLE.kpis[0], replace(red, key="9.9")))
    data = replace(data, changes=changes(before, data), compared_with="the one before")
    blocks = laid(for_audience(data, Audience.OFFICE), MARK, Shape.REPORT).blocks
    grid = next(one for one in blocks if isinstance(one, Grid) and "for the worse" in one.caption)
    assert [[cell.text for cell in row][1:] for row in grid.rows] == [
        ["Green (met)", "Red (missed)"],
        ["Red (missed), 13 of 14; 13 of 15 with exempt councils counted",
         "Red (missed), 12 of 14; 12 of 15 with exempt councils counted"],
    ]  # fmt: skip


def test_an_exemption_stands_with_both_results() -> None:
    measure = Measure(1, "councils", n=13, of=14, n_all=13, of_all=15)
    same = replace(measure, number=2, of_all=14)
    kpi = Kpi("2.1", "x", "SEND", "2 More", measures=(measure, same))
    one = Exemption("2.1, 9.9", "Derby", dt.date(2025, 11, 3), None, "Inspected", "M")
    data = replace(SAMPLE, kpis=(kpi,), exemptions=(one,))
    blocks = laid(for_audience(data, Audience.OFFICE), MARK, Shape.REPORT).blocks
    grid = next(each for each in blocks if isinstance(each, Grid) and each.caption.startswith("Exemptions"))
    assert grid.rows[0][-1].text == ("2.1: 13 of 14 with it, 13 of 15 without it; 13 of 14 either way\n9.9: not known")
