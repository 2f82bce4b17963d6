"""Exemptions, colours by hand, dates that are settled, instances, owners and risks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.access.models import Person
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Place
from riia.alliance.plans.models import Instance, Kpi, Measure
from riia.alliance.plans.rows import KpiRow
from riia.alliance.plans.services.exemptions import Ground
from riia.alliance.plans.services.keeping import RiskText
from riia.alliance.plans.states import Rag

_SCALE = [("1", "low"), ("2", "medium"), ("3", "high")]


class ExemptionForm(forms.Form):
    """A council that is left out for a time, and of which KPIs."""

    council = forms.ChoiceField(label="Which council?", error_messages={"required": "Select the council"})
    reason = forms.CharField(
        label="What happened that could not be foreseen?", max_length=500, widget=forms.Textarea,
        help_text="Such as an inspection. Do not name a child.",
        error_messages={"required": "Say what happened that could not be foreseen, such as an inspection"},
    )  # fmt: skip
    evidence_words = forms.CharField(
        label="What shows it?", max_length=300, required=False, help_text="Such as the letter of the inspectorate."
    )
    from_on = DateField(label="From")
    to_on = DateField(label="To")
    kpis = forms.MultipleChoiceField(
        label="For which KPIs?", widget=forms.CheckboxSelectMultiple,
        help_text="Only KPIs that count councils are listed.",
        error_messages={"required": "Select at least one KPI"},
    )  # fmt: skip

    def __init__(self, councils: Sequence[Place], kpis: Sequence[Kpi], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.councils = {each.code: each for each in councils}
        self.listed = {str(each.reference): each for each in kpis}
        labels = [("", "Select a council"), *((code, one.label) for code, one in self.councils.items())]
        _choices(self, "council", labels)
        _choices(self, "kpis", [(key, f"{one.key} {one.words}") for key, one in self.listed.items()])

    def chosen_council(self) -> Place:
        return self.councils[self.cleaned_data["council"]]

    def chosen_kpis(self) -> list[Kpi]:
        return [self.listed[key] for key in self.cleaned_data["kpis"]]

    def ground(self) -> Ground:
        said = self.cleaned_data
        return Ground(said["reason"], said["from_on"], said["to_on"], said["evidence_words"])


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class DecisionForm(forms.Form):
    """What whoever decides says."""

    words = forms.CharField(
        label="Your reason", required=False, max_length=500, widget=forms.Textarea,
        help_text="Needed to decline or end it.",
    )  # fmt: skip


class OverrideForm(forms.Form):
    """A colour beside the derived one."""

    rag = forms.ChoiceField(
        label="Which colour do you show?", widget=forms.RadioSelect,
        choices=[(one.value, one.value.capitalize()) for one in Rag if one is not Rag.GREY],
        error_messages={"required": "Select a colour"},
    )  # fmt: skip
    reason = forms.CharField(
        label="Why does the derived colour not tell the whole story?", max_length=500, widget=forms.Textarea,
        error_messages={"required": "Say why the derived colour does not tell the whole story"},
    )  # fmt: skip
    expires_on = DateField(
        label="On which day does it expire?",
        help_text="Three months from today at most. The derived colour stays shown.",
    )


class DatesForm(forms.Form):
    """How a date is read."""

    measure = forms.ChoiceField(label="Of which measure?", error_messages={"required": "Select the measure"})
    due = DateField(label="Read as which day?")
    why = forms.CharField(
        label="Why, and who agreed to it?", max_length=300,
        error_messages={"required": "Say why it is read this way, and who agreed to it"},
    )  # fmt: skip

    def __init__(self, measures: Sequence[Measure], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {str(each.number): each for each in measures}
        choices = [(key, f"{key}. {one.words}: “{one.due_written or 'no day'}”") for key, one in self.measures.items()]
        _choices(self, "measure", choices)

    def chosen_measure(self) -> Measure:
        return self.measures[self.cleaned_data["measure"]]


class InstanceForm(forms.Form):
    """An event that a measure asks for."""

    measure = forms.ChoiceField(label="Of which measure?", error_messages={"required": "Select the measure"})
    label = forms.CharField(
        label="What is it?", max_length=120, help_text="Such as “Peer challenge of a council, October”.",
        error_messages={"required": "Enter what it is"},
    )  # fmt: skip
    due = DateField(label="When is it due?")

    def __init__(self, measures: Sequence[Measure], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {str(each.number): each for each in measures}
        _choices(self, "measure", [(key, f"{key}. {one.words}") for key, one in self.measures.items()])

    def chosen_measure(self) -> Measure:
        return self.measures[self.cleaned_data["measure"]]


class ExcuseForm(forms.Form):
    """An instance that was not needed."""

    instance = forms.ChoiceField(label="Which one was not needed?", error_messages={"required": "Select which one"})
    because = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why it was not needed"})

    def __init__(self, instances: Sequence[Instance], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instances = {str(each.reference): each for each in instances}
        _choices(self, "instance", [("", "Select one"), *((key, one.label) for key, one in self.instances.items())])

    def chosen_instance(self) -> Instance:
        return self.instances[self.cleaned_data["instance"]]


class OwnerForm(forms.Form):
    """The owner of several KPIs at once."""

    kpis = forms.MultipleChoiceField(
        label="Of which KPIs?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one KPI"},
    )  # fmt: skip
    person = forms.ChoiceField(label="Which person owns them?", required=False)
    office = forms.CharField(
        label="Or which office?", required=False, max_length=120,
        help_text="Such as “SEND programme lead”, where the person may change. Leave both empty for nobody.",
    )  # fmt: skip

    def __init__(self, rows: Sequence[KpiRow], people: Sequence[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.reference): each for each in people}
        kpis = [(row.reference, f"{row.key} {row.words} ({row.owner_words or 'nobody'})") for row in rows]
        _choices(self, "kpis", kpis)
        _choices(self, "person", [("", "Nobody by name"), *((key, str(one)) for key, one in self.people.items())])

    def chosen_person(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class RiskForm(forms.Form):
    """A risk to the plan."""

    words = forms.CharField(
        label="What may happen, and what would that do?", max_length=300,
        error_messages={"required": "Enter what may happen, and what that would do"},
    )  # fmt: skip
    response = forms.CharField(label="What is done about it?", max_length=300, required=False)
    likelihood = forms.ChoiceField(label="How likely is it?", choices=_SCALE, widget=forms.RadioSelect,
                                   error_messages={"required": "Select how likely it is"})  # fmt: skip
    impact = forms.ChoiceField(label="How bad would it be?", choices=_SCALE, widget=forms.RadioSelect,
                               error_messages={"required": "Select how bad it would be"})  # fmt: skip
    owner_office = forms.CharField(label="Who looks after it?", max_length=120, required=False)
    review_on = DateField(label="When is it looked at again?", required=False)

    def text(self) -> RiskText:
        said = self.cleaned_data
        return RiskText(said["words"], int(said["likelihood"]), int(said["impact"]), said["response"],
                        said["owner_office"], said["review_on"])  # fmt: skip
