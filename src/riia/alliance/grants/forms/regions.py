"""Which region something is for: asked only of who enters the grants of several."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from riia.alliance.places.models import Place


class RegionForm(forms.Form):
    """Begins with the region, where there is one to choose. `regions` are those whose grants the viewer enters."""

    region_label: ClassVar[str] = "Which region enters it?"

    keeper = forms.ChoiceField()

    def __init__(self, regions: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {place.code: place for place in regions}
        if len(regions) == 1:
            self.fields.pop("keeper")
            return
        field = self.fields["keeper"]
        field.label = self.region_label
        field.choices = [(place.code, place.label) for place in regions]  # type: ignore[attr-defined]  # it is a ChoiceField

    def region(self) -> Place:
        """The region that was chosen, or the only one."""
        return self.regions.get(self.cleaned_data.get("keeper", "")) or next(iter(self.regions.values()))
