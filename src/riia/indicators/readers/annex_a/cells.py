"""Cells of a list brought to the forms that typing knows: codes, flags, dates, identifiers and the ways to say nothing.

* "-", "n/a", "null" and the like are blank everywhere; "not known", "not recorded" and the like are blank in dates,
  numbers, flags and identifiers, but remain where they are a code of their own.
* Codes are recognised by the statutory code or by words, never by the letter alone (see `tables.annex_a`).
* Days that stand for none (0, 01/01/1900, 31/12/9999) are blank.
* Dates are read day first, always. One that can only be read month first is not guessed: it is set aside and reported.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.typed import spots_of
from riia.indicators.tables.annex_a import CODE_LISTS
from riia.indicators.tables.schema import Column, Kind, TableSchema

BLANKS: Final = (
    "-", "--", "---", "–", "—", "n/a", "n\\a", "#n/a", "null", "none", "nil", "<null>", "(blank)", "(null)",
    "nan", "nat", "<na>", ".",
)  # fmt: skip
_UNKNOWN: Final = (
    "n/k", "nk", "na", "not known", "unknown", "not recorded", "not stated", "not applicable", "not available",
    "no date", "unborn", "?", "not yet known", "not yet", "u", "tbc", "pending",
)  # fmt: skip
_YES_NO: Final = {"yes": "Y", "no": "N", "unknown": None, "not known": None, "not recorded": None, "u": None}
_GOES_ON: Final = (
    "open", "ongoing", "on-going", "on going", "current", "present", "to date", "still open", "n/a - open",
    "not held", "not yet held", "not ended", "not closed", "not completed", "in progress", "to present",
)  # fmt: skip
"""What stands in a date for a thing that goes on, or has not come yet."""
_PREFIX: Final = r"^\s*[A-Za-z]{1,2}\s*[).:]\s*"
_TIME: Final = r"(?i)[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*$"
_SERIAL_TIME: Final = r"^(\d{5})\.\d+$"
# Days that systems and lookups write for "none": Excel's 0, SQL Server's first day, the end of time.
_NO_DAY: Final = r"^(0(\.0+)?|1899-12-3[01]|1900-01-01|0?[01]/0?1/1900|3[01]/12/1899|31/12/[29]999|[29]999-12-31)$"
_MONTH_FIRST: Final = r"^(0?[1-9]|1[0-2])[/.\-](1[3-9]|2\d|3[01])[/.\-](\d{4}|\d{2})$"
_DAY_FIRST_ONLY: Final = r"^(1[3-9]|2\d|3[01])[/.\-](0?[1-9]|1[0-2])[/.\-](\d{4}|\d{2})$"
_WEEKDAY: Final = (
    r"(?i)^(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur|sun)day)[.,]?\s+"
)
_REAL: Final = r"^\d{4}-\d{2}-\d{2}( 00:00:00)?$"
_EARLY: Final = r"^(0?[1-9]|1[0-2])[/.\-](0?[1-9]|1[0-2])[/.\-](\d{4}|\d{2})$"
_REAL_LATE: Final = r"^\d{4}-\d{2}-(1[3-9]|2\d|3[01])( 00:00:00)?$"
_ENOUGH: Final = 5
"""So many dates that can be read in one way only tell how a column was written."""
_ROUNDED: Final = r"^\d(\.\d+)?[Ee]\+\d{1,2}$"
_DAYS_1904: Final = 1_462
# What a spreadsheet would run on opening: "=…" and "@…" always, a sign only before a call, a command or another sheet.
_FORMULA: Final = r"^\s*([=@]|[+\-].*[(|!])"
_TOLD: Final = 20
_LEAST_PREFIX: Final = 6
_SPLIT: Final = re.compile(r"^\s*(\w{1,12}(?:-\w{2,3})?)\s*[)\].:–—\-]+\s*(.*)$", re.DOTALL)


def prepared(
    texts: pl.DataFrame, schema: TableSchema, *, file: str, table: str, from_1904: bool
) -> tuple[pl.DataFrame, list[Finding]]:
    """Bring every column of a list to the form that `typed` reads, with the findings on the way.

    Raises FileRefused where text stands that a spreadsheet would run as a formula, where it has rounded identifiers,
    and where day and month have changed places in a column of dates.
    """
    child = schema.child if schema.child in texts.columns else None
    trimmed = texts.with_columns(pl.col(c.name).str.strip_chars(" \t\r\n\u00a0") for c in _present(texts, schema))
    _refuse_formulas(trimmed, schema, file, table)
    _refuse_rounded(trimmed, schema, file, table)
    forms = [_form(column, trimmed, from_1904=from_1904) for column in _present(texts, schema)]
    result = trimmed.with_columns(forms)
    days = [column.name for column in _present(texts, schema) if column.kind is Kind.DATE]
    _refuse_turned(result, days, file, table)
    findings: list[Finding] = []
    for name in days:
        month_first = result.filter(pl.col(name).str.contains(_MONTH_FIRST))
        if month_first.is_empty():
            continue
        findings.append(
            Finding(
                "READ-MONTH-FIRST", Severity.ERROR, file, table, name,
                "has dates that can only be read with the month first; dates are day first (31/03/2025).",
                "Give real dates or day-first ones. Check the whole column: others in it may be turned round unseen.",
                month_first.height, spots_of(month_first, name, child),
            )
        )  # fmt: skip
        kept = pl.when(~pl.col(name).str.contains(_MONTH_FIRST)).then(pl.col(name))
        result = result.with_columns(kept.alias(name))
    return result, findings


def _refuse_turned(texts: pl.DataFrame, days: Sequence[str], file: str, table: str) -> None:
    """Refuse a list in a column of which day and month have changed places: what can be read would be another day.

    Either most of what can be read in one way only has the month first. Or an American Excel opened a text file: it
    made days to the 12th into dates, day and month exchanged, and left the later days as text.
    """
    problems: list[Problem] = []
    for name in days:
        cells = pl.col(name)
        month_first, day_first, real, late = texts.select(
            cells.str.contains(_MONTH_FIRST).sum().alias("month first"),
            cells.str.contains(_DAY_FIRST_ONLY).sum().alias("day first"),
            cells.str.contains(_REAL).sum().alias("real"),
            cells.str.contains(_REAL_LATE).sum().alias("late"),
        ).row(0)
        early = texts.select(cells.str.contains(_EARLY).sum()).item()
        if month_first >= _ENOUGH and month_first > day_first:
            wrong = texts.filter(cells.str.contains(_MONTH_FIRST))
            rule = f"{month_first:,} dates have the month first, so the others seem to be turned round as well."
        elif day_first >= 2 * _ENOUGH and real >= 2 * _ENOUGH and not late and not early:
            wrong = texts.filter(cells.str.contains(_REAL))
            rule = (
                f"{real:,} real dates lie all on the 1st to 12th, and {day_first:,} texts all on later days: day and"
                " month were exchanged wherever both can be a month."
            )
        else:
            continue
        remedy = "Make the list again with dates as 31/03/2025, and do not open it in a program set to American dates."
        problems.append(Problem(wrong[ROW][0], name, wrong[name][0], rule, remedy, table))
    if problems:
        raise FileRefused(file, problems)


def _refuse_rounded(texts: pl.DataFrame, schema: TableSchema, file: str, table: str) -> None:
    """Refuse identifiers that a spreadsheet has rounded: different children have the same one then."""
    problems: list[Problem] = []
    for column in _present(texts, schema):
        if column.kind is Kind.ID:
            rows = texts.filter(pl.col(column.name).str.contains(_ROUNDED)).select(ROW, column.name).head(_TOLD)
            rule = "is an identifier that a spreadsheet has rounded, so that different children have the same one."
            remedy = "Make the list again, with this column as text, and do not open it in between."
            problems += [Problem(row, column.name, value, rule, remedy, table) for row, value in rows.iter_rows()]
    if problems:
        raise FileRefused(file, problems)


def code_of(text: str, column: str) -> str:
    """The canonical code that a cell of a coded column means; the text itself when it is not recognised."""
    return _code(text, column, 0) or text


def _present(texts: pl.DataFrame, schema: TableSchema) -> Iterator[Column]:
    return (column for column in schema.columns if column.name in texts.columns)


def _form(column: Column, texts: pl.DataFrame, *, from_1904: bool) -> pl.Expr:
    text = pl.col(column.name)
    low = text.str.to_lowercase()
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.CODE:
        found = texts[column.name].unique().drop_nulls().to_list()
        return text.replace({one: code_of(one, column.name) for one in found}).alias(column.name)
    if column.kind is Kind.FLAG:
        body = text.str.replace(_PREFIX, "").str.to_lowercase()
        said = body.replace_strict(_YES_NO, default=text, return_dtype=pl.String)
        return pl.when(~body.is_in(_UNKNOWN)).then(said).alias(column.name)
    filled = pl.when(~low.is_in(_UNKNOWN)).then(text)
    if column.kind is Kind.ID:
        return filled.str.replace(r"^(\d+)\.0+$", "$1").alias(column.name)
    if column.kind is Kind.DATE:
        day = (
            filled.str.replace(_TIME, "")
            .str.replace(_WEEKDAY, "")
            .str.replace(_SERIAL_TIME, "$1")
            .str.replace(r"(?i)^(\d{1,2})(st|nd|rd|th)\b", "$1")
        )
        if from_1904:
            serial = day.str.extract(r"^(\d{5})$", 1).cast(pl.Int64, strict=False) + _DAYS_1904
            day = pl.coalesce(serial.cast(pl.String), day)
        return pl.when(~day.str.contains(_NO_DAY) & ~low.is_in(_GOES_ON)).then(day).alias(column.name)
    return filled.alias(column.name)


def _refuse_formulas(texts: pl.DataFrame, schema: TableSchema, file: str, table: str) -> None:
    """Text that a spreadsheet would run when somebody opens an export of the list."""
    problems: list[Problem] = []
    for column in _present(texts, schema):
        rows = texts.filter(pl.col(column.name).str.contains(_FORMULA)).select(ROW, column.name).head(_TOLD)
        rule = "holds text that begins like a spreadsheet formula."
        remedy = "No field of a list does: find out how it came into the source system."
        problems += [Problem(row, column.name, value, rule, remedy, table) for row, value in rows.iter_rows()]
    if problems:
        raise FileRefused(file, problems)


def _code(text: str, column: str, depth: int) -> str | None:
    codes, wordings = CODE_LISTS[column], _wordings(column)
    plain = text.strip().upper()
    if plain in codes.words or plain.lower() in codes.words:
        return plain if plain in codes.words else plain.lower()
    if found := _worded(text, wordings):
        return found
    if (split := _SPLIT.match(text)) and depth < 3 and split[2]:
        official = next((one for one in (split[1].upper(), split[1].lower()) if one in codes.words), None)
        rest = _code(split[2], column, depth + 1)
        # A letter is only a letter: what the words after it say counts. A code of two signs or more is itself.
        return rest or official if len(split[1]) == 1 and not split[1].isdigit() else official or rest
    first, _, after = plain.partition(" ")
    if after and first in codes.words and (len(first) > 3 or any(sign.isdigit() for sign in first)):
        return first
    return codes.letters.get(plain.rstrip(").: ").lower())


def _worded(text: str, wordings: Mapping[str, str]) -> str | None:
    said = _plain(text)
    if said in wordings:
        return wordings[said]
    starts = (one for one in wordings if len(one) >= _LEAST_PREFIX and said.startswith(f"{one} "))
    longest = max(starts, key=len, default=None)
    return wordings[longest] if longest else None


@cache
def _wordings(column: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, said in CODE_LISTS[column].words.items():
        for wording in said:
            found.setdefault(_plain(wording), code)
    return found


def _plain(text: str) -> str:
    """Words in lower case with single spaces, without punctuation."""
    joined = re.sub(r"[‘’'`]", "", text.lower()).replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9]+", joined))
