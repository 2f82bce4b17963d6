"""Grant determination letters: recognised, read into a `Letter`, recomputed by their own rules, and checked.

A letter of any year and layout: with its annex after or before it, as a table or as lines, one annex or several, or
none for a letter to a single council. `read(document)` gives a `Reading` whose `structure` is the `Letter`.
"""

from riia.documents.letters.catalogue import RULES
from riia.documents.letters.reading import read, recognise
from riia.documents.letters.structure import Letter

__all__ = ["RULES", "Letter", "read", "recognise"]
