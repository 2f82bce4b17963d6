"""What the pages show on which a return is filled in: lines by theme, boxes with last quarter beside them, choices."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from riia.alliance.kit.amounts import Figure
from riia.alliance.kit.filters import clock_time, in_words, long_date, plural
from riia.alliance.returns.models import Entry, Return
from riia.alliance.returns.presenters.desk import BLANK
from riia.alliance.returns.queries.background import earlier
from riia.alliance.returns.queries.overview import last_day
from riia.alliance.returns.queries.reading import entries, form_for
from riia.alliance.returns.services.answers import Clash
from riia.alliance.returns.timekeeping import today
from riia.indicators.definitions import Measure, catalogue
from riia.indicators.model import Period, Symbol, Value, day_in_words
from riia.indicators.returns.nouns import Answers, Cell, Form, Item

_MEASURES: Final = {Measure.NUMBER: "Number", Measure.RATE: "Rate", Measure.PERCENT: "Percentage"}
SYMBOLS: Final = tuple((symbol.value, symbol.words) for symbol in Symbol)
EMPTY: Final[Mapping[Cell, str]] = {}
_LATELY: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell to fill in: where it is, what it asks, what stands in it, and what stood there last quarter."""

    cell: Cell
    name: str
    title: str
    unit: str
    typed: str
    was: str
    """What is saved; what is typed differs from it where it was brought back after a sign-in."""
    problem: str
    last: str
    last_words: str
    changed: str

    @property
    def id(self) -> str:
        """The id of its element, to which errors and findings lead."""
        return element_id(self.cell)


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what it is, how it is defined, and its boxes."""

    label: str
    title: str
    is_part: bool
    counts: str
    against: str
    when: str
    caveats: tuple[str, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one theme."""

    key: str
    title: str
    lines: tuple[Line, ...]

    @property
    def words(self) -> str:
        """How far it is; a text that cannot be read is no number."""
        boxes = [box for line in self.lines for box in line.boxes[:1]]
        return f"{sum(bool(box.typed and not box.problem) for box in boxes)} of {plural(len(boxes), 'number')}"


@dataclass(frozen=True, slots=True)
class FillPage:
    """Everything the form to fill in shows."""

    heading: str
    caption: str
    revision: int
    groups: tuple[Group, ...]
    symbols: tuple[tuple[str, str], ...]
    last_period: str
    others: str
    back: str
    simulated: bool

    @property
    def brought_back(self) -> int:
        """How many boxes show what was typed before the person was signed out, and is not saved."""
        boxes = (box for group in self.groups for line in group.lines for box in line.boxes)
        return sum(box.typed.strip() != box.was.strip() for box in boxes)

    @property
    def errors(self) -> list[dict[str, str]]:
        """What could not be read, each with the way to its box."""
        return [
            {"text": f"{box.title}: {box.problem}", "href": f"#{box.id}"}
            for group in self.groups
            for line in group.lines
            for box in line.boxes
            if box.problem
        ]


def element_id(cell: Cell) -> str:
    """The id of a cell's box on the page."""
    return f"id_{cell}"


def fill_page(
    one: Return, viewer: str, moment: datetime, kept: Mapping[Cell, str] | None = None, base: int | None = None
) -> FillPage:
    """The return as it stands, to be filled in. `viewer` is the label of whoever looks.

    `kept` is what they typed before they were signed out, from the revision `base` on, so that whoever else has changed
    the same since is still found out.
    """
    form, stands = form_for(one.round), entries(one)
    period = one.round.as_period
    last_period, last = last_answers(one)
    return FillPage(
        heading=f"Fill in {possessive(one.council.label)} return",
        caption=f"{short_period(period)}, due on {day_in_words(last_day(one)[0])}",
        revision=one.revision if base is None else base,
        groups=groups(form, stands, last, last_period, kept or EMPTY),
        symbols=SYMBOLS,
        last_period=short_period(last_period) if last_period else "",
        others=others_words(stands.values(), viewer, moment),
        back=reverse("returns:return", args=[one.reference]),
        simulated=one.round.simulated,
    )


def last_answers(one: Return) -> tuple[Period | None, Answers]:
    """The council's return of the period before, where there is one."""
    before = one.round.as_period.previous()
    found = earlier(one).get(before)
    return (before, found) if found is not None else (None, {})


