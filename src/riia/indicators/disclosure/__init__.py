"""Disclosure control: what to hide in a table so that nobody can be found in it, and the attacker that tests it.

Under every table lies one general form, `protect_cells` and `attack_cells`: cells, and relations between them. It needs
the extra `protect` (numpy, scipy and the solver HiGHS).
"""

from riia.indicators.disclosure.attacking import Interval, attack_cells
from riia.indicators.disclosure.policies import DFE_1_5, DFE_1_9, POLICIES, Aim, Policy, PolicyError, policy_named
from riia.indicators.disclosure.protecting import Pattern, find_pattern, protect_cells
from riia.indicators.disclosure.systems import DisclosureError, Relation, Within

__all__ = [
    "DFE_1_5",
    "DFE_1_9",
    "POLICIES",
    "Aim",
    "DisclosureError",
    "Interval",
    "Pattern",
    "Policy",
    "PolicyError",
    "Relation",
    "Within",
    "attack_cells",
    "find_pattern",
    "policy_named",
    "protect_cells",
]
