"""The pack: the same bytes from the same input, what is in it, and small numbers that nobody can work out."""

import csv
import io
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions import Measure
from riia.indicators.disclosure import attack_cells
from riia.indicators.model import Missing, Number, Period, Symbol, Value
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell
from riia.indicators.returns.pack import COLUMNS, Contents, Finding, PackedReturn, files_of, rows_of
from riia.indicators.returns.pack_small_numbers import hide_small_numbers
from tests.indicators.returns.written_returns import PEOPLE, numbers, whole

FORM = form_of("mou-2022")
ANSWERS = {
    Cell("referrals", Measure.NUMBER): Number(812),
    Cell("referrals", Measure.RATE): Number(130.7),
    Cell("repeat-referrals", Measure.NUMBER): Number(0),
    Cell("referrals:source=police", Measure.NUMBER): Missing(Symbol.SUPPRESSED),
}
FOUND = [Finding("RET-SPREAD", "Referrals rose.", "=A new front door")]
DERBY = PackedReturn("831", "Derby", 2, "a" * 64, "2026-10-23", "Director", ANSWERS, PEOPLE,
                     "children 0 to 17, mid-2026", FOUND, 20, "E06000015")  # fmt: skip
RUTLAND = replace(DERBY, council_code="857", council="Rutland", findings=[], answers={})
CONTENTS = Contents(
    "E12000004", "East Midlands", Period.parse("2026-27Q2"), FORM, "2026-10-30", 1, [RUTLAND, DERBY],
    {"agreement": "Memorandum", "version": "2022", "clause": "6.4", "conditions": ["Kept for 72 months."]},
    missing={"Leicester": "has an extension to 30 October 2026"}, simulated=True,
)  # fmt: skip


def table(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["figures.csv"].decode("utf-8-sig"))))


def test_the_same_contents_give_the_same_bytes_whatever_their_order() -> None:
    again = replace(CONTENTS, returns=[DERBY, RUTLAND])
    assert files_of(CONTENTS) == files_of(again)
    assert files_of(replace(CONTENTS, number=2)) != files_of(CONTENTS)


def test_the_manifest_names_every_file_with_its_hash_and_says_what_it_rests_on() -> None:
    files = files_of(CONTENTS)
    manifest = json.loads(files.pop("manifest.json"))
    assert {name: said["sha256"] for name, said in manifest["files"].items()} == {
        name: sha256(data).hexdigest() for name, data in files.items()
    }
    assert manifest["agreement"]["clause"] == "6.4"
    assert manifest["indicator_set"]["key"] == "mou-2022"
    assert manifest["not_in_this_pack"] == {"Leicester": "has an extension to 30 October 2026"}
    derby = manifest["returns"][0]
    # Worked out: the percentage of the repeat referrals.
    assert [derby[key] for key in ("council", "asked", "answered", "worked_out", "blank")] == ["Derby", 59, 4, 1, 54]
    assert derby["population"] == {"value": 62113, "words": "children 0 to 17, mid-2026"}
    assert derby["findings"] == [
        {"code": "RET-SPREAD", "words": "Referrals rose.", "explanation": "=A new front door"}
    ]  # fmt: skip
    assert [derby[key] for key in ("checks_made", "checks_without_a_finding", "findings_explained")] == [20, 19, 1]
    assert not any("passed" in key for key in derby)
    assert "manifest,checks_without_a_finding," in files["data-dictionary.csv"].decode()
    assert manifest["simulated"]


def test_zero_blank_and_symbols_stay_apart() -> None:
    rows = {(row["council"], row["indicator"], row["measure"]): row for row in table(files_of(CONTENTS))}
    assert len(rows) == 2 * 59
    said = {key: (row["value"], row["symbol"]) for key, row in rows.items()}
    assert said["Derby", "referrals", "number"] == ("812", "")
    assert said["Derby", "referrals", "rate"] == ("130.7", "")
    assert said["Derby", "repeat-referrals", "number"] == ("0", "")
    assert said["Derby", "referrals:source=police", "number"] == ("", "c")
    assert said["Rutland", "referrals", "number"] == ("", "blank")
    assert list(table(files_of(CONTENTS))[0]) == list(COLUMNS)


def test_what_was_left_blank_is_worked_out_as_the_template_does_and_said_to_be() -> None:
    typed = Cell("referrals", Measure.RATE)
    blank = rows_of(replace(CONTENTS, returns=[replace(DERBY, answers={**numbers(), typed: Number(9.9)})]))
    signed = {cell: value for cell, value in whole().items() if cell != typed} | {typed: Number(9.9)}
    assert {Cell(row.item.key, row.measure): row.value for row in blank} == signed
    for row in blank:
        is_typed = row.measure is Measure.NUMBER or Cell(row.item.key, row.measure) == typed
        assert row.basis == ("as signed" if is_typed else "worked out"), row


