"""On the council's side: its own list of children becomes a file of records that names nobody.

The identifier becomes a keyed pseudonym, days become months, a date of birth becomes an age band or a year group, and
every column that the dataset does not ask for is left behind. What was made is then read as the alliance would read it,
scan included; only a file that passes is written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from riia.indicators.records.headings import identifying
from riia.indicators.records.identifiers import Trait, plain
from riia.indicators.records.nouns import Dataset, Field, FieldKind, RecordList
from riia.indicators.records.opening import Page, open_file
from riia.indicators.records.problems import RecordProblem, RecordsRefused, found_in
from riia.indicators.records.pseudonyms import normalised, pseudonym
from riia.indicators.records.recognising import folded, missing_lists

_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "provider": ("provider_name", "school_name", "school", "establishment", "placement_name"),
    "provider_urn": ("urn", "school_urn", "provider_number"),
    "sector": ("provider_type", "provider_sector", "school_type"),
    "placement_type": ("type_of_placement", "placement_kind"),
    "starts": ("start_date", "placement_start_date", "placement_start", "start"),
    "ends": ("end_date", "placement_end_date", "placement_end", "end"),
    "price_per_week": ("weekly_price", "weekly_cost", "cost_per_week"),
    "price_per_year": ("annual_price", "annual_cost", "cost_per_year", "price", "cost"),
    "weeks_per_year": ("weeks", "number_of_weeks"),
    "primary_need": ("need", "sen_need", "primary_sen_need", "sen_type"),
    "joint_funding": ("joint_funded", "jointly_funded"),
    "month": (
        "date", "event_date", "exclusion_date", "date_of_exclusion", "exclusion_start_date", "leaving_date",
        "date_left", "date_of_leaving", "joining_date", "date_joined", "date_of_joining", "start_date",
    ),
    "year_group": ("nc_year", "ncyear", "nc_year_group", "national_curriculum_year", "year"),
    "phase": ("school_phase", "phase_of_education"),
    "sen": ("sen_status", "sen_provision", "sen_support"),
    "kind": ("exclusion_type", "type_of_exclusion", "category", "exclusion_category", "type"),
    "reason": ("exclusion_reason", "reason_1", "reason_code"),
    "sessions": ("number_of_sessions", "sessions_excluded"),
    "went_to": ("destination", "leaving_to"),
    "came_from": ("origin", "previous", "joining_from"),
}  # fmt: skip
_SERIAL: Final = re.compile(r"\d{5}(\.0+)?")
_OLDEST: Final = 25
_RECEPTION: Final = 4


@dataclass
class Done:
    """What was done to one page: for the report, which tells no value and no foreign heading."""

    title: str
    rows: int = 0
    children: int = 0
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """The lists as they may be given away, and what was done."""

    dataset: Dataset
    year: str
    council: str
    lists: Mapping[str, Sequence[tuple[str, ...]]]
    done: Sequence[Done]

    @property
    def report(self) -> str:
        """What was done, in words."""
        parts = [f"{self.dataset.title}, {self.year}, council {self.council}."]
        for one in self.done:
            parts += ["", f"{one.title}: {one.rows:,} rows about {one.children:,} children.", *one.lines]
        return "\n".join(parts) + "\n"


class Names:
    """The identifiers that were met, and their pseudonyms: two that differ never get the same."""

    def __init__(self, key: bytes, dataset: Dataset, year: str) -> None:
        self._key, self._dataset, self._year = key, dataset, year
        self._owner: dict[str, str] = {}

    def of(self, identifier: str) -> str:
        """The pseudonym. Raises RecordsRefused where another identifier has it already."""
        made = pseudonym(self._key, self._dataset, self._year, identifier)
        if self._owner.setdefault(made, normalised(identifier)) != normalised(identifier):
            rule = "two children came to the same pseudonym."
            raise RecordsRefused([RecordProblem("the files", "", "", rule, "Make a new key and start again.")])
        return made


def pseudonymised(
    files: Sequence[Path], dataset: Dataset, *, key: bytes, year: str, council: str, columns: Sequence[str] = ()
) -> Pseudonymised:
    """Make the lists of a dataset from a council's own files. `columns` are headings of the identifier.

    Raises RecordsRefused with what is missing; no message has a value.
    """
    names = Names(key, dataset, year)
    lists: dict[str, Sequence[tuple[str, ...]]] = {}
    done: list[Done] = []
    problems: list[RecordProblem] = []
    for number, path in enumerate(files, start=1):
        opened = open_file(path, f"file {number}")
        for page in opened.pages:
            if not page.headings:
                continue
            known = _list_of(page, path, dataset)
            if known is None or known.name in lists:
                rule = "is none of the lists of the dataset." if known is None else "is there twice."
                remedy = f"Call the sheets or files {', '.join(one.title for one in dataset.lists)}."
                problems.append(RecordProblem(opened.label, f"sheet {page.number}", "", rule, remedy))
                continue
            maker = _Maker(page, known, names, dataset, year, council, columns)
            rows = list(maker.rows())
            problems += maker.problems(opened.label)
            lists[known.name] = rows
            done.append(maker.done)
    for one in missing_lists(dataset, [dataset.list(name) for name in lists]):
        rule = f"there is no list of {one.title.lower()}."
        problems.append(RecordProblem("the files", one.title, "", rule, f"Add a sheet or file called {one.title}."))
    if problems:
        raise RecordsRefused(problems)
    return Pseudonymised(dataset, year, council, {one.name: lists[one.name] for one in dataset.lists}, done)


def write_workbook(made: Pseudonymised, path: Path) -> None:
    """Write the lists as a workbook of texts, a sheet each, row by row. The same rows give the same bytes."""
    import xlsxwriter

    options: dict[str, Any] = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no time of anything
        text = book.add_format({"num_format": "@"})
        for name, rows in made.lists.items():
            known = made.dataset.list(name)
            sheet = book.add_worksheet(known.title)
            for at, row in enumerate((known.names, *rows)):
                for column, value in enumerate(row):
                    sheet.write_string(at, column, value, text)


def write_csv(made: Pseudonymised, path: Path) -> None:
    """Write the only list of a dataset as CSV."""
    import csv

    (name, rows), *_ = made.lists.items()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(made.dataset.list(name).names)
        writer.writerows(rows)


def _list_of(page: Page, path: Path, dataset: Dataset) -> RecordList | None:
    if len(dataset.lists) == 1:
        return dataset.lists[0]
    called = folded(page.name or path.stem)
    by_name = [one for one in dataset.lists if one.name in called or one.name.rstrip("s") in called]
    return by_name[0] if len(by_name) == 1 else None


class _Maker:
    """Makes the rows of one list from one page."""

    def __init__(
        self, page: Page, known: RecordList, names: Names, dataset: Dataset, year: str, council: str,
        columns: Sequence[str],
    ) -> None:  # fmt: skip
        self._page, self._known, self._names, self._year, self._council = page, known, names, year, council
        self._begins = date(int(year[:4]), *((4, 1) if dataset.year == "FY" else (8, 31)))
        self._headings = [folded(heading) for heading in page.headings]
        self._identifier = self._found_identifier([folded(one) for one in columns])
        self._born = self._trait(Trait.DATE_OF_BIRTH)
        self._taken = {one.name: self._found(one) for one in known.fields if one.kind is not FieldKind.PSEUDONYM}
        self._blank: list[int] = []
        self.done = Done(known.title)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows, one after the other."""
        children: set[str] = set()
        spellings: set[str] = set()
        if self._identifier is None:
            return
        for line, cells in self._page.rows:
            own = plain(_at(cells, self._identifier))
            if not normalised(own):
                self._blank.append(line)
                continue
            made = self._names.of(own)
            children.add(made)
            spellings.add(own)
            self.done.rows += 1
            yield tuple(
                made if one.kind is FieldKind.PSEUDONYM else self._value(one, cells) for one in self._known.fields
            )
        self.done.children = len(children)
        self._tell(len(spellings) - len(children))

    def problems(self, label: str) -> Iterator[RecordProblem]:
        """Why no pseudonym could be made."""
        if self._identifier is None:
            rule = "there is no column to make pseudonyms from."
            yield RecordProblem(label, self._known.title, "", rule, "Name its heading: --column UPN.")
        if self._blank:
            remedy = "Fill in the identifier, or take the rows out."
            yield found_in(self._blank, label, self._known.title, "", "has no identifier.", remedy)

    def _found_identifier(self, asked: Sequence[str]) -> int | None:
        for one in asked:
            if one in self._headings:
                return self._headings.index(one)
        return None if asked else self._trait(Trait.UPN)

    def _trait(self, trait: Trait) -> int | None:
        found = (at for at, heading in enumerate(self._page.headings) if identifying(heading) is trait)
        return next(found, None)

    def _found(self, one: Field) -> int | None:
        called = (one.name, *_ALSO.get(one.name, ()))
        return next((self._headings.index(name) for name in called if name in self._headings), None)

    def _value(self, one: Field, cells: tuple[str, ...]) -> str:
        at = self._taken[one.name]
        text = plain(_at(cells, at)) if at is not None else ""
        if one.kind is FieldKind.COUNCIL:
            return text or self._council
        if one.kind is FieldKind.MONTH:
            return _month(text)
        if not text and one.name in ("age_band", "year_group") and self._born is not None:
            return self._of_birth(one.name, plain(_at(cells, self._born)))
        if one.name == "year_group":
            return re.sub(r"^(year|y) ?(?=\d)", "", text, flags=re.I).removesuffix(".0")
        return text

    def _of_birth(self, name: str, text: str) -> str:
        born = day_of(text)
        if born is None or born > self._begins:
            return ""
        had = (self._begins.month, self._begins.day) >= (born.month, born.day)
        age = self._begins.year - born.year - (0 if had else 1)
        if name == "age_band":
            bands = ((4, "0-4"), (10, "5-10"), (15, "11-15"), (18, "16-18"), (_OLDEST, "19-25"))
            return next((band for most, band in bands if age <= most), "")
        if age < _RECEPTION:
            return "N"
        return "R" if age == _RECEPTION else (str(age - _RECEPTION) if age - _RECEPTION <= 14 else "")

    def _tell(self, spelt: int) -> None:
        lines = self.done.lines
        lines.append(f"- column {(self._identifier or 0) + 1}: made into keyed pseudonyms.")
        if spelt > 0:
            lines.append(f"  {spelt:,} identifiers were written in more than one way and counted as the same child.")
        kept = {at: name for name, at in self._taken.items() if at is not None}
        for at, heading in enumerate(self._page.headings):
            if at == self._identifier:
                continue
            trait = identifying(heading)
            if at in kept:
                kind = self._known.field(kept[at]).kind
                how = "kept as months" if kind is FieldKind.MONTH else "kept"
                lines.append(f"- column {at + 1}: {how}, as {kept[at]}.")
            elif at == self._born and not {"age_band", "year_group"}.isdisjoint(
                name for name, taken in self._taken.items() if taken is None
            ):
                lines.append(f"- column {at + 1}: made into an age band or year group, and removed.")
            else:
                why = f"headed as {trait.words}" if trait else "not part of the list"
                lines.append(f"- column {at + 1}: removed, {why}.")


def day_of(text: str) -> date | None:
    """The day that a text is: ISO, day first, with the month's name, or Excel's number of a day. None for no day."""
    bare = re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", text)
    if _SERIAL.fullmatch(bare):
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(float(bare)))
    for layout in (
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%d.%m.%Y",
        "%d/%m/%y",
        "%d %b %Y",
        "%d %B %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
    ):
        try:
            return datetime.strptime(bare, layout).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _month(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d{1,2}", text) or not text:
        return text
    day = day_of(text)
    return f"{day:%Y-%m}" if day else text


def _at(cells: tuple[str, ...], at: int) -> str:
    return cells[at] if at < len(cells) else ""
