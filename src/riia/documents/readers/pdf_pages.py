"""The pages of a PDF as lines and rows of tables. Run as a program of its own, so that a file made to be endless or to
fill the memory stops this program and nothing else: `python -m riia.documents.readers.pdf_pages < file.pdf`."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

type Word = tuple[str, float, float, float, float]
"""A word with its left, right, top and bottom."""

_WIDE: Final = 1.2
"""Times its height: a gap between words that is none of a sentence."""
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_LABEL: Final = re.compile(r"\(?(?:\W|o|\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]?")
_BARE: Final = re.compile(r"[\d£,.%()\s–-]+")


def pages_of(raw: bytes, most: int) -> Iterator[dict[str, Any]]:
    """Every page: its lines and rows from top to bottom, whether it holds pictures, how many letters."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(raw)) as pdf:
            if len(pdf.pages) > most:
                yield {"error": "pages", "many": len(pdf.pages)}
                return
            for page in pdf.pages:
                yield _page(page)
                page.close()
    except PdfminerException as error:
        yield {"error": "password" if isinstance(error.args[0], PDFPasswordIncorrect) else "damaged"}
    except PDFPasswordIncorrect:
        yield {"error": "password"}


def _lean(page: Any) -> None:
    """Give a page what is on it, of each letter only what is asked below: all else takes half of the time."""
    from pdfminer.layout import LTChar, LTContainer

    found: dict[str, list[dict[str, Any]]] = {}
    left, above = page.mediabox[:2]

    def gather(objects: Sequence[Any]) -> None:
        for one in objects:
            if isinstance(one, LTContainer):
                gather(list(one))
            elif isinstance(one, LTChar):
                top, bottom = page.height - one.y1 + above, page.height - one.y0 + above
                x0, x1 = one.x0 + left, one.x1 + left
                found.setdefault("char", []).append(
                    {
                        "object_type": "char",
                        "text": one.get_text(),
                        "fontname": one.fontname,
                        "size": one.size,
                        "upright": one.upright,
                        "matrix": one.matrix,
                        "x0": x0,
                        "x1": x1,
                        "y0": one.y0,
                        "y1": one.y1,
                        "width": one.width,
                        "height": one.height,
                        "top": top,
                        "bottom": bottom,
                        "doctop": page.initial_doctop + top,
                        "page_number": page.page_number,
                    }
                )
            else:
                held = page.process_object(one)
                if held["object_type"] != "anno":
                    found.setdefault(held["object_type"], []).append(held)

    gather(list(page.layout))
    page._objects = found  # where the library keeps them


def _page(page: Any) -> dict[str, Any]:
    _lean(page)
    chars = [char for char in page.chars if char.get("upright", True)]
    turned = len(page.chars) - len(chars)
    doubled = len(chars) - len({(c["text"], round(c["x0"]), round(c["top"])) for c in chars})
    if doubled > len(chars) * 0.05 and doubled > 3:
        page = page.dedupe_chars(tolerance=1)
    words = [
        (str(w["text"]).translate(_LIGATURES), w["x0"], w["x1"], w["top"], w["bottom"])
        for w in page.extract_words(x_tolerance_ratio=0.15, keep_blank_chars=False)
        if w.get("upright", True)
    ]
    items: list[dict[str, Any]] = []
    ruled = len(page.lines) + len(page.rects) + len(page.curves)
    if 3 < ruled < 50_000:
        for table in page.find_tables():
            rows, words = _ruled(table, words)
            items.extend(rows)
    items.extend(_unruled(_lines(words)))
    items.sort(key=lambda item: (item["top"], item["left"]))
    return {
        "items": items,
        "height": float(page.height),
        "pictures": len(page.images),
        "letters": sum(len(w[0]) for w in words) + sum(len(c) for i in items for c in i.get("cells", ())),
        "turned": turned,
    }


def _ruled(table: Any, words: list[Word]) -> tuple[list[dict[str, Any]], list[Word]]:
    """The rows of a table with lines around its cells, and the words outside it."""
    if len(table.rows) < 1 or max(len(row.cells) for row in table.rows) < 2:
        return [], words
    x0, top, x1, bottom = table.bbox
    inside = [w for w in words if x0 <= (w[1] + w[2]) / 2 <= x1 and top <= (w[3] + w[4]) / 2 <= bottom]
    rows: list[dict[str, Any]] = []
    used: set[int] = set()
    for row in table.rows:
        cells: list[str] = []
        lines = 1
        for box in row.cells:
            held = [] if box is None else _held(inside, box)
            used.update(map(id, held))
            parts = [_joined(line) for line in _lines(held)]
            lines = max(lines, len(parts))
            cells.append("\n".join(parts))
        if any(cells):
            place = {"top": row.bbox[1], "bottom": row.bbox[3], "left": x0}
            rows.append({"cells": cells, "ruled": True, "start": not rows, "lines": lines, **place})
    outside = [w for w in words if id(w) not in used]
    return rows, outside


