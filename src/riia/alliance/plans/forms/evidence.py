"""Recording evidence: what it is, what it shows of each measure, and the day it speaks for; and looking at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.uploads import Quota
from riia.alliance.places.models import Place
from riia.alliance.plans.models import Instance, Measure
from riia.alliance.plans.policies import LARGEST, MEGABYTE
from riia.alliance.plans.services.evidence import Given, Shows
from riia.alliance.plans.thresholds import Threshold, number, target_words
from riia.alliance.plans.units import DONE, SHARES, Operator, Unit
from riia.alliance.returns.timekeeping import today


@dataclass(frozen=True, slots=True)
class Part:
    """The fields of one measure, for the template: their names and what the measure asks for."""

    measure: Measure
    target: str
    names: Sequence[str]


class EvidenceForm(forms.Form):
    """Evidence for the measures of one KPI. Fields of measure 2 begin with "m2_"."""

    title = forms.CharField(
        label="What is it?", max_length=200, help_text="Such as “Minutes of the performance leads, 12 December”.",
        error_messages={"required": "Enter what the evidence is, in a few words"},
    )  # fmt: skip
    file = forms.FileField(
        label="File", required=False, max_length=200,
        help_text=f"A document, a photo or an e-mail, up to {LARGEST // MEGABYTE} MB. No names of children.",
        error_messages={"empty": "The file is empty. Choose another."},
    )  # fmt: skip
    link = forms.URLField(
        label="Or an address where it can be seen", required=False, assume_scheme="https", max_length=500,
        error_messages={"invalid": "Enter an address such as https://example.org"},
    )  # fmt: skip
    note = forms.CharField(label="Or a note", required=False, widget=forms.Textarea, max_length=4000)
    effective_on = DateField(
        label="Which day does it speak for?", not_after=today,
        help_text="The day of the meeting, or of the survey’s end; not the day you record it.",
        error_messages={"required": "Enter the day the evidence speaks for"},
    )  # fmt: skip
    expires_on = DateField(
        label="Does it expire?", required=False, help_text="First day on which it is too old to count."
    )

    def __init__(
        self, measures: Sequence[Measure], councils: Sequence[Place], *args: Any, quota: Quota | None = None,
        has_file: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.measures, self.councils = list(measures), {each.code: each for each in councils}
        self.quota, self.has_file = quota, has_file
        self.times: dict[str, Instance] = {}
        self.parts = [self._add(each) for each in self.measures]

    def _add(self, measure: Measure) -> Part:
        names = []
        lead = f"m{measure.number}_"

        def put(name: str, field: forms.Field) -> None:
            self.fields[lead + name] = field
            names.append(lead + name)

        only = len(self.measures) == 1
        put("use", forms.BooleanField(label="It shows this", required=False, initial=only))
        if measure.proofs:
            put("covers", forms.MultipleChoiceField(
                label="The plan names these as proof. Which are in it?", required=False,
                choices=[(each, each.capitalize()) for each in measure.proofs], widget=forms.CheckboxSelectMultiple,
            ))  # fmt: skip
        times = [each for each in measure.instances.all() if not each.not_needed_because]
        if times:
            self.times |= {str(each.reference): each for each in times}
            put("times", forms.MultipleChoiceField(
                label="For which?", required=False, choices=[(str(each.reference), each.label) for each in times],
                widget=forms.CheckboxSelectMultiple,
            ))  # fmt: skip
        unit = Unit(measure.unit) if measure.unit else None
        if measure.all_councils:
            put("councils", forms.MultipleChoiceField(
                label="Which councils count?", required=False, widget=forms.CheckboxSelectMultiple,
                help_text="Tick those it shows; the others are recorded as not counting.",
                choices=[(code, each.label) for code, each in self.councils.items()],
            ))  # fmt: skip
            put("n", _number("Or only how many of them, if they are not named"))
        elif unit in SHARES:
            put("n", _number("How many of them?"))
            put("of", _number("Out of how many?", "If only a percentage is known, enter it as n of 100."))
        elif unit is not None and unit not in DONE:
            put("n", _number("How much does it show?", f"In all up to that day; {measure.denominator or unit.value}."))
        threshold = Threshold(Operator(measure.operator) if measure.operator else None, measure.value, unit,
                              measure.denominator)  # fmt: skip
        return Part(measure, target_words(threshold, len(self.councils) if measure.all_councils else None), names)

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse what was cut off while it arrived."""
        if self.quota is not None and self.quota.exceeded:
            raise ValidationError(f"The file must be smaller than {LARGEST // MEGABYTE} MB.")
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        return file

    def clean(self) -> dict[str, Any]:
        """Something is given, and it is for something; n is not more than there are."""
        given = super().clean() or self.cleaned_data
        anything = self.has_file or given.get("file") or given.get("link") or given.get("note")
        if not anything and not self.errors.get("file"):
            self.add_error("file", "Choose a file, enter an address or write a note")
        for each in self.measures:
            # Whoever ticks a council or enters a number means that the evidence shows it.
            given[f"m{each.number}_use"] = any(
                given.get(name) not in (None, [], "", False) for name in self._names(each)
            )
        if not any(given.get(f"m{each.number}_use") for each in self.measures):
            self.add_error(f"m{self.measures[0].number}_use", "Select at least one thing that the evidence shows")
        for each in self.measures:
            self._clean_numbers(f"m{each.number}_", given)
        return given

    def _names(self, measure: Measure) -> list[str]:
        return [name for name in self.fields if name.startswith(f"m{measure.number}_")]

    def _clean_numbers(self, lead: str, given: dict[str, Any]) -> None:
        if not given.get(f"{lead}use") or f"{lead}of" not in self.fields:
            return
        n, of = given.get(f"{lead}n"), given.get(f"{lead}of")
        if n is not None and of is None and f"{lead}of" not in self.errors:
            self.add_error(f"{lead}of", "Enter out of how many, so that the percentage can be worked out")
        elif of is not None and n is None and f"{lead}n" not in self.errors:
            self.add_error(f"{lead}n", "Enter how many of them")
        elif n is not None and of is not None and (of == 0 or n > of):
            self.add_error(f"{lead}n", f"Enter a number up to {number(of)}, or correct out of how many")

    def given(self) -> Given:
        """The evidence itself, as the services take it."""
        said = self.cleaned_data
        file = said.get("file")
        return Given(
            title=said["title"], effective_on=said["effective_on"], expires_on=said["expires_on"], link=said["link"],
            note=said["note"], file_name=file.name if file else "", content=file.read() if file else b"",
        )  # fmt: skip

    def shows(self) -> list[Shows]:
        """What it shows of each measure that was chosen."""
        return [shown for each in self.measures if self.cleaned_data.get(f"m{each.number}_use")
                for shown in self._shows(each)]  # fmt: skip

    def _shows(self, measure: Measure) -> list[Shows]:
        lead = f"m{measure.number}_"
        said = {name.removeprefix(lead): self.cleaned_data.get(name) for name in self.fields if name.startswith(lead)}
        ticked = set(said.get("councils") or ())
        councils = {each: code in ticked for code, each in self.councils.items()} if ticked else {}
        n: Decimal | None = None if councils else said.get("n")
        times: list[Instance | None] = [self.times[each] for each in said.get("times") or ()]
        covers = tuple(said.get("covers") or ())
        return [
            Shows(measure, instance, n=n, of=said.get("of"), covers=covers, councils=councils)
            for instance in (times or [None])
        ]


def _number(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_digits=10, decimal_places=2, help_text=hint,
        error_messages={"invalid": "Enter a number, such as 13", "min_value": "Enter 0 or more"},
    )  # fmt: skip


class ReviewForm(forms.Form):
    """What the reviewer says."""

    words = forms.CharField(
        label="What do you say to whoever recorded it?", required=False, max_length=500, widget=forms.Textarea,
        help_text="Needed when you send it back: say what is missing.",
    )  # fmt: skip
