"""Costs: amounts as written and as read, the profile, every sum recomputed, coverage, timing and day rates. Pure."""

import csv
import datetime as dt
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.plans.costs import (
    PROFILE,
    Amount,
    Check,
    DayRates,
    Heading,
    How,
    Line,
    Sheet,
    Verdict,
    artefacts,
    checks,
    derive_spend,
    is_unrounded,
    profile,
    reads_as,
)
from riia.alliance.plans.costs_scope import coverage, in_order, read_scope
from riia.alliance.plans.costs_timing import Funded, When, mistimed, quarter_at, quarter_of
from riia.demo.costs import HEADINGS, TOTALS

SHARES = (
    st.lists(st.integers(0, 100), min_size=3, max_size=3)
    .map(sorted)
    .map(lambda cuts: (cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 100 - cuts[2]))
)


@pytest.mark.parametrize(
    ("pounds", "quarters"),
    [
        (0, (0, 0, 0, 0)),
        (1, (0, 0, 0, 1)),
        (89_429, (0, 17_886, 26_829, 44_714)),  # the appendix has 44,715, and comes to £1 too much
        (2_388, (0, 478, 716, 1_194)),
        (131_365, (0, 26_273, 39_409, 65_683)),  # of two equal remainders the larger share is rounded up
        (44_505, (0, 8_901, 13_351, 22_253)),
        (57_792, (0, 11_558, 17_338, 28_896)),
        (1_190_200, (0, 238_040, 357_060, 595_100)),
        (428_388, (0, 85_678, 128_516, 214_194)),
    ],
)
def test_the_profile_of_whole_pounds(pounds: int, quarters: tuple[int, ...]) -> None:
    assert profile(pounds * 100) == tuple(each * 100 for each in quarters)


@given(st.integers(0, 10**9), SHARES)
def test_a_profile_loses_nothing_and_is_never_a_pound_away(pence: int, shares: tuple[int, ...]) -> None:
    spread = profile(pence, shares)
    assert sum(spread) == pence
    odd = pence % 100
    last = max(place for place, share in enumerate(shares) if share)
    for place, (part, share) in enumerate(zip(spread, shares, strict=True)):
        whole = part - (odd if place == last else 0)
        assert whole % 100 == 0
        assert abs(whole * 100 - (pence - odd) * share) < 100 * 100
        assert share or not part


def test_a_profile_refuses_what_it_cannot_spread() -> None:
    with pytest.raises(ValueError, match="£0 or more"):
        profile(-1)
    with pytest.raises(ValueError, match="100 per cent"):
        profile(100, (10, 20, 30, 30))


@pytest.mark.parametrize(
    ("text", "pence"),
    [("£89,429", 8_942_900), ("£0", 0), ("-£41,000", -4_100_000), ("−£31,471", -3_147_100), ("(£12.50)", -1_250),
     ("£ 800", 80_000), ("63", None), ("0 2", None), ("03", None), ("0083", None), ("", None), ("£1,19", None)],
)  # fmt: skip
def test_only_an_amount_with_its_sign_is_read(text: str, pence: int | None) -> None:
    assert reads_as(text) == pence


@pytest.mark.parametrize(("pounds", "is_one"), [(89_429, True), (10, False), (14_500, False), (2_388, True), (5, True)])
def test_amounts_whose_quarters_are_no_whole_pounds(pounds: int, is_one: bool) -> None:
    assert is_unrounded(pounds * 100) is is_one


