"""The committed pages are what the checks say."""

from pathlib import Path

from riia.indicators.checks.pages import main, pages

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "checks"


def test_pages_are_of_these_checks() -> None:
    """Run `python -m riia.indicators.checks.pages docs/checks` when this fails."""
    for name, text in pages().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


def test_readme_names_every_page() -> None:
    """Each page is reached from the guide."""
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"({name})" in guide for name in pages())


def test_writes_pages(tmp_path: Path) -> None:
    """The generator writes each page where it is told."""
    main(str(tmp_path / "out"))
    assert {one.name for one in (tmp_path / "out").iterdir()} == set(pages())
