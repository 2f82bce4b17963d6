"""What people type about the inventory. What may happen is decided by the services; here only what is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils import timezone

from riia.alliance.agreements.forms.register import one_line, one_of, some_lines
from riia.alliance.agreements.models import Dataset, DataSource, ItemLine, Obstacle, RegisterItem
from riia.alliance.agreements.models.inventory import (
    HELD_CHOICES,
    HOLDER_CHOICES,
    LEVEL_CHOICES,
    OBSERVATION_CHOICES,
    OBSTACLE_CHOICES,
    QUALITY_CHOICES,
    TOPIC_CHOICES,
)
from riia.alliance.agreements.models.register import FREQUENCY_CHOICES
from riia.alliance.agreements.services.inventory import Answer, ObstacleText, SourceText
from riia.alliance.agreements.states_inventory import (
    OBSTACLE_MOVES,
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Place
from riia.indicators.calendar import Frequency

NO_ITEM: Final = ("", "None, or nobody knows yet")


def today() -> date:
    """The day on which a form is sent: asked then, not when this file is read."""
    return timezone.localdate()


def item_choices(items: Iterable[tuple[RegisterItem, ItemLine]]) -> list[tuple[str, str]]:
    """Items of the register to choose from, each with its dataset."""
    return [(str(item.pk), f"{item.dataset}: {line.title}") for item, line in items]


class WhyForm(forms.Form):
    """Why a source has ended, or a note does not hold any more."""

    reason = some_lines("Why?", "Enter why", hint="Kept in the inventory and in the audit trail.", most=300)


class SourceForm(forms.Form):
    """A source of data."""

    title = one_line("What is it called?", "Enter what the source is called", most=120)
    topic = one_of("What is it about?", TOPIC_CHOICES, "Select what it is about")
    about = some_lines("What does it hold?", "Enter what it holds", most=600)
    holder_kind = one_of("Who holds it?", HOLDER_CHOICES, "Select who holds it")
    holder = one_line(
        "Which partner?", "", hint="Such as the integrated care board. Empty for the councils’ own.", most=120,
        required=False,
    )  # fmt: skip
    level = one_of("How close is it to single children?", LEVEL_CHOICES, "Select how close it is to single children")
    frequency = forms.ChoiceField(
        label="How often are there new data?", required=False, choices=[("", "Not known"), *FREQUENCY_CHOICES]
    )
    quality = one_of("How good is it?", QUALITY_CHOICES, "Select how good it is, or that it is not known")
    quality_note = one_line("Why do you say so?", "", most=300, required=False)
    feeds = forms.ChoiceField(
        label="Which item of the data register could it feed?",
        help_text="Naming an item collects nothing: whether it may be collected is for the register to say.",
        required=False,
    )

    def __init__(
        self, *args: Any, items: Sequence[tuple[RegisterItem, ItemLine]], source: DataSource | None = None, **kw: Any
    ) -> None:
        names = ("title", "topic", "about", "holder_kind", "holder", "level", "frequency", "quality", "quality_note")
        if source is not None:
            kw["initial"] = {name: getattr(source, name) for name in names} | {"feeds": source.feeds_id or ""}
        super().__init__(*args, **kw)
        self._items = {str(item.pk): item for item, _ in items}
        self.fields["feeds"].choices = [NO_ITEM, *item_choices(items)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        partner = typed.get("holder_kind") not in {None, HolderKind.COUNCIL}
        if partner and not typed.get("holder") and "holder" not in self.errors:
            self.add_error("holder", "Enter which partner holds it")
        return typed

    def text(self, simulated: bool = False) -> SourceText:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return SourceText(
            title=typed["title"],
            topic=Topic(typed["topic"]),
            about=typed["about"],
            holder_kind=HolderKind(typed["holder_kind"]),
            level=Level(typed["level"]),
            holder=typed["holder"],
            frequency=Frequency(typed["frequency"]) if typed["frequency"] else None,
            quality=Quality(typed["quality"]),
            quality_note=typed["quality_note"],
            feeds=self._items.get(typed["feeds"]),
            simulated=simulated,
        )


class HoldingsForm(forms.Form):
    """What one council says of every source: held, not held or not known. What stood there before is sent along."""

    def __init__(self, *args: Any, sources: Iterable[DataSource], stands: Mapping[int, Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sources = {f"source-{source.pk}": source for source in sources}
        for name, source in self._sources.items():
            self.fields[name] = forms.ChoiceField(
                label=source.title,
                help_text=f"{source.about} Held by: {source.holder}." if source.holder else source.about,
                choices=HELD_CHOICES,
                widget=forms.RadioSelect,
                required=False,
                initial=stands[source.pk].value if source.pk in stands else "",
            )

    def by_topic(self) -> Iterator[tuple[str, list[tuple[BoundField, str, str]]]]:
        """The questions under their topics, each with the name and content of its field for what stood before."""
        for topic in Topic:
            own = [name for name, source in self._sources.items() if source.topic == topic]
            if own:
                yield topic.words, [(self[name], f"was-{name}", self._before(name)) for name in own]

    def answers(self) -> dict[DataSource, Answer]:
        """The answers that differ from what stood there when the page was made."""
        found = {}
        for name, source in self._sources.items():
            now, before = self.cleaned_data.get(name), self._before(name)
            if now and now != before:
                found[source] = Answer(Held(now), Held(before) if before else None)
        return found

    def _before(self, name: str) -> str:
        given = str(self.data.get(f"was-{name}", "")) if self.is_bound else str(self.fields[name].initial or "")
        return given if given in set(Held) else ""


class ObservationForm(forms.Form):
    """Something noticed about a source."""

    kind = one_of("What is it?", OBSERVATION_CHOICES, "Select what it is")
    text = some_lines("What did you notice?", "Enter what you noticed", hint="Nothing about single children.", most=600)
    council = forms.ChoiceField(label="About which council?", required=False)
    observed_on = DateField(label="When was it noticed?", not_after=today)

    def __init__(self, *args: Any, councils: Sequence[Place], region: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._councils = {each.code: each for each in councils}
        own = [(code, each.label) for code, each in self._councils.items()]
        self.fields["council"].choices = [("", "The whole region"), *own] if region else own  # type: ignore[attr-defined]
        self.fields["council"].required = not region

    def given(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return {
            "kind": ObservationKind(typed["kind"]),
            "text": typed["text"],
            "observed_on": typed["observed_on"],
            "council": self._councils.get(typed["council"]),
        }


class ObstacleForm(forms.Form):
    """A persistent obstacle: what, with which impact, what would solve it, who owns it and how it stands."""

    title = one_line("What stands in the way?", "Enter what stands in the way")
    topic = forms.ChoiceField(label="About what?", required=False, choices=[("", "All three topics"), *TOPIC_CHOICES])
    impact = some_lines("What is its impact?", "Enter its impact", most=600)
    solution = some_lines("What solution is proposed?", "Enter the solution proposed", most=600)
    owner = one_line("Who owns it?", "Enter who owns it", hint="An office or a group, not a name.", most=120)
    state = one_of("How does it stand?", OBSTACLE_CHOICES, "Select how it stands")
    escalated_to = one_line(
        "Escalated to whom?", "", hint="Such as the termly data meeting with DfE, or a national body.", most=120,
        required=False,
    )  # fmt: skip
    escalated_on = DateField(
        label="When was it escalated?", help_text="Empty means today.", required=False, not_after=today
    )
    outcome = some_lines("How was it resolved?", "", most=600, required=False)

    def __init__(self, *args: Any, obstacle: Obstacle | None = None, **kwargs: Any) -> None:
        if obstacle is not None:
            kwargs["initial"] = {name: getattr(obstacle, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        now = ObstacleState(obstacle.state) if obstacle else None
        may = {now, *OBSTACLE_MOVES[now]} if now else set(ObstacleState) - {ObstacleState.RESOLVED}
        self.fields["state"].choices = [each for each in OBSTACLE_CHOICES if each[0] in may]  # type: ignore[attr-defined]
        if obstacle is None:
            del self.fields["outcome"]
            self.fields["state"].initial = ObstacleState.OPEN

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("state") == ObstacleState.ESCALATED and not typed.get("escalated_to"):
            self.add_error("escalated_to", "Enter to whom it is escalated")
        if typed.get("state") == ObstacleState.RESOLVED and not typed.get("outcome"):
            self.add_error("outcome", "Enter how it was resolved")
        return typed

    def text(self) -> ObstacleText:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        topic, state = typed["topic"], ObstacleState(typed["state"])
        outcome = typed.get("outcome", "")
        kept = {name: typed[name] for name in ("title", "impact", "solution", "owner", "escalated_to", "escalated_on")}
        return ObstacleText(topic=Topic(topic) if topic else None, state=state, outcome=outcome, **kept)


class PlanForm(forms.Form):
    """What the data sharing plan says for every dataset."""

    principle = some_lines(
        "What is agreed about quality and validation?", "Enter what is agreed about quality and validation", most=600
    )
    support = some_lines(
        "What support is there for councils that find it hard?", "", most=600, required=False,
        hint="The targeted offer that goes with the agreement.",
    )  # fmt: skip
    agreed_on = DateField(label="When was it agreed?", required=False, not_after=today)
    minute = one_line("Meeting and minute", "", hint="Empty until it is agreed.", required=False)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if bool(typed.get("minute")) is not bool(typed.get("agreed_on")) and "agreed_on" not in self.errors:
            missing, what = ("minute", "meeting and minute") if typed.get("agreed_on") else ("agreed_on", "day")
            self.add_error(missing, f"Enter the {what} too, or leave both empty until it is agreed")
        return typed


class DeadlineForm(forms.Form):
    """By when a dataset of a period is due."""

    dataset = forms.ModelChoiceField(
        label="Which dataset?", queryset=Dataset.objects.none(), empty_label="Choose",
        error_messages={"required": "Select a dataset"},
    )  # fmt: skip
    period = one_line("Which period?", "Enter which period", hint="Such as: October to December 2026.", most=60)
    due_on = DateField(label="Last day")
    source = one_line(
        "Where is it written?", "Enter where it is written", hint="Such as a clause, a minute or a guidance note."
    )

    def __init__(self, *args: Any, datasets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].queryset = datasets  # type: ignore[attr-defined]
