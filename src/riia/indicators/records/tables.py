"""Tables made of one council's records, protected before anybody sees them.

All tables of one file are protected together, and against the tables of the file it replaces, so that none gives
another away. There is no total over councils: their files come one after the other, and the difference of two totals
would be one council's cell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from riia.indicators.disclosure import Dimension, DisclosureError, Dominance, Table, TableError, protect, protect_money
from riia.indicators.model import Number, Value
from riia.indicators.records.nouns import Cut, Field
from riia.indicators.records.reading import Records

POLICY: Final = "dfe-1-5"
FEWEST_PROVIDERS: Final = 3
FEWEST_FOR_MEDIAN: Final = 10
_MEDIAN_TO: Final = 1_000
"""A median may be the price of one placement, so it is printed to the nearest thousand pounds."""
TOTAL: Final = "Total"
NOT_GIVEN: Final = "Not given"
HIDDEN: Final = "c"
_SECONDS: Final = 5.0
PRICES: Final = "prices"
_PRICE_BY: Final = ("placement_type", "sector")


@dataclass(frozen=True, slots=True)
class Made:
    """A table that may be shown. `cells` have labels and values: whole numbers or pounds as text, "c" where hidden.

    `withheld` says why there is no table at all.
    """

    slug: str
    cells: tuple[tuple[tuple[str, ...], tuple[int | str, ...]], ...]
    withheld: str = ""
    with_prices: bool = False

    def as_json(self) -> list[list[object]]:
        """The cells as they are stored."""
        return [[list(labels), list(values)] for labels, values in self.cells]


def tables_of(
    records: Records, earlier: Mapping[str, Sequence[Sequence[Sequence[object]]]] | None = None
) -> list[Made]:
    """Every table of the dataset, protected by the policy. `earlier` are cells of tables published of the same records
    before they were corrected, by slug."""
    dataset = records.dataset
    pages = {cut.slug: _page(records, cut) for cut in dataset.cuts}
    before = [
        _table(
            records, cut, [(tuple(map(str, labels)), str(values[0])) for labels, values in (earlier or {})[cut.slug]]
        )
        for cut in dataset.cuts
        if (earlier or {}).get(cut.slug)
    ]
    try:
        safe = protect(
            list(pages.values()), POLICY, earlier=before, earlier_is="revised" if before else None, seconds=_SECONDS
        )
    except DisclosureError:
        words = "No table can be shown: whatever is hidden, a small number could still be worked out."
        return [Made(cut.slug, (), words) for cut in dataset.cuts] + _priced(records, {})
    made = [
        Made(cut.slug, tuple((labels, (_plain(value),)) for labels, value in table.cells.items()))
        for cut, table in zip(dataset.cuts, safe.tables, strict=True)
    ]
    return made + _priced(records, {one.slug: one for one in made})


def _page(records: Records, cut: Cut) -> Table:
    """The true counts, with every code of the list, so that a blank row tells nothing."""
    fields = [records.dataset.list(cut.of).field(name) for name in cut.by]
    columns = [records.column(cut.of, name) for name in cut.by]
    counts = Counter(zip(*columns, strict=True))
    labels = [_labels(one, column) for one, column in zip(fields, columns, strict=True)]
    rows: list[tuple[tuple[str, ...], str]] = []
    for cell in _every([(*own, TOTAL) for own in labels]):
        total = sum(count for found, count in counts.items() if _inside(found, cell))
        rows.append((cell, str(total)))
    return _table(records, cut, rows)


def _table(records: Records, cut: Cut, rows: Sequence[tuple[tuple[str, ...], str]]) -> Table:
    given = [(*cut.by, "number"), *((*labels, value) for labels, value in rows)]
    at = {"council": records.council, "list": cut.of}
    return Table.from_rows(given, [Dimension(name, total=TOTAL) for name in cut.by], "number", at=at)


def _labels(field: Field, column: Iterable[str]) -> tuple[str, ...]:
    return (*(code for code, _ in field.codes), *((NOT_GIVEN,) if "" in set(column) else ()))


def _every(labels: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    if len(labels) == 1:
        return [(one,) for one in labels[0]]
    return [(first, second) for first in labels[0] for second in labels[1]]


def _inside(found: Sequence[str], cell: Sequence[str]) -> bool:
    return all(label in (TOTAL, own or NOT_GIVEN) for own, label in zip(found, cell, strict=True))


def _plain(value: Value) -> int | str:
    return int(value.value) if isinstance(value, Number) else HIDDEN


def annual_prices(records: Records) -> list[Decimal]:
    """What each placement costs in a year: as given, or the price per week times the weeks."""
    columns = (records.column("placements", name) for name in ("price_per_year", "price_per_week", "weeks_per_year"))
    return [Decimal(year) if year else Decimal(week) * int(weeks) for year, week, weeks in zip(*columns, strict=True)]


def _priced(records: Records, made: Mapping[str, Made]) -> list[Made]:
    """Total, mean and median price of a year by kind of placement and sector.

    A cell is shown where its count is shown too, no provider dominates it, and three providers or more share it.
    """
    if not records.dataset.prices:
        return []
    counts = {labels: values[0] for labels, values in made["type-sector"].cells} if "type-sector" in made else {}
    if not counts:
        return [Made(PRICES, (), "No price can be shown, since the counts beside it cannot.", with_prices=True)]
    prices = annual_prices(records)
    names = zip(records.column("placements", "provider_urn"), records.column("placements", "provider"), strict=True)
    who = [urn or name for urn, name in names]
    kinds = list(zip(*(records.column("placements", name) for name in _PRICE_BY), strict=True))
    rows = [(*_PRICE_BY, "provider", "amount")]
    rows += [(*kind, one, str(price)) for kind, one, price in zip(kinds, who, prices, strict=True)]
    if len(rows) == 1:
        return [Made(PRICES, (), "There is no placement in the file.", with_prices=True)]
    try:
        spend = protect_money(
            rows, dict.fromkeys(_PRICE_BY, TOTAL), rule=Dominance(n=1, k=75), fewest=FEWEST_PROVIDERS, seconds=_SECONDS
        )
    except (DisclosureError, TableError):
        words = "No price can be shown: whatever is hidden, what one provider is paid could still be worked out."
        return [Made(PRICES, (), words, with_prices=True)]
    cells = []
    for labels, value in spend.table.cells.items():
        count = counts.get(labels, HIDDEN)
        inside = [price for kind, price in zip(kinds, prices, strict=True) if _inside(kind, labels)]
        if not isinstance(value, Number) or count == HIDDEN:
            cells.append((labels, (HIDDEN,) * 3))
            continue
        mean = Decimal(value.value) / int(count)
        middle = str(round(median(inside) / _MEDIAN_TO) * _MEDIAN_TO) if len(inside) >= FEWEST_FOR_MEDIAN else HIDDEN
        cells.append((labels, (f"{Decimal(value.value):.0f}", f"{mean:.0f}", middle)))
    return [Made(PRICES, tuple(cells), with_prices=True)]
