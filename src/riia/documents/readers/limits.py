"""How large and how slow a document may be: far above any letter or plan, far below what stops a computer."""

from typing import Final

from riia.documents.model import DocumentError

MOST_BYTES: Final = 64 << 20
MOST_LETTERS: Final = 20_000_000
"""Of text, in all blocks of a document."""
MOST_BLOCKS: Final = 200_000
MOST_CELLS: Final = 1_000_000
"""Of all sheets of a workbook, from the first to the last filled one of each."""
MOST_UNPACKED: Final = 96 << 20
MOST_PARTS: Final = 5_000
MOST_TIMES: Final = 400
"""How many times its packed size a part above a megabyte may unpack to."""
MOST_PAGES: Final = 1_000
MOST_SECONDS: Final = 120
"""For a PDF, whose reader is slow and can be sent round in circles."""
MOST_MEMORY: Final = 2 << 30
DEEPEST: Final = 100
"""Tables within tables, or lists within lists."""

NOT_OURS: Final = "No program that people write documents with makes this: find out where the file comes from."


def too_large(name: str, what: str) -> DocumentError:
    """The refusal of a document with more of something than any has."""
    return DocumentError(name, f"it has {what}, far beyond any letter, plan or memorandum.", NOT_OURS)
