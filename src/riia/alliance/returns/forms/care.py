"""What surveys, collection reviews, the log of national groups and the coordinator's post ask alike."""

from django import forms


class WhyForm(forms.Form):
    """A reason that is kept on record, no longer than the shortest place it is kept in."""

    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea,
        max_length=300,
        help_text="The reason is kept on record. Do not name a child or a member of staff.",
        error_messages={"required": "Say why"},
    )
