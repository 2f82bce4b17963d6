"""What people type about the data register. What may happen is decided by the services; here only what is missing."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from riia.alliance.agreements import notice
from riia.alliance.agreements.audiences import ONWARD, Audience
from riia.alliance.agreements.models import Dataset
from riia.alliance.agreements.models.register import FREQUENCY_CHOICES, PRIVACY_CHOICES
from riia.alliance.agreements.similar import Described
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.kit.dates import DateField
from riia.indicators.returns.forms import FORMS, form_of

NOT_STATED: Final = ("", "Not stated: to be settled")
ALL: Final = ("", "All")


def one_line(label: str, missing: str, *, hint: str = "", most: int = 200, required: bool = True) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=required, error_messages={"required": missing}
    )


def some_lines(label: str, missing: str, *, hint: str = "", most: int = 1000, required: bool = True) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        widget=forms.Textarea,
        error_messages={"required": missing},
    )


def one_of(label: str, choices: Iterable[tuple[str, str]], missing: str, *, hint: str = "") -> forms.ChoiceField:
    """One of a few, all in view."""
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def audience_choices(onward: bool) -> list[tuple[str, str]]:
    """Audiences inside or outside the alliance, with their words beginning a line."""
    chosen = [each for each in Audience if (each in ONWARD) is onward]
    return [(each.value, f"{each.words[0].upper()}{each.words[1:]}") for each in chosen]


class FilterForm(forms.Form):
    """Which items of the register are shown."""

    dataset = forms.ChoiceField(label="Dataset", required=False)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[ALL, *((each.value, each.words.capitalize()) for each in ItemStatus)],
    )
    privacy = forms.ChoiceField(label="Privacy level", required=False, choices=[ALL, *PRIVACY_CHOICES])
    audience = forms.ChoiceField(
        label="May be shown to",
        required=False,
        choices=[ALL, *((each.value, each.words[0].upper() + each.words[1:]) for each in Audience)],
    )

    def __init__(self, *args: Any, datasets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = [ALL, *datasets]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why."""

    reason = some_lines("Why?", "Enter why", hint="Kept in the register and in the audit trail.", most=500)


class DecideItemForm(forms.Form):
    """What the directors decided about an item that is in the register."""

    status = one_of(
        "What did the directors decide?",
        (
            (ItemStatus.ACTIVE, "Keep it: it may be collected"),
            (ItemStatus.UNDER_REVIEW, "Review it: nothing is collected until they have decided"),
            (ItemStatus.DROPPED, "Drop it"),
        ),
        "Select what the directors decided",
    )
    reason = some_lines("Why?", "Enter why the directors decided so", most=500)
    minute = one_line("Meeting and minute", "Enter the meeting and minute", hint="Such as: Directors’ group, minute 4.")
    decided_on = DateField(label="Day of the decision")
    starts_on = DateField(label="From which day does it hold?", help_text="On the day of the decision or later.")


class MarkForm(forms.Form):
    """Whether the region collects an item for the first time, marked by hand."""

    newly = one_of(
        "Was it new to the region when the agreement began?",
        (("yes", "Yes, newly collected"), ("no", "No, collected before")),
        "Select whether it was new",
    )
    reason = one_line("Where have you read it?", "Enter where you have read it", most=300)


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


class RulesForm(forms.Form):
    """The notice that sharing further takes, and the one contact at DfE."""

    notice_working_days = forms.IntegerField(
        label="Working days of notice",
        help_text="Leave empty while it is not settled.",
        required=False,
        min_value=0,
        max_value=120,
        error_messages={"invalid": "Working days of notice must be a whole number, such as 10"},
    )
    dfe_contact = one_line("DfE’s one contact for queries", "", required=False, most=150)
    dfe_contact_address = forms.EmailField(label="E-mail address of the contact", required=False, max_length=200)
    reason = one_line(
        "Who settled it, and where is it written?", "Enter who settled it and where it is written", most=300
    )


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


