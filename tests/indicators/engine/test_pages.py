"""The definition pages in docs are those of the definitions."""

from pathlib import Path

from riia.indicators.engine.pages import main, pages

DOCS = Path(__file__).resolve().parents[3] / "docs" / "indicators"


def test_the_pages_in_docs_are_those_of_the_definitions() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert written == pages(), "make them again: python -m riia.indicators.engine.pages"


def test_a_page_that_no_longer_belongs_is_removed(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(pages())
