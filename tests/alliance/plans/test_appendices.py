"""The appendices made again: rows, notes, CSV and a workbook whose formulas come to what we compute."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from riia.alliance.plans.appendices import Appendix, appendix, as_csv
from riia.alliance.plans.appendices_xlsx import as_xlsx
from tests.alliance.plans.test_costs import packaged, small


@pytest.fixture(scope="module")
def send() -> Appendix:
    return appendix(packaged("SEND"), {"SEND regional diagnostics 1": ("2.1", "2.1.1 to 2.5.1")})


def test_the_appendix_has_every_line_and_its_heading_once(send: Appendix) -> None:
    assert len(send.rows) == 31
    assert [row.of for row in send.rows if row.first] == [6, 3, 3, 16, 3]
    assert send.titles()[3:7] == ("Finance projected spend", "Q2 (20%)", "Q3 (30%)", "Q4 (50%)")
    assert "q1" not in send.amounts
    first = send.rows[0]
    assert [first.cells[name].words for name in send.amounts] == [
        "£89,429", "£17,886", "£26,829", "£44,715", "£211,859", "£160,000", "£51,859"
    ]  # fmt: skip
    assert send.rows[6].requirement == "2.1"
    assert [send.rows[1].cells[name].words for name in ("total", "allocation", "variance")] == ["", "", ""]


def test_stated_amounts_stay_and_notes_say_where_they_do_not_come_out(send: Appendix) -> None:
    assert send.totals["total"].words == "£1,190,200"
    (note,) = send.totals["total"].notes
    assert "stated £1,190,200, computed £1,190,201; £1 within rounding" in send.notes[note - 1]
    damaged = send.rows[4].cells["spend"]
    assert damaged.words == "£0"
    assert "“63”" in send.notes[damaged.notes[0] - 1]
    derived = send.rows[9].cells["spend"]
    assert derived.words == "£106,869"
    assert send.notes[derived.notes[0] - 1].startswith("Not in the document; derived")
    assert not appendix(packaged("CSC"), {}).notes
    assert "£1 does not agree" in " ".join(appendix(small(total="£301"), {}).notes)
    assert appendix(small(spend=None), {}).rows[0].cells["spend"].words == "not stated"


def test_csv_has_plain_numbers(send: Appendix) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([send]).removeprefix("\ufeff"))))
    assert len(rows) == 32
    assert (rows[0]["Q2"], rows[0]["Variance of spend against grant"]) == ("17886", "51859")
    assert rows[6]["Variance of spend against grant"] == "-41000"
    assert rows[-1]["Finance projected spend"] == "1190200"
    assert rows[0]["Plan activity and KPI numbers"] == ""


def workbook(found: list[Appendix], *, values: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(found, "Plan", dt.date(2026, 1, 5))), data_only=values)


def test_the_workbook_computes_with_real_formulas_and_holds_their_values(send: Appendix) -> None:
    formulas, values = workbook([send], values=False).worksheets[0], workbook([send], values=True).worksheets[0]
    assert formulas["K4"].value == "=SUM(D4:D9)"
    assert (values["K4"].value, values["H4"].value, values["L4"].value) == (211_858, 211_859, -1)
    assert formulas["M4"].value == "=SUM(E4:G4)-D4"
    assert values["M4"].value == 1
    assert values["D35"].value == 1_190_200
    assert formulas["D36"].value == "=SUM(D4:D34)"
    assert values["D36"].value == 1_190_200
    assert (values["H36"].value, values["H37"].value, formulas["H37"].value) == (1_190_201, 1, "=H36-H35")
    assert [values[f"{column}36"].value for column in "EFG"] == [238_040, 357_060, 595_100]


def test_every_formula_comes_to_the_value_that_is_held(send: Appendix) -> None:
    """Worked out here once more, from the numbers of the sheet alone."""
    formulas, values = workbook([send], values=False).worksheets[0], workbook([send], values=True).worksheets[0]
    seen = 0
    for row in formulas.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                assert values[cell.coordinate].value == pytest.approx(worked_out(cell.value[1:], values)), (
                    cell.coordinate
                )
                seen += 1
    assert seen > 40


def worked_out(text: str, values: openpyxl.worksheet.worksheet.Worksheet) -> float:
    total, sign = 0.0, 1
    for part in text.replace("-", " - ").split():
        if part == "-":
            sign = -1
        elif part.startswith("SUM("):
            total += sign * sum(cell.value or 0 for row in values[part[4:-1]] for cell in row
                                if not isinstance(cell.value, str))  # fmt: skip
        else:
            total += sign * (values[part].value or 0)
    return total


def test_what_is_not_known_is_no_number_in_the_workbook() -> None:
    sheet = workbook([appendix(small(spend=None), {})], values=True).worksheets[0]
    assert sheet["D4"].value == "not stated"
    assert sheet["D7"].value is None  # no computed total over a line that is not known
