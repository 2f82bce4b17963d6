"""Small published files for tests, in the layout of the real ones, and the folder of real ones where it is there."""

import gzip
from collections.abc import Iterable, Mapping
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference-data"
STANDARD = (
    "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
    "region_name", "old_la_code", "new_la_code", "la_name",
)  # fmt: skip
ENGLAND = {"geographic_level": "National"}
EAST_MIDLANDS = {"geographic_level": "Regional", "region_code": "E12000004", "region_name": "East Midlands"}
DERBY = EAST_MIDLANDS | {
    "geographic_level": "Local authority", "old_la_code": "831", "new_la_code": "E06000015", "la_name": "Derby",
}  # fmt: skip
C1_NUMBERS = ("referral_count", "rereferral_count", "rereferral_percent")
C1_NAME = "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"


def row(place: Mapping[str, str], period: str = "2025", **cells: str) -> dict[str, str]:
    """A row of a yearly file about a place."""
    return {
        "time_period": period, "time_identifier": "Reporting year", "country_code": "E92000001",
        "country_name": "England", **place, **cells,
    }  # fmt: skip


def csv_text(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> str:
    """Rows as CSV with the standard columns first. Cells are written as they are: quote them where needed."""
    names = [*STANDARD, *columns]
    lines = [",".join(names)] + [",".join(one.get(name, "") for name in names) for one in rows]
    return "\n".join(lines) + "\n"


def c1_rows(period: str = "2025", **cells: str) -> list[dict[str, str]]:
    """England, the East Midlands and Derby in the referrals table; `cells` replace cells of Derby."""
    counts = ("632830", "142900", "22.6"), ("48000", "10200", "21.3"), ("3557", "823", "23.1")
    made = [
        row(place, period, category="Referrals and Re-referrals", **dict(zip(C1_NUMBERS, numbers, strict=True)))
        for place, numbers in zip((ENGLAND, EAST_MIDLANDS, DERBY), counts, strict=True)
    ]
    made[-1] |= cells
    return made


def c1_text(rows: Iterable[Mapping[str, str]] | None = None) -> str:
    """The referrals table of the 2025 edition, small."""
    return csv_text(c1_rows() if rows is None else rows, ("category", *C1_NUMBERS))


def zipped(text: str) -> bytes:
    """Text as a gzip file."""
    return gzip.compress(text.encode(), mtime=0)
