"""What a person sees before costs are entered and confirmed: lines as read, and what differs line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.alliance.kit.filters import and_list, plural, pounds
from riia.alliance.kit.pieces import Change
from riia.alliance.plans.comparison_costs import CostsDifference
from riia.alliance.plans.costs import Amount
from riia.alliance.plans.entering_costs import HeadingGiven, SheetGiven
from riia.alliance.plans.presenters.costs import AmountShown, amount_shown


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A line as it was read."""

    label: str
    scope: str
    spend: AmountShown
    quarters: tuple[AmountShown, ...]
    place: str


@dataclass(frozen=True, slots=True)
class GivenHeading:
    """An area as it was read."""

    title: str
    facts: str
    lines: Sequence[GivenLine]


@dataclass(frozen=True, slots=True)
class GivenSheet:
    """A table of costs as it was read."""

    title: str
    facts: str
    headings: Sequence[GivenHeading]


def given_sheet(sheet: SheetGiven) -> GivenSheet:
    """A table before it is entered."""
    known = [each.spend.pence for each in sheet.lines]
    total = "not every line states an amount" if None in known else pounds(sum(each or 0 for each in known), whole=True)
    facts = f"{plural(len(sheet.lines), 'line')} in {plural(len(sheet.headings), 'area')}, {total} in all"
    return GivenSheet(sheet.title, facts, [_heading(each) for each in sheet.headings])


def _heading(heading: HeadingGiven) -> GivenHeading:
    facts = [f"allocation {_words(heading.allocation)}", f"total {_words(heading.total)}"]
    facts += [f"pays for {heading.scope.written}"] if heading.scope.written else []
    return GivenHeading(heading.title, "; ".join(facts), [
        GivenLine(line.words or line.requirement or f"Line {number}", line.scope.written, amount_shown(line.spend),
                  tuple(amount_shown(each) for each in line.quarters), line.place)
        for number, line in enumerate(heading.lines, start=1)
    ])  # fmt: skip


def _words(amount: Amount) -> str:
    return amount_shown(amount).words


def difference_shown(found: CostsDifference) -> list[Change]:
    """What differs, line by line."""
    return [Change(each.what, each.before, each.after, each.note) for each in found.edits]


def difference_title(found: CostsDifference | None, strand: str) -> str:
    """The finding in a sentence."""
    if found is None:
        return f"Costs of {strand}: the first, nothing holds yet"
    lines = [(one, other) for one, other in found.lines]
    added = sum(one is None for one, _ in lines)
    removed = sum(other is None for _, other in lines)
    changed = sum(
        one is not None and other is not None and (one.spend, one.quarters) != (other.spend, other.quarters)
        for one, other in lines
    )
    said = [
        f"{count} {name}" for name, count in (("added", added), ("removed", removed), ("changed", changed)) if count
    ]
    if not said and not found.edits:
        return f"Costs of {strand}: nothing differs from those that hold"
    return f"Costs of {strand}: {and_list(said) if said else 'none changed'} of {plural(len(lines), 'line')}"
