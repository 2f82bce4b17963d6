"""The pack that a region sends: workbook, tidy table, data dictionary and manifest.

Nothing here knows a database, a clock or a person: what a pack is made from is in its `Contents`, and two equal
contents give the same bytes. The manifest names every file with its SHA-256, so its own hash stands for the pack.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Period, Symbol, Value
from riia.indicators.returns.canonical import written
from riia.indicators.returns.nouns import Answers, Cell, Form, Item
from riia.indicators.returns.pack_small_numbers import hide_small_numbers

FORMAT: Final = "riia pack 1"
MANIFEST, TABLE, DICTIONARY, WORKBOOK = "manifest.json", "figures.csv", "data-dictionary.csv", "figures.xlsx"
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "region_code": "ONS code of the region",
        "region": "name of the region",
        "council_code": "the Department's three-digit code of the council",
        "council": "name of the council",
        "period": "code of the period, such as 2026-27Q2 for July to September 2026",
        "period_start": "first day of the period",
        "period_end": "last day of the period",
        "item": "number of the item in the agreement",
        "indicator": "key of the indicator and its variant",
        "title": "what the item is called",
        "measure": "number, rate or percent",
        "unit": "what the value is measured in",
        "value": "the value as signed; empty where there is none",
        "symbol": "why there is no value: c, x, z, u, k or low; blank for an item that was not answered",
        "of": "for a percentage the item it is of; for a rate whom it is per 10,000 of",
        "version": "version of the council's return",
    }
)
"""Columns of the tidy table with what each means."""


@dataclass(frozen=True, slots=True)
class PackedReturn:
    """One council's signed return as a pack holds it. `population` and `checks` are as they stood at submission.

    `signed_as` is the office that signed, never a name; `explanations` are texts by the words of what they explain.
    """

    council_code: str
    council: str
    version: int
    fingerprint: str
    signed_on: str
    signed_as: str
    answers: Answers
    population: str
    explanations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    checks_passed: int = 0
    checks_explained: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything a pack is made from.

    `grounds` is what the data register says (agreement, version, clause, conditions); `missing` names the councils that
    are not in the pack, each with why. `policy` is the suppression policy for readers outside the agreement, "" for
    those within it. `simulated` is said in every file.
    """

    region_code: str
    region: str
    period: Period
    form: Form
    made_on: str
    number: int
    returns: Sequence[PackedReturn]
    grounds: Mapping[str, Any]
    missing: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    policy: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tidy table."""

    packed: PackedReturn
    item: Item
    measure: Measure
    value: Value | None


def files_of(contents: Contents) -> dict[str, bytes]:
    """Every file of the pack by name. Raises DisclosureError where small numbers cannot be protected."""
    from riia.indicators.returns.pack_workbook import workbook_of

    rows = rows_of(contents)
    made = {
        TABLE: _table(contents, rows),
        DICTIONARY: _dictionary(contents),
        WORKBOOK: workbook_of(contents, rows),
    }
    made[MANIFEST] = _manifest(contents, rows, made)
    return made


def rows_of(contents: Contents) -> list[Row]:
    """The lines of the pack: councils by code, cells in the form's order; a blank is a line without a value."""
    ordered = sorted(contents.returns, key=lambda one: one.council_code)
    shown = {one.council_code: one.answers for one in ordered}
    if contents.policy:
        shown = dict(hide_small_numbers(contents.form, shown, contents.policy))
    return [
        Row(one, item, measure, shown[one.council_code].get(Cell(item.key, measure)))
        for one in ordered
        for item in contents.form.items
        for measure in item.measures
    ]


def _table(contents: Contents, rows: Sequence[Row]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    period = contents.period
    days = (period.code, period.start.isoformat(), period.end.isoformat())
    for row in rows:
        item, value = row.item, row.value
        writer.writerow(
            [
                contents.region_code, contents.region, row.packed.council_code, row.packed.council, *days,
                item.label, item.key, item.title, row.measure.value, item.unit(row.measure),
                "" if value is None or isinstance(value, Missing) else written(value),
                symbol_of(value), _of(item, row.measure), row.packed.version,
            ]
        )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")


def symbol_of(value: Value | None) -> str:
    """What the symbol column says: the letter, "blank" for what was not answered, nothing for a number."""
    if value is None:
        return "blank"
    return value.symbol.value if isinstance(value, Missing) else ""


def _of(item: Item, measure: Measure) -> str:
    if measure is Measure.PERCENT:
        return item.of
    return item.rate_base if measure is Measure.RATE else ""


def _dictionary(contents: Contents) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(["kind", "name", "meaning", "numerator", "denominator", "counted", "unit", "reviewed_on"])
    for column, meaning in COLUMNS.items():
        writer.writerow(["column", column, meaning, "", "", "", "", ""])
    for symbol in Symbol:
        writer.writerow(["symbol", symbol.value, symbol.words, "", "", "", "", ""])
    writer.writerow(["symbol", "blank", "the council did not answer the item", "", "", "", "", ""])
    for item in contents.form.items:
        units = "; ".join(item.unit(measure) for measure in item.measures)
        writer.writerow(
            [
                "item", item.key, f"{item.label} {item.title}", item.variant.numerator,
                item.of_words or item.variant.denominator, item.variant.timing.words, units,
                item.indicator.reviewed_on.isoformat(),
            ]
        )  # fmt: skip
    return held.getvalue().encode("utf-8-sig")


def _manifest(contents: Contents, rows: Sequence[Row], made: Mapping[str, bytes]) -> bytes:
    document = {
        "format": FORMAT,
        "pack": contents.number,
        "made_on": contents.made_on,
        "simulated": contents.simulated,
        "region": {"code": contents.region_code, "name": contents.region},
        "period": {
            "code": contents.period.code,
            "label": contents.period.label,
            "start": contents.period.start.isoformat(),
            "end": contents.period.end.isoformat(),
        },
        "indicator_set": {
            "key": contents.form.key,
            "title": contents.form.title,
            "items": len(contents.form.items),
            "not_collected": list(contents.form.unknown),
        },
        "agreement": dict(contents.grounds),
        "small_numbers": contents.policy or "not hidden: the agreement covers the recipient",
        "returns": [
            {
                "council_code": one.council_code,
                "council": one.council,
                "version": one.version,
                "fingerprint": one.fingerprint,
                "signed_on": one.signed_on,
                "signed_as": one.signed_as,
                "population": one.population,
                "answered": sum(row.value is not None for row in rows if row.packed is one),
                "asked": len(contents.form.cells),
                "checks_passed": one.checks_passed,
                "checks_explained": one.checks_explained,
                "explanations": dict(sorted(one.explanations.items())),
            }
            for one in sorted(contents.returns, key=lambda one: one.council_code)
        ],
        "not_in_this_pack": dict(sorted(contents.missing.items())),
        "files": {
            name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(made.items())
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
