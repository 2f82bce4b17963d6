"""The scan: whether anything anywhere in a file looks as if it named a child, and where. It tells no value."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from riia.indicators.records.headings import identifying
from riia.indicators.records.identifiers import Trait, is_person_by_order, is_sector, traits
from riia.indicators.records.margins import AUTHOR
from riia.indicators.records.nouns import Dataset, Field, FieldKind, RecordList
from riia.indicators.records.opening import Opened, Page
from riia.indicators.records.problems import RecordProblem, found_in
from riia.indicators.records.recognising import folded

_TAKE_OUT: Final = "Take it out in the source, or make the file by riia pseudonymise, and give the file again."
_PROPERTIES: Final = (
    "In Excel choose File, Info, Check for Issues, Inspect Document, remove what it finds and save; or make the file "
    "by riia pseudonymise, which writes none."
)

_STAFF: Final = frozenset({Trait.NAME, Trait.EMAIL})
"""What may stand as the author of a workbook: a member of staff, by name or address. It is never kept or shown."""


def clean_label(name: str, number: int, today: date) -> tuple[str, tuple[Trait, ...]]:
    """What a file is called in messages, and what identifies in its name. A name that may identify is not repeated."""
    stem = re.sub(r"[_.+~-]+", " ", name)
    found = tuple(dict.fromkeys([*traits(stem, today, margin=True), *traits(name, today, margin=True)]))
    return (f"file {number}" if found else name), found


def scanned(
    opened: Opened, lists: Sequence[RecordList | None], dataset: Dataset, today: date
) -> Iterator[RecordProblem]:
    """Everything in one file that seems to identify. `lists` say of each page which list it is, where it is one."""
    shown = {text for page in opened.pages for _, cells in page.rows for text in cells}
    for page, known in zip(opened.pages, lists, strict=True):
        yield from _page(opened.label, page, known, dataset, today)
    beside = [(where, text) for where, text in opened.margins if text not in shown]
    yield from _margins(opened.label, beside, today)
    for what in opened.strange:
        rule = f"holds {what}, where names may stand unseen."
        yield RecordProblem(opened.label, "", "", rule, "Copy the lists into a new workbook, and give that.")


def _margins(label: str, texts: Iterable[tuple[str, str]], today: date) -> Iterator[RecordProblem]:
    seen: dict[tuple[str, Trait], int] = {}
    for where, text in texts:
        for trait in traits(text, today, margin=True):
            if where == AUTHOR and trait in _STAFF:
                continue
            seen[where, trait] = seen.get((where, trait), 0) + 1
    for (where, trait), count in seen.items():
        rule = f"{where} hold what looks like {trait.words}."
        if where == AUTHOR or where.startswith("a remark"):
            rule = f"{where} holds what looks like {trait.words}."
        yield RecordProblem(label, "", "", rule, _PROPERTIES, (), count, trait)


def _page(label: str, page: Page, known: RecordList | None, dataset: Dataset, today: date) -> Iterator[RecordProblem]:
    table = known.title if known else (f"sheet {page.number}" if page.name else "")
    for trait in traits(page.name, today, margin=True):
        rule = f"the name of the sheet looks like {trait.words}."
        yield RecordProblem(label, f"sheet {page.number}", "", rule, "Call it what it holds.", (), 1, trait)
    width = max([len(page.headings), *(len(cells) for _, cells in page.rows)], default=0)
    for at in range(width):
        heading = page.headings[at] if at < len(page.headings) else ""
        field = _field(known, heading)
        called = f"column {field.name}" if field else f"column {at + 1}"
        yield from _heading(label, table, called, page.heading_line, heading, today, is_own=field is not None)
        column = [(line, cells[at]) for line, cells in page.rows if at < len(cells) and cells[at]]
        yield from _column(label, table, called, column, field, dataset, today)


def _field(known: RecordList | None, heading: str) -> Field | None:
    if known is None:
        return None
    return next((one for one in known.fields if one.name == folded(heading)), None)


def _heading(
    label: str, table: str, called: str, line: int, heading: str, today: date, *, is_own: bool
) -> Iterator[RecordProblem]:
    if is_own:
        return
    if (trait := identifying(heading)) is not None:
        rule = f"is headed as if it held {trait.words}."
        yield RecordProblem(label, table, called, rule, _TAKE_OUT, (line,), 1, trait)
    for trait in traits(heading, today, margin=True):
        rule = f"the heading looks like {trait.words}."
        yield RecordProblem(label, table, called, rule, _TAKE_OUT, (line,), 1, trait)


def _column(
    label: str,
    table: str,
    called: str,
    column: list[tuple[int, str]],
    field: Field | None,
    dataset: Dataset,
    today: date,
) -> Iterator[RecordProblem]:
    known = {text: _of_cell(text, field, dataset, today) for text in {text for _, text in column}}
    for trait in Trait:
        lines = [line for line, text in column if trait in known[text]]
        if lines:
            yield found_in(lines, label, table, called, f"holds what looks like {trait.words}.", _TAKE_OUT, trait)


def _of_cell(text: str, field: Field | None, dataset: Dataset, today: date) -> frozenset[Trait]:
    kind = field.kind if field else None
    if kind is FieldKind.PSEUDONYM and re.fullmatch(rf"d{dataset.number}-\d{{4}}-\d{{2}}-[a-z2-7]{{26}}", text):
        return frozenset()
    if is_sector(text):
        return frozenset()  # an area; no column takes one, so the dataset's own rules refuse it
    found = set(traits(text, today))
    if kind is FieldKind.ORGANISATION and is_person_by_order(text):
        found.add(Trait.NAME)
    if kind is FieldKind.MONTH:
        found.discard(Trait.DATE_OF_BIRTH)  # a full date is refused there by its own rule
    return frozenset(found)
