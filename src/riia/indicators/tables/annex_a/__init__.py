"""Ofsted's Annex A: the eleven lists of children and adopters that a council can produce at any time.

Canonical codes
* Every coded column holds the statutory code of the CIN census or the SSDA903 where there is one ("1A", "N1", "RC1",
  "C2", "U4", "PR1", "E45", "F2", "WBRI"), and otherwise the letter of the list's own code ("a").
* Extracts give either the code itself or only the group it belongs to, and letter the two differently: "q) 6: Police"
  and "g) Police" are the same source. The words decide, never the letter; a group that stands for several codes is
  kept as their range, such as "3A-3F": a health service, not said which.
* What cannot be recognised is kept as it stands and reported; it counts as unknown.

Columns, other wordings of headings and the indicators that need them are in `lists`, codes and their wordings in
`codes`. Source of the facts: `indicators.md` 6.1 and the code sheet that Ofsted's own template carries.
"""

from riia.indicators.tables.annex_a.codes import CODE_LISTS, CodeList
from riia.indicators.tables.annex_a.lists import ANNEX_A, NEEDED_FOR, SHARED, SHEET_WORDS, SHORT_HEADINGS

__all__ = ["ANNEX_A", "CODE_LISTS", "NEEDED_FOR", "SHARED", "SHEET_WORDS", "SHORT_HEADINGS", "CodeList"]
