"""Reading the source files, and remembering exactly what was read."""

import csv
import gzip
import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

type Row = Mapping[str, str]


class BuildError(Exception):
    """The sources do not say one consistent thing. Names the file, the rule and what to do."""


def facts() -> dict[str, Any]:
    """The facts kept by hand, from `facts.toml`."""
    text = (resources.files(__package__) / "facts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class Folder:
    """A reference-data folder. Reads only the files listed in facts.toml, as text, and keeps their hashes."""

    path: Path
    facts: dict[str, Any]
    hashes: dict[str, str] = field(default_factory=dict)

    def rows(self, key: str) -> list[Row]:
        """The rows of a source as dictionaries; every cell is text, a byte order mark is dropped."""
        return list(csv.DictReader(io.StringIO(self._text(key), newline="")))

    def cells(self, key: str) -> list[list[str]]:
        """The rows of a source as lists, for files whose headings repeat."""
        return list(csv.reader(io.StringIO(self._text(key), newline="")))

    def file(self, key: str) -> str:
        """The name of a source's file inside the folder."""
        return str(next(source["file"] for source in self.facts["source"] if source["key"] == key))

    def _text(self, key: str) -> str:
        name = self.file(key)
        path = self.path / name
        if not path.is_file():
            raise BuildError(
                f"{name} is not in the source folder. Give the folder that holds 01_lookups, 02_population …"
            )
        raw = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
        # Hashed without the compression, which may differ between copies of the same file.
        self.hashes[key] = hashlib.sha256(raw).hexdigest()
        return raw.decode("utf-8-sig")


def tidy(name: str) -> str:
    """A name as written, with runs of spaces made one."""
    return " ".join(name.split())
