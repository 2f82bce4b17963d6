"""Record-level datasets as pages show them: files, protected tables, and refusals that repeat nothing of a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from riia.alliance.kit.amounts import Amount, NoAmount
from riia.alliance.kit.pieces import Tone
from riia.indicators.model import Period
from riia.indicators.records import Cut, Dataset, RecordsRefused

TONES: Final[dict[str, Tone]] = {
    "lodged": "moving", "accepted": "done", "refused": "problem", "purged": "quiet",
}  # fmt: skip
_HIDDEN: Final = NoAmount("c", "hidden because it is small, or because it would reveal a small number")
_NO_PRICE: Final = NoAmount(
    "c", "hidden because too much could be told of one provider, or because the count is hidden"
)
_PRICE_COLUMNS: Final = ("Price of a year, together", "Mean", "Median, to the nearest thousand")
TOTAL, PRICES = "Total", "prices"
_PERIODS: Final = 6

type Cells = Mapping[tuple[str, ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One table on a page: a heading for each column, rows with a label and their figures."""

    title: str
    note: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[object, ...]], ...]
    withheld: str = ""
    unit: str = ""


def periods_for(dataset: Dataset, on: date) -> list[Period]:
    """The latest periods that files may be for, the newest first."""
    if dataset.year == "AY":
        years = [Period.academic_year(on.year - at) for at in range(3)]
        found = [term for year in years for term in year.terms()]
    else:
        found = [Period.financial_quarter(on.year - at, quarter) for at in range(3) for quarter in range(1, 5)]
    begun = sorted((one for one in found if one.start <= on), reverse=True)
    return begun[:_PERIODS]


def period_choices(periods: Iterable[Period]) -> list[tuple[str, str]]:
    """Periods to choose from, in words."""
    return [(one.code, _begun(one.label)) for one in periods]


def _begun(text: str) -> str:
    """A text as it begins a line."""
    return f"{text[:1].upper()}{text[1:]}"


def table_choices(dataset: Dataset, *, with_prices: bool) -> list[tuple[str, str]]:
    """The tables that the viewer may look at."""
    cuts = [(cut.slug, cut.title) for cut in dataset.cuts]
    return [*cuts, *([(PRICES, "Prices by kind of placement and sector")] if with_prices and dataset.prices else [])]


def refusal(error: RecordsRefused) -> list[tuple[str, str]]:
    """Each problem in two parts: where, and what with the remedy. No part has anything that stood in a file."""
    return [(_begun(one.where), _begun(f"{one.rule} {one.remedy}")) for one in error.problems]


def refusal_line(error: RecordsRefused) -> str:
    """What to say at the top of the page."""
    if error.identifies:
        return "Something in the files looks as if it named somebody. Nothing of them was kept"
    return "The files do not keep the rules of the dataset. Nothing of them was kept"


def grids(dataset: Dataset, slug: str, tables: Sequence[Any]) -> list[Grid]:
    """The tables of several councils, each on its own: their files come one after the other, so no total is shown."""
    if slug == PRICES:
        return [_prices(dataset, one) for one in tables]
    cut = dataset.cut(slug)
    if cut is None:
        return []
    if len(cut.by) == 1:
        return _side_by_side(dataset, cut, tables)
    return [_crosstab(dataset, cut, one) for one in tables]


def _words(dataset: Dataset, cut: Cut, at: int, label: str) -> str:
    return label if label in (TOTAL, "Not given") else dataset.list(cut.of).field(cut.by[at]).words(label)


def _labels(cells: Cells, at: int) -> list[str]:
    return list(dict.fromkeys(labels[at] for labels in cells))


def _count(values: tuple[Any, ...]) -> object:
    return Amount(values[0]) if isinstance(values[0], int) else _HIDDEN


def _side_by_side(dataset: Dataset, cut: Cut, tables: Sequence[Any]) -> list[Grid]:
    """One table with a column for each council."""
    shown = [one for one in tables if one.cells]
    labels = list(dict.fromkeys(label for one in shown for label in _labels(one.cells, 0)))
    labels.sort(key=lambda label: (label == TOTAL, label == "Not given"))
    missing = NoAmount("z", "not applicable: no such row")
    rows = tuple(
        (
            _words(dataset, cut, 0, label),
            tuple(_count(one.cells[label,]) if (label,) in one.cells else missing for one in shown),
        )
        for label in labels
    )
    out = (
        [Grid(cut.title, _note(shown), _heading(cut.by[0]), tuple(_council(one) for one in shown), rows)]
        if shown
        else []
    )
    return out + [Grid(_council(one), "", "", (), (), one.withheld) for one in tables if not one.cells]


def _crosstab(dataset: Dataset, cut: Cut, one: Any) -> Grid:
    if not one.cells:
        return Grid(_council(one), "", "", (), (), one.withheld)
    across = _labels(one.cells, 1)
    rows = tuple(
        (_words(dataset, cut, 0, down), tuple(_count(one.cells[down, label]) for label in across))
        for down in _labels(one.cells, 0)
    )
    columns = tuple(_words(dataset, cut, 1, label) for label in across)
    return Grid(_council(one), _note([one]), _heading(cut.by[0]), columns, rows)


def _prices(dataset: Dataset, one: Any) -> Grid:
    if not one.cells:
        return Grid(_council(one), "", "", (), (), one.withheld)
    cut = next(cut for cut in dataset.cuts if cut.by == ("placement_type", "sector"))
    orders = [[*(code for code, _ in dataset.list(cut.of).field(name).codes), TOTAL] for name in cut.by]
    rows = tuple(
        (
            _price_words(dataset, cut, labels),
            tuple(Amount(int(value)) if value != "c" else _NO_PRICE for value in one.cells[labels]),
        )
        for labels in sorted(one.cells, key=lambda labels: [orders[at].index(label) for at, label in enumerate(labels)])
    )
    return Grid(_council(one), _note([one]), "Kind of placement, sector", _PRICE_COLUMNS, rows, unit="£")


def _price_words(dataset: Dataset, cut: Cut, labels: tuple[str, ...]) -> str:
    kind, sector = (_words(dataset, cut, at, label) for at, label in enumerate(labels))
    if labels == (TOTAL, TOTAL):
        return "All placements"
    return f"{'All kinds' if kind == TOTAL else kind}, {'all sectors' if sector == TOTAL else sector}"


def _council(one: Any) -> str:
    return str(one.council.label)


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _note(tables: Sequence[Any]) -> str:
    return "Simulated records: no child in them exists." if any(one.simulated for one in tables) else ""
