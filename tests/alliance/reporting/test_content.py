"""What is stored says the same again, and its fingerprint notices any change."""

import datetime as dt
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.alliance.reporting.content import (
    Change,
    ContentError,
    Kpi,
    Measure,
    MoneyLine,
    Rag,
    as_stored,
    canonical,
    fingerprint,
    from_stored,
)
from tests.alliance.reporting import sample
from tests.alliance.reporting.sample import EARLIER

SAMPLE = replace(sample.SAMPLE, changes=(Change("1.1.1", "x", "before", "after"),), compared_with="it")
DAYS = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))
NUMBERS = st.none() | st.integers(0, 10**9)
MEASURES = st.builds(Measure, st.integers(1, 9), st.text(), n=NUMBERS, of=NUMBERS, met=st.none() | st.booleans(),
                     due=DAYS)  # fmt: skip
KPIS = st.builds(Kpi, st.text(max_size=8), st.text(), st.text(), st.text(), rag=st.sampled_from(Rag), due=DAYS,
                 measures=st.lists(MEASURES, max_size=3).map(tuple), simulated=st.booleans())  # fmt: skip


@pytest.mark.parametrize("data", [SAMPLE, EARLIER])
def test_what_is_stored_comes_back_through_json(data) -> None:
    stored = json.loads(json.dumps(as_stored(data)))
    assert from_stored(stored) == data
    assert fingerprint(stored) == fingerprint(as_stored(data))


@given(st.lists(KPIS, max_size=3), st.lists(st.builds(MoneyLine, st.text(), st.text(), NUMBERS), max_size=2))
@settings(max_examples=40)
def test_any_content_comes_back(kpis, money) -> None:
    data = replace(SAMPLE, kpis=tuple(kpis), money=tuple(money))
    stored = as_stored(data)
    assert from_stored(json.loads(canonical(stored))) == data


def test_the_fingerprint_does_not_depend_on_the_order_of_keys() -> None:
    stored = as_stored(SAMPLE)
    turned = {"report": dict(reversed(stored["report"].items())), "form": stored["form"]}
    assert fingerprint(turned) == fingerprint(stored)


@pytest.mark.parametrize("field", [each.name for each in fields(SAMPLE)])
def test_the_fingerprint_notices_every_field(field: str) -> None:
    value = getattr(SAMPLE, field)
    other = (
        not value if isinstance(value, bool)
        else value + dt.timedelta(days=1) if isinstance(value, dt.date)
        else value + "x" if isinstance(value, str)
        else value[1:]
    )  # fmt: skip
    assert fingerprint(as_stored(replace(SAMPLE, **{field: other}))) != fingerprint(as_stored(SAMPLE))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda stored: stored | {"form": 2},
        lambda stored: {"form": 1},
        lambda stored: stored | {"report": stored["report"] | {"unknown": 1}},
        lambda stored: stored | {"report": stored["report"] | {"kpis": "none"}},
        lambda stored: stored | {"report": stored["report"] | {"as_at": "31 December"}},
        lambda stored: stored | {"report": stored["report"] | {"simulated": 1}},
    ],
)
def test_what_is_no_report_is_refused(spoil) -> None:
    with pytest.raises(ContentError):
        from_stored(spoil(as_stored(SAMPLE)))


def test_none_and_nought_are_kept_apart() -> None:
    money = from_stored(as_stored(SAMPLE)).money
    assert (money[0].committed, money[1].committed) == (0, None)
