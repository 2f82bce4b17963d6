"""The packaged plan of the South West: everything the document has, and nothing twice (R11.01–R11.03, R11.17)."""

import csv
from collections import Counter
from importlib import resources

from riia.alliance.plans.units import Operator, Recurrence, Unit
from riia.demo import plans_words as words


def rows(name: str) -> list[dict[str, str]]:
    text = resources.files("riia.demo").joinpath("data", f"south-west-plan-{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_everything_of_the_plan_is_there_once() -> None:
    activities, kpis, measures = rows("activities"), rows("kpis"), rows("measures")
    assert (len(activities), len(kpis), len(measures)) == (128, 147, 261)
    assert sum(not each["written"] for each in activities) == 2
    assert len({each["requirement"] for each in activities}) == 27
    assert len({each["kpi"] for each in kpis}) == 147
    assert {each["activity"] for each in kpis} <= {each["activity"] for each in activities}
    assert {each["kpi"] for each in measures} | {"7.1.1", "7.2.1"} == {each["kpi"] for each in kpis}
    without = {each["activity"] for each in activities} - {each["activity"] for each in kpis}
    assert without == {"4.1.5", "4.1.6", "4.1.7", "4.2.3", "4.2.4", "8.1.6", "8.1.7"}


def test_kinds_and_days_are_those_of_the_document() -> None:
    kpis = rows("kpis")
    assert Counter(each["kind"] for each in kpis) == {"unspecified": 81, "Action": 40, "Performance": 26}
    assert sum(each["due"] == "2026-03-31" for each in kpis) == 50
    impossible = {each["kpi"] for each in kpis if each["due_written"] in ("29 February 2026", "31 November 2025")}
    assert impossible == {"2.1.2B", "2.1.2C", "8.1.3"}
    assert not any(each["due"] for each in kpis if each["kpi"] in impossible)


def test_measures_use_known_units_and_every_threshold_has_all_its_parts() -> None:
    for each in rows("measures"):
        assert not each["unit"] or Unit(each["unit"])
        assert not each["recurrence"] or Recurrence(each["recurrence"])
        assert bool(each["value"]) is bool(each["operator"])
        assert not each["value"] or (Operator(each["operator"]) and each["unit"])


def test_words_around_the_plan_name_kpis_that_exist() -> None:
    known = {each["kpi"] for each in rows("kpis")}
    named = {key for _, _, keys in words.SAME_EVIDENCE for key in keys} | words.NOTHING_YET
    named |= {key for *_, links in words.AIMS for key, _ in links} | {key for *_, keys in words.RISKS for key in keys}
    named |= {key for key, *_ in (*words.SETTLED, *words.OVERRIDES, *words.REFERENCES)}
    named |= {key for _, keys, *_ in words.EXEMPTIONS for key in keys}
    assert named <= known
