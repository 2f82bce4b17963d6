"""The pack that a region sends: workbook, tidy table, data dictionary and manifest.

A rate or percentage that a council left blank is worked out from what it signed, and said to be.

Nothing here knows a database, a clock or a person: what a pack is made from is in its `Contents`, and two equal
contents give the same bytes. The manifest names every file with its SHA-256, so its own hash stands for the pack.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Period, Symbol, Value
from riia.indicators.returns.canonical import written
from riia.indicators.returns.nouns import Answers, Cell, Form, Item
from riia.indicators.returns.pack_small_numbers import hide_small_numbers
from riia.indicators.returns.working_out import left_blank

FORMAT: Final = "riia pack 2"
MANIFEST, TABLE, DICTIONARY, WORKBOOK = "manifest.json", "figures.csv", "data-dictionary.csv", "figures.xlsx"
COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "region_code": "ONS code of the region",
        "region": "name of the region",
        "council_code": "the Department's three-digit code of the council",
        "council_ons_code": "ONS code of the council on the last day of the period",
        "council": "name of the council",
        "period": "code of the period, such as 2026-27Q2 for July to September 2026",
        "period_start": "first day of the period",
        "period_end": "last day of the period",
        "item": "number of the item in the agreement",
        "indicator": "key of the indicator and its variant",
        "title": "what the item is called",
        "measure": "number, rate or percent",
        "unit": "what the value is measured in",
        "value": "the value, see basis; empty where there is none",
        "symbol": "why there is no value: c, x, z, u, k or low; blank: not answered, and cannot be worked out",
        "basis": "as signed; or worked out, where the council left a rate or percentage blank; empty for a blank",
        "of": "for a percentage the item it is of; for a rate whom it is per 10,000 of",
        "population": "for a rate how many residents it is per 10,000 of; empty for others and where it is not known",
        "simulated": "yes where the figures are made up for a demonstration, otherwise no",
        "version": "version of the council's return",
    }
)
"""Columns of the tidy table with what each means."""


AS_SIGNED, WORKED_OUT = "as signed", "worked out"
_SIMULATED: Final = ("no: these are figures that councils signed", "yes: these figures are made up for a demonstration")
_WITHOUT_A_FINDING: Final = "checks that had nothing to say, among them those that had no figures to go by"
_NOT_TOLD: Final = "not told beyond the agreement, as it may name small numbers"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found in a return when it was submitted, and how the council explains it; "" where it need not."""

    code: str
    words: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class PackedReturn:
    """One council's signed return as a pack holds it. Population, checks and findings are as they stood at submission.

    `signed_as` is the office that signed, never a name. `population` is under the rates, of whom and when in
    `population_words`. `checks_made` counts the checks that looked at the return, also those that had no ground.
    """

    council_code: str
    council: str
    version: int
    fingerprint: str
    signed_on: str
    signed_as: str
    answers: Answers
    population: Value
    population_words: str
    findings: Sequence[Finding] = ()
    checks_made: int = 0
    council_ons_code: str = ""


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
    basis: str = ""

    @property
    def is_worked_out(self) -> bool:
        """Whether the council left it blank and its numbers give it."""
        return self.basis == WORKED_OUT

    @property
    def population(self) -> int | float | None:
        """How many residents a rate is of; None for a number or percentage."""
        return _count(self.packed.population) if self.measure is Measure.RATE else None


def files_of(contents: Contents) -> dict[str, bytes]:
    """Every file of the pack by name. Raises DisclosureError where small numbers cannot be protected."""
    from riia.indicators.returns.pack_workbook import workbook_of

    contents = _without_words(contents) if contents.policy else contents
    rows = rows_of(contents)
    made = {
        TABLE: _table(contents, rows),
        DICTIONARY: _dictionary(contents),
        WORKBOOK: workbook_of(contents, rows),
    }
    made[MANIFEST] = _manifest(contents, rows, made)
    return made


