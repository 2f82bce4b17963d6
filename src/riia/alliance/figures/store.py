"""Current figures, remembered in the process for as long as nothing has changed.

Published figures change a few times a year and are read on every page, so a process keeps the series it has built. Each
read first asks the database for the mark of its data (one short query); a new mark empties the memory. All series that
are missing from memory are read together: once the releases, then two queries for the values. So a page costs one
query, or four in a fresh process, whatever the number of councils, indicators or years. The memory is bounded and holds
nothing of any viewer: everything in it is public (docs/decisions/0010).
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from riia.alliance.figures.models import Basis, DataVersion, Release, Value
from riia.alliance.figures.nouns import ExportRow, Figure, ReleaseLine, Series
from riia.indicators.definitions import Indicator, Measure, Variant, catalogue
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, rounded
from riia.indicators.model import Value as Amount

CAPACITY = 120

Wanted = tuple[Indicator, Variant, Measure]
Key = tuple[str, str, str]
Row = tuple[Any, ...]

# What a row is about, and what it says. Only the second is remembered, row by row.
ABOUT = ("indicator", "variant", "measure", "place__code", "period")
SAYS = (
    "value", "symbol", "numerator", "numerator_symbol", "denominator", "denominator_symbol", "basis", "published",
    "published_symbol", "population_year", "release_id",
)  # fmt: skip
_PUBLISHED, _YEAR, _RELEASE = (SAYS.index(name) for name in ("published", "population_year", "release_id"))
CHUNK = 5000


@dataclass
class _Memory:
    """What this process remembers, under one mark."""

    mark: str
    series: OrderedDict[Key, Series]
    releases: dict[int, ReleaseLine] | None = None


_lock = threading.Lock()
_memory = _Memory("", OrderedDict())


def read(wanted: Iterable[Wanted]) -> dict[Key, Series]:
    """The series wanted, from memory where it still holds and from the database in one query where not."""
    wanted = list(wanted)
    memory = _current()
    missing = [one for one in wanted if key(one) not in memory.series]
    if missing:
        _load(memory, missing)
    found = {}
    with _lock:
        for one in wanted:
            name = key(one)
            series = memory.series.get(name)
            if series is not None:
                memory.series.move_to_end(name)
                found[name] = series
    # Others may have pushed a series out of a full memory between loading and here; that is read again.
    gone = [one for one in wanted if key(one) not in found]
    return found | read(gone) if gone else found


def releases() -> dict[int, ReleaseLine]:
    """Every release by its id, superseded ones among them."""
    memory = _current()
    if memory.releases is None:
        memory.releases = {row.pk: release_line(row) for row in Release.objects.all()}
    return memory.releases


def mark() -> str:
    """The mark of the data as it is now; empty before anything was loaded."""
    return DataVersion.objects.values_list("mark", flat=True).first() or ""


def _current() -> _Memory:
    """The memory under the mark the database has now. A change made by any process is seen at the next read."""
    global _memory
    now = mark()
    with _lock:
        if _memory.mark != now or not now:
            _memory = _Memory(now, OrderedDict())
        return _memory


def _load(memory: _Memory, missing: list[Wanted]) -> None:
    """Build the missing series from two queries: for their current values, and for what older editions printed."""
    if memory.releases is None:
        memory.releases = {row.pk: release_line(row) for row in Release.objects.all()}
    releases = memory.releases
    condition = reduce(or_, map(_condition, missing))
    held: dict[Key, dict[PlaceCode, dict[str, Row]]] = {key(one): {} for one in missing}
    printed: dict[Key, dict[tuple[str, str], Row]] = {key(one): {} for one in missing}
    # One object for each code: the database hands out a new string with every row.
    places: dict[str, PlaceCode] = {}
    periods: dict[str, str] = {}
    for row in _rows(condition, current=True):
        place = places.get(row[3]) or places.setdefault(row[3], PlaceCode(row[3]))
        held[row[:3]].setdefault(place, {})[periods.setdefault(row[4], row[4])] = row[5:]
    for row in _rows(condition, current=False):
        beside, said = printed[row[:3]], row[5:]
        if (said[_PUBLISHED] is not None or said[_PUBLISHED + 1]) and _is_later(said, beside.get(row[3:5]), releases):
            beside[row[3:5]] = said
    built = {key(one): _series(one, held[key(one)], printed[key(one)], releases) for one in missing}
    with _lock:
        memory.series.update(built)
        while len(memory.series) > max(CAPACITY, len(built)):
            memory.series.popitem(last=False)


def _rows(condition: Q, *, current: bool) -> Iterator[Row]:
    return Value.objects.filter(condition, current=current).values_list(*ABOUT, *SAYS).iterator(CHUNK)


def _is_later(row: Row, other: Row | None, releases: dict[int, ReleaseLine]) -> bool:
    """Whether a row is of a later release than another."""
    if other is None:
        return True
    one, two = releases[row[_RELEASE]], releases[other[_RELEASE]]
    return (one.newest, one.id) > (two.newest, two.id)


def _series(
    wanted: Wanted,
    rows: dict[PlaceCode, dict[str, Row]],
    printed: dict[tuple[str, str], Row],
    releases: dict[int, ReleaseLine],
) -> Series:
    def make(place: PlaceCode, period: Period, row: Row) -> Figure:
        return _figure(row, printed.get((place, period.code)), wanted, place, period, releases)

    return Series(*wanted, rows, make)


def _figure(
    row: Row, beside: Row | None, wanted: Wanted, place: PlaceCode, period: Period, releases: dict[int, ReleaseLine]
) -> Figure:
    """A row as a Figure. `beside` is the row of an earlier edition that prints the measure, should this one not."""
    value = amount(row[0], row[1])
    assert value is not None  # the database holds a number or a symbol
    release = releases[row[_RELEASE]]
    # A count as printed is one and the same value.
    same = (row[0], row[1]) == (row[_PUBLISHED], row[_PUBLISHED + 1])
    published, published_in = value if same else amount(row[_PUBLISHED], row[_PUBLISHED + 1]), release
    if published is None and beside is not None:
        published, published_in = amount(beside[_PUBLISHED], beside[_PUBLISHED + 1]), releases[beside[_RELEASE]]
    return Figure(
        indicator=wanted[0].slug,
        variant=wanted[1].key,
        measure=wanted[2],
        place=place,
        period=period,
        value=value,
        shown=rounded(value, wanted[0].decimals[wanted[2]]),
        numerator=amount(row[2], row[3]),
        denominator=_base(row[4], row[5]),
        basis=Basis(row[6]),
        published=published,
        published_in=published_in if published is not None else None,
        population_year=row[_YEAR],
        release=release,
    )


@lru_cache(maxsize=5_000)
def _base(number: float | None, symbol: str) -> Amount | None:
    """A denominator. The same populations stand under most rates, so they are made once."""
    return amount(number, symbol)


def amount(number: float | None, symbol: str) -> Amount | None:
    """A number column and its symbol as a value: an int where it is whole, None where neither is set."""
    if number is not None:
        return Number(int(number) if number.is_integer() else number)
    return Missing(Symbol(symbol)) if symbol else None


def release_line(row: Release) -> ReleaseLine:
    """A release as pages name it."""
    return ReleaseLine(
        id=row.pk,
        key=row.table,
        edition=row.edition,
        newest=row.newest,
        publisher=row.publisher,
        title=row.title,
        table=row.table_title,
        published=row.published,
        licence=row.licence,
        address=row.address,
        vintage=row.vintage,
        source_file=row.source_file,
        sha256=row.sha256,
        superseded=row.superseded_by_id is not None,
        withdrawn=row.withdrawn_at is not None,
    )


def key(one: Wanted) -> Key:
    """What a series is remembered under."""
    return one[0].slug, one[1].key, one[2].value


def _condition(one: Wanted) -> Q:
    indicator, variant, measure = key(one)
    return Q(indicator=indicator, variant=variant, measure=measure)


def versions(wanted: Wanted, place: str, period: str) -> tuple[Figure, ...]:
    """One figure in every release that has it, newest release first."""
    known = releases()
    rows = Value.objects.filter(_condition(wanted), place__code=place, period=period).values_list(*SAYS)
    found = [_figure(row, None, wanted, PlaceCode(place), Period.parse(period), known) for row in rows]
    return tuple(sorted(found, key=lambda figure: (figure.release.newest, figure.release.id), reverse=True))


def narrowed(query: QuerySet[Value], chosen: list[tuple[Indicator, Variant]]) -> QuerySet[Value]:
    """The query for some variants only."""
    return query.filter(
        reduce(or_, (Q(indicator=indicator.slug, variant=variant.key) for indicator, variant in chosen), Q(pk__in=[]))
    )


def export(query: QuerySet[Value]) -> Iterator[ExportRow]:
    """Values in long form, a few thousand at a time."""
    names = {one.id: one.name for one in releases().values()}
    addresses = {
        (indicator.slug, variant.key): indicator.address(variant)
        for indicator in catalogue().indicators
        for variant in indicator.variants
    }
    ordered = query.order_by("indicator", "variant", "measure", "place__code", "period_start")
    columns = (
        "indicator",
        "variant",
        "place__code",
        "period",
        "measure",
        "value",
        "symbol",
        "numerator",
        "denominator",
    )
    for row in ordered.values_list(*columns, "release_id").iterator(CHUNK):
        # A variant that the definitions no longer have keeps its full name.
        address = addresses.get((row[0], row[1]), f"{row[0]}:{row[1]}")
        yield ExportRow(address, row[2], row[3], row[4], row[5], row[6], row[7], row[8], names[row[9]])
