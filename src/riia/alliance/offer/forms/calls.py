"""What the region types to prepare a call."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.offer.forms.money import MoneyField
from riia.alliance.offer.models import Call, CallKind
from riia.alliance.offer.policies import Days
from riia.alliance.offer.services.calls import Text
from riia.alliance.places.models import Alliance, Place

_KINDS: Final = {
    CallKind.DATA_CAPACITY: "Money for councils to build their data teams",
    CallKind.AI_PROJECT: "Projects that try AI in services",
    CallKind.OTHER: "Something else",
}


class TextForm(forms.Form):
    """What a call says."""

    alliance = forms.ChoiceField(label="Whose call is it?", error_messages={"required": "Choose the alliance"})
    title = forms.CharField(label="Title", max_length=120, error_messages={"required": "Enter a title"})
    kind = forms.ChoiceField(
        label="What is the money for?",
        choices=list(_KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the money is for"},
    )
    purpose = forms.CharField(
        label="What is to be better afterwards?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Needed before the call opens.",
    )
    guidance = forms.CharField(
        label="Guidance for councils",
        widget=forms.Textarea,
        max_length=6000,
        required=False,
        help_text="What may be paid for and what not, and whom to ask.",
    )
    source = forms.CharField(
        label="Where the plan asks for it", max_length=120, required=False, help_text="Such as KPI 1.2.2B."
    )

    def __init__(self, alliances: Sequence[Alliance], *args: Any, **kwargs: Any) -> None:
        """Offer the alliances whose calls the viewer runs; with one there is no question."""
        super().__init__(*args, **kwargs)
        self.held = {one.code: one for one in alliances}
        if len(self.held) < 2:
            del self.fields["alliance"]
        else:
            self.fields["alliance"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
                ("", "Choose an alliance"), *((one.code, one.short_name) for one in alliances),
            ]  # fmt: skip

    def chosen(self) -> Alliance:
        """The alliance of a new call."""
        code = self.cleaned_data.get("alliance")
        return self.held[code] if code else next(iter(self.held.values()))

    def text(self) -> Text:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        return Text(given["title"], CallKind(given["kind"]), given["purpose"], given["guidance"], given["source"])


class _WithReason(forms.Form):
    """Asks why once councils rely on what the call says."""

    reason = forms.CharField(
        label="Why does it change?", max_length=300, error_messages={"required": "Enter why it changes"}
    )

    def __init__(self, *args: Any, ask_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ask_why:
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        else:
            del self.fields["reason"]


class MoneyForm(_WithReason):
    """How much there is, and for one application."""

    available = MoneyField(
        label="How much money is there in all?", required=False, help_text="Leave it empty if it is not settled yet."
    )
    most = MoneyField(
        label="How much may one application ask for?", required=False, help_text="Leave it empty if there is no limit."
    )


class DaysForm(_WithReason):
    """The days of a call; each may wait until it opens."""

    opens_on = DateField(label="Opening", required=False)
    closes_on = DateField(label="Last day to apply", required=False, help_text="Councils submit until its end.")
    panel_by = DateField(label="Last day for scores", required=False)
    decision_by = DateField(label="Day of decisions", required=False)
    awards_end = DateField(label="End of awards", required=False, help_text="End reports are due by then.")

    def days(self) -> Days:
        """What was typed as a value."""
        return Days(**{name: self.cleaned_data[name] for name in Days.__dataclass_fields__})


class CouncilsForm(forms.Form):
    """Which councils may apply."""

    councils = forms.MultipleChoiceField(
        label="Which councils may apply?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one council"},
    )

    def __init__(self, members: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {each.code: each for each in members}
        self.fields["councils"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (each.code, each.label) for each in members
        ]

    def chosen(self) -> list[Place]:
        """The councils that were ticked."""
        return [self.members[code] for code in self.cleaned_data["councils"]]


class CriterionForm(forms.Form):
    """A criterion with what each score means."""

    title = forms.CharField(label="Criterion", max_length=120, error_messages={"required": "Enter the criterion"})
    asks = forms.CharField(
        label="What does the panel look for?",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter what the panel looks for"},
    )
    weight = forms.IntegerField(
        label="Points at the highest score",
        min_value=1,
        max_value=100,
        help_text="Lower scores give their share of these points.",
        error_messages={
            "required": "Enter the points at the highest score",
            "invalid": "Enter the points as a whole number from 1 to 100",
            "min_value": "Points must be 1 or more",
            "max_value": "Points must be 100 or fewer",
        },
    )
    meanings = forms.CharField(
        label="What does each score mean?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="One on each line, beginning with score 0. The number of lines decides the highest score.",
        error_messages={"required": "Enter what each score means"},
    )

    def clean_meanings(self) -> list[str]:
        """The lines."""
        lines = [line.strip() for line in self.cleaned_data["meanings"].splitlines() if line.strip()]
        if not 2 <= len(lines) <= 11:
            raise forms.ValidationError("Enter between 2 and 11 lines, one for each score from 0 up")
        return lines


class DocumentForm(forms.Form):
    """A document that goes with the guidance."""

    title = forms.CharField(
        label="What is it called?", max_length=150, error_messages={"required": "Enter what the document is called"}
    )
    url = forms.URLField(
        label="Address where it can be read",
        max_length=500,
        assume_scheme="https",
        error_messages={"required": "Enter the address", "invalid": "Enter an address such as https://example.org"},
    )


class MemberForm(forms.Form):
    """Somebody for the panel."""

    person = forms.ChoiceField(label="Who joins the panel?", error_messages={"required": "Choose a person"})

    def __init__(self, people: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Take references and names of those who can be named."""
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason that is kept and shown."""

    reason = forms.CharField(
        label="Why?", widget=forms.Textarea, max_length=500, error_messages={"required": "Enter the reason"}
    )


def initial_text(call: Call) -> dict[str, str]:
    """What a call says now."""
    return {name: getattr(call, name) for name in ("title", "kind", "purpose", "guidance", "source")}
