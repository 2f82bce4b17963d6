"""From text to dates, numbers, flags and codes, whole columns at a time; what does not fit is reported, never dropped.

A cell that cannot be read as its column's kind becomes null in the typed table and a finding with its row and text, so
it is "not known" from there on and never 0. A code outside the list stays as it is, for the same reason. Where most
dates of a column cannot be read, the file is refused: rows without their day are counted nowhere, and figures are 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot
from riia.indicators.model.periods import FIRST_YEAR, LAST_YEAR
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW
from riia.indicators.tables.schema import Column, Kind, TableSchema

DAY_FIRST: Final = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d.%m.%y", "%d %b %Y", "%d-%b-%Y", "%d %b %y", "%d-%b-%y",
    "%d %B %Y",
)  # fmt: skip
"""Not "%d-%m-%y": 24-02-01 may as well begin with the year."""
ISO: Final = ("%Y-%m-%d",)
BLADE: Final = ("%Y-%b-%d",)
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_LAST_SHORT: Final = date(2049, 12, 31)
"""A year of two digits is one of 1950 to 2049: nobody in these files was born earlier."""
_SPACES: Final = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff"
"""What may stand around a value, the spaces that cannot be seen included."""
_ZONE: Final = r"(Z|[+-]\d{2}:?\d{2})"
_CLOCK: Final = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d+)?( ?[AaPp][Mm])?"
_TIME: Final = rf"[ T]{_CLOCK}{_ZONE}?$"
_DAY_WITH_ZONE: Final = rf"^(\d{{4}}-\d{{2}}-\d{{2}}){_ZONE}$"
_SERIAL: Final = r"^\d{5}(\.\d+)?$"
_GROUPED: Final = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_PLAIN: Final = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$"
_MONTH_FIRST: Final = r"^(0?[1-9]|1[0-2])[/.-](1[3-9]|2\d|3[01])[/.-]\d{2,4}\b"
_DATES_LOST: Final = 10
"""So many dates of a column may be unreadable, and half of them all, before the layout of the file is to blame."""
NOT_A_CODE: Final = "is not one of the codes for"
"""How a finding begins that says that a code is one of no year."""
_YES: Final = ("y", "yes", "true", "t", "1", "1.0")
_NO: Final = ("n", "no", "false", "f", "0", "0.0")
_KINDS: Final[Mapping[Kind, tuple[str, str, str]]] = {
    Kind.DATE: ("READ-DATE", "is not a date that exists.", "Correct the date in the source system, or leave it blank."),
    Kind.WHOLE: ("READ-NUMBER", "is not a whole number.", "Give digits alone, or leave it blank."),
    Kind.NUMBER: ("READ-NUMBER", "is not a number.", "Give digits alone, or leave it blank."),
    Kind.FLAG: ("READ-FLAG", "is neither yes nor no.", "Give Y or N, or leave it blank."),
}


def typed(
    texts: pl.DataFrame,
    schema: TableSchema,
    *,
    file: str,
    year: int | None = None,
    formats: Sequence[str] = ISO,
    serials: bool = False,
    blanks: Sequence[str] = (),
    table: str = "",
) -> tuple[pl.DataFrame, list[Finding]]:
    """Type a frame of text columns (official names, plus `_row`) of one file.

    `formats` are the date layouts to try, in order; the first that reads a cell wins, so give one order of day and
    month only. `serials` reads five digits as an Excel day number. `blanks` are texts that mean an empty cell ("-").
    Columns of the schema that the file lacks are not added. `table` is how the table is called in findings (its name
    when not given). Gives the typed frame with `_file` added, and the findings. Raises FileRefused when most dates of a
    column are written in another way than `formats`.
    """
    called = table or schema.name
    known = [column for column in schema.columns if column.name in texts.columns]
    empty = [text.casefold() for text in blanks]
    trimmed = texts.with_columns(_trimmed(column.name, empty) for column in known)
    days = _days(trimmed, [column.name for column in known if column.kind is Kind.DATE], formats, serials=serials)
    result = trimmed.with_columns(
        *(_typed(column, days).alias(column.name) for column in known), pl.lit(file).alias(FILE)
    )
    _refuse_lost_dates(trimmed, result, [one.name for one in known if one.kind is Kind.DATE], formats, file, called)
    doubts = [doubt for column in known for doubt in _doubts(column, year)]
    # Texts and typed values side by side, so that every rule is tried in one pass; most find nothing.
    both = result.with_columns(trimmed[column.name].alias(_text(column.name)) for column in known)
    counts = both.select(doubt.test.sum().alias(str(at)) for at, doubt in enumerate(doubts)).row(0) if doubts else ()
    whose = schema.child if schema.child in texts.columns else None
    return result, [
        doubt.finding(both.filter(doubt.test), whose, file, called)
        for doubt, count in zip(doubts, counts, strict=True)
        if count
    ]


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A rule for a column's cells; `test` holds for a row that breaks it."""

    column: str
    code: str
    severity: Severity
    rule: str
    remedy: str
    test: pl.Expr

    def finding(self, rows: pl.DataFrame, child: str | None, file: str, table: str) -> Finding:
        spots = spots_of(rows, _text(self.column), child)
        return Finding(self.code, self.severity, file, table, self.column, self.rule, self.remedy, rows.height, spots)