def groups(
    form: Form, stands: Mapping[Cell, Entry], last: Answers, last_period: Period | None,
    kept: Mapping[Cell, str] = EMPTY,
) -> tuple[Group, ...]:  # fmt: skip
    """The items of a form by theme, in the order of the themes and of the agreement."""
    return tuple(
        Group(key, title, tuple(_line(item, stands, last, last_period, kept) for item in items))
        for key, title, items in _themed(form)
    )


def _themed(form: Form) -> Iterator[tuple[str, str, list[Item]]]:
    for theme in catalogue().themes:
        members = {indicator.slug for indicator in theme.indicators}
        items = [item for item in form.items if item.indicator.slug in members]
        if items:
            yield theme.key, theme.title, items


def _line(
    item: Item, stands: Mapping[Cell, Entry], last: Answers, last_period: Period | None, kept: Mapping[Cell, str]
) -> Line:
    indicator, variant = item.indicator, item.variant
    return Line(
        label=item.label,
        title=item.title,
        is_part=bool(item.part_of),
        counts=variant.numerator,
        against="" if item.part_of else variant.denominator,
        when="Counted over the whole period." if variant.timing.value == "flow" else "Counted on the last day.",
        caveats=() if item.part_of else indicator.caveats,
        boxes=tuple(
            _box(item, cell, stands.get(cell), last.get(cell), last_period, kept.get(cell)) for cell in item.cells
        ),
    )


def _box(
    item: Item, cell: Cell, entry: Entry | None, last: Value | None, last_period: Period | None, kept: str | None
) -> Box:
    figure: Figure = BLANK if last is None else last
    words = in_words(figure, item.decimals(cell.measure))
    was = entry.typed if entry else ""
    return Box(
        cell=cell,
        name=str(cell),
        title=f"{item.label} {item.title}, {_MEASURES[cell.measure].lower()}",
        unit=item.unit(cell.measure),
        typed=was if kept is None else kept,
        was=was,
        problem=entry.problem if entry and kept in (None, was) else "",
        last=_short(figure, item.decimals(cell.measure)) if last_period else "",
        last_words=f"{short_period(last_period)}: {words}" if last_period else "",
        changed=f"{entry.changer_label}, {when(entry.changed_at)}" if entry else "",
    )


def _short(figure: Figure, decimals: int) -> str:
    symbol = getattr(figure, "symbol", None)
    return str(symbol) if symbol is not None else in_words(figure, decimals)


def others_words(stands: Iterable[Entry], viewer: str, moment: datetime) -> str:
    """Who else changed answers in the last half hour; empty where nobody did."""
    found: dict[str, list[datetime]] = {}
    for entry in stands:
        if entry.changer_label != viewer and timedelta() <= moment - entry.changed_at < _LATELY:
            found.setdefault(entry.changer_label, []).append(entry.changed_at)
    said = [f"{who} changed {plural(len(at), 'answer')} at {clock_time(max(at))}" for who, at in sorted(found.items())]
    return f"Somebody else is working on this return: {'; '.join(said)}." if said else ""


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One cell that two people changed: both texts, to choose from."""

    name: str
    title: str
    unit: str
    mine: str
    theirs: str
    who: str


def choices(form: Form, clashes: Sequence[Clash], viewer: str) -> tuple[ChoiceLine, ...]:
    """The cells to choose for, in the order of the form."""
    by_cell = {clash.cell: clash for clash in clashes}
    lines = []
    for item in form.items:
        for cell in item.cells:
            if clash := by_cell.get(cell):
                name = "You, elsewhere" if clash.who == viewer else clash.who
                title = f"{item.label} {item.title}, {_MEASURES[cell.measure].lower()}"
                lines.append(
                    ChoiceLine(
                        str(cell), title, item.unit(cell.measure), clash.mine, clash.theirs, f"{name}, {when(clash.at)}"
                    )
                )
    return tuple(lines)


def when(moment: datetime) -> str:
    """A moment as people say it: today only the time of day."""
    day = timezone.localtime(moment).date()
    return f"at {clock_time(moment)}" if day == today() else f"on {long_date(moment)} at {clock_time(moment)}"


def short_period(period: Period) -> str:
    """The period without the code in brackets: "July to September 2026"."""
    return period.label.split(" (")[0]


def possessive(name: str) -> str:
    """Derby’s, St Helens’, and Bristol’s where the register says "Bristol, City of"."""
    short = name.removesuffix(", City of").removesuffix(", County of")
    return f"{short}’" if short.endswith("s") else f"{short}’s"


def cell_title(form: Form, cell: Cell) -> str:
    """What a cell asks, in words."""
    item = form.item(cell.item)
    return f"{item.label} {item.title}, {_MEASURES[cell.measure].lower()}"
