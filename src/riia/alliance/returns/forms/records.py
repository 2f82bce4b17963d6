"""The forms of record-level datasets: lodging files, deciding on them, looking at tables, access lists and windows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.uploads import Quota
from riia.indicators.records.opening import MEGABYTES

FILES = 3
PURPOSES = (
    ("commissioning and planning of places", "Commissioning and planning of places"),
    ("checking the quality of the data", "Checking the quality of the data"),
    ("preparing a meeting of the region", "Preparing a meeting of the region"),
    ("audit", "Audit"),
)


class _ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One to three files: a workbook, or a CSV file for each list."""

    widget = _ManyFiles

    def clean(self, data: Sequence[UploadedFile[Any]] | None, initial: object = None) -> list[UploadedFile[Any]]:
        """The files; refuses none, too many and empty ones, without naming them."""
        given = list(data or [])
        if not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > FILES:
            raise ValidationError(f"Choose at most {FILES} files. You chose {len(given)}.", code="too_many")
        if any(not file.size for file in given):
            raise ValidationError("A file is empty. Make it again.", code="empty")
        return given


class LodgeForm(forms.Form):
    """Files of a council for a period."""

    council = forms.ChoiceField(label="Council", error_messages={"required": "Choose the council"})
    period = forms.ChoiceField(
        label="Which period are they for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the period"},
    )
    files = _FilesField(  # type: ignore[assignment] # the form's class takes fields out of its body
        label="Files made by riia pseudonymise",
        help_text=(
            f"A workbook (.xlsx), or CSV files, one for each list. Up to {MEGABYTES} MB together. "
            "Their names are not kept."
        ),
        error_messages={"required": "Choose the file"},
    )

    def __init__(
        self,
        *args: Any,
        councils: Iterable[tuple[str, str]],
        periods: Iterable[tuple[str, str]],
        quota: Quota | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the viewer's councils and the periods that files may be for."""
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = list(councils)  # type: ignore[attr-defined]
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
        self._quota = quota

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._quota is not None and self._quota.exceeded:
            self.errors.pop("files", None)
            self.add_error("files", f"The files are larger than {MEGABYTES} MB together. Check what they are")
        return cleaned


class AcceptForm(forms.Form):
    """To accept a file takes nothing but the button."""


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Why is the file refused?",
        max_length=500,
        help_text="The council reads it. Do not repeat anything that stands in the file.",
        error_messages={"required": "Say why the file is refused"},
    )


class PurgeForm(forms.Form):
    reason = forms.CharField(
        label="Why are the records destroyed now?",
        max_length=300,
        error_messages={"required": "Say why the records are destroyed now"},
    )


class TablesForm(forms.Form):
    """Which table, of which period, for what: all of it in the address, so that a link shows the same."""

    table = forms.ChoiceField(
        label="Table", error_messages={"required": "Choose a table", "invalid_choice": "Choose a table from the list"}
    )
    period = forms.ChoiceField(
        label="Period",
        error_messages={"required": "Choose a period", "invalid_choice": "Choose a period from the list"},
    )
    purpose = forms.ChoiceField(
        label="What do you look at it for?",
        choices=[("", "Choose a purpose"), *PURPOSES],
        help_text="Kept in the read log, with your name and the time.",
        error_messages={"required": "Choose what you look at it for"},
    )

    def __init__(
        self, *args: Any, tables: Iterable[tuple[str, str]], periods: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the tables of the dataset and the periods that there are files for."""
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = list(tables)  # type: ignore[attr-defined]
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    person = forms.ChoiceField(label="Person", error_messages={"required": "Choose the person"})
    purpose = forms.CharField(
        label="What do they need the records for?",
        max_length=300,
        error_messages={"required": "Say what they need the records for"},
    )
    ends_on = DateField(label="Last day of access", help_text="At most a year from now.")

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the people with a role that lodges or reads records."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    named = forms.ChoiceField(label="Whose access ends?", error_messages={"required": "Choose whose access ends"})
    reason = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why access ends"})

    def __init__(self, *args: Any, named: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer everybody on the list."""
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [("", "Choose a person"), *named]  # type: ignore[attr-defined]


class WindowForm(forms.Form):
    period = forms.ChoiceField(label="Term", error_messages={"required": "Choose the term"})
    opens_on = DateField(label="First day on which files may come")
    closes_on = DateField(label="Last day on which files may come")

    def __init__(self, *args: Any, periods: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the terms that files may be for."""
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = list(periods)  # type: ignore[attr-defined]
