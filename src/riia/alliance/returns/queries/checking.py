"""What stands between a return and its submission: texts nobody could read, what to correct, what to explain."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from riia.alliance.returns.models import Entry, Explained, Return
from riia.alliance.returns.queries.background import background, so_far_explained
from riia.alliance.returns.queries.reading import entries, form_for
from riia.indicators.model import Value
from riia.indicators.returns.ageing import Offer, offers, worn_out
from riia.indicators.returns.canonical import restored
from riia.indicators.returns.checks import check, shown
from riia.indicators.returns.checks.bases import other_bases
from riia.indicators.returns.nouns import Background, Cell, Form, Outcome, Weight

_BLANK = "RET-BLANK"


@dataclass(frozen=True)
class Checked:
    """A return with what the checks say of it now. Everything in it is of one moment.

    `outcomes` are all; `shown` those that follow from no other, `unreadable` the cells whose text could not be read.
    `texts` are the explanations that stand, by key; `explained` those of them that still explain something. `offers`
    are the explanations of the period before that can be given again, `worn` those that have been given too often.
    """

    form: Form
    entries: Mapping[Cell, Entry]
    answers: Mapping[Cell, Value]
    background: Background
    outcomes: tuple[Outcome, ...]
    texts: Mapping[str, Explained]
    offers: Mapping[str, Offer]
    worn: Mapping[str, Offer]

    @cached_property
    def shown(self) -> tuple[Outcome, ...]:
        """What to look at: knock-ons are left out until what they follow from is mended, or explained by no answer to
        them.

        A blank that is none, because a text stands there that could not be read, is told with that text alone.
        """
        return tuple(one for one in shown(self.outcomes, self.texts) if not self._is_unreadable(one))

    @property
    def hidden(self) -> int:
        """How many knock-ons are left out."""
        return len(self.outcomes) - len(self.shown)

    @property
    def hard(self) -> tuple[Outcome, ...]:
        """What must be corrected."""
        return tuple(one for one in self.shown if one.weight is Weight.HARD)

    @property
    def soft(self) -> tuple[Outcome, ...]:
        """What needs a correction or an explanation."""
        return tuple(one for one in self.shown if one.weight is Weight.SOFT)

    @cached_property
    def unreadable(self) -> Mapping[Cell, Entry]:
        """The cells whose text could not be read, in the order of the form."""
        return {
            cell: self.entries[cell] for cell in self.form.cells if cell in self.entries and self.entries[cell].problem
        }

    @property
    def explained(self) -> dict[str, str]:
        """The explanations of what the checks find now, by key."""
        return {one.key: self.texts[one.key].text for one in self.soft if one.key in self.texts}

    @property
    def unexplained(self) -> tuple[Outcome, ...]:
        """What still needs an explanation."""
        return tuple(one for one in self.soft if one.key not in self.texts)

    @property
    def in_the_way(self) -> str:
        """What has to be done before submission, in one phrase; empty when nothing has."""
        parts = [
            _counted(len(self.unreadable), "answer cannot be read", "answers cannot be read"),
            _counted(len(self.hard), "finding must be corrected", "findings must be corrected"),
            _counted(len(self.unexplained), "finding needs an explanation", "findings need an explanation"),
        ]
        said = [part for part in parts if part]
        return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)

    def _is_unreadable(self, outcome: Outcome) -> bool:
        return outcome.code == _BLANK and bool(outcome.cells) and outcome.cells[0] in self.unreadable


def checked(one: Return) -> Checked:
    """Check a return as it stands. It is the desk's work, so it needs no viewer's scope: load the return with one."""
    form, stands = form_for(one.round), entries(one)
    asked = frozenset(form.cells)
    answers = {cell: restored(entry.value) for cell, entry in stands.items() if entry.value and cell in asked}
    known = background(one)
    outcomes = check(form, answers, known, other_bases=other_bases(one.council.code, known.period))
    texts, before = so_far_explained(one)
    period = one.round.as_period
    again, worn = offers(outcomes, before, period), worn_out(outcomes, before, period)
    return Checked(form, stands, answers, known, outcomes, texts, again, worn)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
