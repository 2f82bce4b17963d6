"""The indicators as reviewed data: what each counts, how to read it, where it is published, who answers for it.

`catalogue()` gives everything; `Catalogue.resolve("referrals:source=schools")` finds one reading of one indicator.
"""

from riia.indicators.definitions.catalogue import Catalogue, catalogue, load
from riia.indicators.definitions.errors import DefinitionError, UnknownDefinition
from riia.indicators.definitions.nouns import (
    Cell,
    Indicator,
    IndicatorSet,
    Measure,
    Source,
    Theme,
    Timing,
    UnknownMember,
    Variant,
)
from riia.indicators.definitions.releases import Edition, Release, ReleaseTable, table_for

__all__ = [
    "Catalogue",
    "Cell",
    "DefinitionError",
    "Edition",
    "Indicator",
    "IndicatorSet",
    "Measure",
    "Release",
    "ReleaseTable",
    "Source",
    "Theme",
    "Timing",
    "UnknownDefinition",
    "UnknownMember",
    "Variant",
    "catalogue",
    "load",
    "table_for",
]
