"""What people type about signatures: one date as written, a correction, or all that are missing at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from riia.alliance.agreements import policies
from riia.alliance.agreements.errors import AgreementError
from riia.alliance.agreements.models import AgreementVersion, Party, Seat
from riia.documents.memoranda.signature_dates import SignatureDateError, parse_signature_date

LONGEST_PAGES = 200_000
HINT = "Day first, such as 17 th August 2022, 23.08.22 or 14/9/22. It is kept as you type it."


def _checked(written: str, version: AgreementVersion) -> str:
    """The date as typed; refused beside its field where it can be no date of a signature of this version."""
    today = timezone.localdate()
    try:
        policies.check_signing(version.state, parse_signature_date(written, today=today), version.drafted_on, today)
    except (SignatureDateError, AgreementError) as error:
        raise forms.ValidationError(str(error)) from error
    return written


class SignatureForm(forms.Form):
    """The date beside a signature, exactly as somebody wrote it."""

    as_written = forms.CharField(
        label="Date as it is written beside the signature",
        help_text=HINT,
        max_length=40,
        error_messages={"required": "Enter the date as it is written beside the signature"},
    )

    def __init__(self, *args: Any, version: AgreementVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_as_written(self) -> str:
        return _checked(self.cleaned_data["as_written"], self.version)


class PagesForm(forms.Form):
    """The pages of signatures of a document, pasted."""

    text = forms.CharField(
        label="Pages of signatures",
        help_text="Paste them as they are: tables, or names, offices and dates below each other.",
        widget=forms.Textarea,
        max_length=LONGEST_PAGES,
        error_messages={
            "required": "Paste the pages of signatures",
            "max_length": f"The pages must be {LONGEST_PAGES:,} characters or fewer. Leave the rest of the text out.",
        },
    )


class CorrectionForm(SignatureForm):
    reason = forms.CharField(
        label="Why is it corrected?",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Enter why the date is corrected"},
    )


class SignaturesForm(forms.Form):
    """A field for each signature that is missing; those left empty stay missing."""

    def __init__(self, *args: Any, version: AgreementVersion, seats: Iterable[Seat], **kwargs: Any) -> None:
        """Take the seats without a signature, those of one party together."""
        super().__init__(*args, **kwargs)
        self.version = version
        self.seats = {f"seat-{seat.pk}": seat for seat in seats}
        for name, seat in self.seats.items():
            self.fields[name] = forms.CharField(label=seat.words, max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name, written in list(typed.items()):
            if written:
                try:
                    _checked(written, self.version)
                except forms.ValidationError as error:
                    seat = self.seats[name]
                    self.add_error(name, f"{seat.party.name}, {seat.words}: {error.messages[0]}")
        if not any(typed.values()) and not self.errors:
            raise forms.ValidationError("Enter at least one date.")
        return typed

    def parties(self) -> Iterator[tuple[Party, list[BoundField]]]:
        """The fields of each party."""
        groups: dict[int, tuple[Party, list[BoundField]]] = {}
        for name, seat in self.seats.items():
            groups.setdefault(seat.party_id, (seat.party, []))[1].append(self[name])
        yield from groups.values()

    def written(self) -> dict[Seat, str]:
        """What was typed, by seat."""
        return {self.seats[name]: text for name, text in self.cleaned_data.items() if text}
