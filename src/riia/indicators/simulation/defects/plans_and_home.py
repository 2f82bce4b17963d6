"""Defects of the SEN2 return and of the register of home education."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from riia.indicators.simulation.defects.planting import Draw, Files, Place, kind
from riia.indicators.simulation.files.sheets import Row, Sheet

_SEN2: Final = "sen2"
_EHE: Final = "ehe"


def _day(row: Row, column: str) -> date:
    held = row[column]
    if not isinstance(held, date):
        raise ValueError(f"{column} holds no day")
    return held


def _draw(files: Files, draw: Draw, table: str, fits: Callable[[Row], bool]) -> Row | None:
    return draw.one(files.sen2[table].rows, lambda row: f"{table} {row['NativeId']}", fits)


def _at(files: Files, table: str, column: str, row: Row) -> Place:
    return Place(table, column, str(row["NativeId"]), sheet=files.sen2[table], cells=row)


@kind("orphan-assessment", _SEN2, "SEN2-PARENT", "The assessment belongs to no request that is in the return.")
def orphan_assessment(files: Files, draw: Draw) -> Place | None:
    """The number of the request becomes one that does not exist; in XML an assessment stands inside its request."""
    if files.sen2_as == "xml":
        return None
    row = _draw(files, draw, "assessment", lambda row: row["assessmentoutcome"] == "N")
    if row is None:
        return None
    row["requeststableid"] = "99999999"
    return _at(files, "assessment", "requeststableid", row)


@kind("answered-before-received", _SEN2, "SEN-202", "The request was answered before it was received.")
def answered_before_received(files: Files, draw: Draw) -> Place | None:
    """The answer is moved to three days before the request."""
    row = _draw(files, draw, "requests", lambda row: row["requestoutcome"] == "N")
    if row is None:
        return None
    row["requestoutcomedate"] = _day(row, "receiveddate") - timedelta(days=3)
    return _at(files, "requests", "requestoutcomedate", row)


@kind("answer-without-day", _SEN2, "SEN-204", "The request was refused, but the day is missing.")
def answer_without_day(files: Files, draw: Draw) -> Place | None:
    """The day is taken out."""
    row = _draw(files, draw, "requests", lambda row: row["requestoutcome"] == "N")
    if row is None:
        return None
    row["requestoutcomedate"] = None
    return _at(files, "requests", "requestoutcomedate", row)


@kind("ceased-before-start", _SEN2, "SEN-401", "The plan ceased before it began.")
def ceased_before_start(files: Files, draw: Draw) -> Place | None:
    """The day it ceased is moved to ten days before it began."""
    row = _draw(files, draw, "namedplan", lambda row: row["ceasedate"] is not None)
    if row is None:
        return None
    row["ceasedate"] = _day(row, "startdate") - timedelta(days=10)
    return _at(files, "namedplan", "ceasedate", row)


@kind("unknown-request-outcome", _SEN2, "READ-CODE", "The answer to the request is not a code.")
def unknown_request_outcome(files: Files, draw: Draw) -> Place | None:
    """The answer becomes Q."""
    row = _draw(files, draw, "requests", lambda row: row["requestoutcome"] == "W")
    if row is None:
        return None
    row["requestoutcome"] = "Q"
    return _at(files, "requests", "requestoutcome", row)


@kind("upn-check-letter-in-sen2", _SEN2, "SEN-102", "The first letter of the UPN does not agree with its digits.")
def upn_check_letter_in_sen2(files: Files, draw: Draw) -> Place | None:
    """The letter is replaced by another."""
    row = _draw(files, draw, "person", lambda row: bool(row["upn"]))
    if row is None:
        return None
    upn = str(row["upn"])
    row["upn"] = ("B" if upn[0] == "A" else "A") + upn[1:]
    return _at(files, "person", "upn", row)


def _home(files: Files) -> Sheet:
    if files.home is None:
        raise ValueError("no register was made")
    return files.home


def _spell(files: Files, draw: Draw, fits: Callable[[Row], bool]) -> Row | None:
    return draw.one(_home(files).rows, lambda row: str(row["Child ID"]), fits)


def _in_register(files: Files, column: str, row: Row) -> Place:
    return Place("register", column, str(row["Child ID"]), sheet=_home(files), cells=row)


@kind("home-ends-before-start", _EHE, "EHE-101", "Home education ended before it began.", ("EHE-ORDER",))
def home_ends_before_start(files: Files, draw: Draw) -> Place | None:
    """The end is moved to a week before the start."""
    row = _spell(files, draw, lambda row: row["Date EHE Ended"] is not None)
    if row is None:
        return None
    row["Date EHE Ended"] = _day(row, "Date EHE Started") - timedelta(days=7)
    return _in_register(files, "Date EHE Ended", row)


@kind("home-twice", _EHE, "EHE-103", "The child is in the register twice.", ("EHE-TWICE", "EHE-109"))
def home_twice(files: Files, draw: Draw) -> Place | None:
    """The row is repeated at the end."""
    row = _spell(files, draw, lambda row: row["Date EHE Ended"] is None)
    if row is None:
        return None
    again = dict(row)
    _home(files).rows.append(again)
    return _in_register(files, "Child ID", again)


@kind("home-before-birth", _EHE, "EHE-104", "Home education began before the child was born.")
def home_before_birth(files: Files, draw: Draw) -> Place | None:
    """The birth is moved to a month after the start."""
    row = _spell(files, draw, lambda row: row["Date EHE Ended"] is None)
    if row is None:
        return None
    row["Date of Birth"] = _day(row, "Date EHE Started") + timedelta(days=30)
    return _in_register(files, "Date of Birth", row)
