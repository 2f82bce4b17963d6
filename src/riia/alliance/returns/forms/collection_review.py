"""The forms of collection reviews: frame, findings, gaps, areas, progress."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Place
from riia.alliance.returns.models import ImprovementArea, ReviewFinding, ReviewGap
from riia.alliance.returns.services.collection_review import Area, Frame
from riia.alliance.returns.states_care import AREA_TRANSITIONS, AreaState
from riia.alliance.returns.timekeeping import today


class FrameForm(forms.Form):
    """What a review is about, its time, and which councils take part."""

    title = forms.CharField(
        label="What is the review called?", max_length=200, error_messages={"required": "Enter what it is called"}
    )
    covers = forms.CharField(
        label="Which processes does it look at?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Such as asking, filling in, checking, querying, signing and sending the quarterly returns.",
        error_messages={"required": "Enter which processes it looks at"},
    )
    first_day = DateField(label="First day of its time", help_text="Rounds that were due in this time are reviewed.")
    last_day = DateField(label="Last day of its time")
    participants = forms.MultipleChoiceField(
        label="Which councils take part?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, members: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {place.code: place for place in members}
        choices = [(place.code, place.label) for place in members]
        self.fields["participants"].choices = choices  # type: ignore[attr-defined]  # it is a choice field

    def clean(self) -> dict[str, Any]:
        """The days stand in order."""
        given = super().clean() or {}
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day of its time comes before the first")
        return given

    def frame(self) -> Frame:
        """What was entered."""
        given = self.cleaned_data
        councils = tuple(self.members[code] for code in given["participants"])
        return Frame(given["title"], given["covers"], given["first_day"], given["last_day"], councils)


class FindingsForm(forms.Form):
    """What the writer does with each finding: one choice and one note for each."""

    CHOICES = (("", "Not decided"), ("taken up", "Take it up"), ("set aside", "Set it aside"))

    def __init__(self, findings: Iterable[ReviewFinding], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = list(findings)
        for one in self.findings:
            self.fields[f"taken-{one.pk}"] = forms.ChoiceField(
                label=one.text, choices=self.CHOICES, required=False, initial=one.taken
            )
            self.fields[f"note-{one.pk}"] = forms.CharField(
                label="Note", max_length=500, required=False, initial=one.note
            )

    def clean(self) -> dict[str, Any]:
        """What is set aside says why, each at its own field."""
        given = super().clean() or {}
        for one in self.findings:
            if given.get(f"taken-{one.pk}") == "set aside" and not (given.get(f"note-{one.pk}") or "").strip():
                self.add_error(f"note-{one.pk}", f"Say why this is set aside: {one.text}")
        return given

    def decided(self) -> dict[str, tuple[str, str]]:
        """What was decided, by the finding's key."""
        given = self.cleaned_data
        return {one.key: (given[f"taken-{one.pk}"], given[f"note-{one.pk}"]) for one in self.findings}


class AreaForm(forms.Form):
    """An improvement area."""

    what = forms.CharField(
        label="What is to improve?", max_length=300, error_messages={"required": "Enter what is to improve"}
    )
    evidence = forms.CharField(
        label="What shows it?", widget=forms.Textarea, max_length=2000,
        error_messages={"required": "Enter what shows it"},
    )  # fmt: skip
    plan = forms.CharField(
        label="What is the plan to close the gap?", widget=forms.Textarea, max_length=2000,
        error_messages={"required": "Enter the plan to close the gap"},
    )  # fmt: skip
    owner = forms.CharField(
        label="Who owns it?", max_length=200, help_text="An office, not a person’s name.",
        error_messages={"required": "Enter which office owns it"},
    )  # fmt: skip
    due_on = DateField(label="By when?")

    def area(self) -> Area:
        """What was entered."""
        return Area(**self.cleaned_data)


class GapForm(forms.Form):
    """Where collection falls short, and which area closes it."""

    against = forms.ChoiceField(
        label="Short of what?", widget=forms.RadioSelect,
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in ReviewGap.Against],
        error_messages={"required": "Choose what it falls short of"},
    )  # fmt: skip
    requirement = forms.CharField(
        label="What is asked?", max_length=300, help_text="With the document and clause where there is one.",
        error_messages={"required": "Enter what is asked"},
    )  # fmt: skip
    gap = forms.CharField(
        label="What is missing?", widget=forms.Textarea, max_length=1000,
        error_messages={"required": "Enter what is missing"},
    )  # fmt: skip
    area = forms.ModelChoiceField(
        label="Which improvement area closes it?", queryset=ImprovementArea.objects.none(), required=False,
        empty_label="None yet",
    )  # fmt: skip

    def __init__(self, areas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # it is a ModelChoiceField


class ProgressForm(forms.Form):
    """How far an area is."""

    state = forms.ChoiceField(
        label="How far is it?", widget=forms.RadioSelect, error_messages={"required": "Choose how far it is"}
    )
    note = forms.CharField(
        label="What was done, or why is it stopped?", max_length=500,
        error_messages={"required": "Enter what was done"},
    )  # fmt: skip
    on = DateField(label="On which day?", not_after=today)

    def __init__(self, now: AreaState, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [one for one in AreaState if one in AREA_TRANSITIONS[now]]
        choices = [(one.value, one.value.capitalize()) for one in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField
