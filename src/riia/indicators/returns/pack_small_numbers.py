"""Small numbers of returns, hidden for readers beyond the agreement (R4.14)."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Symbol, Value
from riia.indicators.returns.nouns import Answers, Cell, Form

if TYPE_CHECKING:
    from riia.indicators.disclosure import Relation

_HIDDEN = Missing(Symbol.SUPPRESSED)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What of its whole is not in a part."""

    part: str


def hide_small_numbers(form: Form, returns: Mapping[str, Answers], policy: str) -> Mapping[str, Answers]:
    """The returns with what a policy ("dfe-1-5") hides, and everything from which that could be worked out.

    An item that is a part of another (a percentage of it, or one of its sources) is protected together with its whole:
    where the part or the rest is small, enough is hidden that neither can be reckoned. The rate or percentage of a
    hidden number is hidden with it, since it would give the number back; so is every percentage of a hidden whole, and
    every rate and percentage whose number or whole is not there to be judged.
    Symbols and blanks stay what they are. Needs the extra `protect`. Raises DisclosureError where none is safe.
    """
    return {council: _protected(form, answers, policy) for council, answers in returns.items()}


def _protected(form: Form, answers: Answers, policy: str) -> Answers:
    from riia.indicators.disclosure import protect_cells

    known = _counts(form, answers)
    counts: dict[Hashable, object] = dict(known.items())
    relations: list[Relation] = []
    for item in form.items:
        parts = [part.key for part in form.parts_of(item.key)]
        whole = known.get(item.key)
        if parts and all(part in known for part in parts) and sum(known[part] for part in parts) == whole:
            relations.append((item.key, parts))
        # The rest of a whole is printed nowhere, but whoever reads the whole and the part knows it too.
        if item.of in known and whole is not None and whole <= known[item.of]:
            rest = _Rest(item.key)
            counts[rest] = known[item.of] - whole
            relations.append((item.of, [item.key, rest]))
    # To hide a rest costs the reader nothing; to hide a whole costs the percentages of it as well.
    bases = {item.of for item in form.items} | {item.part_of for item in form.items}
    weights = {key: 0.01 if isinstance(key, _Rest) else 3.0 if key in bases else 1.0 for key in counts}
    symbols = protect_cells(counts, relations, policy, weights=weights) if counts else {}
    assert isinstance(symbols, dict)
    hidden = {str(key) for key, symbol in symbols.items() if symbol is not None and not isinstance(key, _Rest)}
    open_ = known.keys() - hidden
    return {
        cell: _HIDDEN if isinstance(value, Number) and _hides(form, cell, open_) else value
        for cell, value in answers.items()
    }


def _counts(form: Form, answers: Answers) -> dict[str, int]:
    found: dict[str, int] = {}
    for item in form.items:
        value: Value | None = answers.get(Cell(item.key, Measure.NUMBER))
        if isinstance(value, Number) and value.is_count:
            found[item.key] = int(value.value)
    return found


def _hides(form: Form, cell: Cell, open_: Set[str]) -> bool:
    """Whether a figure is hidden, `open_` being the items whose numbers are known and shown."""
    if cell.item not in open_:
        return True
    return cell.measure is Measure.PERCENT and form.item(cell.item).of not in open_
