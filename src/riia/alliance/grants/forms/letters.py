"""What is typed about a grant and its letter."""

from typing import Any

from django import forms

from riia.alliance.grants.forms.regions import RegionForm
from riia.alliance.grants.models import (
    Condition,
    Consent,
    DeterminationVersion,
    GrantKind,
    Power,
    Reporting,
    SignatureState,
)
from riia.alliance.grants.policies import reference_key
from riia.alliance.grants.services.entering import GrantDetails, LetterDetails, ReferenceDetails
from riia.alliance.kit.dates import DateField


def lines_of(text: str) -> list[str]:
    """The filled lines of a box."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _halves(text: str) -> tuple[str, str]:
    head, _, tail = text.partition(";")
    return head.strip(), tail.strip()


class GrantForm(forms.Form):
    """What a grant is, whatever its version."""

    programme = forms.CharField(
        label="What is the grant called?",
        max_length=200,
        help_text="As in the letter’s heading.",
        error_messages={"required": "Enter what the grant is called"},
    )
    references = forms.CharField(
        label="References",
        widget=forms.Textarea,
        required=False,
        help_text="One to a line, with whose it is after a semicolon: 31/6558; DLUHC",
    )
    financial_year = forms.IntegerField(
        label="Financial year: the year it begins in",
        help_text="2025 for 2025-26.",
        error_messages={"required": "Enter the year it begins in", "invalid": "Enter the year with 4 numbers"},
    )
    kind = forms.ChoiceField(
        label="What kind of money is it?",
        choices=GrantKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of money it is"},
    )
    department = forms.CharField(label="Who grants it?", max_length=120, initial="Department for Education")
    condition = forms.ChoiceField(
        label="Is it ring-fenced?",
        choices=Condition.choices,
        widget=forms.RadioSelect,
        initial=Condition.NOT_STATED,
        help_text="Only what the letter says. Not stated is not ring-fenced.",
    )
    condition_words = forms.CharField(label="What it says of that, in short", max_length=300, required=False)
    reporting = forms.ChoiceField(
        label="Does the department ask for reports?",
        choices=Reporting.choices,
        widget=forms.RadioSelect,
        initial=Reporting.NOT_STATED,
    )
    reporting_words = forms.CharField(label="Which reports, in short", max_length=300, required=False)
    published = forms.BooleanField(
        label="The letter is published, or addressed to all councils",
        required=False,
        help_text="Then everybody who sees grants sees its rows. Otherwise only the places it names.",
    )

    def grant_details(self) -> GrantDetails:
        """What was typed, as the services take it."""
        given = self.cleaned_data
        return GrantDetails(
            programme=given["programme"],
            kind=GrantKind(given["kind"]),
            financial_year=given["financial_year"],
            department=given["department"],
            condition=Condition(given["condition"]),
            condition_words=given["condition_words"],
            reporting=Reporting(given["reporting"]),
            reporting_words=given["reporting_words"],
            published=given["published"],
        )

    def reference_details(self, citation: str) -> list[ReferenceDetails]:
        """The references; each is looked for in the citation, where one is entered (R1.02)."""
        cited = reference_key(citation)
        found = []
        for line in lines_of(self.cleaned_data["references"]):
            written, issuer = _halves(line)
            found.append(ReferenceDetails(written, issuer, reference_key(written) in cited if citation else None))
        return found


class LetterForm(forms.Form):
    """What one letter says."""

    number = forms.IntegerField(
        label="Number of the variation",
        min_value=0,
        initial=0,
        help_text="0 for the original letter, 3 for variation 3.",
        error_messages={"required": "Enter 0 for the original letter, or the variation’s number"},
    )
    edition = forms.IntegerField(
        label="Which publication of this letter?",
        min_value=1,
        initial=1,
        help_text="1, unless it is an updated version of a letter that is held: then 2.",
    )
    letter_written = forms.CharField(
        label="Date of the letter, as written",
        max_length=60,
        help_text="For example, December 2023.",
        error_messages={"required": "Enter the date of the letter as it is written"},
    )
    letter_date = DateField(
        label="Date of the letter", required=False, help_text="Leave empty where it names a month only."
    )
    effective_from = DateField(
        label="Takes effect from",
        required=False,
        help_text="Leave empty where no day is stated: the letter’s own date then counts.",
    )
    cut_off = DateField(label="Holds projects agreed by", required=False)
    promises_update = forms.BooleanField(label="It says that an updated version follows", required=False)
    letter_held = forms.BooleanField(
        label="The letter is in hand",
        required=False,
        initial=True,
        help_text="Not ticked: known from another document.",
    )
    source = forms.CharField(label="Where it was taken from", max_length=300, required=False)
    purpose = forms.CharField(label="What it is for, in short", widget=forms.Textarea, required=False)
    legal_purpose = forms.CharField(label="Purpose in law, in short", max_length=500, required=False)
    citation = forms.CharField(label="How it may be cited", max_length=300, required=False)
    power = forms.ChoiceField(
        label="By what power is it made?", choices=Power.choices, widget=forms.RadioSelect, initial=Power.NOT_STATED
    )
    consent = forms.ChoiceField(
        label="Was the Treasury’s consent obtained?",
        choices=Consent.choices,
        widget=forms.RadioSelect,
        initial=Consent.NOT_STATED,
        help_text="A letter counts as determined once it was obtained before.",
    )
    consent_on = DateField(label="Day of the consent", required=False)
    maker_as_party = forms.CharField(label="Minister among the parties", max_length=120, required=False)
    maker_in_clauses = forms.CharField(label="Minister in the determination", max_length=120, required=False)
    maker_in_signature = forms.CharField(label="Minister in the signature", max_length=120, required=False)
    signatory = forms.CharField(label="Office that signs", max_length=200, required=False)
    signature = forms.ChoiceField(
        label="Signature", choices=SignatureState.choices, widget=forms.RadioSelect, initial=SignatureState.MISSING
    )
    addressee = forms.CharField(label="Addressed to", max_length=200, required=False)
    queries_to = forms.CharField(label="Queries to", max_length=200, required=False)
    support_contact = forms.CharField(label="Support for delivery", max_length=200, required=False)
    copied_to = forms.CharField(label="Copied to", widget=forms.Textarea, required=False, help_text="One to a line.")
    invitation_on = DateField(label="Day of the letter that invites", required=False)
    accepted_on = DateField(label="Accepted on", required=False)
    acceptance_note = forms.CharField(label="How it was accepted", max_length=300, required=False)
    redacted = forms.CharField(
        label="What is redacted",
        widget=forms.Textarea,
        required=False,
        help_text="One to a line, with the place after a semicolon: base funding; Annex B",
    )
    amends = forms.CharField(
        label="What it amends", widget=forms.Textarea, required=False, help_text="One to a line: Annex A"
    )
    instalments_written = forms.CharField(label="When it is paid, as written", max_length=300, required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)

    def clean(self) -> dict[str, Any]:
        """A day of consent belongs to one that is dated; a letter needs a day from which it counts."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("consent") == Consent.DATED and not given.get("consent_on"):
            self.add_error("consent_on", "Enter the day of the consent")
        both = "letter_date" in given and "effective_from" in given
        if both and not given["letter_date"] and not given["effective_from"]:
            self.add_error("effective_from", "Enter the day it takes effect, because the letter has no day of its own")
        return given

    def details(self) -> LetterDetails:
        """What was typed, as the services take it."""
        given = dict(self.cleaned_data)
        for name in ("copied_to", "amends"):
            given[name] = lines_of(given[name])
        given["redacted"] = [
            dict(zip(("what", "where"), _halves(line), strict=True)) for line in lines_of(given["redacted"])
        ]
        given["power"], given["consent"] = Power(given["power"]), Consent(given["consent"])
        given["signature"] = SignatureState(given["signature"])
        return LetterDetails(**given)


