"""Our workbook after people had it. What keeps its meaning is read, and what has lost it is told."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.returns.canonical import written
from riia.indicators.returns.files import ReturnRefused, causes, read_return
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Explanation, Heading, Weight
from riia.indicators.returns.workbook import write_template
from tests.indicators.returns.written_returns import (
    FORM,
    HEADING,
    LEICESTER,
    PEOPLE,
    cell,
    codes,
    edited,
    noted,
    numbers,
    opened,
    read,
    row_of,
    saved,
    share,
    template,
    typed,
    whole,
    without,
)

FILLED = template(numbers())
"""With formulas beside the numbers, as a council saves it."""
BLANK = without(template(), "Checks", "Definitions", "Read me")
LIGHT = without(FILLED, "Checks", "Definitions")
"""The same without the sheets that take openpyxl long and the reader no notice of."""


def test_a_workbook_of_another_council_or_period_says_so_and_nothing_else() -> None:
    spoilt = edited(LIGHT, typed("referrals", "-"))
    found = read(spoilt, LEICESTER)
    assert codes(found) == ["FILE-COUNCIL"]
    assert found.answers == {}
    assert "Derby (831)" in found.problems[0].rule
    assert "Leicester" in found.problems[0].rule
    later = Heading(HEADING.place, "Derby", HEADING.period.next(), FORM.key)
    assert codes(read(spoilt, later)) == ["FILE-PERIOD"]
    both = Heading(LEICESTER.place, "Leicester", HEADING.period.next(), FORM.key)
    assert codes(read(spoilt, both)) == ["FILE-COUNCIL", "FILE-PERIOD"]


def test_a_workbook_of_another_form_says_so() -> None:
    other = form_of("letter-2023")
    data = write_template(other, Heading(HEADING.place, "Derby", HEADING.period, other.key), answers=numbers())
    assert codes(read(data)) == ["FILE-FORM"]


def test_a_workbook_of_an_older_form_is_read_and_has_to_be_explained() -> None:
    older = FORM.only(frozenset({"referrals", "repeat-referrals", "cla-current"}))
    data = write_template(older, HEADING, answers={cell("cla-current.number"): Number(5)})
    found = read(data)
    assert codes(found) == ["FILE-TEMPLATE"]
    assert found.problems[0].weight is Weight.SOFT
    assert found.is_usable
    assert found.answers[cell("cla-current.number")] == Number(5)
    assert "FILE-MISSING" in noted(found)
    assert cell("initial-contacts.number") in found.missing


def test_without_its_hidden_sheet_the_head_of_the_sheet_says_whose_it_is() -> None:
    book = opened(LIGHT)
    for name in ("About", "Read me", "Explanations"):
        del book[name]
    book["Return"].title = "Q2"
    assert read(saved(book), None).heading == HEADING
    assert codes(read(saved(book), LEICESTER)) == ["FILE-COUNCIL"]


def test_a_label_beside_the_emptied_name_of_the_council_is_no_council() -> None:
    """Deleting a column can take the names out of the head and leave what stood to their right."""
    book = opened(LIGHT)
    del book["About"]
    book["Return"]["B2"].value = book["Return"]["B3"].value = None
    assert not read(saved(book)).problems


def test_two_heads_that_differ_are_not_believed() -> None:
    """Somebody has copied the sheet of one council into the workbook of another."""
    found = read(edited(LIGHT, lambda sheet: sheet.cell(2, 2, "Leicester (856)")))
    assert codes(found) == ["FILE-COUNCIL"]


def test_shares_without_a_stored_value_are_worked_out_and_told_once() -> None:
    found = read(edited(LIGHT))
    assert found.answers == whole()
    assert not found.problems
    told = causes(found.notes)
    assert [one.problems[0].code for one in told] == ["FILE-WORKED-OUT"]
    assert "Return!F6" in told[0].words


@pytest.mark.parametrize(
    ("value", "code", "rule"),
    [
        ("-", "FILE-ENTRY", "may mean 0"), ("<5", "FILE-ENTRY", "hides the number"), ("12.5", "FILE-ENTRY", "decimals"),
        (12.5, "FILE-ENTRY", "decimals"), (-3, "FILE-ENTRY", "below zero"), (True, "FILE-ENTRY", "no number"),
        (2e12, "FILE-ENTRY", "no council counts"), (1e300, "FILE-ENTRY", "exponent"),
        (date(2026, 4, 3), "FILE-DATE", "is a date"), ("#REF!", "FILE-EXCEL", "Excel error"),
        ("=1+1", "FILE-FORMULA", "value is not in the file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_sheet_and_cell(value: object, code: str, rule: str) -> None:
    found = read(edited(LIGHT, typed("children-in-need", value)))
    (problem,) = found.problems
    assert problem.code == code
    assert problem.place == "Return!E23"
    assert problem.cell == cell("children-in-need.number")
    assert problem.weight is Weight.HARD
    assert rule in problem.rule
    assert problem.remedy
    assert problem.cell not in found.answers
    assert not found.is_usable


def test_a_percentage_in_a_count_is_told() -> None:
    found = read(edited(LIGHT, typed("referrals", 0.5, number_format="0%")))
    assert codes(found) == ["FILE-PERCENT"]
    assert '"50 %"' in found.problems[0].text


def test_all_that_is_wrong_is_told_at_once_and_each_cause_once() -> None:
    wrong = [typed(item.key, "nil") for item in FORM.items[:5]] + [typed("cla-current", "12 children")]
    found = read(edited(LIGHT, *wrong))
    told = causes(found.problems)
    assert len(told) == 2
    assert told[0].words.startswith('Return!E6 ("nil"), Return!E7 ("nil")')
    assert set(found.answers) & {cell("cla-current.number")} == set()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, Number(0)), ("0", Number(0)), ("1,234", Number(1234)), (" 12 ", Number(12)),
        ("c", Missing(Symbol.SUPPRESSED)), ("[C]", Missing(Symbol.SUPPRESSED)), ("n/a", Missing(Symbol.NOT_APPLICABLE)),
        (12.000000000000002, Number(12)),
    ],
)  # fmt: skip
def test_what_people_type_is_read(value: object, expected: object) -> None:
    found = read(edited(LIGHT, typed("children-in-need", value)))
    assert found.answers[cell("children-in-need.number")] == expected
    assert not found.problems


def test_blank_zero_and_symbols_stay_different() -> None:
    found = read(edited(LIGHT, typed("children-in-need", None), typed("referrals", 0), typed("cla-current", "x")))
    assert cell("children-in-need.number") not in found.answers
    assert found.typed[cell("children-in-need.number")] == ""
    assert cell("children-in-need.rate") not in found.answers
    assert found.answers[cell("referrals.number")] == Number(0)
    assert found.answers[cell("referrals.rate")] == Number(0)
    assert found.answers[cell("cla-current.rate")] == Missing(Symbol.NOT_AVAILABLE)


def test_percentages_as_excel_keeps_them() -> None:
    right = whole()[share("repeat-referrals")]
    assert isinstance(right, Number)
    shown = typed("repeat-referrals", float(right.value) / 100, 6, "0.0%")
    found = read(edited(LIGHT, shown))
    assert found.answers[share("repeat-referrals")] == right
    assert not found.problems
    bare = read(edited(LIGHT, typed("repeat-referrals", float(right.value) / 100, 6, "0.000")))
    assert bare.answers[share("repeat-referrals")] == right
    assert "FILE-FRACTION" in noted(bare)
    other = read(edited(LIGHT, typed("repeat-referrals", 0.5, 6, "0.000")))
    assert other.answers[share("repeat-referrals")] == Number(0.5)
    assert "FILE-FRACTION" not in noted(other)


def test_an_own_rate_stays_as_typed() -> None:
    found = read(edited(LIGHT, typed("referrals", 70.25, 6)))
    assert found.answers[share("referrals")] == Number(70.25)


def test_an_error_beside_a_number_does_not_lose_the_share() -> None:
    found = read(edited(LIGHT, typed("referrals", "=#REF!", 6)))
    assert found.answers[share("referrals")] == whole()[share("referrals")]


def test_a_share_that_follows_from_numbers_that_do_not_fit_is_left_to_the_checks() -> None:
    """The number is what has to be mended; the percentage beside it is nobody's entry."""
    found = read(template(numbers() | {cell("repeat-referrals.number"): Number(500)}))
    assert found.answers[cell("repeat-referrals.number")] == Number(500)
    assert share("repeat-referrals") not in found.answers
    assert not found.problems
    assert noted(found) == {"FILE-WORKED-OUT"}


