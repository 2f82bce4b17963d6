"""The forms of rounds: planning one, moving its last day, a reason, and what a region says of a summary."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.topic import Topic
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.timekeeping import today


class PlanForm(forms.Form):
    """A round for one alliance: its topic, who is asked, and how long they have in working days."""

    topic = forms.ChoiceField(
        label="What is it about?", widget=forms.RadioSelect, error_messages={"required": "Choose a topic"}
    )
    name = forms.CharField(
        label="What is the round called?",
        max_length=60,
        help_text="What tells it from other rounds on the topic, such as the year.",
        error_messages={"required": "Enter what the round is called"},
    )
    opens_on = DateField(label="When does it open?", not_before=today)
    working_days = forms.IntegerField(
        label="How many working days do councils have?",
        min_value=1,
        max_value=policies.LONGEST,
        help_text="Counted from the day after it opens. Weekends and bank holidays do not count.",
        error_messages={"required": "Enter a number of working days"},
    )
    councils = forms.MultipleChoiceField(
        label="Which councils are asked?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one council"},
    )
    note = forms.CharField(
        label="What should councils know?",
        widget=forms.Textarea,
        max_length=500,
        required=False,
        help_text="For example who can help them fill it in.",
    )

    def __init__(self, alliance: Alliance, topics: Sequence[Topic], councils: Sequence[Place], *args: Any,
                 **kwargs: Any) -> None:  # fmt: skip
        """Offer the topics there are and the councils of the alliance."""
        super().__init__(*args, **kwargs)
        self.alliance = alliance
        self.held = {one.code: one for one in councils}
        self.topics = {one.key: one for one in topics}
        self.fields["topic"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (one.key, f"{one.title}, version {one.version}") for one in topics
        ]
        self.fields["councils"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (one.code, one.label) for one in councils
        ]

    def chosen(self) -> list[Place]:
        """The councils that are asked."""
        return [self.held[code] for code in self.cleaned_data["councils"]]


class DueForm(forms.Form):
    """Another last day, and why."""

    due_on = DateField(label="What is the new last day?", not_before=today)
    reason = forms.CharField(
        label="Why does it move?", max_length=500, error_messages={"required": "Say why the last day moves"}
    )


class ReasonForm(forms.Form):
    """A reason, for a step that needs one."""

    reason = forms.CharField(
        label="Why?", widget=forms.Textarea, max_length=500, error_messages={"required": "Say why"}
    )


class PublishForm(forms.Form):
    """What the region says of its summary."""

    words = forms.CharField(
        label="What does the region say about it?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Stands above the numbers. Name no council that has not agreed to it.",
    )
