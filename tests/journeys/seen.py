"""What a person sees on a page, waited for."""

import re

from playwright.sync_api import Page, expect

HOME = re.compile("need(s)? you now$")


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """The page's title, as its first heading says it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def told(page: Page, words: str) -> None:
    """A message or a summary of errors at the top of the page, read aloud at once."""
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
