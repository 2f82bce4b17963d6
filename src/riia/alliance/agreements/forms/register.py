"""What people type about the data register. What may happen is decided by the services; here only what is missing."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from riia.alliance.agreements.audiences import ONWARD, Audience
from riia.alliance.agreements.csv_lines import LARGEST
from riia.alliance.agreements.items_file import read_items
from riia.alliance.agreements.models.register import FREQUENCY_CHOICES, PRIVACY_CHOICES
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.kit.dates import DateField
from riia.indicators.returns.forms import FORMS, form_of

LARGEST_GUIDANCE: Final = 20 * 1024 * 1024
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


class RulesForm(forms.Form):
    """The notice that sharing further takes, the one contact at DfE, and who manages the sharing where."""

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
    manager = one_line("Which team manages the sharing of data?", "", required=False, most=150)
    platform = one_line("On which platform are dashboards shared?", "", required=False, most=100)
    reason = one_line(
        "Who settled it, and where is it written?", "Enter who settled it and where it is written", most=300
    )


class RightsForm(forms.Form):
    """Who may read what on the platform of the dashboards."""

    file = forms.FileField(
        label="CSV file of the platform’s rights",
        help_text="A first line with the columns email and dataset, then one right in each line. The dataset is "
        "written by its number, key or title. The file is compared and not kept.",
        max_length=200,
        error_messages={"required": "Choose the CSV file of the platform’s rights", "empty": "The file is empty"},
    )


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
    """A version of an indicator set, of a standard template, or of its guidance."""

    kind = one_of(
        "What is it?",
        (("set", "An indicator set"), ("template", "A template"), ("guidance", "Guidance")),
        "Select what it is",
    )
    title = one_line("Title", "Enter its title")
    label = one_line("Version", "Enter its version", hint="For example: 2026-27, version 2.", most=40)
    starts_on = DateField(label="Used from")
    publisher = one_line("Publisher", "", required=False, most=120)
    address = forms.URLField(label="Address", required=False, assume_scheme="https")
    form = forms.ChoiceField(
        label="If it is a set: which one do rounds ask?",
        choices=[("", "Another, which no round asks"), *((key, form_of(key).title) for key in FORMS)],
        required=False,
    )
    file = forms.FileField(
        label="The file, if you have it",
        help_text="Its name, size and hash are kept, so that anybody can tell whether theirs is the same.",
        required=False,
        max_length=200,
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data.get("file")
        if given and given.size > LARGEST_GUIDANCE:
            raise forms.ValidationError("The file must be smaller than 20 megabytes. Give its address instead.")
        return given


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
        (
            ("own", "Those listed below"),
            ("file", "Those of a CSV file"),
            *((key, f"The set “{form_of(key).title}”") for key in FORMS),
        ),
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

    file = forms.FileField(
        label="CSV file of items",
        help_text="A first line with the columns title, definition, unit, numerator and denominator, then one item on "
        "each line. Only the title is needed. Nothing is entered unless every line can be.",
        required=False,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("fill") == "own" and not found.get("items", "").strip():
            self.add_error("items", "Enter at least one item")
        given = found.get("file")
        if found.get("fill") == "file" and "file" not in self.errors:
            if given is None:
                self.add_error("file", "Select a CSV file")
            else:
                found["read"], problems = read_items(given.read(LARGEST + 1))
                for problem in problems:
                    self.add_error("file", problem)
        return found


class ConfirmForm(forms.Form):
    """That a copy was compared with its document."""

    compared = forms.BooleanField(
        label="I have compared every item with the signed document",
        error_messages={"required": "Confirm that you have compared every item"},
    )
