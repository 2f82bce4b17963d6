"""Letters of our own, in several layouts and forms: invented grants, real councils. All of it is simulated."""

import io
import textwrap
from collections.abc import Callable, Sequence

import docx
import typst

from riia.documents.model import Document
from riia.documents.readers import read_document

type Table = Sequence[Sequence[str]]
type Part = str | Table
"""A paragraph, or a table as rows of cells; a paragraph that begins with "# " is a heading."""


def as_text(parts: Sequence[Part], *, width: int = 0, pipes: bool = False) -> Document:
    """As a text file: tables by tabs, or with bars; lines broken at a width where one is given."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += textwrap.wrap(part.removeprefix("# "), width) if width else [part.removeprefix("# ")]
        elif pipes:
            lines += ["| " + " | ".join(row) + " |" for row in part]
        else:
            lines += ["\t".join(row) for row in part]
        lines.append("")
    return read_document("\n".join(lines).encode(), "letter.txt")


def as_word(parts: Sequence[Part]) -> Document:
    """As a Word document with real headings and tables."""
    made = docx.Document()
    for part in parts:
        if not isinstance(part, str):
            table = made.add_table(rows=0, cols=len(part[0]))
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif part.startswith("# "):
            made.add_heading(part[2:], 1)
        else:
            made.add_paragraph(part)
    stream = io.BytesIO()
    made.save(stream)
    return read_document(stream.getvalue(), "letter.docx")


def as_pdf(parts: Sequence[Part], *, ruled: bool = True) -> Document:
    """As a PDF, its tables with rules or without."""
    source = ['#set page(width: 21cm, height: 29.7cm, margin: 2.2cm)\n#set text(size: 10pt, font: "Libertinus Serif")']
    for part in parts:
        if not isinstance(part, str):
            cells = ", ".join(f"[{_escaped(cell)}]" for row in part for cell in row)
            stroke = "0.5pt" if ruled else "none"
            source.append(f"#table(columns: {len(part[0])}, stroke: {stroke}, {cells})")
        elif part.startswith("# "):
            source.append(f'#text(weight: "bold", size: 12pt)[{_escaped(part[2:])}]')
        else:
            source.append(_escaped(part))
    return read_document(typst.compile("\n\n".join(source).encode()), "letter.pdf")


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "#$*_`<>@[]\\=~+/-" else sign for sign in text)


FORMS: dict[str, Callable[[Sequence[Part]], Document]] = {"txt": as_text, "docx": as_word, "pdf": as_pdf}


def clauses(programme: str, reference: str, year: str, minister: str, *, annex: str = "Annex A") -> list[Part]:
    """A determination with its four clauses, complete and in order."""
    return [
        f"{minister[0].upper()}{minister[1:]} (“the {_short(minister)}”), in exercise of the powers conferred by "
        f"section "
        "31 of the Local Government Act 2003, makes the following determination:",
        "# Citation",
        f"1) This determination may be cited as the {programme} Determination {year} [{reference}].",
        "# Purpose of the grant",
        "2) The purpose of the grant is to support local authorities in England in expenditure lawfully incurred "
        "or to be incurred by them.",
        "# Determination",
        f"3) The {_short(minister)} determines the authorities to which grant is to be paid and the amount of "
        f"grant to be "
        f"paid; these are set out in {annex}.",
        "# Treasury consent",
        f"4) Before making this determination, the {_short(minister)} obtained the consent of the Treasury.",
        f"Signed by authority of the {_short(minister)}",
        "Jane Ashworth",
        "Deputy Director, Department for Education",
    ]  # fmt: skip


def _short(minister: str) -> str:
    return minister.removeprefix("the ").removeprefix("The ").split(" for ")[0]


SECRETARY = "the Secretary of State for Education"
UNDER_SECRETARY = "the Parliamentary Under-Secretary of State for Children and Families"


def regional_core() -> list[Part]:
    """The first variation of core funding for nine regions, by lines that add up to its annex."""
    councils = {"East Midlands": 10, "East of England": 11, "London": 33, "North East": 12, "North West": 24,
                "South East": 19, "South West": 15, "West Midlands": 14, "Yorkshire and Humber": 15}  # fmt: skip
    rows = [["Recipient region", "Total paid so far (24-25)", "Revised total for this FY (24-25)"]]
    for region, number in councils.items():
        before = (84_000 if region == "London" else 75_000) + 46_800 + 2_800 * number
        before += 9 * 8_000 if region == "North East" else 0
        rows.append([region, f"£{before:,}", f"£{before + 1_400 * number:,}"])
    return [
        "Department for Education",
        "9 October 2024",
        "Dear colleague,",
        "Re: S31 Grant Determination Letter for Regional Practice Networks, variation 1. Reference: 31/7714.",
        "This variation is to take effect from 14 October 2024.",
        "This determination is made between:",
        f"(1) {UNDER_SECRETARY[0].upper()}{UNDER_SECRETARY[1:]}",
        "(2) The regional alliances listed in Annex A",
        "1. The purpose of the grant is amended to read as follows:",
        "# Purpose of the grant",
        "The grant pays for the regional networks in the 2024-25 financial year.",
        "1. A performance officer for each network.",
        "a. £75,000 allocated to each region for a performance officer. London weighting of 12% will be included "
        "(paid in May 2024).",
        "2. A shared data tool.",
        "a. £8,000 allocated for each region for the tool (full £72,000 was paid to North East in June 2024).",
        "3. Support by peers, which will not exceed 26 days for one council.",
        "a. £46,800 allocated to each region based on three LAs receiving 26 days of support, costed at £600 per "
        "day (paid in May 2024)",
        "4. Peer reviews. Original funding: £2,800 allocated to each LA within the region to cover four days of a "
        "director's time - costed at £700 per day (paid in May 2024). Additional grant funding of £1,400 allocated "
        "to each "
        "LA within the region to cover two days of a director's time - costed at £700 per day (to be paid in November "
        "2024).",
        "Yours sincerely,",
        "Jane Ashworth (Deputy Director)",
        *clauses("Regional Practice Networks", "31/7714", "2024-25", UNDER_SECRETARY),
        "2. Annex A is amended to read as follows:",
        "# Annex A",
        rows,
    ]


def named_councils() -> list[Part]:
    """Eight councils, named as parties in a list, with amounts to the penny and a total."""
    amounts = {"Cumberland Council": "£412,350.25", "Westmorland and Furness Council": "£298,114.50",
               "Kent County Council": "£1,006,350.00", "London Borough of Sutton": "£88,250.75",
               "North Northamptonshire Council": "£501,000.10", "City of York Council": "£64,999.99",
               "Bath and North East Somerset Council": "£120,480.00",
               "Bournemouth, Christchurch and Poole Council": "£233,301.46"}  # fmt: skip
    return [
        "Department for Education",
        "3 July 2024",
        "To the councils named below",
        "Re: Section 31 Grant Determination Letter for the Family Hubs Learning Fund, reference FHL_2204.",
        "This determination is made between:",
        "(1) The Secretary of State for Education and",
        "(2) the following eight local authorities: " + "; ".join([*amounts][:-1]) + " and " + [*amounts][-1],
        "# Purpose of this grant",
        "The grant supports projects that these councils have asked to undertake. It is not ring-fenced.",
        "# Payment arrangements",
        "The grant will be paid in two instalments in September 2024 and February 2025.",
        "Yours faithfully,",
        "Jane Ashworth",
        *clauses("Family Hubs Learning Fund", "FHL_2204", "2024-25", SECRETARY),
        "# Annex A: amounts for 2024-25",
        [["Local authority", "Amount of grant"], *([name, amount] for name, amount in amounts.items()),
         ["Total", "£2,724,847.05"]],
    ]  # fmt: skip


def annex_first() -> list[Part]:
    """The annex stands before the letter."""
    return [
        "ANNEX A",
        [["Authority to which grant is to be paid", "Project A", "Project B", "Total grant"],
         ["Durham County Council", "£10,000.00", "£4,500.50", "£14,500.50"],
         ["Torbay Council", "£12,000.00", "£1,250.25", "£13,250.25"],
         ["Wakefield Metropolitan District Council", "£9,000.00", "£0", "£9,000.00"],
         ["Total", "£31,000.00", "£5,750.75", "£36,750.75"]],
        "Department for Education",
        "Date: 12 May 2022",
        "Dear Director of Children’s Services,",
        "Re: S31 Grant Determination Letter for Leaders in Practice. DfE reference: LIP_118; reference: 31/6120.",
        "This Determination is made between:",
        "(1) The Secretary of State for Education and",
        "(2) The local authorities listed at Annex A",
        "# Purpose of the grant",
        "This grant is to help three projects for leaders of practice in 2022-23. Councils may choose how to spend it.",
        "# Payment arrangements",
        "The grant will be paid in one instalment in June 2022.",
        "Yours sincerely,",
        "Jane Ashworth",
        *clauses("Leaders in Practice", "LIP_118, 31/6120", "2022-23", SECRETARY),
    ]  # fmt: skip


def coordinators() -> list[Part]:
    """Base and top-up by the number of councils, with success measures in an annex of their own."""
    return [
        "Department for Education",
        "6 April 2023",
        "Dear colleague,",
        "# S31 Grant Determination Letter for Regional Mentoring Leads in 2023-24: DfE ref project_7002; GD ref "
        "31/6401",
        "This Determination is made between:",
        "(1) The Secretary of State for Education and",
        "(2) Local authorities for:",
        "Leicester City Council Portsmouth City Council Oldham Metropolitan Borough Council",
        "# Purpose of this grant",
        "The grant lets three councils host a lead for their region. What they might do is in Annex A.",
        "# Grant allocations",
        "Funds are made available as an unringfenced grant. The amount for each lead is set out in Annex B.",
        "Reporting to the department is not a condition of this grant.",
        "# Payment arrangements",
        "Payment will be made in two instalments in July 2023 and January 2024.",
        "Yours sincerely,",
        "Jane Ashworth",
        *clauses("Regional Mentoring "
        "Leads", "project_7002, 31/6401", "2023-24", UNDER_SECRETARY.replace("the Parliamentary "
                 "Under-Secretary of State for Children and Families", SECRETARY), annex="Annex B"),
        "# ANNEX A: SUCCESS MEASURES",
        "Measures that leads may wish to use:",
        "- more mentors in every council of the region;",
        "- mentors who stay longer than a year.",
        "# ANNEX B – REGIONAL MENTORING LEADS: DfE ref project_7002; GD ref 31/6401",
        [["Authorities to which grant is to be paid", "No of LAs in region", "Region to be supported", "Base funding",
          "Top up amount, based on the number of authorities", "Total grant funding"],
         ["Leicester City Council", "10", "East Midlands", "£15,000", "£4,479.90", "£19,479.90"],
         ["Portsmouth City Council", "19", "South East", "£15,000", "£8,511.81", "£23,511.81"],
         ["Oldham Metropolitan Borough Council", "24", "North West", "£15,000", "£10,751.76", "£25,751.76"]],
    ]  # fmt: skip


def one_council() -> list[Part]:
    """A letter to a single council, its amount in the text."""
    return [
        "Torbay Council",
        "17 June 2024",
        "Dear Director,",
        "Re: S31 Grant Determination Letter for the Coastal Placements Pilot 2024-25: reference 31/7655",
        "This determination is made between:",
        "(1) the Secretary of State for Education and",
        "(2) Torbay Council",
        "# Purpose of the grant",
        "The pilot will test shared fostering recruitment. A total grant of £182,500.00 is to be paid in 2024-25.",
        "# Payment",
        "Payment will be made in two instalments in July 2024 and January 2025.",
        "Yours sincerely,",
        "Jane Ashworth",
        *clauses("Coastal Placements Pilot", "31/7655", "2024-25", SECRETARY)[:-7],
        "# Determination",
        "3) The Secretary of State determines that the amount of grant to be paid to Torbay Council is £182,500.00.",
        "# Treasury consent",
        "4) The consent of the Treasury was obtained before this determination was made.",
        "Signed by authority of the Secretary of State",
        "Jane Ashworth",
    ]


def uplifted() -> list[Part]:
    """A variation with its uplift in a column, for councils; what it adds is for each council the same."""
    rows = [["Council", "Original allocation", "Uplift", "Revised total", "Instalment in May 2025"]]
    for name, before in (
        ("Devon County Council", 40_000),
        ("Plymouth City Council", 21_500),
        ("Swindon Borough Council", 18_250),
    ):
        rows.append([name, f"£{before:,}", "£1,500", f"£{before + 1_500:,}", "n/a"])
    rows.append(["Total", "£79,750", "£4,500", "£84,250", ""])
    return [
        "Department for Education",
        "2 June 2025",
        "Dear Director,",
        "S31 Grant Determination Letter for Kinship Advice, variation 2. Reference: KIN-2025-031",
        "The variation takes effect from 9 June 2025 and follows the original and variation 1.",
        "This Determination is made between:",
        "(1) The Minister of State for School Standards and",
        "(2) The local authorities listed in Annex A",
        "1. Annex A is amended to read as follows in the 2025-26 financial year.",
        *clauses("Kinship Advice", "KIN-2025-031", "2025-26", "The Minister of State for School Standards"),
        "# Annex A",
        rows,
    ]


LAYOUTS: dict[str, Callable[[], list[Part]]] = {
    "regional core": regional_core,
    "named councils": named_councils,
    "annex first": annex_first,
    "coordinators": coordinators,
    "one council": one_council,
    "uplifted": uplifted,
}
BASELINE: dict[str, list[str]] = {
    "regional core": ["HOST-NEEDED", "PREDECESSOR"],
    "uplifted": ["PREDECESSOR"],
}
"""What is rightly found in a letter of the layout although no fault was planted: a variation needs what it amends, and
regions need a host."""
