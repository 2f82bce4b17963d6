"""The CIN census: one or more yearly XML files to typed tables (`tables.cin_census`)."""

from riia.indicators.readers.cin_census.reading import read, recognises

__all__ = ["read", "recognises"]
