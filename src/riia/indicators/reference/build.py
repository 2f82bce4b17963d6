"""Make the packaged reference data from the files of a reference-data folder:

    python -m riia.indicators.reference.build SOURCE_DIR [--out FOLDER]

Reads only the files that `building/facts.toml` lists, merges them with the facts kept there by hand, refuses anything
the sources contradict each other on, and writes compact CSV files and `manifest.json` (sources, licence, SHA-256 of
everything read and written). The same sources give the same bytes, whenever and wherever it runs.
"""

import argparse
import csv
import hashlib
import io
import json
import sys
from pathlib import Path

from riia.indicators.reference.building.register import Register, Table
from riia.indicators.reference.building.sources import BuildError, Folder, facts
from riia.indicators.reference.building.tables import neighbours, populations

PACKAGED = Path(__file__).parent / "data"


def build(source: Path) -> dict[str, bytes]:
    """The packaged files, by name, made from the folder `source`. Raises BuildError; writes nothing."""
    folder = Folder(source, facts())
    register = Register(folder)
    neighbour_models, neighbour_rows = neighbours(folder, register)
    vintages, population_rows = populations(folder, register)
    tables = {
        "authorities.csv": register.authorities(),
        "codes.csv": register.codes(),
        "improvement_regions.csv": register.improvement_regions(),
        "names.csv": register.names(),
        "neighbour_models.csv": neighbour_models,
        "neighbours.csv": neighbour_rows,
        "populations.csv": population_rows,
        "regions.csv": register.region_table(),
        "successions.csv": register.successions(),
        "vintages.csv": vintages,
    }
    files = {name: _csv(table) for name, table in tables.items()}
    files["manifest.json"] = _manifest(folder, files)
    return files


def _csv(table: Table) -> bytes:
    columns, rows = table
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _manifest(folder: Folder, files: dict[str, bytes]) -> bytes:
    known = folder.facts
    spanning = {item["name"]: item["covers"] for item in known["spanning"]}
    content = {
        "about": "Made by `python -m riia.indicators.reference.build`. Do not edit: change building/facts.toml.",
        "licence": known["licence"],
        "register_from": known["register_from"].isoformat(),
        "spanning_names": spanning,
        "documents": known["documents"],
        "sources": [source | {"sha256": folder.hashes[source["key"]]} for source in known["source"]],
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n") - 1}
            for name, content in sorted(files.items())
        },
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Command line. Answers 0, or 1 with the reason on standard error and nothing written."""
    parser = argparse.ArgumentParser(prog="python -m riia.indicators.reference.build", description=__doc__)
    parser.add_argument("source", type=Path, metavar="SOURCE_DIR", help="folder that holds 01_lookups, 02_population …")
    parser.add_argument("--out", type=Path, default=PACKAGED, metavar="FOLDER", help="default: the package's own data")
    options = parser.parse_args(arguments)
    try:
        files = build(options.source)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = options.out / name
        unchanged = path.is_file() and path.read_bytes() == content
        path.write_bytes(content)
        sys.stdout.write(f"{name}: {len(content):,} bytes, {'unchanged' if unchanged else 'written'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
