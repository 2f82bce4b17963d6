"""The checks of a council's return: one function a rule, each with a code, a why, a remedy and two worked examples.

>>> outcomes = check(form, answers, background)
>>> for outcome in shown(outcomes):
...     print(outcome.code, outcome.words, outcome.remedy)
"""

from collections.abc import Mapping

from riia.indicators.returns.checks.bases import other_bases
from riia.indicators.returns.checks.every import checks
from riia.indicators.returns.checks.limits import LIMITS, Limits
from riia.indicators.returns.checks.registry import Check, Example, Found
from riia.indicators.returns.checks.running import check, followers, shown

__all__ = ["LIMITS", "Check", "Example", "Found", "Limits", "check", "followers", "other_bases", "registered", "shown"]


def registered() -> Mapping[str, Check]:
    """Every check by its code, in the order they are made."""
    return checks()
