"""Every check finds what its failing example breaks, nothing in its passing one, and says it well."""

import pytest

from riia.indicators.returns.checks import Check, Example, check, registered, shown
from riia.indicators.returns.checks.registry import HARD, rule, values
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Outcome

CODES = tuple(registered())


def outcomes_of(example: Example) -> tuple[Outcome, ...]:
    """What all checks find in an example."""
    case = example.case
    return check(case.form, values(example.answers), example.background, other_bases=case.other_bases)


@pytest.mark.parametrize("code", CODES)
def test_examples(code: str) -> None:
    """The passing example has no outcome of the check, the failing one has, with cells of the form."""
    one = registered()[code]
    assert code not in {outcome.code for outcome in outcomes_of(one.passing)}
    found = [outcome for outcome in outcomes_of(one.failing) if outcome.code == code]
    assert found
    for outcome in found:
        assert all(one.failing.form.asks(cell) for cell in outcome.cells)
        assert outcome.weight is one.weight


@pytest.mark.parametrize("code", CODES)
def test_is_told_well(code: str) -> None:
    """Rule, why, remedy, words and how it decides are sentences; the words of an outcome hold a figure or a symbol."""
    one: Check = registered()[code]
    words = [outcome.words for outcome in outcomes_of(one.failing) if outcome.code == code]
    for text in (one.rule, one.why, one.remedy, one.about, *words):
        assert text[:1].isupper() or text[:1].isdigit() or text.startswith("k and"), text
        assert text.endswith("."), text
        assert "!" not in text, text
        assert "  " not in text, text
    assert all("2026" in text for text in words)


def test_register_refuses() -> None:
    """A code that is taken, that does not begin with RET-, or a cause that comes later."""
    example = Example({})

    def add(code: str, after: tuple[str, ...] = ()) -> None:
        rule(code, HARD, "A.", why="B.", remedy="C.", passing=example, failing=example, after=after)

    for code in ("RET-WHOLE", "CIN-101"):
        with pytest.raises(ValueError, match="is taken"):
            add(code)
    with pytest.raises(ValueError, match="RET-LATER is not registered before it"):
        add("RET-NEW", after=("RET-LATER",))


def test_shows_what_to_mend_first() -> None:
    """An empty return is one thing to mend, not thirty-five."""
    empty = outcomes_of(Example({}))
    assert [outcome.code for outcome in shown(empty)] == ["RET-EMPTY"]
    assert len(empty) == 1 + 1 + len(form_of("mou-2022").items)
