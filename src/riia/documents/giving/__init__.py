"""Grants in the 360Giving data standard, version 1.4: read from JSON and spreadsheets, checked, and written.

    >>> from riia.documents.giving import as_json, read_giving
    >>> reading = read_giving(b'{"grants": []}', "grants.json")
    >>> reading.findings[0].code
    'GIVING-GRANTS'

`recognise` and `read` are the pair that every kind of document offers; `read_giving` takes the bytes of a file. What
was read is `Reading.structure`, a `Package`: the content in the standard's own shape with the place of every value. The
standard's schema, codelists and organisation lists are not packaged: `fields` and `lists` hold what follows from them.
"""

from riia.documents.giving.catalogue import RULES
from riia.documents.giving.package import Grant, Package, Spot
from riia.documents.giving.reading import read, read_giving, recognise
from riia.documents.giving.writing import as_csv, as_json, as_xlsx

__all__ = [
    "RULES",
    "Grant",
    "Package",
    "Spot",
    "as_csv",
    "as_json",
    "as_xlsx",
    "read",
    "read_giving",
    "recognise",
]