FIRST_FIELDS = ("number", "letter_written", "letter_date", "effective_from", "letter_held", "source")


class FirstLetterForm(LetterForm):
    """The few things of a letter that are asked at first; the rest follows on its own page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(LetterForm.base_fields) - set(FIRST_FIELDS):
            self.fields.pop(name)

    def details(self) -> LetterDetails:
        """What was typed."""
        return LetterDetails(**{name: self.cleaned_data[name] for name in FIRST_FIELDS})


class NewGrantForm(RegionForm, FirstLetterForm, GrantForm):
    """A new grant with its first letter."""

    field_order = ("keeper", *GrantForm.base_fields, *FIRST_FIELDS)


class NextLetterForm(RegionForm, LetterForm):
    """Another letter of a grant."""

    field_order = ("keeper", *LetterForm.base_fields)


def letter_initial(version: DeterminationVersion) -> dict[str, Any]:
    """A letter as it stands in the boxes."""
    initial = {name: getattr(version, name) for name in LetterForm.base_fields}
    initial["copied_to"] = "\n".join(version.copied_to)
    initial["amends"] = "\n".join(version.amends)
    initial["redacted"] = "\n".join("; ".join(filter(None, (one["what"], one["where"]))) for one in version.redacted)
    if not version.effective_stated:
        initial["effective_from"] = None
    return initial


def grant_initial(version: DeterminationVersion) -> dict[str, Any]:
    """A grant as it stands in the boxes."""
    grant = version.determination
    initial = {name: getattr(grant, name) for name in GrantForm.base_fields if name != "references"}
    references = grant.references.all()
    initial["references"] = "\n".join("; ".join(filter(None, (one.written, one.issuer))) for one in references)
    return initial
