"""Tables of counts as they are to be printed: cells, totals, hierarchies, and the figures beside the counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from riia.indicators.disclosure.derived import DerivedFigure, Recipe
from riia.indicators.disclosure.dimensions import Dimension, Key, TableError, key_of
from riia.indicators.disclosure.table_values import Data
from riia.indicators.model import Symbol, Value

type Labels = tuple[str, ...]
"""A cell within its table: one label for each dimension."""
type Given = str | Dimension
"""A dimension, or only its name."""
type Dimensions = Sequence[Given] | Mapping[str, str | Mapping[str, Sequence[str]] | Dimension | None]
"""Dimensions in order; or by name with the label of the total, or with the hierarchy."""


@dataclass(frozen=True, slots=True)
class CountAt:
    """A place on the page where the count of a cell is printed."""

    labels: Labels


@dataclass(frozen=True, slots=True)
class FigureAt:
    """A place on the page where a derived figure is printed."""

    number: int


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a count is printed rounded: a multiple of `base`; the true one is up to `below` less or `above` more."""

    base: int
    below: int
    above: int

    @classmethod
    def nearest(cls, base: int) -> "Rounding":
        """To the nearest multiple, halves up: 5 to 14 are printed as 10."""
        return cls(base, base // 2, (base - 1) // 2)


type Place = object | CountAt | FigureAt
"""What stands at a place on the page: a text as given, a count or a derived figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of counts. Made by `from_rows` or `from_crosstab`; `table["Derby", "Under 1"]` is one of its values.

    `cells` are values by labels, a label for each of `dimensions`. `at` are labels that all cells share and that no
    column prints (`{"period": "2025"}`). `rounded` says which cells are printed rounded, and how; `most` what a
    hidden cell holds at most, where its sign says so ("<5"). `figures` are the derived figures, `lines` the page.
    """

    dimensions: tuple[Dimension, ...]
    cells: Mapping[Labels, Value] = field(repr=False)
    at: Mapping[str, str] = field(default_factory=dict)
    rounded: Mapping[Labels, Rounding] = field(default_factory=dict, repr=False)
    most: Mapping[Labels, int] = field(default_factory=dict, repr=False)
    figures: tuple[DerivedFigure, ...] = field(default=(), repr=False)
    headings: tuple[str, ...] = field(default=(), repr=False)
    lines: tuple[tuple[Place, ...], ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def from_rows(
        cls,
        data: Data,
        dimensions: Dimensions,
        value: str | Sequence[str] = "number",
        *,
        across: Given = "measure",
        at: Mapping[str, str] | None = None,
        rounded: int | Mapping[str, int] | None = None,
        derived: Iterable[Recipe] = (),
        marks: Mapping[str, Symbol] | None = None,
        blank: Symbol | None = None,
        keep: Iterable[str] = (),
        not_printed: Iterable[str] = (),
    ) -> "Table":
        """A table from tidy rows: one row for each cell, or one for several when `value` names several columns.

        * `dimensions` are the columns that say which cell a row is, each with the label of its total or its hierarchy:
          `{"council": None, "age": "Total"}`, `{"place": {"England": ["North", "South"]}}`, or `Dimension`s. A total
          that is not named is looked for, and `notes` say which was found.
        * `value` is the column of counts. Several are the labels of one more dimension, `across`:
          `value=["plans", "boys", "girls"], across=Dimension("sex", total="plans")`.
        * `rounded` is the base of what is printed rounded: by label (`{"England": 10}`), or one for every cell. Without
          it, totals that do not add up but are all multiples of 10 are recognised.
        * `derived` says what further columns are made of: `[Percent(column="percent", of="Total")]`. Columns that are
          neither named here nor in `keep` are left out of the answer, since they might tell what is hidden; so are
          those in `not_printed`.
        * `marks` are the table's own signs (`{"-": Symbol.SUPPRESSED}`); `blank` is what a blank means.

        >>> rows = [("council", "sex", "number"), ("Derby", "boys", 4), ("Derby", "girls", 9), ("Derby", "Total", 13)]
        >>> table = Table.from_rows(rows, {"council": None, "sex": "Total"})
        >>> str(table["Derby", "boys"])
        '4'

        Raises TableError naming row and column where something cannot be read or a cell comes twice.
        """
        from riia.indicators.disclosure.table_reading import Asked, read

        values = (value,) if isinstance(value, str) else tuple(value)
        asked = Asked(
            dimensions=dimensions_of(dimensions),
            values=values,
            across=None if isinstance(value, str) else dimension_of(across),
            at=dict(at or {}),
            rounded=rounded,
            derived=tuple(derived),
            marks=dict(marks or {}),
            blank=blank,
            keep=tuple(keep),
            not_printed=tuple(not_printed),
        )
        return read(data, asked)

    @classmethod
    def from_crosstab(
        cls,
        data: Data,
        rows: Given | None = None,
        columns: Given = "column",
        total: str | Iterable[str] = "Total",
        **options: Any,
    ) -> "Table":
        """A table from a crosstab: the first column has the labels of `rows`, each other column is one of `columns`.

        `total` is the label of the totals, below, at the right or both (several where they are called differently).
        `options` are those of `from_rows`.

        >>> page = [("council", "boys", "girls", "All"), ("Derby", 4, 9, 13), ("Stoke", 8, 2, 10), ("All", 12, 11, 23)]
        >>> table = Table.from_crosstab(page, columns="sex", total="All")
        >>> str(table["All", "girls"])
        '11'

        Raises TableError as `from_rows` does.
        """
        from riia.indicators.disclosure.table_reading import crosstab

        totals = (total,) if isinstance(total, str) else tuple(total)
        frame, down, across, values = crosstab(data, rows, dimension_of(columns), totals, options)
        return cls.from_rows(frame, [down], values, across=across, **options)

    def __getitem__(self, labels: str | Labels) -> Value:
        """The value at these labels, one for each dimension in order."""
        asked = (labels,) if isinstance(labels, str) else tuple(labels)
        if asked not in self.cells:
            names = ", ".join(one.name for one in self.dimensions)
            raise TableError(f"There is no cell {asked!r}. A cell is named by one label for each of: {names}.")
        return self.cells[asked]

    def key(self, labels: Labels) -> Key:
        """What the cell is called in every table that prints it."""
        pairs = list(self.at.items())
        for dimension, label in zip(self.dimensions, labels, strict=True):
            pairs += dimension.coordinate(label)
        return key_of(pairs)

    def named(self) -> Iterator[tuple[Labels, Key]]:
        """Every cell with its key."""
        for labels in self.cells:
            yield labels, self.key(labels)

    def replaced(
        self,
        cells: Mapping[Labels, Value],
        figures: Sequence[DerivedFigure],
        rounded: Mapping[Labels, Rounding] | None = None,
    ) -> "Table":
        """The same page with other values in it."""
        rounding = self.rounded if rounded is None else rounded
        return replace(self, cells=cells, figures=tuple(figures), rounded=rounding)

    def page(self) -> Iterator[tuple[object, ...]]:
        """The table line by line below its headings: texts as given, counts and figures as values."""
        for line in self.lines:
            yield tuple(self._printed(place) for place in line)

    def to_rows(self) -> list[dict[str, object]]:
        """The table as it was laid out, a dictionary for each line; a gap is its symbol ("c")."""
        return [dict(zip(self.headings, map(_plain, line), strict=True)) for line in self.page()]

    def __str__(self) -> str:
        """The page as text."""
        lines = [self.headings, *(tuple(str(_plain(one)) for one in line) for line in self.page())]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.headings))]
        return "\n".join(
            "  ".join(
                _aligned(cell, width, at) for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def _printed(self, place: Place) -> object:
        if isinstance(place, CountAt):
            return self.cells[place.labels]
        return self.figures[place.number].printed if isinstance(place, FigureAt) else place


def dimension_of(given: Given) -> Dimension:
    """A dimension, by name or as it is."""
    return Dimension(given) if isinstance(given, str) else given


def dimensions_of(given: Dimensions) -> tuple[Dimension, ...]:
    """The dimensions of a table. Raises TableError where there is none or two have one name."""
    found: list[Dimension] = []
    if isinstance(given, Mapping):
        for name, about in given.items():
            if isinstance(about, Dimension):
                found.append(about)
            elif isinstance(about, Mapping):
                found.append(Dimension(name, parts=about))
            else:
                found.append(Dimension(name, total=about))
    else:
        found = [dimension_of(one) for one in given]
    names = [one.name for one in found]
    if not found or len(set(names)) < len(names):
        raise TableError(f"The dimensions are {names}. Give at least one, and each once.")
    return tuple(found)


def _plain(value: object) -> object:
    from riia.indicators.model import Missing, Number

    if isinstance(value, Number):
        return value.value
    return value.symbol.value if isinstance(value, Missing) else value


def _aligned(cell: str, width: int, at: int) -> str:
    return cell.ljust(width) if at == 0 else cell.rjust(width)