@pytest.mark.parametrize(
    ("count", "of", "expected"),
    [
        (Number(1), Number(8), ("12.5", "", "worked out")),
        (Number(1), Number(16), ("6.3", "", "worked out")),  # 6.25: halves go up
        (Number(0), Number(8), ("0", "", "worked out")),
        (Number(0), Number(0), ("", "z", "worked out")),
        (Number(1), Number(0), ("", "blank", "")),
        (Number(1), None, ("", "blank", "")),
        (None, Number(8), ("", "blank", "")),
        (Missing(Symbol.SUPPRESSED), Number(8), ("", "c", "worked out")),
        (Number(1), Missing(Symbol.NOT_AVAILABLE), ("", "x", "worked out")),
    ],
)
def test_a_percentage_of_nothing_is_no_zero(count: Value | None, of: Value | None, expected: tuple[str, ...]) -> None:
    given = {Cell("repeat-referrals", Measure.NUMBER): count, Cell("referrals", Measure.NUMBER): of}
    answers = {cell: value for cell, value in given.items() if value is not None}
    rows = table(files_of(replace(CONTENTS, returns=[replace(DERBY, answers=answers)])))
    (row,) = [row for row in rows if (row["indicator"], row["measure"]) == ("repeat-referrals", "percent")]
    assert (row["value"], row["symbol"], row["basis"]) == expected


def test_without_a_population_a_rate_stays_blank() -> None:
    answers = {Cell("referrals", Measure.NUMBER): Number(812)}
    unknown = replace(DERBY, answers=answers, population=Missing(Symbol.NOT_AVAILABLE))
    files = files_of(replace(CONTENTS, returns=[unknown]))
    assert {(row["symbol"], row["population"]) for row in table(files) if row["measure"] == "rate"} == {("blank", "")}
    assert json.loads(files["manifest.json"])["returns"][0]["population"]["value"] is None


@pytest.mark.parametrize(("simulated", "said"), [(True, "yes"), (False, "no")])
def test_every_file_says_whether_it_is_simulated(simulated: bool, said: str) -> None:
    files = files_of(replace(CONTENTS, simulated=simulated))
    assert {row["simulated"] for row in table(files)} == {said}
    assert f"data,simulated,{said}: these" in files["data-dictionary.csv"].decode()
    assert json.loads(files["manifest.json"])["simulated"] is simulated
    read_me = openpyxl.load_workbook(io.BytesIO(files["figures.xlsx"]))["Read me"]
    assert (read_me["A3"].value == "Simulated") is simulated


def test_a_rate_carries_its_population_and_every_line_its_council() -> None:
    for row in table(files_of(CONTENTS)):
        assert row["population"] == ("62113" if row["measure"] == "rate" else "")
        assert row["council_ons_code"] == "E06000015"


def test_the_workbook_shows_councils_side_by_side_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(files_of(CONTENTS)["figures.xlsx"]))
    numbers = book["Numbers"]
    heads = [cell.value for cell in numbers[1]]
    assert heads[3:] == ["Derby", "Rutland"]
    referrals = next(row for row in numbers.iter_rows(values_only=True) if row[0] == "2")
    assert referrals[3:] == (812, None)
    police = next(row for row in numbers.iter_rows(values_only=True) if row[1] == "From the police")
    assert police[3] == "c"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert book["Explanations"]["C2"].value == "=A new front door"
    assert "made up" in book["Read me"]["B3"].value
    councils = list(book["Councils"].iter_rows(values_only=True))
    assert councils[1] == ("Derby", "831", "E06000015", 2, 62113, "children 0 to 17, mid-2026", 1)


def test_beyond_the_agreement_small_numbers_are_hidden_with_all_that_gives_them_away() -> None:
    answers = {
        Cell("referrals", Measure.NUMBER): Number(100),
        Cell("repeat-referrals", Measure.NUMBER): Number(97),
        Cell("repeat-referrals", Measure.PERCENT): Number(97),
        Cell("cla-uasc", Measure.NUMBER): Number(3),
        Cell("cla-uasc", Measure.RATE): Number(0.5),
        Cell("ehe:count=census-day", Measure.NUMBER): Number(0),
    }
    shown = hide_small_numbers(FORM, {"831": answers}, "dfe-1-5")["831"]
    hidden = {str(cell) for cell, value in shown.items() if isinstance(value, Missing)}
    assert hidden == {"repeat-referrals.number", "repeat-referrals.percent", "cla-uasc.number", "cla-uasc.rate"}
    assert shown[Cell("ehe:count=census-day", Measure.NUMBER)] == Number(0)
    protected = files_of(replace(CONTENTS, policy="dfe-1-5"))
    assert json.loads(protected["manifest.json"])["small_numbers"] == "dfe-1-5"


