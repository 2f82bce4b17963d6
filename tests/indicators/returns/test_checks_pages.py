"""The committed page is what the checks say."""

from pathlib import Path

from riia.indicators.returns.checks import registered
from riia.indicators.returns.pages import main, page

PAGE = Path(__file__).resolve().parents[3] / "docs" / "return-checks.md"


def test_page_is_of_these_checks() -> None:
    """Run `python -m riia.indicators.returns.pages docs/return-checks.md` when this fails."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_names_every_check(tmp_path: Path) -> None:
    """Each check has its section and an outcome as an example; the page is written where it is told."""
    main(str(tmp_path / "page.md"))
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text == page()
    for code in registered():
        section = text.split(f"\n### {code}\n")[1].split("\n### ")[0]
        assert section.count("\n> ") == 1
