"""The forms of the coordinator's post: when it is funded, and how much of a full week a holder works."""

from decimal import Decimal
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField


class FundingForm(forms.Form):
    """A time for which the post is paid for."""

    starts_on = DateField(label="From which day is the post funded?")
    ends_on = DateField(label="Until when?", required=False, help_text="Empty while no end is known.")
    source = forms.CharField(
        label="By which document?", max_length=300, help_text="Such as the grant determination, with its number.",
        error_messages={"required": "Enter the document that pays for the post"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The days stand in order."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The funding ends before it begins")
        return given


class WorkingTimeForm(forms.Form):
    """How much of a full week somebody works, from a day on."""

    share = forms.DecimalField(
        label="How much of a full week?", min_value=Decimal("0.01"), max_value=Decimal(1), decimal_places=2,
        help_text="1 is full time, 0.6 three days of five.",
        error_messages={
            "required": "Enter how much of a full week", "min_value": "Enter more than 0, such as 0.6",
            "max_value": "Enter 1 for full time, or less",
        },
    )  # fmt: skip
    starts_on = DateField(label="From which day on?")
