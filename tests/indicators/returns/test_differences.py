"""What differs between two versions of a return, and what changed most since the quarter before."""

from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.returns.checks.registry import Texts, values
from riia.indicators.returns.differences import Kind, changes_since, differences
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers

FORM = form_of("mou-2022")
VALUES = st.one_of(st.integers(0, 900).map(Number), st.sampled_from([Missing(symbol) for symbol in Symbol]))
ANSWERS = st.dictionaries(st.sampled_from(FORM.cells), VALUES, max_size=30)


def test_differences() -> None:
    """Changed, filled and emptied, in the form's order, with what was and what is."""
    earlier = values(
        {"referrals.number": 412, "cla-uasc.number": "c", "ehcp-requests.number": 12, "cla-current.rate": 71}
    )
    later = values({"referrals.number": 421, "cla-uasc.number": 4, "initial-contacts.number": 1204,
                    "cla-current.rate": "71.0"})  # fmt: skip
    assert [(str(one.cell), one.kind, one.words) for one in differences(FORM, earlier, later)] == [
        ("initial-contacts.number", Kind.FILLED, "Item 1, Initial contacts, number: was blank, now 1,204."),
        ("referrals.number", Kind.CHANGED, "Item 2, Referrals to children's social care, number: was 412, now 421."),
        (
            "cla-uasc.number",
            Kind.CHANGED,
            "Item 18, Unaccompanied asylum-seeking children looked after on the day, number: was c (suppressed because "
            "it is small, or would reveal a small number), now 4.",
        ),
        (
            "ehcp-requests.number",
            Kind.EMPTIED,
            "Item 22, Requests for an education, health and care needs assessment, number: was 12, now blank.",
        ),
    ]


@given(ANSWERS, ANSWERS)
@settings(max_examples=60, deadline=None)
def test_differences_lead_from_one_to_the_other(earlier: Answers, later: Answers) -> None:
    """Applied to the earlier version they make the later; backwards they are the same cells; to itself none."""
    made = dict(earlier)
    for one in differences(FORM, earlier, later):
        assert made.get(one.cell) == one.before
        made.pop(one.cell, None)
        if one.after is not None:
            made[one.cell] = one.after
    assert made == later
    back = differences(FORM, later, earlier)
    assert [one.cell for one in back] == [one.cell for one in differences(FORM, earlier, later)]
    assert differences(FORM, later, later) == ()


def _history(*quarters: Texts) -> dict[Period, Answers]:
    """Earlier answers, the latest first."""
    period, made = Period.parse("2026-27Q2"), {}
    for texts in quarters:
        period = period.previous()
        made[period] = values(texts)
    return made


STEADY = [
    {"initial-contacts.number": contacts, "cla-current.number": children, "referrals.number": 200,
     "referrals:source=police.number": police}
    for contacts, children, police in ((1204, 598, 52), (1177, 601, 47), (1251, 596, 55), (1190, 603, 50))
]  # fmt: skip


def test_changes_by_how_surprising_they_are() -> None:
    """Eighty children looked after more come before two hundred contacts more, which are as usual."""
    history = _history(*STEADY)
    this = values({"initial-contacts.number": 1404, "cla-current.number": 678, "referrals.number": 201,
                   "referrals:source=police.number": 52})  # fmt: skip
    changed = changes_since(FORM, values(STEADY[0]), this, history)
    assert [str(one.cell) for one in changed] == [
        "cla-current.number",
        "initial-contacts.number",
        "referrals.number",
    ]
    assert changed[0].words == (
        "Item 15, Children looked after on the day: up from 598 to 678 children (80, 13%), more than "
        "in any of the 4 earlier returns."
    )
    assert changed[2].words.endswith("up from 200 to 201 referrals (1, 1%), more than in any of the 4 earlier returns.")


def test_history_may_hold_the_last_quarter_or_not() -> None:
    """Both ways give the same."""
    this = values({"initial-contacts.number": 2404, "cla-current.number": 598})
    last = values(STEADY[0])
    whole = _history(*STEADY)
    without = {period: answers for period, answers in whole.items() if period != max(whole)}
    assert changes_since(FORM, last, this, whole) == changes_since(FORM, last, this, without)


def test_a_part_comes_after_its_whole() -> None:
    """Where the whole tells of it already, a part waits its turn."""
    last = values({"referrals.number": 200, "referrals:source=police.number": 50, "cla-ceasing.number": 30})
    this = values({"referrals.number": 400, "referrals:source=police.number": 110, "cla-ceasing.number": 32})
    assert [str(one.cell) for one in changes_since(FORM, last, this, {})] == [
        "referrals.number",
        "cla-ceasing.number",
        "referrals:source=police.number",
    ]


def test_shares_are_told() -> None:
    """A number that is a share of another is told with its percentages."""
    last = values({"assessments-completed.number": 200, "assessments-within-45-days.number": 170})
    this = values({"assessments-completed.number": 200, "assessments-within-45-days.number": 110})
    (one,) = changes_since(FORM, last, this, {})
    assert one.words == (
        "Item 6, Assessments completed within 45 working days: down from 170 to 110 assessments in time (60, 35%); "
        "55.0% of assessments completed, 85.0% before."
    )


@given(ANSWERS, ANSWERS, st.lists(ANSWERS, max_size=5))
@settings(max_examples=60, deadline=None)
def test_changes_are_total(last: Answers, this: Answers, history: list[Answers]) -> None:
    """Whatever is known: only numbers that both have and that differ, each once, the most surprising first."""
    periods = [Period.financial_quarter(2025, quarter) for quarter in (1, 2, 3, 4)] + [Period.parse("2026-27Q1")]
    changed = changes_since(FORM, last, this, dict(zip(periods, history, strict=False)))
    cells = [one.cell for one in changed]
    assert len(set(cells)) == len(cells)
    for one in changed:
        assert last[one.cell] == one.before != one.after == this[one.cell]
        assert isinstance(one.before, Number)
        assert isinstance(one.after, Number)
        assert one.words.endswith(".")
