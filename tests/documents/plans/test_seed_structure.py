"""The South West plan as it came out of a PDF, against the tables that people made of it."""

import csv
from pathlib import Path

from riia.documents.model import Kind, Reading
from riia.documents.plans import recognise
from riia.documents.plans.structure import PlanText


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plan_of(reading: Reading) -> PlanText:
    assert isinstance(reading.structure, PlanText)
    return reading.structure


def test_it_is_a_plan(seed: Reading) -> None:
    assert seed.kind is Kind.PLAN
    assert recognise(seed.document)[0] > 90


def test_every_requirement_activity_and_kpi_is_read(seed: Reading, seed_data: Path) -> None:
    plan = plan_of(seed)
    assert len(plan.sub_requirements) == 27
    activities = {row["activity_id"] for row in rows(seed_data, "activities")}
    assert {a.number for a in plan.activities if a.number} == {a for a in activities if not a.endswith("U")}
    assert sum(not a.number for a in plan.activities) == 2
    kpis = {row["kpi_id"].replace("5.2.2.", "5.2.2").replace("5.2.5.", "5.2.5") for row in rows(seed_data, "kpis")}
    assert {k.identifier for k in plan.kpis if k.identifier} == {k for k in kpis if ".U" not in k}
    assert len(plan.kpis) == 147


def test_kinds_and_dates_of_kpis_are_those_of_the_table(seed: Reading, seed_data: Path) -> None:
    kpis = {kpi.identifier: kpi for kpi in plan_of(seed).kpis if kpi.identifier}
    for row in rows(seed_data, "kpis"):
        kpi = kpis.get(row["kpi_id"].replace("5.2.2.", "5.2.2").replace("5.2.5.", "5.2.5"))
        if kpi is None:
            continue
        assert (kpi.kind or "unspecified") == row["kind"], row["kpi_id"]
        if row["due_date_iso_or_blank"] and "Q3" not in row["due_date_as_written"]:
            read = {str(due.read) for due in kpi.dues} | {str(due.first) for due in kpi.dues}
            assert row["due_date_iso_or_blank"] in read, row["kpi_id"]


def test_each_activity_has_the_kpis_of_the_table(seed: Reading, seed_data: Path) -> None:
    found = {a.number: [k.identifier for k in a.kpis] for a in plan_of(seed).activities}
    for row in rows(seed_data, "activities"):
        if row["has_kpi"] == "yes" and not row["activity_id"].endswith("U"):
            wanted = [name.replace("5.2.2.", "5.2.2").replace("5.2.5.", "5.2.5") for name in row["kpis"].split("|")]
            assert found[row["activity_id"]] == wanted
        elif not row["activity_id"].endswith("U"):
            assert found[row["activity_id"]] == []


def test_every_cost_line_is_read_with_its_quarters(seed: Reading, seed_data: Path) -> None:
    costings = plan_of(seed).costings
    assert costings is not None
    wanted = [row for row in rows(seed_data, "costings") if row["row_in_area"] != "T"]
    assert len(costings.lines) == len(wanted)

    def pounds(text: str) -> int | None:
        return int(text) * 100 if text else None

    read = {
        "SEND": [line for line in costings.lines if line.strand == "SEND"],
        "CSC": [line for line in costings.lines if line.strand == "CSC"],
    }
    for strand, lines in read.items():
        table = [row for row in wanted if row["strand"] == strand]
        for row, line in zip(table, lines, strict=True):
            assert line.spend.pence == pounds(row["projected_spend_num"]), row
            assert [money.pence for _, money in line.quarters] == [
                pounds(row[f"q{quarter}_num"]) for quarter in (2, 3, 4)
            ], row


def test_the_missing_amount_is_told_from_the_rest(seed: Reading) -> None:
    costings = plan_of(seed).costings
    assert costings is not None
    (line,) = [line for line in costings.lines if line.spend.blank]
    assert line.derived == (106_868_00, 106_869_00)


def test_texts_that_run_over_pages_and_columns_are_whole(seed: Reading) -> None:
    kpis = {kpi.identifier: kpi.text for kpi in plan_of(seed).kpis}
    assert kpis["6.1.8"].count("by ") == 2
    assert kpis["6.1.8"].endswith("2025–26.")
    assert kpis["5.2.4"].endswith("over the year.")
    assert kpis["6.2.5-KPI2"].startswith("Deliver a minimum of 2")
    assert "letters are used" not in " ".join(kpis.values())
    areas = [area.title for area in plan_of(seed).areas]
    assert len(areas) == 8
    assert [strand.name for strand in plan_of(seed).strands] == ["SEND", "CSC"]
