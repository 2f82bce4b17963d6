"""What a reader chooses on an indicator's page. It comes in the address, so that a link shows the same again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from riia.alliance.insight.comparisons import Basis, Group
from riia.alliance.insight.errors import TooManyPlaces
from riia.alliance.insight.peers import name_of, ordered_by_name, peers_of
from riia.alliance.insight.pictures import MOST_OVERLAYS
from riia.indicators import reference
from riia.indicators.definitions import Indicator
from riia.indicators.model import Period
from riia.indicators.reference import ENGLAND

BASES = [
    (Basis.NEIGHBOURS.value, "Median of its statistical neighbours"),
    (Basis.NEIGHBOURS_MEAN.value, "Mean of its statistical neighbours"),
    (Basis.REGION.value, "Median of its region’s councils"),
    (Basis.ENGLAND.value, "England"),
]


class ChoiceForm(forms.Form):
    """Place, comparator, reading, period, and up to six councils to show on the chart."""

    place = forms.ChoiceField(label="Council, region or England", required=False)
    basis = forms.ChoiceField(label="Compare with", choices=BASES, required=False)
    variant = forms.ChoiceField(label="Which reading", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    overlay = forms.MultipleChoiceField(
        label=f"Also show on the chart (up to {MOST_OVERLAYS})", required=False, widget=forms.CheckboxSelectMultiple
    )
    add = forms.ChoiceField(label="Add any other council", required=False)
    among = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[(group.value, group.value) for group in Group]
    )

    def __init__(self, data: QueryDict, *, indicator: Indicator, periods: Sequence[Period]) -> None:
        """Offer the places there are; the check boxes hold the place's neighbours, its region and what is chosen."""
        super().__init__(data)
        self.given = data
        councils = sorted(reference.authorities(), key=lambda council: council.name.casefold())
        named = [(str(council.code), council.label) for council in councils]
        areas = [(str(ENGLAND), "England"), *((str(one.code), one.name) for one in reference.regions())]
        self._offer("place", [("", "Choose a place"), *areas, *named], "There is no council or region of this code.")
        readings = [(one.key, one.title) for one in indicator.published_variants]
        self._offer("variant", readings, "There is no such reading.")
        newest_first = [(one.code, one.label) for one in reversed(periods)]
        self._offer("period", [("", "The newest"), *newest_first], "There are no figures for this period.")
        self._offer("add", [("", "Choose a council"), *named], "There is no council of this code.")
        self._offer("overlay", named, "One of the councils chosen does not exist.")
        boxes = self.fields["overlay"].widget
        assert isinstance(boxes, forms.CheckboxSelectMultiple)
        boxes.choices = [(code, name_of(code)) for code in self._near({code for code, _ in named})]

    def add_prefix(self, field_name: str) -> str:
        """The comparator is called `with` in the address, a word Python keeps for itself."""
        return "with" if field_name == "basis" else field_name

    def clean(self) -> dict[str, Any]:
        """Join what is ticked and what is added; refuse more councils than a chart can tell apart."""
        cleaned = super().clean() or {}
        chosen = [code for code in (*cleaned.get("overlay", ()), cleaned.get("add")) if code]
        places = [code for code in dict.fromkeys(chosen) if code != cleaned.get("place")]
        if len(places) > MOST_OVERLAYS:
            self.add_error("overlay", str(TooManyPlaces(MOST_OVERLAYS, len(places))))
        cleaned["places"] = places[:MOST_OVERLAYS]
        return cleaned

    def _offer(self, name: str, choices: Sequence[tuple[str, str]], refusal: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages = {**field.error_messages, "invalid_choice": refusal}

    def _near(self, known: set[str]) -> list[str]:
        place = self.given.get("place", "")
        near: list[str] = []
        if place in known:
            peers = peers_of(place, reference.authority(place).valid_to or timezone.localdate())
            near = [code for code in (*peers.neighbour_codes, *peers.region_councils) if code != place]
        overlaid = self.data.getlist("overlay") if isinstance(self.data, QueryDict) else []
        chosen = [code for code in (*overlaid, self.data.get("add", "")) if code in known]
        return ordered_by_name(list(dict.fromkeys([*near, *chosen])))