def test_cells_merged_over_items_are_refused() -> None:
    found = read(edited(LIGHT, lambda sheet: sheet.merge_cells("E8:E10")))
    assert codes(found) == ["FILE-MERGED"]
    assert found.problems[0].place == "Return!E8 to E10"
    assert cell("referrals:source=individual.number") not in found.answers


def test_only_the_merged_cells_are_refused() -> None:
    found = read(edited(LIGHT, lambda sheet: sheet.merge_cells("E8:E10")))
    numbers_ = {item.cells[0] for item in FORM.items[2:5]}
    assert numbers_ <= found.unread.keys()
    assert {found.unread[one].code for one in numbers_} == {"FILE-MERGED"}
    assert found.unread.keys() - numbers_ == {one for item in FORM.items[2:5] for one in item.cells[1:]}


def test_blank_cells_that_are_merged_refuse_nothing() -> None:
    """Nothing is lost with them, so what stands need not make way."""
    found = read(edited(BLANK, lambda sheet: sheet.merge_cells("E8:E10")))
    assert codes(found) == ["FILE-MERGED"]
    assert not found.unread


def test_a_number_merged_with_its_share_leaves_the_share_unread() -> None:
    found = read(edited(LIGHT, lambda sheet: sheet.merge_cells("E6:F6")))
    assert not found.problems
    assert found.answers[FORM.items[0].cells[0]] == whole()[FORM.items[0].cells[0]]
    assert found.unread.keys() == set(FORM.items[0].cells[1:])


