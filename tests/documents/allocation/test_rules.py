"""Each kind of allocation rule by itself: what it gives, what it says, and that what is hidden is never 0."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.allocation import (
    AnnexRow,
    Band,
    BasePlusTopUp,
    CannotVerify,
    Column,
    Direct,
    Facts,
    FlatPerRegion,
    Hidden,
    OneOff,
    OwnAmounts,
    PackagesTimesDaysTimesRate,
    Part,
    PerCouncil,
    Pooled,
    Rule,
    RuleError,
    Share,
    Sharer,
    Verdict,
    Weighted,
    Weighting,
    Worked,
    as_stored,
    from_stored,
    recompute,
)

FACTS = Facts(date(2024, 6, 1), {"E1": 3, "E2": 5}, {"E1": "Northshire", "E2": "Southshire"})
GONE = Hidden.REDACTED


def worked(rule: Rule, place: str) -> Worked:
    answer = rule.for_place(place, FACTS)
    assert isinstance(answer, Worked), answer
    return answer


@pytest.mark.parametrize(
    ("rule", "hidden"),
    [
        (FlatPerRegion(line="1", title="A", amount=GONE), ("amount",)),
        (PerCouncil(line="1", title="A", rate=GONE), ("rate per council",)),
        (PackagesTimesDaysTimesRate(line="1", title="A", packages=2, days=3, day_rate=GONE), ("day rate",)),
        (
            PackagesTimesDaysTimesRate(line="1", title="A", packages=2, days=3, day_rate=100, stated=GONE),
            ("stated amount",),
        ),
        (Pooled(line="1", title="A", amount=GONE, payee="E1"), ("amount for each region",)),
        (OneOff(line="1", title="A", amount=GONE, payee="E1"), ("amount",)),
        (Direct(line="1", title="A", parts=(Part("E1", 500, "first"), Part("E1", GONE, "second"))), ("second",)),
        (Share(line="1", title="A", project=GONE, sharers=(Sharer("E1"),)), ("total of the project",)),
        (BasePlusTopUp(line="1", title="A", base=GONE, per_council=100), ("base",)),
        (BasePlusTopUp(line="1", title="A", places=(OwnAmounts("E1", GONE, GONE),)), ("base", "top up")),
    ],
)
def test_a_hidden_operand_is_never_nothing(rule: Rule, hidden: tuple[str, ...]) -> None:
    answer = rule.for_place("E1", FACTS)
    assert isinstance(answer, CannotVerify)
    assert answer.hidden == hidden
    result = recompute([AnnexRow("E1", "Northshire", {Column.TOTAL: 0})], [rule], FACTS).rows[0]
    assert result.verdict is Verdict.CANNOT_VERIFY
    assert (result.paid, result.own, result.for_others) == (None, None, None)


def test_a_place_whose_councils_nobody_knows_cannot_be_verified() -> None:
    answer = PerCouncil(line="1", title="A", rate=100).for_place("Atlantis", FACTS)
    assert isinstance(answer, CannotVerify)
    assert "how many councils Atlantis has on 1 June 2024" in answer.reason


def test_a_council_counts_as_one() -> None:
    assert worked(PerCouncil(line="1", title="A", rate=320_000), "831").paid == 320_000


def test_a_rate_that_its_days_do_not_give_is_said() -> None:
    answer = worked(PerCouncil(line="4", title="A", rate=320_000, days=4, day_rate=75_000), "E1")
    assert answer.paid == 960_000
    assert answer.notes == ("4 days × £750 = £3,000, but £3,200 for each council is stated.",)


def test_days_over_the_cap_are_said() -> None:
    rule = PackagesTimesDaysTimesRate(line="3", title="A", packages=2, days=40, day_rate=60_000, cap_days=39)
    assert worked(rule, "E1").notes == ("40 days is over the cap of 39 days.",)


def test_a_rule_is_for_some_and_not_for_others() -> None:
    rule = FlatPerRegion(line="1", title="A", amount=100, not_for=("E2",))
    assert worked(rule, "E1").paid == 100
    assert rule.for_place("E2", FACTS) is None
    only = FlatPerRegion(line="1", title="A", amount=100, only=("E2",))
    assert only.for_place("E1", FACTS) is None


def test_a_top_up_follows_the_number_of_councils() -> None:
    by_rate = BasePlusTopUp(line="", title="Coordinator", base=1_500_000, per_council=44_799)
    assert worked(by_rate, "E2").steps[-1].text == (
        "£15,000 base + £2,239.95 top-up (5 councils × £447.99) = £17,239.95"
    )
    by_band = BasePlusTopUp(line="", title="C", base=100, bands=(Band(1, 10), Band(5, 50), Band(9, 90)))
    assert [worked(by_band, place).paid for place in ("E1", "E2")] == [110, 150]


def test_base_and_top_up_of_a_row_make_its_total() -> None:
    row = AnnexRow("E1", "A", {Column.BASE: 1_000, Column.TOP_UP: 205, Column.TOTAL: 1_204})
    check = recompute([row], [], FACTS).rows[0].checks[0]
    assert check.verdict is Verdict.DIFFERS
    assert check.sentence == "£10 base + £2.05 top-up = £12.05, but £12.04 is stated: £0.01 less."


def test_parts_of_several_projects_are_added() -> None:
    rule = Direct(line="", title="Projects", parts=(Part("213", 5_959_567, "Shared"), Part("213", 23_800_000, "Own")))
    assert worked(rule, "213").steps[-1].text == "£59,595.67 + £238,000 = £297,595.67"


@pytest.mark.parametrize(
    ("project", "residual", "shares"),
    [(178_678_701, 0, [59_559_567] * 3), (178_678_700, -1, [59_559_567] * 3), (178_678_699, 1, [59_559_566] * 3)],
)
def test_a_shared_project_shows_what_rounding_leaves(project: int, residual: int, shares: list[int]) -> None:
    sharers = (Sharer("205"), Sharer("207"), Sharer("213"))
    rule = Share(line="", title="Tri-borough", project=project, sharers=sharers)
    assert rule.residual == residual
    assert [worked(rule, sharer.place).paid for sharer in sharers] == shares


def test_what_is_left_over_can_belong_to_one() -> None:
    sharers = (Sharer("205"), Sharer("207"), Sharer("213"))
    rule = Share(line="", title="T", project=100, sharers=sharers, residual_to="207")
    assert [worked(rule, sharer.place).paid for sharer in sharers] == [33, 34, 33]


@given(
    project=st.integers(0, 10**12),
    weights=st.lists(st.decimals("0.01", "99.99", places=2), min_size=1, max_size=9),
    to=st.booleans(),
)
def test_shares_and_what_is_left_over_are_the_whole_project(project: int, weights: list[Decimal], to: bool) -> None:
    sharers = tuple(Sharer(str(100 + at), weight) for at, weight in enumerate(weights))
    rule = Share(line="", title="T", project=project, sharers=sharers, residual_to="100" if to else "")
    total = sum(worked(rule, sharer.place).paid for sharer in sharers)
    assert total + (0 if to else rule.residual or 0) == project
    assert abs(rule.residual or 0) <= len(weights)


AMOUNTS = st.one_of(st.integers(0, 10**11), st.sampled_from(Hidden))
RULES = st.one_of(
    st.builds(FlatPerRegion, line=st.text(max_size=3), title=st.text(max_size=9), amount=AMOUNTS, uplift=st.booleans()),
    st.builds(
        PackagesTimesDaysTimesRate,
        line=st.just("3a"),
        title=st.just("A"),
        packages=st.integers(0, 99),
        days=st.integers(0, 365),
        day_rate=AMOUNTS,
        stated=st.none() | AMOUNTS,
        cap_days=st.none() | st.just(39),
        exclusions=st.just(("surge capacity",)),
    ),
    st.builds(
        Weighted,
        line=st.just("1a"),
        title=st.just("A"),
        of=st.builds(FlatPerRegion, line=st.just("1a"), title=st.just("A"), amount=AMOUNTS),
        weightings=st.just((Weighting("E1", Decimal("14.25")),)),
    ),
    st.builds(BasePlusTopUp, line=st.just(""), title=st.just(""), base=AMOUNTS, bands=st.just((Band(1, 10),))),
    st.builds(Direct, line=st.just(""), title=st.just(""), parts=st.tuples(st.builds(Part, st.just("E1"), AMOUNTS))),
    st.builds(
        Share,
        line=st.just(""),
        title=st.just(""),
        project=AMOUNTS,
        sharers=st.just((Sharer("E1", Decimal("1.5")), Sharer("E2"))),
    ),
    st.builds(Pooled, line=st.just(""), title=st.just(""), amount=AMOUNTS, payee=st.just("E1"), stated=AMOUNTS),
)


@given(RULES)
def test_every_rule_survives_being_stored_and_gives_the_same(rule: Rule) -> None:
    again = from_stored(json.loads(json.dumps(as_stored(rule))))
    assert again == rule
    assert again.for_place("E1", FACTS) == rule.for_place("E1", FACTS)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {},
        {"kind": "magic"},
        {"kind": "flat", "line": "1", "title": "A"},
        {"kind": "flat", "line": "1", "title": "A", "amount": 1.5},
        {"kind": "flat", "line": "1", "title": "A", "amount": True},
        {"kind": "flat", "line": "1", "title": "A", "amount": "much"},
        {"kind": "flat", "line": "1", "title": "A", "amount": 1, "colour": "red"},
        {"kind": "flat", "line": "1", "title": "A", "amount": 1, "only": "E1"},
        {"kind": "weighted", "line": "1", "title": "A", "of": {"kind": "flat"}, "weightings": []},
        {"kind": "share", "line": "", "title": "", "project": 1, "sharers": [{"place": "E1", "weight": 0.1}]},
        {"kind": "share", "line": "", "title": "", "project": 1, "sharers": []},
        {"kind": "share", "line": "", "title": "", "project": 1, "sharers": ["E1"]},
        {"kind": "packages", "line": "", "title": "", "packages": -1, "days": 1, "day_rate": 1},
    ],
)
def test_what_is_no_rule_is_refused(stored: object) -> None:
    with pytest.raises(RuleError):
        from_stored(stored)


def test_a_weighting_that_gives_no_whole_penny_is_rounded_and_says_so() -> None:
    rule = Weighted(
        line="1",
        title="A",
        of=FlatPerRegion(line="1", title="A", amount=101),
        weightings=(Weighting("E1", Decimal("12.5")),),
    )
    answer = worked(rule, "E1")
    assert answer.paid == 114
    assert answer.notes == ("Rounded to the penny.",)


def test_two_weightings_of_one_place_are_refused() -> None:
    flat = FlatPerRegion(line="1", title="A", amount=1)
    with pytest.raises(RuleError):
        Weighted(line="1", title="A", of=flat, weightings=(Weighting("E1", Decimal(1)), Weighting("E1", Decimal(2))))


def test_a_stated_total_of_the_annex_is_held_against_its_rows() -> None:
    rows = [AnnexRow(f"{at}", "", {Column.TOTAL: amount}) for at, amount in enumerate((100, 201))]
    right = recompute(rows, [], FACTS, {Column.TOTAL: 301}).totals[Column.TOTAL]
    wrong = recompute(rows, [], FACTS, {Column.TOTAL: 300}).totals[Column.TOTAL]
    assert (right.verdict, wrong.verdict, wrong.difference) == (Verdict.AGREES, Verdict.DIFFERS, -1)
    hidden = recompute([*rows, AnnexRow("3", "", {Column.TOTAL: GONE})], [], FACTS, {Column.TOTAL: 301})
    assert hidden.totals[Column.TOTAL].verdict is Verdict.CANNOT_VERIFY
