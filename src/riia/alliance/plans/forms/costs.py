"""What is typed about a line of costs: what its money waits for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from riia.alliance.plans.costs_scope import in_order
from riia.alliance.plans.models import Kpi, Measure, PlanVersion


def named(version: PlanVersion, text: str) -> tuple[Kpi, Measure | None]:
    """The KPI or measure a person names: "5.2.6" or "5.2.6/1". Raises ValidationError for what the plan has not."""
    key, slash, number = "".join(text.split()).partition("/")
    wanted = in_order(key)
    kpi = next((one for one in version.kpis.prefetch_related("measures") if in_order(one.key) == wanted), None)
    if kpi is None:
        raise ValidationError(f"The plan has no KPI “{text.strip()}”. Enter a number such as 5.2.6 or 5.2.6/1")
    if not slash:
        return kpi, None
    measure = next((one for one in kpi.measures.all() if str(one.number) == number), None)
    if measure is None:
        count = len(kpi.measures.all())
        raise ValidationError(f"KPI {kpi.key} has {count} measures. Enter one of them, such as {kpi.key}/1")
    return kpi, measure


class PromiseField(forms.CharField):
    """A KPI or one of its measures by number; gives (KPI, measure or None)."""

    def __init__(self, version: PlanVersion | None = None, **options: Any) -> None:
        super().__init__(max_length=25, **options)
        self.version = version

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        assert self.version is not None
        return named(self.version, text)


class WaitsForm(forms.Form):
    """Measures without which a line's money cannot be spent."""

    measures = forms.CharField(
        label="What has to be done before this money can be spent?",
        max_length=200,
        required=False,
        help_text="Measures by number, such as 4.1.9/1, 4.1.10A/1. Leave it empty if it waits for nothing.",
    )
    why = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Enter why"})

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version

    def clean_measures(self) -> list[Measure]:
        """Each as a measure; a KPI stands for all of its own."""
        found: list[Measure] = []
        for text in self.cleaned_data["measures"].replace(";", ",").split(","):
            if text.strip():
                kpi, measure = named(self.version, text)
                found += [measure] if measure is not None else list(kpi.measures.all())
        return found
