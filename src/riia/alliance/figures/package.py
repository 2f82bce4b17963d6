"""The published series that ship with the package: where they are and what they hold.

Made by `python -m riia.demo.published`. They are data, not code: nothing of the demonstration is imported here. Reading
the manifest needs no data frames, so asking whether everything is held costs next to nothing.
"""

import json
from pathlib import Path
from typing import Any

import riia
from riia.alliance.figures.models import Release

FOLDER = Path(riia.__file__).parent / "demo" / "data"
MANIFEST, CELLS = "published.json", "published.parquet"


def manifest(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """What is packaged, release by release."""
    content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return list(content["releases"])


def is_held(folder: Path = FOLDER) -> bool:
    """Whether the database has every packaged release."""
    hashes = [entry["sha256"] for entry in manifest(folder)]
    return Release.objects.filter(sha256__in=hashes).count() == len(hashes)
