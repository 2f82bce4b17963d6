"""A report as a Word document: real headings, tables whose head is repeated and described, British English.

The same report gives the same bytes: dates are the report's, and the archive is packed in one order at one time.
"""

import zipfile
from datetime import UTC
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from riia.alliance.reporting.blocks import Bar, Block, Cell, Column, Grid, Heading, Items, NewPage, Text, printable
from riia.alliance.reporting.content import Rag
from riia.alliance.reporting.files import whole_address
from riia.alliance.reporting.layout import Laid

_SHADES: Final = {Rag.RED: "F6D7D2", Rag.AMBER: "FFF0C2", Rag.GREEN: "CCE2D8", Rag.GREY: "EEEFEF"}
_INK: Final = "16323F"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_WIDTH_CM: Final = 17.4
"""Between the margins of A4."""


def as_word(report: Laid) -> bytes:
    """The report as .docx."""
    import docx
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for name, size in (("Normal", 10.5), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Caption", 9.5)):
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.name = "Arial"
        _every_script(style, "Arial")
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_INK)
    _language(document)
    _properties(document, report)
    section.footer.paragraphs[0].text = printable(report.foot)
    _page_number(section.footer.paragraphs[0])
    document.add_paragraph(printable(report.title), style="Title")
    _facts(document, report)
    for block in report.blocks:
        _add(document, block)
    held = BytesIO()
    document.save(held)
    return _packed(held.getvalue())


def _facts(document: Any, report: Laid) -> None:
    """What identifies the version, in one paragraph."""
    paragraph = document.add_paragraph()
    for at, (what, said) in enumerate(report.facts):
        paragraph.add_run(f"{' · ' if at else ''}{printable(what)}: ").bold = True
        paragraph.add_run(printable(said))


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(printable(text), level=level - 1)
        case Text(text):
            document.add_paragraph(printable(text))
        case Items(items):
            for item in items:
                document.add_paragraph(printable(item), style="List Bullet")
        case Bar():
            pass  # the paragraph and the table beside it say the same
        case NewPage():
            document.add_page_break()
        case Grid():
            _table(document, block)


def _table(document: Any, grid: Grid) -> None:
    """A table, written as XML and read once: cell objects would make a large report take seconds."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    caption = document.add_paragraph(printable(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    whole = sum(column.width for column in grid.columns)
    widths = [round(_WIDTH_CM * 567 * column.width / whole) for column in grid.columns]
    head = tuple(Cell(column.text) for column in grid.columns)
    rows = [_row(document, head, grid.columns, widths, head=True, bold=True)]
    for at, row in enumerate(grid.rows):
        bold = grid.totals and at == len(grid.rows) - 1
        rows.append(_row(document, row, grid.columns, widths, head=False, bold=bold))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w', 'r')}><w:tblPr>"
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:firstColumn="0"/>'
        f"<w:tblCaption w:val={_attribute(grid.caption)}/><w:tblDescription w:val={_attribute(_described(grid))}/>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    caption._p.addnext(table)
    after = document.add_paragraph()
    table.addnext(after._p)


def _described(grid: Grid) -> str:
    columns = ", ".join(column.text for column in grid.columns)
    return f"A table of {len(grid.rows)} rows with the columns {columns}."


def _row(
    document: Any, cells: tuple[Cell, ...], columns: tuple[Column, ...], widths: list[int], *, head: bool, bold: bool
) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    inner = "".join(
        _cell(document, cell, width, right=column.numeric, bold=bold)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inner}</w:tr>"


def _cell(document: Any, cell: Cell, width: int, *, right: bool, bold: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADES[cell.rag]}"/>' if cell.rag else ""
    side = '<w:jc w:val="right"/>' if right else ""
    runs = []
    for at, (text, href) in enumerate(cell.lines):
        link = whole_address(href)
        run = _run(text, first=not at, bold=bold, link=bool(link))
        if link:
            number = document.part.relate_to(link, _LINK, is_external=True)
            run = f'<w:hyperlink r:id="{number}">{run}</w:hyperlink>'
        runs.append(run)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:after="20"/>{side}</w:pPr>{"".join(runs)}</w:p></w:tc>'
    )


_LINK: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _run(text: str, *, first: bool, bold: bool, link: bool) -> str:
    """The order of what is said about a run is that of the schema: bold, colour, size, underline."""
    strong = "<w:b/>" if bold else ""
    colour, line = ('<w:color w:val="1A65A6"/>', '<w:u w:val="single"/>') if link else ("", "")
    new_line = "" if first else "<w:br/>"
    words = escape(printable(text))
    return (
        f'<w:r><w:rPr>{strong}{colour}<w:sz w:val="17"/>{line}</w:rPr>{new_line}'
        f'<w:t xml:space="preserve">{words}</w:t></w:r>'
    )


def _attribute(text: str) -> str:
    return quoteattr(printable(text).replace("\n", " "))


def _every_script(style: Any, font: str) -> None:
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), font)


def _language(document: Any) -> None:
    from docx.oxml.ns import qn

    settings = document.settings.element
    for element in (*document.styles.element.iter(qn("w:lang")), *settings.iter(qn("w:themeFontLang"))):
        element.set(qn("w:val"), "en-GB")
    # The schema wants the zoom as a percentage, which the template that all starts from leaves out.
    for element in settings.iter(qn("w:zoom")):
        element.set(qn("w:percent"), "100")


def _properties(document: Any, report: Laid) -> None:
    properties, at = document.core_properties, report.frozen_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties.title, properties.subject = printable(report.title)[:255], printable(report.subject)[:255]
    properties.author = properties.last_modified_by = printable(report.author)[:255]
    properties.language, properties.comments, properties.keywords = "en-GB", "", ""
    properties.created = properties.modified = at
    properties.revision = 1


def _page_number(paragraph: Any) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.add_run(", page ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def _packed(data: bytes) -> bytes:
    """The same archive with every date fixed, so that the same report is the same file."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