def packaged(strand: str) -> Sheet:
    """An appendix of the South West plan, from the packaged facts."""
    text = files("riia.demo").joinpath("data/south-west-costs.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["strand"] == strand]
    headings = []
    for title in dict.fromkeys(row["heading"] for row in rows):
        sums = HEADINGS[title]
        lines = tuple(
            Line(f"{title} {number}", f"{title} {number}", _amount(row, "spend"),
                 (Amount(0, How.DERIVED), _amount(row, "q2"), _amount(row, "q3"), _amount(row, "q4")))
            for number, row in enumerate((each for each in rows if each["heading"] == title), start=1)
        )  # fmt: skip
        allocation = reads_as(sums.allocation)
        assert allocation is not None
        headings.append(Heading(title, title, lines, allocation, _said(sums.total), _said(sums.variance)))
    _, grant, totals = TOTALS[strand]
    spend, q2, q3, q4 = (_said(totals[name]) for name in ("spend", "q2", "q3", "q4"))
    return Sheet(strand, tuple(headings), spend, (Amount(None, How.UNKNOWN), q2, q3, q4), _said(totals["allocation"]),
                 _said(totals["variance"]), _said(grant).pence or 0)  # fmt: skip


def _said(text: str) -> Amount:
    return Amount(reads_as(text), How.STATED, text)


def _amount(row: dict[str, str], name: str) -> Amount:
    """A missing spend is derived from its quarters, as the loader does."""
    if row[name] == "":
        pence = sum(int(row[f"{each}_read"]) for each in ("q2", "q3", "q4")) * 100
        return Amount(pence, How.DERIVED, "", "from its quarters")
    pence = int(row[f"{name}_read"]) * 100
    return Amount(pence, How.STATED if reads_as(row[name]) == pence else How.ARTEFACT, row[name])


def found(sheet: Sheet) -> dict[tuple[str, str], Check]:
    return {(each.code, each.about): each for each in checks(sheet)}


def test_the_send_appendix_comes_out_within_rounding_and_shows_where() -> None:
    sheet = packaged("SEND")
    every = found(sheet)
    assert not [each for each in every.values() if each.verdict in (Verdict.ERROR, Verdict.CANNOT)]
    total = every["headings-total", "SEND"]
    assert (total.stated, total.computed, total.difference) == (119_020_000, 119_020_100, 100)
    assert total.verdict is Verdict.ROUNDING
    assert "= £1,190,201" in total.working
    assert every["variances-zero", "SEND"].difference == 100
    assert every["grant", "SEND"].verdict is Verdict.AGREES
    assert [every["column", f"SEND, Q{number}"].computed for number in (2, 3, 4)] == [
        23_804_000,
        35_706_000,
        59_510_000,
    ]
    assert every["lines-sheet", "SEND"].computed == 119_020_000


def test_the_csc_appendix_comes_out_to_the_pound() -> None:
    sheet = packaged("CSC")
    assert {each.verdict for each in checks(sheet)} == {Verdict.AGREES}
    assert sheet.grant + packaged("SEND").grant == 161_858_800
    assert [len(packaged(strand).lines) for strand in ("SEND", "CSC")] == [31, 14]


def test_damaged_amounts_are_named_with_their_text() -> None:
    assert sorted(amount.as_written for _, amount in artefacts(packaged("SEND"))) == [
        "0 2",
        "0083",
        "03",
        "03",
        "63",
        "63",
    ]
    assert not list(artefacts(packaged("CSC")))


def test_a_spend_that_is_missing_follows_in_two_ways() -> None:
    heading = packaged("SEND").headings[2]
    derived = derive_spend(heading.lines[0], heading)
    assert derived is not None
    assert (derived.pence, derived.least, derived.most) == (10_686_900, 10_686_800, 10_686_900)
    unknown = Line("x", "x", Amount(None, How.UNKNOWN), (Amount(None, How.UNKNOWN),) * 4)
    assert derive_spend(unknown, heading) is None


def small(total: str = "£300", variance: str = "£0", allocation: int = 30_000, spend: int | None = 10_000) -> Sheet:
    """Two lines of £100 and £200."""
    lines = tuple(
        Line(str(place), f"line {place}", Amount(pence, How.UNKNOWN if pence is None else How.STATED),
             tuple(Amount(each) for each in profile(pence or 0)))  # type: ignore[arg-type]
        for place, pence in enumerate((spend, 20_000))
    )  # fmt: skip
    heading = Heading("h", "Area", lines, allocation, _said(total), _said(variance))
    quarters = tuple(Amount(each) for each in profile(30_000))
    return Sheet("S", (heading,), _said("£300"), quarters, _said("£300"), _said("£0"), 30_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sheet", "code", "about", "verdict"),
    [
        (small(), "lines-total", "Area", Verdict.AGREES),
        (small(total="£301"), "lines-total", "Area", Verdict.ERROR),  # both lines are round: no pound may be missing
        (small(total="£301", variance="£0"), "variance", "Area", Verdict.ERROR),
        (small(allocation=40_000), "grant", "S", Verdict.ERROR),
        (small(spend=None), "lines-total", "Area", Verdict.CANNOT),
        (small(spend=None), "quarters-sum", "line 0", Verdict.CANNOT),
        (small(spend=None), "lines-sheet", "S", Verdict.CANNOT),
    ],
)
def test_what_does_not_come_out_is_an_error_and_what_is_not_known_is_no_verdict(
    sheet: Sheet, code: str, about: str, verdict: Verdict
) -> None:
    assert found(sheet)[code, about].verdict is verdict


KPIS = ("1.1.1", "1.1.2", "1.1.3", "1.1.6A", "1.1.6B", "1.2.2A", "1.3.1B", "2.5.1", "2.5.2", "3.1.2A", "3.1.2B",
        "5.2.2.A", "5.2.9", "5.2.10", "6.2.4", "6.2.5-KPI1", "6.2.5-KPI2", "8.1.1", "8.1.5", "8.1.U1")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "covers", "missing"),
    [
        ("all the KPI in section 1", "1.1.1 1.1.2 1.1.3 1.1.6A 1.1.6B 1.2.2A 1.3.1B", ""),
        ("1.1.1 to 1.1.3B", "1.1.1 1.1.2 1.1.3", "1.1.3B"),
        ("1.1.3 – 1.1.6", "1.1.3 1.1.6A 1.1.6B", ""),
        ("KPI in section 3 Excluding 3.1.2B", "3.1.2A", ""),
        ("3.1.2B", "3.1.2B", ""),
        ("5.2.2A to 5.2.9", "5.2.2.A 5.2.9", ""),
        ("6.2.4 to 6.2.5", "6.2.4 6.2.5-KPI1 6.2.5-KPI2", ""),
        ("8.1.1 to 8.1.5", "8.1.1 8.1.5", ""),  # what has no number is in no range
        ("1.1.1, 2.5.2 and 9.9.9", "1.1.1 2.5.2", "9.9.9"),
        ("section 7", "", "section 7"),
        ("", "", ""),
        ("travel", "", ""),
    ],
)
def test_scopes_are_read_against_the_kpis_that_there_are(text: str, covers: str, missing: str) -> None:
    scope = read_scope(text, KPIS)
    assert " ".join(sorted(scope.covers, key=in_order)) == covers
    assert ", ".join(scope.missing) == missing


