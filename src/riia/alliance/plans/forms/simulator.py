"""What is typed for the simulator: what comes later and by how much, against how things stand; and links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from riia.alliance.kit.dates import PARTS, DateField
from riia.alliance.kit.filters import long_date
from riia.alliance.plans.dependencies import Lead, LeadUnit
from riia.alliance.plans.forms.costs import PromiseField
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.queries.reading import default_day
from riia.alliance.plans.queries.simulator import keys_of
from riia.alliance.plans.simulator import Moved, Pace, Play, simulate
from riia.alliance.plans.states import VersionState
from riia.alliance.returns.timekeeping import today

UNITS = [(LeadUnit.WEEKS.value, "weeks"), (LeadUnit.DAYS.value, "days"), (LeadUnit.WORKING_DAYS.value, "working days")]
MOST = 730
"""A delay of more than two years says nothing about a plan of one."""
MORE: Final = ("2", "3", "4")
"""Endings of the fields of further changes."""
AS_WRITTEN, ON_A_DAY = "plan", "day"


@dataclass(frozen=True, slots=True)
class Change:
    """What comes later: the promises of a KPI or measure, by a delay or to a new day."""

    name: str
    keys: tuple[str, ...]
    delay: Lead | None
    to: date | None


def _later(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST,
        error_messages={"invalid": "Enter a whole number, such as 6", "min_value": "Enter 1 or more",
                        "max_value": f"Enter {MOST} or less"},
    )  # fmt: skip


class SimulatorForm(forms.Form):
    """What comes later, by how much, and against how things stand."""

    of = PromiseField(
        label="Which KPI or measure comes later?",
        help_text="By number: 5.2.6/1 is the first measure of KPI 5.2.6, and 5.2.6 all of them.",
        error_messages={"required": "Enter a KPI or measure, such as 5.2.6/1"},
    )
    by = _later("How much later?")
    unit = forms.ChoiceField(label="Counted in", choices=UNITS)
    to = DateField(label="Or the new day", required=False)
    of2, by2 = (
        PromiseField(label="What else comes later?", required=False),
        _later("How much later? As the first if empty"),
    )
    of3, by3 = PromiseField(label="And what else?", required=False), _later("How much later? As the first if empty")
    of4, by4 = (
        PromiseField(label="And what else still?", required=False),
        _later("How much later? As the first if empty"),
    )
    unit2 = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    unit3 = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    unit4 = forms.ChoiceField(label="Counted in", choices=UNITS, required=False)
    stand = forms.ChoiceField(
        label="Against what?",
        choices=[(AS_WRITTEN, "The plan as it was written, as if nothing were done yet"),
                 (ON_A_DAY, "How things stand on a day: what is met moves no more, what is overdue is late already")],
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DateField(label="Which day?", required=False, not_after=today)
    pace = forms.ChoiceField(
        label="How fast does what depends on it follow?",
        choices=[
            (Pace.LEAST.value, "As fast as the links allow"),
            (Pace.PLANNED.value, "As slowly as the plan leaves"),
        ],
        widget=forms.RadioSelect,
        help_text="By the links: a promise follows after the least time entered. By the plan: after as many days as "
        "the plan leaves between the two dates.",
    )

    def __init__(self, version: PlanVersion, data: Mapping[str, str] | None = None) -> None:
        self.version, self.plan = version, version.plan
        over = today() > version.plan.ends_on
        # While the year runs, things stand as they do today; of a year that is over, only the plan itself can be asked.
        self.usual = AS_WRITTEN if over else ON_A_DAY
        usual = {"unit": LeadUnit.WEEKS.value, "stand": self.usual, "pace": Pace.LEAST.value}
        super().__init__(None if data is None else usual | _spelled_out(data), initial=usual)
        last = "the last day of the plan" if over else "today"
        self.fields["on"].help_text = f"Leave it empty for {last}."
        self.fields["on"].not_before = version.plan.starts_on  # type: ignore[attr-defined]  # it is a DateField
        for name in ("of", *(f"of{end}" for end in MORE)):
            self.fields[name].version = version  # type: ignore[attr-defined]  # it is a PromiseField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_day, has_delay = given.get("to") is not None, given.get("by") is not None
        if has_day == has_delay and not self.errors:
            self.add_error("by", "Enter how much later, or the new day" if not has_day else "Enter one of the two only")
        return given

    @property
    def pace_chosen(self) -> Pace:
        """How fast dependents follow."""
        return Pace(self.cleaned_data["pace"])

    @property
    def stands_on(self) -> date | None:
        """The day on which things stand as they are played; None for the plan as it was written."""
        given = self.cleaned_data
        if given["stand"] == AS_WRITTEN:
            return None
        day: date | None = given["on"]
        return day or default_day(self.plan)

    def changes(self) -> list[Change]:
        """What comes later, one after the other; further ones as the first where they say no delay of their own."""
        given = self.cleaned_data
        found = [_change(given["of"], self._delay(""), given["to"])]
        for end in MORE:
            if given.get(f"of{end}"):
                own = self._delay(end)
                found.append(_change(given[f"of{end}"], own or found[0].delay, None if own else found[0].to))
        return found

    def _delay(self, end: str) -> Lead | None:
        amount = self.cleaned_data[f"by{end}"]
        unit = self.cleaned_data[f"unit{end}"] or self.cleaned_data["unit"] or LeadUnit.WEEKS.value
        return None if amount is None else Lead(amount, LeadUnit(unit))

    def delays(self, play: Play) -> dict[str, date]:
        """The new day of each promise that was named, later than it comes as things stand.

        Raises ValidationError where none can be said of a change.
        """
        stands, found = simulate(play, {}).moved, dict[str, date]()
        for one in self.changes():
            days = _days_of(one, stands)
            if not days:
                raise ValidationError(_why_none(one, stands))
            found |= days
        return found

    def address(self) -> str:
        """The question as the part of an address after "?", with the day it was asked of: to be shared and kept."""
        kept = QueryDict(mutable=True)
        kept["region"] = self.plan.alliance.region.code
        if self.version.state != VersionState.IN_FORCE:
            kept["version"] = self.version.label
        for number, one in enumerate(self.changes(), start=1):
            end = "" if number == 1 else str(number)
            kept[f"of{end}"] = one.name
            if one.delay is not None:
                kept[f"by{end}"], kept[f"unit{end}"] = str(one.delay.amount), one.delay.unit.value
            elif one.to is not None and not end:
                kept["to"] = one.to.isoformat()
        on = self.stands_on
        kept["stand"] = ON_A_DAY if on else AS_WRITTEN
        if on:
            kept["on"] = on.isoformat()
        if self.pace_chosen is Pace.PLANNED:
            kept["pace"] = Pace.PLANNED.value
        return kept.urlencode(safe="/")


def _change(named: tuple[Any, Any], delay: Lead | None, to: date | None) -> Change:
    kpi, measure = named
    name = kpi.key if measure is None else f"{kpi.key}/{measure.number}"
    return Change(name, tuple(keys_of(kpi, measure)), delay, None if delay else to)


def _days_of(one: Change, stands: Mapping[str, Moved]) -> dict[str, date]:
    """New days of what is not done: later than expected, or given to what has no day of its own."""
    found: dict[str, date] = {}
    for key in one.keys:
        expected = stands[key].stands
        if stands[key].promise.done_on is not None:
            continue
        if one.delay is not None and expected is not None:
            found[key] = one.delay.after(expected)
        elif one.to is not None and (expected is None or expected <= one.to):
            found[key] = one.to
    return found


def _why_none(one: Change, stands: Mapping[str, Moved]) -> str:
    done = [day for key in one.keys if (day := stands[key].promise.done_on) is not None]
    if len(done) == len(one.keys):
        return (f"{one.name} is done since {long_date(max(done))}, so it can no longer come later. Choose an earlier "
                "day, or the plan as it was written.")  # fmt: skip
    if one.delay is not None:
        return f"The plan gives no day that can be read for {one.name}. Enter the new day instead."
    last = max(day for key in one.keys if (day := stands[key].stands) is not None)
    return f"{one.name} is expected on {long_date(last)}. Enter a later day."


def _spelled_out(data: Mapping[str, str]) -> dict[str, str]:
    """What an address says, and its days as they are typed into three boxes: a shared one has them as 2026-01-15.

    A day alone says that things are to stand as on that day.
    """
    found = {name: data[name] for name in data if data[name]}
    for name in ("to", "on"):
        try:
            day = date.fromisoformat(found.get(name, ""))
        except ValueError:
            continue
        found |= {f"{name}-{part}": str(getattr(day, part)) for part in PARTS}
    if any(f"on-{part}" in found for part in PARTS):
        found.setdefault("stand", ON_A_DAY)
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
    needed_on = DateField(
        label="By when does the second need the first?",
        required=False,
        help_text="Leave it empty for its due date. Of what is to hold from a day on, such as “from October 2025”, "
        "enter that day.",
    )
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
