"""How a day is written in this product."""

from datetime import date


def day_in_words(day: date) -> str:
    """A day in the GOV.UK style: "6 January 2026"."""
    return f"{day.day} {day:%B %Y}"
