"""The data-quality report: issues, how long they took, repeats, timeliness, the plan's measures, and offers of help."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.audit.actors import System
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Pack, PackReturn, Query, Return, Round, Version
from riia.alliance.returns.presenters import quality as shown
from riia.alliance.returns.queries.quality import Quality, quality
from riia.alliance.returns.services import rounds
from riia.indicators.model import Period
from tests.alliance.returns.conftest import DERBY, LEICESTER, NOTTINGHAM, At, People, make_round

type SignedIn = Callable[[Person], Client]
QUARTERS = ("2025-26Q4", "2026-27Q1", "2026-27Q2")
TODAY = dt.date(2026, 11, 20)


def noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def history(register: AgreementVersion, alliance: Alliance, clerk: System, at: At) -> dict[str, Round]:
    """Three quarters, each opened on the first working day and due on the twentieth of the month."""
    made = {}
    for code in QUARTERS:
        period = Period.parse(code)
        opens = period.end + dt.timedelta(days=1)
        with at(opens):
            planned = make_round(alliance, clerk, code, opens_on=opens, due_on=opens.replace(day=20))
            made[code] = rounds.open_round(round_=planned, by=clerk)
    return made


def submitted(one: Round, council: str, day: int, *keys: str, validated: int | None = None, number: int = 1) -> Return:
    """The council's return with a version in which these checks found something, on a day of the month."""
    held = Return.objects.get(round=one, council__code=council)
    on = one.opens_on.replace(day=day)
    if number == 1:
        held.first_submitted_on = on
    held.state = "validated" if validated else "submitted"
    held.validated_on = one.opens_on.replace(day=validated) if validated else None
    held.save()
    outcomes = [
        {"key": " ".join(key.split()[:2]), "code": key.split()[0], "cells": key.split()[1:], "words": "said"}
        for key in keys
    ]
    Version.objects.create(
        council_return=held, number=number, why="submitted", answers={}, explanations={}, outcomes=outcomes,
        population={}, source="form", fingerprint="0" * 64, made_at=noon(on), maker_label="x",
    )  # fmt: skip
    return held


def report(alliance: Alliance, people: People, day: dt.date = TODAY) -> Quality:
    return quality(scope_for(people.performance), alliance, day)


STOCK, SPREAD = "RET-STOCK cla-current.number", "RET-SPREAD referrals.number"


def test_a_finding_is_settled_by_a_later_version_or_by_validation(
    history: dict[str, Round], alliance: Alliance, people: People
) -> None:
    one = history["2026-27Q2"]
    submitted(one, DERBY, 12, STOCK, SPREAD)
    submitted(one, DERBY, 14, SPREAD, number=2, validated=16)
    found = {next(iter(issue.codes)): issue for issue in report(alliance, people).issues}
    assert (found[STOCK].settled_on, found[STOCK].days) == (dt.date(2026, 10, 14), 2)
    assert (found[SPREAD].settled_on, found[SPREAD].days) == (dt.date(2026, 10, 16), 4)
    assert (found[STOCK].codes, found[STOCK].cell) == ({STOCK: "RET-STOCK"}, "cla-current.number")


def test_what_is_not_settled_is_open(history: dict[str, Round], alliance: Alliance, people: People) -> None:
    submitted(history["2026-27Q2"], DERBY, 12, STOCK)
    issue = report(alliance, people).issues[0]
    assert (issue.settled_on, issue.days, issue.repeats) == (None, None, False)


def test_a_query_from_a_check_is_the_same_issue_and_its_times_count(
    history: dict[str, Round], alliance: Alliance, people: People
) -> None:
    held = submitted(history["2026-27Q2"], DERBY, 12, STOCK, validated=30)
    query: dict[str, Any] = {"council_return": held, "quality": True, "due_on": TODAY, "opener_label": "Grace"}
    asked, answered = noon(dt.date(2026, 10, 13)), noon(dt.date(2026, 10, 20))
    Query.objects.create(
        code="RET-STOCK", cell="cla-current.number", opened_at=asked, state="resolved", settled="corrected",
        resolved_at=answered, **query,
    )  # fmt: skip
    Query.objects.create(opened_at=asked, **query)
    Query.objects.create(opened_at=asked, **(query | {"quality": False}))
    issues = report(alliance, people).issues
    assert [(*issue.codes, issue.asked, issue.days) for issue in issues] == [
        (STOCK, True, 5), ("the return as a whole", True, None),
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["cla-current.number", "cla-current.rate", "cla-starting.number"])
def test_a_question_about_a_figure_that_a_check_found_is_no_second_issue(
    history: dict[str, Round], alliance: Alliance, people: People, cell: str
) -> None:
    held = submitted(history["2026-27Q2"], DERBY, 12, f"{STOCK} cla-starting.number", validated=30)
    asked = noon(dt.date(2026, 10, 13))
    query: dict[str, Any] = {"council_return": held, "quality": True, "due_on": TODAY, "opener_label": "Grace"}
    first = Query.objects.create(cell=cell, opened_at=asked, **query)
    assert [(issue.asked, issue.days) for issue in report(alliance, people).issues] == [(True, None)]
    Query.objects.filter(pk=first.pk).update(
        state="resolved", settled="corrected", resolved_at=noon(dt.date(2026, 10, 20))
    )
    issues = report(alliance, people).issues
    assert [(issue.opened_on, issue.days, issue.cell) for issue in issues] == [
        (dt.date(2026, 10, 13), 5, "cla-current.number")
    ]
    Query.objects.create(cell=cell, opened_at=asked, **query)
    assert [issue.days for issue in report(alliance, people).issues] == [None]
    Query.objects.create(cell="referrals.number", opened_at=asked, **query)
    assert [issue.cell for issue in report(alliance, people).issues] == ["cla-current.number", "referrals.number"]


