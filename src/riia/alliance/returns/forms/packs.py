"""The forms of packs: to whom one went, and what the Department says."""

from django import forms

from riia.alliance.returns.models import PackReturn


class SendForm(forms.Form):
    """To whom a pack went, and how."""

    to = forms.CharField(
        label="To which office did it go?",
        max_length=200,
        help_text="Such as the regional improvement team. An office, not a person’s name.",
        error_messages={"required": "Enter to which office it went"},
    )
    how = forms.CharField(
        label="How did it go?",
        max_length=200,
        help_text="Such as the Department’s secure file service, with its reference.",
        error_messages={"required": "Enter how it went"},
    )


class SentForm(forms.Form):
    """How a council sent its own return."""

    how = forms.CharField(
        label="How did it go?",
        max_length=200,
        help_text="Such as the Department’s secure file service, with its reference.",
        error_messages={"required": "Enter how it went"},
    )


class AnswerForm(forms.Form):
    """What the Department says of one return."""

    outcome = forms.ChoiceField(
        label="What is the answer?",
        choices=[(one.value, one.label.capitalize()) for one in PackReturn.Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose accepted or rejected"},
    )
    because = forms.ChoiceField(
        label="Why is it rejected?",
        choices=[(one.value, one.label.capitalize()) for one in PackReturn.Because],
        widget=forms.RadioSelect,
        required=False,
        help_text="Only where it is rejected.",
    )
    words = forms.CharField(
        label="In a sentence",
        max_length=500,
        required=False,
        help_text="What is wrong, where it is rejected. The council reads it.",
    )

    def clean(self) -> dict[str, object]:
        """A rejection says for what and in which words; an acceptance needs neither."""
        given = super().clean() or {}
        if given.get("outcome") == PackReturn.Outcome.REJECTED:
            if not given.get("because"):
                self.add_error("because", "Choose why it is rejected")
            if not str(given.get("words", "")).strip():
                self.add_error("words", "Say in a sentence what is wrong")
        return given
