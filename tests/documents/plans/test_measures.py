"""KPIs taken apart: amounts, times, how often, what is done; and how far it agrees with the table people made."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from riia.documents.model import Reading
from riia.documents.plans import measures_of
from riia.documents.plans.structure import PlanText


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("By 30 June 2025, appoint a data officer.", [("=", "1", "milestone")]),
        ("By 30 June 2025, appoint a 0.6 FTE data officer.", [("=", "0.6", "FTE")]),
        (
            "Hold at least 4 forums, with 80% of attendees finding them useful.",
            [(">=", "4", "count"), (">=", "80", "percent_of_participants")],
        ),
        ("By March 2026, 75% of councils (9/12) attend at least one forum.", [(">=", "75", "percent_of_LAs")]),
        ("Send minutes within 10 working days of each meeting.", [("<=", "10", "working_days")]),
        (
            "Publish the handbook by 31 May 2025, with quarterly reviews of its use.",
            [("=", "1", "document"), (">=", "1", "per_quarter")],
        ),
        ("Publish 12 monthly bulletins.", [("=", "12", "count")]),
        ("Provide up to 20 days of support.", [("<=", "20", "days")]),
        ("Hold 3 forums with participation from all LAs.", [("=", "3", "count"), ("=", "100", "percent_of_LAs")]),
        ("Submit 100% of returns, with no return rejected.", [("=", "100", "percent_of_items"), ("=", "0", "count")]),
        ("See KPI 7.2.3", []),
    ],
)
def test_measures(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(m.operator, str(m.value), m.unit) for m in measures_of(text)] == wanted


def test_each_measure_has_its_own_date() -> None:
    first, second = measures_of("Deliver 4 workshops by 28 November 2025. By 31 March 2026, 75% of councils use them.")
    assert (first.due_as_written, str(first.due)) == ("28 November 2025", "2025-11-28")
    assert (second.due_as_written, str(second.due)) == ("31 March 2026", "2026-03-31")


def test_a_date_that_does_not_exist_is_kept_as_written_and_not_read() -> None:
    (measure,) = measures_of("By 31 November 2025, appoint a data officer.")
    assert measure.due_as_written == "31 November 2025"
    assert measure.due is None


def test_evidence_is_named() -> None:
    (measure,) = measures_of("Hold 4 forums, with attendance logs and minutes kept.")
    assert measure.evidence == ("attendance logs", "minutes")


def test_most_amounts_agree_with_the_table_of_the_seed(seed: Reading, seed_data: Path) -> None:
    """The table also counts what the text only implies (100 % of a standing item), and names partners as a count."""
    plan = seed.structure
    assert isinstance(plan, PlanText)
    texts = {kpi.identifier: kpi.text for kpi in plan.kpis if kpi.identifier}
    agree = stated = 0
    by_kpi: dict[str, Counter[tuple[Decimal, str]]] = {}
    with (seed_data / "kpi_measures.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["value"] and row["unit"] not in ("milestone", "document"):
                name = row["kpi_id"].replace("5.2.2.", "5.2.2").replace("5.2.5.", "5.2.5")
                by_kpi.setdefault(name, Counter())[Decimal(row["value"]), row["unit"]] += 1
    for name, wanted in by_kpi.items():
        if name in texts:
            ours = Counter((m.value, m.unit) for m in measures_of(texts[name]) if m.value is not None)
            stated += sum(wanted.values())
            agree += sum((wanted & ours).values())
    assert stated > 170
    assert agree / stated > 0.88
