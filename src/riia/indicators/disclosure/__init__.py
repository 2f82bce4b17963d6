"""Disclosure control: what to hide in a table so that nobody can be found in it, and the attacker that tests it.

`protect` and `attack` take whole tables, linked ones, earlier releases and the figures printed beside counts. Under
every table lies one general form, `protect_cells` and `attack_cells`: cells, and relations between them. All needs the
extra `protect` (numpy, scipy and the solver HiGHS).
"""

from riia.indicators.disclosure.attacking import Interval, attack_cells
from riia.indicators.disclosure.derived import Average, Change, DerivedFigure, Mean, Percent, Rate, Rounded
from riia.indicators.disclosure.dimensions import Dimension, Key, TableError
from riia.indicators.disclosure.money import Dominance, ProtectedMoney, WithinPercent, protect_money
from riia.indicators.disclosure.policies import DFE_1_5, DFE_1_9, POLICIES, Aim, Policy, PolicyError, policy_named
from riia.indicators.disclosure.protected import Kind, Protected, ProtectedCell, Withheld
from riia.indicators.disclosure.protecting import Pattern, find_pattern, protect_cells
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.releases import Succession
from riia.indicators.disclosure.reports import Attack
from riia.indicators.disclosure.rounding import protect_by_rounding
from riia.indicators.disclosure.systems import DisclosureError, Relation, Within
from riia.indicators.disclosure.tables import Rounding, Table

__all__ = [
    "DFE_1_5",
    "DFE_1_9",
    "POLICIES",
    "Aim",
    "Attack",
    "Average",
    "Change",
    "DerivedFigure",
    "Dimension",
    "DisclosureError",
    "Dominance",
    "Interval",
    "Key",
    "Kind",
    "Mean",
    "Pattern",
    "Percent",
    "Policy",
    "PolicyError",
    "Protected",
    "ProtectedCell",
    "ProtectedMoney",
    "Rate",
    "Relation",
    "Rounded",
    "Rounding",
    "Succession",
    "Table",
    "TableError",
    "Withheld",
    "Within",
    "WithinPercent",
    "attack",
    "attack_cells",
    "find_pattern",
    "policy_named",
    "protect",
    "protect_by_rounding",
    "protect_cells",
    "protect_money",
]
