"""Dates in three boxes: what is understood, what is refused, and which box the error names."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.kit.dates import MONTHS, DateBoxes, DateField, parts_at_fault

FIELD = DateField(label="Date of the review")


@pytest.mark.parametrize(
    "boxes",
    [("6", "1", "2026"), ("06", "01", "2026"), ("6", "Jan", "2026"), ("6", "january", "2026"), ("6", "Jan.", "2026")],
)
def test_understood(boxes: tuple[str, str, str]) -> None:
    assert FIELD.clean(boxes) == date(2026, 1, 6)


@pytest.mark.parametrize("month", ["sept", "Sep", "September", "9"])
def test_september_has_two_short_names(month: str) -> None:
    assert FIELD.clean(("1", month, "2026")) == date(2026, 9, 1)


def test_every_month_has_a_name() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))


@pytest.mark.parametrize(
    ("boxes", "code", "words"),
    [
        (("", "1", "2026"), "day", "must include a day"),
        (("", "", "2026"), "day-month", "must include a day and month"),
        (("6", "1", ""), "year", "must include a year"),
        (("6", "1", "26"), "year", "year with 4 numbers"),
        (("6", "13", "2026"), "month", "months are 1 to 12"),
        (("6", "Smarch", "2026"), "month", "months are 1 to 12"),
        (("31", "6", "2026"), "day", "June 2026 has 30 days"),
        (("29", "2", "2025"), "day", "February 2025 has 28 days"),
        (("0", "2", "2025"), "day", "February 2025 has 28 days"),
        (("first", "2", "2025"), "day", "February 2025 has 28 days"),
        (("6", "1", "0000"), "day", "must be a real date"),
        (("٦", "1", "2026"), "day", "must be a real date"),
    ],
)
def test_refused(boxes: tuple[str, str, str], code: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        FIELD.clean(boxes)
    assert caught.value.code == code
    assert caught.value.message.startswith("Date of the review ")
    assert words in caught.value.message


def test_bounds_are_included() -> None:
    field = DateField(label="Start", not_before=date(2026, 4, 1), not_after=lambda: date(2027, 3, 31))
    assert field.clean(("1", "4", "2026")) == date(2026, 4, 1)
    assert field.clean(("31", "3", "2027")) == date(2027, 3, 31)
    with pytest.raises(ValidationError, match="must be 1 April 2026 or later"):
        field.clean(("31", "3", "2026"))
    with pytest.raises(ValidationError, match="must be 31 March 2027 or earlier"):
        field.clean(("1", "4", "2027"))


def test_empty() -> None:
    assert DateField(required=False).clean(("", "", "")) is None
    with pytest.raises(ValidationError) as caught:
        FIELD.clean(("", "", ""))
    assert caught.value.code == "required"


@given(st.dates(date(1000, 1, 1)))
def test_every_date_survives_its_boxes(day: date) -> None:
    assert FIELD.clean(DateBoxes().boxes(day)) == day
    assert not FIELD.has_changed(day, DateBoxes().boxes(day))
    if day < date.max:
        assert FIELD.has_changed(day + timedelta(1), DateBoxes().boxes(day))


@given(st.tuples(*[st.text(max_size=5)] * 3))
def test_any_text_is_a_date_or_an_error(boxes: tuple[str, str, str]) -> None:
    tidy = DateBoxes().value_from_datadict(dict(zip(("d-day", "d-month", "d-year"), boxes, strict=True)), {}, "d")
    with suppress(ValidationError):
        assert isinstance(FIELD.clean(tidy), date)


def test_errors_from_elsewhere_mark_all_boxes() -> None:
    assert parts_at_fault(None) == parts_at_fault("too-late") == ("day", "month", "year")
    assert parts_at_fault("day-month") == ("day", "month")


def test_shown_without_the_kit_it_says_how() -> None:
    class Review(forms.Form):
        held_on = DateField()

    with pytest.raises(TypeError, match=r"field\(form\['held_on'\]\)"):
        str(Review()["held_on"])


def test_was_it_sent_at_all() -> None:
    widget = DateBoxes()
    assert widget.value_omitted_from_data({"other-day": "1"}, {}, "held_on")
    assert not widget.value_omitted_from_data({"held_on-month": ""}, {}, "held_on")
