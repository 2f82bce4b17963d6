"""What people type about commitments, their evidence, and documents to be signed off."""

from typing import Any

from django import forms
from django.utils import timezone

from riia.alliance.agreements import policies
from riia.alliance.agreements.models import AgreementVersion, Commitment, CommitmentPeriod, Party, SignedDocument
from riia.alliance.agreements.models.commitments import DocumentKind
from riia.alliance.kit.dates import DateField


def _today() -> Any:
    return timezone.localdate()


def _one_of(model: Any, label: str, required: str) -> forms.Field:
    return forms.ModelChoiceField(
        label=label, queryset=model.objects.none(), empty_label="Choose", error_messages={"required": required}
    )


class _OfVersion(forms.Form):
    """A form whose choices are those of one version."""

    def __init__(self, *args: Any, version: AgreementVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {
            "party": version.parties.filter(counted_authority=True)
            .select_related("council", "organisation")
            .order_by("council__name"),
            "commitment": version.commitments.all(),
            "period": version.commitment_periods.all(),
        }
        for name, rows in own.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]


class EvidenceForm(_OfVersion):
    party = _one_of(Party, "Council", "Select a council")
    commitment = _one_of(Commitment, "Commitment", "Select a commitment")
    period = _one_of(CommitmentPeriod, "Period", "Select a period")
    met_on = DateField(label="Day it was met", not_after=_today)
    note = forms.CharField(
        label="What shows it?", help_text="Such as a minute, a return or a file.", max_length=300, required=False
    )
    link = forms.URLField(label="Address where it can be seen", required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("note") and not typed.get("link") and "link" not in self.errors:
            self.add_error("note", "Enter what shows it, or an address where it can be seen")
        return typed


class PeriodForm(forms.Form):
    label = forms.CharField(
        label="What is the period called?",
        max_length=30,
        error_messages={"required": "Enter what the period is called"},
    )
    first_day = DateField(label="First day")
    last_day = DateField(label="Last day")


class CommitmentsForm(forms.Form):
    """Commitments, one on each line."""

    lines = forms.CharField(
        label="Commitments of every council",
        help_text="One on each line. A clause may stand in front, with a bar: 1.6(2) | Quarterly data submitted.",
        widget=forms.Textarea,
        error_messages={"required": "Enter at least one commitment"},
    )


class ShownByForm(forms.Form):
    """Which commitment another part of the system shows."""

    commitment = forms.ChoiceField(
        label="Commitment", widget=forms.RadioSelect, error_messages={"required": "Select a commitment, or none"}
    )

    def __init__(self, *args: Any, version: AgreementVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows = {str(one.pk): one for one in version.commitments.all()}
        choices = [(key, one.title) for key, one in self._rows.items()]
        self.fields["commitment"].choices = [*choices, ("none", "None of them")]  # type: ignore[attr-defined]

    def chosen(self) -> Commitment | None:
        """The commitment chosen, None for none of them."""
        return self._rows.get(self.cleaned_data["commitment"])


class DocumentForm(_OfVersion):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in DocumentKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    party = forms.ModelChoiceField(
        label="Council", queryset=Party.objects.none(), required=False, empty_label="The region (regional plan)"
    )
    period = _one_of(CommitmentPeriod, "Period", "Select a period")
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter its title"})
    closes_on = DateField(
        label="Last day for submission", help_text="All three sign-offs must be in by then.", required=False
    )


class SignOffForm(forms.Form):
    office = forms.ChoiceField(
        label="Who signed it off?", widget=forms.RadioSelect, error_messages={"required": "Select who signed it off"}
    )
    equivalent = forms.CharField(label="Name of the office, if it is an equivalent one", max_length=100, required=False)
    signed_on = DateField(label="Day of the sign-off", not_after=_today)

    def __init__(self, *args: Any, document: SignedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = set(document.sign_offs.values_list("office", flat=True))
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            (office, policies.SIGN_OFF_WORDS[office])
            for office in policies.offices_for(document.kind)
            if office not in signed
        ]


class PublishForm(forms.Form):
    address = forms.URLField(
        label="Address where it is published", assume_scheme="https", error_messages={"required": "Enter the address"}
    )
    on = DateField(label="Day of publication", not_after=_today)


class SupportForm(forms.Form):
    title = forms.CharField(
        label="What is to be done?", max_length=200, error_messages={"required": "Enter what is to be done"}
    )
    minute = forms.CharField(
        label="Minute of the directors’ approval",
        max_length=200,
        required=False,
        help_text="Leave it empty until it is approved.",
    )
    approved_on = DateField(label="Day of the approval", required=False, not_after=_today)
    funding_source = forms.CharField(label="Where the money comes from", max_length=200, required=False)