def test_beyond_the_agreement_what_is_worked_out_is_hidden_like_what_was_typed() -> None:
    left = numbers() | {
        Cell(key, Measure.NUMBER): Number(3) for key in ("cla-starting", "uasc-care-leavers", "repeat-referrals")
    }
    people = replace(DERBY, answers=left)
    worked = {Cell(row.item.key, row.measure): row for row in rows_of(replace(CONTENTS, returns=[people]))}
    typed = {cell: row.value for cell, row in worked.items() if row.value is not None}
    protected = replace(CONTENTS, policy="dfe-1-5")
    blank, full = (
        [(row.item.key, row.measure, row.value) for row in rows_of(replace(protected, returns=[one]))]
        for one in (people, replace(people, answers=typed))
    )
    assert blank == full
    hidden = {f"{key}.{measure.value}" for key, measure, value in blank if isinstance(value, Missing)}
    assert {"cla-starting.rate", "uasc-care-leavers.percent", "repeat-referrals.percent"} <= hidden


def test_beyond_the_agreement_findings_tell_no_figures() -> None:
    found = [Finding("RET-SPREAD", "Unaccompanied children rose to 3.", "All 3 came in May.")]
    protected = replace(CONTENTS, policy="dfe-1-5", returns=[replace(DERBY, findings=found)])
    files = files_of(protected)
    (derby,) = json.loads(files["manifest.json"])["returns"]
    assert (derby["findings"][0]["code"], derby["findings_explained"]) == ("RET-SPREAD", 1)
    book = openpyxl.load_workbook(io.BytesIO(files["figures.xlsx"]))
    told = files["manifest.json"].decode() + str([*book["Explanations"].values])
    assert "rose to 3" not in told
    assert "All 3" not in told


SOURCES = [item.key for item in FORM.parts_of("referrals")]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 30), min_size=len(SOURCES), max_size=len(SOURCES)), st.floats(0, 1))
def test_nobody_can_work_out_a_hidden_source_or_its_rest(counts: list[int], share: float) -> None:
    whole = sum(counts)
    repeat = round(whole * share)
    numbers: dict[str, int] = {
        **dict(zip(SOURCES, counts, strict=True)),
        "referrals": whole,
        "repeat-referrals": repeat,
    }
    answers = {Cell(key, Measure.NUMBER): Number(count) for key, count in numbers.items()}
    shown = hide_small_numbers(FORM, {"831": answers}, "dfe-1-5")["831"]
    hidden = {cell.item for cell, value in shown.items() if isinstance(value, Missing)}
    assert {key for key, count in numbers.items() if 1 <= count <= 5} <= hidden
    # The rest of the whole is printed nowhere, and may be nothing.
    everything: dict[Any, Any] = {**numbers, "rest": whole - repeat}
    relations: list[Any] = [("referrals", SOURCES), ("referrals", ["repeat-referrals", "rest"])]
    least = {key: int(key != "rest") for key in everything}
    found = attack_cells(everything, [*hidden, "rest"], relations, at_least=least)
    for key in [*hidden, "rest"]:
        if 1 <= everything[key] <= 5:
            assert found[key][1] > 5, (key, found[key])


def test_a_rate_whose_number_is_not_there_is_not_let_through() -> None:
    """With the population it gives the number back, which the council left out or suppressed (R4.14)."""
    answers = {
        Cell("cla-uasc", Measure.RATE): Number(0.5),
        Cell("ehcps-issued", Measure.NUMBER): Missing(Symbol.SUPPRESSED),
        Cell("ehcps-issued", Measure.RATE): Number(0.3),
        Cell("repeat-referrals", Measure.NUMBER): Number(40),
        Cell("repeat-referrals", Measure.PERCENT): Number(20),
    }
    shown = hide_small_numbers(FORM, {"831": answers}, "dfe-1-5")["831"]
    assert [str(cell) for cell, value in shown.items() if isinstance(value, Number)] == ["repeat-referrals.number"]
    assert hide_small_numbers(FORM, {"831": {}}, "dfe-1-5")["831"] == {}
