"""Builds the packaged published series: `python -m riia.demo.published SOURCE_FOLDER`.

SOURCE_FOLDER holds the published CSV files, plain or compressed, in any sub-folders, and may hold a README.md whose
tables say where each file was taken from. Every file that the definitions name is read strictly, reduced to the cells
that indicators use, and written to `src/riia/demo/data`:

* `published.parquet`: the cells of all releases, every place and period, numbers and symbols as published;
* `published.json`: the manifest: for each release publisher, title, edition, publication date where known, licence,
  population vintage, source file with the hash of its uncompressed content, rows, and where the copy was taken from.

Repeatable: the same files and the same versions of the locked packages give the same bytes. Older editions are packaged
only where the newer lacks columns or years (EARLIER below). Figures are made from the cells when they are loaded, so a
change of definition or population needs no new build unless it reads another column.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from riia.indicators import reference
from riia.indicators.definitions import Edition, ReleaseTable, UnknownDefinition, catalogue, table_for
from riia.indicators.definitions.published import cells, newest
from riia.indicators.readers.published import FileRefused, open_file
from riia.indicators.readers.published.table import PublishedTable, read

DATA = Path(__file__).parent / "data"
CELLS, MANIFEST = "published.parquet", "published.json"
ATTRIBUTION = (
    "Contains public sector information from the Department for Education, "
    "licensed under the Open Government Licence v3.0."
)
# Tables whose earlier editions add something: rates that the 2025 edition no longer prints, or a table that the newer
# edition is not in hand for. All others are packaged in their newest edition alone.
EARLIER = {"cin/b1", "cin/c1", "cin/c4"}


def build(source: Path, target: Path = DATA) -> list[dict[str, object]]:
    """Read the published files under `source` and write the package's series. Returns the manifest's releases.

    Raises FileRefused for a file that is not as its layout says, ValueError when a table has no file.
    """
    found = list(_read(source))
    newest_of = {table.address: max(e.newest.end for t, e, _ in found if t == table) for table, _, _ in found}
    kept = [one for one in found if one[1].newest.end == newest_of[one[0].address] or one[0].address in EARLIER]
    missing = set(catalogue().sources) - set(newest_of)
    if missing:
        raise ValueError(f"There is no file for {', '.join(sorted(missing))} under {source}. Put the files there.")
    origins = _origins(source)
    frames, entries = [], []
    for table, edition, content in sorted(kept, key=lambda one: (one[0].address, one[1].newest.end)):
        key = f"{table.address}@{edition.name}"
        frames.append(cells(content, catalogue()).with_columns(release=pl.lit(key)))
        entries.append(_entry(key, table, edition, content, origins))
    target.mkdir(parents=True, exist_ok=True)
    everything = pl.concat(frames).sort("release", "indicator", "variant", "preference", "period", "place")
    everything.write_parquet(target / CELLS, compression="zstd", compression_level=19, statistics=False)
    manifest = {
        "about": "Made by `python -m riia.demo.published`. Do not edit.",
        "licence": "Open Government Licence v3.0",
        "attribution": ATTRIBUTION,
        "releases": entries,
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return entries


def _read(source: Path) -> Iterable[tuple[ReleaseTable, Edition, PublishedTable]]:
    definitions = catalogue()
    codes = frozenset(str(one.code) for one in reference.authorities())
    for path in sorted([*source.rglob("*.csv"), *source.rglob("*.csv.gz")]):
        try:
            table = table_for(path.name.removesuffix(".gz"), definitions.releases)
        except UnknownDefinition:
            continue
        content = read(open_file(path), definitions.layout(table.address, codes))
        yield table, definitions.release(table.release).edition_of(newest(content)), content


def _entry(
    key: str, table: ReleaseTable, edition: Edition, content: PublishedTable, origins: dict[str, str]
) -> dict[str, object]:
    release = catalogue().release(table.release)
    return {
        "key": key,
        "table": table.address,
        "publisher": release.publisher,
        "title": f"{release.title}: {table.title}",
        "edition": edition.name,
        "newest": edition.newest.code,
        "published": edition.published,
        "licence": release.licence,
        "vintage": edition.vintage,
        "source_file": content.file.name,
        "sha256": content.file.sha256,
        "rows": content.frame.height,
        "origin": origins.get(content.file.name, ""),
    }


def _origins(source: Path) -> dict[str, str]:
    """Where each file was taken from, as the folder's README says in the second column of its tables."""
    readme = source / "README.md"
    if not readme.is_file():
        return {}
    rows = re.findall(r"^\| (\S+\.csv) \| ([^|]+) \|", readme.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: " ".join(origin.split()) for name, origin in rows}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 2 and writes nothing when a file is refused or missing."""
    parser = argparse.ArgumentParser(prog="python -m riia.demo.published", description="Build the packaged series.")
    parser.add_argument("source", type=Path, help="folder with the published CSV files")
    parser.add_argument("--target", type=Path, default=DATA, help="folder to write to (default: the package's own)")
    options = parser.parse_args(arguments)
    try:
        entries = build(options.source, options.target)
    except (FileRefused, ValueError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    size = (options.target / CELLS).stat().st_size
    print(f"{len(entries)} releases, {size / 1_000_000:.1f} MB in {options.target}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
