"""What is worked out is kept only as long as nothing it rests on has changed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from riia.alliance.audit.actors import System
from riia.alliance.audit.services import record
from riia.alliance.places import measures as registry
from riia.alliance.places.measures import Asked, Measure, Measured, Unit
from riia.alliance.plans.queries.remembered import _LAST, _Trail, as_before, look, remembered, take
from tests.alliance.plans.costs_world import REGION

ASKED = Asked(REGION, dt.date(2025, 4, 1), dt.date(2026, 3, 31), dt.date(2026, 3, 31))


def line(action: str, times: int = 1) -> None:
    with transaction.atomic():
        for _ in range(times):
            record(by=System("test"), action=action, target=None, summary="Something was done")


@contextmanager
def offered(measure: Measure) -> Iterator[None]:
    registry.offer(measure)
    try:
        yield
    finally:
        del registry._MEASURES[measure.key]


class Counting:
    """A part that says how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, asked: Asked) -> Measured:
        self.times += 1
        return Measured(self.times, None, f"asked {self.times} times", asked.until)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "changes"),
    [("returns.validate", True), ("places.load_reference", True), ("plans.evidence", False), ("offer.award", False)],
)
def test_a_line_of_a_part_changes_what_rests_on_it(action: str, changes: bool) -> None:
    trail = _Trail()
    line("returns.open_round")
    first = trail.look()
    line(action)
    second = trail.look()
    assert (first(("returns", "places")) != second(("returns", "places"))) is changes
    assert first(None) != second(None)  # who names no part rests on every line
    assert second(None) == trail.look()(None)


@pytest.mark.django_db
def test_who_signs_in_changes_nothing() -> None:
    trail = _Trail()
    line("access.propose")
    first = trail.look()
    line("access.sign_in", 3)
    assert trail.look()(None) == first(None)
    line("access.rename")
    assert trail.look()(("access",)) != first(("access",))


@pytest.mark.django_db
def test_more_lines_than_are_looked_at_may_be_of_any_part() -> None:
    trail = _Trail()
    line("returns.open_round")
    first = trail.look()
    line("offer.award")
    line("grants.approve", _LAST)
    assert trail.look()(("offer",)) != first(("offer",))


@pytest.mark.django_db
def test_a_line_that_commits_late_is_seen_although_its_number_is_lower() -> None:
    trail = _Trail()
    line("grants.approve", 3)
    first = trail.look()
    late = dict(trail._known)
    trail._known = dict(list(late.items())[:1] + list(late.items())[2:])  # the middle one was not there yet
    assert trail.look()(("grants",)) != first(("grants",))


@pytest.mark.django_db
def test_a_part_is_asked_again_only_after_a_line_of_its_own_or_another_mark() -> None:
    trail, asking, marks = _Trail(), Counting(), [0]
    line("returns.open_round")
    measure = Measure("test.a", "A", Unit.COUNT, "", asking, changed_by=("returns",), mark=lambda: marks[-1])
    said = [take(measure, ASKED, trail.look()).n, take(measure, ASKED, trail.look()).n]
    line("plans.evidence")
    said.append(take(measure, ASKED, trail.look()).n)
    line("returns.validate")
    said.append(take(measure, ASKED, trail.look()).n)
    marks.append(1)
    said.append(take(measure, ASKED, trail.look()).n)
    assert said == [1, 1, 1, 2, 3]
    assert take(measure, ASKED, None).n == 4  # nothing is kept inside a transaction


@pytest.mark.django_db
def test_rows_rest_on_every_part_that_counts_something_for_them() -> None:
    trail, asking = _Trail(), Counting()
    line("returns.open_round")
    with offered(Measure("test.b", "B", Unit.COUNT, "", asking, changed_by=("reporting",))):
        rows = [remembered("rows", trail.look(), ("plans",), lambda: object())]
        line("intake.take")
        rows.append(remembered("rows", trail.look(), ("plans",), lambda: object()))
        line("reporting.freeze")
        rows.append(remembered("rows", trail.look(), ("plans",), lambda: object()))
    assert rows[0] is rows[1]
    assert rows[1] is not rows[2]


def test_what_follows_from_the_same_facts_is_not_worked_out_again() -> None:
    found = [as_before("kpi", facts, lambda: object()) for facts in (["a", {"b": 1}], ["a", {"b": 1}], ["a", {"b": 2}])]
    assert found[0] is found[1]
    assert found[1] is not found[2]


@pytest.mark.django_db
def test_nothing_is_kept_inside_a_transaction() -> None:
    with transaction.atomic():
        assert look() is None


@pytest.mark.django_db
def test_no_part_reads_a_table_of_a_part_that_it_does_not_name() -> None:
    tables = {model._meta.db_table: model._meta.app_label for model in apps.get_models(include_auto_created=True)}
    asked = 0
    for measure in registry.measures():
        if measure.changed_by is None:
            continue
        with CaptureQueriesContext(connection) as captured:
            measure.find(ASKED)
        read = {label for table, label in tables.items() for each in captured if f'"{table}"' in each["sql"]}
        assert read <= {*measure.changed_by}, f"{measure.key} reads {read}"
        asked += bool(read)
    assert asked == sum(one.changed_by is not None for one in registry.measures()) > 10