class SettleForm(forms.Form):
    """What the document leaves open about a dataset."""

    frequency = forms.ChoiceField(
        label="How often is it collected?", choices=[NOT_STATED, *FREQUENCY_CHOICES], required=False
    )
    retention_months = forms.IntegerField(
        label="Months for which the data are kept",
        help_text="Leave empty while it is not settled.",
        required=False,
        error_messages={"invalid": "Months must be a whole number, such as 36"},
    )
    destruction_rule = one_line("How are they destroyed?", "", required=False, most=300)
    reason = one_line(
        "Who settled it, and where is it written?", "Enter who settled it and where it is written", most=300
    )


class ReleaseForm(forms.Form):
    """DfE has published what a dataset held until then."""

    release = one_line("Title of DfE’s release", "Enter the title of the release")
    released_on = DateField(label="When was it published?")
    covers_to = DateField(
        label="What is the last day its figures are about?",
        help_text="Ours up to this day are withdrawn. For the academic year 2025/26 it is 31 August 2026.",
    )
    address = forms.URLField(label="Address of the release", required=False, assume_scheme="https")


class GuidanceForm(forms.Form):
    """A version of a standard template, or of its guidance."""

    kind = one_of("What is it?", (("template", "A template"), ("guidance", "Guidance")), "Select what it is")
    title = one_line("Title", "Enter its title")
    label = one_line("Version", "Enter its version", hint="For example: 2026-27, version 2.", most=40)
    starts_on = DateField(label="Used from")
    publisher = one_line("Publisher", "", required=False, most=120)
    address = forms.URLField(label="Address", required=False, assume_scheme="https")


class EnterForm(forms.Form):
    """A dataset with its items, as the document has them."""

    number = forms.IntegerField(
        label="Number of the dataset",
        min_value=1,
        max_value=99,
        error_messages={"required": "Enter the number", "invalid": "The number must be a whole number, such as 1"},
    )
    title = one_line("Title", "Enter its title", most=150)
    clause = one_line("Clause under which it is shared", "Enter the clause", hint="Such as: 6.6.", most=60)
    source = one_line("Where does the document list it?", "Enter where", hint="Such as: Annex B, page 9.", most=150)
    privacy = one_of("How private are the data?", PRIVACY_CHOICES, "Select how private the data are")
    frequency = forms.ChoiceField(label="How often?", choices=[NOT_STATED, *FREQUENCY_CHOICES], required=False)
    audiences = forms.MultipleChoiceField(
        label="Who may see it?",
        choices=audience_choices(False),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select who may see it"},
    )
    onward = forms.MultipleChoiceField(
        label="To whom outside the alliance may it be sent?",
        help_text="Select nothing where the document names nobody.",
        choices=audience_choices(True),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    onward_rule = one_line("What does the document say about sending it on?", "", required=False, most=300)
    publication_rule = one_line("What does it say about publishing?", "", required=False, most=300)
    until_superseded = forms.BooleanField(label="Shown only until DfE publishes its own", required=False)
    reviewed = forms.BooleanField(label="The items are under review, so nothing is collected yet", required=False)
    fill = one_of(
        "Which items?",
        (("own", "Those listed below"), *((key, f"The set “{form_of(key).title}”") for key in FORMS)),
        "Select which items",
        hint="The agreed indicators carry the keys by which returns ask them.",
    )
    items = forms.CharField(
        label="Items, one on each line",
        help_text="Title, definition, unit, numerator and denominator, with tabs or | between them: paste them from a "
        "spreadsheet. Only the title is needed.",
        required=False,
        widget=forms.Textarea,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("fill") == "own" and not found.get("items", "").strip():
            self.add_error("items", "Enter at least one item")
        return found


class ConfirmForm(forms.Form):
    """That a copy was compared with its document."""

    compared = forms.BooleanField(
        label="I have compared every item with the signed document",
        error_messages={"required": "Confirm that you have compared every item"},
    )


class NoticeForm(forms.Form):
    """That the notice has been read."""

    accepted = forms.BooleanField(
        label=notice.CONFIRMATION, error_messages={"required": "Confirm that you have read the notice"}
    )
