"""All checks there are."""

from collections.abc import Mapping
from functools import cache

from riia.indicators.checks import (
    axa_dates,
    axa_lists,
    axa_rows,
    cin_assessments,
    cin_children,
    cin_enquiries,
    cin_episodes,
    cin_need_plans,
    cin_no_action,
    cin_pre_proceedings,
    cin_protection_plans,
    cin_pupil_numbers,
    cin_years,
    ehe,
    lac_adoption,
    lac_children,
    lac_decisions,
    lac_episodes,
    lac_homes,
    lac_leavers,
    lac_outcomes,
    lac_periods,
    lac_placements,
    lac_years,
    sen2,
)
from riia.indicators.checks.registry import Check, registered

# Importing a module registers its checks.
_THEMES = (
    axa_dates,
    axa_lists,
    axa_rows,
    cin_assessments,
    cin_children,
    cin_enquiries,
    cin_episodes,
    cin_need_plans,
    cin_no_action,
    cin_pre_proceedings,
    cin_protection_plans,
    cin_pupil_numbers,
    cin_years,
    ehe,
    lac_adoption,
    lac_children,
    lac_decisions,
    lac_episodes,
    lac_homes,
    lac_leavers,
    lac_outcomes,
    lac_periods,
    lac_placements,
    lac_years,
    sen2,
)


@cache
def checks() -> Mapping[str, Check]:
    """Every check by its code, in order."""
    return dict(sorted(registered().items()))


@cache
def checks_of(collection: str) -> tuple[Check, ...]:
    """The checks of one collection, by code."""
    return tuple(one for one in checks().values() if one.collection == collection)
