"""Reads SEN2 person-level returns: COLLECT's CSV, modules m1 to m5 as CSV or workbook, or XML; all become one form."""

from riia.indicators.readers.sen2.gathering import recognises
from riia.indicators.readers.sen2.reading import read

__all__ = ["read", "recognises"]
