"""The import rules of the house, as import-linter reads them from pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
PRIVATE = ("views", "forms", "presenters")
ROOT_ADDRESSES = "riia.alliance.config"  # no context: it only mounts what contexts offer


def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_context_imports_another_contexts_views_forms_or_presenters() -> None:
    graph = grimp.build_graph("riia")
    offences = [
        f"{importer} imports {imported}"
        for imported in graph.modules
        if imported.startswith("riia.alliance.") and _part(imported) in PRIVATE
        for importer in graph.find_modules_that_directly_import(imported)
        if _context(importer) not in {_context(imported), ROOT_ADDRESSES}
    ]
    assert offences == []


def test_there_is_no_room_for_leftovers() -> None:
    names = {path.stem for path in (ROOT / "src").rglob("*") if path.is_dir() or path.suffix == ".py"}
    assert names.isdisjoint({"core", "common", "utils", "util", "helpers", "misc"})


def _context(module: str) -> str:
    return ".".join(module.split(".")[:3])


def _part(module: str) -> str:
    parts = module.split(".")
    return parts[3] if len(parts) > 3 else ""