def test_two_checks_on_one_figure_are_one_issue_and_both_are_named(
    history: dict[str, Round], alliance: Alliance, people: People
) -> None:
    held = submitted(history["2026-27Q2"], DERBY, 12)
    Version.objects.filter(council_return=held).update(
        outcomes=[
            {"key": f"{code} referrals.number", "code": code, "cells": ["referrals.number"], "words": "said"}
            for code in ("RET-SPREAD", "RET-STOCK")
        ]
    )
    found = report(alliance, people)
    assert [set(issue.codes.values()) for issue in found.issues] == [{"RET-SPREAD", "RET-STOCK"}]
    page = shown.page(found, TODAY)
    assert {(code, times) for code, _, times, _ in page.codes} == {("RET-SPREAD", 1), ("RET-STOCK", 1)}


def test_the_same_check_on_the_same_figure_in_the_next_round_repeats(
    history: dict[str, Round], alliance: Alliance, people: People
) -> None:
    submitted(history["2025-26Q4"], DERBY, 12, STOCK)
    submitted(history["2025-26Q4"], LEICESTER, 12, SPREAD)
    submitted(history["2026-27Q1"], DERBY, 12, STOCK)
    submitted(history["2026-27Q2"], DERBY, 12, STOCK)
    submitted(history["2026-27Q2"], LEICESTER, 12, SPREAD)  # a round lies between
    found = report(alliance, people)
    again = [(issue.council, issue.period) for issue in found.issues if issue.repeats]
    assert again == [(DERBY, "2026-27Q1"), (DERBY, "2026-27Q2")]
    said = " ".join(shown.support(found))
    assert "Derby: 1 figure raised the same question 3 rounds running" in said
    assert "Leicester" not in said


def test_help_is_offered_for_repeated_lateness_and_worded_kindly(
    history: dict[str, Round], alliance: Alliance, people: People
) -> None:
    for code in QUARTERS:
        submitted(history[code], DERBY, 12)
        submitted(history[code], LEICESTER, 21 if code == "2026-27Q1" else 12)
    submitted(history["2025-26Q4"], NOTTINGHAM, 24)
    submitted(history["2026-27Q1"], NOTTINGHAM, 12)  # the last is not in and overdue
    said = shown.support(report(alliance, people))
    assert len(said) == 1
    assert said[0].startswith("Nottingham: 2 of its last 3 returns came after the deadline.")
    assert "offer help" in said[0]
    assert "fail" not in said[0]


def test_the_measures_of_the_plan(history: dict[str, Round], alliance: Alliance, people: People) -> None:
    first, last = history["2025-26Q4"], history["2026-27Q2"]
    held = [submitted(first, council, 12, validated=14) for council in (DERBY, LEICESTER, NOTTINGHAM)]
    pack = Pack.objects.create(
        round=first, number=1, recipe={}, sha256="0" * 64, sent_at=noon(dt.date(2026, 4, 24)), sent_to="x",
        sender_label="x", maker_label="x",
    )  # fmt: skip
    PackReturn.objects.create(
        pack=pack, council_return=held[0], version=held[0].versions.get(), outcome="rejected", rejected_for="quality"
    )
    submitted(last, DERBY, 12)
    submitted(last, LEICESTER, 22)
    page = shown.page(report(alliance, people), TODAY)
    rows = {(row.number, row.name, row.of): row for row in (*page.kpis, *page.earlier)}

    def row(number: str, name: str, code: str) -> shown.KpiRow:
        return rows[number, name, Period.parse(code).short_label]

    assert row("5.1.2", "Every return validated", "2025-26Q4").standing == "met"
    assert row("5.1.2", "Every return validated", "2026-27Q2").standing == "open"
    pack_row = row("5.1.4", "At the Department in time", "2025-26Q4")
    assert (pack_row.standing, "1 rejected for quality" in pack_row.words) == ("not met", True)
    assert row("5.1.4", "At the Department in time", "2026-27Q2").standing == "not met"
    on_time = row("5.1.6", "95% on time, of the round", "2026-27Q2")
    assert "1 of 3 by the first deadline" in on_time.words
    assert "1 of 2 exceptions resolved within 7 working days" in on_time.words
    years = [each for each in (*page.earlier, *page.kpis) if each.name == "95% on time, of the year"]
    assert [(each.of, each.standing) for each in years] == [("2025-26", "open"), ("2026-27", "not met")]
    assert "Derby: the Department sent back 1 return for its quality" in " ".join(page.support)