@pytest.mark.parametrize("value", ["-", "=1/0", "=1+1", "#REF!", date(2026, 4, 3), "=[1]Sheet1!A1", 1e300])
def test_every_refused_cell_is_unread_and_none_is_blank(value: object) -> None:
    found = read(edited(LIGHT, typed("children-in-need", value)))
    assert cell("children-in-need.number") in found.unread
    assert found.unread[cell("children-in-need.number")].place == "Return!E23"
    assert share("children-in-need") in found.unread, "its share followed from it"
    assert not found.unread.keys() & found.answers.keys()


def test_a_blank_row_is_blank_whatever_formula_is_beside_it() -> None:
    found = read(edited(LIGHT, typed("children-in-need", None)))
    assert not found.unread


def test_a_percentage_in_a_count_is_kept_as_it_was_shown() -> None:
    """As 1 it would be taken for one child."""
    found = read(edited(LIGHT, typed("referrals", 1, number_format="0%")))
    assert found.typed[cell("referrals.number")] == "100 %"


def test_hidden_rows_are_read_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[7].hidden = True

    found = read(edited(LIGHT, hide))
    assert found.answers == whole()
    assert [one.place for one in found.notes if one.code == "FILE-HIDDEN"] == ["Return!E7"]


def test_the_same_item_twice_is_told_unless_it_says_the_same() -> None:
    def again(value: object) -> Callable[[Worksheet], None]:
        def edit(sheet: Worksheet) -> None:
            for at, text in enumerate(
                ("2", "Referrals to children's social care", "", "", value, None, "", "referrals"), 1
            ):
                sheet.cell(60, at).value = text

        return edit

    assert codes(read(edited(LIGHT, again(999)))) == ["FILE-TWICE"]
    assert cell("referrals.number") not in read(edited(LIGHT, again(999))).answers
    assert cell("referrals.number") in read(edited(LIGHT, again(999))).unread
    assert cell("referrals.number") in read(edited(LIGHT, again(999), typed("referrals", "=1/0"))).unread
    alike = read(edited(LIGHT, again(407)))
    assert not alike.problems
    assert "FILE-TWICE" in noted(alike)
    assert read(edited(LIGHT, again(None))).answers == whole()


