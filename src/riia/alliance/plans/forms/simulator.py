"""What is asked of the simulator, and what is typed about links."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.filters import long_date
from riia.alliance.plans.dependencies import Lead, LeadUnit, Promise
from riia.alliance.plans.forms.costs import PromiseField
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.queries.simulator import keys_of
from riia.alliance.plans.simulator import Pace

UNITS = [(LeadUnit.WEEKS.value, "weeks"), (LeadUnit.DAYS.value, "days"), (LeadUnit.WORKING_DAYS.value, "working days")]
MOST = 730
"""A delay of more than two years says nothing about a plan of one."""


class SimulatorForm(forms.Form):
    """What comes later, and by how much."""

    of = PromiseField(
        label="Which KPI or measure comes later?",
        help_text="By number: 5.2.6/1 is the first measure of KPI 5.2.6, and 5.2.6 all of them.",
        error_messages={"required": "Enter a KPI or measure, such as 5.2.6/1"},
    )
    of2 = PromiseField(label="A second one that is as late", required=False)
    of3 = PromiseField(label="A third one", required=False)
    by = forms.IntegerField(
        label="How much later?",
        required=False,
        min_value=1,
        max_value=MOST,
        error_messages={"invalid": "Enter a whole number, such as 6", "min_value": "Enter 1 or more",
                        "max_value": f"Enter {MOST} or less"},
    )  # fmt: skip
    unit = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    to = DateField(label="Or the new day", required=False)
    pace = forms.ChoiceField(
        label="How fast does what depends on it follow?",
        choices=[
            (Pace.LEAST.value, "As fast as the links allow"),
            (Pace.PLANNED.value, "As slowly as the plan leaves"),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text="By the links: a promise follows after the least time entered. By the plan: after as many days as "
        "the plan leaves between the two dates.",
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("of", "of2", "of3"):
            self.fields[name].version = version  # type: ignore[attr-defined]  # it is a PromiseField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_day, has_delay = given.get("to") is not None, given.get("by") is not None
        if has_day == has_delay and not self.errors:
            self.add_error("by", "Enter how much later, or the new day" if not has_day else "Enter one of the two only")
        return given

    @property
    def pace_chosen(self) -> Pace:
        """How fast dependents follow; as fast as links allow where nothing is chosen."""
        return Pace(self.cleaned_data["pace"] or Pace.LEAST.value)

    def delay(self) -> Lead | None:
        """The delay; None where a day was given."""
        given = self.cleaned_data
        if given["by"] is None:
            return None
        return Lead(given["by"], LeadUnit(given["unit"] or LeadUnit.WEEKS.value))

    def delays(self, promises: dict[str, Promise]) -> dict[str, date]:
        """The new day of each promise that was named. Raises ValidationError where none can be said."""
        given, delay = self.cleaned_data, self.delay()
        named = [key for name in ("of", "of2", "of3") if given.get(name) for key in keys_of(*given[name])]
        found: dict[str, date] = {}
        for key in named:
            due = promises[key].due
            if delay is None and (due is None or due <= given["to"]):
                found[key] = given["to"]
            elif delay is not None and due is not None:
                found[key] = delay.after(due)
        if not found and delay is None:
            last = max(due for key in named if (due := promises[key].due) is not None)
            raise ValidationError(f"It is due on {long_date(last)}. Enter a later day.")
        if not found:
            raise ValidationError("The plan gives no day that can be read for this. Enter the new day instead.")
        return found


class LinkForm(forms.Form):
    """One promise enables another."""

    before = PromiseField(
        label="What has to be done first?",
        help_text="A KPI or measure by number, such as 5.2.6/1.",
        error_messages={"required": "Enter the KPI or measure that comes first"},
    )
    after = PromiseField(
        label="What does it enable?", error_messages={"required": "Enter the KPI or measure that it enables"}
    )
    amount = forms.IntegerField(
        label="How much time does the second need at least?",
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text="0 where it can follow on the same day.",
        error_messages={"required": "Enter a whole number, or 0", "invalid": "Enter a whole number, or 0"},
    )
    unit = forms.ChoiceField(label="Counted in", choices=UNITS)
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="What in the plan shows it.", error_messages={"required": "Enter why"}
    )

    def __init__(self, version: PlanVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[name].version = version  # type: ignore[attr-defined]  # it is a PromiseField

    def lead(self) -> Lead:
        """The least time between."""
        return Lead(self.cleaned_data["amount"], LeadUnit(self.cleaned_data["unit"]))