def rows_of(contents: Contents) -> list[Row]:
    """The lines of the pack: councils by code, cells in the form's order; a blank is a line without a value.

    What is left blank is worked out before small numbers are hidden, so that it is hidden like what was typed.
    """
    ordered = sorted(contents.returns, key=lambda one: one.council_code)
    worked = {one.council_code: left_blank(contents.form, one.answers, one.population) for one in ordered}
    shown: dict[str, Answers] = {one.council_code: {**one.answers, **worked[one.council_code]} for one in ordered}
    if contents.policy:
        shown = dict(hide_small_numbers(contents.form, shown, contents.policy))
    return [
        Row(one, item, cell.measure, shown[one.council_code].get(cell), _basis(cell, one, worked[one.council_code]))
        for one in ordered
        for item in contents.form.items
        for cell in item.cells
    ]


def _basis(cell: Cell, packed: PackedReturn, worked: Answers) -> str:
    if cell in worked:
        return WORKED_OUT
    return AS_SIGNED if cell in packed.answers else ""


def _without_words(contents: Contents) -> Contents:
    """The contents with codes of findings only: their words, and what councils say to them, name figures."""

    def untold(found: Finding) -> Finding:
        return Finding(found.code, _NOT_TOLD, _NOT_TOLD if found.explanation else "")

    kept = [replace(one, findings=[untold(found) for found in one.findings]) for one in contents.returns]
    return replace(contents, returns=kept)


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
                contents.region_code, contents.region,
                row.packed.council_code, row.packed.council_ons_code, row.packed.council, *days,
                item.label, item.key, item.title, row.measure.value, item.unit(row.measure),
                "" if value is None or isinstance(value, Missing) else written(value),
                symbol_of(value), row.basis, _of(item, row.measure),
                "" if row.population is None else row.population,
                "yes" if contents.simulated else "no", row.packed.version,
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


def _count(value: Value) -> int | float | None:
    """A number as JSON and CSV have it."""
    if isinstance(value, Missing):
        return None
    return int(value.value) if value.value == int(value.value) else float(value)


def _dictionary(contents: Contents) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(["kind", "name", "meaning", "numerator", "denominator", "counted", "unit", "reviewed_on"])
    writer.writerow(["data", "simulated", _SIMULATED[contents.simulated], "", "", "", "", ""])
    writer.writerow(["manifest", "checks_without_a_finding", _WITHOUT_A_FINDING, "", "", "", "", ""])
    for column, meaning in COLUMNS.items():
        writer.writerow(["column", column, meaning, "", "", "", "", ""])
    for symbol in Symbol:
        writer.writerow(["symbol", symbol.value, symbol.words, "", "", "", "", ""])
    writer.writerow(["symbol", "blank", "the council did not answer, and it cannot be worked out", "", "", "", "", ""])
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
            _told(one, contents.form, [row for row in rows if row.packed is one])
            for one in sorted(contents.returns, key=lambda one: one.council_code)
        ],
        "not_in_this_pack": dict(sorted(contents.missing.items())),
        "files": {
            name: {"sha256": sha256(data).hexdigest(), "bytes": len(data)} for name, data in sorted(made.items())
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _told(one: PackedReturn, form: Form, rows: Sequence[Row]) -> dict[str, Any]:
    """What the manifest says of one council's return; a cell is answered, worked out or blank."""
    bases = [row.basis for row in rows]
    found = {finding.code for finding in one.findings}
    return {
        "council_code": one.council_code,
        "council_ons_code": one.council_ons_code,
        "council": one.council,
        "version": one.version,
        "fingerprint": one.fingerprint,
        "signed_on": one.signed_on,
        "signed_as": one.signed_as,
        "population": {"value": _count(one.population), "words": one.population_words},
        "asked": len(form.cells),
        "answered": bases.count(AS_SIGNED),
        "worked_out": bases.count(WORKED_OUT),
        "blank": bases.count(""),
        "checks_made": one.checks_made,
        "checks_without_a_finding": max(0, one.checks_made - len(found)),
        "findings_explained": sum(bool(finding.explanation) for finding in one.findings),
        "findings": [asdict(finding) for finding in one.findings],
    }
