"""The engine's figures are those of a slow twin in plain Python, for every counting of every collection."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.indicators.engine.twin import small_care, small_councils, small_lists
from tests.indicators.engine.twin.answers import counted_by_engine, counted_by_twin

GENERATED = {
    "annex-a": small_lists.workbooks,
    "cin-census": small_councils.censuses,
    "ssda903": small_care.care_returns,
    "sen2": small_lists.sen2_returns,
    "ehe": small_lists.home_lists,
    "ehe totals": small_lists.home_totals,
}
EXAMPLES = int(os.environ.get("RIIA_TWIN_EXAMPLES", "25"))
settings.register_profile("twin", max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("collection", GENERATED)
@settings(settings.get_profile("twin"))
@given(data=st.data())
def test_the_engine_counts_as_the_twin_does(collection: str, data: st.DataObject) -> None:
    period = data.draw(small_councils.periods())
    council = data.draw(GENERATED[collection](period))
    engine, twin = counted_by_engine(council.tables(), period), counted_by_twin(council, period)
    assert {one: (engine[one], twin[one]) for one in twin if engine[one] != twin[one]} == {}
