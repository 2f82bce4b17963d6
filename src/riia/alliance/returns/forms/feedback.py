"""The forms of the log of national groups."""

from collections.abc import Mapping
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.returns.states_care import POINT_TRANSITIONS, PointState
from riia.alliance.returns.timekeeping import today


class MeetingForm(forms.Form):
    """Which group met, or meets, and when."""

    group = forms.ChoiceField(
        label="Which group?", widget=forms.RadioSelect, error_messages={"required": "Choose the group"}
    )
    held_on = DateField(label="When does it meet, or did it?")

    def __init__(self, groups: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, f"{key}, {name}") for key, name in groups.items()]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


class LogForm(forms.Form):
    """Who attended, and when the key messages came."""

    attended_by = forms.CharField(
        label="Who attended for the region?", max_length=200, required=False,
        help_text="The office, not a person’s name. Empty: nobody attended.",
    )  # fmt: skip
    told_on = DateField(
        label="When did the key messages reach them?", required=False, not_after=today,
        help_text="The summary is due 10 working days later. Empty: nothing has come.",
    )  # fmt: skip
    logged_on = DateField(label="When was it entered in the log?", not_after=today)


class PointForm(forms.Form):
    """What a group said."""

    point = forms.CharField(
        label="What is the point?", widget=forms.Textarea, max_length=1000,
        error_messages={"required": "Enter the point"},
    )  # fmt: skip
    relevant = forms.ChoiceField(
        label="Does it concern the region?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it concerns the region"},
    )  # fmt: skip


class SettleForm(forms.Form):
    """What became of a point."""

    state = forms.ChoiceField(
        label="What became of it?", widget=forms.RadioSelect, error_messages={"required": "Choose what became of it"}
    )
    where = forms.CharField(
        label="Where did it go in, or what speaks against it?", max_length=500,
        help_text="Such as a section of the plan, a paper or a minute.",
        error_messages={"required": "Enter where it went in"},
    )  # fmt: skip
    on = DateField(label="On which day?", not_after=today)

    def __init__(self, now: PointState, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [one for one in PointState if one in POINT_TRANSITIONS[now]]
        choices = [(one.value, one.value.capitalize()) for one in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


class SummaryForm(forms.Form):
    """The written summary and with whom it was shared."""

    summary = forms.CharField(
        label="What are the key messages?", widget=forms.Textarea, max_length=4000,
        error_messages={"required": "Enter the key messages"},
    )  # fmt: skip
    shared_with = forms.CharField(
        label="With whom was it shared?", max_length=300,
        initial="Performance leads’ network and the alliance’s team",
        error_messages={"required": "Enter with whom it was shared"},
    )  # fmt: skip
    on = DateField(label="When was it shared?", not_after=today)


class QuarterForm(forms.Form):
    """What the quarterly review came to."""

    note = forms.CharField(
        label="What did the review come to?", widget=forms.Textarea, max_length=1000,
        error_messages={"required": "Enter what the review came to"},
    )  # fmt: skip
    on = DateField(label="When was it held?", not_after=today)


class GroupForm(forms.Form):
    """A group the region follows, or left."""

    key = forms.CharField(
        label="Which letters does it go by?", max_length=20, error_messages={"required": "Enter its letters"}
    )
    name = forms.CharField(label="What is it called?", max_length=200, error_messages={"required": "Enter its name"})
    followed = forms.ChoiceField(
        label="Does the region follow it?", choices=[("yes", "Yes"), ("no", "No, not any more")],
        widget=forms.RadioSelect, error_messages={"required": "Choose whether the region follows it"},
    )  # fmt: skip
