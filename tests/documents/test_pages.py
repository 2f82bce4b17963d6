"""The page of the rules is the one that the rules give."""

from pathlib import Path

from riia.documents.pages import rules_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "document-checks.md"


def test_the_page_says_what_the_rules_say() -> None:
    """Run `python -m riia.documents.pages docs/document-checks.md` when this fails."""
    assert PAGE.read_text(encoding="utf-8") == rules_page()
