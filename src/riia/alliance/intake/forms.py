"""The forms of the intake: giving a document, saying what it is, deciding about a finding."""

from typing import Any

from django import forms

from riia.alliance.intake.services import LARGEST, MEGABYTE
from riia.alliance.intake.states import Decision
from riia.alliance.kit.uploads import Quota
from riia.documents.model import Kind

KINDS = {
    Kind.LETTER: "A grant letter",
    Kind.PLAN: "A delivery plan",
    Kind.COSTINGS: "Costings",
    Kind.MEMORANDUM: "A memorandum of understanding",
    Kind.GIVING: "Grants in the 360Giving standard",
    Kind.UNKNOWN: "Something else",
}


class GiveForm(forms.Form):
    """A file to be read."""

    file = forms.FileField(
        label="Choose a document",
        help_text="Word, Excel, PDF with text, or plain text. Up to 20 MB.",
        error_messages={"required": "Choose a document", "empty": "The file is empty. Choose another"},
    )

    def __init__(self, *args: Any, quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quota = quota

    def clean(self) -> dict[str, Any]:
        """Say so when the file was cut off for its size, rather than that there was none."""
        if self.quota is not None and self.quota.exceeded:
            self.errors.pop("file", None)
            self.add_error("file", f"The file is larger than {LARGEST // MEGABYTE} MB. Choose a smaller one")
        return self.cleaned_data


class KindForm(forms.Form):
    """What the document is, where the reader took it for something else."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(one.value, words) for one, words in KINDS.items() if one is not Kind.UNKNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )


class DecideForm(forms.Form):
    """What a person makes of a finding."""

    decision = forms.ChoiceField(
        label="What is to be done?",
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to be done"},
    )
    note = forms.CharField(
        label="Note",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text="How it is to be read, or the question to the author. Kept with the document.",
    )
    alike = forms.BooleanField(required=False)

    HINTS = {
        Decision.ASK: "It goes on the list of questions that you can download and send.",
        Decision.READ_AS: "The text stays as it is; your reading is kept beside it. Say it in the note.",
        Decision.LEAVE: "It is so, and nothing has to be done.",
        Decision.NO_FAULT: "The check is mistaken here.",
    }

    def __init__(self, others: int, *args: Any, **kwargs: Any) -> None:
        """Offer to decide alike about `others` further findings of the rule."""
        super().__init__(*args, **kwargs)
        if others:
            self.fields["alike"].label = f"Decide the same about {others} more of this kind that nobody decided yet"
        else:
            del self.fields["alike"]
