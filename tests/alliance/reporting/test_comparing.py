"""What changed between two reports."""

from dataclasses import replace

from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.content import Change, Rag
from tests.alliance.reporting.sample import DAY, EARLIER, KPIS, SAMPLE


def test_the_same_report_has_no_changes() -> None:
    assert changes(SAMPLE, SAMPLE) == ()


def test_kpis_that_turn_come_and_go() -> None:
    worse = replace(KPIS[0], rag=Rag.AMBER, status="at risk", measures=(replace(KPIS[0].measures[0], n=12, n_all=12),))
    before = replace(SAMPLE, kpis=(worse, KPIS[1]))
    after = replace(SAMPLE, kpis=(KPIS[0], KPIS[2]))
    assert changes(before, after) == (
        Change("1.1.1", KPIS[0].words, "Amber (at risk), 12 of 14; 12 of 15 with exempt councils counted",
               "Green (met), 13 of 14; 13 of 15 with exempt councils counted", True),
        Change("5.1.2", KPIS[2].words, "not in it", "Amber (at risk), 4 of 40"),
        Change("1.1.2", KPIS[1].words, "Red (missed), 1 of 2 measures met", "not in it"),
    )  # fmt: skip
    assert changes(replace(SAMPLE, kpis=(KPIS[0],)), replace(SAMPLE, kpis=(worse,)))[0].better is False


def test_the_same_colour_with_a_better_count_is_better() -> None:
    fewer = replace(KPIS[0], measures=(replace(KPIS[0].measures[0], n=12, n_all=12),))
    assert changes(replace(SAMPLE, kpis=(fewer,)), replace(SAMPLE, kpis=KPIS[:1]))[0].better is True
    other = replace(KPIS[0], measures=(replace(KPIS[0].measures[0], n=12, n_all=12, of=15),))
    assert changes(replace(SAMPLE, kpis=(other,)), replace(SAMPLE, kpis=KPIS[:1]))[0].better is None


def test_what_was_not_rated_turns_worse_with_red_and_better_with_green() -> None:
    grey = replace(KPIS[0], rag=Rag.GREY, status="not started", measures=())
    for rag, better in ((Rag.RED, False), (Rag.AMBER, None), (Rag.GREEN, True)):
        after = replace(grey, rag=rag, status="at risk")
        assert changes(replace(SAMPLE, kpis=(grey,)), replace(SAMPLE, kpis=(after,)))[0].better is better


def test_a_day_that_moved_is_a_change() -> None:
    later = replace(KPIS[0], due=DAY.replace(year=2026))
    (found,) = changes(replace(SAMPLE, kpis=KPIS[:1]), replace(SAMPLE, kpis=(later,)))
    assert found.before.endswith("due 31 Dec 2025")
    assert found.after.endswith("due 31 Dec 2026")


def test_money_exemptions_and_risks() -> None:
    found = {(one.what, one.label): (one.before, one.after) for one in changes(EARLIER, SAMPLE)}
    assert found["1.1.1", "exemption of Derby"] == ("none", "in force")
    assert found["Money", "spent to date"] == ("£49,999.99", "not entered")
    assert found["Risk", "The analyst starts late"] == ("not in it", "high")
    assert not [one for one in found if one[1] == "A director may leave"]
