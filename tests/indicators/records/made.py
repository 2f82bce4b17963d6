"""Files of records that are right, to be spoilt by the tests. Every child in them is made up."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from riia.indicators.records import SCHOOL_MOVES, SEND_PLACEMENTS
from riia.indicators.records.pseudonyms import pseudonym

TODAY = date(2026, 11, 22)
KEY = b"0123456789abcdef0123456789abcdef"
YEAR = "2025-26"
PLACEMENT = {
    "council": "831", "provider": "Oak Tree School", "provider_urn": "123456", "sector": "ISS",
    "placement_type": "DAY", "age_band": "11-15", "primary_need": "ASD", "starts": "2024-09", "ends": "",
    "price_per_week": "1250.00", "weeks_per_year": "39", "price_per_year": "48750.00", "joint_funding": "N",
}  # fmt: skip
CHILD = {"council": "831", "month": "2025-11", "year_group": "9", "phase": "S", "sen": "K"}


def placements(count: int = 3, **changes: str) -> list[dict[str, str]]:
    """So many placements of as many children."""
    return [
        {"pseudonym": pseudonym(KEY, SEND_PLACEMENTS, YEAR, f"child {at}")} | PLACEMENT | changes for at in range(count)
    ]


def moves() -> dict[str, list[dict[str, str]]]:
    """One record in each list of dataset 5."""
    who = {"pseudonym": pseudonym(KEY, SCHOOL_MOVES, YEAR, "child 1")} | CHILD
    return {
        "Exclusions": [who | {"kind": "SUSP", "reason": "DB", "sessions": "4"}],
        "Leavers": [who | {"went_to": "EHE"}],
        "Joiners": [who | {"came_from": "ELSE"}],
    }


def as_csv(path: Path, rows: Sequence[Mapping[str, str]], headings: Sequence[str] = ()) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_workbook(path: Path, sheets: Mapping[str, Sequence[Mapping[str, str]]]):
    """The sheets as a workbook of openpyxl, saved; given back so that a test can spoil and save it again."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.save(path)
    return book
