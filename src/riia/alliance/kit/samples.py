"""Made-up content of no field, for the styleguide and the tests that look at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from django import forms

from riia.alliance.kit.amounts import Amount, Figure, NoAmount
from riia.alliance.kit.charts import (
    Band,
    Chart,
    Control,
    ControlPoint,
    Frame,
    Funnel,
    FunnelItem,
    FunnelLimit,
    RankedItem,
    Ranking,
    ReferenceLine,
    Series,
    Trend,
)
from riia.alliance.kit.charts.model import Role
from riia.alliance.kit.dates import DateField
from riia.alliance.kit.pieces import Band as Quarter
from riia.alliance.kit.pieces import (
    Card,
    Cell,
    Change,
    Chip,
    Clock,
    Link,
    Matrix,
    MatrixColumn,
    MatrixRow,
    Said,
    SortColumn,
    ToDo,
    Told,
    Work,
)

HIDDEN: Final = NoAmount("c", "hidden because it is small")
NOT_THERE: Final = NoAmount("x", "not available")
TODAY: Final = date(2026, 11, 20)
YEARS: Final = tuple(str(year) for year in range(2017, 2026))
NAMES: Final = (
    *("Ashby", "Birchwood", "Coldharbour", "Dunmere", "Eastmarch", "Fenwick and Holm"),
    *("Garth", "Hartlow", "Inchmoor", "Kelbrook"),
)
FRAME: Final = Frame(
    "Ashby borrows more books than the country, and has risen for three years",
    "Books borrowed for every 1,000 residents",
    1,
    "Made-up library returns, 2025",
)


class SampleForm(forms.Form):
    """One field of every kind."""

    email = forms.EmailField(label="E-mail address", help_text="We only use it to answer you")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    amount = forms.DecimalField(label="Cost of the work")
    reason = forms.CharField(label="What changed", widget=forms.Textarea, max_length=300, required=False)
    place = forms.ChoiceField(label="Place", choices=[("", "Choose a place"), *((name, name) for name in NAMES)])
    answer = forms.ChoiceField(label="Do you agree?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Themes",
        choices=[("books", "Books"), ("film", "Film"), ("talks", "Talks")],
        widget=forms.CheckboxSelectMultiple,
    )
    held_on = DateField(label="Date of the meeting", help_text="For example, 27 3 2026", not_after=TODAY)
    file = forms.FileField(label="Attendance list")
    sure = forms.BooleanField(label="I have read the note")


def sample_chart(name: str) -> Chart:
    """One of the sample charts.

    Raises:
        KeyError: there is none of this name.
    """
    return {"trend": _trend, "bars": _bars, "dots": _dots, "funnel": _funnel, "control": _control}[name]()


def sample_matrix() -> Matrix:
    """A matrix of two groups of rows with every kind of cell."""
    columns = [MatrixColumn(name, mine=name == "Ashby", sort_href="?sort=" + name) for name in NAMES]
    columns[1] = MatrixColumn(NAMES[1], sort_href="?sort=-Birchwood", sort="descending")
    lending = [_row("Books borrowed", 0, decimals=1), _row("Films borrowed", 3, decimals=1)]
    rooms = [_row("Talks held", 5, decimals=0), _row("Rooms open on Sunday", 7, decimals=0, unit="%")]
    return Matrix("Libraries by place, 2025", "Figure", columns, [("Lending", lending), ("Rooms", rooms)])


def sample_context() -> dict[str, object]:
    """Everything else the styleguide shows."""
    return {
        "amount": Amount(573.4),
        "hidden": HIDDEN,
        "not_there": NOT_THERE,
        "points": tuple((year, figure) for year, figure in _line(510, 9, missing={3}).points),
        "others": (455.0, 470.2, 488.8, 501.0, 530.7, 590.1, 611.0, 640.4, 655.9),
        "reference": ("Country", Amount(518.3)),
        "matrix": sample_matrix(),
        "clocks": [
            Clock(date(2026, 12, 18), 20, unit="working day"),
            Clock(date(2026, 11, 23), 1, unit="working day", moved_from=date(2026, 11, 16)),
            Clock(TODAY, 0),
            Clock(date(2026, 11, 16), -4),
            Clock(date(2026, 11, 16), -4, done_on=date(2026, 11, 12)),
        ],
        "thread": [
            Said(
                "Ada Sample",
                "for the library service",
                datetime(2026, 11, 16, 10, 5, tzinfo=UTC),
                "Borrowed films doubled since the spring. Is that what happened?",
            ),
            Said(
                "Bo Sample",
                "for Birchwood",
                datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
                "Yes. The collection of the closed branch came to us in May.",
                ours=False,
            ),
        ],
        "told": [
            Told("Borrowed films doubled since the spring.", "The collection of the closed branch came in May."),
            Told("No newspapers were read in August."),
        ],
        "todos": [
            ToDo("Return for July to September", "#todo", Clock(date(2026, 11, 23), 3)),
            ToDo("Question about borrowed films", "#todo", Clock(date(2026, 11, 16), -4), "Asked by Birchwood"),
            ToDo("Look at the two new releases", "#todo"),
        ],
        "cards": [
            Card("Returns", "#cards", "not yet in, due 28 November 2026", "3 of 10"),
            Card("Meetings", "#cards", "Next: Thursday 10 December 2026", tag="Papers out", tone="moving"),
            Card("Reports", "#cards", "Nothing new since 1 October 2026"),
        ],
        "chips": [
            Chip("All", "?status=all", 10, current=True),
            Chip("Not yet in", "?status=out", 3),
            Chip("Under review", "?status=review", 6),
            Chip("Signed off", "?status=done", 1),
        ],
        "changes": [
            Change("Books borrowed", Amount(1204), Amount(1240), "corrected by Ashby"),
            Change("Films borrowed", Amount(96), HIDDEN),
            Change("Talks held", None, Amount(12)),
            Change("Rooms", "Reading room", "Reading room"),
        ],
        "columns": [
            SortColumn("Place", "place"),
            SortColumn("Borrowed", "borrowed", numeric=True, descending_first=True),
            SortColumn("Course since 2017"),
        ],
        "table_rows": [(name, _line(480 + 17 * place, place + 1, missing={place})) for place, name in enumerate(NAMES)],
        "work": Work("Reading the returns", 120, 153, "file", note="The last one read was Kelbrook."),
        "ended": Work("Reading the returns", 153, 153, "file", ended=True, links=[Link("See the result", "#result")]),
        "action": Link("Open the next round", "#empty"),
        "day": TODAY,
    }


def _line(start: float, turn: int, *, missing: set[int] | None = None, label: str = "", role: Role = "other") -> Series:
    """A course that wanders without chance, so that pictures stay the same."""
    figures: list[tuple[str, Figure]] = []
    for place, year in enumerate(YEARS):
        value = Amount(round(start + 31 * ((place * turn) % 5 - 2) + 4 * place, 1))
        figures.append((year, HIDDEN if place in (missing or set()) else value))
    return Series(label, tuple(figures), role)


def _trend() -> Chart:
    band = Band(
        "Range of 10 neighbours", tuple((year, 430.0 + 3 * place, 640.0 + place) for place, year in enumerate(YEARS))
    )
    lines = (
        _line(505, 3, missing={3}, label="Ashby", role="mine"),
        _line(520, 0, label="Country", role="reference"),
        _line(420, 2, label="Birchwood"),
        _line(610, 4, missing={0, 1, 5}, label="Fenwick and Holm"),
    )
    return Trend(FRAME, YEARS, lines, band)


def _bars() -> Chart:
    items: Sequence[RankedItem] = [
        RankedItem(name, HIDDEN if name == "Inchmoor" else Amount(400.5 + 37 * ((place * 7) % 10)), "none")
        for place, name in enumerate(NAMES[1:])
    ]
    lines = (ReferenceLine("Country", 518.3), ReferenceLine("Median of neighbours", 560.0))
    frame = Frame("Where Ashby stands among its neighbours", FRAME.unit, 1, FRAME.source)
    mine = RankedItem("Ashby", Amount(573.4), "mine", (548.2, 599.8))
    return Ranking(frame, (mine, *items), lines, interval_label="95% interval")


def _dots() -> Chart:
    items = [
        RankedItem(f"Place {place}", Amount(300.0 + (place * 61) % 151 * 3.1), "group" if place % 17 == 0 else "none")
        for place in range(151)
    ]
    frame = Frame("Where Ashby stands in the country", FRAME.unit, 1, FRAME.source)
    mine = RankedItem("Ashby", Amount(573.4), "mine", (548.2, 599.8))
    return Ranking(frame, (mine, *items, RankedItem("Inchmoor", HIDDEN)), (ReferenceLine("Country", 518.3),))


def _funnel() -> Chart:
    sizes = [2000.0 + 400 * (place % 60) + 9000 * (place % 7) for place in range(149)]
    items = [
        FunnelItem(
            f"Place {place}",
            Amount(400.0 + (place * 61) % 149 * 1.6),
            size,
            "within the limits",
            outside=place % 23 == 0,
            emphasis="group" if place % 17 == 0 else "none",
        )
        for place, size in enumerate(sizes)
    ]
    across = [400.0 * 1.2**step for step in range(30)]
    limits = tuple(
        FunnelLimit(label, tuple((size, 518.3 - wide / size**0.5, 518.3 + wide / size**0.5) for size in across))
        for label, wide in (("95% limits", 9000.0), ("99.8% limits", 14000.0))
    )
    frame = Frame("Ashby lies within the limits", FRAME.unit, 1, FRAME.source)
    mine = FunnelItem("Ashby", Amount(573.4), 42000.0, "within the limits", emphasis="mine")
    hidden = FunnelItem("Inchmoor", HIDDEN, None)
    return Funnel(frame, (mine, *items, hidden), ReferenceLine("Country", 518.3), limits, "Residents")


def _control() -> Chart:
    points = tuple(
        ControlPoint(
            year,
            figure,
            540.0 if place < 5 else 590.0,
            (470.0, 610.0) if place < 5 else (520.0, 660.0),
            int(place >= 5),
            "beyond the upper limit" if place == 8 else "",
        )
        for place, (year, figure) in enumerate(_line(510, 9, missing={3}).points)
    )
    return Control(FRAME, points)


def _row(label: str, turn: int, *, decimals: int, unit: str = "") -> MatrixRow:
    cells: list[Cell | None] = []
    for place in range(len(NAMES)):
        share = (place * 3 + turn) % len(NAMES)
        quarter: Quarter = (1, 1, 1, 2, 2, 3, 3, 4, 4, 4)[share]
        cells.append(Cell(Amount(40 + share * 5.25), quarter, href="#matrix"))
    cells[(turn + 2) % 10] = Cell(HIDDEN)
    cells[(turn + 4) % 10] = None
    cells[(turn + 6) % 10] = Cell(NOT_THERE)
    return MatrixRow(label, cells, note="per 1,000 residents", href="#matrix", decimals=decimals, unit=unit)
