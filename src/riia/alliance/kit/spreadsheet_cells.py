"""Cells of a file that a spreadsheet will open."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs: what begins like a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
