"""Words for frequency: one meaning each, or a refusal that lists the meanings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.calendar import Frequency, FrequencyError, parse_frequency


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("weekly", Frequency.WEEKLY),
        ("Fortnightly", Frequency.FORTNIGHTLY),
        ("six-weekly", Frequency.SIX_WEEKLY),
        ("six weekly", Frequency.SIX_WEEKLY),
        ("every 6 weeks", Frequency.SIX_WEEKLY),
        ("MONTHLY", Frequency.MONTHLY),
        ("every two months", Frequency.EVERY_TWO_MONTHS),
        ("quarterly", Frequency.QUARTERLY),
        (" termly ", Frequency.TERMLY),
        ("biannual", Frequency.TWICE_A_YEAR),
        ("biannual (twice per year)", Frequency.TWICE_A_YEAR),
        ("bi-annually (twice per year)", Frequency.TWICE_A_YEAR),
        ("bi-annually (every two years)", Frequency.EVERY_TWO_YEARS),
        ("twice yearly", Frequency.TWICE_A_YEAR),
        ("six-monthly", Frequency.TWICE_A_YEAR),
        ("biennial", Frequency.EVERY_TWO_YEARS),
        ("annually", Frequency.ANNUAL),
        ("bi-monthly (every other month)", Frequency.EVERY_TWO_MONTHS),
    ],
)
def test_words_with_one_meaning(text: str, frequency: Frequency) -> None:
    assert parse_frequency(text) is frequency


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("bi-annually", (Frequency.TWICE_A_YEAR, Frequency.EVERY_TWO_YEARS)),
        ("Bi-annual", (Frequency.TWICE_A_YEAR, Frequency.EVERY_TWO_YEARS)),
        ("bi-monthly", (Frequency.TWICE_A_MONTH, Frequency.EVERY_TWO_MONTHS)),
        ("bimonthly", (Frequency.TWICE_A_MONTH, Frequency.EVERY_TWO_MONTHS)),
        ("bi-weekly", (Frequency.TWICE_A_WEEK, Frequency.FORTNIGHTLY)),
        ("termly (quarterly)", (Frequency.TERMLY, Frequency.QUARTERLY)),
        ("quarterly (termly)", (Frequency.QUARTERLY, Frequency.TERMLY)),
    ],
)
def test_words_with_two_meanings_are_refused_with_both(text: str, readings: tuple[Frequency, ...]) -> None:
    with pytest.raises(FrequencyError, match="not guessed") as refusal:
        parse_frequency(text)
    assert refusal.value.readings == readings
    for reading in readings:
        assert reading.value in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["", "regularly", "often", "ad hoc", "Q3 2025", "quarterly (regularly)", "quarter", "()"]
)
def test_unknown_words_are_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(FrequencyError, match="not a known word") as refusal:
        parse_frequency(text)
    assert refusal.value.readings == ()
    assert "six-weekly" in str(refusal.value)


@given(st.sampled_from(Frequency))
def test_the_stored_word_and_the_shown_words_have_one_meaning(frequency: Frequency) -> None:
    assert parse_frequency(frequency.value) is frequency
    assert parse_frequency(frequency.words) is frequency


@given(st.text(alphabet="bi-annuallymonthtermquarv ()", max_size=24))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        readings: tuple[Frequency, ...] = (parse_frequency(text),)
    except FrequencyError as refusal:
        readings = refusal.readings
        text = refusal.text
    assert len(set(readings)) == len(readings)
