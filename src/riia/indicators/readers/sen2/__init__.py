"""Reads SEN2 person-level returns: COLLECT's CSV for each module, modules m1 to m5, or the XML; all become one form."""

from riia.indicators.readers.sen2.reading import read
from riia.indicators.readers.sen2.recognition import recognises

__all__ = ["read", "recognises"]
