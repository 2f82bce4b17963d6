"""All checks there are, in the order they are made: what can be the cause of another comes before it."""

from collections.abc import Mapping
from functools import cache

# Importing a module registers its checks, so the order of these lines is the order of the checks.
from riia.indicators.returns.checks import kinds  # isort: skip
from riia.indicators.returns.checks import completeness  # isort: skip
from riia.indicators.returns.checks import slips  # isort: skip
from riia.indicators.returns.checks import relations  # isort: skip
from riia.indicators.returns.checks import arithmetic  # isort: skip
from riia.indicators.returns.checks import changes  # isort: skip
from riia.indicators.returns.checks import flows  # isort: skip
from riia.indicators.returns.checks import published  # isort: skip
from riia.indicators.returns.checks.registry import Check, registered  # isort: skip

THEMES = (
    (kinds, "What each answer may be"),
    (completeness, "Whether everything is there"),
    (slips, "Slips of a whole return"),
    (relations, "Numbers that bound each other"),
    (arithmetic, "Rates and percentages"),
    (changes, "Against earlier returns and other councils"),
    (flows, "Stock and flow"),
    (published, "Against published years"),
)
"""The modules of checks, and what each is about."""


@cache
def checks() -> Mapping[str, Check]:
    """Every check by its code, in the order they are made."""
    return dict(registered())
