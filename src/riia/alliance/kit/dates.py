"""A date in three boxes, day first, with errors that say which box and what to do.

Pattern: GOV.UK Design System, "Date input".
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from riia.alliance.kit.filters import and_list, long_date

PARTS: Final = ("day", "month", "year")
_NAMES: Final = (*enumerate(calendar.month_name), *enumerate(calendar.month_abbr), (9, "Sept"))
MONTHS: Final = {name.lower(): number for number, name in _NAMES if name}

type Boxes = tuple[str, str, str]
type Day = date | Callable[[], date] | None


class DateBoxes(forms.Widget):
    """Three text boxes named `<name>-day`, `<name>-month` and `<name>-year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Boxes:
        """What was typed, untouched, so that a wrong date is shown again as it was written."""
        day, month, year = (str(data.get(f"{name}-{part}") or "").strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        """True when the form that was sent had no such boxes."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def boxes(self, value: object) -> Boxes:
        """The contents of the boxes for a date, for what was typed, or for nothing yet."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, tuple | list):
            day, month, year = (str(part) for part in value)
            return day, month, year
        return "", "", ""

    def render(self, name: str, value: object, attrs: Any = None, renderer: object = None) -> SafeString:
        """Refuse Django's own rendering, which knows nothing of fieldsets and errors."""
        raise TypeError(f"Show the date {name!r} with the template function field(form[{name!r}]).")


class DateField(forms.Field):
    """A date typed as day, month and year. Months may be names ("Mar", "March"); years need four figures.

    `not_before` and `not_after` may be dates or functions that return one, such as `date.today`.
    """

    widget = DateBoxes

    def __init__(self, *, not_before: Day = None, not_after: Day = None, **options: Any) -> None:
        """Take Django's field options and the bounds, both included."""
        super().__init__(**options)
        self.not_before = not_before
        self.not_after = not_after

    def to_python(self, value: object) -> date | None:
        """The date of the boxes, or None when all three are empty.

        Raises:
            ValidationError: its code names the boxes at fault, joined by "-".
        """
        if value is None or isinstance(value, date):
            return value
        boxes = DateBoxes().boxes(value)
        if not any(boxes):
            return None
        missing = [part for part, text in zip(PARTS, boxes, strict=True) if not text]
        if missing:
            raise self._error(f"must include a {and_list(missing)}", missing)
        return self._real(*boxes)

    def validate(self, value: date | None) -> None:
        """Check presence and bounds.

        Raises:
            ValidationError: the date is missing or out of bounds.
        """
        super().validate(value)
        if value is None:
            return
        first, last = _resolved(self.not_before), _resolved(self.not_after)
        if first and value < first:
            raise self._error(f"must be {long_date(first)} or later", PARTS)
        if last and value > last:
            raise self._error(f"must be {long_date(last)} or earlier", PARTS)

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare as dates where what was typed is one."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _real(self, day: str, month: str, year: str) -> date:
        month_number = MONTHS.get(month.lower().rstrip(".")) or (int(month) if _digits(month) else 0)
        if not (_digits(year) and len(year) == 4):
            raise self._error("must include a year with 4 numbers, such as 2026", ["year"])
        if not 1 <= month_number <= 12:
            raise self._error("must be a real date: months are 1 to 12", ["month"])
        days = calendar.monthrange(int(year), month_number)[1] if int(year) else 0
        if not (_digits(day) and 1 <= int(day) <= days):
            reason = f": {calendar.month_name[month_number]} {year} has {days} days" if days else ""
            raise self._error(f"must be a real date{reason}", ["day"])
        return date(int(year), month_number, int(day))

    def _error(self, rule: str, parts: list[str] | tuple[str, ...]) -> ValidationError:
        return ValidationError(f"{self.label or 'The date'} {rule}", code="-".join(parts))


def parts_at_fault(code: str | None) -> tuple[str, ...]:
    """The boxes that an error's code names; all three for an error raised elsewhere, such as in a form's `clean`."""
    named = tuple(part for part in PARTS if code and part in code.split("-"))
    return named or PARTS


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _resolved(day: Day) -> date | None:
    return day() if callable(day) else day