@pytest.mark.parametrize("columns", ["H", "A", "B", "AB", "BH"])
def test_names_of_different_items_in_one_row_are_refused(columns: str) -> None:
    """As when one column was sorted and the others were not."""

    def sort(sheet: Worksheet) -> None:
        for column in columns:
            upper, lower = sheet[f"{column}6"], sheet[f"{column}7"]
            upper.value, lower.value = lower.value, upper.value

    found = read(edited(LIGHT, sort))
    assert codes(found) == ["FILE-LABEL", "FILE-LABEL"]
    assert cell("referrals.number") not in found.answers
    assert cell("initial-contacts.number") not in found.answers
    assert {cell("referrals.number"), cell("initial-contacts.number")} <= found.unread.keys()


def test_an_item_that_another_row_gives_is_not_refused_for_a_row_with_two_names() -> None:
    def add(sheet: Worksheet) -> None:
        for at, text in enumerate(("2", "Initial contacts", "", "", 5, None, "", "referrals"), 1):
            sheet.cell(60, at).value = text

    found = read(edited(LIGHT, add))
    assert codes(found) == ["FILE-LABEL"]
    assert found.answers == whole()
    assert not found.unread


def test_whole_rows_may_be_sorted() -> None:
    def sort(sheet: Worksheet) -> None:
        for column in "ABCDEFGH":
            upper, lower = sheet[f"{column}6"], sheet[f"{column}7"]
            upper.value, lower.value = lower.value, upper.value

    assert read(edited(LIGHT, sort)).answers == whole()


def test_what_is_not_asked_is_left_out_and_told() -> None:
    def add(sheet: Worksheet) -> None:
        sheet["B50"], sheet["E50"] = "Children seen", 7
        sheet["E52"] = 12
        sheet["F8"] = 3

    found = read(edited(LIGHT, add))
    assert found.answers == whole()
    assert [one.place for one in found.notes if one.code == "FILE-NOT-ASKED"] == [
        "Return!F8",
        "Return!B50",
        "Return!E52",
    ]


def test_two_columns_of_numbers_are_read_only_where_they_agree() -> None:
    def second(sheet: Worksheet) -> None:
        sheet.cell(5, 10, "Number")
        for key, number in (("referrals", 407), ("cla-current", 1)):
            sheet.cell(row_of(sheet, key), 10, number)

    agreeing = read(edited(LIGHT, typed("referrals", 407), second))
    at = row_of(opened(LIGHT)["Return"], "cla-current")
    assert [(one.code, one.place, one.cell) for one in agreeing.problems] == [
        ("FILE-HEADING", f"Return!J{at}", cell("cla-current.number"))
    ]
    assert agreeing.answers[cell("referrals.number")] == Number(407)
    assert cell("cla-current.number") not in agreeing.answers
    assert cell("cla-current.number") in agreeing.unread
    assert codes(read(edited(LIGHT, lambda sheet: sheet.cell(5, 10, "Number")))) == []


def test_a_copy_of_the_sheet_is_told() -> None:
    book = opened(LIGHT)
    book.copy_worksheet(book["Return"]).title = "Return (2)"
    found = read(saved(book))
    assert found.answers == whole()
    assert "FILE-SHEETS" in noted(found)
    book["Return"].title = "Mine"
    with pytest.raises(ReturnRefused, match='several sheets look like the return: "Mine" and "Return \\(2\\)"'):
        read(saved(book))
    book["Mine"].sheet_state = "hidden"
    assert read(saved(book)).answers == whole()


def test_our_sheet_is_read_where_computed_figures_stand_beside_it() -> None:
    book = opened(LIGHT)
    book.create_sheet("Figures").append(["indicator", "variant", "place", "period", "number"])
    book["Figures"].append(["referrals", "all", "831", "2026-27Q2", 1])
    assert read(saved(book)).answers == whole()


def test_a_link_to_another_workbook_is_told() -> None:
    found = read(_with_xml(FILLED, rb'<c r="E6"([^>]*)><v>400</v>', rb'<c r="E6"\1><f>[1]Sheet1!A1</f><v>400</v>'))
    assert found.answers == whole()
    assert [(one.code, one.place) for one in found.notes] == [("FILE-LINK", "Return!E6")]


def test_comments_on_cells_are_told() -> None:
    def comment(sheet: Worksheet) -> None:
        sheet["E7"].comment = Comment("A new system since May", "Analyst")

    found = read(edited(LIGHT, comment))
    assert found.answers == whole()
    assert "FILE-COMMENTS" in noted(found)


