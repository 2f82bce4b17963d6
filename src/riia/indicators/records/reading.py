"""Reading files of records: scanned for identities first, then held against the dataset, then put into one plain form.

Nothing of a file is used unless all of it is right. What is kept is made new from what was understood: the lists, in
the order of their pseudonyms, without the file, its name or its properties.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from riia.indicators.records.cells import MAKE_THEM, Unread, read_cell
from riia.indicators.records.identifiers import is_organisation
from riia.indicators.records.nouns import Dataset, Field, RecordList
from riia.indicators.records.opening import Opened, Page, open_file
from riia.indicators.records.problems import RecordProblem, RecordsRefused, found_in
from riia.indicators.records.pseudonyms import not_keyed
from riia.indicators.records.recognising import folded, list_of, missing_lists
from riia.indicators.records.scanning import clean_label, scanned

type Row = tuple[str, ...]
"""The values of a record as text in their plain form, in the order of the fields; "" is a blank."""
_ANNUAL_GAP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one dataset that were read. `year` is the span that their pseudonyms are made for: "2025-26"."""

    dataset: Dataset
    council: str
    year: str
    lists: Mapping[str, tuple[Row, ...]]

    @property
    def rows(self) -> int:
        """How many records there are."""
        return sum(map(len, self.lists.values()))

    def column(self, of: str, name: str) -> list[str]:
        """The values of one field of a list."""
        at = self.dataset.list(of).names.index(name)
        return [row[at] for row in self.lists[of]]

    def to_bytes(self) -> bytes:
        """The records in one fixed form: the same records give the same bytes, whatever file they came in."""
        lists = {name: {"fields": self.dataset.list(name).names, "rows": rows} for name, rows in self.lists.items()}
        held = {"dataset": self.dataset.key, "council": self.council, "year": self.year, "lists": lists}
        return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def sha256(self) -> str:
        """The hash of `to_bytes`."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def from_bytes(raw: bytes) -> Records:
    """What `to_bytes` made, back again."""
    from riia.indicators.records.datasets import dataset_of

    held = json.loads(raw)
    lists = {name: tuple(tuple(row) for row in one["rows"]) for name, one in held["lists"].items()}
    return Records(dataset_of(held["dataset"]), held["council"], held["year"], lists)


def read_records(
    files: Sequence[tuple[Path, str]],
    dataset: Dataset,
    *,
    today: date,
    council: str = "",
    year: str = "",
) -> Records:
    """Read the files of one council: a workbook with a sheet for each list, or a CSV file for each.

    `files` are paths with the names they have for people. `council` and `year` ("2025-26"), where given, must be those
    of the records. Raises RecordsRefused with every problem, those about identities first; no message has a value.
    """
    problems: list[RecordProblem] = []
    opened: list[tuple[Opened, list[RecordList | None]]] = []
    for number, (path, name) in enumerate(files, start=1):
        label, named = clean_label(name, number, today)
        for trait in named:
            rule = f"its name looks as if it held {trait.words}."
            problems.append(RecordProblem(label, "", "", rule, "Give the file another name.", (), 1, trait))
        try:
            one = open_file(path, label)
        except RecordsRefused as error:
            problems += error.problems
            continue
        filled = tuple(page for page in one.pages if page.headings or page.rows)
        one = Opened(one.label, filled, (*one.margins, *_empty_names(one)), one.strange)
        lists = [list_of(page, name, dataset) for page in filled]
        problems += scanned(one, lists, dataset, today)
        opened.append((one, lists))
    taken: dict[str, tuple[Row, ...]] = {}
    for one, lists in opened:
        for page, known in zip(one.pages, lists, strict=True):
            problems += _taken(one.label, page, known, dataset, taken, council, year)
    if not any(problem.trait for problem in problems) and len(opened) == len(files):
        problems += _lacking(dataset, taken)
    if problems:
        raise RecordsRefused(problems)
    return _put_together(dataset, taken, council, year)


def _empty_names(opened: Opened) -> Iterator[tuple[str, str]]:
    """The names of sheets without anything in them, which are not read and might name somebody."""
    for page in opened.pages:
        if not page.headings and not page.rows:
            yield "names, titles or prompts of the workbook", page.name


def _put_together(dataset: Dataset, taken: Mapping[str, tuple[Row, ...]], council: str, year: str) -> Records:
    spans: Counter[str] = Counter()
    councils: Counter[str] = Counter()
    for name, rows in taken.items():
        names = dataset.list(name).names
        spans.update(row[names.index("pseudonym")][3:10] for row in rows)
        councils.update(row[names.index("council")] for row in rows)
    problems = []
    if len(spans) > 1:
        rule = "the pseudonyms are of different years."
        problems.append(RecordProblem("the files", "", "", rule, "Make all lists with the same --year."))
    if len(councils) > 1:
        rule = "the records are of different councils."
        problems.append(RecordProblem("the files", "", "", rule, "Give the files of one council."))
    if not spans and not (council and year):
        rule = "there is no record in any list."
        problems.append(
            RecordProblem("the files", "", "", rule, "Check the files; if there is nothing, say so by e-mail.")
        )
    if problems:
        raise RecordsRefused(problems)
    lists = {one.name: tuple(sorted(taken[one.name])) for one in dataset.lists}
    return Records(dataset, next(iter(councils), council), next(iter(spans), year), lists)


def _lacking(dataset: Dataset, taken: Mapping[str, tuple[Row, ...]]) -> Iterator[RecordProblem]:
    found = [dataset.list(name) for name in taken]
    for one in missing_lists(dataset, found):
        rule = f"there is no list of {one.title.lower()}."
        remedy = f"Add a sheet or a CSV file called {one.title} with the headings of the list, also if it has no rows."
        yield RecordProblem("the files", one.title, "", rule, remedy)


def _taken(
    label: str,
    page: Page,
    known: RecordList | None,
    dataset: Dataset,
    taken: dict[str, tuple[Row, ...]],
    council: str,
    year: str,
) -> Iterator[RecordProblem]:
    """The problems of a page; without any its rows are added to `taken`."""
    if known is None:
        rule = "is none of the lists of the dataset."
        remedy = f"Give only {', '.join(one.title for one in dataset.lists)}, with their headings in the first line."
        yield RecordProblem(label, f"sheet {page.number}" if page.name else "", "", rule, remedy)
        return
    if known.name in taken:
        yield RecordProblem(label, known.title, "", "the list is there twice.", "Give it once.")
        return
    problems = [*_hidden(label, page, known), *_headings(label, page, known)]
    where = {folded(heading): at for at, heading in enumerate(page.headings)}
    columns: dict[str, list[str]] = {}
    for field in known.fields:
        at = where.get(field.name)
        texts = [(line, cells[at] if at is not None and at < len(cells) else "") for line, cells in page.rows]
        values, wrong = _column(label, known, field, texts, dataset, council, year)
        columns[field.name] = values
        problems += wrong if at is not None else []
    taken[known.name] = tuple(zip(*columns.values(), strict=True)) if columns else ()
    lines = [line for line, _ in page.rows]
    problems += _across(label, known, columns, lines, taken[known.name])
    yield from problems


def _hidden(label: str, page: Page, known: RecordList) -> Iterator[RecordProblem]:
    if page.broken:
        rule = "has errors or formulas without a value."
        yield found_in(page.broken, label, known.title, "", rule, "Paste the values over the formulas and save.")


def _headings(label: str, page: Page, known: RecordList) -> Iterator[RecordProblem]:
    names = [folded(heading) for heading in page.headings]
    for field in known.fields:
        if field.required and field.name not in names:
            rule = "is missing."
            yield RecordProblem(label, known.title, f"column {field.name}", rule, f"Add it: {field.about}")
        if names.count(field.name) > 1:
            rule = "is there twice."
            yield RecordProblem(label, known.title, f"column {field.name}", rule, "Keep the right one.")
    for at, name in enumerate(names, start=1):
        if name not in known.names and (name or any(len(cells) >= at and cells[at - 1] for _, cells in page.rows)):
            rule = "is not part of the list, and nothing is taken beyond what was agreed."
            yield RecordProblem(label, known.title, f"column {at}", rule, "Take it out.", (page.heading_line,))


def _column(
    label: str,
    known: RecordList,
    field: Field,
    texts: Sequence[tuple[int, str]],
    dataset: Dataset,
    council: str,
    year: str,
) -> tuple[list[str], list[RecordProblem]]:
    """The values of a column, "" where one cannot be read, and what is wrong with them."""
    read = {text: read_cell(text, field, dataset, council, year) for text in {text for _, text in texts}}
    wrong: dict[Unread, list[int]] = {}
    values = []
    for line, text in texts:
        value = read[text]
        if isinstance(value, Unread):
            wrong.setdefault(value, []).append(line)
            value = ""
        values.append(value)
    column = f"column {field.name}"
    return values, [found_in(lines, label, known.title, column, one.rule, one.remedy) for one, lines in wrong.items()]


def _across(
    label: str, known: RecordList, columns: Mapping[str, list[str]], lines: Sequence[int], rows: Sequence[Row]
) -> Iterator[RecordProblem]:
    """Rules over several cells of a record."""
    seen: set[Row] = set()
    twice = [line for line, row in zip(lines, rows, strict=True) if row in seen or seen.add(row)]  # type: ignore[func-returns-value]
    if twice:
        rule = "the same record stands there twice."
        yield found_in(twice, label, known.title, "", rule, "Keep it once.")
    doubtful = not_keyed(columns["pseudonym"])
    if made_up := [line for line, one in zip(lines, columns["pseudonym"], strict=True) if one in doubtful]:
        rule = "has pseudonyms of the right form that no keyed hash makes, so that they may be undone."
        yield found_in(made_up, label, known.title, "column pseudonym", rule, MAKE_THEM)
    if "provider" in columns:
        yield from _placements(label, known, columns, lines)


def _placements(
    label: str, known: RecordList, columns: Mapping[str, list[str]], lines: Sequence[int]
) -> Iterator[RecordProblem]:
    nameless = [
        line
        for line, provider, urn in zip(lines, columns["provider"], columns["provider_urn"], strict=True)
        if provider and not urn and not is_organisation(provider)
    ]
    if nameless:
        rule = "may be the name of a person: no word such as School says otherwise, or only one after a person's name."
        remedy = "Give the provider's number in the register of schools in provider_urn, or its full name."
        yield found_in(nameless, label, known.title, "column provider", rule, remedy)
    unpriced, differing = [], []
    prices = zip(lines, columns["price_per_week"], columns["weeks_per_year"], columns["price_per_year"], strict=True)
    for line, week, weeks, year in prices:
        if not year and not (week and weeks):
            unpriced.append(line)
        elif year and week and weeks and abs(float(week) * int(weeks) - float(year)) > _ANNUAL_GAP * float(year) + 1:
            differing.append(line)
    if unpriced:
        rule = "has no price."
        remedy = "Give price_per_year, or price_per_week and weeks_per_year."
        yield found_in(unpriced, label, known.title, "column price_per_year", rule, remedy)
    if differing:
        rule = "is not the price per week times the weeks."
        yield found_in(differing, label, known.title, "column price_per_year", rule, "Correct one of the three.")
    backwards = [
        line
        for line, start, end in zip(lines, columns["starts"], columns["ends"], strict=True)
        if start and end and end < start
    ]
    if backwards:
        yield found_in(backwards, label, known.title, "column ends", "lies before the start.", "Correct the month.")
