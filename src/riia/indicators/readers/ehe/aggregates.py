"""Totals of home education: from the columns of the published files to one row a count; a symbol is never a 0."""

import re
from datetime import date
from typing import Final

import polars as pl

from riia.indicators.model import Period, Symbol
from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot
from riia.indicators.readers.ehe.recognition import Totals
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import FILE, ROW, TableSummary
from riia.indicators.tables.ehe import CENSUS_DAY

_SYMBOLS: Final = frozenset({*(symbol.value for symbol in Symbol), "", "-", "..", ".", ":", "n/a"})
_NUMBER: Final = re.compile(r"\d{1,3}(,\d{3})+|\d+(\.0+)?")
_YEAR: Final = re.compile(r"(?:AY)?\s*(20\d{2})\s*[-/]?\s*(?:20)?(\d{2})")
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
_TERMS: Final = {"autumn": 1, "spring": 2, "summer": 3}
_LAST_MONTHS: Final = {1: 12, 2: 3, 3: 8}
_SCHEMA: Final = {
    "place": pl.String, "time_period": pl.String, "time_identifier": pl.String, "since": pl.Date, "on": pl.Date,
    "measure": pl.String, "breakdown": pl.String, "count": pl.Int64, "symbol": pl.String, FILE: pl.String,
    ROW: pl.Int64,
}  # fmt: skip
_OTHER_PLACE: Final = "about another place"

type Made = tuple[pl.DataFrame, TableSummary, list[Finding], list[tuple[date, date]]]


def aggregate(file: str, sheet: str, texts: pl.DataFrame, found: Totals, place: str | None) -> Made:
    """One table of totals as counts: the frame, what became of its rows, findings, and the days they speak for.

    Rows of regions, of England or of councils other than `place` are set aside. Raises FileRefused for several
    councils without a `place`.
    """
    called = sheet or "aggregate"
    rows = [_clean(row) for row in texts.iter_rows(named=True)]
    own = [row for row in rows if _is_own(row, found, place)]
    councils = sorted({row[found.place] for row in own if found.place and row[found.place]})
    if len(councils) > 1:
        rule = f"holds the totals of {len(councils)} councils."
        raise FileRefused(
            file, [Problem(0, found.place, "", rule, "Give one council's rows, or say which council.", sheet)]
        )
    made: list[dict[str, object]] = []
    spans: list[tuple[date, date]] = []
    undated: list[Spot] = []
    strange: dict[str, list[Spot]] = {}
    for row in own:
        span = _span(row, found)
        if span is None:
            undated.append(Spot(int(row[ROW]), _said(row, found)))
        else:
            spans.append(span)
        for column, measure, of_whom in _counts(row, found):
            count, symbol, known = _figure(row[column])
            if not known:
                strange.setdefault(column, []).append(Spot(int(row[ROW]), row[column]))
            made.append(
                {
                    "place": (row[found.place] or place) if found.place else place,
                    "time_period": row[found.period] if found.period else None,
                    "time_identifier": row[found.term] if found.term else None,
                    "since": span[0] if span else None, "on": span[1] if span else None,
                    "measure": measure, "breakdown": of_whom, "count": count, "symbol": symbol,
                    FILE: file, ROW: int(row[ROW]),
                }
            )  # fmt: skip
    aside = {_OTHER_PLACE: len(rows) - len(own)} if len(rows) > len(own) else {}
    summary = TableSummary(file, called, len(rows), len(own), aside)
    return pl.DataFrame(made, schema=_SCHEMA), summary, _findings(file, called, undated, strange), spans


def _clean(row: dict[str, object]) -> dict[str, str]:
    return {name: str(cell).strip(" \t\u00a0") if cell is not None else "" for name, cell in row.items()}


def _is_own(row: dict[str, str], found: Totals, place: str | None) -> bool:
    if found.level and not row[found.level].lower().startswith("local"):
        return False
    return not (place and found.place and row[found.place]) or row[found.place] == place


def _counts(row: dict[str, str], found: Totals) -> list[tuple[str, str, str]]:
    """The figures of a row: column, measure, of whom."""
    if found.long:
        topic = row[found.topic] if found.topic else ""
        whom = row[found.breakdown]
        whole = whom.lower() in ("total", "all", "") or topic.lower() == "total"
        return [(found.long, CENSUS_DAY, "" if whole else ": ".join(filter(None, (topic, whom))))]
    return [(column, measure, of_whom) for column, (measure, of_whom) in found.counts.items()]


def _figure(text: str) -> tuple[int | None, str | None, bool]:
    """A count or what stands in its place, and whether that is known. "1,190" and "1190.0" are numbers."""
    if _NUMBER.fullmatch(text):
        return int(text.replace(",", "").split(".")[0]), None, True
    bare = text.lower().strip("[]")
    return None, bare, bare in _SYMBOLS


def _span(row: dict[str, str], found: Totals) -> tuple[date, date] | None:
    """The days a row speaks for: its term, by name or by the day of the census, or its academic year."""
    year = _YEAR.fullmatch(row[found.period]) if found.period else None
    if year and int(year[2]) != (int(year[1]) + 1) % 100:
        return None
    said = (row[found.term] if found.term else "").lower()
    term = next((number for word, number in _TERMS.items() if word in said), None)
    if year and term:
        return _days(Period.academic_term(int(year[1]), term))
    if year and (not found.term or "year" in said):
        return _days(Period.academic_year(int(year[1])))
    return _term_of(row[found.day]) if found.day else None


def _term_of(text: str) -> tuple[date, date] | None:
    """The term that a day lies in."""
    days = pl.Series([re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", text)])
    found = next((day for form in _DAYS if (day := days.str.to_date(form, strict=False)[0]) is not None), None)
    if found is None:
        return None
    year = found.year if found.month >= 9 else found.year - 1
    term = next(term for term, last in _LAST_MONTHS.items() if (found.month - 9) % 12 <= (last - 9) % 12)
    return _days(Period.academic_term(year, term))


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _said(row: dict[str, str], found: Totals) -> str:
    return " ".join(row[name] for name in (found.period, found.term, found.day) if name)


def _findings(file: str, called: str, undated: list[Spot], strange: dict[str, list[Spot]]) -> list[Finding]:
    found = []
    if undated:
        rule = "does not say which term or academic year it is about; its figures are not counted."
        remedy = (
            "Write time_period as 202526 and time_identifier as Autumn term, Spring term, Summer term or Academic year."
        )
        spots = tuple(undated[:SPOTS_KEPT])
        found.append(Finding("EHE-PERIOD", Severity.ERROR, file, called, "", rule, remedy, len(undated), spots))
    for column, spots_of_column in strange.items():
        rule = "is neither a number nor a documented symbol; it counts as not available, not as 0."
        remedy = "Put the number, or low, x, z, c, u or k."
        spots = tuple(spots_of_column[:SPOTS_KEPT])
        found.append(
            Finding("READ-NUMBER", Severity.ERROR, file, called, column, rule, remedy, len(spots_of_column), spots)
        )
    return found