def test_what_libreoffice_has_saved_is_read() -> None:
    """Typed into our workbook, saved by LibreOffice Calc 7.4, which worked out the formulas."""
    found = read((Path(__file__).parent / "saved_by_libreoffice.xlsx").read_bytes())
    assert found.answers == whole()
    assert found.explanations == {
        "RET-JUMP referrals.number": "A new system since May.",
        "RET-ZERO referrals:source=anonymous.number": "None came in.",
    }
    assert not {"FILE-WORKED-OUT", "FILE-FRACTION", "FILE-TWICE"} & noted(found)


def test_item_numbers_that_excel_has_shortened_are_not_guessed() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Item", "Number"), (2.1, 5), ("2.2", 6), (2.3, 7)):
        sheet.append(row)
    found = read(saved(book))
    assert codes(found) == ["FILE-LABEL"]
    assert "2.1 or 2.10" in found.problems[0].rule
    assert {str(one): written(value) for one, value in found.answers.items()} == {
        "referrals:source=schools.number": "6",
        "referrals:source=education-services.number": "7",
    }


class TestExplanations:
    OFFER = Explanation(
        "RET-JUMP referrals.number", "A new system.", Period.parse("2026-27Q1"), Period.parse("2026-27Q1")
    )
    DATA = template(offered=[OFFER])

    @pytest.mark.parametrize(
        ("answer", "kept", "told"),
        [("yes", True, False), ("Yes", True, False), ("no", False, False), (None, False, True), ("?", False, True)],
    )
    def test_one_carried_over_counts_when_it_is_still_true(self, answer: str | None, kept: bool, told: bool) -> None:
        found = read(edited(self.DATA, lambda sheet: sheet.__setitem__("F4", answer), sheet="Explanations"))
        assert bool(found.explanations) == kept
        assert ("FILE-CARRIED" in noted(found)) == told
        assert not found.problems

    def test_new_ones_are_tied_to_their_check_and_cell(self) -> None:
        def add(sheet: Worksheet) -> None:
            rows = [("ret-zero", "Anonymous", "number", "None came."), ("RET-LATE", None, None, "Late.")]
            for row, texts in enumerate(rows, 5):
                for column, text in enumerate(texts, 1):
                    sheet.cell(row, column).value = text

        found = read(edited(self.DATA, add, sheet="Explanations"))
        assert found.explanations == {"RET-ZERO referrals:source=anonymous.number": "None came.", "RET-LATE": "Late."}

    @pytest.mark.parametrize(
        "texts",
        [("RET-ZERO", "Anonymous", None, "Why"), (None, "Anonymous", "number", "Why"), ("A B", None, None, "Why")],
    )
    def test_one_that_says_not_what_it_explains_is_told(self, texts: tuple[str | None, ...]) -> None:
        def add(sheet: Worksheet) -> None:
            for column, text in enumerate(texts, 1):
                sheet.cell(5, column).value = text

        found = read(edited(self.DATA, add, sheet="Explanations"))
        assert codes(found) == ["FILE-EXPLAIN"]
        assert found.problems[0].place == "Explanations!D5"


# Edits that keep the meaning


def _insert_rows(sheet: Worksheet, at: int) -> None:
    sheet.insert_rows(1 + at % 45, 1 + at % 3)


def _insert_columns(sheet: Worksheet, at: int) -> None:
    sheet.insert_cols(1 + at % 9)


def _delete_column(sheet: Worksheet, at: int) -> None:
    for column in range(1, sheet.max_column + 1):
        title = next((sheet.cell(row, column).value for row in range(1, 30) if _is_heading(sheet, row)), None)
        if title in (["Counted in", "Rate or percentage of", "Item"][at % 3], "Last return"):
            sheet.delete_cols(column)
            return


def _is_heading(sheet: Worksheet, row: int) -> bool:
    return any(one.value == "Number" for one in sheet[row])


def _turn(sheet: Worksheet, at: int) -> None:
    """Columns the other way round, the values of their cells alone."""
    rows = [[one.value for one in row] for row in sheet.iter_rows()]
    for row, values in enumerate(rows, 1):
        if row > 4 or not any(values):
            for column, value in enumerate(reversed(values), 1):
                sheet.cell(row, column).value = value


