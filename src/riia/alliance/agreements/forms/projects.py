"""What people type about projects that supply data, and the files they deliver."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.agreements.forms.inventory import item_choices, today
from riia.alliance.agreements.forms.register import one_line, some_lines
from riia.alliance.agreements.models import ItemLine, RegisterItem
from riia.alliance.agreements.policies_inventory import core_items
from riia.alliance.agreements.projects_reading import COLUMNS, LARGEST
from riia.alliance.kit.dates import DateField


class ProjectForm(forms.Form):
    """A project of the region."""

    title = one_line("What is the project called?", "Enter what the project is called", most=120)
    run_by = one_line("Who runs it?", "Enter who runs it", most=120)
    about = some_lines("What is it for?", "", most=600, required=False)
    starts_on = DateField(label="First day", required=False)
    ends_on = DateField(label="Last day", help_text="Empty if none is set.", required=False)


class SupplyForm(forms.Form):
    """An item that a project supplies."""

    item = forms.ChoiceField(
        label="Which item of the data register?",
        help_text="An item of the project’s own dataset. If there is none, ask for it in the register first.",
        error_messages={"required": "Select an item"},
    )
    indicator = forms.ChoiceField(
        label="Of which core indicator are its figures?",
        help_text="The indicator that the councils also return themselves.",
        required=False,
    )
    since = DateField(label="Since when?")
    differences = some_lines(
        "How do period and basis differ from the councils’ own return?", "", most=400, required=False,
        hint="Such as: counted on the last Friday of the month; without children placed by other councils.",
    )  # fmt: skip

    def __init__(self, *args: Any, items: Sequence[tuple[RegisterItem, ItemLine]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        core = core_items()
        self._items = {str(item.pk): item for item, _ in items if item.key not in core}
        offered = [(item, line) for item, line in items if str(item.pk) in self._items]
        self.fields["item"].choices = [("", "Choose"), *item_choices(offered)]  # type: ignore[attr-defined]
        self.fields["indicator"].choices = [  # type: ignore[attr-defined]
            ("", "Of none of them"),
            *((slug, item.title) for slug, item in core.items()),
        ]

    def given(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return self.cleaned_data | {"item": self._items[self.cleaned_data["item"]]}


class DeliveryForm(forms.Form):
    """A file of figures."""

    file = forms.FileField(
        label="The file",
        help_text=f"CSV in UTF-8, up to {LARGEST // 1024} KB, with the columns {', '.join(COLUMNS)}. Leave a value "
        "blank, or write c, x or z, where there is no number.",
        error_messages={
            "required": "Choose the file",
            "empty": "The file is empty. Save it again, then choose it again",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    received_on = DateField(label="When was it received?", not_after=today)
    use = some_lines(
        "What was done with it?", "", most=600, required=False, hint="You can say so later, and change it."
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST // 1024} KB. Send figures only")
        return given


class UseForm(forms.Form):
    """What became of a delivery."""

    use = some_lines("What was done with it?", "Enter what was done with it", most=600)
