"""What is exported, against the published files read again by other means: a sample of every kind of figure.

Nothing of the reader or the definitions is used for the expected side: the files are taken as text, and what each
indicator is made of is written down here a second time.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import polars as pl
import pytest

from riia.alliance.figures import queries
from riia.alliance.figures.nouns import ExportRow
from tests.indicators.packaged import packaged_figures
from tests.indicators.tidy_files import REFERENCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packaged")]

SAMPLE = 200
LONDON = {"E12000007": ("E13000001", "E13000002")}


@dataclass(frozen=True)
class Recipe:
    """Where a figure stands: files by edition (newest first), the columns added up, the rows, and its base."""

    files: tuple[tuple[str, str], ...]
    number: tuple[str, ...]
    base: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    base_rows: Mapping[str, str] | None = None
    kind: str = "YE"


def cin(letter: str, *editions: str) -> tuple[tuple[str, str], ...]:
    folders = {"2025": "03_cin_2025_edition", "2024": "04_cin_2024_edition"}
    return tuple((f"{folders[one]}/{letter}_", {"2025": "2024", "2024": "2023"}[one]) for one in editions)


CLA = (("05_cla_2025_edition/cla_number_and_rate", "2024"),)
LEAVERS = (("05_cla_2025_edition/la_care_leavers_activity", "2024"),)
STABLE = (("05_cla_2025_edition/la_cla_placement_stability", "2024"),)
HEALTH = (("05_cla_2025_edition/la_conviction_health", "2024"),)
SEN = "07_send_sen2_2025/"
WHOLE = {one: {"breakdown_topic": text, "breakdown": text} for one, text in (
    ("requests", "All requests for EHC needs assessments"), ("assessments", "All EHC needs assessments"),
    ("newplans", "New EHC plans"), ("timeliness", "All EHC plans issued"),
)}  # fmt: skip
BANDS = ("Same_day", "1-10_days", "11-20_days", "21-30_days", "31-40_days", "41-45_days")
CHECKED = {"characteristic": "Health assessments: Children looked after all ages"}
RECIPES = {
    "referrals": Recipe(cin("c1", "2025", "2024"), ("referral_count|Referrals",)),
    "repeat-referrals": Recipe(
        cin("c1", "2025", "2024"), ("rereferral_count|Re_referrals",), ("referral_count|Referrals",)
    ),
    "referrals:source=schools": Recipe(cin("c5", "2024"), ("Schools",), ("Referrals",)),
    "referrals:source=police": Recipe(cin("c5", "2024"), ("Police",), ("Referrals",)),
    "assessments-completed": Recipe(cin("c2", "2024"), ("Assessments_completed",)),
    "assessments-within-45-days": Recipe(cin("c2", "2024"), BANDS, ("Assessments_completed",)),
    "children-in-need": Recipe(cin("b1", "2025", "2024"), ("At31_episodes",)),
    "cin-plans": Recipe(cin("b7", "2024"), ("CINPlan_At31",)),
    "section-47-enquiries": Recipe(cin("c4", "2025", "2024"), ("Section47",)),
    "icpcs": Recipe(cin("c4", "2025", "2024"), ("ICPC",)),
    "icpcs-within-15-days": Recipe(
        cin("c4", "2025", "2024"), ("Duration_0-10_days", "Duration_11-15_days"), ("ICPC",)
    ),
    "cpps-starting": Recipe(cin("d3", "2025", "2024"), ("CPP_start",)),
    "cpps-current": Recipe(cin("d5", "2025", "2024"), ("CPP_At31",)),
    "cpps-ceasing": Recipe(cin("d1", "2024"), ("CPP_end",)),
    "repeat-cpps-ever": Recipe(cin("d3", "2025", "2024"), ("CPP_subsequent",), ("CPP_start",)),
    "cse-factors": Recipe(
        cin("c3", "2025", "2024"), ("Child_sexual_exploitation",), ("Episodes_with_assessment_factor",)
    ),
    "cla-current": Recipe(
        CLA, ("children_count",), rows={"population_type": "Children looked after on 31 March each year"}
    ),
    "cla-starting": Recipe(
        CLA, ("children_count",), rows={"population_type": "Children starting to be looked after each year"}
    ),
    "cla-ceasing": Recipe(
        CLA, ("children_count",), rows={"population_type": "Children ceasing to be looked after each year"}
    ),
    "care-leavers-eet": Recipe(
        LEAVERS, ("care_leaver_count",), ("care_leaver_count",),
        {"care_leaver_age": "19 to 21 years", "breakdown": "Total in education, employment or training"},
        {"care_leaver_age": "19 to 21 years", "breakdown": "Total"},
    ),
    "cla-three-or-more-placements": Recipe(
        STABLE, ("children_count",), ("children_count",),
        {"cla_group": "CLA on 31 March", "placement_stability": "With 3 or more placements during the year"},
        {"cla_group": "CLA on 31 March", "placement_stability": "Total children"},
    ),
    "cla-dental-checks": Recipe(
        HEALTH, ("children_count",), ("children_count",),
        CHECKED | {"breakdown": "Had their teeth checked by a dentist"}, CHECKED | {"breakdown": "Total all ages"},
    ),
    "ehe": Recipe((("08_ehe/ehe_academic", "2024"),), ("ehe_anytime_full_year",), kind="AY"),
    "ehe:count=starting": Recipe((("08_ehe/ehe_academic", "2024"),), ("ehe_starts_full_year",), kind="AY"),
    "ehcp-requests": Recipe(
        ((SEN + "requests", "2024"),), ("requests_received_in_year",), rows=WHOLE["requests"], kind="CY"
    ),
    "ehcp-assessments": Recipe(
        ((SEN + "assessments", "2024"),), ("assess_in_year",), rows=WHOLE["assessments"], kind="CY"
    ),
    "ehcps-issued": Recipe(((SEN + "newplans", "2024"),), ("new_ehc_plans",), rows=WHOLE["newplans"], kind="CY"),
    "ehcps-within-20-weeks": Recipe(
        ((SEN + "timeliness", "2024"),), ("plans_issued_within_20_weeks",), ("plans_issued_den",),
        WHOLE["timeliness"], WHOLE["timeliness"], kind="CY",
    ),
}  # fmt: skip
Cells = dict[tuple[str, str], str]


@cache
def text_of(start: str) -> pl.DataFrame:
    folder, prefix = start.split("/")
    path = next(iter(sorted((REFERENCE / folder).glob(f"{prefix}*.gz"))))
    frame = pl.read_csv(path, infer_schema=False).fill_null("")
    code = (
        pl.when(pl.col("geographic_level") == "National").then(pl.lit("E92000001"))
        .when(pl.col("geographic_level") == "Regional").then(pl.col("region_code"))
        .otherwise(pl.col("old_la_code"))
    )  # fmt: skip
    return frame.with_columns(place_code=code)


def period(text: str, kind: str) -> str:
    return {"YE": f"YE{text}-03", "CY": f"CY{text}", "AY": f"AY{text[:4]}-{text[4:]}"}[kind]


def cells(frame: pl.DataFrame, column: str, rows: Mapping[str, str], kind: str) -> Cells:
    name = next(one for one in column.split("|") if one in frame.columns)
    for key, value in rows.items():
        frame = frame.filter(pl.col(key) == value)
    found = frame.select("time_period", "place_code", name).iter_rows()
    return {(place, period(time, kind)): value for time, place, value in found}


def added(columns: list[Cells], key: tuple[str, str]) -> float | set[str] | None:
    """The sum of the cells of one place and period; the symbols among them; or nothing, where there is no row."""
    texts = [found.get(key) for found in columns]
    if all(text is None for text in texts):
        place, when = key
        parts = [added(columns, (part, when)) for part in LONDON.get(place, ())]
        if not parts or any(part is None for part in parts):
            return None
        symbols = {symbol for part in parts if isinstance(part, set) for symbol in part}
        return symbols or math.fsum(part for part in parts if isinstance(part, float))
    symbols = {text for text in texts if text is None or not text[0].isdigit()}
    return {text or "x" for text in symbols} or math.fsum(float(text) for text in texts if text)


@pytest.fixture(scope="module")
def populations() -> dict[str, Cells]:
    """By last mid-year of the vintage: children by place and mid-year, as text."""
    names = {"2024": "2024", "2023": "2023_previous_vintage"}
    found = {}
    for last, name in names.items():
        frame = text_of(f"02_population/ons_mid-year_population_estimates_2012_to_{name}")
        rows = frame.select("time_period", "place_code", "population_estimate").iter_rows()
        found[last] = {(place, year): value for year, place, value in rows}
    return found


def expected(row: ExportRow, populations: dict[str, Cells]) -> tuple[float | set[str], float | set[str] | None]:
    """The count and its base."""
    recipe = RECIPES[row.indicator]
    key = (row.place, row.period)
    for start, last in recipe.files:
        frame = text_of(start)
        number = added([cells(frame, one, recipe.rows, recipe.kind) for one in recipe.number], key)
        if number is None:
            continue
        if row.measure == "percent":
            rows = recipe.rows if recipe.base_rows is None else recipe.base_rows
            return number, added([cells(frame, one, rows, recipe.kind) for one in recipe.base], key)
        year = {"YE": int(row.period[2:6]) - 1, "CY": int(row.period[2:6]), "AY": int(row.period[2:6])}[recipe.kind]
        people = populations[last].get((row.place, str(year)), "x")
        return number, float(people) if people[0].isdigit() else {people}
    raise AssertionError(f"{key} is in no file of {row.indicator}")


def test_a_sample_of_the_export_agrees_with_the_files(scope, request: pytest.FixtureRequest) -> None:
    """Two hundred figures by chance, a third of them missing ones, exact for councils and where we computed them."""
    if not REFERENCE.is_dir():
        print(f"There is no {REFERENCE}: the export is compared with the packaged figures instead.")
        compare_with_packaged(scope)
        return
    populations = request.getfixturevalue("populations")
    rows = [row for row in queries.export_rows(scope) if row.indicator in RECIPES]
    assert {row.indicator for row in rows} == set(RECIPES)
    chance = random.Random(2026)
    missing = [row for row in rows if row.symbol]
    sample = chance.sample(missing, SAMPLE // 3) + chance.sample(rows, SAMPLE - SAMPLE // 3)
    sample += [next(row for row in rows if row.indicator == one and row.place == "831") for one in RECIPES]
    wrong = [told for row in sample if (told := disagreement(row, populations))]
    assert not wrong, "\n".join(wrong)


def disagreement(row: ExportRow, populations: dict[str, Cells]) -> str:
    number, base = expected(row, populations)
    symbols = {symbol for part in (number, base) if isinstance(part, set) for symbol in part}
    if row.measure == "number":
        symbols = number if isinstance(number, set) else set()
        right = number
    elif symbols or not isinstance(number, float) or not isinstance(base, float):
        right = None
    else:
        right = None if base == 0 else number * (10_000 if row.measure == "rate" else 100) / base
        symbols = {"z"} if base == 0 else set()
    if symbols:
        return "" if row.value is None and row.symbol in symbols else f"{row}: the files give {symbols}"
    assert isinstance(right, float)
    # For England and regions the printed percentage stands where rounded counts give another.
    allowed = 2.0 if row.measure == "percent" and len(row.place) > 3 else 1e-9
    agrees = row.value is not None and not row.symbol and math.isclose(row.value, right, rel_tol=0, abs_tol=allowed)
    return "" if agrees else f"{row}: the files give {right}"


def compare_with_packaged(scope) -> None:
    made = packaged_figures()
    chance = random.Random(2026)
    rows = chance.sample(list(queries.export_rows(scope)), SAMPLE)
    for row in rows:
        slug, _, variant = row.indicator.partition(":")
        found = made.filter(indicator=slug, measure=row.measure, period=row.period, place=row.place)
        found = found.filter(variant=variant) if variant else found
        assert any(
            (value, symbol or "") == (row.value, row.symbol)
            for value, symbol in found.select("value", "symbol").iter_rows()
        ), row