def _hide_rows(sheet: Worksheet, at: int) -> None:
    sheet.row_dimensions[1 + at % 45].hidden = True


def _colour(sheet: Worksheet, at: int) -> None:
    for one in sheet[1 + at % 45]:
        one.fill = PatternFill("solid", fgColor="FF0000")


def _as_text(sheet: Worksheet, at: int) -> None:
    for row in sheet.iter_rows():
        for one in row:
            if isinstance(one.value, int) and one.value > 999:
                one.value = f"{one.value:,}" if at % 2 else f" {one.value} "


def _move_row(sheet: Worksheet, at: int) -> None:
    """A row to the end of the sheet."""
    row = next(row for row in range(1, sheet.max_row) if _is_heading(sheet, row)) + 1 + at % 30
    values = [one.value for one in sheet[row]]
    for one in sheet[row]:
        one.value = None
    end = sheet.max_row + 2
    for column, value in enumerate(values, 1):
        sheet.cell(end, column).value = value


def _remark(sheet: Worksheet, at: int) -> None:
    sheet.cell(70 + at % 10, 1 + at % 4).value = "Checked with the team, see e-mail"


def _brackets(sheet: Worksheet, at: int) -> None:
    for row in sheet.iter_rows():
        for one in row:
            if one.value in ("c", "x"):
                one.value = f"[{one.value.upper()}]" if at % 2 else f" {one.value}"


def _heights(sheet: Worksheet, at: int) -> None:
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.ref = "A5:H40"


EDITS: dict[str, Callable[[Worksheet, int], None]] = {
    one.__name__: one
    for one in (
        _insert_rows, _insert_columns, _delete_column, _turn, _hide_rows, _colour, _as_text, _move_row, _remark,
        _brackets, _heights,
    )
}  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 99)), max_size=6),
    name=st.sampled_from(["Return", "return ", "Q2 final", "Sheet1", "O'Neill's"]),
    gone=st.sets(st.sampled_from(["Read me", "Explanations", "About"])),
)
def test_edits_that_keep_the_meaning_keep_the_answers(edits: list[tuple[str, int]], name: str, gone: set[str]) -> None:
    book = opened(LIGHT)
    for sheet in gone:
        del book[sheet]
    for edit, at in edits:
        EDITS[edit](book["Return"], at)
    book["Return"].title = name
    found = read(saved(book))
    assert not found.problems
    for one, value in numbers().items():
        assert found.answers.get(one) == value, one
    turned = any(edit == "_turn" for edit, _ in edits)
    if "About" not in gone and not turned:
        assert found.answers == whole()


@settings(max_examples=15, deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from([one.cells[0] for one in FORM.items]),
        st.text(max_size=8) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_whatever_is_typed_is_an_answer_blank_or_told(values: dict[Any, object]) -> None:
    typing = [
        typed(one.item, re.sub("[\x00-\x1f]", "", value) if isinstance(value, str) else value)
        for one, value in values.items()
    ]
    found = read(edited(BLANK, *typing))
    told = {one.cell for one in found.problems}
    for one in values:
        assert not (one in found.answers and one in told)
        assert one in found.answers or one in told or not found.typed[one]


def _with_xml(data: bytes, pattern: bytes, instead: bytes, part: str = "xl/worksheets/sheet2.xml") -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == part:
                body, count = re.subn(pattern, instead, body)
                assert count
            new.writestr(entry.filename, body)
    return held.getvalue()


def test_the_name_of_the_file_says_nothing() -> None:
    found = read_return("virus.exe\x00", FILLED, FORM, HEADING)
    assert found.answers == whole()
    assert found.name == "virus.exe?"
    assert row_of(opened(FILLED)["Return"], "referrals") == 7
    assert PEOPLE


def test_a_head_that_lost_a_column_is_no_other_council() -> None:
    """Where the columns of key and title are deleted, the head of the sheet has something else beside Council."""
    book = load_workbook(Path(__file__).parent / "saved_by_libreoffice.xlsx", data_only=True)
    sheet = book["Return"]
    sheet.delete_cols(8)
    sheet.delete_cols(2)
    found = read(saved(book))
    assert (codes(found), found.heading is not None) == ([], True)
    assert len(found.answers) > 30
