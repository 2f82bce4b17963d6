"""The workbook that a council fills in: what it holds, what may be typed, and that it is made the same every time."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.returns.forms import FORMS, form_of
from riia.indicators.returns.nouns import Explanation
from riia.indicators.returns.workbook import write_template
from riia.indicators.returns.workbook_form import HEADING_ROW
from riia.indicators.returns.workbook_words import fingerprint_of
from tests.indicators.returns.written_returns import FORM, HEADING, PEOPLE, cell, numbers, opened, read, template, whole

LAST = Period.parse("2026-27Q1")
OFFER = Explanation("RET-JUMP referrals.number", "A new system since May.", LAST, Period.parse("2025-26Q4"))


def test_its_sheets_and_what_each_begins_with() -> None:
    book = opened(template(round_title="Quarter 2", due=date(2026, 11, 6)))
    assert book.sheetnames == ["Read me", "Return", "Explanations", "Checks", "Definitions", "About"]
    assert [sheet.sheet_state for sheet in book] == ["visible"] * 5 + ["hidden"]
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert not any(sheet.merged_cells.ranges for sheet in book)
    assert book["Return"].freeze_panes == f"C{HEADING_ROW + 2}"
    text = " ".join(str(one.value) for row in book["Read me"].rows for one in row if one.value)
    assert all(words in text for words in ("Derby (831)", "Quarter 2", "6 November 2026", "neither 0 nor a symbol"))
    symbols = {one.value for row in book["Read me"].rows for one in row[:1]}
    assert {"c", "x", "z", "u", "n/a"} <= symbols
    assert not {Symbol.ROUNDS_TO_ZERO.value, Symbol.LOW.value} & symbols


def test_only_entry_cells_are_unlocked_and_named() -> None:
    book = opened(template())
    sheet = book["Return"]
    free = [one.coordinate for row in sheet.rows for one in row if not one.protection.locked]
    assert len(free) == len(FORM.cells)
    assert all(one[0] in "EF" for one in free)
    named = {name: ref.attr_text for name, ref in book.defined_names.items()}
    assert named["Number_2.10"] == "Return!$E$17"
    assert {ref.replace("$", "").removeprefix("Return!") for name, ref in named.items() if name[-1].isdigit()} == set(
        free
    )


def test_every_entry_cell_says_what_may_be_typed() -> None:
    sheet = opened(template())["Return"]
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert len(rules) == len(FORM.cells)
    for one in rules.values():
        assert one.type == "custom"
        assert len(one.formula1) < 255
        assert one.prompt
        assert "symbol" in one.error
        assert len(one.prompt) <= 255


def test_rates_and_percentages_are_worked_out_and_may_be_typed_over() -> None:
    answers = numbers() | {cell("referrals.rate"): Number(12)}
    sheet = opened(template(answers))["Return"]
    rows = {sheet.cell(row, 8).value: row for row in range(HEADING_ROW + 2, sheet.max_row + 1)}
    assert sheet.cell(rows["referrals"], 6).value == 12
    formula = sheet.cell(rows["repeat-referrals"], 6).value
    assert formula.startswith(f"=IF(AND(ISNUMBER(E{rows['repeat-referrals']}),ISNUMBER(E7))")
    assert "Population" in sheet.cell(rows["cla-current"], 6).value


def test_without_a_population_the_rate_is_typed() -> None:
    data = write_template(FORM, HEADING, population=Missing(Symbol.NOT_AVAILABLE), answers=numbers())
    sheet = opened(data)["Return"]
    assert sheet.cell(6, 6).value is None
    assert sheet.cell(19, 6).value.startswith("=")
    assert cell("initial-contacts.rate") not in read(data).answers


def test_what_is_known_is_carried_over_and_an_explanation_is_an_offer() -> None:
    data = template(before=whole(), before_period=LAST, offered=[OFFER])
    book = opened(data)
    assert book["Return"].cell(HEADING_ROW + 1, 4).value == "Last return: Q1 2026-27"
    assert book["Return"].cell(7, 4).value == 407
    assert [one.value for one in book["Explanations"][4]] == [
        "RET-JUMP", "Referrals to children's social care", "number", "A new system since May.",
        "2026-27Q1, first given 2025-26Q4", None,
    ]  # fmt: skip
    assert read(data).answers == {}
    assert read(data).explanations == {}


def test_explanations_choose_their_check_item_and_measure_from_lists() -> None:
    book = opened(template())
    checks = [row[0].value for row in book["Checks"].iter_rows(min_row=3)]
    assert {"RET-CHANGE", "FILE-COVERAGE"} <= set(checks)
    assert all(cell.value for row in book["Checks"].iter_rows(min_row=3) for cell in row)
    rules = {str(one.sqref).split(":")[0]: one for one in book["Explanations"].data_validations.dataValidation}
    assert {place: one.formula1 for place, one in rules.items()} == {
        "A4": f"Checks!$A$3:$A${len(checks) + 2}", "B4": f"Return!$B$6:$B${5 + len(FORM.items)}",
        "C4": '"number,rate,percent"', "F4": '"yes,no"',
    }  # fmt: skip


def test_our_definitions_are_in_it() -> None:
    sheet = opened(template())["Definitions"]
    rows = {row[0].value: [one.value or "" for one in row] for row in sheet.iter_rows(min_row=3)}
    assert len(rows) == len(FORM.items)
    assert "a child referred twice counts twice" in rows["2"][2]
    assert rows["3"][3] == "referrals"
    assert all(row[4].startswith("counted") and "reviewed" in row[7] for row in rows.values())


def test_the_same_input_gives_the_same_bytes() -> None:
    made = {template(whole(), before=whole(), before_period=LAST, offered=[OFFER]) for _ in range(2)}
    assert len(made) == 1


def test_its_properties_have_a_title_and_a_language() -> None:
    with zipfile.ZipFile(BytesIO(template())) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "<dc:title>Return of Derby, July to September 2026 (Q2 2026-27)</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core


def test_texts_stand_out_from_their_ground() -> None:
    """WCAG AAA: 7 to 1."""
    for sheet in opened(template(whole())):
        for one in (one for row in sheet.rows for one in row if one.value):
            ground = one.fill.fgColor.rgb if one.fill.fill_type else "FFFFFFFF"
            assert _contrast(one.font.color.rgb, ground) >= 7, (sheet.title, one.coordinate)


def _contrast(first: str, second: str) -> float:
    def light(colour: str) -> float:
        parts = [int(two, 16) / 255 for two in re.findall("..", colour[-6:])]
        red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(first), light(second)))
    return (high + 0.05) / (low + 0.05)


def test_what_is_written_is_read_back() -> None:
    found = read(template(whole(), explanations={"RET-JUMP referrals.number": "A new system."}))
    assert found.answers == whole()
    assert found.heading == HEADING
    assert found.explanations == {"RET-JUMP referrals.number": "A new system."}
    assert (found.problems, found.notes, found.missing) == ((), (), ())


def test_an_empty_template_is_blank_everywhere() -> None:
    found = read(template())
    assert (found.answers, found.problems, found.notes, found.missing) == ({}, (), (), ())
    assert set(found.typed) == set(FORM.cells)


@pytest.mark.parametrize("kept", ["referrals", "cla-current"])
def test_the_fingerprint_is_another_for_another_form(kept: str) -> None:
    assert fingerprint_of(FORM.only(frozenset({kept}))) != fingerprint_of(FORM)


@pytest.mark.parametrize("key", FORMS)
def test_titles_tell_items_apart(key: str) -> None:
    """Explanations name their item by its title."""
    titles = [item.title.casefold() for item in form_of(key).items]
    assert len(set(titles)) == len(titles)


def test_no_rate_is_asked_of_a_part() -> None:
    sheet = opened(template())["Return"]
    parts = [item for item in FORM.items if item.part_of]
    assert parts
    for at, item in enumerate(FORM.items, HEADING_ROW + 2):
        assert sheet.cell(at, 6).protection.locked == (Measure.NUMBER in item.measures and len(item.measures) == 1)
    assert PEOPLE.value == sheet["B4"].value