def test_coverage_names_what_nothing_or_more_than_one_pays_for() -> None:
    scopes = [("a", read_scope("section 1", KPIS)), ("b", read_scope("1.1.2 to 2.5.1", KPIS))]
    cover = coverage(scopes, KPIS[:9], {"2.5.2"})
    assert cover.twice == ("1.1.2", "1.1.3", "1.1.6A", "1.1.6B", "1.2.2A", "1.3.1B")
    assert cover.uncovered == ()
    assert coverage(scopes, KPIS[:9], set()).uncovered == ("2.5.2",)
    assert coverage([("a", read_scope("1.1.1 to 1.1.3B", KPIS))], KPIS, set()).missing == (("a", "1.1.3B"),)


def test_numbers_are_in_the_order_of_a_reader() -> None:
    assert sorted(["1.1.10", "1.1.6B", "1.1.2", "1.1.6A"], key=in_order) == ["1.1.2", "1.1.6A", "1.1.6B", "1.1.10"]


@pytest.mark.parametrize(("day", "number"), [("2025-03-31", 0), ("2025-04-01", 1), ("2025-07-01", 2), ("2025-12-31", 3),
                                             ("2026-01-01", 4), ("2026-03-31", 4), ("2026-04-01", 5)])  # fmt: skip
def test_quarters_are_those_of_the_financial_year(day: str, number: int) -> None:
    assert quarter_at(dt.date.fromisoformat(day), 2025) == number
    assert quarter_of(2025, 4) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


def test_money_before_its_enabler_and_after_everything_is_due() -> None:
    quarters = (0, 200, 300, 500)
    due = {"8.1.1": dt.date(2025, 9, 30), "8.1.5": dt.date(2025, 12, 31)}
    late = Funded("a", "a", quarters, due, unreadable=("8.1.3",))
    early = Funded("b", "b", quarters, {"4.1": None}, ("4.1.9/1",))
    post = Funded("c", "c", quarters, {"3.1.2B": dt.date(2025, 12, 30)}, ("3.1.2B/1",))
    days = {"4.1.9/1": dt.date(2026, 1, 31), "3.1.2B/1": dt.date(2025, 12, 30)}
    said = [(each.label, each.quarter, each.pence, each.when) for each in mistimed([late, early, post], days, 2025)]
    assert said == [
        ("a", 4, 500, When.AFTER),
        ("b", 2, 200, When.BEFORE),
        ("b", 3, 300, When.BEFORE),
        ("c", 2, 200, When.BEFORE),  # what is paid once the post is filled is not too late
    ]
    assert not list(mistimed([early], {"4.1.9/1": None}, 2025))
    assert not list(mistimed([Funded("d", "d", quarters, {**due, "8.1.9": None})], {}, 2025))


def test_days_at_a_rate_against_the_money_for_packages() -> None:
    rates = DayRates(money=7_000_000, packages=2, days=39, rate=60_000)
    assert (rates.each, rates.cost, rates.left, rates.days_bought) == (3_500_000, 4_680_000, 2_320_000, 116)
    unknown = DayRates(7_000_000, 2, 39, None)
    assert (unknown.cost, unknown.left, unknown.days_bought, unknown.implied_rate) == (None, None, None, 89_744)
    assert sum(PROFILE) == 100
