"""What is typed about awards: what is asked, what was given, and payments."""

from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.offer.forms.money import MoneyField
from riia.alliance.offer.models import Award, Due, DueKind
from riia.alliance.offer.services.monitoring import Account
from riia.alliance.offer.states import DueState
from riia.alliance.returns.timekeeping import today


class AskForm(forms.Form):
    """A milestone or report that a council shows by a day."""

    kind = forms.ChoiceField(
        label="What is asked?",
        choices=[(DueKind.MILESTONE.value, "A milestone, with evidence"), (DueKind.REPORT.value, "A report")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is asked"},
    )
    title = forms.CharField(
        label="What is to be reached or reported?",
        max_length=200,
        error_messages={"required": "Enter what is to be reached or reported"},
    )
    due_on = DateField(label="By when?")


class GiveForm(forms.Form):
    """What a council says about a milestone, or in a report."""

    said = forms.CharField(
        label="What was done?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Do not name a child.",
        error_messages={"required": "Enter what was done"},
    )
    changed = forms.CharField(
        label="What changed?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Against the measures of your application: where they stood, and where they stand now.",
        error_messages={"required": "Enter what changed"},
    )
    spent = MoneyField(
        label="How much was spent up to now?",
        help_text="In pounds, exact to the penny; 0 where nothing was.",
        error_messages={"required": "Enter how much was spent"},
    )
    link = forms.URLField(
        label="Address where evidence can be seen",
        required=False,
        assume_scheme="https",
        max_length=500,
        error_messages={"invalid": "Enter an address such as https://example.org"},
    )

    def __init__(self, due: Due, *args: Any, **kwargs: Any) -> None:
        """Ask what this kind takes: what changed is for the end, what was spent for reports."""
        super().__init__(*args, **kwargs)
        if due.kind != DueKind.END_REPORT:
            del self.fields["changed"]
        if due.kind == DueKind.MILESTONE:
            del self.fields["spent"]

    def account(self) -> Account:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        return Account(given["said"], given["link"], given.get("changed", ""), given.get("spent"))


class CheckForm(forms.Form):
    """The region's answer to what was given."""

    answer = forms.CharField(
        label="Your answer to the council",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text="Needed when you send it back: say what is missing.",
    )


class PaymentForm(forms.Form):
    """A planned payment."""

    amount = MoneyField(label="How much?", error_messages={"required": "Enter the amount"})
    due_on = DateField(label="When is it to be paid?")
    after = forms.ChoiceField(label="Does it wait for something?", required=False)
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, award: Award, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waits = {str(due.reference): due for due in award.dues.exclude(state=DueState.DROPPED)}
        self.fields["after"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", "No, it is paid on its day"), *((key, due.title) for key, due in self.waits.items()),
        ]  # fmt: skip

    def after_due(self) -> Due | None:
        """What the payment waits for."""
        return self.waits.get(self.cleaned_data["after"])


class PaidForm(forms.Form):
    """A payment that was made."""

    paid_on = DateField(label="When was it paid?", not_after=today)
    paid_as = forms.CharField(
        label="The payer’s reference",
        max_length=100,
        help_text="As in the accounts of the council that pays.",
        error_messages={"required": "Enter the payer’s reference"},
    )
