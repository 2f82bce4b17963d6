"""Preparing, sending, noting and confirming reports, as it is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.models import Edition, Kind
from riia.alliance.reporting.services.sending import To


class SendForm(forms.Form):
    """To whom a report goes, and what is said with it. People with a role over the region are ticked already."""

    to = forms.MultipleChoiceField(label="Who gets it by e-mail link?", required=False,
                                   widget=forms.CheckboxSelectMultiple)  # fmt: skip
    cover_note = forms.CharField(
        label="Cover note",
        widget=forms.Textarea,
        max_length=3000,
        required=False,
        help_text="It is frozen with the report. Names of persons that are known here are taken out of it for those "
        "who do not get names; check it for others.",
    )
    asks = forms.CharField(
        label="What do you ask of the readers?",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text="One thing a line. It stands on the first page.",
    )
    shared_first = forms.CharField(max_length=200, required=False)
    corrects_because = forms.CharField(
        label="What is corrected, and why?", max_length=500, required=False, widget=forms.Textarea
    )

    def __init__(
        self,
        kind: Kind,
        offered: Sequence[To],
        *args: Any,
        correction: bool = False,
        sending: bool = True,
        frozen: bool = False,
        **kwargs: Any,
    ) -> None:
        """Ask only what this report needs: `frozen` has its note already, and `sending` is false for freezing only."""
        super().__init__(*args, **kwargs)
        self.kind, self.offered = kind, {key_of(one): one for one in offered}
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            (key, f"{one.person}, {one.audience.title}") for key, one in self.offered.items()
        ]
        self.fields["to"].initial = list(self.offered)
        if not self.offered:
            del self.fields["to"]
        for audience in kind.readers:
            has_people = any(one.audience is audience for one in self.offered.values())
            self.fields[f"name_{audience.value}"] = forms.CharField(
                label=f"{audience.title}: {'anybody else' if has_people else 'whom'} you write to yourself",
                max_length=200,
                required=False,
            )
        if kind.share_first:
            self.fields["shared_first"].label = f"When was it shared with {kind.share_first}?"
            self.fields["shared_first"].help_text = "It goes to them before it is sent."
        else:
            del self.fields["shared_first"]
        if not correction:
            del self.fields["corrects_because"]
        if frozen:
            del self.fields["cover_note"], self.fields["asks"]
        order = ["corrects_because", "asks", "cover_note", "shared_first", "to"]
        self.order_fields([name for name in order if name in self.fields])

    def recipients(self) -> list[To]:
        """Everybody who was chosen or named."""
        found = [self.offered[key] for key in self.cleaned_data.get("to", ())]
        for audience in self.kind.readers:
            name = self.cleaned_data.get(f"name_{audience.value}", "").strip()
            if name:
                found.append(To(audience, name=name))
        return found


def key_of(one: To) -> str:
    """How somebody is chosen in the form."""
    return f"{one.audience.value}:{one.person.reference if one.person else ''}"


class NoteSentForm(forms.Form):
    """A report that was made elsewhere was sent."""

    on = DateField(label="When was it sent?", error_messages={"required": "Enter the day it was sent"})
    to = forms.CharField(label="To whom?", max_length=200, error_messages={"required": "Enter whom it was sent to"})
    link = forms.URLField(label="Where does it lie?", max_length=500, required=False, help_text="An address, if any.",
                          assume_scheme="https")  # fmt: skip
    shared_first = forms.CharField(max_length=200, help_text="It goes to them before it is sent.",
                                   error_messages={"required": "Enter when it was shared with them"})  # fmt: skip
    words = forms.CharField(label="Note", max_length=1000, required=False, widget=forms.Textarea)

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        """Ask when it was shared before only where the register says with whom."""
        super().__init__(*args, **kwargs)
        if kind.share_first:
            self.fields["shared_first"].label = f"When was it shared with {kind.share_first}?"
        else:
            del self.fields["shared_first"]


class ReceiptForm(forms.Form):
    """Somebody confirmed outside this service."""

    words = forms.CharField(
        label="What shows it?",
        max_length=300,
        help_text="Who confirmed, when and how, such as the e-mail of 5 January.",
        error_messages={"required": "Enter who confirmed, when and how"},
    )


class CompareForm(forms.Form):
    """Two reports to compare."""

    before = forms.ChoiceField(label="Earlier report")
    after = forms.ChoiceField(label="Later report")

    def __init__(self, editions: Sequence[Edition], *args: Any, **kwargs: Any) -> None:
        """Offer the editions that the viewer reads."""
        super().__init__(*args, **kwargs)
        choices = [(str(one.reference), f"{one.report}, version {one.number}") for one in editions]
        for name in ("before", "after"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


class FeedForm(forms.Form):
    """A calendar address of one's own."""

    label = forms.CharField(
        label="What do you call it?", max_length=100, help_text="Such as work calendar.",
        error_messages={"required": "Enter a name for it"},
    )  # fmt: skip
    holds = forms.ChoiceField(
        label="What does it show?", widget=forms.RadioSelect, error_messages={"required": "Choose what it shows"}
    )

    def __init__(self, bodies: Sequence[str], places: Sequence[str], *args: Any, **kwargs: Any) -> None:
        """Offer everything, what the viewer has to act on, and each body and place of what is due."""
        super().__init__(*args, **kwargs)
        self.fields["holds"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("all", "Everything that you may see"),
            ("mine", "Only what you have to act on"),
            *((f"body:{one}", f"Only what is due to {one}") for one in bodies),
            *((f"place:{one}", f"Only what is about {one}") for one in places),
        ]
        self.fields["holds"].initial = "all"

    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the services take it."""
        kind, _, name = self.cleaned_data["holds"].partition(":")
        return {
            "label": self.cleaned_data["label"],
            "mine_only": kind == "mine",
            "body": name if kind == "body" else "",
            "place": name if kind == "place" else "",
        }


def audience_of(text: str, allowed: Sequence[Audience]) -> Audience | None:
    """The version an address asks for, if it is one of these; else the first of them."""
    return next((one for one in allowed if one.value == text), allowed[0] if allowed else None)
