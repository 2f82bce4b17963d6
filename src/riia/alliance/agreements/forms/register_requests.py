"""What people type about requests for new data, onward sharing, instructions and the notice."""

from collections.abc import Iterable
from typing import Any

from django import forms

from riia.alliance.agreements import notice
from riia.alliance.agreements.forms.register import (
    NOT_STATED,
    ReasonForm,
    audience_choices,
    one_line,
    one_of,
    some_lines,
)
from riia.alliance.agreements.models import Dataset
from riia.alliance.agreements.models.register import FREQUENCY_CHOICES, PRIVACY_CHOICES
from riia.alliance.agreements.similar import Described
from riia.alliance.kit.dates import DateField

__all__ = [
    "AskForm",
    "CheckForm",
    "DecideRequestForm",
    "EndForm",
    "InstructionForm",
    "NoticeForm",
    "OnwardForm",
    "ReasonForm",
    "RespondForm",
    "ShareForm",
]


class AskForm(forms.Form):
    """A new item for the register."""

    dataset = forms.ChoiceField(label="In which dataset?")
    title = one_line("What is it called?", "Enter what it is called", hint="Such as: Children with connected carers.")
    definition = some_lines("What does it count?", "Enter what it counts", most=600)
    numerator = one_line("Numerator", "", hint="What is counted or divided.", required=False, most=300)
    denominator = one_line("Denominator", "", hint="What it is divided by, if anything.", required=False, most=300)
    unit = one_line("Unit", "Enter the unit", hint="For example: number and percentage.", most=120)
    frequency = forms.ChoiceField(label="How often?", choices=[NOT_STATED, *FREQUENCY_CHOICES], required=False)
    privacy = one_of("How private are the data?", PRIVACY_CHOICES, "Select how private the data are")
    partners = one_line(
        "Who is it shared with?", "Enter with whom it is shared", hint="For example: all ten councils.", most=300
    )
    purpose = some_lines("What is it for?", "Enter what it is for", most=600)

    def __init__(self, *args: Any, datasets: Iterable[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), str(each)) for each in datasets]
        self.fields["dataset"].choices = choices  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """Share an item with further partners."""

    audience = forms.ChoiceField(label="With whom?", choices=audience_choices(False) + audience_choices(True))
    partners = one_line("Who exactly?", "Enter who exactly", hint="Such as: the region’s public health team.", most=300)
    purpose = some_lines("What is it for?", "Enter what it is for", most=600)


class CheckForm(forms.Form):
    """The analyst's answer: is it already covered?"""

    covered = forms.ChoiceField(
        label="Is it already covered?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is already covered"},
    )
    answer = some_lines("What did you find?", "Enter what you found", hint="Kept with the request.", most=600)

    def __init__(self, *args: Any, candidates: Iterable[Described], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covering = [(each.key, f"Yes, by “{each.title}”") for each in candidates]
        choices = [("no", "No, the directors have to decide"), *covering]
        self.fields["covered"].choices = choices  # type: ignore[attr-defined]


class DecideRequestForm(forms.Form):
    """What the directors decided about a request."""

    agreed = one_of(
        "What did the directors decide?",
        (("yes", "Agreed"), ("no", "Declined")),
        "Select what the directors decided",
    )
    words = some_lines("In their words", "Enter what the directors decided", most=600)
    minute = one_line("Meeting and minute", "Enter the meeting and minute", hint="Such as: Directors’ group, minute 4.")
    decided_on = DateField(label="Day of the decision")
    active_from = DateField(label="If agreed, active from", required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("agreed") == "yes" and not found.get("active_from") and "active_from" not in self.errors:
            self.add_error("active_from", "Enter the day from which it is active")
        return found


class OnwardForm(forms.Form):
    """Somebody asks to share a dataset further."""

    dataset = forms.ChoiceField(label="Which dataset?")
    asked_by = one_line("Who asks?", "Enter who asks", hint="Team and organisation.")
    audience = one_of("With whom?", audience_choices(True), "Select with whom")
    recipients = one_line("Who exactly?", "Enter who exactly", most=300)
    purpose = some_lines("What for?", "Enter what for", most=600)
    notice_on = DateField(label="When was the region told?")
    proposed_on = DateField(label="For when is it proposed?")

    def __init__(self, *args: Any, datasets: Iterable[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), str(each)) for each in datasets]
        self.fields["dataset"].choices = choices  # type: ignore[attr-defined]


class RespondForm(forms.Form):
    """The region's response."""

    agreed = one_of("What is the region’s response?", (("yes", "Agreed"), ("no", "Declined")), "Select the response")
    response = some_lines("In its words", "Enter the response", most=600)
    minute = one_line("Meeting and minute", "", hint="Needed where the region agrees.", required=False)


class InstructionForm(forms.Form):
    """A written instruction of the partners."""

    text = some_lines("What is the processor to do?", "Enter what the processor is to do")
    datasets = forms.MultipleChoiceField(
        label="With which datasets?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one dataset"},
    )
    processor = one_line("Who processes?", "Enter who processes", most=150)
    given_by = one_line("Who gave it for the partners?", "Enter who gave it", hint="Group, meeting and minute.")
    given_on = DateField(label="When was it given?")
    starts_on = DateField(label="From when does it hold?")
    ends_on = DateField(label="Until when?", required=False)

    def __init__(self, *args: Any, datasets: Iterable[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.key, str(each)) for each in datasets]
        self.fields["datasets"].choices = choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """When and why an instruction ends."""

    ends_on = DateField(label="Last day")
    reason = one_line("Why does it end?", "Enter why it ends", most=300)


class NoticeForm(forms.Form):
    """That the notice has been read."""

    accepted = forms.BooleanField(
        label=notice.CONFIRMATION, error_messages={"required": "Confirm that you have read the notice"}
    )
