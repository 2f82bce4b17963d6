"""The words by which our workbook is made and known again: sheets, headings, and what its hidden sheet says."""

import json
from hashlib import sha256
from typing import Final

from riia.indicators.returns.nouns import Form

READ_ME, RETURN, EXPLANATIONS, CHECKS, DEFINITIONS, ABOUT = (
    "Read me", "Return", "Explanations", "Checks", "Definitions", "About",
)  # fmt: skip
ITEM, TITLE, UNIT, NUMBER, SHARE, BASIS, KEY = (
    "Item", "What is counted", "Counted in", "Number", "Rate or percentage", "Rate or percentage of",
    "Item key (leave as it is)",
)  # fmt: skip
"""Headings of the return. Between unit and number stands that of the last return, which begins with LAST."""
LAST: Final = "Last return"
CHECK, ABOUT_ITEM, ABOUT_MEASURE, TEXT, CARRIED, STILL = (
    "Check", "Item", "Number, rate or percent", "Explanation", "Carried over from", "Still true?",
)  # fmt: skip
"""Headings of the explanations."""
COUNCIL, PERIOD, POPULATION, STILL_BLANK = "Council", "Period", "Population", "Still blank"
TEMPLATE: Final = "riia return template 1"
"""What the hidden sheet begins with; the number is that of the layout."""


def fingerprint_of(form: Form) -> str:
    """A form in twelve hexadecimal digits: another one as soon as an item, a measure or a definition is another."""
    said = [
        [item.key, item.label, item.title, item.measures, item.of, item.variant.numerator, item.variant.denominator]
        for item in form.items
    ]
    return sha256(json.dumps([form.key, said]).encode()).hexdigest()[:12]
