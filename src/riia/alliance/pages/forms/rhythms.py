"""Saying what an alliance's words for "how often" mean."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.pages.presenters.rhythms import Option
from riia.alliance.places.policies import Reading


class SettleForm(forms.Form):
    """One reading, and why it is the one."""

    reading = forms.ChoiceField(
        label="What is meant?", widget=forms.RadioSelect, error_messages={"required": "Select what is meant"}
    )
    reason = forms.CharField(
        label="Why is it read this way?",
        help_text="Who agreed it, and when. For example: agreed by the board on 3 June 2026, minute 4.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why it is read this way: who agreed it, and when"},
    )

    def __init__(self, *args: Any, options: Sequence[Option], **kwargs: Any) -> None:
        """Take the options to choose from; the one in force is chosen to begin with."""
        now = next((option.value for option in options if option.in_force), "")
        super().__init__(*args, **(kwargs | {"initial": {"reading": now}}))
        self.readings = {option.value: option.reading for option in options}
        self.fields["reading"].choices = [(option.value, option.text) for option in options]  # type: ignore[attr-defined]

    def chosen(self) -> Reading:
        return self.readings[self.cleaned_data["reading"]]