def _doubts(column: Column, year: int | None) -> Iterator[_Doubt]:
    """What may be wrong with the cells of a column: unreadable, not in the list of codes, blank."""
    name, cells, text = column.name, pl.col(column.name), pl.col(_text(column.name))
    if column.kind in _KINDS:
        code, rule, remedy = _KINDS[column.kind]
        yield _Doubt(name, code, Severity.ERROR, rule, remedy, text.is_not_null() & cells.is_null())
    if column.kind is Kind.CODE and column.codes:
        right = column.codes_in(year)
        rule = f"{NOT_A_CODE} {name}{f' in {year}' if year else ''}."
        remedy = f"Use one of {_some(right)}. The row is kept, its code counts as unknown."
        strange = cells.is_not_null() & ~cells.is_in(right)
        if others := [code for code in column.codes if code not in right]:
            of_others = f"is a code for {name}, but not of {year}."
            check = f"Check the year of the file, or use one of {_some(right)}. The row is kept, its code with it."
            yield _Doubt(name, "READ-CODE", Severity.WARNING, of_others, check, cells.is_in(others))
            strange &= ~cells.is_in(others)
        yield _Doubt(name, "READ-CODE", Severity.WARNING, rule, remedy, strange)
    if column.required and column.in_year(year):
        remedy = "Fill it in the source system and make the file again."
        yield _Doubt(name, "READ-BLANK", Severity.ERROR, "must not be blank.", remedy, text.is_null())


def _text(column: str) -> str:
    """Where a column's text stands beside its typed values."""
    return f"text of {column}"


def spots_of(rows: pl.DataFrame, column: str, child: str | None) -> tuple[Spot, ...]:
    """Where the rows are, with what stands in `column` and whose rows they are."""
    first = rows.head(SPOTS_KEPT)
    values = first[column].cast(pl.String).fill_null("") if column else pl.Series([""] * first.height, dtype=pl.String)
    children = first[child].cast(pl.String).fill_null("") if child else pl.Series([""] * first.height, dtype=pl.String)
    return tuple(Spot(*one) for one in zip(first[ROW], values, children, strict=True))


