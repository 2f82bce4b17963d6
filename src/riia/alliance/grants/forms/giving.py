"""Forms for grants in the 360Giving standard: what is written to a file, and a file to be entered."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from riia.alliance.grants.models import Determination
from riia.alliance.kit.dates import DateField
from riia.alliance.kit.uploads import Quota
from riia.alliance.places.models import Place

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 2 * MEGABYTE
"""A letter to every council in England is a tenth of it."""


class GivingExportForm(forms.Form):
    """Which grants are written, and as at which day."""

    place = forms.ChoiceField(label="Whose grants", required=False)
    grants = forms.MultipleChoiceField(
        label="Which grants",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none for all of them.",
    )
    day = DateField(label="As at which day", help_text="Amounts are those in force then. For example, 31 3 2024")
    unpublished = forms.BooleanField(
        label="Write letters that are not published as well", required=False,
        help_text="The file then says nothing of a licence.",
    )  # fmt: skip

    def __init__(
        self, grants: Sequence[Determination], places: Sequence[Place], today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        regions = [(one.code, one.label) for one in places if one.is_region]
        councils = [(one.code, one.label) for one in places if one.is_council]
        every: list[Any] = [("", "All councils and regions")]
        self.fields["place"].choices = every + regions + councils  # type: ignore[attr-defined]
        self.fields["grants"].choices = [(str(one.reference), one.title) for one in grants]  # type: ignore[attr-defined]

    def clean_day(self) -> date:
        """A day that has come: nothing is in force before."""
        day: date = self.cleaned_data["day"]
        if day > self._today:
            raise forms.ValidationError("The day must be today or in the past")
        return day


class GivingFileForm(forms.Form):
    """A file of grants, and the region whose councils they are for."""

    region = forms.ChoiceField(label="For which region", error_messages={"required": "Choose the region"})
    file = forms.FileField(
        label="Choose a file of grants",
        help_text="JSON, an Excel workbook or CSV in the 360Giving standard. Up to 2 MB.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )

    def __init__(self, regions: Sequence[Place], *args: Any, quota: Quota | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quota = quota
        choices = [(one.code, one.label) for one in regions]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["region"].widget = forms.HiddenInput()
            self.initial.setdefault("region", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Say so when the file was cut off for its size, rather than that there was none."""
        if self.quota is not None and self.quota.exceeded:
            self.errors.pop("file", None)
            self.add_error("file", f"The file is larger than {LARGEST // MEGABYTE} MB. Choose a smaller one")
        return self.cleaned_data
