"""The packaged files: read once, as text, when first asked for."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

# A plain path rather than importlib.resources, which costs 30 ms at import.
_DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a packaged CSV file as dictionaries of text."""
    text = _DATA.joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


@cache
def manifest() -> Mapping[str, Any]:
    """Where the packaged data comes from: sources, licence, attribution, hashes. For credits and for audit."""
    loaded: Mapping[str, Any] = json.loads(_DATA.joinpath("manifest.json").read_text(encoding="utf-8"))
    return loaded


def day(cell: str) -> date | None:
    """A date cell; blank is no date."""
    return date.fromisoformat(cell) if cell else None
