"""The forms that load and withdraw published files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from riia.alliance.figures.uploads import FILES, MEGABYTES
from riia.alliance.kit.uploads import Quota


class _ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files. Their content is judged by the reader, not by what the browser says they are."""

    widget = _ManyFiles

    def clean(self, data: Sequence[UploadedFile[Any]] | None, initial: object = None) -> list[UploadedFile[Any]]:
        """The files; refuses none, too many and empty ones."""
        given = list(data or [])
        if not given:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(given) > FILES:
            raise ValidationError(f"Choose at most {FILES} files at a time. You chose {len(given)}.", code="too_many")
        return [super(FilesField, self).clean(file, initial) for file in given]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        strip=True,
        help_text="Everyone who sees the release can read this.",
        error_messages={"required": "Enter why it is withdrawn"},
    )


class LoadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment] # the form's class takes fields out of its body
        label="Published files",
        help_text=(
            f"CSV files as published, compressed with gzip (.csv.gz) or not. Up to {FILES} files and {MEGABYTES} MB "
            "together."
        ),
        error_messages={
            "required": "Choose at least one file",
            "empty": "A file is empty. Download it again",
        },
    )
    source = forms.CharField(
        label="Where were they taken from?",
        max_length=300,
        strip=True,
        widget=forms.TextInput,
        help_text="The address of the page, or who sent them. Everyone who sees the figures can read this.",
        error_messages={"required": "Enter where the files were taken from"},
    )

    def __init__(self, *args: Any, quota: Quota | None = None, **kwargs: Any) -> None:
        """`quota` is what counted the files while they arrived."""
        super().__init__(*args, **kwargs)
        self._quota = quota

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._quota is not None and self._quota.exceeded:
            # Some files were dropped on arrival: what is left of them is not what was chosen.
            self.errors.pop("files", None)
            self.add_error("files", f"The files are larger than {MEGABYTES} MB together. Load fewer at a time.")
        return cleaned