@pytest.mark.parametrize(
    ("councils", "day", "standing", "words"),
    [
        ((DERBY,), dt.date(2026, 4, 24), "open", "1 of 3 sent; 5 working days end on 27 April 2026."),
        ((DERBY,), dt.date(2026, 4, 28), "not met", "Not sent yet: Leicester and Nottingham."),
        ((DERBY, LEICESTER, NOTTINGHAM), dt.date(2026, 4, 28), "met", "All sent by 24 April 2026;"),
        ((), dt.date(2026, 4, 24), "open", "0 of 3 sent;"),
    ],
)
def test_the_department_has_all_returns_or_the_measure_is_not_met(
    history: dict[str, Round], alliance: Alliance, people: People,
    councils: tuple[str, ...], day: dt.date, standing: str, words: str,
) -> None:  # fmt: skip
    first = history["2025-26Q4"]
    pack = Pack.objects.create(
        round=first, number=1, recipe={}, sha256="0" * 64, sent_at=noon(dt.date(2026, 4, 24)), sent_to="x",
        sender_label="x", maker_label="x",
    )  # fmt: skip
    for council in councils:
        held = submitted(first, council, 12, validated=14)
        PackReturn.objects.create(pack=pack, council_return=held, version=held.versions.get())
    page = shown.page(report(alliance, people, day), day)
    rows = [row for row in (*page.kpis, *page.earlier) if row.number == "5.1.4"]
    row = next(each for each in rows if each.of == first.as_period.short_label)
    assert (row.standing, words in row.words) == (standing, True)


def test_the_summary_says_what_happened_in_words(history: dict[str, Round], alliance: Alliance, people: People) -> None:
    submitted(history["2025-26Q4"], DERBY, 12, STOCK, SPREAD, validated=14)
    submitted(history["2026-27Q2"], DERBY, 12, SPREAD)
    page = shown.page(report(alliance, people), TODAY)
    assert page.title == "Quality issues fell from 2 to 1 over 3 rounds"
    text = " ".join(page.summary)
    assert "3 issues in 9 returns of 3 councils over 3 rounds." in text
    assert "Half of those settled took 2 working days or less." in text
    assert "1 is still open." in text
    assert "Fewer issues than in their first round here: Derby." in text
    row = next(each for each in page.rows if each.council == "Derby")
    assert [cell and (cell.timeliness, cell.issues) for cell in row.cells] == [
        ("on time", 2), ("overdue", 0), ("on time", 1),
    ]  # fmt: skip


def test_a_region_without_rounds_is_told_what_will_stand_here(alliance: Alliance, people: People) -> None:
    page = shown.page(report(alliance, people), TODAY)
    assert page.title == "No returns to report on yet"
    assert not page.kpis


def test_planned_and_cancelled_rounds_are_no_part_of_it(
    history: dict[str, Round], alliance: Alliance, people: People, clerk: System, at: At
) -> None:
    rounds.cancel_round(round_=history["2026-27Q1"], reason="x", by=clerk)
    assert [one.period for one in report(alliance, people).rounds] == ["2025-26Q4", "2026-27Q2"]


def test_the_report_is_for_the_people_of_the_region(
    history: dict[str, Round], people: People, signed_in: SignedIn, other_alliance: Alliance
) -> None:
    submitted(history["2026-27Q2"], DERBY, 12, STOCK)
    assert "Derby" in signed_in(people.analyst).get("/returns/quality/").content.decode()
    for person in (people.derby, people.derby_dcs):
        assert signed_in(person).get("/returns/quality/").status_code == 404
        assert signed_in(person).get("/returns/quality/table.csv").status_code == 404
    elsewhere = signed_in(people.southwest)
    assert "Derby" not in elsewhere.get("/returns/quality/").content.decode()
    assert elsewhere.get("/returns/quality/?region=E12000004").status_code == 404
    assert signed_in(people.dfe).get("/returns/quality/").status_code == 403


def test_the_tables_are_taken_away_as_csv_without_what_findings_quote(
    history: dict[str, Round], people: People, signed_in: SignedIn
) -> None:
    submitted(history["2026-27Q2"], DERBY, 12, STOCK, validated=16)
    browser = signed_in(people.performance)
    answer = browser.get("/returns/quality/table.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 9
    derby = next(row for row in rows if row["Council"] == "Derby" and row["Period"] == "2026-27Q2")
    assert (derby["Came"], derby["Issues"], derby["Median working days to settle"], derby["Due"]) == (
        "on time", "1", "4", "2026-10-20",
    )  # fmt: skip
    text = browser.get("/returns/quality/table.csv?of=issues").content.decode("utf-8-sig")
    issues = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Check"], row["Cell"], row["Working days"]) for row in issues] == [
        ("RET-STOCK", "cla-current.number", "4")
    ]
    assert "said" not in text
    assert browser.get("/returns/quality/table.xlsx").status_code == 404
