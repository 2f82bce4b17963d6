"""Tidy rows, one for each cell, as tables: one for each topic, with the dimensions found where they are not named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riia.commands.layout_options import about, column, listed, pairs_in
from riia.commands.layouts import Asked, Layout, Row, lines_of, refuse_unshown, which_counts
from riia.commands.refusals import Refused
from riia.commands.table_files import LINE, Records

if TYPE_CHECKING:
    from riia.indicators.disclosure.dimensions import Dimension
    from riia.indicators.disclosure.tables import Table

_PLACE = "place"
_OF_PLACES = frozenset({"geographic_level", "region_name", "la_name"})
_SENTENCE = 4
"""So many words are no label."""
_TOLD = 8


def tidy(path: Path, given: Records, layout: Layout, options: Row) -> Asked:
    """The tables of these rows. Raises Refused."""
    from riia.commands.dfe_columns import is_dfe, places

    headings, rows = given.headings, given.rows
    values = listed(layout.value, given.names)
    if not values:
        raise Refused(f"{path.name}: {which_counts(given)}")
    refuse_unshown(path, given, set(values) & set(headings))
    if layout.topic is not None:
        layout = replace(layout, topic=column("--topic", layout.topic, given.names))
    geography: Dimension | None = None
    asked = listed(layout.dimensions, (*headings, _PLACE))
    if is_dfe(headings) and _PLACE not in headings and _means_places(asked, rows):
        rows, geography = places(rows)
        headings = (_PLACE, *headings)
        asked = list(dict.fromkeys(_PLACE if name in _OF_PLACES else name for name in asked))
    layout = replace(layout, dimensions=asked)
    names, keep = _dimensions(headings, rows, layout, options, values)
    options = {**options, "keep": [*options["keep"], *keep]}
    notes = [f"{path.name}: dimensions {', '.join(names)}; counts {', '.join(values)}"]
    tables: list[Table] = []
    lines: list[tuple[int, ...]] = []
    known: dict[object, object] = {}
    for topic, some in _by_topic(rows, layout.topic):
        table = _one(some, names, values, layout, options, geography, topic, {})
        if _contradicts(table, known):
            notes.append(
                f"{path.name}: {topic} has other totals than the topics before it, so it counts something else"
            )
            table = _one(some, names, values, layout, options, geography, topic, {"measure": topic or ""})
        tables.append(table)
        lines.append(lines_of(some))
    if tables[0].left_out:
        left = tables[0].left_out
        told = ", ".join(left[:_TOLD]) + (f" and {len(left) - _TOLD} more" if len(left) > _TOLD else "")
        notes.append(f"{path.name}: left out, since they might tell: {told} (see --keep)")
    return Asked(path, tuple(tables), tuple(lines), tuple(notes))


def _means_places(asked: list[str], rows: list[Row]) -> bool:
    """Whether the rows are told apart by places of all levels: councils, regions and England."""
    if not asked or _PLACE in asked:
        return True
    return "la_name" in asked and any(not row["la_name"] for row in rows)


def _dimensions(
    headings: tuple[str, ...], rows: list[Row], layout: Layout, options: Row, values: list[str]
) -> tuple[list[str], list[str]]:
    """The columns that are dimensions, and other columns of text, which are printed as they are."""
    from riia.commands.dfe_columns import STANDARD
    from riia.indicators.disclosure.table_values import is_telling

    derived = {one.column for one in options["derived"]}
    named = listed(layout.dimensions, headings)
    for name in named:
        column("--dimensions", name, [one for one in headings if one != LINE])
    populations = {one.population for one in options["derived"] if isinstance(getattr(one, "population", None), str)}
    apart = {LINE, *values, *derived, *options["keep"], *named}
    free = [name for name in headings if name not in apart]
    texts = [name for name in free if name in STANDARD or not any(map(is_telling, {row[name] for row in rows}))]
    if named:
        known = (*STANDARD, _PLACE, layout.topic)
        texts = [name for name in texts if name in known or not _is_prose({row[name] for row in rows})]
        dimensions = [name for name in named if name != layout.topic]
        _refuse_blank_places(dimensions, rows)
    else:
        varying = [name for name in texts if len({row[name] for row in rows}) > 1 and name != layout.topic]
        dimensions = [name for name in varying if name not in STANDARD or name == "time_period"]
        _refuse_blank(dimensions, rows)
    keep = [name for name in texts if name not in dimensions]
    return dimensions, [*keep, *(name for name in headings if name in populations and name not in apart)]


def _is_prose(texts: set[str]) -> bool:
    """Whether a column that is no dimension has sentences with numbers in them, which may be those of hidden cells."""
    return len(texts) > 1 and any(len(text.split()) >= _SENTENCE and any(map(str.isdigit, text)) for text in texts)


def _refuse_blank(dimensions: list[str], rows: list[Row]) -> None:
    """A column that is blank here and there says hardly which cell a row is."""
    for name in dimensions:
        for row in rows:
            if not row[name]:
                others = ",".join(one for one in dimensions if one != name and one != _PLACE)
                raise Refused(
                    f"Line {row[LINE]}: the column {name!r} is blank there. Name the columns that say which cell a row "
                    f'is, such as --dimensions "{others or name}"; every row needs a label in each.'
                )


def _refuse_blank_places(dimensions: list[str], rows: list[Row]) -> None:
    """Rows of higher levels, such as England, have no name of a council."""
    for name in dimensions:
        blank = next((row for row in rows if name in _OF_PLACES and not row[name]), None)
        levels = {row.get("geographic_level") for row in rows if row[name]} if blank is not None else set()
        if blank is not None and len(levels) == 1 and blank.get("geographic_level") not in {None, *levels}:
            raise Refused(
                f"Line {blank[LINE]}, column {name!r} is blank in a row of the level {blank['geographic_level']}. Read "
                f'only the rows that have a label: --where "geographic_level={levels.pop()}"; or fill it in.'
            )


def _one(
    rows: list[Row],
    names: list[str],
    values: list[str],
    layout: Layout,
    options: Row,
    geography: Dimension | None,
    topic: str | None,
    at: dict[str, str],
) -> Table:
    """The table of one topic. Its breakdown is a dimension of its own, called after the topic."""
    from riia.indicators.disclosure.dimensions import Dimension
    from riia.indicators.disclosure.tables import Table

    pairs, loose = pairs_in(layout)
    dimensions: list[Dimension] = []
    keep, hidden = list(options["keep"]), [_PLACE] if geography is not None else []
    for name in names:
        if geography is not None and name == _PLACE:
            dimensions.append(geography)
            continue
        labels = {str(row[name]).strip() for row in rows}
        total = next((label for label in listed(layout.totals, labels) if label in labels), None)
        if total is None and "Total" in labels and not layout.totals:
            total = "Total"
        called = name
        if topic is not None and total is not None:
            called = topic if topic not in rows[0] else f"{topic} ({name})"
            rows = [{**row, called: row[name]} for row in rows]
            keep.append(name)
            hidden.append(called)
        dimensions.append(
            Dimension(called, total, parts=about(pairs, labels), of_which=about(loose, labels, by_whole=True))
        )
    across = Dimension(
        layout.across if layout.across != "column" else "measure",
        next((label for label in listed(layout.totals, values) if label in values), None),
        parts=about(pairs, set(values)),
        of_which=about(loose, set(values), by_whole=True),
    )
    return Table.from_rows(
        rows,
        dimensions,
        values[0] if len(values) == 1 else values,
        across=across,
        at=at,
        **{**options, "keep": keep, "not_printed": hidden},
    )


def _contradicts(table: Table, known: dict[object, object]) -> bool:
    """Whether the table has another count for a cell that is known; else its counts are known from now on."""
    from riia.indicators.model import Number

    printed = {key: value.value for labels, key in table.named() if isinstance(value := table.cells[labels], Number)}
    if any(known.get(key, value) != value for key, value in printed.items()):
        return True
    known.update(printed.items())
    return False


def _by_topic(rows: list[Row], topic: str | None) -> Iterator[tuple[str | None, list[Row]]]:
    if topic is None:
        yield None, rows
        return
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row[topic]), []).append(row)
    yield from found.items()
