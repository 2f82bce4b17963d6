"""Reads a council's list of children educated at home, or its totals; CSV or workbook."""

from riia.indicators.readers.ehe.reading import read
from riia.indicators.readers.ehe.recognising import recognises

__all__ = ["read", "recognises"]
