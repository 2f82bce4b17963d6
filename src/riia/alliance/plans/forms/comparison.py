"""Which two documents are compared."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from riia.alliance.plans.queries.comparison_papers import PaperChoice


class PapersForm(forms.Form):
    """Two uploaded documents, the earlier and the later."""

    older = forms.ChoiceField(label="The earlier document", error_messages={"required": "Select the earlier document"})
    newer = forms.ChoiceField(label="The later document", error_messages={"required": "Select the later document"})

    def __init__(self, found: Sequence[PaperChoice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Select a document"), *((str(each.reference), each.name) for each in found)]
        for name in ("older", "newer"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]  # it is a ChoiceField
        self.names = {str(each.reference): each.name for each in found}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("older") and given.get("older") == given.get("newer"):
            self.add_error("newer", "Select another document than the earlier one")
        return given

    def chosen(self) -> tuple[UUID, UUID]:
        """The two documents."""
        return UUID(self.cleaned_data["older"]), UUID(self.cleaned_data["newer"])
