"""What people type about agreements, their versions, parties and signatures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from riia.alliance.agreements.models import AgreementKind, AgreementVersion, Party
from riia.alliance.agreements.services.agreements import AgreementDetails, VersionDetails
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Organisation, Place

LONGEST_TEXT = 300_000


def _line(label: str, required: str = "", **options: Any) -> forms.CharField:
    """One line of text; optional where no words for its absence are given."""
    messages = {"error_messages": {"required": required}} if required else {"required": False}
    return forms.CharField(label=label, max_length=options.pop("max_length", 200), **messages, **options)


def _text(label: str, required: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea, error_messages={"required": required}, max_length=500, **options
    )


def _today() -> Any:
    return timezone.localdate()


class AgreementForm(forms.Form):
    """A new agreement, whatever its version says."""

    kind = forms.ChoiceField(
        label="What kind of agreement is it?",
        choices=[(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in AgreementKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of agreement it is"},
    )
    title = _line("Title", "Enter the title, as on its first page")
    group = _line("Group", help_text="For terms of reference: the group they are for.", max_length=150)
    source = _line("Document it is read from")
    non_statutory = forms.BooleanField(
        label="It is neither statutory nor a contract",
        help_text="Everything that follows from it is then labelled as a commitment, not a duty.",
        required=False,
    )

    def details(self) -> AgreementDetails:
        typed = self.cleaned_data
        return AgreementDetails(
            AgreementKind(typed["kind"]), typed["title"], typed["group"], typed["source"], typed["non_statutory"]
        )


class VersionForm(forms.Form):
    """Name and dates of a version."""

    label = _line(
        "What is this version called?", "Enter what this version is called", help_text="Such as 2026-28.", max_length=60
    )
    period = _line("Years it is for", help_text="Such as 2026 to 2028.", max_length=60)
    commences = DateField(label="First day", required=False)
    commences_words = _line(
        "First day as the document writes it",
        help_text="Where it gives no day, such as “September 2022”.",
        max_length=60,
    )
    review_due = DateField(label="Last day for its review", required=False)
    review_words = _line("Review as the document writes it", help_text="Such as “summer 2024”.", max_length=60)

    def details(self) -> VersionDetails:
        typed = self.cleaned_data
        return VersionDetails(
            typed["label"],
            typed["period"],
            typed["commences"],
            typed["commences_words"],
            typed["review_due"],
            typed["review_words"],
        )

    @classmethod
    def initial_of(cls, version: AgreementVersion) -> dict[str, Any]:
        return {name: getattr(version, name) for name in cls.base_fields}


class TextForm(forms.Form):
    """The text of a version, pasted."""

    text = forms.CharField(
        label="Text of the agreement",
        help_text="Paste it as it is: sections “4.”, clauses “4.2”, items “b)” or bullets. Tables and signatures "
        "are left out.",
        widget=forms.Textarea,
        error_messages={
            "required": "Paste the text of the agreement",
            "max_length": f"The text is longer than {LONGEST_TEXT:,} characters. Leave appendices out.",
        },
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(f"Text must be {LONGEST_TEXT:,} characters or fewer. Leave appendices out.")
        return text


class DraftForm(forms.Form):
    drafted_on = DateField(
        label="Day it was finished",
        help_text="Leave it empty if nobody knows. No signature can be older than this day.",
        required=False,
        not_after=_today,
    )


class MinuteForm(forms.Form):
    minute = _line(
        "Which meeting agreed the text?",
        "Enter the meeting, its date and the minute",
        help_text="Such as: directors’ group, 3 June 2026, minute 4.",
    )


class ReasonForm(forms.Form):
    reason = _text("Why?", "Enter why: it is kept with the record")


class RevokeForm(ReasonForm):
    on = DateField(label="First day without it", not_after=_today)
    field_order = ("on", "reason")


class ReviewForm(forms.Form):
    """A review: the one that was due, or one that a party asked for."""

    held_on = DateField(label="Day of the review", not_after=_today)
    which = forms.ChoiceField(
        label="Which review was it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which review it was"},
    )
    asked_for_by = forms.ChoiceField(label="Which party asked for it?", required=False)
    outcome = _text("What came of it?", "Enter what came of it")
    next_due = DateField(label="Last day for the next review", required=False)

    def __init__(self, *args: Any, parties: Iterable[str], due: str, **kwargs: Any) -> None:
        """Take the names of the parties, and when a review is due in words (blank where none is)."""
        super().__init__(*args, **kwargs)
        which = [("due", f"The one that was due {due}")] if due else []
        self.fields["which"].choices = [*which, ("extra", "An extra one that a party asked for")]  # type: ignore[attr-defined]
        names = [(name, name) for name in parties]
        self.fields["asked_for_by"].choices = [("", "Choose a party"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("which") == "extra" and not typed.get("asked_for_by"):
            self.add_error("asked_for_by", "Select which party asked for the review")
        return typed

    def asked(self) -> str:
        return self.cleaned_data["asked_for_by"] if self.cleaned_data["which"] == "extra" else ""


class PartiesForm(forms.Form):
    """Councils and other bodies to add to a version."""

    councils = forms.ModelMultipleChoiceField(
        label="Councils",
        help_text="Three offices sign for each: director, lead member and chief executive.",
        queryset=Place.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        to_field_name="code",
    )
    organisation = forms.ModelChoiceField(
        label="Another body",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
        to_field_name="code",
    )
    new_body = _line(
        "A body that is not in the list",
        help_text="Its name, such as a police force, a part of the NHS or a charity.",
        max_length=150,
    )
    beside = forms.ModelMultipleChoiceField(
        label="Councils beside which its chief executive signs",
        help_text="For a children’s trust. Leave it empty for a body that signs for itself.",
        queryset=Place.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        to_field_name="code",
    )
    responsibilities = _line("What they are responsible for", max_length=500)
    contribution = _line("What they contribute", help_text="Money, people or data.")

    def __init__(self, *args: Any, councils: Any, bodies: Any, **kwargs: Any) -> None:
        """Take the councils and bodies that are not parties yet."""
        super().__init__(*args, **kwargs)
        self.fields["councils"].queryset = councils  # type: ignore[attr-defined]
        self.fields["beside"].queryset = councils  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        councils, beside = set(typed.get("councils") or ()), set(typed.get("beside") or ())
        if not councils and not typed.get("organisation") and not typed.get("new_body"):
            self.add_error("councils", "Select at least one council, or another body")
        if beside and not typed.get("organisation"):
            self.add_error("organisation", "Choose the body whose chief executive signs beside these councils")
        if beside - councils:
            self.add_error("beside", "Select only councils that you add now")
        return typed


class EndPartyForm(ReasonForm):
    party = forms.ModelChoiceField(
        label="Which party?",
        queryset=Party.objects.none(),
        empty_label="Choose a party",
        error_messages={"required": "Select which party has left"},
    )
    last_day = DateField(label="Last day as a party", not_after=_today)
    field_order = ("party", "last_day", "reason")

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        """Take the parties that have not left."""
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