def _refuse_lost_dates(
    texts: pl.DataFrame, result: pl.DataFrame, columns: Sequence[str], formats: Sequence[str], file: str, table: str
) -> None:
    """Refuse a file of which most dates of a column cannot be read: it is the layout that is wrong, not a record."""
    problems = []
    for name in columns:
        filled = texts.height - texts[name].null_count()
        lost = filled - (result.height - result[name].null_count())
        if lost <= max(_DATES_LOST, filled // 2):
            continue
        wrong = texts.filter(texts[name].is_not_null() & result[name].is_null())
        rule = f"{lost:,} of the {filled:,} dates in this column cannot be read."
        if bool(wrong[name].str.contains(_MONTH_FIRST).any()):
            rule += " The month seems to come before the day, so the others may be wrong too."
        day = "2025-03-31" if formats[0] in (*ISO, *BLADE) else "31/03/2025"
        remedy = f"Make the file again with dates as {day}; without them its rows would be counted nowhere."
        problems.append(Problem(wrong[ROW][0], name, wrong[name][0], rule, remedy, table))
    if problems:
        raise FileRefused(file, problems)


def _trimmed(name: str, blanks: Sequence[str]) -> pl.Expr:
    text = pl.col(name).str.strip_chars(_SPACES)
    return pl.when((text != "") & ~text.str.to_lowercase().is_in(blanks)).then(text).alias(name)


def _days(frame: pl.DataFrame, columns: Sequence[str], formats: Sequence[str], *, serials: bool) -> pl.DataFrame:
    """Every different text of some columns with the day it is. Days repeat, and reading one is dear, so once each."""
    texts = [frame[name].unique().rename("text") for name in columns]
    different = pl.concat(texts).unique().drop_nulls() if texts else pl.Series("text", [], dtype=pl.String)
    return different.to_frame().with_columns(day=_date(pl.col("text"), formats, serials=serials))


def _typed(column: Column, days: pl.DataFrame) -> pl.Expr:
    text = pl.col(column.name)
    match column.kind:
        case Kind.DATE:
            return text.replace_strict(days["text"], days["day"], default=None, return_dtype=pl.Date)
        case Kind.WHOLE:
            return _number(text).str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            number = _number(text.str.replace(r"^([+-]?)£", "${1}")).cast(pl.Float64, strict=False)
            return pl.when(number.is_finite()).then(number)
        case Kind.FLAG:
            low = text.str.to_lowercase()
            return pl.when(low.is_in(_YES)).then(pl.lit(value=True)).when(low.is_in(_NO)).then(pl.lit(value=False))
        case Kind.CODE if column.codes:
            upper = {code.upper(): code for code in column.codes}
            # A spreadsheet turns the code 10 into the number 10.0.
            upper = {f"{code}.0": own for code, own in upper.items() if code.isdigit()} | upper
            return text.str.to_uppercase().replace_strict(upper, default=text, return_dtype=pl.String)
        case _:
            return text


def _date(text: pl.Expr, formats: Sequence[str], *, serials: bool) -> pl.Expr:
    """A day, whatever time of it is given."""
    day = text.str.replace(_TIME, "").str.replace(_DAY_WITH_ZONE, "${1}").str.replace(r"(?i)\bsept\b", "Sep")
    read = []
    for layout in formats:
        one = day.str.to_date(layout, strict=False, exact=True)
        if "%y" in layout:
            one = pl.when(one > _LAST_SHORT).then(one.dt.offset_by("-100y")).otherwise(one)
            one = pl.when(day.str.contains(r"\D\d\d$")).then(one)  # polars takes one digit as well
        read.append(one)
    if serials:
        number = pl.when(text.str.contains(_SERIAL)).then(text.str.replace(r"\.\d+$", ""))
        # Excel counts days from 30 December 1899, having given 1900 a 29 February.
        read.append((number.cast(pl.Int32, strict=False) - 25_569).cast(pl.Date))
    # A year of two digits read by %Y would be in the first century.
    return pl.coalesce(pl.when(one.is_between(_FIRST, _LAST)).then(one) for one in read)


def _number(text: pl.Expr) -> pl.Expr:
    """Digits alone: without separators of thousands, where these stand as they should. Null for anything else."""
    bare = pl.when(text.str.contains(_GROUPED)).then(text.str.replace_all(",", "", literal=True)).otherwise(text)
    return pl.when(bare.str.contains(_PLAIN)).then(bare)


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:12])
    return f"{shown} … ({len(codes)} codes)" if len(codes) > 12 else shown