def _held(words: Sequence[Word], box: Sequence[float]) -> list[Word]:
    x0, top, x1, bottom = box
    return [w for w in words if x0 <= (w[1] + w[2]) / 2 < x1 and top <= (w[3] + w[4]) / 2 < bottom]


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand beside each other, from top to bottom; a raised "th" belongs to its line."""
    lines: list[list[Word]] = []
    spans: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w[3] + w[4], w[1])):
        at = len(lines) - 1
        while at >= max(0, len(lines) - 3):
            shared = min(word[4], spans[at][1]) - max(word[3], spans[at][0])
            if shared > 0.5 * min(word[4] - word[3], spans[at][1] - spans[at][0]):
                lines[at].append(word)
                if word[4] - word[3] > spans[at][1] - spans[at][0]:
                    spans[at] = (word[3], word[4])
                break
            at -= 1
        else:
            lines.append([word])
            spans.append((word[3], word[4]))
    for line in lines:
        line.sort(key=lambda w: w[1])
    return lines


def _joined(line: Sequence[Word]) -> str:
    return " ".join(word[0] for word in line)


def _chunks(line: Sequence[Word]) -> list[list[Word]]:
    """The words of a line, parted where a gap is too wide for a sentence."""
    parts = [[line[0]]]
    for before, word in pairwise(line):
        if word[1] - before[2] > _WIDE * max(before[4] - before[3], word[4] - word[3]):
            parts.append([word])
        else:
            parts[-1].append(word)
    # A bullet or number and what it introduces are one.
    if (
        len(parts) > 1
        and len(parts[0]) == 1
        and re.fullmatch(r"\(?(?:\W|o|\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]?", parts[0][0][0])
    ):
        parts[:2] = [[*parts[0], *parts[1]]]
    return parts


def _unruled(lines: Sequence[Sequence[Word]]) -> Iterator[dict[str, Any]]:
    """Lines as they are; lines below each other that are parted at the same places as rows of a table."""
    parted = [_chunks(line) for line in lines]
    at = 0
    while at < len(lines):
        end = _end_of_rows(parted, at)
        columns = _columns(parted[at:end]) if end - at > 1 else []
        if len(columns) > 1:
            for place in range(at, end):
                cells = [""] * len(columns)
                for chunk in parted[place]:
                    column = next(n for n, (x0, x1) in enumerate(columns) if x0 <= chunk[0][1] <= x1)
                    cells[column] = f"{cells[column]} {_joined(chunk)}".strip()
                yield {"cells": cells, **_place(lines[place])}
            at = end
            continue
        for place in range(at, max(end, at + 1)):
            cells = [_joined(chunk) for chunk in parted[place]]
            if len(cells) > 1 and _BARE.fullmatch(cells[-1]) and re.search(r"\d", cells[-1]):
                yield {"cells": cells, **_place(lines[place])}
            else:
                yield {"text": _joined(lines[place]), **_place(lines[place])}
        at = max(end, at + 1)


def _place(line: Sequence[Word]) -> dict[str, Any]:
    return {"top": line[0][3], "bottom": line[0][4], "left": line[0][1], "lines": 1}


def _end_of_rows(parted: Sequence[Sequence[Sequence[Word]]], at: int) -> int:
    """Where the rows end that begin with a line: lines parted at its places, and lines within one of its columns."""
    if len(parted[at]) < 2:
        return at
    many, end, last = 1, at + 1, at
    for place in range(at + 1, len(parted)):
        line, above = parted[place], parted[place - 1]
        height = above[0][0][4] - above[0][0][3]
        if line[0][0][3] - above[0][0][4] > 2.5 * height:
            break
        if len(line) > 1:
            if not _goes_on(parted[last], line):
                break
            many, end, last = many + 1, place + 1, place
            continue
        starts = [chunk[0][1] for chunk in parted[last]]
        column = next((n for n, start in enumerate(starts) if abs(start - line[0][0][1]) < 3), None)
        if column is None or (column + 1 < len(starts) and line[0][-1][2] > starts[column + 1]):
            break
        end = place + 1 if column else end  # what stands in the first column may be a sentence that follows
    return end if many > 1 else at


def _goes_on(above: Sequence[Sequence[Word]], below: Sequence[Sequence[Word]]) -> bool:
    """Whether two lines are rows of one table: something other than their beginning stands at the same place."""
    return any(
        abs(one[0][1] - other[0][1]) < 3 or abs(one[-1][2] - other[-1][2]) < 3
        for one in above[1:]
        for other in below[1:]
    )


def _columns(rows: Sequence[Sequence[Sequence[Word]]]) -> list[tuple[float, float]]:
    """The stretches across the page in which the parts of all rows stand."""
    spans = sorted((chunk[0][1], chunk[-1][2]) for row in rows for chunk in row)
    found: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if found and x0 <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def main() -> None:
    """Read a PDF from standard input and write a line of JSON for each page."""
    most_pages, most_memory = int(sys.argv[1]), int(sys.argv[2])
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    except (ImportError, ValueError, OSError):
        pass  # where memory cannot be limited, the time is
    raw = sys.stdin.buffer.read()
    try:
        for page in pages_of(raw, most_pages):
            sys.stdout.write(json.dumps(page) + "\n")
    except (MemoryError, ImportError):  # a library that finds no room says that it cannot be imported
        sys.stdout.write('{"error": "memory"}\n')
    except Exception:  # whatever the parser does with a damaged file
        sys.stdout.write('{"error": "damaged"}\n')


if __name__ == "__main__":
    main()
