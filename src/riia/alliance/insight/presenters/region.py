"""The matrix of a region: indicators by councils, with the quarter of each figure among all councils of England."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.figures.nouns import Series
from riia.alliance.insight.chance import chance_in
from riia.alliance.insight.comparisons import NOT_HELD
from riia.alliance.insight.peers import Subject, name_of
from riia.alliance.insight.standings import newest_of_councils, quarters_of
from riia.alliance.insight.wording import wording_of
from riia.alliance.kit.pieces import Band, Cell, Chip, Matrix, MatrixColumn, MatrixRow, SortState
from riia.indicators.definitions import Measure, Theme, catalogue
from riia.indicators.model import Number, Period, Polarity
from riia.indicators.reference import ENGLAND, RegionKind, regions_by_code
from riia.indicators.statistics.benchmarks import Quarter

BANDS: dict[Quarter, Band] = {Quarter.LOWEST: 1, Quarter.SECOND: 2, Quarter.THIRD: 3, Quarter.HIGHEST: 4}
WORDS = ("lowest quarter of councils", "second lowest quarter", "second highest quarter", "highest quarter")
STANDS_OUT = "stands out among all councils, by more than chance and their usual spread explain"


@dataclass(frozen=True)
class Choice:
    """What the address says: a theme, the column that orders the rows, the row that orders the columns."""

    theme: str = ""
    sort: str = ""
    by: str = ""

    def query(self, **changes: str) -> str:
        said = {"theme": self.theme, "sort": self.sort, "by": self.by} | changes
        kept = {name: value for name, value in said.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    region: Subject
    councils: int
    matrix: Matrix
    themes: tuple[Chip, ...]
    unpublished: tuple[tuple[str, str], ...]
    order: str
    query: str


@dataclass(frozen=True)
class _Row:
    """An indicator in its newest period."""

    theme: Theme
    series: Series
    period: Period


def page(
    region: Subject, councils: Sequence[str], series: Mapping[str, Series], choice: Choice, mine: str = ""
) -> Page:
    """Put the matrix together. `councils` are those of today; `mine` is marked."""
    rows = rows_of(series, choice.theme)
    columns = _columns_in_order([str(code) for code in councils], rows, choice.by)
    areas = [str(ENGLAND), str(region.code), *_parts(region)]
    ordered = _rows_in_order(rows, choice.sort)
    codes = [*areas, *columns]
    matrix = Matrix(
        caption=f"Indicators by council, {region.name}",
        corner="Indicator",
        columns=[_column(code, region, choice, mine) for code in codes],
        groups=_groups(ordered, codes, choice),
        band_words=WORDS,
        flag_words=STANDS_OUT,
    )
    silent = [one for one in catalogue().indicators if one.slug in series and not one.is_published]
    return Page(
        region=region,
        councils=len(columns),
        matrix=matrix,
        themes=_themes(choice),
        unpublished=tuple((one.title, one.unpublished) for one in silent if choice.theme in ("", one.theme)),
        order=_order_words(choice),
        query=choice.query(),
    )


def rows_of(series: Mapping[str, Series], theme: str = "") -> list[_Row]:
    """The indicators that have figures for councils, of one theme or of all, in the order of the definitions."""
    rows = []
    for group in catalogue().themes:
        for one in group.indicators if theme in ("", group.key) else ():
            period = newest_of_councils(series[one.slug])
            if period is not None and one.is_published:
                rows.append(_Row(group, series[one.slug], period))
    return rows


def _parts(region: Subject) -> list[str]:
    """Inner and Outer London: shown beside the boroughs, which are counted once."""
    return [
        str(one.code)
        for one in regions_by_code().values()
        if one.kind is RegionKind.SUBREGION and one.parent == region.code
    ]


def _column(code: str, region: Subject, choice: Choice, mine: str) -> MatrixColumn:
    if len(code) != 3:
        return MatrixColumn(name_of(code))
    here = reverse("insight:region", args=[region.code])
    turned = f"-{code}" if choice.sort == code else code
    return MatrixColumn(
        name_of(code),
        reverse("pages:place", args=[code]),
        f"{here}{choice.query(sort=turned)}",
        _state(choice.sort, code),
        mine=code == mine,
    )


def _groups(rows: Sequence[_Row], codes: Sequence[str], choice: Choice) -> list[tuple[str, list[MatrixRow]]]:
    """Rows under their themes; in one list where a column orders them."""
    if choice.sort:
        return [("", [_matrix_row(row, codes, choice) for row in rows])]
    groups: dict[str, list[MatrixRow]] = {}
    for row in rows:
        groups.setdefault(row.theme.title, []).append(_matrix_row(row, codes, choice))
    return list(groups.items())


def _matrix_row(row: _Row, codes: Sequence[str], choice: Choice) -> MatrixRow:
    one, slug = row.series.indicator, row.series.indicator.slug
    wording = wording_of(one, row.series.variant)
    percent = row.series.measure is Measure.PERCENT
    better = {Polarity.UP: ", higher is better", Polarity.DOWN: ", lower is better", Polarity.NONE: ""}[one.polarity]
    unit = "%" if percent else wording.short_unit or row.series.unit
    turned = f"-{slug}" if choice.by == slug else slug
    return MatrixRow(
        label=one.short_title,
        cells=[_cell(row, code, wording.comparable) for code in codes],
        note=f"{unit}, {row.period.short_label}{better}",
        href=f"{reverse('insight:indicator', args=[slug])}",
        decimals=row.series.decimals,
        sort_href=choice.query(by=turned) or "?",
        sort=_state(choice.by, slug),
    )


def _cell(row: _Row, code: str, comparable: bool) -> Cell | None:
    figure = row.series.get(code, row.period)
    if figure is None:
        return None
    quarter = quarters_of(row.series, row.period).quarters.get(code) if comparable else None
    href = f"{reverse('insight:indicator', args=[row.series.indicator.slug])}?place={code}" if len(code) == 3 else ""
    return Cell(figure.shown, BANDS[quarter] if quarter else 0, href, flagged=_stands_out(row, code, comparable))


def _stands_out(row: _Row, code: str, comparable: bool) -> bool:
    """Whether a council stands out among all, the tests of all of them allowed for."""
    if not comparable or len(code) != 3:
        return False
    found = chance_in(row.series, row.period).in_funnel.get(code)
    return found is not None and found.stands_out


def _columns_in_order(codes: list[str], rows: Sequence[_Row], by: str) -> list[str]:
    """By name, or by the figures of a row; councils without a figure come last either way."""
    row = next((row for row in rows if row.series.indicator.slug == by.removeprefix("-")), None)
    if row is None:
        return codes
    values = {code: (figure.shown if (figure := row.series.get(code, row.period)) else NOT_HELD) for code in codes}
    known = {code: value.value for code, value in values.items() if isinstance(value, Number)}
    ordered = sorted(known, key=known.__getitem__, reverse=by.startswith("-"))
    return [*ordered, *(code for code in codes if code not in known)]


def _rows_in_order(rows: list[_Row], sort: str) -> list[_Row]:
    """In the order of the definitions, or by where a council stands among all councils on each indicator."""
    code = sort.removeprefix("-")
    if not code:
        return rows
    places = [(_height(row, code), row) for row in rows]
    known = [(height, row) for height, row in places if height is not None]
    ordered = [row for _, row in sorted(known, key=lambda pair: pair[0], reverse=sort.startswith("-"))]
    return [*ordered, *(row for height, row in places if height is None)]


def _height(row: _Row, code: str) -> float | None:
    """The share of councils with a lower figure."""
    values = [figure.shown for place, figure in row.series.at(row.period).items() if len(place) == 3]
    own = row.series.get(code, row.period)
    if own is None or not isinstance(own.shown, Number):
        return None
    known = [value.value for value in values if isinstance(value, Number)]
    return sum(value < own.shown.value for value in known) / len(known)


def _themes(choice: Choice) -> tuple[Chip, ...]:
    everything = Chip("All themes", choice.query(theme="") or "?", current=not choice.theme)
    chosen = [
        Chip(theme.title, choice.query(theme=theme.key), current=choice.theme == theme.key)
        for theme in catalogue().themes
        if any(one.is_published for one in theme.indicators)
    ]
    return (everything, *chosen)


def _order_words(choice: Choice) -> str:
    said = []
    if choice.sort:
        way = "highest" if choice.sort.startswith("-") else "lowest"
        said.append(f"Indicators are in the order of {name_of(choice.sort.removeprefix('-'))}’s position, {way} first.")
    if choice.by:
        title = catalogue().indicator(choice.by.removeprefix("-")).title
        way = "highest" if choice.by.startswith("-") else "lowest"
        said.append(f"Councils are in the order of {title}, {way} first.")
    return " ".join(said)


def _state(chosen: str, name: str) -> SortState:
    if chosen == name:
        return "ascending"
    return "descending" if chosen == f"-{name}" else ""
