"""The pack: the same bytes from the same input, what is in it, and small numbers that nobody can work out."""

import csv
import io
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.definitions import Measure
from riia.indicators.disclosure import attack_cells
from riia.indicators.model import Missing, Number, Period, Symbol
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell
from riia.indicators.returns.pack import COLUMNS, Contents, PackedReturn, files_of
from riia.indicators.returns.pack_small_numbers import hide_small_numbers

FORM = form_of("mou-2022")
ANSWERS = {
    Cell("referrals", Measure.NUMBER): Number(812),
    Cell("referrals", Measure.RATE): Number(130.7),
    Cell("repeat-referrals", Measure.NUMBER): Number(0),
    Cell("referrals:source=police", Measure.NUMBER): Missing(Symbol.SUPPRESSED),
}
DERBY = PackedReturn("831", "Derby", 2, "a" * 64, "2026-10-23", "Director", ANSWERS, "children 0 to 17, mid-2026",
                     {"Referrals rose.": "=A new front door"}, 20, 1)  # fmt: skip
RUTLAND = replace(DERBY, council_code="857", council="Rutland", explanations={}, answers={})
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
    assert (derby["council"], derby["answered"], derby["asked"]) == ("Derby", 4, 59)
    assert derby["explanations"] == {"Referrals rose.": "=A new front door"}
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


def test_beyond_the_agreement_small_numbers_are_hidden_with_all_that_gives_them_away() -> None:
    answers = {
        Cell("referrals", Measure.NUMBER): Number(100),
        Cell("repeat-referrals", Measure.NUMBER): Number(97),
        Cell("repeat-referrals", Measure.PERCENT): Number(97),
        Cell("cla-uasc", Measure.NUMBER): Number(3),
        Cell("cla-uasc", Measure.RATE): Number(0.5),
        Cell("ehe", Measure.NUMBER): Number(0),
    }
    shown = hide_small_numbers(FORM, {"831": answers}, "dfe-1-5")["831"]
    hidden = {str(cell) for cell, value in shown.items() if isinstance(value, Missing)}
    assert hidden == {"repeat-referrals.number", "repeat-referrals.percent", "cla-uasc.number", "cla-uasc.rate"}
    assert shown[Cell("ehe", Measure.NUMBER)] == Number(0)
    protected = files_of(replace(CONTENTS, policy="dfe-1-5"))
    assert json.loads(protected["manifest.json"])["small_numbers"] == "dfe-1-5"


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
