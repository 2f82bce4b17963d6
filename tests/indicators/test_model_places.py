"""Codes of places."""

import pytest

from riia.indicators.model import PlaceCode, PlaceCodeError


@pytest.mark.parametrize("code", ["831", "201", "941", "420"])
def test_councils_have_three_digits(code: str) -> None:
    place = PlaceCode(code)
    assert place == code
    assert place.is_dfe
    assert not place.is_ons
    assert {code: 1}[place] == 1


@pytest.mark.parametrize("code", ["E12000004", "E92000001", "E06000015"])
def test_ons_codes_have_nine_characters(code: str) -> None:
    assert PlaceCode(code).is_ons
    assert PlaceCode(PlaceCode(code)) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" 831", "Did you mean 831?"),
        ("e12000004", "Did you mean E12000004?"),
        ("831.0", "spreadsheet"),
        ("970", "Local Authority Interactive Tool"),
        ("999", "Local Authority Interactive Tool"),
        ("0831", "three-digit"),
        ("83", "three-digit"),
        ("Derby", "three-digit"),
        ("W06000015", "nine-character"),
        ("E1200004", "nine-character"),
        ("٨٣١", "three-digit"),
        ("831\n", "Did you mean 831?"),
        ("", "three-digit"),
    ],
)
def test_other_text_is_refused_with_a_remedy(text: str, words: str) -> None:
    with pytest.raises(PlaceCodeError, match="not a") as refusal:
        PlaceCode(text)
    assert words in str(refusal.value)


def test_a_number_is_refused() -> None:
    with pytest.raises(PlaceCodeError, match="as text"):
        PlaceCode(831)  # type: ignore[arg-type]
