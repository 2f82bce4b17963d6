"""Ofsted's Annex A lists from a council's workbook, or from one CSV file for each list.

`read(paths)` finds the lists whatever the sheets are called and wherever their headings stand, types their columns,
sets aside what is no record, and tells everything doubtful. `recognises(path)` is a cheap look. See `tables.annex_a`
for the lists, their wordings and canonical codes.

Rules of reading
* Dates are day first; real dates and Excel day numbers too. Month-first dates are reported, never guessed.
* A formula counts as the value stored with it. An error cell, or a formula without a stored value, is blank and told.
* Rows below the last one with content are not read. Blank rows between, totals, remarks and repeated headings are set
  aside and counted. Cells merged downwards count for each of their rows.
* Where two sheets hold the same list, the one that is shown and has more of the headings is read.
"""

from riia.indicators.readers.annex_a.reader import read, recognises

__all__ = ["read", "recognises"]
