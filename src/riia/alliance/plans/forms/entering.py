"""What a person says when a plan or costings are entered from a document, confirmed or discarded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.filters import plural
from riia.alliance.plans.comparison import Match, Pair
from riia.alliance.plans.costs import Amount, How
from riia.alliance.plans.entering_costs import SheetGiven, with_allocations
from riia.alliance.plans.forms.spending import PoundsField
from riia.alliance.plans.models import Strand
from riia.alliance.plans.queries.entering import Entry
from riia.alliance.plans.services.entering import Answers


def why_undecided(count: int, what: str) -> forms.CharField:
    """Asked where errors were found that nobody decided on."""
    return forms.CharField(
        label=f"Why do you enter it although {plural(count, 'error is', 'errors are')} not decided?",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": f"Decide on the {plural(count, 'error')} first, or say why {what} with them"},
        help_text="It is kept with the draft. Or decide on them first: they are listed above.",
    )


class EnterForm(forms.Form):
    """What a plan does not say of itself. Only what is needed is asked."""

    def __init__(self, entry: Entry, undecided: int, year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry
        if entry.given.year is None:
            years = [(str(each), f"{each}-{(each + 1) % 100:02d}") for each in range(year - 2, year + 3)]
            self.fields["year"] = forms.ChoiceField(
                label="For which financial year is it?", choices=[("", "Select a year"), *years],
                help_text="The document does not name one.",
                error_messages={"required": "Select the financial year"},
            )  # fmt: skip
        others = (
            [pair for pair in entry.comparison.pairs if pair.match is Match.NUMBER_ONLY] if entry.comparison else []
        )
        if others:
            self.fields["same"] = forms.MultipleChoiceField(
                label="Which of these are the same promise as before?", required=False,
                widget=forms.CheckboxSelectMultiple, choices=[(pair.key, _other(pair)) for pair in others],
                help_text="Their number stayed and their words have little in common. Evidence, exemptions and history "
                "go along only with those you select.",
            )  # fmt: skip
        if undecided:
            self.fields["why_undecided"] = why_undecided(undecided, "the plan is entered")

    def answers(self) -> Answers:
        said = self.cleaned_data
        year = int(said["year"]) if "year" in said else self.entry.given.year
        assert year is not None
        return Answers(year, said.get("why_undecided", ""), frozenset(said.get("same", ())))


def _other(pair: Pair) -> str:
    assert pair.before is not None
    assert pair.after is not None
    return f"KPI {pair.key}. Before: {pair.before.words} Now: {pair.after.words}"


class ForceForm(forms.Form):
    """From when a draft holds, and who agreed to it."""

    valid_from = DateField(label="From which day does it hold?", help_text="Today or an earlier day.")
    words = forms.CharField(
        label="Who agreed to it, and where is that minuted?", max_length=500, widget=forms.Textarea,
        error_messages={"required": "Say who agreed to the plan, and where that is minuted"},
    )  # fmt: skip


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label="Why?", max_length=300, error_messages={"required": "Say why"})


class ConfirmForm(forms.Form):
    """Who agreed to costs that are to hold."""

    words = forms.CharField(
        label="Who agreed to these costs, and where is that minuted?", max_length=300,
        error_messages={"required": "Say who agreed to these costs, and where that is minuted"},
    )  # fmt: skip


class EnterCostsForm(forms.Form):
    """Which strand a table is for, and what the grant allocates where the document does not say it."""

    def __init__(
        self,
        sheets: Sequence[SheetGiven],
        strands: Sequence[Strand],
        undecided: int,
        known: Mapping[str, int],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheets, self.strands = sheets, {each.code: each for each in strands}
        self.asked: dict[str, tuple[int, str]] = {}
        for place, sheet in enumerate(sheets):
            code = sheet.strand if sheet.strand in self.strands else ""
            one = next(iter(self.strands)) if len(self.strands) == 1 else ""
            self.fields[f"strand-{place}"] = forms.ChoiceField(
                label=f"Which strand is “{sheet.title}” for?", initial=code or one,
                choices=[("", "Select a strand"), *((each.code, each.title) for each in strands)],
                error_messages={"required": f"Select the strand of “{sheet.title}”"},
            )  # fmt: skip
            for number, heading in enumerate(sheet.unallocated):
                name = f"allocation-{place}-{number}"
                self.asked[name] = (place, heading.title)
                self.fields[name] = PoundsField(
                    label=f"What does the grant allocate to “{heading.title}”?",
                    initial=known.get(heading.title),
                    help_text="In pounds. The document does not say it.",
                    error_messages={"required": f"Enter what the grant allocates to “{heading.title}”"},
                )  # fmt: skip
        if undecided:
            self.fields["why_undecided"] = why_undecided(undecided, "the costs are entered")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [given[name] for name in given if name.startswith("strand-")]
        for place in range(1, len(self.sheets)):
            code = given.get(f"strand-{place}")
            if code and code in chosen[:place]:
                self.add_error(f"strand-{place}", "Select another strand: one table is for it already")
        return given

    def chosen(self) -> list[tuple[Strand, SheetGiven]]:
        """Each sheet with its strand, and with what was typed where the document says nothing."""
        found = []
        for place, sheet in enumerate(self.sheets):
            typed = {title: Amount(self.cleaned_data[name], How.STATED, "", "Entered by hand.")
                     for name, (at, title) in self.asked.items() if at == place}  # fmt: skip
            found.append((self.strands[self.cleaned_data[f"strand-{place}"]], with_allocations(sheet, typed)))
        return found
