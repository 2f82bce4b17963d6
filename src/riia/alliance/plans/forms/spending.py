"""What is typed about spending: entries, corrections, virements and their limit."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.filters import pounds
from riia.alliance.plans.models import CostHeading, Spending
from riia.alliance.plans.spending import SpendKind
from riia.alliance.returns.timekeeping import today
from riia.documents.money import MoneyError, parse_pounds, typed


class PoundsField(forms.CharField):
    """Typed in pounds, kept in pence: gives an int, or None where it may stay empty and does."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=30, **options)

    def prepare_value(self, value: Any) -> Any:
        return typed(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_pounds(text)
        except MoneyError as error:
            raise ValidationError(str(error)) from error


class EntryForm(forms.Form):
    """Money spent, committed or expected for a line."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (SpendKind.ACTUAL.value, "Spent: it has been paid"),
            (SpendKind.COMMITMENT.value, "Committed: it is ordered or agreed"),
            (SpendKind.FORECAST.value, "Expected: what the quarter will cost in the end"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is spent, committed or expected"},
    )
    quarter = forms.ChoiceField(
        label="Which quarter is it for?",
        choices=[("2", "Q2, July to September"), ("3", "Q3, October to December"), ("4", "Q4, January to March"),
                 ("1", "Q1, April to June")],
        error_messages={"required": "Select the quarter"},
    )  # fmt: skip
    pence = PoundsField(label="How much?", error_messages={"required": "Enter the amount"})
    dated_on = DateField(label="On which day was it paid, ordered or estimated?", not_after=today)
    words = forms.CharField(
        label="What is it for?", max_length=300, error_messages={"required": "Enter what it is for"}
    )
    own_reference = forms.CharField(
        label="Reference in the accounts", max_length=100, required=False, help_text="Needed for money that is spent."
    )
    settles = forms.ChoiceField(label="Does it pay something that was committed?", required=False)

    def __init__(self, commitments: Sequence[Spending], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commitments = {str(each.reference): each for each in commitments}
        self.fields["settles"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", "No"),
            *((key, f"{each.words}, {pounds(each.amount_pence)}") for key, each in self.commitments.items()),
        ]

    def settled(self) -> Spending | None:
        """The commitment that is paid."""
        return self.commitments.get(self.cleaned_data["settles"])


class CorrectForm(forms.Form):
    """An entry put right."""

    pence = PoundsField(
        label="What is the right amount, in all?",
        help_text="0 where nothing should have been entered.",
        error_messages={"required": "Enter the right amount"},
    )
    reason = forms.CharField(
        label="Why is it corrected?", max_length=300, error_messages={"required": "Enter why it is corrected"}
    )


class VirementForm(forms.Form):
    """Money to be moved between areas of one grant."""

    source = forms.ChoiceField(label="From which area?", error_messages={"required": "Select an area"})
    target = forms.ChoiceField(label="To which area?", error_messages={"required": "Select an area"})
    pence = PoundsField(label="How much?", error_messages={"required": "Enter the amount"})
    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea,
        max_length=500,
        help_text="What costs less, what costs more, and what is done differently.",
        error_messages={"required": "Enter why the money is moved"},
    )

    def __init__(self, headings: Sequence[tuple[CostHeading, int]], *args: Any, **kwargs: Any) -> None:
        """`headings` are the areas with what each has now."""
        super().__init__(*args, **kwargs)
        self.headings = {str(each.reference): each for each, _ in headings}
        choices = [(str(each.reference), f"{each.title}: {pounds(now, whole=True)}") for each, now in headings]
        for name in ("source", "target"):
            self.fields[name].choices = [("", "Select an area"), *choices]  # type: ignore[attr-defined]

    def ends(self) -> tuple[CostHeading, CostHeading]:
        """Where it comes from and where it goes."""
        given = self.cleaned_data
        return self.headings[given["source"]], self.headings[given["target"]]


class DecideForm(forms.Form):
    """Approve or decline."""

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[("approve", "Approve: the money is moved"), ("decline", "Decline: it stays where it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select approve or decline"},
    )
    words = forms.CharField(
        label="Why, or where it was agreed",
        max_length=500,
        required=False,
        help_text="Needed when you decline.",
    )


class LimitForm(forms.Form):
    """Up to which amount a virement needs nobody else."""

    limit = PoundsField(
        label="Up to how much may be moved without approval?",
        required=False,
        help_text="Leave this empty if every virement needs approval.",
    )
    why = forms.CharField(
        label="Where was this agreed, and why?",
        max_length=300,
        error_messages={"required": "Enter where it was agreed"},
    )


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label="Why?", max_length=500, error_messages={"required": "Enter why"})
