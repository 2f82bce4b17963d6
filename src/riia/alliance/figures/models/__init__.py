"""The nouns of figures: what is published nationally, and what the alliances' own councils have signed in-year."""

from riia.alliance.figures.models.in_year import InYearReturn, InYearValue
from riia.alliance.figures.models.published import Basis, DataVersion, Release, Value, new_mark

__all__ = ["Basis", "DataVersion", "InYearReturn", "InYearValue", "Release", "Value", "new_mark"]
