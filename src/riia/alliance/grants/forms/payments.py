"""What is typed about payments, hosts, awards and projects."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from riia.alliance.grants.forms.money import PoundsField
from riia.alliance.grants.forms.regions import RegionForm
from riia.alliance.grants.models import Payment, PurposeLine
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Place
from riia.documents.money import MoneyError, parse_pounds


def _choices(found: Sequence[Place]) -> list[tuple[str, str]]:
    return [(place.code, place.label) for place in found]


class InstalmentForm(forms.Form):
    """An instalment that the department is to pay."""

    place = forms.ChoiceField(label="Who gets it?")
    amount = PoundsField(
        label="How much?",
        required=False,
        help_text="In pounds. Leave empty where the letter states no amount: it is not £0.",
    )
    due_on = DateField(label="When is it paid?", help_text="For a month, enter its first day.")
    month_only = forms.BooleanField(label="Only the month is known", required=False)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, found: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in found}
        self.fields["place"].choices = _choices(found)  # type: ignore[attr-defined]  # it is a ChoiceField


class ProposeForm(forms.Form):
    """A payment out of the grant, that another person approves."""

    place = forms.ChoiceField(label="Who is paid?", help_text="A council; or the region, for somebody named below.")
    payee_words = forms.CharField(label="Name, where it is no council", max_length=200, required=False)
    amount = PoundsField(label="How much?", error_messages={"required": "Enter the amount"})
    due_on = DateField(label="When is it to be paid?")
    purpose = forms.ChoiceField(label="Which line of the purpose pays for it?", required=False)
    note = forms.CharField(label="What for", max_length=300, error_messages={"required": "Enter what it is for"})

    def __init__(self, found: Sequence[Place], lines: Sequence[PurposeLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in found}
        self.lines = {str(line.pk): line for line in lines}
        self.fields["place"].choices = _choices(found)  # type: ignore[attr-defined]  # it is a ChoiceField
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", "not one line"),
            *((key, str(line)) for key, line in self.lines.items()),
        ]


class PaidForm(forms.Form):
    """A payment that was made, or an instalment that came."""

    paid_on = DateField(label="When was it paid?", not_after=timezone.localdate)
    paid_as = forms.CharField(
        label="Reference in the accounts",
        max_length=100,
        error_messages={"required": "Enter the reference, as in the accounts of the council that holds the money"},
    )
    amount = PoundsField(
        label="How much?", help_text="The letter states no amount.", error_messages={"required": "Enter what was paid"}
    )

    def __init__(self, payment: Payment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if payment.amount_pence is not None:
            del self.fields["amount"]


class OnForm(forms.Form):
    """The day something was found in the accounts."""

    on = DateField(label="When was it found in the accounts?", not_after=timezone.localdate)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Enter the reason"})


class HostForm(forms.Form):
    """The council that answers for a region's money."""

    council = forms.ChoiceField(label="Which council answers for the money?")
    because = forms.CharField(
        label="By which decision?",
        max_length=300,
        help_text="For example, directors’ group of 3 March, item 4.",
        error_messages={"required": "Enter the decision"},
    )

    def __init__(self, found: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.code: place for place in found}
        self.fields["council"].choices = _choices(found)  # type: ignore[attr-defined]  # it is a ChoiceField


class AwardForm(RegionForm):
    """An award that depends on something."""

    region_label = "Which region is it for?"
    what = forms.CharField(
        label="What is awarded?", max_length=200, error_messages={"required": "Enter what is awarded"}
    )
    amount = PoundsField(label="How much?", error_messages={"required": "Enter the amount"})
    depends_on = forms.CharField(
        label="What has to be handed in?", max_length=200, error_messages={"required": "Enter what it depends on"}
    )
    due_on = DateField(label="By when?")


class HandInForm(forms.Form):
    """What was handed in."""

    on = DateField(label="When was it handed in?", not_after=timezone.localdate)
    what = forms.CharField(
        label="What was handed in?",
        max_length=200,
        help_text="Its name and version.",
        error_messages={"required": "Enter what was handed in"},
    )


class SettleForm(forms.Form):
    """What the department decided about an award."""

    final = forms.ChoiceField(
        label="What did the department decide?",
        choices=[("yes", "the award holds"), ("no", "the award lapses")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was decided"},
    )
    reason = forms.CharField(
        label="How and when did it say so?", max_length=300, error_messages={"required": "Enter how it said so"}
    )


class ProjectForm(forms.Form):
    """A project, and who shares its money."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Enter the title"})
    strand = forms.CharField(label="Programme or strand", max_length=80, required=False)
    agreed_on = DateField(label="When was its funding agreed?", required=False)
    total = PoundsField(label="Its total", required=False)
    shares = forms.CharField(
        label="Who shares it",
        widget=forms.Textarea,
        help_text="One council to a line, with its share after a semicolon where it is known: Devon; £50,000",
        error_messages={"required": "Enter at least one council"},
    )
    test = forms.CharField(label="What was tried", widget=forms.Textarea, required=False)
    learning = forms.CharField(label="What was learnt", widget=forms.Textarea, required=False)
    replication = forms.CharField(label="Who took it up", widget=forms.Textarea, required=False)

    def clean_shares(self) -> list[tuple[str, int | None]]:
        """Names with pence, or None where no share is known."""
        found: list[tuple[str, int | None]] = []
        for number, line in enumerate(self.cleaned_data["shares"].splitlines(), start=1):
            name, _, amount = line.partition(";")
            if not name.strip():
                continue
            try:
                found.append((name.strip(), parse_pounds(amount) if amount.strip() else None))
            except MoneyError as error:
                raise forms.ValidationError(f"Line {number}, {name.strip()}: {error}") from error
        return found
