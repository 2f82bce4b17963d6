"""What stands in a workbook beside the cells of its lists: properties, notes, texts no cell shows, pictures.

Only parts that a plain list needs are let in; their texts are given out to be looked at. Everything else (notes on
cells, text boxes, pictures, pivot tables with their hidden copy of the data, macros, links to other files) is named by
its kind, so that the workbook can be refused with what to take out.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final
from xml.etree import ElementTree as ET  # the parts were checked for document types before

_PLAIN: Final = re.compile(
    r"\[Content_Types\]\.xml|(.*/)?_rels/[^/]*\.rels|docProps/(core|app|custom)\.xml|docMetadata/LabelInfo\.xml|customXml/.*|"
    r"xl/(workbook|styles|sharedStrings|calcChain|metadata|sharedStringsTable)\.xml|xl/theme/[^/]+\.xml|"
    r"xl/worksheets/[^/]+\.xml|xl/tables/[^/]+\.xml|xl/printerSettings/[^/]+\.bin|xl/richData/.*|.*/"
)
_STRANGE: Final = (
    (re.compile(r"comment|persons?/|vmlDrawing", re.I), "notes or comments on cells"),
    (re.compile(r"pivot", re.I), "a pivot table, which keeps a hidden copy of its data"),
    (re.compile(r"media/|drawings?/|charts?/|ink/", re.I), "pictures, charts or text boxes"),
    (re.compile(r"vba|macro|activeX|ctrlProps|customUI", re.I), "macros or controls"),
    (re.compile(r"external|connection|query|model/|embeddings?/", re.I), "links to other files or data inside them"),
    (re.compile(r"revision|userNames", re.I), "a record of earlier changes"),
)
_SKIPPED: Final = re.compile(r"xl/(calcChain|metadata)\.xml|xl/theme/.*|.*\.rels|.*\.bin|\[Content_Types\]\.xml|.*/")
_TELLING: Final = frozenset({
    "name", "displayName", "prompt", "promptTitle", "error", "errorTitle", "tooltip", "display", "title", "descr",
    "comment", "location", "totalsRowLabel", "formatCode",
})  # fmt: skip
_FILTERS: Final = frozenset({"filter", "customFilter", "dynamicFilter", "top10"})
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]+)</")
_CORE: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_STAFF: Final = frozenset({"{http://purl.org/dc/elements/1.1/}creator", f"{_CORE}lastModifiedBy"})
_TIMES: Final = frozenset({"created", "modified", "lastPrinted", "filetime"})
_OURS: Final = frozenset({"worksheets", "microsoft excel", "title", "titles"})
_CODES: Final = re.compile(r'&"[^"]*"|&[A-Za-z]|&K[0-9A-F]{6}')
_SHEET_DATA: Final = re.compile(rb"<(?:\w+:)?sheetData\b.*?</(?:\w+:)?sheetData>", re.DOTALL)


AUTHOR: Final = "the author's name among the properties of the workbook"
"""Where it stands who made or last saved a workbook: a member of staff, whom Excel names by itself."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Texts beside the cells, each with where it stands in words; and what a workbook of lists should not have."""

    texts: tuple[tuple[str, str], ...]
    strange: tuple[str, ...]


def margins_of(raw: bytes) -> Margins:
    """Look over the parts of a workbook that was opened by `open_workbook`, which held them against limits."""
    texts: list[tuple[str, str]] = []
    strange: dict[str, None] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for entry in archive.infolist():
            if not _PLAIN.fullmatch(entry.filename):
                strange[_kind(entry.filename)] = None
            elif not _SKIPPED.fullmatch(entry.filename):
                texts += _texts(entry.filename, archive.read(entry))
            # What the archive itself says of a part, which no program shows.
            texts.append(("a remark in the archive", entry.comment.decode("utf-8", "replace")))
        texts.append(("a remark in the archive", archive.comment.decode("utf-8", "replace")))
    return Margins(tuple((where, text) for where, text in texts if text.strip()), tuple(strange))


def _kind(part: str) -> str:
    return next((words for pattern, words in _STRANGE if pattern.search(part)), "a part that no list needs")


def _texts(part: str, body: bytes) -> list[tuple[str, str]]:
    where = _where(part)
    apart: list[tuple[str, str]] = []
    if part.startswith("xl/worksheets/"):
        found = {unescape(text.decode("utf-8", "replace")) for text in _FORMULA.findall(body)}
        apart = [("the formulas of the workbook", text) for text in sorted(found)]
        body = _SHEET_DATA.sub(b"", body)
    try:
        root = ET.fromstring(body)  # noqa: S314 - no document types
    except ET.ParseError:
        return [(where, body.decode("utf-8", "replace"))]
    if part == "docProps/core.xml":
        staff = [one for one in root if one.tag in _STAFF and one.text and not len(one)]
        for one in staff:
            apart.append((AUTHOR, one.text or ""))
            one.text = None
    return [*apart, *((where, text) for text in _said(root))]


def _where(part: str) -> str:
    if part.startswith(("docProps/", "customXml/", "docMetadata/")):
        return "the properties of the workbook"
    if part == "xl/sharedStrings.xml":
        return "the texts of the workbook"
    return "names, titles or prompts of the workbook"


def _said(root: ET.Element) -> Iterator[str]:
    for one in root.iter():
        tag = one.tag.rpartition("}")[2]
        text = "".join(one.itertext()) if tag == "si" else (one.text or "")
        if tag not in _TIMES and text.strip() and text.strip().casefold() not in _OURS:
            # Headers and footers have codes before each part: &C for the centre, &"Arial,Bold" for a font.
            yield _CODES.sub(" ", text) if tag.endswith(("Header", "Footer")) else text
        for key, value in one.attrib.items():
            if key.rpartition("}")[2] in _TELLING or (tag in _FILTERS and key == "val"):
                yield value
