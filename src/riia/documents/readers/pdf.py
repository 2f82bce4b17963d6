"""A PDF with text: lines and tables with their page. What is printed on every page is read once."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from riia.documents.model import Block, BlockKind, Cell, Document, DocumentError, Where
from riia.documents.readers import pdf_pages
from riia.documents.readers.limits import MOST_MEMORY, MOST_PAGES, MOST_SECONDS, NOT_OURS, too_large
from riia.documents.readers.marks import marked

_PAGE_NUMBER: Final = re.compile(r"(?:page\s*)?[-–|]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–|]?", re.I)
_EDGE: Final = 0.13
"""The part of a page, above and below, in which running heads stand."""
_SCAN: Final = (
    "it is a scan: its pages are pictures, and there is no text in them.",
    "Ask for the document as Word or as a PDF saved from it; if there is none, have its text recognised and check it.",
)


def read_pdf(raw: bytes, name: str, sha256: str) -> Document:
    """Read a PDF. Raises DocumentError."""
    pages = _pages(raw, name)
    _refuse(pages, name)
    if sum(page["letters"] for page in pages) < 15 * len(pages) and any(page["pictures"] for page in pages):
        raise DocumentError(name, *_SCAN)
    if not any(page["items"] for page in pages):
        raise DocumentError(name, *_SCAN)
    notes: list[str] = []
    blocks = tuple(_blocks(pages, notes))
    bare = [str(number) for number, page in enumerate(pages, 1) if page["letters"] < 15 and page["pictures"]]
    if bare:
        notes.append(f"Page {', '.join(bare)}: a picture without text, which was not read.")
    turned = [str(number) for number, page in enumerate(pages, 1) if page["turned"] > 20]
    if turned:
        notes.append(f"Page {', '.join(turned)}: text that stands sideways was not read.")
    return Document(name, "pdf", sha256, blocks, tuple(notes), {"pages": str(len(pages))})


def _pages(raw: bytes, name: str) -> list[dict[str, Any]]:
    """The pages as a program of its own reads them, within limits of time and memory."""
    command = [sys.executable, "-m", pdf_pages.__name__, str(MOST_PAGES), str(MOST_MEMORY)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        rule = f"reading it took longer than {MOST_SECONDS} seconds."
        raise DocumentError(name, rule, "Print it to a new PDF, or give the document it was made from.") from None
    try:
        pages: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    except ValueError:
        pages = []
    return pages or [{"error": "damaged"}]


def _refuse(pages: Sequence[dict[str, Any]], name: str) -> None:
    wrong = pages[-1].get("error")
    if wrong == "password":
        remedy = "Open it with its password, print it to a new PDF without one, and give that."
        raise DocumentError(name, "it is protected with a password.", remedy)
    if wrong == "pages":
        raise too_large(name, f"{pages[-1]['many']:,} pages")
    if wrong == "memory":
        raise DocumentError(name, "reading it needs more memory than any letter does.", NOT_OURS)
    if wrong:
        raise DocumentError(name, "it is damaged: its pages cannot be read.", "Download or save it again.")


def _blocks(pages: Sequence[dict[str, Any]], notes: list[str]) -> Iterator[Block]:
    """The lines and rows of all pages. A gap above a line counts as an empty line, as in a text file."""
    repeated = _repeated(pages)
    told: set[str] = set()
    table = row = 0
    for number, page in enumerate(pages, 1):
        line = 0
        usual = _usual_gap(page["items"])
        above: dict[str, Any] | None = None
        for item in page["items"]:
            line += 2 if above is not None and _is_apart(above, item, usual) else 1
            above = item
            text = item.get("text") or " ".join(cell for cell in item["cells"] if cell)
            if at_edge := _edge(item, page):
                if _PAGE_NUMBER.fullmatch(text.strip()):
                    continue
                if _bare(text) in repeated:
                    if _bare(text) not in told:
                        told.add(_bare(text))
                        yield Block(BlockKind.PARAGRAPH, text, Where(line=line, page=number, label=f"page {at_edge}"))
                    continue
            if "cells" not in item:
                said = marked(text)
                yield Block(said.kind, text, Where(line=line, page=number), (), said.mark, said.level)
                continue
            if item.get("ruled"):
                table, row = (table + 1, 1) if item["start"] else (table, row + 1)
                yield _row(item, Where(line=line, page=number, table=table, row=row))
            else:
                yield _row(item, Where(line=line, page=number))
            line += item["lines"] - 1
    if told:
        notes.append(f"{len(told)} lines that are printed on every page were read once.")


def _usual_gap(items: Sequence[dict[str, Any]]) -> float:
    """What lies between the lines of a paragraph on a page: the least that is usual."""
    gaps = sorted(other["top"] - one["bottom"] for one, other in pairwise(items) if "text" in one and "text" in other)
    return float(gaps[len(gaps) // 10]) if gaps else 0.0


def _is_apart(above: dict[str, Any], item: dict[str, Any], usual: float) -> bool:
    """Whether a line stands apart from the one above, as a new paragraph does."""
    if "cells" in above and "cells" in item and above.get("ruled") == item.get("ruled"):
        return False
    height = item["bottom"] - item["top"] if "text" in item else 10.0
    gap = item["top"] - above["bottom"]
    return bool(gap > height or gap > max(usual + 0.3 * height, 0.5 * height))


def _row(item: dict[str, Any], where: Where) -> Block:
    cells = tuple(
        Cell(text, Where(line=where.line, page=where.page, table=where.table, row=where.row, column=column))
        for column, text in enumerate(item["cells"], 1)
    )
    return Block(BlockKind.ROW, "\t".join(item["cells"]).strip(), where, cells)


def _edge(item: dict[str, Any], page: dict[str, Any]) -> str:
    if item["top"] < page["height"] * _EDGE:
        return "header"
    return "footer" if item["top"] > page["height"] * (1 - _EDGE) else ""


def _repeated(pages: Sequence[dict[str, Any]]) -> frozenset[str]:
    """Lines near the edge that come back on most pages, whatever number they have."""
    if len(pages) < 3:
        return frozenset()
    times: Counter[str] = Counter()
    for page in pages:
        times.update({_bare(item["text"]) for item in page["items"] if "text" in item and _edge(item, page)})
    return frozenset(text for text, count in times.items() if count >= max(3, len(pages) * 0.6) and text)


def _bare(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split())).lower()
